//! Goods: nothing comes from nowhere, nothing is issued that is not there, and a demand is met when it is met.
//!
//! A shelf's stock is what lay there, plus received, less issued, less spoiled, and never negative. A demand is
//! filled when what was issued for it covers it; what is issued is the item itself or a permitted substitute, for a job or
//! a tank all of it at once and so of one kind. What one
//! store issues for another is sent there. What is received has come to the store's site before.
use crate::book::Book;
use crate::interchange::Substitutes;
use crate::shelf::Shelf;
use crate::weather::Weather;
use crate::{Findings, Rules};
use iceroad_base::civil::Clock;
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::event::{Claimant, DemandNo, Entry, Event, JobNo, OrderNo, Purpose};
use iceroad_model::obligations::Promise;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{ItemId, MachineId, ModelId, OfferId, Scenario, SettlementId, SiteId, StoreId};

struct Demand {
    store: StoreId,
    item: ItemId,
    by: Claimant,
    left: i64,
    open: bool,
    model: Option<ModelId>,
    /// Where the goods are used.
    site: SiteId,
}

/// Goods issued for another store that are not sent yet.
struct ToSend {
    from: StoreId,
    to: StoreId,
    item: ItemId,
    units: i64,
}

pub(crate) struct Goods<'s> {
    scenario: &'s Scenario,
    substitutes: Substitutes<'s>,
    clock: Clock,
    book: Book,
    shelves: Vec<Shelf>,
    demands: Vec<Demand>,
    jobs: Vec<MachineId>,
    to_send: Vec<ToSend>,
    /// Units of each order at its store's site, and units of them on the shelf.
    arrived: Vec<i64>,
    received: Vec<i64>,
    /// Stores and items that something was received into at this instant.
    came_in: Vec<(StoreId, ItemId)>,
    /// Grams and millilitres in each store.
    held: Table<StoreId, (i128, i128)>,
    /// Units that each settlement has asked for, by row of the consumption table.
    used: Vec<i64>,
}

impl<'s> Goods<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let keeps = |item: ItemId| scenario.items[item].shelf_life.map(|life| Span::from_days(life.get()));
        let mut goods = Self {
            scenario,
            substitutes: Substitutes::new(scenario),
            clock: scenario.clock(&scenario.heading.zone),
            book: Book::default(),
            shelves: Vec::new(),
            demands: Vec::new(),
            jobs: Vec::new(),
            to_send: Vec::new(),
            arrived: Vec::new(),
            received: Vec::new(),
            came_in: Vec::new(),
            held: Table::filled(scenario.stores.len(), (0, 0)),
            used: vec![0; scenario.consumption.len()],
        };
        for _ in scenario.stores.ids() {
            goods.shelves.extend(scenario.items.ids().map(|item| Shelf::new(keeps(item))));
        }
        for line in &scenario.stock {
            let shelf = goods.shelf(line.store, line.item);
            goods.shelves[shelf].put(Time::START, line.on_hand.get());
            goods.weigh(line.store, line.item, line.on_hand.get());
        }
        goods
    }

    fn shelf(&self, store: StoreId, item: ItemId) -> usize {
        store.index() * self.scenario.items.len() + item.index()
    }

    fn says(&self, store: StoreId, item: ItemId, units: i64) -> String {
        format!("{}: {units} of {}", self.scenario.stores[store].name, self.scenario.items[item].name)
    }

    fn weigh(&mut self, store: StoreId, item: ItemId, units: i64) {
        let row = &self.scenario.items[item];
        let (grams, millilitres) = &mut self.held[store];
        *grams += i128::from(row.unit_grams) * i128::from(units);
        *millilitres += i128::from(row.unit_millilitres) * i128::from(units);
    }

    fn demanded(
        &mut self,
        no: DemandNo,
        store: StoreId,
        item: ItemId,
        quantity: i64,
        by: Claimant,
        findings: &mut Findings,
    ) {
        let in_order = no.0 as usize == self.demands.len();
        findings.check(in_order, "demands are numbered in order", || format!("{no:?}"));
        findings.check(quantity >= 0, "a demand is not negative", || self.says(store, item, quantity));
        let machine = match by {
            Claimant::Job(job) => self.jobs.get(job.0 as usize).copied(),
            Claimant::Fuel(machine) => Some(machine),
            Claimant::Settlement(_) | Claimant::Mine(_) | Claimant::Task(_) | Claimant::Store(_) => None,
        };
        let model = machine.map(|machine| self.scenario.machines[machine].model);
        let site = match (machine, by) {
            (Some(machine), _) => self.scenario.mines[self.scenario.machines[machine].mine].site,
            (None, Claimant::Store(below)) => self.scenario.stores[below].site,
            _ => self.scenario.stores[store].site,
        };
        let rightful = match by {
            Claimant::Job(_) | Claimant::Fuel(_) => machine.is_some(),
            Claimant::Settlement(settlement) => self.settlement_uses(settlement, store, item, quantity),
            Claimant::Mine(mine) => {
                let rows = self.scenario.mine_uses.iter();
                rows.into_iter().any(|row| (row.mine, row.store, row.item) == (mine, store, item))
            }
            Claimant::Task(task) => {
                let row = &self.scenario.tasks[task];
                self.scenario.projects[row.project].store == store
                    && row.materials.contains(&(item, Quantity(quantity)))
            }
            Claimant::Store(below) => self.is_above(store, below),
        };
        findings.check(rightful, "a demand is one that its claimant may make", || {
            format!("{} by {by:?}", self.says(store, item, quantity))
        });
        self.demands.push(Demand { store, item, by, left: quantity, open: true, model, site });
    }

    fn settlement_uses(
        &mut self,
        settlement: SettlementId,
        store: StoreId,
        item: ItemId,
        units: i64,
    ) -> bool {
        let rows = self.scenario.consumption.entries();
        let row = rows.into_iter().find(|(_, row)| row.settlement == settlement && row.item == item);
        if let Some((row, _)) = row {
            self.used[row.index()] += units;
        }
        row.is_some() && self.scenario.settlements[settlement].store == store
    }

    /// An order of an item that a store keeps brings no more than its level and what is owed; a yearly one leaves room for what
    /// agreements that are not called off yet bring before the next.
    fn ordered(&self, at: Time, offer: OfferId, store: StoreId, units: i64, findings: &mut Findings) {
        let row = &self.scenario.offers[offer];
        let line = self.scenario.stock.iter().find(|line| (line.store, line.item) == (store, row.item));
        let Some(policy) = line.map(|line| line.policy) else { return };
        let (mut level, today) = match policy {
            ReviewPolicy::None => return,
            ReviewPolicy::ReorderUpTo { up_to, .. } => (up_to.get(), None),
            ReviewPolicy::BeforeClosure { up_to, reorder_up_to, order_by, .. } => {
                let today = self.clock.date(at);
                let yearly = today == order_by.in_year(today.year()) && reorder_up_to.get() == 0;
                (up_to.get().max(reorder_up_to.get()), yearly.then_some((today, order_by)))
            }
        };
        if let Some((today, order_by)) = today {
            let next = self.clock.midnight(order_by.in_year(today.year() + 1));
            for (id, one) in self.scenario.lines.entries() {
                let comes_here = matches!(one.promise, Promise::Goods { item, store: to, .. } if (to, item) == (store, row.item));
                let later = one.order_on.is_some_and(|on| on > today) && one.delivered < one.quantity;
                if comes_here && later && at < self.scenario.due(id) && self.scenario.due(id) <= next {
                    level -= (one.quantity - one.delivered).get();
                }
            }
        }
        let owed = self.demands.iter().filter(|one| one.open && (one.store, one.item) == (store, row.item));
        let most = level.max(0) + owed.map(|one| one.left).sum::<i64>();
        let batch = row.batch.get().max(1);
        let most = (most.max(row.minimum.get()).max(1) + batch - 1) / batch * batch;
        findings.check(units <= most, "an order fills a store to its level and no further", || {
            format!("{}, at most {most}", self.says(store, row.item, units))
        });
    }

    fn is_above(&self, store: StoreId, below: StoreId) -> bool {
        let mut above = self.scenario.stores[below].parent;
        for _ in self.scenario.stores.ids() {
            let Some(parent) = above else { return false };
            if parent == store {
                return true;
            }
            above = self.scenario.stores[parent].parent;
        }
        false
    }

    fn issued(
        &mut self,
        at: Time,
        no: DemandNo,
        store: StoreId,
        item: ItemId,
        units: i64,
        findings: &mut Findings,
    ) {
        let shelf = self.shelf(store, item);
        let fresh = self.shelves[shelf].issue(at, units);
        self.weigh(store, item, -units);
        let on_hand = self.shelves[shelf].on_hand;
        findings.check(units > 0, "what is issued is something", || self.says(store, item, units));
        findings.check(on_hand >= 0, "stock is never negative", || self.says(store, item, on_hand));
        findings.check(fresh, "goods past their life are not issued", || self.says(store, item, units));
        let Some(demand) = self.demands.get(no.0 as usize).filter(|demand| demand.open) else {
            findings.add("goods are issued for an open demand", format!("{no:?}"));
            return;
        };
        findings
            .check(demand.store == store, "a demand is served by the store it asked", || format!("{no:?}"));
        let date = self.clock.date(at);
        let Some((of_use, for_need)) = self.substitutes.ratio(demand.item, item, demand.model, date) else {
            findings.add("what is issued is what is called for or may stand in", {
                let need = &self.scenario.items[demand.item].name;
                format!("{no:?}: {} for {need}", self.says(store, item, units))
            });
            return;
        };
        let warm = item == demand.item || self.substitutes.bears_cold(item, demand.site);
        findings
            .check(warm, "a substitute bears the cold where it is used", || self.says(store, item, units));
        let left = i128::from(demand.left);
        let most = (left * of_use + for_need - 1) / for_need;
        findings.check(i128::from(units) <= most, "no more is issued than is called for", || {
            format!("{no:?}: {}, {left} left", self.says(store, item, units))
        });
        let covers = (i128::from(units) * for_need / of_use).min(left) as i64;
        let part_only = matches!(demand.by, Claimant::Job(_) | Claimant::Fuel(_)) && covers < demand.left;
        findings.check(
            !part_only,
            "what a job or a tank calls for is issued at once and of one kind",
            || format!("{no:?}: {}, {left} wanted", self.says(store, item, units)),
        );
        if let Claimant::Store(to) = demand.by {
            self.to_send.push(ToSend { from: store, to, item, units });
        }
        self.demands[no.0 as usize].left -= covers;
    }

    fn over(&mut self, no: DemandNo, filled: bool, findings: &mut Findings) {
        let Some(demand) = self.demands.get_mut(no.0 as usize) else {
            findings.add("only a demand that was made is filled or dropped", format!("{no:?}"));
            return;
        };
        findings.check(demand.open, "a demand is filled or dropped once", || format!("{no:?}"));
        demand.open = false;
        let left = demand.left;
        findings.check(!filled || left == 0, "a demand is filled when what was issued covers it", || {
            format!("{no:?}: {left} left")
        });
        findings.check(filled || left > 0, "a demand that is covered is filled, not dropped", || {
            format!("{no:?}")
        });
    }

    fn received(
        &mut self,
        at: Time,
        store: StoreId,
        item: ItemId,
        units: i64,
        no: OrderNo,
        findings: &mut Findings,
    ) {
        let shelf = self.shelf(store, item);
        self.shelves[shelf].put(at, units);
        self.weigh(store, item, units);
        self.came_in.push((store, item));
        findings.check(units > 0, "what is received is something", || self.says(store, item, units));
        let Some(&order) = self.book.order(no) else {
            findings.add("goods are received of an order", format!("{no:?}"));
            return;
        };
        let right = (order.store, order.item) == (store, item);
        findings.check(right, "an order's goods go into its own store", || format!("{no:?}"));
        let (arrived, received) = (self.arrived[no.0 as usize], self.received[no.0 as usize] + units);
        self.received[no.0 as usize] = received;
        findings.check(received <= arrived, "goods are received after they have arrived", || {
            format!("{no:?}: {received} of {arrived}")
        });
    }

    fn transferred(
        &mut self,
        no: OrderNo,
        item: ItemId,
        store: StoreId,
        units: i64,
        purpose: Purpose,
        findings: &mut Findings,
    ) {
        let says = || format!("{no:?}: {}", self.says(store, item, units));
        if let Purpose::Inbound(inbound) = purpose {
            let row = &self.scenario.inbound[inbound];
            let same = (row.item, row.store, row.quantity.get()) == (item, store, units);
            findings.check(same, "goods on the way are those of the scenario", says);
            return;
        }
        // Held against the log by the rules of rotables.
        if let Purpose::Repaired(_) | Purpose::Core(_) = purpose {
            return;
        }
        let sent = self.to_send.iter().position(|one| (one.to, one.item, one.units) == (store, item, units));
        findings.check(sent.is_some(), "what goes from store to store was issued for it", says);
        if let Some(sent) = sent {
            self.to_send.remove(sent);
        }
    }

    fn spoiled(&mut self, at: Time, store: StoreId, item: ItemId, units: i64, findings: &mut Findings) {
        let shelf = self.shelf(store, item);
        let old = self.shelves[shelf].spoil(at, units);
        self.weigh(store, item, -units);
        let on_hand = self.shelves[shelf].on_hand;
        findings.check(old, "only goods past their life spoil", || self.says(store, item, units));
        findings.check(on_hand >= 0, "stock is never negative", || self.says(store, item, on_hand));
    }

    fn short(&self, by: Claimant, item: ItemId, units: i64, findings: &mut Findings) {
        let last = self
            .demands
            .iter()
            .rev()
            .take(8)
            .find(|demand| demand.open && demand.by == by && demand.item == item);
        let left = last.map(|demand| demand.left);
        findings.check(left == Some(units), "a shortage is what a day's demand lacks", || {
            format!("{units} of {}, lacking {left:?}", self.scenario.items[item].name)
        });
    }

    /// Settlements have asked for what their days take: to the unit where the cold is known, else no less than without it.
    fn judge_use(&self, findings: &mut Findings) {
        let (weather, days) = (Weather::new(self.scenario), f64::from(self.scenario.heading.days));
        for (row, &used) in self.scenario.consumption.iter().zip(&self.used) {
            let place = &self.scenario.settlements[row.settlement];
            let says =
                |of: f64| format!("{}: {used} of {of} of {}", place.name, self.scenario.items[row.item].name);
            // Rows of one settlement and item are counted with the first.
            let rows = self.scenario.consumption.iter();
            let same =
                rows.filter(|other| (other.settlement, other.item) == (row.settlement, row.item)).count();
            let heating = weather.heating(place.site).and_then(|days| days.last().copied());
            let cold = if row.per_heating_degree_day > 0.0 { heating } else { Some(0.0) };
            let units = row.per_day * days + row.per_heating_degree_day * cold.unwrap_or(0.0);
            let hair = 1e-9 * units + 1e-6;
            let enough = used as f64 > units - 1.0 - hair || used == 0 && same > 1;
            findings.check(enough, "a settlement asks for what it uses", || says(units));
            let no_more = used as f64 <= units + hair || cold.is_none() || same > 1;
            findings.check(no_more, "a settlement asks for no more than it uses", || says(units));
        }
    }

    /// Goods go into a full store only where somebody waits for them: what lies there of items that nobody waits for
    /// fits, at any rate where something of them has just come in.
    fn judge_room(&mut self, findings: &mut Findings) {
        for (store, item) in std::mem::take(&mut self.came_in) {
            let row = &self.scenario.stores[store];
            if row.capacity.is_none() && row.room.is_none() {
                continue;
            }
            let open = self.demands.iter().filter(|demand| demand.open && demand.store == store);
            let mut waited: Vec<ItemId> = open.map(|demand| demand.item).collect();
            waited.sort_unstable();
            waited.dedup();
            let (mut grams, mut millilitres) = self.held[store];
            for &one in &waited {
                let (goods, units) =
                    (&self.scenario.items[one], self.shelves[self.shelf(store, one)].on_hand);
                grams -= i128::from(goods.unit_grams) * i128::from(units);
                millilitres -= i128::from(goods.unit_millilitres) * i128::from(units);
            }
            let over_mass = row.capacity.is_some_and(|most| grams > i128::from(most.get()) * 1_000);
            let over_room = row.room.is_some_and(|most| millilitres > i128::from(most.get()) * 1_000);
            let fits = !(over_mass || over_room) || waited.contains(&item);
            findings.check(fits, "a store takes in no more than it has room for", || {
                format!("{}: {} kg, {} L", row.name, grams / 1_000, millilitres / 1_000)
            });
        }
    }
}

impl Rules for Goods<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        self.book.take(self.scenario, entry);
        self.arrived.resize(self.book.orders.len(), 0);
        self.received.resize(self.book.orders.len(), 0);
        let at = entry.at;
        match entry.event {
            Event::JobOpened { machine, .. } => self.jobs.push(machine),
            Event::Demanded { demand, store, item, quantity, by } => {
                self.demanded(demand, store, item, quantity.get(), by, findings);
            }
            Event::Ordered { offer, store, quantity, purpose: Purpose::Replenish, .. } => {
                self.ordered(at, offer, store, quantity.get(), findings);
            }
            Event::Issued { demand, store, item, quantity } => {
                self.issued(at, demand, store, item, quantity.get(), findings);
            }
            Event::Filled { demand } => self.over(demand, true, findings),
            Event::Dropped { demand } => self.over(demand, false, findings),
            Event::Received { store, item, quantity, order } => {
                self.received(at, store, item, quantity.get(), order, findings);
            }
            Event::Transferred { order, item, store, quantity, purpose } => {
                self.transferred(order, item, store, quantity.get(), purpose, findings);
            }
            Event::Spoiled { store, item, quantity } => {
                self.spoiled(at, store, item, quantity.get(), findings)
            }
            Event::Short { settlement, item, quantity } => {
                self.short(Claimant::Settlement(settlement), item, quantity.get(), findings)
            }
            Event::Lacked { mine, item, quantity, .. } => {
                self.short(Claimant::Mine(mine), item, quantity.get(), findings)
            }
            Event::Arrived { shipment, site } => {
                if let Some(&shipment) = self.book.shipment(shipment)
                    && self.book.goal(self.scenario, shipment.order) == Some(site)
                {
                    self.arrived[shipment.order.0 as usize] += shipment.quantity;
                }
            }
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        for one in std::mem::take(&mut self.to_send) {
            findings.add("what is issued for a store is sent to it", {
                let from = &self.scenario.stores[one.from].name;
                format!("{} from {from}", self.says(one.to, one.item, one.units))
            });
        }
        if !self.came_in.is_empty() {
            self.judge_room(findings);
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for (index, demand) in self.demands.iter().enumerate() {
            let covered = demand.open && demand.left == 0;
            findings.check(!covered, "a demand that is covered is filled, not dropped", || {
                format!("{:?}", (JobNo(index as u32), demand.by))
            });
        }
        let items = self.scenario.items.len().max(1);
        for (index, shelf) in self.shelves.iter().enumerate() {
            findings.check(!shelf.is_stale(end), "what is past its life spoils", || {
                let (store, item) = (StoreId::from_index(index / items), ItemId::from_index(index % items));
                self.says(store, item, shelf.on_hand)
            });
        }
        self.judge_use(findings);
    }
}
