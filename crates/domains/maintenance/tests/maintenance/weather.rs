//! Temperature: ageing, work outdoors, and stops.
use crate::world::*;
use iceroad_base::quantity::{Celsius, Metres};
use iceroad_model::SiteId;
use iceroad_model::event::{Event, MachineState::*};
use iceroad_model::maintenance::Place;

/// These temperatures at every site, day by day; the last for ever.
fn days(means: &'static [f64]) -> Manners {
    let weather = Box::new(|day: i64, _: SiteId| means[(day as usize).min(means.len() - 1)]);
    Manners { weather, ..Manners::default() }
}

const DOUBLE_IN_FROST: [(f64, f64); 2] = [(-40.0, 2.0), (0.0, 1.0)];

#[test]
fn a_subsystem_ages_by_the_factor_of_each_day() {
    let mut tables = one_truck(30.0, 3.0);
    let curve = tables.curve(&DOUBLE_IN_FROST);
    tables.subsystems.iter_mut().for_each(|row| row.ageing = Some(curve));
    // 24 h on the first day; of the 6 h left each takes half an hour.
    let world = World::run(&tables, days(&[5.0, -40.0]));
    assert_eq!(world.states(0)[1].0, 27.0);
}

#[test]
fn nothing_ages_at_factor_zero() {
    let mut tables = one_truck(30.0, 3.0);
    let curve = tables.curve(&[(0.0, 0.0)]);
    tables.subsystems.iter_mut().for_each(|row| row.ageing = Some(curve));
    assert_eq!(World::run(&tables, days(&[5.0, -40.0])).states(0).len(), 1);
}

#[test]
fn an_unheated_bay_slows_work_and_a_heated_one_does_not() {
    for (heated, done) in [(false, 26.0), (true, 25.0)] {
        let mut tables = one_truck(22.0, 3.0);
        let curve = tables.curve(&DOUBLE_IN_FROST);
        tables.subsystems.iter_mut().for_each(|row| row.repair_factor = Some(curve));
        tables.bays.iter_mut().for_each(|row| row.heated = heated);
        // Two hours until midnight; the third takes two in the frost of the second day.
        let world = World::run(&tables, days(&[5.0, -40.0]));
        assert_eq!(world.states(0)[2], (done, TravelEmpty));
    }
}

#[test]
fn a_heated_bay_is_taken_before_an_unheated_one() {
    let mut tables = one_truck(5.0, 3.0);
    tables.bays.iter_mut().for_each(|row| row.heated = false);
    tables.bays(1);
    let world = World::run(&tables, Manners::default());
    assert!(world.count(|event| matches!(event, Event::BayTaken { .. })) > 0);
    assert_eq!(world.count(|event| matches!(event, Event::BayTaken { bay, .. } if bay.0 == 0)), 0);
}

#[test]
fn no_tow_sets_out_in_too_much_cold_and_one_under_way_arrives() {
    let mut tables = one_truck(20.0, 3.0);
    tables.shop().stops_below = Some(Celsius::clamped(-45.0));
    let world = World::run(&tables, days(&[-50.0, -45.0]));
    assert_eq!(world.states(0)[1..3], [(20.0, WaitWeather), (24.0, Repair)]);
    let far = Manners { to_gate: Metres::clamped(50_000.0), ..days(&[-45.0, -50.0]) };
    let world = World::run(&tables, far);
    assert_eq!(world.states(0)[1..3], [(20.0, Tow), (25.0, Repair)]);
}

#[test]
fn a_crew_outdoors_comes_home_in_too_much_cold() {
    let mut tables = one_truck(22.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.place = Place::Field);
    tables.technicians.iter_mut().for_each(|row| row.field = true);
    tables.shop().stops_below = Some(Celsius::clamped(-45.0));
    let world = World::run(&tables, days(&[-10.0, -50.0, -10.0]));
    let expected = [(22.0, Repair), (24.0, WaitWeather), (48.0, Repair), (49.0, TravelEmpty)];
    assert_eq!(world.states(0)[1..5], expected);
}

#[test]
fn a_groups_calendar_may_set_a_warmer_limit() {
    let mut tables = one_truck(22.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.place = Place::Field);
    tables.technicians.iter_mut().for_each(|row| row.field = true);
    tables.calendars[ALWAYS].stops_below = Some(Celsius::clamped(-30.0));
    let world = World::run(&tables, days(&[-40.0, -20.0]));
    assert_eq!(world.states(0)[1..3], [(22.0, WaitWeather), (24.0, Repair)]);
}

#[test]
fn a_site_without_a_station_feels_no_weather() {
    let mut tables = one_truck(30.0, 3.0);
    let curve = tables.curve(&DOUBLE_IN_FROST);
    tables.subsystems.iter_mut().for_each(|row| row.ageing = Some(curve));
    tables.sites[PIT].station = None;
    assert_eq!(World::run(&tables, days(&[-40.0])).states(0)[1].0, 30.0);
}
