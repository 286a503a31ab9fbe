//! Golden cases of the command line: what is typed, what comes out, with which exit code.
//!
//! A case is a file in `tests/cases`. Its steps begin with `$`; below each stand the exit code and what was printed, as the
//! program gave it when the case was last updated. `UPDATE=1 cargo test -p iceroad-cli` writes the cases anew: read the
//! difference before you commit it.
//!
//! ```text
//! # A line that explains.
//! $ iceroad check mine
//! exit 2
//! err| error[IR0302]: …
//! ```
//!
//! Steps, all in a fresh folder of the case:
//!
//! * `$ iceroad …` runs the program; `| head N`, `| shape` or `| find TEXT` at the end narrows what is kept: the first
//!   lines, the keys of a JSON document without its values, or the lines with a text in them;
//! * `$ change FILE: old => new` replaces a text in a file, which must have it;
//! * `$ write FILE: text` writes a file (`\n` breaks a line); `$ copy A B` copies a folder; `$ list DIR` names its files;
//! * `$ log FILE` takes a failure log, or what goes with one, from `tests/logs`;
//! * `$ show FILE` prints a file, narrowed as above.
//!
//! What changes from run to run is masked: the folder of the case (`DIR`), and times.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::copy;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    cases.sort();
    cases
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one switch of the golden cases is in the environment")]
fn every_case_prints_what_it_is_said_to_print() {
    let update = std::env::var("UPDATE").is_ok_and(|value| value == "1");
    let mut wrong = String::new();
    let cases = cases();
    assert!(cases.len() >= 8, "only {} cases were found", cases.len());
    for path in cases {
        let said = fs::read_to_string(&path).unwrap();
        let is = play(&said);
        if update {
            fs::write(&path, &is).unwrap();
        } else if said != is {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            write!(wrong, "\n{name}:\n{}", difference(&said, &is)).unwrap();
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nUPDATE=1 cargo test -p iceroad-cli --test golden takes these as right"
    );
}

/// Plays a case and gives it as it should be written.
fn play(case: &str) -> String {
    let place = tempfile::tempdir().unwrap();
    let mut told = String::new();
    for line in case.lines() {
        if let Some(step) = line.strip_prefix("$ ") {
            told.push_str(line);
            told.push('\n');
            told.push_str(&take(step, place.path()));
        } else if line.starts_with('#') || line.is_empty() {
            told.push_str(line);
            told.push('\n');
        }
    }
    told
}

/// Takes one step and gives what is to be written below it.
fn take(step: &str, place: &Path) -> String {
    let (word, rest) = step.split_once(' ').unwrap_or((step, ""));
    match word {
        "iceroad" => run(rest, place),
        "change" => {
            let (file, texts) = rest.split_once(": ").unwrap();
            let (old, new) = texts.split_once(" => ").unwrap();
            let path = place.join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(old), "{file} has no `{old}`:\n{text}");
            fs::write(path, text.replacen(old, new, 1)).unwrap();
            String::new()
        }
        "write" => {
            let (file, text) = rest.split_once(": ").unwrap();
            let path = place.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{}\n", text.replace("\\n", "\n"))).unwrap();
            String::new()
        }
        "copy" => {
            let (from, to) = rest.split_once(' ').unwrap();
            copy(&place.join(from), &place.join(to));
            String::new()
        }
        "log" => {
            let logs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/logs");
            fs::copy(logs.join(rest), place.join(rest)).unwrap();
            String::new()
        }
        "list" => {
            let mut names = Vec::new();
            list(&place.join(rest), "", &mut names);
            names.sort();
            names.iter().map(|name| format!("out| {name}\n")).collect()
        }
        "show" => {
            let (file, filter) = rest.split_once(" | ").unwrap_or((rest, ""));
            let text = fs::read_to_string(place.join(file)).unwrap();
            narrow(&text, filter, "out").iter().map(|line| format!("out| {line}\n")).collect()
        }
        _ => panic!("no step `{word}`"),
    }
}

fn run(line: &str, place: &Path) -> String {
    let (words, filter) = line.split_once(" | ").unwrap_or((line, ""));
    let output = Command::new(env!("CARGO_BIN_EXE_iceroad"))
        .args(words.split_whitespace())
        .current_dir(place)
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    let mut told = format!("exit {}\n", output.status.code().unwrap_or(-1));
    for (mark, bytes) in [("out", &output.stdout), ("err", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes).replace(&*place.to_string_lossy(), "DIR");
        for line in narrow(&text, filter, mark) {
            let line = format!("{mark}| {line}");
            writeln!(told, "{}", line.trim_end()).unwrap();
        }
    }
    told
}

/// What of a text is kept. The page of a report is one line, so its headings get lines of their own before `find` looks.
fn narrow(text: &str, filter: &str, mark: &str) -> Vec<String> {
    let lines = || text.lines().map(String::from);
    match filter.split_once(' ').unwrap_or((filter, "")) {
        ("head", n) => lines().take(n.parse().unwrap()).collect(),
        ("find", wanted) => {
            let text = text.replace("<h2", "\n<h2").replace("</h2>", "</h2>\n");
            text.lines().filter(|line| line.contains(wanted)).map(String::from).collect()
        }
        ("shape", _) if mark == "out" => {
            let mut keys = Vec::new();
            shape(&serde_json::from_str(text).unwrap(), String::new(), &mut keys);
            keys
        }
        _ => lines().collect(),
    }
}

/// The keys of a document, each with its parents; of a list of objects, those of its first; a measure is one key.
fn shape(value: &Value, path: String, keys: &mut Vec<String>) {
    match value {
        Value::Object(map) if map.contains_key("definition") => keys.push(format!("{path}: measure")),
        Value::Object(map) => {
            for (key, value) in map {
                shape(value, format!("{path}.{key}"), keys);
            }
        }
        Value::Array(list) if list.first().is_some_and(Value::is_object) => {
            shape(&list[0], format!("{path}[]"), keys);
        }
        Value::Array(_) => keys.push(format!("{path}: list")),
        Value::String(_) => keys.push(format!("{path}: text")),
        Value::Number(_) => keys.push(format!("{path}: number")),
        Value::Bool(_) => keys.push(format!("{path}: yes or no")),
        Value::Null => keys.push(format!("{path}: nothing")),
    }
}

fn list(folder: &Path, below: &str, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), names);
        } else {
            names.push(name);
        }
    }
}

/// The first lines that differ.
fn difference(said: &str, is: &str) -> String {
    let (said, is): (Vec<&str>, Vec<&str>) = (said.lines().collect(), is.lines().collect());
    let first = said.iter().zip(&is).take_while(|(one, other)| one == other).count();
    let part = |lines: &[&str], mark: &str| -> String {
        lines.iter().skip(first).take(8).map(|line| format!("  {mark} {line}\n")).collect()
    };
    format!("  from line {}:\n{}{}", first + 1, part(&said, "-"), part(&is, "+"))
}
