//! What binds, and the changes worth trying next.
use crate::html::chart::Table;
use crate::html::rows::{Row, Rows};
use crate::html::{Page, opening};
use iceroad_measures::advice::{Advice, Suggestion};
use iceroad_measures::findings::{Binding, share_text};
use iceroad_measures::numbers::percent;
use iceroad_words::say;
use maud::{Markup, Render, html};

/// At most so many are drawn.
const MOST: usize = 10;

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let all = &page.found.bindings;
    let lead = all.first().map_or(String::new(), |first| {
        say!(
            "next-lead",
            what = first.what,
            used = percent(first.used.mean),
            of = first.of,
            why = first.evidence
        )
    });
    let advice = &page.found.advice;
    let details = &page.found.answer.details;
    html! {
        (opening("next-title", &lead))
        (bars(all, MOST))
        (table(all).behind("next-table"))
        h3 { (say!("next-try")) }
        p.note { (advice.sentence()) }
        @if let Some(first) = advice.suggestions.first() {
            p.note { (crate::advice::method(page.frame, first.pairs, true)) }
            div.cards {
                @for (at, suggestion) in advice.suggestions.iter().enumerate() { (card(page, at + 1, suggestion)) }
            }
        }
        @if advice.dropped().next().is_some() { (dropped(advice).behind("next-dropped")) }
        @if !details.is_empty() {
            h3 { (say!("next-behind")) }
            ul.details-list { @for detail in details { li { (detail) } } }
        }
    }
}

fn card(page: &Page<'_, '_>, number: usize, suggestion: &Suggestion) -> Markup {
    let rows = crate::advice::rows(suggestion, page.frame);
    html! {
        div.card id={ "try-" (number) } {
            h3 { (number) ". " (suggestion.title) }
            p { (suggestion.why) }
            div.scroll { table {
                @for row in &rows { tr { @for cell in row { td { (cell) } } } }
            } }
            @for line in crate::advice::changes(&suggestion.change) { p.note { (line) } }
            pre { "iceroad apply RUN " (number) " -o DIR" }
        }
    }
}

/// Why not the obvious one: what was tried beside it.
fn dropped(advice: &Advice) -> Table<'static> {
    let mut table = Table::new(&["next-change", "next-fate", "next-pairs"], &[false, false, true]);
    for one in advice.dropped() {
        table.row(vec![one.title.clone(), one.fate.words(), one.pairs.to_string()]);
    }
    table
}

/// How fully the first of them are used.
pub(super) fn bars(all: &[Binding], most: usize) -> Markup {
    let mut rows = Rows::new("binds", "next-bars");
    for binding in all.iter().take(most) {
        let used = percent(binding.used.mean);
        let hover = format!("{}: {used} {}", binding.what, binding.of);
        let row =
            Row::of(&binding.what).note(&binding.evidence).piece((0.0, binding.used.mean), "bar", hover);
        let row = row.whisker(binding.used.p10, binding.used.p90);
        rows.add(row.number(used).number(&binding.of));
    }
    rows.render()
}

fn table(all: &[Binding]) -> Table<'static> {
    let mut table =
        Table::new(&["what", "next-used", "next-share", "next-evidence"], &[false, true, false, false]);
    for binding in all {
        table.row(vec![
            binding.what.clone(),
            share_text(&binding.used),
            binding.of.clone(),
            binding.evidence.clone(),
        ]);
    }
    table
}
