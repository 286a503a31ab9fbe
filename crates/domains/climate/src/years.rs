//! Measured years, July to June: which are whole, how they are drawn, and the weather of one replication.
//!
//! * A gap of at most [`LONGEST_FILLED_GAP`] days is filled by the straight line between its neighbours. A year with
//!   a longer gap, with more than [`MOST_MISSING_DAYS`] days missing in all, or cut off by the record's
//!   beginning or end, is **dropped**, and said so: [`DroppedYear`]. No mean is ever formed by skipping days.
//! * The **pool** is the years that are whole for *all* measured stations, since a year is drawn for all at once.
//! * A **synthetic** station has daily normals made of its monthly ones plus, day by day, what a measured station
//!   was above its own daily normals (both smoothed alike, so that over the whole pool the synthetic station's
//!   monthly means are exactly its normals).
//! * Each July-to-June year of the run, from 400 days before the horizon to 400 after, is one year of the pool,
//!   drawn with replacement. At each 1 July one year's weather follows on another's without a bridge: there is no ice then.
//! * 29 February: see the module on slots. The horizon's own calendar decides which days there are.
//!
//! In recorded mode the record itself is laid over the horizon, shifted by whole years. Days it does not have (the
//! scenario's rules allow a few in the horizon, and the 400 days before and after may lie outside it) are filled
//! by the station's daily normals and counted: [`Climate::days_filled`](crate::Climate::days_filled).
use crate::error::ClimateError;
use crate::series::{CutYear, DropReason, Series, cut};
use crate::slots::{YearOfDays, daily_normals};
use iceroad_base::Table;
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::random::Stream;
use iceroad_model::climate::{ClimateMode, DailyMean, Station, StationRecord, july_year};
use iceroad_model::{Scenario, StationId};

pub use iceroad_model::climate::LONGEST_FILLED_GAP;

/// Weather is known so many days before the horizon's first day and after its last.
pub const MARGIN_DAYS: i64 = 400;

/// A year of a station's record that is not used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DroppedYear {
    /// Whose.
    pub station: StationId,
    /// The July in which it begins.
    pub year: i16,
    /// Why.
    pub reason: DropReason,
}

/// A measured station made ready.
#[derive(Clone, Debug)]
struct Measured {
    series: Series,
    /// By position in the pool.
    years: Vec<YearOfDays>,
    normals: YearOfDays,
}

/// Where a station's days come from.
#[derive(Clone, Debug)]
enum Source {
    Measured(Measured),
    Synthetic { normals: YearOfDays, from: StationId },
}

/// All stations made ready, and the pool of years.
#[derive(Clone, Debug)]
pub(crate) struct Years {
    sources: Table<StationId, Source>,
    pub(crate) pool: Vec<i16>,
    pub(crate) dropped: Vec<DroppedYear>,
    mode: ClimateMode,
    /// Epoch day of the horizon's first day.
    start: i64,
    /// Days of the horizon.
    days: i64,
    /// The dates of the days of which weather is known, in order.
    dates: Vec<Date>,
}

/// The weather of one replication: a mean temperature for each station and day.
#[derive(Clone, PartialEq, Debug)]
pub struct Weather {
    /// By station, from day −[`MARGIN_DAYS`] on, °C.
    means: Table<StationId, Vec<f64>>,
    years: Vec<YearDrawn>,
}

/// One year of a weather and the measured year that stands in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YearDrawn {
    /// The July in which the year of the run begins.
    pub year: i16,
    /// The July in which the measured year began.
    pub measured: i16,
}

impl Weather {
    /// The mean temperature of a day, counted from the horizon's first; known from 400 days before the
    /// horizon to 400 after it, beyond which it stays as on the nearest day known.
    #[inline]
    pub fn mean(&self, station: StationId, day: i64) -> Celsius {
        let means = &self.means[station];
        let index = (day + MARGIN_DAYS).clamp(0, means.len().saturating_sub(1) as i64);
        Celsius::clamped(means.get(index as usize).copied().unwrap_or(0.0))
    }

    /// The years of the run in order, each with the measured year that was drawn for all stations; empty where no
    /// station is measured.
    pub fn years(&self) -> &[YearDrawn] {
        &self.years
    }

    /// How many stations it has.
    pub fn stations(&self) -> usize {
        self.means.len()
    }

    /// The days from `first` to `last`, °C; nothing where one is not known.
    pub(crate) fn range(&self, station: StationId, first: i64, last: i64) -> Option<&[f64]> {
        let from = usize::try_from(first + MARGIN_DAYS).ok()?;
        let end = usize::try_from(last + MARGIN_DAYS + 1).ok()?;
        self.means.get(station)?.get(from..end)
    }
}

impl Years {
    pub(crate) fn prepare(scenario: &Scenario) -> Result<Self, ClimateError> {
        let stations = &scenario.stations;
        let cuts: Vec<_> = stations
            .entries()
            .filter_map(|(id, station)| match &station.record {
                StationRecord::Measured(record) => Some((id, cut(record))),
                StationRecord::Synthetic { .. } => None,
            })
            .collect();
        let pool = shared(&cuts);
        let dropped: Vec<DroppedYear> = cuts.iter().flat_map(|(id, years)| dropped(*id, years)).collect();
        let mode = scenario.heading.climate;
        if pool.is_empty() && !cuts.is_empty() && mode == ClimateMode::Resampled {
            return Err(no_shared_year(stations, &cuts, &dropped));
        }
        let mut sources = Table::new();
        for (id, station) in stations.entries() {
            sources.push(source(id, station, &pool, stations)?);
        }
        let (start, days) = (epoch_day(scenario.horizon().start()), i64::from(scenario.horizon().days()));
        let known = start - MARGIN_DAYS..start + days + MARGIN_DAYS;
        let dates = known.map(date_of_epoch_day).collect();
        Ok(Years { sources, pool, dropped, mode, start, days, dates })
    }

    pub(crate) fn mode(&self) -> ClimateMode {
        self.mode
    }

    /// The July-to-June years that the run touches, its margins included.
    fn july_years(&self) -> std::ops::RangeInclusive<i16> {
        let first = july_year(date_of_epoch_day(self.start - MARGIN_DAYS));
        let last = july_year(date_of_epoch_day(self.start + self.days - 1 + MARGIN_DAYS));
        first..=last
    }

    /// The weather of one replication.
    pub(crate) fn draw(&self, seed: u64, replication: u32) -> Weather {
        if let ClimateMode::Recorded { first_year } = self.mode {
            return self.replay(first_year);
        }
        if self.pool.is_empty() {
            return self.compose(&[]);
        }
        let mut stream = Stream::named(seed, replication, "climate", "climate-year");
        let picks: Vec<usize> =
            self.july_years().map(|_| stream.below(self.pool.len() as u64) as usize).collect();
        self.compose(&picks)
    }

    /// The weather in which every year is that one of the pool.
    pub(crate) fn always(&self, pick: usize) -> Weather {
        let picks: Vec<usize> = self.july_years().map(|_| pick).collect();
        self.compose(&picks)
    }

    /// The winters that a station may have from one date to another: that of the record itself where the station is measured,
    /// else one for each year of the pool, for a synthetic station has no winter of its own.
    ///
    /// # Errors
    /// The gap that the record has in these days.
    pub(crate) fn winters(
        &self,
        station: StationId,
        (first, last): (Date, Date),
    ) -> Result<Vec<Vec<f64>>, DropReason> {
        let (from, to) = (epoch_day(first), epoch_day(last));
        match &self.sources[station] {
            Source::Measured(measured) => Ok(vec![measured.series.range(from, to)?]),
            source @ Source::Synthetic { normals, .. } => {
                let Some(measured) = self.reference(source) else { return Ok(Vec::new()) };
                let winter = |year: &YearOfDays| {
                    let dates = (from..=to).map(date_of_epoch_day);
                    let day = |date| normals.at(date) + year.at(date) - measured.normals.at(date);
                    dates.map(day).collect()
                };
                Ok(measured.years.iter().map(winter).collect())
            }
        }
    }

    /// The weather in which every day is as its station's daily normals.
    pub(crate) fn normal(&self) -> Weather {
        self.lay(Vec::new(), |_, _| None)
    }

    /// One position in the pool for each July-to-June year of the run.
    fn compose(&self, picks: &[usize]) -> Weather {
        let first = *self.july_years().start();
        let drawn = self.july_years().zip(picks).filter_map(|(year, pick)| {
            let measured = *self.pool.get(*pick)?;
            Some(YearDrawn { year, measured })
        });
        self.lay(drawn.collect(), |measured, date| {
            let nth = usize::try_from(july_year(date) - first).ok()?;
            Some(measured.years.get(*picks.get(nth)?)?.at(date))
        })
    }

    /// The record itself, shifted by whole years.
    fn replay(&self, first_year: i16) -> Weather {
        let away = self.away(first_year);
        let years =
            self.july_years().map(|year| YearDrawn { year, measured: year.saturating_add(away) }).collect();
        self.lay(years, |measured, date| recorded(&measured.series, date, away))
    }

    /// Years from the run's calendar to the record's.
    pub(crate) fn away(&self, first_year: i16) -> i16 {
        first_year.saturating_sub(july_year(date_of_epoch_day(self.start)))
    }

    /// Days of the horizon, by station, that recorded mode had to fill by daily normals.
    pub(crate) fn days_filled(&self) -> Table<StationId, u32> {
        let ClimateMode::Recorded { first_year } = self.mode else {
            return Table::filled(self.sources.len(), 0);
        };
        let away = self.away(first_year);
        let missing = |measured: &Measured| {
            let days = self.start..self.start + self.days;
            days.filter(|day| recorded(&measured.series, date_of_epoch_day(*day), away).is_none()).count()
                as u32
        };
        let count = |source: &Source| self.reference(source).map_or(0, missing);
        self.sources.iter().map(count).collect()
    }

    /// The measured station behind a source.
    fn reference<'a>(&'a self, source: &'a Source) -> Option<&'a Measured> {
        match source {
            Source::Measured(measured) => Some(measured),
            Source::Synthetic { from, .. } => match self.sources.get(*from) {
                Some(Source::Measured(measured)) => Some(measured),
                _ => None,
            },
        }
    }

    /// Lays days over the run; where `pick` has none, the daily normals stand in.
    fn lay(&self, years: Vec<YearDrawn>, pick: impl Fn(&Measured, Date) -> Option<f64>) -> Weather {
        let mut means = Table::new();
        for source in &self.sources {
            let reference = self.reference(source);
            let mean = |date: &Date| {
                let day = reference.and_then(|measured| pick(measured, *date));
                let own = match source {
                    Source::Measured(measured) => &measured.normals,
                    Source::Synthetic { normals, .. } => normals,
                };
                let anomaly = match (day, reference) {
                    (Some(day), Some(measured)) => day - measured.normals.at(*date),
                    _ => 0.0,
                };
                own.at(*date) + anomaly
            };
            // A measured day is taken as it is: adding and taking away its normal would cost a last bit.
            let exact = |date: &Date| match source {
                Source::Measured(measured) => pick(measured, *date),
                Source::Synthetic { .. } => None,
            };
            means.push(self.dates.iter().map(|date| exact(date).unwrap_or_else(|| mean(date))).collect());
        }
        Weather { means, years }
    }

    /// The lowest daily mean that a station's weather can have: over the whole record, or for a synthetic one over all
    /// years of the pool.
    pub(crate) fn lowest(&self, station: StationId) -> Celsius {
        self.extreme(station, f64::min)
    }

    /// The highest, as [`Years::lowest`].
    pub(crate) fn highest(&self, station: StationId) -> Celsius {
        self.extreme(station, f64::max)
    }

    fn extreme(&self, station: StationId, of: fn(f64, f64) -> f64) -> Celsius {
        let Some(source) = self.sources.get(station) else { return Celsius::clamped(0.0) };
        let extreme = match (source, self.reference(source)) {
            (Source::Measured(measured), _) => measured.series.values.iter().flatten().copied().reduce(of),
            (Source::Synthetic { normals, .. }, Some(measured)) => {
                let days = measured.series.values.iter().enumerate().filter_map(|(nth, value)| {
                    let date = date_of_epoch_day(measured.series.first + nth as i64);
                    Some(normals.at(date) + (*value)? - measured.normals.at(date))
                });
                days.reduce(of)
            }
            (Source::Synthetic { .. }, None) => None,
        };
        Celsius::clamped(extreme.unwrap_or(0.0))
    }
}

/// The record's value for a date of the run, `away` years from it; a 29 February that the record's year does not
/// have is the mean of its neighbours.
fn recorded(series: &Series, date: Date, away: i16) -> Option<f64> {
    let there = MonthDay { month: date.month(), day: date.day() }.in_year(date.year().saturating_add(away));
    let day = epoch_day(there);
    if there.day() == date.day() {
        return series.at(day);
    }
    Some(f64::midpoint(series.at(day)?, series.at(day + 1)?))
}

type Cuts = [(StationId, Vec<CutYear>)];

/// The years that are whole for every station, in order.
fn shared(cuts: &Cuts) -> Vec<i16> {
    let whole = |years: &[CutYear]| -> Vec<i16> {
        years.iter().filter(|(_, cut)| cut.is_ok()).map(|(year, _)| *year).collect()
    };
    let mut all = cuts.iter().map(|(_, years)| whole(years));
    let mut pool = all.next().unwrap_or_default();
    for years in all {
        pool.retain(|year| years.binary_search(year).is_ok());
    }
    pool
}

fn dropped(station: StationId, years: &[CutYear]) -> impl Iterator<Item = DroppedYear> + '_ {
    years.iter().filter_map(move |(year, cut)| {
        cut.as_ref().err().map(|reason| DroppedYear { station, year: *year, reason: *reason })
    })
}

fn no_shared_year(
    stations: &Table<StationId, Station>,
    cuts: &Cuts,
    dropped: &[DroppedYear],
) -> ClimateError {
    let count = |years: &[CutYear]| years.iter().filter(|(_, cut)| cut.is_ok()).count();
    let example = dropped.first().map(|drop| {
        let name = &stations[drop.station].name;
        format!("`{name}` from July {} is not whole: {}", drop.year, drop.reason)
    });
    ClimateError::NoSharedYear {
        stations: cuts.iter().map(|(id, years)| (stations[*id].name.clone(), count(years))).collect(),
        example,
    }
}

fn source(
    id: StationId,
    station: &Station,
    pool: &[i16],
    stations: &Table<StationId, Station>,
) -> Result<Source, ClimateError> {
    match &station.record {
        StationRecord::Measured(record) => {
            let whole: Vec<(i16, YearOfDays)> =
                cut(record).into_iter().filter_map(|(year, cut)| Some((year, cut.ok()?))).collect();
            let years: Vec<YearOfDays> = whole
                .into_iter()
                .filter(|(year, _)| pool.binary_search(year).is_ok())
                .map(|(_, days)| days)
                .collect();
            let months = if years.is_empty() { months_of_record(record) } else { months_of_years(&years) };
            Ok(Source::Measured(Measured {
                series: Series::of(record),
                years,
                normals: daily_normals(&months),
            }))
        }
        StationRecord::Synthetic { normals, anomalies_from } => {
            let measured = stations.get(*anomalies_from).map(|station| &station.record);
            let Some(StationRecord::Measured(_)) = measured else {
                return Err(ClimateError::NotMeasured { station: id, anomalies_from: *anomalies_from });
            };
            let months = normals.map(|month| month.mean.get());
            Ok(Source::Synthetic { normals: daily_normals(&months), from: *anomalies_from })
        }
    }
}

/// Monthly means over whole years.
fn months_of_years(years: &[YearOfDays]) -> [f64; 12] {
    let mut sums = [0.0; 12];
    for year in years {
        for (sum, mean) in sums.iter_mut().zip(year.month_means()) {
            *sum += mean;
        }
    }
    sums.map(|sum| sum / years.len() as f64)
}

/// Monthly means of a record without a whole year (recorded mode may have one); a month it does not touch lies on the
/// straight line between the nearest months it does, around the year.
fn months_of_record(record: &[DailyMean]) -> [f64; 12] {
    let mut sums = [(0.0, 0.0); 12];
    for day in record {
        let (sum, n) = &mut sums[day.date.month() as usize - 1];
        *sum += day.mean.get();
        *n += 1.0;
    }
    let known: [Option<f64>; 12] = sums.map(|(sum, n)| (n > 0.0).then(|| sum / n));
    std::array::from_fn(|month| {
        let back = (0..12).find_map(|k| Some((k, known[(month + 12 - k) % 12]?)));
        let on = (0..12).find_map(|k| Some((k, known[(month + k) % 12]?)));
        match (back, on) {
            (Some((0, mean)), _) => mean,
            (Some((before, low)), Some((after, high))) => {
                low + (high - low) * before as f64 / (before + after) as f64
            }
            _ => 0.0,
        }
    })
}

#[cfg(test)]
mod tests;
