//! Which of the stations that files hold is meant.

use super::readings::{OfStation, Readings};
use crate::nearest::{did_you_mean, nearest};
use crate::sink::Sink;
use crate::source::Said;
use iceroad_model::Code;

/// So many stations are listed.
const MOST_LISTED: usize = 12;

/// The stations that are asked for, in that order; the only one where none is.
pub(super) fn chosen(readings: &Readings, ids: &[String], faults: &mut Sink) -> Option<Vec<usize>> {
    let all = &readings.stations;
    if ids.is_empty() {
        let with: Vec<usize> = (0..all.len()).filter(|at| !all[*at].readings.is_empty()).collect();
        return match with[..] {
            [] => {
                // What could not be read may have had some.
                if faults.count() == 0 {
                    faults.push(no_temperatures(readings).of_file(&files(readings)));
                }
                None
            }
            [_] => Some(with),
            _ => {
                let value = format!("{} stations", with.len());
                let advice = format!(
                    "choose by --id, more than once where one station followed another: {}",
                    listed(with.iter().map(|at| &all[*at]))
                );
                let said = Said::new(Code::StationUnclear, &value, "one station", advice);
                faults.push(said.of_file(&files(readings)));
                None
            }
        };
    }
    let find = |id: &String| all.iter().position(|station| station.id == *id);
    for id in ids.iter().filter(|id| find(id).is_none()) {
        let near = nearest(id, all.iter().map(|station| station.id.as_str()));
        let otherwise = format!("the files hold {}", listed(all.iter()));
        let said =
            Said::new(Code::StationUnclear, id, "a station of the files", did_you_mean(id, near, &otherwise));
        faults.push(said.of_file(&files(readings)));
    }
    ids.iter().map(find).collect()
}

/// What to say where no day has a temperature.
fn no_temperatures(readings: &Readings) -> Said {
    let failed: usize = readings.stations.iter().flat_map(|station| station.failed.values()).sum();
    let value = match failed {
        0 => String::new(),
        n => format!("{n} readings, all of which failed a check of the service"),
    };
    let advice =
        "the station may measure rain alone, or in other years: choose another station or other years";
    Said::new(Code::NoTemperatures, &value, "days with Tmax and Tmin", advice)
}

/// The file that a fault of all is told of: the first.
pub(super) fn files(readings: &Readings) -> String {
    readings.files.first().map_or_else(String::new, |source| source.file.clone())
}

fn listed<'s>(stations: impl Iterator<Item = &'s OfStation>) -> String {
    let all: Vec<String> = stations
        .map(|station| {
            let name = match (station.id.as_str(), station.name.as_str()) {
                ("", _) => "one without a name".to_owned(),
                (id, "") => format!("`{id}`"),
                (id, name) => format!("`{id}` {name}"),
            };
            format!("{name} ({} readings)", station.readings.len())
        })
        .collect();
    match all.len() {
        0 => "none".to_owned(),
        n if n > MOST_LISTED => format!("{}; and {} more", all[..MOST_LISTED].join(", "), n - MOST_LISTED),
        _ => all.join(", "),
    }
}
