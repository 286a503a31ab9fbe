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
//! Capacity is of the scenario's civil day: legs are looked at when the day begins and when goods reach a site.
//! Freight is paid when a part sets off: its share of a trip by mass or volume, whichever is more, at what a trip may
//! carry that day, and its tonnes; each rounded to the nearest minor unit. Where a seller pays the carriage by the
//! agreement's Incoterm, none is paid.
use crate::core::{Core, Out, Work};
use crate::legs::{Part, Trip};
use crate::routes::Way;
use crate::stores::Outside;
use iceroad_base::quantity::{Mass, Money, Quantity};
use iceroad_base::{Span, Time};
use iceroad_model::event::{CostCause, Event, OrderNo, ShipmentNo};
use iceroad_model::record::DelayCause;
use iceroad_model::transport::Leg;
use iceroad_model::{ItemId, LegId, SiteId};
use std::sync::Arc;

/// The most shipments of one order.
const MOST_SHIPMENTS: i64 = 64;

/// A shipment; it keeps its account of time only where a line of an agreement wants it.
#[derive(Clone, Debug)]
pub(crate) struct Shipment {
    pub(crate) order: OrderNo,
    pub(crate) item: ItemId,
    pub(crate) units: i64,
    /// Legs behind it.
    step: usize,
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

impl Core {
    /// Cuts the goods of an order into shipments, which begin to move.
    pub(crate) fn ship(&mut self, no: OrderNo, units: i64, out: &mut Out<'_>) {
        let world = Arc::clone(&self.world);
        let order = &self.orders[no.0 as usize];
        let (item, site) = (order.item, order.start);
        let at_most = self.network.tightest_day(&order.way).map_or(units, |(kg, litres)| {
            let row = &world.items[item];
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
                step: 0,
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
        let shipment = &self.shipments[no.0 as usize];
        let order = &self.orders[shipment.order.0 as usize];
        let Some(&leg) = order.way.get(shipment.step) else {
            return self.at_end(no, out);
        };
        self.legs[leg].queue.insert((order.rank(), shipment.order, no));
        let shipment = &mut self.shipments[no.0 as usize];
        (shipment.since, shipment.cause) = (out.now, DelayCause::Transit);
        self.set_off(leg, out);
        let cause = self.cause_of_wait(leg);
        let shipment = &mut self.shipments[no.0 as usize];
        if shipment.sent < shipment.units {
            shipment.cause = cause;
        }
    }

    /// All of a shipment is where its way ends.
    fn at_end(&mut self, no: ShipmentNo, out: &mut Out<'_>) {
        let shipment = &self.shipments[no.0 as usize];
        let order = &self.orders[shipment.order.0 as usize];
        let store = order.store;
        if shipment.site != self.world.stores[store].site {
            // No way leads on: the goods stay here.
            return;
        }
        if order.way.is_empty() {
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

    /// Why goods wait for a leg today.
    fn cause_of_wait(&self, leg: LegId) -> DelayCause {
        let row = self.network.leg(leg);
        match (row.season, self.legs[leg].trip) {
            (Some(season), None) => DelayCause::Season(season),
            // Open, but under a limit below its full payload: what is too heavy waits for the season's limit.
            (Some(season), Some(trip)) if trip.payload < row.payload && !self.legs[leg].is_full() => {
                DelayCause::Season(season)
            }
            _ => DelayCause::Capacity(leg),
        }
    }

    /// A day begins: every leg has its day's trips under the day's limit.
    pub(crate) fn legs_begin_day(&mut self) {
        for leg in self.network.legs().ids() {
            let row = self.network.leg(leg);
            let limit = row.season.map(|season| self.limits[season]);
            self.legs[leg].begin_day(row, limit);
        }
    }

    /// Loads on every leg what waits there, and notes why the rest goes on waiting.
    pub(crate) fn legs_set_off(&mut self, out: &mut Out<'_>) {
        for leg in self.network.legs().ids() {
            if self.legs[leg].queue.is_empty() {
                continue;
            }
            self.set_off(leg, out);
            let cause = self.cause_of_wait(leg);
            for &(_, _, no) in &self.legs[leg].queue {
                let shipment = &mut self.shipments[no.0 as usize];
                if shipment.cause != cause {
                    shipment.account(out.now, cause);
                }
            }
        }
    }

    /// Loads what waits for a leg, first come first.
    fn set_off(&mut self, leg: LegId, out: &mut Out<'_>) {
        let world = Arc::clone(&self.world);
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
            let part = self.legs[leg].load(&world.items[shipment.item], left);
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
        let world = Arc::clone(&self.world);
        let shipment = &mut self.shipments[no.0 as usize];
        let item = &world.items[shipment.item];
        let (before, after) = (shipment.sent, shipment.sent + part.units);
        let mass = item.mass_of(after) - item.mass_of(before);
        let litres = (item.volume_of(after) - item.volume_of(before)).get();
        shipment.sent = after;
        if after == shipment.units {
            shipment.account(out.now, DelayCause::Transit);
        }
        let order = shipment.order;
        out.log(Event::Departed { shipment: no, leg, mass, trips: part.trips });
        self.pay_freight(order, leg, freight(self.network.leg(leg), trip, mass, litres), out);
        let days = self.network.leg(leg).transit_days.draw(&mut self.orders[order.0 as usize].transit);
        self.at(out.now + Span::from_days(days), Work::Part { shipment: no, units: part.units });
    }

    fn pay_freight(&mut self, order: OrderNo, leg: LegId, amount: Money, out: &mut Out<'_>) {
        if amount.get() == 0 || self.seller_carries(order) {
            return;
        }
        let row = self.network.leg(leg);
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
        let order = &self.orders[shipment.order.0 as usize];
        if let Some(&leg) = order.way.get(shipment.step) {
            shipment.site = self.network.leg(leg).to;
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
