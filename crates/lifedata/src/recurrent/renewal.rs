//! Repairs that make a part of a machine younger, but not new: the generalised renewal processes of M. Kijima, *Journal of Applied
//! Probability* 26, 1989, over a Weibull law.
//!
//! A unit has a **virtual age** that grows with its meter. The **restoration** is the share that a repair takes away of it: 1 as good as
//! new, 0 as bad as old. By the first model a repair undoes part of the harm since the last one alone, by the second part of all harm. The
//! second is what a simulated subsystem's `renewal_share` says.
//!
//! Pitfall: restoration and shape are told apart by the order of short and long gaps alone, so it takes dozens of failures; the interval
//! of the restoration says whether there were enough.

use super::{History, TooLittle, allowed_fall, count, oldest};
use crate::interval::Interval;
use crate::numeric::highest::highest;
use crate::numeric::root::root_between;

/// Failures below which three numbers cannot be told.
pub const LEAST_FAILURES: usize = 8;

/// Which harm a repair undoes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kijima {
    /// The first model: of the harm since the last repair.
    SinceLast,
    /// The second: of all harm.
    OfAll,
}

/// A fitted process of imperfect repair.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ImperfectRepair {
    /// Which harm a repair undoes.
    pub model: Kijima,
    /// The share that a repair takes away, 0 to 1; its interval by the profile likelihood.
    pub restoration: Interval,
    /// The shape of the Weibull law of a new unit; its interval from the curvature of the likelihood, on a log scale.
    pub shape: Interval,
    /// Its scale, h; likewise.
    pub scale_h: Interval,
    /// ln of the likelihood.
    pub log_likelihood: f64,
    /// The same where each repair makes as good as new.
    pub log_likelihood_renewed: f64,
    /// The same where each repair leaves as bad as old.
    pub log_likelihood_minimal: f64,
    /// Failures behind it.
    pub failures: usize,
}

/// Fits a process of imperfect repair by maximum likelihood on virtual ages, with intervals at a level.
///
/// # Errors
/// [`TooLittle`]: units must have been watched from new, and a unit may not fail twice at one age.
pub fn fit(histories: &[History], model: Kijima, level: f64) -> Result<ImperfectRepair, TooLittle> {
    let failures = count(histories);
    if failures == 0 {
        return Err(TooLittle::NoFailures);
    }
    if failures < LEAST_FAILURES {
        return Err(TooLittle::Failures { have: failures, need: LEAST_FAILURES });
    }
    if let Some(late) = histories.iter().find(|unit| unit.from() > 0.0) {
        return Err(TooLittle::AgeUnknown { from: late.from() });
    }
    let mut pairs = histories.iter().flat_map(|unit| unit.ages().windows(2));
    if let Some(pair) = pairs.find(|pair| pair[0] == pair[1]) {
        return Err(TooLittle::NoGap { age: pair[0] });
    }
    let unit_h = oldest(histories);
    let lives = Lives { histories, model, unit_h, n: failures as f64 };
    let mut shape = 1.5;
    let mut by_restoration = |restoration: f64| {
        let stretches = lives.stretches(restoration);
        match lives.shape(&stretches, shape) {
            Some(likeliest) => {
                shape = likeliest;
                lives.profile(&stretches, likeliest)
            }
            None => f64::NEG_INFINITY,
        }
    };
    let (restoration, top) = highest(0.0, 1.0, 1e-9, &mut by_restoration);
    if !top.is_finite() {
        return Err(TooLittle::NoOptimum);
    }
    let (minimal, renewed) = (by_restoration(0.0), by_restoration(1.0));
    let fall = allowed_fall(level);
    let mut relative = |at: f64| by_restoration(at) - top + fall;
    let low = end(restoration, 0.0, &mut relative);
    let high = end(restoration, 1.0, &mut relative);
    let stretches = lives.stretches(restoration);
    let shape = lives.shape(&stretches, shape).ok_or(TooLittle::NoOptimum)?;
    let scale = lives.scale(&stretches, shape);
    let is_inside = restoration > 1e-6 && restoration < 1.0 - 1e-6;
    let errors = lives.errors([libm::log(shape), libm::log(scale), restoration], is_inside);
    let z = (2.0 * fall).sqrt();
    let spread = |value: f64, error: f64| Interval {
        estimate: value,
        low: value * libm::exp(-z * error),
        high: value * libm::exp(z * error),
        level,
    };
    let unit = lives.n * libm::log(unit_h);
    Ok(ImperfectRepair {
        model,
        restoration: Interval { estimate: restoration, low, high, level },
        shape: spread(shape, errors[0]),
        scale_h: spread(scale * unit_h, errors[1]),
        log_likelihood: top - unit,
        log_likelihood_renewed: renewed - unit,
        log_likelihood_minimal: minimal - unit,
        failures,
    })
}

/// Where the likelihood has fallen too far on the way from its top to a bound; the bound where it never does.
fn end(top: f64, bound: f64, relative: &mut impl FnMut(f64) -> f64) -> f64 {
    if top == bound || relative(bound) > 0.0 {
        return bound;
    }
    let (mut inside, mut outside) = (top, bound);
    for _ in 0..40 {
        let middle = (inside + outside) / 2.0;
        if relative(middle) > 0.0 {
            inside = middle;
        } else {
            outside = middle;
        }
        if (inside - outside).abs() < 1e-7 {
            break;
        }
    }
    (inside + outside) / 2.0
}

/// One stretch between repairs, or from the last one to the end: ln of the virtual ages at its ends, and whether it ended with a failure.
#[derive(Clone, Copy)]
struct Stretch {
    /// −∞ where it begins as new.
    from: f64,
    to: f64,
    fails: bool,
}

/// The histories by virtual ages, these as shares of the oldest age.
struct Lives<'a> {
    histories: &'a [History],
    model: Kijima,
    unit_h: f64,
    n: f64,
}

impl Lives<'_> {
    fn stretches(&self, restoration: f64) -> Vec<Stretch> {
        let mut all = Vec::with_capacity(self.n as usize + self.histories.len());
        let left = 1.0 - restoration;
        for unit in self.histories {
            let (mut virtual_age, mut at) = (0.0, 0.0);
            for age in unit.ages() {
                let gap = (age - at) / self.unit_h;
                all.push(stretch(virtual_age, gap, true));
                virtual_age = match self.model {
                    Kijima::SinceLast => virtual_age + left * gap,
                    Kijima::OfAll => left * (virtual_age + gap),
                };
                at = *age;
            }
            if unit.to() > at {
                all.push(stretch(virtual_age, (unit.to() - at) / self.unit_h, false));
            }
        }
        all
    }

    /// The likeliest shape: `N/β + Σ ln w − N·D'/D` is 0, where `D = Σ (w^β − u^β)`.
    fn shape(&self, stretches: &[Stretch], near: f64) -> Option<f64> {
        let logs: f64 = stretches.iter().filter(|stretch| stretch.fails).map(|stretch| stretch.to).sum();
        let score = |shape: f64| {
            let (sum, slope, bend) = power(stretches, shape);
            let value = self.n / shape + logs - self.n * slope / sum;
            let ratio = slope / sum;
            (value, -self.n / (shape * shape) - self.n * (bend / sum - ratio * ratio))
        };
        // Newton's steps from near by; where they go astray, the slow way.
        let mut shape = near;
        for _ in 0..12 {
            let (value, slope) = score(shape);
            let next = shape - value / slope;
            if !(next.is_finite() && next > shape / 3.0 && next < shape * 3.0) {
                break;
            }
            if (next - shape).abs() <= 1e-12 * shape {
                return Some(next);
            }
            shape = next;
        }
        root_between(0.02, 100.0, |shape| score(shape).0)
    }

    fn scale(&self, stretches: &[Stretch], shape: f64) -> f64 {
        libm::exp(libm::log(power(stretches, shape).0 / self.n) / shape)
    }

    /// The log-likelihood with the likeliest scale.
    fn profile(&self, stretches: &[Stretch], shape: f64) -> f64 {
        let scale = libm::log(power(stretches, shape).0 / self.n) / shape;
        self.likelihood(stretches, shape, scale)
    }

    fn likelihood(&self, stretches: &[Stretch], shape: f64, log_scale: f64) -> f64 {
        let logs: f64 = stretches.iter().filter(|stretch| stretch.fails).map(|stretch| stretch.to).sum();
        let hazard = power(stretches, shape).0 * libm::exp(-shape * log_scale);
        self.n * (libm::log(shape) - shape * log_scale) + (shape - 1.0) * logs - hazard
    }

    /// Standard errors of ln shape and ln scale, from the curvature of the likelihood by differences; the restoration is held where it lies
    /// at a bound.
    fn errors(&self, at: [f64; 3], with_restoration: bool) -> [f64; 2] {
        const STEP: [f64; 3] = [1e-4, 1e-4, 1e-4];
        let value = |point: [f64; 3]| {
            self.likelihood(&self.stretches(point[2].clamp(0.0, 1.0)), libm::exp(point[0]), point[1])
        };
        let moved = |changes: &[(usize, f64)]| {
            let mut point = at;
            changes.iter().for_each(|(which, by)| point[*which] += by * STEP[*which]);
            value(point)
        };
        let n = if with_restoration && at[2] > STEP[2] && at[2] < 1.0 - STEP[2] { 3 } else { 2 };
        let mut minus = [[0.0; 3]; 3];
        for i in 0..n {
            for j in 0..n {
                let fall = if i == j {
                    2.0 * moved(&[]) - moved(&[(i, 1.0)]) - moved(&[(i, -1.0)])
                } else {
                    let both = |a: f64, b: f64| moved(&[(i, a), (j, b)]);
                    -(both(1.0, 1.0) - both(1.0, -1.0) - both(-1.0, 1.0) + both(-1.0, -1.0)) / 4.0
                };
                minus[i][j] = fall / (STEP[i] * STEP[j]);
            }
        }
        if n == 2 {
            minus[2][2] = 1.0;
        }
        let variance = |i: usize| {
            let (j, k) = ((i + 1) % 3, (i + 2) % 3);
            let rest = minus[j][j] * minus[k][k] - minus[j][k] * minus[k][j];
            rest / determinant(&minus)
        };
        [0, 1].map(|i| variance(i).sqrt())
    }
}

fn determinant(m: &[[f64; 3]; 3]) -> f64 {
    (0..3)
        .map(|i| m[0][i] * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3]))
        .sum()
}

fn stretch(virtual_age: f64, gap: f64, fails: bool) -> Stretch {
    let from = if virtual_age > 0.0 { libm::log(virtual_age) } else { f64::NEG_INFINITY };
    Stretch { from, to: libm::log(virtual_age + gap), fails }
}

/// `Σ (w^β − u^β)` over stretches, and its first two derivatives by β.
fn power(stretches: &[Stretch], shape: f64) -> (f64, f64, f64) {
    let (mut sum, mut slope, mut bend) = (0.0, 0.0, 0.0);
    for stretch in stretches {
        let above = libm::exp(shape * stretch.to);
        let tilt = above * stretch.to;
        (sum, slope, bend) = (sum + above, slope + tilt, bend + tilt * stretch.to);
        if stretch.from > f64::NEG_INFINITY {
            let below = libm::exp(shape * stretch.from);
            let tilt = below * stretch.from;
            (sum, slope, bend) = (sum - below, slope - tilt, bend - tilt * stretch.from);
        }
    }
    (sum, slope, bend)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::law::Law;
    use iceroad_base::random::Stream;

    fn repaired(law: &Law, restoration: f64, units: u32, to: f64) -> Vec<History> {
        (0..units)
            .map(|unit| {
                let mut stream = Stream::named(11, unit, "unit", "lives");
                let (mut age, mut worn, mut ages) = (0.0, 0.0, Vec::new());
                loop {
                    let gap = law.residual(worn, stream.uniform());
                    age += gap;
                    if age > to {
                        return History::watched(0.0, to, ages).unwrap();
                    }
                    ages.push(age);
                    worn = (worn + gap) * (1.0 - restoration);
                }
            })
            .collect()
    }

    #[test]
    fn the_ends_are_the_renewal_process_and_the_power_law() {
        let units = repaired(&Law::weibull(1.8, 400.0).unwrap(), 0.5, 8, 5_000.0);
        let fitted = fit(&units, Kijima::OfAll, 0.9).unwrap();
        let power_law = crate::recurrent::power_law::fit(&units, 0.9).unwrap();
        assert!((fitted.log_likelihood_minimal - power_law.log_likelihood).abs() < 1e-6);
        assert!(fitted.log_likelihood > fitted.log_likelihood_renewed.max(fitted.log_likelihood_minimal));
        let first = fit(&units, Kijima::SinceLast, 0.9).unwrap();
        assert!((first.log_likelihood_renewed - fitted.log_likelihood_renewed).abs() < 1e-9);
        assert!((first.log_likelihood_minimal - fitted.log_likelihood_minimal).abs() < 1e-6);
    }

    #[test]
    fn the_truth_is_within() {
        let units = repaired(&Law::weibull(2.5, 400.0).unwrap(), 0.6, 25, 8_000.0);
        let fitted = fit(&units, Kijima::OfAll, 0.98).unwrap();
        assert!(fitted.restoration.contains(0.6) && fitted.restoration.high - fitted.restoration.low < 0.4);
        assert!(fitted.shape.contains(2.5) && fitted.scale_h.contains(400.0), "{fitted:?}");
    }

    #[test]
    fn what_it_cannot_do_is_told() {
        let few = [History::watched(0.0, 100.0, vec![10.0, 20.0]).unwrap()];
        assert_eq!(fit(&few, Kijima::OfAll, 0.9), Err(TooLittle::Failures { have: 2, need: 8 }));
        let ages: Vec<f64> = (1..=9).map(|k| 100.0 * f64::from(k)).collect();
        let late = [History::watched(50.0, 1_000.0, ages.clone()).unwrap()];
        assert_eq!(fit(&late, Kijima::OfAll, 0.9), Err(TooLittle::AgeUnknown { from: 50.0 }));
        let twice = [History::watched(0.0, 1_000.0, [ages, vec![900.0]].concat()).unwrap()];
        assert_eq!(fit(&twice, Kijima::OfAll, 0.9), Err(TooLittle::NoGap { age: 900.0 }));
    }
}
