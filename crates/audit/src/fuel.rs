//! Fuel: what a machine tanks is what the store issued for it, and it burns no more than it had.
//!
//! Machines begin with at most a full tank. What they have burnt is told in whole litres, at midnight and whenever they are
//! filled or run dry, so after its first filling a machine's tank is known to two litres. Who has burnt all of it stands, with
//! no fuel, until the bowser comes to it. By rates a tank is looked at too seldom for that: only the sums must hold.
use crate::{Findings, Rules};
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Claimant, Entry, Event, MachineState};
use iceroad_model::fleet::Work;
use iceroad_model::{MachineId, Scenario};

/// How long the bowser takes to come.
const BOWSER: Span = Span::HOUR;

/// Litres that a tank filled in whole litres, and counted in whole litres, may hold less than is reckoned here.
const ROUNDED: i64 = 2;

const MORE: &str = "a machine burns no more fuel than it had";

pub(crate) struct Fuel<'s> {
    scenario: &'s Scenario,
    /// Litres that the store has issued to a machine and that are not tanked yet.
    issued: Table<MachineId, i64>,
    /// Litres in the tank at most.
    tank: Table<MachineId, i64>,
    /// The same, as if a tank took whatever is put in.
    sum: Table<MachineId, i64>,
    /// Who had less than nothing in the tank: when, and how much.
    overdrawn: Vec<(Time, MachineId, i64)>,
    /// The log is of a run by rates.
    by_rates: bool,
    /// Whether it has been filled, so that what is in it is known.
    filled: Table<MachineId, bool>,
    /// Since when it has stood dry.
    dry: Table<MachineId, Option<Time>>,
    failed_at: Table<MachineId, Option<Time>>,
    /// Which demand is of which machine.
    demands: Vec<Option<MachineId>>,
}

impl<'s> Fuel<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            issued: Table::filled(scenario.machines.len(), 0),
            tank: scenario.machines.ids().map(|machine| tank_of(scenario, machine)).collect(),
            sum: scenario.machines.ids().map(|machine| tank_of(scenario, machine)).collect(),
            overdrawn: Vec::new(),
            by_rates: false,
            filled: Table::filled(scenario.machines.len(), false),
            dry: Table::filled(scenario.machines.len(), None),
            failed_at: Table::filled(scenario.machines.len(), None),
            demands: Vec::new(),
        }
    }

    fn refuelled(&mut self, machine: MachineId, litres: i64, findings: &mut Findings) {
        let name = &self.scenario.machines[machine].name;
        let mine = &self.scenario.mines[self.scenario.machines[machine].mine];
        if mine.fuel_store.is_some() && mine.fuel_item.is_some() {
            let issued = std::mem::take(&mut self.issued[machine]);
            findings.check(litres <= issued, "a machine tanks what the store issued", || {
                format!("{name}: {litres} L of {issued} L")
            });
        }
        let tank = tank_of(self.scenario, machine);
        findings.check(litres >= 0 && litres <= tank, "a machine tanks no more than its tank holds", || {
            format!("{name}: {litres} L of {tank} L")
        });
        self.tank[machine] = (self.tank[machine] + litres).min(tank);
        self.sum[machine] += litres;
        self.filled[machine] = true;
    }

    /// Whether what a machine burns comes out of a tank: without a fuel point fuel is not limited and not waited for.
    fn is_limited(&self, machine: MachineId) -> bool {
        self.scenario.mines[self.scenario.machines[machine].mine].fuel_point.is_some()
    }

    fn burnt(&mut self, machine: MachineId, litres: i64, findings: &mut Findings) {
        self.tank[machine] -= litres;
        self.sum[machine] -= litres;
        let (left, at) = (self.sum[machine], findings.now());
        let name = &self.scenario.machines[machine].name;
        findings.check(litres >= 0, "fuel burnt is not negative", || format!("{name}: {litres} L"));
        if !self.is_limited(machine) {
            return;
        }
        findings.check(left >= -1, MORE, || format!("{name}: {left} L left"));
        if self.tank[machine] < 0 {
            self.overdrawn.push((at, machine, self.tank[machine]));
        }
    }

    fn ran_dry(&mut self, at: Time, machine: MachineId, findings: &mut Findings) {
        let name = &self.scenario.machines[machine].name;
        let left = self.tank[machine];
        let empty = left <= ROUNDED || !self.filled[machine];
        findings.check(empty, "only an empty tank is dry", || format!("{name}: {left} L left"));
        let limited = self.is_limited(machine);
        findings.check(limited, "no machine runs dry where fuel is not followed", || name.clone());
        self.dry[machine] = Some(at);
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState, findings: &mut Findings) {
        let Some(since) = self.dry[machine] else { return };
        let stands = state == MachineState::NoFuel && at == since;
        let is_filled = state == MachineState::Refuelling && at >= since + BOWSER;
        let fails = self.failed_at[machine] == Some(at);
        findings.check(stands || is_filled || fails, "a dry machine stands until the bowser comes", || {
            format!("{} is {} after {since:?}", self.scenario.machines[machine].name, state.name())
        });
        if !stands {
            self.dry[machine] = None;
        }
    }
}

fn tank_of(scenario: &Scenario, machine: MachineId) -> i64 {
    match &scenario.models[scenario.machines[machine].model].work {
        Work::Truck(truck) => truck.tank.get(),
        Work::Loader(loader) => loader.tank.get(),
    }
}

impl Rules for Fuel<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::Demanded { by, store, item, .. } => {
                let machine = if let Claimant::Fuel(machine) = by { Some(machine) } else { None };
                if let Some(machine) = machine {
                    let mine = &self.scenario.mines[self.scenario.machines[machine].mine];
                    let right = (mine.fuel_store, mine.fuel_item) == (Some(store), Some(item));
                    findings.check(right, "a machine asks for its mine's fuel at its mine's store", || {
                        self.scenario.machines[machine].name.clone()
                    });
                }
                self.demands.push(machine);
            }
            Event::Issued { demand, quantity, .. } => {
                if let Some(&Some(machine)) = self.demands.get(demand.0 as usize) {
                    self.issued[machine] += quantity.get();
                }
            }
            Event::Refuelled { machine, fuel } => self.refuelled(machine, fuel.get(), findings),
            Event::Burnt { machine, fuel } => self.burnt(machine, fuel.get(), findings),
            Event::RanDry { machine } => self.ran_dry(entry.at, machine, findings),
            Event::State { machine, state } => self.state(entry.at, machine, state, findings),
            Event::Failed { machine, .. } => self.failed_at[machine] = Some(entry.at),
            Event::Hauled { .. } | Event::Carried { .. } | Event::Spent { .. } => self.by_rates = true,
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for &(at, machine, left) in self.overdrawn.iter().filter(|_| !self.by_rates) {
            findings.add(MORE, format!("{}: {left} L left at {at:?}", self.scenario.machines[machine].name));
        }
    }
}
