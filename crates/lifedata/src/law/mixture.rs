//! Two Weibull populations in one sample: expectation and maximisation from several starts, then Newton's polish.
//!
//! A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from incomplete data via the EM algorithm", JRSS B
//! 39 (1977) 1–38. The likelihood is unbounded where one population shrinks onto a single failure, so a top counts only
//! where both have failures enough to be told: three expected ones or more.

use super::fit::{FitError, fit_prepared};
use super::form::{self, Evidence};
use super::life_law::{Family, LifeLaw};
use super::prepared::{Prepared, Weighted};
use super::weibull;
use crate::numeric::climb::{Peak, climb};

/// Steps of expectation and maximisation before the polish.
const ROUNDS: usize = 60;
/// Where failures are parted at first, as shares of them.
const PARTINGS: [f64; 4] = [0.15, 0.35, 0.6, 0.85];
/// Expected failures that each population must have.
const LEAST_FAILURES: f64 = 3.0;

pub(super) fn peak(sample: &Prepared) -> Result<Peak, FitError> {
    let family = Family::WeibullMixture;
    let evidence = Evidence { family, sample };
    let rough = as_exact(sample);
    let starts = PARTINGS.iter().filter_map(|parting| improved(&rough, *parting));
    let tops = starts.filter_map(|law| climb(&evidence, &form::point_of(&law, 0.0)).ok());
    let told = tops.filter(|peak| is_told(&form::law_at(family, &peak.at, 0.0), sample));
    let best = told.max_by(|a, b| a.height.value.total_cmp(&b.height.value));
    let one = fit_prepared(Family::Weibull, sample)?.log_likelihood - sample.log_likelihood_shift();
    match best {
        Some(peak) if peak.height.value > one + 1e-9 => Ok(peak),
        Some(_) => Err(FitError::Simpler { family, parameter: "share", simpler: Family::Weibull }),
        None => Err(FitError::NoTop { family }),
    }
}

/// The sample with failures that were only found taken at the middle of what is known of them: for starts alone.
fn as_exact(sample: &Prepared) -> Prepared {
    let mut rough = sample.clone();
    rough.entries.clear();
    for (low, high) in rough.between.drain(..) {
        let mut middle = high;
        middle.age.value = (low.value + high.age.value) / 2.0;
        middle.age.log = libm::log(middle.age.value);
        rough.exact.push(middle);
    }
    rough
}

/// The share of the first population, and the two of them, after some rounds from one parting.
fn improved(sample: &Prepared, parting: f64) -> Option<LifeLaw> {
    let mut ages: Vec<f64> = sample.exact.iter().map(|one| one.age.log).collect();
    ages.sort_by(f64::total_cmp);
    let edge = ages.get((parting * ages.len() as f64) as usize).copied()?;
    // At first a failure belongs nine tenths to its side of the edge, and a running life to the later population.
    let side = |one: &Weighted, runs: bool| if one.age.log <= edge && !runs { 0.9 } else { 0.1 };
    let mut law = step(sample, side)?;
    for _ in 0..ROUNDS {
        law = step(sample, |one, runs| first_share(&law, one, runs))?;
    }
    Some(law)
}

/// How likely a life is of the first population.
fn first_share(law: &LifeLaw, one: &Weighted, runs: bool) -> f64 {
    let LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 } = *law else { return 0.5 };
    let weight = |share: f64, shape: f64, scale: f64| {
        let z = shape * (one.age.log - libm::log(scale));
        libm::log(share) - libm::exp(z) + if runs { 0.0 } else { libm::log(shape) + z }
    };
    let (first, second) = (weight(share, shape_1, scale_1), weight(1.0 - share, shape_2, scale_2));
    1.0 / (1.0 + libm::exp((second - first).min(700.0)))
}

/// The likeliest share and laws where each life belongs to the first population by this much.
fn step(sample: &Prepared, first: impl Fn(&Weighted, bool) -> f64) -> Option<LifeLaw> {
    let part = |of_first: bool| {
        let list = |list: &[Weighted], runs: bool| -> Vec<Weighted> {
            let share = |one: &Weighted| if of_first { first(one, runs) } else { 1.0 - first(one, runs) };
            list.iter().map(|one| Weighted { weight: one.weight * share(one), ..*one }).collect()
        };
        let mut part = Prepared {
            log_unit: 0.0,
            exact: list(&sample.exact, false),
            right: list(&sample.right, true),
            ..sample.clone()
        };
        part.measure_in_own_unit();
        let (shape, log_scale, _) = weibull::profile(&part)?;
        let weight: f64 = part.exact.iter().chain(&part.right).map(|one| one.weight).sum();
        Some((weight, shape.min(90.0), libm::exp(log_scale + part.log_unit)))
    };
    let (weight_1, shape_1, scale_1) = part(true)?;
    let (weight_2, shape_2, scale_2) = part(false)?;
    let share = (weight_1 / (weight_1 + weight_2)).clamp(1e-6, 1.0 - 1e-6);
    Some(LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 })
}

/// Whether both populations have failures enough, and do not say the same.
fn is_told(law: &LifeLaw, sample: &Prepared) -> bool {
    let rough = as_exact(sample);
    let failures: f64 = rough.exact.iter().map(|one| one.weight).sum();
    let first: f64 = rough.exact.iter().map(|one| one.weight * first_share(law, one, false)).sum();
    first >= LEAST_FAILURES && failures - first >= LEAST_FAILURES
}
