//! Ice roads against the seasons on record: left-one-out errors and coverage with their bars, and the outlook of the examples
//! beside the dates that were recorded for the same roads.
//!
//! The bars are those of a forecast worth having: P50 errs by at most `MOST_DAYS` in the mean, and P10–P90 holds about eight
//! seasons in ten. Where a road has no weather of its recorded winters (a synthetic station) no forecast can tell one
//! year from another: then the bar is what the best constant errs by, and a little, and the report says so.

use crate::harness::{Check, Trouble};
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day};
use iceroad_climate::Climate;
use iceroad_climate::backtest::{BackTest, Errors, Milestone};
use iceroad_model::outlook::{DayBand, MeasuredWindow, Outlook, SeasonForecast, SeasonSort, WindowForecast};
use iceroad_model::{Scenario, SeasonId};
use std::fmt::Write;
use std::path::Path;

/// Draws behind the outlook.
const DRAWS: u32 = 500;
/// The mean absolute error of P50 that is asked for, days.
const MOST_DAYS: f64 = 4.0;
/// What a forecast without its winter's weather may err more than the best constant, days.
const OVER_CONSTANT: f64 = 0.5;
/// The coverage of P10–P90 that is asked for.
const COVERAGE: std::ops::RangeInclusive<f64> = 0.7..=0.9;
/// The part of the report.
const PART: &str = "Roads on ice, each season left out once";
/// Where the seasons come from.
const SOURCE: &str = "seasons 2000–2009 of the Tibbitt–Contwoyto road, `examples/nwt/season_dates.csv`";

/// The examples with roads on ice.
fn read(examples: &Path, name: &str) -> Result<Scenario, Trouble> {
    let folder = examples.join(name);
    iceroad_format::read(&folder)
        .map_err(|report| format!("{} cannot be read: {report}", folder.display()).into())
}

/// The back-test of the road whose seasons are on record.
fn tested(examples: &Path) -> Result<(bool, BackTest), Trouble> {
    let nwt = read(examples, "nwt")?;
    let climate = Climate::prepare(&nwt)?;
    let id: SeasonId = nwt
        .seasons
        .ids()
        .find(|id| nwt.seasons[*id].name == "tcwr")
        .ok_or("the example nwt has no season tcwr")?;
    let own_weather = nwt.seasons[id].station.is_some_and(|station| !nwt.stations[station].is_synthetic());
    Ok((own_weather, climate.back_test(id).ok_or("tcwr is no road on ice")?))
}

/// The errors and the coverage of each milestone, left one out, against their bars.
///
/// # Errors
/// Where the example cannot be read, or has no such road.
pub fn checks(examples: &Path) -> Result<Vec<Check>, Trouble> {
    let (own_weather, test) = tested(examples)?;
    let mut checks = Vec::new();
    for (milestone, errors) in Milestone::ALL.into_iter().zip(&test.left_out) {
        checks.push(error_check(milestone, errors, own_weather));
        checks.push(coverage_check(milestone, errors));
    }
    Ok(checks)
}

fn error_check(milestone: Milestone, errors: &Errors, own_weather: bool) -> Check {
    let constant = errors.constant_mae.unwrap_or(f64::INFINITY);
    let is_hopeless = !own_weather && constant > MOST_DAYS;
    let most = if is_hopeless { constant + OVER_CONSTANT } else { MOST_DAYS };
    let bar = if is_hopeless {
        format!(
            "at most {most:.1} days: {MOST_DAYS:.0} cannot be met without the weather of these winters, the best constant errs by {constant:.1}"
        )
    } else {
        format!("at most {MOST_DAYS:.0} days")
    };
    Check {
        part: PART,
        name: format!("{}: mean absolute error of P50", milestone.name()),
        source: SOURCE,
        expected: bar,
        got: errors.mae.map_or("nothing".into(), |mae| format!("{mae:.1} days over {} seasons", errors.n)),
        passes: errors.never == 0 && errors.mae.is_some_and(|mae| mae <= most),
    }
}

fn coverage_check(milestone: Milestone, errors: &Errors) -> Check {
    let n = errors.n + errors.never;
    Check {
        part: PART,
        name: format!("{}: seasons within P10–P90", milestone.name()),
        source: SOURCE,
        expected: format!("{:.0} to {:.0} %", 100.0 * COVERAGE.start(), 100.0 * COVERAGE.end()),
        got: format!("{} of {n}", errors.within),
        passes: errors.coverage().is_some_and(|share| COVERAGE.contains(&share)),
    }
}

/// The report's part on the outlook of roads. `examples` holds the folders `sakha` and `nwt`.
///
/// # Errors
/// Where an example cannot be read.
pub fn section(examples: &Path) -> Result<String, Trouble> {
    let mut text = String::from("## Roads on ice: the outlook of the examples against the records\n\n");
    let (_, test) = tested(examples)?;
    seasons(&mut text, &test);
    let _ = writeln!(
        text,
        "P10, P50 and P90 over {DRAWS} draws of the weather, as `iceroad roads` prints them, beside the recorded days moved into \
         the same season. *Error* is P50 minus recorded.\n\n\
         | road | milestone | P10 | P50 | P90 | recorded | mean error | MAE | within P10–P90 |\n\
         |---|---|---|---|---|---:|---:|---:|---:|"
    );
    for name in ["sakha", "nwt"] {
        let scenario = read(examples, name)?;
        let outlook = Climate::prepare(&scenario)?.outlook(scenario.heading.seed, DRAWS)?;
        expected(&mut text, &scenario, &outlook);
    }
    Ok(text)
}

/// Every recorded season of the Tibbitt–Contwoyto road beside its forecast from the others.
fn seasons(text: &mut String, test: &BackTest) {
    *text += "The Tibbitt–Contwoyto road, each season forecast by figures fitted on the others. Its winters are not on record: \
              all are forecast from the same pool of winters (monthly means of Yellowknife, daily anomalies of Yakutsk).\n\n\
              | season | opening P10 / P50 / P90 | recorded | full load P10 / P50 / P90 | chance | recorded | closing P10 / P50 / P90 | recorded |\n\
              |---|---|---|---|---:|---|---|---|\n";
    for row in &test.rows {
        let Some(forecast) = &row.left_out else { continue };
        let day = |date: Date| date.strftime("%-d %b").to_string();
        let [opens, full_load, closes] = forecast.days.map(|band| {
            band.map_or("–".into(), |band| [band.p10, band.p50, band.p90].map(day).join(" / "))
        });
        let told = |date: Option<Date>| date.map_or("–".into(), day);
        let measured = &row.measured;
        let full = if measured.never_full { "not reached".into() } else { told(measured.full_load) };
        let _ = writeln!(
            text,
            "| {} | {opens} | {} | {full_load} | {:.0} % | {full} | {closes} | {} |",
            measured.year,
            told(measured.opened),
            100.0 * forecast.full_load_chance,
            told(measured.closed),
        );
    }
    let (known, reached) = test.full_load_seasons;
    let _ = writeln!(
        text,
        "\nFull load was reached in {reached} of {known} seasons of which it is known; {} seasons were left out for a gap in the weather.\n",
        test.skipped.len()
    );
}

/// How a day is read off a window.
type Days<W, D> = fn(&W) -> Option<D>;
/// A milestone with its days in the forecast and on record.
type Look = (Milestone, Days<WindowForecast, DayBand>, Days<MeasuredWindow, i32>);

fn expected(text: &mut String, scenario: &Scenario, outlook: &Outlook) {
    let looks: [Look; 3] = [
        (Milestone::Opened, |window| window.opened, |window| window.opened),
        (Milestone::FullLoad, |window| window.full_load, |window| window.full_load),
        (Milestone::Closed, |window| window.closed, |window| window.closed),
    ];
    for season in outlook.seasons.iter().filter(|season| season.sort == SeasonSort::Ice) {
        for look in looks {
            row(text, scenario.heading.start, season, look);
        }
    }
}

fn row(text: &mut String, start: Date, season: &SeasonForecast, (milestone, band, day): Look) {
    let Some(band) = season.windows.first().and_then(band) else { return };
    let days: Vec<i32> = season.measured.iter().filter_map(day).collect();
    let date = |day: i32| date_of_epoch_day(epoch_day(start) + i64::from(day));
    let (name, what) = (&season.name, milestone.name());
    let [p10, p50, p90] = [band.p10, band.p50, band.p90].map(date);
    let _ = write!(text, "| {name} | {what} | {p10} | {p50} | {p90} | {} ", days.len());
    if days.is_empty() {
        *text += "| – | – | – |\n";
        return;
    }
    let errors: Vec<f64> = days.iter().map(|day| f64::from(band.p50 - day)).collect();
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / days.len() as f64;
    let within = days.iter().filter(|&&day| band.p10 <= day && day <= band.p90).count();
    let _ = writeln!(
        text,
        "| {:+.1} | {:.1} | {within} of {} |",
        mean(&mut errors.iter().copied()),
        mean(&mut errors.iter().map(|error| error.abs())),
        days.len(),
    );
}
