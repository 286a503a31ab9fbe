//! The clocks of a machine: when its next subsystem fails and its next service falls due.
//!
//! Terms: the *meter* is the machine's hours, kept here as a whole number of ms and counted on while it is on;
//! *life* is counted in hours at factor 1; the *age* of a subsystem is its virtual age in such hours.
//!
//! **Renewal** follows Kijima's second model (M. Kijima, "Some results for repairable systems with general repair",
//! Journal of Applied Probability 26, 1989): a repair takes the share `renewal` of the age away, and the next
//! life is drawn given that it has lasted that long. With 1 that is a renewal process, with 0 minimal repair.
//!
//! **Initial age.** The process is taken to have started when the meter was at 0, or at the last service that
//! renews the subsystem (services having been done at whole multiples of their interval), and to have run at
//! factor 1. Past lives come from a stream of their own and give the age; the first life of the run is what
//! remains given that age ([`Law::residual`]). Beyond nine mean lives, whole mean lives are left out: the
//! process has long forgotten its start, but one of nearly constant lives keeps its phase.
//!
//! **Luck.** Each life takes one number of the stream (machine, `life/<subsystem>`), whatever the law, so that the k-th
//! life of a subsystem meets the same luck in every plan compared.
//!
//! **Equivalents.** A part that lives but half as long ages twice as fast: the pace of a subsystem is its temperature
//! factor over the life factor of what was fitted at its last renewal. The draw is that of the original part.
//!
//! **By the meter.** Where a curve says how a subsystem ages by its machine's own hours, the factor is read once a day, at
//! midnight, from the meter as it stands then.
//!
//! Between changes of rate nothing is touched: the next alarm is a reading of the meter, and turning the meter on and
//! off moves whole milliseconds only, so nothing is lost to rounding however often that happens.
use crate::prepared::Prepared;
use crate::temperature::Temperatures;
use iceroad_base::quantity::Ranged;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Table, Time};
use iceroad_model::fleet::{Arrival, Machine};
use iceroad_model::maintenance::Service;
use iceroad_model::{MachineId, ServiceId, SiteId, SubsystemId, Tables};
use std::ops::Range;

mod looks;
mod standing;
mod wear;

use standing::Standing;
use wear::Wear;

/// What the clock is set for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Alarm {
    Never,
    Failure(usize),
    Service(usize),
}

/// What has come about when a clock rang.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ring {
    /// This subsystem has failed; the clock stands still until [`Clocks::release`].
    Failed(SubsystemId),
    /// A service is due, the first one since the last visit.
    FirstDue,
    /// A service is due beside others that are.
    AlsoDue,
}

/// Where a machine's subsystems and services are found, and its meter.
#[derive(Clone)]
struct Clock {
    wear: Range<usize>,
    dues: Range<usize>,
    site: SiteId,
    on_since: Option<Time>,
    /// Reading when it was last turned on or off.
    meter: Span,
    /// Reading at which `wear` is right.
    synced: Span,
    /// Reading at which the alarm rings.
    next_at: Span,
    alarm: Alarm,
    /// Down: nothing rings.
    halted: bool,
    /// Fit, its meter off.
    standing: Option<Standing>,
}

/// One planned service of one machine.
#[derive(Clone)]
struct Due {
    service: ServiceId,
    interval: Span,
    early: Span,
    /// Reading at which it falls due.
    at: Span,
    /// It has fallen due and is not done.
    overdue: bool,
    /// A job for it is open.
    open: bool,
}

/// The clocks of every machine as the horizon begins, but for the lives that are drawn.
pub(crate) struct ClocksAtStart {
    clocks: Table<MachineId, Clock>,
    /// Each subsystem of each machine, and the hours it has run since it was last sure to be new.
    wear: Vec<(SubsystemId, f64)>,
    dues: Vec<Due>,
}

impl ClocksAtStart {
    /// Machines without a workshop have nothing on their clock.
    pub(crate) fn new(tables: &Tables) -> Self {
        let mut all = Self { clocks: Table::new(), wear: Vec::new(), dues: Vec::new() };
        for row in &tables.machines {
            let (wear_from, dues_from) = (all.wear.len(), all.dues.len());
            if row.workshop.is_some() {
                all.add(tables, row);
            }
            let meter = Span::from_hours(row.meter.get());
            all.clocks.push(Clock {
                wear: wear_from..all.wear.len(),
                dues: dues_from..all.dues.len(),
                site: tables.mines[row.mine].site,
                on_since: None,
                meter,
                synced: meter,
                next_at: Span::ZERO,
                alarm: Alarm::Never,
                halted: false,
                standing: (row.arrival == Arrival::AtStart).then_some(Standing::from(Time::START)),
            });
        }
        all
    }

    /// Adds the services and the subsystems of a machine.
    fn add(&mut self, tables: &Tables, machine: &Machine) {
        let (meter_h, dues_from) = (machine.meter.get(), self.dues.len());
        for (id, service) in tables.services.entries().filter(|(_, row)| row.model == machine.model) {
            self.dues.push(first_due(id, service, meter_h));
        }
        for (id, _) in tables.subsystems.entries().filter(|(_, row)| row.model == machine.model) {
            let since_renewed = self.dues[dues_from..]
                .iter()
                .filter(|due| tables.services[due.service].renews.contains(&id))
                .map(|due| meter_h - (due.at - due.interval).hours())
                .fold(meter_h, f64::min);
            self.wear.push((id, since_renewed));
        }
    }
}

/// The clocks of every machine.
pub(crate) struct Clocks {
    clocks: Table<MachineId, Clock>,
    wear: Vec<Wear>,
    dues: Vec<Due>,
}

impl Clocks {
    /// Clocks with their initial ages and first lives.
    pub(crate) fn new(prepared: &Prepared, seed: u64, replication: u32) -> Self {
        let start = &prepared.clocks;
        let mut all = Self {
            clocks: start.clocks.clone(),
            wear: Vec::with_capacity(start.wear.len()),
            dues: start.dues.clone(),
        };
        for (machine, row) in prepared.machines.entries() {
            for &(subsystem, past_h) in &start.wear[start.clocks[machine].wear.clone()] {
                let of = &prepared.subsystems[subsystem];
                let stream = |purpose: &str| {
                    Stream::named(seed, replication, &row.name, &format!("{purpose}/{}", of.name))
                };
                all.wear.push(Wear::new(subsystem, of, past_h, stream));
            }
            all.choose(machine);
        }
        all
    }

    /// The meter, as hours since new.
    pub(crate) fn reading(&self, machine: MachineId, now: Time) -> Span {
        let clock = &self.clocks[machine];
        clock.meter + clock.on_since.map_or(Span::ZERO, |since| now - since)
    }

    /// The meter runs: the machine has been started.
    pub(crate) fn turn_on(
        &mut self,
        machine: MachineId,
        now: Time,
        temperatures: &Temperatures,
        prepared: &Prepared,
    ) {
        let clock = &mut self.clocks[machine];
        clock.on_since.get_or_insert(now);
        self.start_up(machine, now, temperatures, prepared);
    }

    /// The meter stands.
    pub(crate) fn turn_off(&mut self, machine: MachineId, now: Time) {
        let clock = &mut self.clocks[machine];
        if let Some(since) = clock.on_since.take() {
            clock.meter += now - since;
        }
        self.stand_by(machine, now);
    }

    /// When the clock rings if nothing changes; none while the meter stands or the machine is down.
    pub(crate) fn rings_at(&self, machine: MachineId) -> Option<Time> {
        let clock = &self.clocks[machine];
        if clock.halted || clock.alarm == Alarm::Never {
            return None;
        }
        let at = clock.on_since? + (clock.next_at - clock.meter);
        (at < Time::NEVER).then_some(at)
    }

    /// The alarm's time has come: what it was set for. None where it was turned off or down meanwhile.
    pub(crate) fn ring(&mut self, machine: MachineId, now: Time) -> Option<Ring> {
        self.rings_at(machine).filter(|&at| at <= now)?;
        self.sync(machine, now);
        match self.clocks[machine].alarm {
            Alarm::Never => None,
            Alarm::Failure(wear) => {
                self.clocks[machine].halted = true;
                Some(Ring::Failed(self.wear[wear].subsystem))
            }
            Alarm::Service(due) => {
                let first = !self.any_overdue(machine);
                self.dues[due].overdue = true;
                self.choose(machine);
                Some(if first { Ring::FirstDue } else { Ring::AlsoDue })
            }
        }
    }

    /// The machine is down: nothing rings until [`Clocks::release`].
    pub(crate) fn halt(&mut self, machine: MachineId, now: Time) {
        self.age_standing(machine, now);
        let clock = &mut self.clocks[machine];
        (clock.halted, clock.standing) = (true, None);
    }

    /// The machine is fit again.
    pub(crate) fn release(&mut self, machine: MachineId, now: Time) {
        self.sync(machine, now);
        self.clocks[machine].halted = false;
        self.stand_by(machine, now);
        self.choose(machine);
    }

    /// Whether a service has fallen due and is not done.
    pub(crate) fn any_overdue(&self, machine: MachineId) -> bool {
        self.dues[self.clocks[machine].dues.clone()].iter().any(|due| due.overdue)
    }

    /// A new day's ageing factors. Gives whether any of them changed.
    pub(crate) fn set_rates(
        &mut self,
        machine: MachineId,
        now: Time,
        temperatures: &Temperatures,
        prepared: &Prepared,
    ) -> bool {
        let clock = &self.clocks[machine];
        let (range, site) = (clock.wear.clone(), clock.site);
        let meter = self.reading(machine, now);
        let rates = |wear: &Wear| wear.rates_today(site, meter, temperatures, prepared);
        if self.wear[range.clone()].iter().all(|wear| wear.rates == rates(wear)) {
            return false;
        }
        self.age_standing(machine, now);
        self.sync(machine, now);
        for wear in &mut self.wear[range] {
            wear.rates = rates(wear);
        }
        self.choose(machine);
        true
    }

    /// The services to be done now that the machine is in: those due, and those that may be done this early.
    /// Marks them as open.
    pub(crate) fn open_services(&mut self, machine: MachineId, now: Time, into: &mut Vec<ServiceId>) {
        let reading = self.reading(machine, now);
        for due in &mut self.dues[self.clocks[machine].dues.clone()] {
            let early = due.interval > Span::ZERO && reading + due.early >= due.at;
            if !due.open && (due.overdue || early) {
                due.open = true;
                into.push(due.service);
            }
        }
    }

    /// A service is done: it falls due again after its interval, and the subsystems it renews are new.
    pub(crate) fn serviced(
        &mut self,
        machine: MachineId,
        service: ServiceId,
        prepared: &Prepared,
        life_factor: Option<f64>,
        now: Time,
    ) {
        let reading = self.reading(machine, now);
        for due in &mut self.dues[self.clocks[machine].dues.clone()] {
            if due.service == service {
                due.at = reading + due.interval;
                due.overdue = false;
                due.open = false;
            }
        }
        self.sync(machine, now);
        for wear in &mut self.wear[self.clocks[machine].wear.clone()] {
            if prepared.services[service].renews.contains(&wear.subsystem) {
                wear.renew(1.0, life_factor);
            }
        }
    }

    /// A subsystem is mended.
    pub(crate) fn repaired(
        &mut self,
        machine: MachineId,
        subsystem: SubsystemId,
        life_factor: Option<f64>,
        now: Time,
    ) {
        self.sync(machine, now);
        for wear in &mut self.wear[self.clocks[machine].wear.clone()] {
            if wear.subsystem == subsystem {
                wear.mend(life_factor);
            }
        }
    }

    /// Ages the subsystems up to the present reading.
    fn sync(&mut self, machine: MachineId, now: Time) {
        let reading = self.reading(machine, now);
        let clock = &mut self.clocks[machine];
        let hours = (reading - clock.synced).hours();
        if hours == 0.0 {
            return;
        }
        clock.synced = reading;
        for wear in &mut self.wear[clock.wear.clone()] {
            wear.live(hours * wear.pace());
        }
    }

    /// Sets the alarm for whatever comes first; a failure before a service at one reading.
    fn choose(&mut self, machine: MachineId) {
        let clock = &mut self.clocks[machine];
        let mut first = (f64::INFINITY, Alarm::Never);
        for index in clock.wear.clone() {
            let wear = &self.wear[index];
            let hours = wear.remaining.max(0.0) / wear.pace();
            if wear.rates.at_work > 0.0 && hours < first.0 {
                first = (hours, Alarm::Failure(index));
            }
        }
        let mut next = (clock.synced + Span::from_hours(first.0), first.1);
        for index in clock.dues.clone() {
            let due = &self.dues[index];
            let sooner = next.1 == Alarm::Never || due.at < next.0;
            if !due.overdue && due.interval > Span::ZERO && sooner {
                next = (due.at.max(clock.synced), Alarm::Service(index));
            }
        }
        (clock.next_at, clock.alarm) = next;
    }
}

/// When a service first falls due: the next whole multiple of its interval above the meter.
fn first_due(service: ServiceId, row: &Service, meter_h: f64) -> Due {
    let interval_h = row.interval.get();
    let intervals = if interval_h > 0.0 { (meter_h / interval_h).floor() + 1.0 } else { 0.0 };
    Due {
        service,
        interval: Span::from_hours(interval_h),
        early: Span::from_hours(row.early.get()),
        at: Span::from_hours(intervals * interval_h),
        overdue: false,
        open: false,
    }
}
