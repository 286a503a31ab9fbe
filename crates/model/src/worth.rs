//! Who pays for what, and what goods are worth where they lie.
//!
//! **Payers.** A mine, its service centre, the settlements of its territory and the builders of its projects live from the same
//! stores and roads; what moves tonnes is the mine's cost alone.
//!
//! | what | who pays |
//! |---|---|
//! | parts of jobs, fuel at the pump, what `mine_consumption.csv` says, hands-on hours of the workshop, operation and ownership of machines, electricity | the mine |
//! | hours on shift without work on a machine | `payer` of `workshops.csv`, the mine where none is written |
//! | what a settlement uses | `payer` of `settlements.csv`, the territory where none is written |
//! | crews and materials of a project | `payer` of `projects.csv`, the builders where none is written |
//! | what spoils in a store, and interest on what lies there | `payer` of `stores.csv`, else [`payer_of`] |
//!
//! **Worth of goods at the start.** The cheapest offer that no prohibition stops, with planned freight from there at full loads
//! over ordinary legs: what it would cost to put them there. Where only emergency legs lead, over those; where nobody offers
//! the item, its book value. Prohibitions are looked at for item and seller alone, not for the ways.
use crate::ids::{ItemId, SiteId, StoreId};
use crate::tables::Tables;
use crate::trade::{Action, Offer, Restriction};
use crate::transport::{Leg, Vehicle};
use iceroad_base::Id;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// Who pays.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Serialize,
    Deserialize,
    IntoStaticStr,
    VariantArray,
    VariantNames,
)]
#[strum(serialize_all = "snake_case")]
pub enum Payer {
    /// The mine: what moves tonnes.
    Mine,
    /// The service centre: what it does besides.
    ServiceCentre,
    /// The territory: what its settlements eat and burn.
    Territory,
    /// The builders: what is built.
    Builders,
}

impl Payer {
    /// All, in order of their numbers.
    pub const ALL: &'static [Payer] = <Self as VariantArray>::VARIANTS;
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The name in tables and keys.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The words people read.
    pub const fn words(self) -> &'static str {
        match self {
            Payer::Mine => "the mine",
            Payer::ServiceCentre => "the service centre",
            Payer::Territory => "the territory",
            Payer::Builders => "the builders",
        }
    }
}

/// Who bears what spoils in a store: as written; else whoever alone lives from it, and the mine where that is nobody or several.
pub fn payer_of(tables: &Tables, store: StoreId) -> Payer {
    if let Some(payer) = tables.stores.get(store).and_then(|row| row.payer) {
        return payer;
    }
    let fuels = tables.mines.iter().any(|mine| mine.fuel_store == Some(store));
    if fuels || tables.workshops.iter().any(|workshop| workshop.store == store) {
        return Payer::Mine;
    }
    let settlements = tables.settlements.iter().filter(|row| row.store == store).map(|row| row.payer);
    let projects = tables.projects.iter().filter(|row| row.store == store).map(|row| row.payer);
    let mut payers = settlements.chain(projects);
    let first = payers.next().unwrap_or(Payer::Mine);
    if payers.all(|payer| payer == first) { first } else { Payer::Mine }
}

/// Whether an item is a machine of the fleet to be: its price is capital, not use.
pub fn is_capital(tables: &Tables, item: ItemId) -> bool {
    tables.items.get(item).is_some_and(|row| row.kind == crate::goods::ItemKind::Machine)
}

/// What every item is worth at every site.
#[derive(Clone, Debug)]
pub struct Worths {
    n_sites: usize,
    /// Minor units for a unit, by item and site.
    per_unit: Vec<f64>,
}

impl Worths {
    /// Works it out as it is at the horizon's start.
    pub fn new(tables: &Tables) -> Self {
        let n_sites = tables.sites.len();
        let mut per_unit = Vec::with_capacity(tables.items.len() * n_sites);
        for item in tables.items.ids() {
            per_unit.extend(of_item(tables, item));
        }
        Self { n_sites, per_unit }
    }

    /// Of one unit, minor units.
    pub fn unit(&self, item: ItemId, site: SiteId) -> f64 {
        self.per_unit.get(item.index() * self.n_sites + site.index()).copied().unwrap_or(0.0)
    }

    /// Of so many units, to the nearest minor unit.
    pub fn of(&self, item: ItemId, site: SiteId, units: i64) -> i64 {
        (self.unit(item, site) * units as f64).round() as i64
    }
}

/// What an item costs at each site.
fn of_item(tables: &Tables, item: ItemId) -> Vec<f64> {
    let book = tables.items[item].value.get() as f64;
    let mut costs = vec![f64::INFINITY; tables.sites.len()];
    for offer in tables.offers.iter().filter(|offer| offer.item == item && is_to_be_had(tables, offer)) {
        let cost = &mut costs[offer.site.index()];
        *cost = cost.min(offer.price.get() as f64);
    }
    if costs.iter().all(|cost| cost.is_infinite()) {
        return vec![book; tables.sites.len()];
    }
    carry(tables, item, &mut costs, |leg| !leg.emergency);
    let mut by_any = costs.clone();
    carry(tables, item, &mut by_any, |_| true);
    let cost = |(ordinary, any): (&f64, &f64)| match (ordinary.is_finite(), any.is_finite()) {
        (true, _) => *ordinary,
        (false, true) => *any,
        (false, false) => book,
    };
    costs.iter().zip(&by_any).map(cost).collect()
}

/// Carries goods on until no leg makes them cheaper anywhere.
fn carry(tables: &Tables, item: ItemId, costs: &mut [f64], takes: impl Fn(&Leg) -> bool) {
    for _ in 0..costs.len() {
        let mut cheaper = false;
        for vehicle in &tables.vehicles {
            let leg = &tables.legs[vehicle.leg];
            if !takes(leg) {
                continue;
            }
            let cost = costs[leg.from.index()] + freight_of_unit(tables, item, vehicle);
            if cost < costs[leg.to.index()] {
                costs[leg.to.index()] = cost;
                cheaper = true;
            }
        }
        if !cheaper {
            return;
        }
    }
}

/// What a unit costs on a vehicle in a trip at full load, by mass or volume, whichever fills first; minor units.
fn freight_of_unit(tables: &Tables, item: ItemId, vehicle: &Vehicle) -> f64 {
    let row = &tables.items[item];
    let (kg, litres) = (row.unit_grams as f64 / 1_000.0, row.unit_millilitres as f64 / 1_000.0);
    let by_mass = kg / vehicle.payload.get().max(1) as f64;
    let by_volume = litres / vehicle.volume.get().max(1) as f64;
    vehicle.cost_per_trip.get() as f64 * by_mass.max(by_volume)
        + vehicle.cost_per_tonne.get() as f64 * kg / 1_000.0
}

fn is_to_be_had(tables: &Tables, offer: &Offer) -> bool {
    let start = tables.heading.start;
    let over = offer.to.is_some_and(|to| to < start);
    !over && !tables.restrictions.iter().any(|rule| stops(tables, rule, offer))
}

/// Whether a prohibition is in force at the start and stops an offer by its item and seller; what is unknown is not cleared.
fn stops(tables: &Tables, rule: &Restriction, offer: &Offer) -> bool {
    let start = tables.heading.start;
    let in_force = rule.from.is_none_or(|from| from <= start) && rule.to.is_none_or(|to| to >= start);
    let scope = &rule.scope;
    let of_ways = !(scope.carriers.is_empty() && scope.transits.is_empty());
    if rule.action != Action::Prohibit || !in_force || of_ways || rule.exempt.contains(&offer.item) {
        return false;
    }
    let item = &tables.items[offer.item];
    let starts = |code: &String| scope.hs_prefixes.iter().any(|prefix| code.starts_with(prefix));
    let codes = scope.hs_prefixes.is_empty() || item.hs_code.as_ref().is_none_or(starts);
    let origins = scope.origins.is_empty() || item.origin.is_none_or(|at| scope.origins.contains(&at));
    let makers = scope.makers.is_empty() || item.maker.is_none_or(|maker| scope.makers.contains(&maker));
    let sellers = scope.sellers.is_empty() || scope.sellers.contains(&offer.seller);
    let home = scope.destinations.is_empty() || scope.destinations.contains(&tables.heading.home);
    codes && origins && makers && sellers && home
}
