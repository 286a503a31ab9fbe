//! Cover: will what is there at the horizon's end, and on the way, last to the next planned supply?
//!
//! The year after is played on paper, replication by replication: what is on the shelf at the end is used day by day as it was
//! asked for in the same calendar month of the horizon (heating oil in winter is not in summer), at the mean rate in months the
//! horizon has not; what was ordered and has not come joins when a road lets it in. *Days of cover* are the days to the first
//! one with too little.
//!
//! The *next planned supply* is what the line's policy orders next after the end: on its yearly day, at its next review, or at
//! once; then the offer's mean lead time, and mean times over the roads as they were open in the median replication, year after
//! year. Goods of a store above are taken to be there. What lies there at the end spoils by the age that the weeks before tell of it.
//!
//! Assumed: no order is refused that was not refused within the horizon, roads take all that is sent, the store
//! above has what is asked of it. So cover is rather told too long than too short, as far as the winter to come is like the last.
//!
//! Pitfall: a horizon of a few months knows neither the other months' use nor the other months' roads.
use crate::chance::Chance;
use crate::frame::Frame;
use crate::promise::RISKY;
use crate::spread::Spread;
use iceroad_base::Table;
use iceroad_base::civil::{date_of_epoch_day, epoch_day};
use iceroad_base::quantity::Ranged;
use iceroad_model::record::{RunRecord, StockRecord};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{ItemId, OfferId, Scenario, SeasonId, SiteId, StockId, StoreId};
use iceroad_words::say;
use serde::Serialize;

/// Cover is looked for so many days ahead; what lasts longer counts as so many.
pub const MOST_DAYS: u32 = 730;
/// Less than so much is nothing: rates are shares of a day.
const LEAST_UNITS: f64 = 1e-6;
/// Days after which roads open and close again as they did.
const YEAR: f64 = 365.0;

/// Cover of a stock line at the horizon's end.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CoverForecast {
    /// Which.
    #[serde(skip)]
    pub line: StockId,
    /// The store's name.
    pub store: String,
    /// The item's name.
    pub item: String,
    /// `item in store`, in words.
    pub name: String,
    /// Units on the shelf at the end.
    pub on_hand: Spread,
    /// Units ordered and not come by then, mean.
    pub coming: f64,
    /// Days of cover, at most [`MOST_DAYS`].
    pub days: Spread,
    /// When the next planned supply comes, days after the end; none where nothing is planned or no road is known to open.
    pub next_supply: Option<f64>,
    /// How often it lasts until then; none where there is no such supply.
    pub lasts: Option<Chance>,
    /// Whether people or all machines live from it: food and heat of a settlement, fuel and supplies of a mine.
    pub is_staple: bool,
}

impl CoverForecast {
    /// Whether it lasts to the next planned supply too rarely to be left alone.
    pub fn is_risky(&self) -> bool {
        self.share().is_some_and(|share| share < RISKY)
    }

    fn share(&self) -> Option<f64> {
        self.lasts.and_then(|lasts| lasts.share())
    }

    /// Days between its end in the median replication and the next planned supply.
    pub fn gap(&self) -> f64 {
        self.next_supply.map_or(0.0, |next| (next - self.days.p50).max(0.0))
    }
}

/// Every stock line that is asked for in some replication, those to worry about first: staples, then by chance, then by gap.
pub fn all(frame: &Frame<'_>) -> Vec<CoverForecast> {
    let covers = Covers::of(frame);
    let mut found: Vec<CoverForecast> =
        frame.scenario.stock.ids().filter_map(|line| covers.forecast(line)).collect();
    let chance = |one: &CoverForecast| one.share().unwrap_or(1.0);
    found.sort_by(|a, b| {
        let staple = b.is_risky().cmp(&a.is_risky()).then(b.is_staple.cmp(&a.is_staple));
        staple
            .then(chance(a).total_cmp(&chance(b)))
            .then(b.gap().total_cmp(&a.gap()))
            .then(a.line.cmp(&b.line))
    });
    found
}

/// When goods may come to a stock line after the horizon's end, in days after it.
#[derive(Clone, Copy, Debug, Default)]
struct Coming {
    /// What is on order at the end.
    ordered: Option<f64>,
    /// What is ordered next.
    next: Option<f64>,
}

/// What covers are read by: roads and orders of the year after.
pub struct Covers<'f> {
    frame: &'f Frame<'f>,
    /// Open windows of each season, in days after the end.
    windows: Table<SeasonId, Vec<(f64, f64)>>,
    refused: Vec<OfferId>,
    coming: Table<StockId, Coming>,
    /// Calendar month, 0 to 11, and days of each month of the horizon.
    months: Vec<(usize, f64)>,
    /// Calendar month, 0 to 11, of each day after the end.
    month_of: Vec<usize>,
}

impl<'f> Covers<'f> {
    /// The year after of a scenario's replications.
    pub fn of(frame: &'f Frame<'f>) -> Self {
        let mut refused: Vec<OfferId> =
            frame.records.iter().flat_map(|record| &record.refusals).map(|cell| cell.offer).collect();
        refused.sort_unstable();
        refused.dedup();
        let month = |number: i8| usize::try_from(number - 1).unwrap_or(0).min(11);
        let months = frame.months.iter().enumerate().map(|(at, &(_, number))| {
            let days = frame.month_start(at + 1) - frame.month_start(at);
            (month(number), days as f64)
        });
        let end = epoch_day(frame.start()) + frame.days();
        let after = (0..i64::from(MOST_DAYS)).map(|day| month(date_of_epoch_day(end + day).month()));
        let mut covers = Self {
            frame,
            windows: frame.scenario.seasons.ids().map(|season| windows_after(frame, season)).collect(),
            refused,
            coming: Table::new(),
            months: months.collect(),
            month_of: after.collect(),
        };
        covers.coming = frame.scenario.stock.ids().map(|line| covers.coming(line)).collect();
        covers
    }

    /// Days of cover of a line in a replication, at most [`MOST_DAYS`].
    pub fn days(&self, record: &RunRecord, line: StockId) -> f64 {
        let Some(row) = record.stock.get(line) else { return f64::NAN };
        self.left(&row, line)
            .position(|left| left < -LEAST_UNITS)
            .map_or(f64::from(MOST_DAYS), |day| day as f64)
    }

    /// Units more at the end with which a line would last to its next planned supply; 0 where none is planned.
    pub fn lacking(&self, record: &RunRecord, line: StockId) -> f64 {
        let (Some(row), Some(next)) = (record.stock.get(line), self.next_supply(line)) else { return 0.0 };
        self.left(&row, line).take(next.ceil().max(0.0) as usize).fold(0.0, |most, left| most.max(-left))
    }

    /// Days without, all told, that staples have before their next planned supply.
    pub fn short_days(&self, record: &RunRecord) -> f64 {
        let gap =
            |line: StockId| self.reach(line).map_or(0.0, |next| (next - self.days(record, line)).max(0.0));
        staples(self.frame.scenario).map(gap).sum()
    }

    /// What is left of a line at the end of each day after the end; less than nothing: what is owed by then.
    fn left(&self, row: &StockRecord, line: StockId) -> impl Iterator<Item = f64> {
        let rates = self.rates(row);
        let joins = self.coming[line].ordered.filter(|_| row.coming > 0).unwrap_or(f64::INFINITY);
        let mut batches = self.on_the_shelf(row, line, &rates);
        batches.push((joins + self.keeps(line), 0.0));
        let coming = row.coming as f64;
        let mut owed = 0.0;
        self.month_of.iter().enumerate().map(move |(day, &month)| {
            let day = day as f64;
            if let Some(last) = batches.last_mut().filter(|_| (joins..joins + 1.0).contains(&day)) {
                last.1 = coming;
            }
            owed += rates[month];
            for (until, units) in batches.iter_mut() {
                if day >= *until {
                    *units = 0.0;
                }
                let used = f64::min(*units, owed);
                *units -= used;
                owed -= used;
            }
            batches.iter().map(|(_, units)| units).sum::<f64>() - owed
        })
    }

    /// What lies there at the end, the oldest first: until which day after it each part keeps, and how much it is.
    ///
    /// The oldest is used first, so what is left came last: a week's goods are what there was more of at its end and what was used
    /// in it.
    fn on_the_shelf(&self, row: &StockRecord, line: StockId, rates: &[f64; 12]) -> Vec<(f64, f64)> {
        let (keeps, days) = (self.keeps(line), self.frame.days());
        let mut left = row.weekly.last().copied().unwrap_or(0) as f64;
        if keeps.is_infinite() {
            return vec![(keeps, left)];
        }
        let mut parts = Vec::new();
        let start = epoch_day(self.frame.start());
        let at_start = self.frame.scenario.stock[line].on_hand.get();
        for (week, &units) in row.weekly.iter().enumerate().rev() {
            let (begins, ends) = (7 * week as i64, (7 * (week as i64 + 1)).min(days));
            let before =
                week.checked_sub(1).and_then(|week| row.weekly.get(week)).copied().unwrap_or(at_start);
            let month = usize::try_from(date_of_epoch_day(start + begins).month() - 1).unwrap_or(0).min(11);
            let came = (units - before) as f64 + rates[month] * (ends - begins) as f64;
            let part = came.clamp(0.0, left);
            parts.push((keeps - (days - begins) as f64, part));
            left -= part;
        }
        parts.push((keeps - days as f64, left));
        parts.reverse();
        parts
    }

    /// Days for which what is fresh keeps.
    fn keeps(&self, line: StockId) -> f64 {
        let scenario = self.frame.scenario;
        scenario.items[scenario.stock[line].item].shelf_life.map_or(f64::INFINITY, |days| days.get())
    }

    /// Whether more of it may last until the next planned supply: what is fresh at the end keeps until then, and what comes once a
    /// year keeps a year.
    pub fn keeps_until_supply(&self, line: StockId) -> bool {
        let yearly = matches!(self.frame.scenario.stock[line].policy, ReviewPolicy::BeforeClosure { .. });
        let apart = if yearly { YEAR } else { 0.0 };
        self.next_supply(line).is_none_or(|next| self.keeps(line) >= next.max(apart))
    }

    /// The day on which a line is looked at: that of its next planned supply.
    fn reach(&self, line: StockId) -> Option<f64> {
        self.next_supply(line).map(|next| next.min(f64::from(MOST_DAYS)))
    }

    /// When the next planned supply of a line comes, days after the end.
    pub fn next_supply(&self, line: StockId) -> Option<f64> {
        self.coming[line].next
    }

    /// 1 where a line lasts to its next planned supply in a replication, 0 where not; not-a-number where none is planned.
    pub fn lasts(&self, record: &RunRecord, line: StockId) -> f64 {
        let Some(next) = self.reach(line) else { return f64::NAN };
        f64::from(u8::from(self.days(record, line) >= next))
    }

    fn forecast(&self, id: StockId) -> Option<CoverForecast> {
        let Frame { scenario, records, .. } = *self.frame;
        let rows: Vec<StockRecord> = records.iter().filter_map(|record| record.stock.get(id)).collect();
        if rows.iter().all(|row| row.asked.iter().sum::<i64>() == 0) {
            return None;
        }
        let line = &scenario.stock[id];
        let (store, item) = (&scenario.stores[line.store], &scenario.items[line.item]);
        let on_hand = Spread::over(&rows, |row| row.weekly.last().copied().unwrap_or(0) as f64)?;
        let days = Spread::over(records, |record| self.days(record, id))?;
        Some(CoverForecast {
            line: id,
            store: store.name.clone(),
            item: item.name.clone(),
            name: say!("in-store", item = item.title, store = store.title),
            on_hand,
            coming: Spread::mean_of(&rows.iter().map(|row| row.coming as f64).collect::<Vec<_>>(), 0.0),
            days,
            next_supply: self.next_supply(id),
            lasts: self
                .next_supply(id)
                .map(|_| Chance::over(records, |record| self.lasts(record, id) == 1.0)),
            is_staple: is_staple(scenario, line.store, line.item),
        })
    }

    /// Units asked for on a day of each calendar month; the mean of all where the horizon has no such month.
    fn rates(&self, row: &StockRecord) -> [f64; 12] {
        let (mut asked, mut days) = ([0.0; 12], [0.0; 12]);
        for (&(month, length), &units) in self.months.iter().zip(&row.asked) {
            asked[month] += units as f64;
            days[month] += length;
        }
        let mean = asked.iter().sum::<f64>() / days.iter().sum::<f64>().max(1.0);
        std::array::from_fn(|month| if days[month] > 0.0 { asked[month] / days[month] } else { mean })
    }

    fn coming(&self, id: StockId) -> Coming {
        let line = &self.frame.scenario.stock[id];
        let to = self.frame.scenario.stores[line.store].site;
        let sources = self.sources(line.store, line.item);
        let at_once: Vec<(SiteId, f64)> = sources.iter().map(|&(site, _)| (site, 0.0)).collect();
        let next = next_order(self.frame, line.policy).and_then(|order| {
            let ready: Vec<(SiteId, f64)> =
                sources.iter().map(|&(site, lead)| (site, order + lead)).collect();
            self.arrival(&ready, to)
        });
        Coming { ordered: self.arrival(&at_once, to), next }
    }

    /// Where a line's goods come from, and after what lead time: the store above where it replenishes them, else every offer
    /// that was never refused.
    fn sources(&self, store: StoreId, item: ItemId) -> Vec<(SiteId, f64)> {
        let scenario = self.frame.scenario;
        if let Some(parent) = scenario.stores[store].parent {
            let own = |line: &&iceroad_model::stores::StockLine| {
                (line.store, line.item) == (parent, item) && line.policy != ReviewPolicy::None
            };
            if scenario.stock.iter().any(|line| own(&line)) {
                return vec![(scenario.stores[parent].site, 0.0)];
            }
        }
        let offers =
            scenario.offers.entries().filter(|(id, row)| row.item == item && !self.refused.contains(id));
        offers.map(|(_, row)| (row.site, row.lead_days.mean())).collect()
    }

    /// The earliest day on which goods that are ready at these sites come to another, over ordinary legs.
    fn arrival(&self, ready: &[(SiteId, f64)], to: SiteId) -> Option<f64> {
        let scenario = self.frame.scenario;
        let mut at = Table::filled(scenario.sites.len(), f64::INFINITY);
        for &(site, day) in ready {
            at[site] = day.min(at[site]);
        }
        let mut changed = true;
        while changed {
            changed = false;
            for leg in scenario.legs.iter().filter(|leg| !leg.emergency) {
                if at[leg.from].is_infinite() {
                    continue;
                }
                let departs = leg.season.map_or(Some(at[leg.from]), |season| self.open(season, at[leg.from]));
                let arrives = departs.map_or(f64::INFINITY, |day| day + leg.transit_days.mean());
                if arrives < at[leg.to] {
                    at[leg.to] = arrives;
                    changed = true;
                }
            }
        }
        Some(at[to]).filter(|day| day.is_finite())
    }

    /// The first day from `day` on at which a season is open.
    fn open(&self, season: SeasonId, day: f64) -> Option<f64> {
        let departs = self.windows[season].iter().filter(|(_, closed)| day < closed + 1.0);
        departs.map(|(opened, _)| day.max(*opened)).reduce(f64::min)
    }
}

/// Lines that people or all machines live from.
pub fn staples(scenario: &Scenario) -> impl Iterator<Item = StockId> {
    let lines = scenario.stock.entries();
    lines.filter(|(_, line)| is_staple(scenario, line.store, line.item)).map(|(id, _)| id)
}

fn is_staple(scenario: &Scenario, store: StoreId, item: ItemId) -> bool {
    let eats = scenario
        .consumption
        .iter()
        .any(|row| row.item == item && scenario.settlements[row.settlement].store == store);
    let burns =
        scenario.mines.iter().any(|mine| mine.fuel_store == Some(store) && mine.fuel_item == Some(item));
    let works = scenario.mine_uses.iter().any(|row| (row.store, row.item) == (store, item));
    eats || burns || works
}

/// The key of the measure that tells whether a line lasts.
pub fn lasts_key(scenario: &Scenario, line: StockId) -> String {
    let line = &scenario.stock[line];
    format!("cover.{}.{}.lasts", scenario.stores[line.store].name, scenario.items[line.item].name)
}

/// When a line is ordered for next after the end, days after it; none where it never is.
fn next_order(frame: &Frame<'_>, policy: ReviewPolicy) -> Option<f64> {
    match policy {
        ReviewPolicy::None => None,
        ReviewPolicy::ReorderUpTo { review_days, .. } => Some(review_days.get()),
        ReviewPolicy::BeforeClosure { reorder_up_to, .. } if reorder_up_to.get() > 0 => Some(0.0),
        ReviewPolicy::BeforeClosure { order_by, .. } => {
            let end = epoch_day(frame.start()) + frame.days();
            let year = date_of_epoch_day(end).year();
            let days = [year, year + 1].map(|year| epoch_day(order_by.in_year(year)) - end);
            days.into_iter().find(|&day| day >= 0).map(|day| day as f64)
        }
    }
}

/// A season's windows in the median replication, and the same in the years after; days after the end.
fn windows_after(frame: &Frame<'_>, season: SeasonId) -> Vec<(f64, f64)> {
    let mut windows = Vec::new();
    for label in frame.window_labels(season) {
        let found: Vec<_> = frame.records.iter().filter_map(|r| frame.window(r, season, &label)).collect();
        if found.len() * 2 < frame.records.len() {
            continue;
        }
        let opened = Spread::over(&found, |window| f64::from(window.opened));
        let closed = Spread::over(&found, |window| f64::from(window.closed));
        if let (Some(opened), Some(closed)) = (opened, closed) {
            windows.push((opened.p50 - frame.days() as f64, closed.p50 - frame.days() as f64));
        }
    }
    // The last year's windows come again.
    let last: Vec<(f64, f64)> = windows.iter().copied().filter(|(_, closed)| *closed > -YEAR).collect();
    for years in 1..=3 {
        windows
            .extend(last.iter().map(|(opened, closed)| {
                (opened + f64::from(years) * YEAR, closed + f64::from(years) * YEAR)
            }));
    }
    windows
}
