//! Stocks: order points, base stock, resupply at given dates. Demand is Poisson; unmet demand waits.
//!
//! Driven on the kernel's calendar and agenda. One unit of time is one minute, as everywhere here.

use crate::harness::{Case, Check, Luck, Reading, Trouble};
use crate::queues::{ahead, in_units, units};
use crate::theory::{
    backorders, backorders_between, fill_rate, order_point_cost, poisson_at_most, reorder_cost,
};
use iceroad_base::estimate::TimeAverage;
use iceroad_base::law::Law;
use iceroad_base::{Span, Time};
use iceroad_kernel::{Agenda, Calendar, Class, Slot};

const PART: &str = "Stocks";
/// Events of one instant: goods arrive, then stock is reviewed, then demand comes.
const GOODS: Class = Class(0);
const REVIEW: Class = Class(1);
const DEMAND: Class = Class(2);

/// Cost of an (s, S) policy with review every unit and no lead time; per unit.
fn reviewed(luck: &Luck<'_>, policy: &Reviewed, periods: u32) -> Result<f64, Trouble> {
    let mut between = ahead(&Law::exponential(1.0 / policy.mean)?, luck, "demand")?;
    let (demand, review) = (Slot(0), Slot(1));
    let mut calendar = Calendar::new(2)?;
    calendar.schedule(review, Time::START, REVIEW)?;
    calendar.schedule(demand, Time::START + between.take(), DEMAND)?;
    let end = Time::START + units(f64::from(periods));
    let (mut stock, mut cost) = (i64::from(policy.high), 0.0);
    while let Some(due) = calendar.pop_until(end) {
        if due.slot == demand {
            stock -= 1;
            calendar.schedule(demand, due.at + between.take(), DEMAND)?;
            continue;
        }
        if due.at > Time::START {
            // The period that ends: what is left is held, what is missing is paid for.
            cost += policy.hold * stock.max(0) as f64 + policy.short * (-stock).max(0) as f64;
        }
        if stock <= i64::from(policy.low) {
            cost += policy.order;
            stock = i64::from(policy.high);
        }
        calendar.schedule(review, due.at + units(1.0), REVIEW)?;
    }
    Ok(cost / f64::from(periods - 1))
}

#[derive(Clone, Copy)]
struct Reviewed {
    mean: f64,
    hold: f64,
    short: f64,
    order: f64,
    low: u32,
    high: u32,
}

/// A stock that orders `lot` whenever its position falls to `point`, with a lead time of its own for each order.
#[derive(Clone, Copy)]
struct Continuous {
    rate: f64,
    lead: Law,
    point: i64,
    lot: i64,
}

/// What is seen of it.
#[derive(Clone, Copy, Debug)]
pub struct Stocked {
    on_hand: f64,
    backorders: f64,
    fill: f64,
    orders: f64,
}

fn continuous(luck: &Luck<'_>, policy: &Continuous, length: f64) -> Result<Stocked, Trouble> {
    let mut between = ahead(&Law::exponential(1.0 / policy.rate)?, luck, "demand")?;
    let mut lead = ahead(&policy.lead, luck, "lead time")?;
    let (demand, goods) = (Slot(0), Slot(1));
    let mut calendar = Calendar::new(2)?;
    let mut coming: Agenda<i64> = Agenda::new();
    let (warm, end) = (Time::START + units(length / 10.0), Time::START + units(length));
    let mut net = policy.point + policy.lot;
    let mut position = net;
    let mut on_hand = TimeAverage::new(warm, 0.0);
    let mut missing = TimeAverage::new(warm, 0.0);
    let (mut asked, mut met, mut orders) = (0_u64, 0_u64, 0_u64);
    calendar.schedule(demand, Time::START + between.take(), DEMAND)?;
    while let Some(due) = calendar.pop_until(end) {
        if due.slot == goods {
            while let Some((_, lot)) = coming.pop_due(due.at) {
                net += lot;
            }
        } else {
            calendar.schedule(demand, due.at + between.take(), DEMAND)?;
            let counts = u64::from(due.at >= warm);
            asked += counts;
            met += counts * u64::from(net > 0);
            net -= 1;
            position -= 1;
            if position <= policy.point {
                position += policy.lot;
                orders += counts;
                coming.push(due.at + lead.take(), GOODS, policy.lot);
            }
        }
        on_hand.set(due.at, net.max(0) as f64);
        missing.set(due.at, (-net).max(0) as f64);
        match coming.next_due() {
            Some((at, class)) => calendar.schedule(goods, at, class)?,
            None => calendar.cancel(goods),
        }
    }
    Ok(Stocked {
        on_hand: on_hand.average(end),
        backorders: missing.average(end),
        fill: met as f64 / asked as f64,
        orders: orders as f64 / in_units(end - warm),
    })
}

/// A stock brought up to levels at given dates of a cycle and left alone between.
#[derive(Clone, Debug)]
struct Dated {
    rate: f64,
    cycle: f64,
    /// Dates within the cycle, with the level that is brought up to.
    windows: Vec<(f64, i64)>,
}

/// What is seen of it.
#[derive(Clone, Copy, Debug)]
pub struct Resupplied {
    average: f64,
    at_end: f64,
    without: f64,
}

fn dated(luck: &Luck<'_>, policy: &Dated, cycles: u32) -> Result<Resupplied, Trouble> {
    let mut between = ahead(&Law::exponential(1.0 / policy.rate)?, luck, "demand")?;
    let (demand, resupply) = (Slot(0), Slot(1));
    let mut calendar = Calendar::new(2)?;
    // The first window of the first cycle is the start; dates count from it.
    let first = policy.windows.first().map_or(0.0, |window| window.0);
    let date = |number: usize| {
        let (cycle, window) = (number / policy.windows.len(), number % policy.windows.len());
        Time::START + units(cycle as f64 * policy.cycle + policy.windows[window].0 - first)
    };
    let end = Time::START + units(f64::from(cycles) * policy.cycle);
    let mut net = policy.windows.first().map_or(0, |window| window.1);
    let mut missing = TimeAverage::new(Time::START, 0.0);
    let (mut number, mut at_end, mut without) = (1, 0.0, 0.0);
    calendar.schedule(demand, Time::START + between.take(), DEMAND)?;
    calendar.schedule(resupply, date(number), REVIEW)?;
    // The resupply at the very end closes the last cycle.
    while let Some(due) = calendar.pop_until(end + Span::from_millis(1)) {
        if due.slot == demand {
            net -= 1;
            calendar.schedule(demand, due.at + between.take(), DEMAND)?;
        } else {
            at_end += (-net).max(0) as f64;
            without += f64::from(u8::from(net >= 0));
            net = policy.windows[number % policy.windows.len()].1;
            number += 1;
            calendar.schedule(resupply, date(number), REVIEW)?;
        }
        missing.set(due.at.min(end), (-net).max(0) as f64);
    }
    let closed = (number - 1) as f64;
    Ok(Resupplied { average: missing.average(end), at_end: at_end / closed, without: without / closed })
}

/// Orders possible only at given periods, what is missing flown in; finite horizon.
#[derive(Clone, Debug)]
struct Seasonal {
    name: &'static str,
    /// Mean demand of each period.
    demand: Vec<f64>,
    /// Period, counted from 1, and the level that is ordered up to.
    windows: Vec<(usize, i64)>,
    /// Cost of one flown in.
    flown: f64,
    cost: f64,
}

/// Cost of one horizon from an empty store; 0.02 to hold one over a period, 1 to buy it, 0.9 back at the end.
fn seasonal(luck: &Luck<'_>, policy: &Seasonal, years: u32) -> Result<f64, Trouble> {
    let mut draws = ahead(&Law::exponential(1.0)?, luck, "demand")?;
    let mut calendar = Calendar::new(2)?;
    let (demand, review) = (Slot(0), Slot(1));
    let (mut stock, mut total) = (0_i64, 0.0);
    let periods = policy.demand.len();
    calendar.schedule(review, Time::START, REVIEW)?;
    // Each period is stretched so that demand comes once in a unit on average.
    let (mut period, mut year) = (0, 0);
    while let Some(due) = calendar.pop() {
        if due.slot == demand {
            if stock > 0 {
                stock -= 1;
            } else {
                total += policy.flown;
            }
            calendar.schedule(demand, due.at + draws.take(), DEMAND)?;
            continue;
        }
        if period > 0 {
            total += 0.02 * stock as f64;
        }
        if period == periods {
            total -= 0.9 * stock as f64;
            (stock, period) = (0, 0);
            year += 1;
            if year == years {
                break;
            }
        }
        if let Some(&(_, level)) = policy.windows.iter().find(|window| window.0 == period + 1) {
            let bought = (level - stock).max(0);
            total += bought as f64;
            stock += bought;
        }
        if year == 0 && period == 0 {
            calendar.schedule(demand, due.at + draws.take(), DEMAND)?;
        }
        calendar.schedule(review, due.at + units(policy.demand[period]), REVIEW)?;
        period += 1;
    }
    Ok(total / f64::from(years))
}

const ZHENG: &str = "Zheng and Federgruen 1991, table, as in stockpyl";
const PALM: &str = "Palm: Poisson pipeline whatever the lead time's law";
const SNYDER: &str = "Snyder and Shen 2019, problem 5.2";
const RESUPPLY: &str = "integral of the Poisson loss (Sherbrooke 2004, ch. 6)";
const EXACT_DP: &str = "exact dynamic programme (own instances)";

/// Mean demand, s, S, cost: holding 1, shortage 9, order 64.
const ZHENG_FEDERGRUEN: [(f64, u32, u32, f64); 16] = [
    (10.0, 6, 40, 35.022),
    (15.0, 10, 49, 42.698),
    (22.0, 16, 68, 51.632),
    (23.0, 17, 52, 52.757),
    (25.0, 19, 56, 54.262),
    (30.0, 23, 66, 57.819),
    (40.0, 33, 87, 64.512),
    (45.0, 37, 97, 67.776),
    (51.0, 43, 110, 71.611),
    (52.0, 44, 112, 72.246),
    (55.0, 47, 118, 74.149),
    (60.0, 52, 129, 77.306),
    (61.0, 52, 131, 77.929),
    (63.0, 54, 73, 78.287),
    (70.0, 62, 81, 79.037),
    (75.0, 67, 86, 79.554),
];

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    reviewed_cases(&mut cases);
    base_stock(&mut cases)?;
    order_points(&mut cases)?;
    dated_cases(&mut cases);
    for policy in seasonal_instances() {
        let name = format!("season's resupply, {}", policy.name);
        let readings: [Reading<f64>; 1] = [("cost of a year", policy.cost, |cost| *cost)];
        cases.push(Case::new(PART, name, EXACT_DP, &readings, move |luck| seasonal(luck, &policy, 500)));
    }
    Ok(cases)
}

fn reviewed_cases(cases: &mut Vec<Case>) {
    let mut add = |policy: Reviewed, cost: f64, source| {
        let Reviewed { mean, low, high, .. } = policy;
        let name = format!("(s, S) = ({low}, {high}), demand {mean} a period");
        let readings: [Reading<f64>; 1] = [("cost per period", cost, |cost| *cost)];
        cases.push(Case::new(PART, name, source, &readings, move |luck| reviewed(luck, &policy, 10_000)));
    };
    let example = Reviewed { mean: 6.0, hold: 1.0, short: 4.0, order: 5.0, low: 4, high: 10 };
    add(example, 8.034111561471642, "Snyder and Shen 2019, example 4.7");
    for &(mean, low, high, cost) in &ZHENG_FEDERGRUEN {
        add(Reviewed { mean, hold: 1.0, short: 9.0, order: 64.0, low, high }, cost, ZHENG);
    }
}

fn base_stock(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    // Pipeline mean, stock, whether it takes many demands to see a shortage.
    let rows = [
        (0.5, 1, false),
        (0.5, 2, true),
        (1.0, 1, false),
        (1.0, 2, false),
        (2.0, 2, false),
        (2.0, 4, true),
        (3.0, 3, false),
        (3.0, 5, false),
        (3.0, 7, true),
        (4.0, 4, false),
        (5.0, 5, false),
        (5.0, 8, true),
        (10.0, 10, false),
        (20.0, 20, false),
    ];
    for (mean, stock, long) in rows {
        for (law_name, lead) in [
            ("constant", Law::constant(mean)?),
            ("exponential", Law::exponential(mean)?),
            ("log-normal cv 1", Law::log_normal(mean, 1.0)?),
        ] {
            // Every row with one law, the published three with all.
            if law_name != "exponential" && !(mean == 3.0 || mean == 0.5) {
                continue;
            }
            let policy = Continuous { rate: 1.0, lead, point: i64::from(stock) - 1, lot: 1 };
            let name = format!("(S − 1, S), S = {stock}, pipeline {mean}, lead time {law_name}");
            let readings: [Reading<Stocked>; 2] = [
                ("fill rate", fill_rate(mean, stock), |seen| seen.fill),
                ("EBO", backorders(mean, stock), |seen| seen.backorders),
            ];
            let case = Case::new(PART, name, PALM, &readings, move |luck| {
                continuous(luck, &policy, 20_000.0 * (1.0 + mean))
            });
            cases.push(if long { case.long() } else { case });
        }
    }
    Ok(())
}

fn order_points(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    for (point, lot, cost) in [
        (6, 7, 28.241312842169155),
        (5, 7, 28.62048701718121),
        (6, 8, 28.71981274795909),
        (0, 1, 188.07932006965333),
        (9, 9, 37.81603525297455),
    ] {
        let policy = Continuous { rate: 12.0, lead: Law::constant(0.5)?, point, lot };
        let name = format!("(r, Q) = ({point}, {lot}), 12 a year, half a year's lead");
        let readings: [Reading<Stocked>; 1] = [("cost of a year", cost, |seen| {
            4.0 * seen.orders + 4.0 * seen.on_hand + 28.0 * seen.backorders
        })];
        cases.push(Case::new(PART, name, SNYDER, &readings, move |luck| continuous(luck, &policy, 3_000.0)));
    }
    Ok(())
}

fn dated_cases(cases: &mut Vec<Case>) {
    // Rate a year, cycle in years, stock, average and end of cycle, chance of a cycle without a shortage.
    let rows = [
        (2.0, 1.0, 0, 1.0, 2.0, 0.1353352832366127, false),
        (2.0, 1.0, 3, 0.05265301734371116, 0.21801754912951424, 0.857123460498547, true),
        (6.0, 1.0, 3, 0.9826487347633355, 3.08179882182999, 0.15120388277664787, false),
        (6.0, 1.0, 6, 0.19684860879370436, 0.9637388462878802, 0.6063027824125913, false),
        (6.0, 1.0, 9, 0.022628291961469434, 0.16125888313874975, 0.9160759830051242, true),
        (6.0, 0.5, 3, 0.17638405560888437, 0.6721254229661632, 0.6472318887822313, false),
        (12.0, 1.0, 9, 0.6992524486016899, 3.3211960738250563, 0.24239216167051233, false),
        (12.0, 1.0, 12, 0.21201737571346763, 1.3724149861133583, 0.5759652485730647, false),
    ];
    for (rate, cycle, stock, average, at_end, without, long) in rows {
        let policy = Dated { rate, cycle, windows: vec![(0.0, stock)] };
        let name = format!("resupply to {stock} every {cycle} years, {rate} a year");
        let readings: [Reading<Resupplied>; 3] = [
            ("EBO", average, |seen| seen.average),
            ("EBO at the end", at_end, |seen| seen.at_end),
            ("P(no shortage)", without, |seen| seen.without),
        ];
        let case = Case::new(PART, name, RESUPPLY, &readings, move |luck| dated(luck, &policy, 4_000));
        cases.push(if long { case.long() } else { case });
    }
    for (rate, levels, average) in
        [(12.0, [6, 8], 0.10157916529334379), (12.0, [8, 10], 0.022802615900872715)]
    {
        let windows = vec![(45.0 / 365.0, levels[0]), (200.0 / 365.0, levels[1])];
        let policy = Dated { rate, cycle: 1.0, windows };
        let name =
            format!("windows on days 45 and 200, up to {} and {}, {rate} a year", levels[0], levels[1]);
        let readings: [Reading<Resupplied>; 1] = [("EBO", average, |seen| seen.average)];
        cases
            .push(Case::new(PART, name, RESUPPLY, &readings, move |luck| dated(luck, &policy, 4_000)).long());
    }
}

fn seasonal_instances() -> [Seasonal; 4] {
    let summer = vec![0.3, 0.3, 0.3, 0.4, 0.8, 0.9, 0.9, 0.9, 0.7, 0.4, 0.3, 0.3];
    let instance = |name, demand, windows: &[(usize, i64)], flown, cost| Seasonal {
        name,
        demand,
        windows: windows.to_vec(),
        flown,
        cost,
    };
    [
        instance("one window", vec![0.5; 12], &[(1, 9)], 4.0, 8.187073098971531),
        instance("two windows", vec![0.5; 12], &[(1, 6), (6, 6)], 4.0, 7.654550124050927),
        instance("busy summer", summer, &[(2, 6), (7, 6)], 4.0, 8.971318284717603),
        instance("cheap and much used", vec![3.0; 12], &[(1, 21), (6, 26)], 2.5, 40.433389123888276),
    ]
}

/// The formulas against printed figures.
pub fn checks() -> Vec<Check> {
    const FORMULAS: &str = "Formulas";
    let printed = |name: String, source, expected, decimals, got| {
        Check::printed(FORMULAS, name, source, expected, decimals, got)
    };
    let mut checks = Vec::new();
    for &(mean, low, high, cost) in &ZHENG_FEDERGRUEN {
        let got = reorder_cost(mean, 1.0, 9.0, 64.0, low, high);
        checks.push(printed(format!("(s, S) = ({low}, {high}), demand {mean}: cost"), ZHENG, cost, 3, got));
    }
    let got = reorder_cost(6.0, 1.0, 4.0, 5.0, 4, 10);
    checks.push(printed(
        "(s, S) = (4, 10), demand 6: cost".into(),
        "Snyder and Shen, 4.7",
        8.034111561,
        9,
        got,
    ));
    for (point, lot, cost) in [
        (6, 7, 28.241312842),
        (5, 7, 28.620487017),
        (6, 8, 28.719812748),
        (0, 1, 188.079320070),
        (9, 9, 37.816035253),
    ] {
        let got = order_point_cost(12.0, 0.5, 4.0, 28.0, 4.0, point, lot);
        checks.push(printed(format!("(r, Q) = ({point}, {lot}): cost"), SNYDER, cost, 9, got));
    }
    for (mean, stock, fill, missing, decimals) in [
        (3.0, 3, 0.423190, 0.672125, 6),
        (3.0, 5, 0.815263, 0.134621, 6),
        (3.0, 7, 0.966491, 0.0171941, 7),
        (0.5, 1, 0.606531, 0.106531, 6),
        (0.5, 2, 0.909796, 0.0163266, 7),
    ] {
        let name = format!("(S − 1, S), S = {stock}, pipeline {mean}");
        checks.push(printed(
            format!("{name}: fill"),
            "recomputed independently",
            fill,
            6,
            fill_rate(mean, stock),
        ));
        checks.push(printed(
            format!("{name}: EBO"),
            "recomputed independently",
            missing,
            decimals,
            backorders(mean, stock),
        ));
    }
    for (mean, stock, missing) in [
        (1.0, 3, 0.023336926442932768),
        (4.0, 8, 0.03362698726751605),
        (10.0, 15, 0.10347867978694769),
        (20.0, 30, 0.03212391211347935),
    ] {
        let name = format!("EBO, pipeline {mean}, stock {stock}");
        checks.push(printed(name, "recomputed with 40 digits", missing, 12, backorders(mean, stock)));
    }
    for (rate, cycle, stock, average) in
        [(6.0, 1.0, 6, 0.19684860879), (12.0, 0.5, 9, 0.02262829196), (2.0, 1.0, 3, 0.05265301734)]
    {
        let got = backorders_between(rate, cycle, stock);
        checks.push(printed(
            format!("EBO between resupplies of {stock}, {rate} a year"),
            RESUPPLY,
            average,
            9,
            got,
        ));
    }
    let got = poisson_at_most(6.0, 6);
    checks.push(printed("P(no shortage), 6 a year, stock 6".into(), RESUPPLY, 0.6063027824, 10, got));
    checks
}
