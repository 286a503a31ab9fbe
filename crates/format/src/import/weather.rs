//! Daily weather as weather services publish it, made into a station's record: `climate/<station>.csv` and its row of `stations.csv`.
//!
//! Several files make one record, be they of one kind or not; what a file is, is found by its content ([`layout`]), never by its
//! name. Of each day the highest and the lowest temperature are read, and the service's own mean.
//!
//! ```text
//!  files ─▶ open (bytes, encodings) ─▶ layout ─▶ dly, long, wide ─▶ readings of each station
//!        ─▶ unit (tenths, °C, °F) ─▶ days (each reading once) ─▶ record (means, gaps, nights)
//! ```
//!
//! Terms: a **reading** is one temperature of one day; a **pair** is a day's Tmax and Tmin; a **check** is a service's own test of
//! quality, which a reading fails where it is flagged.
//!
//! Pitfall: a mean is never made of one of the two alone. Where a pair is not whole the service's own mean may stand for it, and it is
//! told how far that lies from half of both on the days that have all three.

mod days;
mod dly;
mod layout;
mod long;
mod names;
mod open;
mod readings;
mod record;
mod splice;
mod stations;
mod unit;
mod wide;

use super::check_name;
use crate::format::{RECORDS, daily_record};
use crate::out::Out;
use crate::place::{self, Obstacle, There};
use crate::report::Report;
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::civil::Date;
use iceroad_base::quantity::Ranged;
use iceroad_model::Code;
use iceroad_model::climate::DailyMean;
use readings::Readings;
use record::Record;
use std::path::{Path, PathBuf};

/// In what temperatures are written where the file does not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TemperatureUnit {
    /// Tenths of a degree Celsius, as GHCN-Daily has them.
    Tenths,
    /// Degrees Celsius.
    Celsius,
    /// Degrees Fahrenheit.
    Fahrenheit,
}

/// How weather files are read.
#[derive(Clone, PartialEq, Debug)]
pub struct WeatherOptions {
    /// The station's name in the scenario.
    pub station: String,
    /// Which stations of the files, by the service's own names for them; the first counts where several have a day. None: the only one.
    pub ids: Vec<String>,
    /// The unit of temperatures where the file does not say; none: found by the numbers where one only is possible.
    pub unit: Option<TemperatureUnit>,
    /// Whether the service's own mean stands for a day that lacks one of its pair.
    pub fill: bool,
}

impl WeatherOptions {
    /// The usual: the only station there is, the unit as found, days filled by the service's own mean.
    pub fn of(station: &str) -> Self {
        Self { station: station.to_owned(), ids: Vec::new(), unit: None, fill: true }
    }
}

/// A station's record made of weather files.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportedWeather {
    /// The station's name in the scenario.
    pub station: String,
    /// `stations.csv` with the station's row and `climate/<station>.csv`: name, text.
    pub files: Vec<(String, String)>,
    /// What the row's `source` says.
    pub source: String,
    /// Which files of which service and station.
    pub from: String,
    /// The mean of each day that has one, in order.
    pub means: Vec<DailyMean>,
    /// Days with a mean.
    pub days: usize,
    /// The first and the last of them.
    pub span: (Date, Date),
    /// Days whose mean is the service's own.
    pub filled: usize,
    /// How far the service's own mean lies above half of Tmax and Tmin on days that have all three, °C.
    pub above_half_c: Option<f64>,
    /// Days that have one of Tmax and Tmin, and no mean.
    pub lone: usize,
    /// Readings that failed a check of the service, by its flag.
    pub failed: Vec<(String, usize)>,
    /// Readings that the service estimated.
    pub estimated: usize,
    /// Days whose Tmin is above their Tmax; they have no mean.
    pub inverted: Vec<Date>,
    /// How many gaps there are within the record.
    pub gaps: usize,
    /// The day after which the longest gap begins, and its days.
    pub longest_gap: Option<(Date, i64)>,
    /// July-to-June years that a run can draw.
    pub whole_years: usize,
    /// The others: the year in which July lies, days missing.
    pub broken_years: Vec<(i16, i64)>,
    /// The coldest day and its mean, °C.
    pub coldest: (Date, f64),
    /// The coldest month of the year, 1 is January, and half of its Tmax less its Tmin, °C.
    pub night: Option<(i8, f64)>,
    /// How files were read that are not UTF-8, and in what unit where none was told.
    pub notes: Vec<String>,
}

impl ImportedWeather {
    /// Writes the row and the record into a new folder, which is made where it is missing and must be empty where it is not.
    ///
    /// # Errors
    /// As [`crate::init`].
    pub fn write(&self, folder: &Path) -> Result<(), Report> {
        crate::init::lay_down(folder, self.files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// Writes the record alone as a new file.
    ///
    /// # Errors
    /// Where something is there already, and the system's fault.
    pub fn write_record(&self, file: &Path) -> Result<(), Report> {
        let told = file.display().to_string();
        let text = self.files.iter().find(|(name, _)| *name == record_file(&self.station));
        let text = text.map_or("", |(_, text)| text.as_str());
        let written = match place::there(file) {
            Ok(There::Nothing) => place::make_room(file)
                .and_then(|()| place::write_file(file, |out| out.write_all(text.as_bytes()))),
            Ok(_) => {
                let advice = "name a file that is not there, or take that one away first";
                let said = Said::new(Code::FileUnwritable, &told, "a new file", advice);
                return Err(crate::init::failed(said, ""));
            }
            Err(unplaced) => Err(unplaced),
        };
        written.map_err(|unplaced| {
            let said = match unplaced.why {
                Obstacle::System { said, .. } => format!("{told}: {said}"),
                _ => told,
            };
            crate::init::failed(crate::init::unwritable(&said), "")
        })
    }

    /// Puts the record in place of the one that the station has in a scenario folder, and adds the station where it is not there. A
    /// synthetic station becomes a measured one. The scenario is judged with its new record before a byte is written.
    ///
    /// # Errors
    /// What is wrong with the scenario, or would be.
    pub fn replace(&self, folder: &Path) -> Result<(), Report> {
        splice::replace(self, folder)
    }

    /// The station's row of `stations.csv` below its header.
    pub fn row(&self) -> &str {
        self.files.first().map_or("", |(_, text)| text.as_str())
    }
}

/// The file of a station's record within the folder.
fn record_file(station: &str) -> String {
    format!("{RECORDS}/{station}.csv")
}

/// Reads the daily record of a station from weather files.
///
/// # Errors
/// Everything that is wrong with them, at once.
pub fn weather(files: &[PathBuf], options: &WeatherOptions) -> Result<ImportedWeather, Report> {
    check_name(&options.station, "the name of a station", "name the station as stations.csv does")?;
    if options.station.contains(['/', '\\']) {
        let advice = "name the station without slashes, as its record is a file of that name";
        let said = Said::new(Code::NameBad, &options.station, "a name that a file can have", advice);
        return Err(crate::init::failed(said, ""));
    }
    let mut faults = Sink::default();
    let mut readings = Readings::default();
    for file in files {
        match open::open(file) {
            Ok((opened, layout)) => readings.read(opened, &layout, &mut faults),
            Err(report) => report.diagnostics.into_iter().for_each(|told| faults.push(told)),
        }
    }
    let all_open = readings.files.len() == files.len();
    let made = all_open.then(|| readings.into_record(options, &mut faults)).flatten();
    match made {
        Some(record) if faults.count() == 0 => Ok(written(record, options)),
        _ => Err(faults.into_report()),
    }
}

/// Writes the row and the record.
fn written(record: Record, options: &WeatherOptions) -> ImportedWeather {
    let station = &options.station;
    let mut days = Out::of(daily_record());
    for day in &record.means {
        days.row().cell("date", day.date).cell("tmean_c", day.mean.get());
    }
    let mut row = Out::new("stations.csv");
    row.row().cell("name", station).cell("title", &record.title).cell("record", "measured");
    if let Some((_, night_c)) = record.summary.night {
        row.cell("night_drop_c", night_c);
    }
    let source = record.source_text();
    row.source(&source);
    ImportedWeather {
        station: station.clone(),
        files: vec![("stations.csv".to_owned(), row.text()), (record_file(station), days.text())],
        source,
        means: record.means,
        ..record.summary
    }
}
