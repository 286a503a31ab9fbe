//! Machine models of both kinds, and the machines of the fleet.

use super::Children;
use crate::book::Book;
use crate::row::Row;
use crate::source::Said;
use iceroad_base::Id;
use iceroad_model::fleet::{Arrival, Drive, ForcePoint, LoaderModel, Machine, Model, TruckModel, Work};
use iceroad_model::{Code, ModelId, Tables};

/// In the order of the format's words.
pub(crate) const DRIVES: [Drive; 2] = [Drive::Mechanical, Drive::DieselElectric];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    let trucks = book.sheets.get("truck_models.csv").map_or(0, |sheet| sheet.rows.len());
    let mut curves: Children<ModelId, ForcePoint> = Children::new();
    book.make_children("rimpull.csv", |row| {
        let model = row.id::<ModelId>("model")?;
        if model.index() >= trucks {
            let said = Said::new(
                Code::UnknownId,
                &row.written("model"),
                "the name of a truck model",
                "only models of truck_models.csv have a rimpull curve",
            );
            row.tell("model", said);
            return None;
        }
        let point = ForcePoint { speed: row.ranged("speed_kmh")?, force_kn: row.float("force_kn")? };
        curves.add(model, point);
        Some(())
    });
    let truck = |row: &Row<'_>| {
        let rimpull = curves.take(row.at().row);
        model(row, Work::Truck(truck(row, rimpull)?))
    };
    book.make("truck_models.csv", "models", truck, |model| {
        tables.models.push(model);
    });
    let loader = |row: &Row<'_>| model(row, Work::Loader(loader(row)?));
    book.make("loader_models.csv", "models", loader, |model| {
        tables.models.push(model);
    });
    book.make("machines.csv", "machines", machine, |machine| {
        tables.machines.push(machine);
    });
}

fn model(row: &Row<'_>, work: Work) -> Option<Model> {
    Some(Model {
        name: row.name()?,
        brand: row.id("brand")?,
        work,
        bay_class: row.mass("bay_class_t")?,
        priority: row.count("priority")?,
        cost_per_hour: row.money("cost_per_hour")?,
    })
}

fn truck(row: &Row<'_>, rimpull: Vec<ForcePoint>) -> Option<TruckModel> {
    Some(TruckModel {
        payload: row.mass("payload_t")?,
        body: row.volume("body_m3")?,
        empty: row.mass("empty_t")?,
        power: row.ranged("power_kw")?,
        drive_efficiency: row.ranged("drive_efficiency_share")?,
        retarder: row.ranged("retarder_kw")?,
        top_speed: row.ranged("top_speed_kmh")?,
        traction: row.ranged("traction_share")?,
        drive: row.choice("drive", &DRIVES)?,
        rimpull,
        specific_fuel: row.ranged("specific_fuel_g_kwh")?,
        idle_fuel: row.ranged("idle_fuel_l_h")?,
        tank: row.volume("tank_l")?,
    })
}

fn loader(row: &Row<'_>) -> Option<LoaderModel> {
    Some(LoaderModel {
        bucket: row.volume("bucket_m3")?,
        bucket_mass: row.mass("bucket_t")?,
        fill: row.ranged("fill_factor")?,
        fill_variation: row.ranged("fill_cv")?,
        pass: row.ranged("pass_s")?,
        pass_variation: row.ranged("pass_cv")?,
        spot: row.ranged("spot_s")?,
        fuel: row.ranged("fuel_l_h")?,
        idle_fuel: row.ranged("idle_fuel_l_h")?,
        tank: row.volume("tank_l")?,
    })
}

fn machine(row: &Row<'_>) -> Option<Machine> {
    Some(Machine {
        arrival: arrival(row)?,
        name: row.name()?,
        model: row.id("model")?,
        mine: row.id("mine")?,
        workshop: row.id("workshop"),
        meter: row.ranged("meter_h")?,
        face: row.id("face"),
        dump: row.id("dump"),
    })
}

fn arrival(row: &Row<'_>) -> Option<Arrival> {
    row.together("arrives_line", "arrives_nth");
    if row.has("arrives_line") {
        row.refuses(&["arrives_on"], "as `arrives_line` is filled");
        return Some(Arrival::ByLine { line: row.id("arrives_line")?, nth: row.count("arrives_nth")? });
    }
    if row.has("arrives_on") {
        return Some(Arrival::On(row.date("arrives_on")?));
    }
    Some(Arrival::AtStart)
}
