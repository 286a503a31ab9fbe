//! Tracks of the small example and of hand-made seasons.
use crate::{Climate, SeasonTrack, Window};
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::{Celsius, Days, Mass, Ranged, Share};
use iceroad_model::climate::*;
use iceroad_model::{Scenario, SeasonId, Tables};
use iceroad_worlds::example;
use proptest::prelude::*;

fn climate(change: impl FnOnce(&mut Tables)) -> Climate {
    let mut tables = example::small();
    change(&mut tables);
    let scenario = Scenario::new(tables).expect("the change is legal");
    Climate::prepare(&scenario).unwrap()
}

fn track(climate: &Climate, season: SeasonId, replication: u32) -> SeasonTrack {
    let weather = climate.draw(42, replication).unwrap();
    climate.tracks(&weather, 42, replication)[season].clone()
}

/// Days from 1 July 2026, the small example's first.
fn day(year: i16, month: i8, day: i8) -> i32 {
    (epoch_day(Date::constant(year, month, day)) - epoch_day(Date::constant(2026, 7, 1))) as i32
}

/// Adds a calendar season that no leg uses and gives its id.
fn add(tables: &mut Tables, opens: (i8, i8), closes: (i8, i8), sd: f64, measured: Vec<SeasonDates>) {
    let month_day = |(month, day)| MonthDay { month, day };
    let kind = SeasonKind::Calendar(CalendarSeason {
        opens: month_day(opens),
        opens_sd: Days::clamped(sd),
        closes: month_day(closes),
        closes_sd: Days::clamped(sd),
        gross: Some(Mass::from_tonnes(20.0)),
    });
    tables.seasons.push(Season { name: "extra".into(), title: String::new(), station: None, kind, measured });
}

const EXTRA: SeasonId = SeasonId(2);

#[test]
fn a_track_is_closed_outside_its_windows_and_open_at_their_ends() {
    let climate = climate(|_| {});
    for season in [example::ICE, example::RIVER] {
        for replication in 0..20 {
            let track = track(&climate, season, replication);
            assert!(!track.windows().is_empty());
            for window in track.windows() {
                let limit = |day: i32| track.limit(i64::from(day)).gross;
                assert_eq!(limit(window.opened - 1), Mass::ZERO);
                assert!(limit(window.opened) > Mass::ZERO);
                assert!(limit(window.closed) > Mass::ZERO);
                assert_eq!(limit(window.closed + 1), Mass::ZERO);
            }
        }
    }
}

#[test]
fn full_load_is_the_first_day_at_the_last_step() {
    let climate = climate(|_| {});
    let full = Mass::from_tonnes(48.0);
    for replication in 0..20 {
        let track = track(&climate, example::ICE, replication);
        for window in track.windows() {
            let first =
                (window.opened..=window.closed).find(|day| track.limit(i64::from(*day)).gross >= full);
            assert_eq!(window.full_load, first);
        }
    }
}

#[test]
fn a_calendar_season_without_spread_is_open_from_day_to_day_also_over_new_year() {
    let climate = climate(|tables| add(tables, (12, 15), (3, 31), 0.0, vec![]));
    let track = track(&climate, EXTRA, 0);
    let (opened, closed) = (day(2026, 12, 15), day(2027, 3, 31));
    assert_eq!(track.windows(), [Window { year: 2026, opened, full_load: Some(opened), closed }]);
    assert_eq!(track.limit(i64::from(opened)).gross, Mass::from_tonnes(20.0));
    assert_eq!(
        climate.planned()[EXTRA][0],
        PlannedWindow { opens: opened, full_load: Some(opened), closes: closed }
    );
    // The next winter is beyond the horizon, but planned for and known.
    assert_eq!(climate.planned()[EXTRA][1].opens, day(2027, 12, 15));
    assert_eq!(track.limit(i64::from(day(2028, 1, 1))).gross, Mass::from_tonnes(20.0));
}

#[test]
fn drawn_days_have_the_mean_and_spread_they_were_given() {
    let climate = climate(|tables| add(tables, (9, 1), (6, 1), 4.0, vec![]));
    let opened: Vec<f64> = (0..2_000)
        .map(|replication| f64::from(track(&climate, EXTRA, replication).windows()[0].opened))
        .collect();
    let n = opened.len() as f64;
    let mean = opened.iter().sum::<f64>() / n;
    let sd = (opened.iter().map(|day| (day - mean) * (day - mean)).sum::<f64>() / n).sqrt();
    // The first window is that of 2026, or where it closed late that of 2025; no: that one closes on 1 June ± 12 days.
    assert!((mean - f64::from(day(2026, 9, 1))).abs() < 0.35, "{mean}");
    // Rounding to days adds 1/12 to the variance, the cut at three sd takes 0.2: sqrt(16.08 − 0.2) = 3.98.
    assert!((sd - 3.98).abs() < 0.25, "{sd}");
}

#[test]
fn windows_of_one_season_never_overlap_however_wide_their_spread() {
    let climate = climate(|tables| {
        tables.heading.days = 2_000;
        add(tables, (1, 10), (12, 20), 40.0, vec![]);
    });
    for replication in 0..200 {
        let track = track(&climate, EXTRA, replication);
        assert!(track.windows().windows(2).all(|pair| pair[0].closed < pair[1].opened));
        assert!(track.windows().iter().all(|window| window.opened <= window.closed));
    }
}

#[test]
fn low_water_comes_as_often_as_it_was_said_and_only_in_its_span() {
    let climate = climate(|_| {});
    let low = |day: i32, track: &SeasonTrack| track.limit(i64::from(day)).payload == Share::clamped(0.5);
    let mut years = 0;
    for replication in 0..1_000 {
        let track = track(&climate, example::RIVER, replication);
        assert!(!low(day(2026, 7, 19), &track) && !low(day(2026, 9, 11), &track));
        assert_eq!(low(day(2026, 7, 20), &track), low(day(2026, 9, 10), &track));
        years += u32::from(low(day(2026, 8, 1), &track));
    }
    // A chance of 0.3: 300 ± 14.5.
    assert!(years.abs_diff(300) < 60, "{years}");
}

#[test]
fn low_water_and_late_opening_are_independent() {
    let climate = climate(|_| {});
    let mut late_low = [0_u32; 2];
    for replication in 0..1_000 {
        let track = track(&climate, example::RIVER, replication);
        let late = track.windows()[1].opened > day(2027, 5, 28);
        let low = track.limit(i64::from(day(2027, 6, 30) + 21)).payload == Share::clamped(0.5);
        late_low[usize::from(low)] += u32::from(late);
    }
    // About 45 % are late in either kind of year: 0.45·700 and 0.45·300.
    assert!(late_low[0].abs_diff(315) < 60 && late_low[1].abs_diff(135) < 45, "{late_low:?}");
}

/// The small example replayed from July 2020, its winter measured.
fn recorded(dates: SeasonDates) -> Climate {
    climate(|tables| {
        tables.heading.climate = ClimateMode::Recorded { first_year: 2020 };
        tables.seasons[example::ICE].measured = vec![dates];
    })
}

fn dates(opened: Option<Date>, full_load: Option<Date>, closed: Option<Date>) -> SeasonDates {
    SeasonDates { year: 2021, opened, full_load, never_full: false, closed }
}

#[test]
fn measured_dates_override_the_physics_in_recorded_mode() {
    let (opened, full, closed) =
        (Date::constant(2021, 1, 5), Date::constant(2021, 2, 20), Date::constant(2021, 3, 28));
    let climate = recorded(dates(Some(opened), Some(full), Some(closed)));
    let track = track(&climate, example::ICE, 0);
    let window = track.windows()[0];
    let expected = (day(2027, 1, 5), Some(day(2027, 2, 20)), day(2027, 3, 28));
    assert_eq!((window.opened, window.full_load, window.closed), expected);
    let tonnes = |day: i32| track.limit(i64::from(day)).gross.tonnes();
    assert!(tonnes(window.opened) >= 14.0);
    assert!(tonnes(day(2027, 2, 19)) <= 25.0);
    assert_eq!([day(2027, 2, 20), day(2027, 3, 28)].map(tonnes), [48.0, 48.0]);
    assert_eq!([day(2027, 1, 4), day(2027, 3, 29)].map(tonnes), [0.0, 0.0]);
}

#[test]
fn what_was_not_measured_stays_as_the_physics_has_it() {
    let physics = track(&recorded(SeasonDates { year: 1999, ..dates(None, None, None) }), example::ICE, 0);
    let closed = Date::constant(2021, 3, 1);
    let early = track(&recorded(dates(None, None, Some(closed))), example::ICE, 0);
    assert_eq!(early.windows()[0].opened, physics.windows()[0].opened);
    assert_eq!(early.windows()[0].closed, day(2027, 3, 1));
    let nothing = track(&recorded(dates(None, None, None)), example::ICE, 0);
    assert_eq!(nothing.windows()[0].opened, physics.windows()[0].opened);
    assert_eq!(nothing.windows()[0].closed, physics.windows()[0].closed);
}

#[test]
fn measured_dates_are_not_what_policies_know() {
    let measured = recorded(dates(Some(Date::constant(2021, 1, 5)), None, Some(Date::constant(2021, 3, 1))));
    let unmeasured = recorded(dates(None, None, None));
    assert_eq!(measured.planned().as_slice(), unmeasured.planned().as_slice());
}

#[test]
fn recorded_mode_is_the_same_in_every_replication() {
    let climate = recorded(dates(None, None, None));
    for season in [example::ICE, example::RIVER] {
        assert_eq!(track(&climate, season, 0), track(&climate, season, 7));
    }
}

#[test]
fn measured_dates_of_a_river_override_its_mean_days() {
    let opened = Date::constant(2020, 6, 10);
    let climate = climate(|tables| {
        tables.heading.climate = ClimateMode::Recorded { first_year: 2019 };
        let measured = SeasonDates {
            year: 2020,
            opened: Some(opened),
            full_load: None,
            never_full: false,
            closed: None,
        };
        add(tables, (6, 1), (9, 30), 5.0, vec![measured]);
    });
    let track = track(&climate, EXTRA, 0);
    // The horizon of July 2026 is the record's of July 2019: summer 2027 is 2020.
    let window = track.windows().iter().find(|window| window.year == 2027).unwrap();
    assert_eq!((window.opened, window.closed), (day(2027, 6, 10), day(2027, 9, 30)));
}

#[test]
fn planned_windows_lie_between_the_earliest_and_the_latest_draw() {
    let climate = climate(|_| {});
    let planned = climate.planned()[example::ICE][0];
    let windows: Vec<Window> = (0..60).map(|nth| track(&climate, example::ICE, nth).windows()[0]).collect();
    let spread = |of: fn(&Window) -> i32| {
        let days = windows.iter().map(of);
        (days.clone().min().unwrap(), days.max().unwrap())
    };
    let (first, last) = spread(|window| window.opened);
    assert!(first < planned.opens && planned.opens < last);
    let (first, last) = spread(|window| window.closed);
    assert!(first <= planned.closes && planned.closes <= last);
    assert!(planned.full_load.is_some_and(|day| planned.opens < day && day < planned.closes));
}

#[test]
fn a_horizon_of_many_years_has_a_window_each_winter() {
    let climate = climate(|tables| tables.heading.days = 365 * 12);
    let track = track(&climate, example::ICE, 3);
    let years: Vec<i16> = track.windows().iter().map(|window| window.year).collect();
    assert_eq!(years, (2026..2038).collect::<Vec<i16>>());
    // The planned ones go on into the 400 days after: the winter that begins in 2038 is whole there.
    assert_eq!(climate.planned()[example::ICE].len(), 13);
}

#[test]
fn a_horizon_that_begins_in_winter_knows_the_road_that_is_already_open() {
    let climate = climate(|tables| tables.heading.start = Date::constant(2027, 2, 15));
    let track = track(&climate, example::ICE, 0);
    assert!(track.windows()[0].opened < 0 && track.windows()[0].closed > 0);
    assert!(climate.planned()[example::ICE][0].opens < 0);
    assert!(track.limit(0).gross > Mass::ZERO);
}

#[test]
fn a_road_in_a_warm_country_never_opens_and_is_not_planned() {
    let climate = climate(|tables| {
        for station in tables.stations.iter_mut() {
            if let StationRecord::Measured(record) = &mut station.record {
                record.iter_mut().for_each(|day| day.mean = Celsius::clamped(day.mean.get() + 30.0));
            }
        }
    });
    assert!(track(&climate, example::ICE, 0).windows().is_empty());
    assert!(climate.planned()[example::ICE].is_empty());
    let outlook = climate.outlook(42, 10).unwrap();
    let winter = &outlook.seasons[0].windows[0];
    assert_eq!((winter.label.as_str(), winter.chance, winter.opened), ("2026/27", 0.0, None));
    assert_eq!(outlook.legs[1].windows[0].p90_t, 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn tracks_depend_on_seed_and_replication_alone(seed: u64, replication in 0_u32..10_000) {
        let (one, other) = (climate(|_| {}), climate(|_| {}));
        let make = |climate: &Climate| climate.tracks(&climate.draw(seed, replication).unwrap(), seed, replication);
        prop_assert_eq!(make(&one), make(&other));
    }

    #[test]
    fn a_colder_record_never_lowers_the_limit_before_spring(colder in 0.0..8.0_f64, replication in 0_u32..50) {
        let mild = climate(|_| {});
        let cold = climate(|tables| {
            for station in tables.stations.iter_mut() {
                if let StationRecord::Measured(record) = &mut station.record {
                    record.iter_mut().for_each(|day| day.mean = Celsius::clamped(day.mean.get() - colder));
                }
            }
        });
        let (mild, cold) = (track(&mild, example::ICE, replication), track(&cold, example::ICE, replication));
        for date in epoch_day(Date::constant(2026, 10, 1))..epoch_day(Date::constant(2027, 3, 1)) {
            let day = i64::from(day(date_of_epoch_day(date).year(), date_of_epoch_day(date).month(), date_of_epoch_day(date).day()));
            prop_assert!(cold.limit(day).gross >= mild.limit(day).gross);
        }
    }
}
