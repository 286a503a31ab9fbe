//! What changes in a replication: trucks, loaders, dumps and mines, and the small things they have in common.
//!
//! Machines are compact records in plain vectors, linked into lines by their own `next` fields, so that nothing
//! is allocated while the simulation runs. Forty trucks fill some six kilobytes and stay in the nearest cache.
//!
//! | module | is about |
//! |---|---|
//! | `status` | a machine's logged state and its meter |
//! | `tank` | tanks and batteries |
//! | `hopper` | a crusher's hopper, and how it fails |
//! | `line` | trucks in line |

mod hopper;
mod line;
mod status;
mod tank;

pub(crate) use hopper::{Hopper, Outage};
pub(crate) use line::Line;
pub(crate) use status::Status;
pub(crate) use tank::{LOW_TANK, Tank};

use crate::loading::Load;
use crate::routes::Surface;
use crate::rows::{FillRow, LoaderIdx, TruckIdx};
use crate::shift::duty::Duty;
use crate::traffic::RoadState;
use iceroad_base::Time;
use iceroad_base::random::Stream;
use iceroad_model::event::MachineState;
use iceroad_model::{DumpId, FaceId, MineId};

/// Milliseconds of an hour.
const MS_PER_H: i64 = 3_600_000;
/// A face without a bound.
pub(crate) const UNBOUNDED: i64 = i64::MAX;
/// Where a truck is in its round. What its calendar slot means follows from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TruckPhase {
    Absent,
    /// Broken down, or with the workshop.
    Away,
    Parked,
    /// No loader to go to; stands where it is.
    NoWork,
    ToFace,
    LoadLine,
    Loading,
    ToDump,
    DumpLine,
    Dumping,
    ToFuel,
    /// Has asked for fuel this very instant.
    AskFuel,
    NoFuel,
    /// In line for a charger.
    ChargeLine,
    /// At the pump, or at a charger.
    Refuelling,
    /// Waits for a pump.
    FuelLine,
    ToPark,
    ToGate,
    /// On a break, engine off.
    Resting,
    /// Warms up or changes crews, engine on.
    Idling,
}

impl TruckPhase {
    pub(crate) fn is_driving(self) -> bool {
        use TruckPhase::{ToDump, ToFace, ToFuel, ToGate, ToPark};
        matches!(self, ToFace | ToDump | ToFuel | ToPark | ToGate)
    }
}

/// What a loader does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LoaderPhase {
    Absent,
    /// Broken down, or with the workshop.
    Away,
    /// Between shifts, stood down or without an operator.
    Standing,
    /// No face, or nothing left there.
    NoWork,
    Waiting,
    Loading,
    AskFuel,
    NoFuel,
    Refuelling,
    ToGate,
    ToFace,
    /// On a break, engine off.
    Resting,
    /// Warms up or changes crews, engine on.
    Idling,
}

/// A truck.
#[derive(Clone, Debug)]
pub(crate) struct Truck {
    pub(crate) status: Status,
    pub(crate) phase: TruckPhase,
    /// Under way on roads with rules; its trip says where.
    pub(crate) on_road: bool,
    /// Asked to come in for service.
    pub(crate) released: bool,
    pub(crate) mine: MineId,
    pub(crate) kind: u16,
    /// Where it stands, or set off from.
    pub(crate) place: u16,
    /// Where it drives to.
    pub(crate) goal: u16,
    /// The loader it was sent to last; says nothing before it first was.
    pub(crate) loader: LoaderIdx,
    /// The dump it was sent to last; says nothing before it first was.
    pub(crate) dump: DumpId,
    /// Who stands behind it in line.
    pub(crate) next: Option<TruckIdx>,
    /// When its phase began.
    pub(crate) since: Time,
    pub(crate) leg_ms: i64,
    pub(crate) leg_ml: i64,
    /// What the leg takes out of trolley lines, Wh.
    pub(crate) leg_line_wh: i64,
    /// The load being filled.
    pub(crate) filling: Load,
    /// Spotting that is left when its turn comes, ms.
    pub(crate) spot_ms: i64,
    pub(crate) load_kg: i64,
    /// The face the load is of; none before the first.
    pub(crate) face: Option<FaceId>,
    pub(crate) idle_ml_h: i64,
    pub(crate) tank: Tank,
    /// What the shift asks of it.
    pub(crate) duty: Duty,
    /// What it was at when it was stopped, to go on with after a repair in the field.
    pub(crate) stopped_in: TruckPhase,
}

impl Truck {
    /// Whether its drive, if it is on one, is loaded.
    #[inline]
    pub(crate) fn drives_loaded(&self) -> bool {
        self.phase == TruckPhase::ToDump
    }
}

impl Truck {
    /// Uses what the part of the leg driven in these milliseconds takes; the leg keeps the rest.
    pub(crate) fn use_part(&mut self, driven_ms: i64) {
        let leg_ms = self.leg_ms.max(1);
        let (ml, wh) = (self.leg_ml * driven_ms / leg_ms, self.leg_line_wh * driven_ms / leg_ms);
        self.tank.burn(ml);
        self.tank.draw(wh);
        self.leg_ml -= ml;
        self.leg_line_wh -= wh;
        self.leg_ms -= driven_ms;
    }
}

/// A loader.
#[derive(Clone, Debug)]
pub(crate) struct Loader {
    pub(crate) status: Status,
    pub(crate) phase: LoaderPhase,
    pub(crate) released: bool,
    pub(crate) mine: MineId,
    pub(crate) face: Option<FaceId>,
    /// Which of its faces that is: 0 for the one it begins at.
    pub(crate) step: usize,
    /// Row of the fill table for that face.
    pub(crate) fill_row: FillRow,
    /// The face it stood at last; on its way to another it is not that one yet.
    pub(crate) stood_at: Option<FaceId>,
    pub(crate) place: u16,
    /// Where it set off from on its way to its face.
    pub(crate) walk_from: u16,
    pub(crate) line: Line,
    /// The truck being loaded.
    pub(crate) serving: Option<TruckIdx>,
    /// Trucks on the way.
    pub(crate) coming: u32,
    /// Expected loading time of those in line and on the way, ms.
    pub(crate) backlog_ms: i64,
    /// When the present load or refuelling is expected to end; past where there is none.
    pub(crate) expected_end: Time,
    /// When the side that the truck under it does not stand on went free.
    pub(crate) side_free_at: Time,
    pub(crate) since: Time,
    pub(crate) work_ml_h: i64,
    pub(crate) idle_ml_h: i64,
    pub(crate) tank: Tank,
    /// What the shift asks of it.
    pub(crate) duty: Duty,
    pub(crate) stream: Stream,
    pub(crate) stopped_in: LoaderPhase,
    /// What was left of its walk when it was stopped, ms.
    pub(crate) walk_ms: i64,
}

impl Loader {
    /// Whether trucks may be sent to it, its face allowing.
    #[inline]
    pub(crate) fn takes_trucks(&self) -> bool {
        use LoaderPhase::{AskFuel, Loading, Refuelling, Waiting};
        matches!(self.phase, Waiting | Loading | AskFuel | Refuelling) && !self.released
    }
}

/// A dump with its line and hopper.
#[derive(Clone, Debug)]
pub(crate) struct Dump {
    pub(crate) line: Line,
    pub(crate) busy: u32,
    pub(crate) coming: u32,
    pub(crate) total_kg: i64,
    pub(crate) hopper: Option<Hopper>,
    /// When the first in line fits the hopper, as far as is known.
    pub(crate) fits_at: Time,
    /// When the crusher fails or works again.
    pub(crate) turns_at: Time,
    /// When the place that is being levelled is open again; never while none is.
    pub(crate) levelled_at: Time,
    /// Loads since the dozer came last.
    pub(crate) since_dozer: u32,
    /// How its crusher fails.
    pub(crate) outage: Option<Outage>,
}

impl Dump {
    /// Places closed for levelling.
    #[inline]
    pub(crate) fn closed(&self) -> u32 {
        u32::from(self.levelled_at < Time::NEVER)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.hopper.is_some_and(|hopper| hopper.is_stopped())
    }
}

/// A mine's day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mine {
    pub(crate) on_shift: bool,
    pub(crate) too_cold: bool,
    /// How machines stand while a closure by calendar has cleared the whole mine.
    pub(crate) cleared: Option<MachineState>,
    pub(crate) surface: Surface,
    /// The state of the roads, see [`crate::traffic::RoadPlan`].
    pub(crate) roads: RoadState,
    /// Trucks at chargers.
    pub(crate) charging: u32,
    /// Trucks in line for one.
    pub(crate) charge_line: Line,
}

impl Mine {
    #[inline]
    pub(crate) fn works(&self) -> bool {
        self.on_shift && !self.too_cold && self.cleared.is_none()
    }

    /// How machines stand while it does not work.
    pub(crate) fn standing(&self) -> MachineState {
        if !self.on_shift {
            return MachineState::OffShift;
        }
        self.cleared.filter(|_| !self.too_cold).unwrap_or(MachineState::WeatherStop)
    }
}
