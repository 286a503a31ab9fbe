//! Lives: a subsystem fails when its life is over, no sooner and no later, where the law leaves no more than a span of hours.
//!
//! Life goes by while the meter runs, the faster in the cold its curve says, and over the life of what was fitted last. A repair
//! takes its share of the age away, a service all of it. Judged are laws that lie between two hours, from the first time on
//! that the age is sure: after a service or a repair that renews all, or, of a constant life, after any failure.
//!
//! Where a curve asks for a temperature that is not known, the age is not known either until it is sure again.
use crate::interchange::Substitutes;
use crate::weather::Weather;
use crate::{Findings, Rules};
use iceroad_base::civil::Clock;
use iceroad_base::law::Law;
use iceroad_base::quantity::Ranged;
use iceroad_base::{Table, Time};
use iceroad_model::event::{Claimant, Entry, Event, JobKind, JobNo, MachineState, StateClass};
use iceroad_model::{CurveId, ItemId, MachineId, Scenario, SubsystemId};

/// The shortest life, hours.
const SHORTEST: f64 = 1.0 / 60.0;
/// What rounding of readings may cost, hours.
const HAIR: f64 = 1e-3;
const OVER: &str = "a subsystem fails once its life is over";

/// A subsystem of a machine.
struct Wear {
    subsystem: SubsystemId,
    law: Law,
    /// Between which hours a new one fails; none of laws that may last for ever.
    bounds: Option<(f64, f64)>,
    renewal: f64,
    curve: Option<CurveId>,
    /// Virtual age when it was renewed last, and hours of life since; none where that is not sure.
    age: Option<f64>,
    lived: Option<f64>,
    /// Life of what is fitted over that of the original; none where that is not sure.
    life: Option<f64>,
}

struct Job {
    machine: MachineId,
    kind: JobKind,
    /// The least life of what was issued; the inner none where that is not sure.
    life: Option<Option<f64>>,
}

pub(crate) struct Lives<'s> {
    scenario: &'s Scenario,
    weather: Weather<'s>,
    substitutes: Substitutes<'s>,
    clock: Clock,
    wear: Table<MachineId, Vec<Wear>>,
    /// What a machine is at, and since when.
    state: Table<MachineId, (MachineState, Time)>,
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
                age: None,
                lived: None,
                life: Some(1.0),
            })
            .filter(|wear| wear.bounds.is_some())
            .collect()
        };
        Self {
            scenario,
            weather: Weather::new(scenario),
            substitutes: Substitutes::new(scenario),
            clock: scenario.clock(&scenario.heading.zone),
            wear: scenario.machines.entries().map(wear).collect(),
            state: Table::filled(scenario.machines.len(), (MachineState::Absent, Time::START)),
            jobs: Vec::new(),
            demands: Vec::new(),
        }
    }

    /// Lets a machine age up to a time.
    fn age(&mut self, machine: MachineId, at: Time) {
        let (state, since) = self.state[machine];
        self.state[machine].1 = at;
        let runs = matches!(state.class(), StateClass::Working | StateClass::Delay);
        if !runs || self.wear[machine].is_empty() || since == at {
            return;
        }
        let site = self.scenario.mines[self.scenario.machines[machine].mine].site;
        let mut from = since;
        while from < at {
            let day = self.clock.day_index(from);
            let to = self.clock.midnight(self.clock.date_of_day(day + 1)).min(at);
            let hours = (to - from).hours();
            for wear in &mut self.wear[machine] {
                let pace = self.weather.factor(site, wear.curve, day).zip(wear.life);
                wear.lived = wear.lived.zip(pace).map(|(lived, (rate, life))| lived + hours * rate / life);
            }
            from = to;
        }
    }

    /// Judges what a subsystem has lived so far; `fails` where it has failed now.
    fn judge(&self, machine: MachineId, wear: &Wear, fails: bool, findings: &mut Findings) {
        let (Some(age), Some(lived), Some(life)) = (wear.age, wear.lived, wear.life) else { return };
        let shortest = SHORTEST / life.min(1.0);
        let (least, most) = (wear.law.residual(age, 0.0), wear.law.residual(age, 1.0).max(shortest));
        let hair = HAIR + 1e-9 * lived;
        let holds = lived <= most + hair && (!fails || lived >= least - hair);
        findings.check(holds, OVER, || {
            let name = &self.scenario.subsystems[wear.subsystem].name;
            let of = &self.scenario.machines[machine].name;
            format!("{name} of {of}: {lived:.2} h of {least:.2} to {most:.2} h")
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
        let sure = wear.bounds.filter(|(low, high)| low == high).map(|(_, high)| high);
        (wear.age, wear.lived) = (lived.or(sure), Some(0.0));
    }

    fn closed(&mut self, at: Time, JobNo(no): JobNo, findings: &mut Findings) {
        let Some(&Job { machine, kind, life }) = self.jobs.get(no as usize) else { return };
        self.age(machine, at);
        for place in 0..self.wear[machine].len() {
            let subsystem = self.wear[machine][place].subsystem;
            let share = match kind {
                JobKind::Repair(mended) if mended == subsystem => self.wear[machine][place].renewal,
                JobKind::Service(done) if self.scenario.services[done].renews.contains(&subsystem) => 1.0,
                JobKind::Repair(_) | JobKind::Service(_) => continue,
            };
            self.judge(machine, &self.wear[machine][place], false, findings);
            let wear = &mut self.wear[machine][place];
            let age = wear.age.zip(wear.lived).map(|(age, lived)| (age + lived) * (1.0 - share));
            wear.age = if share >= 1.0 { Some(0.0) } else { age };
            (wear.lived, wear.life) = (Some(0.0), life.unwrap_or(wear.life));
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
                self.age(machine, at);
                self.state[machine].0 = state;
            }
            Event::Failed { machine, subsystem } => {
                self.age(machine, at);
                self.failed(machine, subsystem, findings);
            }
            Event::JobOpened { machine, kind, .. } => self.jobs.push(Job { machine, kind, life: None }),
            Event::JobClosed { job } => self.closed(at, job, findings),
            Event::Demanded { item, by, .. } => {
                self.demands.push(if let Claimant::Job(job) = by { Some((job, item)) } else { None });
            }
            Event::Issued { demand, item, .. } => self.issued(at, demand.0 as usize, item),
            _ => {}
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for machine in self.scenario.machines.ids() {
            self.age(machine, end);
            for wear in &self.wear[machine] {
                self.judge(machine, wear, false, findings);
            }
        }
    }
}
