//! At what age of its machine each row stands: readings checked against the calendar, new meters joined to old ones, missing readings
//! worked out from dates.

use super::{Aside, Basis, Repair, Work};

/// A machine runs at most so many hours a day.
const MOST_A_DAY: f64 = 24.0;
/// Readings may be rounded, and read before or after the hour of the row.
const ROUNDING_H: f64 = 1.0;
/// A pace is known from readings that lie at least so far apart, h of the calendar.
const LEAST_SPAN_H: f64 = 7.0 * 24.0;

/// The clocks of all machines.
pub(super) struct Clocks {
    /// Of each machine, dates with ages, rising in both; empty without dates.
    pub(super) knots: Vec<Vec<(f64, f64)>>,
    /// Of each row, its age; none of one set aside.
    pub(super) ages: Vec<Option<f64>>,
    /// Hours a machine runs per hour of the calendar.
    pub(super) paces: Vec<f64>,
    /// Whether the age of a machine is that of its meter, so that 0 is new.
    pub(super) is_metered: Vec<bool>,
    pub(super) basis: Basis,
    /// When watching began and ended, h since 1970; none without dates.
    pub(super) window: Option<(f64, f64)>,
}

impl Clocks {
    /// The age of a machine at a date.
    pub(super) fn age_at(&self, machine: usize, when: f64) -> f64 {
        age_at(&self.knots[machine], self.paces[machine], when)
    }
}

fn age_at(knots: &[(f64, f64)], pace: f64, when: f64) -> f64 {
    let after = knots.partition_point(|knot| knot.0 <= when);
    let age = match (after.checked_sub(1).map(|at| knots[at]), knots.get(after)) {
        (Some((from, young)), Some(&(to, old))) => young + (old - young) * (when - from) / (to - from),
        (Some((from, young)), None) => young + (when - from) * pace,
        (None, Some(&(to, old))) => old - (to - when) * pace,
        (None, None) => when * pace,
    };
    age.max(0.0)
}

/// Sets the clocks of all machines, puts rows without dates among those with, and says which rows were put right.
pub(super) fn clocks(work: &mut Work<'_>, machines: &mut [Vec<usize>]) -> Clocks {
    let rows = &work.log.rows;
    let has_dates = rows.iter().any(|row| row.when.is_some());
    let has_meters = work.readings.iter().any(Option::is_some);
    let basis = match (has_meters, has_dates) {
        (true, true) => Basis::MeterAndDates,
        (_, false) => Basis::Meter,
        (false, true) => Basis::Dates,
    };
    let window = window(work);
    let mut clocks = Clocks {
        knots: vec![Vec::new(); machines.len()],
        ages: vec![None; rows.len()],
        paces: vec![0.0; machines.len()],
        is_metered: vec![false; machines.len()],
        basis,
        window,
    };
    let mut meters = Vec::with_capacity(machines.len());
    for (machine, of) in machines.iter().enumerate() {
        let (knots, of_machine) = knots(work, of);
        clocks.knots[machine] = knots;
        meters.push(of_machine);
        clocks.is_metered[machine] = of.iter().any(|row| work.readings[*row].is_some());
    }
    let told = work.options.hours_per_day.map(|hours| hours / 24.0);
    let fleet = told.or_else(|| median_pace(&clocks.knots)).unwrap_or(1.0);
    for (machine, of) in machines.iter_mut().enumerate() {
        let is_metered = clocks.is_metered[machine];
        clocks.paces[machine] = pace(&clocks.knots[machine]).unwrap_or(fleet);
        if clocks.knots[machine].is_empty()
            && let Some((from, _)) = window.filter(|_| !is_metered)
        {
            // No reading at all: the machine's age counts from when watching began.
            clocks.knots[machine] = vec![(from, 0.0)];
        }
        for &row in of.iter().filter(|row| !work.is_aside(**row)).collect::<Vec<_>>() {
            let known = (&clocks.knots[machine][..], clocks.paces[machine], &meters[machine][..]);
            clocks.ages[row] = age_of(work, row, known, is_metered);
            if clocks.ages[row].is_none() {
                work.set_aside(row, Aside::NoPlace);
            }
        }
        if of.iter().any(|row| work.log.rows[*row].when.is_none()) {
            let age = |row: usize| clocks.ages[row].unwrap_or(f64::INFINITY);
            of.sort_by(|a, b| age(*a).total_cmp(&age(*b)));
        }
    }
    clocks
}

/// The age of a row: by its date between readings, or by its own reading where it has no date.
fn age_of(
    work: &mut Work<'_>,
    row: usize,
    (knots, pace, meters): (&[(f64, f64)], f64, &[Meter]),
    is_metered: bool,
) -> Option<f64> {
    match (work.log.rows[row].when, work.readings[row]) {
        (Some(when), reading) if !knots.is_empty() => {
            if reading.is_none() && is_metered {
                work.repair(row, Repair::ReadingFromDate);
            }
            Some(age_at(knots, pace, when))
        }
        (_, Some(reading)) if meters.len() > 1 => {
            work.repair(row, Repair::MeterOfRow);
            meter_of(meters, row, reading).map(|meter| reading + meter.offset)
        }
        (_, reading) => reading,
    }
}

/// One of the meters that a machine had, as its dated rows show it.
struct Meter {
    /// Hours that the machine had run before it, over all meters, when this one showed 0.
    offset: f64,
    /// The least and the greatest reading.
    shown: (f64, f64),
    /// Its rows.
    rows: Vec<usize>,
}

/// The meter that a reading without a date was taken from: the only one that showed it, or else that of the row above it in the log.
fn meter_of(meters: &[Meter], row: usize, reading: f64) -> Option<&Meter> {
    let fits = |meter: &&Meter| meter.shown.0 <= reading && reading <= meter.shown.1;
    let mut fitting = meters.iter().filter(fits);
    if let (Some(only), None) = (fitting.next(), fitting.next()) {
        return Some(only);
    }
    let above = |meter: &Meter| meter.rows.iter().copied().filter(|other| *other < row).max();
    meters.iter().max_by_key(|meter| above(meter))
}

fn window(work: &Work<'_>) -> Option<(f64, f64)> {
    let rows = work.log.rows.iter().enumerate().filter(|(at, _)| !work.is_aside(*at));
    let (first, last) = rows
        .filter_map(|(_, row)| row.when)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), when| (first.min(when), last.max(when)));
    if first > last {
        return None;
    }
    let from = work.options.from.unwrap_or((first / 24.0).floor() * 24.0 - 24.0);
    let until = work.options.until.unwrap_or((last / 24.0).floor() * 24.0 + 24.0);
    Some((from, until))
}

/// What is known for sure of a machine's age: dates with readings, these checked, and joined where a new meter begins; and these meters.
fn knots(work: &mut Work<'_>, of: &[usize]) -> (Vec<(f64, f64)>, Vec<Meter>) {
    let log = work.log;
    let dated = |row: &usize| {
        let told = &log.rows[*row];
        Some((*row, (told.when?, work.readings[*row]?, told.is_day)))
    };
    let rows: Vec<(usize, (f64, f64, bool))> = of.iter().filter_map(dated).collect();
    let told = |at: usize| rows[at].1;
    // Whether a machine may have run from one reading to another in the time between.
    let fits = |one: (f64, f64, bool), other: (f64, f64, bool)| {
        let slack = if one.2 || other.2 { MOST_A_DAY } else { 0.0 } + ROUNDING_H;
        let (hours, run) = (other.0 - one.0, other.1 - one.1);
        run >= -ROUNDING_H && run <= hours * MOST_A_DAY / 24.0 + slack
    };
    let mut knots: Vec<(f64, f64)> = Vec::new();
    let mut meters: Vec<Meter> = Vec::new();
    let (mut good, mut offset) = (None::<usize>, 0.0);
    for at in 0..rows.len() {
        let now = told(at);
        let next = (at + 1 < rows.len()).then(|| told(at + 1));
        match good.map(told) {
            None => {
                // The first reading is a slip where it does not fit the second, and the second fits the third.
                let third = (at + 2 < rows.len()).then(|| told(at + 2));
                let is_slip = next.is_some_and(|next| {
                    !fits(now, next) && third.is_some_and(|third| fits(next, third) && !fits(now, third))
                });
                if is_slip && !is_new_meter(now, next) {
                    work.repair(rows[at].0, Repair::ReadingReplaced);
                    continue;
                }
            }
            Some(before) if !fits(before, now) => {
                let goes_on = next.filter(|next| fits(now, *next));
                let goes_back = next.filter(|next| fits(before, *next));
                let off = |from: (f64, f64, bool), next: (f64, f64, bool)| {
                    ((next.1 - from.1) / (next.0 - from.0) - pace(&knots).unwrap_or(0.0)).abs()
                };
                // Where the next reading fits both, the one is true from which the machine's usual pace leads to it.
                let is_slip = match (goes_on, goes_back) {
                    (None, _) => true,
                    (Some(next), Some(_)) => off(before, next) <= off(now, next),
                    (Some(_), None) => false,
                };
                if is_slip {
                    work.repair(rows[at].0, Repair::ReadingReplaced);
                    continue;
                }
                work.repair(rows[at].0, Repair::MeterSwapped);
                let run = (now.0 - before.0) * pace(&knots).unwrap_or(0.0);
                offset += before.1 + run - now.1;
            }
            Some(_) => {}
        }
        good = Some(at);
        match meters.last_mut().filter(|meter| meter.offset == offset) {
            Some(meter) => {
                meter.shown = (meter.shown.0.min(now.1), meter.shown.1.max(now.1));
                meter.rows.push(rows[at].0);
            }
            None => meters.push(Meter { offset, shown: (now.1, now.1), rows: vec![rows[at].0] }),
        }
        let age = (now.1 + offset).max(knots.last().map_or(0.0, |last| last.1));
        match knots.last_mut() {
            Some(last) if last.0 == now.0 => last.1 = age,
            _ => knots.push((now.0, age)),
        }
    }
    (knots, meters)
}

/// Whether the second reading looks like that of a meter that was just put in, rather than the first like a slip.
fn is_new_meter(now: (f64, f64, bool), next: Option<(f64, f64, bool)>) -> bool {
    next.is_some_and(|next| next.1 < now.1 && next.1 <= (next.0 - now.0) + MOST_A_DAY)
}

/// Hours run per hour of the calendar, over all that is known.
fn pace(knots: &[(f64, f64)]) -> Option<f64> {
    let (first, last) = (knots.first()?, knots.last()?);
    (last.0 - first.0 >= LEAST_SPAN_H).then(|| ((last.1 - first.1) / (last.0 - first.0)).clamp(0.0, 1.0))
}

fn median_pace(all: &[Vec<(f64, f64)>]) -> Option<f64> {
    let mut paces: Vec<f64> = all.iter().filter_map(|knots| pace(knots)).collect();
    paces.sort_by(f64::total_cmp);
    paces.get(paces.len() / 2).copied()
}
