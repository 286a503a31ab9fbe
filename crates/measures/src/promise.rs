//! How a line of an agreement came out in a replication, judged the same wherever it is shown.
//!
//! A line is *on time* when its last unit came before the end of its due day, local to the place of delivery; the midnight
//! after it is one day late. One that is not complete when the horizon ends is *late*, by at least the days begun since its
//! due day, where that day lies within the horizon. A line due after the horizon is *not yet due*: how it comes out is known
//! where it is complete already, and unknown else, so that its chance has no single number (those that are early are not a
//! fair sample of all).
//!
//! Days are whole: a line is complete on a date of its place, and late by the days between that date and the due date, as
//! penalties count them.
use crate::chance::Chance;
use crate::frame::days;
use crate::spread::{Seen, Spread};
use crate::words;
use iceroad_base::civil::Clock;
use iceroad_base::{Span, Time};
use iceroad_model::event::DelayCause;
use iceroad_model::obligations::days_late;
use iceroad_model::record::RunRecord;
use iceroad_model::{LineId, Scenario};
use serde::Serialize;
use std::collections::BTreeMap;

/// A line with its due time, the horizon's end and the clock of its place of delivery.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which.
    pub id: LineId,
    /// The end of its due day at the place of delivery: the first instant that is late.
    pub due: Time,
    end: Time,
    clock: Clock,
}

/// How a line came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// In full by the end of the due day.
    OnTime,
    /// In full, but so many days late.
    Late(i64),
    /// Due and not in full when the horizon ends: late by at least so many days.
    Missing(i64),
    /// Due after the horizon, and not in full.
    NotYetDue,
}

impl Outcome {
    /// The word used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::OnTime => "on_time",
            Outcome::Late(_) => "late",
            Outcome::Missing(_) => "missing",
            Outcome::NotYetDue => "not_yet_due",
        }
    }
}

impl Line {
    /// A line of the scenario.
    pub fn of(scenario: &Scenario, id: LineId) -> Self {
        let clock = scenario.delivery_clock(id);
        Self { id, due: scenario.due(id), end: scenario.horizon().end(), clock }
    }

    /// Whether its due day ends within the horizon, so that every replication tells how it came out.
    pub fn is_due(&self) -> bool {
        self.due <= self.end
    }

    /// How it came out in a replication.
    pub fn outcome(&self, record: &RunRecord) -> Outcome {
        let complete = record.lines.get(self.id).and_then(|row| row.complete_ms).map(Time::from_millis);
        match complete {
            Some(at) if at < self.due => Outcome::OnTime,
            Some(at) => Outcome::Late(days_late(self.due, at)),
            None if self.is_due() => Outcome::Missing(days_late(self.due, self.end)),
            None => Outcome::NotYetDue,
        }
    }

    /// Days late, 0 where on time; at least so many where it is missing, not-a-number where not yet due.
    pub fn lateness(&self, record: &RunRecord) -> Seen {
        match self.outcome(record) {
            Outcome::OnTime => Seen::At(0.0),
            Outcome::Late(days) => Seen::At(days as f64),
            Outcome::Missing(days) => Seen::After(days as f64),
            Outcome::NotYetDue => Seen::At(f64::NAN),
        }
    }

    /// The local day of the last unit, counted from the horizon's first; after its last where it did not come.
    pub fn complete_day(&self, record: &RunRecord) -> Seen {
        let day = |at: Time| self.clock.day_index(at) as f64;
        match record.lines.get(self.id).and_then(|row| row.complete_ms) {
            Some(ms) => Seen::At(day(Time::from_millis(ms))),
            None => Seen::After(day(self.end - Span::from_millis(1))),
        }
    }

    /// Penalty fallen due, minor units.
    pub fn penalty_minor(&self, record: &RunRecord) -> f64 {
        record.lines.get(self.id).map_or(0.0, |row| row.penalty as f64)
    }

    /// 1 or 0; not-a-number where it is due after the horizon, whether or not it is complete by then.
    pub fn on_time(&self, record: &RunRecord) -> f64 {
        if !self.is_due() {
            return f64::NAN;
        }
        f64::from(u8::from(self.outcome(record) == Outcome::OnTime))
    }

    /// The chance to be on time.
    pub fn chance(&self, records: &[RunRecord]) -> Chance {
        let count = |outcome| records.iter().filter(|record| self.outcome(record) == outcome).count();
        Chance::with_unknown(count(Outcome::OnTime), records.len(), count(Outcome::NotYetDue))
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
    /// Chance to be in full and on time, with its interval; unknown in some where it is due after the horizon.
    pub on_time: Chance,
    /// Share of replications in which it is on time; none where it is due after the horizon.
    pub chance: Option<f64>,
    /// Local day of the last unit, counted from the horizon's first; beyond its last where it is not complete.
    pub complete: Option<Spread>,
    /// In how many replications it is complete within the horizon.
    pub completed: Chance,
    /// Days late, 0 where on time, at least so many where not complete; none where it is due after the horizon.
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
    let cause = line.main_delay(records).map(|(cause, share)| MainCause {
        cause,
        key: cause.name(),
        words: words::delay(scenario, id, cause),
        share,
    });
    LineForecast {
        line: id,
        agreement: scenario.agreements[scenario.lines[id].agreement].name.clone(),
        name: words::line_name(scenario, id),
        promised: words::promised(scenario, id),
        due_day: line.due.days(),
        on_time: line.chance(records),
        chance: line.chance(records).share().filter(|_| line.is_due()),
        complete: Spread::over_seen(records, |record| line.complete_day(record)),
        completed: Chance::over(records, |record| !line.complete_day(record).is_after()),
        lateness: Spread::over_seen(records, |record| line.lateness(record)).filter(|_| line.is_due()),
        penalty: Spread::over(records, |record| line.penalty_minor(record) / 100.0),
        cause,
    }
}
