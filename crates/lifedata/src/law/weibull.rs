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
//! section 5.2. Halley's method solves it: the third derivative comes with the same powers, and powers are what
//! takes the time. Large samples are first solved on one row in many, which gives all but the last two steps.

use super::prepared::{Prepared, Weighted};

/// Rows of the first look at a large sample.
const FIRST_LOOK: usize = 1_000;
/// A step as small as this, relative to the shape, is the last: cubed, it is beyond the floats.
const LAST_STEP: f64 = 1e-5;

/// Powers of all ages with their moments in `ln t`, about the powers' own mean logarithm where stated.
struct Powers {
    sum: f64,
    first: f64,
    second: f64,
    third: f64,
}

fn powers(lists: [(&[Weighted], f64); 3], stride: usize, shape: f64) -> Powers {
    let mut sums = [0.0; 4];
    for (list, sign) in lists {
        for Weighted { age, weight } in list.iter().step_by(stride) {
            let power = sign * weight * libm::exp(shape * age.log);
            let (once, twice) = (power * age.log, power * age.log * age.log);
            sums[0] += power;
            sums[1] += once;
            sums[2] += twice;
            sums[3] += twice * age.log;
        }
    }
    let [sum, first, second, third] = sums;
    Powers { sum, first: first / sum, second: second / sum, third: third / sum }
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
    let (shape, powers) = root(sample, 1, shape)?;
    let scale_power = powers / failures;
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
        let Powers { sum, first, second, third } = powers(lists, stride, shape);
        let variance = second - first * first;
        let skew = third - 3.0 * first * second + 2.0 * first * first * first;
        let inverse = 1.0 / shape;
        let fault = first - inverse - mean_log;
        let slope = variance + inverse * inverse;
        let bend = skew - 2.0 * inverse * inverse * inverse;
        let halley = -2.0 * fault * slope / (2.0 * slope * slope - fault * bend);
        let newton = -fault / slope;
        // Halley's step where it is of Newton's kind; never more than a factor of four at once.
        let step = if halley * newton > 0.0 && halley.abs() < 4.0 * newton.abs() { halley } else { newton };
        if !step.is_finite() {
            return None;
        }
        let next = (shape + step).clamp(shape / 4.0, shape * 4.0);
        let moved = next - shape;
        shape = next;
        if moved.abs() <= LAST_STEP * shape {
            // The powers at the new shape by Taylor's rule: what is left out is of the third order in the step.
            let growth = moved * (first + moved * (second / 2.0 + moved * third / 6.0));
            return (sum > 0.0 && shape < super::fit::STEEPEST_SHAPE)
                .then_some((shape, sum * (1.0 + growth)));
        }
    }
    None
}
