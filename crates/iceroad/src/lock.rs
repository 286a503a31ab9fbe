//! One run into a folder at a time.
//!
//! Whoever writes a run's folder holds a lock on a file beside it. The system gives the lock back when its holder ends, however that
//! happens, so that a lock of a dead process is none. The file tells who holds it.
use crate::error::Error;
use iceroad_format::place;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A lock that is held.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    /// Holds it as long as it is open.
    _file: File,
}

impl Lock {
    /// Takes the lock of a folder.
    pub(crate) fn take(folder: &Path) -> Result<Lock, Error> {
        let path = place::beside(folder, "lock");
        let failed = |error| Error::file("locking", &path, error);
        loop {
            let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = open.map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = file.read_to_string(&mut holder);
                    let holder = holder.lines().next().unwrap_or("another process").to_owned();
                    return Err(Error::Held { path: folder.to_path_buf(), holder });
                }
                // A file system without locks: as if there were none.
                Err(TryLockError::Error(_)) => {}
            }
            let me = me();
            let written = file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0)));
            written.and_then(|_| file.write_all(me.as_bytes())).map_err(failed)?;
            // Whoever held it may have taken the file away between our opening and our locking of it.
            if fs::read_to_string(&path).is_ok_and(|told| told == me) {
                return Ok(Lock { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still held: whoever comes now makes a new one.
        let _ = fs::remove_file(&self.path);
    }
}

/// Who holds a lock, in one line, and which of its locks it is.
fn me() -> String {
    static TAKEN: AtomicU64 = AtomicU64::new(0);
    format!("process {}\n{}\n", std::process::id(), TAKEN.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_and_told_and_a_dead_ones_is_none() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        // What a process leaves that was killed.
        fs::write(place.path().join(".run.lock"), "process 1\n").unwrap();
        let lock = Lock::take(&out).unwrap();
        let told = Lock::take(&out).unwrap_err().to_string();
        assert!(told.contains(&format!("process {}", std::process::id())), "{told}");
        drop(lock);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "nothing is left of it");
        Lock::take(&out).unwrap();
    }
}
