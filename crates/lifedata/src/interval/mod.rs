//! How far the truth may lie from an estimate: profile-likelihood and bootstrap intervals.
//!
//! **Profile likelihood.** An interval of level 90 % for a quantity holds all its values for which some law of the
//! family, however its other figures are chosen, is at most half the 90 % point of χ² with one degree of freedom
//! (1.3528) less likely in logarithm than the likeliest law. It respects the bounds of a quantity, does not depend on how the
//! law is written, is lopsided where the evidence is, and with few failures it covers the truth far more nearly as often
//! as it claims than an estimate plus or minus a multiple of its standard error: W. Q. Meeker and L. A. Escobar,
//! *Statistical Methods for Reliability Data* (1998), chapters 7 and 8; D. J. Venzon and S. H. Moolgavkar, "A method for computing
//! profile-likelihood-based confidence intervals", Applied Statistics 37 (1988) 87–94.
//!
//! **Bootstrap.** The sample is drawn anew many times, from its own rows or from the fitted law, and fitted each
//! time; the interval holds the middle 90 % of what came out.
//!
//! Pitfalls: with fewer than about ten failures the claim of a profile interval is optimistic by a few per cent (its own
//! tests say by how much). For the threshold of a Weibull law whose shape is below 2 the theory does not hold. An end may be infinite:
//! then the sample does not bound the quantity on that side.

mod bootstrap;
mod profile;
mod quantity;

pub use bootstrap::{Bootstrap, Resampling, bootstrap};
pub use profile::profile;
pub use quantity::Quantity;

use serde::{Deserialize, Serialize};

/// The level of intervals unless told otherwise.
pub const LEVEL: f64 = 0.9;

/// An estimate with the ends between which the truth lies as often as the level says.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end; infinite where the sample does not bound the quantity.
    pub high: f64,
    /// The two-sided level, between 0 and 1.
    pub level: f64,
}

impl Interval {
    /// Whether a value lies inside or on an end.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

#[cfg(test)]
mod tests;
