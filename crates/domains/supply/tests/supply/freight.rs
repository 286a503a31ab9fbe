//! Freight as hauliers do it: which vehicles run, who boards first, how parallel ways share.
use crate::world::*;
use iceroad_base::quantity::{Days, Mass, Money};
use iceroad_model::climate::{DayLimit, PlannedWindow};
use iceroad_model::event::Event;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::transport::{Runs, Spacing};
use iceroad_model::{ItemId, LegId, SeasonId, SiteId, StoreId, Tables, VehicleId};

/// Two sites a leg of one day apart; goods of `kg` a piece are on offer at one and asked for at the other. Trucks take
/// 10 t, weigh 10 t, cost 1,000 a trip.
fn road(kg: i64, trips_a_day: u32) -> (Tables, LegId, StoreId, ItemId) {
    let mut t = supply();
    let (from, to) = (t.site("from", HOME), t.site("to", HOME));
    let goods = t.item("goods", kg);
    let leg = t.leg("road", from, to, 1.0);
    t.runs_on(leg).runs = trips(trips_a_day);
    let shop = t.store("shop", to, None);
    t.offer("offer", goods, from, 0.0);
    (t, leg, shop, goods)
}

/// The ice bears `thin` until day 20, then 30 t; planners expect full load on day 20.
fn on_ice(t: &mut Tables, leg: LegId) -> Vec<Vec<PlannedWindow>> {
    t.legs[leg].season = Some(t.season("winter"));
    vec![vec![PlannedWindow { opens: 0, full_load: Some(20), closes: 100 }]]
}

fn thin_until_20(run: &mut Run, gross: i64) {
    run.limit = Box::new(move |_: SeasonId, day| DayLimit {
        gross: if day < 20 { Mass(gross) } else { Mass(30_000) },
        payload: share(1.0),
    });
}

/// (day, trips, kilograms) of every departure of a class.
fn began(run: &Run, class: VehicleId) -> Vec<(f64, u32, i64)> {
    let all = run.all(|event| match event {
        Event::TripsBegan { vehicle, trips, mass } if vehicle == class => Some((trips, mass.get())),
        _ => None,
    });
    all.into_iter().map(|(day, (trips, kg))| (day, trips, kg)).collect()
}

fn carried(run: &Run, class: VehicleId) -> i64 {
    began(run, class).iter().map(|(.., kg)| kg).sum()
}

/// The first day on which goods of an item set off.
fn set_off(run: &Run, wanted: ItemId) -> Option<f64> {
    let mut of = Vec::new();
    for entry in &run.log {
        match entry.event {
            Event::Shipped { item, .. } => of.push(item),
            Event::Departed { shipment, .. } if of[shipment.0 as usize] == wanted => {
                return Some(entry.at.days());
            }
            _ => {}
        }
    }
    None
}

const TRUCK: VehicleId = VehicleId(0);
const OTHER: VehicleId = VehicleId(1);

#[test]
fn a_bulk_does_not_go_on_thin_ice_in_tins() {
    // 2 t of room above the empty truck of 10 t, a fifth of its payload: 60 t wait for day 20, then go full.
    let (mut t, leg, shop, goods) = road(1, 3);
    let planned = on_ice(&mut t, leg);
    let mut run = Run::new(t, &planned);
    thin_until_20(&mut run, 12_000);
    run.day(0).job(shop, goods, 60_000);
    run.day(30);
    assert_eq!(began(&run, TRUCK), [(20.0, 3, 30_000), (21.0, 3, 30_000)]);
}

#[test]
fn what_one_trip_takes_goes_after_the_longest_wait() {
    let (mut t, leg, shop, goods) = road(1_500, 3);
    let planned = on_ice(&mut t, leg);
    let mut run = Run::new(t.clone(), &planned);
    thin_until_20(&mut run, 12_000);
    run.day(0).job(shop, goods, 1);
    run.day(30);
    // Ordered after the loading of day 0, it stands on the mornings of days 1 to 7, and goes on the next.
    assert_eq!(began(&run, TRUCK), [(8.0, 1, 1_500)]);
    // A piece that is too heavy for the ice stands until it bears it.
    t.items[goods].unit_grams = 2_500_000;
    let mut run = Run::new(t, &planned);
    thin_until_20(&mut run, 12_000);
    run.day(0).job(shop, goods, 1);
    run.day(30);
    assert_eq!(began(&run, TRUCK), [(20.0, 1, 2_500)]);
}

#[test]
fn the_lighter_class_goes_first_on_thin_ice() {
    let (mut t, leg, shop, goods) = road(1, 3);
    let van = t.vehicle("van", leg);
    let row = &mut t.vehicles[van];
    (row.tare, row.payload, row.cost_per_trip) = (Mass(3_000), Mass(5_000), Money(550)); // a tenth dearer by the tonne
    let planned = on_ice(&mut t, leg);
    let mut run = Run::new(t, &planned);
    thin_until_20(&mut run, 12_000);
    run.day(0).job(shop, goods, 60_000);
    run.day(30);
    // Ten vans a day carry 50 t on day 0, the other 10 t on day 1; no truck is needed.
    assert_eq!((carried(&run, OTHER), carried(&run, TRUCK)), (60_000, 0));
    assert_eq!(began(&run, OTHER).first().map(|one| one.0), Some(0.0));
}

#[test]
fn a_least_load_is_waited_for_and_not_for_ever() {
    let (mut t, leg, shop, goods) = road(2_000, 5);
    let row = t.runs_on(leg);
    (row.least_load, row.longest_wait) = (Some(Mass(6_000)), Some(Days::clamped(3.0)));
    let mut run = Run::new(t.clone(), &[]);
    run.day(0).job(shop, goods, 1);
    run.day(20);
    assert_eq!(began(&run, TRUCK), [(4.0, 1, 2_000)], "stood on the mornings of days 1, 2 and 3");
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 1);
    run.day(1).job(shop, goods, 2);
    run.day(20);
    assert_eq!(began(&run, TRUCK), [(1.0, 1, 6_000)]);
}

#[test]
fn vehicles_come_back_after_the_way_there_and_back() {
    let (mut t, leg, shop, goods) = road(10_000, 1);
    t.legs[leg].transit_days = constant(1.5);
    t.runs_on(leg).runs = Runs::Vehicles(2);
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 5);
    run.day(20);
    let days: Vec<f64> = began(&run, TRUCK).iter().map(|one| one.0).collect();
    assert_eq!(days, [0.0, 0.0, 3.0, 3.0, 6.0]);
}

#[test]
fn spacing_bounds_the_departures_of_all_classes() {
    let (mut t, leg, shop, goods) = road(10_000, 10);
    t.vehicle("more", leg);
    t.legs[leg].spacing = Some(Spacing { every_min: 720, convoy: 2 }); // two convoys of two
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 6);
    run.day(20);
    assert_eq!(carried(&run, TRUCK) + carried(&run, OTHER), 60_000);
    let days = |day: f64| {
        let both = [began(&run, TRUCK), began(&run, OTHER)].concat();
        both.iter().filter(|one| one.0 == day).map(|one| one.1).sum::<u32>()
    };
    assert_eq!((days(0.0), days(1.0)), (4, 2));
}

/// A bulk of 300 t a truck a day carries in a month, ordered first, and a second item.
fn behind_a_bulk(kg: i64) -> (Tables, StoreId, ItemId, ItemId) {
    let (mut t, _, shop, bulk) = road(1, 1);
    let other = t.item("other", kg);
    t.offer("other", other, SiteId(0), 0.0);
    (t, shop, bulk, other)
}

#[test]
fn a_light_parcel_does_not_stand_behind_a_bulk() {
    let (t, shop, bulk, kits) = behind_a_bulk(30);
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, bulk, 300_000);
    run.day(2).job(shop, kits, 30);
    run.day(40);
    assert_eq!(set_off(&run, kits), Some(3.0), "0.9 t of a trip of 10 t");
    assert_eq!(carried(&run, TRUCK), 300_900);
}

#[test]
fn a_written_priority_goes_first() {
    // Two bulks of 50 t on a road that opens on day 10; the truck takes five days for each.
    for (written, first, second) in [(None, 10.0, 15.0), (Some(1), 15.0, 10.0), (Some(9), 10.0, 15.0)] {
        let (mut t, shop, bulk, other) = behind_a_bulk(1);
        t.legs[LegId(0)].season = Some(t.season("winter"));
        t.items[other].freight_priority = written;
        let mut run = Run::new(t, &[vec![window(10, 100)]]);
        run.day(0).job(shop, bulk, 50_000);
        run.job(shop, other, 50_000);
        run.day(60);
        assert_eq!((set_off(&run, bulk), set_off(&run, other)), (Some(first), Some(second)), "{written:?}");
    }
}

#[test]
fn goods_with_less_cover_board_first() {
    // Both are replenished to a hundred tonnes; of the second there is less on hand for its use.
    let (mut t, shop, bulk, other) = behind_a_bulk(1);
    t.stock(shop, bulk, 90_000, ReviewPolicy::None);
    t.stock(shop, other, 20_000, ReviewPolicy::None);
    t.stock[iceroad_model::StockId(0)].policy = every(100_000, 200_000, 365.0);
    t.stock[iceroad_model::StockId(1)].policy = every(100_000, 200_000, 365.0);
    let mut run = Run::new(t, &[]);
    // On day 0 both are ordered; each is used at a tonne a day from then on.
    for day in 0..15 {
        run.day(day).job(shop, bulk, 1_000);
        run.job(shop, other, 1_000);
    }
    let of = |wanted: ItemId| -> i64 {
        let came = run.all(|event| match event {
            Event::Received { item, quantity, .. } if item == wanted => Some(quantity.get()),
            _ => None,
        });
        came.iter().map(|one| one.1).sum()
    };
    // One truck of 10 t a day: until its cover is the other's, nearly all is of the second.
    assert!(of(other) >= 60_000 && of(bulk) <= 70_000, "{} {}", of(other), of(bulk));
}

#[test]
fn a_second_carrier_shares_the_load() {
    let (mut t, leg, shop, goods) = road(1, 2);
    let (from, to) = (t.legs[leg].from, t.legs[leg].to);
    let beside = t.leg("beside", from, to, 1.0);
    t.runs_on(beside).runs = trips(2);
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 200_000);
    run.day(20);
    assert_eq!((carried(&run, TRUCK), carried(&run, OTHER)), (100_000, 100_000));
    // 40 t a day, where one carrier takes ten days.
    assert_eq!(run.filled().first().map(|one| one.0), Some(5.0));
}

#[test]
fn a_dearer_class_carries_the_overflow_and_no_more() {
    let with = |units| {
        let (mut t, leg, shop, goods) = road(1, 2);
        let van = t.vehicle("van", leg);
        let row = &mut t.vehicles[van];
        (row.payload, row.cost_per_trip) = (Mass(3_000), Money(306)); // 102 a tonne for 100
        let mut run = Run::new(t, &[]);
        run.day(0).job(shop, goods, units);
        run.day(60);
        (carried(&run, TRUCK), carried(&run, OTHER))
    };
    // 100 t are five days for the trucks.
    assert_eq!(with(100_000), (100_000, 0));
    // 400 t are twenty: 20 t by truck and 30 t by van a day, until what is left is a week's for the trucks.
    let (trucks, vans) = with(400_000);
    assert_eq!(trucks + vans, 400_000);
    assert!((120_000..=200_000).contains(&vans), "{vans}");
}

/// A thousand pieces of 200 kg from a yard to a shop, over one town or another: a truck of 10 t a day on each leg. The way over
/// the second town takes `longer` days more.
fn over_two_towns(longer: f64) -> (i64, i64, f64) {
    let (mut t, leg, shop, goods) = road(200, 1);
    let (yard, end) = (t.legs[leg].from, t.legs[leg].to);
    let [north, south] = ["north", "south"].map(|name| t.site(name, HOME));
    t.legs[leg].to = north;
    for (name, from, to, days) in
        [("north-on", north, end, 1.0), ("south", yard, south, 1.0), ("south-on", south, end, 1.0 + longer)]
    {
        let leg = t.leg(name, from, to, days);
        t.runs_on(leg).runs = trips(1);
    }
    let mut run = Run::new(t, &[]);
    run.day(0).job(shop, goods, 1_000);
    run.day(60);
    let done = run.filled().first().map_or(f64::NAN, |one| one.0);
    (carried(&run, TRUCK), carried(&run, VehicleId(2)), done)
}

#[test]
fn an_order_is_shared_by_ways_over_different_sites() {
    // Twenty trips, ten each way from day 0 on: the last sets off on day 9 and is there two days later.
    assert_eq!(over_two_towns(0.0), (100_000, 100_000, 11.0));
    // Five days longer: the first way takes five trips more than the second before that is as soon there.
    let (north, south, done) = over_two_towns(5.0);
    assert!((115_000..=135_000).contains(&north) && north + south == 200_000, "{north} and {south}");
    assert!((13.0..=15.0).contains(&done), "{done}");
}
