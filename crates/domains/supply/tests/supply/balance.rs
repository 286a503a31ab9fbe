//! Nothing is lost and nothing comes from nowhere, whatever happens: random worlds, judged from the log.
use crate::world::*;
use iceroad_base::quantity::{Days, Mass, Quantity, Volume};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{Claimant, Entry, Event};
use iceroad_model::goods::{Approval, Interchange, Ratio};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::trade::{Action, Restriction, Scope};
use iceroad_model::transport::Runs;
use iceroad_model::{ItemId, LegId, MachineId, Scenario, SiteId, StoreId, Tables};
use iceroad_supply::Demand;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Chosen {
    /// Per item: kilograms, litres, life in store (0: keeps).
    items: Vec<(i64, i64, u16)>,
    /// Per leg: from, to, days, trips, tonnes, seasonal, emergency.
    legs: Vec<(u8, u8, u8, u32, i64, bool, bool)>,
    /// Per offer: item, site, lead, minimum, batch.
    offers: Vec<(u8, u8, u8, i64, i64)>,
    /// Per stock line: store, item, on hand, s, more than s, days between reviews (30 or more: never reviewed).
    stock: Vec<(u8, u8, i64, i64, i64, u8)>,
    /// Need, substitute, of use, for need.
    interchange: Vec<(u8, u8, u32, u32)>,
    /// Territory whose goods are barred, and whether for good.
    barred: Option<bool>,
    capacity: Option<i64>,
    emergency_after: Option<u8>,
    /// Per demand: hours since the one before, store, item, quantity, at the pump, whether it is dropped later.
    demands: Vec<(u8, u8, u8, i64, bool, bool)>,
    open: (i32, i32),
}

fn chosen() -> impl Strategy<Value = Chosen> {
    let items =
        prop::collection::vec((1_i64..9_000, 1_i64..9_000, prop_oneof![Just(0_u16), 5..60_u16]), 3..5);
    let legs = prop::collection::vec(
        (0..4_u8, 0..4_u8, 0..9_u8, 1..4_u32, 1_i64..30, any::<bool>(), any::<bool>()),
        3..9,
    );
    let offers = prop::collection::vec((0..4_u8, 0..4_u8, 0..30_u8, 1_i64..9, 1_i64..9), 1..6);
    let stock = prop::collection::vec((0..3_u8, 0..4_u8, 0_i64..20, 0_i64..6, 1_i64..20, 0..40_u8), 1..10);
    let interchange = prop::collection::vec((0..4_u8, 0..4_u8, 1..4_u32, 1..4_u32), 0..4);
    let demands =
        prop::collection::vec((0..100_u8, 0..3_u8, 0..4_u8, 0_i64..12, any::<bool>(), any::<bool>()), 1..60);
    let rest = (
        prop::option::of(any::<bool>()),
        prop::option::of(50_000_i64..400_000),
        prop::option::of(0..20_u8),
        (0..40_i32, 0..60_i32),
    );
    (items, legs, offers, stock, interchange, demands, rest).prop_map(
        |(items, legs, offers, stock, interchange, demands, (barred, capacity, emergency_after, open))| {
            Chosen {
                items,
                legs,
                offers,
                stock,
                interchange,
                barred,
                capacity,
                emergency_after,
                demands,
                open,
            }
        },
    )
}

/// The world that was chosen, or nothing where it breaks a rule of scenarios.
fn world(chosen: &Chosen) -> Option<Tables> {
    let mut t = supply();
    t.heading.days = 200;
    for n in 0..4 {
        t.site(&format!("site-{n}"), if n == 3 { XB } else { HOME });
    }
    for (n, &(kg, litres, life)) in chosen.items.iter().enumerate() {
        let id = t.item(&format!("item-{n}"), kg);
        t.items[id].unit_millilitres = litres * 1_000;
        t.items[id].shelf_life = (life > 0).then(|| Days::clamped(f64::from(life)));
        t.items[id].origin = Some(if n % 2 == 0 { XB } else { HOME });
    }
    let n_items = t.items.len() as u8;
    let winter = t.season("winter");
    for (n, &(from, to, days, trips, tonnes, seasonal, emergency)) in chosen.legs.iter().enumerate() {
        // The first three lead from the yard to the base and from there to the shops: stores can be fed.
        let (from, to) = [(3, 0), (0, 1), (0, 2)].get(n).copied().unwrap_or((from, to));
        let emergency = emergency && n >= 3;
        if from == to {
            continue;
        }
        let (from, to) = (SiteId(from.into()), SiteId(to.into()));
        let leg = t.leg(&format!("leg-{n}"), from, to, f64::from(days));
        let runs = t.runs_on(leg);
        (runs.runs, runs.payload, runs.volume) =
            (Runs::Trips(trips), Mass(tonnes * 1_000), Volume(tonnes * 1_500));
        let row = &mut t.legs[leg];
        (row.season, row.emergency) = (seasonal.then_some(winter), emergency);
    }
    for n in 0..3_u32 {
        let parent = (n > 0).then_some(StoreId(0));
        let id = t.store(&format!("store-{n}"), SiteId(n), parent);
        t.stores[id].emergency_after = chosen.emergency_after.map(|days| Days::clamped(f64::from(days)));
        t.stores[id].capacity = chosen.capacity.map(Mass).filter(|_| n == 1);
    }
    for (n, &(item, site, lead, minimum, batch)) in chosen.offers.iter().enumerate() {
        let item = ItemId((item % n_items).into());
        let id = t.offer(&format!("offer-{n}"), item, SiteId(site.into()), f64::from(lead));
        (t.offers[id].minimum, t.offers[id].batch) = (Quantity(minimum), Quantity(batch));
    }
    let mut seen = Vec::new();
    for &(store, item, on_hand, s, more, days) in &chosen.stock {
        let key = (StoreId(store.into()), ItemId((item % n_items).into()));
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let policy = if days >= 30 { ReviewPolicy::None } else { every(s, s + more, f64::from(days / 3)) };
        t.stock(key.0, key.1, on_hand, policy);
    }
    let mut said = Vec::new();
    for (n, &(one, other, of_use, for_need)) in chosen.interchange.iter().enumerate() {
        let (need, substitute) = (one.min(other) % n_items, one.max(other) % n_items);
        if need >= substitute || said.contains(&(need, substitute)) {
            continue;
        }
        said.push((need, substitute));
        t.interchange.push(Interchange {
            name: format!("statement-{n}"),
            need: ItemId(need.into()),
            substitute: ItemId(substitute.into()),
            ratio: Ratio { of_use, for_need },
            two_way: false,
            transitive: true,
            models: vec![],
            from: None,
            to: None,
            approval: Approval::Approved,
            life_factor: 1.0,
        });
    }
    if let Some(for_good) = chosen.barred {
        t.restrictions.push(Restriction {
            name: "rule".into(),
            title: "A rule (illustrative)".into(),
            action: Action::Prohibit,
            scope: Scope { origins: vec![XB], ..Scope::default() },
            from: None,
            to: (!for_good).then(|| date(2026, 2, 1)),
            wind_down_until: None,
            exempt: vec![],
        });
    }
    Scenario::new(t.clone()).ok().map(|_| t)
}

fn run(chosen: &Chosen, tables: Tables) -> Run {
    let (opens, length) = chosen.open;
    let mut run = Run::new(tables, &[vec![window(opens, opens + length), window(160, 180)]]);
    let n_items = run.scenario.items.len() as u8;
    run.limit = Box::new(move |_, day| {
        let open =
            (i64::from(opens)..=i64::from(opens + length)).contains(&day) || (160..=180).contains(&day);
        // The ice thickens: 5 t more every ten days.
        let gross = Mass(15_000 + 5_000 * (day / 10));
        if open { DayLimit { gross, payload: share(0.9) } } else { DayLimit::CLOSED }
    });
    // Never at midnight itself, where the day begins before anybody asks.
    let mut hours = 0.5;
    for &(after, store, item, quantity, pump, dropped) in &chosen.demands {
        hours += f64::from(after);
        run.until(at(hours / 24.0));
        let mut demand = for_job(StoreId(store.into()), ItemId((item % n_items).into()), quantity);
        if pump {
            demand.by = Claimant::Fuel(MachineId(0));
        }
        let no = run.ask(Demand { ..demand });
        if dropped && pump {
            run.until(at(hours / 24.0 + 0.01));
            hours += 0.24;
            run.call(|supply, ctx| supply.drop_demand(no, ctx).unwrap());
        }
        assert_balanced(&run);
    }
    run.until(at(200.0_f64.max(hours / 24.0 + 1.0)));
    assert_balanced(&run);
    run
}

fn assert_balanced(run: &Run) {
    for balance in run.supply.balance() {
        assert!(balance.holds(), "{balance:?}");
    }
}

/// What the log alone must show.
fn judge(run: &Run) {
    let mut shelf: BTreeMap<(StoreId, ItemId), i64> = BTreeMap::new();
    for line in run.scenario.stock.iter() {
        shelf.insert((line.store, line.item), line.on_hand.get());
    }
    let mut departed: BTreeMap<u32, Mass> = BTreeMap::new();
    let mut shipped: BTreeMap<u32, Mass> = BTreeMap::new();
    let mut today: BTreeMap<(i64, LegId), (i64, u32)> = BTreeMap::new();
    for Entry { at, event } in &run.log {
        match *event {
            Event::Received { store, item, quantity, .. } => {
                *shelf.entry((store, item)).or_default() += quantity.get();
            }
            Event::Issued { store, item, quantity, .. } | Event::Spoiled { store, item, quantity } => {
                let on_hand = shelf.entry((store, item)).or_default();
                *on_hand -= quantity.get();
                assert!(*on_hand >= 0, "{store:?} {item:?} at {at:?}");
            }
            Event::Shipped { shipment, item, quantity, .. } => {
                let mass = run.scenario.items[item].mass_of(quantity.get());
                shipped.insert(shipment.0, mass);
                departed.insert(shipment.0, mass);
            }
            Event::Departed { shipment, leg, mass, trips } => {
                let day = today.entry((at.days().floor() as i64, leg)).or_default();
                *day = (day.0 + mass.get(), day.1 + trips);
                let row = &run.scenario.legs[leg];
                let runs = run.scenario.vehicles.iter().find(|one| one.leg == leg).unwrap();
                let Runs::Trips(trips) = runs.runs else { panic!("{leg:?}") };
                assert!(day.1 <= trips, "{leg:?} at {at:?}");
                assert!(day.0 <= runs.payload.get() * i64::from(day.1), "{leg:?} at {at:?}");
                assert!(
                    row.season
                        .is_none_or(|season| (run.limit)(season, at.days().floor() as i64).gross.get() > 0)
                );
                let gone = departed.get_mut(&shipment.0).unwrap();
                if *gone == shipped[&shipment.0] {
                    *gone = Mass::ZERO;
                }
                *gone += mass;
                assert!(*gone <= shipped[&shipment.0], "more set off than was shipped");
            }
            Event::Arrived { shipment, .. } => {
                assert_eq!(departed[&shipment.0], shipped[&shipment.0], "all parts before it goes on");
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 40_000, ..ProptestConfig::default() })]
    #[test]
    fn random_worlds_balance_and_repeat(chosen in chosen()) {
        let Some(tables) = world(&chosen) else { return Err(TestCaseError::reject("breaks a rule of scenarios")) };
        let one = run(&chosen, tables.clone());
        judge(&one);
        let two = run(&chosen, tables);
        prop_assert!(one.log == two.log);
    }
}
