//! Ice roads against the seasons on record: errors as they are, and no verdict.
//!
//! Two looks. The **back-test** runs the ice physics on the winters whose dates are known. The **outlook** is what the
//! examples would tell a planner, held beside the dates that were recorded for the same roads.

use crate::harness::Trouble;
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day};
use iceroad_climate::Climate;
use iceroad_climate::backtest::{Milestone, back_test, cases, normal_record};
use iceroad_model::Scenario;
use iceroad_model::climate::{DailyMean, StationRecord};
use iceroad_model::outlook::{DayBand, MeasuredWindow, Outlook, SeasonForecast, SeasonSort, WindowForecast};
use std::fmt::Write;
use std::path::Path;

/// Draws behind the outlook.
const DRAWS: u32 = 500;
/// The winters of the Lena crossing: those of the station's record.
const YAKUTSK_YEARS: std::ops::RangeInclusive<i16> = 1984..=2018;

/// The report's part on roads. `examples` holds the folders `sakha` and `nwt`.
///
/// # Errors
/// Where an example cannot be read.
pub fn section(examples: &Path) -> Result<String, Trouble> {
    let read = |name: &str| -> Result<Scenario, Trouble> {
        let folder = examples.join(name);
        iceroad_format::read(&folder)
            .map_err(|report| format!("{} cannot be read: {report}", folder.display()).into())
    };
    let (sakha, nwt) = (read("sakha")?, read("nwt")?);
    let mut text = String::from(
        "## Roads on ice\n\n\
         Errors are predicted minus measured, in days: above zero the model is late. There is no verdict: the errors are \
         published as they are. *Constant* predicts each season by the mean day of the others, *skill* is \
         1 − MSE/MSE of the constant, *left out* predicts each season with the growth coefficient fitted on the others.\n",
    );
    let [first, last] = [cases::TIBBITT_DAYS.0, cases::TIBBITT_DAYS.1];
    let normals = normal_record(&cases::YELLOWKNIFE_NORMALS, first, last);
    back_tested(&mut text, &cases::tibbitt_contwoyto(), &normals, Milestone::Opened);
    back_tested(&mut text, &cases::tibbitt_contwoyto_built(), &normals, Milestone::FullLoad);
    back_tested(
        &mut text,
        &cases::yakutsk_crossing(YAKUTSK_YEARS),
        &measured(&sakha, "yakutsk")?,
        Milestone::Opened,
    );
    text += "\n### The examples' outlook against the records\n\n";
    let _ = writeln!(
        text,
        "P10, P50 and P90 over {DRAWS} draws of the weather, as `iceroad roads` prints them, beside the recorded days moved into \
         the same season. *Error* is P50 minus recorded.\n\n\
         | road | milestone | P10 | P50 | P90 | recorded | mean error | MAE | within P10–P90 |\n\
         |---|---|---|---|---|---:|---:|---:|---:|"
    );
    for scenario in [&sakha, &nwt] {
        let outlook = Climate::prepare(scenario)?.outlook(scenario.heading.seed, DRAWS)?;
        expected(&mut text, scenario, &outlook);
    }
    Ok(text)
}

/// The daily means of a measured station.
fn measured(scenario: &Scenario, name: &str) -> Result<Vec<DailyMean>, Trouble> {
    let station = scenario.stations.iter().find(|station| station.name == name);
    match station.map(|station| &station.record) {
        Some(StationRecord::Measured(record)) => Ok(record.clone()),
        _ => Err(format!("the example has no measured station {name}").into()),
    }
}

fn back_tested(text: &mut String, case: &cases::Case, record: &[DailyMean], by: Milestone) {
    let result = back_test(record, &case.season, &case.measured, by);
    let _ = writeln!(text, "\n### {}\n", case.name);
    for note in case.notes {
        let _ = writeln!(text, "* {note}");
    }
    let _ = write!(text, "\n{result}");
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
