//! Working-time calendars as the planner writes them; `kernel` compiles them to windows of time.
use iceroad_base::civil::{Date, TimeOfDay, Zone};
use iceroad_base::quantity::Celsius;

/// One shift of a calendar, a row of `calendars.csv`. An `end` at or before `start` is on the next day.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Name of the shift ("day", "night").
    pub name: String,
    /// Local start.
    pub start: TimeOfDay,
    /// Local end.
    pub end: TimeOfDay,
    /// Which weekdays a shift may start on, Monday first.
    pub weekdays: [bool; 7],
    /// Rotation: so many days on, so many off, counted from the horizon's first day; none: every day.
    pub roster: Option<(u16, u16)>,
}

/// A working-time calendar: all rows of `calendars.csv` with one name, and its `holidays.csv`.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    /// Short name.
    pub name: String,
    /// The zone its times are local to.
    pub zone: Zone,
    /// Its shifts.
    pub shifts: Vec<Shift>,
    /// Local days on which no shift starts.
    pub holidays: Vec<Date>,
    /// Outdoor work of this calendar stops below this temperature.
    pub stops_below: Option<Celsius>,
}
