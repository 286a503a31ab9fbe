//! Machines: each is in one state at a time, joins the fleet once, is down only with a reason, and works only when
//! nothing is wrong with it.
//!
//! A machine that is not yet in the fleet says so (`Absent`) at the start. One that drives in for planned service is
//! in `Tow` too, with no failure behind it.
use crate::repairs::Repairs;
use crate::{Findings, Rules};
use iceroad_base::civil::Clock;
use iceroad_base::{Id, Table, Time};
use iceroad_model::event::{Entry, Event, JobKind, JobNo, MachineState, StateClass};
use iceroad_model::fleet::Arrival;
use iceroad_model::{LineId, MachineId, Scenario, SubsystemId};

pub(crate) struct Machines<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    repairs: Repairs<'s>,
    rows: Table<MachineId, Row>,
    jobs: Vec<(MachineId, bool)>,
    delivered: Table<LineId, i64>,
    touched: Vec<MachineId>,
}

#[derive(Clone, Copy)]
struct Row {
    state: MachineState,
    seen: bool,
    commissioned: bool,
    open_jobs: u32,
    /// The subsystem whose failure has not been mended.
    failed: Option<SubsystemId>,
}

impl<'s> Machines<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let row = |arrival: Arrival| Row {
            state: MachineState::Absent,
            seen: false,
            commissioned: arrival == Arrival::AtStart,
            open_jobs: 0,
            failed: None,
        };
        let rows = scenario.machines.iter().map(|machine| row(machine.arrival)).collect();
        Self {
            scenario,
            clock: scenario.clock(&scenario.heading.zone),
            repairs: Repairs::new(scenario),
            rows,
            jobs: Vec::new(),
            delivered: scenario.lines.iter().map(|line| line.delivered.get()).collect(),
            touched: Vec::new(),
        }
    }

    fn name(&self, machine: MachineId) -> &str {
        &self.scenario.machines[machine].name
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState, findings: &mut Findings) {
        let row = self.rows[machine];
        let says = || format!("{} is {}", self.name(machine), state.name());
        let not_yet = state == MachineState::Absent && at == Time::START && !row.seen;
        findings.check(row.commissioned || not_yet, "a machine acts only in the fleet", says);
        findings.check(
            !row.seen || state != MachineState::Absent,
            "a machine does not leave the fleet",
            says,
        );
        let down = state.class() == StateClass::Down;
        let has_reason = row.failed.is_some() || row.open_jobs > 0;
        findings.check(!down || has_reason, "a machine is down only with a failure or a job", says);
        let works = matches!(state.class(), StateClass::Working | StateClass::Delay);
        findings.check(!works || row.failed.is_none(), "a failed machine does not work", says);
        let is_truck = self.scenario.models[self.scenario.machines[machine].model].truck().is_some();
        let fits = match state {
            MachineState::WaitTruck => !is_truck,
            MachineState::TravelLoaded
            | MachineState::QueueLoad
            | MachineState::QueueDump
            | MachineState::Dumping => is_truck,
            _ => true,
        };
        findings.check(fits, "a state fits the machine", says);
        let row = &mut self.rows[machine];
        row.seen |= !not_yet;
        row.state = state;
        self.touched.push(machine);
    }

    fn failed(&mut self, machine: MachineId, subsystem: SubsystemId, findings: &mut Findings) {
        let row = self.rows[machine];
        let running = matches!(row.state.class(), StateClass::Working | StateClass::Delay);
        findings.check(running, "a machine fails while its meter runs", || {
            format!("{} was {}", self.name(machine), row.state.name())
        });
        let fits = self.scenario.subsystems[subsystem].model == self.scenario.machines[machine].model;
        findings
            .check(fits, "a machine fails in a subsystem of its model", || self.name(machine).to_string());
        let kept = self.scenario.machines[machine].workshop.is_some();
        findings
            .check(kept, "a machine that no workshop keeps never fails", || self.name(machine).to_string());
        findings.check(row.failed.is_none(), "a failed machine does not fail again", || {
            self.name(machine).to_string()
        });
        let row = &mut self.rows[machine];
        row.failed = Some(subsystem);
        self.touched.push(machine);
    }

    fn opened(&mut self, job: JobNo, machine: MachineId, kind: JobKind, findings: &mut Findings) {
        findings
            .check(job.0 as usize == self.jobs.len(), "jobs are numbered in order", || format!("{job:?}"));
        self.jobs.push((machine, true));
        self.rows[machine].open_jobs += 1;
        let model = match kind {
            JobKind::Repair(subsystem) => self.scenario.subsystems[subsystem].model,
            JobKind::Service(service) => self.scenario.services[service].model,
        };
        findings.check(
            model == self.scenario.machines[machine].model,
            "a job fits the machine's model",
            || format!("{job:?} on {}", self.name(machine)),
        );
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
        if !self.repairs.is_down(*machine) {
            row.failed = None;
        }
        self.touched.push(*machine);
    }

    fn commissioned(&mut self, at: Time, machine: MachineId, findings: &mut Findings) {
        let row = &mut self.rows[machine];
        let twice = row.commissioned;
        row.commissioned = true;
        findings.check(!twice, "a machine joins the fleet once", || self.name(machine).to_string());
        let in_time = match self.scenario.machines[machine].arrival {
            Arrival::AtStart => true,
            Arrival::On(date) => at >= self.clock.midnight(date),
            Arrival::ByLine { line, nth } => self.delivered[line] >= i64::from(nth),
        };
        findings
            .check(in_time, "a machine joins the fleet when it has come", || self.name(machine).to_string());
    }

    /// A machine that should have joined by its date.
    fn is_overdue(&self, machine: MachineId, end: Time) -> bool {
        match self.scenario.machines[machine].arrival {
            Arrival::On(date) => {
                let day = self.clock.day_of_date(date);
                day >= 0 && self.clock.midnight(date) < end && !self.rows[machine].commissioned
            }
            Arrival::AtStart | Arrival::ByLine { .. } => false,
        }
    }
}

impl Rules for Machines<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        let is_due = self.repairs.take(&entry.event);
        findings.check(is_due, "a repair is opened once for what has failed or was found", || {
            format!("{:?}", entry.event)
        });
        match entry.event {
            Event::State { machine, state } => self.state(entry.at, machine, state, findings),
            Event::Failed { machine, subsystem } => self.failed(machine, subsystem, findings),
            Event::JobOpened { job, machine, kind, .. } => self.opened(job, machine, kind, findings),
            Event::JobClosed { job } => self.closed(job, findings),
            Event::Commissioned { machine } => self.commissioned(entry.at, machine, findings),
            Event::Delivered { line, quantity } => self.delivered[line] += quantity.get(),
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        let left = self.repairs.wanted();
        findings.check(left.is_none(), "what has failed or was found gets a job", || format!("{left:?}"));
        for machine in std::mem::take(&mut self.touched) {
            let row = self.rows[machine];
            let down = row.state.class() == StateClass::Down;
            findings.check(row.failed.is_none() || down, "a machine that failed is down", || {
                format!("{} is {}", self.name(machine), row.state.name())
            });
            findings.check(!down || row.open_jobs > 0, "a machine is down only while a job is open", || {
                format!("{} is {}", self.name(machine), row.state.name())
            });
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for (machine, row) in self.rows.entries() {
            let silent = row.commissioned && !row.seen;
            findings.check(!silent, "a machine of the fleet has a state", || self.name(machine).to_string());
            findings.check(!self.is_overdue(machine, end), "a machine joins the fleet on its day", || {
                format!("{} (row {})", self.name(machine), machine.index())
            });
        }
    }
}
