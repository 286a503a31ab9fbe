//! Thirty days at the small example's mine, told entry by entry: a haul, a refuelling, a field repair, a bay repair,
//! a service; goods on the way, bought under a licence, sent from store to store, bought in need; a day of the
//! settlement; a truck under an agreement, late; two tasks. Every entry has a label, so that a test can change it.
//!
//! Times are in hours from the start (midnight in Yakutsk on 1 July 2026). Lead and transit times are constants.
use crate::{Violation, recount::Recount};
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_base::{Id, Span, Time};
use iceroad_model::climate::{DayLimit, SeasonKind};
use iceroad_model::event::DelayCause;
use iceroad_model::event::*;
use iceroad_model::fleet::{Battery, Cable, Drive, Work};
use iceroad_model::obligations::Promise;
use iceroad_model::record::{RunRecord, WindowRecord};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::trade::{Action, Restriction, Scope};
use iceroad_model::*;
use iceroad_worlds::build::Build;
use iceroad_worlds::example::*;

/// The rule that asks for a licence.
pub(crate) const LICENCE: RestrictionId = RestrictionId(1);

/// A time in hours.
pub(crate) fn h(hours: f64) -> Time {
    Time::START + Span::from_hours(hours)
}

/// The story; change it, then have it judged.
pub(crate) struct Story {
    pub(crate) tables: Tables,
    entries: Vec<(&'static str, Entry)>,
}

impl Story {
    pub(crate) fn new() -> Self {
        let mut story = Self { tables: tables(), entries: Vec::new() };
        story.begin();
        story.haul();
        story.jobs();
        story.goods();
        story.village();
        story.works();
        story.line();
        story.repairs();
        story.wages();
        story
    }

    /// Adds an entry after all others of its time.
    pub(crate) fn add(&mut self, label: &'static str, hours: f64, event: Event) {
        self.entries.push((label, Entry { at: h(hours), event }));
        self.entries.sort_by_key(|(_, entry)| entry.at);
    }

    fn find(&self, label: &str) -> usize {
        match self.entries.iter().position(|(known, _)| *known == label) {
            Some(index) => index,
            None => panic!("no entry {label}"),
        }
    }

    /// Takes an entry out.
    pub(crate) fn cut(&mut self, label: &str) {
        let index = self.find(label);
        self.entries.remove(index);
    }

    /// Puts another event in an entry's place.
    pub(crate) fn set(&mut self, label: &str, event: Event) {
        let index = self.find(label);
        self.entries[index].1.event = event;
    }

    /// Moves an entry to another time, after all others of that time.
    pub(crate) fn shift(&mut self, label: &'static str, hours: f64) {
        let index = self.find(label);
        let (label, entry) = self.entries.remove(index);
        self.add(label, hours, entry.event);
    }

    /// Puts an entry right after another, at its time.
    pub(crate) fn after(&mut self, label: &str, new: &'static str, event: Event) {
        let index = self.find(label);
        let at = self.entries[index].1.at;
        self.entries.insert(index + 1, (new, Entry { at, event }));
    }

    /// Changes an entry's event.
    pub(crate) fn change(&mut self, label: &str, change: impl FnOnce(&mut Event)) {
        let index = self.find(label);
        change(&mut self.entries[index].1.event);
    }

    /// Lets the trucks of the model Alder take power from a trolley line.
    pub(crate) fn under_a_line(&mut self) {
        if let Work::Truck(truck) = &mut self.tables.models[ALDER_28].work {
            truck.drive = Drive::DieselElectric;
            truck.trolley = Some(Power::clamped(1_000.0));
        }
    }

    /// Gives them a battery in place of the engine.
    pub(crate) fn on_batteries(&mut self) {
        self.tables.mines[MINE].electricity.charge_point = Some(PUMP);
        if let Work::Truck(truck) = &mut self.tables.models[ALDER_28].work {
            truck.drive = Drive::BatteryElectric;
            truck.battery = Some(Battery {
                capacity: Energy(500),
                charge: Power::clamped(1_000.0),
                reserve: Share::clamped(0.1),
                regen: Share::clamped(0.5),
                idle: Power::clamped(10.0),
            });
        }
    }

    /// Puts the loaders on cables.
    pub(crate) fn on_cables(&mut self) {
        for model in self.tables.models.iter_mut() {
            if let Work::Loader(loader) = &mut model.work {
                loader.electric = Some(Cable { work: Power::clamped(400.0), idle: Power::clamped(40.0) });
            }
        }
    }

    /// Truck 1 draws so many kilowatt-hours.
    pub(crate) fn draw(&mut self, kwh: i64) {
        self.add("draws", 100.0, Event::Drawn { machine: TRUCK_ALDER, kwh: Quantity(kwh) });
    }

    /// Sets an entry's time without moving it.
    pub(crate) fn misdate(&mut self, label: &str, hours: f64) {
        let index = self.find(label);
        self.entries[index].1.at = h(hours);
    }

    fn log(&self) -> Vec<Entry> {
        self.entries.iter().map(|(_, entry)| *entry).collect()
    }

    fn scenario(&self) -> Scenario {
        Scenario::new(self.tables.clone()).unwrap_or_else(|faults| panic!("{}", faults[0]))
    }

    /// Why the story's scenario is refused, where it is.
    pub(crate) fn fault(&self) -> Option<String> {
        Scenario::new(self.tables.clone()).err().map(|faults| faults[0].to_string())
    }

    /// What the audit finds.
    pub(crate) fn judge(&self) -> Vec<Violation> {
        crate::check(&self.scenario(), &self.log(), None)
    }

    /// What it finds in a record of the story.
    pub(crate) fn judge_record(&self, record: &RunRecord) -> Vec<Violation> {
        crate::check(&self.scenario(), &self.log(), Some(record))
    }

    /// The record of the story.
    pub(crate) fn record(&self) -> RunRecord {
        let scenario = self.scenario();
        let mut recount = Recount::new(&scenario);
        self.log().iter().for_each(|entry| recount.take(entry));
        recount.finish();
        let window = |season: SeasonId| WindowRecord { season, opened: -3, full_load: None, closed: 40 };
        RunRecord { windows: vec![window(ICE), window(RIVER)], ..recount.record.clone() }
    }

    fn begin(&mut self) {
        let open = DayLimit::UNLIMITED;
        self.add("ice", 0.0, Event::SeasonLimit { season: ICE, gross: Mass::from_tonnes(48.0) });
        self.add("river", 0.0, Event::SeasonLimit { season: RIVER, gross: open });
        for (label, machine) in
            [("t0", TRUCK_ALDER), ("t1", TRUCK_BIRCH), ("l0", LOADER_ORE), ("l1", LOADER_WASTE)]
        {
            self.state(label, 0.0, machine, MachineState::OffShift);
        }
        self.state("t2", 0.0, TRUCK_NEW, MachineState::Absent);
    }

    pub(crate) fn state(&mut self, label: &'static str, hours: f64, machine: MachineId, state: MachineState) {
        self.add(label, hours, Event::State { machine, state });
    }

    fn haul(&mut self) {
        use MachineState::*;
        let (truck, other, loader) = (TRUCK_ALDER, TRUCK_BIRCH, LOADER_ORE);
        let loaded =
            |truck, tonnes| Event::Loaded { truck, loader, face: FACE_ORE, mass: Mass::from_tonnes(tonnes) };
        let dumped = |truck, tonnes| Event::Dumped {
            truck,
            dump: CRUSHER,
            material: ORE,
            mass: Mass::from_tonnes(tonnes),
        };
        self.state("haul.empty", 8.0, truck, TravelEmpty);
        self.state("haul2.empty", 8.0, other, TravelEmpty);
        self.state("haul.wait", 8.0, loader, WaitTruck);
        self.state("haul.loading", 8.2, truck, Loading);
        self.state("haul.digs", 8.2, loader, Loading);
        self.add("haul.loaded", 8.3, loaded(truck, 28.0));
        self.state("haul.full", 8.3, truck, TravelLoaded);
        self.state("haul.wait2", 8.3, loader, WaitTruck);
        self.state("haul2.loading", 8.4, other, Loading);
        self.state("haul2.digs", 8.4, loader, Loading);
        self.state("haul.dumping", 8.5, truck, Dumping);
        self.add("haul2.loaded", 8.55, loaded(other, 35.0));
        self.state("haul2.full", 8.55, other, TravelLoaded);
        self.state("haul2.wait", 8.55, loader, WaitTruck);
        self.add("haul.dumped", 8.6, dumped(truck, 28.0));
        self.state("haul.back", 8.6, truck, TravelEmpty);
        self.state("haul2.dumping", 8.7, other, Dumping);
        self.add("haul2.dumped", 8.8, dumped(other, 35.0));
        self.state("haul2.back", 8.8, other, TravelEmpty);
        self.state("haul.rest", 8.8, loader, OffShift);
        self.state("fuel.stands", 9.0, truck, Refuelling);
        self.demand("fuel", 9.0, 0, (MINE_STORE, DIESEL, 400), Claimant::Fuel(truck));
        self.add("fuel.tanked", 9.1, Event::Refuelled { machine: truck, fuel: Volume(400) });
        self.state("fuel.back", 9.1, truck, TravelEmpty);
        for (label, machine, litres) in
            [("fuel.burnt", truck, 300), ("haul2.burnt", other, 60), ("haul.dug", loader, 20)]
        {
            self.add(label, 9.5, Event::Burnt { machine, fuel: Volume(litres) });
        }
        self.add("ore.credit", 24.0, Event::Delivered { line: LINE_ORE, quantity: Quantity(63) });
    }

    /// A demand that is met at once.
    fn demand(
        &mut self,
        what: &str,
        hours: f64,
        no: u32,
        (store, item, units): (StoreId, ItemId, i64),
        by: Claimant,
    ) {
        let demand = DemandNo(no);
        let quantity = Quantity(units);
        let [demanded, issued, filled] = labels(what);
        self.add(demanded, hours, Event::Demanded { demand, store, item, quantity, by });
        self.add(issued, hours, Event::Issued { demand, store, item, quantity });
        self.add(filled, hours, Event::Filled { demand });
    }

    fn jobs(&mut self) {
        use MachineState::*;
        let credit = Event::Delivered { line: LINE_JOBS, quantity: Quantity(1) };
        let work = |job, technicians| Event::WorkStarted { job: JobNo(job), group: MECHANICS, technicians };
        let opened =
            |job, machine, kind| Event::JobOpened { job: JobNo(job), machine, workshop: WORKSHOP, kind };
        // A repair where the truck stands.
        let truck = TRUCK_ALDER;
        self.add("field.failed", 10.0, Event::Failed { machine: truck, subsystem: ALDER_SUSPENSION });
        self.add("field.opened", 10.0, opened(0, truck, JobKind::Repair(ALDER_SUSPENSION)));
        self.state("field.wait", 10.0, truck, WaitTow);
        self.add("field.work", 11.0, work(0, 1));
        self.state("field.repair", 11.0, truck, Repair);
        self.add("field.closed", 13.0, Event::JobClosed { job: JobNo(0) });
        self.add("field.credit", 13.0, credit);
        self.state("field.back", 13.0, truck, TravelEmpty);
        // A repair in a bay, with a part, over a change of shift.
        let other = TRUCK_BIRCH;
        self.add("bay.failed", 14.0, Event::Failed { machine: other, subsystem: BIRCH_ENGINE });
        self.add("bay.opened", 14.0, opened(1, other, JobKind::Repair(BIRCH_ENGINE)));
        self.state("bay.wait", 14.0, other, WaitTow);
        self.state("bay.tow", 14.5, other, Tow);
        self.state("bay.lacks", 15.0, other, WaitPart);
        let by = Claimant::Job(JobNo(1));
        let (demand, quantity) = (DemandNo(1), Quantity(1));
        self.add(
            "part.demanded",
            15.0,
            Event::Demanded { demand, store: MINE_STORE, item: FILTER, quantity, by },
        );
        self.add("part.issued", 16.0, Event::Issued { demand, store: MINE_STORE, item: FILTER, quantity });
        self.add("part.filled", 16.0, Event::Filled { demand });
        self.add("bay.taken", 16.0, Event::BayTaken { job: JobNo(1), bay: OLD_BAY });
        self.add("bay.work", 16.0, work(1, 2));
        self.state("bay.repair", 16.0, other, Repair);
        self.add("bay.paused", 18.0, Event::WorkPaused { job: JobNo(1) });
        self.state("bay.waits", 18.0, other, WaitTechnician);
        self.add("bay.resumed", 21.0, work(1, 2));
        self.state("bay.again", 21.0, other, Repair);
        self.add("bay.closed", 23.0, Event::JobClosed { job: JobNo(1) });
        self.add("bay.credit", 23.0, credit);
        self.state("bay.back", 23.0, other, OffShift);
        // A service, for which the one bay is not free at once.
        self.add("service.opened", 17.0, opened(2, truck, JobKind::Service(ALDER_SERVICE)));
        self.state("service.tow", 17.0, truck, Tow);
        self.demand("kit", 17.0, 2, (MINE_STORE, FILTER, 2), Claimant::Job(JobNo(2)));
        self.state("service.wait", 17.5, truck, WaitBay);
        self.add("service.bay", 23.0, Event::BayTaken { job: JobNo(2), bay: OLD_BAY });
        self.add("service.work", 23.0, work(2, 1));
        self.state("service.begins", 23.0, truck, Service);
        self.add("service.closed", 29.0, Event::JobClosed { job: JobNo(2) });
        self.add("service.credit", 29.0, credit);
        self.state("service.back", 29.0, truck, OffShift);
    }

    /// A leg of a shipment: sets off, is paid for, arrives.
    fn leg(
        &mut self,
        what: &str,
        hours: (f64, f64),
        no: u32,
        (leg, kg): (LegId, i64),
        paid_by_us: bool,
        site: SiteId,
    ) {
        let shipment = ShipmentNo(no);
        let [queued, departed, began, paid, arrived] = leg_labels(what);
        let vehicle = VehicleId(leg.0);
        self.add(queued, hours.0, Event::Queued { shipment, leg });
        self.add(departed, hours.0, Event::Departed { shipment, leg, mass: Mass(kg), trips: 1 });
        let (row, runs) = (&self.tables.legs[leg], &self.tables.vehicles[vehicle]);
        let cause = if row.emergency { CostCause::EmergencyFreight } else { CostCause::Freight };
        let tonnes = runs.cost_per_tonne.get() as f64 * kg as f64 / 1_000.0;
        let amount = runs.cost_per_trip + Money((tonnes + 0.5).floor() as i64);
        if paid_by_us {
            self.add(paid, hours.0, Event::Paid { cause, to: row.carrier, amount });
        }
        self.add(began, hours.0, Event::TripsBegan { vehicle, trips: 1, mass: Mass(kg) });
        self.add(arrived, hours.1, Event::Arrived { shipment, site });
    }

    fn goods(&mut self) {
        let shipped = |no, order, item, units, at| Event::Shipped {
            shipment: ShipmentNo(no),
            order: OrderNo(order),
            item,
            quantity: Quantity(units),
            at,
        };
        let received = |store, item, units, order| Event::Received {
            store,
            item,
            quantity: Quantity(units),
            order: OrderNo(order),
        };
        // On the way at the start.
        let purpose = Purpose::Inbound(InboundId(0));
        let inbound = |order| Event::Transferred {
            order,
            item: FILTER,
            store: MINE_STORE,
            quantity: Quantity(20),
            purpose,
        };
        self.add("in.order", 0.0, inbound(OrderNo(0)));
        self.add("in.shipped", 24.0, shipped(0, 0, FILTER, 20, RAILHEAD));
        self.leg("in", (24.0, 48.0), 0, (WINTER_ROAD, 50), true, PIT);
        self.add("in.received", 48.0, received(MINE_STORE, FILTER, 20, 0));
        // Bought under a licence.
        self.add("buy.order", 24.0, ordered(1, OFFER_FILTER, BASE_STORE, 10, Purpose::Replenish));
        self.add(
            "buy.licence",
            24.0,
            Event::LicenceAwaited { order: OrderNo(1), rule: LICENCE, until: h(96.0) },
        );
        self.add("buy.refused", 24.0, Event::Refused { offer: OFFER_INJECTOR, rule: BAN, store: BASE_STORE });
        self.add("buy.shipped", 144.0, shipped(2, 1, FILTER, 10, PORT));
        self.add("buy.paid", 144.0, paid(TRADER, 60_000));
        self.add("buy.traded", 144.0, traded(1, FILTER, 25, 60_000));
        self.leg("buy", (144.0, 192.0), 2, (RAIL, 25), true, RAILHEAD);
        self.add("buy.received", 192.0, received(BASE_STORE, FILTER, 10, 1));
        // From store to store.
        let by = Claimant::Store(MINE_STORE);
        self.demand("ask", 96.0, 5, (BASE_STORE, FILTER, 10), by);
        let (order, quantity) = (OrderNo(3), Quantity(10));
        let purpose = Purpose::Replenish;
        self.add(
            "send.order",
            96.0,
            Event::Transferred { order, item: FILTER, store: MINE_STORE, quantity, purpose },
        );
        self.add("send.shipped", 96.0, shipped(1, 3, FILTER, 10, RAILHEAD));
        self.leg("send", (96.0, 120.0), 1, (WINTER_ROAD, 25), true, PIT);
        self.add("send.received", 120.0, received(MINE_STORE, FILTER, 10, 3));
        // In need: what the hall waits for.
        let demand = DemandNo(6);
        let (store, item, quantity) = (MINE_STORE, MODULE, Quantity(4));
        self.add(
            "need.demanded",
            200.0,
            Event::Demanded { demand, store, item, quantity, by: Claimant::Task(HALL) },
        );
        self.add("need.order", 320.0, ordered(4, OFFER_MODULE, MINE_STORE, 4, Purpose::Emergency(demand)));
        self.add("need.shipped", 440.0, shipped(4, 4, MODULE, 4, PORT));
        self.add("need.paid", 440.0, paid(TRADER, 12_000_000));
        self.add("need.traded", 440.0, traded(4, MODULE, 32_000, 12_000_000));
        self.leg("need", (440.0, 488.0), 4, (RAIL, 32_000), true, RAILHEAD);
        self.leg("need2", (488.0, 512.0), 4, (FLIGHT, 32_000), true, PIT);
        self.add("need.received", 512.0, received(MINE_STORE, MODULE, 4, 4));
        self.add("need.issued", 512.0, Event::Issued { demand, store, item, quantity });
        self.add("need.filled", 512.0, Event::Filled { demand });
    }

    fn village(&mut self) {
        let by = Claimant::Settlement(SETTLEMENT);
        self.demand("eat", 72.0, 3, (VILLAGE_STORE, FLOUR, 240), by);
        let (demand, store, item) = (DemandNo(4), VILLAGE_STORE, DIESEL);
        let quantity = Quantity(60_100);
        self.add("heat.demanded", 72.0, Event::Demanded { demand, store, item, quantity, by });
        self.add("heat.issued", 72.0, Event::Issued { demand, store, item, quantity: Quantity(60_000) });
        self.add("heat.short", 72.0, Event::Short { settlement: SETTLEMENT, item, quantity: Quantity(100) });
        self.add("heat.dropped", 72.0, Event::Dropped { demand });
    }

    fn works(&mut self) {
        let paid = Event::Paid { cause: CostCause::Construction, to: None, amount: Money(200_000) };
        self.add("piles.start", 96.0, Event::TaskStarted { task: PILES });
        for (label, hours) in [("piles.paid", 96.0), ("piles.paid2", 120.0), ("piles.paid3", 144.0)] {
            self.add(label, hours, paid);
        }
        self.add("piles.done", 168.0, Event::TaskDone { task: PILES });
        self.add("hall.start", 528.0, Event::TaskStarted { task: HALL });
        for (label, hours) in [("hall.paid", 528.0), ("hall.paid2", 552.0), ("hall.paid3", 600.0)] {
            self.add(label, hours, paid);
        }
        self.add("hall.pause", 576.0, Event::TaskPaused { task: HALL });
        self.add("hall.resume", 600.0, Event::TaskStarted { task: HALL });
        self.add("hall.done", 624.0, Event::TaskDone { task: HALL });
    }

    fn line(&mut self) {
        let (order, shipment) = (OrderNo(2), ShipmentNo(3));
        let quantity = Quantity(1);
        self.add("line.order", 48.0, ordered(2, OFFER_TRUCK, MINE_STORE, 1, Purpose::Line(LINE_TRUCK)));
        self.add("line.shipped", 168.0, Event::Shipped { shipment, order, item: TRUCK, quantity, at: PORT });
        self.leg("line", (168.0, 216.0), 3, (RAIL, 30_000), false, RAILHEAD);
        self.leg("line2", (216.0, 240.0), 3, (WINTER_ROAD, 30_000), false, PIT);
        self.add("line.paid", 240.0, paid(TRADER, 43_000_000));
        self.add("line.traded", 240.0, traded(2, TRUCK, 30_000, 43_000_000));
        self.add("line.delivered", 240.0, Event::Delivered { line: LINE_TRUCK, quantity });
        let (line, cause, span) = (LINE_TRUCK, DelayCause::Lead, Span::DAY * 5);
        self.add("line.delayed", 240.0, Event::Delayed { line, cause, span });
        self.add("line.penalty", 240.0, Event::Penalised { line, amount: Money(172_000) });
        let penalty =
            |amount| Event::Paid { cause: CostCause::Penalty, to: Some(TRADER), amount: Money(amount) };
        self.add("line.pays", 240.0, penalty(-172_000));
        self.add("line.joins", 240.0, Event::Commissioned { machine: TRUCK_NEW });
        self.state("line.works", 240.0, TRUCK_NEW, MachineState::OffShift);
    }

    /// Three filters come out of two machines: one is repaired, one condemned, one on the bench at the end.
    fn repairs(&mut self) {
        let rotable = RotableId(0);
        let out = |core, job| Event::CoreOut { core: CoreNo(core), rotable, job: JobNo(job) };
        let began = |core| Event::RepairBegan { core: CoreNo(core), rotable };
        self.add("core0.out", 15.0, out(0, 1));
        self.add("core0.began", 15.0, began(0));
        self.add("core1.out", 17.5, out(1, 2));
        self.add("core2.out", 17.5, out(2, 2));
        self.add("core0.done", 447.0, Event::Repaired { core: CoreNo(0), rotable });
        let paid = Event::Paid { cause: CostCause::Repairs, to: Some(TRADER), amount: Money(50_000) };
        self.add("repair.paid", 447.0, paid);
        let (order, shipment) = (OrderNo(5), ShipmentNo(5));
        let (store, item, quantity, purpose) = (MINE_STORE, FILTER, Quantity(1), Purpose::Repaired(rotable));
        self.add("back.order", 447.0, Event::Transferred { order, item, store, quantity, purpose });
        self.add("back.shipped", 447.0, Event::Shipped { shipment, order, item, quantity, at: PIT });
        self.add("back.arrived", 447.0, Event::Arrived { shipment, site: PIT });
        self.add("back.received", 447.0, Event::Received { store, item, quantity, order });
        self.add("core1.began", 447.0, began(1));
        self.add("core1.gone", 600.0, Event::Condemned { core: CoreNo(1), rotable });
        self.add("core2.began", 600.0, began(2));
    }

    /// Operation and labour of the month, at its end.
    fn wages(&mut self) {
        let scenario = self.scenario();
        let mut recount = Recount::new(&scenario);
        self.log().iter().for_each(|entry| recount.take(entry));
        recount.finish();
        let [operation, labour, _] = recount.running_costs()[0];
        let pay = |cause, amount: f64| Event::Paid { cause, to: None, amount: Money(amount.round() as i64) };
        self.add("operation", 720.0, pay(CostCause::Operation, operation));
        self.add("labour", 720.0, pay(CostCause::Labour, labour));
    }
}

/// The labels of the entries of a shipment on a leg.
fn leg_labels(what: &str) -> [&'static str; 5] {
    match what {
        "send" => ["send.queued", "send.departed", "send.began", "send.freight", "send.arrived"],
        "in" => ["in.queued", "in.departed", "in.began", "in.freight", "in.arrived"],
        "buy" => ["buy.queued", "buy.departed", "buy.began", "buy.freight", "buy.arrived"],
        "need" => ["need.queued", "need.departed", "need.began", "need.freight", "need.arrived"],
        "need2" => ["need2.queued", "need2.departed", "need2.began", "need2.freight", "need2.arrived"],
        "line" => ["line.queued", "line.departed", "line.began", "line.freight", "line.arrived"],
        "line2" => ["line2.queued", "line2.departed", "line2.began", "line2.freight", "line2.arrived"],
        _ => panic!("no labels for {what}"),
    }
}

/// The labels of three entries that belong together.
fn labels(what: &str) -> [&'static str; 3] {
    match what {
        "fuel" => ["fuel.demanded", "fuel.issued", "fuel.filled"],
        "kit" => ["kit.demanded", "kit.issued", "kit.filled"],
        "eat" => ["eat.demanded", "eat.issued", "eat.filled"],
        "ask" => ["ask.demanded", "ask.issued", "ask.filled"],
        _ => panic!("no labels for {what}"),
    }
}

pub(crate) fn ordered(order: u32, offer: OfferId, store: StoreId, units: i64, purpose: Purpose) -> Event {
    Event::Ordered { order: OrderNo(order), offer, store, quantity: Quantity(units), purpose }
}

pub(crate) fn paid(to: PartyId, amount: i64) -> Event {
    Event::Paid { cause: CostCause::Purchase, to: Some(to), amount: Money(amount) }
}

pub(crate) fn traded(order: u32, item: ItemId, kg: i64, amount: i64) -> Event {
    Event::Traded {
        order: OrderNo(order),
        partner: TRADER,
        item,
        flow: Flow::Import,
        mass: Mass(kg),
        amount: Money(amount),
    }
}

/// Sets the levels of filters at the base.
pub(crate) fn levels(tables: &mut Tables, reorder: i64, up_to: i64, review_days: f64) {
    let (reorder, up_to, review_days) = (Quantity(reorder), Quantity(up_to), Days::clamped(review_days));
    for line in tables.stock.iter_mut().filter(|line| (line.store, line.item) == (BASE_STORE, FILTER)) {
        line.policy = ReviewPolicy::ReorderUpTo { reorder, up_to, review_days };
    }
}

fn tables() -> Tables {
    let constant = |value| Law::Constant { value };
    let mut tables = small();
    // The story is of July: a road on ice that is open then.
    if let SeasonKind::Ice(ice) = &mut tables.seasons[ICE].kind {
        ice.freeze_from = MonthDay { month: 5, day: 1 };
        ice.construction = Days::clamped(0.0);
    }
    tables.heading.days = 30;
    for (leg, days) in [(RAIL, 2.0), (WINTER_ROAD, 1.0), (FLIGHT, 1.0), (BARGE, 3.0), (HELICOPTER, 1.0)] {
        tables.legs[leg].transit_days = constant(days);
    }
    tables.vehicles[VehicleId(FLIGHT.0)].payload = Mass::from_tonnes(40.0);
    tables.legs[FLIGHT].carrier = None;
    for offer in tables.offers.iter_mut() {
        offer.lead_days = constant(5.0);
    }
    for row in tables.consumption.iter_mut() {
        (row.per_day, row.per_heating_degree_day) = (0.0, 1.0);
    }
    for task in tables.tasks.iter_mut() {
        task.duration_days = constant(3.0);
        (task.season_from, task.season_to, task.due) = (None, None, None);
    }
    // Nearly due for the service that the story tells of.
    tables.machines[TRUCK_ALDER].meter = MeterHours::clamped(8_460.0);
    levels(&mut tables, 40, 50, 1.0);
    let filters = tables.rotable(FILTER, MINE_STORE, 0.0);
    filters.turn_round = Law::Uniform { low: 5.0, high: 30.0 };
    (filters.scrap_share, filters.cost) = (Share::clamped(0.5), Money(50_000));
    for shop in tables.repair_shops.iter_mut() {
        (shop.benches, shop.party) = (Some(1), Some(TRADER));
    }
    for agreement in tables.agreements.iter_mut() {
        agreement.grace = Days::clamped(1.0);
    }
    let line = &mut tables.lines[LINE_TRUCK];
    line.order_on = Some(Date::constant(2026, 7, 3));
    line.due = Date::constant(2026, 7, 6);
    assert!(
        matches!(line.promise, Promise::Goods { .. }),
        "the line is of goods (row {})",
        LINE_TRUCK.index()
    );
    tables.restrictions.push(Restriction {
        name: "filters".into(),
        title: "Filters of the trader (illustrative)".into(),
        action: Action::Licence { lead: Days::clamped(3.0) },
        scope: Scope { hs_prefixes: vec!["842123".into()], sellers: vec![TRADER], ..Scope::default() },
        from: None,
        to: None,
        wind_down_until: None,
        exempt: vec![],
    });
    tables
}
