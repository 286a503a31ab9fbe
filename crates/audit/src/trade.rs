//! Trade: every order is one that may be placed, waits for its licence, is paid at its price, and is refused only for
//! a reason.
//!
//! Restrictions are judged as of the day of the order, on the road the goods really take: each leg adds its carrier
//! and its territories, so a rule on roads is judged as the goods move. A line of an agreement is ordered as the
//! line says, without the offer's dates, minimum and batch; one called off before the start is judged as of that day. It is
//! ordered on its call-off day where no rule could stand in its way on any road. Of offers that are alike but for their price the
//! cheapest is bought from.
use crate::book::{Book, Order, shop_site};
use crate::interchange::Substitutes;
use crate::restrictions::{Answer, Facts, RuleBook};
use crate::{Findings, Rules};
use iceroad_base::civil::{Clock, Date};
use iceroad_base::quantity::{Mass, Money, Quantity, Ranged};
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Claimant, CostCause, DemandNo, Entry, Event, Flow, OrderNo, Purpose};
use iceroad_model::obligations::Promise;
use iceroad_model::trade::{Action, Offer};
use iceroad_model::{
    ItemId, LineId, ModelId, OfferId, PartyId, RestrictionId, Scenario, SiteId, StoreId, TerritoryId,
    VehicleId,
};

/// What is known of an order beyond the book.
struct Deal {
    /// The day it is judged by.
    date: Date,
    signed: Option<Date>,
    /// Days that the order had already run when it was written down.
    age: f64,
    licensed: Option<Time>,
    carriers: Vec<PartyId>,
    crossed: Vec<TerritoryId>,
    traded: i64,
}

impl Deal {
    fn new(date: Date, signed: Option<Date>, age: f64, crossed: Vec<TerritoryId>) -> Self {
        Self { date, signed, age, licensed: None, carriers: Vec::new(), crossed, traded: 0 }
    }
}

struct Demand {
    at: Time,
    store: StoreId,
    item: ItemId,
    model: Option<ModelId>,
    open: bool,
    /// Of a day's use, which does not wait.
    of_a_day: bool,
}

pub(crate) struct Trade<'s> {
    scenario: &'s Scenario,
    rules: RuleBook<'s>,
    substitutes: Substitutes<'s>,
    clock: Clock,
    book: Book,
    deals: Vec<Deal>,
    demands: Vec<Demand>,
    models: Vec<ModelId>,
    /// Money for goods by seller: what was paid, and what changed hands.
    paid: Table<PartyId, i64>,
    traded: Table<PartyId, i64>,
    /// Shares of each line's price that changed hands.
    line_paid: Table<LineId, i64>,
    line_units: Table<LineId, i64>,
    /// Orders of what has set off, until the vehicle is told.
    aboard: Vec<OrderNo>,
    /// Orders written down at this instant.
    new: Vec<OrderNo>,
}

impl<'s> Trade<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            rules: RuleBook::new(scenario),
            substitutes: Substitutes::new(scenario),
            clock: scenario.clock(&scenario.heading.zone),
            book: Book::default(),
            deals: Vec::new(),
            demands: Vec::new(),
            models: Vec::new(),
            paid: Table::filled(scenario.parties.len(), 0),
            traded: Table::filled(scenario.parties.len(), 0),
            line_paid: Table::filled(scenario.lines.len(), 0),
            line_units: Table::filled(scenario.lines.len(), 0),
            aboard: Vec::new(),
            new: Vec::new(),
        }
    }

    fn ordered(&mut self, at: Time, no: OrderNo, offer: OfferId, purpose: Purpose, findings: &mut Findings) {
        let Some(&order) = self.book.orders.last() else { return };
        let row = &self.scenario.offers[offer];
        let date = self.clock.date(at);
        let says = || format!("{no:?} of {} by {}", order.quantity, row.name);
        let (mut judged, mut signed, mut age) = (date, None, 0.0);
        match purpose {
            Purpose::Line(line) => {
                (judged, age) = self.line_ordered(line, date, &order, findings);
                signed = Some(self.scenario.agreements[self.scenario.lines[line].agreement].signed);
            }
            Purpose::Inbound(_) | Purpose::Repaired(_) | Purpose::Core(_) => {
                findings.add("goods on the way are not ordered again", says());
            }
            Purpose::Replenish | Purpose::Emergency(_) => {
                let begun = row.from.is_none_or(|from| from <= date);
                let not_over = row.to.is_none_or(|to| date <= to);
                findings.check(begun && not_over, "an order is placed while the offer holds", says);
                findings.check(
                    order.quantity >= row.minimum.get(),
                    "an order is at least the offer's minimum",
                    says,
                );
                let whole = order.quantity % row.batch.get().max(1) == 0;
                findings.check(whole, "an order is in whole batches", says);
                let cheaper = self.cheaper(row, date);
                findings.check(cheaper.is_none(), "of offers alike the cheapest is bought from", says);
            }
        }
        if let Purpose::Emergency(demand) = purpose {
            self.urgent(at, no, demand, &order, findings);
        }
        let crossed = vec![self.scenario.sites[row.site].territory];
        self.write_down(no, Deal::new(judged, signed, age, crossed), findings);
    }

    /// An offer of the same on the same terms for less.
    fn cheaper(&self, row: &Offer, date: Date) -> Option<&Offer> {
        let terms = |one: &Offer| (one.seller, one.item, one.site, one.minimum, one.batch);
        self.scenario.offers.iter().find(|one| {
            let holds = one.from.is_none_or(|from| from <= date) && one.to.is_none_or(|to| date <= to);
            holds && terms(one) == terms(row) && one.lead_days == row.lead_days && one.price < row.price
        })
    }

    /// The day that a line's order is judged by, and how long it has run by then.
    fn line_ordered(&self, line: LineId, date: Date, order: &Order, findings: &mut Findings) -> (Date, f64) {
        let row = &self.scenario.lines[line];
        let Promise::Goods { offer, store, .. } = row.promise else {
            findings.add("only goods are ordered for a line", row.name.clone());
            return (date, 0.0);
        };
        let same = order.offer == Some(offer) && order.store == store;
        let whole = order.quantity == (row.quantity - row.delivered).get();
        findings.check(same && whole, "a line is ordered as it says", || row.name.clone());
        let on = row.order_on.unwrap_or(date);
        findings.check(on <= date, "a line is ordered from its call-off day on", || row.name.clone());
        let twice = self.book.orders.iter().filter(|one| one.purpose == order.purpose).count() > 1;
        findings.check(!twice, "a line is ordered once", || row.name.clone());
        let first = self.scenario.horizon().start();
        if date == first && on < first {
            return (on, (self.clock.day_of_date(date) - self.clock.day_of_date(on)) as f64);
        }
        (date, 0.0)
    }

    /// A line of goods that no rule stood in the way of was ordered on the day it was called off, or at the start.
    fn judge_call_off(&self, id: LineId, findings: &mut Findings) {
        let row = &self.scenario.lines[id];
        let Promise::Goods { offer, store, .. } = row.promise else { return };
        let (first, last) = (self.scenario.horizon().start(), self.scenario.horizon().last());
        let called = row.order_on.unwrap_or(first);
        if called > last || row.delivered >= row.quantity {
            return;
        }
        let (carriers, crossed) = self.every_road();
        let facts = Facts {
            item: self.scenario.offers[offer].item,
            seller: Some(self.scenario.offers[offer].seller),
            carriers: &carriers,
            crossed: &crossed,
            destination: self.scenario.sites[self.scenario.stores[store].site].territory,
            date: called,
            signed: Some(self.scenario.agreements[row.agreement].signed),
            owned: false,
        };
        let answers = self.rules.judge(&facts);
        if answers.iter().any(|(_, answer)| matches!(answer, Answer::Prohibited | Answer::Unknown)) {
            return;
        }
        let order = self.book.orders.iter().find(|order| order.purpose == Purpose::Line(id));
        let date = order.map(|order| self.clock.date(order.at));
        findings.check(date == Some(called.max(first)), "a line is ordered on its call-off day", || {
            format!("{}: ordered on {date:?}, called off on {called}", row.name)
        });
    }

    /// Every carrier and every territory there is on a road: a rule that clears a deal on all of them never refuses it.
    fn every_road(&self) -> (Vec<PartyId>, Vec<TerritoryId>) {
        let legs = self.scenario.legs.iter().filter_map(|leg| leg.carrier);
        let vehicles = self.scenario.vehicles.iter().filter_map(|row| row.carrier);
        (vehicles.chain(legs).collect(), self.scenario.territories.ids().collect())
    }

    /// An urgent order is for a demand that waits, and for what may be issued for it.
    fn urgent(&self, at: Time, no: OrderNo, demand: DemandNo, order: &Order, findings: &mut Findings) {
        let Some(demand) = self.demands.get(demand.0 as usize) else {
            findings.add("an urgent order is for a demand that waits", format!("{no:?}"));
            return;
        };
        findings.check(demand.open, "an urgent order is for a demand that waits", || format!("{no:?}"));
        let date = self.clock.date(at);
        let stands_in = self.substitutes.ratio(demand.item, order.item, demand.model, date).is_some();
        findings.check(stands_in, "an urgent order is for what is called for or may stand in", || {
            format!("{no:?}: {}", self.scenario.items[order.item].name)
        });
        let own = demand.store == order.store;
        findings.check(own, "an urgent order is for the store that waits", || format!("{no:?}"));
        let patience = self.scenario.stores[demand.store].emergency_after;
        let waited = patience.is_some_and(|days| at - demand.at >= Span::from_days(days.get()));
        findings.check(
            waited || demand.of_a_day && patience.is_some(),
            "a demand waits before it is urgent",
            || format!("{no:?} after {:?}", at - demand.at),
        );
    }

    fn transferred(&mut self, at: Time, no: OrderNo, purpose: Purpose, findings: &mut Findings) {
        let mut date = self.clock.date(at);
        if let Purpose::Inbound(inbound) = purpose {
            let row = &self.scenario.inbound[inbound];
            let ready = self.scenario.clock(&self.scenario.sites[row.at].zone).midnight(row.ready);
            date = self.clock.date(ready.max(Time::START));
        }
        let deal = Deal::new(date, None, 0.0, Vec::new());
        self.write_down(no, deal, findings);
    }

    fn write_down(&mut self, no: OrderNo, deal: Deal, findings: &mut Findings) {
        findings
            .check(no.0 as usize == self.deals.len(), "orders are numbered in order", || format!("{no:?}"));
        self.deals.push(deal);
        self.new.push(no);
    }

    /// Holds an order against every rule, on the road so far.
    fn judge(&self, no: OrderNo, findings: &mut Findings) {
        let (Some(order), Some(deal)) = (self.book.order(no), self.deals.get(no.0 as usize)) else { return };
        let Some(goal) = self.book.goal(self.scenario, no) else { return };
        let destination = self.scenario.sites[goal].territory;
        let facts = Facts {
            item: order.item,
            seller: order.offer.map(|offer| self.scenario.offers[offer].seller),
            carriers: &deal.carriers,
            crossed: &deal.crossed,
            destination,
            date: deal.date,
            signed: deal.signed,
            owned: order.offer.is_none(),
        };
        for (rule, answer) in self.rules.judge(&facts) {
            let says = || {
                let item = &self.scenario.items[order.item].name;
                format!("{no:?} ({item}) under {}", self.scenario.restrictions[rule].name)
            };
            match answer {
                Answer::Clear => {}
                Answer::Prohibited => {
                    findings.add("nothing is ordered or moved that a rule prohibits", says())
                }
                Answer::Unknown => {
                    findings.add("nothing is ordered or moved that a rule cannot clear", says())
                }
                // Own goods need no licence to be moved: a licence is asked of a purchase.
                Answer::Licence(_) if order.offer.is_none() => {}
                Answer::Licence(lead) => {
                    let until = order.at + Span::from_days((lead - deal.age).max(0.0));
                    let awaited = deal.licensed.is_some_and(|licensed| licensed >= until);
                    findings.check(awaited, "a licence is awaited where a rule asks for one", says);
                }
            }
        }
    }

    fn departed(&mut self, no: OrderNo, vehicle: VehicleId, findings: &mut Findings) {
        let Some(goal) = self.book.goal(self.scenario, no) else { return };
        let vehicle = &self.scenario.vehicles[vehicle];
        let leg = &self.scenario.legs[vehicle.leg];
        let mut crossed: Vec<TerritoryId> = vec![self.scenario.sites[leg.from].territory];
        crossed.extend(&leg.transits);
        if leg.to != goal {
            crossed.push(self.scenario.sites[leg.to].territory);
        }
        let deal = &mut self.deals[no.0 as usize];
        let known = (deal.carriers.len(), deal.crossed.len());
        if let Some(carrier) = vehicle.carrier.or(leg.carrier)
            && !deal.carriers.contains(&carrier)
        {
            deal.carriers.push(carrier);
        }
        for territory in crossed {
            if !deal.crossed.contains(&territory) {
                deal.crossed.push(territory);
            }
        }
        if known != (deal.carriers.len(), deal.crossed.len()) {
            self.judge(no, findings);
        }
    }

    fn licence(&mut self, no: OrderNo, rule: RestrictionId, until: Time, findings: &mut Findings) {
        let asks = matches!(self.scenario.restrictions[rule].action, Action::Licence { .. });
        findings.check(asks, "a licence is awaited under a rule that asks for one", || format!("{no:?}"));
        if let Some(deal) = self.deals.get_mut(no.0 as usize) {
            deal.licensed = deal.licensed.max(Some(until));
        }
    }

    fn shipped(&mut self, at: Time, no: OrderNo, item: ItemId, from: SiteId, findings: &mut Findings) {
        let (Some(&order), Some(deal)) = (self.book.order(no), self.deals.get(no.0 as usize)) else {
            findings.add("goods are shipped of an order", format!("{no:?}"));
            return;
        };
        let licensed = deal.licensed.is_none_or(|licensed| at >= licensed);
        findings.check(licensed, "nothing is handed over before its licence", || format!("{no:?}"));
        findings.check(item == order.item, "what is shipped is what was ordered", || format!("{no:?}"));
        findings.check(order.shipped <= order.quantity, "no more is shipped than was ordered", || {
            format!("{no:?}: {} of {}", order.shipped, order.quantity)
        });
        let store_site = Some(self.scenario.stores[order.store].site);
        let handed_over = match (order.offer, order.purpose) {
            (Some(offer), _) => Some(self.scenario.offers[offer].site),
            (None, Purpose::Inbound(inbound)) => Some(self.scenario.inbound[inbound].at),
            (None, Purpose::Repaired(rotable)) => shop_site(self.scenario, rotable).or(store_site),
            (None, Purpose::Core(_)) => store_site,
            (None, _) => None,
        };
        let right = handed_over.is_none_or(|site| site == from);
        findings.check(right, "goods are handed over where the offer says", || format!("{no:?}"));
        if let Purpose::Inbound(inbound) = order.purpose {
            let row = &self.scenario.inbound[inbound];
            let ready = self.scenario.clock(&self.scenario.sites[row.at].zone).midnight(row.ready);
            findings.check(at >= ready, "goods on the way move on once they are ready", || row.name.clone());
        }
        let lead = order.offer.map_or(0.0, |offer| {
            let least = self.scenario.offers[offer].lead_days.quantile(0.0);
            (least - deal.age).max(0.0)
        });
        let early = order.at + Span::from_days(lead) - Span::from_millis(1);
        findings.check(at >= early, "goods are handed over after the least lead time", || format!("{no:?}"));
    }

    fn traded(
        &mut self,
        no: OrderNo,
        partner: PartyId,
        item: ItemId,
        flow: Flow,
        (mass, amount): (Mass, Money),
        findings: &mut Findings,
    ) {
        let Some(&order) = self.book.order(no) else {
            findings.add("turnover is of an order", format!("{no:?}"));
            return;
        };
        let Some(offer) = order.offer else {
            findings.add("turnover is of what was bought", format!("{no:?}"));
            return;
        };
        let row = &self.scenario.offers[offer];
        findings.check(partner == row.seller && item == row.item, "turnover is with the seller", || {
            format!("{no:?}")
        });
        let abroad = self.scenario.parties[row.seller].territory != self.scenario.heading.home;
        let crosses = flow == if abroad { Flow::Import } else { Flow::Domestic };
        findings.check(crosses, "what a seller abroad hands over is an import", || format!("{no:?}"));
        self.traded[partner] += amount.get();
        let Purpose::Line(line) = order.purpose else {
            let price = row.price.get() * order.quantity;
            findings.check(amount.get() == price, "goods are paid at the offer's price", || {
                format!("{no:?}: {} for {price}", amount.get())
            });
            let same = mass == self.scenario.items[item].mass_of(order.quantity);
            findings.check(same, "turnover weighs what the goods weigh", || format!("{no:?}: {mass:?}"));
            let twice = std::mem::replace(&mut self.deals[no.0 as usize].traded, order.quantity) > 0;
            findings.check(!twice, "goods are paid for once", || format!("{no:?}"));
            return;
        };
        self.line_paid[line] += amount.get();
        let price = self.scenario.lines[line].price.get();
        let so_far = self.line_paid[line];
        findings.check(so_far <= price, "a line is paid no more than its price", || {
            format!("{}: {so_far} of {price}", self.scenario.lines[line].name)
        });
    }

    fn refused(
        &self,
        at: Time,
        offer: OfferId,
        rule: RestrictionId,
        store: StoreId,
        findings: &mut Findings,
    ) {
        let row = &self.scenario.offers[offer];
        let today = self.clock.date(at);
        // A line called off before the start is judged as of that day, at the start.
        let first = self.scenario.horizon().start();
        let called = self.scenario.lines.iter().filter(|line| {
            today == first && matches!(line.promise, Promise::Goods { offer: of, .. } if of == offer)
        });
        let mut dates = std::iter::once(today).chain(called.filter_map(|line| line.order_on));
        let (carriers, crossed) = self.every_road();
        let stands = dates.any(|date| {
            let facts = Facts {
                item: row.item,
                seller: Some(row.seller),
                carriers: &carriers,
                crossed: &crossed,
                destination: self.scenario.sites[self.scenario.stores[store].site].territory,
                date,
                signed: None,
                owned: false,
            };
            matches!(self.rules.ask(rule, &facts), Answer::Prohibited | Answer::Unknown)
        });
        findings.check(stands, "an offer is refused only by a rule that stands in its way", || {
            format!("{} by {}", row.name, self.scenario.restrictions[rule].name)
        });
    }
}

impl Rules for Trade<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        self.book.take(self.scenario, entry);
        let at = entry.at;
        match entry.event {
            Event::JobOpened { machine, .. } => self.models.push(self.scenario.machines[machine].model),
            Event::Demanded { store, item, by, .. } => {
                let model = match by {
                    Claimant::Job(job) => self.models.get(job.0 as usize).copied(),
                    Claimant::Fuel(machine) => Some(self.scenario.machines[machine].model),
                    Claimant::Settlement(_) | Claimant::Mine(_) | Claimant::Task(_) | Claimant::Store(_) => {
                        None
                    }
                };
                let of_a_day = matches!(by, Claimant::Settlement(_) | Claimant::Mine(_));
                self.demands.push(Demand { at, store, item, model, open: true, of_a_day });
            }
            Event::Filled { demand } | Event::Dropped { demand } => {
                if let Some(demand) = self.demands.get_mut(demand.0 as usize) {
                    demand.open = false;
                }
            }
            Event::Ordered { order, offer, purpose, .. } => self.ordered(at, order, offer, purpose, findings),
            Event::Transferred { order, purpose, .. } => self.transferred(at, order, purpose, findings),
            Event::LicenceAwaited { order, rule, until } => self.licence(order, rule, until, findings),
            Event::Shipped { order, item, at: site, .. } => self.shipped(at, order, item, site, findings),
            Event::Departed { shipment, .. } => {
                self.aboard.extend(self.book.shipment(shipment).map(|shipment| shipment.order));
            }
            Event::TripsBegan { vehicle, .. } => {
                for order in std::mem::take(&mut self.aboard) {
                    self.departed(order, vehicle, findings);
                }
            }
            Event::Refused { offer, rule, store } => self.refused(at, offer, rule, store, findings),
            Event::Traded { order, partner, item, flow, mass, amount } => {
                self.traded(order, partner, item, flow, (mass, amount), findings);
            }
            Event::Paid { cause: CostCause::Purchase, to, amount } => match to {
                Some(party) => self.paid[party] += amount.get(),
                None => findings.add("goods are paid to their seller", format!("{amount:?}")),
            },
            Event::Delivered { line, quantity: Quantity(units) } => self.line_units[line] += units,
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        // Licences are written down right after their order.
        for no in std::mem::take(&mut self.new) {
            self.judge(no, findings);
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for (no, order) in self.book.orders.iter().enumerate() {
            let in_part = order.shipped != 0 && order.shipped != order.quantity;
            findings.check(!in_part, "an order is handed over whole", || {
                format!("order {no}: {} of {}", order.shipped, order.quantity)
            });
            let bought = order.offer.is_some() && !matches!(order.purpose, Purpose::Line(_));
            let paid = self.deals.get(no).is_some_and(|deal| deal.traded > 0);
            findings.check(!bought || order.shipped == 0 || paid, "goods handed over are paid for", || {
                format!("order {no}")
            });
        }
        for (party, row) in self.scenario.parties.entries() {
            let (paid, traded) = (self.paid[party], self.traded[party]);
            findings.check(paid == traded, "money for goods is turnover", || {
                format!("{}: paid {paid}, turnover {traded}", row.name)
            });
        }
        for (line, row) in self.scenario.lines.entries() {
            self.judge_call_off(line, findings);
            let goods = matches!(row.promise, Promise::Goods { .. });
            let all =
                self.line_units[line] + row.delivered.get() >= row.quantity.get() && row.delivered.get() == 0;
            let paid = self.line_paid[line];
            findings.check(
                !goods || !all || paid == row.price.get(),
                "a line that is delivered is paid",
                || format!("{}: {paid} of {:?}", row.name, row.price),
            );
        }
    }
}
