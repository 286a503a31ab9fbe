//! Maximum likelihood: the law of a family that makes a sample likeliest.
//!
//! The exponential law has a closed form, the Weibull law of failures and running lives one equation
//! ([`super::weibull`]); all others climb by Newton's method on exact second derivatives ([`super::form`]). The
//! threshold and the mixture, whose likelihoods have no top in places, have modules of their own.

use std::fmt;

use super::form::{self, Evidence};
use super::life_law::{Family, LifeLaw};
use super::prepared::Prepared;
use super::{mixture, threshold, weibull};
use crate::numeric::climb::{Height, Hill, Peak, climb};
use crate::numeric::{gamma, linear};
use crate::observation::Sample;

/// No shape beyond this is a law of life: the failures lie within a hundredth of a per cent of each other.
pub(super) const STEEPEST_SHAPE: f64 = 1e4;
/// A logarithm of the scale, in shapes, that is known no better than this is not known at all: the likelihood rises for ever as the scale
/// runs to 0. So it is where failures were only found, each before a first look, and what lasted was known only from a later age on.
const FLATTEST_ERROR: f64 = 1e3;

/// A law with the evidence it was fitted to.
#[derive(Clone, PartialEq, Debug)]
pub struct Fit {
    /// The law of greatest likelihood.
    pub law: LifeLaw,
    /// The logarithm of its likelihood: densities in one over the sample's unit of age.
    pub log_likelihood: f64,
    /// How many lives there were.
    pub lives: u64,
    /// How many of them failed.
    pub failures: u64,
}

impl Fit {
    /// Its family.
    pub fn family(&self) -> Family {
        self.law.family()
    }

    /// Akaike's criterion, `2k − 2 ln L` for `k` parameters: less is better.
    pub fn aic(&self) -> f64 {
        2.0 * self.family().size() as f64 - 2.0 * self.log_likelihood
    }

    /// Akaike's criterion corrected for a small sample, with the number of failures for the sample's size; none where
    /// they are too few for the correction, `k + 1` or fewer for `k` parameters.
    ///
    /// C. M. Hurvich and C.-L. Tsai, "Regression and time series model selection in small samples", Biometrika 76
    /// (1989) 297–307. A running life tells little of the form of a law, so that failures count and not lives, as C. T.
    /// Volinsky and A. E. Raftery do for Schwarz's criterion (Biometrics 56, 2000, 256–262).
    pub fn aicc(&self) -> Option<f64> {
        let (size, failures) = (self.family().size() as f64, self.failures as f64);
        let spare = failures - size - 1.0;
        (spare > 0.0).then(|| self.aic() + 2.0 * size * (size + 1.0) / spare)
    }
}

/// Why no law of a family could be fitted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum FitError {
    /// Every life is still running: nothing failed.
    NoFailure {
        /// How many lives there are.
        lives: u64,
    },
    /// One failure cannot tell a shape.
    TooFewFailures {
        /// The family.
        family: Family,
        /// How many lives failed.
        failures: u64,
        /// How many failures it needs.
        needed: u64,
    },
    /// All failures are at one age, and no life is known to have gone beyond: the likeliest law has no spread.
    NoSpread {
        /// The age.
        age: f64,
    },
    /// Every failure was only found, and no life is known to have reached any age: failures at age 0 fit best.
    NothingReached,
    /// The likeliest law of the family is at the edge where it becomes a simpler one; fit that.
    Simpler {
        /// The family.
        family: Family,
        /// The parameter that came to its edge.
        parameter: &'static str,
        /// The family that it becomes.
        simpler: Family,
    },
    /// The likelihood has no top for this family: it grows without end as the law closes in on one failure.
    NoTop {
        /// The family.
        family: Family,
    },
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FitError::NoFailure { lives } => write!(f, "none of the {lives} lives has failed yet"),
            FitError::TooFewFailures { family, failures, needed } => {
                write!(f, "a {family} law needs {needed} failures or more; there are {failures}")
            }
            FitError::NoSpread { age } => {
                write!(f, "every failure is at the age {age} and nothing went beyond: no spread can be told")
            }
            FitError::NothingReached => write!(f, "no life is known to have reached any age above 0"),
            FitError::Simpler { family, parameter, simpler } => {
                write!(
                    f,
                    "the likeliest {family} law has its {parameter} at the edge: a {simpler} law says the same"
                )
            }
            FitError::NoTop { family } => {
                write!(f, "the likelihood of a {family} law has no top on these lives")
            }
        }
    }
}

impl std::error::Error for FitError {}

/// Fits the law of a family by maximum likelihood.
///
/// ```
/// use iceroad_lifedata::law::{Family, LifeLaw, fit};
/// use iceroad_lifedata::observation::{Life, Sample};
/// let pumps = Sample::new([
///     Life::failed(410.0),
///     Life::failed(700.0),
///     Life::failed(980.0),
///     Life::running(1_000.0).times(3),
/// ])?;
/// let weibull = fit(Family::Weibull, &pumps)?;
/// let LifeLaw::Weibull { shape, scale } = weibull.law else { unreachable!() };
/// assert!((shape - 2.705_33).abs() < 1e-5 && (scale - 1_153.768).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`FitError`] where the sample bears no law of the family.
pub fn fit(family: Family, sample: &Sample) -> Result<Fit, FitError> {
    fit_prepared(family, &Prepared::new(sample))
}

/// The same for several families, with the work on the sample done once.
pub fn fit_each(families: &[Family], sample: &Sample) -> Vec<Result<Fit, FitError>> {
    let prepared = Prepared::new(sample);
    families.iter().map(|family| fit_prepared(*family, &prepared)).collect()
}

/// The log-likelihood of any law on a sample; minus infinity where the law cannot have given it.
pub fn log_likelihood(law: &LifeLaw, sample: &Sample) -> f64 {
    let prepared = Prepared::new(sample);
    let evidence = Evidence { family: law.family(), sample: &prepared };
    let mut height = Height::zero(evidence.size());
    evidence.height(&form::point_of(law, prepared.log_unit), &mut height);
    height.value + prepared.log_likelihood_shift()
}

pub(crate) fn fit_prepared(family: Family, sample: &Prepared) -> Result<Fit, FitError> {
    check(family, sample)?;
    let fast = (family == Family::Weibull && sample.is_exact_or_running())
        .then(|| weibull::profile(sample))
        .flatten();
    let (law, log_likelihood) = match (family, fast) {
        (_, Some((shape, log_scale, log_likelihood))) => {
            let scale = libm::exp(log_scale + sample.log_unit);
            (LifeLaw::Weibull { shape, scale }, log_likelihood)
        }
        (Family::Exponential, _) if sample.is_exact_or_running() => {
            let (failures, exposure) = (sample.failures as f64, sample.exposure());
            let mean = exposure / failures;
            (LifeLaw::Exponential { mean: mean * sample.unit() }, -failures * (1.0 + libm::log(mean)))
        }
        _ => {
            let peak = peak(family, sample)?;
            (form::law_at(family, &peak.at, sample.log_unit), peak.height.value)
        }
    };
    let log_likelihood = log_likelihood + sample.log_likelihood_shift();
    Ok(Fit { law, log_likelihood, lives: sample.lives, failures: sample.failures })
}

/// What no family can be fitted to.
fn check(family: Family, sample: &Prepared) -> Result<(), FitError> {
    if sample.failures == 0 {
        return Err(FitError::NoFailure { lives: sample.lives });
    }
    if sample.exact.is_empty()
        && sample.right.is_empty()
        && sample.between.iter().all(|(low, _)| low.value == 0.0)
    {
        return Err(FitError::NothingReached);
    }
    let needed = family.size() as u64;
    if sample.failures < needed {
        return Err(FitError::TooFewFailures { family, failures: sample.failures, needed });
    }
    if needed > 1 && sample.between.is_empty() {
        let logs = || sample.exact.iter().map(|one| one.age.log);
        let (low, high) = (logs().fold(f64::INFINITY, f64::min), logs().fold(f64::NEG_INFINITY, f64::max));
        if low == high && sample.right.iter().all(|one| one.age.log <= high) {
            return Err(FitError::NoSpread { age: libm::exp(high + sample.log_unit) });
        }
    }
    Ok(())
}

/// The top of the likelihood in the family's own coordinates.
fn peak(family: Family, sample: &Prepared) -> Result<Peak, FitError> {
    let evidence = Evidence { family, sample };
    let from = |start: &[f64]| climb(&evidence, start).map_err(|_| FitError::NoTop { family });
    let log_mean = libm::log(sample.exposure() / sample.failures as f64);
    match family {
        Family::Exponential => from(&[log_mean]),
        Family::Weibull | Family::LogNormal | Family::LogLogistic => {
            // As if every end were a failure; the likelihood has one top, so any start will do.
            let gamma = 1.0 / log_deviation(sample).max(1e-3);
            let peak = from(&[0.0, gamma])?;
            let error = covariance(&peak.height).map_or(f64::INFINITY, |covariance| covariance[0].sqrt());
            if error < FLATTEST_ERROR { Ok(peak) } else { Err(FitError::NoTop { family }) }
        }
        Family::Gamma => from(&gamma_start(sample)?),
        Family::Gompertz => {
            let peak = from(&[-log_mean, 0.0])?;
            // Two standard errors from 0 or a hair, a growth that is not above 0 is no ageing.
            if peak.at[1] > 0.0 {
                return Ok(peak);
            }
            Err(FitError::Simpler { family, parameter: "growth", simpler: Family::Exponential })
        }
        Family::WeibullThreshold => threshold::peak(sample),
        Family::WeibullMixture => mixture::peak(sample),
    }
}

/// The standard deviation of the logarithms of the ages at which lives ended.
fn log_deviation(sample: &Prepared) -> f64 {
    let ends = || sample.exact.iter().chain(&sample.right).chain(sample.between.iter().map(|(_, high)| high));
    let weight: f64 = ends().map(|end| end.weight).sum();
    (ends().map(|end| end.weight * end.age.log * end.age.log).sum::<f64>() / weight).sqrt()
}

/// A gamma law that has failed as much as the likeliest Weibull law where the sample has, and rises alike.
fn gamma_start(sample: &Prepared) -> Result<[f64; 2], FitError> {
    let weibull = fit_prepared(Family::Weibull, sample)?.law;
    let LifeLaw::Weibull { shape, .. } = weibull else { return Ok([0.0, 1.0]) };
    let shape = if shape > 1.0 { shape * shape } else { shape };
    let share = (0.5 * sample.failures as f64 / sample.lives as f64).min(0.5);
    let log_scale =
        libm::log(weibull.quantile(share)) - sample.log_unit - libm::log(gamma::quantile(shape, share));
    Ok([log_scale, shape])
}

/// The top at a law that was fitted before: its point, and what the likelihood is like about it.
pub(crate) fn peak_of(law: &LifeLaw, sample: &Prepared) -> Peak {
    let evidence = Evidence { family: law.family(), sample };
    let at = form::point_of(law, sample.log_unit);
    let mut height = Height::zero(at.len());
    evidence.height(&at, &mut height);
    Peak { at, height }
}

/// The covariance of the coordinates by the curvature of the log-likelihood; none where that is flat.
pub(crate) fn covariance(height: &Height) -> Option<Vec<f64>> {
    let information: Vec<f64> = height.curve.iter().map(|cell| -cell).collect();
    linear::inverse(&information, height.slope.len())
}
