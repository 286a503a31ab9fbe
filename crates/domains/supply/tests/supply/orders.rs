//! Policies, the choice of an offer and a way, refusals, licences, emergencies, money.
use crate::agreements::goods_line;
use crate::world::*;
use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::{Days, Money, Quantity};
use iceroad_model::event::{CostCause, Event, Flow, Purpose};
use iceroad_model::goods::{Approval, Interchange, Ratio};
use iceroad_model::obligations::{Consumption, Settlement};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::trade::{Action, Restriction, Scope};
use iceroad_model::worth::Payer;
use iceroad_model::{ItemId, LegId, OfferId, RestrictionId, SettlementId, SiteId, StoreId, Tables};

/// A yard with an offer of five days, a road of two days, a store.
fn world(on_hand: i64, policy: ReviewPolicy) -> (Tables, StoreId, ItemId) {
    let mut t = supply();
    let (town, yard) = (t.site("town", HOME), t.site("yard", XB));
    let goods = t.item("goods", 1_000);
    t.leg("road", yard, town, 2.0);
    let shop = t.store("shop", town, None);
    t.stock(shop, goods, on_hand, policy);
    t.offer("offer", goods, yard, 5.0);
    (t, shop, goods)
}

const TOWN: SiteId = SiteId(0);
const YARD: SiteId = SiteId(1);
const ROAD: LegId = LegId(0);
const OFFER: OfferId = OfferId(0);

#[test]
fn continuous_review_orders_at_the_demand_that_brings_the_position_to_the_reorder_level() {
    let (t, shop, goods) = world(6, continuous(3, 8));
    let mut run = Run::new(t, &[]);
    run.until(at(1.5)).job(shop, goods, 2); // 4
    run.until(at(2.5)).job(shop, goods, 1); // 3: order 5
    run.until(at(3.5)).job(shop, goods, 2); // 1 and 5 on order
    run.day(20);
    assert_eq!(run.ordered(), [(2.5, (OFFER, 5))]);
    assert_eq!(run.received(shop), [(9.5, 5)]);
}

#[test]
fn a_line_below_its_level_at_the_start_orders_on_the_first_day() {
    let (t, ..) = world(1, continuous(3, 8));
    let mut run = Run::new(t, &[]);
    run.day(0);
    assert_eq!(run.ordered(), [(0.0, (OFFER, 7))]);
}

#[test]
fn periodic_review_orders_on_its_days_only() {
    let (t, shop, goods) = world(6, every(3, 8, 7.0));
    let mut run = Run::new(t, &[]);
    run.until(at(1.5)).job(shop, goods, 5);
    run.day(20);
    assert_eq!(run.ordered(), [(7.0, (OFFER, 7))]);
}

#[test]
fn before_closure_orders_once_a_year_and_between_to_the_lower_level() {
    let policy = ReviewPolicy::BeforeClosure {
        up_to: Quantity(20),
        order_by: MonthDay { month: 3, day: 1 },
        reorder: Quantity(1),
        reorder_up_to: Quantity(4),
    };
    let (t, shop, goods) = world(5, policy);
    let mut run = Run::new(t, &[]);
    run.until(at(10.5)).job(shop, goods, 4); // 1: three more
    run.day(200);
    // 1 March is day 59; four are there.
    assert_eq!(run.ordered(), [(10.5, (OFFER, 3)), (59.0, (OFFER, 16))]);
}

#[test]
fn orders_keep_the_offers_minimum_and_batch() {
    let (mut t, shop, goods) = world(0, ReviewPolicy::None);
    (t.offers[OFFER].minimum, t.offers[OFFER].batch) = (Quantity(10), Quantity(4));
    t.stock = iceroad_base::Table::new();
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 3);
    run.job(shop, goods, 14);
    // Ten at least, in fours: 12. Nine of them are free, five more are owed: 12 again.
    assert_eq!(run.ordered(), [(0.0, (OFFER, 12)), (0.0, (OFFER, 12))]);
}

#[test]
fn goods_are_paid_and_traded_when_they_are_handed_over_and_freight_when_they_set_off() {
    let (t, shop, goods) = world(4, continuous(3, 8));
    let mut run = Run::new(t, &[]);
    run.day(1).job(shop, goods, 1);
    run.day(20);
    let paid = run.all(|event| match event {
        Event::Paid { cause, to, amount } => Some((cause, to, amount.get())),
        _ => None,
    });
    // Five at 10.00; a trip at 1,000, half empty.
    assert_eq!(
        paid,
        [(6.0, (CostCause::Purchase, Some(SELLER), 5_000)), (6.0, (CostCause::Freight, None, 1_000))]
    );
    let traded = run.first(|event| match event {
        Event::Traded { partner, flow, amount, .. } => Some((partner, flow, amount)),
        _ => None,
    });
    assert_eq!(traded, Some((6.0, (SELLER, Flow::Domestic, Money(5_000)))));
}

#[test]
fn the_cheapest_landed_offer_in_time_is_taken() {
    let (mut t, ..) = world(0, continuous(3, 8));
    let cheap = t.offer("cheap", ItemId(0), YARD, 25.0);
    t.offers[cheap].price = Money(900);
    let mut run = Run::new(t.clone(), &[]);
    run.day(0);
    assert_eq!(run.ordered(), [(0.0, (cheap, 8))], "20 days later is within a month's patience");
    t.offers[cheap].lead_days = constant(60.0);
    let mut run = Run::new(t, &[]);
    run.day(0);
    assert_eq!(run.ordered(), [(0.0, (OFFER, 8))]);
}

/// The road is a winter road, and a dearer all-year road is there by way of a third site.
fn two_roads() -> Tables {
    let (mut t, ..) = world(0, continuous(3, 8));
    t.legs[ROAD].season = Some(t.season("winter"));
    t
}

#[test]
fn before_the_road_closes_the_cheaper_offer_must_come_in_time() {
    let mut t = two_roads();
    let cheap = t.offer("cheap", ItemId(0), YARD, 30.0);
    t.offers[cheap].price = Money(500);
    let in_time = [vec![window(0, 40), window(350, 390)]];
    let mut run = Run::new(t.clone(), &in_time);
    run.day(0);
    assert_eq!(run.ordered(), [(0.0, (cheap, 8))]);
    let mut run = Run::new(t, &[vec![window(0, 20), window(350, 390)]]);
    run.day(0);
    assert_eq!(run.ordered(), [(0.0, (OFFER, 8))], "the cheap one would miss the window");
}

#[test]
fn when_nothing_comes_in_time_the_earliest_is_taken() {
    let mut t = two_roads();
    let cheap = t.offer("cheap", ItemId(0), YARD, 30.0);
    t.offers[cheap].price = Money(500);
    let mut run = Run::new(t, &[vec![window(0, 3), window(20, 60)]]);
    run.day(0);
    assert_eq!(run.ordered(), [(0.0, (OFFER, 8))]);
}

fn rule(t: &mut Tables, action: Action, scope: Scope) -> RestrictionId {
    t.restrictions.push(Restriction {
        name: format!("rule-{}", t.restrictions.len()),
        title: "A rule (illustrative)".into(),
        action,
        scope,
        from: None,
        to: None,
        wind_down_until: None,
        exempt: vec![],
    })
}

fn refusals(run: &Run) -> Vec<(f64, (OfferId, RestrictionId))> {
    run.all(|event| match event {
        Event::Refused { offer, rule, .. } => Some((offer, rule)),
        _ => None,
    })
}

#[test]
fn a_refused_offer_is_named_once_and_tried_again_when_the_rule_ends() {
    let (mut t, shop, _) = world(0, continuous(3, 8));
    let rule = rule(&mut t, Action::Prohibit, Scope { origins: vec![XB], ..Scope::default() });
    t.restrictions[rule].to = Some(date(2026, 1, 10));
    let mut run = Run::new(t, &[]);
    run.day(30);
    // The origin is not known: under review, which is refused. The rule's last day is day 9.
    assert_eq!(refusals(&run), [(0.0, (OFFER, rule))]);
    assert_eq!(run.ordered(), [(10.0, (OFFER, 8))]);
    assert_eq!(run.received(shop), [(17.0, 8)]);
}

#[test]
fn goods_go_by_a_way_that_crosses_no_forbidden_territory() {
    let (mut t, ..) = world(0, continuous(3, 8));
    t.legs[ROAD].transits = vec![XC];
    let port = t.site("port", HOME);
    let around = [t.leg("around-1", YARD, port, 9.0), t.leg("around-2", port, TOWN, 9.0)];
    rule(&mut t, Action::Prohibit, Scope { transits: vec![XC], ..Scope::default() });
    let mut run = Run::new(t, &[]);
    run.day(40);
    let legs = run.all(|event| match event {
        Event::Departed { leg, .. } => Some(leg),
        _ => None,
    });
    assert_eq!(legs, [(5.0, around[0]), (14.0, around[1])]);
    assert_eq!(refusals(&run), []);
}

#[test]
fn a_detour_does_not_clear_goods_of_a_forbidden_origin() {
    let (mut t, _, goods) = world(0, continuous(3, 8));
    t.items[goods].origin = Some(XC);
    let rule = rule(&mut t, Action::Prohibit, Scope { origins: vec![XC], ..Scope::default() });
    let port = t.site("port", HOME);
    t.leg("around", port, TOWN, 1.0);
    let home_trader = t.party("home-trader", HOME);
    let elsewhere = t.offer("elsewhere", goods, port, 1.0);
    t.offers[elsewhere].seller = home_trader;
    let mut run = Run::new(t, &[]);
    run.day(40);
    assert_eq!(refusals(&run), [(0.0, (OFFER, rule)), (0.0, (elsewhere, rule))]);
    assert_eq!(run.ordered(), []);
}

#[test]
fn a_licence_is_awaited_before_the_lead_time() {
    let (mut t, shop, _) = world(0, continuous(3, 8));
    let action = Action::Licence { lead: Days::clamped(11.0) };
    rule(&mut t, action, Scope { sellers: vec![SELLER], ..Scope::default() });
    let mut run = Run::new(t, &[]);
    run.day(40);
    assert_eq!(run.received(shop), [(18.0, 8)]);
}

/// Goods of XB may not be bought; an equivalent may.
fn with_equivalent(own_line: bool) -> (Tables, StoreId, ItemId, ItemId, OfferId) {
    let (mut t, shop, goods) = world(1, continuous(1, 3));
    let equal = t.item("equal", 1_000);
    t.items[goods].origin = Some(XB);
    t.items[equal].origin = Some(HOME);
    let offer = t.offer("equal", equal, YARD, 5.0);
    rule(&mut t, Action::Prohibit, Scope { origins: vec![XB], ..Scope::default() });
    t.interchange.push(Interchange {
        name: "equal".into(),
        need: goods,
        substitute: equal,
        ratio: Ratio { of_use: 2, for_need: 1 },
        two_way: false,
        transitive: false,
        models: vec![],
        from: None,
        to: None,
        approval: Approval::Approved,
        life_factor: 1.0,
    });
    if own_line {
        t.stock(shop, equal, 4, continuous(1, 4));
    }
    (t, shop, goods, equal, offer)
}

#[test]
fn the_permitted_equivalent_is_bought_for_the_shelf_and_counts_in_the_position() {
    let (t, shop, goods, _, offer) = with_equivalent(false);
    let mut run = Run::new(t, &[]);
    run.day(60);
    // Two are wanted: four of the equivalent. On the shelf they stand for two; nothing more is ordered.
    assert_eq!(run.ordered(), [(0.0, (offer, 4))]);
    run.job(shop, goods, 1);
    run.job(shop, goods, 2);
    assert_eq!(run.filled(), [(60.0, 0), (60.0, 1)]);
    run.day(80);
    assert_eq!(run.ordered(), [(0.0, (offer, 4)), (60.0, (offer, 6))]);
}

/// At 70 a piece half the life is dearer than the whole at 100; at 40 it is cheaper. Which row of a table names it says nothing.
#[test]
fn of_equivalents_the_one_that_costs_least_by_its_life_is_bought() {
    for (short_price, buys_short) in [(70, false), (40, true)] {
        for short_first in [true, false] {
            let (mut t, _, goods, _, lasting_offer) = with_equivalent(false);
            let short = t.item("short", 1_000);
            t.items[short].origin = Some(HOME);
            let short_offer = t.offer("short", short, YARD, 5.0);
            t.offers[lasting_offer].price = Money(10_000);
            t.offers[short_offer].price = Money(100 * short_price);
            let row = t.interchange.iter().next().cloned().unwrap();
            let ratio = Ratio { of_use: 1, for_need: 1 };
            let lasting = Interchange { ratio, ..row };
            let named = Interchange {
                name: "short".into(),
                need: goods,
                substitute: short,
                life_factor: 0.5,
                ..lasting.clone()
            };
            let rows = if short_first { [named, lasting] } else { [lasting, named] };
            t.interchange = rows.into_iter().collect();
            let mut run = Run::new(t, &[]);
            run.day(1);
            let bought: Vec<OfferId> = run.ordered().iter().map(|(_, (offer, _))| *offer).collect();
            let wanted = if buys_short { short_offer } else { lasting_offer };
            assert_eq!(bought, [wanted], "{short_price}, {short_first}");
        }
    }
}

#[test]
fn an_equivalent_with_a_line_of_its_own_is_left_to_that_line() {
    let (t, shop, goods, _, offer) = with_equivalent(true);
    let mut run = Run::new(t, &[]);
    run.day(5);
    assert_eq!(run.ordered(), []);
    run.job(shop, goods, 1);
    run.job(shop, goods, 2); // four of the equivalent
    assert_eq!(run.filled(), [(5.0, 0), (5.0, 1)]);
    assert_eq!(run.ordered(), [(5.0, (offer, 4))]);
}

/// A flight of half a day at ten times the cost, for emergencies.
fn with_flight() -> (Tables, StoreId, ItemId, LegId) {
    let (mut t, shop, goods) = world(0, ReviewPolicy::None);
    t.legs[ROAD].season = Some(t.season("winter"));
    let flight = t.leg("flight", YARD, TOWN, 0.5);
    (t.legs[flight].emergency, t.runs_on(flight).cost_per_trip) = (true, Money(10_000));
    t.stores[shop].emergency_after = Some(Days::clamped(4.0));
    (t, shop, goods, flight)
}

#[test]
fn a_demand_that_has_waited_long_is_ordered_by_the_fastest_way() {
    let (t, shop, goods, flight) = with_flight();
    let mut run = Run::new(t, &[vec![window(100, 150)]]);
    run.until(at(2.25)).job(shop, goods, 1);
    run.day(30);
    let order = run.first(|event| match event {
        Event::Ordered { purpose: Purpose::Emergency(demand), quantity, .. } => {
            Some((demand.0, quantity.get()))
        }
        _ => None,
    });
    assert_eq!(order, Some((6.25, (0, 1))));
    assert_eq!(run.filled(), [(11.75, 0)]);
    let freight = run.first(|event| match event {
        Event::Paid { cause: CostCause::EmergencyFreight, amount, .. } => Some(amount.get()),
        _ => None,
    });
    assert_eq!(freight, Some((11.25, 10_000)));
    assert_eq!(run.ordered().len(), 1, "one is enough");
    let _ = flight;
}

#[test]
fn ordinary_orders_keep_off_emergency_legs() {
    let (mut t, shop, goods, _) = with_flight();
    t.legs = t.legs.iter().filter(|leg| leg.emergency).cloned().collect();
    t.vehicles = t.vehicles.iter().filter(|one| one.name == "flight").cloned().collect();
    t.runs_on(LegId(1)).leg = LegId(0);
    t.stock = iceroad_base::Table::new();
    t.stores[shop].emergency_after = None;
    t.seasons = iceroad_base::Table::new();
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 1);
    run.day(30);
    assert_eq!(run.ordered(), []);
}

#[test]
fn two_who_wait_need_two_emergency_orders() {
    let (t, shop, goods, _) = with_flight();
    let mut run = Run::new(t, &[vec![window(100, 150)]]);
    run.day(0).job(shop, goods, 1);
    run.job(shop, goods, 2);
    run.day(30);
    assert_eq!(run.ordered(), [(4.0, (OFFER, 1)), (4.0, (OFFER, 2))]);
    assert_eq!(run.filled().len(), 2);
}

#[test]
fn no_emergency_is_flown_for_what_comes_no_later_anyway() {
    let (mut t, shop, goods, _) = with_flight();
    t.inbound.push(iceroad_model::stores::Inbound {
        name: "coming".into(),
        item: goods,
        quantity: Quantity(1),
        store: shop,
        seller: None,
        at: TOWN,
        ready: date(2026, 1, 9),
    });
    let mut run = Run::new(t, &[vec![window(100, 150)]]);
    run.day(0).job(shop, goods, 1);
    run.day(30);
    assert_eq!(run.ordered(), []);
    assert_eq!(run.filled(), [(8.0, 0)]);
}

#[test]
fn an_emergency_is_met_from_the_store_above_where_it_has_enough() {
    let (mut t, shop, goods, flight) = with_flight();
    let base = t.store("base", YARD, None);
    t.stores[shop].parent = Some(base);
    t.stock(base, goods, 5, ReviewPolicy::None);
    let mut run = Run::new(t, &[vec![window(100, 150)]]);
    run.day(0).job(shop, goods, 2);
    run.day(30);
    assert_eq!(run.ordered(), []);
    let sent = run.all(|event| match event {
        Event::Departed { leg, .. } => Some(leg),
        _ => None,
    });
    assert_eq!(sent, [(4.0, flight)]);
    assert_eq!(run.filled(), [(4.0, 1), (4.5, 0)]);
}

#[test]
fn the_luck_of_one_line_does_not_hang_on_another() {
    let (mut t, shop, goods) = world(4, continuous(3, 4));
    let other = t.item("other", 1_000);
    t.stock(shop, other, 4, continuous(3, 4));
    let spread = iceroad_base::law::Law::uniform(2.0, 20.0).unwrap();
    t.offers[OFFER].lead_days = spread;
    let second = t.offer("other", other, YARD, 5.0);
    t.offers[second].lead_days = spread;
    let came = |others: usize| {
        let mut run = Run::new(t.clone(), &[]);
        for day in 1..20 {
            run.day(day);
            for _ in 0..others {
                run.job(shop, other, 1);
            }
            run.job(shop, goods, 1);
        }
        run.day(60);
        run.all(|event| match event {
            Event::Shipped { item, .. } if item == goods => Some(()),
            _ => None,
        })
    };
    let (alone, together) = (came(0), came(3));
    assert_eq!(alone.len(), 19);
    assert_eq!(alone, together);
}

#[test]
fn an_item_without_a_line_is_bought_demand_by_demand() {
    let (mut t, shop, goods) = world(0, ReviewPolicy::None);
    t.stock = iceroad_base::Table::new();
    let mut run = Run::new(t, &[]);
    run.day(1).job(shop, goods, 2);
    run.day(2).job(shop, goods, 1);
    run.day(30);
    assert_eq!(run.ordered(), [(1.0, (OFFER, 2)), (2.0, (OFFER, 1))]);
    assert_eq!(run.filled(), [(8.0, 0), (9.0, 1)]);
}

#[test]
fn an_offer_is_taken_within_its_dates_only() {
    let (mut t, shop, _) = world(0, continuous(3, 8));
    (t.offers[OFFER].from, t.offers[OFFER].to) = (Some(date(2026, 1, 5)), Some(date(2026, 1, 6)));
    let mut run = Run::new(t, &[]);
    run.day(30);
    assert_eq!(run.ordered(), [(4.0, (OFFER, 8))]);
    assert_eq!(run.received(shop), [(11.0, 8)]);
}

/// One order a year, on this day.
fn yearly(up_to: i64, month: i8, day: i8) -> ReviewPolicy {
    ReviewPolicy::BeforeClosure {
        up_to: Quantity(up_to),
        order_by: MonthDay { month, day },
        reorder: Quantity(0),
        reorder_up_to: Quantity(0),
    }
}

/// A town of a hundred people that uses so much of an item a day.
fn eats(t: &mut Tables, (site, store, item): (SiteId, StoreId, ItemId), per_day: f64) {
    let payer = Payer::Territory;
    t.settlements.push(Settlement { name: "town".into(), site, people: 100, store, payer });
    let settlement = SettlementId(0);
    t.consumption.push(Consumption { settlement, item, per_day, per_heating_degree_day: 0.0 });
}

#[test]
fn flour_that_will_have_spoiled_is_ordered_anew() {
    let mut t = supply();
    let (town, yard) = (t.site("town", HOME), t.site("yard", HOME));
    let flour = t.item("flour", 1);
    t.items[flour].shelf_life = Some(Days::clamped(220.0));
    let store = t.store("store", town, None);
    t.stock(store, flour, 300, yearly(200, 7, 2));
    t.offer("offer", flour, yard, 5.0);
    t.leg("road", yard, town, 5.0);
    eats(&mut t, (town, store, flour), 1.0);
    let mut run = Run::new(t, &[]);
    run.day(399);
    // On 2 July, day 182, 117 are left of 300. They spoil on day 220, when 38 more days have eaten 38 at most: 200 − 38.
    // Counting all 117, 83 would have come, and the town been short for 97 days.
    assert_eq!(run.ordered(), [(182.0, (OfferId(0), 162))]);
    let short = run.all(|event| matches!(event, Event::Short { .. }).then_some(()));
    // 162 last from day 220 to day 381.
    assert_eq!((short.len(), short[0].0), (18, 382.0));
}

#[test]
fn what_an_agreement_brings_before_the_next_order_is_not_ordered_twice() {
    for (due, ordered) in [((2026, 12, 31), 238), ((2027, 1, 20), 294)] {
        let mut t = supply();
        let (town, yard) = (t.site("town", HOME), t.site("yard", HOME));
        let flour = t.item("flour", 1_000);
        let store = t.store("store", town, None);
        t.stock(store, flour, 0, yearly(294, 1, 11));
        t.offer("offer", flour, yard, 5.0);
        t.leg("road", yard, town, 5.0);
        let (year, month, day) = due;
        goods_line(&mut t, store, flour, 56, date(2026, 9, 1), date(year, month, day));
        let mut run = Run::new(t, &[]);
        run.day(300);
        let came: Vec<i64> = run.received(store).into_iter().map(|(_, units)| units).collect();
        // The peak of a store from which nobody takes is all that came.
        assert_eq!(run.ordered()[0], (10.0, (OfferId(0), ordered)));
        assert_eq!(came.iter().sum::<i64>(), ordered + 56);
    }
}

#[test]
fn a_level_above_what_is_used_in_the_goods_life_is_not_filled_for_ever() {
    let mut t = supply();
    let town = t.site("town", HOME);
    let milk = t.item("milk", 1);
    t.items[milk].shelf_life = Some(Days::clamped(10.0));
    let store = t.store("store", town, None);
    // Sold where it is used, at once: what is ordered is there in the same instant.
    t.stock(store, milk, 20, continuous(50, 100));
    t.offer("offer", milk, town, 0.0);
    eats(&mut t, (town, store, milk), 2.0);
    let mut run = Run::new(t, &[]);
    run.day(60);
    let ordered: i64 = run.ordered().iter().map(|(_, (_, units))| units).sum();
    // Twenty are used in ten days; two a day are used up to day 60, and of each filling up a little spoils.
    assert_eq!(run.all(|event| matches!(event, Event::Short { .. }).then_some(())).len(), 0);
    assert!((100..=200).contains(&ordered), "{ordered}");
}
