//! Regressions against properties, closed forms, brute force, and coverage on drawn samples.
use super::aft::{AftLaw, Figure};
use super::bands::BandedLife;
use super::rates::Count;
use super::*;
use crate::law::{Family, LifeLaw};
use crate::observation::{End, Life, Sample};
use iceroad_base::random::Stream;
use proptest::prelude::*;

fn one(name: &str, column: Vec<f64>) -> Covariates {
    Covariates::new([(name.to_owned(), column)]).unwrap()
}

fn two(first: Vec<f64>, second: Vec<f64>) -> Result<Covariates, NoRegression> {
    Covariates::new([("frost".to_owned(), first), ("load".to_owned(), second)])
}

const LAWS: [AftLaw; 3] = [AftLaw::Weibull, AftLaw::LogNormal, AftLaw::LogLogistic];

#[test]
fn what_cannot_be_told_is_told_by_its_name() {
    let lives = Sample::new((1..=8).map(|k| Life::failed(100.0 * f64::from(k)))).unwrap();
    let even: Vec<f64> = (0..8).map(f64::from).collect();
    let twice: Vec<f64> = even.iter().map(|value| 3.0 - 2.0 * value).collect();
    let both = |covariates: &Covariates| {
        let of_aft = aft::fit(AftLaw::Weibull, &lives, covariates).unwrap_err();
        assert_eq!(cox::fit(&lives, covariates).unwrap_err(), of_aft);
        of_aft.to_string()
    };
    assert_eq!(
        both(&one("frost", vec![1.0; 8])),
        "`frost` is 1 everywhere: what it does cannot be told from one value; leave it out"
    );
    assert_eq!(
        both(&two(even.clone(), twice).unwrap()),
        "`load` follows from `frost`: what each does cannot be told apart; leave one out"
    );
    assert_eq!(both(&one("frost", vec![1.0; 7])), "`frost` has 7 values for 8 rows");
    assert_eq!(
        two(even.clone(), vec![f64::NAN; 8]).unwrap_err().to_string(),
        "`load` is no finite number in row 1"
    );
    assert_eq!(Covariates::new([]), Err(NoRegression::NoCovariate));
    let few = Sample::new([Life::failed(5.0), Life::failed(7.0), Life::running(9.0).times(6)]).unwrap();
    let few = aft::fit(AftLaw::Weibull, &few, &one("frost", vec![0.0, 1.0, 2.0])).unwrap_err();
    assert_eq!(few, NoRegression::TooFewFailures { failures: 2, needed: 3 });
    let rough = Sample::new((1..=8).map(|k| Life::failed_before(100.0 * f64::from(k)))).unwrap();
    assert_eq!(cox::fit(&rough, &one("frost", even)), Err(NoRegression::AgeUnknown { row: 0 }));
}

#[test]
fn a_covariate_that_foretells_all_failures_separates() {
    // In frost everything fails, in warmth nothing does.
    let frozen = (1..=6).map(|k| Life::failed(100.0 * f64::from(k)));
    let warm = (1..=6).map(|k| Life::running(90.0 * f64::from(k)));
    let sample = Sample::new(frozen.chain(warm)).unwrap();
    let frost: Vec<f64> = (0..12).map(|k| f64::from(u8::from(k < 6))).collect();
    let other: Vec<f64> = (0..12).map(|k| f64::from(k % 4)).collect();
    let separated = NoRegression::Separates { names: vec!["frost".to_owned()] };
    for covariates in [one("frost", frost.clone()), two(frost, other).unwrap()] {
        for law in LAWS {
            assert_eq!(aft::fit(law, &sample, &covariates), Err(separated.clone()), "{law:?}");
        }
        assert_eq!(cox::fit(&sample, &covariates), Err(separated.clone()));
    }
    let counts = [(0, 500.0), (9, 700.0), (4, 300.0)].map(|(failures, hours)| Count { failures, hours });
    let never = one("frost", vec![1.0, 0.0, 0.0]);
    assert_eq!(rates::fit(&counts, &never), Err(separated));
    let bad = [Count { failures: 1, hours: 0.0 }; 3];
    assert_eq!(rates::fit(&bad, &never), Err(NoRegression::BadExposure { row: 0 }));
}

#[test]
fn a_rate_for_each_of_two_groups_is_failures_over_hours() {
    let counts = [(12, 4_000.0), (7, 900.0)].map(|(failures, hours)| Count { failures, hours });
    let frost = one("frost", vec![0.0, 1.0]);
    let fit = rates::fit(&counts, &frost).unwrap();
    assert!((fit.intercept - libm::log(12.0 / 4_000.0)).abs() < 1e-12);
    assert!((fit.coefficients[0] - libm::log(7.0 / 900.0 * 4_000.0 / 12.0)).abs() < 1e-12);
    assert!(fit.deviance().abs() < 1e-9);
    let together = rates::alike(&counts);
    assert!((together.statistic - fit.likelihood_ratio().statistic).abs() < 1e-9 && together.degrees == 1);
    // The chance of χ² with one degree of freedom, by the normal law.
    let tail = 2.0 * iceroad_base::law::normal_cdf(-together.statistic.sqrt());
    assert!((together.p - tail).abs() < 1e-12);
    // ln of a ratio of counts has the variance 1/12 + 1/7.
    let wald = fit.wald(0, 0.9);
    let error = (1.0_f64 / 12.0 + 1.0 / 7.0).sqrt();
    assert!((wald.high - wald.estimate - error * normal_quantile(0.95)).abs() < 1e-9);
    let exact = rates::factor(counts[1], counts[0], 0.9).unwrap();
    assert!((libm::log(exact.estimate) - fit.coefficients[0]).abs() < 1e-12);
    // The exact interval is the wider one.
    let profile = rates::profile(&fit, &counts, &frost, 0, 0.9).unwrap();
    assert!(libm::log(exact.low) < profile.low && profile.high < libm::log(exact.high));
    let none = rates::factor(Count { failures: 0, hours: 900.0 }, counts[0], 0.9).unwrap();
    assert!(none.estimate == 0.0 && none.low == 0.0 && none.high > 0.5 && none.high < 1.5, "{none:?}");
}

#[test]
fn lives_in_one_band_have_the_plain_law_and_counts_agree_where_nothing_ages() {
    let mut stream = Stream::named(4, 0, "bands", "lives");
    let law = LifeLaw::Weibull { shape: 1.0, scale: 300.0 };
    let lives: Vec<BandedLife> = (0..400).map(|_| banded(&law, 2.0, &mut stream)).collect();
    let fit = bands::fit(&lives, &[1]).unwrap();
    let (mut counts, mut hours) = ([0, 0], [0.0, 0.0]);
    for life in &lives {
        life.failed_in.iter().for_each(|band| counts[*band] += 1);
        hours.iter_mut().zip(&life.hours).for_each(|(sum, hours)| *sum += hours);
    }
    let [mild, frozen] = [0, 1].map(|band| Count { failures: counts[band], hours: hours[band] });
    let exact = rates::factor(frozen, mild, 0.9).unwrap();
    let by_lives = bands::profile(&fit, &lives, 1, 0.9).unwrap().unwrap();
    assert!((by_lives.estimate / exact.estimate - 1.0).abs() < 0.03, "{by_lives:?} {exact:?}");
    assert!((fit.shape - 1.0).abs() < 0.1 && by_lives.contains(2.0), "{fit:?}");
    assert_eq!(bands::profile(&fit, &lives, 0, 0.9), Ok(None));
    // With the second band held at one this is the plain fit of the sums.
    let plain = bands::fit(&lives, &[]).unwrap();
    let ends = lives.iter().map(|life| {
        let age = life.hours.iter().sum();
        if life.failed_in.is_some() { Life::failed(age) } else { Life::running(age) }
    });
    let sample = Sample::new(ends.collect::<Vec<_>>()).unwrap();
    let weibull = crate::law::fit(Family::Weibull, &sample).unwrap();
    assert!((plain.log_likelihood - weibull.log_likelihood).abs() < 1e-7);
    assert!((plain.log_likelihood - plain.log_likelihood_without).abs() < 1e-9);
    assert!(fit.likelihood_ratio().p < 0.01);
    let beyond: Vec<BandedLife> = lives
        .iter()
        .map(|life| BandedLife { failed_in: life.failed_in.map(|_| 0), ..life.clone() })
        .collect();
    assert_eq!(bands::fit(&beyond, &[1]), Err(NoRegression::Separates { names: vec!["2".to_owned()] }));
    assert_eq!(
        bands::fit(&lives, &[0, 1]).unwrap_err(),
        NoRegression::Constant { name: "1".to_owned(), value: 1.0 }
    );
}

/// A life of a law in hours of the first band, whose hours go by in stretches of 40 h in each of two bands in turn, begun anywhere; at
/// most 700 h.
fn banded(law: &LifeLaw, factor: f64, stream: &mut Stream) -> BandedLife {
    let (mut left, mut hours) = (law.draw(stream), [0.0, 0.0]);
    let mut at = 80.0 * stream.uniform();
    loop {
        let band = usize::from(at >= 40.0);
        let pace = if band == 1 { factor } else { 1.0 };
        let run = if band == 1 { 80.0 - at } else { 40.0 - at };
        let watched = 700.0 - hours[0] - hours[1];
        let lived = run.min(left / pace).min(watched);
        hours[band] += lived;
        if lived == watched {
            return BandedLife { hours: hours.to_vec(), failed_in: None };
        }
        if lived < run {
            return BandedLife { hours: hours.to_vec(), failed_in: Some(band) };
        }
        left -= run * pace;
        at = (at + run) % 80.0;
    }
}

fn lives_of(law: AftLaw, n: u32, effect: f64, stream: &mut Stream) -> (Sample, Covariates) {
    let mut lives = Vec::new();
    let mut frost = Vec::new();
    for nth in 0..n {
        let x = f64::from(nth % 4) / 3.0;
        let factor = libm::exp(effect * x);
        let life = match law {
            AftLaw::Weibull => LifeLaw::Weibull { shape: 1.8, scale: 500.0 * factor },
            AftLaw::LogNormal => LifeLaw::LogNormal { mu: 6.0 + effect * x, sigma: 0.6 },
            AftLaw::LogLogistic => LifeLaw::LogLogistic { shape: 2.5, scale: 400.0 * factor },
        };
        let age = life.draw(stream);
        // Some came with hours on them, some left, some were looked at now and then.
        let entry = if nth % 5 == 0 { 100.0 } else { 0.0 };
        if age <= entry {
            continue;
        }
        let end = if age > 700.0 {
            Life::running(700.0)
        } else if nth % 7 == 3 {
            let look = libm::floor(age / 50.0) * 50.0;
            if look == 0.0 { Life::failed_before(50.0) } else { Life::failed_between(look, look + 50.0) }
        } else {
            Life::failed(age)
        };
        lives.push(end.entered(entry));
        frost.push(x);
    }
    (Sample::new(lives).unwrap(), one("frost", frost))
}

/// How often intervals of 90 % hold the truth, by the profile and Wald's.
fn coverage(rounds: u32, mut held: impl FnMut(&mut Stream) -> [bool; 2]) -> [f64; 2] {
    let mut count = [0_u32; 2];
    for round in 0..rounds {
        let mut stream = Stream::named(17, round, "regression", "coverage");
        count.iter_mut().zip(held(&mut stream)).for_each(|(count, held)| *count += u32::from(held));
    }
    count.map(|count| f64::from(count) / f64::from(rounds))
}

/// Every kind of interval on `rounds` drawn samples; `within` of 90 %.
fn check_coverage(rounds: u32, within: f64) {
    let mut all = Vec::new();
    for law in LAWS {
        let of = coverage(rounds, |stream| {
            let (sample, frost) = lives_of(law, 80, -0.7, stream);
            let fit = aft::fit(law, &sample, &frost).unwrap();
            let profile = aft::profile(&fit, &sample, &frost, 0, 0.9).unwrap();
            [profile.contains(-0.7), fit.wald(Figure::Coefficient(0), 0.9).contains(-0.7)]
        });
        all.push((format!("{law:?}"), of));
    }
    let of = coverage(rounds, |stream| {
        let (sample, frost) = weibull_lives(60, stream);
        let fit = cox::fit(&sample, &frost).unwrap();
        let profile = cox::profile(&fit, &sample, &frost, 0, 0.9).unwrap();
        [profile.contains(0.9), fit.wald(0, 0.9).contains(0.9)]
    });
    all.push(("Cox".to_owned(), of));
    let of = coverage(rounds, |stream| {
        let law = LifeLaw::Weibull { shape: 1.7, scale: 260.0 };
        let lives: Vec<BandedLife> = (0..60).map(|_| banded(&law, 1.8, stream)).collect();
        let fit = bands::fit(&lives, &[1]).unwrap();
        [bands::profile(&fit, &lives, 1, 0.9).unwrap().unwrap().contains(1.8); 2]
    });
    all.push(("bands".to_owned(), of));
    let of = coverage(rounds, |stream| {
        let pair = [(800.0, 0.02), (300.0, 0.06)]
            .map(|(hours, rate)| Count { failures: poisson(hours * rate, stream), hours });
        let two = one("frost", vec![0.0, 1.0]);
        let truth = libm::log(3.0);
        let fit = rates::fit(&pair, &two).unwrap();
        let profile = rates::profile(&fit, &pair, &two, 0, 0.9).unwrap();
        [profile.contains(truth), fit.wald(0, 0.9).contains(truth)]
    });
    all.push(("rates".to_owned(), of));
    for (what, of) in &all {
        assert!(of.iter().all(|share| (share - 0.9).abs() < within), "{what}: {of:?}; {all:?}");
    }
}

fn poisson(mean: f64, stream: &mut Stream) -> u64 {
    let (mut n, mut sum) = (0, 0.0);
    loop {
        sum -= libm::log(stream.uniform());
        if sum > mean {
            return n;
        }
        n += 1;
    }
}

/// Weibull lives of which those with the covariate fail `exp(0.9)` times as often at every age; some ran on, some were watched late.
fn weibull_lives(n: u32, stream: &mut Stream) -> (Sample, Covariates) {
    let mut lives = Vec::new();
    let mut frost = Vec::new();
    for nth in 0..n {
        let x = f64::from(nth % 2);
        let law = LifeLaw::Weibull { shape: 1.5, scale: 400.0 * libm::exp(-0.9 * x / 1.5) };
        let (age, entry) = (law.draw(stream), if nth % 3 == 0 { 60.0 } else { 0.0 });
        if age > entry {
            let life = if age > 500.0 { Life::running(500.0) } else { Life::failed(age) };
            lives.push(life.entered(entry));
            frost.push(x);
        }
    }
    (Sample::new(lives).unwrap(), one("frost", frost))
}

#[test]
fn ninety_in_a_hundred_intervals_hold_the_truth() {
    // 500 rounds have a standard error of 1.3 %.
    check_coverage(500, 0.04);
}

#[test]
#[ignore = "minutes: many more rounds of the test above"]
fn ninety_in_a_hundred_intervals_hold_the_truth_at_length() {
    check_coverage(5_000, 0.03);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn units_do_not_matter(seed in 0_u32..1_000, of_age in 1e-3..1e5_f64, of_x in -50.0..50.0_f64, from in -1e3..1e3_f64) {
        prop_assume!(of_x.abs() > 0.1);
        let mut stream = Stream::named(5, seed, "regression", "units");
        for law in LAWS {
            let (sample, frost) = lives_of(law, 60, 0.8, &mut stream);
            let fit = aft::fit(law, &sample, &frost).unwrap();
            let scaled = |life: &Life| {
                let end = match life.end {
                    End::Failed(age) => Life::failed(age * of_age),
                    End::Running(age) => Life::running(age * of_age),
                    End::FailedBefore(age) => Life::failed_before(age * of_age),
                    End::FailedBetween(low, high) => Life::failed_between(low * of_age, high * of_age),
                };
                end.entered(life.entry * of_age)
            };
            let other = Sample::new(sample.rows().iter().map(scaled)).unwrap();
            let column: Vec<f64> = (0..frost.rows()).map(|row| from + of_x * frost.value(row, 0)).collect();
            let moved = aft::fit(law, &other, &one("frost", column)).unwrap();
            let intercept = fit.intercept + libm::log(of_age) - from * fit.coefficients[0] / of_x;
            prop_assert!((moved.coefficients[0] * of_x - fit.coefficients[0]).abs() < 1e-6);
            prop_assert!((moved.intercept - intercept).abs() < 1e-5 * (1.0 + intercept.abs()));
            prop_assert!((moved.scale / fit.scale - 1.0).abs() < 1e-7);
            prop_assert!((moved.likelihood_ratio().statistic - fit.likelihood_ratio().statistic).abs() < 1e-6);
        }
    }

    #[test]
    fn order_and_bundling_of_rows_do_not_matter(seed in 0_u32..1_000) {
        let mut stream = Stream::named(6, seed, "regression", "rows");
        let (sample, frost) = weibull_lives(30, &mut stream);
        // Of thirty lives all in frost may fail before all others.
        let fit = cox::fit(&sample, &frost);
        if matches!(fit, Err(NoRegression::Separates { .. })) {
            return Ok(());
        }
        let fit = fit.unwrap();
        let twice: Vec<Life> = sample.rows().iter().rev().map(|life| life.times(2)).collect();
        let spelled: Vec<Life> = sample.rows().iter().chain(sample.rows()).copied().collect();
        let column = |rows: &mut dyn Iterator<Item = usize>| one("frost", rows.map(|row| frost.value(row, 0)).collect());
        let n = frost.rows();
        let bundled = cox::fit(&Sample::new(twice).unwrap(), &column(&mut (0..n).rev())).unwrap();
        let spelled = cox::fit(&Sample::new(spelled).unwrap(), &column(&mut (0..n).chain(0..n))).unwrap();
        prop_assert!((bundled.coefficients[0] - spelled.coefficients[0]).abs() < 1e-9);
        prop_assert!((bundled.log_likelihood - spelled.log_likelihood).abs() < 1e-7);
        prop_assert!(fit.coefficients[0].is_finite());
    }

    #[test]
    fn the_interval_ends_have_lost_what_the_level_allows(seed in 0_u32..1_000, level in 0.5..0.99_f64) {
        let mut stream = Stream::named(7, seed, "regression", "ends");
        let (sample, frost) = lives_of(AftLaw::Weibull, 50, -0.5, &mut stream);
        let fit = aft::fit(AftLaw::Weibull, &sample, &frost).unwrap();
        let interval = aft::profile(&fit, &sample, &frost, 0, level).unwrap();
        prop_assert!(interval.low < interval.estimate && interval.estimate < interval.high);
        // With the coefficient held a life at `x` is `exp(held·x)` times one at 0, so all ages may be brought to there.
        for held in [interval.low, interval.high] {
            let at_none = |(row, life): (usize, &Life)| {
                let factor = libm::exp(-held * frost.value(row, 0));
                let end = match life.end {
                    End::Failed(age) => Life::failed(age * factor),
                    End::Running(age) => Life::running(age * factor),
                    End::FailedBefore(age) => Life::failed_before(age * factor),
                    End::FailedBetween(low, high) => Life::failed_between(low * factor, high * factor),
                };
                end.entered(life.entry * factor)
            };
            let brought = Sample::new(sample.rows().iter().enumerate().map(at_none)).unwrap();
            let plain = crate::law::fit(Family::Weibull, &brought).unwrap();
            // Densities of ages brought to 0 are of another unit.
            let exact = |(row, life): (usize, &Life)| match life.end {
                End::Failed(_) => -held * frost.value(row, 0),
                _ => 0.0,
            };
            let unit: f64 = sample.rows().iter().enumerate().map(exact).sum();
            let z = normal_quantile(f64::midpoint(1.0, level));
            let lost = fit.log_likelihood - plain.log_likelihood - unit;
            prop_assert!((lost - z * z / 2.0).abs() < 1e-6, "{lost} {level}");
        }
    }
}
