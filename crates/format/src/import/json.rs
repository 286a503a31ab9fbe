//! JSON text with its places: values are asked for by what they should be, and what they are not becomes a fault.
//!
//! A [`Value`] knows its bytes in the file and its path (`road.l2d_road_matrix[0][1]`). Each question tells its fault itself
//! and answers nothing then, so that a reader goes on and finds the rest; [`Faults`] holds what was found.
//!
//! The text must be JSON to the letter: no comments, no trailing commas, no `NaN`. Nesting is bounded by the parser.

use crate::cell;
use crate::format::Kind;
use crate::nearest::{did_you_mean, nearest};
use crate::report::{Diagnostic, Report};
use crate::sink::Sink;
use crate::source::{self, Said, Source};
use iceroad_model::Code;
use jsonc_parser::ast::{self, ObjectProp};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

/// Loads a file that is to be imported; it may be one long line.
///
/// # Errors
/// Where there is no such file, or it is too large or no text.
pub fn load(path: &Path) -> Result<Source, Report> {
    opened(path, source::load_unbroken)
}

/// Loads a file that is to be imported by a function that takes its folder and its name.
pub(crate) fn opened(
    path: &Path,
    load: impl Fn(&Path, &str) -> Result<Option<Source>, Box<Diagnostic>>,
) -> Result<Source, Report> {
    let told = path.display().to_string();
    let parent = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match load(parent, &name) {
        Ok(Some(source)) => Ok(source),
        Ok(None) => {
            let advice = "check the path";
            Err(alone(Said::new(Code::FileMissing, &told, "a file to read", advice).of_file(&name)))
        }
        Err(diagnostic) => Err(alone(*diagnostic)),
    }
}

fn alone(diagnostic: Diagnostic) -> Report {
    Report { diagnostics: vec![diagnostic], suppressed: 0 }
}

/// The faults found so far in one file.
#[derive(Debug)]
pub struct Faults {
    pub(crate) source: Source,
    sink: RefCell<Sink>,
    count: Cell<usize>,
}

impl Faults {
    /// None so far.
    pub fn new(source: Source) -> Faults {
        Faults { source, sink: RefCell::default(), count: Cell::new(0) }
    }

    /// Tells a fault of these bytes.
    pub(crate) fn tell(&self, span: Range<usize>, path: &str, said: Said) {
        self.push(self.source.diagnostic(span, path, said));
    }

    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.count.set(self.count.get() + 1);
        self.sink.borrow_mut().push(diagnostic);
    }

    pub(crate) fn count(&self) -> usize {
        self.count.get()
    }

    pub(crate) fn into_sink(self) -> Sink {
        self.sink.into_inner()
    }

    /// All that was told, in order of lines.
    pub fn into_report(self) -> Report {
        self.into_sink().into_report()
    }
}

/// Parses the text; the fault of a text that is no JSON is told.
pub fn parse(faults: &Faults) -> Option<ast::Value<'_>> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let advice = "mend the text here, or have the program that wrote it write it again";
    match parse_to_ast(&faults.source.text, &CollectOptions::default(), &strict) {
        Ok(parsed) => {
            if parsed.value.is_none() {
                let said = Said::new(Code::JsonSyntax, "", "a JSON object", advice);
                faults.push(said.of_file(&faults.source.file));
            }
            parsed.value
        }
        Err(error) => {
            let text = &faults.source.text;
            let start = floor(text, error.range().start.min(text.len()));
            let end = floor(text, error.range().end.clamp(start, text.len()));
            let said = Said::new(Code::JsonSyntax, &error.kind().to_string(), "JSON", advice);
            faults.tell(start..end, "", said);
            None
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A value of the file.
#[derive(Clone, Debug)]
pub struct Value<'a> {
    value: &'a ast::Value<'a>,
    faults: &'a Faults,
    /// Its path in the file.
    pub path: String,
}

impl<'a> Value<'a> {
    /// The whole of the file.
    pub fn root(value: &'a ast::Value<'a>, faults: &'a Faults) -> Value<'a> {
        Value { value, faults, path: String::new() }
    }

    /// Its bytes in the text.
    pub(crate) fn span(&self) -> Range<usize> {
        let range = self.value.range();
        range.start..range.end
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place { span: self.span(), path: self.path.clone() }
    }

    fn written(&self) -> &'a str {
        self.faults.source.text.get(self.span()).unwrap_or_default()
    }

    /// Tells a fault of this value.
    pub fn tell(&self, code: Code, expected: impl Into<String>, advice: impl Into<String>) {
        self.fault(Said::new(code, self.written(), expected, advice));
    }

    /// Tells a fault of this value in words of its own.
    pub fn fault(&self, said: Said) {
        self.faults.tell(self.span(), &self.path, said);
    }

    fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        let is = match self.value {
            ast::Value::StringLit(_) => "a text",
            ast::Value::NumberLit(_) => "a number",
            ast::Value::BooleanLit(_) => "true or false",
            ast::Value::Object(_) => "an object",
            ast::Value::Array(_) => "a list",
            ast::Value::NullKeyword(_) => "null",
        };
        let said = Said::new(Code::JsonWrongType, is, expected, format!("write {expected} in place of this"));
        self.fault(said);
        None
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.value, ast::Value::NullKeyword(_))
    }

    /// The text it is, where it is one; nothing is told where not.
    pub fn is_text(&self) -> Option<&'a str> {
        match self.value {
            ast::Value::StringLit(text) => Some(text.value.as_ref()),
            _ => None,
        }
    }

    /// The number it is, where it is one; nothing is told where not.
    pub fn is_number(&self) -> Option<f64> {
        match self.value {
            ast::Value::NumberLit(number) => number.value.parse().ok(),
            _ => None,
        }
    }

    /// The text it must be.
    pub fn text(&self) -> Option<String> {
        match self.value {
            ast::Value::StringLit(text) => Some(text.value.to_string()),
            _ => self.wrong_type("a text"),
        }
    }

    /// A text that may be a name in a scenario.
    pub fn name(&self) -> Option<String> {
        let text = self.text()?;
        let name = text.trim();
        if name.is_empty() {
            self.tell(Code::NameBad, "a name with at least one letter or digit", "give it a name");
            return None;
        }
        match cell::read(Kind::Name, name) {
            Ok(_) => Some(name.to_owned()),
            Err(wrong) => {
                self.fault(wrong.said);
                None
            }
        }
    }

    /// The truth it must be.
    pub fn boolean(&self) -> Option<bool> {
        match self.value {
            ast::Value::BooleanLit(truth) => Some(truth.value),
            _ => self.wrong_type("true or false"),
        }
    }

    /// A finite number.
    pub fn number(&self) -> Option<f64> {
        let ast::Value::NumberLit(number) = self.value else { return self.wrong_type("a number") };
        match number.value.parse::<f64>() {
            Ok(value) if value.is_finite() => Some(value),
            _ => {
                let advice = "write a smaller number";
                self.tell(Code::NumberTooLarge, "a number that can be held", advice);
                None
            }
        }
    }

    /// A finite number above zero.
    pub fn positive(&self) -> Option<f64> {
        let value = self.number()?;
        if value > 0.0 {
            return Some(value);
        }
        self.tell(Code::OutOfRange, "a number above zero", "write a number above zero");
        None
    }

    /// A whole number in a range.
    pub fn whole(&self, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let value = self.number()?;
        if value.fract() != 0.0 {
            self.tell(Code::NotWhole, "a whole number", "write a whole number");
            return None;
        }
        let (least, most) = (*range.start(), *range.end());
        if value < least as f64 || value > most as f64 {
            let expected = format!("a whole number from {least} to {most}");
            self.tell(Code::OutOfRange, expected, "write a number of this range");
            return None;
        }
        Some(value as i64)
    }

    /// The values of a list.
    pub fn list(&self) -> Option<Vec<Value<'a>>> {
        let ast::Value::Array(list) = self.value else { return self.wrong_type("a list") };
        let one = |(at, value)| Value { value, faults: self.faults, path: format!("{}[{at}]", self.path) };
        Some(list.elements.iter().enumerate().map(one).collect())
    }

    /// Whether it is a list of nothing.
    pub fn is_empty_list(&self) -> bool {
        matches!(self.value, ast::Value::Array(list) if list.elements.is_empty())
    }

    /// The values of a list that has at least one.
    pub fn filled_list(&self) -> Option<Vec<Value<'a>>> {
        let list = self.list()?;
        if list.is_empty() {
            self.tell(Code::ListLengthWrong, "a list of at least one", "write what belongs here");
            return None;
        }
        Some(list)
    }

    /// The values of a list of so many, `what` saying why.
    pub fn list_of(&self, n: usize, what: &str) -> Option<Vec<Value<'a>>> {
        let list = self.list()?;
        if list.len() == n {
            return Some(list);
        }
        let said = Said::new(
            Code::ListLengthWrong,
            &format!("{} values", list.len()),
            format!("{n} values, {what}"),
            "add what is missing, or take away what is too much",
        );
        self.fault(said);
        None
    }

    /// The members of an object; a key that comes twice is told.
    pub fn object(&self) -> Option<Object<'a>> {
        let ast::Value::Object(object) = self.value else { return self.wrong_type("an object") };
        let mut seen = BTreeSet::new();
        for property in &object.properties {
            let key = property.name.as_str();
            if !seen.insert(key) {
                let range = property.range;
                let said = Said::new(
                    Code::JsonKeyTwice,
                    key,
                    "each key once in an object",
                    "take away the one that is not meant",
                );
                self.faults.tell(range.start..range.end, &joined(&self.path, key), said);
            }
        }
        Some(Object {
            of: self.clone(),
            properties: &object.properties,
            asked: RefCell::default(),
            folded: RefCell::default(),
        })
    }
}

/// Where a value stands: for faults that are found later.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    pub(crate) span: Range<usize>,
    pub(crate) path: String,
}

/// An object of the file.
#[derive(Debug)]
pub struct Object<'a> {
    of: Value<'a>,
    properties: &'a [ObjectProp<'a>],
    asked: RefCell<BTreeSet<&'static str>>,
    /// Keys asked for in any case.
    folded: RefCell<BTreeSet<&'static str>>,
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

impl<'a> Object<'a> {
    /// Where it stands.
    pub fn place(&self) -> Place {
        self.of.place()
    }

    /// The value of a key that may be missing or null.
    pub fn may(&self, key: &'static str) -> Option<Value<'a>> {
        self.asked.borrow_mut().insert(key);
        let property = self.properties.iter().find(|property| property.name.as_str() == key)?;
        let (value, faults) = (&property.value, self.of.faults);
        let found = Value { value, faults, path: joined(&self.of.path, key) };
        (!found.is_null()).then_some(found)
    }

    /// The value of a key in any case (`Name`, `NAME`) that may be missing or null.
    pub fn may_fold(&self, key: &'static str) -> Option<Value<'a>> {
        self.folded.borrow_mut().insert(key);
        let is_it = |property: &&ObjectProp<'a>| property.name.as_str().eq_ignore_ascii_case(key);
        let property = self.properties.iter().find(is_it)?;
        let (value, faults) = (&property.value, self.of.faults);
        let found = Value { value, faults, path: joined(&self.of.path, property.name.as_str()) };
        (!found.is_null()).then_some(found)
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &'static str) -> Option<Value<'a>> {
        let found = self.may(key);
        if found.is_none() {
            let keys = self.properties.iter().map(|property| property.name.as_str());
            let near = nearest(key, keys);
            let said = Said::new(
                Code::JsonKeyMissing,
                key,
                format!("a key `{key}` in this object"),
                near.map_or_else(
                    || format!("write `{key}` with its value"),
                    |near| format!("`{near}` is there: is it meant? {}", did_you_mean(near, Some(key), "")),
                ),
            );
            let span = self.of.span();
            self.of.faults.tell(span.start..span.start + 1, &joined(&self.of.path, key), said);
        }
        found
    }

    /// The paths of the keys nobody asked for.
    pub fn unread(&self) -> Vec<String> {
        let (asked, folded) = (self.asked.borrow(), self.folded.borrow());
        let is_asked =
            |key: &str| asked.contains(key) || folded.iter().any(|known| known.eq_ignore_ascii_case(key));
        let keys = self.properties.iter().map(|property| property.name.as_str());
        keys.filter(|key| !is_asked(key)).map(|key| joined(&self.of.path, key)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, ask: impl for<'a> Fn(&Value<'a>)) -> Vec<(Code, usize, String)> {
        let source = Source::new("f.json", text);
        let faults = Faults::new(source);
        if let Some(value) = parse(&faults) {
            ask(&Value::root(&value, &faults));
        }
        let report = faults.into_sink().into_report();
        report.diagnostics.into_iter().map(|d| (d.code, d.line.unwrap_or(0), d.column)).collect()
    }

    #[test]
    fn what_is_not_json_is_told_at_its_place() {
        for text in ["{\"a\": 1,}", "{a: 1}", "[1, NaN]", "// c\n{}", "", "[1 2]", "{\"a\": 01}"] {
            let found = told(text, |_| {});
            assert_eq!(found.first().map(|fault| fault.0), Some(Code::JsonSyntax), "{text}: {found:?}");
        }
        let deep = format!("{}1{}", "[".repeat(60_000), "]".repeat(60_000));
        assert_eq!(told(&deep, |_| {})[0].0, Code::JsonSyntax);
    }

    #[test]
    fn each_question_tells_its_own_fault_and_goes_on() {
        let text = "{\"a\": \"x\",\n \"b\": 1.5,\n \"c\": [1, 2], \"c\": 3,\n \"d\": 1e999}";
        let found = told(text, |root| {
            let object = root.object().unwrap();
            assert_eq!(object.need("a").and_then(|a| a.number()), None);
            assert_eq!(object.need("b").and_then(|b| b.whole(0..=9)), None);
            assert!(object.need("c").and_then(|c| c.list_of(3, "as told")).is_none());
            assert_eq!(object.need("d").and_then(|d| d.number()), None);
            assert!(object.need("e").is_none());
        });
        let codes: Vec<(Code, usize)> = found.iter().map(|fault| (fault.0, fault.1)).collect();
        assert_eq!(
            codes,
            [
                (Code::JsonKeyMissing, 1),
                (Code::JsonWrongType, 1),
                (Code::NotWhole, 2),
                (Code::ListLengthWrong, 3),
                (Code::JsonKeyTwice, 3),
                (Code::NumberTooLarge, 4),
            ]
        );
        assert_eq!(found[3].2, "c");
    }
}
