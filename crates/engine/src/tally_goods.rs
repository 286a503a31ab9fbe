//! The value of goods, followed from seller to use: what lies on each shelf and what each order on its way is worth.
//!
//! The rule is told at [`GoodsCell`]. Pitfall: freight is paid right after its part of a shipment set off, and goods are sent on
//! right after they were issued; who they belong to is told by the entry before.
use iceroad_model::event::{Claimant, CostCause, OrderNo, Purpose, ShipmentNo};
use iceroad_model::record::GoodsCell;
use iceroad_model::worth::{Payer, Worths};
use iceroad_model::{InboundId, ItemId, Scenario, StoreId};
use std::collections::BTreeMap;

/// Goods with the value they carry.
#[derive(Clone, Copy, Default)]
struct Lot {
    units: i64,
    value: i64,
}

impl Lot {
    fn add(&mut self, units: i64, value: i64) {
        self.units += units;
        self.value += value;
    }

    /// Takes units away with their mean value, the last with all that is left.
    fn take(&mut self, units: i64) -> i64 {
        let value = if units >= self.units {
            self.value
        } else {
            let part = i128::from(self.value) * i128::from(units) / i128::from(self.units);
            i64::try_from(part).unwrap_or(self.value)
        };
        self.units -= units;
        self.value -= value;
        value
    }
}

struct Shelf {
    cell: GoodsCell,
    lot: Lot,
}

struct OnTheWay {
    store: StoreId,
    item: ItemId,
    lot: Lot,
    /// Goes to be repaired: its freight is used as it is paid.
    is_core: bool,
}

pub(crate) struct GoodsTally<'s> {
    scenario: &'s Scenario,
    shelves: BTreeMap<(StoreId, ItemId), Shelf>,
    /// Orders whose goods have not all come, by number.
    orders: BTreeMap<u32, OnTheWay>,
    /// What was on the way at the start and has not been told of yet.
    inbound: BTreeMap<InboundId, i64>,
    /// The order of each shipment.
    order_of: Vec<u32>,
    /// The order whose goods have just set off.
    departed: Option<u32>,
    /// Value that has just left a shelf for another store.
    leaving: i64,
    /// What was just paid for the repair of a unit that goes back to its store.
    repair: i64,
}

impl<'s> GoodsTally<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let worths = Worths::new(scenario);
        let mut tally = Self {
            scenario,
            shelves: BTreeMap::new(),
            orders: BTreeMap::new(),
            inbound: BTreeMap::new(),
            order_of: Vec::new(),
            departed: None,
            leaving: 0,
            repair: 0,
        };
        for line in &scenario.stock {
            let value = worths.of(line.item, scenario.stores[line.store].site, line.on_hand.get());
            let shelf = tally.shelf(line.store, line.item);
            shelf.cell.opening += value;
            shelf.lot.add(line.on_hand.get(), value);
        }
        for (id, row) in scenario.inbound.entries() {
            let value = worths.of(row.item, row.at, row.quantity.get());
            tally.shelf(row.store, row.item).cell.coming_at_start += value;
            tally.inbound.insert(id, value);
        }
        tally
    }

    fn shelf(&mut self, store: StoreId, item: ItemId) -> &mut Shelf {
        let empty = || Shelf { cell: GoodsCell::new(store, item), lot: Lot::default() };
        self.shelves.entry((store, item)).or_insert_with(empty)
    }

    pub(crate) fn issued(&mut self, by: Claimant, store: StoreId, item: ItemId, units: i64) {
        let payer = match by {
            Claimant::Job(_) | Claimant::Fuel(_) | Claimant::Mine(_) => Some(Payer::Mine),
            Claimant::Settlement(id) => Some(self.scenario.settlements[id].payer),
            Claimant::Task(id) => Some(self.scenario.projects[self.scenario.tasks[id].project].payer),
            Claimant::Store(_) => None,
        };
        let shelf = self.shelf(store, item);
        let value = shelf.lot.take(units);
        match payer {
            Some(payer) => shelf.cell.used[payer as usize] += value,
            None => {
                shelf.cell.moved_out += value;
                self.leaving += value;
            }
        }
    }

    pub(crate) fn spoiled(&mut self, store: StoreId, item: ItemId, units: i64) {
        let shelf = self.shelf(store, item);
        shelf.cell.spoiled += shelf.lot.take(units);
    }

    pub(crate) fn ordered(&mut self, order: OrderNo, store: StoreId, item: ItemId, units: i64) {
        let lot = Lot { units, value: 0 };
        self.orders.insert(order.0, OnTheWay { store, item, lot, is_core: false });
    }

    /// Goods set off from another store or a repair shop, or were on the way at the start.
    pub(crate) fn moved(
        &mut self,
        order: OrderNo,
        store: StoreId,
        item: ItemId,
        units: i64,
        purpose: Purpose,
    ) {
        let value = match purpose {
            Purpose::Inbound(id) => self.inbound.remove(&id).unwrap_or(0),
            Purpose::Core(_) => 0,
            Purpose::Repaired(_) => {
                let value = std::mem::take(&mut self.repair);
                self.shelf(store, item).cell.repairs += value;
                value
            }
            _ => {
                let value = std::mem::take(&mut self.leaving);
                self.shelf(store, item).cell.moved_in += value;
                value
            }
        };
        let is_core = matches!(purpose, Purpose::Core(_));
        self.orders.insert(order.0, OnTheWay { store, item, lot: Lot { units, value }, is_core });
    }

    pub(crate) fn bought(&mut self, order: OrderNo, amount: i64) {
        let Some(way) = self.orders.get_mut(&order.0) else { return };
        way.lot.value += amount;
        let (store, item) = (way.store, way.item);
        self.shelf(store, item).cell.bought += amount;
    }

    pub(crate) fn shipped(&mut self, order: OrderNo) {
        self.order_of.push(order.0);
    }

    pub(crate) fn departed(&mut self, shipment: ShipmentNo) {
        self.departed = self.order_of.get(shipment.0 as usize).copied();
    }

    pub(crate) fn paid(&mut self, cause: CostCause, amount: i64) {
        if cause == CostCause::Repairs {
            self.repair = amount;
        }
        if !matches!(cause, CostCause::Freight | CostCause::EmergencyFreight) {
            return;
        }
        let Some(way) = self.departed.and_then(|order| self.orders.get_mut(&order)) else { return };
        let (store, item, is_core) = (way.store, way.item, way.is_core);
        way.lot.value += if is_core { 0 } else { amount };
        let cell = &mut self.shelf(store, item).cell;
        cell.freight += amount;
        cell.used[Payer::Mine as usize] += if is_core { amount } else { 0 };
    }

    pub(crate) fn received(&mut self, order: OrderNo, store: StoreId, item: ItemId, units: i64) {
        let Some(way) = self.orders.get_mut(&order.0) else { return };
        let value = way.lot.take(units);
        if way.lot.units <= 0 {
            self.orders.remove(&order.0);
        }
        self.shelf(store, item).lot.add(units, value);
    }

    /// What lies on the shelves and is on the way at the end; the cells in order.
    pub(crate) fn finish(&mut self) -> Vec<GoodsCell> {
        for (_, OnTheWay { store, item, lot, .. }) in std::mem::take(&mut self.orders) {
            if lot.value != 0 {
                self.shelf(store, item).cell.coming += lot.value;
            }
        }
        for (id, value) in std::mem::take(&mut self.inbound) {
            let row = &self.scenario.inbound[id];
            self.shelf(row.store, row.item).cell.coming += value;
        }
        let close = |shelf: Shelf| GoodsCell { closing: shelf.lot.value, ..shelf.cell };
        let cells = std::mem::take(&mut self.shelves).into_values().map(close);
        cells.filter(|cell| cell.taken_in() != 0 || cell.given_out() != 0).collect()
    }
}
