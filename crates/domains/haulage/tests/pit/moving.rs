//! Loaders that go on to their next face, every number worked out by hand.
use crate::world::{World, at, dumped, loaded_and_dumped, seconds, states};
use iceroad_model::event::Event;
use iceroad_model::event::MachineState::*;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::pit::DigStep;
use iceroad_model::{FaceId, MachineId, Tables};
use iceroad_worlds::pit::{Pit, PitFace};

/// 250 t at 1 km from the middle, then a face at 600 m; one loader.
fn pit() -> Pit {
    let first = PitFace { metres: 1_000.0, loaders: 1, tonnes: Some(250.0) };
    let second = PitFace { metres: 600.0, loaders: 0, tonnes: None };
    Pit { faces: vec![first, second], ..Pit::default() }
}

/// The pit's tables with a dig sequence of its only loader, which comes after the trucks.
fn tables(pit: &Pit, faces: &[u32]) -> Tables {
    let mut tables = pit.tables();
    let loader = MachineId(pit.trucks as u32);
    for (nth, &face) in faces.iter().enumerate() {
        tables.dig_sequence.push(DigStep { loader, order: nth as u32 + 1, face: FaceId(face) });
    }
    tables
}

fn run(pit: &Pit, tables: &Tables, end: i64) -> World {
    let mut world = World::tables(tables, &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(at(end)).unwrap();
    world
}

fn moves(world: &World) -> Vec<(i64, u32)> {
    let moved = |entry: &iceroad_model::event::Entry| match entry.event {
        Event::LoaderMoved { face, .. } => Some((seconds(entry.at), face.0)),
        _ => None,
    };
    world.log.iter().filter_map(moved).collect()
}

#[test]
fn a_loader_walks_to_its_next_face_when_its_own_is_dug_out() {
    // Loads of 100, 100 and 50 t end at 310, 1,190 and 2,070 s. Then it walks 1,600 m at 2.4 km/h: 2,400 s, to 4,470.
    // The truck has dumped at 2,450 and stands. From the dump to the new face 2,600 m: 20 + 240 + 20 s, to 4,750.
    for dispatch in [DispatchPolicy::ShortestQueue, DispatchPolicy::Fixed] {
        let pit = Pit { dispatch, ..pit() };
        let world = run(&pit, &tables(&pit, &[1]), 5_400);
        assert_eq!(moves(&world), [(4_470, 1)]);
        let loader = states(&world, 1);
        assert!(loader.ends_with(&[
            (1_890, Loading),
            (2_070, TravelEmpty),
            (4_470, WaitTruck),
            (4_750, Loading),
            (4_930, WaitTruck),
        ]));
        let truck = states(&world, 0);
        assert!(truck.ends_with(&[
            (2_070, TravelLoaded),
            (2_390, Dumping),
            (2_450, NoWork),
            (4_470, TravelEmpty),
            (4_750, Loading),
            (4_930, TravelLoaded),
            (5_210, Dumping),
            (5_270, TravelEmpty),
        ]));
        assert_eq!(dumped(&world).iter().map(|load| load.1).sum::<f64>(), 350.0);
    }
}

#[test]
fn a_face_with_nothing_left_is_passed_over_and_a_sequence_ends() {
    let mut pit = pit();
    pit.faces[1].tonnes = Some(0.0);
    pit.faces.push(PitFace { metres: 600.0, loaders: 0, tonnes: Some(60.0) });
    let world = run(&pit, &tables(&pit, &[1, 2]), 20_000);
    assert_eq!(moves(&world), [(4_470, 2)]);
    assert_eq!(dumped(&world).iter().map(|load| load.1).collect::<Vec<_>>(), [100.0, 100.0, 50.0, 60.0]);
    assert_eq!(states(&world, 1).last().map(|state| state.1), Some(NoWork));
    assert_eq!(states(&world, 0).last().map(|state| state.1), Some(NoWork));
}

#[test]
fn a_truck_on_its_way_when_the_loader_leaves_is_not_loaded_at_the_face_it_left() {
    // The new face is 1 m away, so the loader is there before the second truck comes to the old one.
    let mut pit = pit();
    pit.trucks = 2;
    pit.faces[0] = PitFace { metres: 1_000.0, loaders: 1, tonnes: Some(200.0) };
    pit.faces[1] = PitFace { metres: 0.5, loaders: 0, tonnes: None };
    pit.loader.walk = iceroad_base::quantity::Speed::clamped(400.0);
    let world = run(&pit, &tables(&pit, &[1]), 3_000);
    // Both loads of the first face are taken by 490 s, and the loader is at the other 1,000.5 m / 400 km/h later.
    assert_eq!(moves(&world), [(499, 1)]);
    let (loaded, dumped) = loaded_and_dumped(&world.log);
    assert_eq!(loaded, dumped + world.haulage.aboard());
    assert_eq!(world.haulage.contradictions(at(3_000)), [""; 0]);
    let faces = world.log.iter().filter_map(|entry| match entry.event {
        Event::Loaded { face, .. } => Some(face.0),
        _ => None,
    });
    assert_eq!(faces.take(4).collect::<Vec<_>>(), [0, 0, 1, 1]);
}

#[test]
fn a_loader_that_fails_on_its_walk_goes_on_to_the_new_face() {
    let pit = pit();
    let mut world = World::tables(&tables(&pit, &[1]), &pit.horizon(), 1, Vec::new()).unwrap();
    let loader = MachineId(1);
    // Half of the 2,400 s walked, which is 800 m: 200 m short of the middle, where the gate is 300 m on.
    world.run_until(at(3_270)).unwrap();
    let stopped = world.tell(|haulage, ctx| haulage.stop(loader, ctx)).unwrap();
    // Told as the share of the walk between the two ends: (1,300 + 900) / 2.
    assert!((iceroad_base::quantity::Ranged::get(stopped.to_gate) - 1_100.0).abs() < 1.0);
    world.tell(|haulage, ctx| haulage.resume_in_place(loader, ctx)).unwrap();
    world.run_until(at(6_000)).unwrap();
    assert_eq!(moves(&world), [(4_470, 1)]);
    // From the gate it is 900 m: 1,350 s.
    let mut world = World::tables(&tables(&pit, &[1]), &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(at(3_270)).unwrap();
    world.tell(|haulage, ctx| haulage.stop(loader, ctx)).unwrap();
    world.run_until(at(5_000)).unwrap();
    world.tell(|haulage, ctx| haulage.resume(loader, ctx)).unwrap();
    world.run_until(at(7_000)).unwrap();
    assert_eq!(moves(&world), [(6_350, 1)]);
}

#[test]
fn of_two_loaders_the_truck_of_the_first_face_follows_the_last() {
    // Both leave when the face is dug out; the trucks of that face are loaded at the other.
    let mut pit = pit();
    pit.dispatch = DispatchPolicy::Fixed;
    pit.trucks = 2;
    pit.faces = vec![
        PitFace { metres: 1_000.0, loaders: 2, tonnes: Some(400.0) },
        PitFace { metres: 600.0, loaders: 0, tonnes: None },
    ];
    let mut tables = pit.tables();
    for loader in [2, 3] {
        tables.dig_sequence.push(DigStep { loader: MachineId(loader), order: 1, face: FaceId(1) });
        for machine in [0, 1] {
            tables.machines[MachineId(machine)].face = Some(FaceId(0));
        }
    }
    let world = run(&pit, &tables, 20_000);
    assert_eq!(moves(&world).len(), 2);
    assert!(dumped(&world).len() > 10);
}

#[test]
fn loaders_that_wait_beside_one_who_takes_the_last_load_move_on_at_once() {
    // Three loaders, one load: as it begins at 130 s the two others set off; the first follows at 310 s.
    let mut pit = pit();
    pit.faces[0] = PitFace { metres: 1_000.0, loaders: 3, tonnes: Some(100.0) };
    let mut tables = pit.tables();
    for loader in [1, 2, 3] {
        tables.dig_sequence.push(DigStep { loader: MachineId(loader), order: 1, face: FaceId(1) });
    }
    let world = run(&pit, &tables, 4_000);
    assert_eq!(moves(&world), [(2_530, 1), (2_530, 1), (2_710, 1)]);
}
