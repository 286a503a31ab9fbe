//! Changing a scenario folder that a planner wrote, leaving the rest of it alone.
//!
//! What is not changed comes back byte for byte: the columns `source` and `note`, the order of rows and columns, how numbers and
//! dates are spelled, quotes and blanks, empty rows, line breaks, a byte order mark, the comments of `scenario.toml`. An [`Edit`]
//! changes single cells, rows and keys, or all that differs from a changed [`Scenario`], and is saved whole or not at all.
//!
//! ```
//! # use iceroad_base::quantity::MeterHours;
//! # use iceroad_model::Scenario;
//! # let place = tempfile::tempdir()?;
//! # let folder = &place.path().join("mine");
//! iceroad_format::init(folder)?;
//! let mut edit = iceroad_format::edit(folder)?;
//! // All that differs from a changed scenario …
//! let mut tables = edit.scenario().clone().into_tables();
//! tables.machines.iter_mut().for_each(|machine| machine.meter = MeterHours::clamped(1_000.0));
//! let changed = Scenario::new(tables).map_err(|faults| format!("{faults:?}"))?;
//! edit.replace(&changed)?;
//! // … or by table, row and column.
//! edit.set("stock", 0, "on_hand", "3")?;
//! edit.set("technicians.csv", 0, "note", "two more asked for on Monday")?;
//! edit.set_key("seed", "7")?;
//! // Nothing is written unless the whole holds together.
//! let scenario = edit.save()?;
//! assert_eq!(scenario.heading.seed, 7);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Terms: a **record** is a row of a file's text, its header and empty rows among them; a **row** is one that says something.

mod changes;
mod heading;
mod row;
mod text;

pub(crate) use changes::{Cells, key_columns, pairs};
pub use row::RowRef;
pub(crate) use text::encoded;

use crate::cell;
use crate::folder;
use crate::format::{self, KeySpec, Kind, Need, RECORDS, TableSpec};
use crate::heading as toml;
use crate::init::{failed, save, unwritable};
use crate::names::At;
use crate::nearest::{did_you_mean, nearest};
use crate::out::Out;
use crate::read::{self, Checked};
use crate::report::{Diagnostic, Report};
use crate::sheet::UNREAD;
use crate::sink::Sink;
use crate::source::{Said, Source};
use crate::spelling::Told;
use crate::workbook::is_workbook;
use crate::write;
use changes::Order;
use iceroad_model::{Code, Scenario, Tables};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use text::TableText;

/// A scenario folder being changed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Where it is; none: its texts are in no folder.
    folder: Option<PathBuf>,
    scenario: Scenario,
    heading: String,
    /// Whether `scenario.toml` begins with a byte order mark.
    marked: bool,
    tables: BTreeMap<String, TableText>,
    /// The texts as they are in the folder.
    before: BTreeMap<String, String>,
}

/// A row as it is written.
#[derive(Debug)]
pub struct RowText<'a> {
    text: &'a TableText,
    record: usize,
}

impl RowText<'_> {
    /// What a cell says; empty where there is no such column.
    pub fn cell(&self, column: &str) -> String {
        self.text.cell(self.record, column)
    }
}

/// What is wrong with a change: which rule it broke, in which file, line and column.
type Wrong = Box<Diagnostic>;

/// Opens a scenario folder to change it, or a workbook as the folder that says the same.
///
/// # Errors
/// Everything that is wrong with it: only a scenario that holds together can be changed.
pub fn edit(folder: &Path) -> Result<Edit, Report> {
    let scenario = read::read(folder)?;
    let mut faults = Sink::default();
    let (sources, told) = folder::sources(folder, &mut faults);
    let report = faults.into_report();
    if report.errors() > 0 {
        return Err(report);
    }
    Ok(Edit::of(Some(folder.to_owned()), scenario, sources, told))
}

/// Opens a scenario that is in no folder, by its files' texts as [`crate::write()`] gives them. Saving it judges it, and writes
/// nothing; its texts are [`Edit::texts`].
///
/// # Errors
/// As [`edit`].
pub fn edit_texts(texts: &[(String, String)]) -> Result<Edit, Report> {
    let checked = read::check_texts(texts);
    let Some(scenario) = checked.scenario else { return Err(checked.report) };
    let sources: Vec<Source> = texts.iter().map(|(file, text)| Source::new(file, text)).collect();
    let heading = sources.iter().find(|source| source.file == toml::FILE);
    let told = heading.map(toml::told).unwrap_or_default();
    Ok(Edit::of(None, scenario, sources, told))
}

impl Edit {
    fn of(folder: Option<PathBuf>, scenario: Scenario, sources: Vec<Source>, told: Told) -> Edit {
        let mut edit = Edit {
            folder,
            scenario,
            heading: String::new(),
            marked: false,
            tables: BTreeMap::new(),
            before: BTreeMap::new(),
        };
        for source in sources {
            if source.file == toml::FILE {
                edit.marked = source.marked;
                edit.heading = source.text;
            } else if let Ok((file, spec)) = table_of(&source.file) {
                edit.tables.insert(file, TableText::parse(&source, spec, &told));
            }
        }
        edit.before = edit.texts();
        edit
    }

    /// The scenario as the folder has it; changes that are not saved do not count.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// What a cell says; empty where it is, or where there is no such column or file.
    ///
    /// # Errors
    /// Where there is no such table, row or column.
    pub fn cell<'r>(&self, table: &str, row: impl Into<RowRef<'r>>, column: &str) -> Result<String, Wrong> {
        let (file, spec) = table_of(table)?;
        column_of(&file, spec, column)?;
        let (text, record) = self.row(&file, spec, row.into())?;
        Ok(text.cell(record, column))
    }

    /// All that a row says, by column: the cells that hold something.
    ///
    /// # Errors
    /// Where there is no such table or row.
    pub fn row_cells<'r>(
        &self,
        table: &str,
        row: impl Into<RowRef<'r>>,
    ) -> Result<Vec<(String, String)>, Wrong> {
        let (file, spec) = table_of(table)?;
        let (text, record) = self.row(&file, spec, row.into())?;
        let cells = text.columns().iter().map(|column| (column.clone(), text.cell(record, column)));
        Ok(cells.filter(|(_, said)| !said.is_empty()).collect())
    }

    /// Writes a cell. A column that the file does not have is added to it.
    ///
    /// # Errors
    /// Where there is no such table, row or column, or the cell cannot hold that.
    pub fn set<'r>(
        &mut self,
        table: &str,
        row: impl Into<RowRef<'r>>,
        column: &str,
        value: &str,
    ) -> Result<(), Wrong> {
        let (file, spec) = table_of(table)?;
        let (text, record) = self.row(&file, spec, row.into())?;
        fits(&file, spec, column, value).map_err(|wrong| at_line(wrong, text.line(record)))?;
        if let Some(text) = self.tables.get_mut(&file) {
            text.set(record, column, value);
        }
        Ok(())
    }

    /// Adds a row at the end of a table, of its cells by column; a file that is not there is made.
    ///
    /// # Errors
    /// Where there is no such table or column, a cell cannot hold that, or one is missing that the table needs.
    pub fn add(&mut self, table: &str, cells: &[(&str, &str)]) -> Result<(), Wrong> {
        let (file, spec) = table_of(table)?;
        for (column, value) in cells {
            fits(&file, spec, column, value)?;
        }
        for column in spec.columns.iter().filter(|column| column.need == Need::Required) {
            if !cells.iter().any(|(name, _)| *name == column.name) {
                fits(&file, spec, &column.name, "")?;
            }
        }
        let text = self.tables.entry(file).or_insert_with(|| new_table(spec));
        text.push(cells);
        Ok(())
    }

    /// Adds every row of a table's text, as [`Edit::add`] does.
    ///
    /// # Errors
    /// As [`Edit::add`].
    pub(crate) fn append(&mut self, file: &str, text: &str) -> Result<(), Wrong> {
        let (_, spec) = table_of(file)?;
        let new = TableText::parse(&Source::new(file, text), spec, &Told::default());
        let columns = new.columns();
        for record in new.rows() {
            let cells: Vec<String> = columns.iter().map(|column| new.cell(record, column)).collect();
            let told: Vec<(&str, &str)> =
                columns.iter().map(String::as_str).zip(cells.iter().map(String::as_str)).collect();
            self.add(file, &told)?;
        }
        Ok(())
    }

    /// Takes a row away.
    ///
    /// # Errors
    /// Where there is no such table or row.
    pub fn remove<'r>(&mut self, table: &str, row: impl Into<RowRef<'r>>) -> Result<(), Wrong> {
        let (file, spec) = table_of(table)?;
        let (_, record) = self.row(&file, spec, row.into())?;
        if let Some(text) = self.tables.get_mut(&file) {
            text.remove(&[record]);
        }
        Ok(())
    }

    /// Takes the rows away that are not to be kept; none where there is no such file.
    ///
    /// # Errors
    /// Where there is no such table.
    pub fn retain(&mut self, table: &str, keep: impl Fn(&RowText<'_>) -> bool) -> Result<(), Wrong> {
        let (file, _) = table_of(table)?;
        let Some(text) = self.tables.get_mut(&file) else { return Ok(()) };
        let row = |record: &usize| RowText { text, record: *record };
        let gone: Vec<usize> = text.rows().into_iter().filter(|record| !keep(&row(record))).collect();
        text.remove(&gone);
        Ok(())
    }

    /// Writes a key of `scenario.toml`, of `[climate]` too; an empty value takes it away.
    ///
    /// # Errors
    /// Where there is no such key, or it cannot hold that.
    pub fn set_key(&mut self, key: &str, value: &str) -> Result<(), Wrong> {
        let Some(spec) = format::keys().iter().find(|spec| spec.name == key) else {
            let near = nearest(key, format::keys().iter().map(|spec| spec.name));
            let advice = did_you_mean(key, near, "name a key of scenario.toml");
            return Err(Box::new(
                Said::new(Code::UnknownKey, key, "a known key", advice).of_file(toml::FILE),
            ));
        };
        self.set_known_key(spec, value)
    }

    fn set_known_key(&mut self, spec: &KeySpec, value: &str) -> Result<(), Wrong> {
        let text = heading::set(&self.heading, spec, value).map_err(|said| {
            Box::new(Diagnostic { column: spec.name.to_owned(), ..said.of_file(toml::FILE) })
        })?;
        self.heading = text;
        Ok(())
    }

    /// Changes all that differs from another scenario: cells that say something else, rows that came and went, keys.
    /// Changes made before that the scenario does not have are undone.
    ///
    /// # Errors
    /// What is wrong with the folder as it was changed before, or what of the scenario cannot be written as tables.
    pub fn replace(&mut self, new: &Scenario) -> Result<(), Report> {
        let wanted = cells_of(new);
        let start = self.tables.clone();
        let (now, places) = self.placed()?;
        self.replace_keys(&now, new)?;
        let present = cells_of(&now);
        let all = differing(&present, &wanted);
        for file in &all {
            self.replace_rows(file, &present, &places, &wanted, Order::Kept);
        }
        let again = match self.placed() {
            Ok((now, _)) => differing(&cells_of(&now), &wanted),
            // The rules may ask for an order of rows.
            Err(_) => all,
        };
        if again.is_empty() {
            return Ok(());
        }
        for file in &again {
            // New rows did not come to stand where the scenario has them: put all rows of the table in its order.
            match start.get(file) {
                Some(text) => self.tables.insert(file.clone(), text.clone()),
                None => self.tables.remove(file),
            };
            self.replace_rows(file, &present, &places, &wanted, Order::OfScenario);
        }
        let (now, _) = self.placed()?;
        match differing(&cells_of(&now), &wanted).into_iter().next() {
            None => Ok(()),
            Some(file) => {
                let advice = "give rows names of their own, and parts only to what the table has";
                let said = Said::new(Code::RowsDisagree, "", "rows that a table can hold", advice);
                Err(Report { diagnostics: vec![said.of_file(&file)], suppressed: 0 })
            }
        }
    }

    fn replace_keys(&mut self, now: &Tables, new: &Tables) -> Result<(), Report> {
        let (now, new) = (write::heading_values(now), write::heading_values(new));
        let of = |all: &[(&KeySpec, String)], key: &KeySpec| {
            all.iter().find(|(known, _)| *known == key).map_or(String::new(), |(_, value)| value.clone())
        };
        for key in format::keys() {
            let (old, new) = (of(&now, key), of(&new, key));
            if old != new {
                let alone = |wrong: Wrong| Report { diagnostics: vec![*wrong], suppressed: 0 };
                self.set_known_key(key, &new).map_err(alone)?;
            }
        }
        Ok(())
    }

    fn replace_rows(
        &mut self,
        file: &str,
        present: &BTreeMap<String, Vec<Cells>>,
        places: &BTreeMap<String, Vec<usize>>,
        wanted: &BTreeMap<String, Vec<Cells>>,
        order: Order,
    ) {
        let Ok((_, spec)) = table_of(file) else { return };
        let Some(new) = wanted.get(file) else {
            // Only the record of a station can be away; a table without rows is there still.
            self.tables.remove(file);
            return;
        };
        let none = Vec::new();
        let (old, places) = (present.get(file).unwrap_or(&none), places.get(file));
        match self.tables.get_mut(file) {
            Some(text) => {
                let places = places.map_or(&[][..], Vec::as_slice);
                // Behind the rows that are written come those of the catalogue, which stay unwritten while they say the same.
                let (old, catalogued) = old.split_at(places.len().min(old.len()));
                let new: Vec<Cells> =
                    new.iter().filter(|cells| !catalogued.contains(cells)).cloned().collect();
                changes::apply(spec, text, (old, places), &new, order);
            }
            None => {
                self.tables.insert(file.to_owned(), written_table(spec, file, &Out::with(spec, new.clone())));
            }
        }
    }

    /// The scenario as it was changed so far, with all that is to say of it.
    pub fn check(&self) -> Checked {
        read::check_texts(&self.unmarked())
    }

    /// The files that were changed so far, with their texts.
    pub fn changed(&self) -> Vec<(String, String)> {
        let texts = self.texts().into_iter();
        texts.filter(|(file, text)| self.before.get(file) != Some(text)).collect()
    }

    /// Judges the whole scenario and writes the files that were changed, all of them or none. A workbook is not written: what is in
    /// it beside the tables would be lost.
    ///
    /// # Errors
    /// All that is wrong with the changed scenario, or the system's fault; then nothing is written.
    pub fn save(self) -> Result<Scenario, Report> {
        let checked = self.check();
        let Some(scenario) = checked.scenario else { return Err(checked.report) };
        let Some(folder) = &self.folder else { return Ok(scenario) };
        if is_workbook(folder) {
            let advice = "write it as a folder (`iceroad workbook`), and change that";
            let said = Said::new(Code::FolderIsFile, &folder.display().to_string(), "a folder", advice);
            return Err(failed(said, ""));
        }
        save(folder, &self.changed())?;
        for file in self.before.keys().filter(|file| *file != toml::FILE && !self.tables.contains_key(*file))
        {
            fs::remove_file(folder.join(file)).map_err(|error| failed(unwritable(&error), file))?;
        }
        Ok(scenario)
    }

    /// Every file's text as it was changed so far, byte for byte as it would be saved.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let mark = if self.marked { "\u{feff}" } else { "" };
        let tables = self.tables.iter().map(|(file, text)| (file.clone(), text.text()));
        tables.chain([(toml::FILE.to_owned(), format!("{mark}{}", self.heading))]).collect()
    }

    /// The same without byte order marks.
    fn unmarked(&self) -> Vec<(String, String)> {
        let texts = self.texts().into_iter();
        texts.map(|(file, text)| (file, text.trim_start_matches('\u{feff}').to_owned())).collect()
    }

    /// The scenario as it was changed so far, and for each row it writes the record it comes from.
    fn placed(&self) -> Result<(Tables, BTreeMap<String, Vec<usize>>), Report> {
        let (checked, origins) = read::check_placed(&self.unmarked());
        let Some(scenario) = checked.scenario else { return Err(checked.report) };
        let mut places = BTreeMap::new();
        for (file, text) in &self.tables {
            let Ok((_, spec)) = table_of(file) else { continue };
            let of_table = origins.get(spec.table).map_or(&[][..], Vec::as_slice);
            places.insert(file.clone(), written_order(spec, text, of_table));
        }
        Ok((scenario.into_tables(), places))
    }

    /// The record of a row.
    fn row(&self, file: &str, spec: &TableSpec, row: RowRef<'_>) -> Result<(&TableText, usize), Wrong> {
        let Some(text) = self.tables.get(file) else {
            let advice = format!("{file} is not there; add a row first");
            return Err(row::unknown(file, "", "a table that has rows", advice));
        };
        Ok((text, row::find(text, file, spec, row)?))
    }
}

/// The file and the spec of a table, by its file or its stem.
fn table_of(table: &str) -> Result<(String, &'static TableSpec), Wrong> {
    let file = if table.ends_with(".csv") { table.to_owned() } else { format!("{table}.csv") };
    if file.strip_prefix(RECORDS).is_some_and(|rest| rest.starts_with('/')) {
        return Ok((file, format::daily_record()));
    }
    match format::tables().iter().find(|spec| spec.file == file) {
        Some(spec) => Ok((file, spec)),
        None => {
            let near = nearest(&file, format::tables().iter().map(|spec| spec.file));
            let advice = did_you_mean(&file, near, "name a table of the format");
            Err(Box::new(Said::new(Code::UnknownFile, table, "a table of the format", advice).of_file(&file)))
        }
    }
}

/// The kind and need of a column; none for those that nothing reads.
fn column_of(file: &str, spec: &TableSpec, column: &str) -> Result<Option<(Kind, Need)>, Wrong> {
    if UNREAD.contains(&column) {
        return Ok(None);
    }
    if let Some(known) = spec.column(column) {
        return Ok(Some((known.kind, known.need)));
    }
    let near = nearest(column, spec.columns.iter().map(|known| known.name.as_str()));
    let advice = did_you_mean(column, near, "name one of its columns, `source` or `note`");
    let said = Said::new(Code::UnknownColumn, column, format!("a column of {file}"), advice);
    Err(Box::new(Diagnostic { column: column.to_owned(), ..said.of_file(file) }))
}

/// Whether a cell may hold a text; whether what it names is there is judged with the whole.
fn fits(file: &str, spec: &TableSpec, column: &str, value: &str) -> Result<(), Wrong> {
    let Some((kind, need)) = column_of(file, spec, column)? else { return Ok(()) };
    let said = if !value.is_empty() {
        cell::read(kind, value).err().map(|wrong| wrong.said)
    } else if need == Need::Required {
        Some(Said::new(Code::ValueMissing, "", cell::expected(kind), "give a value"))
    } else {
        None
    };
    match said {
        Some(said) => Err(Box::new(Diagnostic { column: column.to_owned(), ..said.of_file(file) })),
        None => Ok(()),
    }
}

fn at_line(mut wrong: Wrong, line: usize) -> Wrong {
    wrong.line = Some(line);
    wrong
}

/// A table without rows, with the columns that it needs.
fn new_table(spec: &'static TableSpec) -> TableText {
    written_table(spec, spec.file, &Out::of(spec))
}

/// A table as the format writes it.
fn written_table(spec: &'static TableSpec, file: &str, out: &Out) -> TableText {
    TableText::parse(&Source::new(file, out.text()), spec, &Told::default())
}

/// The rows of every file as cells, in the order of the scenario.
pub(crate) fn cells_of(tables: &Tables) -> BTreeMap<String, Vec<Cells>> {
    let tables_of = write::outs(tables).map(|(spec, out)| (spec.file.to_owned(), out.rows));
    let records = format::records(tables).into_iter().map(|(file, out)| (file, out.rows));
    tables_of.chain(records).collect()
}

/// The files whose rows are not the same.
fn differing(one: &BTreeMap<String, Vec<Cells>>, other: &BTreeMap<String, Vec<Cells>>) -> Vec<String> {
    let files: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    files.into_iter().filter(|file| one.get(*file) != other.get(*file)).cloned().collect()
}

/// The records of a table in the order in which the scenario has its rows.
fn written_order(spec: &TableSpec, text: &TableText, origins: &[At]) -> Vec<usize> {
    let rows = text.rows();
    if spec.file == format::daily_record().file {
        return rows.into_iter().filter(|record| !text.cell(*record, "tmean_c").is_empty()).collect();
    }
    if spec.columns.iter().any(|column| column.kind == Kind::GroupName) {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        let mut grouped: Vec<(usize, usize)> = Vec::new();
        for record in rows {
            let place = *first.entry(text.cell(record, "name")).or_insert(record);
            grouped.push((place, record));
        }
        grouped.sort();
        return grouped.into_iter().map(|(_, record)| record).collect();
    }
    let mut order: Vec<usize> = origins.iter().filter(|at| at.file == spec.file).map(|at| at.row).collect();
    order.dedup();
    order.into_iter().filter_map(|row| rows.get(row).copied()).collect()
}
