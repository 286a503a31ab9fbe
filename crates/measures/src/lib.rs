//! Every definition of a number that somebody is shown, with its source.
//!
//! A scenario and the totals of its replications ([`Results`]) go in; measures, their spread, what was promised, what
//! binds and what to try come out, all together as an [`Assessment`] or part by part. Whoever shows a number (console, JSON, tables, page) takes it from here, and so
//! does whoever searches for a better one.
//!
//! Terms: a *measure* is one number of one replication with a name, a unit and a definition; its *spread* is what many
//! replications make of it (mean with interval, P10, P50, P90). A number that is a forecast is never shown without
//! its spread.
//!
//! Pitfall: a measure can be without value in a replication (no failure, so no repair time). It is not-a-number in
//! [`kpi::Measure::values`] and is left out of every mean; the count beside the mean says how many are behind it.

pub mod advice;
mod assessment;
pub mod bound;
pub mod chance;
pub mod compare;
pub mod cover;
pub mod equivalents;
pub mod fidelity;
pub mod findings;
pub mod frame;
pub mod kpi;
pub mod legs;
pub mod mine_supply;
pub mod money;
pub mod notes;
pub mod numbers;
pub mod pit;
pub mod plan;
pub mod production;
pub mod projects;
pub mod promise;
mod results;
mod retold;
pub mod seasons;
pub mod settlements;
pub mod spread;
pub mod stock;
pub mod stops;
pub mod time_usage;
pub mod turnover;
pub mod use_of;
pub mod words;
pub mod workshop;

pub use assessment::Assessment;
pub use results::{Manifest, Results};
