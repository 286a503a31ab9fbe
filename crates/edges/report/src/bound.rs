//! The bound of each mine's tonnage, shown: on the console, for machines, and as a table of the page.
use crate::html::chart::Table;
use crate::values;
use iceroad_measures::bound::{BlendLimit, Limit, MineLimits, PER_GRADE, Side};
use iceroad_measures::findings::share_text;
use iceroad_measures::frame::Frame;
use iceroad_measures::numbers::{NONE, fixed, percent, unit};
use iceroad_measures::spread::Spread;
use iceroad_words::say;
use serde_json::{Value, json};

/// Resources shown for each mine.
const SHOWN: usize = 4;

fn sides(bound: &MineLimits) -> [(&'static str, &Side); 2] {
    [("at_work", &bound.at_work), ("all", &bound.all)]
}

/// What bounds each mine, for the console: what a bound is, how much of it was reached, and what limits it.
pub(crate) fn console(bounds: &[MineLimits], frame: &Frame<'_>, width: usize) -> String {
    if bounds.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}", values::wrap(&say!("bound-left-out"), width, "  "));
    text += &values::align(&reached(bounds, frame), &[false, true, true, true, true, true], "  ");
    let limits = limits(bounds);
    if limits.len() > 1 {
        text.push('\n');
        text += &values::align(&limits, &[false, true, true, false], "  ");
    }
    text
}

/// Every bound and the share of it that was reached.
fn reached(bounds: &[MineLimits], frame: &Frame<'_>) -> Vec<[String; 6]> {
    let mut rows = vec![values::spread_head()];
    for bound in bounds {
        for (_, side) in sides(bound) {
            let of = say!("bound-of", mine = bound.mine, machines = side.machines);
            rows.extend(side.tonnes.map(|spread| values::spread_row(frame, of, &spread, "t")));
            let share = |spread| values::spread_row(frame, say!("bound-reached"), &spread, "share");
            rows.extend(side.share_reached.map(share));
        }
    }
    rows
}

/// What limits each bound with the machines at work.
fn limits(bounds: &[MineLimits]) -> Vec<[String; 4]> {
    let mut rows = vec![[say!("console-limits"), say!("console-part"), say!("bound-worth"), String::new()]];
    for bound in bounds {
        let mine = &bound.mine;
        for limit in bound.at_work.parts().into_iter().take(SHOWN) {
            rows.push([
                format!("{mine}: {}", limit.words),
                percent(limit.part),
                fixed(limit.worth, 2),
                unit(limit.unit),
            ]);
        }
        for blend in &bound.at_work.blends {
            rows.push([
                format!("{mine}: {}", blend.words),
                NONE.to_string(),
                fixed(blend.worth, 2),
                unit(PER_GRADE),
            ]);
        }
    }
    rows
}

/// Every mine's bounds as JSON.
pub(crate) fn document(bounds: &[MineLimits], per_replication: bool) -> Vec<Value> {
    let mut all = Vec::new();
    for bound in bounds {
        let mut value = json!({ "mine": bound.mine, "left_out": say!("bound-left-out") });
        for (key, side) in sides(bound) {
            value[key] = side_document(side, per_replication);
        }
        if per_replication {
            value["dumped_t"] = json!(bound.dumped_t);
        }
        all.push(value);
    }
    all
}

fn side_document(side: &Side, per_replication: bool) -> Value {
    let mut value = json!({
        "machines": side.machines,
        "t_per_h": side.t_per_h,
        "tonnes": spread_document(side.tonnes),
        "share_reached": spread_document(side.share_reached),
        "binding": side.binding.as_ref().map(limit_document),
        "resources": side.resources.iter().map(limit_document).collect::<Vec<_>>(),
    });
    if !side.blends.is_empty() {
        value["blends"] = side.blends.iter().map(blend_document).collect();
    }
    if per_replication {
        value["tonnes"]["values"] = json!(side.values);
    }
    value
}

fn limit_document(limit: &Limit) -> Value {
    json!({
        "resource": limit.words,
        "there": limit.there,
        "used": limit.used,
        "shadow_price": limit.worth,
        "unit": limit.unit,
        "part": limit.part,
    })
}

fn blend_document(blend: &BlendLimit) -> Value {
    json!({
        "dump": blend.dump,
        "limit": if blend.is_most { "blend_max" } else { "blend_min" },
        "grade": blend.grade,
        "t_per_h": blend.t_per_h,
        "shadow_price": blend.worth,
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
pub(crate) fn sentence(bound: &MineLimits) -> Option<String> {
    let reached = bound.at_work.share_reached?;
    let binding = bound.at_work.binding.as_ref()?;
    let whole = bound
        .all
        .share_reached
        .map_or(String::new(), |share| say!("bound-whole", share = percent(share.mean)));
    Some(say!(
        "bound-sentence",
        mine = bound.mine,
        share = share_text(&reached),
        whole = whole,
        binding = binding.words,
        worth = fixed(binding.worth, 1),
        unit = unit(binding.unit),
    ))
}

/// Every resource of a mine's two bounds.
pub(crate) fn table(bound: &MineLimits) -> Table<'static> {
    let mut table = Table::new(
        &["bound-with", "unit-t-h", "bound-resource", "bound-there", "used", "bound-worth", "", "bound-part"],
        &[false, true, false, true, true, true, false, true],
    );
    for (_, side) in sides(bound) {
        for limit in side.parts() {
            table.row(vec![
                side.machines.clone(),
                fixed(side.t_per_h, 0),
                limit.words.clone(),
                fixed(limit.there, 2),
                fixed(limit.used, 2),
                fixed(limit.worth, 2),
                unit(limit.unit),
                percent(limit.part),
            ]);
        }
        for blend in &side.blends {
            table.row(vec![
                side.machines.clone(),
                fixed(side.t_per_h, 0),
                blend.words.clone(),
                NONE.into(),
                NONE.into(),
                fixed(blend.worth, 2),
                unit(PER_GRADE),
                NONE.into(),
            ]);
        }
    }
    table
}
