//! Totals: the sums of the record, added up again from the log, and the states that must fill the horizon.
use crate::{Findings, Rules};
use iceroad_base::{Table, Time};
use iceroad_model::event::{CostCause, Entry, Event, MachineState};
use iceroad_model::record::RunRecord;
use iceroad_model::{MachineId, Scenario};

pub(crate) struct Totals<'s> {
    record: &'s RunRecord,
    scenario: &'s Scenario,
    state: Table<MachineId, (MachineState, Time)>,
    state_ms: Table<MachineId, [i64; MachineState::COUNT]>,
    dumped_kg: i64,
    loads: u64,
    failures: u64,
    paid: [i64; CostCause::COUNT],
    delivered: Vec<i64>,
    entries: u64,
}

impl<'s> Totals<'s> {
    pub(crate) fn new(scenario: &'s Scenario, record: &'s RunRecord) -> Self {
        let machines = scenario.machines.len();
        Self {
            record,
            scenario,
            state: Table::filled(machines, (MachineState::Absent, Time::START)),
            state_ms: Table::filled(machines, [0; MachineState::COUNT]),
            dumped_kg: 0,
            loads: 0,
            failures: 0,
            paid: [0; CostCause::COUNT],
            delivered: scenario.lines.iter().map(|line| line.delivered.get()).collect(),
            entries: 0,
        }
    }

    fn book(&mut self, machine: MachineId, at: Time) {
        let (state, since) = self.state[machine];
        self.state_ms[machine][state as usize] += (at - since).millis();
        self.state[machine].1 = at;
    }

    fn machines(&self, end: Time, findings: &mut Findings) {
        for (machine, row) in self.scenario.machines.entries() {
            let Some(record) = self.record.machines.get(machine.0 as usize) else {
                findings.add("the record has every machine", row.name.clone());
                continue;
            };
            let mut sums = [0; MachineState::COUNT];
            for month in &record.state_ms {
                for (sum, ms) in sums.iter_mut().zip(month) {
                    *sum += ms;
                }
            }
            findings.check(sums == self.state_ms[machine], "hours by state add up from the log", || {
                format!("{}: record {sums:?}, log {:?}", row.name, self.state_ms[machine])
            });
            let total: i64 = sums.iter().sum();
            findings.check(total == end.millis(), "a machine's states fill the horizon", || {
                format!("{}: {total} of {} ms", row.name, end.millis())
            });
        }
    }
}

impl Rules for Totals<'_> {
    fn take(&mut self, entry: &Entry, _findings: &mut Findings) {
        self.entries += 1;
        match entry.event {
            Event::State { machine, state } => {
                self.book(machine, entry.at);
                self.state[machine].0 = state;
            }
            Event::Dumped { mass, .. } => {
                self.dumped_kg += mass.get();
                self.loads += 1;
            }
            Event::Failed { .. } => self.failures += 1,
            Event::Paid { cause, amount, .. } => self.paid[cause as usize] += amount.get(),
            Event::Delivered { line, quantity } => self.delivered[line.0 as usize] += quantity.get(),
            _ => {}
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for machine in self.scenario.machines.ids() {
            self.book(machine, end);
        }
        self.machines(end, findings);
        let record = self.record;
        let same = |findings: &mut Findings, what: &'static str, log: i128, sum: i128| {
            findings.check(log == sum, what, || format!("log {log}, record {sum}"));
        };
        let kg: i64 = record.tonnes.iter().map(|cell| cell.mass_kg).sum();
        let loads: u64 = record.tonnes.iter().map(|cell| u64::from(cell.loads)).sum();
        let failures: u64 = record.machines.iter().map(|machine| u64::from(machine.failures)).sum();
        same(findings, "tonnes add up from the log", self.dumped_kg.into(), kg.into());
        same(findings, "loads add up from the log", self.loads.into(), loads.into());
        same(findings, "failures add up from the log", self.failures.into(), failures.into());
        same(findings, "entries are counted", self.entries.into(), record.entries.into());
        for cause in CostCause::ALL {
            let sum: i64 = record.costs.iter().map(|month| month[cause as usize]).sum();
            same(findings, "money adds up from the log", self.paid[cause as usize].into(), sum.into());
        }
        for (line, row) in record.lines.iter().enumerate() {
            same(findings, "deliveries add up from the log", self.delivered[line].into(), row.delivered.into());
        }
    }
}
