//! Rules of models and machines: each case breaks one thing and expects one code.
use iceroad_base::quantity::*;
use iceroad_model::fleet::*;
use iceroad_model::mine::{DispatchPolicy, Dump, Face, Node, Segment};
use iceroad_model::*;
use iceroad_worlds::example::*;

fn truck(t: &mut Tables, id: ModelId) -> &mut TruckModel {
    match &mut t.models[id].work {
        Work::Truck(truck) => truck,
        Work::Loader(_) => unreachable!(),
    }
}

fn loader(t: &mut Tables) -> &mut LoaderModel {
    match &mut t.models[BIRCH_LOADER].work {
        Work::Loader(loader) => loader,
        Work::Truck(_) => unreachable!(),
    }
}

/// A second mine with a face and a dump of waste.
pub(crate) fn second_mine(t: &mut Tables) -> (FaceId, DumpId) {
    let n = t.nodes.len() as u32;
    let (park, pit) = (NodeId(n), NodeId(n + 1));
    let mine = mine::Mine {
        name: "pit-2".into(),
        park,
        gate: park,
        fuel_point: Some(park),
        ..t.mines[MINE].clone()
    };
    let mine = t.mines.push(mine);
    t.nodes.push(Node { name: "park-2".into(), mine, ..t.nodes[PARK].clone() });
    t.nodes.push(Node { name: "face-2".into(), mine, ..t.nodes[PARK].clone() });
    t.segments.push(Segment { from: park, to: pit, ..t.segments[SegmentId(0)].clone() });
    let face = t.faces.push(Face { name: "face-2".into(), node: pit, ..t.faces[FACE_WASTE].clone() });
    let dump = t.dumps.push(Dump { name: "dump-2".into(), node: park, ..t.dumps[SPOIL].clone() });
    (face, dump)
}

fn by_line(line: LineId, nth: u32) -> Arrival {
    Arrival::ByLine { line, nth }
}

cases! {
    a_truck_carries_something: TruckModelEmpty at "truck_models" "payload_t", |t| {
        truck(t, ALDER_28).payload = Mass(0);
    };
    a_truck_weighs_something: TruckModelEmpty at "truck_models" "empty_t", |t| truck(t, ALDER_28).empty = Mass(-3);
    power_reaches_the_rim: TruckModelEmpty at "truck_models" "drive_efficiency_share", |t| {
        truck(t, ALDER_28).drive_efficiency = Share::clamped(0.0);
        // Without this the truck would also be too weak to climb.
        let point = |speed, force_kn| ForcePoint { speed: Speed::clamped(speed), force_kn };
        truck(t, ALDER_28).rimpull = vec![point(5.0, 150.0), point(55.0, 14.0)];
    };
    a_loader_lifts_something: LoaderModelEmpty at "loader_models" "bucket_t", |t| loader(t).bucket_mass = Mass(0);
    a_pass_takes_time: LoaderModelEmpty at "loader_models" "pass_s", |t| loader(t).pass = Seconds::clamped(0.0);
    a_truck_has_traction: NoTraction at "truck_models" "traction_share", |t| {
        truck(t, BIRCH_37).traction = Share::clamped(0.0);
    };
    a_force_curve_rises_in_speed: ForceCurveBad at "rimpull" "speed_kmh", |t| {
        let point = |speed, force_kn| ForcePoint { speed: Speed::clamped(speed), force_kn };
        truck(t, ALDER_28).rimpull = vec![point(5.0, 150.0), point(5.0, 140.0)];
    };
    a_force_is_a_number: ForceCurveBad at "rimpull" "force_kn", |t| {
        let point = |speed, force_kn| ForcePoint { speed: Speed::clamped(speed), force_kn };
        truck(t, ALDER_28).rimpull = vec![point(5.0, 150.0), point(9.0, f64::NAN)];
    };
    operation_is_not_paid_for_twice: Negative at "truck_models" "cost_per_hour", |t| {
        t.models[ALDER_28].cost_per_hour = Money(-1);
    };
    a_bucket_fits_some_truck: BucketTooLarge at "loader_models" "bucket_m3", |t| {
        loader(t).bucket = Volume::from_cubic_metres(25.0);
    };
    a_loader_needs_a_face: LoaderWithoutFace at "machines" "face", |t| t.machines[LOADER_ORE].face = None;
    a_machines_face_is_in_its_mine: FaceOfOtherMine at "machines" "face", |t| {
        t.machines[LOADER_WASTE].face = Some(second_mine(t).0);
    };
    a_machines_dump_is_in_its_mine: DumpOfOtherMine at "machines" "dump", |t| {
        t.machines[TRUCK_ALDER].dump = Some(second_mine(t).1);
    };
    a_trucks_dump_takes_its_faces_material: DumpRefusesMaterial at "machines" "dump", |t| {
        t.machines[TRUCK_ALDER].face = Some(FACE_ORE);
        t.machines[TRUCK_ALDER].dump = Some(SPOIL);
    };
    a_truck_under_fixed_dispatch_needs_a_face: TruckWithoutFace at "machines" "face", |t| {
        t.mines[MINE].dispatch = DispatchPolicy::Fixed;
        t.machines[TRUCK_ALDER].face = Some(FACE_ORE);
        t.machines[TRUCK_BIRCH].face = Some(FACE_ORE);
    };
    a_mine_with_a_plan_has_trucks: MineWithoutTrucks at "mines" "name", |t| {
        t.machines = t.machines.iter().skip(3).cloned().collect();
    };
    trucks_need_a_loader: TruckWithoutLoader at "machines" "mine", |t| {
        t.machines = t.machines.iter().take(3).cloned().collect();
    };
    trucks_under_fixed_dispatch_need_a_loader_at_their_face: TruckWithoutLoader at "machines" "mine", |t| {
        t.mines[MINE].dispatch = DispatchPolicy::Fixed;
        for id in [TRUCK_ALDER, TRUCK_BIRCH, TRUCK_NEW] {
            t.machines[id].face = Some(FACE_ORE);
        }
        t.machines[LOADER_ORE].face = Some(FACE_WASTE);
    };
    a_machine_comes_with_a_piece_from_one_on: PieceNotPromised at "machines" "arrives_nth", |t| {
        t.machines[TRUCK_NEW].arrival = by_line(LINE_TRUCK, 0);
    };
    a_machine_comes_with_a_promised_piece: PieceNotPromised at "machines" "arrives_nth", |t| {
        t.machines[TRUCK_NEW].arrival = by_line(LINE_TRUCK, 2);
    };
    a_machine_does_not_come_with_filters: LineWithoutMachines at "machines" "arrives_line", |t| {
        t.machines[TRUCK_NEW].arrival = by_line(LINE_FILTERS, 1);
    };
    a_machine_does_not_come_with_works: LineWithoutMachines at "machines" "arrives_line", |t| {
        t.machines[TRUCK_NEW].arrival = by_line(LINE_ORE, 1);
    };
    a_piece_is_one_machine: PieceTwice at "machines" "arrives_nth", |t| {
        t.machines[TRUCK_BIRCH].arrival = by_line(LINE_TRUCK, 1);
    };
    a_machine_comes_with_a_line_of_its_brand: LineOfOtherBrand at "machines" "arrives_line", |t| {
        t.machines[TRUCK_NEW].model = ALDER_28;
    };
}
