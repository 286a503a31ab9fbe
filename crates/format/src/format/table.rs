//! The declaration of a table: one place from which it is read, written, described and checked.
//!
//! * `columns!` declares a struct of the model by its fields, each with its columns, in the order of the columns;
//! * `table!` declares such a struct as the rows of a file;
//! * `children!` declares rows that belong to rows of another table, such as the parts of a job.
//!
//! A table that is no such list (a two-way leg makes two, the rows of a calendar make one) implements [`Declared`] by hand.
//!
//! A row is read in two steps: [`Row::read`](crate::row::Row::read) understands every cell by the spec and tells what is wrong
//! with it; then each field is made of its cells, and what no field can be made of is told too.

use super::columns::Columns;
use super::spec::TableSpec;
use crate::book::Book;
use crate::names::At;
use crate::out::{Line, Out};
use crate::row::Row;
use iceroad_base::Id;
use iceroad_model::Tables;

/// A table of the format.
pub(crate) trait Declared: Sync {
    /// What it is.
    fn spec(&self) -> TableSpec;

    /// Makes rows of the model of all its rows.
    fn fill(&self, book: &Book, tables: &mut Tables);

    /// Writes rows of all rows of the model.
    fn write(&self, tables: &Tables, out: &mut Out);
}

/// The columns are those of a type: ties the type of a field to its columns.
pub(super) fn of_field<R, C: Columns>(_: fn(&R) -> &C::Value, columns: C) -> C {
    columns
}

/// The columns hold this type.
pub(super) fn holding<T, C: Columns<Value = T>>(columns: C) -> C {
    columns
}

/// Makes children of all rows of a table; faults count them by parent, in whatever order they are written.
pub(super) fn fill_children<K: Columns<Value: Id>, C: Columns>(
    book: &Book,
    (file, table): (&'static str, &'static str),
    (of, child): (K, C),
    mut keep: impl FnMut(&Row<'_>, K::Value, C::Value),
) {
    let mut places: Vec<(usize, At)> = Vec::new();
    for row in book.rows(file) {
        let (Some(of), Some(child)) = (of.read(&row), child.read(&row)) else {
            book.lose();
            continue;
        };
        places.push((of.index(), row.at()));
        keep(&row, of, child);
    }
    places.sort_by_key(|(of, _)| *of);
    for (_, at) in places {
        book.note_origin(table, at);
    }
}

/// Writes the children of one row.
pub(super) fn write_children<'c, K: Columns, C: Columns<Value: 'c>>(
    tables: &Tables,
    (of, child): (&K, &C),
    id: K::Value,
    children: impl IntoIterator<Item = &'c C::Value>,
    out: &mut Out,
) {
    for one in children {
        let mut line = Line::begin(tables, out);
        of.write(&id, &mut line);
        child.write(one, &mut line);
    }
}

/// A struct of the model and the columns of its fields.
macro_rules! columns {
    (
        $(#[$meta:meta])* $name:ident: $row:ident $(, checked by $check:path)?;
        $($field:ident: $columns:expr),* $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name;

        impl Columns for $name {
            type Value = $row;

            fn specs(&self) -> Vec<ColumnSpec> {
                let mut all = Vec::new();
                $(all.extend(of_field(|row: &$row| &row.$field, $columns).specs());)*
                all
            }

            fn read(&self, row: &Row<'_>) -> Option<$row> {
                $(if !$check(row) {
                    return None;
                })?
                let all = ($(of_field(|row: &$row| &row.$field, $columns).read(row),)*);
                let ($($field,)*) = all;
                Some($row { $($field: $field?),* })
            }

            fn write(&self, value: &$row, line: &mut Line<'_>) {
                $(of_field(|row: &$row| &row.$field, $columns).write(&value.$field, line);)*
            }
        }
    };
}

/// A table whose rows are those of a table of the model.
macro_rules! table {
    (
        $name:ident: $row:ident in $table:ident $(if $belongs:path)?, $file:literal,
        $doc:literal $(, required: $required:literal)? $(, checked by $check:path)?;
        $($fields:tt)*
    ) => {
        columns! {
            #[doc = concat!("`", $file, "`")]
            $name: $row $(, checked by $check)?;
            $($fields)*
        }

        impl Declared for $name {
            fn spec(&self) -> TableSpec {
                let (file, table, columns) = ($file, stringify!($table), self.specs());
                let required = false $(|| $required)?;
                TableSpec { file, table, doc: $doc, required, columns }
            }

            fn fill(&self, book: &Book, tables: &mut Tables) {
                book.make($file, stringify!($table), |row| self.read(row), |made| {
                    tables.$table.push(made);
                });
            }

            fn write(&self, tables: &Tables, out: &mut Out) {
                for row in tables.$table.iter() $(.filter(|row| $belongs(row)))? {
                    Columns::write(self, row, &mut Line::begin(tables, out));
                }
            }
        }
    };
}

/// A table whose rows belong to rows of another: `of` says to which, and `get` and `get_mut` where they are kept.
macro_rules! children {
    (
        $name:ident: $child:ty, $id:ident of $parent:ident in $table:ident by $get:expr, $get_mut:expr, $file:literal, $doc:literal;
        of: $of:expr,
        row: $columns:expr $(,)?
    ) => {
        #[doc = concat!("`", $file, "`")]
        pub(crate) struct $name;

        impl Declared for $name {
            fn spec(&self) -> TableSpec {
                let mut columns = holding::<$id, _>($of).specs();
                columns.extend(holding::<$child, _>($columns).specs());
                let table = $file.trim_end_matches(".csv");
                TableSpec { file: $file, table, doc: $doc, required: false, columns }
            }

            fn fill(&self, book: &Book, tables: &mut Tables) {
                let place = ($file, $file.trim_end_matches(".csv"));
                let columns = (holding::<$id, _>($of), holding::<$child, _>($columns));
                fill_children(book, place, columns, |_, of, child| {
                    let get: fn(&mut $parent) -> Option<&mut Vec<$child>> = $get_mut;
                    if let Some(all) = tables.$table.get_mut(of).and_then(get) {
                        all.push(child);
                    }
                });
            }

            fn write(&self, tables: &Tables, out: &mut Out) {
                let columns = (&holding::<$id, _>($of), &holding::<$child, _>($columns));
                for (id, row) in tables.$table.entries() {
                    let get: fn(&$parent) -> &[$child] = $get;
                    write_children(tables, columns, id, get(row), out);
                }
            }
        }
    };
}

pub(super) use {children, columns, table};
