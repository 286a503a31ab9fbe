//! The event log of one replication in formats of others: for dispatch trainers, process-mining tools, spreadsheets.
//!
//! Each writer takes the log and writes to whatever is given it, row by row, so that a year of a large mine never
//! stands in memory as text. The log itself is 48 bytes an entry.

pub mod cyclelog;
pub mod ocel;
