//! The sheet `scenario` as the text of `scenario.toml`, which is read as any other: a key in each row, with its value beside it.
//!
//! A key of a section is written `climate.mode`, or `mode` where no other section has one of that name. A column `note` becomes
//! comments; one that says what a key means is left out.

use super::cell::text_of;
use super::open::{Cell, Sheet, Value};
use crate::foreign::flat;
use crate::format::{KeyKind, KeySpec, Kind, keys, sections};
use crate::grid::{Held, Separator};
use crate::heading::FILE;
use crate::number::from_spreadsheet;
use crate::report::Diagnostic;
use crate::sink::Sink;
use crate::source::{CellPlace, Said, SheetPlaces, Source};
use crate::spelling::{Spelling, Told};
use iceroad_base::civil::parse_date;
use iceroad_model::Code;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A row of the sheet.
struct Entry<'s> {
    row: u32,
    key: &'s str,
    key_column: u32,
    value: &'s Value,
    value_column: u32,
    note: &'s str,
}

/// The text, with each key in its cell. What no text can say, as an error does not, is told.
pub(super) fn source(sheet: &Sheet, faults: &mut Sink) -> Source {
    let entries = once_each(sheet, entries(sheet), faults);
    let mut text = String::new();
    let mut places = SheetPlaces { name: sheet.name.clone(), cells: Vec::new() };
    // What is told of the text as a whole is told of the first cell.
    places.cells.push(CellPlace { start: 0, row: 0, column: 0 });
    let of = |section: &str| {
        entries.iter().filter(move |entry| section_of(entry.key).0 == section).collect::<Vec<_>>()
    };
    for section in std::iter::once("").chain(sections()) {
        let here = of(section);
        if here.is_empty() {
            continue;
        }
        if !section.is_empty() {
            let _ = writeln!(text, "\n[{section}]");
        }
        for entry in here {
            push(&mut text, &mut places, entry);
        }
    }
    let source = Source::of_sheet(FILE, text, places);
    for entry in &entries {
        let (shown, held) = text_of(entry.value, None);
        let Some(said) = from_spreadsheet(&shown, "a value").filter(|_| held == Held::Fault) else {
            continue;
        };
        let at = source.text.find(shown.as_ref()).unwrap_or(0);
        faults.push(source.diagnostic(at..at + shown.len(), entry.key, said));
    }
    source
}

/// The first row of each key; the others are told.
fn once_each<'s>(sheet: &Sheet, all: Vec<Entry<'s>>, faults: &mut Sink) -> Vec<Entry<'s>> {
    let mut known: BTreeSet<(&'static str, String)> = BTreeSet::new();
    let mut kept = Vec::new();
    for entry in all {
        let (section, name, _) = section_of(entry.key);
        if known.insert((section, name)) {
            kept.push(entry);
            continue;
        }
        let said = Said::new(Code::RowTwice, entry.key, "each key once", "keep one of the two rows");
        let place = CellPlace { start: 0, row: entry.row, column: entry.key_column };
        let (sheet, cell, line) = (sheet.name.clone(), place.name(), Some(entry.row as usize + 1));
        faults.push(Diagnostic { sheet, cell, line, column: entry.key.to_owned(), ..said.of_file(FILE) });
    }
    kept
}

fn push(text: &mut String, places: &mut SheetPlaces, entry: &Entry<'_>) {
    for line in entry.note.lines() {
        let line: String = line.chars().filter(|letter| !letter.is_control()).collect();
        let _ = writeln!(text, "# {}", line.trim());
    }
    let (_, name, spec) = section_of(entry.key);
    let mut place = |text: &str, column| {
        places.cells.push(CellPlace { start: text.len() as u32, row: entry.row, column });
    };
    place(text, entry.key_column);
    let is_bare =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let key = if is_bare { name } else { quoted(&name) };
    let _ = write!(text, "{key} = ");
    place(text, entry.value_column);
    let _ = writeln!(text, "{}", value_text(entry.value, spec));
}

/// A value as TOML has it for its key.
fn value_text(value: &Value, spec: Option<&KeySpec>) -> String {
    let kind = match spec.map(|spec| spec.kind) {
        Some(KeyKind::Date) => Kind::Date,
        _ => Kind::Text,
    };
    let (text, _) = text_of(value, Some(kind));
    let cell = std::iter::once((kind, Cow::Borrowed(text.trim())));
    let text =
        Spelling::of(Separator::CELLS, &Told::default(), cell).canonical(kind, text.trim()).into_owned();
    let is_whole = text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
    let is_bare = match spec.map(|spec| spec.kind) {
        Some(KeyKind::Whole { .. } | KeyKind::Version) => is_whole,
        Some(KeyKind::Date) => parse_date(&text).is_ok(),
        _ => false,
    };
    if is_bare { text } else { quoted(&text) }
}

/// A text in quotes, on one line: JSON's strings are TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The section, the name and the spec of a key as the sheet has it.
fn section_of(key: &str) -> (&'static str, String, Option<&'static KeySpec>) {
    let wanted = flat(key);
    let whole = |spec: &&KeySpec| flat(&format!("{}.{}", spec.section, spec.name)) == wanted;
    let spec = keys().iter().find(whole).or_else(|| keys().iter().find(|spec| spec.name == wanted));
    if let Some(spec) = spec {
        return (spec.section, spec.name.to_owned(), Some(spec));
    }
    let parts = key.split_once('.');
    let section =
        parts.and_then(|(section, _)| sections().into_iter().find(|known| *known == section.trim()));
    match (section, parts) {
        (Some(section), Some((_, name))) => (section, name.trim().to_owned(), None),
        _ => ("", key.to_owned(), None),
    }
}

fn entries(sheet: &Sheet) -> Vec<Entry<'_>> {
    let rows: Vec<&[Cell]> = sheet.cells.chunk_by(|one, other| one.row == other.row).collect();
    let named =
        |row: &[Cell], name: &str| row.iter().find(|cell| flat(text(cell)) == name).map(|cell| cell.column);
    let header = rows.iter().position(|row| named(row, "key").is_some() && named(row, "value").is_some());
    let column =
        |name: &str, otherwise: u32| header.and_then(|at| named(rows[at], name)).unwrap_or(otherwise);
    let (key_column, value_column, note_column) =
        (column("key", 0), column("value", 1), column("note", u32::MAX));
    let mut entries = Vec::new();
    for row in &rows[header.map_or(0, |at| at + 1)..] {
        let at = |column: u32| row.iter().find(|cell| cell.column == column);
        let (Some(key), Some(value)) = (at(key_column), at(value_column)) else { continue };
        let note = at(note_column).map_or("", text);
        let (row, key) = (key.row, text(key));
        entries.push(Entry { row, key, key_column, value: &value.value, value_column, note });
    }
    entries
}

fn text(cell: &Cell) -> &str {
    match text_of(&cell.value, None).0 {
        Cow::Borrowed(text) => text.trim(),
        Cow::Owned(_) => "",
    }
}
