//! Overtaking, distance, gaps and crossings.
use crate::world::*;
use iceroad_base::quantity::{Metres, Seconds, Speed};
use iceroad_haulage::routes::TruckKind;
use iceroad_model::fleet::Work;
use iceroad_model::roads::Crossing;
use iceroad_model::{MachineId, ModelId, SegmentId};
use iceroad_worlds::pit::{Pit, PitFace, truck_model};

/// Trucks at the park, 1,100 m from the face: 20 s to 10 m/s over 100 m, the same to stop, 900 m at 10 m/s: 130 s.
fn three() -> Pit {
    Pit { trucks: 3, ..Pit::default() }
}

#[test]
fn without_distance_or_gap_equal_trucks_drive_as_in_free_flow() {
    let pit = Pit { trucks: 4, ..Pit::default() };
    let free = start_and_run(&pit, |_| {});
    let ruled = run(&pit, &tables(&pit), 20_000);
    assert!(free.log.len() > 100 && free.log == ruled.log);
}

fn start_and_run(pit: &Pit, change: impl FnOnce(&mut iceroad_model::Tables)) -> World {
    let mut tables = pit.tables();
    change(&mut tables);
    run(pit, &tables, 20_000)
}

#[test]
fn a_gap_keeps_trucks_apart_in_time() {
    let pit = three();
    let mut tables = tables(&pit);
    tables.mines[MINE].traffic.gap = Seconds::clamped(8.0);
    assert_eq!(first_at_face(&run(&pit, &tables, 300), 3), [130, 138, 146]);
}

#[test]
fn a_segment_holds_no_more_trucks_than_its_length_has_room_for() {
    let pit = three();
    let mut tables = tables(&pit);
    // One truck on the 100 m from the park, driven in 20 s, and one on the 1,000 m to the face, driven in 110 s.
    tables.mines[MINE].traffic.headway = Metres::clamped(900.0);
    assert_eq!(first_at_face(&run(&pit, &tables, 400), 3), [130, 240, 350]);
    // Two on the long one: the third waits for the first to leave.
    tables.mines[MINE].traffic.headway = Metres::clamped(500.0);
    assert_eq!(first_at_face(&run(&pit, &tables, 400), 3), [130, 150, 240]);
}

/// The first truck is slow, 18 km/h: 10 s and 25 m to 5 m/s, so 1,100 m take 210 s + 2 · 10 s = 230 s.
fn slow_first(pit: &Pit) -> iceroad_model::Tables {
    let mut tables = tables(pit);
    let mut slow = tables.models[ModelId(0)].clone();
    slow.name = "slow".into();
    let mut truck = truck_model();
    truck.top_speed = Speed::clamped(18.0);
    slow.work = Work::Truck(truck);
    let slow = tables.models.push(slow);
    tables.machines[MachineId(0)].model = slow;
    tables
}

#[test]
fn nobody_overtakes_a_slow_truck() {
    let pit = three();
    let mut tables = slow_first(&pit);
    tables.mines[MINE].traffic.gap = Seconds::clamped(5.0);
    assert_eq!(first_at_face(&run(&pit, &tables, 300), 3), [230, 235, 240]);
}

#[test]
fn where_overtaking_is_allowed_a_slow_truck_is_overtaken() {
    let pit = three();
    let mut tables = slow_first(&pit);
    tables.segments[SegmentId(0)].rules.overtaking = true;
    tables.segments[TO_FACE].rules.overtaking = true;
    assert_eq!(first_at_face(&run(&pit, &tables, 300), 3), [230, 130, 130]);
}

#[test]
fn a_slow_truck_gathers_the_others_behind_it() {
    // Bunching is not put in: the arrivals of a fleet in which one truck is slow come to vary.
    let pit = Pit {
        trucks: 8,
        faces: vec![PitFace { metres: 6_000.0, loaders: 3, tonnes: None }],
        ..Pit::default()
    };
    let spread = |tables: &iceroad_model::Tables| {
        let world = run(&pit, tables, 80_000);
        let times = dumped(&world);
        let gaps: Vec<f64> = times[40..].windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / gaps.len() as f64 / mean / mean
    };
    let mut bound = slow_first(&pit);
    bound.mines[MINE].traffic.gap = Seconds::clamped(8.0);
    let mut free = bound.clone();
    free.mines[MINE].traffic = Default::default();
    let (bound, free) = (spread(&bound), spread(&free));
    assert!(bound > 2.0 * free, "squared variation of the gaps: {bound} with the rule, {free} without");
}

#[test]
fn a_crossing_lets_through_so_many_at_once() {
    let pit = three();
    let mut tables = tables(&pit);
    tables.nodes[MIDDLE].rules.crossing = Some(Crossing { trucks: 1, time: Seconds::clamped(12.0) });
    // All three come to the middle at 20 and cross until 32, 44 and 56; 110 s are left.
    let world = run(&pit, &tables, 300);
    assert_eq!(first_at_face(&world, 3), [142, 154, 166]);
    assert_eq!([held(&world, 0), held(&world, 1), held(&world, 2)], [vec![], vec![(20, 32)], vec![(20, 44)]]);
    tables.nodes[MIDDLE].rules.crossing = Some(Crossing { trucks: 2, time: Seconds::clamped(12.0) });
    assert_eq!(first_at_face(&run(&pit, &tables, 300), 3), [142, 142, 154]);
}

#[test]
fn who_is_expected_is_expected_with_its_time_on_crossings() {
    let pit = three();
    let mut tables = tables(&pit);
    tables.nodes[MIDDLE].rules.crossing = Some(Crossing { trucks: 1, time: Seconds::clamped(12.0) });
    let world = start(&pit, &tables);
    let routes = world.haulage.layout().routes(MINE);
    let place = |node| routes.place(node).unwrap();
    let leg = routes.leg(TruckKind(0), false, Default::default(), place(PARK), place(FACE));
    assert!((i64::from(leg.ms) - 142_000).abs() < 500, "{leg:?}");
}
