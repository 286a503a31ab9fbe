//! Rows of the catalogue in a scenario: what they fill, what stays the planner's, and what a change leaves unwritten.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_base::quantity::{Mass, MeterHours, Ranged};
use iceroad_format::{Assumed, check, edit, init, read, write};
use iceroad_model::Scenario;
use iceroad_model::fleet::{Model, TruckModel};
use std::fs;
use std::path::{Path, PathBuf};

const MODEL: &str = "BELAZ-75581";

/// The starter with its truck called as in the catalogue, and this table of truck models.
fn mine(place: &Path, truck_models: Option<&str>) -> PathBuf {
    let folder = place.join("mine");
    init(&folder).unwrap();
    for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_file() {
            let text = fs::read_to_string(&entry).unwrap();
            fs::write(&entry, text.replace("BELAZ 75581", MODEL)).unwrap();
        }
    }
    match truck_models {
        Some(text) => fs::write(folder.join("truck_models.csv"), text).unwrap(),
        None => fs::remove_file(folder.join("truck_models.csv")).unwrap(),
    }
    folder
}

fn truck(scenario: &Scenario) -> (&Model, &TruckModel) {
    let model = scenario.models.iter().find(|model| model.name == MODEL).unwrap();
    (model, model.truck().unwrap())
}

#[test]
fn a_model_that_no_table_has_is_taken_whole_from_the_catalogue() {
    let place = tempfile::tempdir().unwrap();
    let folder = mine(place.path(), None);
    let scenario = read(&folder).unwrap();
    let (model, truck) = truck(&scenario);
    assert_eq!((truck.payload, truck.power.get()), (Mass::from_tonnes(90.0), 783.0));
    assert_eq!(model.bay_class, Mass::from_tonnes(90.0));
    assert_eq!(model.priority, 5);
    // Nothing of it is taken in silence.
    let assumed = check(&folder).assumed;
    let of = |column: &str| assumed.iter().find(|one| one.file == "truck_models.csv" && one.column == column);
    let Assumed { value, rows, basis, .. } = of("payload_t").unwrap();
    assert_eq!((value.as_str(), *rows), ("90", 1));
    assert!(basis.contains(MODEL) && basis.contains("all-andorra.com"), "{basis}");
    assert!(of("drive_efficiency_share").unwrap().basis.contains("CAOS_MINEHAUL"));
    assert!(of("priority").is_none(), "a default that stands for nothing is none of physics");
}

#[test]
fn a_row_that_names_one_of_the_catalogue_fills_what_it_leaves_empty_whatever_its_spelling() {
    let place = tempfile::tempdir().unwrap();
    let table = "name;catalogue;payload_t;power_kw\nBELAZ-75581;BELAZ-75581;88,5;\n";
    let scenario = read(&mine(place.path(), Some(table))).unwrap();
    let (_, truck) = truck(&scenario);
    assert_eq!((truck.payload, truck.body.cubic_metres()), (Mass::from_tonnes(88.5), 54.5));
    assert_eq!(truck.power.get(), 783.0);
}

#[test]
fn a_change_leaves_unwritten_what_the_catalogue_says_and_writes_what_it_does_not() {
    let place = tempfile::tempdir().unwrap();
    let folder = mine(place.path(), None);
    let mut change = edit(&folder).unwrap();
    let mut tables = change.scenario().clone().into_tables();
    tables.machines.iter_mut().for_each(|machine| machine.meter = MeterHours::clamped(1_000.0));
    change.replace(&Scenario::new(tables).unwrap()).unwrap();
    let changed: Vec<String> = change.changed().into_iter().map(|(file, _)| file).collect();
    assert_eq!(changed, ["machines.csv"]);
    // Another priority is the mine's own: the row is written from then on.
    let mut tables = change.scenario().clone().into_tables();
    tables.models.iter_mut().for_each(|model| model.priority = 1);
    let wanted = Scenario::new(tables).unwrap();
    change.replace(&wanted).unwrap();
    assert_eq!(write(&change.save().unwrap()), write(&wanted));
    assert_eq!(write(&read(&folder).unwrap()), write(&wanted));
    assert!(fs::read_to_string(folder.join("truck_models.csv")).unwrap().contains(MODEL));
}

#[test]
fn a_change_beside_a_table_of_other_models_does_too() {
    let place = tempfile::tempdir().unwrap();
    let table = "name,catalogue,note\nspare,CAT-777G,kept as it is\n";
    let folder = mine(place.path(), Some(table));
    let mut change = edit(&folder).unwrap();
    let mut tables = change.scenario().clone().into_tables();
    assert_eq!(tables.models.iter().filter(|model| model.truck().is_some()).count(), 2);
    tables.machines.iter_mut().for_each(|machine| machine.meter = MeterHours::clamped(7.0));
    change.replace(&Scenario::new(tables.clone()).unwrap()).unwrap();
    assert_eq!(change.texts()["truck_models.csv"], table);
    let model = tables.models.iter_mut().find(|model| model.name == MODEL).unwrap();
    model.priority = 1;
    let wanted = Scenario::new(tables).unwrap();
    change.replace(&wanted).unwrap();
    assert!(change.texts()["truck_models.csv"].contains("kept as it is"));
    assert_eq!(write(&change.save().unwrap()), write(&wanted));
}

#[test]
fn a_name_misspelt_in_the_planners_own_table_is_told_and_not_taken_from_the_catalogue() {
    for (file, row, misspelt) in
        [("stations.csv", "yakutsk,", "yakutks,"), ("truck_models.csv", "BELAZ-75581,", "BELAZ-75518,")]
    {
        let place = tempfile::tempdir().unwrap();
        let written = "name,catalogue\nBELAZ-75581,BELAZ-75581\n";
        let folder = mine(place.path(), Some(written));
        let text = fs::read_to_string(folder.join(file)).unwrap();
        fs::write(folder.join(file), text.replacen(row, misspelt, 1)).unwrap();
        let told = check(&folder).report.to_string();
        let meant = format!("did you mean `{}`?", misspelt.trim_end_matches(','));
        assert!(told.contains("IR0401") && told.contains(&meant), "{told}");
    }
}
