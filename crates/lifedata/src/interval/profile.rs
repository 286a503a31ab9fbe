//! Profile-likelihood intervals: the least and the greatest value of a quantity among laws that are likely enough.
//!
//! With `ℓ` the log-likelihood, `g` the quantity and `c` the loss that the level allows, an end is where `g` is
//! extreme on the curve `ℓ = ℓ̂ − c`: there `∇g = λ·∇ℓ`. Newton's method on these equations takes some five passes
//! over the sample. Where it fails (few failures, a flat or bent likelihood), the slow way is gone: the likeliest law
//! for a value held fixed, and the value at which it has lost `c`.

use iceroad_base::law::normal_quantile;

use super::{Interval, Quantity};
use crate::law::Fit;
use crate::law::fit::{covariance, peak_of};
use crate::law::form::{self, Evidence};
use crate::law::prepared::Prepared;
use crate::numeric::climb::{Height, Hill, Peak, climb};
use crate::numeric::linear::{dot, eliminate};
use crate::numeric::root::crossing;
use crate::observation::Sample;

/// Intervals of several quantities of one fit.
///
/// ```
/// use iceroad_lifedata::interval::{LEVEL, Quantity, profile};
/// use iceroad_lifedata::law::{Family, fit};
/// use iceroad_lifedata::observation::{Life, Sample};
/// let hoses = Sample::new([310.0, 420.0, 505.0, 610.0, 790.0].map(Life::failed))?;
/// let weibull = fit(Family::Weibull, &hoses)?;
/// let b10 = profile(&weibull, &hoses, &[Quantity::Quantile(0.1)], LEVEL)[0];
/// assert!(b10.low < b10.estimate && b10.estimate < b10.high);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The level is cut to between 0 and 1. The fit must be of this sample.
pub fn profile(fit: &Fit, sample: &Sample, quantities: &[Quantity], level: f64) -> Vec<Interval> {
    let sample = Prepared::new(sample);
    let peak = peak_of(&fit.law, &sample);
    let evidence = Evidence { family: fit.family(), sample: &sample };
    let level = level.clamp(1e-6, 1.0 - 1e-6);
    let z = normal_quantile(f64::midpoint(1.0, level));
    let interval = |quantity: &Quantity| {
        let estimate = quantity.of(&fit.law);
        let ends = Search::new(&evidence, &peak, *quantity, fit, z);
        let end = |upward: bool| {
            let limit = if upward { f64::INFINITY } else { f64::NEG_INFINITY };
            let end = ends.as_ref().map_or(limit, |search| search.end(upward));
            quantity.off_scale(&fit.law, end)
        };
        let (low, high) = (end(false), end(true));
        Interval { estimate, low: low.min(estimate), high: high.max(estimate), level }
    };
    quantities.iter().map(interval).collect()
}

/// The search for both ends of one interval.
struct Search<'a> {
    evidence: &'a Evidence<'a>,
    peak: &'a Peak,
    quantity: Quantity,
    /// The covariance of the coordinates, and the standard error of each.
    covariance: Vec<f64>,
    errors: Vec<f64>,
    /// The quantity at the peak, its slope, and its standard error, on the scale of the search.
    centre: f64,
    slope: Vec<f64>,
    error: f64,
    /// The square root of twice the loss that the level allows.
    z: f64,
}

/// A quantity with its first and second derivatives in the coordinates.
struct Local {
    value: f64,
    slope: Vec<f64>,
    curve: Vec<f64>,
}

impl<'a> Search<'a> {
    /// None where the likelihood is flat about its top, or the quantity is not a number there.
    fn new(
        evidence: &'a Evidence<'a>,
        peak: &'a Peak,
        quantity: Quantity,
        fit: &Fit,
        z: f64,
    ) -> Option<Search<'a>> {
        let covariance = covariance(&peak.height)?;
        let size = peak.at.len();
        let errors: Vec<f64> = (0..size).map(|i| covariance[i * size + i].sqrt()).collect();
        let centre = quantity.on_scale(&fit.law);
        let mut search =
            Search { evidence, peak, quantity, covariance, errors, centre, slope: Vec::new(), error: 0.0, z };
        search.slope = search.local(&peak.at).slope;
        search.error = dot(&search.slope, &search.spread(&search.slope)).sqrt();
        (search.centre.is_finite() && search.error.is_finite() && search.error > 0.0).then_some(search)
    }

    /// The quantity at a point, on the scale of the search.
    fn value(&self, at: &[f64]) -> f64 {
        let sample = self.evidence.sample;
        self.quantity.on_scale(&form::law_at(self.evidence.family, at, sample.log_unit))
    }

    /// The covariance times a vector.
    fn spread(&self, vector: &[f64]) -> Vec<f64> {
        self.covariance.chunks_exact(vector.len()).map(|row| dot(row, vector)).collect()
    }

    /// Derivatives by differences over a thousandth of a standard error: no row of the sample is touched.
    fn local(&self, at: &[f64]) -> Local {
        let size = at.len();
        let step: Vec<f64> = self.errors.iter().map(|error| 1e-3 * error).collect();
        let moved = |moves: &[(usize, f64)]| {
            let mut to = at.to_vec();
            moves.iter().for_each(|(i, by)| to[*i] += by * step[*i]);
            self.value(&to)
        };
        let value = self.value(at);
        let (mut slope, mut curve) = (vec![0.0; size], vec![0.0; size * size]);
        for i in 0..size {
            let (low, high) = (moved(&[(i, -1.0)]), moved(&[(i, 1.0)]));
            slope[i] = (high - low) / (2.0 * step[i]);
            curve[i * size + i] = (high - 2.0 * value + low) / (step[i] * step[i]);
            for j in 0..i {
                let both = |a: f64, b: f64| moved(&[(i, a), (j, b)]);
                let mixed = both(1.0, 1.0) - both(1.0, -1.0) - both(-1.0, 1.0) + both(-1.0, -1.0);
                curve[i * size + j] = mixed / (4.0 * step[i] * step[j]);
                curve[j * size + i] = curve[i * size + j];
            }
        }
        Local { value, slope, curve }
    }

    fn end(&self, upward: bool) -> f64 {
        self.newton(upward).unwrap_or_else(|| self.held(upward))
    }

    /// The loss of log-likelihood that the level allows.
    fn loss(&self) -> f64 {
        self.z * self.z / 2.0
    }

    /// The end by Newton's method on `∇g + λ·∇ℓ = 0` and `ℓ = ℓ̂ − loss`, from where a parabola would have it.
    fn newton(&self, upward: bool) -> Option<f64> {
        let size = self.peak.at.len();
        let sign = if upward { 1.0 } else { -1.0 };
        let along = self.spread(&self.slope);
        let mut reach = sign * self.z / self.error;
        let mut at = self.moved(&along, reach);
        while !self.evidence.is_legal(&at) {
            reach /= 2.0;
            at = self.moved(&along, reach);
        }
        let target = self.peak.height.value - self.loss();
        let mut height = Height::zero(size);
        let mut multiplier = None;
        let mut last = f64::INFINITY;
        for _ in 0..20 {
            self.evidence.height(&at, &mut height);
            let local = self.local(&at);
            let lambda = multiplier
                .unwrap_or_else(|| -dot(&local.slope, &height.slope) / dot(&height.slope, &height.slope));
            // The fault in units of standard errors, and of log-likelihood.
            let gap: Vec<f64> = (0..size).map(|i| local.slope[i] + lambda * height.slope[i]).collect();
            let missing = height.value - target;
            let fault = dot(&gap, &self.spread(&gap)).sqrt() / self.error + missing.abs();
            if !fault.is_finite() || fault > 30.0 * last.max(1.0) {
                return None;
            }
            if fault < 1e-9 * (1.0 + 1e-7 * height.value.abs()) {
                let right_side = (local.value - self.centre) * sign > 0.0
                    && lambda * dot(&height.slope, &local.slope) <= 0.0;
                return right_side.then_some(local.value);
            }
            last = fault;
            let whole = size + 1;
            let mut matrix = vec![0.0; whole * whole];
            let mut step = vec![0.0; whole];
            for i in 0..size {
                for j in 0..size {
                    matrix[i * whole + j] = local.curve[i * size + j] + lambda * height.curve[i * size + j];
                }
                matrix[i * whole + size] = height.slope[i];
                matrix[size * whole + i] = height.slope[i];
                step[i] = -gap[i];
            }
            step[size] = -missing;
            if !eliminate(&mut matrix, whole, &mut step) {
                return None;
            }
            multiplier = Some(lambda + step[size]);
            let mut share = 1.0;
            let to = |share: f64| -> Vec<f64> {
                at.iter().zip(&step).map(|(at, step)| at + share * step).collect()
            };
            while !self.evidence.is_legal(&to(share)) {
                share /= 2.0;
                multiplier = None;
                if share < 1e-6 {
                    return None;
                }
            }
            at = to(share);
        }
        None
    }

    fn moved(&self, along: &[f64], reach: f64) -> Vec<f64> {
        self.peak.at.iter().zip(along).map(|(at, part)| at + reach * part).collect()
    }

    /// The end by holding the quantity at one value after another.
    fn held(&self, upward: bool) -> f64 {
        let sign = if upward { 1.0 } else { -1.0 };
        let (mut near, mut reach) = (0.0, self.z);
        let mut warm = (self.peak.at.clone(), 0.0);
        for _ in 0..24 {
            let value = self.centre + sign * reach * self.error;
            match self.loss_at(value, &mut warm) {
                Some(loss) if loss < self.loss() => {
                    near = reach;
                    reach *= 2.0;
                }
                // Beyond, there is no law, or none likely enough.
                other => {
                    let far = other.map_or_else(|| self.last_with_law(near, reach, sign, &warm), |_| reach);
                    let excess = |reach: f64| {
                        let mut from = warm.clone();
                        let loss = self.loss_at(self.centre + sign * reach * self.error, &mut from);
                        loss.map_or(f64::INFINITY, |loss| loss - self.loss())
                    };
                    return self.centre
                        + sign * self.error * crossing(near, far, |reach| excess(reach).min(1e6));
                }
            }
        }
        sign * f64::INFINITY
    }

    /// How far the value may go and still have a law with it.
    fn last_with_law(&self, near: f64, far: f64, sign: f64, warm: &(Vec<f64>, f64)) -> f64 {
        let (mut near, mut far) = (near, far);
        for _ in 0..30 {
            let middle = f64::midpoint(near, far);
            match self.loss_at(self.centre + sign * middle * self.error, &mut warm.clone()) {
                Some(loss) if loss < self.loss() => near = middle,
                Some(_) => return middle,
                None => far = middle,
            }
        }
        far
    }

    /// What the likeliest law with this value of the quantity has lost against the likeliest of all. Starts from, and
    /// leaves, a point near it with its multiplier.
    fn loss_at(&self, value: f64, warm: &mut (Vec<f64>, f64)) -> Option<f64> {
        let stiffness = 1e3 / (self.error * self.error);
        let (mut at, mut multiplier) = warm.clone();
        let mut apart = f64::INFINITY;
        for _ in 0..12 {
            let hill = Held { search: self, value, multiplier, stiffness };
            at = climb(&hill, &at).ok()?.at;
            let gap = self.value(&at) - value;
            if gap.abs() >= apart && apart > 1e-6 * self.error {
                return None;
            }
            apart = gap.abs();
            multiplier += stiffness * gap;
            if apart < 1e-9 * self.error {
                break;
            }
        }
        let mut height = Height::zero(at.len());
        self.evidence.height(&at, &mut height);
        // To first order the last gap costs its multiplier.
        let loss = self.peak.height.value - height.value;
        *warm = (at, multiplier);
        loss.is_finite().then_some(loss)
    }
}

/// The log-likelihood less what it costs to be off a value of the quantity: the augmented Lagrangian.
struct Held<'a> {
    search: &'a Search<'a>,
    value: f64,
    multiplier: f64,
    stiffness: f64,
}

impl Hill for Held<'_> {
    fn size(&self) -> usize {
        self.search.peak.at.len()
    }

    fn is_legal(&self, at: &[f64]) -> bool {
        self.search.evidence.is_legal(at) && self.search.value(at).is_finite()
    }

    fn height(&self, at: &[f64], height: &mut Height) {
        self.search.evidence.height(at, height);
        let local = self.search.local(at);
        let gap = local.value - self.value;
        let pull = self.multiplier + self.stiffness * gap;
        height.value -= gap * (self.multiplier + 0.5 * self.stiffness * gap);
        let size = at.len();
        for i in 0..size {
            height.slope[i] -= pull * local.slope[i];
            for j in 0..size {
                height.curve[i * size + j] -=
                    pull * local.curve[i * size + j] + self.stiffness * local.slope[i] * local.slope[j];
            }
        }
    }
}
