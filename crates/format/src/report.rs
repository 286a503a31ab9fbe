//! What is wrong with a scenario folder: every fault at once, each with its place in the text.
//!
//! A [`Diagnostic`] says what is wrong ([`Code`]), where (file, line, column), what was written, what was expected and what
//! to do. A [`Report`] shows itself as plain lines (`Display`), as a compiler would ([`Report::render`]) or as JSON
//! ([`Report::to_json`]). To people equal faults are shown once, with the places of the others: thirty rows that name a mine
//! which is not there are one thing to mend.

use crate::format::tables;
use crate::heading;
use crate::workbook::{in_sheets, sheet_of};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet as Shown};
use iceroad_model::Code;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The scenario is not run.
    Error,
    /// It is run, but may not be what was meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// The line a diagnostic is about, cut to a width that can be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snippet {
    /// The line or the part of it around the value.
    pub text: String,
    /// The bytes of `text` that are meant.
    pub span: Range<usize>,
    /// The letters of the whole line that are meant, from 1, for editors.
    pub letters: Range<usize>,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    /// Which rule was broken.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The file, from the scenario folder; empty where it is the folder itself. Of a workbook, that of the table that the sheet holds.
    pub file: String,
    /// The sheet of a workbook, as it is called there; empty in a folder.
    pub sheet: String,
    /// The cell of that sheet, `D7`; empty where it is the whole sheet.
    pub cell: String,
    /// The line, or the row of the sheet, from 1; none where it is the whole file.
    pub line: Option<usize>,
    /// The column or key; empty where it is the whole row.
    pub column: String,
    /// What was written, as the planner would know it; empty where nothing was.
    pub value: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub advice: String,
    /// The line itself.
    pub snippet: Option<Snippet>,
}

impl std::error::Error for Diagnostic {}

impl Diagnostic {
    /// Without file and line: what is wrong with which value.
    fn headline(&self) -> String {
        let title =
            if self.sheet.is_empty() { self.code.title().to_owned() } else { in_sheets(self.code.title()) };
        if self.value.is_empty() {
            return title;
        }
        // The rules tell of several things in one value, each in its own quotes.
        let quote = if self.value.contains('`') { "" } else { "`" };
        format!("{title}: {quote}{}{quote}", self.value)
    }

    /// Where it stands in a workbook, `machines!D7`, or the file; empty where it is all of it.
    fn origin(&self) -> String {
        match (self.sheet.is_empty(), self.cell.is_empty()) {
            (true, _) => self.file.clone(),
            (false, true) => self.sheet.clone(),
            (false, false) => format!("{}!{}", self.sheet, self.cell),
        }
    }

    /// Whether to mend one is to know how to mend the other.
    fn is_equal(&self, other: &Diagnostic) -> bool {
        let same_value = !self.value.is_empty() && self.value == other.value;
        let same_words = (&self.expected, &self.advice) == (&other.expected, &other.advice);
        (same_value || self.is_of_column(other)) && self.is_of_kind(other) && same_words
    }

    /// Whether the other is the same fault in the same column.
    fn is_of_column(&self, other: &Diagnostic) -> bool {
        let same_column = self.file == other.file && unnumbered(&self.column) == unnumbered(&other.column);
        !self.column.is_empty() && self.line.is_some() && same_column && self.is_of_kind(other)
    }

    fn is_of_kind(&self, other: &Diagnostic) -> bool {
        (self.severity, self.code) == (other.severity, other.code)
    }

    fn to_json(&self) -> Value {
        json!({
            "code": self.code.to_string(),
            "severity": self.severity.to_string(),
            "title": self.code.title(),
            "file": self.file,
            "sheet": (!self.sheet.is_empty()).then_some(&self.sheet),
            "cell": (!self.cell.is_empty()).then_some(&self.cell),
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "expected": self.expected,
            "advice": self.advice,
            "from": self.snippet.as_ref().map(|snippet| snippet.letters.start),
            "to": self.snippet.as_ref().map(|snippet| snippet.letters.end),
            "snippet": self.snippet.as_ref().map(|snippet| &snippet.text),
        })
    }

    /// With the places of those that are equal to it.
    fn render(&self, renderer: &Renderer, equal: &[&Diagnostic]) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(self.headline()).id(self.code.to_string());
        let expected = format!("expected {}", self.expected);
        let help = Level::HELP.message(self.advice.as_str());
        let also = (!equal.is_empty()).then(|| Level::NOTE.message(places(equal)));
        let origin = self.origin();
        let Some(snippet) = &self.snippet else {
            let note = Level::NOTE.message(expected);
            if origin.is_empty() {
                return renderer.render(&[title.element(note).element(help).elements(also)]);
            }
            let mut origin = Origin::path(origin.as_str());
            if let Some(line) = self.line.filter(|_| self.sheet.is_empty()) {
                origin = origin.line(line);
            }
            return renderer.render(&[title.element(origin).element(note).element(help).elements(also)]);
        };
        let shown = Shown::source(snippet.text.as_str())
            .line_start(self.line.unwrap_or(1))
            .annotation(AnnotationKind::Primary.span(snippet.span.clone()).label(expected));
        let group: Group<'_> = title.element(shown.path(origin.as_str())).element(help).elements(also);
        let text = renderer.render(&[group]);
        if self.sheet.is_empty() { text } else { self.without_line(&origin, text) }
    }

    /// A cell's name says all: the line and column behind it are those of no text that anybody sees.
    fn without_line(&self, origin: &str, mut text: String) -> String {
        let told = format!("{origin}:{}:", self.line.unwrap_or(1));
        if let Some(at) = text.find(&told) {
            let behind = &text[at + told.len()..];
            let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
            text.replace_range(at + origin.len()..at + told.len() + digits, "");
        }
        text
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = self.origin();
        if !origin.is_empty() {
            write!(f, "{origin}:")?;
            if let Some(line) = self.line.filter(|_| self.sheet.is_empty()) {
                write!(f, "{line}:")?;
            }
            if !self.column.is_empty() {
                write!(f, "{}:", self.column)?;
            }
            f.write_str(" ")?;
        }
        let Self { severity, code, expected, advice, .. } = self;
        write!(f, "{severity}[{code}]: {}; expected {expected}; {advice}", self.headline())
    }
}

/// Everything that is wrong with a scenario folder, in the order of files and lines.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Faults beyond [`MOST_ALIKE`] of one kind in one column, which are counted and not told.
    pub suppressed: usize,
}

/// So many faults of one kind in one column of one file are told; more say nothing new.
pub const MOST_ALIKE: usize = 50;

impl Report {
    /// Whether nothing is wrong, not even a little.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many errors there are, those counted and not told included.
    pub fn errors(&self) -> usize {
        let told = self.count(Severity::Error);
        told + if self.has_warnings_alone() { 0 } else { self.suppressed }
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning) + if self.has_warnings_alone() { self.suppressed } else { 0 }
    }

    /// What is not told is like something that is.
    fn has_warnings_alone(&self) -> bool {
        !self.diagnostics.is_empty() && self.count(Severity::Error) == 0
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// As a compiler shows it, each with the line of text it is about; coloured for a terminal where asked.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut text = String::new();
        for group in self.groups() {
            text.push_str(&group[0].render(&renderer, &group[1..]));
            text.push_str("\n\n");
        }
        text.push_str(&self.summary());
        text.push('\n');
        text
    }

    /// How much is wrong, in one line.
    pub fn summary(&self) -> String {
        let mut text = format!("{}, {}", plural(self.errors(), "error"), plural(self.warnings(), "warning"));
        if self.suppressed > 0 {
            text.push_str(&format!(" ({} more like those shown are not shown)", self.suppressed));
        }
        text
    }

    /// For machines.
    pub fn to_json(&self) -> Value {
        json!({
            "errors": self.errors(),
            "warnings": self.warnings(),
            "suppressed": self.suppressed,
            "diagnostics": self.diagnostics.iter().map(Diagnostic::to_json).collect::<Vec<_>>(),
        })
    }

    /// Those that are equal, in the order of the first of each; what is beyond [`MOST_OF_COLUMN`] in one column goes with the last.
    fn groups(&self) -> Vec<Vec<&Diagnostic>> {
        let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
        for new in &self.diagnostics {
            let of_column = groups.iter().enumerate().filter(|(_, group)| group[0].is_of_column(new));
            let of_column: Vec<usize> = of_column.map(|(at, _)| at).collect();
            let last = of_column.last().copied().filter(|_| of_column.len() >= MOST_OF_COLUMN);
            let equal = groups.iter().position(|group| group[0].is_equal(new));
            match equal.or(last) {
                Some(at) => groups[at].push(new),
                None => groups.push(vec![new]),
            }
        }
        groups
    }

    /// Names sheets where it names files: the scenario is a workbook.
    pub(crate) fn of_workbook(mut self) -> Report {
        for told in &mut self.diagnostics {
            told.expected = in_sheets(&told.expected);
            told.advice = in_sheets(&told.advice);
            if told.file == heading::FILE {
                // A cell needs no quotes.
                told.expected = told.expected.replace(" in quotes", "");
                told.advice = told.advice.replace(", without quotes", "");
            }
            if told.sheet.is_empty() && !told.file.is_empty() {
                told.sheet = sheet_of(&told.file);
            }
        }
        self
    }

    /// Puts the diagnostics in the order in which the files are best written, and of lines.
    pub(crate) fn sort(&mut self) {
        self.diagnostics.sort_by(|a, b| {
            let place = |d: &Diagnostic| {
                let at = d.snippet.as_ref().map(|snippet| snippet.span.start);
                (rank(&d.file), d.file.clone(), d.line, at)
            };
            place(a).cmp(&place(b)).then(a.code.cmp(&b.code))
        });
    }
}

/// The folder, the heading, the tables in the format's own order, all else.
fn rank(file: &str) -> usize {
    match file {
        "" => 0,
        heading::FILE => 1,
        _ => 2 + tables().iter().position(|spec| spec.file == file).unwrap_or(tables().len()),
    }
}

/// So many faults of one kind in one column are shown in full to people, each with what to do; of more only the places.
const MOST_OF_COLUMN: usize = 3;
/// Places that are named in one note at most.
const MOST_PLACES: usize = 12;

/// `also in machines.csv, lines 3, 4 and 7; stock.csv, line 2; and 20 more places`.
fn places(equal: &[&Diagnostic]) -> String {
    let mut files: Vec<(&Diagnostic, Vec<String>)> = Vec::new();
    for &one in equal.iter().take(MOST_PLACES) {
        let line =
            if one.cell.is_empty() { one.line.map(|line| line.to_string()) } else { Some(one.cell.clone()) };
        match files.last_mut() {
            // Of a file that is one long line, once.
            Some((first, lines)) if (&first.file, &first.sheet) == (&one.file, &one.sheet) => {
                lines.extend(line.filter(|line| !lines.contains(line)));
            }
            _ => files.push((one, line.into_iter().collect())),
        }
    }
    let told = files.iter().map(|(one, lines)| match &lines[..] {
        [] if one.sheet.is_empty() => one.file.clone(),
        [] => one.sheet.clone(),
        lines if !one.sheet.is_empty() => format!("{}!{}", one.sheet, lines.join(", ")),
        [line] => format!("{}, line {line}", one.file),
        lines => format!("{}, lines {}", one.file, lines.join(", ")),
    });
    let mut text = format!("also in {}", told.collect::<Vec<_>>().join("; "));
    if let Some(more) = equal.len().checked_sub(MOST_PLACES).filter(|more| *more > 0) {
        text.push_str(&format!("; and {}", plural(more, "more place")));
    }
    text
}

fn plural(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.diagnostics {
            writeln!(f, "{diagnostic}")?;
        }
        f.write_str(&self.summary())
    }
}

impl std::error::Error for Report {}

/// A path within JSON without the numbers of members: ten thousand positions of a map are one column.
pub(crate) fn unnumbered(path: &str) -> Cow<'_, str> {
    if !path.contains('[') {
        return Cow::Borrowed(path);
    }
    let mut within = false;
    let mut is_kept = |letter: char| {
        within = letter == '[' || within && letter.is_ascii_digit();
        !(within && letter.is_ascii_digit())
    };
    Cow::Owned(path.chars().filter(|&letter| is_kept(letter)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_list_are_one_column() {
        assert_eq!(unnumbered("features[31].geometry.coordinates[4]"), "features[].geometry.coordinates[]");
        assert_eq!(unnumbered("limit [km/h2]"), "limit [km/h2]");
    }
}
