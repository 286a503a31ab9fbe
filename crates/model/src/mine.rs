//! Mines: haul roads, faces, dumps, materials, the plan in tonnes.
use crate::ids::{CalendarId, DumpId, ItemId, MaterialId, MineId, NodeId, SiteId, StoreId};
use crate::pit::{Blend, Breaks, Dozer};
use crate::roads::{NodeRules, SegmentRules, Traffic};
use crate::shift::ShiftRules;
use iceroad_base::quantity::{
    Celsius, Coordinate, Density, Factor, Grade, GridCarbon, Mass, Metres, Money, RollingResistance, Seconds,
    Share, Speed, TonnesPerHour,
};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// Dispatch policies by name; each is described in the book's chapter on haulage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum DispatchPolicy {
    /// Each truck serves the face written in `machines.csv`.
    Fixed,
    /// Any loader, all equally likely.
    Random,
    /// The nearest loader by travel time.
    Nearest,
    /// The loader with fewest trucks at or on the way to it.
    ShortestQueue,
    /// The loader where loading is expected to end first (SPTF).
    EarliestLoading,
    /// The loader with the least match factor of the trucks bound for it.
    LeastSaturated,
    /// The loader where the truck waits least.
    MinTruckWait,
    /// The loader that has been, or will have been, idle longest when the truck arrives.
    MinLoaderIdle,
    /// A flow plan by linear program for the machines at work, and each truck to the loader furthest behind its share.
    TwoStage,
}

impl DispatchPolicy {
    /// Every policy, in the order of declaration.
    pub const ALL: &'static [DispatchPolicy] = <Self as VariantArray>::VARIANTS;
}

/// Electricity for trucks: where they charge, what a kWh costs and lets out. The default has no charge point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Electricity {
    /// Where battery trucks charge.
    pub charge_point: Option<NodeId>,
    /// Trucks that may charge at once.
    pub chargers: u16,
    /// Price of a kWh at the charger or the trolley line.
    pub cost_per_kwh: Money,
    /// Carbon dioxide let out for it.
    pub carbon: GridCarbon,
}

impl Default for Electricity {
    fn default() -> Self {
        Self { charge_point: None, chargers: 1, cost_per_kwh: Money::ZERO, carbon: GridCarbon::clamped(0.0) }
    }
}

/// Side friction of tyres on a haul road in a corner, share of weight: assumed. (Paved roads are laid out with
/// about 0.13, but for the comfort of cars.)
pub const SIDE_FRICTION: Share = Share::clamped(0.2);

/// One mine, a row of `mines.csv`.
#[derive(Clone, Debug)]
pub struct Mine {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where it is.
    pub site: SiteId,
    /// Haulage works in these shifts; between them machines stand off shift.
    pub calendar: CalendarId,
    /// How trucks are sent.
    pub dispatch: DispatchPolicy,
    /// Where trucks stand between shifts and new machines begin.
    pub park: NodeId,
    /// Where the road to the workshop leaves the haul roads.
    pub gate: NodeId,
    /// Where trucks refuel; none: fuel is not limited and not waited for.
    pub fuel_point: Option<NodeId>,
    /// The item they burn.
    pub fuel_item: Option<ItemId>,
    /// The store that fuel is issued from.
    pub fuel_store: Option<StoreId>,
    /// Litres per minute at the pump.
    pub refuel_litres_per_minute: f64,
    /// Haulage stands down on days whose night falls below this.
    pub stops_below: Option<Celsius>,
    /// Rolling resistance is multiplied by this while the surface thaws (daily mean from 0 to 8 °C) …
    pub thaw_rolling: Factor,
    /// … and by this in frost (daily mean below −10 °C).
    pub frost_rolling: Factor,
    /// Side friction that trucks use up in corners, share of weight.
    pub side_friction: Share,
    /// Whether dispatch keeps the mix of the production plan, where there is one.
    pub keep_plan: bool,
    /// Electricity for trucks.
    pub electricity: Electricity,
    /// How trucks meet on its roads.
    pub traffic: Traffic,
    /// How its shifts are lived.
    pub shift: ShiftRules,
}

/// Ore is wanted, waste must go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum MaterialKind {
    /// Ore.
    Ore,
    /// Waste or overburden.
    Waste,
}

/// A material, a row of `materials.csv`.
#[derive(Clone, Debug)]
pub struct Material {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Ore or waste.
    pub kind: MaterialKind,
    /// Density as loaded (after swell), t/m³.
    pub loose_density: Density,
    /// What a tonne is worth once it is dumped elsewhere than on a stockpile: its price, or what is left of it after all
    /// that haulage does not change; none: nobody says.
    pub worth_per_tonne: Option<Money>,
}

/// A node of the haul roads, a row of `haul_nodes.csv`.
#[derive(Clone, Debug)]
pub struct Node {
    /// Short name, unique.
    pub name: String,
    /// The mine it is of.
    pub mine: MineId,
    /// East in the pit's grid, for the pit map only.
    pub x: Coordinate,
    /// North in the pit's grid.
    pub y: Coordinate,
    /// Up.
    pub z: Coordinate,
    /// Rules of the road here.
    pub rules: NodeRules,
}

/// A road between two nodes, a row of `haul_segments.csv`.
#[derive(Clone, Debug)]
pub struct Segment {
    /// From …
    pub from: NodeId,
    /// … to.
    pub to: NodeId,
    /// Length along the road.
    pub length: Metres,
    /// Grade from → to; uphill is positive.
    pub grade: Grade,
    /// Rolling resistance.
    pub rolling: RollingResistance,
    /// Speed limit.
    pub limit: Speed,
    /// Whether it may be driven to → from too.
    pub two_way: bool,
    /// Radius of its sharpest corner; none: straight.
    pub corner_radius: Option<Metres>,
    /// Superelevation of that corner; none: level.
    pub superelevation: Option<Grade>,
    /// Heaviest truck that may drive on it, gross; none: any.
    pub max_gross: Option<Mass>,
    /// Whether a trolley line hangs over it, for both directions.
    pub trolley: bool,
    /// Rules of the road here.
    pub rules: SegmentRules,
}

/// A face where loaders dig, a row of `faces.csv`.
#[derive(Clone, Debug)]
pub struct Face {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where trucks wait and load.
    pub node: NodeId,
    /// What is dug.
    pub material: MaterialId,
    /// What there is to dig; none: more than the horizon can move.
    pub available: Option<Mass>,
    /// Grade in a unit of the planner's choice. Of a stockpile: the grade of what lies there at the start.
    pub grade: Option<f64>,
    /// The dump whose heap is dug here; then `available` is what lies there at the start, none: nothing.
    pub stockpile: Option<DumpId>,
}

/// A crusher behind a dump.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Crusher {
    /// Rate.
    pub rate: TonnesPerHour,
    /// Hopper; a truck waits until its load fits.
    pub hopper: Mass,
}

/// A place to dump, a row of `dumps.csv`.
#[derive(Clone, Debug)]
pub struct Dump {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where.
    pub node: NodeId,
    /// What may be dumped.
    pub materials: Vec<MaterialId>,
    /// Trucks that may dump at once.
    pub places: u16,
    /// Backing up and dumping.
    pub dump: Seconds,
    /// A crusher with its hopper; none: a dump that takes all.
    pub crusher: Option<Crusher>,
    /// Failures of its crusher; none: it never fails.
    pub breaks: Option<Breaks>,
    /// Levelling; none: never.
    pub dozer: Option<Dozer>,
    /// The grades it is to be fed; none: any.
    pub blend: Option<Blend>,
}

/// The plan: tonnes of a material in a month, a row of `production_plan.csv`.
#[derive(Clone, Copy, Debug)]
pub struct PlanMonth {
    /// The mine.
    pub mine: MineId,
    /// The material.
    pub material: MaterialId,
    /// Months since the horizon's first month.
    pub month: u16,
    /// What is wanted.
    pub mass: Mass,
}
