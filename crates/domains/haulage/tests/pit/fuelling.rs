//! Pumps and their line, and refuelling ahead of breaks and changes.
use crate::lived::break_at;
use crate::world::{World, at, run, seconds, states, world};
use iceroad_base::quantity::Volume;
use iceroad_model::event::{Event, MachineState};
use iceroad_model::shift::{BreakFor, BreakPlace, RefuelRule, ShiftRules};
use iceroad_model::{MachineId, MineId};
use iceroad_worlds::pit::{Pit, electric_loader_model};

/// When each truck had taken fuel, s, and how much, L.
fn refuelled(world: &World) -> Vec<(i64, u32, i64)> {
    let taken = |entry: &iceroad_model::event::Entry| match entry.event {
        Event::Refuelled { machine: MachineId(id), fuel } => Some((seconds(entry.at), id, fuel.get())),
        _ => None,
    };
    world.log.iter().filter_map(taken).collect()
}

/// Eight trucks with small tanks at slow pumps, so that they often meet there; the loader wants no fuel, for which they would
/// wait longer than such a tank lasts.
fn thirsty(places: Option<u16>) -> World {
    let shift = ShiftRules { fuel_places: places, ..ShiftRules::default() };
    let mut pit = Pit { trucks: 8, fuel: true, shift, ..Pit::default() };
    pit.truck.tank = Volume(200);
    pit.loader = electric_loader_model();
    let mut tables = pit.tables();
    tables.mines[MineId(0)].refuel_litres_per_minute = 20.0;
    World::tables(&tables, &pit.horizon(), 1, Vec::new()).unwrap()
}

fn thirsty_day(places: Option<u16>) -> World {
    let mut world = thirsty(places);
    world.run_until(at(80_000)).unwrap();
    world
}

/// How often a truck had taken its fuel sooner after the one before than its own pumping takes, at 20 L/min.
fn too_soon(world: &World) -> usize {
    let trucks: Vec<_> = refuelled(world).into_iter().filter(|&(_, id, _)| id < 8).collect();
    trucks.windows(2).filter(|pair| pair[1].0 - pair[0].0 < pair[1].2 * 3).count()
}

#[test]
fn one_pump_serves_one_truck_at_a_time() {
    assert!(too_soon(&thirsty_day(None)) > 3);
    assert!(too_soon(&thirsty_day(Some(2))) > 0);
    let one = thirsty_day(Some(1));
    assert!(refuelled(&one).len() > 20);
    assert_eq!(too_soon(&one), 0);
}

#[test]
fn a_truck_that_fails_at_the_pump_leaves_it_to_the_next() {
    let mut world = thirsty(Some(1));
    let refuels = |world: &World, t| world.haulage.state(MachineId(t)) == Some(MachineState::Refuelling);
    let mut second = 0;
    while second < 80_000 && (0..8).filter(|&t| refuels(&world, t)).count() < 2 {
        second += 1;
        world.run_until(at(second)).unwrap();
    }
    let since = |t| states(&world, t).last().map_or(0, |one| one.0);
    let mut there: Vec<u32> = (0..8).filter(|&t| refuels(&world, t)).collect();
    there.sort_by_key(|&t| since(t));
    let known = refuelled(&world).len();
    world.tell(|haulage, ctx| haulage.stop(MachineId(there[0]), ctx)).unwrap();
    world.run_until(at(second + 1_200)).unwrap();
    // What was issued is in the tank of the one that failed; then the next is served.
    let ids: Vec<u32> = refuelled(&world)[known..].iter().map(|&(_, id, _)| id).collect();
    assert_eq!(ids[..2], [there[0], there[1]]);
    assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
}

#[test]
fn trucks_without_fuel_stand_beside_the_pump_and_then_take_it_in_turn() {
    let mut world = thirsty(Some(1));
    world.fuel_at_once = false;
    world.run_until(at(60_000)).unwrap();
    let dry = |world: &World| {
        (0..8).filter(|&t| world.haulage.state(MachineId(t)) == Some(MachineState::NoFuel)).count()
    };
    assert!(dry(&world) > 3, "{}", dry(&world));
    let since = refuelled(&world).len();
    for truck in 0..8 {
        world.tell(|haulage, ctx| haulage.fuel_ready(MachineId(truck), ctx)).unwrap();
        assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
    }
    world.fuel_at_once = true;
    world.run_until(at(70_000)).unwrap();
    assert_eq!(dry(&world), 0);
    assert!(refuelled(&world).len() > since + 3);
    assert_eq!(too_soon(&world), 0);
}

/// Four shifts of six hours that touch; a tank that lasts nine hours to the low mark.
fn four_shifts(refuel: RefuelRule) -> Pit {
    let shift = ShiftRules { refuel, ..ShiftRules::default() };
    let shifts = vec![(0, 6), (6, 12), (12, 18), (18, 0)];
    let mut pit = Pit { fuel: true, days: 10, shifts, shift, ..Pit::default() };
    let mut plain = world(&Pit { days: 2, ..Pit::default() });
    plain.run_until(at(86_400)).unwrap();
    plain
        .tell(|haulage, ctx| {
            haulage.finish(ctx);
            Ok(())
        })
        .unwrap();
    let burnt: i64 = plain
        .log
        .iter()
        .filter_map(|entry| match entry.event {
            Event::Burnt { machine: MachineId(0), fuel } => Some(fuel.get()),
            _ => None,
        })
        .sum();
    pit.truck.tank = Volume((burnt as f64 * 9.0 / 24.0 / 0.85) as i64);
    pit
}

#[test]
fn fuel_prediction_avoids_refuelling_in_the_middle_of_a_shift() {
    // A round is 880 s; the truck sets out on its last if that ends before the change.
    let into_shift = |pit: &Pit| -> Vec<i64> {
        let world = run(pit, 9 * 86_400);
        let times = refuelled(&world).into_iter().filter(|&(at, id, _)| id == 0 && at > 86_400);
        times.map(|(at, _, _)| at % 21_600).collect()
    };
    let when_low = into_shift(&four_shifts(RefuelRule::WhenLow));
    assert!(when_low.iter().filter(|&&second| (2_000..19_000).contains(&second)).count() > 10);
    let ahead = into_shift(&four_shifts(RefuelRule::BeforeChange));
    assert!(ahead.len() >= 30, "{}", ahead.len());
    // Set off within a round of the change, refuelled up to the drive and the pumping later.
    assert!(ahead.iter().all(|&second| !(600..=21_600 - 880).contains(&second)), "{ahead:?}");
}

#[test]
fn a_truck_that_lasts_until_the_change_after_next_does_not_refuel_before_the_next() {
    let mut pit = four_shifts(RefuelRule::BeforeChange);
    // Nine hours to the low mark were 85 % of the tank; twenty times that last a week.
    pit.truck.tank = Volume(pit.truck.tank.get() * 20);
    let world = run(&pit, 7 * 86_400);
    assert!(refuelled(&world).iter().filter(|&&(_, id, _)| id == 0).count() <= 2);
}

#[test]
fn a_break_of_its_own_group_is_when_a_truck_refuels() {
    // One shift round the clock; breaks at 00:50 are the day's only standing by plan besides midnight.
    let mut pit = four_shifts(RefuelRule::BeforeChange);
    pit.shifts = Vec::new();
    pit.breaks = vec![break_at(120, 20, 1, BreakFor::Trucks, BreakPlace::InCab)];
    pit.truck.tank = Volume(pit.truck.tank.get() * 3);
    let world = run(&pit, 9 * 86_400);
    let times: Vec<i64> = refuelled(&world)
        .into_iter()
        .filter(|&(at, id, _)| id == 0 && at > 86_400)
        .map(|(at, _, _)| at % 86_400)
        .collect();
    assert!(times.len() >= 7, "{times:?}");
    let near =
        |second: i64| (7_200 - 880..7_200 + 900).contains(&second) || !(900..=86_400 - 880).contains(&second);
    assert!(times.iter().all(|&second| near(second)), "{times:?}");
}
