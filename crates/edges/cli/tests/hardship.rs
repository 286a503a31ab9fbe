//! What goes wrong around a run: no way out, a full disk, a signal, a second run into the same folder, a damaged file.
//!
//! Each is found before the year is simulated where it can be, and costs no finished work where it cannot.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

const ICEROAD: &str = env!("CARGO_BIN_EXE_iceroad");

fn iceroad(place: &Path, words: &str) -> Output {
    Command::new(ICEROAD).args(words.split_whitespace()).current_dir(place).output().unwrap()
}

/// Runs a line of the shell, in which `iceroad` is ours.
fn shell(place: &Path, line: &str) -> Output {
    let line = line.replace("iceroad", ICEROAD);
    Command::new("sh").args(["-c", &line]).current_dir(place).output().unwrap()
}

fn begin(place: &Path, words: &str) -> Child {
    let mut command = Command::new(ICEROAD);
    command.args(words.split_whitespace()).current_dir(place).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with the starter scenario of so many days in `mine`.
fn place(days: u32) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    assert!(iceroad(place.path(), "init mine").status.success());
    let file = place.path().join("mine/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("days = 365", &format!("days = {days}"))).unwrap();
    place
}

/// A run's document without what may change from run to run.
fn document(place: &Path, out: &str) -> Value {
    let mut document: Value =
        serde_json::from_slice(&fs::read(place.join(out).join("run.json")).unwrap()).unwrap();
    document.as_object_mut().unwrap().remove("timing");
    document
}

fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..1_200 {
        if is_so() {
            return;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("{what} did not come");
}

#[test]
fn a_way_out_that_leads_nowhere_is_found_before_the_year_is_simulated() {
    // So many replications of so many days that whoever simulates them first is not done today.
    let place = place(365);
    let at = place.path();
    symlink("nowhere/at/all", at.join("dangling")).unwrap();
    fs::write(at.join("file"), "a file").unwrap();
    let long = "a".repeat(300);
    for (words, told) in [
        ("run mine -n 100000 --out .".to_owned(), "is the folder this was started in"),
        ("run mine -n 100000 --out dangling".to_owned(), "dangling is a link"),
        (format!("run mine -n 100000 --out {long}"), "is too long a name"),
        ("run mine -n 100000 --out file/below".to_owned(), "file is a file"),
        ("run mine -n 100000 --out mine --force".to_owned(), "holds other files than a run"),
        ("export cyclelog mine -o dangling".to_owned(), "dangling is a link"),
        ("export cyclelog mine --ids dangling".to_owned(), "dangling is a link"),
        ("export ocel mine -o mine".to_owned(), "mine is a folder"),
        (format!("gantt mine --day 2026-07-03 -o {long}"), "is too long a name"),
        ("apply nothing 1 -o dangling".to_owned(), "dangling is a link"),
        (format!("apply nothing 1 -o {long}"), "is too long a name"),
        ("import openmines nothing.json -o dangling".to_owned(), "dangling is a link"),
        ("import network nothing.json --mine pit -o file".to_owned(), "file is a file"),
    ] {
        let output = iceroad(at, &words);
        assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
        assert!(said(&output).contains(told), "{words}: {}", said(&output));
    }
    let mut names: Vec<String> =
        fs::read_dir(at).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into()).collect();
    names.sort();
    assert_eq!(names, ["dangling", "file", "mine"], "nothing is left of it");
    // The folder one is in may be filled where it is empty.
    fs::create_dir(at.join("empty")).unwrap();
    assert!(iceroad(&at.join("empty"), "init .").status.success());
    assert!(iceroad(at, "check empty").status.success());
}

#[test]
fn a_full_disk_leaves_no_half_of_anything_and_is_no_fault_of_the_user() {
    let place = place(3);
    let at = place.path();
    // A file that may not grow stands for a disk that is full.
    let output = shell(at, "trap '' XFSZ; ulimit -f 4; iceroad init new/mine");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!at.join("new").exists());
    for full in ["iceroad --help", "iceroad run --help", "iceroad --version", "iceroad schema"] {
        let output = shell(at, &format!("{full} > /dev/full"));
        assert_eq!(output.status.code(), Some(1), "{full}: {}", said(&output));
        assert!(said(&output).contains("standard output"), "{full}: {}", said(&output));
    }
    // The replications are kept, and what follows needs none of them again.
    let output = shell(at, "trap '' XFSZ; ulimit -f 60; iceroad run mine -n 3 --out out");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("kept in .out.checkpoint") && said(&output).contains("--resume"),
        "{}",
        said(&output)
    );
    assert!(!at.join("out").exists() && !at.join(".out.new").exists());
    assert!(iceroad(at, "run mine -n 3 --out out --resume").status.success());
    assert!(iceroad(at, "run mine -n 3 --out other").status.success());
    assert_eq!(document(at, "out"), document(at, "other"));
}

#[test]
fn fewer_replications_than_are_kept_do_not_throw_the_rest_away() {
    let place = place(3);
    let at = place.path();
    let output = shell(at, "trap '' XFSZ; ulimit -f 60; iceroad run mine -n 3 --out out");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let before = fs::read(at.join(".out.checkpoint")).unwrap();
    let output = iceroad(at, "run mine -n 2 --out out --resume");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("ask for -n 3 or more"), "{}", said(&output));
    assert_eq!(fs::read(at.join(".out.checkpoint")).unwrap(), before);
    assert!(iceroad(at, "run mine -n 4 --out out --resume").status.success(), "more go on with them");
}

#[test]
fn a_run_that_is_damaged_is_not_applied_and_not_gone_on_with() {
    let place = place(3);
    let at = place.path();
    assert!(iceroad(at, "run mine -n 2 --out out").status.success());
    let file = at.join("out/run.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("\"starter\"", "\"stArter\"", 1)).unwrap();
    for words in ["apply out 1 -o changed", "run mine -n 2 --out out --resume"] {
        let output = iceroad(at, words);
        assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
        assert!(said(&output).contains("out/run.json is not what was written"), "{words}: {}", said(&output));
    }
}

#[test]
fn many_threads_are_few_and_the_first_signal_is_obeyed() {
    let place = place(365);
    let at = place.path();
    let words = "run mine -n 100000 --threads 100000 --out out --no-suggestions";
    let first = begin(at, words);
    wait_for("a checkpoint", || {
        fs::metadata(at.join(".out.checkpoint")).is_ok_and(|file| file.len() > 20_000)
    });
    let second = iceroad(at, words);
    assert_eq!(second.status.code(), Some(2));
    let holder = format!("out is being written to by process {}", first.id());
    assert!(said(&second).contains(&holder), "{}", said(&second));
    assert!(Command::new("kill").args(["-TERM", &first.id().to_string()]).status().unwrap().success());
    let first = first.wait_with_output().unwrap();
    assert_eq!(first.status.code(), Some(1), "{}", said(&first));
    let told = said(&first);
    assert!(told.contains("100000 threads are no faster") && told.contains("--resume"), "{told}");
    assert!(!at.join(".out.lock").exists());
    // A killed run leaves its lock; nobody holds it.
    let mut killed = begin(at, &format!("{words} --force"));
    wait_for("a lock", || at.join(".out.lock").exists());
    sleep(Duration::from_millis(300));
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(at.join(".out.lock").exists());
    let output = shell(at, "iceroad run mine -n 1 --out out --force");
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_cell_of_a_million_letters_is_refused_at_once() {
    let place = place(3);
    let at = place.path();
    let long = "x".repeat(1_000_000);
    for (file, cell) in [
        ("sites.csv", "Asia/Yakutsk"),
        ("sites.csv", "zone"),
        ("legs.csv", "railhead"),
        ("machines.csv", "PC2000"),
        ("scenario.toml", "Asia/Yakutsk"),
        ("stock.csv", "before_closure"),
    ] {
        let path = at.join("mine").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(cell), "{file} has {cell}");
        fs::write(&path, text.replacen(cell, &long, 1)).unwrap();
        let mut check = begin(at, "check mine");
        let mut waited = 0;
        while check.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(50));
            waited += 1;
            assert!(waited < 200, "{file}, {cell}: ten seconds have gone by");
        }
        let output = check.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{file}, {cell}");
        assert!(output.stderr.len() < 20_000, "{file}, {cell}: the cell is not told whole");
        fs::write(&path, text).unwrap();
    }
}

/// Answers that come from a file are each for their own question: a wrong one ends it, and neither shifts the rest nor is
/// replaced by what stands in brackets.
#[test]
fn a_wrong_answer_from_a_file_makes_no_mine() {
    let place = tempfile::tempdir().unwrap();
    let output = shell(place.path(), r"printf 'north\n62 yakutsk\n' | iceroad new mine");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let expected = "`62 yakutsk`: expected an answer such as `62.5 114 yakutsk`";
    assert!(said(&output).contains(expected), "{}", said(&output));
    assert!(!place.path().join("mine").exists());
}
