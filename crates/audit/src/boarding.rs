//! Days of cover of goods where they are wanted, as the log tells them: who is first in need among goods that nothing else ranks.
//!
//! Cover is what is on hand over what leaves a day: the greater of what is written of those who live from the store or from one
//! below it, and what was issued since the start. The temperatures of a day are not in the log, so where cold adds to a use only
//! the least of it is known, and cover has two bounds. Goods that have or are an equivalent are not judged: the log does not tell
//! for which need an order was made.
use iceroad_base::Time;
use iceroad_model::event::{DemandNo, Entry, Event};
use iceroad_model::{ItemId, Scenario, StoreId};
use std::collections::{BTreeMap, BTreeSet};

/// At least and at most.
pub(crate) type Bounds = (f64, f64);
type Key = (StoreId, ItemId);

pub(crate) struct Covers {
    /// Units a day that are written for a store and those below it, without what cold adds, and whether it does.
    written: BTreeMap<Key, (f64, bool)>,
    /// Items that are equivalents of others.
    equivalents: BTreeSet<ItemId>,
    on_hand: BTreeMap<Key, i64>,
    issued: BTreeMap<Key, i64>,
    open: BTreeMap<DemandNo, Key>,
    /// How many of them.
    owed: BTreeMap<Key, u32>,
}

impl Covers {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let on_hand = scenario.stock.iter().map(|line| ((line.store, line.item), line.on_hand.get()));
        Self {
            written: written(scenario),
            equivalents: scenario.interchange.iter().flat_map(|row| [row.need, row.substitute]).collect(),
            on_hand: on_hand.collect(),
            issued: BTreeMap::new(),
            open: BTreeMap::new(),
            owed: BTreeMap::new(),
        }
    }

    pub(crate) fn take(&mut self, entry: &Entry) {
        match entry.event {
            Event::Demanded { demand, store, item, .. } => {
                self.open.insert(demand, (store, item));
                *self.owed.entry((store, item)).or_default() += 1;
            }
            Event::Filled { demand } | Event::Dropped { demand } => {
                let owed = self.open.remove(&demand).and_then(|key| self.owed.get_mut(&key));
                owed.into_iter().for_each(|owed| *owed -= 1);
            }
            Event::Issued { store, item, quantity, .. } => {
                *self.on_hand.entry((store, item)).or_default() -= quantity.get();
                *self.issued.entry((store, item)).or_default() += quantity.get();
            }
            Event::Received { store, item, quantity, .. } => {
                *self.on_hand.entry((store, item)).or_default() += quantity.get();
            }
            Event::Spoiled { store, item, quantity } => {
                *self.on_hand.entry((store, item)).or_default() -= quantity.get();
            }
            _ => {}
        }
    }

    /// Days of cover of an item in a store; none where it has equivalents.
    pub(crate) fn of(&self, store: StoreId, item: ItemId, now: Time) -> Option<Bounds> {
        if self.equivalents.contains(&item) {
            return None;
        }
        let key = (store, item);
        let on_hand = self.on_hand.get(&key).copied().unwrap_or(0) as f64;
        let (written, cold) = self.written.get(&key).copied().unwrap_or((0.0, false));
        let seen = self.issued.get(&key).copied().unwrap_or(0) as f64 / now.days().max(1.0);
        let pace = written.max(seen);
        let most = if pace > 0.0 { on_hand / pace } else { f64::INFINITY };
        // More may be owed than is there, and more used on a cold day.
        let is_owed = self.owed.get(&key).is_some_and(|&owed| owed > 0);
        Some((if cold || is_owed { 0.0 } else { most }, most))
    }
}

fn written(scenario: &Scenario) -> BTreeMap<Key, (f64, bool)> {
    let eaten = scenario.consumption.iter().map(|row| {
        let of = scenario.settlements[row.settlement].store;
        (of, row.item, row.per_day, row.per_heating_degree_day)
    });
    let used = scenario.mine_uses.iter();
    let used = used.map(|row| (row.store, row.item, row.per_day, row.per_heating_degree_day));
    let mut written: BTreeMap<Key, (f64, bool)> = BTreeMap::new();
    for (of, item, per_day, per_degree) in eaten.chain(used) {
        let chain = std::iter::successors(Some(of), |&at| scenario.stores[at].parent);
        let above: BTreeSet<StoreId> = chain.take(scenario.stores.len() + 1).collect();
        for store in above {
            let (a_day, cold) = written.entry((store, item)).or_default();
            *a_day += per_day;
            *cold |= per_degree > 0.0;
        }
    }
    written
}
