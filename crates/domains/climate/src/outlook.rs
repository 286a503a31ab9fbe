//! Makes the [`Outlook`]: when roads and rivers may be expected to be open, with their spread, and what each leg can
//! then carry.
//!
//! The same draws that replications 0, 1, 2 … of the seed would have are made and only looked at: nothing moves. Days
//! count from the horizon's first day and may be negative. Quantiles of opening, full load and closing are over
//! the draws in which it came; the chance that it came stands beside them. What a leg can carry is counted over
//! the days of a window that lie in the horizon, and is zero in a draw without that window.
//!
//! Pitfall: a leg's tonnes are its own limit (trips a day, payload, ice, low water), not a plan: vehicles, goods and money
//! may end sooner. Two legs that share a season are not two chances: they are good or bad together.
use crate::seasons::{LegLoad, SeasonTrack, Seasons, Window};
use crate::years::Years;
use iceroad_base::Table;
use iceroad_base::estimate::Quantiles;
use iceroad_base::quantity::Mass;
use iceroad_model::climate::{ClimateMode, DayLimit, PlannedWindow};
use iceroad_model::outlook::{
    DayBand, LegForecast, LegWindow, LimitBand, MeasuredWindow, Outlook, SeasonForecast, SeasonSort,
    WindowForecast,
};
use iceroad_model::{LegId, SeasonId};

/// Limits of single days are given up to so many days times draws; beyond, [`SeasonForecast::limits`] stays empty.
const MOST_LIMITS: usize = 20_000_000;

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
    seasons: &Seasons,
    planned: &Table<SeasonId, Vec<PlannedWindow>>,
    (seed, draws): (u64, u32),
) -> Outlook {
    let draws = match years.mode() {
        ClimateMode::Resampled => draws.max(1),
        ClimateMode::Recorded { .. } => 1,
    };
    let mut legs: Vec<LegForecast> =
        seasons.legs.entries().map(|(id, leg)| all_year(seasons, id, leg)).collect();
    let mut forecasts = Vec::new();
    for id in seasons.rows.ids() {
        let season_legs: Vec<(LegId, &LegLoad)> =
            seasons.legs.entries().filter(|(_, leg)| leg.season == Some(id)).collect();
        let mut tally = Tally::new(seasons, id, season_legs.len(), draws);
        for replication in 0..draws {
            let weather = years.draw(seed, replication);
            tally.take(seasons, &seasons.whole_track_of(id, &weather, seed, replication), &season_legs);
        }
        let forecast = tally.season(seasons, &planned[id]);
        for (nth, (leg, _)) in season_legs.iter().enumerate() {
            legs[leg.0 as usize].windows = tally.leg(nth, &forecast.windows);
        }
        forecasts.push(forecast);
    }
    Outlook {
        draws,
        winters: years.pool.len() as u32,
        winters_dropped: years.dropped.len() as u32,
        seasons: forecasts,
        legs,
        hauls: Default::default(),
    }
}

/// A leg as if it were open on every day; the windows of one with a season are put in its place afterwards.
fn all_year(seasons: &Seasons, id: LegId, leg: &LegLoad) -> LegForecast {
    let tonnes = (leg.day(DayLimit::OPEN) * seasons.days).tonnes();
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
    fn new(seasons: &Seasons, season: SeasonId, legs: usize, draws: u32) -> Self {
        let wanted = seasons.days as usize * draws as usize;
        let limits = if wanted <= MOST_LIMITS { vec![0; wanted] } else { Vec::new() };
        let mut tally = Self { season, draws, windows: Vec::new(), legs, limits, taken: 0 };
        // A season that never opens is told too.
        for year in seasons.years_ending_in_horizon(season) {
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

    fn take(&mut self, seasons: &Seasons, track: &SeasonTrack, legs: &[(LegId, &LegLoad)]) {
        for window in track.windows() {
            let open = |day: &i32| track.limit(i64::from(*day)).gross > Mass::ZERO;
            let days_open = (window.opened..=window.closed).filter(open).count();
            let tonnes: Vec<f64> = legs.iter().map(|(_, leg)| carried(seasons, track, window, leg)).collect();
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

    fn season(&mut self, seasons: &Seasons, planned: &[PlannedWindow]) -> SeasonForecast {
        let season = &seasons.rows[self.season];
        let days = seasons.days as f64;
        let ending = seasons.years_ending_in_horizon(self.season);
        self.windows.retain(|(year, drawn)| {
            let touches = drawn
                .opened
                .iter()
                .zip(&drawn.closed)
                .any(|(opened, closed)| *opened < days && *closed >= 0.0);
            touches || (drawn.opened.is_empty() && ending.contains(year))
        });
        let windows: Vec<WindowForecast> =
            self.windows.iter().map(|(year, drawn)| self.window(seasons, *year, drawn, planned)).collect();
        let limits = self.limits.chunks_exact_mut(self.draws as usize).map(limit_band).collect();
        let first = windows.first().map(|window| window.year);
        SeasonForecast {
            season: self.season,
            name: season.name.clone(),
            sort: SeasonSort::of(&season.kind),
            station: season.station,
            measured: first.map_or_else(Vec::new, |year| measured(seasons, self.season, year)),
            windows,
            limits,
        }
    }

    fn window(
        &self,
        seasons: &Seasons,
        year: i16,
        drawn: &Drawn,
        planned: &[PlannedWindow],
    ) -> WindowForecast {
        let draws = f64::from(self.draws);
        let opened = band(&drawn.opened);
        // The planned window of the same year overlaps the span from its first to its last day.
        let span = seasons.span_of(self.season, year);
        let of_year = |window: &&PlannedWindow| {
            let (opens, closes) = (i64::from(window.opens), i64::from(window.closes));
            span.is_some_and(|(first, last)| (first..=last).contains(&i64::midpoint(opens, closes)))
        };
        WindowForecast {
            year,
            label: seasons.label(self.season, year),
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
fn carried(seasons: &Seasons, track: &SeasonTrack, window: &Window, leg: &LegLoad) -> f64 {
    let (first, last) = (i64::from(window.opened).max(0), i64::from(window.closed).min(seasons.days - 1));
    (first..=last).map(|day| leg.day(track.limit(day))).sum::<Mass>().tonnes()
}

fn measured(seasons: &Seasons, id: SeasonId, year: i16) -> Vec<MeasuredWindow> {
    let closes = year.saturating_add(seasons.over_new_year(id));
    let moved = seasons.rows[id].measured.iter().map(|dates| {
        let days = seasons.shifted(dates, closes.saturating_sub(dates.year));
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
