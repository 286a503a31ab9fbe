//! Rates remember the month's plan as dispatch does: what a stopped loader owes is hauled when it is back, but not beyond the month, and
//! each month has its own mix.

use crate::dispatch_plan::with_waste;
use crate::rates::{Act, until_by_rates};
use iceroad_base::quantity::{Mass, Variation};
use iceroad_base::{Id, Span, Time};
use iceroad_haulage::Layout;
use iceroad_haulage::alone::Alone;
use iceroad_haulage::rates::RateTable;
use iceroad_model::event::{Entry, Event};
use iceroad_model::mine::{DispatchPolicy, Material, PlanMonth};
use iceroad_model::{FaceId, MachineId, MaterialId, MineId, Tables};
use iceroad_worlds::pit::{Pit, PitFace};
use std::sync::Arc;

/// Nine trucks, a loader of ore far away that could give more than its share, two of waste nearby; January and February in four shifts
/// of five hours.
fn pit() -> Pit {
    let mut pit = Pit {
        trucks: 9,
        faces: vec![
            PitFace { metres: 1_500.0, loaders: 1, tonnes: None },
            PitFace { metres: 1_000.0, loaders: 2, tonnes: None },
        ],
        shifts: vec![(8, 13), (14, 19), (20, 1), (2, 7)],
        dispatch: DispatchPolicy::MinLoaderIdle,
        days: 59,
        ..Pit::default()
    };
    pit.loader.fill_variation = Variation::clamped(0.1);
    pit.loader.pass_variation = Variation::clamped(0.2);
    pit
}

/// The ore loader: machines are nine trucks, it, and two loaders of waste.
const ORE_LOADER: MachineId = MachineId(9);

/// The pit with so many parts of ore in ten of each month's plan.
fn planned(pit: &Pit, ore: [f64; 2]) -> Tables {
    let mut tables = with_waste(pit, None);
    for (month, ore) in [(0, ore[0]), (1, ore[1])] {
        for (material, tenths) in [(0, ore), (1, 10.0 - ore)] {
            let mass = Mass::from_tonnes(100_000.0 * tenths);
            tables.plan.push(PlanMonth { mine: MineId(0), material: Id::from_index(material), month, mass });
        }
    }
    tables
}

/// Tonnes of ore, waste and stone by month.
fn by_month(log: &[Entry]) -> [[f64; 3]; 2] {
    let mut found = [[0.0; 3]; 2];
    for entry in log {
        if let Event::Dumped { material, mass, .. } | Event::Hauled { material, mass, .. } = entry.event {
            found[usize::from(entry.at > day(31.0))][material.index()] += mass.tonnes();
        }
    }
    found
}

fn day(days: f64) -> Time {
    Time::START + Span::from_days(days)
}

fn by_cycles(tables: &Tables, pit: &Pit, acts: &[(Time, Act)]) -> [[f64; 3]; 2] {
    let mut world = Alone::tables(tables, &pit.horizon(), 12, Vec::new()).unwrap();
    for &(time, act) in acts {
        world.run_until(time).unwrap();
        match act {
            Act::Stop(machine) => world.tell(|haulage, ctx| haulage.stop(machine, ctx).map(drop)).unwrap(),
            Act::Resume(machine) => world.tell(|haulage, ctx| haulage.resume(machine, ctx)).unwrap(),
        }
    }
    world.run_until(pit.horizon().end()).unwrap();
    by_month(&world.log)
}

/// By rates, the books made up at the first month's end.
fn by_rates(tables: &Tables, pit: &Pit, acts: &[(Time, Act)]) -> [[f64; 3]; 2] {
    let layout = Arc::new(Layout::of_tables(tables, &pit.horizon()).unwrap());
    let table = Arc::new(RateTable::new(layout, tables.materials.len(), 11, pit.horizon().end()).unwrap());
    let first = acts.iter().copied().filter(|&(time, _)| time < day(31.0)).collect::<Vec<_>>();
    let month = by_month(&until_by_rates(day(31.0), &table, &first))[0];
    let both = by_month(&until_by_rates(pit.horizon().end(), &table, acts));
    let sum = |material: usize| both[0][material] + both[1][material] - month[material];
    [month, [sum(0), sum(1), sum(2)]]
}

/// By rates and by cycles within one percent of each month's tonnes, of ore and of waste.
fn agree(tables: &Tables, pit: &Pit, acts: &[(Time, Act)]) -> [[f64; 3]; 2] {
    let (rated, every) = (by_rates(tables, pit, acts), by_cycles(tables, pit, acts));
    println!("rates {rated:?}, cycles {every:?}");
    let hauled =
        rated.iter().flatten().zip(every.iter().flatten()).filter(|&(&rated, &every)| rated + every > 0.0);
    for (rated, every) in hauled {
        let apart = rated / every - 1.0;
        assert!(apart.abs() < 0.01, "{rated} t by rates, {every} t by cycles: {apart}");
    }
    every
}

#[test]
fn what_a_stopped_loader_owes_is_made_good() {
    let pit = pit();
    let tables = planned(&pit, [3.0, 3.0]);
    let acts = [(day(5.4), Act::Stop(ORE_LOADER)), (day(8.4), Act::Resume(ORE_LOADER))];
    let [[ore, waste, _], _] = agree(&tables, &pit, &acts);
    // Three days of 31 without ore, and yet the month has its mix.
    assert!((ore / (ore + waste) / 0.3 - 1.0).abs() < 0.01, "{ore} t of ore, {waste} t of waste");
}

#[test]
fn what_one_of_three_materials_owes_is_made_good() {
    let mut pit = pit();
    pit.faces.push(PitFace { metres: 1_200.0, loaders: 1, tonnes: None });
    let mut tables = planned(&pit, [3.0, 3.0]);
    let stone = Material { name: "stone".into(), ..tables.materials[MaterialId(1)].clone() };
    let stone = tables.materials.push(stone);
    tables.faces[FaceId(2)].material = stone;
    tables.dumps.iter_mut().for_each(|dump| dump.materials.push(stone));
    for month in [0, 1] {
        tables.plan.push(PlanMonth {
            mine: MineId(0),
            material: stone,
            month,
            mass: Mass::from_tonnes(300_000.0),
        });
    }
    let acts = [(day(5.4), Act::Stop(ORE_LOADER)), (day(8.4), Act::Resume(ORE_LOADER))];
    agree(&tables, &pit, &acts);
}

#[test]
fn what_is_owed_at_a_month_s_end_is_forgotten() {
    let pit = pit();
    let tables = planned(&pit, [3.0, 3.0]);
    let acts = [(day(27.4), Act::Stop(ORE_LOADER)), (day(30.4), Act::Resume(ORE_LOADER))];
    let [[ore, waste, _], [later_ore, later_waste, _]] = agree(&tables, &pit, &acts);
    assert!(ore / (ore + waste) < 0.3 * 0.94, "{ore} t of ore, {waste} t of waste");
    let share = later_ore / (later_ore + later_waste);
    assert!((share / 0.3 - 1.0).abs() < 0.01, "{later_ore} t of ore, {later_waste} t of waste");
}

#[test]
fn what_has_no_plan_waits_for_what_a_stopped_loader_owes() {
    // Ore alone is planned, at a third of all that the pit hauls and then at a little more an hour; waste has what is left.
    let pit = pit();
    let mut tables = with_waste(&pit, None);
    for (month, tonnes) in [(0, 750_000.0), (1, 690_000.0)] {
        let mass = Mass::from_tonnes(tonnes);
        tables.plan.push(PlanMonth { mine: MineId(0), material: MaterialId(0), month, mass });
    }
    let acts = [(day(5.4), Act::Stop(ORE_LOADER)), (day(8.4), Act::Resume(ORE_LOADER))];
    let [[ore, ..], [later_ore, ..]] = agree(&tables, &pit, &acts);
    assert!(
        (ore / 750_000.0 - 1.0).abs() < 0.01 && (later_ore / 690_000.0 - 1.0).abs() < 0.01,
        "{ore} {later_ore}"
    );
}

#[test]
fn each_month_has_its_own_mix() {
    for dispatch in [DispatchPolicy::MinLoaderIdle, DispatchPolicy::TwoStage] {
        let pit = Pit { dispatch, ..pit() };
        let [[ore, waste, _], [later_ore, later_waste, _]] = agree(&planned(&pit, [2.0, 4.0]), &pit, &[]);
        let shares = [ore / (ore + waste), later_ore / (later_ore + later_waste)];
        assert!(shares[1] > 1.5 * shares[0], "{dispatch:?}: {shares:?}");
    }
}
