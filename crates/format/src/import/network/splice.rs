//! Puts a mine's new haul roads in place of its old ones in a scenario folder: rows of the mine go, all others stay as they
//! are written, and the new ones follow. The whole scenario is judged with them before anything is written.

use super::ImportedNetwork;
use crate::report::{Diagnostic, Report};
use crate::source::Said;
use iceroad_model::Code;
use std::collections::BTreeSet;
use std::path::Path;

/// See [`ImportedNetwork::replace`].
pub(super) fn replace(roads: &ImportedNetwork, folder: &Path) -> Result<(), Report> {
    let mut edit = crate::edit(folder)?;
    let scenario = edit.scenario();
    if !scenario.mines.iter().any(|mine| mine.name == roads.mine) {
        let known: Vec<&str> = scenario.mines.iter().map(|mine| mine.name.as_str()).collect();
        let advice = format!("name one of the scenario's mines: {}", known.join(", "));
        let said = Said::new(Code::UnknownId, &roads.mine, "the name of a mine of the scenario", advice);
        return Err(alone(said.of_file("mines.csv")));
    }
    let of_mine = scenario.nodes.iter().filter(|node| scenario.mines[node.mine].name == roads.mine);
    let gone: BTreeSet<String> = of_mine.map(|node| node.name.clone()).collect();
    for (file, new) in &roads.files {
        let key = if file == "haul_nodes.csv" { "name" } else { "from" };
        edit.retain(file, |row| !gone.contains(&row.cell(key))).map_err(|wrong| alone(*wrong))?;
        edit.append(file, new).map_err(|wrong| alone(*wrong))?;
    }
    edit.save().map(|_| ())
}

fn alone(diagnostic: Diagnostic) -> Report {
    Report { diagnostics: vec![diagnostic], suppressed: 0 }
}
