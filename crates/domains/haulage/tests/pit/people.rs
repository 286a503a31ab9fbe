//! Operators by qualification, and engines in the cold.
use crate::world::{World, at, run, state_at, states, world};
use iceroad_base::quantity::{Celsius, Hours, Seconds, Share};
use iceroad_model::event::{Event, MachineState, MachineState::*};
use iceroad_model::shift::{Operators, ShiftRules, WarmUp};
use iceroad_model::{MachineId, MineId, ModelId};
use iceroad_worlds::pit::{Pit, battery_truck_model};

const TRUCK: ModelId = ModelId(0);
const LOADER: ModelId = ModelId(1);
const HOUR: i64 = 3_600;

pub(crate) fn people(name: &str, models: &[ModelId], per_shift: u16, absence: f64) -> Operators {
    let absence = Share::clamped(absence);
    Operators { name: name.into(), mine: MineId(0), models: models.to_vec(), per_shift, absence }
}

fn state_of(world: &World, machine: u32) -> Option<MachineState> {
    world.haulage.state(MachineId(machine))
}

#[test]
fn who_can_do_both_loads_and_the_last_trucks_stand() {
    // One may do both, one trucks only: the loader comes first, the second of two for one truck of three.
    let operators = vec![people("all-round", &[TRUCK, LOADER], 1, 0.0), people("driver", &[TRUCK], 1, 0.0)];
    let world = run(&Pit { trucks: 3, operators, ..Pit::default() }, 1_000);
    assert_eq!(states(&world, 0)[0], (0, TravelEmpty));
    assert_eq!(states(&world, 1), [(0, NoOperator)]);
    assert_eq!(states(&world, 2), [(0, NoOperator)]);
    assert_eq!(states(&world, 3)[0], (0, WaitTruck));
}

#[test]
fn the_greatest_trucks_are_manned_first() {
    let operators = vec![people("driver", &[TRUCK, LOADER, ModelId(2)], 2, 0.0)];
    let pit = Pit { trucks: 2, operators, ..Pit::default() };
    let mut tables = pit.tables();
    let mut great = tables.models[TRUCK].clone();
    great.name = "great".into();
    if let iceroad_model::fleet::Work::Truck(truck) = &mut great.work {
        truck.payload = iceroad_base::quantity::Mass::from_tonnes(110.0);
    }
    let great = tables.models.push(great);
    tables.machines[MachineId(1)].model = great;
    let mut world = World::tables(&tables, &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(at(100)).unwrap();
    assert_eq!(state_of(&world, 0), Some(NoOperator));
    assert_eq!(state_of(&world, 1), Some(TravelEmpty));
}

#[test]
fn a_failed_machine_frees_its_operator_for_another() {
    let operators = vec![people("loads", &[LOADER], 1, 0.0), people("drives", &[TRUCK], 1, 0.0)];
    let mut world = world(&Pit { trucks: 2, operators, ..Pit::default() });
    world.run_until(at(1_000)).unwrap();
    assert_eq!(state_of(&world, 1), Some(NoOperator));
    world.tell(|haulage, ctx| haulage.stop(MachineId(0), ctx)).unwrap();
    assert_eq!(state_of(&world, 1), Some(TravelEmpty));
    // Back, the first finds nobody: the second keeps its driver to the end of the shift.
    world.run_until(at(2_000)).unwrap();
    world.tell(|haulage, ctx| haulage.resume(MachineId(0), ctx)).unwrap();
    world.run_until(at(3_000)).unwrap();
    assert_eq!(state_of(&world, 0), Some(NoOperator));
    assert_ne!(state_of(&world, 1), Some(NoOperator));
}

#[test]
fn a_truck_in_line_that_loses_its_operator_with_the_shift_is_not_loaded_by_who_gets_one() {
    // Three for two loaders and two trucks. A loader that fails gives its operator to the second truck, and comes back to
    // nobody; with the next shift loaders come first again, while the second truck stands in line.
    let operators = vec![people("all-round", &[TRUCK, LOADER], 3, 0.0)];
    let mut pit = Pit { trucks: 2, operators, shifts: vec![(0, 12), (12, 0)], ..Pit::default() };
    pit.faces[0].loaders = 2;
    pit.loader.pass = Seconds::clamped(600.0);
    let mut world = world(&pit);
    world.run_until(at(1_000)).unwrap();
    world.tell(|haulage, ctx| haulage.stop(MachineId(2), ctx)).unwrap();
    world.run_until(at(2_000)).unwrap();
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(2), ctx)).unwrap();
    world.run_until(at(12 * HOUR - 1)).unwrap();
    assert_eq!(state_of(&world, 2), Some(NoOperator));
    let waits = (0..2).find(|&truck| state_of(&world, truck) == Some(QueueLoad));
    world.run_until(at(13 * HOUR)).unwrap();
    assert_ne!(state_of(&world, 2), Some(NoOperator));
    // The first truck keeps its operator, wherever it stands.
    assert_eq!(waits, Some(1));
    let after: Vec<MachineState> = states(&world, 1)
        .into_iter()
        .filter(|&(second, _)| second >= 12 * HOUR)
        .map(|(_, state)| state)
        .collect();
    assert_eq!(after, [TravelEmpty, NoOperator]);
}

#[test]
fn with_everybody_absent_nothing_moves() {
    let operators = vec![people("all", &[TRUCK, LOADER], 9, 1.0)];
    let world = run(&Pit { trucks: 2, operators, ..Pit::default() }, 80_000);
    for machine in 0..3 {
        assert_eq!(states(&world, machine), [(0, NoOperator)]);
    }
}

#[test]
fn each_shift_has_its_own_luck_and_the_mean_is_as_stated() {
    // Ten trucks, ten drivers, a fifth absent; 24 shifts of an hour: 8 of 10 with a standard error of 0.26.
    let operators = vec![people("loads", &[LOADER], 1, 0.0), people("drives", &[TRUCK], 10, 0.2)];
    let shifts = (0..24).map(|hour| (hour, (hour + 1) % 24)).collect();
    let pit = Pit { trucks: 10, operators, shifts, ..Pit::default() };
    let world = run(&pit, 86_400);
    let manned: Vec<usize> = (0..24)
        // Those that were at work have come to the park by the end of the hour.
        .map(|hour| (0..10).filter(|&t| state_at(&world, t, hour * HOUR + 3_500) != Some(NoOperator)).count())
        .collect();
    let mean = manned.iter().sum::<usize>() as f64 / 24.0;
    assert!((mean - 8.0).abs() < 1.0, "{manned:?}");
    assert!(manned.iter().any(|&n| n != manned[0]));
}

#[test]
fn a_truck_left_without_an_operator_is_parked_by_the_one_who_leaves() {
    // In the second hour nobody is rostered for trucks who is not absent: shares cannot say that, so all are.
    let operators = vec![people("loads", &[LOADER], 1, 0.0), people("drives", &[TRUCK], 1, 0.5)];
    let shifts = (0..24).map(|hour| (hour, (hour + 1) % 24)).collect();
    let world = run(&Pit { operators, shifts, ..Pit::default() }, 86_400);
    let stands: Vec<i64> =
        states(&world, 0).into_iter().filter(|one| one.1 == NoOperator).map(|one| one.0).collect();
    assert!(stands.len() > 3);
    for begins in stands.into_iter().filter(|&begins| begins % HOUR != 0) {
        // It was under way when the shift began: it dumped its load and came to the park.
        assert!(begins % HOUR <= 320 + 180 + 320 + 60 + 230, "{begins}");
        let before = states(&world, 0).into_iter().rfind(|one| one.0 < begins);
        assert_eq!(before.map(|one| one.1), Some(TravelEmpty));
    }
}

fn cold(minutes: u16, after: f64) -> WarmUp {
    WarmUp { minutes, below: Some(Celsius::clamped(-30.0)), after: Hours::clamped(after) }
}

fn day_at(pit: &Pit, mean: f64, seconds: i64) -> World {
    let mut world = world(pit);
    world.tell(|haulage, ctx| haulage.set_weather(MineId(0), Celsius::clamped(mean), ctx)).unwrap();
    world.run_until(at(seconds)).unwrap();
    world
}

fn two_hours(second: i8) -> Pit {
    Pit { shifts: vec![(0, 1), (second, second + 1)], warm_up: cold(15, 2.0), ..Pit::default() }
}

#[test]
fn a_cold_engine_warms_up_before_the_machine_works() {
    let world = day_at(&two_hours(5), -40.0, 6 * HOUR);
    for (machine, then) in [(0, TravelEmpty), (1, WaitTruck)] {
        let states = states(&world, machine);
        assert!(states.contains(&(5 * HOUR, WarmUp)));
        assert_eq!(state_at(&world, machine, 5 * HOUR + 899), Some(WarmUp));
        assert_eq!(state_at(&world, machine, 5 * HOUR + 900), Some(then));
    }
}

#[test]
fn an_engine_is_not_cold_on_a_mild_day_or_after_a_short_stand() {
    let warms = |world: &World| (0..2).any(|m| states(world, m).iter().any(|one| one.1 == WarmUp));
    assert!(!warms(&day_at(&two_hours(5), -29.0, 6 * HOUR)));
    assert!(!warms(&day_at(&two_hours(2), -40.0, 3 * HOUR)));
    assert!(warms(&day_at(&two_hours(5), -31.0, 6 * HOUR)));
}

fn burnt(world: &mut World, machine: u32) -> i64 {
    world
        .tell(|haulage, ctx| {
            haulage.finish(ctx);
            Ok(())
        })
        .unwrap();
    let litres = world.log.iter().filter_map(|entry| match entry.event {
        Event::Burnt { machine: MachineId(id), fuel } if id == machine => Some(fuel.get()),
        _ => None,
    });
    litres.sum()
}

#[test]
fn a_battery_truck_comes_warm_from_the_charger() {
    // However short a stand makes an engine cold.
    let pit = Pit { truck: battery_truck_model(), warm_up: cold(15, 0.0), ..Pit::default() };
    let states: Vec<_> = states(&day_at(&pit, -40.0, 24 * HOUR), 0).into_iter().map(|one| one.1).collect();
    let charges: Vec<usize> = (0..states.len() - 1).filter(|&i| states[i] == Refuelling).collect();
    assert!(charges.len() > 2);
    assert!(charges.into_iter().all(|i| states[i + 1] != WarmUp));
}

#[test]
fn below_a_stated_temperature_engines_idle_between_shifts() {
    // Off shift from 3,600 to 18,000: the loader idles 4 h at 36 L/h, the truck from 3,780 on.
    let mut pit = two_hours(5);
    let plain = burnt(&mut day_at(&pit, -40.0, 5 * HOUR), 1);
    pit.shift = ShiftRules { idle_below: Some(Celsius::clamped(-35.0)), ..ShiftRules::default() };
    let mut world = day_at(&pit, -40.0, 5 * HOUR);
    assert_eq!(burnt(&mut world, 1) - plain, 4 * 36);
    // And being warm they need no warm-up.
    let world = day_at(&pit, -40.0, 6 * HOUR);
    assert_eq!(state_at(&world, 0, 5 * HOUR), Some(TravelEmpty));
    // On a milder day they are switched off, and start cold.
    let world = day_at(&pit, -33.0, 6 * HOUR);
    assert_eq!(state_at(&world, 0, 5 * HOUR), Some(WarmUp));
}

#[test]
fn an_engine_left_to_idle_is_switched_off_before_its_tank_is_empty() {
    // 36 L/h for a fortnight would be 12,096 L; a full tank of 1,500 L has 1,275 L above the low mark.
    let mut pit = two_hours(5);
    pit.days = 15;
    pit.stops_below = Some(-40.0);
    pit.shift = ShiftRules { idle_below: Some(Celsius::clamped(-35.0)), ..ShiftRules::default() };
    let mut world = day_at(&pit, -45.0, 14 * 86_400);
    let truck = burnt(&mut world, 0);
    assert!((100..=1_276).contains(&truck), "{truck}");
    assert_eq!(state_of(&world, 0), Some(OffShift));
}
