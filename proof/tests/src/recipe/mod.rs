//! Whole random scenarios of small numbers: what a proptest draws, and what becomes of the small example under it.
//!
//! A [`Recipe`] is plain numbers in plain ranges, so that a failing one shrinks towards the small example with little
//! of everything. Not every recipe makes a scenario that may run (a promised part that no road leads to is refused);
//! [`Recipe::scenario`] says why, and the test draws another.
//!
//! Each file holds a part: its numbers, how they are drawn, and what they do to the small example.
mod beyond;
mod corners;
mod goods;
mod haul;
mod pit;
mod promises;
mod shop;
mod trade;

use corners::{Corners, corners};
use goods::{Goods, Roads, goods, roads};
use haul::{Haul, hauls};
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day};
use iceroad_model::climate::ClimateMode;
use iceroad_model::fleet::Arrival;
use iceroad_model::{Fault, Scenario, Tables};
use iceroad_worlds::example::small;
use pit::{Pit, pits};
use promises::{Promises, Works, promises, works};
use proptest::prelude::*;
use shop::{Shop, shops};
use std::sync::Arc;
use trade::{Rule, Swap, rule, swap};

/// A random scenario.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Seed of the run, days of the horizon, first month.
    pub seed: u64,
    days: u32,
    month: i8,
    recorded: bool,
    pit: Pit,
    shop: Shop,
    goods: Goods,
    roads: Roads,
    rules: Vec<Rule>,
    swaps: Vec<Swap>,
    promises: Promises,
    works: Works,
    haul: Haul,
    corners: Corners,
}

/// Any recipe.
pub fn recipes() -> impl Strategy<Value = Recipe> {
    let heading = (any::<u16>(), 20_u32..=400, 1_i8..=12, any::<bool>());
    let parts = (pits(), shops(), goods(), roads(), promises(), works(), hauls());
    let rules = proptest::collection::vec(rule(), 0..=3);
    let swaps = proptest::collection::vec(swap(), 0..=4);
    (heading, parts, rules, swaps, corners()).prop_map(|(heading, parts, rules, swaps, corners)| {
        let (seed, days, month, recorded) = heading;
        let (pit, shop, goods, roads, promises, works, haul) = parts;
        let seed = u64::from(seed);
        Recipe {
            seed,
            days,
            month,
            recorded,
            pit,
            shop,
            goods,
            roads,
            rules,
            swaps,
            promises,
            works,
            haul,
            corners,
        }
    })
}

impl Recipe {
    /// The scenario.
    ///
    /// # Errors
    /// The faults, where the recipe's numbers do not go together.
    pub fn scenario(&self) -> Result<Arc<Scenario>, Vec<Fault>> {
        Scenario::new(self.tables()).map(Arc::new)
    }

    /// Its tables.
    pub fn tables(&self) -> Tables {
        let mut tables = small();
        tables.heading.start = Date::constant(2026, self.month, 1);
        tables.heading.days = self.days;
        tables.heading.seed = self.seed;
        if self.recorded {
            tables.heading.climate = ClimateMode::Recorded { first_year: 2020 };
        }
        self.pit(&mut tables);
        self.haul.fill(self, &mut tables);
        self.shop(&mut tables);
        self.goods(&mut tables);
        self.roads(&mut tables);
        self.way_back(&mut tables);
        self.restrictions(&mut tables);
        self.interchange(&mut tables);
        self.works(&mut tables);
        self.promises(&mut tables);
        self.corners(&mut tables);
        tables
    }

    /// A day of the horizon, or the last.
    fn day(&self, tables: &Tables, day: i64) -> Date {
        date_of_epoch_day(epoch_day(tables.heading.start) + day.min(i64::from(self.days) - 1))
    }

    fn arrival(&self, tables: &Tables, day: u16) -> Arrival {
        if day == 0 { Arrival::AtStart } else { Arrival::On(self.day(tables, day.into())) }
    }
}
