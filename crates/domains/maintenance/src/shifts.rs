//! Who is on shift: the technicians' calendars, laid out once over the horizon, and where a replication is in them.
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

/// The calendars that technicians use, over the horizon.
pub(crate) struct Calendars {
    /// None where no technician uses it.
    windows: Table<CalendarId, Option<Windows>>,
    /// Every shift of them, one by one: where two overlap both are paid.
    paid: Table<CalendarId, Vec<(Time, Time)>>,
    stops_below: Table<CalendarId, Option<Celsius>>,
}

impl Calendars {
    /// Lays out every calendar that a group of technicians uses.
    pub(crate) fn new(tables: &Tables, horizon: &Horizon) -> Result<Self, MaintenanceError> {
        let mut windows = Table::filled(tables.calendars.len(), None);
        let mut paid = Table::filled(tables.calendars.len(), Vec::new());
        for group in &tables.technicians {
            if windows[group.calendar].is_some() {
                continue;
            }
            let calendar = &tables.calendars[group.calendar];
            let spells = lay_out(calendar, horizon)
                .map_err(|error| MaintenanceError::Shifts { calendar: calendar.name.clone(), error })?;
            let joined = Windows::of(spells.iter().copied())
                .map_err(|error| MaintenanceError::Shifts { calendar: calendar.name.clone(), error })?;
            windows[group.calendar] = Some(joined);
            paid[group.calendar] = spells;
        }
        let stops_below = tables.calendars.iter().map(|calendar| calendar.stops_below).collect();
        Ok(Self { windows, paid, stops_below })
    }

    /// The calendar's own limit for work outdoors.
    pub(crate) fn stops_below(&self, calendar: CalendarId) -> Option<Celsius> {
        self.stops_below[calendar]
    }

    /// The hours of all shifts of the calendar from `a` to `b`, overlaps counted twice.
    pub(crate) fn on_time(&self, calendar: CalendarId, a: Time, b: Time) -> Span {
        let parts = self.paid[calendar].iter().map(|&(on, off)| off.min(b) - on.max(a));
        parts.filter(|&part| part > Span::ZERO).sum()
    }
}

/// Where a replication is in a calendar.
#[derive(Clone, Copy)]
struct Cursor {
    on: bool,
    next: Time,
}

impl Cursor {
    fn at(windows: &Windows, now: Time) -> Self {
        Self { on: windows.is_on(now), next: windows.next_change(now) }
    }
}

/// Which calendars are on now.
pub(crate) struct Shifts {
    /// None where no technician uses the calendar.
    cursors: Table<CalendarId, Option<Cursor>>,
}

impl Shifts {
    /// As the horizon begins.
    pub(crate) fn new(calendars: &Calendars) -> Self {
        let at_start = |windows: &Option<Windows>| Some(Cursor::at(windows.as_ref()?, Time::START));
        Self { cursors: calendars.windows.iter().map(at_start).collect() }
    }

    /// Whether the calendar is on now, as of the last [`Shifts::turn`].
    pub(crate) fn is_on(&self, calendar: CalendarId) -> bool {
        self.cursors[calendar].is_some_and(|cursor| cursor.on)
    }

    /// The next change of any calendar, if there is one.
    pub(crate) fn next_change(&self) -> Option<Time> {
        self.cursors.iter().flatten().map(|cursor| cursor.next).min().filter(|&next| next < Time::NEVER)
    }

    /// Moves every calendar on to `now`.
    pub(crate) fn turn(&mut self, calendars: &Calendars, now: Time) {
        for (cursor, windows) in self.cursors.iter_mut().zip(&calendars.windows) {
            if let (Some(cursor), Some(windows)) = (cursor, windows)
                && cursor.next <= now
            {
                *cursor = Cursor::at(windows, now);
            }
        }
    }
}

/// The shifts of a calendar over the horizon. A roster counts from the horizon's first day.
fn lay_out(calendar: &WorkCalendar, horizon: &Horizon) -> Result<Vec<(Time, Time)>, WindowsError> {
    let anchor = horizon.start();
    let shifts = calendar.shifts.iter().map(|shift| Shift {
        start: shift.start,
        end: shift.end,
        weekdays: shift.weekdays,
        roster: shift.roster.map(|(on, off)| Roster { anchor, on, off }),
    });
    let mut time = WorkingTime::of(shifts);
    time.holidays.clone_from(&calendar.holidays);
    time.spells(&Clock::new(horizon, &calendar.zone), horizon)
}
