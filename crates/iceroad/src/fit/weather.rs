//! The temperature of each day that a log is about: of weather files, or of the station of a scenario's mine.
use super::FitSpec;
use super::rows::alike;
use crate::error::Error;
use iceroad_base::civil::{date_of_epoch_day, epoch_day};
use iceroad_base::quantity::Ranged;
use iceroad_format::import::{self, WeatherOptions};
use iceroad_lifedata::log::Watched;
use iceroad_model::climate::{DailyMean, LONGEST_FILLED_GAP, StationRecord};
use iceroad_model::maintenance::TemperatureCurve;
use iceroad_model::{Scenario, StationId};
use std::path::{Path, PathBuf};

/// The share of hours that must have been run on days with a temperature.
const LEAST_COVERED: f64 = 0.9;

/// Daily means.
pub(super) struct Weather {
    /// Whose they are, in words.
    pub(super) told: String,
    /// Days since 1970.
    first_day: i64,
    /// °C; NaN where there is none.
    means: Vec<f64>,
}

/// What is known beside a log.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) weather: Option<Weather>,
    /// Of the scenario that is to be written into: model, subsystem, and the curve by which it ages.
    pub(super) curves: Vec<(String, String, TemperatureCurve)>,
    /// Why there is no weather, where some could have been expected.
    pub(super) remark: Option<String>,
}

impl Beside {
    /// The curve by which a subsystem ages in the scenario that is to be written into.
    pub(super) fn curve_of(&self, model: &str, subsystem: &str) -> Option<&TemperatureCurve> {
        let is_it = |row: &&(String, String, TemperatureCurve)| {
            alike(&row.0) == alike(model) && alike(&row.1) == alike(subsystem)
        };
        self.curves.iter().find(is_it).map(|(.., curve)| curve)
    }
}

impl Weather {
    fn new(told: String, days: &[DailyMean]) -> Weather {
        let first_day = days.first().map_or(0, |day| epoch_day(day.date));
        let last_day = days.last().map_or(-1, |day| epoch_day(day.date));
        let mut means = vec![f64::NAN; (last_day - first_day + 1).max(0) as usize];
        for day in days {
            means[(epoch_day(day.date) - first_day) as usize] = day.mean.get();
        }
        let mut weather = Weather { told, first_day, means };
        weather.fill();
        weather
    }

    /// Short gaps by a straight line, as a run fills them.
    fn fill(&mut self) {
        let known: Vec<usize> = (0..self.means.len()).filter(|at| !self.means[*at].is_nan()).collect();
        for pair in known.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if (to - from) as i64 > LONGEST_FILLED_GAP + 1 {
                continue;
            }
            for at in from + 1..to {
                let share = (at - from) as f64 / (to - from) as f64;
                self.means[at] = self.means[from] + share * (self.means[to] - self.means[from]);
            }
        }
    }

    /// The mean of a day since 1970, °C.
    pub(super) fn at(&self, day: i64) -> Option<f64> {
        let place = usize::try_from(day - self.first_day).ok()?;
        self.means.get(place).copied().filter(|mean| !mean.is_nan())
    }

    fn span(&self) -> String {
        let last = self.first_day + self.means.len() as i64 - 1;
        format!("{} to {}", date_of_epoch_day(self.first_day), date_of_epoch_day(last))
    }

    /// Why it does not do for these machines; nothing where it does.
    fn lacks(&self, machines: &[Watched]) -> Option<String> {
        let (mut all, mut covered) = (0.0, 0.0);
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        let days = machines.iter().flat_map(|machine| machine.calendar.days());
        for (day, hours) in days.filter(|(_, hours)| *hours > 0.0) {
            all += hours;
            covered += if self.at(day).is_some() { hours } else { 0.0 };
            (first, last) = (first.min(day), last.max(day));
        }
        if all == 0.0 {
            return Some(
                "the log has no dates, so that its hours cannot be put beside temperatures".to_owned(),
            );
        }
        (covered < LEAST_COVERED * all).then(|| {
            format!(
                "{} has daily temperatures from {}, and the log's hours were run from {} to {}: {:.0} % of them on days with a temperature",
                self.told,
                self.span(),
                date_of_epoch_day(first),
                date_of_epoch_day(last),
                100.0 * covered / all
            )
        })
    }
}

/// Reads what is known beside a log of these machines.
///
/// # Errors
/// What is wrong with the weather files or the scenario, and where files that were named do not cover the log.
pub(super) fn beside(spec: &FitSpec, machines: &[Watched]) -> Result<Beside, Error> {
    let mut beside = Beside::default();
    let scenario = spec.into.as_deref().map(iceroad_format::read).transpose()?;
    if let Some(scenario) = &scenario {
        beside.curves = curves(scenario);
    }
    if !spec.weather.is_empty() {
        let weather = of_files(&spec.weather)?;
        if let Some(lack) = weather.lacks(machines) {
            return Err(Error::spec("weather", lack));
        }
        beside.weather = Some(weather);
        return Ok(beside);
    }
    let (Some(scenario), Some(folder)) = (&scenario, spec.into.as_deref()) else { return Ok(beside) };
    match of_scenario(scenario, folder) {
        Ok(weather) => match weather.lacks(machines) {
            Some(lack) => beside.remark = Some(format!("{lack}; what temperature does is not asked")),
            None => beside.weather = Some(weather),
        },
        Err(why) => beside.remark = why,
    }
    Ok(beside)
}

fn of_files(files: &[PathBuf]) -> Result<Weather, Error> {
    if let [folder] = files
        && folder.is_dir()
    {
        let scenario = iceroad_format::read(folder)?;
        return of_scenario(&scenario, folder).map_err(|why| {
            let none = format!("{} has no mine with a station", folder.display());
            Error::spec("weather", why.unwrap_or(none))
        });
    }
    let record = import::weather(files, &WeatherOptions::of("weather"))?;
    let name = |file: &PathBuf| {
        file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    };
    Ok(Weather::new(files.iter().map(name).collect::<Vec<_>>().join(", "), &record.means))
}

/// The record of the station by which a scenario's mines go; why not, where there is none to go by.
fn of_scenario(scenario: &Scenario, folder: &Path) -> Result<Weather, Option<String>> {
    let stations = scenario.mines.iter().filter_map(|mine| scenario.sites[mine.site].station);
    let mut stations: Vec<StationId> = stations.collect();
    stations.sort_unstable();
    stations.dedup();
    let [station] = stations[..] else {
        let several = || {
            format!("{} has mines at several stations; name weather files with --weather", folder.display())
        };
        return Err((!stations.is_empty()).then(several));
    };
    let station = &scenario.stations[station];
    let told = format!("station {} of {}", station.name, folder.display());
    match &station.record {
        StationRecord::Measured(days) => Ok(Weather::new(told, days)),
        StationRecord::Synthetic { .. } => {
            Err(Some(format!("{told} was not measured; what temperature does is not asked of it")))
        }
    }
}

fn curves(scenario: &Scenario) -> Vec<(String, String, TemperatureCurve)> {
    let with_curve = scenario.subsystems.iter().filter_map(|row| {
        let curve = scenario.curves[row.ageing?].clone();
        Some((scenario.models[row.model].name.clone(), row.name.clone(), curve))
    });
    with_curve.collect()
}
