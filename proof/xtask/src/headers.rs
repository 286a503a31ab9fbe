//! Every Rust file opens with `//!`: what it is for.
use crate::files_below;
use std::path::Path;

/// Files without a header.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for folder in ["crates", "extras", "proof"] {
        for file in files_below(&root.join(folder), ".rs") {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if !text.trim_start().starts_with("//!") {
                faults.push(format!("{} does not open by saying what it is for (`//!`)", file.display()));
            }
        }
    }
    faults
}
