//! The page: one file that opens without a network, in light and dark, and prints.
//!
//! Every section opens with what it says in words made from numbers, then the drawing, then the table behind it
//! (folded, and left out in print). There is no script and nothing is fetched; values show on hover by the browser's
//! own means. Ids are those of the sections only.
pub(crate) mod chart;
pub mod gantt;
mod looks;
pub mod pit;
mod sections;
pub(crate) mod svg;

use crate::Results;
use crate::frame::Frame;
use iceroad_model::Scenario;
use sections::{
    hauls, head, machines, map, method, money, next, production, promises, roads, stock, usage, workshop,
};
use svg::escape;

const STYLE: &str = include_str!("html/style.css");

/// What a section is made from.
struct Page<'r, 'a> {
    results: &'r Results<'a>,
    frame: &'r Frame<'a>,
}

/// A section that is made of more than the results.
pub struct Extra {
    /// The section that it follows; the last where there is none.
    pub after: &'static str,
    /// Its place in the page's address.
    pub id: &'static str,
    /// What it is called among the links at the top.
    pub short: &'static str,
    /// Its HTML, such as [`gantt::section`] or [`pit::section`] gives.
    pub body: String,
}

/// The page as HTML.
pub fn page(results: &Results<'_>) -> String {
    page_with(results, Vec::new())
}

/// The page with sections of one's own.
pub fn page_with(results: &Results<'_>, extras: Vec<Extra>) -> String {
    let frame = Frame::new(results.scenario, results.records);
    let page = Page { results, frame: &frame };
    let mut parts: Vec<(&str, &str, String)> = vec![
        ("tonnes", "Tonnes", production::section(&page)),
        ("hours", "Truck hours", machines::hours(&page)),
        ("usage", "Time usage", usage::section(&page)),
        ("routes", "Routes and tyres", hauls::section(&page)),
        ("stops", "What stopped them", machines::stops(&page)),
        ("workshop", "Bays and people", workshop::section(&page)),
        ("stock", "Stock", stock::section(&page)),
        ("map", "Map", map::section(&page)),
        ("roads", "Road seasons", roads::section(&page)),
        ("agreements", "Agreements", promises::section(&page)),
        ("turnover", "Turnover", money::turnover(&page)),
        ("costs", "Costs", money::costs(&page)),
        ("next", "What binds, what to try", next::section(&page)),
        ("method", "Method", method::section(&page)),
    ];
    parts.retain(|(id, ..)| has_subject(results.scenario, id));
    for extra in extras {
        let after = parts.iter().position(|(id, ..)| *id == extra.after);
        parts.insert(after.map_or(parts.len(), |at| at + 1), (extra.id, extra.short, extra.body));
    }
    let heading = &results.scenario.heading;
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escape(&heading.title)
    );
    text += &head::header(&page);
    text += "<nav aria-label=\"Sections\">";
    for (id, short, _) in &parts {
        text += &format!("<a href=\"#{id}\">{}</a> ", escape(short));
    }
    text += "</nav>\n</header>\n<main>\n";
    for (id, _, body) in &parts {
        text += &format!("<section id=\"{id}\">\n{body}</section>\n");
    }
    text += "</main>\n";
    text += &head::footer(&page);
    text += "</body>\n</html>\n";
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

/// The heading of a section with what it says.
fn opening(title: &str, lead: &str) -> String {
    let lead =
        if lead.is_empty() { String::new() } else { format!("<p class=\"lead\">{}</p>\n", escape(lead)) };
    format!("<h2>{}</h2>\n{lead}", escape(title))
}

/// A remark below a chart.
fn note(text: &str) -> String {
    format!("<p class=\"note\">{}</p>\n", escape(text))
}
