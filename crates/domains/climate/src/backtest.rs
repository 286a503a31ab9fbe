//! The ice physics held against measured seasons, errors told as they are.
//!
//! For each measured season the winter's daily means go through [`Winter`], and what comes out is compared with the dates on
//! record. An **error** is predicted minus measured, in days: above zero the model is late. Beside each error stand two
//! yardsticks, so that a good-looking mean cannot hide an empty model:
//!
//! * the **constant**: what one would predict without any physics, the mean day of the other seasons;
//!   **skill** is `1 − MSE/MSE of the constant`: 1 is perfect, 0 no better than the constant, below 0 worse;
//! * **left out**: growth coefficient `alpha` fitted on all seasons but one, and that one predicted with it. The
//!   errors of a model judged on the seasons it was fitted to are not evidence.
//!
//! Pitfalls. Temperatures that are the same every year ([`normal_record`]) give the same prediction every year: their
//! skill cannot exceed that of the mean of all `n` seasons, `1 − ((n−1)/n)²` (0.19 for ten), and only the mean error says
//! anything. The measured days are decisions of
//! operators: roads close because the freight is done, the portages soften or a rule says so, long before the ice gives way.
use crate::ice::Winter;
use crate::series::Series;
use crate::slots::daily_normals;
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::{Celsius, IceGrowth, Ranged};
use iceroad_model::climate::{DailyMean, IceSeason, MonthNormal, SeasonDates};
use std::fmt;

pub mod cases;

/// What of a season is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Milestone {
    /// The first day with traffic.
    Opened,
    /// The first day with full loads.
    FullLoad,
    /// The last day with traffic.
    Closed,
}

impl Milestone {
    /// All, in order of the season.
    pub const ALL: [Milestone; 3] = [Milestone::Opened, Milestone::FullLoad, Milestone::Closed];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Milestone::Opened => "opening",
            Milestone::FullLoad => "full load",
            Milestone::Closed => "closing",
        }
    }
}

/// The three dates of one season, by [`Milestone`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Dates {
    /// First day with traffic.
    pub opened: Option<Date>,
    /// First day with full loads.
    pub full_load: Option<Date>,
    /// Last day with traffic.
    pub closed: Option<Date>,
}

impl Dates {
    /// One of them.
    pub fn of(&self, milestone: Milestone) -> Option<Date> {
        match milestone {
            Milestone::Opened => self.opened,
            Milestone::FullLoad => self.full_load,
            Milestone::Closed => self.closed,
        }
    }

    /// Predicted minus measured, days; none where either is missing.
    fn error(&self, measured: &Dates, milestone: Milestone) -> Option<i32> {
        let (predicted, measured) = (self.of(milestone)?, measured.of(milestone)?);
        Some((epoch_day(predicted) - epoch_day(measured)) as i32)
    }
}

/// One season that could be compared.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Row {
    /// The year in which it closed.
    pub year: i16,
    /// What happened.
    pub measured: Dates,
    /// What the physics says with the season's own `alpha`.
    pub predicted: Dates,
    /// What it says with `alpha` fitted on the other seasons.
    pub left_out: Option<LeftOut>,
}

/// A season predicted from the others.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LeftOut {
    /// The coefficient that fits the other seasons best, cm/√(°C·d).
    pub alpha: IceGrowth,
    /// What the physics says with it.
    pub predicted: Dates,
}

/// A season that could not be compared, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// The year in which it closed.
    pub year: i16,
    /// Why.
    pub why: String,
}

/// The errors of one milestone over the seasons, days.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Errors {
    /// Seasons with a measured and a predicted day.
    pub n: u32,
    /// Seasons with a measured day that the physics does not reach at all.
    pub never: u32,
    /// Mean error; above zero the model is late.
    pub mean: Option<f64>,
    /// Mean absolute error.
    pub mae: Option<f64>,
    /// Root of the mean squared error.
    pub rmse: Option<f64>,
    /// The same of the constant: the mean day of the other seasons.
    pub constant_rmse: Option<f64>,
    /// `1 − rmse²/constant_rmse²`; none where the constant's error is below a day, for then there is no spread on record
    /// to explain.
    pub skill: Option<f64>,
}

/// A back-test: every season, and the errors by milestone.
#[derive(Clone, PartialEq, Debug)]
pub struct BackTest {
    /// Seasons compared, in order.
    pub rows: Vec<Row>,
    /// Seasons that could not be.
    pub skipped: Vec<Skipped>,
    /// Errors with the season's own `alpha`, in the order of [`Milestone::ALL`].
    pub errors: [Errors; 3],
    /// Errors with `alpha` fitted on the other seasons; none of them where there are fewer than two.
    pub left_out: [Errors; 3],
    /// The coefficient that fits all seasons best, with the milestone it was fitted by.
    pub fitted: Option<(Milestone, IceGrowth)>,
}

/// Error that a fit counts for a season which `alpha` does not bring to the milestone at all, days (assumed: worse
/// than any real one).
const NEVER_DAYS: f64 = 200.0;
/// Coefficients are tried in steps of 0.01 from the least to the greatest legal one.
const ALPHA_STEP: f64 = 0.01;

/// A winter with its temperatures.
struct Trial {
    dates: SeasonDates,
    first: i64,
    means_c: Vec<f64>,
}

/// Runs the physics on a record, in order of date, and compares it with measured seasons. `alpha` is fitted by the days of
/// the milestone `by`.
///
/// Short gaps of the record are filled as everywhere ([`crate::LONGEST_FILLED_GAP`]); a winter with a longer
/// one is skipped.
///
/// ```
/// use iceroad_base::civil::{Date, MonthDay};
/// use iceroad_climate::backtest::{Milestone, back_test, cases, normal_record};
/// let case = cases::tibbitt_contwoyto();
/// let record = normal_record(&cases::YELLOWKNIFE_NORMALS, Date::constant(1999, 7, 1), Date::constant(2009, 6, 30));
/// let result = back_test(&record, &case.season, &case.measured, Milestone::Opened);
/// assert_eq!(result.errors[0].n, 10);
/// // The same temperatures every year cannot tell one year from another.
/// assert!(result.errors[0].skill.unwrap_or(1.0) < 0.2);
/// ```
pub fn back_test(
    record: &[DailyMean],
    season: &IceSeason,
    measured: &[SeasonDates],
    by: Milestone,
) -> BackTest {
    let series = Series::of(record);
    let mut trials = Vec::new();
    let mut skipped = Vec::new();
    for dates in measured {
        match trial(&series, season, dates) {
            Ok(trial) => trials.push(trial),
            Err(why) => skipped.push(Skipped { year: dates.year, why }),
        }
    }
    let fit = Fit::new(season, &trials, by);
    let rows: Vec<Row> =
        trials.iter().enumerate().map(|(nth, trial)| row(season, trial, &fit, nth)).collect();
    let own = |row: &Row| Some(row.predicted);
    let left_out = |row: &Row| row.left_out.map(|left| left.predicted);
    BackTest {
        errors: Milestone::ALL.map(|milestone| errors(season, &rows, milestone, own)),
        left_out: Milestone::ALL.map(|milestone| errors(season, &rows, milestone, left_out)),
        fitted: fit.best(None).map(|alpha| (by, alpha)),
        rows,
        skipped,
    }
}

/// Daily normals from one date to another as if they were a record: the same in every year.
pub fn normal_record(normals: &[MonthNormal; 12], first: Date, last: Date) -> Vec<DailyMean> {
    let days = daily_normals(&normals.map(|month| month.mean.get()));
    let dates = (epoch_day(first)..=epoch_day(last)).map(date_of_epoch_day);
    dates.map(|date| DailyMean { date, mean: Celsius::clamped(days.at(date)) }).collect()
}

/// The same days in every year, for a road of which only the usual days are known. A day from July on lies in the year
/// before the season closes.
pub fn typical_seasons(
    years: std::ops::RangeInclusive<i16>,
    opened: Option<MonthDay>,
    full_load: Option<MonthDay>,
    closed: Option<MonthDay>,
) -> Vec<SeasonDates> {
    let in_season = |day: Option<MonthDay>, year: i16| {
        let day = day?;
        Some(day.in_year(if day.month >= 7 { year.saturating_sub(1) } else { year }))
    };
    let dates = |year| SeasonDates {
        year,
        opened: in_season(opened, year),
        full_load: in_season(full_load, year),
        closed: in_season(closed, year),
    };
    years.map(dates).collect()
}

/// The winter that ends in the season's year, from freeze-up to the latest closing.
fn trial(series: &Series, season: &IceSeason, dates: &SeasonDates) -> Result<Trial, String> {
    let last = epoch_day(season.closes_latest.in_year(dates.year));
    let mut first = epoch_day(season.freeze_from.in_year(dates.year));
    if first >= last {
        first = epoch_day(season.freeze_from.in_year(dates.year.saturating_sub(1)));
    }
    let means_c = series.range(first, last).map_err(|gap| format!("temperatures are not whole: {gap}"))?;
    Ok(Trial { dates: dates.clone(), first, means_c })
}

impl Trial {
    fn measured(&self) -> Dates {
        let SeasonDates { opened, full_load, closed, .. } = self.dates;
        Dates { opened, full_load, closed }
    }

    fn predict(&self, season: &IceSeason) -> Dates {
        let winter = Winter::of(season, None, self.first, &self.means_c);
        let date = |day: Option<i64>| day.map(date_of_epoch_day);
        Dates { opened: date(winter.opened), full_load: date(winter.full_load), closed: date(winter.closed) }
    }
}

fn with_alpha(season: &IceSeason, alpha: IceGrowth) -> IceSeason {
    IceSeason { alpha, ..season.clone() }
}

/// Squared errors of every trial under every coefficient, made once for all that leave one out.
struct Fit {
    alphas: Vec<IceGrowth>,
    /// By coefficient, then trial; nothing where the milestone was not measured.
    squares: Vec<Vec<Option<f64>>>,
}

impl Fit {
    fn new(season: &IceSeason, trials: &[Trial], by: Milestone) -> Self {
        let steps = ((IceGrowth::MAX - IceGrowth::MIN) / ALPHA_STEP).round() as u32;
        let alphas: Vec<IceGrowth> = (0..=steps)
            .map(|step| IceGrowth::clamped(IceGrowth::MIN + f64::from(step) * ALPHA_STEP))
            .collect();
        let square = |season: &IceSeason, trial: &Trial| {
            trial.measured().of(by)?;
            let error = trial.predict(season).error(&trial.measured(), by);
            let days = error.map_or(NEVER_DAYS, f64::from);
            Some(days * days)
        };
        let squares = alphas
            .iter()
            .map(|alpha| {
                let season = with_alpha(season, *alpha);
                trials.iter().map(|trial| square(&season, trial)).collect()
            })
            .collect();
        Fit { alphas, squares }
    }

    /// The coefficient of the least sum of squares, one trial left out; the middle one where several are equally good.
    /// Nothing where no measured day is left.
    fn best(&self, without: Option<usize>) -> Option<IceGrowth> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (nth, squares) in self.squares.iter().enumerate() {
            let kept: Vec<f64> = squares
                .iter()
                .enumerate()
                .filter(|(trial, _)| Some(*trial) != without)
                .filter_map(|(_, square)| *square)
                .collect();
            if kept.is_empty() {
                return None;
            }
            // Whole days squared: sums are exact and ties are ties.
            let sum: f64 = kept.iter().sum();
            match &mut best {
                Some((least, _, last)) if sum == *least => *last = nth,
                Some((least, ..)) if sum > *least => {}
                _ => best = Some((sum, nth, nth)),
            }
        }
        let (_, first, last) = best?;
        self.alphas.get(usize::midpoint(first, last)).copied()
    }
}

fn row(season: &IceSeason, trial: &Trial, fit: &Fit, nth: usize) -> Row {
    let left_out = fit
        .best(Some(nth))
        .map(|alpha| LeftOut { alpha, predicted: trial.predict(&with_alpha(season, alpha)) });
    Row { year: trial.dates.year, measured: trial.measured(), predicted: trial.predict(season), left_out }
}

fn errors(
    season: &IceSeason,
    rows: &[Row],
    milestone: Milestone,
    predicted: impl Fn(&Row) -> Option<Dates>,
) -> Errors {
    let mut errors = Errors::default();
    let mut days = Vec::new();
    let mut measured = Vec::new();
    for row in rows {
        let (Some(date), Some(predicted)) = (row.measured.of(milestone), predicted(row)) else { continue };
        match predicted.error(&row.measured, milestone) {
            Some(error) => {
                days.push(f64::from(error));
                measured.push(days_after_freeze_up(season, row.year, date));
            }
            None => errors.never += 1,
        }
    }
    errors.n = days.len() as u32;
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        (!days.is_empty()).then(|| values.sum::<f64>() / days.len() as f64)
    };
    errors.mean = mean(&mut days.iter().copied());
    errors.mae = mean(&mut days.iter().map(|day| day.abs()));
    let mse = mean(&mut days.iter().map(|day| day * day));
    errors.rmse = mse.map(f64::sqrt);
    let constant = constant_mse(&measured);
    errors.constant_rmse = constant.map(f64::sqrt);
    errors.skill = match (mse, constant) {
        (Some(mse), Some(constant)) if constant >= 1.0 => Some(1.0 - mse / constant),
        _ => None,
    };
    errors
}

/// Days from the season's freeze-up, so that leap years do not shift the mean.
fn days_after_freeze_up(season: &IceSeason, year: i16, date: Date) -> f64 {
    let freeze = season.freeze_from;
    let begins = if freeze.month >= 7 { year.saturating_sub(1) } else { year };
    (epoch_day(date) - epoch_day(freeze.in_year(begins))) as f64
}

/// The mean squared error of predicting each value by the mean of the others; nothing for fewer than two.
fn constant_mse(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let (n, sum) = (values.len() as f64, values.iter().sum::<f64>());
    let square = |value: &f64| {
        let error = (sum - value) / (n - 1.0) - value;
        error * error
    };
    Some(values.iter().map(square).sum::<f64>() / n)
}

/// As a Markdown table of seasons and one of errors.
impl fmt::Display for BackTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |date: Option<Date>| date.map_or_else(|| "–".to_owned(), |date| date.to_string());
        writeln!(f, "| season | | opening | full load | closing |\n|---|---|---|---|---|")?;
        for row in &self.rows {
            let mut line = |what: &str, dates: &Dates| {
                let [opened, full_load, closed] = Milestone::ALL.map(|milestone| text(dates.of(milestone)));
                writeln!(f, "| {} | {what} | {opened} | {full_load} | {closed} |", row.year)
            };
            line("measured", &row.measured)?;
            line("predicted", &row.predicted)?;
            if let Some(left) = &row.left_out {
                line(&format!("left out, alpha {:.2}", left.alpha.get()), &left.predicted)?;
            }
        }
        for skipped in &self.skipped {
            writeln!(f, "| {} | skipped: {} | | | |", skipped.year, skipped.why)?;
        }
        writeln!(f, "\n| error, days | n | never | mean | MAE | RMSE | RMSE of the constant | skill |")?;
        writeln!(f, "|---|---|---|---|---|---|---|---|")?;
        for (kind, errors) in [("own alpha", &self.errors), ("left out", &self.left_out)] {
            for (milestone, errors) in Milestone::ALL.iter().zip(errors) {
                writeln!(f, "| {}, {kind} {errors}", milestone.name())?;
            }
        }
        if let Some((by, alpha)) = self.fitted {
            writeln!(f, "\nFitted to all seasons by {}: alpha {:.2} cm/√(°C·d).", by.name(), alpha.get())?;
        }
        Ok(())
    }
}

/// As the cells of a Markdown row after its first.
impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
        let [mean, mae, rmse, constant] = [self.mean, self.mae, self.rmse, self.constant_rmse].map(number);
        let skill = self.skill.map_or_else(|| "–".to_owned(), |skill| format!("{skill:.2}"));
        write!(f, "| {} | {} | {mean} | {mae} | {rmse} | {constant} | {skill} |", self.n, self.never)
    }
}

#[cfg(test)]
mod tests;
