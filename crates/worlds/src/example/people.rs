//! What breaks, the workshop and its people in the small example.
use super::*;
use iceroad_base::quantity::*;
use iceroad_model::maintenance::*;
use iceroad_model::worth::Payer;

pub(super) fn fill(tables: &mut Tables) {
    let curve = |name: &str, points: [(f64, f64); 3]| TemperatureCurve {
        name: name.into(),
        points: points.map(|(t, factor)| (Celsius::clamped(t), Factor::clamped(factor))).to_vec(),
    };
    tables.curves = [
        curve("frost-ages", [(-50.0, 2.0), (-20.0, 1.3), (0.0, 1.0)]),
        curve("frost-slows", [(-50.0, 2.5), (-20.0, 1.4), (0.0, 1.0)]),
    ]
    .into_iter()
    .collect();
    subsystems(tables);
    services(tables);
    workshop(tables);
}

fn part(item: ItemId, quantity: i64, chance: f64) -> PartUse {
    PartUse { item, quantity: Quantity(quantity), chance: Share::clamped(chance) }
}

fn subsystems(tables: &mut Tables) {
    let engine = Subsystem {
        name: "engine".into(),
        model: ALDER_28,
        life: Law::Weibull { shape: 1.8, scale: 900.0 },
        ageing: Some(FROST_AGES),
        repair: triangular(4.0, 8.0, 24.0),
        repair_factor: Some(FROST_SLOWS),
        trade: MECHANIC,
        technicians: 2,
        place: Place::Bay,
        crane: true,
        renewal: Share::clamped(0.8),
        hazards: Hazards::default(),
        parts: vec![part(INJECTOR, 2, 0.6)],
    };
    let suspension = Subsystem {
        name: "suspension".into(),
        life: Law::Exponential { mean: 700.0 },
        ageing: None,
        repair: triangular(2.0, 3.0, 8.0),
        technicians: 1,
        place: Place::Field,
        crane: false,
        renewal: Share::clamped(1.0),
        parts: vec![],
        ..engine.clone()
    };
    let birch_engine = Subsystem { model: BIRCH_37, parts: vec![part(FILTER, 1, 1.0)], ..engine.clone() };
    let electrics = Subsystem {
        name: "electrics".into(),
        model: BIRCH_37,
        trade: ELECTRICIAN,
        place: Place::Bay,
        ..suspension.clone()
    };
    let hydraulics = Subsystem { name: "hydraulics".into(), model: BIRCH_LOADER, ..suspension.clone() };
    tables.subsystems = [engine, suspension, birch_engine, electrics, hydraulics].into_iter().collect();
}

fn services(tables: &mut Tables) {
    let service = |model, renews| Service {
        name: "PM500".into(),
        model,
        interval: MeterHours::clamped(500.0),
        duration: Hours::clamped(6.0),
        early: MeterHours::clamped(50.0),
        trade: MECHANIC,
        technicians: 1,
        renews,
        inspects: vec![],
        finds: Share::clamped(1.0),
        kit: vec![part(FILTER, 2, 1.0)],
    };
    tables.services = [
        service(ALDER_28, vec![]),
        service(BIRCH_37, vec![]),
        service(BIRCH_LOADER, vec![LOADER_HYDRAULICS]),
    ]
    .into_iter()
    .collect();
}

fn workshop(tables: &mut Tables) {
    tables.workshops.push(Workshop {
        name: "centre".into(),
        title: "centre".into(),
        site: PIT,
        sharing: Sharing::Shared,
        store: MINE_STORE,
        tow_vehicles: 1,
        tow_speed: Speed::clamped(10.0),
        stops_below: Some(Celsius::clamped(-45.0)),
        heated_to: Celsius::clamped(15.0),
        gate_distance_m: 1_500.0,
        payer: Payer::Mine,
    });
    let bay = |name: &str, count, heated, brand, opening| BayGroup {
        name: name.into(),
        title: name.into(),
        workshop: WORKSHOP,
        count,
        takes: Mass::from_tonnes(40.0),
        heated,
        crane: true,
        brand,
        opening,
    };
    tables.bays = [
        bay("old-bay", 1, false, Some(ALDER), Opening::AtStart),
        bay("new-bays", 2, true, Some(BIRCH), Opening::With(HALL)),
    ]
    .into_iter()
    .collect();
    let group = |name: &str, trade, certificates: &[BrandId], home, count, calendar, field| TechnicianGroup {
        name: name.into(),
        title: name.into(),
        workshop: WORKSHOP,
        trade,
        certificates: certificates.to_vec(),
        home,
        count,
        calendar,
        field,
        cost_per_hour: Money::from_major(18.0),
        opening: Opening::AtStart,
    };
    tables.technicians = [
        group("mechanics", MECHANIC, &[ALDER, BIRCH], Some(BIRCH), 3, TWO_SHIFTS, true),
        group("alder-mechanics", MECHANIC, &[ALDER], Some(ALDER), 2, DAYS_ONLY, true),
        group("electricians", ELECTRICIAN, &[], Some(BIRCH), 1, TWO_SHIFTS, false),
    ]
    .into_iter()
    .collect();
}
