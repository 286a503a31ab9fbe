//! Machine models and machines.
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::fleet::*;
use crate::goods::ItemKind;
use crate::ids::*;
use crate::mine::DispatchPolicy;
use crate::obligations::Promise;
use iceroad_base::quantity::{Ranged, Volume};
use iceroad_base::{Id, Table};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULES: &[Rule] = &[
    truck_model_is_a_truck,
    loader_model_is_a_loader,
    truck_has_traction,
    costs_nothing_or_more,
    bucket_fits_some_truck,
    loader_has_a_face,
    face_is_in_the_machines_mine,
    dump_is_in_the_machines_mine,
    dump_takes_the_faces_material,
    fixed_truck_has_a_face,
    trucks_have_somebody_to_load_them,
    mine_with_a_plan_has_trucks,
    line_promises_machines,
    line_promises_that_piece,
    piece_is_one_machine,
    line_is_of_the_machines_brand,
];

fn truck_model_is_a_truck(world: &World<'_>, faults: &mut Faults) {
    for (id, model) in world.tables.models.entries() {
        let Some(truck) = model.truck() else { continue };
        let figures = [
            ("payload_t", truck.payload.get(), "the payload"),
            ("body_m3", truck.body.get(), "the body"),
            ("empty_t", truck.empty.get(), "the empty mass"),
        ];
        for (column, _, what) in figures.into_iter().filter(|&(_, figure, _)| figure <= 0) {
            faults.add(
                Code::TruckModelEmpty,
                world.model(id, column),
                format!("`{}` with {what} of 0 or less", model.name),
                "more than 0",
                format!("write {what} from the maker's data sheet"),
            );
        }
        if truck.drive_efficiency.get() <= 0.0 {
            faults.add(
                Code::TruckModelEmpty,
                world.model(id, "drive_efficiency_share"),
                0,
                "more than 0",
                "write the share of engine power that reaches the rim; about 0.8",
            );
        }
    }
}

fn loader_model_is_a_loader(world: &World<'_>, faults: &mut Faults) {
    for (id, model) in world.tables.models.entries() {
        let Some(loader) = model.loader() else { continue };
        let figures = [
            ("bucket_m3", loader.bucket.get() > 0, "the bucket's volume"),
            ("bucket_t", loader.bucket_mass.get() > 0, "the bucket's greatest mass"),
            ("fill_factor", loader.fill.get() > 0.0, "the bucket's fill factor"),
            ("pass_s", loader.pass.get() > 0.0, "the time of a pass"),
        ];
        for (column, _, what) in figures.into_iter().filter(|&(_, sound, _)| !sound) {
            faults.add(
                Code::LoaderModelEmpty,
                world.model(id, column),
                format!("`{}` with {what} of 0 or less", model.name),
                "more than 0",
                format!("write {what} from the maker's data sheet"),
            );
        }
    }
}

fn truck_has_traction(world: &World<'_>, faults: &mut Faults) {
    for (id, model) in world.tables.models.entries() {
        if model.truck().is_some_and(|truck| truck.traction.get() <= 0.0) {
            faults.add(
                Code::NoTraction,
                world.model(id, "traction_share"),
                0,
                "more than 0",
                "write the share of gross weight on driven axles times friction; about 0.3",
            );
        }
    }
}

fn costs_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (id, model) in world.tables.models.entries() {
        if model.cost_per_hour.get() < 0 {
            super::goods::negative_money(faults, world.model(id, "cost_per_hour"), model.cost_per_hour);
        }
    }
}

fn bucket_fits_some_truck(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let (trucks, mut told) = (world.trucks(), BTreeSet::new());
    let bodies: Table<MineId, Volume> = trucks
        .iter()
        .map(|trucks| trucks.iter().map(|(_, truck)| truck.body).max().unwrap_or_default())
        .collect();
    for (mine, loaders) in world.loaders().entries().filter(|&(mine, _)| !trucks[mine].is_empty()) {
        for &(machine, loader) in loaders {
            let model = t.machines[machine].model;
            if loader.bucket <= bodies[mine] || bodies[mine].get() <= 0 || !told.insert(model) {
                continue;
            }
            faults.add(
                Code::BucketTooLarge,
                world.model(model, "bucket_m3"),
                format!("{} m³", loader.bucket.cubic_metres()),
                format!(
                    "at most the {} m³ of the largest truck at `{}`",
                    bodies[mine].cubic_metres(),
                    t.mines[mine].name
                ),
                "check bucket and body volumes, or send larger trucks to this mine",
            );
        }
    }
}

fn machine_place(id: MachineId, column: &'static str) -> Place {
    ("machines", id.index(), column)
}

fn loader_has_a_face(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, machine) in t.machines.entries() {
        if machine.face.is_none() && t.models[machine.model].loader().is_some() {
            faults.add(
                Code::LoaderWithoutFace,
                machine_place(id, "face"),
                format!("`{}` without a face", machine.name),
                format!("a face of `{}`", t.mines[machine.mine].name),
                "name the face it digs",
            );
        }
    }
}

fn face_is_in_the_machines_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, machine) in t.machines.entries() {
        let Some(face) = machine.face else { continue };
        let other = world.mine_of_face(face);
        if other != machine.mine {
            faults.add(
                Code::FaceOfOtherMine,
                machine_place(id, "face"),
                format!("`{}` in `{}`", t.faces[face].name, t.mines[other].name),
                format!("a face of `{}`, where `{}` works", t.mines[machine.mine].name, machine.name),
                "change the machine's mine or its face",
            );
        }
    }
}

fn dump_is_in_the_machines_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, machine) in t.machines.entries() {
        let Some(dump) = machine.dump else { continue };
        let other = world.mine_of_dump(dump);
        if other != machine.mine {
            faults.add(
                Code::DumpOfOtherMine,
                machine_place(id, "dump"),
                format!("`{}` in `{}`", t.dumps[dump].name, t.mines[other].name),
                format!("a dump of `{}`, where `{}` works", t.mines[machine.mine].name, machine.name),
                "change the machine's mine or its dump",
            );
        }
    }
}

fn dump_takes_the_faces_material(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, machine) in t.machines.entries() {
        let (Some(face), Some(dump)) = (machine.face, machine.dump) else { continue };
        let material = t.faces[face].material;
        if !t.dumps[dump].materials.contains(&material) {
            faults.add(
                Code::DumpRefusesMaterial,
                machine_place(id, "dump"),
                format!("`{}`", t.dumps[dump].name),
                format!(
                    "a dump that takes `{}` of face `{}`",
                    t.materials[material].name, t.faces[face].name
                ),
                "choose another dump, or leave it empty and let dispatch choose",
            );
        }
    }
}

fn fixed_truck_has_a_face(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, machine) in t.machines.entries() {
        let mine = &t.mines[machine.mine];
        let fixed = mine.dispatch == DispatchPolicy::Fixed;
        if fixed && machine.face.is_none() && t.models[machine.model].truck().is_some() {
            faults.add(
                Code::TruckWithoutFace,
                machine_place(id, "face"),
                format!("`{}` without a face", machine.name),
                format!("a face, since dispatch at `{}` is fixed", mine.name),
                "name the face it serves, or choose another dispatch in mines.csv",
            );
        }
    }
}

/// A mine with trucks needs a loader; under fixed dispatch each truck's face does.
fn trucks_have_somebody_to_load_them(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let loaders = world.loaders();
    let dug: BTreeSet<FaceId> =
        loaders.iter().flatten().filter_map(|&(machine, _)| t.machines[machine].face).collect();
    for (mine, trucks) in world.trucks().entries() {
        let fixed = t.mines[mine].dispatch == DispatchPolicy::Fixed;
        for &(id, _) in trucks {
            let truck = &t.machines[id];
            let fault = if loaders[mine].is_empty() {
                format!("a loader at `{}`", t.mines[mine].name)
            } else if let Some(face) = truck.face.filter(|face| fixed && !dug.contains(face)) {
                format!("a loader at face `{}`", t.faces[face].name)
            } else {
                continue;
            };
            faults.add(
                Code::TruckWithoutLoader,
                machine_place(id, "mine"),
                format!("`{}`", truck.name),
                fault,
                "add a loader to machines.csv, or send the truck elsewhere",
            );
        }
    }
}

/// Nothing is hauled without trucks: legal, and hardly meant where tonnes are planned.
fn mine_with_a_plan_has_trucks(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let planned: BTreeSet<MineId> = t.plan.iter().map(|month| month.mine).collect();
    let trucks = world.trucks();
    for mine in planned.into_iter().filter(|mine| trucks[*mine].is_empty()) {
        faults.add(
            Code::MineWithoutTrucks,
            ("mines", mine.index(), "name"),
            format!("`{}`", t.mines[mine].name),
            "trucks in machines.csv, as production_plan.csv asks for tonnes",
            "add its trucks to machines.csv; without one nothing is moved there",
        );
    }
}

/// Machines that come with lines.
fn by_line<'a>(world: &World<'a>) -> impl Iterator<Item = (MachineId, &'a Machine, LineId, u32)> + use<'a> {
    let machines = world.tables.machines.entries();
    machines.filter_map(|(id, machine)| match machine.arrival {
        Arrival::ByLine { line, nth } => Some((id, machine, line, nth)),
        Arrival::AtStart | Arrival::On(_) => None,
    })
}

fn promised_item(world: &World<'_>, line: LineId) -> Option<ItemId> {
    match world.tables.lines[line].promise {
        Promise::Goods { item, .. } => Some(item),
        Promise::Services { .. } | Promise::Tonnes { .. } => None,
    }
}

fn promises_machines(world: &World<'_>, line: LineId) -> bool {
    promised_item(world, line).is_some_and(|item| world.tables.items[item].kind == ItemKind::Machine)
}

fn line_promises_machines(world: &World<'_>, faults: &mut Faults) {
    for (id, machine, line, _) in by_line(world) {
        if !promises_machines(world, line) {
            faults.add(
                Code::LineWithoutMachines,
                machine_place(id, "arrives_line"),
                format!("`{}`", world.tables.lines[line].name),
                "a line that promises goods of kind `machine`",
                format!("name the line that brings `{}`, or give it a day in `arrives_on`", machine.name),
            );
        }
    }
}

fn line_promises_that_piece(world: &World<'_>, faults: &mut Faults) {
    for (id, machine, line, nth) in by_line(world) {
        let promised = &world.tables.lines[line];
        if promises_machines(world, line) && (nth == 0 || i64::from(nth) > promised.quantity.get()) {
            faults.add(
                Code::PieceNotPromised,
                machine_place(id, "arrives_nth"),
                format!("piece {nth} of `{}`", promised.name),
                format!("a piece from 1 to {}", promised.quantity.get()),
                format!(
                    "promise more pieces in agreement_lines.csv, or let `{}` come otherwise",
                    machine.name
                ),
            );
        }
    }
}

fn piece_is_one_machine(world: &World<'_>, faults: &mut Faults) {
    let mut seen: BTreeMap<(LineId, u32), &str> = BTreeMap::new();
    for (id, machine, line, nth) in by_line(world) {
        if let Some(first) = seen.get(&(line, nth)) {
            faults.add(
                Code::PieceTwice,
                machine_place(id, "arrives_nth"),
                format!("piece {nth} of `{}`", world.tables.lines[line].name),
                format!("a piece of its own; `{first}` comes with this one"),
                "number the machines of a line from 1 on",
            );
        } else {
            seen.insert((line, nth), &machine.name);
        }
    }
}

fn line_is_of_the_machines_brand(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, machine, line, _) in by_line(world) {
        let Some(item) = promised_item(world, line).filter(|_| promises_machines(world, line)) else {
            continue;
        };
        let wanted = t.models[machine.model].brand;
        if let Some(brand) = t.items[item].brand.filter(|&brand| brand != wanted) {
            faults.add(
                Code::LineOfOtherBrand,
                machine_place(id, "arrives_line"),
                format!(
                    "`{}`, which brings `{}` of brand {}",
                    t.lines[line].name, t.items[item].name, t.brands[brand]
                ),
                format!("a line of brand {}, as `{}` is", t.brands[wanted], machine.name),
                "change the machine's model or its line",
            );
        }
    }
}
