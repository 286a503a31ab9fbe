//! The text of one file, kept to show the lines that faults are about, and the bounded way it is read.
//!
//! Limits: a line of 1 MiB and a file of 512 MiB. Nothing is read that is beyond them, so that a line of two gigabytes is
//! refused after its first mebibyte.

use crate::report::{Diagnostic, Severity, Snippet};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};
use iceroad_base::text::is_unseen;
use iceroad_model::Code;
use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

/// The longest line that is read, in bytes.
pub const MOST_LINE: usize = 1 << 20;
/// The largest file that is read, in bytes.
pub const MOST_FILE: u64 = 512 << 20;
/// The widest part of a line that is shown, in bytes.
const WIDEST: usize = 110;
/// The longest value that is repeated in a message, in characters.
const LONGEST_VALUE: usize = 60;

/// A file's text, or that of a sheet of a workbook: its rows as lines.
#[derive(Debug)]
pub struct Source {
    /// From the scenario folder; of a sheet, that of the table that it holds.
    pub(crate) file: String,
    /// Without a byte order mark.
    pub(crate) text: String,
    /// Whether it had one.
    pub(crate) marked: bool,
    /// Where each line begins, once it was asked for.
    lines: OnceCell<Vec<usize>>,
    /// Where its cells stand, where it is of a workbook.
    sheet: Option<SheetPlaces>,
}

/// Where the cells of a text stand in a workbook.
#[derive(Debug, Default)]
pub(crate) struct SheetPlaces {
    /// The sheet's name, as it is in the workbook.
    pub(crate) name: String,
    /// Every cell, in the order of the text.
    pub(crate) cells: Vec<CellPlace>,
}

/// A cell of a workbook in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellPlace {
    /// Where it begins in the text.
    pub(crate) start: u32,
    /// Its row, from 0.
    pub(crate) row: u32,
    /// Its column, from 0.
    pub(crate) column: u32,
}

impl CellPlace {
    /// As spreadsheets name it, `D7`.
    pub(crate) fn name(self) -> String {
        let mut letters = Vec::new();
        let mut left = self.column + 1;
        while left > 0 {
            letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
            left = (left - 1) / 26;
        }
        format!("{}{}", letters.into_iter().rev().collect::<String>(), self.row + 1)
    }
}

/// What a fault says besides its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Said {
    /// Which rule is broken.
    pub code: Code,
    /// What was written.
    pub value: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub advice: String,
}

impl Said {
    /// A value too long to be repeated is clipped.
    pub fn new(code: Code, value: &str, expected: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { code, value: clipped(value), expected: expected.into(), advice: advice.into() }
    }

    /// A diagnostic about a whole file.
    pub(crate) fn of_file(self, file: &str) -> Diagnostic {
        let Said { code, value, expected, advice } = self;
        let column = String::new();
        let severity = Severity::Error;
        Diagnostic {
            code,
            severity,
            file: file.to_owned(),
            sheet: String::new(),
            cell: String::new(),
            line: None,
            column,
            value,
            expected,
            advice,
            snippet: None,
        }
    }
}

/// A value short enough to be repeated, with what cannot be printed made visible.
pub(crate) fn clipped(value: &str) -> String {
    let mut text = String::new();
    for (count, character) in value.chars().enumerate() {
        if count == LONGEST_VALUE {
            text.push('…');
            break;
        }
        if is_unseen(character) {
            text.extend(character.escape_default());
            continue;
        }
        text.push(character);
    }
    text
}

impl Source {
    pub(crate) fn new(file: impl Into<String>, text: impl Into<String>) -> Source {
        let (file, text) = (file.into(), text.into());
        Source { file, text, marked: false, lines: OnceCell::new(), sheet: None }
    }

    /// The text of a sheet of a workbook.
    pub(crate) fn of_sheet(file: impl Into<String>, text: String, sheet: SheetPlaces) -> Source {
        Source { sheet: Some(sheet), ..Source::new(file, text) }
    }

    /// The cell that a byte of the text is of, where it is of a workbook.
    fn cell_of(&self, at: usize) -> Option<CellPlace> {
        let cells = &self.sheet.as_ref()?.cells;
        let behind = cells.partition_point(|cell| cell.start as usize <= at);
        cells.get(behind.saturating_sub(1)).copied()
    }

    /// Where a byte of the text stands, for people: `machines.csv:7` or `machines!D7`.
    pub(crate) fn place(&self, at: usize) -> String {
        match (&self.sheet, self.cell_of(at)) {
            (Some(sheet), Some(cell)) => format!("{}!{}", sheet.name, cell.name()),
            _ => format!("{}:{}", self.file, self.line_of(at)),
        }
    }

    /// The text with all before a byte blank, so that every byte stays where it is: for tables below a title.
    pub(crate) fn below(&self, at: usize) -> Source {
        let above = self.text[..at].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
        Source::new(self.file.clone(), above.collect::<String>() + &self.text[at..])
    }

    /// The line of a byte of the text, or the row of its sheet, from 1.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        if let Some(cell) = self.cell_of(at) {
            return cell.row as usize + 1;
        }
        let lines = self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        });
        lines.partition_point(|start| *start <= at)
    }

    /// A diagnostic about these bytes of the text.
    pub(crate) fn diagnostic(&self, span: Range<usize>, column: &str, said: Said) -> Diagnostic {
        let Said { code, value, expected, advice } = said;
        let line = self.line_of(span.start);
        Diagnostic {
            code,
            severity: Severity::Error,
            file: self.file.clone(),
            sheet: self.sheet.as_ref().map_or(String::new(), |sheet| sheet.name.clone()),
            cell: self.cell_of(span.start).map_or(String::new(), CellPlace::name),
            line: Some(line),
            column: column.to_owned(),
            value,
            expected,
            advice,
            snippet: Some(self.snippet(span)),
        }
    }

    fn snippet(&self, span: Range<usize>) -> Snippet {
        let before = &self.text[..span.start];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[span.start..].find('\n').map_or(self.text.len(), |at| span.start + at);
        let line = self.text[start..end].trim_end_matches('\r');
        let from = (span.start - start).min(line.len());
        let to = (span.end.max(span.start) - start).clamp(from, line.len());
        let letters = |until: usize| line[..until].chars().count() + 1;
        let (text, span) = cut(line, from..to);
        Snippet { text, span, letters: letters(from)..letters(to) }
    }
}

/// At most [`WIDEST`] bytes of the line around the span, with control characters and tabs blanked.
fn cut(line: &str, span: Range<usize>) -> (String, Range<usize>) {
    let mut from = 0;
    let mut to = line.len();
    if line.len() > WIDEST {
        from = span.start.saturating_sub(WIDEST / 3);
        to = (from + WIDEST).min(line.len());
    }
    while !line.is_char_boundary(from) {
        from -= 1;
    }
    while !line.is_char_boundary(to) {
        to += 1;
    }
    let mut text = String::new();
    let mut shown = Range { start: 0, end: 0 };
    if from > 0 {
        text.push('…');
    }
    for (at, character) in line[from..to].char_indices() {
        if from + at == span.start {
            shown.start = text.len();
        }
        if from + at == span.end {
            shown.end = text.len();
        }
        text.push(if is_unseen(character) { ' ' } else { character });
    }
    if span.start >= to {
        shown.start = text.len();
    }
    if span.end >= to {
        shown.end = text.len();
    }
    if to < line.len() {
        text.push('…');
    }
    shown.end = shown.end.max(shown.start);
    (text, shown)
}

/// Reads a file within the limits; none where there is no such file. One that is not UTF-8 is read by the encoding that is
/// named, if any is.
///
/// # Errors
/// The fault of the file, told for the whole of it or for a place in it.
pub(crate) fn load(
    folder: &Path,
    file: &str,
    encoding: Option<&'static Encoding>,
) -> Result<Option<Source>, Box<Diagnostic>> {
    load_lines(folder, file, MOST_LINE, encoding)
}

/// The same for a file that may well be one long line, as JSON made by a program is.
///
/// # Errors
/// As [`load`].
pub(crate) fn load_unbroken(folder: &Path, file: &str) -> Result<Option<Source>, Box<Diagnostic>> {
    load_lines(folder, file, MOST_FILE as usize, None)
}

fn load_lines(
    folder: &Path,
    file: &str,
    most_line: usize,
    encoding: Option<&'static Encoding>,
) -> Result<Option<Source>, Box<Diagnostic>> {
    let bytes = match load_bytes(&folder.join(file), most_line) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(None),
        Err(said) => return Err(Box::new(said.of_file(file))),
    };
    let (marked, text) = decoded(bytes, encoding).map_err(|(at, said)| {
        let mut diagnostic = said.of_file(file);
        diagnostic.line = at;
        Box::new(diagnostic)
    })?;
    Ok(Some(Source { marked, ..Source::new(file, text) }))
}

/// The bytes of a file within the limits; none where there is none.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn load_bytes(path: &Path, most_line: usize) -> Result<Option<Vec<u8>>, Said> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(&error)),
    };
    if about.is_dir() {
        return Err(Said::new(Code::FileIsFolder, "", "a text file", "rename or remove the folder"));
    }
    if !about.is_file() {
        return Err(Said::new(Code::FileSpecial, "", "a text file", "put a plain file in its place"));
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    bounded(file, about.len(), most_line).map(Some)
}

/// Reads all of a file, or no more than is needed to see that it is beyond a limit.
fn bounded(mut from: impl Read, length: u64, most_line: usize) -> Result<Vec<u8>, Said> {
    let mut bytes = Vec::new();
    let mut since_line = 0;
    let mut chunk = vec![0_u8; 1 << 16];
    loop {
        let count = match from.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(&error)),
        };
        for byte in &chunk[..count] {
            since_line = if *byte == b'\n' { 0 } else { since_line + 1 };
            if since_line > most_line {
                let expected = format!("lines of at most {most_line} bytes");
                return Err(Said::new(
                    Code::LineTooLong,
                    "",
                    expected,
                    "check that the file is a table with line breaks",
                ));
            }
        }
        bytes.extend_from_slice(&chunk[..count]);
        if bytes.len() > MOST_LINE && length.max(bytes.len() as u64) > MOST_FILE {
            let value = format!("{length} bytes");
            let expected = format!("at most {MOST_FILE} bytes");
            return Err(Said::new(
                Code::FileTooLarge,
                &value,
                expected,
                "keep only the rows the scenario needs",
            ));
        }
    }
}

/// What the system's error means to a planner.
pub(crate) fn unreadable(error: &io::Error) -> Said {
    // ELOOP is 40 on Linux and 62 on macOS; the standard library has no stable name for it.
    let looped = cfg!(unix) && matches!(error.raw_os_error(), Some(40 | 62));
    if looped {
        return Said::new(Code::LinkLoop, "", "a file", "remove the link and put the file in its place");
    }
    let text = error.to_string();
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied => "give yourself the right to read it",
        io::ErrorKind::NotFound => "the link leads nowhere; put the file in its place",
        _ => "see that the disk is well and the file can be opened",
    };
    Said::new(Code::FileUnreadable, &text, "a file that can be read", advice)
}

/// The text of the bytes without a byte order mark, and whether it is to be written with one: so is what was not UTF-8, that
/// the spreadsheet it came from knows it for UTF-8.
fn decoded(
    bytes: Vec<u8>,
    encoding: Option<&'static Encoding>,
) -> Result<(bool, String), (Option<usize>, Said)> {
    if bytes.is_empty() {
        let advice = "write a header line, or remove the file";
        return Err((None, Said::new(Code::EmptyFile, "", "at least a header line", advice)));
    }
    if let Some((wide, mark)) =
        Encoding::for_bom(&bytes).filter(|(found, _)| [UTF_16LE, UTF_16BE].contains(found))
    {
        return match wide.decode_without_bom_handling_and_without_replacement(&bytes[mark..]) {
            Some(text) => Ok((true, text.into_owned())),
            None => {
                Err((None, Said::new(Code::NotText, "broken UTF-16", "UTF-8 text", "save it as CSV UTF-8")))
            }
        };
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let said = Said::new(
            Code::NotText,
            "a zip archive or workbook",
            "UTF-8 text",
            "save the sheet as CSV UTF-8",
        );
        return Err((None, said));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let value = format!("a NUL at byte {at}");
        let said = Said::new(Code::NotText, &value, "UTF-8 text", "save it as CSV UTF-8");
        return Err((Some(line_of(&bytes, at)), said));
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            let marked = text.starts_with('\u{feff}');
            if marked {
                text.drain(..'\u{feff}'.len_utf8());
            }
            if !text.contains('\n') {
                // An old Macintosh ends lines so.
                text = text.replace('\r', "\n");
            }
            Ok((marked, text))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let text =
                encoding.and_then(|named| named.decode_without_bom_handling_and_without_replacement(&bytes));
            match text {
                Some(text) => Ok((true, text.into_owned())),
                None => Err((Some(line_of(&bytes, at)), not_utf8(&bytes, at, encoding))),
            }
        }
    }
}

/// What to say of bytes that are not UTF-8 from `at` on: how the word there reads in the encodings that spreadsheets save in.
fn not_utf8(bytes: &[u8], at: usize, named: Option<&'static Encoding>) -> Said {
    let value = format!("0x{:02X} at byte {at}", bytes[at]);
    let is_end = |byte: &u8| *byte < 0x80 && !byte.is_ascii_alphanumeric();
    let start = bytes[..at].iter().rposition(is_end).map_or(0, |before| before + 1);
    let end = bytes[at..].iter().position(is_end).map_or(bytes.len(), |length| at + length);
    let word = &bytes[start..end];
    let read_by = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(word)?;
        Some(format!("`{}` by {}", clipped(&text), encoding.name().to_lowercase()))
    };
    let mut found: Vec<String> = [WINDOWS_1251, WINDOWS_1252].into_iter().filter_map(read_by).collect();
    if let Some(named) = named {
        found = vec![format!("not whole by {}, which scenario.toml names", named.name().to_lowercase())];
    }
    let reads = if found.is_empty() { String::new() } else { format!("it reads {}; ", found.join(" and ")) };
    let advice = format!(
        "{reads}save it as UTF-8 (spreadsheets call it CSV UTF-8), or write the encoding's name as `encoding = \"…\"` under \
         `[sheets]` in scenario.toml"
    );
    Said::new(Code::NotUtf8, &value, "UTF-8 text", advice)
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Endless text without a line break.
    struct Endless {
        given: usize,
    }

    impl Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            into.fill(b'x');
            self.given += into.len();
            Ok(into.len())
        }
    }

    #[test]
    fn a_line_of_two_gigabytes_is_refused_after_its_first_mebibyte() {
        let mut endless = Endless { given: 0 };
        let said = bounded(&mut endless, 2 << 30, MOST_LINE).unwrap_err();
        assert_eq!(said.code, Code::LineTooLong);
        assert!(endless.given <= MOST_LINE + (1 << 17), "read {} bytes", endless.given);
    }

    #[test]
    fn a_file_beyond_the_limit_is_refused_by_its_length() {
        let rows = "1,2,3\n".repeat(MOST_LINE / 3);
        let said = bounded(rows.as_bytes(), MOST_FILE + 1, MOST_LINE).unwrap_err();
        assert_eq!(said.code, Code::FileTooLarge);
    }

    #[test]
    fn a_long_line_is_cut_around_the_value_at_whole_characters() {
        let line = format!("{}x,ÄÖÜ,{}", "é".repeat(400), "ж".repeat(400));
        let from = line.find('Ä').unwrap();
        let (text, span) = cut(&line, from..from + "ÄÖÜ".len());
        assert_eq!(&text[span], "ÄÖÜ");
        assert!(text.len() < WIDEST + 12);
    }
}
