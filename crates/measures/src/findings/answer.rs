//! The answer in one sentence, and how likely each agreement line is to be on time.
use super::binds;
use crate::frame::Frame;
use crate::numbers::{count, joined, percent, percent_range, tonnes as tonnes_text};
use crate::promise::{Line, Outcome};
use crate::spread::Spread;
use crate::{Results, words};
use iceroad_model::event::DelayCause;
use iceroad_model::mine::MaterialKind;
use iceroad_model::record::RunRecord;
use iceroad_model::{LineId, MaterialId};

/// The answer: one sentence, and a few that stand behind it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// The one sentence.
    pub sentence: String,
    /// More, in order of weight.
    pub details: Vec<String>,
}

/// How one agreement line is expected to come out.
#[derive(Clone, PartialEq, Debug)]
pub struct LineForecast {
    /// Which.
    pub line: LineId,
    /// `agreement · line`.
    pub name: String,
    /// Chance to be in full and on time, 0 to 1; none where it is due after the horizon.
    pub chance: Option<f64>,
    /// Day of the last unit, from the horizon's first day, among replications that completed it.
    pub complete: Option<Spread>,
    /// Share of replications that completed it.
    pub completed: f64,
    /// Days late, 0 where on time, a lower bound where not complete.
    pub lateness: Option<Spread>,
    /// Penalty in major units.
    pub penalty: Option<Spread>,
    /// The cause that most often made it late (or took its time, where it is never late), and in what share.
    pub cause: Option<(DelayCause, f64)>,
}

impl LineForecast {
    /// The cause in words; empty where none is on record.
    pub fn cause_words(&self, results: &Results<'_>) -> String {
        self.cause.map_or(String::new(), |(cause, _)| words::delay(results.scenario, cause))
    }
}

/// Every line's forecast, in order.
pub fn line_forecasts(results: &Results<'_>) -> Vec<LineForecast> {
    let Results { scenario, records, .. } = *results;
    let forecast = |id: LineId| {
        let line = Line::of(scenario, id);
        let day = |record: &RunRecord| match line.outcome(record) {
            Outcome::OnTime { at_day } | Outcome::Late { at_day, .. } => at_day,
            Outcome::Missing { .. } | Outcome::NotYetDue => f64::NAN,
        };
        let late = |record: &RunRecord| match line.outcome(record) {
            Outcome::OnTime { .. } => 0.0,
            Outcome::Late { days, .. } | Outcome::Missing { days } => days,
            Outcome::NotYetDue => f64::NAN,
        };
        let penalty =
            |record: &RunRecord| record.lines.get(id).map_or(0.0, |came| crate::numbers::major(came.penalty));
        let complete = Spread::over(records, day);
        LineForecast {
            line: id,
            name: words::line_name(scenario, id),
            chance: Spread::over(records, |record| line.on_time(record)).map(|spread| spread.mean),
            completed: complete.map_or(0.0, |spread| spread.n as f64 / records.len().max(1) as f64),
            complete,
            lateness: Spread::over(records, late),
            penalty: Spread::over(records, penalty),
            cause: line.main_delay(records),
        }
    };
    scenario.lines.ids().map(forecast).collect()
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
    let (short, long) = shortages(&frame);
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
    let ore: Vec<MaterialId> =
        scenario.materials.entries().filter(|(_, m)| m.kind == MaterialKind::Ore).map(|(id, _)| id).collect();
    let takes = |material: MaterialId| ore.is_empty() || ore.contains(&material);
    let tonnes = |record: &RunRecord| {
        let cells = frame.delivered(record).filter(|cell| takes(cell.material));
        cells.map(|cell| cell.mass_kg).sum::<i64>() as f64 / 1_000.0
    };
    let Some(spread) = Spread::over(frame.records, tonnes) else { return String::new() };
    let what = if ore.is_empty() { "material" } else { "ore" };
    let mut text = format!(
        "the mine moves {} of {what} in {} days",
        tonnes_text(spread.p50),
        crate::numbers::whole(frame.days())
    );
    if frame.records.len() > 1 {
        text += &format!(" (P10–P90 {})", joined(&tonnes_text(spread.p10), &tonnes_text(spread.p90)));
    }
    let months = frame.months.len();
    let planned: f64 = scenario
        .plan
        .iter()
        .filter(|row| takes(row.material) && usize::from(row.month) < months)
        .map(|row| row.mass.tonnes())
        .sum();
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

/// Lines below this chance are called risky.
const RISKY: f64 = 0.9;

fn promises(results: &Results<'_>) -> (Option<String>, Vec<String>) {
    let forecasts = line_forecasts(results);
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
    let why = |line: &LineForecast| {
        let words = line.cause_words(results);
        if words.is_empty() { String::new() } else { format!(", mostly because of {words}") }
    };
    let what = words::promised(results.scenario, worst.line);
    let short =
        format!("{} ({what}) is on time with a chance of {}{}", worst.name, percent(chance), why(worst));
    let mut details = Vec::new();
    for (line, chance) in known.iter().filter(|(_, chance)| *chance < RISKY).take(4) {
        let late = line.lateness.map_or(String::new(), |spread| {
            format!(", {} late on average", crate::numbers::days(spread.mean))
        });
        let what = words::promised(results.scenario, line.line);
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
fn shortages(frame: &Frame<'_>) -> (Option<String>, Option<String>) {
    let scenario = frame.scenario;
    if scenario.settlements.is_empty() {
        return (None, None);
    }
    let mut worst: Option<(f64, usize, String)> = None;
    let mut n_short = 0;
    for row in &scenario.consumption {
        let days = |record: &RunRecord| {
            let cells =
                record.shortages.iter().filter(|c| c.settlement == row.settlement && c.item == row.item);
            cells.map(|cell| f64::from(cell.days)).sum::<f64>()
        };
        let Some(spread) = Spread::over(frame.records, days).filter(|spread| spread.mean > 0.0) else {
            continue;
        };
        n_short += 1;
        if worst.as_ref().is_none_or(|known| spread.mean > known.0) {
            let times = frame.records.iter().filter(|record| days(record) > 0.0).count();
            let who = scenario.sites.get(scenario.settlements[row.settlement].site);
            let who = who.map_or("a settlement", |site| site.title.as_str());
            worst =
                Some((spread.mean, times, format!("{who} runs short of {}", scenario.items[row.item].title)));
        }
    }
    let Some((mean, with, words)) = worst else {
        return (None, Some("No settlement runs short of anything in any replication.".into()));
    };
    let others = match n_short - 1 {
        0 => String::new(),
        1 => "; one other item runs short somewhere".into(),
        n => format!("; {n} other items run short somewhere"),
    };
    let in_days = crate::numbers::days(mean);
    let long = format!("{words} in {}, on {in_days} on average{others}.", times(with, frame.records.len()));
    let short = (2 * with >= frame.records.len()).then(|| format!("{words} on {in_days}"));
    (short, Some(capital(&long)))
}
