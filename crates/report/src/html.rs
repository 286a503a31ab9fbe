//! The page.
use crate::Results;

/// The page as HTML.
pub fn page(_results: &Results<'_>) -> String {
    String::new()
}
