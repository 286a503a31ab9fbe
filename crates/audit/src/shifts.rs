//! Working time, laid out anew from the calendars: when a calendar is on, as sorted spells that do not touch.
use iceroad_base::civil::{Date, epoch_day};
use iceroad_base::{Span, Time};
use iceroad_model::Scenario;
use iceroad_model::calendar::{Shift, WorkCalendar};

/// Spells `[from, to)` in which a calendar is on.
pub(crate) struct Spells(Vec<(Time, Time)>);

/// Start and end of every shift within the horizon, in order.
fn laid_out(scenario: &Scenario, calendar: &WorkCalendar) -> Vec<(Time, Time)> {
    let clock = scenario.clock(&calendar.zone);
    let end = scenario.horizon().end();
    let first = epoch_day(scenario.horizon().start());
    let mut spells = Vec::new();
    for day in clock.day_index(Time::START) - 1..=clock.day_index(end) {
        let date = clock.date_of_day(day);
        if calendar.holidays.contains(&date) {
            continue;
        }
        for shift in calendar.shifts.iter().filter(|shift| begins(shift, date, first)) {
            let over_midnight = shift.end <= shift.start;
            let last = clock.date_of_day(day + i64::from(over_midnight));
            let from = clock.at(date, shift.start).max(Time::START);
            let to = clock.at(last, shift.end).min(end);
            if from < to {
                spells.push((from, to));
            }
        }
    }
    spells.sort_unstable();
    spells
}

/// When shifts start, in order and each once, also where they touch.
pub(crate) fn starts(scenario: &Scenario, calendar: &WorkCalendar) -> Vec<Time> {
    let mut starts: Vec<Time> = laid_out(scenario, calendar).into_iter().map(|(from, _)| from).collect();
    starts.dedup();
    starts
}

impl Spells {
    /// Lays `calendar` out over the horizon.
    pub(crate) fn of(scenario: &Scenario, calendar: &WorkCalendar) -> Self {
        let spells = laid_out(scenario, calendar);
        let mut joined: Vec<(Time, Time)> = Vec::new();
        for (from, to) in spells {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Self(joined)
    }

    /// The end of the spell that is on at a time; nothing where it is off.
    pub(crate) fn on_until(&self, at: Time) -> Option<Time> {
        let after = self.0.partition_point(|&(from, _)| from <= at);
        let &(_, to) = self.0.get(after.checked_sub(1)?)?;
        (at < to).then_some(to)
    }
}

/// Every shift of a calendar by itself: where two overlap both are paid.
pub(crate) struct Paid(Vec<(Time, Time)>);

impl Paid {
    /// Lays `calendar` out over the horizon.
    pub(crate) fn of(scenario: &Scenario, calendar: &WorkCalendar) -> Self {
        Self(laid_out(scenario, calendar))
    }

    /// The hours of all shifts from `a` to `b`.
    pub(crate) fn between(&self, a: Time, b: Time) -> Span {
        let parts = self.0.iter().map(|&(from, to)| to.min(b) - from.max(a));
        parts.filter(|part| part.millis() > 0).sum()
    }
}

/// Whether a shift begins on a date; a roster counts from the horizon's first day.
fn begins(shift: &Shift, date: Date, first: i64) -> bool {
    let weekday = date.weekday().to_monday_zero_offset() as usize;
    let on_roster = shift.roster.is_none_or(|(on, off)| {
        let cycle = i64::from(on) + i64::from(off);
        cycle > 0 && (epoch_day(date) - first).rem_euclid(cycle) < i64::from(on)
    });
    shift.weekdays[weekday] && on_roster
}
