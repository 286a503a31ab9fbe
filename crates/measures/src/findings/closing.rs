//! The year after, in words: what does not last to its next planned supply.
use super::answer::Said;
use crate::chance::Chance;
use crate::cover::{CoverForecast, all};
use crate::frame::Frame;
use crate::numbers::{capital, date, date_at, days};
use iceroad_words::say;

/// What is told in full.
const MOST: usize = 4;

/// For the sentence the worst staple that fails more often than not, and in full what does not surely last.
pub(super) fn cover(frame: &Frame<'_>) -> Said {
    let found = all(frame);
    let risky: Vec<&CoverForecast> = found.iter().filter(|one| one.is_risky()).collect();
    let staples: Vec<&CoverForecast> = risky.iter().copied().filter(|one| one.is_staple).take(MOST).collect();
    let mut details: Vec<String> =
        staples.iter().map(|one| format!("{}.", capital(&in_words(frame, one)))).collect();
    match risky.len() - staples.len() {
        0 => {}
        n => {
            details.push(say!(if staples.is_empty() { "closing-lines" } else { "closing-more-lines" }, n = n))
        }
    }
    let worst = staples.first().filter(|one| one.lasts.is_some_and(|lasts| 2 * lasts.met < lasts.of));
    Said { short: worst.map(|one| in_words(frame, one)), details }
}

/// `in the year after, heating oil in village_store does not last to its next supply (10 Feb 2028) in 19 of 20 years (75–100 %): in the
/// median it is used up by 12 Dec 2027`.
pub(super) fn in_words(frame: &Frame<'_>, one: &CoverForecast) -> String {
    let end = frame.days() as f64;
    let on = |day: f64| date(date_at(&frame.clock, end + day));
    let fails = one.lasts.map_or(Chance::seen(0, 0), |lasts| Chance::seen(lasts.of - lasts.met, lasts.of));
    let next = one.next_supply.map_or(String::new(), |day| format!(" ({})", on(day)));
    let mut text = say!(
        "closing-line",
        called = frame.called(),
        name = one.name,
        next = next,
        years = fails.how_often(frame.called()),
    );
    if one.gap() > 0.0 {
        text += &say!("closing-gap", day = on(one.days.p50), days = days(one.gap()));
    }
    text
}
