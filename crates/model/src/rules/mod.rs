//! Every rule a scenario must keep, one named function each, grouped by subject.
//!
//! A rule looks at [`World`] and adds a [`Fault`] for each place where it is broken; it never stops at the first.
//! References are checked before all else: only where every id names a row may other rules follow ids.
//! Faults come out in the order of the tables a planner knows, then by row.
//!
//! Rules refuse what can only be a slip or what no run could mean. What is merely absurd (no trucks, a road that
//! never opens, one bay and a thousand failures) is legal, and the run says what it comes to. Where a rule asks
//! whether something can *ever* be had, it looks at the best case (any date, any model, any restriction), so that
//! it never refuses what a run could do.
//!
//! What is legal but hardly meant is a fault whose code [`warns`](Code::warns): it is told and the run goes on.
//!
//! Pitfalls: a rule must not repeat another's fault, so it skips rows that another rule has already refused; and
//! it must stay near linear in the size of the tables. Only routes cost more: a search over the legs for each site
//! that something starts from.

mod agreements;
mod climate;
mod fleet;
mod goods;
mod graph;
mod maintenance;
mod mine_uses;
mod names;
mod pit;
mod places;
mod projects;
mod references;
mod roads;
mod rotables;
mod shift;
mod stores;
mod time;
mod traction;
mod trade;
mod traffic;
mod transport;
mod world;
mod year_use;

use crate::fault::{Code, Fault, TABLES};
use crate::tables::{Heading, Tables};
use iceroad_base::civil::{Date, Horizon, MOST_DAYS};
use std::fmt::Display;
pub use transport::idle_road;
use world::World;

/// A rule: looks at the whole and adds what it finds.
type Rule = fn(&World<'_>, &mut Faults);

/// The faults found so far.
#[derive(Default)]
struct Faults {
    found: Vec<Fault>,
}

/// Where a fault is: table, row and column, as [`Fault`] describes them.
type Place = (&'static str, usize, &'static str);

impl Faults {
    /// Adds a fault at a row.
    fn add(
        &mut self,
        code: Code,
        (table, row, column): Place,
        value: impl Display,
        expected: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.found.push(Fault {
            code,
            table,
            row: Some(row),
            column,
            value: value.to_string(),
            expected: expected.into(),
            advice: advice.into(),
        });
    }

    /// Adds a fault of the heading.
    fn heading(
        &mut self,
        code: Code,
        column: &'static str,
        value: impl Display,
        expected: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.add(code, ("scenario", 0, column), value, expected, advice);
        if let Some(fault) = self.found.last_mut() {
            fault.row = None;
        }
    }
}

/// The horizon of sound tables and what they are warned of, or all their faults; in the order of the tables.
pub(crate) fn check(tables: &Tables) -> Result<(Horizon, Vec<Fault>), Vec<Fault>> {
    let mut faults = Faults::default();
    let horizon = horizon(&tables.heading, &mut faults);
    references::check(tables, &mut faults);
    names::check(tables, &mut faults);
    let may_follow_ids = !faults.found.iter().any(|fault| fault.code == Code::IdOutsideTable);
    if let Some(horizon) = horizon.as_ref().filter(|_| may_follow_ids) {
        let world = World::new(tables, horizon);
        for rule in GROUPS.iter().copied().flatten() {
            rule(&world, &mut faults);
        }
    }
    let heading_is_sound = !faults.found.iter().any(|fault| fault.code == Code::HorizonBad);
    if !heading_is_sound {
        faults.found.retain(|fault| !OF_THE_HORIZON.contains(&fault.code));
    }
    let found = sorted(faults.found);
    match horizon {
        Some(horizon) if found.iter().all(|fault| fault.code.warns()) => Ok((horizon, found)),
        _ => Err(found),
    }
}

/// The rules by subject.
const GROUPS: &[&[Rule]] = &[
    time::RULES,
    climate::RULES,
    roads::RULES,
    traffic::RULES,
    places::RULES,
    fleet::RULES,
    traction::RULES,
    pit::RULES,
    shift::RULES,
    maintenance::RULES,
    goods::RULES,
    trade::RULES,
    transport::RULES,
    stores::RULES,
    rotables::RULES,
    agreements::RULES,
    mine_uses::RULES,
    year_use::RULES,
    projects::RULES,
];

/// Faults that mean nothing where the horizon itself is at fault.
const OF_THE_HORIZON: &[Code] = &[
    Code::RecordedYearMissing,
    Code::PlanAfterHorizon,
    Code::InboundAfterHorizon,
    Code::DueBeforeHorizon,
    Code::SignedAfterDue,
];

/// The horizon of a heading; where it is at fault, a year in its stead, so that other rules can be checked.
fn horizon(heading: &Heading, faults: &mut Faults) -> Option<Horizon> {
    let error = match Horizon::new(heading.start, heading.days, &heading.zone) {
        Ok(horizon) => return Some(horizon),
        Err(error) => error,
    };
    let column = if (1..=MOST_DAYS).contains(&heading.days) { "start" } else { "days" };
    faults.heading(
        Code::HorizonBad,
        column,
        format!("{} days from {}", heading.days, heading.start),
        format!("1 to {MOST_DAYS} days, starting in the years 1900 to 2400"),
        format!("change `{column}` in scenario.toml: {error}"),
    );
    let year = |start| Horizon::new(start, 365, &heading.zone).ok();
    year(heading.start).or_else(|| year(Date::constant(2026, 1, 1)))
}

fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_cached_key(|fault| {
        let place = TABLES.iter().position(|table| *table == fault.table).unwrap_or(TABLES.len());
        (place, fault.row, fault.code)
    });
    faults
}
