//! The figures of the book's chapter on peers that follow from the peers' rules alone.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_base::Time;
use iceroad_base::quantity::{Mass, Ranged, Variation};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::traction::Vehicle;
use iceroad_model::Scenario;
use iceroad_model::event::{Event, Recorder};
use iceroad_model::fleet::Work;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::roads::TrafficRule;
use iceroad_peers::minehaulsim::World;
use iceroad_peers::pit::Pit;
use iceroad_peers_import as import;
use std::fs;
use std::path::Path;

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "found {found}, expected {expected}");
}

/// A file of tests/data with a text changed, imported by way of a folder.
fn imported(file: &str, old: &str, new: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("mine.json");
    fs::write(&copy, fs::read_to_string(path).unwrap().replace(old, new)).unwrap();
    let read = if file.ends_with("minespec.json") { import::minehaulsim } else { import::openmines };
    read(&copy).unwrap().write(&folder.path().join("mine")).unwrap();
    iceroad_format::read(&folder.path().join("mine")).unwrap()
}

#[test]
fn straight_lines_between_points_of_rimpull_run_two_per_cent_fast() {
    let pit = imported("starter_pit.minespec.json", "CAT_777G", "CAT_793F");
    let peer = World::new(&pit).unwrap().speed_kmh("T1", true, 10.0, 2.0, 60.0).unwrap();
    near(peer, 13.396, 0.001);
    // Ours, with the same mass: the middle of the peer's class, 392.5 t.
    let model = pit.models.iter().find_map(|model| model.truck()).unwrap();
    let ours = Vehicle::new(model, Mass::from_tonnes(227.5)).steady_speed(0.12).unwrap() * 3.6;
    near(ours, 1_976.0 * 0.85 / (392.5 * 9.81 * 0.12) * 3.6, 1e-6);
    near(ours, 13.09, 0.005);
    // At the rated mass, before the peer sorts it into a class: on the line from 11 to 15 km/h, and in closed form.
    let needed_kn = 392.0 * 9.806_65 * 0.12;
    let at_kn = |kmh: f64| (1_976.0 * 0.85 / (kmh / 3.6) * 10.0).round() / 10.0;
    let share = (needed_kn - at_kn(15.0)) / (at_kn(11.0) - at_kn(15.0));
    near(15.0 - 4.0 * share, 13.41, 0.005);
    near(1_976.0 * 0.85 / needed_kn * 3.6, 13.11, 0.005);
}

/// OpenMines asks once a minute whether a truck fails: it draws an exponential life of 360 min anew each time and fails
/// the truck if that is shorter than the time since its last failure.
#[test]
fn a_clock_of_360_minutes_drawn_anew_every_minute_runs_to_24() {
    let (mut alive, mut mean) = (1.0, 0.0);
    for minute in 1..2_000 {
        mean += alive;
        alive *= libm::exp(-f64::from(minute) / 360.0);
    }
    near(mean, 23.8, 0.05);
}

#[test]
fn the_match_factor_of_mixed_loaders_comes_out_a_sixth_high() {
    let scenario = imported("north_pit_mine.json", "", "");
    let pit = Pit::of(&scenario).unwrap();
    let minutes = |capacity_t: f64, loader: &iceroad_peers::pit::Loader<'_>| {
        capacity_t / loader.model.bucket_mass.tonnes() * loader.model.pass.get() / 60.0
    };
    // Both are so much over the mean cycle time, which divides out. Right: trucks over the loaders' rate.
    let trucks = pit.trucks.len() as f64;
    let capacity = pit.trucks.iter().map(|truck| truck.model.payload.tonnes()).sum::<f64>() / trucks;
    let rate: f64 = pit.loaders.iter().map(|loader| 1.0 / minutes(capacity, loader)).sum();
    let right = trucks / rate;
    // OpenMines: loading times of each truck type cut to whole minutes, and their least common multiples.
    let mut capacities: Vec<f64> = pit.trucks.iter().map(|truck| truck.model.payload.tonnes()).collect();
    capacities.dedup();
    let (mut multiples, mut loads) = (0.0, 0.0);
    for capacity in capacities {
        let buckets = |loader: &iceroad_peers::pit::Loader<'_>| {
            (capacity / loader.model.bucket_mass.tonnes() * 10.0).round() / 10.0 * loader.model.pass.get()
                / 60.0
        };
        let times: Vec<u64> = pit.loaders.iter().map(|loader| buckets(loader) as u64).collect();
        let multiple = times.iter().copied().fold(1, least_common_multiple);
        multiples += multiple as f64;
        loads += times.iter().map(|&time| multiple as f64 / time as f64).sum::<f64>();
    }
    let theirs = trucks * multiples / loads;
    near(theirs / right, 1.16, 0.005);
}

fn least_common_multiple(a: u64, b: u64) -> u64 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x * b
}

/// What was dumped.
#[derive(Default)]
struct Dumped {
    kg: i64,
}

impl Recorder for Dumped {
    fn record(&mut self, _: Time, event: Event) {
        if let Event::Dumped { mass, .. } = event {
            self.kg += mass.get();
        }
    }
}

/// Tonnes that our own haulage dumps in so many minutes, every spread taken out.
fn ours(scenario: &Scenario, dispatch: DispatchPolicy, traffic: TrafficRule, minutes: i64) -> f64 {
    let mut tables = scenario.clone().into_tables();
    for model in tables.models.ids().collect::<Vec<_>>() {
        if let Work::Loader(loader) = &mut tables.models[model].work {
            (loader.fill_variation, loader.pass_variation) =
                (Variation::clamped(0.0), Variation::clamped(0.0));
        }
    }
    for mine in tables.mines.ids().collect::<Vec<_>>() {
        tables.mines[mine].dispatch = dispatch;
        tables.mines[mine].traffic.rule = traffic;
    }
    let mut alone = Alone::tables(&tables, scenario.horizon(), 1, Dumped::default()).unwrap();
    alone.run_until(Time::from_millis(minutes * 60_000)).unwrap();
    alone.log.kg as f64 / 1_000.0
}

#[test]
fn our_own_haulage_beside_the_peers_rules() {
    let north = imported("north_pit_mine.json", "", "");
    let starter = imported("starter_pit.minespec.json", "", "");
    let deep = imported("deep_spiral.minespec.json", "", "");
    let free = TrafficRule::FreeFlow;
    let traffic = TrafficRule::NoOvertaking;
    let cases = [
        ("north pit, nearest", ours(&north, DispatchPolicy::Nearest, free, 240), 10_258.0),
        ("north pit, fixed", ours(&north, DispatchPolicy::Fixed, free, 240), 11_025.0),
        ("north pit, earliest_loading", ours(&north, DispatchPolicy::EarliestLoading, free, 240), 15_280.0),
        ("starter_pit, free flow", ours(&starter, DispatchPolicy::ShortestQueue, free, 480), 32_438.0),
        ("starter_pit, traffic", ours(&starter, DispatchPolicy::ShortestQueue, traffic, 480), 32_340.0),
        ("deep_spiral, free flow", ours(&deep, DispatchPolicy::ShortestQueue, free, 480), 70_560.0),
        ("deep_spiral, traffic", ours(&deep, DispatchPolicy::ShortestQueue, traffic, 480), 67_340.0),
    ];
    for (what, ours, theirs) in cases {
        println!("{what}: {ours:.0} t for {theirs:.0} t, {:+.1} %", 100.0 * (ours / theirs - 1.0));
        // On the north pit our trucks leave out detours of up to 28 km; where roads are a graph only the rules differ.
        let within = if what.starts_with("north") { 0.5..2.0 } else { 0.85..1.15 };
        assert!(within.contains(&(ours / theirs)), "{what}: {ours} {theirs}");
    }
}
