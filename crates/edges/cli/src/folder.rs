//! Writing a run's folder whole or not at all.
//!
//! Everything is written into a new folder beside the wanted one and put in its place by renaming. A full disk, a
//! killed process or a read-only place leaves the earlier result as it was. A folder that holds something else than
//! a run of ours is never replaced.
use crate::failure::Failure;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The file that marks a folder as a run of ours.
pub(crate) const MARK: &str = "run.json";

/// Whether a run may be written to `out`; says early what would only fail late.
pub(crate) fn may_write(out: &Path, force: bool) -> Result<(), Failure> {
    if !out.exists() {
        return Ok(());
    }
    if !out.is_dir() {
        return Err(Failure::Input(format!("{} is a file; name a folder with --out", out.display())));
    }
    let is_empty = fs::read_dir(out).map_err(|error| Failure::file("reading", out, &error))?.next().is_none();
    if is_empty {
        return Ok(());
    }
    if !out.join(MARK).exists() {
        let out = out.display();
        return Err(Failure::Input(format!(
            "{out} holds other files than a run; name another folder with --out"
        )));
    }
    if !force {
        let out = out.display();
        return Err(Failure::Input(format!("{out} holds an earlier run; add --force to replace it")));
    }
    Ok(())
}

/// Makes the folder that `out` and its checkpoint will lie in; fails before the run rather than after it.
pub(crate) fn make_room(out: &Path) -> Result<(), Failure> {
    let Some(parent) = out.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|error| Failure::file("making", parent, &error))
}

/// Writes `files` as the folder `out`, replacing an earlier run there.
pub(crate) fn write(out: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let new = beside(out, "new");
    let old = beside(out, "old");
    remove(&new)?;
    if let Err(failure) = fill(&new, files) {
        // The half-written folder is ours alone; leaving it behind would only confuse.
        let _ = fs::remove_dir_all(&new);
        return Err(failure);
    }
    remove(&old)?;
    if out.exists() {
        fs::rename(out, &old).map_err(|error| Failure::file("moving aside", out, &error))?;
    }
    if let Err(error) = fs::rename(&new, out) {
        let _ = fs::rename(&old, out);
        return Err(Failure::file("putting in place", out, &error));
    }
    remove(&old)
}

/// Writes one file whole or not at all.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let new = beside(path, "new");
    let done = write_synced(&new, bytes).and_then(|()| fs::rename(&new, path));
    done.map_err(|error| {
        let _ = fs::remove_file(&new);
        Failure::file("writing", path, &error)
    })
}

/// Whether a file may be written to `path`; makes the folder it will lie in.
pub(crate) fn may_write_file(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::Input(format!("{} is a folder; name a file", path.display())));
    }
    make_room(path)
}

/// Writes one file whole or not at all, piece by piece.
pub(crate) fn write_stream<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>,
) -> Result<T, Failure> {
    let new = beside(path, "new");
    let done = stream_synced(&new, write).and_then(|told| fs::rename(&new, path).map(|()| told));
    done.map_err(|error| {
        let _ = fs::remove_file(&new);
        Failure::file("writing", path, &error)
    })
}

fn stream_synced<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>,
) -> std::io::Result<T> {
    let mut out = BufWriter::with_capacity(1 << 16, fs::File::create(path)?);
    let told = write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(told)
}

fn fill(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::file("making", folder, &error))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| Failure::file("making", parent, &error))?;
        }
        write_synced(&path, bytes).map_err(|error| Failure::file("writing", &path, &error))?;
    }
    Ok(())
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|error| Failure::file("removing", folder, &error))
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

    #[test]
    fn an_earlier_run_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        write(&out, &[("run.json".into(), b"1".to_vec()), ("tables/a.csv".into(), b"a".to_vec())]).unwrap();
        assert!(may_write(&out, false).is_err());
        assert!(may_write(&out, true).is_ok());
        write(&out, &[("run.json".into(), b"2".to_vec())]).unwrap();
        assert_eq!(fs::read(out.join("run.json")).unwrap(), b"2");
        assert!(!out.join("tables").exists());
    }

    #[test]
    fn a_failure_leaves_the_earlier_run_as_it_was() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        write(&out, &[("run.json".into(), b"1".to_vec())]).unwrap();
        // A file cannot also be a folder: the second name must fail.
        let bad = [("x".to_string(), b"1".to_vec()), ("x/y".to_string(), b"2".to_vec())];
        assert!(write(&out, &bad).is_err());
        assert_eq!(fs::read(out.join("run.json")).unwrap(), b"1");
    }

    #[test]
    fn a_file_that_cannot_be_finished_leaves_the_earlier_one() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("log.csv");
        write_stream(&path, |out| out.write_all(b"whole")).unwrap();
        let broken = write_stream(&path, |out| {
            out.write_all(b"half")?;
            Err::<(), _>(std::io::Error::other("the disk is full"))
        });
        assert!(matches!(broken, Err(Failure::Ours(_))));
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing half-written is left behind");
        assert!(matches!(may_write_file(place.path()), Err(Failure::Input(_))));
    }

    #[test]
    fn a_folder_with_other_things_is_never_replaced() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("thesis.txt"), "years of work").unwrap();
        assert!(matches!(may_write(place.path(), true), Err(Failure::Input(_))));
    }
}
