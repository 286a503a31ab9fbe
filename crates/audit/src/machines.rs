//! Machines: each is in one state at a time, joins the fleet once, is down only with a reason, and works only when
//! nothing is wrong with it.
use crate::{Findings, Rules};
use iceroad_base::{Table, Time};
use iceroad_model::event::{Entry, Event, JobKind, JobNo, MachineState, StateClass};
use iceroad_model::fleet::Arrival;
use iceroad_model::{MachineId, Scenario};

pub(crate) struct Machines<'s> {
    scenario: &'s Scenario,
    rows: Table<MachineId, Row>,
    jobs: Vec<(MachineId, bool)>,
}

#[derive(Clone, Copy)]
struct Row {
    state: MachineState,
    seen: bool,
    commissioned: bool,
    open_jobs: u32,
    failed: bool,
}

impl<'s> Machines<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let row = |arrival: Arrival| Row {
            state: MachineState::Absent,
            seen: false,
            commissioned: arrival == Arrival::AtStart,
            open_jobs: 0,
            failed: false,
        };
        let rows = scenario.machines.iter().map(|machine| row(machine.arrival)).collect();
        Self { scenario, rows, jobs: Vec::new() }
    }

    fn name(&self, machine: MachineId) -> &str {
        &self.scenario.machines[machine].name
    }

    fn state(&mut self, machine: MachineId, state: MachineState, findings: &mut Findings) {
        let row = self.rows[machine];
        let name = || self.name(machine).to_string();
        findings.check(row.commissioned, "a machine acts only in the fleet", name);
        findings.check(!row.seen || state != MachineState::Absent, "a machine does not leave the fleet", name);
        let down = state.class() == StateClass::Down;
        let has_reason = row.failed || row.open_jobs > 0;
        findings.check(!down || has_reason, "a machine is down only with a failure or a job", || {
            format!("{} is {}", self.name(machine), state.name())
        });
        let works = matches!(state.class(), StateClass::Working | StateClass::Delay);
        findings.check(!works || !row.failed, "a failed machine does not work", || {
            format!("{} is {}", self.name(machine), state.name())
        });
        let loader_only = state == MachineState::WaitTruck;
        let truck_only = matches!(
            state,
            MachineState::TravelLoaded | MachineState::QueueLoad | MachineState::QueueDump | MachineState::Dumping
        );
        let is_truck = self.scenario.models[self.scenario.machines[machine].model].truck().is_some();
        findings.check(!(loader_only && is_truck || truck_only && !is_truck), "a state fits the machine", || {
            format!("{} is {}", self.name(machine), state.name())
        });
        self.rows[machine].state = state;
        self.rows[machine].seen = true;
    }

    fn opened(&mut self, job: JobNo, machine: MachineId, kind: JobKind, findings: &mut Findings) {
        findings.check(job.0 as usize == self.jobs.len(), "jobs are numbered in order", || format!("{job:?}"));
        self.jobs.push((machine, true));
        self.rows[machine].open_jobs += 1;
        let model = match kind {
            JobKind::Repair(subsystem) => self.scenario.subsystems[subsystem].model,
            JobKind::Service(service) => self.scenario.services[service].model,
        };
        findings.check(model == self.scenario.machines[machine].model, "a job fits the machine's model", || {
            format!("{job:?} on {}", self.name(machine))
        });
    }

    fn closed(&mut self, job: JobNo, findings: &mut Findings) {
        let Some((machine, open)) = self.jobs.get_mut(job.0 as usize) else {
            findings.add("only an opened job is closed", format!("{job:?}"));
            return;
        };
        findings.check(*open, "a job is closed once", || format!("{job:?}"));
        *open = false;
        let row = &mut self.rows[*machine];
        row.open_jobs = row.open_jobs.saturating_sub(1);
        if row.open_jobs == 0 {
            row.failed = false;
        }
    }
}

impl Rules for Machines<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => self.state(machine, state, findings),
            Event::Failed { machine, .. } => {
                let running = matches!(self.rows[machine].state.class(), StateClass::Working | StateClass::Delay);
                findings.check(running, "a machine fails while its meter runs", || {
                    format!("{} was {}", self.name(machine), self.rows[machine].state.name())
                });
                self.rows[machine].failed = true;
            }
            Event::JobOpened { job, machine, kind, .. } => self.opened(job, machine, kind, findings),
            Event::JobClosed { job } => self.closed(job, findings),
            Event::Commissioned { machine } => {
                let row = &mut self.rows[machine];
                let twice = row.commissioned;
                row.commissioned = true;
                findings.check(!twice, "a machine joins the fleet once", || self.name(machine).to_string());
            }
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for (machine, row) in self.rows.entries() {
            findings.check(row.seen || !row.commissioned, "a machine of the fleet has a state", || {
                self.name(machine).to_string()
            });
        }
    }
}
