//! The head of the page: the answer and the key numbers; and its foot.
use crate::html::Page;
use crate::values;
use iceroad_measures::kpi::Measure;
use iceroad_measures::numbers::{brief, count, date, date_at, joined, short_date, whole};
use iceroad_model::climate::SeasonKind;
use iceroad_model::mine::MaterialKind;
use maud::{Markup, html};

pub(in crate::html) fn header(page: &Page<'_, '_>) -> Markup {
    let results = page.results;
    let scenario = results.scenario;
    let horizon = scenario.horizon();
    let answer = &page.found.answer;
    let stopped = if results.manifest.complete { "" } else { " · incomplete: the run was stopped" };
    html! {
        h1 { (scenario.heading.title) }
        p.meta {
            (date(horizon.start())) " to " (date(horizon.last())) " · " (count(results.records.len(), "replication"))
            " · seed " (results.manifest.seed) (stopped)
        }
        p.answer { (answer.sentence) }
        (tiles(page))
        @if !answer.details.is_empty() {
            ul.details-list { @for detail in &answer.details { li { (detail) } } }
        }
    }
}

/// The numbers a planner looks for first.
fn tiles(page: &Page<'_, '_>) -> Markup {
    let scenario = page.results.scenario;
    let ore = scenario.materials.iter().find(|material| material.kind == MaterialKind::Ore);
    let mut keys: Vec<(String, &str)> = Vec::new();
    if let Some(ore) = ore {
        keys.push((format!("tonnes.{}", ore.name), "Ore moved"));
        keys.push((format!("plan_share.{}", ore.name), "Ore against plan"));
    } else {
        keys.push(("tonnes.total".into(), "Moved"));
    }
    keys.push(("availability.trucks".into(), "Truck availability"));
    keys.push(("utilisation.trucks".into(), "Use of availability, trucks"));
    keys.extend(road(page));
    keys.push(("otif".into(), "Lines on time in full"));
    keys.push(("shortage.person_days".into(), "Person-days short"));
    keys.push(("use.mine".into(), "Used by the mine"));
    keys.push(("margin.total".into(), "Margin"));
    html! {
        div.tiles {
            @for (key, title) in keys {
                @if let Some(measure) = page.found.measure(&key) {
                    (tile(page, measure, title))
                }
            }
        }
    }
}

/// The first opening of the first ice road within the horizon.
fn road(page: &Page<'_, '_>) -> Option<(String, &'static str)> {
    let mut ice =
        page.results.scenario.seasons.entries().filter(|(_, s)| matches!(s.kind, SeasonKind::Ice(_)));
    let (id, season) = ice.next()?;
    let label = page.frame.window_labels(id).into_iter().next()?;
    Some((format!("season.{}.{label}.full_load", season.name), "Road carries full loads"))
}

fn tile(page: &Page<'_, '_>, measure: &Measure, title: &str) -> Markup {
    let Some(spread) = measure.spread else { return html! {} };
    let show = |value: f64| match measure.unit.as_str() {
        "day" => short_date(date_at(&page.frame.clock, value)),
        "person-days" => brief(value),
        unit => values::value(page.frame, value, unit),
    };
    let band = if spread.n > 1 {
        format!("P10–P90 {}", joined(&show(spread.p10), &show(spread.p90)))
    } else {
        "one replication".into()
    };
    html! {
        div.tile title={ (measure.title) ": " (measure.definition) } {
            div.what { (title) }
            div.value { (show(spread.p50)) }
            div.spread { (band) }
        }
    }
}

pub(in crate::html) fn footer(page: &Page<'_, '_>) -> Markup {
    let manifest = page.results.manifest;
    html! {
        footer {
            p {
                "Made by iceroad " (manifest.version) " from scenario " code { (manifest.scenario_digest) }
                ", seed " (manifest.seed) ", " (whole(page.results.records.len() as i64)) " of "
                (whole(manifest.replications.into())) " replications. The same input gives the same bytes."
            }
            p { code { (manifest.command) } }
        }
    }
}
