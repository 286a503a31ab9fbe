//! OpenMines' own answers for its north pit, with every random draw taken out (payload = capacity; no breakdowns, jams,
//! repairs): tonnes, trips, and for each service of a truck the unit and the time at which it began.
//!
//! `data/north_pit_mine.json` has the figures of the example that comes with OpenMines 0.2.0 (MIT), and
//! `data/north_pit_mine.*.csv` what that version did with it in 240 min, reduced to the services.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_model::Scenario;
use iceroad_peers::openmines::{Policy, World};
use iceroad_peers::outcome::Outcome;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

/// The pit by way of a scenario folder, as a user has it.
fn north_pit() -> Scenario {
    let imported = iceroad_peers_import::openmines(&data("north_pit_mine.json")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    imported.write(folder.path()).unwrap();
    iceroad_format::read(folder.path()).unwrap()
}

fn run(policy: Policy) -> Outcome {
    World::new(&north_pit()).unwrap().run(policy, true)
}

#[test]
fn tonnes_and_trips_are_those_of_openmines() {
    let pit = north_pit();
    let world = World::new(&pit).unwrap();
    let expected = [
        (Policy::Naive, 2_313_000, 49),
        (Policy::Nearest, 10_258_000, 210),
        (Policy::FixedGroup, 11_025_000, 227),
        (Policy::ShortestTrip, 15_280_000, 312),
    ];
    for (policy, kg, trips) in expected {
        let outcome = world.run(policy, false);
        assert_eq!((outcome.mass().get(), outcome.trips()), (kg, trips), "{}", policy.name());
        assert!(outcome.trace.is_empty());
    }
}

/// Truck by truck: what it was served by, and when the service began, min.
type Services = BTreeMap<String, Vec<(String, String, f64)>>;

fn expected(policy: &str) -> Services {
    let text = std::fs::read_to_string(data(&format!("north_pit_mine.{policy}.csv"))).unwrap();
    let mut services = Services::new();
    for line in text.lines().skip(1) {
        let [truck, event, place, start] = line.split(',').collect::<Vec<_>>()[..] else {
            unreachable!("{line}")
        };
        let service = (event.to_owned(), place.to_owned(), start.parse().unwrap());
        services.entry(truck.to_owned()).or_default().push(service);
    }
    services
}

fn found(outcome: &Outcome) -> Services {
    let mut services = Services::new();
    for step in outcome.trace.iter().filter(|step| step.event.starts_with("get")) {
        let service = (step.event.to_owned(), step.place.clone(), step.start);
        services.entry(step.truck.clone()).or_default().push(service);
    }
    services
}

#[test]
fn every_truck_is_served_by_the_same_units_at_the_same_instants() {
    let policies = [
        (Policy::Naive, "Naive"),
        (Policy::Nearest, "Nearest"),
        (Policy::FixedGroup, "FixedGroup"),
        (Policy::ShortestTrip, "ShortestTrip"),
    ];
    for (policy, name) in policies {
        let (expected, found) = (expected(name), found(&run(policy)));
        assert_eq!(expected.len(), found.len(), "{name}");
        for (truck, services) in &expected {
            // Not near: the very same double.
            assert_eq!(Some(services), found.get(truck), "{name}, {truck}");
        }
    }
}

#[test]
fn a_road_that_is_not_straight_is_no_road_to_openmines() {
    let mut tables = north_pit().into_tables();
    let mut kept = iceroad_base::Table::new();
    for segment in tables.segments.iter().skip(1) {
        kept.push(segment.clone());
    }
    tables.segments = kept;
    let fault = World::new(&tables).unwrap_err();
    assert!(fault.to_string().contains("no segment leads straight from"), "{fault}");
}
