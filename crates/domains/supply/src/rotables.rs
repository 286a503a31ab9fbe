//! Rotables: what comes out of machines is repaired and goes back to the shelf its replacement was called for from.
//!
//! ```text
//!  a job asks for an item ──▶ its machine stands there ──▶ CoreOut ──legs──▶ line at the shop ──bench──▶ Repaired ──legs──▶ the store
//!                                                                                              └────▶ Condemned: bought anew by policy
//! ```
//!
//! Terms: a *core* is a unit that has come out of a machine, or lay in a repair shop at the start, until it is repaired or
//! condemned. To a shop elsewhere it is sent as an order of its own, and what is repaired as an order of the shop to the store: both
//! wait for their way like goods that a store sends to another.
//!
//! A core is of the item that was called for, also where an equivalent was issued: that is what the part list says is in the machine.
//! It is counted on order from the demand on, also while it is still in its machine, so that the position of the stock line is
//! no lower for a unit that will come back; what is condemned is counted no longer, and the line's policy buys it anew. Emergencies look only at orders: they do not wait for a repair.
//!
//! A shop works on as many cores as it has benches, of whatever row, first come first served, day and night. Whether one
//! is condemned shows at the end of its time on the bench.
//!
//! **Luck.** The stream (row, `core <number> repair`) gives the time on the bench, then whether it is condemned; cores are numbered
//! within their row.
use crate::Demand;
use crate::orders::NewOrder;
use crate::prepared::Prepared;
use crate::shipments;
use crate::state::{AgendaItem, Out, State};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table};
use iceroad_model::event::{Claimant, CoreNo, CostCause, Event, JobNo, OrderNo, Purpose};
use iceroad_model::{ItemId, RepairShopId, RotableId, SiteId};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// A core; its number within its row names its random stream.
#[derive(Clone, Copy, Debug)]
struct Core {
    rotable: RotableId,
    nth: u32,
}

/// A repair shop in a run.
#[derive(Clone, Debug, Default)]
struct ShopState {
    /// Who is on a bench.
    on_bench: Vec<CoreNo>,
    /// Who waits for one, as they came.
    line: VecDeque<CoreNo>,
}

/// Cores and shops of one replication.
#[derive(Debug)]
pub(crate) struct Loops {
    cores: Vec<Core>,
    shops: Table<RepairShopId, ShopState>,
    /// Cores on their way to a shop.
    sent: BTreeMap<OrderNo, CoreNo>,
    /// How many cores each row has had.
    counted: Table<RotableId, u32>,
    /// What jobs have asked to replace and is still in their machines.
    in_machines: BTreeMap<JobNo, Vec<(RotableId, i64)>>,
}

impl Loops {
    pub(crate) fn new(prepared: &Prepared) -> Self {
        Self {
            cores: Vec::new(),
            shops: Table::filled(prepared.repair_shops.len(), ShopState::default()),
            sent: BTreeMap::new(),
            counted: Table::filled(prepared.rotables.len(), 0),
            in_machines: BTreeMap::new(),
        }
    }

    /// Whether something that a job replaces is still in its machine.
    pub(crate) fn replaces(&self, job: JobNo) -> bool {
        self.in_machines.contains_key(&job)
    }
}

impl State {
    /// Units that are in repair shops at the start are on order, and are taken up in the order of their rows.
    pub(crate) fn start_repairs(&mut self, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        for (rotable, row) in prepared.rotables.entries() {
            for _ in 0..row.in_repair.get() {
                self.counts_on(rotable, 1);
                let core = self.new_core(rotable);
                self.come_to_shop(core, out);
            }
        }
    }

    /// A job asks for something that is repaired: what it replaces will come out.
    pub(crate) fn note_core(&mut self, demand: &Demand) {
        let Claimant::Job(job) = demand.by else { return };
        let Some(&rotable) = self.prepared.rotable_of.get(&(demand.store, demand.item)) else { return };
        let units = demand.quantity.get();
        self.counts_on(rotable, units);
        self.loops.in_machines.entry(job).or_default().push((rotable, units));
    }

    /// Units of a row, more or fewer, that are counted on to come back to their store.
    fn counts_on(&mut self, rotable: RotableId, units: i64) {
        let prepared = Arc::clone(&self.prepared);
        let row = &prepared.rotables[rotable];
        let shelf = self.shelves.of(&prepared, row.store, row.item);
        self.shelves.rows[shelf].on_order += units;
        self.touch(shelf);
    }

    /// The machine of a job stands where it is mended: what the job replaces comes out.
    pub(crate) fn cores_out(&mut self, job: JobNo, out: &mut Out<'_>) {
        for (rotable, units) in self.loops.in_machines.remove(&job).unwrap_or_default() {
            for _ in 0..units {
                let core = self.new_core(rotable);
                let item = self.prepared.rotables[rotable].item;
                self.totals[item].came_in += 1;
                out.log(Event::CoreOut { core, rotable, job });
                match self.prepared.shop_site(rotable) {
                    Some(site) => self.send_core(core, site, out),
                    None => self.come_to_shop(core, out),
                }
            }
        }
    }

    /// Sends a core to its shop elsewhere.
    fn send_core(&mut self, core: CoreNo, to: SiteId, out: &mut Out<'_>) {
        let Core { rotable, nth } = self.loops.cores[core.0 as usize];
        let from = self.prepared.stores[self.prepared.rotables[rotable].store].site;
        let purpose = Purpose::Core(rotable);
        let no = self.send(rotable, &format!("core {nth} out"), (from, to), purpose, out);
        self.loops.sent.insert(no, core);
        self.ship(no, 1, out);
    }

    /// An order has brought a core to its shop.
    pub(crate) fn core_comes(&mut self, order: OrderNo, out: &mut Out<'_>) {
        self.orders[order.0 as usize].came = 1;
        let Some(core) = self.loops.sent.remove(&order) else { return };
        let Core { rotable, .. } = self.loops.cores[core.0 as usize];
        out.log(Event::CoreCame { core, rotable });
        self.come_to_shop(core, out);
    }

    /// An order of one unit between a store and its repair shop, not yet on its way.
    fn send(
        &mut self,
        rotable: RotableId,
        luck: &str,
        (from, to): (SiteId, SiteId),
        purpose: Purpose,
        out: &mut Out<'_>,
    ) -> OrderNo {
        let prepared = Arc::clone(&self.prepared);
        let row = &prepared.rotables[rotable];
        // A way was there when the scenario was checked; if a rule bars it, the unit waits where it is.
        let found = self.way_for_own((from, to), row.item, 1, false, out.now);
        let (way, expected) = found.unwrap_or((shipments::no_way(), None));
        let covers = if let Purpose::Core(_) = purpose { 0 } else { 1 };
        let order = NewOrder {
            item: row.item,
            units: 1,
            store: row.store,
            purpose,
            start: from,
            way,
            offer: None,
            licence: None,
            licensed: out.now,
            judged: prepared.date(out.now),
            signed: None,
            expected,
            transit: self.stream(&row.name, luck),
            need: row.item,
            covers,
        };
        let no = self.place(order, out);
        self.orders[no.0 as usize].handed_over = Some(out.now);
        no
    }

    fn new_core(&mut self, rotable: RotableId) -> CoreNo {
        let nth = self.loops.counted[rotable] + 1;
        self.loops.counted[rotable] = nth;
        let core = CoreNo(self.loops.cores.len() as u32);
        self.loops.cores.push(Core { rotable, nth });
        core
    }

    fn come_to_shop(&mut self, core: CoreNo, out: &mut Out<'_>) {
        let shop = self.shop_of(core);
        self.loops.shops[shop].line.push_back(core);
        self.take_up(shop, out);
    }

    fn shop_of(&self, core: CoreNo) -> RepairShopId {
        let Core { rotable, .. } = self.loops.cores[core.0 as usize];
        self.prepared.rotables[rotable].shop
    }

    /// Takes up as many cores as there are benches free.
    fn take_up(&mut self, shop: RepairShopId, out: &mut Out<'_>) {
        let benches = self.prepared.repair_shops[shop].benches.map_or(usize::MAX, usize::from);
        while self.loops.shops[shop].on_bench.len() < benches
            && let Some(core) = self.loops.shops[shop].line.pop_front()
        {
            self.loops.shops[shop].on_bench.push(core);
            let Core { rotable, nth } = self.loops.cores[core.0 as usize];
            out.log(Event::RepairBegan { core, rotable });
            let row = &self.prepared.rotables[rotable];
            let mut luck = self.stream(&row.name, &format!("core {nth} repair"));
            let ends = out.now + Span::from_days(row.turn_round.draw(&mut luck));
            let condemned = luck.chance(row.scrap_share.get());
            self.at(ends, AgendaItem::RepairEnds { core, condemned });
        }
    }

    /// A core leaves its bench.
    pub(crate) fn repair_ends(&mut self, core: CoreNo, condemned: bool, out: &mut Out<'_>) {
        if condemned {
            self.condemn(core, out);
        } else {
            self.give_back(core, out);
        }
        let shop = self.shop_of(core);
        self.loops.shops[shop].on_bench.retain(|&other| other != core);
        self.take_up(shop, out);
    }

    fn condemn(&mut self, core: CoreNo, out: &mut Out<'_>) {
        let Core { rotable, .. } = self.loops.cores[core.0 as usize];
        out.log(Event::Condemned { core, rotable });
        let item = self.prepared.rotables[rotable].item;
        self.totals[item].condemned += 1;
        self.counts_on(rotable, -1);
    }

    /// A core is repaired and paid for, and goes back to its store.
    fn give_back(&mut self, core: CoreNo, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let Core { rotable, nth } = self.loops.cores[core.0 as usize];
        let row = &prepared.rotables[rotable];
        out.log(Event::Repaired { core, rotable });
        let amount = row.cost;
        if amount.get() != 0 {
            let to = prepared.repair_shops[row.shop].party;
            out.log(Event::Paid { cause: CostCause::Repairs, to, amount });
        }
        // Placing counts it again.
        self.counts_on(rotable, -1);
        let to = prepared.stores[row.store].site;
        let from = prepared.shop_site(rotable).unwrap_or(to);
        let no =
            self.send(rotable, &format!("core {nth} transit"), (from, to), Purpose::Repaired(rotable), out);
        self.ship(no, 1, out);
    }

    /// Cores of an item in repair shops, on benches and in line.
    pub(crate) fn under_repair(&self, item: ItemId) -> i64 {
        let is_it = |core: &&CoreNo| {
            let Core { rotable, .. } = self.loops.cores[core.0 as usize];
            self.prepared.rotables[rotable].item == item
        };
        let in_shop = |shop: &ShopState| shop.on_bench.iter().chain(&shop.line).filter(is_it).count();
        self.loops.shops.iter().map(in_shop).sum::<usize>() as i64
    }
}
