//! Two scenarios under common random numbers: paired differences, and whether a difference can be told.
//!
//! Replication `i` of both had the same weather and the same luck, so their difference is far steadier than the
//! two values. The interval is Student's for the mean of the paired differences. Where it contains zero, **no
//! difference can be told** at this number of replications, whatever the two means look like.
//!
//! Pitfall: at 95 %, one measure in twenty shows a difference by luck where there is none. Decide beforehand which
//! measure you care for.
mod trade_off;

use crate::Results;
use crate::kpi::{self, Measure};
use crate::spread::{LEVEL, Spread};
use iceroad_base::estimate::Moments;
use iceroad_model::record::RunRecord;
use serde::Serialize;

/// What can be said of a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Fewer than two pairs.
    TooFew,
    /// The same in every pair.
    Same,
    /// The interval contains zero.
    NoDifference,
    /// B is higher.
    Higher,
    /// B is lower.
    Lower,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::TooFew => "too few replications to tell",
            Verdict::Same => "the same in every replication",
            Verdict::NoDifference => "no difference can be told",
            Verdict::Higher => "higher",
            Verdict::Lower => "lower",
        }
    }

    /// For programs.
    pub fn key(self) -> &'static str {
        match self {
            Verdict::TooFew => "too_few",
            Verdict::Same => "same",
            Verdict::NoDifference => "no_difference_can_be_told",
            Verdict::Higher => "b_higher",
            Verdict::Lower => "b_lower",
        }
    }
}

/// One measure in both.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Pair {
    /// Its key.
    pub key: String,
    /// What it is in A, in words.
    pub title: String,
    /// What it is in B, in words.
    pub title_b: String,
    /// Its unit.
    pub unit: String,
    /// Whether more of it is better; none where neither is.
    pub higher_is_better: Option<bool>,
    /// Pairs in which both have a value.
    pub n: usize,
    /// Mean of A over the pairs; not-a-number where there are none.
    pub mean_a: f64,
    /// Mean of B.
    pub mean_b: f64,
    /// Mean of B less A.
    pub difference: f64,
    /// Half-width of its interval; infinite for fewer than two pairs.
    pub half_width: f64,
    /// What can be said of it.
    pub verdict: Verdict,
    /// Of costs that differ the same way as tonnes: that cost alone cannot tell which is better.
    pub trade_off: Option<&'static str>,
}

impl Pair {
    /// The interval of the difference.
    pub fn interval(&self) -> (f64, f64) {
        (self.difference - self.half_width, self.difference + self.half_width)
    }

    /// What can be said of it, in words.
    pub fn words(&self) -> &'static str {
        self.trade_off.unwrap_or_else(|| self.verdict.words())
    }

    /// Which is better, where that can be told.
    pub fn better(&self) -> Option<&'static str> {
        let more = self.higher_is_better.filter(|_| self.trade_off.is_none())?;
        match self.verdict {
            Verdict::Higher => Some(if more { "B" } else { "A" }),
            Verdict::Lower => Some(if more { "A" } else { "B" }),
            _ => None,
        }
    }
}

/// Two results beside each other.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Comparison {
    /// All measures that both have, paired by replication number.
    pub pairs: Vec<Pair>,
    /// Keys of measures that only A has.
    pub only_a: Vec<String>,
    /// Keys of measures that only B has.
    pub only_b: Vec<String>,
    /// What makes the two hard to compare.
    pub cautions: Vec<String>,
}

impl Comparison {
    /// Compares B with A.
    pub fn of(a: &Results<'_>, b: &Results<'_>) -> Self {
        let mut others = kpi::measures(b.scenario, b.records);
        let (mut pairs, mut only_a) = (Vec::new(), Vec::new());
        for measure in kpi::measures(a.scenario, a.records) {
            let Some(at) = others.iter().position(|other| other.key == measure.key) else {
                only_a.push(measure.key);
                continue;
            };
            pairs.push(pair(measure, others.remove(at), a.records, b.records));
        }
        trade_off::mark(&mut pairs);
        let only_b = others.into_iter().map(|measure| measure.key).collect();
        Self { pairs, only_a, only_b, cautions: cautions(a, b) }
    }

    /// How many measures have a verdict.
    pub fn count(&self, verdicts: &[Verdict]) -> usize {
        self.pairs.iter().filter(|pair| verdicts.contains(&pair.verdict)).count()
    }
}

fn pair(a: Measure, b: Measure, records_a: &[RunRecord], records_b: &[RunRecord]) -> Pair {
    let mut matched: Vec<(f64, f64)> = Vec::new();
    for (record, &value) in records_a.iter().zip(&a.values) {
        let other = records_b.iter().position(|other| other.replication == record.replication);
        let other = other.and_then(|at| b.values.get(at)).copied().unwrap_or(f64::NAN);
        if value.is_finite() && other.is_finite() {
            matched.push((value, other));
        }
    }
    let differences: Moments = matched.iter().map(|(a, b)| b - a).collect();
    let difference = differences.interval(LEVEL);
    let verdict = if matched.len() < 2 {
        Verdict::TooFew
    } else if matched.iter().all(|(a, b)| a == b) {
        Verdict::Same
    } else if !difference.excludes_zero() {
        Verdict::NoDifference
    } else if difference.mean > 0.0 {
        Verdict::Higher
    } else {
        Verdict::Lower
    };
    let mean =
        |of: fn(&(f64, f64)) -> f64| Spread::mean_of(&matched.iter().map(of).collect::<Vec<_>>(), f64::NAN);
    let (mean_a, mean_b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    Pair {
        key: a.key,
        title: a.title,
        title_b: b.title,
        unit: a.unit,
        higher_is_better: a.higher_is_better,
        n: difference.n as usize,
        mean_a,
        mean_b,
        difference: difference.mean,
        half_width: difference.half_width,
        verdict,
        trade_off: None,
    }
}

/// What makes the two hard to compare.
fn cautions(a: &Results<'_>, b: &Results<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if a.manifest.seed != b.manifest.seed {
        notes.push(
            "The seeds differ: the runs do not share their luck, and intervals are wider than need be."
                .into(),
        );
    }
    let (heading_a, heading_b) = (&a.scenario.heading, &b.scenario.heading);
    if (heading_a.start, heading_a.days) != (heading_b.start, heading_b.days) {
        notes.push("The horizons differ: totals are of different lengths of time.".into());
    }
    if heading_a.currency != heading_b.currency {
        notes.push("The currencies differ: amounts of money cannot be compared.".into());
    }
    if a.manifest.scenario_digest == b.manifest.scenario_digest && !a.manifest.scenario_digest.is_empty() {
        notes.push("Both are the same scenario.".into());
    }
    notes.extend(trade_off::caution(a.scenario, b.scenario));
    notes
}
