//! Estimators against worked examples, tables and each other.
use proptest::prelude::*;

use super::*;
use crate::law::Law;
use crate::random::Stream;

fn of(values: &[f64]) -> Moments {
    values.iter().copied().collect()
}

#[test]
fn moments_survive_a_large_common_offset() {
    let moments = of(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
    assert_eq!(moments.mean(), 1e9 + 10.0);
    assert_eq!(moments.variance(), 30.0);
    assert_eq!((moments.min(), moments.max()), (1e9 + 4.0, 1e9 + 16.0));
}

#[test]
fn too_few_observations_give_no_certainty() {
    assert!(Moments::new().mean().is_nan());
    assert!(Moments::new().interval(0.95).mean.is_nan());
    let one = of(&[5.0]).interval(0.95);
    assert_eq!((one.mean, one.half_width, one.n), (5.0, f64::INFINITY, 1));
    assert!(one.contains(-1e300) && !one.excludes_zero());
}

#[test]
fn a_nan_spoils_every_estimate_and_is_never_skipped() {
    for values in [[f64::NAN, 1.0, 2.0], [1.0, f64::NAN, 2.0], [1.0, 2.0, -f64::NAN]] {
        let moments = of(&values);
        assert!(moments.mean().is_nan() && moments.variance().is_nan());
        assert!(moments.min().is_nan() && moments.max().is_nan());
        let interval = moments.interval(0.95);
        assert!(!interval.contains(1.0) && !interval.excludes_zero());
        assert!(Quantiles::of(&values).p50().is_nan());
        let mut streamed = P2::new(0.5);
        values.iter().for_each(|&x| streamed.push(x));
        assert!(streamed.value().is_nan());
        let mut merged = of(&[1.0]);
        merged.merge(&moments);
        assert!(merged.mean().is_nan() && merged.max().is_nan() && merged.min().is_nan());
    }
}

#[test]
fn student_intervals_have_their_tabled_factors() {
    // Factors of the usual two-sided tables (NIST/SEMATECH e-Handbook 1.3.6.7.2).
    for (n, level, factor) in [(2, 0.95, 12.706), (11, 0.95, 2.228), (31, 0.99, 2.750), (101, 0.90, 1.660)] {
        assert!((student(level, n) - factor).abs() < 0.0006, "{n}: {}", student(level, n));
    }
    assert!((student(0.95, 1_000_000_000) - 1.959_964).abs() < 1e-6);
    // The root of the incomplete beta function, found with mpmath, for 1,000 and 10,000 degrees of freedom.
    assert!((student(0.99, 1_001) - 2.580_754_698_065_951).abs() < 2e-11);
    assert!((student(0.99, 10_001) - 2.576_321_046_668_529).abs() < 2e-14);
    // The two ways meet without a step.
    let (below, above) = (student(0.95, 1_000), student(0.95, 1_001));
    assert!(below > above && below - above < 3e-6);
    assert!(student(1.0, 10).is_nan() && student(0.0, 10).is_nan());
}

#[test]
fn ninety_five_in_a_hundred_intervals_hold_the_truth() {
    let law = Law::uniform(0.0, 10.0).unwrap();
    let trials = 4_000;
    let held = (0..trials).filter(|&trial| {
        let mut stream = Stream::named(9, trial, "coverage", "interval");
        let moments: Moments = (0..10).map(|_| law.draw(&mut stream)).collect();
        moments.interval(0.95).contains(5.0)
    });
    let share = held.count() as f64 / f64::from(trials);
    // Four standard errors, sqrt(0.95·0.05/4000) = 0.0034, and 0.002 for the uniform law's being short-tailed.
    assert!((share - 0.95).abs() < 0.016, "{share}");
}

#[test]
fn quantiles_are_linear_between_order_statistics() {
    // R: quantile(c(15, 20, 35, 40, 50), c(.1, .25, .4, .9)) gives 17, 20, 29, 46.
    let sample: Sample = [40.0, 15.0, 50.0, 35.0, 20.0].into_iter().collect();
    assert!((sample.p10() - 17.0).abs() < 1e-12);
    assert_eq!(sample.quantile(0.25), 20.0);
    assert!((sample.quantile(0.4) - 29.0).abs() < 1e-12);
    assert!((sample.p90() - 46.0).abs() < 1e-12);
    assert_eq!((sample.quantile(0.0), sample.p50(), sample.quantile(1.0)), (15.0, 35.0, 50.0));
    assert!(Sample::new().p50().is_nan());
    assert_eq!(Quantiles::of(&[7.0]).p90(), 7.0);
    assert_eq!(Quantiles::of(&[1.0, f64::INFINITY, f64::INFINITY]).p90(), f64::INFINITY);
}

#[test]
fn p2_gives_the_worked_example_of_its_paper() {
    let mut median = P2::new(0.5);
    let observations = [
        0.02, 0.15, 0.74, 3.39, 0.83, 22.37, 10.15, 15.43, 38.62, 15.92, 34.60, 10.28, 1.47, 0.40, 0.05,
        11.39, 0.27, 0.42, 0.09, 11.37,
    ];
    observations.iter().for_each(|&x| median.push(x));
    assert!((median.value() - 4.44).abs() < 0.005, "{}", median.value());
}

#[test]
fn p2_comes_close_to_the_exact_quantile_of_a_long_stream() {
    let law = Law::log_normal(8.0, 1.0).unwrap();
    for p in [0.1, 0.5, 0.9] {
        let mut stream = Stream::named(4, 0, "p2", "long");
        let (mut streamed, mut sample) = (P2::new(p), Sample::new());
        for _ in 0..50_000 {
            let x = law.draw(&mut stream);
            streamed.push(x);
            sample.push(x);
        }
        let exact = sample.quantile(p);
        assert!((streamed.value() / exact - 1.0).abs() < 0.02, "{p}: {} for {exact}", streamed.value());
    }
}

#[test]
fn p2_is_exact_for_up_to_five_observations() {
    let mut streamed = P2::new(0.9);
    for (n, x) in [3.0, 1.0, 2.0, 5.0, 4.0].into_iter().enumerate() {
        streamed.push(x);
        assert_eq!(streamed.value(), Quantiles::of(&[3.0, 1.0, 2.0, 5.0, 4.0][..=n]).at(0.9));
    }
}

#[test]
fn a_time_average_weighs_each_value_by_how_long_it_lasted() {
    let hour = |n| Time::START + Span::HOUR * n;
    let mut busy = TimeAverage::new(hour(1), 2.0);
    assert_eq!(busy.average(hour(1)), 2.0);
    busy.add(hour(2), 2.0);
    busy.set(hour(4), 0.0);
    assert_eq!(busy.average(hour(5)), (2.0 + 8.0) / 4.0);
    assert_eq!(busy.integral(hour(9)), 10.0 * Span::HOUR.millis() as f64);
    assert_eq!((busy.max(), busy.value()), (4.0, 0.0));
    // A time before the last change counts as the last change.
    busy.set(hour(3), 1.0);
    assert_eq!(busy.integral(hour(5)), 11.0 * Span::HOUR.millis() as f64);
}

#[test]
fn batches_leave_out_the_beginning_that_does_not_fill_one() {
    let interval = batch_means(&[99.0, 1.0, 3.0, 5.0, 7.0], 2, 0.95);
    assert_eq!((interval.mean, interval.n), (4.0, 2));
    for n in [0, 6] {
        let none = batch_means(&[1.0, 2.0, 3.0], n, 0.95);
        assert_eq!((none.mean, none.half_width), (2.0, f64::INFINITY));
    }
    assert_eq!(batch_means(&[1.0, 2.0, 3.0], 1, 0.95).half_width, f64::INFINITY);
}

#[test]
fn pairing_tells_a_small_difference_that_the_common_luck_would_hide() {
    let law = Law::exponential(100.0).unwrap();
    let mut stream = Stream::named(2, 0, "pair", "test");
    let a: Vec<f64> = (0..30).map(|_| law.draw(&mut stream)).collect();
    let b: Vec<f64> = a.iter().enumerate().map(|(i, x)| x - 1.0 - 0.1 * (i % 3) as f64).collect();
    let interval = paired(&a, &b, 0.95);
    assert!(interval.excludes_zero() && (interval.mean - 1.1).abs() < 1e-9);
    let unpaired = of(&a).interval(0.95).half_width;
    assert!(interval.half_width < unpaired / 100.0);
    assert!(paired(&a, &b[1..], 0.95).mean.is_nan());
}

proptest! {
    #[test]
    fn merged_moments_are_those_of_the_whole(values in prop::collection::vec(-1e6..1e6_f64, 1..200), cut in 0.0..1.0_f64) {
        let cut = (values.len() as f64 * cut) as usize;
        let (mut left, right) = (of(&values[..cut]), of(&values[cut..]));
        left.merge(&right);
        let whole = of(&values);
        prop_assert_eq!((left.n(), left.min(), left.max()), (whole.n(), whole.min(), whole.max()));
        prop_assert!((left.mean() - whole.mean()).abs() <= 1e-9 * 1e6);
        if whole.n() > 1 {
            prop_assert!((left.variance() - whole.variance()).abs() <= 1e-9 * 1e12);
        }
    }

    #[test]
    fn a_quantile_lies_between_its_neighbours(mut values in prop::collection::vec(-1e6..1e6_f64, 1..100), p in 0.0..=1.0_f64) {
        let at = Quantiles::of(&values).at(p);
        values.sort_by(f64::total_cmp);
        let place = p * (values.len() - 1) as f64;
        prop_assert!(values[place.floor() as usize] <= at && at <= values[place.ceil() as usize]);
    }

    #[test]
    fn p2_stays_between_the_extremes(values in prop::collection::vec(-1e6..1e6_f64, 1..300), p in 0.0..=1.0_f64) {
        let mut streamed = P2::new(p);
        values.iter().for_each(|&x| streamed.push(x));
        let seen = of(&values);
        prop_assert!(seen.min() <= streamed.value() && streamed.value() <= seen.max());
    }
}
