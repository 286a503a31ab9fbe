//! From a folder to a scenario: files, names, rows, rules, in that order, and every fault of a step before the next.

use crate::book::{Book, Origins};
use crate::folder::{self, Found};
use crate::format::{self, Coined, DECLARED, TableSpec};
use crate::heading::{self, Places, Written};
use crate::report::{Diagnostic, Report, Severity};
use crate::sheet::Sheet;
use crate::sink::Sink;
use crate::source::{Said, Source};
use iceroad_base::civil::{Date, Zone};
use iceroad_model::climate::ClimateMode;
use iceroad_model::tables::Heading;
use iceroad_model::{Fault, Scenario, Tables, TerritoryId};
use std::path::Path;

/// What a folder gave: a scenario where nothing is wrong, and all that was found, warnings included.
#[derive(Debug)]
pub struct Checked {
    /// The scenario; none where the report has errors.
    pub scenario: Option<Scenario>,
    /// What was found.
    pub report: Report,
    /// What the scenario has that was not written in it.
    pub assumed: Vec<Assumed>,
}

/// A figure that stands where a scenario's cells are empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assumed {
    /// The table's file.
    pub file: &'static str,
    /// The column.
    pub column: String,
    /// The figure.
    pub value: String,
    /// How many rows have it so.
    pub rows: usize,
    /// Where it comes from.
    pub basis: String,
}

/// Reads a scenario folder.
///
/// # Errors
/// Everything that is wrong with it, at once, in the order of files and lines.
pub fn read(folder: &Path) -> Result<Scenario, Report> {
    let checked = check(folder);
    checked.scenario.ok_or(checked.report)
}

/// Reads a scenario folder and gives the warnings too.
pub fn check(folder: &Path) -> Checked {
    check_with(folder, |_| Vec::new())
}

/// The same, with what `further` has to say of a scenario that passed every rule, put where it was written.
pub fn check_with(folder: &Path, further: impl FnOnce(&Scenario) -> Vec<Fault>) -> Checked {
    let mut faults = Sink::default();
    let found = folder::read(folder, &mut faults);
    check_found(found, faults, further).0
}

/// The same of texts that are in no folder yet, by the names they would have there.
pub(crate) fn check_texts(texts: &[(String, String)]) -> Checked {
    check_placed(texts).0
}

/// The same, and where the rows of the model's tables are written.
pub(crate) fn check_placed(texts: &[(String, String)]) -> (Checked, Origins) {
    let mut faults = Sink::default();
    let found = folder::of_texts(texts, &mut faults);
    check_found(found, faults, |_| Vec::new())
}

fn check_found(
    found: Found,
    mut faults: Sink,
    further: impl FnOnce(&Scenario) -> Vec<Fault>,
) -> (Checked, Origins) {
    let (written, places) = match &found.heading {
        Some(source) => heading::read(source, &mut faults),
        None => (None, Places::new()),
    };
    let mut book = Book::new(found.sheets, found.records, &found.lost, faults);
    book.lost_records = found.lost_records;
    let mut tables = Tables::new(heading_of(&book, written.as_ref()));
    fill(&book, &mut tables);
    book.check_coined();
    book.check_look_alikes();
    let complete = written.is_some() && book.is_whole();
    let scenario = if complete { judge(&book, found.heading.as_ref(), &places, tables) } else { None };
    for fault in scenario.as_ref().map(further).unwrap_or_default() {
        tell(&book, found.heading.as_ref(), &places, &fault);
    }
    let assumed = book.sheets.values().flat_map(Sheet::assumed).collect();
    let origins = book.take_origins();
    let report = if found.is_workbook { book.into_report().of_workbook() } else { book.into_report() };
    let scenario = scenario.filter(|_| report.errors() == 0);
    (Checked { scenario, report, assumed }, origins)
}

/// Fills every table from the book.
fn fill(book: &Book, tables: &mut Tables) {
    book.start.set(tables.heading.start);
    for table in DECLARED {
        table.fill(book, tables);
    }
    tables.brands = book.coined(Coined::Brand).into_iter().collect();
    tables.trades = book.coined(Coined::Trade).into_iter().collect();
    tables.territories = book.coined(Coined::Territory).into_iter().collect();
}

/// The heading, or one that stands for it so that the rows can be read.
fn heading_of(book: &Book, written: Option<&Written>) -> Heading {
    let Some(written) = written.cloned() else {
        return Heading {
            name: String::new(),
            title: String::new(),
            // Before any month a plan may name, so that none is told to be outside.
            start: Date::constant(1, 1, 1),
            days: 1,
            zone: Zone::utc(),
            currency: String::new(),
            seed: 0,
            replications: 1,
            climate: ClimateMode::Resampled,
            home: TerritoryId(0),
        };
    };
    let home = TerritoryId(book.coin(Coined::Territory, &written.home, None));
    let Written { name, title, start, days, zone, currency, seed, replications, climate, .. } = written;
    Heading { name, title, start, days, zone, currency, seed, replications, climate, home }
}

/// Applies the rules of the model and puts its faults where they were written.
fn judge(book: &Book, heading: Option<&Source>, places: &Places, tables: Tables) -> Option<Scenario> {
    let judged = Scenario::new(tables);
    let faults = judged.as_ref().map_or_else(Vec::as_slice, Scenario::warnings);
    // What is lacking may be in a table that was not known.
    let unread = book.has_unread_tables();
    for fault in faults.iter().filter(|fault| !(unread && fault.code.warns())) {
        tell(book, heading, places, fault);
    }
    judged.ok()
}

fn tell(book: &Book, heading: Option<&Source>, places: &Places, fault: &Fault) {
    let warns = fault.code.warns();
    if let Some(mut diagnostic) = placed(book, heading, places, fault.clone()) {
        if warns {
            diagnostic.severity = Severity::Warning;
        }
        book.push(diagnostic);
    }
}

/// A fault of the model with its place in the text; none where it is but a consequence of one already told.
fn placed(book: &Book, heading: Option<&Source>, places: &Places, fault: Fault) -> Option<Diagnostic> {
    let Fault { code, table, row, column, value, expected, advice } = fault;
    let said = Said::new(code, &value, expected, advice);
    if table == "scenario" {
        let Some(source) = heading else { return Some(said.of_file(heading::FILE)) };
        let span =
            places.get(column).cloned().unwrap_or(0..source.text.find('\n').unwrap_or(source.text.len()));
        return Some(source.diagnostic(span, column, said));
    }
    let spec = spec_of(table);
    let Some(at) = spec.zip(row).and_then(|(spec, row)| book.origin(spec.table, row)) else {
        let file = spec.map_or(format!("{table}.csv"), |spec| spec.file.to_owned());
        let sheet = book.sheets.get(file.as_str());
        return Some(match sheet {
            Some(sheet) => sheet.of_table(column, said),
            None => {
                let severity = Severity::Error;
                Diagnostic { severity, column: column.to_owned(), ..said.of_file(&file) }
            }
        });
    };
    let sheet = book.sheets.get(at.file)?;
    if sheet.veiled || book.is_spoiled(at) {
        return None;
    }
    let columns = &sheet.spec.columns;
    let exact = columns.iter().find(|known| known.name == column);
    let with_unit = columns.iter().find(|known| {
        !column.is_empty() && known.name.strip_prefix(column).is_some_and(|rest| rest.starts_with('_'))
    });
    let column = exact.or(with_unit).map_or(column, |known| known.name.as_str());
    Some(sheet.diagnostic(at.row, column, said))
}

/// The spec of a table that a fault names by its file's stem or as the model does.
fn spec_of(table: &str) -> Option<&'static TableSpec> {
    let all = format::tables();
    all.iter().find(|spec| spec.stem() == table).or_else(|| all.iter().find(|spec| spec.table == table))
}
