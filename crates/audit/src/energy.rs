//! Electric energy: who may draw it, and how much a charger can have given.
//!
//! Energy is told once a day in whole kilowatt-hours, and charging that is not over is told later, so an entry is held
//! against all the time that the truck has stood at the charge point so far.
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::fleet::{Battery, TruckModel};
use iceroad_model::{MachineId, Scenario};

pub(crate) struct Energy<'s> {
    scenario: &'s Scenario,
    /// Since when a machine stands at the charge point, where it does.
    since: Table<MachineId, Option<Time>>,
    /// How long it has stood there before.
    stood: Table<MachineId, Span>,
    /// What it has drawn so far, kWh.
    drawn: Table<MachineId, i64>,
}

impl<'s> Energy<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let n = scenario.machines.len();
        Self {
            scenario,
            since: Table::filled(n, None),
            stood: Table::filled(n, Span::ZERO),
            drawn: Table::filled(n, 0),
        }
    }

    fn truck(&self, machine: MachineId) -> Option<&'s TruckModel> {
        self.scenario.models[self.scenario.machines[machine].model].truck()
    }

    fn battery(&self, machine: MachineId) -> Option<Battery> {
        self.truck(machine).and_then(|truck| truck.battery)
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState) {
        if let Some(since) = self.since[machine].take() {
            self.stood[machine] += at - since;
        }
        self.since[machine] = (state == MachineState::Refuelling).then_some(at);
    }

    fn drawn(&mut self, at: Time, machine: MachineId, kwh: i64, findings: &mut Findings) {
        let name = &self.scenario.machines[machine].name;
        findings.check(kwh > 0, "energy drawn is more than nothing", || format!("{name}: {kwh} kWh"));
        self.drawn[machine] += kwh;
        let trolley = self.truck(machine).is_some_and(|truck| truck.trolley.is_some());
        let Some(battery) = self.battery(machine) else {
            findings.check(trolley, "only electric trucks draw energy", || name.clone());
            return;
        };
        if trolley {
            return;
        }
        let standing = self.since[machine].map_or(Span::ZERO, |since| at - since);
        let given = (self.stood[machine] + standing).hours() * battery.charge.get();
        let drawn = self.drawn[machine];
        findings.check(drawn as f64 <= given + 1.0, "a charger gives no more than its power", || {
            format!("{name}: {drawn} kWh of {given:.0} kWh")
        });
    }
}

impl Rules for Energy<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => self.state(entry.at, machine, state),
            Event::Drawn { machine, kwh } => self.drawn(entry.at, machine, kwh.get(), findings),
            Event::Burnt { machine, .. } | Event::Refuelled { machine, .. } => {
                let burns = self.battery(machine).is_none();
                findings.check(burns, "a battery truck burns no fuel", || {
                    self.scenario.machines[machine].name.clone()
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, _findings: &mut Findings) {}
}
