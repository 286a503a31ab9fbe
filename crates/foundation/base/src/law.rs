//! Laws of probability for durations and amounts: checked parameters, draws by inversion, remaining life.
//!
//! A **law** is a distribution on the numbers from 0 up. Each draw maps uniform numbers through the inverse of
//! the law's distribution function, so it grows with the uniform number behind it: two plans that share a
//! [`Stream`] meet the same luck, and `1 - u` gives the antithetic draw. Every law takes one uniform number a
//! draw, but for Erlang, which takes `k`, one for each stage.
//!
//! All transcendental functions come from the pure-Rust `libm`, so a draw has the same bits everywhere.
//!
//! Pitfalls: make laws with the checked constructors; a variant filled by hand is not checked. A machine that is
//! part-worn at the horizon's start needs [`Law::residual`], not `draw() - age`.

mod erlang;
mod normal;

use std::fmt;

pub use normal::{normal_cdf, normal_quantile};

use crate::random::Stream;

/// The most stages an Erlang law may have; its coefficient of variation is then 0.1.
pub const MOST_STAGES: u32 = 100;

/// A distribution of a duration or an amount, in whatever unit its parameters have.
///
/// ```
/// use iceroad_base::{law::Law, random::Stream};
/// let repair = Law::log_normal(8.0, 1.0)?;
/// let hours = repair.draw(&mut Stream::named(42, 0, "truck 7", "repair"));
/// assert!(hours > 0.0);
/// assert!((repair.cdf(repair.quantile(0.9)) - 0.9).abs() < 1e-12);
/// # Ok::<(), iceroad_base::law::BadLaw>(())
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Law {
    /// Always the same value.
    Constant {
        /// The value, 0 or more.
        value: f64,
    },
    /// No memory: the chance of an end does not depend on age.
    Exponential {
        /// The mean, above 0.
        mean: f64,
    },
    /// Wear-out where `shape` is above 1, early failures where it is below; `F(x) = 1 − exp(−(x/scale)^shape)`.
    Weibull {
        /// The shape, 0.05 to 100.
        shape: f64,
        /// The scale (63.2 % have failed by then), above 0.
        scale: f64,
    },
    /// The logarithm is normal: repair times, lead times.
    LogNormal(LogNormal),
    /// Every value between two bounds is equally likely.
    Uniform {
        /// The least value, 0 or more.
        low: f64,
        /// The greatest value, at least `low`.
        high: f64,
    },
    /// An expert's three points.
    Triangular {
        /// The least value, 0 or more.
        low: f64,
        /// The likeliest value.
        mode: f64,
        /// The greatest value.
        high: f64,
    },
    /// The sum of `k` exponential stages of equal mean.
    Erlang {
        /// The number of stages, 1 to [`MOST_STAGES`].
        k: u32,
        /// The mean of the whole, above 0.
        mean: f64,
    },
}

/// A log-normal law, told by its own mean and coefficient of variation, with the normal parameters kept ready.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LogNormal {
    mean: f64,
    cv: f64,
    mu: f64,
    sigma: f64,
}

impl LogNormal {
    fn new(mean: f64, cv: f64) -> Self {
        let variance_of_log = libm::log1p(cv * cv);
        let mu = libm::log(mean) - variance_of_log / 2.0;
        LogNormal { mean, cv, mu, sigma: variance_of_log.sqrt() }
    }

    /// The mean of the law itself, not of its logarithm.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The coefficient of variation of the law itself.
    pub fn cv(&self) -> f64 {
        self.cv
    }

    /// The mean of the logarithm: `ln(mean) − ln(1 + cv²)/2`.
    pub fn mu(&self) -> f64 {
        self.mu
    }

    /// The standard deviation of the logarithm: `sqrt(ln(1 + cv²))`.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }
}

/// A parameter that no law of its kind can have.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BadLaw {
    /// The law, as planners write it (`"weibull"`).
    pub law: &'static str,
    /// The parameter (`"shape"`).
    pub parameter: &'static str,
    /// What was given.
    pub value: f64,
    /// What is legal, in words.
    pub expected: &'static str,
}

impl fmt::Display for BadLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { law, parameter, value, expected } = self;
        write!(f, "{parameter} of {value} for a {law} law is not {expected}")
    }
}

impl std::error::Error for BadLaw {}

const POSITIVE: &str = "a finite number above 0";
const NOT_NEGATIVE: &str = "a finite number of 0 or more";

/// Gives the fault where `legal` does not hold.
fn check(
    legal: bool,
    law: &'static str,
    parameter: &'static str,
    value: f64,
    expected: &'static str,
) -> Result<(), BadLaw> {
    if legal {
        return Ok(());
    }
    Err(BadLaw { law, parameter, value, expected })
}

fn positive(value: f64) -> bool {
    value > 0.0 && value.is_finite()
}

fn not_negative(value: f64) -> bool {
    value >= 0.0 && value.is_finite()
}

impl Law {
    /// Always `value`.
    ///
    /// # Errors
    /// [`BadLaw`] where the value is negative or not finite.
    pub fn constant(value: f64) -> Result<Law, BadLaw> {
        check(not_negative(value), "constant", "value", value, NOT_NEGATIVE)?;
        Ok(Law::Constant { value })
    }

    /// Exponential with this mean.
    ///
    /// # Errors
    /// [`BadLaw`] where the mean is not finite and above 0.
    pub fn exponential(mean: f64) -> Result<Law, BadLaw> {
        check(positive(mean), "exponential", "mean", mean, POSITIVE)?;
        Ok(Law::Exponential { mean })
    }

    /// Weibull with this shape (0.05 to 100) and scale.
    ///
    /// # Errors
    /// [`BadLaw`] where the shape is out of its range or the scale not finite and above 0.
    pub fn weibull(shape: f64, scale: f64) -> Result<Law, BadLaw> {
        check((0.05..=100.0).contains(&shape), "weibull", "shape", shape, "between 0.05 and 100")?;
        check(positive(scale), "weibull", "scale", scale, POSITIVE)?;
        Ok(Law::Weibull { shape, scale })
    }

    /// Log-normal with this mean and coefficient of variation (0 to 10); a constant where the latter is 0.
    ///
    /// # Errors
    /// [`BadLaw`] where the mean is not finite and above 0, or the coefficient is out of its range.
    pub fn log_normal(mean: f64, cv: f64) -> Result<Law, BadLaw> {
        check(positive(mean), "log-normal", "mean", mean, POSITIVE)?;
        check((0.0..=10.0).contains(&cv), "log-normal", "cv", cv, "between 0 and 10")?;
        if cv == 0.0 {
            return Ok(Law::Constant { value: mean });
        }
        Ok(Law::LogNormal(LogNormal::new(mean, cv)))
    }

    /// Uniform between two bounds; a constant where they are equal.
    ///
    /// # Errors
    /// [`BadLaw`] where `low` is negative, `high` is below `low`, or one is not finite.
    pub fn uniform(low: f64, high: f64) -> Result<Law, BadLaw> {
        check(not_negative(low), "uniform", "low", low, NOT_NEGATIVE)?;
        check(high >= low && high.is_finite(), "uniform", "high", high, "a finite number of at least low")?;
        if low == high {
            return Ok(Law::Constant { value: low });
        }
        Ok(Law::Uniform { low, high })
    }

    /// Triangular on three points; a constant where the outer two are equal.
    ///
    /// # Errors
    /// [`BadLaw`] where the points are not finite, not in order, or `low` is negative.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Law, BadLaw> {
        check(not_negative(low), "triangular", "low", low, NOT_NEGATIVE)?;
        check(
            mode >= low && mode.is_finite(),
            "triangular",
            "mode",
            mode,
            "a finite number of at least low",
        )?;
        check(
            high >= mode && high.is_finite(),
            "triangular",
            "high",
            high,
            "a finite number of at least mode",
        )?;
        if low == high {
            return Ok(Law::Constant { value: low });
        }
        Ok(Law::Triangular { low, mode, high })
    }

    /// Erlang with `k` stages and this mean of the whole.
    ///
    /// # Errors
    /// [`BadLaw`] where `k` is not between 1 and [`MOST_STAGES`] or the mean not finite and above 0.
    pub fn erlang(k: u32, mean: f64) -> Result<Law, BadLaw> {
        check((1..=MOST_STAGES).contains(&k), "erlang", "k", f64::from(k), "between 1 and 100")?;
        check(positive(mean), "erlang", "mean", mean, POSITIVE)?;
        Ok(Law::Erlang { k, mean })
    }

    /// Draws one value. Takes one uniform number from the stream, `k` for Erlang and none for a constant.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match *self {
            Law::Constant { value } => value,
            Law::Erlang { k, mean } => draw_erlang(k, mean, stream),
            _ => self.quantile(stream.uniform()),
        }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match *self {
            Law::Constant { value } => value,
            Law::Exponential { mean } | Law::Erlang { mean, .. } => mean,
            Law::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Law::LogNormal(law) => law.mean,
            Law::Uniform { low, high } => low + (high - low) / 2.0,
            Law::Triangular { low, mode, high } => (low + mode + high) / 3.0,
        }
    }

    /// The variance, in the square of the value's unit.
    pub fn variance(&self) -> f64 {
        let deviation = self.cv() * self.mean();
        deviation * deviation
    }

    /// The coefficient of variation: standard deviation over mean; 0 where the mean is 0.
    pub fn cv(&self) -> f64 {
        match *self {
            Law::Constant { .. } => 0.0,
            Law::Exponential { .. } => 1.0,
            Law::Weibull { shape, .. } => {
                let first = libm::lgamma(1.0 + 1.0 / shape);
                let second = libm::lgamma(1.0 + 2.0 / shape);
                libm::expm1(second - 2.0 * first).max(0.0).sqrt()
            }
            Law::LogNormal(law) => law.cv,
            Law::Uniform { low, high } => (high - low) / 12.0_f64.sqrt() / self.mean(),
            Law::Triangular { low, mode, high } => {
                let (a, b) = (mode - low, high - mode);
                ((a * a + a * b + b * b) / 18.0).sqrt() / self.mean()
            }
            Law::Erlang { k, .. } => 1.0 / f64::from(k).sqrt(),
        }
    }

    /// The value that a share `p` of draws stays below; `p` is cut to 0..=1, and at 1 it may be infinite.
    #[inline]
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.clamp(0.0, 1.0);
        match *self {
            Law::Constant { value } => value,
            Law::Exponential { mean } => -mean * libm::log1p(-p),
            Law::Weibull { shape, scale } => scale * power(-libm::log1p(-p), 1.0 / shape),
            Law::LogNormal(law) => libm::exp(law.mu + law.sigma * normal_quantile(p)),
            Law::Uniform { low, high } => low + (high - low) * p,
            Law::Triangular { low, mode, high } => triangular_quantile(low, mode, high, p),
            Law::Erlang { k, mean } => erlang::lower_quantile(k, p) * mean / f64::from(k),
        }
    }

    /// The share of draws that are at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 0.0;
        }
        match *self {
            Law::Constant { value } => f64::from(u8::from(x >= value)),
            Law::Exponential { mean } => -libm::expm1(-x / mean),
            Law::Weibull { shape, scale } => -libm::expm1(-power(x / scale, shape)),
            Law::LogNormal(law) => normal_cdf((libm::log(x) - law.mu) / law.sigma),
            Law::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Law::Triangular { low, mode, high } => triangular_cdf(low, mode, high, x),
            Law::Erlang { k, mean } => erlang::lower(k, x * f64::from(k) / mean),
        }
    }

    /// How much longer a thing of this `age` lasts, for the uniform number `u`, given that it lasted so far.
    ///
    /// Inversion of the conditional distribution: the `r` with `S(age + r) = (1 − u)·S(age)`, where `S` is the
    /// share that lives longer. Grows with `u`; 0 where nothing lives to this age; at age 0 or below it is
    /// the quantile of `u` (plus what is missing to 0). One uniform number suffices for every law.
    pub fn residual(&self, age: f64, u: f64) -> f64 {
        if age <= 0.0 {
            return self.quantile(u) - age;
        }
        let u = u.clamp(0.0, 1.0);
        // Units of hazard to be lived through: S falls by the factor exp(−hazard).
        let hazard = -libm::log1p(-u);
        match *self {
            Law::Constant { value } => (value - age).max(0.0),
            Law::Exponential { mean } => mean * hazard,
            Law::Weibull { shape, scale } => weibull_residual(shape, scale, age, hazard),
            Law::LogNormal(law) => log_normal_residual(&law, age, u, hazard),
            Law::Uniform { low, high } => {
                let from = low.max(age);
                (from + (high - from) * u - age).max(0.0)
            }
            Law::Triangular { low, mode, high } => {
                let passed = triangular_cdf(low, mode, high, age);
                (triangular_quantile(low, mode, high, passed + (1.0 - passed) * u) - age).max(0.0)
            }
            Law::Erlang { k, mean } => {
                let stage = mean / f64::from(k);
                let alive = erlang::upper(k, age / stage);
                if alive == 0.0 {
                    // Beyond the floats' reach the hazard is that of one stage.
                    return stage * hazard;
                }
                (erlang::upper_quantile(k, alive * (1.0 - u)) * stage - age).max(0.0)
            }
        }
    }
}

/// `base` to the power `exponent`, for a base of 0 or more and an exponent above 0.
///
/// Twice as fast as `libm::pow` and short of it only in the last digits: the relative error is about
/// 10⁻¹⁶ times the logarithm of the result.
#[inline]
fn power(base: f64, exponent: f64) -> f64 {
    libm::exp(libm::log(base) * exponent)
}

/// The sum of `k` exponential stages, as the logarithm of a product of uniform numbers.
fn draw_erlang(k: u32, mean: f64, stream: &mut Stream) -> f64 {
    let mut sum = 0.0;
    let mut product = 1.0;
    for stage in 1..=k {
        product *= 1.0 - stream.uniform();
        // Sixteen factors of at least 2⁻⁵³ stay above the least normal float, 2⁻¹⁰²².
        if stage % 16 == 0 {
            sum -= libm::log(product);
            product = 1.0;
        }
    }
    (sum - libm::log(product)) * mean / f64::from(k)
}

fn triangular_quantile(low: f64, mode: f64, high: f64, p: f64) -> f64 {
    let width = high - low;
    let rising = (mode - low) / width;
    if p < rising {
        return low + (p * width * (mode - low)).sqrt();
    }
    high - ((1.0 - p) * width * (high - mode)).sqrt()
}

fn triangular_cdf(low: f64, mode: f64, high: f64, x: f64) -> f64 {
    if x <= low {
        return 0.0;
    }
    if x >= high {
        return 1.0;
    }
    let width = high - low;
    if x < mode {
        return (x - low) * (x - low) / (width * (mode - low));
    }
    1.0 - (high - x) * (high - x) / (width * (high - mode))
}

fn weibull_residual(shape: f64, scale: f64, age: f64, hazard: f64) -> f64 {
    let lived = power(age / scale, shape);
    if lived < hazard {
        return (scale * power(lived + hazard, 1.0 / shape) - age).max(0.0);
    }
    // The same, without the cancellation of two large ages.
    age * libm::expm1(libm::log1p(hazard / lived) / shape)
}

fn log_normal_residual(law: &LogNormal, age: f64, u: f64, hazard: f64) -> f64 {
    let z_age = (libm::log(age) - law.mu) / law.sigma;
    let alive = normal_cdf(-z_age);
    let z = if alive > f64::MIN_POSITIVE {
        -normal_quantile(alive * (1.0 - u))
    } else {
        // So far out, S(z) falls as exp(−z²/2).
        (z_age * z_age + 2.0 * hazard).sqrt()
    };
    (age * libm::expm1(law.sigma * (z - z_age))).max(0.0)
}

#[cfg(test)]
mod tests;
