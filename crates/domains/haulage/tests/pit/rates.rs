//! Rates say what the cycle model does: in the states that were simulated within their half-width, and in a whole run.

use crate::battery::{drawn, finish};
use crate::world::layout;
use iceroad_base::{Id, Span, Time};
use iceroad_haulage::Notice;
use iceroad_haulage::alone::Alone;
use iceroad_haulage::rates::{LEAST_LOADS, RateHaulage, RateTable};
use iceroad_haulage::routes::Surface;
use iceroad_kernel::calendar::Calendar;
use iceroad_kernel::context::Context;
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::{MachineId, MineId};
use iceroad_worlds::pit::{Pit, PitDump, PitFace, electric_loader_model};
use std::sync::Arc;

/// Seven trucks and two loaders in four shifts of five hours, with spread, a crusher and fuel.
fn pit() -> Pit {
    let mut pit = Pit {
        trucks: 7,
        faces: vec![
            PitFace { metres: 1_000.0, loaders: 1, tonnes: None },
            PitFace { metres: 1_400.0, loaders: 1, tonnes: None },
        ],
        dumps: vec![PitDump { metres: 2_000.0, places: 2, seconds: 60.0, crusher: None }],
        shifts: vec![(8, 13), (14, 19), (20, 1), (2, 7)],
        days: 60,
        fuel: true,
        ..Pit::default()
    };
    pit.loader.fill_variation = iceroad_base::quantity::Variation::clamped(0.1);
    pit.loader.pass_variation = iceroad_base::quantity::Variation::clamped(0.2);
    pit
}

fn table(pit: &Pit, seed: u64) -> RateTable {
    let materials = pit.tables().materials.len();
    RateTable::new(Arc::new(layout(pit).unwrap()), materials, seed, pit.horizon().end()).unwrap()
}

fn tonnes(log: &[Entry]) -> f64 {
    let of = |entry: &Entry| match entry.event {
        Event::Dumped { mass, .. } | Event::Hauled { mass, .. } => mass.tonnes(),
        _ => 0.0,
    };
    log.iter().map(of).sum()
}

/// What is done to a machine.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    Stop(MachineId),
    Resume(MachineId),
}

/// Haulage by rates alone, nothing failing but what is done, for the whole horizon.
fn by_rates(pit: &Pit, table: &Arc<RateTable>, acts: &[(Time, Act)]) -> Vec<Entry> {
    until_by_rates(pit.horizon().end(), table, acts)
}

/// The same up to an end.
pub(crate) fn until_by_rates(end: Time, table: &Arc<RateTable>, acts: &[(Time, Act)]) -> Vec<Entry> {
    let mut haulage = RateHaulage::new(Arc::clone(table), 5, 0, 0);
    let mut calendar = Calendar::new(haulage.n_slots()).unwrap();
    let (mut log, mut notices) = (Vec::new(), Vec::new());
    macro_rules! ctx {
        () => {
            &mut Context {
                now: calendar.now(),
                calendar: &mut calendar,
                log: &mut log,
                notices: &mut notices,
            }
        };
    }
    haulage.start(ctx!()).unwrap();
    let acts = acts.iter().map(|&(at, act)| (at, Some(act)));
    for (until, act) in acts.chain([(end, None)]) {
        while let Some(due) = calendar.pop_until(until) {
            haulage.on_due(due.slot.0, ctx!()).unwrap();
            // There is always fuel.
            while let Some(notice) = notices.pop() {
                if let Notice::FuelWanted { machine, .. } = notice {
                    haulage.fuel_ready(machine, ctx!()).unwrap();
                }
            }
        }
        calendar.advance_to(until).unwrap();
        match act {
            Some(Act::Stop(machine)) => drop(haulage.stop(machine, ctx!()).unwrap()),
            Some(Act::Resume(machine)) => haulage.resume(machine, ctx!()).unwrap(),
            None => {}
        }
    }
    haulage.finish(ctx!());
    log
}

#[test]
fn a_simulated_state_is_the_cycle_model_within_its_half_width() {
    let pit = pit();
    let table = table(&pit, 11);
    let state = table.full(MineId(0), Surface::Normal).unwrap();
    let rates = table.rates(&state).unwrap();
    assert!(rates.simulated_loads() >= LEAST_LOADS);
    assert!(rates.half_width() < 0.02, "{}", rates.half_width());

    let mut alone = Alone::tables(&pit.tables(), &pit.horizon(), 12, Vec::new()).unwrap();
    alone.run_until(pit.horizon().end()).unwrap();
    let hours = 20.0 * f64::from(pit.days);
    let cycles = tonnes(&alone.log) / hours;
    let apart = rates.tonnes_per_hour() / cycles - 1.0;
    assert!(apart.abs() < 2.0 * rates.half_width(), "{apart} of {}", rates.half_width());
}

#[test]
fn a_run_by_rates_hauls_what_a_run_by_cycles_does() {
    let pit = pit();
    let mut alone = Alone::tables(&pit.tables(), &pit.horizon(), 12, Vec::new()).unwrap();
    alone.run_until(pit.horizon().end()).unwrap();
    let table = Arc::new(table(&pit, 11));
    let log = by_rates(&pit, &table, &[]);
    let apart = tonnes(&log) / tonnes(&alone.log) - 1.0;
    assert!(apart.abs() < 0.01, "{apart}");
    assert!(log.len() * 10 < alone.log.len(), "{} entries of {}", log.len(), alone.log.len());
}

#[test]
fn one_truck_less_hauls_what_the_table_says() {
    let pit = pit();
    let table = Arc::new(table(&pit, 11));
    let full = table.full(MineId(0), Surface::Normal).unwrap();
    let at = Time::START + Span::from_days(30.0);
    let log = by_rates(&pit, &table, &[(at, Act::Stop(MachineId::from_index(0)))]);
    let all = table.rates(&full).unwrap().tonnes_per_hour();
    let whole = 30.0 * 20.0 * all;
    let rest = tonnes(&log) - whole;
    // Seven trucks share two loaders: without one of them some, and not all, of its tonnes are missing.
    let share = rest / whole;
    assert!((0.80..0.99).contains(&share), "{share}");
}

#[test]
fn what_is_known_of_a_state_does_not_depend_on_who_asked_before() {
    let pit = pit();
    let (one, other) = (table(&pit, 11), table(&pit, 11));
    let frost = one.full(MineId(0), Surface::Frost).unwrap();
    let thaw = one.full(MineId(0), Surface::Thaw).unwrap();
    let first = (one.rates(&frost).unwrap(), one.rates(&thaw).unwrap());
    let second = (other.rates(&thaw).unwrap(), other.rates(&frost).unwrap());
    assert_eq!(first.0, second.1);
    assert_eq!(first.1, second.0);
    assert_eq!(one.size(), other.size());
}

#[test]
fn time_told_in_sums_is_time_at_work() {
    let pit = pit();
    let table = Arc::new(table(&pit, 11));
    let log = by_rates(&pit, &table, &[]);
    let mut spent = [0.0; MachineState::COUNT];
    for entry in &log {
        if let Event::Spent { machine, state, span, .. } = entry.event
            && machine.index() < pit.trucks
        {
            spent[state as usize] += span.hours();
        }
    }
    let mut alone = Alone::tables(&pit.tables(), &pit.horizon(), 12, Vec::new()).unwrap();
    alone.run_until(pit.horizon().end()).unwrap();
    let mut cycles = [0.0; MachineState::COUNT];
    let mut last = vec![(MachineState::Absent, Time::START); pit.trucks + 2];
    for entry in &alone.log {
        if let Event::State { machine, state } = entry.event {
            let (before, since) = std::mem::replace(&mut last[machine.index()], (state, entry.at));
            if machine.index() < pit.trucks {
                cycles[before as usize] += (entry.at - since).hours();
            }
        }
    }
    for state in [MachineState::Loading, MachineState::TravelLoaded, MachineState::Dumping] {
        let apart = spent[state as usize] / cycles[state as usize] - 1.0;
        assert!(apart.abs() < 0.02, "{}: {apart}", state.name());
    }
}

#[test]
fn a_loader_on_a_cable_draws_by_rates_what_it_does_by_cycles() {
    let pit = Pit { loader: electric_loader_model(), ..pit() };
    let log = by_rates(&pit, &Arc::new(table(&pit, 11)), &[]);
    let mut world = crate::world::run(&pit, i64::from(pit.days) * 86_400 - 1);
    finish(&mut world);
    for loader in [7, 8] {
        let (by_cycles, by_rates) = (drawn(&world.log, loader), drawn(&log, loader));
        let apart = by_rates.0 as f64 / by_cycles.0 as f64 - 1.0;
        assert!(apart.abs() < 0.01 && by_cycles.0 > 100_000, "{by_cycles:?} {by_rates:?}");
        assert_eq!(by_rates.1, 0);
    }
}

#[test]
fn who_drives_to_the_park_burns_what_the_way_takes() {
    // Parked between two shifts, a truck is taken to the gate and given back there, from where it drives 8 km to the park.
    let pit = Pit { trucks: 1, yard_metres: [4_000.0; 3], ..pit() };
    let at = |minute: i64| Time::START + Span::from_millis((13 * 60 + minute) * 60_000);
    let truck = MachineId::from_index(0);
    let table = Arc::new(table(&pit, 11));
    let by_rates = |acts: &[(Time, Act)]| drawn(&by_rates(&pit, &table, acts), 0).1;
    let by_cycles = |acts: &[(Time, Act)]| {
        let mut world = crate::world::world(&pit);
        for &(time, act) in acts {
            world.run_until(time).unwrap();
            match act {
                Act::Stop(machine) => {
                    world.tell(|haulage, ctx| haulage.stop(machine, ctx).map(drop)).unwrap()
                }
                Act::Resume(machine) => world.tell(|haulage, ctx| haulage.resume(machine, ctx)).unwrap(),
            }
        }
        finish(&mut world);
        drawn(&world.log, 0).1
    };
    let stops = [(at(40), Act::Stop(truck))];
    let drives = [stops[0], (at(40), Act::Resume(truck)), (at(58), Act::Stop(truck))];
    let (rated, every) = (by_rates(&drives) - by_rates(&stops), by_cycles(&drives) - by_cycles(&stops));
    assert!(every > 8 && (rated - every).abs() <= 1, "{rated} L and {every} L");
}
