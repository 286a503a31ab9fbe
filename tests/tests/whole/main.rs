//! Whole scenarios, run and audited: the examples, the absurd but legal, the random; and that a run is a pure function
//! of (scenario, seed, replication).
mod absurd;
mod determinism;
mod examples;
mod properties;
