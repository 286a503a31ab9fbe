//! The cells of an `.xlsx` workbook, read by `calamine` one after the other: nothing is made room for that a file only claims.

use super::Meant;
use super::open::{Budget, Cell, Opened, Sheet, Value, broken};
use crate::source::Said;
use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use std::io::Cursor;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Why a sheet is not read.
enum Stop {
    Broken(XlsxError),
    Said(Said),
}

impl From<XlsxError> for Stop {
    fn from(error: XlsxError) -> Self {
        Stop::Broken(error)
    }
}

impl From<Said> for Stop {
    fn from(said: Said) -> Self {
        Stop::Said(said)
    }
}

/// Reads the sheets that are known.
///
/// # Errors
/// What is wrong with the workbook.
pub(super) fn read(bytes: &[u8], meant: &dyn Fn(&str) -> Meant, budget: &mut Budget) -> Result<Opened, Said> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut opened = Opened { sheets: Vec::new(), others: Vec::new() };
    for about in book.sheets_metadata().to_vec() {
        let meant = meant(&about.name);
        match meant {
            Meant::Nothing => continue,
            Meant::Other => {
                if about.visible == SheetVisible::Visible {
                    opened.others.push(about.name);
                }
                continue;
            }
            _ if about.typ != SheetType::WorkSheet => continue,
            _ => {}
        }
        let sheet = sheet(&mut book, &about.name, budget).map_err(|stop| match stop {
            Stop::Said(said) => said,
            Stop::Broken(error) => broken(&format!("sheet {}: {error}", about.name)),
        })?;
        if !sheet.cells.is_empty() {
            opened.sheets.push((meant, sheet));
        }
    }
    Ok(opened)
}

fn sheet(book: &mut Book<'_>, name: &str, budget: &mut Budget) -> Result<Sheet, Stop> {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let mut has_empty = false;
    let first_day = if book.has_1904_epoch() { DAYS_TO_1904 } else { 0 };
    let mut reader = book.worksheet_cells_reader(name)?;
    let shown: Vec<Shown> = reader.styles().iter().map(Shown::of).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let shown = shown.get(style).copied().unwrap_or_default();
        let Some(value) = value(cell.get_value(), shown, first_day) else {
            has_empty = true;
            continue;
        };
        budget.take(1, value.length())?;
        sheet.cells.push(Cell { row, column, value });
    }
    drop(reader);
    if has_empty {
        formulas(book, name, &mut sheet, budget)?;
    }
    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
    sheet.cells.dedup_by_key(|cell| (cell.row, cell.column));
    for merged in book.merge_cells_by_sheet_name(name)? {
        sheet.merged.push([merged.start.0, merged.start.1, merged.end.0, merged.end.1]);
    }
    Ok(sheet)
}

/// Adds the formulas without a value.
fn formulas(book: &mut Book<'_>, name: &str, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Stop> {
    use calamine::XlsxFormulaMetadata::{Normal, Shared};
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        let (DataRef::Empty, Some(formula)) = (&cell.value, cell.formula) else { continue };
        let text = match formula {
            Normal { formula } | Shared { formula, .. } => formula,
            _ => String::new(),
        };
        budget.take(1, text.len())?;
        let (row, column) = cell.pos;
        sheet.cells.push(Cell { row, column, value: Value::Formula(text) });
    }
    Ok(())
}

/// How a cell's style shows what it holds.
#[derive(Clone, Copy)]
struct Shown {
    percent: bool,
    day: bool,
}

impl Default for Shown {
    fn default() -> Self {
        Self { percent: false, day: true }
    }
}

impl Shown {
    fn of(style: &Style) -> Shown {
        let Some(format) = &style.number_format else { return Shown::default() };
        let code = literal_free(&format.format_code).to_lowercase();
        // What is built in and has no code of its own shows a day.
        let day = code.is_empty() || code == "general" || code.contains('d') || !code.contains('m');
        Shown { percent: code.contains('%'), day }
    }
}

/// A format's code without texts in quotes and colours or lands in brackets.
fn literal_free(code: &str) -> String {
    let (mut quoted, mut bracketed) = (false, false);
    let mut bare = String::new();
    for letter in code.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ if quoted || bracketed => {}
            _ => bare.push(letter),
        }
    }
    bare
}

/// What a cell holds; none where nothing.
fn value(data: &DataRef<'_>, shown: Shown, first_day: i64) -> Option<Value> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| Value::Text(text.to_owned()));
    match Data::from(data.clone()) {
        Data::Empty => None,
        Data::String(held) | Data::DateTimeIso(held) | Data::DurationIso(held) => text(&held),
        Data::Int(value) => Some(Value::Number { value: value as f64, percent: shown.percent }),
        Data::Float(value) => Some(Value::Number { value, percent: shown.percent }),
        Data::Bool(yes) => Some(Value::YesNo(yes)),
        Data::Error(error) => Some(Value::Error(error.to_string())),
        Data::DateTime(when) => Some(moment(&when, shown, first_day)),
    }
}

/// Days from 30 December 1899, from which Excel counts, to 1 January 1904, from which it counts in workbooks of an old Macintosh.
const DAYS_TO_1904: i64 = 1_462;

/// A day and time; Excel counts a 29 February 1900 that never was (ECMA-376, part 1, 18.17.4.1).
fn moment(when: &ExcelDateTime, shown: Shown, first_day: i64) -> Value {
    let serial = when.as_f64();
    let seconds = (serial.rem_euclid(1.0) * 86_400.0).round() as i64;
    let (whole, seconds) = (serial.floor() as i64 + seconds / 86_400, seconds % 86_400);
    let shows_day = shown.day;
    if when.is_duration() || whole == 0 {
        let seconds = whole.saturating_mul(86_400).saturating_add(seconds);
        return Value::Moment { day: None, seconds, shows_day };
    }
    let day = match whole {
        1..=59 if first_day == 0 => whole + 1,
        _ => whole.saturating_add(first_day),
    };
    Value::Moment { day: Some(day), seconds, shows_day }
}
