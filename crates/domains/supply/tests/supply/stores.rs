//! What a store issues, who waits for what, what comes in, what spoils.
use crate::world::*;
use iceroad_base::quantity::{Days, Mass, Quantity};
use iceroad_model::event::{Claimant, Event};
use iceroad_model::fleet::{LoaderModel, Model, Work};
use iceroad_model::goods::{Approval, Interchange, Ratio};
use iceroad_model::stores::{Inbound, ReviewPolicy};
use iceroad_model::{BrandId, ItemId, MachineId, ModelId, StoreId, Tables};
use iceroad_supply::{Demand, Notice};

/// One store, with goods that nobody replenishes, and an offer next door that hands over at once.
fn shop(on_hand: i64) -> (Tables, StoreId, ItemId) {
    let mut t = supply();
    let (town, yard) = (t.site("town", HOME), t.site("yard", HOME));
    let goods = t.item("goods", 1);
    t.leg("road", yard, town, 1.0);
    let shop = t.store("shop", town, None);
    t.stock(shop, goods, on_hand, ReviewPolicy::None);
    t.offer("offer", goods, yard, 0.0);
    (t, shop, goods)
}

fn issued(run: &Run) -> Vec<(f64, (u32, ItemId, i64))> {
    run.all(|event| match event {
        Event::Issued { demand, item, quantity, .. } => Some((demand.0, item, quantity.get())),
        _ => None,
    })
}

/// Goods that come on a day, by being on the way.
fn comes(t: &mut Tables, store: StoreId, item: ItemId, quantity: i64, on: iceroad_base::civil::Date) {
    let at = t.stores[store].site;
    t.inbound.push(Inbound {
        name: format!("inbound-{}", t.inbound.len()),
        item,
        quantity: Quantity(quantity),
        store,
        seller: None,
        at,
        ready: on,
    });
}

#[test]
fn what_a_job_lacks_a_piece_of_waits_until_it_is_whole() {
    let (mut t, shop, goods) = shop(3);
    comes(&mut t, shop, goods, 4, date(2026, 1, 6));
    let mut run = Run::new(t, &[]);
    run.day(1).job(shop, goods, 5);
    run.day(10);
    assert_eq!(issued(&run), [(5.0, (0, goods, 5))]);
    assert_eq!(run.filled(), [(5.0, 0)]);
    assert!(matches!(run.notices[..], [Notice::Filled { by: Claimant::Job(_), .. }]));
}

#[test]
fn a_demand_met_at_once_is_told_at_once() {
    let (t, shop, goods) = shop(3);
    let mut run = Run::new(t, &[]);
    run.job(shop, goods, 3);
    assert_eq!(run.notices.len(), 1);
    run.job(shop, goods, 0);
    assert_eq!(run.notices.len(), 2, "nothing asked for is met");
}

#[test]
fn those_who_wait_are_served_by_priority_then_first_come() {
    let (mut t, shop, goods) = shop(0);
    for day in 2..6 {
        comes(&mut t, shop, goods, 1, date(2026, 1, day));
    }
    let model = |name: &str, priority| Model {
        name: name.into(),
        brand: BrandId(0),
        work: Work::Loader(LoaderModel {
            bucket: iceroad_base::quantity::Volume(10_000),
            bucket_mass: Mass(20_000),
            fill: iceroad_base::quantity::Factor::clamped(1.0),
            fill_variation: iceroad_base::quantity::Variation::clamped(0.0),
            pass: iceroad_base::quantity::Seconds::clamped(30.0),
            pass_variation: iceroad_base::quantity::Variation::clamped(0.0),
            spot: iceroad_base::quantity::Seconds::clamped(30.0),
            loading_rule: iceroad_model::pit::LoadingRule::FullTruck,
            first_pass: None,
            two_sided: false,
            walk: iceroad_model::fleet::WALK,
            electric: None,
            fuel: iceroad_base::quantity::FuelFlow::clamped(50.0),
            idle_fuel: iceroad_base::quantity::FuelFlow::clamped(10.0),
            tank: iceroad_base::quantity::Volume(1_000),
        }),
        bay_class: Mass(100_000),
        priority,
        cost_per_hour: iceroad_base::quantity::Money(0),
        capital: None,
        warm_up: Default::default(),
    };
    t.brands.push("brand".into());
    t.models.push(model("last", 9));
    t.models.push(model("first", 1));
    let mut run = Run::new(t, &[]);
    run.day(0);
    let of = |model, by| Demand { model, by, ..for_job(shop, goods, 1) };
    let job = for_job(shop, goods, 1).by;
    run.ask(of(Some(ModelId(0)), job)); // 0: a job on a machine that can wait
    run.ask(of(Some(ModelId(1)), job)); // 1: a job on one that cannot
    run.ask(of(Some(ModelId(1)), job)); // 2: another of the kind
    run.ask(of(None, Claimant::Fuel(MachineId(0)))); // 3: at the pump
    run.day(10);
    assert_eq!(run.filled(), [(1.0, 3), (2.0, 1), (3.0, 2), (4.0, 0)]);
}

#[test]
fn at_the_pump_it_is_all_or_nothing_and_nobody_passes() {
    let (mut t, shop, goods) = shop(5);
    comes(&mut t, shop, goods, 5, date(2026, 1, 4));
    let mut run = Run::new(t, &[]);
    run.day(0);
    let fuel = |quantity| Demand { by: Claimant::Fuel(MachineId(0)), ..for_job(shop, goods, quantity) };
    run.ask(fuel(8));
    run.ask(fuel(2));
    run.day(10);
    assert_eq!(issued(&run), [(3.0, (0, goods, 8)), (3.0, (1, goods, 2))]);
}

#[test]
fn a_dropped_demand_lets_those_behind_it_in() {
    let (t, shop, goods) = shop(5);
    let mut run = Run::new(t, &[]);
    run.day(0);
    let fuel = |quantity| Demand { by: Claimant::Fuel(MachineId(0)), ..for_job(shop, goods, quantity) };
    let first = run.ask(fuel(8));
    run.ask(fuel(2));
    run.day(1).call(|supply, ctx| supply.drop_demand(first, ctx).unwrap());
    assert_eq!(run.filled(), [(1.0, 1)]);
    run.call(|supply, ctx| supply.drop_demand(first, ctx).unwrap());
    let never = iceroad_model::event::DemandNo(99);
    let error = run.call(|supply, ctx| supply.drop_demand(never, ctx).unwrap_err());
    assert_eq!(error.to_string(), "demand 99 was named, but only 2 have been made");
}

fn life_factor_of(notice: &Notice) -> f64 {
    match notice {
        Notice::Filled { life_factor, .. } => *life_factor,
        Notice::Commission { .. } | Notice::TaskDone { .. } => f64::NAN,
    }
}

fn stands_in(t: &mut Tables, need: ItemId, substitute: ItemId, of_use: u32, for_need: u32) {
    t.interchange.push(Interchange {
        name: format!("statement-{}", t.interchange.len()),
        need,
        substitute,
        ratio: Ratio { of_use, for_need },
        two_way: false,
        transitive: false,
        models: vec![],
        from: None,
        to: None,
        approval: Approval::Approved,
        life_factor: 1.0,
    });
}

#[test]
fn a_substitute_on_the_shelf_stands_in_at_its_ratio() {
    let (mut t, shop, goods) = shop(1);
    let small = t.item("small", 1);
    stands_in(&mut t, goods, small, 3, 2); // three small ones for two
    t.interchange.iter_mut().for_each(|row| row.life_factor = 0.8);
    t.stock(shop, small, 4, ReviewPolicy::None);
    let mut run = Run::new(t, &[]);
    // Four small ones cover two (2.67 rounded down), which take three.
    run.job(shop, goods, 2);
    run.job(shop, goods, 1);
    let lives: Vec<f64> = run.notices.iter().map(life_factor_of).collect();
    assert_eq!(lives, [0.8, 1.0], "of what was issued for each");
    assert_eq!(issued(&run), [(0.0, (0, small, 3)), (0.0, (1, goods, 1))]);
    assert_eq!(run.filled(), [(0.0, 0), (0.0, 1)]);
}

#[test]
fn a_set_is_of_one_make() {
    let (mut t, shop, goods) = shop(3);
    let new = t.item("new", 1);
    stands_in(&mut t, goods, new, 1, 1);
    t.stock(shop, new, 5, ReviewPolicy::None);
    comes(&mut t, shop, goods, 1, date(2026, 1, 4));
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 4);
    assert_eq!(issued(&run), [(0.0, (0, new, 4))], "never three old and one new");
    // One new and three old are left: the next waits for a fourth old one, and who comes after it does not pass.
    run.job(shop, goods, 4);
    run.job(shop, goods, 2);
    run.day(10);
    assert_eq!(issued(&run)[1..], [(3.0, (1, goods, 4))]);
}

#[test]
fn an_emergency_brings_what_the_set_lacks() {
    let (mut t, shop, goods) = shop(3);
    t.stores[shop].emergency_after = Some(Days::clamped(2.0));
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 4);
    run.day(10);
    let received = run.all(|event| match event {
        Event::Received { quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(received, [(3.0, 1)]);
    assert_eq!(issued(&run), [(3.0, (0, goods, 4))]);
}

#[test]
fn a_substitute_that_comes_serves_those_who_wait_for_the_item() {
    let (mut t, shop, goods) = shop(0);
    let other = t.item("other", 1);
    stands_in(&mut t, goods, other, 1, 1);
    comes(&mut t, shop, other, 1, date(2026, 1, 4));
    comes(&mut t, shop, goods, 1, date(2026, 1, 6));
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 1);
    run.job(shop, other, 1); // nothing stands in for the other
    run.day(10);
    assert_eq!(issued(&run), [(3.0, (0, other, 1))]);
}

#[test]
fn goods_spoil_when_their_life_in_store_is_over_the_oldest_are_issued_first() {
    let (mut t, shop, goods) = shop(5);
    t.items[goods].shelf_life = Some(Days::clamped(10.0));
    comes(&mut t, shop, goods, 5, date(2026, 1, 5));
    let mut run = Run::new(t, &[]);
    run.day(6).job(shop, goods, 3); // of the five that were there
    run.day(30);
    let spoiled = run.all(|event| match event {
        Event::Spoiled { quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(spoiled, [(10.0, 2), (14.0, 5)]);
}

#[test]
fn goods_for_which_there_is_no_room_wait_outside() {
    let (mut t, shop, goods) = shop(5);
    t.stores[shop].capacity = Some(Mass(6));
    comes(&mut t, shop, goods, 4, date(2026, 1, 3));
    let mut run = Run::new(t, &[]);
    run.day(5);
    assert_eq!(run.received(shop), [(2.0, 1)]);
    run.job(shop, goods, 2);
    assert_eq!(run.received(shop), [(2.0, 1), (5.0, 2)]);
    // Asked for more than there is: what stands outside is handed through.
    run.job(shop, goods, 7);
    assert_eq!(run.filled().len(), 2);
}

#[test]
fn room_counts_litres_too() {
    let (mut t, shop, goods) = shop(5);
    t.stores[shop].room = Some(iceroad_base::quantity::Volume(7)); // a litre each
    comes(&mut t, shop, goods, 4, date(2026, 1, 3));
    let mut run = Run::new(t, &[]);
    run.day(5);
    assert_eq!(run.received(shop), [(2.0, 2)]);
}

/// A base at the yard that feeds the shop over the road of a day.
fn echelons(policy: ReviewPolicy, at_base: i64) -> (Tables, StoreId, StoreId, ItemId) {
    let mut t = supply();
    let (town, yard) = (t.site("town", HOME), t.site("yard", HOME));
    let goods = t.item("goods", 1);
    t.leg("road", yard, town, 1.0);
    let base = t.store("base", yard, None);
    let shop = t.store("shop", town, Some(base));
    t.stock(base, goods, at_base, policy);
    t.stock(shop, goods, 2, continuous(1, 4));
    t.offer("offer", goods, yard, 5.0);
    (t, base, shop, goods)
}

#[test]
fn a_store_is_fed_from_its_parent_which_sends_what_it_has() {
    let (t, base, shop, goods) = echelons(continuous(1, 6), 2);
    let mut run = Run::new(t, &[]);
    run.day(2).job(shop, goods, 1);
    run.day(20);
    // Position 1: three are asked of the base, which has two and sends them; its own position is then −1 and it orders
    // seven, which come on day 7 (its site is the offer's); the third goes on then.
    assert_eq!(run.ordered(), [(2.0, (iceroad_model::OfferId(0), 7))]);
    assert_eq!(run.received(base), [(7.0, 7)]);
    assert_eq!(run.received(shop), [(3.0, 2), (8.0, 1)]);
}

#[test]
fn a_parent_that_never_orders_gives_what_it_has_and_the_rest_is_bought() {
    let (t, _, shop, goods) = echelons(ReviewPolicy::None, 2);
    let mut run = Run::new(t, &[]);
    run.day(2).job(shop, goods, 1);
    run.day(20);
    assert_eq!(run.ordered(), [(2.0, (iceroad_model::OfferId(0), 1))]);
    assert_eq!(run.received(shop), [(3.0, 2), (8.0, 1)]);
}

#[test]
fn stores_at_one_site_hand_over_at_once() {
    let (mut t, base, shop, goods) = echelons(continuous(1, 6), 6);
    t.stores[shop].site = t.stores[base].site;
    let mut run = Run::new(t, &[]);
    run.day(2).job(shop, goods, 2);
    assert_eq!(run.received(shop), [(2.0, 4)]);
}
