//! How making a table can fail.
use std::fmt;

/// A table could not be written as bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportError {
    /// The table.
    pub table: String,
    /// What the writer said.
    pub reason: String,
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "table `{}` cannot be written: {}", self.table, self.reason)
    }
}

impl std::error::Error for ReportError {}
