//! `iceroad import`: a scenario made of another program's file.
use crate::args::{ImportArgs, ImportFormat, NetworkFile, PeerFile, UnitWord, WeatherFiles};
use crate::failure::{self, Failure};
use crate::text;
use iceroad::import::{self, Coordinates, Imported, NetworkOptions, TemperatureUnit, WeatherOptions};
use iceroad::{Report, may_make_folder, may_write_file};
use std::path::Path;

pub(crate) fn command(args: &ImportArgs) -> Result<(), Failure> {
    match &args.format {
        ImportFormat::Openmines(args) => peer(args, iceroad_peers_import::openmines),
        ImportFormat::Minehaulsim(args) => peer(args, iceroad_peers_import::minehaulsim),
        ImportFormat::Network(args) => network(args),
        ImportFormat::Weather(args) => weather(args),
    }
}

/// Imports a file that is a whole mine.
fn peer(args: &PeerFile, read: fn(&Path) -> Result<Imported, Report>) -> Result<(), Failure> {
    may_make_folder(&args.out)?;
    let imported = read(&args.file)?;
    imported.write(&args.out)?;
    failure::warn(&imported.warnings);
    text::print(&iceroad_report::import::scenario(&imported, &args.out))
}

/// Imports haul roads.
fn network(args: &NetworkFile) -> Result<(), Failure> {
    let options = NetworkOptions {
        mine: args.mine.clone(),
        coordinates: match args.crs {
            Some(code) => Coordinates::Epsg(code),
            None if args.metres => Coordinates::Metres,
            None => Coordinates::AsTold,
        },
        tolerance_m: args.tolerance,
        detail_m: args.detail,
    };
    if !args.replace {
        may_make_folder(&args.out)?;
    }
    let roads = import::network(&args.file, &options)?;
    if args.replace {
        roads.replace(&args.out)?
    } else {
        roads.write(&args.out)?
    }
    failure::warn(&roads.warnings);
    text::print(&iceroad_report::import::network(&roads, &args.out))
}

/// Imports a station's record.
fn weather(args: &WeatherFiles) -> Result<(), Failure> {
    let options = WeatherOptions {
        station: args.station.clone(),
        ids: args.id.clone(),
        unit: args.unit.map(|unit| match unit {
            UnitWord::Tenths => TemperatureUnit::Tenths,
            UnitWord::Celsius => TemperatureUnit::Celsius,
            UnitWord::Fahrenheit => TemperatureUnit::Fahrenheit,
        }),
        fill: !args.no_fill,
    };
    let is_file = args.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    match (args.replace, is_file) {
        (true, _) => {}
        (false, true) if args.out.exists() => {
            let place = args.out.display();
            return Err(Failure::Input(format!("{place} is there; name a new file, or take it away first")));
        }
        (false, true) => may_write_file(&args.out)?,
        (false, false) => may_make_folder(&args.out)?,
    }
    let record = import::weather(&args.files, &options)?;
    match (args.replace, is_file) {
        (true, _) => record.replace(&args.out)?,
        (false, true) => record.write_record(&args.out)?,
        (false, false) => record.write(&args.out)?,
    }
    let mut told = iceroad_report::import::weather(&record, &args.out);
    if !args.replace {
        told += &iceroad_report::import::weather_row(&record);
    }
    text::print(&told)
}
