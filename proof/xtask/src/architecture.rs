//! docs/ARCHITECTURE.md names only what is there: every path in backticks leads to a file or folder.
//!
//! A path is a word in backticks with a slash or a Rust file's ending. It is looked for from the root, then below each
//! crate's folder as the page calls it (`report/src/html.rs` is that of `crates/edges/report`).
use std::path::Path;

/// Paths that lead nowhere.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(root.join("docs/ARCHITECTURE.md")).unwrap_or_default();
    let homes = homes(root);
    let missing = paths(&text).into_iter().filter(|path| !leads_somewhere(root, &homes, path));
    missing.map(|path| format!("docs/ARCHITECTURE.md: there is no `{path}`")).collect()
}

/// The folders in which crates stand.
fn homes(root: &Path) -> Vec<std::path::PathBuf> {
    let floors = ["crates", "crates/foundation", "crates/domains", "crates/edges", "extras", "proof"];
    floors.iter().map(|floor| root.join(floor)).collect()
}

fn leads_somewhere(root: &Path, homes: &[std::path::PathBuf], path: &str) -> bool {
    let path = path.trim_end_matches('/');
    root.join(path).exists() || homes.iter().any(|home| home.join(path).exists())
}

/// The words in backticks, outside blocks of code, that are paths.
fn paths(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        }
        if !in_block {
            found.extend(line.split('`').skip(1).step_by(2).filter(|word| is_path(word)));
        }
    }
    found
}

fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/_-.".contains(c));
    plain && (word.contains('/') || word.ends_with(".rs"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_backticks_are_found_and_other_words_are_not() {
        let text = "`report/src/kpi.rs`, `f64::ln` and `a b/c`\n```text\n`no/where.rs`\n```\n`gone.rs`";
        assert_eq!(paths(text), ["report/src/kpi.rs", "gone.rs"]);
    }

    #[test]
    fn a_path_that_leads_nowhere_is_told() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        assert!(leads_somewhere(&root, &homes(&root), "xtask/src/architecture.rs"));
        assert!(leads_somewhere(&root, &homes(&root), "docs/adr/"));
        assert!(!leads_somewhere(&root, &homes(&root), "report/src/gone.rs"));
    }
}
