//! How closely haulage was followed, shown: on the console, for machines, and in the page's section on method.
use crate::html::chart::Table;
use crate::values;
use iceroad_measures::fidelity::{Compared, Followed};
use iceroad_measures::frame::Frame;
use iceroad_measures::numbers::{NONE, fixed, percent};
use iceroad_words::say;
use maud::{Markup, html};
use serde_json::{Value, json};

const RIGHT: [bool; 5] = [false, true, true, true, true];
const HEAD: [&str; 5] = ["fidelity-both", "fidelity-cycles", "fidelity-rates", "fidelity-apart", "± 95 %"];
const HEAD_TOGETHER: [&str; 5] =
    ["fidelity-together", "console-mean", "± 95 %", "fidelity-alone", "fidelity-variance"];

fn rows(frame: &Frame<'_>, all: &[Compared]) -> Vec<[String; 5]> {
    let mut rows = vec![HEAD.map(|key| say!(key))];
    for one in all {
        let show = |value: f64| values::value(frame, value, &one.unit);
        let apart = one.apart();
        let half = one.apart_half_width().map_or(NONE.into(), share);
        rows.push([
            one.title.clone(),
            show(one.cycles),
            show(one.rates),
            if apart.is_finite() { signed(apart) } else { NONE.into() },
            half,
        ]);
    }
    rows
}

fn rows_together(frame: &Frame<'_>, all: &[Compared]) -> Vec<[String; 5]> {
    let mut rows = vec![HEAD_TOGETHER.map(|key| say!(key))];
    for one in all {
        let Some(both) = &one.together else { continue };
        let show = |value: f64| values::value(frame, value, &one.unit);
        let half = |value: f64| values::half_width(frame, value, &one.unit);
        rows.push([
            one.title.clone(),
            show(both.together.mean),
            half(both.together.half_width),
            half(both.alone.half_width),
            fixed(both.variance_cut, 1),
        ]);
    }
    rows
}

/// A share with its sign, to a hundredth of a percent.
fn signed(share: f64) -> String {
    let sign = if share > 0.0 { "+" } else { "" };
    format!("{sign}{} %", fixed(share * 100.0, 2))
}

fn share(share: f64) -> String {
    if share.is_finite() { format!("{} %", fixed(share * 100.0, 2)) } else { percent(share) }
}

/// What the console says of it; empty for a plain run by every cycle.
pub(crate) fn console(followed: &Followed, frame: &Frame<'_>, width: usize) -> String {
    if followed.is_plain {
        return String::new();
    }
    let mut text = format!("\n{}", values::wrap(&followed.words, width, ""));
    let all = &followed.measures;
    if !all.is_empty() {
        text += "\n";
        text += &values::align(&rows(frame, all), &RIGHT, "  ");
    }
    let together = rows_together(frame, all);
    if together.len() > 1 {
        text += "\n";
        text += &values::align(&together, &RIGHT, "  ");
    }
    text
}

/// The part of the page's section on method; empty for a plain run by every cycle.
pub(crate) fn html(followed: &Followed, frame: &Frame<'_>) -> Markup {
    if followed.is_plain {
        return html! {};
    }
    let all = &followed.measures;
    let table = |title: &str, rows: &[[String; 5]]| {
        let (head, rows) = rows.split_first()?;
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let mut table = Table::new(&head, &RIGHT);
        rows.iter().for_each(|row| table.row(row.to_vec()));
        Some(table.behind(title))
    };
    html! {
        h3 { (say!("fidelity-title")) }
        p { (followed.words) }
        @if let Some(table) = table("fidelity-table", &rows(frame, all)) { (table) }
        @if let Some(table) = table("fidelity-table-together", &rows_together(frame, all)) { (table) }
    }
}

/// The same for machines.
pub(crate) fn document(followed: &Followed) -> Value {
    let mut value = json!({ "used": followed.used });
    if followed.is_plain {
        return value;
    }
    value["pairs"] = json!(followed.pairs);
    value["more_rate_years"] = json!(followed.more_rate_years);
    value["learned"] = json!(followed.learned);
    let measures = followed.measures.iter().map(|one| {
        json!({
            "key": one.key,
            "unit": one.unit,
            "cycles_mean": one.cycles,
            "rates_mean": one.rates,
            "bias": one.bias.map(|bias| bias.mean),
            "bias_half_width": one.bias.map(|bias| bias.half_width),
            "together": one.together.map(|both| json!({
                "mean": both.together.mean,
                "half_width": both.together.half_width,
                "alone_half_width": both.alone.half_width,
                "slope": both.slope,
                "correlation": both.correlation,
                "variance_cut": both.variance_cut,
            })),
        })
    });
    value["measures"] = json!(measures.collect::<Vec<_>>());
    value
}
