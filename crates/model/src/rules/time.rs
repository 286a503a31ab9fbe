//! The heading and the working-time calendars.
use super::{Faults, Rule, World};
use crate::fault::Code;
use iceroad_base::quantity::Ranged;

pub(super) const RULES: &[Rule] = &[
    some_replications,
    currency_is_a_code,
    calendar_has_a_shift,
    shift_starts_on_some_weekday,
    roster_has_days_on,
    weather_is_known_where_it_matters,
];

fn some_replications(world: &World<'_>, faults: &mut Faults) {
    if world.tables.heading.replications == 0 {
        faults.heading(
            Code::NoReplications,
            "replications",
            0,
            "at least 1",
            "say how often the horizon is to be simulated; 100 gives usable intervals",
        );
    }
}

fn currency_is_a_code(world: &World<'_>, faults: &mut Faults) {
    let currency = &world.tables.heading.currency;
    if currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return;
    }
    faults.heading(
        Code::CurrencyBad,
        "currency",
        format!("`{currency}`"),
        "three capital letters",
        "write the ISO 4217 code, such as `RUB` or `CAD`",
    );
}

fn calendar_has_a_shift(world: &World<'_>, faults: &mut Faults) {
    for (row, calendar) in world.tables.calendars.iter().enumerate() {
        if calendar.shifts.is_empty() {
            faults.add(
                Code::CalendarWithoutShift,
                ("calendars", row, "shift"),
                format!("`{}`", calendar.name),
                "at least one shift",
                "add a shift; for work at all hours one from 00:00 to 00:00",
            );
        }
    }
}

fn shift_starts_on_some_weekday(world: &World<'_>, faults: &mut Faults) {
    for (row, calendar) in world.tables.calendars.iter().enumerate() {
        for shift in calendar.shifts.iter().filter(|shift| !shift.weekdays.contains(&true)) {
            faults.add(
                Code::ShiftWithoutWeekday,
                ("calendars", row, "weekdays"),
                format!("shift `{}` of `{}` on no weekday", shift.name, calendar.name),
                "at least one weekday",
                "name the weekdays it may start on, or `all`, or take the shift out",
            );
        }
    }
}

fn roster_has_days_on(world: &World<'_>, faults: &mut Faults) {
    for (row, calendar) in world.tables.calendars.iter().enumerate() {
        for shift in &calendar.shifts {
            let Some((0, off)) = shift.roster else { continue };
            faults.add(
                Code::RosterNeverOn,
                ("calendars", row, "days_on"),
                format!("0 days on, {off} off for shift `{}` of `{}`", shift.name, calendar.name),
                "at least 1 day on",
                "say how many days it works before its days off",
            );
        }
    }
}

/// Mines, workshops, heated settlements and crews that stop in cold need a temperature.
fn weather_is_known_where_it_matters(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut wants = Vec::new();
    wants
        .extend(t.mines.iter().enumerate().map(|(row, mine)| (mine.site, ("mines", row, "site"), "haulage")));
    let shops = t.workshops.iter().enumerate();
    wants.extend(shops.map(|(row, shop)| (shop.site, ("workshops", row, "site"), "repairs")));
    let heated = t.consumption.iter().filter(|one| one.per_heating_degree_day > 0.0);
    wants.extend(heated.map(|one| {
        let row = one.settlement.0 as usize;
        (t.settlements[one.settlement].site, ("settlements", row, "site"), "heating")
    }));
    for crew in t.crews.iter().filter(|crew| crew.stops_below.is_some_and(|limit| limit.get() > -90.0)) {
        let row = crew.project.0 as usize;
        wants.push((t.projects[crew.project].site, ("projects", row, "site"), "building"));
    }
    wants.sort_by_key(|&(_, place, _)| place);
    wants.dedup_by_key(|&mut (_, place, _)| place);
    for (site, place, work) in wants {
        if t.sites[site].station.is_none() {
            let name = &t.sites[site].name;
            faults.add(
                Code::SiteWithoutStation,
                place,
                format!("`{name}` without a station"),
                format!("a site with a station, since {work} depends on the weather"),
                format!("fill the column `station` of site `{name}` in sites.csv"),
            );
        }
    }
}
