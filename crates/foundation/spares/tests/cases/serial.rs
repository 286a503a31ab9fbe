//! Stores in a row: Snyder & Shen, Fundamentals of Supply Chain Theory (2019), example 6.1 and problems 6.1, 6.2b and 6.16, as stockpyl 1.0.2 (MIT) has
//! them; Shang & Song (2003), Management Science 49, table 1. Tolerance 0.005, relative: normal laws are cut into small steps on both sides.

use iceroad_spares::count::{Count, Table};
use iceroad_spares::serial::{Stage, serial};

use crate::close;

/// A normal law in steps of `unit`.
fn normal(mean: f64, deviation: f64, unit: f64) -> Table {
    let below = |x: f64| 0.5 * libm::erfc((mean - x) / deviation / std::f64::consts::SQRT_2);
    let most = ((mean + 8.0 * deviation) / unit) as u32;
    let chance = |step: u32| {
        let middle = f64::from(step) * unit;
        below(middle + unit / 2.0) - below(middle - unit / 2.0)
    };
    Table::new((0..=most).map(chance).collect()).unwrap()
}

#[test]
fn normal_demand() {
    // Mean and deviation of a unit of time; each stage's lead time and its cost of holding, from the end of the row; owed; step; levels and cost.
    type Case<'a> = ((f64, f64), &'a [(f64, f64)], f64, f64, &'a [f64], f64);
    let cases: [Case<'_>; 3] = [
        (
            (5.0, 1.0),
            &[(1.0, 3.0), (1.0, 2.0), (2.0, 2.0)],
            37.12,
            0.02,
            &[6.484, 12.028, 22.72],
            47.665_393_307_530_93,
        ),
        (
            (100.0, 15.0),
            &[(1.0, 1.0), (1.0, 1.0)],
            15.0,
            0.5,
            &[123.939_125, 228.487_567],
            166.270_528_896_629_46,
        ),
        (
            (20.0, 4.0),
            &[(8.0, 5.0), (3.0, 2.0)],
            24.0,
            0.5,
            &[171.061_737, 232.112_613],
            438.239_625_307_211_2,
        ),
    ];
    for ((mean, deviation), stages, owed, unit, levels, cost) in cases {
        let stage = |(lead, held): &(f64, f64)| Stage {
            over_lead: normal(mean * lead, deviation * lead.sqrt(), unit),
            held: held * unit,
        };
        let stages: Vec<Stage> = stages.iter().map(stage).collect();
        let found = serial(&stages, owed * unit).unwrap();
        for (found, wanted) in found.fill_to.iter().zip(levels) {
            close(f64::from(*found) * unit, *wanted, 5e-3);
        }
        close(found.cost, cost, 5e-3);
    }
}

#[test]
fn poisson_demand() {
    type Case<'a> = (f64, &'a [f64], f64, &'a [u32], f64);
    let cases: [Case<'_>; 3] = [
        (32.0, &[2.0, 2.0, 1.0, 1.0, 1.0], 24.0, &[41, 74, 109, 142, 174], 453.685_597_891_021_3),
        (4.0, &[0.25, 2.5, 2.5, 0.25], 9.0, &[9, 10, 13, 19], 53.008),
        (4.0, &[0.25, 0.25, 0.25, 0.25], 99.0, &[11, 17, 22, 27], 16.206),
    ];
    for (mean, held, owed, levels, cost) in cases {
        let over_lead = Count::poisson(mean).unwrap().table();
        let stages: Vec<Stage> =
            held.iter().map(|held| Stage { over_lead: over_lead.clone(), held: *held }).collect();
        let found = serial(&stages, owed).unwrap();
        assert_eq!(found.fill_to, levels);
        close(found.cost, cost, 5e-3);
    }
}

#[test]
fn one_store_is_a_newsvendor() {
    let over_lead = Count::poisson(7.0).unwrap().table();
    let found = serial(&[Stage { over_lead: over_lead.clone(), held: 2.0 }], 9.0).unwrap();
    let level = over_lead.quantile(9.0 / 11.0);
    assert_eq!(found.fill_to, [level as u32]);
    close(found.cost, 2.0 * over_lead.left(level) + 9.0 * over_lead.short(level), 1e-12);
    assert!(serial(&[], 1.0).is_err());
    assert!(
        serial(&[Stage { over_lead, held: -1.0 }], 1.0)
            .unwrap_err()
            .to_string()
            .contains("cost of a piece held")
    );
}
