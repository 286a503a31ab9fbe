//! An independent checker: re-derives every rule of a run from the scenario and the event log alone.
//!
//! It shares no code with the engine or the domains (`cargo xtask tidy` sees to that) and knows nothing of how a run
//! works, only what must be true of any run. Each module is one family of rules and reads the whole log once.
//!
//! ```text
//!  (&Scenario, &[Entry]) ──▶ machines, tonnes, pit, fuel, engines, energy, rates, pumps, rests, people, cleared, workshop, meters, lives,
//!                            hazards, cold, goods, rotables, counter, levels, mine_uses, trade, roads, vehicles, ice, traffic, promises, tasks ──▶ Vec<Violation>
//!  (…, &RunRecord)       ──▶ totals: the sums of the record, added up again
//! ```
//!
//! Terms: an *instant* is all entries with one time. Some rules hold only between instants (a bay freed and taken
//! again, a state that follows its cause); they are looked at when an instant is over.
//!
//! Pitfall: a rule that the log cannot show is not checked here. Where a rule needs more than the log says, the log
//! must say more; the audit never looks inside.

mod boarding;
mod book;
mod cleared;
mod cold;
mod cores;
mod counter;
mod energy;
mod engines;
mod freight;
mod fuel;
mod goods;
mod hauls;
mod hazards;
mod ice;
mod interchange;
mod levels;
mod lives;
mod machines;
mod meters;
mod mine_uses;
mod ore;
mod people;
mod pit;
mod promises;
mod pumps;
mod rates;
mod recount;
mod repairs;
mod restrictions;
mod rests;
mod roads;
mod rotables;
mod running_sums;
mod shelf;
mod shifts;
mod tasks;
#[cfg(test)]
mod tests;
mod tonnes;
mod totals;
mod trade;
mod traffic;
mod turnover;
mod value;
mod vehicles;
mod weather;
mod winter;
mod workshop;
mod zones;

use iceroad_base::Time;
use iceroad_model::Scenario;
use iceroad_model::event::Entry;
use iceroad_model::record::RunRecord;
use std::fmt;

/// A rule that does not hold.
#[derive(Clone, PartialEq, Debug)]
pub struct Violation {
    /// When.
    pub at: Time,
    /// Number of the entry in the log, where one entry shows it.
    pub entry: Option<usize>,
    /// The rule, in a few words that never change ("a truck dumps what it was loaded with").
    pub rule: &'static str,
    /// What was found.
    pub found: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.at)?;
        if let Some(entry) = self.entry {
            write!(f, ", entry {entry}")?;
        }
        write!(f, ": {}: {}", self.rule, self.found)
    }
}

/// Where a family of rules writes what it found.
pub(crate) struct Findings {
    entry: Option<usize>,
    at: Time,
    violations: Vec<Violation>,
}

impl Findings {
    fn new() -> Self {
        Self { entry: None, at: Time::START, violations: Vec::new() }
    }

    /// The time of the entry being read.
    pub(crate) fn now(&self) -> Time {
        self.at
    }

    /// Notes a violation at the entry being read.
    pub(crate) fn add(&mut self, rule: &'static str, found: String) {
        self.violations.push(Violation { at: self.at, entry: self.entry, rule, found });
    }

    /// Notes a violation unless `holds`.
    pub(crate) fn check(&mut self, holds: bool, rule: &'static str, found: impl FnOnce() -> String) {
        if !holds {
            self.add(rule, found());
        }
    }
}

/// A family of rules.
pub(crate) trait Rules {
    /// Reads one entry.
    fn take(&mut self, entry: &Entry, findings: &mut Findings);
    /// All entries of an instant have been read.
    fn instant_over(&mut self, _at: Time, _findings: &mut Findings) {}
    /// The log has ended at the horizon's end.
    fn end(&mut self, end: Time, findings: &mut Findings);
}

/// Judges a log; with `record`, its totals too. An empty list means that every rule holds.
pub fn check(scenario: &Scenario, log: &[Entry], record: Option<&RunRecord>) -> Vec<Violation> {
    let mut findings = Findings::new();
    let end = scenario.horizon().end();
    let mut families: Vec<Box<dyn Rules + '_>> = vec![
        Box::new(machines::Machines::new(scenario)),
        Box::new(tonnes::Tonnes::new(scenario)),
        Box::new(pit::Pit::new(scenario)),
        Box::new(fuel::Fuel::new(scenario)),
        Box::new(engines::Engines::new(scenario)),
        Box::new(energy::Energy::new(scenario)),
        Box::new(rates::Rates::new(scenario)),
        Box::new(pumps::Pumps::new(scenario)),
        Box::new(rests::Rests::new(scenario)),
        Box::new(people::People::new(scenario)),
        Box::new(cleared::Cleared::new(scenario)),
        Box::new(workshop::Workshop::new(scenario)),
        Box::new(meters::Meters::new(scenario)),
        Box::new(lives::Lives::new(scenario)),
        Box::new(hazards::Hazards::new(scenario)),
        Box::new(cold::Cold::new(scenario)),
        Box::new(goods::Goods::new(scenario)),
        Box::new(rotables::Rotables::new(scenario)),
        Box::new(counter::Counter::new(scenario)),
        Box::new(levels::Levels::new(scenario)),
        Box::new(mine_uses::MineUses::new(scenario)),
        Box::new(trade::Trade::new(scenario)),
        Box::new(roads::Roads::new(scenario)),
        Box::new(ice::Ice::new(scenario)),
        Box::new(vehicles::Vehicles::new(scenario)),
        Box::new(traffic::Traffic::new(scenario)),
        Box::new(promises::Promises::new(scenario)),
        Box::new(tasks::Tasks::new(scenario)),
    ];
    if let Some(record) = record {
        families.push(Box::new(totals::Totals::new(scenario, record)));
    }
    let mut last = Time::START;
    for (number, entry) in log.iter().enumerate() {
        if entry.at > last {
            findings.entry = None;
            findings.at = last;
            families.iter_mut().for_each(|family| family.instant_over(last, &mut findings));
        }
        findings.entry = Some(number);
        findings.at = entry.at;
        findings.check(entry.at >= last, "entries are in order of time", || format!("after {last:?}"));
        findings
            .check(entry.at <= end, "nothing happens after the horizon", || format!("horizon ends {end:?}"));
        last = last.max(entry.at);
        for family in &mut families {
            family.take(entry, &mut findings);
        }
    }
    findings.entry = None;
    findings.at = last;
    families.iter_mut().for_each(|family| family.instant_over(last, &mut findings));
    findings.at = end;
    for family in &mut families {
        family.end(end, &mut findings);
    }
    findings.violations
}
