//! A scenario written as a folder: what importers leave and what a round trip is tested with.
//!
//! Columns that hold nothing but defaults are left out, and so are tables without rows.

use crate::format::{self, DECLARED, VERSION};
use crate::out::Out;
use iceroad_model::climate::{ClimateMode, ClimateModeKind};
use iceroad_model::{Scenario, Tables};
use std::fmt::Write;

/// The folder's files, as (name within the folder, text), in the order of the format.
pub fn write(scenario: &Scenario) -> Vec<(String, String)> {
    write_tables(scenario)
}

/// The same for tables that were not judged by the rules yet; ids outside their tables are written as empty cells.
pub fn write_tables(tables: &Tables) -> Vec<(String, String)> {
    let mut files = vec![("scenario.toml".to_owned(), heading(tables))];
    for (spec, out) in outs(tables) {
        if !out.is_empty() || spec.required {
            files.push((spec.file.to_owned(), out.text()));
        }
    }
    files.extend(format::records(tables).into_iter().map(|(file, out)| (file, out.text())));
    files
}

/// Every table with its rows as cells.
pub(crate) fn outs(tables: &Tables) -> impl Iterator<Item = (&'static format::TableSpec, Out)> {
    DECLARED.iter().zip(format::tables()).map(|(declared, spec)| {
        let mut out = Out::of(spec);
        declared.write(tables, &mut out);
        (spec, out)
    })
}

fn heading(tables: &Tables) -> String {
    let heading = &tables.heading;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let home = tables.territories.get(heading.home).map_or("", String::as_str);
    let mut text = format!("format = {VERSION}\nname = {}\n", quoted(&heading.name));
    if heading.title != heading.name {
        let _ = writeln!(text, "title = {}", quoted(&heading.title));
    }
    let _ = writeln!(text, "start = {}\ndays = {}", heading.start, heading.days);
    let _ = writeln!(text, "zone = {}", quoted(heading.zone.name()));
    let _ = writeln!(text, "currency = {}\nhome = {}", quoted(&heading.currency), quoted(home));
    let _ = writeln!(text, "seed = {}\nreplications = {}", heading.seed, heading.replications);
    let mode: &str = ClimateModeKind::from(heading.climate).into();
    let _ = writeln!(text, "\n[climate]\nmode = {}", quoted(mode));
    if let ClimateMode::Recorded { first_year } = heading.climate {
        let _ = writeln!(text, "first_year = {first_year}");
    }
    text
}
