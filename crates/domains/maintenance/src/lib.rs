//! What breaks and how it is mended: failure clocks, planned services, workshops and their people.
//!
//! ```text
//!  hour meter ──▶ failure clock ──Failed──▶ (haulage stops it) ──stopped──▶ wait for tow ─▶ tow ─┐
//!      │                                                └─ field repair: wait for a crew ─┐      │
//!      └────────▶ service clock ─ServiceDue─▶ (comes to the gate) ─at_gate─▶ drive in ────┼──────┤
//!                                                                                         ▼      ▼
//!                         Ready ◀── JobClosed ◀── hands-on work ◀── parts, bay, technicians, weather
//! ```
//!
//! [`Prepared`] is what all replications share, [`Maintenance`] the state of one and what the engine calls.
//!
//! Terms: a *subsystem* is a renewable part of a machine with a life law on the hour meter; a *job* is one repair or
//! one service of one machine; a machine's *visit* is all its jobs from standing down to ready; a *crew* is
//! technicians of one group who work on one job.
//!
//! Rules, in one place:
//!
//! * **Ageing.** A subsystem ages by its temperature factor at the mine site's daily mean while the meter runs. See
//!   [`Maintenance::set_weather`] and the module of the clocks for the initial age and partial renewal.
//! * **Equivalents.** What a job renews lives as long as the weakest of the parts that were fitted: the life drawn is
//!   multiplied by the least `life_factor` of them. A job that called for no part leaves what was fitted before.
//! * **Services** fall due every so many hours of the meter, counted from when the last one was done. A machine that
//!   is in the workshop anyway gets every service that is due, or would be within the service's `early` hours.
//! * **Getting there.** A recovery vehicle tows it over the way to the gate and from the gate to the workshop, at the
//!   tow speed; the vehicle's own way out is not counted. Coming in for service it drives the same way
//!   from the gate at the same speed by itself, and the state is `Tow` too. The way back is not counted.
//! * **Inspections.** When work on a service begins, the subsystems that it inspects are looked at. What shows and is found becomes
//!   a planned repair: see the module of planned work.
//! * **Damage.** A failure may break other subsystems: their repairs are jobs of the same visit, and the machine is mended where it
//!   stands only if all of them can be.
//! * **Starting.** A job starts when all its parts are there, a fitting bay is free, and one group has enough technicians
//!   on shift, of the trade, certified for the brand. Under [`Sharing::ByBrand`] bays and groups must also have the
//!   machine's brand as home; one without a home brand takes any. A field job needs no bay but a group that goes
//!   out, whose drive to the machine comes first, each time a crew takes it up.
//! * **Order.** Model priority, then the order of opening. Who can start starts, also past one who lacks a part or a
//!   bay; running work is never pushed aside. A machine keeps its bay from one of its jobs to its next.
//! * **People are kept** for a job that lacks nothing else, and a bay with them: those after it do not take what comes
//!   free, so that one who needs four mechanics at once has them when the work under way is done. They are kept in the
//!   group on shift that has people enough and most of them free.
//! * **Choice.** Heated bays first, then those without a crane, then the smallest; technicians who stay before those
//!   who go out, then those with the fewest certificates. The rest is the order of the tables.
//! * **Shifts.** Where two shifts of a group overlap both are there and paid, to hand over: as many work as one shift has.
//!   At a shift's end work pauses and technicians go home; the bay stays taken and the work done is kept.
//!   Any fitting group on shift takes it up. Calendars whose shifts touch have no pause.
//! * **Weather.** Below the workshop's limit at the mine no tow and no field crew sets out, crews in the field come
//!   home, and tows under way arrive. A group's calendar may set a warmer limit for its work outdoors.
//! * **Waiting** has one cause at a time, the first of: part, bay, technician, weather; for the machine as a whole it
//!   is that of its first open job. It is looked at afresh whenever anything changes in the workshop.
//!
//! Pitfall: a job that needs more technicians than any group has, or a trade nobody has, waits for ever; the
//! machine is then `WaitTechnician` until the horizon ends. That is a finding about the scenario, not an error.
//!
//! [`Sharing::ByBrand`]: iceroad_model::maintenance::Sharing::ByBrand

mod breakdown;
mod capacity;
mod clocks;
mod error;
mod job;
mod notice;
mod planned;
mod prepared;
mod shifts;
mod slots;
mod streams;
mod temperature;
mod work;

pub use error::MaintenanceError;
pub use notice::Notice;
pub use prepared::Prepared;
pub use temperature::factor_at;

use crate::capacity::Capacity;
use crate::clocks::Clocks;
use crate::job::{AgendaItem, Job, Stage, Visit};
use crate::shifts::Shifts;
use crate::streams::Streams;
use crate::temperature::Temperatures;
use iceroad_base::quantity::{Celsius, MeterHours, Metres, Ranged};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_kernel::context::Context;
use iceroad_kernel::{Agenda, Calendar, Class};
use iceroad_model::event::{JobKind, JobNo, MachineState, Recorder, class};
use iceroad_model::{GroupId, MachineId, TaskId, WorkshopId};
use std::sync::Arc;

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
    pub(crate) prepared: Arc<Prepared>,
    first_slot: u16,
    pub(crate) clocks: Clocks,
    pub(crate) temperatures: Temperatures,
    pub(crate) shifts: Shifts,
    pub(crate) capacity: Capacity,
    pub(crate) streams: Streams,
    /// Recovery vehicles under way.
    pub(crate) towing: Table<WorkshopId, u16>,
    /// Open jobs in the order in which they are served.
    pub(crate) open: Table<WorkshopId, Vec<(u8, JobNo)>>,
    pub(crate) jobs: Vec<Job>,
    pub(crate) visits: Table<MachineId, Visit>,
    pub(crate) agenda: Agenda<AgendaItem>,
    /// Workshops in which something changed at this instant.
    stale: Table<WorkshopId, bool>,
}

/// What may go wrong in every call that schedules.
pub(crate) type Outcome = Result<(), MaintenanceError>;

impl Maintenance {
    /// Everything as it is at the start of replication `replication` of `seed`; meters stand.
    ///
    /// # Errors
    /// [`MaintenanceError::TooManySlots`] where the slots from `first_slot` on do not fit a calendar.
    pub fn new(
        prepared: &Arc<Prepared>,
        seed: u64,
        replication: u32,
        first_slot: u16,
    ) -> Result<Self, MaintenanceError> {
        let needed = prepared.slots();
        if usize::from(first_slot) + needed > Calendar::MAX_SLOTS {
            return Err(MaintenanceError::TooManySlots { first: first_slot, needed });
        }
        let n_workshops = prepared.workshops.len();
        Ok(Self {
            prepared: Arc::clone(prepared),
            first_slot,
            clocks: Clocks::new(prepared, seed, replication),
            temperatures: Temperatures::new(prepared),
            shifts: Shifts::new(&prepared.calendars),
            capacity: Capacity::new(prepared),
            streams: Streams::new(seed, replication),
            towing: Table::filled(n_workshops, 0),
            open: Table::filled(n_workshops, Vec::new()),
            jobs: Vec::new(),
            visits: Table::filled(prepared.machines.len(), Visit::default()),
            agenda: Agenda::new(),
            stale: Table::filled(n_workshops, false),
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
        self.temperatures.set(&self.prepared, by_site);
        // A day begins before a shift ends at the same midnight: nobody starts work in the shift that is over.
        self.shifts.turn(&self.prepared.calendars, ctx.now);
        for machine in self.visits.ids() {
            if self.clocks.set_rates(machine, ctx.now, &self.temperatures, &self.prepared) {
                self.set_machine_slot(machine, ctx)?;
            }
        }
        self.weather_at_work(ctx);
        self.dispatch_all(ctx);
        self.set_agenda_slot(ctx)
    }

    /// A machine has joined the fleet: from now on it stands where it does not work.
    ///
    /// # Errors
    /// None today; the signature is that of its fellows.
    pub fn commission<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        self.clocks.join(machine, ctx.now);
        Ok(())
    }

    /// A machine's hour meter runs from now on.
    ///
    /// # Errors
    /// [`MaintenanceError::Schedule`].
    pub fn meter_on<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        self.clocks.turn_on(machine, ctx.now, &self.temperatures, &self.prepared);
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
        let workshop = self.prepared.machines[machine].workshop;
        let (Some(subsystem), Some(workshop)) = (self.visits[machine].failed.take(), workshop) else {
            return Err(MaintenanceError::NotExpected { machine, said: "stopped" });
        };
        self.visits[machine].way_m = to_gate.get() + self.prepared.workshops[workshop].gate_distance_m;
        let job = self.open_breakdown(machine, workshop, subsystem, ctx);
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
        let Some(workshop) = self.prepared.machines[machine].workshop else {
            ctx.notices.push(Notice::Ready { machine, in_place: false });
            return Ok(());
        };
        let drive = self.prepared.drive(workshop, self.prepared.workshops[workshop].gate_distance_m);
        let stage = if drive > Span::ZERO { Stage::ComesIn } else { Stage::Waits };
        self.open_services(machine, workshop, stage, ctx);
        self.take_up_planned(machine, stage);
        if self.visits[machine].jobs.is_empty() {
            ctx.notices.push(Notice::Ready { machine, in_place: false });
            return Ok(());
        }
        self.clocks.halt(machine, ctx.now);
        self.stands(machine, ctx);
        self.set_machine_slot(machine, ctx)?;
        if stage == Stage::ComesIn {
            self.agenda.push(
                ctx.now + drive,
                Class(class::WORKSHOP),
                AgendaItem::DrivenIn(machine, workshop),
            );
        }
        self.dispatch(workshop, ctx);
        self.set_agenda_slot(ctx)
    }

    /// All of one part that a job asked for has come, of a life `life_factor` times that of what was called for.
    ///
    /// # Errors
    /// [`MaintenanceError::NoPartAwaited`] where the job waits for none; [`MaintenanceError::Schedule`].
    pub fn part_filled<L: Recorder>(
        &mut self,
        job: JobNo,
        life_factor: f64,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        let row = self.jobs.get_mut(job.0 as usize).filter(|row| row.parts_missing > 0);
        let row = row.ok_or(MaintenanceError::NoPartAwaited(job))?;
        row.parts_missing -= 1;
        row.life_factor = Some(row.life_factor.map_or(life_factor, |least| least.min(life_factor)));
        if row.parts_missing > 0 {
            return Ok(());
        }
        if row.stage == Stage::Planned {
            self.planned_work_can_begin(job, ctx);
        }
        self.look_at(job, ctx);
        self.set_agenda_slot(ctx)
    }

    /// A task is done: bays and technicians that were to come with it are there.
    ///
    /// # Errors
    /// [`MaintenanceError::Schedule`].
    pub fn open<L: Recorder>(&mut self, task: TaskId, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        self.capacity.open(task, &self.prepared, ctx.now);
        self.dispatch_all(ctx);
        self.set_agenda_slot(ctx)
    }

    /// How long a group is on shift from `from` to `to`, within the horizon and since it is there; of one technician,
    /// not times their number. Shifts that overlap add up: both crews are paid.
    pub fn on_shift(&self, group: GroupId, from: Time, to: Time) -> Span {
        let Some(there_from) = self.capacity.there_from(group) else { return Span::ZERO };
        self.prepared.calendars.on_time(self.prepared.groups[group].calendar, from.max(there_from), to)
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
}
