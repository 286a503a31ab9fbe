//! The interval of a chance from how often something was seen.
use statrs::distribution::{Beta, ContinuousCDF};

/// The chance behind `met` of `of` trials: the two-sided exact interval at a level, of Clopper and Pearson, "The use of
/// confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934) 404–413, by quantiles of the
/// beta law. It holds the truth at least as often as the level says, whatever the truth is. From 0 to 1 where there was no
/// trial.
///
/// ```
/// use iceroad_base::estimate::clopper_pearson;
/// let (low, high) = clopper_pearson(27, 50, 0.95);
/// assert!((low - 0.3932).abs() < 1e-4 && (high - 0.6819).abs() < 1e-4);
/// assert_eq!(clopper_pearson(50, 50, 0.95).1, 1.0);
/// ```
pub fn clopper_pearson(met: usize, of: usize, level: f64) -> (f64, f64) {
    let met = met.min(of);
    let tail = (1.0 - level) / 2.0;
    let quantile =
        |a: usize, b: usize, p: f64| Beta::new(a as f64, b as f64).map_or(f64::NAN, |law| law.inverse_cdf(p));
    let low = if met == 0 { 0.0 } else { quantile(met, of - met + 1, tail) };
    let high = if met == of { 1.0 } else { quantile(met + 1, of - met, 1.0 - tail) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chance of `met` in `of` trials.
    fn binomial(met: usize, of: usize, chance: f64) -> f64 {
        let ways = (0..met).fold(1.0, |ways, at| ways * (of - at) as f64 / (at + 1) as f64);
        ways * chance.powi(met as i32) * (1.0 - chance).powi((of - met) as i32)
    }

    #[test]
    fn the_interval_holds_the_truth_as_often_as_it_says_whatever_the_truth() {
        for of in [5, 20, 50, 200] {
            let intervals: Vec<(f64, f64)> = (0..=of).map(|met| clopper_pearson(met, of, 0.95)).collect();
            for step in 1..400 {
                let truth = f64::from(step) / 400.0;
                let held = (0..=of).filter(|&met| intervals[met].0 <= truth && truth <= intervals[met].1);
                let coverage: f64 = held.map(|met| binomial(met, of, truth)).sum();
                assert!(coverage >= 0.95 - 1e-9, "{coverage} of {of} at {truth}");
            }
        }
    }

    #[test]
    fn its_ends_are_those_of_the_closed_form_where_all_or_none_were_met() {
        for of in [1_usize, 2, 50, 1_000] {
            let closed = libm::pow(0.025, 1.0 / of as f64);
            let (low, high) = (clopper_pearson(of, of, 0.95).0, clopper_pearson(0, of, 0.95).1);
            assert!((low - closed).abs() < 1e-9 && (high - (1.0 - closed)).abs() < 1e-9, "{low} {high}");
        }
        assert_eq!(clopper_pearson(0, 0, 0.95), (0.0, 1.0));
    }
}
