//! Values over one column or several, read and written by one declaration.
//!
//! A table's declaration ([`super::table`]) is written in the words of this module: [`column`] where the type of the field says
//! what its cells hold, [`count`], [`number`] and [`of_kind`] where it does not, and [`both`], [`together`], [`optional`]
//! for what spans several columns.

use super::cells::Cell;
use super::spec::{ColumnSpec, Kind, Need};
use super::target::Named;
use crate::out::Line;
use crate::row::Row;
use crate::source::Said;
use iceroad_model::Code;
use std::marker::PhantomData;
use std::ops::RangeInclusive;

/// A value in one column or several.
pub(crate) trait Columns {
    /// The value.
    type Value;

    /// Its columns, in order.
    fn specs(&self) -> Vec<ColumnSpec>;

    /// The value of a row; none where something it needs is missing or wrong, which is told.
    fn read(&self, row: &Row<'_>) -> Option<Self::Value>;

    /// Writes its cells.
    fn write(&self, value: &Self::Value, line: &mut Line<'_>);
}

/// One column.
#[derive(Clone, Copy)]
pub(crate) struct Column<T> {
    pub(super) name: &'static str,
    kind: Kind,
    need: Need,
    doc: &'static str,
    basis: &'static str,
    holds: PhantomData<fn() -> T>,
}

/// A column whose cells hold what its type says.
pub(super) fn column<T: Cell>(name: &'static str, doc: &'static str) -> Column<T> {
    of_kind(name, T::KIND, doc)
}

/// A column whose cells hold something else than its type says.
pub(super) fn of_kind<T: Cell>(name: &'static str, kind: Kind, doc: &'static str) -> Column<T> {
    Column { name, kind, need: T::NEED, doc, basis: "", holds: PhantomData }
}

/// The row's own name, unique in its table.
pub(super) fn name(doc: &'static str) -> Column<String> {
    of_kind("name", Kind::Name, doc)
}

/// The row's own name, which several rows share.
pub(super) fn group_name(doc: &'static str) -> Column<String> {
    of_kind("name", Kind::GroupName, doc)
}

/// A whole number.
pub(super) fn count<T: Cell>(name: &'static str, range: RangeInclusive<i64>, doc: &'static str) -> Column<T> {
    let (min, max) = (*range.start(), *range.end());
    of_kind(name, Kind::Fixed { what: "count", unit: "", decimals: 0, min, max }, doc)
}

/// Whole minutes.
pub(super) fn minutes<T: Cell>(
    name: &'static str,
    range: RangeInclusive<i64>,
    doc: &'static str,
) -> Column<T> {
    let (min, max) = (*range.start(), *range.end());
    of_kind(name, Kind::Fixed { what: "duration", unit: "min", decimals: 0, min, max }, doc)
}

/// A number that has no type of its own.
pub(super) fn number<T: Cell>(
    name: &'static str,
    what: &'static str,
    unit: &'static str,
    range: RangeInclusive<f64>,
    doc: &'static str,
) -> Column<T> {
    of_kind(name, Kind::Number { what, unit, min: *range.start(), max: *range.end() }, doc)
}

/// What is used more for each degree of cold.
pub(super) fn per_heating_degree_day<T: Cell>() -> Column<T> {
    let doc = "units per day more for each degree of the daily mean below 18 °C";
    number("per_heating_degree_day", "rate", "", 0.0..=1e9, doc)
}

impl<T> Column<T> {
    /// The same column, whose cells may be empty.
    pub(super) fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    /// The same column, whose cells may not be empty.
    pub(super) fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// The same column, where an empty cell means `text`.
    pub(super) fn or(mut self, text: &'static str) -> Self {
        self.need = Need::Default(text);
        self
    }

    /// The same column, where an empty cell means `text`, a figure that comes from `basis`.
    pub(super) fn or_from(mut self, text: &'static str, basis: &'static str) -> Self {
        self.basis = basis;
        self.or(text)
    }

    /// What the column is.
    pub(super) fn spec(&self) -> ColumnSpec {
        let Self { name, kind, need, doc, basis, .. } = *self;
        ColumnSpec { name: name.to_owned(), kind, need, doc: doc.to_owned(), basis }
    }
}

impl<T: Cell> Columns for Column<T> {
    type Value = T;

    fn specs(&self) -> Vec<ColumnSpec> {
        vec![self.spec()]
    }

    fn read(&self, row: &Row<'_>) -> Option<T> {
        row.get(self.name)
    }

    fn write(&self, value: &T, line: &mut Line<'_>) {
        line.put(self.name, value);
    }
}

/// A name for people, which is the row's name where none is written.
pub(super) struct Title(Column<Option<String>>);

/// The column `title`.
pub(super) fn title() -> Title {
    title_as("name for people; empty: the name")
}

/// The same with words of its own.
pub(super) fn title_as(doc: &'static str) -> Title {
    Title(column("title", doc))
}

impl Columns for Title {
    type Value = String;

    fn specs(&self) -> Vec<ColumnSpec> {
        self.0.specs()
    }

    fn read(&self, row: &Row<'_>) -> Option<String> {
        self.0.read(row)?.or_else(|| row.get("name"))
    }

    fn write(&self, title: &String, line: &mut Line<'_>) {
        if *title != line.written("name") {
            line.put("title", title);
        }
    }
}

/// What rows of another table say: no columns here.
pub(super) struct Elsewhere<T>(PhantomData<fn() -> T>);

/// What rows of another table say.
pub(super) fn elsewhere<T: Default>() -> Elsewhere<T> {
    Elsewhere(PhantomData)
}

impl<T: Default> Columns for Elsewhere<T> {
    type Value = T;

    fn specs(&self) -> Vec<ColumnSpec> {
        Vec::new()
    }

    fn read(&self, _: &Row<'_>) -> Option<T> {
        Some(T::default())
    }

    fn write(&self, _: &T, _: &mut Line<'_>) {}
}

/// Two values side by side.
pub(super) struct Pair<A, B>(A, B);

/// Two values side by side.
pub(super) fn pair<A: Columns, B: Columns>(a: A, b: B) -> Pair<A, B> {
    Pair(a, b)
}

impl<A: Columns, B: Columns> Columns for Pair<A, B> {
    type Value = (A::Value, B::Value);

    fn specs(&self) -> Vec<ColumnSpec> {
        let mut all = self.0.specs();
        all.extend(self.1.specs());
        all
    }

    fn read(&self, row: &Row<'_>) -> Option<Self::Value> {
        let (a, b) = (self.0.read(row), self.1.read(row));
        a.zip(b)
    }

    fn write(&self, (a, b): &Self::Value, line: &mut Line<'_>) {
        self.0.write(a, line);
        self.1.write(b, line);
    }
}

/// A value that may be none: then its columns are empty.
pub(super) struct Perhaps<C> {
    columns: C,
    together: bool,
}

/// A value that is none where a column is empty that it needs.
pub(super) fn optional<C: Columns>(columns: C) -> Perhaps<C> {
    Perhaps { columns, together: false }
}

/// A value whose columns are all filled, or none of them.
pub(super) fn together<C: Columns>(columns: C) -> Perhaps<C> {
    Perhaps { columns, together: true }
}

/// Two values that are both there, or neither.
pub(super) fn both<A: Columns, B: Columns>(a: A, b: B) -> Perhaps<Pair<A, B>> {
    together(pair(a, b))
}

impl<C: Columns> Columns for Perhaps<C> {
    type Value = Option<C::Value>;

    fn specs(&self) -> Vec<ColumnSpec> {
        let mut all = self.columns.specs();
        for spec in all.iter_mut().filter(|spec| spec.need == Need::Required) {
            spec.need = Need::Optional;
        }
        all
    }

    fn read(&self, row: &Row<'_>) -> Option<Self::Value> {
        if self.together {
            let specs = self.columns.specs();
            for neighbours in specs.windows(2) {
                row.together(&neighbours[0].name, &neighbours[1].name);
            }
        }
        Some(self.columns.read(row))
    }

    fn write(&self, value: &Self::Value, line: &mut Line<'_>) {
        if let Some(value) = value {
            self.columns.write(value, line);
        }
    }
}

/// A value told in another shape than the model holds it.
pub(super) struct Shaped<C: Columns, T> {
    columns: C,
    into: fn(C::Value) -> T,
    from: fn(&T) -> Option<C::Value>,
}

/// A value told in another shape than the model holds it; `from` gives none where nothing is written.
pub(super) fn shaped<C: Columns, T>(
    columns: C,
    into: fn(C::Value) -> T,
    from: fn(&T) -> Option<C::Value>,
) -> Shaped<C, T> {
    Shaped { columns, into, from }
}

impl<C: Columns, T> Columns for Shaped<C, T> {
    type Value = T;

    fn specs(&self) -> Vec<ColumnSpec> {
        self.columns.specs()
    }

    fn read(&self, row: &Row<'_>) -> Option<T> {
        self.columns.read(row).map(self.into)
    }

    fn write(&self, value: &T, line: &mut Line<'_>) {
        if let Some(told) = (self.from)(value) {
            self.columns.write(&told, line);
        }
    }
}

/// A reference that must be to a row of one of several files of its target, the first.
pub(super) struct OfFile<I> {
    column: Column<I>,
    file: &'static str,
    expected: &'static str,
    advice: &'static str,
}

/// A reference that must be to a row of `file`, the first of its target.
pub(super) fn of_file<I>(
    column: Column<I>,
    file: &'static str,
    expected: &'static str,
    advice: &'static str,
) -> OfFile<I> {
    OfFile { column, file, expected, advice }
}

impl<I: Named> Columns for OfFile<I> {
    type Value = I;

    fn specs(&self) -> Vec<ColumnSpec> {
        self.column.specs()
    }

    fn read(&self, row: &Row<'_>) -> Option<I> {
        let id = self.column.read(row)?;
        if id.index() < row.rows_of(self.file) {
            return Some(id);
        }
        let column = self.column.name;
        row.tell(column, Said::new(Code::UnknownId, &row.written(column), self.expected, self.advice));
        None
    }

    fn write(&self, id: &I, line: &mut Line<'_>) {
        self.column.write(id, line);
    }
}
