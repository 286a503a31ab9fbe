//! The event log of one replication as a table: every field of every entry, with the names behind ids.
//!
//! One row per field. The log of a year has a million entries, so the Parquet file is the one to work with; the CSV
//! is for looking.
use crate::ReportError;
use crate::tables::columns::LOG;
use crate::tables::sheet::Cell::{None as Empty, Text, Whole};
use crate::tables::sheet::Sheet;
use iceroad_base::id::{Id, Table};
use iceroad_model::Scenario;
use iceroad_model::event::{CostCause, Entry, MachineState};
use iceroad_model::event_fields::FieldVisitor;
use iceroad_model::record::DelayCause;

/// The log of one replication, as (file name, bytes): `events.csv` and `events.parquet`.
///
/// # Errors
/// That it could not be written.
pub fn table(scenario: &Scenario, entries: &[Entry]) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let clock = scenario.clock(&scenario.heading.zone);
    let mut sheet = Sheet::new(&LOG);
    let mut local = String::new();
    let mut last = None;
    for (number, entry) in entries.iter().enumerate() {
        if last != Some(entry.at) {
            local = clock.local_text(entry.at);
            last = Some(entry.at);
        }
        let mut rows = Rows {
            scenario,
            sheet: &mut sheet,
            number: number as i64,
            at: entry.at.millis(),
            local: &local,
            kind: "",
        };
        entry.event.visit(&mut rows);
    }
    Ok(vec![("events.csv".into(), sheet.csv()?), ("events.parquet".into(), sheet.parquet()?)])
}

struct Rows<'a> {
    scenario: &'a Scenario,
    sheet: &'a mut Sheet,
    number: i64,
    at: i64,
    local: &'a str,
    kind: &'static str,
}

impl FieldVisitor for Rows<'_> {
    fn kind(&mut self, _number: u8, name: &'static str) {
        self.kind = name;
    }

    fn field(&mut self, name: &'static str, value: i64) {
        let behind = name_behind(self.scenario, name, value);
        let cells = [
            Whole(self.number),
            Whole(self.at),
            Text(self.local),
            Text(self.kind),
            Text(name),
            Whole(value),
            behind.map_or(Empty, Text),
        ];
        self.sheet.row(&cells);
    }
}

/// The name of the row that a field's value points at.
fn name_behind<'s>(scenario: &'s Scenario, field: &str, value: i64) -> Option<&'s str> {
    let at = usize::try_from(value).ok()?;
    match field {
        "machine" | "truck" | "loader" => named(&scenario.machines, at, |row| &row.name),
        "state" => MachineState::ALL.get(at).map(|state| state.name()),
        "cause" => CostCause::ALL.get(at).map(|cause| cause.name()),
        "face" => named(&scenario.faces, at, |row| &row.name),
        "dump" => named(&scenario.dumps, at, |row| &row.name),
        "material" => named(&scenario.materials, at, |row| &row.name),
        "subsystem" => named(&scenario.subsystems, at, |row| &row.name),
        "workshop" => named(&scenario.workshops, at, |row| &row.name),
        "bay" => named(&scenario.bays, at, |row| &row.name),
        "group" => named(&scenario.technicians, at, |row| &row.name),
        "store" => named(&scenario.stores, at, |row| &row.name),
        "item" => named(&scenario.items, at, |row| &row.name),
        "offer" => named(&scenario.offers, at, |row| &row.name),
        "rule" => named(&scenario.restrictions, at, |row| &row.name),
        "leg" => named(&scenario.legs, at, |row| &row.name),
        "site" => named(&scenario.sites, at, |row| &row.name),
        "season" => named(&scenario.seasons, at, |row| &row.name),
        "line" => named(&scenario.lines, at, |row| &row.name),
        "settlement" => named(&scenario.settlements, at, |row| &row.name),
        "task" => named(&scenario.tasks, at, |row| &row.name),
        "partner" | "to" => named(&scenario.parties, at, |row| &row.name),
        "cause_kind" => DelayCause::NAMES.get(at).copied(),
        _ => None,
    }
}

fn named<I: Id, T>(table: &Table<I, T>, at: usize, name: impl Fn(&T) -> &String) -> Option<&str> {
    table.as_slice().get(at).map(|row| name(row).as_str())
}
