//! Shifts, cold stops and what trucks finish first.
use crate::world::{at, dumped, run, state_at, states, world};
use iceroad_base::quantity::Celsius;
use iceroad_haulage::Notice;
use iceroad_haulage::routes::{Place, TruckKind};
use iceroad_model::event::MachineState::*;
use iceroad_model::{MachineId, MineId};
use iceroad_worlds::pit::Pit;

const HOUR: i64 = 3_600;

#[test]
fn trucks_finish_their_cycle_at_the_end_of_a_shift_and_park() {
    // Shift 00:00 to 01:00 (3,600 s). Cycles end at 690 + 880 k: at 3,330 the fourth; the fifth load begins at
    // 3,650, after the end. So the truck comes to the face at 3,650, turns, and is at the park 130 s later.
    let world = run(&Pit { shifts: vec![(0, 1)], ..Pit::default() }, 20_000);
    assert_eq!(dumped(&world).len(), 4);
    assert_eq!(states(&world, 0).last(), Some(&(3_780, OffShift)));
    assert_eq!(states(&world, 1).last(), Some(&(HOUR, OffShift)));
}

#[test]
fn a_truck_with_a_load_dumps_it_after_the_shift() {
    // Two trucks: the second is half a load behind; at 3,600 both are under way or loading, all loads are dumped.
    let world = run(&Pit { trucks: 4, shifts: vec![(0, 1)], ..Pit::default() }, 20_000);
    assert_eq!(world.haulage.aboard().get(), 0);
    for truck in 0..4 {
        assert_eq!(state_at(&world, truck, 19_000), Some(OffShift));
    }
    assert!(dumped(&world).last().unwrap().0 > HOUR);
}

#[test]
fn work_begins_again_with_the_next_shift() {
    let pit = Pit { shifts: vec![(0, 1), (5, 6)], ..Pit::default() };
    let world = run(&pit, 6 * HOUR);
    assert_eq!(state_at(&world, 0, 5 * HOUR - 1), Some(OffShift));
    assert_eq!(state_at(&world, 0, 5 * HOUR), Some(TravelEmpty));
    assert_eq!(state_at(&world, 1, 5 * HOUR), Some(WaitTruck));
}

#[test]
fn the_line_at_a_loader_is_sent_home_at_the_end_of_a_shift() {
    let world = run(&Pit { trucks: 12, shifts: vec![(0, 1)], ..Pit::default() }, 2 * HOUR);
    let lined_up = |second| (0..12).filter(|&t| state_at(&world, t, second) == Some(QueueLoad)).count();
    assert!(lined_up(HOUR - 1) > 2);
    assert_eq!(lined_up(HOUR), 0);
}

#[test]
fn haulage_stands_down_in_the_cold_and_says_why() {
    let mut world = world(&Pit { stops_below: Some(-45.0), ..Pit::default() });
    world.run_until(at(2 * HOUR)).unwrap();
    world.tell(|haulage, ctx| haulage.set_weather(MineId(0), Celsius::clamped(-46.0), ctx)).unwrap();
    world.run_until(at(4 * HOUR)).unwrap();
    world.tell(|haulage, ctx| haulage.set_weather(MineId(0), Celsius::clamped(-44.0), ctx)).unwrap();
    world.run_until(at(5 * HOUR)).unwrap();
    assert_eq!(state_at(&world, 0, 4 * HOUR - 1), Some(WeatherStop));
    assert_eq!(state_at(&world, 1, 4 * HOUR - 1), Some(WeatherStop));
    assert_eq!(state_at(&world, 0, 4 * HOUR), Some(TravelEmpty));
}

#[test]
fn a_shift_that_ends_in_the_cold_turns_standing_down_into_standing_off() {
    let mut world = world(&Pit { shifts: vec![(0, 3)], stops_below: Some(-45.0), ..Pit::default() });
    world.run_until(at(HOUR)).unwrap();
    world.tell(|haulage, ctx| haulage.set_weather(MineId(0), Celsius::clamped(-46.0), ctx)).unwrap();
    world.run_until(at(5 * HOUR)).unwrap();
    assert_eq!(state_at(&world, 0, 3 * HOUR - 1), Some(WeatherStop));
    assert_eq!(state_at(&world, 0, 3 * HOUR), Some(OffShift));
    assert_eq!(state_at(&world, 1, 3 * HOUR), Some(OffShift));
}

#[test]
fn a_thawing_road_is_slower_uphill_than_a_normal_one() {
    // Rolling resistance is half as much again; on a 10 % grade that is 13 % against 12 % total.
    let mut pit = Pit::default();
    pit.truck.power = iceroad_base::quantity::Power::clamped(800.0);
    let mut tables = pit.tables();
    for segment in tables.segments.iter_mut() {
        segment.grade = iceroad_base::quantity::Grade::clamped(10.0);
    }
    let layout = iceroad_haulage::Layout::of_tables(&tables, &pit.horizon()).unwrap();
    let routes = layout.routes(MineId(0));
    let (park, dump) = (routes.place(iceroad_model::NodeId(1)).unwrap(), Place(routes.n_places() as u16 - 1));
    use iceroad_haulage::routes::Surface;
    let ms = |surface| routes.leg(TruckKind(0), true, surface, park, dump).ms;
    assert_eq!(ms(Surface::Frost), ms(Surface::Normal));
    assert!(ms(Surface::Thaw) > ms(Surface::Normal));
    assert_eq!(Surface::of(Celsius::clamped(-10.1)), Surface::Frost);
    assert_eq!(Surface::of(Celsius::clamped(-10.0)), Surface::Normal);
    assert_eq!(Surface::of(Celsius::clamped(0.0)), Surface::Thaw);
    assert_eq!(Surface::of(Celsius::clamped(8.1)), Surface::Normal);
}

#[test]
fn the_hour_meter_stops_while_parked() {
    let world = run(&Pit { shifts: vec![(0, 1)], ..Pit::default() }, 20_000);
    let truck = MachineId(0);
    let of_truck: Vec<(i64, Notice)> = world
        .notices
        .iter()
        .filter(|(_, notice)| {
            [Notice::MeterOn { machine: truck }, Notice::MeterOff { machine: truck }].contains(notice)
        })
        .map(|&(time, notice)| (crate::world::seconds(time), notice))
        .collect();
    assert_eq!(
        of_truck,
        [(0, Notice::MeterOn { machine: truck }), (3_780, Notice::MeterOff { machine: truck })]
    );
}
