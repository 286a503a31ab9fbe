//! The page: one file that opens without a network, in light and dark, and prints.
//!
//! The first screen holds the answer, what to try and what binds; the links above stay in sight. Every section opens with what it says in words made from numbers, then the drawing, then the table behind it
//! (folded, and left out in print). There is no script and nothing is fetched; values show on hover by the browser's
//! own means. Ids are those of the sections and of the changes to try. Markup is written by `maud`, which escapes every text.
pub(crate) mod chart;
pub mod fit;
pub mod gantt;
mod looks;
pub mod pit;
pub(crate) mod rows;
mod sections;
pub mod stock_plan;
pub(crate) mod svg;

use iceroad_base::text::is_unseen;
use iceroad_measures::Assessment;
use iceroad_measures::Results;
use iceroad_measures::frame::Frame;
use iceroad_model::Scenario;
use iceroad_words::{say, spoken};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sections::{
    hauls, head, machines, map, method, money, next, production, promises, roads, stock, usage, workshop,
};

const STYLE: &str = include_str!("html/style.css");

/// What a section is made from.
struct Page<'r, 'a> {
    results: &'r Results<'a>,
    frame: &'r Frame<'a>,
    found: &'r Assessment,
}

/// A section that is made of more than the results, such as [`gantt::section`] or [`pit::section`] gives.
#[derive(Clone, Debug)]
pub struct Extra {
    /// The section that it follows; the last where there is none.
    pub after: &'static str,
    /// Its place in the page's address.
    pub id: &'static str,
    /// What it is called among the links at the top.
    pub short: &'static str,
    /// Its HTML.
    pub body: String,
}

/// The page as HTML.
pub fn page(results: &Results<'_>) -> String {
    page_with(results, Vec::new())
}

/// The page with sections of one's own.
pub fn page_with(results: &Results<'_>, extras: Vec<Extra>) -> String {
    let frame = Frame::new(results.scenario, results.records);
    let found = Assessment::of(results);
    let page = Page { results, frame: &frame, found: &found };
    let mut parts: Vec<(&str, &str, Markup)> = vec![
        ("next", "nav-next", next::section(&page)),
        ("tonnes", "nav-tonnes", production::section(&page)),
        ("hours", "nav-hours", machines::hours(&page)),
        ("usage", "nav-usage", usage::section(&page)),
        ("routes", "nav-routes", hauls::section(&page)),
        ("stops", "nav-stops", machines::stops(&page)),
        ("workshop", "nav-workshop", workshop::section(&page)),
        ("stock", "nav-stock", stock::section(&page)),
        ("map", "nav-map", map::section(&page)),
        ("roads", "nav-roads", roads::section(&page)),
        ("agreements", "nav-agreements", promises::section(&page)),
        ("turnover", "nav-turnover", money::turnover(&page)),
        ("costs", "nav-costs", money::costs(&page)),
        ("method", "nav-method", method::section(&page)),
    ];
    parts.retain(|(id, ..)| has_subject(results.scenario, id));
    for extra in extras {
        let after = parts.iter().position(|(id, ..)| *id == extra.after);
        let part = (extra.id, extra.short, PreEscaped(extra.body));
        parts.insert(after.map_or(parts.len(), |at| at + 1), part);
    }
    let body = html! {
        nav aria-label=(say!("nav-sections")) { @for (id, short, _) in &parts { a href={ "#" (id) } { (say!(*short)) } " " } }
        (head::header(&page))
        main { @for (id, _, body) in &parts { section id=(id) { (body) } "\n" } }
        (head::footer(&page))
    };
    document(&results.scenario.heading.title, None, &body)
}

/// A whole page around its body: percent, less-than and more-than signs kept with their numbers, and without letters that
/// cannot be seen and change what is shown beside them.
fn document(title: &str, class: Option<&str>, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE) "\n"
        html lang=(spoken().code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body class=[class] { (body) }
        } "\n"
    };
    let mut text = page.into_string().replace(" %", "\u{a0}%");
    for sign in ["&lt;", "&gt;"] {
        text = text.replace(&format!("{sign} "), &format!("{sign}\u{a0}"));
    }
    text.retain(|letter| !is_unseen(letter) || matches!(letter, '\n' | '\t'));
    text
}

/// Whether a scenario has anything that a section is about: a pit by itself has no roads to the world.
fn has_subject(scenario: &Scenario, id: &str) -> bool {
    match id {
        "map" | "roads" => !scenario.legs.is_empty(),
        "agreements" => {
            !(scenario.agreements.is_empty()
                && scenario.projects.is_empty()
                && scenario.settlements.is_empty())
        }
        "turnover" => !(scenario.offers.is_empty() && scenario.agreements.is_empty()),
        _ => true,
    }
}

/// The heading of a section, a key or words as they are, with what it says.
fn opening(title: &str, lead: &str) -> Markup {
    html! {
        h2 { (say!(title)) }
        @if !lead.is_empty() { p.lead { (lead) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_stays_with_its_number_and_unseen_letters_go() {
        let page = document("> 95 % of <ore>\u{1}\u{202e}", None, &html! {});
        assert!(page.contains("<title>&gt;\u{a0}95\u{a0}% of &lt;ore&gt;</title>"));
    }
}
