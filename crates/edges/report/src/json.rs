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
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The result as a JSON document. With `per_replication`, every measure also has its value in every replication, in
/// their order, `null` where it has none. A quantile that lies beyond the horizon is `null`, and a mean of which some values
/// do is a lower bound and says so.
/// Nothing in it tells of the clock.
pub fn document(results: &Results<'_>, per_replication: bool) -> Value {
    let measures = kpi::measures(results.scenario, results.records);
    let mut document = without_values(results, &measures, per_replication);
    if per_replication {
        for measure in &measures {
            let value = &mut document["measures"][&measure.key];
            // serde_json writes a number that is not finite as null.
            value["values"] = json!(measure.values);
            if !measure.after.is_empty() {
                value["is_lower_bound"] = json!(measure.after);
            }
        }
    }
    document
}

/// Writes the [`document`] and the seconds by the clock on the wall. Values are written as they are: as a document, those of ten
/// thousand replications would take hundreds of megabytes.
///
/// # Errors
/// What the writer said.
pub fn write(
    results: &Results<'_>,
    per_replication: bool,
    wall_seconds: f64,
    to: impl Write,
) -> io::Result<()> {
    let measures = kpi::measures(results.scenario, results.records);
    let mut document = without_values(results, &measures, per_replication);
    let pace = results.records.len() as f64 / wall_seconds.max(1e-9);
    document["timing"] = json!({ "wall_seconds": wall_seconds, "replications_per_second": pace });
    if !per_replication {
        return Ok(serde_json::to_writer_pretty(to, &document)?);
    }
    Ok(serde_json::to_writer_pretty(to, &WithValues { document: &document, measures: &measures })?)
}

fn without_values(results: &Results<'_>, all: &[Measure], per_replication: bool) -> Value {
    let Results { scenario, records, manifest, .. } = *results;
    let heading = &scenario.heading;
    let measures: Map<String, Value> =
        all.iter().map(|measure| (measure.key.clone(), measure_value(measure))).collect();
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

/// A document and the values of its measures: keys in their order, as in the document itself.
struct WithValues<'a> {
    document: &'a Value,
    measures: &'a [Measure],
}

impl Serialize for WithValues<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let known: BTreeMap<&str, &Measure> =
            self.measures.iter().map(|measure| (measure.key.as_str(), measure)).collect();
        let mut fields: BTreeMap<&str, Field<'_>> = fields_of(self.document);
        let measures = fields_of(&self.document["measures"]).into_keys().filter_map(|key| {
            let mut fields = fields_of(&self.document["measures"][key]);
            let measure = known.get(key)?;
            fields.insert("values", Field::Values(&measure.values));
            if !measure.after.is_empty() {
                fields.insert("is_lower_bound", Field::After(&measure.after));
            }
            Some((key, fields))
        });
        fields.insert("measures", Field::Measures(measures.collect()));
        fields.serialize(to)
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Field<'a> {
    Told(&'a Value),
    Values(&'a [f64]),
    After(&'a [bool]),
    Measures(BTreeMap<&'a str, BTreeMap<&'a str, Field<'a>>>),
}

fn fields_of(object: &Value) -> BTreeMap<&str, Field<'_>> {
    let fields = object.as_object().into_iter().flatten();
    fields.map(|(key, value)| (key.as_str(), Field::Told(value))).collect()
}

fn measure_value(measure: &Measure) -> Value {
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
