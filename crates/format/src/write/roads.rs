//! Roads with rules: traffic, single-lane zones, closures, weather on the road.

use super::out::Out;
use super::places::{clock, weekdays};
use super::{name_of, name_of_some, word};
use crate::build::roads::{CLOSURE_REASONS, ROAD_WEATHER, TRAFFIC, ZONE_POLICIES};
use crate::format::words;
use iceroad_model::Tables;
use iceroad_model::roads::{NodeRules, SegmentRules, Traffic};

pub(super) fn write(tables: &Tables, all: &mut Vec<Out>) {
    all.push(zones(tables));
    all.push(closures(tables));
    all.push(weather(tables));
}

pub(super) fn traffic_cells(traffic: Traffic, out: &mut Out) {
    out.cell("traffic", word(words::TRAFFIC, &TRAFFIC, &traffic.rule))
        .ranged("headway_m", traffic.headway)
        .ranged("headway_s", traffic.gap);
}

pub(super) fn node_cells(rules: NodeRules, out: &mut Out) {
    out.some("capacity", rules.crossing.map(|crossing| crossing.trucks))
        .some_ranged("cross_s", rules.crossing.map(|crossing| crossing.time))
        .some("bay_trucks", rules.bay_trucks);
}

pub(super) fn segment_cells(tables: &Tables, rules: SegmentRules, out: &mut Out) {
    out.cell("zone", name_of_some!(tables, zones, rules.zone)).yes("overtaking", rules.overtaking);
}

fn zones(tables: &Tables) -> Out {
    let mut out = Out::new("haul_zones.csv");
    for zone in tables.zones.iter() {
        out.row()
            .cell("name", &zone.name)
            .cell("mine", name_of!(tables, mines, zone.mine))
            .cell("policy", word(words::ZONE_POLICIES, &ZONE_POLICIES, &zone.policy))
            .some("max_trucks", zone.max_trucks)
            .some("batch", zone.batch)
            .some_ranged("max_hold_s", zone.max_hold);
    }
    out
}

fn closures(tables: &Tables) -> Out {
    let mut out = Out::new("haul_closures.csv");
    for closure in tables.closures.iter() {
        out.row()
            .cell("mine", name_of!(tables, mines, closure.mine))
            .cell("from", name_of_some!(tables, nodes, closure.segment.map(|(from, _)| from)))
            .cell("to", name_of_some!(tables, nodes, closure.segment.map(|(_, to)| to)))
            .cell("face", name_of_some!(tables, faces, closure.face))
            .cell("reason", word(words::CLOSURE_REASONS, &CLOSURE_REASONS, &closure.reason))
            .some("first_day", closure.first_day)
            .some("last_day", closure.last_day)
            .cell("weekdays", weekdays(closure.weekdays))
            .cell("start", clock(closure.start))
            .cell("end", clock(closure.end));
    }
    out
}

fn weather(tables: &Tables) -> Out {
    let mut out = Out::new("haul_weather.csv");
    for weather in tables.road_weather.iter() {
        out.row()
            .cell("mine", name_of!(tables, mines, weather.mine))
            .cell("kind", word(words::ROAD_WEATHER, &ROAD_WEATHER, &weather.kind))
            .cell("first_month", weather.first_month)
            .cell("last_month", weather.last_month)
            .cell("per_month", weather.per_month)
            .law("duration", "h", &weather.duration_h)
            .ranged("rolling_factor", weather.rolling)
            .cell("speed_factor", weather.speed)
            .yes("closes", weather.closes)
            .some_ranged("only_below_c", weather.only_below)
            .ranged("plough_h", weather.plough);
    }
    out
}
