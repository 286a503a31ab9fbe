//! Settlements: what they use day by day, and when they lack it.
//!
//! A day's use is `per_day` and more for every degree that the day's mean lies below 18 °C (heating degree-days, with
//! the base that the scenario's `consumption.csv` states). Uses are kept in
//! fractions; whole units are asked of the store and the rest is carried over. What the store lacks is not asked for
//! again tomorrow: the day is short. A shortage that lasts as long as the store lets demands wait is met by an
//! emergency order for what is lacking and a week more (assumed).
use crate::Demand;
use crate::state::{Out, State};
use iceroad_base::Time;
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_model::ConsumptionId;
use iceroad_model::event::{Claimant, Event, OrderNo, Purpose};
use std::sync::Arc;

/// Heating degree-days are counted below this, °C.
const HEATED_BELOW: f64 = 18.0;
/// Days of use that an emergency order brings beyond what is lacking (assumed).
const EMERGENCY_DAYS: f64 = 7.0;

/// One use of one settlement.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct UseState {
    /// Used but not yet asked for, in units.
    carried: f64,
    short_since: Option<Time>,
    emergency: Option<OrderNo>,
}

impl State {
    /// Every settlement uses what a day takes.
    pub(crate) fn settlements_use(&mut self, out: &mut Out<'_>) {
        for id in self.prepared.consumption.ids() {
            self.use_one(id, out);
            self.settle(out);
        }
    }

    fn use_one(&mut self, id: ConsumptionId, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let row = &prepared.consumption[id];
        let settlement = &prepared.settlements[row.settlement];
        let degrees = (HEATED_BELOW - self.temperature[settlement.site].get()).max(0.0);
        let used = row.per_day + row.per_heating_degree_day * degrees;
        let state = &mut self.uses[id];
        state.carried += used;
        let whole = state.carried.floor();
        state.carried -= whole;
        if whole < 1.0 {
            return;
        }
        let demand = Demand {
            store: settlement.store,
            item: row.item,
            quantity: Quantity(whole as i64),
            by: Claimant::Settlement(row.settlement),
            model: None,
            lowest: prepared.coldest[settlement.store],
        };
        let no = self.open_demand(demand, Purpose::Replenish, out);
        self.fill(no, out);
        let Some(lacking) = self.open.get(&no).map(|asking| asking.left) else {
            self.uses[id].short_since = None;
            return;
        };
        out.log(Event::Short { settlement: row.settlement, item: row.item, quantity: Quantity(lacking) });
        let since = *self.uses[id].short_since.get_or_insert(out.now);
        let under_way = self.uses[id].emergency.is_some_and(|no| !self.orders[no.0 as usize].is_done());
        let patience = prepared.stores[settlement.store].emergency_after;
        let waited = (out.now - since).days();
        if !under_way && patience.is_some_and(|days| waited >= days.get()) {
            let units = lacking + (used * EMERGENCY_DAYS).ceil() as i64;
            let order = self.order_urgently(demand, units, no, out);
            self.uses[id].emergency = order.or(self.uses[id].emergency);
        }
        self.give_up(no, out);
    }
}
