//! Who is on shift: the technicians' calendars, laid out once over the horizon.
//!
//! One cursor per calendar follows the run, so that asking costs nothing; only [`Shifts::turn`] looks up windows.
use crate::error::MaintenanceError;
use iceroad_base::civil::{Clock, Horizon};
use iceroad_base::quantity::Celsius;
use iceroad_base::{Span, Table, Time};
use iceroad_kernel::working_time::{Roster, Shift, WorkingTime};
use iceroad_kernel::{Windows, WindowsError};
use iceroad_model::calendar::WorkCalendar;
use iceroad_model::{CalendarId, Tables};

/// A calendar and where the run is in it.
struct Laid {
    windows: Windows,
    on: bool,
    next: Time,
}

/// The calendars that technicians use.
pub(crate) struct Shifts {
    /// By [`CalendarId`]; none where no technician uses it.
    laid: Table<CalendarId, Option<Laid>>,
    stops_below: Table<CalendarId, Option<Celsius>>,
}

impl Shifts {
    /// Lays out every calendar that a group of technicians uses.
    pub(crate) fn new(tables: &Tables, horizon: &Horizon) -> Result<Self, MaintenanceError> {
        let mut shifts = Self {
            laid: tables.calendars.iter().map(|_| None).collect(),
            stops_below: tables.calendars.iter().map(|calendar| calendar.stops_below).collect(),
        };
        for group in &tables.technicians {
            if shifts.laid[group.calendar].is_some() {
                continue;
            }
            let calendar = &tables.calendars[group.calendar];
            let windows = lay_out(calendar, horizon)
                .map_err(|error| MaintenanceError::Shifts { calendar: calendar.name.clone(), error })?;
            let (on, next) = (windows.is_on(Time::START), windows.next_change(Time::START));
            shifts.laid[group.calendar] = Some(Laid { windows, on, next });
        }
        Ok(shifts)
    }

    /// Whether the calendar is on now, as of the last [`Shifts::turn`].
    pub(crate) fn is_on(&self, calendar: CalendarId) -> bool {
        self.laid[calendar].as_ref().is_some_and(|laid| laid.on)
    }

    /// The calendar's own limit for work outdoors.
    pub(crate) fn stops_below(&self, calendar: CalendarId) -> Option<Celsius> {
        self.stops_below[calendar]
    }

    /// The next change of any calendar, if there is one.
    pub(crate) fn next_change(&self) -> Option<Time> {
        self.laid.iter().flatten().map(|laid| laid.next).min().filter(|&next| next < Time::NEVER)
    }

    /// Moves every calendar on to `now`.
    pub(crate) fn turn(&mut self, now: Time) {
        for laid in self.laid.iter_mut().flatten() {
            if laid.next <= now {
                laid.on = laid.windows.is_on(now);
                laid.next = laid.windows.next_change(now);
            }
        }
    }

    /// How long the calendar is on from `a` to `b`.
    pub(crate) fn on_time(&self, calendar: CalendarId, a: Time, b: Time) -> Span {
        self.laid
            .get(calendar)
            .and_then(Option::as_ref)
            .map_or(Span::ZERO, |laid| laid.windows.on_time_between(a, b))
    }
}

/// The windows of a calendar over the horizon. A roster counts from the horizon's first day.
fn lay_out(calendar: &WorkCalendar, horizon: &Horizon) -> Result<Windows, WindowsError> {
    let anchor = horizon.start();
    let shifts = calendar.shifts.iter().map(|shift| Shift {
        start: shift.start,
        end: shift.end,
        weekdays: shift.weekdays,
        roster: shift.roster.map(|(on, off)| Roster { anchor, on, off }),
    });
    let mut time = WorkingTime::of(shifts);
    time.holidays.clone_from(&calendar.holidays);
    time.compile(&Clock::new(horizon, &calendar.zone), horizon)
}
