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
//! A module uses those above it in this table and none below it (`tests/arrows.rs` holds it to that):
//!
//! | module | is about |
//! |---|---|
//! | `rows`, `surface` | typed rows: which truck, which loader; the state of the roads on a day |
//! | `error`, `notice` | what goes wrong, and what haulage tells others |
//! | [`traction`] | speed, time and fuel on a road, from rimpull and resistance |
//! | [`network`], [`routes`] | quickest ways, and the table of legs |
//! | [`loading`] | passes, full-truck rule, spread |
//! | `ground` | the pit as it stands: mines, machines, faces, dumps, fills |
//! | `planned`, `flows` | the production plan as a mix of materials; the mine as the flow plan sees it |
//! | `fleet` | trucks and loaders in a replication |
//! | `slots`, `day` | whose calendar slot is which; whether a mine works, and on what roads |
//! | `faces` | what is left at each face, and who digs there |
//! | `dumps` | crushers that fail, dozers that level, blends and stockpiles |
//! | [`dispatch`] | where an empty truck goes; the place to add a policy |
//! | `energy` | the fuel point, the charge point, and the lines there |
//! | `traffic` | roads with rules: who hinders whom, zones, crossings, closures, weather |
//! | `shift` | breaks, changes of shift, operators, cold engines |
//! | [`layout`] | all that is worked out once for a scenario: the ground, and what each room makes of it |
//! | `bound` | the greatest tonnage that any dispatch could reach |
//! | `profile`, [`outlook`], [`foresight`] | what the worked-out roads say of a scenario before a run |
//! | `cycle` | what happens, event by event: the rooms put to work |
//! | `service` | what others ask: stop, release, resume, fuel, weather, commission |
//! | `invariants` | what must hold between any two events |
//! | [`alone`] | haulage run by itself: what rates are learned from, and for tests and measures |
//! | [`rates`] | the same pit by production rates instead of cycles |
//! | [`hauling`] | the two behind one set of calls |
//!
//! The rooms from `faces` to `shift` each have a state of their own and name what they may see of the pit around them.
//! `cycle` owns them all and carries between them.
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
mod cycle;
mod day;
pub mod dispatch;
mod dumps;
mod energy;
mod error;
mod faces;
mod fleet;
mod flows;
pub mod foresight;
mod ground;
pub mod hauling;
mod invariants;
pub mod layout;
pub mod loading;
pub mod network;
mod notice;
pub mod outlook;
mod planned;
mod profile;
pub mod rates;
pub mod routes;
mod rows;
mod service;
mod shift;
mod slots;
mod surface;
pub mod traction;
mod traffic;

pub use error::HaulageError;
pub use hauling::{Fidelity, Hauling};
pub use layout::Layout;
pub use notice::{Ctx, Notice, Owner, Stopped};
pub use profile::ProfileRoad;
pub use rows::{Place, TruckKind};

use crate::day::Day;
use crate::dispatch::Dispatch;
use crate::dumps::Dumps;
use crate::energy::AtPoints;
use crate::faces::Faces;
use crate::fleet::Fleet;
use crate::ground::Role;
use crate::shift::{OnShift, Shift};
use crate::slots::{Due, Slots};
use crate::traffic::{OnRoads, Traffic};
use iceroad_base::Table;
use iceroad_base::quantity::Mass;
use iceroad_base::random::Stream;
use iceroad_kernel::TimeStands;
use iceroad_model::event::MachineState;
use iceroad_model::{DumpId, MachineId, MineId, Scenario, Tables};
use std::sync::Arc;

/// Haulage of all mines in one replication.
pub struct Haulage {
    layout: Arc<Layout>,
    slots: Slots,
    days: Table<MineId, Day>,
    fleet: Fleet,
    faces: Faces,
    dumps: Dumps,
    policies: Table<MineId, Box<dyn Dispatch>>,
    /// Who is at the fuel point and the charge point.
    at_points: Table<MineId, AtPoints>,
    traffic: Traffic,
    /// Where something is asked of a shift but its hours.
    shifts: Table<MineId, Option<Shift>>,
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
        let named = |name: &str, purpose: &str| Stream::named(seed, replication, name, purpose);
        let ground = &layout.ground;
        let slots = Slots::new(
            first_slot,
            [ground.trucks.len(), ground.loaders.len(), ground.mines.len(), ground.dumps.len()],
        );
        let fleet = Fleet::new(ground, named);
        let road_slot = |mine_id| {
            let nth = layout.road_mines.iter().position(|&other| other == mine_id)?;
            Some(slots.roads(nth))
        };
        let present = |crew: &str| named(crew, "operators present");
        let shifts = layout.shifts.iter().map(|row| row.as_ref().map(|row| Shift::new(row, present)));
        Haulage {
            slots,
            days: Table::filled(ground.mines.len(), Day::default()),
            faces: Faces::new(ground, &fleet.loaders),
            dumps: Dumps::new(ground, layout.ore.clone(), named),
            policies: dispatch::policies(&layout.dispatch, ground, |mine| named(mine, "dispatch")),
            at_points: Table::filled(ground.mines.len(), AtPoints::NOBODY),
            traffic: Traffic::new(&layout.roads, fleet.trucks.len(), road_slot, |name| {
                named(name, "road weather")
            }),
            shifts: shifts.collect(),
            fleet,
            layout,
        }
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
        let ground = &self.layout.ground;
        match self.slots.whose(local) {
            Due::Truck(truck_idx) => Some(Owner::Machine(ground.machine(Role::Truck(truck_idx)).id)),
            Due::Loader(loader_idx) => Some(Owner::Machine(ground.machine(Role::Loader(loader_idx)).id)),
            Due::Shift(mine_id) => Some(Owner::Mine(mine_id)),
            Due::Dump(dump_id) => Some(Owner::Dump(dump_id)),
            Due::Roads(nth) => self.layout.road_mines.get(nth).map(|&mine_id| Owner::Mine(mine_id)),
        }
    }

    /// Time stands, and this slot was due last.
    pub fn time_stands(&self, local: u16, stands: TimeStands) -> HaulageError {
        let machine = match self.slots.whose(local) {
            Due::Truck(truck_idx) => Some(Role::Truck(truck_idx)),
            Due::Loader(loader_idx) => Some(Role::Loader(loader_idx)),
            _ => None,
        };
        let machine = machine.map(|role| self.layout.ground.machine(role).name.clone());
        HaulageError::TimeStands { machine, stands }
    }

    /// Mass dumped at a dump so far.
    pub fn dumped_total(&self, dump: DumpId) -> Mass {
        self.dumps.each.get(dump).map_or(Mass::ZERO, |dump| Mass(dump.total_kg))
    }

    /// Mass aboard all trucks now, without loads being filled. Loaded = dumped + aboard, at any time.
    pub fn aboard(&self) -> Mass {
        self.fleet.trucks.iter().map(|truck| Mass(truck.load_kg)).sum()
    }

    /// The state haulage logged last for a machine; none while it is maintenance's, absent or unknown.
    pub fn state(&self, machine: MachineId) -> Option<MachineState> {
        let status = match *self.layout.ground.roles.get(machine)? {
            Role::Truck(truck_idx) => self.fleet.trucks[truck_idx].status,
            Role::Loader(loader_idx) => self.fleet.loaders[loader_idx].status,
        };
        Some(status.state()).filter(|&state| !matches!(state, MachineState::Absent | MachineState::Service))
    }

    fn role(&self, machine: MachineId) -> Result<Role, HaulageError> {
        self.layout.ground.roles.get(machine).copied().ok_or(HaulageError::UnknownMachine { machine })
    }

    /// The roads of a mine, where they have rules.
    #[inline]
    fn on_roads(&mut self, mine_id: MineId) -> Option<OnRoads<'_>> {
        let rules = self.layout.roads[mine_id].as_ref()?;
        let roads = self.traffic.roads[mine_id].as_mut()?;
        Some(OnRoads {
            rules,
            roads,
            trips: &mut self.traffic.trips,
            mine_id,
            ground: &self.layout.ground,
            slots: &self.slots,
            day: &mut self.days[mine_id],
            fleet: &mut self.fleet,
            faces: &self.faces,
            dumps: &self.dumps,
            policies: &mut self.policies,
        })
    }

    /// The shift of a mine, where something is asked of it but its hours.
    #[inline]
    fn on_shift(&mut self, mine_id: MineId) -> Option<OnShift<'_>> {
        let row = self.layout.shifts[mine_id].as_ref()?;
        let state = self.shifts[mine_id].as_mut()?;
        Some(OnShift {
            row,
            state,
            mine_id,
            ground: &self.layout.ground,
            energy: &self.layout.energy,
            slots: &self.slots,
            faces: &self.faces,
            day: &mut self.days[mine_id],
            fleet: &mut self.fleet,
        })
    }
}
