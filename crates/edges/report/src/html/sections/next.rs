//! What binds, and the changes worth trying next.
use crate::html::chart::{Scale, Table, WIDE, figure};
use crate::html::svg::{Anchor, Svg, shorten};
use crate::html::{Page, opening};
use iceroad_measures::advice::{Advice, Suggestion};
use iceroad_measures::findings::{Binding, share_text};
use iceroad_measures::numbers::percent;
use maud::{Markup, html};

/// At most so many are drawn.
const MOST: usize = 10;

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let all = &page.found.bindings;
    let lead = all.first().map_or(String::new(), |first| {
        format!(
            "Used most fully: {} ({} {}). {}.",
            first.what,
            percent(first.used.mean),
            first.of,
            first.evidence
        )
    });
    let advice = &page.found.advice;
    html! {
        (opening("What binds, and what to try next", &lead))
        @if !all.is_empty() {
            (bars(&all[..all.len().min(MOST)]))
            (table(all).behind("Table: how fully everything is used"))
        }
        h3 { "Worth trying next" }
        p.note { (advice.sentence()) }
        @if let Some(first) = advice.suggestions.first() {
            p.note { (crate::advice::method(first.pairs, true)) }
            div.cards {
                @for (at, suggestion) in advice.suggestions.iter().enumerate() { (card(page, at + 1, suggestion)) }
            }
        }
        @if advice.dropped().next().is_some() { (dropped(advice).behind("Tried and dropped")) }
    }
}

fn card(page: &Page<'_, '_>, number: usize, suggestion: &Suggestion) -> Markup {
    let rows = crate::advice::rows(suggestion, page.frame);
    html! {
        div.card {
            h3 { (number) ". " (suggestion.title) }
            p { (suggestion.why) }
            table {
                @for row in &rows { tr { @for cell in row { td { (cell) } } } }
            }
            @for line in crate::advice::changes(&suggestion.change) { p.note { (line) } }
            pre { "iceroad apply RUN " (number) " -o DIR" }
        }
    }
}

/// Why not the obvious one: what was tried beside it.
fn dropped(advice: &Advice) -> Table<'static> {
    let mut table = Table::new(&["Change", "What came of it", "Seen in pairs"], &[false, false, true]);
    for one in advice.dropped() {
        table.row(vec![one.title.clone(), one.fate.words(), one.pairs.to_string()]);
    }
    table
}

fn bars(all: &[Binding]) -> Markup {
    let (left, right, row, top) = (210.0, 560.0, 30.0, 6.0);
    let height = top + row * all.len() as f64 + 4.0;
    let mut svg = Svg::new(WIDE, height, "How fully things are used");
    let x = Scale::new((0.0, 1.0), (left, right));
    for (at, binding) in all.iter().enumerate() {
        let y = top + row * at as f64;
        svg.text((left - 10.0, y + 17.0), Anchor::End, "", &shorten(&binding.what, 27));
        svg.rect((left, y + 4.0), (right - left, 17.0), "track", "");
        let to = x.inside(binding.used.mean);
        let hover = format!("{}: {} {}", binding.what, percent(binding.used.mean), binding.of);
        svg.rect((left, y + 4.0), (to - left, 17.0), "bar", &hover);
        if binding.used.p90 > binding.used.p10 {
            svg.line(
                (x.inside(binding.used.p10), y + 12.5),
                (x.inside(binding.used.p90), y + 12.5),
                "whisker",
            );
        }
        let words = format!("{} {}", percent(binding.used.mean), binding.of);
        svg.text((right + 10.0, y + 12.0), Anchor::Start, "strong num", &shorten(&words, 56));
        svg.text((right + 10.0, y + 26.0), Anchor::Start, "soft small num", &shorten(&binding.evidence, 66));
    }
    figure(&svg)
}

fn table(all: &[Binding]) -> Table<'static> {
    let mut table =
        Table::new(&["What", "Used (P10–P90)", "Share of what", "Evidence"], &[false, true, false, false]);
    for binding in all {
        table.row(vec![
            binding.what.clone(),
            share_text(&binding.used),
            binding.of.into(),
            binding.evidence.clone(),
        ]);
    }
    table
}
