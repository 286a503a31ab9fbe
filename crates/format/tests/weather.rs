//! Weather files: golden cases in each layout that services write, what is told of faulty ones, and that a record reads back the same
//! from every layout.
//!
//! Each folder of `tests/weather` holds files that make one record, `_ask` with what is asked for besides (`id X`, `unit X`,
//! `no-fill`), and `expected.txt` what came of it. `UPDATE=1 cargo test -p iceroad-format` writes the latter anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use common::{Golden, cases, name_of};
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day};
use iceroad_format::import::{ImportedWeather, TemperatureUnit, WeatherOptions, weather};
use iceroad_format::{Report, STARTER, read};
use iceroad_model::Code;
use iceroad_model::climate::StationRecord;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn asked(case: &Path) -> WeatherOptions {
    let mut options = WeatherOptions::of("mine");
    for line in fs::read_to_string(case.join("_ask")).unwrap_or_default().lines() {
        match line.split_once(' ') {
            Some(("id", id)) => options.ids.push(id.to_owned()),
            Some(("unit", word)) => {
                options.unit = TemperatureUnit::ALL.into_iter().find(|unit| unit.word() == word);
            }
            _ => options.fill = line != "no-fill",
        }
    }
    options
}

fn told(made: &Result<ImportedWeather, Report>) -> String {
    let made = match made {
        Ok(made) => made,
        Err(report) => return report.render(false),
    };
    let mut text = String::new();
    for (name, file) in &made.files {
        text += &format!("-- {name}\n{file}");
    }
    text += &format!(
        "-- days {} from {} to {}, filled {}, service above half {:?}, lone {}, failed {:?}, estimated {}, inverted {:?}\n",
        made.days,
        made.span.0,
        made.span.1,
        made.filled,
        made.above_half_c.map(|above| (above * 100.0).round() / 100.0),
        made.lone,
        made.failed,
        made.estimated,
        made.inverted
    );
    text += &format!(
        "-- gaps {} {:?}, whole years {}, broken {:?}, coldest {:?}, night {:?}, notes {:?}\n",
        made.gaps,
        made.longest_gap,
        made.whole_years,
        made.broken_years,
        made.coldest,
        made.night,
        made.notes
    );
    text
}

#[test]
fn every_weather_file_is_read_as_expected() {
    let mut golden = Golden::default();
    for case in cases("weather") {
        let name = name_of(&case);
        let entries = fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            entries.filter(|file| !file.ends_with("_ask") && !file.ends_with("expected.txt")).collect();
        files.sort();
        let made = weather(&files, &asked(&case));
        if let Some(code) = name.split('-').next().filter(|code| code.starts_with("IR")) {
            let report = made.as_ref().unwrap_err();
            let found = report.diagnostics.iter().any(|told| told.code.to_string() == code);
            assert!(found, "{name} does not give its code:\n{report}");
        }
        golden.hold(&name, &case.join("expected.txt"), &told(&made));
    }
    golden.judge();
}

#[test]
fn every_code_of_weather_has_a_case() {
    let codes: BTreeSet<String> =
        cases("weather").iter().map(|case| name_of(case).chars().take(6).collect()).collect();
    let of_weather = [
        Code::WeatherUnknown,
        Code::StationUnclear,
        Code::ReadingsDiffer,
        Code::MinAboveMax,
        Code::NoTemperatures,
    ];
    for code in of_weather {
        assert!(codes.contains(&code.to_string()), "{code} has no case");
    }
}

/// Files in a folder, and what is made of them.
fn made(files: &[(&str, Vec<u8>)], options: &WeatherOptions) -> Result<ImportedWeather, Report> {
    let folder = tempfile::tempdir().unwrap();
    let paths = files.iter().map(|(name, bytes)| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    });
    weather(&paths.collect::<Vec<_>>(), options)
}

fn code(files: &[(&str, Vec<u8>)]) -> Code {
    made(files, &WeatherOptions::of("mine")).unwrap_err().diagnostics[0].code
}

const PLAIN: &str = "date;tmax_c;tmin_c\n2010-01-01;-20,1;-30\n2010-01-02;-21;-29,5\n";

#[test]
fn what_is_no_table_is_refused_by_its_name() {
    assert_eq!(code(&[("a.csv", Vec::new())]), Code::EmptyFile);
    assert_eq!(code(&[("a.csv", b"\n\n".to_vec())]), Code::WeatherUnknown);
    let page = b"<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>".to_vec();
    let report = made(&[("a.csv", page)], &WeatherOptions::of("mine")).unwrap_err();
    assert_eq!(
        (report.diagnostics[0].code, report.diagnostics[0].value.as_str()),
        (Code::WeatherUnknown, "a web page")
    );
    let packed =
        made(&[("a.csv.gz", vec![0x1F, 0x8B, 8, 0, 0, 0])], &WeatherOptions::of("mine")).unwrap_err();
    assert!(packed.to_string().contains("gunzip"), "{packed}");
    assert_eq!(code(&[("a.csv", b"date,rain_mm\n2010-01-01,3\n".to_vec())]), Code::WeatherUnknown);
    assert_eq!(code(&[("a.csv", b"date,tmax_c,tmin_c\n".to_vec())]), Code::NoTemperatures);
    let nowhere = weather(&[PathBuf::from("nowhere.dly")], &WeatherOptions::of("mine")).unwrap_err();
    assert_eq!(nowhere.diagnostics[0].code, Code::FileMissing);
    for name in ["", "a/b", "a;b"] {
        let report = made(&[("a.csv", PLAIN.into())], &WeatherOptions::of(name)).unwrap_err();
        assert_eq!(report.diagnostics[0].code, Code::NameBad, "{name}");
    }
}

#[test]
fn a_file_is_read_in_whatever_encoding_it_is() {
    let want = made(&[("a.csv", PLAIN.into())], &WeatherOptions::of("mine")).unwrap().files;
    let text = PLAIN.replace("tmax_c", "Temp max.(°C)").replace("tmin_c", "Temp min.(°C)");
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    let marked = format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    // Дата;Макс. температура;Мин. температура by windows-1251.
    let cyrillic = |text: &str| -> Vec<u8> {
        let byte = |letter: char| match letter {
            'А'..='я' => (letter as u32 - 0x410 + 0xC0) as u8,
            other => other as u8,
        };
        text.chars().map(byte).collect()
    };
    let russian = cyrillic(&PLAIN.replace("date;tmax_c;tmin_c", "Дата;Макс. температура;Мин. температура"));
    for bytes in [wide, latin, marked, russian] {
        assert_eq!(made(&[("a.csv", bytes)], &WeatherOptions::of("mine")).unwrap().files, want);
    }
}

#[test]
fn equal_readings_of_overlapping_files_count_once_and_others_are_a_fault() {
    let same = [("a.csv", PLAIN.into()), ("b.csv", PLAIN.replace("-20,1", "-20,10").into())];
    assert_eq!(made(&same, &WeatherOptions::of("mine")).unwrap().days, 2);
    let other = [("a.csv", PLAIN.into()), ("b.csv", PLAIN.replace("-20,1", "-20,2").into())];
    let report = made(&other, &WeatherOptions::of("mine")).unwrap_err();
    let told = &report.diagnostics[0];
    assert_eq!((told.code, told.file.as_str(), told.line), (Code::ReadingsDiffer, "b.csv", Some(2)));
    assert!(told.expected.contains("a.csv:2"), "{report}");
}

#[test]
fn a_record_takes_its_place_in_a_scenario_or_nothing_changes() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("mine");
    for (file, text) in STARTER {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let days = |from: Date, count: i64| -> Vec<u8> {
        let rows = (0..count).map(|day| {
            let date = date_of_epoch_day(epoch_day(from) + day);
            // Coldest in the middle of January.
            let cold = -10.0 - 25.0 * libm::cos(std::f64::consts::TAU * (day - 15) as f64 / 365.25);
            format!("{date},{:.1},{:.1}\n", cold + 3.0, cold - 5.0)
        });
        ("date,tmax_c,tmin_c\n".to_owned() + &rows.collect::<String>()).into_bytes()
    };
    let whole = [("a.csv", days(Date::constant(2000, 1, 1), 800))];
    // A new station, then one that is there.
    for name in ["upper_yana", "yakutsk"] {
        let record = made(&whole, &WeatherOptions::of(name)).unwrap();
        record.replace(&folder).unwrap();
        let scenario = read(&folder).unwrap();
        let station = scenario.stations.iter().find(|station| station.name == name).unwrap();
        let StationRecord::Measured(days) = &station.record else { panic!("{name} is synthetic") };
        assert_eq!(days.len(), 800);
        assert_eq!(station.night_drop_c, 4.0);
        assert!(
            fs::read_to_string(folder.join("stations.csv"))
                .unwrap()
                .contains("half of Tmax less Tmin in January")
        );
    }
    // A winter that is cut off cannot be drawn: the scenario stays as it was.
    let before = fs::read(folder.join("climate/yakutsk.csv")).unwrap();
    let short = [("a.csv", days(Date::constant(2000, 1, 1), 200))];
    let report = made(&short, &WeatherOptions::of("yakutsk")).unwrap().replace(&folder).unwrap_err();
    assert!(report.diagnostics.iter().any(|told| told.code == Code::NoWholeYear), "{report}");
    assert_eq!(fs::read(folder.join("climate/yakutsk.csv")).unwrap(), before);
    // Alone, as a new file; never over one that is there.
    let alone = place.path().join("new/yakutsk.csv");
    let record = made(&whole, &WeatherOptions::of("yakutsk")).unwrap();
    record.write_record(&alone).unwrap();
    assert!(fs::read_to_string(&alone).unwrap().starts_with("date,tmean_c\n2000-01-01,-35.2\n"));
    assert_eq!(record.write_record(&alone).unwrap_err().diagnostics[0].code, Code::FileUnwritable);
}

#[test]
fn a_synthetic_station_becomes_a_measured_one() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("mine");
    iceroad_format::init(&folder).unwrap();
    let path = folder.join("stations.csv");
    let text = fs::read_to_string(&path).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let mut row = vec![""; header.len() + 1];
    row[header.iter().position(|column| *column == "name").unwrap()] = "lensk";
    row[header.iter().position(|column| *column == "record").unwrap()] = "synthetic";
    row[header.len()] = "yakutsk";
    let lines = text.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line},anomalies_from\n"),
        _ => format!("{line},\n"),
    });
    fs::write(&path, lines.collect::<String>() + &row.join(",") + "\n").unwrap();
    let normals = (1..=12).map(|month| format!("lensk,{month},-5\n")).collect::<String>();
    fs::write(folder.join("station_normals.csv"), format!("station,month,tmean_c\n{normals}")).unwrap();
    assert!(read(&folder).unwrap().stations.iter().any(|station| station.is_synthetic()));
    let record = fs::read_to_string(folder.join("climate/yakutsk.csv")).unwrap();
    let pairs =
        record.lines().skip(1).filter_map(|line| line.split_once(',')).filter(|(_, mean)| !mean.is_empty());
    let rows = pairs.map(|(date, mean)| format!("{date},{mean},{mean}\n")).collect::<String>();
    let file = [("a.csv", format!("date,tmax_c,tmin_c\n{rows}").into_bytes())];
    made(&file, &WeatherOptions::of("lensk")).unwrap().replace(&folder).unwrap();
    assert!(read(&folder).unwrap().stations.iter().all(|station| !station.is_synthetic()));
}

// ---- One record in every layout -----------------------------------------------------------------------------------

/// Tmax and Tmin of days from a first on, tenths of °C.
type Pairs = Vec<Option<(i32, i32)>>;

fn date(first: Date, day: usize) -> Date {
    date_of_epoch_day(epoch_day(first) + day as i64)
}

fn tenths(value: i32) -> String {
    format!("{:.1}", f64::from(value) / 10.0)
}

fn as_dly(first: Date, pairs: &Pairs) -> String {
    let mut text = String::new();
    for (element, of) in [("TMAX", 0), ("TMIN", 1), ("PRCP", 2)] {
        let mut lines: Vec<(String, [String; 31])> = Vec::new();
        for (day, pair) in pairs.iter().enumerate() {
            let date = date(first, day);
            let head = format!("RSM00024959{:04}{:02}{element}", date.year(), date.month());
            if lines.last().is_none_or(|line| line.0 != head) {
                lines.push((head, std::array::from_fn(|_| "-9999   ".to_owned())));
            }
            let value = pair.map(|pair| match of {
                0 => pair.0,
                1 => pair.1,
                _ => 77,
            });
            if let Some(value) = value {
                lines.last_mut().unwrap().1[date.day() as usize - 1] = format!("{value:>5}  S");
            }
        }
        for (head, days) in lines {
            text += &format!("{head}{}\n", days.concat());
        }
    }
    text
}

fn as_long(first: Date, pairs: &Pairs, header: bool) -> String {
    let mut text = if header {
        "ID,DATE,ELEMENT,DATA_VALUE,M_FLAG,Q_FLAG,S_FLAG,OBS_TIME\n".to_owned()
    } else {
        String::new()
    };
    for (day, pair) in pairs.iter().enumerate() {
        let date = date(first, day).to_string().replace('-', "");
        if let Some((max, min)) = pair {
            text += &format!("RSM00024959,{date},TMAX,{max},,,S,\nRSM00024959,{date},PRCP,3,,,S,\n");
            text += &format!("RSM00024959,{date},TMIN,{min},,,S,\n");
        }
    }
    text
}

fn as_access(first: Date, pairs: &Pairs) -> String {
    let mut text = "\"STATION\",\"DATE\",\"LATITUDE\",\"NAME\",\"PRCP\",\"PRCP_ATTRIBUTES\",\"TMAX\",\"TMAX_ATTRIBUTES\",\"TMIN\",\"TMIN_ATTRIBUTES\"\n".to_owned();
    for (day, pair) in pairs.iter().enumerate() {
        let (max, min) = pair.map_or((String::new(), String::new()), |pair| {
            (format!("{:>5}", pair.0), format!("{:>5}", pair.1))
        });
        text += &format!(
            "\"RSM00024959\",\"{}\",\"62.0\",\"YAKUTSK, RS\",\"    3\",\",,S\",\"{max}\",\",,S\",\"{min}\",\",,S\"\n",
            date(first, day)
        );
    }
    text
}

fn as_canada(first: Date, pairs: &Pairs, french: bool) -> String {
    let header = if french {
        "\"Longitude (x)\",\"Latitude (y)\",\"Nom de la Station\",\"ID climatologique\",\"Date/Heure\",\"Année\",\"Mois\",\"Jour\",\"Qualité des Données\",\"Temp max.(°C)\",\"Temp max. Indicateur\",\"Temp min.(°C)\",\"Temp min. Indicateur\",\"Temp moy.(°C)\",\"Temp moy. Indicateur\"\r\n"
    } else {
        "\"Longitude (x)\",\"Latitude (y)\",\"Station Name\",\"Climate ID\",\"Date/Time\",\"Year\",\"Month\",\"Day\",\"Data Quality\",\"Max Temp (°C)\",\"Max Temp Flag\",\"Min Temp (°C)\",\"Min Temp Flag\",\"Mean Temp (°C)\",\"Mean Temp Flag\"\r\n"
    };
    let mut text = format!("\u{feff}{header}");
    for (day, pair) in pairs.iter().enumerate() {
        let (number, flag) = match pair {
            Some(_) => ("", ""),
            None => ("", "M"),
        };
        let value = |of: Option<i32>| {
            let text = of.map_or_else(|| number.to_owned(), tenths);
            if french { text.replace('.', ",") } else { text }
        };
        let (max, min) = (value(pair.map(|pair| pair.0)), value(pair.map(|pair| pair.1)));
        let date = date(first, day);
        text += &format!(
            "\"-114,44\",\"62,46\",\"YELLOWKNIFE A\",\"2204101\",\"{date}\",\"{}\",\"{:02}\",\"{:02}\",\"\",\"{max}\",\"{flag}\",\"{min}\",\"{flag}\",\"\",\"M\"\r\n",
            date.year(),
            date.month(),
            date.day()
        );
    }
    text
}

fn as_plain(first: Date, pairs: &Pairs) -> String {
    let rows = pairs.iter().enumerate().rev().map(|(day, pair)| {
        let (max, min) =
            pair.map_or(("-999.9".to_owned(), "NA".to_owned()), |pair| (tenths(pair.0), tenths(pair.1)));
        format!("{}\t{max}\t{min}\n", date(first, day))
    });
    "date\ttmax_c\ttmin_c\n".to_owned() + &rows.collect::<String>()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_reads_back_the_same_from_every_layout(
        start in 0_i64..20_000,
        // A day beyond what °F can be, so that whole numbers can only be tenths.
        pairs in prop::collection::vec(prop::option::weighted(0.8, (-600_i32..300, 0_i32..250)), 1..80),
    ) {
        let first = date_of_epoch_day(start);
        let pairs: Pairs = std::iter::once(Some((-250, -400)))
            .chain(pairs.into_iter().map(|day| day.map(|(min, span)| (min + span, min))))
            .collect();
        let want: Vec<String> = pairs
            .iter()
            .enumerate()
            .filter_map(|(day, pair)| pair.map(|(max, min)| format!("{},{}", date(first, day), f64::from(max + min) / 20.0)))
            .collect();
        for (layout, text) in [
            ("dly", as_dly(first, &pairs)),
            ("long", as_long(first, &pairs, false)),
            ("long with a header", as_long(first, &pairs, true)),
            ("access", as_access(first, &pairs)),
            ("english", as_canada(first, &pairs, false)),
            ("french", as_canada(first, &pairs, true)),
            ("plain", as_plain(first, &pairs)),
        ] {
            let made = made(&[("a", text.into_bytes())], &WeatherOptions::of("mine"));
            let made = match made {
                Ok(made) => made,
                Err(report) => return Err(TestCaseError::fail(format!("{layout}: {report}"))),
            };
            let rows: Vec<&str> = made.files[1].1.lines().skip(1).collect();
            prop_assert_eq!(&rows, &want, "{}", layout);
        }
    }

    #[test]
    fn any_change_of_a_file_is_read_without_a_panic(
        which in 0_usize..5,
        place in any::<prop::sample::Index>(),
        length in 0_usize..12,
        put in "[\\PC\"\n,;-]{0,6}",
    ) {
        let pairs: Pairs = vec![Some((-200, -300)), None, Some((-210, -280))];
        let first = Date::constant(2010, 1, 30);
        let text = match which {
            0 => as_dly(first, &pairs),
            1 => as_long(first, &pairs, true),
            2 => as_access(first, &pairs),
            3 => as_canada(first, &pairs, true),
            _ => as_plain(first, &pairs),
        };
        let mut bytes = text.into_bytes();
        let at = place.index(bytes.len());
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, put.bytes());
        match made(&[("a.csv", bytes)], &WeatherOptions::of("mine")) {
            Ok(made) => prop_assert!(made.days > 0),
            Err(report) => prop_assert!(report.errors() > 0 && !report.render(false).is_empty()),
        }
    }
}
