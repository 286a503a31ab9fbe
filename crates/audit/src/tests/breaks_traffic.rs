//! What breaks the rules of the road.
use super::{Break, Story};
use iceroad_base::civil::TimeOfDay;
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::event::*;
use iceroad_model::roads::*;
use iceroad_model::{MachineId, SegmentId, ZoneId};
use iceroad_worlds::example::*;

const RAMP: ZoneId = ZoneId(0);
/// From the crossroads to the ore face, and to the crusher.
const ORE_ROAD: SegmentId = SegmentId(3);
const CRUSHER_ROAD: SegmentId = SegmentId(5);

/// The road to the ore face is one lane for one truck; nobody has driven on it yet.
fn lane(s: &mut Story) {
    s.tables.mines[MINE].traffic.rule = TrafficRule::NoOvertaking;
    s.tables.zones.push(LaneZone {
        name: "ramp".into(),
        mine: MINE,
        policy: ZonePolicy::FirstCome,
        max_trucks: Some(1),
        batch: None,
        max_hold: None,
    });
    s.tables.segments[ORE_ROAD].rules.zone = Some(RAMP);
}

fn enters(s: &mut Story, label: &'static str, hours: f64, truck: MachineId, along: bool) {
    s.add(label, hours, Event::ZoneEntered { truck, zone: RAMP, along });
}

fn leaves(s: &mut Story, label: &'static str, hours: f64, truck: MachineId) {
    s.add(label, hours, Event::ZoneLeft { truck, zone: RAMP });
}

/// The road between two nodes is closed from one hour of the first day to another, and the log says so.
fn closed(s: &mut Story, segment: SegmentId, start: i8, end: i8) {
    let first = Some(s.tables.heading.start);
    let row = &s.tables.segments[segment];
    let closure = Closure {
        mine: MINE,
        segment: Some((row.from, row.to)),
        face: None,
        reason: ClosureReason::Works,
        first_day: first,
        last_day: first,
        weekdays: [true; 7],
        start: TimeOfDay::constant(start, 0, 0, 0),
        end: TimeOfDay::constant(end, 0, 0, 0),
    };
    s.tables.closures.push(closure);
    s.add("road.closed", f64::from(start), Event::RoadClosed { segment });
    s.add("road.opened", f64::from(end), Event::RoadOpened { segment });
}

/// Storms may come in July.
fn stormy(s: &mut Story) {
    s.tables.road_weather.push(RoadWeather {
        mine: MINE,
        kind: RoadWeatherKind::Storm,
        first_month: 7,
        last_month: 7,
        per_month: 1.0,
        duration_h: Law::Constant { value: 2.0 },
        rolling: Factor::clamped(1.0),
        speed: 1.0,
        closes: true,
        only_below: None,
        plough: Hours::clamped(0.0),
    });
}

pub(super) const BREAKS: &[Break] = &[
    ("trucks of the mine drive in its zones", |s| {
        lane(s);
        enters(s, "in", 20.0, LOADER_ORE, true);
    }),
    ("a truck is in one zone at a time", |s| {
        lane(s);
        enters(s, "in", 20.0, TRUCK_ALDER, true);
        enters(s, "again", 20.1, TRUCK_ALDER, true);
    }),
    ("a zone is driven in one direction at a time", |s| {
        lane(s);
        enters(s, "in", 20.0, TRUCK_ALDER, true);
        enters(s, "against", 20.1, TRUCK_BIRCH, false);
    }),
    ("a zone holds no more trucks than it may", |s| {
        lane(s);
        enters(s, "in", 20.0, TRUCK_ALDER, true);
        enters(s, "too", 20.1, TRUCK_BIRCH, true);
    }),
    ("who leaves a zone has been in it", |s| {
        lane(s);
        leaves(s, "out", 20.0, TRUCK_ALDER);
    }),
    ("nobody is loaded or dumps in a zone", |s| {
        lane(s);
        enters(s, "in", 8.35, TRUCK_ALDER, true);
    }),
    ("an open road is closed", |s| {
        closed(s, ORE_ROAD, 20, 22);
        s.add("again", 21.0, Event::RoadClosed { segment: ORE_ROAD });
    }),
    ("a closed road is opened", |s| s.add("opened", 20.0, Event::RoadOpened { segment: ORE_ROAD })),
    ("a road closes as its calendar or a storm says", |s| {
        closed(s, ORE_ROAD, 20, 22);
        s.shift("road.closed", 19.0);
    }),
    ("a road stays closed as long as its calendar says", |s| {
        closed(s, ORE_ROAD, 20, 22);
        s.shift("road.opened", 21.5);
    }),
    ("a road is closed when its calendar says so", |s| {
        closed(s, ORE_ROAD, 20, 22);
        s.cut("road.closed");
        s.cut("road.opened");
    }),
    ("a storm closes all roads of its mine", |s| {
        stormy(s);
        s.add("storm", 20.0, Event::RoadClosed { segment: ORE_ROAD });
    }),
    ("a load comes to a dump over open roads", |s| {
        // Loaded at 8.3, dumped at 8.6, and the only road to the crusher closed from 8 to 9.
        closed(s, CRUSHER_ROAD, 8, 9);
    }),
    ("an empty truck comes to a face over open roads", |s| {
        // Dumped at 8.6, loaded again at 8.9, and the only road to the ore closed from 8 to 9.
        closed(s, ORE_ROAD, 8, 9);
        let (truck, loader, mass) = (TRUCK_ALDER, LOADER_ORE, Mass(28_000));
        s.add("again", 8.9, Event::Loaded { truck, loader, face: FACE_ORE, mass });
    }),
    ("nobody is held on roads without rules", |s| {
        s.state("held", 8.1, TRUCK_ALDER, MachineState::HeldOnRoad);
    }),
];

#[test]
fn roads_that_are_driven_by_their_rules_are_found_sound() {
    let mut s = Story::new();
    lane(&mut s);
    stormy(&mut s);
    closed(&mut s, ORE_ROAD, 20, 22);
    enters(&mut s, "in", 8.05, TRUCK_ALDER, true);
    s.state("held", 8.08, TRUCK_BIRCH, MachineState::HeldOnRoad);
    s.state("goes on", 8.1, TRUCK_BIRCH, MachineState::TravelEmpty);
    leaves(&mut s, "out", 8.1, TRUCK_ALDER);
    enters(&mut s, "in2", 8.1, TRUCK_BIRCH, true);
    leaves(&mut s, "out2", 8.15, TRUCK_BIRCH);
    let roads: Vec<SegmentId> = s.tables.segments.ids().collect();
    for segment in roads {
        s.add("storm", 30.0, Event::RoadClosed { segment });
        s.add("calm", 33.0, Event::RoadOpened { segment });
    }
    let found = s.judge();
    assert!(found.is_empty(), "{}", found.iter().map(|one| format!("{one}\n")).collect::<String>());
}

#[test]
fn a_storm_out_of_season_is_none() {
    let mut s = Story::new();
    stormy(&mut s);
    s.tables.road_weather.iter_mut().for_each(|row| (row.first_month, row.last_month) = (8, 5));
    let roads: Vec<SegmentId> = s.tables.segments.ids().collect();
    for segment in roads {
        s.add("storm", 20.0, Event::RoadClosed { segment });
        s.add("calm", 22.0, Event::RoadOpened { segment });
    }
    let found = s.judge();
    assert!(
        found.iter().all(|one| one.rule == "a road closes as its calendar or a storm says")
            && !found.is_empty()
    );
}
