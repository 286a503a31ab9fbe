//! What many replications make of one measure.
use iceroad_base::estimate::{Moments, Quantiles};
use serde::Serialize;

/// Confidence level of every interval in reports.
pub const LEVEL: f64 = 0.95;

/// Mean with interval, and quantiles.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Spread {
    /// How many replications have a value.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Half-width of Student's 95 % interval for the mean; none for fewer than two values.
    pub half_width: Option<f64>,
    /// One replication in ten is below.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// One replication in ten is above.
    pub p90: f64,
}

impl Spread {
    /// The spread of the finite ones among `values`; none where there is none.
    pub fn of(values: &[f64]) -> Option<Spread> {
        let finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        if finite.is_empty() {
            return None;
        }
        let moments: Moments = finite.iter().copied().collect();
        let interval = moments.interval(LEVEL);
        let quantiles = Quantiles::of(&finite);
        Some(Spread {
            n: finite.len(),
            mean: interval.mean,
            half_width: interval.half_width.is_finite().then_some(interval.half_width),
            p10: quantiles.p10(),
            p50: quantiles.p50(),
            p90: quantiles.p90(),
        })
    }

    /// The mean of the finite ones among `values`; `none` where there is none.
    pub fn mean_of(values: &[f64], none: f64) -> f64 {
        Spread::of(values).map_or(none, |spread| spread.mean)
    }

    /// The spread of `value` over a set of things; see [`Spread::of`].
    pub fn over<T>(all: &[T], value: impl Fn(&T) -> f64) -> Option<Spread> {
        Spread::of(&all.iter().map(value).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_value_is_left_out_and_counted() {
        let spread = Spread::of(&[1.0, f64::NAN, 3.0, f64::INFINITY]).unwrap();
        assert_eq!((spread.n, spread.mean, spread.p50), (2, 2.0, 2.0));
        assert_eq!(Spread::of(&[f64::NAN]), None);
        assert_eq!(Spread::of(&[]), None);
    }

    #[test]
    fn one_value_has_no_interval() {
        assert_eq!(Spread::of(&[4.0]).unwrap().half_width, None);
    }
}
