//! A clock of doubles: events fall due by time, and at one time in the order in which they were scheduled.
//!
//! This is the order of SimPy and of every plain heap with a counter. Pitfall: times that are equal on paper may differ in
//! their last bit, and then that bit decides; who wants the same order must add in the same order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Pending events of kind `E` and the present time, in whatever unit the owner counts.
#[derive(Debug)]
pub struct Clock<E> {
    now: f64,
    scheduled: u64,
    pending: BinaryHeap<Reverse<Pending<E>>>,
}

/// An event with its key; the key alone decides the order.
#[derive(Debug)]
struct Pending<E> {
    /// The bits of a time that is never negative order as the time does.
    at: u64,
    turn: u64,
    event: E,
}

impl<E> PartialEq for Pending<E> {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.turn) == (other.at, other.turn)
    }
}

impl<E> Eq for Pending<E> {}

impl<E> PartialOrd for Pending<E> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Pending<E> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.turn).cmp(&(other.at, other.turn))
    }
}

impl<E> Default for Clock<E> {
    fn default() -> Self {
        Clock { now: 0.0, scheduled: 0, pending: BinaryHeap::new() }
    }
}

impl<E> Clock<E> {
    /// The time of the event that fell due last.
    #[inline]
    pub fn now(&self) -> f64 {
        self.now
    }

    /// Schedules an event at a time; what lies before now falls due now.
    #[inline]
    pub fn at(&mut self, time: f64, event: E) {
        let at = time.max(self.now).to_bits();
        let turn = self.scheduled;
        self.scheduled += 1;
        self.pending.push(Reverse(Pending { at, turn, event }));
    }

    /// Schedules an event after a while.
    #[inline]
    pub fn after(&mut self, span: f64, event: E) {
        self.at(self.now + span, event);
    }

    /// Schedules an event in a later turn of this instant.
    #[inline]
    pub fn in_turn(&mut self, event: E) {
        self.at(self.now, event);
    }

    /// The time of the next event.
    #[inline]
    pub fn next_at(&self) -> Option<f64> {
        self.pending.peek().map(|Reverse(next)| f64::from_bits(next.at))
    }

    /// The next event; the clock moves to it.
    #[inline]
    pub fn pop(&mut self) -> Option<E> {
        let Reverse(next) = self.pending.pop()?;
        self.now = f64::from_bits(next.at);
        Some(next.event)
    }

    /// How many events were scheduled so far.
    pub fn scheduled(&self) -> u64 {
        self.scheduled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_times_fall_due_as_they_were_scheduled() {
        let mut clock = Clock::default();
        for (at, name) in [(2.0, 'c'), (1.0, 'a'), (2.0, 'd'), (1.0, 'b'), (0.1 + 0.2, 'z'), (0.3, 'y')] {
            clock.at(at, name);
        }
        let order: String = std::iter::from_fn(|| clock.pop()).collect();
        assert_eq!(order, "yzabcd");
        assert_eq!(clock.now(), 2.0);
    }
}
