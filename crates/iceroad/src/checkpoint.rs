//! Keeping finished replications, so that an interrupted ensemble resumes and ends with the same bytes.
//!
//! The checkpoint lies beside the wanted folder and belongs to one version, one scenario (by digest) and one seed at
//! one fidelity; any other is refused, never reinterpreted. It is removed when the run's folder is in place.
//!
//! It is a file of [`frames`](crate::frames) that is only ever appended to: the key, then a record for each replication as it
//! is finished, in no order. Its torn end, as a power cut leaves it, is cut off and simulated again; any other damage is refused.
//! What is read back must fit the scenario: lengths of tables, and no replication twice.
use crate::error::{Error, Refusal};
use crate::frames::{self, Appending, Fault, Reading};
use crate::watch::Watch;
use iceroad_engine::{Ensemble, EnsembleSpec, Observer, Prepared};
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often what is written is made sure of at most.
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

/// Where finished replications are kept, and for what.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    pub(crate) key: Key,
}

/// What was kept of an interrupted ensemble.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) records: Vec<RunRecord>,
    /// Where to go on appending; none: from the start.
    end: Option<frames::End>,
}

/// Reads the finished replications of a place, of which those below `asked` are asked for.
pub(crate) fn load(place: &Place, scenario: &Scenario, asked: u32, watch: &dyn Watch) -> Result<Kept, Error> {
    let file = File::open(&place.path).map_err(|error| Error::file("reading", &place.path, error))?;
    unpack(BufReader::new(file), place, scenario, asked, watch)
}

fn unpack(
    from: impl Read,
    Place { path, key }: &Place,
    scenario: &Scenario,
    asked: u32,
    watch: &dyn Watch,
) -> Result<Kept, Error> {
    let refuse = |why| Error::place(path, why);
    let fault = |fault| match fault {
        Fault::Damaged => refuse(Refusal::Unreadable),
        Fault::Unreadable(error) => Error::file("reading", path, error),
    };
    let mut frames = Reading::begin(from).map_err(fault)?;
    let Some(first) = frames.next().map_err(fault)? else {
        // It was stopped before anything was kept.
        return Ok(Kept::default());
    };
    let stored = postcard::from_bytes::<Key>(first).map_err(|_| refuse(Refusal::Unreadable))?;
    if let Some(why) = differs(&stored, key) {
        return Err(refuse(why));
    }
    let (mut records, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(frame) = frames.next().map_err(fault)? {
        let record = postcard::from_bytes::<RunRecord>(frame).ok();
        let fits = |record: &RunRecord| record.fits(scenario) && seen.insert(record.replication);
        records.push(record.filter(fits).ok_or_else(|| refuse(Refusal::Unreadable))?);
    }
    if let Some(&last) = seen.last().filter(|&&last| last >= asked) {
        return Err(refuse(Refusal::FewerAsked { least: last + 1 }));
    }
    let (end, torn) = frames.end();
    if torn {
        watch.warn(&format!(
            "the end of {} is torn, as of a machine that lost its power; what was written there is simulated again",
            path.display()
        ));
    }
    records.sort_by_key(|record| record.replication);
    Ok(Kept { records, end: Some(end) })
}

fn differs(stored: &Key, key: &Key) -> Option<Refusal> {
    if stored.version != key.version {
        return Some(Refusal::OtherVersion);
    }
    if stored.scenario_digest != key.scenario_digest {
        return Some(Refusal::OtherScenario);
    }
    if stored.seed != key.seed {
        return Some(Refusal::OtherSeed);
    }
    (stored.fidelity != key.fidelity).then_some(Refusal::OtherFidelity)
}

/// Follows one ensemble: tells the watch, and keeps what is finished where that is wanted.
pub(crate) struct Follow<'w> {
    watch: &'w dyn Watch,
    keep: Option<Mutex<Keep>>,
}

/// Finished replications on their way to the checkpoint.
struct Keep {
    place: Place,
    end: Option<frames::End>,
    file: Option<Appending>,
    made_sure: Option<Duration>,
    warned: bool,
}

impl<'w> Follow<'w> {
    /// Runs the replications asked for, of which what is kept at `place` is there already; keeps there what is finished.
    pub(crate) fn ensemble(
        prepared: &Prepared,
        spec: &EnsembleSpec,
        kept: Kept,
        place: Option<Place>,
        watch: &'w dyn Watch,
    ) -> Result<Ensemble, Error> {
        let Kept { records, end } = kept;
        let follow = Self::begin(watch, spec.replications.len() as u32, records.len() as u32, end, place);
        let result = prepared.ensemble(spec, records, &follow);
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

    fn begin(
        watch: &'w dyn Watch,
        total: u32,
        done: u32,
        end: Option<frames::End>,
        place: Option<Place>,
    ) -> Self {
        watch.begin(Some(total), done);
        let made_sure = watch.clock();
        let keep = place.map(|place| Mutex::new(Keep { place, end, file: None, made_sure, warned: false }));
        Self { watch, keep }
    }

    /// Ends it, and makes sure of what is kept: what comes after the replications may be stopped too.
    fn end(&self) {
        self.watch.end();
        if let Some(keep) = &self.keep {
            let mut keep = lock(keep);
            let done = keep.file.as_mut().map_or(Ok(()), Appending::make_sure);
            keep.warn_of(done, self.watch);
        }
    }
}

impl Observer for Follow<'_> {
    fn finished(&self, record: &RunRecord) {
        self.watch.finished();
        let Some(keep) = &self.keep else { return };
        // Packed before the lock is taken: others are kept meanwhile.
        let bytes = postcard::to_stdvec(record).map_err(|error| io::Error::other(error.to_string()));
        lock(keep).keep(bytes, self.watch);
    }

    fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }
}

impl Keep {
    /// What cannot be kept is worth one warning, not the run.
    fn keep(&mut self, bytes: io::Result<Vec<u8>>, watch: &dyn Watch) {
        let now = watch.clock();
        let waited = now.zip(self.made_sure).map(|(now, then)| now.saturating_sub(then));
        let due = waited.is_none_or(|waited| waited >= EVERY);
        let done = bytes.and_then(|bytes| {
            let file = self.file()?;
            file.append(&bytes)?;
            if due { file.make_sure() } else { Ok(()) }
        });
        if due {
            self.made_sure = now;
        }
        self.warn_of(done, watch);
    }

    /// The file, begun with its key or gone on with at the first record.
    fn file(&mut self) -> io::Result<&mut Appending> {
        let file = match (self.file.take(), self.end.take()) {
            (Some(file), _) => file,
            (None, Some(end)) => Appending::go_on(&self.place.path, end)?,
            (None, None) => {
                let key =
                    postcard::to_stdvec(&self.place.key).map_err(|e| io::Error::other(e.to_string()))?;
                Appending::begin(&self.place.path, &key)?
            }
        };
        Ok(self.file.insert(file))
    }

    fn warn_of(&mut self, done: io::Result<()>, watch: &dyn Watch) {
        let Err(error) = done else { return };
        if !std::mem::replace(&mut self.warned, true) {
            let error = Error::file("writing", &self.place.path, error);
            watch.warn(&format!(
                "finished replications cannot be kept, so the run cannot be resumed: {error}"
            ));
        }
    }
}

/// A poisoned lock still holds whole frames: each is appended in one step.
fn lock(keep: &Mutex<Keep>) -> MutexGuard<'_, Keep> {
    keep.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::Unwatched;
    use iceroad_worlds::example;
    use std::path::Path;

    fn key() -> Key {
        Key { version: "1".into(), scenario_digest: "abc".into(), seed: 7, fidelity: "cycles".into() }
    }

    fn scenario() -> Scenario {
        let mut tables = example::small();
        tables.heading.days = 5;
        Scenario::new(tables).unwrap()
    }

    /// Records as a run leaves them.
    fn records(scenario: &Scenario) -> Vec<RunRecord> {
        let prepared = Prepared::new(scenario.clone()).unwrap();
        (0..3).map(|number| prepared.replicate(7, number, false).unwrap().record).collect()
    }

    fn place(folder: &Path) -> Place {
        Place { path: folder.join(".run.checkpoint"), key: key() }
    }

    fn keep(place: &Place, kept: Kept, records: &[RunRecord]) {
        let done = kept.records.len() as u32;
        let follow = Follow::begin(&Unwatched, 3, done, kept.end, Some(place.clone()));
        records.iter().for_each(|record| follow.finished(record));
    }

    fn refused(read: Result<Kept, Error>) -> Option<Refusal> {
        match read {
            Err(Error::Place { why, .. }) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn what_was_kept_is_read_back_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (place, scenario) = (place(folder.path()), scenario());
        let records = records(&scenario);
        // In whatever order they come, and at two goes.
        keep(&place, Kept::default(), &[records[2].clone()]);
        let kept = load(&place, &scenario, 3, &Unwatched).unwrap();
        keep(&place, kept, &[records[0].clone(), records[1].clone()]);
        assert_eq!(load(&place, &scenario, 3, &Unwatched).unwrap().records, records);
        let others = [
            (Key { version: "2".into(), ..key() }, Refusal::OtherVersion),
            (Key { scenario_digest: "abd".into(), ..key() }, Refusal::OtherScenario),
            (Key { seed: 8, ..key() }, Refusal::OtherSeed),
            (Key { fidelity: "rates".into(), ..key() }, Refusal::OtherFidelity),
        ];
        for (key, why) in others {
            let other = Place { key, ..place.clone() };
            assert_eq!(refused(load(&other, &scenario, 3, &Unwatched)), Some(why));
        }
        // Whoever asks for fewer would throw the rest away.
        assert_eq!(refused(load(&place, &scenario, 2, &Unwatched)), Some(Refusal::FewerAsked { least: 3 }));
        // A record of another shape, or one that is there twice, is none of this run's.
        let mut tables = scenario.clone().into_tables();
        tables.heading.days = 400;
        let longer = Scenario::new(tables).unwrap();
        assert_eq!(refused(load(&place, &longer, 3, &Unwatched)), Some(Refusal::Unreadable));
        let kept = load(&place, &scenario, 3, &Unwatched).unwrap();
        keep(&place, kept, &records[..1]);
        assert_eq!(refused(load(&place, &scenario, 3, &Unwatched)), Some(Refusal::Unreadable));
    }

    /// Every single flipped bit of every byte, and every shorter file: refused by name, or a true part of what was kept.
    #[test]
    fn a_damaged_checkpoint_is_never_believed() {
        let folder = tempfile::tempdir().unwrap();
        let (place, scenario) = (place(folder.path()), scenario());
        let records = records(&scenario);
        keep(&place, Kept::default(), &records);
        let whole = std::fs::read(&place.path).unwrap();
        let (mut refusals, mut torn) = (0, 0);
        let mut judge = |bytes: &[u8], what: &str| match unpack(bytes, &place, &scenario, 3, &Unwatched) {
            Err(Error::Place { path, why }) => {
                assert!(path == place.path && why == Refusal::Unreadable, "{what}: {why:?}");
                refusals += 1;
            }
            Err(other) => panic!("{what}: {other}"),
            Ok(kept) => {
                assert!(kept.records.iter().all(|record| records.contains(record)), "{what}");
                assert!(kept.records.len() < records.len(), "{what} was not seen");
                torn += 1;
            }
        };
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            judge(&bytes, &format!("bit {} of byte {at}", at % 8));
            judge(&whole[..at], &format!("the first {at} bytes"));
        }
        // A power cut may leave the file longer than what was written: with nothing at its end.
        for zeros in [1, 30, 5_000] {
            let mut bytes = whole.clone();
            bytes.truncate(whole.len() - 40);
            bytes.resize(bytes.len() + zeros, 0);
            judge(&bytes, &format!("{zeros} zeros at the end"));
        }
        assert!(refusals > whole.len() / 2 && torn > whole.len() / 2, "{refusals} refused, {torn} torn");
    }

    #[test]
    fn without_a_clock_every_finished_replication_is_kept_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (place, scenario) = (place(folder.path()), scenario());
        let records = records(&scenario);
        let follow = Follow::begin(&Unwatched, 3, 0, None, Some(place.clone()));
        for n in 1..=3 {
            follow.finished(&records[n - 1]);
            assert_eq!(load(&place, &scenario, 3, &Unwatched).unwrap().records, records[..n]);
        }
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
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not there").join(".run.checkpoint");
        let watch = Warned::default();
        let follow = Follow::begin(&watch, 2, 0, None, Some(Place { path, key: key() }));
        follow.finished(&RunRecord::default());
        follow.finished(&RunRecord::default());
        let warned = watch.0.lock().unwrap();
        assert_eq!(warned.len(), 1);
        assert!(warned[0].contains("not there"), "{warned:?}");
    }
}
