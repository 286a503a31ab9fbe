//! The cells of an OpenDocument workbook (ODF 1.3, part 3, chapter 9), as LibreOffice and others write it.
//!
//! A cell or row that is repeated is written once with a number; blank ones to the edge of the sheet are too, and are not made.

use super::Meant;
use super::cell::days_to;
use super::open::{Budget, Cell, Opened, Sheet, Value, broken};
use crate::source::Said;
use iceroad_base::civil::parse_date;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeSet;

/// Rows and columns of the largest sheet there is.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// Reads the sheets that are known from the workbook's content.
///
/// # Errors
/// What is wrong with the workbook.
pub(super) fn read(
    content: &str,
    meant: &dyn Fn(&str) -> Meant,
    budget: &mut Budget,
) -> Result<Opened, Said> {
    let mut reader = Reader::from_str(content);
    reader.config_mut().expand_empty_elements = true;
    let mut ods = Ods {
        opened: Opened { sheets: Vec::new(), others: Vec::new() },
        hidden: BTreeSet::new(),
        style: String::new(),
    };
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(start) if start.name().as_ref() == "style:style" => {
                ods.style = attribute(&start, "style:name")?.unwrap_or_default();
            }
            Event::Start(start)
                if start.name().as_ref() == "style:table-properties"
                    && attribute(&start, "table:display")?.as_deref() == Some("false") =>
            {
                ods.hidden.insert(ods.style.clone());
            }
            Event::Start(start) if start.name().as_ref() == "table:table" => {
                ods.table(&start, &mut reader, meant, budget)?
            }
            Event::Eof => return Ok(ods.opened),
            _ => {}
        }
    }
}

struct Ods {
    opened: Opened,
    /// Styles of tables that are not shown.
    hidden: BTreeSet<String>,
    style: String,
}

impl Ods {
    fn table(
        &mut self,
        start: &BytesStart<'_>,
        reader: &mut Reader<&[u8]>,
        meant: &dyn Fn(&str) -> Meant,
        budget: &mut Budget,
    ) -> Result<(), Said> {
        let name = attribute(start, "table:name")?.unwrap_or_default();
        let style = attribute(start, "table:style-name")?.unwrap_or_default();
        let meant = meant(&name);
        if matches!(meant, Meant::Nothing | Meant::Other) {
            if meant == Meant::Other && !self.hidden.contains(&style) {
                self.opened.others.push(name);
            }
            reader.read_to_end(start.name()).map_err(|error| broken(&error))?;
            return Ok(());
        }
        let mut sheet = Sheet { name, ..Sheet::default() };
        let mut row = 0_u32;
        loop {
            match reader.read_event().map_err(|error| broken(&error))? {
                Event::Start(start) if start.name().as_ref() == "table:table-row" => {
                    let times = repeated(&start, "table:number-rows-repeated")?;
                    rows(&mut sheet, row, times, reader, budget)?;
                    row = row.saturating_add(times);
                }
                Event::End(end) if end.name().as_ref() == "table:table" => break,
                Event::Eof => return Err(broken(&"a sheet has no end")),
                _ => {}
            }
        }
        if !sheet.cells.is_empty() {
            self.opened.sheets.push((meant, sheet));
        }
        Ok(())
    }
}

/// Reads a row that stands in so many places.
fn rows(
    sheet: &mut Sheet,
    row: u32,
    times: u32,
    reader: &mut Reader<&[u8]>,
    budget: &mut Budget,
) -> Result<(), Said> {
    let first = sheet.cells.len();
    let mut column = 0_u32;
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(start) if is_cell(&start) => {
                let across = repeated(&start, "table:number-columns-repeated")?;
                let spans = [
                    spanned(&start, "table:number-rows-spanned")?,
                    spanned(&start, "table:number-columns-spanned")?,
                ];
                if spans != [1, 1] {
                    let (bottom, right) =
                        (row.saturating_add(spans[0] - 1), column.saturating_add(spans[1] - 1));
                    sheet.merged.push([row, column, bottom, right]);
                }
                if let Some(value) = cell(&start, reader)? {
                    // A value that fills all to the edge of a sheet is more than any table has.
                    let across = across.min(MOST_COLUMNS.saturating_sub(column));
                    let times = times.min(MOST_ROWS.saturating_sub(row));
                    budget.take((across as usize).saturating_mul(times as usize), value.length())?;
                    let cells = (0..across).map(|at| Cell { row, column: column + at, value: value.clone() });
                    sheet.cells.extend(cells);
                }
                column = column.saturating_add(across);
            }
            Event::End(end) if end.name().as_ref() == "table:table-row" => break,
            Event::Eof => return Err(broken(&"a row has no end")),
            _ => {}
        }
    }
    let written = sheet.cells[first..].to_vec();
    let last = times.min(MOST_ROWS.saturating_sub(row));
    for at in 1..if written.is_empty() { 0 } else { last } {
        sheet.cells.extend(written.iter().map(|cell| Cell { row: row + at, ..cell.clone() }));
    }
    Ok(())
}

fn is_cell(start: &BytesStart<'_>) -> bool {
    matches!(start.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

/// What a cell holds, read to its end; none where nothing.
fn cell(start: &BytesStart<'_>, reader: &mut Reader<&[u8]>) -> Result<Option<Value>, Said> {
    let get = |name: &str| attribute(start, name);
    let sort = get("calcext:value-type")?.or(get("office:value-type")?).unwrap_or_default();
    let (number, day, time) = (get("office:value")?, get("office:date-value")?, get("office:time-value")?);
    let (truth, string, formula) =
        (get("office:boolean-value")?, get("office:string-value")?, get("table:formula")?);
    let shown = text(start.name().as_ref(), reader)?;
    let is_blank = |text: &str| text.trim().is_empty();
    let number =
        |percent| number.and_then(|text| text.parse().ok()).map(|value| Value::Number { value, percent });
    let value = match sort.as_str() {
        "float" | "currency" => number(false),
        "percentage" => number(true),
        "boolean" => truth.map(|text| Value::YesNo(text == "true")),
        "date" => day.as_deref().map(day_value),
        "time" => time.as_deref().map(time_value),
        "error" => Some(Value::Error(shown.clone())),
        _ => string.or(Some(shown)).filter(|text| !is_blank(text)).map(Value::Text),
    };
    Ok(value
        .or(formula
            .map(|text| Value::Formula(text.trim_start_matches("of:").trim_start_matches('=').to_owned()))))
}

/// `2026-07-01` or `2026-07-01T06:00:00`; what is neither stays text.
fn day_value(text: &str) -> Value {
    let (day, clock) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let parts: Vec<i64> = clock.split([':', '.']).take(3).filter_map(|part| part.parse().ok()).collect();
    match (parse_date(day), &parts[..]) {
        (Ok(date), [hour @ 0..24, minute @ 0..60, second @ 0..60]) => {
            let seconds = hour * 3_600 + minute * 60 + second;
            Value::Moment { day: Some(days_to(date)), seconds, shows_day: true }
        }
        _ => Value::Text(text.to_owned()),
    }
}

/// `PT07H30M00S`; what is no such length of time stays text.
fn time_value(text: &str) -> Value {
    let units = text.strip_prefix("PT").map(|rest| rest.split_inclusive(['H', 'M', 'S']));
    let mut seconds = 0_i64;
    for part in units.into_iter().flatten() {
        let (number, unit) = part.split_at(part.len() - 1);
        let whole = number.split('.').next().and_then(|whole| whole.parse::<i64>().ok());
        let each = match unit {
            "H" => 3_600,
            "M" => 60,
            _ => 1,
        };
        match whole.and_then(|whole| whole.checked_mul(each)) {
            Some(more) => seconds = seconds.saturating_add(more),
            None => return Value::Text(text.to_owned()),
        }
    }
    if text.starts_with("PT") {
        Value::Moment { day: None, seconds, shows_day: true }
    } else {
        Value::Text(text.to_owned())
    }
}

/// The paragraphs of a cell, read to its end, without what is noted or drawn on it.
fn text(name: &str, reader: &mut Reader<&[u8]>) -> Result<String, Said> {
    let mut text = String::new();
    let mut paragraphs = 0;
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(start) => match start.name().as_ref() {
                "text:p" => {
                    text.push_str(if paragraphs > 0 { "\n" } else { "" });
                    paragraphs += 1;
                }
                "text:s" => {
                    let blanks = repeated(&start, "text:c")?.min(1_000);
                    text.extend(std::iter::repeat_n(' ', blanks as usize));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "office:annotation" | "draw:frame" | "draw:custom-shape" | "draw:g" => {
                    reader.read_to_end(start.name()).map_err(|error| broken(&error))?;
                }
                _ => {}
            },
            Event::Text(more) if paragraphs > 0 => text.push_str(&more.xml10_content()),
            Event::GeneralRef(entity) if paragraphs > 0 => {
                let letter = entity.resolve_char_ref().map_err(|error| broken(&error))?;
                match letter {
                    Some(letter) => text.push(letter),
                    None => text.push_str(resolve_predefined_entity(&entity.xml10_content()).unwrap_or("")),
                }
            }
            Event::End(end) if end.name().as_ref() == name => return Ok(text),
            Event::Eof => return Err(broken(&"a cell has no end")),
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Said> {
    let found = start.try_get_attribute(name).map_err(|error| broken(&error))?;
    let value = found.map(|found| found.normalized_value(XmlVersion::Implicit1_0));
    Ok(value.transpose().map_err(|error| broken(&error))?.map(std::borrow::Cow::into_owned))
}

/// How often something stands there: once, where it is not told.
fn repeated(start: &BytesStart<'_>, name: &str) -> Result<u32, Said> {
    let told = attribute(start, name)?;
    Ok(told.and_then(|text| text.parse().ok()).unwrap_or(1))
}

/// Over how many rows or columns a cell reaches.
fn spanned(start: &BytesStart<'_>, name: &str) -> Result<u32, Said> {
    Ok(repeated(start, name)?.clamp(1, MOST_ROWS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days_are_read_as_they_are_kept() {
        assert_eq!(time_value("PT07H30M00S"), Value::Moment { day: None, seconds: 27_000, shows_day: true });
        assert_eq!(
            time_value("PT24H00M00.000000000S"),
            Value::Moment { day: None, seconds: 86_400, shows_day: true }
        );
        assert_eq!(time_value("7:30"), Value::Text("7:30".to_owned()));
        let Value::Moment { day, seconds, .. } = day_value("1899-12-31T06:00:01") else { panic!("no day") };
        assert_eq!((day, seconds), (Some(1), 21_601));
        assert_eq!(day_value("2026-02-31"), Value::Text("2026-02-31".to_owned()));
    }
}
