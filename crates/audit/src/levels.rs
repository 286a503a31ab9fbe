//! Levels: a stock line under (s, S) is ordered when its position has come to s, and up to S.
//!
//! The position is on hand + on order − owed, all of it from the log: on order is what was ordered for the store, bought or
//! sent from above, asked of the store above and not yet sent, and what is under repair for it; owed what waits.
//!
//! Judged are lines whose position is that sum and nothing else: of items that keep, that no statement lets stand in for another
//! or be stood in for, and that no agreement brings to the store.
use crate::{Findings, Rules};
use iceroad_base::Time;
use iceroad_base::quantity::Ranged;
use iceroad_model::event::{Claimant, Entry, Event, OrderNo, Purpose};
use iceroad_model::obligations::Promise;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{ItemId, OfferId, RotableId, Scenario, StoreId};
use std::collections::BTreeMap;

/// A stock line that is judged.
struct Line {
    store: StoreId,
    item: ItemId,
    reorder: i64,
    up_to: i64,
    /// Whether it is looked at whenever its position changes.
    continuous: bool,
    on_hand: i64,
    on_order: i64,
    owed: i64,
    /// Asked of the store above at this instant.
    asked_now: i64,
    /// Whether a seller has taken an order for it, and none was ever refused: then one can be placed at any time.
    bought: bool,
    refused: bool,
}

impl Line {
    fn position(&self) -> i64 {
        self.on_hand + self.on_order - self.owed
    }
}

struct Demand {
    /// The line that owes, and the line of the store below that it is on order for.
    owes: Option<usize>,
    comes_to: Option<usize>,
    left: i64,
}

pub(crate) struct Levels<'s> {
    scenario: &'s Scenario,
    lines: Vec<Line>,
    index: BTreeMap<(StoreId, ItemId), usize>,
    demands: Vec<Demand>,
    /// The line of each order.
    orders: Vec<Option<usize>>,
    /// Lines that have changed at this instant.
    touched: Vec<usize>,
}

impl<'s> Levels<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let mut levels = Self {
            scenario,
            lines: Vec::new(),
            index: BTreeMap::new(),
            demands: Vec::new(),
            orders: Vec::new(),
            touched: Vec::new(),
        };
        for row in &scenario.stock {
            let ReviewPolicy::ReorderUpTo { reorder, up_to, review_days } = row.policy else { continue };
            if !levels.is_plain(row.store, row.item) {
                continue;
            }
            levels.index.insert((row.store, row.item), levels.lines.len());
            levels.touched.push(levels.lines.len());
            levels.lines.push(Line {
                store: row.store,
                item: row.item,
                reorder: reorder.get(),
                up_to: up_to.get(),
                continuous: review_days.get() == 0.0,
                on_hand: row.on_hand.get(),
                on_order: levels.under_repair(row.store, row.item),
                owed: 0,
                asked_now: 0,
                bought: false,
                refused: false,
            });
        }
        levels
    }

    /// Units of an item that are under repair for a store at the start.
    fn under_repair(&self, store: StoreId, item: ItemId) -> i64 {
        let rows = self.scenario.rotables.iter().filter(|row| (row.store, row.item) == (store, item));
        rows.map(|row| row.in_repair.get()).sum()
    }

    fn repairs(&mut self, rotable: RotableId, units: i64) {
        let row = &self.scenario.rotables[rotable];
        if let Some(line) = self.line(row.store, row.item) {
            line.on_order += units;
        }
    }

    fn is_plain(&self, store: StoreId, item: ItemId) -> bool {
        let stands_in =
            self.scenario.interchange.iter().any(|row| row.need == item || row.substitute == item);
        let promised = self.scenario.lines.iter().any(|row| {
            matches!(row.promise, Promise::Goods { item: of, store: to, .. } if (of, to) == (item, store))
        });
        self.scenario.items[item].shelf_life.is_none() && !stands_in && !promised
    }

    fn line(&mut self, store: StoreId, item: ItemId) -> Option<&mut Line> {
        let line = *self.index.get(&(store, item))?;
        self.touched.push(line);
        Some(&mut self.lines[line])
    }

    fn says(&self, line: &Line) -> String {
        let (store, item) = (&self.scenario.stores[line.store].name, &self.scenario.items[line.item].name);
        format!("{item} in {store}: position {}, s {}, S {}", line.position(), line.reorder, line.up_to)
    }

    fn demanded(&mut self, store: StoreId, item: ItemId, units: i64, by: Claimant) {
        // What a job replaces will be repaired and come back.
        let row = self.scenario.rotables.entries().find(|(_, row)| (row.store, row.item) == (store, item));
        if let (Claimant::Job(_), Some((rotable, _))) = (by, row) {
            self.repairs(rotable, units);
        }
        // What is used on a day does not wait, and so is not owed.
        let waits = !matches!(by, Claimant::Settlement(_) | Claimant::Mine(_));
        let owes = self.index.get(&(store, item)).copied().filter(|_| waits);
        let below = if let Claimant::Store(below) = by { Some(below) } else { None };
        let comes_to = below.and_then(|below| self.index.get(&(below, item)).copied());
        if let Some(line) = owes {
            self.lines[line].owed += units;
            self.touched.push(line);
        }
        if let Some(line) = comes_to {
            self.lines[line].on_order += units;
            self.lines[line].asked_now += units;
            self.touched.push(line);
        }
        self.demands.push(Demand { owes, comes_to, left: units });
    }

    fn issued(&mut self, demand: usize, store: StoreId, item: ItemId, units: i64) {
        if let Some(line) = self.line(store, item) {
            line.on_hand -= units;
        }
        let Some(demand) = self.demands.get_mut(demand) else { return };
        demand.left -= units;
        if let Some(line) = demand.owes {
            self.lines[line].owed -= units;
        }
        // It goes on as an order of its own.
        if let Some(line) = demand.comes_to {
            self.lines[line].on_order -= units;
            self.touched.push(line);
        }
    }

    fn dropped(&mut self, demand: usize) {
        let Some(demand) = self.demands.get(demand) else { return };
        if let Some(line) = demand.owes {
            self.lines[line].owed -= demand.left;
            self.touched.push(line);
        }
    }

    /// An order to replenish a line.
    fn judge(&self, line: &Line, offer: OfferId, units: i64, findings: &mut Findings) {
        let before = line.position() - line.asked_now;
        findings.check(
            before <= line.reorder,
            "a line is ordered once its position has come to its level",
            || self.says(line),
        );
        let row = &self.scenario.offers[offer];
        let batch = row.batch.get().max(1);
        let wanted = (line.up_to - line.position()).max(row.minimum.get()).max(1);
        let lot = (wanted + batch - 1) / batch * batch;
        findings.check(units == lot, "an order brings a line up to its level", || {
            format!("{units} ordered, {lot} wanted: {}", self.says(line))
        });
    }

    fn ordered(
        &mut self,
        offer: OfferId,
        store: StoreId,
        units: i64,
        purpose: Purpose,
        findings: &mut Findings,
    ) {
        let line = self.index.get(&(store, self.scenario.offers[offer].item)).copied();
        self.orders.push(line);
        let Some(line) = line else { return };
        if purpose == Purpose::Replenish {
            self.judge(&self.lines[line], offer, units, findings);
            self.lines[line].bought = true;
        }
        self.lines[line].on_order += units;
        self.touched.push(line);
    }

    fn received(&mut self, order: OrderNo, units: i64) {
        let Some(&Some(line)) = self.orders.get(order.0 as usize) else { return };
        self.lines[line].on_order -= units;
        self.lines[line].on_hand += units;
        self.touched.push(line);
    }

    /// Whether an order could be placed for a line at any time: it was before, and nothing has changed since.
    fn can_order(&self, line: &Line) -> bool {
        let offers = self.scenario.offers.iter().filter(|offer| offer.item == line.item);
        let undated = offers.into_iter().all(|offer| offer.from.is_none() && offer.to.is_none());
        line.bought && !line.refused && undated && self.scenario.stores[line.store].parent.is_none()
    }
}

impl Rules for Levels<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::Demanded { store, item, quantity, by, .. } => {
                self.demanded(store, item, quantity.get(), by);
            }
            Event::Issued { demand, store, item, quantity } => {
                self.issued(demand.0 as usize, store, item, quantity.get());
            }
            Event::Dropped { demand } => self.dropped(demand.0 as usize),
            Event::Ordered { offer, store, quantity, purpose, .. } => {
                self.ordered(offer, store, quantity.get(), purpose, findings);
            }
            // It was counted on from being asked for.
            Event::Transferred { purpose: Purpose::Core(_), .. } => self.orders.push(None),
            Event::Transferred { item, store, quantity, .. } => {
                let line = self.index.get(&(store, item)).copied();
                self.orders.push(line);
                if let Some(line) = line {
                    self.lines[line].on_order += quantity.get();
                    self.touched.push(line);
                }
            }
            Event::Received { order, quantity, .. } => self.received(order, quantity.get()),
            Event::Spoiled { store, item, quantity } => {
                if let Some(line) = self.line(store, item) {
                    line.on_hand -= quantity.get();
                }
            }
            // What is repaired goes on as an order of its own.
            Event::Repaired { rotable, .. } | Event::Condemned { rotable, .. } => self.repairs(rotable, -1),
            Event::Refused { offer, store, .. } => {
                if let Some(line) = self.line(store, self.scenario.offers[offer].item) {
                    line.refused = true;
                }
            }
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        for line in touched {
            self.lines[line].asked_now = 0;
            let line = &self.lines[line];
            let low = line.position() <= line.reorder && line.position() < line.up_to;
            findings.check(
                !(low && line.continuous && self.can_order(line)),
                "a line whose position has come to its level is ordered",
                || self.says(line),
            );
        }
    }

    fn end(&mut self, _end: Time, _findings: &mut Findings) {}
}
