//! What a log of rates says in sums: tonnes hauled by loader and dump, what trucks carried of them, and how time was
//! spent that was booked as one state.
//!
//! Such a log has no single loads, so rules about one load hold for sums: a loader's loads are no heavier than the
//! heaviest truck takes, one more load being under way; trucks carry to the kilogram what loaders send; no more time
//! is told again than was booked.
use crate::{Findings, Rules};
use iceroad_base::{Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::{DumpId, MachineId, MaterialId, MineId, Scenario};
use std::collections::BTreeMap;

pub(crate) struct Rates<'s> {
    scenario: &'s Scenario,
    /// Loads and kilograms by loader and dump.
    hauled: BTreeMap<(MachineId, DumpId), (i64, i64)>,
    /// By mine: sent by loaders less carried by trucks, kg and loads.
    untold: Table<MineId, (i64, i64)>,
    /// Since when a machine is in its state, and its ms in each so far, less those told again.
    state: Table<MachineId, (MachineState, Time)>,
    booked: Table<MachineId, [i64; MachineState::COUNT]>,
}

impl<'s> Rates<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            hauled: BTreeMap::new(),
            untold: Table::filled(scenario.mines.len(), (0, 0)),
            state: Table::filled(scenario.machines.len(), (MachineState::Absent, Time::START)),
            booked: Table::filled(scenario.machines.len(), [0; MachineState::COUNT]),
        }
    }

    fn name(&self, machine: MachineId) -> &str {
        &self.scenario.machines[machine].name
    }

    fn hauled(
        &mut self,
        (loader, dump): (MachineId, DumpId),
        material: MaterialId,
        (loads, kg): (i64, i64),
        findings: &mut Findings,
    ) {
        let row = &self.scenario.dumps[dump];
        findings.check(row.materials.contains(&material), "what is hauled goes where it may", || {
            format!("{} got {}", row.name, self.scenario.materials[material].name)
        });
        let face = self.scenario.machines[loader].face;
        let dug = face.map(|face| self.scenario.faces[face].material);
        findings.check(dug == Some(material), "what is hauled is dug at the loader's face", || {
            format!("{} digs {dug:?}", self.name(loader))
        });
        let mine = self.scenario.machines[loader].mine;
        let untold = &mut self.untold[mine];
        *untold = (untold.0 + kg, untold.1 + loads);
        let sum = self.hauled.entry((loader, dump)).or_default();
        *sum = (sum.0 + loads, sum.1 + kg);
        let (loads, kg) = *sum;
        let most = self.heaviest(loader);
        findings.check(kg <= (loads + 1) * most, "loads told in sums fit the trucks", || {
            format!("{}: {kg} kg in {loads} loads of {most} kg at most", self.name(loader))
        });
    }

    /// The most that a truck of the loader's mine may take from it, kg: one bucket more than the greatest payload.
    fn heaviest(&self, loader: MachineId) -> i64 {
        let mine = self.scenario.machines[loader].mine;
        let trucks = self.scenario.machines.iter().filter(|machine| machine.mine == mine);
        let payloads = trucks.filter_map(|machine| self.scenario.models[machine.model].truck());
        let payload = payloads.map(|truck| truck.payload.get()).max().unwrap_or(0);
        let bucket = self.scenario.models[self.scenario.machines[loader].model].loader();
        payload + bucket.map_or(0, |loader| loader.bucket_mass.get())
    }

    fn carried(&mut self, truck: MachineId, (loads, kg): (i64, i64), findings: &mut Findings) {
        let untold = &mut self.untold[self.scenario.machines[truck].mine];
        *untold = (untold.0 - kg, untold.1 - loads);
        let (kg, loads) = *untold;
        findings.check(kg >= 0 && loads >= 0, "trucks carry what loaders send", || {
            format!("{}: {} kg and {} loads too many", self.name(truck), -kg, -loads)
        });
    }

    fn spent(
        &mut self,
        machine: MachineId,
        (booked, state, ms): (MachineState, MachineState, i64),
        at: Time,
        findings: &mut Findings,
    ) {
        self.turn(machine, at);
        let ledger = &mut self.booked[machine];
        ledger[booked as usize] -= ms;
        ledger[state as usize] += ms;
        let left = ledger[booked as usize];
        findings.check(ms > 0 && left >= 0, "no more time is told again than was booked", || {
            format!("{}: {ms} ms of {} as {}, {left} left", self.name(machine), booked.name(), state.name())
        });
    }

    fn turn(&mut self, machine: MachineId, at: Time) {
        let (state, since) = self.state[machine];
        self.booked[machine][state as usize] += (at - since).millis();
        self.state[machine].1 = at;
    }
}

impl Rules for Rates<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => {
                self.turn(machine, entry.at);
                self.state[machine].0 = state;
            }
            Event::Hauled { loader, dump, material, loads, mass } => {
                self.hauled((loader, dump), material, (i64::from(loads), mass.get()), findings);
            }
            Event::Carried { truck, loads, mass } => {
                self.carried(truck, (i64::from(loads), mass.get()), findings);
            }
            Event::Spent { machine, booked, state, span } => {
                self.spent(machine, (booked, state, span.millis()), entry.at, findings);
            }
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for (mine, &(kg, loads)) in self.untold.entries() {
            findings.check(kg == 0 && loads == 0, "all that loaders send is carried", || {
                format!("{}: {kg} kg and {loads} loads not", self.scenario.mines[mine].name)
            });
        }
    }
}
