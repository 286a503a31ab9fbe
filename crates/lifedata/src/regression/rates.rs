//! Failures counted over hours: Poisson regression with the logarithm of the hours as an offset.
//!
//! Failures of a row are Poisson with mean `hours · exp(β₀ + β·x)`. P. McCullagh and J. A. Nelder, *Generalized Linear Models* (2nd ed. 1989),
//! chapter 6; the log-likelihood is concave, so Newton's method finds its one top.
//!
//! Pitfall: failures of one machine that come in clusters, or that wear makes regular, are not Poisson: the intervals are then too narrow, or too wide.

use super::design::{Covariates, Design};
use super::{Held, LikelihoodRatio, NoRegression, ends, separating, wald};
use crate::interval::Interval;
use crate::numeric::climb::{Height, Hill, Peak, climb};
use crate::numeric::linear;
use iceroad_base::estimate::clopper_pearson;

/// Failures in some hours.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Count {
    /// The failures.
    pub failures: u64,
    /// The hours in which they came.
    pub hours: f64,
}

/// A fitted regression of rates.
#[derive(Clone, PartialEq, Debug)]
pub struct Rates {
    /// The covariates' names.
    pub names: Vec<String>,
    /// `β₀`: ln of the failures per hour where all covariates are 0.
    pub intercept: f64,
    /// `β`, in one over the covariate's unit: above 0 where more of it makes failures more frequent.
    pub coefficients: Vec<f64>,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// The same with one rate for all.
    pub log_likelihood_without: f64,
    /// ln of the likelihood with a rate for each row: the deviance is twice what it lies above the fit's.
    pub log_likelihood_saturated: f64,
    errors: Vec<f64>,
}

impl Rates {
    /// The test of all covariates together.
    pub fn likelihood_ratio(&self) -> LikelihoodRatio {
        LikelihoodRatio::new(self.log_likelihood, self.log_likelihood_without, self.coefficients.len())
    }

    /// Twice what the log-likelihood lacks to that of a rate for each row.
    pub fn deviance(&self) -> f64 {
        2.0 * (self.log_likelihood_saturated - self.log_likelihood)
    }

    /// Wald's interval of a coefficient; NaN where there is none.
    pub fn wald(&self, coefficient: usize, level: f64) -> Interval {
        let of = |all: &[f64]| all.get(coefficient).copied().unwrap_or(f64::NAN);
        wald(of(&self.coefficients), of(&self.errors), level)
    }
}

/// Fits a regression of rates; a row of covariates for each count. Rows without hours tell nothing and are left out.
///
/// # Errors
/// [`NoRegression`] where the counts or the covariates bear none.
pub fn fit(counts: &[Count], covariates: &Covariates) -> Result<Rates, NoRegression> {
    let (evidence, design) = prepared(counts, covariates)?;
    let size = design.size();
    let start = evidence.start();
    let Peak { at, height } = climb(&evidence, &start).map_err(|_| NoRegression::NoTop)?;
    let information: Vec<f64> = height.curve.iter().map(|cell| -cell).collect();
    let covariance = linear::inverse(&information, size + 1).ok_or(NoRegression::NoTop)?;
    let own_errors: Vec<f64> = (1..=size).map(|i| covariance[i * (size + 1) + i].sqrt()).collect();
    separating(&design.names, own_errors.iter().copied())?;
    let mut without = Height::zero(size + 1);
    evidence.height(&start, &mut without);
    let constant = evidence.constant();
    let coefficients: Vec<f64> = (0..size).map(|i| design.own(i, at[i + 1])).collect();
    Ok(Rates {
        names: design.names.clone(),
        intercept: at[0] - linear::dot(&coefficients, &design.means),
        coefficients,
        log_likelihood: height.value + constant,
        log_likelihood_without: without.value + constant,
        log_likelihood_saturated: evidence.saturated() + constant,
        errors: (0..size).map(|i| design.own(i, own_errors[i])).collect(),
    })
}

/// The interval of a coefficient by the profile of the likelihood. The fit must be of these counts and covariates; NaN where there is no such
/// coefficient.
///
/// # Errors
/// As [`fit`].
pub fn profile(
    fit: &Rates,
    counts: &[Count],
    covariates: &Covariates,
    coefficient: usize,
    level: f64,
) -> Result<Interval, NoRegression> {
    let (evidence, design) = prepared(counts, covariates)?;
    let size = design.size();
    if coefficient >= size || fit.coefficients.len() != size {
        return Ok(wald(f64::NAN, f64::NAN, level));
    }
    let mut warm = vec![fit.intercept + linear::dot(&fit.coefficients, &design.means)];
    let others = (0..size).filter(|at| *at != coefficient);
    warm.extend(others.map(|at| fit.coefficients[at] * design.deviations[at]));
    let top = fit.log_likelihood - evidence.constant();
    let loss = |value: f64| {
        let value = value * design.deviations[coefficient];
        let held = Held { hill: &evidence, place: coefficient + 1, value };
        let peak = climb(&held, &warm).ok()?;
        warm = peak.at;
        Some(top - peak.height.value)
    };
    Ok(ends::profile(fit.coefficients[coefficient], fit.errors[coefficient], level, loss))
}

/// How many times as often something fails in some hours as in others, with the exact interval: given all failures those in the first are
/// binomial (J. Przyborowski and H. Wilenski, Biometrika 31, 1940, 313–323), with the interval of C. J. Clopper and E. S. Pearson. It holds the
/// truth at least as often as the level says. None where there is no failure at all, or no hour in one of the two.
pub fn factor(of: Count, reference: Count, level: f64) -> Option<Interval> {
    let all = of.failures + reference.failures;
    if all == 0 || of.hours <= 0.0 || reference.hours <= 0.0 {
        return None;
    }
    let ratio = |share: f64| share / (1.0 - share) * reference.hours / of.hours;
    let (low, high) = clopper_pearson(of.failures as usize, all as usize, level);
    Some(Interval {
        estimate: ratio(of.failures as f64 / all as f64),
        low: ratio(low),
        high: if of.failures == all { f64::INFINITY } else { ratio(high) },
        level,
    })
}

/// The test of whether all counts have one rate, against a rate for each; rows without hours tell nothing.
pub fn alike(counts: &[Count]) -> LikelihoodRatio {
    let watched = counts.iter().filter(|count| count.hours > 0.0);
    let part = |n: f64, hours: f64| if n > 0.0 { n * libm::log(n / hours) } else { 0.0 };
    let (mut rows, mut n, mut hours, mut apart) = (0_usize, 0.0, 0.0, 0.0);
    for count in watched {
        rows += 1;
        n += count.failures as f64;
        hours += count.hours;
        apart += part(count.failures as f64, count.hours);
    }
    LikelihoodRatio::new(apart, part(n, hours), rows.saturating_sub(1).max(1))
}

fn prepared(counts: &[Count], covariates: &Covariates) -> Result<(Evidence, Design), NoRegression> {
    for (row, count) in counts.iter().enumerate() {
        let is_bad = !(count.hours.is_finite() && count.hours >= 0.0);
        if is_bad || (count.hours == 0.0 && count.failures > 0) {
            return Err(NoRegression::BadExposure { row });
        }
    }
    // Each row with hours weighs alike: a rare band tells of its covariates as much as a common one.
    let weights: Vec<f64> = counts.iter().map(|count| f64::from(u8::from(count.hours > 0.0))).collect();
    let design = Design::new(covariates, &weights)?;
    let failures = counts.iter().map(|count| count.failures).sum();
    let needed = design.size() as u64 + 1;
    if failures < needed {
        return Err(NoRegression::TooFewFailures { failures, needed });
    }
    let size = design.size();
    let evidence = Evidence { counts: counts.to_vec(), cells: design.cells.clone(), size };
    Ok((evidence, design))
}

/// The log-likelihood in `(β₀, β)`, less what does not depend on them.
struct Evidence {
    counts: Vec<Count>,
    cells: Vec<f64>,
    size: usize,
}

impl Evidence {
    /// One rate for all.
    fn start(&self) -> Vec<f64> {
        let failures: f64 = self.counts.iter().map(|count| count.failures as f64).sum();
        let hours: f64 = self.counts.iter().map(|count| count.hours).sum();
        let mut start = vec![0.0; self.size + 1];
        start[0] = libm::log(failures / hours);
        start
    }

    fn rows(&self) -> impl Iterator<Item = (&Count, &[f64])> {
        self.counts.iter().zip(self.cells.chunks_exact(self.size)).filter(|(count, _)| count.hours > 0.0)
    }

    /// `Σ n·ln hours − ln n!`.
    fn constant(&self) -> f64 {
        let one = |(count, _): (&Count, &[f64])| {
            let n = count.failures as f64;
            n * libm::log(count.hours) - libm::lgamma(n + 1.0)
        };
        self.rows().map(one).sum()
    }

    fn saturated(&self) -> f64 {
        let failed = self.rows().filter(|(count, _)| count.failures > 0);
        let one = |(count, _): (&Count, &[f64])| {
            let n = count.failures as f64;
            n * libm::log(n / count.hours) - n
        };
        failed.map(one).sum()
    }
}

impl Hill for Evidence {
    fn size(&self) -> usize {
        self.size + 1
    }

    fn is_legal(&self, at: &[f64]) -> bool {
        at.iter().all(|part| part.abs() < 300.0)
    }

    fn height(&self, at: &[f64], height: &mut Height) {
        let size = self.size + 1;
        *height = Height::zero(size);
        for (count, x) in self.rows() {
            let log_rate = at[0] + linear::dot(&at[1..], x);
            let mean = count.hours * libm::exp(log_rate);
            let n = count.failures as f64;
            height.value += n * log_rate - mean;
            let of = |place: usize| if place == 0 { 1.0 } else { x[place - 1] };
            for i in 0..size {
                height.slope[i] += (n - mean) * of(i);
                for j in 0..size {
                    height.curve[i * size + j] -= mean * of(i) * of(j);
                }
            }
        }
    }
}
