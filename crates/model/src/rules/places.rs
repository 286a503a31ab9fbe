//! Faces, dumps, fuel and the plan of a mine.
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::goods::Unit;
use crate::ids::*;
use crate::mine::Dump;
use iceroad_base::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULES: &[Rule] = &[
    some_dump_takes_what_a_face_gives,
    face_holds_no_less_than_nothing,
    dump_has_a_place,
    dump_takes_something,
    hopper_holds_a_load,
    fuel_is_told_in_full,
    pump_gives,
    fuel_is_in_litres,
    fuel_can_be_had,
    trucks_have_tanks,
    plan_begins_within_the_horizon,
    plan_wants_nothing_or_more,
];

fn some_dump_takes_what_a_face_gives(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut taken: BTreeSet<(MineId, MaterialId)> = BTreeSet::new();
    for (id, dump) in t.dumps.entries() {
        taken.extend(dump.materials.iter().map(|&material| (world.mine_of_dump(id), material)));
    }
    for (row, face) in t.faces.iter().enumerate() {
        let mine = t.nodes[face.node].mine;
        let (own, id) = (face.stockpile, face.material);
        let takes = |(dump, row): (DumpId, &Dump)| {
            Some(dump) != own && world.mine_of_dump(dump) == mine && row.materials.contains(&id)
        };
        // Only a face that digs a heap has to be looked at closer: that heap is none for its own ore.
        if taken.contains(&(mine, id)) && (own.is_none() || t.dumps.entries().any(takes)) {
            continue;
        }
        let material = &t.materials[face.material].name;
        faults.add(
            Code::FaceWithoutDump,
            ("faces", row, "material"),
            format!("`{material}`"),
            format!("a material that a dump of `{}` takes", t.mines[mine].name),
            format!("add `{material}` to the `materials` of a dump in dumps.csv"),
        );
    }
}

fn face_holds_no_less_than_nothing(world: &World<'_>, faults: &mut Faults) {
    for (row, face) in world.tables.faces.iter().enumerate() {
        if let Some(mass) = face.available.filter(|mass| mass.get() < 0) {
            faults.add(
                Code::Negative,
                ("faces", row, "available_t"),
                mass.tonnes(),
                "0 t or more",
                "leave it empty where there is more than the horizon can move",
            );
        }
    }
}

fn dump_has_a_place(world: &World<'_>, faults: &mut Faults) {
    for (row, dump) in world.tables.dumps.iter().enumerate() {
        if dump.places == 0 {
            faults.add(
                Code::DumpWithoutPlace,
                ("dumps", row, "places"),
                0,
                "at least 1",
                format!("say how many trucks may dump at `{}` at once", dump.name),
            );
        }
    }
}

fn dump_takes_something(world: &World<'_>, faults: &mut Faults) {
    for (row, dump) in world.tables.dumps.iter().enumerate() {
        if dump.materials.is_empty() {
            faults.add(
                Code::DumpTakesNothing,
                ("dumps", row, "materials"),
                format!("`{}` takes nothing", dump.name),
                "at least one material",
                "name the materials that may be dumped, between semicolons",
            );
        }
    }
}

fn hopper_holds_a_load(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let trucks = world.trucks();
    for (id, dump) in t.dumps.entries() {
        let Some(crusher) = dump.crusher else { continue };
        let largest = trucks[world.mine_of_dump(id)].iter().max_by_key(|(_, truck)| truck.payload);
        let place = |column| ("dumps", id.0 as usize, column);
        if iceroad_base::quantity::Ranged::get(crusher.rate) <= 0.0 {
            faults.add(
                Code::CrusherTooSmall,
                place("crusher_t_h"),
                "0 t/h",
                "a crusher that empties its hopper",
                format!("give the rate of `{}`, or leave both columns of the crusher empty", dump.name),
            );
        }
        let Some(&(machine, truck)) = largest.filter(|(_, truck)| truck.payload > crusher.hopper) else {
            continue;
        };
        faults.add(
            Code::CrusherTooSmall,
            place("hopper_t"),
            format!("{} t", crusher.hopper.tonnes()),
            format!(
                "at least the {} t of `{}`",
                truck.payload.tonnes(),
                t.models[t.machines[machine].model].name
            ),
            "a truck waits until its load fits, so it would wait for ever; two loads are usual",
        );
    }
}

fn fuel_is_told_in_full(world: &World<'_>, faults: &mut Faults) {
    for (row, mine) in world.tables.mines.iter().enumerate() {
        let told = [
            ("fuel_point", mine.fuel_point.is_some()),
            ("fuel_item", mine.fuel_item.is_some()),
            ("fuel_store", mine.fuel_store.is_some()),
        ];
        if told.iter().all(|(_, there)| *there == told[0].1) {
            continue;
        }
        for (column, _) in told.into_iter().filter(|(_, there)| !there) {
            faults.add(
                Code::FuelIncomplete,
                ("mines", row, column),
                format!("`{}` without `{column}`", mine.name),
                "fuel point, fuel item and fuel store together, or none of them",
                "fill the missing column, or leave all three empty where fuel is not limited",
            );
        }
    }
}

fn pump_gives(world: &World<'_>, faults: &mut Faults) {
    for (row, mine) in world.tables.mines.iter().enumerate() {
        let rate = mine.refuel_litres_per_minute;
        if mine.fuel_point.is_some() && !(rate.is_finite() && rate > 0.0) {
            faults.add(
                Code::PumpStandsStill,
                ("mines", row, "refuel_l_min"),
                rate,
                "more than 0 litres per minute",
                "write what the pump gives; mines use 150 to 1000",
            );
        }
    }
}

fn fuel_is_in_litres(world: &World<'_>, faults: &mut Faults) {
    for (row, mine) in world.tables.mines.iter().enumerate() {
        let Some(item) = mine.fuel_item.map(|id| &world.tables.items[id]) else { continue };
        if item.unit != Unit::Litre {
            faults.add(
                Code::FuelNotInLitres,
                ("mines", row, "fuel_item"),
                format!("`{}`, counted in {:?}", item.name, item.unit).to_lowercase(),
                "an item whose unit is the litre",
                format!(
                    "set the unit of `{}` to `litre` in items.csv, with its mass and price by litre",
                    item.name
                ),
            );
        }
    }
}

fn fuel_can_be_had(world: &World<'_>, faults: &mut Faults) {
    for (row, mine) in world.tables.mines.iter().enumerate() {
        if let Some(item) = mine.fuel_item.filter(|&item| !world.can_be_had(item)) {
            super::goods::never_to_be_had(world, faults, ("mines", row, "fuel_item"), item);
        }
    }
}

fn trucks_have_tanks(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut told = BTreeSet::new();
    for machine in t.machines.iter() {
        let model = &t.models[machine.model];
        let tank = match &model.work {
            crate::fleet::Work::Truck(truck) => truck.tank,
            crate::fleet::Work::Loader(loader) => loader.tank,
        };
        let burns = model.has_engine() && t.mines[machine.mine].fuel_point.is_some();
        if burns && tank.get() <= 0 && told.insert(machine.model) {
            faults.add(
                Code::TankEmpty,
                world.model(machine.model, "tank_l"),
                tank.get(),
                "more than 0 L",
                format!("write the tank of `{}`; its mine issues fuel", model.name),
            );
        }
    }
}

/// A plan may go on after the horizon, so that a horizon can be shortened; it may not lie wholly after it.
fn plan_begins_within_the_horizon(world: &World<'_>, faults: &mut Faults) {
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let last = months(world.horizon.last()) - months(world.horizon.start());
    let mut first: BTreeMap<MineId, (u16, usize)> = BTreeMap::new();
    for (row, plan) in world.tables.plan.iter().enumerate() {
        let least = first.entry(plan.mine).or_insert((plan.month, row));
        *least = (*least).min((plan.month, row));
    }
    for (mine, (month, row)) in first {
        if i64::from(month) > last {
            faults.add(
                Code::PlanAfterHorizon,
                ("production_plan", row, "month"),
                format!("month {} of the horizon", i64::from(month) + 1),
                format!("at least one row up to month {}, in which the horizon ends", last + 1),
                format!(
                    "look at the years: no month of the plan of `{}` is simulated",
                    world.tables.mines[mine].name
                ),
            );
        }
    }
}

fn plan_wants_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, plan) in world.tables.plan.iter().enumerate() {
        if plan.mass.get() < 0 {
            faults.add(
                Code::Negative,
                ("production_plan", row, "mass_t"),
                plan.mass.tonnes(),
                "0 t or more",
                "write the tonnes that are wanted",
            );
        }
    }
}
