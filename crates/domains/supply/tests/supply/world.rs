//! A tiny world to build on, and a run of it without an engine.
use iceroad_base::civil::{Date, Zone, date_of_epoch_day, epoch_day};
use iceroad_base::law::Law;
use iceroad_base::quantity::{
    Celsius, Days, Kilometres, Latitude, Longitude, Mass, Money, Quantity, Share, Volume,
};
use iceroad_base::{Span, Table, Time};
use iceroad_kernel::{Calendar, Class, Context, Slot};
use iceroad_model::climate::{
    CalendarSeason, ClimateMode, DailyMean, DayLimit, PlannedWindow, Season, SeasonKind, Station,
    StationRecord,
};
use iceroad_model::event::{Claimant, DemandNo, Entry, Event, JobNo, class};
use iceroad_model::goods::{Item, ItemKind, Unit};
use iceroad_model::site::{Site, SiteKind};
use iceroad_model::stores::{ReviewPolicy, StockLine, Store};
use iceroad_model::tables::Heading;
use iceroad_model::trade::{Offer, Party};
use iceroad_model::transport::{Leg, Mode};
use iceroad_model::{
    ItemId, LegId, OfferId, PartyId, Scenario, SeasonId, SiteId, StoreId, Tables, TerritoryId,
};
use iceroad_supply::{Demand, Notice, Supply};

pub(crate) const HOME: TerritoryId = TerritoryId(0);
pub(crate) const XB: TerritoryId = TerritoryId(1);
pub(crate) const XC: TerritoryId = TerritoryId(2);

pub(crate) fn date(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap()
}

pub(crate) fn constant(value: f64) -> Law {
    Law::constant(value).unwrap()
}

/// Four hundred days from 1 January 2026, in universal time, with three territories and one seller.
pub(crate) fn tables() -> Tables {
    let mut tables = Tables::new(Heading {
        name: "tiny".into(),
        title: "A tiny world".into(),
        start: date(2026, 1, 1),
        days: 400,
        zone: Zone::utc(),
        currency: "XTS".into(),
        seed: 1,
        replications: 1,
        climate: ClimateMode::Resampled,
        home: HOME,
    });
    tables.territories = ["XA", "XB", "XC"].map(String::from).into_iter().collect();
    party(&mut tables, "seller", HOME);
    tables
}

pub(crate) const SELLER: PartyId = PartyId(0);

pub(crate) fn party(tables: &mut Tables, name: &str, territory: TerritoryId) -> PartyId {
    tables.parties.push(Party {
        name: name.into(),
        title: name.into(),
        territory,
        aliases: vec![],
        owners: vec![],
    })
}

pub(crate) fn site(tables: &mut Tables, name: &str, territory: TerritoryId) -> SiteId {
    tables.sites.push(Site {
        name: name.into(),
        title: name.into(),
        kind: SiteKind::Transfer,
        zone: Zone::utc(),
        latitude: Latitude::clamped(60.0),
        longitude: Longitude::clamped(120.0),
        station: None,
        territory,
    })
}

/// Gives a site a station of its own with two mild years on record; the run is told its weather by the test.
pub(crate) fn with_station(tables: &mut Tables, site: SiteId) {
    let day = |day| DailyMean {
        date: date_of_epoch_day(epoch_day(date(2020, 7, 1)) + day),
        mean: Celsius::clamped(15.0),
    };
    let station = tables.stations.push(Station {
        name: format!("station-{}", tables.stations.len()),
        title: "A station".into(),
        record: StationRecord::Measured((0..730).map(day).collect()),
    });
    tables.sites[site].station = Some(station);
}

/// Pieces of `kg` each, nearly without volume.
pub(crate) fn item(tables: &mut Tables, name: &str, kg: i64) -> ItemId {
    tables.items.push(Item {
        name: name.into(),
        title: name.into(),
        kind: ItemKind::Part,
        brand: None,
        maker: None,
        hs_code: None,
        origin: None,
        unit: Unit::Piece,
        unit_grams: kg * 1_000,
        unit_millilitres: 1_000,
        value: Money(100),
        shelf_life: None,
        rated_to: None,
    })
}

pub(crate) fn store(tables: &mut Tables, name: &str, site: SiteId, parent: Option<StoreId>) -> StoreId {
    tables.stores.push(Store {
        name: name.into(),
        site,
        parent,
        capacity: None,
        room: None,
        emergency_after: None,
    })
}

pub(crate) fn stock(tables: &mut Tables, store: StoreId, item: ItemId, on_hand: i64, policy: ReviewPolicy) {
    tables.stock.push(StockLine { store, item, on_hand: Quantity(on_hand), policy });
}

pub(crate) fn continuous(reorder: i64, up_to: i64) -> ReviewPolicy {
    every(reorder, up_to, 0.0)
}

pub(crate) fn every(reorder: i64, up_to: i64, days: f64) -> ReviewPolicy {
    ReviewPolicy::ReorderUpTo {
        reorder: Quantity(reorder),
        up_to: Quantity(up_to),
        review_days: Days::clamped(days),
    }
}

/// Sold by the seller at 10.00, one by one, handed over `lead` days after the order.
pub(crate) fn offer(tables: &mut Tables, name: &str, item: ItemId, site: SiteId, lead: f64) -> OfferId {
    tables.offers.push(Offer {
        name: name.into(),
        seller: SELLER,
        item,
        site,
        price: Money(1_000),
        minimum: Quantity(1),
        batch: Quantity(1),
        lead_days: constant(lead),
        from: None,
        to: None,
    })
}

/// Ten trips of 10 t a day, all year, `days` under way, 1,000 minor units a trip.
pub(crate) fn leg(tables: &mut Tables, name: &str, from: SiteId, to: SiteId, days: f64) -> LegId {
    tables.legs.push(Leg {
        name: name.into(),
        from,
        to,
        mode: Mode::Road,
        distance: Kilometres::clamped(100.0),
        transit_days: constant(days),
        trips_per_day: 10,
        tare: Mass(10_000),
        payload: Mass(10_000),
        volume: Volume(1_000_000),
        cost_per_trip: Money(1_000),
        cost_per_tonne: Money(0),
        season: None,
        carrier: None,
        transits: vec![],
        emergency: false,
    })
}

/// A season whose windows the run is told.
pub(crate) fn season(tables: &mut Tables, name: &str) -> SeasonId {
    let day = |month, day| iceroad_base::civil::MonthDay { month, day };
    tables.seasons.push(Season {
        name: name.into(),
        station: None,
        kind: SeasonKind::Calendar(CalendarSeason {
            opens: day(1, 10),
            opens_sd: Days::clamped(0.0),
            closes: day(4, 1),
            closes_sd: Days::clamped(0.0),
            gross: None,
        }),
        measured: vec![],
    })
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
        let supply = Supply::new(&scenario, &planned, seed, 0, 0).unwrap();
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
        site_low: Celsius::clamped(15.0),
    }
}

pub(crate) fn at(days: f64) -> Time {
    Time::START + Span::from_days(days)
}
