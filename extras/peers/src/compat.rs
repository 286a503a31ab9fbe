//! One shift by a peer's rules, under one dispatcher or each in turn, and how it is told.

use crate::minehaulsim::{self, Mode};
use crate::openmines;
use crate::outcome::{Count, Outcome, Step, Unfit};
use iceroad_base::text::for_spreadsheet;
use iceroad_model::Scenario;
use serde_json::{Value, json};
use std::fmt::{self, Write as _};
use std::io;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A program whose rules are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Peer {
    /// OpenMines.
    Openmines,
    /// minehaulsim.
    Minehaulsim,
}

impl Peer {
    /// Its name and version.
    pub fn name(self) -> &'static str {
        match self {
            Peer::Openmines => "OpenMines 0.2.0",
            Peer::Minehaulsim => "minehaulsim 0.12.1",
        }
    }
}

/// Why a peer gives no answer.
#[derive(Clone, PartialEq, Debug)]
pub enum CompatError {
    /// The scenario is not what the peer could describe.
    Unfit {
        /// The scenario's name.
        scenario: String,
        /// The peer.
        peer: Peer,
        /// Why.
        why: Unfit,
    },
    /// It has this dispatcher, and nobody can follow it.
    NotFollowed {
        /// The dispatcher.
        policy: &'static str,
        /// Why not.
        why: &'static str,
        /// Those that are followed.
        known: Vec<&'static str>,
    },
    /// It has no dispatcher of this name.
    NoPolicy {
        /// The name asked for.
        asked: String,
        /// Those there are.
        known: Vec<&'static str>,
    },
}

impl fmt::Display for CompatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompatError::Unfit { scenario, peer, why } => {
                write!(f, "`{scenario}` cannot be run as {}: {why}", peer.name())
            }
            CompatError::NotFollowed { policy, why, known } => {
                write!(f, "`{policy}` cannot be followed: {why}; there are {}", known.join(", "))
            }
            CompatError::NoPolicy { asked, known } => {
                write!(f, "no policy `{asked}`; there are {}", known.join(", "))
            }
        }
    }
}

impl std::error::Error for CompatError {}

/// One shift of a scenario, once for each dispatcher.
#[derive(Clone, PartialEq, Debug)]
pub struct Shift {
    /// By whose rules.
    pub peer: Peer,
    /// The scenario's title.
    pub title: String,
    /// What came of it, by dispatcher.
    pub runs: Vec<Outcome>,
    /// The dispatchers that were left out where all were asked for, and why.
    pub left_out: &'static [NotFollowed],
}

/// A dispatcher of a peer by its own name, and why it cannot be followed.
pub type NotFollowed = (&'static str, &'static str);

/// Runs one shift of haulage by a peer's rules: under the dispatcher called `policy`, or under each in turn. What happened is kept
/// where `keep_trace` says so.
///
/// # Errors
/// [`CompatError`].
pub fn shift(
    scenario: &Scenario,
    peer: Peer,
    policy: Option<&str>,
    keep_trace: bool,
) -> Result<Shift, CompatError> {
    let unfit = |why| CompatError::Unfit { scenario: scenario.heading.name.clone(), peer, why };
    let not_followed = match peer {
        Peer::Openmines => openmines::NOT_FOLLOWED,
        Peer::Minehaulsim => minehaulsim::NOT_FOLLOWED,
    };
    let runs = match peer {
        Peer::Openmines => {
            let policies = chosen::<openmines::Policy>(policy, not_followed)?;
            let world = openmines::World::new(scenario).map_err(unfit)?;
            policies.into_iter().map(|policy| world.run(policy, keep_trace)).collect()
        }
        Peer::Minehaulsim => {
            let policies = chosen::<minehaulsim::Policy>(policy, not_followed)?;
            let world = minehaulsim::World::new(scenario).map_err(unfit)?;
            let modes = [Mode::FreeFlow, Mode::Traffic];
            let both = policies.into_iter().flat_map(|policy| modes.map(|mode| (policy, mode)));
            both.map(|(policy, mode)| world.run(policy, mode, keep_trace)).collect()
        }
    };
    let left_out = if policy.is_none() { not_followed } else { &[] };
    Ok(Shift { peer, title: scenario.heading.title.clone(), runs, left_out })
}

/// The policies asked for by the peer's name: one, or all that are followed.
fn chosen<P: Copy + VariantArray + Into<&'static str>>(
    wanted: Option<&str>,
    not_followed: &[NotFollowed],
) -> Result<Vec<P>, CompatError> {
    let Some(wanted) = wanted else { return Ok(P::VARIANTS.to_vec()) };
    let known: Vec<&str> = P::VARIANTS.iter().map(|&policy| policy.into()).collect();
    let asked = folded(wanted);
    if let Some(at) = known.iter().position(|name| folded(name) == asked) {
        return Ok(vec![P::VARIANTS[at]]);
    }
    match not_followed.iter().find(|(name, _)| folded(name) == asked) {
        Some(&(policy, why)) => Err(CompatError::NotFollowed { policy, why, known }),
        None => Err(CompatError::NoPolicy { asked: wanted.to_owned(), known }),
    }
}

/// A dispatcher's name without what a user may leave out: case, hyphens, the word "dispatcher".
fn folded(name: &str) -> String {
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_lowercase();
    bare.strip_suffix("dispatcher").unwrap_or(&bare).to_owned()
}

impl Shift {
    /// For machines.
    pub fn document(&self) -> Value {
        let counts = |counts: &[Count]| -> Value {
            let one = |count: &Count| json!({ "name": count.name, "trips": count.trips, "tonnes": count.mass.tonnes() });
            counts.iter().map(one).collect()
        };
        let one = |outcome: &Outcome| {
            json!({
                "policy": outcome.policy,
                "shift": { "length": outcome.length, "unit": outcome.unit },
                "tonnes": outcome.mass().tonnes(),
                "trips": outcome.trips(),
                "dumps": counts(&outcome.dumps),
                "loaders": counts(&outcome.loaders),
                "events": outcome.events,
            })
        };
        let runs = self.runs.iter().map(one).collect::<Vec<_>>();
        let left_out = self.left_out.iter().map(|(policy, why)| json!({ "policy": policy, "why": why }));
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "compat": self.peer.name(),
            "runs": runs,
            "not_followed": left_out.collect::<Vec<_>>(),
        })
    }

    /// What happened under each dispatcher as CSV, by file name.
    ///
    /// # Errors
    /// None today: the table is written to memory.
    pub fn traces(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        let named = |outcome: &Outcome| Ok((format!("trace-{}.csv", outcome.policy), trace(outcome)?));
        self.runs.iter().map(named).collect()
    }

    /// For the console.
    pub fn console(&self) -> String {
        let mut text = format!(
            "{}\nOne shift by the rules of {}, without randomness: haulage alone.\n",
            self.title,
            self.peer.name()
        );
        for outcome in &self.runs {
            let _ = write!(
                text,
                "\n{}: {} t in {} trips, {} {}\n",
                outcome.policy,
                outcome.mass().tonnes(),
                outcome.trips(),
                outcome.length,
                outcome.unit
            );
            for (what, counts) in [("dump", &outcome.dumps), ("loader", &outcome.loaders)] {
                for Count { name, trips, mass } in counts {
                    let _ = writeln!(text, "  {what} {name}: {trips} trips, {} t", mass.tonnes());
                }
            }
        }
        for (at, (policy, why)) in self.left_out.iter().enumerate() {
            let head = if at == 0 { "\nNot followed:\n" } else { "" };
            let _ = writeln!(text, "{head}  {policy}: {why}");
        }
        text
    }
}

/// What happened, in the order in which it began.
fn trace(outcome: &Outcome) -> io::Result<Vec<u8>> {
    let unit = outcome.unit;
    let mut table = csv::Writer::from_writer(Vec::new());
    let times = [format!("start_{unit}"), format!("end_{unit}")];
    table.write_record(["truck", "event", &times[0], &times[1], "place", "to", "mass_t"])?;
    for Step { truck, event, start, end, place, to, mass } in &outcome.trace {
        let end = end.map_or_else(String::new, |end| end.to_string());
        let (start, mass) = (start.to_string(), mass.tonnes().to_string());
        let [truck, place, to] = [truck, place, to].map(|name| for_spreadsheet(name));
        table.write_record([&truck, *event, &start, &end, &place, &to, &mass])?;
    }
    table.into_inner().map_err(csv::IntoInnerError::into_error)
}
