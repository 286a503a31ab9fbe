//! Two scenarios side by side.
use crate::Results;
use serde_json::Value;

/// Paired differences as a JSON document.
pub fn document(_a: &Results<'_>, _b: &Results<'_>) -> Value {
    Value::Null
}

/// Paired differences for the console.
pub fn console(_a: &Results<'_>, _b: &Results<'_>) -> String {
    String::new()
}
