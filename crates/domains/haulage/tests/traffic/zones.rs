//! Single-lane zones: one direction at a time, so many trucks, who goes first.
use crate::world::*;
use iceroad_base::quantity::Seconds;
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::roads::ZonePolicy;
use iceroad_model::{MachineId, NodeId, Tables, ZoneId};
use iceroad_worlds::pit::{Pit, PitFace};
use std::collections::BTreeMap;

/// The road to the face is one lane; five trucks go in at 0 and come back loaded, one every 180 s from 310 on.
fn five() -> (Pit, Tables) {
    let pit = Pit { trucks: 5, ..Pit::default() };
    let mut tables = tables(&pit);
    zone(&mut tables, &[TO_FACE], None);
    (pit, tables)
}

#[test]
fn who_comes_against_the_direction_waits_at_the_end() {
    let (pit, tables) = five();
    let world = run(&pit, &tables, 1_100);
    // Truck 0 leaves the face at 310, is through the lane at 420, dumps from 630 to 690 and is back before the lane at
    // 900. Truck 3 drives out of it from 850 to 960, so truck 0 goes in then and is through at 1,070; truck 4, loaded
    // at 1,030, waits for that.
    assert_eq!(held(&world, 0), [(900, 960)]);
    assert_eq!(held(&world, 4), [(1_030, 1_070)]);
}

/// A ramp of two lanes-for-one with a bay between, a face with two loaders below and a dump above.
pub(crate) fn ramp(pit: &Pit, bay: Option<u16>) -> Tables {
    let mut tables = tables(pit);
    tables.segments = Default::default();
    let passing = node(&mut tables, "bay");
    road(&mut tables, PARK, MIDDLE, 100.0);
    road(&mut tables, GATE, MIDDLE, 300.0);
    road(&mut tables, FUEL, MIDDLE, 200.0);
    let low = road(&mut tables, FACE, passing, 700.0);
    let high = road(&mut tables, passing, MIDDLE, 900.0);
    road(&mut tables, MIDDLE, DUMP, 400.0);
    zone(&mut tables, &[low], None);
    zone(&mut tables, &[high], None);
    tables.nodes[passing].rules.bay_trucks = bay;
    tables
}

pub(crate) fn busy() -> Pit {
    Pit {
        trucks: 9,
        faces: vec![PitFace { metres: 500.0, loaders: 3, tonnes: None }],
        days: 2,
        ..Pit::default()
    }
}

/// What the log says of the zones.
#[derive(Default)]
pub(crate) struct Zones {
    inside: BTreeMap<ZoneId, Vec<(MachineId, bool)>>,
    /// The most that were in one at once.
    pub(crate) most: usize,
    pub(crate) entries: usize,
}

/// Goes through the log and checks that no zone is driven in two directions at once.
pub(crate) fn follow(log: &[Entry]) -> Zones {
    let mut zones = Zones::default();
    for entry in log {
        match entry.event {
            Event::ZoneEntered { truck, zone, along } => {
                let inside = zones.inside.entry(zone).or_default();
                assert!(
                    inside.iter().all(|&(_, other)| other == along),
                    "two directions in {zone:?} at {:?}",
                    entry.at
                );
                inside.push((truck, along));
                zones.most = zones.most.max(inside.len());
                zones.entries += 1;
            }
            Event::ZoneLeft { truck, zone } => {
                let inside = zones.inside.entry(zone).or_default();
                let at = inside.iter().position(|&(who, _)| who == truck);
                inside.remove(at.expect("who leaves a zone is in it"));
            }
            _ => {}
        }
    }
    zones
}

#[test]
fn a_zone_is_never_driven_in_two_directions_at_once() {
    let pit = busy();
    let world = run(&pit, &ramp(&pit, None), 100_000);
    let zones = follow(&world.log);
    assert!(zones.entries > 500 && zones.most > 2, "{} entries, {} at once", zones.entries, zones.most);
    assert!(dumped(&world).len() > 100);
}

#[test]
fn a_zone_holds_no_more_than_it_may() {
    let pit = busy();
    let mut tables = ramp(&pit, None);
    for zone in [0, 1] {
        tables.zones[ZoneId(zone)].max_trucks = Some(2);
    }
    assert_eq!(follow(&run(&pit, &tables, 100_000).log).most, 2);
}

/// One coming into a zone, as the log tells it.
struct Coming {
    /// Row of the log at which the truck began to wait; that of the coming itself where it did not.
    waits_from: usize,
    enters: usize,
    along: bool,
    loaded: bool,
}

/// Everyone who came into a zone, in order.
fn comings(log: &[Entry], zone: ZoneId) -> Vec<Coming> {
    let mut waits: BTreeMap<MachineId, usize> = BTreeMap::new();
    let mut loaded: BTreeMap<MachineId, bool> = BTreeMap::new();
    let mut found = Vec::new();
    for (row, entry) in log.iter().enumerate() {
        match entry.event {
            Event::State { machine, state: MachineState::HeldOnRoad } => {
                waits.insert(machine, row);
            }
            Event::State { machine, state: MachineState::TravelEmpty } if row > 0 => {
                loaded.insert(machine, false);
            }
            Event::Loaded { truck, .. } => {
                loaded.insert(truck, true);
            }
            Event::ZoneEntered { truck, zone: entered, along } => {
                let waits_from = waits.remove(&truck).unwrap_or(row);
                if entered == zone {
                    let loaded = loaded.get(&truck).copied().unwrap_or(false);
                    found.push(Coming { waits_from, enters: row, along, loaded });
                }
            }
            _ => {}
        }
    }
    found
}

/// Those whose entry turns the zone's direction, with who waited on either side then.
fn turns(all: &[Coming]) -> impl Iterator<Item = (&Coming, Vec<&Coming>)> {
    let pairs = all.windows(2).filter(|pair| pair[0].along != pair[1].along);
    pairs.map(|pair| {
        let next = &pair[1];
        let waiting = all.iter().filter(|one| one.waits_from < next.enters && one.enters >= next.enters);
        (next, waiting.collect())
    })
}

#[test]
fn who_has_waited_longest_goes_first() {
    let pit = busy();
    let mut tables = ramp(&pit, None);
    for zone in [0, 1] {
        tables.zones[ZoneId(zone)].max_trucks = Some(1);
    }
    let world = run(&pit, &tables, 150_000);
    let mut choices = 0;
    for zone in [0, 1] {
        let all = comings(&world.log, ZoneId(zone));
        for (next, waiting) in turns(&all).filter(|(next, _)| next.waits_from < next.enters) {
            let longest = waiting.iter().map(|one| one.waits_from).min().unwrap();
            assert_eq!(next.waits_from, longest);
            choices += usize::from(waiting.iter().any(|one| one.along != next.along));
        }
    }
    // Of several who wait on one side only the first has a choice made for it.
    assert!(choices > 10, "{choices}");
}

#[test]
fn loaded_trucks_go_first_where_the_zone_says_so() {
    let pit = busy();
    let mut tables = ramp(&pit, None);
    for zone in [0, 1] {
        tables.zones[ZoneId(zone)].policy = ZonePolicy::LoadedFirst;
        tables.zones[ZoneId(zone)].max_trucks = Some(1);
    }
    let world = run(&pit, &tables, 150_000);
    let mut choices = 0;
    for zone in [0, 1] {
        let all = comings(&world.log, ZoneId(zone));
        for pair in all.windows(2) {
            // One truck at a time: every coming of who waited is a choice.
            let next = &pair[1];
            let loaded_waits = all
                .iter()
                .any(|one| one.loaded && one.waits_from < pair[0].enters && one.enters > next.enters);
            assert!(next.loaded || !loaded_waits || next.along == pair[0].along, "an empty truck went first");
            choices += usize::from(next.loaded && next.waits_from < next.enters);
        }
    }
    assert!(choices > 50, "{choices}");
}

#[test]
fn no_more_than_a_batch_follow_while_someone_waits_at_the_other_end() {
    let pit = busy();
    let longest_run = |batch: Option<u16>| {
        let mut tables = ramp(&pit, None);
        for zone in [0, 1] {
            tables.zones[ZoneId(zone)].batch = batch;
        }
        let world = run(&pit, &tables, 150_000);
        let mut longest = 0;
        for zone in [0, 1] {
            let all = comings(&world.log, ZoneId(zone));
            for (index, first) in all.iter().enumerate() {
                let opposed = all.iter().find(|one| {
                    one.along != first.along && one.waits_from < first.enters && one.enters > first.enters
                });
                let Some(opposed) = opposed else { continue };
                // Those who came after the other, from this one on until it goes in: who came before has the right to.
                let until = all[index..].iter().take_while(|one| one.enters < opposed.enters);
                let run = until.filter(|one| one.waits_from > opposed.waits_from).count();
                longest = longest.max(run);
            }
        }
        longest
    };
    assert!(longest_run(None) > 2);
    assert!(longest_run(Some(2)) <= 2);
}

#[test]
fn a_direction_is_not_held_longer_than_it_may_while_someone_waits() {
    let pit = busy();
    let longest_wait = |hold: Option<f64>| {
        let mut tables = ramp(&pit, None);
        for zone in [0, 1] {
            tables.zones[ZoneId(zone)].max_hold = hold.map(Seconds::clamped);
        }
        let world = run(&pit, &tables, 150_000);
        (0..9).flat_map(|t| held(&world, t)).map(|(from, to)| to - from).max().unwrap()
    };
    let (held, free) = (longest_wait(Some(30.0)), longest_wait(None));
    // A direction held for 30 s, the lane of at most 90 s cleared, and the same of the other direction before.
    assert!(held <= 2 * (30 + 110), "{held} s");
    assert!(free >= held, "{free} s without the limit, {held} s with it");
}

#[test]
fn a_bay_holds_no_more_than_it_may_and_nobody_is_ever_stuck() {
    let pit = busy();
    for bay in [1, 2, 3] {
        let mut tables = ramp(&pit, Some(bay));
        tables.mines[MINE].traffic.gap = Seconds::clamped(5.0);
        let mut world = start(&pit, &tables);
        for hour in 1..48 {
            world.run_until(at(hour * 3_600)).unwrap();
            assert_eq!(world.haulage.contradictions(at(hour * 3_600)), [""; 0]);
        }
        let late = dumped(&world).into_iter().filter(|&second| second > 44 * 3_600).count();
        assert!(late > 5, "{late} loads in the last hours with a bay of {bay}");
    }
}

#[test]
fn three_zones_and_two_small_bays_in_a_row_do_not_lock() {
    let pit = Pit { trucks: 12, ..busy() };
    let mut tables = ramp(&pit, Some(1));
    let second = node(&mut tables, "second bay");
    // The lower lane is cut in two.
    let low = iceroad_model::SegmentId(3);
    let from = std::mem::replace(&mut tables.segments[low].from, second);
    let lowest = road(&mut tables, from, second, 500.0);
    zone(&mut tables, &[lowest], None);
    tables.nodes[second].rules.bay_trucks = Some(1);
    let world = run(&pit, &tables, 150_000);
    let late = dumped(&world).into_iter().filter(|&second| second > 140_000).count();
    assert!(late > 5, "{late} loads in the last hours");
    follow(&world.log);
}

#[test]
fn a_zone_of_several_segments_is_one_passage() {
    let pit = busy();
    let mut tables = ramp(&pit, None);
    let (low, high) = (iceroad_model::SegmentId(3), iceroad_model::SegmentId(4));
    // Written against each other: the lower from the face up, the upper from the middle down.
    tables.segments[high].from = MIDDLE;
    tables.segments[high].to = NodeId(6);
    for segment in [low, high] {
        tables.segments[segment].rules.zone = Some(ZoneId(0));
    }
    let world = run(&pit, &tables, 100_000);
    let zones = follow(&world.log);
    let trips = world.log.iter().filter(|entry| matches!(entry.event, Event::Loaded { .. })).count();
    // One coming in and one going out for every load, and those under way at the end.
    assert!(zones.entries.abs_diff(2 * trips) <= 10, "{} entries, {trips} loads", zones.entries);
}
