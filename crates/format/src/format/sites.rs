//! Sites, the legs between them, and working-time calendars.

use super::spec::*;
use iceroad_base::quantity::{Celsius, Kilometres, Latitude, Longitude};

pub(crate) const SITE_KINDS: &[&str] = &["mine", "service_centre", "transfer", "settlement", "supplier"];
pub(crate) const MODES: &[&str] = &["rail", "river", "winter_road", "road", "air"];

pub(super) fn tables() -> [TableSpec; 4] {
    [sites(), legs(), calendars(), holidays()]
}

fn sites() -> TableSpec {
    TableSpec::new("sites.csv", "A place of the region that goods, machines and people belong to.")
        .required()
        .with(name("short name, unique"))
        .with(title())
        .with(choice("kind", SITE_KINDS, "what it mainly is; for maps and messages, never for rules"))
        .with(of_kind(
            "zone",
            Kind::Zone,
            "IANA time zone: shifts, due dates and seasons here are in its local time",
        ))
        .with(ranged::<Latitude>("latitude_deg", "degrees north, for the map"))
        .with(ranged::<Longitude>("longitude_deg", "degrees east, for the map"))
        .with(
            refer(
                "station",
                Target::Station,
                "whose temperatures are felt here; empty: weather does not matter",
            )
            .optional(),
        )
        .with(coined(
            "territory",
            Coined::Territory,
            "territory whose rules on transit and destination apply here, such as `RU`",
        ))
}

fn legs() -> TableSpec {
    TableSpec::new("legs.csv", "A road, river, railway or flight from one site to another.")
        .with(name("short name, unique; the way back of a two-way leg is called `<name>-back`"))
        .with(refer("from", Target::Site, "from this site"))
        .with(refer("to", Target::Site, "to this site"))
        .with(choice("mode", MODES, "how it is drawn, never a rule"))
        .with(ranged::<Kilometres>("distance_km", "distance"))
        .law("transit", "days", "days under way, door to door of the leg")
        .with(count("trips_per_day", 0..=100_000, "trips that may start on one day"))
        .with(tonnes("tare_t", "mass of the empty vehicle, which the ice must carry too"))
        .with(tonnes("payload_t", "payload of one trip at full load"))
        .with(cubic_metres("volume_m3", "volume of one trip"))
        .with(money("cost_per_trip", "cost of one trip; a part load pays its share").or("0"))
        .with(money("cost_per_tonne", "cost per tonne").or("0"))
        .with(refer("season", Target::Season, "when it is open; empty: all year").optional())
        .with(refer("carrier", Target::Party, "who carries").optional())
        .with(coined_list("transits", Coined::Territory, "territories it crosses besides those of its ends"))
        .with(yes_no("emergency", "used by emergency orders only").or("no"))
        .with(yes_no("two_way", "the same leg also goes back").or("no"))
}

fn calendars() -> TableSpec {
    TableSpec::new("calendars.csv", "A shift of a working-time calendar; all rows of one name are one calendar.")
        .with(group_name("name of the calendar"))
        .with(of_kind("zone", Kind::Zone, "IANA time zone its times are local to; needed in the first row of a calendar, may be left out after").optional())
        .with(text("shift", "name of the shift, such as `day`"))
        .with(of_kind("start", Kind::Time, "local start"))
        .with(of_kind("end", Kind::Time, "local end; at or before the start means on the next day (00:00 to 00:00 is all day)"))
        .with(of_kind("weekdays", Kind::Weekdays, "weekdays on which the shift may start").or("all"))
        .with(count("days_on", 1..=10_000, "rotation: so many days on …").optional())
        .with(count("days_off", 0..=10_000, "… and so many off, counted from the first day of the horizon").optional())
        .with(ranged::<Celsius>("stops_below_c", "outdoor work of this calendar stops below this temperature; the same in all rows of a calendar, or only in the first").optional())
}

fn holidays() -> TableSpec {
    TableSpec::new("holidays.csv", "A local day on which no shift of a calendar starts.")
        .with(refer("calendar", Target::Calendar, "calendar"))
        .with(date("date", "day"))
}
