//! What a cell of a workbook holds, as the text that the format has for it.
//!
//! A day in a column of days is that day; a day anywhere else is what a spreadsheet made of something: it becomes the text that
//! spreadsheets show (`15-Oct`), and the rules for such texts tell what it was.
//!
//! Pitfall: a spreadsheet shows fifteen digits of a number and keeps more, which are noise of its arithmetic (0.1 + 0.2).

use super::open::Value;
use crate::format::Kind;
use crate::grid::Held;
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day};
use std::borrow::Cow;

/// The text of a cell in a column of a kind, none where nothing reads it, with the column's unit.
pub(super) fn text_of<'v>(value: &'v Value, kind: Option<Kind>) -> (Cow<'v, str>, Held) {
    match value {
        Value::Text(text) => (Cow::Borrowed(text), Held::Text),
        Value::Number { value, percent: true } if in_percent(kind) => {
            (Cow::Owned(format!("{}%", number_text(value * 100.0))), Held::Text)
        }
        Value::Number { value, .. } => (Cow::Owned(number_text(*value)), Held::Number),
        Value::YesNo(yes) => (Cow::Borrowed(if *yes { "yes" } else { "no" }), Held::Text),
        Value::Moment { day, seconds, shows_day } => {
            (Cow::Owned(moment_text(*day, *seconds, *shows_day, kind)), Held::Moment)
        }
        Value::Error(text) => (Cow::Borrowed(text), Held::Fault),
        Value::Formula(text) => (Cow::Owned(format!("={text}")), Held::Fault),
    }
}

/// Whether a column's numbers are percents already, so that a percent sign would say it twice.
fn in_percent(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Number { unit: "pct", .. } | Kind::Fixed { unit: "pct", .. }))
}

/// The shortest text of a number, of at most fifteen digits.
pub(super) fn number_text(value: f64) -> String {
    let shown: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    let size = shown.abs();
    if shown == 0.0 {
        return "0".to_owned();
    }
    if (1e-7..1e16).contains(&size) { shown.to_string() } else { format!("{shown:e}") }
}

/// The day from which spreadsheets count.
fn first_day() -> i64 {
    epoch_day(Date::constant(1899, 12, 30))
}

/// The days from 30 December 1899 to a day.
pub(super) fn days_to(date: Date) -> i64 {
    epoch_day(date) - first_day()
}

fn moment_text(day: Option<i64>, seconds: i64, shows_day: bool, kind: Option<Kind>) -> String {
    let clock = || {
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        if second == 0 {
            format!("{hour:02}:{minute:02}")
        } else {
            format!("{hour:02}:{minute:02}:{second:02}")
        }
    };
    let Some(day) = day else { return clock() };
    let date = date_of_epoch_day(first_day().saturating_add(day));
    let is_day = kind.is_none_or(|kind| {
        matches!(kind, Kind::Date | Kind::Moment | Kind::Month | Kind::Time | Kind::Text | Kind::TextList)
    });
    match (seconds, is_day) {
        (0, true) => date.to_string(),
        (0, false) => shown(date, shows_day),
        _ => format!("{date} {}", clock()),
    }
}

/// As spreadsheets show what they made a day of: `15-Oct`, or `Jul-26` of July 2026.
fn shown(date: Date, shows_day: bool) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(usize::from(date.month().unsigned_abs()).wrapping_sub(1)).copied().unwrap_or("");
    if shows_day {
        format!("{:02}-{month}", date.day())
    } else {
        format!("{month}-{:02}", date.year().rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_without_noise() {
        for (value, text) in [
            (15.0, "15"),
            (0.1 + 0.2, "0.3"),
            (-1.5, "-1.5"),
            (1_234_567.891, "1234567.891"),
            (0.0, "0"),
            (-0.0, "0"),
            (0.000_000_1, "0.0000001"),
            (1e-9, "1e-9"),
            (4_503_599_627_370_496.0, "4503599627370500"),
            (1e300, "1e300"),
        ] {
            assert_eq!(number_text(value), text);
        }
    }

    #[test]
    fn a_day_is_a_day_where_days_are_and_else_what_a_spreadsheet_shows() {
        let day = days_to(Date::constant(2026, 10, 15));
        let text = |kind, seconds, shows_day| {
            let value = Value::Moment { day: Some(day), seconds, shows_day };
            text_of(&value, kind).0.into_owned()
        };
        assert_eq!(text(Some(Kind::Date), 0, true), "2026-10-15");
        assert_eq!(text(None, 0, true), "2026-10-15");
        assert_eq!(text(Some(Kind::Date), 21_600, true), "2026-10-15 06:00");
        assert_eq!(text(Some(Kind::MonthDay), 0, true), "15-Oct");
        assert_eq!(text(Some(Kind::Name), 0, false), "Oct-26");
        let time = Value::Moment { day: None, seconds: 27_000, shows_day: true };
        assert_eq!(text_of(&time, Some(Kind::Time)).0, "07:30");
        let midnight = Value::Moment { day: None, seconds: 86_400, shows_day: true };
        assert_eq!(text_of(&midnight, Some(Kind::Time)).0, "24:00");
    }

    #[test]
    fn a_percent_sign_is_told_only_where_the_column_is_in_percent() {
        let share = Kind::Number { what: "a share", unit: "", min: 0.0, max: 1.0 };
        let grade = Kind::Number { what: "a grade", unit: "pct", min: 0.0, max: 100.0 };
        let value = Value::Number { value: 0.07, percent: true };
        assert_eq!(text_of(&value, Some(share)), (Cow::Borrowed("0.07"), Held::Number));
        assert_eq!(text_of(&value, Some(grade)), (Cow::Borrowed("7%"), Held::Text));
    }
}
