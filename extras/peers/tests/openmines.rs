//! OpenMines' own answers for its north pit, with every random draw taken out (payload = capacity; no breakdowns, jams,
//! repairs): tonnes, trips, and for each service of a truck the unit and the time at which it began.
//!
//! `data/quarters.json` is a mine whose every time is a whole number of quarter minutes, so that nearly all of it is ties;
//! its traces are made in the same way.
//!
//! `data/north_pit_mine.json` has the figures of the example that comes with OpenMines 0.2.0 (MIT), and
//! `data/north_pit_mine.*.csv` what that version did with it in 240 min, reduced to the services.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_model::Scenario;
use iceroad_peers::compat::{Peer, shift};
use iceroad_peers::openmines::{NOT_FOLLOWED, Policy, World};
use iceroad_peers::outcome::Outcome;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

/// A mine by way of a scenario folder, as a user has it.
fn mine(name: &str) -> Scenario {
    let imported = iceroad_peers_import::openmines(&data(&format!("{name}.json"))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    imported.write(folder.path()).unwrap();
    iceroad_format::read(folder.path()).unwrap()
}

fn north_pit() -> Scenario {
    mine("north_pit_mine")
}

#[test]
fn tonnes_and_trips_are_those_of_openmines() {
    let pit = north_pit();
    let world = World::new(&pit).unwrap();
    let expected = [
        (Policy::Naive, 2_313_000, 49),
        (Policy::Nearest, 10_258_000, 210),
        (Policy::FixedGroup, 11_025_000, 227),
        (Policy::Sptf, 14_492_000, 290),
        (Policy::Sq, 13_901_000, 285),
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

fn expected(mine: &str, policy: &str) -> Services {
    let text = std::fs::read_to_string(data(&format!("{mine}.{policy}.csv"))).unwrap();
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
    let runs = [
        ("north_pit_mine", Policy::Naive, "Naive"),
        ("north_pit_mine", Policy::Nearest, "Nearest"),
        ("north_pit_mine", Policy::FixedGroup, "FixedGroup"),
        ("north_pit_mine", Policy::Sptf, "SPTF"),
        ("north_pit_mine", Policy::Sq, "SQ"),
        ("north_pit_mine", Policy::ShortestTrip, "ShortestTrip"),
        ("quarters", Policy::Sptf, "SPTF"),
        ("quarters", Policy::Sq, "SQ"),
    ];
    for (name, policy, word) in runs {
        let outcome = World::new(&mine(name)).unwrap().run(policy, true);
        let (expected, found) = (expected(name, word), found(&outcome));
        assert_eq!(expected.len(), found.len(), "{name}, {word}");
        for (truck, services) in &expected {
            // Not near: the very same double.
            assert_eq!(Some(services), found.get(truck), "{name}, {word}, {truck}");
        }
    }
}

#[test]
fn every_dispatcher_of_the_peer_is_followed_or_refused_by_its_own_name() {
    let pit = north_pit();
    let ask = |policy| shift(&pit, Peer::Openmines, Some(policy), false);
    for policy in ["SQDispatcher", "sq", "SPTF", "shortest-trip", "FixedGroupDispatcher"] {
        assert_eq!(ask(policy).unwrap().runs.len(), 1, "{policy}");
    }
    for (policy, why) in NOT_FOLLOWED {
        assert!(ask(policy).unwrap_err().to_string().contains(why), "{policy}");
    }
    assert!(ask("best").unwrap_err().to_string().starts_with("no policy `best`; there are NaiveDispatcher"));
    let all = shift(&pit, Peer::Openmines, None, false).unwrap();
    assert!(all.console().contains("Not followed:\n  RandomDispatcher: it draws"), "{}", all.console());
    assert_eq!(all.document()["not_followed"].as_array().unwrap().len(), NOT_FOLLOWED.len());
    assert!(ask("sq").unwrap().document()["not_followed"].as_array().unwrap().is_empty());
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
