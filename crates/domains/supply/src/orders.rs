//! Orders: when a line is reviewed, how much is ordered and from whom, what is paid, what a store sends on.
//!
//! Policies look at the inventory position: what is on hand, on order and under repair, less what is owed. It leaves out what will have spoiled
//! before it is used, at the pace at which goods leave the store; and it counts what agreements will bring before the next order
//! could: for a yearly order up to the next one's day, else within the review interval and the shortest mean lead time.
//! No level is above what can be used within the goods' life at that pace: the rest would spoil, and be ordered anew at once.
//!
//! An order between stores is a demand on the parent, which sends what it
//! issues as a shipment of its own. A store buys from suppliers what it has no parent for, and what its parent
//! neither replenishes nor has on the shelf. Items without a row in `stock.csv` are bought demand by demand.
//!
//! Where the item itself may not be bought, its permitted substitutes may: those permitted on every model that uses
//! it, unless the store replenishes the substitute by a row of its own, which then is its supply. What lies on the
//! shelf of such a substitute counts in the position of the item it was bought for.
//!
//! Refusals are logged when they change from a line's last decision, not at every review.
use crate::interchange::Substitute;
use crate::routes::Way;
use crate::shelf::Blocked;
use crate::sourcing::{Hurry, Source, Sourced, Want};
use crate::state::{AgendaItem, Out, State};
use crate::{Demand, shipments};
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Money, Quantity, Ranged};
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_model::event::{Claimant, CostCause, Event, Flow, OrderNo, Purpose};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{ItemId, LegId, LineId, OfferId, RestrictionId, SiteId, StoreId};
use std::sync::Arc;

/// An order, from its placing to the last unit on the shelf.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) item: ItemId,
    pub(crate) units: i64,
    pub(crate) store: StoreId,
    pub(crate) purpose: Purpose,
    pub(crate) start: SiteId,
    /// Where its goods are to go.
    pub(crate) goal: SiteId,
    pub(crate) way: Arc<[LegId]>,
    pub(crate) offer: Option<OfferId>,
    pub(crate) line: Option<LineId>,
    /// Draws its transit times.
    pub(crate) transit: Stream,
    /// Day on which it was expected when it was placed.
    pub(crate) expected: Option<f64>,
    pub(crate) ordered: Time,
    /// When its licence is there; `ordered` where it needs none.
    pub(crate) licensed: Time,
    pub(crate) licence: Option<RestrictionId>,
    /// The day by which restrictions judge it, and the day of signature that may let it through.
    pub(crate) judged: Date,
    pub(crate) signed: Option<Date>,
    pub(crate) handed_over: Option<Time>,
    /// What it is counted as on order: units of this item …
    pub(crate) need: ItemId,
    /// … so many …
    pub(crate) covers: i64,
    /// … of which so many have come.
    covered: i64,
    /// Units that are on the shelf or used otherwise.
    pub(crate) came: i64,
}

impl Order {
    pub(crate) fn is_done(&self) -> bool {
        self.came >= self.units
    }
}

/// Goods that one store sends to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer {
    pub(crate) from: StoreId,
    pub(crate) to: StoreId,
    pub(crate) item: ItemId,
    pub(crate) units: i64,
    pub(crate) need: ItemId,
    pub(crate) covers: i64,
    pub(crate) purpose: Purpose,
}

/// What is new about an order; the rest begins empty.
pub(crate) struct NewOrder {
    pub(crate) item: ItemId,
    pub(crate) units: i64,
    pub(crate) store: StoreId,
    pub(crate) purpose: Purpose,
    pub(crate) start: SiteId,
    pub(crate) way: Way,
    pub(crate) offer: Option<OfferId>,
    pub(crate) licence: Option<RestrictionId>,
    pub(crate) licensed: Time,
    pub(crate) judged: Date,
    pub(crate) signed: Option<Date>,
    pub(crate) expected: Option<f64>,
    pub(crate) transit: Stream,
    pub(crate) need: ItemId,
    pub(crate) covers: i64,
}

impl State {
    /// A line whose position may have changed is reviewed, where it is under continuous review.
    pub(crate) fn review_touched(&mut self, shelf: usize, out: &mut Out<'_>) {
        match self.shelves.rows[shelf].policy {
            None => self.order_up_to(shelf, -1, 0, Hurry::Waiting, out),
            Some(ReviewPolicy::ReorderUpTo { reorder, up_to, review_days }) if review_days.get() == 0.0 => {
                self.order_up_to(shelf, reorder.get(), up_to.get(), Hurry::Ordinary, out);
            }
            Some(ReviewPolicy::BeforeClosure { reorder, reorder_up_to, .. }) if reorder_up_to.get() > 0 => {
                self.order_up_to(shelf, reorder.get(), reorder_up_to.get(), Hurry::Ordinary, out);
            }
            Some(_) => {}
        }
    }

    /// The reviews of a day: periodic ones, the yearly order before closure, and lines that found no order. Lower
    /// echelons first, so that their orders count above.
    pub(crate) fn review_day(&mut self, day: i64, out: &mut Out<'_>) {
        let mut order = std::mem::take(&mut self.review_order);
        if order.len() != self.shelves.rows.len() {
            order = (0..self.shelves.rows.len()).collect();
            order.sort_by_cached_key(|&shelf| std::cmp::Reverse(self.depth(self.shelves.rows[shelf].store)));
        }
        let date = self.prepared.clock.date_of_day(day);
        for &shelf in &order {
            self.review_on(shelf, day, date, out);
            self.settle(out);
        }
        self.review_order = order;
    }

    fn depth(&self, store: StoreId) -> usize {
        let stores = &self.prepared.stores;
        let mut depth = 0;
        let mut above = stores[store].parent;
        while let Some(parent) = above.filter(|_| depth < stores.len()) {
            depth += 1;
            above = stores[parent].parent;
        }
        depth
    }

    fn review_on(&mut self, shelf: usize, day: i64, date: Date, out: &mut Out<'_>) {
        let row = &self.shelves.rows[shelf];
        let blocked = row.blocked;
        match row.policy {
            Some(ReviewPolicy::ReorderUpTo { reorder, up_to, review_days }) if review_days.get() > 0.0 => {
                // Reviews count whole days from the horizon's first.
                let every = (review_days.get().round() as i64).max(1);
                if day % every == 0 {
                    return self.order_up_to(shelf, reorder.get(), up_to.get(), Hurry::Ordinary, out);
                }
            }
            Some(ReviewPolicy::BeforeClosure { up_to, order_by, .. })
                if date == order_by.in_year(date.year()) =>
            {
                return self.order_up_to(shelf, ALWAYS, up_to.get(), Hurry::Ordinary, out);
            }
            _ if day == 0 => self.review_touched(shelf, out),
            _ => {}
        }
        if let Some(Blocked { reorder, up_to, hurry }) = blocked {
            self.order_up_to(shelf, reorder, up_to, hurry, out);
        }
    }

    /// Orders up to `up_to` where the position is at or below `reorder`.
    fn order_up_to(&mut self, shelf: usize, reorder: i64, up_to: i64, hurry: Hurry, out: &mut Out<'_>) {
        self.shelves.rows[shelf].blocked = None;
        if self.position(shelf, out.now) > reorder {
            return;
        }
        let substitutes = self.bought_instead(shelf, hurry, out.now);
        let until = self.next_order_brings(shelf, reorder == ALWAYS, out.now);
        let promised = self.promised(self.key_of(shelf), out.now, until);
        let position = self.position(shelf, out.now) + self.equivalents(shelf, &substitutes) + promised;
        // More than will be used in its life would spoil, and be missing from the position at once again.
        let (store, item) = self.key_of(shelf);
        let most = self.shelves.rows[shelf].most_usable(self.pace(store, item, out.now));
        let wanted = most.map_or(up_to, |most| up_to.min(most)) - position;
        if position > reorder || wanted <= 0 {
            return;
        }
        let wanted = wanted - self.ask_parent(shelf, wanted, out);
        if wanted <= 0 {
            return;
        }
        let want = Want { store, need: item, units: wanted, substitutes, hurry };
        let sourced = self.source(&want, out.now);
        self.log_refusals(shelf, &sourced, out);
        match sourced.best {
            Some(source) => {
                self.buy(shelf, source, wanted, Purpose::Replenish, out);
            }
            None => self.shelves.rows[shelf].blocked = Some(Blocked { reorder, up_to, hurry }),
        }
    }

    /// What a policy looks at, agreements apart.
    pub(crate) fn position(&self, shelf: usize, now: Time) -> i64 {
        let row = &self.shelves.rows[shelf];
        let there =
            if row.may_spoil() { row.usable(now, self.pace(row.store, row.item, now)) } else { row.on_hand };
        there + row.on_order - row.owed
    }

    /// When the order after this one can bring something: agreements due before are counted on.
    fn next_order_brings(&self, shelf: usize, yearly: bool, now: Time) -> Time {
        let prepared = &self.prepared;
        let row = &self.shelves.rows[shelf];
        let leads = prepared.offers_of[row.item].iter().map(|&offer| prepared.offers[offer].lead_days.mean());
        let lead = leads.fold(f64::INFINITY, f64::min);
        let lead = if lead.is_finite() { lead } else { 0.0 };
        match row.policy {
            Some(ReviewPolicy::BeforeClosure { order_by, .. }) if yearly => {
                let today = prepared.date(now);
                let this_year = order_by.in_year(today.year());
                let next = if this_year > today { this_year } else { order_by.in_year(today.year() + 1) };
                prepared.clock.midnight(next)
            }
            Some(ReviewPolicy::ReorderUpTo { review_days, .. }) => {
                now + Span::from_days(review_days.get() + lead)
            }
            Some(_) => now + Span::from_days(lead),
            None => now,
        }
    }

    fn key_of(&self, shelf: usize) -> (StoreId, ItemId) {
        let row = &self.shelves.rows[shelf];
        (row.store, row.item)
    }

    /// Substitutes that may be bought for a line. For goods ordered demand by demand those that are permitted for
    /// every demand in line would be too few; they are judged as for the shelf.
    fn bought_instead(&self, shelf: usize, hurry: Hurry, now: Time) -> Vec<Substitute> {
        let (store, item) = self.key_of(shelf);
        let prepared = &self.prepared;
        let date = prepared.date(now);
        let users = &prepared.users[item];
        let mut found = prepared.interchange.substitutes_on_all(item, users, date, prepared.coldest[store]);
        if hurry == Hurry::Ordinary {
            found.retain(|one| {
                let own = self.shelves.find(store, one.item);
                own.is_none_or(|own| !self.shelves.rows[own].is_replenished())
            });
        }
        found
    }

    /// What lies on the shelves of substitutes, in units of the need.
    fn equivalents(&self, shelf: usize, substitutes: &[Substitute]) -> i64 {
        let store = self.shelves.rows[shelf].store;
        let there = |one: &Substitute| one.ratio.covered_by(self.shelves.on_hand(store, one.item));
        substitutes.iter().map(there).sum()
    }

    /// Asks the store above for as much of `wanted` as it replenishes or has; gives how much was asked.
    fn ask_parent(&mut self, shelf: usize, wanted: i64, out: &mut Out<'_>) -> i64 {
        let (store, item) = self.key_of(shelf);
        let prepared = Arc::clone(&self.prepared);
        let Some(parent) = prepared.stores[store].parent else { return 0 };
        let Some(above) = self.shelves.find(parent, item) else { return 0 };
        let row = &self.shelves.rows[above];
        let asked = if row.is_replenished() { wanted } else { wanted.min(row.on_hand - row.owed) };
        let sites = (prepared.stores[parent].site, prepared.stores[store].site);
        if asked <= 0 || self.way_for_own(sites, item, asked, false, out.now).is_none() {
            return 0;
        }
        self.shelves.rows[shelf].on_order += asked;
        let demand = Demand {
            store: parent,
            item,
            quantity: Quantity(asked),
            by: Claimant::Store(store),
            model: None,
            lowest: prepared.coldest[store],
        };
        self.ask(demand, Purpose::Replenish, out);
        asked
    }

    pub(crate) fn log_refusals(&mut self, shelf: usize, sourced: &Sourced, out: &mut Out<'_>) {
        let row = &mut self.shelves.rows[shelf];
        let store = row.store;
        for &(offer, rule) in &sourced.refused {
            if !row.refused.contains(&(offer, rule)) {
                out.log(Event::Refused { offer, rule, store });
            }
        }
        row.refused.clone_from(&sourced.refused);
    }

    /// Places an order with a seller.
    pub(crate) fn buy(
        &mut self,
        shelf: usize,
        source: Source,
        wanted: i64,
        purpose: Purpose,
        out: &mut Out<'_>,
    ) -> OrderNo {
        let prepared = Arc::clone(&self.prepared);
        let (store, item) = self.key_of(shelf);
        let row = &mut self.shelves.rows[shelf];
        let (kind, count) = match purpose {
            Purpose::Emergency(_) => ("emergency", &mut row.emergencies),
            _ => ("order", &mut row.replenished),
        };
        *count += 1;
        let (name, which) = (prepared.line_name(store, item), format!("{kind} {count}"));
        let mut lead = self.stream(&name, &format!("{which} lead"));
        let licensed = out.now + source.licence.map_or(Span::ZERO, |(_, days)| Span::from_days(days.get()));
        let offer = &prepared.offers[source.offer];
        let hand_over = licensed + Span::from_days(offer.lead_days.draw(&mut lead));
        let order = NewOrder {
            item: source.item,
            units: source.units,
            store,
            purpose,
            start: offer.site,
            way: source.way,
            offer: Some(source.offer),
            licence: source.licence.map(|(rule, _)| rule),
            licensed,
            judged: prepared.date(out.now),
            signed: None,
            expected: source.expected,
            transit: self.stream(&name, &format!("{which} transit")),
            need: item,
            covers: source.ratio.covered_by(source.units).max(wanted),
        };
        let no = self.place(order, out);
        self.at(hand_over, AgendaItem::HandOver(no));
        no
    }

    /// Writes an order down; what it covers is on order from now on.
    pub(crate) fn place(&mut self, order: NewOrder, out: &mut Out<'_>) -> OrderNo {
        let prepared = Arc::clone(&self.prepared);
        let no = OrderNo(self.orders.len() as u32);
        let NewOrder { item, units, store, purpose, licence, licensed, need, covers, .. } = order;
        let quantity = Quantity(units);
        match order.offer {
            Some(offer) => out.log(Event::Ordered { order: no, offer, store, quantity, purpose }),
            None => out.log(Event::Transferred { order: no, item, store, quantity, purpose }),
        }
        if let Some(rule) = licence {
            out.log(Event::LicenceAwaited { order: no, rule, until: licensed });
        }
        let shelf = self.shelves.of(&prepared, store, need);
        self.shelves.rows[shelf].on_order += covers;
        let line = if let Purpose::Line(line) = purpose { Some(line) } else { None };
        self.orders.push(Order {
            item,
            units,
            store,
            purpose,
            start: order.start,
            goal: self.goal(store, purpose),
            way: order.way.legs.into(),
            offer: order.offer,
            line,
            transit: order.transit,
            expected: order.expected,
            ordered: out.now,
            licensed,
            licence,
            judged: order.judged,
            signed: order.signed,
            handed_over: None,
            need,
            covers,
            covered: 0,
            came: 0,
        });
        no
    }

    /// Where goods that are ordered for a store are to go: there, but for what goes to be repaired.
    fn goal(&self, store: StoreId, purpose: Purpose) -> SiteId {
        let prepared = &self.prepared;
        let shop = if let Purpose::Core(id) = purpose { prepared.shop_site(id) } else { None };
        shop.unwrap_or(prepared.stores[store].site)
    }

    /// A seller hands the goods of an order over: they are paid for and move.
    pub(crate) fn hand_over(&mut self, no: OrderNo, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let order = &mut self.orders[no.0 as usize];
        order.handed_over = Some(out.now);
        let (item, units) = (order.item, order.units);
        self.totals[item].came_in += units;
        if let (Some(offer), None) = (order.offer, order.line) {
            let row = &prepared.offers[offer];
            self.pay_for_goods(no, row.price * units, units, out);
        }
        self.ship(no, units, out);
    }

    /// Goods change hands: money for goods, and turnover.
    pub(crate) fn pay_for_goods(&mut self, no: OrderNo, amount: Money, units: i64, out: &mut Out<'_>) {
        let prepared = &self.prepared;
        let order = &self.orders[no.0 as usize];
        let Some(offer) = order.offer.map(|offer| &prepared.offers[offer]) else { return };
        if amount.get() != 0 {
            out.log(Event::Paid { cause: CostCause::Purchase, to: Some(offer.seller), amount });
        }
        let abroad = prepared.seat[offer.seller] != prepared.home;
        let flow = if abroad { Flow::Import } else { Flow::Domestic };
        let mass = prepared.items[order.item].mass_of(units);
        out.log(Event::Traded { order: no, partner: offer.seller, item: order.item, flow, mass, amount });
    }

    /// A store sends goods it has issued to another store.
    pub(crate) fn send_on(&mut self, transfer: Transfer, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let Transfer { from, to, item, units, need, covers, purpose } = transfer;
        let sites = (prepared.stores[from].site, prepared.stores[to].site);
        let emergency = matches!(purpose, Purpose::Emergency(_));
        let found = self.way_for_own(sites, item, units, emergency, out.now);
        // A way was there when the goods were asked for; if a rule has closed it since, they wait where they are.
        let (way, expected) = found.unwrap_or((shipments::no_way(), None));
        let shelf = self.shelves.of(&prepared, to, need);
        // Already counted on order since it was asked for: placing counts it again.
        self.shelves.rows[shelf].on_order -= covers;
        self.shelves.rows[shelf].replenished += 1;
        let count = self.shelves.rows[shelf].replenished;
        let transit = self.stream(&prepared.line_name(to, need), &format!("transfer {count} transit"));
        let order = NewOrder {
            item,
            units,
            store: to,
            purpose,
            start: sites.0,
            way,
            offer: None,
            licence: None,
            licensed: out.now,
            judged: prepared.date(out.now),
            signed: None,
            expected,
            transit,
            need,
            covers,
        };
        let no = self.place(order, out);
        self.orders[no.0 as usize].handed_over = Some(out.now);
        self.ship(no, units, out);
    }

    /// Units of an order are there: they are no longer on order.
    pub(crate) fn order_came(&mut self, no: OrderNo, units: i64) {
        let order = &mut self.orders[no.0 as usize];
        order.came += units;
        let part = i128::from(order.covers) * i128::from(order.came) / i128::from(order.units.max(1));
        let covered = i64::try_from(part).unwrap_or(order.covers).min(order.covers);
        let more = covered - order.covered;
        order.covered = covered;
        let (store, need) = (order.store, order.need);
        if let Some(shelf) = self.shelves.find(store, need) {
            self.shelves.rows[shelf].on_order -= more;
            self.touch(shelf);
        }
    }
}

/// A reorder level that every position is below.
const ALWAYS: i64 = i64::MAX;
