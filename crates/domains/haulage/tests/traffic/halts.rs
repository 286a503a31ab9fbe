//! Trucks that break down on roads with rules.
use crate::world::*;
use crate::zones::follow;
use iceroad_base::quantity::Volume;
use iceroad_model::event::{Event, MachineState};
use iceroad_model::{MachineId, SegmentId, Tables};
use iceroad_worlds::pit::Pit;

fn stop(world: &mut World, truck: u32) {
    world.tell(|haulage, ctx| haulage.stop(MachineId(truck), ctx)).unwrap();
}

/// Two trucks drive to the face over a lane that they may share.
fn two() -> (Pit, Tables) {
    let pit = Pit { trucks: 2, ..Pit::default() };
    let mut tables = tables(&pit);
    zone(&mut tables, &[TO_FACE], Some(1));
    (pit, tables)
}

#[test]
fn a_truck_broken_down_in_a_zone_blocks_it_until_it_drives_on() {
    let (pit, tables) = two();
    // Truck 0 is in the lane from 20 to 130; truck 1 waits for it.
    let mut world = run(&pit, &tables, 60);
    stop(&mut world, 0);
    world.run_until(at(1_000)).unwrap();
    assert_eq!(states(&world, 1).last(), Some(&(20, MachineState::HeldOnRoad)));
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(0), ctx)).unwrap();
    world.run_until(at(1_400)).unwrap();
    // 70 s were left.
    assert_eq!(first_at_face(&world, 2), [1_070, 1_180]);
    assert_eq!(world.haulage.contradictions(at(1_400)), [""; 0]);
}

#[test]
fn a_truck_in_tow_blocks_a_zone_no_more() {
    let (pit, tables) = two();
    let mut world = run(&pit, &tables, 60);
    stop(&mut world, 0);
    world.run_until(at(500)).unwrap();
    world.tell(|haulage, ctx| haulage.towed(MachineId(0), ctx)).unwrap();
    world.run_until(at(1_000)).unwrap();
    assert_eq!(first_at_face(&world, 2)[1], 610);
    let left =
        world.log.iter().find(|entry| matches!(entry.event, Event::ZoneLeft { truck: MachineId(0), .. }));
    assert_eq!(left.map(|entry| seconds(entry.at)), Some(500));
    world.tell(|haulage, ctx| haulage.resume(MachineId(0), ctx)).unwrap();
    world.run_until(at(3_000)).unwrap();
    assert_eq!(world.haulage.contradictions(at(3_000)), [""; 0]);
    follow(&world.log);
}

#[test]
fn a_truck_that_comes_back_without_having_been_towed_blocks_a_zone_no_more_either() {
    let (pit, tables) = two();
    let mut world = run(&pit, &tables, 60);
    stop(&mut world, 0);
    world.run_until(at(500)).unwrap();
    world.tell(|haulage, ctx| haulage.resume(MachineId(0), ctx)).unwrap();
    world.run_until(at(1_000)).unwrap();
    assert_eq!(first_at_face(&world, 2)[1], 610);
}

#[test]
fn who_breaks_down_in_the_line_before_a_zone_lets_others_go() {
    let pit = Pit { trucks: 3, ..Pit::default() };
    let mut tables = tables(&pit);
    zone(&mut tables, &[TO_FACE], Some(1));
    let mut world = run(&pit, &tables, 60);
    stop(&mut world, 1);
    world.run_until(at(500)).unwrap();
    assert_eq!([first_at_face(&world, 3)[0], first_at_face(&world, 3)[2]], [130, 240]);
    // Mended where it stands it asks anew; truck 2 drives out of the lane from 490 to 600.
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(1), ctx)).unwrap();
    world.run_until(at(800)).unwrap();
    assert_eq!(first_at_face(&world, 3)[1], 710);
    assert_eq!(world.haulage.contradictions(at(800)), [""; 0]);
}

#[test]
fn on_a_road_of_two_lanes_a_broken_truck_is_passed() {
    let pit = Pit { trucks: 2, ..Pit::default() };
    let mut world = run(&pit, &tables(&pit), 60);
    stop(&mut world, 0);
    world.run_until(at(300)).unwrap();
    assert_eq!(first_at_face(&world, 2)[1], 130);
}

#[test]
fn a_held_truck_idles() {
    // The same work, once with a lane that holds trucks up; what is burnt more is 36 L/h of the time held.
    let pit = Pit { trucks: 4, days: 2, ..Pit::default() };
    let burnt = |tables: &Tables| {
        let mut world = run(&pit, tables, 1_000);
        world
            .tell(|haulage, ctx| {
                haulage.finish(ctx);
                Ok(())
            })
            .unwrap();
        let litres = |entry: &iceroad_model::event::Entry| match entry.event {
            Event::Burnt { machine: MachineId(0..4), fuel } => Some(fuel.get()),
            _ => None,
        };
        world.log.iter().filter_map(litres).sum::<i64>()
    };
    let free = tables(&pit);
    let mut ruled = free.clone();
    zone(&mut ruled, &[SegmentId(0)], Some(1));
    // From the park one by one over 100 m: three are held for 20, 40 and 60 s and come later to all that follows.
    let (free, ruled) = (burnt(&free), burnt(&ruled));
    assert!(ruled.abs_diff(free) < 15, "{ruled} L with the lane, {free} L without");
}

#[test]
fn a_truck_that_runs_dry_in_a_zone_blocks_it_until_the_bowser_has_come() {
    let mut pit = Pit { trucks: 2, fuel: true, ..Pit::default() };
    // Two litres last for part of the way to the face only.
    pit.truck.tank = Volume(2);
    let mut tables = tables(&pit);
    zone(&mut tables, &[TO_FACE], Some(1));
    let mut world = start(&pit, &tables);
    let ran_dry = |world: &World| {
        let dry = |entry: &&iceroad_model::event::Entry| matches!(entry.event, Event::RanDry { .. });
        world.log.iter().filter(dry).map(|entry| entry.at).collect::<Vec<_>>()
    };
    for hour in 1..=60 {
        world.run_until(at(hour * 1_400)).unwrap();
        assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
    }
    follow(&world.log);
    assert!(ran_dry(&world).len() > 10);
    // Whoever waited for the lane was held there for the hour as well.
    let longest = (0..2).flat_map(|truck| held(&world, truck)).map(|(from, to)| to - from).max();
    assert!(longest.is_some_and(|seconds| seconds >= 3_600), "{longest:?}");
    assert!(!dumped(&world).is_empty());
    // A truck broken down where it ran dry is in the way once, and goes on from there.
    let mut world = start(&pit, &tables);
    while ran_dry(&world).is_empty() {
        let next = world.calendar.now() + iceroad_base::Span::SECOND;
        world.run_until(next).unwrap();
    }
    let dry =
        (0..2).find(|&truck| states(&world, truck).last().is_some_and(|one| one.1 == MachineState::NoFuel));
    let truck = dry.unwrap();
    stop(&mut world, truck);
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(truck), ctx)).unwrap();
    world.run_until(at(20_000)).unwrap();
    assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
    follow(&world.log);
}
