//! Lives as they were observed: failed, still running, failed before or between two looks, known only from an age on.
//!
//! Terms: a life is **right censored** when it was still running at its last known age, **left censored** when it
//! was found failed at the first look, **interval censored** when it failed between two looks. It is **left
//! truncated** at its *entry age* when nothing would be known of it had it failed before that age: a truck that
//! came to the mine with 6,000 hours on its meter. Censoring says what is not known of a life; truncation says
//! which lives never got onto the list, and to leave it out makes parts look more durable than they are.
//!
//! Ages are in any unit (hours, kilometres, cycles), the same for a whole sample. A row may stand for many equal
//! lives; its likelihood is then that of as many rows.

use std::fmt;

/// How a life ended, as far as it is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum End {
    /// Failed at this age.
    Failed(f64),
    /// Still running at this age (right censored).
    Running(f64),
    /// Found failed at this age (left censored).
    FailedBefore(f64),
    /// Running at the first age, found failed at the second (interval censored).
    FailedBetween(f64, f64),
}

impl End {
    /// The last age that is known of.
    pub fn last_age(self) -> f64 {
        match self {
            End::Failed(age) | End::Running(age) | End::FailedBefore(age) | End::FailedBetween(_, age) => age,
        }
    }

    /// Whether a failure was seen, at an age that may be known only roughly.
    pub fn is_failure(self) -> bool {
        !matches!(self, End::Running(_))
    }
}

/// One or several equal lives.
///
/// ```
/// use iceroad_lifedata::observation::Life;
/// let truck = Life::running(9_500.0).entered(6_000.0);
/// let fans = Life::failed_between(450.0, 500.0).times(3);
/// assert_eq!((truck.entry, fans.count), (6_000.0, 3));
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Life {
    /// The age from which it was watched; 0 where it was watched from new.
    pub entry: f64,
    /// How it ended.
    pub end: End,
    /// How many such lives there are, 1 or more.
    pub count: u64,
}

impl Life {
    fn new(end: End) -> Life {
        Life { entry: 0.0, end, count: 1 }
    }

    /// A life that failed at this age.
    pub fn failed(age: f64) -> Life {
        Life::new(End::Failed(age))
    }

    /// A life that was still running at this age.
    pub fn running(age: f64) -> Life {
        Life::new(End::Running(age))
    }

    /// A life that was found failed at this age.
    pub fn failed_before(age: f64) -> Life {
        Life::new(End::FailedBefore(age))
    }

    /// A life that was running at the first age and found failed at the second.
    pub fn failed_between(low: f64, high: f64) -> Life {
        Life::new(End::FailedBetween(low, high))
    }

    /// The same, watched only from this age on.
    #[must_use]
    pub fn entered(self, age: f64) -> Life {
        Life { entry: age, ..self }
    }

    /// As many such lives.
    #[must_use]
    pub fn times(self, count: u64) -> Life {
        Life { count, ..self }
    }

    /// What no life can be.
    fn fault(&self) -> Option<Fault> {
        let end = self.end.last_age();
        let is_between = matches!(self.end, End::FailedBetween(..));
        if self.entry >= 0.0 && self.entry < end && end.is_finite() && self.count > 0 && !is_between {
            return None;
        }
        let ages = match self.end {
            End::FailedBetween(low, high) => [self.entry, low, high],
            end => [self.entry, self.entry, end.last_age()],
        };
        if let Some(&value) = ages.iter().find(|age| !age.is_finite()) {
            return Some(Fault::NotFinite { value });
        }
        if let Some(&value) = ages.iter().find(|age| **age < 0.0) {
            return Some(Fault::Negative { value });
        }
        if self.count == 0 {
            return Some(Fault::NoLives);
        }
        if let End::FailedBetween(low, high) = self.end
            && low >= high
        {
            return Some(Fault::Reversed { low, high });
        }
        if end == 0.0 {
            return Some(Fault::NoLength);
        }
        (self.entry >= end).then_some(Fault::EndsBeforeEntry { entry: self.entry, end })
    }
}

/// What is wrong with one row of a sample.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Fault {
    /// An age is not a number or infinite.
    NotFinite {
        /// The age.
        value: f64,
    },
    /// An age is below 0: a negative gap, or a meter that was set back.
    Negative {
        /// The age.
        value: f64,
    },
    /// The life ended at age 0, so nothing can be learned of its law.
    NoLength,
    /// The life ended at or before the age from which it was watched: censored before truncated.
    EndsBeforeEntry {
        /// The age from which it was watched.
        entry: f64,
        /// The age at which it ended.
        end: f64,
    },
    /// The look that found it running is not before the look that found it failed.
    Reversed {
        /// The age at the look that found it running.
        low: f64,
        /// The age at the look that found it failed.
        high: f64,
    },
    /// The row stands for no life.
    NoLives,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NotFinite { value } => write!(f, "an age of {value} is not a finite number"),
            Fault::Negative { value } => write!(f, "an age of {value} is below 0"),
            Fault::NoLength => write!(f, "it ended at age 0; give the age in a finer unit, or leave it out"),
            Fault::EndsBeforeEntry { entry, end } => {
                write!(f, "it ended at {end}, not after the age {entry} from which it was watched")
            }
            Fault::Reversed { low, high } => {
                write!(f, "it was seen running at {low}, which is not before it was found failed at {high}")
            }
            Fault::NoLives => write!(f, "it stands for no life: its count is 0"),
        }
    }
}

/// A row that no sample can have.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BadRow {
    /// Its place, from 0.
    pub row: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Why there is no sample.
#[derive(Clone, PartialEq, Debug)]
pub enum BadSample {
    /// No life was given.
    Empty,
    /// Rows that are wrong, all of them.
    Rows(Vec<BadRow>),
}

impl fmt::Display for BadSample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BadSample::Rows(rows) = self else { return write!(f, "no life was observed") };
        for (nth, BadRow { row, fault }) in rows.iter().enumerate() {
            let separator = if nth == 0 { "" } else { "; " };
            write!(f, "{separator}row {}: {fault}", row + 1)?;
        }
        Ok(())
    }
}

impl std::error::Error for BadSample {}

/// Lives that were checked one by one.
///
/// ```
/// use iceroad_lifedata::observation::{BadSample, Fault, Life, Sample};
/// let sample = Sample::new([Life::failed(450.0), Life::running(460.0).times(12)])?;
/// assert_eq!((sample.lives(), sample.failures()), (13, 1));
///
/// let wrong = Sample::new([Life::failed(450.0), Life::running(460.0).entered(500.0)]);
/// let Err(BadSample::Rows(rows)) = wrong else { panic!() };
/// assert_eq!((rows[0].row, rows[0].fault), (1, Fault::EndsBeforeEntry { entry: 500.0, end: 460.0 }));
/// # Ok::<(), BadSample>(())
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Sample {
    rows: Vec<Life>,
    lives: u64,
    failures: u64,
}

impl Sample {
    /// A sample of these lives, in this order.
    ///
    /// # Errors
    /// [`BadSample`] with every row that is wrong, or where there is none.
    pub fn new(rows: impl IntoIterator<Item = Life>) -> Result<Sample, BadSample> {
        let rows: Vec<Life> = rows.into_iter().collect();
        if rows.is_empty() {
            return Err(BadSample::Empty);
        }
        let (mut faults, mut lives, mut failures) = (Vec::new(), 0, 0);
        for (row, life) in rows.iter().enumerate() {
            faults.extend(life.fault().map(|fault| BadRow { row, fault }));
            lives += life.count;
            failures += if life.end.is_failure() { life.count } else { 0 };
        }
        if !faults.is_empty() {
            return Err(BadSample::Rows(faults));
        }
        Ok(Sample { rows, lives, failures })
    }

    /// The rows, in the order given.
    pub fn rows(&self) -> &[Life] {
        &self.rows
    }

    /// How many lives there are, counts included.
    pub fn lives(&self) -> u64 {
        self.lives
    }

    /// How many of them failed, at an age that may be known only roughly.
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// The total of the ages lived while watched; of a failure that was only found, up to when it was found.
    pub fn exposure(&self) -> f64 {
        self.rows.iter().map(|life| life.count as f64 * (life.end.last_age() - life.entry)).sum()
    }

    /// The greatest age that any life is known to have reached.
    pub fn longest(&self) -> f64 {
        self.rows.iter().map(|life| life.end.last_age()).fold(0.0, f64::max)
    }

    /// The ages between which failures were seen; none where nothing failed.
    pub fn failure_span(&self) -> Option<(f64, f64)> {
        let ages = self.rows.iter().filter(|life| life.end.is_failure()).map(|life| life.end.last_age());
        ages.fold(None, |span, age| match span {
            None => Some((age, age)),
            Some((low, high)) => Some((low.min(age), high.max(age))),
        })
    }

    /// The same lives, of which only those that `is_cause` says failed; the failures of all others are taken as
    /// lives that ran to that age and were then no more watched.
    ///
    /// This is how one of several competing causes is fitted. A failure by another cause whose age is known only
    /// between two looks counts as running to the first of them.
    #[must_use]
    pub fn only(&self, mut is_cause: impl FnMut(usize) -> bool) -> Option<Sample> {
        let censored = |(row, life): (usize, &Life)| {
            if !life.end.is_failure() || is_cause(row) {
                return Some(*life);
            }
            let seen = match life.end {
                End::FailedBefore(_) => 0.0,
                End::FailedBetween(low, _) => low,
                end => end.last_age(),
            };
            (seen > life.entry).then_some(Life { end: End::Running(seen), ..*life })
        };
        Sample::new(self.rows.iter().enumerate().filter_map(censored)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_row_is_named_with_its_fault() {
        let wrong = Sample::new([
            Life::failed(f64::NAN),
            Life::failed(5.0),
            Life::running(-1.0),
            Life::failed(0.0),
            Life::running(3.0).entered(3.0),
            Life::failed_between(7.0, 7.0),
            Life::failed(2.0).times(0),
            Life::failed(f64::INFINITY),
        ]);
        let Err(BadSample::Rows(rows)) = wrong else { panic!("accepted") };
        assert_eq!(rows.iter().map(|bad| bad.row).collect::<Vec<_>>(), [0, 2, 3, 4, 5, 6, 7]);
        assert_eq!(rows[1].fault, Fault::Negative { value: -1.0 });
        assert_eq!(rows[2].fault, Fault::NoLength);
        assert_eq!(rows[3].fault, Fault::EndsBeforeEntry { entry: 3.0, end: 3.0 });
        assert_eq!(rows[4].fault, Fault::Reversed { low: 7.0, high: 7.0 });
        assert_eq!(rows[5].fault, Fault::NoLives);
        assert_eq!(Sample::new([]), Err(BadSample::Empty));
    }

    #[test]
    fn other_causes_count_as_lives_that_ran() {
        let sample =
            Sample::new([Life::failed(3.0), Life::failed(5.0), Life::failed_between(6.0, 8.0)]).unwrap();
        let one = sample.only(|row| row == 1).unwrap();
        assert_eq!(one.rows(), [Life::running(3.0), Life::failed(5.0), Life::running(6.0)]);
        assert_eq!(one.failures(), 1);
    }
}
