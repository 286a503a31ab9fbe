//! Relative links in Markdown lead to a file that is there.
use crate::files_below;
use std::path::Path;

/// Links that lead nowhere.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files_below(root, ".md") {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let folder = file.parent().unwrap_or(root);
        for target in targets(&text) {
            let path = target.split('#').next().unwrap_or_default();
            let outside = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
            if !outside && !folder.join(path).exists() {
                faults.push(format!("{}: link to `{target}` leads nowhere", file.display()));
            }
        }
    }
    faults
}

/// What stands in the brackets of `](…)`.
fn targets(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in text.split("](").skip(1) {
        if let Some((target, _)) = part.split_once(')') {
            found.push(target.trim());
        }
    }
    found
}
