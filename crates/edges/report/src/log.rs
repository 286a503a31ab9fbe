//! The event log of one replication as a table: every field of every entry, with the names behind ids.
//!
//! One row per field. The log of a year has a million entries, so the Parquet file is the one to work with; the CSV
//! is for looking.
use crate::tables::columns::LOG;
use crate::tables::sheet::Cell::{None as Empty, Text, Whole};
use crate::tables::sheet::Sheet;
use iceroad_model::Scenario;
use iceroad_model::event::{Entry, Event, EventField, EventKind, Field, FieldVisitor, MachineState};
use std::io::{self, Write};

/// The log of one replication in memory, as (file name, bytes): `events.csv` and `events.parquet`.
///
/// # Errors
/// As [`write()`].
pub fn table(scenario: &Scenario, entries: &[Entry]) -> io::Result<Vec<(String, Vec<u8>)>> {
    let (mut csv, mut parquet) = (Vec::new(), Vec::new());
    write(scenario, entries, &mut csv, &mut parquet)?;
    Ok(vec![("events.csv".into(), csv), ("events.parquet".into(), parquet)])
}

/// Writes the log of one replication as CSV and as Parquet, in step.
///
/// # Errors
/// What a writer said.
pub fn write(
    scenario: &Scenario,
    entries: &[Entry],
    csv: &mut (dyn Write + Send),
    parquet: &mut (dyn Write + Send),
) -> io::Result<()> {
    let clock = scenario.clock(&scenario.heading.zone);
    let mut sheet = Sheet::new(&LOG, csv, parquet)?;
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
    sheet.end()
}

struct Rows<'a, 'o> {
    scenario: &'a Scenario,
    sheet: &'a mut Sheet<'o>,
    number: i64,
    at: i64,
    local: &'a str,
    kind: &'static str,
}

impl FieldVisitor for Rows<'_, '_> {
    fn kind(&mut self, kind: &'static EventKind) {
        self.kind = kind.name;
    }

    fn field(&mut self, field: &'static EventField, value: Field) {
        let (number, of) = value.numbers();
        let names = value.names(self.scenario);
        for ((column, number), name) in
            field.columns.iter().zip([Some(number), of].into_iter().flatten()).zip(names)
        {
            let cells = [
                Whole(self.number),
                Whole(self.at),
                Text(self.local),
                Text(self.kind),
                Text(column),
                Whole(number),
                name.as_deref().map_or(Empty, Text),
            ];
            self.sheet.row(&cells);
        }
    }
}

/// The chapter of the book that lists the entries of the log and their fields.
pub fn chapter() -> String {
    let mut text = String::from(HEAD);
    for kind in Event::KINDS {
        let fields: Vec<String> = kind.fields.iter().map(field_words).collect();
        text += &format!(
            "| {} | `{}` | {} | {} |\n",
            kind.number,
            kind.name,
            kind.means.trim(),
            fields.join(", ")
        );
    }
    text += STATES;
    for state in MachineState::ALL {
        text += &format!(
            "| {} | `{}` | {} | {} |\n",
            state as u8,
            state.name(),
            state.words(),
            state.class().words()
        );
    }
    text
}

fn field_words(field: &EventField) -> String {
    let columns: Vec<String> = field.columns.iter().map(|column| format!("`{column}`")).collect();
    format!("{} ({})", columns.join(" and "), field.holds)
}

const HEAD: &str = "# Entries of the event log

<!-- Written by `UPDATE=1 cargo test -p iceroad-report`. -->

`log/R/events` (`iceroad run --log R`) has one row for each field of each entry: the entry's number, its time, its kind, the field, the value as
a whole number, and the name behind it. Where a field points at one of several things it has two rows: which kind of thing, and which one.
[Exports](exports.md) use the same names. Jobs, demands, orders and shipments are numbered within a replication, from 0.

| number | kind | what it means | fields |
|---|---|---|---|
";

const STATES: &str = "
## States of machines

A machine is in exactly one of these at any time. Classes follow the time-usage model of surface mining (GMG); the hour meter runs in
working and delay.

| number | state | in words | class |
|---|---|---|---|
";
