//! Proves that the engine joins the domains without losing anything between them: machines join on their day, what
//! is paid and burnt falls into its month, and horizons of any length add up.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
use iceroad_base::civil::{Date, Zone};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Days, Energy, MeterHours, Money, Power, Quantity, Share};
use iceroad_base::{Span, Table, Time};
use iceroad_engine::Prepared;
use iceroad_engine::Replication;
use iceroad_model::event::{Claimant, CostCause, Event, MachineState, StateClass};
use iceroad_model::fleet::{Arrival, Battery, Cable, Drive, Work};
use iceroad_model::maintenance::Opening;
use iceroad_model::record::{MachineRecord, SubsystemRecord};
use iceroad_model::{GroupId, MachineId, Scenario, Tables};
use iceroad_worlds::example;
use std::sync::Arc;

fn scenario(change: impl FnOnce(&mut Tables)) -> Arc<Scenario> {
    let mut tables = example::small();
    change(&mut tables);
    Arc::new(Scenario::new(tables).unwrap_or_else(|faults| panic!("{faults:?}")))
}

fn run(scenario: &Arc<Scenario>) -> Replication {
    Prepared::new(Arc::clone(scenario)).unwrap().replicate(1, 0, true).unwrap()
}

fn commissioned(done: &Replication) -> Vec<Time> {
    let joins = |at, event| matches!(event, Event::Commissioned { .. }).then_some(at);
    done.log.iter().flatten().filter_map(|entry| joins(entry.at, entry.event)).collect()
}

#[test]
fn a_machine_that_arrives_on_or_before_the_first_day_works_from_the_start() {
    let first = example::small().heading.start;
    for (date, day) in [(first, 0), (first.yesterday().unwrap(), 0), (first.tomorrow().unwrap(), 1)] {
        let scenario = scenario(|tables| {
            tables.heading.days = 5;
            tables.machines[example::TRUCK_BIRCH].arrival = Arrival::On(date);
        });
        let done = run(&scenario);
        assert_eq!(commissioned(&done), [Time::START + Span::DAY * day], "arrives on {date}");
        let birch = done.record.machines.get(example::TRUCK_BIRCH).unwrap();
        let absent = birch.state_ms[0][MachineState::Absent as usize];
        assert_eq!(absent, Span::DAY.millis() * day, "arrives on {date}");
        assert!(birch.cycles[0] > 0, "arrives on {date}");
    }
}

#[test]
fn fuel_burnt_on_the_last_day_of_a_month_is_of_that_month() {
    let scenario = scenario(|tables| {
        tables.heading.start = Date::constant(2026, 7, 31);
        tables.heading.days = 2;
    });
    let record = run(&scenario).record;
    let burnt = |month: usize| -> i64 { record.machines.iter().map(|machine| machine.fuel_l[month]).sum() };
    let moved = |month: usize| -> i64 { record.machines.iter().map(|machine| machine.mass_kg[month]).sum() };
    assert!(moved(0) > 0 && moved(1) > 0);
    let per_mass = |month| burnt(month) as f64 / moved(month) as f64;
    let ratio = per_mass(0) / per_mass(1);
    assert!((0.5..2.0).contains(&ratio), "{} L and {} L", burnt(0), burnt(1));
}

#[test]
fn electricity_is_drawn_by_battery_trucks_and_paid_by_the_month() {
    let scenario = scenario(|tables| {
        tables.heading.days = 70;
        let electricity = &mut tables.mines[example::MINE].electricity;
        electricity.charge_point = Some(example::PUMP);
        electricity.cost_per_kwh = Money(850);
        let Work::Truck(truck) = &mut tables.models[example::BIRCH_37].work else { return };
        truck.drive = Drive::BatteryElectric;
        truck.battery = Some(Battery {
            capacity: Energy(400),
            charge: Power::clamped(800.0),
            reserve: Share::clamped(0.1),
            regen: Share::clamped(0.5),
            idle: Power::clamped(10.0),
        });
    });
    let record = run(&scenario).record;
    let machines: Table<MachineId, MachineRecord> = record.machines.iter().collect();
    let drawn = |machine: MachineId, month: usize| machines[machine].energy_kwh[month];
    for month in 0..record.costs.len() {
        let kwh = drawn(example::TRUCK_BIRCH, month);
        assert!(kwh > 100, "{kwh} kWh in month {month}");
        assert_eq!(drawn(example::TRUCK_ALDER, month), 0);
        let paid = record.costs[month][CostCause::Electricity as usize];
        let all: i64 = scenario.machines.ids().map(|machine| drawn(machine, month)).sum();
        assert_eq!(paid, 850 * all);
    }
    assert_eq!(machines[example::TRUCK_BIRCH].fuel_l.iter().sum::<i64>(), 0);
    assert!(machines[example::TRUCK_ALDER].fuel_l.iter().sum::<i64>() > 0);
}

#[test]
fn an_electric_loader_is_paid_in_electricity_and_asks_no_store_for_fuel() {
    let scenario = scenario(|tables| {
        tables.heading.days = 70;
        tables.mines[example::MINE].electricity.cost_per_kwh = Money(850);
        for model in tables.models.iter_mut() {
            let Work::Loader(loader) = &mut model.work else { continue };
            loader.electric = Some(Cable { work: Power::clamped(400.0), idle: Power::clamped(40.0) });
        }
    });
    let done = run(&scenario);
    let record = &done.record;
    let machines: Table<MachineId, MachineRecord> = record.machines.iter().collect();
    let loader = &machines[example::LOADER_ORE];
    for month in 0..record.costs.len() {
        let kwh: i64 = machines.iter().map(|machine| machine.energy_kwh[month]).sum();
        assert!(loader.energy_kwh[month] > 1_000, "{kwh} kWh in month {month}");
        assert_eq!(record.costs[month][CostCause::Electricity as usize], 850 * kwh);
    }
    assert_eq!(loader.fuel_l.iter().sum::<i64>(), 0);
    assert!(machines[example::TRUCK_BIRCH].fuel_l.iter().sum::<i64>() > 0);
    let asks = |event| matches!(event, Event::Demanded { by: Claimant::Fuel(machine), .. } if machine == example::LOADER_ORE);
    let log = done.log.as_ref().unwrap();
    assert!(!log.iter().any(|entry| asks(entry.event)));
}

#[test]
fn people_who_come_with_a_task_are_neither_paid_nor_on_shift_before_it() {
    let scenario = scenario(|tables| {
        for group in tables.technicians.iter_mut() {
            group.opening = Opening::With(example::HALL);
        }
    });
    let done = run(&scenario);
    let opened = done.record.tasks[example::HALL].done_ms.expect("the hall is built within the year");
    let clock = scenario.clock(&scenario.heading.zone);
    let month = clock.month_index(Time::from_millis(opened));
    let labour = |month: usize| done.record.costs[month][CostCause::Labour as usize];
    assert!((0..month).all(|before| labour(before) == 0));
    let end = scenario.horizon().end();
    let mut paid = 0.0;
    for (group, row) in scenario.technicians.entries() {
        let on_shift = done.record.groups[group].on_shift_ms;
        let there = (end.millis() - opened) * i64::from(row.count);
        assert!(0 < on_shift && on_shift <= there, "{} of {there}", on_shift);
        paid += row.cost_per_hour.get() as f64 * on_shift as f64 / 3_600_000.0;
    }
    let booked: i64 = (0..done.record.costs.len()).map(labour).sum();
    assert!((booked as f64 - paid).abs() <= done.record.costs.len() as f64, "{booked} and {paid}");
}

#[test]
fn people_who_never_come_cost_nothing() {
    let scenario = scenario(|tables| {
        tables.heading.days = 40;
        for group in tables.technicians.iter_mut() {
            group.opening = Opening::With(example::HALL);
        }
    });
    let record = run(&scenario).record;
    assert!(record.costs.iter().all(|month| month[CostCause::Labour as usize] == 0));
    assert!(scenario.technicians.ids().all(|group: GroupId| record.groups[group].on_shift_ms == 0));
}

#[test]
fn horizons_of_every_length_add_up_month_by_month() {
    for (start, days, months) in [
        (Date::constant(2026, 7, 1), 1, 1),
        (Date::constant(2026, 7, 1), 7, 1),
        (Date::constant(2026, 7, 15), 17, 1),
        (Date::constant(2026, 7, 15), 18, 2),
        (Date::constant(2026, 7, 1), 365, 12),
        (Date::constant(2026, 7, 2), 365, 13),
        (Date::constant(2026, 7, 1), 366, 13),
        (Date::constant(2026, 7, 1), 10_958, 360),
    ] {
        let scenario = scenario(|tables| {
            (tables.heading.start, tables.heading.days) = (start, days);
            tables.inbound = Table::new();
        });
        let record = run(&scenario).record;
        let end = scenario.horizon().end().millis();
        assert_eq!(record.costs.len(), months, "{days} days from {start}");
        for machine in &record.machines {
            assert_eq!(machine.state_ms.len(), months);
            assert_eq!(machine.state_ms.iter().flatten().sum::<i64>(), end, "{days} days from {start}");
        }
        for line in &record.stock {
            assert_eq!(line.weekly.len(), days.div_ceil(7) as usize, "{days} days from {start}");
        }
        let mut operation = 0.0;
        for (machine, row) in scenario.machines.entries() {
            let runs =
                |state: &MachineState| matches!(state.class(), StateClass::Working | StateClass::Delay);
            let of_machine = record.machines.get(machine).unwrap().state_ms;
            let ms: i64 = MachineState::ALL
                .iter()
                .filter(|state| runs(state))
                .map(|&state| of_machine.iter().map(|month| month[state as usize]).sum::<i64>())
                .sum();
            operation += scenario.models[row.model].cost_per_hour.get() as f64 * ms as f64 / 3_600_000.0;
        }
        let booked: i64 = record.costs.iter().map(|month| month[CostCause::Operation as usize]).sum();
        assert!((booked as f64 - operation).abs() <= months as f64, "{booked} and {operation}");
    }
}

#[test]
fn tonnes_dumped_before_a_due_day_ends_at_the_mine_are_in_time_in_any_zone() {
    // The mine's day ends two hours before that of the scenario's zone; what it dumps in its last day still counts.
    let due = Date::constant(2026, 7, 3);
    let probe = |quantity: i64| {
        let scenario = scenario(|tables| {
            tables.heading.days = 6;
            tables.sites[example::PIT].zone = Zone::named("Asia/Magadan").unwrap();
            for line in tables.lines.iter_mut() {
                line.due = due;
                line.order_on = line.order_on.map(|_| tables.heading.start);
            }
            tables.lines[example::LINE_ORE].quantity = Quantity(quantity);
            for agreement in tables.agreements.iter_mut() {
                agreement.grace = Days::clamped(0.0);
                agreement.penalty_per_day = Share::clamped(0.001);
            }
        });
        let done = run(&scenario);
        (scenario.due(example::LINE_ORE), done)
    };
    let (due_at, done) = probe(1_000_000);
    let dumped = |entry: &iceroad_model::event::Entry| match entry.event {
        Event::Dumped { dump, mass, .. } if dump == example::CRUSHER && entry.at < due_at => mass.get(),
        _ => 0,
    };
    let by_due = done.log.iter().flatten().map(dumped).sum::<i64>() / 1_000;
    assert!(by_due > 0);
    assert_eq!(done.record.lines[example::LINE_ORE].by_due, by_due);
    let (_, done) = probe(by_due);
    assert_eq!(done.record.lines[example::LINE_ORE].penalty, 0);
}

#[test]
fn what_supply_issues_decides_how_long_the_repair_holds() {
    let failures = |life_factor: f64| {
        let scenario = scenario(|tables| {
            tables.heading.days = 365;
            tables.interchange.iter_mut().for_each(|row| row.life_factor = life_factor);
            let engine = &mut tables.subsystems[example::ALDER_ENGINE];
            engine.parts.iter_mut().for_each(|part| part.chance = Share::clamped(1.0));
        });
        run(&scenario).record.subsystems.get(example::ALDER_ENGINE).unwrap().failures
    };
    let (full, tenth) = (failures(1.0), failures(0.1));
    assert!(tenth > full, "{tenth:?} failures at a tenth of the life, {full:?} at the whole");
}

#[test]
fn planned_repairs_and_damage_are_told_apart_from_failures() {
    let lives = |tables: &mut Tables| {
        tables.heading.days = 40;
        for row in tables.subsystems.iter_mut() {
            (row.life, row.parts) = (Law::Constant { value: 100_000.0 }, Vec::new());
        }
        tables.subsystems[example::ALDER_SUSPENSION].life = Law::Constant { value: 60.0 };
        tables.machines.iter_mut().for_each(|row| row.meter = MeterHours::clamped(0.0));
    };
    let alder = |done: &Replication| {
        let of = |id| done.record.subsystems.get(id).unwrap();
        (of(example::ALDER_SUSPENSION), of(example::ALDER_ENGINE))
    };
    // All of life is warning, so every service finds it and its end never comes: no hours after failures, as there are none.
    let found = run(&scenario(|tables| {
        lives(tables);
        tables.subsystems[example::ALDER_SUSPENSION].hazards.warning = MeterHours::clamped(60.0);
        let service = &mut tables.services[example::ALDER_SERVICE];
        (service.interval, service.early) = (MeterHours::clamped(20.0), MeterHours::clamped(2.0));
        service.inspects = vec![example::ALDER_SUSPENSION];
    }));
    let (suspension, _) = alder(&found);
    assert!(suspension.planned > 2);
    assert_eq!((suspension.failures, suspension.down_ms.iter().sum::<i64>()), (0, 0));
    // What a failure breaks has failed too, but the machine has failed once.
    let broken = run(&scenario(|tables| {
        lives(tables);
        tables.subsystems[example::ALDER_SUSPENSION].hazards.damages = vec![example::ALDER_ENGINE];
    }));
    let (suspension, engine) = alder(&broken);
    assert!(suspension.failures > 2 && suspension.failures == engine.failures);
    let of_machines: u32 = broken.record.machines.iter().map(|row| row.failures).sum();
    assert_eq!(of_machines, suspension.failures);
    // Each has hours of its own, and together they are all that machines were down after failures.
    let hours = |row: &SubsystemRecord| row.down_ms[MachineState::Repair as usize];
    let repair = |row: MachineRecord| -> i64 {
        row.state_ms.iter().map(|month| month[MachineState::Repair as usize]).sum()
    };
    assert!(hours(&suspension) > 0 && hours(&engine) > 0);
    assert_eq!(hours(&suspension) + hours(&engine), broken.record.machines.iter().map(repair).sum());
}
