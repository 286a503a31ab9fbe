//! What happened on each stock line in a replication, read off its log.
//!
//! Terms: an *ask* is a demand on a line, with how much the machine that waits for it is missed; what *came* is what ordinary
//! orders brought. What was flown in for one ask is told at the ask. A demand that a substitute met is an ask of the substitute's line, if
//! it has one, and of no other.
use super::lines::Line;
use iceroad_base::{Id, Time};
use iceroad_model::event::{Claimant, DemandNo, Entry, Event, JobNo, OrderNo, Purpose, ShipmentNo};
use iceroad_model::{ItemId, LegId, MachineId, OfferId, Scenario, StoreId};
use std::collections::{BTreeMap, BTreeSet};

/// A demand on a line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Ask {
    pub(crate) at: Time,
    pub(crate) units: i64,
    /// When it was given up; never: none.
    pub(crate) until: Option<Time>,
    /// Whether it was met by an order of its own, by the fastest way.
    pub(crate) flown: bool,
    /// Trucks that stand while it waits; nothing where no machine does.
    pub(crate) weight: f64,
}

/// Goods of an ordinary order.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Came {
    pub(crate) at: Time,
    pub(crate) units: i64,
    /// The last leg with a season on their way.
    pub(crate) leg: Option<LegId>,
}

/// A line in one replication.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Trace {
    pub(crate) asks: Vec<Ask>,
    pub(crate) came: Vec<Came>,
}

/// Goods that an order of their own brought to a demand by the fastest way.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Flight {
    pub(crate) store: StoreId,
    pub(crate) item: ItemId,
    /// From the ask until they were there.
    pub(crate) ms: i64,
}

/// All lines in one replication.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Seen {
    /// In the order of the lines.
    pub(crate) traces: Vec<Trace>,
    pub(crate) flights: Vec<Flight>,
    /// Units ordered by store and offer.
    pub(crate) ordered: BTreeMap<(StoreId, OfferId), i64>,
    /// Items of which an offer was refused by a rule.
    pub(crate) refused: BTreeSet<ItemId>,
}

/// Trucks that stand with a machine: itself, or those that a loader feeds, shared evenly among the loaders.
pub(crate) fn weights(scenario: &Scenario) -> Vec<f64> {
    let is_truck = |machine: MachineId| scenario.models[scenario.machines[machine].model].truck().is_some();
    let trucks = scenario.machines.ids().filter(|&machine| is_truck(machine)).count();
    let loaders = scenario.machines.len() - trucks;
    let of_loader = (trucks as f64 / loaders.max(1) as f64).max(1.0);
    let weight = |machine| if is_truck(machine) { 1.0 } else { of_loader };
    scenario.machines.ids().map(weight).collect()
}

/// Reads a log.
pub(crate) fn read(scenario: &Scenario, lines: &[Line], log: &[Entry]) -> Seen {
    let mut reader = Reader {
        scenario,
        weights: weights(scenario),
        line_of: BTreeMap::new(),
        jobs: BTreeMap::new(),
        asks: BTreeMap::new(),
        flown: BTreeSet::new(),
        purposes: BTreeMap::new(),
        order_of: BTreeMap::new(),
        legs: BTreeMap::new(),
        seen: Seen { traces: vec![Trace::default(); lines.len()], ..Seen::default() },
    };
    for (at, line) in lines.iter().enumerate() {
        let row = &scenario.stock[line.id];
        reader.line_of.insert((row.store, row.item), at);
    }
    for entry in log {
        reader.take(entry.at, &entry.event);
    }
    let mut seen = reader.seen;
    for trace in &mut seen.traces {
        trace.asks.retain(|ask| ask.units > 0);
        trace.asks.sort_by_key(|ask| ask.at);
    }
    seen
}

/// An ask by its place, and what it is for.
#[derive(Clone, Copy)]
struct Open {
    line: Option<(usize, usize)>,
    at: Time,
    item: ItemId,
}

struct Reader<'s> {
    scenario: &'s Scenario,
    weights: Vec<f64>,
    line_of: BTreeMap<(StoreId, ItemId), usize>,
    jobs: BTreeMap<JobNo, MachineId>,
    asks: BTreeMap<DemandNo, Open>,
    /// What came by an order of its own for a demand.
    flown: BTreeSet<(DemandNo, ItemId)>,
    purposes: BTreeMap<OrderNo, Purpose>,
    order_of: BTreeMap<ShipmentNo, OrderNo>,
    /// The last leg with a season that goods of an order took.
    legs: BTreeMap<OrderNo, LegId>,
    seen: Seen,
}

impl Reader<'_> {
    fn take(&mut self, at: Time, event: &Event) {
        match *event {
            Event::JobOpened { job, machine, .. } => {
                self.jobs.insert(job, machine);
            }
            Event::Demanded { demand, store, item, quantity, by } => {
                let weight = match by {
                    Claimant::Job(job) => self.jobs.get(&job).map_or(0.0, |one| self.weights[one.index()]),
                    _ => 0.0,
                };
                let line = self.ask(at, (store, item), quantity.get(), weight);
                self.asks.insert(demand, Open { line, at, item });
            }
            Event::Issued { demand, store, item, quantity } => {
                self.issued((store, item), quantity.get(), demand)
            }
            Event::Dropped { demand } => {
                if let Some(Open { line: Some((line, ask)), .. }) = self.asks.get(&demand).copied() {
                    self.seen.traces[line].asks[ask].until = Some(at);
                }
            }
            Event::Ordered { order, offer, store, quantity, purpose } => {
                self.purposes.insert(order, purpose);
                *self.seen.ordered.entry((store, offer)).or_default() += quantity.get();
            }
            Event::Refused { offer, .. } => {
                self.seen.refused.insert(self.scenario.offers[offer].item);
            }
            Event::Transferred { order, purpose, .. } => {
                self.purposes.insert(order, purpose);
            }
            Event::Shipped { shipment, order, .. } => {
                self.order_of.insert(shipment, order);
            }
            Event::Departed { shipment, leg, .. } => {
                if let Some(&order) = self.order_of.get(&shipment)
                    && self.scenario.legs[leg].season.is_some()
                {
                    self.legs.insert(order, leg);
                }
            }
            Event::Received { store, item, quantity, order } => {
                self.received(at, (store, item), quantity.get(), order)
            }
            Event::Spoiled { store, item, quantity } => {
                self.ask(at, (store, item), quantity.get(), 0.0);
            }
            _ => {}
        }
    }

    fn ask(&mut self, at: Time, key: (StoreId, ItemId), units: i64, weight: f64) -> Option<(usize, usize)> {
        let line = *self.line_of.get(&key)?;
        let asks = &mut self.seen.traces[line].asks;
        asks.push(Ask { at, units, until: None, flown: false, weight });
        Some((line, asks.len() - 1))
    }

    /// An issue of a substitute turns the ask into one of the substitute's line.
    fn issued(&mut self, key: (StoreId, ItemId), units: i64, demand: DemandNo) {
        let Some(open) = self.asks.get(&demand).copied() else { return };
        if key.1 == open.item {
            return;
        }
        let own = open.line.map(|(line, ask)| &mut self.seen.traces[line].asks[ask]);
        let weight = own.map_or(0.0, |own| {
            own.units = 0;
            std::mem::take(&mut own.weight)
        });
        if let Some((line, ask)) = self.ask(open.at, key, units, weight) {
            self.seen.traces[line].asks[ask].flown = self.flown.contains(&(demand, key.1));
        }
    }

    fn received(&mut self, at: Time, key: (StoreId, ItemId), units: i64, order: OrderNo) {
        let Some(&line) = self.line_of.get(&key) else { return };
        if let Some(&Purpose::Emergency(demand)) = self.purposes.get(&order)
            && let Some(open) = self.asks.get(&demand).copied()
        {
            self.flown.insert((demand, key.1));
            if let Some((own, ask)) = open.line.filter(|(own, _)| *own == line) {
                self.seen.traces[own].asks[ask].flown = true;
            }
            let flight = Flight { store: key.0, item: key.1, ms: (at - open.at).millis() };
            self.seen.flights.push(flight);
            return;
        }
        let leg = self.legs.get(&order).copied();
        self.seen.traces[line].came.push(Came { at, units, leg });
    }
}
