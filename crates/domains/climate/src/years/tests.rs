//! Records made by hand: constant years, single gaps, one leap day.
use super::*;
use crate::slots::slot;
use iceroad_base::civil::Zone;
use iceroad_model::Tables;
use iceroad_model::climate::MonthNormal;
use iceroad_model::tables::Heading;
use iceroad_worlds::example;
use proptest::prelude::*;

/// A record from one date to another.
fn record(first: Date, last: Date, mean: impl Fn(Date) -> f64) -> Vec<DailyMean> {
    let dates = (epoch_day(first)..=epoch_day(last)).map(date_of_epoch_day);
    dates.map(|date| DailyMean { date, mean: Celsius::clamped(mean(date)) }).collect()
}

/// July 2010 to June 2013, each July year its own temperature: −10, −11 and −12 °C.
fn three_years() -> Vec<DailyMean> {
    record(Date::constant(2010, 7, 1), Date::constant(2013, 6, 30), |date| -f64::from(july_year(date) - 2000))
}

fn without(record: Vec<DailyMean>, first: Date, days: i64) -> Vec<DailyMean> {
    let gap = epoch_day(first)..epoch_day(first) + days;
    record.into_iter().filter(|day| !gap.contains(&epoch_day(day.date))).collect()
}

/// A scenario with these stations and nothing else of its own.
fn scenario(records: Vec<StationRecord>, days: u32, climate: ClimateMode) -> Scenario {
    let home = example::HOME;
    let heading = Heading {
        name: "weather".into(),
        title: "Weather alone".into(),
        start: Date::constant(2023, 7, 1),
        days,
        zone: Zone::utc(),
        currency: "XTS".into(),
        seed: 1,
        replications: 1,
        climate,
        home,
    };
    let mut tables = Tables::new(heading);
    tables.territories = ["XA".to_owned()].into_iter().collect();
    let station = |(nth, record)| {
        let name = format!("station-{nth}");
        Station { title: name.clone(), name, record, night_drop_c: 0.0 }
    };
    tables.stations = records.into_iter().enumerate().map(station).collect();
    Scenario::new(tables).expect("the stations pass the rules")
}

fn reasons(record: &[DailyMean]) -> Vec<(i16, Option<DropReason>)> {
    cut(record).into_iter().map(|(year, cut)| (year, cut.err())).collect()
}

#[test]
fn a_short_gap_is_a_straight_line_between_its_neighbours() {
    let from = Date::constant(2011, 1, 10);
    let holed = without(three_years(), from, 3);
    let bent: Vec<DailyMean> = holed
        .into_iter()
        .map(|day| {
            if day.date == Date::constant(2011, 1, 13) {
                DailyMean { mean: Celsius::clamped(-14.0), ..day }
            } else {
                day
            }
        })
        .collect();
    let series = Series::of(&bent);
    // −10 on the 9th, −14 on the 13th.
    let day = |nth: i64| series.at(epoch_day(from) + nth);
    assert_eq!([day(-1), day(0), day(1), day(2), day(3)], [-10.0, -11.0, -12.0, -13.0, -14.0].map(Some));
    assert!(reasons(&bent).iter().all(|(_, reason)| reason.is_none()));
}

#[test]
fn a_year_with_a_long_gap_is_dropped_with_its_reason() {
    let from = Date::constant(2011, 10, 3);
    let all = reasons(&without(three_years(), from, 4));
    assert_eq!(all, [(2010, None), (2011, Some(DropReason::Gap { from, days: 4 })), (2012, None)]);
}

#[test]
fn a_year_cut_off_by_the_end_of_the_record_is_dropped() {
    let record = without(three_years(), Date::constant(2013, 6, 29), 2);
    let gap = DropReason::Gap { from: Date::constant(2013, 6, 29), days: 2 };
    assert_eq!(reasons(&record)[2], (2012, Some(gap)));
}

#[test]
fn a_year_with_too_many_short_gaps_is_dropped() {
    let mut record = three_years();
    for nth in 0..6 {
        record = without(record, date_of_epoch_day(epoch_day(Date::constant(2010, 9, 1)) + nth * 20), 3);
    }
    assert_eq!(reasons(&record)[0], (2010, Some(DropReason::Missing { days: 18 })));
}

#[test]
fn the_pool_is_what_all_measured_stations_have() {
    let holed = without(three_years(), Date::constant(2011, 10, 3), 10);
    let records = vec![StationRecord::Measured(three_years()), StationRecord::Measured(holed)];
    let years = Years::prepare(&scenario(records, 365, ClimateMode::Resampled)).unwrap();
    assert_eq!(years.pool, [2010, 2012]);
    assert_eq!(years.dropped.len(), 1);
    assert_eq!((years.dropped[0].station, years.dropped[0].year), (StationId(1), 2011));
}

#[test]
fn no_shared_year_is_an_error_that_names_the_stations() {
    let stations: Table<StationId, Station> = [0, 1]
        .map(|nth| Station {
            name: format!("station-{nth}"),
            title: String::new(),
            record: StationRecord::Measured(Vec::new()),
            night_drop_c: 0.0,
        })
        .into_iter()
        .collect();
    let holed = without(three_years(), Date::constant(2011, 10, 3), 10);
    let cuts = [(StationId(0), cut(&three_years())), (StationId(1), cut(&holed[..600]))];
    let dropped: Vec<DroppedYear> = dropped(StationId(1), &cuts[1].1).collect();
    assert_eq!(
        no_shared_year(&stations, &cuts, &dropped).to_string(),
        "no July-to-June year is whole for all measured stations at once (`station-0` alone has 3, `station-1` alone \
         has 1); for one, `station-1` from July 2011 is not whole: a gap too long to fill takes 10 days from \
         2011-10-03 on; lengthen the records, or make the shortest station synthetic"
    );
}

/// Two measured stations ten degrees apart and a synthetic one on the second.
fn three_stations(days: u32) -> Scenario {
    let colder = three_years()
        .into_iter()
        .map(|day| DailyMean { mean: Celsius::clamped(day.mean.get() - 10.0), ..day })
        .collect();
    let normals = [MonthNormal { mean: Celsius::clamped(3.0) }; 12];
    let synthetic = StationRecord::Synthetic { normals, anomalies_from: StationId(1) };
    let records = vec![StationRecord::Measured(three_years()), StationRecord::Measured(colder), synthetic];
    scenario(records, days, ClimateMode::Resampled)
}

#[test]
fn an_anomaly_is_the_reference_station_above_its_own_normals() {
    let years = Years::prepare(&three_stations(365)).unwrap();
    // The reference has −20, −21 and −22 °C, so normals of −21 and anomalies of +1, 0 and −1 on normals of 3 °C.
    for (pick, mean) in [(0, 4.0), (1, 3.0), (2, 2.0)] {
        let weather = years.always(pick);
        for day in [-400, 0, 100, 364, 764] {
            assert!((weather.mean(StationId(2), day).get() - mean).abs() < 1e-9);
        }
    }
    assert!((years.lowest(StationId(2)).get() - 2.0).abs() < 1e-9);
    assert_eq!(years.lowest(StationId(1)).get(), -22.0);
}

#[test]
fn a_synthetic_station_keeps_its_monthly_normals_over_the_pool() {
    let wavy = record(Date::constant(2010, 7, 1), Date::constant(2013, 6, 30), |date| {
        f64::from(date.month() * 7 % 11) - 20.0
            + f64::from(i32::from(date.day()) * i32::from(date.year()) % 13)
    });
    let normals: [MonthNormal; 12] =
        std::array::from_fn(|month| MonthNormal { mean: Celsius::clamped(month as f64 * 3.0 - 15.0) });
    let synthetic = StationRecord::Synthetic { normals, anomalies_from: StationId(0) };
    let years = Years::prepare(&scenario(
        vec![StationRecord::Measured(wavy), synthetic],
        365,
        ClimateMode::Resampled,
    ))
    .unwrap();
    for (month, normal) in normals.iter().enumerate() {
        let mut sum = 0.0;
        let mut n = 0.0;
        for pick in 0..3 {
            let weather = years.always(pick);
            // July 2023 to June 2024; 29 February is left aside, as in the normals.
            for day in 0..366 {
                let date = date_of_epoch_day(epoch_day(Date::constant(2023, 7, 1)) + day);
                if date.month() as usize == month + 1 && slot(date) != crate::slots::LEAP_SLOT {
                    sum += weather.mean(StationId(1), day).get();
                    n += 1.0;
                }
            }
        }
        assert!((sum / n - normal.mean.get()).abs() < 1e-9);
    }
}

#[test]
fn recorded_mode_replays_the_record_day_by_day() {
    let leap = record(Date::constant(2010, 7, 1), Date::constant(2013, 6, 30), |date| {
        -f64::from(date.month()) - f64::from(date.day()) / 100.0
    });
    let mode = ClimateMode::Recorded { first_year: 2011 };
    let years = Years::prepare(&scenario(vec![StationRecord::Measured(leap)], 366, mode)).unwrap();
    let weather = years.draw(1, 0);
    assert_eq!(weather, years.draw(9, 5));
    // The horizon's 29 February 2024 is the record's of 2012.
    let day = epoch_day(Date::constant(2024, 2, 29)) - epoch_day(Date::constant(2023, 7, 1));
    assert_eq!(weather.mean(StationId(0), day).get(), -2.29);
    assert_eq!(weather.mean(StationId(0), 0).get(), -7.01);
    assert_eq!(weather.years()[2], YearDrawn { year: 2023, measured: 2011 });
    assert_eq!(years.days_filled().as_slice(), [0]);
}

#[test]
fn a_29th_of_february_that_the_record_lacks_lies_between_its_neighbours() {
    let record =
        record(Date::constant(2010, 7, 1), Date::constant(2013, 6, 30), |date| -f64::from(date.month()));
    let mode = ClimateMode::Recorded { first_year: 2010 };
    let years = Years::prepare(&scenario(vec![StationRecord::Measured(record)], 366, mode)).unwrap();
    let day = epoch_day(Date::constant(2024, 2, 29)) - epoch_day(Date::constant(2023, 7, 1));
    let weather = years.draw(1, 0);
    assert_eq!([day - 1, day, day + 1].map(|day| weather.mean(StationId(0), day).get()), [-2.0, -2.5, -3.0]);
}

#[test]
fn what_recorded_mode_lacks_is_the_daily_normal_and_is_counted() {
    let holed = without(three_years(), Date::constant(2011, 10, 3), 10);
    let mode = ClimateMode::Recorded { first_year: 2011 };
    let years = Years::prepare(&scenario(vec![StationRecord::Measured(holed)], 365, mode)).unwrap();
    assert_eq!(years.days_filled().as_slice(), [10]);
    let weather = years.draw(1, 0);
    // Whole years are 2010 and 2012: normals of −11 °C, as the year itself.
    for day in 0..365 {
        assert!((weather.mean(StationId(0), day).get() + 11.0).abs() < 1e-9);
    }
}

#[test]
fn a_record_without_a_whole_year_has_normals_of_the_months_it_touches() {
    let months = months_of_record(&record(Date::constant(2012, 1, 1), Date::constant(2012, 3, 31), |date| {
        f64::from(date.month()) * 9.0
    }));
    // 9, 18, 27 from January to March; back down over nine steps to January: December is 27 − 9·2.
    assert_eq!(months[..4], [9.0, 18.0, 27.0, 25.2]);
    assert!((months[11] - 10.8).abs() < 1e-9);
}

#[test]
fn every_year_of_the_pool_is_drawn_about_equally_often() {
    let years = Years::prepare(&three_stations(365)).unwrap();
    let mut counts = [0_u32; 3];
    for replication in 0..1_000 {
        for drawn in years.draw(7, replication).years() {
            counts[usize::try_from(drawn.measured - 2010).unwrap()] += 1;
        }
    }
    // 400 days before July 2023 is May 2022, 400 after June 2024 is August 2025: 5 July years, so 5,000 draws; a third is
    // 1,667, s.d. 33.
    assert_eq!(counts.iter().sum::<u32>(), 5_000);
    assert!(counts.iter().all(|count| count.abs_diff(1_667) < 130), "{counts:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn all_stations_have_the_same_year(seed: u64, replication in 0_u32..1_000) {
        let years = Years::prepare(&three_stations(800)).unwrap();
        let weather = years.draw(seed, replication);
        prop_assert_eq!(&weather, &years.draw(seed, replication));
        for day in -400..1_200 {
            let (one, other) = (weather.mean(StationId(0), day).get(), weather.mean(StationId(1), day).get());
            prop_assert_eq!(one - 10.0, other);
            let july = july_year(date_of_epoch_day(epoch_day(Date::constant(2023, 7, 1)) + day));
            let drawn = weather.years().iter().find(|drawn| drawn.year == july).unwrap();
            prop_assert_eq!(one, -f64::from(drawn.measured - 2000));
        }
    }

    #[test]
    fn the_pool_is_made_of_the_years_that_the_rules_call_whole(
        gaps in prop::collection::vec((0_i64..1_096, 1_i64..6), 0..12),
    ) {
        let first = epoch_day(Date::constant(2010, 7, 1));
        let record = gaps
            .into_iter()
            .fold(three_years(), |record, (day, days)| without(record, date_of_epoch_day(first + day), days));
        let whole: Vec<i16> =
            cut(&record).into_iter().filter(|(_, cut)| cut.is_ok()).map(|(year, _)| year).collect();
        prop_assert_eq!(whole, iceroad_model::climate::whole_years(&record));
    }

    #[test]
    fn a_longer_horizon_does_not_change_the_years_it_shares(seed: u64) {
        let short = Years::prepare(&three_stations(365)).unwrap().draw(seed, 3);
        let long = Years::prepare(&three_stations(2_000)).unwrap().draw(seed, 3);
        prop_assert!(short.years().iter().zip(long.years()).all(|(one, other)| one == other));
    }
}
