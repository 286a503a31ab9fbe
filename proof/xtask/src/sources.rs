//! Every row of an example's tables cites a source or says `assumed`.
use crate::files_below;
use std::path::Path;

/// Tables without a `source` column, and rows with nothing in it. Daily climate series are cited once, in the
/// table of stations.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files_below(&root.join("examples"), ".csv") {
        if file.parent().is_some_and(|folder| folder.ends_with("climate")) {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let mut lines = text.lines();
        let header = lines.next().unwrap_or_default();
        let Some(column) = header.split(',').position(|name| name.trim() == "source") else {
            faults.push(format!("{} has no column `source`", file.display()));
            continue;
        };
        if column + 1 != header.split(',').count() {
            faults.push(format!("{}: column `source` is not the last", file.display()));
            continue;
        }
        for (number, line) in lines.enumerate() {
            if !line.is_empty() && line.trim_end().ends_with(',') {
                faults.push(format!("{}:{}: the row names no source", file.display(), number + 2));
            }
        }
    }
    faults
}
