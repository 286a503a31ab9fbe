//! (being written)
mod book;
mod build;
mod cell;
mod chapter;
mod digest;
mod folder;
pub mod format;
mod grid;
mod heading;
mod names;
mod nearest;
mod number;
mod read;
pub mod report;
mod row;
mod sheet;
mod source;
mod write;

pub use chapter::chapter;
pub use digest::{Digest, digest};
pub use read::{Checked, check, read};
pub use report::{Diagnostic, Report, Severity, Snippet};
pub use source::{MOST_FILE, MOST_LINE};
pub use write::{write, write_tables};
