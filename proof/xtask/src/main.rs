//! Checks of the house that a compiler does not make: `cargo xtask tidy`.
//!
//! * every arrow between our crates is one that docs/ARCHITECTURE.md allows;
//! * every Rust file opens by saying what it is for;
//! * every table row of the examples cites a source or says `assumed`;
//! * every crate has its row in docs/ARCHITECTURE.md, and the page names only what is there;
//! * the lock of the fuzz targets knows what our crates need;
//! * the walks of CONTRIBUTING.md lead where they say;
//! * every relative link of the book, the docs and the README leads somewhere.
//!
//! All faults are printed at once; the exit code is 1 if there is any.

mod architecture;
mod arrows;
mod headers;
mod links;
mod locks;
mod sources;
mod walks;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    if task.as_deref() != Some("tidy") {
        eprintln!("usage: cargo xtask tidy");
        return ExitCode::from(2);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut faults = arrows::check(&root);
    faults.extend(architecture::check(&root));
    faults.extend(headers::check(&root));
    faults.extend(sources::check(&root));
    faults.extend(links::check(&root));
    faults.extend(locks::check(&root));
    faults.extend(walks::check(&root));
    for fault in &faults {
        eprintln!("tidy: {fault}");
    }
    if faults.is_empty() {
        println!("tidy: arrows, headers, sources, links, locks and walks are in order");
        return ExitCode::SUCCESS;
    }
    eprintln!("tidy: {} faults", faults.len());
    ExitCode::FAILURE
}

/// Every file below `folder` whose name ends in `ending`, sorted, without build folders.
fn files_below(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with("target") && !name.starts_with('.') && name != "out" {
                open.push(path);
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
