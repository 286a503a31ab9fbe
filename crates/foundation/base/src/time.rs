//! Simulation time: whole milliseconds since the horizon's start in UTC.
//!
//! Ticks, not floats: sums are exact, equal times are equal, and one `u64` compare orders the calendar.
//! A drawn duration is rounded to the nearest tick once, where it enters ([`Span::from_seconds`]); truncation
//! would bias every duration by half a tick. 2^44 ms is 557 years, the longest time the calendar can hold.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// A point in simulation time, in ms since the horizon's start (UTC). Negative means before the start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

/// A length of time in ms; may be negative as a difference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

impl Time {
    /// The horizon's start.
    pub const START: Time = Time(0);
    /// Later than anything the calendar can hold (2^44 − 1 ms).
    pub const NEVER: Time = Time((1 << 44) - 1);

    /// The point `ms` milliseconds after the start.
    pub const fn from_millis(ms: i64) -> Self {
        Time(ms)
    }

    /// Milliseconds since the start.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Days since the start, as a fraction, for display and plots only.
    pub fn days(self) -> f64 {
        self.0 as f64 / Span::DAY.0 as f64
    }

    /// Hours since the start, as a fraction, for display and plots only.
    pub fn hours(self) -> f64 {
        self.0 as f64 / Span::HOUR.0 as f64
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// One second.
    pub const SECOND: Span = Span(1_000);
    /// One minute.
    pub const MINUTE: Span = Span(60_000);
    /// One hour.
    pub const HOUR: Span = Span(3_600_000);
    /// Twenty-four hours. A civil day may be longer or shorter; see [`crate::civil`].
    pub const DAY: Span = Span(86_400_000);

    /// A span of `ms` milliseconds.
    pub const fn from_millis(ms: i64) -> Self {
        Span(ms)
    }

    /// The span nearest to `seconds`; not-a-number gives zero, and what is too long gives the longest span.
    pub fn from_seconds(seconds: f64) -> Self {
        Span(nearest(seconds * 1_000.0))
    }

    /// The span nearest to `hours`; see [`Span::from_seconds`] for what is not finite.
    pub fn from_hours(hours: f64) -> Self {
        Span(nearest(hours * Self::HOUR.0 as f64))
    }

    /// The span nearest to `days` of 24 hours; see [`Span::from_seconds`] for what is not finite.
    pub fn from_days(days: f64) -> Self {
        Span(nearest(days * Self::DAY.0 as f64))
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Seconds, as a fraction.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// Hours, as a fraction.
    pub fn hours(self) -> f64 {
        self.0 as f64 / Self::HOUR.0 as f64
    }

    /// Days of 24 hours, as a fraction.
    pub fn days(self) -> f64 {
        self.0 as f64 / Self::DAY.0 as f64
    }
}

/// The whole number nearest to `ms`, halves away from zero, as [`f64::round`] gives it.
///
/// `round` is a library call on processors of the x86-64 baseline, and every drawn duration passes here.
#[inline]
fn nearest(ms: f64) -> i64 {
    // `as` saturates and maps not-a-number to 0; the rest is then 0, infinite or not-a-number, which change nothing.
    let whole = ms as i64;
    let rest = ms - whole as f64;
    whole.saturating_add(i64::from(rest >= 0.5)).saturating_sub(i64::from(rest <= -0.5))
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Sub<Span> for Time {
    type Output = Time;
    fn sub(self, span: Span) -> Time {
        Time(self.0.saturating_sub(span.0))
    }
}

impl Sub for Time {
    type Output = Span;
    fn sub(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for Span {
    fn sub_assign(&mut self, other: Span) {
        *self = *self - other;
    }
}

impl Mul<i64> for Span {
    type Output = Span;
    fn mul(self, times: i64) -> Span {
        Span(self.0.saturating_mul(times))
    }
}

impl Neg for Span {
    type Output = Span;
    fn neg(self) -> Span {
        Span(self.0.saturating_neg())
    }
}

impl std::iter::Sum for Span {
    fn sum<It: Iterator<Item = Span>>(spans: It) -> Span {
        spans.fold(Span::ZERO, |acc, span| acc + span)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.0.div_euclid(Span::DAY.0);
        let ms = self.0.rem_euclid(Span::DAY.0);
        let (h, m, s) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
        write!(f, "day {day} {h:02}:{m:02}:{s:02}.{:03}", ms % 1_000)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_duration_is_rounded_to_the_nearest_tick() {
        assert_eq!(Span::from_seconds(0.0004), Span::ZERO);
        assert_eq!(Span::from_seconds(0.0005), Span::from_millis(1));
        assert_eq!(Span::from_seconds(f64::NAN), Span::ZERO);
        assert_eq!(Time::START + Span::HOUR - Time::START, Span::MINUTE * 60);
    }

    #[test]
    fn rounding_is_that_of_the_standard_library() {
        let halves = (-9..=9).map(|n| f64::from(n) * 0.5);
        let near_halves = halves.flat_map(|half| [half.next_down(), half, half.next_up()]);
        let powers = (0..70).flat_map(|n| [f64::from(n).exp2(), -f64::from(n).exp2()]);
        let large = powers.flat_map(|power| [power.next_down(), power, power.next_up(), power + 0.5]);
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0];
        for ms in near_halves.chain(large).chain(odd) {
            assert_eq!(nearest(ms), ms.round() as i64, "{ms}");
        }
    }
}
