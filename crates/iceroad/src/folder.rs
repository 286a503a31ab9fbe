//! Writing a run's folder whole or not at all.
//!
//! Everything is written beside the wanted place and put there by renaming. A full disk, a killed process or a read-only place
//! leaves the earlier result as it was. A folder that holds something else than a run is never replaced. Whatever would fail at the
//! end of a run is tried at its beginning, and one run at a time writes to a place.
use crate::error::{Error, Refusal};
use crate::lock::Lock;
use crate::sums::{self, Sum};
use iceroad_format::place::{self, There, there};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What is to become of what is there already: an earlier run in the folder, an interrupted one beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Existing {
    /// Both are kept, and the claim is refused.
    #[default]
    Keep,
    /// Both are replaced; so is a link, while what it leads to stays as it is.
    Replace,
    /// The interrupted run is gone on with. An earlier one is replaced where it is of the same scenario, seed and fidelity and
    /// has no more replications.
    Resume,
}

/// The folder that a run will be left in. What goes into it, and how it looks, is the affair of whoever shows results.
///
/// It is claimed until it is written or dropped: nobody else can claim it meanwhile.
///
/// ```
/// use iceroad::{Existing, RunFolder};
///
/// let place = tempfile::tempdir()?;
/// let out = place.path().join("result");
/// let folder = RunFolder::claim(&out, Existing::Keep)?;
/// assert!(RunFolder::claim(&out, Existing::Keep).is_err(), "it is held");
/// folder.write(|files| {
///     files.put("run.json", b"{}")?;
///     files.put("tables/machines.csv", b"machine")
/// })?;
/// // A second claim does not throw the first result away.
/// assert!(RunFolder::claim(&out, Existing::Keep).is_err());
/// assert!(RunFolder::claim(&out, Existing::Replace).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    existing: Existing,
    _lock: Lock,
}

impl RunFolder {
    /// The file that marks a folder as a run of ours.
    pub const MARK: &'static str = "run.json";

    /// Claims a folder before the run, so that what would fail at its end fails now. The folder it will lie in is made.
    ///
    /// # Errors
    /// [`Error::Place`] where the place is taken and `existing` does not say that it may be replaced, or cannot be replaced at all,
    /// [`Error::Held`] where another run writes there, and [`Error::File`].
    pub fn claim(path: impl Into<PathBuf>, existing: Existing) -> Result<RunFolder, Error> {
        let path = path.into();
        may_replace(&path, existing)?;
        place::make_room(&path)?;
        place::try_beside(&path)?;
        let folder = RunFolder { _lock: Lock::take(&path)?, path, existing };
        folder.mend()?;
        // What was mended, or written while we had no lock, is judged too.
        may_replace(&folder.path, existing)?;
        folder.try_moving()?;
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
        self.beside("checkpoint")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        place::beside(&self.path, ending)
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
        let there = Finished::read(&sums::proven(&self.path, Self::MARK)?);
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

    /// A run that was killed between moving the earlier one aside and putting itself in its place left none there.
    fn mend(&self) -> Result<(), Error> {
        let old = self.beside("old");
        if there(&self.path)? != There::Nothing || there(&old)? == There::Nothing {
            return Ok(());
        }
        fs::rename(&old, &self.path).map_err(|error| Error::file("putting back", &self.path, error))
    }

    /// Moves what is there aside and back: whether it can be is not to be seen otherwise. A folder that another disk is put at
    /// cannot, for one.
    fn try_moving(&self) -> Result<(), Error> {
        if there(&self.path)? == There::Nothing {
            return Ok(());
        }
        let old = self.beside("old");
        remove(&old)?;
        let moved = fs::rename(&self.path, &old).and_then(|()| fs::rename(&old, &self.path));
        moved.map_err(|_| Error::place(&self.path, Refusal::Fixed))
    }

    /// Puts the files that `fill` writes in place of what was there, and drops the checkpoint.
    ///
    /// # Errors
    /// What `fill` gives, [`Error::File`], and [`Error::Left`] where all was written and could not be put in place. What was there
    /// is as it was, and the checkpoint too.
    pub fn write<E: From<Error>>(self, fill: impl FnOnce(&mut Files) -> Result<(), E>) -> Result<(), E> {
        let new = self.beside("new");
        remove(&new)?;
        let mut files = Files { folder: new.clone(), sums: String::new() };
        let filled = files.begin_all().map_err(E::from).and_then(|()| fill(&mut files));
        if let Err(error) = filled.and_then(|()| Ok(files.put_sums()?)) {
            // The half-written folder is ours alone; leaving it behind would only confuse.
            let _ = fs::remove_dir_all(&new);
            return Err(error);
        }
        Ok(self.put_in_place(&new)?)
    }

    fn put_in_place(&self, new: &Path) -> Result<(), Error> {
        let (path, old) = (&self.path, self.beside("old"));
        let left = |source| Error::Left { path: path.clone(), left: new.to_path_buf(), source };
        remove(&old)?;
        if there(path)? != There::Nothing {
            fs::rename(path, &old).map_err(left)?;
        }
        if let Err(error) = fs::rename(new, path) {
            let _ = fs::rename(&old, path);
            return Err(left(error));
        }
        remove(&old)?;
        let checkpoint = self.checkpoint();
        if checkpoint.exists() {
            fs::remove_file(&checkpoint).map_err(|error| Error::file("removing", &checkpoint, error))?;
        }
        Ok(())
    }
}

/// Whether what is at a path may make way for a run.
fn may_replace(path: &Path, existing: Existing) -> Result<(), Error> {
    let refuse = |why| Err(Error::place(path, why));
    match there(path)? {
        There::Nothing => return Ok(()),
        There::File | There::Special => return refuse(Refusal::IsFile),
        // Where a run was interrupted, that was settled when it began.
        There::Link if existing == Existing::Replace => return Ok(()),
        There::Link if existing == Existing::Resume && place::beside(path, "checkpoint").exists() => {
            return Ok(());
        }
        There::Link => return refuse(Refusal::IsLink),
        There::Folder if place::is_here(path) => return refuse(Refusal::IsHere),
        There::Folder => {}
    }
    let mut entries = fs::read_dir(path).map_err(|error| Error::file("reading", path, error))?;
    if entries.next().is_none() {
        return Ok(());
    }
    if !path.join(RunFolder::MARK).exists() {
        return refuse(Refusal::OtherFiles);
    }
    if existing == Existing::Keep { refuse(Refusal::EarlierRun) } else { Ok(()) }
}

/// The files of a run's folder while it is written, one after the other and piece by piece.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    sums: String,
}

/// A file of a run's folder that is being written.
#[derive(Debug)]
pub struct NewFile {
    name: String,
    path: PathBuf,
    out: BufWriter<File>,
    sum: Sum,
}

impl Files {
    fn begin_all(&self) -> Result<(), Error> {
        fs::create_dir_all(&self.folder).map_err(|error| Error::file("making", &self.folder, error))
    }

    /// Begins a file by its name within the folder, `tables/machines.csv`; it is in the folder once it is [ended](Files::end).
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn begin(&self, name: &str) -> Result<NewFile, Error> {
        let path = self.folder.join(name);
        // If somebody took it away, a new one would hold what comes from now on only.
        if self.folder.is_dir() {
            place::make_room(&path)?;
        }
        let file = File::create(&path).map_err(|error| Error::file("writing", &path, error))?;
        let out = BufWriter::with_capacity(1 << 16, file);
        Ok(NewFile { name: name.to_owned(), path, out, sum: Sum::default() })
    }

    /// Ends a file: it is on the disk.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn end(&mut self, file: NewFile) -> Result<(), Error> {
        let NewFile { name, path, mut out, sum } = file;
        let done = out.flush().and_then(|()| out.get_ref().sync_all());
        done.map_err(|error| Error::file("writing", &path, error))?;
        self.sums += &sum.line(&name);
        Ok(())
    }

    /// Puts a whole file in, by its name within the folder.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut file = self.begin(name)?;
        file.write_all(bytes).map_err(|error| Error::file("writing", &file.path, error))?;
        self.end(file)
    }

    fn put_sums(&mut self) -> Result<(), Error> {
        let sums = std::mem::take(&mut self.sums);
        self.put(sums::NAME, sums.as_bytes())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.take(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
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
/// [`Error::Place`] where it is a folder, a link or a device, and [`Error::File`].
pub fn may_write_file(path: &Path) -> Result<(), Error> {
    Ok(place::try_file(path)?)
}

/// Whether a new folder may be made at `path`; makes the folder it will lie in. Asked before the work rather than after it.
///
/// # Errors
/// [`Error::Place`] where something is there that is not an empty folder, and [`Error::File`].
pub fn may_make_folder(path: &Path) -> Result<(), Error> {
    Ok(place::try_new_folder(path)?)
}

/// Writes one file whole or not at all, piece by piece.
///
/// # Errors
/// [`Error::File`]; what was there is as it was.
pub fn write_file<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> Result<T, Error> {
    Ok(place::write_file(path, write)?)
}

/// Takes away a folder, or a link by itself.
fn remove(path: &Path) -> Result<(), Error> {
    let done = match there(path)? {
        There::Nothing => return Ok(()),
        There::Folder => fs::remove_dir_all(path),
        There::File | There::Link | There::Special => fs::remove_file(path),
    };
    done.map_err(|error| Error::file("removing", path, error))
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

    fn leave(folder: RunFolder, files: &[(&str, &[u8])]) -> Result<(), Error> {
        folder.write(|out| files.iter().try_for_each(|(name, bytes)| out.put(name, bytes)))
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn an_earlier_run_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        let folder = RunFolder::claim(&out, Existing::Keep).unwrap();
        leave(folder, &[("run.json", b"1"), ("tables/a.csv", b"a")]).unwrap();
        assert_eq!(refused(RunFolder::claim(&out, Existing::Keep)), Some(Refusal::EarlierRun));
        let folder = RunFolder::claim(&out, Existing::Replace).unwrap();
        leave(folder, &[("run.json", b"2")]).unwrap();
        assert_eq!(fs::read(out.join("run.json")).unwrap(), b"2");
        assert_eq!(
            (names(&out), names(place.path())),
            (vec!["run.json".into(), "sums.txt".into()], vec!["run".into()])
        );
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
        leave(folder, &[("run.json", b"1")]).unwrap();
        assert_eq!(names(place.path()), ["run"], "a whole run needs no checkpoint");
    }

    #[test]
    fn a_failure_leaves_the_earlier_run_as_it_was() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        leave(RunFolder::claim(&out, Existing::Keep).unwrap(), &[("run.json", b"1")]).unwrap();
        // A file cannot also be a folder: the second name must fail.
        let folder = RunFolder::claim(&out, Existing::Replace).unwrap();
        assert!(leave(folder, &[("x", b"1"), ("x/y", b"2")]).is_err());
        assert_eq!(fs::read(out.join("run.json")).unwrap(), b"1");
        assert_eq!(names(place.path()), ["run"]);
        // Killed after the earlier run was moved aside: the next claim finds it in its place.
        fs::rename(&out, place.path().join(".run.old")).unwrap();
        assert_eq!(refused(RunFolder::claim(&out, Existing::Keep)), Some(Refusal::EarlierRun));
        assert_eq!(fs::read(out.join("run.json")).unwrap(), b"1");
    }

    #[test]
    fn what_was_written_and_cannot_be_put_in_place_is_left_where_the_error_says() {
        let place = tempfile::tempdir().unwrap();
        let (parent, moved) = (place.path().join("parent"), place.path().join("moved"));
        let folder = RunFolder::claim(parent.join("run"), Existing::Keep).unwrap();
        // Somebody moves the folder away in which the run is to lie.
        let failed = folder.write(|files| {
            files.put("run.json", b"1")?;
            fs::rename(&parent, &moved).map_err(|error| Error::file("moving", &parent, error))
        });
        let Err(Error::File { .. } | Error::Left { .. }) = failed else { panic!("{failed:?}") };
        let error = Error::Left { path: "a".into(), left: ".a.new".into(), source: io::Error::other("no") };
        assert_eq!(
            error.to_string(),
            "the result is whole in .a.new and could not be put at a: no; move it there"
        );
    }

    #[test]
    fn two_runs_into_one_folder_are_one_too_many() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        let folder = RunFolder::claim(&out, Existing::Keep).unwrap();
        for existing in [Existing::Keep, Existing::Replace, Existing::Resume] {
            let told = RunFolder::claim(&out, existing).unwrap_err();
            assert!(matches!(&told, Error::Held { path, .. } if *path == out), "{told}");
        }
        leave(folder, &[("run.json", b"1")]).unwrap();
        assert!(RunFolder::claim(&out, Existing::Replace).is_ok());
    }

    #[test]
    fn a_file_of_a_run_is_read_back_only_as_it_was_written() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        let folder = RunFolder::claim(&out, Existing::Keep).unwrap();
        leave(folder, &[("run.json", b"{\"days\": 365}"), ("report.html", b"page")]).unwrap();
        assert_eq!(sums::proven(&out, "run.json").unwrap(), b"{\"days\": 365}");
        for file in ["run.json", "sums.txt"] {
            let whole = fs::read(out.join(file)).unwrap();
            for bit in 0..whole.len() * 8 {
                let mut bytes = whole.clone();
                bytes[bit / 8] ^= 1 << (bit % 8);
                fs::write(out.join(file), &bytes).unwrap();
                match sums::proven(&out, "run.json") {
                    Ok(read) => assert!(file == "sums.txt" && read == b"{\"days\": 365}"),
                    other => {
                        let why = refused(other);
                        assert!(matches!(why, Some(Refusal::Damaged | Refusal::Unproven)), "{bit}: {why:?}");
                    }
                }
            }
            fs::write(out.join(file), &whole).unwrap();
        }
        fs::remove_file(out.join("sums.txt")).unwrap();
        assert_eq!(refused(sums::proven(&out, "run.json")), Some(Refusal::Unproven));
    }

    #[test]
    fn a_place_that_cannot_be_replaced_is_found_before_the_run() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("thesis.txt"), "years of work").unwrap();
        assert_eq!(refused(RunFolder::claim(place.path(), Existing::Replace)), Some(Refusal::OtherFiles));
        for here in [".", "..", "../"] {
            assert_eq!(refused(RunFolder::claim(here, Existing::Replace)), Some(Refusal::IsHere), "{here}");
        }
        let long = place.path().join("a".repeat(300));
        assert_eq!(refused(RunFolder::claim(long, Existing::Keep)), Some(Refusal::NameTooLong));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_when_told_and_what_it_leads_to_stays() {
        let place = tempfile::tempdir().unwrap();
        let (target, link) = (place.path().join("target"), place.path().join("link"));
        leave(RunFolder::claim(&target, Existing::Keep).unwrap(), &[("run.json", b"1")]).unwrap();
        for leads_to in ["nowhere", "target"] {
            let _ = fs::remove_dir_all(&link);
            std::os::unix::fs::symlink(leads_to, &link).unwrap();
            for existing in [Existing::Keep, Existing::Resume] {
                assert_eq!(refused(RunFolder::claim(&link, existing)), Some(Refusal::IsLink));
            }
            leave(RunFolder::claim(&link, Existing::Replace).unwrap(), &[("run.json", b"2")]).unwrap();
            assert!(!link.is_symlink() && fs::read(link.join("run.json")).unwrap() == b"2");
            assert_eq!(fs::read(target.join("run.json")).unwrap(), b"1");
        }
        assert_eq!(names(place.path()), ["link", "target"]);
    }
}
