//! How the numbers were made, how sure they are, and every measure with its definition.
use crate::html::chart::Table;
use crate::html::{Page, opening};
use crate::values;
use iceroad_measures::numbers::count;
use iceroad_model::climate::ClimateMode;
use maud::{Markup, html};

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let results = page.results;
    html! {
        (opening("Method, and how far to trust it", ""))
        ul { @for item in points(page).iter().chain(&results.manifest.data_notes) { li { (item) } } }
        (crate::fidelity::html(&page.found.fidelity, page.frame))
        (measures(page).behind("Table: every measure, with its definition and source"))
    }
}

fn points(page: &Page<'_, '_>) -> Vec<String> {
    let results = page.results;
    let n = results.records.len();
    let mut all = Vec::new();
    all.push(match n {
        0 => "No year was finished.".into(),
        1 => "One year was run: one possible year, not a forecast. Nothing here has a spread.".into(),
        _ => format!(
            "{} were run. P10 and P90 are the values that one year in ten stays below and above; the median is between. \
             An interval (±) is Student’s 95 % interval of the mean: it tells how well the mean is known, not how far years differ. \
             A chance has the exact interval of Clopper and Pearson; seen in all years or in none it is told by the bound that can \
             be wrong. What came in few years has no ±. What was not there when the horizon ended is late: dates read “after”, \
             means “at least”.",
            count(n, "year")
        ),
    });
    if n > 1 && n < 30 {
        all.push(format!(
            "With {n} years P10 and P90 are rough; a hundred give them to within a few hundredths of chance."
        ));
    }
    if !results.manifest.complete {
        all.push(format!("The run was stopped: {n} of {} years are here.", results.manifest.replications));
    }
    all.push(match results.scenario.heading.climate {
        ClimateMode::Resampled => "Weather: each simulated year draws whole measured years, July to June, the same year for all stations. It knows no trend: a warmer future is not in it.".into(),
        ClimateMode::Recorded { first_year } => format!(
            "Weather: the record as it was from July {first_year} on, the same each time. The spread is that of machines and supply alone."
        ),
    });
    let followed = if results.manifest.fidelity.by_rates {
        "Every failure, repair, order and shipment is simulated; between them trucks and loaders produce at rates learned from single truck cycles."
    } else {
        "Every truck cycle, failure, repair, order and shipment is simulated; nothing is averaged beforehand."
    };
    all.push(format!("{followed} Machines follow the laws that the scenario gives them, with no learning, no strikes and no accidents beyond those laws."));
    all.push("Time usage follows the terms of the Global Mining Guidelines Group’s time usage model (2020), recalled; each measure’s formula is given in the table below.".into());
    all.push("Suggestions: rules propose changes from the first half of the run’s years, which also choose among them; what is shown is the effect in years of the second half, run with and without the change under the same luck. What changes nothing, harms a promise, or cannot be told from nothing is not shown.".into());
    all
}

fn measures(page: &Page<'_, '_>) -> Table<'static> {
    let mut table = Table::new(
        &["Measure", "Mean", "± 95 %", "P10", "P50", "P90", "n", "Definition"],
        &[false, true, true, true, true, true, true, false],
    );
    for measure in &page.found.measures {
        let Some(row) = values::measure_row(page.frame, measure) else { continue };
        let mut cells = row.to_vec();
        cells.push(measure.spread.map_or(0, |spread| spread.n).to_string());
        cells.push(measure.definition.into());
        table.row(cells);
    }
    table
}
