//! Names must be there and be unique, lists must not repeat themselves, and no two rows may say the same thing.
//!
//! A reader of files finds these first and with better places; here they guard tables made by a program.
use super::world::{model_place, season_place};
use super::{Faults, Place};
use crate::fault::Code;
use crate::tables::Tables;
use iceroad_base::{Id, Table};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// All names, lists and keys of all tables.
pub(super) fn check(t: &Tables, faults: &mut Faults) {
    coined_names(t, faults);
    row_names(t, faults);
    model_and_season_names(t, faults);
    part_names(t, faults);
    lists(t, faults);
    keys(t, faults);
}

/// Finds names that were there before, and empty ones.
struct Names<'a, K: Ord> {
    seen: BTreeMap<K, usize>,
    what: &'a str,
}

impl<K: Ord> Names<'_, K> {
    fn take(&mut self, faults: &mut Faults, place: Place, name: &str, key: K) {
        if name.trim().is_empty() {
            faults.add(
                Code::NameBad,
                place,
                format!("`{name}`"),
                "a name with at least one letter or digit",
                format!("name this {}", self.what),
            );
            return;
        }
        if let Some(first) = self.seen.get(&key) {
            faults.add(
                Code::NameTwice,
                place,
                format!("`{name}`"),
                format!("a name that no other {} has", self.what),
                format!("rename it: row {} is called `{name}` too", first + 1),
            );
            return;
        }
        self.seen.insert(key, place.1);
    }
}

fn unique<'t, I: Id + 't, T: 't>(
    faults: &mut Faults,
    table: &'static str,
    rows: &'t Table<I, T>,
    name: impl Fn(&'t T) -> &'t str,
) {
    let mut names = Names { seen: BTreeMap::new(), what: I::WHAT };
    for (row, one) in rows.iter().enumerate() {
        names.take(faults, (table, row, "name"), name(one), name(one));
    }
}

fn coined_names(t: &Tables, faults: &mut Faults) {
    unique(faults, "brands", &t.brands, |name| name);
    unique(faults, "trades", &t.trades, |name| name);
    unique(faults, "territories", &t.territories, |name| name);
}

fn row_names(t: &Tables, faults: &mut Faults) {
    let mut operators = Names { seen: BTreeMap::new(), what: "row of operators" };
    for (row, people) in t.operators.iter().enumerate() {
        operators.take(faults, ("operators", row, "name"), &people.name, people.name.as_str());
    }
    unique(faults, "sites", &t.sites, |row| &row.name);
    unique(faults, "legs", &t.legs, |row| &row.name);
    unique(faults, "vehicles", &t.vehicles, |row| &row.name);
    unique(faults, "stations", &t.stations, |row| &row.name);
    unique(faults, "calendars", &t.calendars, |row| &row.name);
    unique(faults, "temperature_curves", &t.curves, |row| &row.name);
    unique(faults, "meter_curves", &t.meter_curves, |row| &row.name);
    unique(faults, "mines", &t.mines, |row| &row.name);
    unique(faults, "haul_nodes", &t.nodes, |row| &row.name);
    unique(faults, "haul_zones", &t.zones, |row| &row.name);
    unique(faults, "materials", &t.materials, |row| &row.name);
    unique(faults, "faces", &t.faces, |row| &row.name);
    unique(faults, "dumps", &t.dumps, |row| &row.name);
    unique(faults, "machines", &t.machines, |row| &row.name);
    unique(faults, "workshops", &t.workshops, |row| &row.name);
    unique(faults, "bays", &t.bays, |row| &row.name);
    unique(faults, "technicians", &t.technicians, |row| &row.name);
    unique(faults, "parties", &t.parties, |row| &row.name);
    unique(faults, "items", &t.items, |row| &row.name);
    unique(faults, "interchange", &t.interchange, |row| &row.name);
    unique(faults, "restrictions", &t.restrictions, |row| &row.name);
    unique(faults, "offers", &t.offers, |row| &row.name);
    unique(faults, "stores", &t.stores, |row| &row.name);
    unique(faults, "inbound", &t.inbound, |row| &row.name);
    unique(faults, "repair_shops", &t.repair_shops, |row| &row.name);
    unique(faults, "rotables", &t.rotables, |row| &row.name);
    unique(faults, "agreements", &t.agreements, |row| &row.name);
    unique(faults, "agreement_lines", &t.lines, |row| &row.name);
    unique(faults, "settlements", &t.settlements, |row| &row.name);
    unique(faults, "projects", &t.projects, |row| &row.name);
    unique(faults, "crews", &t.crews, |row| &row.name);
    unique(faults, "tasks", &t.tasks, |row| &row.name);
}

/// Names that are unique over several files.
fn model_and_season_names(t: &Tables, faults: &mut Faults) {
    let mut names = Names { seen: BTreeMap::new(), what: "machine model" };
    for (id, model) in t.models.entries() {
        names.take(faults, model_place(t, id, "name"), &model.name, model.name.as_str());
    }
    let mut names = Names { seen: BTreeMap::new(), what: "season" };
    for (id, season) in t.seasons.entries() {
        names.take(faults, season_place(t, id, "name"), &season.name, season.name.as_str());
    }
}

/// Names that are unique within a model.
fn part_names(t: &Tables, faults: &mut Faults) {
    let mut names = Names { seen: BTreeMap::new(), what: "subsystem of that model" };
    for (row, one) in t.subsystems.iter().enumerate() {
        names.take(faults, ("subsystems", row, "name"), &one.name, (one.model, one.name.as_str()));
    }
    let mut names = Names { seen: BTreeMap::new(), what: "service of that model" };
    for (row, one) in t.services.iter().enumerate() {
        names.take(faults, ("services", row, "name"), &one.name, (one.model, one.name.as_str()));
    }
}

fn no_repeats<I: Ord + Copy + Debug>(faults: &mut Faults, place: Place, list: &[I]) {
    if list.len() < 2 {
        return;
    }
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        faults.add(
            Code::ListTwice,
            place,
            format!("{:?}", pair[0]),
            "each member once",
            "take the repetition out of the list",
        );
    }
}

fn lists(t: &Tables, faults: &mut Faults) {
    for (row, dump) in t.dumps.iter().enumerate() {
        no_repeats(faults, ("dumps", row, "materials"), &dump.materials);
    }
    for (row, group) in t.technicians.iter().enumerate() {
        no_repeats(faults, ("technicians", row, "certificates"), &group.certificates);
    }
    for (row, service) in t.services.iter().enumerate() {
        no_repeats(faults, ("services", row, "renews"), &service.renews);
        no_repeats(faults, ("services", row, "inspects"), &service.inspects);
    }
    for (row, subsystem) in t.subsystems.iter().enumerate() {
        no_repeats(faults, ("subsystems", row, "damages"), &subsystem.hazards.damages);
    }
    for (row, task) in t.tasks.iter().enumerate() {
        no_repeats(faults, ("tasks", row, "after"), &task.after);
    }
    for (row, people) in t.operators.iter().enumerate() {
        no_repeats(faults, ("operators", row, "models"), &people.models);
    }
    let mut row = 0;
    for party in t.parties.iter() {
        let owners: Vec<_> = party.owners.iter().map(|(owner, _)| *owner).collect();
        no_repeats(faults, ("owners", row, "owner"), &owners);
        row += owners.len();
    }
}

fn once<K: Ord>(
    faults: &mut Faults,
    (table, column): (&'static str, &'static str),
    keys: impl Iterator<Item = K>,
    what: &str,
) {
    let mut seen = BTreeMap::new();
    for (row, key) in keys.enumerate() {
        if let Some(first) = seen.get(&key) {
            faults.add(
                Code::RowTwice,
                (table, row, column),
                format!("the same {what} as row {}", first + 1),
                format!("one row for each {what}"),
                "join the two rows into one",
            );
        } else {
            seen.insert(key, row);
        }
    }
}

fn keys(t: &Tables, faults: &mut Faults) {
    once(faults, ("stock", "item"), t.stock.iter().map(|one| (one.store, one.item)), "store and item");
    once(faults, ("rotables", "item"), t.rotables.iter().map(|one| (one.store, one.item)), "store and item");
    let uses = t.consumption.iter().map(|one| (one.settlement, one.item));
    once(faults, ("consumption", "item"), uses, "settlement and item");
    let uses = t.mine_uses.iter().map(|one| (one.mine, one.store, one.item, one.material, one.dump));
    once(faults, ("mine_consumption", "item"), uses, "mine, store, item, material and dump");
    let plan = t.plan.iter().map(|one| (one.mine, one.material, one.month));
    once(faults, ("production_plan", "month"), plan, "mine, material and month");
    let weather = t.road_weather.iter().map(|one| (one.mine, one.kind as u8, one.first_month));
    once(faults, ("haul_weather", "kind"), weather, "mine, kind and first month");
    let steps = t.dig_sequence.iter().map(|one| (one.loader, one.order));
    once(faults, ("dig_sequence", "order"), steps, "loader and order");
}
