//! When seasons are open: by the outlook where there is one, else by the replications.
use crate::Results;
use crate::frame::Frame;
use crate::spread::Spread;
use iceroad_model::outlook::{DayBand, MeasuredWindow, SeasonForecast, SeasonSort, WindowForecast};
use iceroad_model::record::WindowRecord;
use iceroad_model::{SeasonId, SiteId};

/// The outlook's seasons; where it has none, those of the replications.
pub fn all(results: &Results<'_>, frame: &Frame<'_>) -> Vec<SeasonForecast> {
    if !results.outlook.seasons.is_empty() {
        return results.outlook.seasons.clone();
    }
    results.scenario.seasons.ids().map(|id| from_records(frame, id)).collect()
}

fn from_records(frame: &Frame<'_>, id: SeasonId) -> SeasonForecast {
    let season = &frame.scenario.seasons[id];
    SeasonForecast {
        season: id,
        name: season.name.clone(),
        station: season.station,
        sort: SeasonSort::of(&season.kind),
        windows: frame.window_labels(id).into_iter().map(|label| window(frame, id, label)).collect(),
        limits: Vec::new(),
        measured: Vec::new(),
    }
}

fn window(frame: &Frame<'_>, id: SeasonId, label: String) -> WindowForecast {
    let found: Vec<WindowRecord> =
        frame.records.iter().filter_map(|record| frame.window(record, id, &label)).copied().collect();
    let band = |of: fn(&WindowRecord) -> Option<i32>| {
        let days: Vec<f64> = found.iter().filter_map(of).map(f64::from).collect();
        Some((day_band(&days)?, days.len()))
    };
    let share = |n: usize| n as f64 / frame.records.len().max(1) as f64;
    let (opened, full, closed) = (band(|w| Some(w.opened)), band(|w| w.full_load), band(|w| Some(w.closed)));
    WindowForecast {
        year: found.first().map_or(0, |w| frame.window_year(id, w.opened, w.closed)),
        chance: opened.map_or(0.0, |(_, n)| share(n)),
        full_load_chance: full.map_or(0.0, |(_, n)| share(n)),
        opened: opened.map(|(band, _)| band),
        full_load: full.map(|(band, _)| band),
        closed: closed.map(|(band, _)| band),
        days_open: None,
        planned: None,
        label,
    }
}

/// A day on record in several years, moved into the first window of its season.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OnRecord {
    /// P10, median and P90.
    pub band: DayBand,
    /// Years behind it.
    pub years: usize,
}

/// Opening, full load and closing as they are on record.
pub fn on_record(season: &SeasonForecast) -> [Option<OnRecord>; 3] {
    let band = |of: fn(&MeasuredWindow) -> Option<i32>| {
        let days: Vec<f64> = season.measured.iter().filter_map(of).map(f64::from).collect();
        Some(OnRecord { band: day_band(&days)?, years: days.len() })
    };
    [band(|w| w.opened), band(|w| w.full_load), band(|w| w.closed)]
}

fn day_band(days: &[f64]) -> Option<DayBand> {
    let spread = Spread::of(days)?;
    let day = |value: f64| value.round() as i32;
    Some(DayBand { p10: day(spread.p10), p50: day(spread.p50), p90: day(spread.p90) })
}

/// Median open windows, in days of the horizon, of the seasonal ordinary legs that end at a site.
pub fn open_to(frame: &Frame<'_>, seasons: &[SeasonForecast], site: SiteId) -> Vec<(f64, f64)> {
    let legs = frame.scenario.legs.iter().filter(|leg| leg.to == site && !leg.emergency);
    let wanted: Vec<SeasonId> = legs.filter_map(|leg| leg.season).collect();
    let mut all = Vec::new();
    for season in seasons.iter().filter(|season| wanted.contains(&season.season)) {
        for window in &season.windows {
            if let (Some(opened), Some(closed)) = (window.opened, window.closed) {
                all.push((f64::from(opened.p50), f64::from(closed.p50) + 1.0));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_record_has_its_spread_and_its_years() {
        let window = |year, opened, full_load| MeasuredWindow { year, opened, full_load, closed: None };
        let season = SeasonForecast {
            season: SeasonId(0),
            name: "road".into(),
            sort: SeasonSort::Ice,
            station: None,
            windows: Vec::new(),
            limits: Vec::new(),
            measured: vec![
                window(2001, Some(210), None),
                window(2002, Some(214), Some(240)),
                window(2003, Some(218), None),
            ],
        };
        let [opened, full_load, closed] = on_record(&season);
        let opened = opened.unwrap();
        assert_eq!((opened.band.p50, opened.years), (214, 3));
        assert!(opened.band.p10 < 214 && opened.band.p90 > 214);
        assert_eq!(full_load.map(|day| (day.band.p50, day.years)), Some((240, 1)));
        assert_eq!(closed, None);
    }
}
