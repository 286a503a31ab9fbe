//! What can go wrong in haulage, as values.
use crate::surface::Surface;
use iceroad_base::quantity::{Energy, Mass};
use iceroad_kernel::{ScheduleError, Stalled, TimeStands, WindowsError};
use iceroad_model::{MachineId, MineId};
use std::fmt;

/// Why haulage could not be made ready or could not go on.
///
/// All but [`HaulageError::Schedule`] and [`HaulageError::UnknownMachine`] are faults of the scenario and are
/// found before the first event. Those two are bugs of the program; the run cannot continue.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum HaulageError {
    /// An event could not be scheduled.
    Schedule(ScheduleError),
    /// A machine was named that the scenario does not have.
    UnknownMachine {
        /// The id that was given.
        machine: MachineId,
    },
    /// A truck model cannot get from one place to another: no road, or one too steep for it.
    NoRoute {
        /// The mine.
        mine: String,
        /// From this node …
        from: String,
        /// … to this.
        to: String,
        /// The truck model.
        model: String,
        /// Whether it is loaded.
        loaded: bool,
        /// The state of the roads.
        surface: Surface,
        /// What is in the way; none where no road leads there.
        barrier: Option<Box<Barrier>>,
    },
    /// No dump of the mine takes what is dug at a face.
    NoDump {
        /// The face.
        face: String,
        /// The material.
        material: String,
    },
    /// A place of a mine lies on no node of it.
    NoNode {
        /// The mine.
        mine: MineId,
        /// What lies there ("park", "face").
        what: &'static str,
    },
    /// A battery cannot feed its truck through the dearest round of the mine.
    BatteryTooSmall {
        /// The truck model.
        model: String,
        /// The mine.
        mine: String,
        /// What the battery holds.
        capacity: Energy,
        /// What it would have to hold, reserve included.
        needed: Energy,
    },
    /// A mine's calendar could not be compiled.
    Calendar {
        /// The mine.
        mine: String,
        /// Why.
        error: WindowsError,
    },
    /// Trucks in passing bays wait for each other for ever.
    Gridlock {
        /// Who waits for what.
        stalled: Box<Stalled>,
    },
    /// A machine has something to do again and again, and time does not go on.
    TimeStands {
        /// Whose turn it was last; none where it was nobody's of the fleet.
        machine: Option<String>,
        /// When, and how often.
        stands: TimeStands,
    },
    /// More machines, mines and dumps than a calendar has slots.
    TooMany {
        /// How many slots they need.
        slots: usize,
    },
}

/// A segment that a truck cannot drive.
#[derive(Clone, PartialEq, Debug)]
pub struct Barrier {
    /// From this node …
    pub from: String,
    /// … to this.
    pub to: String,
    /// Why not.
    pub why: Why,
}

/// Why a truck cannot drive a segment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Why {
    /// Its force or its grip does not suffice.
    TooSteep {
        /// Grade plus rolling resistance, %.
        total_pct: f64,
    },
    /// The retarder's curve holds it at no speed.
    NotHeld {
        /// Grade plus rolling resistance, %; below zero.
        total_pct: f64,
    },
    /// It is heavier than the segment bears.
    TooHeavy {
        /// What it weighs.
        gross: Mass,
        /// What the segment bears.
        most: Mass,
    },
}

impl fmt::Display for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, why } = self;
        write!(f, "from `{from}` to `{to}` ")?;
        match why {
            Why::TooSteep { total_pct } => write!(
                f,
                "grade and rolling resistance come to {total_pct:.1} %, more than it climbs; lower the grade, harden \
                 the surface, or add a road around"
            ),
            Why::NotHeld { total_pct } => write!(
                f,
                "the road falls by {:.1} % more than it resists, which its retarder does not hold; give the curve a \
                 point at lower speed, lower the grade, or add a road around",
                -total_pct
            ),
            Why::TooHeavy { gross, most } => write!(
                f,
                "the road bears {} t and it weighs {} t; raise `max_gross_t`, send a lighter truck, or add a road around",
                most.tonnes(),
                gross.tonnes()
            ),
        }
    }
}

impl From<ScheduleError> for HaulageError {
    fn from(error: ScheduleError) -> Self {
        HaulageError::Schedule(error)
    }
}

impl fmt::Display for HaulageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schedule(error) => write!(f, "haulage: {error}"),
            Self::UnknownMachine { machine } => write!(f, "{machine:?} is not in machines.csv"),
            Self::NoRoute { mine, from, to, model, loaded, surface, barrier } => {
                let how = if *loaded { "loaded" } else { "empty" };
                let surface = surface.name();
                write!(
                    f,
                    "at mine `{mine}` a {model} cannot get {how} from `{from}` to `{to}` on {surface} roads"
                )?;
                match barrier {
                    Some(barrier) => write!(f, ": {barrier}"),
                    None => f.write_str(": no road leads there; add a segment, or make one two-way"),
                }
            }
            Self::NoDump { face, material } => write!(
                f,
                "face `{face}` digs `{material}`, which no dump of the mine takes; add it to `materials` in dumps.csv"
            ),
            Self::NoNode { mine, what } => {
                write!(f, "the {what} of {mine:?} lies on a node of another mine; choose one of its own")
            }
            Self::BatteryTooSmall { model, mine, capacity, needed } => write!(
                f,
                "at mine `{mine}` the {} kWh of a {model} do not last for its dearest round, which with the reserve \
                 takes {} kWh; fit a larger battery, lower `reserve_share`, or move the charge point",
                capacity.get(),
                needed.get()
            ),
            Self::Calendar { mine, error } => write!(f, "calendar of mine `{mine}`: {error}"),
            Self::Gridlock { stalled } => {
                write!(f, "trucks in passing bays wait for each other for ever; make a bay larger: {stalled}")
            }
            Self::TimeStands { machine, stands } => match machine {
                Some(machine) => write!(
                    f,
                    "{stands}, last to `{machine}` in machines.csv; look at what its model holds and takes"
                ),
                None => write!(f, "{stands}"),
            },
            Self::TooMany { slots } => {
                write!(
                    f,
                    "machines, mines and dumps need {slots} slots, a calendar has 65536; split the scenario"
                )
            }
        }
    }
}

impl std::error::Error for HaulageError {}
