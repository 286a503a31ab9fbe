//! The laws of `ln t` as one location-scale family: smallest extreme value, normal, logistic.
//!
//! With `z = γ·ln t − δ` the log-likelihood of any mixture of exact, right, left and interval censored lives is
//! concave in `(δ, γ)` for these three, as their densities are log-concave: J. Burridge, "A note on maximum likelihood
//! estimation for regression models using grouped data", JRSS B 43 (1981) 41–45. So Newton's method finds the one
//! top from anywhere. Left truncation adds a convex term, in which case the climb is damped.

use crate::numeric::normal;

/// A standard law: what it says of one `z`, with two derivatives in `z`.
pub(crate) trait Standard {
    /// The logarithm of the density.
    fn log_density(z: f64) -> [f64; 3];
    /// The cumulative hazard.
    fn cumulative(z: f64) -> [f64; 3];
}

/// Of the logarithm of a Weibull life: `S = exp(−e^z)`.
pub(crate) struct SmallestExtreme;

/// Of the logarithm of a log-normal life.
pub(crate) struct Normal;

/// Of the logarithm of a log-logistic life.
pub(crate) struct Logistic;

impl Standard for SmallestExtreme {
    #[inline]
    fn log_density(z: f64) -> [f64; 3] {
        let hazard = libm::exp(z);
        [z - hazard, 1.0 - hazard, -hazard]
    }

    #[inline]
    fn cumulative(z: f64) -> [f64; 3] {
        let hazard = libm::exp(z);
        [hazard, hazard, hazard]
    }
}

impl Standard for Normal {
    #[inline]
    fn log_density(z: f64) -> [f64; 3] {
        [-0.5 * z * z - normal::HALF_LOG_TAU, -z, -1.0]
    }

    #[inline]
    fn cumulative(z: f64) -> [f64; 3] {
        normal::cumulative(z)
    }
}

impl Standard for Logistic {
    #[inline]
    fn log_density(z: f64) -> [f64; 3] {
        let [hazard, share, bend] = Logistic::cumulative(z);
        [z - 2.0 * hazard, 1.0 - 2.0 * share, -2.0 * bend]
    }

    #[inline]
    fn cumulative(z: f64) -> [f64; 3] {
        let small = libm::exp(-z.abs());
        let share = if z > 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
        [z.max(0.0) + libm::log1p(small), share, small / ((1.0 + small) * (1.0 + small))]
    }
}
