//! Demands on stores: what is issued at once, what waits and in what order, what comes in, what spoils.
//!
//! A demand takes what is on the shelf of its item, then permitted substitutes, fewest steps first, and waits for the
//! rest. Those who wait are served by priority (settlement or mine, machine at the pump, job by the priority of its
//! machine's model, task, store below), then first come first served. A demand at the pump is met in full or not at
//! all, so that what is issued is what is tanked, and so is that of a job for the pieces of one row of its part list: a
//! set is of one make, never three old and one new. What there is of the item is kept for it; a later demand does not
//! pass it.
//!
//! Goods for which a full store has no room wait outside, first come first in, and enter as room is made; what
//! somebody waits for is handed through at once. The life of goods in store begins when they come in.
use crate::interchange::{Asked, Substitute};
use crate::line::PlaceInLine;
use crate::orders::Transfer;
use crate::state::{AgendaItem, Out, State};
use crate::{Demand, Notice};
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_base::{Span, Time};
use iceroad_model::event::{Claimant, DemandNo, Event, OrderNo, Purpose};
use iceroad_model::{ItemId, StoreId};
use std::sync::Arc;

/// A demand that is not met in full.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking {
    pub(crate) demand: Demand,
    /// Units of the need still wanted.
    pub(crate) left: i64,
    /// What goods sent on for it are for; demands of stores only.
    pub(crate) purpose: Purpose,
    /// Whether it stands in line and is owed.
    waits: bool,
    /// The emergency order for it, once there is one.
    pub(crate) emergency: Option<OrderNo>,
    /// The life of what was issued for it last, over that of the need.
    life_factor: f64,
}

/// Goods that wait for room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outside {
    pub(crate) order: OrderNo,
    pub(crate) item: ItemId,
    pub(crate) units: i64,
}

impl State {
    /// A store is asked for goods; what it lacks is waited for.
    pub(crate) fn ask(&mut self, demand: Demand, purpose: Purpose, out: &mut Out<'_>) -> DemandNo {
        let no = self.open_demand(demand, purpose, out);
        self.fill(no, out);
        self.wait(no, out);
        no
    }

    pub(crate) fn open_demand(&mut self, demand: Demand, purpose: Purpose, out: &mut Out<'_>) -> DemandNo {
        let no = DemandNo(self.demands_made);
        self.demands_made += 1;
        let Demand { store, item, quantity, by, .. } = demand;
        out.log(Event::Demanded { demand: no, store, item, quantity, by });
        let left = quantity.get().max(0);
        self.open
            .insert(no, Asking { demand, left, purpose, waits: false, emergency: None, life_factor: 1.0 });
        if left == 0 {
            self.filled(no, out);
        }
        no
    }

    /// Issues what can be issued now.
    pub(crate) fn fill(&mut self, no: DemandNo, out: &mut Out<'_>) {
        let Some(asking) = self.open.get(&no).copied() else { return };
        let Demand { store, item, .. } = asking.demand;
        if !self.is_passed(store, item, rank(self, &asking.demand), no) {
            self.issue_from(no, &Substitute::itself(item), out);
        }
        if !self.open.contains_key(&no) {
            return;
        }
        for one in self.substitutes_of(&asking.demand, out.now) {
            self.issue_from(no, &one, out);
            if !self.open.contains_key(&no) {
                return;
            }
        }
    }

    /// Whether somebody who comes first waits for the same item.
    fn is_passed(&self, store: StoreId, item: ItemId, rank: u16, no: DemandNo) -> bool {
        self.waiting[store].of(item).next().is_some_and(|first| first < (rank, no))
    }

    /// What may stand in on the shelf for what is called for.
    pub(crate) fn substitutes_of(&self, demand: &Demand, now: Time) -> Vec<Substitute> {
        let (prepared, date) = (&self.prepared, self.prepared.date(now));
        if demand.model.is_none() {
            let users = &prepared.users[demand.item];
            return prepared.interchange.substitutes_on_all(demand.item, users, date, demand.lowest);
        }
        prepared
            .interchange
            .substitutes(demand.item, Asked { model: demand.model, date, lowest: demand.lowest })
    }

    /// Issues of one item as much as there is and the demand wants.
    fn issue_from(&mut self, no: DemandNo, one: &Substitute, out: &mut Out<'_>) {
        let ratio = one.ratio;
        let Some(asking) = self.open.get(&no).copied() else { return };
        let Some(shelf) = self.shelves.find(asking.demand.store, one.item) else { return };
        let on_hand = self.shelves.rows[shelf].on_hand;
        let covers = ratio.covered_by(on_hand).min(asking.left);
        let whole = is_met_whole(&asking.demand);
        if covers <= 0 || (whole && covers < asking.left) {
            return;
        }
        let units = ratio.units_for(covers).min(on_hand);
        if let Some(asking) = self.open.get_mut(&no) {
            asking.life_factor = one.life_factor;
        }
        self.issue(no, shelf, units, covers, out);
    }

    fn issue(&mut self, no: DemandNo, shelf: usize, units: i64, covers: i64, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let Some(asking) = self.open.get_mut(&no) else { return };
        asking.left -= covers;
        let Asking { demand, left, waits, purpose, .. } = *asking;
        let item = self.shelves.rows[shelf].item;
        self.shelves.take(&prepared, shelf, units);
        out.log(Event::Issued { demand: no, store: demand.store, item, quantity: Quantity(units) });
        // Goods that stand in count in the position of what they stand in for.
        let need = self.shelves.of(&prepared, demand.store, demand.item);
        self.touch(need);
        if waits {
            self.shelves.rows[need].owed -= covers;
        }
        self.touch(shelf);
        self.made_room(demand.store);
        if left == 0 {
            self.filled(no, out);
        }
        let Claimant::Store(to) = demand.by else {
            self.totals[item].used += units;
            return;
        };
        let need = demand.item;
        self.send_on(Transfer { from: demand.store, to, item, units, need, covers, purpose }, out);
    }

    fn filled(&mut self, no: DemandNo, out: &mut Out<'_>) {
        let Some(asking) = self.open.remove(&no) else { return };
        self.leave_line(no, &asking);
        out.log(Event::Filled { demand: no });
        match asking.demand.by {
            by @ (Claimant::Job(_) | Claimant::Fuel(_)) => {
                out.notices.push(Notice::Filled { demand: no, by, life_factor: asking.life_factor })
            }
            Claimant::Task(task) => self.material_came(task),
            Claimant::Settlement(_) | Claimant::Mine(_) | Claimant::Store(_) => {}
        }
    }

    /// What is left of a demand stands in line, is owed, and may become urgent.
    fn wait(&mut self, no: DemandNo, out: &mut Out<'_>) {
        let Some(asking) = self.open.get(&no).copied() else { return };
        let Demand { store, item, .. } = asking.demand;
        let prepared = Arc::clone(&self.prepared);
        let shelf = self.shelves.of(&prepared, store, item);
        self.shelves.rows[shelf].owed += asking.left;
        self.touch(shelf);
        let place = (rank(self, &asking.demand), no);
        self.waiting[store].join(place, item);
        if let Some(asking) = self.open.get_mut(&no) {
            asking.waits = true;
        }
        // What stands outside for want of room is let in for whoever waits for it.
        self.made_room(store);
        if let Some(days) = prepared.stores[store].emergency_after {
            self.at(out.now + Span::from_days(days.get()), AgendaItem::Emergency(no));
        }
    }

    /// Units of an item that are wanted by those who stand before a demand: by everybody, where it does not stand in line.
    pub(crate) fn left_ahead(&self, store: StoreId, item: ItemId, no: DemandNo) -> i64 {
        let stands = self.open.get(&no).filter(|asking| asking.waits);
        let place = stands.map(|asking| (rank(self, &asking.demand), no));
        let ahead = self.waiting[store].of(item).take_while(|&other| place.is_none_or(|place| other < place));
        ahead.filter_map(|(_, other)| self.open.get(&other)).map(|other| other.left).sum()
    }

    fn leave_line(&mut self, no: DemandNo, asking: &Asking) {
        if asking.waits {
            let Demand { store, item, .. } = asking.demand;
            let place = (rank(self, &asking.demand), no);
            self.waiting[store].leave(place, item);
        }
    }

    /// A demand is given up; what was issued for it stays issued.
    pub(crate) fn give_up(&mut self, no: DemandNo, out: &mut Out<'_>) {
        let Some(asking) = self.open.remove(&no) else { return };
        self.leave_line(no, &asking);
        out.log(Event::Dropped { demand: no });
        if !asking.waits {
            return;
        }
        let Demand { store, item, .. } = asking.demand;
        if let Some(shelf) = self.shelves.find(store, item) {
            self.shelves.rows[shelf].owed -= asking.left;
            self.touch(shelf);
        }
        // Whoever stood behind it may be served now.
        self.serve(store, item, out);
    }

    /// Goods of an order come onto the shelf.
    fn receive(&mut self, store: StoreId, outside: Outside, units: i64, out: &mut Out<'_>) {
        let Outside { order, item, .. } = outside;
        let prepared = Arc::clone(&self.prepared);
        let shelf = self.shelves.of(&prepared, store, item);
        self.shelves.put(&prepared, shelf, units, out.now);
        out.log(Event::Received { store, item, quantity: Quantity(units), order });
        self.order_came(order, units);
        self.touch(shelf);
        self.serve(store, item, out);
    }

    /// Serves those who wait for an item or take it as a substitute, in order.
    fn serve(&mut self, store: StoreId, item: ItemId, out: &mut Out<'_>) {
        if self.waiting[store].is_empty() {
            return;
        }
        let line = &self.waiting[store];
        let others_may_take_it = self.prepared.interchange.stands_in(item);
        let served: Vec<PlaceInLine> =
            if others_may_take_it { line.all().collect() } else { line.of(item).collect() };
        for (_, no) in served {
            if self.shelves.on_hand(store, item) <= 0 {
                return;
            }
            let Some(asking) = self.open.get(&no).copied() else { continue };
            if asking.demand.item == item {
                self.issue_from(no, &Substitute::itself(item), out);
                if is_met_whole(&asking.demand) && self.open.contains_key(&no) {
                    // Too little for it: what there is is kept for it.
                    return;
                }
                continue;
            }
            let found = self.substitutes_of(&asking.demand, out.now);
            if let Some(one) = found.iter().find(|one| one.item == item) {
                self.issue_from(no, one, out);
            }
        }
    }

    /// Goods have come to a store's site and go in as far as there is room.
    pub(crate) fn come_to_store(&mut self, store: StoreId, goods: Outside, out: &mut Out<'_>) {
        self.outside[store].push_back(goods);
        self.admit(store, out);
    }

    fn made_room(&mut self, store: StoreId) {
        if !self.outside[store].is_empty() && !self.room_made.contains(&store) {
            self.room_made.push(store);
        }
    }

    /// Lets in what there is room for, and what somebody waits for.
    pub(crate) fn admit(&mut self, store: StoreId, out: &mut Out<'_>) {
        let mut place = 0;
        while let Some(&goods) = self.outside[store].get(place) {
            let fit = self.shelves.fit(&self.prepared, store, goods.item);
            let units = goods.units.min(fit.max(self.wanted_now(store, goods.item)));
            if units <= 0 {
                place += 1;
                continue;
            }
            if units == goods.units {
                self.outside[store].remove(place);
            } else if let Some(rest) = self.outside[store].get_mut(place) {
                rest.units -= units;
                place += 1;
            }
            self.receive(store, goods, units, out);
        }
    }

    /// Units that those in line want of an item in excess of the shelf.
    fn wanted_now(&self, store: StoreId, item: ItemId) -> i64 {
        let owed = self.shelves.find(store, item).map_or(0, |shelf| self.shelves.rows[shelf].owed);
        (owed - self.shelves.on_hand(store, item)).max(0)
    }

    /// Takes what has spoiled off the shelves.
    pub(crate) fn spoil(&mut self, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        for shelf in 0..self.shelves.rows.len() {
            let units = self.shelves.spoil(&prepared, shelf, out.now);
            if units == 0 {
                continue;
            }
            let (store, item) = (self.shelves.rows[shelf].store, self.shelves.rows[shelf].item);
            out.log(Event::Spoiled { store, item, quantity: Quantity(units) });
            self.totals[item].spoiled += units;
            self.touch(shelf);
            self.made_room(store);
        }
    }
}

/// Whether a demand is met in full, of one item, or not at all.
pub(crate) fn is_met_whole(demand: &Demand) -> bool {
    matches!(demand.by, Claimant::Fuel(_) | Claimant::Job(_))
}

/// In which order those who wait are served; lower first.
fn rank(state: &State, demand: &Demand) -> u16 {
    let class = match demand.by {
        Claimant::Settlement(_) | Claimant::Mine(_) => 0,
        Claimant::Fuel(_) => 1,
        Claimant::Job(_) => 2,
        Claimant::Task(_) => 3,
        Claimant::Store(_) => 4,
    };
    let machine =
        demand.model.map_or(u8::MAX, |model| state.prepared.priority.get(model).copied().unwrap_or(u8::MAX));
    class << 8 | u16::from(machine)
}
