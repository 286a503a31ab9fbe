//! Electric energy: who may draw it, and how much a charger or a cable can have given.
//!
//! Energy is told once a day in whole kilowatt-hours, and what is not over is told later, so an entry is held against all the
//! time so far: that which a truck has stood at the charge point, and that which a loader on a cable has dug and walked, at
//! its power at work, and done anything else, at its power while waiting.
//!
//! By rates what a loader did is told afterwards, in `spent`; what it drew is then a mean, good to a thousandth.
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::fleet::{Battery, Cable, Model, Work};
use iceroad_model::{MachineId, Scenario};

pub(crate) struct Energy<'s> {
    scenario: &'s Scenario,
    /// What a machine is at, and since when.
    state: Table<MachineId, (MachineState, Time)>,
    /// How long it has stood at the charge point before, or dug and walked.
    on: Table<MachineId, Span>,
    /// What it has drawn so far, kWh.
    drawn: Table<MachineId, i64>,
    /// What may be drawn beyond what is given, as a share: nothing until a time is told by rates.
    spare: f64,
}

impl<'s> Energy<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let n = scenario.machines.len();
        Self {
            scenario,
            state: Table::filled(n, (MachineState::Absent, Time::START)),
            on: Table::filled(n, Span::ZERO),
            drawn: Table::filled(n, 0),
            spare: 0.0,
        }
    }

    fn model(&self, machine: MachineId) -> &'s Model {
        &self.scenario.models[self.scenario.machines[machine].model]
    }

    fn battery(&self, machine: MachineId) -> Option<Battery> {
        self.model(machine).truck().and_then(|truck| truck.battery)
    }

    fn cable(&self, machine: MachineId) -> Option<Cable> {
        self.model(machine).loader().and_then(|loader| loader.electric)
    }

    /// Whether a machine charges or works in a state.
    fn counts(&self, machine: MachineId, state: MachineState) -> bool {
        use MachineState::{Loading, Refuelling, TravelEmpty};
        match self.model(machine).work {
            Work::Truck(_) => state == Refuelling,
            Work::Loader(_) => matches!(state, Loading | TravelEmpty),
        }
    }

    /// For how long a machine has, by a time, charged or been at work.
    fn on_until(&self, machine: MachineId, at: Time) -> Span {
        let (state, since) = self.state[machine];
        if self.counts(machine, state) { self.on[machine] + (at - since) } else { self.on[machine] }
    }

    /// A time was spent otherwise than was told.
    fn spent(&mut self, machine: MachineId, booked: MachineState, state: MachineState, span: Span) {
        self.spare = 0.001;
        if self.counts(machine, state) {
            self.on[machine] += span;
        }
        if self.counts(machine, booked) {
            self.on[machine] -= span;
        }
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState) {
        self.on[machine] = self.on_until(machine, at);
        self.state[machine] = (state, at);
    }

    fn drawn(&mut self, at: Time, machine: MachineId, kwh: i64, findings: &mut Findings) {
        let name = &self.scenario.machines[machine].name;
        findings.check(kwh > 0, "energy drawn is more than nothing", || format!("{name}: {kwh} kWh"));
        self.drawn[machine] += kwh;
        let drawn = self.drawn[machine];
        let on = self.on_until(machine, at);
        let of = |given: f64| format!("{name}: {drawn} kWh of {given:.0} kWh");
        if let Some(cable) = self.cable(machine) {
            let waited = (at - Time::START) - on;
            let given = on.hours() * cable.work.get() + waited.hours() * cable.idle.get();
            let most = given * (1.0 + self.spare) + 1.0;
            findings.check(drawn as f64 <= most, "a loader draws no more than its power", || of(given));
            return;
        }
        let trolley = self.model(machine).truck().is_some_and(|truck| truck.trolley.is_some());
        let Some(battery) = self.battery(machine) else {
            findings.check(trolley, "only electric machines draw energy", || name.clone());
            return;
        };
        if !trolley {
            let given = on.hours() * battery.charge.get();
            findings
                .check(drawn as f64 <= given + 1.0, "a charger gives no more than its power", || of(given));
        }
    }
}

impl Rules for Energy<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => self.state(entry.at, machine, state),
            Event::Spent { machine, booked, state, span } => self.spent(machine, booked, state, span),
            Event::Drawn { machine, kwh } => self.drawn(entry.at, machine, kwh.get(), findings),
            Event::Burnt { machine, .. } | Event::Refuelled { machine, .. } => {
                let burns = self.battery(machine).is_none() && self.cable(machine).is_none();
                findings.check(burns, "a machine without an engine burns no fuel", || {
                    self.scenario.machines[machine].name.clone()
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, _findings: &mut Findings) {}
}
