//! Switches each fault on and asks who finds it first: the audit, the room's own tests, at last all other tests.

use crate::list::Mutant;
use crate::seed::SWITCH;
use serde_json::Value;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A program that runs longer with a fault than this has been found out: without, each takes a small part of it.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often a program is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// What is said of a program that had to be ended.
const NEVER_ENDS: &str = "never ends";

/// What is audited: some 500 random scenarios, always the same, and years of the examples.
const SOAK: &[&str] = &[
    "--first",
    "--scenarios",
    "700",
    "--replications",
    "3",
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

/// Programs of the copy.
#[derive(Debug)]
pub struct Built {
    soak: PathBuf,
    /// The crate, its folder, the program.
    tests: Vec<(String, PathBuf, PathBuf)>,
}

/// Who finds a fault.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The rule of the audit that was broken.
    pub audit: Option<String>,
    /// The crate and the test that failed.
    pub test: Option<String>,
}

/// Builds the copy: the program that audits and all tests.
///
/// # Errors
/// What the compiler said.
pub fn build(tree: &Path, target: &Path) -> Result<Built, String> {
    let output = Command::new("cargo")
        .args(["test", "--workspace", "--no-run", "--locked", "--message-format=json"])
        .current_dir(tree)
        .env("CARGO_TARGET_DIR", target)
        .stderr(Stdio::null())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    let messages: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if !output.status.success() {
        let told = messages.iter().map(|one| &one["message"]).filter(|told| told["level"] == "error");
        let errors = told.filter_map(|told| told["rendered"].as_str());
        return Err(errors.collect::<Vec<_>>().join("\n"));
    }
    let mut built = Built { soak: PathBuf::new(), tests: Vec::new() };
    for message in &messages {
        let (Some(program), Some(manifest)) =
            (message["executable"].as_str(), message["manifest_path"].as_str())
        else {
            continue;
        };
        let folder = Path::new(manifest).parent().unwrap_or(tree).to_path_buf();
        if message["profile"]["test"] == true {
            built.tests.push((name_of(&folder), folder, program.into()));
        } else if message["target"]["name"] == "soak" {
            built.soak = program.into();
        }
    }
    Ok(built)
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
pub fn is_sound(built: &Built, tree: &Path) -> Result<(), String> {
    match audited(built, tree, None) {
        None => Ok(()),
        Some(rule) => Err(format!("without a fault the audit finds: {rule}")),
    }
}

/// The first rule that does not hold in some run of the examples or of many random scenarios.
fn audited(built: &Built, tree: &Path, number: Option<usize>) -> Option<String> {
    let told = runs(&built.soak, SOAK, tree, number)?;
    // Rules stand below the count of runs, each after how often it was broken.
    let rule = told.lines().find_map(|line| line.strip_prefix("  ")?.trim_start().split_once("  "));
    Some(rule.map_or(NEVER_ENDS.into(), |(_, rule)| rule.into()))
}

/// Switches one fault on and asks; tests only where the audit finds nothing.
pub fn judge(built: &Built, tree: &Path, number: usize, mutant: &Mutant) -> Found {
    let audit = audited(built, tree, Some(number));
    if audit.is_some() {
        return Found { audit, test: None };
    }
    let room = mutant.file.split("/src/").next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let own = format!("iceroad-{room}");
    let others = OTHERS.iter().copied().filter(|other| *other != own);
    let test = std::iter::once(own.as_str()).chain(others).find_map(|name| fails(built, name, number));
    Found { audit: None, test }
}

/// The first test of a crate that fails.
fn fails(built: &Built, name: &str, number: usize) -> Option<String> {
    let own = built.tests.iter().filter(|(of, ..)| of == name);
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
