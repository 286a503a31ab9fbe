//! What spreadsheets make of tables: each folder of `tests/habits` holds tables of the starter as Excel in several languages,
//! LibreOffice, Google Sheets and programs write them. Those that are `read-…` are the starter again, without a word; of those
//! that are `told-…`, `expected.txt` is what is said. `UPDATE=1` writes the latter anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Golden, cases, lay, name_of};
use iceroad_format::{check, edit, write};
use std::path::Path;

/// The starter with the tables of a habit in place of its own.
fn laid(habit: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    lay(habit, folder.path());
    folder
}

fn is_read(habit: &Path) -> bool {
    name_of(habit).starts_with("read-")
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
    let (mut golden, habits, starter) = (Golden::default(), cases("habits"), starter());
    assert!(habits.len() >= 30, "only {} habits", habits.len());
    for habit in habits {
        let name = name_of(&habit);
        let folder = laid(&habit);
        let checked = check(folder.path());
        let told = checked.report.render(false);
        if is_read(&habit) {
            let same = checked.scenario.as_ref().is_some_and(|scenario| write(scenario) == starter);
            if !same || !checked.report.diagnostics.is_empty() {
                golden.fault(format!("{name} is not the starter:\n{told}"));
            }
            continue;
        }
        assert!(checked.scenario.is_none(), "{name} is read");
        golden.hold(&name, &habit.join("expected.txt"), &told);
    }
    golden.judge();
}

/// A changed cell is spelled as its table is, and all that was not changed comes back as it was, but for what was not UTF-8.
#[test]
fn tables_are_changed_in_their_own_spelling() {
    for habit in cases("habits").into_iter().filter(|habit| is_read(habit)) {
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
