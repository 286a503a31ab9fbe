//! What breaks, how it is mended, and by whom.
//!
//! Terms: a *subsystem* is a renewable part of a machine model with a life law on the hour meter; a *service* is
//! planned maintenance; a *trade* is what a technician can do, a *certificate* which brand they may work on.
use crate::ids::{
    BrandId, CalendarId, CurveId, ItemId, MeterCurveId, ModelId, SiteId, StoreId, SubsystemId, TaskId,
    TradeId, WorkshopId,
};
use crate::worth::Payer;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Factor, Hours, Mass, MeterHours, Money, Quantity, Share, Speed};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// A factor by something that is measured: straight lines between points, level outside them; all rows of one name of its table.
#[derive(Clone, Debug)]
pub struct Curve<X> {
    /// Short name.
    pub name: String,
    /// (what is measured, factor) in rising order, at least one.
    pub points: Vec<(X, Factor)>,
}

/// A factor by temperature, of `temperature_curves.csv`.
pub type TemperatureCurve = Curve<Celsius>;

/// A factor by the machine's own hour meter, so that its eighth year is not its first, of `meter_curves.csv`.
pub type MeterCurve = Curve<MeterHours>;

/// Parts that a job uses.
#[derive(Clone, Copy, Debug)]
pub struct PartUse {
    /// The item called for; the store may issue a permitted equivalent.
    pub item: ItemId,
    /// How many, in the item's unit.
    pub quantity: Quantity,
    /// Chance that this job needs it.
    pub chance: Share,
}

/// Where a repair is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Place {
    /// In a bay; the machine is towed in.
    Bay,
    /// Where the machine stands, by a field crew, outdoors.
    Field,
}

/// Repairs done badly: after one, life is the lesser of the one drawn and an exponential one.
#[derive(Clone, Copy, Debug)]
pub struct PoorRepair {
    /// Chance that a repair is poor.
    pub chance: Share,
    /// Mean of the exponential life, operating hours at factor 1.
    pub life: MeterHours,
}

/// Failures as a machine is started after it has stood.
#[derive(Clone, Copy, Debug)]
pub struct StartFailure {
    /// Chance at factor 1 that a start breaks it; 0: starts do no harm.
    pub chance: Share,
    /// Counted are starts after the machine has stood for longer than this.
    pub after: Hours,
    /// Factor of the chance by the night's lowest temperature; none: 1.
    pub curve: Option<CurveId>,
}

/// How a subsystem comes to fail beside its plain life on the meter, what its failure breaks, and when it is seen to come.
#[derive(Clone, Debug)]
pub struct Hazards {
    /// Repairs done badly; none: all are done well.
    pub poor_repair: Option<PoorRepair>,
    /// A coming failure shows in the last so many hours of life (the P–F interval); 0: it never does.
    pub warning: MeterHours,
    /// Subsystems of the same model that its failure may break too.
    pub damages: Vec<SubsystemId>,
    /// Chance for each of them.
    pub damage_chance: Share,
    /// Hours of life that go by in an hour in which the machine stands, by temperature; none: none.
    pub parked: Option<CurveId>,
    /// Failures at the start.
    pub start: StartFailure,
    /// Ageing factor by the machine's hour meter; none: 1 at any age.
    pub by_meter: Option<MeterCurveId>,
}

impl Default for Hazards {
    /// None: it lives by its law.
    fn default() -> Self {
        Self {
            poor_repair: None,
            warning: MeterHours::clamped(0.0),
            damages: Vec::new(),
            damage_chance: Share::clamped(1.0),
            parked: None,
            start: StartFailure { chance: Share::clamped(0.0), after: Hours::clamped(4.0), curve: None },
            by_meter: None,
        }
    }
}

/// A subsystem of a machine model, a row of `subsystems.csv` with its rows of `subsystem_parts.csv`.
#[derive(Clone, Debug)]
pub struct Subsystem {
    /// Short name, unique within the model ("engine").
    pub name: String,
    /// The model it is of.
    pub model: ModelId,
    /// Life in operating hours at factor 1.
    pub life: Law,
    /// Ageing factor by temperature; none: 1 at any temperature.
    pub ageing: Option<CurveId>,
    /// Hands-on repair hours at factor 1.
    pub repair: Law,
    /// Repair-time factor by temperature outdoors and in unheated bays; none: 1.
    pub repair_factor: Option<CurveId>,
    /// Trade needed.
    pub trade: TradeId,
    /// Technicians needed at once.
    pub technicians: u16,
    /// Where it is mended.
    pub place: Place,
    /// Whether the bay needs a crane.
    pub crane: bool,
    /// Share of age that a repair takes away: 1 is as good as new, 0 as bad as old.
    pub renewal: Share,
    /// What is beside its plain life.
    pub hazards: Hazards,
    /// Parts.
    pub parts: Vec<PartUse>,
}

/// Planned maintenance of a model, a row of `services.csv` with its kit.
#[derive(Clone, Debug)]
pub struct Service {
    /// Short name, unique within the model ("PM500").
    pub name: String,
    /// The model.
    pub model: ModelId,
    /// Every so many operating hours.
    pub interval: MeterHours,
    /// Hands-on hours.
    pub duration: Hours,
    /// May be done together with another job this many operating hours before it is due (opportunistic).
    pub early: MeterHours,
    /// Trade needed.
    pub trade: TradeId,
    /// Technicians needed at once.
    pub technicians: u16,
    /// Subsystems made as good as new by it (component change-out).
    pub renews: Vec<SubsystemId>,
    /// Subsystems that are looked at (oil sample, vibration, cracks): a failure to come that shows becomes planned work.
    pub inspects: Vec<SubsystemId>,
    /// Chance that what shows is found.
    pub finds: Share,
    /// The kit.
    pub kit: Vec<PartUse>,
}

/// Whether brands share bays, people and orders.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Sharing {
    /// Multi-brand: any bay that fits, any technician with the certificate.
    Shared,
    /// A shop per brand: only bays and technicians whose home brand is the machine's.
    ByBrand,
}

/// A workshop, a row of `workshops.csv`.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where.
    pub site: SiteId,
    /// The one switch for multi-brand sharing.
    pub sharing: Sharing,
    /// The store its parts are drawn from.
    pub store: StoreId,
    /// Recovery vehicles that can tow at once.
    pub tow_vehicles: u16,
    /// Speed of a tow and of a field crew's drive.
    pub tow_speed: Speed,
    /// Open-air work (field crews, towing) stops below this daily mean.
    pub stops_below: Option<Celsius>,
    /// Temperature held in heated bays.
    pub heated_to: Celsius,
    /// Way from a mine's gate to the workshop, one way, m.
    pub gate_distance_m: f64,
    /// Who pays its people for the time on shift in which they work on no machine.
    pub payer: Payer,
}

/// What must be done before something is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opening {
    /// There from the start.
    AtStart,
    /// There when the task is done.
    With(TaskId),
}

/// Alike bays of a workshop, a row of `bays.csv`.
#[derive(Clone, Debug)]
pub struct BayGroup {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// The workshop.
    pub workshop: WorkshopId,
    /// How many.
    pub count: u16,
    /// The largest truck class that fits, by rated payload.
    pub takes: Mass,
    /// Heated: repair time does not suffer from frost.
    pub heated: bool,
    /// With a crane.
    pub crane: bool,
    /// Home brand, used where the workshop does not share; none: any brand either way.
    pub brand: Option<BrandId>,
    /// When it is there.
    pub opening: Opening,
}

/// Alike technicians, a row of `technicians.csv`.
#[derive(Clone, Debug)]
pub struct TechnicianGroup {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// The workshop.
    pub workshop: WorkshopId,
    /// Their trade.
    pub trade: TradeId,
    /// Brands they are certified for; empty: any brand.
    pub certificates: Vec<BrandId>,
    /// Home brand, used where the workshop does not share.
    pub home: Option<BrandId>,
    /// How many on each shift.
    pub count: u16,
    /// Their shifts.
    pub calendar: CalendarId,
    /// Whether they go out to machines.
    pub field: bool,
    /// Cost per hour on shift.
    pub cost_per_hour: Money,
    /// From when they are there.
    pub opening: Opening,
}
