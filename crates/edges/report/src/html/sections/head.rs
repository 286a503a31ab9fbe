//! The head of the page: the answer and the key numbers; and its foot.
use super::next;
use crate::html::Page;
use crate::values;
use iceroad_measures::kpi::Measure;
use iceroad_measures::numbers::{brief, capital, count, date, joined, short_date, whole};
use iceroad_measures::spread::Spread;
use iceroad_model::climate::SeasonKind;
use maud::{Markup, html};

/// At most so many of what binds and of what to try are on the first screen.
const MOST: usize = 4;

pub(in crate::html) fn header(page: &Page<'_, '_>) -> Markup {
    let results = page.results;
    let scenario = results.scenario;
    let horizon = scenario.horizon();
    let stopped = if results.manifest.complete { "" } else { " · incomplete: the run was stopped" };
    html! {
        header {
            h1 { (scenario.heading.title) }
            p.meta {
                (date(horizon.start())) " to " (date(horizon.last())) " · "
                (count(results.records.len(), "simulated year")) (stopped)
            }
            (answer(page))
            (tiles(page))
            div.first {
                div { h2 { "Worth trying" } (to_try(page)) }
                div { h2 { "What binds" } (next::bars(&page.found.bindings, MOST)) }
            }
        }
    }
}

/// What must be known, a line each, the weightiest first.
fn answer(page: &Page<'_, '_>) -> Markup {
    let said = page.found.answer.parts.iter().map(|part| format!("{}.", capital(part)));
    html! {
        div.answer { @for sentence in said { p { (sentence) } } }
    }
}

/// The changes that help, each with what it does first.
fn to_try(page: &Page<'_, '_>) -> Markup {
    let advice = &page.found.advice;
    html! {
        @if advice.suggestions.is_empty() { p.note { (advice.sentence()) } }
        @else {
            ol {
                @for (at, suggestion) in advice.suggestions.iter().take(MOST).enumerate() {
                    li {
                        a href={ "#try-" (at + 1) } { (suggestion.title) }
                        @if let Some(effect) = suggestion.effects.first() { small { (crate::advice::brief(effect, page.frame)) } }
                    }
                }
            }
        }
    }
}

/// The numbers a planner looks for first.
fn tiles(page: &Page<'_, '_>) -> Markup {
    let measured = [
        ("availability.trucks", "Truck availability"),
        ("utilisation.trucks", "Use of availability, trucks"),
    ];
    let after = [
        ("otif", "Lines on time in full"),
        ("shortage.person_days", "Person-days short"),
        ("use.mine", "Used by the mine"),
        ("margin.total", "Margin"),
    ];
    let of = |(key, title): (&str, &str)| {
        page.found.measure(key).map(|measure| measured_tile(page, measure, title))
    };
    html! {
        div.tiles {
            (moved(page))
            @for one in measured { (of(one).unwrap_or_default()) }
            (road(page))
            @for one in after { (of(one).unwrap_or_default()) }
        }
    }
}

/// The tonnes of the sentence above, and their plan.
fn moved(page: &Page<'_, '_>) -> Markup {
    let moved = &page.found.moved;
    let (title, of_plan) = if moved.what == "ore" {
        ("Ore delivered", "Ore against plan")
    } else {
        ("Delivered", "Against plan")
    };
    let about = "Dumped within the horizon, but on stockpiles.";
    let plan = "Over the months and materials that have a plan.";
    html! {
        @if let Some(spread) = moved.delivered_t { (spread_tile(page, title, about, &spread, "t")) }
        @if let Some(spread) = moved.plan_share { (spread_tile(page, of_plan, plan, &spread, "share")) }
    }
}

/// When the first ice road within the horizon carries full loads, as the road's own section tells it.
fn road(page: &Page<'_, '_>) -> Markup {
    let ice = page.found.seasons.iter().find(|season| {
        let row = page.results.scenario.seasons.get(season.season);
        row.is_some_and(|row| matches!(row.kind, SeasonKind::Ice(_)))
    });
    let Some(ice) = ice else { return html! {} };
    let Some(window) = ice.windows.first() else { return html! {} };
    let Some(band) = window.full_load else { return html! {} };
    let show = |day: i32| short_date(page.frame.clock.date_of_day(day.into()));
    let about = format!("First day of {} at its full load, {}", ice.name, window.label);
    let spread = format!("P10–P90 {}", joined(&show(band.p10), &show(band.p90)));
    tile(&format!("{} carries full loads", ice.name), &about, &show(band.p50), &spread)
}

fn measured_tile(page: &Page<'_, '_>, measure: &Measure, title: &str) -> Markup {
    let Some(spread) = measure.spread else { return html! {} };
    let about = format!("{}: {}", measure.title, measure.definition);
    spread_tile(page, title, &about, &spread, &measure.unit)
}

fn spread_tile(page: &Page<'_, '_>, title: &str, about: &str, spread: &Spread, unit: &str) -> Markup {
    let show = |value: f64| match unit {
        "person-days" => brief(value),
        unit => values::value(page.frame, value, unit),
    };
    let band = if spread.n > 1 {
        format!("P10–P90 {}", joined(&show(spread.p10), &show(spread.p90)))
    } else {
        "one year".into()
    };
    tile(title, about, &show(spread.p50), &band)
}

fn tile(title: &str, about: &str, value: &str, spread: &str) -> Markup {
    html! {
        div.tile title=(about) {
            div.what { (title) }
            div.value { (value) }
            div.spread { (spread) }
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
                (whole(manifest.replications.into())) " years. The same input gives the same bytes."
            }
            p { code { (manifest.command) } }
        }
    }
}
