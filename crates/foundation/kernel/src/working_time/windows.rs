//! Sorted windows of simulation time.

use iceroad_base::{Span, Time};

use crate::error::WindowsError;

/// When something is on: sorted windows `[on, off)` that neither overlap nor touch.
///
/// Look-ups are a binary search. Outside all windows the thing is off, for ever.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Windows {
    on: Vec<Time>,
    off: Vec<Time>,
    /// Time on before each window.
    before: Vec<Span>,
}

impl Windows {
    /// Never on.
    pub fn never() -> Windows {
        Windows::default()
    }

    /// These windows, in any order; overlapping and touching ones become one.
    ///
    /// # Errors
    /// [`WindowsError::Empty`] for one that ends at or before its start.
    pub fn of(pairs: impl IntoIterator<Item = (Time, Time)>) -> Result<Windows, WindowsError> {
        let mut pairs: Vec<(Time, Time)> = pairs.into_iter().collect();
        if let Some(index) = pairs.iter().position(|(on, off)| off <= on) {
            let (on, off) = pairs[index];
            return Err(WindowsError::Empty { index, on, off });
        }
        pairs.sort_unstable();
        Ok(Windows::merged(pairs))
    }

    /// Windows from sorted pairs; empty ones are left out.
    fn merged(sorted: impl IntoIterator<Item = (Time, Time)>) -> Windows {
        let mut windows = Windows::never();
        for (on, off) in sorted {
            if off <= on {
                continue;
            }
            if let Some(last) = windows.off.last_mut()
                && on <= *last
            {
                *last = off.max(*last);
                continue;
            }
            windows.on.push(on);
            windows.off.push(off);
        }
        let mut before = Span::ZERO;
        for (on, off) in windows.on.iter().zip(&windows.off) {
            windows.before.push(before);
            before += *off - *on;
        }
        windows
    }

    /// How many windows there are.
    pub fn len(&self) -> usize {
        self.on.len()
    }

    /// Whether it is never on.
    pub fn is_empty(&self) -> bool {
        self.on.is_empty()
    }

    /// A window by its place in the order of time, for who walks along them with the clock.
    #[inline]
    pub fn get(&self, index: usize) -> Option<(Time, Time)> {
        Some((*self.on.get(index)?, *self.off.get(index)?))
    }

    /// Every window, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Time, Time)> + '_ {
        self.on.iter().copied().zip(self.off.iter().copied())
    }

    /// Whether it is on at `t`; at the end of a window it is off.
    pub fn is_on(&self, t: Time) -> bool {
        self.begun(t).is_some_and(|window| t < self.off[window])
    }

    /// The first change after `t`, not at it; [`Time::NEVER`] if there is none.
    pub fn next_change(&self, t: Time) -> Time {
        let next = match self.begun(t) {
            Some(window) if t < self.off[window] => return self.off[window],
            Some(window) => window + 1,
            None => 0,
        };
        self.on.get(next).copied().unwrap_or(Time::NEVER)
    }

    /// The first time from `t` on at which it is on: `t` itself or the start of a window; else [`Time::NEVER`].
    pub fn next_on(&self, t: Time) -> Time {
        if self.is_on(t) { t } else { self.next_change(t) }
    }

    /// How long it is on from `a` to `b`; nothing if `b` lies before `a`.
    pub fn on_time_between(&self, a: Time, b: Time) -> Span {
        if b <= a { Span::ZERO } else { self.on_time_before(b) - self.on_time_before(a) }
    }

    /// How long it is on altogether.
    pub fn on_time(&self) -> Span {
        self.on_time_before(Time::NEVER)
    }

    /// When work begun at `start` and done only while it is on has lasted `work`.
    ///
    /// The earliest such time, so that work which ends with a shift ends there and not at the next one's start. No
    /// work ends at `start`. [`Time::NEVER`], which no calendar takes, if the windows do not suffice.
    pub fn finish(&self, start: Time, work: Span) -> Time {
        if work <= Span::ZERO {
            return start;
        }
        let done = self.on_time_before(start) + work;
        let Some(window) = self.before.partition_point(|&before| before < done).checked_sub(1) else {
            return Time::NEVER;
        };
        let finish = self.on[window] + (done - self.before[window]);
        if finish <= self.off[window] { finish } else { Time::NEVER }
    }

    /// On where either is on.
    #[must_use]
    pub fn union(&self, other: &Windows) -> Windows {
        let mut pairs: Vec<(Time, Time)> = self.iter().chain(other.iter()).collect();
        pairs.sort_unstable();
        Windows::merged(pairs)
    }

    /// On where both are on.
    #[must_use]
    pub fn intersection(&self, other: &Windows) -> Windows {
        let mut pairs = Vec::new();
        let (mut a, mut b) = (0, 0);
        while a < self.len() && b < other.len() {
            pairs.push((self.on[a].max(other.on[b]), self.off[a].min(other.off[b])));
            // The window that ends first can meet no more of the other's.
            if self.off[a] <= other.off[b] {
                a += 1;
            } else {
                b += 1;
            }
        }
        Windows::merged(pairs)
    }

    /// On where this is off, within `[from, to)`.
    #[must_use]
    pub fn complement(&self, from: Time, to: Time) -> Windows {
        let ends = std::iter::once(from).chain(self.off.iter().copied());
        let starts = self.on.iter().copied().chain(std::iter::once(to));
        Windows::merged(ends.zip(starts).map(|(off, on)| (off.max(from), on.min(to))))
    }

    /// On where this is on and `other` is off.
    #[must_use]
    pub fn without(&self, other: &Windows) -> Windows {
        let (Some(&from), Some(&to)) = (self.on.first(), self.off.last()) else {
            return Windows::never();
        };
        self.intersection(&other.complement(from, to))
    }

    /// The last window that has begun by `t`.
    fn begun(&self, t: Time) -> Option<usize> {
        self.on.partition_point(|&on| on <= t).checked_sub(1)
    }

    fn on_time_before(&self, t: Time) -> Span {
        let Some(window) = self.begun(t) else {
            return Span::ZERO;
        };
        self.before[window] + (t.min(self.off[window]) - self.on[window])
    }
}
