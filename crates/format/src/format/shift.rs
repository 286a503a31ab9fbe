//! The shift as it is lived: breaks and operators, and the columns of mines and models that belong to it.

use super::spec::*;
use iceroad_base::quantity::{Celsius, Hours, Share};

pub(crate) const CHANGES: &[&str] = &["none", "walk_out", "hot_seat"];
pub(crate) const REFUELS: &[&str] = &["when_low", "before_change"];
pub(crate) const BREAK_FOR: &[&str] = &["trucks", "loaders", "all"];
pub(crate) const BREAK_PLACES: &[&str] = &["in_cab", "park"];

pub(super) fn tables() -> [TableSpec; 2] {
    [breaks(), operators()]
}

/// Whole minutes.
fn minutes(name: &str, most: i64, doc: &str) -> ColumnSpec {
    of_kind(name, Kind::Fixed { what: "duration", unit: "min", decimals: 0, min: 1, max: most }, doc)
}

/// The columns of `mines.csv` that tell of the shift.
pub(super) fn of_mines() -> [ColumnSpec; 5] {
    [
        choice(
            "shift_change",
            CHANGES,
            "how a shift hands over to the next where they touch: without loss of time, at the park, or on the machine",
        )
        .or("none"),
        minutes("shift_change_min", 240, "how long a machine stands for it; given together with `shift_change`")
            .optional(),
        choice(
            "refuel",
            REFUELS,
            "trucks refuel once their tank is low, or also in the last round before a break or a shift's end if they would run low before the next",
        )
        .or("when_low"),
        count("fuel_places", 1..=1_000, "trucks that may refuel at once; empty: any number").optional(),
        ranged::<Celsius>(
            "idle_below_c",
            "on days with a mean below this, engines idle while machines stand; empty: they are switched off",
        )
        .optional(),
    ]
}

/// The columns of both tables of models that tell of cold starts.
pub(super) fn of_models() -> [ColumnSpec; 3] {
    [
        of_kind(
            "warm_up_min",
            Kind::Fixed { what: "duration", unit: "min", decimals: 0, min: 0, max: 240 },
            "a cold engine idles so long before the machine works …",
        )
        .or("0"),
        ranged::<Celsius>("warm_up_below_c", "… on days with a mean below this …").optional(),
        ranged::<Hours>("warm_up_after_h", "… once it was off for so long (default assumed)").or("2"),
    ]
}

fn breaks() -> TableSpec {
    TableSpec::new("breaks.csv", "A crib break of a mine's crews, every day on which the mine works at that time.")
        .with(refer("mine", Target::Mine, "mine"))
        .with(of_kind("start", Kind::Time, "when the first group's falls due, local time of the mine's calendar"))
        .with(minutes("length_min", 480, "how long it lasts"))
        .with(
            count(
                "groups",
                1..=100,
                "trucks, and loaders, are dealt into so many groups in the order of `machines.csv`; a group's break falls due when that of the one before would end",
            )
            .or("1"),
        )
        .with(choice("who", BREAK_FOR, "whose break it is").or("all"))
        .with(choice("place", BREAK_PLACES, "trucks stand where they are when they have nothing on hand, or drive to the park").or("in_cab"))
}

fn operators() -> TableSpec {
    TableSpec::new(
        "operators.csv",
        "Operators of one qualification. A mine without rows has as many as it needs.",
    )
    .with(name("short name, unique"))
    .with(refer("mine", Target::Mine, "mine"))
    .with(list("models", Target::Model, "models that each of them may operate").required())
    .with(count("per_shift", 0..=1_000, "how many are rostered for each shift"))
    .with(ranged::<Share>("absence_share", "share of them that is absent on average").or("0"))
}
