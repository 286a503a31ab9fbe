//! Proportional hazards: each covariate multiplies the hazard at every age, whatever the law of lives may be.
//!
//! `h(t | x) = h₀(t)·exp(β·x)`. The partial likelihood asks at each failure why this one of all that were at risk (D. R. Cox, JRSS B 34,
//! 1972, 187–220); failures at one age are taken as B. Efron does (JASA 72, 1977, 557–565, equation 7), who counts those that fail
//! together as leaving one after another in no known order. A life watched from a later age is at risk from just after it. The cumulative
//! baseline is N. E. Breslow's (discussion of Cox's paper, 216–217): at each age of failure, failures over the sum of `exp(β·x)` at risk.
//!
//! Lives known to have failed only before or between two looks have no place in the order and are refused.

use super::design::{Covariates, Design};
use super::{Held, LikelihoodRatio, NoRegression, ends, separating, wald};
use crate::interval::Interval;
use crate::numeric::climb::{Height, Hill, Peak, climb};
use crate::numeric::linear;
use crate::observation::{End, Sample};

/// A fitted model of proportional hazards.
#[derive(Clone, PartialEq, Debug)]
pub struct Cox {
    /// The covariates' names.
    pub names: Vec<String>,
    /// `β`, in one over the covariate's unit: above 0 where more of it makes failures come sooner.
    pub coefficients: Vec<f64>,
    /// ln of the partial likelihood.
    pub log_likelihood: f64,
    /// The same with all coefficients 0.
    pub log_likelihood_without: f64,
    /// How many lives there are.
    pub lives: u64,
    /// How many of them failed.
    pub failures: u64,
    /// Means of the covariates, at which the baseline is.
    means: Vec<f64>,
    errors: Vec<f64>,
    /// Ages of failures, rising, with the cumulative baseline hazard from each on.
    baseline: Vec<(f64, f64)>,
}

impl Cox {
    /// The test of all covariates together.
    pub fn likelihood_ratio(&self) -> LikelihoodRatio {
        LikelihoodRatio::new(self.log_likelihood, self.log_likelihood_without, self.coefficients.len())
    }

    /// Wald's interval of a coefficient; NaN where there is none.
    pub fn wald(&self, coefficient: usize, level: f64) -> Interval {
        let of = |all: &[f64]| all.get(coefficient).copied().unwrap_or(f64::NAN);
        wald(of(&self.coefficients), of(&self.errors), level)
    }

    /// The cumulative hazard of a life with these covariates up to an age.
    pub fn cumulative_hazard(&self, age: f64, covariates: &[f64]) -> f64 {
        let after = self.baseline.partition_point(|step| step.0 <= age);
        let base = after.checked_sub(1).map_or(0.0, |at| self.baseline[at].1);
        let from_mean: Vec<f64> = covariates.iter().zip(&self.means).map(|(own, mean)| own - mean).collect();
        base * libm::exp(linear::dot(&self.coefficients, &from_mean))
    }
}

/// Fits proportional hazards; a row of covariates for each row of the sample.
///
/// # Errors
/// [`NoRegression`] where the lives or the covariates bear none.
pub fn fit(sample: &Sample, covariates: &Covariates) -> Result<Cox, NoRegression> {
    let (evidence, design) = prepared(sample, covariates)?;
    let size = design.size();
    let mut none = Height::zero(size);
    evidence.height(&vec![0.0; size], &mut none);
    let is_alike = |_| why_no_top(&design, &evidence);
    let Peak { at, height } = climb(&evidence, &vec![0.0; size]).map_err(is_alike)?;
    let information: Vec<f64> = height.curve.iter().map(|cell| -cell).collect();
    let covariance = linear::inverse(&information, size).ok_or_else(|| why_no_top(&design, &evidence))?;
    let own_errors: Vec<f64> = (0..size).map(|i| covariance[i * size + i].sqrt()).collect();
    separating(&design.names, own_errors.iter().copied())?;
    Ok(Cox {
        names: design.names.clone(),
        coefficients: (0..size).map(|i| design.own(i, at[i])).collect(),
        log_likelihood: height.value,
        log_likelihood_without: none.value,
        lives: sample.lives(),
        failures: sample.failures(),
        means: design.means.clone(),
        errors: (0..size).map(|i| design.own(i, own_errors[i])).collect(),
        baseline: evidence.baseline(&at),
    })
}

/// The interval of a coefficient by the profile of the partial likelihood. The fit must be of this sample and these covariates; NaN where there is
/// no such coefficient.
///
/// # Errors
/// As [`fit`].
pub fn profile(
    fit: &Cox,
    sample: &Sample,
    covariates: &Covariates,
    coefficient: usize,
    level: f64,
) -> Result<Interval, NoRegression> {
    let (evidence, design) = prepared(sample, covariates)?;
    let size = design.size();
    if coefficient >= size || fit.coefficients.len() != size {
        return Ok(wald(f64::NAN, f64::NAN, level));
    }
    let others = (0..size).filter(|at| *at != coefficient);
    let mut warm: Vec<f64> = others.map(|at| fit.coefficients[at] * design.deviations[at]).collect();
    let loss = |value: f64| {
        let held =
            Held { hill: &evidence, place: coefficient, value: value * design.deviations[coefficient] };
        let peak = climb(&held, &warm).ok()?;
        warm = peak.at;
        Some(fit.log_likelihood - peak.height.value)
    };
    Ok(ends::profile(fit.coefficients[coefficient], fit.errors[coefficient], level, loss))
}

fn prepared(sample: &Sample, covariates: &Covariates) -> Result<(Evidence, Design), NoRegression> {
    let rough = sample.rows().iter().position(|life| !matches!(life.end, End::Failed(_) | End::Running(_)));
    if let Some(row) = rough {
        return Err(NoRegression::AgeUnknown { row });
    }
    let weights: Vec<f64> = sample.rows().iter().map(|life| life.count as f64).collect();
    let design = Design::new(covariates, &weights)?;
    let needed = design.size() as u64 + 1;
    if sample.failures() < needed {
        return Err(NoRegression::TooFewFailures { failures: sample.failures(), needed });
    }
    Ok((Evidence::new(sample, &design), design))
}

/// A life.
struct Row {
    entry: f64,
    end: f64,
    failed: bool,
    weight: f64,
}

/// The partial likelihood.
struct Evidence {
    size: usize,
    rows: Vec<Row>,
    /// Covariates, one row after another.
    cells: Vec<f64>,
    /// Rows by their ends, the latest first.
    by_end: Vec<usize>,
    /// Rows that were watched from a later age, by it, the latest first.
    by_entry: Vec<usize>,
}

/// Sums of `exp(β·x)` with its moments in `x`.
struct Risk {
    sum: f64,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Risk {
    fn none(size: usize) -> Risk {
        Risk { sum: 0.0, first: vec![0.0; size], second: vec![0.0; size * size] }
    }

    fn clear(&mut self) {
        self.sum = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }

    fn add(&mut self, share: f64, x: &[f64]) {
        self.sum += share;
        for (i, one) in x.iter().enumerate() {
            self.first[i] += share * one;
            for (j, other) in x.iter().enumerate().take(i + 1) {
                self.second[i * x.len() + j] += share * one * other;
            }
        }
    }
}

impl Evidence {
    fn new(sample: &Sample, design: &Design) -> Evidence {
        let row = |life: &crate::observation::Life| Row {
            entry: life.entry,
            end: life.end.last_age(),
            failed: life.end.is_failure(),
            weight: life.count as f64,
        };
        let rows: Vec<Row> = sample.rows().iter().map(row).collect();
        let mut by_end: Vec<usize> = (0..rows.len()).collect();
        by_end.sort_by(|a, b| rows[*b].end.total_cmp(&rows[*a].end));
        let mut by_entry: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].entry > 0.0).collect();
        by_entry.sort_by(|a, b| rows[*b].entry.total_cmp(&rows[*a].entry));
        Evidence { size: design.size(), rows, cells: design.cells.clone(), by_end, by_entry }
    }

    fn x(&self, row: usize) -> &[f64] {
        &self.cells[row * self.size..(row + 1) * self.size]
    }

    /// Calls with each age of failure, the latest first: all at risk, and those of them that fail; shares are over `exp(shift)`.
    fn at_failures(&self, at: &[f64], mut visit: impl FnMut(f64, &[usize], &Risk, &Risk)) -> f64 {
        let log_shares: Vec<f64> = (0..self.rows.len()).map(|row| linear::dot(at, self.x(row))).collect();
        let shift = log_shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let share = |row: usize| self.rows[row].weight * libm::exp(log_shares[row] - shift);
        let (mut risk, mut failing) = (Risk::none(self.size), Risk::none(self.size));
        let (mut next, mut gone) = (0, 0);
        let mut dead = Vec::new();
        while next < self.by_end.len() {
            let age = self.rows[self.by_end[next]].end;
            failing.clear();
            dead.clear();
            while let Some(&row) = self.by_end.get(next).filter(|row| self.rows[**row].end == age) {
                risk.add(share(row), self.x(row));
                if self.rows[row].failed {
                    failing.add(share(row), self.x(row));
                    dead.push(row);
                }
                next += 1;
            }
            while let Some(&row) = self.by_entry.get(gone).filter(|row| self.rows[**row].entry >= age) {
                risk.add(-share(row), self.x(row));
                gone += 1;
            }
            if !dead.is_empty() {
                visit(age, &dead, &risk, &failing);
            }
        }
        shift
    }

    fn baseline(&self, at: &[f64]) -> Vec<(f64, f64)> {
        let mut steps = Vec::new();
        let shift = self.at_failures(at, |age, dead, risk, _| {
            let failures: f64 = dead.iter().map(|row| self.rows[*row].weight).sum();
            steps.push((age, failures / risk.sum));
        });
        let scale = libm::exp(-shift);
        let mut total = 0.0;
        let summed = |(age, step): &(f64, f64)| {
            total += step * scale;
            (*age, total)
        };
        steps.iter().rev().map(summed).collect()
    }
}

impl Hill for Evidence {
    fn size(&self) -> usize {
        self.size
    }

    fn is_legal(&self, at: &[f64]) -> bool {
        // Beyond this in standard deviations hazards differ by more than floats hold.
        at.iter().all(|part| part.abs() < 200.0)
    }

    fn height(&self, at: &[f64], height: &mut Height) {
        let size = self.size;
        *height = Height::zero(size);
        let mut tied = 0.0;
        let shift = self.at_failures(at, |_, dead, risk, failing| {
            let mut failures = 0.0;
            for row in dead {
                let Row { weight, .. } = self.rows[*row];
                failures += weight;
                height.value += weight * linear::dot(at, self.x(*row));
                height.slope.iter_mut().zip(self.x(*row)).for_each(|(slope, x)| *slope += weight * x);
            }
            tied += failures;
            for nth in 0..failures as u64 {
                let left = nth as f64 / failures;
                let sum = risk.sum - left * failing.sum;
                height.value -= libm::log(sum);
                for i in 0..size {
                    let mean = (risk.first[i] - left * failing.first[i]) / sum;
                    height.slope[i] -= mean;
                    for j in 0..=i {
                        let other = (risk.first[j] - left * failing.first[j]) / sum;
                        let second = (risk.second[i * size + j] - left * failing.second[i * size + j]) / sum;
                        height.curve[i * size + j] -= second - mean * other;
                    }
                }
            }
        });
        height.value -= tied * shift;
        for i in 0..size {
            for j in 0..i {
                height.curve[j * size + i] = height.curve[i * size + j];
            }
        }
    }
}

/// Why no top was found: with a covariate that is the greatest, or the least, of all at risk at every failure the likelihood rises for ever.
fn why_no_top(design: &Design, evidence: &Evidence) -> NoRegression {
    let is_separating = |at: &usize| {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut is_most, mut is_least) = (true, true);
        let ends = |a: &usize, b: &usize| evidence.rows[*a].end == evidence.rows[*b].end;
        for together in evidence.by_end.chunk_by(ends) {
            for &row in together {
                least = least.min(evidence.x(row)[*at]);
                most = most.max(evidence.x(row)[*at]);
            }
            for &row in together.iter().filter(|row| evidence.rows[**row].failed) {
                is_most &= evidence.x(row)[*at] >= most;
                is_least &= evidence.x(row)[*at] <= least;
            }
        }
        is_most || is_least
    };
    let names: Vec<String> =
        (0..design.size()).filter(is_separating).map(|at| design.names[at].clone()).collect();
    if names.is_empty() { NoRegression::NoTop } else { NoRegression::Separates { names } }
}
