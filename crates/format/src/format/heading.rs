//! The keys of `scenario.toml`.

use crate::spelling::{DateOrder, Decimal};
use iceroad_model::climate::ClimateModeKind;
use strum::VariantNames;

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum KeyKind {
    /// Text.
    Text,
    /// A name without spaces at its ends, `;` or control characters.
    Name,
    /// A whole number in a range.
    Whole {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// A day, as a TOML date or as text.
    Date,
    /// An IANA time zone.
    Zone,
    /// Three capital letters.
    Currency,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An encoding by its name.
    Encoding,
    /// The format's version.
    Version,
}

/// A key of `scenario.toml`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct KeySpec {
    /// The table it stands in; empty for the top.
    pub section: &'static str,
    /// The key.
    pub name: &'static str,
    /// What it holds.
    pub kind: KeyKind,
    /// What stands for it where it is missing; none: it may not be missing, unless it is empty, which means there is none.
    pub default: Option<&'static str>,
    /// What it means.
    pub doc: &'static str,
}

impl KeySpec {
    /// Whether its value stands without quotes.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self.kind, KeyKind::Whole { .. } | KeyKind::Date | KeyKind::Version)
    }
}

const fn key(
    section: &'static str,
    name: &'static str,
    kind: KeyKind,
    default: Option<&'static str>,
    doc: &'static str,
) -> KeySpec {
    KeySpec { section, name, kind, default, doc }
}

const KEYS: &[KeySpec] = &[
    key("", "format", KeyKind::Version, None, "version of the format: 1"),
    key("", "name", KeyKind::Name, None, "short name"),
    key("", "title", KeyKind::Text, Some(""), "title for people; empty: the name"),
    key("", "start", KeyKind::Date, None, "first local day of the horizon, in `zone`"),
    key("", "days", KeyKind::Whole { min: 1, max: 36_525 }, None, "days of the horizon"),
    key("", "zone", KeyKind::Zone, None, "IANA time zone that reports are written in"),
    key("", "currency", KeyKind::Currency, None, "ISO 4217 code; every amount of money is in it"),
    key("", "home", KeyKind::Name, None, "territory of the buyer, from which restrictions are seen"),
    key("", "seed", KeyKind::Whole { min: 0, max: i64::MAX }, Some("1"), "seed of all randomness"),
    key(
        "",
        "replications",
        KeyKind::Whole { min: 1, max: 1_000_000 },
        Some("100"),
        "how often the horizon is simulated",
    ),
    key(
        "climate",
        "mode",
        KeyKind::Choice(<ClimateModeKind as VariantNames>::VARIANTS),
        Some("resampled"),
        "`resampled`: whole measured years, July to June, drawn anew for each replication; `recorded`: the record as it was, from `first_year` on",
    ),
    key(
        "climate",
        "first_year",
        KeyKind::Whole { min: 1800, max: 2400 },
        Some(""),
        "for `recorded`: the July of this year is the first of the run",
    ),
    key(
        "sheets",
        "decimal",
        KeyKind::Choice(<Decimal as VariantNames>::VARIANTS),
        Some(""),
        "what stands before the decimals of a table whose numbers do not tell; none: such numbers are refused",
    ),
    key(
        "sheets",
        "dates",
        KeyKind::Choice(<DateOrder as VariantNames>::VARIANTS),
        Some(""),
        "which number of `01/07/2026` is the day in a table whose days do not tell; none: such days are refused",
    ),
    key(
        "sheets",
        "encoding",
        KeyKind::Encoding,
        Some(""),
        "encoding of the tables that are not UTF-8, by its name in the WHATWG Encoding Standard",
    ),
    key("", "source", KeyKind::Text, Some(""), "where it comes from; not read"),
    key("", "note", KeyKind::Text, Some(""), "anything; not read"),
];

/// The tables of `scenario.toml` that keys stand in, in order.
pub(crate) fn sections() -> Vec<&'static str> {
    let mut sections: Vec<_> =
        KEYS.iter().map(|key| key.section).filter(|section| !section.is_empty()).collect();
    sections.dedup();
    sections
}

/// The keys of `scenario.toml`, in the order they are told and written.
pub fn keys() -> &'static [KeySpec] {
    KEYS
}
