//! Where faults are gathered: a few of each kind are told, the rest are counted, so that a table of a million broken rows is
//! refused in little room.

use crate::report::{Diagnostic, MOST_ALIKE, Report, unnumbered};
use iceroad_model::Code;
use std::collections::BTreeMap;

/// The faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    report: Report,
    alike: BTreeMap<(String, String, Code), usize>,
    count: usize,
}

impl Sink {
    /// Tells a fault, or counts it where enough like it are told.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.is_told(&diagnostic) {
            return;
        }
        self.count += 1;
        let key = (diagnostic.file.clone(), unnumbered(&diagnostic.column).into_owned(), diagnostic.code);
        let alike = self.alike.entry(key).or_default();
        *alike += 1;
        if *alike > MOST_ALIKE {
            self.report.suppressed += 1;
            return;
        }
        self.report.diagnostics.push(diagnostic);
    }

    /// Whether the same is told of the same value: a row that is read as two things, as a two-way leg is, breaks a rule once.
    fn is_told(&self, new: &Diagnostic) -> bool {
        let same = |one: &Diagnostic| {
            (one.code, one.line) == (new.code, new.line)
                && (&one.file, &one.column, &one.value) == (&new.file, &new.column, &new.value)
        };
        new.line.is_some() && self.report.diagnostics.iter().any(same)
    }

    /// Whether enough faults of this kind are told of this column; counts one more if so.
    pub(crate) fn is_full(&mut self, file: &str, column: &str, code: Code) -> bool {
        let key = (file.to_owned(), unnumbered(column).into_owned(), code);
        let full = self.alike.get(&key).is_some_and(|count| *count >= MOST_ALIKE);
        if full {
            self.count += 1;
            self.report.suppressed += 1;
        }
        full
    }

    /// Whether a fault of one of these codes is told.
    pub(crate) fn tells(&self, codes: &[Code]) -> bool {
        self.report.diagnostics.iter().any(|one| codes.contains(&one.code))
    }

    /// How many faults there were, told or not.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The report, in order of files and lines.
    pub(crate) fn into_report(self) -> Report {
        let mut report = self.report;
        report.sort();
        report
    }
}
