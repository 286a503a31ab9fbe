//! Questions of one item that stockpyl answers too, with the same numbers as `scripts/bench-peers/stockpyl_side.py`.

use iceroad_bench::measure::{Way, interleaved};
use iceroad_spares::SparesError;
use iceroad_spares::count::{Count, Table};
use iceroad_spares::once::order_once;
use iceroad_spares::review::{Costs, r_and_order, s_and_level};
use iceroad_spares::season::windows::{Short, Windows};

/// Mean demands of the table of Zheng and Federgruen.
const MEANS: [f64; 16] =
    [10.0, 15.0, 22.0, 23.0, 25.0, 30.0, 40.0, 45.0, 51.0, 52.0, 55.0, 60.0, 61.0, 63.0, 70.0, 75.0];

/// A question and how often it is asked in one measured run, some tens of ms.
type Question = (&'static str, u64, fn() -> Result<Vec<i64>, SparesError>);

const QUESTIONS: [Question; 5] = [
    ("newsvendor", 10_000, newsvendor),
    ("same_size", 10_000, same_size),
    ("levels", 100, levels),
    ("ten_periods", 20, ten_periods),
    ("closed_for_nine_months", 20, closed_for_nine_months),
];

/// Each question, answers per CPU second, and the answer.
pub(crate) fn questions() -> Result<String, SparesError> {
    let mut said = String::new();
    for (name, times, question) in QUESTIONS {
        let answer = question()?;
        let again = || (0..times).map(|_| question().map_or(0, |answer| answer.len() as u64)).sum();
        let measured = interleaved(3, &mut [Way::new(name, times, again)]);
        let rate = 1e9 / measured[0].median_ns;
        let words: Vec<String> = answer.iter().map(i64::to_string).collect();
        said += &format!("{name}\t{rate:.0}\t{}\n", words.join(" "));
    }
    Ok(said)
}

fn newsvendor() -> Result<Vec<i64>, SparesError> {
    Ok(vec![order_once(&Count::poisson(18.0)?.table(), 270.0, 200.0)?.order as i64])
}

fn same_size() -> Result<Vec<i64>, SparesError> {
    let costs = Costs { held: 4.0, owed: 28.0, order: 4.0 };
    let best = r_and_order(12.0, &Count::poisson(6.0)?.table(), costs)?;
    Ok(vec![best.point, best.to])
}

fn levels() -> Result<Vec<i64>, SparesError> {
    let mut all = Vec::new();
    for mean in MEANS {
        let demand = Count::poisson(mean)?.table();
        let best = s_and_level(&demand, &demand, Costs { held: 1.0, owed: 9.0, order: 64.0 })?;
        all.extend([best.point, best.to]);
    }
    Ok(all)
}

fn ten_periods() -> Result<Vec<i64>, SparesError> {
    fill_to(&Windows {
        demand: vec![normal(18.0, 3.0)?; 10],
        price: vec![Some(1.0); 10],
        order_cost: 0.0,
        held: 1.0,
        short: Short::Owed { each: 25.0, at_end: 25.0 },
        worth_at_end: -1.0,
        discount: 0.98,
    })
}

fn closed_for_nine_months() -> Result<Vec<i64>, SparesError> {
    fill_to(&Windows {
        demand: vec![normal(8.0, 1.5)?; 12],
        price: (0..12).map(|month| (month < 3).then_some(1.0)).collect(),
        order_cost: 0.0,
        held: 0.02,
        short: Short::Owed { each: 25.0, at_end: 25.0 },
        worth_at_end: 0.0,
        discount: 1.0,
    })
}

/// To what stock an empty shelf is filled up in each open period.
fn fill_to(windows: &Windows) -> Result<Vec<i64>, SparesError> {
    let policy = windows.solve(0)?;
    Ok((0..windows.demand.len()).filter_map(|period| policy.fill_to(period, 0)).collect())
}

/// A normal law in whole pieces.
fn normal(mean: f64, deviation: f64) -> Result<Table, SparesError> {
    let below = |pieces: f64| 0.5 * libm::erfc((mean - pieces) / deviation / std::f64::consts::SQRT_2);
    let most = (mean + 10.0 * deviation) as u32;
    let chance = |pieces: u32| below(f64::from(pieces) + 0.5) - below(f64::from(pieces) - 0.5);
    Table::new((0..=most).map(chance).collect())
}
