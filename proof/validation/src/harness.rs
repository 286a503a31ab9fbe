//! How a case is run and judged.
//!
//! Terms. A **case** is a model with known theory; one **replication** of it is one independent run, which gives one
//! value for each **measure**. The mean over replications with its 99.9 % Student interval is held against theory.
//! A **check** is a number or a list that must come out exactly (or to a stated tolerance), without any luck in it.
//!
//! Rule. A measure passes if theory lies inside the interval *and* the interval's half-width is below a share of
//! theory: 2 % in full, 5 % in small. Replications are added until every half-width is small enough, and
//! only then is anything judged; so the number of replications depends on the spread and never on the verdict.
//!
//! Every random stream carries the name of its case. With one seed for all, the errors of like cases would share
//! a sign, and a fault common to all could hide behind an unlucky seed.
//!
//! Pitfall: of a thousand sound measures one lies outside its interval. The seed is fixed, so a failure here repeats;
//! look for its cause before calling it luck.

use iceroad_base::estimate::{Interval, Moments};
use iceroad_base::random::Stream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The level of every interval.
pub const LEVEL: f64 = 0.999;
/// The seed behind every stream.
pub const SEED: u64 = 20_260_701;
/// The fewest replications of a case.
const FEWEST: u32 = 10;
/// The most replications of a case: where they do not suffice the case is wrongly sized, and fails.
const MOST: u32 = 20_000;

/// Why a case could not be run.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// How much work is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// Half-widths below 5 %, and without the cases that are marked long.
    Small,
    /// Half-widths below 2 %.
    Full,
}

impl Size {
    /// The widest half-width allowed, as a share of theory.
    pub fn widest(self) -> f64 {
        match self {
            Size::Small => 0.05,
            Size::Full => 0.02,
        }
    }
}

/// What names the streams of one replication of one case.
#[derive(Clone, Copy, Debug)]
pub struct Luck<'a> {
    /// The case.
    pub case: &'a str,
    /// The replication, from 0.
    pub replication: u32,
}

impl Luck<'_> {
    /// The stream for a purpose, this case's and this replication's own.
    pub fn stream(&self, purpose: &str) -> Stream {
        Stream::named(SEED, self.replication, self.case, purpose)
    }

    /// A seed of this case's own, for models that name their streams themselves.
    pub fn seed(&self) -> u64 {
        Stream::named(SEED, 0, self.case, "seed").next_u64()
    }
}

/// One measure of a case with its theory.
#[derive(Clone, PartialEq, Debug)]
pub struct Measure {
    /// What is measured, with its unit.
    pub name: String,
    /// What theory says.
    pub theory: f64,
}

/// One value for each measure.
type Replicate = Box<dyn Fn(&Luck<'_>) -> Result<Vec<f64>, Trouble> + Send + Sync>;

/// One column of a case: the measure's name, its theory, and how it is read off a run.
pub type Reading<R> = (&'static str, f64, fn(&R) -> f64);

/// A model with known theory.
pub struct Case {
    /// In which part of the report it stands.
    pub part: &'static str,
    /// Its name, which also salts its streams.
    pub name: String,
    /// Where theory comes from.
    pub source: &'static str,
    /// The crate of the product that it runs on; none: a model of the proof's own.
    pub product: Option<&'static str>,
    /// Left out of the small size.
    pub long: bool,
    /// What is measured.
    pub measures: Vec<Measure>,
    replicate: Replicate,
}

impl Case {
    /// A case whose runs give an `R`, of which `readings` are taken.
    pub fn new<R>(
        part: &'static str,
        name: impl Into<String>,
        source: &'static str,
        readings: &[Reading<R>],
        run: impl Fn(&Luck<'_>) -> Result<R, Trouble> + Send + Sync + 'static,
    ) -> Case
    where
        R: 'static,
    {
        let measures =
            readings.iter().map(|&(name, theory, _)| Measure { name: name.into(), theory }).collect();
        let reads: Vec<fn(&R) -> f64> = readings.iter().map(|&(_, _, read)| read).collect();
        let replicate = move |luck: &Luck<'_>| {
            let result = run(luck)?;
            Ok(reads.iter().map(|read| read(&result)).collect())
        };
        Case {
            part,
            name: name.into(),
            source,
            product: None,
            long: false,
            measures,
            replicate: Box::new(replicate),
        }
    }

    /// The same, whose runs are those of a crate of the product.
    #[must_use]
    pub fn on(mut self, product: &'static str) -> Case {
        self.product = Some(product);
        self
    }

    /// The same, left out of the small size.
    #[must_use]
    pub fn long(mut self) -> Case {
        self.long = true;
        self
    }

    /// Runs replications until every half-width is below the size's share of theory.
    ///
    /// # Errors
    /// What the model says.
    pub fn run(&self, size: Size) -> Result<Vec<Verdict>, Trouble> {
        let mut moments = vec![Moments::new(); self.measures.len()];
        let mut done = 0;
        let mut wanted = FEWEST;
        loop {
            while done < wanted {
                let values = (self.replicate)(&Luck { case: &self.name, replication: done })?;
                for (moments, value) in moments.iter_mut().zip(values) {
                    moments.push(value);
                }
                done += 1;
            }
            let excess = self.excess(&moments, size);
            if excess < 1.0 || done >= MOST || excess.is_nan() {
                break;
            }
            // A half-width falls with the root of the number; a tenth more saves a further round.
            let needed = (f64::from(done) * excess * excess * 1.1).ceil();
            wanted = (needed as u32).clamp(done + 1, done.saturating_mul(8)).min(MOST);
        }
        let judge = |(measure, moments): (&Measure, &Moments)| Verdict {
            measure: measure.name.clone(),
            theory: measure.theory,
            interval: moments.interval(LEVEL),
            inside_half: moments.interval(0.5).contains(measure.theory),
            widest: size.widest(),
        };
        Ok(self.measures.iter().zip(&moments).map(judge).collect())
    }

    /// The widest half-width as a multiple of what is allowed.
    fn excess(&self, moments: &[Moments], size: Size) -> f64 {
        let mut greatest: f64 = 0.0;
        for (measure, moments) in self.measures.iter().zip(moments) {
            let excess = moments.interval(LEVEL).half_width / (size.widest() * measure.theory.abs());
            greatest = if excess.is_nan() { f64::NAN } else { greatest.max(excess) };
        }
        greatest
    }
}

/// What came of one measure.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    /// The measure.
    pub measure: String,
    /// What theory says.
    pub theory: f64,
    /// What the runs say.
    pub interval: Interval,
    /// Whether theory lies inside the 50 % interval, as it should for one half of all measures.
    pub inside_half: bool,
    /// The widest half-width allowed, as a share of theory.
    pub widest: f64,
}

impl Verdict {
    /// Whether theory lies inside an interval that is narrow enough.
    pub fn passes(&self) -> bool {
        let narrow = self.interval.half_width < self.widest * self.theory.abs();
        // A run without any spread has no interval to lie in; rounding is all that may separate it from theory.
        let touches = (self.interval.mean - self.theory).abs() <= 1e-9 * self.theory.abs();
        narrow && (self.interval.contains(self.theory) || touches)
    }

    /// Whether the mean lies above theory; nothing for a run without spread.
    pub fn above(&self) -> Option<bool> {
        (self.interval.half_width > 0.0).then_some(self.interval.mean > self.theory)
    }
}

/// What came of one case.
#[derive(Debug)]
pub struct Outcome {
    /// In which part of the report it stands.
    pub part: &'static str,
    /// The case.
    pub name: String,
    /// Where theory comes from.
    pub source: &'static str,
    /// The crate of the product that it ran on, if any.
    pub product: Option<&'static str>,
    /// Its measures, or why it could not be run.
    pub verdicts: Result<Vec<Verdict>, String>,
}

impl Outcome {
    /// Whether it ran and every measure passes.
    pub fn passes(&self) -> bool {
        self.verdicts.as_ref().is_ok_and(|verdicts| verdicts.iter().all(Verdict::passes))
    }
}

/// Runs cases on all processors; outcomes come in the order of the cases, whatever the number of threads.
pub fn run_all(cases: &[Case], size: Size) -> Vec<Outcome> {
    let cases: Vec<&Case> = cases.iter().filter(|case| size == Size::Full || !case.long).collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Outcome)>> = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        while let Some((index, case)) = take(&next, &cases) {
            let outcome = Outcome {
                part: case.part,
                name: case.name.clone(),
                source: case.source,
                product: case.product,
                verdicts: case.run(size).map_err(|trouble| trouble.to_string()),
            };
            if let Ok(mut done) = done.lock() {
                done.push((index, outcome));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|&(index, _)| index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

fn take<'a>(next: &AtomicUsize, cases: &[&'a Case]) -> Option<(usize, &'a Case)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    cases.get(index).map(|&case| (index, case))
}

/// Something that must come out as written, without luck.
#[derive(Clone, PartialEq, Debug)]
pub struct Check {
    /// In which part of the report it stands.
    pub part: &'static str,
    /// What is checked.
    pub name: String,
    /// Where the expected value comes from.
    pub source: &'static str,
    /// What is expected.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// Whether that will do.
    pub passes: bool,
}

impl Check {
    /// Something that must be equal.
    pub fn exact<T: PartialEq + std::fmt::Debug>(
        part: &'static str,
        name: impl Into<String>,
        source: &'static str,
        expected: T,
        got: T,
    ) -> Check {
        let passes = expected == got;
        let (expected, got) = (format!("{expected:?}"), format!("{got:?}"));
        Check { part, name: name.into(), source, expected, got, passes }
    }

    /// A number printed with so many decimals, which must agree to half a unit of the last one.
    pub fn printed(
        part: &'static str,
        name: impl Into<String>,
        source: &'static str,
        expected: f64,
        decimals: usize,
        got: f64,
    ) -> Check {
        let unit = (0..decimals).fold(1.0, |unit, _| unit / 10.0);
        // The printed figure may itself have been rounded up or down from a tie.
        let passes = (expected - got).abs() <= 0.5 * unit * (1.0 + 1e-6);
        Check {
            part,
            name: name.into(),
            source,
            expected: format!("{expected:.decimals$}"),
            got: format!("{got:.*}", decimals + 2),
            passes,
        }
    }

    /// One that could not be worked out.
    pub fn broken(part: &'static str, name: impl Into<String>, source: &'static str, why: String) -> Check {
        Check { part, name: name.into(), source, expected: String::new(), got: why, passes: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::law::Law;

    fn of_mean(name: &str, theory: f64) -> Case {
        Case::new("test", name, "by hand", &[("mean", theory, |x: &f64| *x)], |luck| {
            Ok(Law::exponential(2.0)?.draw(&mut luck.stream("value")))
        })
    }

    #[test]
    fn a_true_theory_passes_and_one_off_by_the_tolerance_does_not() {
        let truth = of_mean("exponential", 2.0).run(Size::Small).unwrap();
        assert!(truth[0].passes(), "{truth:?}");
        assert!(truth[0].interval.n > 1_000, "replications were added: {truth:?}");
        let wrong = of_mean("exponential", 2.12).run(Size::Small).unwrap();
        assert!(!wrong[0].passes(), "{wrong:?}");
    }

    #[test]
    fn a_measure_that_is_not_a_number_fails_at_once() {
        let case = Case::new("test", "nan", "by hand", &[("x", 1.0, |x: &f64| *x)], |_| Ok(f64::NAN));
        let verdicts = case.run(Size::Full).unwrap();
        assert!(!verdicts[0].passes());
        assert_eq!(verdicts[0].interval.n, u64::from(FEWEST));
    }

    #[test]
    fn cases_differ_in_their_luck_and_repeat_themselves() {
        let one = of_mean("one", 2.0).run(Size::Small).unwrap();
        assert_eq!(one, of_mean("one", 2.0).run(Size::Small).unwrap());
        assert_ne!(one, of_mean("two", 2.0).run(Size::Small).unwrap());
    }
}
