//! The same input gives the same bytes: at any number of threads, whether interrupted or not; another seed gives
//! another run; and what one machine meets with does not depend on which others there are.
use iceroad_base::Time;
use iceroad_engine::{Ensemble, EnsembleSpec, Prepared, Quiet};
use iceroad_model::event::{Entry, Event};
use iceroad_model::fleet::{Arrival, Machine};
use iceroad_model::{MachineId, Scenario, SubsystemId, Tables};
use iceroad_worlds::example::*;
use std::sync::Arc;

fn tables() -> Tables {
    let mut tables = small();
    tables.heading.days = 120;
    tables
}

fn ensemble(
    scenario: &Arc<Scenario>,
    seed: u64,
    replications: u32,
    threads: usize,
    done: &Ensemble,
) -> Ensemble {
    let spec = EnsembleSpec { seed, replications: 0..replications, threads };
    Prepared::new(Arc::clone(scenario)).unwrap().ensemble(&spec, done.records.clone(), &Quiet).unwrap()
}

fn nothing() -> Ensemble {
    Ensemble { records: Vec::new(), complete: false }
}

/// The bytes of the records as they are stored.
fn bytes(ensemble: &Ensemble) -> Vec<u8> {
    postcard::to_stdvec(&ensemble.records).unwrap()
}

#[test]
fn threads_do_not_change_a_byte() {
    let scenario = iceroad_tests::scenario(tables()).unwrap();
    let one = ensemble(&scenario, 7, 6, 1, &nothing());
    let two = ensemble(&scenario, 7, 6, 2, &nothing());
    let five = ensemble(&scenario, 7, 6, 5, &nothing());
    assert!(one.complete);
    assert_eq!(bytes(&one), bytes(&two));
    assert_eq!(bytes(&one), bytes(&five));
}

#[test]
fn a_resumed_ensemble_ends_with_the_same_bytes() {
    let scenario = iceroad_tests::scenario(tables()).unwrap();
    let whole = ensemble(&scenario, 7, 6, 2, &nothing());
    // What an interruption leaves: some replications, stored and read back, in any order.
    let mut kept = whole.clone();
    kept.records.remove(4);
    kept.records.remove(1);
    kept.records.reverse();
    let stored = bytes(&kept);
    let read = Ensemble { records: postcard::from_bytes(&stored).unwrap(), complete: false };
    assert_eq!(bytes(&ensemble(&scenario, 7, 6, 2, &read)), bytes(&whole));
}

#[test]
fn more_replications_leave_the_first_as_they_are() {
    let scenario = iceroad_tests::scenario(tables()).unwrap();
    let few = ensemble(&scenario, 7, 2, 1, &nothing());
    let more = ensemble(&scenario, 7, 4, 2, &nothing());
    assert_eq!(few.records[..], more.records[..2]);
}

#[test]
fn seeds_and_replications_differ() {
    let scenario = iceroad_tests::scenario(tables()).unwrap();
    let mut digests: Vec<u64> = Vec::new();
    for seed in [7, 8] {
        digests
            .extend(ensemble(&scenario, seed, 3, 2, &nothing()).records.iter().map(|record| record.digest));
    }
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), 6);
}

#[test]
fn what_is_prepared_is_kept_and_shared_between_threads() {
    let prepared = Prepared::new(iceroad_tests::scenario(tables()).unwrap()).unwrap();
    let here = prepared.replicate(3, 1, false).unwrap().record;
    let shared = Arc::new(prepared);
    let elsewhere = [(); 2].map(|()| {
        let prepared = Arc::clone(&shared);
        std::thread::spawn(move || prepared.replicate(3, 1, false).unwrap().record)
    });
    for thread in elsewhere {
        assert_eq!(thread.join().unwrap(), here);
    }
}

#[test]
fn a_scenario_prepared_twice_runs_alike() {
    let one = iceroad_tests::run(&iceroad_tests::scenario(tables()).unwrap(), 3, 1).unwrap();
    let two = iceroad_tests::run(&iceroad_tests::scenario(tables()).unwrap(), 3, 1).unwrap();
    assert_eq!(one.record, two.record);
    assert_eq!(one.log, two.log);
}

/// Trucks that never wait for each other: each has its own mine hours, and failures come by the hour meter.
fn quiet_pit(trucks: usize) -> Tables {
    let mut tables = tables();
    let any = tables.machines[TRUCK_BIRCH].clone();
    let loader = tables.machines[LOADER_ORE].clone();
    let truck = |index| Machine { name: format!("truck-{index}"), arrival: Arrival::AtStart, ..any.clone() };
    tables.machines = (0..trucks).map(truck).chain([loader]).collect();
    // Nobody delays anybody: first failures then come at the same reading of the meter, whoever else there is.
    tables.mines[MINE].fuel_point = None;
    (tables.mines[MINE].fuel_item, tables.mines[MINE].fuel_store) = (None, None);
    tables.lines.iter_mut().for_each(|line| line.order_on = None);
    for curve in tables.curves.iter_mut() {
        curve.points.truncate(1);
    }
    tables
}

/// Which subsystem of a machine failed first, and after how long on the hour meter.
fn first_failure(log: &[Entry], machine: MachineId) -> Option<(SubsystemId, i64)> {
    use iceroad_model::event::StateClass::*;
    let (mut running_since, mut meter): (Option<Time>, i64) = (None, 0);
    for entry in log {
        match entry.event {
            Event::State { machine: of, state } if of == machine => {
                if let Some(since) = running_since.take() {
                    meter += (entry.at - since).millis();
                }
                running_since = matches!(state.class(), Working | Delay).then_some(entry.at);
            }
            Event::Failed { machine: of, subsystem } if of == machine => {
                meter += running_since.map_or(0, |since| (entry.at - since).millis());
                return Some((subsystem, meter));
            }
            _ => {}
        }
    }
    None
}

#[test]
fn another_truck_does_not_change_the_luck_of_the_first() {
    let few = iceroad_tests::scenario(quiet_pit(2)).unwrap();
    let many = iceroad_tests::scenario(quiet_pit(3)).unwrap();
    let mut compared = 0;
    for replication in 0..6 {
        let few = iceroad_tests::run(&few, 11, replication).unwrap();
        let many = iceroad_tests::run(&many, 11, replication).unwrap();
        assert_ne!(few.record.digest, many.record.digest);
        for truck in [MachineId(0), MachineId(1)] {
            let pair = (first_failure(&few.log, truck), first_failure(&many.log, truck));
            let (Some(one), Some(other)) = pair else { continue };
            compared += 1;
            assert_eq!(one.0, other.0, "the same subsystem fails first");
            let off = (one.1 - other.1).abs();
            assert!(off <= 5, "after the same time on the meter: {} and {} ms", one.1, other.1);
        }
    }
    assert!(compared >= 6, "only {compared} failures were compared");
}
