//! Puts a mine's new haul roads in place of its old ones in a scenario folder: rows of the mine go, all others stay as they
//! are written, and the new ones follow. The whole scenario is judged with them before anything is written.

use super::ImportedNetwork;
use crate::format;
use crate::grid;
use crate::heading;
use crate::read::check_texts;
use crate::report::Report;
use crate::sink::Sink;
use crate::source::{self, Said, Source};
use iceroad_model::Code;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// See [`ImportedNetwork::replace`].
pub(super) fn replace(roads: &ImportedNetwork, folder: &Path) -> Result<(), Report> {
    let now = crate::check(folder);
    let Some(scenario) = now.scenario else { return Err(now.report) };
    if !scenario.mines.iter().any(|mine| mine.name == roads.mine) {
        let known: Vec<&str> = scenario.mines.iter().map(|mine| mine.name.as_str()).collect();
        let advice = format!("name one of the scenario's mines: {}", known.join(", "));
        let said = Said::new(Code::UnknownId, &roads.mine, "the name of a mine of the scenario", advice);
        return Err(alone(said, "mines.csv"));
    }
    let mine = |node: &iceroad_model::mine::Node| scenario.mines[node.mine].name == roads.mine;
    let gone: BTreeSet<&str> =
        scenario.nodes.iter().filter(|node| mine(node)).map(|node| node.name.as_str()).collect();
    let mut texts = texts_of(folder)?;
    let mut changed = Vec::new();
    for (file, new) in &roads.files {
        let key = if file == "haul_nodes.csv" { "mine" } else { "from" };
        let is_old = |cell: &str| if key == "mine" { cell == roads.mine } else { gone.contains(cell) };
        let old = texts.iter().find(|(name, _)| name == file).map_or("", |(_, text)| text.as_str());
        let text = merged(file, old, new, key, is_old);
        texts.retain(|(name, _)| name != file);
        texts.push((file.clone(), text.clone()));
        changed.push((file.clone(), text));
    }
    let judged = check_texts(&texts);
    if judged.scenario.is_none() {
        return Err(judged.report);
    }
    put_in_place(folder, &changed)
}

fn alone(said: Said, file: &str) -> Report {
    Report { diagnostics: vec![said.of_file(file)], suppressed: 0 }
}

/// The texts of all files of the format in a folder.
fn texts_of(folder: &Path) -> Result<Vec<(String, String)>, Report> {
    let mut names = vec![heading::FILE.to_owned()];
    names.extend(format::tables().iter().map(|spec| spec.file.to_owned()));
    if let Ok(records) = fs::read_dir(folder.join(format::RECORDS)) {
        let mut found: Vec<String> =
            records.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        found.sort();
        names.extend(found.into_iter().map(|name| format!("{}/{name}", format::RECORDS)));
    }
    let mut texts = Vec::new();
    for name in names {
        match source::load(folder, &name) {
            Ok(Some(source)) => texts.push((name, source.text)),
            Ok(None) => {}
            Err(diagnostic) => return Err(Report { diagnostics: vec![*diagnostic], suppressed: 0 }),
        }
    }
    Ok(texts)
}

/// The old table without the rows that go, with the new rows behind, under the columns of both.
fn merged(file: &str, old: &str, new: &str, key: &str, is_old: impl Fn(&str) -> bool) -> String {
    let (old, new) = (cells(file, old), cells(file, new));
    let mut header = old.first().cloned().unwrap_or_default();
    for column in new.first().into_iter().flatten() {
        if !header.contains(column) {
            header.push(column.clone());
        }
    }
    let mut text = String::new();
    push_row(&mut text, &header);
    let at_key = |row: &[String]| {
        let at = old.first()?.iter().position(|column| column == key)?;
        row.get(at).cloned()
    };
    for row in old.iter().skip(1).filter(|row| !at_key(row).is_some_and(|cell| is_old(&cell))) {
        let mut row = row.clone();
        row.resize(header.len(), String::new());
        push_row(&mut text, &row);
    }
    for row in new.iter().skip(1) {
        let of = |column: &String| {
            let at = new.first()?.iter().position(|known| known == column)?;
            row.get(at).cloned()
        };
        let cells: Vec<String> = header.iter().map(|column| of(column).unwrap_or_default()).collect();
        push_row(&mut text, &cells);
    }
    text
}

/// A table as cells, the header first.
fn cells(file: &str, text: &str) -> Vec<Vec<String>> {
    let source = Source::new(file, text);
    let split = grid::split(&source, &mut Sink::default());
    let row = |fields: &Vec<grid::Field>| -> Vec<String> {
        fields.iter().map(|field| field.text(&source).into_owned()).collect()
    };
    std::iter::once(&split.header).filter(|header| !header.is_empty()).chain(&split.rows).map(row).collect()
}

fn push_row(text: &mut String, row: &[String]) {
    crate::out::push_line(text, row.iter().map(String::as_str));
}

/// Writes both files beside their places and puts them there; a failure before that leaves the scenario as it was.
fn put_in_place(folder: &Path, files: &[(String, String)]) -> Result<(), Report> {
    let failed = |file: &str, error: &std::io::Error| {
        let advice = "see that the folder may be written to and the disk has room";
        alone(Said::new(Code::FileUnwritable, &error.to_string(), "a file that can be written", advice), file)
    };
    let beside = |file: &str| folder.join(format!(".{file}.new"));
    for (file, text) in files {
        if let Err(error) = fs::write(beside(file), text) {
            for (file, _) in files {
                let _ = fs::remove_file(beside(file));
            }
            return Err(failed(file, &error));
        }
    }
    for (file, _) in files {
        fs::rename(beside(file), folder.join(file)).map_err(|error| failed(file, &error))?;
    }
    Ok(())
}
