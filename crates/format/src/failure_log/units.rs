//! What the numbers of a failure log are in: hours, minutes, days, degrees, kilometres, by the end of a column's name or by the mapping file.

use crate::foreign::flat;

/// What one of theirs is in ours.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Unit {
    /// So many hours, or degrees Celsius.
    Times(f64),
    /// Degrees Fahrenheit.
    Fahrenheit,
    /// So many kilometres; how many go to the hour the mapping file says.
    Kilometres(f64),
}

/// Units that a column's name may end with.
const UNITS: &[(&str, Unit)] = &[
    ("_h", Unit::Times(1.0)),
    ("_hr", Unit::Times(1.0)),
    ("_hrs", Unit::Times(1.0)),
    ("_hours", Unit::Times(1.0)),
    ("_std", Unit::Times(1.0)),
    ("_ч", Unit::Times(1.0)),
    ("_min", Unit::Times(1.0 / 60.0)),
    ("_mins", Unit::Times(1.0 / 60.0)),
    ("_minutes", Unit::Times(1.0 / 60.0)),
    ("_мин", Unit::Times(1.0 / 60.0)),
    ("_d", Unit::Times(24.0)),
    ("_days", Unit::Times(24.0)),
    ("_tage", Unit::Times(24.0)),
    ("_сут", Unit::Times(24.0)),
    ("_c", Unit::Times(1.0)),
    ("_f", Unit::Fahrenheit),
    ("_km", Unit::Kilometres(1.0)),
    ("_км", Unit::Kilometres(1.0)),
    ("_mi", Unit::Kilometres(MILE_KM)),
    ("_miles", Unit::Kilometres(MILE_KM)),
];

/// The international mile of 1959.
const MILE_KM: f64 = 1.609_344;

/// Names of meters that count kilometres, whatever stands behind them.
const DISTANCES: &[&str] = &[
    "odometer",
    "odometer_reading",
    "odo",
    "mileage",
    "km",
    "kilometres",
    "kilometers",
    "kilometerstand",
    "пробег",
    "спидометр",
];

/// Words for units, for whoever mistook one.
pub(super) const UNIT_WORDS: [&str; 7] = ["h", "min", "days", "c", "f", "km", "miles"];

/// A unit by the word for it; none where it is not known.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let ending = format!("_{}", flat(word));
    let long = match ending.as_str() {
        "_hour" => "_h",
        "_minute" => "_min",
        "_day" => "_d",
        "_fahrenheit" => "_f",
        "_celsius" => "_c",
        "_mile" => "_mi",
        "_kilometres" | "_kilometers" => "_km",
        other => other,
    };
    UNITS.iter().find(|(known, _)| *known == long).map(|(_, unit)| *unit)
}

/// The unit that the name of a column of ours says at its end; ours where it says none.
pub(super) fn unit_of(name: &str, ours: &str) -> Unit {
    let flat = flat(name);
    let is_distance = is_distance(&flat) && takes(ours, Unit::Kilometres(1.0));
    let said = || ending(&flat, ours).map(|(_, unit)| unit);
    is_distance.then_some(Unit::Kilometres(1.0)).or_else(said).unwrap_or(Unit::Times(1.0))
}

/// Whether a flat name is that of a meter that counts kilometres.
pub(super) fn is_distance(flat: &str) -> bool {
    DISTANCES.contains(&flat)
}

/// A flat name without the unit at its end, where it has one that the column may be in.
pub(super) fn without_unit<'n>(flat: &'n str, ours: &str) -> Option<&'n str> {
    flat.strip_suffix(ending(flat, ours)?.0)
}

/// The unit at the end of a flat name.
fn ending(flat: &str, ours: &str) -> Option<(&'static str, Unit)> {
    UNITS.iter().find(|(ending, unit)| flat.ends_with(ending) && takes(ours, *unit)).copied()
}

/// Whether a column may be in a unit.
fn takes(ours: &str, unit: Unit) -> bool {
    match unit {
        Unit::Fahrenheit => ours == "temperature_c",
        Unit::Kilometres(_) => matches!(ours, "meter_h" | "gap_h" | "part_h"),
        Unit::Times(_) => ours.ends_with("_h") || ours == "temperature_c",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_those_that_names_say() {
        assert_eq!(unit_of("Downtime (min)", "down_h"), Unit::Times(1.0 / 60.0));
        assert_eq!(unit_of("Wrench time", "repair_h"), Unit::Times(1.0));
        assert_eq!(unit_of("Ambient (F)", "temperature_c"), Unit::Fahrenheit);
        assert_eq!(unit_of("Odometer", "meter_h"), Unit::Kilometres(1.0));
        assert_eq!(unit_of("Odometer (mi)", "meter_h"), Unit::Kilometres(MILE_KM));
        assert_eq!(unit_of("SMU", "meter_h"), Unit::Times(1.0));
        assert!(UNIT_WORDS.iter().all(|word| unit(word).is_some()));
    }
}
