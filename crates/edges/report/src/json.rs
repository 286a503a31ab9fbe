//! The result for machines: nothing in it changes from run to run of the same scenario, seed and version.
use iceroad_base::hash;
use iceroad_measures::bound::limits;
use iceroad_measures::fidelity::followed;
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::{self, Measure};
use iceroad_measures::numbers::date_at;
use iceroad_measures::promise::lines;
use iceroad_measures::spread::{LEVEL, Seen, Spread};
use iceroad_measures::{Results, cover, equivalents, words};
use iceroad_model::record::RunRecord;
use serde_json::{Map, Value, json};

/// The result as a JSON document. With `per_replication`, every measure also has its value in every replication, in
/// their order, `null` where it has none. A quantile that lies beyond the horizon is `null`, and a mean of which some values
/// do is a lower bound and says so.
///
/// The caller may add a `timing` object; nothing here tells of the clock.
pub fn document(results: &Results<'_>, per_replication: bool) -> Value {
    let Results { scenario, records, manifest, .. } = *results;
    let heading = &scenario.heading;
    let mut measures = Map::new();
    for measure in kpi::measures(scenario, records) {
        measures.insert(measure.key.clone(), measure_value(&measure, per_replication));
    }
    let (suggestions, advice) = crate::advice::document(results.advice);
    json!({
        "program": "iceroad",
        "version": manifest.version,
        "command": manifest.command,
        "scenario": {
            "name": heading.name,
            "title": heading.title,
            "digest": manifest.scenario_digest,
            "folder": manifest.scenario_folder,
            "start": heading.start.to_string(),
            "days": heading.days,
            "zone": heading.zone.name(),
            "currency": heading.currency,
        },
        "seed": manifest.seed,
        "replications": { "asked": manifest.replications, "done": records.len(), "complete": manifest.complete },
        "interval_level": LEVEL,
        "digest": combined_digest(results),
        "digests": records.iter().map(|record| json!({
            "replication": record.replication,
            "digest": hex(record.digest),
            "entries": record.entries,
            "fired": record.fired,
        })).collect::<Vec<_>>(),
        "measures": measures,
        "bounds": crate::bound::document(&limits(results), per_replication),
        "agreements": agreements(results),
        "cover": cover::all(&Frame::new(scenario, records)),
        "equivalents": equivalents::all(&Frame::new(scenario, records)),
        "suggestions": suggestions,
        "advice": advice,
        "data_notes": manifest.data_notes,
        "fidelity": crate::fidelity::document(&followed(results)),
    })
}

fn measure_value(measure: &Measure, per_replication: bool) -> Value {
    let mut value = json!({
        "title": measure.title,
        "unit": measure.unit,
        "definition": measure.definition,
        "higher_is_better": measure.higher_is_better,
    });
    let spread = measure.spread;
    let known =
        |of: fn(&Spread) -> Seen| spread.as_ref().map(of).filter(|seen| !seen.is_after()).map(Seen::bound);
    let interval = measure.interval();
    value["n"] = json!(spread.map_or(0, |spread| spread.n));
    value["mean"] = json!(spread.map(|spread| spread.mean));
    value["half_width"] = json!(spread.and_then(|spread| spread.half_width));
    value["low"] = json!(interval.map(|(low, _)| low));
    value["high"] = json!(interval.map(|(_, high)| high));
    value["p10"] = json!(known(Spread::seen_p10));
    value["p50"] = json!(known(Spread::seen_p50));
    value["p90"] = json!(known(Spread::seen_p90));
    if let Some(beyond) = spread.and_then(|spread| spread.beyond) {
        value["mean_is_at_least"] = json!(true);
        value["n_beyond_horizon"] = json!(beyond.n);
    }
    if let Some(chance) = measure.chance {
        value["chance"] = json!(chance);
    }
    if let Some(rare) = measure.rare {
        value["rare"] = json!(rare);
    }
    if per_replication {
        // serde_json writes a number that is not finite as null.
        value["values"] = json!(measure.values);
        if !measure.after.is_empty() {
            value["is_lower_bound"] = json!(measure.after);
        }
    }
    value
}

fn agreements(results: &Results<'_>) -> Vec<Value> {
    let Results { scenario, records, .. } = *results;
    let frame = Frame::new(scenario, records);
    let mut all = Vec::new();
    for line in lines(scenario, records) {
        let row = &scenario.lines[line.line];
        let date = |of: fn(&Spread) -> Seen| {
            let seen = line.complete.as_ref().map(of).filter(|seen| !seen.is_after())?;
            Some(date_at(&frame.clock, seen.bound()).to_string())
        };
        let completed = line.completed.met;
        all.push(json!({
            "agreement": line.agreement,
            "line": row.name,
            "promise": words::promise(scenario, line.line),
            "due": row.due.to_string(),
            "replications_known": line.on_time.of - line.on_time.unknown,
            "replications_complete": completed,
            "replications_on_time": line.on_time.met,
            "chance_on_time": line.chance,
            "chance_on_time_low": line.on_time.low,
            "chance_on_time_high": line.on_time.high,
            "complete_p10": date(Spread::seen_p10),
            "complete_p50": date(Spread::seen_p50),
            "complete_p90": date(Spread::seen_p90),
            "complete_after": (completed < line.on_time.of).then(|| scenario.horizon().last().to_string()),
            "mean_lateness_days": line.lateness.map(|spread| spread.mean),
            "mean_lateness_is_at_least": line.lateness.is_some_and(|spread| spread.beyond.is_some()),
            "mean_penalty": line.penalty.map(|spread| spread.mean),
            "main_cause": line.cause.as_ref().map(|cause| cause.key),
            "main_cause_words": line.cause.as_ref().map(|cause| &cause.words),
            "main_cause_share": line.cause.as_ref().map(|cause| cause.share),
        }));
    }
    all
}

/// One digest of all replications' digests in their order.
pub(crate) fn combined_digest(results: &Results<'_>) -> String {
    let bytes =
        |record: &RunRecord| record.replication.to_le_bytes().into_iter().chain(record.digest.to_le_bytes());
    hex(hash::of_bytes(results.records.iter().flat_map(bytes)))
}

/// A digest as sixteen hexadecimal digits.
pub(crate) fn hex(digest: u64) -> String {
    format!("{digest:016x}")
}
