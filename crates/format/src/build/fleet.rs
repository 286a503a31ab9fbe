//! Machine models of both kinds, and the machines of the fleet.

use super::Children;
use crate::book::Book;
use crate::names::At;
use crate::row::Row;
use crate::source::Said;
use iceroad_base::Id;
use iceroad_base::quantity::{Energy, FuelFlow, Ranged, SpecificFuel, Volume};
use iceroad_model::fleet::{
    Arrival, Battery, Drive, ForcePoint, LoaderModel, Machine, Model, TruckModel, Tyres, Work,
};
use iceroad_model::pit::{DigStep, LoadingRule};
use iceroad_model::{Code, ModelId, Tables};

/// In the order of the format's words.
pub(crate) const DRIVES: [Drive; 3] = [Drive::Mechanical, Drive::DieselElectric, Drive::BatteryElectric];
pub(crate) const LOADING_RULES: [LoadingRule; 2] = [LoadingRule::FullTruck, LoadingRule::FullBucket];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    let mut rimpull =
        curves(book, ("rimpull.csv", "rimpull"), "only models of truck_models.csv have a rimpull curve");
    let mut retarder =
        curves(book, ("retarder.csv", "retarder"), "only models of truck_models.csv have a retarder curve");
    let truck = |row: &Row<'_>| {
        let (rimpull, retarder) = (rimpull.take(row.at().row), retarder.take(row.at().row));
        model(row, Work::Truck(truck(row, rimpull, retarder)?))
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
    book.make("dig_sequence.csv", "dig_sequence", dig_step, |step| tables.dig_sequence.push(step));
}

/// The points of force curves by truck model.
fn curves(
    book: &Book,
    (file, table): (&'static str, &'static str),
    advice: &str,
) -> Children<ModelId, ForcePoint> {
    let trucks = book.sheets.get("truck_models.csv").map_or(0, |sheet| sheet.rows.len());
    let mut curves: Children<ModelId, ForcePoint> = Children::new();
    let mut places: Children<ModelId, At> = Children::new();
    book.make_children(file, |row| {
        let model = row.id::<ModelId>("model")?;
        if model.index() >= trucks {
            let said = Said::new(Code::UnknownId, &row.written("model"), "the name of a truck model", advice);
            row.tell("model", said);
            return None;
        }
        let point = ForcePoint { speed: row.ranged("speed_kmh")?, force_kn: row.float("force_kn")? };
        curves.add(model, point);
        places.add(model, row.at());
        Some(())
    });
    // Faults count points by model, in whatever order they are written.
    for model in (0..trucks).map(ModelId::from_index) {
        for &at in places.of(model) {
            book.note_origin(table, at);
        }
    }
    curves
}

fn model(row: &Row<'_>, work: Work) -> Option<Model> {
    Some(Model {
        name: row.name()?,
        brand: row.id("brand")?,
        work,
        bay_class: row.mass("bay_class_t")?,
        priority: row.count("priority")?,
        cost_per_hour: row.money("cost_per_hour")?,
        warm_up: super::shift::of_model(row)?,
    })
}

/// Stands where a truck has no engine whose fuel could be told.
const NO_ENGINE: SpecificFuel = SpecificFuel::clamped(SpecificFuel::MIN);
/// Columns of trucks that burn fuel.
const OF_FUEL: [&str; 3] = ["specific_fuel_g_kwh", "idle_fuel_l_h", "tank_l"];
/// Columns of trucks with a battery.
const OF_BATTERIES: [&str; 5] = ["battery_kwh", "charge_kw", "reserve_share", "regen_share", "idle_kw"];

/// Tells of columns that the drive needs or cannot have; true where it has all it needs.
fn suits_drive(row: &Row<'_>, drive: Drive) -> bool {
    if drive != Drive::Mechanical {
        row.refuses(&["lockup_kmh"], "as only a `mechanical` drive has a torque converter");
    }
    if drive == Drive::Mechanical {
        row.refuses(&["trolley_kw"], "as a `mechanical` drive has no motors at the wheels");
    }
    let (needed, because): (&[&str], _) = if drive == Drive::BatteryElectric {
        row.refuses(&OF_FUEL, "as a `battery_electric` truck burns no fuel");
        (&OF_BATTERIES[..2], "as the drive is `battery_electric`")
    } else {
        row.refuses(&OF_BATTERIES, "as only a `battery_electric` truck has a battery");
        (&OF_FUEL, "as only a `battery_electric` truck burns no fuel")
    };
    let mut complete = true;
    for column in needed {
        complete &= row.needs(column, because);
    }
    complete
}

fn battery(row: &Row<'_>) -> Option<Battery> {
    Some(Battery {
        capacity: Energy(row.whole("battery_kwh")?),
        charge: row.ranged("charge_kw")?,
        reserve: row.ranged("reserve_share")?,
        regen: row.ranged("regen_share")?,
        idle: row.ranged("idle_kw")?,
    })
}

fn tyres(row: &Row<'_>) -> Option<Tyres> {
    Some(Tyres {
        rating: row.ranged("tyre_rating_tkph")?,
        empty_share: row.ranged("tyre_empty_share")?,
        loaded_share: row.ranged("tyre_loaded_share")?,
    })
}

fn truck(row: &Row<'_>, rimpull: Vec<ForcePoint>, retarder_curve: Vec<ForcePoint>) -> Option<TruckModel> {
    let drive = row.choice("drive", &DRIVES)?;
    if !suits_drive(row, drive) {
        return None;
    }
    let burns = drive != Drive::BatteryElectric;
    Some(TruckModel {
        payload: row.mass("payload_t")?,
        body: row.volume("body_m3")?,
        empty: row.mass("empty_t")?,
        power: row.ranged("power_kw")?,
        drive_efficiency: row.ranged("drive_efficiency_share")?,
        retarder: row.ranged("retarder_kw")?,
        top_speed: row.ranged("top_speed_kmh")?,
        traction: row.ranged("traction_share")?,
        drive,
        rimpull,
        specific_fuel: row.ranged("specific_fuel_g_kwh").or((!burns).then_some(NO_ENGINE))?,
        idle_fuel: row.ranged("idle_fuel_l_h").or((!burns).then_some(FuelFlow::clamped(0.0)))?,
        tank: row.volume("tank_l").or((!burns).then_some(Volume::ZERO))?,
        retarder_curve,
        lockup: row.ranged("lockup_kmh"),
        trolley: row.ranged("trolley_kw"),
        battery: if burns { None } else { Some(battery(row)?) },
        tyres: tyres(row),
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
        loading_rule: row.choice("loading_rule", &LOADING_RULES)?,
        first_pass: row.ranged("first_pass_s"),
        two_sided: row.whole("sides")? == 2,
        walk: row.ranged("walk_kmh")?,
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

fn dig_step(row: &Row<'_>) -> Option<DigStep> {
    Some(DigStep { loader: row.id("loader")?, order: row.count("order")?, face: row.id("face")? })
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
