//! Two scenarios under common random numbers: paired differences, and whether a difference can be told.
//!
//! Replication `i` of both had the same weather and the same luck, so their difference is far steadier than the
//! two values. The interval is Student's for the mean of the paired differences. Where it contains zero, **no
//! difference can be told** at this number of replications, whatever the two means look like.
//!
//! Pitfall: at 95 %, one measure in twenty shows a difference by luck where there is none. Decide beforehand which
//! measure you care for.
use crate::frame::Frame;
use crate::kpi::{self, Measure};
use crate::numbers::plain;
use crate::spread::{LEVEL, Spread};
use crate::{Results, values};
use iceroad_base::estimate::{Interval, Moments};
use iceroad_model::record::RunRecord;
use serde_json::{Value, json};

/// What can be said of a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
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
    fn words(self) -> &'static str {
        match self {
            Verdict::TooFew => "too few replications to tell",
            Verdict::Same => "the same in every replication",
            Verdict::NoDifference => "no difference can be told",
            Verdict::Higher => "higher",
            Verdict::Lower => "lower",
        }
    }

    fn key(self) -> &'static str {
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
struct Pair {
    a: Measure,
    b: Measure,
    mean_a: f64,
    mean_b: f64,
    difference: Interval,
    verdict: Verdict,
}

impl Pair {
    /// Which is better, where that can be told.
    fn better(&self) -> Option<&'static str> {
        let more = self.a.higher_is_better?;
        match self.verdict {
            Verdict::Higher => Some(if more { "B" } else { "A" }),
            Verdict::Lower => Some(if more { "A" } else { "B" }),
            _ => None,
        }
    }
}

/// All measures that both have, paired by replication number.
fn pairs(a: &Results<'_>, b: &Results<'_>) -> (Vec<Pair>, Vec<String>, Vec<String>) {
    let all_a = kpi::measures(a.scenario, a.records);
    let mut all_b = kpi::measures(b.scenario, b.records);
    let (mut both, mut only_a) = (Vec::new(), Vec::new());
    for measure in all_a {
        let Some(at) = all_b.iter().position(|other| other.key == measure.key) else {
            only_a.push(measure.key);
            continue;
        };
        let other = all_b.remove(at);
        both.push(pair(measure, other, a.records, b.records));
    }
    (both, only_a, all_b.into_iter().map(|measure| measure.key).collect())
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
    let mean = |of: fn(&(f64, f64)) -> f64| Spread::of(&matched.iter().map(of).collect::<Vec<_>>());
    let mean_a = mean(|pair| pair.0).map_or(f64::NAN, |spread| spread.mean);
    let mean_b = mean(|pair| pair.1).map_or(f64::NAN, |spread| spread.mean);
    Pair { a, b, mean_a, mean_b, difference, verdict }
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
    notes
}

/// Paired differences, B minus A, as a JSON document.
pub fn document(a: &Results<'_>, b: &Results<'_>) -> Value {
    let (both, only_a, only_b) = pairs(a, b);
    let side = |results: &Results<'_>| {
        json!({
            "name": results.scenario.heading.name,
            "title": results.scenario.heading.title,
            "digest": results.manifest.scenario_digest,
            "command": results.manifest.command,
            "replications": results.records.len(),
            "log_digest": crate::json::combined_digest(results),
        })
    };
    let finite = |value: f64| value.is_finite().then_some(value);
    let measures: serde_json::Map<String, Value> = both
        .iter()
        .map(|pair| {
            let row = json!({
                "title": pair.a.title,
                "unit": pair.a.unit,
                "higher_is_better": pair.a.higher_is_better,
                "n": pair.difference.n,
                "mean_a": finite(pair.mean_a),
                "mean_b": finite(pair.mean_b),
                "difference": finite(pair.difference.mean),
                "half_width": finite(pair.difference.half_width),
                "low": finite(pair.difference.low()),
                "high": finite(pair.difference.high()),
                "verdict": pair.verdict.key(),
                "words": pair.verdict.words(),
                "better": pair.better(),
            });
            (pair.a.key.clone(), row)
        })
        .collect();
    json!({
        "program": "iceroad",
        "version": a.manifest.version,
        "a": side(a),
        "b": side(b),
        "seed": a.manifest.seed,
        "interval_level": LEVEL,
        "common_random_numbers": a.manifest.seed == b.manifest.seed,
        "cautions": cautions(a, b),
        "measures": measures,
        "only_in_a": only_a,
        "only_in_b": only_b,
    })
}

/// Measures that are always shown; others only where they differ.
const ALWAYS: [&str; 8] = [
    "tonnes.",
    "plan_share.",
    "availability.trucks",
    "utilisation.trucks",
    "fill_rate.parts",
    "otif",
    "shortage.person_days",
    "cost.total",
];

/// Paired differences for the console: the main measures, and every other one that differs.
pub fn console(a: &Results<'_>, b: &Results<'_>) -> String {
    let (both, only_a, only_b) = pairs(a, b);
    let frame = Frame::new(a.scenario, a.records);
    let mut text = format!(
        "A  {}\nB  {}\n{} paired replications, seed {}, common random numbers\n",
        a.scenario.heading.title,
        b.scenario.heading.title,
        both.iter().map(|pair| pair.difference.n).max().unwrap_or(0),
        a.manifest.seed
    );
    for caution in cautions(a, b) {
        text += &format!("! {caution}\n");
    }
    let is_main = |pair: &&Pair| ALWAYS.iter().any(|key| pair.a.key.starts_with(key));
    let differs = |pair: &&Pair| matches!(pair.verdict, Verdict::Higher | Verdict::Lower);
    text += "\n";
    let main: Vec<&Pair> = both.iter().filter(is_main).collect();
    text += &rows(&frame, &main);
    let others: Vec<&Pair> = both.iter().filter(|pair| !is_main(pair) && differs(pair)).collect();
    if !others.is_empty() {
        text += "\nWhat else differs\n";
        text += &rows(&frame, &others);
    }
    let untold = both.iter().filter(|pair| pair.verdict == Verdict::NoDifference).count();
    let same = both.iter().filter(|pair| pair.verdict == Verdict::Same).count();
    text += &format!(
        "\nOf {} measures, {} differ, in {untold} no difference can be told, {same} are the same in every replication.\n",
        both.len(),
        both.iter().filter(differs).count()
    );
    text += "About one measure in twenty differs by luck alone: trust the one you asked about beforehand.\n";
    if !only_a.is_empty() || !only_b.is_empty() {
        text += &format!("Only in A: {} measures; only in B: {}.\n", only_a.len(), only_b.len());
    }
    plain(&text)
}

fn rows(frame: &Frame<'_>, pairs: &[&Pair]) -> String {
    let mut cells = vec![["measure", "A", "B", "B − A", "95 % interval", ""].map(String::from)];
    for pair in pairs {
        let unit = &pair.a.unit;
        let difference = |value: f64| values::difference(frame, value, unit);
        let interval = if pair.difference.half_width.is_finite() {
            format!("{} to {}", difference(pair.difference.low()), difference(pair.difference.high()))
        } else {
            crate::numbers::NONE.to_string()
        };
        let better = pair.better().map_or(String::new(), |better| format!(", {better} better"));
        cells.push([
            pair.b.title.clone(),
            values::value(frame, pair.mean_a, unit),
            values::value(frame, pair.mean_b, unit),
            difference(pair.difference.mean),
            interval,
            format!("{}{better}", pair.verdict.words()),
        ]);
    }
    values::align(&cells, &[false, true, true, true, true, false], "  ")
}
