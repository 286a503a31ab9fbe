//! `iceroad fleet`: fleets of other sizes and mixes, tried by runs.
use crate::args::{FleetArgs, HowWord};
use crate::failure::Failure;
use crate::progress::Many;
use crate::{check, text};
use iceroad_base::estimate::Interval;
use iceroad_engine::Fidelity;
use iceroad_model::{ModelId, Scenario};
use iceroad_plan::PlanError;
use iceroad_plan::fleet::{Answer, How, Question, Tried, answer};
use iceroad_plan::variant::{Fleet, count};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

/// Fleets tried in one question at most: more is a search, not a table.
const MOST_FLEETS: usize = 60;
/// Up to so many fleets every one is tried by cycles unless told otherwise: learning rates would take longer.
const FEW: usize = 12;

pub(crate) fn command(args: &FleetArgs) -> Result<(), Failure> {
    let scenario = check::read(&args.folder)?;
    let fleets = fleets(&scenario, args)?;
    let how = match args.fidelity {
        Some(HowWord::Cycles) => How::Cycles,
        Some(HowWord::Rates) => How::Rates,
        Some(HowWord::Screen) => How::Screen,
        None if fleets.len() <= FEW => How::Cycles,
        None => How::Screen,
    };
    let question = Question {
        scenario: Arc::clone(&scenario),
        fleets,
        seed: args.seed.unwrap_or(scenario.heading.seed),
        threads: args.threads,
        confidence: args.confidence.0,
        half_width: args.half_width.0,
        most: args.most,
        how,
        worth: args.worth.map(|money| money * 100.0),
    };
    let watch = Many::new();
    let found = answer(&question, &watch);
    watch.end();
    let found = found.map_err(|error| match error {
        PlanError::Question(_) | PlanError::Variant { .. } => Failure::Input(error.to_string()),
        PlanError::Engine(_) => Failure::ours(error),
        PlanError::Stopped => Failure::Stopped(error.to_string()),
    })?;
    if args.json {
        return text::print_json(&document(&question, &found));
    }
    text::print(&console(&question, &found))
}

// ---- What is asked ----------------------------------------------------------------------------------------

fn fleets(scenario: &Scenario, args: &FleetArgs) -> Result<Vec<Fleet>, Failure> {
    let mut ranges: Vec<(ModelId, usize, usize)> = Vec::new();
    for mix in &args.mix {
        let (name, range) = mix.split_once('=').ok_or_else(|| {
            Failure::Input(format!("`--mix {mix}` is not MODEL=FROM..TO, such as --mix \"830E=10..14\""))
        })?;
        let model = model(scenario, name)?;
        let (from, to) = range.split_once("..").unwrap_or((range, range));
        let has = count(scenario, model);
        ranges.push((model, size(from, has, "--mix")?, size(to, has, "--mix")?));
    }
    if ranges.is_empty() {
        let model = match &args.model {
            Some(name) => model(scenario, name)?,
            None => most_trucks(scenario)?,
        };
        let has = count(scenario, model);
        ranges.push((model, size(&args.from, has, "--from")?, size(&args.to, has, "--to")?));
    }
    let mut fleets = vec![Fleet { counts: Vec::new() }];
    for (model, from, to) in ranges {
        let name = &scenario.models[model].name;
        if from > to {
            return Err(Failure::Input(format!("the range of `{name}` is empty: from {from} to {to}")));
        }
        if fleets[0].counts.iter().any(|&(other, _)| other == model) {
            return Err(Failure::Input(format!("`{name}` is named twice")));
        }
        if fleets.len() * (to - from + 1) > MOST_FLEETS {
            let n = fleets.len() * (to - from + 1);
            return Err(Failure::Input(format!(
                "{n} fleets are too many to try; narrow the ranges to {MOST_FLEETS}"
            )));
        }
        let larger = |fleet: &Fleet| -> Vec<Fleet> {
            let with = |n| Fleet { counts: [fleet.counts.clone(), vec![(model, n)]].concat() };
            (from..=to).map(with).collect()
        };
        fleets = fleets.iter().flat_map(larger).collect();
    }
    // What a tonne costs today is what others are held against.
    let today = |&(model, _): &(ModelId, usize)| (model, count(scenario, model));
    let today = Fleet { counts: fleets[0].counts.iter().map(today).collect() };
    if !fleets.contains(&today) {
        fleets.push(today);
        fleets.sort_by_key(|fleet| fleet.counts.iter().map(|&(_, n)| n).collect::<Vec<_>>());
    }
    Ok(fleets)
}

fn model(scenario: &Scenario, name: &str) -> Result<ModelId, Failure> {
    let found = scenario.models.entries().find(|(_, model)| model.name == name).map(|(id, _)| id);
    found.ok_or_else(|| {
        let names: Vec<&str> = scenario.models.iter().map(|model| model.name.as_str()).collect();
        Failure::Input(format!("no model is called `{name}`; there are {}", names.join(", ")))
    })
}

/// The truck model with most machines; of equals the first.
fn most_trucks(scenario: &Scenario) -> Result<ModelId, Failure> {
    let trucks = scenario.models.entries().filter(|(_, model)| model.truck().is_some()).map(|(id, _)| id);
    let mut most: Option<(usize, ModelId)> = None;
    for id in trucks {
        let n = count(scenario, id);
        if n > 0 && most.is_none_or(|(other, _)| n > other) {
            most = Some((n, id));
        }
    }
    most.map(|(_, id)| id)
        .ok_or_else(|| Failure::Input("the scenario has no trucks, so there is no fleet to size".into()))
}

/// A number of machines: `12`, or `-2` and `+3` from what there is.
fn size(word: &str, has: usize, option: &str) -> Result<usize, Failure> {
    let word = word.trim();
    let wrong = || {
        Failure::Input(format!(
            "`{option} {word}` is no number of machines: write 12, or -2 or +3 from the {has} there are"
        ))
    };
    let number: i64 = word.strip_prefix('+').unwrap_or(word).parse().map_err(|_| wrong())?;
    let relative = word.starts_with(['+', '-']);
    let n = if relative { has as i64 + number } else { number };
    if relative && n < 0 { Ok(0) } else { usize::try_from(n).map_err(|_| wrong()) }
}

// ---- What is told -----------------------------------------------------------------------------------------

fn console(question: &Question, found: &Answer) -> String {
    let scenario = &question.scenario;
    let money = &scenario.heading.currency;
    let mut text = format!(
        "{}\nFleets under common random numbers, seed {}, intervals at {}\n\n",
        scenario.heading.title,
        question.seed,
        percent(question.confidence, 0)
    );
    let mut rows = vec![
        [
            "fleet",
            "by",
            "n",
            "1,000 t",
            "±",
            "of plan",
            "met",
            "cost/t",
            "±",
            "match",
            "each adds t",
            "±",
            "at cost/t",
        ]
        .map(String::from),
    ];
    for (at, one) in found.tried.iter().enumerate() {
        let mark = if found.as_it_is == Some(at) { " *" } else { "" };
        let half = |interval: &Interval| percent(interval.half_width / interval.mean, 1);
        let plan = one.plan_share.map_or(String::new(), |share| percent(share.mean, 1));
        let met = one.plan_share.map_or(String::new(), |_| percent(one.met, 0));
        let [adds, adds_half, adds_cost] = one.added.map_or([const { String::new() }; 3], |added| {
            let cost =
                if added.cost_per_tonne.is_finite() { major(added.cost_per_tonne) } else { "-".into() };
            [thousands(added.tonnes.mean), thousands(added.tonnes.half_width), cost]
        });
        rows.push([
            one.fleet.words(scenario) + mark,
            one.fidelity.name().into(),
            one.n.to_string(),
            thousands(one.tonnes.mean / 1_000.0),
            half(&one.tonnes),
            plan,
            met,
            major(one.per_tonne.mean),
            half(&one.per_tonne),
            format!("{:.2}", one.match_factor),
            adds,
            adds_half,
            adds_cost,
        ]);
    }
    text += &align(&rows);
    if found.as_it_is.is_some() {
        text += "* the fleet as it is\n";
    }
    text += "\n";
    for line in verdicts(question, found) {
        let _ = writeln!(text, "{line}");
    }
    let fuel = found.fuel_price.map_or("without fuel, for nobody offers it".to_string(), |price| {
        format!("with fuel at {} {money}/L, its cheapest offer", major(price))
    });
    let _ = writeln!(
        text,
        "\nCost: operating hours at cost_per_hour, {fuel}; no parts, labour or freight. Match: rate at which trucks could \
         come over rate at which loaders could load.\nSimulated: {} replications by cycles, {} by rates.",
        found.replications.0, found.replications.1
    );
    text
}

fn verdicts(question: &Question, found: &Answer) -> Vec<String> {
    let scenario = &question.scenario;
    let words = |at: usize| found.tried[at].fleet.words(scenario);
    let sure = percent(question.confidence, 0);
    let mut lines = Vec::new();
    if let Some(why) = &found.not_screened {
        lines.push(format!("Tried by cycles only: {why}."));
    }
    let planned: Vec<&Tried> = found.tried.iter().filter(|one| one.plan_share.is_some()).collect();
    lines.push(match found.meets {
        Some(at) => format!("Plan: {} is the smallest fleet that meets it ({} of the replications).", words(at), percent(found.tried[at].met, 0)),
        None if planned.is_empty() => "Plan: the scenario has none within the horizon.".into(),
        None => {
            let share = |one: &&&Tried| one.plan_share.map_or(0.0, |share| share.mean);
            let best = planned.iter().max_by(|a, b| share(a).total_cmp(&share(b)));
            best.map_or(String::new(), |one| {
                format!(
                    "Plan: no fleet tried meets it for sure; nearest is {} with {} of the material that lags most.",
                    one.fleet.words(scenario),
                    percent(share(&one), 1)
                )
            })
        }
    });
    if let Some(at) = found.cheapest {
        let how = if found.cheapest_is_sure {
            format!(
                "told from the others, or within {} of the best, at {sure}",
                percent(question.half_width, 1)
            )
        } else {
            format!("not told from all others with {} replications", question.most)
        };
        lines.push(format!("Cost: {} is cheapest per tonne ({how}).", words(at)));
    }
    let money = &scenario.heading.currency;
    let worth = major(found.worth);
    match found.no_longer_pays {
        Some(at) => {
            let cost = found.tried[at].added.map_or(f64::NAN, |added| added.cost_per_tonne);
            let cost = if cost.is_finite() {
                format!("costs {} {money}", major(cost))
            } else {
                "does not come at all".into()
            };
            lines.push(format!(
                "Next: with {} the last machine no longer pays: its extra tonne {cost}, and a tonne is worth {worth} {money}.",
                words(at)
            ));
        }
        None if found.worth.is_finite() => {
            lines.push(format!(
                "Next: every machine added in this table pays, a tonne being worth {worth} {money}."
            ));
        }
        None => {}
    }
    lines
}

fn document(question: &Question, found: &Answer) -> Value {
    let scenario = &question.scenario;
    let interval = |interval: &Interval| json!({ "mean": interval.mean, "half_width": interval.half_width, "n": interval.n });
    let money = |interval: &Interval| json!({ "mean": interval.mean / 100.0, "half_width": interval.half_width / 100.0, "n": interval.n });
    let tried = found.tried.iter().map(|one| {
        let counts =
            one.fleet.counts.iter().map(|&(model, n)| (scenario.models[model].name.clone(), json!(n)));
        json!({
            "fleet": counts.collect::<serde_json::Map<_, _>>(),
            "fidelity": match one.fidelity { Fidelity::Cycles => "cycles", Fidelity::Rates => "rates" },
            "replications": one.n,
            "tonnes": interval(&one.tonnes),
            "plan_share": one.plan_share.as_ref().map(interval),
            "plan_met": one.met,
            "cost_per_tonne": money(&one.per_tonne),
            "match_factor": one.match_factor,
            "each_adds": one.added.as_ref().map(|added| json!({
                "to": added.to,
                "tonnes": interval(&added.tonnes),
                "cost_per_tonne": (added.cost_per_tonne / 100.0),
            })),
        })
    });
    json!({
        "program": "iceroad",
        "scenario": scenario.heading.name,
        "currency": scenario.heading.currency,
        "seed": question.seed,
        "confidence": question.confidence,
        "half_width": question.half_width,
        "fleets": tried.collect::<Vec<_>>(),
        "as_it_is": found.as_it_is,
        "meets_the_plan": found.meets,
        "cheapest": found.cheapest,
        "cheapest_is_sure": found.cheapest_is_sure,
        "no_longer_pays": found.no_longer_pays,
        "worth_of_a_tonne": found.worth / 100.0,
        "fuel_price": found.fuel_price.map(|price| price / 100.0),
        "years_by_cycles": found.replications.0,
        "years_by_rates": found.replications.1,
    })
}

// ---- Numbers ----------------------------------------------------------------------------------------------

fn percent(share: f64, decimals: usize) -> String {
    if share.is_finite() { format!("{:.decimals$} %", share * 100.0) } else { "-".into() }
}

/// Minor units as major ones.
fn major(minor: f64) -> String {
    if minor.is_finite() { format!("{:.2}", minor / 100.0) } else { "-".into() }
}

/// A whole number in groups of three.
fn thousands(value: f64) -> String {
    if !value.is_finite() {
        return "-".into();
    }
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < -0.5 { format!("-{grouped}") } else { grouped }
}

/// Columns as wide as their widest cell; all but the first two to the right.
fn align<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = width - cell.chars().count();
            let (before, after) = if at < 2 { (0, gap) } else { (gap, 0) };
            line += &" ".repeat(before);
            line += cell;
            line += &" ".repeat(after + 2);
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_counts_or_steps_from_what_there_is() {
        assert_eq!(size("12", 5, "--to").unwrap(), 12);
        assert_eq!(size("-2", 5, "--from").unwrap(), 3);
        assert_eq!(size("-9", 5, "--from").unwrap(), 0);
        assert_eq!(size("+3", 5, "--to").unwrap(), 8);
        assert!(size("many", 5, "--to").is_err());
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(thousands(1_234_567.4), "1,234,567");
        assert_eq!(thousands(-1_000.0), "-1,000");
        assert_eq!(thousands(12.0), "12");
    }
}
