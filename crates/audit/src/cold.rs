//! Cold, where the record's weather is replayed: mines stand, nobody sets out with a tow or works outdoors, and a repair takes
//! the longer the colder it is where it is done.
//!
//! Limits are held against the night. A cycle under way is finished, so that a mine has [`SLACK`] until nothing is loaded. A
//! repair's hands-on hours, each over its day's factor, lie within the law; where no temperature matters that is judged of any
//! run.
//!
//! Pitfall: by rates a state is booked for what is done on average, so mines are judged by logs of every cycle alone.
use crate::repairs::Repairs;
use crate::weather::{Weather, factor_at};
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event, JobKind, JobNo, MachineState};
use iceroad_model::maintenance::Place;
use iceroad_model::{BayId, CalendarId, MachineId, Scenario, SiteId, SubsystemId, WorkshopId};

/// How long a mine goes on with the cycles that were under way when the cold came (assumed).
const SLACK: Span = Span::from_millis(6 * Span::HOUR.millis());
/// What rounding may cost each piece of a repair, hours.
const HAIR: f64 = 1e-6;
const LOADS: &str = "nothing is loaded where it is too cold to work";

struct Job {
    machine: MachineId,
    workshop: WorkshopId,
    kind: JobKind,
    bay: Option<BayId>,
    since: Option<Time>,
    /// Hands-on hours at factor 1; none where a day's factor is not known.
    worked: Option<f64>,
    pieces: u32,
}

pub(crate) struct Cold<'s> {
    scenario: &'s Scenario,
    weather: Weather<'s>,
    repairs: Repairs<'s>,
    jobs: Vec<Job>,
    /// The repair that a machine is towed for.
    failed: Table<MachineId, Option<WorkshopId>>,
    /// Loads in the cold: kept until it is known that every cycle is told.
    loads: Vec<(Time, MachineId)>,
    by_rates: bool,
}

impl<'s> Cold<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            weather: Weather::new(scenario),
            repairs: Repairs::new(scenario),
            jobs: Vec::new(),
            failed: Table::filled(scenario.machines.len(), None),
            loads: Vec::new(),
            by_rates: false,
        }
    }

    fn site(&self, machine: MachineId) -> SiteId {
        self.scenario.mines[self.scenario.machines[machine].mine].site
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState, findings: &mut Findings) {
        let Some(day) = self.weather.day_within(at).filter(|_| self.weather.is_replayed()) else { return };
        let site = self.site(machine);
        if let (MachineState::Tow, Some(workshop)) = (state, self.failed[machine]) {
            let limit = self.scenario.workshops[workshop].stops_below;
            let cold = self.weather.night_is_below(site, limit, day) == Some(true);
            findings.check(!cold, "no tow sets out in too much cold", || {
                self.scenario.machines[machine].name.clone()
            });
        }
        let limit = self.scenario.mines[self.scenario.machines[machine].mine].stops_below;
        let since = at - self.weather.clock.midnight(self.weather.clock.date_of_day(day));
        let loads = state == MachineState::Loading && since > SLACK;
        if loads && self.weather.night_is_below(site, limit, day) == Some(true) {
            self.loads.push((at, machine));
        }
    }

    /// Nobody begins to work outdoors below the limit of the workshop, or of the people's own calendar.
    fn begins_outdoors(&self, at: Time, job: &Job, own: CalendarId, findings: &mut Findings) {
        let Some(day) = self.weather.day_within(at) else { return };
        let limits =
            [self.scenario.workshops[job.workshop].stops_below, self.scenario.calendars[own].stops_below];
        let site = self.site(job.machine);
        let cold =
            limits.into_iter().any(|limit| self.weather.night_is_below(site, limit, day) == Some(true));
        findings.check(!cold, "nobody begins to work outdoors in too much cold", || {
            self.scenario.machines[job.machine].name.clone()
        });
    }

    /// Hours between two times, each day's over its factor.
    fn at_factor_one(&self, no: usize, subsystem: SubsystemId, from: Time, to: Time) -> Option<f64> {
        let job = &self.jobs[no];
        let curve = self.scenario.subsystems[subsystem].repair_factor;
        let workshop = &self.scenario.workshops[job.workshop];
        let heated = job.bay.is_some_and(|bay| self.scenario.bays[bay].heated);
        let site = if self.repairs.is_in_place(no) { self.site(job.machine) } else { workshop.site };
        let clock = &self.weather.clock;
        let mut hours = 0.0;
        for day in clock.day_index(from)..=clock.day_index(to) {
            let begun = clock.midnight(clock.date_of_day(day)).max(from);
            let ended = clock.midnight(clock.date_of_day(day + 1)).min(to);
            if ended <= begun {
                continue;
            }
            let factor = match curve {
                Some(curve) if heated => factor_at(&self.scenario.curves[curve], workshop.heated_to.get()),
                _ => self.weather.factor(site, curve, day)?,
            };
            hours += if factor > 0.0 { (ended - begun).hours() / factor } else { return None };
        }
        Some(hours)
    }

    /// A piece of hands-on work is over.
    fn stops(&mut self, at: Time, JobNo(no): JobNo) {
        let Some(job) = self.jobs.get(no as usize) else { return };
        let (JobKind::Repair(subsystem), Some(since)) = (job.kind, job.since) else { return };
        let hours = self.at_factor_one(no as usize, subsystem, since, at);
        let job = &mut self.jobs[no as usize];
        job.worked = job.worked.zip(hours).map(|(before, more)| before + more);
        (job.since, job.pieces) = (None, job.pieces + 1);
    }

    fn closed(&mut self, at: Time, no: JobNo, findings: &mut Findings) {
        self.stops(at, no);
        let Some(job) = self.jobs.get(no.0 as usize) else { return };
        let JobKind::Repair(subsystem) = job.kind else { return };
        self.failed[job.machine] = None;
        let (law, row) = (self.scenario.subsystems[subsystem].repair, &self.scenario.subsystems[subsystem]);
        let Some(worked) = job.worked else { return };
        let slack = HAIR * f64::from(job.pieces + 1);
        let (short, long) = (worked + slack < law.quantile(0.0), worked - slack > law.quantile(1.0));
        findings.check(
            !(short || long),
            "a repair takes the hands-on hours of its law, more of them in the cold",
            || format!("{} of {}: {worked:.3} h", row.name, self.scenario.machines[job.machine].name),
        );
    }
}

impl Rules for Cold<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        let at = entry.at;
        // A job that closes is judged as what it was.
        if !matches!(entry.event, Event::JobClosed { .. }) {
            self.repairs.take(&entry.event);
        }
        match entry.event {
            Event::State { machine, state } => self.state(at, machine, state, findings),
            Event::Failed { machine, subsystem } | Event::Damaged { machine, subsystem }
                if self.scenario.subsystems[subsystem].place == Place::Bay =>
            {
                self.failed[machine] = self.scenario.machines[machine].workshop;
            }
            Event::JobOpened { machine, workshop, kind, .. } => {
                let worked = Some(0.0);
                self.jobs.push(Job { machine, workshop, kind, bay: None, since: None, worked, pieces: 0 });
            }
            Event::BayTaken { job: JobNo(job), bay } => {
                if let Some(job) = self.jobs.get_mut(job as usize) {
                    job.bay = Some(bay);
                }
            }
            Event::WorkStarted { job: JobNo(no), group, .. } => {
                let Some(job) = self.jobs.get_mut(no as usize) else { return };
                job.since = Some(at);
                let job = &self.jobs[no as usize];
                if self.repairs.is_in_place(no as usize) {
                    self.begins_outdoors(at, job, self.scenario.technicians[group].calendar, findings);
                }
            }
            Event::WorkPaused { job } => self.stops(at, job),
            Event::JobClosed { job } => {
                self.closed(at, job, findings);
                self.repairs.take(&entry.event);
            }
            Event::Hauled { .. } | Event::Carried { .. } | Event::Spent { .. } => self.by_rates = true,
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for &(at, machine) in self.loads.iter().filter(|_| !self.by_rates) {
            findings.add(LOADS, format!("{} at {at:?}", self.scenario.machines[machine].name));
        }
    }
}
