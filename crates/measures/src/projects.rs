//! When tasks of projects begin and are done.
//!
//! Days are dates of the project's site. A task that is not done when the horizon ends is done later: its day is a lower bound.
use crate::chance::Chance;
use crate::spread::{Seen, Spread};
use iceroad_base::civil::Clock;
use iceroad_base::{Span, Time};
use iceroad_model::record::{RunRecord, TaskRecord};
use iceroad_model::{Scenario, TaskId};
use serde::Serialize;

/// A task with the clock of its site and the day it is wanted by.
#[derive(Clone, Debug)]
pub struct Progress {
    task: TaskId,
    clock: Clock,
    last: f64,
    due: Option<f64>,
}

impl Progress {
    /// A task of the scenario.
    pub fn of(scenario: &Scenario, task: TaskId) -> Self {
        let row = &scenario.tasks[task];
        let clock = scenario.clock(&scenario.sites[scenario.projects[row.project].site].zone);
        let last = clock.day_index(scenario.horizon().end() - Span::from_millis(1)) as f64;
        let due = row.due.map(|date| clock.day_of_date(date) as f64);
        Self { task, clock, last, due }
    }

    /// Day on which it was done, from the horizon's first.
    pub fn done(&self, record: &RunRecord) -> Seen {
        self.day(record, |row| row.done_ms)
    }

    /// Day on which it began.
    pub fn started(&self, record: &RunRecord) -> Seen {
        self.day(record, |row| row.started_ms)
    }

    /// The date of an instant at the site, for tables.
    pub fn date(&self, ms: i64) -> String {
        self.clock.date(Time::from_millis(ms)).to_string()
    }

    /// Whether it is wanted by a day of the horizon, so that every replication tells whether it was done by then.
    pub fn is_due(&self) -> bool {
        self.due.is_some_and(|due| due <= self.last)
    }

    /// Whether it was done by the day it is wanted by: 1 or 0; not-a-number where that is after the horizon or not said.
    pub fn on_time(&self, record: &RunRecord) -> f64 {
        let Some(due) = self.due.filter(|_| self.is_due()) else { return f64::NAN };
        match self.done(record) {
            Seen::At(day) if day <= due => 1.0,
            _ => 0.0,
        }
    }

    fn day(&self, record: &RunRecord, of: fn(&TaskRecord) -> Option<i64>) -> Seen {
        let ms = record.tasks.get(self.task).and_then(of);
        ms.map_or(Seen::After(self.last), |ms| Seen::At(self.clock.day_index(Time::from_millis(ms)) as f64))
    }
}

/// One task.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TaskForecast {
    /// Which.
    pub task: TaskId,
    /// Its title.
    pub title: String,
    /// Day on which it begins; beyond the horizon's last where it does not begin.
    pub started: Option<Spread>,
    /// Day on which it is done; beyond the horizon's last where it is not.
    pub done: Option<Spread>,
    /// In how many replications it is done within the horizon.
    pub finished: Chance,
    /// In how many it is done by the day it is wanted by; none where that is not said or after the horizon.
    pub on_time: Option<Chance>,
}

/// Every task, in order.
pub fn tasks(scenario: &Scenario, records: &[RunRecord]) -> Vec<TaskForecast> {
    let one = |task: TaskId| {
        let progress = Progress::of(scenario, task);
        let in_time = || Chance::over(records, |record| progress.on_time(record) == 1.0);
        TaskForecast {
            task,
            title: scenario.tasks[task].title.clone(),
            started: Spread::over_seen(records, |record| progress.started(record)),
            done: Spread::over_seen(records, |record| progress.done(record)),
            finished: Chance::over(records, |record| !progress.done(record).is_after()),
            on_time: progress.is_due().then(in_time),
        }
    };
    scenario.tasks.ids().map(one).collect()
}
