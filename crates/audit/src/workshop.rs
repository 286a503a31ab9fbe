//! Workshops: bays and technicians are what the scenario says, and jobs live as jobs do.
//!
//! A job is opened, gets the parts it asked for, takes a bay (unless it is a field job), is worked on by technicians
//! of one group in one go or several, and closes from hands-on work. Nobody is in two places, nobody works off
//! shift, nothing serves before it is opened by its task. Who is first in line for people is not passed by those after it
//! who want the same. Places and people may change hands within an instant, so
//! their numbers are counted when it is over.
//!
//! Pitfall: temperatures are not in the log, so cold stops and repair-time factors are not judged here.
mod line;

use crate::repairs::Repairs;
use crate::shifts::Spells;
use crate::{Findings, Rules};
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Claimant, Entry, Event, JobKind, JobNo, MachineState};
use iceroad_model::maintenance::{Opening, PartUse, Place, Sharing, TechnicianGroup};
use iceroad_model::{
    BayId, BrandId, CalendarId, GroupId, ItemId, MachineId, Scenario, StoreId, SubsystemId, TaskId, TradeId,
    WorkshopId,
};

/// What rounding may cost a service whose work is cut into pieces, a piece.
const HAIR: Span = Span::from_millis(2);

struct Job {
    machine: MachineId,
    workshop: WorkshopId,
    kind: JobKind,
    open: bool,
    bay: Option<BayId>,
    work: Option<Work>,
    pieces: i64,
    worked: Span,
    /// Which rows of its part list were asked for.
    asked: Vec<bool>,
    lacking: u32,
    /// Time towed since it was opened.
    towed: Span,
}

#[derive(Clone, Copy)]
struct Work {
    group: GroupId,
    technicians: u16,
    since: Time,
    until: Time,
}

/// Bays or people: how many are in use, and since when they are there.
#[derive(Clone, Copy)]
struct Pool {
    used: i64,
    count: i64,
    open: bool,
}

pub(crate) struct Workshop<'s> {
    scenario: &'s Scenario,
    repairs: Repairs<'s>,
    shifts: Table<CalendarId, Spells>,
    jobs: Vec<Job>,
    demands: Vec<Option<JobNo>>,
    bays: Table<BayId, Pool>,
    groups: Table<GroupId, Pool>,
    state: Table<MachineId, (MachineState, Time)>,
    open_jobs: Table<MachineId, Vec<usize>>,
    /// Machines, bays and groups to look at when the instant is over.
    touched: Vec<MachineId>,
    bays_changed: bool,
    /// Jobs in bays on which work began at this instant, and by whom.
    begun: Vec<(usize, GroupId)>,
}

impl<'s> Workshop<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let pool = |count: u16, opening| Pool {
            used: 0,
            count: i64::from(count),
            open: opening == Opening::AtStart,
        };
        let n_machines = scenario.machines.len();
        Self {
            scenario,
            repairs: Repairs::new(scenario),
            shifts: scenario.calendars.iter().map(|calendar| Spells::of(scenario, calendar)).collect(),
            jobs: Vec::new(),
            demands: Vec::new(),
            bays: scenario.bays.iter().map(|bay| pool(bay.count, bay.opening)).collect(),
            groups: scenario.technicians.iter().map(|group| pool(group.count, group.opening)).collect(),
            state: Table::filled(n_machines, (MachineState::Absent, Time::START)),
            open_jobs: Table::filled(n_machines, Vec::new()),
            touched: Vec::new(),
            bays_changed: false,
            begun: Vec::new(),
        }
    }

    fn brand(&self, machine: MachineId) -> BrandId {
        self.scenario.models[self.scenario.machines[machine].model].brand
    }

    /// Whether a home brand may serve a machine under the workshop's sharing.
    fn at_home(&self, workshop: WorkshopId, home: Option<BrandId>, machine: MachineId) -> bool {
        match self.scenario.workshops[workshop].sharing {
            Sharing::Shared => true,
            Sharing::ByBrand => home.is_none_or(|home| home == self.brand(machine)),
        }
    }

    fn bay_fits(&self, bay: BayId, job: &Job) -> bool {
        let row = &self.scenario.bays[bay];
        let model = &self.scenario.models[self.scenario.machines[job.machine].model];
        row.workshop == job.workshop
            && row.takes >= model.bay_class
            && (row.crane || !self.needs_crane(job))
            && self.at_home(job.workshop, row.brand, job.machine)
    }

    fn needs_crane(&self, job: &Job) -> bool {
        match job.kind {
            JobKind::Repair(subsystem) => {
                let row = &self.scenario.subsystems[subsystem];
                row.crane && row.place == Place::Bay
            }
            JobKind::Service(_) => false,
        }
    }

    /// The job that a machine which is down is there for: planned repairs come last, and not before they have their parts.
    fn first_job(&self, machine: MachineId) -> Option<usize> {
        let waits_elsewhere = |job: usize| self.repairs.is_planned(job) && self.jobs[job].lacking > 0;
        let open = self.open_jobs[machine].iter().copied().filter(|&job| !waits_elsewhere(job));
        open.min_by_key(|&job| (self.repairs.is_planned(job), job))
    }

    fn parts(&self, kind: JobKind) -> &'s [PartUse] {
        match kind {
            JobKind::Repair(subsystem) => &self.scenario.subsystems[subsystem].parts,
            JobKind::Service(service) => &self.scenario.services[service].kit,
        }
    }

    fn crew_needed(&self, kind: JobKind) -> (TradeId, u16) {
        match kind {
            JobKind::Repair(subsystem) => {
                let row = &self.scenario.subsystems[subsystem];
                (row.trade, row.technicians)
            }
            JobKind::Service(service) => {
                let row = &self.scenario.services[service];
                (row.trade, row.technicians)
            }
        }
    }

    fn opened(&mut self, machine: MachineId, workshop: WorkshopId, kind: JobKind, findings: &mut Findings) {
        let name = &self.scenario.machines[machine].name;
        let own = self.scenario.machines[machine].workshop == Some(workshop);
        findings.check(own, "a machine is mended in its own workshop", || name.clone());
        self.open_jobs[machine].push(self.jobs.len());
        self.jobs.push(Job {
            machine,
            workshop,
            kind,
            open: true,
            bay: None,
            work: None,
            pieces: 0,
            worked: Span::ZERO,
            asked: vec![false; self.parts(kind).len()],
            lacking: 0,
            towed: Span::ZERO,
        });
        self.touched.push(machine);
    }

    /// The job, if it is open.
    fn job(&self, job: JobNo, findings: &mut Findings) -> Option<usize> {
        let index = job.0 as usize;
        let open = self.jobs.get(index).is_some_and(|job| job.open);
        findings.check(open, "only an open job is worked on", || format!("{job:?}"));
        open.then_some(index)
    }

    fn bay_taken(&mut self, no: JobNo, bay: BayId, findings: &mut Findings) {
        let Some(index) = self.job(no, findings) else { return };
        let job = &self.jobs[index];
        let row = &self.scenario.bays[bay];
        let says = || format!("{no:?} in {}", row.name);
        findings.check(job.bay.is_none(), "a job takes one bay", says);
        findings.check(!self.repairs.is_in_place(index), "a field job takes no bay", says);
        findings.check(self.bay_fits(bay, job), "a bay fits its machine and job", says);
        findings.check(self.bays[bay].open, "a bay is used only once it is there", says);
        let alone = self.open_jobs[job.machine].iter().all(|&other| self.jobs[other].bay.is_none());
        findings.check(alone, "a machine stands in one bay", says);
        if self.repairs.is_of_breakdown(index) {
            let workshop = &self.scenario.workshops[job.workshop];
            let hours = workshop.gate_distance_m / 1_000.0 / workshop.tow_speed.get();
            let towed = job.towed + self.in_tow_now(job.machine, findings.at);
            let enough = towed + HAIR >= Span::from_hours(hours);
            findings.check(enough, "a machine is towed in before it stands in a bay", says);
        }
        self.jobs[index].bay = Some(bay);
        self.bays[bay].used += 1;
        self.bays_changed = true;
    }

    fn in_tow_now(&self, machine: MachineId, at: Time) -> Span {
        let (state, since) = self.state[machine];
        if state == MachineState::Tow { at - since } else { Span::ZERO }
    }

    fn work_started(
        &mut self,
        at: Time,
        no: JobNo,
        group: GroupId,
        technicians: u16,
        findings: &mut Findings,
    ) {
        let Some(index) = self.job(no, findings) else { return };
        let job = &self.jobs[index];
        let row = &self.scenario.technicians[group];
        let says = || format!("{no:?} by {}", row.name);
        findings.check(job.work.is_none(), "a job is worked on by one crew at a time", says);
        let alone = self.open_jobs[job.machine].iter().all(|&other| self.jobs[other].work.is_none());
        findings.check(alone, "a machine is worked on for one job at a time", says);
        let field = self.repairs.is_in_place(index);
        findings.check(field || job.bay.is_some(), "hands-on work is done in a bay or by a field crew", says);
        findings.check(!field || row.field, "field work is done by groups that go out", says);
        findings.check(job.lacking == 0, "work begins with all parts there", says);
        let complete = self
            .parts(job.kind)
            .iter()
            .zip(&job.asked)
            .all(|(part, &asked)| asked || part.chance.get() < 1.0 || part.quantity <= Quantity::ZERO);
        findings.check(complete, "parts that are always needed are asked for before work", says);
        let (trade, needed) = self.crew_needed(job.kind);
        findings.check(row.trade == trade, "technicians have the trade", says);
        findings.check(technicians == needed, "a crew is as many as the job needs", says);
        findings.check(row.workshop == job.workshop, "technicians work in their own workshop", says);
        let certified = self.is_certified(row, job.machine);
        findings.check(certified, "technicians are certified for the brand", says);
        let home = self.at_home(job.workshop, row.home, job.machine);
        findings.check(home, "technicians of a shop by brand work on their brand", says);
        findings.check(self.groups[group].open, "technicians work only once they are there", says);
        let shift = self.shifts[row.calendar].on_until(at);
        findings.check(shift.is_some(), "work begins on shift", says);
        self.groups[group].used += i64::from(technicians);
        if !field {
            self.begun.push((index, group));
        }
        let job = &mut self.jobs[index];
        job.work = Some(Work { group, technicians, since: at, until: shift.unwrap_or(at) });
        self.touched.push(job.machine);
    }

    fn is_certified(&self, row: &TechnicianGroup, machine: MachineId) -> bool {
        row.certificates.is_empty() || row.certificates.contains(&self.brand(machine))
    }

    /// Hands-on work stops: people go free.
    fn work_over(&mut self, at: Time, index: usize, findings: &mut Findings) {
        let job = &mut self.jobs[index];
        let Some(work) = job.work.take() else {
            findings.add("only work under way stops", format!("job {index}"));
            return;
        };
        job.worked += at - work.since;
        job.pieces += 1;
        self.groups[work.group].used -= i64::from(work.technicians);
        findings.check(at <= work.until, "nobody works across the end of a shift", || {
            format!("job {index}: shift ended {:?}", work.until)
        });
        self.touched.push(job.machine);
    }

    fn closed(&mut self, at: Time, no: JobNo, findings: &mut Findings) {
        let Some(index) = self.job(no, findings) else { return };
        self.work_over(at, index, findings);
        let job = &mut self.jobs[index];
        job.open = false;
        if let Some(bay) = job.bay.take() {
            self.bays[bay].used -= 1;
            self.bays_changed = true;
        }
        let machine = job.machine;
        if let JobKind::Service(service) = job.kind {
            let hours = Span::from_hours(self.scenario.services[service].duration.get());
            let off = (job.worked - hours).millis().abs();
            let (worked, pieces) = (job.worked, job.pieces);
            findings.check(
                off <= (HAIR * (pieces + 1)).millis(),
                "a service takes its hands-on hours",
                || format!("{no:?}: {worked:?} for {hours:?}"),
            );
        }
        self.open_jobs[machine].retain(|&other| other != index);
        self.touched.push(machine);
    }

    fn demanded(
        &mut self,
        no: JobNo,
        store: StoreId,
        item: ItemId,
        quantity: Quantity,
        findings: &mut Findings,
    ) {
        let Some(index) = self.job(no, findings) else { return };
        let job = &self.jobs[index];
        let own = self.scenario.workshops[job.workshop].store == store;
        findings.check(own, "a job asks its workshop's store", || format!("{no:?}"));
        findings.check(job.pieces == 0 && job.work.is_none(), "parts are asked for before work", || {
            format!("{no:?}")
        });
        let parts = self.parts(job.kind).iter().zip(&job.asked);
        let row = parts.enumerate().find_map(|(row, (part, asked))| {
            (part.item == item && part.quantity == quantity && !asked && part.chance.get() > 0.0)
                .then_some(row)
        });
        findings.check(row.is_some(), "a job asks for the parts of its list", || {
            format!("{no:?}: {quantity:?} of {}", self.scenario.items[item].name)
        });
        let job = &mut self.jobs[index];
        if let Some(row) = row {
            job.asked[row] = true;
        }
        job.lacking += 1;
        self.touched.push(job.machine);
    }

    fn filled(&mut self, no: JobNo) {
        if let Some(job) = self.jobs.get_mut(no.0 as usize) {
            job.lacking = job.lacking.saturating_sub(1);
            self.touched.push(job.machine);
        }
    }

    fn task_done(&mut self, task: TaskId) {
        for (bay, row) in self.scenario.bays.entries() {
            self.bays[bay].open |= row.opening == Opening::With(task);
        }
        for (group, row) in self.scenario.technicians.entries() {
            self.groups[group].open |= row.opening == Opening::With(task);
        }
        self.bays_changed = true;
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState) {
        let (was, since) = self.state[machine];
        if was == MachineState::Tow {
            for &job in &self.open_jobs[machine] {
                self.jobs[job].towed += at - since;
            }
        }
        self.state[machine] = (state, at);
        self.touched.push(machine);
    }

    /// The machine's state is that of its jobs.
    fn judge_state(&self, machine: MachineId, findings: &mut Findings) {
        let (state, _) = self.state[machine];
        let jobs = || self.open_jobs[machine].iter().map(|&job| &self.jobs[job]);
        let says = || format!("{} is {}", self.scenario.machines[machine].name, state.name());
        let under_work = jobs().find(|job| job.work.is_some()).map(|job| match job.kind {
            JobKind::Repair(_) => MachineState::Repair,
            JobKind::Service(_) => MachineState::Service,
        });
        let hands_on = matches!(state, MachineState::Repair | MachineState::Service);
        let agrees = if hands_on { under_work == Some(state) } else { under_work.is_none() };
        findings.check(agrees, "a machine is in repair or service while it is worked on", says);
        let lacking = state != MachineState::WaitPart || jobs().any(|job| job.lacking > 0);
        findings.check(lacking, "a machine waits for a part only while one is lacking", says);
    }

    fn judge_pools(&self, findings: &mut Findings) {
        for (bay, pool) in self.bays.entries() {
            findings.check(pool.used <= pool.count, "no more bays are taken than there are", || {
                format!("{}: {} of {}", self.scenario.bays[bay].name, pool.used, pool.count)
            });
        }
        for (group, pool) in self.groups.entries() {
            findings.check(pool.used <= pool.count, "no more technicians work than there are", || {
                format!("{}: {} of {}", self.scenario.technicians[group].name, pool.used, pool.count)
            });
        }
    }

    /// A machine that waits for a bay while one that fits its first job is free.
    fn judge_bay_waits(&self, findings: &mut Findings) {
        for (machine, &(state, _)) in self.state.entries() {
            let Some(job) = self.first_job(machine) else { continue };
            if state != MachineState::WaitBay {
                continue;
            }
            let job = &self.jobs[job];
            let free = self
                .bays
                .entries()
                .find(|&(bay, pool)| pool.open && pool.used < pool.count && self.bay_fits(bay, job));
            findings.check(
                free.is_none(),
                "a machine waits for a bay only while none that fits is free",
                || format!("{} waits", self.scenario.machines[machine].name),
            );
        }
    }

    fn judge_tows(&self, findings: &mut Findings) {
        for (workshop, row) in self.scenario.workshops.entries() {
            let towed = |(machine, &(state, _)): (MachineId, &(MachineState, Time))| {
                let failed = self.open_jobs[machine]
                    .iter()
                    .any(|&job| self.jobs[job].workshop == workshop && self.repairs.is_of_breakdown(job));
                state == MachineState::Tow && failed
            };
            let under_tow = self.state.entries().filter(|&row| towed(row)).count();
            findings.check(
                under_tow <= usize::from(row.tow_vehicles),
                "no more tows than recovery vehicles",
                || format!("{}: {under_tow} of {}", row.name, row.tow_vehicles),
            );
        }
    }

    fn subsystem_of(&self, machine: MachineId) -> Option<SubsystemId> {
        self.open_jobs[machine].iter().find_map(|&job| match self.jobs[job].kind {
            JobKind::Repair(subsystem) => Some(subsystem),
            JobKind::Service(_) => None,
        })
    }
}

impl Rules for Workshop<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        // A job that closes is judged as what it was.
        if !matches!(entry.event, Event::JobClosed { .. }) {
            self.repairs.take(&entry.event);
        }
        match entry.event {
            Event::State { machine, state } => self.state(entry.at, machine, state),
            Event::JobOpened { machine, workshop, kind, .. } => {
                self.opened(machine, workshop, kind, findings)
            }
            Event::BayTaken { job, bay } => self.bay_taken(job, bay, findings),
            Event::WorkStarted { job, group, technicians } => {
                self.work_started(entry.at, job, group, technicians, findings);
            }
            Event::WorkPaused { job } => {
                if let Some(index) = self.job(job, findings) {
                    self.work_over(entry.at, index, findings);
                }
            }
            Event::JobClosed { job } => {
                self.closed(entry.at, job, findings);
                self.repairs.take(&entry.event);
            }
            Event::Demanded { store, item, quantity, by, .. } => {
                let job = if let Claimant::Job(job) = by { Some(job) } else { None };
                self.demands.push(job);
                if let Some(job) = job {
                    self.demanded(job, store, item, quantity, findings);
                }
            }
            Event::Filled { demand } => {
                if let Some(&Some(job)) = self.demands.get(demand.0 as usize) {
                    self.filled(job);
                }
            }
            Event::TaskDone { task } => self.task_done(task),
            _ => {}
        }
    }

    fn instant_over(&mut self, at: Time, findings: &mut Findings) {
        let begun = std::mem::take(&mut self.begun);
        self.judge_line(&begun, at, findings);
        if self.touched.is_empty() && !self.bays_changed {
            return;
        }
        let mut shop = false;
        for machine in std::mem::take(&mut self.touched) {
            let (state, _) = self.state[machine];
            if self.open_jobs[machine].is_empty()
                && state != MachineState::Repair
                && state != MachineState::Service
            {
                continue;
            }
            shop = true;
            self.judge_state(machine, findings);
        }
        if shop || self.bays_changed {
            self.judge_pools(findings);
            self.judge_bay_waits(findings);
            self.judge_tows(findings);
        }
        self.bays_changed = false;
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for (index, job) in self.jobs.iter().enumerate() {
            let Some(work) = job.work else { continue };
            findings.check(end <= work.until, "nobody works across the end of a shift", || {
                format!("job {index} ({:?}): shift ended {:?}", self.subsystem_of(job.machine), work.until)
            });
        }
    }
}
