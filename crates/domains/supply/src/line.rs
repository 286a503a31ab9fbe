//! Those who wait at a store, in the order in which they are served.
//!
//! A store of thousands of items has as many lines, and a look at one must not cost a walk past all: places are kept once for the
//! whole store and once by item.
use iceroad_model::ItemId;
use iceroad_model::event::DemandNo;
use std::collections::{BTreeMap, BTreeSet};

/// Where a demand stands: by its rank, lower first, then as it came.
pub(crate) type PlaceInLine = (u16, DemandNo);

/// Open demands that wait at one store.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    all: BTreeSet<PlaceInLine>,
    of_item: BTreeMap<ItemId, BTreeSet<PlaceInLine>>,
}

impl Line {
    pub(crate) fn join(&mut self, place: PlaceInLine, item: ItemId) {
        self.all.insert(place);
        self.of_item.entry(item).or_default().insert(place);
    }

    pub(crate) fn leave(&mut self, place: PlaceInLine, item: ItemId) {
        self.all.remove(&place);
        if let Some(line) = self.of_item.get_mut(&item) {
            line.remove(&place);
            if line.is_empty() {
                self.of_item.remove(&item);
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whoever waits, for whatever item.
    pub(crate) fn all(&self) -> impl Iterator<Item = PlaceInLine> + use<'_> {
        self.all.iter().copied()
    }

    /// Those who wait for an item.
    pub(crate) fn of(&self, item: ItemId) -> impl Iterator<Item = PlaceInLine> + use<'_> {
        self.of_item.get(&item).into_iter().flatten().copied()
    }
}
