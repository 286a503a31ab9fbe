//! What makes lives shorter: regression of lives and of counts on covariates.
//!
//! | model | says | file |
//! |---|---|---|
//! | accelerated failure time | a covariate stretches or shortens every life by a factor | [`aft`] |
//! | proportional hazards | a covariate multiplies the hazard at every age, whatever the law | [`cox`] |
//! | rates | a covariate multiplies the failures per hour; counts and hours are enough | [`rates`] |
//! | lives in bands | hours run in a band of temperature use up life faster, or slower, than in another | [`bands`] |
//!
//! Terms: a **covariate** is a figure that is known of a row beside its life; a **coefficient** is what the logarithm of the life
//! (or of the hazard, or of the rate) gains with one more of it. A covariate **separates** when it foretells without fail which
//! lives fail: its coefficient then has no likeliest value, and none is made up.
//!
//! Intervals are of two kinds. **Wald's** is the estimate and a multiple of its standard error on either side, cheap and good with many failures; the
//! **profile** holds all values at which the likelihood, with everything else chosen at its best, is not too far below its top
//! ([`crate::interval`]), and is the better one with few.
//!
//! Pitfall: a covariate that only goes along with what makes lives short (the year of purchase with the road) has a coefficient too.

pub mod aft;
pub mod bands;
pub mod cox;
mod design;
mod ends;
pub mod rates;

use crate::interval::Interval;
use crate::numeric::climb::{Height, Hill};
use crate::numeric::gamma;
use iceroad_base::law::normal_quantile;
use std::fmt;

pub use design::Covariates;

/// Why there is no regression.
#[derive(Clone, PartialEq, Debug)]
pub enum NoRegression {
    /// No covariate was given.
    NoCovariate,
    /// Rows of lives, or counts, and rows of covariates are not as many.
    RowsDiffer {
        /// Rows of lives or counts.
        rows: usize,
        /// Rows of this covariate.
        have: usize,
        /// The covariate.
        name: String,
    },
    /// A figure that is infinite or not a number.
    NotFinite {
        /// The covariate.
        name: String,
        /// Its row, from 0.
        row: usize,
    },
    /// The hours of a row are below 0, or not finite; or there are failures in no hours.
    BadExposure {
        /// The row, from 0.
        row: usize,
    },
    /// A covariate has one value in all rows.
    Constant {
        /// The covariate.
        name: String,
        /// The value.
        value: f64,
    },
    /// A covariate follows from others.
    Collinear {
        /// The covariate.
        name: String,
        /// Those it follows from.
        from: Vec<String>,
    },
    /// Covariates foretell without fail which rows have failures.
    Separates {
        /// The covariates whose coefficients grow without end.
        names: Vec<String>,
    },
    /// Fewer failures than it takes.
    TooFewFailures {
        /// What there is.
        failures: u64,
        /// What it needs.
        needed: u64,
    },
    /// A failure whose age is known only roughly, which the model has no place for.
    AgeUnknown {
        /// The row, from 0.
        row: usize,
    },
    /// All failures are where the covariates say, to the last digit: no spread can be told.
    NoSpread,
    /// The likelihood has no highest point that was found.
    NoTop,
}

impl fmt::Display for NoRegression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoRegression::NoCovariate => write!(f, "no covariate was given"),
            NoRegression::RowsDiffer { rows, have, name } => {
                write!(f, "`{name}` has {have} values for {rows} rows")
            }
            NoRegression::NotFinite { name, row } => {
                write!(f, "`{name}` is no finite number in row {}", row + 1)
            }
            NoRegression::BadExposure { row } => {
                write!(f, "the hours of row {} are no hours in which its failures can have come", row + 1)
            }
            NoRegression::Constant { name, value } => {
                write!(
                    f,
                    "`{name}` is {value} everywhere: what it does cannot be told from one value; leave it out"
                )
            }
            NoRegression::Collinear { name, from } => write!(
                f,
                "`{name}` follows from {}: what each does cannot be told apart; leave one out",
                list(from)
            ),
            NoRegression::Separates { names } => write!(
                f,
                "{} foretells without fail what fails here: no value of its coefficient is the likeliest; leave it out, or join its values",
                list(names)
            ),
            NoRegression::TooFewFailures { failures, needed } => {
                write!(f, "{needed} failures are needed, and there are {failures}")
            }
            NoRegression::AgeUnknown { row } => write!(
                f,
                "row {} failed at an age that is known only roughly, and proportional hazards need the order of ages; fit a law instead",
                row + 1
            ),
            NoRegression::NoSpread => {
                write!(f, "every failure is just where the covariates say: no spread can be told")
            }
            NoRegression::NoTop => write!(f, "no values fit better than all others"),
        }
    }
}

impl std::error::Error for NoRegression {}

#[cfg(test)]
mod tests;

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The test of a model against one without its covariates: twice the logarithm of the ratio of likelihoods is χ² with as many degrees of freedom
/// as there are covariates, where they do nothing (S. S. Wilks, Annals of Mathematical Statistics 9, 1938, 60–62).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LikelihoodRatio {
    /// Twice what the log-likelihood gained.
    pub statistic: f64,
    /// Figures more.
    pub degrees: usize,
    /// The chance of so much gain or more where the covariates do nothing.
    pub p: f64,
}

impl LikelihoodRatio {
    /// Of a model with `degrees` figures more than the other.
    pub fn new(log_likelihood: f64, without: f64, degrees: usize) -> LikelihoodRatio {
        let statistic = (2.0 * (log_likelihood - without)).max(0.0);
        let p = libm::exp(gamma::log_upper(degrees as f64 / 2.0, statistic / 2.0));
        LikelihoodRatio { statistic, degrees, p }
    }
}

/// An estimate and as many standard errors on either side as the level asks for (A. Wald, Transactions of the American Mathematical Society
/// 54, 1943, 426–482).
fn wald(estimate: f64, error: f64, level: f64) -> Interval {
    let reach = normal_quantile(f64::midpoint(1.0, level)) * error;
    Interval { estimate, low: estimate - reach, high: estimate + reach, level }
}

/// A hill with one coordinate held.
struct Held<'a, H> {
    hill: &'a H,
    place: usize,
    value: f64,
}

impl<H: Hill> Held<'_, H> {
    /// A point of the whole hill.
    fn whole(&self, at: &[f64]) -> Vec<f64> {
        let mut whole = at.to_vec();
        whole.insert(self.place, self.value);
        whole
    }
}

impl<H: Hill> Hill for Held<'_, H> {
    fn size(&self) -> usize {
        self.hill.size() - 1
    }

    fn is_legal(&self, at: &[f64]) -> bool {
        self.hill.is_legal(&self.whole(at))
    }

    fn height(&self, at: &[f64], height: &mut Height) {
        let size = self.hill.size();
        let mut whole = Height::zero(size);
        self.hill.height(&self.whole(at), &mut whole);
        height.value = whole.value;
        let others = (0..size).filter(|at| *at != self.place);
        for (row, of) in others.clone().enumerate() {
            height.slope[row] = whole.slope[of];
            for (column, with) in others.clone().enumerate() {
                height.curve[row * (size - 1) + column] = whole.curve[of * size + with];
            }
        }
    }
}

/// How far a standardised coefficient may be unknown, in standard deviations of its covariate, and still be one: beyond, the likelihood
/// rises for ever.
const FLATTEST_ERROR: f64 = 1e3;

/// The covariates whose coefficients grow without end, by the standard errors of standardised ones.
fn separating(names: &[String], errors: impl Iterator<Item = f64>) -> Result<(), NoRegression> {
    let wide = names.iter().zip(errors).filter(|(_, error)| *error > FLATTEST_ERROR || error.is_nan());
    let names: Vec<String> = wide.map(|(name, _)| name.clone()).collect();
    if names.is_empty() { Ok(()) } else { Err(NoRegression::Separates { names }) }
}
