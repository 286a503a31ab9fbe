//! Tables with a day to a row: of NOAA with a header, of Environment and Climate Change Canada in English and French, and any other
//! whose header names a date and temperatures.

use super::TemperatureUnit;
use super::layout::cells;
use super::long::day_of_digits;
use super::names::{Role, role};
use super::readings::{FileReadings, Of, Service};
use crate::cell;
use crate::format::Kind;
use crate::grid::{self, Field};
use crate::sink::Sink;
use crate::source::Said;
use crate::spelling::{Spelling, Told};
use iceroad_base::civil::{Date, parse_date};
use iceroad_model::Code;
use std::borrow::Cow;

/// The flag of a value that is none.
const MISSING: &str = "M";
/// The flag of a value that the service estimated.
const ESTIMATED: &str = "E";

/// Where a day's date stands.
enum Dates {
    One(usize),
    Parts([usize; 3]),
}

/// A column of temperatures.
struct Temperatures {
    at: usize,
    of: Of,
    unit: Option<TemperatureUnit>,
    /// The column of its flags, and whether they are NOAA's attributes.
    flags: Option<(usize, bool)>,
}

/// Which field of a row is what.
struct Places {
    dates: Dates,
    station: Option<usize>,
    name: Option<usize>,
    temperatures: Vec<Temperatures>,
}

/// Reads every row below the header that begins at a byte.
pub(super) fn read(into: &mut FileReadings<'_>, header_at: usize, faults: &mut Sink) {
    let masked = into.source.below(header_at);
    let grid = grid::split(&masked, faults);
    let header: Vec<Cow<'_, str>> = grid.header.iter().map(|field| field.text(&masked)).collect();
    let Some(places) = places(&header) else { return };
    into.service = service(&header);
    let above = above(&into.source.text[..header_at]);
    let spelling = match &places.dates {
        Dates::One(at) => {
            let days = grid.rows.iter().filter_map(|row| Some((Kind::Date, row.get(*at)?.text(&masked))));
            Spelling::of(grid.separator, &Told::default(), days)
        }
        Dates::Parts(_) => Spelling::of(grid.separator, &Told::default(), std::iter::empty()),
    };
    let needed = places.needed();
    for row in &grid.rows {
        if let Some(said) = misfit(row, header.len(), needed) {
            let span = row.first().map_or(0..0, |field| field.span().start..row[row.len() - 1].span().end);
            faults.push(into.source.diagnostic(span, "", said));
            continue;
        }
        let text = |at: usize| row.get(at).map_or(Cow::Borrowed(""), |field: &Field| field.text(&masked));
        if places.temperatures.iter().all(|column| text(column.at).is_empty()) {
            continue;
        }
        let date = match date(&places.dates, &spelling, text) {
            Ok(date) => date,
            Err(said) => {
                let first = match places.dates {
                    Dates::One(at) | Dates::Parts([at, ..]) => at,
                };
                let span = row.get(first).map_or(0..0, |field| field.span());
                faults.push(into.source.diagnostic(span, &header[first], said));
                continue;
            }
        };
        let id = places.station.or(places.name).map(text);
        let station = into.station(id.as_deref().unwrap_or(&above.0));
        into.call(station, &places.name.map(text).unwrap_or(Cow::Borrowed(&above.1)));
        for column in &places.temperatures {
            let span = row.get(column.at).map_or(0..0, |field| field.span());
            let flag = column.flags.map_or(Cow::Borrowed(""), |(at, _)| text(at));
            let quality = match column.flags {
                Some((_, true)) => flag.split(',').nth(1).unwrap_or("").trim(),
                Some((_, false)) if *flag == *MISSING => MISSING,
                _ => "",
            };
            let value = text(column.at);
            if value.is_empty() {
                continue;
            }
            if !quality.is_empty() {
                into.fail(station, quality);
                continue;
            }
            if *flag == *ESTIMATED {
                into.estimated(station);
            }
            into.take(station, date, column.of, column.unit, &value, span, faults);
        }
    }
}

fn places(header: &[Cow<'_, str>]) -> Option<Places> {
    let roles: Vec<Option<Role>> = header.iter().map(|name| role(name)).collect();
    let at = |wanted: Role| roles.iter().position(|role| *role == Some(wanted));
    let parts = || Some(Dates::Parts([at(Role::Year)?, at(Role::Month)?, at(Role::Day)?]));
    let temperatures = roles.iter().enumerate().filter_map(|(at, role)| {
        let Some(Role::Temperature(of, unit)) = *role else { return None };
        let flags = match roles.get(at + 1) {
            Some(Some(Role::Attributes)) => Some((at + 1, true)),
            Some(Some(Role::Flag)) => Some((at + 1, false)),
            _ => None,
        };
        Some(Temperatures { at, of, unit, flags })
    });
    Some(Places {
        dates: at(Role::Date).map(Dates::One).or_else(parts)?,
        station: at(Role::Station),
        name: at(Role::Name),
        temperatures: temperatures.collect(),
    })
}

impl Places {
    /// How many fields of a row must be there.
    fn needed(&self) -> usize {
        let dates = match self.dates {
            Dates::One(at) => at,
            Dates::Parts(parts) => parts.into_iter().max().unwrap_or(0),
        };
        self.temperatures.iter().map(|column| column.at).fold(dates, usize::max) + 1
    }
}

/// Why the fields of a row are not those of the header: a decimal comma without quotes makes two fields of one.
fn misfit(row: &[Field], width: usize, needed: usize) -> Option<Said> {
    let value = row.len().to_string();
    if row.iter().skip(width).any(|field| !field.span().is_empty()) {
        let advice = "put fields that hold a comma in double quotes, or write decimals with a point";
        let expected = format!("{width} fields, as in the header");
        return Some(Said::new(Code::TooManyFields, &value, expected, advice));
    }
    (row.len() < needed).then(|| {
        let advice = "download the file again: the row is not whole";
        Said::new(Code::TooFewFields, &value, format!("at least {needed} fields"), advice)
    })
}

/// Whose table has such a header.
fn service(header: &[Cow<'_, str>]) -> Service {
    let has = |name: &str| header.iter().any(|column| column.eq_ignore_ascii_case(name));
    if has("Max Temp Flag") || has("Date/Heure") {
        return Service::Canada;
    }
    if has("STATION") && has("DATE") && (has("TMAX") || has("TMIN") || has("TAVG")) {
        return Service::Noaa;
    }
    Service::Table
}

/// The station's number and name where they stand above the header, a row each.
fn above(text: &str) -> (String, String) {
    let mut found = (String::new(), String::new());
    for line in text.lines() {
        let cells = cells(line, line, 0);
        let [key, value, ..] = cells[..] else { continue };
        match role(key) {
            Some(Role::Station) => value.clone_into(&mut found.0),
            Some(Role::Name) => value.clone_into(&mut found.1),
            _ => {}
        }
    }
    found
}

fn date<'t>(dates: &Dates, spelling: &Spelling, text: impl Fn(usize) -> Cow<'t, str>) -> Result<Date, Said> {
    let expected = cell::expected(Kind::Date);
    match dates {
        Dates::Parts([year, month, day]) => {
            let parts = [text(*year), text(*month), text(*day)];
            let [year, month, day] = &parts;
            let date = year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok());
            date.and_then(|((year, month), day)| Date::new(year, month, day).ok()).ok_or_else(|| {
                let value = format!("{year}-{month}-{day}");
                Said::new(Code::NotADate, &value, expected, "write a year, a month and a day that there are")
            })
        }
        Dates::One(at) => {
            let text = text(*at);
            if text.is_empty() {
                return Err(Said::new(Code::ValueMissing, "", expected, "fill the cell, or remove the row"));
            }
            if let Some(date) = day_of_digits(&text) {
                return Ok(date);
            }
            if let Some(said) = spelling.doubt(Kind::Date, &text) {
                let advice =
                    "no other day of the file tells which is the month: write days with the year first";
                return Err(Said { advice: advice.to_owned(), ..said });
            }
            let canonical = spelling.canonical(Kind::Date, &text);
            cell::date(&canonical).map_err(|said| with_hours(&text).unwrap_or(said))
        }
    }
}

/// Why a day with a time of day is none.
fn with_hours(text: &str) -> Option<Said> {
    let (day, time) = text.split_once([' ', 'T'])?;
    parse_date(day).ok()?;
    time.contains(':').then(|| {
        let advice = "this file has hours: download the daily data of the station";
        Said::new(Code::NotADate, text, cell::expected(Kind::Date), advice)
    })
}
