//! Seeds the faults: a copy of the project in which every one can be switched on by its number.
//!
//! All faults are compiled into one copy, each as `if mutant(n) { fault } else { original }`, so that the project is
//! built once and not once for each. What is switched on is read from the environment, [`SWITCH`].

use crate::list::Mutant;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The variable that holds the number of the fault that is on; none is on without it.
pub const SWITCH: &str = "ICEROAD_MUTANT";

/// What the copy's lowest crate has more than the original.
const BASE: &str = "crates/foundation/base/src/lib.rs";
const ASKS: &str = r#"
/// Faults seeded for a check of the proof itself.
pub mod mutant {
    /// Whether a fault is switched on.
    #[inline]
    pub fn is(number: u32) -> bool {
        static ON: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
        let read = || std::env::var("ICEROAD_MUTANT").ok().and_then(|text| text.parse().ok());
        *ON.get_or_init(|| read().unwrap_or(u32::MAX)) == number
    }
}
"#;

/// Finds the one place of `at` in a text, white space apart: the bytes of the expression between its marks.
///
/// # Errors
/// Where the marks are not a pair, or the place is not there, or there more than once.
pub fn find(text: &str, at: &str) -> Result<Range<usize>, String> {
    let dense = |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
    let parts: Vec<String> = at.split(['«', '»']).map(dense).collect();
    let [before, expression, after] = parts.as_slice() else {
        return Err(format!("`{at}` does not mark one expression with « and »"));
    };
    // Byte offsets in the text of each byte of the dense text.
    let mut offsets = Vec::with_capacity(text.len());
    let mut bytes = String::with_capacity(text.len());
    for (offset, one) in text.char_indices().filter(|(_, one)| !one.is_whitespace()) {
        bytes.push(one);
        offsets.extend((0..one.len_utf8()).map(|nth| offset + nth));
    }
    let whole = [before.as_str(), expression, after].concat();
    let mut found = bytes.match_indices(&whole).map(|(place, _)| place);
    let place = found.next().ok_or_else(|| format!("`{at}` is not there"))?;
    if found.next().is_some() {
        return Err(format!("`{at}` is there more than once"));
    }
    let (first, last) = (place + before.len(), place + before.len() + expression.len() - 1);
    Ok(offsets[first]..offsets[last] + 1)
}

/// A file's text with its faults, each numbered as given.
///
/// # Errors
/// Those of [`find`], and where two faults share an expression.
pub fn seeded(text: &str, faults: &[(usize, Mutant)]) -> Result<String, String> {
    let mut places = Vec::new();
    for (number, mutant) in faults {
        let range = find(text, mutant.at).map_err(|fault| format!("{}: {fault}", mutant.file))?;
        places.push((range, *number, mutant));
    }
    places.sort_by_key(|(range, ..)| range.start);
    let apart = places.windows(2).all(|two| two[0].0.end <= two[1].0.start);
    if !apart {
        return Err(format!("{}: two faults share an expression", faults[0].1.file));
    }
    let mut seeded = text.to_string();
    for (range, number, mutant) in places.into_iter().rev() {
        let original = &text[range.clone()];
        let switch =
            format!("(if iceroad_base::mutant::is({number}) {{ {} }} else {{ {original} }})", mutant.becomes);
        seeded.replace_range(range, &switch);
    }
    Ok(seeded)
}

/// Copies every file of the project below `root` that git does not ignore to `to`, with every fault of `all` in it.
///
/// # Errors
/// In words.
pub fn copy(root: &Path, to: &Path, all: &[Mutant]) -> Result<(), String> {
    let words = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output();
    let listed = listed.map_err(|error| format!("git: {error}"))?.stdout;
    let files: Vec<PathBuf> = String::from_utf8_lossy(&listed)
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .collect();
    let mut by_file: BTreeMap<&str, Vec<(usize, Mutant)>> = BTreeMap::new();
    for (number, mutant) in all.iter().enumerate() {
        by_file.entry(mutant.file).or_default().push((number, *mutant));
    }
    for file in files {
        let (from, there) = (root.join(&file), to.join(&file));
        // What was deleted and not yet committed.
        let Ok(bytes) = std::fs::read(&from) else { continue };
        let name = file.to_string_lossy();
        let bytes = match by_file.get(name.as_ref()) {
            Some(faults) => seeded(&String::from_utf8_lossy(&bytes), faults)?.into_bytes(),
            None if name == BASE => [bytes.as_slice(), ASKS.as_bytes()].concat(),
            None => bytes,
        };
        // What has not changed keeps its time, so that it is not built again.
        if std::fs::read(&there).is_ok_and(|known| known == bytes) {
            continue;
        }
        let folder = there.parent().unwrap_or(to);
        std::fs::create_dir_all(folder).map_err(|error| words(folder, error))?;
        std::fs::write(&there, bytes).map_err(|error| words(&there, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_found_whatever_its_white_space() {
        let text = "if a\n    .b(c)  > d { e }";
        let found = find(text, "if «a.b(c) > d» {").unwrap();
        assert_eq!(&text[found], "a\n    .b(c)  > d");
        assert!(find("x + x + x", "«x»").unwrap_err().contains("more than once"));
        assert!(find("x", "«y»").unwrap_err().contains("not there"));
        assert!(find("x", "x").unwrap_err().contains("mark"));
    }
}
