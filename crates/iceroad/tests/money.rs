//! Money by use: worked out by hand on a village that eats from a tank, and held together on a whole small mine.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad::measures::compare::{Comparison, Pair};
use iceroad::measures::kpi::measures;
use iceroad::model::fleet::{Arrival, Capital};
use iceroad::model::goods::ItemKind;
use iceroad::model::obligations::{Consumption, Settlement};
use iceroad::model::stores::ReviewPolicy;
use iceroad::model::worth::Payer;
use iceroad::model::{ItemId, Scenario, SettlementId, StoreId, Tables};
use iceroad::{Replications, RunSpec, Session, Unwatched, compare};
use iceroad_base::civil::Date;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Money, Quantity, Share};
use iceroad_worlds::build::Build;
use iceroad_worlds::example::{self, small};
use iceroad_worlds::supply::{HOME, continuous, supply};

/// What a unit is worth in the village, minor units: 10.00 where it is sold, and 0.01 for its 10 kg at 1.00 a tonne.
const LANDED: f64 = 1_001.0;

/// Five units a day for 30 days from a tank that is filled up from a town two days away.
fn village(on_hand: i64, policy: ReviewPolicy) -> Tables {
    let mut tables = supply();
    tables.heading.days = 30;
    let [town, village] = ["town", "village"].map(|name| tables.site(name, HOME));
    tables.with_station(village);
    let fuel = tables.item("fuel", 10);
    tables.items[fuel].kind = ItemKind::Fuel;
    let tank = tables.store("tank", village, None);
    let road = tables.leg("road", town, village, 1.0);
    let vehicle = tables.runs_on(road);
    (vehicle.cost_per_trip, vehicle.cost_per_tonne) = (Money(0), Money(100));
    tables.offer("town", fuel, town, 1.0);
    tables.stock(tank, fuel, on_hand, policy);
    let name = "village".into();
    tables.settlements.push(Settlement { name, site: village, people: 9, store: tank, payer: Payer::Mine });
    let settlement = SettlementId(0);
    tables.consumption.push(Consumption {
        settlement,
        item: fuel,
        per_day: 5.0,
        per_heating_degree_day: 0.0,
    });
    tables
}

fn session(tables: Tables) -> Session {
    Session::new(Scenario::new(tables).unwrap_or_else(|faults| panic!("{faults:?}")))
}

fn asked(n: u32) -> RunSpec {
    RunSpec { replications: Replications::First(n), threads: 1, ..RunSpec::default() }
}

/// Values of a scenario's measures in its first replication, money in minor units.
fn values(tables: Tables) -> impl Fn(&str) -> f64 {
    let outcome = session(tables).run(&asked(1), &Unwatched).unwrap();
    let found = measures(&outcome.scenario, &outcome.records);
    move |key| {
        let measure = found.iter().find(|measure| measure.key == key);
        let value = measure.unwrap_or_else(|| panic!("no measure {key}")).values[0];
        (value * 100.0 * 1e4).round() / 1e4
    }
}

#[test]
fn what_is_used_costs_its_price_with_freight_whenever_it_was_bought() {
    let of = values(village(100, continuous(50, 100)));
    let used = 150.0 * LANDED;
    assert_eq!(of("use.mine"), used);
    assert_eq!(of("use_of_mine.fuel"), used);
    assert_eq!(of("goods.opening"), 100.0 * LANDED);
    // What was paid less what there is more of than before.
    let paid = of("cost.purchase") + of("cost.freight");
    assert!(paid > 0.0 && paid != used);
    assert_eq!(paid - (of("goods.closing") - of("goods.opening")), used);
}

#[test]
fn more_on_the_shelf_at_the_start_is_no_gain_and_costs_its_interest() {
    let (few, more) = (values(village(200, ReviewPolicy::None)), values(village(230, ReviewPolicy::None)));
    assert_eq!(more("use.mine"), few("use.mine"));
    let (few, more) = (village(100, continuous(50, 100)), village(160, continuous(50, 100)));
    let (few, more) = (values(few), values(more));
    assert!(more("cost.total") < few("cost.total"), "in cash it looks like a gain");
    assert_eq!(more("use.mine"), few("use.mine"));
    let mut owed = [village(200, ReviewPolicy::None), village(230, ReviewPolicy::None)];
    for tables in &mut owed {
        tables.stores[StoreId(0)].interest = Share::clamped(0.1);
    }
    let [few, more] = owed.map(values);
    let interest = 30.0 * LANDED * 0.1 * 30.0 / 365.25;
    assert!((more("use.mine") - few("use.mine") - interest).abs() < 1e-3);
    assert!((more("use_of_mine.interest") - few("use_of_mine.interest") - interest).abs() < 1e-3);
}

#[test]
fn what_spoils_is_a_line_of_its_own() {
    let mut tables = village(400, ReviewPolicy::None);
    tables.items[ItemId(0)].shelf_life = Some(iceroad_base::quantity::Days::clamped(10.0));
    let of = values(tables);
    // Fifty or so are eaten before the rest spoils.
    let (used, spoiled) = (of("use_of_mine.fuel"), of("use_of_mine.spoilage"));
    assert!(spoiled > 300.0 * LANDED && used > 40.0 * LANDED, "{used} and {spoiled}");
    assert_eq!(used + spoiled, 400.0 * LANDED);
    assert_eq!(of("goods.closing"), 0.0);
}

#[test]
fn cash_and_use_differ_by_stock_and_machines_alone() {
    for replication in [1, 4] {
        let mut tables = small();
        tables.heading.seed = replication;
        let of = values(tables);
        let by_use = of("use.total") + of("goods.closing") - of("goods.opening") + of("capital.paid");
        assert!((of("cost.total") - by_use).abs() < 2.0, "{} paid, {by_use} by use", of("cost.total"));
        let payers = ["mine", "service_centre", "territory", "builders"].map(|who| of(&format!("use.{who}")));
        assert!((payers.iter().sum::<f64>() - of("use.total")).abs() < 2.0);
        assert!(payers[0] > 0.0 && payers[2] > 0.0 && payers[3] > 0.0, "{payers:?}");
        assert!(of("capital.paid") >= 43_000_000.0, "the truck is paid for and is no use");
    }
}

#[test]
fn parts_that_last_longer_save_what_they_are_worth_also_from_a_full_shelf() {
    let with = |life: f64| {
        let mut tables = small();
        tables.heading.days = 120;
        for line in tables.stock.iter_mut().filter(|line| line.item == example::INJECTOR) {
            (line.on_hand, line.policy) = (Quantity(1_000), ReviewPolicy::None);
        }
        for id in [example::ALDER_ENGINE, example::BIRCH_ENGINE] {
            tables.subsystems[id].life = Law::Constant { value: life };
        }
        values(tables)
    };
    let (short, long) = (with(150.0), with(300.0));
    let saved = |key: &str| short(key) - long(key);
    assert!(saved("use_of_mine.parts") > 0.0);
    assert!(saved("cost.purchase") < saved("use_of_mine.parts"), "in cash a full shelf hides it");
}

#[test]
fn a_machine_is_worn_off_by_the_year_or_by_the_hour_and_never_both() {
    let with = |capital| {
        let mut tables = small();
        (tables.heading.days, tables.models[example::ALDER_28].capital) = (60, capital);
        values(tables)
    };
    let hourly = with(None);
    assert_eq!(hourly("use_of_mine.ownership"), 0.0);
    assert_eq!(hourly("use_of_mine.operation"), hourly("cost.operation"));
    let (life_years, residual) = (10.0, Share::clamped(0.1));
    let price = Money::from_major(400_000.0);
    let worn = with(Some(Capital { price, life_years, residual, hourly: Share::clamped(1.0) }));
    // One truck of the model, there from the start.
    assert!((worn("use_of_mine.ownership") - 3_600_000.0 * 60.0 / 365.25).abs() < 1.0);
    assert!(worn("use_of_mine.operation") < hourly("use_of_mine.operation"));
    assert_eq!(worn("cost.total"), hourly("cost.total"));
}

fn pair<'c>(found: &'c Comparison, key: &str) -> &'c Pair {
    found.pairs.iter().find(|pair| pair.key == key).unwrap_or_else(|| panic!("no {key}"))
}

/// The mine as it is, and with a truck less.
fn less_a_truck(worth: Option<f64>) -> Comparison {
    let mut tables = small();
    tables.heading.days = 30;
    tables.materials[example::ORE].worth_per_tonne = worth.map(Money::from_major);
    let mut fewer = tables.clone();
    fewer.machines[example::TRUCK_BIRCH].arrival = Arrival::On(Date::constant(2030, 1, 1));
    let both = compare(&session(tables), &session(fewer), &asked(6), &Unwatched).unwrap();
    Comparison::of(&both.a.results(), &both.b.results())
}

#[test]
fn fewer_tonnes_at_lower_cost_are_not_better_where_no_tonne_has_a_worth() {
    let found = less_a_truck(None);
    assert!(pair(&found, "tonnes.total").difference < 0.0);
    let cost = pair(&found, "use.mine");
    assert!(cost.difference < 0.0);
    assert_eq!(cost.better(), None);
    assert_eq!(cost.words(), "cheaper and fewer tonnes: no worth of a tonne is written");
    assert!(found.pairs.iter().all(|pair| pair.key != "margin.total"));
    let found = less_a_truck(Some(500.0));
    let margin = pair(&found, "margin.total");
    assert_eq!(margin.better(), Some("A"));
    assert!(margin.high < 0.0);
    assert_eq!(pair(&found, "use.mine").words(), "cheaper and fewer tonnes: see the margin");
}
