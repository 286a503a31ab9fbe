//! Stores, their stock lines, and what is already on the way.

use super::spec::*;
use iceroad_base::quantity::Days;

pub(crate) const POLICIES: &[&str] = &["none", "reorder_up_to", "before_closure"];

pub(super) fn tables() -> [TableSpec; 3] {
    [stores(), stock(), inbound()]
}

fn stores() -> TableSpec {
    TableSpec::new("stores.csv", "A store.")
        .with(name("short name, unique"))
        .with(refer("site", Target::Site, "where"))
        .with(
            refer("parent", Target::Store, "the store it is replenished from; empty: from suppliers")
                .optional(),
        )
        .with(tonnes("capacity_t", "greatest mass it holds; empty: enough").optional())
        .with(cubic_metres("room_m3", "greatest volume it holds; empty: enough").optional())
        .with(
            ranged::<Days>(
                "emergency_after_days",
                "an unfilled demand that has waited so long is ordered by emergency leg; empty: never",
            )
            .optional(),
        )
}

fn stock() -> TableSpec {
    TableSpec::new("stock.csv", "One item in one store, and how it is replenished. Position = on hand + on order − backorders.")
        .with(refer("store", Target::Store, "the store"))
        .with(refer("item", Target::Item, "the item"))
        .with(quantity("on_hand", "on the shelf at the start").or("0"))
        .with(choice("policy", POLICIES, "`none`: never; `reorder_up_to`: (s,S); `before_closure`: up to S once a year, in time to arrive before the road closes"))
        .with(quantity("reorder", "s: order when the position falls to this (`before_closure`: between the yearly orders; empty: nothing between)").optional())
        .with(quantity("up_to", "S: order up to this (`before_closure`: on the day)").optional())
        .with(ranged::<Days>("review_days", "`reorder_up_to`: days between reviews; empty or 0: at every demand").optional())
        .with(month_day("order_by", "`before_closure`: the local day of the yearly order").optional())
        .with(quantity("reorder_up_to", "`before_closure`: order up to this between the yearly orders").optional())
}

fn inbound() -> TableSpec {
    TableSpec::new("inbound.csv", "Goods on the way at the start.")
        .with(name("short name, unique"))
        .with(refer("item", Target::Item, "what"))
        .with(quantity("quantity", "how many"))
        .with(refer("store", Target::Store, "where for"))
        .with(refer("seller", Target::Party, "from whom").optional())
        .with(refer("at", Target::Site, "ready to move on at this site …"))
        .with(date("ready", "… from this day"))
}
