//! The files of a scenario folder: which are there, which should be, which are not known.

use crate::catalogue::{self, Entry};
use crate::format::{self, ColumnSpec, Kind, RECORDS, TableSpec, Target};
use crate::heading;
use crate::nearest::{did_you_mean, nearest};
use crate::report::{Diagnostic, Severity};
use crate::sheet::Sheet;
use crate::sink::Sink;
use crate::source::{self, Said, Source};
use crate::spelling::Told;
use crate::workbook;
use iceroad_model::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// What was found in a folder.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) heading: Option<Source>,
    pub(crate) sheets: BTreeMap<&'static str, Sheet>,
    pub(crate) records: BTreeMap<String, Sheet>,
    /// What the heading says of how the tables are spelled.
    pub(crate) told: Told,
    /// Tables that are there and could not be read.
    pub(crate) lost: BTreeSet<&'static str>,
    /// Stations whose record is there and could not be read.
    pub(crate) lost_records: BTreeSet<String>,
    /// Stations whose record is the catalogue's.
    pub(crate) catalogued: BTreeSet<&'static str>,
    /// Whether it is a workbook, whose sheets are told by their names.
    pub(crate) is_workbook: bool,
}

/// Reads all files, or all sheets where it is a workbook; faults go to `faults`.
pub(crate) fn read(folder: &Path, faults: &mut Sink) -> Found {
    if workbook::is_one(folder) {
        return workbook::read(folder, faults);
    }
    let mut found = Found::default();
    let entries = match list(folder) {
        Ok(entries) => entries,
        Err(said) => {
            faults.push(said.of_file(""));
            return found;
        }
    };
    check_known(&entries, faults);
    check_unread(&entries, faults);
    match source::load(folder, heading::FILE, None) {
        Ok(Some(source)) => {
            found.told = heading::told(&source);
            found.heading = Some(source);
        }
        Ok(None) => {
            let book = entries.iter().find(|name| workbook::is_workbook(Path::new(name)));
            let advice = match book {
                Some(book) => format!("name the workbook itself if the scenario is in {book}"),
                None => "check that this is the right folder; `iceroad init` makes a new scenario".to_owned(),
            };
            let said =
                Said::new(Code::HeadingMissing, "", "the file that every scenario begins with", advice);
            faults.push(said.of_file(heading::FILE));
        }
        Err(diagnostic) => faults.push(*diagnostic),
    }
    for spec in format::tables() {
        read_table(folder, spec, &mut found, faults);
    }
    read_records(folder, &mut found, faults);
    found.add_catalogued();
    found
}

/// The same of texts that are in no folder yet: tables of the format by name, `scenario.toml` among them.
pub(crate) fn of_texts(texts: &[(String, String)], faults: &mut Sink) -> Found {
    let mut found = Found::default();
    let text = |file: &str| texts.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str());
    found.heading = text(heading::FILE).map(|text| Source::new(heading::FILE, text));
    found.told = found.heading.as_ref().map(heading::told).unwrap_or_default();
    for spec in format::tables() {
        if let Some(text) = text(spec.file) {
            let source = Source::new(spec.file, text);
            take_table(spec, source, &mut found, faults);
        }
    }
    for (name, text) in texts {
        let station =
            name.strip_prefix(RECORDS).and_then(|rest| rest.strip_prefix('/')?.strip_suffix(".csv"));
        if let Some(station) = station {
            let sheet = Sheet::new(format::daily_record(), Source::new(name, text), &found.told, faults);
            found.records.insert(station.to_owned(), sheet);
        }
    }
    found.add_catalogued();
    found
}

impl Found {
    /// Adds what of the catalogue is named and in no table. What is added may name more.
    pub(crate) fn add_catalogued(&mut self) {
        loop {
            let missing = self.named_of_catalogue();
            if missing.is_empty() {
                return;
            }
            for (file, entry) in missing.into_values() {
                self.add_entry(file, entry);
                entry.below.iter().for_each(|(file, row)| self.add_entry(file, row));
                if let Some(text) = entry.record {
                    let source = Source::new(format!("{RECORDS}/{}.csv", entry.name), text);
                    let sheet =
                        Sheet::new(format::daily_record(), source, &Told::default(), &mut Sink::default());
                    if !self.records.contains_key(entry.name) {
                        self.records.insert(entry.name.to_owned(), sheet);
                        self.catalogued.insert(entry.name);
                    }
                }
            }
        }
    }

    /// What rows name that the catalogue has and no table.
    fn named_of_catalogue(&self) -> BTreeMap<String, (&'static str, &'static Entry)> {
        let mut missing = BTreeMap::new();
        for target in [Target::Model, Target::Station] {
            let files = target.files();
            if files.iter().any(|file| self.lost.contains(file)) {
                continue;
            }
            let names_one = |column: &&ColumnSpec| column.kind == Kind::Ref(target);
            let mut named = BTreeSet::new();
            for sheet in self.sheets.values() {
                for column in sheet.spec.columns.iter().filter(names_one) {
                    named.extend((0..sheet.rows.len()).map(|row| sheet.cell_named(row, &column.name)));
                }
            }
            let mut unnamed = Vec::new();
            for sheet in files.iter().filter_map(|file| self.sheets.get(file)) {
                let own = (0..sheet.rows.len()).map(|row| sheet.cell_named(row, "name"));
                unnamed.extend(own.filter(|name| !named.remove(name)));
            }
            // A name near one of the planner's that nothing names is likely that one, misspelt in one of the two places.
            named.retain(|name| nearest(name, unnamed.iter().map(AsRef::as_ref)).is_none());
            let found = named.into_iter().filter_map(|name| Some((catalogue::named(target, &name)?, name)));
            missing.extend(found.map(|(entry, name)| (name.into_owned(), entry)));
        }
        missing
    }

    fn add_entry(&mut self, file: &'static str, entry: &'static Entry) {
        let Some(spec) = format::tables().iter().find(|spec| spec.file == file) else { return };
        self.sheets.entry(file).or_insert_with(|| Sheet::of_catalogue(spec)).add_entry(entry);
    }
}

fn take_table(spec: &'static TableSpec, source: Source, found: &mut Found, faults: &mut Sink) {
    let sheet = Sheet::new(spec, source, &found.told, faults);
    take_sheet(sheet, found, faults);
}

/// Takes a table that was read.
pub(crate) fn take_sheet(mut sheet: Sheet, found: &mut Found, faults: &mut Sink) {
    if sheet.spec.required && sheet.rows.is_empty() && sheet.whole {
        let said = Said::new(Code::NoRows, "", "at least one row", "write the rows under the header");
        faults.push(sheet.of_table("", said));
        sheet.torn = true;
    }
    found.sheets.insert(sheet.spec.file, sheet);
}

/// Takes it that a table is not there, which is a fault of those that every scenario needs.
pub(crate) fn take_missing(spec: &'static TableSpec, found: &mut Found, faults: &mut Sink) {
    if !spec.required {
        return;
    }
    let file = spec.file;
    let advice = format!("write {file}, with the columns that the book's chapter on the format tells");
    let said = Said::new(Code::TableMissing, "", "a table with at least one row", advice);
    faults.push(said.of_file(file));
    found.lost.insert(file);
}

fn read_table(folder: &Path, spec: &'static TableSpec, found: &mut Found, faults: &mut Sink) {
    match source::load(folder, spec.file, found.told.encoding) {
        Ok(Some(source)) => take_table(spec, source, found, faults),
        Ok(None) => take_missing(spec, found, faults),
        Err(diagnostic) => {
            faults.push(*diagnostic);
            found.lost.insert(spec.file);
        }
    }
}

/// The names in a folder, in order, with whether each is a folder.
fn list(folder: &Path) -> Result<Vec<String>, Said> {
    let told = folder.display().to_string();
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (expected, advice) = if workbook::is_workbook(folder) {
                (
                    "a workbook",
                    "check the path; `iceroad workbook FOLDER -o mine.xlsx` writes one of a folder",
                )
            } else {
                ("a folder or a workbook", "check the path; `iceroad init` makes a new scenario")
            };
            return Err(Said::new(Code::FolderMissing, &told, expected, advice));
        }
        Err(error) => return Err(folder_unreadable(&error)),
        Ok(about) if !about.is_dir() => {
            let advice = "name the folder that holds scenario.toml, or a workbook (.xlsx, .ods)";
            return Err(Said::new(Code::FolderIsFile, &told, "a folder", advice));
        }
        Ok(_) => {}
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| folder_unreadable(&error))? {
        let entry = entry.map_err(|error| folder_unreadable(&error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn folder_unreadable(error: &io::Error) -> Said {
    let said = source::unreadable(error);
    if said.code != Code::FileUnreadable {
        return Said { expected: "a folder".to_owned(), ..said };
    }
    let advice = "give yourself the right to list and read it";
    Said::new(Code::FolderUnreadable, &error.to_string(), "a folder that can be read", advice)
}

/// Files that look like tables must be tables of the format.
fn check_known(entries: &[String], faults: &mut Sink) {
    let known: Vec<&str> = format::tables().iter().map(|spec| spec.file).chain([heading::FILE]).collect();
    for name in entries {
        let folded = name.to_lowercase();
        let hidden = name.starts_with(['.', '~', '_']);
        let table = folded.ends_with(".csv") || folded.ends_with(".toml") || folded.ends_with(".tsv");
        if hidden || !table || known.contains(&name.as_str()) {
            continue;
        }
        let free = known.iter().copied().filter(|known| !entries.iter().any(|entry| entry == known));
        let near = nearest(name, free).or_else(|| nearest(name, known.iter().copied()));
        let otherwise = "rename it, move it away, or begin its name with `_` to have it left alone";
        let said =
            Said::new(Code::UnknownFile, name, "a table of the format", did_you_mean(name, near, otherwise));
        faults.push(said.of_file(name));
    }
}

/// Endings of files that hold tables and are not read.
const TABLES_OF_OTHERS: [&str; 18] = [
    "", "xlsx", "xls", "xlsm", "xlsb", "ods", "numbers", "txt", "csv.txt", "toml.txt", "tab", "dat", "psv",
    "json", "parquet", "csv.gz", "csv.zip", "zip",
];

/// Warns of files that are called like a table of the format that is not there, and are of another kind.
fn check_unread(entries: &[String], faults: &mut Sink) {
    let known = || format::tables().iter().map(|spec| spec.file).chain([heading::FILE]);
    for name in entries.iter().filter(|name| !name.starts_with(['.', '~', '_'])) {
        let folded = name.to_lowercase();
        let (stem, ending) = folded.split_once('.').unwrap_or((folded.as_str(), ""));
        if !TABLES_OF_OTHERS.contains(&ending) {
            continue;
        }
        let stem = plain_stem(stem);
        let meant = known().find(|file| file.split('.').next() == Some(stem.as_str()));
        let Some(meant) = meant.filter(|meant| !entries.iter().any(|entry| entry == meant)) else { continue };
        let advice = format!(
            "save it as CSV UTF-8 called {meant}, or begin its name with `_` to have it left alone; nothing of it is read"
        );
        let advice = if meant == heading::FILE { format!("rename it to {meant}") } else { advice };
        let said = Said::new(Code::TableUnread, name, format!("{meant}, which is not there"), advice);
        faults.push(Diagnostic { severity: Severity::Warning, ..said.of_file(name) });
    }
}

/// A file's name as a table's: without what a second download or a copy adds, ` (1)` or ` - Copy`.
fn plain_stem(stem: &str) -> String {
    let bare = stem.split(['(', '[']).next().unwrap_or(stem).trim_end();
    let bare = bare.strip_suffix("copy").unwrap_or(bare).trim_end_matches([' ', '-', '_']);
    bare.replace([' ', '-'], "_")
}

fn read_records(folder: &Path, found: &mut Found, faults: &mut Sink) {
    let records = folder.join(RECORDS);
    let names = match list(&records) {
        Ok(names) => names,
        Err(said) if said.code == Code::FolderMissing => return,
        Err(said) => {
            faults.push(said.of_file(RECORDS));
            return;
        }
    };
    for name in names {
        let Some(station) = name.strip_suffix(".csv").filter(|_| is_record(&name)) else { continue };
        match source::load(folder, &format!("{RECORDS}/{name}"), found.told.encoding) {
            Ok(Some(source)) => {
                let sheet = Sheet::new(format::daily_record(), source, &found.told, faults);
                found.records.insert(station.to_owned(), sheet);
            }
            Ok(None) => {}
            Err(diagnostic) => {
                faults.push(*diagnostic);
                found.lost_records.insert(station.to_owned());
            }
        }
    }
}

impl Found {
    /// The records that are written, and not only those of the catalogue, by station.
    pub(crate) fn written_records(&self) -> impl Iterator<Item = (&String, &Sheet)> {
        self.records.iter().filter(|(station, _)| !self.catalogued.contains(station.as_str()))
    }

    /// The text of the heading and of every table that has rows, in the format's own spelling, in order of name.
    pub(crate) fn texts(&self) -> Vec<Source> {
        let has_rows = |sheet: &Sheet| sheet.written_rows().next().is_some();
        let said = self.sheets.iter().filter(|(_, sheet)| sheet.spec.required || has_rows(sheet));
        let tables = said.map(|(file, sheet)| ((*file).to_owned(), sheet.csv()));
        let records =
            self.written_records().map(|(station, sheet)| (format!("{RECORDS}/{station}.csv"), sheet.csv()));
        let heading = self.heading.iter().map(|source| (source.file.clone(), source.text.clone()));
        let all: BTreeMap<String, String> = tables.chain(records).chain(heading).collect();
        all.into_iter().map(|(file, text)| Source::new(file, text)).collect()
    }
}

/// The text of every file of the format that is in a folder, in order of name, and what its heading says of how they are spelled;
/// of a workbook, the files that say the same.
pub(crate) fn sources(folder: &Path, faults: &mut Sink) -> (Vec<Source>, Told) {
    if workbook::is_one(folder) {
        let found = workbook::read(folder, faults);
        return (found.texts(), Told::default());
    }
    let heading = source::load(folder, heading::FILE, None).ok().flatten();
    let told = heading.as_ref().map(heading::told).unwrap_or_default();
    let mut sources = Vec::new();
    for file in files(folder, faults) {
        match source::load(folder, &file, told.encoding) {
            Ok(source) => sources.extend(source),
            Err(diagnostic) => faults.push(*diagnostic),
        }
    }
    (sources, told)
}

/// The files of the format that are in a folder, in order of name.
fn files(folder: &Path, faults: &mut Sink) -> Vec<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let known: BTreeSet<&str> =
        format::tables().iter().map(|spec| spec.file).chain([heading::FILE]).collect();
    match list(folder) {
        Ok(entries) => names.extend(entries.into_iter().filter(|name| known.contains(name.as_str()))),
        Err(said) => faults.push(said.of_file("")),
    }
    let records = list(&folder.join(RECORDS)).unwrap_or_default();
    let tables = records.into_iter().filter(|name| is_record(name));
    names.extend(tables.map(|name| format!("{RECORDS}/{name}")));
    names.into_iter().collect()
}

fn is_record(name: &str) -> bool {
    name.ends_with(".csv") && !name.starts_with(['.', '~', '_'])
}
