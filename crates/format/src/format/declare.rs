//! The words in which tables are declared.

pub(super) use super::cells::{Cell, LITRES};
pub(super) use super::columns::{
    Column, Columns, both, column, count, elsewhere, group_name, minutes, name, number, of_file, of_kind,
    optional, pair, per_heating_degree_day, shaped, title, title_as, together,
};
pub(super) use super::law::{LawColumns, law};
pub(super) use super::spec::{ColumnSpec, Kind, TableSpec};
pub(super) use super::table::{
    Declared, children, columns, fill_children, holding, of_field, table, write_children,
};
pub(super) use super::target::Named;
pub(super) use crate::book::Book;
pub(super) use crate::out::{Line, Out};
pub(super) use crate::row::Row;
pub(super) use iceroad_base::Id;
pub(super) use iceroad_model::Tables;
