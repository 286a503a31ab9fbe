//! A scenario written as a workbook: its tables as they stand, with what each column holds as a note, lists of the words and names
//! that are legal, and one sheet of help.
//!
//! What a spreadsheet would make a day of is in columns of text. The same scenario gives the same bytes.
//!
//! Pitfall: spreadsheets know no day before 1900 and keep fifteen digits: what they could not hold is written as text, and is
//! read as such.

use super::cell::number_text;
use super::help::{self, Line};
use super::{HEADING, HELP, in_sheets, sheet_of};
use crate::catalogue;
use crate::cell::{expected, one_of};
use crate::folder::{self, Found};
use crate::format::{self, ColumnSpec, KeyKind, Kind, Need, RECORDS, TableSpec, Target, keys};
use crate::init::failed;
use crate::read;
use crate::report::Report;
use crate::sheet::{Sheet, UNREAD};
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::civil::{Date, parse_date};
use iceroad_model::Code;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatBorder, Formula,
    Note, Url, Workbook, Worksheet, XlsxError,
};
use std::path::Path;
use toml_edit::{DocumentMut, Item, Table};

/// The hidden sheet of lists that are longer than a cell's rule may be.
const LISTS: &str = "_lists";
/// Rows below a table that have its lists too.
const MORE_ROWS: u32 = 500;
/// The widest column, in letters.
const WIDEST: usize = 40;
/// Letters of all words of a list together, where a cell's rule holds them.
const LONGEST_LIST: usize = 250;

/// The bytes of a scenario, a folder or a workbook, as a workbook of its own sheets and columns; `all`: of every table and column
/// of the format, empty ones too.
///
/// # Errors
/// Everything that is wrong with the scenario, or what of it no workbook can hold.
pub fn workbook(from: &Path, all: bool) -> Result<Vec<u8>, Report> {
    let checked = read::check(from);
    if checked.scenario.is_none() {
        return Err(checked.report);
    }
    written(&folder::read(from, &mut Sink::default()), all)
}

/// The same of files by their names and texts, as [`crate::write()`] gives them.
///
/// # Errors
/// As [`workbook`].
pub fn workbook_of(texts: &[(String, String)], all: bool) -> Result<Vec<u8>, Report> {
    let mut faults = Sink::default();
    let found = folder::of_texts(texts, &mut faults);
    let report = faults.into_report();
    if report.errors() > 0 {
        return Err(report);
    }
    written(&found, all)
}

fn written(found: &Found, all: bool) -> Result<Vec<u8>, Report> {
    let refused = |error: XlsxError| {
        let advice = "keep the scenario as a folder, which has no such limit";
        let said = Said::new(Code::FileUnwritable, &error.to_string(), "what a workbook can hold", advice);
        failed(said, "")
    };
    let mut writer = Writer { found, all, book: Workbook::new(), styles: Styles::new(), lists: Vec::new() };
    writer.write().and_then(|()| writer.book.save_to_buffer()).map_err(refused)
}

/// How cells look.
struct Styles {
    required: Format,
    optional: Format,
    unread: Format,
    text: Format,
    day: Format,
    plain: Format,
    title: Format,
    wrapped: Format,
}

impl Styles {
    fn new() -> Styles {
        let header = || Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
        Styles {
            required: header().set_background_color("1F3A5F").set_font_color("FFFFFF"),
            optional: header().set_background_color("DCE6F1"),
            unread: header().set_italic().set_background_color("F2F2F2"),
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            plain: Format::new(),
            title: Format::new().set_bold().set_font_size(13),
            wrapped: Format::new().set_text_wrap(),
        }
    }

    fn of(&self, kind: Option<Kind>) -> &Format {
        match kind {
            Some(Kind::Number { .. } | Kind::Fixed { .. }) => &self.plain,
            Some(Kind::Date) => &self.day,
            _ => &self.text,
        }
    }
}

/// A column as it is written.
struct Column<'f> {
    name: String,
    spec: Option<&'f ColumnSpec>,
    /// Its texts; none where the table has no such column.
    place: Option<usize>,
}

struct Writer<'f> {
    found: &'f Found,
    all: bool,
    book: Workbook,
    styles: Styles,
    /// The columns of the hidden sheet.
    lists: Vec<Vec<String>>,
}

impl<'f> Writer<'f> {
    fn write(&mut self) -> Result<(), XlsxError> {
        // The day of making would give other bytes each time.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        self.book
            .set_properties(&DocProperties::new().set_creation_datetime(&made).set_title("Iceroad scenario"));
        self.help()?;
        self.heading()?;
        let found = self.found;
        for spec in format::tables() {
            let sheet = found.sheets.get(spec.file).filter(|sheet| sheet.is_written());
            if sheet.is_some() || self.all {
                self.table(spec, &sheet_of(spec.file), sheet)?;
            }
            if spec.file == "stations.csv" {
                for (station, sheet) in found.written_records() {
                    let name = sheet_of(&format!("{RECORDS}/{station}.csv"));
                    self.table(format::daily_record(), &name, Some(sheet))?;
                }
            }
        }
        self.lists()
    }

    fn help(&mut self) -> Result<(), XlsxError> {
        let rows =
            |spec: &TableSpec| match self.found.sheets.get(spec.file).filter(|sheet| sheet.is_written()) {
                Some(sheet) => Some(sheet.written_rows().count()),
                None => self.all.then_some(0),
            };
        let lines = help::lines(rows);
        let sheet = self.book.add_worksheet();
        sheet.set_name(HELP)?;
        sheet.set_column_width(0, 24)?.set_column_width(1, 9)?.set_column_width(2, 110)?;
        for (row, line) in (0..).zip(lines) {
            match line {
                Line::Title(text) => sheet.write_string_with_format(row, 0, text, &self.styles.title)?,
                Line::Text(text) => sheet.write_string(row, 0, text)?,
                Line::Sheet { name, rows, about } => {
                    match rows {
                        Some(_) => sheet.write_url_with_text(
                            row,
                            0,
                            Url::new(format!("internal:'{name}'!A1")),
                            name,
                        )?,
                        None => sheet.write_string(row, 0, name)?,
                    };
                    let told = match rows {
                        Some(1) => "1 row".to_owned(),
                        Some(rows) => format!("{rows} rows"),
                        None => "not used".to_owned(),
                    };
                    sheet.write_string(row, 1, told)?.write_string_with_format(
                        row,
                        2,
                        about,
                        &self.styles.wrapped,
                    )?
                }
            };
        }
        Ok(())
    }

    fn heading(&mut self) -> Result<(), XlsxError> {
        let text = self.found.heading.as_ref().map_or("", |source| source.text.as_str());
        let document: DocumentMut = text.parse().unwrap_or_default();
        let styles = &self.styles;
        let sheet = self.book.add_worksheet();
        sheet.set_name(HEADING)?.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in (0..).zip([("key", 20), ("value", 34), ("meaning", 70), ("note", 40)])
        {
            sheet
                .write_string_with_format(0, column, name, &styles.optional)?
                .set_column_width(column, width)?;
        }
        for (row, key) in (1..).zip(keys()) {
            let table = if key.section.is_empty() {
                Some(document.as_table())
            } else {
                document.get(key.section).and_then(Item::as_table)
            };
            let style = if key.default.is_none() { &styles.required } else { &styles.optional };
            let name = if key.section.is_empty() {
                key.name.to_owned()
            } else {
                format!("{}.{}", key.section, key.name)
            };
            sheet.write_string_with_format(row, 0, name, style)?;
            let default = key.default.filter(|default| !default.is_empty());
            let meaning =
                default.map_or(key.doc.to_owned(), |default| format!("{}; if empty, {default}", key.doc));
            let meaning = in_sheets(&meaning);
            tall(sheet, row, &meaning, 70)?;
            sheet.write_string_with_format(row, 2, meaning, &styles.wrapped)?;
            if let KeyKind::Choice(words) = key.kind {
                let rule = DataValidation::new().allow_list_strings(words)?;
                sheet.add_data_validation(row, 1, row, 1, &rule)?;
            }
            let value = table.and_then(|table| table.get(key.name)).and_then(Item::as_value);
            let value = value.map(|value| match value.as_str() {
                Some(text) => text.to_owned(),
                None => value.clone().decorated("", "").to_string(),
            });
            let value = value.unwrap_or_default();
            match key.kind {
                KeyKind::Whole { .. } | KeyKind::Version => number(sheet, (row, 1), &value, &styles.plain)?,
                KeyKind::Date => day(sheet, (row, 1), &value, &styles.day)?,
                _ => words(sheet, (row, 1), &value, &styles.text)?,
            }
            let note = table.map_or(String::new(), |table| comments(table, key.name));
            words(sheet, (row, 3), &note, &styles.text)?;
        }
        Ok(())
    }

    fn table(&mut self, spec: &'f TableSpec, name: &str, table: Option<&Sheet>) -> Result<(), XlsxError> {
        let columns = columns(spec, table, self.all);
        let rows: Vec<usize> = table.map_or(Vec::new(), |table| table.written_rows().collect());
        let rules: Vec<Option<DataValidation>> = columns
            .iter()
            .map(|column| column.spec.map_or(Ok(None), |spec| self.rule(spec)))
            .collect::<Result<_, _>>()?;
        let styles = &self.styles;
        let sheet = self.book.add_worksheet();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for ((at, column), rule) in (0..).zip(&columns).zip(rules) {
            let kind = column.spec.map(|spec| spec.kind);
            let style = match column.spec.map(|spec| spec.need) {
                Some(Need::Required) => &styles.required,
                Some(_) => &styles.optional,
                None => &styles.unread,
            };
            let format = styles.of(kind);
            sheet.set_column_format(at, format)?;
            sheet.write_string_with_format(0, at, &column.name, style)?;
            if let Some(spec) = column.spec {
                sheet.insert_note(0, at, &note(spec))?;
            }
            let mut width = column.name.chars().count() + 2;
            for (below, row) in (1..).zip(&rows) {
                let Some(text) = table.zip(column.place).map(|(table, place)| table.cell_of(*row, place))
                else {
                    break;
                };
                width = width.max(text.chars().count() + 1);
                match kind {
                    Some(Kind::Number { .. } | Kind::Fixed { .. }) => {
                        number(sheet, (below, at), &text, format)?
                    }
                    Some(Kind::Date) => day(sheet, (below, at), &text, format)?,
                    _ => words(sheet, (below, at), &text, format)?,
                }
            }
            sheet.set_column_width(at, width.min(WIDEST) as f64)?;
            if let Some(rule) = rule {
                sheet.add_data_validation(1, at, rows.len() as u32 + MORE_ROWS, at, &rule)?;
            }
        }
        Ok(())
    }

    /// The list of what a column takes, where it takes one of a few.
    fn rule(&mut self, column: &ColumnSpec) -> Result<Option<DataValidation>, XlsxError> {
        let rule = match column.kind {
            Kind::YesNo => DataValidation::new().allow_list_strings(&["yes", "no"])?,
            Kind::Choice(words) if words.iter().map(|word| word.len() + 1).sum::<usize>() <= LONGEST_LIST => {
                DataValidation::new().allow_list_strings(words)?
            }
            Kind::Choice(words) => {
                let listed = self.listed(words.iter().map(|word| (*word).to_owned()).collect());
                DataValidation::new().allow_list_formula(listed)
            }
            Kind::Ref(target) => {
                return Ok(self.names(target).map(|names| {
                    // A name may be written before its row is.
                    let rule = DataValidation::new().allow_list_formula(names);
                    rule.set_error_style(DataValidationErrorStyle::Warning)
                }));
            }
            Kind::RefList(target) => {
                return Ok(self.names(target).map(|names| {
                    // One name is picked; more are typed behind it, which no rule of a spreadsheet can hold to a list.
                    DataValidation::new().allow_list_formula(names).show_error_message(false)
                }));
            }
            _ => return Ok(None),
        };
        let rule = rule.set_error_title("Not one of the list")?;
        let told = match column.kind {
            Kind::Choice(words) => format!("Write {}.", one_of(words).replace('`', "")),
            _ => "Write yes or no.".to_owned(),
        };
        Ok(Some(rule.set_error_message(told.chars().take(220).collect::<String>())?))
    }

    /// The names that a column may refer to, as they stand in their own sheet, or on the hidden one where several sheets or the
    /// catalogue have them.
    fn names(&mut self, target: Target) -> Option<Formula> {
        let found = self.found;
        let files = target.files();
        let there =
            |file: &&&'static str| self.all || found.sheets.get(**file).is_some_and(Sheet::is_written);
        let there: Vec<&'static str> = files.iter().filter(there).copied().collect();
        let shelf: Vec<&str> = catalogue::names(target).collect();
        if let [file] = files[..]
            && shelf.is_empty()
        {
            there.first()?;
            let spec = format::tables().iter().find(|spec| spec.file == file)?;
            let columns = columns(spec, found.sheets.get(file), self.all);
            let at = columns.iter().position(|column| column.name == "name")?;
            let (sheet, letters) =
                (sheet_of(file), rust_xlsxwriter::utility::column_number_to_name(at as u16));
            return Some(Formula::new(format!(
                "=OFFSET('{sheet}'!${letters}$2,0,0,MAX(1,COUNTA('{sheet}'!${letters}$2:${letters}$5000)),1)"
            )));
        }
        let sheets = there.iter().filter_map(|file| found.sheets.get(file));
        let names = sheets
            .flat_map(|sheet| (0..sheet.rows.len()).map(|row| sheet.cell_named(row, "name").into_owned()));
        let mut names: Vec<String> = names.collect();
        for name in shelf {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        (!names.is_empty()).then(|| self.listed(names))
    }

    /// A list on the hidden sheet.
    fn listed(&mut self, words: Vec<String>) -> Formula {
        let known = self.lists.iter().position(|list| *list == words);
        let at = known.unwrap_or(self.lists.len());
        let letters = rust_xlsxwriter::utility::column_number_to_name(at as u16);
        let formula = Formula::new(format!("='{LISTS}'!${letters}$1:${letters}${}", words.len()));
        if known.is_none() {
            self.lists.push(words);
        }
        formula
    }

    fn lists(&mut self) -> Result<(), XlsxError> {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = self.book.add_worksheet();
        sheet.set_name(LISTS)?.set_hidden(true);
        for (column, list) in (0..).zip(&self.lists) {
            for (row, word) in (0..).zip(list) {
                sheet.write_string_with_format(row, column, word, &self.styles.text)?;
            }
        }
        Ok(())
    }
}

/// The columns of a sheet: those of its table as they stand, and where asked for all others.
fn columns<'f>(spec: &'f TableSpec, table: Option<&Sheet>, all: bool) -> Vec<Column<'f>> {
    let named = table.map(Sheet::columns).unwrap_or_default();
    let column =
        |(name, place): (String, usize)| Column { spec: spec.column(&name), name, place: Some(place) };
    let mut columns: Vec<Column<'f>> = named.into_iter().map(column).collect();
    if all || table.is_none() {
        let names = spec.columns.iter().map(|column| column.name.as_str()).chain(UNREAD);
        for name in names {
            if !columns.iter().any(|column| column.name == name) {
                columns.push(Column { name: name.to_owned(), spec: spec.column(name), place: None });
            }
        }
    }
    columns
}

/// Makes a row as tall as a text is in a column of so many letters: not every spreadsheet does so by itself.
fn tall(sheet: &mut Worksheet, row: u32, text: &str, letters: usize) -> Result<(), XlsxError> {
    let lines = text.chars().count().div_ceil(letters).max(1);
    sheet.set_row_height(row, 15.0 * lines as f64).map(|_| ())
}

/// What a column holds, in words.
fn note(column: &ColumnSpec) -> Note {
    let need = match column.need {
        Need::Required => "must be filled".to_owned(),
        Need::Catalogued => "must be filled where the row names nothing of the catalogue".to_owned(),
        Need::Optional => "may be empty".to_owned(),
        Need::Default(default) => format!("if empty, {default}"),
    };
    let text =
        format!("{}\n\nHolds {}; {need}.", in_sheets(&column.doc), expected(column.kind).replace('`', ""));
    let lines: usize = text.lines().map(|line| 1 + line.chars().count() / 42).sum();
    Note::new(text).add_author_prefix(false).set_width(280).set_height(24 + 16 * lines as u32)
}

/// The comments above a key and behind its value; of the first key of a table, those above the table too.
fn comments(table: &Table, key: &str) -> String {
    let Some((found, item)) = table.get_key_value(key) else { return String::new() };
    let is_first = table.iter().next().is_some_and(|(first, _)| first == key);
    let raw = [
        table.decor().prefix().filter(|_| is_first),
        found.leaf_decor().prefix(),
        item.as_value().and_then(|value| value.decor().suffix()),
    ];
    let texts = raw.into_iter().flatten().filter_map(|raw| raw.as_str());
    let lines = texts.flat_map(str::lines).filter_map(|line| line.trim().strip_prefix('#'));
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Writes a text; nothing where it is empty.
fn words(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if !text.is_empty() {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

/// Writes a number, as text where a spreadsheet does not keep it as it is.
fn number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    let is_kept = |value: &f64| {
        number_text(*value).parse() == Ok(*value) && (*value != 0.0 || value.is_sign_positive())
    };
    let exact = value.filter(|value| is_kept(value) && is_plain(text));
    match exact {
        Some(value) => sheet.write_number_with_format(row, column, value, format).map(|_| ()),
        None => words(sheet, (row, column), text, format),
    }
}

/// Whether a text is digits, a sign, a point and an exponent, as far as a number is.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
}

/// Writes a day, as text where a spreadsheet does not know it.
fn day(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let date = parse_date(text).ok().filter(|date| *date >= Date::constant(1900, 3, 1));
    match date {
        Some(date) => {
            let (year, month, day) =
                (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs());
            let when = ExcelDateTime::from_ymd(year, month, day)?;
            sheet.write_datetime_with_format(row, column, &when, format).map(|_| ())
        }
        None => words(sheet, (row, column), text, format),
    }
}
