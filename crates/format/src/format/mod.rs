//! The scenario format: one declarative spec per table, from which everything else is made.
//!
//! A [`TableSpec`] says which file, which columns, their units, legal ranges, defaults and meaning. The reader's checks
//! and messages, the JSON Schema ([`crate::schema()`]), the book's chapter ([`crate::chapter()`]) and the writer all come
//! from it, so they cannot disagree.
//!
//! Terms: a **column group** is a law of probability spread over several columns (the chapter's "Laws"); a name is
//! **coined** where it needs no row of its own, such as a brand, and exists by being used.

mod climate;
mod fleet;
mod goods;
mod heading;
mod maintenance;
mod mine;
mod obligations;
mod roads;
mod shift;
mod sites;
mod spec;
mod stores;

pub(crate) use heading::CLIMATE_MODES;
pub use heading::{KeyKind, KeySpec, keys};
pub(crate) use spec::LAWS;
pub use spec::{Coined, ColumnSpec, Kind, Need, TableSpec, Target, VERSION};

/// The words of columns that take one of a few.
pub(crate) mod words {
    pub(crate) use super::fleet::{DRIVES, LOADING_RULES};
    pub(crate) use super::goods::{APPROVALS, ITEM_KINDS, UNITS};
    pub(crate) use super::maintenance::{PLACES, SHARING};
    pub(crate) use super::mine::{DISPATCH, MATERIAL_KINDS};
    pub(crate) use super::obligations::INCOTERMS;
    pub(crate) use super::roads::{CLOSURE_REASONS, ROAD_WEATHER, TRAFFIC, ZONE_POLICIES};
    pub(crate) use super::shift::{BREAK_FOR, BREAK_PLACES, CHANGES, REFUELS};
    pub(crate) use super::sites::{MODES, SITE_KINDS};
}

/// The folder of daily records, one file for each measured station.
pub const RECORDS: &str = "climate";

/// Every table of a scenario, in the order they are read and told.
pub fn tables() -> Vec<TableSpec> {
    let mut all = Vec::new();
    all.extend(sites::tables());
    all.extend(climate::tables());
    all.extend(mine::tables());
    all.extend(roads::tables());
    all.extend(fleet::tables());
    all.extend(shift::tables());
    all.extend(maintenance::tables());
    all.extend(goods::tables());
    all.extend(stores::tables());
    all.extend(obligations::tables());
    all
}

/// The spec of a station's daily record, `climate/<station>.csv`.
pub fn daily_record() -> TableSpec {
    climate::daily_record()
}
