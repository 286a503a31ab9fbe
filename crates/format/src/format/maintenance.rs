//! What breaks, how it is mended, and by whom.

use super::declare::*;
use iceroad_base::Table;
use iceroad_base::quantity::{Celsius, Factor, MeterHours};
use iceroad_model::maintenance::{
    BayGroup, Curve, Hazards, Opening, PartUse, PoorRepair, Service, StartFailure, Subsystem,
    TechnicianGroup, Workshop,
};
use iceroad_model::{CurveId, MeterCurveId, ModelId, ServiceId, SubsystemId, TaskId};

/// A table of curves: all rows of one name are one curve.
pub(crate) struct Curves<I: 'static, X: 'static> {
    file: &'static str,
    table: &'static str,
    doc: &'static str,
    /// The column of what is measured, and what it is.
    measured: (&'static str, &'static str),
    of: fn(&Tables) -> &Table<I, Curve<X>>,
    of_mut: fn(&mut Tables) -> &mut Table<I, Curve<X>>,
}

/// Curves by temperature.
pub(crate) const TEMPERATURE_CURVES: Curves<CurveId, Celsius> = Curves {
    file: "temperature_curves.csv",
    table: "curves",
    doc: "A point of a factor by temperature; all rows of one name are one curve, straight between points and level outside them.",
    measured: ("temperature_c", "temperature, rising within a curve"),
    of: |tables| &tables.curves,
    of_mut: |tables| &mut tables.curves,
};

/// Curves by the hour meter.
pub(crate) const METER_CURVES: Curves<MeterCurveId, MeterHours> = Curves {
    file: "meter_curves.csv",
    table: "meter_curves",
    doc: "A point of a factor by a machine's hour meter; all rows of one name are one curve, straight between points and level outside them.",
    measured: ("meter_h", "hours on the machine's meter, rising within a curve"),
    of: |tables| &tables.meter_curves,
    of_mut: |tables| &mut tables.meter_curves,
};

impl<I: Id, X: Cell + Copy> Curves<I, X> {
    fn columns(&self) -> impl Columns<Value = (String, (X, Factor))> {
        let (name, doc) = self.measured;
        pair(group_name("name of the curve"), pair(column(name, doc), column("factor", "factor")))
    }
}

impl<I: Id, X: Cell + Copy> Declared for Curves<I, X> {
    fn spec(&self) -> TableSpec {
        TableSpec {
            file: self.file,
            table: self.table,
            doc: self.doc,
            required: false,
            columns: self.columns().specs(),
        }
    }

    fn fill(&self, book: &Book, tables: &mut Tables) {
        for row in book.rows(self.file) {
            let Some((name, point)) = self.columns().read(&row) else {
                book.lose();
                continue;
            };
            let curves = (self.of_mut)(tables);
            match curves.iter_mut().find(|curve| curve.name == name) {
                Some(curve) => curve.points.push(point),
                None => {
                    book.note_origin(self.table, row.at());
                    curves.push(Curve { name, points: vec![point] });
                }
            }
        }
    }

    fn write(&self, tables: &Tables, out: &mut Out) {
        for curve in (self.of)(tables).iter() {
            for point in &curve.points {
                self.columns().write(&(curve.name.clone(), *point), &mut Line::begin(tables, out));
            }
        }
    }
}

columns! {
    /// Repairs done badly.
    PoorRepairColumns: PoorRepair;
    chance: column("poor_repair_share", "chance that a repair is done badly: life is then the lesser of the one drawn and an exponential one …"),
    life: column("poor_life_h", "… of this mean, operating hours at factor 1"),
}

columns! {
    /// Failures at the start.
    StartColumns: StartFailure;
    chance: column("start_failure_share", "chance at factor 1 that a start breaks it …").or("0"),
    after: column("start_after_h", "… once the machine has stood for longer than this (4 h is assumed)").or("4"),
    curve: column("start_curve", "… multiplied by this curve at the lowest temperature of the day (daily mean less the station's night_drop_c); empty: 1"),
}

columns! {
    /// What is beside the plain life.
    HazardColumns: Hazards;
    poor_repair: together(PoorRepairColumns),
    warning: column("warning_h", "in its last so many hours of life an inspection can see the failure coming (P–F interval)").or("0"),
    damages: column("damages", "subsystems of the same model that its failure may break too"),
    damage_chance: column("damages_share", "chance for each of them").or("1"),
    parked: column("parked_curve", "hours of life used in each hour that the machine stands, meter off, by temperature; empty: none"),
    start: StartColumns,
    by_meter: column("meter_curve", "ageing factor by the machine's hour meter; empty: 1"),
}

table! {
    Subsystems: Subsystem in subsystems, "subsystems.csv",
    "A renewable part of a machine model with a life on the hour meter.";
    model: column("model", "the model it is of"),
    name: name("short name, unique within the model, such as `engine`"),
    life: law("life", "h", "life in operating hours at factor 1"),
    ageing: column("ageing_curve", "ageing factor by temperature; empty: 1"),
    repair: law("repair", "h", "hands-on repair hours at factor 1"),
    repair_factor: column(
        "repair_curve",
        "repair-time factor by temperature outdoors and in unheated bays; empty: 1",
    ),
    trade: column("trade", "trade needed"),
    technicians: count("technicians", 1..=1_000, "technicians needed at once").or("1"),
    place: column("place", "in a bay, towed in; or where the machine stands, by a field crew").or("bay"),
    crane: column("crane", "the bay needs a crane").or("no"),
    renewal: column(
        "renewal_share",
        "share of age that a repair takes away: 1 as good as new, 0 as bad as old",
    )
    .or("1"),
    hazards: HazardColumns,
    parts: elsewhere(),
}

columns! {
    /// A part that a job uses.
    PartColumns: PartUse;
    item: column("item", "item called for; the store may issue a permitted equivalent"),
    quantity: column("quantity", "how many, in the item's unit").or("1"),
    chance: column("chance_share", "chance that the job needs it").or("1"),
}

/// What is named within a model, with its model before it.
struct OfModel<I> {
    of: Column<I>,
    model: fn(I, &Tables) -> Option<ModelId>,
}

impl<I: Named> Columns for OfModel<I> {
    type Value = I;

    fn specs(&self) -> Vec<ColumnSpec> {
        vec![column::<ModelId>("model", "model").spec(), self.of.spec()]
    }

    fn read(&self, row: &Row<'_>) -> Option<I> {
        self.of.read(row)
    }

    fn write(&self, of: &I, line: &mut Line<'_>) {
        line.put("model", &(self.model)(*of, line.tables));
        self.of.write(of, line);
    }
}

children! {
    SubsystemParts: PartUse, SubsystemId of Subsystem in subsystems
    by |subsystem| &subsystem.parts, |subsystem| Some(&mut subsystem.parts),
    "subsystem_parts.csv", "A part that a repair of a subsystem may use.";
    of: OfModel {
        of: column("subsystem", "subsystem of that model"),
        model: |of, tables| tables.subsystems.get(of).map(|subsystem| subsystem.model),
    },
    row: PartColumns,
}

table! {
    Services: Service in services, "services.csv", "Planned maintenance of a machine model.";
    model: column("model", "the model"),
    name: name("short name, unique within the model, such as `PM500`"),
    interval: column("interval_h", "every so many operating hours"),
    duration: column("duration_h", "hands-on hours"),
    early: column(
        "early_h",
        "may be done together with another job so many operating hours before it is due",
    )
    .or("0"),
    trade: column("trade", "trade needed"),
    technicians: count("technicians", 1..=1_000, "technicians needed at once").or("1"),
    renews: column("renews", "subsystems of the same model made as good as new by it"),
    inspects: column("inspects", "subsystems of the same model looked at: a failure to come that shows (`warning_h`) becomes planned work"),
    finds: column("finds_share", "chance that what shows is found").or("1"),
    kit: elsewhere(),
}

children! {
    ServiceParts: PartUse, ServiceId of Service in services by |service| &service.kit, |service| Some(&mut service.kit),
    "service_parts.csv", "A part of a service's kit.";
    of: OfModel {
        of: column("service", "service of that model"),
        model: |of, tables| tables.services.get(of).map(|service| service.model),
    },
    row: PartColumns,
}

table! {
    Workshops: Workshop in workshops, "workshops.csv", "A workshop.";
    name: name("short name, unique"),
    title: title(),
    site: column("site", "where"),
    sharing: column(
        "sharing",
        "`shared`: any bay that fits, any technician with the certificate; `by_brand`: a shop per brand",
    )
    .or("shared"),
    store: column("store", "the store its parts are drawn from"),
    tow_vehicles: count("tow_vehicles", 0..=1_000, "recovery vehicles that can tow at once"),
    tow_speed: column("tow_speed_kmh", "speed of a tow and of a field crew's drive").or_from("8", "assumed"),
    stops_below: column("stops_below_c", "open-air work stops on days whose night falls below this (daily mean less the station's night_drop_c)"),
    heated_to: column("heated_to_c", "temperature held in heated bays").or_from("15", "assumed"),
    gate_distance_m: number(
        "gate_distance_m",
        "distance",
        "m",
        0.0..=10_000_000.0,
        "way from a mine's gate to the workshop, one way",
    ),
    payer: column(
        "payer",
        "who pays its people for time on shift without work on a machine; hands-on hours are always the mine's",
    )
    .or("mine"),
}

/// When a bay or a group is there.
fn opening() -> impl Columns<Value = Opening> {
    shaped(
        column::<Option<TaskId>>("opens_with", "there when this task is done; empty: from the start"),
        |task| task.map_or(Opening::AtStart, Opening::With),
        |opening| match opening {
            Opening::AtStart => None,
            Opening::With(task) => Some(Some(*task)),
        },
    )
}

table! {
    Bays: BayGroup in bays, "bays.csv", "Alike bays of a workshop.";
    name: name("short name, unique"),
    title: title(),
    workshop: column("workshop", "the workshop"),
    count: count("count", 0..=10_000, "how many"),
    takes: column("takes_t", "the largest class that fits (`bay_class_t` of the models)"),
    heated: column("heated", "repair time does not suffer from frost"),
    crane: column("crane", "with a crane").or("no"),
    brand: column("brand", "home brand, used where the workshop does not share; empty: any brand"),
    opening: opening(),
}

table! {
    Technicians: TechnicianGroup in technicians, "technicians.csv", "Alike technicians of a workshop.";
    name: name("short name, unique"),
    title: title(),
    workshop: column("workshop", "the workshop"),
    trade: column("trade", "their trade"),
    certificates: column("certificates", "brands they are certified for; empty: any"),
    home: column("home_brand", "home brand, used where the workshop does not share"),
    count: count("count", 0..=10_000, "how many on each shift"),
    calendar: column("calendar", "their shifts"),
    field: column("field", "they go out to machines").or("no"),
    cost_per_hour: column("cost_per_hour", "cost of one, per hour on shift").or("0"),
    opening: opening(),
}
