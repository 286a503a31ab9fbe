//! One job: what it needs, where it stands, and how much of it is done; and the visit of a machine that its jobs make up.
use iceroad_base::quantity::Mass;
use iceroad_base::{Span, Time};
use iceroad_kernel::Ticket;
use iceroad_model::event::{JobKind, JobNo, MachineState};
use iceroad_model::{BayId, BrandId, CurveId, GroupId, MachineId, SiteId, SubsystemId, TradeId, WorkshopId};

/// Where a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// The machine waits for a recovery vehicle.
    AwaitsTow,
    /// It is on its way in, towed or driving.
    ComesIn,
    /// The machine is where it is mended; the job lacks something.
    Waits,
    /// A field crew drives out.
    CrewDrives,
    /// Hands-on.
    Works,
    /// Found by an inspection; the machine works until the parts are there and it comes in.
    Planned,
    /// Done.
    Closed,
}

/// What a job needs of bays and people.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    pub(crate) workshop: WorkshopId,
    pub(crate) brand: BrandId,
    pub(crate) trade: TradeId,
    pub(crate) technicians: u16,
    pub(crate) size: Mass,
    pub(crate) crane: bool,
    /// Mended where it stands.
    pub(crate) field: bool,
    /// Where the machine works.
    pub(crate) site: SiteId,
}

/// What falls due on the workshop's agenda.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AgendaItem {
    /// The tow of a job has arrived.
    Towed(JobNo),
    /// A machine has driven in.
    DrivenIn(MachineId, WorkshopId),
    /// A field crew has arrived.
    CrewThere(JobNo),
    /// Hands-on work ends.
    Done(JobNo),
}

/// One job.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) machine: MachineId,
    pub(crate) kind: JobKind,
    pub(crate) need: Need,
    pub(crate) stage: Stage,
    /// The shortest life, over that of what was called for, of the parts that have come; none before any has.
    pub(crate) life_factor: Option<f64>,
    /// A service: what it inspects has been looked at.
    pub(crate) looked: bool,
    /// Its parts have been asked for.
    pub(crate) asked: bool,
    /// Parts asked for that have not come.
    pub(crate) parts_missing: u32,
    /// Hands-on hours left at factor 1, as of `since`.
    pub(crate) hours_left: f64,
    /// Repair-time factor by temperature.
    pub(crate) curve: Option<CurveId>,
    /// The factor at which work goes on.
    pub(crate) factor: f64,
    pub(crate) since: Time,
    pub(crate) ends: Time,
    pub(crate) ticket: Option<Ticket>,
    pub(crate) bay: Option<BayId>,
    pub(crate) crew: Option<GroupId>,
}

impl Job {
    /// The state of a machine while this job is worked on.
    pub(crate) fn working_state(&self) -> MachineState {
        match self.kind {
            JobKind::Repair(_) => MachineState::Repair,
            JobKind::Service(_) => MachineState::Service,
        }
    }

    /// Books the work done so far at the present factor.
    pub(crate) fn book(&mut self, now: Time) {
        let done = if self.factor > 0.0 { (now - self.since).hours() / self.factor } else { self.hours_left };
        self.hours_left = (self.hours_left - done).max(0.0);
        self.since = now;
    }

    /// Goes on from now at a factor; gives when it will end.
    pub(crate) fn go_on(&mut self, now: Time, factor: f64) -> Time {
        self.since = now;
        self.factor = factor;
        self.ends = now + Span::from_hours(self.hours_left * factor);
        self.ends
    }
}

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
    /// Planned repairs that are no part of the stay yet, in order of opening.
    pub(crate) planned: Vec<JobNo>,
}
