//! The outlook of roads for the console: seasons, legs, and the forecast of ice roads against measured dates.
use iceroad::{
    Date, DateBand, ForecastErrors, MilestoneErrors, RoadWindow, RoadsAnswer, SeasonHeld, SeasonRoad,
    YearHeld,
};
use std::fmt::Write as _;

/// When each season opens, carries full loads and closes, and what each leg can carry.
pub fn console(answer: &RoadsAnswer) -> String {
    seasons_text(answer) + &legs_text(answer)
}

fn seasons_text(answer: &RoadsAnswer) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "Seasons over {} drawn years (P10 / P50 / P90)\n", answer.draws);
    let _ =
        writeln!(page, "{:16} {:8} {:32} {:32} {:32}", "season", "window", "opens", "full load", "closes");
    for season in &answer.seasons {
        for window in &season.windows {
            let _ = writeln!(
                page,
                "{:16} {:8} {:32} {:32} {:32}{}",
                season.season,
                window.window,
                dates(window.opens),
                full_load(window),
                dates(window.closes),
                remark(season, window),
            );
        }
    }
    page
}

/// `14 Dec / 22 Dec / 3 Jan`
fn dates(band: Option<DateBand>) -> String {
    let Some(DateBand { p10, p50, p90 }) = band else { return "never".into() };
    let day = |day: Date| day.strftime("%-d %b").to_string();
    format!("{} / {} / {}", day(p10), day(p50), day(p90))
}

fn full_load(window: &RoadWindow) -> String {
    if window.full_load.is_none() && window.opens.is_some() {
        return "not reached".into();
    }
    dates(window.full_load)
}

fn remark(season: &SeasonRoad, window: &RoadWindow) -> String {
    let mut remarks = Vec::new();
    if window.chance < 0.995 {
        remarks.push(format!("opens in {:.0} of 100 years", window.chance * 100.0));
    }
    if window.full_load.is_some() && window.full_load_chance < 0.995 {
        remarks.push(format!("full load in {:.0} of 100", window.full_load_chance * 100.0));
    }
    if season.synthetic {
        remarks.push("synthetic temperatures".into());
    }
    remarks.join("; ")
}

fn legs_text(answer: &RoadsAnswer) -> String {
    let mut page = String::from("\nWhat each leg can carry within the horizon, t (P10 / P50 / P90)\n\n");
    for leg in &answer.legs {
        for window in &leg.windows {
            let tonnes = format!("{:.0} / {:.0} / {:.0}", window.p10_t, window.p50_t, window.p90_t);
            let _ = writeln!(page, "{:26} {:10} {:>36}", leg.leg, window.window, tonnes);
        }
    }
    page
}

/// How the forecast of ice roads stands against measured dates.
pub fn backtest(answer: &RoadsAnswer) -> String {
    let mut page = String::new();
    if answer.backtest.is_empty() {
        page += "\nNo ice season has measured dates in season_dates.csv: there is nothing to hold the forecast against.\n";
    } else {
        page += "\nForecast of ice roads against measured dates: P50 − measured, days; below zero is early.\n\
                 Left one out: each year by figures fitted on the others; the best constant is the mean or median day of the others.\n";
    }
    for season in &answer.backtest {
        held(&mut page, season);
    }
    winters(&mut page, answer);
    page
}

fn held(page: &mut String, season: &SeasonHeld) {
    let _ = writeln!(page, "\n{}: {}", season.season, season.basis);
    let _ = writeln!(
        page,
        "  {:10} {:14} {:>5} {:>6} {:>6} {:>6} {:>9} {:>14}",
        "", "figures", "years", "never", "mean", "MAE", "constant", "within P10–P90"
    );
    for MilestoneErrors { milestone, as_written, left_one_out } in &season.errors {
        error_row(page, milestone, "as written", as_written);
        if left_one_out.n + left_one_out.never > 0 {
            error_row(page, "", "left one out", left_one_out);
        }
    }
    let _ = writeln!(
        page,
        "  full load reached in {} of {} years of which it is known",
        season.full_load_reached, season.full_load_known
    );
    if let Some(fitted) = &season.fitted {
        let _ = writeln!(
            page,
            "  fitted to all years: construction_days {:.0}, construction_sd_days {:.1}, cleared_alpha {:.2}, full_load_chance_share {:.2}, closes_usual {}, closes_sd_days {:.1}",
            fitted.construction_days,
            fitted.construction_sd_days,
            fitted.cleared_alpha,
            fitted.full_load_chance_share,
            fitted.closes_usual.as_deref().unwrap_or("–"),
            fitted.closes_sd_days,
        );
    }
    let _ = writeln!(page, "  {:6} {:28} {:30} measured", "year", "", "forecast (P10 / P50 / P90)");
    for year in &season.seasons {
        year_rows(page, year);
    }
    for skipped in &season.left_out {
        let _ = writeln!(page, "  {} left out: {}", skipped.year, skipped.why);
    }
}

fn error_row(page: &mut String, milestone: &str, figures: &str, errors: &ForecastErrors) {
    let _ = writeln!(
        page,
        "  {:10} {:14} {:>5} {:>6} {:>6} {:>6} {:>9} {:>14}",
        milestone,
        figures,
        errors.n,
        errors.never,
        number(errors.mean_days, 1),
        number(errors.mae_days, 1),
        number(errors.constant_mae_days, 1),
        format!("{} of {}", errors.within_p10_p90, errors.n + errors.never),
    );
}

/// The three dates of a year, each beside its forecast: left one out where it could be.
fn year_rows(page: &mut String, year: &YearHeld) {
    let forecast = year.left_one_out.as_ref().unwrap_or(&year.as_written);
    let full_load = match forecast.full_load {
        Some(_) => format!("full load, {:.0} of 100 years", forecast.full_load_chance * 100.0),
        None => "full load".into(),
    };
    let rows = [
        ("opening", forecast.opens, year.measured.opened),
        (full_load.as_str(), forecast.full_load, year.measured.full_load),
        ("closing", forecast.closes, year.measured.closed),
    ];
    let mut name = year.year.to_string();
    for (what, band, measured) in rows {
        let measured = match measured {
            Some(day) => day.strftime("%-d %b").to_string(),
            None if year.never_full && what.starts_with("full load") => "not reached".into(),
            None => "–".into(),
        };
        let _ = writeln!(page, "  {name:6} {what:28} {:30} {measured}", dates(band));
        name.clear();
    }
}

/// The winters that are drawn from, and those that are not.
fn winters(page: &mut String, answer: &RoadsAnswer) {
    let dropped = &answer.winters_dropped;
    let _ = writeln!(page, "\nWinters drawn from: {}; not used: {}", answer.winters, dropped.len());
    for winter in dropped {
        let _ = writeln!(
            page,
            "  {}/{:02} at {}: {}",
            winter.year - 1,
            winter.year.rem_euclid(100),
            winter.station,
            winter.why
        );
    }
}

fn number(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.decimals$}"))
}
