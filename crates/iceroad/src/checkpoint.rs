//! Keeping finished replications, so that an interrupted ensemble resumes and ends with the same bytes.
//!
//! The checkpoint lies beside the wanted folder and belongs to one version, one scenario (by digest) and one seed at
//! one fidelity; any other is refused, never reinterpreted. It is replaced whole, at most every two seconds, and removed when
//! the run's folder is in place.
use crate::error::{Error, Refusal};
use crate::folder;
use crate::watch::Watch;
use iceroad_engine::{Ensemble, EnsembleSpec, Observer, Prepared};
use iceroad_model::record::RunRecord;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often the checkpoint is written at most.
const EVERY: Duration = Duration::from_secs(2);

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

/// Writes it whole.
fn save(path: &Path, key: &Key, records: &[RunRecord]) -> Result<(), Error> {
    let stored = Stored { key: key.clone(), records: records.to_vec() };
    let bytes = postcard::to_stdvec(&stored)
        .map_err(|error| Error::file("writing", path, io::Error::other(error.to_string())))?;
    folder::write_file(path, |out| out.write_all(&bytes))
}

/// Reads the finished replications of `key`.
pub(crate) fn load(path: &Path, key: &Key) -> Result<Vec<RunRecord>, Error> {
    let bytes = std::fs::read(path).map_err(|error| Error::file("reading", path, error))?;
    let refuse = |why| Err(Error::place(path, why));
    let Ok(stored) = postcard::from_bytes::<Stored>(&bytes) else { return refuse(Refusal::Unreadable) };
    if stored.key.version != key.version {
        return refuse(Refusal::OtherVersion);
    }
    if stored.key.scenario_digest != key.scenario_digest {
        return refuse(Refusal::OtherScenario);
    }
    if stored.key.seed != key.seed {
        return refuse(Refusal::OtherSeed);
    }
    if stored.key.fidelity != key.fidelity {
        return refuse(Refusal::OtherFidelity);
    }
    Ok(stored.records)
}

/// Follows one ensemble: tells the watch, and keeps what is finished where that is wanted.
pub(crate) struct Follow<'w> {
    watch: &'w dyn Watch,
    keep: Option<Mutex<Keep>>,
}

/// Finished replications on their way to the checkpoint.
struct Keep {
    path: PathBuf,
    key: Key,
    records: Vec<RunRecord>,
    written: Option<Duration>,
    warned: bool,
}

impl<'w> Follow<'w> {
    /// Runs the replications asked for, of which `done` is there already; keeps what is finished at `keep`.
    pub(crate) fn ensemble(
        prepared: &Prepared,
        spec: &EnsembleSpec,
        done: Vec<RunRecord>,
        keep: Option<(PathBuf, Key)>,
        watch: &'w dyn Watch,
    ) -> Result<Ensemble, Error> {
        let follow = Self::begin(watch, spec.replications.len() as u32, &done, keep);
        let result = prepared.ensemble(spec, done, &follow);
        follow.end();
        Ok(result?)
    }

    /// Follows work of which nobody knows how many replications it will take.
    pub(crate) fn unkept<T>(watch: &'w dyn Watch, work: impl FnOnce(&dyn Observer) -> T) -> T {
        watch.begin(None, 0);
        let came = work(&Follow { watch, keep: None });
        watch.end();
        came
    }

    fn begin(watch: &'w dyn Watch, total: u32, done: &[RunRecord], keep: Option<(PathBuf, Key)>) -> Self {
        watch.begin(Some(total), done.len() as u32);
        let keep = keep.map(|(path, key)| {
            Mutex::new(Keep { path, key, records: done.to_vec(), written: watch.clock(), warned: false })
        });
        Self { watch, keep }
    }

    /// Ends it, and writes the last checkpoint: what comes after the replications may be stopped too.
    fn end(&self) {
        self.watch.end();
        if let Some(keep) = &self.keep {
            lock(keep).write(self.watch);
        }
    }
}

impl Observer for Follow<'_> {
    fn finished(&self, record: &RunRecord) {
        self.watch.finished();
        let Some(keep) = &self.keep else { return };
        let mut keep = lock(keep);
        keep.records.push(record.clone());
        let now = self.watch.clock();
        let waited = now.zip(keep.written).map(|(now, written)| now.saturating_sub(written));
        if waited.is_none_or(|waited| waited >= EVERY) {
            keep.write(self.watch);
        }
    }

    fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }
}

impl Keep {
    /// A checkpoint that cannot be written is worth one warning, not the run.
    fn write(&mut self, watch: &dyn Watch) {
        self.records.sort_by_key(|record| record.replication);
        self.written = watch.clock();
        if let Err(error) = save(&self.path, &self.key, &self.records)
            && !self.warned
        {
            self.warned = true;
            watch.warn(&format!(
                "finished replications cannot be kept, so the run cannot be resumed: {error}"
            ));
        }
    }
}

/// A poisoned lock still holds whole records: each is pushed in one step.
fn lock(keep: &Mutex<Keep>) -> MutexGuard<'_, Keep> {
    keep.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::Unwatched;

    fn key() -> Key {
        Key { version: "1".into(), scenario_digest: "abc".into(), seed: 7, fidelity: "cycles".into() }
    }

    fn record(replication: u32) -> RunRecord {
        RunRecord { replication, digest: 9, ..RunRecord::default() }
    }

    fn refused(read: Result<Vec<RunRecord>, Error>) -> Option<Refusal> {
        match read {
            Err(Error::Place { why, .. }) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn what_was_saved_is_read_back_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(".run.checkpoint");
        let records = vec![record(3)];
        save(&path, &key(), &records).unwrap();
        assert_eq!(load(&path, &key()).unwrap(), records);
        let others = [
            (Key { version: "2".into(), ..key() }, Refusal::OtherVersion),
            (Key { scenario_digest: "abd".into(), ..key() }, Refusal::OtherScenario),
            (Key { seed: 8, ..key() }, Refusal::OtherSeed),
            (Key { fidelity: "rates".into(), ..key() }, Refusal::OtherFidelity),
        ];
        for (other, why) in others {
            assert_eq!(refused(load(&path, &other)), Some(why));
        }
        std::fs::write(&path, b"\x00garbage").unwrap();
        assert_eq!(refused(load(&path, &key())), Some(Refusal::Unreadable));
    }

    #[test]
    fn without_a_clock_every_finished_replication_is_kept_at_once() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(".run.checkpoint");
        let follow = Follow::begin(&Unwatched, 3, &[record(0)], Some((path.clone(), key())));
        follow.finished(&record(2));
        follow.finished(&record(1));
        let kept: Vec<u32> = load(&path, &key()).unwrap().iter().map(|record| record.replication).collect();
        assert_eq!(kept, [0, 1, 2]);
    }

    #[test]
    fn a_checkpoint_that_cannot_be_written_is_warned_of_once_and_the_run_goes_on() {
        #[derive(Default)]
        struct Warned(Mutex<Vec<String>>);
        impl Watch for Warned {
            fn warn(&self, what: &str) {
                self.0.lock().unwrap().push(what.into());
            }
        }
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("not there").join(".run.checkpoint");
        let watch = Warned::default();
        let follow = Follow::begin(&watch, 2, &[], Some((path, key())));
        follow.finished(&record(0));
        follow.finished(&record(1));
        let warned = watch.0.lock().unwrap();
        assert_eq!(warned.len(), 1);
        assert!(warned[0].contains("not there"), "{warned:?}");
    }
}
