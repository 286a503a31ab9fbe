//! Mines: haul roads, faces, dumps, materials, the plan in tonnes.

use super::spec::*;
use iceroad_base::quantity::{
    Celsius, Coordinate, Density, Factor, Grade, GridCarbon, Metres, RollingResistance, Seconds, Share,
    Speed, TonnesPerHour,
};

pub(crate) const DISPATCH: &[&str] = &[
    "fixed",
    "random",
    "nearest",
    "shortest_queue",
    "earliest_loading",
    "least_saturated",
    "min_truck_wait",
    "min_loader_idle",
    "two_stage",
];
pub(crate) const MATERIAL_KINDS: &[&str] = &["ore", "waste"];

pub(super) fn tables() -> [TableSpec; 7] {
    [mines(), haul_nodes(), haul_segments(), materials(), faces(), dumps(), production_plan()]
}

fn mines() -> TableSpec {
    TableSpec::new("mines.csv", "A mine with its haul roads.")
        .with(name("short name, unique"))
        .with(refer("site", Target::Site, "where it is"))
        .with(refer("calendar", Target::Calendar, "haulage works in these shifts"))
        .with(choice("dispatch", DISPATCH, "how trucks are sent"))
        .with(refer("park", Target::Node, "where trucks stand between shifts and new machines begin"))
        .with(refer("gate", Target::Node, "where the road to the workshop leaves the haul roads"))
        .with(refer("fuel_point", Target::Node, "where trucks refuel; empty: fuel is not limited").optional())
        .with(refer("fuel_item", Target::Item, "the item they burn").optional())
        .with(refer("fuel_store", Target::Store, "the store that fuel is issued from").optional())
        .with(
            number(
                "refuel_l_min",
                "pump rate",
                "l_min",
                0.1..=100_000.0,
                "litres per minute at the pump (default assumed)",
            )
            .or("400"),
        )
        .with(
            ranged::<Celsius>("stops_below_c", "haulage stands down on days with a mean below this")
                .optional(),
        )
        .with(
            ranged::<Factor>(
                "thaw_rolling_factor",
                "rolling resistance is multiplied by this while the surface thaws (daily mean 0 to 8 °C)",
            )
            .or("1"),
        )
        .with(
            ranged::<Factor>("frost_rolling_factor", "and by this in frost (daily mean below −10 °C)")
                .or("1"),
        )
        .with(
            ranged::<Share>(
                "side_friction_share",
                "side friction that trucks use up in corners, share of weight (default assumed)",
            )
            .or("0.2"),
        )
        .with(refer("charge_point", Target::Node, "where battery trucks charge").optional())
        .with(count("chargers", 1..=1_000, "trucks that may charge at once").or("1"))
        .with(
            money(
                "electricity_cost_per_kwh",
                "price of a kWh at the charger or the trolley line; 0: electricity is not paid for",
            )
            .or("0"),
        )
        .with(ranged::<GridCarbon>("electricity_co2_kg_kwh", "carbon dioxide let out for it").or("0"))
        .with_all(super::roads::of_mines())
        .with_all(super::shift::of_mines())
}

fn haul_nodes() -> TableSpec {
    TableSpec::new("haul_nodes.csv", "A node of the haul roads.")
        .with(name("short name, unique over all mines"))
        .with(refer("mine", Target::Mine, "the mine it is of"))
        .with(ranged::<Coordinate>("x_m", "east in the pit's grid, for the pit map"))
        .with(ranged::<Coordinate>("y_m", "north in the pit's grid"))
        .with(ranged::<Coordinate>("z_m", "up"))
        .with_all(super::roads::of_nodes())
}

fn haul_segments() -> TableSpec {
    TableSpec::new("haul_segments.csv", "A haul road between two nodes.")
        .with(refer("from", Target::Node, "from this node"))
        .with(refer("to", Target::Node, "to this node"))
        .with(ranged::<Metres>("length_m", "length along the road"))
        .with(ranged::<Grade>("grade_pct", "grade from → to; uphill is positive"))
        .with(ranged::<RollingResistance>("rolling_pct", "rolling resistance as a share of weight"))
        .with(ranged::<Speed>("limit_kmh", "speed limit"))
        .with(yes_no("two_way", "it may be driven to → from too").or("yes"))
        .with(
            ranged::<Metres>(
                "corner_radius_m",
                "radius of its sharpest corner, which caps the speed on the whole segment; empty: straight",
            )
            .optional(),
        )
        .with(
            ranged::<Grade>(
                "superelevation_pct",
                "superelevation of that corner, inwards positive; empty: level",
            )
            .optional(),
        )
        .with(
            tonnes("max_gross_t", "heaviest truck that may drive on it, load included; empty: any")
                .optional(),
        )
        .with(
            yes_no("trolley", "a trolley line hangs over it; trucks with `trolley_kw` climb on its power")
                .or("no"),
        )
        .with_all(super::roads::of_segments())
}

fn materials() -> TableSpec {
    TableSpec::new("materials.csv", "A material that is dug and hauled.")
        .with(name("short name, unique"))
        .with(choice("kind", MATERIAL_KINDS, "ore is wanted, waste must go"))
        .with(ranged::<Density>("loose_density_t_m3", "density as loaded, after swell"))
}

fn faces() -> TableSpec {
    TableSpec::new("faces.csv", "A face where loaders dig.")
        .with(name("short name, unique"))
        .with(refer("node", Target::Node, "where trucks wait and load"))
        .with(refer("material", Target::Material, "what is dug"))
        .with(tonnes("available_t", "what there is to dig; empty: more than the horizon can move").optional())
        .with(grade("grade", "grade of the ore in a unit of your choice, such as g/t, % or carats per tonne"))
        .with(
            refer(
                "stockpile",
                Target::Dump,
                "the dump whose heap is dug here; `available_t` and `grade` are of what lies there at the start (empty: nothing)",
            )
            .optional(),
        )
}

fn grade(name: &str, doc: &str) -> ColumnSpec {
    number(name, "grade", "", 0.0..=1_000_000.0, doc).optional()
}

fn dumps() -> TableSpec {
    TableSpec::new("dumps.csv", "A place to dump, with or without a crusher.")
        .with(name("short name, unique"))
        .with(refer("node", Target::Node, "where"))
        .with(list("materials", Target::Material, "what may be dumped").required())
        .with(count("places", 1..=1_000, "trucks that may dump at once"))
        .with(ranged::<Seconds>("dump_s", "backing up and dumping"))
        .with(ranged::<TonnesPerHour>("crusher_t_h", "rate of the crusher; empty: none").optional())
        .with(
            tonnes(
                "hopper_t",
                "its hopper; a truck waits until its load fits; given together with `crusher_t_h`",
            )
            .optional(),
        )
        .law("crusher_mtbf", "h", "hours of crushing between failures of the crusher; empty: it never fails")
        .law(
            "crusher_mttr",
            "h",
            "calendar hours until it crushes again; given together with `crusher_mtbf_h`",
        )
        .with(
            count(
                "dozer_every",
                1..=100_000,
                "after so many loads one place is closed for levelling; empty: never",
            )
            .optional(),
        )
        .with(grade(
            "blend_min",
            "least running mean grade of what is dumped, in the unit of `grade` in `faces.csv`",
        ))
        .with(grade("blend_max", "greatest running mean grade"))
        .with(tonnes("blend_t", "mass that the running mean is taken over (default assumed)").or("1000"))
        .with(ranged::<Seconds>("dozer_s", "for so long; given together with `dozer_every`").optional())
}

fn production_plan() -> TableSpec {
    TableSpec::new("production_plan.csv", "Tonnes of a material planned for a month.")
        .with(refer("mine", Target::Mine, "mine"))
        .with(refer("material", Target::Material, "material"))
        .with(of_kind("month", Kind::Month, "calendar month"))
        .with(tonnes("mass_t", "what is wanted"))
}
