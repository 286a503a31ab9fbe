//! One item in one store: what is there, what is coming, what is owed, and how it spoils.
use crate::prepared::Prepared;
use crate::sourcing::Hurry;
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::goods::Item;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{ItemId, OfferId, RestrictionId, StoreId};
use std::collections::{BTreeMap, VecDeque};

/// A row of `stock.csv` in a run, or a place made for goods that have no row.
///
/// The inventory position is on hand + on order − owed ([`State::position`](crate::state::State::position)), the latter two in
/// units of this item as the *need*: an order of a substitute for it counts here.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) store: StoreId,
    pub(crate) item: ItemId,
    /// None where the item has no row: ordered demand by demand.
    pub(crate) policy: Option<ReviewPolicy>,
    pub(crate) on_hand: i64,
    pub(crate) on_order: i64,
    pub(crate) owed: i64,
    /// Units taken since the start.
    pub(crate) issued: i64,
    /// What spoils when, earliest first; empty for what keeps.
    batches: VecDeque<(Time, i64)>,
    keeps: Option<Span>,
    /// How many orders of each kind there have been: names of their random streams.
    pub(crate) replenished: u32,
    pub(crate) emergencies: u32,
    /// The last review, where it wanted goods and got no order: it is tried again each day.
    pub(crate) blocked: Option<Blocked>,
    /// What was refused at the last decision.
    pub(crate) refused: Vec<(OfferId, RestrictionId)>,
    pub(crate) touched: bool,
}

impl Shelf {
    fn new(store: StoreId, id: ItemId, item: &Item, policy: Option<ReviewPolicy>) -> Self {
        Self {
            store,
            item: id,
            policy,
            on_hand: 0,
            on_order: 0,
            owed: 0,
            issued: 0,
            batches: VecDeque::new(),
            keeps: item.shelf_life.map(|days| Span::from_days(days.get())),
            replenished: 0,
            emergencies: 0,
            blocked: None,
            refused: Vec::new(),
            touched: false,
        }
    }

    /// Units on the shelf that will be used before they spoil, where so many are used a day; all of them where that is not known, and
    /// one at least where there is one.
    pub(crate) fn usable(&self, now: Time, a_day: f64) -> i64 {
        if a_day <= 0.0 || self.batches.is_empty() {
            return self.on_hand;
        }
        let mut used: f64 = 0.0;
        for &(until, units) in &self.batches {
            let by_then = a_day * (until - now).days().max(0.0);
            used = (used + units as f64).min(by_then.max(used));
        }
        (used.floor() as i64).max(1).min(self.on_hand)
    }

    /// Units that can be used within the life of goods that come now, at least one; none where nothing bounds them.
    pub(crate) fn most_usable(&self, a_day: f64) -> Option<i64> {
        let life = self.keeps.filter(|_| a_day > 0.0)?;
        Some(((a_day * life.days()).floor() as i64).max(1))
    }

    /// Whether what lies there may spoil.
    pub(crate) fn may_spoil(&self) -> bool {
        !self.batches.is_empty()
    }

    /// Whether its row says that it is ordered for.
    pub(crate) fn is_replenished(&self) -> bool {
        self.policy.is_some_and(|policy| policy != ReviewPolicy::None)
    }

    /// Puts units on the shelf; their life in store begins.
    pub(crate) fn put(&mut self, units: i64, now: Time) {
        self.on_hand += units;
        if let Some(life) = self.keeps {
            self.batches.push_back((now + life, units));
        }
    }

    /// Takes units off the shelf, those that spoil first first.
    pub(crate) fn take(&mut self, units: i64) {
        self.on_hand -= units;
        self.issued += units;
        let mut left = units;
        while left > 0
            && let Some((_, batch)) = self.batches.front_mut()
        {
            let part = left.min(*batch);
            *batch -= part;
            left -= part;
            if *batch == 0 {
                self.batches.pop_front();
            }
        }
    }

    /// Takes off what has spoiled, and says how much.
    pub(crate) fn spoil(&mut self, now: Time) -> i64 {
        let mut spoiled = 0;
        while let Some(&(until, batch)) = self.batches.front()
            && until <= now
        {
            spoiled += batch;
            self.batches.pop_front();
        }
        self.on_hand -= spoiled;
        spoiled
    }
}

/// A review that found nobody to order from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blocked {
    pub(crate) reorder: i64,
    pub(crate) up_to: i64,
    pub(crate) hurry: Hurry,
}

/// What a store holds and may hold.
#[derive(Clone, Copy, Debug)]
struct Held {
    grams: i64,
    millilitres: i64,
    most_grams: i64,
    most_millilitres: i64,
}

/// All shelves, rows of `stock.csv` first.
#[derive(Debug)]
pub(crate) struct Shelves {
    pub(crate) rows: Vec<Shelf>,
    index: BTreeMap<(StoreId, ItemId), usize>,
    held: Table<StoreId, Held>,
}

impl Shelves {
    pub(crate) fn new(prepared: &Prepared) -> Self {
        let most = |limit: Option<i64>| limit.map_or(i64::MAX, |limit| limit.saturating_mul(1_000));
        let held = prepared.stores.iter().map(|store| Held {
            grams: 0,
            millilitres: 0,
            most_grams: most(store.capacity.map(|mass| mass.get())),
            most_millilitres: most(store.room.map(|volume| volume.get())),
        });
        let mut shelves = Self { rows: Vec::new(), index: BTreeMap::new(), held: held.collect() };
        for line in &prepared.stock {
            let shelf = shelves.of(prepared, line.store, line.item);
            shelves.rows[shelf].policy = Some(line.policy);
            shelves.put(prepared, shelf, line.on_hand.get(), Time::START);
        }
        shelves
    }

    /// The shelf of an item in a store, made where there is none.
    pub(crate) fn of(&mut self, prepared: &Prepared, store: StoreId, item: ItemId) -> usize {
        let rows = &mut self.rows;
        *self.index.entry((store, item)).or_insert_with(|| {
            rows.push(Shelf::new(store, item, &prepared.items[item], None));
            rows.len() - 1
        })
    }

    /// The shelf of an item in a store, if there is one.
    pub(crate) fn find(&self, store: StoreId, item: ItemId) -> Option<usize> {
        self.index.get(&(store, item)).copied()
    }

    /// Units on the shelf of an item in a store.
    pub(crate) fn on_hand(&self, store: StoreId, item: ItemId) -> i64 {
        self.find(store, item).map_or(0, |shelf| self.rows[shelf].on_hand)
    }

    pub(crate) fn put(&mut self, prepared: &Prepared, shelf: usize, units: i64, now: Time) {
        self.rows[shelf].put(units, now);
        self.weigh(prepared, shelf, units);
    }

    pub(crate) fn take(&mut self, prepared: &Prepared, shelf: usize, units: i64) {
        self.rows[shelf].take(units);
        self.weigh(prepared, shelf, -units);
    }

    pub(crate) fn spoil(&mut self, prepared: &Prepared, shelf: usize, now: Time) -> i64 {
        let spoiled = self.rows[shelf].spoil(now);
        self.weigh(prepared, shelf, -spoiled);
        spoiled
    }

    fn weigh(&mut self, prepared: &Prepared, shelf: usize, units: i64) {
        let Shelf { store, item, .. } = self.rows[shelf];
        let held = &mut self.held[store];
        held.grams = held.grams.saturating_add(prepared.items[item].unit_grams.saturating_mul(units));
        held.millilitres =
            held.millilitres.saturating_add(prepared.items[item].unit_millilitres.saturating_mul(units));
    }

    /// Units of an item that the store has room for.
    pub(crate) fn fit(&self, prepared: &Prepared, store: StoreId, item: ItemId) -> i64 {
        let (held, item) = (self.held[store], &prepared.items[item]);
        let units = |most: i64, used: i64, one: i64| {
            if most == i64::MAX || one <= 0 { i64::MAX } else { (most - used).max(0) / one }
        };
        let by_mass = units(held.most_grams, held.grams, item.unit_grams);
        by_mass.min(units(held.most_millilitres, held.millilitres, item.unit_millilitres))
    }
}
