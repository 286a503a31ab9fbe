//! The result for machines: nothing in it changes from run to run of the same scenario, seed and version.
use iceroad_base::hash;
use iceroad_measures::bound::limits;
use iceroad_measures::fidelity::followed;
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::{self, Measure};
use iceroad_measures::numbers::date_at;
use iceroad_measures::promise::lines;
use iceroad_measures::spread::{LEVEL, Spread};
use iceroad_measures::{Results, equivalents, words};
use iceroad_model::record::RunRecord;
use serde_json::{Map, Value, json};

/// The result as a JSON document. With `per_replication`, every measure also has its value in every replication, in
/// their order, `null` where it has none.
///
/// The caller may add a `timing` object; nothing here tells of the clock.
pub fn document(results: &Results<'_>, per_replication: bool) -> Value {
    let Results { scenario, records, manifest, .. } = *results;
    let heading = &scenario.heading;
    let mut measures = Map::new();
    for measure in kpi::measures(scenario, records) {
        measures.insert(measure.key.clone(), measure_value(&measure, per_replication));
    }
    json!({
        "program": "iceroad",
        "version": manifest.version,
        "command": manifest.command,
        "scenario": {
            "name": heading.name,
            "title": heading.title,
            "digest": manifest.scenario_digest,
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
        "equivalents": equivalents::all(&Frame::new(scenario, records)),
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
    value["n"] = json!(spread.map_or(0, |spread| spread.n));
    value["mean"] = json!(spread.map(|spread| spread.mean));
    value["half_width"] = json!(spread.and_then(|spread| spread.half_width));
    value["low"] = json!(spread.and_then(|spread| Some(spread.mean - spread.half_width?)));
    value["high"] = json!(spread.and_then(|spread| Some(spread.mean + spread.half_width?)));
    value["p10"] = json!(spread.map(|spread| spread.p10));
    value["p50"] = json!(spread.map(|spread| spread.p50));
    value["p90"] = json!(spread.map(|spread| spread.p90));
    if per_replication {
        // serde_json writes a number that is not finite as null.
        value["values"] = json!(measure.values);
    }
    value
}

fn agreements(results: &Results<'_>) -> Vec<Value> {
    let Results { scenario, records, .. } = *results;
    let frame = Frame::new(scenario, records);
    let mut all = Vec::new();
    for line in lines(scenario, records) {
        let row = &scenario.lines[line.line];
        let date = |of: fn(&Spread) -> f64| {
            line.complete.as_ref().map(|spread| date_at(&frame.clock, of(spread)).to_string())
        };
        all.push(json!({
            "agreement": line.agreement,
            "line": row.name,
            "promise": words::promise(scenario, line.line),
            "due": row.due.to_string(),
            "replications_known": line.known,
            "replications_complete": line.complete.map_or(0, |spread| spread.n),
            "chance_on_time": line.chance,
            "complete_p10": date(|spread| spread.p10),
            "complete_p50": date(|spread| spread.p50),
            "complete_p90": date(|spread| spread.p90),
            "mean_lateness_days": line.lateness.map(|spread| spread.mean),
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
