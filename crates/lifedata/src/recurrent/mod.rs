//! Failures that come again on one machine: how they gather, whether they come faster, and what that means.
//!
//! ```text
//!  History of each unit ─┬─▶ exposure, mean cumulative function   (what was seen)
//!                        ├─▶ trend tests                          (may lives be taken as alike?)
//!                        └─▶ power law, log-linear, imperfect repair   (if not, what then?)
//! ```
//!
//! Terms: an **age** is what the hour meter shows; a **gap** is the hours between two failures of a unit, the first one from new; a
//! unit is **failure-truncated** where its observation ended with its last failure, **time-truncated** otherwise; the **intensity** is
//! failures per hour of one unit at an age.
//!
//! Pitfall: gaps alone hide a trend. Gaps that shorten through a machine's years, thrown into one heap, look like a Weibull law with a
//! shape of about 1, and the machine as if it never aged. So [`trend::Trend`] comes before any law of gaps.

pub mod log_linear;
pub mod mcf;
pub mod power_law;
pub mod renewal;
pub mod trend;

use std::fmt;

/// What one unit went through: from when to when it was watched, and the ages at which it failed. All in hours on its meter.
#[derive(Clone, PartialEq, Debug)]
pub struct History {
    from: f64,
    to: f64,
    ages: Vec<f64>,
    ends_with_failure: bool,
}

/// Why these numbers are the history of no unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum BadHistory {
    /// A number that is infinite, not a number, or below 0.
    NotAnAge(f64),
    /// The observation ends before it begins, or as it begins.
    EndsBeforeStart {
        /// Where it begins.
        from: f64,
        /// Where it ends.
        to: f64,
    },
    /// A failure before the observation began, or as it began.
    BeforeStart {
        /// The failure.
        age: f64,
        /// Where the observation begins.
        from: f64,
    },
    /// A failure that is younger than the one before it.
    Backwards {
        /// The failure.
        age: f64,
        /// The one before it.
        previous: f64,
    },
    /// The observation ends before the last failure.
    EndsBeforeLast {
        /// Where it ends.
        to: f64,
        /// The last failure.
        last: f64,
    },
    /// It is to end with its last failure and has none.
    NoFailure,
}

impl fmt::Display for BadHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadHistory::NotAnAge(value) => write!(f, "{value} is no age: a finite number of 0 or more hours"),
            BadHistory::EndsBeforeStart { from, to } => {
                write!(f, "the observation ends at {to} h and begins at {from} h")
            }
            BadHistory::BeforeStart { age, from } => {
                write!(f, "a failure at {age} h, and the observation begins at {from} h")
            }
            BadHistory::Backwards { age, previous } => {
                write!(f, "a failure at {age} h comes after one at {previous} h: the gap is negative")
            }
            BadHistory::EndsBeforeLast { to, last } => {
                write!(f, "the observation ends at {to} h, before the last failure at {last} h")
            }
            BadHistory::NoFailure => f.write_str("it is to end with its last failure, and has none"),
        }
    }
}

impl std::error::Error for BadHistory {}

impl History {
    /// A unit that was watched from one age to another, whatever happened.
    ///
    /// # Errors
    /// [`BadHistory`], the first that is wrong.
    pub fn watched(from: f64, to: f64, ages: Vec<f64>) -> Result<Self, BadHistory> {
        for value in [from, to].iter().chain(&ages) {
            if !(value.is_finite() && *value >= 0.0) {
                return Err(BadHistory::NotAnAge(*value));
            }
        }
        if to <= from {
            return Err(BadHistory::EndsBeforeStart { from, to });
        }
        let mut previous = from;
        for (at, &age) in ages.iter().enumerate() {
            if at == 0 && age <= from {
                return Err(BadHistory::BeforeStart { age, from });
            }
            if age < previous {
                return Err(BadHistory::Backwards { age, previous });
            }
            previous = age;
        }
        if let Some(&last) = ages.last().filter(|last| **last > to) {
            return Err(BadHistory::EndsBeforeLast { to, last });
        }
        Ok(History { from, to, ages, ends_with_failure: false })
    }

    /// A unit that was watched from an age until its last failure, which ended the observation.
    ///
    /// # Errors
    /// [`BadHistory`], the first that is wrong.
    pub fn until_failure(from: f64, ages: Vec<f64>) -> Result<Self, BadHistory> {
        let to = *ages.last().ok_or(BadHistory::NoFailure)?;
        Ok(History { ends_with_failure: true, ..History::watched(from, to, ages)? })
    }

    /// The age at which the observation began, h.
    pub fn from(&self) -> f64 {
        self.from
    }

    /// The age at which it ended, h.
    pub fn to(&self) -> f64 {
        self.to
    }

    /// The ages of the failures, rising, h.
    pub fn ages(&self) -> &[f64] {
        &self.ages
    }

    /// The hours on the meter while it was watched.
    pub fn exposure(&self) -> f64 {
        self.to - self.from
    }

    /// Whether the last failure ended the observation.
    pub fn ends_with_failure(&self) -> bool {
        self.ends_with_failure
    }

    /// The failures whose time chance was free to choose: all, but for the one that ended the observation.
    fn free(&self) -> &[f64] {
        match self.ages.split_last() {
            Some((_, rest)) if self.ends_with_failure => rest,
            _ => &self.ages,
        }
    }

    /// The hours between failures that were seen whole: the first counts where the unit was watched from new.
    fn gaps(&self) -> impl Iterator<Item = f64> {
        let first = (self.from == 0.0).then(|| self.ages.first().copied()).flatten();
        first.into_iter().chain(self.ages.windows(2).map(|pair| pair[1] - pair[0]))
    }
}

/// What several units went through together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Exposure {
    /// Units.
    pub units: usize,
    /// Failures.
    pub failures: usize,
    /// Hours on all meters while they were watched.
    pub hours: f64,
    /// The oldest age that was watched, h: nothing is known beyond it.
    pub oldest_h: f64,
}

/// What these units went through together.
pub fn exposure(histories: &[History]) -> Exposure {
    Exposure {
        units: histories.len(),
        failures: count(histories),
        hours: histories.iter().map(History::exposure).sum(),
        oldest_h: oldest(histories),
    }
}

fn count(histories: &[History]) -> usize {
    histories.iter().map(|unit| unit.ages.len()).sum()
}

fn oldest(histories: &[History]) -> f64 {
    histories.iter().map(|unit| unit.to).fold(0.0, f64::max)
}

/// Why a model of failures that come again cannot be fitted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum TooLittle {
    /// No unit, or no failure of any.
    NoFailures,
    /// Fewer failures than the model needs.
    Failures {
        /// What there is.
        have: usize,
        /// What it needs at least.
        need: usize,
    },
    /// A unit was watched only from a later age, and how worn it was then is not known.
    AgeUnknown {
        /// That age, h.
        from: f64,
    },
    /// Two failures of a unit at one age: a repair that lasted no time.
    NoGap {
        /// The age, h.
        age: f64,
    },
    /// The likelihood has no highest point within reach.
    NoOptimum,
}

impl fmt::Display for TooLittle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TooLittle::NoFailures => f.write_str("there is no failure"),
            TooLittle::Failures { have, need } => write!(f, "{have} of at least {need} failures"),
            TooLittle::AgeUnknown { from } => {
                write!(f, "a unit was watched only from {from} h on, and how worn it was then is not known")
            }
            TooLittle::NoGap { age } => write!(f, "two failures of one unit at {age} h"),
            TooLittle::NoOptimum => f.write_str("no values fit better than all others"),
        }
    }
}

impl std::error::Error for TooLittle {}

/// Half of the fall of twice the log-likelihood that an interval of this level allows: `χ²₁(level) / 2`.
fn allowed_fall(level: f64) -> f64 {
    let z = iceroad_base::law::normal_quantile((1.0 + level) / 2.0);
    z * z / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_history_is_told_by_what_is_wrong() {
        let bad = |from, to, ages: &[f64]| History::watched(from, to, ages.to_vec()).unwrap_err();
        assert_eq!(bad(0.0, f64::NAN, &[]).to_string(), "NaN is no age: a finite number of 0 or more hours");
        assert_eq!(bad(100.0, 50.0, &[]), BadHistory::EndsBeforeStart { from: 100.0, to: 50.0 });
        assert_eq!(bad(100.0, 500.0, &[90.0]), BadHistory::BeforeStart { age: 90.0, from: 100.0 });
        let backwards = BadHistory::Backwards { age: 20.0, previous: 30.0 };
        assert_eq!(bad(0.0, 500.0, &[30.0, 20.0]), backwards);
        assert_eq!(backwards.to_string(), "a failure at 20 h comes after one at 30 h: the gap is negative");
        assert_eq!(bad(0.0, 40.0, &[30.0, 50.0]), BadHistory::EndsBeforeLast { to: 40.0, last: 50.0 });
        assert_eq!(History::until_failure(0.0, vec![]), Err(BadHistory::NoFailure));
        assert_eq!(bad(0.0, 10.0, &[0.0]), BadHistory::BeforeStart { age: 0.0, from: 0.0 });
    }

    #[test]
    fn gaps_are_those_that_were_seen_whole() {
        let new = History::watched(0.0, 100.0, vec![10.0, 40.0]).unwrap();
        let old = History::watched(5.0, 100.0, vec![10.0, 40.0]).unwrap();
        assert_eq!(new.gaps().collect::<Vec<_>>(), [10.0, 30.0]);
        assert_eq!(old.gaps().collect::<Vec<_>>(), [30.0]);
        let both = exposure(&[new, old]);
        assert_eq!((both.units, both.failures, both.hours, both.oldest_h), (2, 4, 195.0, 100.0));
    }
}
