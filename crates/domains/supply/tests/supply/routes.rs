//! Ways and what may be expected of them.
use crate::world::*;
use iceroad_base::Table;
use iceroad_base::quantity::{Mass, Money};
use iceroad_model::climate::PlannedWindow;
use iceroad_model::{LegId, SeasonId, SiteId, Tables};
use iceroad_supply::routes::{Load, Network};

fn network(t: &Tables, planned: &[Vec<PlannedWindow>]) -> Network {
    let planned: Table<SeasonId, Vec<PlannedWindow>> = planned.iter().cloned().collect();
    Network::new(&t.sites, &t.legs, &t.vehicles, &planned)
}

fn legs_of(network: &Network, from: SiteId, to: SiteId, emergency: bool) -> Vec<Vec<u32>> {
    let rows = |legs: &[LegId]| legs.iter().map(|leg| leg.0).collect();
    network.ways(from, to, emergency).iter().map(|way| rows(&way.legs)).collect()
}

const LIGHT: Load = Load { mass: Mass(1_000), litres: 1, piece: Mass(1) };

#[test]
fn ways_are_simple_short_first_and_keep_off_emergency_legs() {
    let mut t = supply();
    let [a, b, c] = ["a", "b", "c"].map(|name| t.site(name, HOME));
    t.leg("ab", a, b, 1.0);
    t.leg("bc", b, c, 1.0);
    t.leg("ba", b, a, 1.0);
    t.leg("ac", a, c, 9.0);
    let flight = t.leg("flight", a, c, 0.5);
    t.legs[flight].emergency = true;
    let network = network(&t, &[]);
    assert_eq!(legs_of(&network, a, c, false), [vec![3], vec![0, 1]]);
    assert_eq!(legs_of(&network, a, c, true), [vec![3], vec![4], vec![0, 1]]);
    assert_eq!(legs_of(&network, c, a, true), [] as [Vec<u32>; 0]);
    assert_eq!(legs_of(&network, a, a, false), [vec![]], "already there");
}

#[test]
fn ways_are_found_once_for_all_who_share_the_network() {
    let mut t = supply();
    let [a, b] = ["a", "b"].map(|name| t.site(name, HOME));
    t.leg("ab", a, b, 1.0);
    let network = network(&t, &[]);
    let here = network.ways(a, b, false).as_ptr();
    let there =
        std::thread::scope(|scope| scope.spawn(|| network.ways(a, b, false).as_ptr() as usize).join());
    assert_eq!(there.unwrap(), here as usize);
    assert_ne!(network.ways(a, b, true).as_ptr(), here, "emergency ways are kept by themselves");
}

#[test]
fn a_way_has_at_most_six_legs() {
    let mut t = supply();
    let sites: Vec<SiteId> = (0..8).map(|n| t.site(&format!("s{n}"), HOME)).collect();
    for pair in sites.windows(2) {
        t.leg(&format!("leg-{:?}", pair[0]), pair[0], pair[1], 1.0);
    }
    let network = network(&t, &[]);
    assert_eq!(network.ways(sites[0], sites[6], false).len(), 1);
    assert_eq!(network.ways(sites[0], sites[7], false).len(), 0);
}

#[test]
fn a_way_knows_whose_territory_it_crosses_and_who_carries() {
    let mut t = supply();
    let a = t.site("a", XB);
    let b = t.site("b", XC);
    let c = t.site("c", HOME);
    let carrier = t.party("carrier", HOME);
    t.leg("ab", a, b, 1.0);
    let bc = t.leg("bc", b, c, 1.0);
    t.legs[bc].carrier = Some(carrier);
    let network = network(&t, &[]);
    let ways = network.ways(a, c, false);
    // Of the hand-over and between; the destination has a list of its own.
    assert_eq!(ways[0].crossed, [XB, XC]);
    assert_eq!(ways[0].carriers, [carrier]);
}

#[test]
fn an_expectation_waits_for_planned_windows_and_takes_mean_times() {
    let mut t = supply();
    let [a, b, c] = ["a", "b", "c"].map(|name| t.site(name, HOME));
    t.leg("ab", a, b, 3.0);
    let road = t.leg("bc", b, c, 2.0);
    t.legs[road].season = Some(t.season("winter"));
    let window = |opens, full_load, closes| PlannedWindow { opens, full_load, closes };
    let network = network(&t, &[vec![window(10, Some(20), 40), window(375, None, 400)]]);
    let ways = network.ways(a, c, false);
    let day = |ready, load| network.expected(&ways[0], ready, load);
    assert_eq!(day(0.0, LIGHT), Some(12.0), "at the road on day 3, which opens on day 10");
    assert_eq!(day(20.0, LIGHT), Some(25.0));
    assert_eq!(day(37.5, LIGHT), Some(42.5), "on the last open day");
    assert_eq!(day(38.0, LIGHT), Some(377.0), "the window is missed");
    assert_eq!(day(398.0, LIGHT), None, "no further window is planned");
    // A piece above half the payload waits for full load; where a season has none, for its opening.
    let heavy = Load { mass: Mass(6_000), litres: 1, piece: Mass(6_000) };
    assert_eq!((day(0.0, heavy), day(38.0, heavy)), (Some(22.0), Some(377.0)));
    // 250 t at ten trips of 10 t a day take two days more on each leg.
    let great = Load { mass: Mass(250_000), litres: 1, piece: Mass(1) };
    assert_eq!(day(20.0, great), Some(29.0));
}

#[test]
fn the_road_closes_at_its_last_seasonal_leg() {
    let mut t = supply();
    let [a, b, c] = ["a", "b", "c"].map(|name| t.site(name, HOME));
    let road = t.leg("ab", a, b, 3.0);
    t.legs[road].season = Some(t.season("winter"));
    t.leg("bc", b, c, 2.0);
    let network = network(&t, &[vec![window(10, 40)]]);
    let ways = network.ways(a, c, false);
    assert_eq!(network.closure(&ways[0], 0.0), Some(41.0 + 5.0));
    assert_eq!(network.closure(&ways[0], 41.0), None);
}

#[test]
fn freight_counts_shares_of_trips_and_tonnes() {
    let mut t = supply();
    let [a, b] = ["a", "b"].map(|name| t.site(name, HOME));
    let road = t.leg("ab", a, b, 3.0);
    t.runs_on(road).cost_per_tonne = Money(50);
    let network = network(&t, &[]);
    let ways = network.ways(a, b, false);
    // 25 t: two and a half trips at 1,000, and 25 t at 50.
    let load = Load { mass: Mass(25_000), litres: 1, piece: Mass(1) };
    assert!((network.freight(&ways[0], load) - 3_750.0).abs() < 1e-9);
}

/// A river to the town by way of a port, cheap, and a dear winter road; goods ready on the quay after the lead time.
fn river_and_road(lead: f64) -> (Tables, [LegId; 3]) {
    use iceroad_model::stores::ReviewPolicy;
    let mut t = supply();
    let [quay, port, town] = ["quay", "port", "town"].map(|name| t.site(name, HOME));
    let (river, ice) = (t.season("river"), t.season("ice"));
    let barge = t.leg("barge", quay, port, 5.0);
    let lorry = t.leg("lorry", port, town, 1.0);
    let winter = t.leg("winter", quay, town, 4.0);
    (t.legs[barge].season, t.legs[winter].season) = (Some(river), Some(ice));
    t.runs_on(winter).cost_per_trip = Money(6_000);
    let goods = t.item("goods", 1_000);
    let shop = t.store("shop", town, None);
    t.stock(shop, goods, 0, ReviewPolicy::None);
    t.offer("offer", goods, quay, lead);
    crate::agreements::goods_line(&mut t, shop, goods, 1, date(2026, 1, 1), date(2026, 6, 1));
    (t, [barge, lorry, winter])
}

fn taken(run: &Run) -> Vec<(f64, LegId)> {
    run.all(|event| match event {
        iceroad_model::event::Event::Departed { leg, .. } => Some(leg),
        _ => None,
    })
}

/// The river is open to day 40 and from day 200, the winter road from day 60 to day 120.
fn plan() -> Vec<Vec<PlannedWindow>> {
    vec![vec![window(0, 40), window(200, 300)], vec![window(60, 120)]]
}

#[test]
fn goods_that_miss_the_river_take_the_winter_road() {
    // In time for the river by its mean, the cheap way is chosen; handed over on day 41, the goods go by road.
    let (mut t, [barge, lorry, winter]) = river_and_road(30.0);
    let mut run = Run::new(t.clone(), &plan());
    run.day(250);
    assert_eq!(taken(&run), [(30.0, barge), (35.0, lorry)]);
    let offer = iceroad_model::OfferId(0);
    t.offers[offer].lead_days = constant(41.0);
    t.lines[iceroad_model::LineId(0)].due = date(2026, 10, 1); // by the river in summer would do
    let mut run = Run::new(t, &plan());
    run.day(250);
    assert_eq!(taken(&run), [(60.0, winter)]);
}

#[test]
fn goods_that_wait_when_their_road_closes_early_look_for_another() {
    let (t, [_, _, winter]) = river_and_road(30.0);
    let mut run = Run::new(t, &plan());
    // The river closes on day 25 this year, in the middle of its planned window. Goods that come to the quay on day 30
    // see that it was open and is closed, and take the winter road.
    run.limit = Box::new(|season, day| {
        let open = if season == SeasonId(0) { !(25..200).contains(&day) } else { (60..=120).contains(&day) };
        if open { iceroad_model::climate::DayLimit::OPEN } else { iceroad_model::climate::DayLimit::CLOSED }
    });
    run.day(250);
    assert_eq!(taken(&run), [(60.0, winter)]);
}

#[test]
fn goods_that_stand_at_a_road_when_it_closes_take_another() {
    let (mut t, [barge, _, winter]) = river_and_road(30.0);
    // One piece of 10 t a day.
    t.items[iceroad_model::ItemId(0)].unit_grams = 10_000_000;
    t.runs_on(barge).runs = trips(1);
    t.lines[iceroad_model::LineId(0)].quantity = iceroad_base::quantity::Quantity(3);
    let mut run = Run::new(t, &plan());
    run.limit = Box::new(|season, day| {
        let open = if season == SeasonId(0) { !(32..200).contains(&day) } else { (60..=120).contains(&day) };
        if open { iceroad_model::climate::DayLimit::OPEN } else { iceroad_model::climate::DayLimit::CLOSED }
    });
    run.day(250);
    let first =
        taken(&run).into_iter().filter(|(_, leg)| *leg == barge || *leg == winter).collect::<Vec<_>>();
    assert_eq!(first, [(30.0, barge), (31.0, barge), (60.0, winter)]);
}

#[test]
fn no_other_way_is_taken_that_a_rule_forbids() {
    use iceroad_model::trade::{Action, Restriction, Scope};
    let (mut t, [barge, lorry, winter]) = river_and_road(41.0);
    t.legs[winter].transits = vec![XC];
    t.lines[iceroad_model::LineId(0)].due = date(2026, 10, 1);
    t.restrictions.push(Restriction {
        name: "transit".into(),
        title: "A rule (illustrative)".into(),
        action: Action::Prohibit,
        scope: Scope { transits: vec![XC], ..Scope::default() },
        from: None,
        to: None,
        wind_down_until: None,
        exempt: vec![],
    });
    let mut run = Run::new(t, &plan());
    run.day(250);
    assert_eq!(taken(&run), [(200.0, barge), (205.0, lorry)]);
}
