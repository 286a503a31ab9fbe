//! When roads and rivers may be expected to be open, with their spread, and what each leg can then carry.
//!
//! The same draws that replications 0, 1, 2 … of the seed would have are made and only looked at: nothing moves. Days
//! count from the horizon's first day and may be negative. Quantiles of opening, full load and closing are over
//! the draws in which it came; the chance that it came stands beside them. What a leg can carry is counted over
//! the days of a window that lie in the horizon, and is zero in a draw without that window.
//!
//! Pitfall: a leg's tonnes are its own limit (trips a day, payload, ice, low water), not a plan: vehicles, goods and money
//! may end sooner. Two legs that share a season are not two chances: they are good or bad together.
use crate::seasons::{LegLoad, Roads, SeasonTrack, Window};
use crate::years::Years;
use iceroad_base::Table;
use iceroad_base::estimate::Quantiles;
use iceroad_base::quantity::Mass;
use iceroad_model::climate::{ClimateMode, DayLimit, PlannedWindow, SeasonKind};
use iceroad_model::{LegId, SeasonId, StationId};

/// Limits of single days are given up to so many days times draws; beyond, [`SeasonForecast::limits`] stays empty.
const MOST_LIMITS: usize = 20_000_000;

/// When seasons may be expected to be open, and what legs can carry.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outlook {
    /// Draws behind it; one in recorded mode.
    pub draws: u32,
    /// Every season of the scenario, in order.
    pub seasons: Vec<SeasonForecast>,
    /// Every leg of the scenario, in order.
    pub legs: Vec<LegForecast>,
}

/// How a season opens and closes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SeasonSort {
    /// By ice physics.
    Ice,
    /// By river.
    River,
    /// By calendar.
    Calendar,
}

/// One season.
#[derive(Clone, PartialEq, Debug)]
pub struct SeasonForecast {
    /// Which.
    pub season: SeasonId,
    /// Its short name.
    pub name: String,
    /// How it opens and closes.
    pub sort: SeasonSort,
    /// The station whose temperatures it has.
    pub station: Option<StationId>,
    /// Every window that touches the horizon, in order.
    pub windows: Vec<WindowForecast>,
    /// Allowed gross mass on each day of the horizon; empty where there would be too many.
    pub limits: Vec<LimitBand>,
    /// Windows that were measured in earlier years.
    pub measured: Vec<MeasuredWindow>,
}

/// One window of a season over the draws.
#[derive(Clone, PartialEq, Debug)]
pub struct WindowForecast {
    /// The year in which its span begins, as in [`Window::year`].
    pub year: i16,
    /// Its name: `2026/27` where it goes over New Year, `2026` where not.
    pub label: String,
    /// Share of draws in which it came at all, 0 to 1.
    pub chance: f64,
    /// Share of draws in which full load was reached, 0 to 1.
    pub full_load_chance: f64,
    /// First open day.
    pub opened: Option<DayBand>,
    /// First day at full load.
    pub full_load: Option<DayBand>,
    /// Last open day.
    pub closed: Option<DayBand>,
    /// Days open, those on which thaw had closed it left out.
    pub days_open: Option<DayBand>,
    /// What planners and policies expect.
    pub planned: Option<PlannedWindow>,
}

/// A day, or a number of days, with its spread.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DayBand {
    /// One draw in ten is below.
    pub p10: i32,
    /// Median.
    pub p50: i32,
    /// One draw in ten is above.
    pub p90: i32,
}

/// Allowed gross mass on one day; zero is closed, [`DayLimit::UNLIMITED`] leaves it to the leg.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LimitBand {
    /// One draw in ten allows less.
    pub p10: Mass,
    /// Median.
    pub p50: Mass,
    /// One draw in ten allows more.
    pub p90: Mass,
}

/// A measured window, its month and day moved to the first window of the forecast.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MeasuredWindow {
    /// The year in which it closed.
    pub year: i16,
    /// First day with traffic.
    pub opened: Option<i32>,
    /// First day with full loads.
    pub full_load: Option<i32>,
    /// Last day with traffic.
    pub closed: Option<i32>,
}

/// What one leg can carry.
#[derive(Clone, PartialEq, Debug)]
pub struct LegForecast {
    /// Which.
    pub leg: LegId,
    /// Its short name.
    pub name: String,
    /// By window of its season, as in [`SeasonForecast::windows`]; a leg without a season has one, the horizon.
    pub windows: Vec<LegWindow>,
}

/// What one leg can carry in one window, t.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LegWindow {
    /// The window's name.
    pub label: String,
    /// One draw in ten carries less.
    pub p10_t: f64,
    /// Median.
    pub p50_t: f64,
    /// One draw in ten carries more.
    pub p90_t: f64,
}

/// What the draws of one season's window gave.
#[derive(Default)]
struct Drawn {
    opened: Vec<f64>,
    full_load: Vec<f64>,
    closed: Vec<f64>,
    days_open: Vec<f64>,
    /// For each leg of the season, tonnes of each draw that had the window.
    tonnes: Vec<Vec<f64>>,
}

/// The outlook of every season and leg over replications 0 to `draws` − 1 of `seed`.
pub(crate) fn outlook(
    years: &Years,
    roads: &Roads,
    planned: &Table<SeasonId, Vec<PlannedWindow>>,
    (seed, draws): (u64, u32),
) -> Outlook {
    let draws = match years.mode() {
        ClimateMode::Resampled => draws.max(1),
        ClimateMode::Recorded { .. } => 1,
    };
    let mut legs: Vec<LegForecast> = roads.legs.entries().map(|(id, leg)| all_year(roads, id, leg)).collect();
    let mut seasons = Vec::new();
    for id in roads.seasons.ids() {
        let season_legs: Vec<(LegId, &LegLoad)> =
            roads.legs.entries().filter(|(_, leg)| leg.season == Some(id)).collect();
        let mut tally = Tally::new(roads, id, season_legs.len(), draws);
        for replication in 0..draws {
            let weather = years.draw(seed, replication);
            tally.take(roads, &roads.whole_track_of(id, &weather, seed, replication), &season_legs);
        }
        let forecast = tally.season(roads, &planned[id]);
        for (nth, (leg, _)) in season_legs.iter().enumerate() {
            legs[leg.0 as usize].windows = tally.leg(nth, &forecast.windows);
        }
        seasons.push(forecast);
    }
    Outlook { draws, seasons, legs }
}

/// A leg as if it were open on every day; the windows of one with a season are put in its place afterwards.
fn all_year(roads: &Roads, id: LegId, leg: &LegLoad) -> LegForecast {
    let tonnes = (leg.day(DayLimit::OPEN) * roads.days).tonnes();
    let window = LegWindow { label: "horizon".into(), p10_t: tonnes, p50_t: tonnes, p90_t: tonnes };
    LegForecast { leg: id, name: leg.name.clone(), windows: vec![window] }
}

/// What the draws of one season gave.
struct Tally {
    season: SeasonId,
    draws: u32,
    /// In order of year.
    windows: Vec<(i16, Drawn)>,
    legs: usize,
    /// Limits in kg by day, then draw; empty where there would be too many.
    limits: Vec<u32>,
    taken: usize,
}

impl Tally {
    fn new(roads: &Roads, season: SeasonId, legs: usize, draws: u32) -> Self {
        let wanted = roads.days as usize * draws as usize;
        let limits = if wanted <= MOST_LIMITS { vec![0; wanted] } else { Vec::new() };
        let mut tally = Self { season, draws, windows: Vec::new(), legs, limits, taken: 0 };
        // A season that never opens is told too.
        for year in roads.years_ending_in_horizon(season) {
            tally.drawn(year);
        }
        tally
    }

    fn drawn(&mut self, year: i16) -> &mut Drawn {
        let at = match self.windows.binary_search_by_key(&year, |(year, _)| *year) {
            Ok(at) => at,
            Err(at) => {
                let tonnes = vec![Vec::new(); self.legs];
                self.windows.insert(at, (year, Drawn { tonnes, ..Drawn::default() }));
                at
            }
        };
        &mut self.windows[at].1
    }

    fn take(&mut self, roads: &Roads, track: &SeasonTrack, legs: &[(LegId, &LegLoad)]) {
        for window in track.windows() {
            let open = |day: &i32| track.limit(i64::from(*day)).gross > Mass::ZERO;
            let days_open = (window.opened..=window.closed).filter(open).count();
            let tonnes: Vec<f64> = legs.iter().map(|(_, leg)| carried(roads, track, window, leg)).collect();
            let drawn = self.drawn(window.year);
            drawn.opened.push(f64::from(window.opened));
            drawn.full_load.extend(window.full_load.map(f64::from));
            drawn.closed.push(f64::from(window.closed));
            drawn.days_open.push(days_open as f64);
            for (all, tonnes) in drawn.tonnes.iter_mut().zip(tonnes) {
                all.push(tonnes);
            }
        }
        let draws = self.draws as usize;
        for (day, limits) in self.limits.chunks_exact_mut(draws).enumerate() {
            let gross = track.limit(day as i64).gross.get();
            limits[self.taken] = u32::try_from(gross.max(0)).unwrap_or(u32::MAX);
        }
        self.taken += 1;
    }

    fn season(&mut self, roads: &Roads, planned: &[PlannedWindow]) -> SeasonForecast {
        let season = &roads.seasons[self.season];
        let days = roads.days as f64;
        let ending = roads.years_ending_in_horizon(self.season);
        self.windows.retain(|(year, drawn)| {
            let touches = drawn
                .opened
                .iter()
                .zip(&drawn.closed)
                .any(|(opened, closed)| *opened < days && *closed >= 0.0);
            touches || (drawn.opened.is_empty() && ending.contains(year))
        });
        let windows: Vec<WindowForecast> =
            self.windows.iter().map(|(year, drawn)| self.window(roads, *year, drawn, planned)).collect();
        let limits = self.limits.chunks_exact_mut(self.draws as usize).map(limit_band).collect();
        let first = windows.first().map(|window| window.year);
        SeasonForecast {
            season: self.season,
            name: season.name.clone(),
            sort: match season.kind {
                SeasonKind::Ice(_) => SeasonSort::Ice,
                SeasonKind::River(_) => SeasonSort::River,
                SeasonKind::Calendar(_) => SeasonSort::Calendar,
            },
            station: season.station,
            measured: first.map_or_else(Vec::new, |year| measured(roads, self.season, year)),
            windows,
            limits,
        }
    }

    fn window(&self, roads: &Roads, year: i16, drawn: &Drawn, planned: &[PlannedWindow]) -> WindowForecast {
        let draws = f64::from(self.draws);
        let opened = band(&drawn.opened);
        // The planned window of the same year overlaps the span from its first to its last day.
        let span = roads.span_of(self.season, year);
        let of_year = |window: &&PlannedWindow| {
            let (opens, closes) = (i64::from(window.opens), i64::from(window.closes));
            span.is_some_and(|(first, last)| (first..=last).contains(&i64::midpoint(opens, closes)))
        };
        WindowForecast {
            year,
            label: roads.label(self.season, year),
            chance: drawn.opened.len() as f64 / draws,
            full_load_chance: drawn.full_load.len() as f64 / draws,
            opened,
            full_load: band(&drawn.full_load),
            closed: band(&drawn.closed),
            days_open: band(&drawn.days_open),
            planned: planned.iter().find(of_year).copied(),
        }
    }

    fn leg(&self, nth: usize, windows: &[WindowForecast]) -> Vec<LegWindow> {
        let of_window = |(window, (_, drawn)): (&WindowForecast, &(i16, Drawn))| {
            let mut tonnes = drawn.tonnes[nth].clone();
            tonnes.resize(self.draws as usize, 0.0);
            let quantiles = Quantiles::of(&tonnes);
            let (p10_t, p50_t, p90_t) = (quantiles.p10(), quantiles.p50(), quantiles.p90());
            LegWindow { label: window.label.clone(), p10_t, p50_t, p90_t }
        };
        windows.iter().zip(&self.windows).map(of_window).collect()
    }
}

/// Tonnes that a leg can carry on the days of a window that lie in the horizon.
fn carried(roads: &Roads, track: &SeasonTrack, window: &Window, leg: &LegLoad) -> f64 {
    let (first, last) = (i64::from(window.opened).max(0), i64::from(window.closed).min(roads.days - 1));
    (first..=last).map(|day| leg.day(track.limit(day))).sum::<Mass>().tonnes()
}

fn measured(roads: &Roads, id: SeasonId, year: i16) -> Vec<MeasuredWindow> {
    let closes = year.saturating_add(roads.over_new_year(id));
    let moved = roads.seasons[id].measured.iter().map(|dates| {
        let days = roads.shifted(dates, closes.saturating_sub(dates.year));
        let day = |day: Option<i64>| day.map(|day| day as i32);
        MeasuredWindow {
            year: dates.year,
            opened: day(days.opened),
            full_load: day(days.full_load),
            closed: day(days.closed),
        }
    });
    moved.collect()
}

fn band(days: &[f64]) -> Option<DayBand> {
    if days.is_empty() {
        return None;
    }
    let quantiles = Quantiles::of(days);
    let [p10, p50, p90] = [quantiles.p10(), quantiles.p50(), quantiles.p90()].map(|day| day.round() as i32);
    Some(DayBand { p10, p50, p90 })
}

/// Quantiles by nearest rank: between closed and open nothing lies in the middle.
fn limit_band(limits: &mut [u32]) -> LimitBand {
    limits.sort_unstable();
    let at = |p: f64| {
        let index = (p * (limits.len() - 1) as f64).round() as usize;
        match limits[index] {
            u32::MAX => DayLimit::UNLIMITED,
            kg => Mass(i64::from(kg)),
        }
    };
    LimitBand { p10: at(0.1), p50: at(0.5), p90: at(0.9) }
}

#[cfg(test)]
mod tests;
