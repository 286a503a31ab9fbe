//! Lives: a subsystem fails when its life is over, no sooner and no later, where the law leaves no more than a span of hours.
//!
//! Life goes by while the meter runs, the faster in the cold its curve says, and over the life of what was fitted last. A repair
//! takes its share of the age away, a service all of it. Judged are laws that lie between two hours, from the first time on
//! that the age is sure: after a service or a repair that renews all, or, of a constant life, after any failure.
//!
//! Life also goes by while a machine stands in the frost, where the scenario says so; what is over by then shows at the next start,
//! as does what a start breaks. After a repair life may be shorter than its law where repairs may be poor. An inspection finds only
//! what is within its warning, and a sure one all that must be.
//!
//! Where a curve asks for a temperature that is not known, the age is not known either until it is sure again.
use crate::interchange::Substitutes;
use crate::weather::Weather;
use crate::{Findings, Rules};
use iceroad_base::civil::Clock;
use iceroad_base::law::Law;
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Claimant, Entry, Event, JobKind, JobNo, MachineState, StateClass};
use iceroad_model::maintenance::{Hazards, MeterCurve};
use iceroad_model::{CurveId, ItemId, MachineId, Scenario, ServiceId, SubsystemId};

/// The shortest life, hours.
const SHORTEST: f64 = 1.0 / 60.0;
/// What rounding of readings may cost, hours.
const HAIR: f64 = 1e-3;
const OVER: &str = "a subsystem fails once its life is over";
const SURE_START: &str = "a start breaks what it is sure to break";
const SHOWS: &str = "an inspection finds only what shows";
const SURE_FIND: &str = "an inspection that is sure to finds what shows";

/// A subsystem of a machine.
struct Wear<'s> {
    subsystem: SubsystemId,
    hazards: &'s Hazards,
    law: Law,
    /// Between which hours a new one fails; none of laws that may last for ever.
    bounds: Option<(f64, f64)>,
    renewal: f64,
    curve: Option<CurveId>,
    /// Virtual age when it was renewed last, and hours of life since; none where that is not sure.
    age: Option<f64>,
    lived: Option<f64>,
    /// Hours of life since then when its machine worked last.
    at_work: Option<f64>,
    /// What was mended last may have been mended badly.
    may_be_poor: bool,
    /// The last start may have broken it, or must have.
    may_be_broken: bool,
    must_be_broken: bool,
    /// Life of what is fitted over that of the original; none where that is not sure.
    life: Option<f64>,
}

impl Wear<'_> {
    /// How many hours of life are left at least and at most; none where that is not sure.
    fn left(&self) -> Option<(f64, f64)> {
        let (age, lived, life) = (self.age?, self.lived?, self.life?);
        let shortest = SHORTEST / life.min(1.0);
        let least = if self.may_be_poor { 0.0 } else { self.law.residual(age, 0.0) };
        Some((least - lived, self.law.residual(age, 1.0).max(shortest) - lived))
    }

    /// It is renewed: lives from now on, with what is fitted.
    fn renew(&mut self, share: f64, life: Option<f64>, may_be_poor: bool) {
        let age = self.age.zip(self.lived).map(|(age, lived)| (age + lived) * (1.0 - share));
        self.age = if share >= 1.0 { Some(0.0) } else { age };
        (self.lived, self.at_work, self.life) = (Some(0.0), Some(0.0), life);
        (self.may_be_poor, self.may_be_broken, self.must_be_broken) = (may_be_poor, false, false);
    }

    /// Its machine has worked for a time, in which so many hours of life went by.
    fn works(&mut self, hours: Option<f64>) {
        self.lived = self.lived.zip(hours).map(|(lived, hours)| lived + hours);
        self.at_work = self.lived;
        (self.may_be_broken, self.must_be_broken) = (false, false);
    }
}

struct Job {
    machine: MachineId,
    kind: JobKind,
    is_open: bool,
    is_begun: bool,
    /// The least life of what was issued; the inner none where that is not sure.
    life: Option<Option<f64>>,
}

pub(crate) struct Lives<'s> {
    scenario: &'s Scenario,
    weather: Weather<'s>,
    substitutes: Substitutes<'s>,
    clock: Clock,
    wear: Table<MachineId, Vec<Wear<'s>>>,
    /// What a machine is at, and since when.
    state: Table<MachineId, (MachineState, Time)>,
    /// Since when it stands.
    stands: Table<MachineId, Option<Time>>,
    /// The meter now, and as it stood when the day began.
    meter: Table<MachineId, Span>,
    at_midnight: Table<MachineId, (i64, Span)>,
    /// What inspections of this instant must find.
    must_find: Vec<(MachineId, SubsystemId)>,
    jobs: Vec<Job>,
    demands: Vec<Option<(JobNo, ItemId)>>,
}

impl<'s> Lives<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let wear = |(_, machine): (MachineId, &iceroad_model::fleet::Machine)| {
            let kept = machine.workshop.is_some();
            let own = scenario.subsystems.entries().filter(|(_, row)| kept && row.model == machine.model);
            own.map(|(subsystem, row)| Wear {
                subsystem,
                law: row.life,
                bounds: bounds(&row.life),
                renewal: row.renewal.get(),
                curve: row.ageing,
                hazards: &row.hazards,
                age: None,
                lived: None,
                at_work: None,
                may_be_poor: false,
                may_be_broken: false,
                must_be_broken: false,
                life: Some(1.0),
            })
            .filter(|wear| wear.bounds.is_some() || wear.hazards.start.chance.get() >= 1.0)
            .collect()
        };
        Self {
            scenario,
            weather: Weather::new(scenario),
            substitutes: Substitutes::new(scenario),
            clock: scenario.clock(&scenario.heading.zone),
            wear: scenario.machines.entries().map(wear).collect(),
            state: Table::filled(scenario.machines.len(), (MachineState::Absent, Time::START)),
            stands: Table::filled(scenario.machines.len(), None),
            meter: scenario.machines.iter().map(|row| Span::from_hours(row.meter.get())).collect(),
            at_midnight: Table::filled(scenario.machines.len(), (-1, Span::ZERO)),
            must_find: Vec::new(),
            jobs: Vec::new(),
            demands: Vec::new(),
        }
    }

    /// Lets a machine age up to a time.
    fn age(&mut self, machine: MachineId, at: Time, findings: &mut Findings) {
        let (state, since) = self.state[machine];
        self.state[machine].1 = at;
        let runs = matches!(state.class(), StateClass::Working | StateClass::Delay);
        let stands = state.class() == StateClass::Standby;
        if !(runs || stands) || self.wear[machine].is_empty() || since == at {
            return;
        }
        if runs && let Some(wear) = self.wear[machine].iter().find(|wear| wear.must_be_broken) {
            findings.add(SURE_START, self.says(machine, wear.subsystem));
        }
        let site = self.scenario.mines[self.scenario.machines[machine].mine].site;
        let has_weather = self.scenario.sites[site].station.is_some();
        let mut from = since;
        while from < at {
            let day = self.clock.day_index(from);
            let to = self.clock.midnight(self.clock.date_of_day(day + 1)).min(at);
            let hours = (to - from).hours();
            if self.at_midnight[machine].0 != day {
                self.at_midnight[machine] = (day, self.meter[machine]);
            }
            let meter = self.at_midnight[machine].1.hours();
            for wear in &mut self.wear[machine] {
                if runs {
                    let curve = wear.hazards.by_meter.map(|id| &self.scenario.meter_curves[id]);
                    let by_meter = curve.map_or(1.0, |curve| factor_by_meter(curve, meter));
                    let pace = self.weather.factor(site, wear.curve, day).zip(wear.life);
                    wear.works(pace.map(|(rate, life)| hours * rate * by_meter / life));
                } else if let Some(curve) = wear.hazards.parked.filter(|_| has_weather) {
                    let pace = self.weather.factor(site, Some(curve), day).zip(wear.life);
                    wear.lived =
                        wear.lived.zip(pace).map(|(lived, (rate, life))| lived + hours * rate / life);
                }
            }
            if runs {
                self.meter[machine] += to - from;
            }
            from = to;
        }
    }

    fn says(&self, machine: MachineId, subsystem: SubsystemId) -> String {
        format!("{} of {}", self.scenario.subsystems[subsystem].name, self.scenario.machines[machine].name)
    }

    /// A machine's state changes: it may come to stand, or be started.
    fn turns(&mut self, at: Time, machine: MachineId, state: MachineState) {
        let was = self.state[machine].0.class();
        self.state[machine].0 = state;
        match state.class() {
            StateClass::Standby if was == StateClass::Standby => {}
            StateClass::Standby => self.stands[machine] = Some(at),
            StateClass::Working | StateClass::Delay => self.starts(at, machine),
            _ => self.stands[machine] = None,
        }
    }

    fn starts(&mut self, at: Time, machine: MachineId) {
        let Some(since) = self.stands[machine].take() else { return };
        for wear in &mut self.wear[machine] {
            let start = &wear.hazards.start;
            let counts = at - since > Span::from_hours(start.after.get());
            wear.may_be_broken |= counts && start.chance.get() > 0.0;
            wear.must_be_broken |= counts && start.chance.get() >= 1.0 && start.curve.is_none();
        }
    }

    /// Work on a job begins: what a service must find.
    fn begins(&mut self, at: Time, JobNo(no): JobNo, findings: &mut Findings) {
        let Some(job) = self.jobs.get_mut(no as usize) else { return };
        let JobKind::Service(service) = job.kind else { return };
        if std::mem::replace(&mut job.is_begun, true) {
            return;
        }
        let machine = job.machine;
        self.age(machine, at, findings);
        self.looks(machine, service);
    }

    fn looks(&mut self, machine: MachineId, service: ServiceId) {
        let row = &self.scenario.services[service];
        for wear in self.wear[machine].iter().filter(|_| row.finds.get() >= 1.0) {
            let kind = JobKind::Repair(wear.subsystem);
            let is_known =
                || self.jobs.iter().any(|job| job.is_open && (job.machine, job.kind) == (machine, kind));
            let looked_at = row.inspects.contains(&wear.subsystem) && !row.renews.contains(&wear.subsystem);
            let shows = wear.left().is_some_and(|(_, most)| most <= wear.hazards.warning.get() - HAIR);
            if looked_at && shows && !is_known() {
                self.must_find.push((machine, wear.subsystem));
            }
        }
    }

    fn found(&mut self, machine: MachineId, subsystem: SubsystemId, findings: &mut Findings) {
        self.must_find.retain(|&what| what != (machine, subsystem));
        let Some(wear) = self.wear[machine].iter().find(|wear| wear.subsystem == subsystem) else { return };
        let hidden = wear.left().is_some_and(|(least, _)| least > wear.hazards.warning.get() + HAIR);
        findings.check(!hidden || wear.may_be_broken, SHOWS, || self.says(machine, subsystem));
    }

    /// Judges what a subsystem has lived so far; `fails` where it has failed now.
    fn judge(&self, machine: MachineId, wear: &Wear<'_>, fails: bool, findings: &mut Findings) {
        let (Some((least, most)), Some(lived), Some(at_work)) = (wear.left(), wear.lived, wear.at_work)
        else {
            return;
        };
        let hair = HAIR + 1e-9 * lived;
        // What ended while the machine stood shows at its start.
        let in_time = at_work <= lived + most + hair;
        let holds = in_time && (!fails || least <= hair || wear.may_be_broken);
        findings.check(holds, OVER, || {
            let (least, most) = (lived + least, lived + most);
            format!("{}: {lived:.2} h of {least:.2} to {most:.2} h", self.says(machine, wear.subsystem))
        });
    }

    fn failed(&mut self, machine: MachineId, subsystem: SubsystemId, findings: &mut Findings) {
        let Some(place) = self.wear[machine].iter().position(|wear| wear.subsystem == subsystem) else {
            return;
        };
        self.judge(machine, &self.wear[machine][place], true, findings);
        let wear = &mut self.wear[machine][place];
        // Its age is that of its failing, which is sure of a life that is.
        let lived = wear.age.zip(wear.lived).map(|(age, lived)| age + lived);
        let by_law_alone = wear.hazards.poor_repair.is_none()
            && wear.hazards.start.chance.get() == 0.0
            && wear.hazards.parked.is_none();
        let sure = wear.bounds.filter(|(low, high)| by_law_alone && low == high).map(|(_, high)| high);
        (wear.age, wear.lived, wear.at_work) = (lived.or(sure), Some(0.0), Some(0.0));
    }

    fn closed(&mut self, at: Time, JobNo(no): JobNo, findings: &mut Findings) {
        let Some(job) = self.jobs.get_mut(no as usize) else { return };
        job.is_open = false;
        let Job { machine, kind, life, .. } = *job;
        self.age(machine, at, findings);
        for place in 0..self.wear[machine].len() {
            let subsystem = self.wear[machine][place].subsystem;
            let share = match kind {
                JobKind::Repair(mended) if mended == subsystem => self.wear[machine][place].renewal,
                JobKind::Service(done) if self.scenario.services[done].renews.contains(&subsystem) => 1.0,
                JobKind::Repair(_) | JobKind::Service(_) => continue,
            };
            self.judge(machine, &self.wear[machine][place], false, findings);
            let wear = &mut self.wear[machine][place];
            let may_be_poor = matches!(kind, JobKind::Repair(_))
                && wear.hazards.poor_repair.is_some_and(|poor| poor.chance.get() > 0.0);
            wear.renew(share, life.unwrap_or(wear.life), may_be_poor);
        }
    }

    fn issued(&mut self, at: Time, demand: usize, item: ItemId) {
        let Some(&Some((JobNo(no), need))) = self.demands.get(demand) else { return };
        let Some(job) = self.jobs.get(no as usize) else { return };
        let model = self.scenario.machines[job.machine].model;
        let life = self.substitutes.life(need, item, model, self.clock.date(at));
        let least = match job.life {
            None => life,
            Some(before) => before.zip(life).map(|(before, life)| before.min(life)),
        };
        self.jobs[no as usize].life = Some(least);
    }
}

/// Straight lines between the points of a curve by the hour meter, level beyond them.
fn factor_by_meter(curve: &MeterCurve, hours: f64) -> f64 {
    let mut below: Option<(f64, f64)> = None;
    for (at, factor) in curve.points.iter().map(|(at, factor)| (at.get(), factor.get())) {
        if hours <= at {
            let Some((from, was)) = below else { return factor };
            return was + (factor - was) * (hours - from) / (at - from);
        }
        below = Some((at, factor));
    }
    below.map_or(1.0, |(_, factor)| factor)
}

/// Between which hours a new one fails.
fn bounds(law: &Law) -> Option<(f64, f64)> {
    match *law {
        Law::Constant { value } => Some((value, value)),
        Law::Uniform { low, high } | Law::Triangular { low, high, .. } => Some((low, high)),
        Law::Exponential { .. } | Law::Weibull { .. } | Law::LogNormal(_) | Law::Erlang { .. } => None,
    }
}

impl Rules for Lives<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        let at = entry.at;
        match entry.event {
            Event::State { machine, state } => {
                self.age(machine, at, findings);
                self.turns(at, machine, state);
            }
            Event::Failed { machine, subsystem } => {
                self.age(machine, at, findings);
                self.failed(machine, subsystem, findings);
            }
            Event::JobOpened { machine, kind, .. } => {
                self.jobs.push(Job { machine, kind, is_open: true, is_begun: false, life: None });
            }
            Event::WorkStarted { job, .. } => self.begins(at, job, findings),
            Event::Found { machine, subsystem } => self.found(machine, subsystem, findings),
            Event::JobClosed { job } => self.closed(at, job, findings),
            Event::Demanded { item, by, .. } => {
                self.demands.push(if let Claimant::Job(job) = by { Some((job, item)) } else { None });
            }
            Event::Issued { demand, item, .. } => self.issued(at, demand.0 as usize, item),
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        for (machine, subsystem) in std::mem::take(&mut self.must_find) {
            findings.add(SURE_FIND, self.says(machine, subsystem));
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for machine in self.scenario.machines.ids() {
            self.age(machine, end, findings);
            for wear in &self.wear[machine] {
                self.judge(machine, wear, false, findings);
            }
        }
    }
}
