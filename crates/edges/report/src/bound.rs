//! The bound of each mine's tonnage by its flow plan, the share of it that was reached, and the resource that binds.
//!
//! The definitions are those of [`iceroad_model::bound`]. A bound belongs to a replication, for other machines are at work
//! in each; the prices are those of the plan with the average of all replications.
use crate::Results;
use crate::frame::{Frame, ratio};
use crate::html::chart::Table;
use crate::numbers::{NONE, fixed, percent};
use crate::spread::Spread;
use crate::values;
use iceroad_model::Scenario;
use iceroad_model::bound::{BlendPriced, Bound, MineBound, Priced, Reached, Resource};
use serde_json::{Value, json};

/// What every showing of a bound must say.
pub(crate) const LEFT_OUT: &str = "A bound is what no dispatch can exceed: loading, driving on free roads, dumping and crushing \
     at their mean times. Waiting in line, traffic and closed roads, refuelling, breaks, drives to park and gate and standing crushers \
     are not in it.";

/// Resources shown for each mine.
const SHOWN: usize = 4;

/// One of a mine's two bounds in words and numbers.
struct Side<'b> {
    key: &'static str,
    words: &'static str,
    bound: &'b Bound,
    tonnes: fn(&Reached) -> f64,
}

fn sides(bound: &MineBound) -> [Side<'_>; 2] {
    [
        Side {
            key: "at_work",
            words: "machines at work",
            bound: &bound.at_work,
            tonnes: |reached| reached.at_work_t,
        },
        Side {
            key: "all",
            words: "all machines, all scheduled hours",
            bound: &bound.all,
            tonnes: |reached| reached.all_t,
        },
    ]
}

impl Side<'_> {
    fn tonnes_of(&self, bound: &MineBound) -> Option<Spread> {
        Spread::over(&bound.replications, self.tonnes)
    }

    fn share_of(&self, bound: &MineBound) -> Option<Spread> {
        Spread::over(&bound.replications, |reached| ratio(reached.dumped_t, (self.tonnes)(reached)))
    }

    /// The resources with a part in the bound, the largest part first.
    fn parts(&self) -> Vec<&Priced> {
        let mut parts: Vec<&Priced> =
            self.bound.resources.iter().filter(|priced| self.share(priced) >= 0.005).collect();
        parts.sort_by(|a, b| b.part().total_cmp(&a.part()).then(a.resource.cmp(&b.resource)));
        parts
    }

    fn share(&self, priced: &Priced) -> f64 {
        ratio(priced.part(), self.bound.t_per_h)
    }
}

/// A resource in words.
fn resource(scenario: &Scenario, resource: Resource) -> String {
    match resource {
        Resource::Trucks(model) => format!("trucks {}", scenario.models[model].name),
        Resource::Loader(machine) => format!("loader {}", scenario.machines[machine].name),
        Resource::Places(dump) => format!("places at {}", scenario.dumps[dump].name),
        Resource::Crusher(dump) => format!("crusher at {}", scenario.dumps[dump].name),
        Resource::BlendLeast(dump) => format!("lack of grade at {}", scenario.dumps[dump].name),
        Resource::BlendMost(dump) => format!("excess of grade at {}", scenario.dumps[dump].name),
    }
}

/// A limit of a blend in words.
fn blend(scenario: &Scenario, blend: &BlendPriced) -> String {
    let limit = if blend.is_most { "greatest" } else { "least" };
    format!("{limit} grade at {}, {}", scenario.dumps[blend.dump].name, blend.limit)
}

/// What a limit of a blend is worth.
const PER_GRADE: &str = "t/h per unit of grade";

/// Rows for the table of measures on the console.
pub(crate) fn console_rows(results: &Results<'_>, frame: &Frame<'_>) -> Vec<[String; 6]> {
    let mut rows = Vec::new();
    for bound in results.bounds {
        let mine = &results.scenario.mines[bound.mine].name;
        for side in sides(bound) {
            let of = format!("{mine}: bound, {}", side.words);
            rows.extend(side.tonnes_of(bound).map(|spread| spread_row(frame, of, &spread, "t")));
            let reached = "   share of it reached".to_string();
            rows.extend(side.share_of(bound).map(|spread| spread_row(frame, reached, &spread, "share")));
        }
    }
    rows
}

fn spread_row(frame: &Frame<'_>, title: String, spread: &Spread, unit: &str) -> [String; 6] {
    let show = |value: f64| values::value(frame, value, unit);
    let half = spread.half_width.map_or(NONE.into(), |half| {
        values::difference(frame, half, unit).trim_start_matches('+').to_string()
    });
    [title, show(spread.mean), half, show(spread.p10), show(spread.p50), show(spread.p90)]
}

/// What binds each mine, for the console, and what the bounds leave out.
pub(crate) fn console_limits(results: &Results<'_>, width: usize) -> String {
    if results.bounds.is_empty() {
        return String::new();
    }
    let mut rows = vec![["what limits the bound", "part of it", "one more is worth", ""].map(String::from)];
    for bound in results.bounds {
        let mine = &results.scenario.mines[bound.mine].name;
        let [at_work, _] = sides(bound);
        for priced in at_work.parts().into_iter().take(SHOWN) {
            rows.push([
                format!("{mine}: {}", resource(results.scenario, priced.resource)),
                percent(at_work.share(priced)),
                fixed(priced.worth, 2),
                priced.resource.unit().to_string(),
            ]);
        }
        for priced in &at_work.bound.blends {
            rows.push([
                format!("{mine}: {}", blend(results.scenario, priced)),
                NONE.to_string(),
                fixed(priced.worth, 2),
                PER_GRADE.to_string(),
            ]);
        }
    }
    let mut text = String::from("\n");
    if rows.len() > 1 {
        text += &values::align(&rows, &[false, true, true, false]);
    }
    text + &values::wrap(LEFT_OUT, width, "  ")
}

/// Every mine's bounds as JSON.
pub(crate) fn document(results: &Results<'_>, per_replication: bool) -> Vec<Value> {
    let mut all = Vec::new();
    for bound in results.bounds {
        let mut value = json!({ "mine": results.scenario.mines[bound.mine].name, "left_out": LEFT_OUT });
        for side in sides(bound) {
            value[side.key] = side_document(results.scenario, bound, &side, per_replication);
        }
        if per_replication {
            let dumped: Vec<f64> = bound.replications.iter().map(|reached| reached.dumped_t).collect();
            value["dumped_t"] = json!(dumped);
        }
        all.push(value);
    }
    all
}

fn side_document(scenario: &Scenario, bound: &MineBound, side: &Side<'_>, per_replication: bool) -> Value {
    let priced = |priced: &Priced| {
        json!({
            "resource": resource(scenario, priced.resource),
            "there": priced.there,
            "used": priced.used,
            "shadow_price": priced.worth,
            "unit": priced.resource.unit(),
            "part": side.share(priced),
        })
    };
    let mut value = json!({
        "machines": side.words,
        "t_per_h": side.bound.t_per_h,
        "tonnes": spread_document(side.tonnes_of(bound)),
        "share_reached": spread_document(side.share_of(bound)),
        "binding": side.bound.binding().map(priced),
        "resources": side.bound.resources.iter().map(priced).collect::<Vec<_>>(),
    });
    if !side.bound.blends.is_empty() {
        value["blends"] = side.bound.blends.iter().map(|priced| blend_document(scenario, priced)).collect();
    }
    if per_replication {
        value["tonnes"]["values"] = json!(bound.replications.iter().map(side.tonnes).collect::<Vec<_>>());
    }
    value
}

fn blend_document(scenario: &Scenario, priced: &BlendPriced) -> Value {
    json!({
        "dump": scenario.dumps[priced.dump].name,
        "limit": if priced.is_most { "blend_max" } else { "blend_min" },
        "grade": priced.limit,
        "t_per_h": priced.t_per_h,
        "shadow_price": priced.worth,
        "unit": PER_GRADE,
    })
}

fn spread_document(spread: Option<Spread>) -> Value {
    json!({
        "n": spread.map_or(0, |spread| spread.n),
        "mean": spread.map(|spread| spread.mean),
        "half_width": spread.and_then(|spread| spread.half_width),
        "p10": spread.map(|spread| spread.p10),
        "p50": spread.map(|spread| spread.p50),
        "p90": spread.map(|spread| spread.p90),
    })
}

/// What the page says of a mine: its bounds, what was reached, and what binds.
pub(crate) fn sentence(scenario: &Scenario, bound: &MineBound) -> Option<String> {
    let [at_work, all] = sides(bound);
    let reached = at_work.share_of(bound)?;
    let binding = at_work.bound.binding()?;
    let whole = all.share_of(bound).map_or(String::new(), |share| {
        format!(", and {} of the bound with all machines in all scheduled hours", percent(share.mean))
    });
    Some(format!(
        "{} moves {} of what no dispatch could exceed with the machines at work{whole}. What binds is {}: one more is worth {} {}.",
        scenario.mines[bound.mine].name,
        crate::findings::share_text(&reached),
        resource(scenario, binding.resource),
        fixed(binding.worth, 1),
        binding.resource.unit(),
    ))
}

/// Every resource of a mine's two bounds.
pub(crate) fn table(scenario: &Scenario, bound: &MineBound) -> Table<'static> {
    let mut table = Table::new(
        &["bound with", "t/h", "resource", "there", "used", "one more is worth", "", "part of the bound"],
        &[false, true, false, true, true, true, false, true],
    );
    for side in sides(bound) {
        for priced in side.parts() {
            table.row(vec![
                side.words.into(),
                fixed(side.bound.t_per_h, 0),
                resource(scenario, priced.resource),
                fixed(priced.there, 2),
                fixed(priced.used, 2),
                fixed(priced.worth, 2),
                priced.resource.unit().into(),
                percent(side.share(priced)),
            ]);
        }
        for priced in &side.bound.blends {
            table.row(vec![
                side.words.into(),
                fixed(side.bound.t_per_h, 0),
                blend(scenario, priced),
                NONE.into(),
                NONE.into(),
                fixed(priced.worth, 2),
                PER_GRADE.into(),
                NONE.into(),
            ]);
        }
    }
    table
}
