//! Rotables of the domain `supply`: units that come out of machines, queue at a repair shop, come back or are bought anew.
//!
//! One store, one item, one shop at the same place, one for one. The unit of time is one day. Theory is that of the crate `spares`:
//! the pipeline's law says what a stock achieves. Demands come by themselves (a fleet too large to feel its own failures), or
//! from a few machines that each stand until they have their part.

use crate::harness::{Case, Luck, Reading, Trouble};
use iceroad_base::estimate::TimeAverage;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Money, Quantity, Share};
use iceroad_base::random::Stream;
use iceroad_base::{Span, Table, Time};
use iceroad_kernel::{Calendar, Class, Context, Slot};
use iceroad_model::event::{Claimant, Event, JobNo, Recorder, class};
use iceroad_model::rotables::{RepairShop, Rotable};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{ItemId, Scenario, StoreId, Tables};
use iceroad_spares::count::Table as Pipeline;
use iceroad_spares::queue::{Repairmen, shop};
use iceroad_spares::single::{achieved, palm};
use iceroad_supply::{Demand, Notice, Prepared, Supply};
use iceroad_worlds::build::{Build, constant};
use iceroad_worlds::supply::{HOME, continuous, supply};
use std::sync::Arc;

const PART: &str = "Rotables";
/// The crate under proof.
const PRODUCT: &str = "supply";
const PALM: &str = "Palm 1938: Poisson pipeline whatever the law of repair";
const SERVERS: &str = "M/M/c pipeline, base stock (Gross and Harris)";
const SCRAP: &str = "Palm, repaired or bought anew (Sherbrooke 2004, ch. 2)";
const REPAIRMEN: &str = "birth and death process with spares";

/// Where demands come from.
#[derive(Clone, Copy)]
enum From {
    /// So many a day, whatever waits.
    Outside(f64),
    /// So many machines that work for so many days between failures, and stand until they have their part.
    Machines(u32, f64),
}

/// What a case asks of the domain.
#[derive(Clone, Copy)]
struct World {
    from: From,
    stock: i64,
    benches: Option<u16>,
    turn_round: Law,
    /// Days on the road to the shop, and back; none: it is beside the store.
    way: Option<(Law, Law)>,
    scrap: f64,
    lead_days: Law,
    days: u32,
    /// Days left out.
    warm: u32,
}

impl World {
    fn tables(&self) -> Tables {
        let mut tables = supply();
        tables.heading.days = self.warm + self.days;
        let yard = tables.site("yard", HOME);
        let engine = tables.item("engine", 1);
        let store = tables.store("store", yard, None);
        let policy = if self.stock > 0 { continuous(self.stock - 1, self.stock) } else { ReviewPolicy::None };
        tables.stock(store, engine, self.stock, policy);
        let offer = tables.offer("offer", engine, yard, 0.0);
        tables.offers[offer].lead_days = self.lead_days;
        let shop = RepairShop {
            name: "shop".into(),
            title: "A shop".into(),
            site: self.way.is_some().then(|| tables.site("town", HOME)),
            benches: self.benches,
            party: None,
        };
        if let (Some((there, back)), Some(town)) = (self.way, shop.site) {
            for (name, from, to, days) in [("there", yard, town, there), ("back", town, yard, back)] {
                let leg = tables.leg(name, from, to, 0.0);
                tables.legs[leg].transit_days = days;
            }
        }
        let shop = tables.repair_shops.push(shop);
        tables.rotables.push(Rotable {
            name: "engines".into(),
            item: engine,
            store,
            shop,
            turn_round: self.turn_round,
            scrap_share: Share::clamped(self.scrap),
            cost: Money(1),
            in_repair: Quantity(0),
        });
        tables
    }
}

/// Counts as the log is written.
struct Counts {
    owed: i64,
    in_shop: i64,
}

impl Recorder for Counts {
    fn record(&mut self, _: Time, event: Event) {
        match event {
            Event::Demanded { .. } => self.owed += 1,
            Event::Filled { .. } => self.owed -= 1,
            Event::CoreOut { .. } => self.in_shop += 1,
            Event::Repaired { .. } | Event::Condemned { .. } => self.in_shop -= 1,
            _ => {}
        }
    }
}

/// What is seen after the warm-up.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    fill: f64,
    backorders: f64,
    in_shop: f64,
    /// Shares of time with nothing in the shop, and with no more than three units.
    empty: f64,
    few: f64,
}

/// One run: supply, and the machines that ask it.
struct Run {
    supply: Supply,
    calendar: Calendar,
    counts: Counts,
    notices: Vec<Notice>,
    between: Law,
    luck: Stream,
    /// The slot of each job that waits, by number.
    asked_by: Vec<u16>,
    is_closed: bool,
}

const SUPPLY: Slot = Slot(0);

impl Run {
    fn call(
        &mut self,
        act: impl FnOnce(&mut Supply, &mut Context<'_, Counts, Notice>) -> Result<(), iceroad_supply::SupplyError>,
    ) -> Result<(), Trouble> {
        let now = self.calendar.now();
        let (calendar, log, notices) = (&mut self.calendar, &mut self.counts, &mut self.notices);
        act(&mut self.supply, &mut Context { now, calendar, log, notices })?;
        for notice in std::mem::take(&mut self.notices) {
            if let Notice::Filled { by: Claimant::Job(job), .. } = notice
                && self.is_closed
            {
                self.fails_again(self.asked_by[job.0 as usize])?;
            }
        }
        Ok(())
    }

    /// The next failure of a machine, or of the fleet.
    fn fails_again(&mut self, slot: u16) -> Result<(), Trouble> {
        let at = self.calendar.now() + Span::from_days(self.between.draw(&mut self.luck));
        Ok(self.calendar.schedule(Slot(slot), at, Class::LAST)?)
    }

    /// A machine has failed: its unit comes out, and it asks for another.
    fn fails(&mut self, slot: u16) -> Result<(), Trouble> {
        let job = JobNo(self.asked_by.len() as u32);
        self.asked_by.push(slot);
        let demand = Demand {
            store: StoreId(0),
            item: ItemId(0),
            quantity: Quantity(1),
            by: Claimant::Job(job),
            model: None,
            lowest: Celsius::clamped(15.0),
        };
        self.call(|supply, ctx| supply.demand(demand, ctx).map(drop))?;
        self.call(|supply, ctx| supply.cores_out(job, ctx))?;
        if self.is_closed { Ok(()) } else { self.fails_again(slot) }
    }
}

fn run(luck: &Luck<'_>, world: &World, prepared: &Arc<Prepared>) -> Result<Seen, Trouble> {
    let (machines, between) = match world.from {
        From::Outside(rate) => (1, Law::exponential(1.0 / rate)?),
        From::Machines(machines, days) => (machines, Law::exponential(days)?),
    };
    let warm = Time::START + Span::DAY * i64::from(world.warm);
    let end = Time::START + Span::DAY * i64::from(world.warm + world.days);
    let mut run = Run {
        supply: Supply::new(prepared, luck.seed(), luck.replication, SUPPLY.0),
        calendar: Calendar::new(2 + machines as usize)?,
        counts: Counts { owed: 0, in_shop: 0 },
        notices: Vec::new(),
        between,
        luck: luck.stream("failures"),
        asked_by: Vec::new(),
        is_closed: matches!(world.from, From::Machines(..)),
    };
    let new = || TimeAverage::new(warm, 0.0);
    let (mut owed, mut in_shop, mut empty, mut few) = (new(), new(), new(), new());
    let (mut asked, mut met) = (0_u64, 0_u64);
    run.call(|supply, ctx| supply.start(ctx))?;
    (1..=machines as u16).try_for_each(|slot| run.fails_again(slot))?;
    // Days make a difference to roads alone.
    let (days, mut day) = (Slot(1 + machines as u16), 0);
    if world.way.is_some() {
        run.calendar.schedule(days, Time::START, Class(class::DAY))?;
    }
    while let Some(due) = run.calendar.pop_until(end) {
        if due.slot == SUPPLY {
            run.call(|supply, ctx| supply.on_due(0, ctx))?;
        } else if due.slot == days {
            let mild = [Celsius::clamped(15.0); 2];
            run.call(|supply, ctx| supply.new_day(day, &Table::default(), &mild, ctx))?;
            run.calendar.schedule(days, due.at + Span::DAY, Class(class::DAY))?;
            day += 1;
        } else {
            let before = run.counts.owed;
            run.fails(due.slot.0)?;
            let steady = due.at >= warm;
            asked += u64::from(steady);
            met += u64::from(steady && run.counts.owed == before);
        }
        owed.set(due.at, run.counts.owed as f64);
        in_shop.set(due.at, run.counts.in_shop as f64);
        empty.set(due.at, f64::from(u8::from(run.counts.in_shop == 0)));
        few.set(due.at, f64::from(u8::from(run.counts.in_shop <= 3)));
    }
    Ok(Seen {
        fill: met as f64 / asked as f64,
        backorders: owed.average(end),
        in_shop: in_shop.average(end),
        empty: empty.average(end),
        few: few.average(end),
    })
}

fn case(
    name: String,
    source: &'static str,
    readings: &[Reading<Seen>],
    world: World,
) -> Result<Case, Trouble> {
    let scenario = Scenario::new(world.tables())
        .map_err(|faults| Trouble::from(format!("the tiny scenario is refused: {faults:?}")))?;
    let lowest = Table::filled(scenario.sites.len(), Celsius::clamped(15.0));
    let prepared = Arc::new(Prepared::new(&scenario, &Table::default(), &lowest));
    Ok(Case::new(PART, name, source, readings, move |luck| run(luck, &world, &prepared)).on(PRODUCT))
}

/// The stochastic cases.
///
/// # Errors
/// Where the tiny scenario is refused or theory has no answer, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = many_benches()?;
    cases.extend(few_benches()?);
    cases.extend(with_scrap()?);
    cases.extend(of_a_fleet()?);
    cases.extend(in_town()?);
    Ok(cases)
}

fn readings(pipeline: &Pipeline, stock: usize) -> [Reading<Seen>; 5] {
    let theory = achieved(pipeline, stock);
    [
        ("fill rate", theory.fill_rate, |seen| seen.fill),
        ("EBO", theory.backorders, |seen| seen.backorders),
        ("under repair", pipeline.mean(), |seen| seen.in_shop),
        ("P(none under repair)", pipeline.chance(0), |seen| seen.empty),
        ("P(3 or fewer under repair)", pipeline.at_most(3), |seen| seen.few),
    ]
}

/// A bench for everybody: the number under repair is Poisson, whatever the law of repair.
fn many_benches() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    for (mean, stock) in [(3.0, 3), (1.0, 1), (1.0, 2), (2.0, 4), (5.0, 5)] {
        let days = mean / 2.0;
        for (law, turn_round) in [
            ("exponential", Law::exponential(days)?),
            ("constant", constant(days)),
            ("uniform", Law::uniform(days / 3.0, days * 5.0 / 3.0)?),
            ("log-normal cv 1", Law::log_normal(days, 1.0)?),
        ] {
            let world = World {
                from: From::Outside(2.0),
                stock,
                benches: None,
                turn_round,
                way: None,
                scrap: 0.0,
                lead_days: constant(1.0),
                days: 2_000,
                warm: 20 + (20.0 * days) as u32,
            };
            let pipeline = palm(2.0, days)?.table();
            let name = format!("base stock {stock}, {mean} under repair, {law}");
            let case = case(name, PALM, &readings(&pipeline, stock as usize), world)?;
            cases.push(if mean == 3.0 { case } else { case.long() });
        }
    }
    Ok(cases)
}

/// Few benches: units stand in line.
fn few_benches() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    for (benches, load, stock) in [(1_u16, 0.6, 2), (2, 1.4, 3), (3, 2.4, 4), (4, 3.4, 6)] {
        let days = load / 2.0;
        let world = World {
            from: From::Outside(2.0),
            stock,
            benches: Some(benches),
            turn_round: Law::exponential(days)?,
            way: None,
            scrap: 0.0,
            lead_days: constant(1.0),
            days: 4_000,
            warm: 200,
        };
        let pipeline = shop(2.0, days, benches.into())?;
        let name = format!("base stock {stock}, {benches} benches, load {load}");
        let case = case(name, SERVERS, &readings(&pipeline, stock as usize), world)?;
        cases.push(if benches == 2 { case } else { case.long() });
    }
    Ok(cases)
}

/// What is condemned is bought anew: its time to come back is that of the repair and the order together.
fn with_scrap() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    for (scrap, stock) in [(0.2, 4), (0.5, 6), (1.0, 8)] {
        let world = World {
            from: From::Outside(2.0),
            stock,
            benches: None,
            turn_round: Law::log_normal(1.0, 0.5)?,
            way: None,
            scrap,
            lead_days: Law::exponential(3.0)?,
            days: 2_000,
            warm: 100,
        };
        let pipeline = palm(2.0, 1.0 + 3.0 * scrap)?.table();
        let theory = achieved(&pipeline, stock as usize);
        let under_repair: Reading<Seen> = ("under repair", 2.0, |seen| seen.in_shop);
        let readings: [Reading<Seen>; 3] = [
            ("fill rate", theory.fill_rate, |seen| seen.fill),
            ("EBO", theory.backorders, |seen| seen.backorders),
            under_repair,
        ];
        let name = format!("base stock {stock}, {scrap} condemned, lead time 3");
        let case = case(name, SCRAP, &readings, world)?;
        cases.push(if scrap == 0.2 { case } else { case.long() });
    }
    Ok(cases)
}

/// A shop in town: the way there and back is part of the time to come back.
fn in_town() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    for (stock, there, back) in
        [(6, constant(0.5), constant(1.0)), (8, Law::exponential(1.0)?, Law::uniform(0.5, 1.5)?)]
    {
        let world = World {
            from: From::Outside(2.0),
            stock,
            benches: None,
            turn_round: Law::log_normal(1.0, 0.5)?,
            way: Some((there, back)),
            scrap: 0.0,
            lead_days: constant(1.0),
            days: 2_000,
            warm: 100,
        };
        let pipeline = palm(2.0, 1.0 + there.mean() + back.mean())?.table();
        let theory = achieved(&pipeline, stock as usize);
        let readings: [Reading<Seen>; 3] = [
            ("fill rate", theory.fill_rate, |seen| seen.fill),
            ("EBO", theory.backorders, |seen| seen.backorders),
            ("on the way there and under repair", 2.0 * (1.0 + there.mean()), |seen| seen.in_shop),
        ];
        let days = there.mean() + back.mean();
        let case = case(
            format!("base stock {stock}, shop in town, {days} days on the road"),
            PALM,
            &readings,
            world,
        )?;
        cases.push(if stock == 6 { case } else { case.long() });
    }
    Ok(cases)
}

/// A few machines with spare units, and benches that repair them.
fn of_a_fleet() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    for (machines, spares, benches) in [(10_u32, 2_i64, 2_u16), (5, 1, 1), (20, 0, 3), (12, 4, 2)] {
        let (life, repair) = (30.0, 4.0);
        let world = World {
            from: From::Machines(machines, life),
            stock: spares,
            benches: Some(benches),
            turn_round: Law::exponential(repair)?,
            way: None,
            scrap: 0.0,
            lead_days: constant(1.0),
            days: 10_000,
            warm: 500,
        };
        let theory = Repairmen {
            machines: machines as usize,
            spares: spares as usize,
            crews: benches.into(),
            mtbf: life,
            mttr: repair,
        };
        let theory = theory.solve()?;
        let readings: [Reading<Seen>; 3] = [
            ("under repair", theory.mean_failed, |seen| seen.in_shop),
            ("machines that wait", f64::from(machines) - theory.mean_operating, |seen| seen.backorders),
            ("P(none under repair)", theory.failed.chance(0), |seen| seen.empty),
        ];
        let name = format!("{machines} machines, {spares} spare units, {benches} benches");
        let case = case(name, REPAIRMEN, &readings, world)?;
        cases.push(if machines == 10 { case } else { case.long() });
    }
    Ok(cases)
}
