//! A table's text, byte for byte: what is not changed comes back as it was.

use crate::format::{Kind, TableSpec};
use crate::grid::{self, Separator};
use crate::sheet::unread;
use crate::source::Source;
use crate::spelling::{Spelling, Told};
use std::borrow::Cow;

/// One row of the text.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// Its fields with the blanks and quotes around them.
    fields: Vec<String>,
    /// The line break after it; empty at the end of a text that has none there.
    end: &'static str,
}

/// A table's text.
#[derive(Clone, Debug)]
pub(super) struct TableText {
    spec: &'static TableSpec,
    /// How its cells are spelled.
    spelling: Spelling,
    /// What its header says, by the format's names of columns.
    columns: Vec<String>,
    marked: bool,
    /// The first line where it names the separator, with its break.
    lead: String,
    separator: Separator,
    pub(super) records: Vec<Record>,
}

impl Record {
    /// What a field says.
    pub(super) fn cell(&self, place: usize) -> String {
        let raw = self.fields.get(place).map_or("", |raw| raw.trim());
        match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(quoted) => quoted.replace("\"\"", "\"").trim().to_owned(),
            None => raw.to_owned(),
        }
    }

    /// Writes a field, between the blanks and quotes that are there.
    fn set(&mut self, place: usize, text: &str, separator: Separator) {
        if self.fields.len() <= place {
            self.fields.resize(place + 1, String::new());
        }
        let raw = &self.fields[place];
        let rest = raw.trim_start();
        let before = &raw[..raw.len() - rest.len()];
        let after = &rest[rest.trim_end().len()..];
        let said = encoded(text, rest.starts_with('"'), separator);
        self.fields[place] = format!("{before}{said}{after}");
    }

    /// Whether it holds nothing.
    fn is_blank(&self) -> bool {
        (0..self.fields.len()).all(|place| self.cell(place).is_empty())
    }
}

/// A field as CSV has it.
pub(crate) fn encoded(text: &str, quoted: bool, separator: Separator) -> String {
    if quoted || text.contains([separator.mark(), '"', '\n', '\r']) || text.trim() != text {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

impl TableText {
    pub(super) fn parse(source: &Source, spec: &'static TableSpec, told: &Told) -> TableText {
        let record = |row: Vec<std::ops::Range<usize>>| {
            let after = row.last().map_or(0, |last| last.end);
            let mut fields: Vec<String> = row.into_iter().map(|span| source.text[span].to_owned()).collect();
            let broken = source.text.as_bytes().get(after) == Some(&b'\n');
            let returned = broken && fields.last().is_some_and(|last| last.ends_with('\r'));
            if returned && let Some(last) = fields.last_mut() {
                last.pop();
            }
            let end = match (broken, returned) {
                (true, true) => "\r\n",
                (true, false) => "\n",
                (false, _) => "",
            };
            Record { fields, end }
        };
        let (separator, lead) = Separator::of(&source.text);
        let (marked, lead) = (source.marked, source.text[..lead].to_owned());
        let records = grid::raw(source).into_iter().map(record).collect();
        let spelling = Spelling::of(separator, told, std::iter::empty());
        let mut table = TableText { spec, spelling, columns: Vec::new(), marked, lead, separator, records };
        table.columns = table.named();
        table.spelling = Spelling::of(separator, told, table.cells());
        table
    }

    /// Every cell, as it is written, with what its column holds.
    fn cells(&self) -> impl Iterator<Item = (Kind, Cow<'_, str>)> {
        let columns = self.spec.columns.iter();
        let placed = columns.filter_map(|column| Some((column.kind, self.place(&column.name)?)));
        let rows = self.rows();
        placed.flat_map(move |(kind, place)| {
            let cell = |record: &usize| (kind, Cow::Owned(self.records[*record].cell(place)));
            rows.iter().map(cell).collect::<Vec<_>>()
        })
    }

    fn kind(&self, column: &str) -> Option<Kind> {
        self.spec.column(column).map(|column| column.kind)
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        let mut text = if self.marked { "\u{feff}".to_owned() } else { String::new() };
        text.push_str(&self.lead);
        for record in &self.records {
            text.push_str(&record.fields.join(self.separator.mark().encode_utf8(&mut [0; 4])));
            text.push_str(record.end);
        }
        text
    }

    /// Where the header stands.
    pub(super) fn header(&self) -> Option<usize> {
        self.records.iter().position(|record| !record.is_blank())
    }

    /// The records that hold rows.
    pub(super) fn rows(&self) -> Vec<usize> {
        let first = self.header().map_or(self.records.len(), |header| header + 1);
        (first..self.records.len()).filter(|at| !self.records[*at].is_blank()).collect()
    }

    /// The columns, by the format's names of them.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    fn named(&self) -> Vec<String> {
        let Some(header) = self.header().map(|at| &self.records[at]) else { return Vec::new() };
        let named = |place: usize| {
            let name = header.cell(place);
            let known = self.spec.meant_by(&name).map(|at| self.spec.columns[at].name.as_str());
            known.or_else(|| unread(&name)).map_or_else(|| name.clone(), str::to_owned)
        };
        (0..header.fields.len()).map(named).collect()
    }

    /// The field of a column.
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == column)
    }

    /// What the cell of a column says, in the format's spelling; empty where there is no such column.
    pub(super) fn cell(&self, record: usize, column: &str) -> String {
        let text = self.place(column).map_or(String::new(), |place| self.records[record].cell(place));
        match self.kind(column) {
            Some(kind) => self.spelling.canonical(kind, &text).into_owned(),
            None => text,
        }
    }

    /// Writes a cell where it says something else, as its table spells such cells.
    pub(super) fn set(&mut self, record: usize, column: &str, text: &str) {
        if self.cell(record, column) == text {
            return;
        }
        let place = self.place_or_add(column);
        let text = self.spelled(column, text);
        self.records[record].set(place, &text, self.separator);
    }

    fn spelled(&self, column: &str, text: &str) -> String {
        self.kind(column).map_or_else(|| text.to_owned(), |kind| self.spelling.spelled(kind, text))
    }

    /// The field of a column, which is added at the end where it is missing.
    fn place_or_add(&mut self, column: &str) -> usize {
        if let Some(place) = self.place(column) {
            return place;
        }
        let place = self.columns.len();
        self.columns.push(column.to_owned());
        let header = self.header();
        for (at, record) in self.records.iter_mut().enumerate() {
            if Some(at) == header || !record.is_blank() {
                record.set(place, if Some(at) == header { column } else { "" }, self.separator);
            }
        }
        place
    }

    /// Adds the columns that these cells need.
    pub(super) fn widen(&mut self, cells: &[(&str, &str)]) {
        for (column, _) in cells.iter().filter(|(_, text)| !text.is_empty()) {
            self.place_or_add(column);
        }
    }

    /// A new row of these cells, in the columns that are there.
    pub(super) fn row(&self, cells: &[(&str, &str)]) -> Record {
        let fields = vec![String::new(); self.columns.len()];
        let mut record = Record { fields, end: self.line_break() };
        for (column, text) in cells {
            if let Some(place) = self.place(column) {
                record.set(place, &self.spelled(column, text), self.separator);
            }
        }
        record
    }

    /// Adds a row at the end.
    pub(super) fn push(&mut self, cells: &[(&str, &str)]) {
        self.widen(cells);
        let mut record = self.row(cells);
        if let Some(last) = self.records.last_mut() {
            // The text ends as it did, with a line break or without.
            let end = std::mem::replace(&mut last.end, record.end);
            record.end = end;
        }
        self.records.push(record);
    }

    /// Takes records away.
    pub(super) fn remove(&mut self, gone: &[usize]) {
        let kept = self.records.iter().enumerate().filter(|(at, _)| !gone.contains(at));
        let kept = kept.map(|(_, record)| record.clone()).collect();
        self.put(kept);
    }

    fn line_break(&self) -> &'static str {
        match self.records.first().map(|record| record.end) {
            Some("\r\n") => "\r\n",
            _ => "\n",
        }
    }

    /// Puts these records in place of all; the last ends as the last one did.
    pub(super) fn put(&mut self, mut records: Vec<Record>) {
        let (line_break, end) = (self.line_break(), self.records.last().map_or("\n", |last| last.end));
        for record in records.iter_mut().filter(|record| record.end.is_empty()) {
            record.end = line_break;
        }
        if let Some(last) = records.last_mut() {
            last.end = end;
        }
        self.records = records;
    }

    /// The line that a record begins on, from 1.
    pub(super) fn line(&self, record: usize) -> usize {
        let breaks = |record: &Record| {
            let within: usize = record.fields.iter().map(|field| field.matches('\n').count()).sum();
            within + usize::from(!record.end.is_empty())
        };
        1 + self.lead.matches('\n').count() + self.records[..record].iter().map(breaks).sum::<usize>()
    }
}
