//! Rules of roads with rules: each case breaks one thing and expects one code.
use iceroad_base::civil::{Date, TimeOfDay};
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_worlds::example::*;

use iceroad_model::roads::*;
use iceroad_model::*;

fn obeyed(t: &mut Tables) {
    t.mines[MINE].traffic.rule = TrafficRule::NoOvertaking;
}

fn zone(t: &mut Tables, mine: MineId) -> ZoneId {
    t.zones.push(LaneZone {
        name: "ramp".into(),
        mine,
        policy: ZonePolicy::FirstCome,
        max_trucks: Some(2),
        batch: None,
        max_hold: None,
    })
}

/// A closure of the road to the ore face, at all times.
fn closure(from: NodeId, to: NodeId) -> Closure {
    Closure {
        mine: MINE,
        segment: Some((from, to)),
        face: None,
        reason: ClosureReason::Works,
        first_day: None,
        last_day: None,
        weekdays: [true; 7],
        start: TimeOfDay::midnight(),
        end: TimeOfDay::constant(6, 0, 0, 0),
    }
}

const ORE_ROAD: NodeId = NodeId(4);

fn snow() -> RoadWeather {
    RoadWeather {
        mine: MINE,
        kind: RoadWeatherKind::Snow,
        first_month: 10,
        last_month: 4,
        per_month: 2.0,
        duration_h: Law::Constant { value: 6.0 },
        rolling: Factor::clamped(1.5),
        speed: 0.8,
        closes: false,
        only_below: None,
        plough: Hours::clamped(4.0),
    }
}

/// A second mine with a node of its own.
fn elsewhere(t: &mut Tables) -> (MineId, NodeId) {
    let node = NodeId(t.nodes.len() as u32);
    let mut mine = t.mines[MINE].clone();
    mine.name = "pit-2".into();
    (mine.park, mine.gate, mine.fuel_point) = (node, node, Some(node));
    let mine = t.mines.push(mine);
    t.nodes.push(mine::Node { name: "lone".into(), mine, ..t.nodes[CROSS].clone() });
    (mine, node)
}

cases! {
    a_crossing_is_obeyed: RoadRuleUnused at "haul_nodes" "capacity", |t| {
        t.nodes[CROSS].rules.crossing = Some(Crossing { trucks: 1, time: Seconds::clamped(12.0) });
    };
    overtaking_is_told_where_it_is_an_exception: RoadRuleUnused at "haul_segments" "overtaking", |t| {
        t.segments[SegmentId(3)].rules.overtaking = true;
    };
    a_zone_is_obeyed: RoadRuleUnused at "haul_zones" "mine", |t| {
        t.segments[SegmentId(3)].rules.zone = Some(zone(t, MINE));
    };
    a_zone_has_a_segment: ZoneWithoutSegment at "haul_zones" "name", |t| {
        obeyed(t);
        zone(t, MINE);
    };
    a_zone_is_of_its_segments_mine: ZoneOfOtherMine at "haul_segments" "zone", |t| {
        obeyed(t);
        let (mine, _) = elsewhere(t);
        t.segments[SegmentId(3)].rules.zone = Some(zone(t, mine));
    };
    a_zone_does_not_fork: ZoneNotOneRoad at "haul_segments" "zone", |t| {
        obeyed(t);
        let zone = zone(t, MINE);
        for segment in 3..6 {
            t.segments[SegmentId(segment)].rules.zone = Some(zone);
        }
    };
    a_zone_is_in_one_piece: ZoneNotOneRoad at "haul_segments" "zone", |t| {
        obeyed(t);
        let zone = zone(t, MINE);
        let gate = t.segments.push(mine::Segment { from: GATE, to: PARK, ..t.segments[SegmentId(0)].clone() });
        for segment in [SegmentId(4), gate] {
            t.segments[segment].rules.zone = Some(zone);
        }
    };
    a_zone_is_no_ring: ZoneNotOneRoad at "haul_segments" "zone", |t| {
        obeyed(t);
        let zone = zone(t, MINE);
        let beside = t.segments.push(t.segments[SegmentId(3)].clone());
        for segment in [SegmentId(3), beside] {
            t.segments[segment].rules.zone = Some(zone);
        }
    };
    a_bay_is_between_two_zones: BayBetweenNothing at "haul_nodes" "bay_trucks", |t| {
        obeyed(t);
        t.segments[SegmentId(3)].rules.zone = Some(zone(t, MINE));
        t.nodes[CROSS].rules.bay_trucks = Some(2);
    };
    a_bay_takes_what_comes: BaySmall at "haul_nodes" "bay_trucks", |t| {
        obeyed(t);
        for segment in [3, 4] {
            let zone = zone(t, MINE);
            t.zones[zone].name = format!("ramp {segment}");
            t.segments[SegmentId(segment)].rules.zone = Some(zone);
        }
        t.nodes[CROSS].rules.bay_trucks = Some(1);
    };
    a_closure_is_of_its_mine: ClosureOfOtherMine at "haul_closures" "face", |t| {
        let (mine, _) = elsewhere(t);
        t.closures.push(Closure { mine, segment: None, face: Some(FACE_ORE), ..closure(CROSS, ORE_ROAD) });
    };
    a_closure_closes_a_road: ClosureWithoutRoad at "haul_closures" "to", |t| {
        t.closures.push(closure(PARK, ORE_ROAD));
    };
    a_closure_ends_after_it_begins: DatesReversed at "haul_closures" "last_day", |t| {
        let (first, last) = (Date::constant(2026, 8, 9), Date::constant(2026, 8, 3));
        t.closures.push(Closure { first_day: Some(first), last_day: Some(last), ..closure(CROSS, ORE_ROAD) });
    };
    a_closure_begins_on_some_weekday: ShiftWithoutWeekday at "haul_closures" "weekdays", |t| {
        t.closures.push(Closure { weekdays: [false; 7], ..closure(CROSS, ORE_ROAD) });
    };
    a_closure_leaves_a_way_some_time: ClosureForEver at "haul_closures" "last_day", |t| {
        t.closures.push(Closure { end: TimeOfDay::midnight(), ..closure(ORE_ROAD, CROSS) });
    };
    closures_of_one_road_leave_a_way_between_them: ClosureForEver at "haul_closures" "last_day", |t| {
        // Nights on all days, and days by weekday and at the weekend.
        let noon = TimeOfDay::constant(12, 0, 0, 0);
        let night = Closure { start: noon, end: TimeOfDay::midnight(), ..closure(ORE_ROAD, CROSS) };
        let day = Closure { start: TimeOfDay::midnight(), end: noon, ..night.clone() };
        t.closures.push(night);
        let weekdays = [true, true, true, true, true, false, false];
        t.closures.push(Closure { weekdays, ..day.clone() });
        t.closures.push(Closure { weekdays: weekdays.map(|on| !on), segment: Some((CROSS, ORE_ROAD)), ..day });
    };
    closures_of_two_roads_leave_a_way_between_them: ClosureForEver at "haul_closures" "last_day", |t| {
        let round = t.nodes.push(mine::Node { name: "round".into(), ..t.nodes[CROSS].clone() });
        let direct = t.segments[SegmentId(3)].clone();
        t.segments.push(mine::Segment { to: round, ..direct.clone() });
        t.segments.push(mine::Segment { from: round, ..direct });
        for from in [CROSS, round] {
            t.closures.push(Closure { end: TimeOfDay::midnight(), ..closure(from, ORE_ROAD) });
        }
    };
    weather_changes_something: RoadWeatherIdle at "haul_weather" "rolling_factor", |t| {
        t.road_weather.push(RoadWeather { rolling: Factor::clamped(1.0), speed: 1.0, ..snow() });
    };
    weather_leaves_some_speed: OutOfRange at "haul_weather" "speed_factor", |t| {
        t.road_weather.push(RoadWeather { speed: 0.0, ..snow() });
    };
    weather_comes_in_a_month: OutOfRange at "haul_weather" "first_month", |t| {
        t.road_weather.push(RoadWeather { last_month: 13, ..snow() });
    };
    weather_is_told_once: RowTwice at "haul_weather" "kind", |t| {
        t.road_weather.push(snow());
        t.road_weather.push(RoadWeather { last_month: 12, ..snow() });
    };
}

#[test]
fn a_road_open_for_some_hours_a_week_is_not_closed_for_ever() {
    let mut t = small();
    let noon = TimeOfDay::constant(12, 0, 0, 0);
    let night = Closure { start: noon, end: TimeOfDay::midnight(), ..closure(ORE_ROAD, CROSS) };
    let weekdays = [true, true, true, true, true, true, false];
    t.closures.push(night.clone());
    t.closures.push(Closure { start: TimeOfDay::midnight(), end: noon, weekdays, ..night });
    Scenario::new(t).unwrap();
}
