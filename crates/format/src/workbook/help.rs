//! The sheet `help` of a workbook that is written: what each sheet is for, and what to do next.

use super::in_sheets;
use crate::format::{TableSpec, tables};

/// A line of the sheet.
pub(super) enum Line {
    Title(&'static str),
    Text(String),
    /// A sheet with how many rows it has, none where it is not there, and what it is for.
    Sheet {
        name: &'static str,
        rows: Option<usize>,
        about: String,
    },
}

/// The lines, of sheets with so many rows each.
pub(super) fn lines(rows: impl Fn(&TableSpec) -> Option<usize>) -> Vec<Line> {
    let text = |text: &str| Line::Text(text.to_owned());
    let mut lines = vec![
        Line::Title("A scenario of Iceroad"),
        text(
            "Each sheet is a table, its first row names the columns. Point at a column's name to read what it holds and in which unit.",
        ),
        text(
            "Dark names must be filled in every row; light ones may be empty, and then mean what their note says.",
        ),
        text(
            "Cells with a list take one of its words. A name that refers to another sheet is one of that sheet's names.",
        ),
        text(
            "The columns `source` and `note`, this sheet, and sheets whose names begin with `_` are yours: nothing reads them.",
        ),
        text(
            "Numbers carry no units; days are days (2026-07-01); days of every year are text (05-20), months too (2026-07).",
        ),
        Line::Title("What to do next"),
        text("iceroad check mine.xlsx: names every fault by its sheet and cell"),
        text("iceroad run mine.xlsx --out out/mine: simulates it and leaves report.html and the tables"),
        text("iceroad workbook mine.xlsx -o mine: writes it as a folder of CSV files"),
        text("Words are explained in the book's glossary, columns in its chapter on the scenario folder."),
        Line::Title("The sheets, in the order in which they are best filled in"),
        Line::Sheet {
            name: super::HEADING,
            rows: Some(1),
            about: "What the scenario is called, when it begins, how long it is".to_owned(),
        },
    ];
    for spec in tables() {
        lines.push(Line::Sheet { name: spec.stem(), rows: rows(spec), about: in_sheets(spec.doc) });
        if spec.file == "stations.csv" {
            let about = "For each station, a sheet called `climate` with the station's name behind it: its daily temperatures";
            lines.push(Line::Text(about.to_owned()));
        }
    }
    lines
}
