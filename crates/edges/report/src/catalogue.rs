//! The catalogue, and what a scenario has that was not written, for the console.
use crate::values::{align, wrap};
use iceroad::Assumed;
use iceroad::catalogue::{Entry, Shelf};
use std::fmt::Write as _;

/// The widest line.
const WIDTH: usize = 100;

/// What there is.
pub fn all(shelves: &[Shelf]) -> String {
    let mut text = String::from("A scenario may name these and leave their figures unwritten:\n");
    for Shelf { what, file, entries, .. } in shelves {
        let names: Vec<&str> = entries.iter().map(|entry| entry.name).collect();
        let _ = write!(text, "\n{what}, for {file}\n{}", wrap(&names.join(", "), WIDTH, "  "));
    }
    text
}

/// Everything of one kind.
pub fn shelf(Shelf { what, telling, entries, .. }: &Shelf) -> String {
    let head = [what.to_string()].into_iter().chain(telling.iter().map(ToString::to_string));
    let row = |entry: &Entry| {
        let cells = telling.iter().map(|column| entry.cell(column).to_owned());
        [entry.name.to_owned()].into_iter().chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = [head.collect()].into_iter().chain(entries.iter().map(row)).collect();
    let right: Vec<bool> = (0..=telling.len()).map(|at| at > 0).collect();
    align(&rows, &right, "")
}

/// All that is said of one, and where it comes from.
pub fn entry(shelf: &Shelf, entry: &Entry) -> String {
    let filled = entry.cells.iter().filter(|(_, text)| !text.is_empty());
    let rows: Vec<[String; 2]> =
        filled.map(|(column, text)| [column.to_string(), text.to_string()]).collect();
    let source = wrap(&format!("From: {}", entry.source), WIDTH, "");
    format!("{} ({})\n{}{source}", entry.name, shelf.file, align(&rows, &[false, false], "  "))
}

/// The figures that stand where a scenario's cells are empty.
pub fn assumed(all: &[Assumed]) -> String {
    if all.is_empty() {
        return "No figure stands where cells are empty.\n".to_owned();
    }
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for Assumed { file, column, value, rows, basis } in all {
        let head = format!("{file}, {basis}");
        let rows = if *rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        let line = format!("  {column} = {value}, in {rows}\n");
        match groups.iter_mut().find(|(known, _)| *known == head) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((head, vec![line])),
        }
    }
    let mut text =
        String::from("Figures that stand where cells are empty; write the cell to have another:\n");
    for (head, lines) in groups {
        let _ = write!(text, "\n{}{}", wrap(&head, WIDTH, ""), lines.concat());
    }
    text
}
