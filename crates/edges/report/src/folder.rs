//! What a run leaves in its folder: the result as JSON, the page, the tables, and the whole log of a replication where
//! it is asked for.
//!
//! Names in the folder are decided here and written by [`iceroad::RunFolder::write`], so that every edge leaves the same
//! folder.
use crate::html::{Extra, page_with, pit};
use crate::{ReportError, json, log, tables};
use iceroad::{Outcome, RunFolder};
use iceroad_model::Scenario;
use iceroad_model::event::Entry;
use iceroad_model::road_use::PitOutlook;

/// A file as its name in the run's folder and its bytes.
type File = (String, Vec<u8>);

/// The files of a run that took so many seconds by the clock on the wall: `run.json`, `report.html` and `tables/`. The page
/// shows the pit as [`iceroad::Session::road_use`] tells of it, and a shift ([`crate::html::gantt::section`]) where one is given.
///
/// # Errors
/// The table that could not be written.
pub fn files(
    outcome: &Outcome,
    pit: &PitOutlook,
    shift: Option<Extra>,
    wall_seconds: f64,
) -> Result<Vec<File>, ReportError> {
    let results = outcome.results();
    let mut document = json::document(&results, true);
    document["timing"] = serde_json::json!({ "wall_seconds": wall_seconds });
    let sections = [Some(pit::section(&results, pit)), shift];
    let page = page_with(&results, sections.into_iter().flatten().collect());
    let mut files = vec![
        (RunFolder::MARK.into(), format!("{document:#}").into_bytes()),
        ("report.html".into(), page.into_bytes()),
    ];
    for (name, bytes) in tables::write_all(&results)? {
        files.push((format!("tables/{name}"), bytes));
    }
    Ok(files)
}

/// The whole event log of one replication, as CSV and Parquet below `log/`.
///
/// # Errors
/// That it could not be written.
pub fn log_files(scenario: &Scenario, entries: &[Entry], replication: u32) -> Result<Vec<File>, ReportError> {
    let files = log::table(scenario, entries)?;
    Ok(files.into_iter().map(|(name, bytes)| (format!("log/{replication}/{name}"), bytes)).collect())
}
