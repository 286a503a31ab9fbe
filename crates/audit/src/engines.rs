//! Engines that run burn fuel: no less than idling does, and a loader's no less than its work while it digs.
//!
//! A truck's engine runs while it drives, is loaded, dumps or stands in line at a loader. Burnt fuel is told in whole litres, so
//! two are let pass. Nothing burns what it never held, a full tank and what was filled in: one of so small a tank stands in line with
//! it empty. One that has ever run dry may have done so too, and is not judged.
//!
//! Pitfall: by rates a state is booked for what is done on average, so only logs of every cycle are judged.
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::fleet::Work;
use iceroad_model::{MachineId, Scenario};

pub(crate) struct Engines<'s> {
    scenario: &'s Scenario,
    /// What a machine is at, and since when.
    state: Table<MachineId, (MachineState, Time)>,
    /// Litres burnt, and that idling and digging alone would have burnt.
    burnt: Table<MachineId, i64>,
    least: Table<MachineId, f64>,
    /// Litres filled in.
    filled: Table<MachineId, i64>,
    ran_dry: Table<MachineId, bool>,
    by_rates: bool,
}

impl<'s> Engines<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let n = scenario.machines.len();
        Self {
            scenario,
            state: Table::filled(n, (MachineState::Absent, Time::START)),
            burnt: Table::filled(n, 0),
            least: Table::filled(n, 0.0),
            filled: Table::filled(n, 0),
            ran_dry: Table::filled(n, false),
            by_rates: false,
        }
    }

    /// The machine has been at something until now.
    fn state(&mut self, at: Time, machine: MachineId, next: MachineState) {
        let (state, since) = std::mem::replace(&mut self.state[machine], (next, at));
        self.least[machine] += self.least_flow(machine, state) * (at - since).hours();
    }

    /// Litres an hour that a machine burns at least in a state: none where its engine may be off, or there is no engine.
    fn least_flow(&self, machine: MachineId, state: MachineState) -> f64 {
        use MachineState::{Dumping, Loading, QueueLoad, TravelEmpty, TravelLoaded};
        match &self.scenario.models[self.scenario.machines[machine].model].work {
            Work::Truck(truck) if truck.battery.is_none() => match state {
                TravelEmpty | TravelLoaded | QueueLoad | Loading | Dumping => truck.idle_fuel.get(),
                _ => 0.0,
            },
            Work::Loader(loader) if loader.electric.is_none() && state == Loading => loader.fuel.get(),
            Work::Truck(_) | Work::Loader(_) => 0.0,
        }
    }
}

impl Rules for Engines<'_> {
    fn take(&mut self, entry: &Entry, _findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => self.state(entry.at, machine, state),
            Event::Burnt { machine, fuel } => self.burnt[machine] += fuel.get(),
            Event::Refuelled { machine, fuel } => self.filled[machine] += fuel.get(),
            Event::RanDry { machine } => self.ran_dry[machine] = true,
            Event::Hauled { .. } | Event::Carried { .. } | Event::Spent { .. } => self.by_rates = true,
            _ => {}
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for (machine, row) in self.scenario.machines.entries() {
            self.state(end, machine, MachineState::Absent);
            let tank = match &self.scenario.models[row.model].work {
                Work::Truck(truck) => truck.tank,
                Work::Loader(loader) => loader.tank,
            };
            let held = (tank.get() + self.filled[machine]) as f64;
            let (burnt, least) = (self.burnt[machine], self.least[machine].min(held));
            let enough = self.by_rates || self.ran_dry[machine] || burnt as f64 >= least - 2.0;
            findings.check(enough, "an engine that runs burns fuel", || {
                format!("{}: {burnt} L of at least {least:.0} L", row.name)
            });
        }
    }
}
