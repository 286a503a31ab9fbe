//! Sites, the legs between them, and working-time calendars.

use super::declare::*;
use crate::source::Said;
use iceroad_base::civil::{Date, Zone};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::quantity::{Mass, Money, Volume};
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::site::Site;
use iceroad_model::transport::{Leg, Runs, Spacing, Vehicle};
use iceroad_model::{CalendarId, Code, LegId};
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
    title: title(),
    from: column("from", "from this site"),
    to: column("to", "to this site"),
    mode: column("mode", "how it is drawn, never a rule"),
    distance: column("distance_km", "distance"),
    transit_days: law("transit", "days", "days under way, door to door of the leg"),
    season: column("season", "when it is open; empty: all year"),
    carrier: column("carrier", "who carries"),
    transits: column("transits", "territories it crosses besides those of its ends"),
    emergency: column("emergency", "used by emergency orders only").or("no"),
    spacing: optional(SpacingColumns),
}

columns! {
    /// How vehicles follow each other.
    SpacingColumns: Spacing;
    every_min: count("spacing_min", 1..=1_440, "minutes from one departure to the next, as ice wants it; empty: as they like"),
    convoy: count("convoy", 1..=1_000, "vehicles that set off together at each departure").or("1"),
}

/// What runs on a leg where its own row says it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Own {
    trips_per_day: u32,
    tare: Mass,
    payload: Mass,
    volume: Volume,
    cost_per_trip: Money,
    cost_per_tonne: Money,
}

columns! {
    /// The vehicle columns of `legs.csv`.
    OwnColumns: Own;
    trips_per_day: count("trips_per_day", 0..=100_000, "trips that may start on one day; these columns may be left out where vehicles.csv says what runs"),
    tare: column("tare_t", OF_TARE),
    payload: column("payload_t", OF_PAYLOAD),
    volume: column("volume_m3", OF_VOLUME),
    cost_per_trip: column("cost_per_trip", OF_TRIP).or("0"),
    cost_per_tonne: column("cost_per_tonne", OF_TONNE).or("0"),
}

const OF_TARE: &str = "mass of the empty vehicle, which the ice must carry too";
const OF_PAYLOAD: &str = "payload of one trip at full load";
const OF_VOLUME: &str = "volume of one trip";
const OF_TRIP: &str = "cost of one trip, also half empty: those aboard share it by mass";
const OF_TONNE: &str = "cost per tonne";

impl Own {
    /// The class of vehicles of a leg's own row.
    fn on(self, leg: LegId, row: &Leg) -> Vehicle {
        let Own { trips_per_day, tare, payload, volume, cost_per_trip, cost_per_tonne } = self;
        Vehicle {
            name: row.name.clone(),
            title: row.title.clone(),
            leg,
            carrier: None,
            runs: Runs::Trips(trips_per_day),
            tare,
            payload,
            volume,
            cost_per_trip,
            cost_per_tonne,
            least_load: None,
            longest_wait: None,
        }
    }

    /// What a leg's own row says of this class; none where it takes a row of its own.
    fn of(vehicle: &Vehicle, leg: &Leg) -> Option<Own> {
        let Runs::Trips(trips_per_day) = vehicle.runs else { return None };
        let plain =
            vehicle.carrier.is_none() && vehicle.least_load.is_none() && vehicle.longest_wait.is_none();
        let &Vehicle { tare, payload, volume, cost_per_trip, cost_per_tonne, .. } = vehicle;
        (vehicle.name == leg.name && plain).then_some(Own {
            trips_per_day,
            tare,
            payload,
            volume,
            cost_per_trip,
            cost_per_tonne,
        })
    }

    /// The class that a leg's own row says, in a scenario.
    fn find(tables: &Tables, leg: LegId) -> Option<&Vehicle> {
        let row = &tables.legs[leg];
        tables.vehicles.iter().find(|one| one.leg == leg && Own::of(one, row).is_some())
    }
}

/// `legs.csv`: a two-way row is two legs, one behind the other.
pub(crate) struct Legs;

impl Legs {
    const FILE: &str = "legs.csv";

    fn columns() -> impl Columns<Value = ((Leg, Option<Own>), bool)> {
        pair(
            pair(LegColumns, optional(OwnColumns)),
            column("two_way", "the same leg also goes back").or("no"),
        )
    }

    /// The same leg the other way.
    fn back(leg: &Leg) -> Leg {
        let name = format!("{}-back", leg.name);
        let title = if leg.title == leg.name { name.clone() } else { format!("{} ←", leg.title) };
        Leg { name, title, from: leg.to, to: leg.from, ..leg.clone() }
    }
}

impl Declared for Legs {
    fn spec(&self) -> TableSpec {
        let doc = "A road, river, railway or flight from one site to another.";
        TableSpec { file: Self::FILE, table: "legs", doc, required: false, columns: Self::columns().specs() }
    }

    fn fill(&self, book: &Book, tables: &mut Tables) {
        for row in book.rows(Self::FILE) {
            for pair in ["trips_per_day", "tare_t", "payload_t", "volume_m3"].windows(2) {
                row.together(pair[0], pair[1]);
            }
            let Some(((leg, own), two_way)) = Self::columns().read(&row) else {
                book.lose();
                continue;
            };
            let back = two_way.then(|| Self::back(&leg));
            for leg in [Some(leg), back].into_iter().flatten() {
                book.note_origin("legs", row.at());
                let id = tables.legs.push(leg);
                let own = own.map(|own| own.on(id, &tables.legs[id]));
                if let Some(own) = own {
                    book.note_origin("vehicles", row.at());
                    tables.vehicles.push(own);
                }
            }
        }
    }

    fn write(&self, tables: &Tables, out: &mut Out) {
        let own = |id: LegId| Own::find(tables, id).and_then(|one| Own::of(one, &tables.legs[id]));
        let mut legs = tables.legs.entries().peekable();
        while let Some((id, leg)) = legs.next() {
            let back = legs.next_if(|&(next, row)| *row == Self::back(leg) && own(next) == own(id));
            Self::columns().write(&((leg.clone(), own(id)), back.is_some()), &mut Line::begin(tables, out));
        }
    }
}

/// How often vehicles set off: one of two columns.
struct RunsColumns;

impl RunsColumns {
    const TRIPS: &str = "trips_per_day";
    const NUMBER: &str = "number";
}

impl Columns for RunsColumns {
    type Value = Runs;

    fn specs(&self) -> Vec<ColumnSpec> {
        let trips = "trips that may start on one day; this or `number`";
        let number = "vehicles there are: each is back after the leg's mean time there and as long back";
        vec![
            count::<Option<u32>>(Self::TRIPS, 1..=100_000, trips).spec(),
            count::<Option<u32>>(Self::NUMBER, 1..=100_000, number).spec(),
        ]
    }

    fn read(&self, row: &Row<'_>) -> Option<Runs> {
        if row.has(Self::TRIPS) {
            row.refuses(&[Self::NUMBER], "as `trips_per_day` is written");
            return row.get(Self::TRIPS).map(Runs::Trips);
        }
        row.needs(Self::NUMBER, "as `trips_per_day` is empty");
        row.get(Self::NUMBER).map(Runs::Vehicles)
    }

    fn write(&self, runs: &Runs, line: &mut Line<'_>) {
        match runs {
            Runs::Trips(trips) => line.put(Self::TRIPS, trips),
            Runs::Vehicles(number) => line.put(Self::NUMBER, number),
        }
    }
}

columns! {
    /// A row of `vehicles.csv`.
    VehicleColumns: Vehicle;
    name: name("short name, unique"),
    title: title_as("the class, for people; empty: the name"),
    leg: column("leg", "the leg it runs on; the way back of a two-way leg is `<name>-back`"),
    carrier: column("carrier", "who carries; empty: as the leg says"),
    runs: RunsColumns,
    tare: column("tare_t", OF_TARE),
    payload: column("payload_t", OF_PAYLOAD),
    volume: column("volume_m3", OF_VOLUME),
    cost_per_trip: column("cost_per_trip", OF_TRIP).or("0"),
    cost_per_tonne: column("cost_per_tonne", OF_TONNE).or("0"),
    least_load: column(
        "least_load_t",
        "least load worth a trip; empty: none is waited for, but ice that leaves less than a third of the payload is kept off",
    ),
    longest_wait: column(
        "longest_wait_days",
        "goods that have stood so long go with what there is; empty: 7 days",
    ),
}

/// `vehicles.csv`: classes of vehicles besides those that `legs.csv` says.
pub(crate) struct Vehicles;

impl Vehicles {
    const FILE: &str = "vehicles.csv";
}

impl Declared for Vehicles {
    fn spec(&self) -> TableSpec {
        let doc = "A class of vehicles that runs on a leg, besides the one of the leg's own row.";
        TableSpec {
            file: Self::FILE,
            table: "vehicles",
            doc,
            required: false,
            columns: VehicleColumns.specs(),
        }
    }

    fn fill(&self, book: &Book, tables: &mut Tables) {
        book.make(
            Self::FILE,
            "vehicles",
            |row| VehicleColumns.read(row),
            |made| {
                tables.vehicles.push(made);
            },
        );
    }

    fn write(&self, tables: &Tables, out: &mut Out) {
        for vehicle in tables.vehicles.iter() {
            let own = tables.legs.get(vehicle.leg).and_then(|leg| Own::of(vehicle, leg));
            if own.is_none() {
                VehicleColumns.write(vehicle, &mut Line::begin(tables, out));
            }
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
