//! Workbooks: a scenario as one `.xlsx` or `.ods` file, a sheet for each table.
//!
//! A sheet is called as its table is (`machines`), that of the keys of `scenario.toml` is `scenario`, and that of a station's daily
//! record `climate` with the station behind it. Its cells go the way of a file's fields ([`crate::sheet`]), so that no rule is
//! written twice: what a cell holds becomes the text that the format has for it, and a fault knows its sheet and cell.
//!
//! ```text
//!  file ─▶ open (within limits) ─▶ xlsx, ods (cells as they are held) ─▶ cell (as texts) ─▶ table, heading ─▶ Found
//! ```
//!
//! Terms: what a sheet is **meant** to be is told by its name; a sheet whose name begins with `_` is left alone.

mod cell;
mod heading;
mod help;
mod ods;
mod open;
mod table;
mod write;
mod xlsx;

pub use write::{workbook, workbook_of};

use crate::folder::{Found, take_missing, take_sheet};
use crate::foreign::flat;
use crate::format::{self, RECORDS, TableSpec};
use crate::heading::{FILE, told};
use crate::nearest::{did_you_mean, nearest};
use crate::report::{Diagnostic, Severity};
use crate::sheet::{Headings, Sheet};
use crate::sink::Sink;
use crate::source::Said;
use crate::spelling::Told;
use iceroad_model::Code;
use std::collections::BTreeMap;
use std::path::Path;

/// The sheet of the keys of `scenario.toml`.
const HEADING: &str = "scenario";
/// The sheet that tells how the workbook is filled in.
const HELP: &str = "help";
/// Endings of workbooks, those that are refused with a word among them.
const ENDINGS: [&str; 5] = ["xlsx", "xlsm", "ods", "xls", "xlsb"];

/// Whether a path is that of a workbook, by its name; `.xls` and `.xlsb` are workbooks that are refused.
pub fn is_workbook(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Whether a workbook is there.
pub(crate) fn is_one(path: &Path) -> bool {
    is_workbook(path) && path.is_file()
}

/// What a sheet is meant to be.
#[derive(Clone, PartialEq, Debug)]
enum Meant {
    Heading,
    Table(&'static TableSpec),
    /// The daily record of a station, as the sheet has its name.
    Record(String),
    /// Nothing that is read: it is help, or called so that it is left alone.
    Nothing,
    /// Nothing that is known.
    Other,
}

/// What a sheet of this name is meant to be.
fn meant(name: &str) -> Meant {
    let flat = flat(name);
    let stem = flat.strip_suffix("_csv").unwrap_or(&flat);
    if name.starts_with('_') || stem == HELP {
        return Meant::Nothing;
    }
    if stem == HEADING || stem == "scenario_toml" {
        return Meant::Heading;
    }
    if let Some(spec) = format::tables().iter().find(|spec| spec.stem() == stem) {
        return Meant::Table(spec);
    }
    let name = name.trim();
    let record = name.get(..RECORDS.len()).filter(|begin| begin.eq_ignore_ascii_case(RECORDS));
    match record.and_then(|_| name[RECORDS.len()..].strip_prefix([' ', '_', '-', '.'])) {
        Some(station) => Meant::Record(station.trim().to_owned()),
        None => Meant::Other,
    }
}

/// What the sheet of a table is called, or of a record that does not fit one sheet's name as it is.
pub(crate) fn sheet_of(file: &str) -> String {
    match file.strip_prefix(RECORDS).and_then(|rest| rest.strip_prefix('/')) {
        Some(record) => record_sheet(record.trim_end_matches(".csv")),
        None => file.trim_end_matches(".csv").trim_end_matches(".toml").to_owned(),
    }
}

/// What the sheet of a station's record is called: no sheet's name is longer than 31 letters, or has any of `[]:*?/\`.
fn record_sheet(station: &str) -> String {
    let legal = |letter: char| if "[]:*?/\\'".contains(letter) { '_' } else { letter };
    format!("{RECORDS} {station}").chars().take(31).map(legal).collect()
}

/// A text that names files of the format, naming sheets.
pub(crate) fn in_sheets(text: &str) -> String {
    let mut text = text.replace("the folder has no", "the workbook has no");
    text = text.replace("`climate/<name>.csv`", "sheet `climate <name>`");
    let files = format::tables().iter().map(|spec| spec.file).chain([FILE]);
    for file in files.filter(|file| text.contains(file.trim_end_matches(".csv"))).collect::<Vec<_>>() {
        let sheet = sheet_of(file);
        text = text.replace(&format!("`{file}`"), &format!("`{sheet}`"));
        let parts: Vec<&str> = text.split(file).collect();
        let mut worded = String::new();
        for (at, part) in parts.iter().enumerate() {
            let within = worded.ends_with(|last: char| last.is_alphanumeric() || "_-/".contains(last));
            match (at, within) {
                (0, _) => {}
                (_, true) => worded.push_str(file),
                (_, false) => worded.push_str(&format!("sheet `{sheet}`")),
            }
            worded.push_str(part);
        }
        text = worded;
    }
    text
}

/// Reads all sheets; faults go to `faults`.
pub(crate) fn read(path: &Path, faults: &mut Sink) -> Found {
    let mut found = Found { is_workbook: true, ..Found::default() };
    let opened = match open::open(path, &meant) {
        Ok(opened) => opened,
        Err(said) => {
            faults.push(Said { value: worded_value(path, &said), ..said }.of_file(""));
            return found;
        }
    };
    tell_others(&opened.others, faults);
    let mut tables: BTreeMap<&'static str, open::Sheet> = BTreeMap::new();
    let (mut heading, mut records) = (None, Vec::new());
    for (meant, sheet) in opened.sheets {
        let name = sheet.name.clone();
        let earlier = match meant {
            Meant::Heading => heading.replace(sheet),
            Meant::Table(spec) => tables.insert(spec.file, sheet),
            Meant::Record(station) => {
                records.push((station, sheet));
                None
            }
            Meant::Nothing | Meant::Other => None,
        };
        if let Some(earlier) = earlier {
            let advice = "keep one of the two, or begin the name of the other with `_` to have it left alone";
            let said = Said::new(Code::SheetTwice, &earlier.name, "one sheet for each table", advice);
            faults.push(Diagnostic { sheet: name, ..said.of_file("") });
        }
    }
    match heading {
        Some(sheet) => {
            let source = heading::source(&sheet, faults);
            found.told = told(&source);
            found.heading = Some(source);
        }
        None => {
            let advice = "add a sheet called `scenario` with the columns `key` and `value`; `iceroad workbook` writes one with all keys";
            let said =
                Said::new(Code::HeadingMissing, "", "the sheet that every scenario begins with", advice);
            faults.push(said.of_file(FILE));
        }
    }
    for spec in format::tables() {
        match tables.remove(spec.file) {
            Some(sheet) => {
                let sheet = table::sheet(spec, spec.file, &sheet, Headings::Own, &found.told, faults);
                take_sheet(sheet, &mut found, faults);
            }
            None => take_missing(spec, &mut found, faults),
        }
    }
    for (station, sheet) in records {
        take_record(&station, &sheet, &mut found, faults);
    }
    found.add_catalogued();
    found
}

/// Reads the one sheet of a workbook of others that is a table of this spec: the one that is named, or the one with most columns that
/// are known, and the first of as many.
///
/// # Errors
/// What is wrong with the workbook, or that no sheet has a column that is known.
pub(crate) fn foreign_sheet(
    path: &Path,
    spec: &'static TableSpec,
    (file, named): (&str, Option<&str>),
    columns_of: &dyn Fn(&[String]) -> Vec<Option<usize>>,
    told: &Told,
    faults: &mut Sink,
) -> Result<Sheet, Said> {
    let meant = |name: &str| match named {
        Some(named) if named != name => Meant::Nothing,
        _ => Meant::Table(spec),
    };
    let opened =
        open::open(path, &meant).map_err(|said| Said { value: worded_value(path, &said), ..said })?;
    let headings = Headings::Foreign(columns_of);
    let known = |sheet: &open::Sheet| table::columns_known(sheet, columns_of);
    let best = opened.sheets.iter().map(|(_, sheet)| sheet).rev().max_by_key(|sheet| known(sheet));
    match best.filter(|sheet| known(sheet) > 0) {
        Some(sheet) => Ok(table::sheet(spec, file, sheet, headings, told, faults)),
        None => {
            let advice = "name the sheet in the mapping file, and its columns";
            let value = named.unwrap_or_default();
            Err(Said::new(Code::LogUnknown, value, "a sheet with columns that are known", advice))
        }
    }
}

/// What is wrong with the file, after its name.
fn worded_value(path: &Path, said: &Said) -> String {
    let path = path.display();
    if said.value.is_empty() { path.to_string() } else { format!("{path}, {}", said.value) }
}

/// A record is that of the station whose record would be in a sheet of this name.
fn take_record(named: &str, sheet: &open::Sheet, found: &mut Found, faults: &mut Sink) {
    let stations = found.sheets.get("stations.csv");
    let names = stations.into_iter().flat_map(|stations| {
        (0..stations.rows.len()).map(|row| stations.cell_named(row, "name").into_owned())
    });
    let wanted = flat(&record_sheet(named));
    let station = names.into_iter().find(|name| flat(&record_sheet(name)) == wanted);
    let station = station.unwrap_or_else(|| named.to_owned());
    let file = format!("{RECORDS}/{station}.csv");
    let read = table::sheet(format::daily_record(), &file, sheet, Headings::Own, &found.told, faults);
    if found.records.insert(station, read).is_some() {
        let advice = "keep one of the two, or begin the name of the other with `_` to have it left alone";
        let said = Said::new(Code::SheetTwice, &sheet.name, "one sheet for each record", advice);
        faults.push(Diagnostic { sheet: sheet.name.clone(), ..said.of_file(&file) });
    }
}

/// Tells of sheets that are nothing that is known: a slip where one is called nearly as a table is, else a warning.
fn tell_others(names: &[String], faults: &mut Sink) {
    for name in names {
        let stems = || format::tables().iter().map(TableSpec::stem).chain([HEADING]);
        let near = nearest(&flat(name), stems());
        let otherwise = "nothing of it is read: begin its name with `_` if it is yours, as `_notes`";
        let advice = did_you_mean(name, near, otherwise);
        let code = if near.is_some() { Code::UnknownSheet } else { Code::SheetUnread };
        let said = Said::new(code, name, "a sheet called as a table of the format", advice);
        let severity = if code.warns() { Severity::Warning } else { Severity::Error };
        faults.push(Diagnostic { severity, sheet: name.clone(), ..said.of_file("") });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_meant_by_its_name_whatever_its_case_and_blanks() {
        for name in ["machines", "Machines", " MACHINES ", "machines.csv"] {
            assert!(matches!(meant(name), Meant::Table(spec) if spec.file == "machines.csv"), "{name}");
        }
        assert!(matches!(meant("Truck models"), Meant::Table(spec) if spec.file == "truck_models.csv"));
        assert_eq!((meant("Scenario"), meant("Help")), (Meant::Heading, Meant::Nothing));
        assert_eq!((meant("_costs"), meant("Sheet1")), (Meant::Nothing, Meant::Other));
        assert_eq!(meant("climate yakutsk"), Meant::Record("yakutsk".to_owned()));
        assert_eq!(
            (meant("climate"), meant("Climate_Yellowknife A")),
            (Meant::Other, Meant::Record("Yellowknife A".to_owned()))
        );
        assert_eq!(record_sheet("a/b of a station with a long name"), "climate a_b of a station with a");
    }

    #[test]
    fn files_are_told_as_sheets() {
        for (text, wanted) in [
            ("add it to machines.csv, or", "add it to sheet `machines`, or"),
            ("in truck_models.csv, loader_models.csv", "in sheet `truck_models`, sheet `loader_models`"),
            ("see `stock.csv`", "see `stock`"),
            ("under `[sheets]` in scenario.toml", "under `[sheets]` in sheet `scenario`"),
            ("nothing of it", "nothing of it"),
        ] {
            assert_eq!(in_sheets(text), wanted);
        }
    }
}
