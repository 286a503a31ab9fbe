//! Cells that stand for themselves: numbers, days, words. (References need the names of other tables: `row`.)

use crate::format::Kind;
use crate::nearest::{did_you_mean, nearest};
use crate::number::{self, Wrong};
use crate::source::Said;
use crate::spelling::{day_and_clock, rewritten};
use iceroad_base::civil::{Date, MonthDay, TimeOfDay, Zone, parse_date, parse_time_of_day};
use iceroad_base::text::is_unseen;
use iceroad_model::Code;

/// What a cell says.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value {
    Text(String),
    Texts(Vec<String>),
    Number(f64),
    Whole(i64),
    Date(Date),
    Moment(Moment),
    MonthDay(MonthDay),
    /// Year and month.
    Month(i16, i8),
    Time(TimeOfDay),
    YesNo(bool),
    /// Place among the words.
    Choice(usize),
    Zone(Zone),
    Weekdays([bool; 7]),
    /// Row of the table that is meant.
    Row(u32),
    Rows(Vec<u32>),
}

/// A day, with or without a time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moment {
    pub(crate) day: Date,
    pub(crate) time: Option<TimeOfDay>,
}

/// The weekdays, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A time of day as a cell.
pub(crate) fn clock(time: TimeOfDay) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Weekdays as a cell.
pub(crate) fn weekdays_text(days: [bool; 7]) -> String {
    if days == [true; 7] {
        return "all".to_owned();
    }
    let named = WEEKDAYS.iter().zip(days).filter(|(_, on)| *on).map(|(day, _)| *day);
    named.collect::<Vec<_>>().join(";")
}

/// The longest name.
const LONGEST_NAME: usize = 120;

/// What a cell of this kind should hold, in words.
pub(crate) fn expected(kind: Kind) -> String {
    match kind {
        Kind::Name | Kind::GroupName => "a name".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::TextList => "texts between semicolons".to_owned(),
        Kind::Ref(target) => format!("the name of a {}", target.what()),
        Kind::RefList(target) => format!("{} names between semicolons", target.what()),
        Kind::Coined(coined) => format!("the name of a {}", coined.what()),
        Kind::CoinedList(coined) => format!("{} names between semicolons", coined.what()),
        Kind::Number { what, unit, min, max } => with_unit(format!("{what} of {min} to {max}"), unit),
        Kind::Fixed { what, unit, decimals, min, max } => {
            let (min, max) = (number::fixed_text(min, decimals), number::fixed_text(max, decimals));
            let text = with_unit(format!("{what} of {min} to {max}"), unit);
            if decimals == 0 {
                format!("whole {text}")
            } else {
                format!("{text}, with at most {decimals} decimals")
            }
        }
        Kind::Date => "a date such as `2026-07-01`".to_owned(),
        Kind::Moment => "a date such as `2026-07-01`, or with a time `2026-07-01 06:30`".to_owned(),
        Kind::MonthDay => "a month and day such as `05-20`".to_owned(),
        Kind::Month => "a month such as `2026-07`".to_owned(),
        Kind::Time => "a time of day such as `07:30`".to_owned(),
        Kind::YesNo => "`yes` or `no`".to_owned(),
        Kind::Choice(words) => one_of(words),
        Kind::Zone => "an IANA time zone such as `Asia/Yakutsk`".to_owned(),
        Kind::Hs => "a code of 2, 4, 6, 8 or 10 digits".to_owned(),
        Kind::HsList => "codes of 2, 4, 6, 8 or 10 digits between semicolons".to_owned(),
        Kind::Weekdays => "`all`, or weekdays such as `mon-fri;sun`".to_owned(),
    }
}

fn with_unit(text: String, unit: &str) -> String {
    match number::unit_text(unit) {
        "" => text,
        unit => format!("{text} {unit}"),
    }
}

/// The words, one of which is expected.
pub(crate) fn one_of(words: &[&str]) -> String {
    if words.len() > MOST_WORDS {
        return format!("one of {} words", words.len());
    }
    let told: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match told.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => told.concat(),
    }
}

/// The most words that are all told.
pub(crate) const MOST_WORDS: usize = 12;

/// Whether all of a text can be seen; line breaks and tabs may be in one.
pub(crate) fn seen(text: &str, expected: &str) -> Result<(), Said> {
    let Some(unseen) = text.chars().find(|&c| is_unseen(c) && !matches!(c, '\n' | '\r' | '\t')) else {
        return Ok(());
    };
    let value = format!("U+{:04X}", unseen as u32);
    Err(Said::new(Code::ControlCharacter, &value, expected, "remove it; it cannot be seen in a sheet"))
}

/// Reads a cell that is not empty.
pub(crate) fn read(kind: Kind, text: &str) -> Result<Value, Wrong<Value>> {
    seen(text, &expected(kind))?;
    if !matches!(kind, Kind::Text | Kind::TextList)
        && let Some(said) = number::from_spreadsheet(text, &expected(kind))
    {
        return Err(said.into());
    }
    if let Some(said) = rewritten(kind, text) {
        return Err(said.into());
    }
    match kind {
        Kind::Text => Ok(Value::Text(text.to_owned())),
        Kind::TextList => members(kind, text).map(Value::Texts).map_err(|wrong| rewrap(wrong, Value::Texts)),
        Kind::Number { unit, min, max, .. } => {
            let value = number::float(text, min, max, &expected(kind), unit);
            value.map(Value::Number).map_err(|wrong| rewrap(wrong, Value::Number))
        }
        Kind::Fixed { unit, decimals, min, max, .. } => {
            let value = number::fixed(text, decimals, min..=max, &expected(kind), unit);
            value.map(Value::Whole).map_err(|wrong| rewrap(wrong, Value::Whole))
        }
        Kind::Name | Kind::GroupName | Kind::Ref(_) | Kind::Coined(_) => {
            Ok(Value::Text(name(text)?.to_owned()))
        }
        Kind::RefList(_) | Kind::CoinedList(_) => {
            names(kind, text).map(Value::Texts).map_err(|wrong| rewrap(wrong, Value::Texts))
        }
        Kind::Hs => Ok(Value::Text(hs_code(text)?)),
        Kind::HsList => hs_codes(kind, text).map(Value::Texts).map_err(|wrong| rewrap(wrong, Value::Texts)),
        Kind::YesNo => Ok(Value::YesNo(number::yes_no(text)?)),
        Kind::Choice(words) => Ok(Value::Choice(choice(words, text)?)),
        Kind::Zone => Ok(Value::Zone(zone(text)?)),
        Kind::Date => Ok(Value::Date(date(text)?)),
        Kind::Moment => Ok(Value::Moment(moment(text)?)),
        Kind::MonthDay => Ok(Value::MonthDay(month_day(text)?)),
        Kind::Month => {
            let (year, month) = month(text)?;
            Ok(Value::Month(year, month))
        }
        Kind::Time => Ok(Value::Time(time(text)?)),
        Kind::Weekdays => Ok(Value::Weekdays(weekdays(text)?)),
    }
}

fn rewrap<T>(wrong: Wrong<T>, wrap: fn(T) -> Value) -> Wrong<Value> {
    Wrong { said: wrong.said, instead: wrong.instead.map(wrap) }
}

/// The members of a list between semicolons, none empty, none twice; where some are, those that are well may stand for it.
fn members(kind: Kind, text: &str) -> Result<Vec<String>, Wrong<Vec<String>>> {
    let mut all: Vec<String> = Vec::new();
    let mut wrong = None;
    for member in text.split(';') {
        let member = member.trim();
        if member.is_empty() {
            let advice = "remove the semicolon that has nothing beside it";
            wrong = Some(Said::new(Code::ListEmptyMember, text, expected(kind), advice));
        } else if all.iter().any(|known| known == member) {
            let advice = format!("name `{member}` once");
            wrong = Some(Said::new(Code::ListTwice, text, expected(kind), advice));
        } else {
            all.push(member.to_owned());
        }
    }
    match wrong {
        Some(said) => Err(Wrong { said, instead: Some(all) }),
        None => Ok(all),
    }
}

/// Names between semicolons.
fn names(kind: Kind, text: &str) -> Result<Vec<String>, Wrong<Vec<String>>> {
    let all = members(kind, text)?;
    for member in &all {
        name(member)?;
    }
    Ok(all)
}

/// Customs codes between semicolons.
fn hs_codes(kind: Kind, text: &str) -> Result<Vec<String>, Wrong<Vec<String>>> {
    let all = members(kind, text)?;
    for member in &all {
        hs_code(member)?;
    }
    Ok(all)
}

fn name(text: &str) -> Result<&str, Said> {
    let wrong = |what: &str| {
        let expected = format!("a name of at most {LONGEST_NAME} characters without `;` and line breaks");
        Err(Said::new(Code::NameBad, text, expected, what))
    };
    if text.contains(';') {
        return wrong(
            "separate names by `;` only where the column takes a list; in a name write something else",
        );
    }
    if text.contains(is_unseen) {
        return wrong("write the name on one line, without tabs");
    }
    if text.chars().count() > LONGEST_NAME {
        return wrong("write a shorter name; the `title` column holds long ones");
    }
    Ok(text)
}

fn hs_code(text: &str) -> Result<String, Said> {
    let are_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let legal = |digits: &str| (2..=10).contains(&digits.len()) && digits.len().is_multiple_of(2);
    if are_digits && legal(text) {
        return Ok(text.to_owned());
    }
    if are_digits && legal(&format!("0{text}")) {
        let advice =
            format!("write `0{text}`; a spreadsheet drops the zero unless the column is formatted as text");
        return Err(Said::new(Code::HsCodeBad, text, expected(Kind::Hs), advice));
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest_is_punctuation = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '\u{a0}'));
    let near = (rest_is_punctuation && legal(&digits)).then_some(digits.as_str());
    let advice =
        did_you_mean(text, near, "write the digits alone, two for a chapter, up to ten for a national code");
    Err(Said::new(Code::HsCodeBad, text, expected(Kind::Hs), advice))
}

/// The place of the word among `words`.
pub(crate) fn choice(words: &'static [&'static str], text: &str) -> Result<usize, Said> {
    if let Some(at) = words.iter().position(|word| *word == text) {
        return Ok(at);
    }
    let flat = text.replace([' ', '-'], "_");
    let near = nearest(&flat, words.iter().copied());
    let advice = did_you_mean(&flat, near, "write one of them");
    Err(Said::new(Code::UnknownChoice, text, one_of(words), advice))
}

/// A time zone by its name.
pub(crate) fn zone(text: &str) -> Result<Zone, Said> {
    Zone::named(text).map_err(|unknown| {
        let advice = did_you_mean(text, unknown.nearest.as_deref(), "write a name of the IANA database");
        Said::new(Code::UnknownZone, text, expected(Kind::Zone), advice)
    })
}

/// A day.
pub(crate) fn date(text: &str) -> Result<Date, Said> {
    if let Ok(date) = parse_date(text) {
        return Ok(date);
    }
    let expected = expected(Kind::Date);
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    if shape == "9999-99-99" {
        let advice = "write a day that the month has, as year-month-day";
        return Err(Said::new(Code::NoSuchDay, text, expected, advice));
    }
    let advice = match reordered(text) {
        Some(mended) => format!("write year-month-day: `{mended}`, if that is the day"),
        None => "write year-month-day with leading zeros".to_owned(),
    };
    Err(Said::new(Code::NotADate, text, expected, advice))
}

fn moment(text: &str) -> Result<Moment, Said> {
    let (day, clock) = day_and_clock(text);
    let expected = expected(Kind::Moment);
    let day = date(day).map_err(|said| Said::new(said.code, text, expected.as_str(), said.advice))?;
    let time = clock.map(time).transpose();
    let time = time.map_err(|said| Said::new(said.code, text, expected.as_str(), said.advice))?;
    Ok(Moment { day, time })
}

/// A date written otherwise that can be understood in one way only: with the year first, with points, or past the 12th.
fn reordered(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ']).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 4);
    let (first_no, second_no, third_no) = (number(first)?, number(second)?, number(third)?);
    let (year, month, day) = if first.len() == 4 {
        (first_no, second_no, third_no)
    } else if third.len() == 4 && (text.contains('.') || first_no > 12) {
        (third_no, second_no, first_no)
    } else if third.len() == 4 && second_no > 12 {
        (third_no, first_no, second_no)
    } else {
        return None;
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

fn month_day(text: &str) -> Result<MonthDay, Said> {
    MonthDay::parse(text).map_err(|_| {
        let advice = match parse_date(text) {
            Ok(date) => format!("it comes every year; write `{:02}-{:02}`", date.month(), date.day()),
            Err(_) => "write the month, then the day, two digits each".to_owned(),
        };
        Said::new(Code::NotADayOfYear, text, expected(Kind::MonthDay), advice)
    })
}

fn month(text: &str) -> Result<(i16, i8), Said> {
    if let Ok(first) = parse_date(&format!("{text}-01")) {
        return Ok((first.year(), first.month()));
    }
    let advice = match parse_date(text) {
        Ok(date) => format!("write `{:04}-{:02}`", date.year(), date.month()),
        Err(_) => "write the year, then the month".to_owned(),
    };
    Err(Said::new(Code::NotAMonth, text, expected(Kind::Month), advice))
}

fn time(text: &str) -> Result<TimeOfDay, Said> {
    if text == "24:00" {
        return Ok(TimeOfDay::midnight());
    }
    parse_time_of_day(text).map_err(|_| {
        let mended = format!("0{text}");
        let near = parse_time_of_day(&mended).is_ok().then_some(mended.as_str());
        let advice = did_you_mean(text, near, "write hours and minutes from 00:00 to 23:59");
        Said::new(Code::NotATime, text, expected(Kind::Time), advice)
    })
}

fn weekdays(text: &str) -> Result<[bool; 7], Said> {
    if text == "all" {
        return Ok([true; 7]);
    }
    let wrong = || {
        let advice =
            "write mon, tue, wed, thu, fri, sat, sun, or two of them with a hyphen, between semicolons";
        Said::new(Code::WeekdaysBad, text, expected(Kind::Weekdays), advice)
    };
    let index = |day: &str| WEEKDAYS.iter().position(|known| *known == day.trim()).ok_or_else(wrong);
    let mut days = [false; 7];
    for part in text.split(';') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (mut at, last) = (index(from)?, index(to)?);
        days[at] = true;
        while at != last {
            at = (at + 1) % 7;
            days[at] = true;
        }
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(kind: Kind, text: &str) -> String {
        read(kind, text).unwrap_err().said.advice
    }

    #[test]
    fn a_date_written_another_way_is_shown_the_right_way_where_it_can_mean_one_day_only() {
        assert!(advice(Kind::Date, "01.07.2026").contains("`2026-07-01`"));
        assert!(advice(Kind::Date, "7/25/2026").contains("`2026-07-25`"));
        assert!(advice(Kind::Date, "2026-7-1").contains("`2026-07-01`"));
        assert!(!advice(Kind::Date, "7/1/2026").contains('`'));
    }

    #[test]
    fn every_default_of_the_format_is_legal() {
        for table in crate::format::tables() {
            for column in &table.columns {
                if let crate::format::Need::Default(default) = column.need {
                    assert!(read(column.kind, default).is_ok(), "{}: {}", table.file, column.name);
                }
            }
        }
    }

    #[test]
    fn weekdays_may_go_over_the_end_of_the_week() {
        let Ok(Value::Weekdays(days)) = read(Kind::Weekdays, "sat-mon;wed") else { panic!("not read") };
        assert_eq!(days, [true, false, true, false, false, true, true]);
    }

    #[test]
    fn a_customs_code_with_points_is_shown_without() {
        assert!(advice(Kind::Hs, "8704.10").contains("`870410`"));
    }
}
