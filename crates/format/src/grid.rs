//! CSV text as fields with their places, by a strict reader of its own.
//!
//! Common readers of CSV are lenient with quotes and drop the place of a field, which a planner needs to find a fault; this
//! one refuses quotes where none may stand and keeps the bytes of every field. Fields are separated by commas, rows by LF
//! or CRLF; a field in double quotes may hold commas, line breaks and doubled quotes. Blanks around a field mean nothing;
//! rows that hold nothing but commas are skipped.

use crate::sink::Sink;
use crate::source::{Said, Source};
use iceroad_model::Code;
use std::borrow::Cow;
use std::ops::Range;

/// One field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Field {
    start: u32,
    end: u32,
    quoted: bool,
}

impl Field {
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

/// A table's text in fields.
#[derive(Debug)]
pub(crate) struct Grid {
    pub(crate) header: Vec<Field>,
    pub(crate) rows: Vec<Vec<Field>>,
    /// Whether rows were lost, so that a name that is not found may well be there.
    pub(crate) torn: bool,
}

/// Splits the text; faults go to `faults`.
pub(crate) fn split(source: &Source, faults: &mut Sink) -> Grid {
    let mut splitter = Splitter { source, bytes: source.text.as_bytes(), at: 0, torn: false, faults };
    let mut rows = Vec::new();
    while let Some(row) = splitter.row() {
        if row.iter().any(|field| !source.text[field.span()].trim().is_empty()) {
            rows.push(row);
        }
    }
    let torn = splitter.torn;
    let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    Grid { header, rows, torn }
}

/// The bytes of every field of every row, blanks and quotes around it included; rows that hold nothing are there too.
pub(crate) fn raw(source: &Source) -> Vec<Vec<Range<usize>>> {
    let mut faults = Sink::default();
    let bytes = source.text.as_bytes();
    let mut splitter = Splitter { source, bytes, at: 0, torn: false, faults: &mut faults };
    let mut rows = Vec::new();
    while splitter.at < bytes.len() {
        let mut row = Vec::new();
        loop {
            let start = splitter.at;
            splitter.field();
            row.push(start..splitter.at);
            let goes_on = bytes.get(splitter.at) == Some(&b',');
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
    at: usize,
    torn: bool,
    faults: &'a mut Sink,
}

impl Splitter<'_> {
    fn row(&mut self) -> Option<Vec<Field>> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.field());
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    return Some(row);
                }
                None => return Some(row),
            }
        }
    }

    /// Reads a field and stops at the comma, the line break or the end after it.
    fn field(&mut self) -> Field {
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t')) {
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
            if matches!(byte, b',' | b'\n') {
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
        Field { start: start as u32, end: end as u32, quoted }
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
}
