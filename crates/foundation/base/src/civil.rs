//! Civil dates, zones and the clock that a site's people read.
//!
//! Simulation time ([`Time`]) is milliseconds since the horizon's start in UTC. A date or an hour of the day means
//! something only in a **zone**; a [`Clock`] holds one zone's offsets over the horizon, so that a look-up is a
//! search among a handful of numbers and needs no zone code.
//!
//! The zone rules are the IANA database compiled into the program, never the system's, so that one scenario
//! gives one answer everywhere.
//!
//! Terms: a **gap** is local time that never was (clocks go forward), a **fold** local time that was twice
//! (clocks go back). A **due date** means the end of that day, 24:00 local: [`Clock::end_of_day`].
//!
//! Pitfalls: two sites' midnights are different times; ask the clock of the site that is meant. A civil day may
//! have 23 or 25 hours, so add days to dates, not [`Span::DAY`] to times. Beyond two years either side of the
//! horizon a clock keeps its first or last offset.

mod text;

use std::fmt;

pub use jiff::civil::Time as TimeOfDay;
pub use jiff::civil::{Date, Weekday};
pub use text::{BadCivil, MonthDay, parse_date, parse_minute_of_day, parse_time_of_day};

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, civil::DateTime};

use crate::time::{Span, Time};

/// The longest horizon, in days: a hundred years.
pub const MOST_DAYS: u32 = 36_525;
/// How far before and after the horizon a clock knows its zone's changes, in days.
const MARGIN_DAYS: i64 = 731;
/// The years a horizon may start in. The calendar's latest time, 557 years on, must still have a date.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2400;
const DAY_MS: i64 = Span::DAY.millis();

/// A time zone of the IANA database, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// Finds a zone by its IANA name, upper or lower case.
    ///
    /// # Errors
    /// [`UnknownZone`], with the nearest name that exists.
    pub fn named(name: &str) -> Result<Zone, UnknownZone> {
        let database = TimeZoneDatabase::bundled();
        match database.get(name) {
            Ok(rules) => {
                let name = rules.iana_name().unwrap_or(name).to_owned();
                Ok(Zone { name, rules })
            }
            Err(_) => Err(UnknownZone { name: name.to_owned(), nearest: nearest_zone(&database, name) }),
        }
    }

    /// Universal time.
    pub fn utc() -> Zone {
        Zone { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// The zone's IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Unix milliseconds at which the date begins here: 00:00, or the end of a gap that swallows it.
    fn midnight_ms(&self, date: Date) -> Option<i64> {
        let midnight = DateTime::from_parts(date, TimeOfDay::midnight());
        // jiff's "compatible" rule: a gap shifts forward, a fold gives the earlier time.
        self.rules.to_timestamp(midnight).ok().map(Timestamp::as_millisecond)
    }

    /// The offset from UTC in milliseconds at a Unix time; 0 where the time has no date.
    fn offset_ms(&self, at: Timestamp) -> i64 {
        i64::from(self.rules.to_offset(at).seconds()) * 1_000
    }
}

/// The longest name that is compared with those of zones, in bytes: the time it takes grows with it.
const LONGEST_ZONE: usize = 120;

/// The zone whose name, or whose city, is the fewest edits away; none where that is more than a third of it.
fn nearest_zone(database: &TimeZoneDatabase, wanted: &str) -> Option<String> {
    if wanted.len() > LONGEST_ZONE {
        return None;
    }
    let wanted = wanted.to_lowercase();
    let mut best: Option<(usize, String)> = None;
    for zone in database.available() {
        let full = zone.as_str().to_lowercase();
        let city = full.rsplit('/').next().unwrap_or(&full);
        let edits = strsim::osa_distance(&full, &wanted).min(strsim::osa_distance(city, &wanted));
        let candidate = (edits, zone.as_str().to_owned());
        if best.as_ref().is_none_or(|known| candidate < *known) {
            best = Some(candidate);
        }
    }
    best.filter(|(edits, _)| edits * 3 <= wanted.chars().count()).map(|(_, name)| name)
}

/// A zone that the IANA database does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone {
    /// What was asked for.
    pub name: String,
    /// The nearest name that exists.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "zone `{}` is not in the IANA time zone database", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => write!(f, "; write a name such as `Asia/Yakutsk`"),
        }
    }
}

impl std::error::Error for UnknownZone {}

/// The days a run covers: from the midnight that begins the first, in the scenario's zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Horizon {
    start: Date,
    days: u32,
    zone: Zone,
    start_utc_ms: i64,
    end: Time,
}

impl Horizon {
    /// A horizon of 1 to [`MOST_DAYS`] days, starting in the years 1900 to 2400.
    ///
    /// # Errors
    /// [`BadHorizon`] where the start or the number of days is out of its range.
    pub fn new(start: Date, days: u32, zone: &Zone) -> Result<Horizon, BadHorizon> {
        let fault = BadHorizon { start, days };
        if !(1..=MOST_DAYS).contains(&days) || !YEARS.contains(&start.year()) {
            return Err(fault);
        }
        let after = date_of_epoch_day(epoch_day(start) + i64::from(days));
        let (Some(begins), Some(ends)) = (zone.midnight_ms(start), zone.midnight_ms(after)) else {
            return Err(fault);
        };
        let end = Time::from_millis(ends - begins);
        Ok(Horizon { start, days, zone: zone.clone(), start_utc_ms: begins, end })
    }

    /// The first day.
    pub fn start(&self) -> Date {
        self.start
    }

    /// The number of days.
    pub fn days(&self) -> u32 {
        self.days
    }

    /// The last day.
    pub fn last(&self) -> Date {
        date_of_epoch_day(epoch_day(self.start) + i64::from(self.days) - 1)
    }

    /// 24:00 of the last day in the horizon's zone: the first time that is no longer part of the horizon.
    pub fn end(&self) -> Time {
        self.end
    }

    /// The zone whose midnights begin and end the horizon.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Unix milliseconds of [`Time::START`].
    pub fn start_utc_ms(&self) -> i64 {
        self.start_utc_ms
    }
}

/// A horizon that cannot be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadHorizon {
    /// The first day that was asked for.
    pub start: Date,
    /// The number of days that was asked for.
    pub days: u32,
}

impl fmt::Display for BadHorizon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, days } = self;
        if (1..=MOST_DAYS).contains(days) {
            return write!(f, "horizon starting {start} does not start in the years 1900 to 2400");
        }
        write!(f, "horizon of {days} days is not between 1 and {MOST_DAYS} days")
    }
}

impl std::error::Error for BadHorizon {}

/// One offset from UTC and when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Regime {
    /// When it begins, in simulation time.
    from: i64,
    /// The least local reading, in ms since the Unix epoch, that means this offset and not the one before it.
    local_from: i64,
    /// What to add to UTC for local time, in ms.
    offset: i64,
}

/// A zone's local time over a horizon.
///
/// ```
/// use iceroad_base::civil::{Clock, Horizon, Zone, parse_date};
/// let zone = Zone::named("Asia/Yakutsk")?;
/// let horizon = Horizon::new(parse_date("2026-07-01")?, 365, &zone)?;
/// let clock = Clock::new(&horizon, &zone);
/// let due = clock.end_of_day(parse_date("2027-03-31")?);
/// assert_eq!(clock.utc_text(due), "2027-03-31T15:00:00.000Z");
/// assert_eq!(clock.local_text(due), "2027-04-01T00:00:00.000+09:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    zone: String,
    /// Unix milliseconds of [`Time::START`].
    epoch_ms: i64,
    start_day: i64,
    last_day: i64,
    /// Never empty; in order of time. The first holds since ever, the last for ever.
    regimes: Vec<Regime>,
}

impl Clock {
    /// The clock of `zone` over the horizon and two years either side. The horizon may have another zone.
    pub fn new(horizon: &Horizon, zone: &Zone) -> Clock {
        let epoch_ms = horizon.start_utc_ms;
        let from = epoch_ms - MARGIN_DAYS * DAY_MS;
        let until = epoch_ms + horizon.end.millis() + MARGIN_DAYS * DAY_MS;
        let start_day = epoch_day(horizon.start);
        let last_day = start_day + i64::from(horizon.days) - 1;
        let regimes = regimes(zone, from, until, epoch_ms);
        Clock { zone: zone.name.clone(), epoch_ms, start_day, last_day, regimes }
    }

    /// The name of the clock's zone.
    pub fn zone_name(&self) -> &str {
        &self.zone
    }

    /// The offset from UTC at a time: what to add to UTC for local time.
    pub fn offset(&self, at: Time) -> Span {
        let after = self.regimes.partition_point(|regime| regime.from <= at.millis());
        Span::from_millis(self.regimes[after.saturating_sub(1)].offset)
    }

    /// What the local clock reads, in ms since 1970-01-01T00:00 read off the same clock.
    fn local_ms(&self, at: Time) -> i64 {
        at.millis().saturating_add(self.epoch_ms).saturating_add(self.offset(at).millis())
    }

    /// The simulation time at which the local clock reads this.
    fn time_of_local_ms(&self, local: i64) -> Time {
        let after = self.regimes.partition_point(|regime| regime.local_from <= local);
        let offset = self.regimes[after.saturating_sub(1)].offset;
        Time::from_millis(local - offset - self.epoch_ms)
    }

    /// The date there.
    pub fn date(&self, at: Time) -> Date {
        date_of_epoch_day(self.local_ms(at).div_euclid(DAY_MS))
    }

    /// The hour, minute, second and millisecond there.
    pub fn time_of_day(&self, at: Time) -> TimeOfDay {
        let ms = self.local_ms(at).rem_euclid(DAY_MS);
        let [hour, minute, second] = [ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60].map(|n| n as i8);
        let nanoseconds = (ms % 1_000) as i32 * 1_000_000;
        TimeOfDay::new(hour, minute, second, nanoseconds).unwrap_or(TimeOfDay::midnight())
    }

    /// The day of the week there.
    pub fn weekday(&self, at: Time) -> Weekday {
        self.date(at).weekday()
    }

    /// The time at which the clock reads this, to the millisecond.
    ///
    /// In a gap the reading is shifted forward by the gap's length (02:30 means 03:30); in a fold it means the
    /// earlier of the two times.
    pub fn at(&self, date: Date, reading: TimeOfDay) -> Time {
        let [hour, minute, second] = [reading.hour(), reading.minute(), reading.second()].map(i64::from);
        let ms = ((hour * 60 + minute) * 60 + second) * 1_000 + i64::from(reading.millisecond());
        self.time_of_local_ms(epoch_day(date) * DAY_MS + ms)
    }

    /// The time at which the date begins: 00:00, or the end of a gap that swallows it.
    pub fn midnight(&self, date: Date) -> Time {
        self.time_of_local_ms(epoch_day(date) * DAY_MS)
    }

    /// 24:00 of the date, which is when something due on that date is late.
    pub fn end_of_day(&self, date: Date) -> Time {
        self.time_of_local_ms((epoch_day(date) + 1) * DAY_MS)
    }

    /// The local date in days since the horizon's first date; negative before it.
    #[inline]
    pub fn day_index(&self, at: Time) -> i64 {
        self.local_ms(at).div_euclid(DAY_MS) - self.start_day
    }

    /// The day index of a date.
    pub fn day_of_date(&self, date: Date) -> i64 {
        epoch_day(date) - self.start_day
    }

    /// The date of a day index.
    pub fn date_of_day(&self, day: i64) -> Date {
        date_of_epoch_day(self.start_day.saturating_add(day))
    }

    /// The local month, counted from the horizon's first month.
    ///
    /// Always an index into [`Clock::months`]: a time before the horizon counts to its first month, and a time after
    /// it, its very end included, to its last.
    pub fn month_index(&self, at: Time) -> usize {
        let day = self.local_ms(at).div_euclid(DAY_MS).clamp(self.start_day, self.last_day);
        let first = months_since_year_0(date_of_epoch_day(self.start_day));
        (months_since_year_0(date_of_epoch_day(day)) - first) as usize
    }

    /// The calendar months that the horizon touches, as (year, month).
    pub fn months(&self) -> Vec<(i16, i8)> {
        let first = months_since_year_0(date_of_epoch_day(self.start_day));
        let last = months_since_year_0(date_of_epoch_day(self.last_day));
        (first..=last).map(|month| ((month / 12) as i16, (month % 12 + 1) as i8)).collect()
    }

    /// The time in UTC as RFC 3339 with milliseconds, `2026-03-31T15:00:00.000Z`: how every export writes a time.
    pub fn utc_text(&self, at: Time) -> String {
        let mut text = local_text(at.millis().saturating_add(self.epoch_ms));
        text.push('Z');
        text
    }

    /// The time there as RFC 3339 with milliseconds and its offset, `2026-04-01T00:00:00.000+09:00`: how exports write a time
    /// where the column says that it is local.
    pub fn local_text(&self, at: Time) -> String {
        let minutes = self.offset(at).millis() / 60_000;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        format!("{}{sign}{hours:02}:{minutes:02}", local_text(self.local_ms(at)))
    }
}

/// The offsets of a zone between two Unix times, with times given from `epoch_ms`.
fn regimes(zone: &Zone, from: i64, until: i64, epoch_ms: i64) -> Vec<Regime> {
    let first = Timestamp::from_millisecond(from).unwrap_or(Timestamp::MIN);
    let mut offset = zone.offset_ms(first);
    let mut regimes = vec![Regime { from: i64::MIN, local_from: i64::MIN, offset }];
    for change in zone.rules.following(first) {
        let at = change.timestamp().as_millisecond();
        if at > until {
            break;
        }
        let next = i64::from(change.offset().seconds()) * 1_000;
        if next == offset {
            continue;
        }
        // A reading in a gap or a fold belongs to the offset before the change.
        let local_from = at + offset.max(next);
        regimes.push(Regime { from: at - epoch_ms, local_from, offset: next });
        offset = next;
    }
    regimes
}

/// A clock reading as `2026-03-31T15:00:00.000`.
fn local_text(local_ms: i64) -> String {
    let date = date_of_epoch_day(local_ms.div_euclid(DAY_MS));
    let ms = local_ms.rem_euclid(DAY_MS);
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{date}T{hour:02}:{minute:02}:{second:02}.{:03}", ms % 1_000)
}

fn months_since_year_0(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// Days from 1970-01-01 to the date. After H. Hinnant, "chrono-compatible low-level date algorithms" (2013):
/// years begin in March, so that the leap day comes last.
pub fn epoch_day(date: Date) -> i64 {
    let (month, day) = (i64::from(date.month()), i64::from(date.day()));
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date that many days after 1970-01-01, the inverse of [`epoch_day`]; the first or last date there is where
/// it would be beyond (the years −9999 and 9999).
pub fn date_of_epoch_day(days: i64) -> Date {
    let days = days.clamp(epoch_day(Date::MIN), epoch_day(Date::MAX)) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    Date::new(year as i16, month as i8, day as i8).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests;
