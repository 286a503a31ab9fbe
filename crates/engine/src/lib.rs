//! One run, and many: joins climate, haulage, maintenance and supply on one calendar, and repeats the year.
//!
//! ```text
//!            ┌────────── climate: the year's weather, every season's limits ──────────┐
//!            ▼ each day                                                               ▼ each day
//!        haulage ──meter on/off, stopped, at gate──▶ maintenance ──part wanted──▶  supply
//!            ▲ ◀──failed, service due, ready────────────┘  ▲ ◀──filled, task done────┘
//!            └──────────────────────fuel wanted / filled, machine delivered──────────┘
//!                     every domain ──entries──▶ log ──▶ digest, tally, (file)
//! ```
//!
//! The domains never call each other: each leaves notices, and `run` carries them. One replication is a pure
//! function of (scenario, seed, replication number). Threads exist only across replications ([`ensemble`]), and
//! results are put in order of replication number, so the same bytes come out at any thread count.
//!
//! | module | is about |
//! |---|---|
//! | `prepared` | a scenario made ready to be run many times |
//! | `run` | one replication: the loop, and every arrow between domains; `run::day`: midnights and months |
//! | `log` | what takes the entries: `digest`, `tally` (with `tally_dumps`, `tally_zones`), the log itself |
//! | [`ensemble`] | many replications, in parallel |
//! | `pit`, `hauls`, `bounds` | how haul roads were used, what the trucks did on them, and the bound that no dispatch passes |
//!
//! This crate touches no file, no screen and no clock: progress and cancelling go through [`ensemble::Observer`].

mod bounds;
mod digest;
pub mod ensemble;
mod error;
mod hauls;
mod log;
mod most_gone;
mod pit;
mod prepared;
mod run;
mod tally;
mod tally_dumps;
mod tally_freight;
mod tally_goods;
mod tally_rotables;
mod tally_turnover;
mod tally_zones;

pub use ensemble::{Ensemble, EnsembleSpec, Job, Observer, Quiet, most_threads, read_jobs};
pub use error::{EngineError, RunError};
pub use iceroad_haulage::Fidelity;
pub use iceroad_haulage::foresight::Foresight;
pub use iceroad_maintenance::factor_at;
pub use prepared::{Prepared, foresee};
pub use run::Replication;
