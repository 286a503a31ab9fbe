//! Rotables and their repair shops.
use super::stores::Ways;
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::fleet::Machine;
use crate::ids::{ItemId, ModelId, StoreId};
use crate::tables::Tables;
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] =
    &[shops_have_a_bench, amounts_are_nothing_or_more, jobs_replace_rotables, shops_are_reached];

fn shops_have_a_bench(world: &World<'_>, faults: &mut Faults) {
    for (row, shop) in world.tables.repair_shops.iter().enumerate() {
        if shop.benches != Some(0) {
            continue;
        }
        faults.add(
            Code::ShopWithoutBench,
            ("repair_shops", row, "benches"),
            0,
            "1 or more",
            format!(
                "say how many units `{}` repairs at a time, or leave the cell empty for all there are",
                shop.name
            ),
        );
    }
}

/// A core goes to its shop and comes back by ordinary legs.
fn shops_are_reached(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut ways = Ways::ordinary(world);
    for (row, rotable) in t.rotables.iter().enumerate() {
        let (store, shop) = (&t.stores[rotable.store], &t.repair_shops[rotable.shop]);
        let Some(site) = shop.site else { continue };
        if ways.lead(store.site, site) && ways.lead(site, store.site) {
            continue;
        }
        faults.add(
            Code::RepairShopCutOff,
            ("rotables", row, "shop"),
            format!("`{}` at `{}`", shop.name, t.sites[site].name),
            format!("a shop to which ordinary legs lead from `{}`, and back", t.sites[store.site].name),
            "add the missing leg to legs.csv (`two_way` makes both), or name another shop; emergency legs carry no cores",
        );
    }
}

fn amounts_are_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, rotable) in world.tables.rotables.iter().enumerate() {
        let figures = [("repair_cost", rotable.cost.get()), ("in_repair", rotable.in_repair.get())];
        for (column, figure) in figures.into_iter().filter(|&(_, figure)| figure < 0) {
            faults.add(
                Code::Negative,
                ("rotables", row, column),
                figure,
                "0 or more",
                "leave the cell empty where there is nothing to tell",
            );
        }
    }
}

/// Only what jobs of a workshop that draws on the store call for ever comes out of a machine.
fn jobs_replace_rotables(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let asked = if t.rotables.is_empty() { BTreeSet::new() } else { asked_by_jobs(t) };
    for (row, rotable) in t.rotables.iter().enumerate() {
        if asked.contains(&(rotable.store, rotable.item)) {
            continue;
        }
        let item = &t.items[rotable.item].name;
        faults.add(
            Code::NeverReplaced,
            ("rotables", row, "item"),
            format!("`{item}` in `{}`", t.stores[rotable.store].name),
            "an item in subsystem_parts.csv or service_parts.csv of a machine whose workshop draws on that store",
            "name the item that the part lists call for and the store of the workshop, or take the row out",
        );
    }
}

/// What jobs call for of which store.
fn asked_by_jobs(t: &Tables) -> BTreeSet<(StoreId, ItemId)> {
    let store_of = |machine: &Machine| Some((machine.model, t.workshops[machine.workshop?].store));
    let stores: BTreeSet<(ModelId, StoreId)> = t.machines.iter().filter_map(store_of).collect();
    let of_repairs = t.subsystems.iter().map(|row| (row.model, &row.parts));
    let of_services = t.services.iter().map(|row| (row.model, &row.kit));
    let mut asked = BTreeSet::new();
    for (model, parts) in of_repairs.chain(of_services) {
        for &(_, store) in stores.range((model, StoreId(0))..=(model, StoreId(u32::MAX))) {
            asked.extend(parts.iter().map(|part| (store, part.item)));
        }
    }
    asked
}
