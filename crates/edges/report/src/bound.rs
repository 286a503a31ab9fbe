//! The bound of each mine's tonnage, shown: on the console, for machines, and as a table of the page.
use crate::Results;
use crate::html::chart::Table;
use crate::values;
use iceroad_measures::bound::{LEFT_OUT, PER_GRADE, Side, blend, resource, sides};
use iceroad_measures::findings::share_text;
use iceroad_measures::frame::Frame;
use iceroad_measures::numbers::{NONE, fixed, percent};
use iceroad_measures::spread::Spread;
use iceroad_model::Scenario;
use iceroad_model::bound::{BlendPriced, MineBound, Priced};
use serde_json::{Value, json};

/// Resources shown for each mine.
const SHOWN: usize = 4;

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
        text += &values::align(&rows, &[false, true, true, false], "  ");
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
        share_text(&reached),
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
