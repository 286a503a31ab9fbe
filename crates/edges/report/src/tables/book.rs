//! The tables as one workbook: a sheet each, with a first sheet that tells of them and sheets of charts.
//!
//! A workbook is made in memory. What it keeps is bounded: a table of more than [`MOST_OF_TABLE`] cells is left out and named with its
//! file, and so is one that comes when [`MOST`] are kept, which only those with rows for each replication reach.
//!
//! Texts are written as texts, so that none is a formula. The same result gives the same bytes.
use super::charts;
use super::columns::{ColumnSpec, Kind, TableSpec};
use super::sheet::{Rows, Values, rounded};
use iceroad_base::civil::parse_date;
use iceroad_measures::Results;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Note, Url, Workbook, Worksheet, XlsxError,
};
use std::io;

/// Cells of one table at most.
const MOST_OF_TABLE: usize = 150_000;
/// Cells of all tables at most.
const MOST: usize = 600_000;
/// Letters of a cell at most: a spreadsheet takes no more.
const LONGEST: usize = 32_000;
/// The widest column, in letters.
const WIDEST: usize = 60;

/// The rows that are kept.
#[derive(Default)]
pub struct Book {
    tables: Vec<Kept>,
}

/// A table of the workbook.
struct Kept {
    spec: &'static TableSpec,
    parts: Vec<Rows>,
    rows: usize,
    /// Whether it has more cells than are kept.
    left_out: bool,
}

impl Kept {
    fn cells(&self) -> usize {
        if self.left_out { 0 } else { self.rows * self.spec.columns.len() }
    }
}

/// How cells look.
struct Styles {
    header: Format,
    title: Format,
    wrapped: Format,
    text: Format,
    whole: Format,
    real: Format,
    day: Format,
}

impl Styles {
    fn new() -> Self {
        let header = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
        Self {
            header: header.set_background_color("DCE6F1"),
            title: Format::new().set_bold().set_font_size(13),
            wrapped: Format::new().set_text_wrap(),
            text: Format::new(),
            whole: Format::new().set_num_format("0"),
            real: Format::new().set_num_format("#,##0.00"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }
}

impl Book {
    /// Begins a table.
    pub(super) fn begin(&mut self, spec: &'static TableSpec) {
        self.tables.push(Kept { spec, parts: Vec::new(), rows: 0, left_out: false });
    }

    /// Keeps rows of the table that was begun last.
    pub(super) fn take(&mut self, rows: Rows) {
        let others: usize = self.tables.iter().rev().skip(1).map(Kept::cells).sum();
        let Some(table) = self.tables.last_mut() else { return };
        table.rows += rows.n;
        let cells = table.rows * table.spec.columns.len();
        table.left_out |= cells > MOST_OF_TABLE || others + cells > MOST;
        if table.left_out {
            table.parts.clear();
        } else {
            table.parts.push(rows);
        }
    }

    /// The workbook's bytes.
    ///
    /// # Errors
    /// What the writer said.
    pub fn write(self, results: &Results<'_>) -> io::Result<Vec<u8>> {
        self.made(results).map_err(io::Error::other)
    }

    fn made(self, results: &Results<'_>) -> Result<Vec<u8>, XlsxError> {
        let (mut book, styles) = (Workbook::new(), Styles::new());
        // The day of making would give other bytes each time.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let title = results.scenario.heading.title.as_str();
        book.set_properties(&DocProperties::new().set_creation_datetime(&made).set_title(clipped(title)));
        self.contents(book.add_worksheet(), title, &styles)?;
        charts::write(&mut book, results, &styles.header)?;
        for table in self.tables.iter().filter(|table| !table.left_out) {
            sheet(book.add_worksheet(), table, &styles)?;
        }
        book.save_to_buffer()
    }

    /// What is in the workbook, and where what is not.
    fn contents(&self, sheet: &mut Worksheet, title: &str, styles: &Styles) -> Result<(), XlsxError> {
        sheet.set_name("contents")?;
        sheet.set_column_width(0, 24)?.set_column_width(1, 28)?.set_column_width(2, 100)?;
        sheet.write_string_with_format(0, 0, clipped(title), &styles.title)?;
        let mut row = 1;
        for (name, about) in charts::SHEETS {
            sheet.write_url_with_text(row, 0, link(name), *name)?.write_string(row, 2, *about)?;
            row += 1;
        }
        for table in &self.tables {
            row += 1;
            let name = table.spec.name;
            if table.left_out {
                let told = format!("{} rows: in {name}.csv", table.rows);
                sheet.write_string(row, 0, name)?.write_string(row, 1, told)?;
            } else {
                sheet.write_url_with_text(row, 0, link(name), name)?;
                sheet.write_string(row, 1, format!("{} rows", table.rows))?;
            }
            sheet.write_string_with_format(row, 2, table.spec.about, &styles.wrapped)?;
        }
        Ok(())
    }
}

fn link(sheet: &str) -> Url {
    Url::new(format!("internal:'{sheet}'!A1"))
}

/// A text as short as a cell takes.
pub(super) fn clipped(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

fn sheet(sheet: &mut Worksheet, table: &Kept, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_name(table.spec.name)?.set_freeze_panes(1, 0)?;
    for (at, column) in table.spec.columns.iter().enumerate() {
        let place = at as u16;
        sheet.write_string_with_format(0, place, column.name, &styles.header)?;
        sheet.insert_note(0, place, &Note::new(column.about).add_author_prefix(false).set_width(260))?;
        let widest = fill(sheet, table, at, column, styles)?;
        let width = widest.max(column.name.chars().count() + 3).min(WIDEST);
        sheet.set_column_width(place, width as f64)?;
    }
    if table.rows > 0 {
        sheet.autofilter(0, 0, table.rows as u32, table.spec.columns.len() as u16 - 1)?;
    }
    Ok(())
}

/// Writes the cells of a column; how many letters the widest has.
fn fill(
    sheet: &mut Worksheet,
    table: &Kept,
    at: usize,
    column: &ColumnSpec,
    styles: &Styles,
) -> Result<usize, XlsxError> {
    let place = at as u16;
    let days = column.kind == Kind::Text && are_days(table, at);
    let (mut row, mut widest) = (0_u32, 0);
    for part in &table.parts {
        for nth in 0..part.n {
            row += 1;
            match &part.columns[at] {
                Values::Text(texts) => {
                    let Some(text) = texts[nth].map(|text| part.texts[text as usize].as_str()) else {
                        continue;
                    };
                    widest = widest.max(text.chars().count());
                    match day(text).filter(|_| days) {
                        Some(when) => sheet.write_datetime_with_format(row, place, &when, &styles.day)?,
                        None => sheet.write_string_with_format(row, place, clipped(text), &styles.text)?,
                    };
                }
                Values::Whole(values) => {
                    let Some(value) = values[nth] else { continue };
                    widest = widest.max(value.to_string().len());
                    sheet.write_number_with_format(row, place, value as f64, &styles.whole)?;
                }
                Values::Real(values) => {
                    let Some(value) = values[nth].map(rounded) else { continue };
                    widest = widest.max(format!("{value:.2}").len() + 3);
                    sheet.write_number_with_format(row, place, value, &styles.real)?;
                }
            }
        }
    }
    Ok(widest)
}

/// Whether every text of a column is a day.
fn are_days(table: &Kept, at: usize) -> bool {
    let mut texts = table.parts.iter().flat_map(|part| match &part.columns[at] {
        Values::Text(texts) => {
            texts.iter().flatten().map(|text| part.texts[*text as usize].as_str()).collect()
        }
        Values::Whole(_) | Values::Real(_) => Vec::new(),
    });
    texts.all(|text| day(text).is_some())
}

/// A day that spreadsheets know.
fn day(text: &str) -> Option<ExcelDateTime> {
    let date = parse_date(text).ok()?;
    let (year, month, day) = (date.year(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let year = u16::try_from(year).ok().filter(|year| *year > 1900)?;
    ExcelDateTime::from_ymd(year, month, day).ok()
}
