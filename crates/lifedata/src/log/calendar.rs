//! On which day of the calendar a machine was how old: what joins a log with what was recorded by day, such as the weather.

use super::Group;
use super::clock::Clocks;
use super::units::PartLife;
use crate::recurrent::History;

/// The days on which a machine was watched, with its age.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Calendar {
    /// Days since 1970.
    first_day: i64,
    /// The machine's age as each day begins, h, and as the last ends; empty without dates.
    ages: Vec<f64>,
}

impl Calendar {
    /// The days of the window, with ages held to those between which the machine was watched.
    pub(super) fn new(clocks: &Clocks, machine: usize, from: f64, to: f64) -> Calendar {
        let Some((first, last)) = clocks.window.filter(|_| !clocks.knots[machine].is_empty()) else {
            return Calendar::default();
        };
        let (first_day, last_day) = ((first / 24.0).floor() as i64, (last / 24.0).ceil() as i64);
        let age = |when: f64| clocks.age_at(machine, when).clamp(from, to);
        let mut ages = vec![age(first)];
        ages.extend((first_day..last_day).map(|day| age(((day + 1) as f64 * 24.0).min(last))));
        Calendar { first_day, ages }
    }

    /// Each day, since 1970, with the hours that the machine ran on it.
    pub fn days(&self) -> impl Iterator<Item = (i64, f64)> {
        (self.first_day..).zip(self.ages.windows(2).map(|pair| pair[1] - pair[0]))
    }

    /// The days on which it ran between two of its ages, with the hours that it ran on each.
    pub fn between(&self, from: f64, to: f64) -> impl Iterator<Item = (i64, f64)> {
        let begun = self.ages.partition_point(|age| *age <= from).saturating_sub(1);
        let days = self.ages[begun.min(self.ages.len())..].windows(2);
        let ran = days.map(move |pair| pair[1].min(to) - pair[0].max(from));
        let until = self.ages[begun.min(self.ages.len())..].partition_point(move |age| *age < to);
        (self.first_day + begun as i64..).zip(ran.take(until)).filter(|(_, hours)| *hours > 0.0)
    }
}

/// Hours that count for more, or for less, by the day on which they were run.
pub trait Counting {
    /// The calendar of a machine; none where it has none.
    fn calendar(&self, machine: u32) -> Option<&Calendar>;
    /// What an hour on a day, since 1970, counts for.
    fn factor(&self, day: i64) -> f64;
}

impl Group {
    /// The same lives and histories in counted hours. Of hours before watching began no days are known: those of a life count as the rest of it
    /// did, those of a unit for what they are.
    #[must_use]
    pub fn counted(&self, by: &impl Counting) -> Group {
        let mut counted = self.clone();
        for life in &mut counted.lives {
            *life = counted_life(life, by);
        }
        let units = self.histories.iter().zip(&self.units);
        let histories = units.map(|(unit, (machine, born))| counted_history(unit, *machine, *born, by));
        counted.histories = histories.collect();
        counted
    }
}

fn counted_life(life: &PartLife, by: &impl Counting) -> PartLife {
    let Some(calendar) = by.calendar(life.machine) else { return *life };
    let (mut run, mut counts) = (0.0, 0.0);
    for (day, hours) in calendar.between(life.ran.0, life.ran.1) {
        run += hours;
        counts += hours * by.factor(day);
    }
    let pace = match (run > 0.0, life.day) {
        (true, _) => counts / run,
        (false, Some(day)) => by.factor(day),
        (false, None) => 1.0,
    };
    PartLife { entry: life.entry * pace, age: life.age * pace, ..*life }
}

fn counted_history(unit: &History, machine: u32, born: f64, by: &impl Counting) -> History {
    let Some(calendar) = by.calendar(machine) else { return unit.clone() };
    let (mut at, mut count) = (unit.from(), unit.from());
    let mut counted = |age: f64| {
        let mut of_no_day = age - at;
        for (day, hours) in calendar.between(born + at, born + age) {
            of_no_day -= hours;
            count += hours * by.factor(day);
        }
        count += of_no_day;
        at = age;
        count
    };
    let ages: Vec<f64> = unit.ages().iter().map(|age| counted(*age)).collect();
    let made = if unit.ends_with_failure() {
        History::until_failure(unit.from(), ages)
    } else {
        History::watched(unit.from(), counted(unit.to()), ages)
    };
    made.unwrap_or_else(|_| unit.clone())
}
