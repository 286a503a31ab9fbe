//! How trucks spot and are filled, every number worked out by hand.
use crate::world::{dumped, dumped_between, run, states};
use iceroad_base::quantity::Seconds;
use iceroad_model::event::MachineState::*;
use iceroad_model::fleet::LoaderModel;
use iceroad_model::pit::LoadingRule;
use iceroad_worlds::pit::{Pit, PitDump, loader_model};

fn with(loader: LoaderModel) -> Pit {
    Pit { loader, ..Pit::default() }
}

#[test]
fn a_truck_filled_by_whole_buckets_leaves_with_room_to_spare() {
    // 35 t a pass into 100 t: two whole ones, where the full-truck rule makes a third of 30 t.
    let mut pit = with(LoaderModel { loading_rule: LoadingRule::FullBucket, ..loader_model() });
    pit.loader.bucket_mass = iceroad_base::quantity::Mass::from_tonnes(35.0);
    pit.loader.bucket = iceroad_base::quantity::Volume::from_cubic_metres(35.0 / 0.8 / 2.0 + 1.0);
    assert_eq!(dumped(&run(&pit, 2_000))[0].1, 70.0);
    pit.loader.loading_rule = LoadingRule::FullTruck;
    assert_eq!(dumped(&run(&pit, 2_000))[0].1, 100.0);
}

#[test]
fn a_bucket_that_hangs_ready_saves_its_time_on_every_load() {
    // 5 s in place of 30 s for the first pass: loaded 130 to 285 s, and 25 s sooner round.
    let pit = with(LoaderModel { first_pass: Some(Seconds::clamped(5.0)), ..loader_model() });
    let world = run(&pit, 2_000);
    assert_eq!(states(&world, 0)[1..3], [(130, Loading), (285, TravelLoaded)]);
    assert_eq!(dumped(&world)[..2], [(665, 100.0), (1_520, 100.0)]);
}

#[test]
fn on_two_sides_the_next_truck_spots_while_one_is_loaded() {
    // All come at 130 s. The first spots 30 s and is filled in 150 s, to 310 s. The second has spotted by then and is
    // filled at once, to 460 s; so has the third, to 610 s.
    let mut pit = with(LoaderModel { two_sided: true, ..loader_model() });
    pit.trucks = 3;
    let world = run(&pit, 700);
    assert_eq!(states(&world, 0)[1..3], [(130, Loading), (310, TravelLoaded)]);
    assert_eq!(states(&world, 1)[1..4], [(130, QueueLoad), (310, Loading), (460, TravelLoaded)]);
    assert_eq!(states(&world, 2)[1..4], [(130, QueueLoad), (460, Loading), (610, TravelLoaded)]);
}

#[test]
fn who_has_spotted_in_part_spots_for_what_is_left() {
    // A pass takes 2 s, so loading takes 10 s: the first is done at 130 + 30 + 10 = 170 s. The second has spotted
    // since 130 s, for 40 s. The third has spotted since the side went free at 170 s: at its turn at 180 s for 10 s
    // of its 30 s, and leaves 20 + 10 s later at 210 s.
    let mut pit = with(LoaderModel { two_sided: true, ..loader_model() });
    pit.loader.pass = Seconds::clamped(2.0);
    pit.trucks = 3;
    let world = run(&pit, 400);
    assert_eq!(states(&world, 0)[2], (170, TravelLoaded));
    assert_eq!(states(&world, 1)[3], (180, TravelLoaded));
    assert_eq!(states(&world, 2)[2..4], [(180, Loading), (210, TravelLoaded)]);
}

#[test]
fn a_loader_that_is_never_without_trucks_saves_all_spotting_on_two_sides() {
    // Saturated: one load each 180 s with spotting, each 150 s without: 400 and 480 in 72,000 s.
    let busy = |two_sided| {
        let mut pit = with(LoaderModel { two_sided, ..loader_model() });
        pit.trucks = 11;
        pit.dumps = vec![PitDump { metres: 2_000.0, places: 11, seconds: 60.0, crusher: None }];
        dumped_between(&run(&pit, 79_200), 7_200, 79_200)
    };
    assert!(busy(false).abs_diff(400) <= 1, "{}", busy(false));
    assert!(busy(true).abs_diff(480) <= 1, "{}", busy(true));
}
