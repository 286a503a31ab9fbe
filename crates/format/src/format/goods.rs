//! Parties, items, what may stand in for what, restrictions and offers.

use super::spec::*;
use iceroad_base::quantity::{Celsius, Days, Share};

pub(crate) const ITEM_KINDS: &[&str] = &["machine", "part", "tyre", "fuel", "food", "building", "other"];
pub(crate) const UNITS: &[&str] = &["piece", "kilogram", "litre"];
pub(crate) const APPROVALS: &[&str] = &["approved", "proposed", "forbidden"];
pub(crate) const ACTIONS: &[&str] = &["prohibit", "licence"];

/// The greatest mass or volume of one unit, in grams or millilitres: a hundred thousand tonnes.
const MOST_UNIT: i64 = 100_000_000_000;

pub(super) fn tables() -> [TableSpec; 6] {
    [parties(), owners(), items(), interchange(), restrictions(), offers()]
}

fn parties() -> TableSpec {
    TableSpec::new("parties.csv", "A firm or authority.")
        .with(name("short name, unique"))
        .with(title())
        .with(coined("territory", Coined::Territory, "where it is seated"))
        .with(of_kind("aliases", Kind::TextList, "other names it goes by; screening reads them").optional())
}

fn owners() -> TableSpec {
    TableSpec::new("owners.csv", "An owner of a party; half or more together counts as owned.")
        .with(refer("party", Target::Party, "what is owned"))
        .with(refer("owner", Target::Party, "by whom"))
        .with(ranged::<Share>("owned_share", "share owned"))
}

fn items() -> TableSpec {
    TableSpec::new("items.csv", "An item that is bought, carried, stored and used.")
        .with(name("item number, unique"))
        .with(title())
        .with(choice("kind", ITEM_KINDS, "where it is shown, never a rule"))
        .with(coined("brand", Coined::Brand, "brand it is made for, where it is for one").optional())
        .with(
            refer(
                "maker",
                Target::Party,
                "who makes it; empty is unknown, which no restriction that asks will clear",
            )
            .optional(),
        )
        .with(
            of_kind("hs_code", Kind::Hs, "Harmonised System code of 2 to 10 digits; empty is unknown")
                .optional(),
        )
        .with(coined("origin", Coined::Territory, "territory of origin; empty is unknown").optional())
        .with(
            choice("unit", UNITS, "unit of issue, in which every quantity of the item is counted")
                .or("piece"),
        )
        .with(fixed("unit_mass_kg", "mass", "kg", 3, MOST_UNIT, "mass of one unit"))
        .with(fixed("unit_volume_l", "volume", "l", 3, MOST_UNIT, "volume of one unit"))
        .with(money("value", "book value of one unit"))
        .with(ranged::<Days>("shelf_life_days", "spoils after so long in store; empty: keeps").optional())
        .with(ranged::<Celsius>("rated_to_c", "lowest temperature it is rated for; empty: any").optional())
}

fn interchange() -> TableSpec {
    TableSpec::new(
        "interchange.csv",
        "A directed statement: the substitute may be installed where the need is called for.",
    )
    .with(name("short name, unique"))
    .with(refer("need", Target::Item, "what is called for"))
    .with(refer("substitute", Target::Item, "what may stand in for it"))
    .with(count("ratio_use", 1..=1_000_000, "so many units of the substitute …").or("1"))
    .with(count("ratio_need", 1..=1_000_000, "… for so many of the need").or("1"))
    .with(yes_no("two_way", "it holds the other way too, at the inverse ratio").or("no"))
    .with(yes_no("transitive", "a chain may go on through this step").or("no"))
    .with(list("models", Target::Model, "models it holds on; empty: all"))
    .with(date("from", "first day it holds").optional())
    .with(date("to", "last day it holds").optional())
    .with(choice("approval", APPROVALS, "state; `forbidden` beats any other path").or("approved"))
    .with(
        number(
            "life_factor",
            "factor",
            "",
            0.0..=100.0,
            "life of the substitute over the life of the original",
        )
        .or("1"),
    )
}

fn restrictions() -> TableSpec {
    TableSpec::new("restrictions.csv", "A dated restriction. An empty list matches anything; every filled list must match. The strictest matching rule wins.")
        .with(name("short name, unique"))
        .with(text("title", "name for people; say that it is illustrative where it is; empty: the name").optional())
        .with(choice("action", ACTIONS, "`prohibit`: not to be bought; `licence`: only with a licence"))
        .with(ranged::<Days>("licence_days", "for `licence`: days from application to issue").optional())
        .with(of_kind("hs_prefixes", Kind::HsList, "beginnings of HS codes").optional())
        .with(coined_list("origins", Coined::Territory, "origins"))
        .with(list("makers", Target::Party, "makers"))
        .with(list("sellers", Target::Party, "sellers, with those they own"))
        .with(list("carriers", Target::Party, "carriers"))
        .with(coined_list("transits", Coined::Territory, "territories the goods would cross"))
        .with(coined_list("destinations", Coined::Territory, "territories the goods are for"))
        .with(date("from", "first day in force").optional())
        .with(date("to", "last day in force").optional())
        .with(date("wind_down_until", "orders of agreements signed before `from` are let through until this day").optional())
        .with(list("exempt", Target::Item, "items exempt from it"))
}

fn offers() -> TableSpec {
    TableSpec::new("offers.csv", "Who sells what, where and at what price.")
        .with(name("short name, unique"))
        .with(refer("seller", Target::Party, "who sells"))
        .with(refer("item", Target::Item, "what"))
        .with(refer("site", Target::Site, "where it is handed over"))
        .with(money("price", "price of one unit"))
        .with(quantity("minimum", "least quantity of an order").or("1"))
        .with(quantity("batch", "orders come in multiples of this").or("1"))
        .law("lead", "days", "days from order to hand-over at the site")
        .with(date("from", "first day an order may be placed").optional())
        .with(date("to", "last day an order may be placed").optional())
}
