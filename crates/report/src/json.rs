//! The result for machines.
use crate::Results;
use serde_json::Value;

/// The result as a JSON document.
pub fn document(_results: &Results<'_>, _per_replication: bool) -> Value {
    Value::Null
}
