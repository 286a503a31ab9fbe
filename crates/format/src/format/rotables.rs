//! Units that are repaired and used again, and who repairs them.

use super::declare::*;
use iceroad_model::rotables::{RepairShop, Rotable};

table! {
    RepairShops: RepairShop in repair_shops, "repair_shops.csv",
    "A shop that repairs what is taken out of machines; machines do not come to it.";
    name: name("short name, unique"),
    title: title(),
    site: column("site", "where; empty: beside each store it works for, so that nothing is sent"),
    benches: count("benches", 1..=10_000, "units it works on at a time, of all items together; empty: on all there are"),
    party: column("party", "who is paid for repairs; empty: nobody in particular"),
}

table! {
    Rotables: Rotable in rotables, "rotables.csv",
    "An item that is repaired and used again: what comes out of a machine where a job has asked the store for the item goes to the shop and back to that store.";
    name: name("short name, unique"),
    item: column("item", "the item, as part lists call for it"),
    store: column("store", "the store that jobs ask for it, to which it comes back"),
    shop: column("shop", "the repair shop"),
    turn_round: law("turn_round", "days", "days on a bench"),
    scrap_share: column("scrap_share", "share that is condemned at the end of its time on the bench").or("0"),
    cost: column("repair_cost", "paid for each unit repaired").or("0"),
    in_repair: column("in_repair", "units in the shop at the start, not taken up yet").or("0"),
}
