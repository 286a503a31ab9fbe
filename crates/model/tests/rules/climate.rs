//! Rules of stations and seasons: each case breaks one thing and expects one code.
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::quantity::*;
use iceroad_model::climate::*;
use iceroad_model::{SeasonId, Tables};
use iceroad_worlds::example::*;

fn ice(t: &mut Tables) -> &mut IceSeason {
    match &mut t.seasons[ICE].kind {
        SeasonKind::Ice(ice) => ice,
        _ => unreachable!(),
    }
}

fn river(t: &mut Tables) -> &mut RiverSeason {
    match &mut t.seasons[RIVER].kind {
        SeasonKind::River(river) => river,
        _ => unreachable!(),
    }
}

fn record(t: &mut Tables) -> &mut Vec<DailyMean> {
    match &mut t.stations[PLATEAU].record {
        StationRecord::Measured(days) => days,
        StationRecord::Synthetic { .. } => unreachable!(),
    }
}

fn calendar_season() -> CalendarSeason {
    CalendarSeason {
        opens: MonthDay { month: 12, day: 1 },
        opens_sd: Days::clamped(0.0),
        closes: MonthDay { month: 4, day: 1 },
        closes_sd: Days::clamped(0.0),
        gross: None,
    }
}

fn dates(year: i16, opened: Option<Date>, closed: Option<Date>) -> SeasonDates {
    SeasonDates { year, opened, full_load: None, never_full: false, closed }
}

cases! {
    the_record_covers_the_years_replayed: RecordedYearMissing at "stations" "record", |t| {
        t.heading.climate = ClimateMode::Recorded { first_year: 2024 };
    };
    a_horizon_of_two_years_needs_two_recorded: RecordedYearMissing at "stations" "record", |t| {
        t.heading.climate = ClimateMode::Recorded { first_year: 2023 };
        t.heading.days = 500;
    };
    anomalies_come_from_a_measured_station_only: SyntheticOfSynthetic at "stations" "anomalies_from", |t| {
        if let StationRecord::Synthetic { anomalies_from, .. } = &mut t.stations[VALLEY].record {
            *anomalies_from = VALLEY;
        }
    };
    a_measured_station_needs_days: RecordEmpty at "stations" "record", |t| record(t).clear();
    a_record_is_in_order: RecordOutOfOrder at "stations" "record", |t| record(t).swap(100, 101);
    a_day_is_recorded_once: RecordOutOfOrder at "stations" "record", |t| {
        let day = record(t)[100];
        record(t).insert(100, day);
    };
    a_record_needs_a_whole_year: NoWholeYear at "stations" "record", |t| record(t).truncate(300);
    stations_need_a_whole_year_in_common: NoWholeYear at "stations" "record", |t| {
        let mut other = t.stations[PLATEAU].clone();
        other.name = "ridge".into();
        if let StationRecord::Measured(days) = &mut other.record {
            for day in days {
                day.date = MonthDay { month: day.date.month(), day: day.date.day() }.in_year(day.date.year() - 30);
            }
            // 29 February becomes the 28th where that year has none.
        }
        if let StationRecord::Measured(days) = &mut other.record {
            days.dedup_by_key(|day| day.date);
        }
        t.stations.push(other);
    };
    ice_needs_a_station: IceWithoutStation at "seasons_ice" "station", |t| t.seasons[ICE].station = None;
    steps_rise_with_the_ice: StepsNotRising at "ice_steps" "thickness_cm", |t| ice(t).steps.swap(0, 1);
    melting_is_not_negative: MeltBad at "seasons_ice" "melt_cm_per_c_d", |t| ice(t).melt_cm_per_degree_day = -0.5;
    melting_is_a_number: MeltBad at "seasons_ice" "melt_cm_per_c_d", |t| ice(t).melt_cm_per_degree_day = f64::NAN;
    a_step_is_borne_by_its_ice: StepNotBorne at "ice_steps" "gross_t", |t| {
        // 4 · 110² = 48.4 t.
        ice(t).steps[2].gross = Mass::from_tonnes(48.5);
    };
    cleared_ice_grows_no_slower: IceFigureBad at "seasons_ice" "cleared_alpha", |t| {
        ice(t).work.cleared_alpha = Some(IceGrowth::clamped(2.1));
    };
    flooding_adds_ice: IceFigureBad at "seasons_ice" "flooding_cm_per_day", |t| ice(t).work.flooding_cm_per_day = -1.0;
    storms_are_a_rate: IceFigureBad at "seasons_ice" "storms_per_month", |t| ice(t).habits.storms_per_month = f64::NAN;
    a_storm_takes_a_day: IceFigureBad at "seasons_ice" "storm_days", |t| ice(t).habits.storm_days = Days::clamped(0.5);
    thaw_does_not_begin_above_zero: IceFigureBad at "seasons_ice" "thaw_base_c", |t| ice(t).thaw_base_c = 2.0;
    operators_close_before_the_latest_day: IceFigureBad at "seasons_ice" "closes_usual", |t| {
        ice(t).habits.closes_usual = Some(MonthDay { month: 5, day: 1 });
    };
    a_spread_of_closings_has_a_day: ValueAlone at "seasons_ice" "closes_usual", |t| {
        ice(t).habits.closes_sd = Days::clamped(3.0);
    };
    flooding_goes_up_to_a_step: IceNeedsSteps at "seasons_ice" "flooding_cm_per_day", |t| {
        ice(t).work.flooding_cm_per_day = 0.5;
        ice(t).steps.clear();
    };
    full_loads_that_may_be_missed_need_a_step_below: IceNeedsSteps at "seasons_ice" "full_load_chance_share", |t| {
        ice(t).habits.full_load_chance = Share::clamped(0.9);
        ice(t).steps = vec![ice(t).steps[2]];
    };
    heavier_steps_end_no_later: StepsNotRising at "ice_steps" "ends_before_closing_days", |t| {
        ice(t).steps[0].ends_before = Days::clamped(5.0);
    };
    a_season_without_full_loads_has_no_day_of_them: MeasuredDisorder at "season_dates" "year", |t| {
        let full_load = Some(Date::constant(2021, 2, 1));
        t.seasons[ICE].measured = vec![SeasonDates { full_load, never_full: true, ..dates(2021, None, None) }];
    };
    a_river_season_has_a_length: SeasonEmpty at "seasons_river" "closes", |t| river(t).closes = river(t).opens;
    a_calendar_season_has_a_length: SeasonEmpty at "seasons_calendar" "closes", |t| {
        let mut season = calendar_season();
        season.closes = season.opens;
        t.seasons.push(Season {
            name: "crossing".into(),
            title: String::new(),
            station: None,
            kind: SeasonKind::Calendar(season),
            measured: vec![],
        });
    };
    a_road_has_time_to_be_built: ClosesInFreezeUp at "seasons_ice" "closes_latest", |t| {
        ice(t).closes_latest = MonthDay { month: 10, day: 8 };
    };
    low_water_has_a_last_day: ValueAlone at "seasons_river" "low_water_to", |t| river(t).low_water_to = None;
    low_water_that_may_come_has_days: ValueAlone at "seasons_river" "low_water_from", |t| {
        river(t).low_water_from = None;
        river(t).low_water_to = None;
    };
    a_measured_season_opens_before_it_closes: MeasuredDisorder at "season_dates" "year", |t| {
        let (late, early) = (Date::constant(2021, 4, 1), Date::constant(2021, 1, 2));
        t.seasons[ICE].measured = vec![dates(2021, Some(late), Some(early))];
    };
    a_measured_season_closes_in_its_year: MeasuredDisorder at "season_dates" "year", |t| {
        t.seasons[ICE].measured = vec![dates(2020, None, Some(Date::constant(2021, 4, 1)))];
    };
    measured_seasons_follow_each_other: MeasuredDisorder at "season_dates" "year", |t| {
        t.seasons[ICE].measured = vec![dates(2021, None, None), dates(2021, None, None)];
    };
}

#[test]
fn a_calendar_season_may_go_over_new_year() {
    let found = crate::faults(|t| {
        let kind = SeasonKind::Calendar(calendar_season());
        let id: SeasonId = t.seasons.push(Season {
            name: "crossing".into(),
            title: String::new(),
            station: None,
            kind,
            measured: vec![],
        });
        t.legs[WINTER_ROAD].season = Some(id);
    });
    assert_eq!(found, []);
}

#[test]
fn a_record_that_covers_the_horizon_may_be_replayed() {
    assert_eq!(crate::faults(|t| t.heading.climate = ClimateMode::Recorded { first_year: 2023 }), []);
}

/// Takes `n` single days out, every third from the first day of July 2020 on.
fn thin_out(days: &mut Vec<DailyMean>, n: usize) {
    let start = days.partition_point(|day| day.date < Date::constant(2020, 7, 1));
    let mut nth = 0;
    days.retain(|_| {
        nth += 1;
        let after = nth - 1 - start as i64;
        !(after > 0 && after % 3 == 0 && after <= 3 * n as i64)
    });
}

#[test]
fn a_year_with_half_a_month_missing_in_single_days_is_whole_and_with_more_is_not() {
    let mut tables = small();
    assert_eq!(whole_years(record(&mut tables)), [2019, 2020, 2021, 2022, 2023]);
    thin_out(record(&mut tables), 15);
    assert_eq!(whole_years(record(&mut tables)), [2019, 2020, 2021, 2022, 2023]);
    let mut tables = small();
    thin_out(record(&mut tables), 16);
    assert_eq!(whole_years(record(&mut tables)), [2019, 2021, 2022, 2023]);
}

#[test]
fn a_gap_of_four_days_spoils_the_years_it_touches() {
    let without = |from: Date, to: Date| {
        let mut tables = small();
        record(&mut tables).retain(|day| day.date < from || day.date > to);
        whole_years(record(&mut tables))
    };
    let date = Date::constant;
    assert_eq!(without(date(2021, 1, 1), date(2021, 1, 3)), [2019, 2020, 2021, 2022, 2023]);
    assert_eq!(without(date(2021, 1, 1), date(2021, 1, 4)), [2019, 2021, 2022, 2023]);
    assert_eq!(without(date(2021, 6, 29), date(2021, 7, 2)), [2019, 2022, 2023]);
    assert_eq!(without(date(2021, 7, 1), date(2021, 7, 4)), [2019, 2020, 2022, 2023]);
    assert_eq!(without(date(2019, 7, 1), date(2019, 7, 1)), [2020, 2021, 2022, 2023]);
    assert_eq!(without(date(2024, 6, 30), date(2024, 6, 30)), [2019, 2020, 2021, 2022]);
}
