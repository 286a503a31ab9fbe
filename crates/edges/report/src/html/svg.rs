//! Inline SVG: shapes by class, colours by the page's style, so that one drawing serves light, dark and print.
//!
//! Coordinates are rounded to a tenth; what is not finite is drawn at 0, so that no drawing ever holds `NaN`.
use iceroad_words::say;
use maud::{Markup, PreEscaped, Render, html};
use std::fmt::Write;

/// A coordinate as it is drawn.
pub(crate) fn n(value: f64) -> f64 {
    let value = if value.is_finite() { (value.clamp(-1e6, 1e6) * 10.0).round() / 10.0 } else { 0.0 };
    // Never a negative zero.
    value + 0.0
}

/// Where a text is held.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A drawing under way.
pub(crate) struct Svg {
    width: f64,
    height: f64,
    label: String,
    body: String,
}

impl Svg {
    /// An empty drawing; `label`, a key or words as they are, says for those who do not see it what it shows.
    pub(crate) fn new(width: f64, height: f64, label: &str) -> Self {
        Self { width, height, label: say!(label), body: String::new() }
    }

    /// A rectangle; nothing where it would have no size. `title` shows on hover.
    pub(crate) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), class: &str, title: &str) {
        if w > 0.0 && h > 0.0 {
            self.add(&html! {
                rect class=(class) x=(n(x)) y=(n(y)) width=(n(w)) height=(n(h)) { (hover(title)) }
            });
        }
    }

    pub(crate) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str) {
        self.add(&html! { line class=(class) x1=(n(x1)) y1=(n(y1)) x2=(n(x2)) y2=(n(y2)) {} });
    }

    pub(crate) fn circle(&mut self, (x, y): (f64, f64), r: f64, class: &str, title: &str) {
        self.add(&html! { circle class=(class) cx=(n(x)) cy=(n(y)) r=(n(r)) { (hover(title)) } });
    }

    /// A line through points.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], class: &str, title: &str) {
        if !points.is_empty() {
            self.add(&html! { path class=(class) d=(trace(points)) { (hover(title)) } });
        }
    }

    /// The area between two lines.
    pub(crate) fn band(&mut self, low: &[(f64, f64)], high: &[(f64, f64)], class: &str, title: &str) {
        if low.is_empty() || high.is_empty() {
            return;
        }
        let mut points = low.to_vec();
        points.extend(high.iter().rev());
        self.add(&html! { path class=(class) d={ (trace(&points)) "Z" } { (hover(title)) } });
    }

    pub(crate) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.add(&html! { text class=(class) x=(n(x)) y=(n(y)) text-anchor=(anchor.word()) { (text) } });
    }

    fn add(&mut self, shape: &Markup) {
        self.body.push_str(&shape.0);
    }
}

impl Render for Svg {
    fn render(&self) -> Markup {
        html! {
            svg viewBox={ "0 0 " (n(self.width)) " " (n(self.height)) } role="img" aria-label=(self.label) {
                (PreEscaped(&self.body))
            }
        }
    }
}

/// What a shape says when pointed at.
fn hover(title: &str) -> Markup {
    html! { @if !title.is_empty() { title { (title) } } }
}

fn trace(points: &[(f64, f64)]) -> String {
    let mut text = String::new();
    for (at, &(x, y)) in points.iter().enumerate() {
        let _ = write!(text, "{}{} {}", if at == 0 { "M" } else { "L" }, n(x), n(y));
    }
    text
}

/// Letters a text of this size may need, in pixels: an estimate for laying out labels.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * 0.56
}

/// Cuts a text to so many letters.
pub(crate) fn shorten(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_string();
    }
    let mut short: String = text.chars().take(letters.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_never_drawn_as_such() {
        assert_eq!([f64::NAN, -0.01, 12.345].map(|value| n(value).to_string()), ["0", "0", "12.3"]);
    }

    #[test]
    fn text_is_escaped_and_cut() {
        let mut svg = Svg::new(1.0, 1.0, "");
        svg.text((0.0, 0.0), Anchor::End, "", "<a href=\"x\">&");
        assert!(svg.render().0.contains(">&lt;a href=&quot;x&quot;&gt;&amp;</text>"));
        assert_eq!(shorten("permafrost", 6), "perma…");
    }
}
