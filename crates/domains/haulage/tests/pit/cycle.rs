//! The truck cycle in tiny pits, every number worked out by hand.
use crate::world::{dumped, dumped_between, run, state_at, states};
use iceroad_model::event::MachineState::*;
use iceroad_worlds::pit::{Pit, PitDump, PitFace};

#[test]
fn one_truck_goes_round_in_the_time_of_its_parts() {
    // Park to face: 1,100 m, so 40 s and 200 m for the ends, 90 s for the rest: 130 s. Then every 880 s.
    let world = run(&Pit::default(), 2_000);
    let first_round = [
        (0, TravelEmpty),
        (130, Loading),
        (310, TravelLoaded),
        (630, Dumping),
        (690, TravelEmpty),
        (1_010, Loading),
        (1_190, TravelLoaded),
        (1_510, Dumping),
        (1_570, TravelEmpty),
        (1_890, Loading),
    ];
    assert_eq!(states(&world, 0), first_round);
    let loader = [
        (0, WaitTruck),
        (130, Loading),
        (310, WaitTruck),
        (1_010, Loading),
        (1_190, WaitTruck),
        (1_890, Loading),
    ];
    assert_eq!(states(&world, 1), loader);
    assert_eq!(dumped(&world), [(690, 100.0), (1_570, 100.0)]);
}

#[test]
fn without_spread_throughput_is_the_lesser_of_fleet_and_loaders() {
    // Cycle 880 s, loading 180 s: min(N / 880, c / 180) loads a second. Over 20 h = 72,000 s after two to settle.
    for loaders in [1, 2] {
        for trucks in 1..=11 {
            let face = PitFace { metres: 1_000.0, loaders, tonnes: None };
            let dump = PitDump { metres: 2_000.0, places: 11, seconds: 60.0, crusher: None };
            let pit = Pit { trucks, faces: vec![face], dumps: vec![dump], ..Pit::default() };
            let world = run(&pit, 79_200);
            let expected = (trucks as f64 / 880.0).min(loaders as f64 / 180.0) * 72_000.0;
            let found = dumped_between(&world, 7_200, 79_200) as f64;
            assert!((found - expected).abs() <= 1.0 + loaders as f64, "{trucks} trucks: {found}, {expected}");
        }
    }
}

#[test]
fn trucks_are_loaded_in_the_order_they_come() {
    let world = run(&Pit { trucks: 3, ..Pit::default() }, 700);
    // All come at 130 s; equals in order of id.
    assert_eq!(states(&world, 1)[1..3], [(130, QueueLoad), (310, Loading)]);
    assert_eq!(states(&world, 2)[1..3], [(130, QueueLoad), (490, Loading)]);
}

#[test]
fn a_dump_with_one_place_serves_one_truck_at_a_time() {
    let face = PitFace { metres: 1_000.0, loaders: 2, tonnes: None };
    let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: None };
    let mut pit = Pit { trucks: 2, faces: vec![face], dumps: vec![dump], ..Pit::default() };
    let world = run(&pit, 800);
    // Both are loaded 130 to 310 by a loader each and come to the dump at 630.
    assert_eq!(states(&world, 0)[3..5], [(630, Dumping), (690, TravelEmpty)]);
    assert_eq!(states(&world, 1)[3..6], [(630, QueueDump), (690, Dumping), (750, TravelEmpty)]);
    pit.dumps[0].places = 2;
    assert_eq!(states(&run(&pit, 800), 1)[3..5], [(630, Dumping), (690, TravelEmpty)]);
}

#[test]
fn a_truck_waits_at_a_crusher_until_its_load_fits_the_hopper() {
    // Hopper 150 t, 200 t/h. The first load of 100 t is in at 690. The second truck load comes at 1,510: what
    // is left is 100 − 820/3600·200 = 54.4 t, and 100 t fit below 50 t: at 690 + 900 = 1,590.
    let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((200.0, 150.0)) };
    let world = run(&Pit { dumps: vec![dump], ..Pit::default() }, 5_000);
    let second: Vec<_> =
        states(&world, 0).into_iter().filter(|&(s, _)| (1_500..1_700).contains(&s)).collect();
    assert_eq!(second, [(1_510, QueueDump), (1_590, Dumping), (1_650, TravelEmpty)]);
}

#[test]
fn a_crusher_sets_the_pace_of_a_fleet_that_could_do_more() {
    // 200 t/h are two loads an hour; four trucks could bring sixteen.
    let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((200.0, 150.0)) };
    let world = run(&Pit { trucks: 4, dumps: vec![dump], ..Pit::default() }, 80_000);
    let found = dumped_between(&world, 8_000, 80_000);
    assert!((39..=41).contains(&found), "{found}");
}

#[test]
fn a_load_greater_than_the_hopper_is_dumped_once_the_hopper_is_empty() {
    // Hopper 50 t: the second load waits until the first 100 t are through, 690 + 1,800 = 2,490.
    let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((200.0, 50.0)) };
    let world = run(&Pit { dumps: vec![dump], ..Pit::default() }, 5_000);
    assert_eq!(state_at(&world, 0, 2_489), Some(QueueDump));
    assert_eq!(state_at(&world, 0, 2_490), Some(Dumping));
}

#[test]
fn a_crusher_that_does_not_run_keeps_what_does_not_fit_waiting() {
    let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((0.0, 150.0)) };
    let world = run(&Pit { dumps: vec![dump], ..Pit::default() }, 80_000);
    assert_eq!(dumped(&world).len(), 1);
    assert_eq!(state_at(&world, 0, 79_000), Some(QueueDump));
}

#[test]
fn a_face_gives_what_it_has_and_no_more() {
    // 250 t: 100, 100, 50; then loader and truck have no work.
    let face = PitFace { metres: 1_000.0, loaders: 1, tonnes: Some(250.0) };
    let world = run(&Pit { faces: vec![face], ..Pit::default() }, 80_000);
    let masses: Vec<f64> = dumped(&world).into_iter().map(|(_, tonnes)| tonnes).collect();
    assert_eq!(masses, [100.0, 100.0, 50.0]);
    assert_eq!(state_at(&world, 0, 79_000), Some(NoWork));
    assert_eq!(state_at(&world, 1, 79_000), Some(NoWork));
}

#[test]
fn both_loaders_of_an_exhausted_face_are_out_of_work() {
    let face = PitFace { metres: 1_000.0, loaders: 2, tonnes: Some(100.0) };
    let world = run(&Pit { trucks: 3, faces: vec![face], ..Pit::default() }, 10_000);
    assert_eq!(dumped(&world).len(), 1);
    for loader in [3, 4] {
        assert_eq!(state_at(&world, loader, 9_999), Some(NoWork));
    }
}

#[test]
fn of_two_dumps_the_nearer_is_taken_until_its_line_costs_more() {
    // 2,000 m or 2,300 m from the middle: 30 s more. A truck on the way or dumping costs 60 s.
    let dumps = [2_000.0, 2_300.0].map(|metres| PitDump { metres, places: 1, seconds: 60.0, crusher: None });
    let face = PitFace { metres: 1_000.0, loaders: 2, tonnes: None };
    let pit = Pit { trucks: 2, faces: vec![face], dumps: dumps.to_vec(), ..Pit::default() };
    let world = run(&pit, 800);
    assert_eq!(states(&world, 0)[3], (630, Dumping));
    assert_eq!(states(&world, 1)[3], (660, Dumping));
}

#[test]
fn a_pit_without_trucks_or_loaders_stands_still() {
    let none = PitFace { metres: 1_000.0, loaders: 0, tonnes: None };
    let world = run(&Pit { trucks: 2, faces: vec![none], ..Pit::default() }, 80_000);
    assert_eq!(states(&world, 0), [(0, NoWork)]);
    let world = run(&Pit { trucks: 0, ..Pit::default() }, 80_000);
    assert_eq!(states(&world, 0), [(0, WaitTruck)]);
}

#[test]
fn a_road_of_next_to_no_length_is_driven_like_one_of_none() {
    let with = |metres| {
        let mut pit = Pit::default();
        pit.dumps[0].metres = metres;
        dumped(&run(&pit, 20_000))
    };
    assert_eq!(with(5e-324), with(0.0));
    assert!(with(5e-324).len() > 30);
}
