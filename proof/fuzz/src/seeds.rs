//! What fuzzing begins with, a folder for each target: the starter, the golden cases of readers, weather files, files of
//! peers and maps that tests read, a replication and a finished run, and what was found before (`proof/fuzz/found`).

use crate::{APPLIED, PARTS, SCENARIO, SMALL, zipped};
use iceroad::measures::advice::Change;
use iceroad_format::STARTER;
use serde_json::json;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The content of an OpenDocument workbook, with a cell of each kind.
const ODS: &str = concat!(
    "<office:document-content><table:table table:name=\"scenario\"><table:table-row><table:table-cell office:value-type=\"string\">",
    "<text:p>days<text:s text:c=\"2\"/>&amp;&#65;</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"365\"/>",
    "</table:table-row></table:table><table:table table:name=\"sites\"><table:table-row table:number-rows-repeated=\"2\">",
    "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-07-01T06:00:00\"/><table:table-cell office:value-type=\"time\" ",
    "office:time-value=\"PT07H30M00S\"/><table:table-cell office:value-type=\"percentage\" office:value=\"0.5\" table:number-columns-repeated=\"3\"/>",
    "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\" table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"/>",
    "<table:covered-table-cell table:formula=\"of:=A1\"/></table:table-row></table:table></office:document-content>",
);

/// Writes all of it below a folder.
///
/// # Errors
/// Those of the file system.
pub fn write_seeds(to: &Path) -> io::Result<()> {
    let root = Path::new(ROOT);
    for target in ["scenario", "map", "weather", "peer", "checkpoint", "run", "workbook"] {
        fs::create_dir_all(to.join(target))?;
        for (nth, path) in files_below(&root.join("proof/fuzz/found").join(target))?.iter().enumerate() {
            fs::copy(path, to.join(target).join(format!("found-{nth}")))?;
        }
    }
    for (which, (_, text)) in STARTER.iter().enumerate() {
        let short: String = text.split_inclusive('\n').take(60).collect();
        fs::write(to.join("scenario").join(format!("starter-{which}")), first(which, short.as_bytes()))?;
    }
    for (nth, path) in files_below(&root.join("crates/format/tests/cases"))?.iter().enumerate() {
        let which = STARTER.iter().position(|(name, _)| path.ends_with(name));
        if let Some(which) = which {
            fs::write(to.join("scenario").join(format!("case-{nth}")), first(which, &fs::read(path)?))?;
        }
    }
    for (nth, path) in files_below(&root.join("crates/format/tests"))?.iter().enumerate() {
        if path.extension().is_some_and(|ending| ending == "geojson") {
            fs::copy(path, to.join("map").join(format!("map-{nth}")))?;
        }
    }
    for (nth, path) in files_below(&root.join("crates/format/tests/weather"))?.iter().enumerate() {
        if !path.ends_with("_ask") && !path.ends_with("expected.txt") {
            fs::copy(path, to.join("weather").join(format!("weather-{nth}")))?;
        }
    }
    for (nth, path) in files_below(&root.join("extras"))?.iter().enumerate() {
        if path.extension().is_some_and(|ending| ending == "json") {
            for which in 0..2 {
                let name = format!("peer-{nth}-{which}");
                fs::write(to.join("peer").join(name), first(which, &fs::read(path)?))?;
            }
        }
    }
    for (nth, (_, part)) in PARTS.iter().enumerate() {
        let short = &part[..part.len().min(3_000)];
        fs::write(to.join("workbook").join(format!("part-{nth}")), [&[1, nth as u8], short].concat())?;
    }
    let small =
        zipped(PARTS.iter().take(6).map(|(name, part)| (name.as_str(), &part[..part.len().min(300)])));
    fs::write(to.join("workbook").join("whole"), first(0, &small))?;
    fs::write(to.join("workbook").join("ods"), first(2, ODS.as_bytes()))?;
    let record = iceroad::fuzzing::record(&SMALL)?;
    fs::write(to.join("checkpoint").join("record"), first(1, &record))?;
    let whole = to.join("whole");
    iceroad::fuzzing::write_checkpoint(&whole, &record)?;
    fs::write(to.join("checkpoint").join("whole"), first(0, &fs::read(&whole)?))?;
    fs::remove_file(whole)?;
    for which in [1, 2] {
        let run = first(which, finished_run()?.as_bytes());
        // From what is refused at once fuzzing gets nowhere.
        assert_eq!(crate::run(&run), APPLIED);
        fs::write(to.join("run").join(format!("suggestion-{which}")), run)?;
    }
    Ok(())
}

/// The document of a run of the starter with two suggestions: a cell that says something else, and a row more.
fn finished_run() -> io::Result<String> {
    let digest = SCENARIO
        .with(|(folder, _)| iceroad_format::digest(folder))
        .map_err(|_| io::ErrorKind::InvalidData)?;
    let changes = [
        Change::of_cell("machines.csv", "T1", "meter_h", 12000, 13000),
        Change::of_row("machines.csv", "T1", "T9".to_owned()),
    ];
    let suggestions =
        changes.map(|change| json!({"title": "a change", "cells": change.cells, "rows": change.rows}));
    let document = json!({
        "scenario": {"name": "starter", "folder": "starter", "digest": digest.to_string()},
        "seed": 7,
        "replications": {"asked": 1},
        "suggestions": suggestions,
    });
    Ok(document.to_string())
}

/// The bytes after one that says which.
fn first(which: usize, bytes: &[u8]) -> Vec<u8> {
    [&[which as u8], bytes].concat()
}

/// Every file below a folder, in order; none where there is no folder.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
