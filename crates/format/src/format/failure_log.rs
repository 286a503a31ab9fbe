//! A failure log's columns: the table is no part of a scenario, and is read by the same rules.

use super::declare::*;
use crate::cell::Moment;
use iceroad_base::civil::TimeOfDay;
use std::sync::OnceLock;

/// What a row of a failure log says.
pub(crate) struct FailureRow {
    pub(crate) machine: String,
    pub(crate) model: Option<String>,
    pub(crate) subsystem: Option<String>,
    pub(crate) cause: Option<String>,
    pub(crate) event: Option<String>,
    pub(crate) time: Option<Moment>,
    pub(crate) clock: Option<TimeOfDay>,
    pub(crate) meter: Option<f64>,
    pub(crate) gap: Option<f64>,
    pub(crate) part: Option<f64>,
    pub(crate) down: Option<f64>,
    pub(crate) repair: Option<f64>,
    pub(crate) temperature: Option<f64>,
}

/// The most hours a meter may show: a century and more.
const MOST_HOURS: f64 = 1e6;

fn hours(name: &'static str, doc: &'static str) -> Column<Option<f64>> {
    number(name, "amount", "h", 0.0..=MOST_HOURS, doc)
}

columns! {
    /// `failure_log.csv`
    FailureLogColumns: FailureRow;
    machine: column("machine", "the machine, by whatever name it has"),
    model: column("model", "its model"),
    subsystem: column("subsystem", "what of it, such as `engine`"),
    cause: column("cause", "why, or how it failed"),
    event: column("event", "`failure`, `replacement` (before failure), `suspension`, `start`, `inspection` or `reading`"),
    time: column("time", "when: a day, with or without a time"),
    clock: column("clock", "the time of day, where it has a column of its own"),
    meter: hours("meter_h", "what the hour meter showed"),
    gap: hours("gap_h", "hours since the event of the same part before this"),
    part: hours("part_h", "hours that the part itself had run"),
    down: hours("down_h", "hours until the machine worked again"),
    repair: hours("repair_h", "hours of work on it"),
    temperature: number("temperature_c", "temperature", "c", -90.0..=70.0, "the temperature then"),
}

/// A failure log as a table.
pub(crate) fn failure_log() -> &'static TableSpec {
    static SPEC: OnceLock<TableSpec> = OnceLock::new();
    SPEC.get_or_init(|| TableSpec {
        file: "failure_log.csv",
        table: "failure_log",
        doc: "An event in the life of a machine, as maintenance systems export them.",
        required: true,
        columns: FailureLogColumns.specs(),
    })
}
