//! Every table as CSV and Parquet.
use crate::{ReportError, Results};

/// Every table, as (file name, bytes).
///
/// # Errors
/// The table that could not be written.
pub fn write_all(_results: &Results<'_>) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    Ok(Vec::new())
}
