//! The answer in one sentence.
use super::binds;
use crate::Results;
use crate::frame::Frame;
use crate::numbers::{count, joined, percent, percent_range, tonnes as tonnes_text};
use crate::production::{delivered_tonnes, planned_tonnes};
use crate::promise::{LineForecast, RISKY, lines};
use crate::settlements::{ShortageForecast, shortages};
use crate::spread::Spread;
use iceroad_model::MaterialId;
use iceroad_model::mine::MaterialKind;
use iceroad_model::record::RunRecord;
use serde::Serialize;

/// The answer: one sentence, and a few that stand behind it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Answer {
    /// The one sentence.
    pub sentence: String,
    /// More, in order of weight.
    pub details: Vec<String>,
}

/// The answer of a run.
pub fn answer(results: &Results<'_>) -> Answer {
    let Results { scenario, records, .. } = *results;
    if records.is_empty() {
        let sentence = "No replication was finished, so there is no forecast.".to_string();
        return Answer { sentence, details: Vec::new() };
    }
    let frame = Frame::new(scenario, records);
    let mut parts = vec![production(&frame)];
    let mut details = Vec::new();
    if let Some((short, long)) = largest_loss(results) {
        parts.push(short);
        details.push(long);
    }
    let (short, long) = promises(results);
    parts.extend(short);
    details.extend(long);
    let (short, long) = short_of(&frame);
    parts.extend(short);
    details.extend(long);
    let sentence = format!("{}.", parts.join("; "));
    Answer { sentence: capital(&sentence), details }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What the mine moves: ore where there is ore, else everything.
fn production(frame: &Frame<'_>) -> String {
    let scenario = frame.scenario;
    if scenario.machines.is_empty() {
        return "no machines: nothing is moved".into();
    }
    let all = || scenario.materials.entries();
    let ore: Vec<MaterialId> = all().filter(|(_, m)| m.kind == MaterialKind::Ore).map(|(id, _)| id).collect();
    let what = if ore.is_empty() { "material" } else { "ore" };
    let materials = if ore.is_empty() { all().map(|(id, _)| id).collect() } else { ore };
    let tonnes =
        |record: &RunRecord| materials.iter().map(|&id| delivered_tonnes(frame, record, id)).sum::<f64>();
    let Some(spread) = Spread::over(frame.records, tonnes) else { return String::new() };
    let mut text = format!(
        "the mine moves {} of {what} in {} days",
        tonnes_text(spread.p50),
        crate::numbers::whole(frame.days())
    );
    if frame.records.len() > 1 {
        text += &format!(" (P10–P90 {})", joined(&tonnes_text(spread.p10), &tonnes_text(spread.p90)));
    }
    let planned: f64 = materials.iter().map(|&id| planned_tonnes(frame, id)).sum();
    if planned > 0.0 {
        let met = frame.records.iter().filter(|record| tonnes(record) >= planned).count();
        text += &format!(
            ", {} of plan, which is met in {}",
            percent(spread.p50 / planned),
            times(met, frame.records.len())
        );
    }
    text
}

/// `37 of 50 replications`, `every replication`, `no replication`.
pub fn times(met: usize, all: usize) -> String {
    match met {
        0 => "no replication".into(),
        _ if met == all => "every replication".into(),
        _ => format!("{met} of {}", count(all, "replication")),
    }
}

fn largest_loss(results: &Results<'_>) -> Option<(String, String)> {
    let losses = binds::truck_losses(results);
    let first = losses.iter().find(|loss| loss.is_loss)?;
    let share = percent(first.share.mean);
    let short = format!("most truck hours are lost to {} ({share})", first.words);
    let others: Vec<String> = losses
        .iter()
        .filter(|loss| loss.is_loss)
        .skip(1)
        .take(3)
        .map(|loss| format!("{} ({})", loss.words, percent(loss.share.mean)))
        .collect();
    let mut long = format!(
        "{} takes {} of all truck hours (P10–P90 {})",
        capital(&first.words),
        share,
        percent_range(first.share.p10, first.share.p90)
    );
    if !others.is_empty() {
        long += &format!("; then {}", others.join(", "));
    }
    Some((short, long + "."))
}

fn promises(results: &Results<'_>) -> (Option<String>, Vec<String>) {
    let forecasts = lines(results.scenario, results.records);
    let mut known: Vec<(&LineForecast, f64)> =
        forecasts.iter().filter_map(|line| Some((line, line.chance?))).collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1));
    let Some(&(worst, chance)) = known.first() else { return (None, Vec::new()) };
    if chance >= RISKY {
        let short = if chance < 1.0 {
            format!("every agreement line is on time with a chance of {} or more", percent(chance))
        } else {
            "every agreement line is on time in every replication".into()
        };
        return (Some(short), Vec::new());
    }
    let why = |line: &LineForecast| match line.cause_words() {
        "" => String::new(),
        words => format!(", mostly because of {words}"),
    };
    let what = &worst.promised;
    let short =
        format!("{} ({what}) is on time with a chance of {}{}", worst.name, percent(chance), why(worst));
    let mut details = Vec::new();
    for (line, chance) in known.iter().filter(|(_, chance)| *chance < RISKY).take(4) {
        let late = line.lateness.map_or(String::new(), |spread| {
            format!(", {} late on average", crate::numbers::days(spread.mean))
        });
        let what = &line.promised;
        details.push(format!(
            "{} ({what}): chance to be on time {}{late}{}.",
            line.name,
            percent(*chance),
            why(line)
        ));
    }
    (Some(short), details)
}

/// Who runs short of what: for the sentence where it happens in most replications, and in full.
fn short_of(frame: &Frame<'_>) -> (Option<String>, Option<String>) {
    let scenario = frame.scenario;
    if scenario.settlements.is_empty() {
        return (None, None);
    }
    let all = shortages(scenario, frame.records);
    let short: Vec<&ShortageForecast> = all.iter().filter(|short| short.days.mean > 0.0).collect();
    // The first of equals.
    let worst = short.iter().rev().max_by(|a, b| a.days.mean.total_cmp(&b.days.mean));
    let Some(worst) = worst else {
        return (None, Some("No settlement runs short of anything in any replication.".into()));
    };
    let words = format!("{} runs short of {}", worst.place, worst.goods);
    let others = match short.len() - 1 {
        0 => String::new(),
        1 => "; one other item runs short somewhere".into(),
        n => format!("; {n} other items run short somewhere"),
    };
    let in_days = crate::numbers::days(worst.days.mean);
    let long =
        format!("{words} in {}, on {in_days} on average{others}.", times(worst.with, frame.records.len()));
    let short = (2 * worst.with >= frame.records.len()).then(|| format!("{words} on {in_days}"));
    (short, Some(capital(&long)))
}
