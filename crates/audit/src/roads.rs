//! Roads: goods move leg by leg from where they are, under the limits of the day, and none is lost on the way. What
//! vehicles may do is in [`crate::vehicles`].
//!
//! Emergency legs carry urgent orders. A line of an agreement, or goods on the way at the start, may take one only
//! where no ordinary road leads to their store, or, for the latter, none is permitted.
use crate::book::Book;
use crate::{Findings, Rules};
use iceroad_base::civil::Clock;
use iceroad_base::quantity::Mass;
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::event::{Entry, Event, OrderNo, Purpose, ShipmentNo};
use iceroad_model::{LegId, Scenario, SeasonId, SiteId};

/// Where a shipment is.
struct Way {
    site: SiteId,
    /// Where it is under way to, with the mass that has set off.
    under_way: Option<(SiteId, i64)>,
    /// The earliest and the latest that all parts under way may have come.
    comes: (Time, Time),
    moved: bool,
}

pub(crate) struct Roads<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    book: Book,
    ways: Vec<Way>,
    limits: Table<SeasonId, Option<Mass>>,
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
        self.ways.push(Way { site, under_way: None, comes: (Time::START, Time::START), moved: false });
    }

    fn departed(&mut self, at: Time, no: ShipmentNo, leg: LegId, mass: Mass, findings: &mut Findings) {
        let row = &self.scenario.legs[leg];
        let says = || format!("{no:?} on {}", row.name);
        let open = row.season.is_none_or(|season| self.limits[season].is_some_and(|limit| limit.get() > 0));
        findings.check(open, "goods set off only on an open leg", says);
        let (Some(&shipment), Some(way)) = (self.book.shipment(no), self.ways.get_mut(no.0 as usize)) else {
            findings.add("only what was shipped sets off", says());
            return;
        };
        let item = &self.scenario.items[shipment.item];
        findings.check(way.site == row.from, "goods set off from where they are", says);
        let (to, sent) = *way.under_way.get_or_insert((row.to, 0));
        findings.check(to == row.to, "a shipment goes to one site at a time", says);
        let sent = sent + mass.get();
        way.under_way = Some((to, sent));
        let (least, most) = (row.transit_days.quantile(0.0), row.transit_days.quantile(1.0));
        let latest = if most.is_finite() { at + Span::from_days(most) } else { Time::NEVER };
        way.comes = (way.comes.0.max(at + Span::from_days(least)), way.comes.1.max(latest));
        findings.check(mass.get() >= 0, "what sets off has mass", says);
        let whole = item.mass_of(shipment.quantity).get();
        findings.check(sent <= whole, "no more sets off than was shipped", || {
            format!("{no:?}: {sent} of {whole} kg")
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
        let Some((to, sent)) = way.under_way.take() else {
            // Goods handed over at their store's own site are there at once.
            let there = self.book.goal(self.scenario, shipment.order) == Some(site);
            let stayed = !way.moved && way.site == site && there;
            findings.check(stayed, "goods arrive after they have set off", says);
            return;
        };
        (way.site, way.moved) = (site, true);
        findings.check(to == site, "goods arrive where their leg leads", says);
        let whole = self.scenario.items[shipment.item].mass_of(shipment.quantity).get();
        findings.check(sent == whole, "a shipment arrives whole", || format!("{no:?}: {sent} of {whole} kg"));
        let (earliest, latest) = std::mem::replace(&mut way.comes, (Time::START, Time::START));
        let hair = Span::from_millis(1);
        findings.check(at + hair >= earliest, "goods are under way as long as the leg takes", says);
        findings.check(
            latest == Time::NEVER || at <= latest + hair,
            "goods arrive when the leg's time is over",
            says,
        );
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
            Event::Departed { shipment, leg, mass, .. } => {
                self.departed(at, shipment, leg, mass, findings);
            }
            Event::Arrived { shipment, site } => self.arrived(at, shipment, site, findings),
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for (season, limit) in self.limits.entries() {
            findings.check(limit.is_some(), "a season's limit is told at the start", || {
                format!("{} (row {})", self.scenario.seasons[season].name, season.index())
            });
        }
    }
}
