//! Two scenarios beside each other, for programs and for the console.
use crate::values;
use iceroad::{Difference, Differs};
use iceroad_measures::Results;
use iceroad_measures::compare::{Comparison, Pair, Verdict};
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::that_matter;
use iceroad_measures::numbers::{self, plain};
use iceroad_measures::spread::{LEVEL, Seen};
use iceroad_words::say;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Paired differences, B minus A, as a JSON document.
pub fn document(a: &Results<'_>, b: &Results<'_>, inputs: &[Difference]) -> Value {
    let found = Comparison::of(a, b);
    let side = |results: &Results<'_>| {
        json!({
            "name": results.scenario.heading.name,
            "title": results.scenario.heading.title,
            "folder": results.manifest.scenario_folder,
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
        "inputs": inputs,
        "measures": measures,
        "only_in_a": found.only_a,
        "only_in_b": found.only_b,
    })
}

/// Changes of the inputs that are shown, unless all are asked for.
const MOST_INPUTS: usize = 10;
/// Rows named where many change alike.
const MOST_ROWS: usize = 3;

/// Paired differences for the console: what differs between the inputs, and the measures that matter; with `all` every measure
/// that differs, and every input.
pub fn console(a: &Results<'_>, b: &Results<'_>, inputs: &[Difference], all: bool) -> String {
    let found = Comparison::of(a, b);
    let frame = Frame::new(a.scenario, a.records);
    let side = |results: &Results<'_>| {
        let (folder, title) = (&results.manifest.scenario_folder, &results.scenario.heading.title);
        if folder == title { title.clone() } else { format!("{folder}: {title}") }
    };
    let n = found.pairs.iter().map(|pair| pair.n).max().unwrap_or(0);
    let pairs = numbers::count(n, &format!("paired {}", frame.called()));
    let how = say!("compare-pairs", pairs = pairs, seed = a.manifest.seed.to_string());
    let mut text = format!("A  {}\nB  {}\n{how}\n", side(a), side(b));
    for caution in &found.cautions {
        text += &format!("! {caution}\n");
    }
    text += &input_lines(inputs, all);
    let pairs: Vec<&Pair> = found.unrepeated();
    let keys: Vec<&str> = pairs.iter().map(|pair| pair.key.as_str()).collect();
    let main = that_matter(&keys);
    text += "\n";
    text += &rows(&frame, &main.iter().map(|&at| pairs[at]).collect::<Vec<_>>());
    let differs = |pair: &Pair| matches!(pair.verdict, Verdict::Higher | Verdict::Lower);
    let others: Vec<&Pair> =
        (0..pairs.len()).filter(|at| !main.contains(at) && differs(pairs[*at])).map(|at| pairs[at]).collect();
    if all && !others.is_empty() {
        text += &format!("\n{}\n", say!("compare-else"));
        text += &rows(&frame, &others);
    }
    let count = |verdicts: &[Verdict]| pairs.iter().filter(|pair| verdicts.contains(&pair.verdict)).count();
    let (untold, same) = (count(&[Verdict::NoDifference]), count(&[Verdict::Same]));
    let differ = count(&[Verdict::Higher, Verdict::Lower]);
    let more = if all || others.is_empty() { String::new() } else { say!("compare-more") };
    let mut last = vec![
        say!("compare-sum", n = pairs.len(), differ = differ, untold = untold, same = same, more = more),
        say!("compare-paid"),
        say!("compare-luck"),
    ];
    if !found.only_a.is_empty() || !found.only_b.is_empty() {
        last.push(say!("compare-only", a = found.only_a.len(), b = found.only_b.len()));
    }
    text += &format!("\n{}\n", last.join("\n"));
    plain(&text)
}

/// What the inputs of B say otherwise; cells of one column that change alike share a line.
fn input_lines(all: &[Difference], show_all: bool) -> String {
    if all.is_empty() {
        return format!("\n{}\n", say!("compare-inputs-same"));
    }
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    let mut places: BTreeMap<(&str, &Differs), usize> = BTreeMap::new();
    for one in all {
        let place = *places.entry((&one.file, &one.what)).or_insert_with(|| {
            lines.push((told(&one.what), Vec::new()));
            lines.len() - 1
        });
        lines[place].1.push(&one.row);
    }
    let mut files: Vec<&str> = vec![""; lines.len()];
    places.into_iter().for_each(|((file, _), place)| files[place] = file);
    let shown = if show_all { lines.len() } else { lines.len().min(MOST_INPUTS) };
    let mut text = format!("\n{}\n", say!("compare-inputs"));
    for ((what, rows), file) in lines.iter().zip(files).take(shown) {
        text += &format!("  {file}{}: {what}\n", told_rows(rows, show_all));
    }
    if shown < lines.len() {
        text += &format!("  {}\n", say!("compare-more-lines", n = lines.len() - shown));
    }
    text
}

/// `count 4 → 5`
fn told(what: &Differs) -> String {
    let said = |text: &str| if text.is_empty() { say!("compare-nothing") } else { text.to_owned() };
    match what {
        Differs::Cell { column, from, to } => format!("{column} {} → {}", said(from), said(to)),
        Differs::RowAdded => say!("compare-row-new"),
        Differs::RowGone => say!("compare-row-gone"),
    }
}

/// `, hall`, `, T1, T2, T3 and 9 more rows`
fn told_rows(rows: &[&str], show_all: bool) -> String {
    let shown = if show_all { rows.len() } else { rows.len().min(MOST_ROWS) };
    let names: String =
        rows[..shown].iter().filter(|row| !row.is_empty()).map(|row| format!(", {row}")).collect();
    match rows.len() - shown {
        0 => names,
        more => format!("{names} {}", say!("compare-more-rows", n = more)),
    }
}

fn rows(frame: &Frame<'_>, pairs: &[&Pair]) -> String {
    let mut cells = vec![["compare-measure", "A", "B", "B − A", "compare-interval", ""].map(|key| say!(key))];
    for pair in pairs {
        let unit = &pair.unit;
        let difference = |value: f64| values::difference(frame, value, unit);
        let interval = if pair.low.is_finite() && pair.high.is_finite() {
            say!("from-to", a = difference(pair.low), b = difference(pair.high))
        } else {
            numbers::NONE.to_string()
        };
        let seen = |mean: f64, is_after: bool| {
            values::seen(frame, if is_after { Seen::After(mean) } else { Seen::At(mean) }, unit)
        };
        let by = difference(pair.difference);
        let by = pair.bound.map_or(by.clone(), |bound| bound.words(&by));
        let better = pair.better().map_or(String::new(), |better| say!("compare-better", which = better));
        cells.push([
            pair.title_b.clone(),
            seen(pair.mean_a, pair.after.0),
            seen(pair.mean_b, pair.after.1),
            by,
            interval,
            format!("{}{better}", pair.words()),
        ]);
    }
    values::align(&cells, &[false, true, true, true, true, false], "  ")
}
