//! Do failures come faster, or more slowly, as machines age? Five tests, to be asked before any law of gaps is fitted.
//!
//! | test | what it takes for granted where there is no trend | strong against |
//! |---|---|---|
//! | Laplace | an even rate (homogeneous Poisson) | intensities that grow like `exp(bt)` |
//! | MIL-HDBK-189 | an even rate | powers of age |
//! | Anderson–Darling | an even rate | any trend, bathtubs too |
//! | Lewis–Robinson | gaps alike and independent, of any law | one-way trends |
//! | generalised Anderson–Darling | gaps alike and independent, of any law | any trend |
//!
//! The first three also say "trend" where gaps are alike and merely more, or less, regular than chance, so a renewal process of wearing parts
//! fails them: the last two decide whether a law of gaps may be fitted. Definitions: J. T. Kvaløy and B. H. Lindqvist, *Reliability
//! Engineering & System Safety* 60, 1998 (even rate, several units) and *Technometrics* 62, 2020 (renewal, time-truncated); the
//! generalised Anderson–Darling test is from Kvaløy and Lindqvist in *Mathematical and Statistical Methods in Reliability*, 2003.
//!
//! Several units are taken together in two ways. **By unit**: each has a rate of its own. **By total time on test**: all have one rate, and
//! what is tested is their superposition against the hours of all units younger than an age; stronger, and wrong where units differ.

mod anderson_darling;

use super::{History, TooLittle, count, oldest};
use iceroad_base::law::normal_cdf;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Gaps seen whole that the tests for renewal need.
pub const LEAST_GAPS: usize = 4;

/// Which test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Test {
    /// Laplace's.
    Laplace,
    /// MIL-HDBK-189's.
    MilHdbk189,
    /// Anderson and Darling's, for an even rate.
    AndersonDarling,
    /// Lewis and Robinson's.
    LewisRobinson,
    /// Anderson and Darling's, for gaps of any law.
    GeneralisedAndersonDarling,
}

/// How several units are taken together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Together {
    /// Each by a rate of its own.
    ByUnit,
    /// All by one rate, along their total time on test.
    TotalTime,
}

/// Whither failures go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// More often with age.
    Worse,
    /// More seldom with age.
    Better,
}

/// What one test said.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tested {
    /// Which test.
    pub test: Test,
    /// How units were taken together; the same for one unit.
    pub together: Together,
    /// Its statistic.
    pub statistic: f64,
    /// The chance of a statistic at least so far out where there is no trend; of both sides where it has two.
    pub p: f64,
    /// Whither it points; none for tests that do not tell.
    pub direction: Option<Direction>,
}

/// What all tests said.
#[derive(Clone, PartialEq, Debug)]
pub struct Trend {
    /// The tests that could be made.
    pub tests: Vec<Tested>,
    /// Failures behind them.
    pub failures: usize,
    /// Gaps seen whole.
    pub gaps: usize,
    /// What it comes to at the level asked for.
    pub verdict: Verdict,
}

/// What the tests come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Too few gaps to tell anything.
    CannotTell,
    /// No test finds a trend.
    None,
    /// Failures come at no even rate, but gaps may be alike: a law of gaps may be fitted.
    Renewal,
    /// There is a trend: gaps are not alike, and no law of gaps may be fitted.
    Trend(Option<Direction>),
}

impl Verdict {
    /// Whether gaps may be taken for lives of one law.
    pub fn allows_renewal(self) -> bool {
        !matches!(self, Verdict::Trend(_))
    }
}

impl Trend {
    /// All tests on these units; the verdict at a level of significance, such as 0.05.
    ///
    /// Two tests for renewal are asked, so each counts from half that level on (Bonferroni), and so for the tests for an even rate by unit.
    ///
    /// # Errors
    /// [`TooLittle::NoFailures`].
    pub fn of(histories: &[History], significance: f64) -> Result<Trend, TooLittle> {
        let failures = count(histories);
        if failures == 0 {
            return Err(TooLittle::NoFailures);
        }
        let gaps: usize = histories.iter().map(|unit| unit.gaps().count()).sum();
        let mut tests = Vec::new();
        tests.extend(laplace(histories));
        tests.extend(mil_hdbk_189(histories));
        tests.extend(anderson_darling::even_rate(&uniforms(histories), Together::ByUnit));
        if let Some(total) = total_time(histories).filter(|_| histories.len() > 1) {
            let total = std::slice::from_ref(&total);
            let along = |tested: Tested| Tested { together: Together::TotalTime, ..tested };
            tests.extend(laplace(total).map(along));
            tests.extend(mil_hdbk_189(total).map(along));
            tests.extend(anderson_darling::even_rate(&uniforms(total), Together::TotalTime));
        }
        if gaps >= LEAST_GAPS {
            tests.extend(lewis_robinson(histories));
            tests.extend(anderson_darling::any_gaps(histories));
        }
        let verdict = verdict(&tests, gaps, significance);
        Ok(Trend { tests, failures, gaps, verdict })
    }

    /// What one test said.
    pub fn get(&self, test: Test, together: Together) -> Option<&Tested> {
        self.tests.iter().find(|tested| tested.test == test && tested.together == together)
    }
}

fn verdict(tests: &[Tested], gaps: usize, significance: f64) -> Verdict {
    if gaps < LEAST_GAPS {
        return Verdict::CannotTell;
    }
    let is_for_gaps =
        |tested: &Tested| matches!(tested.test, Test::LewisRobinson | Test::GeneralisedAndersonDarling);
    let least = |of: &dyn Fn(&Tested) -> bool| {
        tests.iter().filter(|tested| of(tested)).map(|tested| tested.p).fold(1.0, f64::min)
    };
    let for_gaps = least(&is_for_gaps);
    let for_rate = least(&|tested| !is_for_gaps(tested) && tested.together == Together::ByUnit);
    if 2.0 * for_gaps < significance {
        let one_way = tests.iter().find(|tested| tested.test == Test::LewisRobinson);
        return Verdict::Trend(
            one_way.filter(|tested| tested.p < 2.0 * significance).and_then(|tested| tested.direction),
        );
    }
    if 3.0 * for_rate < significance { Verdict::Renewal } else { Verdict::None }
}

/// The pooled Laplace test: how far, in standard deviations, failures lie from the middle of what was watched.
fn laplace(histories: &[History]) -> Option<Tested> {
    let (shift, variance) = laplace_sums(histories);
    let statistic = shift / variance.sqrt();
    statistic.is_finite().then(|| two_sided(Test::Laplace, statistic))
}

/// `Σ (age − middle)` over free failures, and its variance at even rates.
fn laplace_sums(histories: &[History]) -> (f64, f64) {
    let (mut shift, mut variance) = (0.0, 0.0);
    for unit in histories {
        let middle = (unit.from() + unit.to()) / 2.0;
        shift += unit.free().iter().map(|age| age - middle).sum::<f64>();
        variance += unit.free().len() as f64 * unit.exposure() * unit.exposure() / 12.0;
    }
    (shift, variance)
}

fn two_sided(test: Test, statistic: f64) -> Tested {
    let direction = Some(if statistic > 0.0 { Direction::Worse } else { Direction::Better });
    Tested { test, together: Together::ByUnit, statistic, p: 2.0 * normal_cdf(-statistic.abs()), direction }
}

/// The pooled test of MIL-HDBK-189, `2 Σ ln(watched / watched so far)`: small where failures gather late.
fn mil_hdbk_189(histories: &[History]) -> Option<Tested> {
    let (mut statistic, mut n) = (0.0, 0);
    for unit in histories {
        let watched = unit.exposure();
        statistic +=
            unit.free().iter().map(|age| 2.0 * libm::log(watched / (age - unit.from()))).sum::<f64>();
        n += unit.free().len();
    }
    let law = ChiSquared::new(2.0 * n as f64).ok()?;
    let below = law.cdf(statistic);
    let direction = Some(if below < 0.5 { Direction::Worse } else { Direction::Better });
    let p = (2.0 * below.min(1.0 - below)).min(1.0);
    Some(Tested { test: Test::MilHdbk189, together: Together::ByUnit, statistic, p, direction })
}

/// Lewis and Robinson's: Laplace's over the coefficient of variation of gaps.
///
/// One unit is watched to its end, as Kvaløy and Lindqvist do, 2020. Gaps more regular than chance leave the first hours of a new unit short of
/// failures, which pulls the statistic up by `(1 − γ²)/(4γ)·√(12/n)`; over several units that adds up, so there each is watched to its
/// last failure only: given their number, the gaps until then may stand in any order, and the mean is 0.
fn lewis_robinson(histories: &[History]) -> Option<Tested> {
    let (shift, variance) = match histories {
        [_] => laplace_sums(histories),
        _ => laplace_sums(&histories.iter().filter_map(between_failures).collect::<Vec<_>>()),
    };
    let statistic = shift / variance.sqrt() / variation(histories)?;
    statistic.is_finite().then(|| two_sided(Test::LewisRobinson, statistic))
}

/// The part of a unit's history that its gaps fill.
fn between_failures(unit: &History) -> Option<History> {
    let (from, ages) = match unit.ages().split_first() {
        Some((first, rest)) if unit.from() > 0.0 => (*first, rest),
        _ => (unit.from(), unit.ages()),
    };
    History::until_failure(from, ages.to_vec()).ok()
}

/// The coefficient of variation of gaps within units: units may differ in their means, not in the spread about these.
fn variation(histories: &[History]) -> Option<f64> {
    let (mut squares, mut free) = (0.0, 0usize);
    for unit in histories {
        let n = unit.gaps().count();
        let mean = unit.gaps().sum::<f64>() / n as f64;
        if n < 2 || mean <= 0.0 {
            continue;
        }
        squares += unit.gaps().map(|gap| (gap / mean - 1.0) * (gap / mean - 1.0)).sum::<f64>();
        free += n - 1;
    }
    let variation = (squares / free as f64).sqrt();
    (variation > 0.0).then_some(variation)
}

/// Free failures as shares of what was watched, rising: uniform where each unit has an even rate.
fn uniforms(histories: &[History]) -> Vec<f64> {
    let share = |unit: &History, age: &f64| (age - unit.from()) / unit.exposure();
    let mut all: Vec<f64> =
        histories.iter().flat_map(|unit| unit.free().iter().map(move |age| share(unit, age))).collect();
    all.sort_by(f64::total_cmp);
    all
}

/// All units as one along their total time on test: the hours that all of them together had run by an age.
fn total_time(histories: &[History]) -> Option<History> {
    let mut ends: Vec<(f64, f64)> =
        histories.iter().flat_map(|unit| [(unit.from(), 1.0), (unit.to(), -1.0)]).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let mut ages: Vec<f64> = histories.iter().flat_map(History::ages).copied().collect();
    ages.sort_by(f64::total_cmp);
    let (mut total, mut at, mut units) = (0.0, 0.0, 0.0);
    let mut left = ages.iter().peekable();
    let mut totals = Vec::with_capacity(ages.len());
    for (end, change) in ends {
        while let Some(&age) = left.next_if(|age| **age <= end) {
            totals.push(total + units * (age - at));
        }
        total += units * (end - at);
        (at, units) = (end, units + change);
    }
    let oldest = oldest(histories);
    let is_cut = histories.iter().any(|unit| unit.ends_with_failure() && unit.to() == oldest);
    let totals: Vec<f64> = totals.into_iter().map(|age| age.min(total)).collect();
    if is_cut { History::until_failure(0.0, totals) } else { History::watched(0.0, total, totals) }.ok()
}

#[cfg(test)]
mod tests;
