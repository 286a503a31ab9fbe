//! Scenarios made in code: what tests, proofs, benchmarks and doc examples of every room run on.
//!
//! No room of the house may know this one but as a development dependency; `cargo xtask tidy` holds that.
//!
//! **Every figure here is assumed**: chosen to be easy to reckon with or plausible together, from no source.

pub mod example;
