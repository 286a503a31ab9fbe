//! The event log: what happened in one replication, entry by entry, in order.
//!
//! Every rule of a run can be re-derived from this log and the scenario alone; the audit does so. Entries are
//! small and `Copy`, so that writing one costs a few nanoseconds when only the digest is kept.
//!
//! Order: entries are written in the order in which they happen; several at one instant keep the order of cause
//! and effect. Pitfall: an entry about a machine's state says what begins now; what it was before ends now.
use crate::ids::*;
use crate::record::DelayCause;
use iceroad_base::quantity::{Mass, Money, Quantity, Volume};
use iceroad_base::{Span, Time};
use serde::{Deserialize, Serialize};

/// A machine is in exactly one of these at any time.
///
/// Classes follow the time-usage model of surface mining (GMG): operating, delay, standby, down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum MachineState {
    /// Not yet in the fleet.
    Absent = 0,
    /// Under way empty.
    TravelEmpty,
    /// In line at a loader.
    QueueLoad,
    /// Being loaded (trucks), or loading (loaders).
    Loading,
    /// Under way loaded.
    TravelLoaded,
    /// In line at a dump.
    QueueDump,
    /// Dumping.
    Dumping,
    /// In line or standing at the fuel point.
    Refuelling,
    /// A loader that waits for trucks.
    WaitTruck,
    /// Between shifts.
    OffShift,
    /// Stood down for weather.
    WeatherStop,
    /// No face or loader to work at.
    NoWork,
    /// No fuel to be had.
    NoFuel,
    /// Failed; waits for a recovery vehicle or field crew.
    WaitTow,
    /// Being towed.
    Tow,
    /// Waits for a bay.
    WaitBay,
    /// Waits for a technician.
    WaitTechnician,
    /// Waits for a part.
    WaitPart,
    /// Waits because open-air work is stopped by cold.
    WaitWeather,
    /// Hands-on repair of a failure.
    Repair,
    /// Hands-on planned maintenance.
    Service,
    /// On the road, held: a single-lane stretch, a crossing or a closed road is not free.
    HeldOnRoad,
    /// One crew gives the machine over to the next.
    ShiftChange,
    /// Runs its engine warm after a cold stand.
    WarmUp,
    /// Its crew has its break.
    Break,
    /// Nobody is there who may drive it.
    NoOperator,
    /// Stands clear of a blast.
    BlastStandDown,
}

/// The class of a state in the time-usage model.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StateClass {
    /// Not in the fleet: outside calendar time.
    Absent,
    /// Producing.
    Working,
    /// Engine on, not producing.
    Delay,
    /// Fit for work, not asked to.
    Standby,
    /// Not fit for work.
    Down,
}

impl MachineState {
    /// How many states there are.
    pub const COUNT: usize = 27;
    /// Every state, in order of its number.
    pub const ALL: [MachineState; Self::COUNT] = [
        MachineState::Absent,
        MachineState::TravelEmpty,
        MachineState::QueueLoad,
        MachineState::Loading,
        MachineState::TravelLoaded,
        MachineState::QueueDump,
        MachineState::Dumping,
        MachineState::Refuelling,
        MachineState::WaitTruck,
        MachineState::OffShift,
        MachineState::WeatherStop,
        MachineState::NoWork,
        MachineState::NoFuel,
        MachineState::WaitTow,
        MachineState::Tow,
        MachineState::WaitBay,
        MachineState::WaitTechnician,
        MachineState::WaitPart,
        MachineState::WaitWeather,
        MachineState::Repair,
        MachineState::Service,
        MachineState::HeldOnRoad,
        MachineState::ShiftChange,
        MachineState::WarmUp,
        MachineState::Break,
        MachineState::NoOperator,
        MachineState::BlastStandDown,
    ];

    /// Its class. The hour meter runs in working and delay.
    pub fn class(self) -> StateClass {
        use MachineState::*;
        match self {
            Absent => StateClass::Absent,
            TravelEmpty | Loading | TravelLoaded | Dumping => StateClass::Working,
            QueueLoad | QueueDump | Refuelling | WaitTruck | HeldOnRoad | ShiftChange | WarmUp => {
                StateClass::Delay
            }
            OffShift | WeatherStop | NoWork | NoFuel | Break | NoOperator | BlastStandDown => {
                StateClass::Standby
            }
            WaitTow | Tow | WaitBay | WaitTechnician | WaitPart | WaitWeather | Repair | Service => {
                StateClass::Down
            }
        }
    }

    /// The name used in tables and the log.
    pub fn name(self) -> &'static str {
        use MachineState::*;
        match self {
            Absent => "absent",
            TravelEmpty => "travel_empty",
            QueueLoad => "queue_load",
            Loading => "loading",
            TravelLoaded => "travel_loaded",
            QueueDump => "queue_dump",
            Dumping => "dumping",
            Refuelling => "refuelling",
            WaitTruck => "wait_truck",
            OffShift => "off_shift",
            WeatherStop => "weather_stop",
            NoWork => "no_work",
            NoFuel => "no_fuel",
            WaitTow => "wait_tow",
            Tow => "tow",
            WaitBay => "wait_bay",
            WaitTechnician => "wait_technician",
            WaitPart => "wait_part",
            WaitWeather => "wait_weather",
            Repair => "repair",
            Service => "service",
            HeldOnRoad => "held_on_road",
            ShiftChange => "shift_change",
            WarmUp => "warm_up",
            Break => "break",
            NoOperator => "no_operator",
            BlastStandDown => "blast_stand_down",
        }
    }
}

macro_rules! serial {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);
    };
}
serial!(
    /// Number of a job within one replication, in order of opening.
    JobNo
);
serial!(
    /// Number of a demand on a store within one replication.
    DemandNo
);
serial!(
    /// Number of an order within one replication.
    OrderNo
);
serial!(
    /// Number of a shipment within one replication.
    ShipmentNo
);

/// Why a job was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobKind {
    /// A failure.
    Repair(SubsystemId),
    /// Planned maintenance.
    Service(ServiceId),
}

/// Who asks a store for goods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claimant {
    /// A job of a workshop.
    Job(JobNo),
    /// A machine at the fuel point.
    Fuel(MachineId),
    /// A settlement.
    Settlement(SettlementId),
    /// A task of a project.
    Task(TaskId),
    /// The store below.
    Store(StoreId),
}

/// What an order is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To fill a store.
    Replenish,
    /// To fill one waiting demand by the fastest way.
    Emergency(DemandNo),
    /// A line of an agreement.
    Line(LineId),
    /// Was on the way at the start.
    Inbound(InboundId),
}

/// Why money was paid; costs are positive, income negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum CostCause {
    /// Goods bought.
    Purchase = 0,
    /// Freight by ordinary legs.
    Freight,
    /// Freight by emergency legs.
    EmergencyFreight,
    /// Technicians on shift.
    Labour,
    /// Operating machines without fuel and parts.
    Operation,
    /// Crews of projects.
    Construction,
    /// Penalties for late lines.
    Penalty,
    /// Electricity for trucks.
    Electricity,
}

impl CostCause {
    /// How many causes there are.
    pub const COUNT: usize = 8;
    /// Every cause, in order of its number.
    pub const ALL: [CostCause; Self::COUNT] = [
        CostCause::Purchase,
        CostCause::Freight,
        CostCause::EmergencyFreight,
        CostCause::Labour,
        CostCause::Operation,
        CostCause::Construction,
        CostCause::Penalty,
        CostCause::Electricity,
    ];
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            CostCause::Purchase => "purchase",
            CostCause::Freight => "freight",
            CostCause::EmergencyFreight => "emergency_freight",
            CostCause::Labour => "labour",
            CostCause::Operation => "operation",
            CostCause::Construction => "construction",
            CostCause::Penalty => "penalty",
            CostCause::Electricity => "electricity",
        }
    }
}

/// Which way goods crossed the border of the home territory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Flow {
    /// Within the home territory.
    Domestic,
    /// Into it.
    Import,
}

/// One entry of the log.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are named by the ids and quantities they hold")]
pub enum Event {
    /// A machine's state begins.
    State { machine: MachineId, state: MachineState },
    /// A truck has been loaded (also with a part load when loading was cut short).
    Loaded { truck: MachineId, loader: MachineId, face: FaceId, mass: Mass },
    /// A truck has dumped all it had.
    Dumped { truck: MachineId, dump: DumpId, material: MaterialId, mass: Mass },
    /// A loader has come to another face than the one it dug before.
    LoaderMoved { loader: MachineId, face: FaceId },
    /// A dump's crusher has failed: nothing leaves its hopper, and only what fits into it is dumped.
    DumpStopped { dump: DumpId },
    /// It works again.
    DumpWorks { dump: DumpId },
    /// A haul road is closed in both directions.
    RoadClosed { segment: SegmentId },
    /// It is open again.
    RoadOpened { segment: SegmentId },
    /// A truck drives into a single-lane zone in the driving direction of its first segment, or against it.
    ZoneEntered { truck: MachineId, zone: ZoneId, along: bool },
    /// It has left the zone.
    ZoneLeft { truck: MachineId, zone: ZoneId },
    /// Electric energy drawn from a trolley line or a charger since the last such entry of this machine, kWh.
    Drawn { machine: MachineId, kwh: Quantity },
    /// Rate fidelity: so many loads went from a loader to a dump since the last such entry of the two.
    Hauled { loader: MachineId, dump: DumpId, material: MaterialId, loads: u32, mass: Mass },
    /// Rate fidelity: a truck's part of what its mine's loaders sent since the last such entry of the truck.
    Carried { truck: MachineId, loads: u32, mass: Mass },
    /// Rate fidelity: of the time booked as one state this month, so much was in truth spent in another.
    Spent { machine: MachineId, booked: MachineState, state: MachineState, span: Span },
    /// A machine has taken fuel.
    Refuelled { machine: MachineId, fuel: Volume },
    /// Fuel burnt since the last such entry of this machine.
    Burnt { machine: MachineId, fuel: Volume },
    /// A subsystem failed.
    Failed { machine: MachineId, subsystem: SubsystemId },
    /// A job was opened.
    JobOpened { job: JobNo, machine: MachineId, workshop: WorkshopId, kind: JobKind },
    /// A job took one bay of a group; field jobs take none.
    BayTaken { job: JobNo, bay: BayId },
    /// Hands-on work begins or goes on, with so many technicians of a group.
    WorkStarted { job: JobNo, group: GroupId, technicians: u16 },
    /// Hands-on work stops, technicians go free; the bay stays taken.
    WorkPaused { job: JobNo },
    /// A job is done; bay and technicians are free.
    JobClosed { job: JobNo },
    /// A store was asked for goods.
    Demanded { demand: DemandNo, store: StoreId, item: ItemId, quantity: Quantity, by: Claimant },
    /// Goods left the shelf for a demand; `item` is what was issued, perhaps a permitted equivalent.
    Issued { demand: DemandNo, store: StoreId, item: ItemId, quantity: Quantity },
    /// A demand is met in full.
    Filled { demand: DemandNo },
    /// A demand will not be met: given up or cut short.
    Dropped { demand: DemandNo },
    /// Goods came onto the shelf.
    Received { store: StoreId, item: ItemId, quantity: Quantity, order: OrderNo },
    /// Goods spoiled on the shelf, or were refused for want of room.
    Spoiled { store: StoreId, item: ItemId, quantity: Quantity },
    /// An order was placed with a seller.
    Ordered { order: OrderNo, offer: OfferId, store: StoreId, quantity: Quantity, purpose: Purpose },
    /// An order between stores, or goods that were on the way at the start.
    Transferred { order: OrderNo, item: ItemId, store: StoreId, quantity: Quantity, purpose: Purpose },
    /// An order waits for a licence under a rule until then.
    LicenceAwaited { order: OrderNo, rule: RestrictionId, until: Time },
    /// An offer was looked at for an item and refused by a rule.
    Refused { offer: OfferId, rule: RestrictionId, store: StoreId },
    /// Goods of an order were handed over and move as a shipment.
    Shipped { shipment: ShipmentNo, order: OrderNo, item: ItemId, quantity: Quantity, at: SiteId },
    /// A part of a shipment set off on a leg.
    Departed { shipment: ShipmentNo, leg: LegId, mass: Mass, trips: u32 },
    /// All of a shipment has come to a site.
    Arrived { shipment: ShipmentNo, site: SiteId },
    /// A season's gross limit changed; zero is closed, `Mass(i64::MAX)` is without limit.
    SeasonLimit { season: SeasonId, gross: Mass },
    /// Part of a line was delivered.
    Delivered { line: LineId, quantity: Quantity },
    /// Where the time of a line's delivery went; one entry a cause.
    Delayed { line: LineId, cause: DelayCause, span: Span },
    /// A penalty fell due for a line; a `Paid` entry goes with it.
    Penalised { line: LineId, amount: Money },
    /// A settlement lacked goods on a day.
    Short { settlement: SettlementId, item: ItemId, quantity: Quantity },
    /// A task began.
    TaskStarted { task: TaskId },
    /// A task stands still (season, cold, crew).
    TaskPaused { task: TaskId },
    /// A task is done.
    TaskDone { task: TaskId },
    /// A machine joined the fleet.
    Commissioned { machine: MachineId },
    /// Money.
    Paid { cause: CostCause, to: Option<PartyId>, amount: Money },
    /// Turnover: goods of an order changed hands.
    Traded { order: OrderNo, partner: PartyId, item: ItemId, flow: Flow, mass: Mass, amount: Money },
}

/// Classes of calendar events: at one instant, lower classes happen first. Fixed, and printed in the book.
pub mod class {
    /// A civil day begins: weather, seasons, settlements.
    pub const DAY: u8 = 0;
    /// A shift begins or ends.
    pub const SHIFT: u8 = 1;
    /// Goods arrive, orders are reviewed, tasks end.
    pub const SUPPLY: u8 = 2;
    /// Work in the workshop ends.
    pub const WORKSHOP: u8 = 3;
    /// A subsystem fails or a service falls due.
    pub const FAILURE: u8 = 4;
    /// Loading or dumping ends: places go free before others arrive.
    pub const SERVED: u8 = 5;
    /// A machine arrives somewhere.
    pub const ARRIVAL: u8 = 6;
}

/// Whoever keeps the log: a digest, a tally, a file, or all of them.
pub trait Recorder {
    /// Takes one entry that happened `at`.
    fn record(&mut self, at: Time, event: Event);
}

/// One entry with its time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// What.
    pub event: Event,
}

impl Recorder for Vec<Entry> {
    fn record(&mut self, at: Time, event: Event) {
        self.push(Entry { at, event });
    }
}
