//! A table under way: rows in, columns kept, CSV or Parquet out.
//!
//! Texts are kept once and referred to by number, since names repeat in every row.
use super::columns::{Kind, TableSpec};
use super::parquet_file;
use crate::ReportError;
use std::collections::BTreeMap;

/// One cell of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Text(&'a str),
    Whole(i64),
    Real(f64),
    /// No value.
    None,
}

/// One column's values.
#[derive(Debug)]
pub(crate) enum Values {
    Text(Vec<Option<u32>>),
    Whole(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
}

/// A table.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) spec: &'static TableSpec,
    pub(crate) columns: Vec<Values>,
    pub(crate) texts: Vec<String>,
    known: BTreeMap<String, u32>,
    pub(crate) n_rows: usize,
}

impl Sheet {
    pub(crate) fn new(spec: &'static TableSpec) -> Self {
        let columns = spec.columns.iter().map(|column| match column.kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Real => Values::Real(Vec::new()),
        });
        Self { spec, columns: columns.collect(), texts: Vec::new(), known: BTreeMap::new(), n_rows: 0 }
    }

    /// Adds a row. Cells that are missing or of another kind than their column become empty; in tests that is a fault.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>]) {
        debug_assert_eq!(cells.len(), self.columns.len(), "table {}", self.spec.name);
        for at in 0..self.columns.len() {
            let cell = cells.get(at).copied().unwrap_or(Cell::None);
            let text = if let Cell::Text(text) = cell { Some(self.text(text)) } else { None };
            match (&mut self.columns[at], cell) {
                (Values::Text(rows), _) => rows.push(text),
                (Values::Whole(rows), Cell::Whole(value)) => rows.push(Some(value)),
                (Values::Whole(rows), other) => {
                    debug_assert!(matches!(other, Cell::None), "table {} column {at}", self.spec.name);
                    rows.push(None);
                }
                (Values::Real(rows), Cell::Real(value)) => rows.push(value.is_finite().then_some(value)),
                (Values::Real(rows), other) => {
                    debug_assert!(matches!(other, Cell::None), "table {} column {at}", self.spec.name);
                    rows.push(None);
                }
            }
        }
        self.n_rows += 1;
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.known.get(text) {
            return known;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.to_string());
        self.known.insert(text.to_string(), number);
        number
    }

    /// The table as CSV: commas, `\n`, a header.
    pub(crate) fn csv(&self) -> Result<Vec<u8>, ReportError> {
        let fault = |error: &dyn std::fmt::Display| ReportError {
            table: self.spec.name.into(),
            reason: error.to_string(),
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = self.spec.columns.iter().map(|column| column.name);
        writer.write_record(header).map_err(|error| fault(&error))?;
        let mut scratch = String::new();
        for row in 0..self.n_rows {
            for column in &self.columns {
                scratch.clear();
                self.write_cell(column, row, &mut scratch);
                writer.write_field(&scratch).map_err(|error| fault(&error))?;
            }
            writer.write_record(None::<&[u8]>).map_err(|error| fault(&error))?;
        }
        writer.into_inner().map_err(|error| fault(&error))
    }

    fn write_cell(&self, column: &Values, row: usize, out: &mut String) {
        use std::fmt::Write;
        // Writing to a string cannot fail.
        let _ = match column {
            Values::Text(rows) => rows[row].map_or(Ok(()), |text| out.write_str(&self.texts[text as usize])),
            Values::Whole(rows) => rows[row].map_or(Ok(()), |value| write!(out, "{value}")),
            Values::Real(rows) => rows[row].map_or(Ok(()), |value| write!(out, "{}", rounded(value))),
        };
    }

    /// The table as a Parquet file.
    pub(crate) fn parquet(&self) -> Result<Vec<u8>, ReportError> {
        parquet_file::write(self)
            .map_err(|error| ReportError { table: self.spec.name.into(), reason: error.to_string() })
    }
}

/// Six decimals are finer than any measure here; more would only be noise.
pub(crate) fn rounded(value: f64) -> f64 {
    if value.abs() >= 1e9 {
        return value;
    }
    let rounded = (value * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}
