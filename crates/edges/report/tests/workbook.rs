//! The workbook of a run's tables: every cell of CSV is in it, typed; charts stand beside their numbers; what is too long is left out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#[path = "../../../measures/tests/common/mod.rs"]
mod common;

use calamine::{Data, Reader, Xlsx};
use common::results;
use iceroad_model::Scenario;
use iceroad_report::tables;
use std::io::Cursor;

type Book = Xlsx<Cursor<Vec<u8>>>;

/// The workbook of so many replications, and the other files.
fn made(scenario: &Scenario, replications: u32) -> (Book, Vec<(String, Vec<u8>)>) {
    let records = common::records(scenario, replications);
    let parts = (common::outlook(scenario), common::manifest(replications));
    let files = tables::write_all(&results(scenario, &records, &parts)).unwrap();
    let bytes = files.iter().find(|(name, _)| name == "tables.xlsx").unwrap().1.clone();
    (Xlsx::new(Cursor::new(bytes)).unwrap(), files)
}

/// What a cell says, as CSV would.
fn said(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(value) => value.to_string(),
        Data::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::String(text) => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_cell_of_a_table_is_in_its_sheet() {
    let (mut book, files) = made(&common::scenario(), 3);
    for spec in tables::TABLES {
        let csv = &files.iter().find(|(name, _)| *name == format!("{}.csv", spec.name)).unwrap().1;
        let range = book.worksheet_range(spec.name).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_slice());
        for (row, record) in reader.records().enumerate() {
            for (column, text) in record.unwrap().iter().enumerate() {
                let cell = range.get_value((row as u32, column as u32)).map_or(String::new(), said);
                // CSV has a mark before what a spreadsheet would work out; a cell of text needs none.
                assert_eq!(cell, text.strip_prefix('\'').unwrap_or(text), "{} {row} {column}", spec.name);
            }
        }
    }
}

#[test]
fn days_are_days_and_numbers_numbers() {
    let (mut book, _) = made(&common::scenario(), 3);
    let seasons = book.worksheet_range("seasons").unwrap();
    let columns = tables::TABLES.iter().find(|table| table.name == "seasons").unwrap().columns;
    let opened = columns.iter().position(|column| column.name == "opened").unwrap();
    assert!(matches!(seasons.get((1, opened)), Some(Data::DateTime(_))), "{:?}", seasons.get((1, opened)));
    let tonnes = book.worksheet_range("tonnes_by_month").unwrap();
    assert!(tonnes.rows().skip(1).all(|row| matches!(row[0], Data::Float(_))));
}

#[test]
fn names_that_begin_as_formulas_do_are_texts() {
    let scenario = common::scenario();
    let mut tables = scenario.into_tables();
    for material in tables.materials.iter_mut() {
        material.name = format!("=HYPERLINK(\"{}\")", material.name);
    }
    let (mut book, _) = made(&Scenario::new(tables).unwrap(), 2);
    for sheet in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&sheet).unwrap().used_cells().count(), 0, "{sheet}");
    }
    let tonnes = book.worksheet_range("tonnes_by_month").unwrap();
    assert!(tonnes.rows().any(|row| row.iter().any(|cell| said(cell).starts_with("=HYPERLINK"))));
}

#[test]
fn charts_are_drawn_from_the_numbers_beside_them() {
    let (mut book, files) = made(&common::scenario(), 4);
    let names = book.sheet_names();
    assert_eq!(&names[..5], ["contents", "chart tonnes", "chart availability", "chart costs", "chart stock"]);
    let tonnes = book.worksheet_range("chart tonnes").unwrap();
    let header: Vec<String> = tonnes.rows().nth(2).unwrap().iter().map(said).collect();
    assert_eq!(&header[..4], ["month", "P10", "median", "P90"]);
    let row: Vec<String> = tonnes.rows().nth(3).unwrap().iter().map(said).collect();
    let values: Vec<f64> = row[1..4].iter().map(|text| text.parse().unwrap()).collect();
    assert!(values.is_sorted(), "{values:?}");
    let bytes = files.iter().find(|(name, _)| name == "tables.xlsx").unwrap().1.as_slice();
    // The names of parts stand in the archive as they are.
    for chart in 1..=4 {
        let name = format!("xl/charts/chart{chart}.xml");
        assert!(bytes.windows(name.len()).any(|window| window == name.as_bytes()), "no {name}");
    }
}

#[test]
fn a_table_that_is_too_long_is_named_with_its_file() {
    let (mut book, files) = made(&common::scenario(), 1_500);
    let contents = book.worksheet_range("contents").unwrap();
    let left_out: Vec<Vec<String>> = contents
        .rows()
        .map(|row| row.iter().map(said).collect::<Vec<_>>())
        .filter(|row: &Vec<String>| row[1].contains("rows: in "))
        .collect();
    assert!(!left_out.is_empty() && left_out.len() < tables::TABLES.len());
    let names = book.sheet_names();
    for row in left_out {
        assert_eq!(row[1].split_once(" rows: in ").unwrap().1, format!("{}.csv", row[0]));
        assert!(!names.contains(&row[0]));
        let csv = &files.iter().find(|(name, _)| *name == format!("{}.csv", row[0])).unwrap().1;
        let rows: usize = row[1].split(' ').next().unwrap().parse().unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        assert_eq!(reader.records().count(), rows, "{}", row[0]);
    }
    // Those that do not grow with the replications are there.
    for name in ["measures", "plan", "stock_weekly", "season_limits"] {
        assert!(names.iter().any(|known| known == name), "{name}");
    }
}
