//! What a shift came to, and what happened in it.

use iceroad_base::quantity::Mass;
use std::fmt;

/// What was moved over a place or by a machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Count {
    /// The dump or the loader.
    pub name: String,
    /// Trucks dumped or loaded.
    pub trips: u64,
    /// Mass dumped or loaded.
    pub mass: Mass,
}

impl Count {
    pub(crate) fn of(name: &str) -> Count {
        Count { name: name.to_owned(), trips: 0, mass: Mass::ZERO }
    }

    pub(crate) fn add(&mut self, mass: Mass) {
        self.trips += 1;
        self.mass += mass;
    }
}

/// One thing a truck did.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// The truck's name.
    pub truck: String,
    /// What it did, in the peer's own word.
    pub event: &'static str,
    /// When it began, in the peer's unit.
    pub start: f64,
    /// When it ended; none where the shift ended first.
    pub end: Option<f64>,
    /// Where, or where from.
    pub place: String,
    /// Where to, of a drive.
    pub to: String,
    /// What is aboard.
    pub mass: Mass,
}

/// The outcome of one shift.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The dispatcher, in the peer's own word.
    pub policy: &'static str,
    /// How long the shift was, in the peer's unit.
    pub length: f64,
    /// `min` or `s`.
    pub unit: &'static str,
    /// By dump, in the order of the scenario.
    pub dumps: Vec<Count>,
    /// By loader, in the order of the scenario.
    pub loaders: Vec<Count>,
    /// What happened, in the order in which it began; empty where it was not asked for.
    pub trace: Vec<Step>,
    /// Events that fell due.
    pub events: u64,
}

impl Outcome {
    /// Trips dumped.
    pub fn trips(&self) -> u64 {
        self.dumps.iter().map(|dump| dump.trips).sum()
    }

    /// Mass dumped.
    pub fn mass(&self) -> Mass {
        self.dumps.iter().map(|dump| dump.mass).sum()
    }
}

/// Why a scenario cannot be run by a peer's rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// The peer knows one mine.
    Mines {
        /// How many there are.
        n: usize,
    },
    /// Something the peer must have is missing.
    Without {
        /// What.
        what: String,
    },
    /// The peer knows straight roads only, and here is none.
    NoRoad {
        /// From this node …
        from: String,
        /// … to this.
        to: String,
    },
    /// The peer has figures of its own for named models, and this is none of them.
    UnknownModel {
        /// The model.
        model: String,
        /// Those that are known.
        known: String,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::Mines { n } => write!(f, "the scenario has {n} mines; the peer knows exactly one"),
            Unfit::Without { what } => write!(f, "the scenario has no {what}, which the peer needs"),
            Unfit::NoRoad { from, to } => {
                write!(f, "no segment leads straight from `{from}` to `{to}`; the peer knows no other roads")
            }
            Unfit::UnknownModel { model, known } => {
                write!(f, "`{model}` is not in the peer's catalogue, which has {known}")
            }
        }
    }
}

impl std::error::Error for Unfit {}
