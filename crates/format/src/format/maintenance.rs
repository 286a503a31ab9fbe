//! What breaks, how it is mended, and by whom.

use super::spec::*;
use iceroad_base::quantity::{Celsius, Factor, Hours, MeterHours, Share, Speed};

pub(crate) const PLACES: &[&str] = &["bay", "field"];
pub(crate) const SHARING: &[&str] = &["shared", "by_brand"];

pub(super) fn tables() -> [TableSpec; 8] {
    [
        temperature_curves(),
        subsystems(),
        subsystem_parts(),
        services(),
        service_parts(),
        workshops(),
        bays(),
        technicians(),
    ]
}

fn temperature_curves() -> TableSpec {
    TableSpec::new("temperature_curves.csv", "A point of a factor by temperature; all rows of one name are one curve, straight between points and level outside them.")
        .with(group_name("name of the curve"))
        .with(ranged::<Celsius>("temperature_c", "temperature, rising within a curve"))
        .with(ranged::<Factor>("factor", "factor"))
}

fn subsystems() -> TableSpec {
    TableSpec::new("subsystems.csv", "A renewable part of a machine model with a life on the hour meter.")
        .with(refer("model", Target::Model, "the model it is of"))
        .with(name("short name, unique within the model, such as `engine`"))
        .law("life", "h", "life in operating hours at factor 1")
        .with(refer("ageing_curve", Target::Curve, "ageing factor by temperature; empty: 1").optional())
        .law("repair", "h", "hands-on repair hours at factor 1")
        .with(
            refer(
                "repair_curve",
                Target::Curve,
                "repair-time factor by temperature outdoors and in unheated bays; empty: 1",
            )
            .optional(),
        )
        .with(coined("trade", Coined::Trade, "trade needed"))
        .with(count("technicians", 1..=1_000, "technicians needed at once").or("1"))
        .with(
            choice("place", PLACES, "in a bay, towed in; or where the machine stands, by a field crew")
                .or("bay"),
        )
        .with(yes_no("crane", "the bay needs a crane").or("no"))
        .with(
            ranged::<Share>(
                "renewal_share",
                "share of age that a repair takes away: 1 as good as new, 0 as bad as old",
            )
            .or("1"),
        )
}

fn part_columns(table: TableSpec) -> TableSpec {
    table
        .with(refer("item", Target::Item, "item called for; the store may issue a permitted equivalent"))
        .with(quantity("quantity", "how many, in the item's unit").or("1"))
        .with(ranged::<Share>("chance_share", "chance that the job needs it").or("1"))
}

fn subsystem_parts() -> TableSpec {
    let table = TableSpec::new("subsystem_parts.csv", "A part that a repair of a subsystem may use.")
        .with(refer("model", Target::Model, "model"))
        .with(refer("subsystem", Target::Subsystem, "subsystem of that model"));
    part_columns(table)
}

fn services() -> TableSpec {
    TableSpec::new("services.csv", "Planned maintenance of a machine model.")
        .with(refer("model", Target::Model, "the model"))
        .with(name("short name, unique within the model, such as `PM500`"))
        .with(ranged::<MeterHours>("interval_h", "every so many operating hours"))
        .with(ranged::<Hours>("duration_h", "hands-on hours"))
        .with(
            ranged::<MeterHours>(
                "early_h",
                "may be done together with another job so many operating hours before it is due",
            )
            .or("0"),
        )
        .with(coined("trade", Coined::Trade, "trade needed"))
        .with(count("technicians", 1..=1_000, "technicians needed at once").or("1"))
        .with(list("renews", Target::Subsystem, "subsystems of the same model made as good as new by it"))
}

fn service_parts() -> TableSpec {
    let table = TableSpec::new("service_parts.csv", "A part of a service's kit.")
        .with(refer("model", Target::Model, "model"))
        .with(refer("service", Target::Service, "service of that model"));
    part_columns(table)
}

fn workshops() -> TableSpec {
    TableSpec::new("workshops.csv", "A workshop.")
        .with(name("short name, unique"))
        .with(refer("site", Target::Site, "where"))
        .with(choice("sharing", SHARING, "`shared`: any bay that fits, any technician with the certificate; `by_brand`: a shop per brand").or("shared"))
        .with(refer("store", Target::Store, "the store its parts are drawn from"))
        .with(count("tow_vehicles", 0..=1_000, "recovery vehicles that can tow at once"))
        .with(ranged::<Speed>("tow_speed_kmh", "speed of a tow and of a field crew's drive"))
        .with(ranged::<Celsius>("stops_below_c", "open-air work stops below this daily mean").optional())
        .with(ranged::<Celsius>("heated_to_c", "temperature held in heated bays"))
        .with(number("gate_distance_m", "distance", "m", 0.0..=10_000_000.0, "way from a mine's gate to the workshop, one way"))
}

fn bays() -> TableSpec {
    TableSpec::new("bays.csv", "Alike bays of a workshop.")
        .with(name("short name, unique"))
        .with(refer("workshop", Target::Workshop, "the workshop"))
        .with(count("count", 0..=10_000, "how many"))
        .with(tonnes("takes_t", "the largest class that fits (`bay_class_t` of the models)"))
        .with(yes_no("heated", "repair time does not suffer from frost"))
        .with(yes_no("crane", "with a crane").or("no"))
        .with(
            coined(
                "brand",
                Coined::Brand,
                "home brand, used where the workshop does not share; empty: any brand",
            )
            .optional(),
        )
        .with(
            refer("opens_with", Target::Task, "there when this task is done; empty: from the start")
                .optional(),
        )
}

fn technicians() -> TableSpec {
    TableSpec::new("technicians.csv", "Alike technicians of a workshop.")
        .with(name("short name, unique"))
        .with(refer("workshop", Target::Workshop, "the workshop"))
        .with(coined("trade", Coined::Trade, "their trade"))
        .with(coined_list("certificates", Coined::Brand, "brands they are certified for; empty: any"))
        .with(
            coined("home_brand", Coined::Brand, "home brand, used where the workshop does not share")
                .optional(),
        )
        .with(count("count", 0..=10_000, "how many on each shift"))
        .with(refer("calendar", Target::Calendar, "their shifts"))
        .with(yes_no("field", "they go out to machines").or("no"))
        .with(money("cost_per_hour", "cost of one, per hour on shift").or("0"))
        .with(
            refer("opens_with", Target::Task, "there when this task is done; empty: from the start")
                .optional(),
        )
}
