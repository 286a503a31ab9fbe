//! What charts share: scales, axes, legends, and the table behind each.
use super::svg::{Anchor, Svg, shorten};
use iceroad_measures::frame::Frame;
use iceroad_measures::numbers::{self, scaled};
use iceroad_words::say;
use maud::{Markup, Render, html};

/// Width of a full chart, in its own units.
pub(crate) const WIDE: f64 = 972.0;

/// A straight scale from values to pixels.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// `from..to` onto `start..end`; an empty range maps to `start`.
    pub(crate) fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self { from, to, start, end }
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        if self.to == self.from || !value.is_finite() {
            return self.start;
        }
        let share = ((value - self.from) / (self.to - self.from)).clamp(-0.02, 1.02);
        self.start + share * (self.end - self.start)
    }

    /// Cut to the scale's ends.
    pub(crate) fn inside(&self, value: f64) -> f64 {
        self.at(value.clamp(self.from.min(self.to), self.from.max(self.to)))
    }
}

/// A round number at or above `value`, and steps of one, two or five that lead to it; about four steps.
pub(crate) fn nice(value: f64) -> (f64, f64) {
    if !(value.is_finite() && value > 0.0) {
        return (1.0, 0.5);
    }
    let mut power = 1.0_f64;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    while power > value {
        power /= 10.0;
    }
    for step in [0.2, 0.25, 0.5, 1.0, 2.0, 2.5] {
        let step = step * power;
        if value / step <= 5.0 {
            return ((value / step - 1e-9).ceil() * step, step);
        }
    }
    (power * 10.0, power * 2.5)
}

/// Horizontal grid with its values at the left of `x`.
pub(crate) fn y_axis(
    svg: &mut Svg,
    scale: &Scale,
    top: f64,
    step: f64,
    (left, right): (f64, f64),
    unit: &str,
) {
    let n_steps = (top / step).round().clamp(0.0, 12.0) as usize;
    for at in 0..=n_steps {
        let value = step * at as f64;
        let y = scale.at(value);
        svg.line((left, y), (right, y), if at == 0 { "axis" } else { "grid" });
        let text = if at == n_steps && !unit.is_empty() {
            format!("{} {unit}", scaled(value))
        } else {
            scaled(value)
        };
        svg.text((left - 7.0, y + 4.0), Anchor::End, "soft num", &text);
    }
}

/// The months of the horizon along the bottom: ticks at their first days and labels where there is room.
pub(crate) fn x_months(
    svg: &mut Svg,
    frame: &Frame<'_>,
    scale: &Scale,
    (top, bottom): (f64, f64),
    room: f64,
) {
    let n = frame.months.len().max(1);
    let every = [1, 2, 3, 6, 12, 24, 60, 120, 240]
        .into_iter()
        .find(|every| room / (n as f64 / *every as f64) >= 38.0)
        .unwrap_or(600);
    svg.line((scale.at(0.0), bottom), (scale.at(frame.days() as f64), bottom), "axis");
    for (month, &(year, number)) in frame.months.iter().enumerate() {
        let starts_grid = (i64::from(number) - 1 + i64::from(year) * 12).rem_euclid(every as i64) == 0;
        if !starts_grid && every > 1 {
            continue;
        }
        let x = scale.at(frame.month_start(month) as f64);
        svg.line((x, top), (x, bottom), "grid");
        svg.line((x, bottom), (x, bottom + 4.0), "axis");
        let next = frame.month_start(month + every.max(1)) as f64;
        let middle = if every == 1 { (x + scale.at(next)) / 2.0 } else { x };
        let anchor = Anchor::Middle;
        let show_year = every < 12 && (number == 1 || month == 0);
        let label = if every >= 12 { year.to_string() } else { numbers::month_name(number) };
        svg.text((middle, bottom + 17.0), anchor, "soft small", &label);
        if show_year {
            svg.text((middle, bottom + 32.0), anchor, "soft small", &year.to_string());
        }
    }
}

/// A legend of coloured boxes: (class of the box, key of its words, or words as they are).
pub(crate) fn legend(keys: &[(impl Render, impl AsRef<str>)]) -> Markup {
    html! {
        div.legend {
            @for (class, words) in keys { span { i class=(class) {} (say!(words.as_ref())) } }
        }
    }
}

/// Width of a chart on a phone, in its own units.
const NARROW: f64 = 470.0;

/// A chart drawn twice, for screens and for phones; the style shows the one that fits.
pub(crate) fn both_widths(draw: impl Fn(f64) -> Svg) -> Markup {
    html! {
        figure.wide { (draw(WIDE)) }
        figure.narrow { (draw(NARROW)) }
    }
}

/// Where rows on a time line have their names, bars and words: beside each other, or on a phone the bar below the others.
#[derive(Clone, Copy)]
pub(crate) struct Lanes {
    /// Where bars may be.
    pub(crate) left: f64,
    /// Their right end.
    pub(crate) right: f64,
    /// Height of a row.
    pub(crate) row: f64,
    /// How far below a row's top what stands beside its name is drawn.
    pub(crate) drop: f64,
    is_narrow: bool,
}

impl Lanes {
    /// In a drawing of a width, with so much room for names and for words, and rows so high.
    pub(crate) fn new(width: f64, (names, words): (f64, f64), row: f64) -> Self {
        if width >= WIDE {
            let (left, right) = (names, width - words);
            return Self { left, right, row, drop: 0.0, is_narrow: false };
        }
        Self { left: 4.0, right: width - 4.0, row: row + 18.0, drop: 18.0, is_narrow: true }
    }

    /// The name of the row at `y`, and more in small letters below it where there is room.
    pub(crate) fn name(&self, svg: &mut Svg, y: f64, class: &str, name: &str, more: &str) {
        if self.is_narrow {
            return svg.text((self.left, y + 15.0), Anchor::Start, class, &shorten(name, 34));
        }
        let letters = (self.left / 7.2) as usize;
        svg.text((self.left - 10.0, y + 16.0), Anchor::End, class, &shorten(name, letters));
        svg.text((self.left - 10.0, y + 32.0), Anchor::End, "soft small", &shorten(more, letters + 2));
    }

    /// The words at the end of the row at `y`, and more below them where there is room.
    pub(crate) fn words(&self, svg: &mut Svg, y: f64, class: &str, words: &str, more: &str) {
        if self.is_narrow {
            return svg.text((self.right, y + 15.0), Anchor::End, class, &shorten(words, 26));
        }
        svg.text((self.right + 14.0, y + 16.0), Anchor::Start, class, words);
        svg.text((self.right + 14.0, y + 32.0), Anchor::Start, "soft small", more);
    }

    /// What is above the words; a phone has no room for it.
    pub(crate) fn above_words(&self, svg: &mut Svg, text: &str) {
        if !self.is_narrow {
            svg.text((self.right + 14.0, 12.0), Anchor::Start, "soft small", text);
        }
    }
}

/// A chart with its caption for those who do not see it.
pub(crate) fn figure(svg: &Svg) -> Markup {
    html! { figure { (svg) } }
}

/// A drawing that needs its whole width: on a phone it is moved under the finger.
pub(crate) fn map_figure(svg: &Svg) -> Markup {
    html! { figure.map { (svg) } }
}

/// A table: keys of headers, which columns are numbers, rows.
pub(crate) struct Table<'h> {
    headers: &'h [&'h str],
    right: &'h [bool],
    rows: Vec<Vec<String>>,
}

impl<'h> Table<'h> {
    pub(crate) fn new(headers: &'h [&'h str], right: &'h [bool]) -> Self {
        debug_assert_eq!(headers.len(), right.len());
        Self { headers, right, rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.headers.len());
        self.rows.push(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn class(&self, at: usize) -> Option<&'static str> {
        (self.right.get(at) == Some(&true)).then_some("r")
    }

    /// The table behind a chart, folded; `words` is a key, or words as they are.
    pub(crate) fn behind(&self, words: &str) -> Markup {
        html! {
            @if !self.is_empty() { details { summary { (say!(words)) } (self) } }
        }
    }
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        html! {
            div.scroll { table {
                thead { tr {
                    @for (at, header) in self.headers.iter().enumerate() { th class=[self.class(at)] { (say!(header)) } }
                } }
                tbody {
                    @for row in &self.rows { tr {
                        @for (at, cell) in row.iter().enumerate() { td class=[self.class(at)] { (cell) } }
                    } }
                }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        for (value, top) in [(7.3, 8.0), (12.0, 12.5), (99.0, 100.0), (0.31, 0.4), (1.0, 1.0)] {
            let (round, step) = nice(value);
            assert!((round - top).abs() < 1e-9, "{value} → {round}");
            assert!(round / step <= 5.0 + 1e-9);
        }
        assert_eq!(nice(0.0), (1.0, 0.5));
        assert_eq!(nice(f64::NAN), (1.0, 0.5));
    }
}
