//! Brings the climate's outlook of roads into the report's own words: the one place where the two rooms meet.
use iceroad_climate::outlook as climate;
use iceroad_engine::Prepared;
use iceroad_model::Scenario;
use iceroad_model::climate::StationRecord;
use iceroad_report as report;

/// Draws for an outlook at the least: quantiles of fewer winters say little.
pub(crate) const LEAST_DRAWS: u32 = 200;

/// The outlook of a scenario; empty where the climate cannot be drawn, which a run would have said before.
pub(crate) fn of(prepared: &Prepared<'_>, seed: u64, draws: u32) -> report::SeasonOutlook {
    let Ok(outlook) = prepared.climate().outlook(seed, draws) else {
        return report::SeasonOutlook::default();
    };
    report::SeasonOutlook {
        draws: outlook.draws,
        seasons: outlook.seasons.iter().map(|row| season(prepared.scenario(), row)).collect(),
        legs: outlook.legs.iter().map(leg).collect(),
    }
}

fn season(scenario: &Scenario, row: &climate::SeasonForecast) -> report::SeasonForecast {
    let station = row.station.map(|station| &scenario.stations[station]);
    report::SeasonForecast {
        season: row.season,
        name: row.name.clone(),
        station: station.map(|station| station.title.clone()),
        synthetic: station.is_some_and(|station| matches!(station.record, StationRecord::Synthetic { .. })),
        kind: kind(row.sort),
        windows: row.windows.iter().map(window).collect(),
        limits: row.limits.iter().map(|l| report::LimitBand { p10: l.p10, p50: l.p50, p90: l.p90 }).collect(),
        measured: row.measured.iter().map(measured).collect(),
    }
}

fn kind(sort: climate::SeasonSort) -> report::SeasonKindName {
    match sort {
        climate::SeasonSort::Ice => report::SeasonKindName::Ice,
        climate::SeasonSort::River => report::SeasonKindName::River,
        climate::SeasonSort::Calendar => report::SeasonKindName::Calendar,
    }
}

fn window(row: &climate::WindowForecast) -> report::WindowForecast {
    report::WindowForecast {
        label: row.label.clone(),
        chance: row.chance,
        full_load_chance: row.full_load_chance,
        opened: row.opened.map(band),
        full_load: row.full_load.map(band),
        closed: row.closed.map(band),
        planned: row.planned,
    }
}

fn band(row: climate::DayBand) -> report::DayBand {
    report::DayBand { p10: row.p10, p50: row.p50, p90: row.p90 }
}

/// The climate moves measured dates to the first window of its forecast.
fn measured(row: &climate::MeasuredWindow) -> report::MeasuredWindow {
    report::MeasuredWindow {
        year: row.year,
        window: 0,
        opened: row.opened,
        full_load: row.full_load,
        closed: row.closed,
    }
}

fn leg(row: &climate::LegForecast) -> report::LegForecast {
    let window = |w: &climate::LegWindow| report::LegWindow {
        label: w.label.clone(),
        p10_t: w.p10_t,
        p50_t: w.p50_t,
        p90_t: w.p90_t,
    };
    report::LegForecast { leg: row.leg, name: row.name.clone(), windows: row.windows.iter().map(window).collect() }
}
