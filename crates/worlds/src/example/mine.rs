//! Haul roads, faces, dumps, models and machines of the small example.
use super::*;
use iceroad_base::quantity::*;
use iceroad_model::fleet::*;
use iceroad_model::mine::*;
use iceroad_model::pit::LoadingRule;
use iceroad_model::roads::{NodeRules, SegmentRules};

pub(super) fn fill(tables: &mut Tables) {
    roads(tables);
    places(tables);
    models(tables);
    machines(tables);
}

fn roads(tables: &mut Tables) {
    let node = |name: &str, x: f64, y: f64, z: f64| Node {
        name: name.into(),
        mine: MINE,
        x: Coordinate::clamped(x),
        y: Coordinate::clamped(y),
        z: Coordinate::clamped(z),
        rules: NodeRules::default(),
    };
    tables.nodes = [
        node("cross", 0.0, 0.0, 0.0),
        node("park", -300.0, 0.0, 0.0),
        node("gate", -600.0, 0.0, 0.0),
        node("pump", -300.0, 100.0, 0.0),
        node("ore-face", 1_200.0, 0.0, -84.0),
        node("waste-face", 700.0, 500.0, -42.0),
        node("crusher", 0.0, 900.0, 9.0),
        node("spoil", 0.0, -700.0, 21.0),
    ]
    .into_iter()
    .collect();
    let segment = |to: u32, length: f64, grade: f64| Segment {
        from: CROSS,
        to: NodeId(to),
        length: Metres::clamped(length),
        grade: Grade::clamped(grade),
        rolling: RollingResistance::clamped(3.0),
        limit: Speed::clamped(40.0),
        two_way: true,
        corner_radius: None,
        superelevation: None,
        max_gross: None,
        trolley: false,
        rules: SegmentRules::default(),
    };
    tables.segments = [
        segment(1, 300.0, 0.0),
        segment(2, 600.0, 0.0),
        segment(3, 320.0, 0.0),
        segment(4, 1_200.0, -7.0),
        segment(5, 860.0, -4.9),
        segment(6, 900.0, 1.0),
        segment(7, 700.0, 3.0),
    ]
    .into_iter()
    .collect();
}

fn places(tables: &mut Tables) {
    tables.mines.push(Mine {
        name: "pit".into(),
        title: "pit".into(),
        site: PIT,
        calendar: TWO_SHIFTS,
        dispatch: DispatchPolicy::ShortestQueue,
        park: PARK,
        gate: GATE,
        fuel_point: Some(PUMP),
        fuel_item: Some(DIESEL),
        fuel_store: Some(MINE_STORE),
        refuel_litres_per_minute: 150.0,
        stops_below: Some(Celsius::clamped(-50.0)),
        thaw_rolling: Factor::clamped(1.3),
        frost_rolling: Factor::clamped(0.9),
        side_friction: SIDE_FRICTION,
        keep_plan: true,
        electricity: Electricity::default(),
        traffic: Default::default(),
        shift: Default::default(),
    });
    let material = |name: &str, kind, density: f64| Material {
        name: name.into(),
        title: name.into(),
        kind,
        loose_density: Density::clamped(density),
        worth_per_tonne: None,
    };
    tables.materials = [material("ore", MaterialKind::Ore, 1.7), material("waste", MaterialKind::Waste, 1.6)]
        .into_iter()
        .collect();
    let face = |name: &str, node: u32, material| Face {
        name: name.into(),
        title: name.into(),
        node: NodeId(node),
        material,
        available: None,
        grade: None,
        stockpile: None,
    };
    tables.faces = [face("ore-face", 4, ORE), face("waste-face", 5, WASTE)].into_iter().collect();
    let crusher = Crusher { rate: TonnesPerHour::clamped(400.0), hopper: Mass::from_tonnes(120.0) };
    let dump = |name: &str, node: u32, materials: Vec<MaterialId>, places: u16, crusher| Dump {
        name: name.into(),
        title: name.into(),
        node: NodeId(node),
        materials,
        places,
        dump: Seconds::clamped(60.0),
        crusher,
        breaks: None,
        dozer: None,
        blend: None,
    };
    tables.dumps = [dump("crusher", 6, vec![ORE], 1, Some(crusher)), dump("spoil", 7, vec![WASTE], 2, None)]
        .into_iter()
        .collect();
    for month in 0..12 {
        for (material, tonnes) in [(ORE, 60_000.0), (WASTE, 80_000.0)] {
            tables.plan.push(PlanMonth { mine: MINE, material, month, mass: Mass::from_tonnes(tonnes) });
        }
    }
}

fn truck(payload: f64, empty: f64, power: f64, body: f64) -> TruckModel {
    TruckModel {
        payload: Mass::from_tonnes(payload),
        body: Volume::from_cubic_metres(body),
        empty: Mass::from_tonnes(empty),
        power: Power::clamped(power),
        drive_efficiency: Share::clamped(0.8),
        retarder: Power::clamped(power * 1.1),
        top_speed: Speed::clamped(55.0),
        traction: Share::clamped(0.35),
        drive: Drive::Mechanical,
        rimpull: vec![],
        specific_fuel: SpecificFuel::clamped(210.0),
        idle_fuel: FuelFlow::clamped(9.0),
        tank: Volume(600),
        retarder_curve: Vec::new(),
        lockup: None,
        trolley: None,
        battery: None,
        tyres: None,
    }
}

fn models(tables: &mut Tables) {
    let loader = LoaderModel {
        bucket: Volume::from_cubic_metres(4.5),
        bucket_mass: Mass::from_tonnes(8.1),
        fill: Factor::clamped(0.9),
        fill_variation: Variation::clamped(0.08),
        pass: Seconds::clamped(35.0),
        pass_variation: Variation::clamped(0.15),
        spot: Seconds::clamped(30.0),
        loading_rule: LoadingRule::FullTruck,
        first_pass: None,
        two_sided: false,
        walk: WALK,
        electric: None,
        fuel: FuelFlow::clamped(45.0),
        idle_fuel: FuelFlow::clamped(9.0),
        tank: Volume(900),
    };
    let model = |name: &str, brand, work, class: f64, priority, cost: f64| Model {
        name: name.into(),
        brand,
        work,
        bay_class: Mass::from_tonnes(class),
        priority,
        cost_per_hour: Money::from_major(cost),
        capital: None,
        warm_up: Default::default(),
    };
    tables.models = [
        model("Alder 28", ALDER, Work::Truck(truck(28.0, 23.0, 280.0, 18.0)), 28.0, 1, 25.0),
        model("Birch 37", BIRCH, Work::Truck(truck(37.0, 31.0, 360.0, 24.0)), 37.0, 1, 30.0),
        model("Birch L4", BIRCH, Work::Loader(loader), 37.0, 0, 40.0),
    ]
    .into_iter()
    .collect();
}

fn machines(tables: &mut Tables) {
    let machine = |name: &str, model, meter: f64, face, arrival| Machine {
        name: name.into(),
        model,
        mine: MINE,
        workshop: Some(WORKSHOP),
        meter: MeterHours::clamped(meter),
        face,
        dump: None,
        arrival,
    };
    let by_line = Arrival::ByLine { line: LINE_TRUCK, nth: 1 };
    tables.machines = [
        machine("truck-1", ALDER_28, 8_200.0, None, Arrival::AtStart),
        machine("truck-2", BIRCH_37, 3_100.0, None, Arrival::AtStart),
        machine("truck-3", BIRCH_37, 0.0, None, by_line),
        machine("loader-1", BIRCH_LOADER, 5_400.0, Some(FACE_ORE), Arrival::AtStart),
        machine("loader-2", BIRCH_LOADER, 900.0, Some(FACE_WASTE), Arrival::AtStart),
    ]
    .into_iter()
    .collect();
}
