//! The book's chapter on the scenario format, made from the format's own spec.

use crate::cell::MOST_WORDS;
use crate::format::{self, ColumnSpec, KeyKind, KeySpec, Kind, Need, TableSpec};
use std::fmt::Write;

const OPENING: &str = "\
# The scenario folder

<!-- Made from the format's own spec (crates/format); change it there. -->

A scenario is a folder with one `scenario.toml` and a CSV file for each table that is used. A missing file is an empty
table; only `sites.csv` is always needed.

- CSV is UTF-8 text with a header, separated by commas; fields with commas or quotes are written in double quotes. What
  spreadsheets write instead (semicolons, decimal commas, `01.07.2026`, `TRUE`) is read where it can mean one thing only:
  [Tables from a spreadsheet](spreadsheets.md), where one workbook may also stand for the folder. The order of columns is free. Unknown files, columns and keys are faults. A sheet
  in another form (`machines.xlsx`) is not read, and warned of where its table is not there.
- The header carries the unit (`payload_t`, `lead_days`). Cells are plain numbers with a decimal point: no unit, no
  thousands separator, no percent sign. Money (no unit in the header) is in major units of the scenario's currency.
- Dates are `2026-07-01`, days of every year `05-20`, months `2026-07`, times of day `07:30`; switches are `yes` and `no`.
- Lists are written in one cell between semicolons: `BELAZ;Komatsu`.
- A column that may be empty may also be left out.
- **What need not be written.** A column with a default may be left out; where the default is a figure, its meaning tells where it
  comes from. Trucks, loaders and kinds of ice are in a catalogue (`iceroad catalogue`): a row that names one of it in its column
  `catalogue` takes from there what it leaves empty, cell by cell, and a model that is named and in no table is taken from there
  whole. `iceroad check --defaults` lists every figure that came so, and its source.
- References are the `name` of a row of the other table. Brands, trades and territories have no table: they exist by being
  used.
- Every table may have the columns `source` (where its figures come from, or `assumed`) and `note`; the program does not read
  them. Lines that hold nothing but commas are skipped.
- **Laws.** A duration or life that varies is written in up to seven columns with one stem, here `lead` in days:

  | `lead_law` | needs | means |
  |---|---|---|
  | `constant`, or empty | `lead_days` | always this |
  | `lognormal`, or empty with `lead_cv` above 0 | `lead_days` (mean), `lead_cv` | log-normal |
  | `exponential` | `lead_days` (mean) | no memory |
  | `weibull` | `lead_shape`, and `lead_days` (mean) or `lead_scale_days` | wear-out where the shape is above 1 |
  | `erlang` | `lead_shape` (stages), `lead_days` (mean) | sum of exponential stages |
  | `uniform` | `lead_low_days`, `lead_high_days` | equally likely between |
  | `triangular` | `lead_low_days`, `lead_days` (likeliest), `lead_high_days` | an expert's three points |

  A parameter that the law does not use is a fault.
";

/// The chapter, as Markdown.
pub fn chapter() -> String {
    let mut text = OPENING.to_owned();
    text.push_str("\n## scenario.toml\n\n| key | holds | if missing | meaning |\n|---|---|---|---|\n");
    for key in format::keys() {
        push_key(&mut text, key);
    }
    for table in format::tables() {
        push_table(&mut text, table);
        if table.file == "stations.csv" {
            push_table(&mut text, format::daily_record());
        }
    }
    text
}

fn push_key(text: &mut String, key: &KeySpec) {
    let name =
        if key.section.is_empty() { key.name.to_owned() } else { format!("[{}] {}", key.section, key.name) };
    let missing = match key.default {
        None => "**required**".to_owned(),
        Some("") => "none".to_owned(),
        Some(default) => format!("`{default}`"),
    };
    let _ = writeln!(text, "| `{name}` | {} | {missing} | {} |", key_holds(key.kind), key.doc);
}

fn key_holds(kind: KeyKind) -> String {
    match kind {
        KeyKind::Text => "text".to_owned(),
        KeyKind::Name => "name".to_owned(),
        KeyKind::Whole { min, max: i64::MAX } => format!("whole number from {min}"),
        KeyKind::Whole { min, max } => format!("whole number, {min} to {max}"),
        KeyKind::Date => "date".to_owned(),
        KeyKind::Zone => "IANA time zone".to_owned(),
        KeyKind::Currency => "three capital letters".to_owned(),
        KeyKind::Choice(words) => words_text(words),
        KeyKind::Encoding => "encoding such as `windows-1251`".to_owned(),
        KeyKind::Version => "1".to_owned(),
    }
}

fn push_table(text: &mut String, table: &TableSpec) {
    let _ = writeln!(text, "\n## {}\n\n{}\n", table.file, table.doc);
    text.push_str("| column | holds | if empty | meaning |\n|---|---|---|---|\n");
    for column in &table.columns {
        let need = match column.need {
            Need::Required => "**required**".to_owned(),
            Need::Catalogued => "**required**, or of the catalogue".to_owned(),
            Need::Optional => "none".to_owned(),
            Need::Default(default) => format!("`{default}`"),
        };
        let basis =
            if column.basis.is_empty() { String::new() } else { format!(" (default: {})", column.basis) };
        let _ = writeln!(text, "| `{}` | {} | {need} | {}{basis} |", column.name, holds(column), column.doc);
    }
}

fn words_text(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What a column's cells hold, in a few words.
pub(crate) fn holds(column: &ColumnSpec) -> String {
    match column.kind {
        Kind::Name => "name, unique".to_owned(),
        Kind::GroupName => "name".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::TextList => "texts; list".to_owned(),
        Kind::Ref(target) => format!("{} ({})", target.what(), target.files().join(", ")),
        Kind::RefList(target) => format!("{}; list ({})", target.what(), target.files().join(", ")),
        Kind::Coined(coined) => coined.what().to_owned(),
        Kind::CoinedList(coined) => format!("{}; list", coined.what()),
        Kind::Number { min, max, .. } => format!("number, {min} to {max}"),
        Kind::Fixed { decimals: 0, min, max, .. } => format!("whole number, {min} to {max}"),
        Kind::Fixed { decimals, .. } => format!("number of 0 or more, {decimals} decimals kept"),
        Kind::Date => "date".to_owned(),
        Kind::Moment => "date, or date and time".to_owned(),
        Kind::MonthDay => "month and day".to_owned(),
        Kind::Month => "month".to_owned(),
        Kind::Time => "time of day".to_owned(),
        Kind::YesNo => "`yes`, `no`".to_owned(),
        Kind::Choice(words) if words.len() > MOST_WORDS => format!("one of {} words", words.len()),
        Kind::Choice(words) => words_text(words),
        Kind::Zone => "IANA time zone".to_owned(),
        Kind::Hs => "2 to 10 digits".to_owned(),
        Kind::HsList => "digits; list".to_owned(),
        Kind::Weekdays => "`all`, or such as `mon-fri;sun`".to_owned(),
    }
}
