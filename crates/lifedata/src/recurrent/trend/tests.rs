//! The tests keep what they claim, and find what is there.
use super::*;
use iceroad_base::law::Law;
use iceroad_base::random::Stream;

/// Units whose gaps are of a law, watched from new to an age.
fn renewing(law: &Law, units: u32, to: f64, seed: u64) -> Vec<History> {
    (0..units)
        .map(|unit| {
            let mut stream = Stream::named(seed, unit, "unit", "gaps");
            let (mut age, mut ages) = (0.0, Vec::new());
            loop {
                age += law.draw(&mut stream);
                if age > to {
                    return History::watched(0.0, to, ages).unwrap();
                }
                ages.push(age);
            }
        })
        .collect()
}

/// The share of fleets for which each test is below 5 %, and for which the verdict is a trend.
fn rejected(make: impl Fn(u64) -> Vec<History>, test: Test, together: Together) -> (f64, f64) {
    let trials = 400;
    let (mut low, mut trends) = (0, 0);
    for seed in 0..trials {
        let Ok(trend) = Trend::of(&make(seed), 0.05) else { continue };
        low += u32::from(trend.get(test, together).is_some_and(|tested| tested.p < 0.05));
        trends += u32::from(matches!(trend.verdict, Verdict::Trend(_)));
    }
    (f64::from(low) / trials as f64, f64::from(trends) / trials as f64)
}

#[test]
fn tests_say_trend_by_chance_as_often_as_they_claim() {
    let even = Law::exponential(100.0).unwrap();
    let worn = Law::weibull(2.0, 100.0).unwrap();
    for (test, together) in [
        (Test::Laplace, Together::ByUnit),
        (Test::MilHdbk189, Together::ByUnit),
        (Test::AndersonDarling, Together::ByUnit),
        (Test::Laplace, Together::TotalTime),
        (Test::MilHdbk189, Together::TotalTime),
        (Test::AndersonDarling, Together::TotalTime),
    ] {
        let (share, _) = rejected(|seed| renewing(&even, 5, 800.0, seed), test, together);
        assert!((0.02..0.085).contains(&share), "{test:?} {together:?}: {share}");
    }
    for test in [Test::LewisRobinson, Test::GeneralisedAndersonDarling] {
        for law in [&even, &worn] {
            for (units, to) in [(1, 3_000.0), (8, 1_200.0)] {
                let (share, trends) = rejected(|seed| renewing(law, units, to, seed), test, Together::ByUnit);
                assert!(share < 0.09, "{test:?} {law:?} {units}: {share}");
                assert!(trends < 0.08, "{law:?} {units}: {trends}");
            }
        }
    }
}

#[test]
fn a_trend_is_found_and_its_direction() {
    // Failures of a power law, shape 2: by minimal repair.
    let growing = |seed: u64| {
        (0..6)
            .map(|unit| {
                let mut stream = Stream::named(seed, unit, "unit", "age");
                let (mut sum, mut ages) = (0.0, Vec::new());
                loop {
                    sum -= libm::log(1.0 - stream.uniform());
                    let age = 300.0 * libm::sqrt(sum);
                    if age > 1_200.0 {
                        return History::watched(0.0, 1_200.0, ages).unwrap();
                    }
                    ages.push(age);
                }
            })
            .collect::<Vec<_>>()
    };
    let (_, trends) = rejected(growing, Test::LewisRobinson, Together::ByUnit);
    assert!(trends > 0.9, "{trends}");
    let trend = Trend::of(&growing(1), 0.05).unwrap();
    assert_eq!(trend.verdict, Verdict::Trend(Some(Direction::Worse)), "{trend:?}");
    assert!(!trend.verdict.allows_renewal());
}

#[test]
fn few_failures_tell_nothing() {
    let unit = History::watched(0.0, 1_000.0, vec![10.0, 20.0, 990.0]).unwrap();
    let trend = Trend::of(&[unit], 0.05).unwrap();
    assert_eq!(trend.verdict, Verdict::CannotTell);
    assert_eq!(Trend::of(&[], 0.05), Err(TooLittle::NoFailures));
}
