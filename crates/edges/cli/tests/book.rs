//! What the book and the README show of the first hour, and of a failure log, is what golden cases print.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

/// Marks what the book leaves out of a line or between lines.
const LEFT_OUT: char = '…';

#[test]
fn the_first_hour_prints_what_its_case_printed() {
    judge(&fs::read_to_string(root().join("book/src/first-hour.md")).unwrap(), "first-hour", 40);
}

#[test]
fn the_readme_shows_what_the_first_hour_prints() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let from = readme.find("## One question and its answer").unwrap();
    let until = readme.find("## The pit by itself").unwrap();
    judge(&readme[from..until], "first-hour", 10);
}

#[test]
fn the_pages_of_each_desk_show_what_the_first_hour_prints() {
    for page in fs::read_dir(root().join("book/src/roles")).unwrap() {
        judge(&fs::read_to_string(page.unwrap().path()).unwrap(), "first-hour", 1);
    }
}

#[test]
fn the_chapter_on_failure_logs_shows_what_its_case_printed() {
    let page = fs::read_to_string(root().join("book/src/life-data.md")).unwrap();
    let until = page.find("## What a log needs").unwrap();
    judge(&page[..until], "fit", 8);
}

/// This project's root.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."))
}

/// Holds every line of output in a text, at least so many, to what a golden case printed.
fn judge(text: &str, case: &str, least: usize) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = fs::read_to_string(here.join("tests/cases").join(case).with_extension("txt")).unwrap();
    let printed: Vec<String> =
        case.lines().filter_map(|line| line.split_once("| ")).map(|(_, text)| narrowed(text)).collect();
    let mut shown = 0;
    let mut wrong = Vec::new();
    for line in output(text) {
        shown += 1;
        let parts: Vec<String> = line.split(LEFT_OUT).map(narrowed).collect();
        if !printed.iter().any(|printed| parts.iter().all(|part| printed.contains(part.as_str()))) {
            wrong.push(line);
        }
    }
    assert!(shown >= least, "only {shown} lines of output were found");
    assert!(wrong.is_empty(), "the program does not print these lines:\n{}", wrong.join("\n"));
}

/// With one space for many: columns are as wide as what else is in the table, which the book leaves out.
fn narrowed(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of output in the book's blocks: not commands, and not blank. What follows `make run` is not played.
fn output(book: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in book.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside && !line.starts_with("$ ") && !line.trim().is_empty() {
            lines.push(line);
        }
    }
    lines
}
