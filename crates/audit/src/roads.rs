//! Roads: goods move leg by leg from where they are, under the limits of the day, and none is lost on the way.
//!
//! A leg takes so many trips a civil day of the scenario, each with at most the payload, and at most what the season's
//! gross limit leaves above the empty vehicle. Parts of several shipments may share a trip, so masses are held
//! against all trips of the day. The draught's share in low water is not in the log; the limit judged is the wider one.
//!
//! Emergency legs carry urgent orders. A line of an agreement, or goods on the way at the start, may take one only
//! where no ordinary road leads to their store, or, for the latter, none is permitted.
use crate::book::Book;
use crate::{Findings, Rules};
use iceroad_base::civil::Clock;
use iceroad_base::quantity::{Mass, Money};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{CostCause, Entry, Event, OrderNo, Purpose, ShipmentNo};
use iceroad_model::{LegId, PartyId, Scenario, SeasonId, SiteId};

/// Where a shipment is.
struct Way {
    site: SiteId,
    /// The leg it is on, with the mass that has set off and when the last part did.
    leg: Option<(LegId, i64, Time)>,
    moved: bool,
}

#[derive(Clone, Copy, Default)]
struct Today {
    day: i64,
    trips: i64,
    mass: i64,
}

pub(crate) struct Roads<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    book: Book,
    ways: Vec<Way>,
    limits: Table<SeasonId, Option<Mass>>,
    today: Table<LegId, Today>,
    /// What has just set off, until its freight is paid.
    departed: Option<(LegId, i64)>,
    /// Where goods were issued last.
    issued_at: Option<SiteId>,
    /// By order: where goods that one store sends to another start from.
    starts: Vec<Option<SiteId>>,
}

impl<'s> Roads<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            clock: scenario.clock(&scenario.heading.zone),
            book: Book::default(),
            ways: Vec::new(),
            limits: Table::filled(scenario.seasons.len(), None),
            today: Table::filled(scenario.legs.len(), Today { day: -1, trips: 0, mass: 0 }),
            departed: None,
            issued_at: None,
            starts: Vec::new(),
        }
    }

    fn shipped(
        &mut self,
        no: ShipmentNo,
        order: OrderNo,
        site: SiteId,
        quantity: i64,
        findings: &mut Findings,
    ) {
        let in_order = no.0 as usize == self.ways.len();
        findings.check(in_order, "shipments are numbered in order", || format!("{no:?}"));
        findings.check(quantity > 0, "a shipment is of something", || format!("{no:?}: {quantity}"));
        let issued_at = self.starts.get(order.0 as usize).copied().flatten();
        findings.check(
            issued_at.is_none_or(|start| start == site),
            "goods start where they were issued",
            || format!("{no:?}"),
        );
        self.ways.push(Way { site, leg: None, moved: false });
    }

    /// What one trip over a leg may carry today.
    fn payload(&self, leg: LegId) -> i64 {
        let row = &self.scenario.legs[leg];
        let Some(season) = row.season else { return row.payload.get() };
        match self.limits[season] {
            None => 0,
            Some(DayLimit::UNLIMITED) => row.payload.get(),
            Some(gross) => row.payload.get().min((gross - row.tare).get()).max(0),
        }
    }

    fn departed(
        &mut self,
        at: Time,
        no: ShipmentNo,
        leg: LegId,
        mass: Mass,
        trips: u32,
        findings: &mut Findings,
    ) {
        let row = &self.scenario.legs[leg];
        let says = || format!("{no:?} on {}", row.name);
        let payload = self.payload(leg);
        let open = row.season.is_none_or(|season| self.limits[season].is_some_and(|limit| limit.get() > 0));
        findings.check(open, "goods set off only on an open leg", says);
        let day = self.clock.day_index(at);
        let today = &mut self.today[leg];
        if today.day != day {
            *today = Today { day, trips: 0, mass: 0 };
        }
        today.trips += i64::from(trips);
        today.mass += mass.get();
        let today = *today;
        findings.check(
            today.trips <= i64::from(row.trips_per_day),
            "a leg takes no more trips than its day has",
            || format!("{}: {} of {}", row.name, today.trips, row.trips_per_day),
        );
        findings.check(
            today.mass <= today.trips * payload,
            "trips carry no more than the day allows",
            || format!("{}: {} kg in {} trips of {payload} kg", row.name, today.mass, today.trips),
        );
        self.departed = Some((leg, mass.get()));
        self.depart_from(at, no, leg, mass, findings);
    }

    fn depart_from(&mut self, at: Time, no: ShipmentNo, leg: LegId, mass: Mass, findings: &mut Findings) {
        let row = &self.scenario.legs[leg];
        let says = || format!("{no:?} on {}", row.name);
        let (Some(&shipment), Some(way)) = (self.book.shipment(no), self.ways.get_mut(no.0 as usize)) else {
            findings.add("only what was shipped sets off", says());
            return;
        };
        let item = &self.scenario.items[shipment.item];
        findings.check(way.site == row.from, "goods set off from where they are", says);
        let (_, sent, _) = *way.leg.get_or_insert((leg, 0, at));
        findings.check(way.leg.is_some_and(|(on, ..)| on == leg), "a shipment takes one leg at a time", says);
        let sent = sent + mass.get();
        way.leg = Some((leg, sent, at));
        findings.check(mass.get() >= 0, "what sets off has mass", says);
        let whole = item.mass_of(shipment.quantity).get();
        findings.check(sent <= whole, "no more sets off than was shipped", || {
            format!("{no:?}: {sent} of {whole} kg")
        });
        let payload = self.payload(leg);
        findings.check(item.mass_of(1).get() <= payload.max(1), "one piece is never cut over trips", || {
            format!("{no:?}: {} weighs {:?}, a trip takes {payload} kg", item.name, item.mass_of(1))
        });
        self.judge_emergency(shipment.order, leg, findings);
    }

    fn judge_emergency(&self, order: OrderNo, leg: LegId, findings: &mut Findings) {
        let row = &self.scenario.legs[leg];
        let (true, Some(order)) = (row.emergency, self.book.order(order)) else { return };
        let goal = self.scenario.stores[order.store].site;
        let may = match (order.purpose, order.offer) {
            (Purpose::Emergency(_), _) => true,
            (Purpose::Line(_), Some(offer)) => !self.leads(self.scenario.offers[offer].site, goal),
            (Purpose::Inbound(inbound), _) => {
                let from = self.scenario.inbound[inbound].at;
                !self.leads(from, goal) || !self.scenario.restrictions.is_empty()
            }
            _ => false,
        };
        findings.check(may, "emergency legs carry urgent orders", || {
            format!("{:?} on {}", order.purpose, row.name)
        });
    }

    /// Whether ordinary legs lead from one site to another.
    fn leads(&self, from: SiteId, to: SiteId) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&site) = reached.get(next) {
            next += 1;
            for leg in self.scenario.legs.iter().filter(|leg| leg.from == site && !leg.emergency) {
                if !reached.contains(&leg.to) {
                    reached.push(leg.to);
                }
            }
        }
        reached.contains(&to)
    }

    fn arrived(&mut self, at: Time, no: ShipmentNo, site: SiteId, findings: &mut Findings) {
        let name = &self.scenario.sites[site].name;
        let says = || format!("{no:?} at {name}");
        let (Some(&shipment), Some(way)) = (self.book.shipment(no), self.ways.get_mut(no.0 as usize)) else {
            findings.add("only what was shipped arrives", says());
            return;
        };
        let Some((leg, sent, last)) = way.leg.take() else {
            // Goods handed over at their store's own site are there at once.
            let there = self.book.goal(self.scenario, shipment.order) == Some(site);
            let stayed = !way.moved && way.site == site && there;
            findings.check(stayed, "goods arrive after they have set off", says);
            return;
        };
        let row = &self.scenario.legs[leg];
        (way.site, way.moved) = (site, true);
        findings.check(row.to == site, "goods arrive where their leg leads", says);
        let whole = self.scenario.items[shipment.item].mass_of(shipment.quantity).get();
        findings.check(sent == whole, "a shipment arrives whole", || format!("{no:?}: {sent} of {whole} kg"));
        let least = Span::from_days(row.transit_days.quantile(0.0)) - Span::from_millis(1);
        findings.check(at - last >= least, "goods are under way as long as the leg takes", || {
            format!("{no:?} on {}: {:?}", row.name, at - last)
        });
        let most = row.transit_days.quantile(1.0);
        let in_time = !most.is_finite() || at - last <= Span::from_days(most) + Span::from_millis(1);
        findings.check(in_time, "goods arrive when the leg's time is over", || {
            format!("{no:?} on {}: {:?}", row.name, at - last)
        });
    }

    /// Freight is paid right after what it is for.
    fn freight(&mut self, cause: CostCause, to: Option<PartyId>, amount: Money, findings: &mut Findings) {
        let Some((leg, mass)) = self.departed.take() else {
            findings.add("freight is paid for what has set off", format!("{amount:?}"));
            return;
        };
        let row = &self.scenario.legs[leg];
        let right = row.emergency == (cause == CostCause::EmergencyFreight) && to == row.carrier;
        findings.check(right, "freight is paid to the leg's carrier by its kind", || row.name.clone());
        // The trip's share at full payload and the tonnes: a smaller payload of the day costs more.
        let payload = row.payload.get().max(1) as f64;
        let by_trip = row.cost_per_trip.get() as f64 * mass as f64 / payload;
        let by_tonne = row.cost_per_tonne.get() as f64 * mass as f64 / 1_000.0;
        let least = by_trip + by_tonne - 1.5;
        findings.check(amount.get() as f64 >= least, "freight is no less than its rate", || {
            format!("{}: {} for at least {least}", row.name, amount.get())
        });
    }
}

impl Rules for Roads<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        self.book.take(self.scenario, entry);
        self.starts.resize(self.book.orders.len(), None);
        let at = entry.at;
        match entry.event {
            Event::SeasonLimit { season, gross } => {
                findings.check(gross.get() >= 0, "a limit is not negative", || format!("{gross:?}"));
                let midnight = self.clock.midnight(self.clock.date(at));
                findings.check(at == midnight, "a season's limit changes when a day begins", || {
                    self.scenario.seasons[season].name.clone()
                });
                self.limits[season] = Some(gross);
            }
            Event::Issued { store, .. } => self.issued_at = Some(self.scenario.stores[store].site),
            Event::Transferred { purpose: Purpose::Replenish | Purpose::Emergency(_), .. } => {
                // It follows what was issued for it.
                if let Some(start) = self.starts.last_mut() {
                    *start = self.issued_at;
                }
            }
            Event::Shipped { shipment, order, quantity, at: site, .. } => {
                self.shipped(shipment, order, site, quantity.get(), findings);
            }
            Event::Departed { shipment, leg, mass, trips } => {
                self.departed(at, shipment, leg, mass, trips, findings);
                return;
            }
            Event::Arrived { shipment, site } => self.arrived(at, shipment, site, findings),
            Event::Paid { cause: cause @ (CostCause::Freight | CostCause::EmergencyFreight), to, amount } => {
                self.freight(cause, to, amount, findings);
            }
            _ => {}
        }
        self.departed = None;
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for (season, limit) in self.limits.entries() {
            findings.check(limit.is_some(), "a season's limit is told at the start", || {
                format!("{} (row {})", self.scenario.seasons[season].name, season.index())
            });
        }
    }
}
