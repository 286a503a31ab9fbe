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
//! Pitfalls: a rule must not repeat another's fault, so it skips rows that another rule has already refused; and
//! it must stay near linear in the size of the tables.

mod agreements;
mod climate;
mod fleet;
mod goods;
mod graph;
mod maintenance;
mod names;
mod places;
mod projects;
mod references;
mod roads;
mod stores;
mod time;
mod trade;
mod transport;
mod world;

use crate::fault::{Code, Fault, TABLES};
use crate::tables::{Heading, Tables};
use iceroad_base::civil::Horizon;
use std::fmt::Display;
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

/// The horizon of a heading, or why there is none.
pub(crate) fn horizon(heading: &Heading) -> Result<Horizon, Vec<Fault>> {
    Horizon::new(heading.start, heading.days, &heading.zone).map_err(|error| {
        let mut faults = Faults::default();
        faults.heading(
            Code::HorizonBad,
            "days",
            format!("{} days from {}", heading.days, heading.start),
            "1 to 36525 days, starting in the years 1900 to 2400",
            format!("change `start` or `days` in scenario.toml: {error}"),
        );
        faults.found
    })
}

/// All faults of `tables`, in the order of the tables.
pub(crate) fn check(tables: &Tables, horizon: &Horizon) -> Vec<Fault> {
    let mut faults = Faults::default();
    references::check(tables, &mut faults);
    names::check(tables, &mut faults);
    if !faults.found.iter().any(|fault| fault.code == Code::IdOutsideTable) {
        let world = World::new(tables, horizon);
        let groups = [
            time::RULES,
            climate::RULES,
            roads::RULES,
            places::RULES,
            fleet::RULES,
            maintenance::RULES,
            goods::RULES,
            trade::RULES,
            transport::RULES,
            stores::RULES,
            agreements::RULES,
            projects::RULES,
        ];
        for rule in groups.into_iter().flatten() {
            rule(&world, &mut faults);
        }
    }
    sorted(faults.found)
}

fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_cached_key(|fault| {
        let place = TABLES.iter().position(|table| *table == fault.table).unwrap_or(TABLES.len());
        (place, fault.row, fault.code)
    });
    faults
}
