//! Prints the back-tests of the ice physics as Markdown.
//!
//! ```text
//! cargo run --release -p iceroad-climate --example backtest -- examples/sakha/climate/yakutsk.csv
//! ```
//! Without a record (columns `date` and `tmean_c`) the crossing at Yakutsk is left out.
use iceroad_base::civil::parse_date;
use iceroad_base::quantity::Celsius;
use iceroad_climate::backtest::{Milestone, back_test, cases, normal_record};
use iceroad_model::climate::DailyMean;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let (first, last) = cases::TIBBITT_DAYS;
    let normals = normal_record(&cases::YELLOWKNIFE_NORMALS, first, last);
    show(&cases::tibbitt_contwoyto(), &normals, Milestone::Opened);
    show(&cases::tibbitt_contwoyto_built(), &normals, Milestone::FullLoad);
    let Some(path) = std::env::args().nth(1) else { return Ok(()) };
    let record = read(&std::fs::read_to_string(path)?)?;
    if let (Some(first), Some(last)) = (record.first(), record.last()) {
        let years = first.date.year() + 1..=last.date.year();
        show(&cases::yakutsk_crossing(years), &record, Milestone::Opened);
    }
    Ok(())
}

fn show(case: &cases::Case, record: &[DailyMean], by: Milestone) {
    println!("## {}\n\n{}", case.name, back_test(record, &case.season, &case.measured, by));
    for note in case.notes {
        println!("* {note}");
    }
    println!();
}

/// The days of a record that have a mean; columns `date` and `tmean_c` first.
fn read(text: &str) -> Result<Vec<DailyMean>, Box<dyn Error>> {
    let mut record = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let mut cells = line.split(',');
        let (Some(date), Some(mean)) = (cells.next(), cells.next()) else { continue };
        if !mean.trim().is_empty() {
            record.push(DailyMean { date: parse_date(date)?, mean: Celsius::clamped(mean.trim().parse()?) });
        }
    }
    Ok(record)
}
