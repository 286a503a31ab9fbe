//! What settlements and mines use day by day, and when they lack it.
//!
//! A day's use is `per_day` and more for every degree that the day's mean lies below 18 °C (heating degree-days, with
//! the base that the scenario's `consumption.csv` states). A mine's use follows work as well: so much per tonne hauled since
//! the last midnight; the tonnes of the horizon's last day are asked for on the day after it, so never. Uses are kept in
//! fractions; whole units are asked of the store and the rest is carried over. What the store lacks is not asked for
//! again tomorrow: the day is short. A shortage that lasts as long as the store lets demands wait is met by an
//! emergency order for what is lacking and a week more (assumed).
//!
//! Pitfall: haulage goes on where a mine lacks explosives or cement. The short day says that those tonnes could not have been
//! blasted or milled.
use crate::Demand;
use crate::prepared::Prepared;
use crate::state::{Out, State};
use iceroad_base::Time;
use iceroad_base::quantity::{Celsius, Mass, Quantity, Ranged};
use iceroad_model::event::{Claimant, Event, OrderNo, Purpose};
use iceroad_model::{ItemId, MineId, MineUseId, Scenario, SettlementId, SiteId, StoreId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Heating degree-days are counted below this, °C.
const HEATED_BELOW: f64 = 18.0;
/// Days of use that an emergency order brings beyond what is lacking (assumed).
const EMERGENCY_DAYS: f64 = 7.0;

/// Who uses things day by day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    Settlement(SettlementId),
    Mine(MineId),
}

/// Who uses one item out of one store day by day; the rows of a mine for the same item and store are one.
#[derive(Clone, Debug)]
pub(crate) struct Taker {
    who: Who,
    pub(crate) store: StoreId,
    pub(crate) item: ItemId,
    /// Whose cold it is.
    pub(crate) site: SiteId,
    per_day: f64,
    per_heating_degree_day: f64,
    /// Units per tonne, by what counts the tonnes.
    per_tonne: Vec<(f64, MineUseId)>,
}

impl Taker {
    /// Everybody who uses something: settlements in the order of `consumption.csv`, then mines.
    pub(crate) fn all(scenario: &Scenario) -> Vec<Taker> {
        let settlements = scenario.consumption.iter().map(|row| {
            let settlement = &scenario.settlements[row.settlement];
            Taker {
                who: Who::Settlement(row.settlement),
                store: settlement.store,
                item: row.item,
                site: settlement.site,
                per_day: row.per_day,
                per_heating_degree_day: row.per_heating_degree_day,
                per_tonne: Vec::new(),
            }
        });
        let mut all: Vec<Taker> = settlements.collect();
        let mut of_mines: BTreeMap<(MineId, StoreId, ItemId), usize> = BTreeMap::new();
        for (id, row) in scenario.mine_uses.entries() {
            let (store, item) = (row.store, row.item);
            let place = *of_mines.entry((row.mine, store, item)).or_insert_with(|| {
                let (who, site) = (Who::Mine(row.mine), scenario.mines[row.mine].site);
                let (per_day, per_heating_degree_day) = (0.0, 0.0);
                all.push(Taker {
                    who,
                    store,
                    item,
                    site,
                    per_day,
                    per_heating_degree_day,
                    per_tonne: Vec::new(),
                });
                all.len() - 1
            });
            let taker = &mut all[place];
            taker.per_day += row.per_day;
            taker.per_heating_degree_day += row.per_heating_degree_day;
            if row.per_tonne > 0.0 {
                taker.per_tonne.push((row.per_tonne, id));
            }
        }
        all
    }

    /// Units on a day with this mean, without what goes with tonnes.
    pub(crate) fn of_day(&self, mean: Celsius) -> f64 {
        self.per_day + self.per_heating_degree_day * (HEATED_BELOW - mean.get()).max(0.0)
    }

    fn claimant(&self) -> Claimant {
        match self.who {
            Who::Settlement(settlement) => Claimant::Settlement(settlement),
            Who::Mine(mine) => Claimant::Mine(mine),
        }
    }

    /// Told where the store lacks what a day takes.
    fn lacks(&self, quantity: Quantity) -> Event {
        let Taker { store, item, .. } = *self;
        match self.who {
            Who::Settlement(settlement) => Event::Short { settlement, item, quantity },
            Who::Mine(mine) => Event::Lacked { mine, store, item, quantity },
        }
    }
}

/// One use in a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct UseState {
    /// Used but not yet asked for, in units.
    carried: f64,
    /// Used with tonnes since the start, in units.
    with_tonnes: f64,
    short_since: Option<Time>,
    emergency: Option<OrderNo>,
}

impl State {
    /// Everybody uses what a day takes.
    pub(crate) fn use_of_day(&mut self, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        for place in 0..prepared.takers.len() {
            self.use_one(place, &prepared, out);
            self.settle(out);
        }
    }

    fn use_one(&mut self, place: usize, prepared: &Prepared, out: &mut Out<'_>) {
        let taker = &prepared.takers[place];
        let used = self.used_since_midnight(place, taker);
        let state = &mut self.uses[place];
        state.carried += used;
        let whole = state.carried.floor();
        state.carried -= whole;
        if whole < 1.0 {
            return;
        }
        let demand = Demand {
            store: taker.store,
            item: taker.item,
            quantity: Quantity(whole as i64),
            by: taker.claimant(),
            model: None,
            lowest: prepared.coldest[taker.store],
        };
        let no = self.open_demand(demand, Purpose::Replenish, out);
        self.fill(no, out);
        let Some(lacking) = self.open.get(&no).map(|asking| asking.left) else {
            self.uses[place].short_since = None;
            return;
        };
        out.log(taker.lacks(Quantity(lacking)));
        let since = *self.uses[place].short_since.get_or_insert(out.now);
        let under_way = self.uses[place].emergency.is_some_and(|no| !self.orders[no.0 as usize].is_done());
        let patience = prepared.stores[taker.store].emergency_after;
        let waited = (out.now - since).days();
        if !under_way && patience.is_some_and(|days| waited >= days.get()) {
            let units = lacking + (used * EMERGENCY_DAYS).ceil() as i64;
            let order = self.order_urgently(demand, units, no, out);
            self.uses[place].emergency = order.or(self.uses[place].emergency);
        }
        self.give_up(no, out);
    }

    fn used_since_midnight(&mut self, place: usize, taker: &Taker) -> f64 {
        let with_tonnes: f64 =
            taker.per_tonne.iter().map(|&(rate, counted)| rate * self.hauled[counted].tonnes()).sum();
        let before = std::mem::replace(&mut self.uses[place].with_tonnes, with_tonnes);
        taker.of_day(self.temperature[taker.site]) + (with_tonnes - before)
    }

    /// So much has been hauled since the start that counts for a mine's use.
    pub(crate) fn count_hauled(&mut self, counted: MineUseId, total: Mass) {
        self.hauled[counted] = total;
    }
}
