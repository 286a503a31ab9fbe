//! Every kind of entry of the log, declared once: number, name, what it means, fields.
//!
//! The enum, its visitor, the tables' columns, the book's list of entries and the object-centric export are made from
//! this. A new kind is a line here, with a number that none had before, then whoever writes it and whoever reads it.
//!
//! A field is called by its name here, in tables too, or as what `as` says: with the unit of an amount at its end, and
//! two columns where a value points at something. Numbers and the order of fields are part of every digest: they
//! never change.
use super::*;

/// What is known of a kind of entry.
#[derive(Clone, Copy, Debug)]
pub struct EventKind {
    /// Its number in digests.
    pub number: u8,
    /// Its name in tables and exports.
    pub name: &'static str,
    /// What it means.
    pub means: &'static str,
    /// Its fields, in the order in which they are shown.
    pub fields: &'static [EventField],
}

/// What is known of a field.
#[derive(Clone, Copy, Debug)]
pub struct EventField {
    /// Its columns in tables: one for each of [`Field::numbers`].
    pub columns: &'static [&'static str],
    /// What it holds: what an id names, or the unit.
    pub holds: &'static str,
}

/// Whoever reads an entry field by field.
pub trait FieldVisitor {
    /// The kind of entry. Called once, first.
    fn kind(&mut self, kind: &'static EventKind);
    /// One field.
    fn field(&mut self, field: &'static EventField, value: Field);
}

macro_rules! events {
    ($($(#[doc = $means:literal])+ $number:literal $Kind:ident $name:literal {
        $($field:ident: $Holds:ty $(as $($column:literal)+)?),+ $(,)?
    })+) => {
        /// One entry of the log.
        #[derive(Clone, Copy, PartialEq, Debug)]
        #[expect(missing_docs, reason = "fields are named by the ids and quantities they hold")]
        pub enum Event { $($(#[doc = $means])+ $Kind { $($field: $Holds),+ }),+ }

        impl Event {
            /// Every kind of entry, in order of the numbers.
            pub const KINDS: &'static [EventKind] = &[$(EventKind {
                number: $number,
                name: $name,
                means: concat!($($means),+),
                fields: &[$(events!(@field $field $Holds $(=> $($column)+)?)),+],
            }),+];

            /// Shows the entry's kind and every field to `v`, always in the same order.
            #[inline]
            pub fn visit<V: FieldVisitor>(&self, v: &mut V) {
                /// The places of kinds in [`Event::KINDS`].
                enum Place { $($Kind),+ }
                match *self {$(
                    Event::$Kind { $($field),+ } => {
                        v.kind(const { &Event::KINDS[Place::$Kind as usize] });
                        $(v.field(const { &events!(@field $field $Holds $(=> $($column)+)?) }, $field.into());)+
                    }
                )+}
            }
        }
    };
    (@field $field:ident $Holds:ty) => {
        EventField { columns: &[stringify!($field)], holds: <$Holds as Holds>::WHAT }
    };
    (@field $field:ident $Holds:ty => $($column:literal)+) => {
        EventField { columns: &[$($column),+], holds: <$Holds as Holds>::WHAT }
    };
}

events! {
    /// A machine's state begins.
    1 State "state" { machine: MachineId, state: MachineState }
    /// A truck has been loaded (also with a part load when loading was cut short).
    2 Loaded "loaded" { truck: MachineId, loader: MachineId, face: FaceId, mass: Mass as "mass_kg" }
    /// A truck has dumped all it had.
    3 Dumped "dumped" { truck: MachineId, dump: DumpId, material: MaterialId, mass: Mass as "mass_kg" }
    /// A machine has taken fuel.
    4 Refuelled "refuelled" { machine: MachineId, fuel: Volume as "fuel_l" }
    /// Fuel burnt since the last such entry of this machine.
    5 Burnt "burnt" { machine: MachineId, fuel: Volume as "fuel_l" }
    /// A subsystem failed.
    6 Failed "failed" { machine: MachineId, subsystem: SubsystemId }
    /// A job was opened.
    7 JobOpened "job_opened" {
        job: JobNo, machine: MachineId, workshop: WorkshopId, kind: JobKind as "job_kind" "subsystem_or_service"
    }
    /// A job took one bay of a group; field jobs take none.
    8 BayTaken "bay_taken" { job: JobNo, bay: BayId }
    /// Hands-on work begins or goes on, with so many technicians of a group.
    9 WorkStarted "work_started" { job: JobNo, group: GroupId, technicians: u16 }
    /// Hands-on work stops, technicians go free; the bay stays taken.
    10 WorkPaused "work_paused" { job: JobNo }
    /// A job is done; bay and technicians are free.
    11 JobClosed "job_closed" { job: JobNo }
    /// A store was asked for goods.
    12 Demanded "demanded" {
        demand: DemandNo, store: StoreId, item: ItemId, quantity: Quantity, by: Claimant as "by_kind" "by"
    }
    /// Goods left the shelf for a demand; `item` is what was issued, perhaps a permitted equivalent.
    13 Issued "issued" { demand: DemandNo, store: StoreId, item: ItemId, quantity: Quantity }
    /// A demand is met in full.
    14 Filled "filled" { demand: DemandNo }
    /// A demand will not be met: given up or cut short.
    15 Dropped "dropped" { demand: DemandNo }
    /// Goods came onto the shelf.
    16 Received "received" { store: StoreId, item: ItemId, quantity: Quantity, order: OrderNo }
    /// Goods spoiled on the shelf, or were refused for want of room.
    17 Spoiled "spoiled" { store: StoreId, item: ItemId, quantity: Quantity }
    /// An order was placed with a seller.
    18 Ordered "ordered" {
        order: OrderNo, offer: OfferId, store: StoreId, quantity: Quantity, purpose: Purpose as "purpose" "purpose_of"
    }
    /// An order between stores, or goods that were on the way at the start.
    19 Transferred "transferred" {
        order: OrderNo, item: ItemId, store: StoreId, quantity: Quantity, purpose: Purpose as "purpose" "purpose_of"
    }
    /// An order waits for a licence under a rule until then.
    20 LicenceAwaited "licence_awaited" { order: OrderNo, rule: RestrictionId, until: Time as "until_ms" }
    /// An offer was looked at for an item and refused by a rule.
    21 Refused "refused" { offer: OfferId, rule: RestrictionId, store: StoreId }
    /// Goods of an order were handed over and move as a shipment.
    22 Shipped "shipped" {
        shipment: ShipmentNo, order: OrderNo, item: ItemId, quantity: Quantity, at: SiteId as "site"
    }
    /// A part of a shipment set off on a leg.
    23 Departed "departed" { shipment: ShipmentNo, leg: LegId, mass: Mass as "mass_kg", trips: u32 }
    /// All of a shipment has come to a site.
    24 Arrived "arrived" { shipment: ShipmentNo, site: SiteId }
    /// A season's gross limit changed; zero is closed, `Mass(i64::MAX)` is without limit.
    25 SeasonLimit "season_limit" { season: SeasonId, gross: Mass as "gross_kg" }
    /// Part of a line was delivered.
    26 Delivered "delivered" { line: LineId, quantity: Quantity }
    /// Where the time of a line's delivery went; one entry a cause.
    27 Delayed "delayed" { line: LineId, cause: DelayCause as "cause_kind" "cause_row", span: Span as "span_ms" }
    /// A penalty fell due for a line; a `Paid` entry goes with it.
    28 Penalised "penalised" { line: LineId, amount: Money }
    /// A settlement lacked goods on a day.
    29 Short "short" { settlement: SettlementId, item: ItemId, quantity: Quantity }
    /// A task began.
    30 TaskStarted "task_started" { task: TaskId }
    /// A task stands still (season, cold, crew).
    31 TaskPaused "task_paused" { task: TaskId }
    /// A task is done.
    32 TaskDone "task_done" { task: TaskId }
    /// A machine joined the fleet.
    33 Commissioned "commissioned" { machine: MachineId }
    /// Money was paid, or received where it is negative.
    34 Paid "paid" { cause: CostCause, to: Option<PartyId>, amount: Money }
    /// Turnover: goods of an order changed hands.
    35 Traded "traded" {
        order: OrderNo, partner: PartyId, item: ItemId, flow: Flow, mass: Mass as "mass_kg", amount: Money
    }
    /// A loader has come to another face than the one it dug before.
    36 LoaderMoved "loader_moved" { loader: MachineId, face: FaceId }
    /// A dump's crusher has failed: nothing leaves its hopper, and only what fits into it is dumped.
    37 DumpStopped "dump_stopped" { dump: DumpId }
    /// A dump's crusher works again.
    38 DumpWorks "dump_works" { dump: DumpId }
    /// A haul road is closed in both directions.
    39 RoadClosed "road_closed" { segment: SegmentId }
    /// A haul road is open again.
    40 RoadOpened "road_opened" { segment: SegmentId }
    /// A truck drives into a single-lane zone in the driving direction of its first segment, or against it.
    41 ZoneEntered "zone_entered" { truck: MachineId, zone: ZoneId, along: bool as "direction" }
    /// A truck has left a single-lane zone.
    42 ZoneLeft "zone_left" { truck: MachineId, zone: ZoneId }
    /// Electric energy drawn from a trolley line or a charger since the last such entry of this machine, kWh.
    43 Drawn "drawn" { machine: MachineId, kwh: Quantity }
    /// Vehicles of a class set off: so many trips with so much in all; what is aboard are the departures right before, each
    /// followed by what is paid for it.
    44 TripsBegan "trips_began" { vehicle: VehicleId, trips: u32, mass: Mass as "mass_kg" }
    /// A shipment waits for a leg, or for another than before.
    45 Queued "queued" { shipment: ShipmentNo, leg: LegId }
    /// A mine lacked goods that it uses on a day.
    46 Lacked "lacked" { mine: MineId, store: StoreId, item: ItemId, quantity: Quantity }
    /// A machine has burnt all it had and stands where it is until the fuel bowser comes.
    47 RanDry "ran_dry" { machine: MachineId }
    /// The failure of another subsystem, right before, has broken this one too.
    48 Damaged "damaged" { machine: MachineId, subsystem: SubsystemId }
    /// An inspection has found that a subsystem will fail; its planned repair is opened.
    49 Found "found" { machine: MachineId, subsystem: SubsystemId }
    /// What a job replaces has come out of its machine; an order to its repair shop, right after, takes it there where that is elsewhere.
    50 CoreOut "core_out" { core: CoreNo, rotable: RotableId, job: JobNo }
    /// A repair shop has taken up a core.
    51 RepairBegan "repair_began" { core: CoreNo, rotable: RotableId }
    /// A core is repaired; an order of the shop to the store, right after, takes it back.
    52 Repaired "repaired" { core: CoreNo, rotable: RotableId }
    /// A core is beyond repair.
    53 Condemned "condemned" { core: CoreNo, rotable: RotableId }
    /// A core has come to its repair shop from elsewhere.
    54 CoreCame "core_came" { core: CoreNo, rotable: RotableId }
    /// Rate fidelity: so many loads went from a loader to a dump since the last such entry of the two.
    60 Hauled "hauled" { loader: MachineId, dump: DumpId, material: MaterialId, loads: u32, mass: Mass as "mass_kg" }
    /// Rate fidelity: a truck's part of what its mine's loaders sent since the last such entry of the truck.
    61 Carried "carried" { truck: MachineId, loads: u32, mass: Mass as "mass_kg" }
    /// Rate fidelity: of the time booked as one state this month, so much was in truth spent in another.
    62 Spent "spent" { machine: MachineId, booked: MachineState, state: MachineState, span: Span as "span_ms" }
}
