//! Haulage by rates: the same bytes however they are made, the same luck as every cycle, and how far the two differ.
use iceroad_base::estimate::Moments;
use iceroad_engine::{EnsembleSpec, Fidelity, Prepared, Quiet};
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;
use std::path::Path;
use std::sync::Arc;

/// The nwt example over some days: several models of trucks, shifts, fuel from a store, failures, services. Its crusher takes all
/// that comes: lines before a crusher that binds are what rates follow less well (book, `fidelity.md`).
fn nwt(days: u32) -> Arc<Scenario> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/nwt");
    let mut tables = iceroad_format::read(&path).unwrap().into_tables();
    tables.heading.days = days;
    for dump in tables.dumps.iter_mut() {
        dump.crusher = None;
    }
    tables.plan.retain(|row| u32::from(row.month) * 31 < days);
    iceroad_tests::scenario(tables).unwrap()
}

fn by_rates(scenario: &Arc<Scenario>) -> Prepared {
    let mut prepared = Prepared::new(Arc::clone(scenario)).unwrap();
    prepared.set_fidelity(Fidelity::Rates).unwrap();
    prepared
}

fn tonnes(record: &RunRecord) -> f64 {
    record.tonnes.iter().map(|cell| cell.mass_kg as f64 / 1_000.0).sum()
}

#[test]
fn rates_give_the_same_bytes_at_any_number_of_threads_and_in_any_order() {
    let scenario = nwt(60);
    let run = |threads| {
        let spec = EnsembleSpec { seed: 3, replications: 0..4, threads };
        by_rates(&scenario).ensemble(&spec, Vec::new(), &Quiet).unwrap().records
    };
    let one = run(1);
    assert_eq!(one, run(3));
    let last_alone = by_rates(&scenario).replicate(3, 3, false).unwrap().record;
    assert_eq!(one[3], last_alone);
}

#[test]
fn rates_differ_from_cycles_by_less_than_half_a_percent() {
    let scenario = nwt(120);
    let (cycles, rates) = (Prepared::new(Arc::clone(&scenario)).unwrap(), by_rates(&scenario));
    let apart: Moments = (0..60)
        .map(|replication| {
            let every = tonnes(&cycles.replicate(5, replication, false).unwrap().record);
            tonnes(&rates.replicate(5, replication, false).unwrap().record) / every - 1.0
        })
        .collect();
    let interval = apart.interval(0.999);
    assert!(interval.half_width < 0.005, "{interval:?}");
    assert!(interval.low() > -0.005 && interval.high() < 0.005, "{interval:?}");
}

#[test]
fn machines_meet_the_same_failures_at_either_fidelity() {
    let scenario = nwt(120);
    let (cycles, rates) = (Prepared::new(Arc::clone(&scenario)).unwrap(), by_rates(&scenario));
    let failures = |prepared: &Prepared| -> Vec<f64> {
        let record = prepared.replicate(5, 0, false).unwrap().record;
        record.machines.iter().map(|machine| f64::from(machine.failures)).collect()
    };
    let (every, rated) = (failures(&cycles), failures(&rates));
    let all: f64 = every.iter().sum();
    let apart: f64 = every.iter().zip(&rated).map(|(a, b)| (a - b).abs()).sum();
    assert!(all > 100.0, "{all}");
    // With luck of their own they would differ by some √2·√n each, a third of all; here only by those at the very end.
    assert!(apart < 0.08 * all, "{apart} of {all}");
}
