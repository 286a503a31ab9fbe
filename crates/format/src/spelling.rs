//! How the cells of a table are spelled: numbers, days and words as spreadsheets of many lands write them.
//!
//! What can mean one thing only is read: decimal commas of a table that has them throughout, `2026-07-01 00:00:00`,
//! `01.07.2026`, `7:30:00`, `TRUE`, `Да`. What can mean two things is refused with both ([`Spelling::doubt`]), and so is what a
//! spreadsheet made a day of, with what it was ([`rewritten()`]): neither is ever guessed.
//!
//! What the cells of a table do not tell, `[sheets]` in scenario.toml may.
//!
//! Terms: the **canonical** text of a cell is how the format writes it (`12.5`, `2026-07-01`, `yes`).
//!
//! Pitfall: how a table is spelled is found from all its cells, so a cell by itself has no meaning.

use crate::cell;
use crate::format::Kind;
use crate::grid::Separator;
use crate::source::Said;
use encoding_rs::Encoding;
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day, parse_date};
use iceroad_model::Code;
use std::borrow::Cow;
use std::cmp::Ordering;
use strum::{EnumString, VariantNames};

/// What stands before the decimals of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Decimal {
    Point,
    Comma,
}

/// Which of `01/07/2026` is the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, EnumString, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// What `scenario.toml` says of how the tables are spelled, where it says anything.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Told {
    pub(crate) decimal: Option<Decimal>,
    pub(crate) dates: Option<DateOrder>,
    /// Of files that are not UTF-8.
    pub(crate) encoding: Option<&'static Encoding>,
    /// Whether it is an export of others, whose thousands may stand in groups, and of which a mapping file tells, not `scenario.toml`.
    pub(crate) foreign: bool,
}

/// How one table is spelled; none: its cells do not tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spelling {
    decimal: Option<Decimal>,
    dates: Option<DateOrder>,
    /// Whether decimal commas are possible: not where commas stand between fields, unless it is told.
    may_have_commas: bool,
    /// As [`Told::foreign`].
    foreign: bool,
}

impl Spelling {
    /// Found from the cells of a table, each with what its column holds.
    pub(crate) fn of<'a>(
        separator: Separator,
        told: &Told,
        cells: impl Iterator<Item = (Kind, Cow<'a, str>)>,
    ) -> Spelling {
        let may_have_commas = separator != Separator::COMMA || told.decimal.is_some() || told.foreign;
        let mut seen = Seen::default();
        for (kind, text) in cells {
            match kind {
                Kind::Number { .. } | Kind::Fixed { .. } if may_have_commas => {
                    seen.number(joined(&text).as_deref().filter(|_| told.foreign).unwrap_or(&text));
                }
                Kind::Date => seen.date(&text),
                Kind::Moment => seen.date(day_and_clock(&text).0),
                _ => {}
            }
        }
        let decimal = match seen.comma.cmp(&seen.point) {
            Ordering::Greater => Some(Decimal::Comma),
            Ordering::Less => Some(Decimal::Point),
            Ordering::Equal if seen.comma > 0 || !seen.either => told.decimal.or(Some(Decimal::Point)),
            Ordering::Equal => told.decimal,
        };
        let dates = match (seen.day_first, seen.month_first) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => told.dates,
        };
        Spelling { decimal, dates, may_have_commas, foreign: told.foreign }
    }

    /// The canonical text of a cell, where it is spelled otherwise and can mean one thing only.
    pub(crate) fn canonical<'t>(&self, kind: Kind, text: &'t str) -> Cow<'t, str> {
        let mended = match kind {
            Kind::Number { .. } | Kind::Fixed { .. } if self.foreign => self.ungrouped(text),
            Kind::Number { .. } | Kind::Fixed { .. } if self.decimal == Some(Decimal::Comma) => {
                with_point(text)
            }
            Kind::Date => self.date(text).map(|date| date.to_string()),
            Kind::Moment => self.moment(text),
            Kind::Month => self.month(text),
            Kind::Time => time(text),
            Kind::YesNo => yes_no(text).map(str::to_owned),
            _ => None,
        };
        mended.map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// The canonical text of a number of others: its thousands may stand in groups, where the table tells which mark is the decimals'.
    fn ungrouped(&self, text: &str) -> Option<String> {
        let joined = joined(text);
        let number = joined.as_deref().unwrap_or(text);
        let (between, mark) = match self.decimal? {
            Decimal::Comma => ('.', ','),
            Decimal::Point => (',', '.'),
        };
        let (whole, decimals) = number.split_once(mark).unwrap_or((number, ""));
        if is_grouped(whole, between) && decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            let whole = whole.replace(between, "");
            return Some(if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") });
        }
        (mark == ',').then(|| with_point(number)).flatten().or(joined)
    }

    /// The file that tells what cells do not.
    fn told_in(&self) -> &'static str {
        if self.foreign { "the mapping file (`--map`)" } else { "scenario.toml" }
    }

    /// The text of a cell that says what a canonical text does, as its table spells numbers.
    pub(crate) fn spelled(&self, kind: Kind, canonical: &str) -> String {
        match kind {
            Kind::Number { .. } | Kind::Fixed { .. } if self.decimal == Some(Decimal::Comma) => {
                canonical.replace('.', ",")
            }
            _ => canonical.to_owned(),
        }
    }

    /// Why a cell can mean two things.
    pub(crate) fn doubt(&self, kind: Kind, text: &str) -> Option<Said> {
        match kind {
            Kind::Number { .. } | Kind::Fixed { .. } => self.doubtful_number(kind, text),
            Kind::Date => self.doubtful_date(text),
            Kind::Moment => self.doubtful_date(day_and_clock(text).0),
            _ => None,
        }
    }

    fn doubtful_number(&self, kind: Kind, text: &str) -> Option<Said> {
        if !self.may_have_commas || (self.foreign && self.ungrouped(text).is_some()) {
            return None;
        }
        let shape = shape(text)?;
        let said = |advice: String| Some(Said::new(Code::TwoReadings, text, cell::expected(kind), advice));
        match self.decimal {
            None if shape == Shape::Either => {
                let (decimals, thousands) = (text.replace(',', "."), text.replace([',', '.'], ""));
                said(format!(
                    "it may be {decimals} or {thousands}, and no other number of the table tells which: write `{thousands}` \
                     without separators, or `decimal = \"comma\"` or `\"point\"` under `[sheets]` in {}",
                    self.told_in()
                ))
            }
            Some(Decimal::Comma) if text.contains('.') && text.contains(',') => {
                let advice = format!("write `{}` without separators", text.replace('.', ""));
                Some(Said::new(Code::ThousandsSeparator, text, cell::expected(kind), advice))
            }
            Some(Decimal::Comma) if text.contains('.') => {
                let plain = text.replace('.', ",");
                said(format!(
                    "numbers of this table have decimal commas: write `{plain}`, if that is the number"
                ))
            }
            _ => None,
        }
    }

    fn doubtful_date(&self, text: &str) -> Option<Said> {
        let [first, second, year] = slashed(without_midnight(text))?;
        let both = [date_of(year, second, first), date_of(year, first, second)];
        let [Some(day_first), Some(month_first)] = both else { return None };
        if self.dates.is_some() || day_first == month_first {
            return None;
        }
        let advice = format!(
            "it may be {day_first} or {month_first}, and no other day of the table tells which: write the day with the year first, \
             or `dates = \"day_first\"` or `\"month_first\"` under `[sheets]` in {}",
            self.told_in()
        );
        Some(Said::new(Code::TwoReadings, text, cell::expected(Kind::Date), advice))
    }

    /// A day that is not written as the format writes it, where it can be one day only.
    fn date(&self, text: &str) -> Option<Date> {
        let day = without_midnight(text);
        if let Ok(date) = parse_date(day) {
            return (day != text).then_some(date);
        }
        let parts: Vec<&str> = day.split(['.', '/', '-']).collect();
        let [first, second, third] = parts[..] else { return named_day(day) };
        if first.len() == 4 {
            return date_of(number(first)?, number(second)?, number(third)?);
        }
        if day.contains('.') && third.len() == 4 {
            return date_of(number(third)?, number(second)?, number(first)?);
        }
        let Some([first, second, year]) = slashed(day) else { return named_day(day) };
        let (day_first, month_first) = (date_of(year, second, first), date_of(year, first, second));
        match self.dates {
            Some(DateOrder::DayFirst) => day_first,
            Some(DateOrder::MonthFirst) => month_first,
            None => {
                day_first.filter(|date| month_first.is_none_or(|other| other == *date)).or(match day_first {
                    None => month_first,
                    Some(_) => None,
                })
            }
        }
    }

    /// A day with a time of day that is not written as the format writes it; seconds and what zone it is of are left out.
    fn moment(&self, text: &str) -> Option<String> {
        let (day, clock) = day_and_clock(text);
        let digits = |range| day.get(range).filter(|_| day.len() == 8).and_then(number);
        let day = match (self.date(day), digits(0..4), digits(4..6), digits(6..8)) {
            (Some(date), ..) => date.to_string(),
            (None, Some(year), Some(month), Some(day)) => date_of(year, month, day)?.to_string(),
            _ => day.to_owned(),
        };
        let told = match clock {
            Some(clock) => format!("{day} {}", time(without_seconds(clock)).as_deref().unwrap_or(clock)),
            None => day,
        };
        (told != text).then_some(told)
    }

    /// A month that is written as its first day.
    fn month(&self, text: &str) -> Option<String> {
        let date = parse_date(text).ok().or_else(|| self.date(text))?;
        (date.day() == 1).then(|| format!("{:04}-{:02}", date.year(), date.month()))
    }
}

/// What the cells of a table tell of how it is spelled.
#[derive(Default)]
struct Seen {
    /// Numbers that can only have a decimal comma.
    comma: usize,
    /// Numbers that can only have a decimal point.
    point: usize,
    either: bool,
    day_first: bool,
    month_first: bool,
}

impl Seen {
    fn number(&mut self, text: &str) {
        match shape(text) {
            Some(Shape::Comma) => self.comma += 1,
            Some(Shape::Point) => self.point += 1,
            Some(Shape::Either) => self.either = true,
            None => {}
        }
    }

    fn date(&mut self, text: &str) {
        let Some([first, second, _]) = slashed(without_midnight(text)) else { return };
        self.day_first |= first > 12;
        self.month_first |= second > 12;
    }
}

// ---- Numbers ----------------------------------------------------------------------------------------------------

/// What a number with a comma or a point tells of its decimals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Comma,
    Point,
    /// `1,234` and `1.234`: three decimals, or thousands.
    Either,
}

/// None of what is no number, or has neither comma nor point.
fn shape(text: &str) -> Option<Shape> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let marks = |mark: char| digits.matches(mark).count();
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    match (digits.rfind(','), digits.rfind('.')) {
        (None, None) => None,
        (Some(comma), Some(point)) => Some(if comma > point { Shape::Comma } else { Shape::Point }),
        // Several of a kind stand between thousands; which of them stands before decimals the number does not say.
        (Some(_), None) if marks(',') > 1 => Some(Shape::Point),
        (None, Some(_)) if marks('.') > 1 => Some(Shape::Comma),
        (Some(at), None) => Some(if is_group(digits, at) { Shape::Either } else { Shape::Comma }),
        (None, Some(at)) => Some(if is_group(digits, at) { Shape::Either } else { Shape::Point }),
    }
}

/// Whether what follows may be a group of thousands.
fn is_group(digits: &str, at: usize) -> bool {
    let (before, after) = (&digits[..at], &digits[at + 1..]);
    after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0')
}

/// Whether a mark stands between groups of thousands: `1.234` or `12.345.678` of points.
fn is_grouped(whole: &str, between: char) -> bool {
    let mut groups = whole.trim_start_matches(['+', '-']).split(between);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0'));
    let mut rest = groups.peekable();
    is_first && rest.peek().is_some() && rest.all(|group| group.len() == 3 && digits(group))
}

/// A number whose thousands stand apart by blanks or apostrophes, without these: `1234,5` of `1 234,5`.
fn joined(text: &str) -> Option<String> {
    const APART: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '\u{2019}'];
    let between = text.chars().find(|letter| APART.contains(letter))?;
    let whole = text.split(['.', ',']).next()?;
    let decimals = &text[whole.len()..];
    (is_grouped(whole, between) && !decimals.contains(APART)).then(|| whole.replace(between, "") + decimals)
}

/// `12,5` as `12.5`.
fn with_point(text: &str) -> Option<String> {
    (text.matches(',').count() == 1 && !text.contains('.')).then(|| text.replace(',', "."))
}

// ---- Days and times ---------------------------------------------------------------------------------------------

/// A day without the midnight that a spreadsheet writes behind it.
fn without_midnight(text: &str) -> &str {
    let end = text.trim_end_matches(['0', ':', '.']);
    let time = &text[end.len()..];
    let is_midnight = time.split(':').count() >= 2 && time.starts_with('0');
    match end.strip_suffix([' ', 'T']) {
        Some(day) if is_midnight => day.trim_end(),
        _ => text,
    }
}

/// A day and the time of day behind it, if there is one.
pub(crate) fn day_and_clock(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else { return (text, None) };
    match text[..colon].rfind([' ', 'T']) {
        Some(between) => (text[..between].trim_end(), Some(text[between + 1..].trim())),
        None => (text, None),
    }
}

/// A time of day without seconds and the offset of its zone: `06:30` of `06:30:15.250+09:00`.
fn without_seconds(clock: &str) -> &str {
    let half_day = clock.to_lowercase().ends_with('m');
    let zone = zone_at(clock).unwrap_or(clock.len());
    let end = clock.match_indices(':').nth(1).map_or(clock.len(), |(at, _)| at);
    if half_day { clock } else { clock[..end.min(zone)].trim_end() }
}

/// Where the offset of a zone begins behind a time of day.
fn zone_at(clock: &str) -> Option<usize> {
    clock.find(['+', '-', '\u{2212}', 'Z'])
}

/// The offset from UTC, minutes, that stands behind a time: 540 of `2026-07-01T06:30:15+09:00`, 0 of `06:30Z`; none where there is none.
pub(crate) fn zone_offset(text: &str) -> Option<i64> {
    let (_, clock) = day_and_clock(text);
    let clock = clock?;
    let zone = &clock[zone_at(clock)?..];
    let sign = match zone.chars().next()? {
        'Z' => return Some(0),
        '+' => 1,
        _ => -1,
    };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i64>().ok()? };
    let hours = hours.parse::<i64>().ok()?;
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn number(part: &str) -> Option<i16> {
    part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
}

fn date_of(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The numbers of `01/07/2026` or `1-7-2026`.
fn slashed(text: &str) -> Option<[i16; 3]> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let [first, second, year] = parts[..] else { return None };
    let are_short = (1..=2).contains(&first.len()) && (1..=2).contains(&second.len());
    if !are_short || year.len() != 4 {
        return None;
    }
    Some([number(first)?, number(second)?, number(year)?])
}

/// `1 July 2026`, `01-Jul-2026`, `1. Juli 2026`, `1 июля 2026`.
fn named_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split([' ', '-', '.', '/', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return None };
    if third.len() != 4 {
        return None;
    }
    date_of(number(third)?, month_named(second)?.into(), number(first)?)
}

/// `7:30`, `07:30:00`, `7:30 PM` and `24:00:00`.
fn time(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    let (clock, half_day) = match folded.strip_suffix("am").map(|rest| (rest, 0)) {
        Some(morning) => morning,
        None => folded.strip_suffix("pm").map_or((folded.as_str(), -1), |rest| (rest, 12)),
    };
    let (hour, minute) = match clock.trim_end().split(':').collect::<Vec<_>>()[..] {
        [hour, minute] | [hour, minute, "00"] => (number(hour)?, minute),
        _ => return None,
    };
    let hour = match half_day {
        0 | 12 if (1..=12).contains(&hour) => hour % 12 + half_day,
        -1 => hour,
        _ => return None,
    };
    (minute.len() == 2 && number(minute).is_some()).then(|| format!("{hour:02}:{minute}"))
}

/// Three letters that begin a month's name in English, German and Russian, with the month.
const MONTHS: [(&str, u8); 30] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("mrz", 3),
    ("mär", 3),
    ("mai", 5),
    ("okt", 10),
    ("dez", 12),
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("май", 5),
    ("мая", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
];

fn month_named(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let longest = name.chars().count() <= 10 && name.chars().all(char::is_alphabetic);
    let begin: String = name.chars().take(3).collect();
    MONTHS.iter().find(|(three, _)| longest && *three == begin).map(|(_, month)| *month)
}

/// A day or month that a spreadsheet shows by a month's name: the number beside it, and whether it stands first.
fn shown_month(text: &str) -> Option<(u8, u16, bool)> {
    let parts: Vec<&str> = text.split([' ', '-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let [first, second] = parts[..] else { return None };
    let number = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() <= 4);
    match (number(first), number(second)) {
        (Some(day), None) => Some((month_named(second)?, day, true)),
        (None, Some(year)) => Some((month_named(first)?, year, false)),
        _ => None,
    }
}

/// Why a cell holds what a spreadsheet made of something else, and what that was.
pub(crate) fn rewritten(kind: Kind, text: &str) -> Option<Said> {
    let advised = |advice: String| Some(Said::new(Code::Rewritten, text, cell::expected(kind), advice));
    let said = |was: &str, how: &str| advised(format!("a spreadsheet made this of {was}: {how}"));
    let as_text = |was: &str| {
        advised(format!("write {was}; where a spreadsheet makes this of it, format the column as text first"))
    };
    if let Some(serial) = day_number(text).filter(|_| kind == Kind::Date) {
        return said(
            &format!("`{serial}`"),
            "it is the number by which it keeps that day: format the column as days and save it again",
        );
    }
    if let Some(clock) = time_number(text).filter(|_| kind == Kind::Time) {
        return said(
            &format!("`{clock}`"),
            "it is the share of a day by which it keeps that time: format the column as times and save it again",
        );
    }
    let (month, beside, is_day) = shown_month(text)?;
    match kind {
        Kind::Number { .. } | Kind::Fixed { .. } if is_day => {
            said(&format!("`{beside}.{month}`"), "format the column as numbers and write it again")
        }
        Kind::Number { .. } | Kind::Fixed { .. } => {
            said(&format!("`{month}.{:02}`", beside % 100), "format the column as numbers and write it again")
        }
        // The first of two numbers is the day in one land and the month in another.
        Kind::MonthDay if is_day && beside <= 12 && beside != u16::from(month) => {
            as_text(&format!("`{month:02}-{beside:02}` or `{beside:02}-{month:02}`, whichever was meant"))
        }
        Kind::MonthDay if beside % 100 <= 31 => as_text(&format!("`{month:02}-{:02}`", beside % 100)),
        Kind::Month => {
            let year = if beside < 100 { 2000 + beside } else { beside };
            as_text(&format!("`{year}-{month:02}`"))
        }
        _ => None,
    }
}

/// What a spreadsheet may have made this name of, as it makes `5-Jan` of `1-5`.
pub(crate) fn names_before(text: &str) -> Vec<String> {
    let Some((month, beside, _)) = shown_month(text) else { return Vec::new() };
    let beside = beside % 100;
    let mut names = Vec::new();
    for mark in ['-', '/', '.'] {
        names.push(format!("{month}{mark}{beside}"));
        names.push(format!("{beside}{mark}{month}"));
        names.push(format!("{month:02}{mark}{beside:02}"));
        names.push(format!("{beside:02}{mark}{month:02}"));
    }
    names
}

/// The day of a spreadsheet's number of days since 30 December 1899 (ECMA-376, part 1, 18.17.4), of the years 1982 to 2064.
fn day_number(text: &str) -> Option<Date> {
    let number: i64 = text.parse().ok().filter(|number| (30_000..60_000).contains(number))?;
    Some(date_of_epoch_day(epoch_day(Date::constant(1899, 12, 30)) + number))
}

/// The time of a share of a day.
fn time_number(text: &str) -> Option<String> {
    let share: f64 = text.replace(',', ".").parse().ok().filter(|share| (0.0..1.0).contains(share))?;
    let minutes = (share * 1440.0).round() as u32;
    Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

// ---- Words ------------------------------------------------------------------------------------------------------

/// `yes` or `no` as spreadsheets of English, German, French and Russian have them.
fn yes_no(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "ja" | "wahr" | "oui" | "vrai" | "да" | "истина" => Some("yes"),
        "no" | "false" | "nein" | "falsch" | "non" | "faux" | "нет" | "ложь" => Some("no"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: Kind = Kind::Number { what: "a mass", unit: "t", min: -1e9, max: 1e9 };

    fn spelling(kind: Kind, cells: &[&str]) -> Spelling {
        let (separator, _) = Separator::of("a;b\n");
        Spelling::of(separator, &Told::default(), cells.iter().map(|text| (kind, Cow::Borrowed(*text))))
    }

    #[test]
    fn offsets_of_zones_are_known_in_all_their_forms() {
        for (text, minutes) in [
            ("2026-07-01T06:30:15.250+09:00", Some(540)),
            ("2026-07-01 06:30 -0730", Some(-450)),
            ("2026-07-01T06:30+09", Some(540)),
            ("2026-07-01T06:30Z", Some(0)),
            ("2026-07-01 06:30", None),
            ("2026-07-01", None),
        ] {
            assert_eq!(zone_offset(text), minutes, "{text}");
        }
        let spelling = spelling(Kind::Moment, &[]);
        let read = spelling.canonical(Kind::Moment, "2026-07-01 06:30-07:00").into_owned();
        assert_eq!(read, "2026-07-01 06:30");
    }

    #[test]
    fn thousands_of_others_are_joined_where_the_table_tells_their_mark() {
        let told = Told { foreign: true, ..Told::default() };
        let read = |cells: &[&str], text: &str| {
            let cells = cells.iter().map(|text| (NUMBER, Cow::Borrowed(*text)));
            let spelling = Spelling::of(Separator::of("a,b\n").0, &told, cells);
            (spelling.canonical(NUMBER, text).into_owned(), spelling.doubt(NUMBER, text).is_some())
        };
        for (cells, text, number) in [
            (&["1.234,5"][..], "1.234,5", "1234.5"),
            (&["12,5"], "1.234", "1234"),
            (&["12,5"], "12.345.678,25", "12345678.25"),
            (&["1,234.5"], "1,234.5", "1234.5"),
            (&["1\u{a0}234,5"], "1\u{a0}234,5", "1234.5"),
            (&["7"], "12 345", "12345"),
            (&["1.5"], "1'234.5", "1234.5"),
            (&["1,5"], "-1.234,5", "-1234.5"),
        ] {
            assert_eq!(read(cells, text), (number.to_owned(), false), "{text}");
        }
        // Nothing tells: three decimals or thousands.
        assert!(read(&["1,234"], "1,234").1);
        // No groups of three, so no thousands.
        assert!(read(&["1,5"], "1.23,4").1);
        assert_eq!(read(&["7"], "12 34").0, "12 34");
    }

    #[test]
    fn decimals_are_found_from_what_can_be_read_one_way_only() {
        for (cells, decimal) in [
            (&["1,5", "1,234", "7"][..], Some(Decimal::Comma)),
            (&["0,125"], Some(Decimal::Comma)),
            (&["1.234,5"], Some(Decimal::Comma)),
            (&["1.5", "1,234"], Some(Decimal::Point)),
            (&["12", "7"], Some(Decimal::Point)),
            (&["1,234", "12"], None),
            (&["1.234"], None),
            (&["1,5", "1.5"], Some(Decimal::Point)),
            (&["1,5", "1.5", "2,5"], Some(Decimal::Comma)),
        ] {
            assert_eq!(spelling(NUMBER, cells).decimal, decimal, "{cells:?}");
        }
        let comma = spelling(NUMBER, &["1,5"]);
        assert_eq!(comma.canonical(NUMBER, "-12,345"), "-12.345");
        assert_eq!(comma.spelled(NUMBER, "12.5"), "12,5");
        assert!(comma.doubt(NUMBER, "1.234").is_some() && comma.doubt(NUMBER, "1234").is_none());
        let open = spelling(NUMBER, &["1,234"]).doubt(NUMBER, "1,234").unwrap();
        assert!(open.advice.contains("1.234 or 1234"), "{}", open.advice);
        // Where commas stand between fields a comma within one stays a fault of its own.
        let cells = [(NUMBER, Cow::Borrowed("1,5"))].into_iter();
        let between = Spelling::of(Separator::COMMA, &Told::default(), cells);
        assert_eq!(
            (between.canonical(NUMBER, "1,5").as_ref(), between.doubt(NUMBER, "1,234")),
            ("1,5", None)
        );
    }

    #[test]
    fn days_are_read_where_they_can_be_one_day_only() {
        let alone = |text: &str| spelling(Kind::Date, &[text]).canonical(Kind::Date, text).into_owned();
        for text in [
            "2026-07-01 00:00:00",
            "2026-07-01T00:00:00",
            "2026-07-01 00:00",
            "2026-07-01 0:00",
            "2026/7/1",
            "01.07.2026",
            "1.7.2026 00:00:00",
            "01-Jul-2026",
            "1 July 2026",
            "1. Juli 2026",
            "1 июля 2026",
        ] {
            assert_eq!(alone(text), "2026-07-01", "{text}");
        }
        assert_eq!(alone("25/07/2026"), "2026-07-25");
        assert_eq!(alone("7/25/2026"), "2026-07-25");
        assert_eq!(alone("07/07/2026"), "2026-07-07");
        for text in ["01/07/2026", "2026-07-01 06:00:00", "31.02.2026", "01.07.26", "1/2", "ü", "0", "00:00"]
        {
            assert_eq!(alone(text), text);
        }
        let german = spelling(Kind::Date, &["25/07/2026"]);
        assert_eq!(german.canonical(Kind::Date, "01/07/2026"), "2026-07-01");
        let american = spelling(Kind::Date, &["7/25/2026"]);
        assert_eq!(american.canonical(Kind::Date, "07/01/2026"), "2026-07-01");
        let open = spelling(Kind::Date, &["01/07/2026"]).doubt(Kind::Date, "01/07/2026").unwrap();
        assert!(open.advice.contains("2026-07-01 or 2026-01-07"), "{}", open.advice);
        assert_eq!(spelling(Kind::Month, &[]).canonical(Kind::Month, "2026-07-01 00:00:00"), "2026-07");
        assert_eq!(spelling(Kind::Month, &[]).canonical(Kind::Month, "01.07.2026"), "2026-07");
        assert_eq!(spelling(Kind::Time, &[]).canonical(Kind::Time, "7:30:00"), "07:30");
        assert_eq!(spelling(Kind::Time, &[]).canonical(Kind::Time, "24:00:00"), "24:00");
        for (text, clock) in
            [("7:30 AM", "07:30"), ("12:05 am", "00:05"), ("12:00PM", "12:00"), ("1:00 PM", "13:00")]
        {
            assert_eq!(spelling(Kind::Time, &[]).canonical(Kind::Time, text), clock);
        }
        for text in ["7:30:15", "13:00 PM", "noon", "7"] {
            assert_eq!(spelling(Kind::Time, &[]).canonical(Kind::Time, text), text);
        }
    }

    #[test]
    fn what_a_spreadsheet_rewritten_of_is_told() {
        for (kind, text, was) in [
            (NUMBER, "01.мар", "`1.3`"),
            (NUMBER, "01. Mrz", "`1.3`"),
            (NUMBER, "янв.13", "`1.13`"),
            (Kind::MonthDay, "15-Oct", "write `10-15`;"),
            (Kind::MonthDay, "15. Okt", "write `10-15`;"),
            (Kind::MonthDay, "05-Jun", "write `06-05` or `05-06`,"),
            (Kind::MonthDay, "Oct-15", "write `10-15`;"),
            (Kind::Month, "Jul-26", "write `2026-07`;"),
            (Kind::Month, "июл.26", "write `2026-07`;"),
            (Kind::Date, "46204", "`2026-07-01`"),
            (Kind::Time, "0.3125", "`07:30`"),
            (Kind::Time, "0,3125", "`07:30`"),
        ] {
            let said = rewritten(kind, text).unwrap();
            assert!(said.advice.contains(was), "{text}: {}", said.advice);
        }
        assert!(rewritten(NUMBER, "12").is_none() && rewritten(Kind::MonthDay, "10-15").is_none());
        assert!(names_before("5-Jan").contains(&"1-5".to_owned()));
        assert!(names_before("1 truck").is_empty() && names_before("D11-2").is_empty());
    }
}
