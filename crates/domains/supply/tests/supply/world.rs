//! A run of a tiny world without an engine.
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Celsius, Quantity, Share};
use iceroad_base::{Span, Table, Time};
use iceroad_kernel::{Calendar, Class, Context, Slot};
use iceroad_model::climate::{DayLimit, PlannedWindow};
use iceroad_model::event::{Claimant, DemandNo, Entry, Event, JobNo, class};
use iceroad_model::{ItemId, OfferId, Scenario, SeasonId, StoreId, Tables};
use iceroad_supply::{Demand, Notice, Prepared, Supply};
pub(crate) use iceroad_worlds::build::{Build, constant};
pub(crate) use iceroad_worlds::supply::*;
use std::sync::Arc;

pub(crate) fn date(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap()
}

pub(crate) fn window(opens: i32, closes: i32) -> PlannedWindow {
    PlannedWindow { opens, full_load: Some(opens), closes }
}

pub(crate) fn share(value: f64) -> Share {
    Share::clamped(value)
}

/// A run of supply alone; weather and seasons are told by the test.
pub(crate) struct Run {
    pub(crate) scenario: Scenario,
    pub(crate) supply: Supply,
    pub(crate) log: Vec<Entry>,
    pub(crate) notices: Vec<Notice>,
    calendar: Calendar,
    day: i64,
    now: Time,
    /// What each season allows on a day.
    pub(crate) limit: Box<dyn Fn(SeasonId, i64) -> DayLimit>,
    pub(crate) temperature: Vec<Celsius>,
}

impl Run {
    /// A run at its start, before its first day. Seasons are open on the days that are planned.
    pub(crate) fn new(tables: Tables, planned: &[Vec<PlannedWindow>]) -> Self {
        Self::seeded(tables, planned, 1)
    }

    pub(crate) fn seeded(tables: Tables, planned: &[Vec<PlannedWindow>], seed: u64) -> Self {
        let scenario = Scenario::new(tables).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let planned: Table<SeasonId, Vec<PlannedWindow>> = planned.iter().cloned().collect();
        assert_eq!(planned.len(), scenario.seasons.len());
        let lowest = Table::filled(scenario.sites.len(), Celsius::clamped(15.0));
        let supply = Supply::new(&Arc::new(Prepared::new(&scenario, &planned, &lowest)), seed, 0, 0);
        let open = move |season: SeasonId, day: i64| {
            let is_open = planned[season]
                .iter()
                .any(|one| (i64::from(one.opens)..=i64::from(one.closes)).contains(&day));
            if is_open { DayLimit::OPEN } else { DayLimit::CLOSED }
        };
        let temperature = vec![Celsius::clamped(15.0); scenario.sites.len()];
        let mut run = Self {
            scenario,
            supply,
            log: Vec::new(),
            notices: Vec::new(),
            calendar: Calendar::new(2).unwrap(),
            day: 0,
            now: Time::START,
            limit: Box::new(open),
            temperature,
        };
        run.call(|supply, ctx| supply.start(ctx).unwrap());
        run.calendar.schedule(Slot(1), Time::START, Class(class::DAY)).unwrap();
        run
    }

    pub(crate) fn call<T>(
        &mut self,
        call: impl FnOnce(&mut Supply, &mut Context<'_, Vec<Entry>, Notice>) -> T,
    ) -> T {
        let ctx = &mut Context {
            now: self.now,
            calendar: &mut self.calendar,
            log: &mut self.log,
            notices: &mut self.notices,
        };
        call(&mut self.supply, ctx)
    }

    /// Fires everything before `until` and moves there; checks the balance on the way.
    pub(crate) fn until(&mut self, until: Time) -> &mut Self {
        self.fire(until);
        self.now = until;
        self.calendar.advance_to(until).unwrap();
        self
    }

    fn fire(&mut self, until: Time) {
        while let Some(due) = self.calendar.pop_until(until) {
            self.now = due.at;
            if due.slot == Slot(0) {
                self.call(|supply, ctx| supply.on_due(0, ctx).unwrap());
            } else {
                self.new_day();
            }
        }
    }

    /// The next day that will begin.
    pub(crate) fn today(&self) -> i64 {
        self.day
    }

    /// Moves to a day's midnight, after everything that happens then.
    pub(crate) fn day(&mut self, day: i64) -> &mut Self {
        self.fire(at(day as f64) + Span::from_millis(1));
        self.now = at(day as f64);
        self
    }

    fn new_day(&mut self) {
        let day = self.day;
        let limits = self.scenario.seasons.ids().map(|season| (self.limit)(season, day)).collect();
        let temperature = self.temperature.clone();
        self.call(|supply, ctx| supply.new_day(day, &limits, &temperature, ctx).unwrap());
        for balance in self.supply.balance() {
            assert!(balance.holds(), "day {day}: {balance:?}");
        }
        self.day += 1;
        let next = at(self.day as f64);
        self.calendar.schedule(Slot(1), next, Class(class::DAY)).unwrap();
    }

    pub(crate) fn ask(&mut self, demand: Demand) -> DemandNo {
        self.call(|supply, ctx| supply.demand(demand, ctx).unwrap())
    }

    /// A job asks for goods, for no certain model, in mild weather.
    pub(crate) fn job(&mut self, store: StoreId, item: ItemId, quantity: i64) -> DemandNo {
        self.ask(for_job(store, item, quantity))
    }

    /// The first entry that `pick` takes, with its day.
    pub(crate) fn first<T>(&self, pick: impl Fn(Event) -> Option<T>) -> Option<(f64, T)> {
        self.log.iter().find_map(|entry| Some((entry.at.days(), pick(entry.event)?)))
    }

    /// Every entry that `pick` takes, with its day.
    pub(crate) fn all<T>(&self, pick: impl Fn(Event) -> Option<T>) -> Vec<(f64, T)> {
        self.log.iter().filter_map(|entry| Some((entry.at.days(), pick(entry.event)?))).collect()
    }

    /// Days on which demands were met in full.
    pub(crate) fn filled(&self) -> Vec<(f64, u32)> {
        self.all(|event| match event {
            Event::Filled { demand } => Some(demand.0),
            _ => None,
        })
    }

    /// Days on which goods came onto a shelf, and how many.
    pub(crate) fn received(&self, at: StoreId) -> Vec<(f64, i64)> {
        self.all(|event| match event {
            Event::Received { store, quantity, .. } if store == at => Some(quantity.get()),
            _ => None,
        })
    }

    /// Days on which orders were placed with sellers, by offer and how many.
    pub(crate) fn ordered(&self) -> Vec<(f64, (OfferId, i64))> {
        self.all(|event| match event {
            Event::Ordered { offer, quantity, .. } => Some((offer, quantity.get())),
            _ => None,
        })
    }
}

pub(crate) fn for_job(store: StoreId, item: ItemId, quantity: i64) -> Demand {
    Demand {
        store,
        item,
        quantity: Quantity(quantity),
        by: Claimant::Job(JobNo(0)),
        model: None,
        lowest: Celsius::clamped(15.0),
    }
}

pub(crate) fn at(days: f64) -> Time {
    Time::START + Span::from_days(days)
}

/// So many trips may start on a day.
pub(crate) fn trips(a_day: u32) -> iceroad_model::transport::Runs {
    iceroad_model::transport::Runs::Trips(a_day)
}
