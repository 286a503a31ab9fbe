//! What breaks, how it is mended, and by whom.

use super::Children;
use crate::book::Book;
use crate::row::Row;
use iceroad_base::Id;
use iceroad_model::maintenance::{
    BayGroup, Opening, PartUse, Place, Service, Sharing, Subsystem, TechnicianGroup, TemperatureCurve,
    Workshop,
};
use iceroad_model::{ServiceId, SubsystemId, Tables};

/// In the order of the format's words.
pub(crate) const PLACES: [Place; 2] = [Place::Bay, Place::Field];
pub(crate) const SHARING: [Sharing; 2] = [Sharing::Shared, Sharing::ByBrand];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    curves(book, tables);
    let mut parts: Children<SubsystemId, PartUse> = parts(book, "subsystem_parts.csv", "subsystem");
    let make = |row: &Row<'_>| subsystem(row, parts.take(row.at().row));
    book.make("subsystems.csv", "subsystems", make, |subsystem| {
        tables.subsystems.push(subsystem);
    });
    let mut kits: Children<ServiceId, PartUse> = self::parts(book, "service_parts.csv", "service");
    let make = |row: &Row<'_>| service(row, kits.take(row.at().row));
    book.make("services.csv", "services", make, |service| {
        tables.services.push(service);
    });
    book.make("workshops.csv", "workshops", workshop, |workshop| {
        tables.workshops.push(workshop);
    });
    book.make("bays.csv", "bays", bays, |bays| {
        tables.bays.push(bays);
    });
    book.make("technicians.csv", "technicians", technicians, |group| {
        tables.technicians.push(group);
    });
}

fn curves(book: &Book, tables: &mut Tables) {
    for row in book.rows("temperature_curves.csv") {
        let point = row.ranged("temperature_c").zip(row.ranged("factor"));
        let (Some(name), Some(point)) = (row.name(), point) else {
            book.lose();
            continue;
        };
        match tables.curves.iter_mut().find(|curve| curve.name == name) {
            Some(curve) => curve.points.push(point),
            None => {
                book.note_origin("curves", row.at());
                tables.curves.push(TemperatureCurve { name, points: vec![point] });
            }
        }
    }
}

fn parts<I: Id>(book: &Book, file: &'static str, of: &str) -> Children<I, PartUse> {
    let mut all = Children::new();
    book.make_children(file, |row| {
        let part = PartUse {
            item: row.id("item")?,
            quantity: row.quantity("quantity")?,
            chance: row.ranged("chance_share")?,
        };
        all.add(row.id(of)?, part);
        Some(())
    });
    all
}

fn subsystem(row: &Row<'_>, parts: Vec<PartUse>) -> Option<Subsystem> {
    let (life, repair) = (row.law("life", "h"), row.law("repair", "h"));
    Some(Subsystem {
        name: row.name()?,
        model: row.id("model")?,
        life: life?,
        ageing: row.id("ageing_curve"),
        repair: repair?,
        repair_factor: row.id("repair_curve"),
        trade: row.id("trade")?,
        technicians: row.count("technicians")?,
        place: row.choice("place", &PLACES)?,
        crane: row.yes("crane")?,
        renewal: row.ranged("renewal_share")?,
        parts,
    })
}

fn service(row: &Row<'_>, kit: Vec<PartUse>) -> Option<Service> {
    Some(Service {
        name: row.name()?,
        model: row.id("model")?,
        interval: row.ranged("interval_h")?,
        duration: row.ranged("duration_h")?,
        early: row.ranged("early_h")?,
        trade: row.id("trade")?,
        technicians: row.count("technicians")?,
        renews: row.ids("renews"),
        kit,
    })
}

fn workshop(row: &Row<'_>) -> Option<Workshop> {
    Some(Workshop {
        name: row.name()?,
        site: row.id("site")?,
        sharing: row.choice("sharing", &SHARING)?,
        store: row.id("store")?,
        tow_vehicles: row.count("tow_vehicles")?,
        tow_speed: row.ranged("tow_speed_kmh")?,
        stops_below: row.ranged("stops_below_c"),
        heated_to: row.ranged("heated_to_c")?,
        gate_distance_m: row.float("gate_distance_m")?,
    })
}

fn opening(row: &Row<'_>) -> Opening {
    row.id("opens_with").map_or(Opening::AtStart, Opening::With)
}

fn bays(row: &Row<'_>) -> Option<BayGroup> {
    Some(BayGroup {
        name: row.name()?,
        workshop: row.id("workshop")?,
        count: row.count("count")?,
        takes: row.mass("takes_t")?,
        heated: row.yes("heated")?,
        crane: row.yes("crane")?,
        brand: row.id("brand"),
        opening: opening(row),
    })
}

fn technicians(row: &Row<'_>) -> Option<TechnicianGroup> {
    Some(TechnicianGroup {
        name: row.name()?,
        workshop: row.id("workshop")?,
        trade: row.id("trade")?,
        certificates: row.ids("certificates"),
        home: row.id("home_brand"),
        count: row.count("count")?,
        calendar: row.id("calendar")?,
        field: row.yes("field")?,
        cost_per_hour: row.money("cost_per_hour")?,
        opening: opening(row),
    })
}
