//! The counter of a store: who waits for an item is served before those after it.
//!
//! The order is settlements and mines, machines at the pump, jobs, tasks, stores below; among machines and jobs that of the
//! model's priority; then first come first served. Judged is the item itself: a substitute may be taken by anybody it may stand
//! in for.
//!
//! Pitfall: what a settlement or a mine uses on a day is asked for, cut short and given up within the day, and does not
//! stand in line.
use crate::{Findings, Rules};
use iceroad_model::event::{Claimant, DemandNo, Entry, Event};
use iceroad_model::{ItemId, MachineId, Scenario, StoreId};
use std::collections::BTreeMap;

/// Who is served first: the kind of claimant, the priority of the machine's model, the number of the demand.
type Turn = (u8, u8, DemandNo);

#[derive(Clone, Copy)]
struct Asked {
    store: StoreId,
    item: ItemId,
    turn: Turn,
}

pub(crate) struct Counter<'s> {
    scenario: &'s Scenario,
    asked: Vec<Asked>,
    jobs: Vec<MachineId>,
    /// Those in line by store and item, in any order.
    lines: BTreeMap<(StoreId, ItemId), Vec<Turn>>,
}

impl<'s> Counter<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self { scenario, asked: Vec::new(), jobs: Vec::new(), lines: BTreeMap::new() }
    }

    fn turn(&self, demand: DemandNo, by: Claimant) -> Turn {
        let (class, machine) = match by {
            Claimant::Settlement(_) | Claimant::Mine(_) => (0, None),
            Claimant::Fuel(machine) => (1, Some(machine)),
            Claimant::Job(job) => (2, self.jobs.get(job.0 as usize).copied()),
            Claimant::Task(_) => (3, None),
            Claimant::Store(_) => (4, None),
        };
        let priority =
            |machine: MachineId| self.scenario.models[self.scenario.machines[machine].model].priority;
        (class, machine.map_or(u8::MAX, priority), demand)
    }

    fn issued(&self, demand: DemandNo, item: ItemId, findings: &mut Findings) {
        let Some(asked) = self.asked.get(demand.0 as usize) else { return };
        if asked.item != item {
            return;
        }
        let line = self.lines.get(&(asked.store, item)).map_or(&[][..], Vec::as_slice);
        let passed = line.iter().find(|&&turn| turn < asked.turn);
        findings.check(passed.is_none(), "who waits for an item is served before those after it", || {
            let (store, item) = (&self.scenario.stores[asked.store].name, &self.scenario.items[item].name);
            format!("{demand:?} gets {item} at {store} while {passed:?} waits")
        });
    }

    fn over(&mut self, demand: DemandNo) {
        let Some(asked) = self.asked.get(demand.0 as usize) else { return };
        if let Some(line) = self.lines.get_mut(&(asked.store, asked.item)) {
            line.retain(|&turn| turn != asked.turn);
        }
    }
}

impl Rules for Counter<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::JobOpened { machine, .. } => self.jobs.push(machine),
            Event::Demanded { demand, store, item, by, .. } => {
                let turn = self.turn(demand, by);
                self.asked.push(Asked { store, item, turn });
                if !matches!(by, Claimant::Settlement(_) | Claimant::Mine(_)) {
                    self.lines.entry((store, item)).or_default().push(turn);
                }
            }
            Event::Issued { demand, item, .. } => self.issued(demand, item, findings),
            Event::Filled { demand } | Event::Dropped { demand } => self.over(demand),
            _ => {}
        }
    }

    fn end(&mut self, _end: iceroad_base::Time, _findings: &mut Findings) {}
}
