//! How a line of an agreement came out in a replication, judged the same wherever it is shown.
//!
//! A line is *on time* when its last unit came by the end of its due day, local to the place of delivery. One that is
//! due after the horizon and not complete is *not yet due*: nothing is said of it.
use iceroad_base::Time;
use iceroad_model::event::DelayCause;
use iceroad_model::record::RunRecord;
use iceroad_model::{LineId, Scenario};
use serde::Serialize;
use std::collections::BTreeMap;

use crate::frame::days;
use crate::spread::Spread;
use crate::words;

/// A line with its due time and the horizon's end.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Which.
    pub id: LineId,
    /// The end of its due day at the place of delivery.
    pub due: Time,
    end: Time,
}

/// How a line came out. Days count from the horizon's start, lateness from the due time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Outcome {
    /// In full by the end of the due day.
    OnTime {
        /// When its last unit came.
        at_day: f64,
    },
    /// In full, but late.
    Late {
        /// When its last unit came.
        at_day: f64,
        /// How late.
        days: f64,
    },
    /// Overdue and not in full when the horizon ends: late by at least so much.
    Missing {
        /// From the due time to the horizon's end.
        days: f64,
    },
    /// Due after the horizon.
    NotYetDue,
}

impl Outcome {
    /// The word used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::OnTime { .. } => "on_time",
            Outcome::Late { .. } => "late",
            Outcome::Missing { .. } => "missing",
            Outcome::NotYetDue => "not_yet_due",
        }
    }
}

impl Line {
    /// A line of the scenario.
    pub fn of(scenario: &Scenario, id: LineId) -> Self {
        Self { id, due: scenario.due(id), end: scenario.horizon().end() }
    }

    /// How it came out in a replication.
    pub fn outcome(&self, record: &RunRecord) -> Outcome {
        let complete = record.lines.get(self.id).and_then(|row| row.complete_ms);
        let due = self.due.millis();
        match complete {
            Some(ms) if ms <= due => Outcome::OnTime { at_day: days(ms) },
            Some(ms) => Outcome::Late { at_day: days(ms), days: days(ms - due) },
            None if due < self.end.millis() => Outcome::Missing { days: days(self.end.millis() - due) },
            None => Outcome::NotYetDue,
        }
    }

    /// Days from the due time to the last unit: 0 where on time, to the horizon's end where it is missing (a lower bound),
    /// not-a-number where not yet due.
    pub fn lateness(&self, record: &RunRecord) -> f64 {
        match self.outcome(record) {
            Outcome::OnTime { .. } => 0.0,
            Outcome::Late { days, .. } | Outcome::Missing { days } => days,
            Outcome::NotYetDue => f64::NAN,
        }
    }

    /// Day of the last unit, from the horizon's start; not-a-number where it did not come.
    pub fn complete_day(&self, record: &RunRecord) -> f64 {
        match self.outcome(record) {
            Outcome::OnTime { at_day } | Outcome::Late { at_day, .. } => at_day,
            Outcome::Missing { .. } | Outcome::NotYetDue => f64::NAN,
        }
    }

    /// Penalty fallen due, minor units.
    pub fn penalty_minor(&self, record: &RunRecord) -> f64 {
        record.lines.get(self.id).map_or(0.0, |row| row.penalty as f64)
    }

    /// 1, 0 or not known.
    pub fn on_time(&self, record: &RunRecord) -> f64 {
        match self.outcome(record) {
            Outcome::OnTime { .. } => 1.0,
            Outcome::Late { .. } | Outcome::Missing { .. } => 0.0,
            Outcome::NotYetDue => f64::NAN,
        }
    }

    /// The cause that most often took the most time in replications in which the line was late, and in what share of
    /// those; where it was never late, over all replications.
    pub fn main_delay(&self, records: &[RunRecord]) -> Option<(DelayCause, f64)> {
        let late: Vec<&RunRecord> = records.iter().filter(|record| self.on_time(record) == 0.0).collect();
        let among = if late.is_empty() { records.iter().collect() } else { late };
        let mut counts: BTreeMap<DelayCause, usize> = BTreeMap::new();
        let mut counted = 0_usize;
        for record in among {
            let Some((cause, _)) = self.longest_delay(record) else { continue };
            *counts.entry(cause).or_default() += 1;
            counted += 1;
        }
        let (cause, times) =
            counts.into_iter().max_by_key(|&(cause, times)| (times, std::cmp::Reverse(cause)))?;
        Some((cause, times as f64 / counted as f64))
    }

    /// What took the most time in a replication, and how long, days.
    pub fn longest_delay(&self, record: &RunRecord) -> Option<(DelayCause, f64)> {
        let delays = &record.lines.get(self.id)?.delays;
        let &(cause, ms) = delays.iter().max_by_key(|&&(cause, ms)| (ms, std::cmp::Reverse(cause)))?;
        Some((cause, days(ms)))
    }
}

/// What most often made a line late, or took its time where it is never late.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MainCause {
    /// Which.
    pub cause: DelayCause,
    /// Its key.
    pub key: &'static str,
    /// In words.
    pub words: String,
    /// In what share of the replications that count.
    pub share: f64,
}

/// How one agreement line is expected to come out.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LineForecast {
    /// Which.
    pub line: LineId,
    /// The agreement's name.
    pub agreement: String,
    /// `agreement · line`.
    pub name: String,
    /// What is promised, in few words.
    pub promised: String,
    /// The end of its due day at the place of delivery, in days from the horizon's start.
    pub due_day: f64,
    /// Replications whose outcome is known.
    pub known: usize,
    /// Chance to be in full and on time, 0 to 1; none where it is due after the horizon.
    pub chance: Option<f64>,
    /// Day of the last unit, from the horizon's first day, among replications that completed it.
    pub complete: Option<Spread>,
    /// Share of replications that completed it.
    pub completed: f64,
    /// Days late, 0 where on time, a lower bound where not complete.
    pub lateness: Option<Spread>,
    /// Penalty in major units.
    pub penalty: Option<Spread>,
    /// What most often made it late.
    pub cause: Option<MainCause>,
}

impl LineForecast {
    /// Whether it is likely enough to be late to be named.
    pub fn is_risky(&self) -> bool {
        self.chance.is_some_and(|chance| chance < RISKY)
    }

    /// The cause in words; empty where none is on record.
    pub fn cause_words(&self) -> &str {
        self.cause.as_ref().map_or("", |cause| &cause.words)
    }
}

/// Lines below this chance are called risky.
pub const RISKY: f64 = 0.9;

/// Every line's forecast, in order.
pub fn lines(scenario: &Scenario, records: &[RunRecord]) -> Vec<LineForecast> {
    scenario.lines.ids().map(|id| forecast(scenario, records, id)).collect()
}

fn forecast(scenario: &Scenario, records: &[RunRecord], id: LineId) -> LineForecast {
    let line = Line::of(scenario, id);
    let on_time = Spread::over(records, |record| line.on_time(record));
    let complete = Spread::over(records, |record| line.complete_day(record));
    let cause = line.main_delay(records).map(|(cause, share)| MainCause {
        cause,
        key: cause.name(),
        words: words::delay(scenario, cause),
        share,
    });
    LineForecast {
        line: id,
        agreement: scenario.agreements[scenario.lines[id].agreement].name.clone(),
        name: words::line_name(scenario, id),
        promised: words::promised(scenario, id),
        due_day: line.due.days(),
        known: on_time.map_or(0, |spread| spread.n),
        chance: on_time.map(|spread| spread.mean),
        completed: complete.map_or(0.0, |spread| spread.n as f64 / records.len().max(1) as f64),
        complete,
        lateness: Spread::over(records, |record| line.lateness(record)),
        penalty: Spread::over(records, |record| line.penalty_minor(record) / 100.0),
        cause,
    }
}
