//! What one scenario says otherwise than another: keys, cells, and rows that came or went.
//!
//! Both are compared as they would be written, so that a semicolon, another order of rows or a workbook is no difference. Rows are told apart as
//! where a folder is changed ([`crate::edit()`]).

use crate::edit::{Cells, cells_of, key_columns, pairs};
use crate::format::{self, TableSpec};
use crate::write::heading_values;
use iceroad_model::Tables;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that another scenario says otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The file, `stock.csv`.
    pub file: String,
    /// What tells the row: its name or what it refers to, joined by commas; empty for a key of `scenario.toml`.
    pub row: String,
    /// What about it.
    #[serde(flatten)]
    pub what: Differs,
}

/// What differs about a row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// A cell says something else; an empty text where it says nothing.
    Cell {
        /// The column or key.
        column: String,
        /// What the one says.
        from: String,
        /// What the other says.
        to: String,
    },
    /// The other has a row more.
    RowAdded,
    /// The other has it not.
    RowGone,
}

/// All that `b` says otherwise than `a`, file by file in the order of the format.
pub fn differences(a: &Tables, b: &Tables) -> Vec<Difference> {
    let mut all = of_heading(a, b);
    let (of_a, of_b) = (cells_of(a), cells_of(b));
    let known = format::tables().iter().map(|spec| (spec.file.to_owned(), spec));
    let files: BTreeSet<&String> = of_a.keys().chain(of_b.keys()).collect();
    let specs: BTreeMap<String, &TableSpec> = known.collect();
    let place = |file: &String| format::tables().iter().position(|spec| spec.file == *file);
    let mut files: Vec<&String> = files.into_iter().collect();
    files.sort_by_key(|file| place(file).unwrap_or(usize::MAX));
    for file in files {
        let spec = specs.get(file).copied().unwrap_or_else(format::daily_record);
        let rows = |of: &BTreeMap<String, Vec<Cells>>| of.get(file).cloned().unwrap_or_default();
        all.extend(of_table(file, spec, &rows(&of_a), &rows(&of_b)));
    }
    all
}

fn of_heading(a: &Tables, b: &Tables) -> Vec<Difference> {
    let of = |tables| -> BTreeMap<&str, String> {
        heading_values(tables).into_iter().map(|(key, value)| (key.name, value)).collect()
    };
    let (of_a, of_b) = (of(a), of(b));
    let mut all = Vec::new();
    for key in format::keys() {
        let value = |of: &BTreeMap<&str, String>| of.get(key.name).cloned().unwrap_or_default();
        let (from, to) = (value(&of_a), value(&of_b));
        if from != to {
            let what = Differs::Cell { column: key.name.to_owned(), from, to };
            all.push(Difference { file: "scenario.toml".to_owned(), row: String::new(), what });
        }
    }
    all
}

fn of_table(file: &str, spec: &TableSpec, a: &[Cells], b: &[Cells]) -> Vec<Difference> {
    let key = key_columns(spec);
    let row = |cells: &Cells| {
        let said = key.iter().map(|at| cells[*at].as_str()).filter(|cell| !cell.is_empty());
        said.collect::<Vec<_>>().join(", ")
    };
    let one = |cells: &Cells, what| Difference { file: file.to_owned(), row: row(cells), what };
    let found = pairs(spec, a, b);
    let mut all = Vec::new();
    for (cells, pair) in b.iter().zip(&found) {
        let Some(was) = pair.map(|at| &a[at]) else {
            all.push(one(cells, Differs::RowAdded));
            continue;
        };
        for (column, (from, to)) in spec.columns.iter().zip(was.iter().zip(cells)) {
            if from != to {
                let (column, from, to) = (column.name.clone(), from.clone(), to.clone());
                all.push(one(cells, Differs::Cell { column, from, to }));
            }
        }
    }
    let stay: BTreeSet<usize> = found.into_iter().flatten().collect();
    let gone = (0..a.len()).filter(|at| !stay.contains(at));
    all.extend(gone.map(|at| one(&a[at], Differs::RowGone)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Edit, STARTER, edit_texts};
    use iceroad_model::Scenario;

    fn starter() -> Edit {
        let texts: Vec<_> = STARTER.iter().map(|&(file, text)| (file.to_owned(), text.to_owned())).collect();
        edit_texts(&texts).expect("the starter is in order")
    }

    fn changed(change: impl FnOnce(&mut Edit)) -> Scenario {
        let mut edit = starter();
        change(&mut edit);
        edit.save().expect("the changed starter is in order")
    }

    fn cell(file: &str, row: &str, column: &str, from: &str, to: &str) -> Difference {
        let what = Differs::Cell { column: column.into(), from: from.into(), to: to.into() };
        Difference { file: file.into(), row: row.into(), what }
    }

    #[test]
    fn changed_cells_and_keys_are_told_with_both_values() {
        let as_it_is = changed(|_| ());
        assert_eq!(differences(&as_it_is, &as_it_is), []);
        let other = changed(|edit| {
            edit.set("bays.csv", "large_bays", "count", "7").expect("there is such a bay");
            edit.set_key("days", "300").expect("there is such a key");
        });
        let now = starter().cell("bays.csv", "large_bays", "count").expect("there is such a bay");
        let wanted = [
            cell("scenario.toml", "", "days", "365", "300"),
            cell("bays.csv", "large_bays", "count", &now, "7"),
        ];
        assert_eq!(differences(&as_it_is, &other), wanted);
    }

    #[test]
    fn a_row_more_is_one_difference_and_a_row_less_too() {
        let as_it_is = changed(|_| ());
        let other = changed(|edit| {
            let cells = edit.row_cells("machines.csv", "T1").expect("there is such a truck");
            let cells: Vec<(&str, &str)> = cells
                .iter()
                .map(|(column, said)| (column.as_str(), if column == "name" { "T0" } else { said.as_str() }))
                .collect();
            edit.add("machines.csv", &cells).expect("a truck like another fits");
        });
        let told = |what| Difference { file: "machines.csv".into(), row: "T0".into(), what };
        assert_eq!(differences(&as_it_is, &other), [told(Differs::RowAdded)]);
        assert_eq!(differences(&other, &as_it_is), [told(Differs::RowGone)]);
    }
}
