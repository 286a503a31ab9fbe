//! The catalogue: rows of some tables that a planner need not write, such as what makers tell of their trucks.
//!
//! A row that names one of the catalogue's in its column `catalogue` takes from there what it leaves empty, cell by cell. A model
//! that `machines.csv` names and no table of models has is taken from there whole. What a scenario came to have so is told by
//! [`Checked::assumed`](crate::Checked): nothing is taken in silence.
//!
//! The rows are tables of the format, in `crates/format/catalogue`, with their sources. Pitfall: they hold what is the machine's or
//! the ice's alone; prices, hours and places are the mine's, and are never in here.

use crate::format::{ColumnSpec, Kind, Need, TableSpec, Target};
use crate::grid;
use crate::nearest::{did_you_mean, nearest};
use crate::sink::Sink;
use crate::source::Source;
use std::sync::LazyLock;

const STATIONS: &str = "stations.csv";

/// The column in which a row names one of the catalogue.
pub const COLUMN: &str = "catalogue";

/// The rows of the catalogue that are of one table.
#[derive(Debug)]
pub struct Shelf {
    /// What they are, as `trucks`.
    pub what: &'static str,
    /// The table's file.
    pub file: &'static str,
    /// The same as a table of the format.
    pub text: &'static str,
    /// The columns that tell its rows apart.
    pub telling: &'static [&'static str],
    /// The rows, in the order they are listed.
    pub entries: Vec<Entry>,
    names: Vec<&'static str>,
}

/// A row of the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Where its figures come from.
    pub source: &'static str,
    /// What it says beside that, by column.
    pub cells: Vec<(&'static str, &'static str)>,
    /// Rows of other tables that belong to it: file, row.
    pub(crate) below: Vec<(&'static str, Entry)>,
    /// The text of the daily record of a measured station.
    pub(crate) record: Option<&'static str>,
}

impl Entry {
    /// What it says in a column; empty where nothing.
    pub fn cell(&self, column: &str) -> &'static str {
        self.cells.iter().find(|(known, _)| *known == column).map_or("", |(_, text)| text)
    }
}

type Told = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// What the catalogue holds: what it is, its table, its text, and the columns that tell its rows apart.
const SHELVES: [Told; 4] = [
    (
        "trucks",
        "truck_models.csv",
        include_str!("../catalogue/truck_models.csv"),
        &["payload_t", "empty_t", "power_kw", "top_speed_kmh", "drive"],
    ),
    (
        "loaders",
        "loader_models.csv",
        include_str!("../catalogue/loader_models.csv"),
        &["bucket_m3", "bucket_t", "pass_s", "fuel_l_h", "work_kw"],
    ),
    (
        "ice",
        "seasons_ice.csv",
        include_str!("../catalogue/seasons_ice.csv"),
        &["growth_alpha", "bearing_kg_cm2", "melt_cm_per_c_d", "closes_after_thaw_c_d"],
    ),
    (
        "stations",
        STATIONS,
        include_str!("../catalogue/stations.csv"),
        &["title", "record", "anomalies_from", "night_drop_c"],
    ),
];

/// All of it.
pub fn shelves() -> &'static [Shelf] {
    static READ: LazyLock<Vec<Shelf>> = LazyLock::new(|| SHELVES.into_iter().map(Shelf::read).collect());
    &READ
}

/// What of it is of a table.
pub(crate) fn of(file: &str) -> Option<&'static Shelf> {
    // A station is more than its row, so it is taken whole or not at all.
    shelves().iter().find(|shelf| shelf.file == file && file != STATIONS)
}

/// The shelves whose rows are taken whole where they are named and no table has them.
fn named_by(target: Target) -> impl Iterator<Item = &'static Shelf> + Clone {
    shelves().iter().filter(move |shelf| target.files().contains(&shelf.file))
}

/// What the catalogue has under a name that rows refer to, and the table it is of.
pub(crate) fn named(target: Target, name: &str) -> Option<(&'static str, &'static Entry)> {
    named_by(target).find_map(|shelf| Some((shelf.file, shelf.entry(name)?)))
}

/// All that it has under such names.
pub(crate) fn names(target: Target) -> impl Iterator<Item = &'static str> + Clone {
    named_by(target).flat_map(|shelf| shelf.names.iter().copied())
}

/// The rows of a table's text, whose quoted cells hold no quotes, so that each is a part of the text.
fn rows(file: &str, text: &'static str) -> Vec<Entry> {
    let source = Source::new(file, text);
    let table = grid::split(&source, &mut Sink::default());
    let cell = |field: &grid::Field| &text[field.span()];
    let entry = |row: &Vec<grid::Field>| {
        let mut entry = Entry { name: "", source: "", cells: Vec::new(), below: Vec::new(), record: None };
        for (column, field) in table.header.iter().zip(row) {
            match cell(column) {
                "name" => entry.name = cell(field),
                "source" => entry.source = cell(field),
                column => entry.cells.push((column, cell(field))),
            }
        }
        entry
    };
    table.rows.iter().map(entry).collect()
}

/// Gives stations what else they are made of.
fn with_climate(station: &mut Entry) {
    let (file, text) = ("station_normals.csv", include_str!("../catalogue/station_normals.csv"));
    let all = rows(file, text).into_iter().filter(|normal| normal.cell("station") == station.name);
    station.below = all.map(|normal| (file, normal)).collect();
    if station.cell("record") == "measured" {
        station.record = Some(include_str!("../starter/climate/yakutsk.csv"));
    }
}

impl Shelf {
    fn read((what, file, text, telling): Told) -> Shelf {
        let mut entries = rows(file, text);
        if file == STATIONS {
            entries.iter_mut().for_each(with_climate);
        }
        let names = entries.iter().map(|entry| entry.name).collect();
        Shelf { what, file, text, telling, entries, names }
    }

    /// The row of a name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// What to say of a name that it does not have.
    pub fn unknown(&self, name: &str) -> String {
        let near = nearest(name, self.names.iter().copied());
        let advice = did_you_mean(name, near, &format!("`iceroad catalogue {}` lists them", self.what));
        format!("`{name}` is none of the catalogue's {}; {advice}", self.what)
    }

    /// Whether each of its rows fills a column.
    fn fills(&self, column: &str) -> bool {
        self.entries.iter().all(|entry| !entry.cell(column).is_empty())
    }

    /// The table's spec, with the column that names a row of the catalogue.
    pub(crate) fn declared(&'static self, mut spec: TableSpec) -> TableSpec {
        for column in spec.columns.iter_mut().filter(|column| column.need == Need::Required) {
            if self.fills(&column.name) {
                column.need = Need::Catalogued;
            }
        }
        let doc = format!(
            "row of the catalogue that says what is left empty here; `iceroad catalogue {}` lists them",
            self.what
        );
        let column = ColumnSpec {
            name: COLUMN.to_owned(),
            kind: Kind::Choice(&self.names),
            need: Need::Optional,
            doc,
            basis: "",
        };
        spec.columns.insert(1, column);
        spec
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell;
    use crate::format;

    #[test]
    fn every_row_of_the_catalogue_is_one_of_its_table_and_has_a_source() {
        for shelf in shelves() {
            let spec = format::tables().iter().find(|spec| spec.file == shelf.file).unwrap();
            assert!(shelf.entries.len() > 2, "{}", shelf.file);
            for entry in &shelf.entries {
                assert!(
                    cell::read(Kind::Name, entry.name).is_ok() && !entry.source.is_empty(),
                    "{}",
                    entry.name
                );
                assert_eq!(
                    shelf.entries.iter().filter(|other| other.name == entry.name).count(),
                    1,
                    "{}",
                    entry.name
                );
                for (column, text) in &entry.cells {
                    assert!(
                        shelf.telling.iter().all(|column| spec.column(column).is_some()),
                        "{}",
                        shelf.file
                    );
                    let known = spec.column(column).unwrap_or_else(|| panic!("{}: {column}", shelf.file));
                    assert!(
                        text.is_empty() || cell::read(known.kind, text).is_ok(),
                        "{}: {column} {text}",
                        entry.name
                    );
                }
            }
        }
    }
}
