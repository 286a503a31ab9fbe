//! Stores, their stock lines, and what is already on the way.

use super::declare::*;
use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::{Days, Quantity};
use iceroad_model::stores::{Inbound, ReviewPolicy, ReviewPolicyKind, StockLine, Store};

table! {
    Stores: Store in stores, "stores.csv", "A store.";
    name: name("short name, unique"),
    title: title(),
    site: column("site", "where"),
    parent: column("parent", "the store it is replenished from; empty: from suppliers"),
    capacity: column("capacity_t", "greatest mass it holds; empty: enough"),
    room: column("room_m3", "greatest volume it holds; empty: enough"),
    emergency_after: column(
        "emergency_after_days",
        "an unfilled demand that has waited so long is ordered by emergency leg; empty: never",
    ),
    payer: column(
        "payer",
        "who bears what spoils here and the interest; empty: the mine, or whose settlement or project alone lives from it",
    ),
    interest: column("interest_share", "interest of a year on the worth of what lies here").or("0"),
    freight_priority: count("freight_priority", 1..=9, "of goods for it: who boards first where they wait for a way, 1 first; empty: 5"),
}

/// How a stock line is replenished.
struct PolicyColumns;

impl PolicyColumns {
    const POLICY: &str = "policy";
    const REORDER: &str = "reorder";
    const UP_TO: &str = "up_to";
    const REVIEW: &str = "review_days";
    const ORDER_BY: &str = "order_by";
    const BETWEEN: &str = "reorder_up_to";

    fn reorder_up_to(row: &Row<'_>) -> Option<ReviewPolicy> {
        let because = "as the policy is `reorder_up_to`";
        row.refuses(&[Self::ORDER_BY, Self::BETWEEN], because);
        let (reorder, up_to) = (row.needs(Self::REORDER, because), row.needs(Self::UP_TO, because));
        if !(reorder && up_to) {
            return None;
        }
        let continuous = Days::clamped(0.0);
        let review_days = if row.has(Self::REVIEW) { row.get(Self::REVIEW)? } else { continuous };
        let (reorder, up_to) = (row.get(Self::REORDER)?, row.get(Self::UP_TO)?);
        Some(ReviewPolicy::ReorderUpTo { reorder, up_to, review_days })
    }

    fn before_closure(row: &Row<'_>) -> Option<ReviewPolicy> {
        let because = "as the policy is `before_closure`";
        row.refuses(&[Self::REVIEW], because);
        row.together(Self::REORDER, Self::BETWEEN);
        let (up_to, order_by) = (row.needs(Self::UP_TO, because), row.needs(Self::ORDER_BY, because));
        if !(up_to && order_by) {
            return None;
        }
        Some(ReviewPolicy::BeforeClosure {
            up_to: row.get(Self::UP_TO)?,
            order_by: row.get(Self::ORDER_BY)?,
            reorder: row.get(Self::REORDER).unwrap_or_default(),
            reorder_up_to: row.get(Self::BETWEEN).unwrap_or_default(),
        })
    }
}

impl Columns for PolicyColumns {
    type Value = ReviewPolicy;

    fn specs(&self) -> Vec<ColumnSpec> {
        let quantity = column::<Option<Quantity>>;
        vec![
            column::<ReviewPolicyKind>(
                Self::POLICY,
                "`none`: never; `reorder_up_to`: (s,S); `before_closure`: up to S once a year, in time to arrive before the road closes",
            )
            .spec(),
            quantity(
                Self::REORDER,
                "s: order when the position falls to this (`before_closure`: between the yearly orders; empty: nothing between)",
            )
            .spec(),
            quantity(Self::UP_TO, "S: order up to this (`before_closure`: on the day)").spec(),
            column::<Option<Days>>(
                Self::REVIEW,
                "`reorder_up_to`: days between reviews; empty or 0: at every demand",
            )
            .spec(),
            column::<Option<MonthDay>>(Self::ORDER_BY, "`before_closure`: the local day of the yearly order")
                .spec(),
            quantity(Self::BETWEEN, "`before_closure`: order up to this between the yearly orders").spec(),
        ]
    }

    fn read(&self, row: &Row<'_>) -> Option<ReviewPolicy> {
        match row.get(Self::POLICY)? {
            ReviewPolicyKind::None => {
                let others = [Self::REORDER, Self::UP_TO, Self::REVIEW, Self::ORDER_BY, Self::BETWEEN];
                row.refuses(&others, "as the policy is `none`");
                Some(ReviewPolicy::None)
            }
            ReviewPolicyKind::ReorderUpTo => Self::reorder_up_to(row),
            ReviewPolicyKind::BeforeClosure => Self::before_closure(row),
        }
    }

    fn write(&self, policy: &ReviewPolicy, line: &mut Line<'_>) {
        line.put(Self::POLICY, &ReviewPolicyKind::from(policy));
        match policy {
            ReviewPolicy::None => {}
            ReviewPolicy::ReorderUpTo { reorder, up_to, review_days } => {
                line.put(Self::REORDER, reorder);
                line.put(Self::UP_TO, up_to);
                line.put(Self::REVIEW, review_days);
            }
            ReviewPolicy::BeforeClosure { up_to, order_by, reorder, reorder_up_to } => {
                line.put(Self::REORDER, reorder);
                line.put(Self::UP_TO, up_to);
                line.put(Self::ORDER_BY, order_by);
                line.put(Self::BETWEEN, reorder_up_to);
            }
        }
    }
}

table! {
    Stock: StockLine in stock, "stock.csv",
    "One item in one store, and how it is replenished. Position = on hand + on order − backorders.";
    store: column("store", "the store"),
    item: column("item", "the item"),
    on_hand: column("on_hand", "on the shelf at the start").or("0"),
    policy: PolicyColumns,
}

table! {
    Inbounds: Inbound in inbound, "inbound.csv", "Goods on the way at the start.";
    name: name("short name, unique"),
    item: column("item", "what"),
    quantity: column("quantity", "how many"),
    store: column("store", "where for"),
    seller: column("seller", "from whom"),
    at: column("at", "ready to move on at this site …"),
    ready: column("ready", "… from this day"),
}
