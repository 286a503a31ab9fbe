//! Tanks, the way to the fuel point, waiting for fuel.
use crate::world::{World, at, run, state_at, states, world};
use iceroad_base::quantity::{FuelFlow, Speed, Volume};
use iceroad_haulage::Notice;
use iceroad_haulage::routes::{Place, TruckKind};
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState::*};
use iceroad_worlds::pit::Pit;

/// A truck with a tank of 200 L, so that it runs low within hours.
fn thirsty() -> Pit {
    let mut pit = Pit { fuel: true, ..Pit::default() };
    pit.truck.tank = Volume(200);
    pit
}

fn litres(world: &World, wanted: u32) -> (i64, i64) {
    let mut sums = (0, 0);
    for entry in &world.log {
        match entry.event {
            Event::Refuelled { machine: MachineId(id), fuel } if id == wanted => sums.0 += fuel.get(),
            Event::Burnt { machine: MachineId(id), fuel } if id == wanted => sums.1 += fuel.get(),
            _ => {}
        }
    }
    sums
}

#[test]
fn a_truck_with_a_low_tank_refuels_after_its_cycle() {
    let world = run(&thirsty(), 80_000);
    let states = states(&world, 0);
    let refuelling = states.iter().position(|&(_, state)| state == Refuelling).unwrap();
    assert_eq!(states[refuelling - 2].1, Dumping);
    assert_eq!(states[refuelling + 1].1, TravelEmpty);
    // Some 170 L at 300 L a minute: 34 s.
    let lasted = states[refuelling + 1].0 - states[refuelling].0;
    assert!((33..=40).contains(&lasted), "{lasted}");
    assert!(!states.iter().any(|&(_, state)| state == NoFuel));
}

#[test]
fn without_fuel_in_the_store_a_truck_stands_until_it_comes() {
    let mut pit = thirsty();
    // The loader keeps enough to go on afterwards.
    pit.loader.idle_fuel = FuelFlow::clamped(0.0);
    let mut world = world(&pit);
    world.fuel_at_once = false;
    world.run_until(at(80_000)).unwrap();
    let states = states(&world, 0);
    let &(since, state) = states.last().unwrap();
    assert_eq!(state, NoFuel);
    // It was driving right before: no state of no length stands between.
    assert_eq!(states[states.len() - 2].1, TravelEmpty);
    let asked = world.notices.iter().find(|(_, notice)| matches!(notice, Notice::FuelWanted { .. })).unwrap();
    assert_eq!(crate::world::seconds(asked.0), since);
    world.tell(|haulage, ctx| haulage.fuel_ready(MachineId(0), ctx)).unwrap();
    assert_eq!(state_at(&world, 0, 80_000), Some(Refuelling));
    world.run_until(at(80_100)).unwrap();
    assert_eq!(state_at(&world, 0, 80_099), Some(TravelEmpty));
}

#[test]
fn a_truck_that_fails_while_it_waits_for_fuel_gives_it_up() {
    let mut world = world(&thirsty());
    world.fuel_at_once = false;
    world.run_until(at(80_000)).unwrap();
    world.tell(|haulage, ctx| haulage.stop(MachineId(0), ctx)).unwrap();
    let last = world.notices.last().unwrap().1;
    assert_eq!(last, Notice::FuelGivenUp { machine: MachineId(0) });
}

#[test]
fn fuel_burnt_is_what_the_parts_of_the_day_burn() {
    // A parked day burns nothing. A working one: idling 36 L/h under the loader and at the dump, 240 s of each
    // cycle, 2.4 L; plus two drives of the table.
    let mut world = run(&Pit::default(), 86_390);
    world
        .tell(|haulage, ctx| {
            haulage.finish(ctx);
            Ok(())
        })
        .unwrap();
    let legs = {
        let routes = world.haulage.layout().routes(iceroad_model::MineId(0));
        let (face, dump) = (Place(routes.n_places() as u16 - 2), Place(routes.n_places() as u16 - 1));
        let normal = iceroad_haulage::routes::Surface::Normal;
        routes.leg(TruckKind(0), true, normal, face, dump).used
            + routes.leg(TruckKind(0), false, normal, dump, face).used
    };
    let cycle_l = 2.4 + f64::from(legs) / 1_000.0;
    let expected = cycle_l * 86_390.0 / 880.0;
    let (_, burnt) = litres(&world, 0);
    assert!((burnt as f64 - expected).abs() < cycle_l, "{burnt} {expected}");
    // The loader digs 180 s of 880 s at 180 L/h and waits the rest at 36 L/h: 16 L a cycle.
    let (_, burnt) = litres(&world, 1);
    assert!((burnt as f64 - 16.0 * 86_390.0 / 880.0).abs() < 16.0, "{burnt}");
}

#[test]
fn tanks_neither_make_nor_lose_fuel() {
    let mut world = run(&thirsty(), 86_399);
    world
        .tell(|haulage, ctx| {
            haulage.finish(ctx);
            Ok(())
        })
        .unwrap();
    let (taken, burnt) = litres(&world, 0);
    // What was burnt was taken or in the tank of 200 L at the start.
    assert!(taken > 0 && burnt > 0);
    assert!((burnt - taken).abs() <= 200, "{taken} {burnt}");
}

#[test]
fn a_loader_is_refuelled_at_its_face_while_trucks_wait() {
    let mut pit = Pit { fuel: true, trucks: 3, ..Pit::default() };
    pit.loader.tank = Volume(300);
    pit.loader.fuel = FuelFlow::clamped(600.0);
    let world = run(&pit, 40_000);
    assert!(states(&world, 3).iter().any(|&(_, state)| state == Refuelling));
    let (taken, _) = litres(&world, 3);
    assert!(taken > 0);
}

#[test]
fn a_loader_without_fuel_sends_its_line_away() {
    let mut pit = Pit { fuel: true, trucks: 5, ..Pit::default() };
    pit.loader.tank = Volume(300);
    let mut world = world(&pit);
    world.fuel_at_once = false;
    world.run_until(at(40_000)).unwrap();
    assert_eq!(state_at(&world, 5, 39_999), Some(NoFuel));
    for truck in 0..5 {
        assert_eq!(state_at(&world, truck, 39_999), Some(NoWork));
    }
    world.tell(|haulage, ctx| haulage.fuel_ready(MachineId(5), ctx)).unwrap();
    world.run_until(at(41_000)).unwrap();
    assert_eq!(state_at(&world, 5, 40_999), Some(Loading));
}

#[test]
fn a_truck_asked_in_on_its_way_to_an_empty_fuel_point_does_not_wait_there() {
    let mut world = world(&thirsty());
    world.fuel_at_once = false;
    let mut second = 0;
    while world.haulage.state(MachineId(0)) != Some(NoFuel) {
        second += 1;
        world.run_until(at(second)).unwrap();
    }
    let (drives, _) = states(&world, 0)[states(&world, 0).len() - 2];
    let mut world = self::world(&thirsty());
    world.fuel_at_once = false;
    world.run_until(at(drives + 1)).unwrap();
    world.tell(|haulage, ctx| haulage.release(MachineId(0), ctx)).unwrap();
    world.run_until(at(drives + 2_000)).unwrap();
    let notices: Vec<Notice> = world.notices.iter().map(|&(_, notice)| notice).collect();
    assert!(notices.contains(&Notice::FuelGivenUp { machine: MachineId(0) }));
    assert!(notices.contains(&Notice::AtGate { machine: MachineId(0) }));
}

#[test]
fn a_loader_asked_in_the_instant_it_asks_for_fuel_takes_what_is_issued_at_once() {
    // It fails while it digs its tank low, is mended there, asks for fuel and is asked in before the answer comes.
    let mut pit = Pit { fuel: true, ..Pit::default() };
    pit.loader.tank = Volume(100);
    pit.loader.fuel = FuelFlow::clamped(600.0);
    // What it has left lasts to the gate.
    pit.loader.walk = Speed::clamped(60.0);
    for fuel_at_once in [true, false] {
        let mut world = world(&pit);
        world.fuel_at_once = fuel_at_once;
        let asks = |world: &World| {
            let last =
                world.notices.iter().rev().find(|(_, notice)| matches!(notice, Notice::FuelWanted { .. }));
            last.map(|&(at, _)| at)
        };
        while asks(&world).is_none() {
            let next = world.calendar.now() + iceroad_base::Span::SECOND;
            world.run_until(next).unwrap();
        }
        // The load before it asked had emptied the tank: the loader fails in its last second.
        let fails = asks(&world).unwrap() - iceroad_base::Span::SECOND;
        let mut world = self::world(&pit);
        world.run_until(fails).unwrap();
        let known = world.notices.len();
        world.fuel_at_once = fuel_at_once;
        world.tell(|haulage, ctx| haulage.stop(MachineId(1), ctx)).unwrap();
        world
            .tell(|haulage, ctx| {
                haulage.resume_in_place(MachineId(1), ctx)?;
                haulage.release(MachineId(1), ctx)
            })
            .unwrap();
        world.run_until(fails + iceroad_base::Span::HOUR).unwrap();
        let said: Vec<Notice> = world.notices[known..].iter().map(|&(_, notice)| notice).collect();
        assert!(said.iter().any(|notice| matches!(notice, Notice::FuelWanted { .. })));
        assert_eq!(said.contains(&Notice::FuelGivenUp { machine: MachineId(1) }), !fuel_at_once);
        assert!(said.contains(&Notice::AtGate { machine: MachineId(1) }));
        assert_eq!(litres(&world, 1).0 > 0, fuel_at_once);
    }
}

#[test]
fn a_loader_that_waits_longer_than_its_tank_lasts_refuels_in_time() {
    // No truck ever comes: 20 L/h of 400 L, low below 60 L.
    let mut pit = Pit { fuel: true, trucks: 0, days: 30, ..Pit::default() };
    pit.loader.tank = Volume(400);
    pit.loader.idle_fuel = FuelFlow::clamped(20.0);
    let mut world = run(&pit, 20 * 86_400);
    let (refuelled, _) = litres(&world, 0);
    let each = world.log.iter().filter_map(|entry| match entry.event {
        Event::Refuelled { fuel, .. } => Some(fuel.get()),
        _ => None,
    });
    assert!(each.clone().count() >= 20);
    assert!(each.max().unwrap() <= 341);
    world
        .tell(|haulage, ctx| {
            haulage.finish(ctx);
            Ok(())
        })
        .unwrap();
    // 20 days at 20 L/h but for a minute each time.
    let burnt = litres(&world, 0).1;
    assert!((9_550..=9_600).contains(&burnt), "{burnt}");
    assert!(burnt - refuelled <= 400);
    // And where there is none, it stands with the engine off.
    let mut world = self::world(&pit);
    world.fuel_at_once = false;
    world.run_until(at(20 * 86_400)).unwrap();
    assert_eq!(state_at(&world, 0, 20 * 86_400), Some(NoFuel));
}

#[test]
fn a_loader_that_has_dug_half_its_tank_away_refuels_before_the_rest_is_idled_away() {
    let mut pit = Pit { fuel: true, days: 30, ..Pit::default() };
    pit.loader.tank = Volume(400);
    pit.loader.fuel = FuelFlow::clamped(60.0);
    pit.loader.idle_fuel = FuelFlow::clamped(20.0);
    let mut world = run(&pit, 10_000);
    // The one truck fails, and with it all work for the loader.
    world.tell(|haulage, ctx| haulage.stop(MachineId(0), ctx)).unwrap();
    world.run_until(at(10 * 86_400)).unwrap();
    let each = world.log.iter().filter_map(|entry| match entry.event {
        Event::Refuelled { machine: MachineId(1), fuel } => Some(fuel.get()),
        _ => None,
    });
    assert!(each.clone().count() >= 10);
    assert!(each.max().unwrap() <= 345);
}
