//! The Weibull law with a threshold, whose likelihood is unbounded where the shape is below 1.
//!
//! As the threshold nears the least failure, a law of shape below 1 gives that failure an infinite density. What
//! is sought is the greatest *inner* top: R. L. Smith, "Maximum likelihood estimation in a class of nonregular cases",
//! Biometrika 72 (1985) 67–90. The threshold is looked for along its profile, denser towards the least failure, and
//! the best inner place is polished in all three coordinates. No threshold below 0 is taken: a life begins at 0.

use super::fit::{FitError, fit_prepared};
use super::form::{self, Evidence};
use super::life_law::{Family, LifeLaw};
use super::prepared::{Age, Prepared, Weighted};
use crate::numeric::climb::{Peak, climb};

/// Places along the profile: each halves what is left to the least failure every second place.
const PLACES: i32 = 40;

pub(super) fn peak(sample: &Prepared) -> Result<Peak, FitError> {
    let family = Family::WeibullThreshold;
    let least = least_failure(sample);
    let place = |nth: i32| least * (1.0 - libm::exp(-0.35 * f64::from(nth)));
    let profile: Vec<Option<(f64, LifeLaw)>> = (0..PLACES).map(|nth| beyond(sample, place(nth))).collect();
    let height = |nth: usize| profile[nth].map_or(f64::NEG_INFINITY, |(height, _)| height);
    let inner =
        (1..profile.len() - 1).filter(|&nth| height(nth) >= height(nth - 1) && height(nth) > height(nth + 1));
    let best = inner.max_by(|a, b| height(*a).total_cmp(&height(*b)));
    let evidence = Evidence { family, sample };
    let polished = best.and_then(|nth| {
        let (_, law) = profile[nth]?;
        let LifeLaw::Weibull { shape, scale } = law else { return None };
        let start = LifeLaw::WeibullThreshold { shape, scale, threshold: place(nth as i32) };
        climb(&evidence, &form::point_of(&start, 0.0)).ok()
    });
    match polished {
        Some(peak) if peak.at[2] > 0.0 && peak.height.value >= height(0) => Ok(peak),
        // It falls from the start: no threshold is likelier than any.
        _ if height(1) <= height(0) => {
            Err(FitError::Simpler { family, parameter: "threshold", simpler: Family::Weibull })
        }
        _ => Err(FitError::NoTop { family }),
    }
}

/// The least age by which something had failed, in own units.
fn least_failure(sample: &Prepared) -> f64 {
    let exact = sample.exact.iter().map(|one| one.age.value);
    exact.chain(sample.between.iter().map(|(_, high)| high.age.value)).fold(f64::INFINITY, f64::min)
}

/// The likeliest two-parameter law of what lives lasted beyond a threshold, with its log-likelihood, in own units.
fn beyond(sample: &Prepared, threshold: f64) -> Option<(f64, LifeLaw)> {
    let shifted = |age: Age| {
        let value = age.value - threshold;
        (value > 0.0).then(|| Age { value, log: libm::log(value) })
    };
    let list = |list: &[Weighted]| -> Vec<Weighted> {
        list.iter().filter_map(|one| Some(Weighted { age: shifted(one.age)?, ..*one })).collect()
    };
    let zero = Age { value: 0.0, log: f64::NEG_INFINITY };
    let between = sample.between.iter().filter_map(|(low, high)| {
        Some((shifted(*low).unwrap_or(zero), Weighted { age: shifted(high.age)?, ..*high }))
    });
    let mut moved = Prepared {
        log_unit: 0.0,
        exact: list(&sample.exact),
        right: list(&sample.right),
        between: between.collect(),
        entries: list(&sample.entries),
        ..sample.clone()
    };
    moved.measure_in_own_unit();
    let fit = fit_prepared(Family::Weibull, &moved).ok()?;
    Some((fit.log_likelihood, fit.law))
}
