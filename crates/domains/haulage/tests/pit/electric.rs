//! Electric loaders: what they draw at work and while waiting, and that they never want fuel.

use crate::battery::{drawn, finish};
use crate::world::{World, run, states};
use iceroad_haulage::Notice;
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState::*};
use iceroad_model::shift::{ShiftChange, ShiftRules};
use iceroad_worlds::pit::{Pit, electric_loader_model, loader_model};

/// 900 kW at work, 90 kW while waiting.
fn electric() -> Pit {
    Pit { loader: electric_loader_model(), ..Pit::default() }
}

/// Runs for so long; kilowatt-hours drawn and litres burnt by the loader.
fn of_loader(pit: &Pit, seconds: i64) -> ((i64, i64), World) {
    let mut world = run(pit, seconds);
    finish(&mut world);
    assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
    (drawn(&world.log, pit.trucks as u32), world)
}

#[test]
fn a_loader_on_a_cable_draws_its_power_for_its_time() {
    // The truck is under the loader from 130 s on, 180 s of every 880: in 8,930 s ten times, and waited for the rest.
    // 1,800 s at 900 kW are 450 kWh, 7,130 s at 90 kW 178.25.
    let (used, world) = of_loader(&electric(), 8_930);
    assert_eq!(used, (628, 0));
    assert!(!states(&world, 1).iter().any(|&(_, state)| state == Refuelling));
}

#[test]
fn a_loader_on_a_cable_wants_no_fuel_where_its_trucks_do() {
    let pit = Pit { fuel: true, trucks: 3, days: 10, ..electric() };
    let ((kwh, litres), world) = of_loader(&pit, 9 * 86_400);
    let wants = |wanted: u32| {
        let asks =
            |notice| matches!(notice, Notice::FuelWanted { machine, .. } if machine == MachineId(wanted));
        world.notices.iter().any(|&(_, notice)| asks(notice))
    };
    assert!(wants(0) && !wants(3));
    assert_eq!(litres, 0);
    // A truck every 293 s of which it is loaded for 180.
    let hours = 9.0 * 24.0;
    let by_hand = hours * (900.0 * 180.0 + 90.0 * (880.0 / 3.0 - 180.0)) / (880.0 / 3.0);
    assert!((kwh as f64 / by_hand - 1.0).abs() < 0.03, "{kwh} {by_hand}");
}

#[test]
fn a_loader_on_a_cable_loads_as_one_with_an_engine_does() {
    let loads = |loader| {
        let world = run(&Pit { trucks: 4, loader, ..Pit::default() }, 86_000);
        let loaded = world.log.into_iter().filter(|entry| matches!(entry.event, Event::Loaded { .. }));
        loaded.map(|entry| entry.at).collect::<Vec<_>>()
    };
    assert_eq!(loads(electric_loader_model()), loads(loader_model()));
}

#[test]
fn nothing_is_drawn_between_shifts_but_through_a_change_of_crews() {
    let waits = |shifts: Vec<(i8, i8)>, change| {
        let shift = ShiftRules { change, change_minutes: Some(30), ..ShiftRules::default() };
        of_loader(&Pit { trucks: 0, shifts, shift, ..electric() }, 86_399).0.0
    };
    // 90 kW for 24 h and for 8 h, a second less.
    assert_eq!(waits(vec![(0, 12), (12, 0)], ShiftChange::HotSeat), 2_159);
    assert_eq!(waits(vec![(6, 14)], ShiftChange::None), 720);
}
