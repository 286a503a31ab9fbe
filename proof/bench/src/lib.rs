//! Workloads for the benchmarks, and the means to compare them fairly.
//!
//! A *workload* is fixed work, not fixed time: it does a number of items (holds, truck cycles, draws) and gives
//! a checksum, so that nothing is optimised away and two ways of doing the same can be seen to agree. `cargo
//! bench` times each by itself; the binary of this crate runs all ways of one section in turn, round by round,
//! in one process, and prints medians and ratios. Ratios travel from machine to machine, absolute figures do
//! not.

pub mod ahead;
pub mod draws;
pub mod eight;
pub mod hold;
pub mod measure;
pub mod roads;
pub mod stations;
pub mod stock;
pub mod trucks;
pub mod year;
