//! CSV text as fields with their places, by a strict reader of its own.
//!
//! Common readers of CSV are lenient with quotes and drop the place of a field, which a planner needs to find a fault; this
//! one refuses quotes where none may stand and keeps the bytes of every field. Fields are separated by commas, semicolons, tabs or
//! bars, whichever the header has most of, or by what a first line such as `sep=;` says, as spreadsheets write and read it; rows by LF or CRLF; a field in double quotes may hold commas, line breaks and doubled quotes. Blanks around a field mean nothing;
//! rows that hold nothing but separators are skipped.

use crate::sink::Sink;
use crate::source::{Said, Source};
use iceroad_model::Code;
use std::borrow::Cow;
use std::ops::Range;

/// What a field was before it was text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    /// Text, which is all that a file of text holds.
    Text,
    /// A number of a workbook, which can be read in one way only.
    Number,
    /// A day or a time of a workbook.
    Moment,
    /// An error of a workbook, or a formula that was never worked out.
    Fault,
}

/// One field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Field {
    start: u32,
    end: u32,
    quoted: bool,
    pub(crate) held: Held,
}

impl Field {
    /// A cell of a workbook.
    pub(crate) fn of_cell(span: Range<usize>, held: Held) -> Field {
        // A workbook's text is below 4 GiB, see `workbook::open`.
        Field { start: span.start as u32, end: span.end as u32, quoted: false, held }
    }

    /// Its bytes in the text, without blanks and quotes around.
    pub(crate) fn span(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What it says.
    pub(crate) fn text(self, source: &Source) -> Cow<'_, str> {
        let raw = &source.text[self.span()];
        if self.quoted && raw.contains('"') {
            return Cow::Owned(raw.replace("\"\"", "\"").trim().to_owned());
        }
        Cow::Borrowed(raw.trim())
    }
}

/// What stands between fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Separator(u8);

impl Separator {
    /// What stands there where the text does not say otherwise.
    pub(crate) const COMMA: Separator = Separator(b',');
    /// What stands there in a workbook: nothing, as each cell is for itself.
    pub(crate) const CELLS: Separator = Separator(0);
    /// Those that sheets are exported with.
    pub(crate) const COMMON: [Separator; 4] =
        [Separator(b';'), Separator(b'\t'), Separator(b'|'), Separator::COMMA];

    /// What the first line says or the header has, and where the header may begin.
    pub(crate) fn of(text: &str) -> (Separator, usize) {
        let none = (Separator::in_header(text), 0);
        let end = text.find('\n').map_or(text.len(), |at| at + 1);
        let line = text[..end].trim_end_matches(['\n', '\r']).trim_matches('"');
        let (Some(key), Some(said)) = (line.get(..4), line.get(4..)) else { return none };
        let Some(&mark) = said.as_bytes().first() else { return none };
        let is_mark = mark == b'\t' || mark.is_ascii_punctuation() && mark != b'"';
        // A sheet that took the line for a row may have put separators or a quote after it.
        let ends = said.bytes().skip(1).all(|byte| byte == mark || byte == b'"');
        if key.eq_ignore_ascii_case("sep=") && is_mark && ends { (Separator(mark), end) } else { none }
    }

    /// What the first line that is not empty has most of: no column's name holds any of them.
    fn in_header(text: &str) -> Separator {
        let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        let count = |separator: &Separator| header.bytes().filter(|byte| *byte == separator.0).count();
        // Of as many, the last: commas.
        let most = Separator::COMMON.into_iter().max_by_key(count);
        most.filter(|separator| count(separator) > 0).unwrap_or(Separator::COMMA)
    }

    /// The character.
    pub(crate) fn mark(self) -> char {
        char::from(self.0)
    }

    /// In words, several of them.
    pub(crate) fn name(self) -> String {
        match self.0 {
            b',' => "commas".to_owned(),
            b';' => "semicolons".to_owned(),
            b'\t' => "tabs".to_owned(),
            b'|' => "bars".to_owned(),
            _ => format!("`{}`", self.mark()),
        }
    }

    /// In words, one of them.
    pub(crate) fn one(self) -> String {
        match self.0 {
            b',' | b';' | b'\t' | b'|' => format!("a {}", self.name().trim_end_matches('s')),
            _ => self.name(),
        }
    }
}

/// A table's text in fields.
#[derive(Debug)]
pub(crate) struct Grid {
    pub(crate) header: Vec<Field>,
    pub(crate) rows: Vec<Vec<Field>>,
    pub(crate) separator: Separator,
    /// Whether rows were lost, so that a name that is not found may well be there.
    pub(crate) torn: bool,
}

/// Splits the text; faults go to `faults`.
pub(crate) fn split(source: &Source, faults: &mut Sink) -> Grid {
    let mut splitter = Splitter::new(source, faults);
    let mut rows = Vec::new();
    while let Some(row) = splitter.row() {
        if row.iter().any(|field| !source.text[field.span()].trim().is_empty()) {
            rows.push(row);
        }
    }
    let (torn, separator) = (splitter.torn, splitter.separator);
    let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    Grid { header, rows, separator, torn }
}

/// The bytes of every field of every row, blanks and quotes around it included; rows that hold nothing are there too, a line
/// that names the separator is not.
pub(crate) fn raw(source: &Source) -> Vec<Vec<Range<usize>>> {
    let mut faults = Sink::default();
    let mut splitter = Splitter::new(source, &mut faults);
    let mut rows = Vec::new();
    while splitter.at < splitter.bytes.len() {
        let mut row = Vec::new();
        loop {
            let start = splitter.at;
            splitter.field();
            row.push(start..splitter.at);
            let goes_on = splitter.bytes.get(splitter.at) == Some(&splitter.separator.0);
            splitter.at += 1;
            if !goes_on {
                break;
            }
        }
        rows.push(row);
    }
    rows
}

struct Splitter<'a> {
    source: &'a Source,
    bytes: &'a [u8],
    separator: Separator,
    at: usize,
    torn: bool,
    faults: &'a mut Sink,
}

impl<'a> Splitter<'a> {
    fn new(source: &'a Source, faults: &'a mut Sink) -> Self {
        let (separator, at) = Separator::of(&source.text);
        Splitter { source, bytes: source.text.as_bytes(), separator, at, torn: false, faults }
    }

    fn row(&mut self) -> Option<Vec<Field>> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.field());
            match self.bytes.get(self.at) {
                Some(&byte) if byte == self.separator.0 => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    return Some(row);
                }
                None => return Some(row),
            }
        }
    }

    /// Reads a field and stops at the separator, the line break or the end after it.
    fn field(&mut self) -> Field {
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(&(byte @ b' ' | byte @ b'\t')) if byte != self.separator.0)
        {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'"') {
            return self.quoted();
        }
        self.at = start;
        self.skip_plain();
        let raw = &self.source.text[start..self.at];
        if let Some(quote) = raw.find('"') {
            self.stray(start + quote, raw);
        }
        let from = start + (raw.len() - raw.trim_start().len());
        self.kept(from, from + raw.trim().len(), false)
    }

    fn skip_plain(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            if *byte == self.separator.0 || *byte == b'\n' {
                break;
            }
            self.at += 1;
        }
    }

    fn quoted(&mut self) -> Field {
        let open = self.at;
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') if self.bytes.get(self.at + 1) == Some(&b'"') => self.at += 2,
                Some(b'"') => break,
                Some(_) => self.at += 1,
                None => {
                    self.unclosed(open);
                    return self.kept(open + 1, self.at, true);
                }
            }
        }
        let close = self.at;
        self.at += 1;
        let after = self.at;
        self.skip_plain();
        let rest = &self.source.text[after..self.at];
        if !rest.trim().is_empty() {
            let shown = &self.source.text[open..self.at];
            self.stray(close, shown);
        }
        self.kept(open + 1, close, true)
    }

    fn kept(&self, start: usize, end: usize, quoted: bool) -> Field {
        // Files are below 4 GiB, see `source::MOST_FILE`.
        Field { start: start as u32, end: end as u32, quoted, held: Held::Text }
    }

    fn stray(&mut self, at: usize, shown: &str) {
        let advice = "put the whole field in quotes and double the quotes within it";
        let said = Said::new(Code::StrayQuote, shown.trim(), "quotes around a whole field only", advice);
        self.faults.push(self.source.diagnostic(at..at + 1, "", said));
    }

    fn unclosed(&mut self, open: usize) {
        self.torn = true;
        let advice = "close the quote; all text after it was taken for this field";
        let said = Said::new(Code::UnclosedQuote, "", "a closing quote", advice);
        self.faults.push(self.source.diagnostic(open..open + 1, "", said));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<Vec<String>>, usize) {
        let source = Source::new("x.csv", text);
        let mut faults = Sink::default();
        let grid = split(&source, &mut faults);
        let mut all = vec![grid.header];
        all.extend(grid.rows);
        let told = |row: &Vec<Field>| row.iter().map(|field| field.text(&source).into_owned()).collect();
        (all.iter().map(told).collect(), faults.count())
    }

    #[test]
    fn quotes_hold_commas_line_breaks_and_doubled_quotes() {
        let (rows, faults) = cells("a, b ,c\r\n\"1,5\",\"x\ny\",\"say \"\"so\"\"\"\r\n,,\n\n 2 ,,3");
        assert_eq!(rows, [vec!["a", "b", "c"], vec!["1,5", "x\ny", "say \"so\""], vec!["2", "", "3"]]);
        assert_eq!(faults, 0);
    }

    #[test]
    fn a_quote_within_a_plain_field_and_text_after_a_quoted_one_are_faults() {
        assert_eq!(cells("a,b\n5\" pipe,2\n\"x\"y,3\n\"never").1, 3);
    }

    #[test]
    fn a_first_line_that_names_the_separator_is_followed_and_is_no_row() {
        for (first, mark) in
            [("sep=;", ";"), ("SEP=|", "|"), ("sep=\t", "\t"), ("\"sep=;\"", ";"), ("sep=,,,", ",")]
        {
            let text = format!("{first}\r\na{mark} b \r\n\"1{mark}2\"{mark}3\r\n");
            let (rows, faults) = cells(&text);
            assert_eq!(
                rows,
                [vec!["a".to_owned(), "b".to_owned()], vec![format!("1{mark}2"), "3".to_owned()]],
                "{first}"
            );
            assert_eq!(faults, 0);
        }
        for text in ["sep=", "sep=x\n1", "separator,b\n1,2", "a\n1;2", "a,b;c\n", ""] {
            assert_eq!(Separator::of(text), (Separator::COMMA, 0), "{text}");
        }
    }

    #[test]
    fn what_stands_between_fields_is_what_the_header_has_most_of() {
        for (text, mark) in
            [("a;b;c\r\n1,5;2;3", ';'), ("\na\tb\n1\t2", '\t'), ("a|b", '|'), ("a;b,c,d", ',')]
        {
            assert_eq!(Separator::of(text).0.mark(), mark, "{text}");
        }
        let (rows, faults) = cells("name;title\n\"a;b\";1,5\n;\n");
        assert_eq!(rows, [vec!["name", "title"], vec!["a;b", "1,5"]]);
        assert_eq!(faults, 0);
    }
}
