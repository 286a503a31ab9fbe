//! A folder that is changed keeps all that was not meant: bytes of untouched cells, rows, comments.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_base::quantity::{MeterHours, Money, Quantity};
use iceroad_format::{Edit, edit, edit_texts, format, init, read, save, write_tables};
use iceroad_model::{Code, MachineId, Scenario, Tables};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The folders that come with the program.
fn known() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let examples = ["sakha", "nwt", "spiral", "first-mine"].map(|name| own.join("../../examples").join(name));
    examples.into_iter().chain([own.join("tests/every-column"), own.join("starter")]).collect()
}

/// Every file of a folder and its folder of records.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for part in ["", "climate"] {
        // The station of a first mine may be of the catalogue: then it has no records of its own.
        let Ok(entries) = fs::read_dir(folder.join(part)) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
            let name = Path::new(part).join(entry.file_name()).to_string_lossy().into_owned();
            all.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    all
}

/// A copy of a folder to be changed.
fn copy(folder: &Path) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir_all(place.path().join("climate")).unwrap();
    for (name, bytes) in files(folder) {
        fs::write(place.path().join(name), bytes).unwrap();
    }
    place
}

fn starter() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    init(place.path()).unwrap();
    place
}

/// A planner's folder: a byte order mark, CRLF, quotes, blanks, empty rows, numbers and dates in their own spelling, notes.
fn planners() -> TempDir {
    let place = starter();
    let items = fs::read_to_string(place.path().join("items.csv")).unwrap();
    let mut lines = items.lines();
    let mut text = format!("\u{feff}{},note\r\n", lines.next().unwrap());
    for line in lines {
        let (name, rest) = line.split_once(',').unwrap();
        text.push_str(&format!("  \"{name}\" ,{rest},\"say \"\"so\"\", {name}\"\r\n,,\r\n"));
    }
    fs::write(place.path().join("items.csv"), text.trim_end_matches("\r\n")).unwrap();
    let heading = fs::read_to_string(place.path().join("scenario.toml")).unwrap();
    let heading = heading.replace("seed = ", "# Drawn by lot.\nseed    = ");
    fs::write(place.path().join("scenario.toml"), heading.replace('\n', "\r\n")).unwrap();
    read(place.path()).unwrap_or_else(|report| panic!("{report}"));
    place
}

/// A table's text as records of raw fields, by a splitter of its own.
fn split(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    for character in text.chars() {
        let last = records.last_mut().unwrap();
        match character {
            ',' if !quoted => last.push(String::new()),
            '\n' if !quoted => records.push(vec![String::new()]),
            _ => {
                quoted ^= character == '"';
                last.last_mut().unwrap().push(character);
            }
        }
    }
    records
}

/// The places (record, field) where two texts differ; none where they are of another shape.
fn differences(before: &str, after: &str) -> Option<Vec<(usize, usize)>> {
    let (before, after) = (split(before), split(after));
    if before.len() != after.len() {
        return None;
    }
    let mut all = Vec::new();
    for (at, (one, other)) in before.iter().zip(&after).enumerate() {
        if one.len() != other.len() {
            return None;
        }
        all.extend((0..one.len()).filter(|field| one[*field] != other[*field]).map(|field| (at, field)));
    }
    Some(all)
}

fn changed_by(folder: &Path, change: impl FnOnce(&mut Tables)) -> (Edit, Scenario) {
    let mut edit = edit(folder).unwrap_or_else(|report| panic!("{report}"));
    let mut tables = edit.scenario().clone().into_tables();
    change(&mut tables);
    let scenario = Scenario::new(tables).unwrap_or_else(|faults| panic!("{faults:?}"));
    edit.replace(&scenario).unwrap_or_else(|report| panic!("{report}"));
    (edit, scenario)
}

#[test]
fn what_is_not_changed_comes_back_byte_for_byte() {
    let mut folders: Vec<TempDir> = known().iter().map(|folder| copy(folder)).collect();
    folders.extend([starter(), planners()]);
    for folder in folders {
        let before = files(folder.path());
        let (edit, _) = changed_by(folder.path(), |_| {});
        assert!(edit.changed().is_empty(), "{:?}", edit.changed());
        edit.save().unwrap();
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn a_planners_spelling_stays_around_what_is_changed() {
    let folder = planners();
    let before = fs::read_to_string(folder.path().join("items.csv")).unwrap();
    let heading = fs::read_to_string(folder.path().join("scenario.toml")).unwrap();
    let (edit, _) = changed_by(folder.path(), |tables| {
        for item in tables.items.iter_mut().take(1) {
            item.value = Money::from_major(77.5);
        }
        tables.heading.seed = 99;
    });
    edit.save().unwrap();
    let after = fs::read_to_string(folder.path().join("items.csv")).unwrap();
    let columns: Vec<String> = split(&before)[0].clone();
    let value = columns.iter().position(|column| column == "value").unwrap();
    assert_eq!(differences(&before, &after), Some(vec![(1, value)]));
    assert_eq!(split(&after)[1][value], "77.5");
    let now = fs::read_to_string(folder.path().join("scenario.toml")).unwrap();
    let seed = heading.lines().find(|line| line.starts_with("seed")).unwrap();
    assert_eq!(now, heading.replace(seed, "seed    = 99"));
}

#[test]
fn rows_come_where_the_scenario_has_them_and_go_alone() {
    let folder = planners();
    let before = fs::read_to_string(folder.path().join("machines.csv")).unwrap();
    let (edit, _) = changed_by(folder.path(), |tables| {
        // The second goes, and a machine like the first comes behind the first.
        let mut machines: Vec<_> = tables.machines.iter().cloned().collect();
        let mut like = machines[0].clone();
        like.name = "new, \"one\"".to_owned();
        machines.splice(1..2, [like]);
        tables.machines = machines.into_iter().collect();
    });
    edit.save().unwrap();
    let after = fs::read_to_string(folder.path().join("machines.csv")).unwrap();
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    assert_eq!(before.len(), after.len());
    assert!(after[2].starts_with("\"new, \"\"one\"\"\","), "{}", after[2]);
    assert_eq!((after[..2].to_vec(), after[3..].to_vec()), (before[..2].to_vec(), before[3..].to_vec()));
}

#[test]
fn a_law_told_another_way_is_told_anew() {
    let folder = starter();
    let (edit, scenario) = changed_by(folder.path(), |tables| {
        for leg in tables.legs.iter_mut() {
            leg.transit_days = iceroad_base::law::Law::uniform(2.0, 5.0).unwrap();
        }
    });
    edit.save().unwrap();
    assert_eq!(write_tables(&read(folder.path()).unwrap()), write_tables(&scenario));
}

#[test]
fn a_wrong_change_is_told_with_its_place() {
    let folder = starter();
    let mut edit = edit(folder.path()).unwrap();
    let wrong = edit.set("items", 0, "value", "12,5").unwrap_err();
    assert_eq!((wrong.code, wrong.file.as_str(), wrong.line), (Code::DecimalComma, "items.csv", Some(2)));
    assert_eq!(wrong.column, "value");
    let wrong = edit.set("items", 0, "valeu", "12").unwrap_err();
    assert_eq!((wrong.code, wrong.advice.as_str()), (Code::UnknownColumn, "did you mean `value`?"));
    assert_eq!(edit.set("item", 0, "value", "12").unwrap_err().code, Code::UnknownFile);
    assert_eq!(edit.set("items", 999, "value", "12").unwrap_err().code, Code::UnknownId);
    assert_eq!(edit.set("items", "no such item", "value", "12").unwrap_err().code, Code::UnknownId);
    assert_eq!(edit.set("items", 0, "value", "").unwrap_err().code, Code::ValueMissing);
    assert_eq!(edit.set_key("sede", "12").unwrap_err().code, Code::UnknownKey);
    assert_eq!(edit.set_key("seed", "many").unwrap_err().code, Code::WrongType);
    assert_eq!(edit.add("holidays", &[("date", "2027-01-01")]).unwrap_err().column, "calendar");
    assert_eq!(edit.remove("holidays", 0).unwrap_err().code, Code::UnknownId);
    assert!(edit.changed().is_empty());
}

#[test]
fn a_change_that_does_not_hold_together_is_not_written() {
    let folder = starter();
    let before = files(folder.path());
    let mut edit = edit(folder.path()).unwrap();
    edit.set("machines", 0, "model", "no such model").unwrap();
    edit.set_key("seed", "12").unwrap();
    let report = edit.save().unwrap_err();
    assert_eq!(report.diagnostics[0].code, Code::UnknownId);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn rows_and_files_that_were_not_there_are_made() {
    let folder = starter();
    let calendar = read(folder.path()).unwrap().calendars.iter().next().unwrap().name.clone();
    let mut edit = edit(folder.path()).unwrap();
    edit.add("holidays", &[("calendar", &calendar), ("date", "2027-01-01"), ("note", "new year")]).unwrap();
    assert_eq!(edit.cell("holidays", 0, "note").unwrap(), "new year");
    edit.set("machines", 0, "note", "the old one").unwrap();
    let scenario = edit.save().unwrap();
    assert_eq!(scenario.calendars.iter().next().unwrap().holidays.len(), 1);
    let text = fs::read_to_string(folder.path().join("holidays.csv")).unwrap();
    assert_eq!(text, format!("calendar,date,note\n{calendar},2027-01-01,new year\n"));
}

/// What a planner may change in any folder.
#[derive(Clone, Debug)]
enum Change {
    /// The hour meter of a machine.
    Meter(usize, f64),
    /// One more machine like another, behind it.
    More(usize),
    /// A stock line goes.
    NoStock(usize),
    /// A stock line is doubled in what lies on the shelf.
    Stock(usize, i64),
    /// The book value of an item.
    Value(usize, i64),
    /// The plan turns round.
    PlanBackwards,
    /// The owners and parts of all things turn round.
    PartsBackwards,
    /// How often the horizon is run.
    Replications(u32),
}

fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), 0.0..50_000.0).prop_map(|(at, hours)| Change::Meter(at, hours)),
        any::<usize>().prop_map(Change::More),
        any::<usize>().prop_map(Change::NoStock),
        (any::<usize>(), 0..1_000_000_i64).prop_map(|(at, units)| Change::Stock(at, units)),
        (any::<usize>(), 0..100_000_000_i64).prop_map(|(at, minor)| Change::Value(at, minor)),
        Just(Change::PlanBackwards),
        Just(Change::PartsBackwards),
        (1..1_000_u32).prop_map(Change::Replications),
    ]
}

impl Change {
    fn make(&self, tables: &mut Tables) {
        match *self {
            Change::Meter(at, hours) => {
                let machine = MachineId((at % tables.machines.len()) as u32);
                tables.machines[machine].meter = MeterHours::clamped(hours);
            }
            Change::More(at) => {
                // Behind all, as ids of others would move.
                let mut like = tables.machines[MachineId((at % tables.machines.len()) as u32)].clone();
                like.name = format!("{} +{}", like.name, tables.machines.len());
                if !tables.dig_sequence.iter().any(|step| tables.machines[step.loader].name == like.name) {
                    tables.machines.push(like);
                }
            }
            Change::NoStock(at) if tables.stock.len() > 1 => {
                let mut lines: Vec<_> = tables.stock.iter().cloned().collect();
                lines.remove(at % lines.len());
                tables.stock = lines.into_iter().collect();
            }
            Change::Stock(at, units) => {
                let count = tables.stock.len();
                if let Some(line) = tables.stock.iter_mut().nth(at % count.max(1)) {
                    line.on_hand = Quantity(units);
                }
            }
            Change::Value(at, minor) => {
                let count = tables.items.len();
                if let Some(item) = tables.items.iter_mut().nth(at % count.max(1)) {
                    item.value = Money(minor);
                }
            }
            Change::PlanBackwards => tables.plan.reverse(),
            Change::PartsBackwards => {
                tables.parties.iter_mut().for_each(|party| party.owners.reverse());
                tables.subsystems.iter_mut().for_each(|subsystem| subsystem.parts.reverse());
                tables.services.iter_mut().for_each(|service| service.kit.reverse());
            }
            Change::Replications(count) => tables.heading.replications = count,
            Change::NoStock(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_cell_changed_is_the_only_one_that_differs(
        which in 0..4_usize,
        file in any::<prop::sample::Index>(),
        row in any::<prop::sample::Index>(),
        column in any::<prop::sample::Index>(),
    ) {
        let folder = copy(&known()[which]);
        let mut edit = edit(folder.path()).unwrap();
        let texts: Vec<(String, String)> = files(folder.path())
            .into_iter()
            .filter(|(name, _)| name.ends_with(".csv"))
            .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
            .collect();
        let (name, before) = file.get(&texts);
        let records = split(before);
        let rows: Vec<usize> =
            (1..records.len()).filter(|at| records[*at].iter().any(|raw| !raw.trim().is_empty())).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let at = row.index(rows.len());
        let field = column.index(records[0].len());
        let header = records[0][field].trim();
        // Any text for what nothing reads; for a number, the same number spelled anew.
        let old = edit.cell(name, at, header).unwrap();
        let new = match (header, old.parse::<f64>()) {
            ("source" | "note", _) => "changed, \"so\"".to_owned(),
            (_, Ok(_)) if !old.contains(['e', 'E']) && format::tables().iter().any(|spec| spec.file == name) => {
                let spec = format::tables().iter().find(|spec| spec.file == name).unwrap();
                match spec.column(header).unwrap().kind {
                    format::Kind::Number { .. } | format::Kind::Fixed { .. } => {
                        if old.contains('.') { format!("{old}0") } else { format!("{old}.0") }
                    }
                    _ => return Ok(()),
                }
            }
            _ => return Ok(()),
        };
        edit.set(name, at, header, &new).unwrap();
        let changed = edit.changed();
        prop_assert_eq!(changed.len(), 1);
        prop_assert_eq!(&changed[0].0, name);
        prop_assert_eq!(differences(before, &changed[0].1), Some(vec![(rows[at], field)]));
        prop_assert_eq!(edit.cell(name, at, header).unwrap(), new);
        edit.save().unwrap();
    }

    #[test]
    fn random_changes_of_a_scenario_come_back_and_leave_other_files_alone(
        which in 0..4_usize,
        all in prop::collection::vec(changes(), 1..5),
    ) {
        let folder = copy(&known()[which]);
        let mut edit = edit(folder.path()).unwrap();
        let mut tables = edit.scenario().clone().into_tables();
        all.iter().for_each(|change| change.make(&mut tables));
        let Ok(wanted) = Scenario::new(tables) else { return Ok(()) };
        edit.replace(&wanted).unwrap();
        let touched = edit.changed().len();
        edit.save().unwrap();
        let now = read(folder.path()).unwrap();
        prop_assert_eq!(write_tables(&now), write_tables(&wanted));
        prop_assert!(touched <= all.len() * 3);
        // Once more, there is nothing to change.
        let mut again = iceroad_format::edit(folder.path()).unwrap();
        again.replace(&wanted).unwrap();
        prop_assert!(again.changed().is_empty());
    }

    #[test]
    fn one_folder_becomes_another(from in 0..5_usize, to in 0..5_usize) {
        let folder = copy(&known()[from]);
        let wanted = read(&known()[to]).unwrap();
        let mut edit = edit(folder.path()).unwrap();
        edit.replace(&wanted).unwrap_or_else(|report| panic!("{report}"));
        edit.save().unwrap_or_else(|report| panic!("{report}"));
        prop_assert_eq!(write_tables(&read(folder.path()).unwrap()), write_tables(&wanted));
    }
}

#[test]
fn saving_over_a_folder_leaves_nothing_beside_it() {
    let folder = starter();
    save(folder.path(), &write_tables(&read(folder.path()).unwrap())).unwrap();
    assert!(files(folder.path()).keys().all(|name| !name.contains(".new")));
}

#[test]
fn a_row_without_a_name_is_found_by_what_it_says() {
    let place = planners();
    let mut edit = edit(place.path()).unwrap();
    let row = edit.row_cells("stock", 0).unwrap();
    let key: Vec<(String, String)> =
        row.iter().filter(|(column, _)| ["store", "item"].contains(&column.as_str())).cloned().collect();
    edit.set("stock", &key[..], "on_hand", "61").unwrap();
    assert_eq!(edit.cell("stock", 0, "on_hand").unwrap(), "61");
    assert_eq!(edit.changed().len(), 1);
    let nothing = [("store".to_owned(), "nowhere".to_owned())];
    let wrong = edit.set("stock", &nothing[..], "on_hand", "1").unwrap_err();
    assert_eq!((wrong.code, wrong.value.as_str()), (Code::UnknownId, "store nowhere"));
    // One column does not tell its rows apart.
    assert!(edit.set("stock", &key[..1], "on_hand", "1").unwrap_err().advice.contains("rows say this"));
}

#[test]
fn texts_that_are_in_no_folder_are_changed_as_a_folder_is() {
    let place = starter();
    let mut of_folder = edit(place.path()).unwrap();
    let texts: Vec<(String, String)> = of_folder.texts().into_iter().collect();
    let mut of_texts = edit_texts(&texts).unwrap();
    for edit in [&mut of_folder, &mut of_texts] {
        edit.set("bays", 0, "count", "9").unwrap();
    }
    assert_eq!(of_texts.texts(), of_folder.texts());
    // What is wrong with the whole is told, and nothing is written anywhere.
    of_texts.set("bays", 0, "workshop", "nowhere").unwrap();
    assert!(of_texts.save().unwrap_err().errors() > 0);
}
