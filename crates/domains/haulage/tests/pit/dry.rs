//! Machines that run dry, and the bowser that comes to them.
use crate::world::{World, at, run, states, world};
use iceroad_base::quantity::{FuelFlow, Speed, Volume};
use iceroad_base::{Span, Time};
use iceroad_haulage::Notice;
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState, MachineState::*};
use iceroad_worlds::pit::{Pit, PitFace};

/// A pit whose truck and loader have such tanks, L.
fn pit(truck: i64, loader: i64) -> Pit {
    let mut pit = Pit { fuel: true, ..Pit::default() };
    (pit.truck.tank, pit.loader.tank) = (Volume(truck), Volume(loader));
    pit
}

fn ran_dry(world: &World, wanted: u32) -> Vec<Time> {
    let dry = |entry: &iceroad_model::event::Entry| match entry.event {
        Event::RanDry { machine } if machine == MachineId(wanted) => Some(entry.at),
        _ => None,
    };
    world.log.iter().filter_map(dry).collect()
}

/// Litres burnt and taken in the whole log.
fn litres(world: &World, wanted: u32) -> (i64, i64) {
    let mut sums = (0, 0);
    for entry in &world.log {
        match entry.event {
            Event::Burnt { machine, fuel } if machine == MachineId(wanted) => sums.0 += fuel.get(),
            Event::Refuelled { machine, fuel } if machine == MachineId(wanted) => sums.1 += fuel.get(),
            _ => {}
        }
    }
    sums
}

fn stop(world: &mut World, machine: u32) {
    world.tell(|haulage, ctx| haulage.stop(MachineId(machine), ctx)).unwrap();
}

/// The state and the second of the first entry of a machine from an instant on.
fn next_state(world: &World, machine: u32, from: Time) -> Vec<(i64, MachineState)> {
    states(world, machine).into_iter().filter(|&(second, _)| second >= crate::world::seconds(from)).collect()
}

#[test]
fn a_truck_that_runs_dry_stands_for_an_hour_and_goes_on_with_its_drive() {
    // The loaded drive takes more than 5 L.
    let world = run(&pit(5, 1_000), 80_000);
    let dry = ran_dry(&world, 0);
    assert!(dry.len() > 10);
    for &since in &dry[..dry.len() - 1] {
        let next = next_state(&world, 0, since);
        let [(from, no_fuel), (to, refuelling), (then, drives), ..] = next[..] else { panic!("{next:?}") };
        assert_eq!((no_fuel, refuelling), (NoFuel, Refuelling));
        assert_eq!(to - from, 3_600);
        // 5 L at 300 L a minute.
        assert!((then - to) <= 1 && matches!(drives, TravelEmpty | TravelLoaded), "{next:?}");
    }
    let (burnt, taken) = litres(&world, 0);
    assert!(taken >= burnt - 5 && taken <= burnt + 5, "{burnt} {taken}");
    assert!(world.log.iter().any(|entry| matches!(entry.event, Event::Dumped { .. })));
    assert_eq!(world.haulage.contradictions(at(80_000)), [""; 0]);
}

#[test]
fn a_truck_whose_tank_lasts_for_a_round_refuels_in_time() {
    // Its dearest round takes some 30 L, more than the 15 % at which a larger tank is low.
    let mut pit = pit(60, 1_000);
    pit.trucks = 2;
    let world = run(&pit, 80_000);
    assert_eq!([ran_dry(&world, 0), ran_dry(&world, 1)], [[]; 2]);
    assert!(litres(&world, 0).1 > 100);
}

#[test]
fn a_loader_that_runs_dry_lets_its_truck_go_with_whole_passes() {
    // 180 L/h: a litre lasts 20 s, and a pass takes 30 s after 30 s of spotting.
    let mut pit = pit(1_500, 3);
    pit.loader.idle_fuel = FuelFlow::clamped(0.0);
    let world = run(&pit, 80_000);
    let dry = ran_dry(&world, 1);
    assert!(dry.len() > 10 && dry.windows(2).all(|pair| pair[1] - pair[0] >= Span::HOUR));
    let loaded = world.log.iter().filter_map(|entry| match entry.event {
        Event::Loaded { mass, .. } => Some(mass.get()),
        _ => None,
    });
    // Three litres last for a minute: one pass of 20 t.
    assert!(loaded.clone().count() > 10 && loaded.clone().all(|kg| kg == 20_000 || kg == 0), "{loaded:?}");
    assert_eq!(world.haulage.contradictions(at(80_000)), [""; 0]);
}

#[test]
fn tanks_of_a_litre_end() {
    let mut pit = Pit { trucks: 4, days: 5, ..pit(1, 1) };
    pit.loader.walk = Speed::clamped(0.5);
    let mut world = run(&pit, 5 * 86_400);
    // Each of the five machines stands for an hour again and again, and does little in between.
    assert!(world.events() < 5 * 5 * 24 * 20, "{}", world.events());
    world.tell(|haulage, ctx| haulage.release(MachineId(4), ctx)).unwrap();
    assert_eq!(world.haulage.contradictions(at(5 * 86_400)), [""; 0]);
}

#[test]
fn a_loader_asked_in_refuels_before_a_walk_that_its_tank_does_not_last_for() {
    // To the gate at 1.3 km by 1 km/h: 1.3 h at 180 L/h.
    let mut pit = pit(1_500, 400);
    pit.loader.walk = Speed::clamped(1.0);
    let mut world = run(&pit, 3_000);
    while litres(&world, 1).1 == 0 {
        let next = world.calendar.now() + Span::MINUTE;
        world.run_until(next).unwrap();
    }
    // In three hours it burns half of its full tank, and what is left does not last.
    let full = world.calendar.now();
    world.run_until(full + Span::HOUR * 3).unwrap();
    let asked = world.calendar.now();
    world.tell(|haulage, ctx| haulage.release(MachineId(1), ctx)).unwrap();
    world.run_until(asked + Span::HOUR * 3).unwrap();
    assert_eq!(ran_dry(&world, 1), []);
    assert!(world.notices.iter().any(|&(_, notice)| notice == Notice::AtGate { machine: MachineId(1) }));
    let next: Vec<MachineState> = next_state(&world, 1, asked).iter().map(|&(_, state)| state).collect();
    assert!(next.ends_with(&[Refuelling, TravelEmpty]), "{next:?}");
}

/// Asked in before the bowser comes, or while it waits for fuel that the bowser has not.
#[test]
fn a_dry_loader_that_is_asked_in_waits_for_fuel() {
    for minutes in [30, 90] {
        let mut pit = pit(1_500, 3);
        pit.loader.idle_fuel = FuelFlow::clamped(0.0);
        let mut world = world(&pit);
        while ran_dry(&world, 1).is_empty() {
            let next = world.calendar.now() + Span::MINUTE;
            world.run_until(next).unwrap();
        }
        world.fuel_at_once = false;
        let dry = ran_dry(&world, 1)[0];
        world.run_until(dry + Span::MINUTE * minutes).unwrap();
        world.tell(|haulage, ctx| haulage.release(MachineId(1), ctx)).unwrap();
        world.run_until(dry + Span::HOUR * 5).unwrap();
        let machine = MachineId(1);
        let given_up = [Notice::FuelGivenUp { machine }, Notice::AtGate { machine }];
        assert!(!world.notices.iter().any(|(_, notice)| given_up.contains(notice)), "{minutes} min");
        let states: Vec<MachineState> = next_state(&world, 1, dry).iter().map(|&(_, state)| state).collect();
        assert!(states.iter().all(|state| *state == NoFuel), "{states:?}");
    }
}

#[test]
fn a_loader_that_runs_dry_on_its_walk_walks_on() {
    let mut pit = pit(1_500, 50);
    pit.loader.walk = Speed::clamped(1.0);
    let mut world = run(&pit, 3_000);
    world.tell(|haulage, ctx| haulage.release(MachineId(1), ctx)).unwrap();
    // Stopped on the way and mended there, dry as it is, it has the rest of its way to go.
    while ran_dry(&world, 1).is_empty() {
        let next = world.calendar.now() + Span::MINUTE;
        world.run_until(next).unwrap();
    }
    stop(&mut world, 1);
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(1), ctx)).unwrap();
    world.run_until(at(40_000)).unwrap();
    let gate = world.notices.iter().find(|(_, notice)| *notice == Notice::AtGate { machine: MachineId(1) });
    // 234 L in tanks of 50.
    let (at_gate, dry) = (gate.unwrap().0, ran_dry(&world, 1));
    assert!((4..=6).contains(&dry.len()), "{dry:?}");
    let walked = at_gate - dry[0] - Span::HOUR * (dry.len() as i64 - 1);
    assert!(walked > Span::MINUTE * 50 && walked < Span::MINUTE * 80, "{walked:?}");
    assert_eq!(world.haulage.contradictions(at(40_000)), [""; 0]);
}

#[test]
fn a_truck_that_fails_where_it_ran_dry_is_mended_there_and_goes_on() {
    let mut world = world(&pit(5, 1_000));
    while ran_dry(&world, 0).len() < 3 {
        let next = world.calendar.now() + Span::MINUTE;
        world.run_until(next).unwrap();
    }
    let before = next_state(&world, 0, ran_dry(&world, 0)[2]);
    stop(&mut world, 0);
    let mended = world.calendar.now();
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(0), ctx)).unwrap();
    world.run_until(mended + Span::HOUR + Span::MINUTE).unwrap();
    let next = next_state(&world, 0, mended);
    assert_eq!(before.len(), 1);
    // The bowser is sent for anew.
    let kinds: Vec<MachineState> = next.iter().map(|&(_, state)| state).collect();
    assert!(
        kinds.ends_with(&[NoFuel, Refuelling, TravelLoaded])
            || kinds.ends_with(&[NoFuel, Refuelling, TravelEmpty]),
        "{next:?}"
    );
    assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
}

#[test]
fn without_fuel_in_the_store_the_bowser_comes_when_there_is_some() {
    let mut world = world(&pit(5, 1_000));
    world.fuel_at_once = false;
    world.run_until(at(20_000)).unwrap();
    assert_eq!(world.haulage.state(MachineId(0)), Some(NoFuel));
    // Asked in, it cannot come.
    world.tell(|haulage, ctx| haulage.release(MachineId(0), ctx)).unwrap();
    assert_eq!(world.haulage.state(MachineId(0)), Some(NoFuel));
    world.tell(|haulage, ctx| haulage.fuel_ready(MachineId(0), ctx)).unwrap();
    assert_eq!(world.haulage.state(MachineId(0)), Some(Refuelling));
    world.run_until(at(20_010)).unwrap();
    assert!(matches!(world.haulage.state(MachineId(0)), Some(TravelEmpty | TravelLoaded)));
}

#[test]
fn a_mine_without_a_fuel_point_follows_no_tanks() {
    let mut pit =
        Pit { faces: vec![PitFace { metres: 1_000.0, loaders: 1, tonnes: None }], ..Pit::default() };
    (pit.truck.tank, pit.loader.tank) = (Volume(1), Volume(1));
    let world = run(&pit, 80_000);
    assert_eq!([ran_dry(&world, 0), ran_dry(&world, 1)], [[]; 2]);
    let full = Pit { truck: iceroad_worlds::pit::truck_model(), ..pit };
    assert_eq!(crate::world::dumped(&world), crate::world::dumped(&run(&full, 80_000)));
}
