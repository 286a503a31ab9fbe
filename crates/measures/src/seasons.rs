//! When seasons are open: the windows of the replications, so that a road has one median wherever it is told of; load limits and
//! what is on record by the outlook, and from it windows that no replication had.
use crate::Results;
use crate::frame::Frame;
use crate::spread::Spread;
use iceroad_model::outlook::{DayBand, MeasuredWindow, SeasonForecast, SeasonSort, WindowForecast};
use iceroad_model::record::WindowRecord;
use iceroad_model::{SeasonId, SiteId};

/// Every season, with its windows in order.
pub fn all(results: &Results<'_>, frame: &Frame<'_>) -> Vec<SeasonForecast> {
    let one = |id: SeasonId| {
        let run = from_records(frame, id);
        match results.outlook.seasons.iter().find(|season| season.season == id) {
            Some(outlook) => both(outlook, run),
            None => run,
        }
    };
    results.scenario.seasons.ids().map(one).collect()
}

/// The outlook with the windows of the run in the place of its own.
fn both(outlook: &SeasonForecast, run: SeasonForecast) -> SeasonForecast {
    let mut windows = outlook.windows.clone();
    for window in run.windows {
        match windows.iter_mut().find(|known| known.label == window.label) {
            Some(known) => {
                *known = WindowForecast { days_open: known.days_open, planned: known.planned, ..window }
            }
            None => windows.push(window),
        }
    }
    windows.sort_by_key(|window| window.year);
    SeasonForecast { windows, name: run.name, ..outlook.clone() }
}

fn from_records(frame: &Frame<'_>, id: SeasonId) -> SeasonForecast {
    let season = &frame.scenario.seasons[id];
    SeasonForecast {
        season: id,
        name: season.title.clone(),
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
    // As dates of means are rounded elsewhere.
    let day = |value: f64| (value + 0.5).floor() as i32;
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
    use iceroad_model::Scenario;
    use iceroad_model::record::RunRecord;

    /// The outlook of a thousand winters opens on day 210; the ten years of this run on days 200 to 209.
    #[test]
    fn a_road_has_the_median_of_the_run() {
        let scenario = Scenario::new(iceroad_worlds::example::small()).unwrap();
        let records: Vec<RunRecord> = (0..10)
            .map(|day| {
                let window =
                    WindowRecord { season: SeasonId(0), opened: 200 + day, full_load: None, closed: 270 };
                RunRecord { windows: vec![window], ..RunRecord::default() }
            })
            .collect();
        let frame = Frame::new(&scenario, &records);
        let run = from_records(&frame, SeasonId(0));
        let band = |day| Some(DayBand { p10: day - 9, p50: day, p90: day + 9 });
        let thousand = WindowForecast { opened: band(210), full_load: band(230), ..run.windows[0].clone() };
        let later = WindowForecast { year: 2_100, label: "2100/01".into(), ..thousand.clone() };
        let outlook = SeasonForecast { windows: vec![thousand, later], ..run.clone() };
        let found = both(&outlook, run);
        let opened: Vec<_> = found.windows.iter().map(|window| window.opened.map(|band| band.p50)).collect();
        // Between the fifth and the sixth, told as the later of both: as the measure of the same name is.
        assert_eq!(opened, [Some(205), Some(210)]);
        assert_eq!(found.windows[0].full_load, None);
        let book = crate::kpi::Book::of(&frame);
        let key = format!("season.{}.{}.opened", scenario.seasons[SeasonId(0)].name, found.windows[0].label);
        let measure = book.find(&key).unwrap().over(&records);
        assert_eq!(
            crate::numbers::date_at(&frame.clock, measure.spread.unwrap().p50),
            frame.clock.date_of_day(205)
        );
    }

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
