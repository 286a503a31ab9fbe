//! Two scenarios under common random numbers: paired differences, and whether a difference can be told.
//!
//! Replication `i` of both had the same weather and the same luck, so their difference is far steadier than the
//! two values. The interval is Student's for the mean of the paired differences. Where it contains zero, **no
//! difference can be told** at this number of replications, whatever the two means look like.
//!
//! Three kinds of differences need other rules:
//!
//! * A **chance** (1 or 0 in each replication): the interval is made of the exact ones of the pairs that only B meets and of
//!   those that only A meets, each at 97.5 %, so that both hold at 95 % (Bonferroni). It is careful, and wide for few pairs.
//! * A **rare** difference, in fewer than ten pairs while others are the same: Student's interval does not hold. It has none,
//!   and a difference is told only where B is on one side of A oftener than chance would have it (the exact sign test).
//! * A value **beyond the horizon** in A or in B is a lower bound ([`Seen`](crate::spread::Seen)), and so the difference is a
//!   bound, or only what is known up to the horizon's end. Where it is a bound, it tells nothing on its open side.
//!
//! Pitfall: at 95 %, one measure in twenty shows a difference by luck where there is none. Decide beforehand which
//! measure you care for.
mod trade_off;

use crate::Results;
use crate::kpi::{self, Measure, RARE, is_repeated, told_once};
use crate::spread::{LEVEL, Spread};
use iceroad_base::estimate::{Moments, clopper_pearson};
use iceroad_model::record::RunRecord;
use iceroad_words::say;
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
    pub fn words(self) -> String {
        say!(match self {
            Verdict::TooFew => "differs-too-few",
            Verdict::Same => "differs-same",
            Verdict::NoDifference => "differs-untold",
            Verdict::Higher => "differs-higher",
            Verdict::Lower => "differs-lower",
        })
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

/// What a difference is, where values lie beyond the horizon.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// B may be later still: the difference is at least this.
    AtLeast,
    /// A may be later still: the difference is at most this.
    AtMost,
    /// Both may be: this is the difference of what is known at the horizon's end.
    ToTheEnd,
}

impl Bound {
    /// In words around a difference.
    pub fn words(self, difference: &str) -> String {
        let key = match self {
            Bound::AtLeast => "at-least",
            Bound::AtMost => "at-most",
            Bound::ToTheEnd => "up-to-the-end",
        };
        say!(key, a = difference)
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
    /// Its interval at 95 %; infinite where there is none.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Whether values lie beyond the horizon, in A and in B: those means are lower bounds.
    pub after: (bool, bool),
    /// What the difference is then; none where every value is known.
    pub bound: Option<Bound>,
    /// What can be said of it.
    pub verdict: Verdict,
    /// Of costs that differ the same way as tonnes, in words: that cost alone cannot tell which is better.
    pub trade_off: Option<String>,
}

impl Pair {
    /// What can be said of it, in words.
    pub fn words(&self) -> String {
        self.trade_off.clone().unwrap_or_else(|| self.verdict.words())
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

    /// The pairs, those that matter most first, without what says the same as another one, such as the one model that is the whole fleet.
    pub fn unrepeated(&self) -> Vec<&Pair> {
        let numbers = |pair: &Pair| [pair.mean_a, pair.mean_b, pair.difference, pair.low, pair.high];
        let keys: Vec<&str> = self.pairs.iter().map(|pair| pair.key.as_str()).collect();
        let says = |one: usize, other: usize| {
            let (one, other) = (&self.pairs[one], &self.pairs[other]);
            one.n == other.n && is_repeated((&one.key, &other.key), (&numbers(one), &numbers(other)))
        };
        told_once(&keys, says).into_iter().map(|at| &self.pairs[at]).collect()
    }
}

fn pair(a: Measure, b: Measure, records_a: &[RunRecord], records_b: &[RunRecord]) -> Pair {
    let mut matched: Vec<(f64, f64)> = Vec::new();
    let mut after = (false, false);
    for (at, record) in records_a.iter().enumerate() {
        let Some(&value) = a.values.get(at) else { continue };
        let Some(to) = records_b.iter().position(|other| other.replication == record.replication) else {
            continue;
        };
        let other = b.values.get(to).copied().unwrap_or(f64::NAN);
        if value.is_finite() && other.is_finite() {
            matched.push((value, other));
            after = (after.0 || a.is_after(at), after.1 || b.is_after(to));
        }
    }
    let bound = match after {
        (false, false) => None,
        (false, true) => Some(Bound::AtLeast),
        (true, false) => Some(Bound::AtMost),
        (true, true) => Some(Bound::ToTheEnd),
    };
    let (low, high) = interval(&matched, a.chance.is_some() && b.chance.is_some());
    let mean =
        |of: fn(&(f64, f64)) -> f64| Spread::mean_of(&matched.iter().map(of).collect::<Vec<_>>(), f64::NAN);
    let (mean_a, mean_b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    Pair {
        key: a.key,
        title: a.title,
        title_b: b.title,
        unit: a.unit,
        higher_is_better: a.higher_is_better,
        n: matched.len(),
        mean_a,
        mean_b,
        difference: mean(|(a, b)| b - a),
        low,
        high,
        after,
        bound,
        verdict: verdict(&matched, (low, high), bound),
        trade_off: None,
    }
}

/// The interval of the mean difference.
fn interval(matched: &[(f64, f64)], is_chance: bool) -> (f64, f64) {
    let n = matched.len();
    let (up, down) = differing(matched);
    if is_chance && n > 1 {
        // Each at half the risk.
        let level = f64::midpoint(1.0, LEVEL);
        let (up, down) = (clopper_pearson(up, n, level), clopper_pearson(down, n, level));
        return (up.0 - down.1, up.1 - down.0);
    }
    if is_rare(matched) {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let differences: Moments = matched.iter().map(|(a, b)| b - a).collect();
    let interval = differences.interval(LEVEL);
    (interval.low(), interval.high())
}

/// In how many pairs B is higher, and in how many lower.
fn differing(matched: &[(f64, f64)]) -> (usize, usize) {
    let count = |is: fn(f64, f64) -> bool| matched.iter().filter(|(a, b)| is(*a, *b)).count();
    (count(|a, b| b > a), count(|a, b| b < a))
}

/// Whether few pairs differ while others are the same.
fn is_rare(matched: &[(f64, f64)]) -> bool {
    let (up, down) = differing(matched);
    (1..RARE).contains(&(up + down)) && up + down < matched.len()
}

fn verdict(matched: &[(f64, f64)], (low, high): (f64, f64), bound: Option<Bound>) -> Verdict {
    let (up, down) = differing(matched);
    let (mut is_higher, mut is_lower) = (low > 0.0, high < 0.0);
    if low.is_infinite() && is_rare(matched) {
        let share = clopper_pearson(up, up + down, LEVEL);
        (is_higher, is_lower) = (share.0 > 0.5, share.1 < 0.5);
    }
    let is_open_above = bound == Some(Bound::AtLeast);
    let is_open_below = bound == Some(Bound::AtMost);
    match () {
        () if matched.len() < 2 => Verdict::TooFew,
        () if up + down == 0 => Verdict::Same,
        () if is_higher && !is_open_below => Verdict::Higher,
        () if is_lower && !is_open_above => Verdict::Lower,
        () => Verdict::NoDifference,
    }
}

/// What makes the two hard to compare.
fn cautions(a: &Results<'_>, b: &Results<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if a.manifest.seed != b.manifest.seed {
        notes.push(say!("caution-seeds"));
    }
    let (heading_a, heading_b) = (&a.scenario.heading, &b.scenario.heading);
    if (heading_a.start, heading_a.days) != (heading_b.start, heading_b.days) {
        notes.push(say!("caution-horizons"));
    }
    if heading_a.currency != heading_b.currency {
        notes.push(say!("caution-currencies"));
    }
    if a.manifest.scenario_digest == b.manifest.scenario_digest && !a.manifest.scenario_digest.is_empty() {
        notes.push(say!("caution-same"));
    }
    notes.extend(trade_off::caution(a.scenario, b.scenario));
    notes
}
