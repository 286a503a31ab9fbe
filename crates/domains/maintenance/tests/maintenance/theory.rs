//! Formulas of renewal theory and of the machine repair model, each inside a 99.9 % interval of the mean over
//! replications. The values were computed independently of this program; the full validation is a crate of its own.
use crate::world::*;
use iceroad_base::Id;
use iceroad_base::estimate::Moments;
use iceroad_base::law::Law;
use iceroad_base::quantity::{MeterHours, Share};
use iceroad_model::SubsystemId;
use iceroad_model::event::{Event, MachineState, StateClass};

/// A measure is so close to theory as the interval of its mean over replications allows.
fn check(what: &str, theory: f64, replications: u32, measure: impl Fn(u32) -> f64) {
    let mut moments = Moments::default();
    for replication in 0..replications {
        moments.push(measure(replication));
    }
    let interval = moments.interval(0.999);
    let half_width = (interval.high() - interval.low()) / 2.0;
    println!("{what}: theory {theory:.6}, run {:.6} ± {half_width:.6}", moments.mean());
    assert!(interval.contains(theory), "{what}: {theory} not in {interval:?}");
    assert!(half_width < 0.02 * theory, "{what}: half-width {half_width} too wide");
}

fn up(world: &World, from_h: f64) -> f64 {
    world.share(from_h, |state| state.class() != StateClass::Down)
}

fn failures(world: &World) -> f64 {
    world.count(|event| matches!(event, Event::Failed { .. })) as f64
}

/// M/M/c//N: N = 40, 50 h between failures, 8 h of repair.
#[test]
fn machine_repair_model_has_the_availability_of_its_birth_and_death_process() {
    let (life, repair) = (Law::exponential(50.0).unwrap(), Law::exponential(8.0).unwrap());
    for (crews, theory) in [(5, 0.749019), (6, 0.816688), (40, 0.862069)] {
        let tables = fleet(200, 40, life, repair, crews);
        check(&format!("availability, {crews} bays"), theory, 20, |replication| {
            up(&World::run_seeded(&tables, Manners::default(), 7 + u64::from(crews), replication), 800.0)
        });
    }
}

/// With a bay for each machine only means matter, whatever the laws.
#[test]
fn availability_without_waiting_is_that_of_the_means() {
    let (life, repair) = (Law::weibull(2.0, 56.418958).unwrap(), Law::log_normal(8.0, 1.0).unwrap());
    let tables = fleet(200, 40, life, repair, 40);
    check("availability, Weibull and log-normal", 0.862069, 20, |replication| {
        up(&World::run_seeded(&tables, Manners::default(), 11, replication), 800.0)
    });
}

/// Age replacement: Weibull(2, 1000 h), 24 h down for a failure, 8 h for a preventive renewal at age T. A renewal at
/// failure is the repair of 16 h and with it the service of 8 h, which may be done as early as one likes.
#[test]
fn age_replacement_has_its_renewal_availability() {
    for (age, theory) in [(250.0, 0.964668), (500.0, 0.975595), (1_000.0, 0.976320), (3_000.0, 0.973634)] {
        let mut tables = fleet(1_500, 40, Law::weibull(2.0, 1_000.0).unwrap(), constant(16.0), 40);
        let service = tables.service(iceroad_model::ModelId(0), age, 8.0);
        service.early = MeterHours::clamped(age);
        service.renews = vec![SubsystemId::from_index(0)];
        check(&format!("availability, replaced at {age} h"), theory, 10, |replication| {
            up(&World::run_seeded(&tables, Manners::default(), 13, replication), 8_000.0)
        });
    }
}

/// A renewal process long under way fails at a constant rate from the first hour on, if it begins with the age that
/// belongs to it.
#[test]
fn a_machine_long_at_work_fails_at_the_steady_rate_from_the_start() {
    for (seed, law) in
        [(17, Law::weibull(3.0, 1_000.0)), (18, Law::log_normal(900.0, 0.5)), (19, Law::erlang(3, 700.0))]
    {
        let law = law.unwrap();
        let mut tables = fleet(30, 400, law, constant(0.0), 400);
        for (index, row) in tables.machines.iter_mut().enumerate() {
            row.meter = MeterHours::clamped(30_000.0 + 123.4 * index as f64);
        }
        check(
            &format!("failures in the first 30 days, {law:?}"),
            400.0 * 720.0 / law.mean(),
            100,
            |replication| failures(&World::run_seeded(&tables, Manners::default(), seed, replication)),
        );
    }
}

/// Minimal repair is a Poisson process with the hazard as its rate: (t/scale)^shape failures by t on average.
#[test]
fn minimal_repair_leaves_the_hazard_as_it_was() {
    let mut tables = fleet(100, 50, Law::weibull(2.0, 1_000.0).unwrap(), constant(0.0), 50);
    tables.subsystems.iter_mut().for_each(|row| row.renewal = Share::clamped(0.0));
    tables.machines.iter_mut().for_each(|row| row.meter = MeterHours::clamped(1_600.0));
    // From 1,600 h to 4,000 h: 4² − 1.6² failures each.
    check("failures under minimal repair", 50.0 * (16.0 - 2.56), 100, |replication| {
        failures(&World::run_seeded(&tables, Manners::default(), 23, replication))
    });
}

/// The machine repair model again: 10.0392 of 40 are down; of them 4.79373 are in repair and 5.2455 wait for a bay.
#[test]
fn waiting_for_a_bay_is_that_of_the_queue() {
    let tables = fleet(1_300, 40, Law::exponential(50.0).unwrap(), Law::exponential(8.0).unwrap(), 5);
    check("machines that wait for a bay", 5.2455, 60, |replication| {
        let world = World::run_seeded(&tables, Manners::default(), 29, replication);
        40.0 * world.share(800.0, |state| state == MachineState::WaitBay)
    });
}
