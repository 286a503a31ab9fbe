//! `iceroad roads`: when each road opens, carries full loads and closes, and what it can carry.
use crate::args::RoadsArgs;
use crate::failure::Failure;
use crate::{check, text};
use iceroad_base::civil::{Clock, MonthDay};
use iceroad_climate::backtest::{self, BackTest, Milestone, back_test, normal_record};
use iceroad_engine::Prepared;
use iceroad_model::Scenario;
use iceroad_model::climate::{DailyMean, MonthNormal, Season, SeasonKind, Station, StationRecord};
use iceroad_model::outlook::{DayBand, LegForecast, Outlook, SeasonForecast, WindowForecast};
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

/// Draws for an outlook at the least: quantiles of fewer winters say little.
pub(crate) const LEAST_DRAWS: u32 = 200;

pub(crate) fn command(args: &RoadsArgs) -> Result<(), Failure> {
    let scenario = check::read(&args.folder)?;
    let prepared = Prepared::new(Arc::clone(&scenario)).map_err(Failure::ours)?;
    let seed = args.repeat.seed.unwrap_or(scenario.heading.seed);
    let draws = args.repeat.replications.unwrap_or(LEAST_DRAWS);
    let outlook = prepared.climate().outlook(seed, draws).map_err(Failure::ours)?;
    let held = if args.backtest { hold_against_records(&scenario) } else { Vec::new() };
    let clock = scenario.clock(&scenario.heading.zone);
    if args.json {
        return text::print_json(&document(&scenario, &clock, &outlook, &held));
    }
    let mut page = seasons_text(&scenario, &clock, &outlook);
    page += &legs_text(&outlook);
    if args.backtest {
        page += &backtest_text(&held);
    }
    text::print(&page)
}

fn seasons_text(scenario: &Scenario, clock: &Clock, outlook: &Outlook) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "Seasons over {} drawn years (P10 / P50 / P90)\n", outlook.draws);
    let _ =
        writeln!(page, "{:16} {:8} {:32} {:32} {:32}", "season", "window", "opens", "full load", "closes");
    for season in &outlook.seasons {
        for window in &season.windows {
            let _ = writeln!(
                page,
                "{:16} {:8} {:32} {:32} {:32}{}",
                season.name,
                window.label,
                dates(clock, window.opened),
                full_load(clock, window),
                dates(clock, window.closed),
                remark(scenario, season, window),
            );
        }
    }
    page
}

/// `14 Dec / 22 Dec / 3 Jan`
fn dates(clock: &Clock, band: Option<DayBand>) -> String {
    let Some(DayBand { p10, p50, p90 }) = band else { return "never".into() };
    let day = |day: i32| clock.date_of_day(day.into()).strftime("%-d %b").to_string();
    format!("{} / {} / {}", day(p10), day(p50), day(p90))
}

fn full_load(clock: &Clock, window: &WindowForecast) -> String {
    if window.full_load.is_none() && window.opened.is_some() {
        return "not reached".into();
    }
    dates(clock, window.full_load)
}

fn remark(scenario: &Scenario, season: &SeasonForecast, window: &WindowForecast) -> String {
    let mut remarks = Vec::new();
    if window.chance < 0.995 {
        remarks.push(format!("opens in {:.0} of 100 years", window.chance * 100.0));
    }
    if window.full_load.is_some() && window.full_load_chance < 0.995 {
        remarks.push(format!("full load in {:.0} of 100", window.full_load_chance * 100.0));
    }
    if season.station.is_some_and(|station| scenario.stations[station].is_synthetic()) {
        remarks.push("synthetic temperatures".into());
    }
    remarks.join("; ")
}

fn legs_text(outlook: &Outlook) -> String {
    let mut page = String::from("\nWhat each leg can carry within the horizon, t (P10 / P50 / P90)\n\n");
    for leg in &outlook.legs {
        for window in &leg.windows {
            let tonnes = format!("{:.0} / {:.0} / {:.0}", window.p10_t, window.p50_t, window.p90_t);
            let _ = writeln!(page, "{:26} {:10} {:>36}", leg.name, window.label, tonnes);
        }
    }
    page
}

/// One season of the scenario held against its measured dates.
struct Held {
    season: String,
    basis: String,
    result: BackTest,
}

/// Every ice season with measured dates.
fn hold_against_records(scenario: &Scenario) -> Vec<Held> {
    let mut all = Vec::new();
    for season in &scenario.seasons {
        let (SeasonKind::Ice(ice), Some(station)) = (&season.kind, season.station) else { continue };
        if season.measured.is_empty() {
            continue;
        }
        let station = &scenario.stations[station];
        let (record, basis) = match &station.record {
            StationRecord::Measured(record) => {
                (record.clone(), format!("daily means measured at {}", station.title))
            }
            StationRecord::Synthetic { normals, .. } => (
                normals_over(normals, season),
                format!(
                    "monthly normals of {}, the same every year: only the mean error says anything",
                    station.title
                ),
            ),
        };
        let result = back_test(&record, ice, &season.measured, Milestone::Opened);
        all.push(Held { season: season.name.clone(), basis, result });
    }
    all
}

/// Normals as if they were a record, over all measured seasons.
fn normals_over(normals: &[MonthNormal; 12], season: &Season) -> Vec<DailyMean> {
    let years = season.measured.iter().map(|dates| dates.year);
    let (Some(first), Some(last)) = (years.clone().min(), years.max()) else { return Vec::new() };
    let july = MonthDay { month: 7, day: 1 };
    normal_record(normals, july.in_year(first - 1), july.in_year(last))
}

fn backtest_text(held: &[Held]) -> String {
    if held.is_empty() {
        return "\nNo ice season has measured dates in season_dates.csv: there is nothing to hold the physics against.\n"
            .into();
    }
    let mut page = String::from(
        "\nIce physics against measured dates: predicted − measured, days; below zero is early\n",
    );
    for Held { season, basis, result } in held {
        let _ = writeln!(page, "\n{season}: {basis}");
        let _ = writeln!(
            page,
            "  {:10} {:>7} {:>6} {:>6} {:>6} {:>9} {:>6}",
            "", "seasons", "never", "mean", "MAE", "RMSE", "skill"
        );
        for (milestone, errors) in Milestone::ALL.iter().zip(&result.errors) {
            let _ = writeln!(
                page,
                "  {:10} {:>7} {:>6} {:>6} {:>6} {:>9} {:>6}",
                milestone.name(),
                errors.n,
                errors.never,
                number(errors.mean, 1),
                number(errors.mae, 1),
                number(errors.rmse, 1),
                number(errors.skill, 2),
            );
        }
        for skipped in &result.skipped {
            let _ = writeln!(page, "  {} left out: {}", skipped.year, skipped.why);
        }
    }
    page
}

fn number(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.decimals$}"))
}

fn held_json(held: &Held) -> Value {
    let date = |date: Option<iceroad_base::civil::Date>| date.map(|date| date.to_string());
    let dates = |d: &backtest::Dates| json!({ "opened": date(d.opened), "full_load": date(d.full_load), "closed": date(d.closed) });
    let errors = Milestone::ALL.iter().zip(&held.result.errors).map(|(milestone, e)| {
        json!({
            "milestone": milestone.name(), "n": e.n, "never": e.never, "mean_days": e.mean, "mae_days": e.mae,
            "rmse_days": e.rmse, "constant_rmse_days": e.constant_rmse, "skill": e.skill,
        })
    });
    let rows = held.result.rows.iter();
    json!({
        "season": held.season,
        "basis": held.basis,
        "errors": errors.collect::<Vec<_>>(),
        "seasons": rows.map(|row| json!({ "year": row.year, "measured": dates(&row.measured), "predicted": dates(&row.predicted) })).collect::<Vec<_>>(),
        "left_out": held.result.skipped.iter().map(|s| json!({ "year": s.year, "why": s.why })).collect::<Vec<_>>(),
    })
}

fn document(scenario: &Scenario, clock: &Clock, outlook: &Outlook, held: &[Held]) -> Value {
    let date = |day: i32| clock.date_of_day(day.into()).to_string();
    let band = |band: Option<DayBand>| {
        band.map(|b| json!({ "p10": date(b.p10), "p50": date(b.p50), "p90": date(b.p90) }))
    };
    let window = |w: &WindowForecast| {
        json!({
            "window": w.label,
            "chance": w.chance,
            "full_load_chance": w.full_load_chance,
            "opens": band(w.opened),
            "full_load": band(w.full_load),
            "closes": band(w.closed),
        })
    };
    let season = |s: &SeasonForecast| {
        let station = s.station.map(|station| &scenario.stations[station]);
        json!({
            "season": s.name,
            "kind": s.sort.name(),
            "station": station.map(|station| &station.title),
            "synthetic": station.is_some_and(Station::is_synthetic),
            "windows": s.windows.iter().map(window).collect::<Vec<_>>(),
        })
    };
    let leg = |l: &LegForecast| {
        let windows = l.windows.iter();
        json!({
            "leg": l.name,
            "windows": windows.map(|w| json!({ "window": w.label, "p10_t": w.p10_t, "p50_t": w.p50_t, "p90_t": w.p90_t })).collect::<Vec<_>>(),
        })
    };
    json!({
        "scenario": scenario.heading.name,
        "draws": outlook.draws,
        "seasons": outlook.seasons.iter().map(season).collect::<Vec<_>>(),
        "legs": outlook.legs.iter().map(leg).collect::<Vec<_>>(),
        "backtest": held.iter().map(held_json).collect::<Vec<_>>(),
    })
}
