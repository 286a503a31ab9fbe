//! Failures whose intensity grows, or falls, by the same factor every hour: `λ(t) = exp(a + b·t)` (D. R. Cox and P. A. W. Lewis, *The
//! Statistical Analysis of Series of Events*, 1966). Beside the power law it has a rate above 0 at age 0.

use super::power_law::within;
use super::{History, TooLittle, count, oldest};
use crate::interval::Interval;
use crate::numeric::root::root_between;

/// A fitted log-linear process.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LogLinear {
    /// Failures per hour at age 0, `exp(a)`.
    pub rate_at_new: Interval,
    /// `b`, per hour.
    pub growth: Interval,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// Failures behind it.
    pub failures: usize,
}

impl LogLinear {
    /// Failures of a unit by an age, on average.
    pub fn cumulative(&self, age: f64) -> f64 {
        self.rate_at_new.estimate * age * mean_power(self.growth.estimate * age)
    }

    /// Failures per hour at an age.
    pub fn intensity(&self, age: f64) -> f64 {
        self.rate_at_new.estimate * libm::exp(self.growth.estimate * age)
    }
}

/// Fits the log-linear process by maximum likelihood, with intervals of the profile likelihood at a level.
///
/// # Errors
/// [`TooLittle::NoFailures`], [`TooLittle::Failures`] below two, and [`TooLittle::NoOptimum`] where all failures came at the very ends.
pub fn fit(histories: &[History], level: f64) -> Result<LogLinear, TooLittle> {
    let failures = count(histories);
    match failures {
        0 => return Err(TooLittle::NoFailures),
        1 => return Err(TooLittle::Failures { have: 1, need: 2 }),
        _ => {}
    }
    let data = Data::of(histories);
    let growth = root_between(-200.0, 200.0, |b| data.score(b)).ok_or(TooLittle::NoOptimum)?;
    let top = data.profile(growth);
    // Growth may be 0 or below: its interval is looked for on the scale of its exponential, over the whole age.
    let by_factor = within(libm::exp(growth), level, |factor| data.profile(libm::log(factor)) - top);
    let rate = data.rate(growth);
    let rates = within(rate, level, |rate| data.profile_of_rate(rate) - top);
    Ok(LogLinear {
        rate_at_new: Interval {
            estimate: rate / data.oldest,
            low: rates.low / data.oldest,
            high: rates.high / data.oldest,
            level,
        },
        growth: Interval {
            estimate: growth / data.oldest,
            low: libm::log(by_factor.low) / data.oldest,
            high: libm::log(by_factor.high) / data.oldest,
            level,
        },
        log_likelihood: top - data.n * libm::log(data.oldest),
        failures,
    })
}

/// Ages as shares of the oldest.
struct Data {
    oldest: f64,
    n: f64,
    sum: f64,
    spans: Vec<(f64, f64)>,
}

/// `(e^x − 1)/x`.
fn mean_power(x: f64) -> f64 {
    if x.abs() < 1e-5 { 1.0 + x / 2.0 + x * x / 6.0 } else { libm::expm1(x) / x }
}

/// Its derivative.
fn mean_power_slope(x: f64) -> f64 {
    if x.abs() < 1e-3 {
        return 0.5 + x / 3.0 + x * x / 8.0 + x * x * x / 30.0;
    }
    (x * libm::exp(x) - libm::expm1(x)) / (x * x)
}

impl Data {
    fn of(histories: &[History]) -> Data {
        let oldest = oldest(histories);
        Data {
            oldest,
            n: count(histories) as f64,
            sum: histories.iter().flat_map(History::ages).map(|age| age / oldest).sum(),
            spans: histories.iter().map(|unit| (unit.from() / oldest, unit.to() / oldest)).collect(),
        }
    }

    /// `Σ ∫ exp(b·t)` over the spans and its derivative by `b`.
    fn integral(&self, b: f64) -> (f64, f64) {
        let upto = |t: f64| (t * mean_power(b * t), t * t * mean_power_slope(b * t));
        self.spans.iter().fold((0.0, 0.0), |(sum, slope), &(from, to)| {
            let (above, below) = (upto(to), upto(from));
            (sum + above.0 - below.0, slope + above.1 - below.1)
        })
    }

    fn score(&self, b: f64) -> f64 {
        let (sum, slope) = self.integral(b);
        self.sum - self.n * slope / sum
    }

    fn rate(&self, b: f64) -> f64 {
        self.n / self.integral(b).0
    }

    fn profile(&self, b: f64) -> f64 {
        let b = b.clamp(-600.0, 600.0);
        self.n * libm::log(self.rate(b)) + b * self.sum - self.n
    }

    fn profile_of_rate(&self, rate: f64) -> f64 {
        let Some(b) = root_between(-400.0, 400.0, |b| self.sum - rate * self.integral(b).1) else {
            return f64::NEG_INFINITY;
        };
        self.n * libm::log(rate) + b * self.sum - rate * self.integral(b).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_process_has_no_growth_and_a_growing_one_has() {
        let even: Vec<f64> = (0..50).map(|k| 10.0 + 20.0 * f64::from(k)).collect();
        let even = fit(&[History::watched(0.0, 1_000.0, even).unwrap()], 0.9).unwrap();
        assert!(even.growth.estimate.abs() < 1e-9 && even.growth.low < 0.0 && even.growth.high > 0.0);
        assert!((even.rate_at_new.estimate - 0.05).abs() < 1e-9 && even.rate_at_new.contains(0.05));
        // The k-th failure where exp(a + bt) has gathered k − ½.
        let (a, b) = (0.01, 0.003);
        let ages: Vec<f64> = (0..200).map(|k| ((f64::from(k) + 0.5) * b / a).ln_1p() / b).collect();
        let to = (200.0 * b / a).ln_1p() / b;
        let grows = fit(&[History::watched(0.0, to, ages).unwrap()], 0.9).unwrap();
        assert!((grows.growth.estimate - b).abs() < 1e-4, "{grows:?}");
        assert!((grows.cumulative(to) - 200.0).abs() < 1e-6 && grows.growth.low > 0.0);
    }

    #[test]
    fn one_failure_is_too_few() {
        let one = [History::watched(0.0, 10.0, vec![3.0]).unwrap()];
        assert_eq!(fit(&one, 0.9), Err(TooLittle::Failures { have: 1, need: 2 }));
    }
}
