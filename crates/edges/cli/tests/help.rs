//! Every example of every `--help` is typed as it stands, by the shell, beside the examples and files it names.
//!
//! The scenarios have fewer days and the commands fewer replications than are told, or it would take hours.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::copy;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What is typed instead, so that it takes minutes.
const SHORTER: &[(&str, &str)] = &[
    ("--replications 100 ", "--replications 2 --no-suggestions "),
    ("--replications 50", "--replications 2"),
    ("-n 1000", "-n 2"),
    ("-n 20 --control-variate 400", "-n 2 --control-variate 2"),
    ("iceroad fleet examples/nwt", "iceroad fleet examples/short --most 2"),
    ("iceroad plan stock examples/nwt", "iceroad plan stock examples/short --look 2 --trial 2 --late 0"),
    ("iceroad run examples/nwt --out out/nwt", "iceroad run trucks-wanted -n 16 --out out/nwt"),
    ("iceroad compare examples/nwt", "iceroad compare trucks-wanted -n 2"),
    ("iceroad run my-mine", "iceroad run my-mine -n 2"),
];

/// A map of the starter's pit, with its nodes by their names.
const MAP: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"main"},"geometry":{"type":"LineString","coordinates":[[114.00,62.50,300],[114.01,62.50,310],[114.02,62.50,320],[114.03,62.50,330],[114.04,62.50,320],[114.05,62.50,320],[114.06,62.50,320]]}},
{"type":"Feature","properties":{"name":"ore_face"},"geometry":{"type":"Point","coordinates":[114.00,62.50]}},
{"type":"Feature","properties":{"name":"waste_face"},"geometry":{"type":"Point","coordinates":[114.01,62.50]}},
{"type":"Feature","properties":{"name":"park"},"geometry":{"type":"Point","coordinates":[114.03,62.50]}},
{"type":"Feature","properties":{"name":"gate"},"geometry":{"type":"Point","coordinates":[114.04,62.50]}},
{"type":"Feature","properties":{"name":"mill"},"geometry":{"type":"Point","coordinates":[114.05,62.50]}},
{"type":"Feature","properties":{"name":"waste_dump"},"geometry":{"type":"Point","coordinates":[114.06,62.50]}}]}"#;

#[test]
fn every_example_of_every_help_does_what_it_says() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."));
    for (name, as_name, days) in [("sakha", "sakha", 20), ("nwt", "nwt", 180), ("nwt", "short", 20)] {
        let to = at.join("examples").join(as_name);
        copy(&root.join("examples").join(name), &to);
        change(&to.join("scenario.toml"), "days = 365", &format!("days = {days}"));
        change(&to.join("scenario.toml"), "replications = 100", "replications = 2");
    }
    for peer in ["north_pit_mine.json", "starter_pit.minespec.json"] {
        fs::copy(root.join("extras/peers/tests/data").join(peer), at.join(peer)).unwrap();
    }
    fs::write(at.join("roads.geojson"), MAP).unwrap();
    let ghcn = "crates/format/tests/weather/ghcn-daily-in-fixed-columns/RSM00024959.dly";
    fs::copy(root.join(ghcn), at.join("RSM00024959.dly")).unwrap();
    for year in [2004, 2005] {
        fs::write(at.join(format!("daily-{year}.csv")), weather_of(year)).unwrap();
    }
    for log in ["failures.csv", "work-orders.csv", "work-orders.toml"] {
        fs::copy(root.join("crates/edges/cli/tests/logs").join(log), at.join(log)).unwrap();
    }
    // A mine of which something is to be suggested.
    assert!(typed(at, "iceroad init trucks-wanted").0);

    let mut examples = Vec::new();
    gather("", &mut examples);
    assert!(examples.len() >= 20, "only {} examples were found", examples.len());
    // What others take for given comes first.
    examples.sort_by_key(|line| !(line.contains(" import ") || line.contains(" init ")));
    examples.sort_by_key(|line| line.contains("--replace"));
    let mut wrong = Vec::new();
    for line in examples {
        let short = SHORTER.iter().fold(line.clone(), |line, (told, short)| line.replace(told, short));
        let (is_done, said) = typed(at, &short);
        if !is_done {
            wrong.push(format!("{line}\n  as {short}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A year's days, cold throughout.
fn weather_of(year: u32) -> String {
    let lengths = [31, if year.is_multiple_of(4) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let days = (1..).zip(lengths).flat_map(|(month, days)| (1..=days).map(move |day| (month, day)));
    let rows = days.map(|(month, day)| format!("{year}-{month:02}-{day:02},-20.5,-30.5\n"));
    "date,tmax_c,tmin_c\n".to_owned() + &rows.collect::<String>()
}

/// The examples of a command and of those below it.
fn gather(command: &str, examples: &mut Vec<String>) {
    let help = Command::new(env!("CARGO_BIN_EXE_iceroad"))
        .args(command.split_whitespace())
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let below = |heading: &str| {
        let lines = help.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
        lines.take_while(|line| line.starts_with("  ")).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    examples.extend(below("Example"));
    for line in below("Commands:") {
        let word = line.split_whitespace().next().unwrap();
        if word != "help" {
            gather(&format!("{command} {word}"), examples);
        }
    }
}

/// Whether a line of the shell came to a good end, in which `iceroad` is ours, and what was said.
fn typed(at: &Path, line: &str) -> (bool, String) {
    let line = line.replace("iceroad ", &format!("{} ", env!("CARGO_BIN_EXE_iceroad")));
    let output = Command::new("sh").args(["-c", &line]).current_dir(at).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn change(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{} has {old}", file.display());
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}
