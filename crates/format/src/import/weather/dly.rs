//! GHCN-Daily in fixed columns: station 1–11, year 12–15, month 16–17, kind of reading 18–21, then for each of 31 days a value in
//! five columns and flags of measurement, quality and source in one each (Menne et al., README of GHCN-Daily, NOAA NCEI).
//!
//! Temperatures are tenths of °C; −9999 is none. Blanks at the end of a line may be gone.

use super::TemperatureUnit;
use super::readings::{FileReadings, Of};
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::civil::Date;
use iceroad_model::Code;

/// Where the days begin, and how wide each is.
const HEAD: usize = 21;
const WIDTH: usize = 8;
/// The value of a day that has none.
const NONE: &str = "-9999";

/// Whether a station's name is one of GHCN-Daily: two letters of a country and nine more.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 11
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether a line is one of such a file.
pub(super) fn is_line(line: &str) -> bool {
    let part = |from: usize, to: usize| line.get(from..to).unwrap_or("");
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let element = part(17, HEAD);
    is_id(part(0, 11))
        && are_digits(part(11, 17))
        && element.len() == 4
        && element.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && line.len() > HEAD
}

/// The kind of reading by its name, where it is one that is read.
pub(super) fn of(element: &str) -> Option<Of> {
    match element {
        "TMAX" => Some(Of::Max),
        "TMIN" => Some(Of::Min),
        "TAVG" => Some(Of::Mean),
        _ => None,
    }
}

/// Reads every line.
pub(super) fn read(into: &mut FileReadings<'_>, faults: &mut Sink) {
    let text = into.source.text.as_str();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\r', '\n']);
        if line.trim().is_empty() {
            continue;
        }
        if !is_line(line) || !line.is_ascii() {
            let expected =
                "a station of 11 characters, year, month, kind of reading and 31 values in fixed columns";
            let said = Said::new(
                Code::WeatherUnknown,
                line,
                expected,
                "remove the line, or download the file again",
            );
            faults.push(into.source.diagnostic(start..start + line.len(), "", said));
            continue;
        }
        if let Some(of) = of(&line[17..HEAD]) {
            month(into, line, start, of, faults);
        }
    }
}

fn month(into: &mut FileReadings<'_>, line: &str, start: usize, of: Of, faults: &mut Sink) {
    let station = into.station(&line[..11]);
    let number = |from: usize, to: usize| line[from..to].parse::<i16>().unwrap_or(0);
    let (year, month) = (number(11, 15), i8::try_from(number(15, 17)).unwrap_or(0));
    for day in 0..31 {
        let from = HEAD + day * WIDTH;
        let Some(field) = line.get(from..(from + WIDTH).min(line.len())).filter(|field| !field.is_empty())
        else {
            break;
        };
        let value = field.get(..5).unwrap_or(field).trim();
        if value.is_empty() || value == NONE {
            continue;
        }
        let span = start + from..start + from + field.len().min(5);
        let Ok(date) = Date::new(year, month, day as i8 + 1) else {
            let told = format!("{value} on {year:04}-{month:02}-{:02}", day + 1);
            let said = Said::new(
                Code::NoSuchDay,
                &told,
                "-9999 on days that the month does not have",
                "remove the value",
            );
            faults.push(into.source.diagnostic(span, of.name(), said));
            continue;
        };
        let quality = field.get(6..7).unwrap_or(" ").trim();
        if !quality.is_empty() {
            into.fail(station, quality);
            continue;
        }
        into.take(station, date, of, Some(TemperatureUnit::Tenths), value, span, faults);
    }
}
