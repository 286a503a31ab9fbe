//! The pit: haul roads, loaders, trucks, dumps; every truck cycle is simulated.
//!
//! Terms. A truck's **cycle**: drive empty to a face, wait in line, spot and be loaded, drive loaded, wait in line,
//! dump. A machine **works** for haulage from [`Haulage::start`] or [`Haulage::commission`] on; maintenance takes it
//! away ([`Haulage::stop`], or [`Notice::AtGate`] after [`Haulage::release`]) and gives it back
//! ([`Haulage::resume`], [`Haulage::resume_in_place`]).
//!
//! ```text
//!                 ┌────────── no loader: NoWork ◀───┐
//!   park ──▶ dispatch ──▶ ToFace ──▶ LoadLine ──▶ Loading ──▶ ToDump ──▶ DumpLine ──▶ Dumping
//!     ▲         ▲                                                                       │
//!     │         └──────────── fuel low: ToFuel ─▶ Refuelling ◀──────────────────────────┤
//!     └── shift over, too cold ◀── asked in: ToGate ─▶ AtGate ◀─────────────────────────┘
//! ```
//!
//! | module | is about |
//! |---|---|
//! | [`traction`] | speed, time and fuel on a road, from rimpull and resistance |
//! | [`network`], [`routes`] | quickest ways, and the table of legs |
//! | [`loading`] | passes, full-truck rule, spread |
//! | [`dispatch`] | where an empty truck goes; the place to add a policy |
//! | `bound` | the greatest tonnage that any dispatch could reach |
//! | `flows` | the mine as the flow plan sees it |
//! | `planned` | the production plan as a mix of materials |
//! | [`foresight`] | what the worked-out roads say of a scenario before a run |
//! | [`layout`] | all that is worked out once for a scenario |
//! | `traffic` | roads with rules: who hinders whom, zones, crossings, closures, weather |
//! | [`rates`] | the same pit by production rates instead of cycles |
//! | [`hauling`] | the two behind one set of calls |
//! | `ways` | the roads of a drive, for who draws them |
//! | `cycle` | what happens, event by event |
//! | `dumping` | crushers that fail, dozers that level, blends and stockpiles |
//! | `moving` | a loader goes on to its next face |
//! | `shift` | breaks, changes of shift, operators, pumps, cold engines |
//! | `charge` | batteries, chargers and their line |
//! | `service` | what others ask: stop, release, resume, fuel, weather, commission |
//!
//! Rules worth knowing, with their limits:
//! * driving times do not vary (no source gives a spread for the roads of a scenario); loads and loading times do;
//! * trucks do not hinder each other on the road, unless the mine's traffic says so; they wait in line at loaders
//!   and dumps;
//! * at a shift's end trucks finish their cycle and park; those still without a load drive to the park at once
//!   (those under way turn at the face), and the line at a loader is dissolved;
//! * loaders at one face share their trucks: who comes goes to an idle one, and who falls idle takes the first in
//!   line beside it;
//! * a loader that stops taking trucks sends its line to other loaders;
//! * engines are off while parked, out of work or without fuel; fuel is counted to the millilitre and logged in
//!   whole litres once a day ([`Haulage::set_weather`]) and at the end ([`Haulage::finish`]);
//! * loaders are refuelled where they stand, also while they wait for trucks; there is a line at the fuel point only
//!   where its pumps are counted.

pub mod alone;
mod bound;
mod charge;
mod cycle;
pub mod dispatch;
mod dumping;
mod error;
mod flows;
pub mod foresight;
pub mod hauling;
mod invariants;
pub mod layout;
pub mod loading;
mod moving;
pub mod network;
mod notice;
pub mod outlook;
mod planned;
pub mod rates;
pub mod routes;
mod rows;
mod service;
mod shift;
pub mod traction;
mod traffic;
mod ways;
mod yard;

pub use error::HaulageError;
pub use hauling::{Fidelity, Hauling};
pub use layout::Layout;
pub use notice::{Ctx, Notice};
pub use ways::WayRoad;

use crate::dispatch::Dispatch;
use crate::layout::{DumpRow, FaceRow, MachineRow, Role};
use crate::loading::Load;
use crate::routes::Surface;
use crate::rows::{LoaderIdx, TruckIdx};
use crate::shift::ShiftState;
use crate::shift::duty::Duty;
use crate::traffic::{RoadDay, RoadState, Roads, Trip};
use crate::yard::{
    Dump, Hopper, LOW_TANK, Line, Loader, LoaderPhase, Mine, Outage, Status, Tank, Truck, TruckPhase,
    UNBOUNDED,
};
use iceroad_base::quantity::{Mass, Metres};
use iceroad_base::random::Stream;
use iceroad_base::{Table, Time};
use iceroad_model::event::MachineState;
use iceroad_model::ore::OreLedger;
use iceroad_model::{DumpId, FaceId, MachineId, MineId, Scenario, Tables};
use std::sync::Arc;

/// Where a machine was stopped.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stopped {
    /// Distance to the gate along the haul roads.
    pub to_gate: Metres,
    /// Whether it has a load aboard.
    pub loaded: bool,
}

/// Whose a calendar slot of haulage is, for messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// A machine.
    Machine(MachineId),
    /// A mine's shifts, or its roads.
    Mine(MineId),
    /// A dump's hopper.
    Dump(DumpId),
}

/// Haulage of all mines in one replication.
pub struct Haulage {
    layout: Arc<Layout>,
    first_slot: u16,
    policies: Table<MineId, Box<dyn Dispatch>>,
    /// Grows with every truck that comes to work or ceases to: what plans of all trucks at work are old by.
    comings_and_goings: u32,
    trucks: Table<TruckIdx, Truck>,
    loaders: Table<LoaderIdx, Loader>,
    dumps: Table<DumpId, Dump>,
    mines: Table<MineId, Mine>,
    shifts: Table<MineId, ShiftState>,
    /// Who is where on the roads of each mine, where they have rules.
    roads: Table<MineId, Roads>,
    /// Closures and weather of each mine's roads, where it has some.
    road_days: Table<MineId, Option<RoadDay>>,
    /// Each truck's way, where roads have rules.
    trips: Table<TruckIdx, Trip>,
    /// What is left at each face, kg; [`UNBOUNDED`] where it is not counted.
    left_kg: Table<FaceId, i64>,
    /// The loaders at each face or on the way to it, in order.
    at_face: Table<FaceId, Vec<LoaderIdx>>,
    /// Other loaders at each loader's face.
    beside: Table<LoaderIdx, Vec<LoaderIdx>>,
    /// Where the loaders of each face have gone, which is the face itself until all have left it.
    moved_to: Table<FaceId, FaceId>,
    /// Grades of what is aboard, on stockpiles and fed to crushers, where any is told.
    ore: Option<OreLedger>,
    /// The running mean grade of each dump with what is under way to it.
    promised: Table<DumpId, f64>,
}

impl Haulage {
    /// How many calendar slots it needs.
    pub fn slots(tables: &Tables) -> usize {
        layout::slots(tables)
    }

    /// Haulage for one replication, with its layout worked out for it alone. See [`Haulage::on_layout`].
    ///
    /// # Errors
    /// Those of [`Layout::new`].
    pub fn new(
        scenario: &Scenario,
        seed: u64,
        replication: u32,
        first_slot: u16,
    ) -> Result<Haulage, HaulageError> {
        Ok(Haulage::on_layout(Arc::new(Layout::new(scenario)?), seed, replication, first_slot))
    }

    /// Haulage for one replication on a layout worked out before; the cheap way for many replications.
    pub fn on_layout(layout: Arc<Layout>, seed: u64, replication: u32, first_slot: u16) -> Haulage {
        let named = |row: &MachineRow, purpose| Stream::named(seed, replication, &row.name, purpose);
        let present = |crew: &str| Stream::named(seed, replication, crew, "operators present");
        let tank = |row: &MachineRow| {
            // At the start tanks are anywhere between low and full, or all would refuel at once.
            let share = LOW_TANK + (1.0 - LOW_TANK) * named(row, "tank at start").uniform();
            Tank::new(row.tank_ml, share)
        };
        let truck_tank = |row: &MachineRow| match row.battery_low_wh {
            Some(low_wh) => Tank::battery(row.tank_ml, low_wh, named(row, "battery at start").uniform()),
            None => tank(row),
        };
        let trucks = layout.trucks.iter().map(|row| new_truck(row, &layout, truck_tank(row))).collect();
        let loaders = layout
            .loaders
            .iter()
            .map(|row| new_loader(row, &layout, tank(row), named(row, "load")))
            .collect();
        let mut haulage = Haulage {
            first_slot,
            policies: layout
                .mines
                .ids()
                .map(|mine| {
                    let row = &layout.mines[mine];
                    let draws = Stream::named(seed, replication, &row.name, "dispatch");
                    dispatch::policy(row.policy, &layout, mine, draws)
                })
                .collect(),
            comings_and_goings: 0,
            trucks,
            loaders,
            dumps: layout.dumps.iter().map(|row| new_dump(row, seed, replication)).collect(),
            mines: Table::filled(
                layout.mines.len(),
                Mine {
                    on_shift: false,
                    too_cold: false,
                    cleared: None,
                    surface: Surface::Normal,
                    roads: RoadState::default(),
                    charging: 0,
                    charge_line: Line::EMPTY,
                },
            ),
            shifts: layout.mines.iter().map(|mine| ShiftState::new(&mine.shift, present)).collect(),
            roads: layout.mines.iter().map(|mine| Roads::new(&mine.map)).collect(),
            road_days: layout
                .mines
                .ids()
                .map(|mine_id| {
                    RoadDay::of(&layout, mine_id, first_slot, |name| {
                        Stream::named(seed, replication, name, "road weather")
                    })
                })
                .collect(),
            trips: layout.trucks.iter().map(|_| Trip::default()).collect(),
            left_kg: layout.faces.iter().map(left_at_start).collect(),
            at_face: Table::filled(layout.faces.len(), Vec::new()),
            beside: Table::filled(layout.loaders.len(), Vec::new()),
            moved_to: layout.faces.ids().collect(),
            ore: layout.ore.clone(),
            promised: layout.dumps.iter().map(|row| row.blend.map_or(0.0, |b| b.middle())).collect(),
            layout,
        };
        haulage.find_neighbours();
        haulage
    }

    /// Puts another policy in place of a mine's own, before the start.
    pub fn set_dispatch(&mut self, mine: MineId, policy: Box<dyn Dispatch>) {
        if self.policies.get(mine).is_some() {
            self.policies[mine] = policy;
        }
    }

    /// The unchanging part.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Whose a slot is, counted from the first of haulage's.
    pub fn owner(&self, local: u16) -> Option<Owner> {
        let layout = &self.layout;
        let machines = layout.trucks.iter().chain(&layout.loaders).map(|row| Owner::Machine(row.id));
        let mines = layout.mines.iter().map(|row| Owner::Mine(row.id));
        let dumps = layout.dumps.iter().map(|row| Owner::Dump(row.id));
        let roads = layout.road_mines.iter().map(|&mine_id| Owner::Mine(mine_id));
        machines.chain(mines).chain(dumps).chain(roads).nth(usize::from(local))
    }

    /// Mass dumped at a dump so far.
    pub fn dumped_total(&self, dump: DumpId) -> Mass {
        self.dumps.get(dump).map_or(Mass::ZERO, |dump| Mass(dump.total_kg))
    }

    /// Mass aboard all trucks now, without loads being filled. Loaded = dumped + aboard, at any time.
    pub fn aboard(&self) -> Mass {
        self.trucks.iter().map(|truck| Mass(truck.load_kg)).sum()
    }

    /// The state haulage logged last for a machine; none while it is maintenance's, absent or unknown.
    pub fn state(&self, machine: MachineId) -> Option<MachineState> {
        let status = match *self.layout.roles.get(machine)? {
            Role::Truck(row) => self.trucks[row].status,
            Role::Loader(row) => self.loaders[row].status,
        };
        Some(status.state()).filter(|&state| !matches!(state, MachineState::Absent | MachineState::Service))
    }

    fn role(&self, machine: MachineId) -> Result<Role, HaulageError> {
        self.layout.roles.get(machine).copied().ok_or(HaulageError::UnknownMachine { machine })
    }
}

fn new_truck(row: &MachineRow, layout: &Layout, tank: Tank) -> Truck {
    Truck {
        status: Status::new(row.id),
        phase: TruckPhase::Absent,
        on_road: false,
        released: false,
        mine: row.mine,
        kind: row.kind,
        place: layout.mines[row.mine].park,
        goal: layout.mines[row.mine].park,
        loader: LoaderIdx(0),
        dump: DumpId(0),
        next: None,
        since: Time::START,
        leg_ms: 0,
        leg_ml: 0,
        leg_line_wh: 0,
        filling: Load { mass: Mass::ZERO, dig_ms: 1 },
        spot_ms: 0,
        load_kg: 0,
        face: None,
        idle_ml_h: row.idle_ml_h,
        tank,
        duty: Duty::NEW,
        stopped_in: TruckPhase::Absent,
    }
}

fn new_loader(row: &MachineRow, layout: &Layout, tank: Tank, stream: Stream) -> Loader {
    let place = row.face.map_or(layout.mines[row.mine].park, |face| layout.faces[face].place);
    Loader {
        status: Status::new(row.id),
        phase: LoaderPhase::Absent,
        released: false,
        mine: row.mine,
        face: row.face,
        step: 0,
        fill_row: row.fills_at,
        stood_at: row.face,
        place,
        walk_from: place,
        line: Line::EMPTY,
        serving: None,
        coming: 0,
        backlog_ms: 0,
        expected_end: Time::START,
        side_free_at: Time::START,
        since: Time::START,
        work_ml_h: row.work_ml_h,
        idle_ml_h: row.idle_ml_h,
        tank,
        duty: Duty::NEW,
        stream,
        stopped_in: LoaderPhase::Absent,
        walk_ms: 0,
    }
}

fn new_dump(row: &DumpRow, seed: u64, replication: u32) -> Dump {
    let mut hopper = row.crusher.map(|(size_kg, kg_per_h)| Hopper::new(size_kg, kg_per_h));
    let named = |purpose| Stream::named(seed, replication, &row.name, purpose);
    let mut outage = row.breaks.map(|breaks| Outage {
        breaks,
        life: named("crusher life"),
        repair: named("crusher repair"),
    });
    if let (Some(hopper), Some(outage)) = (&mut hopper, &mut outage) {
        hopper.start(outage.breaks.life.draw(&mut outage.life), Time::START);
    }
    Dump {
        line: Line::EMPTY,
        busy: 0,
        coming: 0,
        total_kg: 0,
        hopper,
        fits_at: Time::NEVER,
        turns_at: Time::NEVER,
        levelled_at: Time::NEVER,
        since_dozer: 0,
        outage,
    }
}

fn left_at_start(row: &FaceRow) -> i64 {
    row.available_kg.unwrap_or(UNBOUNDED)
}
