//! Emergencies: a demand that has waited as long as its store lets it is met by the fastest way.
//!
//! The fastest way is a store above that has enough on its shelf, or an offer of the item or a permitted substitute
//! over any leg. Nothing is ordered where what is on its way is expected no later and is enough for those who come
//! first. A demand that stays open is looked at again after as long a wait.
use crate::Demand;
use crate::orders::Order;
use crate::sourcing::{Hurry, Want};
use crate::state::{AgendaItem, Out, State};
use crate::stores::{Asking, is_met_whole};
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_base::{Span, Time};
use iceroad_model::event::{Claimant, DemandNo, OrderNo, Purpose};
use iceroad_model::{ItemId, StoreId};
use std::sync::Arc;

/// Orders looked back upon for one that comes anyway; older ones have long come or are overdue.
const MOST_RECENT: usize = 2_000;

impl State {
    /// A demand has waited as long as its store lets it: the rest is ordered by the fastest way.
    pub(crate) fn waited_long(&mut self, no: DemandNo, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let Some(asking) = self.open.get(&no).copied() else { return };
        let under_way = asking.emergency.is_some_and(|order| !self.orders[order.0 as usize].is_done());
        let Demand { store, .. } = asking.demand;
        if !under_way {
            let order = self.order_urgently(asking.demand, self.lacking(no, &asking), no, out);
            if let Some(open) = self.open.get_mut(&no) {
                open.emergency = order.or(open.emergency);
            }
        }
        // Still open: it is looked at again after as long a wait.
        if self.open.contains_key(&no)
            && let Some(days) = prepared.stores[store].emergency_after
        {
            let again = Span::from_days(days.get()).millis().max(Span::DAY.millis());
            self.at(out.now + Span::from_millis(again), AgendaItem::Emergency(no));
        }
    }

    /// Units that a demand lacks: of one that is met whole, those beyond what is kept for it on the shelf.
    fn lacking(&self, no: DemandNo, asking: &Asking) -> i64 {
        let Demand { store, item, .. } = asking.demand;
        if !is_met_whole(&asking.demand) {
            return asking.left;
        }
        let first = self.left_ahead(store, item, no);
        asking.left - (self.shelves.on_hand(store, item) - first).clamp(0, asking.left)
    }

    /// Gets `units` of what a demand calls for by the fastest way: from a store above, or bought; nothing where
    /// goods under way are expected no later, or none are to be had.
    pub(crate) fn order_urgently(
        &mut self,
        demand: Demand,
        units: i64,
        no: DemandNo,
        out: &mut Out<'_>,
    ) -> Option<OrderNo> {
        let prepared = Arc::clone(&self.prepared);
        let shelf = self.shelves.of(&prepared, demand.store, demand.item);
        let substitutes = self.substitutes_of(&demand, out.now);
        let want =
            Want { store: demand.store, need: demand.item, units, substitutes, hurry: Hurry::Emergency };
        let sourced = self.source(&want, out.now);
        self.log_refusals(shelf, &sourced, out);
        let bought = sourced.best;
        let day = bought.as_ref().and_then(|source| source.expected).unwrap_or(f64::INFINITY);
        let above = self.store_above_with(&demand, units, out.now);
        let best = above.map_or(day, |(_, arrives)| arrives.min(day));
        if self.comes_anyway(&want, no, best, out.now) {
            return None;
        }
        if let Some((from, _)) = above.filter(|&(_, arrives)| arrives <= day) {
            return self.fetch(from, &demand, units, no, out);
        }
        let source = bought?;
        Some(self.buy(shelf, source, units, Purpose::Emergency(no), out))
    }

    /// Whether what is on its way here, of the need or of what may stand in for it, is expected no later than `day`
    /// (and not overdue), and is enough for those who come first and this demand.
    fn comes_anyway(&self, want: &Want, no: DemandNo, day: f64, now: Time) -> bool {
        let today = self.prepared.clock.day_index(now) as f64;
        let covers = |order: &Order| {
            let units = order.units - order.came;
            if order.item == want.need {
                return units;
            }
            let one = want.substitutes.iter().find(|one| one.item == order.item);
            one.map_or(0, |one| one.ratio.covered_by(units))
        };
        let coming: i64 = (self.orders.iter().rev().take(MOST_RECENT))
            .filter(|order| order.store == want.store && !order.is_done())
            .filter(|order| !matches!(order.purpose, Purpose::Core(_)))
            .filter(|order| order.expected.is_some_and(|at| at <= day && at >= today - 1.0))
            .map(covers)
            .sum();
        let items = std::iter::once(want.need).chain(want.substitutes.iter().map(|one| one.item));
        let first: i64 = items.map(|item| self.left_ahead(want.store, item, no)).sum();
        coming >= first + want.units
    }

    /// The nearest store above that has enough on its shelf, and the day on which goods from there may come.
    fn store_above_with(&self, demand: &Demand, units: i64, now: Time) -> Option<(StoreId, f64)> {
        let prepared = Arc::clone(&self.prepared);
        let mut above = prepared.stores[demand.store].parent;
        for _ in 0..prepared.stores.len() {
            let store = above?;
            if self.free(store, demand.item) >= units {
                let sites = (prepared.stores[store].site, prepared.stores[demand.store].site);
                let (_, day) = self.way_for_own(sites, demand.item, units, true, now)?;
                return day.map(|day| (store, day));
            }
            above = prepared.stores[store].parent;
        }
        None
    }

    /// Units on a shelf that nobody waits for.
    fn free(&self, store: StoreId, item: ItemId) -> i64 {
        self.shelves.find(store, item).map_or(0, |shelf| {
            let row = &self.shelves.rows[shelf];
            row.on_hand - row.owed
        })
    }

    /// Has a store above send goods by the fastest way.
    fn fetch(
        &mut self,
        from: StoreId,
        demand: &Demand,
        units: i64,
        no: DemandNo,
        out: &mut Out<'_>,
    ) -> Option<OrderNo> {
        let prepared = Arc::clone(&self.prepared);
        let shelf = self.shelves.of(&prepared, demand.store, demand.item);
        self.shelves.rows[shelf].on_order += units;
        let sent = self.orders.len();
        // The store above judges substitutes as for any store below it, not for one machine.
        let by = Claimant::Store(demand.store);
        let asked = Demand { store: from, quantity: Quantity(units), by, model: None, ..*demand };
        self.ask(asked, Purpose::Emergency(no), out);
        (self.orders.len() > sent).then_some(OrderNo(sent as u32))
    }
}
