//! What a fleet's own failure log says: which law each subsystem's life has, how sure that is, and what it is to a scenario.
//!
//! ```text
//!  file ─▶ format (columns, words, cells) ─▶ lifedata::log (ages, watching, units) ─▶ of each model × subsystem:
//!     exposure and mean cumulative function ─▶ tests for trend ─┬─ a trend ─▶ models of failures that come again
//!                                                               └─ none ───▶ laws of life
//!     and laws of repair, and cold months beside warm ones ─▶ rows of subsystems.csv
//! ```
//!
//! Pitfall: a law is known as far as lives were seen. What lies beyond is told as such, here and by every edge.

mod choose;
mod group;
mod rows;
mod said;
mod temperature;
mod weather;

pub use rows::{FitRow, FitWritten};
pub use said::{RowsOfKind, RowsTold};
pub use temperature::{BandTold, TemperatureTold};

use crate::error::Error;
use iceroad_base::civil::date_of_epoch_day;
use iceroad_format::Report;
use iceroad_format::failure_log::{self, FailureLog, Recognised};
use iceroad_lifedata::interval::LEVEL;
use iceroad_lifedata::law::LifeLaw;
use iceroad_lifedata::log::{Assembled, Basis, Options, assemble};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use temperature::Days;
use weather::Beside;

/// What is asked of a failure log.
#[derive(Clone, PartialEq, Debug)]
pub struct FitSpec {
    /// What the log's columns and words mean, where names do not say.
    pub map: Option<PathBuf>,
    /// What is kept apart.
    pub by: FitBy,
    /// The level of all intervals.
    pub level: f64,
    /// Files of daily weather where the machines worked, or the folder of a scenario with its record.
    pub weather: Vec<PathBuf>,
    /// The scenario that is to be written into: its station tells the weather where no file does, and hours are counted by the curves
    /// that its subsystems age by.
    pub into: Option<PathBuf>,
}

impl Default for FitSpec {
    fn default() -> Self {
        FitSpec { map: None, by: FitBy::default(), level: LEVEL, weather: Vec::new(), into: None }
    }
}

/// What is kept apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FitBy {
    /// Models.
    pub model: bool,
    /// Subsystems.
    pub subsystem: bool,
    /// Causes.
    pub cause: bool,
}

impl Default for FitBy {
    fn default() -> Self {
        FitBy { model: true, subsystem: true, cause: false }
    }
}

/// What a failure log says.
#[derive(Clone, Debug, Serialize)]
pub struct FitAnswer {
    /// The file.
    pub file: String,
    /// The level of all intervals.
    pub level: f64,
    /// What became of its rows.
    pub rows: RowsTold,
    /// The columns that were read, theirs and ours.
    pub columns: Vec<ColumnTold>,
    /// The columns that were not.
    pub unread: Vec<String>,
    /// The words for what happened, theirs and ours, and rows that have them.
    pub events: Vec<EventTold>,
    /// What ages are hours of.
    pub hours_of: &'static str,
    /// The days from and to which machines were watched, where there are dates.
    pub watched: Option<(String, String)>,
    /// Machines that were watched.
    pub machines: usize,
    /// The hours that they ran meanwhile.
    pub machine_hours: f64,
    /// What a reader must know of the log as a whole.
    pub remarks: Vec<String>,
    /// Every model × subsystem (× cause), with what was seen.
    pub groups: Vec<GroupTold>,
    /// Every fit that was tried.
    pub fits: Vec<FitTold>,
    /// What it comes to in a scenario's tables.
    pub scenario_rows: Vec<FitRow>,
    /// What comes to no row of a scenario, and why.
    pub without_row: Vec<String>,
    /// Cells that could not be read.
    #[serde(skip)]
    pub cells: Report,
}

/// A column that was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ColumnTold {
    /// Its name in the file.
    pub theirs: String,
    /// Ours.
    pub ours: String,
    /// Whether the mapping file says so; recognised by its name otherwise.
    pub told: bool,
}

/// A word for what happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EventTold {
    /// As the file has it.
    pub theirs: String,
    /// As it was taken.
    pub ours: &'static str,
    /// Rows that have it.
    pub rows: usize,
}

/// What is known of one model × subsystem (× cause).
#[derive(Clone, Debug, Serialize)]
pub struct GroupTold {
    /// The model; empty where none is told or all are taken together.
    pub model: String,
    /// The subsystem; likewise.
    pub subsystem: String,
    /// The cause; likewise.
    pub cause: String,
    /// Units that were watched: one for each machine, and one more for each part replaced before it failed.
    pub units: usize,
    /// Hours on all their meters.
    pub hours: f64,
    /// Failures.
    pub failures: usize,
    /// The greatest age that was watched, h.
    pub oldest_h: f64,
    /// Stretches that are no lives, as the part's age at their beginning is not known.
    pub unknown_age: usize,
    /// The mean cumulative function.
    pub mcf: Vec<McfPoint>,
    /// The tests for trend.
    pub trend: Option<TrendTold>,
    /// The law or model that was chosen for its life.
    pub chosen: Option<String>,
    /// What it comes to, in plain sentences.
    pub says: Vec<String>,
    /// Cold months beside warm ones.
    pub seasons: Option<SeasonsTold>,
    /// Where failures stand on probability paper: age, h, and share failed.
    pub plot: Vec<(f64, f64)>,
    /// The law that was chosen, where it is one of lives.
    #[serde(skip)]
    pub law: Option<LifeLaw>,
    /// The chosen model's mean cumulative function at a few ages, where it is one of failures that come again.
    pub expected: Vec<(f64, f64)>,
    /// What temperature does, where the weather is known and the data bear the question.
    pub temperature: Option<TemperatureTold>,
}

impl GroupTold {
    /// Whether a trend was found.
    fn has_trend(&self) -> bool {
        self.trend.as_ref().is_some_and(|trend| matches!(trend.verdict, "worse" | "better" | "other"))
    }

    /// What it is of: `830E / engine`.
    pub fn title(&self) -> String {
        let parts = [&self.model, &self.subsystem, &self.cause].map(String::as_str);
        let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if told.is_empty() { "All machines".to_owned() } else { told.join(" / ") }
    }
}

/// The mean cumulative function at an age.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct McfPoint {
    /// The age, h.
    pub age: f64,
    /// Failures of a unit by then, on average.
    pub mean: f64,
    /// The interval's lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Units watched at this age.
    pub at_risk: usize,
}

/// What the tests for trend said.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TrendTold {
    /// `none`, `renewal`, `worse`, `better`, `other` or `cannot tell`.
    pub verdict: &'static str,
    /// Each test.
    pub tests: Vec<TestTold>,
}

/// What one test for trend said.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TestTold {
    /// Its name.
    pub test: &'static str,
    /// How units were taken together: `by unit`, each by a rate of its own, or by `total time` on test.
    pub together: &'static str,
    /// Its statistic.
    pub statistic: f64,
    /// The chance of one so far out without a trend.
    pub p: f64,
}

/// How often something fails in cold months, beside warm ones.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct SeasonsTold {
    /// Failures from November to March.
    pub cold_failures: f64,
    /// Hours run then.
    pub cold_hours: f64,
    /// Failures in the other months.
    pub warm_failures: f64,
    /// Hours run then.
    pub warm_hours: f64,
    /// Failures per hour in cold months over those in warm ones.
    pub ratio: Parameter,
    /// The chance of a ratio so far from 1 if months did not matter.
    pub p: f64,
}

/// A number found in data.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Parameter {
    /// The likeliest value.
    pub estimate: f64,
    /// The interval's lower end; none where the data set none, or it was not worked out.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
}

/// One fit.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FitTold {
    /// The model.
    pub model: String,
    /// The subsystem.
    pub subsystem: String,
    /// The cause.
    pub cause: String,
    /// What it is of: `life`, `recurrence` (failures that come again), `temperature` (factors by it), `repair` (hands-on hours) or
    /// `down` (hours down, waiting among them).
    pub of: &'static str,
    /// The law or model.
    pub distribution: String,
    /// Its parameters by name; ages and durations in hours.
    pub parameters: BTreeMap<String, Parameter>,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's criterion, for few failures where it is defined; less is better.
    pub aic: f64,
    /// Lives, units or repairs behind it.
    pub n: u64,
    /// Failures behind it.
    pub failures: u64,
    /// The verdict on trend in its group.
    pub trend: &'static str,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Why, or why not.
    pub why: String,
}

impl FitTold {
    /// Its parameters with their intervals, factors by temperature left out: `scale 1480 (1290 to 1700), shape 1.93 (1.42 to 2.55)`.
    pub fn figures(&self) -> String {
        let one = |(name, parameter): (&String, &Parameter)| {
            let ends = match (parameter.low, parameter.high) {
                (Some(low), Some(high)) => format!(" ({} to {})", short(low), short(high)),
                (Some(low), None) => format!(" (above {})", short(low)),
                (None, Some(high)) => format!(" (below {})", short(high)),
                (None, None) => String::new(),
            };
            format!("{name} {}{ends}", short(parameter.estimate))
        };
        // Factors by temperature are told in a sentence of their group.
        let told = self.parameters.iter().filter(|(name, _)| !name.starts_with("factor_"));
        told.map(one).collect::<Vec<_>>().join(", ")
    }
}

/// Three figures, and those before the point.
fn short(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. | 0.0 => format!("{value:.2}"),
        _ => {
            let digits = (2 - libm::floor(libm::log10(value.abs())) as i32).clamp(2, 12) as usize;
            format!("{value:.digits$}")
        }
    }
}

/// Reads a failure log and fits all that its data can tell.
///
/// ```
/// let place = tempfile::tempdir()?;
/// let log = place.path().join("failures.csv");
/// let ages = [310, 700, 1150, 1380, 1900, 2210, 2650, 2900];
/// let rows: String = ages.iter().map(|age| format!("T1,830E,{age},engine\n")).collect();
/// std::fs::write(&log, format!("machine,model,meter,subsystem\n{rows}"))?;
/// let answer = iceroad::fit(&log, &iceroad::FitSpec::default())?;
/// assert_eq!((answer.rows.all, answer.rows.used), (8, 8));
/// assert!(answer.fits.iter().any(|fit| fit.chosen && fit.of == "life"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Faults`] where the file is no failure log, or the mapping file is wrong.
pub fn fit(file: &Path, spec: &FitSpec) -> Result<FitAnswer, Error> {
    let read = failure_log::read(file, spec.map.as_deref())?;
    let options = Options {
        by_model: spec.by.model,
        by_subsystem: spec.by.subsystem,
        by_cause: spec.by.cause,
        ..read.options
    };
    let taken = assemble(&read.log, read.fates.clone(), &options);
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let beside = weather::beside(spec, &taken.machines)?;
    Ok(answer(&name, read, &taken, &beside, spec.level))
}

/// What is said where a trend is no more than that of temperature.
const TREND_OF_SEASONS: &str = "Hours as they were run have a trend; counted by what temperature does they have none, and these are tested above.";

fn answer(file: &str, read: FailureLog, taken: &Assembled, beside: &Beside, level: f64) -> FitAnswer {
    let mut groups = Vec::new();
    let mut fits = Vec::new();
    let (mut scenario_rows, mut without_row) = (Vec::new(), Vec::new());
    let is_calendar = taken.basis == Basis::Dates && read.options.hours_per_day.is_none();
    let days = beside.weather.as_ref().map(|weather| Days::new(weather, &taken.machines));
    for one in &taken.groups {
        let mut told = group::told(&read.log, one, level);
        let kept = beside.curve_of(&told.model, &told.subsystem);
        let ask = |told: &GroupTold| {
            days.as_ref().map(|days| temperature::seen(one, told, days, kept, level)).unwrap_or_default()
        };
        let mut seen = ask(&told);
        // Seasons look like a trend: with hours counted by what they do there may be none, and lives can be asked.
        let season = days.as_ref().zip(seen.curve.as_ref().filter(|_| !seen.is_kept));
        let season = season.map(|(days, curve)| temperature::counted(one, days, curve));
        if let Some(counted) = season.filter(|_| told.has_trend())
            && let Some(trend) = group::trend_without(&counted)
        {
            let without = GroupTold { trend: Some(trend), ..told.clone() };
            let again = ask(&without);
            if again.curve.is_some() && !again.is_kept {
                (told, seen) = (without, again);
                seen.says.insert(0, TREND_OF_SEASONS.to_owned());
            }
        }
        let counted = days.as_ref().zip(seen.curve.as_ref());
        let counted = counted.map(|(days, curve)| temperature::counted(one, days, curve));
        let one = counted.as_ref().unwrap_or(one);
        let fitted = choose::fitted(one, &told, seen, level);
        let told = group::with_choice(told, one, &fitted, days.is_some(), level);
        match rows::of(file, &told, &fitted, is_calendar) {
            Ok(row) => scenario_rows.push(row),
            Err(why) => without_row.push(format!("{}: {why}", told.title())),
        }
        fits.extend(fitted.tried.into_iter().map(|tried| tried.told));
        groups.push(told);
    }
    let day = |when: f64| date_of_epoch_day((when / 24.0).floor() as i64).to_string();
    let columns = read.recognised.iter().map(|Recognised { theirs, ours, told }| ColumnTold {
        theirs: theirs.clone(),
        ours: ours.clone(),
        told: *told,
    });
    FitAnswer {
        file: file.to_owned(),
        level,
        rows: said::rows(&read, taken),
        columns: columns.collect(),
        unread: read.unread.clone(),
        events: read
            .events
            .iter()
            .map(|(theirs, ours, rows)| EventTold { theirs: theirs.clone(), ours, rows: *rows })
            .collect(),
        hours_of: match taken.basis {
            Basis::Meter | Basis::MeterAndDates => "the hour meter",
            Basis::Dates if is_calendar => "the calendar",
            Basis::Dates => "dates, at hours a day as told",
        },
        // The end is the beginning of the day after.
        watched: taken.window.map(|(from, until)| (day(from), day(until - 1.0))),
        machines: taken.machines.len(),
        machine_hours: taken.machines.iter().map(|machine| machine.to - machine.from).sum(),
        remarks: said::remarks(&read, taken).into_iter().chain(beside.remark.clone()).collect(),
        groups,
        fits,
        scenario_rows,
        without_row,
        cells: read.report,
    }
}
