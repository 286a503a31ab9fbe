//! One item in one store: what lies there, since when, and what has come and gone.
use iceroad_base::{Span, Time};
use std::collections::VecDeque;

/// How long past its life an item may still be issued: spoiled goods are taken off the shelf once a day, and a
/// day has at most 25 hours.
const DAY: Span = Span::from_millis(25 * Span::HOUR.millis());

#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) on_hand: i64,
    /// How long the item keeps.
    keeps: Option<Span>,
    /// Of an item that spoils: when it came, how much of it is left; oldest first.
    batches: VecDeque<(Time, i64)>,
}

impl Shelf {
    pub(crate) fn new(keeps: Option<Span>) -> Self {
        Self { on_hand: 0, keeps, batches: VecDeque::new() }
    }

    pub(crate) fn put(&mut self, at: Time, units: i64) {
        self.on_hand += units;
        if self.keeps.is_some() && units > 0 {
            self.batches.push_back((at, units));
        }
    }

    /// Takes the oldest; whether all of it was fresh.
    pub(crate) fn issue(&mut self, at: Time, units: i64) -> bool {
        self.take(units, |came, keeps| at <= came + keeps + DAY)
    }

    /// Takes the oldest; whether all of it was past its life.
    pub(crate) fn spoil(&mut self, at: Time, units: i64) -> bool {
        self.keeps.is_some() && self.take(units, |came, keeps| at >= came + keeps)
    }

    /// Whether something lies there long past its life.
    pub(crate) fn is_stale(&self, at: Time) -> bool {
        let oldest = self.batches.iter().find(|(_, left)| *left > 0);
        matches!((oldest, self.keeps), (Some(&(came, _)), Some(keeps)) if at > came + keeps + DAY)
    }

    fn take(&mut self, units: i64, holds: impl Fn(Time, Span) -> bool) -> bool {
        self.on_hand -= units;
        let Some(keeps) = self.keeps else { return true };
        let (mut left, mut all_hold) = (units, true);
        while left > 0
            && let Some((came, batch)) = self.batches.front_mut()
        {
            let part = left.min(*batch);
            all_hold &= holds(*came, keeps);
            *batch -= part;
            left -= part;
            if *batch == 0 {
                self.batches.pop_front();
            }
        }
        all_hold
    }
}
