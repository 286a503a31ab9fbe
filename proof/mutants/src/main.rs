//! `iceroad-mutants [--write PATH] [--only PART]`: seeds every fault, asks who finds it, and prints or writes the table.
//!
//! With `--only` faults whose words or file hold PART. Leaves with 1 if a fault is found by nothing.

use iceroad_mutants::judge::{
    Found, audited, build_soak, build_tests, is_sound, tested_elsewhere, tested_in_room,
};
use iceroad_mutants::list::Mutant;
use iceroad_mutants::{all, seed};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: iceroad-mutants [--write PATH] [--only PART]";
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

/// Whether every fault is found.
fn run() -> Result<bool, String> {
    let (mut write, mut only) = (None, String::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().ok_or(USAGE)?;
        match arg.as_str() {
            "--write" => write = Some(PathBuf::from(value)),
            "--only" => only = value,
            _ => return Err(USAGE.into()),
        }
    }
    let (root, mutants) = (Path::new(ROOT), all());
    let place = root.join("target/mutants");
    // A folder of its own: cargo takes two copies of a crate in one for the same.
    let (tree, target) = (place.join("tree"), place.join("target"));
    seed::copy(root, &tree, &mutants)?;
    let soak = build_soak(&tree, &target)?;
    is_sound(&soak, &tree)?;
    let wanted = |mutant: &Mutant| mutant.what.contains(&only) || mutant.file.contains(&only);
    let mut rows = Vec::new();
    for (number, mutant) in mutants.iter().enumerate().filter(|(_, mutant)| wanted(mutant)) {
        let audit = audited(&soak, &tree, Some(number));
        eprintln!("{number}: {}: {}", mutant.what, audit.as_deref().unwrap_or("not found by the audit"));
        rows.push((number, *mutant, Found { audit, test: None }));
    }
    // Tests of the room are built and asked first; all others only for what these do not find.
    for in_room in [true, false] {
        let left = |row: &&mut (usize, Mutant, Found)| row.2.audit.is_none() && row.2.test.is_none();
        let of: Vec<Mutant> = rows.iter_mut().filter(left).map(|row| row.1).collect();
        if of.is_empty() {
            break;
        }
        let tests = build_tests(&tree, &target, in_room.then_some(of.as_slice()))?;
        let ask = if in_room { tested_in_room } else { tested_elsewhere };
        for (number, mutant, found) in rows.iter_mut().filter(left) {
            found.test = ask(&tests, *number, mutant);
            eprintln!("{number}: {}: {}", mutant.what, found.test.as_deref().unwrap_or("not found by tests"));
        }
    }
    let text = table(&rows);
    match write {
        Some(path) => std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?,
        None => print!("{text}"),
    }
    Ok(rows.iter().all(|(.., found)| found.audit.is_some() || found.test.is_some()))
}

fn table(rows: &[(usize, Mutant, Found)]) -> String {
    let by_audit = rows.iter().filter(|(.., found)| found.audit.is_some()).count();
    let by_tests = rows.iter().filter(|(.., found)| found.test.is_some()).count();
    let by_nothing = rows.iter().filter(|(.., found)| found.audit.is_none() && found.test.is_none()).count();
    let mut text = format!(
        "# Faults seeded into the rooms, and who finds them\n\n<!-- Written by `make mutants`. -->\n\n\
         {} faults, each switched on by itself (proof/mutants). The audit, which knows the scenario and the log alone, finds {by_audit}, \
         in the examples and some 700 random scenarios; of the others tests find {by_tests}; nothing finds {by_nothing}.\n\n\
         | room | fault | rule of the audit that is broken | else, test that fails |\n|---|---|---|---|\n",
        rows.len()
    );
    for (_, mutant, found) in rows {
        let room = mutant.file.trim_start_matches("crates/").trim_start_matches("domains/");
        let room = room.split('/').next().unwrap_or_default();
        let cell = |found: &Option<String>| found.clone().unwrap_or_else(|| "—".into()).replace('|', "/");
        text.push_str(&format!(
            "| {room} | {} | {} | {} |\n",
            mutant.what,
            cell(&found.audit),
            cell(&found.test)
        ));
    }
    text
}
