//! Loading and dumping beyond the plain case.
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::fleet::{LoaderModel, TruckModel};
use crate::ids::*;
use crate::mine::{Dump, Face};
use crate::pit::{Blend, DigStep, LoadingRule};
use iceroad_base::Id;
use iceroad_base::quantity::{Density, Ranged};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULES: &[Rule] = &[
    loader_fills_the_trucks,
    sequence_is_of_a_loader,
    sequence_stays_in_the_mine,
    sequence_names_a_face_once,
    sequence_goes_on,
    what_breaks_is_there,
    crusher_crushes_between_failures,
    dozer_comes_after_loads,
    stockpile_is_in_the_faces_mine,
    stockpile_can_be_dug,
    stockpile_is_dug_by_one_face,
    blend_is_not_reversed,
    blended_ore_has_a_grade,
    some_mix_meets_a_blend,
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
            if loader.loading_rule == LoadingRule::FullTruck {
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
        let is_endless = |face: &&FaceId| {
            let face = &t.faces[**face];
            face.available.is_none() && face.stockpile.is_none()
        };
        let endless = faces[..before].iter().find(is_endless);
        if let Some(&face) = endless {
            let face = &t.faces[face].name;
            faults.add(
                Code::SequenceStuck,
                ("dig_sequence", row, "face"),
                format!("`{}` after the endless `{face}`", t.faces[step.face].name),
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
        if dump.breaks.is_some() && dump.crusher.is_none() {
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
        let Some(breaks) = dump.breaks.filter(|breaks| breaks.life.mean() <= 0.0) else { continue };
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
        if dump.dozer.is_some_and(|dozer| dozer.every == 0) {
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

/// Faces that dig a stockpile, with its dump.
fn stockpiles<'a>(world: &World<'a>) -> impl Iterator<Item = (FaceId, &'a Face, DumpId)> + use<'a> {
    let faces = world.tables.faces.entries();
    faces.filter_map(|(id, face)| face.stockpile.map(|dump| (id, face, dump)))
}

fn face_place(id: FaceId, column: &'static str) -> Place {
    ("faces", id.index(), column)
}

fn stockpile_is_in_the_faces_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, face, dump) in stockpiles(world) {
        let (own, other) = (world.mine_of_face(id), world.mine_of_dump(dump));
        if own != other {
            faults.add(
                Code::StockpileOfOtherMine,
                face_place(id, "stockpile"),
                format!("`{}` in `{}`", t.dumps[dump].name, t.mines[other].name),
                format!("a dump of `{}`, where `{}` is", t.mines[own].name, face.name),
                "trucks do not drive between mines: name a dump of its own mine",
            );
        }
    }
}

/// A stockpile holds what its face digs and nothing else, and nothing takes it away but its face.
fn stockpile_can_be_dug(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, face, stockpile) in stockpiles(world) {
        let dump = &t.dumps[stockpile];
        let material = &t.materials[face.material].name;
        let wrong = if dump.materials.as_slice() != [face.material] {
            format!("`{}`, which does not take `{material}` alone", dump.name)
        } else if dump.crusher.is_some() {
            format!("`{}`, which has a crusher", dump.name)
        } else if dump.blend.is_some() {
            format!("`{}`, which has limits of its blend", dump.name)
        } else {
            continue;
        };
        faults.add(
            Code::StockpileUnfit,
            face_place(id, "stockpile"),
            wrong,
            format!("a dump of `{material}` alone, without crusher and blend"),
            format!("give `{}` a row of its own in dumps.csv for its heap", face.name),
        );
    }
}

fn stockpile_is_dug_by_one_face(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut seen: BTreeMap<DumpId, &str> = BTreeMap::new();
    for (id, face, dump) in stockpiles(world) {
        if let Some(first) = seen.insert(dump, &face.name) {
            faults.add(
                Code::StockpileTwice,
                face_place(id, "stockpile"),
                format!("`{}`", t.dumps[dump].name),
                format!("a stockpile of its own; `{first}` digs this one"),
                "let several loaders dig at one face",
            );
        }
    }
}

/// Dumps with limits of their blend that are in order.
fn blends<'a>(world: &World<'a>) -> impl Iterator<Item = (DumpId, &'a Dump, Blend)> + use<'a> {
    let dumps = world.tables.dumps.entries();
    dumps.filter_map(|(id, dump)| dump.blend.filter(|b| !is_reversed(*b)).map(|blend| (id, dump, blend)))
}

fn is_reversed(blend: Blend) -> bool {
    blend.least.zip(blend.most).is_some_and(|(least, most)| least > most)
}

fn blend_is_not_reversed(world: &World<'_>, faults: &mut Faults) {
    for (id, dump) in world.tables.dumps.entries() {
        let Some(blend) = dump.blend.filter(|blend| is_reversed(*blend)) else { continue };
        faults.add(
            Code::BlendReversed,
            dump_place(id, "blend_min"),
            blend.least.unwrap_or_default(),
            format!("at most `blend_max`, {}", blend.most.unwrap_or_default()),
            "change the two about",
        );
    }
}

/// Faces whose ore a dump takes, but its own heap.
fn feeds<'a>(world: &World<'a>, id: DumpId, dump: &'a Dump) -> Vec<(FaceId, &'a Face)> {
    let mine = world.mine_of_dump(id);
    let feeds = |&(face, row): &(FaceId, &Face)| {
        world.mine_of_face(face) == mine && dump.materials.contains(&row.material)
    };
    world.tables.faces.entries().filter(feeds).collect()
}

/// Whether a face gives ore of its own: a stockpile that begins empty holds what others put there.
fn has_own_ore(face: &Face) -> bool {
    face.stockpile.is_none() || face.available.is_some_and(|mass| mass.get() > 0)
}

fn blended_ore_has_a_grade(world: &World<'_>, faults: &mut Faults) {
    let mut told: BTreeSet<FaceId> = BTreeSet::new();
    for (id, dump, _) in blends(world) {
        for (face, row) in feeds(world, id, dump) {
            if row.grade.is_none() && has_own_ore(row) && told.insert(face) {
                faults.add(
                    Code::GradeMissing,
                    face_place(face, "grade"),
                    format!("`{}` without a grade", row.name),
                    format!("a grade, as `{}` takes its ore and has limits of its blend", dump.name),
                    "write the grade in the unit of the limits",
                );
            }
        }
    }
}

/// Faces that a loader digs, now or in its sequence.
fn dug_faces(world: &World<'_>) -> BTreeSet<FaceId> {
    let loaders = world.loaders();
    loaders.iter().flatten().flat_map(|&(machine, _)| faces_of(world, machine)).collect()
}

/// A mean lies between the least and the greatest grade of what is mixed: of all faces, and of those that are dug.
fn some_mix_meets_a_blend(world: &World<'_>, faults: &mut Faults) {
    let dug = dug_faces(world);
    for (id, dump, blend) in blends(world) {
        let faces = feeds(world, id, dump);
        let graded = |only_dug: bool| -> Vec<(f64, &Face)> {
            let rows =
                faces.iter().filter(|(face, row)| has_own_ore(row) && (!only_dug || dug.contains(face)));
            rows.filter_map(|(_, face)| face.grade.map(|grade| (grade, *face))).collect()
        };
        if let Some(miss) = Miss::of(blend, &graded(false)) {
            let advice = format!("or open a {} face", miss.other);
            miss.tell((id, dump), (Code::BlendImpossible, &advice), faults);
        } else if let Some(miss) = Miss::of(blend, &graded(true)) {
            let advice = format!("or send a loader to a {} face", miss.other);
            miss.tell((id, dump), (Code::BlendUndug, &advice), faults);
        }
    }
}

/// A limit of a blend that no face of some comes up to.
struct Miss<'a> {
    column: &'static str,
    limit: f64,
    /// The grade that comes nearest to it, and its face.
    nearest: (f64, &'a Face),
    most: &'static str,
    bound: &'static str,
    change: &'static str,
    other: &'static str,
}

impl<'a> Miss<'a> {
    fn of(blend: Blend, grades: &[(f64, &'a Face)]) -> Option<Miss<'a>> {
        let poorest = grades.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a })?;
        let richest = grades.iter().copied().reduce(|a, b| if b.0 > a.0 { b } else { a })?;
        if let Some(limit) = blend.least.filter(|&least| richest.0 < least) {
            let [most, bound, change, other] = ["richest", "most", "lower", "richer"];
            return Some(Miss { column: "blend_min", limit, nearest: richest, most, bound, change, other });
        }
        let limit = blend.most.filter(|&most| poorest.0 > most)?;
        let [most, bound, change, other] = ["poorest", "least", "raise", "poorer"];
        Some(Miss { column: "blend_max", limit, nearest: poorest, most, bound, change, other })
    }

    fn tell(&self, (id, dump): (DumpId, &Dump), (code, advice): (Code, &str), faults: &mut Faults) {
        let Miss { column, limit, nearest: (grade, face), most, bound, change, .. } = self;
        let dug = if code == Code::BlendUndug { " that is dug" } else { "" };
        faults.add(
            code,
            dump_place(id, column),
            format!("{limit}; the {most} face{dug}, `{}`, has {grade}", face.name),
            format!("at {bound} {grade}"),
            format!("{change} `{column}` of `{}`, {advice}", dump.name),
        );
    }
}
