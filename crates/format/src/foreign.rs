//! Headers as others write them: other units, and laws of probability by other parameters, each with what the format has in
//! its place.
//!
//! Factors are exact or rounded to four digits (NIST Special Publication 811, appendix B); they are told and never applied.

use crate::format::{ColumnSpec, TableSpec};
use crate::number::unit_text;

/// A header without case, blanks and brackets: `Payload (short tons)` is `payload_short_tons`.
pub(crate) fn flat(name: &str) -> String {
    let name = name.to_lowercase().replace('³', "3");
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

// ---- Units ------------------------------------------------------------------------------------------------------

/// A unit by the words of headers, and what it is in units of the format.
type Unit = (&'static [&'static str], &'static [(&'static str, &'static str)]);

const UNITS: &[Unit] = &[
    (
        &["short_ton", "short_tons", "us_ton", "us_tons", "st", "tn"],
        &[
            ("t", "1 short ton is 0.907 t"),
            ("kg", "1 short ton is 907.2 kg"),
            ("t_h", "1 short ton is 0.907 t"),
        ],
    ),
    (
        &["long_ton", "long_tons", "imperial_ton", "imperial_tons", "lt"],
        &[("t", "1 long ton is 1.016 t"), ("kg", "1 long ton is 1,016 kg")],
    ),
    (
        &["ton", "tons"],
        &[
            ("t", "1 short ton is 0.907 t, 1 long ton 1.016 t, 1 metric ton 1 t"),
            ("kg", "1 short ton is 907.2 kg, 1 long ton 1,016 kg, 1 metric ton 1,000 kg"),
        ],
    ),
    (
        &["tonne", "tonnes", "metric_ton", "metric_tons", "mt"],
        &[("t", "1 tonne is 1 t"), ("kg", "1 t is 1,000 kg")],
    ),
    (&["t"], &[("kg", "1 t is 1,000 kg")]),
    (&["kg"], &[("t", "1,000 kg are 1 t")]),
    (&["g"], &[("kg", "1,000 g are 1 kg")]),
    (&["lb", "lbs", "pound", "pounds"], &[("t", "1,000 lb are 0.4536 t"), ("kg", "1 lb is 0.4536 kg")]),
    (&["klb", "klbs"], &[("t", "1,000 lb are 0.4536 t"), ("kg", "1,000 lb are 453.6 kg")]),
    (&["lbf"], &[("kn", "1,000 lbf are 4.448 kN")]),
    (&["n"], &[("kn", "1,000 N are 1 kN")]),
    (&["m"], &[("km", "1,000 m are 1 km"), ("cm", "1 m is 100 cm")]),
    (&["km"], &[("m", "1 km is 1,000 m")]),
    (&["cm"], &[("m", "100 cm are 1 m")]),
    (&["mm"], &[("m", "1,000 mm are 1 m"), ("cm", "10 mm are 1 cm")]),
    (
        &["ft", "feet", "foot"],
        &[("m", "1 ft is 0.3048 m"), ("km", "1 ft is 0.000 304 8 km"), ("cm", "1 ft is 30.48 cm")],
    ),
    (&["in", "inch", "inches"], &[("m", "1 in is 0.0254 m"), ("cm", "1 in is 2.54 cm")]),
    (&["yd", "yard", "yards"], &[("m", "1 yd is 0.9144 m")]),
    (&["mi", "mile", "miles"], &[("km", "1 mi is 1.609 km"), ("m", "1 mi is 1,609 m")]),
    (&["mph"], &[("kmh", "1 mph is 1.609 km/h")]),
    (&["m_s", "ms", "mps"], &[("kmh", "1 m/s is 3.6 km/h")]),
    (&["km_h", "kph"], &[("kmh", "1 km/h is 1 km/h")]),
    (
        &["gal", "gallon", "gallons", "us_gal", "gals"],
        &[("l", "1 US gallon is 3.785 L, an imperial one 4.546 L"), ("m3", "1 US gallon is 0.003 785 m³")],
    ),
    (&["gph", "gal_h", "gal_hr"], &[("l_h", "1 US gallon an hour is 3.785 L/h, an imperial one 4.546 L/h")]),
    (&["gpm", "gal_min"], &[("l_min", "1 US gallon a minute is 3.785 L/min, an imperial one 4.546 L/min")]),
    (&["bbl"], &[("l", "1 barrel of oil is 159 L")]),
    (&["l", "litre", "litres", "liter", "liters"], &[("m3", "1,000 L are 1 m³")]),
    (&["m3"], &[("l", "1 m³ is 1,000 L")]),
    (&["yd3", "cuyd", "cu_yd", "cy", "bcy", "lcy"], &[("m3", "1 yd³ is 0.7646 m³")]),
    (&["ft3", "cf", "cuft", "cu_ft"], &[("m3", "1 ft³ is 0.028 32 m³")]),
    (&["bcm", "lcm"], &[("m3", "1 bank or loose cubic metre is 1 m³ of that kind")]),
    (&["lb_ft3", "pcf"], &[("t_m3", "1 lb/ft³ is 0.016 02 t/m³")]),
    (&["lb_yd3"], &[("t_m3", "1,000 lb/yd³ are 0.5933 t/m³")]),
    (&["kg_m3"], &[("t_m3", "1,000 kg/m³ are 1 t/m³")]),
    (&["f", "deg_f", "degf", "fahrenheit"], &[("c", "°C = (°F − 32) / 1.8")]),
    (&["k", "kelvin"], &[("c", "°C = K − 273.15")]),
    (&["deg_c", "degc", "celsius"], &[("c", "1 °C is 1 °C")]),
    (&["hp", "bhp"], &[("kw", "1 hp is 0.7457 kW")]),
    (&["mw"], &[("kw", "1 MW is 1,000 kW")]),
    (&["psi"], &[("kg_cm2", "1 psi is 0.070 31 kg/cm²")]),
    (&["kpa"], &[("kg_cm2", "1 kPa is 0.010 20 kg/cm²")]),
    (&["lb_hph", "lb_hp_h"], &[("g_kwh", "1 lb/hph is 608.3 g/kWh")]),
    (&["t_d", "tpd"], &[("t_h", "1 t a day is 0.041 67 t/h")]),
    (&["tph", "stph", "short_tons_h"], &[("t_h", "1 short ton is 0.907 t, 1 metric ton 1 t")]),
    (
        &["s", "sec", "secs", "second", "seconds"],
        &[("min", "60 s are 1 min"), ("h", "3,600 s are 1 h"), ("days", "86,400 s are 1 day")],
    ),
    (
        &["min", "mins", "minute", "minutes"],
        &[("s", "1 min is 60 s"), ("h", "60 min are 1 h"), ("days", "1,440 min are 1 day")],
    ),
    (
        &["h", "hr", "hrs", "hour", "hours"],
        &[("s", "1 h is 3,600 s"), ("min", "1 h is 60 min"), ("days", "24 h are 1 day"), ("h", "1 h is 1 h")],
    ),
    (
        &["d", "day", "days"],
        &[("h", "1 day is 24 h"), ("days", "1 day is 1 day"), ("s", "1 day is 86,400 s")],
    ),
    (&["wk", "week", "weeks"], &[("days", "1 week is 7 days"), ("h", "1 week is 168 h")]),
    (
        &["month", "months"],
        &[("days", "1 month is 30.44 days in the mean"), ("h", "1 month is 730.5 h in the mean")],
    ),
    (&["yr", "year", "years"], &[("days", "1 year is 365.25 days"), ("h", "1 year is 8,766 h")]),
    (&["pct", "percent"], &[("share", "1 % is 0.01")]),
    (&["share", "fraction"], &[("pct", "0.01 is 1 %")]),
    (&["deg", "rad"], &[("pct", "a grade in % is 100 times the tangent of the slope")]),
];

/// The column of which a header has another unit, of those that are free, and what to do.
pub(crate) fn unit<'a>(
    name: &str,
    free: impl Iterator<Item = &'a ColumnSpec>,
) -> Option<(&'a ColumnSpec, String)> {
    let name = flat(name);
    let words = || UNITS.iter().flat_map(|(words, is)| words.iter().map(move |word| (*word, *is)));
    let units: Vec<_> = words().filter_map(|(word, is)| Some((stem(&name, word)?, Some(is)))).collect();
    for column in free.filter(|column| !column.unit().is_empty()) {
        let Some(known) = stem(&column.name, column.unit()) else { continue };
        // The shortest stem has the whole unit: of `payload_short_ton` it is `payload`, not `payload_short`.
        let bare = (name.as_str(), None);
        let Some((_, is)) = units.iter().copied().chain([bare]).find(|(stem, _)| *stem == known) else {
            continue;
        };
        let unit = unit_text(column.unit());
        let unit = if unit.is_empty() { "that unit" } else { unit };
        let factor = is.and_then(|is| is.iter().find(|(unit, _)| *unit == column.unit()));
        let factor = factor.map_or(String::new(), |(_, told)| format!(": {told}"));
        return Some((
            column,
            format!("rename the column to `{}` and give its numbers in {unit}{factor}", column.name),
        ));
    }
    None
}

/// A column's name without its unit.
fn stem<'a>(name: &'a str, unit: &str) -> Option<&'a str> {
    name.strip_suffix(unit)?.strip_suffix('_')
}

// ---- Laws -------------------------------------------------------------------------------------------------------

/// What to write in place of a parameter that the format has not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Instead<'a> {
    /// In words.
    pub(crate) advice: String,
    /// The column by which to divide the numbers, where that is all there is to do.
    pub(crate) over: Option<&'a str>,
}

/// What to write for a header that is a parameter of a law of the table by a name that the format has not.
pub(crate) fn law<'a>(name: &str, spec: &'a TableSpec) -> Option<Instead<'a>> {
    let name = flat(name);
    let mut laws: Vec<&str> = spec.columns.iter().filter_map(|column| law_stem(spec, column)).collect();
    laws.sort_by_key(|stem| std::cmp::Reverse(stem.len()));
    laws.into_iter().find_map(|stem| {
        let rest = name.strip_prefix(stem)?.strip_prefix('_')?;
        let column = |parameter: &str| {
            let begin = format!("{stem}_{parameter}");
            spec.columns.iter().find(|column| column.name.starts_with(&begin)).map(|column| column.name.as_str())
        };
        let (cv, shape) = (column("cv")?, column("shape")?);
        let (scale, low, high) = (column("scale_")?, column("low_")?, column("high_")?);
        let mean = scale.replacen("_scale", "", 1);
        let mean = spec.columns.iter().find(|column| column.name == mean)?.name.as_str();
        let unit = scale.rsplit('_').next().unwrap_or("");
        let word = rest.strip_suffix(unit).map_or(rest, |word| word.trim_end_matches('_'));
        let mut over = None;
        let advice = match word {
            "sd" | "std" | "stdev" | "stddev" | "std_dev" | "dev" | "standard_deviation" => {
                over = Some(mean);
                format!("write `{cv}`, the standard deviation over the mean")
            }
            "var" | "variance" => format!("write `{cv}`, the root of the variance over the mean"),
            "mu" | "meanlog" | "log_mean" | "ln_mean" | "sigma" | "sdlog" | "log_sd" | "ln_sd" => format!(
                "write `{mean}` = exp(mu + sigma²/2) and `{cv}` = √(exp(sigma²) − 1), where mu and sigma are of the \
                 logarithm; a plain standard deviation over the mean is `{cv}`"
            ),
            "median" | "p50" => {
                format!("write `{mean}`, the mean: of a log-normal law the median times √(1 + `{cv}`²)")
            }
            "rate" | "lambda" => format!("write `{mean}` = 1 / rate, and `exponential` as its law"),
            "beta" | "k" | "kappa" | "stages" => format!("write `{shape}`"),
            "eta" | "theta" | "characteristic" | "alpha" => format!("write `{scale}`"),
            "min" | "minimum" | "lower" | "from" => format!("write `{low}`, and `uniform` or `triangular` as its law"),
            "max" | "maximum" | "upper" | "to" => format!("write `{high}`, and `uniform` or `triangular` as its law"),
            "mode" | "likely" | "most_likely" => format!("write `{mean}`, and `triangular` as its law"),
            "mean" | "avg" | "average" | "expected" => format!("write `{mean}`, which is the mean"),
            "dist" | "distribution" | "type" => format!("write `{stem}_law`"),
            "p05" | "p5" | "p10" | "p80" | "p90" | "p95" | "p99" => {
                format!("write the law's own parameters, such as `{mean}` and `{cv}`; it is not given by quantiles")
            }
            _ => return None,
        };
        Some(Instead { advice, over })
    })
}

/// The stem of the law whose second column this is.
fn law_stem<'a>(spec: &TableSpec, column: &'a ColumnSpec) -> Option<&'a str> {
    let stem = column.name.strip_suffix("_law")?;
    spec.column(&format!("{stem}_cv")).map(|_| stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tables;

    fn spec(file: &str) -> &'static TableSpec {
        tables().iter().find(|spec| spec.file == file).unwrap()
    }

    #[test]
    fn a_foreign_unit_is_named_with_its_factor() {
        let told = |file: &str, name: &str| unit(name, spec(file).columns.iter()).map(|(_, advice)| advice);
        for (file, name, column, factor) in [
            ("truck_models.csv", "payload_ton", "payload_t", "1 short ton is 0.907 t, 1 long ton"),
            ("truck_models.csv", "payload_short_tons", "payload_t", "1 short ton is 0.907 t"),
            ("truck_models.csv", "Payload (short tons)", "payload_t", "1 short ton is 0.907 t"),
            ("truck_models.csv", "body_yd3", "body_m3", "1 yd³ is 0.7646 m³"),
            ("truck_models.csv", "tank_gal", "tank_l", "1 US gallon is 3.785 L"),
            ("truck_models.csv", "power_hp", "power_kw", "1 hp is 0.7457 kW"),
            ("truck_models.csv", "top_speed_mph", "top_speed_kmh", "1 mph is 1.609 km/h"),
            ("haul_segments.csv", "length_ft", "length_m", "1 ft is 0.3048 m"),
            ("legs.csv", "distance_mi", "distance_km", "1 mi is 1.609 km"),
            ("items.csv", "unit_mass_lb", "unit_mass_kg", "1 lb is 0.4536 kg"),
            ("mines.csv", "stops_below_f", "stops_below_c", "°C = (°F − 32) / 1.8"),
            ("offers.csv", "lead_weeks", "lead_days", "1 week is 7 days"),
        ] {
            let advice = told(file, name).unwrap_or_default();
            assert!(advice.contains(&format!("`{column}`")) && advice.contains(factor), "{name}: {advice}");
        }
        assert_eq!(told("truck_models.csv", "colour"), None);
        // A unit that nobody knows a factor of is still no reason to say nothing.
        assert!(told("truck_models.csv", "payload").unwrap().ends_with("in t"));
    }

    #[test]
    fn every_law_tells_what_to_write_for_parameters_of_others() {
        for table in tables() {
            for stem in table.columns.iter().filter_map(|column| law_stem(table, column)) {
                for (parameter, column) in [
                    ("sd", "_cv"),
                    ("sigma", "_cv"),
                    ("variance", "_cv"),
                    ("median", "_cv"),
                    ("beta", "_shape"),
                    ("eta", "_scale"),
                    ("min", "_low"),
                    ("max", "_high"),
                    ("dist", "_law"),
                    ("p90", "_cv"),
                ] {
                    let advice = law(&format!("{stem}_{parameter}"), table).map(|instead| instead.advice);
                    let named = format!("`{stem}{column}");
                    assert!(
                        advice.clone().unwrap_or_default().contains(&named),
                        "{stem}_{parameter}: {advice:?}"
                    );
                }
            }
        }
        let offers = spec("offers.csv");
        let instead = law("lead_sd_days", offers).unwrap();
        assert_eq!(
            (instead.advice.as_str(), instead.over),
            ("write `lead_cv`, the standard deviation over the mean", Some("lead_days"))
        );
        assert!(law("lead_mu", offers).unwrap().advice.contains("`lead_days` = exp(mu + sigma²/2)"));
        assert_eq!(law("lead_time", offers), None);
    }
}
