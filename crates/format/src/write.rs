//! A scenario written as a folder: what importers leave and what a round trip is tested with.
//!
//! Columns that hold nothing but defaults are left out, and so are tables without rows. To change a folder that a planner wrote,
//! use [`crate::edit()`], which leaves the rest of it alone.

use crate::format::{self, DECLARED, KeySpec, VERSION};
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
    let mut text = format!("format = {VERSION}\n");
    let mut section = "";
    for (key, value) in heading_values(tables) {
        if key.section != section {
            section = key.section;
            let _ = writeln!(text, "\n[{section}]");
        }
        let quoted = || toml::Value::String(value.clone()).to_string();
        let value = if key.is_bare() { value } else { quoted() };
        let _ = writeln!(text, "{} = {value}", key.name);
    }
    text
}

/// What the keys of `scenario.toml` say, those left out that say nothing.
pub(crate) fn heading_values(tables: &Tables) -> Vec<(&'static KeySpec, String)> {
    let heading = &tables.heading;
    let value = |key: &KeySpec| match key.name {
        "name" => heading.name.clone(),
        "title" if heading.title != heading.name => heading.title.clone(),
        "start" => heading.start.to_string(),
        "days" => heading.days.to_string(),
        "zone" => heading.zone.name().to_owned(),
        "currency" => heading.currency.clone(),
        "home" => tables.territories.get(heading.home).cloned().unwrap_or_default(),
        "seed" => heading.seed.to_string(),
        "replications" => heading.replications.to_string(),
        "mode" => <&str>::from(ClimateModeKind::from(heading.climate)).to_owned(),
        "first_year" => match heading.climate {
            ClimateMode::Recorded { first_year } => first_year.to_string(),
            ClimateMode::Resampled => String::new(),
        },
        _ => String::new(),
    };
    let values = format::keys().iter().map(|key| (key, value(key)));
    values.filter(|(_, value)| !value.is_empty()).collect()
}
