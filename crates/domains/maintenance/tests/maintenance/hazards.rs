//! What is beside the plain life: poor repairs, inspections, damage, standing in the frost, starts, years on the meter.
use crate::world::*;
use iceroad_base::estimate::Moments;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Hours, MeterHours, Metres, Share};
use iceroad_base::{Id, Span};
use iceroad_model::event::{Event, JobKind, JobNo, MachineState::*};
use iceroad_model::maintenance::{Hazards, Place, PoorRepair, StartFailure};
use iceroad_model::{ModelId, SubsystemId, Tables};

const TRUCK: ModelId = ModelId(0);
const NEVER: f64 = 1e6;
const FIRST: SubsystemId = SubsystemId(0);
const SECOND: SubsystemId = SubsystemId(1);

fn hazards(tables: &mut Tables) -> &mut Hazards {
    &mut tables.subsystems[FIRST].hazards
}

fn failures(world: &World) -> usize {
    world.count(|event| matches!(event, Event::Failed { .. }))
}

/// The mean of what many replications give holds the theory within an interval that is narrow.
fn agrees(theory: f64, replications: u32, mut one: impl FnMut(u32) -> f64) {
    let all: Moments = (0..replications).map(&mut one).collect();
    let interval = all.interval(0.999);
    assert!(interval.contains(theory), "{theory} not in {interval:?}");
    assert!(interval.high() - interval.low() < 0.04 * theory, "{interval:?} is wide");
}

#[test]
fn after_a_poor_repair_life_is_the_lesser_of_two() {
    let mut tables = one_truck(50.0, 0.0);
    let poor =
        |share, life| Some(PoorRepair { chance: Share::clamped(share), life: MeterHours::clamped(life) });
    hazards(&mut tables).poor_repair = poor(0.0, 5.0);
    let none = failures(&World::run(&tables, Manners::default()));
    assert_eq!(none, 720 / 50, "repairs done well");
    hazards(&mut tables).poor_repair = poor(1.0, 5.0);
    let world = World::run(&tables, Manners::default());
    assert!(failures(&world) > 90, "{} lives of some 5 h in 670 h", failures(&world));
}

/// Of constant lives `L`, each repair with chance `p` followed by an exponential one of mean `q`: the mean time from failure to failure is
/// `(1 − p)·L + p·q·(1 − exp(−L/q))`, and failures come at its inverse.
#[test]
fn failures_with_poor_repairs_come_as_renewal_theory_says() {
    let (life, share, short) = (40.0, 0.3, 15.0);
    let mut tables = fleet(400, 1, Law::constant(life).unwrap(), constant(0.0), 1);
    let poor = PoorRepair { chance: Share::clamped(share), life: MeterHours::clamped(short) };
    hazards(&mut tables).poor_repair = Some(poor);
    let mean = (1.0 - share) * life + share * short * (1.0 - libm::exp(-life / short));
    // The first life is whole; the process is stationary to far below the interval after 400 days.
    agrees(400.0 * 24.0 / mean, 400, |replication| {
        failures(&World::run_seeded(&tables, Manners::default(), 3, replication)) as f64
    });
}

/// A truck that is serviced every 10 h and whose engine shows its end in the last 4 of 25 h.
fn inspected(finds: f64) -> Tables {
    let mut tables = one_truck(25.0, 3.0);
    hazards(&mut tables).warning = MeterHours::clamped(4.0);
    let service = tables.service(TRUCK, 10.0, 2.0);
    service.inspects = vec![FIRST];
    service.finds = Share::clamped(finds);
    tables
}

#[test]
fn what_shows_too_late_is_found_by_nobody() {
    let world = World::run(&inspected(1.0), Manners::default());
    // At 10 h and 20 h 15 h and 5 h of life are left.
    let expected =
        [(10.0, Service), (12.0, TravelEmpty), (22.0, Service), (24.0, TravelEmpty), (29.0, Repair)];
    assert_eq!(world.states(0)[1..6], expected);
}

#[test]
fn what_is_found_is_mended_in_the_same_visit_where_its_parts_are_there() {
    let mut tables = inspected(1.0);
    hazards(&mut tables).warning = MeterHours::clamped(5.0);
    tables.subsystems[FIRST].parts = vec![part_use(1.0)];
    let far = Manners { to_gate: Metres::clamped(50_000.0), ..Manners::default() };
    let world = World::run(&tables, far);
    let expected = [(22.0, Service), (24.0, Repair), (27.0, TravelEmpty)];
    assert_eq!(world.states(0)[3..6], expected, "no tow");
    assert_eq!(failures(&world), 0, "each life ends in a planned repair");
    hazards(&mut tables).warning = MeterHours::clamped(4.0);
    assert!(failures(&World::run(&tables, Manners::default())) > 5);
}

#[test]
fn nobody_finds_what_nobody_looks_for() {
    let mut tables = inspected(0.0);
    hazards(&mut tables).warning = MeterHours::clamped(5.0);
    assert!(failures(&World::run(&tables, Manners::default())) > 5);
}

#[test]
fn the_machine_works_on_until_the_parts_of_what_was_found_have_come() {
    let mut tables = inspected(1.0);
    hazards(&mut tables).warning = MeterHours::clamped(15.0);
    tables.subsystems[FIRST].parts = vec![part_use(1.0)];
    let late = |hours| Manners { part_delay: Span::HOUR * hours, ..Manners::default() };
    let world = World::run(&tables, late(9));
    // Found at 10 h; the part comes at 19 h, the truck is asked in and mended from then on, and serviced 10 h after the last service.
    let expected =
        [(10.0, Service), (12.0, TravelEmpty), (19.0, Repair), (22.0, TravelEmpty), (25.0, Service)];
    assert_eq!(world.states(0)[1..6], expected);
    assert_eq!(failures(&world), 0);
    // A part that takes longer than the life that is left: the same job becomes the repair of the breakdown.
    let world = World::run(&tables, late(20));
    let expected =
        [(22.0, Service), (24.0, TravelEmpty), (29.0, WaitPart), (30.0, Repair), (33.0, TravelEmpty)];
    assert_eq!(world.states(0)[3..8], expected);
    let repairs = world.count(|event| matches!(event, Event::JobOpened { kind: JobKind::Repair(_), .. }));
    let closed = world.log.iter().filter(|entry| entry.event == Event::JobClosed { job: JobNo(1) });
    assert_eq!(closed.map(|entry| entry.at.hours()).collect::<Vec<_>>(), [33.0]);
    assert!(repairs <= world.count(|event| matches!(event, Event::Found { .. } | Event::Failed { .. })));
}

#[test]
fn what_was_found_is_mended_with_another_breakdown_that_brings_the_machine_in() {
    let mut tables = inspected(1.0);
    hazards(&mut tables).warning = MeterHours::clamped(15.0);
    tables.subsystems[FIRST].parts = vec![part_use(1.0)];
    tables.subsystem(TRUCK, constant(16.0), constant(1.0));
    // The second fails at 16 h on the meter, 18:00; the part of the first comes at 16:00, on the way: the truck is asked in.
    let manners = Manners { part_delay: Span::HOUR * 6, ..Manners::default() };
    let world = World::run(&tables, manners);
    assert_eq!(world.states(0)[3..5], [(16.0, Repair), (19.0, TravelEmpty)]);
    // At 19:00 it has not come yet; the second's repair has begun at 18:00 and the part comes in the midst of it.
    let manners =
        Manners { part_delay: Span::from_millis(Span::HOUR.millis() * 17 / 2), ..Manners::default() };
    let world = World::run(&tables, manners);
    assert_eq!(world.states(0)[3..6], [(18.0, Repair), (22.0, TravelEmpty), (26.0, Service)]);
}

#[test]
fn what_a_field_crew_would_mend_is_mended_in_the_shop_when_it_is_planned() {
    let mut tables = inspected(1.0);
    hazards(&mut tables).warning = MeterHours::clamped(5.0);
    tables.subsystems[FIRST].place = Place::Field;
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[3..6], [(22.0, Service), (24.0, Repair), (27.0, TravelEmpty)]);
    let in_bay = |event: &Event| matches!(event, Event::BayTaken { job: JobNo(2), .. });
    assert_eq!(world.count(in_bay), 1);
}

/// Exponential lives of mean `1/λ`, looked at every `T`, showing their end `W` before it, found with chance `p`. Alive at an inspection, a
/// life ends within `W` with chance `a = 1 − exp(−λW)`. Where the inspection sees, that life is renewed at once and failures are a Poisson
/// process until the next one; a life that does not end within `W` fails none before, and as one from then on. So in each period `p·a` are
/// caught, and `p·(a·λT + (1 − a)·λ(T − W)) + (1 − p)·λT` fail.
#[test]
fn inspections_catch_the_share_that_theory_says() {
    let (mean, every, warning, finds) = (200.0, 50.0, 20.0, 0.7);
    let law = Law::exponential(mean).unwrap();
    let mut tables = fleet(400, 4, law, constant(0.0), 4);
    hazards(&mut tables).warning = MeterHours::clamped(warning);
    let service = tables.service(TRUCK, every, 0.0);
    service.inspects = vec![FIRST];
    service.finds = Share::clamped(finds);
    let rate = 1.0 / mean;
    let a = 1.0 - libm::exp(-rate * warning);
    // Given that none was found for want of luck, failures are as without inspections.
    let looked = a * rate * every + (1.0 - a) * rate * (every - warning);
    let failed = finds * looked + (1.0 - finds) * rate * every;
    let periods = 4.0 * 400.0 * 24.0 / every;
    let run = |replication| World::run_seeded(&tables, Manners::default(), 5, replication);
    agrees(periods * failed, 400, |replication| failures(&run(replication)) as f64);
    agrees(periods * finds * a, 800, |replication| {
        run(replication).count(|event| matches!(event, Event::Found { .. })) as f64
    });
}

/// Two subsystems, the first of which breaks the second.
fn damaging(chance: f64) -> Tables {
    let mut tables = one_truck(10.0, 3.0);
    tables.subsystem(TRUCK, constant(NEVER), constant(2.0));
    (hazards(&mut tables).damages, hazards(&mut tables).damage_chance) =
        (vec![SECOND], Share::clamped(chance));
    tables
}

#[test]
fn what_a_failure_breaks_is_mended_in_the_same_time_down() {
    let world = World::run(&damaging(1.0), Manners::default());
    assert_eq!(world.states(0)[1..4], [(10.0, Repair), (15.0, TravelEmpty), (25.0, Repair)]);
    let broken = world.count(|event| matches!(event, Event::Damaged { .. }));
    assert!(broken > 10 && broken == failures(&world));
    assert_eq!(World::run(&damaging(0.0), Manners::default()).states(0)[2], (13.0, TravelEmpty));
}

#[test]
fn damage_comes_with_its_chance() {
    let mut tables = damaging(0.25);
    tables.heading.days = 400;
    let both = |replication| {
        let world = World::run_seeded(&tables, Manners::default(), 7, replication);
        world.count(|event| matches!(event, Event::Damaged { .. })) as f64 / failures(&world) as f64
    };
    agrees(0.25, 400, both);
}

#[test]
fn damage_that_needs_a_bay_brings_the_machine_in() {
    let mut tables = damaging(1.0);
    tables.subsystems[FIRST].place = Place::Field;
    tables.technicians.iter_mut().for_each(|row| row.field = true);
    let far = || Manners { to_gate: Metres::clamped(10_000.0), ..Manners::default() };
    let world = World::run(&tables, far());
    // An hour's tow, then both in the shop.
    assert_eq!(world.states(0)[1..4], [(10.0, Tow), (11.0, Repair), (16.0, TravelEmpty)]);
    tables.subsystems[SECOND].place = Place::Field;
    let world = World::run(&tables, far());
    // A crew's drive of an hour for each.
    let expected = [(10.0, WaitTow), (11.0, Repair), (14.0, WaitTow), (15.0, Repair), (17.0, TravelEmpty)];
    assert_eq!(world.states(0)[1..6], expected);
}

#[test]
fn damage_waits_for_its_own_parts() {
    let mut tables = damaging(1.0);
    tables.subsystems[SECOND].parts = vec![part_use(1.0)];
    let manners = Manners { part_delay: Span::HOUR * 5, ..Manners::default() };
    let world = World::run(&tables, manners);
    let expected = [(10.0, Repair), (13.0, WaitPart), (15.0, Repair), (17.0, TravelEmpty)];
    assert_eq!(world.states(0)[1..5], expected);
}

/// Works for `spell_h`, stands for as long, in a frost of −40 °C.
fn in_frost(spell_h: f64) -> Manners {
    Manners { spell_h: Some(spell_h), weather: Box::new(|_, _| -40.0), ..Manners::default() }
}

#[test]
fn life_goes_by_while_a_machine_stands_in_the_frost_and_its_end_shows_at_the_start() {
    let mut tables = one_truck(20.0, 3.0);
    let curve = tables.curve(&[(-40.0, 0.5), (0.0, 0.0)]);
    hazards(&mut tables).parked = Some(curve);
    // Eight hours of work, four while it stands, and the last eight from 16:00 to 24:00.
    let world = World::run(&tables, in_frost(8.0));
    assert_eq!(world.states(0)[1], (24.0, Repair));
    hazards(&mut tables).parked = None;
    assert_eq!(World::run(&tables, in_frost(8.0)).states(0)[1].0, 36.0);
    hazards(&mut tables).parked = Some(curve);
    tables.subsystems[FIRST].life = constant(18.0);
    let world = World::run(&tables, in_frost(8.0));
    // Twelve hours are gone by 16:00; six are left.
    assert_eq!(world.states(0)[1].0, 22.0);
    tables.subsystems[FIRST].life = constant(11.0);
    let world = World::run(&tables, in_frost(8.0));
    assert_eq!(world.states(0)[1].0, 16.0, "over at 14:00 while it stands: it fails as it is started");
}

/// Exponential lives: in each round of `s` hours at work and `s` of standing at `r` hours of life an hour, `s/m` failures at work and one
/// at the start with chance `1 − exp(−r·s/m)`.
#[test]
fn failures_in_the_frost_come_as_often_as_theory_says() {
    let (mean, spell, pace) = (60.0, 12.0, 0.8);
    let law = Law::exponential(mean).unwrap();
    let mut tables = fleet(400, 4, law, constant(0.0), 4);
    let curve = tables.curve(&[(-40.0, pace)]);
    hazards(&mut tables).parked = Some(curve);
    let rounds = 4.0 * 400.0 * 24.0 / (2.0 * spell);
    let each = spell / mean + 1.0 - libm::exp(-pace * spell / mean);
    agrees(rounds * each, 400, |replication| {
        failures(&World::run_seeded(&tables, in_frost(spell), 11, replication)) as f64
    });
}

#[test]
fn a_start_after_standing_breaks_with_its_chance_by_the_night() {
    let mut tables = one_truck(NEVER, 0.0);
    let curve = tables.curve(&[(-50.0, 1.0), (-40.0, 0.5)]);
    let start = |chance, after| {
        let (chance, after) = (Share::clamped(chance), Hours::clamped(after));
        StartFailure { chance, after, curve: Some(curve) }
    };
    hazards(&mut tables).start = start(1.0, 11.0);
    tables.heading.days = 400;
    // Starts after 12 h, 400 of them, half of which break something at −40 °C …
    let run = |tables: &Tables, replication| {
        failures(&World::run_seeded(tables, in_frost(12.0), 13, replication)) as f64
    };
    agrees(199.5, 400, |replication| run(&tables, replication));
    // … all where the night is ten degrees colder …
    tables.stations.iter_mut().for_each(|row| row.night_drop_c = 10.0);
    assert_eq!(run(&tables, 0), 399.0);
    // … and none where they count only after more than 12 h.
    hazards(&mut tables).start = start(1.0, 12.0);
    assert_eq!(run(&tables, 0), 0.0);
}

#[test]
fn a_machine_that_comes_from_the_workshop_has_not_stood() {
    let mut tables = one_truck(10.0, 24.0);
    let (chance, after) = (Share::clamped(1.0), Hours::clamped(1.0));
    hazards(&mut tables).start = StartFailure { chance, after, curve: None };
    let world = World::run(&tables, Manners::default());
    assert_eq!(world.states(0)[1..4], [(10.0, Repair), (34.0, TravelEmpty), (44.0, Repair)]);
}

#[test]
fn years_on_the_meter_quicken_wear() {
    let mut tables = one_truck(30.0, 0.0);
    let curve = tables.meter_curve(&[(0.0, 1.0), (1_000.0, 1.0), (1_000.1, 2.0)]);
    hazards(&mut tables).by_meter = Some(curve);
    let hours = |tables: &Tables| {
        let world = World::run(tables, Manners::default());
        let failed = world.log.iter().filter(|entry| matches!(entry.event, Event::Failed { .. }));
        failed.map(|entry| entry.at.hours()).take(3).collect::<Vec<_>>()
    };
    assert_eq!(hours(&tables), [30.0, 60.0, 90.0]);
    // At 990 h on the meter; the age then is that of a life that ran at factor 1. From the first midnight past 1,000 h, at 24:00, at twice
    // the pace.
    tables.machines.iter_mut().for_each(|row| row.meter = MeterHours::clamped(990.0));
    assert_eq!(hours(&tables), [27.0, 42.0, 57.0]);
}

#[test]
fn what_is_not_written_takes_no_number_of_anybodys_luck() {
    let tables = fleet(60, 5, Law::weibull(2.0, 40.0).unwrap(), Law::exponential(4.0).unwrap(), 2);
    let plain = World::run(&tables, in_frost(9.0)).log;
    let mut other = tables.clone();
    other.subsystem(TRUCK, constant(NEVER), constant(1.0));
    let last = SubsystemId::from_index(1);
    let curve = other.curve(&[(0.0, 0.0)]);
    other.subsystems[last].hazards = Hazards {
        poor_repair: Some(PoorRepair { chance: Share::clamped(0.5), life: MeterHours::clamped(10.0) }),
        parked: Some(curve),
        start: StartFailure { chance: Share::clamped(0.0), after: Hours::clamped(0.0), curve: Some(curve) },
        ..Hazards::default()
    };
    assert_eq!(plain, World::run(&other, in_frost(9.0)).log);
}
