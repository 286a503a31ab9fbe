//! Each dispatch policy in a pit where only it decides.
use crate::world::{run, states};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::dispatch::{Candidate, Dispatch, View};
use iceroad_haulage::fixture::{Pit, PitFace};
use iceroad_haulage::{Haulage, HaulageError};
use iceroad_model::event::{Event, MachineState};
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{FaceId, MineId};
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
    for dispatch in
        [DispatchPolicy::ShortestQueue, DispatchPolicy::EarliestLoading, DispatchPolicy::MinLoaderIdle]
    {
        assert!(total(dispatch) > nearest);
    }
}

#[test]
fn equal_loaders_are_taken_in_order_of_id() {
    let faces = vec![face(1_000.0), face(1_000.0)];
    for dispatch in [
        DispatchPolicy::Nearest,
        DispatchPolicy::ShortestQueue,
        DispatchPolicy::EarliestLoading,
        DispatchPolicy::MinLoaderIdle,
    ] {
        let world = run(&Pit { faces: faces.clone(), dispatch, ..Pit::default() }, 500);
        assert_eq!(states(&world, 1)[1].1, MachineState::Loading, "{dispatch:?}");
        assert_eq!(states(&world, 2).len(), 1, "{dispatch:?}");
    }
}

/// A policy of one's own: the farthest.
struct Farthest;

impl Dispatch for Farthest {
    fn choose(&self, view: &View<'_>) -> Option<Candidate> {
        view.candidates().max_by_key(|loader| loader.travel)
    }
}

#[test]
fn a_policy_of_ones_own_takes_the_place_of_the_scenarios() -> Result<(), HaulageError> {
    let pit = Pit { faces: vec![face(1_000.0), face(2_000.0)], ..Pit::default() };
    let mut haulage = Haulage::on_layout(Arc::new(pit.layout()?), 1, 0, 0);
    haulage.set_dispatch(MineId(0), Box::new(Farthest));
    let mut world = Alone::start(haulage, Vec::new())?;
    world.run_until(crate::world::at(80_000))?;
    let near = world.log.iter().any(|entry| matches!(entry.event, Event::Loaded { face: FaceId(0), .. }));
    assert!(!near);
    Ok(())
}
