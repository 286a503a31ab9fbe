//! When tasks of projects begin and are done.
use crate::frame::days;
use crate::spread::Spread;
use iceroad_model::record::RunRecord;
use iceroad_model::{Scenario, TaskId};
use serde::Serialize;

/// Day on which a task was done, from the horizon's start; not-a-number where it was not.
pub fn done_day(record: &RunRecord, task: TaskId) -> f64 {
    record.tasks.get(task).and_then(|row| row.done_ms).map_or(f64::NAN, days)
}

/// Day on which a task began; not-a-number where it did not.
pub fn started_day(record: &RunRecord, task: TaskId) -> f64 {
    record.tasks.get(task).and_then(|row| row.started_ms).map_or(f64::NAN, days)
}

/// One task.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TaskForecast {
    /// Which.
    pub task: TaskId,
    /// Its title.
    pub title: String,
    /// Day on which it begins, among replications in which it does.
    pub started: Option<Spread>,
    /// Day on which it is done, among replications in which it is.
    pub done: Option<Spread>,
    /// Share of replications in which it is done.
    pub share: f64,
}

/// Every task, in order.
pub fn tasks(scenario: &Scenario, records: &[RunRecord]) -> Vec<TaskForecast> {
    let one = |task: TaskId| {
        let done = Spread::over(records, |record| done_day(record, task));
        TaskForecast {
            task,
            title: scenario.tasks[task].title.clone(),
            started: Spread::over(records, |record| started_day(record, task)),
            share: done.map_or(0.0, |spread| spread.n as f64 / records.len().max(1) as f64),
            done,
        }
    };
    scenario.tasks.ids().map(one).collect()
}
