//! From failure records to laws of life with their evidence.
//!
//! ```text
//!   histories (machine, hours, event) ──trend tests──▶ trend? ──▶ recurrent models (power law, …)
//!                                          └──none──▶ lives with censoring ──▶ laws with intervals
//! ```
//!
//! Numbers only: reading files is the affair of `format`, showing of the edges.

pub mod interval;
pub mod law;
pub mod log;
pub mod nonparametric;
mod numeric;
pub mod observation;
pub mod recurrent;
pub mod regression;
