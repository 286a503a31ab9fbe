//! Changes that were tried, shown: on the console, in the document for machines, and where one was written.
use crate::values;
use iceroad::Applied;
use iceroad_measures::advice::{Advice, Change, Effect, LEVEL, Suggestion, Verdict};
use iceroad_measures::frame::Frame;
use iceroad_measures::numbers::{percent, plain};
use iceroad_words::say;
use serde_json::{Value, json};
use std::path::Path;

/// Cells of a change that are shown at most; the rest is counted.
const SHOWN: usize = 4;

/// The section of the console; nothing where nobody asked for advice. `out` is the run's folder, if it has one.
pub(crate) fn console(advice: &Advice, frame: &Frame<'_>, out: Option<&str>, width: usize) -> String {
    let mut text = format!("\n{}", values::wrap(&advice.sentence(), width, ""));
    for (at, suggestion) in advice.suggestions.iter().enumerate() {
        text += &format!("\n  {}. {}\n", at + 1, suggestion.title);
        text += &values::wrap(&suggestion.why, width, "     ");
        text += &values::align(&rows(suggestion, frame), &[false, true, true, true, false], "     ");
        for line in changes(&suggestion.change) {
            text += &values::wrap(&line, width, "     ");
        }
        let folder = out.unwrap_or("RUN");
        text += &format!("     iceroad apply {folder} {} -o DIR\n", at + 1);
    }
    if let Some(first) = advice.suggestions.first() {
        text.push('\n');
        text += &values::wrap(&method(frame, first.pairs, out.is_some()), width, "");
    }
    text
}

/// How the effects are known, for whoever acts on them.
pub(crate) fn method(frame: &Frame<'_>, pairs: u32, has_folder: bool) -> String {
    let mut text = say!("advice-method", called = frame.called(), n = pairs, level = percent(LEVEL));
    if !has_folder {
        text += &format!(" {}", say!("advice-folder"));
    }
    text
}

/// Every effect in words: what, as it is, what is added, its interval, what can be said.
pub(crate) fn rows(suggestion: &Suggestion, frame: &Frame<'_>) -> Vec<[String; 5]> {
    let head =
        [say!("advice-effect"), say!("advice-now"), say!("advice-adds"), percent(LEVEL), String::new()];
    let effects = suggestion.effects.iter().chain(&suggestion.margin).chain(&suggestion.cost);
    std::iter::once(head).chain(effects.map(|effect| row(effect, frame))).collect()
}

fn row(effect: &Effect, frame: &Frame<'_>) -> [String; 5] {
    let add = |value: f64| values::difference(frame, value, &effect.unit);
    [
        effect.title.clone(),
        values::value(frame, effect.now, &effect.unit),
        add(effect.difference),
        say!("from-to", a = add(effect.low), b = add(effect.high)),
        say!(match effect.verdict {
            Verdict::Better => "verdict-better",
            Verdict::Worse => "verdict-worse",
            // What is neither better nor worse is told by its sign.
            Verdict::Open if effect.higher_is_better.is_none() && effect.low > 0.0 => "verdict-more",
            Verdict::Open if effect.higher_is_better.is_none() && effect.high < 0.0 => "verdict-less",
            Verdict::Open => "verdict-open",
        }),
    ]
}

/// An effect in a line: `ore delivered +12 kt (99 %: +3 to +21 kt)`.
pub(crate) fn brief(effect: &Effect, frame: &Frame<'_>) -> String {
    let [title, _, adds, interval, _] = row(effect, frame);
    format!("{title} {adds} ({}: {interval})", percent(LEVEL))
}

/// The cells and rows of a change, the first of many.
pub(crate) fn changes(change: &Change) -> Vec<String> {
    let mut words = change.words();
    let more = words.len().saturating_sub(SHOWN);
    if more > 0 {
        words.truncate(SHOWN);
        words.push(say!("advice-cells", n = more));
    }
    words
}

/// For machines: `suggestions` and how they came about.
pub(crate) fn document(advice: &Advice) -> (Value, Value) {
    let about = json!({
        "tried": advice.tried,
        "untried": advice.untried,
        "replications": advice.replications,
        "interval_level": LEVEL,
        "sentence": advice.sentence(),
    });
    (json!(advice.suggestions), about)
}

/// What `iceroad apply` did.
pub fn applied(applied: &Applied, to: &Path) -> String {
    let (from, to) = (applied.from.display(), to.display());
    let mut text = format!("{to} holds {from} with this change: {}\n", applied.title);
    for line in applied.change.words() {
        text += &format!("  {line}\n");
    }
    plain(&format!("{text}\nTry:\n  iceroad compare {from} {to}\n"))
}
