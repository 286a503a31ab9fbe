//! The state of supply in one replication, and what its parts share: the log, the agenda and the queue of things
//! to settle.
//!
//! Each part of supply is a module with its own state types and an `impl State` of what it does. A part that takes
//! from or adds to a shelf only notes that the shelf was *touched*; [`State::settle`] then lets goods in that
//! waited for room and reviews the lines under continuous review, until nothing is left to do. So no part calls
//! itself through another.
use crate::Notice;
use crate::agreements::LineState;
use crate::consumption::UseState;
use crate::legs::{LegState, VehicleState};
use crate::line::Line;
use crate::orders::Order;
use crate::prepared::Prepared;
use crate::projects::TaskState;
use crate::queues::Queue;
use crate::rotables::Loops;
use crate::shelf::Shelves;
use crate::shipments::Shipment;
use crate::stores::{Asking, Outside};
use iceroad_base::quantity::{Celsius, Mass};
use iceroad_base::random::Stream;
use iceroad_base::{Table, Time};
use iceroad_kernel::{Agenda, Class};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{CoreNo, DemandNo, Event, OrderNo, Recorder, ShipmentNo, class};
use iceroad_model::{DumpId, ItemId, LegId, LineId, MineUseId, SeasonId, SiteId, StoreId, TaskId, VehicleId};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// What one call hands to the parts: the instant, the log and the notices.
pub(crate) struct Out<'a> {
    pub(crate) now: Time,
    pub(crate) log: &'a mut dyn Recorder,
    pub(crate) notices: &'a mut Vec<Notice>,
}

impl Out<'_> {
    pub(crate) fn log(&mut self, event: Event) {
        self.log.record(self.now, event);
    }
}

/// What falls due on the agenda.
#[derive(Clone, Copy, Debug)]
pub(crate) enum AgendaItem {
    /// Goods of an order are handed over.
    HandOver(OrderNo),
    /// A part of a shipment comes to the end of a leg.
    Part { shipment: ShipmentNo, units: i64 },
    /// A demand has waited as long as its store lets it.
    Emergency(DemandNo),
    /// A task is done.
    TaskEnds(TaskId),
    /// A core leaves its bench.
    RepairEnds { core: CoreNo, condemned: bool },
}

/// Units of an item since the start: what came in and what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct ItemTotals {
    pub(crate) came_in: i64,
    pub(crate) used: i64,
    pub(crate) spoiled: i64,
    pub(crate) commissioned: i64,
    pub(crate) condemned: i64,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) prepared: Arc<Prepared>,
    pub(crate) seed: u64,
    pub(crate) replication: u32,
    pub(crate) agenda: Agenda<AgendaItem>,
    pub(crate) shelves: Shelves,
    pub(crate) demands_made: u32,
    /// Demands that are not met in full.
    pub(crate) open: BTreeMap<DemandNo, Asking>,
    /// Open demands that wait, by store.
    pub(crate) waiting: Table<StoreId, Line>,
    /// Goods that wait for room, by store, first come first.
    pub(crate) outside: Table<StoreId, VecDeque<Outside>>,
    pub(crate) orders: Vec<Order>,
    pub(crate) shipments: Vec<Shipment>,
    pub(crate) legs: Table<LegId, LegState>,
    pub(crate) vehicles: Table<VehicleId, VehicleState>,
    /// By pair of sites: who waits for a way.
    pub(crate) queues: Vec<Queue>,
    pub(crate) limits: Table<SeasonId, DayLimit>,
    /// The day's, told as it begins.
    pub(crate) temperature: Table<SiteId, Celsius>,
    pub(crate) lines: Table<LineId, LineState>,
    /// Whole tonnes already credited to lines, by dump.
    pub(crate) credited: BTreeMap<DumpId, i64>,
    /// By [`Prepared::takers`].
    pub(crate) uses: Vec<UseState>,
    /// Hauled since the start, as far as it counts for each use of a mine.
    pub(crate) hauled: Table<MineUseId, Mass>,
    pub(crate) tasks: Table<TaskId, TaskState>,
    pub(crate) totals: Table<ItemId, ItemTotals>,
    pub(crate) loops: Loops,
    pub(crate) touched: VecDeque<usize>,
    pub(crate) room_made: Vec<StoreId>,
    /// Whether the day has begun and its first look at the queues is still to come.
    pub(crate) morning: bool,
    /// Shelves in the order of their reviews, as far as they were there when it was made.
    pub(crate) review_order: Vec<usize>,
}

impl State {
    pub(crate) fn new(prepared: &Arc<Prepared>, seed: u64, replication: u32) -> Self {
        let mut totals = Table::filled(prepared.items.len(), ItemTotals::default());
        for line in &prepared.stock {
            totals[line.item].came_in += line.on_hand.get();
        }
        for row in &prepared.rotables {
            totals[row.item].came_in += row.in_repair.get();
        }
        Self {
            prepared: Arc::clone(prepared),
            seed,
            replication,
            agenda: Agenda::new(),
            shelves: Shelves::new(prepared),
            demands_made: 0,
            open: BTreeMap::new(),
            waiting: Table::filled(prepared.stores.len(), Line::default()),
            outside: Table::filled(prepared.stores.len(), VecDeque::new()),
            orders: Vec::new(),
            shipments: Vec::new(),
            legs: Table::filled(prepared.network.legs().len(), LegState::default()),
            vehicles: Table::filled(prepared.network.vehicles().len(), VehicleState::default()),
            queues: vec![Queue::default(); prepared.network.links().len()],
            limits: Table::filled(prepared.n_seasons, DayLimit::CLOSED),
            temperature: Table::filled(prepared.territory.len(), Celsius::clamped(0.0)),
            lines: prepared.lines.iter().map(LineState::new).collect(),
            credited: BTreeMap::new(),
            uses: vec![UseState::default(); prepared.takers.len()],
            hauled: Table::filled(prepared.n_mine_uses, Mass::ZERO),
            tasks: Table::filled(prepared.tasks.len(), TaskState::default()),
            totals,
            loops: Loops::new(prepared),
            touched: VecDeque::new(),
            room_made: Vec::new(),
            morning: false,
            review_order: Vec::new(),
        }
    }

    pub(crate) fn stream(&self, entity: &str, purpose: &str) -> Stream {
        Stream::named(self.seed, self.replication, entity, purpose)
    }

    pub(crate) fn at(&mut self, time: Time, item: AgendaItem) {
        self.agenda.push(time, Class(class::SUPPLY), item);
    }

    /// Does everything that has fallen due.
    pub(crate) fn do_due(&mut self, out: &mut Out<'_>) {
        while let Some((_, item)) = self.agenda.pop_due(out.now) {
            match item {
                AgendaItem::HandOver(order) => self.hand_over(order, out),
                AgendaItem::Part { shipment, units } => self.part_arrives(shipment, units, out),
                AgendaItem::Emergency(demand) => self.waited_long(demand, out),
                AgendaItem::TaskEnds(task) => self.task_ends(task, out),
                AgendaItem::RepairEnds { core, condemned } => self.repair_ends(core, condemned, out),
            }
            self.settle(out);
        }
    }

    /// Lets waiting goods in and reviews touched lines until nothing is left to do.
    pub(crate) fn settle(&mut self, out: &mut Out<'_>) {
        loop {
            if let Some(store) = self.room_made.pop() {
                self.admit(store, out);
            } else if let Some(shelf) = self.touched.pop_front() {
                self.shelves.rows[shelf].touched = false;
                self.review_touched(shelf, out);
            } else {
                return;
            }
        }
    }

    /// Notes that a shelf's position may have changed.
    pub(crate) fn touch(&mut self, shelf: usize) {
        if !self.shelves.rows[shelf].touched {
            self.shelves.rows[shelf].touched = true;
            self.touched.push_back(shelf);
        }
    }

    /// A civil day of the scenario's zone begins; the day's limits and temperatures are in place.
    pub(crate) fn day_begins(&mut self, day: i64, out: &mut Out<'_>) {
        self.morning = true;
        // First, so that goods that come or are handed over at midnight meet the new day's limits.
        self.legs_begin_day(day, out);
        self.do_due(out);
        self.spoil(out);
        self.settle(out);
        self.call_off(day, out);
        self.settle(out);
        self.use_of_day(out);
        self.settle(out);
        self.review_day(day, out);
        self.settle(out);
        self.work_on_tasks(day, out);
        self.settle(out);
        self.morning = false;
        self.legs_set_off(out);
        self.settle(out);
    }
}
