//! A record laid out day by day, and cut into July-to-June years that are whole or say why they are not.
use crate::slots::{SLOTS, YearOfDays, slot};
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::Ranged;
use iceroad_model::climate::{DailyMean, LONGEST_FILLED_GAP, MOST_MISSING_DAYS, july_year};
use std::fmt;

/// Why a year of a record is not used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DropReason {
    /// A gap too long to fill, the part of it in this year; the record's beginning or end counts as one.
    Gap {
        /// The first missing day.
        from: Date,
        /// Days missing from there.
        days: i64,
    },
    /// Only short gaps, but too many of them.
    Missing {
        /// Days missing in the year.
        days: i64,
    },
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DropReason::Gap { from, days } => {
                write!(f, "a gap too long to fill takes {days} days from {from} on")
            }
            DropReason::Missing { days } => write!(f, "{days} days are missing in short gaps"),
        }
    }
}

/// A record laid out day by day, short gaps filled.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    /// Epoch day of the first value.
    pub(crate) first: i64,
    pub(crate) values: Vec<Option<f64>>,
}

impl Series {
    /// Lays out a record in order of date and fills its short gaps.
    pub(crate) fn of(record: &[DailyMean]) -> Self {
        let Some(start) = record.first() else { return Series { first: 0, values: Vec::new() } };
        let first = epoch_day(start.date);
        let mut values: Vec<Option<f64>> = Vec::with_capacity(record.len());
        let mut before = start.mean.get();
        for day in record {
            let at = epoch_day(day.date) - first;
            let (length, value) = (values.len() as i64, day.mean.get());
            let gap = at - length;
            if gap < 0 {
                continue;
            }
            for nth in 1..=gap {
                let share = nth as f64 / (gap + 1) as f64;
                values.push((gap <= LONGEST_FILLED_GAP).then_some(before + (value - before) * share));
            }
            values.push(Some(value));
            before = value;
        }
        Series { first, values }
    }

    /// The mean of a day, where there is one.
    pub(crate) fn at(&self, epoch_day: i64) -> Option<f64> {
        let index = usize::try_from(epoch_day - self.first).ok()?;
        self.values.get(index).copied().flatten()
    }

    /// All days from `first` to `last`, or the first gap among them.
    pub(crate) fn range(&self, first: i64, last: i64) -> Result<Vec<f64>, DropReason> {
        let mut days = Vec::with_capacity((last - first + 1).max(0) as usize);
        for day in first..=last {
            let Some(value) = self.at(day) else {
                let end = (day..=last).find(|day| self.at(*day).is_some()).unwrap_or(last + 1);
                return Err(DropReason::Gap { from: date_of_epoch_day(day), days: end - day });
            };
            days.push(value);
        }
        Ok(days)
    }

    /// The July-to-June year that begins in July `year`, `present` of whose days were measured.
    fn year(&self, year: i16, present: i64) -> Result<YearOfDays, DropReason> {
        let (first, last) = year_ends(year);
        let days = self.range(first, last)?;
        let length = last - first + 1;
        if length - present > MOST_MISSING_DAYS {
            return Err(DropReason::Missing { days: length - present });
        }
        let mut slots = vec![0.0; SLOTS];
        for (nth, value) in days.iter().enumerate() {
            slots[slot(date_of_epoch_day(first + nth as i64))] = *value;
        }
        Ok(YearOfDays::new(slots, days.len() == SLOTS))
    }
}

/// Epoch days of 1 July and the following 30 June.
fn year_ends(year: i16) -> (i64, i64) {
    let june = MonthDay { month: 6, day: 30 }.in_year(year.saturating_add(1));
    (epoch_day(MonthDay { month: 7, day: 1 }.in_year(year)), epoch_day(june))
}

/// A July-to-June year with its days, or the reason why it is not whole.
pub(crate) type CutYear = (i16, Result<YearOfDays, DropReason>);

/// A record cut into July-to-June years, each whole or with the reason why it is not.
pub(crate) fn cut(record: &[DailyMean]) -> Vec<CutYear> {
    let series = Series::of(record);
    let years = record.chunk_by(|one, next| july_year(one.date) == july_year(next.date));
    years
        .filter_map(|days| {
            let year = july_year(days.first()?.date);
            Some((year, series.year(year, days.len() as i64)))
        })
        .collect()
}
