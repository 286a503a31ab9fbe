//! What the tests share: pits whose roads are laid anew.

use iceroad_base::quantity::{Metres, Seconds};
use iceroad_base::{Span, Time};
use iceroad_haulage::alone::Alone;
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::mine::Node;
use iceroad_model::roads::{LaneZone, TrafficRule, ZonePolicy};
use iceroad_model::{MachineId, MineId, NodeId, SegmentId, Tables, ZoneId};
use iceroad_worlds::pit::Pit;
pub(crate) use iceroad_worlds::pit::road;

pub(crate) type World = Alone<Vec<Entry>>;

pub(crate) const MINE: MineId = MineId(0);
/// Nodes of the pit's star.
pub(crate) const MIDDLE: NodeId = NodeId(0);
pub(crate) const PARK: NodeId = NodeId(1);
pub(crate) const GATE: NodeId = NodeId(2);
pub(crate) const FUEL: NodeId = NodeId(3);
/// With one face and one dump.
pub(crate) const FACE: NodeId = NodeId(4);
pub(crate) const DUMP: NodeId = NodeId(5);
/// The star's roads: to the park, the gate, the fuel point, the face, the dump.
pub(crate) const TO_FACE: SegmentId = SegmentId(3);

/// The tables of a pit whose trucks do not overtake; no distance is kept yet.
pub(crate) fn tables(pit: &Pit) -> Tables {
    let mut tables = pit.tables();
    let traffic = &mut tables.mines[MINE].traffic;
    traffic.rule = TrafficRule::NoOvertaking;
    traffic.headway = Metres::clamped(0.0);
    traffic.gap = Seconds::clamped(0.0);
    tables
}

pub(crate) fn start(pit: &Pit, tables: &Tables) -> World {
    Alone::tables(tables, &pit.horizon(), 1, Vec::new()).unwrap()
}

pub(crate) fn run(pit: &Pit, tables: &Tables, seconds: i64) -> World {
    let mut world = start(pit, tables);
    world.run_until(at(seconds)).unwrap();
    world
}

pub(crate) fn at(seconds: i64) -> Time {
    Time::START + Span::SECOND * seconds
}

pub(crate) fn node(tables: &mut Tables, name: &str) -> NodeId {
    tables.nodes.push(Node { name: name.into(), ..tables.nodes[MIDDLE].clone() })
}

/// A zone over these segments.
pub(crate) fn zone(tables: &mut Tables, segments: &[SegmentId], most: Option<u16>) -> ZoneId {
    let name = format!("zone {}", tables.zones.len());
    let zone = tables.zones.push(LaneZone {
        name,
        mine: MINE,
        policy: ZonePolicy::FirstCome,
        max_trucks: most,
        batch: None,
        max_hold: None,
    });
    for &segment in segments {
        tables.segments[segment].rules.zone = Some(zone);
    }
    zone
}

/// States of a machine with the second each begins.
pub(crate) fn states(world: &World, machine: u32) -> Vec<(i64, MachineState)> {
    let mine = |entry: &Entry| match entry.event {
        Event::State { machine: MachineId(id), state } if id == machine => Some((seconds(entry.at), state)),
        _ => None,
    };
    world.log.iter().filter_map(mine).collect()
}

/// When each truck first comes to the loader: under it or in line.
pub(crate) fn first_at_face(world: &World, trucks: u32) -> Vec<i64> {
    let first = |machine| {
        let comes = |&(_, state): &(i64, MachineState)| {
            matches!(state, MachineState::QueueLoad | MachineState::Loading)
        };
        states(world, machine).into_iter().find(comes).map_or(-1, |(second, _)| second)
    };
    (0..trucks).map(first).collect()
}

/// How long a machine was held on the road, as (from, to) in seconds.
pub(crate) fn held(world: &World, machine: u32) -> Vec<(i64, i64)> {
    let states = states(world, machine);
    let pairs = states.windows(2).filter(|pair| pair[0].1 == MachineState::HeldOnRoad);
    pairs.map(|pair| (pair[0].0, pair[1].0)).collect()
}

pub(crate) fn seconds(time: Time) -> i64 {
    (time.millis() + 500).div_euclid(1_000)
}

/// Seconds of the loads dumped.
pub(crate) fn dumped(world: &World) -> Vec<i64> {
    let dumped = |entry: &Entry| matches!(entry.event, Event::Dumped { .. }).then(|| seconds(entry.at));
    world.log.iter().filter_map(dumped).collect()
}
