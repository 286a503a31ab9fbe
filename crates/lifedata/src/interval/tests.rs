//! Intervals against closed forms, against coverage on drawn samples, and where the sample bounds nothing.
use iceroad_base::random::Stream;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::*;
use crate::law::{Family, LifeLaw, fit, log_likelihood};
use crate::observation::{Life, Sample};

#[test]
fn the_end_of_an_exponential_interval_has_lost_what_the_level_allows() {
    let sample =
        Sample::new([Life::failed(120.0), Life::failed(300.0), Life::running(500.0).times(4)]).unwrap();
    let fitted = fit(Family::Exponential, &sample).unwrap();
    let interval = profile(&fitted, &sample, &[Quantity::Parameter(0)], 0.9)[0];
    let loss = ChiSquared::new(1.0).unwrap().inverse_cdf(0.9) / 2.0;
    for mean in [interval.low, interval.high] {
        let lost = fitted.log_likelihood - log_likelihood(&LifeLaw::Exponential { mean }, &sample);
        assert!((lost - loss).abs() < 1e-8, "{mean} {lost}");
    }
    // The survival at an age is a function of the mean, so its interval is that of the mean, mapped.
    let survival = profile(&fitted, &sample, &[Quantity::Survival(250.0)], 0.9)[0];
    assert!((survival.low - libm::exp(-250.0 / interval.low)).abs() < 1e-9);
    assert!((survival.high - libm::exp(-250.0 / interval.high)).abs() < 1e-9);
}

/// By brute force: the extremes of a quantity over a fine grid of laws that are likely enough.
fn by_grid(sample: &Sample, best: f64, quantity: Quantity) -> (f64, f64) {
    let loss = ChiSquared::new(1.0).unwrap().inverse_cdf(0.9) / 2.0;
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for i in 0..800 {
        for j in 0..800 {
            let law =
                LifeLaw::Weibull { shape: 0.3 + f64::from(i) * 0.009, scale: 200.0 + f64::from(j) * 4.5 };
            if log_likelihood(&law, sample) >= best - loss {
                low = low.min(quantity.of(&law));
                high = high.max(quantity.of(&law));
            }
        }
    }
    (low, high)
}

#[test]
fn two_parameters_give_the_extremes_over_all_laws_that_are_likely_enough() {
    let failed = [310.0, 420.0, 505.0, 610.0, 790.0].map(Life::failed);
    let sample = Sample::new(failed.into_iter().chain([Life::running(800.0).times(3)])).unwrap();
    let fitted = fit(Family::Weibull, &sample).unwrap();
    let quantities =
        [Quantity::Parameter(0), Quantity::Parameter(1), Quantity::Quantile(0.1), Quantity::Mean];
    let intervals = profile(&fitted, &sample, &quantities, 0.9);
    for (quantity, interval) in quantities.into_iter().zip(intervals) {
        let (low, high) = by_grid(&sample, fitted.log_likelihood, quantity);
        assert!((interval.low / low - 1.0).abs() < 0.01, "{quantity:?} {interval:?} {low}");
        assert!((interval.high / high - 1.0).abs() < 0.01, "{quantity:?} {interval:?} {high}");
    }
}

/// How often intervals of level 0.9 hold the truth, for each quantity, on samples of `n` lives of which those that last
/// beyond the quantile `watched` are censored there.
fn coverage(law: LifeLaw, n: u32, watched: f64, quantities: &[Quantity], rounds: u32) -> Vec<f64> {
    let until = law.quantile(watched);
    let mut held = vec![0_u32; quantities.len()];
    let mut fits = 0;
    for round in 0..rounds {
        let mut stream = Stream::named(9, round, law.family().name(), "coverage");
        let life = |_| {
            let age = law.draw(&mut stream);
            if age > until { Life::running(until) } else { Life::failed(age) }
        };
        let sample = Sample::new((0..n).map(life)).unwrap();
        let Ok(fitted) = fit(law.family(), &sample) else { continue };
        fits += 1;
        for ((quantity, interval), held) in
            quantities.iter().zip(profile(&fitted, &sample, quantities, 0.9)).zip(&mut held)
        {
            *held += u32::from(interval.contains(quantity.of(&law)));
        }
    }
    assert!(fits > rounds * 9 / 10, "{law:?}: {fits} fits");
    held.into_iter().map(|held| f64::from(held) / f64::from(fits)).collect()
}

#[test]
fn ninety_in_a_hundred_intervals_hold_the_truth() {
    // 1,000 rounds have a standard error of 0.9 %; with forty lives, of which thirty fail, the claim itself is good to 1 %.
    let laws = [
        LifeLaw::Exponential { mean: 700.0 },
        LifeLaw::Weibull { shape: 2.2, scale: 5_000.0 },
        LifeLaw::Weibull { shape: 0.8, scale: 300.0 },
        LifeLaw::LogNormal { mu: 5.0, sigma: 0.8 },
        LifeLaw::LogLogistic { shape: 2.5, scale: 90.0 },
        LifeLaw::Gamma { shape: 2.0, scale: 400.0 },
    ];
    for law in laws {
        let mut quantities: Vec<Quantity> = (0..law.family().size()).map(Quantity::Parameter).collect();
        quantities.extend([Quantity::Quantile(0.1), Quantity::Survival(law.quantile(0.3))]);
        for (quantity, share) in quantities.iter().zip(coverage(law, 40, 0.75, &quantities, 1_000)) {
            assert!((share - 0.9).abs() < 0.035, "{law:?} {quantity:?}: {share}");
        }
    }
}

#[test]
fn with_ten_lives_the_claim_is_short_by_a_few_in_a_hundred() {
    let law = LifeLaw::Weibull { shape: 2.0, scale: 100.0 };
    let quantities = [Quantity::Parameter(0), Quantity::Parameter(1), Quantity::Quantile(0.1)];
    for (quantity, share) in quantities.iter().zip(coverage(law, 10, 1.0, &quantities, 1_000)) {
        assert!((0.83..0.92).contains(&share), "{quantity:?}: {share}");
    }
}

#[test]
fn an_end_that_the_sample_does_not_bound_is_open() {
    // Two failures among many that ran no longer: late quantiles may be anything from here on.
    let sample = Sample::new([Life::failed(90.0), Life::failed(95.0), Life::running(20.0).times(3)]).unwrap();
    let fitted = fit(Family::Weibull, &sample).unwrap();
    let shape = profile(&fitted, &sample, &[Quantity::Parameter(0)], 0.9)[0];
    assert!(shape.low > 0.5 && shape.high > shape.estimate && shape.estimate > 10.0, "{shape:?}");
}

#[test]
fn a_bootstrap_repeats_and_agrees_with_the_profile() {
    let law = LifeLaw::Weibull { shape: 1.7, scale: 900.0 };
    let mut stream = Stream::named(3, 0, "fleet", "lives");
    let lives = (0..60).map(|_| {
        let age = law.draw(&mut stream);
        if age > 1_000.0 { Life::running(1_000.0) } else { Life::failed(age) }
    });
    let sample = Sample::new(lives.collect::<Vec<_>>()).unwrap();
    let fitted = fit(Family::Weibull, &sample).unwrap();
    let quantities = [Quantity::Quantile(0.1), Quantity::Survival(500.0)];
    let profiled = profile(&fitted, &sample, &quantities, 0.9);
    for resampling in [Resampling::Lives, Resampling::Law] {
        let drawn = bootstrap(&fitted, &sample, &quantities, 0.9, resampling, 2_000, 5);
        assert_eq!(drawn, bootstrap(&fitted, &sample, &quantities, 0.9, resampling, 2_000, 5));
        assert_eq!(drawn.unfit, 0);
        for (ours, theirs) in drawn.intervals.iter().zip(&profiled) {
            let width = theirs.high - theirs.low;
            assert!((ours.low - theirs.low).abs() < 0.15 * width, "{resampling:?} {ours:?} {theirs:?}");
            assert!((ours.high - theirs.high).abs() < 0.15 * width, "{resampling:?} {ours:?} {theirs:?}");
        }
    }
}
