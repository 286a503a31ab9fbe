//! The machines in a replication: trucks and loaders, what each is at, and what it holds.
//!
//! Machines are compact records in plain tables, linked into lines by their own `next` fields, so that nothing is allocated
//! while the simulation runs. Forty trucks fill some six kilobytes and stay in the nearest cache.
//!
//! | module | is about |
//! |---|---|
//! | `duty` | what the shift asks of a machine, and whether its engine runs |
//! | `line` | trucks in line |
//! | `status` | a machine's logged state and its meter |
//! | `tank` | tanks, batteries and cables |

mod duty;
mod line;
mod status;
mod tank;

pub(crate) use duty::{Duty, Owed};
pub(crate) use line::Line;
pub(crate) use status::Status;
pub(crate) use tank::Tank;

use crate::ground::{Ground, LoaderRow, MachineRow, Role, TankRow, TruckRow};
use crate::loading::Load;
use crate::notice::Ctx;
use crate::rows::{FillRow, LoaderIdx, Place, TruckIdx, TruckKind};
use iceroad_base::quantity::Mass;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{MachineState, Recorder};
use iceroad_model::{DumpId, FaceId, MineId};

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
    /// To the fuel point, or the charge point.
    ToFuel,
    /// Has asked for fuel this very instant.
    AskFuel,
    NoFuel,
    /// In line for a charger.
    ChargeLine,
    Charging,
    /// At the pump, or at the bowser.
    Refuelling,
    /// Has run dry: waits for the bowser.
    Dry,
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

    pub(crate) fn waits_for_fuel(self) -> bool {
        matches!(self, TruckPhase::AskFuel | TruckPhase::NoFuel)
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
    /// Has run dry: waits for the bowser.
    Dry,
    ToGate,
    ToFace,
    /// On a break, engine off.
    Resting,
    /// Warms up or changes crews, engine on.
    Idling,
}

impl LoaderPhase {
    pub(crate) fn waits_for_fuel(self) -> bool {
        matches!(self, LoaderPhase::AskFuel | LoaderPhase::NoFuel)
    }
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
    pub(crate) kind: TruckKind,
    /// Where it stands, or set off from.
    pub(crate) place: Place,
    /// Where it drives to.
    pub(crate) goal: Place,
    /// The loader it was sent to last; says nothing before it first was.
    pub(crate) loader: LoaderIdx,
    /// The dump it was sent to last; says nothing before it first was.
    pub(crate) dump: DumpId,
    /// Who stands behind it in line.
    pub(crate) next: Option<TruckIdx>,
    /// When its phase began.
    pub(crate) since: Time,
    pub(crate) leg_ms: i64,
    /// What the leg takes out of its tank or battery.
    pub(crate) leg_used: i64,
    /// What the leg takes out of trolley lines.
    pub(crate) leg_line_wh: i64,
    /// The load being filled.
    pub(crate) filling: Load,
    /// Spotting that is left when its turn comes.
    pub(crate) spot_ms: i64,
    pub(crate) load_kg: i64,
    /// The face the load is of; none before the first.
    pub(crate) face: Option<FaceId>,
    /// See [`MachineRow::idle_flow`].
    pub(crate) idle_flow: i64,
    pub(crate) tank: Tank,
    /// What the shift asks of it.
    pub(crate) duty: Duty,
    /// It holds one of the counted pumps.
    pub(crate) at_pump: bool,
    /// It stood without fuel, for which there is some now, in line for a pump.
    pub(crate) fuel_issued: bool,
    /// What it was at when it was stopped, to go on with after a repair in the field.
    pub(crate) stopped_in: TruckPhase,
    /// The drive in which it ran dry, to go on with once it has fuel.
    pub(crate) halted: Option<TruckPhase>,
}

impl Truck {
    fn new(row: &TruckRow, park: Place, tank: Tank) -> Truck {
        Truck {
            status: Status::new(row.machine.id),
            phase: TruckPhase::Absent,
            on_road: false,
            released: false,
            mine: row.machine.mine,
            kind: row.kind,
            place: park,
            goal: park,
            loader: LoaderIdx(0),
            dump: DumpId(0),
            next: None,
            since: Time::START,
            leg_ms: 0,
            leg_used: 0,
            leg_line_wh: 0,
            filling: Load { mass: Mass::ZERO, dig_ms: 1 },
            spot_ms: 0,
            load_kg: 0,
            face: None,
            idle_flow: row.machine.idle_flow,
            tank,
            duty: Duty::NEW,
            at_pump: false,
            fuel_issued: false,
            stopped_in: TruckPhase::Absent,
            halted: None,
        }
    }

    /// Whether its drive, if it is on one, is loaded.
    #[inline]
    pub(crate) fn drives_loaded(&self) -> bool {
        self.phase == TruckPhase::ToDump
    }

    /// It is not to be loaded before it has been elsewhere: it is asked in, or its crew leaves it.
    #[inline]
    pub(crate) fn turns_back(&self) -> bool {
        self.released || self.duty.homeward
    }

    /// Begins a phase in which it does not drive.
    #[inline]
    pub(crate) fn stand<L: Recorder>(
        &mut self,
        phase: TruckPhase,
        state: MachineState,
        ctx: &mut Ctx<'_, L>,
    ) {
        self.phase = phase;
        self.since = ctx.now;
        self.status.enter(state, ctx);
    }

    /// Burns what it idles away in line, under the loader, at the dump and before its work, since its phase began.
    ///
    /// In line at a crusher that stands its engine is off.
    #[inline]
    pub(crate) fn burn_standing(&mut self, crusher_stands: bool, now: Time) {
        use TruckPhase::{DumpLine, Dumping, FuelLine, Idling, LoadLine, Loading};
        if !matches!(self.phase, LoadLine | Loading | DumpLine | Dumping | FuelLine | Idling) {
            return;
        }
        let ms = (now - self.since).millis();
        self.since = now;
        if self.phase == DumpLine && crusher_stands {
            return;
        }
        self.tank.burn_flow(self.idle_flow, ms);
    }

    /// Uses what the part of the leg driven in these milliseconds takes; the leg keeps the rest.
    pub(crate) fn use_part(&mut self, driven_ms: i64) {
        let leg_ms = self.leg_ms.max(1);
        let (used, line_wh) = (self.leg_used * driven_ms / leg_ms, self.leg_line_wh * driven_ms / leg_ms);
        self.tank.burn(used);
        self.tank.draw(line_wh);
        self.leg_used -= used;
        self.leg_line_wh -= line_wh;
        self.leg_ms -= driven_ms;
    }

    /// Its engine runs from now on; what it idled away is burnt.
    pub(crate) fn engine_runs(&mut self, now: Time) {
        self.duty.runs(&mut self.tank, self.idle_flow, now);
    }

    /// The end of a drive: it is at its goal and has used what the leg takes.
    #[inline]
    pub(crate) fn arrive(&mut self) {
        self.place = self.goal;
        let used = std::mem::take(&mut self.leg_used);
        self.tank.burn(used);
        self.tank.draw(std::mem::take(&mut self.leg_line_wh));
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
    pub(crate) place: Place,
    /// Where it set off from on its way to its face.
    pub(crate) walk_from: Place,
    pub(crate) line: Line,
    /// The truck being loaded.
    pub(crate) serving: Option<TruckIdx>,
    /// Trucks on the way.
    pub(crate) coming: u32,
    /// Expected loading time of those in line and on the way.
    pub(crate) backlog_ms: i64,
    /// When the present load or refuelling is expected to end; past where there is none.
    pub(crate) expected_end: Time,
    /// When the side that the truck under it does not stand on went free.
    pub(crate) side_free_at: Time,
    pub(crate) since: Time,
    /// See [`LoaderRow::work_flow`].
    pub(crate) work_flow: i64,
    /// See [`MachineRow::idle_flow`].
    pub(crate) idle_flow: i64,
    pub(crate) tank: Tank,
    /// What the shift asks of it.
    pub(crate) duty: Duty,
    pub(crate) stream: Stream,
    pub(crate) stopped_in: LoaderPhase,
    /// The walk in which it ran dry, to go on with once it has fuel.
    pub(crate) halted: Option<LoaderPhase>,
    /// What was left of its walk when it began, or was stopped.
    pub(crate) walk_ms: i64,
}

impl Loader {
    fn new(row: &LoaderRow, place: Place, tank: Tank, stream: Stream) -> Loader {
        Loader {
            status: Status::new(row.machine.id),
            phase: LoaderPhase::Absent,
            released: false,
            mine: row.machine.mine,
            face: row.machine.face,
            step: 0,
            fill_row: row.fills_at,
            stood_at: row.machine.face,
            place,
            walk_from: place,
            line: Line::EMPTY,
            serving: None,
            coming: 0,
            backlog_ms: 0,
            expected_end: Time::START,
            side_free_at: Time::START,
            since: Time::START,
            work_flow: row.work_flow,
            idle_flow: row.machine.idle_flow,
            tank,
            duty: Duty::NEW,
            stream,
            stopped_in: LoaderPhase::Absent,
            halted: None,
            walk_ms: 0,
        }
    }

    /// Trucks in line or being loaded.
    #[inline]
    pub(crate) fn at_loader(&self) -> u32 {
        self.line.len() + u32::from(self.phase == LoaderPhase::Loading)
    }

    /// Whether trucks may be sent to it, its face allowing.
    #[inline]
    pub(crate) fn takes_trucks(&self) -> bool {
        use LoaderPhase::{AskFuel, Loading, Refuelling, Waiting};
        matches!(self.phase, Waiting | Loading | AskFuel | Refuelling)
            && !self.released
            && self.halted.is_none()
    }

    /// Whether it walks and is not there yet.
    pub(crate) fn is_under_way(&self, now: Time) -> bool {
        self.is_walking() && now < self.since + Span::from_millis(self.walk_ms)
    }

    /// Whether it walks to the gate without the fuel it waits for when it is asked in: not on an empty tank.
    pub(crate) fn can_do_without_fuel(&self) -> bool {
        self.halted.is_none() && self.tank.lasts_at(self.work_flow, 1)
    }

    pub(crate) fn is_walking(&self) -> bool {
        matches!(self.phase, LoaderPhase::ToGate | LoaderPhase::ToFace)
    }

    /// Its engine runs from now on; what it idled away is burnt.
    pub(crate) fn engine_runs(&mut self, now: Time) {
        self.duty.runs(&mut self.tank, self.idle_flow, now);
    }

    /// Burns what it has used since its phase began.
    #[inline]
    pub(crate) fn burn(&mut self, now: Time) {
        let flow = match self.phase {
            LoaderPhase::Loading | LoaderPhase::ToGate | LoaderPhase::ToFace => self.work_flow,
            LoaderPhase::Waiting | LoaderPhase::Idling => self.idle_flow,
            _ => return,
        };
        let ms = (now - self.since).millis();
        self.since = now;
        self.tank.burn_flow(flow, ms);
    }
}

/// The machines of all mines.
#[derive(Clone, Debug)]
pub(crate) struct Fleet {
    pub(crate) trucks: Table<TruckIdx, Truck>,
    pub(crate) loaders: Table<LoaderIdx, Loader>,
    /// Grows with every truck that comes to work or ceases to: what plans of all trucks at work are old by.
    pub(crate) changes: u32,
}

impl Fleet {
    /// All machines before the start: trucks at the park, loaders at their faces. `named` gives a machine's stream for a
    /// purpose.
    pub(crate) fn new(ground: &Ground, named: impl Fn(&str, &str) -> Stream) -> Fleet {
        let truck = |row: &TruckRow| {
            Truck::new(row, ground.mines[row.machine.mine].park, tank_of(&row.machine, &named))
        };
        let loader = |row: &LoaderRow| {
            let park = ground.mines[row.machine.mine].park;
            let place = row.machine.face.map_or(park, |face| ground.faces[face].place);
            let tank = tank_of(&row.machine, &named);
            Loader::new(row, place, tank, named(&row.machine.name, "load"))
        };
        Fleet {
            trucks: ground.trucks.iter().map(truck).collect(),
            loaders: ground.loaders.iter().map(loader).collect(),
            changes: 0,
        }
    }

    /// What the shift asks of a machine.
    pub(crate) fn duty(&mut self, role: Role) -> &mut Duty {
        match role {
            Role::Truck(truck_idx) => &mut self.trucks[truck_idx].duty,
            Role::Loader(loader_idx) => &mut self.loaders[loader_idx].duty,
        }
    }

    /// Expected time of a truck at a loader, ms.
    #[inline]
    pub(crate) fn expected_ms(&self, ground: &Ground, loader_idx: LoaderIdx, truck_idx: TruckIdx) -> i64 {
        ground.expected_ms(self.loaders[loader_idx].fill_row, self.trucks[truck_idx].kind)
    }

    /// Takes a truck off the trucks that are on their way to its loader.
    pub(crate) fn comes_no_more(&mut self, ground: &Ground, truck_idx: TruckIdx) {
        let loader_idx = self.trucks[truck_idx].loader;
        let expected_ms = self.expected_ms(ground, loader_idx, truck_idx);
        let loader = &mut self.loaders[loader_idx];
        loader.coming -= 1;
        loader.backlog_ms -= expected_ms;
    }

    /// Moves a truck and its expected time from its loader to another at the same face.
    pub(crate) fn change_loader(&mut self, ground: &Ground, truck_idx: TruckIdx, to: LoaderIdx) {
        let from = self.trucks[truck_idx].loader;
        self.loaders[from].backlog_ms -= self.expected_ms(ground, from, truck_idx);
        self.loaders[to].backlog_ms += self.expected_ms(ground, to, truck_idx);
        self.trucks[truck_idx].loader = to;
    }

    /// How long a loader walks from one place to another.
    pub(crate) fn walk_ms(&self, ground: &Ground, loader_idx: LoaderIdx, from: Place, to: Place) -> i64 {
        let metres = ground.mines[self.loaders[loader_idx].mine].routes.metres(from, to);
        (metres / ground.loaders[loader_idx].walk_m_per_ms).round() as i64
    }

    /// How long a loader walks between its face and the gate.
    pub(crate) fn walk_to_gate_ms(&self, ground: &Ground, loader_idx: LoaderIdx) -> i64 {
        let loader = &self.loaders[loader_idx];
        self.walk_ms(ground, loader_idx, loader.place, ground.mines[loader.mine].gate)
    }

    /// The whole of a loader's way to its face, ms.
    pub(crate) fn walk_to_face_ms(&self, ground: &Ground, loader_idx: LoaderIdx) -> i64 {
        let loader = &self.loaders[loader_idx];
        let row = &ground.mines[loader.mine];
        if loader.walk_from == row.gate {
            return self.walk_to_gate_ms(ground, loader_idx);
        }
        self.walk_ms(ground, loader_idx, loader.walk_from, loader.place)
    }

    /// Makes another face the loader's own. Trucks on their way to it count with the times of the new one.
    pub(crate) fn stand_before(&mut self, ground: &Ground, loader_idx: LoaderIdx, step: usize, face: FaceId) {
        let loader = &mut self.loaders[loader_idx];
        loader.walk_from = loader.place;
        loader.place = ground.faces[face].place;
        loader.face = Some(face);
        loader.step = step;
        loader.fill_row = ground.loaders[loader_idx].fills_at.after(step);
        let mut backlog_ms = 0;
        for &truck_idx in &ground.mines[self.loaders[loader_idx].mine].trucks {
            let truck = &self.trucks[truck_idx];
            if truck.phase == TruckPhase::ToFace && truck.loader == loader_idx {
                backlog_ms += self.expected_ms(ground, loader_idx, truck_idx);
            }
        }
        self.loaders[loader_idx].backlog_ms = backlog_ms;
    }

    /// Logs what the machines of a mine have burnt and drawn.
    pub(crate) fn log_burnt<L: Recorder>(&mut self, ground: &Ground, mine_id: MineId, ctx: &mut Ctx<'_, L>) {
        for &truck_idx in &ground.mines[mine_id].trucks {
            let truck = &mut self.trucks[truck_idx];
            truck.tank.log_burnt(truck.status.machine, ctx);
        }
        for &loader_idx in &ground.mines[mine_id].loaders {
            let loader = &mut self.loaders[loader_idx];
            loader.tank.log_burnt(loader.status.machine, ctx);
        }
    }
}

/// The tank of a machine that is followed cycle by cycle.
fn tank_of(row: &MachineRow, named: impl Fn(&str, &str) -> Stream) -> Tank {
    let tank = tank_at_start(row, named);
    if matches!(row.tank, TankRow::Fuel { is_bounded: true, .. }) { tank.bounded() } else { tank }
}

/// At the start tanks are anywhere between low and full, or all would refuel at once.
pub(crate) fn tank_at_start(row: &MachineRow, named: impl Fn(&str, &str) -> Stream) -> Tank {
    match row.tank {
        TankRow::Fuel { size_ml, low_ml, .. } => {
            Tank::fuel(size_ml, low_ml, named(&row.name, "tank at start").uniform())
        }
        TankRow::Battery { size_wh, low_wh, .. } => {
            Tank::battery(size_wh, low_wh, named(&row.name, "battery at start").uniform())
        }
        TankRow::Grid => Tank::grid(),
    }
}
