//! Keeping finished replications, so that an interrupted ensemble resumes and ends with the same bytes.
//!
//! The checkpoint lies beside the wanted folder and belongs to one version, one scenario (by digest) and one seed at
//! one fidelity; any other is refused, never reinterpreted. It is replaced whole, at most every two seconds, and removed when the
//! run's folder is in place.
use crate::failure::Failure;
use crate::folder;
use iceroad_model::record::RunRecord;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a checkpoint belongs to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) version: String,
    pub(crate) scenario_digest: String,
    pub(crate) seed: u64,
    /// How closely haulage is followed.
    pub(crate) fidelity: String,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    key: Key,
    records: Vec<RunRecord>,
}

/// Where the checkpoint of a run into `out` lies.
pub(crate) fn path_for(out: &Path) -> PathBuf {
    let name =
        out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| "run".into());
    out.with_file_name(format!(".{name}.checkpoint"))
}

/// Writes it whole.
pub(crate) fn save(path: &Path, key: &Key, records: &[RunRecord]) -> Result<(), Failure> {
    let stored = Stored { key: key.clone(), records: records.to_vec() };
    let bytes = postcard::to_stdvec(&stored).map_err(Failure::ours)?;
    folder::write_file(path, &bytes)
}

/// Reads the finished replications of `key`.
pub(crate) fn load(path: &Path, key: &Key) -> Result<Vec<RunRecord>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file("reading", path, &error))?;
    let refuse = |why: &str| {
        let path = path.display();
        Err(Failure::Input(format!(
            "the interrupted run in {path} {why}; run without --resume, with --force"
        )))
    };
    let Ok(stored) = postcard::from_bytes::<Stored>(&bytes) else {
        return refuse("cannot be read (another version, or damaged)");
    };
    if stored.key.version != key.version {
        return refuse("was made by another version of iceroad");
    }
    if stored.key.scenario_digest != key.scenario_digest {
        return refuse("is of a scenario that has changed since");
    }
    if stored.key.seed != key.seed {
        return refuse("has another seed");
    }
    if stored.key.fidelity != key.fidelity {
        return refuse("follows haulage at another fidelity");
    }
    Ok(stored.records)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key { version: "1".into(), scenario_digest: "abc".into(), seed: 7, fidelity: "cycles".into() }
    }

    #[test]
    fn what_was_saved_is_read_back_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let path = path_for(&place.path().join("run"));
        let records = vec![RunRecord { replication: 3, digest: 9, ..RunRecord::default() }];
        save(&path, &key(), &records).unwrap();
        assert_eq!(load(&path, &key()).unwrap(), records);
        assert!(matches!(load(&path, &Key { seed: 8, ..key() }), Err(Failure::Input(_))));
        std::fs::write(&path, b"\x00garbage").unwrap();
        assert!(matches!(load(&path, &key()), Err(Failure::Input(_))));
    }
}
