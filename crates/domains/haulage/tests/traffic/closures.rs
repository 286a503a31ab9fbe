//! Roads that close and open by calendar, and the ways round.
use crate::world::*;
use iceroad_base::civil::{Date, TimeOfDay};
use iceroad_base::quantity::Metres;
use iceroad_model::event::{Event, MachineState};
use iceroad_model::fleet::Machine;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::roads::{Closure, ClosureReason, TrafficRule};
use iceroad_model::{FaceId, MachineId, NodeId, SegmentId, Tables};
use iceroad_worlds::pit::{Pit, PitFace};

/// The road between two nodes is closed on 1 January from one minute of the day to another.
fn close(tables: &mut Tables, (from, to): (NodeId, NodeId), start: i8, end: i8) {
    let minute = |minute: i8| TimeOfDay::constant(minute / 60, minute % 60, 0, 0);
    tables.closures.push(Closure {
        mine: MINE,
        segment: Some((from, to)),
        face: None,
        reason: ClosureReason::Works,
        first_day: Some(Date::constant(2026, 1, 1)),
        last_day: Some(Date::constant(2026, 1, 1)),
        weekdays: [true; 7],
        start: minute(start),
        end: minute(end),
    });
}

fn closed_and_opened(world: &World) -> Vec<(i64, SegmentId, bool)> {
    let roads = |entry: &iceroad_model::event::Entry| match entry.event {
        Event::RoadClosed { segment } => Some((seconds(entry.at), segment, false)),
        Event::RoadOpened { segment } => Some((seconds(entry.at), segment, true)),
        _ => None,
    };
    world.log.iter().filter_map(roads).collect()
}

/// With free flow and without overtaking.
fn both(pit: &Pit) -> [Tables; 2] {
    let mut free = tables(pit);
    free.mines[MINE].traffic.rule = TrafficRule::FreeFlow;
    [free, tables(pit)]
}

#[test]
fn who_cannot_get_anywhere_waits_until_the_road_opens() {
    let pit = Pit::default();
    for mut tables in both(&pit) {
        // Closed from 2 to 10 minutes: the truck leaves the face at 310, and finds the road shut.
        close(&mut tables, (FACE, MIDDLE), 2, 10);
        let world = run(&pit, &tables, 2_000);
        assert_eq!(closed_and_opened(&world), [(120, TO_FACE, false), (600, TO_FACE, true)]);
        // It was on the road when that closed, and drove on to its end.
        assert_eq!(first_at_face(&world, 1), [130]);
        assert_eq!(held(&world, 0), [(310, 600)]);
        // 3,000 m: 320 s, and 60 s to dump.
        assert_eq!(dumped(&world)[0], 600 + 320 + 60);
    }
}

/// A second road between middle and face, 500 m longer.
fn detour(tables: &mut Tables) -> SegmentId {
    road(tables, MIDDLE, FACE, 1_500.0)
}

#[test]
fn a_closed_road_is_driven_round() {
    let pit = Pit::default();
    for mut tables in both(&pit) {
        let round = detour(&mut tables);
        assert_ne!(round, TO_FACE);
        close(&mut tables, (FACE, MIDDLE), 0, 60);
        // Both roads join the same nodes, so the closure is of both; a node between tells them apart.
        let far = node(&mut tables, "far");
        tables.segments[round].to = far;
        road(&mut tables, far, FACE, 100.0);
        let world = run(&pit, &tables, 3_000);
        // 100 + 1,600 m: 190 s.
        assert_eq!(first_at_face(&world, 1), [190]);
        assert_eq!(held(&world, 0), []);
    }
}

#[test]
fn who_is_under_way_turns_off_at_the_next_node() {
    let pit = Pit::default();
    for mut tables in both(&pit) {
        // A long way to the middle: 1,100 m, driven in 120 s without the stop at its end.
        tables.segments[SegmentId(0)].length = Metres::clamped(1_100.0);
        let far = node(&mut tables, "far");
        road(&mut tables, MIDDLE, far, 1_500.0);
        road(&mut tables, far, FACE, 100.0);
        close(&mut tables, (FACE, MIDDLE), 1, 60);
        let world = run(&pit, &tables, 3_000);
        // Reaches the middle at 120 (10 m/s), and there begins a drive of 1,600 m from standstill, 180 s.
        assert_eq!(first_at_face(&world, 1), [300]);
    }
}

#[test]
fn nobody_is_sent_to_a_face_that_cannot_be_reached() {
    let face = PitFace { metres: 1_000.0, loaders: 1, tonnes: None };
    let pit = Pit { trucks: 2, faces: vec![face, PitFace { metres: 3_000.0, ..face }], ..Pit::default() };
    for mut tables in both(&pit) {
        close(&mut tables, (FACE, MIDDLE), 0, 120);
        let world = run(&pit, &tables, 7_000);
        let near =
            world.log.iter().any(|entry| matches!(entry.event, Event::Loaded { face, .. } if face.0 == 0));
        assert!(!near && dumped(&world).len() > 4);
        let world = run(&pit, &tables, 12_000);
        let near =
            world.log.iter().any(|entry| matches!(entry.event, Event::Loaded { face, .. } if face.0 == 0));
        assert!(near, "nobody went there after it was open");
    }
}

#[test]
fn a_truck_without_a_face_to_go_to_is_woken_when_the_road_opens() {
    let pit = Pit::default();
    for mut tables in both(&pit) {
        close(&mut tables, (MIDDLE, FACE), 0, 5);
        let world = run(&pit, &tables, 1_000);
        assert_eq!(states(&world, 0)[0], (0, MachineState::NoWork));
        assert_eq!(first_at_face(&world, 1), [300 + 130]);
    }
}

#[test]
fn one_closure_is_over_when_the_last_of_two_is() {
    let pit = Pit::default();
    let mut tables = tables(&pit);
    close(&mut tables, (FACE, MIDDLE), 1, 4);
    close(&mut tables, (FACE, MIDDLE), 3, 8);
    close(&mut tables, (DUMP, MIDDLE), 3, 4);
    let world = run(&pit, &tables, 2_000);
    let told = closed_and_opened(&world);
    let dump = SegmentId(4);
    assert_eq!(told, [(60, TO_FACE, false), (180, dump, false), (240, dump, true), (480, TO_FACE, true)]);
}

#[test]
fn a_closure_before_a_zone_lets_those_in_line_turn_round() {
    let pit = Pit { trucks: 3, ..Pit::default() };
    let mut tables = tables(&pit);
    zone(&mut tables, &[TO_FACE], Some(1));
    let far = node(&mut tables, "far");
    road(&mut tables, MIDDLE, far, 1_500.0);
    road(&mut tables, far, FACE, 100.0);
    close(&mut tables, (FACE, MIDDLE), 1, 60);
    let world = run(&pit, &tables, 1_000);
    // Truck 0 is in the lane when that closes; the others leave its line at 60 and drive 1,600 m from there.
    assert_eq!(first_at_face(&world, 3), [130, 240, 240]);
    assert_eq!(world.haulage.contradictions(at(1_000)), [""; 0]);
}

#[test]
fn who_is_held_long_stops_the_engine() {
    let pit = Pit::default();
    let mut tables = tables(&pit);
    close(&mut tables, (FACE, MIDDLE), 2, 127);
    let burnt = |seconds: i64| {
        let mut world = run(&pit, &tables, seconds);
        world
            .tell(|haulage, ctx| {
                haulage.finish(ctx);
                Ok(())
            })
            .unwrap();
        let litres = |entry: &iceroad_model::event::Entry| match entry.event {
            Event::Burnt { machine, fuel } if machine.0 == 0 => Some(fuel.get()),
            _ => None,
        };
        world.log.iter().filter_map(litres).sum::<i64>()
    };
    // Loaded at 310 it finds the road shut: 36 L/h for five minutes are 3 L, for two hours they were 70.
    let (before, after) = (burnt(310), burnt(7_400));
    assert!((2..=4).contains(&(after - before)), "{before} L, then {after} L");
}

#[test]
fn who_is_shut_out_by_two_closures_stays_so_until_both_are_over() {
    let pit = Pit::default();
    for mut tables in both(&pit) {
        // Shut out at 310 s, it sees the roads change at 7 and 9 minutes, and then as they were at 310.
        close(&mut tables, (FACE, MIDDLE), 2, 20);
        close(&mut tables, (PARK, MIDDLE), 7, 9);
        let world = run(&pit, &tables, 2_000);
        assert_eq!(held(&world, 0), [(310, 1_200)]);
        assert_eq!(dumped(&world)[0], 1_200 + 320 + 60);
    }
}

/// Two faces, at 1,000 and 3,000 m, and 1,100 m from the park to the middle: 120 s, without the stop.
fn two_faces(dispatch: DispatchPolicy) -> (Pit, [Tables; 2]) {
    let face = PitFace { metres: 1_000.0, loaders: 1, tonnes: None };
    let pit = Pit { faces: vec![face, PitFace { metres: 3_000.0, ..face }], dispatch, ..Pit::default() };
    let mut both = both(&pit);
    for tables in &mut both {
        tables.segments[SegmentId(0)].length = Metres::clamped(1_100.0);
        close(tables, (FACE, MIDDLE), 1, 20);
    }
    (pit, both)
}

#[test]
fn an_empty_truck_cut_off_from_its_loader_is_sent_to_another() {
    let (pit, both) = two_faces(DispatchPolicy::Nearest);
    for tables in both {
        let world = run(&pit, &tables, 1_000);
        // At the middle at 120, and from there 3,000 m from standstill: 320 s.
        assert_eq!(first_at_face(&world, 1), [440]);
        assert_eq!(held(&world, 0), []);
        assert_eq!(world.haulage.contradictions(at(1_000)), [""; 0]);
    }
}

#[test]
fn a_truck_that_has_only_one_face_waits_where_its_road_is_shut() {
    let (pit, both) = two_faces(DispatchPolicy::Fixed);
    for tables in both {
        let world = run(&pit, &tables, 2_000);
        assert_eq!(held(&world, 0), [(120, 1_200)]);
        // 1,000 m, the start from standstill not counted again.
        assert_eq!(first_at_face(&world, 1), [1_200 + 110]);
    }
}

#[test]
fn a_truck_cut_off_goes_where_a_loader_comes_to_work() {
    let (pit, both) = two_faces(DispatchPolicy::Nearest);
    for tables in both {
        let at_second = |(id, row): (MachineId, &Machine)| {
            let is_loader = tables.models[row.model].loader().is_some();
            (is_loader && row.face == Some(FaceId(1))).then_some(id)
        };
        let loader = tables.machines.entries().find_map(at_second).unwrap();
        let mut world = start(&pit, &tables);
        world.tell(|haulage, ctx| haulage.stop(loader, ctx)).unwrap();
        world.run_until(at(300)).unwrap();
        world.tell(|haulage, ctx| haulage.resume_in_place(loader, ctx)).unwrap();
        world.run_until(at(1_000)).unwrap();
        assert_eq!(held(&world, 0), [(120, 300)]);
        assert_eq!(first_at_face(&world, 1), [300 + 320]);
        assert_eq!(world.haulage.contradictions(at(1_000)), [""; 0]);
    }
}

#[test]
fn nobody_turns_round_in_a_single_lane() {
    let pit = Pit::default();
    let mut tables = tables(&pit);
    // The road to the face in two halves, both in one zone; the further one closes with the truck on the nearer.
    let half = node(&mut tables, "half");
    tables.segments[TO_FACE].from = half;
    tables.segments[TO_FACE].length = Metres::clamped(500.0);
    let nearer = road(&mut tables, MIDDLE, half, 500.0);
    zone(&mut tables, &[nearer, TO_FACE], None);
    let far = node(&mut tables, "far");
    road(&mut tables, MIDDLE, far, 1_500.0);
    road(&mut tables, far, FACE, 100.0);
    close(&mut tables, (FACE, half), 1, 10);
    let mut world = start(&pit, &tables);
    for second in 0..1_000 {
        world.run_until(at(second)).unwrap();
        assert_eq!(world.haulage.contradictions(at(second)), [""; 0]);
    }
    assert_eq!(held(&world, 0).iter().map(|&(_, to)| to).collect::<Vec<_>>(), [600]);
}
