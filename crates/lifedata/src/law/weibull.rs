//! The Weibull law of failures and running lives in one unknown: the fast path.
//!
//! For a given shape `k` the likeliest scale is `sᵏ = Σtᵏ/r` over all lives (less `Σeᵏ` over ages of entry), `r` being
//! the number of failures. What is left is one equation,
//!
//! ```text
//! Σ tᵏ·ln t / Σ tᵏ − 1/k − mean of ln t over the failures = 0,
//! ```
//!
//! whose left side rises in `k`: J. F. Lawless, *Statistical Models and Methods for Lifetime Data* (2nd ed. 2003),
//! section 5.2. Halley's method solves it. Powers are what takes the time, so one pass over the sample takes their moments in `ln t` up
//! to the eighth, by which sums at all shapes near follow from Taylor's series: a second pass is the last, for it begins so near that what
//! the series leaves out is beyond the floats. Large samples are first solved on one row in many, which leaves one pass over all.

use super::prepared::{Prepared, Weighted};

/// Rows of the first look at a large sample.
const FIRST_LOOK: usize = 1_000;
/// A move as small as this, relative to the shape, is the last: with `x` for how far `ln t` of the oldest lies above the mean in shapes, some 3,
/// the series leaves out `(0.03·x)⁹/9!` of its power, 10⁻¹⁵.
const LAST_MOVE: f64 = 0.03;
/// Moments that are taken.
const ORDER: usize = 8;

/// `Σ tᵏ·(ln t)ʲ` for `j` up to [`ORDER`].
type Moments = [f64; ORDER + 1];

fn moments(lists: [(&[Weighted], f64); 3], stride: usize, shape: f64) -> Moments {
    let mut sums = [0.0; ORDER + 1];
    for (list, sign) in lists {
        for Weighted { age, weight } in list.iter().step_by(stride) {
            let mut term = sign * weight * libm::exp(shape * age.log);
            for sum in &mut sums {
                *sum += term;
                term *= age.log;
            }
        }
    }
    sums
}

/// The same sums, up to the third, at a shape so far from that at which moments were taken.
fn moved(moments: &Moments, by: f64) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for (j, sum) in sums.iter_mut().enumerate() {
        // Horner's rule on Σ moments[j + i]·byⁱ/i!.
        for i in (1..=ORDER - j).rev() {
            *sum = (*sum + moments[j + i]) * by / i as f64;
        }
        *sum += moments[j];
    }
    sums
}

/// The likeliest shape and scale in the sample's own unit, with the log-likelihood there; none where the equation
/// has no root that the method finds.
pub(super) fn profile(sample: &Prepared) -> Option<(f64, f64, f64)> {
    let failures = sample.sums.weight;
    let spread =
        sample.sums.log_square / failures - (sample.sums.log / failures) * (sample.sums.log / failures);
    // The standard deviation of the logarithm of a Weibull life is π/√6 over the shape.
    let mut shape = (1.282_549_830_161_864 / spread.max(1e-12).sqrt()).clamp(0.05, 50.0);
    let rows = sample.exact.len() + sample.right.len();
    if rows > 8 * FIRST_LOOK {
        let stride = rows / FIRST_LOOK;
        shape = root(sample, stride, shape).map_or(shape, |(shape, _)| shape);
    }
    let (shape, sum) = root(sample, 1, shape)?;
    let scale_power = sum / failures;
    let log_scale = libm::log(scale_power) / shape;
    let log_likelihood =
        failures * (libm::log(shape) - shape * log_scale - 1.0) + (shape - 1.0) * sample.sums.log;
    Some((shape, log_scale, log_likelihood))
}

/// The root of the equation, with the sum of powers there.
fn root(sample: &Prepared, stride: usize, start: f64) -> Option<(f64, f64)> {
    let lists: [(&[Weighted], f64); 3] =
        [(&sample.exact, 1.0), (&sample.right, 1.0), (&sample.entries, -1.0)];
    let seen = sample.exact.iter().step_by(stride);
    let (weight, log) = if stride == 1 {
        (sample.sums.weight, sample.sums.log)
    } else {
        seen.fold((0.0, 0.0), |(weight, log), one| (weight + one.weight, log + one.weight * one.age.log))
    };
    let mean_log = log / weight;
    let mut shape = start;
    for _ in 0..40 {
        let moments = moments(lists, stride, shape);
        let (by, sum) = solved(&moments, shape, mean_log)?;
        shape += by;
        if by.abs() <= LAST_MOVE * shape {
            return (sum > 0.0 && shape < super::fit::STEEPEST_SHAPE).then_some((shape, sum));
        }
    }
    None
}

/// How far the root lies from the shape at which moments were taken, by their series, and the sum of powers there; a move is at most by a
/// factor of two.
fn solved(moments: &Moments, shape: f64, mean_log: f64) -> Option<(f64, f64)> {
    let mut by = 0.0;
    let mut sum = moments[0];
    for _ in 0..20 {
        let [zeroth, first, second, third] = moved(moments, by);
        sum = zeroth;
        let (first, second, third) = (first / sum, second / sum, third / sum);
        let variance = second - first * first;
        let skew = third - 3.0 * first * second + 2.0 * first * first * first;
        let inverse = 1.0 / (shape + by);
        let fault = first - inverse - mean_log;
        let slope = variance + inverse * inverse;
        let bend = skew - 2.0 * inverse * inverse * inverse;
        let halley = -2.0 * fault * slope / (2.0 * slope * slope - fault * bend);
        let newton = -fault / slope;
        // Halley's step where it is of Newton's kind.
        let step = if halley * newton > 0.0 && halley.abs() < 4.0 * newton.abs() { halley } else { newton };
        if !step.is_finite() {
            return None;
        }
        let before = by;
        by = (by + step).clamp(-0.5 * shape, shape);
        // What the last step changes of the sum is of the second order in it, but for its mean.
        if (by - before).abs() <= 1e-9 * shape {
            sum *= 1.0 + (by - before) * first;
            break;
        }
    }
    Some((by, sum))
}
