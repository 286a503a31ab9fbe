//! Whole scenarios, run and audited: the examples, the absurd but legal, the random; and that a run is a pure function
//! of (scenario, seed, replication).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

mod absurd;
mod advice;
mod cover;
mod determinism;
mod examples;
mod lateness;
mod life_data;
mod properties;
mod queues;
mod rates;
mod turnover;
mod written;
