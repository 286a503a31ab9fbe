//! The forecast of ice roads held against measured seasons, errors told as they are.
//!
//! For each measured season the road is **forecast** as a run would: ice physics over the winter's daily means, and beside them
//! what is drawn (`luck`). P10, P50 and P90 of opening, full load and closing are held against the dates on
//! record. An **error** is P50 minus measured, in days: above zero the forecast is late. **Coverage** is the share of
//! measured days within P10–P90: eight in ten for a forecast that knows its own spread.
//!
//! Yardsticks, so that a good-looking mean cannot hide an empty model:
//!
//! * the **best constant**: the mean or the median day of the other seasons, whichever errs less;
//! * **left out**: the figures that tell of the road's habits ([`Fitted`]) are fitted on all seasons but one, and that one
//!   is forecast with them. Errors of a model judged on the seasons it was fitted to are no evidence.
//!
//! Pitfalls. A *synthetic* station has no winter of its own: each season is forecast from all winters of the pool
//! alike, the same forecast for every year but for what leaving out changes. It cannot beat the best constant by more than
//! luck; only its coverage and its mean say something. The measured days are decisions of operators: roads close
//! because the freight is done, the portages soften or a rule says so, long before the ice gives way.
mod fit;

use crate::ice::{Frost, Luck, Winter};
use crate::luck::IceStreams;
use crate::years::Years;
use fit::fitted;
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::estimate::Quantiles;
use iceroad_base::quantity::{Days, IceGrowth, Share};
use iceroad_model::climate::{IceSeason, Season, SeasonDates, SeasonKind};

/// Draws behind each forecast, over all winters that it is made of (assumed: P10 of 400 is good to a fifth of a deviation).
const DRAWS: usize = 400;
/// Seed of their streams: the test of a folder does not change with the scenario's own seed.
const SEED: u64 = 2_006;
/// With fewer other seasons on record nothing is fitted (assumed: a spread needs three).
const LEAST_OTHERS: usize = 3;

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

/// P10, P50 and P90 of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Band {
    /// One draw in ten is earlier.
    pub p10: Date,
    /// Median.
    pub p50: Date,
    /// One draw in ten is later.
    pub p90: Date,
}

/// One season as it was forecast, or with one draw as it was measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Forecast {
    /// In the order of [`Milestone::ALL`], among draws that reach it; none where fewer than half of them do.
    pub days: [Option<Band>; 3],
    /// Share of draws that reach full load.
    pub full_load_chance: f64,
}

/// One season that could be compared.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What happened.
    pub measured: SeasonDates,
    /// The forecast by the season's own figures.
    pub written: Forecast,
    /// The forecast by figures fitted on the other seasons.
    pub left_out: Option<Forecast>,
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
    /// Seasons with a measured and a forecast day.
    pub n: u32,
    /// Seasons with a measured day that fewer than half of the draws reach.
    pub never: u32,
    /// Mean error; above zero the forecast is late.
    pub mean: Option<f64>,
    /// Mean absolute error.
    pub mae: Option<f64>,
    /// The same of the best constant, over the same seasons.
    pub constant_mae: Option<f64>,
    /// Seasons whose measured day lies within P10–P90.
    pub within: u32,
}

impl Errors {
    /// Share of measured days within P10–P90; a day that was not reached at all lies outside.
    pub fn coverage(&self) -> Option<f64> {
        let n = self.n + self.never;
        (n > 0).then(|| f64::from(self.within) / f64::from(n))
    }
}

/// The figures of `seasons_ice.csv` that a record of seasons can be asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fitted {
    /// Time that construction takes …
    pub construction: Days,
    /// … and its standard deviation.
    pub construction_sd: Days,
    /// Growth coefficient from construction on.
    pub cleared_alpha: IceGrowth,
    /// Share of seasons that reached full load.
    pub full_load_chance: Share,
    /// Operators' mean day of closing …
    pub closes_usual: Option<MonthDay>,
    /// … and its standard deviation.
    pub closes_sd: Days,
}

/// A back-test: every season, and the errors by milestone.
#[derive(Clone, PartialEq, Debug)]
pub struct BackTest {
    /// Winters that each season is forecast from: one, its own, where the station is measured.
    pub winters: usize,
    /// Seasons compared, in order.
    pub rows: Vec<Row>,
    /// Seasons that could not be.
    pub skipped: Vec<Skipped>,
    /// Errors by the season's own figures, in the order of [`Milestone::ALL`].
    pub written: [Errors; 3],
    /// Errors by figures fitted on the other seasons.
    pub left_out: [Errors; 3],
    /// Seasons of which it is known whether full load was reached, and how many of them reached it.
    pub full_load_seasons: (u32, u32),
    /// The figures that fit all seasons best; none where there are too few.
    pub fitted: Option<Fitted>,
}

/// Holds the forecast of an ice season against its measured dates; none of other seasons.
///
/// Short gaps of the record are filled as everywhere ([`crate::LONGEST_FILLED_GAP`]); a winter with a longer one is skipped.
pub(crate) fn back_test(years: &Years, season: &Season) -> Option<BackTest> {
    let (SeasonKind::Ice(ice), Some(station)) = (&season.kind, season.station) else { return None };
    let mut trials = Vec::new();
    let mut skipped = Vec::new();
    for dates in &season.measured {
        let (first, last) = span(ice, dates.year);
        match years.winters(station, (first, last)) {
            Ok(winters) => {
                trials.push(Trial { name: &season.name, dates: dates.clone(), begins: first, winters })
            }
            Err(gap) => {
                let why = format!("temperatures are not whole: {gap}");
                skipped.push(Skipped { year: dates.year, why });
            }
        }
    }
    Some(compare(ice, &trials, skipped))
}

/// From freeze-up to the latest closing of the season that closes in a year.
fn span(ice: &IceSeason, year: i16) -> (Date, Date) {
    let last = ice.closes_latest.in_year(year);
    let first = ice.freeze_from.in_year(year);
    (if first < last { first } else { ice.freeze_from.in_year(year.saturating_sub(1)) }, last)
}

/// A measured season with the winters that it is forecast from.
#[derive(Clone, Debug)]
struct Trial<'a> {
    name: &'a str,
    dates: SeasonDates,
    begins: Date,
    winters: Vec<Vec<f64>>,
}

fn compare(ice: &IceSeason, trials: &[Trial<'_>], skipped: Vec<Skipped>) -> BackTest {
    let row = |(nth, trial): (usize, &Trial<'_>)| {
        let others: Vec<Trial<'_>> = trials
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != nth)
            .map(|(_, trial)| trial.clone())
            .collect();
        let left_out = fitted(ice, &others).map(|fitted| trial.forecast(&fitted.put_into(ice)));
        Row { measured: trial.dates.clone(), written: trial.forecast(ice), left_out }
    };
    let rows: Vec<Row> = trials.iter().enumerate().map(row).collect();
    let all =
        |of: fn(&Row) -> Option<Forecast>| Milestone::ALL.map(|milestone| errors(ice, &rows, milestone, of));
    let known = trials.iter().filter(|trial| trial.dates.never_full || trial.dates.full_load.is_some());
    let reached = trials.iter().filter(|trial| trial.dates.full_load.is_some());
    BackTest {
        winters: trials.first().map_or(0, |trial| trial.winters.len()),
        written: all(|row| Some(row.written)),
        left_out: all(|row| row.left_out),
        full_load_seasons: (known.count() as u32, reached.count() as u32),
        fitted: fitted(ice, trials),
        rows,
        skipped,
    }
}

/// Days after freeze-up of a forecast's draws, by milestone, where they were reached.
type Draws = [Vec<f64>; 3];

impl Trial<'_> {
    /// The measured day, counted from freeze-up so that leap years do not shift a mean.
    fn measured(&self, milestone: Milestone) -> Option<f64> {
        let date = measured(&self.dates, milestone)?;
        Some((epoch_day(date) - epoch_day(self.begins)) as f64)
    }

    /// The milestones of every winter under so many lots of luck.
    fn draw(&self, ice: &IceSeason, lots: impl Fn(u32) -> Luck, n: usize) -> Draws {
        let mut draws = Draws::default();
        let each = n.div_ceil(self.winters.len().max(1));
        for (nth, means_c) in self.winters.iter().enumerate() {
            for lot in 0..each {
                let luck = lots((nth * each + lot) as u32);
                let winter = Winter::of(ice, None, Frost { first: 0, begins: self.begins, means_c }, &luck);
                for (days, day) in draws.iter_mut().zip([winter.opened, winter.full_load, winter.closed]) {
                    days.extend(day.map(|day| day as f64));
                }
            }
        }
        draws
    }

    fn forecast(&self, ice: &IceSeason) -> Forecast {
        let length = self.winters.first().map_or(0, Vec::len);
        let luck = |replication| IceStreams::named(self.name, SEED, replication).draw(ice, length);
        let draws = self.draw(ice, luck, DRAWS);
        let n = DRAWS.div_ceil(self.winters.len().max(1)) * self.winters.len();
        let share = |days: &Vec<f64>| days.len() as f64 / n.max(1) as f64;
        let band = |days: &Vec<f64>| {
            let quantiles = Quantiles::of(days);
            let date = |day: f64| date_of_epoch_day(epoch_day(self.begins) + day.round() as i64);
            let [p10, p50, p90] = [quantiles.p10(), quantiles.p50(), quantiles.p90()].map(date);
            (share(days) >= 0.5).then_some(Band { p10, p50, p90 })
        };
        let [opened, full_load, closed] = &draws;
        Forecast { days: [opened, full_load, closed].map(band), full_load_chance: share(full_load) }
    }
}

fn measured(dates: &SeasonDates, milestone: Milestone) -> Option<Date> {
    match milestone {
        Milestone::Opened => dates.opened,
        Milestone::FullLoad => dates.full_load,
        Milestone::Closed => dates.closed,
    }
}

fn errors(
    ice: &IceSeason,
    rows: &[Row],
    milestone: Milestone,
    forecast: impl Fn(&Row) -> Option<Forecast>,
) -> Errors {
    let mut errors = Errors::default();
    let mut days = Vec::new();
    let mut on_record = Vec::new();
    for row in rows {
        let (Some(date), Some(forecast)) = (measured(&row.measured, milestone), forecast(row)) else {
            continue;
        };
        let Some(band) = forecast.days[milestone as usize] else {
            errors.never += 1;
            continue;
        };
        days.push((epoch_day(band.p50) - epoch_day(date)) as f64);
        errors.within += u32::from((band.p10..=band.p90).contains(&date));
        on_record.push((epoch_day(date) - epoch_day(span(ice, row.measured.year).0)) as f64);
    }
    errors.n = days.len() as u32;
    errors.mean = mean(&days);
    errors.mae = mean(&days.iter().map(|day| day.abs()).collect::<Vec<_>>());
    errors.constant_mae = constant_mae(&on_record);
    errors
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The mean absolute error of telling each value by the mean, or by the median, of the others: the lesser of the two; nothing
/// for fewer than two.
fn constant_mae(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let (mut by_mean, mut by_median) = (0.0, 0.0);
    for (nth, value) in values.iter().enumerate() {
        let others: Vec<f64> =
            values.iter().enumerate().filter(|(other, _)| *other != nth).map(|(_, value)| *value).collect();
        by_mean += (mean(&others)? - value).abs();
        by_median += (Quantiles::of(&others).p50() - value).abs();
    }
    Some(by_mean.min(by_median) / values.len() as f64)
}

#[cfg(test)]
mod tests;
