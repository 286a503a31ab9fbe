//! A table being written: cells by column name, then CSV text.

use crate::format::{self, Kind, Need, TableSpec};
use crate::number::fixed_text;
use iceroad_base::law::Law;
use iceroad_base::quantity::Ranged;
use std::fmt::Display;

/// A table being written.
pub(crate) struct Out {
    spec: TableSpec,
    file: String,
    rows: Vec<Vec<String>>,
    /// Where each row comes from, for the column `source` that nothing reads; empty: not told.
    sources: Vec<String>,
}

impl Out {
    /// A table of the format.
    pub(crate) fn new(file: &str) -> Self {
        let spec = format::tables().into_iter().find(|spec| spec.file == file);
        let spec = spec.unwrap_or_else(format::daily_record);
        Self { spec, file: file.to_owned(), rows: Vec::new(), sources: Vec::new() }
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
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
        let at = self.spec.columns.iter().position(|known| known.name == column);
        debug_assert!(at.is_some(), "{} has no column {column}", self.file);
        if let (Some(at), Some(row)) = (at, self.rows.last_mut()) {
            row[at] = text.to_string();
        }
        self
    }

    pub(crate) fn some(&mut self, column: &str, text: Option<impl Display>) -> &mut Self {
        match text {
            Some(text) => self.cell(column, text),
            None => self,
        }
    }

    /// A title, which is left out where it is but the name.
    pub(crate) fn title(&mut self, title: &str, name: &str) -> &mut Self {
        self.cell("title", if title == name { "" } else { title })
    }

    pub(crate) fn ranged(&mut self, column: &str, value: impl Ranged) -> &mut Self {
        self.cell(column, value.get())
    }

    pub(crate) fn some_ranged(&mut self, column: &str, value: Option<impl Ranged>) -> &mut Self {
        self.some(column, value.map(Ranged::get))
    }

    /// A number kept exactly, with the decimals of its column.
    pub(crate) fn fixed(&mut self, column: &str, value: i64) -> &mut Self {
        let decimals = match self.spec.column(column).map(|column| column.kind) {
            Some(Kind::Fixed { decimals, .. }) => decimals,
            _ => 0,
        };
        self.cell(column, fixed_text(value, decimals))
    }

    pub(crate) fn some_fixed(&mut self, column: &str, value: Option<i64>) -> &mut Self {
        match value {
            Some(value) => self.fixed(column, value),
            None => self,
        }
    }

    pub(crate) fn yes(&mut self, column: &str, yes: bool) -> &mut Self {
        self.cell(column, if yes { "yes" } else { "no" })
    }

    /// A law in the columns of `stem`.
    pub(crate) fn law(&mut self, stem: &str, unit: &str, law: &Law) -> &mut Self {
        let mean = format!("{stem}_{unit}");
        let pure = |parameter: &str| format!("{stem}_{parameter}");
        let of_unit = |parameter: &str| format!("{stem}_{parameter}_{unit}");
        let which = pure("law");
        match *law {
            Law::Constant { value } => self.cell(&mean, value),
            Law::Exponential { mean: value } => self.cell(&which, "exponential").cell(&mean, value),
            Law::Weibull { shape, scale } => {
                self.cell(&which, "weibull").cell(&pure("shape"), shape).cell(&of_unit("scale"), scale)
            }
            Law::LogNormal(law) => {
                self.cell(&which, "lognormal").cell(&mean, law.mean()).cell(&pure("cv"), law.cv())
            }
            Law::Uniform { low, high } => {
                self.cell(&which, "uniform").cell(&of_unit("low"), low).cell(&of_unit("high"), high)
            }
            Law::Triangular { low, mode, high } => self
                .cell(&which, "triangular")
                .cell(&of_unit("low"), low)
                .cell(&mean, mode)
                .cell(&of_unit("high"), high),
            Law::Erlang { k, mean: value } => {
                self.cell(&which, "erlang").cell(&mean, value).cell(&pure("shape"), k)
            }
        }
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
            Need::Required => true,
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
        let quoted = cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell;
        if quoted {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}
