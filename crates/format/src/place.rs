//! Putting files and folders in their places whole or not at all, and trying the way out before the work.
//!
//! Everything is written beside its place and put there by renaming, so that a full disk or a killed process leaves what was there
//! as it was. A link is never written through: what it leads to is somebody else's, and what it is named for is not known.
//!
//! Pitfall: trying the way out makes the folders that the result will lie in, and leaves them.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The longest of all endings of what is written beside a place: a name that bears it bears the others.
const PROBE: &str = "is-writable";

/// Why something cannot be put in its place.
#[derive(Debug)]
pub enum Obstacle {
    /// A folder is wanted and a file is there.
    IsFile,
    /// A file is wanted and a folder is there.
    IsFolder,
    /// A link is there.
    IsLink,
    /// A file is wanted and a device or a pipe is there.
    IsSpecial,
    /// A new folder is wanted and this one holds something.
    NotEmpty,
    /// The name is longer than the system takes, with what is written beside it while it is made.
    NameTooLong,
    /// The system says no.
    System {
        /// What was being done ("writing").
        doing: &'static str,
        /// What it said.
        said: io::Error,
    },
}

/// Something that cannot be put in its place.
#[derive(Debug)]
pub struct Unplaced {
    /// The place, or a file within it.
    pub path: PathBuf,
    /// Why not.
    pub why: Obstacle,
}

impl Unplaced {
    /// An obstacle at a path.
    pub fn new(path: &Path, why: Obstacle) -> Self {
        Self { path: path.to_path_buf(), why }
    }

    /// What the system said of a path.
    pub fn system(doing: &'static str, path: &Path, said: io::Error) -> Self {
        let why = match said.kind() {
            io::ErrorKind::InvalidFilename => Obstacle::NameTooLong,
            _ => Obstacle::System { doing, said },
        };
        Self::new(path, why)
    }
}

/// What is at a path itself, be it a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link, wherever it leads.
    Link,
    /// A device or a pipe.
    Special,
}

/// What is at a path; a link is a link.
///
/// # Errors
/// What the system says, and [`Obstacle::NameTooLong`].
pub fn there(path: &Path) -> Result<There, Unplaced> {
    let kind = match fs::symlink_metadata(path) {
        Ok(found) => found.file_type(),
        // A file that something should lie in is found when room is made for it.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(There::Nothing);
        }
        Err(error) => return Err(Unplaced::system("looking at", path, error)),
    };
    Ok(match (kind.is_symlink(), kind.is_dir(), kind.is_file()) {
        (true, ..) => There::Link,
        (_, true, _) => There::Folder,
        (_, _, true) => There::File,
        _ => There::Special,
    })
}

/// `out/sakha` → `out/.sakha.new`
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{ending}"))
}

/// Whether a folder is the one that the program was started in, or above it.
pub fn is_here(path: &Path) -> bool {
    match (fs::canonicalize("."), fs::canonicalize(path)) {
        (Ok(here), Ok(path)) => here.starts_with(path),
        _ => path.file_name().is_none(),
    }
}

/// Whether a file can be put at a path, over one that is there; makes the folder it will lie in.
///
/// # Errors
/// Why not.
pub fn try_file(path: &Path) -> Result<(), Unplaced> {
    let refuse = |why| Err(Unplaced::new(path, why));
    match there(path)? {
        There::Folder => return refuse(Obstacle::IsFolder),
        There::Link => return refuse(Obstacle::IsLink),
        // A file is put in place by renaming, which would take a device's place too.
        There::Special => return refuse(Obstacle::IsSpecial),
        There::File | There::Nothing => {}
    }
    make_room(path)?;
    try_beside(path)
}

/// Whether a new folder can be made at a path, where none may be or an empty one; makes the folder it will lie in.
///
/// # Errors
/// Why not.
pub fn try_new_folder(path: &Path) -> Result<(), Unplaced> {
    if is_empty_folder(path)? {
        return try_writing(&path.join(format!(".{PROBE}")), path);
    }
    make_room(path)?;
    try_beside(path)
}

/// Whether an empty folder is there, which a link may lead to; an obstacle where anything else is.
fn is_empty_folder(path: &Path) -> Result<bool, Unplaced> {
    let refuse = |why| Err(Unplaced::new(path, why));
    match there(path)? {
        There::Nothing => return Ok(false),
        There::File | There::Special => return refuse(Obstacle::IsFile),
        There::Link if !path.is_dir() => return refuse(Obstacle::IsLink),
        There::Link | There::Folder => {}
    }
    let mut entries = fs::read_dir(path).map_err(|error| Unplaced::system("reading", path, error))?;
    if entries.next().is_some() { refuse(Obstacle::NotEmpty) } else { Ok(true) }
}

/// Whether something can be written beside a path under the longest name that will be.
///
/// # Errors
/// Why not.
pub fn try_beside(path: &Path) -> Result<(), Unplaced> {
    try_writing(&beside(path, PROBE), path)
}

fn try_writing(probe: &Path, path: &Path) -> Result<(), Unplaced> {
    let made = File::create(probe).map_err(|error| Unplaced::system("writing", path, error));
    let _ = fs::remove_file(probe);
    made.map(|_| ())
}

/// Makes the folder that something will lie in.
///
/// # Errors
/// Why it cannot be made.
pub fn make_room(path: &Path) -> Result<(), Unplaced> {
    let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(()) };
    if parent.exists() && !parent.is_dir() {
        return Err(Unplaced::new(parent, Obstacle::IsFile));
    }
    fs::create_dir_all(parent).map_err(|error| Unplaced::system("making", parent, error))
}

/// Writes one file whole or not at all, piece by piece.
///
/// # Errors
/// Why it cannot be written; what was there is as it was.
pub fn write_file<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T, Unplaced> {
    if there(path)? == There::Link {
        return Err(Unplaced::new(path, Obstacle::IsLink));
    }
    let new = beside(path, "new");
    let done = write_synced(&new, write).and_then(|told| fs::rename(&new, path).map(|()| told));
    done.map_err(|error| {
        let _ = fs::remove_file(&new);
        Unplaced::system("writing", path, error)
    })
}

/// Writes a new folder whole or not at all, from the names and bytes of its files. Where an empty one is there it stays, so that
/// the folder one is in can be filled.
///
/// # Errors
/// Why it cannot be made; of what was not there nothing is left.
pub fn write_new_folder<'a>(
    path: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<(), Unplaced> {
    let is_there = is_empty_folder(path)?;
    let made = missing_above(path);
    let new = if is_there { path.join(".new") } else { beside(path, "new") };
    let filled = make_room(path).and_then(|()| fill(&new, files)).and_then(|()| {
        let put = if is_there { move_up(&new, path) } else { fs::rename(&new, path) };
        put.map_err(|error| Unplaced::system("putting in place", path, error))
    });
    filled.inspect_err(|_| {
        let _ = fs::remove_dir_all(&new);
        // The deepest first; only those that this made and that are still empty go.
        made.iter().for_each(|folder| drop(fs::remove_dir(folder)));
    })
}

/// The folders above a path that are not there, the deepest first.
fn missing_above(path: &Path) -> Vec<PathBuf> {
    let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    above.take_while(|folder| !folder.exists()).map(Path::to_path_buf).collect()
}

fn fill<'a>(folder: &Path, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<(), Unplaced> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|error| Unplaced::system("making", folder, error))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        make_room(&path)?;
        write_synced(&path, |out| out.write_all(bytes))
            .map_err(|error| Unplaced::system("writing", &path, error))?;
    }
    Ok(())
}

/// Moves all that is in a folder within an empty one up to it; on failure what was moved is taken away again.
fn move_up(inner: &Path, folder: &Path) -> io::Result<()> {
    let mut moved = Vec::new();
    let mut all = || {
        for entry in fs::read_dir(inner)? {
            let to = folder.join(entry?.file_name());
            let from = inner.join(to.file_name().unwrap_or_default());
            moved.push(to.clone());
            fs::rename(from, to)?;
        }
        fs::remove_dir(inner)
    };
    let done = all();
    if done.is_err() {
        for path in moved {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
    done
}

fn write_synced<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
    let told = write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_finished_leaves_nothing() {
        let place = tempfile::tempdir().unwrap();
        // A file cannot also be a folder: the second name must fail.
        let bad: [(&str, &[u8]); 2] = [("x", b"1"), ("x/y", b"2")];
        let good: [(&str, &[u8]); 2] = [("x", b"1"), ("y/z", b"2")];
        let new = place.path().join("a/b/new");
        assert!(write_new_folder(&new, bad).is_err());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "neither the folder nor those above it");
        let empty = place.path().join("empty");
        fs::create_dir(&empty).unwrap();
        assert!(write_new_folder(&empty, bad).is_err());
        assert_eq!(fs::read_dir(&empty).unwrap().count(), 0);
        for path in [new, empty] {
            write_new_folder(&path, good).unwrap();
            assert_eq!(fs::read(path.join("y/z")).unwrap(), b"2");
            assert_eq!(fs::read_dir(&path).unwrap().count(), 2);
            assert!(matches!(write_new_folder(&path, good).unwrap_err().why, Obstacle::NotEmpty));
        }
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
        assert!(matches!(broken.unwrap_err().why, Obstacle::System { .. }));
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing half-written is left behind");
    }

    #[test]
    fn ways_out_that_lead_nowhere_are_found_by_trying() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("file");
        fs::write(&file, "a file").unwrap();
        assert!(matches!(try_file(place.path()).unwrap_err().why, Obstacle::IsFolder));
        assert!(matches!(try_new_folder(&file).unwrap_err().why, Obstacle::IsFile));
        assert!(matches!(try_file(&file.join("below")).unwrap_err().why, Obstacle::IsFile));
        // Room for the name itself is not enough: more is written beside it.
        for long in [300, 250] {
            let long = place.path().join("a".repeat(long));
            assert!(matches!(try_file(&long).unwrap_err().why, Obstacle::NameTooLong));
            assert!(matches!(try_new_folder(&long).unwrap_err().why, Obstacle::NameTooLong));
        }
        assert!(is_here(Path::new(".")) && is_here(Path::new("..")) && !is_here(&file));
        #[cfg(unix)]
        {
            let link = place.path().join("link");
            std::os::unix::fs::symlink("nowhere", &link).unwrap();
            assert!(matches!(try_file(&link).unwrap_err().why, Obstacle::IsLink));
            assert!(matches!(try_new_folder(&link).unwrap_err().why, Obstacle::IsLink));
            assert!(matches!(try_file(Path::new("/dev/null")).unwrap_err().why, Obstacle::IsSpecial));
        }
    }
}
