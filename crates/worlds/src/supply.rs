//! Stores, sellers and ways between them: what supply is tested on.

use crate::build::{Build, bare};
use iceroad_base::quantity::{Days, Quantity};
use iceroad_model::stores::ReviewPolicy;
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
