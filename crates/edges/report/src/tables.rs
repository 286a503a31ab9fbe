//! Every table of a run, as CSV for people, as Parquet for programs and as sheets of a workbook, with documented columns.
//!
//! The columns are declared once in [`columns::TABLES`]; the writers refuse a row that does not fit, and
//! [`chapter`] prints the same registry for the book. Names of columns end in their unit, as in the scenario's
//! tables; days are local dates of the scenario's zone, `2027-02-12`; an empty cell means "no value".
//!
//! Pitfall: most tables have one row per replication. Average over replications before comparing, and never over
//! rows: a replication in which nothing happened has no row in the tables of cells.
mod book;
mod charts;
pub mod columns;
mod machines;
mod obligations;
mod parquet_file;
mod production;
pub(crate) mod sheet;
mod supply;
mod turnover;

pub use book::Book;
pub use columns::{ColumnSpec, Kind, TABLES, TableSpec};

use iceroad_measures::Results;
use iceroad_measures::frame::Frame;
use sheet::Sheet;
use std::io::{self, Write};

/// Writes one of [`TABLES`] as CSV and as Parquet, in step, so that no more than some thousand rows are in memory, but for those
/// that `book` keeps.
///
/// # Errors
/// What a writer said.
pub fn write(
    spec: &'static TableSpec,
    results: &Results<'_>,
    csv: &mut (dyn Write + Send),
    parquet: &mut (dyn Write + Send),
    book: &mut Book,
) -> io::Result<()> {
    let frame = Frame::new(results.scenario, results.records);
    let mut sheet = Sheet::new(spec, csv, parquet)?.kept_in(book);
    fill(spec.name, &frame, results, &mut sheet);
    sheet.end()
}

/// Every table in memory, as (file name, bytes): `tonnes_by_month.csv`, `tonnes_by_month.parquet` and so on, `tables.xlsx`, and
/// `tables.md`, which describes them.
///
/// # Errors
/// As [`write()`].
pub fn write_all(results: &Results<'_>) -> io::Result<Vec<(String, Vec<u8>)>> {
    let (mut files, mut book) = (Vec::new(), Book::default());
    for spec in TABLES {
        let (mut csv, mut parquet) = (Vec::new(), Vec::new());
        write(spec, results, &mut csv, &mut parquet, &mut book)?;
        files.push((format!("{}.csv", spec.name), csv));
        files.push((format!("{}.parquet", spec.name), parquet));
    }
    files.push(("tables.xlsx".into(), book.write(results)?));
    files.push(("tables.md".into(), chapter().into_bytes()));
    Ok(files)
}

/// Which writer fills which table.
fn fill(name: &str, frame: &Frame<'_>, results: &Results<'_>, sheet: &mut Sheet) {
    match name {
        "replications" => production::replications(frame, sheet),
        "measures" => production::measures(frame, sheet),
        "measure_values" => production::measure_values(frame, sheet),
        "tonnes_by_month" => production::tonnes(frame, sheet),
        "dumps_by_month" => production::dumps(frame, sheet),
        "plan" => production::plan(frame, sheet),
        "machine_hours" => machines::hours_by_month(frame, sheet),
        "machines" => machines::totals(frame, sheet),
        "subsystems" => machines::subsystems(frame, sheet),
        "workshop" => machines::workshop(frame, sheet),
        "stock" => supply::stock(frame, sheet),
        "stock_weekly" => supply::weekly(frame, sheet),
        "seasons" => supply::seasons(frame, sheet),
        "season_outlook" => supply::season_outlook(frame, results.outlook, sheet),
        "season_limits" => supply::season_limits(frame, results.outlook, sheet),
        "legs" => supply::legs(frame, sheet),
        "legs_waiting" => supply::legs_waiting(frame, sheet),
        "vehicles" => supply::vehicles(frame, sheet),
        "queues" => supply::queues(frame, sheet),
        "leg_outlook" => supply::leg_outlook(results.outlook, sheet),
        "refusals" => supply::refusals(frame, sheet),
        "agreement_lines" => obligations::lines(frame, sheet),
        "shortages" => obligations::shortages(frame, sheet),
        "mine_shortages" => obligations::mine_shortages(frame, sheet),
        "tasks" => obligations::tasks(frame, sheet),
        "turnover" => turnover::rows(frame, sheet),
        "costs" => obligations::costs(frame, sheet),
        "costs_by_use" => obligations::costs_by_use(frame, sheet),
        _ => {}
    }
}

/// What every table and column means, as Markdown.
pub fn chapter() -> String {
    let mut text = String::from(
        "# Tables of a run\n\nEvery table is there twice: as CSV and as Parquet. Days are local dates of the \
         scenario’s zone. An empty cell means that there is no value. `replication` counts from 0.\n\n\
         `tables.xlsx` has them as sheets of one workbook, with charts of the main ones; its first sheet names those that \
         are too long for it.\n",
    );
    for spec in TABLES {
        text +=
            &format!("\n## {}\n\n{}\n\n| column | kind | meaning |\n|---|---|---|\n", spec.name, spec.about);
        for column in spec.columns {
            text += &format!("| `{}` | {} | {} |\n", column.name, column.kind.name(), column.about);
        }
    }
    text
}
