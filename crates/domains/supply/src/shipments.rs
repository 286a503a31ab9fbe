//! Goods on the move, leg by leg.
//!
//! ```text
//!  order ──lead──▶ Shipped ──▶ waits for the leg ──parts, day by day──▶ Arrived ──▶ next leg … ──▶ the store
//!                              (season, load limit, trips)  (all parts)
//! ```
//!
//! An order is cut into shipments of at most what the tightest leg of its way carries in a day, so that a great order
//! flows rather than assembling at every site. A shipment moves on when all its parts have come. Those who wait for a
//! leg set off by rank (emergency, agreement, others), then in the order in which they were ordered.
//!
//! Where goods are handed over, change from leg to leg, or wait when their road closes, they take another permitted way
//! if it is now expected to be much earlier: a barge missed in autumn becomes a lorry on the winter road. The new way
//! is held against the restrictions of the order's day together with the legs already taken.
//!
//! Capacity is of the scenario's civil day: legs are looked at when the day begins and when goods reach a site.
//! Freight is paid when a part sets off: its share of a trip by mass or volume, whichever is more, at what a trip may
//! carry that day, and its tonnes; each rounded to the nearest minor unit. Where a seller pays the carriage by the
//! agreement's Incoterm, none is paid.
use crate::legs::{Part, Trip};
use crate::restrictions::Deal;
use crate::routes::{Load, Way};
use crate::sourcing::licence_of;
use crate::state::{AgendaItem, Out, State};
use crate::stores::Outside;
use iceroad_base::quantity::{Mass, Money, Quantity};
use iceroad_base::{Span, Time};
use iceroad_model::event::DelayCause;
use iceroad_model::event::{CostCause, Event, OrderNo, Purpose, ShipmentNo};
use iceroad_model::transport::Leg;
use iceroad_model::{ItemId, LegId, SiteId};
use std::sync::Arc;

/// Another way is taken where it is expected to be so many days earlier (assumed); an urgent order changes for one.
const WORTH_CHANGING_DAYS: f64 = 14.0;

/// A season that was open no more than so many days before its planned first day counts as that season (assumed).
const EARLY_OPENING_DAYS: i64 = 30;

/// The most shipments of one order.
const MOST_SHIPMENTS: i64 = 64;

/// A shipment; it keeps its account of time only where a line of an agreement wants it.
#[derive(Clone, Debug)]
pub(crate) struct Shipment {
    pub(crate) order: OrderNo,
    pub(crate) item: ItemId,
    pub(crate) units: i64,
    /// Legs before it; goods whose road has closed may get another.
    way: Arc<[LegId]>,
    /// How many of them are behind it.
    step: usize,
    /// Every leg it has taken.
    taken: Vec<LegId>,
    /// Units that have set off on the leg, and that have come over it.
    sent: i64,
    over: i64,
    pub(crate) site: SiteId,
    pub(crate) done: bool,
    /// Since when it waits or is under way, and why.
    since: Time,
    cause: DelayCause,
    pub(crate) delays: Vec<(DelayCause, Span)>,
}

impl Shipment {
    /// Books the time since the last entry to its cause, and goes on with another.
    fn account(&mut self, now: Time, next: DelayCause) {
        book(&mut self.delays, self.cause, now - self.since);
        self.since = now;
        self.cause = next;
    }

    /// Its account up to now.
    pub(crate) fn delays_until(&self, now: Time) -> Vec<(DelayCause, Span)> {
        let mut delays = self.delays.clone();
        if !self.done {
            book(&mut delays, self.cause, now - self.since);
        }
        delays
    }
}

/// Adds time to a cause.
pub(crate) fn book(delays: &mut Vec<(DelayCause, Span)>, cause: DelayCause, span: Span) {
    if span.millis() <= 0 {
        return;
    }
    match delays.iter_mut().find(|(known, _)| *known == cause) {
        Some((_, sum)) => *sum += span,
        None => delays.push((cause, span)),
    }
}

/// A way of no legs.
pub(crate) fn no_way() -> Way {
    Way { legs: Vec::new(), crossed: Vec::new(), carriers: Vec::new() }
}

impl State {
    /// Cuts the goods of an order into shipments, which begin to move.
    pub(crate) fn ship(&mut self, no: OrderNo, units: i64, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let order = &self.orders[no.0 as usize];
        let (item, site, way) = (order.item, order.start, Arc::clone(&order.way));
        let at_most = self.prepared.network.tightest_day(&way).map_or(units, |(kg, litres)| {
            let row = &prepared.items[item];
            let fit =
                |most: i64, one: i64| if one <= 0 { i64::MAX } else { most.saturating_mul(1_000) / one };
            fit(kg, row.unit_grams).min(fit(litres, row.unit_millilitres))
        });
        let part = at_most.max(1).max((units - 1) / MOST_SHIPMENTS + 1);
        let mut left = units;
        while left > 0 {
            let units = part.min(left);
            left -= units;
            let shipment = ShipmentNo(self.shipments.len() as u32);
            self.shipments.push(Shipment {
                order: no,
                item,
                units,
                way: Arc::clone(&way),
                step: 0,
                taken: Vec::new(),
                sent: 0,
                over: 0,
                site,
                done: false,
                since: out.now,
                cause: DelayCause::NoRoute,
                delays: Vec::new(),
            });
            out.log(Event::Shipped { shipment, order: no, item, quantity: Quantity(units), at: site });
            self.shipped(no, units, out);
            self.go_on(shipment, out);
        }
    }

    /// A shipment is at a site with all its parts: it waits for its next leg, or is there.
    fn go_on(&mut self, no: ShipmentNo, out: &mut Out<'_>) {
        self.look_ahead(no, out.now);
        let shipment = &mut self.shipments[no.0 as usize];
        let Some(&leg) = shipment.way.get(shipment.step) else {
            return self.at_end(no, out);
        };
        (shipment.since, shipment.cause) = (out.now, DelayCause::Transit);
        let order = shipment.order;
        let rank = self.orders[order.0 as usize].rank();
        self.legs[leg].queue.insert((rank, order, no));
        self.set_off(leg, out);
        let cause = self.cause_of_wait(leg, self.shipments[no.0 as usize].item);
        let shipment = &mut self.shipments[no.0 as usize];
        if shipment.sent < shipment.units {
            shipment.cause = cause;
        }
    }

    /// Looks from where a shipment is to where it goes: when it may be expected now, and whether another permitted way
    /// has become so much earlier that it takes that.
    fn look_ahead(&mut self, no: ShipmentNo, now: Time) {
        let prepared = Arc::clone(&self.prepared);
        let shipment = self.shipments[no.0 as usize].clone();
        let order = &self.orders[shipment.order.0 as usize];
        let (number, goal) = (shipment.order.0 as usize, prepared.stores[order.store].site);
        let left = shipment.way.get(shipment.step..).unwrap_or_default();
        if shipment.site == goal || (left.is_empty() && order.way.is_empty()) {
            return;
        }
        let load = Load::of(&prepared.items[shipment.item], shipment.units);
        let today = prepared.clock.day_index(now) as f64;
        let present = Way { legs: left.to_vec(), ..no_way() };
        let stays = self.expected_from_here(&present, today, load);
        let urgent = matches!(order.purpose, Purpose::Emergency(_));
        let may_fly = urgent || order.way.iter().any(|&leg| self.prepared.network.leg(leg).emergency);
        let (mut day, mut best) = (stays - if urgent { 1.0 } else { WORTH_CHANGING_DAYS }, None);
        let ways = prepared.network.known_ways(shipment.site, goal, may_fly);
        // No way can be quicker than the fastest on open roads.
        let worth_a_look = if today + ways.fastest < day { &ways.all[..] } else { &[] };
        for way in worth_a_look {
            let expected = self.expected_from_here(way, today, load);
            if expected < day && self.may_take(&shipment, way) {
                (day, best) = (expected, Some(way.legs.as_slice().into()));
            }
        }
        let expected = if best.is_some() { day } else { stays };
        self.orders[number].expected = expected.is_finite().then_some(expected);
        if let Some(way) = best {
            let shipment = &mut self.shipments[no.0 as usize];
            (shipment.way, shipment.step) = (way, 0);
        }
    }

    /// When goods that stand at a way's start may be expected at its end, given what can be seen today: a leg that was
    /// open lately and is closed within its planned window has closed early.
    fn expected_from_here(&self, way: &Way, today: f64, load: Load) -> f64 {
        let closed_early = way.legs.first().is_some_and(|&leg| {
            let state = &self.legs[leg];
            let lately =
                |opens: i32| state.last_open.is_some_and(|day| day >= i64::from(opens) - EARLY_OPENING_DAYS);
            state.trip.is_none()
                && self.prepared.network.running_window(leg, today).is_some_and(|window| lately(window.opens))
        });
        let expected = if closed_early {
            self.prepared.network.expected_after_early_closure(way, today, load)
        } else {
            self.prepared.network.expected(way, today, load)
        };
        expected.unwrap_or(f64::INFINITY)
    }

    /// Whether an order's goods may go on by another way: no rule stands in the way of all the road, and none asks for
    /// a licence that the order has not waited for.
    fn may_take(&self, shipment: &Shipment, way: &Way) -> bool {
        let prepared = &self.prepared;
        let order = &self.orders[shipment.order.0 as usize];
        let all = self.prepared.network.way(order.start, [shipment.taken.as_slice(), &way.legs].concat());
        let verdict = prepared.rules.verdict(&Deal {
            item: order.item,
            seller: order.offer.map(|offer| prepared.offers[offer].seller),
            carriers: &all.carriers,
            crossed: &all.crossed,
            destination: prepared.territory[prepared.stores[order.store].site],
            ordered: order.judged,
            signed: order.signed,
            own_goods: order.offer.is_none(),
        });
        let licence = licence_of(verdict).map(|(rule, _)| rule);
        verdict.refused_by().is_none()
            && (licence.is_none() || licence == order.licence || order.offer.is_none())
    }

    /// All of a shipment is where its way ends.
    fn at_end(&mut self, no: ShipmentNo, out: &mut Out<'_>) {
        let shipment = &self.shipments[no.0 as usize];
        let order = &self.orders[shipment.order.0 as usize];
        let store = order.store;
        if shipment.site != self.prepared.stores[store].site {
            // No way leads on: the goods stay here.
            return;
        }
        if shipment.taken.is_empty() {
            out.log(Event::Arrived { shipment: no, site: shipment.site });
        }
        let shipment = &mut self.shipments[no.0 as usize];
        shipment.done = true;
        let (order, item, units) = (shipment.order, shipment.item, shipment.units);
        let units = self.line_goods_come(no, units, out);
        if units > 0 {
            self.come_to_store(store, Outside { order, item, units }, out);
        }
    }

    /// Why goods wait for a leg today: the season, closed or with a limit that bears no single piece, or the trips.
    fn cause_of_wait(&self, leg: LegId, item: ItemId) -> DelayCause {
        let Some(season) = self.prepared.network.leg(leg).season else { return DelayCause::Capacity(leg) };
        let piece = self.prepared.items[item].mass_of(1);
        match self.legs[leg].trip {
            Some(trip) if piece <= trip.payload => DelayCause::Capacity(leg),
            _ => DelayCause::Season(season),
        }
    }

    /// A day begins: every leg has its day's trips under the day's limit. Goods whose road has just closed look for
    /// another.
    pub(crate) fn legs_begin_day(&mut self, day: i64, out: &mut Out<'_>) {
        let mut closed = Vec::new();
        for leg in self.prepared.network.legs().ids() {
            let row = self.prepared.network.leg(leg);
            let limit = row.season.map(|season| self.limits[season]);
            let was_open = self.legs[leg].trip.is_some();
            self.legs[leg].begin_day(day, row, limit);
            if was_open && self.legs[leg].trip.is_none() {
                closed.push(leg);
            }
        }
        for leg in closed {
            for place in self.legs[leg].queue.clone() {
                let shipment = &mut self.shipments[place.2.0 as usize];
                // Of a shipment that has set off in part, the rest follows.
                if shipment.sent > 0 {
                    continue;
                }
                shipment.account(out.now, DelayCause::Transit);
                self.legs[leg].queue.remove(&place);
                self.go_on(place.2, out);
            }
        }
    }

    /// Loads on every leg what waits there, and notes why the rest goes on waiting.
    pub(crate) fn legs_set_off(&mut self, out: &mut Out<'_>) {
        for leg in self.prepared.network.legs().ids() {
            if self.legs[leg].queue.is_empty() {
                continue;
            }
            self.set_off(leg, out);
            for (_, _, no) in self.legs[leg].queue.clone() {
                let cause = self.cause_of_wait(leg, self.shipments[no.0 as usize].item);
                let shipment = &mut self.shipments[no.0 as usize];
                if shipment.cause != cause {
                    shipment.account(out.now, cause);
                }
            }
        }
    }

    /// Loads what waits for a leg, first come first.
    fn set_off(&mut self, leg: LegId, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let Some(trip) = self.legs[leg].trip else { return };
        if self.legs[leg].is_full() {
            return;
        }
        let waiting: Vec<_> = self.legs[leg].queue.iter().copied().collect();
        for place in waiting {
            if self.legs[leg].is_full() {
                return;
            }
            let shipment = &self.shipments[place.2.0 as usize];
            let left = shipment.units - shipment.sent;
            let part = self.legs[leg].load(&prepared.items[shipment.item], left);
            if part.units == 0 {
                continue;
            }
            if part.units == left {
                self.legs[leg].queue.remove(&place);
            }
            self.depart(place.2, leg, trip, part, out);
        }
    }

    fn depart(&mut self, no: ShipmentNo, leg: LegId, trip: Trip, part: Part, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let shipment = &mut self.shipments[no.0 as usize];
        let item = &prepared.items[shipment.item];
        let (before, after) = (shipment.sent, shipment.sent + part.units);
        let mass = item.mass_of(after) - item.mass_of(before);
        let litres = (item.volume_of(after) - item.volume_of(before)).get();
        shipment.sent = after;
        if after == shipment.units {
            shipment.account(out.now, DelayCause::Transit);
        }
        let order = shipment.order;
        out.log(Event::Departed { shipment: no, leg, mass, trips: part.trips });
        self.pay_freight(order, leg, freight(self.prepared.network.leg(leg), trip, mass, litres), out);
        let days =
            self.prepared.network.leg(leg).transit_days.draw(&mut self.orders[order.0 as usize].transit);
        self.at(out.now + Span::from_days(days), AgendaItem::Part { shipment: no, units: part.units });
    }

    fn pay_freight(&mut self, order: OrderNo, leg: LegId, amount: Money, out: &mut Out<'_>) {
        if amount.get() == 0 || self.seller_carries(order) {
            return;
        }
        let row = self.prepared.network.leg(leg);
        let cause = if row.emergency { CostCause::EmergencyFreight } else { CostCause::Freight };
        out.log(Event::Paid { cause, to: row.carrier, amount });
    }

    /// A part has come over its leg; with the last one the shipment is at the next site.
    pub(crate) fn part_arrives(&mut self, no: ShipmentNo, units: i64, out: &mut Out<'_>) {
        let shipment = &mut self.shipments[no.0 as usize];
        shipment.over += units;
        if shipment.over < shipment.units {
            return;
        }
        shipment.account(out.now, DelayCause::Transit);
        if let Some(&leg) = shipment.way.get(shipment.step) {
            shipment.site = self.prepared.network.leg(leg).to;
            shipment.taken.push(leg);
        }
        shipment.step += 1;
        (shipment.sent, shipment.over) = (0, 0);
        out.log(Event::Arrived { shipment: no, site: shipment.site });
        self.go_on(no, out);
    }
}

/// What a part costs on a leg: its share of a trip as it may be loaded today, and its tonnes.
pub fn freight(leg: &Leg, trip: Trip, mass: Mass, litres: i64) -> Money {
    let by_mass = share(leg.cost_per_trip, mass.get(), trip.payload.get());
    let by_volume = share(leg.cost_per_trip, litres, trip.volume.get());
    by_mass.max(by_volume) + share(leg.cost_per_tonne, mass.get(), 1_000)
}

/// `amount` times `part` over `whole`, to the nearest minor unit, halves up.
pub(crate) fn share(amount: Money, part: i64, whole: i64) -> Money {
    if whole <= 0 {
        return Money::ZERO;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let twice = 2 * i128::from(amount.get()) * part + whole;
    Money(i64::try_from(twice.div_euclid(2 * whole)).unwrap_or(i64::MAX))
}
