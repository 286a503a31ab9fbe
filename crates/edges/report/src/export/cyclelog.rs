//! Truck cycles as `cyclelog/v1`: the CSV that minehaulsim 0.12 writes and its validator reads.
//!
//! One row for each phase of a cycle at its start: `t,truck_id,shovel_id,event,payload_t`.
//!
//! | event | begins when | `shovel_id` | `payload_t` |
//! |---|---|---|---|
//! | `load` | the loader takes the truck under | the loader | 0 |
//! | `haul` | the truck is loaded | the loader | what is aboard |
//! | `dump` | it backs up to dump | the dump | what is aboard |
//! | `return` | it is empty | the dump | 0 |
//!
//! The format knows numbers only: trucks and loaders are counted from 1 in the order of `machines.csv`, dumps from 101
//! in the order of `dumps.csv`; [`Key`] tells who is who. `t` is in seconds from the first row. Rows are ordered by
//! time, then truck.
//!
//! Pitfalls: a load that was cut short before anything was aboard is no cycle and has no row, and neither has one
//! that is under way when the horizon ends. A truck that fails on the way keeps its place in the cycle, so a phase may
//! hold days of repair. The format's readers refuse payloads above 400 t; they are written as they are.
use iceroad_base::quantity::Mass;
use iceroad_base::text::for_spreadsheet;
use iceroad_base::{Id, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::{DumpId, MachineId, Scenario};
use std::io::{self, Write};
use std::ops::Range;
use strum::IntoStaticStr;

/// The first number of a dump; below are loaders.
const FIRST_DUMP: u32 = 101;

/// What a number of the cycle log stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// `truck_id` or `shovel_id`.
    pub column: &'static str,
    /// The number there.
    pub number: u32,
    /// The machine's or dump's name in the scenario.
    pub name: String,
}

/// Who is who in a cycle log, and when it begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// `t = 0`, local to the scenario's zone, RFC 3339; none where the log has no row.
    pub start: Option<String>,
    /// Every truck, loader and dump.
    pub names: Vec<Named>,
    /// Rows of the log.
    pub rows: usize,
}

impl Key {
    /// As CSV: `column,number,name`, with the start in a row of its own.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(["column", "number", "name"])?;
        table.write_record(["t", "0", self.start.as_deref().unwrap_or("")])?;
        for named in &self.names {
            table.write_record([named.column, &named.number.to_string(), &for_spreadsheet(&named.name)])?;
        }
        table.flush()
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
struct Row {
    at: Time,
    truck: u32,
    phase: Phase,
    place: u32,
    mass: Mass,
}

/// The phases of a cycle in their order, by their words.
#[derive(Clone, Copy, Debug, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
enum Phase {
    Load,
    Haul,
    Dump,
    Return,
}

/// Writes the cycles of a log that lie in `window` and tells who is who. A truck's rows begin with its first load there, for
/// readers refuse a cycle without its beginning.
///
/// # Errors
/// What the writer says.
pub fn write(
    scenario: &Scenario,
    entries: &[Entry],
    window: Range<Time>,
    out: &mut dyn Write,
) -> io::Result<Key> {
    let numbers = Numbers::of(scenario);
    let mut rows = rows(scenario, entries, &numbers);
    let mut has_begun = vec![false; scenario.machines.len() + 1];
    rows.retain(|row| {
        let begun = &mut has_begun[row.truck as usize];
        *begun |= matches!(row.phase, Phase::Load) && window.contains(&row.at);
        *begun && window.contains(&row.at)
    });
    let start = rows.first().map(|row| row.at);
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["t", "truck_id", "shovel_id", "event", "payload_t"])?;
    for row in &rows {
        let ms = (row.at - start.unwrap_or(row.at)).millis();
        let payload = match row.phase {
            Phase::Haul | Phase::Dump => row.mass.get(),
            Phase::Load | Phase::Return => 0,
        };
        let numbers = [thousandths(ms), row.truck.to_string(), row.place.to_string(), thousandths(payload)];
        let [t, truck, place, payload] = &numbers;
        table.write_record([t.as_str(), truck, place, row.phase.into(), payload])?;
    }
    table.flush()?;
    let clock = scenario.clock(&scenario.heading.zone);
    Ok(Key { start: start.map(|at| clock.local_text(at)), names: numbers.names(scenario), rows: rows.len() })
}

/// `1234` as `1.234`, `1000` as `1.0`.
fn thousandths(value: i64) -> String {
    let whole = format!("{}.{:03}", value / 1_000, value % 1_000);
    let short = whole.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_string() }
}

/// The format's numbers of machines: trucks and loaders are counted apart.
struct Numbers {
    machines: Table<MachineId, u32>,
}

impl Numbers {
    fn of(scenario: &Scenario) -> Self {
        let (mut trucks, mut loaders) = (0, 0);
        let mut number = |machine: &iceroad_model::fleet::Machine| {
            let is_truck = scenario.models[machine.model].truck().is_some();
            let count = if is_truck { &mut trucks } else { &mut loaders };
            *count += 1;
            *count
        };
        Self { machines: scenario.machines.iter().map(&mut number).collect() }
    }

    fn names(&self, scenario: &Scenario) -> Vec<Named> {
        let mut names = Vec::new();
        for (id, machine) in scenario.machines.entries() {
            let is_truck = scenario.models[machine.model].truck().is_some();
            let column = if is_truck { "truck_id" } else { "shovel_id" };
            names.push(Named { column, number: self.machines[id], name: machine.name.clone() });
        }
        for (id, dump) in scenario.dumps.entries() {
            names.push(Named { column: "shovel_id", number: dump_number(id), name: dump.name.clone() });
        }
        names.sort_by(|a, b| (b.column, a.number).cmp(&(a.column, b.number)));
        names
    }
}

fn dump_number(dump: DumpId) -> u32 {
    FIRST_DUMP + dump.index() as u32
}

/// The rows in their order.
fn rows(scenario: &Scenario, entries: &[Entry], numbers: &Numbers) -> Vec<Row> {
    let mut since = Table::<MachineId, Time>::filled(scenario.machines.len(), Time::START);
    let mut rows = Vec::new();
    for &Entry { at, event } in entries {
        match event {
            Event::State { machine, state: MachineState::Loading | MachineState::Dumping } => {
                since[machine] = at;
            }
            Event::Loaded { truck, loader, mass, .. } => {
                let (truck_no, place) = (numbers.machines[truck], numbers.machines[loader]);
                // Where a loader fails under the truck and another goes on, the truck's state does not change.
                let begun = since[truck].max(since[loader]);
                rows.push(Row { at: begun, truck: truck_no, phase: Phase::Load, place, mass });
                rows.push(Row { at, truck: truck_no, phase: Phase::Haul, place, mass });
            }
            Event::Dumped { truck, dump, mass, .. } => {
                let (truck_no, place) = (numbers.machines[truck], dump_number(dump));
                rows.push(Row { at: since[truck], truck: truck_no, phase: Phase::Dump, place, mass });
                rows.push(Row { at, truck: truck_no, phase: Phase::Return, place, mass });
            }
            _ => {}
        }
    }
    // A stable sort: what happens to one truck in one instant stays in the order of cause and effect.
    rows.sort_by_key(|row| (row.at, row.truck));
    rows
}
