//! Pumps: no more trucks take fuel at once than the fuel point has places.
//!
//! The log tells when a truck has its fuel and how much; how long that took follows from the pump's rate. Trucks
//! that failed at the pump, and took what was issued in less time, are left out, and those that the bowser came to.
use crate::{Findings, Rules};
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event};
use iceroad_model::{MachineId, MineId, Scenario};

pub(crate) struct Pumps<'s> {
    scenario: &'s Scenario,
    failed_at: Table<MachineId, Option<Time>>,
    /// Has run dry since it was filled last.
    dry: Table<MachineId, bool>,
    /// When trucks were at a pump.
    taken: Table<MineId, Vec<(Time, Time)>>,
}

impl<'s> Pumps<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            failed_at: Table::filled(scenario.machines.len(), None),
            dry: Table::filled(scenario.machines.len(), false),
            taken: Table::filled(scenario.mines.len(), Vec::new()),
        }
    }

    fn refuelled(&mut self, at: Time, machine: MachineId, litres: i64) {
        let row = &self.scenario.machines[machine];
        let mine = &self.scenario.mines[row.mine];
        let is_truck = self.scenario.models[row.model].truck().is_some();
        let at_bowser = std::mem::take(&mut self.dry[machine]);
        if at_bowser || !is_truck || mine.shift.fuel_places.is_none() || self.failed_at[machine] == Some(at) {
            return;
        }
        let minutes = litres as f64 / mine.refuel_litres_per_minute;
        // A millisecond less, for it is rounded.
        let ms = (minutes * 60_000.0) as i64 - 1;
        if ms > 0 {
            self.taken[row.mine].push((at - Span::from_millis(ms), at));
        }
    }
}

impl Rules for Pumps<'_> {
    fn take(&mut self, entry: &Entry, _findings: &mut Findings) {
        match entry.event {
            Event::Refuelled { machine, fuel } => self.refuelled(entry.at, machine, fuel.get()),
            Event::RanDry { machine } => self.dry[machine] = true,
            Event::Failed { machine, .. } => self.failed_at[machine] = Some(entry.at),
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for (id, taken) in self.taken.entries() {
            let places = i64::from(self.scenario.mines[id].shift.fuel_places.unwrap_or(u16::MAX));
            let mut steps: Vec<(Time, i64)> =
                taken.iter().flat_map(|&(from, to)| [(from, 1), (to, -1)]).collect();
            steps.sort_unstable();
            let mut busy = 0;
            for (at, step) in steps {
                busy += step;
                findings.check(busy <= places, "no more trucks refuel than there are pumps", || {
                    format!("{busy} of {places} at {at:?}")
                });
            }
        }
    }
}
