//! What a failure breaks beside itself, and what inspections find: only what the scenario says that they may, and all that they are
//! sure to. What was found and has its parts is mended before its machine leaves the shop.
//!
//! Pitfall: whether what is found really shows is a question of lives, which are judged beside each other there.
use crate::repairs::Repairs;
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Table, Time};
use iceroad_model::event::{Claimant, Entry, Event, JobKind, JobNo, StateClass};
use iceroad_model::{MachineId, Scenario, ServiceId, SubsystemId};

/// A job: the service that it is, whether work on it has begun, and what it lacks.
struct Job {
    machine: MachineId,
    service: Option<ServiceId>,
    is_begun: bool,
    is_open: bool,
    lacking: u32,
    /// When the last of its parts came.
    complete: Time,
}

pub(crate) struct Hazards<'s> {
    scenario: &'s Scenario,
    repairs: Repairs<'s>,
    jobs: Vec<Job>,
    demands: Vec<Option<JobNo>>,
    /// Machines that have had a bay in their present stay, and those that leave the shop at this instant.
    in_shop: Table<MachineId, bool>,
    leaves: Vec<MachineId>,
    /// What has failed at this instant, and what was broken with it.
    failed: Vec<(MachineId, SubsystemId)>,
    damaged: Vec<(MachineId, SubsystemId)>,
    /// Services on which work has begun at this instant.
    begun: Vec<(MachineId, ServiceId)>,
}

impl<'s> Hazards<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            repairs: Repairs::new(scenario),
            jobs: Vec::new(),
            demands: Vec::new(),
            in_shop: Table::filled(scenario.machines.len(), false),
            leaves: Vec::new(),
            failed: Vec::new(),
            damaged: Vec::new(),
            begun: Vec::new(),
        }
    }

    fn says(&self, machine: MachineId, subsystem: SubsystemId) -> String {
        format!("{} of {}", self.scenario.subsystems[subsystem].name, self.scenario.machines[machine].name)
    }

    fn damaged(&mut self, machine: MachineId, subsystem: SubsystemId, findings: &mut Findings) {
        let by = |&&(of, _): &&(MachineId, SubsystemId)| of == machine;
        let may = self.failed.iter().rev().find(by).is_some_and(|&(_, failed)| {
            let hazards = &self.scenario.subsystems[failed].hazards;
            hazards.damages.contains(&subsystem) && hazards.damage_chance.get() > 0.0
        });
        let once = !self.damaged.contains(&(machine, subsystem));
        findings.check(may && once, "a failure breaks only what it may", || self.says(machine, subsystem));
        self.damaged.push((machine, subsystem));
    }

    /// All that a failure is sure to break is broken.
    fn judge_damage(&self, findings: &mut Findings) {
        for &(machine, failed) in &self.failed {
            let hazards = &self.scenario.subsystems[failed].hazards;
            let sure = hazards.damage_chance.get() >= 1.0;
            for &subsystem in hazards.damages.iter().filter(|_| sure) {
                let is_broken = self.damaged.contains(&(machine, subsystem));
                findings.check(is_broken, "a failure breaks what it is sure to break", || {
                    self.says(machine, subsystem)
                });
            }
        }
    }

    fn found(&self, machine: MachineId, subsystem: SubsystemId, findings: &mut Findings) {
        let may = self.begun.iter().filter(|&&(of, _)| of == machine).any(|&(_, service)| {
            let row = &self.scenario.services[service];
            row.inspects.contains(&subsystem) && row.finds.get() > 0.0 && !row.renews.contains(&subsystem)
        });
        findings.check(may, "an inspection finds only what it looks at", || self.says(machine, subsystem));
    }

    fn started(&mut self, JobNo(job): JobNo) {
        let Some(job) = self.jobs.get_mut(job as usize) else { return };
        let first = !std::mem::replace(&mut job.is_begun, true);
        let (machine, service) = (job.machine, job.service.filter(|_| first));
        self.begun.extend(service.map(|service| (machine, service)));
    }

    fn demanded(&mut self, by: Claimant) {
        let job = if let Claimant::Job(job) = by { Some(job) } else { None };
        self.demands.push(job);
        if let Some(row) = job.and_then(|JobNo(job)| self.jobs.get_mut(job as usize)) {
            row.lacking += 1;
        }
    }

    fn filled(&mut self, demand: usize, at: Time) {
        let Some(&Some(JobNo(job))) = self.demands.get(demand) else { return };
        let Some(row) = self.jobs.get_mut(job as usize) else { return };
        row.lacking = row.lacking.saturating_sub(1);
        row.complete = at;
    }

    fn turns(&mut self, machine: MachineId, class: StateClass) {
        if class != StateClass::Down && std::mem::take(&mut self.in_shop[machine]) {
            self.leaves.push(machine);
        }
    }

    /// Nothing planned that could have been done is left as a machine leaves the shop.
    fn judge_planned(&self, at: Time, findings: &mut Findings) {
        for &machine in &self.leaves {
            let left = self.jobs.iter().enumerate().find(|&(index, job)| {
                let ready = job.machine == machine && job.is_open && job.lacking == 0 && job.complete < at;
                ready && self.repairs.is_planned(index)
            });
            findings.check(
                left.is_none(),
                "what was found is mended before its machine leaves the shop, where its parts are there",
                || self.scenario.machines[machine].name.clone(),
            );
        }
    }
}

impl Rules for Hazards<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        self.repairs.take(&entry.event);
        match entry.event {
            Event::Failed { machine, subsystem } => self.failed.push((machine, subsystem)),
            Event::Damaged { machine, subsystem } => self.damaged(machine, subsystem, findings),
            Event::State { machine, state } => self.turns(machine, state.class()),
            Event::JobOpened { machine, kind, .. } => {
                let service = if let JobKind::Service(service) = kind { Some(service) } else { None };
                let complete = entry.at;
                self.jobs.push(Job {
                    machine,
                    service,
                    is_begun: false,
                    is_open: true,
                    lacking: 0,
                    complete,
                });
            }
            Event::BayTaken { job: JobNo(job), .. } => {
                if let Some(job) = self.jobs.get(job as usize) {
                    self.in_shop[job.machine] = true;
                }
            }
            Event::WorkStarted { job, .. } => self.started(job),
            Event::JobClosed { job: JobNo(job) } => {
                if let Some(job) = self.jobs.get_mut(job as usize) {
                    job.is_open = false;
                }
            }
            Event::Demanded { by, .. } => self.demanded(by),
            Event::Filled { demand } => self.filled(demand.0 as usize, entry.at),
            Event::Found { machine, subsystem } => self.found(machine, subsystem, findings),
            _ => {}
        }
    }

    fn instant_over(&mut self, at: Time, findings: &mut Findings) {
        self.judge_damage(findings);
        self.judge_planned(at, findings);
        self.leaves.clear();
        self.failed.clear();
        self.damaged.clear();
        self.begun.clear();
    }

    fn end(&mut self, _end: Time, _findings: &mut Findings) {}
}
