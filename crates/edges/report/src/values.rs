//! A measure's value as text, by its unit, and columns of text for the console.
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Measure;
use iceroad_measures::numbers::{
    self, NONE, brief, day, days, fixed, percent_fine, percent_range, scaled, with_prefix,
};
use iceroad_measures::spread::{Seen, Spread};
use iceroad_words::say;

/// How many replications there are: `20 simulated years`, `40 simulations`.
pub(crate) fn simulated(frame: &Frame<'_>) -> String {
    let called = frame.called();
    let what = if called == "year" { "simulated year" } else { called };
    numbers::count(frame.records.len(), what)
}

/// A value in its unit: `87.3 %`, `12 Feb 2027`, `RUB 1.24 M`, `1.24 Mt`.
pub(crate) fn value(frame: &Frame<'_>, value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return NONE.into();
    }
    match unit {
        "share" => percent_fine(value),
        "day" => day(&frame.clock, value),
        "days" => days(value),
        "t" | "L" => with_prefix(value, unit),
        _ if unit == frame.currency() => format!("{} {}", scaled(value), numbers::unit(unit)),
        _ => format!("{} {}", brief(value), unit_text(frame, unit)),
    }
}

/// The currency as it is written in the language that is spoken.
pub(crate) fn currency(frame: &Frame<'_>) -> String {
    numbers::unit(frame.currency())
}

/// A unit in the language that is spoken; of money per tonne the tonne alone.
fn unit_text(frame: &Frame<'_>, unit: &str) -> String {
    match unit.strip_prefix(frame.currency()).and_then(|per| per.strip_prefix('/')) {
        Some(per) => format!("{}/{}", currency(frame), numbers::unit(per)),
        None => numbers::unit(unit),
    }
}

/// A value, or how far it is at least away: `12 Feb 2027`, `after 30 Jul 2026`, `at least 3 days`.
pub(crate) fn seen(frame: &Frame<'_>, seen: Seen, unit: &str) -> String {
    match seen {
        Seen::At(value) => self::value(frame, value, unit),
        // The day itself is over: what lies between two days is after the earlier one.
        Seen::After(bound) if unit == "day" => say!("after", a = day(&frame.clock, bound.floor())),
        Seen::After(bound) => say!("at-least", a = value(frame, bound, unit)),
    }
}

/// A day, or the day after which it is.
pub(crate) fn seen_day(frame: &Frame<'_>, seen: Seen) -> String {
    self::seen(frame, seen, "day")
}

/// A difference of two values, with its sign: `+1.2 pp` (percentage points), `−3 days`.
pub(crate) fn difference(frame: &Frame<'_>, by: f64, unit: &str) -> String {
    if !by.is_finite() {
        return NONE.into();
    }
    let sign = if by > 0.0 { "+" } else { "" };
    match unit {
        "share" => say!("points", sign = sign, b = fixed(by * 100.0, 2)),
        "day" | "days" => format!("{sign}{}", days(by)),
        _ => format!("{sign}{}", value(frame, by, unit)),
    }
}

/// A measure in a row: what it is, mean, how well that is known, P10, P50, P90; none where it has no value. A chance is told
/// with its interval and has no quantiles; what is rare is told by how often it came.
pub(crate) fn measure_row(frame: &Frame<'_>, measure: &Measure) -> Option<[String; 6]> {
    let spread = measure.spread?;
    let title = measure.title.clone();
    if let Some(chance) = measure.chance {
        let interval = percent_range(chance.low, chance.high);
        let none = || NONE.to_string();
        let share = value(frame, spread.mean, &measure.unit);
        return Some([title, share, interval, none(), none(), none()]);
    }
    let mut row = spread_row(frame, title, &spread, &measure.unit);
    if let Some(rare) = measure.rare {
        row[2] = say!("in-of", met = rare.met, of = rare.of);
    }
    Some(row)
}

/// Heads of the rows of spreads.
pub(crate) fn spread_head() -> [String; 6] {
    let [p10, p50, p90] = ["P10", "P50", "P90"].map(String::from);
    [String::new(), say!("console-mean"), "± 95 %".into(), p10, p50, p90]
}

/// A spread in a row: what it is of, mean, half-width, P10, P50, P90.
pub(crate) fn spread_row(frame: &Frame<'_>, title: String, spread: &Spread, unit: &str) -> [String; 6] {
    let show = |shown: Seen| seen(frame, shown, unit);
    let half = spread.half_width.map_or(NONE.into(), |half| half_width(frame, half, unit));
    let [p10, p50, p90] = [spread.seen_p10(), spread.seen_p50(), spread.seen_p90()].map(show);
    [title, show(spread.seen_mean()), half, p10, p50, p90]
}

/// A half-width in its unit, without a sign.
pub(crate) fn half_width(frame: &Frame<'_>, half: f64, unit: &str) -> String {
    difference(frame, half, unit).trim_start_matches('+').to_string()
}

/// Cells in columns, two spaces apart, each line led by `indent`; a column is flush right where told so.
pub(crate) fn align<R: AsRef<[String]>>(rows: &[R], right: &[bool], indent: &str) -> String {
    let mut widths = vec![0_usize; right.len()];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row.as_ref()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells = row.as_ref().iter().zip(&widths).zip(right);
        let padded = cells.map(|((cell, &width), right)| match right {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        });
        let line = padded.collect::<Vec<_>>().join("  ");
        text += format!("{indent}{line}").trim_end();
        text.push('\n');
    }
    text
}

/// Text in lines of at most `width` letters, each led by `indent`.
pub(crate) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(indent.chars().count()).max(20);
    let mut out = String::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            out += &format!("{indent}{line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    if !line.is_empty() {
        out += &format!("{indent}{line}\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_at_words() {
        assert_eq!(
            wrap("one two three four five six seven", 22, "  "),
            "  one two three four\n  five six seven\n"
        );
        assert_eq!(wrap("", 40, ""), "");
    }
}
