//! A small mine made in a few lines: what haulage is tested on.
//!
//! Its figures are chosen to be easy to reckon with, not taken from any mine: every one is `assumed`.
//!
//! ```
//! use iceroad_worlds::pit::Pit;
//! let tables = Pit { trucks: 5, ..Pit::default() }.tables();
//! assert_eq!(tables.machines.len(), 6);
//! ```

use crate::build::{Build, START, bare};
use iceroad_base::civil::{Horizon, Zone};
use iceroad_base::quantity::{
    Celsius, Coordinate, Density, Energy, Factor, FuelFlow, Grade, Mass, MeterHours, Metres, Money, Power,
    RollingResistance, Seconds, Share, SpecificFuel, Speed, TonnesPerHour, Variation, Volume,
};
use iceroad_model::fleet::{
    Arrival, Battery, Cable, Drive, LoaderModel, Machine, Model, TruckModel, WALK, Work,
};
use iceroad_model::mine::{Crusher, DispatchPolicy, Dump, Face, Material, MaterialKind, Mine, Node, Segment};
use iceroad_model::pit::LoadingRule;
use iceroad_model::roads::{Closure, NodeRules, SegmentRules};
use iceroad_model::shift::{Break, Operators, ShiftRules, WarmUp};
use iceroad_model::{
    BrandId, DumpId, FaceId, ItemId, MaterialId, MineId, ModelId, NodeId, SegmentId, StoreId, Tables,
};

/// A face of the pit, and how far it is from the middle.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PitFace {
    /// Level road between the middle of the pit and the face, m.
    pub metres: f64,
    /// Loaders there.
    pub loaders: usize,
    /// What there is to dig, t.
    pub tonnes: Option<f64>,
}

/// A dump of the pit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PitDump {
    /// Level road between the middle of the pit and the dump, m.
    pub metres: f64,
    /// Places.
    pub places: u16,
    /// Dumping time, s.
    pub seconds: f64,
    /// Crusher: rate t/h, hopper t.
    pub crusher: Option<(f64, f64)>,
}

/// A pit as a star: a middle, and roads from it to park, gate, fuel point, faces and dumps.
#[derive(Clone, Debug)]
pub struct Pit {
    /// Trucks, named `T01` and so on; all of one model.
    pub trucks: usize,
    /// Faces, all of one material.
    pub faces: Vec<PitFace>,
    /// Dumps, all taking that material.
    pub dumps: Vec<PitDump>,
    /// Distance of park, gate and fuel point from the middle, m.
    pub yard_metres: [f64; 3],
    /// Policy.
    pub dispatch: DispatchPolicy,
    /// Shifts as (start, end) hour of the day; empty: round the clock.
    pub shifts: Vec<(i8, i8)>,
    /// Days of the horizon.
    pub days: u32,
    /// Standing down below, °C.
    pub stops_below: Option<f64>,
    /// Whether fuel is issued by a store and must be waited for.
    pub fuel: bool,
    /// How the shift is lived.
    pub shift: ShiftRules,
    /// Its crib breaks; their mine is the pit.
    pub breaks: Vec<Break>,
    /// Its operators; their mine is the pit.
    pub operators: Vec<Operators>,
    /// Closures by calendar; their mine is the pit.
    pub closures: Vec<Closure>,
    /// How cold engines are started, trucks' and loaders'.
    pub warm_up: WarmUp,
    /// Chargers, at the fuel point; only battery trucks go there for them.
    pub chargers: u16,
    /// The trucks' model.
    pub truck: TruckModel,
    /// The loaders' model.
    pub loader: LoaderModel,
}

impl Default for Pit {
    /// One truck, one face at 1 km, one dump at 2 km, round the clock for a day, no fuel point.
    fn default() -> Self {
        Pit {
            trucks: 1,
            faces: vec![PitFace { metres: 1_000.0, loaders: 1, tonnes: None }],
            dumps: vec![PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: None }],
            yard_metres: [100.0, 300.0, 200.0],
            dispatch: DispatchPolicy::ShortestQueue,
            shifts: Vec::new(),
            days: 1,
            stops_below: None,
            fuel: false,
            shift: ShiftRules::default(),
            breaks: Vec::new(),
            operators: Vec::new(),
            closures: Vec::new(),
            warm_up: WarmUp::default(),
            chargers: 1,
            truck: truck_model(),
            loader: loader_model(),
        }
    }
}

/// A 100 t truck. Strong, so that the limit of 36 km/h and not the engine sets its pace on level roads.
pub fn truck_model() -> TruckModel {
    TruckModel {
        payload: Mass::from_tonnes(100.0),
        body: Volume::from_cubic_metres(60.0),
        empty: Mass::from_tonnes(80.0),
        power: Power::clamped(3_000.0),
        drive_efficiency: Share::clamped(0.85),
        retarder: Power::clamped(2_000.0),
        top_speed: Speed::clamped(50.0),
        traction: Share::clamped(0.33),
        drive: Drive::DieselElectric,
        rimpull: Vec::new(),
        specific_fuel: SpecificFuel::clamped(205.0),
        idle_fuel: FuelFlow::clamped(36.0),
        tank: Volume(1_500),
        retarder_curve: Vec::new(),
        lockup: None,
        trolley: None,
        battery: None,
        tyres: None,
    }
}

/// The same truck with a battery of 600 kWh in place of the engine, charged in a quarter of an hour.
pub fn battery_truck_model() -> TruckModel {
    let battery = Battery {
        capacity: Energy(600),
        charge: Power::clamped(2_400.0),
        reserve: Share::clamped(0.1),
        regen: Share::clamped(0.6),
        idle: Power::clamped(20.0),
    };
    TruckModel {
        drive: Drive::BatteryElectric,
        idle_fuel: FuelFlow::clamped(0.0),
        tank: Volume::ZERO,
        battery: Some(battery),
        ..truck_model()
    }
}

/// A loader that fills the truck in five passes of 20 t and 30 s after 30 s of spotting: 3 min, without spread.
pub fn loader_model() -> LoaderModel {
    LoaderModel {
        bucket: Volume::from_cubic_metres(12.5),
        bucket_mass: Mass::from_tonnes(25.0),
        fill: Factor::clamped(0.8),
        fill_variation: Variation::clamped(0.0),
        pass: Seconds::clamped(30.0),
        pass_variation: Variation::clamped(0.0),
        spot: Seconds::clamped(30.0),
        loading_rule: LoadingRule::FullTruck,
        first_pass: None,
        two_sided: false,
        walk: WALK,
        electric: None,
        fuel: FuelFlow::clamped(180.0),
        idle_fuel: FuelFlow::clamped(36.0),
        tank: Volume(3_000),
    }
}

/// The same loader on a cable: 900 kW at work, 90 kW while it waits.
pub fn electric_loader_model() -> LoaderModel {
    LoaderModel {
        electric: Some(Cable { work: Power::clamped(900.0), idle: Power::clamped(90.0) }),
        fuel: FuelFlow::clamped(0.0),
        idle_fuel: FuelFlow::clamped(0.0),
        tank: Volume::ZERO,
        ..loader_model()
    }
}

/// Mean loose density of the pit's material, t/m³.
const DENSITY: f64 = 2.0;

impl Pit {
    /// The time that is simulated: from 1 January 2026, UTC.
    pub fn horizon(&self) -> Horizon {
        // The start is legal, so the only number of days that is not is 0 or one beyond all sense.
        Horizon::new(START, self.days, &Zone::utc())
            .or_else(|_| Horizon::new(START, 1, &Zone::utc()))
            .unwrap_or_else(|_| unreachable!("one day from 2026 on is a horizon"))
    }

    /// The tables; trucks have the first machine ids, then come the loaders in order of face.
    ///
    /// They hold what haulage reads and no more (no weather, no stores), and are not judged by any rule, so that
    /// tests may ask for the absurd.
    pub fn tables(&self) -> Tables {
        let mut tables = bare(self.days);
        let round_the_clock: &[(i8, i8)] = &[(0, 0)];
        tables.calendar("pit", if self.shifts.is_empty() { round_the_clock } else { &self.shifts });
        tables.materials.push(Material {
            name: "ore".into(),
            title: "ore".into(),
            kind: MaterialKind::Ore,
            loose_density: Density::clamped(DENSITY),
            worth_per_tonne: None,
        });
        let middle = node(&mut tables, "middle");
        let [park, gate, fuel] = ["park", "gate", "fuel"].map(|name| node(&mut tables, name));
        for (end, metres) in [park, gate, fuel].into_iter().zip(self.yard_metres) {
            road(&mut tables, middle, end, metres);
        }
        self.add_faces(&mut tables, middle);
        self.add_dumps(&mut tables, middle);
        self.set_up(tables.mine(), [park, gate, fuel]);
        self.add_machines(&mut tables);
        tables.breaks = self.breaks.clone();
        tables.operators = self.operators.clone();
        tables.closures = self.closures.iter().cloned().collect();
        tables
    }

    fn set_up(&self, mine: &mut Mine, [park, gate, fuel]: [NodeId; 3]) {
        mine.dispatch = self.dispatch;
        (mine.park, mine.gate) = (park, gate);
        if self.fuel {
            mine.fuel_point = Some(fuel);
            mine.fuel_item = Some(ItemId(0));
            mine.fuel_store = Some(StoreId(0));
        }
        mine.stops_below = self.stops_below.map(Celsius::clamped);
        mine.electricity.charge_point = self.truck.battery.is_some().then_some(fuel);
        mine.electricity.chargers = self.chargers;
        mine.shift = self.shift;
    }

    fn add_faces(&self, tables: &mut Tables, middle: NodeId) {
        for (index, face) in self.faces.iter().enumerate() {
            let end = node(tables, &format!("face {index}"));
            road(tables, middle, end, face.metres);
            tables.faces.push(Face {
                name: format!("face {index}"),
                title: format!("face {index}"),
                node: end,
                material: MaterialId(0),
                available: face.tonnes.map(Mass::from_tonnes),
                grade: None,
                stockpile: None,
            });
        }
    }

    fn add_dumps(&self, tables: &mut Tables, middle: NodeId) {
        for (index, dump) in self.dumps.iter().enumerate() {
            let end = node(tables, &format!("dump {index}"));
            road(tables, middle, end, dump.metres);
            tables.dumps.push(Dump {
                name: format!("dump {index}"),
                title: format!("dump {index}"),
                node: end,
                materials: vec![MaterialId(0)],
                places: dump.places,
                dump: Seconds::clamped(dump.seconds),
                crusher: dump.crusher.map(|(rate, hopper)| Crusher {
                    rate: TonnesPerHour::clamped(rate),
                    hopper: Mass::from_tonnes(hopper),
                }),
                breaks: None,
                dozer: None,
                blend: None,
            });
        }
    }

    fn add_machines(&self, tables: &mut Tables) {
        let works =
            [("truck", Work::Truck(self.truck.clone())), ("loader", Work::Loader(self.loader.clone()))];
        for (name, work) in works {
            tables.models.push(Model {
                name: name.into(),
                brand: BrandId(0),
                work,
                bay_class: Mass::from_tonnes(100.0),
                priority: 0,
                cost_per_hour: Money(0),
                capital: None,
                warm_up: self.warm_up,
            });
        }
        for index in 0..self.trucks {
            let face = FaceId((index % self.faces.len().max(1)) as u32);
            add_machine(tables, format!("T{:02}", index + 1), 0, face);
        }
        for (index, face) in self.faces.iter().enumerate() {
            for nth in 0..face.loaders {
                add_machine(tables, format!("L{index}{nth}"), 1, FaceId(index as u32));
            }
        }
    }
}

fn add_machine(tables: &mut Tables, name: String, model: u32, face: FaceId) {
    tables.machines.push(Machine {
        name,
        model: ModelId(model),
        mine: MineId(0),
        workshop: None,
        meter: MeterHours::clamped(0.0),
        face: Some(face),
        dump: None::<DumpId>,
        arrival: Arrival::AtStart,
    });
}

fn node(tables: &mut Tables, name: &str) -> NodeId {
    let zero = Coordinate::clamped(0.0);
    tables.nodes.push(Node {
        name: name.into(),
        mine: MineId(0),
        x: zero,
        y: zero,
        z: zero,
        rules: NodeRules::default(),
    })
}

/// Lays a level road of 2 % rolling resistance with a limit of 36 km/h, so many metres long, driven both ways.
pub fn road(tables: &mut Tables, from: NodeId, to: NodeId, metres: f64) -> SegmentId {
    tables.segments.push(Segment {
        from,
        to,
        length: Metres::clamped(metres),
        grade: Grade::clamped(0.0),
        rolling: RollingResistance::clamped(2.0),
        limit: Speed::clamped(36.0),
        two_way: true,
        corner_radius: None,
        superelevation: None,
        max_gross: None,
        trolley: false,
        rules: SegmentRules::default(),
    })
}
