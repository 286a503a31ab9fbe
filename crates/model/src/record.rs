//! What one replication came to: the totals that tables and the report are made of.
//!
//! The engine adds these up from the event log as it is written; the audit adds them up again from the log alone.
//! They are whole numbers in tables and lists in the order of the scenario's ids. They can be stored and read back,
//! so that an interrupted ensemble resumes; the stored form belongs to one version of the program only. What is large is kept
//! packed ([`Packed`]), so that the records of a long run fit into memory.
//!
//! Terms: *filled at once* is the fill rate's numerator: demands met in full from the shelf at the moment they came.
use crate::event::{CostCause, DelayCause, Flow, MachineState};
use crate::ids::*;
use crate::packed::{Packed, sparse, sparse_rows};
use crate::scenario::Scenario;
use crate::worth::Payer;
use iceroad_base::Table;
use serde::{Deserialize, Serialize};

/// One machine over the horizon.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MachineRecord {
    /// Milliseconds in each state, by month: `months × MachineState::COUNT`.
    #[serde(with = "sparse_rows")]
    pub state_ms: Vec<[i64; MachineState::COUNT]>,
    /// Loads hauled (trucks) or trucks loaded (loaders), by month.
    pub cycles: Vec<u32>,
    /// Mass dumped (trucks) or loaded (loaders), kg, by month.
    pub mass_kg: Vec<i64>,
    /// Fuel burnt, L, by month.
    pub fuel_l: Vec<i64>,
    /// Electric energy taken from chargers and trolley lines, kWh, by month.
    pub energy_kwh: Vec<i64>,
    /// Failures.
    pub failures: u32,
    /// Planned services done.
    pub services: u32,
}

/// Tonnes of one material at one dump in one month; only cells with something in them.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct TonnesCell {
    /// Which dump.
    pub dump: DumpId,
    /// Which material.
    pub material: MaterialId,
    /// Month from the first.
    pub month: u16,
    /// Mass, kg.
    pub mass_kg: i64,
    /// Loads.
    pub loads: u32,
}

/// Trucks of one model between one face and one dump; only cells with something in them.
///
/// A drive counts with its time where nothing came between: no fuel, no break, no repair.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct HaulCell {
    /// Which face.
    pub face: FaceId,
    /// Which dump.
    pub dump: DumpId,
    /// Model of the trucks.
    pub model: ModelId,
    /// Loads dumped.
    pub loads: u32,
    /// Their mass, kg.
    pub mass_kg: i64,
    /// Loaded drives with nothing between.
    pub drives: u32,
    /// Their time under way, ms; time held on the road is not in it.
    pub drive_ms: i64,
    /// Empty drives from the dump straight to the face.
    pub returns: u32,
    /// Their time under way, ms.
    pub return_ms: i64,
}

impl HaulCell {
    /// A cell with nothing in it yet.
    pub const fn new(face: FaceId, dump: DumpId, model: ModelId) -> Self {
        let (loads, mass_kg, drives, drive_ms, returns, return_ms) = (0, 0, 0, 0, 0, 0);
        Self { face, dump, model, loads, mass_kg, drives, drive_ms, returns, return_ms }
    }
}

/// A face or a dump.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// Trucks loaded or dumped there.
    pub trucks: u32,
    /// Truck-milliseconds in line before. Time in a line that a truck left for another is booked where it was served.
    pub queued_ms: i64,
}

/// One direction of a single-lane zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LaneRecord {
    /// Trucks that went in.
    pub trucks: u32,
    /// Of them, those held right before.
    pub held: u32,
    /// How long they were held, truck-milliseconds; a closure that came while they waited is in it.
    pub held_ms: i64,
}

/// A single-lane zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ZoneRecord {
    /// In the direction of its first segment.
    pub along: LaneRecord,
    /// In the other.
    pub against: LaneRecord,
}

impl ZoneRecord {
    /// Truck-milliseconds held before it, from either side.
    pub fn held_ms(&self) -> i64 {
        self.along.held_ms + self.against.held_ms
    }
}

/// What a dump with grades or a crusher that fails came to in one month; only cells with something in them.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct DumpCell {
    /// Which dump.
    pub dump: DumpId,
    /// Month from the first.
    pub month: u16,
    /// Mass dumped that has a grade, kg.
    pub graded_kg: i64,
    /// Its mass times grade, kg times a thousandth of the planner's unit.
    pub content: i64,
    /// Mass of loads that left the running mean outside the limits, kg.
    pub off_blend_kg: i64,
    /// Times its crusher failed.
    pub stops: u32,
    /// How long it stood, ms.
    pub stopped_ms: i64,
}

impl DumpCell {
    /// A cell with nothing in it yet.
    pub const fn new(dump: DumpId, month: u16) -> Self {
        Self { dump, month, graded_kg: 0, content: 0, off_blend_kg: 0, stops: 0, stopped_ms: 0 }
    }
}

/// One subsystem over all machines of its model.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SubsystemRecord {
    /// Failures, by damage too.
    pub failures: u32,
    /// Repairs of what an inspection had found, done before it failed.
    pub planned: u32,
    /// Machine-milliseconds down after its failures, by state; planned repairs have none.
    #[serde(with = "sparse")]
    pub down_ms: [i64; MachineState::COUNT],
}

/// A group of bays.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct BayRecord {
    /// Bay-milliseconds taken.
    pub taken_ms: i64,
    /// Bay-milliseconds there were, from opening on.
    pub open_ms: i64,
    /// Jobs that used it.
    pub jobs: u32,
}

/// A group of technicians.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct GroupRecord {
    /// Technician-milliseconds of hands-on work.
    pub working_ms: i64,
    /// Technician-milliseconds on shift.
    pub on_shift_ms: i64,
}

/// One stock line.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct StockRecord {
    /// Demands that came.
    pub demands: u32,
    /// Met in full from the shelf at once.
    pub at_once: u32,
    /// Met by a substitute, in part or whole.
    pub substituted: u32,
    /// Not met when the horizon ended, or dropped.
    pub unmet: u32,
    /// Total waiting of demands, ms.
    pub wait_ms: i64,
    /// Units issued from this line.
    pub issued: i64,
    /// Units received.
    pub received: i64,
    /// Units spoiled.
    pub spoiled: i64,
    /// Emergency orders for demands on this line.
    pub emergencies: u32,
    /// Units asked for, by month; asked for as this item, whatever was issued.
    pub asked: Vec<i64>,
    /// Units ordered or sent here and not received when the horizon ended.
    pub coming: i64,
    /// On hand at the end of each week from the start, then at the end.
    pub weekly: Vec<i64>,
}

/// What became of a row of rotables.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RotableRecord {
    /// Units that came out of machines.
    pub cores: u32,
    /// Units repaired.
    pub repaired: u32,
    /// Units condemned.
    pub condemned: u32,
    /// How long units were on their way to the shop, ms.
    pub way_ms: i64,
    /// How long units waited for a bench, ms.
    pub waited_ms: i64,
    /// How long units were on a bench, ms.
    pub on_bench_ms: i64,
    /// Units in the shop or on their way to it when the horizon ended.
    pub at_end: u32,
}

/// Value of one item in one store over the horizon, minor units; only cells with something in them.
///
/// What lies on the shelf, and every order on its way, carries its value with it: at the start as [`crate::worth::Worths`] says,
/// then what was paid for goods and freight. What leaves a shelf takes its mean value along (moving weighted average, IAS 2),
/// the last unit all that is left. What comes out of a machine carries none, so that what comes back repaired carries what its repair cost, and its freight to the shop is used as it is paid.
/// So `opening + coming_at_start + bought + freight + repairs + moved_in` is always
/// `used + spoiled + moved_out + closing + coming`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GoodsCell {
    /// Which store; goods on the way count where they go.
    pub store: StoreId,
    /// Which item.
    pub item: ItemId,
    /// On the shelf at the start.
    pub opening: i64,
    /// On the way at the start.
    pub coming_at_start: i64,
    /// Paid for goods.
    pub bought: i64,
    /// Paid for freight.
    pub freight: i64,
    /// Paid for repairs.
    pub repairs: i64,
    /// Sent here by other stores.
    pub moved_in: i64,
    /// Used, by who pays.
    pub used: [i64; Payer::COUNT],
    /// Spoiled.
    pub spoiled: i64,
    /// Sent to other stores.
    pub moved_out: i64,
    /// On the shelf at the end.
    pub closing: i64,
    /// Paid for and on the way at the end.
    pub coming: i64,
}

impl GoodsCell {
    /// A cell with nothing in it yet.
    pub const fn new(store: StoreId, item: ItemId) -> Self {
        Self {
            store,
            item,
            opening: 0,
            coming_at_start: 0,
            bought: 0,
            freight: 0,
            repairs: 0,
            moved_in: 0,
            used: [0; Payer::COUNT],
            spoiled: 0,
            moved_out: 0,
            closing: 0,
            coming: 0,
        }
    }

    /// What there was and what came in.
    pub fn taken_in(&self) -> i64 {
        self.opening + self.coming_at_start + self.bought + self.freight + self.repairs + self.moved_in
    }

    /// What went out and what is left.
    pub fn given_out(&self) -> i64 {
        self.used.iter().sum::<i64>() + self.spoiled + self.moved_out + self.closing + self.coming
    }
}

/// One window of a season, in days since the horizon's first day (may be negative).
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct WindowRecord {
    /// Which season.
    pub season: SeasonId,
    /// First open day.
    pub opened: i32,
    /// First day at full load, where it came.
    pub full_load: Option<i32>,
    /// Last open day.
    pub closed: i32,
}

/// One leg.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct LegRecord {
    /// Mass carried, kg.
    pub mass_kg: i64,
    /// Trips.
    pub trips: i64,
    /// Mass that waited for it at the end of each week from the start, then at the end, kg.
    pub waiting_kg: Vec<i64>,
}

/// One class of vehicles.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct VehicleRecord {
    /// Trips.
    pub trips: i64,
    /// Mass carried, kg.
    pub mass_kg: i64,
    /// Days on which its season bore a load worth a trip.
    pub days: i64,
    /// What one trip might have carried under the gross limit, summed over those days, kg.
    pub room_kg: i64,
}

/// How goods of one item stood in the queue for a leg; only cells with something in them.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct QueueCell {
    /// Which leg they waited for.
    pub leg: LegId,
    /// Which item.
    pub item: ItemId,
    /// Shipments.
    pub shipments: u32,
    /// Their mass, kg.
    pub mass_kg: i64,
    /// From when each came to wait until its last part had set off, or the horizon ended: the sum, ms.
    pub stood_ms: i64,
    /// Of that, while no vehicle could set off with them: the leg was closed, or its ice too thin for a piece or for a load
    /// worth a trip. The rest they stood in line.
    pub shut_ms: i64,
    /// The longest that one of them stood in line, ms.
    pub longest_ms: i64,
    /// The other item of which most set off the same way while they stood.
    pub behind: Option<ItemId>,
}

impl QueueCell {
    /// Nothing of an item has stood in a leg's queue yet.
    pub fn empty(leg: LegId, item: ItemId) -> Self {
        Self { leg, item, shipments: 0, mass_kg: 0, stood_ms: 0, shut_ms: 0, longest_ms: 0, behind: None }
    }
}

/// One line of an agreement.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct LineRecord {
    /// When the last unit came, ms; none: not in full within the horizon.
    pub complete_ms: Option<i64>,
    /// Units delivered by the due time, before the horizon included.
    pub by_due: i64,
    /// Units delivered within the horizon and before.
    pub delivered: i64,
    /// Penalty, minor units.
    pub penalty: i64,
    /// Where its time went, ms, largest first.
    pub delays: Vec<(DelayCause, i64)>,
}

/// What a settlement lacked of an item in a month.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct ShortCell {
    /// Which settlement.
    pub settlement: SettlementId,
    /// Which item.
    pub item: ItemId,
    /// Month.
    pub month: u16,
    /// Days with too little.
    pub days: u32,
    /// Units lacking.
    pub quantity: i64,
}

/// What a mine lacked of an item in a store in a month.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct MineShortCell {
    /// Which mine.
    pub mine: MineId,
    /// Which store.
    pub store: StoreId,
    /// Which item.
    pub item: ItemId,
    /// Month.
    pub month: u16,
    /// Days with too little.
    pub days: u32,
    /// Units lacking.
    pub quantity: i64,
}

/// One task of a project.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct TaskRecord {
    /// When it began, ms.
    pub started_ms: Option<i64>,
    /// When it was done, ms.
    pub done_ms: Option<i64>,
}

/// What turnover is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Ware {
    /// Goods of an order.
    Goods {
        /// First two digits of the HS code; 0 where the item has none.
        chapter: u8,
    },
    /// Works of a workshop under an agreement.
    Services,
}

/// Turnover of one partner, origin, ware, month and direction.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct TurnoverCell {
    /// With whom: the seller; of exports, the buyer.
    pub partner: PartyId,
    /// Where the goods are from, none where nobody knows; of services, where who does them is seated.
    pub origin: Option<TerritoryId>,
    /// What.
    pub ware: Ware,
    /// Month.
    pub month: u16,
    /// Which way, by the seats of the parties.
    pub flow: Flow,
    /// Net mass, kg; 0 of services.
    pub mass_kg: i64,
    /// Value, minor units.
    pub amount: i64,
}

/// How often a rule refused an offer.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct RefusalCell {
    /// Which offer.
    pub offer: OfferId,
    /// The rule that refused it.
    pub rule: RestrictionId,
    /// How often.
    pub times: u32,
}

impl RunRecord {
    /// The same record, ready to be read for hundreds of numbers; it takes several times the memory.
    pub fn opened(&self) -> Self {
        Self {
            machines: self.machines.opened(),
            hauls: self.hauls.opened(),
            subsystems: self.subsystems.opened(),
            stock: self.stock.opened(),
            goods: self.goods.opened(),
            legs: self.legs.opened(),
            queues: self.queues.opened(),
            turnover: self.turnover.opened(),
            ..self.clone()
        }
    }

    /// Whether its tables are as long as those of a scenario, as of every record of a run of it.
    pub fn fits(&self, scenario: &Scenario) -> bool {
        let months = scenario.clock(&scenario.heading.zone).months().len();
        let lengths = [
            (self.machines.len(), scenario.machines.len()),
            (self.faces.len(), scenario.faces.len()),
            (self.dumps.len(), scenario.dumps.len()),
            (self.zones.len(), scenario.zones.len()),
            (self.subsystems.len(), scenario.subsystems.len()),
            (self.bays.len(), scenario.bays.len()),
            (self.groups.len(), scenario.technicians.len()),
            (self.stock.len(), scenario.stock.len()),
            (self.legs.len(), scenario.legs.len()),
            (self.vehicles.len(), scenario.vehicles.len()),
            (self.lines.len(), scenario.lines.len()),
            (self.rotables.len(), scenario.rotables.len()),
            (self.tasks.len(), scenario.tasks.len()),
            (self.costs.len(), months),
        ];
        let of_months = |row: MachineRecord| row.state_ms.len() == months;
        lengths.iter().all(|(is, should)| is == should) && self.machines.iter().all(of_months)
    }
}

/// One replication. What takes most of it is packed, for a run keeps the records of all its replications.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct RunRecord {
    /// Which replication, from 0.
    pub replication: u32,
    /// Digest of the whole event log.
    pub digest: u64,
    /// Entries in the log.
    pub entries: u64,
    /// Events the calendar fired.
    pub fired: u64,
    /// Each machine.
    pub machines: Packed<MachineRecord, MachineId>,
    /// In order of (dump, material, month).
    pub tonnes: Vec<TonnesCell>,
    /// In order of (face, dump, model).
    pub hauls: Packed<HaulCell>,
    /// Each face.
    pub faces: Table<FaceId, PlaceRecord>,
    /// Each dump.
    pub dumps: Table<DumpId, PlaceRecord>,
    /// Each single-lane zone.
    pub zones: Table<ZoneId, ZoneRecord>,
    /// In order of (dump, month).
    pub dump_months: Vec<DumpCell>,
    /// Each subsystem.
    pub subsystems: Packed<SubsystemRecord, SubsystemId>,
    /// Each group of bays.
    pub bays: Table<BayId, BayRecord>,
    /// Each group of technicians.
    pub groups: Table<GroupId, GroupRecord>,
    /// Each stock line.
    pub stock: Packed<StockRecord, StockId>,
    /// In order of (store, item).
    pub goods: Packed<GoodsCell>,
    /// Each row of rotables.
    pub rotables: Table<RotableId, RotableRecord>,
    /// In order of (season, opened).
    pub windows: Vec<WindowRecord>,
    /// Each leg.
    pub legs: Packed<LegRecord, LegId>,
    /// Each class of vehicles.
    pub vehicles: Table<VehicleId, VehicleRecord>,
    /// In order of (leg, item).
    pub queues: Packed<QueueCell>,
    /// Each line of an agreement.
    pub lines: Table<LineId, LineRecord>,
    /// In order of (settlement, item, month).
    pub shortages: Vec<ShortCell>,
    /// In order of (mine, store, item, month).
    pub mine_shortages: Vec<MineShortCell>,
    /// Each task.
    pub tasks: Table<TaskId, TaskRecord>,
    /// In order of (partner, chapter, month, flow).
    pub turnover: Packed<TurnoverCell>,
    /// Minor units by month and [`CostCause`].
    pub costs: Vec<[i64; CostCause::COUNT]>,
    /// In order of (offer, rule).
    pub refusals: Vec<RefusalCell>,
}
