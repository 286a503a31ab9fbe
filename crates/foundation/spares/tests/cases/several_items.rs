//! Several items and one purse.

use iceroad_spares::count::Count;
use iceroad_spares::fleet::availability;
use iceroad_spares::frontier::{Frontier, Ladder, Rung};
use iceroad_spares::kettelle::{Allocation, undominated};

use crate::{near, rows};

#[test]
fn two_items_step_by_step() {
    let pipelines = [1.0, 4.0].map(|mean| Count::poisson(mean).unwrap().table());
    let ladder = |item: usize, price| Ladder::of_item(&pipelines[item], price, 1.0, 0, 1e-6).unwrap();
    let curve = Frontier::new(vec![ladder(0, 5.0), ladder(1, 1.0)]).unwrap();
    for (nth, row) in rows(include_str!("../data/marginal.csv")).iter().enumerate() {
        let mix = curve.after(nth);
        assert_eq!(curve.stocks(&mix.rungs), [row[0] as u32, row[1] as u32]);
        near(mix.cost, row[2], 1e-10);
        near(mix.value, row[3], 1e-10);
        let owed = [pipelines[0].short(row[0] as usize), pipelines[1].short(row[1] as usize)];
        near(100.0 * availability(&[(owed[0], 1), (owed[1], 1)], 10).unwrap(), row[4], 1e-10);
    }
}

/// Rate, time and price of each unit.
const UNITS: [(f64, f64, f64); 4] =
    [(0.01, 100.0, 200.0), (0.02, 150.0, 100.0), (0.03, 60.0, 300.0), (0.01, 200.0, 250.0)];

fn kettelle(units: usize, most: f64, value: impl Fn(f64, f64, u32) -> f64) -> Vec<Allocation> {
    let stocks = |&(rate, time, price): &(f64, f64, f64)| -> Vec<Rung> {
        (0..25)
            .map(|stock| Rung { cost: f64::from(stock) * price, value: value(rate, time, stock), stock })
            .collect()
    };
    let items: Vec<Vec<Rung>> = UNITS[..units].iter().map(stocks).collect();
    undominated(&items, most).unwrap()
}

fn same(found: &[Allocation], file: &str, sign: f64) {
    let wanted = rows(file);
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        near(found.cost, wanted[0], 1e-10);
        near(sign * found.value, wanted[1], 1e-10);
        assert!(found.stocks.iter().map(|stock| f64::from(*stock)).eq(wanted[2..].iter().copied()));
    }
}

#[test]
fn undominated_allocations_of_barlow_and_proschan() {
    let owed = |rate, time, stock: u32| Count::poisson(rate * time).unwrap().table().short(stock as usize);
    let met = |rate: f64, time: f64, stock: u32| {
        let below = stock
            .checked_sub(1)
            .map_or(0.0, |s| Count::poisson(rate * time).unwrap().table().at_most(s as usize));
        -rate * below
    };
    same(&kettelle(2, 1_500.0, owed), include_str!("../data/kettelle_ebo_u1_u2.csv"), 1.0);
    same(&kettelle(2, 1_500.0, met), include_str!("../data/kettelle_fill_rate_numerator_u1_u2.csv"), -1.0);
    same(&kettelle(4, 3_000.0, owed), include_str!("../data/kettelle_ebo_all.csv"), 1.0);
    same(&kettelle(4, 3_000.0, met), include_str!("../data/kettelle_fill_rate_numerator_all.csv"), -1.0);
}
