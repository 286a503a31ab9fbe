//! Lives whose hours were run in several bands, each of which uses up life at a pace of its own: the temperature of the day, the road.
//!
//! An hour in band `b` counts for `f_b` hours of life, in the band of reference for one; a part fails when its counted hours
//! `A = Σ f_b·h_b` have come to a Weibull life. This is accelerated failure time with a covariate that changes (D. R. Cox and D. Oakes,
//! *Analysis of Survival Data*, 1984, section 5.2; the cumulative exposure of W. Nelson, *Accelerated Testing*, 1990, chapter 10), and
//! what a scenario's `ageing_curve` does. A life that fails in band `b` at `A` has the density `f_b·h(A)·exp(−H(A))`, one that runs on
//! `exp(−H(A))`.
//!
//! With a shape of 1 the factors are ratios of rates, as [`super::rates`] has them. With another, counts alone say less than lives do: what
//! wears fails regularly, so that lives bound the factors more tightly.

use super::{Held, LikelihoodRatio, NoRegression, ends, separating};
use crate::interval::Interval;
use crate::numeric::climb::{Height, Hill, Peak, climb};
use crate::numeric::linear;

/// One life.
#[derive(Clone, PartialEq, Debug)]
pub struct BandedLife {
    /// Hours run in each band while it was watched, from new.
    pub hours: Vec<f64>,
    /// The band in which it failed; none where it ran on.
    pub failed_in: Option<usize>,
}

/// A fitted law of banded lives.
#[derive(Clone, PartialEq, Debug)]
pub struct Banded {
    /// The Weibull shape.
    pub shape: f64,
    /// The Weibull scale, in hours of the band of reference.
    pub scale: f64,
    /// Hours of life that an hour in each band takes, 1 in the band of reference and in those held at it.
    pub factors: Vec<f64>,
    /// ln of the likelihood, densities in one over hours run.
    pub log_likelihood: f64,
    /// The same with a factor of 1 in every band.
    pub log_likelihood_without: f64,
    /// Which bands had a factor to be found.
    free: Vec<usize>,
    errors: Vec<f64>,
}

impl Banded {
    /// The test of all factors together.
    pub fn likelihood_ratio(&self) -> LikelihoodRatio {
        LikelihoodRatio::new(self.log_likelihood, self.log_likelihood_without, self.free.len())
    }

    /// Figures that were found: shape, scale and factors.
    pub fn size(&self) -> usize {
        2 + self.free.len()
    }
}

/// Fits shape, scale and the factors of those bands that are free; the others have 1.
///
/// # Errors
/// [`NoRegression`], with the number of a band from 1 for a covariate's name: [`NoRegression::Constant`] where no hour was run in a free
/// band, or in any other; [`NoRegression::Separates`] where nothing failed in one.
pub fn fit(lives: &[BandedLife], free: &[usize]) -> Result<Banded, NoRegression> {
    let evidence = prepared(lives, free)?;
    let size = evidence.size();
    let none = Evidence { lives, free: &[], unit: evidence.unit };
    let start = [0.0, evidence.first_shape()];
    let none = climb(&none, &start).map_err(|_| NoRegression::NoTop)?;
    let mut start = vec![0.0; size];
    start[..2].copy_from_slice(&none.at);
    let Peak { at, height } = climb(&evidence, &start).map_err(|_| NoRegression::NoTop)?;
    let information: Vec<f64> = height.curve.iter().map(|cell| -cell).collect();
    let covariance = linear::inverse(&information, size).ok_or(NoRegression::NoTop)?;
    let errors: Vec<f64> = (0..size).map(|i| covariance[i * size + i].sqrt()).collect();
    let names: Vec<String> = free.iter().map(|band| (band + 1).to_string()).collect();
    separating(&names, errors[2..].iter().copied())?;
    let mut factors = vec![1.0; lives.first().map_or(0, |life| life.hours.len())];
    for (log_factor, band) in at[2..].iter().zip(free) {
        factors[*band] = libm::exp(*log_factor);
    }
    let failures = lives.iter().filter(|life| life.failed_in.is_some()).count() as f64;
    let shift = failures * libm::log(evidence.unit);
    Ok(Banded {
        shape: at[1],
        scale: evidence.unit * libm::exp(at[0] / at[1]),
        factors,
        log_likelihood: height.value - shift,
        log_likelihood_without: none.height.value - shift,
        free: free.to_vec(),
        errors,
    })
}

/// The interval of the factor of a band by the profile of the likelihood; none where it was not free. The fit must be of these lives.
///
/// # Errors
/// As [`fit`].
pub fn profile(
    fit: &Banded,
    lives: &[BandedLife],
    band: usize,
    level: f64,
) -> Result<Option<Interval>, NoRegression> {
    let Some(place) = fit.free.iter().position(|free| *free == band) else { return Ok(None) };
    let evidence = prepared(lives, &fit.free)?;
    let failures = lives.iter().filter(|life| life.failed_in.is_some()).count() as f64;
    let top = fit.log_likelihood + failures * libm::log(evidence.unit);
    let mut warm = vec![fit.shape * libm::log(fit.scale / evidence.unit), fit.shape];
    let others = fit.free.iter().filter(|free| **free != band);
    warm.extend(others.map(|free| libm::log(fit.factors[*free])));
    let loss = |value: f64| {
        let held = Held { hill: &evidence, place: place + 2, value };
        let peak = climb(&held, &warm).ok()?;
        warm = peak.at;
        Some(top - peak.height.value)
    };
    let on_scale = ends::profile(libm::log(fit.factors[band]), fit.errors[place + 2], level, loss);
    Ok(Some(Interval {
        estimate: fit.factors[band],
        low: libm::exp(on_scale.low),
        high: libm::exp(on_scale.high),
        level,
    }))
}

fn prepared<'a>(lives: &'a [BandedLife], free: &'a [usize]) -> Result<Evidence<'a>, NoRegression> {
    let bands = lives.first().map_or(0, |life| life.hours.len());
    let fault = |life: &BandedLife| {
        let is_bad = |hours: &f64| !(hours.is_finite() && *hours >= 0.0);
        let is_beyond = life.failed_in.is_some_and(|band| band >= bands);
        life.hours.len() != bands
            || is_beyond
            || life.hours.iter().any(is_bad)
            || life.hours.iter().sum::<f64>() <= 0.0
    };
    if let Some(row) = lives.iter().position(fault) {
        return Err(NoRegression::BadExposure { row });
    }
    let failures = lives.iter().filter(|life| life.failed_in.is_some()).count() as u64;
    let needed = free.len() as u64 + 2;
    if failures < needed {
        return Err(NoRegression::TooFewFailures { failures, needed });
    }
    let hours_in = |band: usize| lives.iter().filter_map(|life| life.hours.get(band)).sum::<f64>();
    let held: f64 = (0..bands).filter(|band| !free.contains(band)).map(hours_in).sum();
    let mut separates = Vec::new();
    for band in free {
        let name = (band + 1).to_string();
        if hours_in(*band) <= 0.0 || held <= 0.0 {
            return Err(NoRegression::Constant { name, value: if held <= 0.0 { 1.0 } else { 0.0 } });
        }
        if lives.iter().all(|life| life.failed_in != Some(*band)) {
            separates.push(name);
        }
    }
    if !separates.is_empty() {
        return Err(NoRegression::Separates { names: separates });
    }
    let logs: f64 = lives.iter().map(|life| libm::log(life.hours.iter().sum())).sum();
    Ok(Evidence { lives, free, unit: libm::exp(logs / lives.len() as f64) })
}

/// The log-likelihood in `(δ, γ, ln f …)`, with `z = γ·ln(A/unit) − δ`.
struct Evidence<'a> {
    lives: &'a [BandedLife],
    free: &'a [usize],
    unit: f64,
}

impl Evidence<'_> {
    /// One over the spread of the logarithms of all lives, as if each had failed.
    fn first_shape(&self) -> f64 {
        let square = |life: &BandedLife| {
            let log = libm::log(life.hours.iter().sum::<f64>() / self.unit);
            log * log
        };
        let mean = self.lives.iter().map(square).sum::<f64>() / self.lives.len() as f64;
        (1.0 / mean.sqrt().max(1e-3)).min(50.0)
    }
}

impl Hill for Evidence<'_> {
    fn size(&self) -> usize {
        2 + self.free.len()
    }

    fn is_legal(&self, at: &[f64]) -> bool {
        let is_factor = |log: &f64| log.abs() < 100.0;
        at[0].is_finite() && (1e-9..1e4).contains(&at[1]) && at[2..].iter().all(is_factor)
    }

    fn height(&self, at: &[f64], height: &mut Height) {
        let size = self.size();
        *height = Height::zero(size);
        let (delta, gamma) = (at[0], at[1]);
        let factors: Vec<f64> = at[2..].iter().map(|log| libm::exp(*log)).collect();
        let mut slope = vec![0.0; size];
        for life in self.lives {
            let mut counted: f64 = life.hours.iter().sum();
            for (factor, band) in factors.iter().zip(self.free) {
                counted += (factor - 1.0) * life.hours[*band];
            }
            let log = libm::log(counted / self.unit);
            let z = gamma * log - delta;
            let hazard = libm::exp(z);
            // The part of each free band in what was counted, which is the slope of its logarithm.
            let part = |k: usize| factors[k] * life.hours[self.free[k]] / counted;
            slope[0] = -1.0;
            slope[1] = log;
            for k in 0..self.free.len() {
                slope[k + 2] = gamma * part(k);
            }
            let failed = f64::from(u8::from(life.failed_in.is_some()));
            let first = failed - hazard;
            height.value += failed * (libm::log(gamma) + z - log) - hazard;
            height.slope[1] += failed / gamma;
            height.curve[size + 1] -= failed / (gamma * gamma);
            for i in 0..size {
                height.slope[i] += first * slope[i];
                for j in 0..size {
                    height.curve[i * size + j] -= hazard * slope[i] * slope[j];
                }
            }
            // What bends z, and ln A of the failed, in the factors.
            let bend = first * gamma - failed;
            for (k, (band, log_factor)) in self.free.iter().zip(&at[2..]).enumerate() {
                let (own, row) = (part(k), k + 2);
                height.slope[row] -= failed * own;
                height.curve[row * size + 1] += first * own;
                height.curve[size + row] += first * own;
                height.curve[row * size + row] += bend * own;
                for other in 0..self.free.len() {
                    height.curve[row * size + other + 2] -= bend * own * part(other);
                }
                if life.failed_in == Some(*band) {
                    height.value += log_factor;
                    height.slope[row] += 1.0;
                }
            }
        }
    }
}
