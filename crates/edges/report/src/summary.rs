//! The console summary: the answer, the main numbers with their spread, what was promised, what binds, what to try.
use crate::values;
use iceroad_measures::Results;
use iceroad_measures::advice::Untried;
use iceroad_measures::bound::limits;
use iceroad_measures::cover;
use iceroad_measures::fidelity::followed;
use iceroad_measures::findings::{answer, bindings, truck_losses};
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::{self, Measure, RARE};
use iceroad_measures::legs;
use iceroad_measures::numbers::{NONE, count, date, day, days, percent, plain, whole};
use iceroad_measures::promise::lines;
use iceroad_model::climate::SeasonKind;
use iceroad_words::say;
use std::path::Path;

/// Columns of a terminal of unknown width.
pub const WIDTH: usize = 100;

/// Measures shown on the console, by the beginning of their key.
const SHOWN: [&str; 27] = [
    "tonnes.",
    "delivered.",
    "plan_share.",
    "plan.met",
    "availability.trucks",
    "utilisation.trucks",
    "availability.loaders",
    "failures.trucks",
    "mtbf.trucks",
    "mdt.trucks",
    "wait.tow.trucks",
    "wait.bay.trucks",
    "wait.technician.trucks",
    "wait.part.trucks",
    "wait.weather.trucks",
    "fill_rate.parts",
    "emergencies.parts",
    "otif",
    "shortage.person_days",
    "fuel.total",
    "cost.total",
    "use.mine",
    "use.per_tonne",
    "margin.total",
    "cost.penalty",
    "turnover.import_by_seat",
    "turnover.import_by_origin",
];

/// Losses below this share of truck hours are left to the report.
const LEAST_LOSS: f64 = 0.005;

/// What a run came to, for a terminal of `width` columns: what matters most, or `all`. `out` is the folder it is left in, if it is: where its report is,
/// and what suggestions are applied from. Ends with a line break.
pub fn console(results: &Results<'_>, out: Option<&str>, width: usize, all: bool) -> String {
    let Results { scenario, records, manifest, .. } = *results;
    let frame = Frame::new(scenario, records);
    let heading = &scenario.heading;
    let stopped = if manifest.complete { String::new() } else { say!("console-stopped") };
    let head = say!(
        "console-head",
        from = date(scenario.horizon().start()),
        to = date(scenario.horizon().last()),
        n = count(records.len(), frame.called()),
        seed = manifest.seed.to_string(),
        stopped = stopped,
    );
    let mut text = format!("{}\n{head}\n\n", heading.title);
    text += &values::wrap(&answer(results).sentence(), width, "");
    if records.is_empty() {
        return plain(&text);
    }
    let measures = kpi::measures(scenario, records);
    text += "\n";
    if all {
        text += &measure_rows(&frame, &shown(&frame, &measures));
        text += &loss_rows(results);
        text += &crate::bound::console(&limits(results), &frame, width);
    } else {
        text += &measure_rows(&frame, &that_matter(&frame, &measures));
    }
    text += &line_rows(results, &frame, all);
    if all {
        text += &worst_line(&frame, width);
        text += &cover_rows(&frame);
    }
    text += &binding_rows(results);
    text += &crate::fidelity::console(&followed(results), &frame, width);
    if results.advice.untried != Some(Untried::NotAsked) {
        text += &crate::advice::console(&results.advice_spoken(&frame), &frame, out, width);
    }
    text += "\n";
    text += &values::wrap(&honesty(&frame, all), width, "");
    if let Some(out) = out {
        let path = Path::new(out).join("report.html");
        text += &format!("\n{}\n", say!("console-report", path = path.display().to_string()));
    }
    plain(&text)
}

/// The beginnings of keys of the windows of ice roads; rivers are left to the tables.
fn ice_keys(frame: &Frame<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    for (id, season) in frame.scenario.seasons.entries() {
        if matches!(season.kind, SeasonKind::Ice(_)) {
            keys.extend(
                frame.window_labels(id).into_iter().map(|label| format!("season.{}.{label}.", season.name)),
            );
        }
    }
    keys
}

/// The ten that matter most, none of them told twice, no money where no prices are written.
fn that_matter<'m>(frame: &Frame<'_>, measures: &'m [Measure]) -> Vec<&'m Measure> {
    let is_news = |one: &&Measure| one.spread.is_some() && !one.is_unpriced(frame);
    let there: Vec<&Measure> = measures.iter().filter(is_news).collect();
    let known: Vec<&str> = there.iter().map(|one| one.key.as_str()).collect();
    let says = |one: usize, other: usize| {
        let (one, other) = (there[one], there[other]);
        kpi::is_repeated((&one.key, &other.key), (&one.values, &other.values))
    };
    let told: Vec<&Measure> = kpi::told_once(&known, says).into_iter().map(|at| there[at]).collect();
    let left: Vec<&str> = told.iter().map(|one| one.key.as_str()).collect();
    kpi::that_matter(&left).into_iter().map(|at| told[at]).collect()
}

/// Those that the console shows where all is asked for.
fn shown<'m>(frame: &Frame<'_>, measures: &'m [Measure]) -> Vec<&'m Measure> {
    let roads = ice_keys(frame);
    let is_shown = |measure: &&Measure| {
        SHOWN.iter().any(|key| measure.key.starts_with(key))
            || roads.iter().any(|key| measure.key.starts_with(key))
    };
    measures.iter().filter(is_shown).collect()
}

fn measure_rows(frame: &Frame<'_>, measures: &[&Measure]) -> String {
    let mut rows = vec![values::spread_head()];
    for measure in measures {
        rows.extend(values::measure_row(frame, measure));
    }
    values::align(&rows, &[false, true, true, true, true, true], "  ")
}

/// Cut to what a console's first column bears.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 34 {
        return text.into();
    }
    let mut short: String = text.chars().take(33).collect();
    short.push('…');
    short
}

/// Lines of agreements: those at risk, or all.
fn line_rows(results: &Results<'_>, frame: &Frame<'_>, all: bool) -> String {
    let mut forecasts = lines(results.scenario, results.records);
    forecasts.retain(|line| all || line.is_risky());
    if forecasts.is_empty() {
        return String::new();
    }
    let head =
        ["console-line", "console-due", "console-on-time", "console-in-full", "console-late", "console-why"];
    let mut rows = vec![head.map(|key| say!(key))];
    for line in &forecasts {
        let due = results.scenario.lines[line.line].due;
        rows.push([
            format!("{}: {}", line.name, shortened(&line.promised)),
            date(due),
            line.on_time.words(),
            line.complete.map_or(NONE.into(), |spread| values::seen_day(frame, spread.seen_p50())),
            line.lateness.map_or(NONE.into(), |spread| values::seen(frame, spread.seen_mean(), "days")),
            if line.is_risky() { line.cause_words().into() } else { String::new() },
        ]);
    }
    format!("\n{}", values::align(&rows, &[false, true, true, true, true, false], "  "))
}

/// The states that truck hours are lost to, down to half a percent; time off shift and breaks are not lost.
fn loss_rows(results: &Results<'_>) -> String {
    let mut rows = vec![["console-lost", "console-of-all", "P10", "P90", "col-hours"].map(|key| say!(key))];
    for loss in truck_losses(results).iter().filter(|loss| loss.is_loss && loss.share.mean >= LEAST_LOSS) {
        rows.push([
            loss.words.clone(),
            percent(loss.share.mean),
            percent(loss.share.p10),
            percent(loss.share.p90),
            whole(loss.hours.mean.round() as i64),
        ]);
    }
    if rows.len() == 1 {
        return String::new();
    }
    format!("\n{}", values::align(&rows, &[false, true, true, true, true], "  "))
}

/// `Longest line: winter_road, 64 t waiting at the peak (week to 12 Feb 2027); filter_kit stands 20 days there with the road open,
/// while most that sets off is diesel.`
fn worst_line(frame: &Frame<'_>, width: usize) -> String {
    let Some(worst) = legs::worst_line(frame.scenario, frame.records) else { return String::new() };
    let behind = worst.queue.behind.map_or(String::new(), |other| say!("console-behind", other = other));
    let text = say!(
        "console-longest-line",
        leg = worst.queue.leg_name,
        t = whole(worst.peak_t.round() as i64),
        day = day(&frame.clock, (7 * (worst.week + 1)) as f64),
        item = worst.queue.item_name,
        days = days(worst.line_days),
        behind = behind,
    );
    format!("\n{}", values::wrap(&text, width, "  "))
}

/// What does not surely last to its next planned supply, at most so many lines.
const MOST_COVERS: usize = 6;

fn cover_rows(frame: &Frame<'_>) -> String {
    let head =
        ["console-cover", "console-on-hand", "console-lasts", "console-next-supply", "console-lasts-to-it"];
    let mut rows = vec![head.map(|key| say!(key))];
    let risky = cover::all(frame).into_iter().filter(|one| one.is_risky());
    for one in risky.take(MOST_COVERS) {
        rows.push([
            shortened(&one.name),
            whole(one.on_hand.p50.round() as i64),
            days(one.days.p50),
            one.next_supply.map_or(NONE.into(), |next| day(&frame.clock, frame.days() as f64 + next)),
            one.lasts.map_or(NONE.into(), |lasts| lasts.words()),
        ]);
    }
    if rows.len() == 1 {
        return String::new();
    }
    format!("\n{}", values::align(&rows, &[false, true, true, true, true], "  "))
}

fn binding_rows(results: &Results<'_>) -> String {
    let all = bindings(results);
    if all.is_empty() {
        return String::new();
    }
    let mut rows = vec![["console-binds", "used", "", "console-evidence"].map(|key| say!(key))];
    for binding in all.iter().take(5) {
        rows.push([
            binding.what.clone(),
            percent(binding.used.mean),
            binding.of.to_string(),
            binding.evidence.clone(),
        ]);
    }
    format!("\n{}", values::align(&rows, &[false, true, false, false], "  "))
}

fn honesty(frame: &Frame<'_>, all: bool) -> String {
    let (n, called) = (frame.records.len(), frame.called());
    if n < 2 {
        return say!("console-one", called = called);
    }
    let more = if all { String::new() } else { format!(" {}", say!("console-all")) };
    format!("{}{more}", say!("console-honesty", called = called, n = n, rare = RARE))
}
