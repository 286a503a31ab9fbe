//! What the columns of weather tables are, by the words of their headers in English, French and Russian.

use super::TemperatureUnit;
use super::readings::Of;
use crate::foreign::flat;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Date,
    Year,
    Month,
    Day,
    /// The service's own name for the station, most often a number.
    Station,
    /// The station's name for people.
    Name,
    Temperature(Of, Option<TemperatureUnit>),
    /// Of the temperature before it: a letter.
    Flag,
    /// Of the temperature before it: flags of measurement, quality and source between commas, as NOAA has them.
    Attributes,
    /// A kind of reading, one to a row.
    Element,
    /// The reading of a row.
    Value,
    /// The flag of quality of a row.
    Quality,
}

const WORDS: [(Role, &[&str]); 9] = [
    (Role::Date, &["date", "datetime", "date_time", "date_heure", "yyyymmdd", "дата", "datum"]),
    (Role::Year, &["year", "année", "annee", "yyyy", "год", "jahr"]),
    (Role::Month, &["month", "mois", "mm", "месяц", "monat"]),
    (Role::Day, &["day", "jour", "dd", "день", "tag"]),
    (
        Role::Station,
        &[
            "station",
            "id",
            "station_id",
            "climate_id",
            "climate_identifier",
            "id_climatologique",
            "identification_climat",
            "wmo",
            "wmo_id",
            "station_number",
            "bureau_of_meteorology_station_number",
            "станция",
            "индекс",
            "синоптический_индекс_станции",
        ],
    ),
    (Role::Name, &["name", "station_name", "nom_de_la_station"]),
    (Role::Element, &["element"]),
    (Role::Value, &["data_value", "value"]),
    (Role::Quality, &["q_flag", "qflag"]),
];

/// Words that say what of the day's temperatures it is.
const OF: [(Of, &[&str]); 3] = [
    (Of::Max, &["max", "maximum", "maximal", "maximale", "maxi", "high", "макс", "максимальная", "максимум"]),
    (Of::Min, &["min", "minimum", "minimal", "minimale", "mini", "low", "мин", "минимальная", "минимум"]),
    (Of::Mean, &["mean", "avg", "average", "moy", "moyenne", "mittel", "ср", "средняя", "среднесуточная"]),
];

/// Words for temperature, alone or with one of [`OF`] in one word.
const TEMPERATURE: [&str; 6] = ["temp", "temperature", "température", "t", "т", "температура"];
/// Words in one that are known by themselves.
const ALONE: [(Of, &str); 3] = [(Of::Max, "tx"), (Of::Min, "tn"), (Of::Mean, "tg")];
/// Words that change nothing.
const IDLE: [&str; 9] = ["air", "2m", "daily", "de", "воздуха", "quotidienne", "degrees", "degree", "deg"];
/// Words that end a header and tell its unit; longer ones first. The last but two is a Russian letter.
const UNITS: [(&str, TemperatureUnit); 12] = [
    ("0_1_degrees_c", TemperatureUnit::Tenths),
    ("0_1_degc", TemperatureUnit::Tenths),
    ("0_1_c", TemperatureUnit::Tenths),
    ("tenths", TemperatureUnit::Tenths),
    ("degc", TemperatureUnit::Celsius),
    ("celsius", TemperatureUnit::Celsius),
    ("ºc", TemperatureUnit::Celsius),
    ("c", TemperatureUnit::Celsius),
    ("degf", TemperatureUnit::Fahrenheit),
    ("с", TemperatureUnit::Celsius),
    ("fahrenheit", TemperatureUnit::Fahrenheit),
    ("f", TemperatureUnit::Fahrenheit),
];

/// What a column with this header is, if anything that is read.
pub(super) fn role(header: &str) -> Option<Role> {
    let flat = flat(header);
    if let Some((role, _)) = WORDS.iter().find(|(_, names)| names.contains(&flat.as_str())) {
        return Some(*role);
    }
    if flat.ends_with("attributes") {
        return Some(Role::Attributes);
    }
    if flat.contains("flag") || flat.contains("indicateur") {
        return Some(Role::Flag);
    }
    let ends = |word: &&(&str, TemperatureUnit)| flat.ends_with(&format!("_{}", word.0));
    let (name, unit) = match UNITS.iter().find(ends) {
        Some((word, unit)) => (&flat[..flat.len() - word.len() - 1], Some(*unit)),
        None => (flat.as_str(), None),
    };
    of(name).map(|of| Role::Temperature(of, unit))
}

/// Which of the day's temperatures these words are.
fn of(name: &str) -> Option<Of> {
    let words: Vec<&str> = name.split('_').filter(|word| !IDLE.contains(word)).collect();
    let which = |word: &str| OF.iter().find(|(_, known)| known.contains(&word)).map(|(of, _)| *of);
    match words[..] {
        [word] => {
            let alone = ALONE.iter().find(|(_, known)| *known == word).map(|(of, _)| *of);
            let joined = || TEMPERATURE.iter().find_map(|temp| word.strip_prefix(temp).and_then(which));
            let turned = || TEMPERATURE.iter().find_map(|temp| word.strip_suffix(temp).and_then(which));
            alone.or_else(joined).or_else(turned)
        }
        [one, other] if TEMPERATURE.contains(&one) => which(other),
        [one, other] if TEMPERATURE.contains(&other) => which(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temperatures_are_known_by_the_words_of_services() {
        use TemperatureUnit::{Celsius, Fahrenheit, Tenths};
        for (header, of, unit) in [
            ("TMAX", Of::Max, None),
            ("tmin", Of::Min, None),
            ("TAVG", Of::Mean, None),
            ("tmax_c", Of::Max, Some(Celsius)),
            ("Tmin (°F)", Of::Min, Some(Fahrenheit)),
            ("Max Temp (°C)", Of::Max, Some(Celsius)),
            ("Temp min.(°C)", Of::Min, Some(Celsius)),
            ("Temp moy.(°C)", Of::Mean, Some(Celsius)),
            ("Mean Temp (C)", Of::Mean, Some(Celsius)),
            ("temperature_2m_max (°C)", Of::Max, Some(Celsius)),
            ("Maximum temperature (Degree C)", Of::Max, Some(Celsius)),
            ("TX (0.1 °C)", Of::Max, Some(Tenths)),
            ("Минимальная температура воздуха", Of::Min, None),
            ("Средняя температура воздуха, °С", Of::Mean, Some(Celsius)),
            ("TMAX (Degrees Fahrenheit)", Of::Max, Some(Fahrenheit)),
            ("tмакс", Of::Max, None),
            ("MaxTemp", Of::Max, None),
        ] {
            assert_eq!(role(header), Some(Role::Temperature(of, unit)), "{header}");
        }
    }

    #[test]
    fn what_is_no_daily_temperature_is_left_alone() {
        for header in [
            "Mean Max Temp (°C)",
            "Extr Min Temp (°C)",
            "Heat Deg Days (°C)",
            "PRCP",
            "max",
            "temp",
            "Dew Point Temp (°C)",
            "",
            "c",
        ] {
            assert_eq!(role(header), None, "{header}");
        }
        assert_eq!(role("Temp max. Indicateur"), Some(Role::Flag));
        assert_eq!(role("TMAX_ATTRIBUTES"), Some(Role::Attributes));
        assert_eq!(role("Date/Heure"), Some(Role::Date));
        assert_eq!(role("Climate ID"), Some(Role::Station));
    }
}
