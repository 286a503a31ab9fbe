//! The small example's year, with demands like those of its mine.
use crate::world::*;
use iceroad_base::quantity::{Celsius, Quantity};
use iceroad_model::event::DelayCause;
use iceroad_model::event::{Claimant, Entry, Event, JobNo};
use iceroad_model::{ItemId, ModelId, StoreId};
use iceroad_supply::{Demand, Notice};
use iceroad_worlds::example::*;

/// Winter road from 20 December to 10 April; the river to 5 October and from 25 May, days from 1 July.
fn year() -> Run {
    let planned = vec![vec![window(172, 283)], vec![window(-37, 96), window(328, 460)]];
    let mut run = Run::seeded(small(), &planned, 42);
    for (day, temperature) in [(0, 15.0), (90, -5.0), (120, -25.0), (250, -15.0), (290, 2.0), (335, 14.0)] {
        while_month(&mut run, day);
        for mean in &mut run.temperature {
            *mean = Celsius::clamped(temperature);
        }
    }
    while_month(&mut run, 364);
    run.until(at(365.0));
    run.call(|supply, ctx| supply.finish(ctx).unwrap());
    run
}

/// Days up to `until`, with a service every third day, an engine repair every tenth, and fuel every day.
fn while_month(run: &mut Run, until: i64) {
    let from = run.today();
    for day in from..until {
        run.day(day);
        if day % 3 == 0 {
            ask(run, FILTER, 2, ALDER_28);
        }
        if day % 10 == 0 {
            ask(run, INJECTOR, 2, ALDER_28);
        }
        run.ask(Demand {
            store: MINE_STORE,
            item: DIESEL,
            quantity: Quantity(2_500),
            by: Claimant::Fuel(TRUCK_ALDER),
            model: Some(ALDER_28),
            lowest: Celsius::clamped(-45.0),
        });
    }
}

fn ask(run: &mut Run, item: ItemId, quantity: i64, model: ModelId) {
    run.ask(Demand {
        store: MINE_STORE,
        item,
        quantity: Quantity(quantity),
        by: Claimant::Job(JobNo(0)),
        model: Some(model),
        lowest: Celsius::clamped(-45.0),
    });
}

fn is_ordered(entry: &Entry) -> bool {
    matches!(entry.event, Event::Ordered { .. })
}

#[test]
fn a_year_balances_and_repeats_to_the_byte() {
    let (one, two) = (year(), year());
    assert_eq!(one.log.len(), two.log.len());
    assert!(one.log == two.log);
    assert!(one.supply.balance().iter().all(|balance| balance.holds()));
    assert!(one.log.iter().filter(|entry| is_ordered(entry)).count() > 20);
}

#[test]
fn nothing_is_bought_that_a_restriction_forbids_and_the_equivalent_stands_in() {
    let run = year();
    assert!(run.ordered().iter().all(|(_, (offer, _))| *offer != OFFER_INJECTOR));
    let stood_in = run.all(|event| match event {
        Event::Issued { item: INJECTOR_ALT, store: MINE_STORE, .. } => Some(()),
        _ => None,
    });
    assert!(stood_in.len() > 10, "{}", stood_in.len());
}

#[test]
fn the_truck_comes_over_the_winter_road_or_not_at_all() {
    let run = year();
    let joined = run.notices.contains(&Notice::Commission { machine: TRUCK_NEW });
    let delays = run.all(|event| match event {
        Event::Delayed { line: LINE_TRUCK, cause, span } => Some((cause, span)),
        _ => None,
    });
    assert!(joined);
    assert!(delays.iter().any(|(_, (cause, _))| *cause == DelayCause::Season(ICE)), "{delays:?}");
}

#[test]
fn the_hall_is_built_on_frozen_ground_and_opens_its_bays() {
    let run = year();
    let done: Vec<f64> = run
        .all(|event| match event {
            Event::TaskDone { task } => Some(task),
            _ => None,
        })
        .into_iter()
        .map(|(day, _)| day)
        .collect();
    assert_eq!(done.len(), 2, "{done:?}");
    assert!(run.notices.contains(&Notice::TaskDone { task: HALL }));
}

#[test]
fn stores_are_never_below_nothing() {
    let run = year();
    let mut shelf: std::collections::BTreeMap<(StoreId, ItemId), i64> = std::collections::BTreeMap::new();
    for line in run.scenario.stock.iter() {
        shelf.insert((line.store, line.item), line.on_hand.get());
    }
    for entry in &run.log {
        let (store, item, units) = match entry.event {
            Event::Received { store, item, quantity, .. } => (store, item, quantity.get()),
            Event::Issued { store, item, quantity, .. } | Event::Spoiled { store, item, quantity } => {
                (store, item, -quantity.get())
            }
            _ => continue,
        };
        let on_hand = shelf.entry((store, item)).or_default();
        *on_hand += units;
        assert!(*on_hand >= 0, "{entry:?}");
    }
}
