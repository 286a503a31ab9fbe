//! Proves that what is said of the bound of a mine fits what replications moved.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
use iceroad_base::civil::Date;
use iceroad_base::quantity::Mass;
use iceroad_engine::{EnsembleSpec, Prepared, Quiet};
use iceroad_model::bound::{MineBound, Resource};
use iceroad_model::fleet::Arrival;
use iceroad_model::pit::Blend;
use iceroad_model::record::RunRecord;
use iceroad_model::{Scenario, Tables};
use iceroad_worlds::example;

fn run(change: impl FnOnce(&mut Tables)) -> (Vec<RunRecord>, Vec<MineBound>) {
    let mut tables = example::small();
    tables.heading.start = Date::constant(2026, 9, 1);
    tables.heading.days = 40;
    change(&mut tables);
    let scenario = Scenario::new(tables).unwrap_or_else(|faults| panic!("{faults:?}"));
    let prepared = Prepared::new(scenario).unwrap();
    let spec = EnsembleSpec { seed: 3, replications: 0..4, threads: 1 };
    let records = prepared.ensemble(&spec, Vec::new(), &Quiet).unwrap().records;
    let bounds = prepared.bounds(&records).unwrap();
    (records, bounds)
}

#[test]
fn no_replication_passes_its_bounds_and_all_machines_could_do_more_than_those_at_work() {
    let (records, bounds) = run(|_| {});
    let [mine] = &bounds[..] else { panic!("one mine, {} bounds", bounds.len()) };
    assert_eq!(mine.replications.len(), 4);
    for (reached, record) in mine.replications.iter().zip(&records) {
        let kg: i64 = record.tonnes.iter().map(|cell| cell.mass_kg).sum();
        assert_eq!(reached.dumped_t, kg as f64 / 1_000.0);
        assert!(reached.dumped_t > 0.3 * reached.at_work_t, "{reached:?}");
        assert!(reached.dumped_t < reached.at_work_t && reached.at_work_t < reached.all_t, "{reached:?}");
    }
}

#[test]
fn prices_times_quantities_make_the_bound() {
    let (_, bounds) = run(|_| {});
    for bound in [&bounds[0].all, &bounds[0].at_work] {
        let parts: f64 = bound.resources.iter().map(|priced| priced.part()).sum();
        assert!(bound.t_per_h > 0.0 && (parts / bound.t_per_h - 1.0).abs() < 1e-6, "{bound:?}");
        assert!(bound.binding().is_some());
    }
}

#[test]
fn a_truck_that_comes_late_counts_from_its_day_on() {
    let trucks = |bounds: &[MineBound]| -> f64 {
        let all = bounds[0].all.resources.iter();
        all.filter(|priced| matches!(priced.resource, Resource::Trucks(_))).map(|priced| priced.there).sum()
    };
    let (_, early) = run(|_| {});
    let (_, late) = run(|tables| {
        tables.machines[example::TRUCK_BIRCH].arrival = Arrival::On(Date::constant(2026, 9, 21));
    });
    // It is there for half of the 40 days: half of what it counted for before is gone.
    let (_, none) = run(|tables| {
        tables.machines[example::TRUCK_BIRCH].arrival = Arrival::On(Date::constant(2027, 9, 1));
    });
    let (early, late, none) = (trucks(&early), trucks(&late), trucks(&none));
    assert!(((late - none) / (early - none) - 0.5).abs() < 0.01, "{early} {late} {none}");
}

#[test]
fn bounds_hold_where_the_blend_was_not_kept() {
    // Both faces give ore, the one too rich; what is dumped off blend is allowed for.
    let (records, bounds) = run(|tables| {
        tables.faces[example::FACE_WASTE].material = example::ORE;
        tables.faces[example::FACE_ORE].grade = Some(2.0);
        tables.faces[example::FACE_WASTE].grade = Some(9.0);
        let over = Mass::from_tonnes(500.0);
        tables.dumps[example::CRUSHER].blend = Some(Blend { least: None, most: Some(2.5), over });
    });
    assert!(records.iter().flat_map(|record| &record.dump_months).any(|cell| cell.off_blend_kg > 0));
    for reached in &bounds[0].replications {
        assert!(reached.dumped_t > 0.0 && reached.dumped_t < reached.at_work_t, "{reached:?}");
    }
    assert!(!bounds[0].at_work.blends.is_empty());
}
