//! `scenario.toml`: the heading of a scenario, read with the place of every key.

use crate::cell;
use crate::format::{KeyKind, KeySpec, VERSION, keys, sections};
use crate::nearest::{did_you_mean, nearest};
use crate::report::Diagnostic;
use crate::sink::Sink;
use crate::source::{Said, Source};
use crate::spelling::{DateOrder, Decimal, Told};
use encoding_rs::Encoding;
use iceroad_base::civil::{Date, Zone};
use iceroad_base::text::is_unseen;
use iceroad_model::Code;
use iceroad_model::climate::{ClimateMode, ClimateModeKind};
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use strum::{VariantArray, VariantNames};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file.
pub(crate) const FILE: &str = "scenario.toml";

/// The heading as it is written; `home` is still a name.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) start: Date,
    pub(crate) days: u32,
    pub(crate) zone: Zone,
    pub(crate) currency: String,
    pub(crate) seed: u64,
    pub(crate) replications: u32,
    pub(crate) climate: ClimateMode,
    pub(crate) home: String,
}

/// What a key says.
enum Held {
    Text(String),
    Whole(i64),
    Date(Date),
    Zone(Zone),
    Word(usize),
}

/// Where each key's value stands, to show faults of the model.
pub(crate) type Places = BTreeMap<&'static str, Range<usize>>;

/// Reads the heading; none where something it needs is missing or wrong.
pub(crate) fn read(source: &Source, faults: &mut Sink) -> (Option<Written>, Places) {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let broken = !errors.is_empty();
    for error in errors {
        faults.push(syntax(source, &error));
    }
    let mut reader = Reader { source, faults, values: BTreeMap::new(), places: BTreeMap::new(), broken };
    reader.section("", table.get_ref());
    let written = reader.written();
    (written, reader.places)
}

/// What the heading says of how the tables are spelled; what is wrong in it is told when it is [read].
pub(crate) fn told(source: &Source) -> Told {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut faults = Sink::default();
    let broken = !errors.is_empty();
    let mut reader =
        Reader { source, faults: &mut faults, values: BTreeMap::new(), places: BTreeMap::new(), broken };
    reader.section("", table.get_ref());
    let label = reader.text("encoding").unwrap_or_default();
    Told {
        decimal: reader.word::<Decimal>("decimal"),
        dates: reader.word::<DateOrder>("dates"),
        encoding: Encoding::for_label(label.as_bytes()),
        foreign: false,
    }
}

fn syntax(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let length = source.text.len();
    let mut span = error.span().unwrap_or(0..0);
    span.start = span.start.min(length);
    while !source.text.is_char_boundary(span.start) {
        span.start -= 1;
    }
    span.end = span.end.clamp(span.start, length);
    while !source.text.is_char_boundary(span.end) {
        span.end += 1;
    }
    let mut lines = error.message().lines();
    let what = lines.next().unwrap_or("").to_owned();
    let rest: Vec<_> = lines.collect();
    let advice =
        if rest.is_empty() { "see https://toml.io for the syntax".to_owned() } else { rest.join("; ") };
    source.diagnostic(span, "", Said::new(Code::TomlSyntax, &what, "valid TOML", advice))
}

struct Reader<'a> {
    source: &'a Source,
    faults: &'a mut Sink,
    values: BTreeMap<&'static str, Held>,
    places: Places,
    broken: bool,
}

impl Reader<'_> {
    /// Tells a fault, unless the file is broken: then what was read may not be what is written.
    fn tell(&mut self, span: Range<usize>, column: &str, said: Said) {
        if self.broken {
            return;
        }
        self.faults.push(self.source.diagnostic(span, column, said));
    }

    fn section(&mut self, section: &'static str, table: &DeTable<'_>) {
        for (key, value) in table {
            let name: &str = key.get_ref().as_ref();
            let inner = sections().into_iter().find(|inner| section.is_empty() && *inner == name);
            if let Some(inner) = inner {
                match value.get_ref() {
                    DeValue::Table(table) => self.section(inner, table),
                    other => {
                        let said = wrong_type(other, &format!("a table such as `[{inner}]`"));
                        self.tell(value.span(), name, said);
                    }
                }
                continue;
            }
            let spec = keys().iter().find(|spec| spec.section == section && spec.name == name);
            match spec {
                Some(spec) => self.key(spec, value),
                None => {
                    let said = unknown_key(section, name);
                    self.tell(key.span(), name, said);
                }
            }
        }
    }

    fn key(&mut self, spec: &'static KeySpec, value: &Spanned<DeValue<'_>>) {
        self.places.insert(spec.name, value.span());
        match read_key(spec, value.get_ref()) {
            Ok(read) => {
                self.values.insert(spec.name, read);
            }
            Err(said) => self.tell(value.span(), spec.name, said),
        }
    }

    /// Fills defaults, tells what is missing and joins what belongs together.
    fn written(&mut self) -> Option<Written> {
        for spec in keys() {
            let given = self.places.contains_key(spec.name);
            if given || spec.default.is_some() {
                continue;
            }
            let advice = format!("add `{} = …`: {}", spec.name, spec.doc);
            let said = Said::new(Code::MissingKey, spec.name, expected(spec.kind), advice);
            let end = self.source.text.find('\n').unwrap_or(self.source.text.len());
            self.tell(0..end, spec.name, said);
        }
        let climate = self.climate();
        if self.broken {
            return None;
        }
        let name = self.text("name")?;
        Some(Written {
            title: self.text("title").filter(|title| !title.is_empty()).unwrap_or_else(|| name.clone()),
            name,
            start: match self.values.get("start")? {
                Held::Date(date) => *date,
                _ => return None,
            },
            days: u32::try_from(self.whole("days")?).ok()?,
            zone: match self.values.get("zone")? {
                Held::Zone(zone) => zone.clone(),
                _ => return None,
            },
            currency: self.text("currency")?,
            seed: u64::try_from(self.whole_or("seed", 1)?).ok()?,
            replications: u32::try_from(self.whole_or("replications", 100)?).ok()?,
            climate: climate?,
            home: self.text("home")?,
        })
    }

    fn text(&self, key: &str) -> Option<String> {
        match self.values.get(key)? {
            Held::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The word of a key that takes one of a few.
    fn word<T: VariantNames + FromStr>(&self, key: &str) -> Option<T> {
        match self.values.get(key)? {
            Held::Word(word) => T::VARIANTS.get(*word)?.parse().ok(),
            _ => None,
        }
    }

    fn whole(&self, key: &str) -> Option<i64> {
        match self.values.get(key)? {
            Held::Whole(whole) => Some(*whole),
            _ => None,
        }
    }

    /// The number, or its default where none is written; nothing where a wrong one is.
    fn whole_or(&self, key: &str, default: i64) -> Option<i64> {
        if self.places.contains_key(key) { self.whole(key) } else { Some(default) }
    }

    fn climate(&mut self) -> Option<ClimateMode> {
        let mode = match self.values.get("mode") {
            Some(Held::Word(word)) => *<ClimateModeKind as VariantArray>::VARIANTS.get(*word)?,
            _ if self.places.contains_key("mode") => return None,
            _ => ClimateModeKind::Resampled,
        };
        let year = self.places.get("first_year").cloned();
        match (mode, year) {
            (ClimateModeKind::Resampled, None) => Some(ClimateMode::Resampled),
            (ClimateModeKind::Recorded, Some(_)) => {
                let first_year = i16::try_from(self.whole("first_year")?).ok()?;
                Some(ClimateMode::Recorded { first_year })
            }
            (ClimateModeKind::Resampled, Some(span)) => {
                let value = self.source.text[span.clone()].to_owned();
                let advice = "remove it, or write `mode = \"recorded\"`";
                let said =
                    Said::new(Code::ValueSurplus, &value, "no first year, as weather is resampled", advice);
                self.tell(span, "first_year", said);
                None
            }
            (ClimateModeKind::Recorded, None) => {
                let span = self.places.get("mode").cloned().unwrap_or(0..0);
                let advice = "add `first_year = …`, the July of which is the first of the run";
                let said = Said::new(Code::ValueAlone, "", "a first year, as weather is recorded", advice);
                self.tell(span, "first_year", said);
                None
            }
        }
    }
}

fn unknown_key(section: &str, name: &str) -> Said {
    let here = keys().iter().filter(|spec| spec.section == section).map(|spec| spec.name);
    if let Some(near) = nearest(name, here.chain(sections().into_iter().filter(|_| section.is_empty()))) {
        return Said::new(Code::UnknownKey, name, "a known key", did_you_mean(name, Some(near), ""));
    }
    let elsewhere = keys().iter().find(|spec| spec.name == name && spec.section != section);
    let advice = match elsewhere {
        Some(spec) if spec.section.is_empty() => "move it to the top, above `[climate]`".to_owned(),
        Some(spec) => format!("move it under `[{}]`", spec.section),
        None => {
            let known: Vec<_> =
                keys().iter().filter(|spec| spec.section == section).map(|spec| spec.name).collect();
            format!("remove it; the keys are {}", known.join(", "))
        }
    };
    Said::new(Code::UnknownKey, name, "a known key", advice)
}

fn expected(kind: KeyKind) -> String {
    match kind {
        KeyKind::Text => "text in quotes".to_owned(),
        KeyKind::Name => "a name in quotes".to_owned(),
        KeyKind::Whole { min, max } => format!("a whole number of {min} to {max}"),
        KeyKind::Date => "a date such as 2026-07-01".to_owned(),
        KeyKind::Zone => "an IANA time zone such as \"Asia/Yakutsk\"".to_owned(),
        KeyKind::Currency => "an ISO 4217 code such as \"RUB\"".to_owned(),
        KeyKind::Choice(words) => cell::one_of(words),
        KeyKind::Encoding => "an encoding such as \"windows-1251\"".to_owned(),
        KeyKind::Version => format!("format = {VERSION}"),
    }
}

fn wrong_type(value: &DeValue<'_>, expected: &str) -> Said {
    let found = match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(when) => when.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    };
    let advice = match value {
        DeValue::String(text) if text.trim().parse::<f64>().is_err() => "write a number, without quotes",
        DeValue::String(_) => "write it without quotes",
        DeValue::Integer(_) | DeValue::Float(_) => "check its type; text needs quotes, counts no decimals",
        _ => "check its type",
    };
    Said::new(Code::WrongType, &found, expected, advice)
}

fn read_key(spec: &KeySpec, value: &DeValue<'_>) -> Result<Held, Said> {
    let expected = expected(spec.kind);
    match (spec.kind, value) {
        (KeyKind::Text, DeValue::String(text)) => {
            cell::seen(text, &expected).map(|()| Held::Text(text.to_string()))
        }
        (KeyKind::Name, DeValue::String(text)) => name(text, &expected),
        (KeyKind::Currency, DeValue::String(text)) => currency(text, &expected),
        (KeyKind::Zone, DeValue::String(text)) => cell::zone(text).map(Held::Zone),
        (KeyKind::Choice(words), DeValue::String(text)) => cell::choice(words, text).map(Held::Word),
        (KeyKind::Encoding, DeValue::String(text)) => encoding(text, &expected),
        (KeyKind::Date, DeValue::String(text)) => cell::date(text).map(Held::Date),
        (KeyKind::Date, DeValue::Datetime(when)) => date(when, &expected),
        (KeyKind::Whole { min, max }, DeValue::Integer(number)) => {
            let whole = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix());
            match whole {
                Ok(whole) if (min..=max).contains(&whole) => Ok(Held::Whole(whole)),
                Ok(whole) if whole < 0 && min >= 0 => {
                    Err(Said::new(Code::Negative, number.as_str(), expected, "write it without the minus"))
                }
                _ => Err(Said::new(Code::OutOfRange, number.as_str(), expected, "check the number")),
            }
        }
        (KeyKind::Version, DeValue::Integer(number)) => {
            if number.as_str() == VERSION.to_string() {
                return Ok(Held::Whole(VERSION));
            }
            let advice = "use the program that wrote it, or bring the folder to this format";
            Err(Said::new(Code::FormatUnknown, number.as_str(), expected, advice))
        }
        (_, other) => Err(wrong_type(other, &expected)),
    }
}

fn name(text: &str, expected: &str) -> Result<Held, Said> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Said::new(Code::ValueMissing, "", expected, "write a name between the quotes"));
    }
    let bad = text.contains(|letter: char| is_unseen(letter) || letter == ';');
    if bad || trimmed != text || text.chars().count() > 120 {
        let advice = "write a short name on one line, without `;` and without blanks at its ends";
        return Err(Said::new(Code::NameBad, text, expected, advice));
    }
    Ok(Held::Text(text.to_owned()))
}

fn encoding(text: &str, expected: &str) -> Result<Held, Said> {
    if Encoding::for_label(text.as_bytes()).is_some() {
        return Ok(Held::Text(text.to_owned()));
    }
    let advice = "write `windows-1251`, `koi8-r`, `ibm866`, `windows-1252` or another name of the WHATWG Encoding Standard";
    Err(Said::new(Code::UnknownEncoding, text, expected, advice))
}

fn currency(text: &str, expected: &str) -> Result<Held, Said> {
    let shape = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if shape(text) {
        return Ok(Held::Text(text.to_owned()));
    }
    let upper = text.to_uppercase();
    let advice = did_you_mean(text, shape(&upper).then_some(upper.as_str()), "write three capital letters");
    Err(Said::new(Code::CurrencyBad, text, expected, advice))
}

fn date(when: &toml::value::Datetime, expected: &str) -> Result<Held, Said> {
    let told = when.to_string();
    if when.time.is_some() || when.offset.is_some() {
        return Err(Said::new(
            Code::WrongType,
            &told,
            expected,
            "write the day alone; it begins at 00:00 local time",
        ));
    }
    cell::date(&told).map(Held::Date)
}
