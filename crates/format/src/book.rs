//! All tables of a folder as text, with the names in them and the faults found so far.

use crate::format::Coined;
use crate::lookalike;
use crate::names::{self, At, CoinedNames, Names, Suspicion};
use crate::report::{Diagnostic, Report, Severity};
use crate::row::Row;
use crate::sheet::Sheet;
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::civil::Date;
use iceroad_model::Code;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// For each table of the model, where its rows were written.
pub(crate) type Origins = BTreeMap<&'static str, Vec<At>>;

/// Every table that was found, and what is known across them.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) sheets: BTreeMap<&'static str, Sheet>,
    /// Daily records by station.
    pub(crate) records: BTreeMap<String, Sheet>,
    /// Stations whose record is there and could not be read.
    pub(crate) lost_records: BTreeSet<String>,
    pub(crate) names: Names,
    /// The first day of the horizon.
    pub(crate) start: Cell<Date>,
    coined: RefCell<CoinedNames>,
    sink: RefCell<Sink>,
    /// Rows with a fault: what the rules say of them is likely a consequence.
    spoiled: RefCell<BTreeSet<At>>,
    /// Whether something could not be made, so that the rules would judge a scenario that was not written.
    incomplete: Cell<bool>,
    /// For each table of the model, where its rows were written.
    origins: RefCell<Origins>,
}

impl Book {
    /// A book of these tables; `lost` are those that could not be read at all.
    pub(crate) fn new(
        sheets: BTreeMap<&'static str, Sheet>,
        records: BTreeMap<String, Sheet>,
        lost: &BTreeSet<&'static str>,
        sink: Sink,
    ) -> Book {
        let mut twice = Vec::new();
        let names = Names::gather(&sheets, lost, |at, first| twice.push((at, first)));
        names::check_other_names(&sheets, |at, first| twice.push((at, first)));
        let whole = sheets.values().chain(records.values()).all(|sheet| sheet.whole);
        let book = Book {
            sheets,
            records,
            lost_records: BTreeSet::new(),
            names,
            start: Cell::new(Date::ZERO),
            coined: RefCell::default(),
            sink: RefCell::new(sink),
            spoiled: RefCell::default(),
            incomplete: Cell::new(!whole || !lost.is_empty()),
            origins: RefCell::default(),
        };
        for (at, first) in twice {
            book.tell_twice(at, first);
        }
        book
    }

    fn tell_twice(&self, at: At, first: At) {
        let (Some(sheet), Some(other)) = (self.sheets.get(at.file), self.sheets.get(first.file)) else {
            return;
        };
        let name = sheet.cell_named(at.row, "name");
        let place = other.source.place(other.span(first.row, "").start);
        let advice = format!("rename one of the two; the first is in {place}");
        let said = Said::new(Code::NameTwice, &name, "a name that no other row has", advice);
        self.spoil(at);
        self.push(sheet.diagnostic(at.row, "name", said));
    }

    /// Tells a fault.
    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.sink.borrow_mut().push(diagnostic);
    }

    /// Whether no more faults of this kind are told of this column; counts one more if so.
    pub(crate) fn is_full(&self, file: &str, column: &str, code: Code) -> bool {
        self.sink.borrow_mut().is_full(file, column, code)
    }

    /// Marks a row as faulty.
    pub(crate) fn spoil(&self, at: At) {
        self.spoiled.borrow_mut().insert(at);
    }

    /// The number of a name that exists by being used.
    pub(crate) fn coin(&self, coined: Coined, name: &str, place: Option<(At, &str)>) -> u32 {
        self.coined.borrow_mut().id(coined, name, place)
    }

    /// Such names, in order of first use.
    pub(crate) fn coined(&self, coined: Coined) -> Vec<String> {
        self.coined.borrow().names(coined).map(str::to_owned).collect()
    }

    /// Every row of a table; none where there is no such file.
    pub(crate) fn rows(&self, file: &'static str) -> impl Iterator<Item = Row<'_>> {
        self.sheets
            .get(file)
            .into_iter()
            .flat_map(move |sheet| (0..sheet.rows.len()).map(move |row| Row::read(self, sheet, row)))
    }

    /// Makes something of every row of a table and notes in which row of the model's `table` it will stand.
    pub(crate) fn make<T>(
        &self,
        file: &'static str,
        table: &'static str,
        mut make: impl FnMut(&Row<'_>) -> Option<T>,
        mut keep: impl FnMut(T),
    ) {
        for row in self.rows(file) {
            match make(&row) {
                Some(made) => {
                    self.note_origin(table, row.at());
                    keep(made);
                }
                None => self.incomplete.set(true),
            }
        }
    }

    /// Notes that the next row of the model's `table` comes from here.
    pub(crate) fn note_origin(&self, table: &'static str, at: At) {
        self.origins.borrow_mut().entry(table).or_default().push(at);
    }

    /// Notes that something could not be made.
    pub(crate) fn lose(&self) {
        self.incomplete.set(true);
    }

    /// Whether the folder has tables that are called like none, or like one of another kind.
    pub(crate) fn has_unread_tables(&self) -> bool {
        self.sink.borrow().tells(&[Code::UnknownFile, Code::TableUnread, Code::SheetUnread])
    }

    /// Whether everything written could be made.
    pub(crate) fn is_whole(&self) -> bool {
        !self.incomplete.get()
    }

    /// Where row `row` of a table of the model was written.
    pub(crate) fn origin(&self, table: &str, row: usize) -> Option<At> {
        self.origins.borrow().get(table)?.get(row).copied()
    }

    /// Where the rows of all tables were written.
    pub(crate) fn take_origins(&self) -> Origins {
        self.origins.take()
    }

    /// Whether a fault was told of this row.
    pub(crate) fn is_spoiled(&self, at: At) -> bool {
        self.spoiled.borrow().contains(&at)
    }

    /// Tells of names that may be one.
    pub(crate) fn check_coined(&self) {
        let coined = self.coined.borrow();
        for Suspicion { coined: kind, name, at, column, earlier } in coined.suspicious() {
            let Some(sheet) = self.sheets.get(at.file) else { continue };
            let expected = format!("one spelling of each {}", kind.what());
            let advice = format!("write `{earlier}` if that is meant; both are taken as they stand");
            let said = Said::new(Code::NearNames, name, expected, advice);
            let mut diagnostic = sheet.diagnostic(at.row, column, said);
            diagnostic.severity = Severity::Warning;
            self.push(diagnostic);
        }
    }

    /// Tells of names of one table that look alike.
    pub(crate) fn check_look_alikes(&self) {
        for (at, first) in names::look_alikes(&self.sheets) {
            let (Some(sheet), Some(other)) = (self.sheets.get(at.file), self.sheets.get(first.file)) else {
                continue;
            };
            let (name, earlier) = (sheet.cell_named(at.row, "name"), other.cell_named(first.row, "name"));
            let place = other.source.place(other.span(first.row, "").start);
            let expected = format!("a name that looks unlike `{earlier}` of {place}");
            let advice = format!(
                "rename one of the two, or write one name if one is meant: {}",
                lookalike::difference(&name, &earlier)
            );
            let mut diagnostic =
                sheet.diagnostic(at.row, "name", Said::new(Code::LookAlike, &name, expected, advice));
            diagnostic.severity = Severity::Warning;
            self.push(diagnostic);
        }
    }

    /// What was found.
    pub(crate) fn into_report(self) -> Report {
        self.sink.into_inner().into_report()
    }
}
