//! Bays, people, parts and shifts: who works on what, and what the others wait for.
use crate::world::*;
use iceroad_base::Span;
use iceroad_base::quantity::Mass;
use iceroad_model::event::{Event, MachineState::*};
use iceroad_model::maintenance::{Opening, Sharing};
use iceroad_model::{BayId, GroupId, ModelId, Tables, TaskId};

const TRUCK: ModelId = ModelId(0);

/// Two alike trucks that fail together at 5:00 and take 3 h.
fn two_trucks() -> Tables {
    let mut tables = one_truck(5.0, 3.0);
    tables.machines(TRUCK, 1);
    tables
}

/// A BELAZ that fails at 5:00 and a Komatsu that fails at 6:00, two bays, two technicians.
fn two_brands() -> Tables {
    let mut tables = one_truck(5.0, 3.0);
    let komatsu = tables.truck_model(KOMATSU, 220.0);
    tables.machines(komatsu, 1);
    tables.subsystem(komatsu, constant(6.0), constant(3.0));
    tables.bays[BayId(0)].count = 2;
    tables.technicians[GroupId(0)].count = 2;
    tables
}

#[test]
fn the_second_waits_for_the_bay() {
    let mut tables = two_trucks();
    tables.technicians(1, ALWAYS);
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(1)[1..4], [(5.0, WaitBay), (8.0, Repair), (11.0, TravelEmpty)]);
}

#[test]
fn the_second_waits_for_the_technician() {
    let mut tables = two_trucks();
    tables.bays(1);
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(1)[1..3], [(5.0, WaitTechnician), (8.0, Repair)]);
}

#[test]
fn a_missing_part_is_the_first_cause_of_waiting() {
    let mut tables = one_truck(5.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.parts = vec![part_use(1.0), part_use(0.0)]);
    tables.technicians.iter_mut().for_each(|row| row.count = 0);
    let world = World::run(&tables, Manners { part_delay: Span::HOUR * 10, ..Manners::default() });
    assert_eq!(world.states(0)[1..], [(5.0, WaitPart), (15.0, WaitTechnician)]);
}

#[test]
fn a_machine_that_waits_for_a_part_lets_others_pass() {
    let mut tables = two_trucks();
    let other = tables.truck_model(BELAZ, 90.0);
    tables.machines[iceroad_model::MachineId(1)].model = other;
    tables.subsystem(other, constant(6.0), constant(3.0));
    tables.subsystems[iceroad_model::SubsystemId(0)].parts = vec![part_use(1.0)];
    let world = World::run(&tables, Manners { part_delay: Span::HOUR * 2, ..Manners::default() });
    assert_eq!(world.states(1)[1..3], [(6.0, Repair), (9.0, TravelEmpty)]);
    assert_eq!(world.states(0)[1..4], [(5.0, WaitPart), (7.0, WaitBay), (9.0, Repair)]);
}

#[test]
fn work_pauses_at_the_end_of_the_shift_and_keeps_its_bay() {
    let mut tables = one_truck(17.0, 5.0);
    tables.technicians.iter_mut().for_each(|row| row.calendar = DAYS);
    let world = World::run(&tables, Manners::default());
    let expected = [(17.0, Repair), (20.0, WaitTechnician), (32.0, Repair), (34.0, TravelEmpty)];
    assert_eq!(world.states(0)[1..5], expected);
    let until = |hour| world.log.iter().filter(move |entry| entry.at < at(hour));
    assert_eq!(until(35.0).filter(|entry| matches!(entry.event, Event::BayTaken { .. })).count(), 1);
}

#[test]
fn work_that_ends_with_the_shift_ends_there() {
    let mut tables = one_truck(17.0, 3.0);
    tables.technicians.iter_mut().for_each(|row| row.calendar = DAYS);
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1..3], [(17.0, Repair), (20.0, TravelEmpty)]);
}

#[test]
fn the_night_shift_goes_on_where_the_day_shift_stopped() {
    let mut tables = one_truck(17.0, 5.0);
    tables.technicians.iter_mut().for_each(|row| row.calendar = DAYS);
    tables.technicians(1, NIGHTS);
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1..3], [(17.0, Repair), (22.0, TravelEmpty)]);
    let crews: Vec<u32> = world
        .log
        .iter()
        .filter_map(|entry| match entry.event {
            Event::WorkStarted { group, .. } => Some(group.0),
            _ => None,
        })
        .collect();
    assert_eq!(crews[..2], [0, 1]);
}

#[test]
fn two_technicians_must_be_of_one_group() {
    let mut tables = one_truck(5.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.technicians = 2);
    tables.technicians(1, ALWAYS);
    assert_eq!(World::run(&tables, Manners::default()).states(0)[1..], [(5.0, WaitTechnician)]);
    tables.technicians[GroupId(1)].count = 2;
    assert_eq!(World::run(&tables, Manners::default()).states(0)[1], (5.0, Repair));
}

#[test]
fn the_trade_must_be_the_one_needed() {
    let mut tables = one_truck(5.0, 3.0);
    tables.subsystems.iter_mut().for_each(|row| row.trade = WELDER);
    assert_eq!(World::run(&tables, Manners::default()).states(0)[1..], [(5.0, WaitTechnician)]);
}

#[test]
fn technicians_work_on_brands_they_are_certified_for() {
    let mut tables = two_brands();
    tables.technicians[GroupId(0)].certificates = vec![BELAZ];
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1], (5.0, Repair));
    assert_eq!(world.states(1)[1..], [(6.0, WaitTechnician)]);
}

#[test]
fn one_switch_splits_the_workshop_by_brand() {
    let mut tables = two_brands();
    tables.bays[BayId(0)].brand = Some(BELAZ);
    tables.technicians[GroupId(0)].home = Some(BELAZ);
    assert_eq!(World::run(&tables, Manners::default()).states(1)[1], (6.0, Repair));
    tables.shop().sharing = Sharing::ByBrand;
    assert_eq!(World::run(&tables, Manners::default()).states(1)[1..], [(6.0, WaitBay)]);
    tables.bays(1).brand = Some(KOMATSU);
    assert_eq!(World::run(&tables, Manners::default()).states(1)[1..], [(6.0, WaitTechnician)]);
    tables.technicians(1, ALWAYS).home = Some(KOMATSU);
    assert_eq!(World::run(&tables, Manners::default()).states(1)[1], (6.0, Repair));
}

#[test]
fn a_bay_must_be_large_enough_and_have_the_crane_that_is_needed() {
    let mut tables = two_brands();
    tables.bays[BayId(0)].takes = Mass::from_tonnes(90.0);
    tables.subsystems[iceroad_model::SubsystemId(0)].crane = true;
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1..], [(5.0, WaitBay)], "no crane");
    assert_eq!(world.states(1)[1..], [(6.0, WaitBay)], "too small");
    tables.bays[BayId(0)].takes = Mass::from_tonnes(220.0);
    tables.bays[BayId(0)].crane = true;
    let world = World::run(&tables, Manners::default());
    assert_eq!((world.states(0)[1], world.states(1)[1]), ((5.0, Repair), (6.0, Repair)));
}

#[test]
fn bays_and_people_that_come_with_a_task_are_there_when_it_is_done() {
    let mut tables = one_truck(5.0, 3.0);
    tables.bays[BayId(0)].opening = Opening::With(TaskId(0));
    tables.technicians[GroupId(0)].opening = Opening::With(TaskId(1));
    let tasks = vec![(at(20.0), TaskId(0)), (at(30.0), TaskId(1))];
    let world = World::run(&tables, Manners { tasks, ..Manners::default() });
    assert_eq!(world.states(0)[1..4], [(5.0, WaitBay), (20.0, WaitTechnician), (30.0, Repair)]);
    assert_eq!(world.maintenance.technician_hours(GroupId(0), at(0.0), at(48.0)), 18.0);
}

#[test]
fn hours_on_shift_are_those_of_the_calendar() {
    let mut tables = one_truck(5.0, 3.0);
    tables.technicians.iter_mut().for_each(|row| row.calendar = DAYS);
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.maintenance.technician_hours(GroupId(0), at(0.0), at(720.0)), 360.0);
    assert_eq!(world.maintenance.technician_hours(GroupId(0), at(9.0), at(21.0)), 11.0);
}

#[test]
fn who_has_priority_goes_first_and_pushes_nobody_aside() {
    let mut tables = one_truck(5.0, 3.0);
    for (life, priority) in [(6.0, 2), (7.0, 0)] {
        let model = tables.truck_model(BELAZ, 90.0);
        tables.models[model].priority = priority;
        tables.machines(model, 1);
        tables.subsystem(model, constant(life), constant(3.0));
    }
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1..3], [(5.0, Repair), (8.0, TravelEmpty)]);
    assert_eq!(world.states(1)[1..3], [(6.0, WaitBay), (11.0, Repair)], "opened first, of least priority");
    assert_eq!(world.states(2)[1..3], [(7.0, WaitBay), (8.0, Repair)], "opened last, of first priority");
}

#[test]
fn a_machine_keeps_its_bay_for_its_next_job() {
    let mut tables = two_trucks();
    tables.service(TRUCK, 5.5, 2.0).early = iceroad_base::quantity::MeterHours::clamped(0.5);
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1..4], [(5.0, Repair), (8.0, Service), (10.0, TravelEmpty)]);
    assert_eq!(world.states(1)[1..3], [(5.0, WaitBay), (10.0, Repair)]);
}

#[test]
fn a_machine_without_a_workshop_never_fails() {
    let mut tables = one_truck(5.0, 3.0);
    tables.service(TRUCK, 5.0, 2.0);
    tables.machines.iter_mut().for_each(|row| row.workshop = None);
    assert_eq!(World::run(&tables, Manners::default()).states(0).len(), 1);
}

#[test]
fn the_k_th_life_of_a_machine_is_the_same_in_another_plan() {
    let failures = |tables: &Tables| -> Vec<f64> {
        let world = World::run(tables, Manners::default());
        let meter = |entry: &iceroad_model::event::Entry| match entry.event {
            Event::Failed { machine, .. } if machine.0 == 0 => Some(entry.at.hours()),
            _ => None,
        };
        world.log.iter().filter_map(meter).collect()
    };
    let mut tables = two_trucks();
    tables.subsystems.iter_mut().for_each(|row| {
        row.life = iceroad_base::law::Law::weibull(1.5, 60.0).unwrap();
        row.repair = constant(0.0);
    });
    let alone = failures(&tables);
    tables.machines(TRUCK, 20);
    assert_eq!(failures(&tables), alone);
}

/// One machine of first priority whose overhaul takes all four mechanics 10 h, and trucks that each take one mechanic
/// 16 h every 20 h.
fn one_big_job_among_many_small_ones() -> Tables {
    let mut tables = shop(60);
    let truck = tables.truck_model(BELAZ, 90.0);
    tables.machines(truck, 16);
    tables.subsystem(truck, constant(20.0), constant(16.0));
    for (index, machine) in tables.machines.iter_mut().enumerate() {
        machine.meter = iceroad_base::quantity::MeterHours::clamped(index as f64);
    }
    let first = tables.truck_model(BELAZ, 90.0);
    tables.models[truck].priority = 9;
    tables.models[first].priority = 0;
    tables.machines(first, 1);
    tables.subsystem(first, constant(100.0), constant(10.0)).technicians = 4;
    tables.bays(30);
    tables.technicians(4, ALWAYS);
    tables
}

/// The longest that a machine was down at a time, h; what lasts to the end of the run counts.
fn longest_down_h(world: &World, machine: u32) -> f64 {
    let mut longest = 0.0_f64;
    let mut since = None;
    for (hour, state) in world.states(machine) {
        let down = matches!(state, WaitTechnician | WaitBay | Repair | Service);
        match (since, down) {
            (None, true) => since = Some(hour),
            (Some(from), false) => {
                longest = longest.max(hour - from);
                since = None;
            }
            _ => {}
        }
    }
    since.map_or(longest, |from| longest.max(world.end.hours() - from))
}

#[test]
fn people_are_kept_for_the_first_in_line() {
    let world = World::run(&one_big_job_among_many_small_ones(), Manners::default());
    let down = longest_down_h(&world, 16);
    assert!(down > 10.0 && down <= 26.0, "one truck job and its own: {down} h");
    assert!(world.states(16).iter().filter(|(_, state)| *state == Repair).count() >= 10);
}

#[test]
fn a_bay_is_kept_with_the_people() {
    let mut tables = one_big_job_among_many_small_ones();
    tables.bays[BayId(0)].count = 2;
    // Welders' jobs would take the bays while the mechanics are waited for.
    let other = tables.truck_model(BELAZ, 90.0);
    tables.models[other].priority = 5;
    tables.machines(other, 8);
    tables.subsystem(other, constant(2.0), constant(15.0)).trade = WELDER;
    tables.technicians(8, ALWAYS).trade = WELDER;
    let world = World::run(&tables, Manners::default());
    let down = longest_down_h(&world, 16);
    assert!(down <= 16.0 + 16.0 + 10.0, "a bay, then people, then its own: {down} h");
}

#[test]
fn people_are_not_kept_for_a_job_that_no_group_can_do() {
    let mut tables = one_big_job_among_many_small_ones();
    tables.subsystems[iceroad_model::SubsystemId(1)].technicians = 5;
    let world = World::run(&tables, Manners::default());
    assert!(longest_down_h(&world, 16) > 1_300.0);
    assert!(world.count(|event| matches!(event, Event::JobClosed { .. })) > 300);
}

#[test]
fn shifts_that_overlap_are_both_paid() {
    let mut tables = one_truck(5.0, 3.0);
    let handing_over = tables.calendar("overlap", &[(8, 20), (18, 6)]);
    tables.technicians[GroupId(0)].calendar = handing_over;
    let world = World::run(&tables, Manners::default());
    // 24 h a day for the 22 h of the clock; the night shift that began the day before the horizon is in.
    assert_eq!(world.maintenance.technician_hours(GroupId(0), at(24.0), at(48.0)), 24.0);
    assert_eq!(world.maintenance.technician_hours(GroupId(0), at(19.0), at(21.0)), 3.0);
}
