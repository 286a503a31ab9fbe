//! The head of the page: the answer and the key numbers; and its foot.
use super::next;
use crate::html::Page;
use crate::values;
use iceroad_measures::kpi::Measure;
use iceroad_measures::numbers::{brief, capital, date, joined, short_date, whole};
use iceroad_measures::spread::Spread;
use iceroad_model::climate::SeasonKind;
use iceroad_words::say;
use maud::{Markup, html};

/// At most so many of what binds and of what to try are on the first screen.
const MOST: usize = 4;

pub(in crate::html) fn header(page: &Page<'_, '_>) -> Markup {
    let results = page.results;
    let scenario = results.scenario;
    let horizon = scenario.horizon();
    let stopped =
        if results.manifest.complete { String::new() } else { format!(" · {}", say!("head-stopped")) };
    html! {
        header {
            h1 { (scenario.heading.title) }
            p.meta {
                (say!("head-horizon", from = date(horizon.start()), to = date(horizon.last()))) " · "
                (values::simulated(page.frame)) (stopped)
            }
            (answer(page))
            (tiles(page))
            div.first {
                div { h2 { (say!("head-try")) } (to_try(page)) }
                div { h2 { (say!("head-binds")) } (next::bars(&page.found.bindings, MOST)) }
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
    let measured = [("availability.trucks", "tile-availability"), ("utilisation.trucks", "tile-utilisation")];
    let after = [
        ("otif", "tile-otif"),
        ("shortage.person_days", "tile-person-days"),
        ("use.mine", "tile-use"),
        ("margin.total", "tile-margin"),
    ];
    let of = |(key, title): (&str, &str)| {
        let measure = page.found.measure(key).filter(|measure| !measure.is_unpriced(page.frame))?;
        Some(measured_tile(page, measure, title))
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
    let (title, of_plan) = if moved.what == "what-ore" {
        ("tile-ore", "tile-ore-plan")
    } else {
        ("tile-delivered", "tile-plan")
    };
    let about = "tile-delivered-means";
    let plan = "tile-plan-means";
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
    let about = say!("tile-road-means", a = ice.name, b = window.label);
    let spread = say!("p10-p90", a = joined(&show(band.p10), &show(band.p90)));
    tile(&say!("tile-road", a = ice.name), &about, &show(band.p50), &spread)
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
        say!("p10-p90", a = joined(&show(spread.p10), &show(spread.p90)))
    } else {
        say!("one-only", called = page.frame.called())
    };
    tile(title, about, &show(spread.p50), &band)
}

fn tile(title: &str, about: &str, value: &str, spread: &str) -> Markup {
    html! {
        div.tile title=(say!(about)) {
            div.what { (say!(title)) }
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
                (say!("foot-made", version = manifest.version, digest = manifest.scenario_digest, seed = manifest.seed.to_string(),
                    n = whole(page.results.records.len() as i64), of = whole(manifest.replications.into()),
                    called = page.frame.called()))
            }
            p { code { (manifest.command) } }
        }
    }
}
