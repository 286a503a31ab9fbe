//! The outlook of roads for the console: seasons, legs, and the ice physics against measured dates.
use iceroad::{Date, DateBand, RoadWindow, RoadsAnswer, SeasonHeld, SeasonRoad};
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

/// How the ice physics stands against measured dates.
pub fn backtest(held: &[SeasonHeld]) -> String {
    if held.is_empty() {
        return "\nNo ice season has measured dates in season_dates.csv: there is nothing to hold the physics against.\n"
            .into();
    }
    let mut page = String::from(
        "\nIce physics against measured dates: predicted − measured, days; below zero is early\n",
    );
    for SeasonHeld { season, basis, errors, left_out, .. } in held {
        let _ = writeln!(page, "\n{season}: {basis}");
        let _ = writeln!(
            page,
            "  {:10} {:>7} {:>6} {:>6} {:>6} {:>9} {:>6}",
            "", "seasons", "never", "mean", "MAE", "RMSE", "skill"
        );
        for errors in errors {
            let _ = writeln!(
                page,
                "  {:10} {:>7} {:>6} {:>6} {:>6} {:>9} {:>6}",
                errors.milestone,
                errors.n,
                errors.never,
                number(errors.mean_days, 1),
                number(errors.mae_days, 1),
                number(errors.rmse_days, 1),
                number(errors.skill, 2),
            );
        }
        for skipped in left_out {
            let _ = writeln!(page, "  {} left out: {}", skipped.year, skipped.why);
        }
    }
    page
}

fn number(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.decimals$}"))
}
