//! What an import came to, for the console: what was made, what was assumed, what was left out.
use iceroad::import::{Assumption, Imported, ImportedNetwork, ImportedWeather};
use std::path::Path;

/// So many days or years are listed by themselves.
const MOST_LISTED: usize = 12;

/// A scenario made in this folder of another program's file, and what to try with it.
pub fn scenario(imported: &Imported, folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "{folder} holds the scenario.\n{}{}\nTry:\n  iceroad check {folder}\n  iceroad run {folder}\n",
        assumed("file", &imported.assumed),
        left_out(&imported.left_out)
    )
}

/// Haul roads made in this folder of a map.
pub fn network(roads: &ImportedNetwork, folder: &Path) -> String {
    let (nodes, named) = roads.nodes;
    format!(
        "{}: {} segments, {:.1} km, {nodes} nodes, {named} of them named by the map.\nx_m and y_m are {}.\n{}{}",
        folder.display(),
        roads.segments,
        roads.length_m / 1_000.0,
        roads.grid,
        assumed("map", &roads.assumed),
        left_out(&roads.left_out)
    )
}

/// A station's record made of weather files, left at this place.
pub fn weather(record: &ImportedWeather, place: &Path) -> String {
    let (first, last) = record.span;
    let notes = record.notes.iter().map(|note| format!("  {note}\n")).collect::<String>();
    format!(
        "{}: {} days from {first} to {last}.\n  {}\n{}{notes}{}{}  the coldest day is {}: {:.1} °C\n{}",
        place.display(),
        record.days,
        record.from,
        means(record),
        gaps(record),
        years(record),
        record.coldest.0,
        record.coldest.1,
        list("Left out", left_out_of(record).into_iter()),
    )
}

/// The row of `stations.csv` that goes with a record.
pub fn weather_row(record: &ImportedWeather) -> String {
    list("The row to write in stations.csv", record.row().lines().map(str::to_owned))
}

/// What the means are made of.
fn means(record: &ImportedWeather) -> String {
    let pairs = record.days - record.filled;
    let mut text = format!("  {pairs} days by half of Tmax and Tmin");
    if record.filled > 0 {
        text += &format!(", {} by the service's own mean", record.filled);
    }
    if let Some(above) = record.above_half_c {
        let side = if above < 0.0 { "below" } else { "above" };
        text += &format!(
            "; the service's own mean lies {:.1} °C {side} half on days that have both",
            above.abs()
        );
    }
    text.push('\n');
    if record.estimated > 0 {
        text += &format!("  {} readings are estimates of the service\n", record.estimated);
    }
    text
}

fn gaps(record: &ImportedWeather) -> String {
    match record.longest_gap {
        None => "  no gaps\n".to_owned(),
        Some((after, days)) => format!("  {} gaps, the longest of {days} days after {after}\n", record.gaps),
    }
}

/// The years that a run can draw, and those that it cannot.
fn years(record: &ImportedWeather) -> String {
    let broken: Vec<String> = record
        .broken_years
        .iter()
        .map(|(july, lacks)| format!("{july}/{:02} (lacks {lacks})", (july + 1) % 100))
        .collect();
    let mut text = format!("  whole years from July to June: {}", record.whole_years);
    if record.whole_years == 0 {
        text += ", so that no run can draw its weather from it";
    }
    if !broken.is_empty() {
        text += &format!("; not whole: {}", shortened(&broken));
    }
    text.push('\n');
    text
}

/// What of the files is in no mean.
fn left_out_of(record: &ImportedWeather) -> Vec<String> {
    let mut all = Vec::new();
    if record.lone > 0 {
        all.push(format!("{} days with one of Tmax and Tmin: no mean is made of one alone", record.lone));
    }
    let failed: usize = record.failed.iter().map(|(_, count)| count).sum();
    if failed > 0 {
        let flags: Vec<String> =
            record.failed.iter().map(|(flag, count)| format!("{flag}: {count}")).collect();
        all.push(format!(
            "{failed} readings that failed a check of the service, by its flag ({})",
            flags.join(", ")
        ));
    }
    if !record.inverted.is_empty() {
        let days: Vec<String> = record.inverted.iter().map(ToString::to_string).collect();
        all.push(format!("{} days whose Tmin is above their Tmax: {}", days.len(), shortened(&days)));
    }
    all
}

fn shortened(all: &[String]) -> String {
    match all.len().checked_sub(MOST_LISTED) {
        None | Some(0) => all.join(", "),
        Some(more) => format!("{}, and {more} more", all[..MOST_LISTED].join(", ")),
    }
}

fn assumed(silent: &str, all: &[Assumption]) -> String {
    let rows = all.iter().map(|one| format!("{}: {} ({})", one.place, one.value, one.why));
    list(&format!("Assumed, for the {silent} does not say (change it in the tables)"), rows)
}

fn left_out(all: &[String]) -> String {
    list("Not carried over", all.iter().cloned())
}

/// Rows below their heading; nothing where there are none.
fn list(heading: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.map(|row| format!("  {row}\n")).collect();
    if rows.is_empty() { rows } else { format!("\n{heading}:\n{rows}") }
}
