//! Each dispatch policy in a pit where only it decides.
use crate::dispatch_plan::POLICIES;
use crate::people::people;
use crate::world::{World, at, layout, run, states};
use iceroad_base::Time;
use iceroad_base::civil::{Clock, TimeOfDay};
use iceroad_base::quantity::{Mass, Variation};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::dispatch::{Candidate, Dispatch, DumpCandidate, DumpView, View};
use iceroad_haulage::{Haulage, HaulageError};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::mine::{DispatchPolicy, Material, MaterialKind, PlanMonth};
use iceroad_model::roads::{Closure, ClosureReason};
use iceroad_model::{DumpId, FaceId, MachineId, MaterialId, MineId, ModelId, NodeId};
use iceroad_worlds::pit::{Pit, PitDump, PitFace};
use std::sync::Arc;

fn face(metres: f64) -> PitFace {
    PitFace { metres, loaders: 1, tonnes: None }
}

/// How many loads each face gave in a day, with faces at 1, 2 and 3 km.
fn loads(dispatch: DispatchPolicy, trucks: usize) -> [usize; 3] {
    let faces = vec![face(1_000.0), face(2_000.0), face(3_000.0)];
    let world = run(&Pit { trucks, faces, dispatch, ..Pit::default() }, 86_000);
    let mut loads = [0; 3];
    for entry in &world.log {
        if let Event::Loaded { face: FaceId(face), .. } = entry.event {
            loads[face as usize] += 1;
        }
    }
    loads
}

#[test]
fn fixed_trucks_serve_their_face_only() {
    // One truck a face. Cycles: 880 s; a kilometre more each way is 200 s more: 1,080 s and 1,280 s.
    let found = loads(DispatchPolicy::Fixed, 3);
    for (found, cycle) in found.into_iter().zip([880.0, 1_080.0, 1_280.0]) {
        assert!((found as f64 - 86_000.0 / cycle).abs() <= 1.0, "{found} {cycle}");
    }
}

#[test]
fn nearest_sends_all_to_the_first_face() {
    let [first, second, third] = loads(DispatchPolicy::Nearest, 6);
    assert!(first > 470);
    assert_eq!((second, third), (0, 0));
}

#[test]
fn shortest_queue_serves_every_face() {
    let [first, second, third] = loads(DispatchPolicy::ShortestQueue, 6);
    assert!(first > 0 && second > 0 && third > 0, "{first} {second} {third}");
}

#[test]
fn earliest_loading_leaves_the_near_face_when_its_line_costs_more_than_the_way() {
    // Alone, a truck always goes to the near face.
    assert_eq!(loads(DispatchPolicy::EarliestLoading, 1)[1..], [0, 0]);
    let [first, second, _] = loads(DispatchPolicy::EarliestLoading, 10);
    assert!(second > 0 && first > second);
}

#[test]
fn min_loader_idle_goes_where_a_loader_has_waited_longest() {
    let [first, second, third] = loads(DispatchPolicy::MinLoaderIdle, 3);
    assert!(first.abs_diff(second) <= 2 && second.abs_diff(third) <= 2, "{first} {second} {third}");
}

#[test]
fn the_better_policies_move_no_less_than_the_nearest() {
    let total = |dispatch| loads(dispatch, 12).into_iter().sum::<usize>();
    let nearest = total(DispatchPolicy::Nearest);
    let plain = [DispatchPolicy::Random, DispatchPolicy::Nearest];
    for dispatch in POLICIES.into_iter().filter(|policy| !plain.contains(policy)) {
        assert!(total(dispatch) > nearest);
    }
}

#[test]
fn equal_loaders_are_taken_in_order_of_their_names() {
    let faces = vec![face(1_000.0), face(1_000.0)];
    for dispatch in POLICIES.into_iter().filter(|&policy| policy != DispatchPolicy::Random) {
        let world = run(&Pit { faces: faces.clone(), dispatch, ..Pit::default() }, 500);
        assert_eq!(states(&world, 1)[1].1, MachineState::Loading, "{dispatch:?}");
        assert_eq!(states(&world, 2).len(), 1, "{dispatch:?}");
    }
}

#[test]
fn random_serves_every_face_alike_whatever_the_way() {
    // 86,000 s of six trucks at some 1,080 s a cycle are 480 loads, 160 a face: five standard errors are 52.
    let found = loads(DispatchPolicy::Random, 6);
    for loads in found {
        assert!(loads.abs_diff(160) < 60, "{found:?}");
    }
}

#[test]
fn min_truck_wait_goes_far_for_no_wait_at_all() {
    // Two trucks leave together, 130 s from the near face. The second would wait 50 s there, and be loaded at 360 s; at the
    // far one it need not wait, and is loaded at 410 s.
    let pit =
        |dispatch| Pit { trucks: 2, faces: vec![face(1_000.0), face(2_000.0)], dispatch, ..Pit::default() };
    let first_faces = |dispatch| {
        let world = run(&pit(dispatch), 600);
        [0, 1].map(|truck| first_face(&world.log, truck))
    };
    assert_eq!(first_faces(DispatchPolicy::MinTruckWait), [Some(0), Some(1)]);
    assert_eq!(first_faces(DispatchPolicy::EarliestLoading), [Some(0), Some(0)]);
}

/// The face where a truck was loaded first.
fn first_face(log: &[Entry], truck: u32) -> Option<u32> {
    log.iter().find_map(|entry| match entry.event {
        Event::Loaded { truck: MachineId(id), face: FaceId(face), .. } if id == truck => Some(face),
        _ => None,
    })
}

#[test]
fn least_saturated_weighs_the_work_bound_for_a_loader_by_the_way_there() {
    // Faces at 1 and 3 km, 130 s and 330 s from the park, 180 s a load. The first truck finds (180)/(310) = 0.58 and
    // (180)/(510) = 0.35: it goes far. The second finds 0.58 and 360/510 = 0.71: it goes near.
    let faces = vec![face(1_000.0), face(3_000.0)];
    let pit = Pit { trucks: 2, faces, dispatch: DispatchPolicy::LeastSaturated, ..Pit::default() };
    let world = run(&pit, 900);
    assert_eq!([0, 1].map(|truck| first_face(&world.log, truck)), [Some(1), Some(0)]);
}

#[test]
fn two_stage_keeps_to_the_near_face_until_its_loader_is_busy() {
    // Cycles of 880 s at the near face; two trucks take 360 of its 880 s, so that the plan has nothing for the others.
    assert_eq!(loads(DispatchPolicy::TwoStage, 2)[1..], [0, 0]);
    let [first, second, third] = loads(DispatchPolicy::TwoStage, 8);
    assert!(first > second && second > third, "{first} {second} {third}");
}

#[test]
fn two_stage_plans_anew_for_who_is_left() -> Result<(), HaulageError> {
    // Two trucks, enough for one loader: the near one. It fails, and all go to the other; it comes back, and they do.
    let pit = Pit {
        trucks: 2,
        faces: vec![face(1_000.0), face(2_000.0)],
        dispatch: DispatchPolicy::TwoStage,
        ..Pit::default()
    };
    let mut world = Alone::tables(&pit.tables(), &pit.horizon(), 1, Vec::new())?;
    let near = MachineId(2);
    world.run_until(at(10_000))?;
    world.tell(|haulage, ctx| haulage.stop(near, ctx))?;
    world.run_until(at(20_000))?;
    world.tell(|haulage, ctx| haulage.resume_in_place(near, ctx))?;
    world.run_until(at(40_000))?;
    let faces = |from: i64, to: i64| -> Vec<u32> {
        let within = world.log.iter().filter(|entry| at(from) <= entry.at && entry.at < at(to));
        let mut faces: Vec<u32> = within
            .filter_map(|entry| match entry.event {
                Event::Loaded { face: FaceId(face), .. } => Some(face),
                _ => None,
            })
            .collect();
        faces.dedup();
        faces
    };
    assert_eq!(faces(0, 10_000), [0]);
    assert_eq!(faces(11_000, 20_000), [1]);
    assert_eq!(faces(22_000, 40_000), [0]);
    assert_eq!(world.haulage.layout().plans_kept(MineId(0)), 2);
    Ok(())
}

#[test]
fn two_stage_plans_for_those_with_an_operator() {
    // Eight trucks would be planned at two faces; two drivers are enough for the near one alone.
    let per_face = |drivers: u16| {
        let operators =
            vec![people("loads", &[ModelId(1)], 2, 0.0), people("drives", &[ModelId(0)], drivers, 0.0)];
        let faces = vec![face(1_000.0), face(2_000.0)];
        let pit = Pit { trucks: 8, faces, operators, dispatch: DispatchPolicy::TwoStage, ..Pit::default() };
        let mut loads = [0; 2];
        for entry in &run(&pit, 86_000).log {
            if let Event::Loaded { face: FaceId(face), .. } = entry.event {
                loads[face as usize] += 1;
            }
        }
        loads
    };
    assert_eq!(per_face(2)[1], 0);
    let [near, far] = per_face(8);
    assert!(near > far && far > 0, "{near} {far}");
}

#[test]
fn two_stage_sends_nobody_onto_a_road_that_is_closed() {
    // The road to the near face is closed from 2 to 4 o'clock; it takes at most 330 s to come to the face.
    let mut pit = Pit {
        trucks: 4,
        faces: vec![face(1_000.0), face(2_000.0)],
        dispatch: DispatchPolicy::TwoStage,
        ..Pit::default()
    };
    let near = pit.tables().faces[FaceId(0)].node;
    pit.closures.push(Closure {
        mine: MineId(0),
        segment: Some((NodeId(0), near)),
        face: None,
        reason: ClosureReason::Works,
        first_day: None,
        last_day: None,
        weekdays: [true; 7],
        start: TimeOfDay::constant(2, 0, 0, 0),
        end: TimeOfDay::constant(4, 0, 0, 0),
    });
    let world = run(&pit, 21_600);
    let mut seen = [[0; 2]; 3];
    for entry in &world.log {
        if let Event::Loaded { face: FaceId(face), .. } = entry.event {
            let seconds = (entry.at - Time::START).millis() / 1_000;
            // Who was on the road when it closed drives on, or turns to the other face.
            let part = match seconds {
                ..7_200 => 0,
                7_200..7_800 => continue,
                7_800..14_400 => 1,
                _ => 2,
            };
            seen[part][face as usize] += 1;
        }
    }
    let [before, within, after] = seen;
    assert!(before[0] > 10 && before[1] == 0, "{before:?}");
    assert!(within[0] == 0 && within[1] > 3, "{within:?}");
    assert!(after[0] > 10 && after[1] <= 2, "{after:?}");
}

#[test]
fn two_stage_sends_loads_to_dumps_as_planned() {
    // A crusher beside the way that takes 10 loads of the loader's 20 an hour, and a dump 4 km farther that takes the
    // rest. The usual choice fills the hopper's line until the wait is worth the way; the plan sends half to each.
    let dumps = vec![
        PitDump { metres: 500.0, places: 1, seconds: 30.0, crusher: Some((1_000.0, 200.0)) },
        PitDump { metres: 4_500.0, places: 1, seconds: 30.0, crusher: None },
    ];
    let pit = Pit { trucks: 14, dumps, dispatch: DispatchPolicy::TwoStage, ..Pit::default() };
    let at_dump = |pit: &Pit| {
        let mut at_dump = [0_usize; 2];
        for entry in &run(pit, 86_000).log {
            if let Event::Dumped { dump: DumpId(dump), .. } = entry.event {
                at_dump[dump as usize] += 1;
            }
        }
        at_dump
    };
    let [crusher, dump] = at_dump(&pit);
    // 19 planned loads an hour (the loader 95 % busy): 9.5 to the crusher, which is 95 % busy too, and as many to the dump.
    let share = crusher as f64 / (crusher + dump) as f64;
    assert!((share - 0.5).abs() < 0.02, "{crusher} {dump}");
}

#[test]
fn two_stage_keeps_the_mix_of_the_production_plan() {
    // Waste a quarter of the way of ore: for tonnes alone the waste loader is kept busy first. The plan of the first month
    // wants twice as much ore as waste, that of the second as much waste as ore.
    let faces = vec![face(4_000.0), face(1_000.0)];
    let mut pit = Pit { trucks: 8, faces, dispatch: DispatchPolicy::TwoStage, days: 40, ..Pit::default() };
    pit.loader.fill_variation = Variation::clamped(0.0);
    let hauled = |plan: &[(u32, u16, f64)]| {
        let mut tables = pit.tables();
        let waste = Material {
            name: "waste".into(),
            kind: MaterialKind::Waste,
            ..tables.materials[MaterialId(0)].clone()
        };
        tables.materials.push(waste);
        tables.faces[FaceId(1)].material = MaterialId(1);
        tables.dumps[DumpId(0)].materials = vec![MaterialId(0), MaterialId(1)];
        for &(material, month, tonnes) in plan {
            let (mine, mass) = (MineId(0), Mass::from_tonnes(tonnes));
            tables.plan.push(PlanMonth { mine, material: MaterialId(material), month, mass });
        }
        let horizon = pit.horizon();
        let mut world = World::tables(&tables, &horizon, 1, Vec::new()).unwrap();
        world.run_until(horizon.end()).unwrap();
        let clock = Clock::new(&horizon, &tables.calendars[tables.mines[MineId(0)].calendar].zone);
        assert_eq!(clock.months().len(), 2, "the horizon goes over the turn of a month");
        let mut loads = [[0_usize; 2]; 2];
        for entry in &world.log {
            if let Event::Loaded { face: FaceId(face), .. } = entry.event {
                loads[clock.month_index(entry.at)][face as usize] += 1;
            }
        }
        loads.map(|[ore, waste]| ore as f64 / waste as f64)
    };
    let [first, second] = hauled(&[]);
    assert!(first < 0.5 && second < 0.5, "{first} {second}");
    let [first, second] = hauled(&[(0, 0, 2_000.0), (1, 0, 1_000.0), (0, 1, 500.0), (1, 1, 500.0)]);
    assert!((first - 2.0).abs() < 0.05 && (second - 1.0).abs() < 0.05, "{first} {second}");
}

#[test]
fn a_policy_of_ones_own_may_choose_dumps_too() -> Result<(), HaulageError> {
    struct FarDump;
    impl Dispatch for FarDump {
        fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
            view.candidates().next()
        }

        fn choose_dump(&mut self, view: &DumpView<'_>) -> Option<DumpCandidate> {
            assert_eq!((view.face(), view.material()), (FaceId(0), MaterialId(0)));
            assert!(view.load() > Mass::ZERO && view.written().is_none());
            view.least(|dump| Some(-dump.travel.millis()))
        }
    }
    let dump = |metres| PitDump { metres, places: 1, seconds: 60.0, crusher: None };
    let pit = Pit { dumps: vec![dump(1_000.0), dump(2_000.0)], ..Pit::default() };
    let mut haulage = Haulage::on_layout(Arc::new(layout(&pit)?), 1, 0, 0);
    haulage.set_dispatch(MineId(0), Box::new(FarDump));
    let mut world = Alone::start(haulage, Vec::new())?;
    world.run_until(at(20_000))?;
    let dumped = |row| {
        world.log.iter().any(|entry| matches!(entry.event, Event::Dumped { dump, .. } if dump == DumpId(row)))
    };
    assert!(dumped(1) && !dumped(0));
    Ok(())
}

/// A policy of one's own: the farthest.
struct Farthest;

impl Dispatch for Farthest {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        view.candidates().max_by_key(|loader| loader.travel)
    }
}

#[test]
fn a_policy_of_ones_own_takes_the_place_of_the_scenarios() -> Result<(), HaulageError> {
    let pit = Pit { faces: vec![face(1_000.0), face(2_000.0)], ..Pit::default() };
    let mut haulage = Haulage::on_layout(Arc::new(layout(&pit)?), 1, 0, 0);
    haulage.set_dispatch(MineId(0), Box::new(Farthest));
    let mut world = Alone::start(haulage, Vec::new())?;
    world.run_until(at(80_000))?;
    let near = world.log.iter().any(|entry| matches!(entry.event, Event::Loaded { face: FaceId(0), .. }));
    assert!(!near);
    Ok(())
}
