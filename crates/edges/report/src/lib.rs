//! What a run came to, for people and for programs: measures, summaries, tables and the page.
//!
//! This room takes a scenario and the totals of its replications ([`Results`]) and shows them. It does not know how a
//! run works, reads no clock and opens no file: what it makes is a string or bytes, or goes to a writer that is handed in;
//! the same input gives the same bytes.
//!
//! ```text
//!                        ┌─▶ kpi ──▶ json, compare, summary     every measure defined once, with its source
//!  Scenario, RunRecords ─┼─▶ tables (CSV and Parquet)           documented columns, one registry
//!  outlook, manifest     ├─▶ findings ──▶ html, summary         what binds, what to try next
//!                        └─▶ html                               one page, no network, light and dark, prints
//!  Scenario, event log ────┬─▶ log, export                        the log for people, dispatch trainers, process miners
//!                        └─▶ gantt ──▶ html::gantt               what every machine did in a shift
//! ```
//!
//! Terms: a *measure* is one number of one replication with a name, a unit and a definition; its *spread* is what many
//! replications make of it (mean with interval, P10, P50, P90). A number that is a forecast is never shown without
//! its spread.
//!
//! Pitfall: a measure can be without value in a replication (no failure, so no repair time). It is not-a-number in
//! [`kpi::Measure::values`] and is left out of every mean; the count beside the mean says how many are behind it.

mod bound;
pub mod compare;
pub mod export;
pub mod fidelity;
pub mod findings;
mod frame;
pub mod gantt;
pub mod html;
pub mod json;
pub mod kpi;
pub mod log;
mod numbers;
mod promise;
mod results;
pub mod spread;
pub mod summary;
pub mod tables;
mod use_of;
mod values;
mod words;

pub use results::{Manifest, ReportError, Results};
