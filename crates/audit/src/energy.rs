//! Electric energy: who may draw it, and how much a charger or a cable can have given.
//!
//! Energy is told once a day in whole kilowatt-hours, and what is not over is told later, so an entry is held against all the
//! time so far: that which a truck has stood at the charge point, and that which a loader on a cable has dug and walked, at
//! its power at work, and done anything else, at its power while waiting.
//!
//! All chargers of a mine together give no more than as many of them as trucks stand there, which the log does not tell from
//! trucks in line.
//!
//! By rates what a loader did is told afterwards, in `spent`; what it drew is then a mean, good to a thousandth.
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::fleet::{Battery, Cable, Model, Work};
use iceroad_model::{MachineId, MineId, Scenario};

pub(crate) struct Energy<'s> {
    scenario: &'s Scenario,
    /// What a machine is at, and since when.
    state: Table<MachineId, (MachineState, Time)>,
    /// How long it has stood at the charge point before, or dug and walked.
    on: Table<MachineId, Span>,
    /// What it has drawn so far, kWh.
    drawn: Table<MachineId, i64>,
    /// Trucks that stand at each mine's charge point, since when as many, and what its chargers could have given until then, kWh.
    points: Table<MineId, (u16, Time, f64)>,
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
            points: Table::filled(scenario.mines.len(), (0, Time::START, 0.0)),
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
        if self.battery(machine).is_some() {
            let mine = self.scenario.machines[machine].mine;
            self.give(mine, at);
            let (was, is) = (self.counts(machine, self.state[machine].0), self.counts(machine, state));
            self.points[mine].0 = self.points[mine].0 + u16::from(is) - u16::from(was);
        }
        self.state[machine] = (state, at);
    }

    /// The chargers of a mine have given what they could until now.
    fn give(&mut self, mine: MineId, at: Time) {
        let batteries = self.scenario.models.iter().filter_map(|model| model.truck()?.battery);
        let power = batteries.map(|battery| battery.charge.get()).fold(0.0, f64::max);
        let (trucks, since, given) = self.points[mine];
        let at_once = trucks.min(self.scenario.mines[mine].electricity.chargers);
        self.points[mine] = (trucks, at, given + f64::from(at_once) * power * (at - since).hours());
    }

    /// What the battery trucks of a mine have drawn, where none takes power from a line.
    fn judge_point(&self, mine: MineId, findings: &mut Findings) {
        let own = || self.scenario.machines.entries().filter(|(_, row)| row.mine == mine);
        let by_line =
            own().any(|(machine, _)| self.model(machine).truck().is_some_and(|row| row.trolley.is_some()));
        let on_batteries = own().filter(|&(machine, _)| self.battery(machine).is_some());
        let drawn: i64 = on_batteries.map(|(machine, _)| self.drawn[machine]).sum();
        let (.., given) = self.points[mine];
        findings.check(
            by_line || drawn as f64 <= given + own().count() as f64,
            "chargers together give no more than their power",
            || format!("{}: {drawn} kWh of {given:.0} kWh", self.scenario.mines[mine].name),
        );
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

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for mine in self.scenario.mines.ids() {
            self.give(mine, end);
            self.judge_point(mine, findings);
        }
    }
}
