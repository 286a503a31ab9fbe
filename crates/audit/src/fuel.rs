//! Fuel: what a machine tanks is what the store issued for it, and it burns no more than it had.
//!
//! Machines begin with at most a full tank. Burnt fuel is told in whole litres, so a litre is let pass.
use crate::{Findings, Rules};
use iceroad_base::{Table, Time};
use iceroad_model::event::{Claimant, Entry, Event};
use iceroad_model::fleet::Work;
use iceroad_model::{MachineId, Scenario};

pub(crate) struct Fuel<'s> {
    scenario: &'s Scenario,
    /// Litres that the store has issued to a machine and that are not tanked yet.
    issued: Table<MachineId, i64>,
    /// Litres in the tank at most.
    tank: Table<MachineId, i64>,
    /// Which demand is of which machine.
    demands: Vec<Option<MachineId>>,
}

impl<'s> Fuel<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            issued: Table::filled(scenario.machines.len(), 0),
            tank: scenario.machines.ids().map(|machine| tank_of(scenario, machine)).collect(),
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
        self.tank[machine] += litres;
    }

    fn burnt(&mut self, machine: MachineId, litres: i64, findings: &mut Findings) {
        self.tank[machine] -= litres;
        let left = self.tank[machine];
        let name = &self.scenario.machines[machine].name;
        findings.check(litres >= 0, "fuel burnt is not negative", || format!("{name}: {litres} L"));
        // Without a fuel point fuel is not limited and not waited for.
        let limited = self.scenario.mines[self.scenario.machines[machine].mine].fuel_point.is_some();
        findings.check(left >= -1 || !limited, "a machine burns no more fuel than it had", || {
            format!("{name}: {left} L left")
        });
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
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, _findings: &mut Findings) {}
}
