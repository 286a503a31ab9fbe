//! Parties, items, interchange, restrictions, offers, stores and what is on the way.

use super::Children;
use crate::book::Book;
use crate::row::Row;
use iceroad_base::quantity::{Days, Share};
use iceroad_model::goods::{Approval, Interchange, Item, ItemKind, Ratio, Unit};
use iceroad_model::stores::{Inbound, ReviewPolicy, StockLine, Store};
use iceroad_model::trade::{Action, Offer, Party, Restriction, Scope};
use iceroad_model::{PartyId, Tables};

/// In the order of the format's words.
pub(crate) const ITEM_KINDS: [ItemKind; 7] = [
    ItemKind::Machine,
    ItemKind::Part,
    ItemKind::Tyre,
    ItemKind::Fuel,
    ItemKind::Food,
    ItemKind::Building,
    ItemKind::Other,
];
pub(crate) const UNITS: [Unit; 3] = [Unit::Piece, Unit::Kilogram, Unit::Litre];
pub(crate) const APPROVALS: [Approval; 3] = [Approval::Approved, Approval::Proposed, Approval::Forbidden];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    let mut owners: Children<PartyId, (PartyId, Share)> = Children::new();
    book.make_children("owners.csv", |row| {
        owners.add(row.id("party")?, (row.id("owner")?, row.ranged("owned_share")?));
        Some(())
    });
    let party = |row: &Row<'_>| {
        let owners = owners.take(row.at().row);
        Some(Party {
            name: row.name()?,
            title: row.title()?,
            territory: row.id("territory")?,
            aliases: row.texts("aliases"),
            owners,
        })
    };
    book.make("parties.csv", "parties", party, |party| {
        tables.parties.push(party);
    });
    book.make("items.csv", "items", item, |item| {
        tables.items.push(item);
    });
    book.make("interchange.csv", "interchange", interchange, |interchange| {
        tables.interchange.push(interchange);
    });
    book.make("restrictions.csv", "restrictions", restriction, |restriction| {
        tables.restrictions.push(restriction);
    });
    book.make("offers.csv", "offers", offer, |offer| {
        tables.offers.push(offer);
    });
}

pub(super) fn stores(book: &Book, tables: &mut Tables) {
    book.make("stores.csv", "stores", store, |store| {
        tables.stores.push(store);
    });
    book.make("stock.csv", "stock", stock, |line| {
        tables.stock.push(line);
    });
    book.make("inbound.csv", "inbound", inbound, |inbound| {
        tables.inbound.push(inbound);
    });
}

fn item(row: &Row<'_>) -> Option<Item> {
    Some(Item {
        name: row.name()?,
        title: row.title()?,
        kind: row.choice("kind", &ITEM_KINDS)?,
        brand: row.id("brand"),
        maker: row.id("maker"),
        hs_code: row.text("hs_code"),
        origin: row.id("origin"),
        unit: row.choice("unit", &UNITS)?,
        unit_grams: row.whole("unit_mass_kg")?,
        unit_millilitres: row.whole("unit_volume_l")?,
        value: row.money("value")?,
        shelf_life: row.ranged("shelf_life_days"),
        rated_to: row.ranged("rated_to_c"),
    })
}

fn interchange(row: &Row<'_>) -> Option<Interchange> {
    Some(Interchange {
        name: row.name()?,
        need: row.id("need")?,
        substitute: row.id("substitute")?,
        ratio: Ratio { of_use: row.count("ratio_use")?, for_need: row.count("ratio_need")? },
        two_way: row.yes("two_way")?,
        transitive: row.yes("transitive")?,
        models: row.ids("models"),
        from: row.date("from"),
        to: row.date("to"),
        approval: row.choice("approval", &APPROVALS)?,
        life_factor: row.float("life_factor")?,
    })
}

fn restriction(row: &Row<'_>) -> Option<Restriction> {
    let licence = row.choice("action", &[false, true])?;
    let action = if licence {
        if !row.needs("licence_days", "as the action is `licence`") {
            return None;
        }
        Action::Licence { lead: row.ranged("licence_days")? }
    } else {
        row.refuses(&["licence_days"], "as the action is `prohibit`");
        Action::Prohibit
    };
    Some(Restriction {
        name: row.name()?,
        title: row.title()?,
        action,
        scope: Scope {
            hs_prefixes: row.texts("hs_prefixes"),
            origins: row.ids("origins"),
            makers: row.ids("makers"),
            sellers: row.ids("sellers"),
            carriers: row.ids("carriers"),
            transits: row.ids("transits"),
            destinations: row.ids("destinations"),
        },
        from: row.date("from"),
        to: row.date("to"),
        wind_down_until: row.date("wind_down_until"),
        exempt: row.ids("exempt"),
    })
}

fn offer(row: &Row<'_>) -> Option<Offer> {
    let lead_days = row.law("lead", "days");
    Some(Offer {
        name: row.name()?,
        seller: row.id("seller")?,
        item: row.id("item")?,
        site: row.id("site")?,
        price: row.money("price")?,
        minimum: row.quantity("minimum")?,
        batch: row.quantity("batch")?,
        lead_days: lead_days?,
        from: row.date("from"),
        to: row.date("to"),
    })
}

fn store(row: &Row<'_>) -> Option<Store> {
    Some(Store {
        name: row.name()?,
        site: row.id("site")?,
        parent: row.id("parent"),
        capacity: row.mass("capacity_t"),
        room: row.volume("room_m3"),
        emergency_after: row.ranged("emergency_after_days"),
    })
}

/// The words for how a stock line is replenished.
#[derive(Clone, Copy)]
enum Policy {
    None,
    ReorderUpTo,
    BeforeClosure,
}

fn stock(row: &Row<'_>) -> Option<StockLine> {
    let policy = match row.choice("policy", &[Policy::None, Policy::ReorderUpTo, Policy::BeforeClosure])? {
        Policy::None => {
            let all = ["reorder", "up_to", "review_days", "order_by", "reorder_up_to"];
            row.refuses(&all, "as the policy is `none`");
            ReviewPolicy::None
        }
        Policy::ReorderUpTo => reorder_up_to(row)?,
        Policy::BeforeClosure => before_closure(row)?,
    };
    Some(StockLine {
        store: row.id("store")?,
        item: row.id("item")?,
        on_hand: row.quantity("on_hand")?,
        policy,
    })
}

fn reorder_up_to(row: &Row<'_>) -> Option<ReviewPolicy> {
    let because = "as the policy is `reorder_up_to`";
    row.refuses(&["order_by", "reorder_up_to"], because);
    let (reorder, up_to) = (row.needs("reorder", because), row.needs("up_to", because));
    if !(reorder && up_to) {
        return None;
    }
    let continuous = Days::clamped(0.0);
    let review_days = if row.has("review_days") { row.ranged("review_days")? } else { continuous };
    Some(ReviewPolicy::ReorderUpTo {
        reorder: row.quantity("reorder")?,
        up_to: row.quantity("up_to")?,
        review_days,
    })
}

fn before_closure(row: &Row<'_>) -> Option<ReviewPolicy> {
    let because = "as the policy is `before_closure`";
    row.refuses(&["review_days"], because);
    row.together("reorder", "reorder_up_to");
    let (up_to, order_by) = (row.needs("up_to", because), row.needs("order_by", because));
    if !(up_to && order_by) {
        return None;
    }
    Some(ReviewPolicy::BeforeClosure {
        up_to: row.quantity("up_to")?,
        order_by: row.month_day("order_by")?,
        reorder: row.quantity("reorder").unwrap_or_default(),
        reorder_up_to: row.quantity("reorder_up_to").unwrap_or_default(),
    })
}

fn inbound(row: &Row<'_>) -> Option<Inbound> {
    Some(Inbound {
        name: row.name()?,
        item: row.id("item")?,
        quantity: row.quantity("quantity")?,
        store: row.id("store")?,
        seller: row.id("seller"),
        at: row.id("at")?,
        ready: row.date("ready")?,
    })
}
