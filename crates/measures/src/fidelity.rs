//! How closely haulage was followed, and how far the two ways of following it differ.
//!
//! Replications run both ways have the same luck, so the difference of each pair is rates less cycles and little
//! else. Where cheap years by rates stand beside the pairs, a measure's mean is estimated by both together
//! ([`iceroad_base::control`]).

use crate::Results;
use crate::kpi::{self, Measure};
use crate::numbers::count;
use crate::spread::LEVEL;
use iceroad_base::control::{Controlled, controlled};
use iceroad_base::estimate::{Interval, Moments};
use iceroad_model::record::RunRecord;

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
    /// What the rates were learned from, in words.
    pub learned: String,
}

impl Fidelity {
    /// The word for how the run's replications were followed.
    pub fn word(&self) -> &'static str {
        if self.by_rates { "rates" } else { "cycles" }
    }

    /// Whether there is nothing to say: every cycle, and nothing beside it.
    pub fn is_plain(&self) -> bool {
        !self.by_rates && self.rates.is_empty()
    }
}

/// One measure both ways.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The measure, with its values by every cycle.
    pub measure: Measure,
    /// Its mean over the pairs by every cycle.
    pub cycles: f64,
    /// Its mean over the pairs by rates.
    pub rates: f64,
    /// Rates less cycles; none for fewer than two pairs.
    pub bias: Option<Interval>,
    /// The mean with the help of further years by rates; none where there are none.
    pub together: Option<Controlled>,
}

/// The measures that are compared, both ways, over the replications in which both have a value.
pub fn compared(results: &Results<'_>) -> Vec<Compared> {
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
            cycles: mean(&c),
            rates: mean(&r),
            bias: (c.len() > 1).then(|| apart.interval(LEVEL)),
            together,
            measure,
        });
    }
    found
}

/// How haulage was followed, in words.
pub fn said(results: &Results<'_>) -> String {
    let fidelity = &results.manifest.fidelity;
    let pairs = count(fidelity.rates.len(), "replication");
    let used = if fidelity.by_rates {
        "Haulage was followed by production rates, not by every truck cycle"
    } else {
        "Haulage was followed by every truck cycle"
    };
    let beside = match (fidelity.rates.len(), fidelity.more_rates.len()) {
        (0, _) => "; nothing was run both ways, so nobody knows how far rates are off here".to_string(),
        (_, 0) => format!("; {pairs} were run both ways with the same luck"),
        (_, more) => format!(
            "; {pairs} were run by rates too with the same luck, and {} by rates alone",
            count(more, "more year")
        ),
    };
    format!("{used}{beside}. {}", fidelity.learned)
}
