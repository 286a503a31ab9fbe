//! How the numbers were made, how sure they are, and every measure with its definition.
use crate::html::chart::Table;
use crate::html::{Page, opening};
use crate::values;
use iceroad_measures::numbers::count;
use iceroad_model::climate::ClimateMode;
use iceroad_words::say;
use maud::{Markup, html};

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let results = page.results;
    html! {
        (opening("method-title", ""))
        ul { @for item in points(page).iter().chain(&iceroad_measures::notes::data(results.scenario)) { li { (item) } } }
        (crate::fidelity::html(&page.found.fidelity, page.frame))
        (measures(page).behind("method-table"))
    }
}

fn points(page: &Page<'_, '_>) -> Vec<String> {
    let results = page.results;
    let (n, called) = (results.records.len(), page.frame.called());
    let mut all = vec![match n {
        0 => say!("method-none"),
        1 => say!("method-one", called = called),
        _ => say!("method-many", called = called, years = count(n, called)),
    }];
    if n > 1 && n < 30 {
        all.push(say!("method-rough", n = n));
    }
    if !results.manifest.complete {
        all.push(say!("method-stopped", n = n, of = results.manifest.replications));
    }
    all.push(match results.scenario.heading.climate {
        ClimateMode::Resampled => say!("method-resampled", called = called),
        ClimateMode::Recorded { first_year } => say!("method-recorded", year = first_year.to_string()),
    });
    let followed = if results.manifest.fidelity.by_rates { "method-rates" } else { "method-cycles" };
    all.push(say!("method-laws", followed = say!(followed)));
    all.push(say!("method-terms"));
    all.push(say!("method-advice"));
    all
}

fn measures(page: &Page<'_, '_>) -> Table<'static> {
    let mut table = Table::new(
        &["measure", "mean", "± 95 %", "P10", "P50", "P90", "n", "definition"],
        &[false, true, true, true, true, true, true, false],
    );
    for measure in &page.found.measures {
        let Some(row) = values::measure_row(page.frame, measure) else { continue };
        let mut cells = row.to_vec();
        cells.push(measure.spread.map_or(0, |spread| spread.n).to_string());
        cells.push(measure.definition.clone());
        table.row(cells);
    }
    table
}
