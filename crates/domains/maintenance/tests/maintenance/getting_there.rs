//! Tows, drives, and crews that go out.
use crate::world::*;
use iceroad_base::quantity::Metres;
use iceroad_model::event::{Event, MachineState::*};
use iceroad_model::maintenance::Place;

/// Ten kilometres from the gate: an hour at 10 km/h.
fn far() -> Manners {
    Manners { to_gate: Metres::clamped(10_000.0), ..Manners::default() }
}

#[test]
fn a_failed_machine_is_towed_over_both_ways_and_then_mended() {
    let mut tables = one_truck(5.0, 3.0);
    tables.shop().gate_distance_m = 5_000.0;
    let world = World::run(&tables, far());
    let expected = [(0.0, TravelEmpty), (5.0, Tow), (6.5, Repair), (9.5, TravelEmpty), (14.5, Tow)];
    assert_eq!(world.states(0)[..5], expected);
}

#[test]
fn without_a_free_recovery_vehicle_it_waits_for_one() {
    let mut tables = one_truck(5.0, 3.0);
    tables.machines(iceroad_model::ModelId(0), 1);
    tables.shop().tow_vehicles = 1;
    let world = World::run(&tables, far());
    assert_eq!(world.states(0)[1..3], [(5.0, Tow), (6.0, Repair)]);
    // The other is brought in at 7:00 and finds bay and technician taken until 9:00.
    assert_eq!(world.states(1)[1..5], [(5.0, WaitTow), (6.0, Tow), (7.0, WaitBay), (9.0, Repair)]);
}

#[test]
fn without_any_recovery_vehicle_it_waits_to_the_end() {
    let mut tables = one_truck(5.0, 3.0);
    tables.shop().tow_vehicles = 0;
    let world = World::run(&tables, far());
    assert_eq!(world.states(0), [(0.0, TravelEmpty), (5.0, WaitTow)]);
    assert_eq!(world.maintenance.open_jobs().map(|open| open.state).collect::<Vec<_>>(), [WaitTow]);
}

#[test]
fn a_field_crew_drives_out_and_takes_no_bay() {
    let mut tables = one_truck(5.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.place = Place::Field);
    tables.technicians.iter_mut().for_each(|row| row.field = true);
    let world = World::run(&tables, far());
    let expected = [(0.0, TravelEmpty), (5.0, WaitTow), (6.0, Repair), (9.0, TravelEmpty)];
    assert_eq!(world.states(0)[..4], expected);
    assert_eq!(world.count(|event| matches!(event, Event::BayTaken { .. })), 0);
}

#[test]
fn those_who_stay_in_the_shop_do_not_go_out() {
    let mut tables = one_truck(5.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.place = Place::Field);
    let world = World::run(&tables, far());
    assert_eq!(world.states(0), [(0.0, TravelEmpty), (5.0, WaitTechnician)]);
}

#[test]
fn a_crew_whose_shift_ends_goes_home_and_the_next_drives_out_again() {
    let mut tables = one_truck(17.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.place = Place::Field);
    tables.technicians.iter_mut().for_each(|row| (row.field, row.calendar) = (true, DAYS));
    let world = World::run(&tables, far());
    // 17:00 out, 18:00 to 20:00 at work, home; 08:00 out, the last hour from 09:00.
    let expected = [
        (17.0, WaitTow),
        (18.0, Repair),
        (20.0, WaitTechnician),
        (32.0, WaitTow),
        (33.0, Repair),
        (34.0, TravelEmpty),
    ];
    assert_eq!(world.states(0)[1..7], expected);
}

#[test]
fn a_crew_that_arrives_as_its_shift_ends_does_not_begin() {
    let mut tables = one_truck(19.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.place = Place::Field);
    tables.technicians.iter_mut().for_each(|row| (row.field, row.calendar) = (true, DAYS));
    let world = World::run(&tables, far());
    let expected =
        [(19.0, WaitTow), (20.0, WaitTechnician), (32.0, WaitTow), (33.0, Repair), (36.0, TravelEmpty)];
    assert_eq!(world.states(0)[1..6], expected);
}

#[test]
fn a_machine_called_in_for_service_drives_from_the_gate_itself() {
    let mut tables = one_truck(1e6, 3.0);
    tables.shop().gate_distance_m = 5_000.0;
    tables.shop().tow_vehicles = 0;
    tables.service(iceroad_model::ModelId(0), 10.0, 2.0);
    let world = World::run(&tables, far());
    assert_eq!(world.states(0)[1..4], [(10.0, Tow), (10.5, Service), (12.5, TravelEmpty)]);
}
