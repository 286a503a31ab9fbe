//! What a run prints and leaves is the same however it is come by: threads, repetition, interruption.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn iceroad(place: &Path, words: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_iceroad"))
        .args(words.split_whitespace())
        .current_dir(place)
        .output()
        .unwrap()
}

/// A folder with the starter scenario in `mine`.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    assert!(iceroad(place.path(), "init mine").status.success());
    place
}

/// The JSON result without what may change from run to run.
fn result(place: &Path, words: &str) -> Value {
    let output = iceroad(place, words);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}: {said}");
    let mut document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["timing"].is_object(), "a result says how long it took");
    document.as_object_mut().unwrap().remove("timing");
    document
}

#[test]
fn the_result_is_the_same_at_any_number_of_threads() {
    let place = place();
    let one = result(place.path(), "run mine --json --per-replication -n 4 --threads 1");
    let two = result(place.path(), "run mine --json --per-replication -n 4 --threads 2");
    assert_eq!(one, two);
}

#[test]
fn a_difference_that_cannot_be_told_is_not_told() {
    let place = place();
    let mine = place.path().join("mine");
    let other = place.path().join("other");
    assert!(iceroad(place.path(), "init other").status.success());
    let same = iceroad(place.path(), "compare mine other -n 3");
    assert!(String::from_utf8_lossy(&same.stdout).contains(" 0 differ"), "two copies do not differ");
    // Half a service interval on one truck's meter: everything that follows falls out another way, nothing is better.
    let machines = std::fs::read_to_string(mine.join("machines.csv")).unwrap();
    std::fs::write(other.join("machines.csv"), machines.replacen("12000", "12100", 1)).unwrap();
    let changed = iceroad(place.path(), "compare mine other -n 3");
    let text = String::from_utf8_lossy(&changed.stdout).into_owned();
    assert!(text.contains("no difference can be told") && !text.contains("in 0 no difference"), "{text}");
}

#[test]
fn another_seed_gives_another_result() {
    let place = place();
    let one = result(place.path(), "run mine --json --only 0 --seed 1");
    let two = result(place.path(), "run mine --json --only 0 --seed 2");
    assert_ne!(one, two);
}

#[test]
fn a_run_leaves_a_whole_folder_and_replaces_it_only_when_told() {
    let place = place();
    let first = iceroad(place.path(), "run mine -n 2 --out result");
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let out = place.path().join("result");
    for file in ["run.json", "report.html"] {
        assert!(out.join(file).is_file(), "{file} is there");
    }
    assert!(std::fs::read_dir(out.join("tables")).unwrap().count() > 4);
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(!page.contains("src=\"http") && !page.contains("href=\"http"), "the report opens offline");
    assert_eq!(iceroad(place.path(), "run mine -n 2 --out result").status.code(), Some(2));
    assert!(iceroad(place.path(), "run mine -n 2 --out result --force").status.success());
}

#[test]
fn a_scenario_that_may_not_be_read_is_said_so() {
    let place = place();
    std::fs::write(place.path().join("mine/machines.csv"), [0xff, 0xfe, b'\n', 0xff]).unwrap();
    let output = iceroad(place.path(), "check mine");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("machines.csv"));
}

#[test]
fn the_audit_of_the_starter_finds_nothing() {
    let place = place();
    let output = iceroad(place.path(), "audit mine --only 1");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
