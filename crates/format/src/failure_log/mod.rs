//! Failure logs as maintenance systems export them: CSV with all the habits of spreadsheets, or a sheet of a workbook.
//!
//! ```text
//!  file ─▶ header found among titles ─▶ columns by the mapping file, else by usual names ─▶ Sheet ─▶ Row (cells understood)
//!       ─▶ lifedata's Log, a fate for every row that could not be read whole, the line of each
//! ```
//!
//! Columns that are not known are not read; which were, and as what, is told. A cell that cannot be read is told with its line and column as a
//! warning: its row is set aside where it needs the cell, and used without it where not.

mod mapping;
mod names;
mod units;

use crate::book::Book;
use crate::format::{Columns, FailureLogColumns, FailureRow, TableSpec, failure_log};
use crate::grid::{self, Separator};
use crate::import::json::opened;
use crate::nearest::{did_you_mean, nearest};
use crate::report::{Diagnostic, Report, Severity};
use crate::row::Row;
use crate::sheet::{Headings, Sheet};
use crate::sink::Sink;
use crate::source::{self, Said, Source};
use crate::spelling::zone_offset;
use crate::workbook;
use iceroad_base::civil::epoch_day;
use iceroad_lifedata::log::{Aside, Event, Fate, Log, Options, Repair, Row as Told};
use iceroad_model::Code;
use mapping::Mapping;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use units::Unit;

/// Lines among which a header is looked for.
const MOST_TITLES: usize = 30;

/// A column of the file that is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recognised {
    /// Its name in the file.
    pub theirs: String,
    /// Ours for it.
    pub ours: String,
    /// Whether the mapping file says so.
    pub told: bool,
}

/// A failure log that was read.
#[derive(Clone, Debug)]
pub struct FailureLog {
    /// What it says.
    pub log: Log,
    /// What became of each row so far.
    pub fates: Vec<Fate>,
    /// The line of each row, or its row in the sheet, from 1.
    pub lines: Vec<usize>,
    /// The columns that are read.
    pub recognised: Vec<Recognised>,
    /// Those that are not.
    pub unread: Vec<String>,
    /// Words for what happened, as the file has them, with ours and how many rows have each.
    pub events: Vec<(String, &'static str, usize)>,
    /// When watching began and ended, and hours a day, as the mapping file says.
    pub options: Options,
    /// How far a machine goes in an hour, where a meter counts kilometres.
    pub km_per_hour: Option<f64>,
    /// The zone that times are of, as they say behind them; none where no row says.
    pub zone: Option<String>,
    /// Cells that could not be read, as warnings.
    pub report: Report,
}

/// Reads a failure log, a CSV file or a workbook, by a mapping file if one is given.
///
/// # Errors
/// What is wrong with the file as a whole, and everything that is wrong with the mapping file.
pub fn read(file: &Path, map: Option<&Path>) -> Result<FailureLog, Report> {
    let mut faults = Sink::default();
    let mapping = match map {
        Some(map) => {
            let source = opened(map, |folder, file| source::load(folder, file, None))?;
            mapping::read(&source, &mut faults)
        }
        None => Mapping::new(),
    };
    if faults.count() > 0 {
        return Err(faults.into_report());
    }
    let spec = failure_log();
    let columns_of = |header: &[String]| {
        columns(header, spec, &mapping).into_iter().map(|column| column.map(|(at, ..)| at)).collect()
    };
    let (sheet, lost) = match workbook::is_workbook(file) {
        true => of_workbook(file, spec, &mapping, &columns_of, &mut faults)?,
        false => of_text(file, spec, &mapping, &columns_of, &mut faults)?,
    };
    let header = sheet.header_texts();
    let columns = columns(&header, spec, &mapping);
    check_header(&sheet, &header, &columns, &mapping, &mut faults);
    if sheet.rows.is_empty() && lost.is_empty() {
        let advice = "write the rows under the header";
        faults.push(sheet.of_table("", Said::new(Code::NoRows, "", "at least one row", advice)));
    }
    if sheet.rows.is_empty() || faults.count() > lost.len() {
        return Err(faults.into_report());
    }
    Ok(Reading::new(&mapping, &header, &columns).read(sheet, &lost, faults))
}

/// Of each name of a header, our column, its unit, and whether the mapping file says which it is.
fn columns(header: &[String], spec: &TableSpec, mapping: &Mapping) -> Vec<Option<(usize, Unit, bool)>> {
    let told = |name: &String| mapping.columns.get(name.trim()).copied();
    let taken: BTreeSet<usize> = header.iter().filter_map(told).collect();
    // What the mapping file gives a column of ours is not recognised elsewhere.
    let rest: Vec<String> =
        header.iter().map(|name| if told(name).is_some() { String::new() } else { name.clone() }).collect();
    let usual = names::columns(&rest, spec);
    let unit = |at: usize, name: &str| {
        let ours = spec.columns.get(at).map_or("", |column| column.name.as_str());
        mapping.units.get(&at).copied().unwrap_or_else(|| units::unit_of(name, ours))
    };
    let mut seen = BTreeSet::new();
    let one = |(name, usual): (&String, Option<usize>)| match told(name) {
        Some(at) => seen.insert(at).then(|| (at, unit(at, name), true)),
        None => usual.filter(|at| !taken.contains(at)).map(|at| (at, unit(at, name), false)),
    };
    header.iter().zip(usual).map(one).collect()
}

/// Lines of rows that have another number of cells than the header.
type Lost = Vec<usize>;

fn of_workbook(
    file: &Path,
    spec: &'static TableSpec,
    mapping: &Mapping,
    columns_of: &dyn Fn(&[String]) -> Vec<Option<usize>>,
    faults: &mut Sink,
) -> Result<(Sheet, Lost), Report> {
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if !file.exists() {
        return Err(crate::init::failed(missing(file), ""));
    }
    let place = (name.as_str(), mapping.sheet.as_deref());
    let sheet = workbook::foreign_sheet(file, spec, place, columns_of, &mapping.told, faults);
    sheet.map(|sheet| (sheet, Vec::new())).map_err(|said| crate::init::failed(said, &name))
}

fn missing(file: &Path) -> Said {
    Said::new(Code::FileMissing, &file.display().to_string(), "a failure log", "check the path")
}

fn of_text(
    file: &Path,
    spec: &'static TableSpec,
    mapping: &Mapping,
    columns_of: &dyn Fn(&[String]) -> Vec<Option<usize>>,
    faults: &mut Sink,
) -> Result<(Sheet, Lost), Report> {
    let source = opened(file, |folder, file| source::load(folder, file, mapping.told.encoding))?;
    let source = match header_at(&source, columns_of) {
        0 => source,
        at => source.below(at),
    };
    let grid = grid::split(&source, faults);
    if faults.count() > 0 {
        return Err(std::mem::take(faults).into_report());
    }
    let width = grid.header.len();
    let is_lost = |row: &&Vec<grid::Field>| {
        row.len() < width || row.iter().skip(width).any(|field| !field.span().is_empty())
    };
    let line = |row: &Vec<grid::Field>| row.first().map_or(1, |field| source.line_of(field.span().start));
    let lost: Lost = grid.rows.iter().filter(is_lost).map(line).collect();
    let all = grid.rows.len();
    let headings = Headings::Foreign(columns_of);
    let sheet = Sheet::of_grid(spec, source, (grid, true), headings, &mapping.told, faults);
    if lost.len() == all && all > 1 {
        return Err(std::mem::take(faults).into_report());
    }
    Ok((sheet, lost))
}

/// Where the header begins: the line among the first with most columns that are known, the first of as many; where no line has two, the
/// first of those with most cells, which is what a mapping file can name.
fn header_at(source: &Source, columns_of: &dyn Fn(&[String]) -> Vec<Option<usize>>) -> usize {
    let (mut at, mut best, mut widest) = (0, (0, 0), (0, 0));
    for line in source.text.split_inclusive('\n').take(MOST_TITLES) {
        let (separator, _) = Separator::of(&source.text[at..]);
        let cells = line.split(separator.mark()).map(|cell| cell.trim().trim_matches('"').trim().to_owned());
        let cells: Vec<String> = cells.collect();
        let known = columns_of(&cells).iter().flatten().count();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        if known > best.0 {
            best = (known, at);
        }
        if filled > widest.0 {
            widest = (filled, at);
        }
        at += line.len();
    }
    // One known word in a title is no header.
    if best.0 > 1 { best.1 } else { widest.1 }
}

/// Tells what of a header is missing, or mapped and not there.
fn check_header(
    sheet: &Sheet,
    header: &[String],
    columns: &[Option<(usize, Unit, bool)>],
    mapping: &Mapping,
    faults: &mut Sink,
) {
    for theirs in mapping.columns.keys().filter(|theirs| !header.iter().any(|name| name.trim() == *theirs)) {
        let advice = did_you_mean(
            theirs,
            nearest(theirs, header.iter().map(String::as_str)),
            &format!("write it as the header does: {}", header.join(", ")),
        );
        faults.push(sheet.of_table("", Said::new(Code::MapUnknown, theirs, "a column of the file", advice)));
    }
    let spec = failure_log();
    let in_km = |(at, column): &(usize, &Option<(usize, Unit, bool)>)| {
        let is_km = matches!(column, Some((_, Unit::Kilometres(_), _)));
        (is_km && mapping.km_per_hour.is_none()).then_some(*at)
    };
    for at in columns.iter().enumerate().filter_map(|column| in_km(&column)) {
        let advice = "write `km_per_hour = 22`, say, in the mapping file (`--map`): lives are hours on the meter; or give the column's unit \
                      under `[units]`";
        let said = Said::new(
            Code::LogUnknown,
            &header[at],
            "hours, as this column seems to be in kilometres",
            advice,
        );
        faults.push(sheet.of_table("", said));
    }
    let has = |ours: &str| {
        columns.iter().flatten().any(|(at, ..)| spec.columns.get(*at).is_some_and(|one| one.name == ours))
    };
    let lacks = match (has("machine"), has("time") || has("meter_h") || has("gap_h")) {
        (true, true) => return,
        (false, _) => "a column that says which machine",
        (true, false) => {
            "a column that says when: a date, what the hour meter showed, or hours since the last"
        }
    };
    let advice = format!(
        "tell in a mapping file (`--map`) under `[columns]` what the columns are; those of the file are {}",
        header.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    );
    faults.push(sheet.of_table("", Said::new(Code::LogUnknown, "", lacks, advice)));
}

/// A log under way.
struct Reading<'m> {
    mapping: &'m Mapping,
    /// The units of theirs, by our column.
    units: BTreeMap<&'static str, Unit>,
    recognised: Vec<Recognised>,
    unread: Vec<String>,
    has_events: bool,
    log: Log,
    fates: Vec<Fate>,
    /// Of each row the offset of its zone from UTC, minutes, where its time says one.
    offsets: Vec<Option<i64>>,
    events: BTreeMap<(String, &'static str), usize>,
}

impl<'m> Reading<'m> {
    fn new(mapping: &'m Mapping, header: &[String], columns: &[Option<(usize, Unit, bool)>]) -> Reading<'m> {
        let spec = failure_log();
        let mut reading = Reading {
            mapping,
            units: BTreeMap::new(),
            recognised: Vec::new(),
            unread: Vec::new(),
            has_events: false,
            log: Log::default(),
            fates: Vec::new(),
            offsets: Vec::new(),
            events: BTreeMap::new(),
        };
        for (theirs, column) in header.iter().zip(columns) {
            match column.and_then(|(at, unit, told)| Some((spec.columns.get(at)?, unit, told))) {
                Some((column, unit, told)) => {
                    let ours = column.name.as_str();
                    reading.units.insert(ours, unit);
                    reading.has_events |= ours == "event";
                    reading.recognised.push(Recognised {
                        theirs: theirs.clone(),
                        ours: ours.to_owned(),
                        told,
                    });
                }
                None if !theirs.is_empty() => reading.unread.push(theirs.clone()),
                None => {}
            }
        }
        reading
    }

    fn read(mut self, sheet: Sheet, lost: &Lost, faults: Sink) -> FailureLog {
        let file = sheet.spec.file;
        let line = |row: usize| sheet.source.line_of(sheet.span(row, "").start);
        let mut lines: Vec<usize> = (0..sheet.rows.len()).map(line).collect();
        let book = Book::new([(file, sheet)].into(), BTreeMap::new(), &BTreeSet::new(), faults);
        for row in book.rows(file) {
            self.row(&row, book.is_spoiled(row.at()));
        }
        for &line in lost {
            self.push_lost();
            lines.push(line);
        }
        let mut report = book.into_report();
        for told in &mut report.diagnostics {
            self.tell_theirs(told);
        }
        let events = std::mem::take(&mut self.events)
            .into_iter()
            .map(|((theirs, ours), rows)| (theirs, ours, rows))
            .collect();
        let Mapping { from, until, hours_per_day, .. } = *self.mapping;
        let zone = self.take_to_one_zone().map(zone_text);
        let in_km = self.units.values().any(|unit| matches!(unit, Unit::Kilometres(_)));
        FailureLog {
            km_per_hour: self.mapping.km_per_hour.filter(|_| in_km),
            zone,
            log: self.log,
            fates: self.fates,
            lines,
            recognised: self.recognised,
            unread: self.unread,
            events,
            options: Options { from, until, hours_per_day, ..Options::default() },
            report,
        }
    }

    /// A fault of a row is a warning, told by the column's own name.
    fn tell_theirs(&self, told: &mut Diagnostic) {
        told.severity = Severity::Warning;
        if let Some(column) = self.recognised.iter().find(|column| column.ours == told.column) {
            told.column.clone_from(&column.theirs);
        }
    }

    fn push_lost(&mut self) {
        let machine = self.log.machines.number("");
        self.push(Told { machine, ..nothing() }, Fate::Aside(Aside::Unreadable), None);
    }

    fn push(&mut self, row: Told, fate: Fate, offset: Option<i64>) {
        self.log.rows.push(row);
        self.fates.push(fate);
        self.offsets.push(offset);
    }

    /// Takes all times to the zone that most rows say; its offset from UTC, minutes.
    fn take_to_one_zone(&mut self) -> Option<i64> {
        let mut rows: BTreeMap<i64, usize> = BTreeMap::new();
        self.offsets.iter().flatten().for_each(|offset| *rows.entry(*offset).or_default() += 1);
        let (zone, _) = rows.into_iter().max_by_key(|(_, rows)| *rows)?;
        let all = self.log.rows.iter_mut().zip(&mut self.fates).zip(&self.offsets);
        for ((row, fate), offset) in all {
            let Some(offset) = offset.filter(|offset| *offset != zone) else { continue };
            row.when = row.when.map(|when| when + (zone - offset) as f64 / 60.0);
            if *fate == Fate::Used {
                *fate = Fate::Repaired(Repair::OtherZone);
            }
        }
        Some(zone)
    }

    fn row(&mut self, row: &Row<'_>, is_spoiled: bool) {
        let Some(mut said) = FailureLogColumns.read(row) else {
            self.push_lost();
            return;
        };
        let mut fate = match is_spoiled {
            false => Fate::Used,
            true if is_lame(&mut said, row) => Fate::Aside(Aside::Unreadable),
            true => Fate::Repaired(Repair::CellLeftOut),
        };
        let event = match self.event(&said) {
            Ok(event) => event,
            Err(written) => {
                self.tell_unknown_event(row, &written);
                fate = Fate::Aside(Aside::UnknownEvent);
                Event::Reading
            }
        };
        let told = self.told(&said, event);
        let offset = said.time.and_then(|moment| moment.time).and_then(|_| zone_offset(&row.written("time")));
        self.push(told, fate, offset);
    }

    fn event(&mut self, said: &FailureRow) -> Result<Event, String> {
        if !self.has_events {
            return Ok(Event::Failure);
        }
        let written = said.event.as_deref().unwrap_or_default().trim();
        let mapped = self.mapping.events.get(&written.to_lowercase()).copied();
        let event = mapped.or_else(|| names::event(written)).ok_or_else(|| written.to_owned())?;
        *self.events.entry((written.to_owned(), names::event_word(event))).or_default() += 1;
        Ok(event)
    }

    fn tell_unknown_event(&self, row: &Row<'_>, written: &str) {
        let expected = format!("a word for what happened: {}", crate::cell::one_of(&names::event_words()));
        let advice = match written {
            "" => "fill the cell".to_owned(),
            word => format!(
                "say what it is in the mapping file (`--map`): under `[events]`, \"{word}\" = \"failure\", say"
            ),
        };
        row.tell("event", Said::new(Code::UnknownChoice, written, expected, advice));
    }

    fn told(&mut self, said: &FailureRow, event: Event) -> Told {
        let hours = |column: &str, value: Option<f64>| {
            value.map(|value| match self.units.get(column) {
                Some(Unit::Times(hours)) => value * hours,
                Some(Unit::Kilometres(km)) => value * km / self.mapping.km_per_hour.unwrap_or(1.0),
                Some(Unit::Fahrenheit) | None => value,
            })
        };
        let is_fahrenheit = self.units.get("temperature_c") == Some(&Unit::Fahrenheit);
        let clock = said.time.and_then(|moment| moment.time).or(said.clock);
        let minutes = clock.map_or(0, |clock| i64::from(clock.hour()) * 60 + i64::from(clock.minute()));
        let when = said.time.map(|moment| epoch_day(moment.day) as f64 * 24.0 + minutes as f64 / 60.0);
        let (meter_h, gap_h) = (hours("meter_h", said.meter), hours("gap_h", said.gap));
        let (part_h, down_h) = (hours("part_h", said.part), hours("down_h", said.down));
        let repair_h = hours("repair_h", said.repair);
        let model = said.model.as_ref().or_else(|| self.mapping.models.get(&said.machine));
        let log = &mut self.log;
        Told {
            machine: log.machines.number(&said.machine),
            model: model.map(|model| log.models.number(model)),
            subsystem: said.subsystem.as_ref().map(|name| log.subsystems.number(name)),
            cause: said.cause.as_ref().map(|name| log.causes.number(name)),
            event,
            when,
            is_day: clock.is_none(),
            meter_h,
            gap_h,
            part_h,
            down_h,
            repair_h,
            temperature_c: said.temperature.map(|t| if is_fahrenheit { (t - 32.0) / 1.8 } else { t }),
        }
    }
}

/// Leaves out of a row what could not be read; whether it cannot do without: where it stands, or what it is about.
fn is_lame(said: &mut FailureRow, row: &Row<'_>) -> bool {
    let is_sound = |column| row.is_sound(column);
    let numbers = [
        ("gap_h", &mut said.gap),
        ("part_h", &mut said.part),
        ("down_h", &mut said.down),
        ("repair_h", &mut said.repair),
        ("temperature_c", &mut said.temperature),
    ];
    numbers.into_iter().filter(|(column, _)| !is_sound(*column)).for_each(|(_, value)| *value = None);
    said.clock = said.clock.filter(|_| is_sound("clock"));
    said.meter = said.meter.filter(|_| is_sound("meter_h"));
    let has_place = said.time.is_some() || said.meter.is_some();
    !is_sound("time")
        || !is_sound("subsystem")
        || !(is_sound("meter_h") || said.time.is_some())
        || !(is_sound("gap_h") || has_place)
}

/// An offset from UTC as it stands behind a time.
fn zone_text(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    if minutes == 0 {
        "UTC".to_owned()
    } else {
        format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

/// A row that says nothing.
fn nothing() -> Told {
    Told {
        machine: 0,
        model: None,
        subsystem: None,
        cause: None,
        event: Event::Reading,
        when: None,
        is_day: false,
        meter_h: None,
        gap_h: None,
        part_h: None,
        down_h: None,
        repair_h: None,
        temperature_c: None,
    }
}
