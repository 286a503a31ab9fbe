//! One law with its figures: hazard, survival, quantiles, draws, and what of it a scenario can hold.

use std::fmt;

use iceroad_base::law::{BadLaw, Law, normal_quantile};
use iceroad_base::random::Stream;
use serde::{Deserialize, Serialize};

use crate::numeric::gamma;
use crate::numeric::normal;
use crate::numeric::root::rising_root;

/// A form of law.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// No memory.
    Exponential,
    /// Two parameters.
    Weibull,
    /// Three parameters: no life ends before the threshold.
    WeibullThreshold,
    /// The logarithm of a life is normal.
    LogNormal,
    /// The logarithm of a life is logistic.
    LogLogistic,
    /// Gamma with any shape; with a whole one it is Erlang's.
    Gamma,
    /// The hazard grows exponentially with age.
    Gompertz,
    /// Two Weibull populations in one: an early and a late way to fail.
    WeibullMixture,
}

impl Family {
    /// Every family, simplest first.
    pub const ALL: [Family; 8] = [
        Family::Exponential,
        Family::Weibull,
        Family::LogNormal,
        Family::LogLogistic,
        Family::Gamma,
        Family::Gompertz,
        Family::WeibullThreshold,
        Family::WeibullMixture,
    ];

    /// How it is called in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Family::Exponential => "exponential",
            Family::Weibull => "weibull",
            Family::WeibullThreshold => "weibull_threshold",
            Family::LogNormal => "lognormal",
            Family::LogLogistic => "loglogistic",
            Family::Gamma => "gamma",
            Family::Gompertz => "gompertz",
            Family::WeibullMixture => "weibull_mixture",
        }
    }

    /// The names of its parameters, in the order of [`LifeLaw::parameters`].
    pub fn parameter_names(self) -> &'static [&'static str] {
        match self {
            Family::Exponential => &["mean"],
            Family::Weibull | Family::Gamma | Family::LogLogistic => &["shape", "scale"],
            Family::WeibullThreshold => &["shape", "scale", "threshold"],
            Family::LogNormal => &["mu", "sigma"],
            Family::Gompertz => &["rate", "growth"],
            Family::WeibullMixture => &["share", "shape_1", "scale_1", "shape_2", "scale_2"],
        }
    }

    /// How many parameters it has.
    pub fn size(self) -> usize {
        self.parameter_names().len()
    }

    /// Whether a scenario can hold a law of it as it is; see [`LifeLaw::scenario_law`].
    pub fn is_in_scenario(self) -> bool {
        matches!(self, Family::Exponential | Family::Weibull | Family::LogNormal)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A law of life with its figures.
///
/// ```
/// use iceroad_lifedata::law::LifeLaw;
/// let pump = LifeLaw::Weibull { shape: 2.0, scale: 8_000.0 };
/// assert!((pump.survival(8_000.0) - (-1.0_f64).exp()).abs() < 1e-15);
/// let b10 = pump.quantile(0.1);
/// assert!((b10 - 2_596.7).abs() < 0.1);
/// ```
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "law", rename_all = "snake_case")]
pub enum LifeLaw {
    /// Exponential.
    Exponential {
        /// The mean life.
        mean: f64,
    },
    /// Weibull.
    Weibull {
        /// The shape: wear-out above 1, early failures below.
        shape: f64,
        /// The scale: 63.2 % have failed by then.
        scale: f64,
    },
    /// Weibull from a threshold on.
    WeibullThreshold {
        /// The shape of what follows the threshold.
        shape: f64,
        /// The scale of what follows the threshold.
        scale: f64,
        /// The age before which nothing fails.
        threshold: f64,
    },
    /// Log-normal.
    LogNormal {
        /// The mean of the logarithm.
        mu: f64,
        /// The standard deviation of the logarithm.
        sigma: f64,
    },
    /// Log-logistic.
    LogLogistic {
        /// The shape: one over the scale of the logistic law of the logarithm.
        shape: f64,
        /// The median.
        scale: f64,
    },
    /// Gamma.
    Gamma {
        /// The shape.
        shape: f64,
        /// The scale: mean over shape.
        scale: f64,
    },
    /// Gompertz.
    Gompertz {
        /// The hazard at age 0.
        rate: f64,
        /// By how much the logarithm of the hazard grows in one unit of age: above 0 in a fit, while the end of an
        /// interval may lie below, where part of the lives never end.
        growth: f64,
    },
    /// A mixture of two Weibull laws; the first is the one whose lives are shorter.
    WeibullMixture {
        /// The share of the first.
        share: f64,
        /// The shape of the first.
        shape_1: f64,
        /// The scale of the first.
        scale_1: f64,
        /// The shape of the second.
        shape_2: f64,
        /// The scale of the second.
        scale_2: f64,
    },
}

impl LifeLaw {
    /// Its family.
    pub fn family(&self) -> Family {
        match self {
            LifeLaw::Exponential { .. } => Family::Exponential,
            LifeLaw::Weibull { .. } => Family::Weibull,
            LifeLaw::WeibullThreshold { .. } => Family::WeibullThreshold,
            LifeLaw::LogNormal { .. } => Family::LogNormal,
            LifeLaw::LogLogistic { .. } => Family::LogLogistic,
            LifeLaw::Gamma { .. } => Family::Gamma,
            LifeLaw::Gompertz { .. } => Family::Gompertz,
            LifeLaw::WeibullMixture { .. } => Family::WeibullMixture,
        }
    }

    /// Its figures, in the order of [`Family::parameter_names`].
    pub fn parameters(&self) -> Vec<f64> {
        match *self {
            LifeLaw::Exponential { mean } => vec![mean],
            LifeLaw::Weibull { shape, scale }
            | LifeLaw::LogLogistic { shape, scale }
            | LifeLaw::Gamma { shape, scale } => vec![shape, scale],
            LifeLaw::WeibullThreshold { shape, scale, threshold } => vec![shape, scale, threshold],
            LifeLaw::LogNormal { mu, sigma } => vec![mu, sigma],
            LifeLaw::Gompertz { rate, growth } => vec![rate, growth],
            LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 } => {
                vec![share, shape_1, scale_1, shape_2, scale_2]
            }
        }
    }

    /// The expected number of failures up to this age of a thing that is put back as it was: `H(t)`.
    pub fn cumulative_hazard(&self, age: f64) -> f64 {
        if age <= 0.0 {
            return 0.0;
        }
        match *self {
            LifeLaw::Exponential { mean } => age / mean,
            LifeLaw::Weibull { shape, scale } => libm::pow(age / scale, shape),
            LifeLaw::WeibullThreshold { shape, scale, threshold } => {
                libm::pow((age - threshold).max(0.0) / scale, shape)
            }
            LifeLaw::LogNormal { mu, sigma } => normal::cumulative_hazard((libm::log(age) - mu) / sigma),
            LifeLaw::LogLogistic { shape, scale } => libm::log1p(libm::pow(age / scale, shape)),
            LifeLaw::Gamma { shape, scale } => -gamma::log_upper(shape, age / scale),
            LifeLaw::Gompertz { rate, growth } => rate * grown(growth, age),
            LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 } => {
                let (first, second) = (libm::pow(age / scale_1, shape_1), libm::pow(age / scale_2, shape_2));
                let low = first.min(second);
                low - libm::log(share * libm::exp(low - first) + (1.0 - share) * libm::exp(low - second))
            }
        }
    }

    /// The share of lives that last longer than this age.
    pub fn survival(&self, age: f64) -> f64 {
        libm::exp(-self.cumulative_hazard(age))
    }

    /// The share of lives that end by this age.
    pub fn cdf(&self, age: f64) -> f64 {
        -libm::expm1(-self.cumulative_hazard(age))
    }

    /// The logarithm of the density at this age, which is above 0.
    pub fn log_density(&self, age: f64) -> f64 {
        match *self {
            LifeLaw::Exponential { mean } => -age / mean - libm::log(mean),
            LifeLaw::Weibull { shape, scale } => log_weibull(age, shape, scale),
            LifeLaw::WeibullThreshold { shape, scale, threshold } => {
                if age <= threshold {
                    f64::NEG_INFINITY
                } else {
                    log_weibull(age - threshold, shape, scale)
                }
            }
            LifeLaw::LogNormal { mu, sigma } => {
                let log_age = libm::log(age);
                let z = (log_age - mu) / sigma;
                -z * z / 2.0 - normal::HALF_LOG_TAU - libm::log(sigma) - log_age
            }
            LifeLaw::LogLogistic { shape, scale } => {
                let z = shape * libm::log(age / scale);
                libm::log(shape) - libm::log(age) - z.abs() - 2.0 * libm::log1p(libm::exp(-z.abs()))
            }
            LifeLaw::Gamma { shape, scale } => {
                (shape - 1.0) * libm::log(age / scale) - age / scale - libm::lgamma(shape) - libm::log(scale)
            }
            LifeLaw::Gompertz { rate, growth } => libm::log(rate) + growth * age - rate * grown(growth, age),
            LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 } => {
                let first = libm::log(share) + log_weibull(age, shape_1, scale_1);
                let second = libm::log1p(-share) + log_weibull(age, shape_2, scale_2);
                let high = first.max(second);
                high + libm::log(libm::exp(first - high) + libm::exp(second - high))
            }
        }
    }

    /// The rate of failure at this age, of a thing that has reached it.
    pub fn hazard(&self, age: f64) -> f64 {
        libm::exp(self.log_density(age) + self.cumulative_hazard(age))
    }

    /// The age by which a share `p` has failed; `p` is cut to 0..=1, and at 1 it is infinite.
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.clamp(0.0, 1.0);
        if p == 1.0 {
            return f64::INFINITY;
        }
        let hazard = -libm::log1p(-p);
        match *self {
            LifeLaw::Exponential { mean } => mean * hazard,
            LifeLaw::Weibull { shape, scale } => scale * libm::pow(hazard, 1.0 / shape),
            LifeLaw::WeibullThreshold { shape, scale, threshold } => {
                threshold + scale * libm::pow(hazard, 1.0 / shape)
            }
            LifeLaw::LogNormal { mu, sigma } => libm::exp(mu + sigma * normal_quantile(p)),
            LifeLaw::LogLogistic { shape, scale } => scale * libm::pow(libm::expm1(hazard), 1.0 / shape),
            LifeLaw::Gompertz { rate, growth } => {
                let x = growth * hazard / rate;
                if x <= -1.0 {
                    return f64::INFINITY;
                }
                hazard / rate * if x.abs() < 1e-12 { 1.0 } else { libm::log1p(x) / x }
            }
            LifeLaw::Gamma { shape, scale } => scale * gamma::quantile(shape, p),
            LifeLaw::WeibullMixture { scale_1, scale_2, .. } => {
                if p == 0.0 {
                    return 0.0;
                }
                let log_hazard = libm::log(hazard);
                let excess =
                    |log_age: f64| libm::log(self.cumulative_hazard(libm::exp(log_age))) - log_hazard;
                libm::exp(rising_root(libm::log(scale_1.max(scale_2)), excess))
            }
        }
    }

    /// The mean life; infinite for a log-logistic law of shape 1 or less.
    pub fn mean(&self) -> f64 {
        match *self {
            LifeLaw::Exponential { mean } => mean,
            LifeLaw::Weibull { shape, scale } => weibull_mean(shape, scale),
            LifeLaw::WeibullThreshold { shape, scale, threshold } => threshold + weibull_mean(shape, scale),
            LifeLaw::LogNormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            LifeLaw::LogLogistic { shape, .. } if shape <= 1.0 => f64::INFINITY,
            LifeLaw::LogLogistic { shape, scale } => {
                let angle = std::f64::consts::PI / shape;
                scale * angle / libm::sin(angle)
            }
            LifeLaw::Gamma { shape, scale } => shape * scale,
            LifeLaw::Gompertz { growth, .. } if growth < 0.0 => f64::INFINITY,
            LifeLaw::Gompertz { rate, growth: 0.0 } => 1.0 / rate,
            LifeLaw::Gompertz { rate, growth } => gompertz_mean(rate, growth),
            LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 } => {
                share * weibull_mean(shape_1, scale_1) + (1.0 - share) * weibull_mean(shape_2, scale_2)
            }
        }
    }

    /// One life, by inversion of one uniform number.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        self.quantile(stream.uniform())
    }

    /// The same law with ages counted in another unit: a life of `t` becomes one of `t·factor`.
    #[must_use]
    pub fn rescaled(&self, factor: f64) -> LifeLaw {
        match *self {
            LifeLaw::Exponential { mean } => LifeLaw::Exponential { mean: mean * factor },
            LifeLaw::Weibull { shape, scale } => LifeLaw::Weibull { shape, scale: scale * factor },
            LifeLaw::WeibullThreshold { shape, scale, threshold } => {
                LifeLaw::WeibullThreshold { shape, scale: scale * factor, threshold: threshold * factor }
            }
            LifeLaw::LogNormal { mu, sigma } => LifeLaw::LogNormal { mu: mu + libm::log(factor), sigma },
            LifeLaw::LogLogistic { shape, scale } => LifeLaw::LogLogistic { shape, scale: scale * factor },
            LifeLaw::Gamma { shape, scale } => LifeLaw::Gamma { shape, scale: scale * factor },
            LifeLaw::Gompertz { rate, growth } => {
                LifeLaw::Gompertz { rate: rate / factor, growth: growth / factor }
            }
            LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 } => {
                LifeLaw::WeibullMixture {
                    share,
                    shape_1,
                    scale_1: scale_1 * factor,
                    shape_2,
                    scale_2: scale_2 * factor,
                }
            }
        }
    }

    /// The law as a scenario holds it.
    ///
    /// A gamma law is Erlang's where its shape is a whole number of stages, to one part in a million.
    ///
    /// # Errors
    /// [`NotInScenario`] where the family has no column there, or a figure is beyond what a scenario may hold (the
    /// shape of a Weibull law between 0.05 and 100, the coefficient of variation of a log-normal one up to 10).
    pub fn scenario_law(&self) -> Result<Law, NotInScenario> {
        let law = match *self {
            LifeLaw::Exponential { mean } => Law::exponential(mean),
            LifeLaw::Weibull { shape, scale } => Law::weibull(shape, scale),
            LifeLaw::LogNormal { sigma, .. } => {
                Law::log_normal(self.mean(), libm::expm1(sigma * sigma).sqrt())
            }
            LifeLaw::Gamma { shape, .. } if (shape / shape.round() - 1.0).abs() < 1e-6 => {
                Law::erlang(shape.round() as u32, self.mean())
            }
            _ => return Err(NotInScenario::Family(self.family())),
        };
        law.map_err(NotInScenario::Figure)
    }
}

/// Why a law cannot stand in a scenario.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum NotInScenario {
    /// The format has no columns for such a law.
    Family(Family),
    /// A figure of it is out of range.
    Figure(BadLaw),
}

impl fmt::Display for NotInScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotInScenario::Family(family) => write!(f, "a scenario holds no {family} law"),
            NotInScenario::Figure(bad) => bad.fmt(f),
        }
    }
}

impl std::error::Error for NotInScenario {}

fn log_weibull(age: f64, shape: f64, scale: f64) -> f64 {
    let z = shape * libm::log(age / scale);
    libm::log(shape) - libm::log(age) + z - libm::exp(z)
}

/// `(exp(growth·age) − 1)/growth`, which is the age itself at no growth.
fn grown(growth: f64, age: f64) -> f64 {
    let x = growth * age;
    age * if x.abs() < 1e-12 { 1.0 } else { libm::expm1(x) / x }
}

fn weibull_mean(shape: f64, scale: f64) -> f64 {
    scale * libm::tgamma(1.0 + 1.0 / shape)
}

/// `exp(c)·E₁(c)/growth` with `c = rate/growth`, by the trapezoid rule in the logarithm of the hazard.
///
/// A life of cumulative hazard `h` has the age `ln(1 + h/c)/growth`, so the mean is the integral of
/// `exp(−h)/(growth·(c + h))` over `h`. In `v = ln h` the integrand is smooth and falls off at both ends, where the
/// rule gains digits with every halving of its step.
fn gompertz_mean(rate: f64, growth: f64) -> f64 {
    let c = rate / growth;
    const STEP: f64 = 1.0 / 64.0;
    let term = |v: f64| {
        let hazard = libm::exp(v);
        libm::exp(-hazard) * hazard / (c + hazard)
    };
    // Below, the integrand falls as exp(v)/c; above exp(3.7), exp(−h) is below 1e-17.
    let low = libm::log(c.min(1.0)) - 40.0;
    let steps = ((4.0 - low) / STEP) as u32;
    let sum: f64 = (0..=steps).map(|nth| term(low + f64::from(nth) * STEP)).sum();
    sum * STEP / growth
}
