//! What each haul route comes to without waiting, and what it asks of tyres.
use crate::html::chart::Table;
use crate::html::{Page, opening};
use iceroad_base::quantity::Ranged;
use iceroad_measures::numbers::{NONE, fixed, percent};
use iceroad_words::say;
use maud::{Markup, html};

/// Routes and tyres.
pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let (title, hauls) = ("routes-title", &page.results.outlook.hauls);
    if hauls.routes.is_empty() {
        return opening(title, &say!("routes-none"));
    }
    let over = hauls.routes.iter().filter(|route| route.tyre_use().is_some_and(|share| share > 1.0)).count();
    let told = hauls.routes.iter().filter(|route| route.tyre_use().is_some()).count();
    let lead = match (told, over) {
        (0, _) => say!("routes-no-tyres"),
        (_, 0) => say!("routes-tyres-fit"),
        _ => say!("routes-tyres-over", over = over, told = told),
    };
    let derived: Vec<String> = hauls
        .trucks
        .iter()
        .filter(|truck| !truck.rimpull_given)
        .map(|truck| page.frame.model_title(truck.model))
        .collect();
    html! {
        (opening(title, &lead))
        @if !derived.is_empty() {
            p.note { (say!("routes-rimpull", models = derived.join(", "))) }
        }
        (table(page).behind("routes-table"))
    }
}

fn table(page: &Page<'_, '_>) -> Table<'static> {
    let mut table = Table::new(
        &[
            "truck",
            "face",
            "dump",
            "unit-km",
            "cycle-min",
            "fuel-l",
            "unit-kWh",
            "TKPH",
            "rating",
            "hottest",
            "bears",
            "tyre-use",
        ],
        &[false, false, false, true, true, true, true, true, true, true, true, true],
    );
    let scenario = page.results.scenario;
    let some = |value: Option<f64>| value.map_or(NONE.to_string(), |value| fixed(value, 0));
    for route in &page.results.outlook.hauls.routes {
        table.row(vec![
            page.frame.model_title(route.model),
            scenario.faces[route.face].title.clone(),
            scenario.dumps[route.dump].title.clone(),
            fixed(route.metres / 1_000.0, 2),
            fixed(route.seconds / 60.0, 1),
            fixed(route.litres, 1),
            fixed(route.kwh, 1),
            some(route.tkph),
            some(route.rating.map(Ranged::get)),
            some(route.rating.and(route.air).map(Ranged::get)),
            some(route.borne_tkph()),
            route.tyre_use().map_or(NONE.to_string(), percent),
        ]);
    }
    table
}
