//! The mapping file of a failure log: what the columns and words of a maintenance system are of ours.
//!
//! ```toml
//! hours_per_day = 18            # for logs without an hour meter
//! km_per_hour = 22              # for logs of a meter that counts kilometres
//! from = "2024-01-01"           # when watching began and ended
//! until = "2025-12-31"
//! sheet = "Notifications"       # of a workbook
//!
//! [columns]                     # theirs = ours
//! "Equip. desc." = "machine"
//!
//! [events]
//! "ZM01" = "failure"
//!
//! [units]                       # ours = the unit that theirs is in
//! down_h = "min"
//!
//! [models]                      # machine = model, where the log has no column of models
//! "T-101" = "830E"
//!
//! [sheets]                      # as in scenario.toml
//! decimal = "comma"
//! ```

use super::{names, units};
use crate::cell::{self, one_of};
use crate::format::failure_log;
use crate::nearest::{did_you_mean, nearest};
use crate::sink::Sink;
use crate::source::{Said, Source};
use crate::spelling::{DateOrder, Decimal, Told};
use encoding_rs::Encoding;
use iceroad_base::civil::{Date, epoch_day};
use iceroad_lifedata::log::Event;
use iceroad_model::Code;
use std::collections::BTreeMap;
use std::ops::Range;
use strum::VariantNames;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys that stand above all sections, and the sections.
const KEYS: [&str; 10] = [
    "hours_per_day",
    "km_per_hour",
    "from",
    "until",
    "sheet",
    "columns",
    "events",
    "units",
    "models",
    "sheets",
];

/// What a mapping file says.
#[derive(Clone, Default, Debug)]
pub(super) struct Mapping {
    /// Their columns by name, as places of ours.
    pub(super) columns: BTreeMap<String, usize>,
    /// Their words for what happened.
    pub(super) events: BTreeMap<String, Event>,
    /// What theirs are in, by the place of the column.
    pub(super) units: BTreeMap<usize, units::Unit>,
    /// The models of machines.
    pub(super) models: BTreeMap<String, String>,
    pub(super) sheet: Option<String>,
    /// Hours since 1970.
    pub(super) from: Option<f64>,
    pub(super) until: Option<f64>,
    pub(super) hours_per_day: Option<f64>,
    /// How far a machine goes in an hour on its meter.
    pub(super) km_per_hour: Option<f64>,
    pub(super) told: Told,
}

impl Mapping {
    /// What is known without a mapping file.
    pub(super) fn new() -> Mapping {
        Mapping { told: Told { foreign: true, ..Told::default() }, ..Mapping::default() }
    }
}

/// Reads a mapping file; faults go to `faults`.
pub(super) fn read(source: &Source, faults: &mut Sink) -> Mapping {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut reader = Reader { source, faults, mapping: Mapping::new() };
    for error in &errors {
        let what = error.message().lines().next().unwrap_or_default().to_owned();
        let said = Said::new(Code::MapSyntax, &what, "valid TOML", "see https://toml.io for the syntax");
        reader.tell(error.span().unwrap_or(0..0), "", said);
    }
    if errors.is_empty() {
        reader.all(table.get_ref());
    }
    reader.mapping
}

struct Reader<'a> {
    source: &'a Source,
    faults: &'a mut Sink,
    mapping: Mapping,
}

impl Reader<'_> {
    fn tell(&mut self, span: Range<usize>, key: &str, said: Said) {
        let end = span.end.min(self.source.text.len());
        self.faults.push(self.source.diagnostic(span.start.min(end)..end, key, said));
    }

    fn unknown(&mut self, span: Range<usize>, key: &str, value: &str, words: &[&str]) {
        let advice = did_you_mean(value, nearest(value, words.iter().copied()), "write one of them");
        self.tell(span, key, Said::new(Code::MapUnknown, value, one_of(words), advice));
    }

    fn all(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name: &str = key.get_ref().as_ref();
            match (name, value.get_ref()) {
                ("columns" | "events" | "units" | "models" | "sheets", DeValue::Table(of)) => {
                    for (key, value) in of {
                        let theirs: &str = key.get_ref().as_ref();
                        self.entry(name, (theirs, key.span()), value);
                    }
                }
                ("columns" | "events" | "units" | "models" | "sheets", _) => {
                    let advice = format!("write `[{name}]` on a line of its own, and the entries below it");
                    self.tell(value.span(), name, Said::new(Code::MapUnknown, name, "a section", advice));
                }
                ("sheet", DeValue::String(text)) => self.mapping.sheet = Some(text.to_string()),
                ("hours_per_day", DeValue::Integer(_) | DeValue::Float(_)) => {
                    let what = (
                        "hours a day, above 0 and at most 24",
                        "write how many hours of a day a machine runs",
                    );
                    self.mapping.hours_per_day = self.number(name, value, 24.0, what);
                }
                ("km_per_hour", DeValue::Integer(_) | DeValue::Float(_)) => {
                    let what = (
                        "km an hour, above 0 and at most 100",
                        "write how far a machine goes in an hour on its meter",
                    );
                    self.mapping.km_per_hour = self.number(name, value, 100.0, what);
                }
                ("from", _) => self.mapping.from = self.day(name, value).map(|day| hours_to(day, 0)),
                ("until", _) => self.mapping.until = self.day(name, value).map(|day| hours_to(day, 1)),
                ("sheet" | "hours_per_day" | "km_per_hour", _) => {
                    let expected = if name == "sheet" { "a name in quotes" } else { "a number" };
                    let written = self.written(value);
                    let said = Said::new(Code::MapUnknown, &written, expected, "write it as in the book");
                    self.tell(value.span(), name, said);
                }
                _ => self.unknown(key.span(), "", name, &KEYS),
            }
        }
    }

    fn written(&self, value: &Spanned<DeValue<'_>>) -> String {
        self.source.text.get(value.span()).unwrap_or_default().to_owned()
    }

    /// A number above 0 and up to `most`; what is expected, and what to do, where it is not.
    fn number(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        most: f64,
        (expected, advice): (&str, &str),
    ) -> Option<f64> {
        let written = self.written(value);
        let number = written.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= most);
        if number.is_none() {
            self.tell(value.span(), key, Said::new(Code::MapUnknown, &written, expected, advice));
        }
        number
    }

    fn day(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Date> {
        let written = self.written(value);
        match cell::date(written.trim_matches('"')) {
            Ok(day) => Some(day),
            Err(said) => {
                self.tell(value.span(), key, said);
                None
            }
        }
    }

    fn entry(&mut self, section: &str, (key, key_span): (&str, Range<usize>), value: &Spanned<DeValue<'_>>) {
        let DeValue::String(text) = value.get_ref() else {
            let written = self.written(value);
            let said = Said::new(Code::MapUnknown, &written, "a word in quotes", "put it in quotes");
            self.tell(value.span(), key, said);
            return;
        };
        let word: &str = text;
        let spec = failure_log();
        let columns: Vec<&str> = spec.columns.iter().map(|column| column.name.as_str()).collect();
        match section {
            "columns" => match spec.column_at(word) {
                Some(at) => {
                    self.mapping.columns.insert(key.to_owned(), at);
                }
                None => self.unknown(value.span(), key, word, &columns),
            },
            "events" => match names::event(word).filter(|_| names::event_words().contains(&word)) {
                Some(event) => {
                    self.mapping.events.insert(key.trim().to_lowercase(), event);
                }
                None => self.unknown(value.span(), key, word, &names::event_words()),
            },
            "units" => match (spec.column_at(key), units::unit(word)) {
                (Some(at), Some(unit)) => {
                    self.mapping.units.insert(at, unit);
                }
                (None, _) => self.unknown(key_span, "", key, &columns),
                (_, None) => self.unknown(value.span(), key, word, &units::UNIT_WORDS),
            },
            "models" => {
                self.mapping.models.insert(key.to_owned(), word.to_owned());
            }
            _ => self.spelling((key, key_span), (word, value.span())),
        }
    }

    fn spelling(&mut self, (key, key_span): (&str, Range<usize>), (word, span): (&str, Range<usize>)) {
        match key {
            "decimal" => match word.parse::<Decimal>() {
                Ok(decimal) => self.mapping.told.decimal = Some(decimal),
                Err(_) => self.unknown(span, key, word, Decimal::VARIANTS),
            },
            "dates" => match word.parse::<DateOrder>() {
                Ok(dates) => self.mapping.told.dates = Some(dates),
                Err(_) => self.unknown(span, key, word, DateOrder::VARIANTS),
            },
            "encoding" => match Encoding::for_label(word.as_bytes()) {
                Some(encoding) => self.mapping.told.encoding = Some(encoding),
                None => self.unknown(span, key, word, &["utf-8", "windows-1251", "windows-1252"]),
            },
            _ => self.unknown(key_span, "", key, &["decimal", "dates", "encoding"]),
        }
    }
}

/// Hours from 1970 to so many days after a day begins.
fn hours_to(day: Date, more: i64) -> f64 {
    (epoch_day(day) + more) as f64 * 24.0
}
