//! Trucks against their roads.
use iceroad_base::quantity::*;
use iceroad_model::fleet::*;
use iceroad_model::*;
use iceroad_worlds::example::*;

fn truck(t: &mut Tables, id: ModelId) -> &mut TruckModel {
    let Work::Truck(truck) = &mut t.models[id].work else { unreachable!("{id:?} is a truck") };
    truck
}

fn point(kmh: f64, force_kn: f64) -> ForcePoint {
    ForcePoint { speed: Speed::clamped(kmh), force_kn }
}

fn battery(t: &mut Tables) -> &mut Battery {
    t.mines[MINE].electricity.charge_point = Some(PUMP);
    t.mines[MINE].electricity.cost_per_kwh = Money(700);
    let truck = truck(t, ALDER_28);
    truck.drive = Drive::BatteryElectric;
    truck.battery.insert(Battery {
        capacity: Energy(400),
        charge: Power::clamped(800.0),
        reserve: Share::clamped(0.1),
        regen: Share::clamped(0.5),
        idle: Power::clamped(10.0),
    })
}

/// The road to the ore face: 1,200 m that fall by 7 %.
const ORE_ROAD: SegmentId = SegmentId(3);

cases! {
    a_curve_has_two_points: ForceCurveBad at "rimpull" "speed_kmh", |t| {
        truck(t, ALDER_28).rimpull = vec![point(5.0, 150.0)];
    };
    a_curve_never_rises: ForceCurveBad at "rimpull" "force_kn", |t| {
        truck(t, ALDER_28).rimpull = vec![point(5.0, 150.0), point(20.0, 50.0), point(40.0, 51.0)];
    };
    a_retarder_curve_is_a_curve_too: ForceCurveBad at "retarder" "speed_kmh", |t| {
        truck(t, BIRCH_37).retarder_curve = vec![point(9.0, 90.0), point(9.0, 80.0)];
    };
    a_battery_holds_something: TruckModelEmpty at "truck_models" "battery_kwh", |t| {
        battery(t).capacity = Energy(0);
    };
    a_tyre_bears_something: TruckModelEmpty at "truck_models" "tyre_loaded_share", |t| {
        truck(t, ALDER_28).tyres = Some(Tyres {
            rating: TyreRating::clamped(100.0),
            empty_share: Share::clamped(0.2),
            loaded_share: Share::clamped(0.0),
        });
    };
    a_battery_truck_needs_a_charger: BatteryWithoutCharger at "mines" "charge_point", |t| {
        battery(t);
        t.mines[MINE].electricity.charge_point = None;
    };
    electricity_that_is_drawn_has_a_price: ElectricityFree at "mines" "electricity_cost_per_kwh", |t| {
        battery(t);
        t.mines[MINE].electricity.cost_per_kwh = Money(0);
    };
    a_corner_leans_the_right_way: CornerTooTight at "haul_segments" "corner_radius_m", |t| {
        let road = &mut t.segments[ORE_ROAD];
        road.corner_radius = Some(Metres::clamped(40.0));
        road.superelevation = Some(Grade::clamped(-20.0));
    };
    a_retarder_holds_a_loaded_truck: RetarderTooWeak at "haul_segments" "grade_pct", |t| {
        // 51 t on 7 % less 3 % · 0.9: 21.5 kN.
        truck(t, ALDER_28).retarder_curve = vec![point(5.0, 21.0), point(60.0, 8.0)];
    };
    a_loaded_truck_is_not_too_heavy_for_its_only_road: TruckTooHeavy at "haul_segments" "max_gross_t", |t| {
        // 28 t of load on 23 t go, 37 t on 31 t do not.
        t.segments[ORE_ROAD].max_gross = Some(Mass::from_tonnes(52.0));
    };
    an_empty_truck_is_not_too_heavy_for_its_only_road: TruckTooHeavy at "haul_segments" "max_gross_t", |t| {
        t.segments[ORE_ROAD].max_gross = Some(Mass::from_tonnes(30.0));
        truck(t, ALDER_28).payload = Mass::from_tonnes(6.0);
    };
    a_curve_reaches_the_limit: CurveEnds at "truck_models" "top_speed_kmh", |t| {
        truck(t, ALDER_28).rimpull = vec![point(2.0, 120.0), point(30.0, 20.0)];
    };
    a_charge_point_is_of_the_mine: PlaceOfOtherMine at "mines" "charge_point", |t| {
        let mine = t.mines.push(mine::Mine { name: "pit-2".into(), ..t.mines[MINE].clone() });
        let node = t.nodes.push(mine::Node { name: "park-2".into(), mine, ..t.nodes[PARK].clone() });
        let second = &mut t.mines[mine];
        (second.park, second.gate, second.fuel_point) = (node, node, Some(node));
        t.mines[MINE].electricity.charge_point = Some(node);
    };
}

#[test]
fn a_heavy_truck_may_drive_around_a_weak_road() {
    let found = crate::faults(|t| {
        t.segments[ORE_ROAD].max_gross = Some(Mass::from_tonnes(52.0));
        let around = mine::Segment { max_gross: None, ..t.segments[ORE_ROAD].clone() };
        t.segments.push(around);
    });
    assert_eq!(found, []);
}

#[test]
fn a_fault_of_weight_names_truck_road_and_cure() {
    let found = crate::faults(|t| t.segments[ORE_ROAD].max_gross = Some(Mass::from_tonnes(52.0)));
    assert_eq!(
        found[0].to_string(),
        "IR0661: a truck is too heavy for the only road (haul_segments, row 4, column max_gross_t): 52 t from `cross` \
         to `ore-face`; expected at least the 68 t of `Birch 37` loaded, which has no other way from `ore-face` to \
         `crusher`; strengthen the road, add one around, or send a lighter truck to this mine"
    );
}

#[test]
fn a_climb_that_only_a_trolley_line_makes_possible_needs_the_line() {
    let faults = |trolley| {
        crate::faults(|t| {
            // 40 kN do not lift 51 t up 7 % and 3 % · 1.3, which ask for 54.5.
            let truck = truck(t, ALDER_28);
            truck.drive = Drive::DieselElectric;
            truck.rimpull = vec![point(2.0, 40.0), point(55.0, 4.0)];
            truck.trolley = Some(Power::clamped(600.0));
            t.mines[MINE].electricity.cost_per_kwh = Money(700);
            t.segments[ORE_ROAD].trolley = trolley;
            t.segments[SegmentId(4)].trolley = trolley;
        })
    };
    assert!(faults(false).iter().all(|fault| fault.code == Code::ClimbTooSteep) && !faults(false).is_empty());
    assert_eq!(faults(true), []);
}

#[test]
fn a_curve_that_ends_below_the_limit_is_told() {
    let cautions = |last_kmh| {
        crate::faults(|t| truck(t, ALDER_28).rimpull = vec![point(2.0, 120.0), point(last_kmh, 20.0)])
    };
    let told = cautions(30.0);
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].code, told[0].table, told[0].column),
        (Code::CurveEnds, "truck_models", "top_speed_kmh")
    );
    assert!(told[0].value.starts_with("`Alder 28` at 30 km/h, `cross` to `park` and "), "{}", told[0]);
    // The limit is 40 km/h, so a curve up to there is enough whatever the top speed.
    assert_eq!(cautions(40.0), []);
}
