//! Who boards first.
//!
//! Among those who wait for the same way the order is total: emergencies; then by the planner's `freight_priority` (of the
//! agreement, else of the item, else of the store; 5 where none is written); then agreements by due day; then goods by
//! days of cover where they go: on hand over what is used a day; at last by number of the order and of the shipment. The
//! use is the greater of what `consumption.csv` says (its daily part and what the settlement's mean cold asks today) and
//! what was issued since the start. Goods whose use is not known come behind all that have one, unless more is owed
//! than is on hand: that is no cover.
//!
//! Light parcels, at most a tenth of a trip, board right after the emergencies of their priority, until they fill a
//! tenth of the day's trips (assumed): a hose kit delays no fuel, and heavy goods fill the vehicle up.
use crate::state::State;
use iceroad_base::Time;
use iceroad_model::event::{OrderNo, Purpose, ShipmentNo};
use iceroad_model::{ItemId, StoreId};
use std::cmp::Ordering;

/// The priority of goods for which none is written; lower boards first.
const PRIORITY: u8 = 5;

/// A parcel is light up to this part of a trip, and light parcels go first up to this part of a day's trips (assumed).
pub(crate) const LIGHT: i64 = 10;

/// What decides; compared field by field.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Place {
    /// Whether it is no emergency.
    pub(crate) ordinary: bool,
    pub(crate) priority: u8,
    /// An agreement's due instant; none: other goods.
    due: Option<Time>,
    /// Days of cover at the destination.
    cover: f64,
    order: OrderNo,
    pub(crate) shipment: ShipmentNo,
}

impl Place {
    /// The order in which goods board.
    pub(crate) fn before(&self, other: &Self) -> Ordering {
        let due = |place: &Self| place.due.unwrap_or(Time::NEVER);
        self.ordinary
            .cmp(&other.ordinary)
            .then(self.priority.cmp(&other.priority))
            .then(due(self).cmp(&due(other)))
            .then(self.cover.total_cmp(&other.cover))
            .then(self.order.cmp(&other.order))
            .then(self.shipment.cmp(&other.shipment))
    }
}

impl State {
    /// Where a shipment stands among those who wait.
    pub(crate) fn place_of(&self, shipment: ShipmentNo, now: Time) -> Place {
        let no = self.shipments[shipment.0 as usize].order;
        let order = &self.orders[no.0 as usize];
        let due = order.line.map(|line| self.prepared.due[line]);
        let agreement = order.line.map(|line| &self.prepared.agreements[self.prepared.lines[line].agreement]);
        let priority = agreement
            .and_then(|row| row.freight_priority)
            .or(self.prepared.items[order.item].freight_priority)
            .or(self.prepared.stores[order.store].freight_priority);
        Place {
            ordinary: !matches!(order.purpose, Purpose::Emergency(_)),
            priority: priority.unwrap_or(PRIORITY),
            due,
            cover: if due.is_some() { 0.0 } else { self.cover(order.store, order.need, now) },
            order: no,
            shipment,
        }
    }

    /// Days for which what a store has of an item lasts.
    fn cover(&self, store: StoreId, item: ItemId, now: Time) -> f64 {
        let shelf = self.shelves.find(store, item).map(|shelf| &self.shelves.rows[shelf]);
        let (on_hand, owed) = shelf.map_or((0, 0), |shelf| (shelf.on_hand, shelf.owed));
        if owed > 0 && on_hand <= owed {
            return 0.0;
        }
        let a_day = self.pace(store, item, now);
        if a_day > 0.0 { on_hand as f64 / a_day } else { f64::INFINITY }
    }
}
