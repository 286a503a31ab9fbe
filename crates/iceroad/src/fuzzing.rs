//! What fuzzing reads a checkpoint by, which nobody else may read: any bytes as the whole file, or as a record in one whose
//! sums are right. Only there where the code is built to be fuzzed (`--cfg fuzzing`).
use crate::checkpoint::{self, Key, Place};
use crate::error::Error;
use crate::frames::Appending;
use crate::watch::Unwatched;
use iceroad_engine::Prepared;
use iceroad_model::Scenario;
use std::io;
use std::path::Path;

/// More replications than any input has records of.
const ASKED: u32 = u32::MAX;

fn place(path: &Path) -> Place {
    let key = Key { version: "1".into(), scenario_digest: "abc".into(), seed: 7, fidelity: "cycles".into() };
    Place { path: path.to_owned(), key }
}

/// Reads the file at `path`, as a run that goes on does; how many records are believed, each of which fits the scenario.
///
/// # Errors
/// Those of a file that is not believed.
pub fn read_checkpoint(path: &Path, scenario: &Scenario) -> Result<usize, Error> {
    let kept = checkpoint::load(&place(path), scenario, ASKED, &Unwatched)?;
    assert!(kept.records.iter().all(|record| record.fits(scenario)));
    Ok(kept.records.len())
}

/// Writes a checkpoint with these bytes in place of a record.
///
/// # Errors
/// Those of the file system.
pub fn write_checkpoint(path: &Path, record: &[u8]) -> io::Result<()> {
    Appending::begin(path, &packed(&place(path).key)?)?.append(record)
}

/// The first replication of a scenario, as it is kept.
///
/// # Errors
/// Why it could not be run.
pub fn record(scenario: &Scenario) -> io::Result<Vec<u8>> {
    let prepared = Prepared::new(scenario.clone()).map_err(io::Error::other)?;
    packed(&prepared.replicate(7, 0, false).map_err(io::Error::other)?.record)
}

fn packed(what: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(what).map_err(io::Error::other)
}
