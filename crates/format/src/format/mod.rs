//! The scenario format: one declaration per table, from which everything else is made.
//!
//! A table is declared in one place, in the words of `declare`: its file, its table of the model, and for every field the
//! columns with their units, legal ranges, defaults and meaning. Of it are made the reading and the writing of its rows and its
//! [`TableSpec`], which the reader's checks and messages, the JSON Schema ([`crate::schema()`]) and the book's chapter
//! ([`crate::chapter()`]) go by, so they cannot disagree.
//!
//! Terms: a name is **coined** where it needs no row of its own, such as a brand, and exists by being used.

mod cells;
mod climate;
mod columns;
mod declare;
mod failure_log;
mod fleet;
mod goods;
mod heading;
mod law;
mod maintenance;
mod mine;
mod mine_uses;
mod obligations;
mod roads;
mod rotables;
mod shift;
mod sites;
mod spec;
mod stores;
mod table;
mod target;

pub(crate) use cells::Cell;
pub(crate) use climate::records;
pub(crate) use columns::Columns;
pub(crate) use failure_log::{FailureLogColumns, FailureRow, failure_log};
pub(crate) use heading::sections;
pub use heading::{KeyKind, KeySpec, keys};
pub use spec::{Coined, ColumnSpec, Kind, Need, TableSpec, VERSION};
pub(crate) use table::Declared;
pub use target::Target;

use crate::catalogue;
use std::sync::LazyLock;

/// The folder of daily records, one file for each measured station.
pub const RECORDS: &str = "climate";

/// Every table of a scenario, in the order they are read, told and written.
pub(crate) const DECLARED: &[&dyn Declared] = &[
    &sites::Sites,
    &sites::Legs,
    &sites::Vehicles,
    &sites::Calendars,
    &sites::Holidays,
    &climate::Stations,
    &climate::StationNormals,
    &climate::SeasonsIce,
    &climate::IceSteps,
    &climate::SeasonsRiver,
    &climate::SeasonsCalendar,
    &climate::SeasonDateRows,
    &mine::Mines,
    &mine::HaulNodes,
    &mine::HaulSegments,
    &mine::Materials,
    &mine::Faces,
    &mine::Dumps,
    &mine::ProductionPlan,
    &roads::LaneZones,
    &roads::Closures,
    &roads::RoadWeathers,
    &fleet::TruckModels,
    &fleet::Rimpull,
    &fleet::Retarder,
    &fleet::LoaderModels,
    &fleet::Machines,
    &fleet::DigSequence,
    &shift::Breaks,
    &shift::OperatorGroups,
    &maintenance::TEMPERATURE_CURVES,
    &maintenance::METER_CURVES,
    &maintenance::Subsystems,
    &maintenance::SubsystemParts,
    &maintenance::Services,
    &maintenance::ServiceParts,
    &maintenance::Workshops,
    &maintenance::Bays,
    &maintenance::Technicians,
    &goods::Parties,
    &goods::Owners,
    &goods::Items,
    &goods::Interchanges,
    &goods::Restrictions,
    &goods::Offers,
    &stores::Stores,
    &stores::Stock,
    &stores::Inbounds,
    &rotables::RepairShops,
    &rotables::Rotables,
    &obligations::Agreements,
    &obligations::AgreementLines,
    &obligations::Settlements,
    &obligations::Consumptions,
    &mine_uses::MineUses,
    &obligations::Projects,
    &obligations::Crews,
    &obligations::Tasks,
    &obligations::TaskMaterials,
];

/// The spec of every table of a scenario, in the order they are read, told and written.
pub fn tables() -> &'static [TableSpec] {
    static TABLES: LazyLock<Vec<TableSpec>> =
        LazyLock::new(|| DECLARED.iter().map(|table| catalogued(table.spec())).collect());
    &TABLES
}

fn catalogued(spec: TableSpec) -> TableSpec {
    match catalogue::of(spec.file) {
        Some(shelf) => shelf.declared(spec),
        None => spec,
    }
}

/// The spec of a station's daily record, `climate/<station>.csv`.
pub fn daily_record() -> &'static TableSpec {
    static RECORD: LazyLock<TableSpec> = LazyLock::new(climate::daily_record);
    &RECORD
}
