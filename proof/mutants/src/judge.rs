//! Switches each fault on and asks who finds it first: the audit, the room's own tests, at last all other tests.

use crate::list::Mutant;
use crate::seed::SWITCH;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A program that runs longer with a fault than this has been found out: without, each takes a small part of it.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often a program is looked at.
const LOOK: Duration = Duration::from_millis(50);

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
    audit: PathBuf,
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
    let mut built = Built { audit: PathBuf::new(), tests: Vec::new() };
    for message in &messages {
        let (Some(program), Some(manifest)) =
            (message["executable"].as_str(), message["manifest_path"].as_str())
        else {
            continue;
        };
        let folder = Path::new(manifest).parent().unwrap_or(tree).to_path_buf();
        if message["profile"]["test"] == true {
            let id = message["package_id"].as_str().unwrap_or_default();
            let name = id.rsplit(['/', '#']).find(|part| !part.starts_with(|one: char| one.is_ascii_digit()));
            built.tests.push((name_of(&folder, name.unwrap_or_default()), folder, program.into()));
        } else if message["target"]["name"] == "audit-all" {
            built.audit = program.into();
        }
    }
    Ok(built)
}

/// A crate's name: that of its folder, as docs/ARCHITECTURE.md has it.
fn name_of(folder: &Path, known: &str) -> String {
    let name = folder.file_name().map_or(known.into(), |name| name.to_string_lossy().into_owned());
    if name == "iceroad" { name } else { format!("iceroad-{name}") }
}

/// Whether nothing fails while no fault is on: otherwise nothing can be told.
///
/// # Errors
/// What failed.
pub fn is_sound(built: &Built) -> Result<(), String> {
    match runs(&built.audit, Path::new("."), None) {
        None => Ok(()),
        Some(told) => Err(format!("without a fault the audit finds: {}", told.trim())),
    }
}

/// Switches one fault on and asks; tests only where the audit finds nothing.
pub fn judge(built: &Built, number: usize, mutant: &Mutant) -> Found {
    let audit = runs(&built.audit, Path::new("."), Some(number)).map(|told| told.trim().to_string());
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
        let told = runs(program, folder, Some(number))?;
        let failed = told.lines().find_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
        Some(format!("{name}: {}", failed.unwrap_or("never ends")))
    })
}

/// Runs a program; what it told where it fails or never ends.
fn runs(program: &Path, folder: &Path, number: Option<usize>) -> Option<String> {
    let told = tempfile();
    let file = std::fs::File::create(&told).ok()?;
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("PROPTEST_RNG_SEED", "7")
        .env("PROPTEST_CASES", "64")
        .stderr(Stdio::null());
    if let Some(number) = number {
        command.env(SWITCH, number.to_string());
    }
    let mut child = command.stdout(file).spawn().ok()?;
    let mut waited = Duration::ZERO;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return None,
            Ok(Some(_)) | Err(_) => return Some(std::fs::read_to_string(&told).unwrap_or_default()),
            Ok(None) => {}
        }
        if waited >= PATIENCE {
            // Ended already, or ended now: either way it is over.
            let _ = child.kill();
            let _ = child.wait();
            return Some("never ends".into());
        }
        std::thread::sleep(LOOK);
        waited += LOOK;
    }
}

/// Where a program's words go: more than a pipe holds.
fn tempfile() -> PathBuf {
    std::env::temp_dir().join(format!("iceroad-mutants-{}", std::process::id()))
}
