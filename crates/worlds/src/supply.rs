//! Stores, sellers and ways between them: what supply is tested on.

use crate::build::{Build, bare};
use iceroad_base::quantity::{Days, Mass, Quantity};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::transport::Runs;
use iceroad_model::{PartyId, Tables, TerritoryId};

/// The home territory.
pub const HOME: TerritoryId = TerritoryId(0);
/// A territory abroad.
pub const XB: TerritoryId = TerritoryId(1);
/// Another.
pub const XC: TerritoryId = TerritoryId(2);
/// Who sells whatever is offered.
pub const SELLER: PartyId = PartyId(0);

/// Four hundred days, three territories and one seller.
pub fn supply() -> Tables {
    let mut tables = bare(400);
    tables.territories = ["XA", "XB", "XC"].map(String::from).into_iter().collect();
    tables.party("seller", HOME);
    tables
}

/// Orders up to a level at every demand that brings the stock to the reorder point.
pub fn continuous(reorder: i64, up_to: i64) -> ReviewPolicy {
    every(reorder, up_to, 0.0)
}

/// The same, looked at every so many days.
pub fn every(reorder: i64, up_to: i64, days: f64) -> ReviewPolicy {
    ReviewPolicy::ReorderUpTo {
        reorder: Quantity(reorder),
        up_to: Quantity(up_to),
        review_days: Days::clamped(days),
    }
}

/// So many items in so many stores, each store at the end of a winter road of its own from one yard. All are ordered in one day, once
/// a year, and a road takes three weeks to bring them: thousands of shipments stand in line for one another.
pub fn wide(items: usize, stores: usize) -> Tables {
    const TRUCK: Mass = Mass(30_000);
    const DAYS_ON_THE_ROAD: usize = 21;
    let mut tables = supply();
    let yard = tables.site("yard", HOME);
    let winter = tables.season("winter");
    let kg = (DAYS_ON_THE_ROAD * 10 * TRUCK.get() as usize / (3 * items)).max(1);
    let items: Vec<_> = (0..items)
        .map(|nth| {
            let item = tables.item(&format!("item-{nth}"), kg as i64);
            tables.offer(&format!("offer-{nth}"), item, yard, 0.0);
            item
        })
        .collect();
    for nth in 0..stores {
        let town = tables.site(&format!("town-{nth}"), HOME);
        let store = tables.store(&format!("store-{nth}"), town, None);
        let road = tables.leg(&format!("road-{nth}"), yard, town, 1.0);
        tables.legs[road].season = Some(winter);
        let truck = tables.runs_on(road);
        (truck.payload, truck.runs) = (TRUCK, Runs::Trips(10));
        for (at, &item) in items.iter().enumerate() {
            tables.stock(store, item, 0, every(1, 1 + (at + nth) as i64 % 5, 365.0));
        }
    }
    tables
}
