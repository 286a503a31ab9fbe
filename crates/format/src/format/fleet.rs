//! Machine models and the machines of the fleet.

use super::declare::*;
use super::shift::WarmUpColumns;
use iceroad_base::civil::Date;
use iceroad_base::quantity::{FuelFlow, Ranged, SpecificFuel, Volume};
use iceroad_model::fleet::{
    Arrival, Battery, Cable, Capital, Drive, ForcePoint, LoaderModel, Machine, Model, TruckModel, Tyres, Work,
};
use iceroad_model::pit::DigStep;
use iceroad_model::{LineId, ModelId};

const OF_NAMES: &str = "name as the maker writes it, unique over truck and loader models";
const OF_BRANDS: &str = "brand, which decides certificates and parts";
const OF_BAYS: &str = "least class a bay must take (`takes_t` of `bays.csv`)";
const OF_PRIORITY: &str = "repair priority, 0 first";
const OF_COST: &str = "ownership and operation without fuel, parts and workshop labour, per operating hour";

fn is_truck(model: &&Model) -> bool {
    model.truck().is_some()
}

fn is_loader(model: &&Model) -> bool {
    model.loader().is_some()
}

/// The columns of a price that is worn off.
const OF_CAPITAL: [&str; 4] = ["capital_price", "life_years", "ownership_share", "residual_share"];

/// Tells of columns that are not all there; true where a price is worn off.
fn is_worn_off(row: &Row<'_>) -> bool {
    let [price, life, hourly, residual] = OF_CAPITAL;
    if !row.has(price) {
        row.refuses(&[life, hourly, residual], "as no `capital_price` is written");
        return false;
    }
    let because = "as the `capital_price` is worn off over the years";
    row.needs(life, because) & row.needs(hourly, because)
}

columns! {
    /// What a machine costs by being owned.
    CapitalColumns: Capital, checked by is_worn_off;
    price: column(
        OF_CAPITAL[0],
        "what a new one costs at the mine, worn off evenly over `life_years`; empty: ownership is in `cost_per_hour`",
    ),
    life_years: number(OF_CAPITAL[1], "duration", "years", 0.1..=100.0, "years that it is kept; given together with `capital_price`"),
    hourly: column(
        OF_CAPITAL[2],
        "the share of `cost_per_hour` that is ownership, left out of cost by use so that it is not counted twice; given together with `capital_price`",
    ),
    residual: column(OF_CAPITAL[3], "what it is sold for in the end, as a share of the price").or("0"),
}

table! {
    TruckModels: Model in models if is_truck, "truck_models.csv", "A haul truck model.";
    name: name(OF_NAMES),
    brand: column("brand", OF_BRANDS),
    work: shaped(TruckColumns, Work::Truck, |work| match work {
        Work::Truck(truck) => Some(truck.clone()),
        Work::Loader(_) => None,
    }),
    bay_class: column("bay_class_t", OF_BAYS),
    priority: count("priority", 0..=255, OF_PRIORITY).or("5"),
    cost_per_hour: column("cost_per_hour", OF_COST).or("0"),
    capital: optional(CapitalColumns),
    warm_up: WarmUpColumns,
}

/// Columns of trucks that burn fuel.
const OF_FUEL: [&str; 3] = ["specific_fuel_g_kwh", "idle_fuel_l_h", "tank_l"];
/// Columns of trucks with a battery.
const OF_BATTERIES: [&str; 5] = ["battery_kwh", "charge_kw", "reserve_share", "regen_share", "idle_kw"];
/// The drive of trucks with a battery.
const DRIVE: &str = "drive";

/// Tells of columns that the drive needs or cannot have; true where it has all it needs.
fn suits_drive(row: &Row<'_>) -> bool {
    let Some(drive) = row.get::<Drive>(DRIVE) else { return false };
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

/// What may stand in place of an engine.
#[derive(Clone, Copy)]
enum InPlace {
    /// The battery of a truck.
    Battery,
    /// The cable of a loader.
    Cable,
}

impl InPlace {
    fn is_read(self, row: &Row<'_>) -> bool {
        match self {
            InPlace::Battery => row.get(DRIVE) == Some(Drive::BatteryElectric),
            InPlace::Cable => has_cable(row),
        }
    }

    fn is_written(self, line: &Line<'_>) -> bool {
        match self {
            InPlace::Battery => line.written(DRIVE) == <&str>::from(Drive::BatteryElectric),
            InPlace::Cable => !line.written(OF_CABLES[0]).is_empty(),
        }
    }
}

/// A column of machines with an engine, what may be in place of that, and what stands for it then.
struct OfEngine<T>(Column<Option<T>>, InPlace, T);

impl<T: Cell + Clone> Columns for OfEngine<T> {
    type Value = T;

    fn specs(&self) -> Vec<ColumnSpec> {
        self.0.specs()
    }

    fn read(&self, row: &Row<'_>) -> Option<T> {
        let without = self.1.is_read(row);
        self.0.read(row)?.or(without.then(|| self.2.clone()))
    }

    fn write(&self, value: &T, line: &mut Line<'_>) {
        if !self.1.is_written(line) {
            self.0.write(&Some(value.clone()), line);
        }
    }
}

columns! {
    /// What a battery holds and gives.
    PackColumns: Battery;
    capacity: column("battery_kwh", "`battery_electric` only: what the battery may give when full").optional(),
    charge: column("charge_kw", "power into the battery at the charge point").optional(),
    reserve: column(
        "reserve_share",
        "share of the battery that planned driving leaves untouched (default assumed)",
    )
    .or("0.1"),
    regen: column("regen_share", "share of the braking work at the rim that comes back into the battery").or("0"),
    idle: column("idle_kw", "power drawn from the battery while idling, queueing, loading (default assumed)")
        .or("20"),
}

/// The battery of trucks that have one.
struct BatteryColumns;

impl Columns for BatteryColumns {
    type Value = Option<Battery>;

    fn specs(&self) -> Vec<ColumnSpec> {
        PackColumns.specs()
    }

    fn read(&self, row: &Row<'_>) -> Option<Option<Battery>> {
        match row.get(DRIVE)? {
            Drive::BatteryElectric => PackColumns.read(row).map(Some),
            Drive::Mechanical | Drive::DieselElectric => Some(None),
        }
    }

    fn write(&self, battery: &Option<Battery>, line: &mut Line<'_>) {
        if let Some(battery) = battery {
            PackColumns.write(battery, line);
        }
    }
}

columns! {
    /// What tyres bear.
    TyreColumns: Tyres;
    rating: column(
        "tyre_rating_tkph",
        "what a tyre bears at 38 °C, t·km/h (TKPH) by its maker; empty: tyre heat is not looked at",
    ),
    empty_share: column(
        "tyre_empty_share",
        "share of the empty mass on the tyre that bears most (default assumed: 47 % on two front tyres)",
    )
    .or("0.235"),
    loaded_share: column(
        "tyre_loaded_share",
        "share of the gross mass on the tyre that bears most (default assumed: six tyres alike)",
    )
    .or("0.167"),
}

columns! {
    /// What is said of trucks alone.
    TruckColumns: TruckModel, checked by suits_drive;
    payload: column("payload_t", "rated payload"),
    body: column("body_m3", "heaped body volume"),
    empty: column("empty_t", "empty mass"),
    power: column("power_kw", "gross power of the engine, or of the battery's inverter"),
    drive_efficiency: column("drive_efficiency_share", "power at the rim over that power")
        .or_from("0.85", "model value of the CAOS_MINEHAUL equipment catalogue"),
    retarder: column("retarder_kw", "continuous retarding power at the rim"),
    top_speed: column("top_speed_kmh", "greatest speed"),
    traction: column(
        "traction_share",
        "share of gross weight on driven axles times friction: the greatest rimpull over weight",
    )
    .or_from("0.33", "0.6 × 0.55, model values of the CAOS_MINEHAUL equipment catalogue"),
    drive: column(DRIVE, "how power reaches the wheels"),
    specific_fuel: OfEngine(
        column(OF_FUEL[0], "fuel per kWh at the engine; needed unless the drive is `battery_electric`"),
        InPlace::Battery,
        SpecificFuel::clamped(SpecificFuel::MIN),
    ),
    idle_fuel: OfEngine(
        column(
            OF_FUEL[1],
            "fuel while idling, queueing, loading; needed unless the drive is `battery_electric`",
        ),
        InPlace::Battery,
        FuelFlow::clamped(0.0),
    ),
    tank: OfEngine(
        of_kind(OF_FUEL[2], LITRES, "tank; needed unless the drive is `battery_electric`"),
        InPlace::Battery,
        Volume::ZERO,
    ),
    rimpull: elsewhere(),
    retarder_curve: elsewhere(),
    lockup: column(
        "lockup_kmh",
        "`mechanical` only: speed at which the torque converter locks up; below it the share of power that \
         gets through falls in proportion to speed; empty: it never slips",
    ),
    trolley: column(
        "trolley_kw",
        "electric drives only: power at the rim under a trolley line; empty: it cannot take any from one",
    ),
    battery: BatteryColumns,
    tyres: optional(TyreColumns),
}

columns! {
    /// A point of a curve of force at the rim.
    BrakingColumns: ForcePoint;
    speed: column("speed_kmh", "speed"),
    force_kn: number("force_kn", "force", "kn", 0.0..=10_000.0, "braking force at the rim"),
}

columns! {
    /// A point of a curve of force at the rim.
    PullingColumns: ForcePoint;
    speed: column("speed_kmh", "speed"),
    force_kn: number("force_kn", "force", "kn", 0.0..=10_000.0, "force at the rim"),
}

fn truck_of(model: &mut Model) -> Option<&mut TruckModel> {
    match &mut model.work {
        Work::Truck(truck) => Some(truck),
        Work::Loader(_) => None,
    }
}

children! {
    Rimpull: ForcePoint, ModelId of Model in models
    by |model| model.truck().map_or(&[][..], |truck| &truck.rimpull),
       |model| truck_of(model).map(|truck| &mut truck.rimpull),
    "rimpull.csv",
    "A point of a truck's rimpull curve, in rising order of speed. A truck without points has a curve derived from its power.";
    of: of_file(
        column("model", "truck model"),
        "truck_models.csv",
        "the name of a truck model",
        "only models of truck_models.csv have a rimpull curve",
    ),
    row: PullingColumns,
}

children! {
    Retarder: ForcePoint, ModelId of Model in models
    by |model| model.truck().map_or(&[][..], |truck| &truck.retarder_curve),
       |model| truck_of(model).map(|truck| &mut truck.retarder_curve),
    "retarder.csv",
    "A point of a truck's retarder curve, in rising order of speed. A truck without points has a curve derived from `retarder_kw`.";
    of: of_file(
        column("model", "truck model"),
        "truck_models.csv",
        "the name of a truck model",
        "only models of truck_models.csv have a retarder curve",
    ),
    row: BrakingColumns,
}

table! {
    LoaderModels: Model in models if is_loader, "loader_models.csv", "A loading machine model.";
    name: name(OF_NAMES),
    brand: column("brand", OF_BRANDS),
    work: shaped(LoaderColumns, Work::Loader, |work| match work {
        Work::Loader(loader) => Some(loader.clone()),
        Work::Truck(_) => None,
    }),
    bay_class: column("bay_class_t", OF_BAYS),
    priority: count("priority", 0..=255, OF_PRIORITY).or("5"),
    cost_per_hour: column("cost_per_hour", OF_COST).or("0"),
    capital: optional(CapitalColumns),
    warm_up: WarmUpColumns,
}

/// Columns of loaders that burn fuel.
const OF_DIGGING_FUEL: [&str; 3] = ["fuel_l_h", "idle_fuel_l_h", "tank_l"];
/// Columns of loaders on a cable.
const OF_CABLES: [&str; 2] = ["work_kw", "idle_kw"];

fn has_cable(row: &Row<'_>) -> bool {
    OF_CABLES.iter().any(|column| row.has(column))
}

/// Tells of columns that a loader's engine or cable needs, or cannot have; true where it has all it needs.
fn suits_supply(row: &Row<'_>) -> bool {
    if has_cable(row) {
        row.refuses(&OF_DIGGING_FUEL, "as a loader with `work_kw` is on a cable and burns no fuel");
        return true;
    }
    let mut complete = true;
    for column in OF_DIGGING_FUEL {
        complete &=
            row.needs(column, "as only a loader on a cable, with `work_kw` and `idle_kw`, burns no fuel");
    }
    complete
}

columns! {
    /// What a loader on a cable draws.
    CableColumns: Cable;
    work: column(
        OF_CABLES[0],
        "electric loaders only, which are on a cable: power drawn while digging and walking, as a mean over the time; \
         empty: it burns fuel",
    ),
    idle: column(OF_CABLES[1], "power drawn while waiting for trucks; given together with `work_kw`"),
}

columns! {
    /// What is said of loaders alone.
    LoaderColumns: LoaderModel, checked by suits_supply;
    bucket: column("bucket_m3", "heaped bucket volume"),
    bucket_mass: column("bucket_t", "greatest mass in the bucket"),
    fill: column("fill_factor", "mean fill of the bucket").or_from("0.92", "assumed"),
    fill_variation: column("fill_cv", "spread of a bucket's mass").or("0"),
    pass: column("pass_s", "time of one pass"),
    pass_variation: column("pass_cv", "spread of the pass time").or("0"),
    spot: column("spot_s", "time for a truck to spot under the loader")
        .or_from("27", "class value 25 to 30 s of the CAOS_MINEHAUL equipment catalogue"),
    loading_rule: column(
        "loading_rule",
        "`full_truck`: a last pass is made, in part, where half of it fits; `full_bucket`: only whole buckets",
    )
    .or("full_truck"),
    first_pass: column(
        "first_pass_s",
        "time of the first pass, as the bucket may hang ready while the truck spots; empty: `pass_s`",
    ),
    two_sided: shaped(
        count::<u8>("sides", 1..=2, "sides on which trucks spot; with 2 the next one spots while one is loaded")
            .or("1"),
        |sides| sides == 2,
        |two_sided| Some(if *two_sided { 2 } else { 1 }),
    ),
    walk: column("walk_kmh", "speed on its way to the gate and between faces (default assumed)").or("2.4"),
    electric: together(CableColumns),
    fuel: OfEngine(
        column(OF_DIGGING_FUEL[0], "fuel while digging; needed without `work_kw`"),
        InPlace::Cable,
        FuelFlow::clamped(0.0),
    ),
    idle_fuel: OfEngine(
        column(OF_DIGGING_FUEL[1], "fuel while waiting for trucks; needed without `work_kw`"),
        InPlace::Cable,
        FuelFlow::clamped(0.0),
    ),
    tank: OfEngine(
        of_kind(OF_DIGGING_FUEL[2], LITRES, "tank; needed without `work_kw`"),
        InPlace::Cable,
        Volume::ZERO,
    ),
}

/// When a machine joins the fleet.
struct ArrivalColumns;

impl ArrivalColumns {
    const ON: &str = "arrives_on";
    const LINE: &str = "arrives_line";
    const NTH: &str = "arrives_nth";
}

impl Columns for ArrivalColumns {
    type Value = Arrival;

    fn specs(&self) -> Vec<ColumnSpec> {
        let on = column::<Option<Date>>(
            Self::ON,
            "joins the fleet on this local day; empty: it is there from the start",
        );
        let line = column::<Option<LineId>>(
            Self::LINE,
            "or joins when a piece of this agreement line is delivered …",
        );
        let nth = count::<Option<u32>>(
            Self::NTH,
            1..=1_000_000,
            "… which piece, from 1; given together with `arrives_line`",
        );
        vec![on.spec(), line.spec(), nth.spec()]
    }

    fn read(&self, row: &Row<'_>) -> Option<Arrival> {
        row.together(Self::LINE, Self::NTH);
        if row.has(Self::LINE) {
            row.refuses(&[Self::ON], "as `arrives_line` is filled");
            return Some(Arrival::ByLine { line: row.get(Self::LINE)?, nth: row.get(Self::NTH)? });
        }
        if row.has(Self::ON) {
            return Some(Arrival::On(row.get(Self::ON)?));
        }
        Some(Arrival::AtStart)
    }

    fn write(&self, arrival: &Arrival, line: &mut Line<'_>) {
        match arrival {
            Arrival::AtStart => {}
            Arrival::On(day) => line.put(Self::ON, day),
            Arrival::ByLine { line: of, nth } => {
                line.put(Self::LINE, of);
                line.put(Self::NTH, nth);
            }
        }
    }
}

table! {
    Machines: Machine in machines, "machines.csv", "One machine of the fleet.";
    name: name("fleet number, unique"),
    model: column("model", "model"),
    mine: column("mine", "where it works"),
    workshop: column(
        "workshop",
        "which workshop keeps it running; empty: it never fails and is never serviced",
    ),
    meter: column("meter_h", "hour meter at the start").or("0"),
    face: column("face", "loaders: the face they dig; trucks under fixed dispatch: the face they serve"),
    dump: column(
        "dump",
        "trucks under fixed dispatch: the dump they go to, where the material allows a choice",
    ),
    arrival: ArrivalColumns,
}

table! {
    DigSequence: DigStep in dig_sequence, "dig_sequence.csv",
    "A face that a loader walks to when the one before is dug out.";
    loader: column("loader", "the loader; it begins at its `face` in `machines.csv`"),
    order: count("order", 1..=1_000, "its steps are taken in rising order"),
    face: column("face", "where it goes; every face before it has an `available_t`"),
}
