//! Which row of a table is meant: by its name, its number or what its cells say.
use super::Wrong;
use super::text::TableText;
use crate::format::TableSpec;
use crate::nearest::{did_you_mean, nearest};
use crate::source::Said;
use iceroad_model::Code;

/// Which row is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowRef<'a> {
    /// The one of this name; within a model, `model/name`.
    Name(&'a str),
    /// The one of this number, from 0; empty rows do not count.
    Number(usize),
    /// The one whose cells say this, by column.
    Saying(&'a [(String, String)]),
}

impl<'a> From<&'a str> for RowRef<'a> {
    fn from(name: &'a str) -> Self {
        RowRef::Name(name)
    }
}

impl<'a> From<&'a [(String, String)]> for RowRef<'a> {
    fn from(cells: &'a [(String, String)]) -> Self {
        RowRef::Saying(cells)
    }
}

impl From<usize> for RowRef<'_> {
    fn from(number: usize) -> Self {
        RowRef::Number(number)
    }
}

/// The record of a row in a table's text.
pub(super) fn find(text: &TableText, file: &str, spec: &TableSpec, row: RowRef<'_>) -> Result<usize, Wrong> {
    let unknown = |value: &str, expected: &str, advice: String| unknown(file, value, expected, advice);
    let rows = text.rows();
    let name = match row {
        RowRef::Number(number) => {
            let expected = format!("the number of one of its {} rows, from 0", rows.len());
            let told = || unknown(&number.to_string(), &expected, "count again".to_owned());
            return rows.get(number).copied().ok_or_else(told);
        }
        RowRef::Saying(cells) => {
            let says =
                |record: &&usize| cells.iter().all(|(column, said)| text.cell(**record, column) == *said);
            let found: Vec<usize> = rows.iter().filter(says).copied().collect();
            let told: Vec<String> = cells.iter().map(|(column, said)| format!("{column} {said}")).collect();
            return match found[..] {
                [record] => Ok(record),
                _ => Err(unknown(
                    &told.join(", "),
                    "what one of its rows says",
                    format!("{} rows say this; name one", found.len()),
                )),
            };
        }
        RowRef::Name(name) => name,
    };
    let named = |record: &&usize| {
        let own = text.cell(**record, "name");
        own == name || format!("{}/{own}", text.cell(**record, "model")) == name
    };
    let found: Vec<usize> = rows.iter().filter(named).copied().collect();
    let names: Vec<String> = rows.iter().map(|record| text.cell(*record, "name")).collect();
    match found[..] {
        [record] => Ok(record),
        [] if spec.column("name").is_none() => {
            Err(unknown(name, "the number of a row", "its rows have no names; give a number".to_owned()))
        }
        [] => {
            let near = nearest(name, names.iter().map(String::as_str));
            Err(unknown(
                name,
                "the name of one of its rows",
                did_you_mean(name, near, "name one that is there"),
            ))
        }
        _ => {
            let advice = "name it as `model/name`, or by its number".to_owned();
            Err(unknown(name, "the name of one row only", advice))
        }
    }
}

/// No row is like that.
pub(super) fn unknown(file: &str, value: &str, expected: &str, advice: String) -> Wrong {
    Box::new(Said::new(Code::UnknownId, value, expected, advice).of_file(file))
}
