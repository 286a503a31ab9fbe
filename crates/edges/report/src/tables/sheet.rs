//! A table under way: rows in, CSV and Parquet out, some thousand rows at a time.
//!
//! Texts are kept once and referred to by number, since names repeat in every row.
use super::book::Book;
use super::columns::{Kind, TableSpec};
use super::parquet_file::ParquetFile;
use iceroad_base::text::for_spreadsheet;
use std::collections::BTreeMap;
use std::io::{self, Write};

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

/// Rows that are kept before they are written.
const MOST_ROWS: usize = 1 << 14;

/// A table under way.
pub(crate) struct Sheet<'o> {
    spec: &'static TableSpec,
    rows: Rows,
    csv: csv::Writer<&'o mut (dyn Write + Send)>,
    parquet: ParquetFile<'o>,
    /// Where its rows are kept for the workbook, if they are.
    book: Option<&'o mut Book>,
    /// Why no more is written.
    failed: Option<io::Error>,
}

/// The rows that are not written yet.
pub(crate) struct Rows {
    pub(crate) columns: Vec<Values>,
    pub(crate) texts: Vec<String>,
    known: BTreeMap<String, u32>,
    pub(crate) n: usize,
}

impl Rows {
    fn new(spec: &TableSpec) -> Self {
        let columns = spec.columns.iter().map(|column| match column.kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Real => Values::Real(Vec::new()),
        });
        Self { columns: columns.collect(), texts: Vec::new(), known: BTreeMap::new(), n: 0 }
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

    fn write_cell(&self, column: &Values, row: usize, out: &mut String) {
        use std::fmt::Write;
        // Writing to a string cannot fail.
        let _ = match column {
            Values::Text(rows) => {
                rows[row].map_or(Ok(()), |text| out.write_str(&for_spreadsheet(&self.texts[text as usize])))
            }
            Values::Whole(rows) => rows[row].map_or(Ok(()), |value| write!(out, "{value}")),
            Values::Real(rows) => rows[row].map_or(Ok(()), |value| write!(out, "{}", rounded(value))),
        };
    }
}

impl<'o> Sheet<'o> {
    /// Begins a table: CSV with commas, `\n`, a header and names that no spreadsheet takes for formulas, and Parquet.
    pub(crate) fn new(
        spec: &'static TableSpec,
        csv: &'o mut (dyn Write + Send),
        parquet: &'o mut (dyn Write + Send),
    ) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(csv);
        csv.write_record(spec.columns.iter().map(|column| column.name))?;
        let parquet = ParquetFile::begin(spec, parquet)?;
        Ok(Self { spec, rows: Rows::new(spec), csv, parquet, book: None, failed: None })
    }

    /// The same, whose rows are kept for the workbook too.
    pub(crate) fn kept_in(mut self, book: &'o mut Book) -> Self {
        book.begin(self.spec);
        self.book = Some(book);
        self
    }

    /// Adds a row. Cells that are missing or of another kind than their column become empty; in tests that is a fault.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>]) {
        debug_assert_eq!(cells.len(), self.rows.columns.len(), "table {}", self.spec.name);
        for at in 0..self.rows.columns.len() {
            let cell = cells.get(at).copied().unwrap_or(Cell::None);
            let text = if let Cell::Text(text) = cell { Some(self.rows.text(text)) } else { None };
            match (&mut self.rows.columns[at], cell) {
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
        self.rows.n += 1;
        if self.rows.n == MOST_ROWS {
            self.pass_on();
        }
    }

    /// Writes the rows that are kept. What fails is told at the end: until then rows are taken and let go.
    fn pass_on(&mut self) {
        let rows = std::mem::replace(&mut self.rows, Rows::new(self.spec));
        if self.failed.is_none() {
            self.failed = self.write(&rows).err();
        }
        if let Some(book) = &mut self.book {
            book.take(rows);
        }
    }

    fn write(&mut self, rows: &Rows) -> io::Result<()> {
        let mut scratch = String::new();
        for row in 0..rows.n {
            for column in &rows.columns {
                scratch.clear();
                rows.write_cell(column, row, &mut scratch);
                self.csv.write_field(&scratch)?;
            }
            self.csv.write_record(None::<&[u8]>)?;
        }
        self.parquet.write(rows)
    }

    /// Writes what is left.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.pass_on();
        match self.failed {
            Some(error) => Err(error),
            None => {
                self.csv.flush()?;
                self.parquet.end()
            }
        }
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

#[cfg(test)]
mod tests {
    use super::super::columns::ColumnSpec;
    use super::*;

    const COLUMNS: &[ColumnSpec] = &[
        ColumnSpec { name: "name", kind: Kind::Text, about: "" },
        ColumnSpec { name: "change", kind: Kind::Whole, about: "" },
    ];
    static NAMES: TableSpec = TableSpec { name: "names", about: "", columns: COLUMNS };

    #[test]
    fn a_name_is_no_formula_and_a_number_stays_one() {
        let (mut csv, mut parquet) = (Vec::new(), Vec::new());
        let mut sheet = Sheet::new(&NAMES, &mut csv, &mut parquet).unwrap();
        for name in ["=HYPERLINK(\"x\")", "-7 °C", "@home", "+1", "PC-8000"] {
            sheet.row(&[Cell::Text(name), Cell::Whole(-7)]);
        }
        sheet.end().unwrap();
        let wanted = "name,change\n\"'=HYPERLINK(\"\"x\"\")\",-7\n'-7 °C,-7\n'@home,-7\n'+1,-7\nPC-8000,-7\n";
        assert_eq!(String::from_utf8(csv).unwrap(), wanted);
    }
}
