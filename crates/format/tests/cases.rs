//! Golden cases: each folder of `tests/cases` holds files that are laid over the starter scenario (those named in `_remove` are
//! taken away), and `expected.txt` what is said of the result. `UPDATE=1 cargo test -p iceroad-format` writes the latter anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Golden, cases, lay, name_of};
use iceroad_format::check;
use iceroad_format::format::tables;
use iceroad_model::Code;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Codes that need more than files with text: `limits.rs` and `init.rs` have them, `habits.rs` and `workbook.rs` those of spreadsheets, `network.rs`
/// `weather.rs`, `failure_log.rs` and the importers of peers those of imports; what only the weather tells is tested in `climate`.
const ELSEWHERE: [Code; 44] = [
    Code::FolderMissing,
    Code::FolderIsFile,
    Code::FolderUnreadable,
    Code::FileUnreadable,
    Code::FileSpecial,
    Code::FileTooLarge,
    Code::LineTooLong,
    Code::LinkLoop,
    Code::FolderTaken,
    Code::FileUnwritable,
    Code::JsonSyntax,
    Code::JsonKeyMissing,
    Code::JsonWrongType,
    Code::JsonKeyTwice,
    Code::ListLengthWrong,
    Code::EquipmentUnknown,
    Code::NotImportable,
    Code::FileMissing,
    Code::GeometryBad,
    Code::MapWithoutRoads,
    Code::NotDegrees,
    Code::MapTooWide,
    Code::PlaceAstray,
    Code::PlacesMeet,
    Code::RoadIsDot,
    Code::RoadApart,
    Code::CrsUnknown,
    Code::RoadDoublesBack,
    Code::WeatherUnknown,
    Code::StationUnclear,
    Code::ReadingsDiffer,
    Code::MinAboveMax,
    Code::NoTemperatures,
    Code::LogUnknown,
    Code::MapSyntax,
    Code::MapUnknown,
    Code::StepNeverReached,
    Code::TwoReadings,
    Code::WorkbookUnreadable,
    Code::UnknownSheet,
    Code::SheetUnread,
    Code::SheetTwice,
    Code::MergedCells,
    Code::Rewritten,
];

fn laid(case: &Path, folder: &Path) {
    lay(case, folder);
    let removed = fs::read_to_string(case.join("_remove")).unwrap_or_default();
    for file in removed.lines() {
        fs::remove_file(folder.join(file)).unwrap();
    }
}

#[test]
fn every_broken_folder_is_told_as_expected() {
    let mut golden = Golden::default();
    for case in cases("cases") {
        let name = name_of(&case);
        let folder = tempfile::tempdir().unwrap();
        laid(&case, folder.path());
        let checked = check(folder.path());
        let told = checked.report.render(false);
        if let Some(code) = name.split('-').next().filter(|code| code.starts_with("IR")) {
            let found = checked.report.diagnostics.iter().any(|told| told.code.to_string() == code);
            assert!(found, "{name} does not give its code:\n{told}");
        }
        assert_eq!(checked.scenario.is_some(), checked.report.errors() == 0, "{name}");
        golden.hold(&name, &case.join("expected.txt"), &told);
    }
    golden.judge();
}

#[test]
fn every_code_of_reading_has_a_case() {
    let shown: BTreeSet<String> =
        cases("cases").iter().map(|case| name_of(case).chars().take(6).collect()).collect();
    for code in Code::ALL {
        let reading = (*code as u16) < 402;
        if reading && !ELSEWHERE.contains(code) {
            assert!(shown.contains(&code.to_string()), "{code} ({}) has no case", code.title());
        }
    }
}

#[test]
fn every_code_is_in_the_book() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/faults.md");
    let book = fs::read_to_string(book).unwrap();
    for code in Code::ALL {
        let warns = if code.warns() { " (a warning)" } else { "" };
        let line = format!("| {code} | `{code:?}` | {}{warns} |", code.title());
        assert!(book.contains(&line), "the book's list of faults lacks this line:\n{line}");
    }
}

/// Thirty rows that name a mine which is not there are one thing to mend.
#[test]
fn equal_faults_are_shown_once_with_the_places_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    lay(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/no-fault-in-odd-but-legal-text").as_path(),
        folder.path(),
    );
    let machines = folder.path().join("machines.csv");
    let many: String = (0..30).map(|n| format!("N{n},BELAZ 75581,pitt,workshop,{n},,assumed\n")).collect();
    fs::write(&machines, format!("{}{many}", fs::read_to_string(&machines).unwrap())).unwrap();
    let report = check(folder.path()).report;
    assert_eq!(report.errors(), 30);
    let told = report.render(false);
    assert_eq!(told.matches("error[IR0401]: a reference names nothing: `pitt`").count(), 1, "{told}");
    assert!(told.contains("also in machines.csv, lines ") && told.contains("; and 17 more places"), "{told}");
}

#[test]
fn a_report_is_the_same_as_lines_and_as_json() {
    let case = cases("cases").into_iter().find(|case| case.ends_with("several-faults-at-once")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    lay(&case, folder.path());
    let report = check(folder.path()).report;
    let json = report.to_json();
    let listed = json["diagnostics"].as_array().unwrap();
    assert_eq!(listed.len(), report.diagnostics.len());
    for (line, (diagnostic, object)) in report.to_string().lines().zip(report.diagnostics.iter().zip(listed))
    {
        assert!(line.starts_with(&format!("{}:{}:", diagnostic.file, diagnostic.line.unwrap())), "{line}");
        assert!(
            line.contains(object["code"].as_str().unwrap()) && line.contains(&diagnostic.advice),
            "{line}"
        );
    }
    // The heading first, then the tables in the order in which they are best written.
    let rank = |file: &str| tables().iter().position(|spec| spec.file == file);
    let places: Vec<_> = report.diagnostics.iter().map(|told| (rank(&told.file), told.line)).collect();
    assert!(places.is_sorted(), "{places:?}");
}
