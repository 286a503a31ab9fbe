//! Rotables: what a job replaces comes out once its machine stands, is repaired in turn or condemned, and goes back to its store.
//!
//! A core comes out for each unit that a job asked of a store for which the item has a row; not before it was asked for, not while
//! the machine is under tow, and not after it stands where it is mended. A planned repair's comes out when work on it begins at
//! the latest. Whatever came into a rotable item's world is used, on a shelf, under repair, on the way, spoiled or condemned.
use crate::book::shop_site;
use crate::repairs::Repairs;
use crate::{Findings, Rules};
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{
    Claimant, CoreNo, CostCause, DemandNo, Entry, Event, JobNo, MachineState, OrderNo, Purpose, ShipmentNo,
    StateClass,
};
use iceroad_model::{ItemId, MachineId, PartyId, RepairShopId, RotableId, Scenario, SiteId, StoreId};

/// Where a core is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    OnItsWay,
    InLine,
    OnBench(Time),
    Gone,
}

struct Core {
    rotable: RotableId,
    place: Place,
}

/// What a job has asked for that comes out of its machine, and has not.
#[derive(Clone, Copy)]
struct Inside {
    job: JobNo,
    rotable: RotableId,
    units: i64,
}

/// Units of an item since the start, by what happened to them.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// On shelves and under repair at the start, from sellers and what was on the way, and out of machines.
    came: i64,
    /// Issued to whoever uses them.
    used: i64,
    spoiled: i64,
    condemned: i64,
    on_shelf: i64,
    on_the_way: i64,
    under_repair: i64,
}

pub(crate) struct Rotables<'s> {
    scenario: &'s Scenario,
    repairs: Repairs<'s>,
    jobs: Vec<MachineId>,
    states: Table<MachineId, MachineState>,
    claimants: Vec<Claimant>,
    /// By order: whether its goods come from outside the stores, and the core that it takes to its shop.
    orders: Vec<(bool, Option<CoreNo>)>,
    /// The order of each shipment.
    shipments: Vec<OrderNo>,
    cores: Vec<Core>,
    inside: Vec<Inside>,
    lines: Table<RepairShopId, Vec<CoreNo>>,
    busy: Table<RepairShopId, usize>,
    sums: Table<ItemId, Sums>,
    /// Out or at their shop at this instant, and not yet sent there or told of.
    to_shop: Vec<CoreNo>,
    arrived: Vec<CoreNo>,
    /// Repaired at this instant, and not yet sent to the store or paid for.
    to_send: Vec<RotableId>,
    to_pay: Vec<(Option<PartyId>, i64)>,
    /// Jobs that something came out for, that work began on, and that were closed at this instant.
    out_now: Vec<JobNo>,
    begun_now: Vec<JobNo>,
    closed_now: Vec<JobNo>,
}

impl<'s> Rotables<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let mut rules = Self {
            scenario,
            repairs: Repairs::new(scenario),
            jobs: Vec::new(),
            states: Table::filled(scenario.machines.len(), MachineState::Absent),
            claimants: Vec::new(),
            orders: Vec::new(),
            shipments: Vec::new(),
            cores: Vec::new(),
            inside: Vec::new(),
            lines: Table::filled(scenario.repair_shops.len(), Vec::new()),
            busy: Table::filled(scenario.repair_shops.len(), 0),
            sums: Table::filled(scenario.items.len(), Sums::default()),
            to_shop: Vec::new(),
            arrived: Vec::new(),
            to_send: Vec::new(),
            to_pay: Vec::new(),
            out_now: Vec::new(),
            begun_now: Vec::new(),
            closed_now: Vec::new(),
        };
        for line in &scenario.stock {
            rules.sums[line.item].came += line.on_hand.get();
            rules.sums[line.item].on_shelf += line.on_hand.get();
        }
        for (rotable, row) in scenario.rotables.entries() {
            for _ in 0..row.in_repair.get() {
                let core = rules.new_core(rotable);
                rules.comes_to_shop(core);
            }
        }
        rules
    }

    fn new_core(&mut self, rotable: RotableId) -> CoreNo {
        self.sums[self.scenario.rotables[rotable].item].came += 1;
        let core = CoreNo(self.cores.len() as u32);
        self.cores.push(Core { rotable, place: Place::OnItsWay });
        core
    }

    fn comes_to_shop(&mut self, core: CoreNo) {
        let Core { rotable, place } = &mut self.cores[core.0 as usize];
        *place = Place::InLine;
        let row = &self.scenario.rotables[*rotable];
        self.sums[row.item].under_repair += 1;
        self.lines[row.shop].push(core);
    }

    /// A core has come to its shop from elsewhere.
    fn came(&mut self, core: CoreNo, rotable: RotableId, findings: &mut Findings) {
        let Some(place) = self.core(core, rotable, findings) else { return };
        let there = self.arrived.iter().position(|&one| one == core);
        findings.check(
            there.is_some() && place == Place::OnItsWay,
            "a core comes to its shop by its way",
            || format!("{core:?}"),
        );
        if let Some(there) = there {
            self.arrived.remove(there);
            self.sums[self.scenario.rotables[rotable].item].on_the_way -= 1;
            self.comes_to_shop(core);
        }
    }

    /// A shipment has come to a site: of a core, perhaps to its shop.
    fn arrives(&mut self, shipment: ShipmentNo, site: SiteId) {
        let order = self.shipments.get(shipment.0 as usize).and_then(|no| self.orders.get(no.0 as usize));
        let Some(&(_, Some(core))) = order else { return };
        let rotable = self.cores[core.0 as usize].rotable;
        if shop_site(self.scenario, rotable) == Some(site) {
            self.arrived.push(core);
        }
    }

    fn demanded(&mut self, store: StoreId, item: ItemId, units: i64, by: Claimant) {
        self.claimants.push(by);
        let Claimant::Job(job) = by else { return };
        let rows = self.scenario.rotables.entries();
        let row = rows.into_iter().find(|(_, row)| (row.store, row.item) == (store, item));
        if let Some((rotable, _)) = row.filter(|_| units > 0) {
            self.inside.push(Inside { job, rotable, units });
        }
    }

    fn core_out(&mut self, core: CoreNo, rotable: RotableId, job: JobNo, findings: &mut Findings) {
        let in_order = core.0 as usize == self.cores.len();
        findings.check(in_order, "cores are numbered in order", || format!("{core:?}"));
        let asked = self.inside.iter_mut().find(|one| (one.job, one.rotable) == (job, rotable));
        findings.check(asked.is_some(), "what comes out of a machine was to be replaced", || {
            format!("{core:?} of {}: {job:?}", self.scenario.rotables[rotable].name)
        });
        if let Some(asked) = asked {
            asked.units -= 1;
        }
        self.inside.retain(|one| one.units > 0);
        self.out_now.push(job);
        let core = self.new_core(rotable);
        if shop_site(self.scenario, rotable).is_some() {
            self.to_shop.push(core);
        } else {
            self.comes_to_shop(core);
        }
    }

    /// The row of a core, where it is the one that is told.
    fn core(&self, core: CoreNo, rotable: RotableId, findings: &mut Findings) -> Option<Place> {
        let known = self.cores.get(core.0 as usize).filter(|one| one.rotable == rotable);
        findings.check(known.is_some(), "only a core of its row is repaired", || format!("{core:?}"));
        known.map(|one| one.place)
    }

    fn began(&mut self, at: Time, core: CoreNo, rotable: RotableId, findings: &mut Findings) {
        let Some(_) = self.core(core, rotable, findings) else { return };
        let shop = self.scenario.rotables[rotable].shop;
        let first = self.lines[shop].first() == Some(&core);
        findings.check(first, "a repair shop takes cores up as they came", || format!("{core:?}"));
        self.lines[shop].retain(|&other| other != core);
        self.busy[shop] += 1;
        self.cores[core.0 as usize].place = Place::OnBench(at);
        let row = &self.scenario.repair_shops[shop];
        let most = row.benches.map_or(usize::MAX, usize::from);
        findings.check(self.busy[shop] <= most, "a repair shop works on no more than it has benches", || {
            format!("{}: {} on {most}", row.name, self.busy[shop])
        });
    }

    fn ended(
        &mut self,
        at: Time,
        core: CoreNo,
        rotable: RotableId,
        condemned: bool,
        findings: &mut Findings,
    ) {
        let Some(place) = self.core(core, rotable, findings) else { return };
        let row = &self.scenario.rotables[rotable];
        let says = || format!("{core:?} of {}", row.name);
        let Place::OnBench(since) = place else {
            findings.add("what leaves a bench was on it", says());
            return;
        };
        self.cores[core.0 as usize].place = Place::Gone;
        self.busy[row.shop] -= 1;
        let (least, most) = (row.turn_round.quantile(0.0), row.turn_round.quantile(1.0));
        let hair = Span::from_millis(1);
        let latest = if most.is_finite() { since + Span::from_days(most) + hair } else { Time::NEVER };
        let as_law = since + Span::from_days(least) <= at + hair && at <= latest;
        findings.check(as_law, "a repair takes the time that its law allows", || {
            format!("{}: {:?}", says(), at - since)
        });
        let share = row.scrap_share.get();
        let may = if condemned { share > 0.0 } else { share < 1.0 };
        findings.check(may, "the share that is condemned is the row's", says);
        let sums = &mut self.sums[row.item];
        sums.under_repair -= 1;
        if condemned {
            sums.condemned += 1;
            return;
        }
        self.to_send.push(rotable);
        if row.cost.get() != 0 {
            self.to_pay.push((self.scenario.repair_shops[row.shop].party, row.cost.get()));
        }
    }

    fn paid(&mut self, to: Option<PartyId>, amount: i64, findings: &mut Findings) {
        let owed = self.to_pay.iter().position(|&one| one == (to, amount));
        findings.check(owed.is_some(), "each repair is paid for once", || format!("{amount} to {to:?}"));
        if let Some(owed) = owed {
            self.to_pay.remove(owed);
        }
    }

    fn transferred(
        &mut self,
        (no, item, store, units): (OrderNo, ItemId, StoreId, i64),
        purpose: Purpose,
        findings: &mut Findings,
    ) {
        let (Purpose::Repaired(rotable) | Purpose::Core(rotable)) = purpose else {
            return self.orders.push((matches!(purpose, Purpose::Inbound(_)), None));
        };
        let row = &self.scenario.rotables[rotable];
        let right = (row.item, row.store, 1) == (item, store, units);
        if let Purpose::Core(_) = purpose {
            let core = self.to_shop.iter().position(|core| self.cores[core.0 as usize].rotable == rotable);
            findings.check(
                right && core.is_some(),
                "what goes to a repair shop came out of a machine",
                || format!("{no:?} of {}", row.name),
            );
            let core = core.map(|place| self.to_shop.remove(place));
            return self.orders.push((false, core));
        }
        self.orders.push((false, None));
        let sent = self.to_send.iter().position(|&one| one == rotable);
        findings.check(right && sent.is_some(), "what goes back to a store was repaired for it", || {
            format!("{no:?} of {}", row.name)
        });
        if let Some(sent) = sent {
            self.to_send.remove(sent);
        }
    }

    fn goods(&mut self, event: &Event) {
        match *event {
            Event::Issued { demand: DemandNo(demand), item, quantity: Quantity(units), .. } => {
                let by = self.claimants.get(demand as usize);
                let to_store = matches!(by, Some(Claimant::Store(_)));
                self.sums[item].on_shelf -= units;
                self.sums[item].used += if to_store { 0 } else { units };
            }
            Event::Spoiled { item, quantity, .. } => {
                self.sums[item].on_shelf -= quantity.get();
                self.sums[item].spoiled += quantity.get();
            }
            Event::Shipped { order: OrderNo(order), item, quantity, .. } => {
                let new = self.orders.get(order as usize).is_some_and(|&(new, _)| new);
                self.shipments.push(OrderNo(order));
                self.sums[item].on_the_way += quantity.get();
                self.sums[item].came += if new { quantity.get() } else { 0 };
            }
            Event::Received { item, quantity, .. } => {
                self.sums[item].on_the_way -= quantity.get();
                self.sums[item].on_shelf += quantity.get();
            }
            _ => {}
        }
    }

    /// What comes out at this instant, and what should have.
    fn judge_machines(&mut self, findings: &mut Findings) {
        for job in std::mem::take(&mut self.out_now) {
            let Some(&machine) = self.jobs.get(job.0 as usize) else { continue };
            let state = self.states[machine];
            let stands = state.class() == StateClass::Down && state != MachineState::Tow;
            findings.check(
                stands || self.closed_now.contains(&job),
                "a core comes out of a machine that stands where it is mended",
                || format!("{job:?}: {}", state.name()),
            );
        }
        for one in &self.inside {
            let Some(&machine) = self.jobs.get(one.job.0 as usize) else { continue };
            let waits = matches!(
                self.states[machine],
                MachineState::WaitBay
                    | MachineState::WaitTechnician
                    | MachineState::WaitPart
                    | MachineState::Repair
                    | MachineState::Service
            );
            let is_planned = self.repairs.is_planned(one.job.0 as usize);
            let late = waits && !is_planned
                || self.begun_now.contains(&one.job)
                || self.closed_now.contains(&one.job);
            findings.check(!late, "what a job replaces is out once its machine stands", || {
                format!("{:?}: {} of {}", one.job, one.units, self.scenario.rotables[one.rotable].name)
            });
        }
        self.begun_now.clear();
        self.closed_now.clear();
    }
}

impl Rules for Rotables<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        if self.scenario.rotables.is_empty() {
            return;
        }
        let at = entry.at;
        self.repairs.take(&entry.event);
        self.goods(&entry.event);
        match entry.event {
            Event::State { machine, state } => self.states[machine] = state,
            Event::JobOpened { machine, .. } => self.jobs.push(machine),
            Event::WorkStarted { job, .. } => self.begun_now.push(job),
            Event::JobClosed { job } => self.closed_now.push(job),
            Event::Demanded { store, item, quantity, by, .. } => {
                self.demanded(store, item, quantity.get(), by);
            }
            Event::CoreOut { core, rotable, job } => self.core_out(core, rotable, job, findings),
            Event::RepairBegan { core, rotable } => self.began(at, core, rotable, findings),
            Event::Repaired { core, rotable } => self.ended(at, core, rotable, false, findings),
            Event::Condemned { core, rotable } => self.ended(at, core, rotable, true, findings),
            Event::Paid { cause: CostCause::Repairs, to, amount } => self.paid(to, amount.get(), findings),
            Event::Ordered { .. } => self.orders.push((true, None)),
            Event::CoreCame { core, rotable } => self.came(core, rotable, findings),
            Event::Arrived { shipment, site } => self.arrives(shipment, site),
            Event::Transferred { order, item, store, quantity, purpose } => {
                self.transferred((order, item, store, quantity.get()), purpose, findings);
            }
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        for core in std::mem::take(&mut self.to_shop) {
            findings.add("a core is sent to its shop elsewhere", format!("{core:?}"));
        }
        for core in std::mem::take(&mut self.arrived) {
            findings.add("a core that has come to its shop is told of", format!("{core:?}"));
        }
        for rotable in std::mem::take(&mut self.to_send) {
            let name = self.scenario.rotables[rotable].name.clone();
            findings.add("what is repaired goes back to its store", name);
        }
        for (to, amount) in std::mem::take(&mut self.to_pay) {
            findings.add("each repair is paid for once", format!("{amount} to {to:?} is owed"));
        }
        for (shop, row) in self.scenario.repair_shops.entries() {
            let idle = self.busy[shop] < row.benches.map_or(usize::MAX, usize::from);
            findings.check(
                !idle || self.lines[shop].is_empty(),
                "no bench is idle while a core waits",
                || format!("{}: {} wait", row.name, self.lines[shop].len()),
            );
        }
        self.judge_machines(findings);
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        for row in &self.scenario.rotables {
            let Sums { came, used, spoiled, condemned, on_shelf, on_the_way, under_repair } =
                self.sums[row.item];
            let there = used + spoiled + condemned + on_shelf + on_the_way + under_repair;
            findings.check(
                came == there,
                "what came is used, on a shelf, under repair, on the way, spoiled or condemned",
                || format!("{}: {came} came, {there} are told of", self.scenario.items[row.item].name),
            );
        }
    }
}
