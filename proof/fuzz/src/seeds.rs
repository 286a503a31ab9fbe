//! What fuzzing begins with, a folder for each target: the starter, the golden cases of readers, files of
//! peers and maps that tests read, and what was found before (`proof/fuzz/found`).

use iceroad_format::STARTER;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Writes all of it below a folder.
///
/// # Errors
/// Those of the file system.
pub fn write_seeds(to: &Path) -> io::Result<()> {
    let root = Path::new(ROOT);
    for target in ["scenario", "map", "peer"] {
        fs::create_dir_all(to.join(target))?;
        for (nth, path) in files_below(&root.join("proof/fuzz/found").join(target))?.iter().enumerate() {
            fs::copy(path, to.join(target).join(format!("found-{nth}")))?;
        }
    }
    for (which, (_, text)) in STARTER.iter().enumerate() {
        let short: String = text.split_inclusive('\n').take(60).collect();
        fs::write(to.join("scenario").join(format!("starter-{which}")), first(which, short.as_bytes()))?;
    }
    for (nth, path) in files_below(&root.join("crates/format/tests/cases"))?.iter().enumerate() {
        let which = STARTER.iter().position(|(name, _)| path.ends_with(name));
        if let Some(which) = which {
            fs::write(to.join("scenario").join(format!("case-{nth}")), first(which, &fs::read(path)?))?;
        }
    }
    for (nth, path) in files_below(&root.join("crates/format/tests"))?.iter().enumerate() {
        if path.extension().is_some_and(|ending| ending == "geojson") {
            fs::copy(path, to.join("map").join(format!("map-{nth}")))?;
        }
    }
    for (nth, path) in files_below(&root.join("extras"))?.iter().enumerate() {
        if path.extension().is_some_and(|ending| ending == "json") {
            for which in 0..2 {
                let name = format!("peer-{nth}-{which}");
                fs::write(to.join("peer").join(name), first(which, &fs::read(path)?))?;
            }
        }
    }
    Ok(())
}

/// The bytes after one that says which.
fn first(which: usize, bytes: &[u8]) -> Vec<u8> {
    [&[which as u8], bytes].concat()
}

/// Every file below a folder, in order; none where there is no folder.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
