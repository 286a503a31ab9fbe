//! The scenario a planner wrote, validated and immutable, and the records a run leaves.
//!
//! Two families of types live here, and every other room speaks through them:
//!
//! * **the scenario**: one struct per table of the scenario folder ([`tables::Tables`]), made into a
//!   [`Scenario`] by one constructor that checks every rule and reports all faults at once;
//! * **the records**: the event log's entries ([`event::Event`]) and the totals of one replication
//!   ([`record::RunRecord`]), written by the engine, judged by the audit, shown by the report; and the outlook of
//!   roads ([`outlook::Outlook`]), forecast by the climate.
//!
//! This crate reads no files and runs no simulation. References between rows are typed ids (positions in a
//! table); names are kept in the rows for display. Whoever fills [`tables::Tables`] resolves names to ids.
//!
//! ```text
//!  files ──scenario──▶ Tables ──Scenario::new──▶ Scenario ──engine──▶ Event…, RunRecord ──▶ audit, report
//!                          all faults at once ◀──┘
//! ```

pub mod bound;
pub mod calendar;
pub mod climate;
pub mod event;
pub mod fault;
pub mod fleet;
pub mod goods;
pub mod haul_outlook;
pub mod ids;
mod listed;
pub mod maintenance;
pub mod mine;
pub mod mine_use;
pub mod obligations;
pub mod ore;
pub mod outlook;
pub mod packed;
pub mod pit;
pub mod record;
pub mod road_use;
pub mod roads;
pub mod rotables;
mod rules;
pub mod scenario;
pub mod shift;
pub mod site;
pub mod stores;
pub mod tables;
pub mod trade;
pub mod transport;
pub mod worth;

pub use fault::{Code, Fault};
pub use ids::*;
pub use rules::idle_road;
pub use scenario::Scenario;
pub use tables::Tables;
