//! The supply domain's own orders, against the same theory as the bare policies of [`crate::inventory`].
//!
//! One store, one item, one seller at the same place. Units of time are days. Everything is read off the domain's log:
//! on hand is what was received less what was issued, backorders are what was asked for less what was issued.

use crate::harness::{Case, Luck, Reading, Trouble};
use crate::theory::{backorders, fill_rate};
use iceroad_base::estimate::TimeAverage;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Quantity};
use iceroad_base::{Span, Table, Time};
use iceroad_kernel::{Ahead, Calendar, Class, Context, Slot};
use iceroad_model::event::{Claimant, Event, JobNo, Recorder, class};
use iceroad_model::{ItemId, Scenario, StoreId, Tables};
use iceroad_supply::{Demand, Notice, Prepared, Supply};
use iceroad_worlds::build::Build;
use iceroad_worlds::supply::{HOME, every, supply};
use std::sync::Arc;

const PART: &str = "Stocks, the supply domain";

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
    /// On hand and owed as days end, on average.
    left: f64,
    missing: f64,
}

fn run(luck: &Luck<'_>, policy: &Policy, scenario: &Scenario) -> Result<Seen, Trouble> {
    let (supplied, days, asks) = (Slot(0), Slot(1), Slot(2));
    let lowest = Table::filled(scenario.sites.len(), Celsius::clamped(15.0));
    let prepared = Arc::new(Prepared::new(scenario, &Table::default(), &lowest));
    let mut supply = Supply::new(&prepared, luck.seed(), luck.replication, supplied.0);
    let mut calendar = Calendar::new(3)?;
    let mut counts = Counts { on_shelf: policy.up_to, owed: 0, orders: 0, filled: 0 };
    let mut notices: Vec<Notice> = Vec::new();
    let mut between = Ahead::of_hours(Law::exponential(24.0 / policy.rate)?, luck.stream("demand"));
    let warm = Time::START + Span::DAY * i64::from(policy.warm);
    let end = Time::START + Span::DAY * i64::from(policy.days);
    let (mut on_hand, mut owed) = (TimeAverage::new(warm, 0.0), TimeAverage::new(warm, 0.0));
    let (mut asked, mut met, mut orders, mut ended, mut left, mut missing) =
        (0_u64, 0_u64, 0_u64, 0_u64, 0, 0);
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
    calendar.schedule(asks, Time::START + between.take(), Class::LAST)?;
    let mut day = 0;
    while let Some(due) = calendar.pop_until(end) {
        let steady = due.at >= warm;
        let (ordered, filled) = (counts.orders, counts.filled);
        if due.slot == days {
            if due.at > warm {
                ended += 1;
                left += counts.on_shelf;
                missing += counts.owed;
            }
            calendar.schedule(days, due.at + Span::DAY, Class(class::DAY))?;
        }
        if due.slot == asks {
            calendar.schedule(asks, due.at + between.take(), Class::LAST)?;
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
    })
}

/// The stochastic cases.
///
/// # Errors
/// Where the tiny scenario is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    let mut add = |name: String, source, readings: &[Reading<Seen>], policy: Policy| -> Result<(), Trouble> {
        let scenario = policy.scenario()?;
        cases.push(
            Case::new(PART, name, source, readings, move |luck| run(luck, &policy, &scenario)).on("supply"),
        );
        Ok(())
    };
    for (name, lead_days) in [
        ("constant", Law::constant(6.0)?),
        ("exponential", Law::exponential(6.0)?),
        ("uniform", Law::uniform(2.0, 10.0)?),
        ("log-normal cv 1", Law::log_normal(6.0, 1.0)?),
    ] {
        for stock in [3_u32, 5] {
            let up_to = i64::from(stock);
            let policy = Policy {
                reorder: up_to - 1,
                up_to,
                review_days: 0.0,
                lead_days,
                rate: 0.5,
                days: 4_000,
                warm: 100,
            };
            let readings: [Reading<Seen>; 2] = [
                ("fill rate", fill_rate(3.0, stock), |seen| seen.fill),
                ("EBO", backorders(3.0, stock), |seen| seen.backorders),
            ];
            add(format!("supply: S = {stock}, 0.5 a day, lead time 6 d {name}"), "Palm", &readings, policy)?;
        }
    }
    // 12 a year with half a year's lead: 0.12 a day with 50 days, costs by the hundred days.
    for (point, lot, cost) in [(6, 7, 28.241312842169155), (0, 1, 188.07932006965333)] {
        let policy = Policy {
            reorder: point,
            up_to: point + lot,
            review_days: 0.0,
            lead_days: Law::constant(50.0)?,
            rate: 0.12,
            days: 8_000,
            warm: 300,
        };
        let readings: [Reading<Seen>; 1] =
            [("cost", cost, |seen| 4.0 * 100.0 * seen.orders + 4.0 * seen.on_hand + 28.0 * seen.backorders)];
        let name = format!("supply: (r, Q) = ({point}, {lot}), 6 in a lead time");
        add(name, "Snyder and Shen 2019, problem 5.2", &readings, policy)?;
    }
    for (mean, low, high, cost) in [(10.0, 6, 40, 35.022), (25.0, 19, 56, 54.262)] {
        let policy = Policy {
            reorder: low,
            up_to: high,
            review_days: 1.0,
            lead_days: Law::constant(0.0)?,
            rate: mean,
            days: 400,
            warm: 50,
        };
        let readings: [Reading<Seen>; 1] =
            [("cost per day", cost, |seen| 64.0 * seen.orders + seen.left + 9.0 * seen.missing)];
        let name = format!("supply: (s, S) = ({low}, {high}), review every day, {mean} a day");
        add(name, "Zheng and Federgruen 1991", &readings, policy)?;
    }
    Ok(cases)
}
