//! What goods are worth from seller to use, reckoned again from the log: the record's cells of goods.
//!
//! Goods carry what was paid for them. An order gathers its price, its freight and what its goods were worth where they came from;
//! what is received brings its part to the shelf; what leaves a shelf takes its part of the shelf's value along. A part is by
//! units, rounded down, and the last unit takes the rest. What comes back repaired is worth what its repair cost.
use iceroad_model::event::{Claimant, CostCause, Entry, Event, OrderNo, Purpose};
use iceroad_model::record::GoodsCell;
use iceroad_model::worth::{Payer, Worths};
use iceroad_model::{ItemId, Scenario, StoreId};
use std::collections::BTreeMap;

struct Order {
    key: (StoreId, ItemId),
    /// Units to come, and what they are worth.
    left: (i64, i64),
    /// Goes to be repaired: its freight is used as it is paid.
    is_core: bool,
}

pub(crate) struct Value<'s> {
    scenario: &'s Scenario,
    cells: BTreeMap<(StoreId, ItemId), GoodsCell>,
    units: BTreeMap<(StoreId, ItemId), i64>,
    orders: Vec<Order>,
    shipments: Vec<OrderNo>,
    claimants: Vec<Claimant>,
    /// By row of the table of goods on the way: whether they have been told of.
    told: Vec<bool>,
    worths: Worths,
    set_off: Option<OrderNo>,
    sent: i64,
    /// Paid for the repair of what goes back to its store.
    repair: i64,
}

/// The part of a value that some of its units have.
fn part((units, value): (i64, i64), of: i64) -> i64 {
    if of >= units { value } else { (i128::from(value) * i128::from(of) / i128::from(units)) as i64 }
}

impl<'s> Value<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let mut value = Self {
            scenario,
            cells: BTreeMap::new(),
            units: BTreeMap::new(),
            orders: Vec::new(),
            shipments: Vec::new(),
            claimants: Vec::new(),
            told: vec![false; scenario.inbound.len()],
            worths: Worths::new(scenario),
            set_off: None,
            sent: 0,
            repair: 0,
        };
        for line in &scenario.stock {
            let worth = value.worths.of(line.item, scenario.stores[line.store].site, line.on_hand.get());
            let cell = value.cell((line.store, line.item));
            (cell.opening, cell.closing) = (cell.opening + worth, cell.closing + worth);
            *value.units.entry((line.store, line.item)).or_default() += line.on_hand.get();
        }
        for row in &scenario.inbound {
            let worth = value.worths.of(row.item, row.at, row.quantity.get());
            value.cell((row.store, row.item)).coming_at_start += worth;
        }
        value
    }

    fn cell(&mut self, key: (StoreId, ItemId)) -> &mut GoodsCell {
        self.cells.entry(key).or_insert_with(|| GoodsCell::new(key.0, key.1))
    }

    /// Units leave a shelf: what they were worth.
    fn leave(&mut self, key: (StoreId, ItemId), units: i64) -> i64 {
        let there = self.units.entry(key).or_default();
        let before = *there;
        *there -= units;
        let cell = self.cell(key);
        let worth = part((before, cell.closing), units);
        cell.closing -= worth;
        worth
    }

    fn issued(&mut self, by: Claimant, key: (StoreId, ItemId), units: i64) {
        let scenario = self.scenario;
        let worth = self.leave(key, units);
        let payer = match by {
            Claimant::Store(_) => {
                self.sent += worth;
                self.cell(key).moved_out += worth;
                return;
            }
            Claimant::Settlement(id) => scenario.settlements[id].payer,
            Claimant::Task(id) => scenario.projects[scenario.tasks[id].project].payer,
            Claimant::Job(_) | Claimant::Fuel(_) | Claimant::Mine(_) => Payer::Mine,
        };
        self.cell(key).used[payer as usize] += worth;
    }

    /// An order gathers value by its price or freight.
    fn gathers(&mut self, order: OrderNo, amount: i64, column: fn(&mut GoodsCell) -> &mut i64) {
        let Some(order) = self.orders.get_mut(order.0 as usize) else { return };
        let (key, is_core) = (order.key, order.is_core);
        order.left.1 += if is_core { 0 } else { amount };
        let cell = self.cell(key);
        *column(cell) += amount;
        cell.used[Payer::Mine as usize] += if is_core { amount } else { 0 };
    }

    pub(crate) fn take(&mut self, entry: &Entry) {
        let scenario = self.scenario;
        match entry.event {
            Event::Demanded { by, .. } => self.claimants.push(by),
            Event::Issued { demand, store, item, quantity } => {
                if let Some(&by) = self.claimants.get(demand.0 as usize) {
                    self.issued(by, (store, item), quantity.get());
                }
            }
            Event::Spoiled { store, item, quantity } => {
                let worth = self.leave((store, item), quantity.get());
                self.cell((store, item)).spoiled += worth;
            }
            Event::Ordered { offer, store, quantity, .. } => {
                let key = (store, scenario.offers[offer].item);
                self.orders.push(Order { key, left: (quantity.get(), 0), is_core: false });
            }
            Event::Transferred { item, store, quantity, purpose, .. } => {
                let worth = if let Purpose::Inbound(id) = purpose {
                    let row = &scenario.inbound[id];
                    self.told[id.0 as usize] = true;
                    self.worths.of(row.item, row.at, row.quantity.get())
                } else if let Purpose::Core(_) = purpose {
                    0
                } else if let Purpose::Repaired(_) = purpose {
                    let worth = std::mem::take(&mut self.repair);
                    self.cell((store, item)).repairs += worth;
                    worth
                } else {
                    let worth = std::mem::take(&mut self.sent);
                    self.cell((store, item)).moved_in += worth;
                    worth
                };
                let is_core = matches!(purpose, Purpose::Core(_));
                self.orders.push(Order { key: (store, item), left: (quantity.get(), worth), is_core });
            }
            Event::Traded { order, amount, .. } => {
                self.gathers(order, amount.get(), |cell| &mut cell.bought);
            }
            Event::Shipped { order, .. } => self.shipments.push(order),
            Event::Departed { shipment, .. } => {
                self.set_off = self.shipments.get(shipment.0 as usize).copied();
            }
            Event::Paid { cause: CostCause::Freight | CostCause::EmergencyFreight, amount, .. } => {
                if let Some(order) = self.set_off {
                    self.gathers(order, amount.get(), |cell| &mut cell.freight);
                }
            }
            Event::Paid { cause: CostCause::Repairs, amount, .. } => self.repair = amount.get(),
            Event::Received { store, item, quantity, order } => {
                let Some(order) = self.orders.get_mut(order.0 as usize) else { return };
                let worth = part(order.left, quantity.get());
                order.left = (order.left.0 - quantity.get(), order.left.1 - worth);
                self.cell((store, item)).closing += worth;
                *self.units.entry((store, item)).or_default() += quantity.get();
            }
            _ => {}
        }
    }

    /// The cells at the end, those with nothing in them left out.
    pub(crate) fn finish(&mut self) -> Vec<GoodsCell> {
        for order in std::mem::take(&mut self.orders) {
            if order.left.1 != 0 {
                self.cell(order.key).coming += order.left.1;
            }
        }
        for (row, told) in self.scenario.inbound.iter().zip(self.told.clone()) {
            if !told {
                let worth = self.worths.of(row.item, row.at, row.quantity.get());
                self.cell((row.store, row.item)).coming += worth;
            }
        }
        let is_filled = |cell: &&GoodsCell| cell.taken_in() != 0 || cell.given_out() != 0;
        self.cells.values().filter(is_filled).copied().collect()
    }
}
