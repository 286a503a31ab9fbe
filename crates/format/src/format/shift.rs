//! The shift as it is lived: breaks and operators, and the columns of mines and models that belong to it.

use super::declare::*;
use iceroad_model::shift::{Break, Operators, ShiftRules, WarmUp};

columns! {
    /// The columns of `mines.csv` that tell of the shift.
    ShiftColumns: ShiftRules;
    change: column(
        "shift_change",
        "how a shift hands over to the next where they touch: without loss of time, at the park, or on the machine",
    )
    .or("none"),
    change_minutes: minutes(
        "shift_change_min",
        1..=240,
        "how long a machine stands for it; given together with `shift_change`",
    ),
    refuel: column(
        "refuel",
        "trucks refuel once their tank is low, or also in the last round before a break or a shift's end if they would run low before the next",
    )
    .or("when_low"),
    fuel_places: count("fuel_places", 1..=1_000, "trucks that may refuel at once; empty: any number"),
    idle_below: column(
        "idle_below_c",
        "on days with a mean below this, engines idle while machines stand; empty: they are switched off",
    ),
}

columns! {
    /// The columns of both tables of models that tell of cold starts.
    WarmUpColumns: WarmUp;
    minutes: minutes("warm_up_min", 0..=240, "a cold engine idles so long before the machine works …").or("0"),
    below: column("warm_up_below_c", "… on days with a mean below this …"),
    after: column("warm_up_after_h", "… once it was off for so long (default assumed)").or("2"),
}

table! {
    Breaks: Break in breaks, "breaks.csv",
    "A crib break of a mine's crews, every day on which the mine works at that time.";
    mine: column("mine", "mine"),
    start: column("start", "when the first group's falls due, local time of the mine's calendar"),
    minutes: minutes("length_min", 1..=480, "how long it lasts"),
    groups: count(
        "groups",
        1..=100,
        "trucks, and loaders, are dealt into so many groups by their names, shorter names first; a group's break falls due when that of the one before would end",
    )
    .or("1"),
    who: column("who", "whose break it is").or("all"),
    place: column(
        "place",
        "trucks stand where they are when they have nothing on hand, or drive to the park",
    )
    .or("in_cab"),
}

table! {
    OperatorGroups: Operators in operators, "operators.csv",
    "Operators of one qualification. A mine without rows has as many as it needs.";
    name: name("short name, unique"),
    mine: column("mine", "mine"),
    models: column("models", "models that each of them may operate").required(),
    per_shift: count("per_shift", 0..=1_000, "how many are rostered for each shift"),
    absence: column("absence_share", "share of them that is absent on average").or("0"),
}
