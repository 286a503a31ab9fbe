//! The head of the page: the answer and the key numbers; and its foot.
use crate::findings::answer;
use crate::html::Page;
use crate::html::svg::escape;
use crate::kpi::{self, Measure};
use crate::numbers::{brief, count, date, joined, short_date, whole};
use crate::spread::Spread;
use crate::values;
use iceroad_model::climate::SeasonKind;
use iceroad_model::mine::MaterialKind;

pub(in crate::html) fn header(page: &Page<'_, '_>) -> String {
    let results = page.results;
    let scenario = results.scenario;
    let horizon = scenario.horizon();
    let answer = answer(results);
    let mut text = format!("<header>\n<h1>{}</h1>\n", escape(&scenario.heading.title));
    let stopped = if results.manifest.complete { "" } else { " · incomplete: the run was stopped" };
    text += &format!(
        "<p class=\"meta\">{} to {} · {} · seed {}{stopped}</p>\n",
        date(horizon.start()),
        date(horizon.last()),
        count(results.records.len(), "replication"),
        results.manifest.seed
    );
    text += &format!("<p class=\"answer\">{}</p>\n", escape(&answer.sentence));
    text += &tiles(page);
    if !answer.details.is_empty() {
        text += "<ul class=\"details-list\">";
        for detail in &answer.details {
            text += &format!("<li>{}</li>", escape(detail));
        }
        text += "</ul>\n";
    }
    text
}

/// The numbers a planner looks for first.
fn tiles(page: &Page<'_, '_>) -> String {
    let scenario = page.results.scenario;
    let measures = kpi::measures(scenario, page.results.records);
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
    keys.push(("cost.total".into(), "All costs"));
    let mut text = String::from("<div class=\"tiles\">\n");
    for (key, title) in keys {
        if let Some(measure) = measures.iter().find(|measure| measure.key == key) {
            text += &tile(page, measure, title);
        }
    }
    text + "</div>\n"
}

/// The first opening of the first ice road within the horizon.
fn road(page: &Page<'_, '_>) -> Option<(String, &'static str)> {
    let mut ice =
        page.results.scenario.seasons.entries().filter(|(_, s)| matches!(s.kind, SeasonKind::Ice(_)));
    let (id, season) = ice.next()?;
    let label = page.frame.window_labels(id).into_iter().next()?;
    Some((format!("season.{}.{label}.full_load", season.name), "Road carries full loads"))
}

fn tile(page: &Page<'_, '_>, measure: &Measure, title: &str) -> String {
    let Some(spread) = Spread::of(&measure.values) else { return String::new() };
    let show = |value: f64| match measure.unit.as_str() {
        "day" => short_date(page.frame.clock.date_of_day(value.round() as i64)),
        "person-days" => brief(value),
        unit => values::value(page.frame, value, unit),
    };
    let band = if spread.n > 1 {
        format!("P10–P90 {}", joined(&show(spread.p10), &show(spread.p90)))
    } else {
        "one replication".into()
    };
    format!(
        "<div class=\"tile\" title=\"{}\"><div class=\"what\">{}</div><div class=\"value\">{}</div>\
         <div class=\"spread\">{}</div></div>\n",
        escape(&format!("{}: {}", measure.title, measure.definition)),
        escape(title),
        escape(&show(spread.p50)),
        escape(&band)
    )
}

pub(in crate::html) fn footer(page: &Page<'_, '_>) -> String {
    let manifest = page.results.manifest;
    format!(
        "<footer><p>Made by iceroad {} from scenario <code>{}</code>, seed {}, {} of {} replications. \
         The same input gives the same bytes.</p><p><code>{}</code></p></footer>\n",
        escape(&manifest.version),
        escape(&manifest.scenario_digest),
        manifest.seed,
        whole(page.results.records.len() as i64),
        whole(manifest.replications.into()),
        escape(&manifest.command)
    )
}
