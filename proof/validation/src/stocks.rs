//! Stores of the domain `supply`: base stock, order points, reviews, resupply at given dates. Demand is Poisson; unmet demand
//! waits.
//!
//! One store, one item, one seller at the same place. The unit of time is one day. Everything is read off the domain's log:
//! on hand is what was received less what was issued, backorders are what was asked for less what was issued.

use crate::harness::{Case, Check, Luck, Reading, Trouble};
use crate::theory::{
    backorders, backorders_between, fill_rate, order_point_cost, poisson_at_most, reorder_cost,
};
use iceroad_base::estimate::TimeAverage;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Quantity};
use iceroad_base::{Span, Table, Time};
use iceroad_kernel::{Calendar, Class, Context, Slot};
use iceroad_model::event::{Claimant, Event, JobNo, Recorder, class};
use iceroad_model::{ItemId, Scenario, StoreId, Tables};
use iceroad_supply::{Demand, Notice, Prepared, Supply};
use iceroad_worlds::build::{Build, constant};
use iceroad_worlds::supply::{HOME, every, supply};
use std::sync::Arc;

const PART: &str = "Stocks";
/// The crate under proof.
const PRODUCT: &str = "supply";
const ZHENG: &str = "Zheng and Federgruen 1991, table, as in stockpyl";
const PALM: &str = "Palm: Poisson pipeline whatever the lead time's law";
const SNYDER: &str = "Snyder and Shen 2019, problem 5.2";
const RESUPPLY: &str = "integral of the Poisson loss (Sherbrooke 2004, ch. 6)";

/// What a case asks of the domain.
#[derive(Clone, Copy)]
struct Policy {
    reorder: i64,
    up_to: i64,
    /// Days between reviews; 0: at every demand.
    review_days: f64,
    lead_days: Law,
    /// Demands a day.
    rate: f64,
    days: u32,
    /// Days left out, so long that the first orders have come.
    warm: u32,
}

impl Policy {
    fn scenario(&self) -> Result<Scenario, Trouble> {
        Scenario::new(self.tables())
            .map_err(|faults| format!("the tiny scenario is refused: {faults:?}").into())
    }

    fn tables(&self) -> Tables {
        let mut tables = supply();
        tables.heading.days = self.days;
        let yard = tables.site("yard", HOME);
        let spare = tables.item("spare", 1);
        let shop = tables.store("shop", yard, None);
        tables.stock(shop, spare, self.up_to, every(self.reorder, self.up_to, self.review_days));
        let offer = tables.offer("offer", spare, yard, 0.0);
        tables.offers[offer].lead_days = self.lead_days;
        tables
    }
}

/// Counts as the log is written.
struct Counts {
    on_shelf: i64,
    owed: i64,
    orders: u64,
    filled: u64,
}

impl Recorder for Counts {
    fn record(&mut self, _: Time, event: Event) {
        match event {
            Event::Demanded { .. } => self.owed += 1,
            Event::Filled { .. } => {
                self.owed -= 1;
                self.on_shelf -= 1;
                self.filled += 1;
            }
            Event::Received { quantity, .. } => self.on_shelf += quantity.get(),
            Event::Ordered { .. } => self.orders += 1,
            _ => {}
        }
    }
}

/// What is seen of the store after its warm-up.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Share of demands met at the instant they came.
    fill: f64,
    on_hand: f64,
    backorders: f64,
    /// Per day.
    orders: f64,
    /// On hand and owed as cycles of the review end, on average, and the share of cycles that end with nothing owed.
    left: f64,
    missing: f64,
    without: f64,
}

fn run(luck: &Luck<'_>, policy: &Policy, prepared: &Arc<Prepared>) -> Result<Seen, Trouble> {
    let (supplied, days, asks) = (Slot(0), Slot(1), Slot(2));
    let mut supply = Supply::new(prepared, luck.seed(), luck.replication, supplied.0);
    let mut calendar = Calendar::new(3)?;
    let mut counts = Counts { on_shelf: policy.up_to, owed: 0, orders: 0, filled: 0 };
    let mut notices: Vec<Notice> = Vec::new();
    let between = Law::exponential(24.0 / policy.rate)?;
    let mut luck_of_demand = luck.stream("demand");
    let mut wait = || Span::from_hours(between.draw(&mut luck_of_demand));
    let warm = Time::START + Span::DAY * i64::from(policy.warm);
    let end = Time::START + Span::DAY * i64::from(policy.days);
    let (mut on_hand, mut owed) = (TimeAverage::new(warm, 0.0), TimeAverage::new(warm, 0.0));
    let (mut asked, mut met, mut orders, mut ended, mut left, mut missing, mut without) =
        (0_u64, 0_u64, 0_u64, 0_u64, 0, 0, 0_u64);
    let demand = Demand {
        store: StoreId(0),
        item: ItemId(0),
        quantity: Quantity(1),
        by: Claimant::Job(JobNo(0)),
        model: None,
        lowest: Celsius::clamped(15.0),
    };
    supply.start(&mut Context {
        now: Time::START,
        calendar: &mut calendar,
        log: &mut counts,
        notices: &mut notices,
    })?;
    calendar.schedule(days, Time::START, Class(class::DAY))?;
    calendar.schedule(asks, Time::START + wait(), Class::LAST)?;
    let mut day = 0;
    let cycle = (policy.review_days as i64).max(1);
    while let Some(due) = calendar.pop_until(end) {
        let steady = due.at >= warm;
        let (ordered, filled) = (counts.orders, counts.filled);
        if due.slot == days {
            if due.at > warm && day % cycle == 0 {
                ended += 1;
                left += counts.on_shelf;
                missing += counts.owed;
                without += u64::from(counts.owed == 0);
            }
            calendar.schedule(days, due.at + Span::DAY, Class(class::DAY))?;
        }
        if due.slot == asks {
            calendar.schedule(asks, due.at + wait(), Class::LAST)?;
        }
        let ctx =
            &mut Context { now: due.at, calendar: &mut calendar, log: &mut counts, notices: &mut notices };
        if due.slot == supplied {
            supply.on_due(0, ctx)?;
        } else if due.slot == days {
            supply.new_day(day, &Table::default(), &[Celsius::clamped(15.0)], ctx)?;
            day += 1;
        } else {
            supply.demand(demand, ctx)?;
            asked += u64::from(steady);
            met += u64::from(steady && counts.filled > filled);
        }
        orders += u64::from(steady) * (counts.orders - ordered);
        notices.clear();
        on_hand.set(due.at, counts.on_shelf as f64);
        owed.set(due.at, counts.owed as f64);
    }
    Ok(Seen {
        fill: met as f64 / asked as f64,
        on_hand: on_hand.average(end),
        backorders: owed.average(end),
        orders: orders as f64 / (end - warm).days(),
        left: left as f64 / ended as f64,
        missing: missing as f64 / ended as f64,
        without: without as f64 / ended as f64,
    })
}

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

fn case(
    name: String,
    source: &'static str,
    readings: &[Reading<Seen>],
    policy: Policy,
) -> Result<Case, Trouble> {
    let scenario = policy.scenario()?;
    let lowest = Table::filled(scenario.sites.len(), Celsius::clamped(15.0));
    let prepared = Arc::new(Prepared::new(&scenario, &Table::default(), &lowest));
    Ok(Case::new(PART, name, source, readings, move |luck| run(luck, &policy, &prepared)).on(PRODUCT))
}

/// The stochastic cases.
///
/// # Errors
/// Where the tiny scenario is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = base_stock()?;
    cases.extend(order_points()?);
    cases.extend(reviewed()?);
    cases.extend(resupplied()?);
    Ok(cases)
}

fn base_stock() -> Result<Vec<Case>, Trouble> {
    // Pipeline mean, stock; the first is for every test, the others see few shortages or cost much.
    let rows = [
        (3.0, 3),
        (0.5, 1),
        (0.5, 2),
        (1.0, 1),
        (1.0, 2),
        (2.0, 2),
        (2.0, 4),
        (3.0, 5),
        (3.0, 7),
        (4.0, 4),
        (5.0, 5),
        (5.0, 8),
        (10.0, 10),
        (20.0, 20),
    ];
    let mut cases = Vec::new();
    for (mean, stock) in rows {
        // Two demands a day.
        let days = mean / 2.0;
        for (law, lead_days) in [
            ("exponential", Law::exponential(days)?),
            ("constant", constant(days)),
            ("uniform", Law::uniform(days / 3.0, days * 5.0 / 3.0)?),
            ("log-normal cv 1", Law::log_normal(days, 1.0)?),
        ] {
            // Every row with one law, the published three with all.
            if law != "exponential" && mean != 3.0 && mean != 0.5 {
                continue;
            }
            let up_to = i64::from(stock);
            let warm = 20 + (20.0 * days) as u32;
            let policy = Policy {
                reorder: up_to - 1,
                up_to,
                review_days: 0.0,
                lead_days,
                rate: 2.0,
                days: warm + 2_000,
                warm,
            };
            let readings: [Reading<Seen>; 2] = [
                ("fill rate", fill_rate(mean, stock), |seen| seen.fill),
                ("EBO", backorders(mean, stock), |seen| seen.backorders),
            ];
            let name = format!("(S − 1, S), S = {stock}, pipeline {mean}, lead time {law}");
            let case = case(name, PALM, &readings, policy)?;
            cases.push(if (mean, stock) == (3.0, 3) { case } else { case.long() });
        }
    }
    Ok(cases)
}

/// 12 a year with half a year's lead: 0.12 a day with 50 days, costs by the hundred days.
fn order_points() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    for (point, lot, cost) in [
        (6, 7, 28.241312842169155),
        (5, 7, 28.62048701718121),
        (6, 8, 28.71981274795909),
        (0, 1, 188.07932006965333),
        (9, 9, 37.81603525297455),
    ] {
        let policy = Policy {
            reorder: point,
            up_to: point + lot,
            review_days: 0.0,
            lead_days: constant(50.0),
            rate: 0.12,
            days: 8_000,
            warm: 300,
        };
        let readings: [Reading<Seen>; 1] = [("cost of a year", cost, |seen| {
            4.0 * 100.0 * seen.orders + 4.0 * seen.on_hand + 28.0 * seen.backorders
        })];
        let name = format!("(r, Q) = ({point}, {lot}), 6 in a lead time");
        let case = case(name, SNYDER, &readings, policy)?;
        cases.push(if lot == 1 { case } else { case.long() });
    }
    Ok(cases)
}

/// (s, S) with a review every day and no lead time.
fn reviewed() -> Result<Vec<Case>, Trouble> {
    let policy = |mean: f64, low: u32, high: u32| Policy {
        reorder: low.into(),
        up_to: high.into(),
        review_days: 1.0,
        lead_days: constant(0.0),
        rate: mean,
        days: 450,
        warm: 50,
    };
    let name = |mean: f64, low: u32, high: u32| format!("(s, S) = ({low}, {high}), demand {mean} a period");
    let example: [Reading<Seen>; 1] =
        [("cost per period", 8.034111561471642, |seen| 5.0 * seen.orders + seen.left + 4.0 * seen.missing)];
    let mut cases =
        vec![case(name(6.0, 4, 10), "Snyder and Shen 2019, example 4.7", &example, policy(6.0, 4, 10))?];
    for &(mean, low, high, cost) in &ZHENG_FEDERGRUEN {
        let readings: [Reading<Seen>; 1] =
            [("cost per period", cost, |seen| 64.0 * seen.orders + seen.left + 9.0 * seen.missing)];
        cases.push(case(name(mean, low, high), ZHENG, &readings, policy(mean, low, high))?.long());
    }
    Ok(cases)
}

/// Brought up to a level at the dates of a review, five days apart, and left alone between.
fn resupplied() -> Result<Vec<Case>, Trouble> {
    const CYCLE: f64 = 5.0;
    // Demands in a cycle, stock, average and end of cycle, chance of a cycle without a shortage.
    let rows = [
        (2.0, 3, 0.05265301734371116, 0.21801754912951424, 0.857123460498547),
        (6.0, 3, 0.9826487347633355, 3.08179882182999, 0.15120388277664787),
        (6.0, 6, 0.19684860879370436, 0.9637388462878802, 0.6063027824125913),
        (6.0, 9, 0.022628291961469434, 0.16125888313874975, 0.9160759830051242),
        (3.0, 3, 0.17638405560888437, 0.6721254229661632, 0.6472318887822313),
        (12.0, 9, 0.6992524486016899, 3.3211960738250563, 0.24239216167051233),
        (12.0, 12, 0.21201737571346763, 1.3724149861133583, 0.5759652485730647),
    ];
    let mut cases = Vec::new();
    for (demands, stock, average, at_end, without) in rows {
        let policy = Policy {
            reorder: stock - 1,
            up_to: stock,
            review_days: CYCLE,
            lead_days: constant(0.0),
            rate: demands / CYCLE,
            days: 4_050,
            warm: 50,
        };
        let readings: [Reading<Seen>; 3] = [
            ("EBO", average, |seen| seen.backorders),
            ("EBO at the end", at_end, |seen| seen.missing),
            ("P(no shortage)", without, |seen| seen.without),
        ];
        let name = format!("resupply to {stock} at given dates, {demands} between them");
        let case = case(name, RESUPPLY, &readings, policy)?;
        cases.push(if (demands, stock) == (6.0, 3) { case } else { case.long() });
    }
    Ok(cases)
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
