//! What a run came to, shown to people and programs: the console, tables, the page.
//!
//! This room takes a scenario and the totals of its replications ([`Results`](iceroad_measures::Results)), has
//! `iceroad-measures` work out every number, and shows them. It does not know how a run works, reads no clock and opens no
//! file: what it makes is a string or bytes, or goes to a writer that is handed in; the same input gives the same bytes.
//!
//! ```text
//!                         ┌─▶ json, compare, summary
//!  Results ──▶ measures ──┼─▶ tables (CSV and Parquet)           documented columns, one registry
//!                         └─▶ html                               one page, no network, light and dark, prints
//!  Outcome ──▶ files (json, html, tables)                         what a run leaves in its folder
//!  FleetAnswer, StockAnswer, RoadsAnswer, FitAnswer ──▶ fleet, stock, roads, fit       the other questions of the library face
//!  Imported, ImportedNetwork ──▶ import                            what was made of the files of others
//!  Scenario, event log ────┬─▶ log, export                        the log for people, dispatch trainers, process miners
//!                          └─▶ gantt ──▶ html::gantt              what every machine did in a shift
//! ```

pub mod advice;
mod bound;
pub mod catalogue;
pub mod compare;
pub mod export;
mod fidelity;
pub mod fit;
pub mod fleet;
mod folder;
pub mod gantt;
pub mod html;
pub mod import;
pub mod json;
pub mod log;
pub mod roads;
pub mod scenario;
pub mod stock;
pub mod summary;
pub mod tables;
mod values;

pub use folder::{leave, leave_log};
pub use iceroad_words::{Language, speaking};
