//! A sample made ready for climbing: ages in their own unit, logarithms taken once, rows sorted by what they tell.

use crate::observation::{End, Sample};

/// An age in the sample's own unit, with its logarithm.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Age {
    pub(crate) value: f64,
    pub(crate) log: f64,
}

impl Age {
    fn new(value: f64) -> Age {
        Age { value, log: libm::log(value) }
    }
}

/// An age and how many lives it stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Weighted {
    pub(crate) age: Age,
    pub(crate) weight: f64,
}

/// Sums over the failures whose age is known; they are all that some laws need of them.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(crate) struct Sums {
    pub(crate) weight: f64,
    pub(crate) age: f64,
    pub(crate) log: f64,
    pub(crate) log_square: f64,
}

/// The lives of a sample by kind. The unit is the geometric mean of the ages at the ends of the lives, so that
/// logarithms of ages lie about 0 whatever the planner counts in.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Prepared {
    /// The logarithm of the unit.
    pub(crate) log_unit: f64,
    /// Failures at a known age.
    pub(crate) exact: Vec<Weighted>,
    /// Lives that ran on.
    pub(crate) right: Vec<Weighted>,
    /// Failures between two ages, the first of them possibly 0.
    pub(crate) between: Vec<(Age, Weighted)>,
    /// Ages, above 0, from which lives were watched.
    pub(crate) entries: Vec<Weighted>,
    /// Of the failures at a known age.
    pub(crate) sums: Sums,
    /// How many lives, and how many of them failed.
    pub(crate) lives: u64,
    pub(crate) failures: u64,
}

impl Prepared {
    pub(crate) fn new(sample: &Sample) -> Prepared {
        let (mut exact, mut right) = (0, 0);
        for life in sample.rows() {
            exact += usize::from(matches!(life.end, End::Failed(_)));
            right += usize::from(matches!(life.end, End::Running(_)));
        }
        // Room for no more than there is: with twice as much the system takes the memory back after each fit.
        let mut prepared = Prepared {
            log_unit: 0.0,
            exact: Vec::with_capacity(exact),
            right: Vec::with_capacity(right),
            between: Vec::new(),
            entries: Vec::new(),
            sums: Sums::default(),
            lives: sample.lives(),
            failures: sample.failures(),
        };
        for life in sample.rows() {
            let at = |value| Weighted { age: Age::new(value), weight: life.count as f64 };
            if life.entry > 0.0 {
                prepared.entries.push(at(life.entry));
            }
            match life.end {
                End::Failed(age) => prepared.exact.push(at(age)),
                End::Running(age) => prepared.right.push(at(age)),
                End::FailedBefore(high) => prepared.between.push((Age::new(life.entry), at(high))),
                End::FailedBetween(low, high) => {
                    prepared.between.push((Age::new(low.max(life.entry)), at(high)));
                }
            }
        }
        prepared.measure_in_own_unit();
        prepared
    }

    pub(super) fn measure_in_own_unit(&mut self) {
        let ends = || self.exact.iter().chain(&self.right).chain(self.between.iter().map(|(_, high)| high));
        let weight: f64 = ends().map(|end| end.weight).sum();
        let log_unit = ends().map(|end| end.weight * end.age.log).sum::<f64>() / weight;
        let factor = libm::exp(-log_unit);
        self.log_unit = log_unit;
        self.sums = Sums::default();
        let shift = |age: &mut Age| *age = Age { value: age.value * factor, log: age.log - log_unit };
        let lists = [&mut self.right, &mut self.entries];
        lists.into_iter().flatten().for_each(|weighted| shift(&mut weighted.age));
        for (low, high) in &mut self.between {
            shift(low);
            shift(&mut high.age);
        }
        for Weighted { age, weight } in &mut self.exact {
            shift(age);
            self.sums.weight += *weight;
            self.sums.age += *weight * age.value;
            self.sums.log += *weight * age.log;
            self.sums.log_square += *weight * age.log * age.log;
        }
    }

    /// The unit.
    pub(crate) fn unit(&self) -> f64 {
        libm::exp(self.log_unit)
    }

    /// Whether every age of failure is known, and nothing but those and running lives is there.
    pub(crate) fn is_exact_or_running(&self) -> bool {
        self.between.is_empty()
    }

    /// The total of the ages lived while watched, in own units.
    pub(crate) fn exposure(&self) -> f64 {
        let total = |list: &[Weighted]| list.iter().map(|one| one.weight * one.age.value).sum::<f64>();
        let between: f64 =
            self.between.iter().map(|(low, high)| high.weight * (low.value + high.age.value) / 2.0).sum();
        total(&self.exact) + total(&self.right) + between - total(&self.entries)
    }

    /// What a log-likelihood in own units lacks to one in the sample's.
    pub(crate) fn log_likelihood_shift(&self) -> f64 {
        -self.sums.weight * self.log_unit
    }
}
