//! The readings of all files by station, each with the place where it stands.

use super::TemperatureUnit;
use super::layout::Layout;
use super::open::Opened;
use super::{dly, long, wide};
use crate::cell::{self, Value};
use crate::format::Kind;
use crate::report::Diagnostic;
use crate::sink::Sink;
use crate::source::{Said, Source};
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Celsius, Ranged};
use std::collections::BTreeMap;
use std::ops::Range;

/// Numbers that stand for none, in any unit; whole ones also for tenths.
const NONE: [f64; 9] = [-9_999.0, 9_999.0, -9_999.9, 9_999.9, -999.9, 999.9, -999.0, 999.0, -99.9];
/// Words that stand for none.
const NONE_WORDS: [&str; 12] = ["m", "na", "n/a", "nan", "null", "none", "-", "--", "---", "*", "x", "."];
/// What a temperature should be.
pub(super) const TEMPERATURE: Kind =
    Kind::Number { what: Celsius::WHAT, unit: Celsius::UNIT, min: Celsius::MIN, max: Celsius::MAX };

/// Which of a day's temperatures a reading is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Of {
    Max,
    Min,
    Mean,
}

impl Of {
    pub(super) fn name(self) -> &'static str {
        match self {
            Of::Max => "TMAX",
            Of::Min => "TMIN",
            Of::Mean => "TAVG",
        }
    }
}

/// Whose file it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Service {
    GhcnDly,
    GhcnCsv,
    Noaa,
    Canada,
    Table,
}

impl Service {
    pub(super) fn name(self) -> &'static str {
        match self {
            Service::GhcnDly => "GHCN-Daily (.dly)",
            Service::GhcnCsv => "GHCN-Daily (CSV)",
            Service::Noaa => "daily summaries of NOAA",
            Service::Canada => "daily data of Environment and Climate Change Canada",
            Service::Table => "a daily table",
        }
    }
}

/// Where a reading stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    file: u32,
    start: u32,
    end: u32,
}

/// One temperature of one day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) date: Date,
    pub(super) of: Of,
    /// As it is written.
    pub(super) number: f64,
    /// None where the file does not say.
    pub(super) unit: Option<TemperatureUnit>,
    pub(super) spot: Spot,
}

/// What the files hold of one station.
#[derive(Default, Debug)]
pub(super) struct OfStation {
    /// The service's name for it; empty where the files do not say.
    pub(super) id: String,
    /// Its name for people.
    pub(super) name: String,
    pub(super) readings: Vec<Reading>,
    /// Readings that failed a check, by flag.
    pub(super) failed: BTreeMap<String, usize>,
    pub(super) estimated: usize,
    pub(super) services: Vec<Service>,
}

/// All that was read.
#[derive(Default)]
pub(super) struct Readings {
    pub(super) files: Vec<Source>,
    /// In the order in which they are met.
    pub(super) stations: Vec<OfStation>,
    by_id: BTreeMap<String, usize>,
    /// How files were read that are not UTF-8.
    pub(super) notes: Vec<String>,
}

/// The readings while one file is read.
pub(super) struct FileReadings<'r> {
    pub(super) source: &'r Source,
    pub(super) service: Service,
    file: u32,
    stations: &'r mut Vec<OfStation>,
    by_id: &'r mut BTreeMap<String, usize>,
}

impl Readings {
    /// Reads all of a file.
    pub(super) fn read(&mut self, opened: Opened, layout: &Layout, faults: &mut Sink) {
        let Opened { source, encoding } = opened;
        if let Some(encoding) = encoding {
            self.notes.push(format!(
                "{} is no UTF-8 and was read as {}",
                source.file,
                encoding.to_lowercase()
            ));
        }
        let service = match layout {
            Layout::Dly => Service::GhcnDly,
            Layout::LongBare | Layout::Long(_) => Service::GhcnCsv,
            Layout::Wide(_) => Service::Table,
        };
        let file = self.files.len() as u32;
        let (stations, by_id) = (&mut self.stations, &mut self.by_id);
        let mut into = FileReadings { source: &source, service, file, stations, by_id };
        match layout {
            Layout::Dly => dly::read(&mut into, faults),
            Layout::LongBare => long::read(&mut into, None, faults),
            Layout::Long(at) => long::read(&mut into, Some(*at), faults),
            Layout::Wide(at) => wide::read(&mut into, *at, faults),
        }
        self.files.push(source);
    }

    /// A fault of a reading.
    pub(super) fn diagnostic(&self, spot: Spot, of: Of, said: Said) -> Diagnostic {
        let source = &self.files[spot.file as usize];
        source.diagnostic(spot.start as usize..spot.end as usize, of.name(), said)
    }

    /// Where a reading stands, as file and line.
    pub(super) fn told(&self, spot: Spot) -> String {
        let source = &self.files[spot.file as usize];
        format!("{}:{}", source.file, source.line_of(spot.start as usize))
    }
}

impl FileReadings<'_> {
    /// The station of this name.
    pub(super) fn station(&mut self, id: &str) -> usize {
        let at = match self.by_id.get(id) {
            Some(at) => *at,
            None => {
                let at = self.stations.len();
                self.by_id.insert(id.to_owned(), at);
                self.stations.push(OfStation { id: id.to_owned(), ..OfStation::default() });
                at
            }
        };
        let services = &mut self.stations[at].services;
        if !services.contains(&self.service) {
            services.push(self.service);
        }
        at
    }

    /// Tells a station's name for people.
    pub(super) fn call(&mut self, station: usize, name: &str) {
        let known = &mut self.stations[station].name;
        if known.is_empty() {
            name.clone_into(known);
        }
    }

    /// Counts a reading that failed a check.
    pub(super) fn fail(&mut self, station: usize, flag: &str) {
        *self.stations[station].failed.entry(flag.to_owned()).or_default() += 1;
    }

    /// Counts a reading that was estimated.
    pub(super) fn estimated(&mut self, station: usize) {
        self.stations[station].estimated += 1;
    }

    /// Takes a reading as it is written, unless that stands for none.
    #[expect(clippy::too_many_arguments, reason = "a reading is all of this")]
    pub(super) fn take(
        &mut self,
        station: usize,
        date: Date,
        of: Of,
        unit: Option<TemperatureUnit>,
        text: &str,
        span: Range<usize>,
        faults: &mut Sink,
    ) {
        match number(text) {
            Ok(Some(number)) => {
                // Files are below 4 GiB, see `source::MOST_FILE`.
                let spot = Spot { file: self.file, start: span.start as u32, end: span.end as u32 };
                self.stations[station].readings.push(Reading { date, of, number, unit, spot });
            }
            Ok(None) => {}
            Err(said) => faults.push(self.source.diagnostic(span, of.name(), said)),
        }
    }
}

/// What a cell says; none where it stands for none. No temperature has thousands, so a comma can only stand before decimals.
fn number(text: &str) -> Result<Option<f64>, Said> {
    let folded = text.trim().replace('−', "-").replace(',', ".");
    if folded.is_empty() || NONE_WORDS.contains(&folded.to_lowercase().as_str()) {
        return Ok(None);
    }
    match folded.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((!NONE.contains(&number)).then_some(number)),
        _ => match cell::read(TEMPERATURE, text) {
            Ok(Value::Number(number)) => Ok(Some(number)),
            Ok(_) => Ok(None),
            Err(wrong) => Err(wrong.said),
        },
    }
}
