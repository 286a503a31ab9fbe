//! Numbers as people and spreadsheets write them: read strictly, with a word for each way to be wrong.

use crate::nearest::did_you_mean;
use crate::source::Said;
use iceroad_model::Code;

/// A cell that is wrong, and what may stand for it so that the rest can still be checked.
#[derive(Debug)]
pub(crate) struct Wrong<T> {
    pub(crate) said: Said,
    pub(crate) instead: Option<T>,
}

impl<T> From<Said> for Wrong<T> {
    fn from(said: Said) -> Self {
        Wrong { said, instead: None }
    }
}

const PLACEHOLDERS: &[&str] = &[
    "-", "--", "–", "—", "n/a", "na", "n.a.", "tbd", "tba", "tbc", "?", "??", "none", "null", "nil",
    "unknown", "x", "...",
];

/// What makes a cell wrong whatever it should hold: a formula, an error of a spreadsheet.
pub(crate) fn from_spreadsheet(text: &str, expected: &str) -> Option<Said> {
    if text.starts_with('=') {
        let advice = "write the formula's result: a workbook has it once a spreadsheet saved it; of a sheet, export the values";
        return Some(Said::new(Code::Formula, text, expected, advice));
    }
    if text.len() > 2 && text.bytes().all(|byte| byte == b'#') {
        let advice = "its column was too narrow to show it; make it wider and export the sheet again";
        return Some(Said::new(Code::SpreadsheetError, text, expected, advice));
    }
    let shouted = text.strip_prefix('#').is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_uppercase())
            && rest.ends_with(['!', '?', 'A'])
            && !rest.contains(char::is_lowercase)
    });
    if shouted {
        let advice = "mend the sheet it came from and export it again";
        return Some(Said::new(Code::SpreadsheetError, text, expected, advice));
    }
    None
}

/// Whether it is what people write where they have nothing to write.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let folded = text.to_lowercase();
    PLACEHOLDERS.contains(&folded.as_str())
}

/// Whether this is a plain decimal number: digits, at most one point, perhaps an exponent.
fn is_plain(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = match mantissa.split_once('.') {
        Some((before, after)) => digits(before) && digits(after) && !(before.is_empty() && after.is_empty()),
        None => digits(mantissa) && !mantissa.is_empty(),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    whole && exponent_fits
}

/// The longest beginning that is a plain number, with the rest.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let ends = text.char_indices().map(|(at, character)| at + character.len_utf8()).take(40);
    let end = ends.filter(|end| is_plain(&text[..*end])).last()?;
    Some((&text[..end], text[end..].trim()))
}

/// Why a text that is not a plain number is none.
fn explain(text: &str, expected: &str, unit: &str) -> Said {
    if let Some(said) = from_spreadsheet(text, expected) {
        return said;
    }
    if is_placeholder(text) {
        let advice = "write the number; leave the cell empty only where the column allows it";
        return Said::new(Code::Placeholder, text, expected, advice);
    }
    let folded = text.trim_start_matches(['+', '-']).to_lowercase();
    if matches!(folded.as_str(), "nan" | "1.#qnan" | "1.#ind") {
        return Said::new(Code::NaN, text, expected, "write a number");
    }
    if matches!(folded.as_str(), "inf" | "infinity" | "∞" | "1.#inf") {
        return Said::new(Code::Infinite, text, expected, "write a finite number");
    }
    let minus = ['−', '–', '‐', '‑', '—'];
    if let Some(rest) = text.strip_prefix(minus)
        && is_plain(rest)
    {
        return Said::new(
            Code::WrongMinus,
            text,
            expected,
            format!("write `-{rest}` with the minus of the keyboard"),
        );
    }
    if let Some(said) = percent(text, expected, unit) {
        return said;
    }
    if let Some(said) = separators(text, expected) {
        return said;
    }
    if let Some((number, rest)) = split_number(text)
        && rest.starts_with(|first: char| first.is_alphabetic() || "°/$€₽".contains(first))
    {
        return unit_in_cell(text, number, rest, expected, unit);
    }
    Said::new(Code::NotANumber, text, expected, "write digits with a decimal point, such as `12.5`")
}

fn unit_in_cell(text: &str, number: &str, rest: &str, expected: &str, unit: &str) -> Said {
    let advice = if rest == unit || unit.is_empty() {
        format!("write `{number}`; the unit is in the header")
    } else {
        format!("convert it to {} if it is not, and write the number alone", unit_text(unit))
    };
    Said::new(Code::UnitInCell, text, expected, advice)
}

fn percent(text: &str, expected: &str, unit: &str) -> Option<Said> {
    let number = text.strip_suffix('%')?.trim();
    if !is_plain(number) {
        return None;
    }
    let value: f64 = number.parse().ok()?;
    let advice = if unit == "pct" {
        format!("write `{number}`; the header says percent already")
    } else {
        format!("write `{}`, a share between 0 and 1", value / 100.0)
    };
    Some(Said::new(Code::PercentSign, text, expected, advice))
}

/// Decimal commas and thousands separators.
fn separators(text: &str, expected: &str) -> Option<Said> {
    let blanks = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’', '_'];
    let without: String = text.chars().filter(|character| !blanks.contains(character)).collect();
    let mended = match (without.rfind(','), without.rfind('.')) {
        (None, _) => without.clone(),
        (Some(comma), Some(point)) if comma < point => without.replace(',', ""),
        (Some(_), Some(_)) => without.replace('.', "").replace(',', "."),
        (Some(comma), None) if groups_of_three(&without) && comma > 0 => without.replace(',', ""),
        (Some(_), None) => without.replace(',', "."),
    };
    if !is_plain(&mended) || mended == text {
        return None;
    }
    let decimal = without.contains(',') && !groups_of_three(&without) && mended.contains('.');
    let decimal = decimal && (!without.contains('.') || without.rfind(',') > without.rfind('.'));
    if decimal {
        return Some(Said::new(
            Code::DecimalComma,
            text,
            expected,
            format!("write `{mended}` with a decimal point"),
        ));
    }
    Some(Said::new(Code::ThousandsSeparator, text, expected, format!("write `{mended}` without separators")))
}

/// `1,500` and `12,345,678`, which an English sheet means as thousands.
fn groups_of_three(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut parts = unsigned.split(',');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts.next().is_some_and(|part| (1..=3).contains(&part.len()) && digits(part) && part != "0");
    first && parts.all(|part| part.len() == 3 && digits(part))
}

/// A float of a legal range; out of it, the nearest legal one may stand for it.
pub(crate) fn float(text: &str, min: f64, max: f64, expected: &str, unit: &str) -> Result<f64, Wrong<f64>> {
    if !is_plain(text) {
        return Err(explain(text, expected, unit).into());
    }
    let value: f64 = text.parse().map_err(|_| explain(text, expected, unit))?;
    if value.is_infinite() {
        return Err(Said::new(Code::NumberTooLarge, text, expected, "write a smaller number").into());
    }
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    let said = out_of_range(text, value < 0.0 && min >= 0.0, expected, unit);
    Err(Wrong { said, instead: Some(value.clamp(min, max)) })
}

fn out_of_range(text: &str, negative: bool, expected: &str, unit: &str) -> Said {
    if negative {
        return Said::new(
            Code::Negative,
            text,
            expected,
            "write it without the minus, or see what was meant",
        );
    }
    let in_unit = match unit_text(unit) {
        "" => String::new(),
        unit => format!(" and that it is in {unit}"),
    };
    Said::new(Code::OutOfRange, text, expected, format!("check the number{in_unit}"))
}

/// A number kept exactly with so many decimals, in units of the last one.
pub(crate) fn fixed(
    text: &str,
    decimals: u32,
    range: std::ops::RangeInclusive<i64>,
    expected: &str,
    unit: &str,
) -> Result<i64, Wrong<i64>> {
    let exact = match exact(text, decimals) {
        Ok(exact) => exact,
        Err(Inexact::NotPlain) => return Err(explain(text, expected, unit).into()),
        Err(Inexact::TooLarge) => {
            return Err(Said::new(Code::NumberTooLarge, text, expected, "write a smaller number").into());
        }
        Err(Inexact::TooFine) if decimals == 0 => {
            return Err(Said::new(Code::NotWhole, text, expected, "write a whole number").into());
        }
        Err(Inexact::TooFine) => {
            let advice = format!("round it to {decimals} decimals");
            return Err(Said::new(Code::TooManyDecimals, text, expected, advice).into());
        }
    };
    if range.contains(&exact) {
        return Ok(exact);
    }
    let said = out_of_range(text, exact < 0 && *range.start() >= 0, expected, unit);
    Err(Wrong { said, instead: Some(exact.clamp(*range.start(), *range.end())) })
}

enum Inexact {
    NotPlain,
    TooLarge,
    TooFine,
}

/// The digits of a plain number, moved by its exponent and by `decimals`, without any rounding.
fn exact(text: &str, decimals: u32) -> Result<i64, Inexact> {
    if !is_plain(text) {
        return Err(Inexact::NotPlain);
    }
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], text[at + 1..].parse::<i32>().map_err(|_| Inexact::TooLarge)?),
        None => (text, 0),
    };
    let negative = mantissa.starts_with('-');
    let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Ok(0);
    }
    let places = fraction.len() as i64 - i64::from(exponent) - i64::from(decimals);
    let (digits, missing) = if places <= 0 {
        (digits, -places)
    } else {
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        if places > zeros as i64 {
            return Err(Inexact::TooFine);
        }
        (&digits[..digits.len() - places as usize], 0)
    };
    if digits.len() as i64 + missing > 18 {
        return Err(Inexact::TooLarge);
    }
    let mut value: i64 = digits.parse().map_err(|_| Inexact::TooLarge)?;
    for _ in 0..missing {
        value *= 10;
    }
    Ok(if negative { -value } else { value })
}

/// A number kept with so many decimals, as a cell.
pub(crate) fn fixed_text(value: i64, decimals: u32) -> String {
    if decimals == 0 {
        return value.to_string();
    }
    let sign = if value < 0 { "-" } else { "" };
    let scale = 10_u64.pow(decimals);
    let (whole, part) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:0width$}", width = decimals as usize);
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}

/// A unit of a header as people read it; empty for pure numbers.
pub(crate) fn unit_text(unit: &str) -> &str {
    match unit {
        "share" | "factor" | "cv" => "",
        "c" => "°C",
        "deg" => "°",
        "pct" => "%",
        "m3" => "m³",
        "l" => "L",
        "kmh" => "km/h",
        "kw" => "kW",
        "kn" => "kN",
        "g_kwh" => "g/kWh",
        "l_h" => "L/h",
        "l_min" => "L/min",
        "t_h" => "t/h",
        "t_m3" => "t/m³",
        "kg_cm2" => "kg/cm²",
        "c_d" => "°C·d",
        "cm_per_c_d" => "cm/(°C·d)",
        "alpha" => "cm/√(°C·d)",
        other => other,
    }
}

/// A yes or a no.
pub(crate) fn yes_no(text: &str) -> Result<bool, Said> {
    match text {
        "yes" => return Ok(true),
        "no" => return Ok(false),
        _ => {}
    }
    let near = match text.to_lowercase().as_str() {
        "y" | "1" | "on" | "x" => Some("yes"),
        "n" | "0" | "off" => Some("no"),
        _ => None,
    };
    let advice = did_you_mean(text, near, "write `yes` or `no`");
    Err(Said::new(Code::NotYesNo, text, "`yes` or `no`", advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        float(text, 0.0, 1_000.0, "a number", "t").unwrap_err().said.code
    }

    #[test]
    fn each_way_to_miswrite_a_number_has_its_own_code() {
        let expected = [
            ("abc", Code::NotANumber),
            ("NaN", Code::NaN),
            ("-inf", Code::Infinite),
            ("1e999", Code::NumberTooLarge),
            ("1,5", Code::DecimalComma),
            ("1.234,5", Code::DecimalComma),
            ("1,234.5", Code::ThousandsSeparator),
            ("1,234", Code::ThousandsSeparator),
            ("1 234", Code::ThousandsSeparator),
            ("1\u{a0}234", Code::ThousandsSeparator),
            ("1'234", Code::ThousandsSeparator),
            ("130t", Code::UnitInCell),
            ("130 °C", Code::UnitInCell),
            ("-5", Code::Negative),
            ("85%", Code::PercentSign),
            ("−5", Code::WrongMinus),
            ("#REF!", Code::SpreadsheetError),
            ("#####", Code::SpreadsheetError),
            ("#N/A", Code::SpreadsheetError),
            ("=A1*2", Code::Formula),
            ("n/a", Code::Placeholder),
            ("1001", Code::OutOfRange),
            ("1.2.3", Code::NotANumber),
            (".", Code::NotANumber),
        ];
        for (text, wanted) in expected {
            assert_eq!(code(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_fixed_number_is_exact_and_never_rounded() {
        let read = |text, decimals| fixed(text, decimals, -1_000_000_000..=1_000_000_000, "", "");
        assert_eq!(read("12.345", 3).unwrap(), 12_345);
        assert_eq!(read("0.1", 3).unwrap(), 100);
        assert_eq!(read("1.5e3", 0).unwrap(), 1_500);
        assert_eq!(read("1500e-2", 0).unwrap(), 15);
        assert_eq!(read("-.5", 1).unwrap(), -5);
        assert_eq!(read("7.000", 0).unwrap(), 7);
        assert_eq!(read("0e99999", 0).unwrap(), 0);
        assert_eq!(read("12.3456", 3).unwrap_err().said.code, Code::TooManyDecimals);
        assert_eq!(read("1.5", 0).unwrap_err().said.code, Code::NotWhole);
        assert_eq!(read("1e30", 0).unwrap_err().said.code, Code::NumberTooLarge);
    }

    #[test]
    fn a_fixed_number_is_written_as_short_as_it_is_read_back() {
        for (value, decimals, text) in [(12_345, 3, "12.345"), (-50, 2, "-0.5"), (700, 2, "7"), (7, 0, "7")] {
            assert_eq!(fixed_text(value, decimals), text);
            assert!(matches!(exact(text, decimals), Ok(read) if read == value));
        }
    }
}
