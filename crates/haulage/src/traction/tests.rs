//! Worked numbers of the trade, and laws that hold on any road.
use super::*;
use iceroad_base::quantity::{FuelFlow, Power, Share, SpecificFuel, Speed, Volume};
use iceroad_model::fleet::{self, ForcePoint};

/// 400 t all told, 1.8 MW at the wheels, 2.5 MW retarder.
fn big() -> TruckModel {
    TruckModel {
        payload: Mass::from_tonnes(240.0),
        body: Volume::from_cubic_metres(150.0),
        empty: Mass::from_tonnes(160.0),
        power: Power::clamped(2_000.0),
        drive_efficiency: Share::clamped(0.9),
        retarder: Power::clamped(2_500.0),
        top_speed: Speed::clamped(60.0),
        traction: Share::clamped(0.33),
        drive: fleet::Drive::DieselElectric,
        rimpull: Vec::new(),
        specific_fuel: SpecificFuel::clamped(200.0),
        idle_fuel: FuelFlow::clamped(20.0),
        tank: Volume(4_000),
        fitted: fleet::Fitted::default(),
    }
}

fn loaded(model: &TruckModel) -> Vehicle {
    Vehicle::new(model, model.payload)
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "found {found}, expected {expected}");
}

fn climb(metres: f64) -> Drive {
    let road = [Stretch { length_m: metres, total: 0.12, limit_m_s: 16.0, trolley: false }];
    loaded(&big()).drive(&road, &mut Room::default()).unwrap()
}

#[test]
fn resistance_and_climbing_speeds_are_those_of_the_worked_example() {
    let truck = loaded(&big());
    near(truck.resistance(0.12) / 1_000.0, 470.9, 0.05);
    for (total, kmh) in [(0.04, 41.3), (0.08, 20.6), (0.12, 13.8), (0.16, 10.3)] {
        near(truck.steady_speed(total).unwrap() * 3.6, kmh, 0.05);
    }
}

#[test]
fn the_retarder_limits_the_speed_downhill() {
    near(loaded(&big()).steady_speed(-0.08).unwrap() * 3.6, 28.7, 0.05);
    near(loaded(&big()).steady_speed(-0.001).unwrap() * 3.6, 60.0, 1e-9);
}

#[test]
fn three_kilometres_of_climb_take_785_seconds_and_392_kilowatt_hours() {
    // The ends (starting, stopping) are the same in both climbs, so the difference is the steady climb:
    // 3,000 m / 3.8226 m/s = 784.8 s; 470.88 kN · 3,000 m = 1,412.6 MJ = 392.4 kWh.
    let (short, long) = (climb(3_000.0), climb(6_000.0));
    near(long.seconds - short.seconds, 784.8, 0.1);
    near((long.rim_joules - short.rim_joules) / 3.6e6, 392.4, 0.05);
    // At the engine 392.4 / 0.9 kWh; 200 g each; 0.84 kg/L.
    near(long.litres - short.litres, 392.4 / 0.9 * 0.2 / 0.84, 0.05);
}

#[test]
fn a_level_drive_accelerates_cruises_and_brakes() {
    // Empty, light and strong: 0.5 m/s² up to 10 m/s takes 20 s and 100 m, and the same to stop. The 800 m
    // between take 80 s: 120 s in all.
    let mut model = big();
    model.power = Power::clamped(9_000.0);
    let truck = Vehicle::new(&model, Mass::ZERO);
    let road = [Stretch { length_m: 1_000.0, total: 0.02, limit_m_s: 10.0, trolley: false }];
    let drive = truck.drive(&road, &mut Room::default()).unwrap();
    near(drive.seconds, 120.0, 0.3);
    near(drive.metres, 1_000.0, 1e-6);
}

#[test]
fn the_truck_has_slowed_down_where_a_lower_limit_begins() {
    let mut room = Room::default();
    let road = [
        Stretch { length_m: 500.0, total: 0.0, limit_m_s: 15.0, trolley: false },
        Stretch { length_m: 100.0, total: 0.0, limit_m_s: 3.0, trolley: false },
        Stretch { length_m: 500.0, total: 0.0, limit_m_s: 15.0, trolley: false },
    ];
    let truck = loaded(&big());
    truck.drive(&road, &mut room).unwrap();
    let driven: Vec<_> = room.driven().collect();
    assert!(driven[100..120].iter().all(|&(_, _, from, to)| from.max(to) <= 3.0 + 1e-9));
    assert!(driven[50].2 > 9.0);
    for (metres, _, from, to) in driven {
        let acceleration = (to * to - from * from) / (2.0 * metres);
        assert!((-BRAKING - 1e-9..=ACCELERATION + 1e-9).contains(&acceleration));
    }
}

#[test]
fn a_curve_of_constant_power_is_the_same_between_its_points() {
    let mut model = big();
    let points = [10.0, 20.0, 40.0, 60.0];
    model.rimpull = points
        .iter()
        .map(|&kmh| ForcePoint { speed: Speed::clamped(kmh), force_kn: 1_800.0 * 3.6 / kmh })
        .collect();
    let (derived, curved) = (loaded(&big()), loaded(&model));
    for kmh in [10.0, 13.0, 29.0, 59.0] {
        near(curved.rimpull(kmh / 3.6), derived.rimpull(kmh / 3.6), 1e-6);
    }
    near(curved.steady_speed(0.12).unwrap(), derived.steady_speed(0.12).unwrap(), 1e-9);
    // Below the first point the force is held, not grown.
    near(curved.rimpull(1.0), 648_000.0, 1e-6);
    assert!(!curved.is_held_by_curve());
}

#[test]
fn no_truck_goes_faster_than_its_curve_is_known() {
    let mut model = big();
    model.rimpull = vec![ForcePoint { speed: Speed::clamped(30.0), force_kn: 200.0 }];
    let truck = loaded(&model);
    assert!(truck.is_held_by_curve());
    near(truck.steady_speed(0.0).unwrap() * 3.6, 30.0, 1e-9);
}

#[test]
fn a_road_steeper_than_the_grip_is_impassable() {
    let truck = loaded(&big());
    assert_eq!(truck.steady_speed(0.34), None);
    let road = [Stretch { length_m: 10.0, total: 0.34, limit_m_s: 5.0, trolley: false }];
    assert_eq!(truck.drive(&road, &mut Room::default()), None);
}

#[test]
fn an_empty_road_takes_no_time() {
    assert_eq!(loaded(&big()).drive(&[], &mut Room::default()), Some(Drive::default()));
}
