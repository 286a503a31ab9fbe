//! What a failure log says, for the console: what became of its rows, then each model × subsystem in sentences, every law that was tried,
//! and what it comes to in a scenario.
use crate::values::{align, wrap};
use iceroad::{FitAnswer, FitTold, FitWritten, GroupTold, RowsTold};
use std::fmt::Write as _;
use std::path::Path;

/// Letters of a line.
const WIDTH: usize = 110;

/// All that a failure log says.
pub fn console(answer: &FitAnswer) -> String {
    let mut text = format!("{}\n", answer.file);
    text += &rows(&answer.rows);
    text += &columns(answer);
    text += &watched(answer);
    for remark in &answer.remarks {
        text += &paragraph(&format!("Note: {remark}."));
    }
    if answer.groups.is_empty() {
        text += "\nNo failure, replacement or suspension is told: there is nothing to fit.\n";
    }
    for group in &answer.groups {
        text += &of_group(answer, group);
    }
    text += &scenario(answer);
    text
}

/// Where rows were written, and what stayed as it was.
pub fn written(written: &FitWritten, place: &Path) -> String {
    let place = place.display();
    let mut text = format!("\nWritten into subsystems.csv of {place}: {}\n", written.changed.join(", "));
    if !written.without_row.is_empty() {
        text += &paragraph(&format!(
            "The scenario has no row for {}; nothing was written of them.",
            written.without_row.join(", ")
        ));
    }
    if !written.curves.is_empty() {
        text += &paragraph(&format!(
            "Ageing curves written into temperature_curves.csv: {}.",
            written.curves.join(", ")
        ));
    }
    if !written.counted.is_empty() {
        text += &paragraph(&format!(
            "Ageing curves stay at {}; the hours of their lives were counted by them, so that life and curve belong together.",
            written.counted.join(", ")
        ));
    }
    if !written.with_curve.is_empty() {
        text += &paragraph(&format!(
            "Ageing curves stay at {}, and the weather of the log is not known. The lives that were fitted hold the cold and the heat in \
             which they were run, so that with a curve cold counts twice where its factor is above 1: name weather files (--weather), empty \
             `ageing_curve` there, or draw the curve about 1.",
            written.with_curve.join(", ")
        ));
    }
    let _ = writeln!(text, "Try:\n  iceroad check {place}\n  iceroad run {place}");
    text
}

/// A sentence or more in lines of one width.
fn paragraph(text: &str) -> String {
    wrap(text, WIDTH, "  ")
}

fn rows(rows: &RowsTold) -> String {
    let RowsTold { all, used, repaired, aside, .. } = rows;
    let count = if *all == 1 { "1 row".to_owned() } else { format!("{all} rows") };
    let mut text =
        paragraph(&format!("{count}: {used} used as they are, {repaired} put right, {aside} set aside."));
    for why in &rows.why {
        let what = if why.aside { "Set aside" } else { "Put right" };
        let lines: Vec<String> = why.lines.iter().map(usize::to_string).collect();
        let more = if why.rows > why.lines.len() { ", …" } else { "" };
        let line = if why.rows == 1 { "line" } else { "lines" };
        text +=
            &paragraph(&format!("{what}: {} ({}; {line} {}{more}).", why.what, why.rows, lines.join(", ")));
    }
    text
}

fn columns(answer: &FitAnswer) -> String {
    let read = answer.columns.iter().map(|column| match column.theirs == column.ours {
        true => column.ours.clone(),
        false => format!("{} as {}", column.theirs, column.ours),
    });
    let mut told = format!("Read: {}.", read.collect::<Vec<_>>().join(", "));
    if !answer.unread.is_empty() {
        let _ = write!(told, " Not read: {}.", answer.unread.join(", "));
    }
    let events = answer.events.iter().map(|event| {
        let as_ours = if event.theirs == event.ours { String::new() } else { format!(" as {}", event.ours) };
        format!("{}{as_ours} ({})", event.theirs, event.rows)
    });
    let events: Vec<String> = events.collect();
    if !events.is_empty() {
        let _ = write!(told, " Events: {}.", events.join(", "));
    }
    paragraph(&told)
}

fn watched(answer: &FitAnswer) -> String {
    let machines =
        if answer.machines == 1 { "1 machine".to_owned() } else { format!("{} machines", answer.machines) };
    let days =
        answer.watched.as_ref().map_or_else(String::new, |(from, until)| format!(", {from} to {until}"));
    paragraph(&format!("{machines} watched for {:.0} h by {}{days}.", answer.machine_hours, answer.hours_of))
}

fn of_group(answer: &FitAnswer, group: &GroupTold) -> String {
    let mut text = format!("\n{}\n", group.title());
    for says in &group.says {
        text += &paragraph(says);
    }
    text + &tried(answer, group, "    ")
}

/// Every model that was tried for a group; nothing where none was.
pub(crate) fn tried(answer: &FitAnswer, group: &GroupTold, indent: &str) -> String {
    let is_its = |fit: &&FitTold| {
        fit.model == group.model && fit.subsystem == group.subsystem && fit.cause == group.cause
    };
    let fits: Vec<&FitTold> = answer.fits.iter().filter(is_its).collect();
    if fits.is_empty() {
        return String::new();
    }
    let heading = format!("parameters ({:.0} % intervals)", 100.0 * answer.level);
    let mut table = vec![
        ["of", "fitted", heading.as_str(), "failures", "of n", "log-likelihood", "AIC"].map(str::to_owned),
    ];
    table.extend(fits.iter().map(|fit| {
        let mark = if fit.chosen { " *" } else { "" };
        [
            fit.of.to_owned(),
            format!("{}{mark}", fit.distribution),
            fit.figures(),
            fit.failures.to_string(),
            fit.n.to_string(),
            format!("{:.2}", fit.log_likelihood),
            format!("{:.2}", fit.aic),
        ]
    }));
    align(&table, &[false, false, false, true, true, true, true], indent) + indent + "* chosen\n"
}

fn scenario(answer: &FitAnswer) -> String {
    if answer.groups.is_empty() {
        return String::new();
    }
    let mut text = "\nFor subsystems.csv (`--into SCENARIO` writes it there)\n".to_owned();
    for row in &answer.scenario_rows {
        let told = row.cells.iter().filter(|(column, cell)| !cell.is_empty() && column != "source");
        let told: Vec<String> = told.map(|(column, cell)| format!("{column} {cell}")).collect();
        text += &paragraph(&format!("{}/{}: {}", row.model, row.name, told.join(", ")));
        if !row.curve.is_empty() {
            let points: Vec<String> =
                row.curve.iter().map(|(at, factor)| format!("{factor} at {at} °C")).collect();
            text += &paragraph(&format!("its ageing curve: {}", points.join(", ")));
        }
    }
    for without in &answer.without_row {
        text += &paragraph(&format!("no row for {without}"));
    }
    text
}
