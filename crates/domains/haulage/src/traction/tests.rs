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
        retarder_curve: Vec::new(),
        lockup: None,
        trolley: None,
        battery: None,
        tyres: None,
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
fn a_loaded_truck_enters_a_descent_no_faster_than_its_retarder_holds_it() {
    // On the level it comes at 13 m/s; 400 t on 8 % are 313.9 kN, which 2.5 MW hold at 7.96 m/s.
    let mut room = Room::default();
    let stretch = |length_m, total| Stretch { length_m, total, limit_m_s: 15.0, trolley: false };
    let road = [stretch(2_000.0, 0.02), stretch(500.0, -0.08), stretch(200.0, 0.02)];
    loaded(&big()).drive(&road, &mut room).unwrap();
    let downhill: Vec<_> = room.driven().filter(|&(_, total, ..)| total < 0.0).collect();
    assert!(room.driven().any(|(_, total, from, _)| total > 0.0 && from > 12.0));
    assert!(downhill.iter().all(|&(_, _, from, to)| from.max(to) <= 7.97), "{downhill:?}");
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
fn a_climb_that_slows_a_truck_of_itself_is_entered_at_full_speed() {
    // Empty at 15 m/s on the level into 30 %: 0.27 g more than the 1.8 MW give, 1.7 m/s² at first. It needs no brakes.
    let truck = Vehicle::new(&big(), Mass::ZERO);
    let road = |second: f64| {
        [
            Stretch { length_m: 1_500.0, total: 0.02, limit_m_s: 15.0, trolley: false },
            Stretch { length_m: 200.0, total: second, limit_m_s: 15.0, trolley: false },
        ]
    };
    let mut room = Room::default();
    let climb = truck.drive(&road(0.30), &mut room).unwrap();
    let driven: Vec<_> = room.driven().collect();
    near(driven[300].2, 15.0, 1e-9);
    let slowing = (driven[300].2 * driven[300].2 - driven[300].3 * driven[300].3) / (2.0 * driven[300].0);
    assert!(slowing > 2.0 * BRAKING, "{slowing}");
    // It climbs slowly in the end, so that the stop alone needs brakes, and the road there does that too.
    near(climb.brake_joules, 0.0, 1.0);
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

/// The truck of the catalogue of minehaulsim 0.12.1 (Apache-2.0) as PEERS tell it: 793F, 227 t on 165 t, 1,976 kW.
fn cat_793f() -> TruckModel {
    TruckModel {
        payload: Mass::from_tonnes(227.0),
        empty: Mass::from_tonnes(165.0),
        power: Power::clamped(1_976.0),
        drive_efficiency: Share::clamped(0.85),
        ..big()
    }
}

#[test]
fn a_loaded_793f_climbs_as_the_closed_form_says_and_points_joined_by_slowness_keep_it() {
    // 0.85 · 1,976 kW / (392 t · 9.81 · 0.12) = 3.64 m/s.
    near(loaded(&cat_793f()).steady_speed(0.12).unwrap() * 3.6, 13.11, 0.01);
    // Sampled at minehaulsim's speeds; straight lines between them run at 13.41 km/h, slowness does not.
    let mut model = cat_793f();
    let derived = loaded(&cat_793f());
    model.rimpull = [2.0, 3.0, 4.0, 6.0, 8.0, 11.0, 15.0, 20.0, 27.0, 35.0, 45.0, 55.0]
        .iter()
        .map(|&kmh| ForcePoint { speed: Speed::clamped(kmh), force_kn: derived.rimpull(kmh / 3.6) / 1_000.0 })
        .collect();
    near(loaded(&model).steady_speed(0.12).unwrap() * 3.6, 13.11, 0.01);
}

#[test]
fn rimpull_derived_from_power_is_that_of_a_table_made_elsewhere() {
    // Rimpull in kN at 10, 20 and 40 km/h, own calculation of the trade's rule 0.85 · P / v from makers' power.
    let table = [
        (783.0, [239.6, 119.8, 59.9]),
        (1_194.0, [365.4, 182.7, 91.3]),
        (1_716.0, [525.1, 262.5, 131.3]),
        (1_976.0, [604.7, 302.3, 151.2]),
    ];
    for (kilowatts, forces) in table {
        let mut model = cat_793f();
        model.power = Power::clamped(kilowatts);
        for (kmh, kn) in [10.0, 20.0, 40.0].into_iter().zip(forces) {
            near(loaded(&model).rimpull(kmh / 3.6) / 1_000.0, kn, 0.06);
        }
    }
}

#[test]
fn a_converter_below_lock_up_gives_level_force_and_burns_more() {
    let mut model = big();
    model.lockup = Some(Speed::clamped(18.0));
    let (slips, locked) = (loaded(&model), loaded(&big()));
    near(slips.rimpull(1.0), 1.8e6 / 5.0, 1.0);
    near(slips.rimpull(10.0), locked.rimpull(10.0), 1e-6);
    // At 8 % it climbs at 20.6 km/h, above lock-up; at 12 % (470.9 kN) the 360 kN do not suffice.
    assert_eq!(slips.steady_speed(0.08), locked.steady_speed(0.08));
    assert_eq!(slips.steady_speed(0.12), None);
    let road = [Stretch { length_m: 300.0, total: 0.02, limit_m_s: 16.0, trolley: false }];
    let litres = |truck: &Vehicle| truck.drive(&road, &mut Room::default()).unwrap().litres;
    assert!(litres(&slips) > litres(&locked));
}

#[test]
fn a_retarder_curve_holds_to_its_last_speed_and_no_further() {
    let mut model = big();
    let point = |kmh, force_kn| ForcePoint { speed: Speed::clamped(kmh), force_kn };
    // 400 t on net 8 % push 313.9 kN.
    model.retarder_curve = vec![point(10.0, 600.0), point(25.0, 313.92), point(40.0, 225.0)];
    near(loaded(&model).steady_speed(-0.08).unwrap() * 3.6, 25.0, 1e-3);
    near(loaded(&model).steady_speed(-0.01).unwrap() * 3.6, 40.0, 1e-9);
    assert_eq!(loaded(&model).steady_speed(-0.16), None);
}

proptest::proptest! {
    /// Work of rimpull less work of brakes is what height and rolling resistance took, standstill to standstill;
    /// and no step asks for more than engine and grip give.
    #[test]
    fn energy_balances_on_any_road(
        road in proptest::collection::vec((5.0..900.0_f64, -0.12..0.14_f64, 2.0..18.0_f64), 1..12),
        load in 0.0..240.0_f64,
    ) {
        let road: Vec<Stretch> = road
            .into_iter()
            .map(|(length_m, total, limit_m_s)| Stretch { length_m, total, limit_m_s, trolley: false })
            .collect();
        let truck = Vehicle::new(&big(), Mass::from_tonnes(load));
        let mut room = Room::default();
        let drive = truck.drive(&road, &mut room).unwrap();
        let taken: f64 = road.iter().map(|stretch| truck.resistance(stretch.total) * stretch.length_m).sum();
        let most = drive.rim_joules + drive.brake_joules + 1.0;
        proptest::prop_assert!((drive.rim_joules - drive.brake_joules - taken).abs() < 1e-9 * most);
        for (metres, total, from, to) in room.driven() {
            let kinetic = truck.mass_kg() * (1.0 + ROTATING) * (to * to - from * from) / 2.0;
            let force = kinetic / metres + truck.resistance(total);
            // Half-way through a step; the integration's own error is of second order in the step.
            proptest::prop_assert!(force <= truck.rimpull((from + to) / 2.0) * 1.02 + 1.0, "{force} {from} {to}");
        }
    }
}
