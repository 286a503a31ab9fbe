//! Scenario folders: the format, the reader with every fault in its place, the writer, the schema, the starter.
//!
//! A scenario is a folder of one `scenario.toml` and a CSV file for each table ([`mod@format`]; the book's chapter is
//! [`chapter()`]). [`read`] makes the model's [`Scenario`](iceroad_model::Scenario) of it, or a [`Report`] of all that is
//! wrong, each fault with code, file, line, column, value, what was expected and what to do.
//!
//! ```text
//!  folder ───▶ source (bytes within limits, UTF-8) ─▶ grid (fields with their places) ─┬▶ sheet (columns by the spec)
//!  workbook ─▶ open (sheets within limits) ─▶ cells (typed, as texts) ─────────────────┘
//!         ─▶ names (of all rows, first) ─▶ row (cells understood, references resolved) ─▶ format (each table's declaration)
//!         ─▶ Scenario::new (the rules) ─▶ faults put back at file, line and column
//! ```
//!
//! Each step tells all it finds. The rules between tables are applied once everything that is written could be made; a rule's
//! fault in a row that has a fault already is taken for its consequence and left out.
//!
//! Pitfall: a name that is not found in a table that was itself damaged is not told, as it may well be there.

mod book;
pub mod catalogue;
mod cell;
mod chapter;
mod difference;
mod digest;
mod edit;
pub mod failure_log;
mod folder;
mod foreign;
pub mod format;
mod grid;
mod heading;
pub mod import;
mod init;
mod lookalike;
mod names;
pub mod nearest;
pub mod new;
mod number;
mod out;
pub mod place;
mod read;
pub mod report;
mod row;
mod schema;
mod sheet;
mod sink;
mod source;
mod spelling;
mod workbook;
mod write;

pub use chapter::chapter;
pub use difference::{Difference, Differs, differences};
pub use digest::{Digest, digest, digest_of};
pub use edit::{Edit, RowRef, RowText, edit, edit_texts};
pub use init::{STARTER, examples, init, init_like, save};
pub use read::{Assumed, Checked, check, check_with, read};
pub use report::{Diagnostic, Report, Severity, Snippet};
pub use schema::{schema, schema_of_heading};
pub use source::{MOST_FILE, MOST_LINE, Said, Source};
pub use workbook::{is_workbook, workbook, workbook_of};
pub use write::{write, write_tables};
