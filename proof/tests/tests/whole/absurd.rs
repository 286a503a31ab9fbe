//! Absurd but legal: such scenarios run, keep every rule, and give finite figures.
use iceroad_base::Table;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, IceGrowth, MeterHours, Quantity, Volume};
use iceroad_model::Tables;
use iceroad_model::climate::SeasonKind;
use iceroad_model::event::{CostCause, Event, MachineState};
use iceroad_model::fleet::Work;
use iceroad_model::maintenance::Opening;
use iceroad_model::record::Ware;
use iceroad_model::trade::{Action, Restriction, Scope};
use iceroad_tests::Run;
use iceroad_worlds::example::*;

/// Runs what must run, and holds it against the audit.
fn run(tables: Tables) -> Run {
    let scenario = iceroad_tests::scenario(tables).unwrap();
    let run = iceroad_tests::run(&scenario, 5, 0).unwrap();
    assert!(run.violations.is_empty(), "{}", run.complaint());
    let days: u32 = scenario.heading.days;
    for machine in &run.record.machines {
        let hours: i64 = machine.state_ms.iter().flatten().sum();
        assert_eq!(hours, i64::from(days) * 86_400_000, "states fill the horizon");
    }
    run
}

fn dumped(run: &Run) -> i64 {
    run.record.tonnes.iter().map(|cell| cell.mass_kg).sum()
}

fn failures(run: &Run) -> u32 {
    run.record.machines.iter().map(|machine| machine.failures).sum()
}

fn machines_where(tables: &mut Tables, keep: impl Fn(&str) -> bool) {
    tables.machines = tables.machines.iter().filter(|machine| keep(&machine.name)).cloned().collect();
}

#[test]
fn a_mine_without_trucks_moves_nothing() {
    let mut tables = small();
    machines_where(&mut tables, |name| name.starts_with("loader"));
    assert_eq!(dumped(&run(tables)), 0);
}

#[test]
fn a_mine_without_machines_moves_nothing() {
    let mut tables = small();
    tables.machines = Table::new();
    // Jobs and tonnes that nobody could ever do are refused by the check.
    tables.lines = tables.lines.iter().take(2).cloned().collect();
    assert_eq!(dumped(&run(tables)), 0);
}

#[test]
fn one_bay_and_a_thousand_failures_leave_machines_waiting() {
    let mut tables = small();
    for subsystem in tables.subsystems.iter_mut() {
        subsystem.life = Law::Exponential { mean: 2.0 };
        subsystem.repair = Law::Constant { value: 1.0 };
    }
    tables.bays[NEW_BAYS].opening = Opening::With(HALL);
    let any = tables.machines[TRUCK_BIRCH].clone();
    for index in 0..20 {
        let mut truck = any.clone();
        truck.name = format!("more-{index}");
        tables.machines.push(truck);
    }
    let run = run(tables);
    assert!(failures(&run) > 1_000, "{} failures", failures(&run));
    let waited = |state: MachineState| -> i64 {
        run.record
            .machines
            .iter()
            .flat_map(|machine| machine.state_ms)
            .map(|month| month[state as usize])
            .sum()
    };
    assert!(waited(MachineState::WaitBay) + waited(MachineState::WaitTechnician) > 0);
}

#[test]
fn a_road_that_never_opens_carries_nothing() {
    let mut tables = small();
    if let SeasonKind::Ice(ice) = &mut tables.seasons[ICE].kind {
        ice.alpha = IceGrowth::clamped(0.01);
    }
    let run = run(tables);
    assert_eq!(run.record.legs.get(WINTER_ROAD).unwrap().mass_kg, 0);
    assert!(run.record.windows.iter().all(|window| window.season != ICE));
}

#[test]
fn thirty_years_pass() {
    let mut tables = small();
    tables.heading.days = 30 * 365 + 8;
    let run = run(tables);
    assert_eq!(run.record.costs.len(), 360);
    assert!(dumped(&run) > 0);
}

#[test]
fn two_days_pass() {
    let mut tables = small();
    tables.heading.days = 2;
    tables.inbound = Table::new();
    run(tables);
}

#[test]
fn empty_stores_leave_machines_without_fuel() {
    let mut tables = small();
    tables.stock.iter_mut().for_each(|line| line.on_hand = Quantity(0));
    tables.inbound = Table::new();
    let run = run(tables);
    let dry: i64 =
        run.record.machines.iter().flat_map(|m| m.state_ms).map(|m| m[MachineState::NoFuel as usize]).sum();
    assert!(dry > 0, "somebody stood without fuel");
}

#[test]
fn tanks_of_a_litre_leave_machines_dry_and_end() {
    let mut tables = small();
    for model in tables.models.iter_mut() {
        match &mut model.work {
            Work::Truck(truck) => truck.tank = Volume(1),
            Work::Loader(loader) => loader.tank = Volume(1),
        }
    }
    let run = run(tables);
    let dry = run.log.iter().filter(|entry| matches!(entry.event, Event::RanDry { .. })).count();
    assert!(dry > 100, "{dry}");
    // Each time stands for an hour.
    let hours = run.record.machines.len() as u64 * 24 * 400;
    assert!(run.record.fired < hours * 20, "{} events", run.record.fired);
}

#[test]
fn technicians_who_never_come_leave_machines_waiting() {
    // People who never come are legal where a task brings them: the task never ends within the horizon.
    let mut tables = small();
    tables.tasks[PILES].duration_days = Law::Constant { value: 5_000.0 };
    for group in tables.technicians.iter_mut() {
        group.opening = Opening::With(PILES);
    }
    for task in tables.tasks.iter_mut() {
        task.due = None;
    }
    let run = run(tables);
    assert!(run.record.groups.iter().all(|group| group.working_ms == 0 && group.on_shift_ms == 0));
    let labour: i64 = run.record.costs.iter().map(|month| month[CostCause::Labour as usize]).sum();
    assert_eq!(labour, 0);
}

#[test]
fn everything_prohibited_is_ordered_from_nobody() {
    let mut tables = small();
    tables.restrictions.push(Restriction {
        name: "all".into(),
        title: "Whatever comes from anywhere (made for this test)".into(),
        action: Action::Prohibit,
        scope: Scope { destinations: vec![HOME], ..Scope::default() },
        from: None,
        to: None,
        wind_down_until: None,
        exempt: vec![],
    });
    let run = run(tables);
    let goods = run.record.turnover.iter().filter(|cell| cell.ware != Ware::Services);
    assert_eq!(goods.count(), 0, "nothing was bought");
    assert!(!run.record.refusals.is_empty(), "and it is on record why");
}

#[test]
fn a_mine_that_only_rests_works_when_it_is_warm() {
    let mut tables = small();
    tables.mines[MINE].stops_below = Some(Celsius::clamped(60.0));
    assert_eq!(dumped(&run(tables)), 0);
}

#[test]
fn no_legs_bring_no_goods() {
    let mut tables = small();
    tables.legs = Table::new();
    tables.vehicles = Table::new();
    // What no road could ever bring is refused by the check, so nothing is promised, on its way or ordered.
    tables.inbound = Table::new();
    tables.offers = Table::new();
    tables.lines = tables.lines.iter().skip(2).cloned().collect();
    machines_where(&mut tables, |name| name != "truck-3");
    for store in tables.stores.iter_mut() {
        store.parent = None;
    }
    tables.stock.iter_mut().for_each(|line| line.policy = iceroad_model::stores::ReviewPolicy::None);
    tables.tasks[HALL].materials = vec![];
    let run = run(tables);
    assert!(run.record.legs.is_empty());
    assert!(run.record.stock.iter().all(|line| line.received == 0));
}

#[test]
fn services_that_never_end_their_due_are_done_again_and_again() {
    let mut tables = small();
    tables.services.iter_mut().for_each(|service| {
        service.interval = MeterHours::clamped(10.0);
        service.early = MeterHours::clamped(1.0);
    });
    let run = run(tables);
    let services: u32 = run.record.machines.iter().map(|machine| machine.services).sum();
    assert!(services > 20, "{services} services");
}
