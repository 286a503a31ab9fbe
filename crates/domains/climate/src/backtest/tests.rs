//! Hand-made winters, and records that are told by them exactly.
use super::*;
use iceroad_base::quantity::{Bearing, DegreeDays, IceThickness, Mass, Ranged};
use iceroad_model::climate::{IceHabits, IceStep, IceWork};

fn step(cm: f64, tonnes: f64) -> IceStep {
    let (thickness, gross) = (IceThickness::clamped(cm), Mass::from_tonnes(tonnes));
    IceStep { thickness, gross, ends_before: Days::clamped(0.0) }
}

/// alpha 2: 50 cm after 25 days of −25 °C, 60 cm after 36.
fn season() -> IceSeason {
    IceSeason {
        freeze_from: MonthDay { month: 11, day: 1 },
        alpha: IceGrowth::clamped(2.0),
        bearing: Bearing::clamped(6.0),
        construction_from: IceThickness::clamped(10.0),
        construction: Days::clamped(30.0),
        work: IceWork::default(),
        steps: vec![step(20.0, 2.0), step(60.0, 10.0)],
        melt_cm_per_degree_day: 0.5,
        thaw_base_c: 0.0,
        closes_after_thaw: DegreeDays::clamped(20.0),
        closes_latest: MonthDay { month: 4, day: 30 },
        habits: IceHabits::default(),
    }
}

/// A winter of −25 °C, whose season opened and closed so many days after freeze-up.
fn trial(year: i16, opened: i64, full_load: Option<i64>, closed: i64) -> Trial<'static> {
    let (begins, last) = span(&season(), year);
    let date = |day: i64| Some(date_of_epoch_day(epoch_day(begins) + day));
    let dates = SeasonDates {
        year,
        opened: date(opened),
        full_load: full_load.and_then(date),
        never_full: full_load.is_none(),
        closed: date(closed),
    };
    let days = (epoch_day(last) - epoch_day(begins) + 1) as usize;
    Trial { name: "road", dates, begins, winters: vec![vec![-25.0; days]] }
}

fn test(trials: &[Trial<'_>]) -> BackTest {
    compare(&season(), trials, Vec::new())
}

#[test]
fn errors_are_p50_minus_measured_and_the_best_constant_stands_beside() {
    // 10 cm stand after one day; thirty days of work: the road opens on day 31, and closes with the latest, on day 180.
    let trials =
        [trial(2011, 29, Some(36), 178), trial(2013, 31, Some(36), 180), trial(2014, 30, Some(36), 181)];
    let test = test(&trials);
    let opening = test.written[0];
    assert_eq!((opening.n, opening.never, opening.within), (3, 0, 1));
    assert_eq!((opening.mean, opening.mae), (Some(1.0), Some(1.0)));
    // Means of the others 30.5, 29.5, 30 against 29, 31, 30: (1.5 + 1.5 + 0)/3; medians are the same of two.
    assert_eq!(opening.constant_mae, Some(1.0));
    assert_eq!(opening.coverage(), Some(1.0 / 3.0));
    // With three seasons two others are too few to fit.
    assert!(test.rows.iter().all(|row| row.left_out.is_none()));
    assert_eq!(test.left_out[0], Errors::default());
}

#[test]
fn a_season_is_forecast_by_the_figures_of_the_others() {
    // No leap year among them: day 150 is always 31 March.
    let steady = [2001, 2002, 2003, 2005, 2006, 2007];
    let mut trials: Vec<Trial<'_>> = steady.map(|year| trial(year, 41, Some(41), 150)).to_vec();
    trials.push(trial(2009, 60, Some(60), 120));
    let test = test(&trials);
    // The six others open on day 41 exactly, ten days later than is written, and close on day 150: 31 March.
    let odd = test.rows[6].left_out.unwrap();
    let [opened, _, closed] = odd.days.map(|band| band.unwrap().p50);
    assert_eq!(opened, Date::constant(2008, 12, 12));
    assert_eq!(closed, Date::constant(2009, 3, 31));
    assert_eq!((opened, closed), (odd.days[0].unwrap().p10, odd.days[2].unwrap().p90));
    // What was fitted to all is not what the odd season was judged by.
    let all = test.fitted.unwrap();
    assert!(all.construction.get() > 40.0 && all.construction_sd.get() > 5.0, "{all:?}");
    assert!(all.closes_sd.get() > 8.0, "{all:?}");
}

#[test]
fn full_load_that_was_missed_counts_as_a_chance_and_what_is_unknown_does_not() {
    let mut trials: Vec<Trial<'_>> = (2001..=2004).map(|year| trial(year, 31, Some(36), 150)).collect();
    trials.push(trial(2005, 31, None, 150));
    let mut unknown = trial(2006, 31, None, 150);
    unknown.dates.never_full = false;
    trials.push(unknown);
    let test = test(&trials);
    assert_eq!(test.full_load_seasons, (5, 4));
    assert_eq!(test.fitted.unwrap().full_load_chance, Share::clamped(0.8));
    // Left out, the missed season is forecast by four that were not missed.
    assert_eq!(test.rows[4].left_out.unwrap().full_load_chance, 1.0);
    assert_eq!(test.written[1].n, 4);
}

#[test]
fn the_spread_of_closings_gives_the_coverage_that_it_should() {
    // A record of seasons as scattered as a normal law of sd 7 about day 150, by its quantiles.
    let days = [-11, -7, -5, -3, -1, 1, 3, 5, 7, 11];
    let trials: Vec<Trial<'_>> =
        (2001..).zip(days).map(|(year, day)| trial(year, 31, Some(36), 150 + day)).collect();
    let closing = test(&trials).left_out[2];
    assert!((0.7..=0.9).contains(&closing.coverage().unwrap()), "{closing:?}");
    // The mean of the others is no better than the best constant, and no worse than a day.
    assert!(closing.mae.unwrap() <= closing.constant_mae.unwrap() + 1.0, "{closing:?}");
}

#[test]
fn a_day_that_is_mostly_not_reached_is_counted_not_averaged() {
    let mut thick = season();
    thick.steps[1].thickness = IceThickness::clamped(400.0);
    let test = compare(&thick, &[trial(2011, 31, Some(36), 150)], Vec::new());
    assert_eq!((test.written[1].n, test.written[1].never), (0, 1));
    assert_eq!((test.written[1].mean, test.written[1].coverage()), (None, Some(0.0)));
}

#[test]
fn nothing_measured_gives_an_empty_test_and_no_fit() {
    let test = test(&[]);
    assert!(test.rows.is_empty() && test.fitted.is_none());
    assert_eq!(test.written[0], Errors::default());
}
