//! Rules of pits, roads, faces and dumps: each case breaks one thing and expects one code.
use iceroad_base::quantity::*;
use iceroad_model::goods::Unit;
use iceroad_model::mine::{Crusher, Node, Segment};
use iceroad_model::*;
use iceroad_worlds::example::*;

/// A second mine with one node, on no road.
pub(crate) fn second_mine(t: &mut Tables) -> (MineId, NodeId) {
    let node = NodeId(t.nodes.len() as u32);
    let mut mine = t.mines[MINE].clone();
    mine.name = "pit-2".into();
    (mine.park, mine.gate, mine.fuel_point) = (node, node, Some(node));
    let mine = t.mines.push(mine);
    t.nodes.push(Node { name: "lone".into(), mine, ..t.nodes[CROSS].clone() });
    (mine, node)
}

fn spur(t: &mut Tables, name: &str) -> NodeId {
    t.nodes.push(Node { name: name.into(), ..t.nodes[CROSS].clone() })
}

fn road(t: &mut Tables, from: NodeId, to: NodeId, two_way: bool) {
    t.segments.push(Segment { from, to, two_way, ..t.segments[SegmentId(0)].clone() });
}

cases! {
    a_mine_names_its_own_nodes: PlaceOfOtherMine at "mines" "gate", |t| {
        let (_, node) = second_mine(t);
        t.mines[MINE].gate = node;
    };
    a_segment_stays_in_one_mine: SegmentBetweenMines at "haul_segments" "to", |t| {
        let (_, node) = second_mine(t);
        road(t, CROSS, node, true);
    };
    a_segment_leads_elsewhere: SegmentToItself at "haul_segments" "to", |t| road(t, CROSS, CROSS, true);
    a_segment_has_a_length: SegmentNoLength at "haul_segments" "length_m", |t| {
        t.segments[SegmentId(2)].length = Metres::clamped(0.0);
    };
    a_face_can_be_reached: NoRoadTo at "faces" "node", |t| t.faces[FACE_ORE].node = spur(t, "island");
    a_dump_can_be_reached: NoRoadTo at "dumps" "node", |t| {
        let node = spur(t, "one-way");
        road(t, node, CROSS, false);
        t.dumps[SPOIL].node = node;
    };
    a_gate_can_be_reached: NoRoadTo at "mines" "gate", |t| t.mines[MINE].gate = spur(t, "island");
    a_face_can_be_left: NoRoadBack at "faces" "node", |t| {
        let node = spur(t, "trap");
        road(t, CROSS, node, false);
        t.faces[FACE_WASTE].node = node;
    };
    a_pump_can_be_left: NoRoadBack at "mines" "fuel_point", |t| {
        let node = spur(t, "trap");
        road(t, CROSS, node, false);
        t.mines[MINE].fuel_point = Some(node);
    };
    a_loaded_truck_can_grip_the_climb: ClimbTooSteep at "haul_segments" "grade_pct", |t| {
        t.segments[SegmentId(3)].grade = Grade::clamped(-29.0);
        for model in [ALDER_28, BIRCH_37] {
            if let fleet::Work::Truck(truck) = &mut t.models[model].work {
                truck.traction = Share::clamped(0.2);
            }
        }
    };
    a_loaded_truck_has_force_for_the_climb: ClimbTooSteep at "haul_segments" "grade_pct", |t| {
        // 60 kN against 28 t + 23 t on 7 % and 3 % · 1.3: 51,000 · 9.81 · 0.109 = 54.5 kN is climbed, 10 % is not.
        t.segments[SegmentId(3)].grade = Grade::clamped(-10.0);
        if let fleet::Work::Truck(truck) = &mut t.models[ALDER_28].work {
            let point = |kmh, force_kn| fleet::ForcePoint { speed: Speed::clamped(kmh), force_kn };
            truck.rimpull = vec![point(2.0, 60.0), point(55.0, 4.0)];
        }
    };
    some_dump_takes_what_a_face_gives: FaceWithoutDump at "faces" "material", |t| {
        t.faces[FACE_WASTE].material = t.materials.push(mine::Material {
            name: "marl".into(),
            ..t.materials[WASTE].clone()
        });
    };
    a_face_holds_nothing_or_more: Negative at "faces" "available_t", |t| {
        t.faces[FACE_ORE].available = Some(Mass(-1));
    };
    a_dump_has_a_place: DumpWithoutPlace at "dumps" "places", |t| t.dumps[SPOIL].places = 0;
    a_dump_takes_something: DumpTakesNothing at "dumps" "materials", |t| {
        let heap = mine::Dump { name: "heap".into(), materials: vec![], ..t.dumps[SPOIL].clone() };
        t.dumps.push(heap);
    };
    a_hopper_holds_a_load: CrusherTooSmall at "dumps" "hopper_t", |t| {
        t.dumps[CRUSHER].crusher =
            Some(Crusher { rate: TonnesPerHour::clamped(400.0), hopper: Mass::from_tonnes(30.0) });
    };
    a_crusher_crushes: CrusherTooSmall at "dumps" "crusher_t_h", |t| {
        t.dumps[CRUSHER].crusher =
            Some(Crusher { rate: TonnesPerHour::clamped(0.0), hopper: Mass::from_tonnes(100.0) });
    };
    a_fuel_item_needs_a_store: FuelIncomplete at "mines" "fuel_store", |t| t.mines[MINE].fuel_store = None;
    a_fuel_point_needs_an_item: FuelIncomplete at "mines" "fuel_item", |t| t.mines[MINE].fuel_item = None;
    a_pump_gives_something: PumpStandsStill at "mines" "refuel_l_min", |t| {
        t.mines[MINE].refuel_litres_per_minute = 0.0;
    };
    fuel_is_counted_in_litres: FuelNotInLitres at "mines" "fuel_item", |t| t.items[DIESEL].unit = Unit::Kilogram;
    fuel_can_be_had: NeverToBeHad at "mines" "fuel_item", |t| {
        let item = goods::Item { name: "kerosene".into(), ..t.items[DIESEL].clone() };
        t.mines[MINE].fuel_item = Some(t.items.push(item));
    };
    a_truck_that_burns_fuel_has_a_tank: TankEmpty at "truck_models" "tank_l", |t| {
        if let fleet::Work::Truck(truck) = &mut t.models[BIRCH_37].work {
            truck.tank = Volume(0);
        }
    };
    a_plan_is_not_wholly_after_the_horizon: PlanAfterHorizon at "production_plan" "month", |t| {
        t.plan.iter_mut().for_each(|plan| plan.month += 12);
    };
    a_plan_is_not_negative: Negative at "production_plan" "mass_t", |t| t.plan[0].mass = Mass(-5);
}

#[test]
fn fuel_may_be_left_out_altogether() {
    let found = crate::faults(|t| {
        let mine = &mut t.mines[MINE];
        (mine.fuel_point, mine.fuel_item, mine.fuel_store) = (None, None, None);
        mine.refuel_litres_per_minute = 0.0;
    });
    assert_eq!(found, []);
}

#[test]
fn a_second_mine_without_roads_or_machines_is_legal() {
    assert_eq!(crate::faults(|t| _ = second_mine(t)), []);
}

#[test]
fn a_shortened_horizon_keeps_its_plan() {
    assert_eq!(crate::faults(|t| t.heading.days = 2), []);
}
