//! Mines: haul roads, faces, dumps, materials, the plan in tonnes.

use super::declare::*;
use super::roads::{NodeRuleColumns, SegmentRuleColumns, TrafficColumns};
use super::shift::ShiftColumns;
use crate::source::Said;
use iceroad_base::quantity::Mass;
use iceroad_model::Code;
use iceroad_model::mine::{Crusher, Dump, Electricity, Face, Material, Mine, Node, PlanMonth, Segment};
use iceroad_model::pit::{Blend, Breaks, Dozer};

columns! {
    /// Electricity of a mine.
    ElectricityColumns: Electricity;
    charge_point: column("charge_point", "where battery trucks charge"),
    chargers: count("chargers", 1..=1_000, "trucks that may charge at once").or("1"),
    cost_per_kwh: column(
        "electricity_cost_per_kwh",
        "price of a kWh at the charger or the trolley line; 0: electricity is not paid for",
    )
    .or("0"),
    carbon: column("electricity_co2_kg_kwh", "carbon dioxide let out for it").or("0"),
}

table! {
    Mines: Mine in mines, "mines.csv", "A mine with its haul roads.";
    name: name("short name, unique"),
    title: title(),
    site: column("site", "where it is"),
    calendar: column("calendar", "haulage works in these shifts"),
    dispatch: column("dispatch", "how trucks are sent"),
    park: column("park", "where trucks stand between shifts and new machines begin"),
    gate: column("gate", "where the road to the workshop leaves the haul roads"),
    fuel_point: column("fuel_point", "where trucks refuel; empty: fuel is not limited"),
    fuel_item: column("fuel_item", "the item they burn"),
    fuel_store: column("fuel_store", "the store that fuel is issued from"),
    refuel_litres_per_minute: number(
        "refuel_l_min",
        "pump rate",
        "l_min",
        0.1..=100_000.0,
        "litres per minute at the pump",
    )
    .or_from("400", "assumed"),
    stops_below: column("stops_below_c", "haulage stands down on days whose night falls below this (daily mean less the station's night_drop_c)"),
    thaw_rolling: column(
        "thaw_rolling_factor",
        "rolling resistance is multiplied by this while the surface thaws (daily mean 0 to 8 °C)",
    )
    .or("1"),
    frost_rolling: column("frost_rolling_factor", "and by this in frost (daily mean below −10 °C)").or("1"),
    side_friction: column(
        "side_friction_share",
        "side friction that trucks use up in corners, share of weight (default assumed)",
    )
    .or("0.2"),
    keep_plan: column(
        "keep_plan",
        "dispatch keeps the month's mix of production_plan.csv by material, as far as the loaders can; without effect under `fixed`",
    )
    .or("yes"),
    electricity: ElectricityColumns,
    traffic: TrafficColumns,
    shift: ShiftColumns,
}

table! {
    HaulNodes: Node in nodes, "haul_nodes.csv", "A node of the haul roads.";
    name: name("short name, unique over all mines"),
    mine: column("mine", "the mine it is of"),
    x: column("x_m", "east in the pit's grid, for the pit map"),
    y: column("y_m", "north in the pit's grid"),
    z: column("z_m", "up"),
    rules: NodeRuleColumns,
}

table! {
    HaulSegments: Segment in segments, "haul_segments.csv", "A haul road between two nodes.";
    from: column("from", "from this node"),
    to: column("to", "to this node"),
    length: column("length_m", "length along the road"),
    grade: column("grade_pct", "grade from → to; uphill is positive"),
    rolling: column("rolling_pct", "rolling resistance as a share of weight")
        .or_from("3", "a main haul road: University of Alaska Fairbanks, ffden-2.phys.uaf.edu; 4 to 5 in the pit"),
    limit: column("limit_kmh", "speed limit").or_from("40", "assumed"),
    two_way: column("two_way", "it may be driven to → from too").or("yes"),
    corner_radius: column(
        "corner_radius_m",
        "radius of its sharpest corner, which caps the speed on the whole segment; empty: straight",
    ),
    superelevation: column(
        "superelevation_pct",
        "superelevation of that corner, inwards positive; empty: level",
    ),
    max_gross: column("max_gross_t", "heaviest truck that may drive on it, load included; empty: any"),
    trolley: column(
        "trolley",
        "a trolley line hangs over it; trucks with `trolley_kw` climb on its power",
    )
    .or("no"),
    rules: SegmentRuleColumns,
}

table! {
    Materials: Material in materials, "materials.csv", "A material that is dug and hauled.";
    name: name("short name, unique"),
    title: title(),
    kind: column("kind", "ore is wanted, waste must go"),
    loose_density: column("loose_density_t_m3", "density as loaded, after swell"),
    worth_per_tonne: column(
        "worth_per_t",
        "what a tonne is worth where it is dumped, but on a stockpile: its price, or the margin on it before haulage; \
         empty for all: no margin is told",
    ),
}

fn grade(name: &'static str, doc: &'static str) -> Column<Option<f64>> {
    number(name, "grade", "", 0.0..=1_000_000.0, doc)
}

table! {
    Faces: Face in faces, "faces.csv", "A face where loaders dig.";
    name: name("short name, unique"),
    title: title(),
    node: column("node", "where trucks wait and load"),
    material: column("material", "what is dug"),
    available: column("available_t", "what there is to dig; empty: more than the horizon can move"),
    grade: grade("grade", "grade of the ore in a unit of your choice, such as g/t, % or carats per tonne"),
    stockpile: column(
        "stockpile",
        "the dump whose heap is dug here; `available_t` and `grade` are of what lies there at the start (empty: nothing)",
    ),
}

columns! {
    /// A crusher with its hopper.
    CrusherColumns: Crusher;
    rate: column("crusher_t_h", "rate of the crusher; empty: none"),
    hopper: column(
        "hopper_t",
        "its hopper; a truck waits until its load fits; given together with `crusher_t_h`",
    ),
}

/// Failures of the crusher: both laws or neither.
struct BreaksColumns;

impl BreaksColumns {
    fn laws() -> [LawColumns; 2] {
        [
            law(
                "crusher_mtbf",
                "h",
                "hours of crushing between failures of the crusher; empty: it never fails",
            ),
            law(
                "crusher_mttr",
                "h",
                "calendar hours until it crushes again; given together with `crusher_mtbf_h`",
            ),
        ]
    }
}

impl Columns for BreaksColumns {
    type Value = Option<Breaks>;

    fn specs(&self) -> Vec<ColumnSpec> {
        Self::laws().iter().flat_map(Columns::specs).collect()
    }

    fn read(&self, row: &Row<'_>) -> Option<Option<Breaks>> {
        if Self::laws().iter().all(|law| !law.is_told(row)) {
            return Some(None);
        }
        let [life, repair] = Self::laws().map(|law| law.read(row));
        Some(Some(Breaks { life: life?, repair: repair? }))
    }

    fn write(&self, breaks: &Option<Breaks>, line: &mut Line<'_>) {
        let Some(breaks) = breaks else { return };
        for (law, told) in Self::laws().iter().zip([&breaks.life, &breaks.repair]) {
            law.write(told, line);
        }
    }
}

columns! {
    /// A dozer that levels a dump.
    DozerColumns: Dozer;
    every: count(
        "dozer_every",
        1..=100_000,
        "after so many loads one place is closed for levelling; empty: never",
    ),
    takes: column("dozer_s", "for so long; given together with `dozer_every`"),
}

columns! {
    /// Limits of what is dumped.
    LimitColumns: Blend;
    least: grade("blend_min", "least running mean grade of what is dumped, in the unit of `grade` in `faces.csv`"),
    most: grade("blend_max", "greatest running mean grade"),
    over: column::<Mass>("blend_t", "mass that the running mean is taken over (default assumed)").or("1000"),
}

/// Limits of what is dumped, where any are told.
struct BlendColumns;

impl Columns for BlendColumns {
    type Value = Option<Blend>;

    fn specs(&self) -> Vec<ColumnSpec> {
        LimitColumns.specs()
    }

    fn read(&self, row: &Row<'_>) -> Option<Option<Blend>> {
        let blend = LimitColumns.read(row)?;
        let is_told = blend.least.is_some() || blend.most.is_some();
        if !is_told {
            row.refuses(&["blend_t"], "as neither `blend_min` nor `blend_max` is filled");
        }
        Some(is_told.then_some(blend))
    }

    fn write(&self, blend: &Option<Blend>, line: &mut Line<'_>) {
        if let Some(blend) = blend {
            LimitColumns.write(blend, line);
        }
    }
}

table! {
    Dumps: Dump in dumps, "dumps.csv", "A place to dump, with or without a crusher.";
    name: name("short name, unique"),
    title: title(),
    node: column("node", "where"),
    materials: column("materials", "what may be dumped").required(),
    places: count("places", 1..=1_000, "trucks that may dump at once"),
    dump: column("dump_s", "backing up and dumping")
        .or_from("50", "0.33 min to spot and 0.5 min to dump of an HD785-5: a Toromocho study, scribd.com/document/365970538"),
    crusher: together(CrusherColumns),
    breaks: BreaksColumns,
    dozer: together(DozerColumns),
    blend: BlendColumns,
}

/// A calendar month, held as months since the first of the horizon.
struct MonthColumn;

impl MonthColumn {
    const MONTH: &str = "month";
}

/// A month as a number.
fn number_of(year: i16, month: i8) -> i64 {
    i64::from(year) * 12 + i64::from(month) - 1
}

fn month_of(number: i64) -> (i16, i8) {
    let year = i16::try_from(number.div_euclid(12)).unwrap_or(i16::MAX);
    (year, number.rem_euclid(12) as i8 + 1)
}

impl Columns for MonthColumn {
    type Value = u16;

    fn specs(&self) -> Vec<ColumnSpec> {
        vec![column::<(i16, i8)>(Self::MONTH, "calendar month").spec()]
    }

    fn read(&self, row: &Row<'_>) -> Option<u16> {
        let (year, month): (i16, i8) = row.get(Self::MONTH)?;
        let start = row.start();
        let first = number_of(start.year(), start.month());
        let Ok(month) = u16::try_from(number_of(year, month) - first) else {
            let (year, month) = month_of(first);
            let expected = format!("a month from {year:04}-{month:02} on");
            let advice = "remove the row, or begin the horizon earlier in scenario.toml";
            let said = Said::new(Code::MonthOutside, &row.written(Self::MONTH), expected, advice);
            row.tell(Self::MONTH, said);
            return None;
        };
        Some(month)
    }

    fn write(&self, month: &u16, line: &mut Line<'_>) {
        let start = line.tables.heading.start;
        line.put(Self::MONTH, &month_of(number_of(start.year(), start.month()) + i64::from(*month)));
    }
}

table! {
    ProductionPlan: PlanMonth in plan, "production_plan.csv", "Tonnes of a material planned for a month.";
    mine: column("mine", "mine"),
    material: column("material", "material"),
    month: MonthColumn,
    mass: column("mass_t", "what is wanted"),
}
