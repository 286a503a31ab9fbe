//! The mean cumulative function: how many failures a unit has had by an age, on average, whatever model is true.
//!
//! At each age with failures it rises by failures over units that are watched then (W. Nelson, *Journal of Quality Technology* 20,
//! 1988). Its variance is the robust one of J. F. Lawless and C. Nadeau, *Technometrics* 37, 1995: it asks only that units are
//! independent of each other, not that failures are Poisson. The interval is the one of W. Q. Meeker and L. A. Escobar, *Statistical
//! Methods for Reliability Data*, 1998, ch. 16, `M·exp(±z·se/M)`, which never goes below 0.

use super::{History, TooLittle};
use crate::interval::Interval;
use iceroad_base::law::normal_quantile;

/// The function at one age.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// The age, h.
    pub age: f64,
    /// Units watched at this age.
    pub at_risk: usize,
    /// Failures at this age.
    pub failures: usize,
    /// Failures of a unit up to and at this age, on average. Where no unit was watched from new they count from the youngest age that
    /// was watched.
    pub mean: Interval,
    /// The standard error of the mean.
    pub error: f64,
}

/// The mean cumulative function of these units, a point for each age at which one failed.
///
/// # Errors
/// [`TooLittle::NoFailures`].
pub fn mean_cumulative(histories: &[History], level: f64) -> Result<Vec<Point>, TooLittle> {
    let mut moments = moments(histories);
    if !moments.iter().any(|moment| moment.kind == Kind::Fails) {
        return Err(TooLittle::NoFailures);
    }
    moments.sort_by(|a, b| a.age.total_cmp(&b.age).then(a.kind.cmp(&b.kind)));
    let z = normal_quantile((1.0 + level) / 2.0);
    let mut walk = Walk::new(histories.len());
    let mut points = Vec::new();
    let mut rest = moments.as_slice();
    while let Some(first) = rest.first() {
        let same =
            rest.iter().take_while(|moment| moment.age == first.age && moment.kind == first.kind).count();
        let (now, later) = rest.split_at(same);
        rest = later;
        match first.kind {
            Kind::Leaves => now.iter().for_each(|moment| walk.leave(moment.unit)),
            Kind::Joins => now.iter().for_each(|moment| walk.join(moment.unit)),
            Kind::Fails => {
                let at_risk = walk.n;
                walk.fail(now);
                let error = walk.variance().max(0.0).sqrt();
                let stretch = libm::exp(z * error / walk.mean);
                let mean = Interval {
                    estimate: walk.mean,
                    low: walk.mean / stretch,
                    high: walk.mean * stretch,
                    level,
                };
                points.push(Point { age: first.age, at_risk, failures: same, mean, error });
            }
        }
    }
    Ok(points)
}

/// What happens to a unit at an age. At one age units join after those that leave there, and who fails as it leaves was watched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Fails,
    Leaves,
    Joins,
}

#[derive(Clone, Copy, Debug)]
struct Moment {
    age: f64,
    kind: Kind,
    unit: usize,
}

fn moments(histories: &[History]) -> Vec<Moment> {
    let mut all = Vec::new();
    for (unit, history) in histories.iter().enumerate() {
        all.push(Moment { age: history.from(), kind: Kind::Joins, unit });
        all.extend(history.ages().iter().map(|&age| Moment { age, kind: Kind::Fails, unit }));
        all.push(Moment { age: history.to(), kind: Kind::Leaves, unit });
    }
    all
}

/// The sums behind mean and variance, kept while ages pass.
///
/// A unit's part of the variance is the square of `Σ (its failures − the mean's) / units watched` over the ages at which it was
/// watched: what it has gathered by its own failures, less what the mean gathered meanwhile. So the sum over units watched needs
/// their number, sum and sum of squares alone.
struct Walk {
    /// Units watched now.
    n: usize,
    mean: f64,
    /// What the mean gathered in `failures / watched²`.
    drift: f64,
    sum: f64,
    squares: f64,
    /// The squares of those who left.
    gone: f64,
    own: Vec<f64>,
}

impl Walk {
    fn new(units: usize) -> Self {
        Walk { n: 0, mean: 0.0, drift: 0.0, sum: 0.0, squares: 0.0, gone: 0.0, own: vec![0.0; units] }
    }

    fn join(&mut self, unit: usize) {
        self.n += 1;
        self.own[unit] = self.drift;
        self.sum += self.drift;
        self.squares += self.drift * self.drift;
    }

    fn leave(&mut self, unit: usize) {
        let own = self.own[unit];
        self.n -= 1;
        self.sum -= own;
        self.squares -= own * own;
        self.gone += (own - self.drift) * (own - self.drift);
    }

    fn fail(&mut self, now: &[Moment]) {
        let watched = self.n as f64;
        for moment in now {
            let (old, new) = (self.own[moment.unit], self.own[moment.unit] + 1.0 / watched);
            self.sum += new - old;
            self.squares += new * new - old * old;
            self.own[moment.unit] = new;
        }
        self.mean += now.len() as f64 / watched;
        self.drift += now.len() as f64 / (watched * watched);
    }

    fn variance(&self) -> f64 {
        self.gone + self.squares - 2.0 * self.drift * self.sum + self.n as f64 * self.drift * self.drift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Vec<History> {
        let unit = |from, to, ages: &[f64]| History::watched(from, to, ages.to_vec()).unwrap();
        vec![
            unit(0.0, 100.0, &[10.0, 30.0, 80.0]),
            unit(0.0, 50.0, &[30.0]),
            unit(0.0, 90.0, &[]),
            unit(20.0, 120.0, &[70.0, 110.0]),
        ]
    }

    /// The definition, unit by unit.
    fn slow(units: &[History], age: f64) -> (f64, f64) {
        let mut times: Vec<f64> = units.iter().flat_map(|unit| unit.ages().to_vec()).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let watched = |unit: &History, at: f64| unit.from() < at && at <= unit.to();
        let failures = |unit: &History, at: f64| unit.ages().iter().filter(|age| **age == at).count() as f64;
        let (mut mean, mut parts) = (0.0, vec![0.0; units.len()]);
        for &at in times.iter().filter(|at| **at <= age) {
            let n = units.iter().filter(|unit| watched(unit, at)).count() as f64;
            let step = units.iter().map(|unit| failures(unit, at)).sum::<f64>() / n;
            mean += step;
            for (part, unit) in parts.iter_mut().zip(units) {
                if watched(unit, at) {
                    *part += (failures(unit, at) - step) / n;
                }
            }
        }
        (mean, parts.iter().map(|part| part * part).sum())
    }

    #[test]
    fn mean_and_variance_are_those_of_the_definition() {
        let units = units();
        let points = mean_cumulative(&units, 0.9).unwrap();
        assert_eq!(points.iter().map(|point| point.at_risk).collect::<Vec<_>>(), [3, 4, 3, 3, 1]);
        for point in points {
            let (mean, variance) = slow(&units, point.age);
            assert!((point.mean.estimate - mean).abs() < 1e-12);
            assert!((point.error - variance.sqrt()).abs() < 1e-12, "{point:?}");
            assert!(point.mean.low <= mean && mean <= point.mean.high && point.mean.low > 0.0);
        }
    }

    #[test]
    fn without_failures_there_is_no_function() {
        let quiet = [History::watched(0.0, 10.0, vec![]).unwrap()];
        assert_eq!(mean_cumulative(&quiet, 0.9), Err(TooLittle::NoFailures));
    }
}
