//! Workshops of the domain `maintenance`, driven by the smallest engine that answers its notices: parts and roads take no
//! time, and of each kind so many machines work as there are positions, while the rest stand by, meter off.
//!
//! With a position for each machine this is the machine repair model. With one position and machines that never run out,
//! whatever the workshop's delay, failures come as from an endless source: an open queue with the life's law between
//! arrivals.
//!
//! Pitfall: the domain's shortest life is one minute, so laws of life are played in units of many hours.

use crate::harness::{Luck, Trouble};
use iceroad_base::civil::Horizon;
use iceroad_base::estimate::Moments;
use iceroad_base::law::{BadLaw, Law};
use iceroad_base::quantity::{Celsius, Metres};
use iceroad_base::{Span, Table, Time};
use iceroad_kernel::{Calendar, Context};
use iceroad_maintenance::{Maintenance, MaintenanceError, Notice, Prepared};
use iceroad_model::event::{Event, MachineState, Recorder};
use iceroad_model::{MachineId, ModelId, Tables};
use iceroad_worlds::build::Build;
use iceroad_worlds::shop::{ALWAYS, BELAZ, shop};
use std::collections::VecDeque;
use std::sync::Arc;

fn scaled(law: &Law, by: f64) -> Result<Law, BadLaw> {
    match *law {
        Law::Constant { value } => Law::constant(value * by),
        Law::Exponential { mean } => Law::exponential(mean * by),
        Law::Weibull { shape, scale } => Law::weibull(shape, scale * by),
        Law::LogNormal(law) => Law::log_normal(law.mean() * by, law.cv()),
        Law::Uniform { low, high } => Law::uniform(low * by, high * by),
        Law::Triangular { low, mode, high } => Law::triangular(low * by, mode * by, high * by),
        Law::Erlang { k, mean } => Law::erlang(k, mean * by),
    }
}

/// More machines than are ever down at once in the open queues here: with nine in ten of the time taken, 300 down have a
/// chance of 10⁻¹⁴.
const ENDLESS: usize = 300;
/// At the workshop and at the mine, on all days.
const WEATHER: [Celsius; 2] = [Celsius::clamped(10.0); 2];
/// The crate under proof.
pub const PRODUCT: &str = "maintenance";

/// Machines of one model; of two kinds the first goes first.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// How many there are.
    pub machines: usize,
    /// How many work at most.
    pub positions: usize,
    /// Hours of work to a failure.
    pub life: Law,
    /// Hours of repair.
    pub repair: Law,
}

impl Kind {
    /// Failures that come as from an endless source.
    pub fn open(between: Law, repair: Law) -> Kind {
        Kind { machines: ENDLESS, positions: 1, life: between, repair }
    }

    /// Machines that all work unless they are down.
    pub fn closed(machines: usize, life: Law, repair: Law) -> Kind {
        Kind { machines, positions: machines, life, repair }
    }
}

/// A workshop with its machines, and how long it is watched.
#[derive(Clone, Debug)]
pub struct Shop {
    tables: Tables,
    positions: Table<ModelId, usize>,
    crews: u16,
    unit: Span,
    warm: Span,
    length: Span,
}

impl Shop {
    /// The same with all times in units of ten hours.
    pub fn in_tens(kinds: &[Kind], crews: u16, units: f64) -> Result<Shop, BadLaw> {
        const HOURS: f64 = 10.0;
        let scale = |kind: &Kind| -> Result<Kind, BadLaw> {
            Ok(Kind { life: scaled(&kind.life, HOURS)?, repair: scaled(&kind.repair, HOURS)?, ..*kind })
        };
        let kinds: Vec<Kind> = kinds.iter().map(scale).collect::<Result<_, _>>()?;
        Ok(Shop { unit: Span::from_hours(HOURS), ..Shop::new(&kinds, crews, units * HOURS) })
    }

    /// So many bays with a technician each, watched for `hours` without the first tenth.
    pub fn new(kinds: &[Kind], crews: u16, hours: f64) -> Shop {
        let mut tables = shop((hours / 24.0).ceil() as u32);
        for (priority, kind) in kinds.iter().enumerate() {
            let model = tables.truck_model(BELAZ, 90.0);
            tables.models[model].priority = priority as u8;
            tables.machines(model, kind.machines);
            tables.subsystem(model, kind.life, kind.repair);
        }
        tables.bays(crews);
        tables.technicians(crews, ALWAYS);
        let positions = kinds.iter().map(|kind| kind.positions).collect();
        Shop {
            tables,
            positions,
            crews,
            unit: Span::HOUR,
            warm: Span::from_hours(hours / 10.0),
            length: Span::from_hours(hours),
        }
    }

    /// The same, with something changed in its tables.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Tables)) -> Shop {
        change(&mut self.tables);
        self
    }

    /// The same, with so many hours left out.
    #[must_use]
    pub fn warm(mut self, hours: f64) -> Shop {
        self.warm = Span::from_hours(hours);
        self
    }

    /// One replication.
    ///
    /// # Errors
    /// Where the domain refuses something.
    pub fn run(&self, luck: &Luck<'_>) -> Result<Seen, Trouble> {
        let heading = &self.tables.heading;
        let horizon = Horizon::new(heading.start, heading.days, &heading.zone)?;
        let prepared = Arc::new(Prepared::new(&self.tables, &horizon)?);
        let mut idle = Table::filled(self.tables.models.len(), VecDeque::new());
        for (machine, row) in self.tables.machines.entries() {
            idle[row.model].push_back(machine);
        }
        let mut engine = Engine {
            maintenance: Maintenance::new(&prepared, luck.seed(), luck.replication, 0)?,
            calendar: Calendar::new(prepared.slots())?,
            notices: Vec::new(),
            kinds: self.tables.machines.iter().map(|row| row.model).collect(),
            free: self.positions.clone(),
            idle,
            log: Log::new(self),
        };
        engine.call(|shop, ctx| shop.set_weather(&WEATHER, ctx))?;
        engine.call(Maintenance::start)?;
        for kind in self.tables.models.ids() {
            engine.fill(kind)?;
        }
        engine.deliver()?;
        // Days differ only where wear is read off the meter at midnight.
        if !self.tables.meter_curves.is_empty() {
            for day in 1..i64::from(heading.days) {
                engine.run_until(Time::START + Span::HOUR * (24 * day))?;
                engine.call(|shop, ctx| shop.set_weather(&WEATHER, ctx))?;
            }
        }
        engine.run_until(engine.log.end)?;
        Ok(engine.log.close())
    }
}

/// What is seen of a workshop after its warm-up.
#[derive(Clone, Debug)]
pub struct Seen {
    unit: Span,
    period: Span,
    positions: f64,
    crews: f64,
    /// Machine time at work, in line, and with a crew.
    up: Span,
    waiting: Span,
    mended: Span,
    failures: u64,
    planned: u64,
    /// What inspections found, and what failures broke beside themselves.
    found: u64,
    broken: u64,
    /// By kind: units of time from failure to repair, and to ready.
    waits: Table<ModelId, Moments>,
    stays: Table<ModelId, Moments>,
    /// Waits above none and above five units.
    waited: Moments,
    long: Moments,
    /// The first failures.
    pub first: Vec<Time>,
}

impl Seen {
    fn mean(&self, time: Span) -> f64 {
        time.hours() / self.period.hours()
    }

    /// Machines at work over positions.
    pub fn availability(&self) -> f64 {
        self.mean(self.up) / self.positions
    }

    /// Mean number of machines in line.
    pub fn queue(&self) -> f64 {
        self.mean(self.waiting)
    }

    /// Mean number of machines in line or with a crew.
    pub fn down(&self) -> f64 {
        self.mean(self.waiting) + self.mean(self.mended)
    }

    /// Hours that machines were down.
    pub fn down_hours(&self) -> f64 {
        self.waiting.hours() + self.mended.hours()
    }

    /// Busy crews over crews.
    pub fn busy(&self) -> f64 {
        self.mean(self.mended) / self.crews
    }

    /// Failures in a unit of time.
    pub fn rate(&self) -> f64 {
        self.failures as f64 * self.unit.hours() / self.period.hours()
    }

    /// Failures per 1,000 h of a position.
    pub fn failures(&self) -> f64 {
        1_000.0 * self.rate() / self.positions
    }

    /// What inspections found per 1,000 h of a position.
    pub fn found(&self) -> f64 {
        1_000.0 * self.found as f64 / (self.period.hours() * self.positions)
    }

    /// What a failure broke beside itself.
    pub fn broken(&self) -> f64 {
        self.broken as f64 / self.failures as f64
    }

    /// Cost per hour of a position, at so much for a failure and for a planned renewal.
    pub fn cost(&self, failed: f64, planned: f64) -> f64 {
        (failed * self.failures as f64 + planned * self.planned as f64)
            / (self.period.hours() * self.positions)
    }

    /// Mean wait of a kind, units.
    pub fn wait(&self, kind: u32) -> f64 {
        self.waits[ModelId(kind)].mean()
    }

    /// Variance of the first kind's wait, units².
    pub fn wait_variance(&self) -> f64 {
        self.waits[ModelId(0)].variance()
    }

    /// Mean time from failure to ready of a kind, units.
    pub fn stay(&self, kind: u32) -> f64 {
        self.stays[ModelId(kind)].mean()
    }

    /// Share of failures that wait at all.
    pub fn waiting_share(&self) -> f64 {
        self.waited.mean()
    }

    /// Share of waits above five units.
    pub fn long_waits(&self) -> f64 {
        self.long.mean()
    }
}

/// What a machine has been doing, and since when; a failure keeps its own time.
#[derive(Clone, Copy)]
enum Doing {
    Nothing,
    Works(Time),
    Waits { failed: Option<Time>, since: Time },
    IsMended { failed: Option<Time>, since: Time },
}

/// The log, which keeps only sums.
struct Log {
    warm: Time,
    end: Time,
    doing: Table<MachineId, Doing>,
    seen: Seen,
}

impl Log {
    fn new(shop: &Shop) -> Log {
        let none = Moments::new();
        let kinds = shop.positions.len();
        Log {
            warm: Time::START + shop.warm,
            end: Time::START + shop.length,
            doing: Table::filled(shop.tables.machines.len(), Doing::Nothing),
            seen: Seen {
                unit: shop.unit,
                period: shop.length - shop.warm,
                positions: shop.positions.iter().sum::<usize>() as f64,
                crews: f64::from(shop.crews),
                up: Span::ZERO,
                waiting: Span::ZERO,
                mended: Span::ZERO,
                failures: 0,
                planned: 0,
                found: 0,
                broken: 0,
                waits: Table::filled(kinds, none),
                stays: Table::filled(kinds, none),
                waited: none,
                long: none,
                first: Vec::new(),
            },
        }
    }

    /// A machine does something else from now on; what it did is booked.
    fn turn(&mut self, machine: MachineId, now: Time, next: Doing) {
        let within = |since: Time| (now.min(self.end) - since.max(self.warm)).max(Span::ZERO);
        match std::mem::replace(&mut self.doing[machine], next) {
            Doing::Nothing => {}
            Doing::Works(since) => self.seen.up += within(since),
            Doing::Waits { since, .. } => self.seen.waiting += within(since),
            Doing::IsMended { since, .. } => self.seen.mended += within(since),
        }
    }

    fn close(mut self) -> Seen {
        for machine in self.doing.ids() {
            self.turn(machine, self.end, Doing::Nothing);
        }
        self.seen
    }
}

impl Recorder for Log {
    fn record(&mut self, at: Time, event: Event) {
        let steady = u64::from(at >= self.warm);
        match event {
            Event::Found { .. } => self.seen.found += steady,
            Event::Damaged { .. } => self.seen.broken += steady,
            _ => {}
        }
        // Down machines are told of by the domain: a crew has begun where the state is of work.
        let Event::State { machine, state: MachineState::Repair | MachineState::Service } = event else {
            return;
        };
        if let Doing::Waits { failed, .. } = self.doing[machine] {
            self.turn(machine, at, Doing::IsMended { failed, since: at });
        }
    }
}

/// The engine.
struct Engine {
    maintenance: Maintenance,
    calendar: Calendar,
    notices: Vec<Notice>,
    kinds: Table<MachineId, ModelId>,
    /// Positions without a machine, and machines without a position.
    free: Table<ModelId, usize>,
    idle: Table<ModelId, VecDeque<MachineId>>,
    log: Log,
}

impl Engine {
    fn call(
        &mut self,
        act: impl FnOnce(&mut Maintenance, &mut Context<'_, Log, Notice>) -> Result<(), MaintenanceError>,
    ) -> Result<(), MaintenanceError> {
        let now = self.calendar.now();
        let (calendar, log, notices) = (&mut self.calendar, &mut self.log, &mut self.notices);
        act(&mut self.maintenance, &mut Context { now, calendar, log, notices })
    }

    /// Puts machines that stand by to work.
    fn fill(&mut self, kind: ModelId) -> Result<(), MaintenanceError> {
        while self.free[kind] > 0 {
            let Some(machine) = self.idle[kind].pop_front() else { return Ok(()) };
            self.free[kind] -= 1;
            let now = self.calendar.now();
            self.log.turn(machine, now, Doing::Works(now));
            self.call(|shop, ctx| shop.meter_on(machine, ctx))?;
        }
        Ok(())
    }

    /// Lets everything happen that falls due before a time, which is then now.
    fn run_until(&mut self, end: Time) -> Result<(), Trouble> {
        while let Some(due) = self.calendar.pop_until(end) {
            self.call(|shop, ctx| shop.on_due(due.slot.0, ctx))?;
            self.deliver()?;
        }
        Ok(self.calendar.advance_to(end)?)
    }

    fn deliver(&mut self) -> Result<(), MaintenanceError> {
        while !self.notices.is_empty() {
            for notice in std::mem::take(&mut self.notices) {
                self.answer(notice)?;
            }
        }
        Ok(())
    }

    fn answer(&mut self, notice: Notice) -> Result<(), MaintenanceError> {
        match notice {
            Notice::Failed { machine } => self.down(machine, true),
            Notice::ServiceDue { machine } => self.down(machine, false),
            Notice::PartWanted { job, .. } => self.call(|shop, ctx| shop.part_filled(job, 1.0, ctx)),
            Notice::Ready { machine, .. } => self.ready(machine),
            Notice::Stands { .. } | Notice::InTow { .. } | Notice::JobDone { .. } => Ok(()),
        }
    }

    fn down(&mut self, machine: MachineId, has_failed: bool) -> Result<(), MaintenanceError> {
        let (now, kind) = (self.calendar.now(), self.kinds[machine]);
        let steady = u64::from(now >= self.log.warm);
        self.log.turn(machine, now, Doing::Waits { failed: has_failed.then_some(now), since: now });
        self.free[kind] += 1;
        if has_failed {
            self.log.seen.failures += steady;
            if self.log.seen.first.len() < 4 {
                self.log.seen.first.push(now);
            }
            self.call(|shop, ctx| shop.stopped(machine, Metres::clamped(0.0), ctx))?;
            self.call(|shop, ctx| shop.meter_off(machine, ctx))?;
        } else {
            self.log.seen.planned += steady;
            self.call(|shop, ctx| shop.meter_off(machine, ctx))?;
            self.call(|shop, ctx| shop.at_gate(machine, ctx))?;
        }
        self.fill(kind)
    }

    fn ready(&mut self, machine: MachineId) -> Result<(), MaintenanceError> {
        let (now, kind) = (self.calendar.now(), self.kinds[machine]);
        let seen = &mut self.log.seen;
        if let Doing::IsMended { failed: Some(failed), since } = self.log.doing[machine]
            && failed >= self.log.warm
        {
            let units = |time: Span| time.hours() / seen.unit.hours();
            let (wait, stay) = (units(since - failed), units(now - failed));
            seen.waits[kind].push(wait);
            seen.stays[kind].push(stay);
            seen.waited.push(f64::from(u8::from(wait > 0.0)));
            seen.long.push(f64::from(u8::from(wait > 5.0)));
        }
        self.log.turn(machine, now, Doing::Nothing);
        self.idle[kind].push_back(machine);
        self.fill(kind)
    }
}
