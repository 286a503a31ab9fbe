//! Working time: windows against a minute-by-minute bitmap, and compiled calendars by hand.

use iceroad_base::civil::{Clock, Date, Horizon, TimeOfDay, Zone, parse_date, parse_time_of_day};
use iceroad_base::{Span, Time};
use iceroad_kernel::WindowsError;
use iceroad_kernel::working_time::{Exception, Roster, Shift, Windows, WorkingTime};
use proptest::prelude::*;

fn ms(ms: i64) -> Time {
    Time::from_millis(ms)
}

fn windows_of(bits: &[bool]) -> Windows {
    let ticks = bits.iter().enumerate().filter(|&(_, &on)| on);
    Windows::of(ticks.map(|(t, _)| (ms(t as i64), ms(t as i64 + 1)))).unwrap()
}

const TICKS: usize = 40;

fn bitmap() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(any::<bool>(), TICKS)
}

proptest! {
    #[test]
    fn windows_answer_as_a_bitmap_does(bits in bitmap(), a in 0..TICKS, b in 0..TICKS, work in 0..TICKS as i64) {
        let windows = windows_of(&bits);
        let time = |tick: usize| ms(tick as i64);
        prop_assert_eq!(windows.is_on(time(a)), bits[a]);
        let change = (a + 1..=TICKS).find(|&t| bits.get(t).copied().unwrap_or(false) != bits[a]);
        prop_assert_eq!(windows.next_change(time(a)), change.map_or(Time::NEVER, time));
        let next_on = (a..TICKS).find(|&t| bits[t]);
        prop_assert_eq!(windows.next_on(time(a)), next_on.map_or(Time::NEVER, time));
        let between = (a..b).filter(|&t| bits[t]).count() as i64;
        prop_assert_eq!(windows.on_time_between(time(a), time(b)).millis(), between);
        let worked = |t: usize| (a..t).filter(|&t| bits[t]).count() as i64;
        let finish = (a..=TICKS).find(|&t| worked(t) == work);
        prop_assert_eq!(windows.finish(time(a), Span::from_millis(work)), finish.map_or(Time::NEVER, time));
    }

    #[test]
    fn set_operations_on_windows_are_those_on_bitmaps(a in bitmap(), b in bitmap(), from in 0..TICKS, to in 0..TICKS) {
        let zip = |op: fn(bool, bool) -> bool| -> Vec<bool> {
            a.iter().zip(&b).map(|(&a, &b)| op(a, b)).collect()
        };
        let (wa, wb) = (windows_of(&a), windows_of(&b));
        prop_assert_eq!(wa.union(&wb), windows_of(&zip(|a, b| a || b)));
        prop_assert_eq!(wa.intersection(&wb), windows_of(&zip(|a, b| a && b)));
        prop_assert_eq!(wa.without(&wb), windows_of(&zip(|a, b| a && !b)));
        let inside: Vec<bool> = (0..TICKS).map(|t| t >= from && t < to && !a[t]).collect();
        prop_assert_eq!(wa.complement(time_of(from), time_of(to)), windows_of(&inside));
    }
}

fn time_of(tick: usize) -> Time {
    ms(tick as i64)
}

#[test]
fn a_window_that_ends_before_it_starts_is_refused() {
    let refused = Windows::of([(ms(1), ms(2)), (ms(5), ms(5))]).unwrap_err();
    assert_eq!(refused, WindowsError::Empty { index: 1, on: ms(5), off: ms(5) });
}

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn reading(text: &str) -> TimeOfDay {
    parse_time_of_day(text).unwrap()
}

fn shift(start: &str, end: &str) -> Shift {
    Shift::daily(reading(start), reading(end))
}

/// Windows over `days` days of a zone from `start`, in hours since the horizon's start.
fn compiled(work: &WorkingTime, zone: &str, start: &str, days: u32) -> Vec<(f64, f64)> {
    let zone = Zone::named(zone).unwrap();
    let horizon = Horizon::new(date(start), days, &zone).unwrap();
    let windows = work.compile(&Clock::new(&horizon, &zone), &horizon).unwrap();
    windows.iter().map(|(on, off)| (on.hours(), off.hours())).collect()
}

#[test]
fn two_shifts_that_touch_are_one_window_that_never_ends() {
    let round_the_clock = WorkingTime::of([shift("08:00", "20:00"), shift("20:00", "08:00")]);
    assert_eq!(compiled(&round_the_clock, "Asia/Yakutsk", "2026-07-01", 30), [(0.0, 720.0)]);
    let whole_days = WorkingTime::of([shift("00:00", "00:00")]);
    assert_eq!(compiled(&whole_days, "Asia/Yakutsk", "2026-07-01", 30), [(0.0, 720.0)]);
}

#[test]
fn a_night_shift_belongs_to_the_weekday_it_starts_on() {
    // 2026-07-03 is a Friday. Friday's night shift ends on Saturday; Sunday's, before Monday, is not worked.
    let mut night = shift("22:00", "06:00");
    night.weekdays = [true, true, true, true, true, false, false];
    let hours = compiled(&WorkingTime::of([night]), "Asia/Yakutsk", "2026-07-03", 4);
    assert_eq!(hours, [(0.0, 6.0), (22.0, 30.0), (94.0, 96.0)], "Thursday's, Friday's, Monday's");
}

#[test]
fn a_roster_counts_from_its_anchor_both_ways() {
    let mut day = shift("08:00", "20:00");
    day.roster = Some(Roster { anchor: date("2026-07-05"), on: 2, off: 3 });
    let hours = compiled(&WorkingTime::of([day]), "Asia/Yakutsk", "2026-07-01", 8);
    // On: 30 June, 1 July | 5, 6 July | 10, 11 July.
    assert_eq!(hours, [(8.0, 20.0), (104.0, 116.0), (128.0, 140.0)]);
}

#[test]
fn holidays_rest_and_exceptions_have_hours_of_their_own() {
    let work = WorkingTime {
        shifts: vec![shift("08:00", "16:00")],
        holidays: vec![date("2026-07-02"), date("2026-07-03")],
        exceptions: vec![
            Exception { date: date("2026-07-03"), hours: vec![(reading("23:00"), reading("01:00"))] },
            Exception { date: date("2026-07-04"), hours: vec![] },
        ],
    };
    let hours = compiled(&work, "Asia/Yakutsk", "2026-07-01", 5);
    assert_eq!(hours, [(8.0, 16.0), (71.0, 73.0), (104.0, 112.0)]);
}

#[test]
fn a_shift_lasts_as_long_as_the_people_work_when_the_clock_changes() {
    // Berlin, 2026-03-29: 02:00 becomes 03:00; 2026-10-25: 03:00 becomes 02:00.
    let night = WorkingTime::of([shift("22:00", "06:00")]);
    assert_eq!(compiled(&night, "Europe/Berlin", "2026-03-28", 1), [(0.0, 6.0), (22.0, 24.0)]);
    assert_eq!(compiled(&night, "Europe/Berlin", "2026-03-28", 2)[1], (22.0, 29.0));
    assert_eq!(compiled(&night, "Europe/Berlin", "2026-10-24", 2)[1], (22.0, 31.0));
}

#[test]
fn a_site_in_another_zone_than_the_horizons_works_by_its_own_clock() {
    let (moscow, yakutsk) = (Zone::named("Europe/Moscow").unwrap(), Zone::named("Asia/Yakutsk").unwrap());
    let horizon = Horizon::new(date("2026-07-01"), 1, &moscow).unwrap();
    let work = WorkingTime::of([shift("08:00", "20:00")]);
    let windows = work.compile(&Clock::new(&horizon, &yakutsk), &horizon).unwrap();
    // Six hours ahead: 1 July 08:00 there is 02:00 in Moscow; 2 July 08:00 lies beyond the horizon.
    let hour = |n: i64| Time::START + Span::HOUR * n;
    assert_eq!(windows.iter().collect::<Vec<_>>(), [(hour(2), hour(14))]);
}

#[test]
fn stops_in_the_cold_are_one_more_set_of_windows() {
    let hour = |n: i64| Time::START + Span::HOUR * n;
    let shifts = Windows::of((0..10).map(|day| (hour(24 * day + 8), hour(24 * day + 20)))).unwrap();
    let cold = Windows::of([(hour(10), hour(40))]).unwrap();
    let works = shifts.without(&cold);
    // Two hours on the first day, then from hour 40 of the second day's shift, which ends at 44.
    assert_eq!(works.finish(hour(8), Span::HOUR * 5), hour(43));
    assert_eq!(works.on_time(), Span::HOUR * (120 - 10 - 8));
}

#[test]
fn a_roster_without_days_is_refused() {
    let mut day = shift("08:00", "20:00");
    day.roster = Some(Roster { anchor: date("2026-07-05"), on: 0, off: 0 });
    let zone = Zone::utc();
    let horizon = Horizon::new(date("2026-07-01"), 1, &zone).unwrap();
    let refused = WorkingTime::of([day]).compile(&Clock::new(&horizon, &zone), &horizon);
    assert_eq!(refused, Err(WindowsError::NoDays));
}

#[test]
fn starts_are_told_also_where_windows_touch() {
    let zone = Zone::named("Asia/Yakutsk").unwrap();
    let horizon = Horizon::new(date("2026-07-01"), 2, &zone).unwrap();
    let clock = Clock::new(&horizon, &zone);
    let two = WorkingTime::of([shift("08:00", "20:00"), shift("20:00", "08:00")]);
    let hours: Vec<i64> =
        two.starts(&clock, &horizon).unwrap().iter().map(|start| start.millis() / 3_600_000).collect();
    // The night shift of 30 June is on at the start; the windows themselves never change.
    assert_eq!(hours, [0, 8, 20, 32, 44]);
    assert_eq!(two.compile(&clock, &horizon).unwrap().len(), 1);
}
