//! Projects: tasks with what they wait for, their crews, and the days on which they can be worked on.
//!
//! A task is ready when the tasks before it are done and its first day has come; its materials are then asked of the
//! project's store, and it begins when all are there and a team of its crew is free. Teams go to tasks that have begun
//! before others, then by row. A day of work needs the task's season and, for a task with a crew, a daily mean at the
//! project's site that the crew works in. A task that has begun and cannot be worked on stands still (`TaskPaused`);
//! `TaskStarted` again says that it goes on. The last, partial day ends the task within that day.
//!
//! A crew is paid for each team and day of work, the last day in full.
use crate::state::{AgendaItem, Out, State};
use crate::{Demand, Notice};
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::quantity::{Money, Ranged};
use iceroad_base::{Span, Table};
use iceroad_model::event::{Claimant, CostCause, Event, Purpose};
use iceroad_model::obligations::Task;
use iceroad_model::{CrewId, TaskId};
use std::sync::Arc;

/// A task in a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TaskState {
    asked: bool,
    /// Materials that have not come.
    missing: u32,
    /// Working days left, once it has begun.
    left: Option<f64>,
    running: bool,
    /// Its end is on the agenda.
    ending: bool,
    done: bool,
}

impl State {
    /// A day of all projects.
    pub(crate) fn work_on_tasks(&mut self, day: i64, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let date = prepared.clock.date_of_day(day);
        for task in prepared.tasks.ids() {
            self.get_ready(task, date, out);
        }
        let mut teams: Table<CrewId, u16> = prepared.crews.iter().map(|crew| crew.teams).collect();
        let mut costs = vec![Money::ZERO; prepared.crews.len()];
        let (begun, new): (Vec<TaskId>, Vec<TaskId>) =
            prepared.tasks.ids().partition(|&task| self.tasks[task].left.is_some());
        for task in begun.into_iter().chain(new) {
            self.work_on(task, date, &mut teams, &mut costs, out);
        }
        for amount in costs.into_iter().filter(|amount| amount.get() != 0) {
            out.log(Event::Paid { cause: CostCause::Construction, to: None, amount });
        }
    }

    /// Asks for the materials of a task that is ready for them.
    fn get_ready(&mut self, id: TaskId, date: Date, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let task = &prepared.tasks[id];
        if self.tasks[id].asked || !task.after.iter().all(|&before| self.tasks[before].done) {
            return;
        }
        if task.not_before.is_some_and(|first| date < first) {
            return;
        }
        self.tasks[id].asked = true;
        self.tasks[id].missing = task.materials.len() as u32;
        let store = prepared.projects[task.project].store;
        for &(item, quantity) in &task.materials {
            let demand = Demand {
                store,
                item,
                quantity,
                by: Claimant::Task(id),
                model: None,
                lowest: prepared.coldest[store],
            };
            self.ask(demand, Purpose::Replenish, out);
            self.settle(out);
        }
    }

    /// One of the materials of a task is there in full.
    pub(crate) fn material_came(&mut self, task: TaskId) {
        let state = &mut self.tasks[task];
        state.missing = state.missing.saturating_sub(1);
    }

    /// Works on a task for a day, if it can be.
    fn work_on(
        &mut self,
        id: TaskId,
        date: Date,
        teams: &mut Table<CrewId, u16>,
        costs: &mut [Money],
        out: &mut Out<'_>,
    ) {
        let prepared = Arc::clone(&self.prepared);
        let task = &prepared.tasks[id];
        let state = self.tasks[id];
        if !state.asked || state.missing > 0 || state.done || state.ending {
            return;
        }
        if !in_season(task, date) || !self.crew_comes(task, teams) {
            if state.running {
                self.tasks[id].running = false;
                out.log(Event::TaskPaused { task: id });
            }
            return;
        }
        if let Some(crew) = task.crew {
            teams[crew] -= 1;
            costs[crew.0 as usize] += prepared.crews[crew].cost_per_day;
        }
        if !state.running {
            self.tasks[id].running = true;
            out.log(Event::TaskStarted { task: id });
        }
        let left = match state.left {
            Some(left) => left,
            None => task.duration_days.draw(&mut self.stream(&task.name, "duration")),
        };
        self.tasks[id].left = Some(left - 1.0);
        if left <= 1.0 {
            self.tasks[id].ending = true;
            self.at(out.now + Span::from_days(left.max(0.0)), AgendaItem::TaskEnds(id));
        }
    }

    /// Whether a team is free and works in today's weather.
    fn crew_comes(&self, task: &Task, teams: &Table<CrewId, u16>) -> bool {
        let Some(crew) = task.crew else { return true };
        let mean = self.temperature[self.prepared.projects[task.project].site].get();
        let too_cold = self.prepared.crews[crew].stops_below.is_some_and(|least| mean < least.get());
        teams[crew] > 0 && !too_cold
    }

    pub(crate) fn task_ends(&mut self, id: TaskId, out: &mut Out<'_>) {
        self.tasks[id].done = true;
        out.log(Event::TaskDone { task: id });
        out.notices.push(Notice::TaskDone { task: id });
        // What comes after asks for its materials at once and is worked on from the next day.
        let date = self.prepared.date(out.now);
        for after in self.prepared.tasks.ids() {
            self.get_ready(after, date, out);
        }
    }
}

/// Whether a task may be worked on on this day of the year; a season may run over the new year.
fn in_season(task: &Task, date: Date) -> bool {
    let day = MonthDay { month: date.month(), day: date.day() };
    match (task.season_from, task.season_to) {
        (None, None) => true,
        (Some(from), None) => day >= from,
        (None, Some(to)) => day <= to,
        (Some(from), Some(to)) if from <= to => (from..=to).contains(&day),
        (Some(from), Some(to)) => day >= from || day <= to,
    }
}
