//! Roads with rules: traffic, single-lane zones, closures, weather on the road.

use super::spec::*;
use iceroad_base::quantity::{Celsius, Factor, Hours, Metres, Seconds};

pub(crate) const TRAFFIC: &[&str] = &["free_flow", "no_overtaking"];
pub(crate) const ZONE_POLICIES: &[&str] = &["first_come", "loaded_first"];
pub(crate) const CLOSURE_REASONS: &[&str] = &["works", "blast", "storm"];
pub(crate) const ROAD_WEATHER: &[&str] = &["snow", "storm", "fog"];

pub(super) fn tables() -> [TableSpec; 3] {
    [zones(), closures(), weather()]
}

/// Columns of `mines.csv`.
pub(super) fn of_mines() -> [ColumnSpec; 3] {
    [
        choice("traffic", TRAFFIC, "whether trucks hinder each other on the road").or("free_flow"),
        ranged::<Metres>(
            "headway_m",
            "road a truck takes up with its distance to the next; a segment holds its length over this in each direction, \
             and one at least (default of minehaulsim 0.12.1)",
        )
        .or("80"),
        ranged::<Seconds>(
            "headway_s",
            "least time between two trucks that enter or leave a segment in one direction (default of minehaulsim 0.12.1)",
        )
        .or("8"),
    ]
}

/// Columns of `haul_nodes.csv`.
pub(super) fn of_nodes() -> [ColumnSpec; 3] {
    [
        count("capacity", 1..=1_000, "trucks that may cross here at once; empty: it is no crossing")
            .optional(),
        ranged::<Seconds>(
            "cross_s",
            "how long a truck that drives through is on the crossing; given together with `capacity`",
        )
        .optional(),
        count(
            "bay_trucks",
            1..=1_000,
            "passing bay: trucks that may wait here between two zones; empty: any number",
        )
        .optional(),
    ]
}

/// Columns of `haul_segments.csv`.
pub(super) fn of_segments() -> [ColumnSpec; 2] {
    [
        refer("zone", Target::Zone, "the single-lane zone it is part of").optional(),
        yes_no("overtaking", "trucks overtake here although the mine's `traffic` is `no_overtaking`")
            .or("no"),
    ]
}

fn zones() -> TableSpec {
    TableSpec::new(
        "haul_zones.csv",
        "A single lane driven both ways, over one segment or several: at any time in one direction only.",
    )
    .with(name("short name, unique"))
    .with(refer("mine", Target::Mine, "the mine it is of; its `traffic` is `no_overtaking`"))
    .with(
        choice(
            "policy",
            ZONE_POLICIES,
            "who goes next when it is empty: the direction of who has waited longest, or of the loaded truck that has",
        )
        .or("first_come"),
    )
    .with(count("max_trucks", 1..=1_000, "trucks in it at once; empty: as many as the headway leaves room for").optional())
    .with(
        count(
            "batch",
            1..=1_000,
            "so many may follow one another while someone waits at the other end; empty: any number",
        )
        .optional(),
    )
    .with(
        ranged::<Seconds>(
            "max_hold_s",
            "nobody follows once a direction has been held so long while someone waits at the other end; empty: no limit",
        )
        .optional(),
    )
}

fn closures() -> TableSpec {
    TableSpec::new(
        "haul_closures.csv",
        "A closure by calendar. With `from` and `to` a road is closed; without them it is about machines, not roads.",
    )
    .with(refer("mine", Target::Mine, "mine; times are in the zone of its calendar"))
    .with(refer("from", Target::Node, "one end of the closed segment; both directions are closed").optional())
    .with(refer("to", Target::Node, "its other end; given together with `from`").optional())
    .with(refer("face", Target::Face, "the face that is cleared").optional())
    .with(choice("reason", CLOSURE_REASONS, "why"))
    .with(date("first_day", "the first day on which it may begin; empty: always").optional())
    .with(date("last_day", "the last day on which it may begin; empty: for ever").optional())
    .with(of_kind("weekdays", Kind::Weekdays, "weekdays on which it begins").or("all"))
    .with(of_kind("start", Kind::Time, "local start").or("00:00"))
    .with(
        of_kind("end", Kind::Time, "local end; at or before the start means on the next day (00:00 to 00:00 is all day)")
            .or("00:00"),
    )
}

fn weather() -> TableSpec {
    TableSpec::new("haul_weather.csv", "Weather on the roads of a mine, drawn anew in each replication.")
        .with(refer("mine", Target::Mine, "mine"))
        .with(choice("kind", ROAD_WEATHER, "what comes"))
        .with(count("first_month", 1..=12, "it comes from this month …"))
        .with(count("last_month", 1..=12, "… to the end of this, over the new year where it is earlier"))
        .with(number("per_month", "number", "", 0.0..=100.0, "mean number in a month of its season"))
        .law("duration", "h", "how long it lasts")
        .with(
            ranged::<Factor>("rolling_factor", "rolling resistance is multiplied by this meanwhile").or("1"),
        )
        .with(
            number(
                "speed_factor",
                "factor",
                "factor",
                0.05..=1.0,
                "speed limits are multiplied by this meanwhile",
            )
            .or("1"),
        )
        .with(yes_no("closes", "nobody drives meanwhile").or("no"))
        .with(ranged::<Celsius>("only_below_c", "it comes only on days with a mean below this").optional())
        .with(ranged::<Hours>("plough_h", "what it left lies so long until it is ploughed").or("0"))
}
