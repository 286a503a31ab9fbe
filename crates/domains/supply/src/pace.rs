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
        let fed = self.prepared.fed_by.get(&(store, item)).into_iter().flatten();
        let takers = fed.map(|&place| &self.prepared.takers[place]);
        takers.map(|one| one.of_day(self.temperature[one.site])).sum()
    }
}
