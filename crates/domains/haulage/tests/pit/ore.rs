//! Blends and stockpiles.
use crate::world::{World, at, states};
use iceroad_base::quantity::{Mass, Variation};
use iceroad_model::event::Event;
use iceroad_model::event::MachineState::*;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::ore::OreLedger;
use iceroad_model::pit::{Blend, Breaks};
use iceroad_model::{DumpId, FaceId, MachineId, Tables};
use iceroad_worlds::pit::{Pit, PitDump, PitFace};

const CRUSHER: DumpId = DumpId(0);
const HEAP: DumpId = DumpId(1);

fn world(pit: &Pit, tables: &Tables, end: i64) -> World {
    let mut world = World::tables(tables, &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(at(end)).unwrap();
    assert_eq!(world.haulage.contradictions(at(end)), [""; 0]);
    world
}

/// Poor ore of 1 near by and rich ore of 3, a crusher and a heap; twice as many trucks dig the poor ore.
fn two_ores(heap: bool) -> (Pit, Tables) {
    let face = PitFace { metres: 1_000.0, loaders: 1, tonnes: None };
    let dump = PitDump { metres: 2_000.0, places: 9, seconds: 60.0, crusher: None };
    let far = PitDump { metres: 2_500.0, ..dump };
    let mut pit = Pit { trucks: 6, faces: vec![face; 2], dumps: vec![dump, far], days: 3, ..Pit::default() };
    pit.dispatch = DispatchPolicy::Fixed;
    pit.loader.pass_variation = Variation::clamped(0.2);
    if heap {
        pit.faces.push(PitFace { metres: 2_500.0, loaders: 0, tonnes: None });
    } else {
        pit.dumps.pop();
    }
    let mut tables = pit.tables();
    for truck in 0..6 {
        tables.machines[MachineId(truck)].face = Some(FaceId(u32::from(truck >= 4)));
    }
    tables.faces[FaceId(0)].grade = Some(1.0);
    tables.faces[FaceId(1)].grade = Some(3.0);
    if heap {
        tables.faces[FaceId(2)].stockpile = Some(HEAP);
    }
    let over = Mass::from_tonnes(2_000.0);
    tables.dumps[CRUSHER].blend = Some(Blend { least: Some(1.8), most: Some(2.2), over });
    (pit, tables)
}

/// Tonnes, grade times tonnes and tonnes off blend at each dump, reckoned anew from the log.
fn fed(world: &World, tables: &Tables) -> Vec<(f64, f64, f64)> {
    let mut ledger = OreLedger::new(tables).unwrap();
    let mut fed = vec![(0.0, 0.0, 0.0); tables.dumps.len()];
    for entry in &world.log {
        match entry.event {
            Event::Loaded { truck, face, mass, .. } => ledger.loaded(truck, face, mass),
            Event::Dumped { truck, dump, mass, .. } => {
                let brought = ledger.dumped(truck, dump, mass);
                let cell = &mut fed[dump.0 as usize];
                cell.0 += mass.tonnes();
                cell.1 += mass.tonnes() * brought.grade.unwrap();
                cell.2 += if brought.off_blend { mass.tonnes() } else { 0.0 };
            }
            _ => {}
        }
    }
    fed
}

#[test]
fn what_would_spoil_the_blend_goes_to_a_stockpile() {
    let (pit, tables) = two_ores(true);
    let fed = fed(&world(&pit, &tables, 3 * 86_400), &tables);
    let (crusher, heap) = (fed[0], fed[1]);
    // Four trucks bring ore of 1, two bring ore of 3. At the least mean of 1.8 three in five loads are poor: of the four
    // trucks' loads the crusher takes three, and the fourth, a sixth of all, goes to the heap.
    let share = heap.0 / (heap.0 + crusher.0);
    assert!((0.13..0.21).contains(&share), "{share}");
    assert_eq!(heap.1, heap.0, "only poor ore of grade 1 lies there");
    let mean = crusher.1 / crusher.0;
    assert!((1.8..=2.2).contains(&mean), "{mean}");
    // Loads arrive in another order than they were promised in, which may put the mean out by a load or two.
    assert!(crusher.2 / crusher.0 < 0.02, "{} t of {} t off blend", crusher.2, crusher.0);
}

#[test]
fn without_a_stockpile_it_is_fed_all_the_same_and_counted() {
    let (pit, tables) = two_ores(false);
    let fed = fed(&world(&pit, &tables, 3 * 86_400), &tables);
    let mean = fed[0].1 / fed[0].0;
    assert!((1.55..1.78).contains(&mean), "{mean}");
    assert!(fed[0].2 / fed[0].0 > 0.8, "{} t of {} t off blend", fed[0].2, fed[0].0);
}

#[test]
fn two_stage_digs_what_the_blend_wants() {
    // Poor ore near by, rich ore far off, no heap. Tonnes alone would be dug near by; the mean of at least 1.8 asks for
    // two loads of the rich for three of the poor, and the plan for no more, as it is far.
    let (mut pit, _) = two_ores(false);
    pit.faces[1].metres = 2_000.0;
    let feed = |dispatch| {
        let pit = Pit { dispatch, ..pit.clone() };
        let mut tables = two_ores(false).1;
        let fresh = pit.tables();
        tables.mines = fresh.mines;
        tables.segments = fresh.segments;
        let (tonnes, content, off) = fed(&world(&pit, &tables, 3 * 86_400), &tables)[0];
        (content / tonnes, off / tonnes)
    };
    let (greedy, _) = feed(DispatchPolicy::Nearest);
    let (planned, off) = feed(DispatchPolicy::TwoStage);
    assert!(greedy < 1.2, "{greedy}");
    assert!((1.78..1.9).contains(&planned), "{planned}");
    assert!(off < 0.5, "{off}");
}

#[test]
fn an_empty_stockpile_gives_work_once_something_lies_on_it() {
    // The first truck brings 100 t to the heap at 690 s. Until then its loader and the second truck have no work. From
    // the park, 100 m from the middle, to the heap 2,100 m: 20 + 190 + 20 s. It is loaded 920 to 1,100 s; then the
    // heap is empty again, until the second load comes at 1,570 s.
    let face = |metres| PitFace { metres, loaders: 1, tonnes: None };
    let dump = |metres| PitDump { metres, places: 2, seconds: 60.0, crusher: None };
    let pit = Pit {
        trucks: 2,
        faces: vec![face(1_000.0), face(2_000.0)],
        dumps: vec![dump(500.0), dump(2_000.0)],
        dispatch: DispatchPolicy::Fixed,
        ..Pit::default()
    };
    let mut tables = pit.tables();
    tables.faces[FaceId(1)].stockpile = Some(HEAP);
    tables.faces[FaceId(0)].grade = Some(2.5);
    tables.machines[MachineId(0)].dump = Some(HEAP);
    let world = world(&pit, &tables, 1_560);
    assert_eq!(
        states(&world, 1)[..4],
        [(0, NoWork), (690, TravelEmpty), (920, Loading), (1_100, TravelLoaded)]
    );
    assert_eq!(states(&world, 3), [(0, NoWork), (690, WaitTruck), (920, Loading), (1_100, NoWork)]);
    let crusher = fed(&world, &tables)[0];
    assert_eq!((crusher.0, crusher.1), (100.0, 250.0));
}

#[test]
fn a_load_that_a_standing_crusher_cannot_take_goes_to_the_stockpile() {
    let face = |metres| PitFace { metres, loaders: 1, tonnes: None };
    let crusher = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((400.0, 150.0)) };
    let heap = PitDump { metres: 1_500.0, places: 1, seconds: 60.0, crusher: None };
    let pit = Pit {
        faces: vec![face(1_000.0), PitFace { metres: 1_500.0, loaders: 0, tonnes: None }],
        dumps: vec![crusher, heap],
        ..Pit::default()
    };
    let mut tables = pit.tables();
    tables.faces[FaceId(1)].stockpile = Some(HEAP);
    let fails = iceroad_base::law::Law::Constant { value: 0.2 };
    tables.dumps[CRUSHER].breaks = Some(Breaks { life: fails, repair: fails });
    let world = world(&pit, &tables, 40_000);
    let mut stands = false;
    let mut left = None;
    let mut at_heap = 0;
    for entry in &world.log {
        match entry.event {
            Event::DumpStopped { .. } => stands = true,
            Event::DumpWorks { .. } => stands = false,
            // What the crusher did when the truck left the loader decides.
            Event::Loaded { .. } => left = Some(stands),
            Event::Dumped { dump, .. } => {
                assert_eq!(dump == HEAP, left == Some(true));
                at_heap += u32::from(dump == HEAP);
            }
            _ => {}
        }
    }
    // The nearer heap is not taken while the crusher works.
    assert!((3..20).contains(&at_heap), "{at_heap}");
}
