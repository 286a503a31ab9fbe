//! A plan of stock as a page: the sentence to act on, the shopping list, what it brought on fresh simulations, and the curve of what stock
//! buys.
use super::chart::{Scale, Table, both_widths, legend, nice, y_axis};
use super::document;
use super::svg::{Anchor, Svg};
use crate::stock::{
    LIST_RIGHT, asked, bought, brought, late, lists, missing, proved, terms, tried_head, undominated, verdict,
};
use iceroad::{StockAnswer, StockVerdict};
use iceroad_measures::numbers::{capital, scaled, whole};
use maud::html;

/// Height of the curve, and what is kept free at its left, above and below.
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 70.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 270.0;

/// The page; `command` made it.
pub fn page(answer: &StockAnswer, command: &str) -> String {
    let title = format!("What to stock: {}", answer.title);
    let is_advice = answer.verdict == StockVerdict::Helps;
    let body = html! {
        header {
            h1 { (title) }
            p.meta { (asked(answer)) "." }
            p { strong { (verdict(answer)) } }
            @if let Some(missing) = missing(answer) { p { (missing) } }
            @if let Some(late) = late(answer) { p { (late) } }
        }
        main {
            @if is_advice {
                @for (head, rows) in lists(answer) { section { h2 { (head) } (table(&rows, &LIST_RIGHT)) } }
            }
            @if let Some(trial) = &answer.trial {
                section {
                    h2 { (tried_head(trial)) }
                    (table(&proved(answer, trial), &[false, true, true, true]))
                    @for line in brought(answer, trial) { p { (line) } }
                }
            }
            section {
                h2 { "What stock buys" }
                p.note {
                    "Each point is a plan that was run " (answer.spec.look) " times; the line joins those that no other beats with less on the shelves."
                }
                (legend(&[("kplan", "no other is better at its money")]))
                (both_widths(|width| curve(answer, width)))
                (table(&bought(answer), &[true, true, true, true, true, false]))
            }
        }
        footer {
            @for line in terms(answer).lines() { p { (line) } }
            p { "Made by " code { (command) } }
        }
    };
    document(&title, None, &body)
}

/// A head and its rows.
fn table<const N: usize>(rows: &[[String; N]], right: &[bool; N]) -> maud::Markup {
    let Some((head, rows)) = rows.split_first() else { return html! {} };
    let head: Vec<String> = head.iter().map(|words| capital(words)).collect();
    let headers: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = Table::new(&headers, right);
    for row in rows {
        table.row(row.to_vec());
    }
    html! { (table) }
}

/// Truck-hours waited over what lies on the shelves more than today.
fn curve(answer: &StockAnswer, width: f64) -> Svg {
    let capital = answer.tried.iter().map(|one| one.capital);
    let (least, most) = capital.fold((0.0_f64, 0.0_f64), |(low, high), at| (low.min(at), high.max(at)));
    let hours = answer.tried.iter().map(|one| one.truck_hours).fold(0.0, f64::max);
    let (top, step) = nice(hours);
    let x = Scale::new((least, most), (LEFT, width - 30.0));
    let y = Scale::new((0.0, top), (BOTTOM, TOP));
    let mut svg = Svg::new(width, HEIGHT, "Truck-hours waited by what lies on the shelves more than today");
    y_axis(&mut svg, &y, top, step, (LEFT, width - 30.0), "h");
    let (_, every) = nice(most - least);
    let first = (least / every).ceil() as i64;
    let last = (most / every).floor() as i64;
    for tick in first..=last {
        let at = tick as f64 * every;
        svg.line((x.at(at), BOTTOM), (x.at(at), BOTTOM + 4.0), "axis");
        svg.text((x.at(at), BOTTOM + 17.0), Anchor::Middle, "soft small", &scaled(at));
    }
    svg.text(
        (width - 30.0, BOTTOM + 36.0),
        Anchor::End,
        "soft small",
        &format!("{} more on the shelves", answer.currency),
    );
    let point = |at: usize| (x.at(answer.tried[at].capital), y.at(answer.tried[at].truck_hours));
    let best: Vec<(f64, f64)> =
        undominated(answer).into_iter().filter(|&at| at != answer.as_it_is).map(point).collect();
    svg.path(&best, "plan", "no other is better at its money");
    for at in 0..answer.tried.len() {
        let one = &answer.tried[at];
        let told = format!(
            "{} {}: {} truck-hours",
            scaled(one.capital),
            answer.currency,
            whole(one.truck_hours.round() as i64)
        );
        let is_marked = at == answer.as_it_is || at == answer.chosen;
        svg.circle(point(at), if is_marked { 6.0 } else { 3.0 }, "site", &told);
    }
    for (at, words) in [(answer.as_it_is, "as it is"), (answer.chosen, "best")] {
        let (left, down) = point(at);
        if at != answer.chosen || at != answer.as_it_is {
            svg.text((left + 10.0, down - 8.0), Anchor::Start, "small", words);
        }
    }
    svg
}
