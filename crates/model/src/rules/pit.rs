//! Loading and dumping beyond the plain case.
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::fleet::{LoaderModel, TruckModel};
use crate::ids::*;
use crate::pit::{DigStep, LoadingRule};
use iceroad_base::Id;
use iceroad_base::quantity::{Density, Ranged};
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    loader_fills_the_trucks,
    sequence_is_of_a_loader,
    sequence_stays_in_the_mine,
    sequence_names_a_face_once,
    sequence_goes_on,
    what_breaks_is_there,
    crusher_crushes_between_failures,
    dozer_comes_after_loads,
];

/// The least share of what a truck holds that a loader must reach on average. Assumed: below it the match of
/// loader and truck can only be a slip.
const LEAST_FILLED: f64 = 0.6;

/// Mean mass of a pass and what the truck holds, kg.
fn pass_and_hold(loader: &LoaderModel, truck: &TruckModel, density: Density) -> (f64, f64) {
    let by_volume = loader.bucket.cubic_metres() * loader.fill.get() * density.get() * 1_000.0;
    let by_body = truck.body.cubic_metres() * density.get() * 1_000.0;
    (by_volume.min(loader.bucket_mass.get() as f64), by_body.min(truck.payload.get() as f64))
}

/// The faces a loader digs, in order: the one it begins at, and those of its dig sequence.
fn faces_of(world: &World<'_>, loader: MachineId) -> Vec<FaceId> {
    let t = world.tables;
    let mut steps: Vec<&DigStep> = t.dig_sequence.iter().filter(|step| step.loader == loader).collect();
    steps.sort_by_key(|step| step.order);
    t.machines[loader].face.into_iter().chain(steps.into_iter().map(|step| step.face)).collect()
}

/// A part bucket fills any truck to two thirds at least, so only whole buckets can leave one half empty.
fn loader_fills_the_trucks(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let trucks = world.trucks();
    let mut told: BTreeSet<(ModelId, ModelId)> = BTreeSet::new();
    for (mine, loaders) in world.loaders().entries() {
        for &(machine, loader) in loaders {
            if loader.manner.rule == LoadingRule::FullTruck {
                continue;
            }
            let model = t.machines[machine].model;
            for face in faces_of(world, machine) {
                let density = t.materials[t.faces[face].material].loose_density;
                for &(truck, truck_model) in &trucks[mine] {
                    let (pass, hold) = pass_and_hold(loader, truck_model, density);
                    let truck = t.machines[truck].model;
                    if leaves_half_empty(pass, hold) && told.insert((model, truck)) {
                        half_empty(world, (model, truck), (pass, hold), faults);
                    }
                }
            }
        }
    }
}

/// Mass of the whole passes that fit, kg.
fn whole_passes(pass: f64, hold: f64) -> f64 {
    (hold / pass + 1e-9).floor() * pass
}

fn leaves_half_empty(pass: f64, hold: f64) -> bool {
    pass > 0.0 && hold >= pass && whole_passes(pass, hold) < LEAST_FILLED * hold
}

fn half_empty(
    world: &World<'_>,
    (loader, truck): (ModelId, ModelId),
    (pass, hold): (f64, f64),
    faults: &mut Faults,
) {
    let t = world.tables;
    faults.add(
        Code::TrayHalfEmpty,
        world.model(loader, "loading_rule"),
        format!(
            "`{}` puts {:.1} t into `{}`, which holds {:.1} t",
            t.models[loader].name,
            whole_passes(pass, hold) / 1_000.0,
            t.models[truck].name,
            hold / 1_000.0
        ),
        format!("whole buckets that fill {:.0} % of a truck or more", LEAST_FILLED * 100.0),
        "write `full_truck`, so that a last bucket is emptied in part, or choose a smaller bucket",
    );
}

fn sequence_is_of_a_loader(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, step) in t.dig_sequence.iter().enumerate() {
        let machine = &t.machines[step.loader];
        if t.models[machine.model].loader().is_none() {
            faults.add(
                Code::SequenceOfNoLoader,
                ("dig_sequence", row, "loader"),
                format!("`{}`, a truck", machine.name),
                "a machine whose model is in loader_models.csv",
                "name the loader that digs the face",
            );
        }
    }
}

fn sequence_stays_in_the_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, step) in t.dig_sequence.iter().enumerate() {
        let (machine, other) = (&t.machines[step.loader], world.mine_of_face(step.face));
        if other != machine.mine {
            faults.add(
                Code::FaceOfOtherMine,
                ("dig_sequence", row, "face"),
                format!("`{}` in `{}`", t.faces[step.face].name, t.mines[other].name),
                format!("a face of `{}`, where `{}` works", t.mines[machine.mine].name, machine.name),
                "loaders do not walk between mines: name a face of its own mine",
            );
        }
    }
}

fn sequence_names_a_face_once(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut seen: BTreeSet<(MachineId, FaceId)> = BTreeSet::new();
    for (id, machine) in t.machines.entries() {
        seen.extend(machine.face.map(|face| (id, face)));
    }
    for (row, step) in t.dig_sequence.iter().enumerate() {
        if !seen.insert((step.loader, step.face)) {
            let loader = &t.machines[step.loader].name;
            faults.add(
                Code::FaceTwiceInSequence,
                ("dig_sequence", row, "face"),
                format!("`{}` again for `{loader}`", t.faces[step.face].name),
                "each face once, without the one it begins at in machines.csv",
                "remove the row: a face that is dug out stays so",
            );
        }
    }
}

/// Every face before the last must be known to run out.
fn sequence_goes_on(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, step) in t.dig_sequence.iter().enumerate() {
        let faces = faces_of(world, step.loader);
        let before = faces.iter().position(|&face| face == step.face).unwrap_or_default();
        let endless = faces[..before].iter().find(|&&face| t.faces[face].available.is_none());
        if let Some(&face) = endless {
            let face = &t.faces[face].name;
            faults.add(
                Code::SequenceStuck,
                ("dig_sequence", row, "face"),
                format!("`{}` after `{face}`, which holds more than can be dug", t.faces[step.face].name),
                "a face before it that runs out",
                format!("write `available_t` of `{face}` in faces.csv"),
            );
        }
    }
}

fn dump_place(id: DumpId, column: &'static str) -> Place {
    ("dumps", id.index(), column)
}

fn what_breaks_is_there(world: &World<'_>, faults: &mut Faults) {
    for (id, dump) in world.tables.dumps.entries() {
        if dump.ways.breaks.is_some() && dump.crusher.is_none() {
            faults.add(
                Code::BreaksWithoutCrusher,
                dump_place(id, "crusher_mtbf_h"),
                format!("`{}` without a crusher", dump.name),
                "`crusher_t_h` and `hopper_t` beside it",
                "give the crusher's rate and hopper, or leave its failures empty",
            );
        }
    }
}

fn crusher_crushes_between_failures(world: &World<'_>, faults: &mut Faults) {
    for (id, dump) in world.tables.dumps.entries() {
        let Some(breaks) = dump.ways.breaks.filter(|breaks| breaks.life.mean() <= 0.0) else { continue };
        faults.add(
            Code::CrusherFailsAtOnce,
            dump_place(id, "crusher_mtbf_h"),
            format!("{} h at `{}`", breaks.life.mean(), dump.name),
            "more than 0 hours of crushing between failures",
            "write what the crusher's records say, or leave its failures empty",
        );
    }
}

fn dozer_comes_after_loads(world: &World<'_>, faults: &mut Faults) {
    for (id, dump) in world.tables.dumps.entries() {
        if dump.ways.dozer.is_some_and(|dozer| dozer.every == 0) {
            faults.add(
                Code::DozerIdle,
                dump_place(id, "dozer_every"),
                0,
                "at least 1 load",
                format!("say after how many loads a place of `{}` is levelled", dump.name),
            );
        }
    }
}
