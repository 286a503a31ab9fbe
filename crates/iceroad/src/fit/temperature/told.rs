//! What is told of temperature, as figures and in words.
use crate::fit::Parameter;
use crate::fit::choose::chance;
use crate::fit::group::SIGNIFICANCE;
use serde::Serialize;

/// What temperature does.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TemperatureTold {
    /// Whose temperatures they are.
    pub weather: String,
    /// What is held against what: `lives`, by a law of life, or `counts`, by failures per hour.
    pub by: &'static str,
    /// The bands, the coldest first.
    pub bands: Vec<BandTold>,
    /// The chance of bands colder than that of reference being so different where cold does nothing; none where there is none.
    pub cold_p: Option<f64>,
    /// The same of those warmer.
    pub warm_p: Option<f64>,
    /// Whether the data tell an effect.
    pub chosen: bool,
    /// The curve that comes of it: °C and factor; empty where the data do not tell one.
    pub curve: Vec<(f64, f64)>,
}

/// A band of temperature.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BandTold {
    /// Its lower end, °C of the day's mean; none: everything below.
    pub from_c: Option<f64>,
    /// Its upper end; none: everything above.
    pub to_c: Option<f64>,
    /// The mean of its hours, °C.
    pub mean_c: f64,
    /// Hours run in it.
    pub hours: f64,
    /// Failures in it.
    pub failures: usize,
    /// Whether the others are held against it.
    pub reference: bool,
    /// Hours of life that an hour in it takes, in hours of the band of reference.
    pub factor: Parameter,
}

impl TemperatureTold {
    /// Whether a side differs from the band of reference by more than chance, at a level shared by the sides that are asked.
    fn is_found(&self, p: f64) -> bool {
        let sides = self.cold_p.iter().chain(&self.warm_p).count();
        p < SIGNIFICANCE / sides as f64
    }

    /// Makes the curve of the sides that are found: factors at the mean temperatures of their bands, 1 at that of the band of reference.
    pub(super) fn choose(&mut self, reference: usize) {
        let is_found = |p: Option<f64>| p.is_some_and(|p| self.is_found(p));
        let (is_cold, is_warm) = (is_found(self.cold_p), is_found(self.warm_p));
        self.chosen = is_cold || is_warm;
        if !self.chosen {
            return;
        }
        let round = |value: f64, unit: f64| (value * unit).round() / unit;
        for (at, band) in self.bands.iter().enumerate() {
            if at == reference || (at < reference && is_cold) || (at > reference && is_warm) {
                self.curve.push((round(band.mean_c, 10.0), round(band.factor.estimate, 1e3)));
            }
        }
    }
}

impl BandTold {
    /// `below -30 °C`, `-20 to -5 °C`.
    pub fn title(&self) -> String {
        match (self.from_c, self.to_c) {
            (Some(from), Some(to)) => format!("{from} to {to} °C"),
            (Some(from), None) => format!("above {from} °C"),
            (None, Some(to)) => format!("below {to} °C"),
            (None, None) => "all temperatures".to_owned(),
        }
    }
}

/// What it comes to, in words.
pub(super) fn sentence(told: &TemperatureTold) -> String {
    let at = told.bands.iter().position(|band| band.reference).unwrap_or(0);
    let side = |name: &str, p: Option<f64>, bands: &[BandTold]| {
        let Some(p) = p else {
            return format!("what {name} does cannot be told, as too few hours were run in it");
        };
        let factor = |band: &BandTold| {
            let Parameter { estimate, low, high } = band.factor;
            let ends = match (low, high) {
                (Some(low), Some(high)) => format!(" ({low:.1} to {high:.1})"),
                _ => String::new(),
            };
            let title = band.title();
            let at = if title.starts_with(char::is_alphabetic) { "" } else { "at " };
            format!("{estimate:.1}{ends} {at}{title}")
        };
        let factors: Vec<String> = bands.iter().map(factor).collect();
        let more = if told.is_found(p) { "more than chance" } else { "no more than chance" };
        format!("{}; {name} does {more} ({})", factors.join(", "), chance(p))
    };
    let title = told.bands[at].title();
    let unit = match told.by {
        "lives" => "an hour uses up life so many times as fast",
        _ => "it fails so many times as often per hour",
    };
    let verdict = if told.chosen {
        format!("An ageing curve is made of it, and ages below are in hours at {title}.")
    } else {
        "No ageing curve is made of it.".to_owned()
    };
    let (cold, warm) =
        (side("cold", told.cold_p, &told.bands[..at]), side("warmth", told.warm_p, &told.bands[at + 1..]));
    format!("Held against {title}, {unit}: {cold}. {}{}. {verdict}", warm[..1].to_uppercase(), &warm[1..])
}
