//! Roads with rules: traffic, single-lane zones, closures, weather on the road.

use crate::book::Book;
use crate::row::Row;
use iceroad_model::Tables;
use iceroad_model::roads::{
    Closure, ClosureReason, Crossing, LaneZone, NodeRules, RoadWeather, RoadWeatherKind, SegmentRules,
    Traffic, TrafficRule, ZonePolicy,
};

/// In the order of the format's words.
pub(crate) const TRAFFIC: [TrafficRule; 2] = [TrafficRule::FreeFlow, TrafficRule::NoOvertaking];
pub(crate) const ZONE_POLICIES: [ZonePolicy; 2] = [ZonePolicy::FirstCome, ZonePolicy::LoadedFirst];
pub(crate) const CLOSURE_REASONS: [ClosureReason; 3] =
    [ClosureReason::Works, ClosureReason::Blast, ClosureReason::Storm];
pub(crate) const ROAD_WEATHER: [RoadWeatherKind; 3] =
    [RoadWeatherKind::Snow, RoadWeatherKind::Storm, RoadWeatherKind::Fog];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    book.make("haul_zones.csv", "zones", zone, |zone| {
        tables.zones.push(zone);
    });
    book.make("haul_closures.csv", "closures", closure, |closure| {
        tables.closures.push(closure);
    });
    book.make("haul_weather.csv", "road_weather", weather, |weather| {
        tables.road_weather.push(weather);
    });
}

pub(super) fn traffic(row: &Row<'_>) -> Option<Traffic> {
    Some(Traffic {
        rule: row.choice("traffic", &TRAFFIC)?,
        headway: row.ranged("headway_m")?,
        gap: row.ranged("headway_s")?,
    })
}

pub(super) fn node_rules(row: &Row<'_>) -> Option<NodeRules> {
    row.together("capacity", "cross_s");
    let crossing = row.count("capacity").zip(row.ranged("cross_s"));
    Some(NodeRules {
        crossing: crossing.map(|(trucks, time)| Crossing { trucks, time }),
        bay_trucks: row.count("bay_trucks"),
    })
}

pub(super) fn segment_rules(row: &Row<'_>) -> Option<SegmentRules> {
    Some(SegmentRules { zone: row.id("zone"), overtaking: row.yes("overtaking")? })
}

fn zone(row: &Row<'_>) -> Option<LaneZone> {
    Some(LaneZone {
        name: row.name()?,
        mine: row.id("mine")?,
        policy: row.choice("policy", &ZONE_POLICIES)?,
        max_trucks: row.count("max_trucks"),
        batch: row.count("batch"),
        max_hold: row.ranged("max_hold_s"),
    })
}

fn closure(row: &Row<'_>) -> Option<Closure> {
    row.together("from", "to");
    if row.has("from") {
        row.refuses(&["face"], "as a road is closed");
    }
    Some(Closure {
        mine: row.id("mine")?,
        segment: row.id("from").zip(row.id("to")),
        face: row.id("face"),
        reason: row.choice("reason", &CLOSURE_REASONS)?,
        first_day: row.date("first_day"),
        last_day: row.date("last_day"),
        weekdays: row.weekdays("weekdays")?,
        start: row.time("start")?,
        end: row.time("end")?,
    })
}

fn weather(row: &Row<'_>) -> Option<RoadWeather> {
    Some(RoadWeather {
        mine: row.id("mine")?,
        kind: row.choice("kind", &ROAD_WEATHER)?,
        first_month: row.count("first_month")?,
        last_month: row.count("last_month")?,
        per_month: row.float("per_month")?,
        duration_h: row.law("duration", "h")?,
        rolling: row.ranged("rolling_factor")?,
        speed: row.float("speed_factor")?,
        closes: row.yes("closes")?,
        only_below: row.ranged("only_below_c"),
        plough: row.ranged("plough_h")?,
    })
}
