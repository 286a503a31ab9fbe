//! Working time: shifts, rosters and days off in local time, compiled into sorted windows of simulation time.
//!
//! Terms. A *shift* runs from one reading of the local clock to another, across midnight if need be, and
//! belongs to the date on which it starts. A *roster* lets it start on so many days and rests so many, for ever,
//! counted from an anchor date: fifteen on, fifteen off is `Roster { on: 15, off: 15, .. }`. A *holiday* is a date
//! on which no shift starts. An *exception* is a date with hours of its own, whatever weekday, roster and
//! holidays say.
//!
//! [`WorkingTime::compile`] reads the dates of a horizon with the clock of the site and gives [`Windows`], which
//! know nothing of dates any more. Everything else is arithmetic on windows: two crews are a union, stops in the
//! cold are an intersection, a blast is a difference.
//!
//! Pitfalls. A shift that started the evening before the horizon reaches into it, and is in. Where the clock
//! changes, a shift is an hour longer or shorter, as it is for the people. Touching windows are one window: at
//! a change of shift without a pause nothing changes.
//!
//! ```
//! use iceroad_base::civil::{Clock, Horizon, Zone, parse_date, parse_time_of_day};
//! use iceroad_base::{Span, Time};
//! use iceroad_kernel::working_time::{Shift, WorkingTime};
//!
//! let zone = Zone::named("Asia/Yakutsk")?;
//! let horizon = Horizon::new(parse_date("2026-07-01")?, 10, &zone)?;
//! let clock = Clock::new(&horizon, &zone);
//! let night = Shift::daily(parse_time_of_day("20:00")?, parse_time_of_day("08:00")?);
//! let windows = WorkingTime::of([night]).compile(&clock, &horizon)?;
//!
//! let hour = |n: i64| Time::START + Span::HOUR * n;
//! assert!(windows.is_on(hour(7)));                              // the shift of 30 June
//! assert_eq!(windows.next_change(hour(7)), hour(8));
//! assert_eq!(windows.finish(hour(7), Span::HOUR * 3), hour(22)); // one hour today, two from 20:00 on
//! assert_eq!(windows.on_time_between(hour(0), hour(24)), Span::HOUR * 12);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod windows;

use iceroad_base::Time;
use iceroad_base::civil::{Clock, Date, Horizon, TimeOfDay, epoch_day};

use crate::error::WindowsError;
pub use windows::Windows;

/// One shift, in local time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shift {
    /// When it starts.
    pub start: TimeOfDay,
    /// When it ends; at or before the start means on the next day, so equal times are a whole day.
    pub end: TimeOfDay,
    /// On which weekdays it may start, Monday first.
    pub weekdays: [bool; 7],
    /// Its rotation; none means every day.
    pub roster: Option<Roster>,
}

/// So many days on, so many off, for ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Roster {
    /// The first day of some block of days on; earlier dates count backwards from it.
    pub anchor: Date,
    /// Days on.
    pub on: u16,
    /// Days off.
    pub off: u16,
}

/// A date with hours of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// The date on which these hours start, in place of every shift.
    pub date: Date,
    /// Start and end of each; as in [`Shift`], an end at or before the start is on the next day.
    pub hours: Vec<(TimeOfDay, TimeOfDay)>,
}

/// When work is done, as people write it down. [`WorkingTime::compile`] makes it usable.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkingTime {
    /// The shifts; they may overlap.
    pub shifts: Vec<Shift>,
    /// Dates on which no shift starts.
    pub holidays: Vec<Date>,
    /// Dates with hours of their own; of several for one date, all count.
    pub exceptions: Vec<Exception>,
}

impl Shift {
    /// A shift on every day of every week.
    pub fn daily(start: TimeOfDay, end: TimeOfDay) -> Shift {
        Shift { start, end, weekdays: [true; 7], roster: None }
    }

    fn starts_on(&self, date: Date) -> bool {
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        self.weekdays[weekday] && self.roster.is_none_or(|roster| roster.is_on(date))
    }
}

impl Roster {
    /// Whether `date` is a day on.
    pub fn is_on(&self, date: Date) -> bool {
        let cycle = i64::from(self.on) + i64::from(self.off);
        let day = epoch_day(date) - epoch_day(self.anchor);
        cycle > 0 && day.rem_euclid(cycle) < i64::from(self.on)
    }
}

impl WorkingTime {
    /// These shifts, without holidays and exceptions.
    pub fn of(shifts: impl IntoIterator<Item = Shift>) -> WorkingTime {
        WorkingTime { shifts: shifts.into_iter().collect(), ..WorkingTime::default() }
    }

    /// The windows of work within the horizon, read off `clock`, which may be of another zone than it.
    ///
    /// # Errors
    /// [`WindowsError::NoDays`] for a roster without days.
    pub fn compile(&self, clock: &Clock, horizon: &Horizon) -> Result<Windows, WindowsError> {
        Windows::of(self.spells(clock, horizon)?)
    }

    /// Every instant within the horizon at which a shift starts, in order; also where windows touch and so do not
    /// show it. A shift that is on at the horizon's start is taken to start there.
    ///
    /// # Errors
    /// As [`WorkingTime::compile`].
    pub fn starts(&self, clock: &Clock, horizon: &Horizon) -> Result<Vec<Time>, WindowsError> {
        let mut starts: Vec<Time> = self.spells(clock, horizon)?.into_iter().map(|(on, _)| on).collect();
        starts.sort_unstable();
        starts.dedup();
        Ok(starts)
    }

    /// Start and end of every shift within the horizon, as they come: they may overlap.
    ///
    /// # Errors
    /// As [`WorkingTime::compile`].
    pub fn spells(&self, clock: &Clock, horizon: &Horizon) -> Result<Vec<(Time, Time)>, WindowsError> {
        let without_days =
            |shift: &Shift| shift.roster.is_some_and(|roster| roster.on == 0 && roster.off == 0);
        if self.shifts.iter().any(without_days) {
            return Err(WindowsError::NoDays);
        }
        let mut holidays = self.holidays.clone();
        holidays.sort_unstable();
        let mut pairs = Vec::new();
        // The day before the first may have a shift that reaches into the horizon.
        for day in clock.day_index(Time::START) - 1..=clock.day_index(horizon.end()) {
            let date = clock.date_of_day(day);
            let mut add = |start: TimeOfDay, end: TimeOfDay| {
                let last = if end <= start { clock.date_of_day(day + 1) } else { date };
                let (on, off) = (clock.at(date, start), clock.at(last, end));
                let (on, off) = (on.max(Time::START), off.min(horizon.end()));
                // A shift may vanish where the clock goes forward, or lie outside the horizon.
                if on < off {
                    pairs.push((on, off));
                }
            };
            let mut exceptions = self.exceptions.iter().filter(|exception| exception.date == date).peekable();
            if exceptions.peek().is_some() {
                exceptions.flat_map(|exception| &exception.hours).for_each(|&(start, end)| add(start, end));
            } else if holidays.binary_search(&date).is_err() {
                let shifts = self.shifts.iter().filter(|shift| shift.starts_on(date));
                shifts.for_each(|shift| add(shift.start, shift.end));
            }
        }
        Ok(pairs)
    }
}
