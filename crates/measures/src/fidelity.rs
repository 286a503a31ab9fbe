//! How closely haulage was followed, and how far the two ways of following it differ.
//!
//! Replications run both ways have the same luck, so the difference of each pair is rates less cycles and little
//! else. Where cheap years by rates stand beside the pairs, a measure's mean is estimated by both together
//! ([`iceroad_base::control`]).

use crate::Results;
use crate::frame::Frame;
use crate::kpi::{self, Measure};
use crate::numbers::{count, fixed};
use crate::spread::LEVEL;
use iceroad_base::control::{Controlled, controlled};
use iceroad_base::estimate::{Interval, Moments};
use iceroad_model::record::RunRecord;
use iceroad_words::say;
use serde::Serialize;

/// Measures compared, by the beginning of their key.
const COMPARED: [&str; 8] = [
    "tonnes.",
    "cycles.trucks",
    "availability.trucks",
    "utilisation.trucks",
    "failures.trucks",
    "fuel.total",
    "cost.total",
    "productivity.trucks",
];

/// How haulage was followed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fidelity {
    /// Whether the run's replications are by rates; by every cycle otherwise.
    pub by_rates: bool,
    /// Replications by every cycle that have a partner.
    pub cycles: Vec<RunRecord>,
    /// Their partners by rates, in the same order.
    pub rates: Vec<RunRecord>,
    /// Further years by rates.
    pub more_rates: Vec<RunRecord>,
    /// What the rates were learned from; none where none were.
    pub learned: Option<Learned>,
}

/// What rates were learned from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Learned {
    /// States of machines at work and roads that were simulated.
    pub states: usize,
    /// Loads simulated in them.
    pub loads: u64,
    /// Median half-width of the interval of a rate, as a share of it.
    pub half_width: f64,
    /// How often it is known what one more truck of a class adds, by which it is interpolated between states.
    pub slopes: usize,
}

impl Learned {
    /// In words.
    fn words(&self) -> String {
        let between = match self.slopes {
            0 => String::new(),
            slopes => say!("rates-between", n = slopes),
        };
        let half_width = format!("{} %", fixed(self.half_width * 100.0, 1));
        say!("rates-learned", states = self.states, loads = self.loads, half = half_width, between = between)
    }
}

/// A mean with the half-width of its interval.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Half-width of its 95 % interval.
    pub half_width: f64,
}

impl From<Interval> for Mean {
    fn from(interval: Interval) -> Self {
        Self { mean: interval.mean, half_width: interval.half_width }
    }
}

/// A mean by every cycle, with the help of cheap years by rates.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Together {
    /// With the help.
    pub together: Mean,
    /// By every cycle alone.
    pub alone: Mean,
    /// Slope of the regression on rates.
    pub slope: f64,
    /// Correlation of both ways.
    pub correlation: f64,
    /// Variance alone over variance together.
    pub variance_cut: f64,
}

impl From<Controlled> for Together {
    fn from(both: Controlled) -> Self {
        Self {
            together: both.together.into(),
            alone: both.alone.into(),
            slope: both.slope,
            correlation: both.correlation,
            variance_cut: both.variance_cut(),
        }
    }
}

/// One measure both ways.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Compared {
    /// The measure's key.
    pub key: String,
    /// In words.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Its mean over the pairs by every cycle.
    pub cycles: f64,
    /// Its mean over the pairs by rates.
    pub rates: f64,
    /// Rates less cycles; none for fewer than two pairs.
    pub bias: Option<Mean>,
    /// The mean with the help of further years by rates; none where there are none.
    pub together: Option<Together>,
}

impl Compared {
    /// How far rates are from cycles, as a share of cycles.
    pub fn apart(&self) -> f64 {
        self.rates / self.cycles - 1.0
    }

    /// Half-width of that share; none for fewer than two pairs.
    pub fn apart_half_width(&self) -> Option<f64> {
        self.bias.map(|bias| bias.half_width / self.cycles.abs())
    }
}

/// How haulage was followed, and how far the two ways differ.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Followed {
    /// `cycles` or `rates`.
    pub used: &'static str,
    /// Whether there is nothing to say: every cycle, and nothing beside it.
    pub is_plain: bool,
    /// Replications run both ways.
    pub pairs: usize,
    /// Further years by rates.
    pub more_rate_years: usize,
    /// What the rates were learned from, in words.
    pub learned: String,
    /// All of it in words.
    pub words: String,
    /// The measures that are compared.
    pub measures: Vec<Compared>,
}

/// How haulage was followed, and how far the two ways differ.
pub fn followed(results: &Results<'_>) -> Followed {
    let fidelity = &results.manifest.fidelity;
    Followed {
        used: if fidelity.by_rates { "rates" } else { "cycles" },
        is_plain: !fidelity.by_rates && fidelity.rates.is_empty(),
        pairs: fidelity.rates.len(),
        more_rate_years: fidelity.more_rates.len(),
        learned: fidelity.learned.map_or(String::new(), |learned| learned.words()),
        words: said(results),
        measures: compared(results),
    }
}

/// The measures that are compared, both ways, over the replications in which both have a value.
fn compared(results: &Results<'_>) -> Vec<Compared> {
    let fidelity = &results.manifest.fidelity;
    if fidelity.rates.is_empty() {
        return Vec::new();
    }
    let measures = |records: &[RunRecord]| -> Vec<Measure> {
        let mut all = kpi::measures(results.scenario, records);
        all.retain(|measure| COMPARED.iter().any(|key| measure.key.starts_with(key)));
        all
    };
    let (cycles, rates) = (measures(&fidelity.cycles), measures(&fidelity.rates));
    let more = measures(&fidelity.more_rates);
    let find = |all: &[Measure], key: &str| -> Vec<f64> {
        all.iter().find(|measure| measure.key == key).map_or(Vec::new(), |measure| measure.values.clone())
    };
    let mut found = Vec::new();
    for measure in cycles {
        let partners = find(&rates, &measure.key);
        let both = measure.values.iter().copied().zip(partners);
        let pairs: Vec<(f64, f64)> = both.filter(|(c, r)| c.is_finite() && r.is_finite()).collect();
        let (c, r): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        if c.is_empty() {
            continue;
        }
        let more: Vec<f64> = find(&more, &measure.key).into_iter().filter(|v| v.is_finite()).collect();
        let mean = |values: &[f64]| values.iter().copied().collect::<Moments>().mean();
        let apart: Moments = pairs.iter().map(|(c, r)| r - c).collect();
        let together = if more.is_empty() { None } else { controlled(&c, &r, &more, LEVEL) };
        found.push(Compared {
            key: measure.key,
            title: measure.title,
            unit: measure.unit,
            cycles: mean(&c),
            rates: mean(&r),
            bias: (c.len() > 1).then(|| apart.interval(LEVEL).into()),
            together: together.map(Together::from),
        });
    }
    found
}

/// How haulage was followed, in words.
fn said(results: &Results<'_>) -> String {
    let fidelity = &results.manifest.fidelity;
    let called = Frame::new(results.scenario, results.records).called();
    let pairs = count(fidelity.rates.len(), called);
    let used = say!(if fidelity.by_rates { "followed-rates" } else { "followed-cycles" });
    let beside = match (fidelity.rates.len(), fidelity.more_rates.len()) {
        (0, _) => say!("followed-one-way"),
        (_, 0) => say!("followed-both-ways", pairs = pairs),
        (_, more) => say!("followed-more", pairs = pairs, more = count(more, &format!("more {called}"))),
    };
    let learned = fidelity.learned.map_or(String::new(), |learned| format!(" {}", learned.words()));
    format!("{used}{beside}.{learned}")
}
