//! Failure clocks: ages under changing temperature, renewal, services by the meter.
use super::*;

fn stream(replication: u32) -> Stream {
    Stream::named(1, replication, "truck", "past/engine")
}

#[test]
fn a_constant_life_keeps_its_phase_however_long_ago_it_began() {
    let law = Law::constant(700.0).unwrap();
    for past in [100.0, 6_400.0, 30_100.0, 700_100.0] {
        let age = first_age(&law, 1.0, past, &mut stream(0));
        assert!((age - past % 700.0).abs() < 1e-6, "{past} h: {age}");
    }
}

#[test]
fn under_minimal_repair_the_age_is_the_meter() {
    let law = Law::weibull(2.0, 100.0).unwrap();
    assert_eq!(first_age(&law, 0.0, 5_000.0, &mut stream(0)), 5_000.0);
}

#[test]
fn a_new_machine_has_no_age() {
    assert_eq!(first_age(&Law::weibull(2.0, 100.0).unwrap(), 1.0, 0.0, &mut stream(0)), 0.0);
}

/// The mean age of a renewal process long under way is half the mean life times (1 + cv²).
#[test]
fn the_mean_initial_age_is_that_of_renewal_theory() {
    let law = Law::weibull(2.0, 100.0).unwrap();
    let mut ages = iceroad_base::estimate::Moments::default();
    for replication in 0..20_000 {
        ages.push(first_age(&law, 1.0, 7_777.0, &mut stream(replication)));
    }
    let theory = law.mean() * (1.0 + law.cv() * law.cv()) / 2.0;
    let interval = ages.interval(0.999);
    assert!(interval.contains(theory), "{theory} not in {interval:?}");
    assert!(interval.high() - interval.low() < 0.04 * theory);
}

#[test]
fn a_law_of_no_life_at_all_still_lets_time_pass() {
    let age = first_age(&Law::constant(0.0).unwrap(), 1.0, 1_000.0, &mut stream(0));
    assert_eq!(age, 1_000.0);
    assert_eq!(Law::constant(0.0).unwrap().residual(age, 0.5).max(LEAST_LIFE_H), LEAST_LIFE_H);
}
