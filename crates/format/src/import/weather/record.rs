//! A station's record made of its days: means, what fills them, gaps, nights, and what is to be known of all that.

use super::days::{Day, days};
use super::readings::{Of, OfStation, Readings, Service};
use super::{ImportedWeather, WeatherOptions};
use super::{stations, unit};
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::civil::{Date, MonthDay, epoch_day};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::Code;
use iceroad_model::climate::{DailyMean, july_year, whole_years};
use std::collections::BTreeMap;

/// One day in so many may have its Tmin above its Tmax; beyond, the columns are not what they are called. Assumed.
const INVERTED_ONE_IN: usize = 10;

/// A station's record.
pub(super) struct Record {
    pub(super) means: Vec<DailyMean>,
    /// The station's name for people.
    pub(super) title: String,
    /// All but the texts of files.
    pub(super) summary: ImportedWeather,
}

impl Readings {
    /// The record of the station that is asked for; nothing where there is none, which becomes a fault.
    pub(super) fn into_record(self, options: &WeatherOptions, faults: &mut Sink) -> Option<Record> {
        let before = faults.count();
        let chosen = stations::chosen(&self, &options.ids, faults)?;
        let of = |at: &usize| &self.stations[*at];
        let all: Vec<_> = chosen.iter().flat_map(|at| of(at).readings.iter().copied()).collect();
        let untold = unit::untold(&self, &all, options.unit, faults)?;
        let mut by_day: BTreeMap<Date, Day> = BTreeMap::new();
        for at in &chosen {
            for (date, day) in days(&self, &of(at).readings, untold, faults) {
                let place = by_day.entry(date).or_insert(day);
                let is_better = place.pair().is_none() && (day.pair().is_some() || place.mean().is_none());
                if is_better {
                    *place = day;
                }
            }
        }
        if faults.count() > before {
            return None;
        }
        let mut notes = self.notes.clone();
        if all.iter().any(|reading| reading.unit.is_none()) {
            let how = if options.unit.is_some() {
                "as asked"
            } else {
                "by their numbers, as the file does not say"
            };
            notes.push(format!("temperatures were read as {}, {how}", untold.told()));
        }
        let chosen: Vec<&OfStation> = chosen.iter().map(of).collect();
        self.made(&by_day, &chosen, options, notes, faults)
    }

    fn made(
        &self,
        by_day: &BTreeMap<Date, Day>,
        chosen: &[&OfStation],
        options: &WeatherOptions,
        notes: Vec<String>,
        faults: &mut Sink,
    ) -> Option<Record> {
        let inverted: Vec<(Date, &Day)> = by_day
            .iter()
            .filter(|(_, day)| day.pair().is_some_and(|(max, min)| min > max))
            .map(|(date, day)| (*date, day))
            .collect();
        let pairs = by_day.values().filter(|day| day.pair().is_some()).count();
        if let Some((date, day)) = inverted.first().filter(|_| inverted.len() * INVERTED_ONE_IN > pairs) {
            let value = format!("{} of {pairs} days, first {date}", inverted.len());
            let advice = "see whether the columns of Tmax and Tmin are exchanged";
            let said = Said::new(Code::MinAboveMax, &value, "Tmin at or below Tmax", advice);
            if let Some(spot) = day.min_spot() {
                faults.push(self.diagnostic(spot, Of::Min, said));
            }
            return None;
        }
        let mut means = Vec::new();
        let (mut filled, mut lone) = (0, 0);
        for (date, day) in by_day {
            let mean = match (day.pair(), day.mean()) {
                (Some((max, min)), _) if min > max => None,
                (Some((max, min)), _) => Some(f64::from(max + min) / 200.0),
                (None, Some(mean)) if options.fill => {
                    filled += 1;
                    Some(f64::from(mean) / 100.0)
                }
                _ => None,
            };
            lone += usize::from(mean.is_none() && day.is_lone());
            means.extend(mean.map(|mean| DailyMean { date: *date, mean: Celsius::clamped(mean) }));
        }
        let (Some(first), Some(last)) = (means.first(), means.last()) else {
            let value = format!("{} days, none with both Tmax and Tmin", by_day.len());
            let advice = "add the file that has the other of the two: no mean is made of one alone";
            let said = Said::new(Code::NoTemperatures, &value, "days with Tmax and Tmin", advice);
            faults.push(said.of_file(&stations::files(self)));
            return None;
        };
        let coldest = means.iter().fold(first, |least, day| if day.mean < least.mean { day } else { least });
        let gaps = gaps(&means);
        let whole = whole_years(&means);
        let summary = ImportedWeather {
            station: options.station.clone(),
            files: Vec::new(),
            source: String::new(),
            from: self.from(chosen),
            means: Vec::new(),
            days: means.len(),
            span: (first.date, last.date),
            filled,
            above_half_c: above_half(by_day),
            lone,
            failed: failed(chosen),
            estimated: chosen.iter().map(|station| station.estimated).sum(),
            inverted: inverted.into_iter().map(|(date, _)| date).collect(),
            gaps: gaps.len(),
            longest_gap: gaps.into_iter().fold(None, |longest: Option<(Date, i64)>, gap| match longest {
                Some(known) if known.1 >= gap.1 => longest,
                _ => Some(gap),
            }),
            broken_years: broken(&means, &whole),
            whole_years: whole.len(),
            coldest: (coldest.date, coldest.mean.get()),
            night: night(by_day, &means),
            notes,
        };
        let title = chosen.iter().map(|station| &station.name).find(|name| !name.is_empty());
        let title = title.or(chosen.first().map(|station| &station.id)).cloned().unwrap_or_default();
        let title = if title.is_empty() { options.station.clone() } else { title };
        Some(Record { means, title, summary })
    }
}

impl Readings {
    /// Services and stations in words; a table of nobody known by its file.
    fn from(&self, chosen: &[&OfStation]) -> String {
        let mut services: Vec<_> =
            chosen.iter().flat_map(|station| station.services.iter().copied()).collect();
        services.sort();
        services.dedup();
        let mut all: Vec<&str> = services.iter().map(|service| service.name()).collect();
        if services == [Service::Table] {
            all = self.files.iter().map(|source| source.file.as_str()).collect();
        }
        let named = |station: &&OfStation| match (station.id.as_str(), station.name.as_str()) {
            ("", "") => None,
            ("", name) | (name, "") => Some(name.to_owned()),
            (id, name) if id == name => Some(id.to_owned()),
            (id, name) => Some(format!("{id} {name}")),
        };
        let stations: Vec<String> = chosen.iter().filter_map(named).collect();
        match stations.len() {
            0 => all.join(", "),
            1 => format!("{}, station {}", all.join(", "), stations.concat()),
            _ => format!("{}, stations {}", all.join(", "), stations.join(" then ")),
        }
    }
}

impl Record {
    /// What the row's `source` says.
    pub(super) fn source_text(&self) -> String {
        let ImportedWeather { from, days, span: (first, last), filled, night, .. } = &self.summary;
        let mut text = format!("{from}, {days} days from {first} to {last}");
        if *filled > 0 {
            text += &format!(", {filled} of them by the service's own mean");
        }
        match night {
            Some((month, _)) => {
                text += &format!("; night: half of Tmax less Tmin in {}", month_name(*month));
            }
            None => text += "; night not known",
        }
        text
    }
}

/// A month's name.
pub(super) fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).unwrap_or(&"")
}

fn failed(chosen: &[&OfStation]) -> Vec<(String, usize)> {
    let mut all: BTreeMap<&String, usize> = BTreeMap::new();
    for (flag, count) in chosen.iter().flat_map(|station| &station.failed) {
        *all.entry(flag).or_default() += count;
    }
    all.into_iter().map(|(flag, count)| (flag.clone(), count)).collect()
}

/// How far the service's own mean lies above half of Tmax and Tmin, in the mean of the days that have all three, °C.
fn above_half(by_day: &BTreeMap<Date, Day>) -> Option<f64> {
    let differs = |day: &Day| {
        let ((max, min), mean) = day.pair().zip(day.mean())?;
        (min <= max).then(|| f64::from(mean) / 100.0 - f64::from(max + min) / 200.0)
    };
    mean_of(by_day.values().filter_map(differs))
}

fn mean_of(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// The day before each gap, and its days.
fn gaps(means: &[DailyMean]) -> Vec<(Date, i64)> {
    let days =
        means.windows(2).map(|pair| (pair[0].date, epoch_day(pair[1].date) - epoch_day(pair[0].date) - 1));
    days.filter(|(_, days)| *days > 0).collect()
}

/// The July-to-June years that the record touches and that are not whole, with the days that they lack.
fn broken(means: &[DailyMean], whole: &[i16]) -> Vec<(i16, i64)> {
    let mut days: BTreeMap<i16, i64> = BTreeMap::new();
    for day in means {
        *days.entry(july_year(day.date)).or_default() += 1;
    }
    let (Some((&first, _)), Some((&last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return Vec::new();
    };
    let july = |year: i16| epoch_day(MonthDay { month: 7, day: 1 }.in_year(year));
    let lacks = |year: i16| july(year.saturating_add(1)) - july(year) - days.get(&year).copied().unwrap_or(0);
    (first..=last).filter(|year| !whole.contains(year)).map(|year| (year, lacks(year))).collect()
}

/// The coldest month of the year, and half of its Tmax less its Tmin to a tenth, °C; none where no day of it has both.
fn night(by_day: &BTreeMap<Date, Day>, means: &[DailyMean]) -> Option<(i8, f64)> {
    let of_month =
        |month: i8| mean_of(means.iter().filter(|day| day.date.month() == month).map(|day| day.mean.get()));
    let by_month = (1..=12).filter_map(|month| Some((month, of_month(month)?)));
    let coldest = by_month.fold(None, |least: Option<(i8, f64)>, month| match least {
        Some(known) if known.1 <= month.1 => least,
        _ => Some(month),
    });
    let (month, _) = coldest?;
    let half = |(date, day): (&Date, &Day)| {
        let (max, min) = day.pair().filter(|(max, min)| min <= max && date.month() == month)?;
        Some(f64::from(max - min) / 200.0)
    };
    let drop = mean_of(by_day.iter().filter_map(half))?;
    Some((month, (drop * 10.0).round() / 10.0))
}
