//! One row, its cells understood: what the tables of the model are made from.
//!
//! [`Row::get`] gives nothing where the cell is empty or wrong; what is wrong has been told when the row was read.

use crate::book::Book;
use crate::catalogue;
use crate::cell::{self, Value};
use crate::format::{Cell, ColumnSpec, Kind, Need};
use crate::names::{At, within};
use crate::sheet::Sheet;
use crate::source::{Said, clipped};
use iceroad_base::civil::Date;
use iceroad_model::Code;

/// One row.
pub(crate) struct Row<'a> {
    book: &'a Book,
    sheet: &'a Sheet,
    at: At,
    values: Vec<Option<Value>>,
}

impl<'a> Row<'a> {
    /// Reads every cell of a row, telling what is wrong.
    pub(crate) fn read(book: &'a Book, sheet: &'a Sheet, row: usize) -> Row<'a> {
        let at = At { file: sheet.spec.file, row };
        let mut read = Row { book, sheet, at, values: Vec::new() };
        for (place, column) in sheet.spec.columns.iter().enumerate() {
            let value = read.cell(place, column);
            read.values.push(value);
        }
        read.tell_uncatalogued();
        read
    }

    /// Tells of columns that the table leaves to the catalogue where the row names nothing of it.
    fn tell_uncatalogued(&self) {
        let row = self.at.row;
        if !self.sheet.has_entries() || self.sheet.entry(row).is_some() || self.sheet.is_of_unknown(row) {
            return;
        }
        let columns = self.sheet.spec.columns.iter().enumerate();
        let missing =
            columns.filter(|(at, column)| column.need == Need::Catalogued && !self.sheet.has_column(*at));
        let names: Vec<String> = missing.map(|(_, column)| format!("`{}`", column.name)).collect();
        if !names.is_empty() {
            let advice = "name one of the catalogue in `catalogue`, or add the columns";
            let said = Said::new(Code::ValueMissing, "", format!("a row with {}", names.join(", ")), advice);
            self.tell(catalogue::COLUMN, said);
        }
    }

    fn cell(&self, place: usize, column: &ColumnSpec) -> Option<Value> {
        let text = self.sheet.cell(self.at.row, place);
        let text = match (text.is_empty(), column.need) {
            (false, _) => text.as_ref(),
            (true, Need::Optional) => return None,
            (true, Need::Default(default)) => default,
            (true, Need::Required | Need::Catalogued) => {
                if self.sheet.has_column(place) && !self.sheet.is_of_unknown(self.at.row) {
                    let advice = format!("fill the cell: {}", column.doc);
                    let said = Said::new(Code::ValueMissing, "", cell::expected(column.kind), advice);
                    self.tell(&column.name, said);
                }
                return None;
            }
        };
        if let Some(said) = self.sheet.doubt(self.at.row, place) {
            self.tell(&column.name, said);
            return None;
        }
        match cell::read(column.kind, text) {
            Ok(value) => self.resolved(column, value),
            Err(wrong) => {
                let written = self.sheet.written(self.at.row, place);
                let is_respelled = !written.is_empty() && written != text;
                let value = if is_respelled { clipped(&written) } else { wrong.said.value };
                self.tell(&column.name, Said { value, ..wrong.said });
                wrong.instead.and_then(|value| self.resolved(column, value))
            }
        }
    }

    /// Puts ids in the place of names.
    fn resolved(&self, column: &ColumnSpec, value: Value) -> Option<Value> {
        match (column.kind, value) {
            (Kind::Ref(_), Value::Text(name)) => self.refer(column, &name).map(Value::Row),
            (Kind::RefList(_), Value::Texts(names)) => {
                Some(Value::Rows(names.iter().filter_map(|name| self.refer(column, name)).collect()))
            }
            (Kind::Coined(coined), Value::Text(name)) => {
                Some(Value::Row(self.book.coin(coined, &name, Some((self.at, &column.name)))))
            }
            (Kind::CoinedList(coined), Value::Texts(names)) => {
                let place = Some((self.at, column.name.as_str()));
                Some(Value::Rows(names.iter().map(|name| self.book.coin(coined, name, place)).collect()))
            }
            (_, value) => Some(value),
        }
    }

    fn refer(&self, column: &ColumnSpec, name: &str) -> Option<u32> {
        let (Kind::Ref(target) | Kind::RefList(target)) = column.kind else { return None };
        let model = self.sheet.cell_named(self.at.row, "model");
        let key = if target.within_model() { within(&model, name) } else { name.to_owned() };
        if let Some(id) = self.book.names.find(target, &key) {
            return Some(id);
        }
        if self.book.names.is_torn(target) || self.book.is_full(self.at.file, &column.name, Code::UnknownId) {
            self.book.spoil(self.at);
            return None;
        }
        let model_unknown =
            target.within_model() && self.book.names.find(crate::format::Target::Model, &model).is_none();
        if model_unknown && !model.is_empty() {
            // The model itself is told; nothing more can be said of its parts.
            self.book.spoil(self.at);
            return None;
        }
        self.tell(&column.name, self.book.names.unknown(target, &model, name));
        None
    }

    /// Tells a fault of a cell, or of the row where the column is empty.
    pub(crate) fn tell(&self, column: &str, said: Said) {
        self.book.spoil(self.at);
        self.book.push(self.sheet.diagnostic(self.at.row, column, said));
    }

    /// Where the row stands.
    pub(crate) fn at(&self) -> At {
        self.at
    }

    fn place(&self, column: &str) -> Option<usize> {
        let place = self.sheet.spec.columns.iter().position(|known| known.name == column);
        debug_assert!(place.is_some(), "{} has no column {column}", self.sheet.spec.file);
        place
    }

    fn value(&self, column: &str) -> Option<&Value> {
        self.values.get(self.place(column)?)?.as_ref()
    }

    /// How many rows a table has.
    pub(crate) fn rows_of(&self, file: &str) -> usize {
        self.book.sheets.get(file).map_or(0, |sheet| sheet.rows.len())
    }

    /// The first day of the horizon.
    pub(crate) fn start(&self) -> Date {
        self.book.start.get()
    }

    /// What is written in a cell, whether right or wrong; empty where nothing is.
    pub(crate) fn written(&self, column: &str) -> String {
        self.place(column)
            .map(|place| self.sheet.written(self.at.row, place).into_owned())
            .unwrap_or_default()
    }

    /// Whether a cell has anything written in it, right or wrong.
    pub(crate) fn has(&self, column: &str) -> bool {
        !self.written(column).is_empty()
    }

    /// Whether a cell is empty or could be read; of one that was told to be wrong there may be a value all the same.
    pub(crate) fn is_sound(&self, column: &str) -> bool {
        let Some(place) = self.place(column) else { return true };
        let text = self.sheet.cell(self.at.row, place);
        let kind = self.sheet.spec.columns[place].kind;
        text.is_empty() || (self.sheet.doubt(self.at.row, place).is_none() && cell::read(kind, &text).is_ok())
    }

    /// The value of a cell.
    pub(crate) fn get<T: Cell>(&self, column: &str) -> Option<T> {
        T::of(self.value(column))
    }

    /// The word of a column that takes one of a few, where there is no type for them.
    pub(crate) fn word(&self, column: &str) -> Option<&'static str> {
        let place = self.place(column)?;
        match (self.sheet.spec.columns[place].kind, self.values.get(place)?.as_ref()?) {
            (Kind::Choice(words), Value::Choice(at)) => words.get(*at).copied(),
            _ => None,
        }
    }

    /// Whether a column is not there and another was not understood: that has been told, and is likely this one.
    pub(crate) fn is_veiled(&self, column: &str) -> bool {
        let there = self.place(column).is_some_and(|place| self.sheet.has_column(place));
        self.sheet.veiled && !there
    }

    /// Marks the row as faulty where its fault has been told already.
    pub(crate) fn spoil(&self) {
        self.book.spoil(self.at);
    }

    /// Tells where a cell is empty that `because` asks for; true where it is filled.
    pub(crate) fn needs(&self, column: &str, because: &str) -> bool {
        if self.has(column) {
            return true;
        }
        if self.is_veiled(column) {
            self.spoil();
            return false;
        }
        let said = Said::new(Code::ValueAlone, "", format!("a value, {because}"), format!("fill `{column}`"));
        self.tell(column, said);
        false
    }

    /// Tells where a cell is filled that has no meaning, `because`.
    pub(crate) fn refuses(&self, columns: &[&str], because: &str) {
        for column in columns {
            if self.has(column) {
                let said = Said::new(
                    Code::ValueSurplus,
                    &self.written(column),
                    format!("an empty cell, {because}"),
                    format!("empty `{column}`, or change the other"),
                );
                self.tell(column, said);
            }
        }
    }

    /// Two cells of which both or none must be filled.
    pub(crate) fn together(&self, a: &str, b: &str) {
        if self.has(a) && !self.has(b) {
            self.needs(b, &format!("as `{a}` is filled"));
        }
        if self.has(b) && !self.has(a) {
            self.needs(a, &format!("as `{b}` is filled"));
        }
    }
}
