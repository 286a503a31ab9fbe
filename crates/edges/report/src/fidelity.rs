//! How closely haulage was followed, and how far the two ways of following it differ.
//!
//! Replications run both ways have the same luck, so the difference of each pair is rates less cycles and little
//! else. Where cheap years by rates stand beside the pairs, a measure's mean is estimated by both together
//! ([`iceroad_base::control`]).

use crate::Results;
use crate::frame::Frame;
use crate::html::chart::Table;
use crate::html::svg::escape;
use crate::kpi::{self, Measure};
use crate::numbers::{NONE, count, percent};
use crate::spread::LEVEL;
use crate::values;
use iceroad_base::control::{Controlled, controlled};
use iceroad_base::estimate::{Interval, Moments};
use iceroad_model::record::RunRecord;
use serde_json::{Value, json};

/// Measures compared, by the beginning of their key.
const COMPARED: [&str; 8] = [
    "tonnes.",
    "cycles.trucks",
    "availability.trucks",
    "utilisation.trucks",
    "failures.trucks",
    "fuel.total",
    "cost.total",
    "productivity.trucks",
];

/// How haulage was followed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fidelity {
    /// Whether the run's replications are by rates; by every cycle otherwise.
    pub by_rates: bool,
    /// Replications by every cycle that have a partner.
    pub cycles: Vec<RunRecord>,
    /// Their partners by rates, in the same order.
    pub rates: Vec<RunRecord>,
    /// Further years by rates.
    pub more_rates: Vec<RunRecord>,
    /// What the rates were learned from, in words.
    pub learned: String,
}

impl Fidelity {
    fn word(&self) -> &'static str {
        if self.by_rates { "rates" } else { "cycles" }
    }

    fn is_plain(&self) -> bool {
        !self.by_rates && self.rates.is_empty()
    }
}

/// One measure both ways.
struct Compared {
    measure: Measure,
    cycles: f64,
    rates: f64,
    /// Rates less cycles; none for fewer than two pairs.
    bias: Option<Interval>,
    together: Option<Controlled>,
}

fn compared(results: &Results<'_>) -> Vec<Compared> {
    let fidelity = &results.manifest.fidelity;
    if fidelity.rates.is_empty() {
        return Vec::new();
    }
    let measures = |records: &[RunRecord]| -> Vec<Measure> {
        let mut all = kpi::measures(results.scenario, records);
        all.retain(|measure| COMPARED.iter().any(|key| measure.key.starts_with(key)));
        all
    };
    let (cycles, rates) = (measures(&fidelity.cycles), measures(&fidelity.rates));
    let more = measures(&fidelity.more_rates);
    let find = |all: &[Measure], key: &str| -> Vec<f64> {
        all.iter().find(|measure| measure.key == key).map_or(Vec::new(), |measure| measure.values.clone())
    };
    let mut found = Vec::new();
    for measure in cycles {
        let partners = find(&rates, &measure.key);
        let both = measure.values.iter().copied().zip(partners);
        let pairs: Vec<(f64, f64)> = both.filter(|(c, r)| c.is_finite() && r.is_finite()).collect();
        let (c, r): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        if c.is_empty() {
            continue;
        }
        let more: Vec<f64> = find(&more, &measure.key).into_iter().filter(|v| v.is_finite()).collect();
        let mean = |values: &[f64]| values.iter().copied().collect::<Moments>().mean();
        let apart: Moments = pairs.iter().map(|(c, r)| r - c).collect();
        let together = if more.is_empty() { None } else { controlled(&c, &r, &more, LEVEL) };
        found.push(Compared {
            cycles: mean(&c),
            rates: mean(&r),
            bias: (c.len() > 1).then(|| apart.interval(LEVEL)),
            together,
            measure,
        });
    }
    found
}

fn said(results: &Results<'_>) -> String {
    let fidelity = &results.manifest.fidelity;
    let pairs = count(fidelity.rates.len(), "replication");
    let used = if fidelity.by_rates {
        "Haulage was followed by production rates, not by every truck cycle"
    } else {
        "Haulage was followed by every truck cycle"
    };
    let beside = match (fidelity.rates.len(), fidelity.more_rates.len()) {
        (0, _) => "; nothing was run both ways, so nobody knows how far rates are off here".to_string(),
        (_, 0) => format!("; {pairs} were run both ways with the same luck"),
        (_, more) => format!(
            "; {pairs} were run by rates too with the same luck, and {} by rates alone",
            count(more, "more year")
        ),
    };
    format!("{used}{beside}. {}", fidelity.learned)
}

const RIGHT: [bool; 5] = [false, true, true, true, true];
const HEAD: [&str; 5] = ["run both ways", "cycles", "rates", "rates − cycles", "± 95 %"];
const HEAD_TOGETHER: [&str; 5] =
    ["with cheap years by rates", "mean", "± 95 %", "cycles alone ±", "variance ÷"];

fn rows(frame: &Frame<'_>, all: &[Compared]) -> Vec<[String; 5]> {
    let mut rows = vec![HEAD.map(String::from)];
    for one in all {
        let show = |value: f64| values::value(frame, value, &one.measure.unit);
        let apart = one.rates / one.cycles - 1.0;
        let half = one.bias.map_or(NONE.into(), |bias| share(bias.half_width / one.cycles.abs()));
        rows.push([
            one.measure.title.clone(),
            show(one.cycles),
            show(one.rates),
            if apart.is_finite() { signed(apart) } else { NONE.into() },
            half,
        ]);
    }
    rows
}

fn rows_together(frame: &Frame<'_>, all: &[Compared]) -> Vec<[String; 5]> {
    let mut rows = vec![HEAD_TOGETHER.map(String::from)];
    for one in all {
        let Some(both) = &one.together else { continue };
        let show = |value: f64| values::value(frame, value, &one.measure.unit);
        let half = |value: f64| {
            values::difference(frame, value, &one.measure.unit).trim_start_matches('+').to_string()
        };
        rows.push([
            one.measure.title.clone(),
            show(both.together.mean),
            half(both.together.half_width),
            half(both.alone.half_width),
            format!("{:.1}", both.variance_cut()),
        ]);
    }
    rows
}

/// A share with its sign, to a hundredth of a percent.
fn signed(share: f64) -> String {
    format!("{:+.2} %", share * 100.0)
}

fn share(share: f64) -> String {
    if share.is_finite() { format!("{:.2} %", share * 100.0) } else { percent(share) }
}

/// What the console says of it; empty for a plain run by every cycle.
pub(crate) fn console(results: &Results<'_>, frame: &Frame<'_>, width: usize) -> String {
    if results.manifest.fidelity.is_plain() {
        return String::new();
    }
    let mut text = format!("\n{}", values::wrap(&said(results), width, ""));
    let all = compared(results);
    if !all.is_empty() {
        text += "\n";
        text += &values::align(&rows(frame, &all), &RIGHT);
    }
    let together = rows_together(frame, &all);
    if together.len() > 1 {
        text += "\n";
        text += &values::align(&together, &RIGHT);
    }
    text
}

/// The part of the page's section on method; empty for a plain run by every cycle.
pub(crate) fn html(results: &Results<'_>, frame: &Frame<'_>) -> String {
    if results.manifest.fidelity.is_plain() {
        return String::new();
    }
    let mut text = format!("<h3>How closely haulage was followed</h3>\n<p>{}</p>\n", escape(&said(results)));
    let all = compared(results);
    let titles = ["Table: both ways of following haulage", "Table: means with the help of cheap years"];
    for (title, rows) in titles.into_iter().zip([rows(frame, &all), rows_together(frame, &all)]) {
        let Some((head, rows)) = rows.split_first().filter(|(_, rows)| !rows.is_empty()) else { continue };
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let mut table = Table::new(&head, &RIGHT);
        rows.iter().for_each(|row| table.row(row.to_vec()));
        text += &table.behind(title);
    }
    text
}

/// The same for machines.
pub(crate) fn document(results: &Results<'_>) -> Value {
    let fidelity = &results.manifest.fidelity;
    let mut value = json!({ "used": fidelity.word() });
    if fidelity.is_plain() {
        return value;
    }
    value["pairs"] = json!(fidelity.rates.len());
    value["more_rate_years"] = json!(fidelity.more_rates.len());
    value["learned"] = json!(fidelity.learned);
    let measures = compared(results).into_iter().map(|one| {
        json!({
            "key": one.measure.key,
            "unit": one.measure.unit,
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
                "variance_cut": both.variance_cut(),
            })),
        })
    });
    value["measures"] = json!(measures.collect::<Vec<_>>());
    value
}
