//! Machine models and the machines of the fleet.

use super::spec::*;
use iceroad_base::quantity::{
    Factor, FuelFlow, MeterHours, Power, Seconds, Share, SpecificFuel, Speed, TyreRating, Variation,
};

pub(crate) const DRIVES: &[&str] = &["mechanical", "diesel_electric", "battery_electric"];
pub(crate) const LOADING_RULES: &[&str] = &["full_truck", "full_bucket"];

pub(super) fn tables() -> [TableSpec; 6] {
    [truck_models(), rimpull(), retarder(), loader_models(), machines(), dig_sequence()]
}

/// What truck and loader models have in common, at the end of their rows.
fn common(table: TableSpec, tank: ColumnSpec) -> TableSpec {
    table
        .with(tank)
        .with(tonnes("bay_class_t", "least class a bay must take (`takes_t` of `bays.csv`)"))
        .with(count("priority", 0..=255, "repair priority, 0 first").or("5"))
        .with(
            money(
                "cost_per_hour",
                "ownership and operation without fuel, parts and workshop labour, per operating hour",
            )
            .or("0"),
        )
        .with_all(super::shift::of_models())
}

fn truck_models() -> TableSpec {
    let table = TableSpec::new("truck_models.csv", "A haul truck model.")
        .with(name("name as the maker writes it, unique over truck and loader models"))
        .with(coined("brand", Coined::Brand, "brand, which decides certificates and parts"))
        .with(tonnes("payload_t", "rated payload"))
        .with(cubic_metres("body_m3", "heaped body volume"))
        .with(tonnes("empty_t", "empty mass"))
        .with(ranged::<Power>("power_kw", "gross power of the engine, or of the battery's inverter"))
        .with(ranged::<Share>("drive_efficiency_share", "power at the rim over that power"))
        .with(ranged::<Power>("retarder_kw", "continuous retarding power at the rim"))
        .with(ranged::<Speed>("top_speed_kmh", "greatest speed"))
        .with(ranged::<Share>(
            "traction_share",
            "share of gross weight on driven axles times friction: the greatest rimpull over weight",
        ))
        .with(choice("drive", DRIVES, "how power reaches the wheels"))
        .with(
            ranged::<SpecificFuel>(
                "specific_fuel_g_kwh",
                "fuel per kWh at the engine; needed unless the drive is `battery_electric`",
            )
            .optional(),
        )
        .with(
            ranged::<FuelFlow>(
                "idle_fuel_l_h",
                "fuel while idling, queueing, loading; needed unless the drive is `battery_electric`",
            )
            .optional(),
        );
    let tank = litres("tank_l", "tank; needed unless the drive is `battery_electric`").optional();
    fitted(common(table, tank))
}

/// What a truck may have beside the plain columns.
fn fitted(table: TableSpec) -> TableSpec {
    table
        .with(
            ranged::<Speed>(
                "lockup_kmh",
                "`mechanical` only: speed at which the torque converter locks up; below it the share of power that \
                 gets through falls in proportion to speed; empty: it never slips",
            )
            .optional(),
        )
        .with(
            ranged::<Power>(
                "trolley_kw",
                "electric drives only: power at the rim under a trolley line; empty: it cannot take any from one",
            )
            .optional(),
        )
        .with(
            fixed(
                "battery_kwh",
                "energy",
                "kwh",
                0,
                MOST_KWH,
                "`battery_electric` only: what the battery may give when full",
            )
            .optional(),
        )
        .with(ranged::<Power>("charge_kw", "power into the battery at the charge point").optional())
        .with(
            ranged::<Share>(
                "reserve_share",
                "share of the battery that planned driving leaves untouched (default assumed)",
            )
            .or("0.1"),
        )
        .with(
            ranged::<Share>(
                "regen_share",
                "share of the braking work at the rim that comes back into the battery",
            )
            .or("0"),
        )
        .with(
            ranged::<Power>(
                "idle_kw",
                "power drawn from the battery while idling, queueing, loading (default assumed)",
            )
            .or("20"),
        )
        .with(
            ranged::<TyreRating>(
                "tyre_rating_tkph",
                "what a tyre bears at 38 °C, t·km/h (TKPH) by its maker; empty: tyre heat is not looked at",
            )
            .optional(),
        )
        .with(
            ranged::<Share>(
                "tyre_empty_share",
                "share of the empty mass on the tyre that bears most (default assumed: 47 % on two front tyres)",
            )
            .or("0.235"),
        )
        .with(
            ranged::<Share>(
                "tyre_loaded_share",
                "share of the gross mass on the tyre that bears most (default assumed: six tyres alike)",
            )
            .or("0.167"),
        )
}

/// The greatest battery a cell may hold, kWh.
const MOST_KWH: i64 = 100_000;

fn retarder() -> TableSpec {
    TableSpec::new("retarder.csv", "A point of a truck's retarder curve, in rising order of speed. A truck without points has a curve derived from `retarder_kw`.")
        .with(refer("model", Target::Model, "truck model"))
        .with(ranged::<Speed>("speed_kmh", "speed"))
        .with(number("force_kn", "force", "kn", 0.0..=10_000.0, "braking force at the rim"))
}

fn rimpull() -> TableSpec {
    TableSpec::new("rimpull.csv", "A point of a truck's rimpull curve, in rising order of speed. A truck without points has a curve derived from its power.")
        .with(refer("model", Target::Model, "truck model"))
        .with(ranged::<Speed>("speed_kmh", "speed"))
        .with(number("force_kn", "force", "kn", 0.0..=10_000.0, "force at the rim"))
}

fn loader_models() -> TableSpec {
    let table = TableSpec::new("loader_models.csv", "A loading machine model.")
        .with(name("name as the maker writes it, unique over truck and loader models"))
        .with(coined("brand", Coined::Brand, "brand, which decides certificates and parts"))
        .with(cubic_metres("bucket_m3", "heaped bucket volume"))
        .with(tonnes("bucket_t", "greatest mass in the bucket"))
        .with(ranged::<Factor>("fill_factor", "mean fill of the bucket"))
        .with(ranged::<Variation>("fill_cv", "spread of a bucket's mass").or("0"))
        .with(ranged::<Seconds>("pass_s", "time of one pass"))
        .with(ranged::<Variation>("pass_cv", "spread of the pass time").or("0"))
        .with(ranged::<Seconds>("spot_s", "time for a truck to spot under the loader"))
        .with(
            choice(
                "loading_rule",
                LOADING_RULES,
                "`full_truck`: a last pass is made, in part, where half of it fits; `full_bucket`: only whole buckets",
            )
            .or("full_truck"),
        )
        .with(
            ranged::<Seconds>(
                "first_pass_s",
                "time of the first pass, as the bucket may hang ready while the truck spots; empty: `pass_s`",
            )
            .optional(),
        )
        .with(
            count("sides", 1..=2, "sides on which trucks spot; with 2 the next one spots while one is loaded")
                .or("1"),
        )
        .with(
            ranged::<Speed>("walk_kmh", "speed on its way to the gate and between faces (default assumed)")
                .or("2.4"),
        )
        .with(ranged::<FuelFlow>("fuel_l_h", "fuel while digging"))
        .with(ranged::<FuelFlow>("idle_fuel_l_h", "fuel while waiting for trucks"));
    common(table, litres("tank_l", "tank"))
}

fn machines() -> TableSpec {
    TableSpec::new("machines.csv", "One machine of the fleet.")
        .with(name("fleet number, unique"))
        .with(refer("model", Target::Model, "model"))
        .with(refer("mine", Target::Mine, "where it works"))
        .with(
            refer(
                "workshop",
                Target::Workshop,
                "which workshop keeps it running; empty: it never fails and is never serviced",
            )
            .optional(),
        )
        .with(ranged::<MeterHours>("meter_h", "hour meter at the start").or("0"))
        .with(
            refer(
                "face",
                Target::Face,
                "loaders: the face they dig; trucks under fixed dispatch: the face they serve",
            )
            .optional(),
        )
        .with(
            refer(
                "dump",
                Target::Dump,
                "trucks under fixed dispatch: the dump they go to, where the material allows a choice",
            )
            .optional(),
        )
        .with(
            date("arrives_on", "joins the fleet on this local day; empty: it is there from the start")
                .optional(),
        )
        .with(
            refer(
                "arrives_line",
                Target::Line,
                "or joins when a piece of this agreement line is delivered …",
            )
            .optional(),
        )
        .with(
            count("arrives_nth", 1..=1_000_000, "… which piece, from 1; given together with `arrives_line`")
                .optional(),
        )
}

fn dig_sequence() -> TableSpec {
    TableSpec::new("dig_sequence.csv", "A face that a loader walks to when the one before is dug out.")
        .with(refer("loader", Target::Machine, "the loader; it begins at its `face` in `machines.csv`"))
        .with(count("order", 1..=1_000, "its steps are taken in rising order"))
        .with(refer("face", Target::Face, "where it goes; every face before it has an `available_t`"))
}
