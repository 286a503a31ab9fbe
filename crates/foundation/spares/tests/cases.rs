//! Every case of the record at its own tolerance; where each comes from stands at the head of its file.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "cases/echelons.rs"]
mod echelons;
#[path = "cases/one_store.rs"]
mod one_store;
#[path = "cases/replacement.rs"]
mod replacement;
#[path = "cases/review.rs"]
mod review;
#[path = "cases/serial.rs"]
mod serial;
#[path = "cases/several_items.rs"]
mod several_items;
#[path = "cases/windows.rs"]
mod windows;

/// A file of rows of numbers.
fn rows(text: &str) -> Vec<Vec<f64>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
    let rows: Vec<Vec<f64>> = lines.map(row).collect();
    assert!(!rows.is_empty());
    rows
}

#[track_caller]
fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} instead of {wanted}");
}

/// Relative to the size of what is wanted.
#[track_caller]
fn close(found: f64, wanted: f64, tolerance: f64) {
    near(found, wanted, tolerance * wanted.abs());
}
