//! Whether what a yearly order fills a store up to lasts a year, as far as the written use tells it.
//!
//! Counted is what settlements and mines use out of the store and the stores below it: by day, by heating degree-days of a mean
//! year of the station, and by tonnes of the production plan. What agreements bring is taken off. Fuel of machines and parts are
//! not: how much they use is what a run finds out.
use super::{Faults, Rule, World};
use crate::climate::{Station, StationRecord};
use crate::fault::Code;
use crate::ids::*;
use crate::mine_use::{MineUse, mine_of};
use crate::obligations::Promise;
use crate::stores::ReviewPolicy;
use crate::tables::Tables;
use iceroad_base::quantity::Ranged;

pub(super) const RULES: &[Rule] = &[a_yearly_order_lasts_a_year];

/// Heating degree-days are counted below this, °C.
const HEATED_BELOW: f64 = 18.0;
const DAYS_OF_MONTH: [f64; 12] = [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

fn a_yearly_order_lasts_a_year(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, line) in t.stock.iter().enumerate() {
        let ReviewPolicy::BeforeClosure { up_to, reorder_up_to, .. } = line.policy else { continue };
        if reorder_up_to.get() > 0 {
            continue;
        }
        let used = used_in_a_year(t, line.store, line.item) - brought(t, line.store, line.item);
        let is_short = used > up_to.get() as f64;
        if !is_short {
            continue;
        }
        let item = &t.items[line.item].name;
        faults.add(
            Code::YearNotCovered,
            ("stock", row, "up_to"),
            format!("{} of `{item}`", up_to.get()),
            format!("at least {used:.0}, a year's use as far as it is written"),
            "order up to a year's use and what goes while the order is under way, or let an agreement bring the rest",
        );
    }
}

/// Whether goods of a store end in this one: it is the store or above it.
fn feeds(t: &Tables, store: StoreId, below: StoreId) -> bool {
    let mut at = Some(below);
    // At most as many steps as there are stores: echelons have a top.
    for _ in t.stores.ids() {
        if at == Some(store) {
            return true;
        }
        at = at.and_then(|one| t.stores[one].parent);
    }
    false
}

fn used_in_a_year(t: &Tables, store: StoreId, item: ItemId) -> f64 {
    let mut units = 0.0;
    for row in t.consumption.iter().filter(|row| row.item == item) {
        let settlement = &t.settlements[row.settlement];
        if feeds(t, store, settlement.store) {
            units += 365.0 * row.per_day + row.per_heating_degree_day * degree_days(t, settlement.site);
        }
    }
    for row in t.mine_uses.iter().filter(|row| row.item == item && feeds(t, store, row.store)) {
        units += 365.0 * row.per_day;
        units += row.per_heating_degree_day * degree_days(t, t.mines[row.mine].site);
        units += row.per_tonne * planned_tonnes(t, row);
    }
    units
}

/// What agreements bring to a store and those below it.
fn brought(t: &Tables, store: StoreId, wanted: ItemId) -> f64 {
    let units = t.lines.iter().filter_map(|line| match line.promise {
        Promise::Goods { item, store: to, .. } if item == wanted && feeds(t, store, to) => {
            Some((line.quantity - line.delivered).get() as f64)
        }
        _ => None,
    });
    units.sum()
}

/// Heating degree-days of a mean year at a site; none where it has no station.
fn degree_days(t: &Tables, site: SiteId) -> f64 {
    t.sites[site].station.map_or(0.0, |station| by_month(&t.stations[station]).iter().sum())
}

fn by_month(station: &Station) -> [f64; 12] {
    let cold = |mean: f64| (HEATED_BELOW - mean).max(0.0);
    let mut sums = [(0.0, 0.0); 12];
    match &station.record {
        StationRecord::Measured(days) => {
            for day in days {
                let (sum, n) = &mut sums[usize::from(day.date.month().unsigned_abs() - 1).min(11)];
                *sum += cold(day.mean.get());
                *n += 1.0;
            }
        }
        StationRecord::Synthetic { normals, .. } => {
            for (month, normal) in normals.iter().enumerate() {
                sums[month] = (cold(normal.mean.get()), 1.0);
            }
        }
    }
    std::array::from_fn(|month| {
        let (sum, n): (f64, f64) = sums[month];
        DAYS_OF_MONTH[month] * sum / n.max(1.0)
    })
}

/// Tonnes of a year of the production plan that are sure to count for a use.
fn planned_tonnes(t: &Tables, row: &MineUse) -> f64 {
    let months = t.plan.iter().map(|one| one.month).collect::<std::collections::BTreeSet<_>>().len();
    let sure = |material: MaterialId| {
        let mut dumps = t
            .dumps
            .entries()
            .filter(|(id, dump)| mine_of(t, *id) == row.mine && dump.materials.contains(&material));
        dumps.all(|(id, _)| row.counts(t, id, material) || is_stockpile(t, id))
    };
    let plan = t.plan.iter().filter(|one| one.mine == row.mine && sure(one.material));
    plan.map(|one| one.mass.tonnes()).sum::<f64>() * 12.0 / months.max(12) as f64
}

fn is_stockpile(t: &Tables, dump: DumpId) -> bool {
    t.faces.iter().any(|face| face.stockpile == Some(dump))
}
