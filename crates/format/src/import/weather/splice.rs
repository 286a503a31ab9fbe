//! Puts a station's new record in place of its old one in a scenario folder. The whole scenario is judged with it before anything is
//! written.

use super::{ImportedWeather, record_file};
use crate::edit::Edit;
use crate::report::{Diagnostic, Report};
use iceroad_model::climate::StationRecord;
use std::path::Path;

/// See [`ImportedWeather::replace`].
pub(super) fn replace(weather: &ImportedWeather, folder: &Path) -> Result<(), Report> {
    let mut edit = crate::edit(folder)?;
    put(&mut edit, weather).map_err(|wrong| Report { diagnostics: vec![*wrong], suppressed: 0 })?;
    edit.save().map(|_| ())
}

fn put(edit: &mut Edit, weather: &ImportedWeather) -> Result<(), Box<Diagnostic>> {
    const STATIONS: &str = "stations.csv";
    let (name, record) = (weather.station.as_str(), record_file(&weather.station));
    let known = edit.scenario().stations.iter().find(|station| station.name == name);
    let was_synthetic = known.map(|station| matches!(station.record, StationRecord::Synthetic { .. }));
    match was_synthetic {
        None => edit.append(STATIONS, weather.row())?,
        Some(synthetic) => {
            if synthetic {
                edit.set(STATIONS, name, "record", "measured")?;
                edit.set(STATIONS, name, "anomalies_from", "")?;
                edit.retain("station_normals.csv", |row| row.cell("station") != name)?;
            }
            if let Some((_, drop)) = weather.night {
                edit.set(STATIONS, name, "night_drop_c", &drop.to_string())?;
            }
            edit.set(STATIONS, name, "source", &weather.source)?;
        }
    }
    edit.retain(&record, |_| false)?;
    let text = weather.files.iter().find(|(file, _)| *file == record).map_or("", |(_, text)| text.as_str());
    edit.append(&record, text)
}
