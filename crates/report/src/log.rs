//! The event log as a table.
use crate::ReportError;
use iceroad_model::Scenario;
use iceroad_model::event::Entry;

/// The log of one replication, as (file name, bytes).
///
/// # Errors
/// That it could not be written.
pub fn table(_scenario: &Scenario, _entries: &[Entry]) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    Ok(Vec::new())
}
