//! Failures that come ever faster, or ever more slowly, while repairs only put the machine back to where it was: the non-homogeneous
//! Poisson process whose intensity is a power of age, `λ(t) = (β/α)·(t/α)^(β−1)` (L. H. Crow, 1974; ISO 61710).
//!
//! Shape β above 1: the machine wears; below 1: it gets better; 1: failures come at an even rate. By age `t` a unit has had
//! `(t/α)^β` failures on average, so α is the age of its first.

use super::{History, TooLittle, allowed_fall, count, oldest};
use crate::interval::Interval;
use crate::numeric::root::{descent, root_between};
use iceroad_base::law::normal_cdf;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A fitted power-law process.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PowerLaw {
    /// β.
    pub shape: Interval,
    /// α, h.
    pub scale_h: Interval,
    /// The shape without the bias of maximum likelihood, where all units were watched from new to one age: `(M − 1)/N · β`, where of `N`
    /// failures `M` did not end an observation (IEC 61710 for one unit).
    pub unbiased_shape: Option<f64>,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// The same of failures at an even rate.
    pub log_likelihood_even: f64,
    /// Failures behind it.
    pub failures: usize,
}

impl PowerLaw {
    /// α^−β: failures of a unit by age 1 h.
    pub fn lambda(&self) -> f64 {
        libm::pow(self.scale_h.estimate, -self.shape.estimate)
    }

    /// Failures of a unit by an age, on average.
    pub fn cumulative(&self, age: f64) -> f64 {
        libm::pow(age / self.scale_h.estimate, self.shape.estimate)
    }

    /// Failures per hour at an age.
    pub fn intensity(&self, age: f64) -> f64 {
        let (shape, scale) = (self.shape.estimate, self.scale_h.estimate);
        shape / scale * libm::pow(age / scale, shape - 1.0)
    }

    /// The chance of a likelihood ratio this high if failures came at an even rate.
    pub fn p_even(&self) -> f64 {
        let ratio = 2.0 * (self.log_likelihood - self.log_likelihood_even).max(0.0);
        2.0 * normal_cdf(-ratio.sqrt())
    }
}

/// Fits the power law by maximum likelihood, with intervals at a level.
///
/// The shape's interval is exact where all units were watched from new to one age, and that of the profile likelihood elsewhere; the
/// scale's is always the latter.
///
/// # Errors
/// [`TooLittle::NoFailures`], and [`TooLittle::Failures`] where fewer than two failures were free to come at any age.
pub fn fit(histories: &[History], level: f64) -> Result<PowerLaw, TooLittle> {
    let failures = count(histories);
    if failures == 0 {
        return Err(TooLittle::NoFailures);
    }
    let free: usize = histories.iter().map(|unit| unit.free().len()).sum();
    if failures < 2 || free == 0 {
        return Err(TooLittle::Failures { have: failures, need: 2 });
    }
    let data = Data::of(histories);
    let shape = data.shape().ok_or(TooLittle::NoOptimum)?;
    let top = data.profile(shape);
    let is_exact = histories.iter().all(|unit| unit.from() == 0.0 && unit.to() == data.oldest);
    let shape_within = match is_exact.then(|| exact(shape, data.n, free, level)).flatten() {
        Some(within) => within,
        None => within(shape, level, |at| data.profile(at) - top),
    };
    let scale = data.scale(shape);
    let scale_within = within(scale, level, |at| data.profile_of_scale(at, shape) - top);
    let unit = libm::log(data.oldest);
    Ok(PowerLaw {
        shape: shape_within,
        scale_h: Interval {
            estimate: scale * data.oldest,
            low: scale_within.low * data.oldest,
            high: scale_within.high * data.oldest,
            level,
        },
        unbiased_shape: (is_exact && free > 1).then(|| shape * (free as f64 - 1.0) / data.n),
        log_likelihood: top - data.n * unit,
        log_likelihood_even: data.profile(1.0) - data.n * unit,
        failures,
    })
}

/// What of the histories the likelihood needs; ages are shares of the oldest, so that no power is too large.
struct Data {
    oldest: f64,
    n: f64,
    /// Σ ln age.
    logs: f64,
    /// (ln from, ln to) of each unit, and how many are alike; from new, ln from is −∞.
    spans: Vec<(f64, f64, f64)>,
}

impl Data {
    fn of(histories: &[History]) -> Data {
        let oldest = oldest(histories);
        let ln = |age: f64| libm::log(age / oldest);
        let logs = histories.iter().flat_map(History::ages).map(|&age| ln(age)).sum();
        let mut spans: Vec<(f64, f64, f64)> =
            histories.iter().map(|unit| (ln(unit.from()), ln(unit.to()), 1.0)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        spans.dedup_by(|next, kept| {
            let is_alike = (next.0, next.1) == (kept.0, kept.1);
            kept.2 += if is_alike { next.2 } else { 0.0 };
            is_alike
        });
        Data { oldest, n: count(histories) as f64, logs, spans }
    }

    /// `Σ (to^β − from^β)` and its derivative by β.
    fn power(&self, shape: f64) -> (f64, f64) {
        let (mut sum, mut slope) = (0.0, 0.0);
        for &(from, to, alike) in &self.spans {
            let above = alike * libm::exp(shape * to);
            sum += above;
            slope += above * to;
            if from > f64::NEG_INFINITY {
                let below = alike * libm::exp(shape * from);
                sum -= below;
                slope -= below * from;
            }
        }
        (sum, slope)
    }

    /// The likeliest shape: where `N/β + Σ ln t = N·D'(β)/D(β)`.
    fn shape(&self) -> Option<f64> {
        let score = |shape: f64| {
            let (sum, slope) = self.power(shape);
            self.n / shape + self.logs - self.n * slope / sum
        };
        root_between(1e-3, 1e3, score)
    }

    /// The likeliest scale at a shape, as a share of the oldest age.
    fn scale(&self, shape: f64) -> f64 {
        libm::exp(libm::log(self.power(shape).0 / self.n) / shape)
    }

    /// The log-likelihood at a shape, with its likeliest scale.
    fn profile(&self, shape: f64) -> f64 {
        let lambda = self.n / self.power(shape).0;
        self.n * libm::log(lambda * shape) + (shape - 1.0) * self.logs - self.n
    }

    /// The log-likelihood at a scale, with its likeliest shape; it is concave in the shape.
    fn profile_of_scale(&self, scale: f64, near: f64) -> f64 {
        let log_scale = libm::log(scale);
        let slope_at = |shape: f64| {
            let (sum, slope) = self.power(shape);
            let lambda = libm::exp(-shape * log_scale);
            self.n / shape - self.n * log_scale + self.logs - lambda * (slope - sum * log_scale)
        };
        let Some(shape) = root_between(near * 1e-3, near * 1e3, slope_at) else { return f64::NEG_INFINITY };
        let lambda = libm::exp(-shape * log_scale);
        self.n * (libm::log(shape) - shape * log_scale) + (shape - 1.0) * self.logs
            - lambda * self.power(shape).0
    }
}

/// The exact interval: `2Nβ/β̂` is chi-squared with `2M` degrees of freedom, `M` failures that did not end an observation.
fn exact(shape: f64, n: f64, free: usize, level: f64) -> Option<Interval> {
    let law = ChiSquared::new(2.0 * free as f64).ok()?;
    let at = |p: f64| shape * law.inverse_cdf(p) / (2.0 * n);
    let tail = (1.0 - level) / 2.0;
    Some(Interval { estimate: shape, low: at(tail), high: at(1.0 - tail), level })
}

/// Where a likelihood, relative to its top at `estimate`, has fallen by as much on either side as the level allows.
pub(super) fn within(estimate: f64, level: f64, relative: impl Fn(f64) -> f64) -> Interval {
    let fall = allowed_fall(level);
    let low = descent(estimate, 0.8, estimate * 1e-9, |at| relative(at) + fall);
    let high = descent(estimate, 1.25, estimate * 1e9, |at| relative(at) + fall);
    Interval { estimate, low: low.unwrap_or(0.0), high: high.unwrap_or(f64::INFINITY), level }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_or_none_is_told() {
        let unit = |ages: &[f64]| [History::watched(0.0, 100.0, ages.to_vec()).unwrap()];
        assert_eq!(fit(&unit(&[]), 0.9), Err(TooLittle::NoFailures));
        assert_eq!(fit(&unit(&[30.0]), 0.9), Err(TooLittle::Failures { have: 1, need: 2 }));
        let last = [50.0, 60.0].map(|age| History::until_failure(0.0, vec![age]).unwrap());
        assert_eq!(fit(&last, 0.9), Err(TooLittle::Failures { have: 2, need: 2 }));
    }

    #[test]
    fn a_late_start_is_no_young_machine() {
        // The failures of an even process, watched from 9,000 h: the shape must not be pulled away from 1.
        let ages: Vec<f64> = (1..=40).map(|k| 9_000.0 + 50.0 * f64::from(k) - 25.0).collect();
        let late = fit(&[History::watched(9_000.0, 11_000.0, ages).unwrap()], 0.9).unwrap();
        assert!((late.shape.estimate - 1.0).abs() < 0.02, "{late:?}");
        assert!(late.shape.low < 0.5 && late.shape.high > 2.0 && late.unbiased_shape.is_none());
    }
}
