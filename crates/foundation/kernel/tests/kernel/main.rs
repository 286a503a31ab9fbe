//! Tests of the kernel through its public API, one binary: exact cases, models to compare with, laws.

#![expect(clippy::unwrap_used, reason = "in tests a failed step is a failed test, in their helpers too")]

mod agenda;
mod breakdowns;
mod calendar;
mod cycles;
mod stations;
mod windows;

use iceroad_base::{Span, Time};

/// The units of a case as hours since the start: its decimals become exact ticks.
fn at(units: f64) -> Time {
    Time::START + span(units)
}

/// As [`at`], a length of time.
fn span(units: f64) -> Span {
    Span::from_hours(units)
}
