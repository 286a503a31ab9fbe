//! Estimators: means with intervals, quantiles, time averages, and the comparison of two plans.
//!
//! A single number without its spread is never a forecast, so every mean leaves here as an [`Interval`].
//!
//! Terms: the **level** is the share of such intervals that hold the true value (0.95); **paired** means that
//! observation `i` of both plans shared replication `i`, its draws included.
//!
//! Not-a-number is an error value and is never skipped: one NaN among the observations makes every mean,
//! variance, extreme, quantile and interval drawn from them NaN, and `contains` and `excludes_zero` answer no.
//! So does the estimate of what was never observed.
//!
//! Pitfall: Student's factor comes from `statrs`, which uses the platform's logarithm: a half-width may differ in
//! its last bits between platforms. It is for reading; no event of a run depends on one.

mod proportion;

pub use proportion::clopper_pearson;

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::time::{Span, Time};

/// A mean and how far the truth may lie from it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// The estimate.
    pub mean: f64,
    /// Half the interval's width; infinite where fewer than two observations stand behind it.
    pub half_width: f64,
    /// The confidence level, between 0 and 1.
    pub level: f64,
    /// How many observations (or batches, or pairs) stand behind it.
    pub n: u64,
}

impl Interval {
    /// The lower end.
    pub fn low(&self) -> f64 {
        self.mean - self.half_width
    }

    /// The upper end.
    pub fn high(&self) -> f64 {
        self.mean + self.half_width
    }

    /// Whether `x` lies inside or on an end.
    pub fn contains(&self, x: f64) -> bool {
        self.low() <= x && x <= self.high()
    }

    /// Whether the interval tells a difference from nothing: both ends lie on one side of 0.
    pub fn excludes_zero(&self) -> bool {
        self.low() > 0.0 || self.high() < 0.0
    }
}

/// The degrees of freedom from which Student's factor is expanded about the normal one; the two ways agree to
/// eleven digits there, and `statrs` loses digits far beyond.
const MANY: f64 = 1_000.0;

/// The factor of a two-sided Student interval; NaN where the level is not strictly between 0 and 1.
pub(crate) fn student(level: f64, n: u64) -> f64 {
    if !(level > 0.0 && level < 1.0) {
        return f64::NAN;
    }
    if n < 2 {
        return f64::INFINITY;
    }
    let share = f64::midpoint(1.0, level);
    let freedom = (n - 1) as f64;
    if freedom >= MANY {
        return expanded_student(crate::law::normal_quantile(share), freedom);
    }
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |law| law.inverse_cdf(share))
}

/// Student's quantile from the normal one: Abramowitz and Stegun (1964), 26.7.5, to its third term.
fn expanded_student(z: f64, freedom: f64) -> f64 {
    let square = z * z;
    let first = (square + 1.0) / 4.0;
    let second = ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    z * (1.0 + (first + (second + third / freedom) / freedom) / freedom)
}

/// Mean, variance and extremes of a stream of numbers, in constant memory.
///
/// Updated after Welford (1962); merged after Chan, Golub and LeVeque (1979).
///
/// ```
/// use iceroad_base::estimate::Moments;
/// let tonnes: Moments = [10.0, 12.0, 14.0].into_iter().collect();
/// let interval = tonnes.interval(0.95);
/// assert_eq!(interval.mean, 12.0);
/// assert!((interval.half_width - 4.968).abs() < 0.001); // t = 4.3027 with 2 degrees of freedom
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Moments {
    n: u64,
    mean: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Moments {
    /// No observation yet.
    pub const fn new() -> Self {
        Moments { n: 0, mean: 0.0, squares: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY }
    }

    /// Takes one observation.
    #[inline]
    pub fn push(&mut self, x: f64) {
        self.n += 1;
        let before = x - self.mean;
        self.mean += before / self.n as f64;
        self.squares += before * (x - self.mean);
        // `f64::min` drops NaN; the policy of this module keeps it.
        self.min = if x < self.min || x.is_nan() { x } else { self.min };
        self.max = if x > self.max || x.is_nan() { x } else { self.max };
    }

    /// Takes all that `other` has seen.
    pub fn merge(&mut self, other: &Moments) {
        if other.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *other;
            return;
        }
        let (a, b) = (self.n as f64, other.n as f64);
        let apart = other.mean - self.mean;
        self.n += other.n;
        self.mean += apart * b / (a + b);
        self.squares += other.squares + apart * apart * a * b / (a + b);
        self.min = if other.min < self.min || other.min.is_nan() { other.min } else { self.min };
        self.max = if other.max > self.max || other.max.is_nan() { other.max } else { self.max };
    }

    /// How many observations were taken.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The mean; NaN where nothing was observed.
    pub fn mean(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.mean }
    }

    /// The unbiased sample variance; NaN for fewer than two observations.
    pub fn variance(&self) -> f64 {
        if self.n < 2 { f64::NAN } else { self.squares / (self.n - 1) as f64 }
    }

    /// The sample's standard deviation; NaN for fewer than two observations.
    pub fn deviation(&self) -> f64 {
        self.variance().sqrt()
    }

    /// The least observation; NaN where nothing was observed.
    pub fn min(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.min }
    }

    /// The greatest observation; NaN where nothing was observed.
    pub fn max(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.max }
    }

    /// Student's interval for the mean; its half-width is infinite for fewer than two observations.
    pub fn interval(&self, level: f64) -> Interval {
        let factor = student(level, self.n);
        let error = if self.n < 2 { 1.0 } else { (self.variance() / self.n as f64).sqrt() };
        Interval { mean: self.mean(), half_width: factor * error, level, n: self.n }
    }
}

impl Default for Moments {
    fn default() -> Self {
        Self::new()
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<It: IntoIterator<Item = f64>>(values: It) -> Self {
        let mut moments = Moments::new();
        for value in values {
            moments.push(value);
        }
        moments
    }
}

/// Observations kept one by one, for exact quantiles. Eight bytes each; see [`P2`] where they are too many.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sample {
    values: Vec<f64>,
}

impl Sample {
    /// No observation yet.
    pub const fn new() -> Self {
        Sample { values: Vec::new() }
    }

    /// Takes one observation.
    pub fn push(&mut self, x: f64) {
        self.values.push(x);
    }

    /// The observations in the order they came.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Sorts the observations once, for more than one quantile.
    pub fn quantiles(&self) -> Quantiles {
        Quantiles::of(&self.values)
    }

    /// One quantile; see [`Quantiles::at`].
    pub fn quantile(&self, p: f64) -> f64 {
        self.quantiles().at(p)
    }

    /// The value that a tenth of the observations stays below.
    pub fn p10(&self) -> f64 {
        self.quantile(0.1)
    }

    /// The median.
    pub fn p50(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The value that nine tenths of the observations stay below.
    pub fn p90(&self) -> f64 {
        self.quantile(0.9)
    }

    /// Mean, variance and extremes of the observations.
    pub fn moments(&self) -> Moments {
        self.values.iter().copied().collect()
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<It: IntoIterator<Item = f64>>(values: It) -> Self {
        Sample { values: values.into_iter().collect() }
    }
}

/// Sorted observations.
#[derive(Clone, PartialEq, Debug)]
pub struct Quantiles {
    sorted: Vec<f64>,
}

impl Quantiles {
    /// Sorts a copy of the values.
    pub fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        Quantiles { sorted }
    }

    /// The quantile at `p`, cut to 0..=1; NaN where there is no observation or one of them is NaN.
    ///
    /// Type 7 of Hyndman and Fan (1996), linear between the order statistics, which is what R and NumPy give
    /// unless told otherwise.
    pub fn at(&self, p: f64) -> f64 {
        // The total order puts a NaN at one of the ends.
        let (Some(first), Some(last)) = (self.sorted.first(), self.sorted.last()) else { return f64::NAN };
        if first.is_nan() || last.is_nan() || p.is_nan() {
            return f64::NAN;
        }
        let place = p.clamp(0.0, 1.0) * (self.sorted.len() - 1) as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(self.sorted.len() - 1);
        let share = place - below as f64;
        let (a, b) = (self.sorted[below], self.sorted[above]);
        if share == 0.0 || a == b { a } else { a + share * (b - a) }
    }

    /// The value that a tenth of the observations stays below.
    pub fn p10(&self) -> f64 {
        self.at(0.1)
    }

    /// The median.
    pub fn p50(&self) -> f64 {
        self.at(0.5)
    }

    /// The value that nine tenths of the observations stay below.
    pub fn p90(&self) -> f64 {
        self.at(0.9)
    }

    /// How many observations there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is no observation.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }
}

/// One quantile of a stream too long to keep: five markers moved along parabolas.
///
/// R. Jain and I. Chlamtac, "The P² algorithm for dynamic calculation of quantiles and histograms without
/// storing observations", CACM 28 (1985) 1076–1085. Exact up to five observations, then an approximation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct P2 {
    p: f64,
    n: u64,
    /// Whether a NaN was seen.
    spoilt: bool,
    heights: [f64; 5],
    /// Where each marker stands among the observations, counted from 1.
    places: [f64; 5],
}

impl P2 {
    /// An estimator of the quantile at `p`, cut to 0..=1.
    pub fn new(p: f64) -> Self {
        let p = p.clamp(0.0, 1.0);
        P2 { p, n: 0, spoilt: p.is_nan(), heights: [0.0; 5], places: [1.0, 2.0, 3.0, 4.0, 5.0] }
    }

    /// How many observations were taken.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Takes one observation.
    pub fn push(&mut self, x: f64) {
        self.spoilt |= x.is_nan();
        let seen = self.n as usize;
        self.n += 1;
        if seen < 5 {
            self.heights[seen] = x;
            self.heights[..=seen].sort_unstable_by(f64::total_cmp);
            return;
        }
        self.heights[0] = self.heights[0].min(x);
        self.heights[4] = self.heights[4].max(x);
        for marker in 1..5 {
            if marker == 4 || x < self.heights[marker] {
                self.places[marker] += 1.0;
            }
        }
        for marker in 1..4 {
            self.settle(marker);
        }
    }

    /// Moves a middle marker by one place where it stands a whole place or more from where it should.
    fn settle(&mut self, marker: usize) {
        let share = [0.0, self.p / 2.0, self.p, f64::midpoint(1.0, self.p), 1.0][marker];
        let wanted = 1.0 + (self.n - 1) as f64 * share;
        let off = wanted - self.places[marker];
        let room_above = self.places[marker + 1] - self.places[marker] > 1.0;
        let room_below = self.places[marker] - self.places[marker - 1] > 1.0;
        if !(off >= 1.0 && room_above || off <= -1.0 && room_below) {
            return;
        }
        let step = off.signum();
        let curved = self.parabola(marker, step);
        let (below, above) = (self.heights[marker - 1], self.heights[marker + 1]);
        self.heights[marker] =
            if below < curved && curved < above { curved } else { self.straight(marker, step) };
        self.places[marker] += step;
    }

    /// The piecewise-parabolic prediction, formula (1) of the paper.
    fn parabola(&self, marker: usize, step: f64) -> f64 {
        let [q0, q1, q2] = [self.heights[marker - 1], self.heights[marker], self.heights[marker + 1]];
        let [n0, n1, n2] = [self.places[marker - 1], self.places[marker], self.places[marker + 1]];
        let up = (n1 - n0 + step) * (q2 - q1) / (n2 - n1);
        let down = (n2 - n1 - step) * (q1 - q0) / (n1 - n0);
        q1 + step / (n2 - n0) * (up + down)
    }

    fn straight(&self, marker: usize, step: f64) -> f64 {
        let towards = if step > 0.0 { marker + 1 } else { marker - 1 };
        let slope =
            (self.heights[towards] - self.heights[marker]) / (self.places[towards] - self.places[marker]);
        self.heights[marker] + step * slope
    }

    /// The estimate; NaN where nothing was observed or a NaN was.
    pub fn value(&self) -> f64 {
        if self.spoilt || self.n == 0 {
            return f64::NAN;
        }
        if self.n <= 5 {
            return Quantiles::of(&self.heights[..self.n as usize]).at(self.p);
        }
        self.heights[2]
    }
}

/// The integral over time of a number that keeps its value between changes: a queue's length, a stock.
///
/// ```
/// use iceroad_base::{Span, Time, estimate::TimeAverage};
/// let mut queue = TimeAverage::new(Time::START, 0.0);
/// queue.set(Time::START + Span::HOUR, 3.0);
/// assert_eq!(queue.average(Time::START + Span::HOUR * 2), 1.5);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TimeAverage {
    start: Time,
    since: Time,
    value: f64,
    /// Value times milliseconds up to `since`; exact for whole values up to 2⁵³.
    integral: f64,
    max: f64,
}

impl TimeAverage {
    /// Starts to watch at `at`, where the number has this value.
    pub fn new(at: Time, value: f64) -> Self {
        TimeAverage { start: at, since: at, value, integral: 0.0, max: value }
    }

    /// The number changes to `value` at `at`. A time before the last change counts as the last change.
    #[inline]
    pub fn set(&mut self, at: Time, value: f64) {
        self.integral = self.integral(at);
        self.since = self.since.max(at);
        self.value = value;
        self.max = if value > self.max || value.is_nan() { value } else { self.max };
    }

    /// The number changes by `step` at `at`.
    #[inline]
    pub fn add(&mut self, at: Time, step: f64) {
        self.set(at, self.value + step);
    }

    /// The present value.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The greatest value so far.
    pub fn max(&self) -> f64 {
        self.max
    }

    /// The integral up to `until`, in value times milliseconds; `until` is at or after the last change.
    pub fn integral(&self, until: Time) -> f64 {
        let lasted = (until - self.since).max(Span::ZERO);
        self.integral + self.value * lasted.millis() as f64
    }

    /// The average from the start to `until`; the present value where no time has passed.
    pub fn average(&self, until: Time) -> f64 {
        let lasted = until.max(self.since) - self.start;
        if lasted <= Span::ZERO {
            return self.value;
        }
        self.integral(until) / lasted.millis() as f64
    }
}

/// An interval for the mean of one long dependent series: the means of equal batches, taken as independent.
///
/// What does not fill a batch is left out at the beginning, where a warm-up would be. Where no batch would hold
/// a value, or there are fewer than two batches, the mean is that of all values and the half-width infinite.
pub fn batch_means(values: &[f64], n_batches: usize, level: f64) -> Interval {
    let size = values.len().checked_div(n_batches).unwrap_or(0);
    if size == 0 {
        let all: Moments = values.iter().copied().collect();
        return Interval { mean: all.mean(), half_width: f64::INFINITY, level, n: 0 };
    }
    let kept = &values[values.len() - size * n_batches..];
    let batches: Moments =
        kept.chunks_exact(size).map(|batch| batch.iter().sum::<f64>() / size as f64).collect();
    batches.interval(level)
}

/// An interval for the mean of `a[i] − b[i]`: the paired-t comparison of two plans on common random numbers.
///
/// Where the two differ in length they are not pairs, and the mean is NaN.
pub fn paired(a: &[f64], b: &[f64], level: f64) -> Interval {
    if a.len() != b.len() {
        return Interval { mean: f64::NAN, half_width: f64::NAN, level, n: 0 };
    }
    let differences: Moments = a.iter().zip(b).map(|(a, b)| a - b).collect();
    differences.interval(level)
}

#[cfg(test)]
mod tests;
