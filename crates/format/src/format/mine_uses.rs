//! What a mine uses beside its machines' parts and fuel.

use super::declare::*;
use iceroad_model::mine_use::MineUse;

table! {
    MineUses: MineUse in mine_uses, "mine_consumption.csv",
    "What a mine uses of an item beside its machines' parts and fuel: by day, by cold, by tonnes hauled.";
    mine: column("mine", "who"),
    store: column("store", "out of which store"),
    item: column("item", "what"),
    per_day: number("per_day", "rate", "", 0.0..=1e9, "units per day at 18 °C and above at the mine").or("0"),
    per_heating_degree_day: per_heating_degree_day().or("0"),
    per_tonne: number("per_tonne", "rate", "", 0.0..=1e9, "units per tonne hauled").or("0"),
    material: column("material", "only tonnes of this material count; empty: of any"),
    dump: column(
        "dump",
        "only tonnes brought to this dump count; empty: to any dump of the mine but stockpiles",
    ),
}
