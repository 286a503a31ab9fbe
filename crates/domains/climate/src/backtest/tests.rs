//! Hand-made winters, and the published errors of the roads on record.
use super::*;
use iceroad_base::quantity::{Bearing, Days, DegreeDays, IceThickness, Mass};
use iceroad_model::climate::IceStep;

/// −25 °C from 1 November to March, then +5 °C; `shift` days of 0 °C first, so that ice comes so much later.
fn winters(shifts: &[(i16, i64)]) -> Vec<DailyMean> {
    let mut record = Vec::new();
    for (closes, shift) in shifts {
        let first = epoch_day(Date::constant(closes - 1, 11, 1));
        for day in first..=epoch_day(Date::constant(*closes, 5, 31)) {
            let date = date_of_epoch_day(day);
            let spring = date.year() == *closes && date.month() >= 4;
            let mean = if spring {
                5.0
            } else if day < first + shift {
                0.0
            } else {
                -25.0
            };
            record.push(DailyMean { date, mean: Celsius::clamped(mean) });
        }
    }
    record
}

/// alpha 2: 50 cm after 25 days of −25 °C.
fn season() -> IceSeason {
    IceSeason {
        freeze_from: MonthDay { month: 11, day: 1 },
        alpha: IceGrowth::clamped(2.0),
        bearing: Bearing::clamped(4.0),
        construction_from: IceThickness::clamped(10.0),
        construction: Days::clamped(1.0),
        steps: vec![IceStep { thickness: IceThickness::clamped(50.0), gross: Mass::from_tonnes(10.0) }],
        melt_cm_per_degree_day: 0.5,
        closes_after_thaw: DegreeDays::clamped(20.0),
        closes_latest: MonthDay { month: 5, day: 31 },
    }
}

fn opened(year: i16, day: i64) -> SeasonDates {
    let date = date_of_epoch_day(epoch_day(Date::constant(year - 1, 11, 1)) + day);
    SeasonDates { year, opened: Some(date), full_load: None, closed: Some(Date::constant(year, 4, 4)) }
}

#[test]
fn errors_are_predicted_minus_measured() {
    let record = winters(&[(2011, 0), (2012, 10), (2013, 20)]);
    // Predicted after 25, 35 and 45 days; measured 23, 35 and 44.
    let measured = [opened(2011, 23), opened(2012, 35), opened(2013, 44)];
    let result = back_test(&record, &season(), &measured, Milestone::Opened);
    let errors = result.errors[0];
    assert_eq!((errors.n, errors.never), (3, 0));
    assert_eq!((errors.mean, errors.mae), (Some(1.0), Some(1.0)));
    // sqrt((4 + 0 + 1)/3)
    assert!((errors.rmse.unwrap() - (5.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    // The others' means: 39.5, 33.5, 29 against 23, 35, 44: 16.5, −1.5, −15.
    let constant = ((16.5_f64 * 16.5 + 1.5 * 1.5 + 15.0 * 15.0) / 3.0).sqrt();
    assert!((errors.constant_rmse.unwrap() - constant).abs() < 1e-12);
    assert!((errors.skill.unwrap() - (1.0 - 5.0 / 3.0 / (constant * constant))).abs() < 1e-12);
    // Closing: 5, 10, 15, 20 degree-days of thaw on 4 April.
    assert_eq!(result.errors[2].mean, Some(0.0));
}

#[test]
fn a_season_left_out_is_predicted_with_the_coefficient_of_the_others() {
    let record = winters(&[(2011, 0), (2012, 10), (2013, 20)]);
    // Exactly alpha 2 but for the last, which is as with alpha 50/sqrt(400) = 2.5: after 16 days.
    let measured = [opened(2011, 25), opened(2012, 35), opened(2013, 36)];
    let result = back_test(&record, &season(), &measured, Milestone::Opened);
    let left = result.rows[2].left_out.unwrap();
    // Any coefficient from 2 to 50/sqrt(600) = 2.04 opens on that day: the middle.
    assert!((left.alpha.get() - 2.02).abs() < 0.011, "{left:?}");
    assert_eq!(left.predicted.opened, result.rows[2].predicted.opened);
    assert_eq!(result.left_out[0].n, 3);
}

#[test]
fn a_winter_with_a_hole_in_its_temperatures_is_skipped() {
    let mut record = winters(&[(2011, 0), (2012, 0)]);
    record.retain(|day| !(Date::constant(2012, 1, 1)..=Date::constant(2012, 1, 9)).contains(&day.date));
    let result = back_test(&record, &season(), &[opened(2011, 25), opened(2012, 25)], Milestone::Opened);
    assert_eq!(result.rows.len(), 1);
    assert_eq!(result.skipped[0].year, 2012);
    assert!(result.skipped[0].why.contains("9 days from 2012-01-01 on"), "{}", result.skipped[0].why);
}

#[test]
fn a_day_that_the_physics_never_reaches_is_counted_not_averaged() {
    let mut thick = season();
    thick.steps[0].thickness = IceThickness::clamped(400.0);
    let result = back_test(&winters(&[(2011, 0)]), &thick, &[opened(2011, 25)], Milestone::Opened);
    assert_eq!((result.errors[0].n, result.errors[0].never), (0, 1));
    assert_eq!(result.errors[0].mean, None);
    assert_eq!(result.rows[0].left_out, None);
}

#[test]
fn usual_days_lie_in_the_winter_that_closes_in_the_year() {
    let day = |month, day| Some(MonthDay { month, day });
    let seasons = typical_seasons(2011..=2012, day(12, 20), None, day(4, 14));
    assert_eq!(seasons[0].opened, Some(Date::constant(2010, 12, 20)));
    assert_eq!(seasons[1].closed, Some(Date::constant(2012, 4, 14)));
}

#[test]
fn nothing_measured_gives_an_empty_test_and_no_fit() {
    let result = back_test(&winters(&[(2011, 0)]), &season(), &[], Milestone::Opened);
    assert!(result.rows.is_empty() && result.fitted.is_none());
    assert_eq!(result.errors[0], Errors::default());
}

fn tibbitt(case: &cases::Case, by: Milestone) -> BackTest {
    let (first, last) = cases::TIBBITT_DAYS;
    back_test(&normal_record(&cases::YELLOWKNIFE_NORMALS, first, last), &case.season, &case.measured, by)
}

/// One decimal, as published in BACKTEST.md.
fn tenth(value: Option<f64>) -> f64 {
    (value.unwrap() * 10.0).round() / 10.0
}

#[test]
fn the_published_errors_of_the_tibbitt_contwoyto_road_still_hold() {
    let ice = tibbitt(&cases::tibbitt_contwoyto(), Milestone::Opened);
    assert_eq!(ice.errors.map(|errors| tenth(errors.mean)), [3.4, 43.4, 38.6]);
    assert_eq!(ice.left_out.map(|errors| tenth(errors.mean)), [0.0, 34.1, 38.6]);
    let built = tibbitt(&cases::tibbitt_contwoyto_built(), Milestone::FullLoad);
    assert_eq!(built.errors.map(|errors| errors.n), [10, 7, 10]);
    for milestone in [0, 1] {
        assert!(tenth(built.errors[milestone].mae) <= 4.0, "{:?}", built.errors[milestone]);
        // Every winter is the same: no skill beyond that of the mean of all n seasons, 1 − ((n − 1)/n)².
        assert!(built.errors[milestone].skill.unwrap() <= 1.0 - 6.0 / 7.0 * 6.0 / 7.0);
    }
}
