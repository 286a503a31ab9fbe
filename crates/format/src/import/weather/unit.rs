//! In what unit temperatures are that do not say: found by their numbers where one only is possible, asked for where not.
//!
//! Whole numbers beyond what any degree can be are tenths. Numbers with decimals are degrees: °C where all of them can be, as
//! services that give °F give whole ones.

use super::TemperatureUnit;
use super::readings::{Reading, Readings};
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::Code;

impl TemperatureUnit {
    /// Every unit.
    pub const ALL: [TemperatureUnit; 3] =
        [TemperatureUnit::Tenths, TemperatureUnit::Celsius, TemperatureUnit::Fahrenheit];

    /// The word that chooses it.
    pub fn word(self) -> &'static str {
        match self {
            TemperatureUnit::Tenths => "tenths",
            TemperatureUnit::Celsius => "celsius",
            TemperatureUnit::Fahrenheit => "fahrenheit",
        }
    }

    /// In words.
    pub(super) fn told(self) -> &'static str {
        match self {
            TemperatureUnit::Tenths => "tenths of °C",
            TemperatureUnit::Celsius => "°C",
            TemperatureUnit::Fahrenheit => "°F",
        }
    }

    /// Hundredths of °C.
    pub(super) fn hundredths(self, number: f64) -> f64 {
        match self {
            TemperatureUnit::Tenths => (number * 10.0).round(),
            TemperatureUnit::Celsius => (number * 100.0).round(),
            TemperatureUnit::Fahrenheit => ((number - 32.0) / 1.8 * 100.0).round(),
        }
    }

    /// Whether both can be temperatures of the air.
    fn bears(self, (low, high): (f64, f64)) -> bool {
        [low, high]
            .iter()
            .all(|number| (Celsius::MIN..=Celsius::MAX).contains(&(self.hundredths(*number) / 100.0)))
    }
}

/// The unit of the readings that do not say; nothing where it cannot be told, which becomes a fault.
pub(super) fn untold(
    readings: &Readings,
    chosen: &[Reading],
    asked: Option<TemperatureUnit>,
    faults: &mut Sink,
) -> Option<TemperatureUnit> {
    let open = || chosen.iter().filter(|reading| reading.unit.is_none());
    let Some(first) = open().next() else { return Some(TemperatureUnit::Celsius) };
    if asked.is_some() {
        return asked;
    }
    let fold =
        |(low, high): (f64, f64), reading: &Reading| (low.min(reading.number), high.max(reading.number));
    let span = open().fold((f64::INFINITY, f64::NEG_INFINITY), fold);
    if open().any(|reading| reading.number.fract() != 0.0) {
        let are_fahrenheit = !TemperatureUnit::Celsius.bears(span) && TemperatureUnit::Fahrenheit.bears(span);
        return Some(if are_fahrenheit { TemperatureUnit::Fahrenheit } else { TemperatureUnit::Celsius });
    }
    let possible: Vec<TemperatureUnit> =
        TemperatureUnit::ALL.into_iter().filter(|unit| unit.bears(span)).collect();
    match possible[..] {
        [] => Some(TemperatureUnit::Tenths),
        [only] => Some(only),
        _ => {
            let (low, high) = span;
            let read = |unit: &TemperatureUnit| {
                let degrees = |number: f64| (unit.hundredths(number) / 10.0).round() / 10.0 + 0.0;
                format!("{} ({} to {} °C): --unit {}", unit.told(), degrees(low), degrees(high), unit.word())
            };
            let readings_of: Vec<String> = possible.iter().map(read).collect();
            let said = Said::new(
                Code::TwoReadings,
                &format!("{low} to {high}"),
                "temperatures whose unit the file or its numbers tell",
                format!("choose what they are: {}", readings_of.join("; ")),
            );
            faults.push(readings.diagnostic(first.spot, first.of, said));
            None
        }
    }
}
