//! The workshop as a domain, against renewal theory and the machine repair model; and renewal on the bare kernel.
//!
//! The domain runs alone under the smallest engine that answers its notices: machines work whenever they are not
//! down, parts and roads take no time.

use crate::harness::{Case, Check, Luck, Reading, Trouble};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, MeterHours, Metres};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_kernel::context::Context;
use iceroad_kernel::{Calendar, Class, Slot};
use iceroad_maintenance::{Maintenance, Notice, Prepared};
use iceroad_model::event::Entry;
use iceroad_model::{MachineId, ModelId, SubsystemId, Tables};
use iceroad_worlds::build::{Build, constant};
use iceroad_worlds::shop::fleet;
use std::sync::Arc;

const PART: &str = "Maintenance";
/// The crate under proof.
const PRODUCT: &str = "maintenance";
const RENEWAL: &str = "renewal theory; recomputed and re-simulated independently";

/// What is seen of a fleet after its warm-up.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Machine time down, and machine time.
    down: Span,
    total: Span,
    failures: u64,
    /// Every failure: when, of which machine.
    when: Vec<(Time, MachineId)>,
}

impl Seen {
    fn availability(&self) -> f64 {
        1.0 - self.down.hours() / self.total.hours()
    }

    /// Failures per 1,000 h of a machine.
    fn failures(&self) -> f64 {
        self.failures as f64 * 1_000.0 / self.total.hours()
    }
}

/// The smallest engine round maintenance.
struct World {
    maintenance: Maintenance,
    calendar: Calendar,
    log: Vec<Entry>,
    notices: Vec<Notice>,
    warm: Time,
    end: Time,
    down_since: Table<MachineId, Option<Time>>,
    seen: Seen,
}

impl World {
    fn run(tables: &Tables, luck: &Luck<'_>, warm: Span, length: Span) -> Result<Seen, Trouble> {
        let horizon = iceroad_base::civil::Horizon::new(
            tables.heading.start,
            tables.heading.days,
            &tables.heading.zone,
        )?;
        let (warm, end) = (Time::START + warm, Time::START + length);
        let machines = tables.machines.len();
        let prepared = Arc::new(Prepared::new(tables, &horizon)?);
        let mut world = World {
            maintenance: Maintenance::new(&prepared, luck.seed(), luck.replication, 0)?,
            calendar: Calendar::new(prepared.slots())?,
            log: Vec::new(),
            notices: Vec::new(),
            warm,
            end,
            down_since: vec![None; machines].into_iter().collect(),
            seen: Seen {
                down: Span::ZERO,
                total: (end - warm) * machines as i64,
                failures: 0,
                when: Vec::new(),
            },
        };
        world.call(|shop, ctx| shop.set_weather(&[Celsius::clamped(10.0); 2], ctx))?;
        world.call(|shop, ctx| shop.start(ctx))?;
        for machine in (0..machines).map(MachineId::from_index) {
            world.call(|shop, ctx| shop.meter_on(machine, ctx))?;
        }
        world.deliver()?;
        while let Some(due) = world.calendar.pop_until(end) {
            world.call(|shop, ctx| shop.on_due(due.slot.0, ctx))?;
            world.deliver()?;
            world.log.clear();
        }
        for machine in (0..machines).map(MachineId::from_index) {
            world.up(machine, end);
        }
        Ok(world.seen)
    }

    fn call(
        &mut self,
        act: impl FnOnce(
            &mut Maintenance,
            &mut Context<'_, Vec<Entry>, Notice>,
        ) -> Result<(), iceroad_maintenance::MaintenanceError>,
    ) -> Result<(), Trouble> {
        let now = self.calendar.now();
        let ctx = &mut Context {
            now,
            calendar: &mut self.calendar,
            log: &mut self.log,
            notices: &mut self.notices,
        };
        Ok(act(&mut self.maintenance, ctx)?)
    }

    fn deliver(&mut self) -> Result<(), Trouble> {
        while !self.notices.is_empty() {
            for notice in std::mem::take(&mut self.notices) {
                self.answer(notice)?;
            }
        }
        Ok(())
    }

    fn answer(&mut self, notice: Notice) -> Result<(), Trouble> {
        let now = self.calendar.now();
        match notice {
            Notice::Failed { machine } => {
                self.seen.failures += u64::from(now >= self.warm);
                self.seen.when.push((now, machine));
                self.down_since[machine] = Some(now);
                self.call(|shop, ctx| shop.stopped(machine, Metres::clamped(0.0), ctx))?;
                self.call(|shop, ctx| shop.meter_off(machine, ctx))
            }
            Notice::ServiceDue { machine } => {
                self.down_since[machine] = Some(now);
                self.call(|shop, ctx| shop.meter_off(machine, ctx))?;
                self.call(|shop, ctx| shop.at_gate(machine, ctx))
            }
            Notice::PartWanted { job, .. } => self.call(|shop, ctx| shop.part_filled(job, ctx)),
            Notice::Ready { machine, .. } => {
                self.up(machine, now);
                self.call(|shop, ctx| shop.meter_on(machine, ctx))
            }
            Notice::InTow { .. } | Notice::JobDone { .. } => Ok(()),
        }
    }

    fn up(&mut self, machine: MachineId, now: Time) {
        if let Some(since) = self.down_since[machine].take() {
            self.seen.down += (now.min(self.end) - since.max(self.warm)).max(Span::ZERO);
        }
    }
}

/// Renewal and repair of one machine on the bare kernel: replaced at an age or at failure, in no time.
#[derive(Clone, Copy)]
struct Replaced {
    life: Law,
    /// Planned replacement at this age; none: at failure only.
    age: Option<f64>,
    /// A failure is mended and leaves the age as it was.
    minimal: bool,
    planned: f64,
    failed: f64,
}

/// Cost per hour of so many planned (or, without an age, failed) replacements.
fn cost_rate(luck: &Luck<'_>, policy: &Replaced, cycles: u32) -> Result<f64, Trouble> {
    let mut stream = luck.stream("life");
    let mut calendar = Calendar::new(2)?;
    let (failure, replacement) = (Slot(0), Slot(1));
    let mut born = Time::START;
    let mut cost = 0.0;
    let mut done = 0;
    let renew = |calendar: &mut Calendar, now: Time, life: f64| -> Result<(), Trouble> {
        calendar.schedule(failure, now + Span::from_hours(life), Class(1))?;
        if let Some(age) = policy.age {
            calendar.schedule(replacement, now + Span::from_hours(age), Class(0))?;
        }
        Ok(())
    };
    renew(&mut calendar, born, policy.life.draw(&mut stream))?;
    while done < cycles {
        let Some(due) = calendar.pop() else { break };
        if due.slot == failure {
            cost += policy.failed;
            if policy.minimal {
                let age = (due.at - born).hours();
                let residual = policy.life.residual(age, stream.uniform());
                calendar.schedule(failure, due.at + Span::from_hours(residual), Class(1))?;
                continue;
            }
        } else {
            cost += policy.planned;
        }
        born = due.at;
        done += 1;
        renew(&mut calendar, born, policy.life.draw(&mut stream))?;
    }
    Ok(cost / (born - Time::START).hours())
}

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    let (exponential, weibull) = (Law::exponential(50.0)?, Law::weibull(2.0, 56.418958)?);
    for (crews, availability) in [(5, 0.749019), (6, 0.816688), (40, 0.862069)] {
        let tables = fleet(200, 40, exponential, Law::exponential(8.0)?, crews);
        let name = format!("workshop of {crews} bays, 40 machines, 50 h up, 8 h of repair");
        let readings: [Reading<Seen>; 2] = [
            ("availability", availability, Seen::availability),
            ("failures per 1,000 h", availability * 20.0, Seen::failures),
        ];
        cases.push(
            Case::new(PART, name, "birth and death process", &readings, move |luck| {
                World::run(&tables, luck, Span::HOUR * 800, Span::DAY * 200)
            })
            .on(PRODUCT),
        );
    }
    let tables = fleet(200, 40, weibull, Law::log_normal(8.0, 1.0)?, 40);
    let readings: [Reading<Seen>; 1] = [("availability", 0.862069, Seen::availability)];
    let name = "a bay for each of 40 machines, Weibull up, log-normal repair";
    cases.push(
        Case::new(PART, name, "availability of the means", &readings, move |luck| {
            World::run(&tables, luck, Span::HOUR * 800, Span::DAY * 200)
        })
        .on(PRODUCT),
    );
    age_replacement(&mut cases)?;
    replacement_costs(&mut cases)?;
    Ok(cases)
}

/// Weibull(2, 1,000 h), 24 h down for a failure and 8 h for a planned renewal, in the domain's own terms: a repair of
/// 16 h and, with it, the service of 8 h, which may be done as early as one likes.
fn age_replacement(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    for (age, availability, failures) in [
        (250.0, 0.964668, 0.238665),
        (500.0, 0.975595, 0.467829),
        (1_000.0, 0.976320, 0.826368),
        (3_000.0, 0.973634, 1.09852),
    ] {
        let mut tables = fleet(1_500, 40, Law::weibull(2.0, 1_000.0)?, constant(16.0), 40);
        let service = tables.service(ModelId(0), age, 8.0);
        service.early = MeterHours::clamped(age);
        service.renews = vec![SubsystemId(0)];
        let name = format!("age replacement at {age} h, Weibull 2, 1,000 h, 24 h down or 8 h");
        let readings: [Reading<Seen>; 2] = [
            ("availability", availability, Seen::availability),
            ("failures per 1,000 h", failures, Seen::failures),
        ];
        cases.push(
            Case::new(PART, name, RENEWAL, &readings, move |luck| {
                World::run(&tables, luck, Span::HOUR * 8_000, Span::DAY * 1_500)
            })
            .on(PRODUCT),
        );
    }
    Ok(())
}

/// Shape, scale, cost planned, cost failed; age and rate; rate at failure only; age and rate under minimal repair.
type CostRow = (f64, f64, f64, f64, f64, f64, f64, f64, f64);

const COSTS: [CostRow; 7] = [
    (
        2.5,
        1_000.0,
        1.0,
        5.0,
        493.0469575966341,
        0.0034620427387892687,
        0.005635302489930136,
        446.6583884415239,
        0.0037314124391170252,
    ),
    (
        2.0,
        1_000.0,
        1.0,
        5.0,
        510.6552242954465,
        0.004085241794363572,
        0.005641895835477563,
        447.21359549995793,
        0.00447213595499958,
    ),
    (
        3.0,
        1_000.0,
        1.0,
        10.0,
        382.45553114297996,
        0.003949350299150191,
        0.011198465217221855,
        368.4031498640387,
        0.00407162642489236,
    ),
    (
        1.5,
        2_000.0,
        1.0,
        10.0,
        756.2889831460346,
        0.004150808161948177,
        0.005538660837162362,
        683.9903786706789,
        0.004386026607319299,
    ),
    (
        4.0,
        14_000.0,
        20_000.0,
        60_000.0,
        8982.32450849797,
        3.018381030669606,
        4.72826850566073,
        8082.90376865476,
        3.2991443953692903,
    ),
    (
        2.0,
        12_000.0,
        30_000.0,
        90_000.0,
        8854.966322066462,
        7.379138601722053,
        8.462843753216344,
        6928.203230275509,
        8.660254037844387,
    ),
    (
        1.2,
        500.0,
        1.0,
        20.0,
        173.06132610231035,
        0.036881692893995156,
        0.0425235219117523,
        157.49013123685918,
        0.03809762524723678,
    ),
];

fn replacement_costs(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    const SOURCE: &str = "Barlow and Hunter 1960; first row also ReliaWiki";
    for (shape, scale, planned, failed, age, at_age, at_failure, block, minimal) in COSTS {
        let life = Law::weibull(shape, scale)?;
        let policy = |age, minimal| Replaced { life, age, minimal, planned, failed };
        for (what, policy, theory) in [
            (format!("replaced at {age:.1} h"), policy(Some(age), false), at_age),
            ("replaced at failure".to_string(), policy(None, false), at_failure),
            (format!("mended, renewed every {block:.1} h"), policy(Some(block), true), minimal),
        ] {
            let name = format!("Weibull {shape}, {scale} h, costs {planned} and {failed}: {what}");
            let readings: [Reading<f64>; 1] = [("cost per h", theory, |cost| *cost)];
            // At most some 150 years of 14,000 h in all: the calendar ends after 557.
            cases.push(Case::new(PART, name, SOURCE, &readings, move |luck| cost_rate(luck, &policy, 200)));
        }
    }
    Ok(())
}

/// Failures and repairs without luck, to the tick.
pub fn checks() -> Vec<Check> {
    const SOURCE: &str = "ReliaWiki, Simple Repairs: Deterministic View, Simple Series (0.86667)";
    let seen = || -> Result<Seen, Trouble> {
        let mut tables = fleet(30, 1, constant(100.0), constant(10.0), 2);
        tables.subsystem(ModelId(0), constant(120.0), constant(10.0));
        let luck = Luck { case: "series of two", replication: 0 };
        World::run(&tables, &luck, Span::ZERO, Span::HOUR * 300)
    };
    match seen() {
        Ok(seen) => {
            let hours: Vec<f64> = seen.when.iter().map(|(at, _)| at.hours()).collect();
            let check = |name: &str, expected: Vec<f64>, got: Vec<f64>| {
                Check::exact("Maintenance to the tick", name, SOURCE, expected, got)
            };
            vec![
                check(
                    "A fails every 100 h, B every 120 h, repair 10 h: failures, h",
                    vec![100.0, 130.0, 220.0, 270.0],
                    hours,
                ),
                check("the same until 300 h: downtime, h", vec![40.0], vec![seen.down.hours()]),
            ]
        }
        Err(trouble) => {
            vec![Check::broken("Maintenance to the tick", "series of two", SOURCE, trouble.to_string())]
        }
    }
}
