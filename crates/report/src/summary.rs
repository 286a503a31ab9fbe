//! The console summary.
use crate::Results;

/// What a run came to, for a terminal of `width` columns.
pub fn console(results: &Results<'_>, _width: usize) -> String {
    results.scenario.heading.title.clone()
}
