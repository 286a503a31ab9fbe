//! The answer: what a manager must know, and what stands behind it.
//!
//! Each part of it is a function of its own that gives a [`Said`]: what is told in the sentence, and in full below. Another
//! part is another function in the list of [`answer`], in the order of weight.
use super::{binds, closing, worst};
use crate::Results;
use crate::frame::Frame;
use crate::numbers::{
    capital, date, joined, percent, percent_fine, percent_range, short_date, tonnes as tonnes_text, whole,
};
use crate::production::{Moved, moved};
use crate::promise::{LineForecast, RISKY, lines};
use crate::settlements::{ShortageForecast, shortages};
use crate::spread::Spread;
use iceroad_words::say;
use serde::Serialize;

/// Truck hours below this share are nothing to tell a manager of (assumed).
const LEAST_LOSS: f64 = 0.005;

/// The answer: parts of one sentence, and sentences that stand behind it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Answer {
    /// What must be known, the weightiest first; without full stops.
    pub parts: Vec<String>,
    /// More, in order of weight.
    pub details: Vec<String>,
}

impl Answer {
    /// All of it in one sentence.
    pub fn sentence(&self) -> String {
        capital(&format!("{}.", self.parts.join("; ")))
    }
}

/// What one part of the answer says.
#[derive(Default)]
pub(super) struct Said {
    /// In the sentence, without a full stop.
    pub(super) short: Option<String>,
    /// Below it, whole sentences.
    pub(super) details: Vec<String>,
}

/// The answer of a run.
pub fn answer(results: &Results<'_>) -> Answer {
    let Results { scenario, records, .. } = *results;
    if records.is_empty() {
        let nothing = say!("answer-nothing");
        return Answer { parts: vec![nothing], details: Vec::new() };
    }
    let frame = Frame::new(scenario, records);
    let moved = moved(&frame);
    let said = [
        production(&frame, &moved),
        Said { short: worst::worst_month(&frame, &moved), ..Said::default() },
        largest_loss(results),
        short_of(&frame),
        closing::cover(&frame),
        promises(results, &frame),
    ];
    let mut parts = Vec::new();
    let mut details = Vec::new();
    for one in said {
        parts.extend(one.short);
        details.extend(one.details);
    }
    Answer { parts, details }
}

/// What the mine moves, and its plan.
fn production(frame: &Frame<'_>, moved: &Moved) -> Said {
    if frame.scenario.machines.is_empty() {
        return Said { short: Some(say!("answer-no-machines")), details: Vec::new() };
    }
    let Some(spread) = moved.delivered_t else { return Said::default() };
    let range = joined(&tonnes_text(spread.p10), &tonnes_text(spread.p90));
    let mut text = say!(
        "answer-moves",
        t = tonnes_text(spread.p50),
        what = say!(moved.what),
        days = whole(frame.days()),
        range = if frame.records.len() > 1 { say!("answer-range", a = range) } else { String::new() },
        plan =
            moved.plan_share.map_or(String::new(), |share| say!("answer-plan", a = plan_percent(share.p50))),
    );
    if let Some(met) = moved.plan_met {
        // Not said twice where it is the only one the sentence is about.
        let told = moved.plan_share.map(|share| share.p50);
        let behind =
            moved.furthest_behind.as_ref().filter(|(_, share)| share.p50 < 1.0 && Some(share.p50) != told);
        if let Some((name, share)) = behind {
            text += &say!("answer-behind", name = name, share = plan_percent(share.p50));
        }
        text += &say!("answer-plan-met", years = met.how_often(frame.called()));
    }
    Said { short: Some(text), details: Vec::new() }
}

/// A share of plan: with a decimal near the whole, where it decides whether the plan is met.
fn plan_percent(share: f64) -> String {
    if (share - 1.0).abs() < 0.05 && share != 1.0 {
        return percent_fine(share);
    }
    percent(share)
}

fn largest_loss(results: &Results<'_>) -> Said {
    let losses = binds::truck_losses(results);
    let Some(first) = losses.iter().find(|loss| loss.is_loss) else { return Said::default() };
    let share = percent(first.share.mean);
    let short = say!("answer-loss", what = first.words, share = share);
    let short = (first.share.mean >= LEAST_LOSS).then_some(short);
    let others: Vec<String> = losses
        .iter()
        .filter(|loss| loss.is_loss)
        .skip(1)
        .take(3)
        .map(|loss| format!("{} ({})", loss.words, percent(loss.share.mean)))
        .collect();
    let then =
        if others.is_empty() { String::new() } else { say!("answer-loss-then", others = others.join(", ")) };
    let long = say!(
        "answer-loss-long",
        what = capital(&first.words),
        share = share,
        range = percent_range(first.share.p10, first.share.p90),
        then = then,
    );
    Said { short, details: vec![long] }
}

/// The agreement line that is least likely to be on time, and others at risk.
fn promises(results: &Results<'_>, frame: &Frame<'_>) -> Said {
    let scenario = results.scenario;
    let forecasts = lines(scenario, results.records);
    let mut due: Vec<(&LineForecast, f64)> =
        forecasts.iter().filter_map(|line| Some((line, line.chance?))).collect();
    due.sort_by(|a, b| a.1.total_cmp(&b.1));
    let Some(&(worst, chance)) = due.first() else { return Said::default() };
    if chance >= RISKY {
        let key = match (due.len() == 1, chance < 1.0) {
            (true, false) => "answer-line-on-time",
            (true, true) => "answer-line-on-time-more",
            (false, false) => "answer-lines-on-time",
            (false, true) => "answer-lines-on-time-more",
        };
        let short = say!(key, years = worst.on_time.how_often(frame.called()));
        return Said { short: Some(short), details: Vec::new() };
    }
    let why = |line: &LineForecast| match line.cause_words() {
        "" => String::new(),
        words => say!("answer-because", why = words),
    };
    let told = |line: &LineForecast, due: String| {
        let (years, why) = (line.on_time.how_often(frame.called()), why(line));
        say!("answer-line", what = line.promised, name = line.name, due = due, years = years, why = why)
    };
    let short = told(worst, short_date(scenario.lines[worst.line].due));
    let mut details = Vec::new();
    for (line, _) in due.iter().filter(|(_, chance)| *chance < RISKY).take(4) {
        let late = line.lateness.map_or(String::new(), |spread| format!("; {}", late_words(&spread)));
        details.push(format!("{}{late}.", told(line, date(scenario.lines[line.line].due))));
    }
    Said { short: Some(short), details }
}

/// `3 days late on average`, `at least 3 days late on average`.
fn late_words(lateness: &Spread) -> String {
    let key = if lateness.seen_mean().is_after() { "late-at-least" } else { "late-by" };
    say!(key, days = crate::numbers::days(lateness.mean))
}

/// Who runs short of what, how often and how long.
fn short_of(frame: &Frame<'_>) -> Said {
    let scenario = frame.scenario;
    if scenario.settlements.is_empty() {
        return Said::default();
    }
    let all = shortages(scenario, frame.records);
    let short: Vec<&ShortageForecast> = all.iter().filter(|short| short.with.met > 0).collect();
    // The first of equals.
    let worst = short.iter().rev().max_by(|a, b| a.days.mean.total_cmp(&b.days.mean));
    let Some(worst) = worst else {
        let seen = all.first().map_or(String::new(), |one| one.with.how_often(frame.called()));
        return Said { short: None, details: vec![say!("settlements-short", years = seen)] };
    };
    let words = say!(
        "answer-short",
        people = whole(worst.people.into()),
        place = worst.place,
        goods = worst.goods,
        years = worst.with.how_often(frame.called()),
    );
    let days = |days: Option<Spread>| days.map_or(String::new(), |spread| crate::numbers::days(spread.p50));
    let long = say!(
        "answer-short-long",
        words = capital(&words),
        days = days(worst.days_if_any),
        most = crate::numbers::days(worst.most_days),
        others =
            if short.len() > 1 { say!("answer-short-others", n = short.len() - 1) } else { String::new() },
    );
    Said { short: Some(words), details: vec![long] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Manifest;
    use crate::advice::Advice;
    use iceroad_model::event::MachineState;
    use iceroad_model::outlook::Outlook;
    use iceroad_model::record::{MachineRecord, RunRecord};
    use iceroad_model::{MachineId, Scenario};
    use iceroad_worlds::example;

    /// Of a thousand hours each truck queues so many.
    fn said(queues: i64) -> Said {
        let scenario = Scenario::new(example::small()).expect("the example passes every rule");
        let row = |_: MachineId| {
            let mut states = [0; MachineState::COUNT];
            states[MachineState::QueueLoad as usize] = queues * 3_600_000;
            states[MachineState::Loading as usize] = (1_000 - queues) * 3_600_000;
            MachineRecord { state_ms: vec![states], ..MachineRecord::default() }
        };
        let machines = scenario.machines.ids().map(row).collect();
        let records = [RunRecord { machines, ..RunRecord::default() }];
        let (outlook, manifest, advice) = (Outlook::default(), Manifest::default(), Advice::default());
        largest_loss(&Results {
            scenario: &scenario,
            records: &records,
            outlook: &outlook,
            bounds: &[],
            manifest: &manifest,
            advice: &advice,
        })
    }

    #[test]
    fn a_loss_of_nearly_nothing_is_no_headline() {
        let told = said(20).short.expect("a fiftieth is worth telling");
        assert!(
            told.starts_with("most truck hours are lost to queueing") && told.ends_with("(2 %)"),
            "{told}"
        );
        let said = said(2);
        assert_eq!(said.short, None);
        assert!(said.details[0].contains("< 1 %"), "{:?}", said.details);
    }
}
