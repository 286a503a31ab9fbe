//! The season's plan against what is known otherwise: every plan there is, one order, one item, the other structure, luck itself.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_base::random::Stream;
use iceroad_spares::SparesError;
use iceroad_spares::count::Count;
use iceroad_spares::once::order_once;
use iceroad_spares::season::windows::{Short, Windows};
use iceroad_spares::season::{Effort, Item, Leg, Order, Plan, Season, Shelf, to_date};
use proptest::prelude::*;

#[track_caller]
fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1.0), "{found} instead of {wanted}");
}

fn solve(season: &Season) -> Plan {
    season.solve(&Effort { gap: 1e-6, ..Effort::default() }).unwrap()
}

fn open(periods: usize) -> Vec<f64> {
    vec![f64::INFINITY; periods]
}

/// All that one item can order where no row takes more than its room, with what each plan costs and how many kilograms it takes.
fn every_plan(season: &Season, item: usize) -> Vec<(f64, Vec<Vec<f64>>)> {
    let mut plans: Vec<Vec<Order>> = vec![Vec::new()];
    let it = &season.items()[item];
    for (leg, way) in season.legs().iter().enumerate() {
        for period in 0..season.periods().saturating_sub(way.lead) {
            let before = plans.clone();
            let mut pieces = it.minimum;
            while f64::from(pieces) * it.mass <= way.capacity[period] && !it.barred.contains(&leg) {
                let order = Order { item, leg, period, pieces };
                plans.extend(before.iter().map(|plan| [plan.clone(), vec![order]].concat()));
                pieces += it.lot;
            }
        }
    }
    plans.iter().map(|plan| (season.cost(plan).unwrap(), season.loads(plan).unwrap())).collect()
}

/// The least cost of two items together. A plan's cost is counted with the other item ordering nothing, which is taken off again.
fn least_of_two(season: &Season) -> f64 {
    let nothing = season.cost(&[]).unwrap();
    let (one, two) = (every_plan(season, 0), every_plan(season, 1));
    let mut least = f64::INFINITY;
    for (cost, loads) in &one {
        for (other_cost, other_loads) in &two {
            let sum = cost + other_cost - nothing;
            if sum < least && fits(season, loads, other_loads) {
                least = sum;
            }
        }
    }
    least
}

fn fits(season: &Season, one: &[Vec<f64>], two: &[Vec<f64>]) -> bool {
    season.legs().iter().zip(one.iter().zip(two)).all(|(leg, (one, two))| {
        leg.capacity.iter().zip(one.iter().zip(two)).all(|(room, (a, b))| a + b <= room + 1e-9)
    })
}

fn keeps_to_the_room(season: &Season, plan: &Plan) -> bool {
    let none = vec![vec![0.0; season.periods()]; season.legs().len()];
    fits(season, &plan.loads, &none)
}

const PERIODS: usize = 3;

fn an_item() -> impl Strategy<Value = Item> {
    let demand = (prop::collection::vec(0.0..1.5_f64, PERIODS), 1.0..3.0_f64);
    let money = (1.0..9.0_f64, 1_u8..3, 0.0..40.0_f64, 0.0..2.0_f64, 0.0..1.0_f64);
    let there = (0_u32..3, prop::collection::vec(0_u32..2, PERIODS), 1_u32..3, 1_u32..3, 0.0..6.0_f64);
    let rest = (prop::option::of((1_usize..4, 0.0..9.0_f64)), 0.0..1.0_f64, 0.0..9.0_f64, 0_usize..6);
    (demand, money, there, rest).prop_map(|(demand, money, there, rest)| Item {
        mass: f64::from(money.1),
        owed: vec![money.2, money.2 * 0.5, money.2 * 1.5],
        held: vec![money.3, money.3, money.4],
        stock: there.0,
        under_way: there.1,
        minimum: there.2,
        lot: there.3,
        order_cost: there.4,
        shelf: rest.0.map(|(life, renewal)| Shelf { life, renewal }),
        worth_at_end: money.0 * rest.1,
        owed_at_end: rest.2,
        barred: if rest.3 < 2 { vec![rest.3] } else { Vec::new() },
        ..Item::plain(money.0, 1.0, to_date(&demand.0, demand.1).unwrap(), 0.0, 0.0)
    })
}

fn legs() -> impl Strategy<Value = Vec<Leg>> {
    let room = || prop::collection::vec((0_u8..4).prop_map(f64::from), PERIODS);
    let money = |most: f64| prop::collection::vec(0.0..most, PERIODS);
    (room(), room(), money(3.0), money(6.0)).prop_map(|(slow, fast, cheap, dear)| {
        vec![Leg { lead: 1, freight: cheap, capacity: slow }, Leg { lead: 0, freight: dear, capacity: fast }]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Lots, least orders, shelf lives, leads and closed rows, against every plan there is.
    #[test]
    fn the_bound_is_below_and_the_plan_above_the_best_of_all(legs in legs(), one in an_item(), two in an_item()) {
        let season = Season::new(PERIODS, legs, vec![one, two]).unwrap();
        let best = least_of_two(&season);
        let plan = solve(&season);
        let slack = 1e-9 * best.abs().max(1.0);
        prop_assert!(plan.bound <= best + slack, "bound {} above the best {}", plan.bound, best);
        prop_assert!(plan.cost >= best - slack, "plan {} below the best {}", plan.cost, best);
        prop_assert!(keeps_to_the_room(&season, &plan));
    }

    /// One item is planned exactly, whatever the room.
    #[test]
    fn one_item_has_no_gap(legs in legs(), item in an_item()) {
        let season = Season::new(PERIODS, legs, vec![item]).unwrap();
        let plans = every_plan(&season, 0);
        let best = plans.iter().map(|(cost, _)| *cost).fold(f64::INFINITY, f64::min);
        let plan = solve(&season);
        near(plan.cost, best, 1e-9);
        near(plan.bound, best, 1e-9);
    }
}

/// Items of a mine by luck: prices, masses and rates over several powers of ten, demand that has its season, stock for two months.
fn a_mine(items: usize, months: usize, seed: u64, scarce: f64) -> Season {
    let mut stream = Stream::named(seed, 0, "mine", "items");
    let mut span = |low: f64, high: f64| low * libm::pow(high / low, stream.uniform());
    let mut kilograms = 0.0;
    let mut made = Vec::new();
    for _ in 0..items {
        let (price, rate, spread) = (span(20.0, 60_000.0), span(0.03, 6.0), span(1.0, 3.0));
        let mass = (price / 50.0 * span(0.1, 10.0)).clamp(0.2, 3_000.0);
        let thaw = span(0.5, 2.0);
        let means: Vec<f64> =
            (0..months).map(|month| if month % 12 < 6 { rate } else { rate * thaw }).collect();
        kilograms += mass * means.iter().sum::<f64>();
        let owed = span(0.3, 30.0) * price.max(500.0);
        made.push(Item {
            stock: (rate * 2.0) as u32,
            worth_at_end: price * 0.8,
            owed_at_end: price * 3.0,
            ..Item::plain(price, mass, to_date(&means, spread).unwrap(), owed, price * 0.015)
        });
    }
    let yearly = kilograms / (months as f64 / 12.0) * scarce;
    let in_months = |open: &[usize], share: f64| {
        (0..months).map(|month| if open.contains(&(month % 12)) { yearly * share } else { 0.0 }).collect()
    };
    let legs = vec![
        Leg::steady(0, 0.4, in_months(&[0, 1, 2], 0.2)),
        Leg::steady(1, 0.25, in_months(&[5, 6, 7, 8], 0.06)),
        Leg::steady(0, 7.0, vec![yearly * 0.05; months]),
    ];
    Season::new(months, legs, made).unwrap()
}

#[test]
fn many_items_leave_a_small_gap() {
    let season = a_mine(60, 12, 3, 1.0);
    let plan = season.solve(&Effort::default()).unwrap();
    assert!(keeps_to_the_room(&season, &plan));
    assert!(plan.bound <= plan.cost && plan.gap() < 0.02, "gap {}", plan.gap());
    near(plan.cost, season.cost(&plan.orders).unwrap(), 1e-12);
    // Room that has a price is all but used: less than the heaviest piece is left.
    let priced = plan.prices.iter().flatten().zip(plan.loads.iter().flatten());
    let rooms = season.legs().iter().flat_map(|leg| &leg.capacity);
    let heaviest = season.items().iter().map(|item| item.mass).fold(0.0, f64::max);
    let mut scarce = 0;
    for ((price, load), room) in priced.zip(rooms).filter(|((price, _), _)| **price > 0.1) {
        assert!(room - load < heaviest, "{} of {} at {}", load, room, price);
        scarce += 1;
    }
    assert!(scarce > 5);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let season = a_mine(30, 12, 5, 0.8);
    assert_eq!(season.solve(&Effort::default()).unwrap(), season.solve(&Effort::default()).unwrap());
}

/// Twice the items in twice the room: the bound doubles, as its prices stay; the plan may be a little better than two plans.
#[test]
fn a_question_doubled() {
    let season = a_mine(30, 12, 9, 0.8);
    let legs = season
        .legs()
        .iter()
        .map(|leg| Leg { capacity: leg.capacity.iter().map(|room| room * 2.0).collect(), ..leg.clone() });
    let items = [season.items(), season.items()].concat();
    let doubled = Season::new(12, legs.collect(), items).unwrap();
    let (one, two) = (solve(&season), solve(&doubled));
    near(two.bound / (2.0 * one.bound), 1.0, 2e-3);
    assert!(two.bound <= 2.0 * one.cost && two.gap() < 0.02, "gap {}", two.gap());
}

#[test]
fn one_period_is_a_newsvendor() {
    for (mean, price, owed, held) in [(4.0, 10.0, 100.0, 1.0), (30.0, 3.0, 6.0, 2.0), (0.2, 5.0, 300.0, 0.5)]
    {
        let item = Item::plain(price, 2.0, to_date(&[mean], 1.0).unwrap(), owed, held);
        let leg = Leg::steady(0, 0.5, open(1));
        let season = Season::new(1, vec![leg], vec![item]).unwrap();
        let plan = solve(&season);
        let piece = price + 1.0;
        let table = Count::poisson(mean).unwrap().table();
        let once = order_once(&table, owed - piece, held + piece).unwrap();
        let ordered: u32 = plan.orders.iter().map(|order| order.pieces).sum();
        assert_eq!(ordered as usize, once.order);
        near(plan.cost, piece * mean + once.cost, 1e-9);
        near(plan.bound, plan.cost, 1e-12);
    }
}

#[test]
fn with_room_for_all_each_item_is_by_itself() {
    let season = a_mine(20, 12, 11, 1.0);
    let legs = vec![Leg::steady(1, 0.4, open(12)), Leg::steady(0, 7.0, open(12))];
    let all = solve(&Season::new(12, legs.clone(), season.items().to_vec()).unwrap());
    let mut alone = 0.0;
    for item in season.items() {
        alone += solve(&Season::new(12, legs.clone(), vec![item.clone()]).unwrap()).cost;
    }
    near(all.cost, alone, 1e-9);
    near(all.bound, alone, 1e-9);
    assert!(all.prices.iter().flatten().all(|price| *price == 0.0));
}

#[test]
fn where_all_is_closed_all_is_owed() {
    let laws = to_date(&[2.0, 1.0], 1.0).unwrap();
    let item = Item { stock: 1, ..Item::plain(5.0, 1.0, laws.clone(), 7.0, 1.0) };
    let leg = Leg::steady(0, 1.0, vec![0.0; 2]);
    let plan = solve(&Season::new(2, vec![leg], vec![item]).unwrap());
    let each = |law: &Count| 7.0 * law.table().short(1) + law.table().left(1);
    assert!(plan.orders.is_empty());
    near(plan.cost, each(&laws[0]) + each(&laws[1]), 1e-12);
    near(plan.bound, plan.cost, 1e-12);
}

/// A road open in the first month only: nothing that is seen later can change an order, so that both structures are one. Open in every month, a
/// planner who looks again does better.
#[test]
fn orders_laid_down_and_orders_by_the_stock_in_sight() {
    let demand = [1.0, 0.5, 1.5, 1.0, 2.0, 0.5];
    let tables = demand.map(|mean| Count::poisson(mean).unwrap().table());
    for (months, same) in [(1, true), (6, false)] {
        let item = Item {
            worth_at_end: 8.0,
            owed_at_end: 20.0,
            order_cost: 3.0,
            ..Item::plain(10.0, 1.0, to_date(&demand, 1.0).unwrap(), 40.0, 0.5)
        };
        let capacity = (0..6).map(|month| if month < months { f64::INFINITY } else { 0.0 }).collect();
        let plan = solve(&Season::new(6, vec![Leg::steady(0, 0.0, capacity)], vec![item]).unwrap());
        let windows = Windows {
            demand: tables.to_vec(),
            price: (0..6).map(|month| (month < months).then_some(10.0)).collect(),
            order_cost: 3.0,
            held: 0.5,
            short: Short::Owed { each: 40.0, at_end: 20.0 },
            worth_at_end: 8.0,
            discount: 1.0,
        };
        let policy = windows.solve(0).unwrap();
        let seen = policy.cost(0).unwrap();
        if same {
            near(plan.cost, seen, 1e-9);
            assert_eq!(policy.fill_to(0, 0), Some(i64::from(plan.orders[0].pieces)));
        } else {
            assert!(seen < plan.bound * 0.99, "{} and {}", seen, plan.bound);
        }
    }
}

/// Pieces one by one, in the order in which they come, each renewed when it is too old: played many times.
#[test]
fn renewals_are_those_of_pieces_played_one_by_one() {
    const LIFE: usize = 2;
    let means = [0.8, 0.3, 1.2, 0.5, 0.9, 0.4];
    let item = Item {
        stock: 3,
        under_way: vec![0, 1, 0, 0, 0, 0],
        shelf: Some(Shelf { life: LIFE, renewal: 1.0 }),
        ..Item::plain(1.0, 1.0, to_date(&means, 1.0).unwrap(), 0.0, 0.0)
    };
    let leg = Leg::steady(0, 0.0, vec![9.0; 6]);
    let season = Season::new(6, vec![leg], vec![item]).unwrap();
    let orders = [(0, 1), (2, 2), (3, 1)].map(|(period, pieces)| Order { item: 0, leg: 0, period, pieces });
    let come = [4, 1, 2, 1, 0, 0];
    let expected = season.cost(&orders).unwrap() - 4.0;

    let laws = means.map(|mean| Count::poisson(mean).unwrap().table());
    let mut stream = Stream::named(2, 0, "shelf", "demand");
    let (rounds, mut sum, mut squares) = (40_000, 0.0, 0.0);
    for _ in 0..rounds {
        let (mut births, mut owed, mut renewed) = (Vec::new(), 0, 0.0);
        for (period, law) in laws.iter().enumerate() {
            births.extend(vec![period; come[period]]);
            owed += law.quantile(stream.uniform());
            let served = owed.min(births.len());
            births.drain(..served);
            owed -= served;
            // A fresh piece takes the place of the old one, also in the line of those to be used.
            for birth in births.iter_mut().filter(|birth| period + 1 - **birth >= LIFE) {
                *birth = period + 1;
                renewed += 1.0;
            }
        }
        sum += renewed;
        squares += renewed * renewed;
    }
    let n = f64::from(rounds);
    let (mean, deviation) = (sum / n, (squares / n - (sum / n) * (sum / n)).sqrt());
    assert!((mean - expected).abs() < 4.0 * deviation / n.sqrt(), "{mean} instead of {expected}");
}

#[test]
fn what_spoils_is_bought_later_and_less() {
    let with = |shelf| {
        let item = Item {
            shelf,
            owed_at_end: 50.0,
            ..Item::plain(10.0, 1.0, to_date(&[1.0; 12], 1.0).unwrap(), 60.0, 0.01)
        };
        let capacity = (0..12).map(|month| if month % 4 == 0 { f64::INFINITY } else { 0.0 }).collect();
        solve(&Season::new(12, vec![Leg::steady(0, 0.2, capacity)], vec![item]).unwrap())
    };
    let (keeps, spoils) = (with(None), with(Some(Shelf { life: 5, renewal: 15.0 })));
    let first = |plan: &Plan| plan.orders[0].pieces;
    assert!(spoils.cost > keeps.cost && first(&spoils) < first(&keeps));
    near(with(Some(Shelf { life: 12, renewal: 0.0 })).cost, keeps.cost, 1e-12);
}

#[test]
fn what_cannot_be_is_said() {
    let laws = || to_date(&[1.0, 2.0], 1.0).unwrap();
    let good = || Item::plain(5.0, 1.0, laws(), 7.0, 1.0);
    let leg = || Leg::steady(0, 1.0, vec![3.0, 0.0]);
    assert!(Season::new(2, vec![leg()], vec![good()]).is_ok());
    let nothing = |found: Result<Season, SparesError>| matches!(found, Err(SparesError::Nothing { .. }));
    assert!(nothing(Season::new(0, vec![leg()], vec![good()])));
    assert!(nothing(Season::new(2, Vec::new(), vec![good()])));
    assert!(nothing(Season::new(2, vec![leg()], Vec::new())));
    let wrong = [
        (Item { price: 0.0, ..good() }, "price of a piece of 0 is not a finite number above 0"),
        (Item { mass: f64::NAN, ..good() }, "mass of a piece of NaN is not a finite number of 0 or more"),
        (Item { owed: vec![1.0], ..good() }, "cost of a piece owed by period: 1 values where 2 are needed"),
        (
            Item { held: vec![1.0, -1.0], ..good() },
            "cost of a piece held of -1 is not a finite number of 0 or more",
        ),
        (
            Item { to_date: vec![laws()[1], laws()[0]], ..good() },
            "mean demand to date of 1 is not at least that of the period before",
        ),
        (Item { minimum: 0, ..good() }, "least order of 0 is not 1 piece or more"),
        (Item { lot: 0, ..good() }, "lot of 0 is not 1 piece or more"),
        (Item { worth_at_end: 5.5, ..good() }, "worth of a piece at the end of 5.5 is not at most its price"),
        (Item { under_way: vec![1], ..good() }, "pieces under way by period: 1 values where 2 are needed"),
        (
            Item { shelf: Some(Shelf { life: 0, renewal: 1.0 }), ..good() },
            "shelf life of 0 is not 1 period or more",
        ),
        (Item { barred: vec![1], ..good() }, "row of a leg of 1 is not a row of the legs"),
    ];
    for (item, words) in wrong {
        assert_eq!(Season::new(2, vec![leg()], vec![item]).unwrap_err().to_string(), words);
    }
    let without_end = Leg { freight: vec![1.0, f64::INFINITY], ..leg() };
    assert!(Season::new(2, vec![without_end], vec![good()]).is_err());
    let owes_room = Leg { capacity: vec![1.0, -1.0], ..leg() };
    assert!(Season::new(2, vec![owes_room], vec![good()]).unwrap_err().to_string().contains("capacity"));
    assert!(to_date(&[1.0], 0.9).is_err() && to_date(&[-1.0], 1.0).is_err());

    let season = Season::new(2, vec![leg()], vec![good()]).unwrap();
    assert!(season.solve(&Effort { gap: 0.0, ..Effort::default() }).is_err());
    let order = Order { item: 0, leg: 0, period: 2, pieces: 1 };
    assert!(season.cost(&[order]).unwrap_err().to_string().contains("period of arrival"));
    assert!(season.cost(&[Order { period: usize::MAX, ..order }]).is_err());
    assert!(season.loads(&[Order { leg: 1, ..order }]).is_err());
    let unsupplied = Item { owed: vec![0.0; 2], barred: vec![0], ..good() };
    let season = Season::new(2, vec![leg()], vec![good(), unsupplied]).unwrap();
    assert_eq!(season.solve(&Effort::default()).unwrap_err(), SparesError::NoSupply { item: 1 });
    let flood = Item { to_date: to_date(&[3e5, 3e5], 1.0).unwrap(), ..good() };
    let season = Season::new(2, vec![Leg { capacity: open(2), ..leg() }], vec![flood]).unwrap();
    assert!(matches!(season.solve(&Effort::default()), Err(SparesError::TooLarge { .. })));
}
