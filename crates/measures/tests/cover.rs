//! Cover at the horizon's end, on records made by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::{Days, Quantity};
use iceroad_measures::cover::all;
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Book;
use iceroad_model::obligations::{Consumption, Settlement};
use iceroad_model::record::{RunRecord, StockRecord, WindowRecord};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::worth::Payer;
use iceroad_model::{Scenario, SeasonId, SettlementId};
use iceroad_worlds::build::Build;
use iceroad_worlds::supply::{HOME, supply};

/// A village with a tank at the end of a winter road, from 1 January 2026 for 400 days; oil is ordered on 1 November.
fn village() -> Scenario {
    let mut t = supply();
    let (village, yard) = (t.site("village", HOME), t.site("yard", HOME));
    t.with_station(village);
    let oil = t.item("oil", 1);
    let tank = t.store("tank", village, None);
    let policy = ReviewPolicy::BeforeClosure {
        up_to: Quantity(5_000),
        order_by: MonthDay { month: 11, day: 1 },
        reorder: Quantity(0),
        reorder_up_to: Quantity(0),
    };
    t.stock(tank, oil, 1_000, policy);
    t.offer("offer", oil, yard, 5.0);
    let season = t.season("ice");
    let road = t.leg("road", yard, village, 1.0);
    t.legs[road].season = Some(season);
    t.settlements.push(Settlement {
        name: "village".into(),
        site: village,
        people: 100,
        store: tank,
        payer: Payer::Territory,
    });
    let settlement = SettlementId(0);
    t.consumption.push(Consumption { settlement, item: oil, per_day: 0.0, per_heating_degree_day: 1.0 });
    Scenario::new(t).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// Ten a day were used from November to February; so much is there and so much on the way on 5 February 2027.
fn record(on_hand: i64, coming: i64) -> RunRecord {
    let asked = vec![310, 280, 0, 0, 0, 0, 0, 0, 0, 0, 300, 310, 310, 40];
    let row = StockRecord { asked, coming, weekly: vec![on_hand], ..StockRecord::default() };
    let season = SeasonId(0);
    let window = |opened, closed| WindowRecord { season, opened, full_load: None, closed };
    RunRecord {
        stock: [row].into_iter().collect(),
        windows: vec![window(9, 90), window(374, 455)],
        ..RunRecord::default()
    }
}

#[test]
fn oil_is_used_in_the_winter_to_come_as_in_the_last() {
    let scenario = village();
    let records = [record(400, 0), record(1_000, 0), record(400, 700)];
    let frame = Frame::new(&scenario, &records);
    let found = all(&frame);
    let one = &found[0];
    // Ordered on 1 November, day 269 after the end; ready on day 274; the road opens on day 339 as it did; a day under way.
    assert_eq!(one.next_supply, Some(340.0));
    // 24 days of February use 240, nothing is used until November: 160 last 16 days of it.
    let book = Book::of(&frame);
    let days = book.find("cover.tank.oil").unwrap();
    let lasts = book.find("cover.tank.oil.lasts").unwrap();
    // 760 last 76 days; with 700 that come over the open road on the first day, 860 last 86.
    assert_eq!(records.each_ref().map(|record| days.of(record)), [285.0, 345.0, 355.0]);
    assert_eq!(records.each_ref().map(|record| lasts.of(record)), [0.0, 1.0, 1.0]);
    assert_eq!(one.lasts.map(|lasts| (lasts.met, lasts.of)), Some((2, 3)));
    assert!(one.is_staple && one.is_risky());
}

#[test]
fn a_line_that_lasts_is_not_warned_of() {
    let scenario = village();
    let records = [record(1_000, 0)];
    let found = all(&Frame::new(&scenario, &records));
    assert_eq!(found[0].lasts.and_then(|lasts| lasts.share()), Some(1.0));
    assert!(!found[0].is_risky());
}

/// Oil is used in November alone, ten a day: 1,000 from 1 January 2026, 700 from 1 December on; the end is on 5 February 2027.
fn used_in_november(last_week: i64) -> RunRecord {
    let mut asked = vec![0; 14];
    asked[10] = 300;
    let there = |day: i64| 1_000 - 10 * (day - 304).clamp(0, 30);
    let mut weekly: Vec<i64> = (1..=58).map(|week| there((7 * week).min(400))).collect();
    weekly[57] += last_week;
    let row = StockRecord { asked, weekly, ..StockRecord::default() };
    RunRecord { stock: [row].into_iter().collect(), ..record(0, 0) }
}

#[test]
fn what_lies_there_spoils_by_its_age() {
    let told = |keeps: Option<f64>, last_week: i64| {
        let mut tables = village().into_tables();
        let oil = tables.stock.iter().next().unwrap().item;
        tables.items[oil].shelf_life = keeps.map(Days::clamped);
        let scenario = Scenario::new(tables).unwrap();
        let records = [used_in_november(last_week)];
        all(&Frame::new(&scenario, &records))[0].days.p50
    };
    // 700 are two Novembers and more, as long as they keep.
    assert_eq!(told(None, 0), 730.0);
    // They are 400 days old, and keep for 300: there is none on 1 November, day 269 after the end.
    assert_eq!(told(Some(300.0), 0), 269.0);
    // 500 that came in the last week serve that November, and are bad before the next, 366 days later.
    assert_eq!(told(Some(300.0), 500), 635.0);
}
