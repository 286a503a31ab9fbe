//! What is written is what is read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Golden, own};
use iceroad_format::{catalogue, chapter, format, init, read, save, schema, write};
use iceroad_model::fault::TABLES;
use std::path::Path;

fn assert_round_trip(folder: &Path) {
    let first = read(folder).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let written = write(&first);
    let copy = tempfile::tempdir().unwrap();
    save(copy.path(), &written).unwrap();
    let second = read(copy.path()).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let again = write(&second);
    assert_eq!(written.len(), again.len());
    for (one, two) in written.iter().zip(&again) {
        assert_eq!(one, two);
    }
    // The debug text shows every field of every row.
    assert_eq!(format!("{:?}", first.into_tables()), format!("{:?}", second.into_tables()));
}

#[test]
fn the_starter_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path()).unwrap();
    assert_round_trip(folder.path());
}

#[test]
fn a_scenario_with_every_column_filled_comes_back_as_it_was() {
    assert_round_trip(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/every-column"));
}

#[test]
fn the_full_scenario_fills_every_column_of_every_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/every-column");
    let written = write(&read(&folder).unwrap());
    let mut missing = Vec::new();
    for table in format::tables() {
        let (_, text) = written
            .iter()
            .find(|(file, _)| file == table.file)
            .unwrap_or_else(|| panic!("no {}", table.file));
        let header: Vec<_> = text.lines().next().unwrap().split(',').collect();
        for column in &table.columns {
            // Laws have parameters that exclude each other within a row.
            let told = header.contains(&column.name.as_str());
            let of_a_law = ["_law", "_cv", "_shape", "_scale_", "_low_", "_high_"];
            let law = of_a_law.iter().any(|part| column.name.contains(part));
            // What the catalogue says is written out.
            let catalogued = column.name == catalogue::COLUMN;
            if !told && !law && !catalogued {
                missing.push(format!("{}: {}", table.file, column.name));
            }
        }
    }
    assert!(missing.is_empty(), "never written: {missing:?}");
}

#[test]
fn schema_and_chapter_name_every_table_and_column() {
    let (schema, chapter) = (schema(), chapter());
    for table in format::tables() {
        assert!(chapter.contains(&format!("\n## {}\n", table.file)));
        let properties = &schema["properties"][table.stem()]["items"]["properties"];
        for column in &table.columns {
            assert!(properties[&column.name].is_object(), "{} {}", table.file, column.name);
            assert!(chapter.contains(&format!("| `{}` |", column.name)));
        }
    }
    for key in format::keys() {
        assert!(chapter.contains(key.name));
    }
}

#[test]
fn the_model_places_faults_in_the_tables_of_the_format() {
    let mut ours: Vec<&str> = format::tables().iter().map(format::TableSpec::stem).collect();
    ours.extend(["scenario", "brands", "trades", "territories"]);
    let mut theirs = TABLES.to_vec();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}

#[test]
fn no_table_has_two_columns_of_one_name() {
    for table in format::tables() {
        let mut names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), table.columns.len(), "{}", table.file);
    }
}

#[test]
fn the_books_chapter_is_the_formats_own() {
    let mut golden = Golden::default();
    golden.hold("the chapter", &own("../../book/src/scenario-format.md"), &chapter());
    golden.judge();
}
