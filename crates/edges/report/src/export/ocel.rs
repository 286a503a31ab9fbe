//! The event log as an object-centric event log: OCEL 2.0 in its JSON form, for process-mining tools.
//!
//! Facts of the format (OCEL 2.0 specification, Berti et al. 2023, and its JSON page): four arrays, `objectTypes`,
//! `eventTypes`, `objects`, `events`; every type declares its attributes with one of the types string, time, integer,
//! float, boolean; an event has an id, a type, a time in ISO 8601, attributes and qualified relationships to objects;
//! an attribute of an object has a time too.
//!
//! Ours: one event an entry of the log, numbered as in `log/R/events.csv`; a machine's state is an event of the state's
//! name. Names are those of the declared entries and fields; `events` says what each type of field becomes, `objects` makes the objects. The log is gone
//! through twice, first for the types and for the objects that a run brings about (jobs, orders, shipments,
//! demands), then to write.
//!
//! Pitfall: times are in UTC; several events may have one instant, and their order in the file is
//! that of cause and effect.
mod events;
mod objects;

use events::{Told, Value};
use iceroad_base::Time;
use iceroad_base::civil::{Clock, Zone};
use iceroad_model::Scenario;
use iceroad_model::event::Entry;
use objects::Objects;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

/// How much was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Objects.
    pub objects: usize,
    /// Events.
    pub events: usize,
}

/// The attributes of each type with their types of value.
type Types = BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>;

/// Writes what of a log lies in `window`. Events keep the numbers they have in the whole log.
///
/// # Errors
/// What the writer says.
pub fn write(
    scenario: &Scenario,
    entries: &[Entry],
    window: Range<Time>,
    out: &mut dyn Write,
) -> io::Result<Counts> {
    let first = entries.partition_point(|entry| entry.at < window.start);
    let end = entries.partition_point(|entry| entry.at < window.end).max(first);
    let entries = &entries[first..end];
    let mut objects = Objects::of(scenario);
    let mut types = Types::new();
    let mut told = Told::new(scenario);
    for entry in entries {
        told.tell(&entry.event);
        objects.take(&told, &entry.event);
        declare(&mut types, told.kind, &told.attributes);
    }
    let clock = scenario.clock(&Zone::utc());
    out.write_all(b"{\"objectTypes\":[\n")?;
    write_types(&objects.types(), out)?;
    out.write_all(b"\n],\"eventTypes\":[\n")?;
    write_types(&types, out)?;
    out.write_all(b"\n],\"objects\":[\n")?;
    let n_objects = objects.write(&clock, out)?;
    out.write_all(b"\n],\"events\":[\n")?;
    let (mut text, mut last) = (String::new(), None);
    for (number, entry) in entries.iter().enumerate() {
        if last != Some(entry.at) {
            text = clock.utc_text(entry.at);
            last = Some(entry.at);
        }
        told.tell(&entry.event);
        let moment = Moment { number: first + number, text: &text, clock: &clock };
        out.write_all(separator(number))?;
        write_event(&moment, &told, &objects, out)?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(Counts { objects: n_objects, events: entries.len() })
}

/// Notes the attributes of a type.
fn declare(types: &mut Types, kind: &'static str, attributes: &[(&'static str, Value<'_>)]) {
    let known = types.entry(kind).or_default();
    for (name, value) in attributes {
        known.entry(name).or_insert(value.type_name());
    }
}

fn write_types(types: &Types, out: &mut dyn Write) -> io::Result<()> {
    for (at, (name, attributes)) in types.iter().enumerate() {
        out.write_all(separator(at))?;
        write!(out, "{{\"name\":\"{name}\",\"attributes\":[")?;
        for (at, (name, kind)) in attributes.iter().enumerate() {
            write!(out, "{}{{\"name\":\"{name}\",\"type\":\"{kind}\"}}", if at == 0 { "" } else { "," })?;
        }
        out.write_all(b"]}")?;
    }
    Ok(())
}

/// Which event it is, and when.
struct Moment<'a> {
    number: usize,
    text: &'a str,
    clock: &'a Clock,
}

fn write_event(
    moment: &Moment<'_>,
    told: &Told<'_>,
    objects: &Objects<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Moment { number, text, clock } = moment;
    write!(out, "{{\"id\":\"e{number}\",\"type\":\"{}\",\"time\":\"{text}\",\"attributes\":[", told.kind)?;
    for (at, (name, value)) in told.attributes.iter().enumerate() {
        write!(out, "{}{{\"name\":\"{name}\",\"value\":", if at == 0 { "" } else { "," })?;
        value.write(clock, out)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"],\"relationships\":[")?;
    for (at, (object, qualifier)) in told.relations.iter().enumerate() {
        write_relation(at, &objects.id(*object), qualifier, out)?;
    }
    out.write_all(b"]}")
}

fn write_relation(at: usize, object: &str, qualifier: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if at == 0 { b"{\"objectId\":" } else { b",{\"objectId\":" })?;
    write_text(object, out)?;
    write!(out, ",\"qualifier\":\"{qualifier}\"}}")
}

/// A text of the scenario as a JSON string.
fn write_text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(out, text).map_err(io::Error::from)
}

fn separator(at: usize) -> &'static [u8] {
    if at == 0 { b"" } else { b",\n" }
}
