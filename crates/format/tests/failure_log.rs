//! Failure logs of others: what is recognised, what a mapping file says, and that no row is lost.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
mod common;

use common::{Golden, cases, name_of};
use iceroad_format::Severity;
use iceroad_format::failure_log::{FailureLog, read};
use iceroad_lifedata::log::{Aside, Event, Fate, Repair};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn with(files: &[(&str, &str)]) -> (TempDir, Vec<PathBuf>) {
    let place = tempfile::tempdir().unwrap();
    let paths = files.iter().map(|(name, text)| {
        let path = place.path().join(name);
        fs::write(&path, text).unwrap();
        path
    });
    let paths = paths.collect();
    (place, paths)
}

fn log_of(text: &str) -> FailureLog {
    let (_place, paths) = with(&[("log.csv", text)]);
    read(&paths[0], None).unwrap()
}

fn fault(text: &str, map: Option<&str>) -> String {
    let (_place, paths) = with(&[("log.csv", text), ("map.toml", map.unwrap_or_default())]);
    read(&paths[0], map.map(|_| paths[1].as_path())).unwrap_err().to_string()
}

#[test]
fn an_export_of_sap_below_its_title_in_german_numbers() {
    let log = log_of(
        "Notification list\n\n\
         Notification;Equipment;Notif.Type;Object part code text;Malfunct.start;Start malfn (T);Breakdown dur.;Counter reading\n\
         10001;T-101;M2;Engine;03.02.2025;06:30:00;12,5;1.234,5\n\
         10002;T-101;M1;Engine;04.02.2025;;0,0;1.250,0\n",
    );
    let [first, second] = log.log.rows[..] else { panic!("{log:?}") };
    assert_eq!((first.event, first.down_h), (Event::Failure, Some(12.5)));
    assert_eq!(first.when.map(|when| when % 24.0), Some(6.5));
    assert_eq!((second.event, second.is_day), (Event::Inspection, true));
    assert_eq!((first.meter_h, second.meter_h), (Some(1_234.5), Some(1_250.0)));
    let ours: Vec<&str> = log.recognised.iter().map(|one| one.ours.as_str()).collect();
    assert_eq!(ours, ["machine", "event", "subsystem", "time", "clock", "down_h", "meter_h"]);
    assert_eq!(log.unread, ["Notification"]);
    assert_eq!(log.lines, [4, 5]);
}

#[test]
fn thousands_that_may_be_decimals_are_told_and_the_row_is_not_lost() {
    // Point before three digits, comma nowhere: nobody knows.
    let log = log_of("machine;date;meter;subsystem\nT1;2025-01-02;1.234;engine\nT1;2025-01-03;12;engine\n");
    assert_eq!(log.fates, [Fate::Repaired(Repair::CellLeftOut), Fate::Used]);
    assert_eq!(log.report.diagnostics[0].severity, Severity::Warning);
    assert_eq!(log.report.diagnostics[0].column, "meter");
}

#[test]
fn cells_and_rows_that_cannot_be_read_are_told_with_their_lines() {
    let log = log_of(
        "machine,meter,subsystem,event,downtime (min)\n\
         T1,100,engine,failure,90\n\
         T1,two hundred,engine,failure,90\n\
         T1,300,engine,failure,n/a\n\
         T1,400,engine,exploded,90\n\
         ,500,engine,failure,90\n\
         T1,600,engine\n",
    );
    let aside = |why| Fate::Aside(why);
    assert_eq!(
        log.fates,
        [
            Fate::Used,
            aside(Aside::Unreadable),
            Fate::Repaired(Repair::CellLeftOut),
            aside(Aside::UnknownEvent),
            aside(Aside::Unreadable),
            aside(Aside::Unreadable),
        ]
    );
    assert_eq!(log.lines, [2, 3, 4, 5, 6, 7]);
    assert_eq!(log.log.rows[0].down_h, Some(1.5));
    let told: Vec<(Option<usize>, &str)> =
        log.report.diagnostics.iter().map(|told| (told.line, told.column.as_str())).collect();
    assert_eq!(
        told,
        [
            (Some(3), "meter"),
            (Some(4), "downtime (min)"),
            (Some(5), "event"),
            (Some(6), "machine"),
            (Some(7), "")
        ]
    );
}

#[test]
fn a_negative_gap_is_told() {
    let log = log_of("machine,gap_h\n7907,194\n7907,-15\n");
    assert_eq!(log.fates, [Fate::Used, Fate::Aside(Aside::Unreadable)]);
    assert!(log.report.to_string().contains("-15"), "{}", log.report);
}

#[test]
fn a_mapping_file_says_what_names_do_not() {
    let map = "hours_per_day = 18\nfrom = \"2025-01-01\"\nuntil = 2025-12-31\n\
               [columns]\n\"Nr.\" = \"machine\"\n\"When\" = \"time\"\n\"What\" = \"event\"\n\"Part\" = \"subsystem\"\n\"Off\" = \"down_h\"\n\
               [events]\n\"ZM01\" = \"failure\"\n\"ZM02\" = \"inspection\"\n[units]\ndown_h = \"min\"\n[models]\n\"12\" = \"830E\"\n\
               [sheets]\ndates = \"day_first\"\n";
    let text = "Nr.,When,What,Part,Off\n12,01/02/2025,ZM01,pump,30\n12,05/03/2025,zm02,pump,\n";
    let (_place, paths) = with(&[("log.csv", text), ("map.toml", map)]);
    let log = read(&paths[0], Some(&paths[1])).unwrap();
    assert_eq!(
        log.log.rows.iter().map(|row| row.event).collect::<Vec<_>>(),
        [Event::Failure, Event::Inspection]
    );
    assert_eq!((log.log.rows[0].down_h, log.log.models.name(0)), (Some(0.5), "830E"));
    assert_eq!(log.options.hours_per_day, Some(18.0));
    assert_eq!(log.options.until.unwrap() - log.options.from.unwrap(), 365.0 * 24.0);
    assert!(log.recognised.iter().all(|one| one.told));
}

#[test]
fn times_of_several_zones_are_taken_to_that_of_most() {
    let log = log_of(
        "machine,time,subsystem\nT1,2025-02-03T06:30:00+09:00,engine\nT1,2025-02-03 21:30:00Z,engine\n\
         T1,2025-02-05 06:30+09:00,engine\nT1,2025-02-06 06:30,engine\n",
    );
    let clock = |row: &iceroad_lifedata::log::Row| row.when.map(|when| when % 24.0);
    assert!(log.log.rows.iter().all(|row| clock(row) == Some(6.5)), "{:?}", log.log.rows);
    let moved = Fate::Repaired(Repair::OtherZone);
    assert_eq!(log.fates, [Fate::Used, moved, Fate::Used, Fate::Used]);
    assert_eq!(log.zone.as_deref(), Some("+09:00"));
    assert_eq!(log_of("machine,time\nT1,2025-02-03 06:30\n").zone, None);
}

#[test]
fn kilometres_are_hours_where_the_mapping_file_says_how_many_go_to_one() {
    let text = "truck,odometer (km),subsystem\nT1,2200,tyres\nT1,4400,tyres\n";
    let told = fault(text, None);
    assert!(told.contains("IR0183") && told.contains("km_per_hour"), "{told}");
    let read_with = |text: &str, map: &str| {
        let (_place, paths) = with(&[("log.csv", text), ("map.toml", map)]);
        read(&paths[0], Some(&paths[1])).unwrap()
    };
    let log = read_with(text, "km_per_hour = 22\n");
    assert_eq!(log.log.rows.iter().map(|row| row.meter_h).collect::<Vec<_>>(), [Some(100.0), Some(200.0)]);
    assert_eq!(log.km_per_hour, Some(22.0));
    let miles = read_with(&text.replace("(km)", "(mi)"), "km_per_hour = 16.09344\n");
    assert_eq!(miles.log.rows[0].meter_h, Some(220.0));
    let told = "km_per_hour = 22\n[columns]\nstand = \"meter_h\"\n[units]\nmeter_h = \"km\"\n";
    let by_unit = read_with(&text.replace("odometer (km)", "stand"), told);
    assert_eq!(by_unit.log.rows[1].meter_h, Some(200.0));
    // An hour meter beside it is surer.
    let both = log_of("truck,odometer,smu\nT1,2200,100\n");
    assert_eq!((both.log.rows[0].meter_h, both.km_per_hour), (Some(100.0), None));
}

#[test]
fn a_mapped_column_has_the_unit_that_its_name_says() {
    let map = "[columns]\n\"Work (min)\" = \"repair_h\"\n";
    let (_place, paths) = with(&[("log.csv", "machine,meter,Work (min)\nT1,100,90\n"), ("map.toml", map)]);
    assert_eq!(read(&paths[0], Some(&paths[1])).unwrap().log.rows[0].repair_h, Some(1.5));
}

#[test]
fn the_mapping_file_of_the_book_is_read() {
    let page = include_str!("../../../book/src/life-data.md");
    let map = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let text = "Nr.;Type;Date;Work;Object\n101;ZM01;05/02/2025;90;pump\n";
    let map = map.replace("[columns]", "[columns]\n\"Work\" = \"repair_h\"");
    let (_place, paths) = with(&[("log.csv", text), ("map.toml", &map)]);
    let log = read(&paths[0], Some(&paths[1])).unwrap();
    let [row] = log.log.rows[..] else { panic!("{log:?}") };
    assert_eq!((row.event, row.repair_h, log.log.models.name(0)), (Event::Failure, Some(1.5), "830E"));
    assert_eq!((log.options.hours_per_day, log.km_per_hour), (Some(18.0), None));
}

#[test]
fn what_is_wrong_with_a_mapping_file_is_told_at_once() {
    let told = fault(
        "machine,meter\nT1,5\n",
        Some(
            "hours_a_day = 18\n[columns]\nmachine = \"machin\"\n[events]\nX = \"breaks\"\n[units]\ndown_h = \"weeks\"\n",
        ),
    );
    assert_eq!(told.matches("IR0185").count(), 4, "{told}");
    assert!(told.contains("map.toml:3") && told.contains("`machine`"), "{told}");
    assert!(fault("machine,meter\nT1,5\n", Some("[columns\n")).contains("IR0184"));
    let missing = fault("machine,meter\nT1,5\n", Some("[columns]\n\"Meterr\" = \"meter_h\"\n"));
    assert!(missing.contains("IR0185") && missing.contains("meter"), "{missing}");
}

#[test]
fn a_file_that_is_no_log_is_refused() {
    let no_machine = fault("a,b\n1,2\n", None);
    assert!(no_machine.contains("IR0183") && no_machine.contains("which machine"), "{no_machine}");
    let no_time = fault("machine,subsystem\nT1,engine\n", None);
    assert!(no_time.contains("IR0183") && no_time.contains("says when"), "{no_time}");
    assert!(fault("machine,meter\n", None).contains("IR0211"));
    assert!(read(&PathBuf::from("nowhere.csv"), None).unwrap_err().to_string().contains("IR0167"));
    assert!(read(&PathBuf::from("nowhere.xlsx"), None).unwrap_err().to_string().contains("IR0167"));
}

#[test]
fn a_sheet_of_a_workbook_is_found_by_its_columns() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("log.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Cover").unwrap().write(0, 0, "Fleet log").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Export").unwrap().write(0, 0, "Work orders of 2025").unwrap();
    for (column, name) in ["ASSETNUM", "WORKTYPE", "ACTSTART", "METERREADING"].into_iter().enumerate() {
        sheet.write(2, column as u16, name).unwrap();
    }
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let when = rust_xlsxwriter::ExcelDateTime::parse_from_str("2025-02-03T06:30:00").unwrap();
    sheet.write(3, 0, "T1").unwrap().write(3, 1, "CM").unwrap().write(3, 3, 1234.5).unwrap();
    sheet.write_with_format(3, 2, &when, &format).unwrap();
    book.save(&path).unwrap();
    let log = read(&path, None).unwrap();
    let [row] = log.log.rows[..] else { panic!("{log:?}") };
    assert_eq!((row.event, row.meter_h, row.is_day), (Event::Failure, Some(1234.5), false));
    assert_eq!(row.when.map(|when| when % 24.0), Some(6.5));
    assert_eq!(log.lines, [4]);
}

/// Each folder of `tests/failure_log` holds a log, perhaps a mapping file, and what is said of them.
#[test]
fn every_broken_log_is_told_as_expected() {
    let mut golden = Golden::default();
    for case in cases("failure_log") {
        let map = case.join("map.toml");
        let told = match read(&case.join("log.csv"), map.exists().then_some(map.as_path())) {
            Ok(log) => log.report.render(false),
            Err(report) => report.render(false),
        };
        let name = name_of(&case);
        let code = name.split('-').next().filter(|code| code.starts_with("IR"));
        assert!(code.is_none_or(|code| told.contains(code)), "{name} does not give its code:\n{told}");
        golden.hold(&name, &case.join("expected.txt"), &told);
    }
    golden.judge();
}
