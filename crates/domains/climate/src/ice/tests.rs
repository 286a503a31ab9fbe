//! Every expected number is worked out by hand beside it.
use super::*;
use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::{Bearing, Days, DegreeDays, IceGrowth};
use proptest::prelude::*;

/// alpha 2: `h = 2·sqrt(FDD)`. Construction from 20 cm for 5 days; 10 t at 50 cm, 20 t at 80 cm, A of 4.
fn season() -> IceSeason {
    IceSeason {
        freeze_from: MonthDay { month: 11, day: 1 },
        alpha: IceGrowth::clamped(2.0),
        bearing: Bearing::clamped(4.0),
        construction_from: IceThickness::clamped(20.0),
        construction: Days::clamped(5.0),
        steps: vec![step(50.0, 10.0), step(80.0, 20.0)],
        melt_cm_per_degree_day: 0.5,
        closes_after_thaw: DegreeDays::clamped(20.0),
        closes_latest: MonthDay { month: 4, day: 30 },
    }
}

fn step(cm: f64, tonnes: f64) -> IceStep {
    IceStep { thickness: IceThickness::clamped(cm), gross: Mass::from_tonnes(tonnes) }
}

/// Runs of (days, mean temperature).
fn means(runs: &[(usize, f64)]) -> Vec<f64> {
    runs.iter().flat_map(|(days, mean)| std::iter::repeat_n(*mean, *days)).collect()
}

#[test]
fn a_hundred_degree_days_in_any_number_of_days_make_the_same_ice() {
    let days = |n: usize, mean: f64| (0..n).fold(0.0, |cm, _| next_thickness(cm, mean, 1.5, 0.5));
    // 1.5·sqrt(100) = 15 cm.
    for (n, mean) in [(100, -1.0), (20, -5.0), (5, -20.0), (2, -50.0)] {
        assert!((days(n, mean) - 15.0).abs() < 1e-9);
    }
}

#[test]
fn new_ice_grows_faster_than_thick_ice() {
    // From 30 cm (225 degree-days at alpha 2) 175 more make 2·sqrt(400) = 40 cm.
    assert!((next_thickness(30.0, -175.0, 2.0, 0.5) - 40.0).abs() < 1e-9);
}

#[test]
fn thaw_takes_ice_by_degree_days_and_stops_at_water() {
    assert_eq!(next_thickness(30.0, 8.0, 2.0, 0.5), 26.0);
    assert_eq!(next_thickness(3.0, 8.0, 2.0, 0.5), 0.0);
    assert_eq!(next_thickness(3.0, 0.0, 2.0, 0.5), 3.0);
}

/// Thickness for a mass at A = 4: 10 t 50, 20 t 71, 30 t 87, 40 t 100, 60 t 122 cm.
#[test]
fn golds_rule_gives_the_table_of_thicknesses() {
    for (tonnes, cm) in [(10.0, 50.0), (20.0, 71.0), (30.0, 87.0), (40.0, 100.0), (60.0, 122.0)] {
        assert_eq!(thickness_needed(4.0, Mass::from_tonnes(tonnes)).round(), cm);
    }
    // The Soviet rule P = h²/100 in tonnes is A = 10.
    assert_eq!(bearing(10.0, 60.0), Mass::from_tonnes(36.0));
}

#[test]
fn the_limit_is_the_lesser_of_step_and_bearing() {
    let mut season = season();
    assert_eq!(allowed(&season, 49.9), Mass::ZERO);
    assert_eq!(allowed(&season, 50.0), Mass::from_tonnes(10.0));
    assert_eq!(allowed(&season, 79.0), Mass::from_tonnes(10.0));
    assert_eq!(allowed(&season, 80.0), Mass::from_tonnes(20.0));
    season.bearing = Bearing::clamped(2.0);
    // 2·80² = 12.8 t is less than the step of 20 t.
    assert_eq!(allowed(&season, 80.0), Mass(12_800));
    season.steps.clear();
    assert_eq!(allowed(&season, 10.0), Mass(200));
}

#[test]
fn a_road_opens_at_its_first_step_and_is_full_at_its_last() {
    // −25 °C: 625 degree-days make 50 cm, on the morning after day 25; 1,600 make 80 cm, after day 64.
    let winter = Winter::of(&season(), None, 100, &means(&[(150, -25.0)]));
    // 20 cm are 100 degree-days: the morning after day 4.
    assert_eq!(winter.construction, Some(104));
    assert_eq!(winter.opened, Some(125));
    assert_eq!(winter.full_load, Some(164));
    assert_eq!(winter.closed, Some(249));
    assert_eq!(winter.limits[24..26], [Mass::ZERO, Mass::from_tonnes(10.0)]);
    assert_eq!(winter.limits[63..65], [Mass::from_tonnes(10.0), Mass::from_tonnes(20.0)]);
}

#[test]
fn a_road_does_not_open_before_construction_is_done() {
    let mut slow = season();
    slow.construction = Days::clamped(39.5);
    let winter = Winter::of(&slow, None, 0, &means(&[(150, -25.0)]));
    // Begun on day 4, forty whole days.
    assert_eq!(winter.opened, Some(44));
}

#[test]
fn thaw_since_the_coldest_stretch_closes_the_road_for_good() {
    let runs = [(60, -25.0), (30, -40.0), (10, -5.0), (3, 6.0), (2, 7.0), (20, -10.0)];
    let winter = Winter::of(&season(), None, 0, &means(&runs));
    // 6, 12, 18, 25: the twenty are reached on the fourth day of thaw, day 103, which is the last.
    assert_eq!(winter.closed, Some(103));
    assert_eq!(winter.limits[104], Mass::ZERO);
    assert!(winter.thickness_cm[110] > 80.0);
}

#[test]
fn thaw_before_the_coldest_stretch_only_thins_the_ice() {
    let runs = [(40, -25.0), (10, 5.0), (40, -30.0), (10, -20.0)];
    let winter = Winter::of(&season(), None, 0, &means(&runs));
    // 50 degree-days above zero, more than twenty, but the winter is not over.
    assert_eq!(winter.closed, Some(99));
    // 2·sqrt(1000) = 63.2 cm less 25 cm.
    assert!((winter.thickness_cm[50] - (2.0 * 1_000.0_f64.sqrt() - 25.0)).abs() < 1e-9);
}

#[test]
fn a_road_closed_by_thin_ice_opens_again_with_a_margin() {
    let runs = [(36, -25.0), (6, 5.0), (60, -30.0)];
    let winter = Winter::of(&season(), None, 0, &means(&runs));
    // 60 cm less 2.5 a day is below 50 on the fifth morning of thaw (47.5), and 45 when frost comes back.
    assert_eq!(winter.limits[40], Mass::from_tonnes(10.0));
    assert_eq!(winter.limits[41], Mass::ZERO);
    // From 45 cm 30 degree-days make sqrt(2025 + 120·n): 50 needs 4 days, 52 needs 6 (52.1 on the morning after).
    assert_eq!(winter.limits[42 + 5], Mass::ZERO);
    assert_eq!(winter.limits[42 + 6], Mass::from_tonnes(10.0));
    assert_eq!(winter.opened, Some(25));
}

#[test]
fn a_warm_winter_opens_no_road() {
    let winter = Winter::of(&season(), None, 0, &means(&[(180, -2.0)]));
    // 2·sqrt(360) = 37.9 cm.
    assert_eq!((winter.opened, winter.full_load, winter.closed), (None, None, None));
    assert!(winter.construction.is_some());
}

#[test]
fn without_steps_bearing_rules_and_the_legs_say_what_is_full() {
    let mut bare = season();
    bare.steps.clear();
    let winter = Winter::of(&bare, Some(Mass::from_tonnes(39.9)), 0, &means(&[(150, -25.0)]));
    // Open when construction is done: day 4 and five more. 39.9 t ask 99.87 cm, 2,494 degree-days, a hundred days.
    assert_eq!(winter.opened, Some(9));
    assert_eq!(winter.full_load, Some(100));
    assert_eq!(Winter::of(&bare, None, 0, &means(&[(150, -25.0)])).full_load, None);
}

#[test]
fn no_days_are_no_winter() {
    let winter = Winter::of(&season(), None, 0, &[]);
    assert_eq!((winter.opened, winter.construction), (None, None));
}

proptest! {
    #[test]
    fn a_colder_year_never_has_thinner_ice(
        days in prop::collection::vec((-50.0..15.0_f64, 0.0..10.0_f64), 1..250),
        alpha in 0.5..3.0_f64,
        melt in 0.0..2.0_f64,
    ) {
        let mut season = season();
        season.alpha = IceGrowth::clamped(alpha);
        season.melt_cm_per_degree_day = melt;
        let mild: Vec<f64> = days.iter().map(|(mean, _)| *mean).collect();
        let cold: Vec<f64> = days.iter().map(|(mean, colder)| mean - colder).collect();
        let pairs = thicknesses(&season, &cold).into_iter().zip(thicknesses(&season, &mild));
        for (cold, mild) in pairs {
            prop_assert!(cold >= mild);
        }
    }

    #[test]
    fn thicker_ice_never_bears_less(one in 0.0..300.0_f64, more in 0.0..50.0_f64, a in 1.0..10.0_f64) {
        let mut season = season();
        season.bearing = Bearing::clamped(a);
        prop_assert!(allowed(&season, one + more) >= allowed(&season, one));
        season.steps.clear();
        prop_assert!(allowed(&season, one + more) >= allowed(&season, one));
    }

    #[test]
    fn a_limit_is_never_above_what_the_ice_bears(days in prop::collection::vec(-50.0..15.0_f64, 1..250)) {
        let season = season();
        let winter = Winter::of(&season, None, 0, &days);
        for (limit, cm) in winter.limits.iter().zip(&winter.thickness_cm) {
            prop_assert!(*limit <= bearing(4.0, *cm));
            prop_assert!(*limit == Mass::ZERO || *cm >= 50.0);
        }
        if let (Some(opened), Some(closed)) = (winter.opened, winter.closed) {
            prop_assert!(opened <= closed);
            prop_assert!(winter.construction.is_some_and(|day| day + 5 <= opened));
            prop_assert!(winter.full_load.is_none_or(|day| (opened..=closed).contains(&day)));
        }
    }
}
