//! Rows made into the tables of the model, one function for each table.
//!
//! Rows that belong to another row (points of a curve, parts of a job) are gathered first, by the id of the row they
//! belong to.

mod climate;
pub(crate) mod fleet;
pub(crate) mod goods;
pub(crate) mod maintenance;
pub(crate) mod mine;
pub(crate) mod obligations;
pub(crate) mod roads;
pub(crate) mod shift;
pub(crate) mod sites;

use crate::book::Book;
use crate::format::Coined;
use iceroad_base::Id;
use iceroad_model::Tables;
use std::collections::BTreeMap;

/// Rows that belong to other rows, by the id of those.
pub(crate) struct Children<I, T>(BTreeMap<usize, Vec<T>>, std::marker::PhantomData<I>);

impl<I: Id, T> Children<I, T> {
    fn new() -> Self {
        Self(BTreeMap::new(), std::marker::PhantomData)
    }

    fn add(&mut self, parent: I, child: T) {
        self.0.entry(parent.index()).or_default().push(child);
    }

    fn of(&self, parent: I) -> &[T] {
        self.0.get(&parent.index()).map_or(&[], Vec::as_slice)
    }

    fn take(&mut self, parent: usize) -> Vec<T> {
        self.0.remove(&parent).unwrap_or_default()
    }
}

/// Fills every table from the book.
pub(crate) fn fill(book: &Book, tables: &mut Tables) {
    sites::sites(book, tables);
    climate::stations(book, tables);
    climate::seasons(book, tables);
    sites::legs(book, tables);
    sites::calendars(book, tables);
    mine::fill(book, tables);
    roads::fill(book, tables);
    fleet::fill(book, tables);
    shift::fill(book, tables);
    maintenance::fill(book, tables);
    goods::fill(book, tables);
    goods::stores(book, tables);
    obligations::fill(book, tables);
    for name in book.coined(Coined::Brand) {
        tables.brands.push(name);
    }
    for name in book.coined(Coined::Trade) {
        tables.trades.push(name);
    }
    for name in book.coined(Coined::Territory) {
        tables.territories.push(name);
    }
}
