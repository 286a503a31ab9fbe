//! Stores, stock and goods on the way.
use super::graph::Graph;
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::ids::*;
use crate::stores::ReviewPolicy;
use iceroad_base::quantity::{Mass, Quantity, Volume};
use iceroad_base::{Id, Table};
use std::collections::BTreeMap;

pub(super) const RULES: &[Rule] = &[
    echelons_have_a_top,
    parent_reaches_its_store,
    stock_is_nothing_or_more,
    reorder_is_at_most_up_to,
    store_holds_what_it_starts_with,
    ordered_items_can_be_had,
    inbound_brings_something,
    inbound_is_ready_within_the_horizon,
    inbound_reaches_its_store,
];

/// Where legs lead from each of the sites asked about.
pub(super) struct Ways<'a, 'w> {
    world: &'w World<'a>,
    ordinary: bool,
    known: BTreeMap<SiteId, Vec<bool>>,
}

impl<'a, 'w> Ways<'a, 'w> {
    /// By legs of any kind.
    pub(super) fn all(world: &'w World<'a>) -> Self {
        Self { world, ordinary: false, known: BTreeMap::new() }
    }

    /// By ordinary legs only.
    pub(super) fn ordinary(world: &'w World<'a>) -> Self {
        Self { world, ordinary: true, known: BTreeMap::new() }
    }

    /// Whether legs lead from one site to another.
    pub(super) fn lead(&mut self, from: SiteId, to: SiteId) -> bool {
        let world = self.world;
        let ordinary = self.ordinary;
        let reached = self
            .known
            .entry(from)
            .or_insert_with(|| if ordinary { world.ordinary_from(from) } else { world.legs_from(from) });
        reached[to.index()]
    }
}

fn echelons_have_a_top(world: &World<'_>, faults: &mut Faults) {
    let stores = &world.tables.stores;
    let arrows =
        stores.entries().flat_map(|(id, store)| store.parent.map(|parent| (id.index(), parent.index())));
    for circle in Graph::new(stores.len(), arrows).circles() {
        let names: Vec<String> =
            circle.iter().map(|&row| format!("`{}`", stores[StoreId::from_index(row)].name)).collect();
        let Some(&row) = circle.first() else { continue };
        faults.add(
            Code::StoreLoop,
            ("stores", row, "parent"),
            format!("{} fed by {}", names.join(" fed by "), names[0]),
            "a store at the top that buys from suppliers",
            "leave `parent` empty at the store that buys",
        );
    }
}

fn parent_reaches_its_store(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut ways = Ways::ordinary(world);
    for (row, store) in t.stores.iter().enumerate() {
        let Some(parent) = store.parent.map(|id| &t.stores[id]) else { continue };
        if ways.lead(parent.site, store.site) {
            continue;
        }
        faults.add(
            Code::StoreCutOff,
            ("stores", row, "parent"),
            format!("`{}` at `{}`", parent.name, t.sites[parent.site].name),
            format!("a store from which ordinary legs lead to `{}`", t.sites[store.site].name),
            "add the missing leg to legs.csv, or name another parent; emergency legs carry no ordinary orders",
        );
    }
}

/// The quantities of a policy with their columns.
fn levels(policy: &ReviewPolicy) -> Vec<(&'static str, Quantity)> {
    match *policy {
        ReviewPolicy::None => vec![],
        ReviewPolicy::ReorderUpTo { reorder, up_to, .. } => vec![("reorder", reorder), ("up_to", up_to)],
        ReviewPolicy::BeforeClosure { up_to, reorder, reorder_up_to, .. } => {
            vec![("up_to", up_to), ("reorder", reorder), ("reorder_up_to", reorder_up_to)]
        }
    }
}

fn stock_is_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, line) in world.tables.stock.iter().enumerate() {
        let figures = levels(&line.policy).into_iter().chain([("on_hand", line.on_hand)]);
        for (column, quantity) in figures.filter(|(_, quantity)| quantity.get() < 0) {
            faults.add(
                Code::Negative,
                ("stock", row, column),
                quantity.get(),
                "0 or more",
                format!("count `{}` anew; what is owed is not stock", world.tables.items[line.item].name),
            );
        }
    }
}

fn reorder_is_at_most_up_to(world: &World<'_>, faults: &mut Faults) {
    for (row, line) in world.tables.stock.iter().enumerate() {
        let (reorder, up_to, column) = match line.policy {
            ReviewPolicy::None => continue,
            ReviewPolicy::ReorderUpTo { reorder, up_to, .. } => (reorder, up_to, "up_to"),
            ReviewPolicy::BeforeClosure { reorder, reorder_up_to, .. } => {
                (reorder, reorder_up_to, "reorder_up_to")
            }
        };
        if reorder > up_to {
            faults.add(
                Code::ReorderAboveUpTo,
                ("stock", row, "reorder"),
                reorder.get(),
                format!("at most the {} of `{column}`", up_to.get()),
                "order at s up to S: s may not be above S",
            );
        }
    }
}

/// What each store starts with must fit.
fn store_holds_what_it_starts_with(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut held: Table<StoreId, (Mass, Volume)> = Table::filled(t.stores.len(), Default::default());
    for line in t.stock.iter() {
        let (item, on_hand) = (&t.items[line.item], line.on_hand.get().max(0));
        held[line.store].0 += item.mass_of(on_hand);
        held[line.store].1 += item.volume_of(on_hand);
    }
    for (id, store) in t.stores.entries() {
        let (mass, volume) = held[id];
        if let Some(capacity) = store.capacity.filter(|&capacity| mass > capacity) {
            over(faults, (id, "capacity_t"), &store.name, mass.tonnes(), capacity.tonnes(), "t");
        }
        if let Some(room) = store.room.filter(|&room| volume > room) {
            over(faults, (id, "room_m3"), &store.name, volume.cubic_metres(), room.cubic_metres(), "m³");
        }
    }
}

fn over(
    faults: &mut Faults,
    (id, column): (StoreId, &'static str),
    name: &str,
    held: f64,
    limit: f64,
    unit: &str,
) {
    let place: Place = ("stores", id.index(), column);
    faults.add(
        Code::StoreOverfull,
        place,
        format!("{limit} {unit}"),
        format!("at least the {held} {unit} on its shelves at the start"),
        format!("enlarge `{name}`, or correct `on_hand` in stock.csv or the items' mass and volume"),
    );
}

/// A line that is ordered for must have somebody to order from, in the best case.
fn ordered_items_can_be_had(world: &World<'_>, faults: &mut Faults) {
    for (row, line) in world.tables.stock.iter().enumerate() {
        if line.policy == ReviewPolicy::None || world.can_be_had(line.item) {
            continue;
        }
        let name = &world.tables.items[line.item].name;
        faults.add(
            Code::ReplenishedFromNothing,
            ("stock", row, "item"),
            format!("`{name}`"),
            "an item on offer, or in stock or on the way somewhere",
            format!("add an offer for `{name}` to offers.csv, or set its `policy` to `none`"),
        );
    }
}

fn inbound_brings_something(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.inbound.iter().enumerate() {
        if one.quantity.get() <= 0 {
            faults.add(
                Code::InboundNothing,
                ("inbound", row, "quantity"),
                one.quantity.get(),
                "at least 1",
                format!("write how many are on the way, or take `{}` out", one.name),
            );
        }
    }
}

fn inbound_is_ready_within_the_horizon(world: &World<'_>, faults: &mut Faults) {
    let last = world.horizon.last();
    for (row, one) in world.tables.inbound.iter().enumerate() {
        if one.ready > last {
            faults.add(
                Code::InboundAfterHorizon,
                ("inbound", row, "ready"),
                one.ready,
                format!("a day up to {last}, the last of the horizon"),
                format!("lengthen the horizon, or take `{}` out: it would never move", one.name),
            );
        }
    }
}

fn inbound_reaches_its_store(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut ways = Ways::all(world);
    for (row, one) in t.inbound.iter().enumerate() {
        let store = &t.stores[one.store];
        if ways.lead(one.at, store.site) {
            continue;
        }
        faults.add(
            Code::InboundCutOff,
            ("inbound", row, "at"),
            format!("`{}`", t.sites[one.at].name),
            format!("a site from which legs lead to `{}`", t.sites[store.site].name),
            format!("add the missing leg to legs.csv, or change where `{}` is", one.name),
        );
    }
}
