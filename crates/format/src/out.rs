//! A table being written: cells by column name, then CSV text.

use crate::edit::encoded;
use crate::format::{self, Cell, Need, TableSpec};
use crate::grid::Separator;
use iceroad_model::Tables;
use std::fmt::Display;

/// A table being written.
pub(crate) struct Out {
    spec: &'static TableSpec,
    pub(crate) rows: Vec<Vec<String>>,
    /// Where each row comes from, for the column `source` that nothing reads; empty: not told.
    sources: Vec<String>,
}

/// The row of a table being written that was begun last, and where its names are.
pub(crate) struct Line<'a> {
    pub(crate) tables: &'a Tables,
    out: &'a mut Out,
}

impl<'a> Line<'a> {
    /// Begins a row.
    pub(crate) fn begin(tables: &'a Tables, out: &'a mut Out) -> Line<'a> {
        out.row();
        Line { tables, out }
    }

    /// Writes a cell as its column has it.
    pub(crate) fn put<T: Cell>(&mut self, column: &str, value: &T) {
        let Some(at) = self.out.place(column) else { return };
        let text = value.text(self.out.spec.columns[at].kind, self.tables);
        self.out.put(at, text);
    }

    /// Writes a cell as it is.
    pub(crate) fn cell(&mut self, column: &str, text: impl Display) {
        self.out.cell(column, text);
    }

    /// What was written in a cell before.
    pub(crate) fn written(&self, column: &str) -> &str {
        let cell = self.out.place(column).and_then(|at| self.out.rows.last()?.get(at));
        cell.map_or("", String::as_str)
    }
}

impl Out {
    /// A table of the format, by its file.
    pub(crate) fn new(file: &str) -> Self {
        let spec = format::tables().iter().find(|spec| spec.file == file);
        Self::of(spec.unwrap_or_else(format::daily_record))
    }

    /// A table of this spec.
    pub(crate) fn of(spec: &'static TableSpec) -> Self {
        Self { spec, rows: Vec::new(), sources: Vec::new() }
    }

    /// The file it is of.
    pub(crate) fn file(&self) -> &'static str {
        self.spec.file
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A table of this spec with these rows.
    pub(crate) fn with(spec: &'static TableSpec, rows: Vec<Vec<String>>) -> Self {
        let sources = vec![String::new(); rows.len()];
        Self { spec, rows, sources }
    }

    /// Begins a row; the cells that follow go into it.
    pub(crate) fn row(&mut self) -> &mut Self {
        self.rows.push(vec![String::new(); self.spec.columns.len()]);
        self.sources.push(String::new());
        self
    }

    /// Says where the row comes from.
    pub(crate) fn source(&mut self, text: &str) -> &mut Self {
        if let Some(last) = self.sources.last_mut() {
            text.clone_into(last);
        }
        self
    }

    /// Writes a cell as it is.
    pub(crate) fn cell(&mut self, column: &str, text: impl Display) -> &mut Self {
        if let Some(at) = self.place(column) {
            self.put(at, text.to_string());
        }
        self
    }

    fn place(&self, column: &str) -> Option<usize> {
        let at = self.spec.columns.iter().position(|known| known.name == column);
        debug_assert!(at.is_some(), "{} has no column {column}", self.spec.file);
        at
    }

    fn put(&mut self, at: usize, text: String) {
        if let Some(row) = self.rows.last_mut() {
            row[at] = text;
        }
    }

    /// A switch.
    pub(crate) fn yes(&mut self, column: &str, yes: bool) -> &mut Self {
        self.cell(column, if yes { "yes" } else { "no" })
    }

    /// The table as CSV, without columns that say nothing.
    pub(crate) fn text(&self) -> String {
        let told: Vec<usize> = (0..self.spec.columns.len()).filter(|at| self.is_told(*at)).collect();
        let mut text = String::new();
        let sourced = self.sources.iter().any(|source| !source.is_empty());
        let header = told.iter().map(|at| self.spec.columns[*at].name.as_str());
        push_line(&mut text, header.chain(sourced.then_some("source")));
        for (row, source) in self.rows.iter().zip(&self.sources) {
            let cells = told.iter().map(|at| row[*at].as_str());
            push_line(&mut text, cells.chain(sourced.then_some(source.as_str())));
        }
        text
    }

    fn is_told(&self, at: usize) -> bool {
        match self.spec.columns[at].need {
            Need::Required | Need::Catalogued => true,
            Need::Optional => self.rows.iter().any(|row| !row[at].is_empty()),
            Need::Default(default) => self.rows.iter().any(|row| !row[at].is_empty() && row[at] != default),
        }
    }
}

pub(crate) fn push_line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push_str(&encoded(cell, false, Separator::COMMA));
    }
    text.push('\n');
}
