//! CONTRIBUTING.md walks through changes by one that was made; each walk leads where it says, and past no other place.
//!
//! A walk is a heading of the third order that ends in a fragment in backticks, and numbered lines that begin with a path in
//! backticks, whose other words in backticks stand in that file (or in a file of that folder). Every file of the product's own
//! code that holds the heading's fragment must be on the walk.
use crate::files_below;
use std::path::Path;

/// What does not hold of the walks.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap_or_default();
    let walks = walks(&text);
    if walks.is_empty() {
        return vec!["CONTRIBUTING.md: there is no walk".into()];
    }
    let product: Vec<(String, String)> = product(root);
    walks.iter().flat_map(|walk| faults(root, walk, &product)).collect()
}

/// A change that is told by its steps.
struct Walk<'t> {
    fragment: &'t str,
    steps: Vec<Step<'t>>,
}

/// A file or folder, and what is found there.
struct Step<'t> {
    path: &'t str,
    fragments: Vec<&'t str>,
}

fn walks(text: &str) -> Vec<Walk<'_>> {
    let mut walks: Vec<Walk<'_>> = Vec::new();
    for line in text.lines() {
        let mut words = line.split('`').skip(1).step_by(2);
        if line.starts_with("### ") {
            walks.extend(words.last().map(|fragment| Walk { fragment, steps: Vec::new() }));
        } else if line.starts_with("## ") {
            continue;
        } else if let (Some(walk), Some((number, _))) = (walks.last_mut(), line.split_once(". `"))
            && number.chars().all(|c| c.is_ascii_digit())
            && let Some(path) = words.next()
        {
            walk.steps.push(Step { path, fragments: words.collect() });
        }
    }
    walks
}

/// The files of the product's own code and words, by their path from the root, without those that test it.
fn product(root: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for path in [".rs", ".ftl"].iter().flat_map(|ending| files_below(&root.join("crates"), ending)) {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if name.contains("/src/") && !name.contains("tests") {
            files.push((name, std::fs::read_to_string(&path).unwrap_or_default()));
        }
    }
    files
}

fn faults(root: &Path, walk: &Walk<'_>, product: &[(String, String)]) -> Vec<String> {
    let of = format!("CONTRIBUTING.md, walk of `{}`", walk.fragment);
    let mut faults = Vec::new();
    for step in &walk.steps {
        let texts = texts_at(&root.join(step.path));
        if texts.is_empty() {
            faults.push(format!("{of}: there is no `{}`", step.path));
        }
        let missing = step.fragments.iter().filter(|word| !texts.iter().any(|text| text.contains(**word)));
        faults.extend(missing.map(|word| format!("{of}: `{}` does not hold `{word}`", step.path)));
    }
    let passed = |name: &str| walk.steps.iter().any(|step| name.starts_with(step.path));
    let unlisted = product.iter().filter(|(name, text)| text.contains(walk.fragment) && !passed(name));
    faults.extend(unlisted.map(|(name, _)| format!("{of}: {name} holds it and is not on the walk")));
    faults
}

/// The text of a file, or of every file of a folder.
fn texts_at(path: &Path) -> Vec<String> {
    let files = if path.is_dir() { files_below(path, "") } else { vec![path.to_path_buf()] };
    files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn every_walk_leads_where_it_says() {
        let text = std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
        let walks = walks(&text);
        assert_eq!(walks.len(), 3);
        assert!(walks.iter().all(|walk| walk.steps.len() >= 4));
        assert_eq!(check(&root()), Vec::<String>::new());
    }

    #[test]
    fn a_walk_that_leads_nowhere_or_past_a_place_is_told() {
        let text = "### A word: `NothingFails`\n1. `crates/model/src/fault.rs`: `NothingFails` and `NoSuchWord`\n2. `gone.rs`: x\n";
        let faults = faults(&root(), &walks(text)[0], &product(&root()));
        let told = |end: &str| faults.iter().any(|fault| fault.ends_with(end));
        assert!(told("`crates/model/src/fault.rs` does not hold `NoSuchWord`"), "{faults:?}");
        assert!(told("there is no `gone.rs`"), "{faults:?}");
        assert!(told("crates/model/src/rules/maintenance.rs holds it and is not on the walk"), "{faults:?}");
        assert_eq!(faults.len(), 3, "{faults:?}");
    }
}
