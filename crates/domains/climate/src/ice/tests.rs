//! Every expected number is worked out by hand beside it.
use super::*;
use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::{Bearing, Days, DegreeDays, IceGrowth};
use iceroad_model::climate::{IceHabits, IceWork};
use proptest::prelude::*;

/// alpha 2: `h = 2·sqrt(FDD)`. Construction from 20 cm for 5 days; 10 t at 50 cm, 20 t at 80 cm, A of 4.
fn season() -> IceSeason {
    IceSeason {
        freeze_from: MonthDay { month: 11, day: 1 },
        alpha: IceGrowth::clamped(2.0),
        bearing: Bearing::clamped(4.0),
        construction_from: IceThickness::clamped(20.0),
        construction: Days::clamped(5.0),
        work: IceWork::default(),
        steps: vec![step(50.0, 10.0), step(80.0, 20.0)],
        melt_cm_per_degree_day: 0.5,
        thaw_base_c: 0.0,
        closes_after_thaw: DegreeDays::clamped(20.0),
        closes_latest: MonthDay { month: 4, day: 30 },
        habits: IceHabits::default(),
    }
}

fn step(cm: f64, tonnes: f64) -> IceStep {
    IceStep {
        thickness: IceThickness::clamped(cm),
        gross: Mass::from_tonnes(tonnes),
        ends_before: Days::clamped(0.0),
    }
}

/// Daily means from 1 November 2020 on.
fn frost(means_c: &[f64]) -> Frost<'_> {
    Frost { first: 0, begins: Date::constant(2020, 11, 1), means_c }
}

/// A winter without luck.
fn winter(season: &IceSeason, means_c: &[f64]) -> Winter {
    Winter::of(season, None, frost(means_c), &Luck::default())
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
    let winter =
        Winter::of(&season(), None, Frost { first: 100, ..frost(&means(&[(150, -25.0)])) }, &Luck::default());
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
    let winter = winter(&slow, &means(&[(150, -25.0)]));
    // Begun on day 4, forty whole days.
    assert_eq!(winter.opened, Some(44));
}

#[test]
fn thaw_since_the_coldest_stretch_closes_the_road_for_good() {
    let runs = [(60, -25.0), (30, -40.0), (10, -5.0), (3, 6.0), (2, 7.0), (20, -10.0)];
    let winter = winter(&season(), &means(&runs));
    // 6, 12, 18, 25: the twenty are reached on the fourth day of thaw, day 103, which is the last.
    assert_eq!(winter.closed, Some(103));
    assert_eq!(winter.limits[104], Mass::ZERO);
    assert!(winter.thickness_cm[110] > 80.0);
}

#[test]
fn thaw_before_the_coldest_stretch_only_thins_the_ice() {
    let runs = [(40, -25.0), (10, 5.0), (40, -30.0), (10, -20.0)];
    let winter = winter(&season(), &means(&runs));
    // 50 degree-days above zero, more than twenty, but the winter is not over.
    assert_eq!(winter.closed, Some(99));
    // 2·sqrt(1000) = 63.2 cm less 25 cm.
    assert!((winter.thickness_cm[50] - (2.0 * 1_000.0_f64.sqrt() - 25.0)).abs() < 1e-9);
}

#[test]
fn a_road_closed_by_thin_ice_opens_again_with_a_margin() {
    let runs = [(36, -25.0), (6, 5.0), (60, -30.0)];
    let winter = winter(&season(), &means(&runs));
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
    let winter = winter(&season(), &means(&[(180, -2.0)]));
    // 2·sqrt(360) = 37.9 cm.
    assert_eq!((winter.opened, winter.full_load, winter.closed), (None, None, None));
    assert!(winter.construction.is_some());
}

#[test]
fn without_steps_bearing_rules_and_the_legs_say_what_is_full() {
    let mut bare = season();
    bare.steps.clear();
    let by_legs =
        Winter::of(&bare, Some(Mass::from_tonnes(39.9)), frost(&means(&[(150, -25.0)])), &Luck::default());
    // Open when construction is done: day 4 and five more. 39.9 t ask 99.87 cm, 2,494 degree-days, a hundred days.
    assert_eq!(by_legs.opened, Some(9));
    assert_eq!(by_legs.full_load, Some(100));
    assert_eq!(winter(&bare, &means(&[(150, -25.0)])).full_load, None);
}

#[test]
fn builders_go_out_no_earlier_than_their_day_and_the_ice_bears_them() {
    let mut late = season();
    late.work.not_before = Some(MonthDay { month: 11, day: 21 });
    // 20 cm stand after 4 days, but the day is the 20th after freeze-up; five days of work.
    assert_eq!(winter(&late, &means(&[(150, -25.0)])).construction, Some(20));
    // A day of the new year.
    late.work.not_before = Some(MonthDay { month: 1, day: 5 });
    assert_eq!(winter(&late, &means(&[(150, -25.0)])).opened, Some(30 + 31 + 4 + 5));
}

#[test]
fn cleared_ice_grows_faster_from_the_first_day_of_work() {
    let mut cleared = season();
    cleared.work.cleared_alpha = Some(IceGrowth::clamped(3.0));
    let winter = winter(&cleared, &means(&[(150, -25.0)]));
    // 20 cm on day 4; then 9·25 = 225 cm² a day: 2,500 take (2,500 − 400)/225 = 9.3 days.
    assert_eq!(winter.thickness_cm[4], 20.0);
    assert_eq!(winter.opened, Some(14));
    assert!((winter.thickness_cm[14] - (400.0_f64 + 2_250.0).sqrt()).abs() < 1e-9);
}

#[test]
fn flooding_adds_its_ice_on_days_of_frost_up_to_the_last_step() {
    let mut flooded = season();
    flooded.work.flooding_cm_per_day = 2.0;
    let winter = winter(&flooded, &means(&[(4, -25.0), (2, -1e-9), (2, 3.0), (300, -1e-9)]));
    // 20 cm, two days of flooding, two of thaw at 1.5 cm, and again until 80 cm: 21 + 2·30 is cut at 80.
    assert!((winter.thickness_cm[6] - 24.0).abs() < 1e-6);
    assert!((winter.thickness_cm[8] - 21.0).abs() < 1e-6);
    assert!((winter.thickness_cm[37] - 79.0).abs() < 1e-6);
    assert!((winter.thickness_cm[38] - 80.0).abs() < 1e-6);
    assert!((winter.thickness_cm[200] - 80.0).abs() < 1e-3);
    assert_eq!(winter.full_load, Some(38));
}

#[test]
fn the_road_closes_on_the_earliest_of_thaw_the_operators_day_and_the_latest() {
    let cold = means(&[(150, -25.0)]);
    let mut usual = season();
    // 10 March 2021 is day 129.
    usual.habits.closes_usual = Some(MonthDay { month: 3, day: 10 });
    assert_eq!(winter(&usual, &cold).closed, Some(129));
    let luck = |closing| Luck { closing, ..Luck::default() };
    assert_eq!(Winter::of(&usual, None, frost(&cold), &luck(-9)).closed, Some(120));
    assert_eq!(Winter::of(&usual, None, frost(&cold), &luck(90)).closed, Some(149));
    let thaw = means(&[(100, -25.0), (4, 6.0), (46, -10.0)]);
    assert_eq!(winter(&usual, &thaw).closed, Some(103));
}

#[test]
fn under_the_sun_thaw_counts_before_the_air_is_warm() {
    let mut sunny = season();
    sunny.thaw_base_c = -5.0;
    // 3 °C above the base each day: twenty on the seventh.
    assert_eq!(winter(&sunny, &means(&[(100, -25.0), (50, -2.0)])).closed, Some(106));
    assert_eq!(winter(&season(), &means(&[(100, -25.0), (50, -2.0)])).closed, Some(149));
}

#[test]
fn heavier_steps_are_taken_back_before_the_road_closes() {
    let mut stepped = season();
    stepped.steps[1].ends_before = Days::clamped(12.0);
    stepped.steps[0].ends_before = Days::clamped(3.0);
    let winter = winter(&stepped, &means(&[(150, -25.0)]));
    let tonnes = |day: usize| winter.limits[day].tonnes();
    assert_eq!([tonnes(137), tonnes(138), tonnes(146), tonnes(147)], [20.0, 10.0, 10.0, 0.0]);
    assert_eq!(winter.closed, Some(146));
}

#[test]
fn in_a_year_without_full_loads_the_road_stays_below_its_last_step() {
    let luck = Luck { no_full_load: true, ..Luck::default() };
    let cold = means(&[(150, -25.0)]);
    let weak = Winter::of(&season(), None, frost(&cold), &luck);
    assert_eq!(weak.full_load, None);
    assert_eq!(weak.limits[149], Mass::from_tonnes(10.0));
    assert_eq!(weak.opened, winter(&season(), &cold).opened);
}

#[test]
fn a_storm_closes_its_days_and_no_other() {
    let mut storms = vec![false; 60];
    storms[40] = true;
    let luck = Luck { storms, ..Luck::default() };
    let winter = Winter::of(&season(), None, frost(&means(&[(150, -25.0)])), &luck);
    assert_eq!(winter.limits[39..42], [Mass::from_tonnes(10.0), Mass::ZERO, Mass::from_tonnes(10.0)]);
    assert_eq!((winter.opened, winter.closed), (Some(25), Some(149)));
}

#[test]
fn no_days_are_no_winter() {
    let winter = winter(&season(), &[]);
    assert_eq!((winter.opened, winter.construction), (None, None));
}

proptest! {
    #[test]
    fn a_colder_year_never_has_thinner_ice(
        days in prop::collection::vec((-50.0..15.0_f64, 0.0..10.0_f64), 1..250),
        alpha in 0.5..3.0_f64,
        cleared in 0.0..1.0_f64,
        flooding in 0.0..6.0_f64,
        begins in 1_i8..29,
        melt in 0.0..2.0_f64,
    ) {
        let mut season = season();
        season.alpha = IceGrowth::clamped(alpha);
        season.work.cleared_alpha = Some(IceGrowth::clamped(alpha + cleared));
        season.work.flooding_cm_per_day = flooding;
        season.work.not_before = Some(MonthDay { month: 11, day: begins });
        season.melt_cm_per_degree_day = melt;
        let mild: Vec<f64> = days.iter().map(|(mean, _)| *mean).collect();
        let cold: Vec<f64> = days.iter().map(|(mean, colder)| mean - colder).collect();
        let pairs = winter(&season, &cold).thickness_cm.into_iter().zip(winter(&season, &mild).thickness_cm);
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
    fn a_limit_is_never_above_what_the_ice_bears(
        days in prop::collection::vec(-50.0..15.0_f64, 1..250),
        flooding in 0.0..6.0_f64,
        luck in (-10_i64..10, -20_i64..20, any::<bool>()),
        storms in prop::collection::vec(any::<bool>(), 0..250),
        ends_before in 0.0..20.0_f64,
    ) {
        let mut season = season();
        season.work.flooding_cm_per_day = flooding;
        season.habits.closes_usual = Some(MonthDay { month: 4, day: 5 });
        season.steps[1].ends_before = Days::clamped(ends_before);
        let (construction, closing, no_full_load) = luck;
        let luck = Luck { construction, closing, no_full_load, storms };
        let winter = Winter::of(&season, None, frost(&days), &luck);
        for (day, (limit, cm)) in winter.limits.iter().zip(&winter.thickness_cm).enumerate() {
            prop_assert!(*limit <= bearing(4.0, *cm));
            prop_assert!(*limit == Mass::ZERO || *cm >= 50.0);
            prop_assert!(*limit == Mass::ZERO || !luck.storms.get(day).is_some_and(|storm| *storm));
        }
        prop_assert!(!no_full_load || winter.full_load.is_none());
        if let (Some(opened), Some(closed)) = (winter.opened, winter.closed) {
            prop_assert!(opened <= closed);
            prop_assert!(winter.construction.is_some_and(|day| day + (5 + construction).max(0) <= opened));
            prop_assert!(winter.full_load.is_none_or(|day| (opened..=closed).contains(&day)));
            // 5 April is day 155.
            prop_assert!(closed <= 155 + closing);
        }
    }
}
