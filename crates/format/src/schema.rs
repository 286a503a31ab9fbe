//! The format as JSON Schema (draft 2020-12), made from the format's own spec.
//!
//! The schema describes the folder as one JSON object: `scenario` is `scenario.toml`, and each table is a list of rows under its
//! file's name without the ending. Cells are given as the text that stands in the file, with a pattern, or as the
//! number; references and the rules between tables are beyond a schema and are checked by `iceroad check`.

use crate::chapter;
use crate::format::{self, ColumnSpec, KeyKind, KeySpec, Kind, Need, TableSpec, VERSION};
use crate::number::fixed_text;
use serde_json::{Map, Value, json};

/// The schema.
pub fn schema() -> Value {
    let mut properties = Map::new();
    properties.insert("scenario".to_owned(), heading());
    let mut required = vec![json!("scenario")];
    for table in format::tables() {
        properties.insert(table.stem().to_owned(), rows(table));
        if table.required {
            required.push(json!(table.stem()));
        }
    }
    let mut records = rows(format::daily_record());
    records["x-file"] = json!("climate/<station>.csv");
    properties.insert(
        format::RECORDS.to_owned(),
        json!({ "type": "object", "description": "daily records by station", "additionalProperties": records }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Iceroad scenario, format {VERSION}"),
        "description": "a scenario folder: scenario.toml and one list of rows for each CSV file",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The schema of `scenario.toml` by itself, for editors that check TOML as it is typed.
pub fn schema_of_heading() -> Value {
    let mut schema = heading();
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(format!("scenario.toml of an Iceroad scenario, format {VERSION}"));
    schema
}

fn heading() -> Value {
    let mut top = Map::new();
    let mut required = Vec::new();
    for key in format::keys().iter().filter(|key| key.section.is_empty()) {
        top.insert(key.name.to_owned(), key_schema(key));
        if key.default.is_none() {
            required.push(key.name);
        }
    }
    for section in format::sections() {
        let keys = format::keys().iter().filter(|key| key.section == section);
        let properties: Map<_, _> = keys.map(|key| (key.name.to_owned(), key_schema(key))).collect();
        let schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        top.insert(section.to_owned(), schema);
    }
    json!({
        "type": "object",
        "description": "scenario.toml",
        "properties": top,
        "required": required,
        "additionalProperties": false,
    })
}

fn key_schema(key: &KeySpec) -> Value {
    let mut schema = match key.kind {
        KeyKind::Text => json!({ "type": "string" }),
        KeyKind::Name => json!({ "type": "string", "minLength": 1, "maxLength": 120 }),
        KeyKind::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        KeyKind::Date => json!({ "type": "string", "format": "date" }),
        KeyKind::Zone => json!({ "type": "string", "x-holds": "IANA time zone" }),
        KeyKind::Currency => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        KeyKind::Choice(words) => json!({ "enum": words }),
        KeyKind::Encoding => json!({ "type": "string", "x-holds": "name of an encoding" }),
        KeyKind::Version => json!({ "const": VERSION }),
    };
    schema["description"] = json!(key.doc);
    if let Some(default) = key.default.filter(|default| !default.is_empty()) {
        schema["default"] = match default.parse::<i64>() {
            Ok(number) => json!(number),
            Err(_) => json!(default),
        };
    }
    schema
}

fn rows(table: &TableSpec) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for column in &table.columns {
        properties.insert(column.name.clone(), column_schema(column));
        if column.need == Need::Required {
            required.push(column.name.as_str());
        }
    }
    for unread in ["source", "note"] {
        properties.insert(unread.to_owned(), json!({ "type": "string", "description": "not read" }));
    }
    json!({
        "type": "array",
        "description": table.doc,
        "x-file": table.file,
        "items": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        },
    })
}

fn column_schema(column: &ColumnSpec) -> Value {
    let mut schema = match column.kind {
        Kind::Number { min, max, .. } => json!({ "type": "number", "minimum": min, "maximum": max }),
        Kind::Fixed { decimals: 0, min, max, .. } => {
            json!({ "type": "integer", "minimum": min, "maximum": max })
        }
        Kind::Fixed { decimals, min, max, .. } => {
            let bound = |value| fixed_text(value, decimals).parse::<f64>().unwrap_or(0.0);
            // Not `multipleOf`: validators work in floats, where 0.83 is no multiple of 0.001.
            json!({ "type": "number", "minimum": bound(min), "maximum": bound(max), "x-decimals": decimals })
        }
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::MonthDay => json!({ "type": "string", "pattern": "^[0-1][0-9]-[0-3][0-9]$" }),
        Kind::Month => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-1][0-9]$" }),
        Kind::Time => json!({ "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$" }),
        Kind::YesNo => json!({ "enum": ["yes", "no"] }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Hs => json!({ "type": "string", "pattern": "^[0-9]{2,10}$" }),
        Kind::Name | Kind::GroupName | Kind::Ref(_) | Kind::Coined(_) => {
            json!({ "type": "string", "minLength": 1, "maxLength": 120 })
        }
        _ => json!({ "type": "string" }),
    };
    schema["description"] = json!(column.doc);
    schema["x-holds"] = json!(chapter::holds(column));
    if !column.unit().is_empty() {
        schema["x-unit"] = json!(column.unit());
    }
    if let Kind::Ref(target) | Kind::RefList(target) = column.kind {
        schema["x-refers-to"] = json!(target.files());
    }
    if let Need::Default(default) = column.need {
        schema["default"] = match (column.kind, default.parse::<f64>()) {
            (Kind::Fixed { decimals: 0, .. }, Ok(number)) => json!(number as i64),
            (Kind::Number { .. } | Kind::Fixed { .. }, Ok(number)) => json!(number),
            _ => json!(default),
        };
    }
    if !column.basis.is_empty() {
        schema["x-default-from"] = json!(column.basis);
    }
    schema
}
