//! Orders and shipments as the log tells them: what several families of rules look up.
use iceroad_base::Time;
use iceroad_base::quantity::Quantity;
use iceroad_model::event::{Entry, Event, OrderNo, Purpose, ShipmentNo};
use iceroad_model::{ItemId, OfferId, RotableId, Scenario, SiteId, StoreId};

/// An order, bought or moved between stores.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    pub(crate) at: Time,
    pub(crate) item: ItemId,
    pub(crate) store: StoreId,
    pub(crate) quantity: i64,
    pub(crate) purpose: Purpose,
    /// None: moved, not bought.
    pub(crate) offer: Option<OfferId>,
    /// Handed over so far.
    pub(crate) shipped: i64,
}

/// A shipment of an order.
#[derive(Clone, Copy)]
pub(crate) struct Shipment {
    pub(crate) order: OrderNo,
    pub(crate) item: ItemId,
    pub(crate) quantity: i64,
}

/// Every order and shipment so far, by number.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) orders: Vec<Order>,
    pub(crate) shipments: Vec<Shipment>,
}

impl Book {
    /// Reads an entry. Numbering is judged by the rules of trade, which read the same entries.
    pub(crate) fn take(&mut self, scenario: &Scenario, entry: &Entry) {
        let at = entry.at;
        match entry.event {
            Event::Ordered { offer, store, quantity: Quantity(quantity), purpose, .. } => {
                let item = scenario.offers[offer].item;
                self.orders.push(Order {
                    at,
                    item,
                    store,
                    quantity,
                    purpose,
                    offer: Some(offer),
                    shipped: 0,
                });
            }
            Event::Transferred { item, store, quantity: Quantity(quantity), purpose, .. } => {
                self.orders.push(Order { at, item, store, quantity, purpose, offer: None, shipped: 0 });
            }
            Event::Shipped { order, item, quantity: Quantity(quantity), .. } => {
                self.shipments.push(Shipment { order, item, quantity });
                if let Some(order) = self.orders.get_mut(order.0 as usize) {
                    order.shipped += quantity;
                }
            }
            _ => {}
        }
    }

    pub(crate) fn order(&self, no: OrderNo) -> Option<&Order> {
        self.orders.get(no.0 as usize)
    }

    pub(crate) fn shipment(&self, no: ShipmentNo) -> Option<&Shipment> {
        self.shipments.get(no.0 as usize)
    }

    /// The order that a shipment is of.
    pub(crate) fn order_of(&self, no: ShipmentNo) -> Option<&Order> {
        self.order(self.shipment(no)?.order)
    }

    /// Where an order's goods are to go.
    pub(crate) fn goal(&self, scenario: &Scenario, no: OrderNo) -> Option<SiteId> {
        let order = self.order(no)?;
        let shop =
            if let Purpose::Core(rotable) = order.purpose { shop_site(scenario, rotable) } else { None };
        Some(shop.unwrap_or(scenario.stores[order.store].site))
    }
}

/// Where a row's units are repaired, if elsewhere than at their store.
pub(crate) fn shop_site(scenario: &Scenario, rotable: RotableId) -> Option<SiteId> {
    let row = &scenario.rotables[rotable];
    scenario.repair_shops[row.shop].site.filter(|&site| site != scenario.stores[row.store].site)
}
