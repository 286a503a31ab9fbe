//! Battery trucks and trolley lines: charging, the line at the chargers, what comes back downhill, what is drawn.

use crate::world::{World, at, layout, run, states, world};
use iceroad_base::quantity::{Energy, Grade, Power, Seconds, Share};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::routes::{Place, Surface, TruckKind};
use iceroad_haulage::{HaulageError, Layout, Notice};
use iceroad_model::event::{Entry, Event, MachineState::*};
use iceroad_model::{MachineId, MineId, SegmentId, Tables};
use iceroad_worlds::pit::{Pit, battery_truck_model, truck_model};

fn electric() -> Pit {
    Pit { truck: battery_truck_model(), ..Pit::default() }
}

pub(crate) fn finish<L: iceroad_model::event::Recorder>(world: &mut Alone<L>) {
    world
        .tell(|haulage, ctx| {
            haulage.finish(ctx);
            Ok(())
        })
        .unwrap();
}

/// Kilowatt-hours drawn and litres burnt by a machine.
pub(crate) fn drawn(log: &[Entry], wanted: u32) -> (i64, i64) {
    let mut sums = (0, 0);
    for entry in log {
        match entry.event {
            Event::Drawn { machine: MachineId(id), kwh } if id == wanted => sums.0 += kwh.get(),
            Event::Burnt { machine: MachineId(id), fuel } if id == wanted => sums.1 += fuel.get(),
            _ => {}
        }
    }
    sums
}

/// The legs to the dump and back, in Wh, of a pit with one face and one dump.
fn round_wh(world: &World) -> i64 {
    let routes = world.haulage.layout().routes(MineId(0));
    let (face, dump) = (Place(routes.n_places() as u16 - 2), Place(routes.n_places() as u16 - 1));
    let leg = |loaded, from, to| i64::from(routes.leg(TruckKind(0), loaded, Surface::Normal, from, to).used);
    leg(true, face, dump) + leg(false, dump, face)
}

#[test]
fn a_battery_truck_charges_after_its_cycle_and_draws_what_it_used() {
    let mut world = run(&electric(), 86_390);
    finish(&mut world);
    let told = states(&world, 0);
    let charges: Vec<usize> = (0..told.len()).filter(|&i| told[i].1 == Refuelling).collect();
    assert!(charges.len() > 3);
    for &i in &charges[1..charges.len() - 1] {
        // It drives to the charge point from the dump.
        assert_eq!(told[i - 2].1, Dumping);
        // From somewhat above low to full at 2,400 kW: never more than a quarter of an hour.
        let lasted = told[i + 1].0 - told[i].0;
        assert!((600..=900).contains(&lasted), "{lasted}");
    }
    // Each round takes two legs and 240 s of standing at 20 kW; going to charge and back is dearer by little.
    let rounds = world.log.iter().filter(|e| matches!(e.event, Event::Dumped { .. })).count() as f64;
    let used_kwh = rounds * (round_wh(&world) as f64 / 1_000.0 + 20.0 * 240.0 / 3_600.0);
    let (kwh, litres) = drawn(&world.log, 0);
    assert_eq!(litres, 0);
    assert!((kwh as f64 - used_kwh).abs() < 600.0 + 0.1 * used_kwh, "{kwh} {used_kwh}");
    // Nothing is issued to it.
    assert!(!world.notices.iter().any(|(_, notice)| matches!(notice, Notice::FuelWanted { .. })));
}

#[test]
fn trucks_wait_for_a_charger_in_line() {
    let mut pit = electric();
    pit.trucks = 6;
    pit.truck.battery.as_mut().unwrap().charge = Power::clamped(600.0);
    let charging = |chargers| {
        let world = run(&Pit { chargers, ..pit.clone() }, 86_390);
        let lasted = (0..6).flat_map(|t| {
            let told = states(&world, t);
            told.windows(2).filter(|w| w[0].1 == Refuelling).map(|w| w[1].0 - w[0].0).collect::<Vec<_>>()
        });
        lasted.max().unwrap()
    };
    // A charge of 540 kWh takes 54 minutes; with one charger for six trucks some wait for several.
    assert!(charging(6) <= 3_300);
    assert!(charging(1) > 6_000);
}

#[test]
fn a_truck_that_fails_at_the_charger_keeps_what_went_in_and_frees_it() {
    let mut pit = electric();
    pit.trucks = 2;
    let mut world = world(&pit);
    let begins = |world: &World| {
        let charging = |t: u32| states(world, t).iter().find(|s| s.1 == Refuelling).map(|s| (s.0, t));
        (0..2).filter_map(charging).min()
    };
    let mut second = 0;
    while begins(&world).is_none() {
        second += 10;
        world.run_until(at(second)).unwrap();
    }
    let (since, truck) = begins(&world).unwrap();
    world.run_until(at(since + 100)).unwrap();
    world.tell(|haulage, ctx| haulage.stop(MachineId(truck), ctx)).unwrap();
    assert!(world.haulage.contradictions(world.calendar.now()).is_empty());
    finish(&mut world);
    // 100 s at 2,400 kW: 66.7 kWh, told in whole ones.
    assert!((64..=66).contains(&drawn(&world.log, truck).0), "{:?}", drawn(&world.log, truck));
}

#[test]
fn a_truck_leaves_a_long_line_before_its_battery_is_down_to_the_reserve() {
    // Twelve trucks at one loader of 13 min a load: over two hours in line at 120 kW are some 280 of 600 kWh.
    let mut pit = electric();
    pit.trucks = 12;
    pit.chargers = 2;
    pit.loader.pass = Seconds::clamped(150.0);
    let leaves = |idle: f64| {
        let mut pit = pit.clone();
        pit.truck.battery.as_mut().unwrap().idle = Power::clamped(idle);
        let world = run(&pit, 86_390);
        assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
        let mut leaves = 0;
        for truck in 0..12 {
            let told = states(&world, truck);
            let left = told
                .windows(3)
                .filter(|w| w[0].1 == QueueLoad && w[1].1 == TravelEmpty && w[2].1 == Refuelling);
            leaves += left.count();
        }
        leaves
    };
    assert!(leaves(120.0) > 10, "{}", leaves(120.0));
    assert_eq!(leaves(0.0), 0);
}

/// The pit's road to the dump falls by 8 % from the middle on.
fn downhill(pit: &Pit) -> Tables {
    let mut tables = pit.tables();
    tables.segments[SegmentId(4)].grade = Grade::clamped(-8.0);
    tables
}

#[test]
fn a_loaded_truck_gains_energy_downhill() {
    let pit = electric();
    let used = |regen: f64| {
        let mut pit = pit.clone();
        pit.truck.battery.as_mut().unwrap().regen = Share::clamped(regen);
        let layout = Layout::of_tables(&downhill(&pit), &pit.horizon()).unwrap();
        let routes = layout.routes(MineId(0));
        let (face, dump) = (Place(routes.n_places() as u16 - 2), Place(routes.n_places() as u16 - 1));
        routes.leg(TruckKind(0), true, Surface::Normal, face, dump).used
    };
    // 180 t down 160 m: 78.5 kWh of height, of which 2 % · 2 km of rolling take 19.6; 0.6 of some 59 come back, and
    // of the 2.5 kWh of each stop from 10 m/s.
    assert!(used(0.0) > 0);
    assert!((-38_500..-35_000).contains(&(used(0.6) - used(0.0))), "{} {}", used(0.6), used(0.0));
    assert!(used(0.6) < 0);
}

#[test]
fn a_battery_too_small_for_a_round_is_refused_with_its_need() {
    let mut pit = electric();
    pit.truck.battery.as_mut().unwrap().capacity = Energy(20);
    let error = layout(&pit).unwrap_err();
    let HaulageError::BatteryTooSmall { needed, capacity, .. } = &error else {
        unreachable!("{error}");
    };
    assert!(*capacity == Energy(20) && *needed > Energy(20));
    // What it asks for is enough.
    pit.truck.battery.as_mut().unwrap().capacity = *needed + Energy(5);
    assert!(layout(&pit).is_ok());
}

#[test]
fn under_a_trolley_line_a_truck_climbs_faster_on_drawn_energy() {
    let climb = |trolley: bool| {
        let mut pit = Pit { truck: truck_model(), ..Pit::default() };
        pit.truck.power = Power::clamped(900.0);
        pit.truck.trolley = Some(Power::clamped(2_500.0));
        let mut tables = pit.tables();
        let ramp = &mut tables.segments[SegmentId(4)];
        ramp.grade = Grade::clamped(8.0);
        ramp.trolley = trolley;
        let mut world = Alone::tables(&tables, &pit.horizon(), 1, Vec::new()).unwrap();
        world.run_until(at(40_000)).unwrap();
        finish(&mut world);
        let trips = world.log.iter().filter(|e| matches!(e.event, Event::Dumped { .. })).count();
        (trips as f64, drawn(&world.log, 0))
    };
    let (own, (none, litres)) = climb(false);
    let (under, (kwh, fewer)) = climb(true);
    assert_eq!(none, 0);
    assert!(under > own * 1.1, "{under} {own}");
    assert!((fewer as f64 / under) < 0.6 * litres as f64 / own, "{fewer} {litres}");
    // 180 t · g · 10 % over 2 km up loaded: 98.1 kWh at the rim, 115 at the line; the empty truck needs none
    // where the road falls by more than it resists.
    let each = kwh as f64 / under;
    assert!((105.0..=120.0).contains(&each), "{each}");
}
