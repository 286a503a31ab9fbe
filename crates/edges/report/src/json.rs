//! The result for machines: nothing in it changes from run to run of the same scenario, seed and version.
use crate::frame::Frame;
use crate::kpi::{self, Measure};
use crate::promise::{Line, Outcome};
use crate::spread::{LEVEL, Spread};
use crate::{Results, words};
use iceroad_base::hash;
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
        "bounds": crate::bound::document(results, per_replication),
        "agreements": agreements(results),
        "data_notes": manifest.data_notes,
        "fidelity": crate::fidelity::document(results),
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
    for (id, row) in scenario.lines.entries() {
        let line = Line::of(scenario, id);
        let on_time = Spread::over(records, |record| line.on_time(record));
        let day = |record: &RunRecord| match line.outcome(record) {
            Outcome::OnTime { at_day } | Outcome::Late { at_day, .. } => at_day,
            Outcome::Missing { .. } | Outcome::NotYetDue => f64::NAN,
        };
        let complete = Spread::over(records, day);
        let date = |of: fn(&Spread) -> f64| {
            complete.as_ref().map(|spread| frame.clock.date_of_day(of(spread).floor() as i64).to_string())
        };
        let lateness = Spread::over(records, |record| match line.outcome(record) {
            Outcome::OnTime { .. } => 0.0,
            Outcome::Late { days, .. } | Outcome::Missing { days } => days,
            Outcome::NotYetDue => f64::NAN,
        });
        let penalty =
            |record: &RunRecord| record.lines.get(id).map_or(0.0, |came| crate::numbers::major(came.penalty));
        let delay = line.main_delay(records);
        all.push(json!({
            "agreement": scenario.agreements[row.agreement].name,
            "line": row.name,
            "promise": words::promise(scenario, id),
            "due": row.due.to_string(),
            "replications_known": on_time.map_or(0, |spread| spread.n),
            "replications_complete": complete.map_or(0, |spread| spread.n),
            "chance_on_time": on_time.map(|spread| spread.mean),
            "complete_p10": date(|spread| spread.p10),
            "complete_p50": date(|spread| spread.p50),
            "complete_p90": date(|spread| spread.p90),
            "mean_lateness_days": lateness.map(|spread| spread.mean),
            "mean_penalty": Spread::over(records, penalty).map(|spread| spread.mean),
            "main_cause": delay.map(|(cause, _)| cause.name()),
            "main_cause_words": delay.map(|(cause, _)| words::delay(scenario, cause)),
            "main_cause_share": delay.map(|(_, share)| share),
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
