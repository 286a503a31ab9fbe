//! Sites, legs and working-time calendars.

use super::Children;
use crate::book::Book;
use crate::row::Row;
use crate::source::Said;
use iceroad_base::civil::{Date, Zone};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::site::{Site, SiteKind};
use iceroad_model::transport::{Leg, Mode};
use iceroad_model::{CalendarId, Code, Tables};
use std::collections::BTreeSet;

/// In the order of the format's words.
pub(crate) const SITE_KINDS: [SiteKind; 5] =
    [SiteKind::Mine, SiteKind::ServiceCentre, SiteKind::Transfer, SiteKind::Settlement, SiteKind::Supplier];
pub(crate) const MODES: [Mode; 5] = [Mode::Rail, Mode::River, Mode::WinterRoad, Mode::Road, Mode::Air];

pub(super) fn sites(book: &Book, tables: &mut Tables) {
    book.make("sites.csv", "sites", site, |site| {
        tables.sites.push(site);
    });
}

fn site(row: &Row<'_>) -> Option<Site> {
    Some(Site {
        name: row.name()?,
        title: row.title()?,
        kind: row.choice("kind", &SITE_KINDS)?,
        zone: row.zone("zone")?,
        latitude: row.ranged("latitude_deg")?,
        longitude: row.ranged("longitude_deg")?,
        station: row.id("station"),
        territory: row.id("territory")?,
    })
}

pub(super) fn legs(book: &Book, tables: &mut Tables) {
    let both = |row: &Row<'_>| Some((leg(row)?, row.yes("two_way")?, row.at()));
    for row in book.rows("legs.csv") {
        let Some((leg, two_way, at)) = both(&row) else {
            book.lose();
            continue;
        };
        let back = two_way.then(|| Leg {
            name: format!("{}-back", leg.name),
            from: leg.to,
            to: leg.from,
            ..leg.clone()
        });
        book.note_origin("legs", at);
        tables.legs.push(leg);
        if let Some(back) = back {
            book.note_origin("legs", at);
            tables.legs.push(back);
        }
    }
}

fn leg(row: &Row<'_>) -> Option<Leg> {
    let transit_days = row.law("transit", "days");
    Some(Leg {
        name: row.name()?,
        from: row.id("from")?,
        to: row.id("to")?,
        mode: row.choice("mode", &MODES)?,
        distance: row.ranged("distance_km")?,
        transit_days: transit_days?,
        trips_per_day: row.count("trips_per_day")?,
        tare: row.mass("tare_t")?,
        payload: row.mass("payload_t")?,
        volume: row.volume("volume_m3")?,
        cost_per_trip: row.money("cost_per_trip")?,
        cost_per_tonne: row.money("cost_per_tonne")?,
        season: row.id("season"),
        carrier: row.id("carrier"),
        transits: row.ids("transits"),
        emergency: row.yes("emergency")?,
    })
}

/// A shift with what its row says of its calendar.
struct ShiftRow {
    name: String,
    zone: Option<Zone>,
    stops_below: Option<Celsius>,
    shift: Shift,
}

pub(super) fn calendars(book: &Book, tables: &mut Tables) {
    let mut holidays: Children<CalendarId, Date> = Children::new();
    book.make_children("holidays.csv", |row| {
        holidays.add(row.id("calendar")?, row.date("date")?);
        Some(())
    });
    let mut lost: BTreeSet<String> = BTreeSet::new();
    for row in book.rows("calendars.csv") {
        let Some(read) = shift(&row) else {
            book.lose();
            lost.insert(row.written("name"));
            continue;
        };
        let known = tables.calendars.iter_mut().find(|calendar| calendar.name == read.name);
        let Some(calendar) = known else {
            let Some(zone) = read.zone else {
                if !lost.contains(&read.name) {
                    row.needs("zone", "as this is the first row of the calendar");
                }
                book.lose();
                continue;
            };
            book.note_origin("calendars", row.at());
            let holidays = holidays.take(tables.calendars.len());
            tables.calendars.push(WorkCalendar {
                name: read.name,
                zone,
                shifts: vec![read.shift],
                holidays,
                stops_below: read.stops_below,
            });
            continue;
        };
        if read.zone.is_some_and(|zone| zone != calendar.zone) {
            disagree(&row, "zone", calendar.zone.name());
        }
        if read.stops_below.is_some() && read.stops_below != calendar.stops_below {
            let first = calendar.stops_below.map_or("nothing".to_owned(), |limit| limit.get().to_string());
            disagree(&row, "stops_below_c", &first);
        }
        calendar.shifts.push(read.shift);
    }
}

fn disagree(row: &Row<'_>, column: &str, first: &str) {
    let expected = format!("{first}, as in the first row of the calendar");
    let advice = "write it in the first row only, or the same in all";
    row.tell(column, Said::new(Code::RowsDisagree, &row.written(column), expected, advice));
}

fn shift(row: &Row<'_>) -> Option<ShiftRow> {
    row.together("days_on", "days_off");
    let roster = row.count("days_on").zip(row.count("days_off"));
    Some(ShiftRow {
        name: row.name()?,
        zone: row.zone("zone"),
        stops_below: row.ranged("stops_below_c"),
        shift: Shift {
            name: row.text("shift")?,
            start: row.time("start")?,
            end: row.time("end")?,
            weekdays: row.weekdays("weekdays")?,
            roster,
        },
    })
}
