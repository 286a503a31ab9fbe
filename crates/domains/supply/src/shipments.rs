//! Goods on the move, leg by leg.
//!
//! ```text
//!  order ──lead──▶ Shipped ──▶ waits for its way ──parts, day by day──▶ Arrived ──▶ next … ──▶ the store
//!                              (season, load limit, trips)     (all parts)
//! ```
//!
//! An order is cut into shipments of at most what the tightest leg of its way carries in a day, so that a great order
//! flows rather than assembling at every site. A shipment moves on when all its parts have come to the next site, by
//! whatever leg. Who sets off first: [`crate::boarding`]; on what: [`crate::queues`].
//!
//! Where goods are handed over, change from leg to leg, or wait when their road closes, they take another permitted way
//! through other sites if it is now expected to be much earlier, what waits there counted: a barge missed in autumn becomes
//! a lorry on the winter road, and of a great order some shipments go round. The new way is held against the restrictions
//! of the order's day together with the legs already taken.
use crate::queues::worth_days;
use crate::restrictions::Deal;
use crate::routes::{LinkId, Load, Way};
use crate::sourcing::licence_of;
use crate::state::{Out, State};
use crate::stores::Outside;
use iceroad_base::quantity::Quantity;
use iceroad_base::{Span, Time};
use iceroad_model::event::{DelayCause, Event, OrderNo, Purpose, ShipmentNo};
use iceroad_model::{ItemId, LegId, PartyId, SiteId, VehicleId};
use std::sync::Arc;

/// Another way is taken where it is expected to be so many days earlier (assumed); an urgent order changes for one.
const WORTH_CHANGING_DAYS: f64 = 14.0;

/// A season that was open no more than so many days before its planned first day counts as that season (assumed).
const EARLY_OPENING_DAYS: i64 = 30;

/// The ranks in which goods are counted that wait: emergencies, agreements, others.
pub(crate) const EMERGENCIES: usize = 0;
pub(crate) const LINES: usize = 1;
pub(crate) const OTHERS: usize = 2;

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
    /// Every leg it has taken, and who carried.
    pub(crate) taken: Vec<LegId>,
    pub(crate) carried_by: Vec<PartyId>,
    /// Classes of vehicles that it may take from where it is.
    pub(crate) allowed: Arc<[VehicleId]>,
    /// Days for which it has stood here beside an open leg.
    pub(crate) stood: u32,
    /// Under which number it waits in its queue.
    pub(crate) queued: u64,
    /// Units that have set off from here, and that have come to the next site.
    pub(crate) sent: i64,
    over: i64,
    pub(crate) site: SiteId,
    pub(crate) done: bool,
    /// Since when it waits or is under way, and why.
    since: Time,
    pub(crate) cause: DelayCause,
    pub(crate) delays: Vec<(DelayCause, Span)>,
}

impl Shipment {
    /// Books the time since the last entry to its cause, and goes on with another.
    pub(crate) fn account(&mut self, now: Time, next: DelayCause) {
        book(&mut self.delays, self.cause, now - self.since);
        self.since = now;
        self.cause = next;
    }

    /// The leg it is planned to take next, or is on.
    pub(crate) fn next_leg(&self) -> Option<LegId> {
        self.way.get(self.step).copied()
    }

    /// Those after it.
    pub(crate) fn legs_after_next(&self) -> &[LegId] {
        self.way.get(self.step + 1..).unwrap_or_default()
    }

    /// Whether all of it has set off from where it was.
    pub(crate) fn is_gone(&self) -> bool {
        self.sent >= self.units
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
    Way { legs: Vec::new(), crossed: Vec::new(), carriers: Vec::new(), choices: Vec::new() }
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
                carried_by: Vec::new(),
                allowed: Arc::from([]),
                stood: 0,
                queued: 0,
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

    /// A shipment is at a site with all its parts: it waits for its way on, or is there.
    pub(crate) fn go_on(&mut self, no: ShipmentNo, out: &mut Out<'_>) {
        self.look_ahead(no, out.now);
        let Some(leg) = self.shipments[no.0 as usize].next_leg() else {
            return self.at_end(no, out);
        };
        let link = self.prepared.network.link_of(leg);
        let allowed = self.allowed(no, leg, link);
        let shipment = &mut self.shipments[no.0 as usize];
        (shipment.since, shipment.cause) = (out.now, DelayCause::Transit);
        (shipment.allowed, shipment.stood) = (allowed, 0);
        out.log(Event::Queued { shipment: no, leg });
        self.enqueue(no, link);
        if !self.morning {
            self.set_off(link, out);
        }
        let cause = self.cause_of_wait(no);
        let shipment = &mut self.shipments[no.0 as usize];
        if !shipment.is_gone() {
            shipment.cause = cause;
        }
    }

    /// The classes of vehicles that may carry a shipment from its site to the next, by whatever leg.
    fn allowed(&self, no: ShipmentNo, planned: LegId, link: LinkId) -> Arc<[VehicleId]> {
        let network = &self.prepared.network;
        let shipment = &self.shipments[no.0 as usize];
        let may_fly = self.may_fly(shipment.order);
        let onward = shipment.legs_after_next();
        let one_carrier = network.carriers(planned).len() == 1;
        let mut known: Vec<(LegId, Option<PartyId>, bool)> = Vec::new();
        let mut may = |vehicle: VehicleId| {
            let row = network.vehicle(vehicle);
            let carrier = row.carrier.or(network.leg(row.leg).carrier);
            if let Some(&(.., may)) = known.iter().find(|one| (one.0, one.1) == (row.leg, carrier)) {
                return may;
            }
            // The way that was chosen was judged when it was.
            let chosen = row.leg == planned && one_carrier;
            let way = || {
                let legs = [&[row.leg], onward].concat();
                let mut way = network.way(shipment.site, legs);
                // Of the next leg this carrier is meant.
                if network.carriers(row.leg).len() > 1 {
                    way.choices.remove(0);
                    way.carriers.extend(carrier);
                }
                way
            };
            let may =
                (may_fly || !network.leg(row.leg).emergency) && (chosen || self.may_take(shipment, &way()));
            known.push((row.leg, carrier, may));
            may
        };
        network.on_link(link).iter().copied().filter(|&vehicle| may(vehicle)).collect()
    }

    /// Whether an order's goods may take emergency legs.
    fn may_fly(&self, order: OrderNo) -> bool {
        let order = &self.orders[order.0 as usize];
        let urgent = matches!(order.purpose, Purpose::Emergency(_));
        urgent || order.way.iter().any(|&leg| self.prepared.network.leg(leg).emergency)
    }

    /// Looks from where a shipment is to where it goes: when it may be expected now, and whether another permitted way
    /// has become so much earlier that it takes that.
    fn look_ahead(&mut self, no: ShipmentNo, now: Time) {
        let prepared = Arc::clone(&self.prepared);
        let shipment = self.shipments[no.0 as usize].clone();
        let order = &self.orders[shipment.order.0 as usize];
        let (number, goal) = (shipment.order.0 as usize, order.goal);
        let left = shipment.way.get(shipment.step..).unwrap_or_default();
        if shipment.site == goal || (left.is_empty() && order.way.is_empty()) {
            return;
        }
        let load = Load::of(&prepared.items[shipment.item], shipment.units);
        let (today, rank) = (prepared.clock.day_index(now) as f64, self.rank(shipment.order));
        let present = Way { legs: left.to_vec(), ..no_way() };
        let stays = self.expected_from_here(&present, today, load, rank);
        let urgent = matches!(order.purpose, Purpose::Emergency(_));
        let ways = prepared.network.known_ways(shipment.site, goal, self.may_fly(shipment.order));
        // What has not set off yet loses nothing by another way that costs no more: ways alike share the goods.
        let is_new = shipment.taken.is_empty();
        // No way can be quicker than the fastest on open roads.
        let least = if urgent { 1.0 } else { WORTH_CHANGING_DAYS };
        let patience = if is_new { 0.0 } else { least };
        let worth_a_look = if today + ways.fastest < stays - patience { &ways.all[..] } else { &[] };
        let cost = prepared.network.freight(&present, load);
        let late = order.line.is_some_and(|line| stays > prepared.due[line].days());
        let (mut day, mut best) = (f64::INFINITY, None);
        for way in worth_a_look {
            let expected = self.expected_from_here(way, today, load, rank);
            let dearer = if urgent || late { cost } else { prepared.network.freight(way, load) };
            let earlier = if stays.is_finite() { stays - expected } else { f64::INFINITY };
            let patience = if is_new && dearer <= cost { 0.0 } else { least };
            let worth = expected.is_finite() && earlier > worth_days(patience, cost, dearer);
            if worth && expected < day && self.may_take(&shipment, way) {
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
    fn expected_from_here(&self, way: &Way, today: f64, load: Load, rank: usize) -> f64 {
        let closed_early = way.legs.first().is_some_and(|&leg| {
            let state = &self.legs[leg];
            let lately =
                |opens: i32| state.last_open.is_some_and(|day| day >= i64::from(opens) - EARLY_OPENING_DAYS);
            !state.open
                && self.prepared.network.running_window(leg, today).is_some_and(|window| lately(window.opens))
        });
        let ready = if closed_early { self.prepared.network.after_early_closure(way, today) } else { today };
        self.expected(way, ready, today, load, rank).unwrap_or(f64::INFINITY)
    }

    /// When a load that is ready at `ready` may be expected at a way's end, with what waits today for its legs and
    /// boards before goods of this rank.
    pub(crate) fn expected(&self, way: &Way, ready: f64, today: f64, load: Load, rank: usize) -> Option<f64> {
        let network = &self.prepared.network;
        let clears = |leg: LegId| {
            let light =
                load.mass.get().saturating_mul(crate::boarding::LIGHT) <= network.greatest_payload(leg);
            let rank = if light { 0 } else { rank };
            network.clears(leg, today, self.queues[network.link_of(leg).0].kg_before(rank))
        };
        network.expected_behind(way, ready, load, &clears)
    }

    /// Whether an order's goods may go on by another way: no rule stands in the way of all the road, and none asks for
    /// a licence that the order has not waited for.
    fn may_take(&self, shipment: &Shipment, way: &Way) -> bool {
        let prepared = &self.prepared;
        let order = &self.orders[shipment.order.0 as usize];
        let all = self.prepared.network.way(order.start, [shipment.taken.as_slice(), &way.legs].concat());
        let carriers = [shipment.carried_by.as_slice(), &way.carriers].concat();
        let deal = Deal {
            item: order.item,
            seller: order.offer.map(|offer| prepared.offers[offer].seller),
            carriers: &carriers,
            crossed: &all.crossed,
            destination: prepared.territory[order.goal],
            ordered: order.judged,
            signed: order.signed,
            own_goods: order.offer.is_none(),
        };
        let verdict = prepared.rules.mildest(&deal, &way.choices);
        let licence = licence_of(verdict).map(|(rule, _)| rule);
        verdict.refused_by().is_none()
            && (licence.is_none() || licence == order.licence || order.offer.is_none())
    }

    /// All of a shipment is where its way ends.
    fn at_end(&mut self, no: ShipmentNo, out: &mut Out<'_>) {
        let shipment = &self.shipments[no.0 as usize];
        let order = &self.orders[shipment.order.0 as usize];
        let (store, purpose) = (order.store, order.purpose);
        if shipment.site != order.goal {
            // No way leads on: the goods stay here.
            return;
        }
        if shipment.taken.is_empty() {
            out.log(Event::Arrived { shipment: no, site: shipment.site });
        }
        let shipment = &mut self.shipments[no.0 as usize];
        shipment.done = true;
        let (order, item, units) = (shipment.order, shipment.item, shipment.units);
        if let Purpose::Core(_) = purpose {
            return self.core_comes(order, out);
        }
        let units = self.line_goods_come(no, units, out);
        if units > 0 {
            self.come_to_store(store, Outside { order, item, units }, out);
        }
    }

    /// A part has come; with the last one the shipment is at the next site.
    pub(crate) fn part_arrives(&mut self, no: ShipmentNo, units: i64, out: &mut Out<'_>) {
        let shipment = &mut self.shipments[no.0 as usize];
        shipment.over += units;
        if shipment.over < shipment.units {
            return;
        }
        shipment.account(out.now, DelayCause::Transit);
        if let Some(&leg) = shipment.way.get(shipment.step) {
            shipment.site = self.prepared.network.leg(leg).to;
        }
        shipment.step += 1;
        (shipment.sent, shipment.over) = (0, 0);
        out.log(Event::Arrived { shipment: no, site: shipment.site });
        self.go_on(no, out);
    }
}
