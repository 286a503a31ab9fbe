//! The balance of goods: what came in is used, spoiled, condemned, in the fleet, on a shelf, waiting for room, under repair or on the way.
use crate::state::State;
use iceroad_base::quantity::Quantity;
use iceroad_model::ItemId;

/// One item's balance, in its units, since the horizon's start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Balance {
    /// The item.
    pub item: ItemId,
    /// On the shelves and under repair at the start, and since then handed over by sellers and from what was on the way, and taken out
    /// of machines for repair.
    pub came_in: Quantity,
    /// Issued to others than stores.
    pub used: Quantity,
    /// Spoiled.
    pub spoiled: Quantity,
    /// Machines that joined the fleet.
    pub commissioned: Quantity,
    /// Beyond repair.
    pub condemned: Quantity,
    /// On shelves now.
    pub on_shelf: Quantity,
    /// Outside stores without room now.
    pub outside: Quantity,
    /// In repair shops now.
    pub under_repair: Quantity,
    /// On the way now.
    pub on_the_way: Quantity,
}

impl Balance {
    /// Whether nothing is lost and nothing came from nowhere.
    pub fn holds(&self) -> bool {
        let gone = self.used + self.spoiled + self.commissioned + self.condemned;
        let there = self.on_shelf + self.outside + self.under_repair + self.on_the_way;
        self.came_in == gone + there
    }
}

impl State {
    /// The balance of every item, in order.
    pub(crate) fn balance(&self) -> Vec<Balance> {
        let one = |item: ItemId| {
            let shelves = self.shelves.rows.iter().filter(|shelf| shelf.item == item);
            let outside = self.outside.iter().flatten().filter(|goods| goods.item == item);
            let on_the_way = self.shipments.iter().filter(|shipment| shipment.item == item && !shipment.done);
            let total = self.totals[item];
            Balance {
                item,
                came_in: Quantity(total.came_in),
                used: Quantity(total.used),
                spoiled: Quantity(total.spoiled),
                commissioned: Quantity(total.commissioned),
                condemned: Quantity(total.condemned),
                on_shelf: Quantity(shelves.map(|shelf| shelf.on_hand).sum()),
                outside: Quantity(outside.map(|goods| goods.units).sum()),
                under_repair: Quantity(self.under_repair(item)),
                on_the_way: Quantity(on_the_way.map(|shipment| shipment.units).sum()),
            }
        };
        self.prepared.items.ids().map(one).collect()
    }
}
