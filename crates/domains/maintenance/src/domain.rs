//! Maintenance as the engine sees it: the calls it makes, and the slots it owns.
//!
//! Slots: one per machine for its clocks, one for the workshops' agenda, one for changes of shift.
use crate::capacity::Capacity;
use crate::clocks::{Clocks, Ring};
use crate::error::MaintenanceError;
use crate::job::{Job, Stage, Step};
use crate::luck::Luck;
use crate::notice::Notice;
use crate::plan::Plan;
use crate::shifts::Shifts;
use crate::temperature::Temperatures;
use iceroad_base::civil::Horizon;
use iceroad_base::quantity::{Celsius, MeterHours, Metres, Ranged};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_kernel::context::Context;
use iceroad_kernel::{Agenda, Calendar, Class, Slot};
use iceroad_model::event::{Event, JobKind, JobNo, MachineState, Recorder, class};
use iceroad_model::{GroupId, MachineId, Scenario, ServiceId, SubsystemId, Tables, TaskId, WorkshopId};

/// One machine's stay with maintenance, from standing down to ready.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visit {
    /// The state logged last, while it is down.
    pub(crate) state: Option<MachineState>,
    /// It has failed and was not yet said to have stopped.
    pub(crate) failed: Option<SubsystemId>,
    /// From where it stands to the workshop, m.
    pub(crate) way_m: f64,
    /// Mended where it stands.
    pub(crate) in_place: bool,
    /// The job that has it in a bay, or a crew with it.
    pub(crate) at_work: Option<JobNo>,
    /// Open jobs, in order of opening.
    pub(crate) jobs: Vec<JobNo>,
}

/// A job that is not done, for reports on what a run ended with.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OpenJob {
    /// Its number.
    pub job: JobNo,
    /// On which machine.
    pub machine: MachineId,
    /// Where.
    pub workshop: WorkshopId,
    /// What it is.
    pub kind: JobKind,
    /// What it is doing or waiting for.
    pub state: MachineState,
}

/// Failures, services and workshops of one replication.
///
/// Every call that may schedule takes the context of the call; `L` is the log. The engine answers each [`Notice`]
/// before the clock moves on.
pub struct Maintenance {
    pub(crate) plan: Plan,
    pub(crate) clocks: Clocks,
    pub(crate) temperatures: Temperatures,
    pub(crate) shifts: Shifts,
    pub(crate) capacity: Capacity,
    pub(crate) luck: Luck,
    /// Recovery vehicles under way.
    pub(crate) towing: Table<WorkshopId, u16>,
    /// Open jobs in the order in which they are served.
    pub(crate) open: Table<WorkshopId, Vec<(u8, JobNo)>>,
    pub(crate) jobs: Vec<Job>,
    pub(crate) visits: Table<MachineId, Visit>,
    pub(crate) agenda: Agenda<Step>,
    /// Workshops in which something changed at this instant.
    stale: Table<WorkshopId, bool>,
    first_slot: u16,
}

/// What may go wrong in every call that schedules.
pub(crate) type Outcome = Result<(), MaintenanceError>;

impl Maintenance {
    /// How many slots of the calendar it needs: one per machine and two.
    pub fn slots(tables: &Tables) -> usize {
        tables.machines.len() + 2
    }

    /// Everything as it is at the start of replication `replication` of `seed`; meters stand.
    ///
    /// # Errors
    /// [`MaintenanceError::Shifts`] where a technicians' calendar cannot be laid out,
    /// [`MaintenanceError::TooManySlots`] where the slots from `first_slot` on do not fit a calendar.
    pub fn new(
        scenario: &Scenario,
        seed: u64,
        replication: u32,
        first_slot: u16,
    ) -> Result<Self, MaintenanceError> {
        Self::of_tables(scenario, scenario.horizon(), seed, replication, first_slot)
    }

    /// The same from tables alone, for worlds smaller than a scenario may be: a workshop without a mine's roads. Their
    /// ids must name rows; nothing else is asked of them.
    ///
    /// # Errors
    /// As [`Maintenance::new`].
    pub fn of_tables(
        tables: &Tables,
        horizon: &Horizon,
        seed: u64,
        replication: u32,
        first_slot: u16,
    ) -> Result<Self, MaintenanceError> {
        let needed = Self::slots(tables);
        if usize::from(first_slot) + needed > Calendar::MAX_SLOTS {
            return Err(MaintenanceError::TooManySlots { first: first_slot, needed });
        }
        let plan = Plan::new(tables, seed, replication);
        Ok(Self {
            clocks: Clocks::new(tables, &plan, seed, replication),
            temperatures: Temperatures::new(tables),
            shifts: Shifts::new(tables, horizon)?,
            capacity: Capacity::new(&plan),
            luck: Luck::default(),
            towing: Table::filled(tables.workshops.len(), 0),
            open: Table::filled(tables.workshops.len(), Vec::new()),
            jobs: Vec::new(),
            visits: Table::filled(tables.machines.len(), Visit::default()),
            agenda: Agenda::new(),
            stale: Table::filled(tables.workshops.len(), false),
            first_slot,
            plan,
        })
    }

    /// Begins: schedules the first change of shift. Call once, before any other call but [`Maintenance::set_weather`].
    ///
    /// # Errors
    /// [`MaintenanceError::Schedule`] where the calendar refuses, here and in every call below.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        self.set_shift_slot(ctx)
    }

    /// One of its slots has fallen due, counted from its first.
    ///
    /// # Errors
    /// [`MaintenanceError::UnknownSlot`] for one that is not its own; [`MaintenanceError::Schedule`].
    pub fn on_due<L: Recorder>(&mut self, local: u16, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let n_machines = self.visits.len();
        match usize::from(local) {
            index if index < n_machines => self.clock_rings(MachineId::from_index(index), ctx),
            index if index == n_machines => self.agenda_due(ctx),
            index if index == n_machines + 1 => self.shift_changes(ctx),
            _ => Err(MaintenanceError::UnknownSlot(local)),
        }
    }

    /// The day's mean temperatures, by site: ageing and outdoor work go on at the new factors, cold stops begin and end.
    /// Sites without a station feel no weather, whatever is given for them.
    ///
    /// # Errors
    /// [`MaintenanceError::Schedule`].
    pub fn set_weather<L: Recorder>(
        &mut self,
        by_site: &[Celsius],
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        self.temperatures.set(by_site);
        // A day begins before a shift ends at the same midnight: nobody starts work in the shift that is over.
        self.shifts.turn(ctx.now);
        for machine in self.visits.ids() {
            if self.clocks.set_rates(machine, ctx.now, &self.temperatures) {
                self.set_machine_slot(machine, ctx)?;
            }
        }
        self.weather_at_work(ctx);
        self.dispatch_all(ctx);
        self.set_agenda_slot(ctx)
    }

    /// A machine has joined the fleet. Its clocks begin with its meter, so there is nothing to do yet.
    ///
    /// # Errors
    /// None today; the signature is that of its fellows.
    pub fn commission<L: Recorder>(
        &mut self,
        _machine: MachineId,
        _ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        Ok(())
    }

    /// A machine's hour meter runs from now on.
    ///
    /// # Errors
    /// [`MaintenanceError::Schedule`].
    pub fn meter_on<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        self.clocks.turn_on(machine, ctx.now);
        self.set_machine_slot(machine, ctx)
    }

    /// A machine's hour meter stands from now on.
    ///
    /// # Errors
    /// [`MaintenanceError::Schedule`].
    pub fn meter_off<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        self.clocks.turn_off(machine, ctx.now);
        self.set_machine_slot(machine, ctx)
    }

    /// A machine has stopped after [`Notice::Failed`], `to_gate` from the gate: opens the repair.
    ///
    /// # Errors
    /// [`MaintenanceError::NotExpected`] where it has not failed; [`MaintenanceError::Schedule`].
    pub fn stopped<L: Recorder>(
        &mut self,
        machine: MachineId,
        to_gate: Metres,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        let workshop = self.plan.machines[machine].workshop;
        let (Some(subsystem), Some(workshop)) = (self.visits[machine].failed.take(), workshop) else {
            return Err(MaintenanceError::NotExpected { machine, said: "stopped" });
        };
        self.visits[machine].way_m = to_gate.get() + self.plan.workshops[workshop].gate_distance_m;
        let job = self.open_repair(machine, workshop, subsystem, ctx);
        if self.visits[machine].in_place {
            self.want_parts(job, ctx);
        }
        self.look_at(job, ctx);
        self.set_agenda_slot(ctx)
    }

    /// A machine has come to the gate for planned service. Where nothing is due any more it is ready at once.
    ///
    /// # Errors
    /// [`MaintenanceError::NotExpected`] where it is down already; [`MaintenanceError::Schedule`].
    pub fn at_gate<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let visit = &self.visits[machine];
        if visit.failed.is_some() || !visit.jobs.is_empty() {
            return Err(MaintenanceError::NotExpected { machine, said: "come to the gate" });
        }
        let Some(workshop) = self.plan.machines[machine].workshop else {
            ctx.notices.push(Notice::Ready { machine, in_place: false });
            return Ok(());
        };
        let drive = self.plan.drive(workshop, self.plan.workshops[workshop].gate_distance_m);
        let stage = if drive > Span::ZERO { Stage::ComesIn } else { Stage::Waits };
        self.open_services(machine, workshop, stage, ctx);
        if self.visits[machine].jobs.is_empty() {
            ctx.notices.push(Notice::Ready { machine, in_place: false });
            return Ok(());
        }
        self.clocks.halt(machine);
        self.set_machine_slot(machine, ctx)?;
        if stage == Stage::ComesIn {
            self.agenda.push(ctx.now + drive, Class(class::WORKSHOP), Step::DrivenIn(machine, workshop));
        }
        self.dispatch(workshop, ctx);
        self.set_agenda_slot(ctx)
    }

    /// All of one part that a job asked for has come.
    ///
    /// # Errors
    /// [`MaintenanceError::NoPartAwaited`] where the job waits for none; [`MaintenanceError::Schedule`].
    pub fn part_filled<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let row = self.jobs.get_mut(job.0 as usize).filter(|row| row.parts_missing > 0);
        let row = row.ok_or(MaintenanceError::NoPartAwaited(job))?;
        row.parts_missing -= 1;
        if row.parts_missing > 0 {
            return Ok(());
        }
        self.look_at(job, ctx);
        self.set_agenda_slot(ctx)
    }

    /// A task is done: bays and technicians that were to come with it are there.
    ///
    /// # Errors
    /// [`MaintenanceError::Schedule`].
    pub fn open<L: Recorder>(&mut self, task: TaskId, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        self.capacity.open(task, &self.plan, ctx.now);
        self.dispatch_all(ctx);
        self.set_agenda_slot(ctx)
    }

    /// How long a group is on shift from `from` to `to`, within the horizon and since it is there; of one technician,
    /// not times their number.
    pub fn on_shift(&self, group: GroupId, from: Time, to: Time) -> Span {
        let Some(there_from) = self.capacity.there_from(group) else { return Span::ZERO };
        self.shifts.on_time(self.plan.groups[group].calendar, from.max(there_from), to)
    }

    /// [`Maintenance::on_shift`] in hours.
    pub fn technician_hours(&self, group: GroupId, from: Time, to: Time) -> f64 {
        self.on_shift(group, from, to).hours()
    }

    /// A machine's hour meter.
    pub fn meter(&self, machine: MachineId, now: Time) -> MeterHours {
        MeterHours::clamped(self.clocks.reading(machine, now).hours())
    }

    /// Every job that is not done, by workshop and then in the order in which they are served.
    pub fn open_jobs(&self) -> impl Iterator<Item = OpenJob> + '_ {
        self.open.iter().flatten().map(|&(_, job)| {
            let row = &self.jobs[job.0 as usize];
            let Job { machine, kind, .. } = *row;
            OpenJob { job, machine, workshop: row.need.workshop, kind, state: self.state_of_job(row) }
        })
    }

    /// How many jobs were opened so far.
    pub fn jobs_opened(&self) -> usize {
        self.jobs.len()
    }

    fn clock_rings<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        match self.clocks.ring(machine, ctx.now) {
            Some(Ring::Failed(subsystem)) => {
                self.visits[machine].failed = Some(subsystem);
                ctx.log.record(ctx.now, Event::Failed { machine, subsystem });
                ctx.notices.push(Notice::Failed { machine });
            }
            Some(Ring::FirstDue) => ctx.notices.push(Notice::ServiceDue { machine }),
            Some(Ring::AlsoDue) | None => {}
        }
        self.set_machine_slot(machine, ctx)
    }

    fn agenda_due<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        // Whoever is served by several steps of this instant is served once, after all of them.
        while let Some((_, step)) = self.agenda.pop_due(ctx.now) {
            let workshop = self.take_step(step, ctx)?;
            self.stale[workshop] = true;
        }
        for workshop in self.stale.ids() {
            if std::mem::take(&mut self.stale[workshop]) {
                self.dispatch(workshop, ctx);
            }
        }
        self.set_agenda_slot(ctx)
    }

    fn shift_changes<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        self.shifts.turn(ctx.now);
        self.send_off_shift_home(ctx);
        self.dispatch_all(ctx);
        self.set_shift_slot(ctx)?;
        self.set_agenda_slot(ctx)
    }

    fn slot(&self, local: usize) -> Slot {
        // `new` has checked that the sum fits.
        Slot(self.first_slot + local as u16)
    }

    pub(crate) fn set_machine_slot<L>(
        &self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        let slot = self.slot(machine.index());
        match self.clocks.rings_at(machine) {
            Some(at) => ctx.calendar.schedule(slot, at.max(ctx.now), Class(class::FAILURE))?,
            None => ctx.calendar.cancel(slot),
        }
        Ok(())
    }

    fn set_agenda_slot<L>(&self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let slot = self.slot(self.visits.len());
        match self.agenda.next_due().filter(|&(at, _)| at < Time::NEVER) {
            Some((at, class)) => ctx.calendar.schedule(slot, at, class)?,
            None => ctx.calendar.cancel(slot),
        }
        Ok(())
    }

    fn set_shift_slot<L>(&self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let slot = self.slot(self.visits.len() + 1);
        match self.shifts.next_change() {
            Some(at) => ctx.calendar.schedule(slot, at, Class(class::SHIFT))?,
            None => ctx.calendar.cancel(slot),
        }
        Ok(())
    }

    fn open_services<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        stage: Stage,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        let mut services: Vec<ServiceId> = Vec::new();
        self.clocks.open_services(machine, ctx.now, &mut services);
        for service in services {
            let job = self.open_service(machine, workshop, service, stage, ctx);
            self.want_parts(job, ctx);
        }
    }

    /// The machine is in the workshop: its repair goes on, and services that may be done with it are opened.
    pub(crate) fn arrived<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        for &job in &self.visits[machine].jobs {
            self.jobs[job.0 as usize].stage = Stage::Waits;
        }
        self.open_services(machine, workshop, Stage::Waits, ctx);
    }
}
