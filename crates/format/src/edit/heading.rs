//! `scenario.toml`, changed key by key; comments and the rest of it stay.

use crate::format::{KeyKind, KeySpec};
use crate::source::Said;
use iceroad_model::Code;
use toml_edit::{DocumentMut, Item, Table, Value};

/// The text with a key that says something else; an empty value takes the key away.
///
/// # Errors
/// What is wrong with the value, or with the text.
pub(super) fn set(text: &str, key: &KeySpec, value: &str) -> Result<String, Said> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        Said::new(Code::TomlSyntax, error.message(), "valid TOML", "see https://toml.io for the syntax")
    })?;
    let table = match key.section {
        "" => document.as_table_mut(),
        section => {
            let item = document.entry(section).or_insert(Item::Table(Table::new()));
            let wrong = || Said::new(Code::WrongType, section, "a table", "write it as a table of its own");
            item.as_table_mut().ok_or_else(wrong)?
        }
    };
    if value.is_empty() {
        table.remove(key.name);
    } else {
        let old = table.get(key.name).and_then(Item::as_value);
        let mut new = typed(key, value, old)?;
        if let Some(old) = old {
            *new.decor_mut() = old.decor().clone();
        }
        table[key.name] = Item::Value(new);
    }
    let text_now = document.to_string().replace("\r\n", "\n");
    Ok(if text.contains("\r\n") { text_now.replace('\n', "\r\n") } else { text_now })
}

fn typed(key: &KeySpec, value: &str, old: Option<&Value>) -> Result<Value, Said> {
    let wrong = |code, expected: &str| Said::new(code, value, expected, format!("{}: {}", key.name, key.doc));
    match key.kind {
        KeyKind::Whole { .. } | KeyKind::Version => {
            let whole: i64 = value.parse().map_err(|_| wrong(Code::WrongType, "a whole number"))?;
            Ok(whole.into())
        }
        KeyKind::Date if !old.is_some_and(Value::is_str) => {
            let day: toml_edit::Datetime =
                value.parse().map_err(|_| wrong(Code::NotADate, "a date such as 2026-07-01"))?;
            Ok(day.into())
        }
        _ => Ok(value.into()),
    }
}
