//! What spreadsheets make of tables: each folder of `tests/habits` holds tables of the starter as Excel in several languages,
//! LibreOffice, Google Sheets and programs write them. Those that are `read-…` are the starter again, without a word; of those
//! that are `told-…`, `expected.txt` is what is said. `UPDATE=1` writes the latter anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_format::{STARTER, check, edit, write};
use std::fs;
use std::path::{Path, PathBuf};

fn habits() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/habits");
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// The starter with the tables of a habit in place of its own.
fn laid(habit: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in STARTER {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for entry in fs::read_dir(habit).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let _ = fs::remove_file(folder.path().join("expected.txt"));
    folder
}

fn is_read(habit: &Path) -> bool {
    habit.file_name().unwrap().to_string_lossy().starts_with("read-")
}

/// The starter as the format writes it.
fn starter() -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("starter");
    iceroad_format::init(&place).unwrap();
    write(&check(&place).scenario.unwrap())
}

#[test]
fn what_can_mean_one_thing_only_is_read_and_all_else_is_told() {
    let (update, starter) = (std::env::var_os("UPDATE").is_some(), starter());
    let (mut wrong, habits) = (Vec::new(), habits());
    assert!(habits.len() >= 30, "only {} habits", habits.len());
    for habit in habits {
        let name = habit.file_name().unwrap().to_string_lossy().into_owned();
        let folder = laid(&habit);
        let checked = check(folder.path());
        let told = checked.report.render(false);
        if is_read(&habit) {
            let same = checked.scenario.as_ref().is_some_and(|scenario| write(scenario) == starter);
            if !same || !checked.report.diagnostics.is_empty() {
                wrong.push(format!("{name} is not the starter:\n{told}"));
            }
            continue;
        }
        assert!(checked.scenario.is_none(), "{name} is read");
        let expected = habit.join("expected.txt");
        if update {
            fs::write(expected, told).unwrap();
        } else if fs::read_to_string(expected).unwrap_or_default() != told {
            wrong.push(format!("{name}:\n{told}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} habits differ; UPDATE=1 accepts what is told\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A changed cell is spelled as its table is, and all that was not changed comes back as it was, but for what was not UTF-8.
#[test]
fn tables_are_changed_in_their_own_spelling() {
    for habit in habits().into_iter().filter(|habit| is_read(habit)) {
        let folder = laid(&habit);
        let mut edit = edit(folder.path()).unwrap();
        let before = edit.texts();
        assert!(edit.changed().is_empty());
        edit.set("legs.csv", 0, "transit_cv", "0.25").unwrap();
        assert_eq!(edit.cell("legs.csv", 0, "transit_cv").unwrap(), "0.25");
        let after = edit.texts();
        let changed: Vec<&str> =
            before.keys().filter(|file| before[*file] != after[*file]).map(String::as_str).collect();
        assert_eq!(changed, ["legs.csv"], "{}", habit.display());
        let scenario = edit.save().unwrap();
        let legs = write(&scenario).into_iter().find(|(file, _)| file == "legs.csv").unwrap().1;
        assert!(legs.contains(",0.25,"), "{legs}");
        let again = check(folder.path()).scenario.unwrap();
        assert_eq!(write(&again), write(&scenario), "{}", habit.display());
    }
}
