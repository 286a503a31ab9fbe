//! Rules of the horizon and calendars: each case breaks one thing and expects one code.
use iceroad_worlds::example::*;

cases! {
    a_horizon_has_a_day: HorizonBad at "scenario" "days", |t| t.heading.days = 0;
    a_horizon_is_no_longer_than_a_century: HorizonBad at "scenario" "days", |t| t.heading.days = 40_000;
    some_replication_is_asked_for: NoReplications at "scenario" "replications", |t| t.heading.replications = 0;
    a_currency_is_a_code: CurrencyBad at "scenario" "currency", |t| t.heading.currency = "rubles".into();
    a_calendar_needs_a_shift: CalendarWithoutShift at "calendars" "shift", |t| {
        t.calendars[DAYS_ONLY].shifts.clear();
    };
    a_shift_needs_a_weekday: ShiftWithoutWeekday at "calendars" "weekdays", |t| {
        t.calendars[TWO_SHIFTS].shifts[1].weekdays = [false; 7];
    };
    a_roster_needs_a_day_on: RosterNeverOn at "calendars" "days_on", |t| {
        t.calendars[DAYS_ONLY].shifts[0].roster = Some((0, 14));
    };
    a_heated_settlement_needs_a_station: SiteWithoutStation at "settlements" "site", |t| {
        t.sites[VILLAGE].station = None;
    };
}
