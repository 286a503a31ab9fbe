//! Numbers, money and dates as people read them.
//!
//! Thousands are parted by a thin space on the page and by a plain space on the console, a minus is U+2212 on the page; decimal mark,
//! scales and dates are of the language that is spoken ([`iceroad_words`]). Three significant digits where a number is an estimate.
use iceroad_base::civil::{Clock, Date};
use iceroad_base::quantity::Money;
use iceroad_words::{mark, parting, say};

/// What stands where there is no value.
pub const NONE: &str = "–";

/// A whole number with thousands parted.
pub fn whole(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    if value < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(parting());
        }
        out.push(digit);
    }
    out
}

/// A number with so many decimals and thousands parted; a dash where it is not finite.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.into();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (int, frac) = text.split_once('.').unwrap_or((&text, ""));
    let grouped = int.parse::<i64>().map_or_else(|_| int.to_string(), whole);
    let is_zero = text.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    if frac.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{}{frac}", mark()) }
}

/// A number with about three significant digits and no zeros that say nothing, for reading at a glance.
pub fn brief(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 99.95 || size == 0.0 => 0,
        _ if size >= 9.995 => 1,
        _ if size >= 0.995 => 2,
        _ => 3,
    };
    let text = fixed(value, decimals);
    if decimals == 0 || !value.is_finite() {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches(mark()).into()
}

/// A number in the shortest scale: `1.24 M`, `830 k`, `412`.
pub fn scaled(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if !value.is_finite() => NONE.into(),
        _ if size >= 999.5e9 => say!("scale-trillion", a = brief(value / 1e12)),
        _ if size >= 999.5e6 => say!("scale-billion", a = brief(value / 1e9)),
        _ if size >= 999.5e3 => say!("scale-million", a = brief(value / 1e6)),
        _ if size >= 9_995.0 => say!("scale-thousand", a = brief(value / 1e3)),
        _ => brief(value),
    }
}

/// Two numbers of one scale, `652–672 k`: the scale is said once where both have it.
pub fn range(low: f64, high: f64) -> String {
    joined(&scaled(low), &scaled(high))
}

/// Two shares as percent, `91–93 %`.
pub fn percent_range(low: f64, high: f64) -> String {
    joined(&percent(low), &percent(high))
}

/// Joins two texts by a dash and says common last words once: `4.89–5.03 M XTS`, `13–26 Dec 2026`; bounds stand apart,
/// `76 % – > 99 %`.
pub fn joined(low: &str, high: &str) -> String {
    let is_bound = |text: &str| text.starts_with(['<', '>']);
    if is_bound(low) || is_bound(high) {
        return format!("{low} – {high}");
    }
    let (mut first, second): (Vec<&str>, Vec<&str>) = (low.split(' ').collect(), high.split(' ').collect());
    let starts_with_number =
        second.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    if first.len() == second.len() && starts_with_number {
        while first.len() > 1 && first.last() == second.get(first.len() - 1) {
            first.pop();
        }
    }
    format!("{}–{high}", first.join(" "))
}

/// A mass in tonnes at its scale: `412 t`, `662 kt`, `1.59 Mt`.
pub fn tonnes(value: f64) -> String {
    with_prefix(value, "t")
}

/// A number and its unit with the unit's own prefix for thousands and millions.
pub fn with_prefix(value: f64, symbol: &str) -> String {
    let (size, unit) = (value.abs(), unit(symbol));
    match size {
        _ if !value.is_finite() => NONE.into(),
        _ if size >= 999.5e6 => say!("prefix-giga", a = brief(value / 1e9), unit = unit),
        _ if size >= 999.5e3 => say!("prefix-mega", a = brief(value / 1e6), unit = unit),
        _ if size >= 9_995.0 => say!("prefix-kilo", a = brief(value / 1e3), unit = unit),
        _ => format!("{} {unit}", brief(value)),
    }
}

/// A unit as it is written in the language that is spoken; one that no catalogue has stays as it is.
pub fn unit(symbol: &str) -> String {
    let key = format!("unit-{}", symbol.replace([' ', '/'], "-"));
    let said = say!(&key);
    if said == key { symbol.to_owned() } else { said }
}

/// A share as percent without decimals, but never 0 or 100 where it is neither.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return NONE.into();
    }
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.5 {
        return "< 1 %".into();
    }
    if (99.5..100.0).contains(&percent) {
        return "> 99 %".into();
    }
    format!("{} %", fixed(percent, 0))
}

/// A share as percent with one decimal, but never 0.0 or 100.0 where it is neither: a plan of which 99.98 % came is not met.
pub fn percent_fine(share: f64) -> String {
    if !share.is_finite() {
        return NONE.into();
    }
    let (percent, rounding) = (share * 100.0, 1e-7);
    if percent > rounding && percent < 0.05 {
        return format!("< {} %", fixed(0.1, 1));
    }
    if percent >= 99.95 && percent < 100.0 - rounding {
        return format!("> {} %", fixed(99.9, 1));
    }
    format!("{} %", fixed(percent, 1))
}

/// Minor to major units.
pub fn major(minor: i64) -> f64 {
    Money(minor).major()
}

/// `12 Feb 2027`.
pub fn date(date: Date) -> String {
    say!("date", day = date.day().to_string(), month = date_month(date), year = date.year().to_string())
}

/// `12 Feb`.
pub fn short_date(date: Date) -> String {
    say!("date-short", day = date.day().to_string(), month = date_month(date))
}

/// A month's name as dates have it.
fn date_month(date: Date) -> String {
    say!(&format!("date-month-{}", date.month()))
}

/// `Jul 2026`.
pub fn month_label(month: i8, year: i16) -> String {
    say!("month-of-year", month = say!(&format!("month-{month}")), year = year.to_string())
}

/// The date of a day counted from the horizon's first. Days are whole; a mean or a quantile between two of them is the nearer
/// one, the later of both in the middle.
pub fn date_at(clock: &Clock, day: f64) -> Date {
    clock.date_of_day((day + 0.5).floor() as i64)
}

/// The day of [`date_at`] as `12 Feb 2027`.
pub fn day(clock: &Clock, day: f64) -> String {
    if !day.is_finite() {
        return NONE.into();
    }
    date(date_at(clock, day))
}

/// Short name of a month, 1 to 12.
pub fn month_name(month: i8) -> String {
    say!(&format!("month-short-{}", (i64::from(month) - 1).rem_euclid(12) + 1))
}

/// Days as words: `3 days`, `1 day`, `0.5 days`.
pub fn days(value: f64) -> String {
    let whole_days = if value.abs() >= 9.95 { fixed(value, 0) } else { trim(fixed(value, 1)) };
    let shown: f64 = if value.abs() >= 9.95 { value.round() } else { (value * 10.0).round() / 10.0 };
    say!("days", n = shown.abs(), a = whole_days)
}

/// Drops a decimal that says nothing.
pub fn trim(text: String) -> String {
    text.strip_suffix(&format!("{}0", mark())).map(String::from).unwrap_or(text)
}

/// `1 machine`, `3 machines`; what is counted is a word of the catalogue, `count-machine`, or English as it is.
pub fn count(n: usize, one: &str) -> String {
    let key = format!("count-{}", one.replace(' ', "-"));
    let said = say!(&key, n = n);
    if said != key {
        return said;
    }
    let n_text = whole(n as i64);
    if n == 1 { format!("{n_text} {one}") } else { format!("{n_text} {one}s") }
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Replaces what a plain console may not have.
pub fn plain(text: &str) -> String {
    text.replace(['\u{2009}', '\u{a0}', '\u{202f}'], " ").replace('\u{ad}', "").replace('−', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_words::{Language, speaking};

    #[test]
    fn thousands_are_parted_and_signs_kept() {
        assert_eq!(plain(&whole(-1_234_567)), "-1 234 567");
        assert_eq!(plain(&fixed(-0.004, 2)), "0.00");
        assert_eq!(plain(&fixed(1_234.56, 1)), "1 234.6");
        assert_eq!(fixed(f64::NAN, 1), NONE);
    }

    #[test]
    fn a_number_is_brief_and_a_share_is_never_falsely_sure() {
        assert_eq!(plain(&scaled(1_236_000.0)), "1.24 M");
        assert_eq!(plain(&scaled(999.0)), "999");
        assert_eq!(scaled(80_000.0), "80 k");
        assert_eq!(brief(4.8), "4.8");
        assert_eq!(brief(99.97), "100");
        assert_eq!(range(652_000.0, 672_000.0), "652–672 k");
        assert_eq!(percent_range(0.912, 0.933), "91–93 %");
        assert_eq!(percent_range(0.001, 0.933), "< 1 % – 93 %");
        assert_eq!(percent_range(0.76, 0.999), "76 % – > 99 %");
        assert_eq!(joined("4.89 M XTS", "5.03 M XTS"), "4.89–5.03 M XTS");
        assert_eq!(joined("28 Dec 2026", "3 Jan 2027"), "28 Dec 2026–3 Jan 2027");
        assert_eq!(tonnes(662_000.0), "662 kt");
        assert_eq!(percent(0.001), "< 1 %");
        assert_eq!(percent(0.999), "> 99 %");
        assert_eq!(percent(1.0), "100 %");
        let fine = [0.9998, 1.0 - 1e-12, 1.0, 1.0002, 0.978, 0.0, 0.0001];
        let told = ["> 99.9 %", "100.0 %", "100.0 %", "100.0 %", "97.8 %", "0.0 %", "< 0.1 %"];
        assert_eq!(fine.map(percent_fine), told);
        let russian = speaking(Language::Russian, || fine.map(percent_fine));
        assert_eq!([&russian[0], &russian[6]], ["> 99,9 %", "< 0,1 %"]);
    }
}
