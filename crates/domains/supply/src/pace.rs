//! How fast goods leave a store: what is written of those who live from it, or what was seen so far, whichever is more.
use crate::state::State;
use iceroad_base::Time;
use iceroad_model::{ItemId, StoreId};

impl State {
    /// Units of an item that leave a store on a day, for those below it too; the written use as on a day as cold as today. Zero
    /// where nothing is written and nothing was seen.
    pub(crate) fn pace(&self, store: StoreId, item: ItemId, now: Time) -> f64 {
        let issued = self.shelves.find(store, item).map_or(0, |shelf| self.shelves.rows[shelf].issued);
        let seen = issued as f64 / now.days().max(1.0);
        seen.max(self.written_pace(store, item))
    }

    fn written_pace(&self, store: StoreId, item: ItemId) -> f64 {
        let takers =
            self.prepared.takers.iter().filter(|one| one.item == item && self.feeds(store, one.store));
        takers.map(|one| one.of_day(self.temperature[one.site])).sum()
    }

    /// Whether goods of a store may end in another: it is the same, or above it.
    fn feeds(&self, store: StoreId, below: StoreId) -> bool {
        let stores = &self.prepared.stores;
        let mut at = Some(below);
        // At most as many steps as there are stores: echelons have a top.
        for _ in stores.ids() {
            if at == Some(store) {
                return true;
            }
            at = at.and_then(|one| stores[one].parent);
        }
        false
    }
}
