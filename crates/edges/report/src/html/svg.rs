//! Inline SVG, written by hand: shapes by class, colours by the page's style, so that one drawing serves light, dark
//! and print.
//!
//! Coordinates are rounded to a tenth; what is not finite is drawn at 0, so that no drawing ever holds `NaN`.
use std::fmt::Write;

/// Escapes text for HTML and SVG, and keeps percent signs with their numbers.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace(" %", "\u{a0}%").chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

/// A coordinate.
pub(crate) fn n(value: f64) -> String {
    let value = if value.is_finite() { (value.clamp(-1e6, 1e6) * 10.0).round() / 10.0 } else { 0.0 };
    let value = if value == 0.0 { 0.0 } else { value };
    format!("{value}")
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
    /// An empty drawing; `label` says for those who do not see it what it shows.
    pub(crate) fn new(width: f64, height: f64, label: &str) -> Self {
        Self { width, height, label: escape(label), body: String::new() }
    }

    /// A rectangle; nothing where it would have no size. `title` shows on hover.
    pub(crate) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), class: &str, title: &str) {
        if !(w > 0.0 && h > 0.0) {
            return;
        }
        let (x, y, w, h) = (n(x), n(y), n(w), n(h));
        let _ = write!(self.body, r#"<rect class="{class}" x="{x}" y="{y}" width="{w}" height="{h}""#);
        self.close("rect", title);
    }

    pub(crate) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str) {
        let (x1, y1, x2, y2) = (n(x1), n(y1), n(x2), n(y2));
        let _ = write!(self.body, r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#);
    }

    pub(crate) fn circle(&mut self, (x, y): (f64, f64), r: f64, class: &str, title: &str) {
        let _ = write!(self.body, r#"<circle class="{class}" cx="{}" cy="{}" r="{}""#, n(x), n(y), n(r));
        self.close("circle", title);
    }

    /// A line through points.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], class: &str, title: &str) {
        if points.is_empty() {
            return;
        }
        let _ = write!(self.body, r#"<path class="{class}" d="{}""#, trace(points));
        self.close("path", title);
    }

    /// The area between two lines.
    pub(crate) fn band(&mut self, low: &[(f64, f64)], high: &[(f64, f64)], class: &str, title: &str) {
        if low.is_empty() || high.is_empty() {
            return;
        }
        let mut points = low.to_vec();
        points.extend(high.iter().rev());
        let _ = write!(self.body, r#"<path class="{class}" d="{}Z""#, trace(&points));
        self.close("path", title);
    }

    pub(crate) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let (x, y, anchor) = (n(x), n(y), anchor.word());
        let text = escape(text);
        let _ = write!(
            self.body,
            r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>"#
        );
    }

    fn close(&mut self, tag: &str, title: &str) {
        let _ = match title {
            "" => write!(self.body, "/>"),
            title => write!(self.body, "><title>{}</title></{tag}>", escape(title)),
        };
    }

    pub(crate) fn finish(self) -> String {
        let Self { width, height, label, body } = self;
        format!(
            r#"<svg viewBox="0 0 {} {}" role="img" aria-label="{label}">{body}</svg>"#,
            n(width),
            n(height)
        )
    }
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
        assert_eq!(n(f64::NAN), "0");
        assert_eq!(n(-0.01), "0");
        assert_eq!(n(12.345), "12.3");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("<a href=\"x\">&'\u{1}"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
        assert_eq!(shorten("permafrost", 6), "perma…");
    }
}
