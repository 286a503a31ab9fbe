//! From what age to what age each machine was watched.
//!
//! With dates all machines are watched from when the log begins until it ends, by the pace of each, but for those that came later or left
//! earlier by their own rows. Without dates a machine is watched from new, or from its first row where that lies far beyond its
//! usual gaps, until its last.

use super::calendar::Calendar;
use super::clock::Clocks;
use super::{Aside, Event, Remark, Watched, Work};
use iceroad_base::civil::date_of_epoch_day;

/// A first reading this many times the longest gap of its machine is no first gap.
const LATE: f64 = 5.0;
/// The share of the log at whose end a machine without a row is told.
const SILENT: f64 = 1.0 / 3.0;

/// Says how long each machine was watched; those that were not are left out, with their rows.
pub(super) fn watched(work: &mut Work<'_>, machines: &[Vec<usize>], clocks: &Clocks) -> Vec<Watched> {
    let mut all = Vec::new();
    let (mut silent, mut two_models, mut late, mut new) = (0, 0, 0, 0);
    for (machine, rows) in machines.iter().enumerate() {
        let rows: Vec<usize> = rows.iter().filter(|row| !work.is_aside(**row)).copied().collect();
        if rows.is_empty() {
            continue;
        }
        let ages: Vec<f64> = rows.iter().filter_map(|row| clocks.ages[*row]).collect();
        let youngest = ages.iter().copied().fold(f64::INFINITY, f64::min);
        let oldest = ages.iter().copied().fold(0.0, f64::max);
        let mut models = rows.iter().filter_map(|row| work.log.rows[*row].model);
        let model = models.next();
        two_models += usize::from(models.any(|other| Some(other) != model));
        let log = work.log;
        let of_machine = |event| {
            let is_it = |row: &&usize| log.rows[**row].event == event && log.rows[**row].subsystem.is_none();
            rows.iter().find(is_it).copied()
        };
        let start_row = of_machine(Event::Start);
        let start = start_row.and_then(|row| clocks.ages[row]);
        let end = of_machine(Event::Suspension).and_then(|row| clocks.ages[row]);
        let since = start_row.and_then(|row| log.rows[row].when).or(clocks.window.map(|(first, _)| first));
        let (from, to) = match clocks.window.filter(|_| !clocks.knots[machine].is_empty()) {
            Some((first, last)) => {
                let latest = rows.iter().filter_map(|row| log.rows[*row].when).fold(first, f64::max);
                silent += usize::from(end.is_none() && (last - latest) > SILENT * (last - first));
                (clocks.age_at(machine, first), clocks.age_at(machine, last))
            }
            None if start.is_some() => (youngest, oldest),
            None if is_late(&ages) => {
                late += 1;
                (youngest, oldest)
            }
            None => {
                new += 1;
                (0.0, oldest)
            }
        };
        let (from, to) = (start.unwrap_or(from), end.unwrap_or(to));
        if to <= from {
            rows.iter().for_each(|row| work.set_aside(*row, Aside::NoExposure));
            continue;
        }
        let beyond_rows = (youngest - from).max(0.0) + (to - oldest).max(0.0);
        let calendar = Calendar::new(clocks, machine, from, to);
        let by_month = by_month(&calendar);
        all.push(Watched {
            machine: machine as u32,
            model,
            from,
            to,
            since,
            beyond_rows,
            by_month,
            calendar,
        });
    }
    let told = [
        (silent, Remark::SilentAtEnd as fn(usize) -> Remark),
        (two_models, Remark::TwoModels),
        (late, Remark::LateStart),
        (new, Remark::FromNew),
    ];
    work.remarks.extend(told.into_iter().filter(|(n, _)| *n > 0).map(|(n, remark)| remark(n)));
    all
}

/// Whether ages, in order, begin so late that the first is no gap.
fn is_late(ages: &[f64]) -> bool {
    let longest = ages.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
    ages.len() > 2 && ages.first().is_some_and(|first| *first > LATE * longest)
}

/// The hours that a machine ran in each month of the year.
fn by_month(calendar: &Calendar) -> [f64; 12] {
    let mut months = [0.0; 12];
    for (day, hours) in calendar.days() {
        if let Some(month) = month_of(day as f64 * 24.0) {
            months[month] += hours;
        }
    }
    months
}

/// The month, January 0, of hours since 1970.
pub(super) fn month_of(when: f64) -> Option<usize> {
    let month = date_of_epoch_day((when / 24.0).floor() as i64).month();
    usize::try_from(month - 1).ok()
}
