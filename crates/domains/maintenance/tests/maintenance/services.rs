//! Planned services: when they fall due, what is done with them, what they renew.
use crate::world::*;
use iceroad_base::Id;
use iceroad_base::quantity::{MeterHours, Ranged};
use iceroad_model::event::{Event, JobKind, MachineState::*};
use iceroad_model::{MachineId, ModelId, ServiceId, SubsystemId};

const TRUCK: ModelId = ModelId(0);
const NEVER: f64 = 1e6;

#[test]
fn a_service_falls_due_by_the_meter_counted_from_the_last_one() {
    let mut tables = one_truck(NEVER, 1.0);
    tables.service(TRUCK, 10.0, 2.0);
    let world = World::run(&tables, Manners::default());
    let expected = [(10.0, Service), (12.0, TravelEmpty), (22.0, Service), (24.0, TravelEmpty)];
    assert_eq!(world.states(0)[1..5], expected);
}

#[test]
fn time_with_the_meter_off_does_not_count() {
    let mut tables = one_truck(NEVER, 1.0);
    tables.service(TRUCK, 10.0, 2.0);
    // On for 4 h, off for 4 h: ten hours on the meter are reached at 18:00.
    let world = World::run(&tables, Manners { spell_h: Some(4.0), ..Manners::default() });
    assert_eq!(world.states(0)[1], (18.0, Service));
}

#[test]
fn the_first_service_falls_due_at_the_next_whole_multiple_of_its_interval() {
    let mut tables = one_truck(NEVER, 1.0);
    tables.service(TRUCK, 500.0, 2.0);
    tables.machines.iter_mut().for_each(|row| row.meter = MeterHours::clamped(1_495.0));
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1..3], [(5.0, Service), (7.0, TravelEmpty)]);
    // The second is done from 507 h to 509 h; four of the 720 hours the meter stood.
    assert_eq!(world.maintenance.meter(MachineId(0), world.end).get(), 1_495.0 + 720.0 - 4.0);
}

#[test]
fn a_service_soon_due_is_done_with_the_repair() {
    let mut tables = one_truck(9.0, 3.0);
    tables.service(TRUCK, 10.0, 2.0).early = MeterHours::clamped(1.0);
    let world = World::run(&tables, Manners::default());
    // Fails at 9 h on the meter, one hour before the service; the next failure is at 18 h, the service at 19 h.
    let expected = [(9.0, Repair), (12.0, Service), (14.0, TravelEmpty), (23.0, Repair), (26.0, Service)];
    assert_eq!(world.states(0)[1..6], expected);
}

#[test]
fn a_service_not_so_soon_due_is_left_for_its_time() {
    let mut tables = one_truck(9.0, 3.0);
    tables.service(TRUCK, 10.0, 2.0).early = MeterHours::clamped(0.5);
    let world = World::run(&tables, Manners::default());
    let expected = [(9.0, Repair), (12.0, TravelEmpty), (13.0, Service), (15.0, TravelEmpty)];
    assert_eq!(world.states(0)[1..5], expected);
}

#[test]
fn services_due_together_are_done_one_after_the_other_in_one_visit() {
    let mut tables = one_truck(NEVER, 1.0);
    tables.service(TRUCK, 10.0, 2.0);
    tables.service(TRUCK, 20.0, 3.0);
    let world = World::run(&tables, Manners::default());
    // 10 h: the first; 20 h: both, 2 + 3 hours.
    assert_eq!(
        world.states(0)[1..5],
        [(10.0, Service), (12.0, TravelEmpty), (22.0, Service), (27.0, TravelEmpty)]
    );
    let opened =
        |kind| world.count(|event| matches!(event, Event::JobOpened { kind: of, .. } if *of == kind));
    let (small, large) = (opened(JobKind::Service(ServiceId(0))), opened(JobKind::Service(ServiceId(1))));
    assert_eq!(small / 2, large);
}

#[test]
fn what_a_service_renews_does_not_fail_before_its_time() {
    let mut tables = one_truck(15.0, 3.0);
    tables.service(TRUCK, 10.0, 2.0).renews = vec![SubsystemId::from_index(0)];
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.count(|event| matches!(event, Event::Failed { .. })), 0);
}

#[test]
fn a_kit_is_waited_for() {
    let mut tables = one_truck(NEVER, 1.0);
    tables.service(TRUCK, 10.0, 2.0).kit = vec![part_use(1.0)];
    let manners = Manners { part_delay: iceroad_base::Span::HOUR * 5, ..Manners::default() };
    let world = World::run(&tables, manners);
    assert_eq!(world.states(0)[1..4], [(10.0, WaitPart), (15.0, Service), (17.0, TravelEmpty)]);
}

/// Hours of the meter from each failure of the first truck to the next; a repair takes no time.
fn lives(tables: &iceroad_model::Tables, life_factor: f64) -> Vec<f64> {
    let world = World::run(tables, Manners { life_factor, ..Manners::default() });
    let failed = world.log.iter().filter(|entry| matches!(entry.event, Event::Failed { .. }));
    let at: Vec<f64> = failed.map(|entry| entry.at.hours()).collect();
    at.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn an_equivalent_lives_its_share_of_the_life_of_what_it_is_fitted_to() {
    let mut tables = one_truck(50.0, 0.0);
    assert!(lives(&tables, 0.1).iter().all(|&life| life == 50.0), "no part, no equivalent");
    tables.subsystems.iter_mut().for_each(|row| row.parts = vec![part_use(1.0)]);
    let short = lives(&tables, 0.1);
    assert!(short.len() > 100 && short.iter().all(|life| (life - 5.0).abs() < 1e-3), "{short:?}");
    assert!(lives(&tables, 2.0).iter().all(|life| (life - 100.0).abs() < 1e-3));
}

#[test]
fn an_equivalent_meets_the_luck_of_the_original() {
    let mut tables = one_truck(50.0, 0.0);
    tables.subsystems.iter_mut().for_each(|row| {
        row.parts = vec![part_use(1.0)];
        row.life = iceroad_base::law::Law::weibull(1.5, 40.0).unwrap();
    });
    let (original, half) = (lives(&tables, 1.0), lives(&tables, 0.5));
    assert!(original.len() > 10 && half.len() > original.len());
    for (life, half) in original.iter().zip(&half) {
        assert!((life * 0.5 - half).abs() < 1e-3, "{life} h, {half} h");
    }
}

#[test]
fn what_a_service_renews_lives_as_its_kit_does() {
    let mut tables = one_truck(30.0, 0.0);
    let service = tables.service(TRUCK, 20.0, 0.0);
    service.renews = vec![SubsystemId(0)];
    let renewed_in_time = lives(&tables, 0.5);
    assert_eq!(renewed_in_time, [], "it is renewed before it fails");
    tables.services[ServiceId(0)].kit = vec![part_use(1.0)];
    // Renewed at 20 h with a kit of half the life, it fails at 35 h and is mended with the part of before.
    let world = World::run(&tables, Manners { life_factor: 0.5, ..Manners::default() });
    let failed = world.log.iter().find(|entry| matches!(entry.event, Event::Failed { .. }));
    assert_eq!(failed.map(|entry| entry.at), Some(at(35.0)));
}
