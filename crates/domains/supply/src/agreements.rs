//! Agreements: lines called off, delivered, late.
//!
//! A goods line is ordered from its own offer on its call-off day (the horizon's start where it has none) under the
//! restrictions of that day; a refusal is tried again every day. A line called off before the start is on order then,
//! with what is left of its lead time, and judged as of the day it was called off. Goods come as the line says, without
//! the offer's minimum and batch, and are paid by the line's price, share by share: at hand-over where the Incoterm
//! delivers at origin, on arrival at the store's site where it delivers there.
//!
//! Lines of services and tonnes are filled in order of due day, then of row: a job or a tonne counts for one line.
//!
//! *Late* is from the end of the due day on, in the zone of the place of delivery: the midnight that ends it is the first late
//! instant, on which one day of lateness has begun. The penalty counts started days, less the days of grace, at the daily share of the whole line's price up to the cap; it falls due when the line is complete, or at
//! the horizon's end. A penalty on a goods line is income (the seller pays us), on works it is cost. Where the time of a
//! line went is told once, when it is complete or the horizon ends: of several shipments the last one's account counts.
use crate::orders::NewOrder;
use crate::prepared::ComesByLine;
use crate::queues::share;
use crate::restrictions::Deal;
use crate::routes::{Load, Way};
use crate::shipments::book;
use crate::sourcing::{Sourced, licence_of};
use crate::state::{AgendaItem, Out, State};
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Days, Mass, Money, Quantity, Ranged, Share};
use iceroad_base::{Span, Time};
use iceroad_model::event::DelayCause;
use iceroad_model::event::{CostCause, Event, JobKind, OrderNo, Purpose, ShipmentNo};
use iceroad_model::obligations::{AgreementLine, Incoterm, Promise, days_late};
use iceroad_model::{DumpId, ItemId, LineId, OfferId, RestrictionId, StoreId, WorkshopId};
use std::sync::Arc;

/// A line in a run.
#[derive(Clone, Debug)]
pub(crate) struct LineState {
    delivered: i64,
    /// Pieces that have come to the place, before the horizon included.
    pieces: i64,
    order: Option<OrderNo>,
    /// Since when it wants to be ordered and why it is not.
    held: Option<(Time, DelayCause)>,
    /// Time before the goods were handed over.
    delays: Vec<(DelayCause, Span)>,
    /// Paid so far, of the line's price.
    paid: Money,
    concluded: bool,
}

impl LineState {
    pub(crate) fn new(line: &AgreementLine) -> Self {
        Self {
            delivered: line.delivered.get(),
            pieces: line.delivered.get(),
            order: None,
            held: None,
            delays: Vec::new(),
            paid: Money::ZERO,
            concluded: false,
        }
    }
}

/// The penalty for a line that is so many started days late: those beyond the grace, each at `per_day` of the price, up to
/// `cap`.
pub fn penalty(price: Money, per_day: Share, grace: Days, cap: Share, days_late: i64) -> Money {
    let counted = (days_late as f64 - grace.get()).max(0.0);
    price.scaled((counted * per_day.get()).min(cap.get()))
}

/// Whether the seller pays the carriage to the named place.
fn seller_pays_carriage(term: Incoterm) -> bool {
    !matches!(term, Incoterm::Exw | Incoterm::Fca)
}

/// A way for a line's goods.
struct Route {
    way: Way,
    licence: Option<(RestrictionId, Days)>,
    expected: Option<f64>,
    cost: f64,
}

impl State {
    /// Orders every line whose call-off day has come.
    pub(crate) fn call_off(&mut self, day: i64, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let today = prepared.clock.date_of_day(day);
        for (id, line) in prepared.lines.entries() {
            let Promise::Goods { offer, store, .. } = line.promise else { continue };
            let called = line.order_on.is_none_or(|on| on <= today);
            if !called || self.lines[id].order.is_some() || line.delivered >= line.quantity {
                continue;
            }
            self.order_line(id, offer, store, today, out);
        }
    }

    fn order_line(&mut self, id: LineId, offer: OfferId, store: StoreId, today: Date, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let line = &prepared.lines[id];
        // An order of long ago is judged as of its day, and has used up part of its lead time.
        let started = prepared.clock.date_of_day(0);
        let ordered = line.order_on.filter(|&on| on < started && today == started).unwrap_or(today);
        let units = (line.quantity - line.delivered).get();
        match self.route_line(id, offer, store, units, ordered, out.now) {
            Ok(route) => {
                self.place_line(id, (offer, store), units, ordered, route, out);
            }
            Err(rule) => self.hold_line(id, offer, store, rule, out),
        }
    }

    /// Units of an item that lines not called off yet are to bring to a store after `now`, by `until`. A line that is refused
    /// brings nothing.
    pub(crate) fn promised(&self, (store, item): (StoreId, ItemId), now: Time, until: Time) -> i64 {
        let prepared = &self.prepared;
        let lines = prepared.lines.entries().filter(|(id, line)| {
            let (state, due) = (&self.lines[*id], prepared.due[*id]);
            let comes_here =
                matches!(line.promise, Promise::Goods { item: of, store: to, .. } if (to, of) == (store, item));
            comes_here && state.order.is_none() && state.held.is_none() && now < due && due <= until
        });
        lines.map(|(_, line)| (line.quantity - line.delivered).get()).sum()
    }

    /// No permitted way: the line waits, and says for what.
    fn hold_line(
        &mut self,
        id: LineId,
        offer: OfferId,
        store: StoreId,
        rule: Option<RestrictionId>,
        out: &mut Out<'_>,
    ) {
        let prepared = Arc::clone(&self.prepared);
        let cause = rule.map_or(DelayCause::NoRoute, DelayCause::Refused);
        let state = &mut self.lines[id];
        let news = state.held.is_none_or(|(_, known)| known != cause);
        if !news {
            return;
        }
        if let Some((since, known)) = state.held.replace((out.now, cause)) {
            book(&mut state.delays, known, out.now - since);
        }
        let shelf = self.shelves.of(&prepared, store, prepared.offers[offer].item);
        let refused = rule.map(|rule| (offer, rule)).into_iter().collect();
        self.log_refusals(shelf, &Sourced { best: None, refused }, out);
    }

    /// The cheapest permitted way that is expected in time, else the earliest; the rule that refuses where every way is
    /// refused, nothing where there is no way. Emergency legs only where no ordinary way leads there.
    fn route_line(
        &self,
        id: LineId,
        offer: OfferId,
        store: StoreId,
        units: i64,
        ordered: Date,
        now: Time,
    ) -> Result<Route, Option<RestrictionId>> {
        let prepared = Arc::clone(&self.prepared);
        let (line, row) = (&prepared.lines[id], &prepared.offers[offer]);
        let to = prepared.stores[store].site;
        let load = Load::of(&prepared.items[row.item], units);
        let today = prepared.clock.day_index(now) as f64;
        let due = prepared.due[id].days();
        let mut ways = prepared.network.ways(row.site, to, false);
        if ways.is_empty() {
            ways = prepared.network.ways(row.site, to, true);
        }
        let mut refused = None;
        let mut best: Option<Route> = None;
        for way in ways {
            let deal = Deal {
                item: row.item,
                seller: Some(row.seller),
                carriers: &way.carriers,
                crossed: &way.crossed,
                destination: prepared.territory[to],
                ordered,
                signed: Some(prepared.agreements[line.agreement].signed),
                own_goods: false,
            };
            let verdict = prepared.rules.mildest(&deal, &way.choices);
            if let Some(rule) = verdict.refused_by() {
                refused = refused.or(Some(rule));
                continue;
            }
            let licence = licence_of(verdict);
            let ready = today + licence.map_or(0.0, |(_, lead)| lead.get()) + row.lead_days.mean();
            let expected = self.expected(way, ready, today, load, crate::shipments::LINES);
            let cost = prepared.network.freight(way, load);
            let route = Route { way: way.clone(), licence, expected, cost };
            if best.as_ref().is_none_or(|known| preference(&route, due) < preference(known, due)) {
                best = Some(route);
            }
        }
        best.ok_or(refused)
    }

    fn place_line(
        &mut self,
        id: LineId,
        (offer, store): (OfferId, StoreId),
        units: i64,
        ordered: Date,
        route: Route,
        out: &mut Out<'_>,
    ) {
        let prepared = Arc::clone(&self.prepared);
        let (line, row) = (&prepared.lines[id], &prepared.offers[offer]);
        let mut lead = self.stream(&line.name, "lead");
        let age = (prepared.clock.day_index(out.now) - prepared.clock.day_of_date(ordered)) as f64;
        // Time that the order has already run goes to the licence first.
        let licence = route.licence.map_or(0.0, |(_, days)| days.get());
        let licence_left = (licence - age).max(0.0);
        let lead_age = (age - licence).max(0.0);
        let lead_days = if lead_age > 0.0 {
            row.lead_days.residual(lead_age, lead.uniform())
        } else {
            row.lead_days.draw(&mut lead)
        };
        let licensed = out.now + Span::from_days(licence_left);
        let order = NewOrder {
            item: row.item,
            units,
            store,
            purpose: Purpose::Line(id),
            start: row.site,
            way: route.way,
            offer: Some(offer),
            licence: route.licence.map(|(rule, _)| rule),
            licensed,
            judged: ordered,
            signed: Some(prepared.agreements[line.agreement].signed),
            expected: route.expected,
            transit: self.stream(&line.name, "transit"),
            need: row.item,
            covers: units,
        };
        let no = self.place(order, out);
        let state = &mut self.lines[id];
        state.order = Some(no);
        if let Some((since, cause)) = state.held.take() {
            book(&mut state.delays, cause, out.now - since);
        }
        self.at(licensed + Span::from_days(lead_days), AgendaItem::HandOver(no));
    }

    /// Whether the carriage of an order is in its price.
    pub(crate) fn seller_carries(&self, order: OrderNo) -> bool {
        self.term_of(order).is_some_and(|(_, term)| seller_pays_carriage(term))
    }

    fn term_of(&self, order: OrderNo) -> Option<(LineId, Incoterm)> {
        let line = self.orders[order.0 as usize].line?;
        Some((line, self.prepared.agreements[self.prepared.lines[line].agreement].incoterm))
    }

    /// Goods of an order were handed over: delivered, where the agreement says so.
    pub(crate) fn shipped(&mut self, order: OrderNo, units: i64, out: &mut Out<'_>) {
        if let Some((line, term)) = self.term_of(order)
            && term.delivers_at_origin()
        {
            self.pay_line(line, order, units, out);
            self.deliver(line, units, None, out);
        }
    }

    /// A shipment has come to its store's site: what of it is for the shelf. Machines that were waited for join the
    /// fleet instead.
    pub(crate) fn line_goods_come(&mut self, no: ShipmentNo, units: i64, out: &mut Out<'_>) -> i64 {
        let order = self.shipments[no.0 as usize].order;
        let Some((line, term)) = self.term_of(order) else { return units };
        let before = self.lines[line].pieces;
        self.lines[line].pieces += units;
        let joined = self.commission_pieces(line, before, before + units, out);
        if joined > 0 {
            let item = self.orders[order.0 as usize].item;
            self.totals[item].commissioned += joined;
            self.order_came(order, joined);
        }
        if !term.delivers_at_origin() {
            self.pay_line(line, order, units, out);
            self.deliver(line, units, Some(no), out);
        }
        units - joined
    }

    /// Machines that waited for the pieces after `before` up to `until` join the fleet, in order of piece; gives how many
    /// pieces that were.
    fn commission_pieces(&mut self, line: LineId, before: i64, until: i64, out: &mut Out<'_>) -> i64 {
        let in_range =
            |one: &&ComesByLine| one.line == line && (before + 1..=until).contains(&i64::from(one.nth));
        let mut waited: Vec<ComesByLine> = self.prepared.by_line.iter().filter(in_range).copied().collect();
        waited.sort_by_key(|one| (one.nth, one.machine));
        for one in &waited {
            out.notices.push(crate::Notice::Commission { machine: one.machine });
        }
        waited.dedup_by_key(|one| one.nth);
        waited.len() as i64
    }

    /// Machines whose piece had come before the horizon join at its start.
    pub(crate) fn commission_early(&mut self, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        for one in &prepared.by_line {
            if i64::from(one.nth) <= prepared.lines[one.line].delivered.get() {
                out.notices.push(crate::Notice::Commission { machine: one.machine });
            }
        }
    }

    fn pay_line(&mut self, line: LineId, order: OrderNo, units: i64, out: &mut Out<'_>) {
        let row = &self.prepared.lines[line];
        // Shares are counted from the whole, so that they add up to the price to the last minor unit.
        let before = self.lines[line].delivered;
        let until = share(row.price, before + units, row.quantity.get());
        let amount = until - share(row.price, before, row.quantity.get());
        self.lines[line].paid += amount;
        self.pay_for_goods(order, amount, units, out);
    }

    fn deliver(&mut self, line: LineId, units: i64, by: Option<ShipmentNo>, out: &mut Out<'_>) {
        if units <= 0 {
            return;
        }
        out.log(Event::Delivered { line, quantity: Quantity(units) });
        let state = &mut self.lines[line];
        state.delivered += units;
        if state.delivered >= self.prepared.lines[line].quantity.get() {
            self.conclude(line, by, out);
        }
    }

    /// A workshop has done a job: it counts for the first open line that promises it.
    pub(crate) fn job_done(&mut self, workshop: WorkshopId, kind: JobKind, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let promises = |line: &AgreementLine| match line.promise {
            Promise::Services { workshop: by, service } => {
                by == workshop && service.is_none_or(|service| kind == JobKind::Service(service))
            }
            Promise::Goods { .. } | Promise::Tonnes { .. } => false,
        };
        let open = prepared
            .lines
            .entries()
            .filter(|(id, line)| promises(line) && self.lines[*id].delivered < line.quantity.get());
        if let Some((id, _)) = open.min_by_key(|(id, line)| (line.due, *id)) {
            self.deliver(id, 1, None, out);
        }
    }

    /// So much has been dumped since the start: whole tonnes are credited to open lines, those due first first.
    pub(crate) fn tonnes_dumped(&mut self, dump: DumpId, total: Mass, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let tonnes = total.get().div_euclid(1_000);
        let credited = self.credited.entry(dump).or_default();
        let mut new = tonnes - *credited;
        *credited = (*credited).max(tonnes);
        let of_dump = prepared.lines.entries().filter(|(_, line)| line.promise == Promise::Tonnes { dump });
        let mut lines: Vec<(Date, LineId)> = of_dump.map(|(id, line)| (line.due, id)).collect();
        lines.sort_unstable();
        for (_, id) in lines {
            let part = new.min(prepared.lines[id].quantity.get() - self.lines[id].delivered);
            if part > 0 {
                self.deliver(id, part, None, out);
                new -= part;
            }
        }
    }

    /// The horizon has ended: lines that are still open are accounted for.
    pub(crate) fn close_lines(&mut self, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        for (id, line) in prepared.lines.entries() {
            if self.lines[id].concluded || line.delivered >= line.quantity {
                continue;
            }
            let last = self.lines[id].order.and_then(|order| self.last_shipment(order));
            self.conclude(id, last, out);
        }
    }

    /// Of an order's shipments, the one that is least far: not there, and the last of those.
    fn last_shipment(&self, order: OrderNo) -> Option<ShipmentNo> {
        let of_order = self.shipments.iter().enumerate().filter(|(_, one)| one.order == order);
        let last = of_order.max_by_key(|(index, one)| (!one.done, *index));
        last.map(|(index, _)| ShipmentNo(index as u32))
    }

    /// Says where a line's time went, and what its lateness costs.
    fn conclude(&mut self, line: LineId, by: Option<ShipmentNo>, out: &mut Out<'_>) {
        self.lines[line].concluded = true;
        for (cause, span) in self.account_of(line, by, out.now) {
            out.log(Event::Delayed { line, cause, span });
        }
        let row = &self.prepared.lines[line];
        let agreement = &self.prepared.agreements[row.agreement];
        let late = days_late(self.prepared.due[line], out.now);
        let amount =
            penalty(row.price, agreement.penalty_per_day, agreement.grace, agreement.penalty_cap, late);
        if amount.get() <= 0 {
            return;
        }
        out.log(Event::Penalised { line, amount });
        let goods = matches!(row.promise, Promise::Goods { .. });
        let (to, amount) = if goods { (agreement.seller, -amount) } else { (agreement.buyer, amount) };
        out.log(Event::Paid { cause: CostCause::Penalty, to: Some(to), amount });
    }

    fn account_of(&self, line: LineId, by: Option<ShipmentNo>, now: Time) -> Vec<(DelayCause, Span)> {
        if !matches!(self.prepared.lines[line].promise, Promise::Goods { .. }) {
            return vec![(DelayCause::Work, now - Time::START)];
        }
        let state = &self.lines[line];
        let mut account = state.delays.clone();
        if let Some((since, cause)) = state.held {
            book(&mut account, cause, now - since);
        }
        let Some(order) = state.order.map(|order| &self.orders[order.0 as usize]) else { return account };
        let handed_over = order.handed_over.unwrap_or(now);
        let licensed = order.licensed.min(handed_over);
        if let Some(rule) = order.licence {
            book(&mut account, DelayCause::Licence(rule), licensed - order.ordered);
        }
        book(&mut account, DelayCause::Lead, handed_over - licensed);
        if let Some(by) = by {
            for (cause, span) in self.shipments[by.0 as usize].delays_until(now) {
                book(&mut account, cause, span);
            }
        }
        account
    }

    /// Goods on the way at the start are on order, and move on when they are ready.
    pub(crate) fn place_inbound(&mut self, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        for (id, one) in prepared.inbound.entries() {
            let (from, to) = (one.at, prepared.stores[one.store].site);
            let (item, units) = (one.item, one.quantity.get());
            let ready = prepared.ready[id];
            let found = self
                .way_for_own((from, to), item, units, false, ready)
                .or_else(|| self.way_for_own((from, to), item, units, true, ready));
            let (way, expected) = found.unwrap_or((crate::shipments::no_way(), None));
            let order = NewOrder {
                item,
                units,
                store: one.store,
                purpose: Purpose::Inbound(id),
                start: from,
                way,
                offer: None,
                licence: None,
                licensed: out.now,
                judged: prepared.date(ready),
                signed: None,
                expected,
                transit: self.stream(&one.name, "transit"),
                need: item,
                covers: units,
            };
            let no = self.place(order, out);
            self.at(ready, AgendaItem::HandOver(no));
        }
    }
}

/// In time and cheap before late; of the late, the earliest.
fn preference(route: &Route, due: f64) -> (bool, f64, f64) {
    let arrives = route.expected.unwrap_or(f64::INFINITY);
    if arrives < due { (false, route.cost, arrives) } else { (true, arrives, route.cost) }
}
