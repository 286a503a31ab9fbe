//! How a line of an agreement came out in a replication, judged the same wherever it is shown.
//!
//! A line is *on time* when its last unit came by the end of its due day, local to the place of delivery. One that is
//! due after the horizon and not complete is *not yet due*: nothing is said of it.
use iceroad_base::Time;
use iceroad_model::event::DelayCause;
use iceroad_model::record::RunRecord;
use iceroad_model::{LineId, Scenario};
use std::collections::BTreeMap;

use crate::frame::days;

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
            let Some(cause) = self.first_delay(record) else { continue };
            *counts.entry(cause).or_default() += 1;
            counted += 1;
        }
        let (cause, times) =
            counts.into_iter().max_by_key(|&(cause, times)| (times, std::cmp::Reverse(cause)))?;
        Some((cause, times as f64 / counted as f64))
    }

    fn first_delay(&self, record: &RunRecord) -> Option<DelayCause> {
        let delays = &record.lines.get(self.id)?.delays;
        let longest = delays.iter().max_by_key(|&&(cause, ms)| (ms, std::cmp::Reverse(cause)))?;
        Some(longest.0)
    }
}
