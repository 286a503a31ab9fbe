//! When to change a part that still works.

use iceroad_base::law::Law;
use iceroad_spares::lora::{Level, Lora, Part, Resource};
use iceroad_spares::replacement::{Costs, by_age, minimal_repair};

use crate::{close, rows};

#[test]
fn ages_of_weibull_laws() {
    for row in rows(include_str!("../data/replacement.csv")) {
        let [shape, scale, planned, failure] = [0, 1, 2, 3].map(|column| row[column]);
        let costs = Costs { planned, failure };
        let age = by_age(&Law::weibull(shape, scale).unwrap(), costs).unwrap();
        close(age.time.unwrap(), row[4], 1e-9);
        close(age.cost_rate, row[5], 1e-9);
        close(age.to_failure, row[6], 1e-9);
        let overhaul = minimal_repair(shape, scale, costs).unwrap();
        close(overhaul.time.unwrap(), row[7], 1e-9);
        close(overhaul.cost_rate, row[8], 1e-9);
    }
}

/// Three parts, a test bench and a lathe, three sites: the model of Basten and others (2009), all 27 decisions.
#[test]
fn level_of_repair() {
    // Failures a year at each of the three sites.
    let part = |rate: f64, discard, repair: [f64; 2], depot, resource| Part {
        rate: 3.0 * rate,
        discard,
        repair: repair.map(Some),
        carriage: [0.0, depot],
        resources: vec![resource],
    };
    let lora = Lora {
        parts: vec![
            part(12.0, 900.0, [200.0, 150.0], 40.0, 0),
            part(6.0, 2_500.0, [400.0, 300.0], 80.0, 0),
            part(20.0, 120.0, [90.0, 70.0], 15.0, 1),
        ],
        resources: vec![
            Resource { at_site: 9_000.0, at_depot: 5_000.0 },
            Resource { at_site: 2_500.0, at_depot: 1_500.0 },
        ],
        sites: 3,
    };
    let levels = [Level::Discard, Level::Site, Level::Depot];
    let mut all = Vec::new();
    for a in levels {
        for b in levels {
            for c in levels {
                all.push((lora.cost(&[a, b, c]).unwrap(), [a, b, c]));
            }
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert_eq!(all[0], (25_280.0, [Level::Depot; 3]));
    assert_eq!(all[1], (25_880.0, [Level::Depot, Level::Depot, Level::Discard]));
    assert_eq!(all[26].0, 92_100.0);
    let solved = lora.solve().unwrap();
    assert_eq!((solved.cost, &solved.levels[..]), (all[0].0, &all[0].1[..]));
}
