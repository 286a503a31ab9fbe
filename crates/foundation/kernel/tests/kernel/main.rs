//! Tests of the kernel through its public API, one binary: exact cases, models to compare with, laws.

#![expect(clippy::unwrap_used, reason = "in tests a failed step is a failed test, in their helpers too")]

mod agenda;
mod calendar;
mod windows;
