//! Laws: moments within their intervals, quantiles against distribution functions, residual lives.
use proptest::prelude::*;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::*;
use crate::estimate::Moments;

/// One law of each kind, and the shapes that are hard.
fn laws() -> Vec<Law> {
    [
        Law::constant(3.0),
        Law::exponential(50.0),
        Law::weibull(0.7, 120.0),
        Law::weibull(3.5, 8_000.0),
        Law::log_normal(8.0, 1.0),
        Law::log_normal(30.0, 0.1),
        Law::uniform(2.0, 9.0),
        Law::triangular(1.0, 2.0, 9.0),
        Law::triangular(0.0, 0.0, 5.0),
        Law::triangular(3.0, 5.0, 5.0),
        Law::erlang(1, 4.0),
        Law::erlang(4, 30.0),
        Law::erlang(100, 30.0),
    ]
    .map(Result::unwrap)
    .to_vec()
}

fn any_law() -> impl Strategy<Value = Law> {
    prop_oneof![
        (0.01..1e5_f64).prop_map(|mean| Law::exponential(mean).unwrap()),
        (0.3..20.0_f64, 0.01..1e5_f64).prop_map(|(shape, scale)| Law::weibull(shape, scale).unwrap()),
        (0.01..1e5_f64, 0.01..5.0_f64).prop_map(|(mean, cv)| Law::log_normal(mean, cv).unwrap()),
        (0.0..50.0_f64, 0.1..50.0_f64).prop_map(|(low, more)| Law::uniform(low, low + more).unwrap()),
        (0.0..50.0_f64, 0.1..50.0_f64, 0.1..50.0_f64).prop_map(|(low, a, b)| Law::triangular(
            low,
            low + a,
            low + a + b
        )
        .unwrap()),
        (1..=MOST_STAGES, 0.01..1e5_f64).prop_map(|(k, mean)| Law::erlang(k, mean).unwrap()),
    ]
}

#[test]
fn the_mean_of_many_draws_lies_within_its_interval() {
    for law in laws() {
        let mut stream = Stream::named(5, 0, "law", &format!("{law:?}"));
        let drawn: Moments = (0..100_000).map(|_| law.draw(&mut stream)).collect();
        let interval = drawn.interval(0.999);
        assert!(interval.contains(law.mean()), "{law:?}: {interval:?} misses {}", law.mean());
        let deviation = law.variance().sqrt();
        assert!((drawn.deviation() - deviation).abs() <= 0.05 * deviation, "{law:?}: {}", drawn.deviation());
        assert!((law.cv() * law.mean() - deviation).abs() <= 1e-12 * deviation);
    }
}

#[test]
fn many_draws_follow_the_distribution_function() {
    // Kolmogorov and Smirnov: sqrt(n)·D exceeds 1.95 with probability 0.001.
    for law in laws().into_iter().filter(|law| !matches!(law, Law::Constant { .. })) {
        let mut stream = Stream::named(6, 0, "law", &format!("{law:?}"));
        let n = 20_000;
        let mut shares: Vec<f64> = (0..n).map(|_| law.cdf(law.draw(&mut stream))).collect();
        shares.sort_by(f64::total_cmp);
        let distance = shares.iter().enumerate().fold(0.0_f64, |worst, (i, &share)| {
            let (before, after) = (i as f64 / f64::from(n), (i + 1) as f64 / f64::from(n));
            worst.max((share - before).abs()).max((after - share).abs())
        });
        assert!(distance * f64::from(n).sqrt() < 1.95, "{law:?}: D = {distance}");
    }
}

#[test]
fn a_draw_takes_one_uniform_number_and_an_erlang_draw_one_for_each_stage() {
    for law in laws() {
        let mut stream = Stream::named(1, 0, "count", "draws");
        law.draw(&mut stream);
        let expected = match law {
            Law::Constant { .. } => 0,
            Law::Erlang { k, .. } => u64::from(k),
            _ => 1,
        };
        assert_eq!(stream.drawn(), expected, "{law:?}");
    }
}

#[test]
fn the_laws_have_their_textbook_moments() {
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} is not {b}");
    // Weibull of shape 2: mean sqrt(pi)/2, variance 1 - pi/4.
    let rayleigh = Law::weibull(2.0, 1.0).unwrap();
    close(rayleigh.mean(), std::f64::consts::PI.sqrt() / 2.0);
    close(rayleigh.variance(), 1.0 - std::f64::consts::FRAC_PI_4);
    close(Law::weibull(1.0, 7.0).unwrap().cv(), 1.0);
    close(Law::uniform(0.0, 12.0).unwrap().variance(), 12.0);
    close(Law::triangular(0.0, 3.0, 6.0).unwrap().variance(), 1.5);
    close(Law::erlang(4, 10.0).unwrap().variance(), 25.0);
    let Law::LogNormal(repair) = Law::log_normal(8.0, 1.0).unwrap() else { panic!("log-normal expected") };
    close(repair.sigma() * repair.sigma(), std::f64::consts::LN_2);
    close(libm::exp(repair.mu() + repair.sigma() * repair.sigma() / 2.0), 8.0);
}

#[test]
fn the_normal_quantile_has_its_tabled_values() {
    // Roots of erfc found with mpmath to 40 digits.
    let table = [
        (0.5, 0.0),
        (0.975, 1.959_963_984_540_054),
        (0.9, 1.281_551_565_544_600_4),
        (0.995, 2.575_829_303_548_900_4),
        (1e-10, -6.361_340_902_404_056),
        (1e-300, -37.047_096_299_361_2),
    ];
    for (p, z) in table {
        assert!((normal_quantile(p) - z).abs() <= 4e-15 * z.abs(), "{p}: {}", normal_quantile(p));
    }
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert!(normal_quantile(f64::NAN).is_nan());
}

#[test]
fn erlang_agrees_with_an_independent_gamma_function() {
    for k in [1, 2, 3, 10, 40, 100] {
        let law = Law::erlang(k, 6.0).unwrap();
        let gamma = Gamma::new(f64::from(k), f64::from(k) / 6.0).unwrap();
        for step in 1..60 {
            let x = f64::from(step) * 0.4;
            assert!((law.cdf(x) - gamma.cdf(x)).abs() < 1e-12, "k = {k}, x = {x}");
        }
    }
}

#[test]
fn an_exponential_part_has_no_memory_and_a_worn_one_has_less_to_live() {
    let random = Law::exponential(50.0).unwrap();
    assert_eq!(random.residual(0.0, 0.3), random.residual(400.0, 0.3));
    let wearing = Law::weibull(3.0, 100.0).unwrap();
    assert!(wearing.residual(90.0, 0.5) < wearing.residual(10.0, 0.5));
    let infant = Law::weibull(0.5, 100.0).unwrap();
    assert!(infant.residual(90.0, 0.5) > infant.residual(10.0, 0.5));
    assert_eq!(Law::constant(10.0).unwrap().residual(4.0, 0.9), 6.0);
    assert_eq!(Law::uniform(2.0, 9.0).unwrap().residual(20.0, 0.5), 0.0);
}

#[test]
fn a_residual_life_far_beyond_the_law_is_finite_and_not_negative() {
    for law in laws() {
        let age = law.mean() * 1e4;
        for u in [1e-16, 0.5, 1.0 - 1e-16] {
            let rest = law.residual(age, u);
            assert!(rest.is_finite() && rest >= 0.0, "{law:?} at {age}, u = {u}: {rest}");
        }
    }
}

#[test]
fn a_constructor_names_the_parameter_it_refuses() {
    let fault = Law::weibull(0.0, 10.0).unwrap_err();
    assert_eq!(fault.to_string(), "shape of 0 for a weibull law is not between 0.05 and 100");
    assert_eq!(Law::exponential(f64::NAN).unwrap_err().parameter, "mean");
    assert_eq!(Law::exponential(0.0).unwrap_err().parameter, "mean");
    assert_eq!(Law::constant(-1.0).unwrap_err().parameter, "value");
    assert_eq!(Law::uniform(5.0, 4.0).unwrap_err().parameter, "high");
    assert_eq!(Law::triangular(1.0, 0.5, 4.0).unwrap_err().parameter, "mode");
    assert_eq!(Law::triangular(1.0, 2.0, f64::INFINITY).unwrap_err().parameter, "high");
    assert_eq!(Law::erlang(0, 1.0).unwrap_err().parameter, "k");
    assert_eq!(Law::log_normal(1.0, 11.0).unwrap_err().parameter, "cv");
}

#[test]
fn a_law_without_spread_is_a_constant() {
    let three = Law::constant(3.0);
    assert_eq!(Law::log_normal(3.0, 0.0), three);
    assert_eq!(Law::uniform(3.0, 3.0), three);
    assert_eq!(Law::triangular(3.0, 3.0, 3.0), three);
}

proptest! {
    #[test]
    fn the_share_below_a_quantile_is_what_was_asked(law in any_law(), p in 1e-6..1.0_f64 - 1e-6) {
        prop_assert!((law.cdf(law.quantile(p)) - p).abs() < 1e-11, "{:?}: {}", law, law.cdf(law.quantile(p)));
    }

    #[test]
    fn quantiles_and_residual_lives_grow_with_the_uniform_number(law in any_law(), u in 1e-6..0.99_f64, up in 1e-4..9e-3_f64, age in 0.0..1.5_f64) {
        prop_assert!(law.quantile(u) < law.quantile(u + up));
        let age = age * law.mean();
        prop_assert!(law.residual(age, u) <= law.residual(age, u + up));
    }

    #[test]
    fn a_residual_life_follows_the_conditional_law(law in any_law(), u in 1e-4..0.9999_f64, lived in 0.0..0.999_f64) {
        let age = law.quantile(lived);
        let passed = law.cdf(age);
        let conditional = (law.cdf(age + law.residual(age, u)) - passed) / (1.0 - passed);
        prop_assert!((conditional - u).abs() < 1e-9, "{:?} at {}: {} for {}", law, age, conditional, u);
    }

    #[test]
    fn the_normal_quantile_inverts_the_normal_share(z in -37.0..8.0_f64) {
        let p = normal_cdf(z);
        // Above 0 the share loses what it is short of 1.
        let slack = if z > 0.0 { 1e-15 / (1.0 - p).max(1e-16) } else { 0.0 };
        prop_assert!((normal_quantile(p) - z).abs() < 1e-13 + 1e-14 * z.abs() + slack);
    }
}
