//! Dispatch and the production plan: the month's mix is kept, a loader more starves nobody, and no order of rows matters.
use crate::world::World;
use iceroad_base::Table;
use iceroad_base::quantity::{Mass, Variation};
use iceroad_model::event::{Event, MachineState};
use iceroad_model::mine::{DispatchPolicy, Material, MaterialKind, PlanMonth};
use iceroad_model::{DumpId, FaceId, MaterialId, MineId, Tables};
use iceroad_worlds::pit::{Pit, PitDump, PitFace};

/// Every policy that chooses: all but `fixed`.
pub(crate) const POLICIES: [DispatchPolicy; 8] = [
    DispatchPolicy::Random,
    DispatchPolicy::Nearest,
    DispatchPolicy::ShortestQueue,
    DispatchPolicy::EarliestLoading,
    DispatchPolicy::LeastSaturated,
    DispatchPolicy::MinTruckWait,
    DispatchPolicy::MinLoaderIdle,
    DispatchPolicy::TwoStage,
];
const ORE: MaterialId = MaterialId(0);
const WASTE: MaterialId = MaterialId(1);

/// Ore far away and waste nearby, so that every policy would rather haul waste.
fn pit(dispatch: DispatchPolicy, trucks: usize, waste_loaders: usize) -> Pit {
    let faces = vec![
        PitFace { metres: 3_000.0, loaders: 2, tonnes: None },
        PitFace { metres: 1_000.0, loaders: waste_loaders, tonnes: None },
    ];
    Pit { trucks, faces, dispatch, days: 10, ..Pit::default() }
}

/// The second face is of waste, and so much of each is planned for the month.
pub(crate) fn with_waste(pit: &Pit, planned_t: Option<[f64; 2]>) -> Tables {
    let mut tables = pit.tables();
    let waste = Material { name: "waste".into(), kind: MaterialKind::Waste, ..tables.materials[ORE].clone() };
    tables.materials.push(waste);
    tables.faces[FaceId(1)].material = WASTE;
    tables.dumps.iter_mut().for_each(|dump| dump.materials = vec![ORE, WASTE]);
    for (material, tonnes) in [ORE, WASTE].into_iter().zip(planned_t.into_iter().flatten()) {
        let (mine, mass) = (MineId(0), Mass::from_tonnes(tonnes));
        tables.plan.push(PlanMonth { mine, material, month: 0, mass });
    }
    tables
}

/// Tonnes of ore and waste dumped.
fn dumped_t(tables: &Tables, pit: &Pit) -> [f64; 2] {
    let mut world = World::tables(tables, &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(pit.horizon().end()).unwrap();
    let mut dumped = [0.0; 2];
    for entry in &world.log {
        if let Event::Dumped { material, mass, .. } = entry.event {
            dumped[material.0 as usize] += mass.tonnes();
        }
    }
    dumped
}

#[test]
fn every_policy_keeps_the_mix_of_the_plan() {
    for dispatch in POLICIES {
        let pit = pit(dispatch, 7, 1);
        for (ore, waste) in [(600_000.0, 300_000.0), (300_000.0, 600_000.0)] {
            let [dug_ore, dug_waste] = dumped_t(&with_waste(&pit, Some([ore, waste])), &pit);
            let ratio = dug_ore / dug_waste / (ore / waste);
            assert!((ratio - 1.0).abs() < 0.04, "{dispatch:?}: {dug_ore} t of ore, {dug_waste} t of waste");
        }
    }
}

#[test]
fn the_plan_may_be_left_alone() {
    let pit = pit(DispatchPolicy::Nearest, 6, 1);
    let mut tables = with_waste(&pit, Some([600_000.0, 300_000.0]));
    tables.mines[MineId(0)].keep_plan = false;
    assert_eq!(dumped_t(&tables, &pit)[0], 0.0, "all go to the nearest");
    assert_eq!(dumped_t(&tables, &pit), dumped_t(&with_waste(&pit, None), &pit));
}

#[test]
fn a_loader_more_at_waste_takes_nothing_from_ore() {
    for dispatch in POLICIES {
        let ore = |waste_loaders| {
            let pit = pit(dispatch, 10, waste_loaders);
            dumped_t(&with_waste(&pit, Some([600_000.0, 300_000.0])), &pit)[0]
        };
        let (one, two) = (ore(1), ore(2));
        assert!(two > 0.98 * one, "{dispatch:?}: ore from {one} t to {two} t");
    }
}

#[test]
fn what_has_no_plan_waits_until_the_plan_is_met() {
    // Ten days of a month of which little ore is planned: the rest of the fleet is free for waste.
    let pit = pit(DispatchPolicy::ShortestQueue, 10, 1);
    let mut tables = with_waste(&pit, Some([150_000.0, 0.0]));
    tables.plan = tables.plan.iter().filter(|row| row.material == ORE).cloned().collect();
    let [ore, waste] = dumped_t(&tables, &pit);
    assert!(ore >= 0.95 * 150_000.0 && waste > 0.2 * ore, "{ore} t of ore, {waste} t of waste");
}

/// The same pit with its machines, faces, dumps and roads written the other way round.
fn turned_round(tables: &Tables) -> Tables {
    fn reversed<I: iceroad_base::Id, T: Clone>(rows: &Table<I, T>) -> Table<I, T> {
        let rows: Vec<T> = rows.iter().cloned().collect();
        rows.into_iter().rev().collect()
    }
    let mut turned = tables.clone();
    let last = tables.faces.len() as u32 - 1;
    turned.machines = reversed(&tables.machines);
    turned.faces = reversed(&tables.faces);
    turned.dumps = reversed(&tables.dumps);
    turned.segments = reversed(&tables.segments);
    for machine in turned.machines.iter_mut() {
        machine.face = machine.face.map(|FaceId(face)| FaceId(last - face));
    }
    turned
}

#[test]
fn no_order_of_rows_matters() {
    let dump = |metres| PitDump { metres, places: 1, seconds: 60.0, crusher: None };
    for dispatch in POLICIES {
        // Equal ways, loaders and dumps, so that ties are common.
        let face = PitFace { metres: 1_000.0, loaders: 2, tonnes: None };
        let pit = Pit {
            trucks: 12,
            faces: vec![face; 4],
            dumps: vec![dump(1_000.0), dump(1_000.0)],
            dispatch,
            days: 3,
            ..Pit::default()
        };
        for planned in [None, Some([500_000.0, 250_000.0])] {
            let tables = with_waste(&pit, planned);
            let (straight, turned) = (dumped_t(&tables, &pit), dumped_t(&turned_round(&tables), &pit));
            assert_eq!(straight, turned, "{dispatch:?}, plan {planned:?}");
        }
    }
}

/// What came of the crusher, the first dump, in ten days: hours of trucks in line at dumps, loads there, tonnes in all.
fn at_crusher(tables: &Tables, pit: &Pit) -> (f64, i32, f64) {
    let mut world = World::tables(tables, &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(pit.horizon().end()).unwrap();
    let (mut since, mut line_h, mut loads, mut tonnes) = (vec![None; pit.trucks], 0.0, 0, 0.0);
    for entry in &world.log {
        match entry.event {
            Event::State { machine, state } if (machine.0 as usize) < since.len() => {
                let queued: &mut Option<iceroad_base::Time> = &mut since[machine.0 as usize];
                if let Some(from) = queued.take() {
                    line_h += (entry.at - from).hours();
                }
                *queued = (state == MachineState::QueueDump).then_some(entry.at);
            }
            Event::Dumped { dump, mass, .. } => {
                loads += i32::from(dump == DumpId(0));
                tonnes += mass.tonnes();
            }
            _ => {}
        }
    }
    (line_h, loads, tonnes)
}

#[test]
fn two_stage_leaves_crushers_a_margin() {
    // A crusher for half of what the loader digs, and a dump farther away for the rest.
    let dumps = vec![
        PitDump { metres: 500.0, places: 1, seconds: 30.0, crusher: Some((1_000.0, 200.0)) },
        PitDump { metres: 4_500.0, places: 1, seconds: 30.0, crusher: None },
    ];
    let mut pit = Pit { trucks: 14, dumps, dispatch: DispatchPolicy::TwoStage, days: 10, ..Pit::default() };
    pit.loader.fill_variation = Variation::clamped(0.1);
    let (line_h, loads, tonnes) = at_crusher(&pit.tables(), &pit);
    let minutes = line_h * 60.0 / f64::from(loads);
    // Planned to the last tonne it was 49.6 min a load, and 457 kt in all; the crusher gives 2,400 loads at most.
    assert!(minutes < 5.0 && loads > 2_350, "{minutes} min in line for each of {loads} loads at the crusher");
    assert!(tonnes > 470_000.0, "{tonnes} t in all");
}

#[test]
fn a_kept_plan_sends_no_trucks_to_stand_before_a_crusher() {
    for dispatch in POLICIES {
        let dump = |crusher| PitDump { metres: 1_500.0, places: 1, seconds: 30.0, crusher };
        let faces = vec![
            PitFace { metres: 1_000.0, loaders: 1, tonnes: None },
            PitFace { metres: 1_000.0, loaders: 2, tonnes: None },
        ];
        let dumps = vec![dump(Some((500.0, 200.0))), dump(None)];
        let pit = Pit { trucks: 14, faces, dumps, dispatch, days: 10, ..Pit::default() };
        // At 12 min a load the crusher crushes 1,200 in ten days. The plan wants far more of them than that, or fewer.
        for (planned_t, least_loads) in [([900_000.0, 300_000.0], 1_190), ([100_000.0, 900_000.0], 1_000)] {
            let mut tables = with_waste(&pit, Some(planned_t));
            tables.dumps[DumpId(0)].materials = vec![ORE];
            tables.dumps[DumpId(1)].materials = vec![WASTE];
            let [_, waste] = dumped_t(&tables, &pit);
            let (line_h, loads, _) = at_crusher(&tables, &pit);
            let minutes = line_h * 60.0 / f64::from(loads);
            // By the loaders alone it was 149 min, and 41 kt of waste beside the same ore.
            assert!(minutes < 27.0, "{dispatch:?}: {minutes} min in line for each load");
            assert!(
                loads > least_loads && waste > 950_000.0,
                "{dispatch:?}: {loads} loads, {waste} t of waste"
            );
        }
    }
}
