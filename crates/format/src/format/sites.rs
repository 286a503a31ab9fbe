//! Sites, the legs between them, and working-time calendars.

use super::declare::*;
use crate::source::Said;
use iceroad_base::civil::{Date, Zone};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::site::Site;
use iceroad_model::transport::Leg;
use iceroad_model::{CalendarId, Code};
use std::collections::BTreeSet;

table! {
    Sites: Site in sites, "sites.csv", "A place of the region that goods, machines and people belong to.", required: true;
    name: name("short name, unique"),
    title: title(),
    kind: column("kind", "what it mainly is; for maps and messages, never for rules"),
    zone: column("zone", "IANA time zone: shifts, due dates and seasons here are in its local time"),
    latitude: column("latitude_deg", "degrees north, for the map"),
    longitude: column("longitude_deg", "degrees east, for the map"),
    station: column("station", "whose temperatures are felt here; empty: weather does not matter"),
    territory: column("territory", "territory whose rules on transit and destination apply here, such as `RU`"),
}

columns! {
    /// A leg one way.
    LegColumns: Leg;
    name: name("short name, unique; the way back of a two-way leg is called `<name>-back`"),
    from: column("from", "from this site"),
    to: column("to", "to this site"),
    mode: column("mode", "how it is drawn, never a rule"),
    distance: column("distance_km", "distance"),
    transit_days: law("transit", "days", "days under way, door to door of the leg"),
    trips_per_day: count("trips_per_day", 0..=100_000, "trips that may start on one day"),
    tare: column("tare_t", "mass of the empty vehicle, which the ice must carry too"),
    payload: column("payload_t", "payload of one trip at full load"),
    volume: column("volume_m3", "volume of one trip"),
    cost_per_trip: column("cost_per_trip", "cost of one trip; a part load pays its share").or("0"),
    cost_per_tonne: column("cost_per_tonne", "cost per tonne").or("0"),
    season: column("season", "when it is open; empty: all year"),
    carrier: column("carrier", "who carries"),
    transits: column("transits", "territories it crosses besides those of its ends"),
    emergency: column("emergency", "used by emergency orders only").or("no"),
}

/// `legs.csv`: a two-way row is two legs, one behind the other.
pub(crate) struct Legs;

impl Legs {
    const FILE: &str = "legs.csv";

    fn columns() -> impl Columns<Value = (Leg, bool)> {
        pair(LegColumns, column("two_way", "the same leg also goes back").or("no"))
    }

    /// The same leg the other way.
    fn back(leg: &Leg) -> Leg {
        Leg { name: format!("{}-back", leg.name), from: leg.to, to: leg.from, ..leg.clone() }
    }
}

impl Declared for Legs {
    fn spec(&self) -> TableSpec {
        let doc = "A road, river, railway or flight from one site to another.";
        TableSpec { file: Self::FILE, table: "legs", doc, required: false, columns: Self::columns().specs() }
    }

    fn fill(&self, book: &Book, tables: &mut Tables) {
        for row in book.rows(Self::FILE) {
            let Some((leg, two_way)) = Self::columns().read(&row) else {
                book.lose();
                continue;
            };
            let back = two_way.then(|| Self::back(&leg));
            for leg in [Some(leg), back].into_iter().flatten() {
                book.note_origin("legs", row.at());
                tables.legs.push(leg);
            }
        }
    }

    fn write(&self, tables: &Tables, out: &mut Out) {
        let mut legs = tables.legs.iter().peekable();
        while let Some(leg) = legs.next() {
            let back = legs.next_if(|next| **next == Self::back(leg));
            Self::columns().write(&(leg.clone(), back.is_some()), &mut Line::begin(tables, out));
        }
    }
}

columns! {
    /// A shift of a calendar.
    ShiftColumns: Shift;
    name: column("shift", "name of the shift, such as `day`"),
    start: column("start", "local start"),
    end: column("end", "local end; at or before the start means on the next day (00:00 to 00:00 is all day)"),
    weekdays: column("weekdays", "weekdays on which the shift may start").or("all"),
    roster: both(
        count("days_on", 1..=10_000, "rotation: so many days on …"),
        count("days_off", 0..=10_000, "… and so many off, counted from the first day of the horizon"),
    ),
}

/// A shift with what its row says of its calendar.
pub(crate) struct ShiftRow {
    name: String,
    zone: Option<Zone>,
    shift: Shift,
    stops_below: Option<Celsius>,
}

columns! {
    /// `calendars.csv`: all rows of one name are one calendar.
    Calendars: ShiftRow;
    name: group_name("name of the calendar"),
    zone: column("zone", "IANA time zone its times are local to; needed in the first row of a calendar, may be left out after"),
    shift: ShiftColumns,
    stops_below: column("stops_below_c", "outdoor work of this calendar stops on days whose night falls below this; the same in all rows of a calendar, or only in the first"),
}

impl Calendars {
    const FILE: &str = "calendars.csv";
}

impl Declared for Calendars {
    fn spec(&self) -> TableSpec {
        let doc = "A shift of a working-time calendar; all rows of one name are one calendar.";
        TableSpec { file: Self::FILE, table: "calendars", doc, required: false, columns: self.specs() }
    }

    fn fill(&self, book: &Book, tables: &mut Tables) {
        let mut lost: BTreeSet<String> = BTreeSet::new();
        for row in book.rows(Self::FILE) {
            let Some(ShiftRow { name, zone, shift, stops_below }) = self.read(&row) else {
                book.lose();
                lost.insert(row.written("name"));
                continue;
            };
            let known = tables.calendars.iter_mut().find(|calendar| calendar.name == name);
            let Some(calendar) = known else {
                let Some(zone) = zone else {
                    if !lost.contains(&name) {
                        row.needs("zone", "as this is the first row of the calendar");
                    }
                    book.lose();
                    continue;
                };
                book.note_origin("calendars", row.at());
                let (shifts, holidays) = (vec![shift], Vec::new());
                tables.calendars.push(WorkCalendar { name, zone, shifts, holidays, stops_below });
                continue;
            };
            if zone.is_some_and(|zone| zone != calendar.zone) {
                disagree(&row, "zone", calendar.zone.name());
            }
            if stops_below.is_some() && stops_below != calendar.stops_below {
                let first =
                    calendar.stops_below.map_or("nothing".to_owned(), |limit| limit.get().to_string());
                disagree(&row, "stops_below_c", &first);
            }
            calendar.shifts.push(shift);
        }
    }

    fn write(&self, tables: &Tables, out: &mut Out) {
        for calendar in tables.calendars.iter() {
            for shift in &calendar.shifts {
                let (name, zone) = (calendar.name.clone(), Some(calendar.zone.clone()));
                let (shift, stops_below) = (shift.clone(), calendar.stops_below);
                let row = ShiftRow { name, zone, shift, stops_below };
                Columns::write(self, &row, &mut Line::begin(tables, out));
            }
        }
    }
}

fn disagree(row: &Row<'_>, column: &str, first: &str) {
    let expected = format!("{first}, as in the first row of the calendar");
    let advice = "write it in the first row only, or the same in all";
    row.tell(column, Said::new(Code::RowsDisagree, &row.written(column), expected, advice));
}

children! {
    Holidays: Date, CalendarId of WorkCalendar in calendars
    by |calendar| &calendar.holidays, |calendar| Some(&mut calendar.holidays),
    "holidays.csv", "A local day on which no shift of a calendar starts.";
    of: column("calendar", "calendar"),
    row: column("date", "day"),
}
