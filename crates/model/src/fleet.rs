//! Machine models and the machines of the fleet.
use crate::ids::{BrandId, DumpId, FaceId, LineId, MineId, ModelId, WorkshopId};
use crate::pit::LoadingRule;
use crate::shift::WarmUp;
use iceroad_base::civil::Date;
use iceroad_base::quantity::{
    Energy, Factor, FuelFlow, Mass, MeterHours, Money, Power, Ranged, Seconds, Share, SpecificFuel, Speed,
    TyreRating, Variation, Volume,
};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// How power reaches the wheels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Drive {
    /// Gearbox and torque converter.
    Mechanical,
    /// Diesel-electric wheel motors.
    DieselElectric,
    /// Wheel motors fed by a battery: no engine, no fuel.
    BatteryElectric,
}

/// A point of a rimpull or retarder curve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ForcePoint {
    /// Speed.
    pub speed: Speed,
    /// Force at the rim, kN.
    pub force_kn: f64,
}

/// The battery of a truck that has no engine.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Battery {
    /// What it holds when full and may give.
    pub capacity: Energy,
    /// Power into it at the charge point.
    pub charge: Power,
    /// Share of the capacity that planned driving leaves untouched.
    pub reserve: Share,
    /// Share of the braking work at the rim that comes back into the battery.
    pub regen: Share,
    /// Power drawn while idling, queueing, loading: heating, steering, lights.
    pub idle: Power,
}

/// What the tyres of a truck bear.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tyres {
    /// The maker's rating at an air temperature of 38 °C.
    pub rating: TyreRating,
    /// Share of the empty mass on the tyre that bears most.
    pub empty_share: Share,
    /// Share of the gross mass on the tyre that bears most.
    pub loaded_share: Share,
}

/// A haul truck model, a row of `truck_models.csv`.
#[derive(Clone, Debug)]
pub struct TruckModel {
    /// Rated payload.
    pub payload: Mass,
    /// Heaped body volume.
    pub body: Volume,
    /// Empty mass.
    pub empty: Mass,
    /// Gross power of the engine, or of the battery's inverter.
    pub power: Power,
    /// Power to rim over engine power.
    pub drive_efficiency: Share,
    /// Continuous retarding power at the rim.
    pub retarder: Power,
    /// Greatest speed.
    pub top_speed: Speed,
    /// Share of gross weight on driven axles times friction: the greatest rimpull over weight.
    pub traction: Share,
    /// Drive.
    pub drive: Drive,
    /// Rimpull curve in rising order of speed; empty: derived from power and said to be so.
    pub rimpull: Vec<ForcePoint>,
    /// Fuel per kWh at the engine; without meaning for a battery truck.
    pub specific_fuel: SpecificFuel,
    /// Fuel while idling, queueing, loading; 0 for a battery truck.
    pub idle_fuel: FuelFlow,
    /// Tank; 0 for a battery truck.
    pub tank: Volume,
    /// Retarder curve in rising order of speed; empty: derived from the retarder's power and said to be so.
    pub retarder_curve: Vec<ForcePoint>,
    /// Speed at which the torque converter locks up; below it the converter turns power into heat. None: it never slips.
    pub lockup: Option<Speed>,
    /// Power at the rim under a trolley line; none: it cannot take any from one.
    pub trolley: Option<Power>,
    /// The battery, of [`Drive::BatteryElectric`] only.
    pub battery: Option<Battery>,
    /// Tyres; none: their heat is not looked at.
    pub tyres: Option<Tyres>,
}

/// How fast a mining excavator walks on its tracks unless the planner says otherwise. Assumed.
pub const WALK: Speed = Speed::clamped(2.4);

/// What a loader on a cable draws, as a rope shovel does.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cable {
    /// Power while digging and walking.
    pub work: Power,
    /// Power while waiting for trucks.
    pub idle: Power,
}

/// A loading machine model, a row of `loader_models.csv`.
#[derive(Clone, Debug)]
pub struct LoaderModel {
    /// Heaped bucket volume.
    pub bucket: Volume,
    /// Greatest mass in the bucket.
    pub bucket_mass: Mass,
    /// Mean fill factor of the bucket.
    pub fill: Factor,
    /// Spread of a bucket's mass.
    pub fill_variation: Variation,
    /// Time of one pass.
    pub pass: Seconds,
    /// Spread of the pass time.
    pub pass_variation: Variation,
    /// Time for a truck to spot under the loader.
    pub spot: Seconds,
    /// When it stops filling.
    pub loading_rule: LoadingRule,
    /// Time of the first pass, where it differs from the others: a bucket that hangs ready while the truck spots
    /// has only to be emptied.
    pub first_pass: Option<Seconds>,
    /// Whether trucks spot on both sides of it, so that the next one spots while one is loaded.
    pub two_sided: bool,
    /// How fast it walks between faces and to the gate.
    pub walk: Speed,
    /// What it draws from a cable; none: it has an engine.
    pub electric: Option<Cable>,
    /// Fuel while digging; 0 for an electric loader.
    pub fuel: FuelFlow,
    /// Fuel while waiting for trucks; 0 for an electric loader.
    pub idle_fuel: FuelFlow,
    /// Tank; 0 for an electric loader.
    pub tank: Volume,
}

/// Truck or loader.
#[derive(Clone, Debug)]
pub enum Work {
    /// It hauls.
    Truck(TruckModel),
    /// It loads.
    Loader(LoaderModel),
}

/// The price of a machine, worn off evenly over the years that it is kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Capital {
    /// What a new one costs at the mine.
    pub price: Money,
    /// Years that it is kept.
    pub life_years: f64,
    /// What it is sold for then, as a share of the price.
    pub residual: Share,
    /// The share of `cost_per_hour` that is ownership and is left out where the price is worn off.
    pub hourly: Share,
}

impl Capital {
    /// What a year of owning it costs, minor units.
    pub fn per_year(&self) -> f64 {
        self.price.get() as f64 * (1.0 - self.residual.get()) / self.life_years
    }
}

/// A machine model.
#[derive(Clone, Debug)]
pub struct Model {
    /// Name as the maker writes it, unique.
    pub name: String,
    /// Its brand, which decides certificates and parts.
    pub brand: BrandId,
    /// What it does.
    pub work: Work,
    /// Who may drive it in: bay size needed, as the greatest payload class a bay takes, t.
    pub bay_class: Mass,
    /// Repair priority, 0 first.
    pub priority: u8,
    /// Cost of ownership and operation without fuel, parts and workshop labour, per operating hour.
    pub cost_per_hour: Money,
    /// What it costs by being owned, worked or not; none: ownership is in `cost_per_hour`.
    pub capital: Option<Capital>,
    /// How its cold engine is started.
    pub warm_up: WarmUp,
}

impl Model {
    /// The truck part, where it is one.
    pub fn truck(&self) -> Option<&TruckModel> {
        match &self.work {
            Work::Truck(truck) => Some(truck),
            Work::Loader(_) => None,
        }
    }

    /// The loader part, where it is one.
    pub fn loader(&self) -> Option<&LoaderModel> {
        match &self.work {
            Work::Loader(loader) => Some(loader),
            Work::Truck(_) => None,
        }
    }

    /// Whether it burns fuel.
    pub fn has_engine(&self) -> bool {
        match &self.work {
            Work::Truck(truck) => truck.battery.is_none(),
            Work::Loader(loader) => loader.electric.is_none(),
        }
    }

    /// Whether it can draw electric energy: from a charger, a trolley line or a cable.
    pub fn draws(&self) -> bool {
        match &self.work {
            Work::Truck(truck) => truck.battery.is_some() || truck.trolley.is_some(),
            Work::Loader(loader) => loader.electric.is_some(),
        }
    }
}

/// When a machine joins the fleet.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Arrival {
    /// It is there from the start.
    AtStart,
    /// It joins on a local day.
    On(Date),
    /// It joins when the `nth` piece (from 1) of an agreement line is delivered and commissioned.
    ByLine {
        /// The line.
        line: LineId,
        /// Which piece of the line.
        nth: u32,
    },
}

/// One machine, a row of `machines.csv`.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Fleet number, unique.
    pub name: String,
    /// Model.
    pub model: ModelId,
    /// Where it works.
    pub mine: MineId,
    /// Which workshop keeps it running; none: it never fails and is never serviced.
    pub workshop: Option<WorkshopId>,
    /// Hour meter at the start.
    pub meter: MeterHours,
    /// Loaders: the face they dig. Trucks under fixed assignment: the face they serve.
    pub face: Option<FaceId>,
    /// Trucks under fixed assignment: the dump they go to, where the material allows a choice.
    pub dump: Option<DumpId>,
    /// When it joins.
    pub arrival: Arrival,
}
