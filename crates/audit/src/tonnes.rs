//! Rock: what is loaded is dumped or still aboard; every load fits its truck, its face and its dump; a loader serves
//! one truck at a time and a dump no more than it has places.
use crate::pit::Levelling;
use crate::{Findings, Rules};
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_base::{Id, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::fleet::{LoaderModel, TruckModel};
use iceroad_model::mine::Material;
use iceroad_model::pit::LoadingRule;
use iceroad_model::{DumpId, FaceId, MachineId, MaterialId, ModelId, Scenario};
use std::collections::BTreeMap;

/// Loads spread as weighbridges show them, but a truck above 120 % of its rated payload is stopped (the trade's 10/10/20
/// rule), whatever the bucket.
const OVER: &str = "a load exceeds the rated payload by a fifth at most";
/// So many standard deviations that means of loads never come near it by chance.
const SIGMAS: f64 = 8.0;

pub(crate) struct Tonnes<'s> {
    scenario: &'s Scenario,
    aboard: Table<MachineId, Option<(Mass, MaterialId)>>,
    dug: Table<FaceId, Mass>,
    /// What was dumped at each dump.
    heaped: Table<DumpId, Mass>,
    /// When a truck's present state began, and what it is.
    state: Table<MachineId, (MachineState, Time)>,
    /// The last instant at which a loader was serving a truck.
    loader_busy_until: Table<MachineId, Time>,
    /// Intervals of dumping that may still overlap later ones, by dump.
    dumping: Table<DumpId, Vec<(Time, Time)>>,
    /// When a place of a dump was closed for levelling.
    levelling: Table<DumpId, Levelling>,
    /// Loads and their kilograms, by the models of loader and truck and the material.
    loads: BTreeMap<(ModelId, ModelId, MaterialId), (u32, i64)>,
}

impl<'s> Tonnes<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            aboard: Table::filled(scenario.machines.len(), None),
            dug: Table::filled(scenario.faces.len(), Mass::ZERO),
            heaped: Table::filled(scenario.dumps.len(), Mass::ZERO),
            state: Table::filled(scenario.machines.len(), (MachineState::Absent, Time::START)),
            loader_busy_until: Table::filled(scenario.machines.len(), Time::START),
            dumping: Table::filled(scenario.dumps.len(), Vec::new()),
            levelling: Table::filled(scenario.dumps.len(), Levelling::default()),
            loads: BTreeMap::new(),
        }
    }

    fn name(&self, machine: MachineId) -> &str {
        &self.scenario.machines[machine].name
    }

    fn loaded(
        &mut self,
        truck: MachineId,
        loader: MachineId,
        face: FaceId,
        mass: Mass,
        findings: &mut Findings,
    ) {
        let material = self.scenario.faces[face].material;
        let before = self.aboard[truck].replace((mass, material));
        findings.check(before.is_none(), "a truck is empty before it is loaded", || {
            format!("{} still had {before:?}", self.name(truck))
        });
        findings.check(mass.get() > 0, "a load has mass", || format!("{} got {mass:?}", self.name(truck)));
        let truck_model = self.scenario.models[self.scenario.machines[truck].model].truck();
        let loader_model = self.scenario.models[self.scenario.machines[loader].model].loader();
        match (truck_model, loader_model) {
            (Some(truck_model), Some(_)) => {
                let rated = truck_model.payload;
                let fits = mass.get() * 5 <= rated.get() * 6 + 5;
                findings.check(fits, OVER, || format!("{} got {mass:?} of {rated:?}", self.name(truck)));
            }
            _ => findings
                .add("a loader loads a truck", format!("{} at {}", self.name(truck), self.name(loader))),
        }
        let models = [loader, truck].map(|machine| self.scenario.machines[machine].model);
        let (loads, kg) = self.loads.entry((models[0], models[1], material)).or_default();
        (*loads, *kg) = (*loads + 1, *kg + mass.get());
        self.dug(face, mass, findings);
    }

    /// Loads are on average no more than what their passes bring. Those that were cut short or ended a face only bring less.
    fn judge_means(&self, findings: &mut Findings) {
        for (&(loader, truck, material), &(loads, kg)) in &self.loads {
            let models = (self.scenario.models[loader].loader(), self.scenario.models[truck].truck());
            let (Some(by), Some(into)) = models else { continue };
            let (mean, spread) = a_load(by, into, &self.scenario.materials[material]);
            let n = f64::from(loads);
            let most = n * mean + SIGMAS * mean * spread * n.sqrt() + n;
            findings.check(kg as f64 <= most, "loads are on average what their passes bring", || {
                format!("{loads} of {}: {kg} kg of {most:.0} kg", self.scenario.models[truck].name)
            });
        }
    }

    fn dug(&mut self, face: FaceId, mass: Mass, findings: &mut Findings) {
        self.dug[face] += mass;
        let row = &self.scenario.faces[face];
        let dug = self.dug[face];
        if let Some(stockpile) = row.stockpile {
            let there = row.available.unwrap_or(Mass::ZERO) + self.heaped[stockpile];
            findings.check(dug <= there, "a stockpile gives no more than was put on it", || {
                format!("{}: {dug:?} of {there:?}", row.name)
            });
        } else if let Some(available) = row.available {
            findings.check(dug <= available, "a face gives no more than it has", || {
                format!("{}: {dug:?} of {available:?}", row.name)
            });
        }
    }

    /// The loading that ends now began when the truck's loading state began, or the loader's, if that was later: a
    /// truck whose loader fails is loaded on by another, and its state does not change.
    fn served(&mut self, truck: MachineId, loader: MachineId, at: Time, findings: &mut Findings) {
        let (state, since) = self.state[truck];
        findings.check(state == MachineState::Loading, "a truck is loaded while it is loading", || {
            format!("{} was {}", self.name(truck), state.name())
        });
        let (state, begun) = self.state[loader];
        findings.check(state == MachineState::Loading, "a loader loads while it is loading", || {
            format!("{} was {}", self.name(loader), state.name())
        });
        let since = since.max(begun);
        let busy = self.loader_busy_until[loader];
        findings.check(since >= busy, "a loader serves one truck at a time", || {
            format!("{} served {} from {since:?}, busy until {busy:?}", self.name(loader), self.name(truck))
        });
        self.loader_busy_until[loader] = at;
    }

    fn dumped(
        &mut self,
        truck: MachineId,
        dump: DumpId,
        material: MaterialId,
        mass: Mass,
        findings: &mut Findings,
    ) {
        self.heaped[dump] += mass;
        let had = self.aboard[truck].take();
        findings.check(had == Some((mass, material)), "a truck dumps what it was loaded with", || {
            format!("{} had {had:?}, dumped {mass:?} of {material:?}", self.name(truck))
        });
        let row = &self.scenario.dumps[dump];
        findings.check(row.materials.contains(&material), "a dump takes the material", || {
            format!("{} got {}", row.name, self.scenario.materials[material].name)
        });
    }

    fn dump_places(&mut self, truck: MachineId, dump: DumpId, at: Time, findings: &mut Findings) {
        let (state, since) = self.state[truck];
        findings.check(state == MachineState::Dumping, "a truck dumps while it is dumping", || {
            format!("{} was {}", self.name(truck), state.name())
        });
        // Entries come in order of the end of dumping: whoever ended at or before our start left us the place.
        let overlapping = &mut self.dumping[dump];
        overlapping.push((since, at));
        let together = overlapping.iter().filter(|(begun, ended)| *ended > since && *begun <= since).count();
        let places = usize::from(self.scenario.dumps[dump].places);
        findings.check(
            together <= places.max(1) || at == since,
            "a dump serves no more trucks than it has places",
            || format!("{}: {together} at {since:?}", self.scenario.dumps[dump].name),
        );
        let open = places.max(1) - usize::from(self.levelling[dump].is_closed(since));
        findings.check(
            together <= open || at == since,
            "nobody begins to dump at a place that is levelled",
            || format!("{}: {together} at {since:?}, {open} open", self.scenario.dumps[dump].name),
        );
        self.levelling[dump].take(self.scenario, dump, at);
        if overlapping.len() > 64 {
            let horizon = at - iceroad_base::Span::HOUR;
            overlapping.retain(|(_, ended)| *ended > horizon);
        }
    }
}

/// The mean load of a truck, kg, and its coefficient of variation: so many passes as fit, the last of a full truck as full as
/// there is room for.
fn a_load(loader: &LoaderModel, truck: &TruckModel, material: &Material) -> (f64, f64) {
    let density = material.loose_density.get() * 1_000.0;
    let bucket = loader.bucket.cubic_metres() * loader.fill.get() * density;
    let pass = bucket.min(loader.bucket_mass.get() as f64).max(1.0);
    let holds = (truck.body.cubic_metres() * density).min(truck.payload.get() as f64).max(1.0);
    let fit = match loader.loading_rule {
        LoadingRule::FullTruck => (holds / pass).round(),
        LoadingRule::FullBucket => (holds / pass + 1e-9).floor(),
    };
    let passes = fit.max(1.0);
    ((passes * pass).min(holds), loader.fill_variation.get() / passes.sqrt())
}

impl Rules for Tonnes<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => self.state[machine] = (state, entry.at),
            Event::Loaded { truck, loader, face, mass } => {
                self.served(truck, loader, entry.at, findings);
                self.loaded(truck, loader, face, mass, findings);
            }
            Event::Dumped { truck, dump, material, mass } => {
                self.dump_places(truck, dump, entry.at, findings);
                self.dumped(truck, dump, material, mass, findings);
            }
            Event::Hauled { loader, mass, .. } => {
                if let Some(face) = self.scenario.machines[loader].face {
                    self.dug(face, mass, findings);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        self.judge_means(findings);
        for machine in self.scenario.machines.ids() {
            if let Some((mass, _)) = self.aboard[machine] {
                findings.check(mass.get() > 0, "what is aboard has mass", || {
                    format!("machine {}", machine.index())
                });
            }
        }
    }
}
