//! What the lives say by themselves, with no law assumed: survival curves, and the points of a probability plot.
//!
//! * [`kaplan_meier`]: failures at known ages, running lives, late entry; with Greenwood's variance and the
//!   Nelson–Aalen cumulative hazard. E. L. Kaplan and P. Meier, JASA 53 (1958) 457–481; O. Aalen, Annals of Statistics 6
//!   (1978) 701–726.
//! * [`turnbull`]: any censoring. B. W. Turnbull, JRSS B 38 (1976) 290–295.
//! * [`plotting_positions`]: where a failure stands on probability paper.
//!
//! Pitfall: beyond the last failure the curve is level as long as something runs, and says nothing beyond the longest
//! life. With late entry the first few at risk may all fail, and the curve is then 0 for ever: look at
//! [`Step::at_risk`].

mod kaplan_meier;
mod turnbull;

pub(crate) use kaplan_meier::censoring_survival;
pub use kaplan_meier::{Step, kaplan_meier, survival_at};
pub use turnbull::{Mass, turnbull};

use crate::observation::Sample;

/// A point of a probability plot.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PlotPoint {
    /// The age.
    pub age: f64,
    /// The share failed at which it is drawn.
    pub share: f64,
}

/// Where failures stand on probability paper: halfway up the jump of the survival curve at each age of failure (W. Q.
/// Meeker and L. A. Escobar, *Statistical Methods for Reliability Data*, 1998, section 6.4); of failures that were only
/// found, the curve at the age when they were.
pub fn plotting_positions(sample: &Sample) -> Vec<PlotPoint> {
    if let Some(steps) = kaplan_meier(sample) {
        let mut before = 1.0;
        let point = |step: &Step| {
            let share = 1.0 - f64::midpoint(before, step.survival);
            before = step.survival;
            PlotPoint { age: step.age, share }
        };
        return steps.iter().map(point).collect();
    }
    let mut failed = 0.0;
    let masses = turnbull(sample);
    let point = |mass: &Mass| {
        let before = failed;
        failed += mass.share;
        let share = if mass.low == mass.high { f64::midpoint(before, failed) } else { failed };
        (mass.high.is_finite() && mass.share > 0.0 && share < 1.0)
            .then_some(PlotPoint { age: mass.high, share })
    };
    masses.iter().filter_map(point).collect()
}

#[cfg(test)]
mod tests;
