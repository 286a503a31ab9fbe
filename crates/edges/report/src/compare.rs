//! Two scenarios beside each other, for programs and for the console.
use crate::values;
use iceroad_measures::Results;
use iceroad_measures::compare::{Comparison, Pair, Verdict};
use iceroad_measures::frame::Frame;
use iceroad_measures::numbers::plain;
use iceroad_measures::spread::{LEVEL, Seen};
use serde_json::{Value, json};

/// Paired differences, B minus A, as a JSON document.
pub fn document(a: &Results<'_>, b: &Results<'_>) -> Value {
    let found = Comparison::of(a, b);
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
    let measures: serde_json::Map<String, Value> = found
        .pairs
        .iter()
        .map(|pair| {
            let row = json!({
                "title": pair.title,
                "unit": pair.unit,
                "higher_is_better": pair.higher_is_better,
                "n": pair.n,
                "mean_a": finite(pair.mean_a),
                "mean_b": finite(pair.mean_b),
                "difference": finite(pair.difference),
                "low": finite(pair.low),
                "high": finite(pair.high),
                "mean_a_is_at_least": pair.after.0,
                "mean_b_is_at_least": pair.after.1,
                "difference_is": pair.bound,
                "verdict": pair.verdict.key(),
                "words": pair.words(),
                "better": pair.better(),
            });
            (pair.key.clone(), row)
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
        "cautions": found.cautions,
        "measures": measures,
        "only_in_a": found.only_a,
        "only_in_b": found.only_b,
    })
}

/// Measures that are always shown; others only where they differ.
const ALWAYS: [&str; 11] = [
    "tonnes.",
    "plan_share.",
    "availability.trucks",
    "utilisation.trucks",
    "fill_rate.parts",
    "otif",
    "shortage.person_days",
    "cost.total",
    "use.mine",
    "use.per_tonne",
    "margin.",
];

/// Paired differences for the console: the main measures, and every other one that differs.
pub fn console(a: &Results<'_>, b: &Results<'_>) -> String {
    let found = Comparison::of(a, b);
    let frame = Frame::new(a.scenario, a.records);
    let mut text = format!(
        "A  {}\nB  {}\n{} paired years, seed {}, common random numbers\n",
        a.scenario.heading.title,
        b.scenario.heading.title,
        found.pairs.iter().map(|pair| pair.n).max().unwrap_or(0),
        a.manifest.seed
    );
    for caution in &found.cautions {
        text += &format!("! {caution}\n");
    }
    let is_main = |pair: &&Pair| ALWAYS.iter().any(|key| pair.key.starts_with(key));
    let differs = |pair: &&Pair| matches!(pair.verdict, Verdict::Higher | Verdict::Lower);
    text += "\n";
    let main: Vec<&Pair> = found.pairs.iter().filter(is_main).collect();
    text += &rows(&frame, &main);
    let others: Vec<&Pair> = found.pairs.iter().filter(|pair| !is_main(pair) && differs(pair)).collect();
    if !others.is_empty() {
        text += "\nWhat else differs\n";
        text += &rows(&frame, &others);
    }
    let (untold, same) = (found.count(&[Verdict::NoDifference]), found.count(&[Verdict::Same]));
    text += &format!(
        "\nOf {} measures, {} differ, in {untold} no difference can be told, {same} are the same in all years seen.\n",
        found.pairs.len(),
        found.count(&[Verdict::Higher, Verdict::Lower])
    );
    text += "Paid is cash within the horizon; used is what the year took, whenever it was paid: stock at both ends is valued.\n";
    text += "About one measure in twenty differs by luck alone: trust the one you asked about beforehand.\n";
    if !found.only_a.is_empty() || !found.only_b.is_empty() {
        text += &format!("Only in A: {} measures; only in B: {}.\n", found.only_a.len(), found.only_b.len());
    }
    plain(&text)
}

fn rows(frame: &Frame<'_>, pairs: &[&Pair]) -> String {
    let mut cells = vec![["measure", "A", "B", "B − A", "95 % interval", ""].map(String::from)];
    for pair in pairs {
        let unit = &pair.unit;
        let difference = |value: f64| values::difference(frame, value, unit);
        let interval = if pair.low.is_finite() && pair.high.is_finite() {
            format!("{} to {}", difference(pair.low), difference(pair.high))
        } else {
            iceroad_measures::numbers::NONE.to_string()
        };
        let seen = |mean: f64, is_after: bool| {
            values::seen(frame, if is_after { Seen::After(mean) } else { Seen::At(mean) }, unit)
        };
        let bound = pair.bound.map_or("", |bound| bound.words());
        let better = pair.better().map_or(String::new(), |better| format!(", {better} better"));
        cells.push([
            pair.title_b.clone(),
            seen(pair.mean_a, pair.after.0),
            seen(pair.mean_b, pair.after.1),
            format!("{bound}{}", difference(pair.difference)),
            interval,
            format!("{}{better}", pair.words()),
        ]);
    }
    values::align(&cells, &[false, true, true, true, true, false], "  ")
}
