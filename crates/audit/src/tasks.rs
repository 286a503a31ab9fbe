//! Projects: a task waits for what comes before it, its materials, its season and a team, and takes its working days.
//!
//! A task works in stretches, from its start or resumption to its pause or end. Every local day of a stretch is in the
//! task's season. Crews are paid for each team and day.
//!
//! Pitfall: the log tells no temperatures: days of cold, on which a crew does not work, are judged where the record is replayed.
use crate::weather::Weather;
use crate::{Findings, Rules};
use iceroad_base::civil::{Clock, MonthDay};
use iceroad_base::quantity::{Money, Quantity, Ranged};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::event::{Claimant, CostCause, Entry, Event};
use iceroad_model::obligations::Task;
use iceroad_model::{CrewId, Scenario, TaskId};

#[derive(Clone, Copy, Default)]
struct Row {
    since: Option<Time>,
    done: bool,
    worked: Span,
    stretches: i32,
    /// Materials that were asked for and that have come.
    asked: usize,
    filled: usize,
}

pub(crate) struct Tasks<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    weather: Weather<'s>,
    rows: Table<TaskId, Row>,
    demands: Vec<Option<TaskId>>,
    running: Table<CrewId, i64>,
    changed: bool,
    /// Days of teams, and what they should have cost.
    cost: i64,
    paid: i64,
    /// A clock that is put forward or back moves days: then sums over days are not judged.
    clock_changes: bool,
}

impl<'s> Tasks<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let clock = scenario.clock(&scenario.heading.zone);
        let days = 0..i64::from(scenario.heading.days);
        let length =
            |day: i64| clock.midnight(clock.date_of_day(day + 1)) - clock.midnight(clock.date_of_day(day));
        let clock_changes =
            !scenario.tasks.is_empty() && days.into_iter().any(|day| length(day) != Span::DAY);
        Self {
            scenario,
            clock,
            weather: Weather::new(scenario),
            rows: Table::filled(scenario.tasks.len(), Row::default()),
            demands: Vec::new(),
            running: Table::filled(scenario.crews.len(), 0),
            changed: false,
            cost: 0,
            paid: 0,
            clock_changes,
        }
    }

    fn started(&mut self, at: Time, task: TaskId, findings: &mut Findings) {
        let row = &self.scenario.tasks[task];
        let says = || row.name.clone();
        let state = self.rows[task];
        findings.check(state.since.is_none() && !state.done, "a task starts when it stands still", says);
        let before = row.after.iter().all(|&before| self.rows[before].done);
        findings.check(before, "a task starts after those before it", says);
        let early = row.not_before.is_some_and(|first| self.clock.date(at) < first);
        findings.check(!early, "a task starts on its first day or later", says);
        let there = state.filled == row.materials.len();
        findings.check(there, "a task starts with its materials there", || {
            format!("{}: {} of {}", row.name, state.filled, row.materials.len())
        });
        self.rows[task].since = Some(at);
        if let Some(crew) = row.crew {
            self.running[crew] += 1;
        }
        self.changed = true;
    }

    fn stopped(&mut self, at: Time, task: TaskId, findings: &mut Findings) {
        let row = &self.scenario.tasks[task];
        let Some(since) = self.rows[task].since.take() else {
            findings.add("only a task under way stops", row.name.clone());
            return;
        };
        self.stretch(task, since, at, findings);
        if let Some(crew) = row.crew {
            self.running[crew] -= 1;
        }
    }

    /// A stretch of work is over.
    fn stretch(&mut self, task: TaskId, since: Time, at: Time, findings: &mut Findings) {
        let row = &self.scenario.tasks[task];
        let state = &mut self.rows[task];
        state.worked += at - since;
        state.stretches += 1;
        let first = self.clock.day_index(since);
        // A day that ends at this very instant is the last; one is begun even where nothing is left to do.
        let last = self.clock.day_index((at - Span::from_millis(1)).max(since));
        let out = (first..=last)
            .map(|day| self.clock.date_of_day(day))
            .find(|date| !in_season(row, MonthDay { month: date.month(), day: date.day() }));
        findings.check(out.is_none() || self.clock_changes, "a task is worked on in its season", || {
            format!("{} on {out:?}", row.name)
        });
        let Some(crew) = row.crew.map(|crew| &self.scenario.crews[crew]) else { return };
        self.cost += (last - first + 1) * crew.cost_per_day.get();
        let Some(limit) = crew.stops_below else { return };
        let site = self.scenario.projects[row.project].site;
        let cold =
            (first..=last).find(|&day| self.weather.mean(site, day).is_some_and(|mean| mean < limit.get()));
        findings.check(cold.is_none() || self.clock_changes, "a crew does not work in too much cold", || {
            format!("{} on day {cold:?}", row.name)
        });
    }

    fn done(&mut self, at: Time, task: TaskId, findings: &mut Findings) {
        self.stopped(at, task, findings);
        let row = &self.scenario.tasks[task];
        let state = &mut self.rows[task];
        findings.check(!state.done, "a task is done once", || row.name.clone());
        state.done = true;
        let slack = Span::HOUR * i64::from(state.stretches);
        let least = Span::from_days(row.duration_days.quantile(0.0));
        let worked = state.worked;
        findings.check(worked + slack >= least, "a task takes its working days", || {
            format!("{}: {worked:?} of at least {least:?}", row.name)
        });
    }
}

/// Whether a task may be worked on on a day of the year; a season may run over the new year.
fn in_season(task: &Task, day: MonthDay) -> bool {
    let begun = task.season_from.is_none_or(|from| from <= day);
    let not_over = task.season_to.is_none_or(|to| day <= to);
    let over_new_year = matches!((task.season_from, task.season_to), (Some(from), Some(to)) if to < from);
    if over_new_year { begun || not_over } else { begun && not_over }
}

impl Rules for Tasks<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::Demanded { by, item, quantity: Quantity(units), .. } => {
                let task = if let Claimant::Task(task) = by { Some(task) } else { None };
                self.demands.push(task);
                if let Some(task) = task {
                    let row = &self.scenario.tasks[task];
                    self.rows[task].asked += 1;
                    findings.check(
                        self.rows[task].asked <= row.materials.len(),
                        "a task asks once for its materials",
                        || format!("{}: {units} of {}", row.name, self.scenario.items[item].name),
                    );
                }
            }
            Event::Filled { demand } => {
                if let Some(&Some(task)) = self.demands.get(demand.0 as usize) {
                    self.rows[task].filled += 1;
                }
            }
            Event::TaskStarted { task } => self.started(entry.at, task, findings),
            Event::TaskPaused { task } => self.stopped(entry.at, task, findings),
            Event::TaskDone { task } => self.done(entry.at, task, findings),
            Event::Paid { cause: CostCause::Construction, amount: Money(amount), .. } => self.paid += amount,
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        if !std::mem::take(&mut self.changed) || self.clock_changes {
            return;
        }
        for (crew, row) in self.scenario.crews.entries() {
            let running = self.running[crew];
            findings.check(
                running <= i64::from(row.teams),
                "a crew works on no more tasks than it has teams",
                || format!("{} (row {}): {running} of {}", row.name, crew.index(), row.teams),
            );
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for task in self.scenario.tasks.ids() {
            if let Some(since) = self.rows[task].since.take() {
                self.stretch(task, since, end, findings);
            }
        }
        let (cost, paid) = (self.cost, self.paid);
        findings.check(cost == paid || self.clock_changes, "crews are paid for their days of work", || {
            format!("{paid} for {cost}")
        });
    }
}
