//! Histories, lives and repairs of every model × subsystem (× cause).
//!
//! A **unit** is a part of a machine from when it was new: the machine itself as long as no part of that kind was replaced before it failed.

use super::clock::Clocks;
use super::watch::month_of;
use super::{Aside, Event, Remark, Repair, Watched, Work};
use crate::recurrent::History;
use std::collections::BTreeMap;

/// How long a part lived that failed at a meter that showed the same as when it was mended, or came into use: meters show whole hours.
const UNSEEN_H: f64 = 0.5;

/// How long a part lived, if each repair makes it as good as new.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PartLife {
    /// Its age when watching it began, h.
    pub entry: f64,
    /// Its age when it failed, or when watching it ended, h.
    pub age: f64,
    /// Whether it failed.
    pub failed: bool,
    /// The temperature when it failed, °C.
    pub temperature_c: Option<f64>,
    /// Its machine.
    pub machine: u32,
    /// Its machine's ages between which it was watched, h.
    pub ran: (f64, f64),
    /// The day on which it failed, since 1970, where a date tells.
    pub day: Option<i64>,
}

/// What is known of one model × subsystem (× cause).
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// The model; none: all, or none told.
    pub model: Option<u32>,
    /// The subsystem; none: the whole machine, or none told.
    pub subsystem: Option<u32>,
    /// The cause; none: all, or none told.
    pub cause: Option<u32>,
    /// Every unit that was watched.
    pub histories: Vec<History>,
    /// Of each of them its machine, and the machine's age when the unit came into use, h.
    pub units: Vec<(u32, f64)>,
    /// Lives from one repair to the next, seen whole or until watching ended.
    pub lives: Vec<PartLife>,
    /// Stretches that are no lives, as the age of the part when they began is not known.
    pub unknown_age: usize,
    /// Hours of work for each failure that tells them; hours down where no row of the group tells work.
    pub repair_h: Vec<f64>,
    /// Whether these are hours down.
    pub repair_is_down: bool,
    /// Failures by month of the year, January first; all 0 without dates.
    pub failures_by_month: [f64; 12],
    /// Hours run by month of the year.
    pub hours_by_month: [f64; 12],
    /// The days of failures, since 1970, where dates tell.
    pub failure_days: Vec<i64>,
}

type Key = (Option<u32>, Option<u32>, Option<u32>);

/// Makes the groups, and sets rows aside that fall out of what was watched.
pub(super) fn groups(
    work: &mut Work<'_>,
    machines: &[Vec<usize>],
    clocks: &Clocks,
    watched: &[Watched],
) -> Vec<Group> {
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let mut members: BTreeMap<Option<u32>, Vec<&Watched>> = BTreeMap::new();
    for one in watched {
        let model = one.model.filter(|_| work.options.by_model);
        members.entry(model).or_default().push(one);
    }
    for (model, of) in members {
        let keys = keys(work, machines, &of);
        for (subsystem, cause) in keys {
            let mut group = Group::new((model, subsystem, cause));
            for one in &of {
                group.hours_by_month.iter_mut().zip(one.by_month).for_each(|(sum, hours)| *sum += hours);
                let rows = part_rows(work, &machines[one.machine as usize], subsystem);
                Unit { work: &mut *work, clocks, watched: one, cause, group: &mut group }.gather(&rows);
            }
            if group.repair_h.is_empty() {
                group.take_down_hours(work, machines, &of, subsystem);
            }
            groups.insert((model, subsystem, cause), group);
        }
    }
    let overlaps = overlaps(work, machines);
    if overlaps > 0 {
        work.remarks.push(Remark::Overlaps(overlaps));
    }
    groups.into_values().collect()
}

impl Group {
    fn new((model, subsystem, cause): Key) -> Group {
        Group {
            model,
            subsystem,
            cause,
            histories: Vec::new(),
            units: Vec::new(),
            lives: Vec::new(),
            unknown_age: 0,
            repair_h: Vec::new(),
            repair_is_down: false,
            failures_by_month: [0.0; 12],
            hours_by_month: [0.0; 12],
            failure_days: Vec::new(),
        }
    }

    fn take_down_hours(
        &mut self,
        work: &Work<'_>,
        machines: &[Vec<usize>],
        of: &[&Watched],
        subsystem: Option<u32>,
    ) {
        for one in of {
            let rows = part_rows(work, &machines[one.machine as usize], subsystem);
            let failed =
                rows.iter().map(|row| &work.log.rows[*row]).filter(|row| row.event == Event::Failure);
            let failed = failed.filter(|row| self.cause.is_none() || row.cause == self.cause);
            self.repair_h.extend(failed.filter_map(|row| row.down_h).filter(|hours| *hours > 0.0));
        }
        self.repair_is_down = !self.repair_h.is_empty();
    }
}

/// The subsystems and causes that rows of these machines name as failed, replaced or watched to an end.
fn keys(work: &Work<'_>, machines: &[Vec<usize>], of: &[&Watched]) -> Vec<(Option<u32>, Option<u32>)> {
    let mut keys = Vec::new();
    for one in of {
        for row in machines[one.machine as usize].iter().filter(|row| !work.is_aside(**row)) {
            let row = &work.log.rows[*row];
            let is_told = match row.event {
                Event::Failure => true,
                // What was watched and never failed is known too: of a part, or of the machine where the log names no parts.
                Event::Replacement | Event::Suspension => {
                    !work.options.by_cause && (row.subsystem.is_some() || work.log.subsystems.is_empty())
                }
                _ => false,
            };
            if !is_told {
                continue;
            }
            let subsystem = row.subsystem.filter(|_| work.options.by_subsystem);
            keys.push((subsystem, row.cause.filter(|_| work.options.by_cause)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The day, since 1970, of hours since 1970.
fn day_of(when: f64) -> i64 {
    (when / 24.0).floor() as i64
}

/// The rows of a machine that tell of a part.
fn part_rows(work: &Work<'_>, rows: &[usize], subsystem: Option<u32>) -> Vec<usize> {
    let is_of_part = |row: &usize| {
        let told = &work.log.rows[*row];
        let is_same = !work.options.by_subsystem || told.subsystem == subsystem;
        is_same && !matches!(told.event, Event::Inspection | Event::Reading) && !work.is_aside(*row)
    };
    rows.iter().filter(|row| is_of_part(row)).copied().collect()
}

/// One part of one machine, gathered.
struct Unit<'w, 'a, 'g> {
    work: &'w mut Work<'a>,
    clocks: &'w Clocks,
    watched: &'w Watched,
    cause: Option<u32>,
    group: &'g mut Group,
}

/// A unit under way.
struct Stretch {
    /// The machine's age when the unit came into use.
    born: f64,
    /// The machine's age when watching it began.
    from: f64,
    /// The machine's age at its last renewal; none where it is not known.
    renewed: Option<f64>,
    /// Ages of the machine at failures that count.
    failures: Vec<f64>,
}

impl Unit<'_, '_, '_> {
    fn gather(&mut self, rows: &[usize]) {
        let Watched { from, to, since, .. } = *self.watched;
        let mut now =
            Some(Stretch { born: 0.0, from, renewed: (from == 0.0).then_some(0.0), failures: Vec::new() });
        let mut last: Option<LastFailure> = None;
        for &row in rows {
            let told = self.work.log.rows[row];
            let Some(mut age) = self.clocks.ages[row] else { continue };
            let is_machine = told.subsystem.is_none() && self.work.options.by_subsystem;
            if is_machine && matches!(told.event, Event::Start | Event::Suspension) {
                continue;
            }
            // In its first hour a meter shows what it showed at the start.
            if age == from && told.when.zip(since).is_some_and(|(when, since)| when > since) {
                age += UNSEEN_H;
            }
            if age < from || (age == from && told.event == Event::Failure) {
                self.work.set_aside(row, Aside::BeforeWatching);
                continue;
            }
            if age > to || (now.is_none() && !matches!(told.event, Event::Start | Event::Replacement)) {
                self.work.set_aside(row, Aside::AfterWatching);
                continue;
            }
            match told.event {
                Event::Failure => {
                    if let Some(last) = last.filter(|last| last.is_unmended(age, told.when)) {
                        self.work.set_aside(row, Aside::DuringRepair(last.row));
                        continue;
                    }
                    let after = |hours: Option<f64>| told.when.zip(hours).map(|(when, hours)| when + hours);
                    last =
                        Some(LastFailure { row, age, up: after(told.down_h), mended: after(told.repair_h) });
                    if let Some(stretch) = &mut now {
                        self.fail(row, age, stretch);
                    }
                }
                Event::Suspension => {
                    if let Some(stretch) = now.take() {
                        self.end(&stretch, age);
                    }
                }
                _ => {
                    if let Some(stretch) = now.take() {
                        self.end(&stretch, age);
                    }
                    now = Some(Stretch { born: age, from: age, renewed: Some(age), failures: Vec::new() });
                }
            }
        }
        if let Some(stretch) = now {
            self.end(&stretch, to);
        }
    }

    fn fail(&mut self, row: usize, at: f64, stretch: &mut Stretch) {
        let told = self.work.log.rows[row];
        let is_its_cause = self.cause.is_none() || told.cause == self.cause;
        let mut watched_h = at - stretch.renewed.unwrap_or(stretch.from);
        if watched_h == 0.0 && stretch.renewed.is_some() && !stretch.failures.is_empty() {
            watched_h = UNSEEN_H;
        }
        // Hours told on the part itself say how old it was when watching began.
        let part_h = told.part_h.filter(|hours| *hours > 0.0);
        let life = match (stretch.renewed, part_h) {
            (None, Some(hours)) if hours >= watched_h => Some((hours - watched_h, hours)),
            (None, Some(hours)) => Some((0.0, hours)),
            (None, None) => None,
            (Some(_), Some(hours)) if (hours - watched_h).abs() > 0.2 * watched_h + 24.0 => {
                self.work.repair(row, Repair::PartHoursLeftOut);
                Some((0.0, watched_h))
            }
            (Some(_), _) => Some((0.0, watched_h)),
        };
        match life.filter(|(_, age)| *age > 0.0) {
            Some((entry, age)) => {
                self.group.lives.push(PartLife {
                    entry,
                    age,
                    failed: is_its_cause,
                    temperature_c: told.temperature_c,
                    machine: self.watched.machine,
                    ran: (stretch.renewed.unwrap_or(stretch.from), at),
                    day: told.when.map(day_of),
                });
            }
            None => self.group.unknown_age += 1,
        }
        stretch.renewed = Some(at);
        if !is_its_cause {
            return;
        }
        stretch.failures.push(at);
        self.group.repair_h.extend(told.repair_h.filter(|hours| *hours > 0.0));
        if let Some(month) = told.when.and_then(month_of) {
            self.group.failures_by_month[month] += 1.0;
        }
        self.group.failure_days.extend(told.when.map(day_of));
    }

    /// Watching the unit ends at an age of its machine.
    fn end(&mut self, stretch: &Stretch, at: f64) {
        match stretch.renewed {
            Some(renewed) if at > renewed => {
                self.group.lives.push(PartLife {
                    entry: 0.0,
                    age: at - renewed,
                    failed: false,
                    temperature_c: None,
                    machine: self.watched.machine,
                    ran: (renewed, at),
                    day: None,
                });
            }
            Some(_) => {}
            None => self.group.unknown_age += 1,
        }
        let age = |at: f64| at - stretch.born;
        let failures: Vec<f64> = stretch.failures.iter().map(|at| age(*at)).collect();
        // What is known of a unit up to its last failure and no further ended with that failure: chance did not choose the end.
        let history = match failures.last() {
            Some(last) if *last == age(at) => History::until_failure(age(stretch.from), failures),
            _ => History::watched(age(stretch.from), age(at), failures),
        };
        // What is no history was never watched: a unit that left as it came.
        if let Ok(history) = history {
            self.group.histories.push(history);
            self.group.units.push((self.watched.machine, stretch.born));
        }
    }
}

/// The failure of a part before the one at hand.
#[derive(Clone, Copy)]
struct LastFailure {
    row: usize,
    age: f64,
    /// When its hours down were over.
    up: Option<f64>,
    /// When its hours of work would have been over, were they one man's.
    mended: Option<f64>,
}

impl LastFailure {
    /// Whether the part was not yet mended at an age or a time. Hours of work may be of several people, so they tell only of a machine
    /// whose meter has not moved.
    fn is_unmended(&self, age: f64, when: Option<f64>) -> bool {
        let is_before = |end: Option<f64>| end.zip(when).map(|(end, when)| when < end);
        is_before(self.up).unwrap_or_else(|| age <= self.age && is_before(self.mended).unwrap_or(true))
    }
}

/// Jobs that begin before the machine's job before them is done.
fn overlaps(work: &Work<'_>, machines: &[Vec<usize>]) -> usize {
    let mut overlaps = 0;
    for rows in machines {
        let mut until = f64::NEG_INFINITY;
        for row in rows.iter().filter(|row| !work.is_aside(**row)) {
            let told = &work.log.rows[*row];
            let Some((when, down)) = told.when.zip(told.down_h) else { continue };
            overlaps += usize::from(!told.is_day && when < until);
            until = until.max(when + down);
        }
    }
    overlaps
}
