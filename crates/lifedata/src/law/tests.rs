//! What holds for every law and every kind of censoring: slopes, curvatures, units, counts, draws.
use iceroad_base::random::Stream;
use proptest::prelude::*;

use super::form::{self, Evidence};
use super::prepared::Prepared;
use super::*;
use crate::numeric::climb::{Height, Hill};
use crate::observation::{End, Life, Sample};

fn any_law() -> impl Strategy<Value = LifeLaw> {
    let shape = || 0.4..5.0_f64;
    let scale = || 20.0..90.0_f64;
    prop_oneof![
        scale().prop_map(|mean| LifeLaw::Exponential { mean }),
        (shape(), scale()).prop_map(|(shape, scale)| LifeLaw::Weibull { shape, scale }),
        (2.5..4.5_f64, 0.2..1.5_f64).prop_map(|(mu, sigma)| LifeLaw::LogNormal { mu, sigma }),
        (shape(), scale()).prop_map(|(shape, scale)| LifeLaw::LogLogistic { shape, scale }),
        (shape(), 5.0..50.0_f64).prop_map(|(shape, scale)| LifeLaw::Gamma { shape, scale }),
        (0.001..0.03_f64, 0.001..0.05_f64).prop_map(|(rate, growth)| LifeLaw::Gompertz { rate, growth }),
        (shape(), scale(), 0.5..4.0_f64).prop_map(|(shape, scale, threshold)| LifeLaw::WeibullThreshold {
            shape,
            scale,
            threshold
        }),
        (0.1..0.9_f64, shape(), 5.0..20.0_f64, shape(), scale()).prop_map(
            |(share, shape_1, scale_1, shape_2, scale_2)| LifeLaw::WeibullMixture {
                share,
                shape_1,
                scale_1,
                shape_2,
                scale_2
            }
        ),
    ]
}

/// Lives of every kind, all beyond the age of 5.
fn any_sample() -> impl Strategy<Value = Sample> {
    let row = (5.0..80.0_f64, 1.0..40.0_f64, 0..4_u8, any::<bool>(), 1..4_u64);
    proptest::collection::vec(row, 6..30).prop_map(|rows| {
        let life = |(age, more, kind, late, count): (f64, f64, u8, bool, u64)| {
            let life = match kind {
                0 => Life::failed(age),
                1 => Life::running(age),
                2 => Life::failed_before(age),
                _ => Life::failed_between(age, age + more),
            };
            let entry = if late { age * 0.6 } else { 0.0 };
            life.entered(entry).times(count)
        };
        Sample::new(rows.into_iter().map(life)).unwrap()
    })
}

/// The log-likelihood by the laws' own functions, row by row.
///
/// What fails between two ages is told by hazards: two shares that survive, both nearly 1, differ by their rounding alone.
fn by_definition(law: &LifeLaw, sample: &Sample) -> f64 {
    let fails_between = |low: f64, high: f64| {
        let (low, high) = (law.cumulative_hazard(low), law.cumulative_hazard(high));
        libm::log(-libm::expm1(low - high)) - low
    };
    let row = |life: &Life| {
        let seen = match life.end {
            End::Failed(age) => law.log_density(age),
            End::Running(age) => libm::log(law.survival(age)),
            End::FailedBefore(age) => fails_between(life.entry, age),
            End::FailedBetween(low, high) => fails_between(low.max(life.entry), high),
        };
        life.count as f64 * (seen - libm::log(law.survival(life.entry)))
    };
    sample.rows().iter().map(row).sum()
}

proptest! {
    #[test]
    fn the_likelihood_is_the_product_of_what_each_row_says(law in any_law(), sample in any_sample()) {
        let (ours, plain) = (log_likelihood(&law, &sample), by_definition(&law, &sample));
        prop_assume!(plain.is_finite());
        prop_assert!((ours - plain).abs() < 1e-7 * (1.0 + plain.abs()), "{ours} {plain}");
    }

    #[test]
    fn slope_and_curvature_are_those_of_the_value(law in any_law(), sample in any_sample()) {
        let prepared = Prepared::new(&sample);
        let evidence = Evidence { family: law.family(), sample: &prepared };
        let at = form::point_of(&law, prepared.log_unit);
        let size = at.len();
        let height = |i: usize, by: f64| {
            let mut to = at.clone();
            to[i] += by;
            let mut height = Height::zero(size);
            evidence.height(&to, &mut height);
            height
        };
        let here = height(0, 0.0);
        prop_assume!(here.value.is_finite() && here.value.abs() < 1e5);
        for (i, centre) in at.iter().enumerate() {
            let step = 1e-5 * (1.0 + centre.abs());
            // Richardson's extrapolation: near a threshold the third derivative is too large for one difference.
            let (low, high) = (height(i, -step), height(i, step));
            let (lower, higher) = (height(i, -2.0 * step), height(i, 2.0 * step));
            let by_differences = |of: &dyn Fn(&Height) -> f64| {
                let (near, far) = (of(&high) - of(&low), of(&higher) - of(&lower));
                (8.0 * near - far) / (12.0 * step)
            };
            let slope = by_differences(&|height| height.value);
            let large = 1.0 + here.value.abs() + here.slope[i].abs();
            prop_assert!((slope - here.slope[i]).abs() < 1e-5 * large, "{i}: {slope} {:?}", here.slope);
            for j in 0..size {
                let bend = by_differences(&|height| height.slope[j]);
                let ours = here.curve[i * size + j];
                let large = 1.0 + here.curve.iter().fold(0.0_f64, |most, cell| most.max(cell.abs()));
                prop_assert!((bend - ours).abs() < 1e-5 * large, "{i} {j}: {bend} {ours}");
            }
        }
    }

    #[test]
    fn at_the_fit_there_is_no_slope(sample in any_sample(), nth in 0..Family::ALL.len()) {
        let family = Family::ALL[nth];
        let Ok(found) = fit(family, &sample) else { return Ok(()) };
        let prepared = Prepared::new(&sample);
        let evidence = Evidence { family, sample: &prepared };
        let mut height = Height::zero(family.size());
        evidence.height(&form::point_of(&found.law, prepared.log_unit), &mut height);
        let steep = height.curve.iter().fold(1.0_f64, |most, cell| most.max(cell.abs()));
        for slope in &height.slope {
            prop_assert!(slope.abs() < 1e-5 * steep.sqrt(), "{family} {found:?}: {:?}", height.slope);
        }
        prop_assert!((height.value + prepared.log_likelihood_shift() - found.log_likelihood).abs() < 1e-8 * (1.0 + found.log_likelihood.abs()));
    }

    #[test]
    fn the_unit_of_ages_does_not_matter(sample in any_sample(), nth in 0..Family::ALL.len(), factor in 1e-3..1e5_f64) {
        let family = Family::ALL[nth];
        let scaled = Sample::new(sample.rows().iter().map(|life| {
            let end = match life.end {
                End::Failed(age) => End::Failed(age * factor),
                End::Running(age) => End::Running(age * factor),
                End::FailedBefore(age) => End::FailedBefore(age * factor),
                End::FailedBetween(low, high) => End::FailedBetween(low * factor, high * factor),
            };
            Life { entry: life.entry * factor, end, count: life.count }
        })).unwrap();
        let (Ok(one), Ok(other)) = (fit(family, &sample), fit(family, &scaled)) else { return Ok(()) };
        let exact: u64 = sample.rows().iter().filter(|life| matches!(life.end, End::Failed(_))).map(|life| life.count).sum();
        let shifted = one.log_likelihood - exact as f64 * libm::log(factor);
        prop_assert!((shifted - other.log_likelihood).abs() < 1e-6 * (1.0 + shifted.abs()));
        for (one, other) in one.law.rescaled(factor).parameters().iter().zip(other.law.parameters()) {
            prop_assert!((one - other).abs() < 1e-4 * (1e-3 + other.abs()), "{family}: {one} {other}");
        }
    }

    #[test]
    fn a_row_of_many_is_many_rows(sample in any_sample(), nth in 0..6_usize) {
        let each = sample.rows().iter().flat_map(|life| (0..life.count).map(move |_| life.times(1)));
        let apart = Sample::new(each.collect::<Vec<_>>()).unwrap();
        let (one, other) = (fit(Family::ALL[nth], &sample), fit(Family::ALL[nth], &apart));
        let (Ok(one), Ok(other)) = (one, other) else { return Ok(()) };
        prop_assert!((one.log_likelihood - other.log_likelihood).abs() < 1e-8 * (1.0 + one.log_likelihood.abs()));
    }

    #[test]
    fn quantiles_invert_and_hazards_are_slopes(law in any_law(), p in 0.001..0.999_f64) {
        let age = law.quantile(p);
        prop_assert!((law.cdf(age) - p).abs() < 1e-9, "{age} {}", law.cdf(age));
        let step = age * 1e-5;
        let slope = (law.cumulative_hazard(age + step) - law.cumulative_hazard(age - step)) / (2.0 * step);
        let hazard = law.hazard(age);
        prop_assert!((slope - hazard).abs() < 1e-4 * (1e-9 + hazard), "{slope} {hazard}");
    }

    #[test]
    fn the_mean_is_what_survival_adds_up_to(law in any_law()) {
        prop_assume!(!matches!(law, LifeLaw::LogLogistic { shape, .. } if shape < 1.5));
        // Over the share failed, midpoints of a fine grid that is denser towards both ends.
        const CELLS: u32 = 4_000;
        let edge = |i: u32| { let x = f64::from(i) / f64::from(CELLS); x * x * x * (10.0 - 15.0 * x + 6.0 * x * x) };
        let sum: f64 = (0..CELLS).map(|i| {
            let (low, high) = (edge(i), edge(i + 1));
            law.quantile(f64::midpoint(low, high)) * (high - low)
        }).sum();
        prop_assert!((sum / law.mean() - 1.0).abs() < 0.01, "{sum} {}", law.mean());
    }
}

fn draws(law: LifeLaw, n: u32) -> Sample {
    let mut stream = Stream::named(1, 0, law.family().name(), "lives");
    Sample::new((0..n).map(|_| Life::failed(law.draw(&mut stream)))).unwrap()
}

#[test]
fn many_lives_give_back_their_law() {
    let laws = [
        LifeLaw::Exponential { mean: 50.0 },
        LifeLaw::Weibull { shape: 2.5, scale: 50.0 },
        LifeLaw::LogNormal { mu: 3.0, sigma: 0.7 },
        LifeLaw::LogLogistic { shape: 3.0, scale: 50.0 },
        LifeLaw::Gamma { shape: 2.5, scale: 20.0 },
        LifeLaw::Gompertz { rate: 0.004, growth: 0.05 },
        LifeLaw::WeibullThreshold { shape: 2.0, scale: 50.0, threshold: 30.0 },
        LifeLaw::WeibullMixture { share: 0.3, shape_1: 1.5, scale_1: 10.0, shape_2: 4.0, scale_2: 100.0 },
    ];
    for law in laws {
        let found = fit(law.family(), &draws(law, 20_000)).unwrap();
        for (found, truth) in found.law.parameters().iter().zip(law.parameters()) {
            assert!((found / truth - 1.0).abs() < 0.06, "{law:?}: {found} {truth}");
        }
    }
}

#[test]
fn what_bears_no_law_is_said() {
    let running = Sample::new([Life::running(5.0).times(7)]).unwrap();
    assert_eq!(fit(Family::Exponential, &running), Err(FitError::NoFailure { lives: 7 }));
    let one = Sample::new([Life::failed(5.0), Life::running(9.0)]).unwrap();
    assert!(fit(Family::Exponential, &one).is_ok());
    let few = FitError::TooFewFailures { family: Family::Weibull, failures: 1, needed: 2 };
    assert_eq!(fit(Family::Weibull, &one), Err(few));
    let alike = Sample::new([Life::failed(5.0).times(3), Life::running(5.0)]).unwrap();
    let Err(FitError::NoSpread { age }) = fit(Family::LogNormal, &alike) else { panic!("fitted") };
    assert!((age - 5.0).abs() < 1e-12);
    let found = Sample::new([Life::failed_before(5.0).times(3)]).unwrap();
    assert_eq!(fit(Family::Weibull, &found), Err(FitError::NothingReached));
}

#[test]
fn the_edge_of_a_family_is_said_to_be_the_simpler_one() {
    // Failures that come ever more rarely do not age.
    let early = Sample::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0].map(Life::failed)).unwrap();
    let simpler = |family, parameter, simpler| Err(FitError::Simpler { family, parameter, simpler });
    assert_eq!(fit(Family::Gompertz, &early), simpler(Family::Gompertz, "growth", Family::Exponential));
    // Lives that crowd towards their end bear no threshold.
    let ages = [20.0, 40.0, 55.0, 65.0, 72.0, 78.0, 83.0, 87.0, 90.0, 93.0, 95.0, 97.0, 98.0, 99.0, 100.0];
    let lives = Sample::new(ages.map(Life::failed)).unwrap();
    assert_eq!(
        fit(Family::WeibullThreshold, &lives),
        simpler(Family::WeibullThreshold, "threshold", Family::Weibull)
    );
}

#[test]
fn what_a_scenario_holds_is_the_same_law() {
    let laws = [
        LifeLaw::Exponential { mean: 50.0 },
        LifeLaw::Weibull { shape: 2.5, scale: 50.0 },
        LifeLaw::LogNormal { mu: 3.0, sigma: 0.7 },
        LifeLaw::Gamma { shape: 3.0, scale: 20.0 },
    ];
    for law in laws {
        let held = law.scenario_law().unwrap();
        for age in [5.0, 30.0, 90.0] {
            assert!((held.cdf(age) - law.cdf(age)).abs() < 1e-12, "{law:?}");
        }
    }
    let gamma = LifeLaw::Gamma { shape: 2.5, scale: 20.0 };
    assert_eq!(gamma.scenario_law(), Err(NotInScenario::Family(Family::Gamma)));
    let steep = LifeLaw::Weibull { shape: 0.01, scale: 20.0 };
    assert!(matches!(steep.scenario_law(), Err(NotInScenario::Figure(_))));
}

/// What lasted was known from 40 h on, all else was found failed at a first look: the smaller the scale, the likelier.
#[test]
fn a_scale_that_runs_to_nothing_is_no_law() {
    let found = [17.1, 26.6, 21.5, 68.2].map(Life::failed_before);
    let late = [Life::running(65.5).entered(39.3), Life::failed_between(19.5, 20.5).entered(11.7)];
    let sample = Sample::new(found.into_iter().chain(late)).unwrap();
    for family in [Family::Weibull, Family::LogNormal, Family::LogLogistic] {
        assert_eq!(fit(family, &sample), Err(FitError::NoTop { family }));
    }
}
