//! What settlements and mines use and lack.
use crate::world::*;
use iceroad_base::quantity::{Celsius, Days, Mass, Quantity};
use iceroad_model::event::{Claimant, Event, Purpose};
use iceroad_model::mine_use::MineUse;
use iceroad_model::obligations::{Consumption, Settlement};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::worth::Payer;
use iceroad_model::{ItemId, MineUseId, SettlementId, SiteId, StoreId, Tables};
use iceroad_worlds::example::{FILTER, MINE, MINE_STORE, small};

fn village(on_hand: i64, per_day: f64, per_degree: f64) -> (Tables, StoreId, ItemId) {
    let mut t = supply();
    let (village, yard) = (t.site("village", HOME), t.site("yard", HOME));
    t.with_station(village);
    let fuel = t.item("fuel", 1);
    let tank = t.store("tank", village, None);
    t.stock(tank, fuel, on_hand, ReviewPolicy::None);
    t.offer("offer", fuel, yard, 1.0);
    let flight = t.leg("flight", yard, village, 1.0);
    t.legs[flight].emergency = true;
    let payer = Payer::Territory;
    t.settlements.push(Settlement { name: "village".into(), site: village, people: 100, store: tank, payer });
    t.consumption.push(Consumption {
        settlement: SettlementId(0),
        item: fuel,
        per_day,
        per_heating_degree_day: per_degree,
    });
    (t, tank, fuel)
}

fn used(run: &Run) -> Vec<i64> {
    let issued = run.all(|event| match event {
        Event::Issued { quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    issued.into_iter().map(|(_, units)| units).collect()
}

#[test]
fn a_day_uses_more_for_every_degree_below_eighteen() {
    let (t, ..) = village(1_000, 10.0, 2.0);
    let mut run = Run::new(t, &[]);
    run.temperature[0] = Celsius::clamped(20.0);
    run.day(0);
    run.temperature[0] = Celsius::clamped(18.0);
    run.day(1);
    run.temperature[0] = Celsius::clamped(-12.0);
    run.day(2);
    assert_eq!(used(&run), [10, 10, 70]);
}

#[test]
fn fractions_are_carried_over_and_nothing_is_lost() {
    let (t, ..) = village(1_000, 0.4, 0.0);
    let mut run = Run::new(t, &[]);
    run.day(9);
    // Ten days of 0.4 are four units, less what is not yet whole in binary.
    assert_eq!(used(&run), [1, 1, 1, 1]);
}

#[test]
fn a_day_with_too_little_is_short_and_not_made_good() {
    let (t, tank, _) = village(25, 10.0, 0.0);
    let mut run = Run::new(t, &[]);
    run.day(4);
    let short = run.all(|event| match event {
        Event::Short { quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(short, [(2.0, 5), (3.0, 10), (4.0, 10)]);
    assert_eq!(run.all(|event| matches!(event, Event::Dropped { .. }).then_some(())).len(), 3);
    assert_eq!(run.ordered(), []);
    let _ = (tank, SiteId(0));
}

#[test]
fn a_lasting_shortage_is_met_by_an_emergency_order_for_what_is_lacking_and_a_week() {
    let (mut t, tank, _) = village(0, 10.0, 0.0);
    t.stores[tank].emergency_after = Some(Days::clamped(3.0));
    let mut run = Run::new(t, &[]);
    run.day(6);
    let emergencies = run.all(|event| match event {
        Event::Ordered { purpose: Purpose::Emergency(_), quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(emergencies, [(3.0, 80)]);
    assert_eq!(run.received(tank), [(5.0, 80)]);
}

/// The small example's mine uses filters by the tonne out of its store, with so many there and no more to come.
fn by_tonne(on_hand: i64) -> Tables {
    let mut t = small();
    t.inbound = Default::default();
    t.stores[MINE_STORE].emergency_after = None;
    let line = t.stock.iter_mut().find(|line| (line.store, line.item) == (MINE_STORE, FILTER)).unwrap();
    (line.on_hand, line.policy) = (Quantity(on_hand), ReviewPolicy::None);
    t.mine_uses.push(MineUse {
        mine: MINE,
        store: MINE_STORE,
        item: FILTER,
        per_day: 0.0,
        per_heating_degree_day: 0.0,
        per_tonne: 0.25,
        material: None,
        dump: None,
    });
    t
}

#[test]
fn explosives_go_with_the_tonnes_since_the_last_midnight() {
    let mut run = Run::new(by_tonne(1_000), &[vec![], vec![]]);
    run.day(0);
    run.supply.hauled(MineUseId(0), Mass::from_tonnes(402.0));
    run.day(1);
    run.supply.hauled(MineUseId(0), Mass::from_tonnes(800.0));
    run.day(2);
    run.day(3);
    // 402 t at 0.25: 100 and a half carried over; 398 t more: 99.5; nothing on a day without tonnes.
    let asked = run.all(|event| match event {
        Event::Demanded { by: Claimant::Mine(MINE), quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(asked, [(1.0, 100), (2.0, 100)]);
}

#[test]
fn a_mine_without_explosives_is_short_on_the_days_it_lacks_them() {
    let mut run = Run::new(by_tonne(150), &[vec![], vec![]]);
    run.day(0);
    for day in 1..=3 {
        run.supply.hauled(MineUseId(0), Mass::from_tonnes(400.0 * f64::from(day)));
        run.day(day.into());
    }
    let lacked = run.all(|event| match event {
        Event::Lacked { mine: MINE, quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(lacked, [(2.0, 50), (3.0, 100)]);
}
