//! Failures that come again, against what others found in the same data: `data/recurrent.txt`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
use iceroad_lifedata::recurrent::power_law::{self, PowerLaw};
use iceroad_lifedata::recurrent::trend::{Test, Together, Trend};
use iceroad_lifedata::recurrent::{History, mcf};

struct Case {
    name: String,
    units: Vec<History>,
    values: Vec<(String, f64)>,
}

fn cases() -> Vec<Case> {
    let text = include_str!("data/recurrent.txt");
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (word, rest) = line.split_once(' ').unwrap();
        match word {
            "case" => cases.push(Case { name: rest.to_owned(), units: Vec::new(), values: Vec::new() }),
            "source" => {}
            "unit" => cases.last_mut().unwrap().units.push(unit(rest)),
            _ => cases.last_mut().unwrap().values.push((word.to_owned(), rest.parse().unwrap())),
        }
    }
    cases
}

fn unit(line: &str) -> History {
    let words: Vec<&str> = line.split(' ').collect();
    let ages: Vec<f64> = words[3..].iter().map(|word| word.parse().unwrap()).collect();
    let (from, to) = (words[0].parse().unwrap(), words[1].parse().unwrap());
    match words[2] {
        "failure" => History::until_failure(from, ages).unwrap(),
        _ => History::watched(from, to, ages).unwrap(),
    }
}

/// What ours is, and how near it has to be.
fn ours(fitted: &PowerLaw, trend: &Trend, name: &str) -> (f64, f64) {
    let tested = |test| trend.get(test, Together::ByUnit).unwrap();
    match name {
        "shape" => (fitted.shape.estimate, 1e-5 * fitted.shape.estimate),
        "scale" => (fitted.scale_h.estimate, 1e-5 * fitted.scale_h.estimate),
        "lambda" => (fitted.lambda(), 1e-5 * fitted.lambda()),
        "log_likelihood" => (fitted.log_likelihood, 1e-6),
        "even" => (fitted.log_likelihood_even, 1e-6),
        "p_even" => (fitted.p_even(), 1e-6),
        "unbiased" => (fitted.unbiased_shape.unwrap(), 1e-5),
        "laplace" => (tested(Test::Laplace).statistic, 1e-9),
        "laplace_p" => (tested(Test::Laplace).p, 1e-9),
        "mil" => (tested(Test::MilHdbk189).statistic, 1e-8),
        "mil_below" => {
            let both = tested(Test::MilHdbk189).p / 2.0;
            let is_low = tested(Test::MilHdbk189).direction
                == Some(iceroad_lifedata::recurrent::trend::Direction::Worse);
            (if is_low { both } else { 1.0 - both }, 1e-8)
        }
        "lewis_robinson" => (tested(Test::LewisRobinson).statistic, 1e-9),
        other => panic!("no value `{other}`"),
    }
}

#[test]
fn power_laws_and_trend_tests_are_those_of_the_record() {
    let cases = cases();
    assert_eq!(cases.len(), 20);
    let mut compared = 0;
    for case in &cases {
        let fitted = power_law::fit(&case.units, 0.9).unwrap();
        let trend = Trend::of(&case.units, 0.05).unwrap();
        for (name, value) in &case.values {
            let (ours, near) = ours(&fitted, &trend, name);
            assert!((ours - value).abs() <= near, "{}: {name} is {ours}, not {value}", case.name);
            compared += 1;
        }
        assert!(fitted.shape.low < fitted.shape.estimate && fitted.shape.estimate < fitted.shape.high);
        assert!(
            fitted.scale_h.low < fitted.scale_h.estimate && fitted.scale_h.estimate < fitted.scale_h.high
        );
    }
    assert!(compared > 150, "{compared}");
}

/// Kumar and Klefsjö's machines: a Weibull law of the gaps has a shape below 1, as if nothing wore; the power law says 1.3.
#[test]
fn gaps_alone_hide_a_trend_and_the_tests_do_not() {
    let cases = cases();
    let six = &cases.iter().find(|case| case.name == "lhd_six_pooled_common").unwrap().units;
    let trend = Trend::of(six, 0.05).unwrap();
    assert!(!trend.verdict.allows_renewal(), "{trend:?}");
}

#[test]
fn the_mean_cumulative_function_ends_at_failures_per_machine() {
    let cases = cases();
    let three = &cases.iter().find(|case| case.name == "crow_1974_three_systems").unwrap().units;
    let last = *mcf::mean_cumulative(three, 0.9).unwrap().last().unwrap();
    assert!((last.mean.estimate - 36.0 / 3.0).abs() < 1e-12);
    // All are watched to the end, so the variance is that of the three counts over 3, by n.
    let counts: Vec<f64> = three.iter().map(|unit| unit.ages().len() as f64).collect();
    let variance = counts.iter().map(|n| (n - 12.0) * (n - 12.0)).sum::<f64>() / 3.0 / 3.0;
    assert!((last.error - variance.sqrt()).abs() < 1e-12);
}
