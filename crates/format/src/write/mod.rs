//! A scenario written back as a folder: what importers leave and what a round trip is tested with.
//!
//! Columns that hold nothing but defaults are left out, and so are tables without rows. A two-way leg comes back as its two
//! legs, which mean the same.

mod goods;
pub(crate) mod out;
mod places;
mod roads;
mod shift;
mod work;

use iceroad_base::Id;
use iceroad_model::{ModelId, Scenario, Tables};
use out::Out;

/// The folder's files, as (name within the folder, text), in the order of the format.
pub fn write(scenario: &Scenario) -> Vec<(String, String)> {
    write_tables(scenario)
}

/// The same for tables that were not judged by the rules yet; ids outside their tables are written as empty cells.
pub fn write_tables(tables: &Tables) -> Vec<(String, String)> {
    let mut files = vec![("scenario.toml".to_owned(), places::heading(tables))];
    let mut all: Vec<Out> = Vec::new();
    places::write(tables, &mut all);
    work::write(tables, &mut all);
    shift::write(tables, &mut all);
    goods::write(tables, &mut all);
    let order: Vec<&str> = crate::format::tables().iter().map(|spec| spec.file).collect();
    all.sort_by_key(|out| order.iter().position(|file| *file == out.file()));
    for out in all {
        if !out.is_empty() || out.file() == "sites.csv" {
            files.push((out.file().to_owned(), out.text()));
        }
    }
    files.extend(places::records(tables));
    files
}

/// The word that stands where `value` stands among `all`.
fn word<T: PartialEq>(words: &'static [&'static str], all: &[T], value: &T) -> &'static str {
    let at = all.iter().position(|known| known == value);
    at.and_then(|at| words.get(at).copied()).unwrap_or("")
}

/// Where truck and loader models are told apart: the name of a model.
fn model_name(tables: &Tables, model: ModelId) -> &str {
    tables.models.get(model).map_or("", |model| model.name.as_str())
}

/// The name of a row, or nothing where the id is outside its table.
macro_rules! name_of {
    ($tables:expr, $table:ident, $id:expr) => {
        $tables.$table.get($id).map_or("", |row| row.name.as_str())
    };
}

/// The name of a row that may be none.
macro_rules! name_of_some {
    ($tables:expr, $table:ident, $id:expr) => {
        $id.and_then(|id| $tables.$table.get(id)).map_or("", |row| row.name.as_str())
    };
}

/// The names of rows, between semicolons.
macro_rules! names_of {
    ($tables:expr, $table:ident, $ids:expr) => {
        $ids.iter()
            .filter_map(|id| $tables.$table.get(*id))
            .map(|row| row.name.as_str())
            .collect::<Vec<_>>()
            .join(";")
    };
}

/// Names that exist by being used, between semicolons.
fn coined<I: Id>(all: &iceroad_base::Table<I, String>, ids: &[I]) -> String {
    ids.iter().filter_map(|id| all.get(*id)).map(String::as_str).collect::<Vec<_>>().join(";")
}

use {name_of, name_of_some, names_of};
