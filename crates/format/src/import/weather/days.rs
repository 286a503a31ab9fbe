//! The readings of one station put to their days, each once.

use super::TemperatureUnit;
use super::readings::{Of, Reading, Readings, Spot, TEMPERATURE};
use crate::cell;
use crate::sink::Sink;
use crate::source::Said;
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::Code;
use std::collections::BTreeMap;

/// A temperature in hundredths of °C, and where it stands.
type Kept = (i32, Spot);

/// What one day has.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Day {
    max: Option<Kept>,
    min: Option<Kept>,
    mean: Option<Kept>,
}

impl Day {
    /// Tmax and Tmin in hundredths of °C.
    pub(super) fn pair(&self) -> Option<(i32, i32)> {
        Some((self.max?.0, self.min?.0))
    }

    /// Where its Tmin stands.
    pub(super) fn min_spot(&self) -> Option<Spot> {
        self.min.map(|kept| kept.1)
    }

    /// The service's own mean, hundredths of °C.
    pub(super) fn mean(&self) -> Option<i32> {
        self.mean.map(|kept| kept.0)
    }

    /// Whether it has one of a pair and not the other.
    pub(super) fn is_lone(&self) -> bool {
        self.max.is_some() != self.min.is_some()
    }

    fn place(&mut self, of: Of) -> &mut Option<Kept> {
        match of {
            Of::Max => &mut self.max,
            Of::Min => &mut self.min,
            Of::Mean => &mut self.mean,
        }
    }
}

/// The days of a station. A reading that stands twice counts once; one that differs from itself is a fault.
pub(super) fn days(
    readings: &Readings,
    of_station: &[Reading],
    untold: TemperatureUnit,
    faults: &mut Sink,
) -> BTreeMap<Date, Day> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for reading in of_station {
        let hundredths = reading.unit.unwrap_or(untold).hundredths(reading.number);
        let tell = |said: Said, faults: &mut Sink| {
            faults.push(readings.diagnostic(reading.spot, reading.of, said));
        };
        if !(Celsius::MIN..=Celsius::MAX).contains(&(hundredths / 100.0)) {
            let unit = reading.unit.unwrap_or(untold).told();
            let value = format!("{} {unit}", reading.number);
            let advice = match reading.unit {
                Some(_) => "empty the cell if it stands for no reading",
                None => {
                    "empty the cell if it stands for no reading; name the unit by --unit if it is another"
                }
            };
            tell(Said::new(Code::OutOfRange, &value, cell::expected(TEMPERATURE), advice), faults);
            continue;
        }
        let kept = (hundredths as i32, reading.spot);
        let place = days.entry(reading.date).or_default().place(reading.of);
        match place {
            None => *place = Some(kept),
            Some((known, _)) if *known == kept.0 => {}
            Some((known, spot)) => {
                let value = format!("{} on {}", f64::from(kept.0) / 100.0, reading.date);
                let expected =
                    format!("{} °C, as {} has it", f64::from(*known) / 100.0, readings.told(*spot));
                let advice = "leave one of the two files or rows away; of two stations name one by --id";
                tell(Said::new(Code::ReadingsDiffer, &value, expected, advice), faults);
            }
        }
    }
    days
}
