//! What an import came to, for the console: what was made, what was assumed, what was left out.
use iceroad::import::{Assumption, Imported, ImportedNetwork};
use std::path::Path;

/// A scenario made in this folder of another program's file, and what to try with it.
pub fn scenario(imported: &Imported, folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "{folder} holds the scenario.\n{}{}\nTry:\n  iceroad check {folder}\n  iceroad run {folder}\n",
        assumed("file", &imported.assumed),
        left_out(&imported.left_out)
    )
}

/// Haul roads made in this folder of a map.
pub fn network(roads: &ImportedNetwork, folder: &Path) -> String {
    let (nodes, named) = roads.nodes;
    format!(
        "{}: {} segments, {:.1} km, {nodes} nodes, {named} of them named by the map.\nx_m and y_m are {}.\n{}{}",
        folder.display(),
        roads.segments,
        roads.length_m / 1_000.0,
        roads.grid,
        assumed("map", &roads.assumed),
        left_out(&roads.left_out)
    )
}

fn assumed(silent: &str, all: &[Assumption]) -> String {
    let rows = all.iter().map(|one| format!("{}: {} ({})", one.place, one.value, one.why));
    list(&format!("Assumed, for the {silent} does not say (change it in the tables)"), rows)
}

fn left_out(all: &[String]) -> String {
    list("Not carried over", all.iter().cloned())
}

/// Rows below their heading; nothing where there are none.
fn list(heading: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.map(|row| format!("  {row}\n")).collect();
    if rows.is_empty() { rows } else { format!("\n{heading}:\n{rows}") }
}
