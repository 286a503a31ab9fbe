//! Accelerated failure time: each covariate stretches, or shortens, every life by a factor.
//!
//! `ln T = β₀ + β·x + σ·ε`, with `ε` of the smallest extreme value law (Weibull lives), normal (log-normal) or logistic (log-logistic):
//! a life at covariates `x` is `exp(β·x)` times one at 0. W. Nelson, *Applied Life Data Analysis* (1982), chapter 12; J. F. Lawless, *Statistical
//! Models and Methods for Lifetime Data* (2nd ed. 2003), chapter 6.
//!
//! In `δ = β/σ` and `γ = 1/σ` the log-likelihood of exact and censored lives is concave (J. Burridge, JRSS B 43, 1981, 41–45), so Newton's
//! method finds its one top; lives that are watched from a later age add a convex term, for which the climb is damped.

use super::design::{Covariates, Design};
use super::{LikelihoodRatio, NoRegression, ends, separating, wald};
use crate::interval::Interval;
use crate::law::standard::{Logistic, Normal, SmallestExtreme, Standard};
use crate::law::{Family, LifeLaw};
use crate::numeric::climb::{Height, Hill, Peak, climb};
use crate::numeric::linear;
use crate::observation::{End, Sample};
use std::marker::PhantomData;

/// The law of lives at given covariates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AftLaw {
    /// Weibull lives; the only ones whose hazards are proportional too.
    Weibull,
    /// Log-normal lives.
    LogNormal,
    /// Log-logistic lives.
    LogLogistic,
}

/// A figure of a regression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// `β₀`, the location of `ln T` where all covariates are 0.
    Intercept,
    /// `β` of a covariate, by its place.
    Coefficient(usize),
    /// `σ`.
    Scale,
}

/// A fitted regression of lives.
#[derive(Clone, PartialEq, Debug)]
pub struct Aft {
    /// The law.
    pub law: AftLaw,
    /// The covariates' names.
    pub names: Vec<String>,
    /// `β₀`, in the logarithm of the sample's unit of age.
    pub intercept: f64,
    /// `β`, in one over the covariate's unit: above 0 where more of it makes lives longer.
    pub coefficients: Vec<f64>,
    /// `σ`: one over the shape of a Weibull or log-logistic law, the standard deviation of `ln T` of a log-normal one.
    pub scale: f64,
    /// ln of the likelihood: densities in one over the sample's unit of age.
    pub log_likelihood: f64,
    /// The same without covariates.
    pub log_likelihood_without: f64,
    /// How many lives there are.
    pub lives: u64,
    /// How many of them failed.
    pub failures: u64,
    /// Standard errors of `β₀`, each `β`, and `ln σ`.
    errors: Vec<f64>,
}

/// Fits a regression of lives by maximum likelihood; a row of covariates for each row of the sample.
///
/// ```
/// use iceroad_lifedata::observation::{Life, Sample};
/// use iceroad_lifedata::regression::{Covariates, aft};
/// let hoses = Sample::new([310.0, 420.0, 505.0, 610.0, 690.0, 790.0].map(Life::failed))?;
/// let frost = Covariates::new([("frost".to_owned(), vec![1.0, 1.0, 0.0, 1.0, 0.0, 0.0])])?;
/// let fitted = aft::fit(aft::AftLaw::Weibull, &hoses, &frost)?;
/// assert!(fitted.coefficients[0] < 0.0 && fitted.likelihood_ratio().p < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`NoRegression`] where the lives or the covariates bear none.
pub fn fit(law: AftLaw, sample: &Sample, covariates: &Covariates) -> Result<Aft, NoRegression> {
    match law {
        AftLaw::Weibull => fitted::<SmallestExtreme>(law, sample, covariates),
        AftLaw::LogNormal => fitted::<Normal>(law, sample, covariates),
        AftLaw::LogLogistic => fitted::<Logistic>(law, sample, covariates),
    }
}

/// The interval of a coefficient by the profile of the likelihood. The fit must be of this sample and these covariates; NaN where there is no
/// such coefficient.
///
/// # Errors
/// As [`fit`].
pub fn profile(
    fit: &Aft,
    sample: &Sample,
    covariates: &Covariates,
    coefficient: usize,
    level: f64,
) -> Result<Interval, NoRegression> {
    match fit.law {
        AftLaw::Weibull => profiled::<SmallestExtreme>(fit, sample, covariates, coefficient, level),
        AftLaw::LogNormal => profiled::<Normal>(fit, sample, covariates, coefficient, level),
        AftLaw::LogLogistic => profiled::<Logistic>(fit, sample, covariates, coefficient, level),
    }
}

impl Aft {
    /// The law of lives with these covariates, in their order.
    pub fn law_at(&self, covariates: &[f64]) -> LifeLaw {
        let mu = self.intercept + linear::dot(&self.coefficients, covariates);
        let (shape, scale) = (1.0 / self.scale, libm::exp(mu));
        match self.law {
            AftLaw::Weibull => LifeLaw::Weibull { shape, scale },
            AftLaw::LogNormal => LifeLaw::LogNormal { mu, sigma: self.scale },
            AftLaw::LogLogistic => LifeLaw::LogLogistic { shape, scale },
        }
    }

    /// The law's family.
    pub fn family(&self) -> Family {
        match self.law {
            AftLaw::Weibull => Family::Weibull,
            AftLaw::LogNormal => Family::LogNormal,
            AftLaw::LogLogistic => Family::LogLogistic,
        }
    }

    /// The test of all covariates together.
    pub fn likelihood_ratio(&self) -> LikelihoodRatio {
        LikelihoodRatio::new(self.log_likelihood, self.log_likelihood_without, self.coefficients.len())
    }

    /// Wald's interval of a figure, that of `σ` on the scale of its logarithm; NaN where there is no such coefficient.
    pub fn wald(&self, figure: Figure, level: f64) -> Interval {
        let error = |place: usize| self.errors.get(place).copied().unwrap_or(f64::NAN);
        match figure {
            Figure::Intercept => wald(self.intercept, error(0), level),
            Figure::Coefficient(at) => {
                let estimate = self.coefficients.get(at).copied().unwrap_or(f64::NAN);
                wald(estimate, if estimate.is_nan() { estimate } else { error(at + 1) }, level)
            }
            Figure::Scale => {
                let on_scale = wald(libm::log(self.scale), error(self.coefficients.len() + 1), level);
                Interval {
                    estimate: self.scale,
                    low: libm::exp(on_scale.low),
                    high: libm::exp(on_scale.high),
                    level,
                }
            }
        }
    }
}

/// What a row tells of `ln T`, from the sample's own unit.
#[derive(Clone, Copy)]
enum Told {
    Failed(f64),
    Running(f64),
    /// The first look is none where the life was found failed at the first.
    Between(Option<f64>, f64),
}

struct Row {
    told: Told,
    entry: Option<f64>,
    weight: f64,
}

/// The log-likelihood in `(δ₀, δ, γ)`, with `z = γ·(ln t − offset) − δ₀ − δ·x`.
struct Evidence<'a, G> {
    rows: &'a [Row],
    /// Covariates of the rows, one row after another.
    cells: &'a [f64],
    size: usize,
    /// Of each row, what a coefficient that is held adds to `ln T`.
    offsets: Vec<f64>,
    law: PhantomData<G>,
}

/// No spread below one over this is taken for one.
const STEEPEST: f64 = 1e5;

impl<G: Standard> Evidence<'_, G> {
    /// One part of the likelihood: a function of `z` at a logarithm of age, given by its first two derivatives.
    fn add(height: &mut Height, x: &[f64], log: f64, first: f64, second: f64) {
        let size = x.len() + 2;
        let of = |at: usize| match at {
            0 => -1.0,
            at if at == size - 1 => log,
            at => -x[at - 1],
        };
        for row in 0..size {
            let slope = of(row);
            height.slope[row] += first * slope;
            for column in 0..=row {
                height.curve[row * size + column] += second * slope * of(column);
            }
        }
    }

    /// The mixed part of two logarithms of age of one row.
    fn add_mixed(height: &mut Height, x: &[f64], logs: [f64; 2], mixed: f64) {
        // With a and b the slopes of the two z's, a·bᵀ + b·aᵀ is half of (a + b)² − (a − b)²; they differ in their last places only.
        let size = x.len() + 2;
        let middle = f64::midpoint(logs[0], logs[1]);
        Self::add(height, x, middle, 0.0, 2.0 * mixed);
        let half = (logs[1] - logs[0]) / 2.0;
        height.curve[size * size - 1] -= 2.0 * mixed * half * half;
    }

    fn row(&self, at: usize, delta: &[f64], gamma: f64, height: &mut Height) {
        let Row { told, entry, weight } = &self.rows[at];
        let x = &self.cells[at * self.size..(at + 1) * self.size];
        let (location, offset) = (delta[0] + linear::dot(&delta[1..], x), self.offsets[at]);
        let z = |log: f64| gamma * (log - offset) - location;
        let mut add = |log: f64, share: f64, [value, first, second]: [f64; 3]| {
            height.value += share * value;
            Self::add(height, x, log - offset, share * first, share * second);
        };
        if let Some(entry) = entry {
            add(*entry, *weight, G::cumulative(z(*entry)));
        }
        match *told {
            Told::Failed(log) => {
                add(log, *weight, G::log_density(z(log)));
                let size = self.size + 2;
                height.value += weight * (libm::log(gamma) - log);
                height.slope[size - 1] += weight / gamma;
                height.curve[size * size - 1] -= weight / (gamma * gamma);
            }
            Told::Running(log) => add(log, -weight, G::cumulative(z(log))),
            Told::Between(None, high) => {
                let [hazard, first, second] = G::cumulative(z(high));
                let odds = 1.0 / libm::expm1(hazard);
                let bend = odds * second - odds * (1.0 + odds) * first * first;
                add(high, *weight, [libm::log(-libm::expm1(-hazard)), odds * first, bend]);
            }
            Told::Between(Some(low), high) => {
                let [before, first_low, second_low] = G::cumulative(z(low));
                let [after, first_high, second_high] = G::cumulative(z(high));
                let lived = after - before;
                let odds = 1.0 / libm::expm1(lived);
                let bend = -odds * (1.0 + odds);
                let at_low = bend * first_low * first_low - (1.0 + odds) * second_low;
                let at_high = bend * first_high * first_high + odds * second_high;
                let value = libm::log(-libm::expm1(-lived)) - before;
                add(low, *weight, [value, -(1.0 + odds) * first_low, at_low]);
                add(high, *weight, [0.0, odds * first_high, at_high]);
                let logs = [low - offset, high - offset];
                Self::add_mixed(height, x, logs, -weight * bend * first_low * first_high);
            }
        }
    }
}

impl<G: Standard> Hill for Evidence<'_, G> {
    fn size(&self) -> usize {
        self.size + 2
    }

    fn is_legal(&self, at: &[f64]) -> bool {
        at.iter().all(|part| part.is_finite()) && (1e-9..STEEPEST).contains(&at[at.len() - 1])
    }

    fn height(&self, at: &[f64], height: &mut Height) {
        height.value = 0.0;
        height.slope.fill(0.0);
        height.curve.fill(0.0);
        let size = self.size();
        let (delta, gamma) = (&at[..size - 1], at[size - 1]);
        for row in 0..self.rows.len() {
            self.row(row, delta, gamma, height);
        }
        for row in 0..size {
            for column in 0..row {
                height.curve[column * size + row] = height.curve[row * size + column];
            }
        }
    }
}

/// Rows about their own mean logarithm, which is given too.
fn rows_of(sample: &Sample) -> (Vec<Row>, f64) {
    let lives = sample.rows();
    let total: f64 = lives.iter().map(|life| life.count as f64).sum();
    let ends = lives.iter().map(|life| life.count as f64 * libm::log(life.end.last_age()));
    let unit = ends.sum::<f64>() / total;
    let log = |age: f64| libm::log(age) - unit;
    let known = |age: f64| (age > 0.0).then(|| log(age));
    let row = |life: &crate::observation::Life| Row {
        told: match life.end {
            End::Failed(age) => Told::Failed(log(age)),
            End::Running(age) => Told::Running(log(age)),
            End::FailedBefore(age) => Told::Between(known(life.entry), log(age)),
            End::FailedBetween(low, high) => Told::Between(known(low.max(life.entry)), log(high)),
        },
        entry: known(life.entry),
        weight: life.count as f64,
    };
    (lives.iter().map(row).collect(), unit)
}

/// One over the spread of the logarithms of all ends, as if each were a failure.
fn first_gamma(rows: &[Row]) -> f64 {
    let end = |row: &Row| match row.told {
        Told::Failed(log) | Told::Running(log) | Told::Between(_, log) => log,
    };
    let total: f64 = rows.iter().map(|row| row.weight).sum();
    let square: f64 = rows.iter().map(|row| row.weight * end(row) * end(row)).sum();
    1.0 / (square / total).sqrt().max(1e-3)
}

fn weights(sample: &Sample) -> Vec<f64> {
    sample.rows().iter().map(|life| life.count as f64).collect()
}

fn fitted<G: Standard>(law: AftLaw, sample: &Sample, covariates: &Covariates) -> Result<Aft, NoRegression> {
    let design = Design::new(covariates, &weights(sample))?;
    let size = design.size();
    // With no more failures than figures all of them can be met to the last digit.
    let needed = size as u64 + 2;
    if sample.failures() < needed {
        return Err(NoRegression::TooFewFailures { failures: sample.failures(), needed });
    }
    let (rows, unit) = rows_of(sample);
    let offsets = vec![0.0; rows.len()];
    let none = Evidence::<G> { rows: &rows, cells: &[], size: 0, offsets: offsets.clone(), law: PhantomData };
    let none = climb(&none, &[0.0, first_gamma(&rows)]).map_err(|_| NoRegression::NoTop)?;
    let evidence = Evidence::<G> { rows: &rows, cells: &design.cells, size, offsets, law: PhantomData };
    let mut start = vec![0.0; size + 2];
    (start[0], start[size + 1]) = (none.at[0], none.at[1]);
    let Peak { at, height } = climb(&evidence, &start).map_err(|_| why_no_top(&design, sample))?;
    let information: Vec<f64> = height.curve.iter().map(|cell| -cell).collect();
    let covariance = linear::inverse(&information, size + 2).ok_or_else(|| why_no_top(&design, sample))?;
    separating(&design.names, (1..=size).map(|i| covariance[i * (size + 2) + i].sqrt()))?;
    let gamma = at[size + 1];
    if gamma > STEEPEST / 10.0 {
        return Err(NoRegression::NoSpread);
    }
    let coefficients: Vec<f64> = (0..size).map(|i| design.own(i, at[i + 1] / gamma)).collect();
    let shift = -linear::dot(&coefficients, &design.means);
    let ages: f64 = sample
        .rows()
        .iter()
        .filter(|life| matches!(life.end, End::Failed(_)))
        .map(|life| life.count as f64)
        .sum();
    Ok(Aft {
        law,
        names: design.names.clone(),
        intercept: at[0] / gamma + unit + shift,
        errors: errors(&design, &at, &covariance),
        coefficients,
        scale: 1.0 / gamma,
        log_likelihood: height.value - ages * unit,
        log_likelihood_without: none.height.value - ages * unit,
        lives: sample.lives(),
        failures: sample.failures(),
    })
}

/// Standard errors of `β₀`, each `β` and `ln σ`, carried over from those of `(δ₀, δ, γ)` by their slopes.
fn errors(design: &Design, at: &[f64], covariance: &[f64]) -> Vec<f64> {
    let size = at.len();
    let gamma = at[size - 1];
    // A figure is δ/γ in some unit: its slopes in δ and in γ.
    let slope = |place: usize, unit: f64| {
        let mut slope = vec![0.0; size];
        slope[place] = 1.0 / (gamma * unit);
        slope[size - 1] = -at[place] / (gamma * gamma * unit);
        slope
    };
    let mut intercept = slope(0, 1.0);
    let mut all = Vec::with_capacity(size);
    for i in 0..design.size() {
        let one = slope(i + 1, design.deviations[i]);
        intercept.iter_mut().zip(&one).for_each(|(sum, part)| *sum -= design.means[i] * part);
        all.push(one);
    }
    all.insert(0, intercept);
    let mut scale = vec![0.0; size];
    scale[size - 1] = -1.0 / gamma;
    all.push(scale);
    let spread = |slope: &Vec<f64>| {
        let along: Vec<f64> = covariance.chunks_exact(size).map(|row| linear::dot(row, slope)).collect();
        linear::dot(slope, &along).sqrt()
    };
    all.iter().map(spread).collect()
}

/// Why no top was found: a covariate with one value at every failure, beyond which or below which only running lives are, separates.
fn why_no_top(design: &Design, sample: &Sample) -> NoRegression {
    let size = design.size();
    let is_separating = |at: &usize| {
        let of = |failed: bool| {
            let rows = design.cells.chunks_exact(size).zip(sample.rows());
            rows.filter(move |(_, life)| life.end.is_failure() == failed).map(|(row, _)| row[*at])
        };
        let (least, most) =
            (of(true).fold(f64::INFINITY, f64::min), of(true).fold(f64::NEG_INFINITY, f64::max));
        least == most && (of(false).all(|value| value >= least) || of(false).all(|value| value <= least))
    };
    let names: Vec<String> = (0..size).filter(is_separating).map(|at| design.names[at].clone()).collect();
    if names.is_empty() { NoRegression::NoTop } else { NoRegression::Separates { names } }
}

fn profiled<G: Standard>(
    fit: &Aft,
    sample: &Sample,
    covariates: &Covariates,
    coefficient: usize,
    level: f64,
) -> Result<Interval, NoRegression> {
    let design = Design::new(covariates, &weights(sample))?;
    let size = design.size();
    if coefficient >= size || fit.coefficients.len() != size {
        return Ok(wald(f64::NAN, f64::NAN, level));
    }
    let (rows, unit) = rows_of(sample);
    let ages: f64 = rows.iter().filter(|row| matches!(row.told, Told::Failed(_))).map(|row| row.weight).sum();
    let top = fit.log_likelihood + ages * unit;
    let others: Vec<f64> = design
        .cells
        .chunks_exact(size)
        .flat_map(|row| row.iter().enumerate().filter(|(at, _)| *at != coefficient).map(|(_, cell)| *cell))
        .collect();
    let column: Vec<f64> = design.cells.chunks_exact(size).map(|row| row[coefficient]).collect();
    let mut evidence =
        Evidence::<G> { rows: &rows, cells: &others, size: size - 1, offsets: Vec::new(), law: PhantomData };
    let mut warm = vec![0.0; size + 1];
    warm[size] = 1.0 / fit.scale;
    for (at, of) in (0..size).filter(|at| *at != coefficient).enumerate() {
        warm[at + 1] = fit.coefficients[of] * design.deviations[of] / fit.scale;
    }
    let mean = fit.intercept + linear::dot(&fit.coefficients, &design.means);
    warm[0] = (mean - unit) / fit.scale;
    let loss = |value: f64| {
        let held = value * design.deviations[coefficient];
        evidence.offsets = column.iter().map(|cell| held * cell).collect();
        let peak = climb(&evidence, &warm).ok()?;
        warm = peak.at;
        Some(top - peak.height.value)
    };
    let error = fit.errors.get(coefficient + 1).copied().unwrap_or(f64::NAN);
    Ok(ends::profile(fit.coefficients[coefficient], error, level, loss))
}
