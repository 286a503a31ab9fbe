//! Trucks and loaders that stop, are taken away and come back.
use crate::world::{World, at, dumped, loaded_and_dumped, run, state_at, states, world};
use iceroad_base::quantity::Ranged;
use iceroad_haulage::{Notice, Stopped};
use iceroad_model::MachineId;
use iceroad_model::event::MachineState::*;
use iceroad_worlds::pit::{Pit, PitDump, PitFace};

const TRUCK: MachineId = MachineId(0);

fn stop(world: &mut World, machine: u32) -> Stopped {
    world.tell(|haulage, ctx| haulage.stop(MachineId(machine), ctx)).unwrap()
}

fn resume(world: &mut World, machine: u32) {
    world.tell(|haulage, ctx| haulage.resume(MachineId(machine), ctx)).unwrap();
}

fn in_place(world: &mut World, machine: u32) {
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(machine), ctx)).unwrap();
}

fn release(world: &mut World, machine: u32) {
    world.tell(|haulage, ctx| haulage.release(MachineId(machine), ctx)).unwrap();
}

#[test]
fn a_truck_that_fails_on_the_road_keeps_its_load_and_goes_on_where_it_stood() {
    // Loaded drive from 310 to 630; at 470 it is half way in time and road: 500 m beyond the middle on the way
    // to the dump. From face to gate it is 1,300 m, from dump to gate 2,300 m: between them 1,800 m.
    let mut world = run(&Pit::default(), 470);
    let stopped = stop(&mut world, 0);
    assert!(stopped.loaded);
    assert!((stopped.to_gate.get() - 1_800.0).abs() < 1.0);
    world.run_until(at(1_000)).unwrap();
    assert!(dumped(&world).is_empty());
    in_place(&mut world, 0);
    world.run_until(at(1_300)).unwrap();
    // 160 s of the drive were left: at the dump at 1,160, done at 1,220.
    assert_eq!(dumped(&world), [(1_220, 100.0)]);
}

#[test]
fn a_truck_towed_in_with_a_load_dumps_it_first() {
    let mut world = run(&Pit::default(), 470);
    stop(&mut world, 0);
    world.run_until(at(10_000)).unwrap();
    resume(&mut world, 0);
    world.run_until(at(11_000)).unwrap();
    // Gate to dump 2,300 m: 40 s and 200 m for the ends, 210 s: 250 s; 60 s to dump.
    assert_eq!(dumped(&world)[0], (10_310, 100.0));
}

#[test]
fn loading_cut_short_leaves_whole_passes_in_the_truck() {
    // Loading from 130: spotting to 160, passes end at 190, 220, 250 …; at 235 two are done: 40 t.
    let mut world = run(&Pit { trucks: 2, ..Pit::default() }, 235);
    let stopped = stop(&mut world, 0);
    assert!(stopped.loaded);
    assert_eq!(loaded_and_dumped(&world.log).0.tonnes(), 40.0);
    // The loader turns to the next in line at once.
    assert_eq!(state_at(&world, 1, 235), Some(Loading));
    in_place(&mut world, 0);
    world.run_until(at(700)).unwrap();
    assert_eq!(dumped(&world)[0], (235 + 320 + 60, 40.0));
}

#[test]
fn what_was_not_dug_of_a_load_is_still_at_the_face() {
    // Of 150 t a load of 100 t is cut short at two passes, 40 t: 110 t are left, which fill the truck once more and leave 10 t.
    let face = PitFace { metres: 1_000.0, loaders: 1, tonnes: Some(150.0) };
    let mut world = run(&Pit { trucks: 1, faces: vec![face], ..Pit::default() }, 235);
    stop(&mut world, 0);
    in_place(&mut world, 0);
    world.run_until(at(4_000)).unwrap();
    let loads: Vec<f64> = dumped(&world).into_iter().map(|(_, tonnes)| tonnes).collect();
    assert_eq!(loads, [40.0, 100.0, 10.0]);
}

#[test]
fn when_a_loader_fails_its_truck_leaves_with_what_it_has_and_the_line_goes_elsewhere() {
    let near = PitFace { metres: 1_000.0, loaders: 1, tonnes: None };
    let far = PitFace { metres: 5_000.0, loaders: 1, tonnes: None };
    let mut pit = Pit { trucks: 3, faces: vec![near, far], ..Pit::default() };
    pit.dispatch = iceroad_model::mine::DispatchPolicy::Nearest;
    let mut world = run(&pit, 235);
    stop(&mut world, 3);
    assert_eq!(state_at(&world, 0, 235), Some(TravelLoaded));
    assert_eq!(state_at(&world, 1, 235), Some(TravelEmpty));
    world.run_until(at(2_000)).unwrap();
    assert_eq!(dumped(&world)[0].1, 40.0);
    // The far loader was not used before.
    assert_eq!(states(&world, 4)[1].1, Loading);
}

#[test]
fn trucks_without_a_loader_wait_and_go_back_when_it_is_repaired() {
    let mut world = run(&Pit { trucks: 2, ..Pit::default() }, 140);
    stop(&mut world, 2);
    world.run_until(at(5_000)).unwrap();
    assert_eq!(state_at(&world, 0, 4_999), Some(NoWork));
    assert_eq!(state_at(&world, 1, 4_999), Some(NoWork));
    in_place(&mut world, 2);
    world.run_until(at(5_001)).unwrap();
    assert_eq!(state_at(&world, 0, 5_000), Some(Loading));
    assert_eq!(state_at(&world, 1, 5_000), Some(QueueLoad));
}

#[test]
fn a_loader_comes_back_from_the_gate_on_its_tracks() {
    // 1,300 m at 2.4 km/h: 1,950 s.
    let mut world = run(&Pit::default(), 140);
    let stopped = stop(&mut world, 1);
    assert!((stopped.to_gate.get() - 1_300.0).abs() < 1e-6);
    world.run_until(at(5_000)).unwrap();
    resume(&mut world, 1);
    world.run_until(at(8_000)).unwrap();
    assert_eq!(state_at(&world, 1, 6_949), Some(TravelEmpty));
    assert_eq!(state_at(&world, 1, 6_950), Some(Loading));
}

#[test]
fn a_place_at_the_dump_is_free_again_when_the_truck_there_fails() {
    let face = PitFace { metres: 1_000.0, loaders: 2, tonnes: None };
    let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((100.0, 120.0)) };
    let mut world = run(&Pit { trucks: 2, faces: vec![face], dumps: vec![dump], ..Pit::default() }, 640);
    assert_eq!(state_at(&world, 0, 640), Some(Dumping));
    assert_eq!(state_at(&world, 1, 640), Some(QueueDump));
    assert!(stop(&mut world, 0).loaded);
    // Nothing went into the hopper, so the second truck's load fits.
    assert_eq!(state_at(&world, 1, 640), Some(Dumping));
    world.run_until(at(1_000)).unwrap();
    in_place(&mut world, 0);
    assert!(world.haulage.contradictions(at(1_000)).is_empty());
    world.run_until(at(80_000)).unwrap();
    let (loaded, unloaded) = loaded_and_dumped(&world.log);
    assert_eq!(loaded, unloaded + world.haulage.aboard());
}

#[test]
fn a_truck_asked_in_finishes_its_cycle_and_drives_to_the_gate() {
    let mut world = run(&Pit::default(), 400);
    release(&mut world, 0);
    world.run_until(at(2_000)).unwrap();
    assert_eq!(dumped(&world).len(), 1);
    // Dumped at 690; dump to gate 2,300 m: 250 s.
    let gate = world.notices.iter().find(|(_, notice)| *notice == Notice::AtGate { machine: TRUCK }).unwrap();
    assert_eq!(gate.0, at(940));
    assert_eq!(world.haulage.state(TRUCK), None);
    resume(&mut world, 0);
    assert_eq!(world.haulage.state(TRUCK), Some(TravelEmpty));
}

#[test]
fn a_parked_truck_asked_in_goes_at_once() {
    let mut world = run(&Pit { shifts: vec![(0, 1)], ..Pit::default() }, 10_000);
    release(&mut world, 0);
    // Park to gate 400 m: 40 s and 200 m for the ends, 20 s: 60 s.
    world.run_until(at(10_100)).unwrap();
    let gate = world.notices.iter().find(|(_, notice)| *notice == Notice::AtGate { machine: TRUCK }).unwrap();
    assert_eq!(gate.0, at(10_060));
    resume(&mut world, 0);
    world.run_until(at(11_000)).unwrap();
    assert_eq!(state_at(&world, 0, 10_999), Some(OffShift));
}

#[test]
fn a_loader_asked_in_finishes_its_truck_first() {
    let mut world = run(&Pit { trucks: 2, ..Pit::default() }, 200);
    release(&mut world, 2);
    // The line is dissolved, the truck under the loader stays.
    assert_eq!(state_at(&world, 0, 200), Some(Loading));
    assert_eq!(state_at(&world, 1, 200), Some(NoWork));
    world.run_until(at(5_000)).unwrap();
    let loader = MachineId(2);
    let gate =
        world.notices.iter().find(|(_, notice)| *notice == Notice::AtGate { machine: loader }).unwrap();
    assert_eq!(gate.0, at(310 + 1_950));
}

#[test]
fn stopping_what_is_away_changes_nothing() {
    let mut world = run(&Pit::default(), 470);
    stop(&mut world, 0);
    let entries = world.log.len();
    let again = stop(&mut world, 0);
    assert!(again.loaded);
    assert_eq!(world.log.len(), entries);
    assert!(world.tell(|haulage, ctx| haulage.stop(MachineId(99), ctx)).is_err());
}

#[test]
fn a_machine_that_comes_later_is_absent_until_commissioned() {
    let pit = Pit { trucks: 2, ..Pit::default() };
    let mut tables = pit.tables();
    let late = iceroad_base::civil::Date::constant(2026, 1, 1);
    tables.machines[MachineId(1)].arrival = iceroad_model::fleet::Arrival::On(late);
    let mut world = World::tables(&tables, &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(at(1_000)).unwrap();
    assert_eq!(states(&world, 1), [(0, Absent)]);
    world.tell(|haulage, ctx| haulage.commission(MachineId(1), ctx)).unwrap();
    world.run_until(at(1_200)).unwrap();
    assert_eq!(states(&world, 1)[..2], [(0, Absent), (1_000, TravelEmpty)]);
}

#[test]
fn a_truck_may_fail_in_every_second_of_its_round_and_still_deliver() {
    for second in (5..900).step_by(5) {
        let mut world = world(&Pit { trucks: 2, ..Pit::default() });
        world.run_until(at(second)).unwrap();
        stop(&mut world, 0);
        world.run_until(at(second + 500)).unwrap();
        if second % 2 == 0 {
            resume(&mut world, 0)
        } else {
            in_place(&mut world, 0)
        }
        world.run_until(at(20_000)).unwrap();
        let (loaded, unloaded) = loaded_and_dumped(&world.log);
        assert_eq!(loaded, unloaded + world.haulage.aboard(), "failed at {second}");
        assert!(dumped(&world).len() >= 38, "failed at {second}: {}", dumped(&world).len());
    }
}
