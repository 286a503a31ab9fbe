//! Dates, hours and yearly days as planners write them: one way to write each, and no guessing.

use std::fmt;

use super::{Date, TimeOfDay};

/// A text that is not the date, hour or yearly day that was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCivil {
    /// What was expected (`"date"`).
    pub what: &'static str,
    /// What was written.
    pub text: String,
    /// How it should be written.
    pub expected: &'static str,
}

impl fmt::Display for BadCivil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a {}; write {}", self.text, self.what, self.expected)
    }
}

impl std::error::Error for BadCivil {}

/// The numbers of a text such as `2026-07-01`, each exactly as many digits as asked.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[i16; N]> {
    let mut parts = text.split(separator);
    let mut found = [0_i16; N];
    for (slot, wanted) in found.iter_mut().zip(digits) {
        let part = parts.next()?;
        if part.len() != wanted || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *slot = part.parse().ok()?;
    }
    if parts.next().is_some() {
        return None;
    }
    Some(found)
}

/// Reads a date written `2026-07-01`.
///
/// # Errors
/// [`BadCivil`] where it is written otherwise or there is no such day.
pub fn parse_date(text: &str) -> Result<Date, BadCivil> {
    let date = numbers(text, '-', [4, 2, 2])
        .and_then(|[year, month, day]| Date::new(year, month as i8, day as i8).ok());
    date.ok_or_else(|| BadCivil {
        what: "date",
        text: text.to_owned(),
        expected: "an existing day as 2026-07-01",
    })
}

/// Reads an hour of the day written `07:30`. Not 24:00, which no clock shows; see [`parse_minute_of_day`].
///
/// # Errors
/// [`BadCivil`] where it is written otherwise or there is no such hour or minute.
pub fn parse_time_of_day(text: &str) -> Result<TimeOfDay, BadCivil> {
    let reading = numbers(text, ':', [2, 2])
        .and_then(|[hour, minute]| TimeOfDay::new(hour as i8, minute as i8, 0, 0).ok());
    let expected = "hours and minutes from 00:00 to 23:59 as 07:30";
    reading.ok_or_else(|| BadCivil { what: "time of day", text: text.to_owned(), expected })
}

/// Reads an hour of the day as minutes since midnight, `24:00` being the end of the day (1,440).
///
/// # Errors
/// [`BadCivil`] where it is written otherwise or there is no such hour or minute.
pub fn parse_minute_of_day(text: &str) -> Result<u16, BadCivil> {
    if text == "24:00" {
        return Ok(1_440);
    }
    let expected = "hours and minutes from 00:00 to 24:00 as 07:30";
    let reading = parse_time_of_day(text).map_err(|fault| BadCivil { expected, ..fault })?;
    Ok(reading.hour() as u16 * 60 + reading.minute() as u16)
}

/// A day that comes every year, such as the day an ice road usually closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month, 1 to 31.
    pub day: i8,
}

impl MonthDay {
    /// A day of the year; 29 February is one.
    ///
    /// # Errors
    /// [`BadCivil`] where no year has such a day.
    pub fn new(month: i8, day: i8) -> Result<MonthDay, BadCivil> {
        // A leap year has every day that any year has.
        if Date::new(2024, month, day).is_ok() {
            return Ok(MonthDay { month, day });
        }
        Err(bad_month_day(format!("{month:02}-{day:02}")))
    }

    /// Reads a day written `05-20`, month first.
    ///
    /// # Errors
    /// [`BadCivil`] where it is written otherwise or no year has such a day.
    pub fn parse(text: &str) -> Result<MonthDay, BadCivil> {
        let Some([month, day]) = numbers(text, '-', [2, 2]) else {
            return Err(bad_month_day(text.to_owned()));
        };
        MonthDay::new(month as i8, day as i8)
    }

    /// The day in a year (−9999 to 9999, beyond which the nearest); 29 February is the 28th in a common year.
    pub fn in_year(self, year: i16) -> Date {
        let year = year.clamp(-9_999, 9_999);
        let date = Date::new(year, self.month, self.day).or_else(|_| Date::new(year, self.month, 28));
        date.unwrap_or(Date::MIN)
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

fn bad_month_day(text: String) -> BadCivil {
    BadCivil { what: "day of the year", text, expected: "an existing month and day as 05-20" }
}
