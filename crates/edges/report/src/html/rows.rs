//! Bars in rows: a name, a lane with pieces in it, and numbers. They are HTML and not a drawing, so that words keep their size
//! on a phone, where a lane stands below its name, and pages break between rows.
use super::svg::n;
use iceroad_words::say;
use maud::{Markup, Render, html};

/// A part of a lane, in shares of its length.
struct Piece {
    from: f64,
    to: f64,
    class: String,
    /// Shown when pointed at.
    hover: String,
    /// Written on it, as far as there is room.
    words: String,
}

/// A row.
pub(crate) struct Row {
    name: String,
    class: &'static str,
    note: String,
    pieces: Vec<Piece>,
    whisker: Option<(f64, f64)>,
    numbers: Vec<String>,
}

impl Row {
    /// An empty row with its name.
    pub(crate) fn of(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            class: "",
            note: String::new(),
            pieces: Vec::new(),
            whisker: None,
            numbers: Vec::new(),
        }
    }

    /// How the name is set.
    pub(crate) fn styled(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// More in small letters, below the name.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// A piece of the lane from a share of it to another.
    pub(crate) fn piece(self, (from, to): (f64, f64), class: &str, hover: impl Into<String>) -> Self {
        self.worded((from, to), class, hover, "")
    }

    /// A piece with words on it.
    pub(crate) fn worded(
        mut self,
        (from, to): (f64, f64),
        class: &str,
        hover: impl Into<String>,
        words: impl Into<String>,
    ) -> Self {
        let inside = |share: f64| if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        let (from, to) = (inside(from), inside(to));
        if to > from {
            let (class, hover, words) = (class.to_owned(), hover.into(), words.into());
            self.pieces.push(Piece { from, to, class, hover, words });
        }
        self
    }

    /// A thin line over the lane, such as from P10 to P90; none where it has no length.
    pub(crate) fn whisker(mut self, from: f64, to: f64) -> Self {
        self.whisker = (to > from).then_some((from.clamp(0.0, 1.0), to.clamp(0.0, 1.0)));
        self
    }

    /// A number at the end.
    pub(crate) fn number(mut self, text: impl Into<String>) -> Self {
        self.numbers.push(text.into());
        self
    }
}

/// Rows below each other.
pub(crate) struct Rows {
    class: &'static str,
    label: String,
    head: Option<(String, Vec<String>)>,
    rows: Vec<Row>,
}

impl Rows {
    /// No rows yet. The class says how wide names and numbers are, the label what is shown for those who do not see it.
    pub(crate) fn new(class: &'static str, label: impl Into<String>) -> Self {
        Self { class, label: label.into(), head: None, rows: Vec::new() }
    }

    /// What is above lanes and numbers.
    pub(crate) fn head(mut self, lane: impl Into<String>, numbers: &[&str]) -> Self {
        self.head = Some((lane.into(), numbers.iter().map(|&one| one.into()).collect()));
        self
    }

    pub(crate) fn add(&mut self, row: Row) {
        self.rows.push(row);
    }
}

/// `12.5%`, of a lane.
fn percent(share: f64) -> String {
    format!("{}%", n(share * 100.0))
}

fn style(from: f64, to: f64) -> String {
    format!("left:{};width:{}", percent(from), percent(to - from))
}

impl Render for Rows {
    fn render(&self) -> Markup {
        html! {
            div class={ "rows " (self.class) } role="group" aria-label=(say!(&self.label)) {
                @if let Some((lane, numbers)) = &self.head {
                    div.row.head {
                        span.name {} span.over { (say!(lane)) }
                        span.numbers { @for text in numbers { span { (say!(text)) } } }
                    }
                }
                @for row in &self.rows { (row) }
            }
        }
    }
}

impl Render for Row {
    fn render(&self) -> Markup {
        if self.pieces.is_empty() && self.numbers.is_empty() {
            return html! { div.row.title { (self.name) } };
        }
        html! {
            div.row {
                span class={ "name " (self.class) } {
                    (self.name)
                    @if !self.note.is_empty() { small { (self.note) } }
                }
                span.lane {
                    @for piece in &self.pieces {
                        i class=(piece.class) style=(style(piece.from, piece.to)) title=[told(&piece.hover)] { (piece.words) }
                    }
                    @if let Some((from, to)) = self.whisker { b style=(style(from, to)) {} }
                }
                span.numbers { @for text in &self.numbers { span { (text) } } }
            }
        }
    }
}

fn told(hover: &str) -> Option<&str> {
    (!hover.is_empty()).then_some(hover)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lie_in_their_lane_and_what_has_no_length_is_left_out() {
        let row = Row::of("<a>").piece((0.25, 0.5), "f1", "half \"way\"").piece((0.5, f64::NAN), "f2", "");
        let text = row.whisker(0.4, 2.0).number("25 %").render().0;
        assert!(text.contains("&lt;a&gt;") && text.contains("half &quot;way&quot;"));
        assert!(text.contains("left:25%;width:25%") && text.contains("left:40%;width:60%"));
        assert!(!text.contains("f2"), "{text}");
    }
}
