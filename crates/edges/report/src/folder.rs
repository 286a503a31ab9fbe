//! What a run leaves in its folder: the result as JSON, the page, the tables, and the whole log of a replication where
//! it is asked for.
//!
//! Names in the folder are decided here and written by [`iceroad::RunFolder::write`], so that every edge leaves the same
//! folder. Tables and documents are written as they are made: those of ten thousand replications have no room in memory.
use crate::html::{Extra, page_with, pit};
use crate::{json, log, tables};
use iceroad::{Error, Files, NewFile, Outcome, RunFolder};
use iceroad_model::Scenario;
use iceroad_model::event::Entry;
use iceroad_model::road_use::PitOutlook;
use iceroad_words::{Language, speaking};
use std::io;
use std::path::PathBuf;

/// Leaves the files of a run that took so many seconds by the clock on the wall: `run.json`, `report.html` and `tables/`. The page
/// is in the language that is asked for, shows the pit as [`iceroad::Session::road_use`] tells of it, and a shift ([`crate::html::gantt::section`]) where one is given.
///
/// # Errors
/// The file that could not be written.
pub fn leave(
    files: &mut Files,
    outcome: &Outcome,
    pit: &PitOutlook,
    shift: Option<Extra>,
    wall_seconds: f64,
    language: Language,
) -> Result<(), Error> {
    let results = outcome.results();
    let mut run = files.begin(RunFolder::MARK)?;
    json::write(&results, true, wall_seconds, &mut run).map_err(|error| failed(RunFolder::MARK, error))?;
    files.end(run)?;
    let page = speaking(language, || {
        let sections = [Some(pit::section(&results, pit)), shift];
        page_with(&results, sections.into_iter().flatten().collect())
    });
    files.put("report.html", page.as_bytes())?;
    let mut book = tables::Book::default();
    for spec in tables::TABLES {
        let name = format!("tables/{}", spec.name);
        both(files, &name, |csv, parquet| tables::write(spec, &results, csv, parquet, &mut book))?;
    }
    let name = "tables/tables.xlsx";
    files.put(name, &book.write(&results).map_err(|error| failed(name, error))?)?;
    files.put("tables/tables.md", tables::chapter().as_bytes())
}

/// Leaves the whole event log of one replication, as CSV and Parquet below `log/`.
///
/// # Errors
/// The file that could not be written.
pub fn leave_log(
    files: &mut Files,
    scenario: &Scenario,
    entries: &[Entry],
    replication: u32,
) -> Result<(), Error> {
    let name = format!("log/{replication}/events");
    both(files, &name, |csv, parquet| log::write(scenario, entries, csv, parquet))
}

/// Writes a table in both its forms at once.
fn both(
    files: &mut Files,
    name: &str,
    write: impl FnOnce(&mut NewFile, &mut NewFile) -> io::Result<()>,
) -> Result<(), Error> {
    let mut csv = files.begin(&format!("{name}.csv"))?;
    let mut parquet = files.begin(&format!("{name}.parquet"))?;
    write(&mut csv, &mut parquet).map_err(|error| failed(name, error))?;
    files.end(csv)?;
    files.end(parquet)
}

fn failed(name: &str, source: io::Error) -> Error {
    Error::File { doing: "writing", path: PathBuf::from(name), source }
}
