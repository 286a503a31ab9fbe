//! GHCN-Daily as CSV by station or by year, a reading to a row: station, day as `20100131`, kind of reading, value, flags of
//! measurement, quality and source, time of observation. Temperatures are tenths of °C.

use super::TemperatureUnit;
use super::dly;
use super::names::{Role, role};
use super::readings::FileReadings;
use crate::grid::{self, Field};
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::civil::Date;
use iceroad_model::Code;

/// Which field of a row is what.
struct Places {
    station: usize,
    date: usize,
    element: usize,
    value: usize,
    quality: Option<usize>,
}

/// As the files have them that have no header.
const BARE: Places = Places { station: 0, date: 1, element: 2, value: 3, quality: Some(5) };

/// Whether a line is a row of such a file.
pub(super) fn is_row(line: &str) -> bool {
    let cells: Vec<&str> = line.split(',').map(|cell| cell.trim().trim_matches('"')).collect();
    matches!(cells[..], [id, day, element, _, ..] if dly::is_id(id) && day.len() == 8 && is_digits(day) && element.len() == 4)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The day that eight digits are.
pub(super) fn day_of_digits(text: &str) -> Option<Date> {
    if text.len() != 8 || !is_digits(text) {
        return None;
    }
    let (year, month, day) = (text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    Date::new(year, month, day).ok()
}

/// Reads every row, of those below a header where it begins at a byte.
pub(super) fn read(into: &mut FileReadings<'_>, header_at: Option<usize>, faults: &mut Sink) {
    let masked = into.source.below(header_at.unwrap_or(0));
    let grid = grid::split(&masked, faults);
    let places = match header_at {
        None => BARE,
        Some(_) => {
            let at = |wanted: Role| {
                grid.header.iter().position(|field| role(&field.text(&masked)) == Some(wanted))
            };
            Places {
                station: at(Role::Station).unwrap_or(usize::MAX),
                date: at(Role::Date).unwrap_or(usize::MAX),
                element: at(Role::Element).unwrap_or(usize::MAX),
                value: at(Role::Value).unwrap_or(usize::MAX),
                quality: at(Role::Quality),
            }
        }
    };
    let first = header_at.is_none().then_some(&grid.header);
    for row in first.into_iter().chain(&grid.rows) {
        let text = |at: usize| row.get(at).map(|field| field.text(&masked));
        let span = |at: usize| row.get(at).map_or(0..0, |field: &Field| field.span());
        let (Some(element), Some(day), Some(value)) =
            (text(places.element), text(places.date), text(places.value))
        else {
            let whole = row.first().map_or(0..0, |field| field.span());
            let expected = "a station, a day, a kind of reading and a value";
            let value = row.len().to_string();
            let said =
                Said::new(Code::TooFewFields, &value, expected, "remove the row, or download the file again");
            faults.push(into.source.diagnostic(whole, "", said));
            continue;
        };
        let Some(of) = dly::of(&element) else { continue };
        let Some(date) = day_of_digits(&day).or_else(|| day.parse().ok()) else {
            let said =
                Said::new(Code::NotADate, &day, "a day such as `20100131`", "write year, month and day");
            faults.push(into.source.diagnostic(span(places.date), "date", said));
            continue;
        };
        let station = into.station(&text(places.station).unwrap_or_default());
        let quality = places.quality.and_then(text).unwrap_or_default();
        if !quality.is_empty() {
            into.fail(station, &quality);
            continue;
        }
        into.take(station, date, of, Some(TemperatureUnit::Tenths), &value, span(places.value), faults);
    }
}
