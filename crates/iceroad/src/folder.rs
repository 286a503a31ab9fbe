//! Writing a run's folder, or one file, whole or not at all.
//!
//! Everything is written beside the wanted place and put there by renaming. A full disk, a killed process or a read-only place
//! leaves the earlier result as it was. A folder that holds something else than a run is never replaced.
use crate::error::{Error, Refusal};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What is to become of what is there already: an earlier run in the folder, an interrupted one beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Existing {
    /// Both are kept, and the claim is refused.
    #[default]
    Keep,
    /// Both are replaced.
    Replace,
    /// The interrupted run is gone on with. An earlier one is replaced where it is of the same scenario, seed and fidelity and
    /// has no more replications.
    Resume,
}

/// The folder that a run will be left in. What goes into it, and how it looks, is the affair of whoever shows results.
///
/// ```
/// use iceroad::{Existing, RunFolder};
///
/// let place = tempfile::tempdir()?;
/// let folder = RunFolder::claim(place.path().join("result"), Existing::Keep)?;
/// folder.write(&[("run.json".into(), b"{}".to_vec()), ("tables/machines.csv".into(), b"machine".to_vec())])?;
/// // A second claim does not throw the first result away.
/// assert!(RunFolder::claim(place.path().join("result"), Existing::Keep).is_err());
/// assert!(RunFolder::claim(place.path().join("result"), Existing::Replace).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunFolder {
    path: PathBuf,
    existing: Existing,
}

impl RunFolder {
    /// The file that marks a folder as a run of ours.
    pub const MARK: &'static str = "run.json";

    /// Claims a folder before the run, so that what would fail at its end fails now. The folder it will lie in is made.
    ///
    /// # Errors
    /// [`Error::Place`] where the place is taken and `existing` does not say that it may be replaced, and [`Error::File`].
    pub fn claim(path: impl Into<PathBuf>, existing: Existing) -> Result<RunFolder, Error> {
        let folder = RunFolder { path: path.into(), existing };
        folder.may_replace()?;
        make_room(&folder.path)?;
        may_write_beside(&folder.path)?;
        if existing == Existing::Keep && folder.checkpoint().exists() {
            return Err(Error::place(&folder.path, Refusal::InterruptedRun));
        }
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where finished replications are kept until all are.
    pub fn checkpoint(&self) -> PathBuf {
        beside(&self.path, "checkpoint")
    }

    /// Whether an interrupted run is to be gone on with.
    pub(crate) fn resumes(&self) -> bool {
        self.existing == Existing::Resume && self.checkpoint().exists()
    }

    /// Refuses to put a run in place of a finished one that is not a part of it. Where an interrupted run is gone on with,
    /// that was settled when it began.
    pub(crate) fn check_finished(&self, asked: &Finished) -> Result<(), Error> {
        let mark = self.path.join(Self::MARK);
        if self.existing != Existing::Resume || self.resumes() || !mark.exists() {
            return Ok(());
        }
        let bytes = fs::read(&mark).map_err(|error| Error::file("reading", &mark, error))?;
        let there = Finished::read(&bytes);
        let fits = there.as_ref().is_some_and(|there| {
            let same = |run: &Finished| (run.digest.clone(), run.seed, run.fidelity.clone());
            same(there) == same(asked) && there.replications <= asked.replications
        });
        if fits {
            return Ok(());
        }
        let there = there.map_or_else(|| "another kind".to_owned(), |there| there.told());
        Err(Error::OtherRun { path: self.path.clone(), there, asked: asked.told() })
    }

    fn may_replace(&self) -> Result<(), Error> {
        let path = &self.path;
        if !path.exists() {
            return Ok(());
        }
        if !path.is_dir() {
            return Err(Error::place(path, Refusal::IsFile));
        }
        let mut entries = fs::read_dir(path).map_err(|error| Error::file("reading", path, error))?;
        if entries.next().is_none() {
            return Ok(());
        }
        if !path.join(Self::MARK).exists() {
            return Err(Error::place(path, Refusal::OtherFiles));
        }
        if self.existing == Existing::Keep {
            return Err(Error::place(path, Refusal::EarlierRun));
        }
        Ok(())
    }

    /// Puts files, by their names within the folder, in place of what was there, and drops the checkpoint.
    ///
    /// # Errors
    /// [`Error::File`]; what was there is as it was.
    pub fn write(&self, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
        let (path, new, old) = (&self.path, beside(&self.path, "new"), beside(&self.path, "old"));
        remove(&new)?;
        if let Err(error) = fill(&new, files) {
            // The half-written folder is ours alone; leaving it behind would only confuse.
            let _ = fs::remove_dir_all(&new);
            return Err(error);
        }
        remove(&old)?;
        if path.exists() {
            fs::rename(path, &old).map_err(|error| Error::file("moving aside", path, error))?;
        }
        if let Err(error) = fs::rename(&new, path) {
            let _ = fs::rename(&old, path);
            return Err(Error::file("putting in place", path, error));
        }
        remove(&old)?;
        let checkpoint = self.checkpoint();
        if checkpoint.exists() {
            fs::remove_file(&checkpoint).map_err(|error| Error::file("removing", &checkpoint, error))?;
        }
        Ok(())
    }
}

/// What a finished run is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Finished {
    /// The scenario's name.
    pub(crate) name: String,
    /// The digest of its text.
    pub(crate) digest: String,
    pub(crate) seed: u64,
    /// How many were asked for.
    pub(crate) replications: u64,
    /// How closely haulage is followed.
    pub(crate) fidelity: String,
}

impl Finished {
    /// What a run's document says; none where it is the document of something else.
    fn read(bytes: &[u8]) -> Option<Finished> {
        let document: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let scenario = &document["scenario"];
        Some(Finished {
            name: text(&scenario["name"])?,
            digest: text(&scenario["digest"])?,
            seed: document["seed"].as_u64()?,
            replications: document["replications"]["asked"].as_u64()?,
            fidelity: text(&document["fidelity"]["used"]).unwrap_or_else(|| "cycles".to_owned()),
        })
    }

    fn told(&self) -> String {
        let Finished { name, digest, seed, replications, fidelity } = self;
        let short = digest.get(..8).unwrap_or(digest);
        format!("`{name}` (scenario {short}, seed {seed}, {replications} replications by {fidelity})")
    }
}

/// Whether a file may be written to `path`; makes the folder it will lie in. Asked before the work rather than after it.
///
/// # Errors
/// [`Error::Place`] where it is a folder, and [`Error::File`].
pub fn may_write_file(path: &Path) -> Result<(), Error> {
    if path.is_dir() {
        return Err(Error::place(path, Refusal::IsFolder));
    }
    // A file is put in place by renaming, which would take a device's place too.
    if path.exists() && !path.is_file() {
        return Err(Error::place(path, Refusal::IsSpecial));
    }
    make_room(path)?;
    may_write_beside(path)
}

/// Whether a file can be made where the new result will be put together: the folder may be there and be read-only.
fn may_write_beside(path: &Path) -> Result<(), Error> {
    let probe = beside(path, "probe");
    let made = fs::File::create(&probe).map_err(|error| Error::file("writing", path, error));
    let _ = fs::remove_file(&probe);
    made.map(|_| ())
}

/// Writes one file whole or not at all, piece by piece.
///
/// # Errors
/// [`Error::File`]; what was there is as it was.
pub fn write_file<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> Result<T, Error> {
    let new = beside(path, "new");
    let done = write_synced(&new, write).and_then(|told| fs::rename(&new, path).map(|()| told));
    done.map_err(|error| {
        let _ = fs::remove_file(&new);
        Error::file("writing", path, error)
    })
}

/// Writes a new folder whole or not at all.
///
/// # Errors
/// [`Error::Place`] where something is there, and [`Error::File`].
pub(crate) fn write_new(path: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    if path.exists() {
        let is_empty = path.is_dir() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
        if !is_empty {
            return Err(Error::place(path, if path.is_dir() { Refusal::NotEmpty } else { Refusal::IsFile }));
        }
    }
    make_room(path)?;
    let new = beside(path, "new");
    remove(&new)?;
    let put = || fs::rename(&new, path).map_err(|error| Error::file("putting in place", path, error));
    fill(&new, files).and_then(|()| put()).inspect_err(|_| {
        let _ = fs::remove_dir_all(&new);
    })
}

fn make_room(path: &Path) -> Result<(), Error> {
    let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|error| Error::file("making", parent, error))
}

fn fill(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| Error::file("making", folder, error))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        make_room(&path)?;
        write_synced(&path, |out| out.write_all(bytes))
            .map_err(|error| Error::file("writing", &path, error))?;
    }
    Ok(())
}

fn write_synced<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let mut out = BufWriter::with_capacity(1 << 16, fs::File::create(path)?);
    let told = write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(told)
}

fn remove(folder: &Path) -> Result<(), Error> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|error| Error::file("removing", folder, error))
}

/// `out/sakha` → `out/.sakha.new`
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name =
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| "run".into());
    path.with_file_name(format!(".{name}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused<T>(claim: Result<T, Error>) -> Option<Refusal> {
        match claim {
            Err(Error::Place { why, .. }) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn an_earlier_run_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        let folder = RunFolder::claim(&out, Existing::Keep).unwrap();
        folder.write(&[("run.json".into(), b"1".to_vec()), ("tables/a.csv".into(), b"a".to_vec())]).unwrap();
        assert_eq!(refused(RunFolder::claim(&out, Existing::Keep)), Some(Refusal::EarlierRun));
        let folder = RunFolder::claim(&out, Existing::Replace).unwrap();
        folder.write(&[("run.json".into(), b"2".to_vec())]).unwrap();
        assert_eq!(fs::read(out.join("run.json")).unwrap(), b"2");
        assert!(!out.join("tables").exists());
    }

    #[test]
    fn an_interrupted_run_is_not_silently_thrown_away() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        fs::write(place.path().join(".run.checkpoint"), b"years").unwrap();
        assert_eq!(refused(RunFolder::claim(&out, Existing::Keep)), Some(Refusal::InterruptedRun));
        assert!(RunFolder::claim(&out, Existing::Resume).unwrap().resumes());
        let folder = RunFolder::claim(&out, Existing::Replace).unwrap();
        assert!(!folder.resumes());
        folder.write(&[("run.json".into(), b"1".to_vec())]).unwrap();
        assert!(!folder.checkpoint().exists(), "a whole run needs no checkpoint");
    }

    #[test]
    fn a_failure_leaves_the_earlier_run_as_it_was() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        let folder = RunFolder::claim(&out, Existing::Keep).unwrap();
        folder.write(&[("run.json".into(), b"1".to_vec())]).unwrap();
        // A file cannot also be a folder: the second name must fail.
        let bad = [("x".to_string(), b"1".to_vec()), ("x/y".to_string(), b"2".to_vec())];
        assert!(folder.write(&bad).is_err());
        assert_eq!(fs::read(out.join("run.json")).unwrap(), b"1");
    }

    #[test]
    fn a_file_that_cannot_be_finished_leaves_the_earlier_one() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("log.csv");
        write_file(&path, |out| out.write_all(b"whole")).unwrap();
        let broken = write_file(&path, |out| {
            out.write_all(b"half")?;
            Err::<(), _>(io::Error::other("the disk is full"))
        });
        let error = broken.unwrap_err();
        assert!(matches!(error, Error::File { .. }));
        assert!(error.to_string().contains("log.csv") && error.to_string().contains("the disk is full"));
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing half-written is left behind");
        assert_eq!(refused(may_write_file(place.path())), Some(Refusal::IsFolder));
        if cfg!(unix) {
            assert_eq!(refused(may_write_file(Path::new("/dev/null"))), Some(Refusal::IsSpecial));
        }
    }

    #[test]
    fn a_folder_with_other_things_is_never_replaced() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("thesis.txt"), "years of work").unwrap();
        assert_eq!(refused(RunFolder::claim(place.path(), Existing::Replace)), Some(Refusal::OtherFiles));
    }
}
