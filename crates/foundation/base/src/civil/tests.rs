//! Zones, clock changes, due dates, and clocks against the library they are made from.
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn clock(start: Date, days: u32, zone: &str) -> Clock {
    let zone = Zone::named(zone).unwrap();
    Clock::new(&Horizon::new(start, days, &zone).unwrap(), &zone)
}

fn reading(text: &str) -> TimeOfDay {
    parse_time_of_day(text).unwrap()
}

#[test]
fn the_northern_zones_have_their_offsets() {
    for (zone, hours) in [
        ("Asia/Yakutsk", 9),
        ("Asia/Vladivostok", 10),
        ("Asia/Srednekolymsk", 11),
        ("Asia/Khandyga", 9),
        ("Asia/Ust-Nera", 10),
    ] {
        let clock = clock(date(2026, 7, 1), 365, zone);
        assert_eq!(clock.offset(Time::START), Span::HOUR * hours, "{zone}");
        assert_eq!(clock.regimes.len(), 1, "{zone} has no summer time");
        assert_eq!(clock.zone_name(), zone);
    }
}

#[test]
fn a_due_date_ends_at_midnight_of_the_site_that_is_meant() {
    let yakutsk = clock(date(2025, 7, 1), 365, "Asia/Yakutsk");
    assert_eq!(yakutsk.utc_text(yakutsk.end_of_day(date(2026, 3, 31))), "2026-03-31T15:00:00.000Z");
    let yellowknife = clock(date(2025, 7, 1), 365, "America/Yellowknife");
    assert_eq!(yellowknife.utc_text(yellowknife.end_of_day(date(2026, 3, 31))), "2026-04-01T06:00:00.000Z");
}

#[test]
fn a_site_reads_its_own_clock_on_the_scenarios_horizon() {
    let home = Zone::named("Asia/Yakutsk").unwrap();
    let horizon = Horizon::new(date(2026, 1, 1), 90, &home).unwrap();
    let away = Clock::new(&horizon, &Zone::named("America/Yellowknife").unwrap());
    assert_eq!(away.local_text(Time::START), "2025-12-31T08:00:00.000-07:00");
    assert_eq!(away.day_index(Time::START), -1);
    assert_eq!(away.month_index(Time::START), 0);
    assert_eq!(away.weekday(Time::START), Weekday::Wednesday);
}

#[test]
fn a_reading_in_a_gap_is_shifted_forward() {
    // Yellowknife goes from 02:00 to 03:00 on 8 March 2026.
    let clock = clock(date(2026, 1, 1), 365, "America/Yellowknife");
    let at = clock.at(date(2026, 3, 8), reading("02:30"));
    assert_eq!(clock.local_text(at), "2026-03-08T03:30:00.000-06:00");
    assert_eq!(
        clock.local_text(clock.at(date(2026, 3, 8), reading("03:00"))),
        "2026-03-08T03:00:00.000-06:00"
    );
    assert_eq!(clock.midnight(date(2026, 3, 9)) - clock.midnight(date(2026, 3, 8)), Span::HOUR * 23);
}

#[test]
fn a_reading_in_a_fold_means_the_earlier_time() {
    // Yellowknife goes from 02:00 back to 01:00 on 2 November 2025.
    let clock = clock(date(2025, 1, 1), 365, "America/Yellowknife");
    let at = clock.at(date(2025, 11, 2), reading("01:30"));
    assert_eq!(clock.local_text(at), "2025-11-02T01:30:00.000-06:00");
    assert_eq!(clock.local_text(at + Span::HOUR), "2025-11-02T01:30:00.000-07:00");
    assert_eq!(
        clock.local_text(clock.at(date(2025, 11, 2), reading("02:00"))),
        "2025-11-02T02:00:00.000-07:00"
    );
    assert_eq!(clock.end_of_day(date(2025, 11, 2)) - clock.midnight(date(2025, 11, 2)), Span::HOUR * 25);
}

#[test]
fn a_day_whose_midnight_never_was_begins_where_the_gap_ends() {
    // Santiago goes from 24:00 on 5 September 2026 to 01:00 on the 6th.
    let clock = clock(date(2026, 1, 1), 365, "America/Santiago");
    let begins = clock.midnight(date(2026, 9, 6));
    assert_eq!(clock.local_text(begins), "2026-09-06T01:00:00.000-03:00");
    assert_eq!(clock.date(begins - Span::from_millis(1)), date(2026, 9, 5));
    assert_eq!(clock.end_of_day(date(2026, 9, 5)), begins);
}

#[test]
fn a_horizon_covers_its_civil_days_whatever_their_length() {
    let zone = Zone::named("America/Yellowknife").unwrap();
    let march = Horizon::new(date(2026, 3, 1), 31, &zone).unwrap();
    assert_eq!(march.end() - Time::START, Span::DAY * 31 - Span::HOUR);
    assert_eq!((march.start(), march.last(), march.days()), (date(2026, 3, 1), date(2026, 3, 31), 31));
    // 2026-03-01T07:00:00Z, from `date -u +%s`.
    assert_eq!(march.start_utc_ms(), 1_772_348_400_000);
    assert_eq!(march.zone(), &zone);
}

#[test]
fn a_horizon_that_is_too_long_empty_or_far_off_is_refused() {
    let zone = Zone::utc();
    let fault = Horizon::new(date(2026, 1, 1), 0, &zone).unwrap_err();
    assert_eq!(fault.to_string(), "horizon of 0 days is not between 1 and 36525 days");
    assert!(Horizon::new(date(2026, 1, 1), 36_526, &zone).is_err());
    assert!(Horizon::new(date(2400, 12, 31), 36_525, &zone).is_ok());
    let fault = Horizon::new(date(2401, 1, 1), 5, &zone).unwrap_err();
    assert_eq!(fault.to_string(), "horizon starting 2401-01-01 does not start in the years 1900 to 2400");
}

#[test]
fn months_are_counted_from_the_horizons_first() {
    let clock = clock(date(2026, 11, 15), 60, "Asia/Yakutsk");
    assert_eq!(clock.months(), [(2026, 11), (2026, 12), (2027, 1)]);
    assert_eq!(clock.month_index(Time::START), 0);
    assert_eq!(clock.month_index(clock.midnight(date(2026, 12, 1)) - Span::from_millis(1)), 0);
    assert_eq!(clock.month_index(clock.midnight(date(2026, 12, 1))), 1);
    // Outside the horizon: the first or the last month.
    assert_eq!(clock.month_index(clock.midnight(date(2026, 1, 1))), 0);
    assert_eq!(clock.month_index(Time::NEVER), 2);
}

#[test]
fn the_end_of_the_last_day_counts_to_its_own_month() {
    let clock = clock(date(2026, 3, 1), 31, "Asia/Yakutsk");
    assert_eq!(clock.months(), [(2026, 3)]);
    assert_eq!(clock.month_index(clock.end_of_day(date(2026, 3, 31))), 0);
}

#[test]
fn an_unknown_zone_is_answered_with_the_nearest_name() {
    let fault = Zone::named("Asia/Yakustk").unwrap_err();
    assert_eq!(fault.nearest.as_deref(), Some("Asia/Yakutsk"));
    assert_eq!(
        fault.to_string(),
        "zone `Asia/Yakustk` is not in the IANA time zone database; did you mean `Asia/Yakutsk`?"
    );
    assert_eq!(Zone::named("Magadan").unwrap_err().nearest.as_deref(), Some("Asia/Magadan"));
    assert_eq!(Zone::named("the mine").unwrap_err().nearest, None);
    assert_eq!(Zone::named("").unwrap_err().nearest, None);
    assert_eq!(Zone::named("asia/yakutsk").unwrap().name(), "Asia/Yakutsk");
    assert_eq!(Zone::named("UTC").unwrap().name(), "UTC");
}

#[test]
fn dates_and_hours_are_read_in_one_way_only() {
    assert_eq!(parse_date("2026-07-01"), Ok(date(2026, 7, 1)));
    for text in ["2026-7-1", "2026-02-29", "01.07.2026", "2026-07-01T00:00", "20260701", "+026-07-01", ""] {
        assert!(parse_date(text).is_err(), "{text}");
    }
    let fault = parse_date("2026-02-30").unwrap_err();
    assert_eq!(fault.to_string(), "`2026-02-30` is not a date; write an existing day as 2026-07-01");
    assert_eq!(reading("07:30"), TimeOfDay::constant(7, 30, 0, 0));
    for text in ["7:30", "24:00", "12:60", "07:30:00", "-1:30"] {
        assert!(parse_time_of_day(text).is_err(), "{text}");
    }
    assert_eq!(parse_minute_of_day("24:00"), Ok(1_440));
    assert_eq!(parse_minute_of_day("07:30"), Ok(450));
    assert!(parse_minute_of_day("24:01").is_err());
}

#[test]
fn a_day_of_the_year_falls_on_the_28th_where_there_is_no_29_february() {
    let leap = MonthDay::parse("02-29").unwrap();
    assert_eq!(leap.in_year(2028), date(2028, 2, 29));
    assert_eq!(leap.in_year(2026), date(2026, 2, 28));
    let thaw = MonthDay::parse("05-20").unwrap();
    assert_eq!((thaw.month, thaw.day, thaw.to_string()), (5, 20, "05-20".to_owned()));
    assert!(MonthDay::parse("02-30").is_err() && MonthDay::parse("5-20").is_err());
    assert!(MonthDay::new(13, 1).is_err());
}

#[test]
fn epoch_days_agree_with_the_calendar_library() {
    assert_eq!(epoch_day(date(1970, 1, 1)), 0);
    assert_eq!(date_of_epoch_day(i64::MAX), Date::MAX);
    assert_eq!(date_of_epoch_day(i64::MIN), Date::MIN);
    let mut day = date(1599, 12, 31);
    for number in epoch_day(day)..epoch_day(day) + 300_000 {
        assert_eq!((epoch_day(day), date_of_epoch_day(number)), (number, day));
        day = day.tomorrow().unwrap();
    }
}

const ZONES: [&str; 8] = [
    "Asia/Yakutsk",
    "Asia/Srednekolymsk",
    "America/Yellowknife",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Africa/Casablanca",
    "America/St_Johns",
];

proptest! {
    #[test]
    fn a_clock_reads_what_the_zone_library_reads(zone in prop::sample::select(&ZONES[..]), year in 2005_i16..2040, hours in -15_000_i64..25_000, ms in 0_i64..3_600_000) {
        let clock = clock(date(year, 7, 1), 365, zone);
        let at = Time::START + Span::HOUR * hours + Span::from_millis(ms);
        let stamp = Timestamp::from_millisecond(clock.epoch_ms + at.millis()).unwrap();
        let zoned = TimeZone::get(zone).unwrap().to_datetime(stamp);
        prop_assert_eq!(clock.date(at), zoned.date());
        prop_assert_eq!(clock.time_of_day(at), zoned.time());
        prop_assert_eq!(clock.weekday(at), zoned.weekday());
        prop_assert_eq!(clock.utc_text(at).parse::<Timestamp>().unwrap(), stamp);
        prop_assert_eq!(clock.local_text(at).parse::<Timestamp>().unwrap(), stamp);
    }

    #[test]
    fn a_reading_is_placed_where_the_zone_library_places_it(zone in prop::sample::select(&ZONES[..]), year in 2005_i16..2040, day in -700_i64..1_000, minute in 0_i64..1_440) {
        let clock = clock(date(year, 7, 1), 365, zone);
        let local = clock.date_of_day(day);
        let wall = TimeOfDay::constant((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let expected = TimeZone::get(zone).unwrap().to_timestamp(DateTime::from_parts(local, wall)).unwrap();
        prop_assert_eq!(clock.at(local, wall).millis() + clock.epoch_ms, expected.as_millisecond());
    }

    #[test]
    fn a_time_comes_back_from_its_own_reading(zone in prop::sample::select(&ZONES[..]), hours in -15_000_i64..25_000, ms in 0_i64..3_600_000) {
        let clock = clock(date(2026, 7, 1), 365, zone);
        let at = Time::START + Span::HOUR * hours + Span::from_millis(ms);
        let back = clock.at(clock.date(at), clock.time_of_day(at));
        // In the second pass through a fold the reading means the first.
        let folded = at - back;
        prop_assert!(folded >= Span::ZERO && folded <= Span::HOUR);
        prop_assert_eq!(clock.local_ms(back), clock.local_ms(at));
        prop_assert_eq!(clock.date_of_day(clock.day_index(at)), clock.date(at));
        prop_assert_eq!(clock.day_of_date(clock.date(at)), clock.day_index(at));
    }

    #[test]
    fn every_time_lies_between_its_days_midnights(zone in prop::sample::select(&ZONES[..]), hours in 0_i64..8_760) {
        let clock = clock(date(2026, 7, 1), 365, zone);
        let at = Time::START + Span::HOUR * hours;
        let day = clock.date(at);
        prop_assert!(clock.midnight(day) <= at && at < clock.end_of_day(day));
        prop_assert!((0..365).contains(&clock.day_index(at)));
    }
}
