//! Roads with rules: traffic, single-lane zones, closures, weather on the road.

use super::declare::*;
use iceroad_model::roads::{Closure, Crossing, LaneZone, NodeRules, RoadWeather, SegmentRules, Traffic};

columns! {
    /// Columns of `mines.csv`.
    TrafficColumns: Traffic;
    rule: column("traffic", "whether trucks hinder each other on the road").or("free_flow"),
    headway: column(
        "headway_m",
        "road a truck takes up with its distance to the next; a segment holds its length over this in each direction, \
         and one at least (default of minehaulsim 0.12.1)",
    )
    .or("80"),
    gap: column(
        "headway_s",
        "least time between two trucks that enter or leave a segment in one direction (default of minehaulsim 0.12.1)",
    )
    .or("8"),
}

columns! {
    /// A crossing.
    CrossingColumns: Crossing;
    trucks: count("capacity", 1..=1_000, "trucks that may cross here at once; empty: it is no crossing"),
    time: column(
        "cross_s",
        "how long a truck that drives through is on the crossing; given together with `capacity`",
    ),
}

columns! {
    /// Columns of `haul_nodes.csv`.
    NodeRuleColumns: NodeRules;
    crossing: together(CrossingColumns),
    bay_trucks: count(
        "bay_trucks",
        1..=1_000,
        "passing bay: trucks that may wait here between two zones; empty: any number",
    ),
}

columns! {
    /// Columns of `haul_segments.csv`.
    SegmentRuleColumns: SegmentRules;
    zone: column("zone", "the single-lane zone it is part of"),
    overtaking: column(
        "overtaking",
        "trucks overtake here although the mine's `traffic` is `no_overtaking`",
    )
    .or("no"),
}

table! {
    LaneZones: LaneZone in zones, "haul_zones.csv",
    "A single lane driven both ways, over one segment or several: at any time in one direction only.";
    name: name("short name, unique"),
    mine: column("mine", "the mine it is of; its `traffic` is `no_overtaking`"),
    policy: column(
        "policy",
        "who goes next when it is empty: the direction of who has waited longest, or of the loaded truck that has",
    )
    .or("first_come"),
    max_trucks: count("max_trucks", 1..=1_000, "trucks in it at once; empty: as many as the headway leaves room for"),
    batch: count(
        "batch",
        1..=1_000,
        "so many may follow one another while someone waits at the other end; empty: any number",
    ),
    max_hold: column(
        "max_hold_s",
        "nobody follows once a direction has been held so long while someone waits at the other end; empty: no limit",
    ),
}

fn closes_one_thing(row: &Row<'_>) -> bool {
    if row.has("from") {
        row.refuses(&["face"], "as a road is closed");
    }
    true
}

table! {
    Closures: Closure in closures, "haul_closures.csv",
    "A closure by calendar. With `from` and `to` a road is closed; without them it is about machines, not roads.",
    checked by closes_one_thing;
    mine: column("mine", "mine; times are in the zone of its calendar"),
    segment: both(
        column("from", "one end of the closed segment; both directions are closed"),
        column("to", "its other end; given together with `from`"),
    ),
    face: column("face", "the face that is cleared"),
    reason: column("reason", "why"),
    first_day: column("first_day", "the first day on which it may begin; empty: always"),
    last_day: column("last_day", "the last day on which it may begin; empty: for ever"),
    weekdays: column("weekdays", "weekdays on which it begins").or("all"),
    start: column("start", "local start").or("00:00"),
    end: column("end", "local end; at or before the start means on the next day (00:00 to 00:00 is all day)")
        .or("00:00"),
}

table! {
    RoadWeathers: RoadWeather in road_weather, "haul_weather.csv",
    "Weather on the roads of a mine, drawn anew in each replication.";
    mine: column("mine", "mine"),
    kind: column("kind", "what comes"),
    first_month: count("first_month", 1..=12, "it comes from this month …"),
    last_month: count("last_month", 1..=12, "… to the end of this, over the new year where it is earlier"),
    per_month: number("per_month", "number", "", 0.0..=100.0, "mean number in a month of its season"),
    duration_h: law("duration", "h", "how long it lasts"),
    rolling: column("rolling_factor", "rolling resistance is multiplied by this meanwhile").or("1"),
    speed: number("speed_factor", "factor", "factor", 0.05..=1.0, "speed limits are multiplied by this meanwhile")
        .or("1"),
    closes: column("closes", "nobody drives meanwhile").or("no"),
    only_below: column("only_below_c", "it comes only on days with a mean below this"),
    plough: column("plough_h", "what it left lies so long until it is ploughed").or("0"),
}
