//! What a trip may carry, what sets off, in which order, at which cost.
use crate::world::*;
use iceroad_base::quantity::{Mass, Money};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::Event;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::transport::Vehicle;
use iceroad_model::{ItemId, LegId, SeasonId, SiteId, StoreId, Tables};
use iceroad_supply::freight;
use iceroad_supply::legs::trip_today;

/// Two sites a leg of one day apart; goods of `kg` a piece are on offer at one and asked for at the other.
fn road(kg: i64) -> (Tables, LegId, StoreId, ItemId) {
    let mut t = supply();
    let (from, to) = (t.site("from", HOME), t.site("to", HOME));
    let goods = t.item("goods", kg);
    let leg = t.leg("road", from, to, 1.0);
    let shop = t.store("shop", to, None);
    t.offer("offer", goods, from, 0.0);
    (t, leg, shop, goods)
}

/// (day, kilograms, trips) of every part that set off.
fn departures(run: &Run) -> Vec<(f64, (i64, u32))> {
    run.all(|event| match event {
        Event::Departed { mass, trips, .. } => Some((mass.get(), trips)),
        _ => None,
    })
}

#[test]
fn a_season_cuts_the_payload_by_draught_and_by_gross_mass() {
    let (mut t, leg, ..) = road(1);
    let limit = |gross, payload| Some(DayLimit { gross: Mass(gross), payload: share(payload) });
    let runs = t.runs_on(leg).clone(); // 10 t and 10 t empty
    let payload = |limit| trip_today(&runs, limit).map(|trip| trip.payload.get());
    assert_eq!(payload(None), Some(10_000));
    assert_eq!(payload(Some(DayLimit::OPEN)), Some(10_000));
    assert_eq!(payload(Some(DayLimit::CLOSED)), None);
    assert_eq!(payload(limit(18_000, 1.0)), Some(8_000));
    assert_eq!(payload(limit(18_000, 0.5)), Some(5_000));
    assert_eq!(payload(limit(50_000, 1.0)), Some(10_000));
    assert_eq!(payload(limit(10_000, 1.0)), None, "the ice bears the empty vehicle and no more");
    assert_eq!(payload(limit(18_000, 0.0)), None);
}

#[test]
fn ice_is_thin_where_it_leaves_less_than_is_worth_a_trip() {
    let (mut t, leg, ..) = road(1);
    let thin = |runs: &Vehicle, gross| {
        let limit = DayLimit { gross: Mass(gross), payload: share(1.0) };
        trip_today(runs, Some(limit)).map(|trip| trip.thin)
    };
    // A third of 10 t where nothing is written.
    let runs = t.runs_on(leg);
    assert_eq!((thin(runs, 13_332), thin(runs, 13_333)), (Some(true), Some(false)));
    runs.least_load = Some(Mass(6_000));
    assert_eq!((thin(runs, 15_999), thin(runs, 16_000)), (Some(true), Some(false)));
}

#[test]
fn a_trip_is_paid_once_and_shared_by_mass_and_tonnes_are_paid_by_each() {
    let (mut t, leg, ..) = road(1);
    let runs = t.runs_on(leg);
    runs.cost_per_tonne = Money(300);
    // 2.5 t of 7.5 t aboard one trip at 1,000: a third of it, and 2.5 t at 300; the rest pays the rest.
    assert_eq!(freight(runs, 1, 2_500, 7_500), Money(333 + 750));
    assert_eq!(freight(runs, 1, 7_500, 7_500), Money(1_000 + 2_250));
    // Alone aboard, half empty or not, it pays all; whoever joins a trip that has begun pays tonnes only.
    assert_eq!(freight(runs, 1, 10, 10), Money(1_000 + 3));
    assert_eq!(freight(runs, 0, 2_500, 2_500), Money(750));
}

#[test]
fn a_day_has_so_many_trips_and_the_rest_goes_tomorrow() {
    let (mut t, leg, shop, goods) = road(4_000);
    t.runs_on(leg).runs = trips(2);
    let mut run = Run::new(t, &[]);
    run.day(3).job(shop, goods, 7);
    run.day(9);
    // Two pieces of 4 t on a trip of 10 t, two trips a day: 4 pieces, then 3. The order was cut at a day's 20 t,
    // that is 5 pieces: 4 of the first set off on day 3, its last shares a trip with one of the second on day 4, and
    // the second's other one fills another.
    assert_eq!(
        departures(&run),
        [(3.0, (16_000, 2)), (4.0, (4_000, 1)), (4.0, (4_000, 0)), (4.0, (4_000, 1))]
    );
    assert_eq!(run.received(shop), [(5.0, 5), (5.0, 2)]);
    assert_eq!(run.filled(), [(5.0, 0)]);
}

#[test]
fn small_consignments_share_a_trip() {
    let (mut t, leg, shop, goods) = road(1_000);
    t.runs_on(leg).runs = trips(1);
    let other = t.item("other", 2_000);
    t.offer("other", other, SiteId(0), 0.0);
    let mut run = Run::new(t, &[]);
    run.day(0);
    run.job(shop, goods, 3);
    run.job(shop, other, 4);
    run.day(3);
    // 3 t begin the day's only trip, 7 t of it are left: three pieces of 2 t go along, the fourth waits.
    assert_eq!(departures(&run), [(0.0, (3_000, 1)), (0.0, (6_000, 0)), (1.0, (2_000, 1))]);
    let freight = run.all(|event| match event {
        Event::Paid { cause: iceroad_model::event::CostCause::Freight, amount, .. } => Some(amount.get()),
        _ => None,
    });
    assert_eq!(freight, [(0.0, 1_000), (1.0, 1_000)], "whoever joins a trip that has begun pays tonnes only");
}

#[test]
fn volume_fills_a_trip_too() {
    let (mut t, leg, shop, goods) = road(1);
    t.runs_on(leg).runs = trips(1);
    t.items[goods].unit_millilitres = 400_000_000; // 400 m³ of a trip's 1,000
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 3);
    run.day(3);
    assert_eq!(departures(&run), [(0.0, (2, 1)), (1.0, (1, 1))]);
}

fn winter_road(kg: i64) -> (Tables, StoreId, ItemId) {
    let (mut t, leg, shop, goods) = road(kg);
    t.legs[leg].season = Some(t.season("winter"));
    (t, shop, goods)
}

#[test]
fn goods_wait_at_the_site_until_the_season_opens() {
    let (t, shop, goods) = winter_road(1_000);
    let mut run = Run::new(t, &[vec![window(20, 60)]]);
    run.day(2).job(shop, goods, 1);
    run.day(30);
    assert_eq!(departures(&run), [(20.0, (1_000, 1))]);
    assert_eq!(run.received(shop), [(21.0, 1)]);
}

#[test]
fn a_missed_window_waits_for_the_next() {
    let (t, shop, goods) = winter_road(1_000);
    let mut run = Run::new(t, &[vec![window(20, 60), window(300, 350)]]);
    run.day(60);
    run.job(shop, goods, 1); // on the last open day
    run.job(shop, goods, 2);
    run.day(61).job(shop, goods, 4);
    run.day(320);
    assert_eq!(run.received(shop), [(61.0, 1), (61.0, 2), (301.0, 4)]);
}

#[test]
fn a_piece_that_is_too_heavy_for_today_waits_for_a_greater_limit_and_others_pass_it() {
    let (mut t, shop, goods) = winter_road(6_000);
    let light = t.item("light", 1_000);
    t.offer("light", light, SiteId(0), 0.0);
    let mut run = Run::new(t, &[vec![window(0, 100)]]);
    // The ice bears 15 t until day 9, which is 5 t above the empty vehicle.
    run.limit = Box::new(|_: SeasonId, day| {
        let gross = if day < 10 { Mass(15_000) } else { Mass(30_000) };
        DayLimit { gross, payload: share(1.0) }
    });
    run.day(0).job(shop, goods, 1);
    run.job(shop, light, 7);
    run.day(20);
    assert_eq!(departures(&run), [(0.0, (5_000, 1)), (0.0, (2_000, 1)), (10.0, (6_000, 1))]);
}

#[test]
fn an_emergency_goes_before_an_agreement_and_that_before_the_rest() {
    use crate::agreements;
    let (mut t, leg, shop, goods) = road(10_000);
    t.runs_on(leg).runs = trips(1);
    t.legs[leg].season = Some(t.season("winter"));
    t.stores[shop].emergency_after = Some(iceroad_base::quantity::Days::clamped(5.0));
    agreements::goods_line(&mut t, shop, goods, 1, date(2026, 1, 9), date(2026, 4, 1));
    // A line that asks for two by itself, first of all.
    t.stock(shop, goods, 0, ReviewPolicy::None);
    let filler = t.item("filler", 10_000);
    t.stock(shop, filler, 0, every(1, 2, 100.0));
    t.offer("filler", filler, SiteId(0), 0.0);
    let mut run = Run::new(t, &[vec![window(30, 90)]]);
    run.day(20).job(shop, goods, 1);
    run.day(40);
    let sent = run.all(|event| match event {
        Event::Received { item, order, .. } => Some((item, order.0)),
        _ => None,
    });
    // Order 0: the filler on day 0. Order 1: the line of day 8. Order 2: the emergency of day 25, which sees the line's
    // goods coming and would not be placed for the same day; the line's piece serves it.
    assert_eq!(sent, [(31.0, (goods, 1)), (32.0, (filler, 0)), (33.0, (filler, 0))]);
}
