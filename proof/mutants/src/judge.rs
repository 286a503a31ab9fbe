//! Switches each fault on and asks who finds it first: the audit, the room's own tests, at last all other tests.

use crate::list::Mutant;
use crate::seed::SWITCH;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A program that runs longer with a fault than this has been found out: without, each takes a small part of it.
const PATIENCE: Duration = Duration::from_secs(1_800);
/// How often a program is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// What is said of a program that had to be ended.
const NEVER_ENDS: &str = "never ends";

/// What is audited: some 700 random scenarios, always the same, and years of the examples.
const SOAK: &[&str] = &[
    "--first",
    "--scenarios",
    "1000",
    "--replications",
    "2",
    "examples/spiral",
    "examples/nwt",
    "examples/sakha",
];

/// Crates whose tests are asked where those of the room find nothing, in order.
const OTHERS: &[&str] = &[
    "iceroad-engine",
    "iceroad-tests",
    "iceroad-measures",
    "iceroad-plan",
    "iceroad",
    "iceroad-report",
    "iceroad-validation",
];

/// The program that audits.
#[derive(Debug)]
pub struct Soak(PathBuf);

/// The programs of all tests: the crate, its folder, the program.
#[derive(Debug)]
pub struct Tests(Vec<(String, PathBuf, PathBuf)>);

/// Who finds a fault.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Found {
    /// The rule of the audit that was broken.
    pub audit: Option<String>,
    /// The crate and the test that failed.
    pub test: Option<String>,
}

/// Builds the copy's program that audits.
///
/// # Errors
/// What the compiler said.
pub fn build_soak(tree: &Path, target: &Path) -> Result<Soak, String> {
    let told = build(tree, target, &["build", "--workspace", "--bin", "soak"])?;
    let program = told.iter().find(|told| told["target"]["name"] == "soak");
    let program = program.and_then(|told| told["executable"].as_str()).ok_or("cargo built no `soak`")?;
    Ok(Soak(program.into()))
}

/// Builds the copy's tests: those of the rooms of some faults, or all.
///
/// # Errors
/// What the compiler said.
pub fn build_tests(tree: &Path, target: &Path, of: Option<&[Mutant]>) -> Result<Tests, String> {
    let rooms: BTreeSet<String> = of.into_iter().flatten().map(room).collect();
    let mut what = vec!["test", "--no-run"];
    match of {
        Some(_) => rooms.iter().for_each(|room| what.extend(["--package", room])),
        None => what.push("--workspace"),
    }
    let told = build(tree, target, &what)?;
    let of = |told: &Value| {
        let (program, manifest) = (told["executable"].as_str()?, told["manifest_path"].as_str()?);
        let folder = Path::new(manifest).parent()?.to_path_buf();
        let is_test = told["profile"]["test"] == true;
        is_test.then(|| (name_of(&folder), folder, program.into()))
    };
    Ok(Tests(told.iter().filter_map(of).collect()))
}

/// Has cargo build something of the copy; what it told.
fn build(tree: &Path, target: &Path, what: &[&str]) -> Result<Vec<Value>, String> {
    let output = Command::new("cargo")
        .args(what)
        .args(["--locked", "--message-format=json"])
        .current_dir(tree)
        .env("CARGO_TARGET_DIR", target)
        .stderr(Stdio::null())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    let lines = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if !output.status.success() {
        let told = messages.iter().map(|one| &one["message"]).filter(|told| told["level"] == "error");
        let errors = told.filter_map(|told| told["rendered"].as_str());
        return Err(errors.collect::<Vec<_>>().join("\n"));
    }
    Ok(messages)
}

/// A crate's name, by its folder.
fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    if name == "iceroad" { name.into() } else { format!("iceroad-{name}") }
}

/// Whether nothing fails while no fault is on: otherwise nothing can be told.
///
/// # Errors
/// What failed.
pub fn is_sound(soak: &Soak, tree: &Path) -> Result<(), String> {
    match audited(soak, tree, None) {
        None => Ok(()),
        Some(rule) => Err(format!("without a fault the audit finds: {rule}")),
    }
}

/// The first rule that does not hold in some run of the examples or of many random scenarios, with a fault switched on.
pub fn audited(soak: &Soak, tree: &Path, number: Option<usize>) -> Option<String> {
    let told = runs(&soak.0, SOAK, tree, number)?;
    // Rules stand below the count of runs, each after how often it was broken.
    let rule = told.lines().find_map(|line| line.strip_prefix("  ")?.trim_start().split_once("  "));
    Some(rule.map_or(NEVER_ENDS.into(), |(_, rule)| rule.into()))
}

/// The crate that a fault is in.
fn room(mutant: &Mutant) -> String {
    let folder = mutant.file.split("/src/").next().and_then(|path| path.rsplit('/').next());
    format!("iceroad-{}", folder.unwrap_or_default())
}

/// The first test of its room that fails with a fault switched on.
pub fn tested_in_room(tests: &Tests, number: usize, mutant: &Mutant) -> Option<String> {
    fails(tests, &room(mutant), number)
}

/// The first test of other crates that fails with a fault switched on.
pub fn tested_elsewhere(tests: &Tests, number: usize, mutant: &Mutant) -> Option<String> {
    let own = room(mutant);
    OTHERS.iter().filter(|other| **other != own).find_map(|name| fails(tests, name, number))
}

/// The first test of a crate that fails.
fn fails(tests: &Tests, name: &str, number: usize) -> Option<String> {
    let own = tests.0.iter().filter(|(of, ..)| of == name);
    own.into_iter().find_map(|(_, folder, program)| {
        let told = runs(program, &[], folder, Some(number))?;
        let failed = told.lines().find_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
        Some(format!("{name}: {}", failed.unwrap_or(NEVER_ENDS)))
    })
}

/// Runs a program in a folder; what it told where it fails or never ends.
fn runs(program: &Path, args: &[&str], folder: &Path, number: Option<usize>) -> Option<String> {
    let mut told = tempfile::tempfile().ok()?;
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).env("PROPTEST_RNG_SEED", "7").env("PROPTEST_CASES", "64");
    if let Some(number) = number {
        command.env(SWITCH, number.to_string());
    }
    let mut child = command.stdout(told.try_clone().ok()?).stderr(Stdio::null()).spawn().ok()?;
    let mut waited = Duration::ZERO;
    while waited < PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return None,
            Ok(Some(_)) | Err(_) => {
                let mut text = String::new();
                told.rewind().ok()?;
                told.read_to_string(&mut text).ok()?;
                return Some(text);
            }
            Ok(None) => {}
        }
        std::thread::sleep(LOOK);
        waited += LOOK;
    }
    // Ended already, or ended now: either way it is over.
    let _ = child.kill();
    let _ = child.wait();
    Some(String::new())
}
