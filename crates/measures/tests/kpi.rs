//! Measures by hand-made records.
mod common;

use iceroad_base::law::Law;
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::{self, Book};
use iceroad_measures::turnover::turnover;
use iceroad_model::Scenario;
use iceroad_model::event::{Flow, MachineState};
use iceroad_model::mine::Dump;
use iceroad_model::packed::Packed;
use iceroad_model::pit::{Blend, Breaks};
use iceroad_model::record::{DumpCell, RunRecord, TonnesCell, TurnoverCell, Ware};
use iceroad_worlds::example;
use std::collections::BTreeSet;

fn measure(scenario: &Scenario, records: &[RunRecord], key: &str) -> kpi::Measure {
    let all = kpi::measures(scenario, records);
    all.into_iter().find(|measure| measure.key == key).expect("the measure is there")
}

#[test]
fn keys_are_unique_and_every_measure_has_a_definition() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 3);
    let all = kpi::measures(&scenario, &records);
    let keys: BTreeSet<&str> = all.iter().map(|measure| measure.key.as_str()).collect();
    assert_eq!(keys.len(), all.len());
    for measure in &all {
        assert!(
            !measure.definition.is_empty() && !measure.title.is_empty() && !measure.unit.is_empty(),
            "{}",
            measure.key
        );
        assert_eq!(measure.values.len(), 3, "{}", measure.key);
        assert!(measure.values.iter().all(|value| !value.is_infinite()), "{}", measure.key);
    }
}

/// The small example with ore of grade 2, a blend and failures at the crusher, and a heap.
fn blended() -> (Scenario, [RunRecord; 1]) {
    let mut tables = example::small();
    tables.faces[example::FACE_ORE].grade = Some(2.0);
    let over = Mass::from_tonnes(1_000.0);
    let crusher = &mut tables.dumps[example::CRUSHER];
    crusher.blend = Some(Blend { least: Some(1.5), most: Some(2.5), over });
    let (life, repair) = (Law::Constant { value: 50.0 }, Law::Constant { value: 5.0 });
    crusher.breaks = Some(Breaks { life, repair });
    let heap =
        Dump { name: "heap".into(), materials: vec![example::ORE], ..tables.dumps[example::SPOIL].clone() };
    let heap = tables.dumps.push(heap);
    let mut face = tables.faces[example::FACE_ORE].clone();
    face.name = "heap".into();
    face.stockpile = Some(heap);
    tables.faces.push(face);
    let scenario = Scenario::new(tables).expect("the changed example passes every rule");
    let tonnes = |dump, mass_kg| TonnesCell { dump, material: example::ORE, month: 0, mass_kg, loads: 1 };
    let (graded_kg, content, off_blend_kg) = (60_000, 132_000_000, 15_000);
    let cell = DumpCell { graded_kg, content, off_blend_kg, ..DumpCell::new(example::CRUSHER, 0) };
    let stops = DumpCell { stops: 3, stopped_ms: 5_400_000, ..DumpCell::new(example::CRUSHER, 1) };
    let record = RunRecord {
        tonnes: vec![tonnes(example::CRUSHER, 60_000), tonnes(heap, 40_000)],
        dump_months: vec![cell, stops],
        ..RunRecord::default()
    };
    (scenario, [record])
}

#[test]
fn grades_and_crusher_stops_are_measures_and_what_is_heaped_is_not_yet_delivered() {
    let (scenario, records) = blended();
    let value = |key: &str| measure(&scenario, &records, key).values[0];
    assert!((value("grade.crusher") - 2.2).abs() < 1e-12);
    assert_eq!(value("off_blend.crusher"), 0.25);
    assert_eq!(value("crusher_down.crusher"), 1.5);
    // 100 t were moved, of which the plan of 720,000 t counts the 60 t that came to the crusher.
    assert_eq!(value("tonnes.ore"), 100.0);
    assert!((value("plan_share.ore") - 60.0 / 720_000.0).abs() < 1e-12);
    // Nothing of the waste was moved, so it lags most.
    let frame = Frame::new(&scenario, &[]);
    let book = Book::of(&frame);
    let asked = |record: &RunRecord| book.find("plan.least_share").unwrap().of(record);
    assert_eq!(asked(&records[0]), 0.0);
    let waste = TonnesCell {
        dump: example::SPOIL,
        material: example::WASTE,
        month: 0,
        mass_kg: i64::MAX / 2,
        loads: 1,
    };
    let mut record = records[0].clone();
    record.tonnes.push(waste);
    assert_eq!(asked(&record), value("plan_share.ore"));
}

#[test]
fn availability_and_use_follow_the_time_usage_model() {
    let scenario = common::scenario();
    let mut record = RunRecord::default();
    let mut states = [0_i64; MachineState::COUNT];
    // 100 h: 40 working, 10 delay, 30 standby, 20 down; 50 h before it joined do not count.
    for (state, hours) in [
        (MachineState::TravelLoaded, 40),
        (MachineState::QueueLoad, 10),
        (MachineState::OffShift, 30),
        (MachineState::WaitPart, 15),
        (MachineState::Repair, 5),
        (MachineState::Absent, 50),
    ] {
        states[state as usize] = hours * 3_600_000;
    }
    let mut row =
        iceroad_model::record::MachineRecord { state_ms: vec![states], failures: 2, ..Default::default() };
    record.machines.push(&row);
    row.state_ms.clear();
    row.failures = 0;
    (0..4).for_each(|_| record.machines.push(&row));
    let records = [record];
    let value = |key: &str| measure(&scenario, &records, key).values[0];
    assert_eq!(value("availability.trucks"), 0.8);
    assert_eq!(value("utilisation.trucks"), 0.625);
    assert_eq!(value("effective.trucks"), 0.4);
    assert_eq!(value("mtbf.trucks"), 25.0);
    assert_eq!(value("wait.part.trucks"), 15.0);
    assert!(value("mtbf.loaders").is_nan(), "nothing failed, so there is no time between failures");
}

#[test]
fn a_line_is_on_time_to_the_last_millisecond_of_its_due_day() {
    let scenario = common::scenario();
    let due = scenario.due(example::LINE_FILTERS).millis();
    let record = |complete_ms| {
        let mut record = common::record(&scenario, 0);
        record.lines[example::LINE_FILTERS].complete_ms = complete_ms;
        record
    };
    let late_ms = due + 86_400_000;
    let records = [record(Some(due - 1)), record(Some(due)), record(Some(late_ms)), record(None)];
    let on_time = measure(&scenario, &records, "line.supply-2026.filters.on_time");
    assert_eq!(on_time.values, [1.0, 0.0, 0.0, 0.0]);
    let lateness = measure(&scenario, &records, "line.supply-2026.filters.lateness");
    assert_eq!(lateness.values[..3], [0.0, 1.0, 2.0], "days begun since the due day, midnight included");
    assert!(lateness.values[3] > 100.0, "not delivered at all counts to the horizon's end");
    assert_eq!(lateness.after, [false, false, false, true], "and may be longer still");
    let spread = lateness.spread.expect("there is a lateness");
    assert!(spread.seen_mean().is_after() && !spread.seen_p50().is_after());
    let chance = on_time.chance.expect("it is a chance");
    assert_eq!((chance.met, chance.of, chance.share()), (1, 4, Some(0.25)));
    assert!(
        on_time.spread.is_some_and(|spread| spread.half_width.is_none()),
        "a chance has its own interval"
    );
}

#[test]
fn an_equivalent_stands_beside_its_item_by_the_hour_it_lives() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 1);
    let found = iceroad_measures::equivalents::all(&Frame::new(&scenario, &records));
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let price = |item| {
        let offers = scenario.offers.iter().filter(|offer| offer.item == item);
        offers.map(|offer| offer.price.get()).min().expect("it is offered") as f64 / 100.0
    };
    let engine = &scenario.subsystems[example::ALDER_ENGINE];
    let pieces = engine.parts[0].chance.get() * engine.parts[0].quantity.get() as f64;
    let life = engine.life.mean();
    assert_eq!((one.life_h, one.life_factor), (life, 0.85));
    let close = |told: Option<f64>, right: f64| told.is_some_and(|told| (told / right - 1.0).abs() < 1e-12);
    assert!(close(one.item_cost_per_h, price(example::INJECTOR) * pieces / life), "{one:?}");
    assert!(close(one.equivalent_cost_per_h, price(example::INJECTOR_ALT) * pieces / life / 0.85), "{one:?}");
}

#[test]
fn imports_are_told_by_the_sellers_seat_and_by_the_origin_of_the_goods() {
    let scenario = common::scenario();
    let (home, abroad) = (example::HOME, example::ABROAD);
    let goods = Ware::Goods { chapter: 87 };
    let cell = |partner, origin, ware, flow, major: i64| TurnoverCell {
        partner,
        origin,
        ware,
        month: 0,
        flow,
        mass_kg: 1_000,
        amount: major * 100,
    };
    let record = RunRecord {
        turnover: Packed::of(&[
            // A dealer at home sells what was made abroad, a trader abroad what was made at home.
            cell(example::OFFICE, Some(abroad), goods, Flow::Domestic, 500),
            cell(example::TRADER, Some(home), goods, Flow::Import, 30),
            cell(example::TRADER, None, goods, Flow::Import, 7),
            cell(example::TRADER, Some(abroad), Ware::Services, Flow::Import, 11),
            cell(example::TRADER, Some(home), Ware::Services, Flow::Export, 2),
        ]),
        ..RunRecord::default()
    };
    let records = [record];
    for (key, right) in [
        ("turnover.total", 550.0),
        ("turnover.import_by_seat", 48.0),
        ("turnover.import_by_origin", 511.0),
        ("turnover.unknown_origin", 7.0),
        ("turnover.services", 13.0),
    ] {
        assert_eq!(measure(&scenario, &records, key).values, [right], "{key}");
    }
    let told = turnover(&Frame::new(&scenario, &records));
    let of = |territory: Option<&str>| {
        let row = told.territories.iter().find(|row| row.territory.as_deref() == territory);
        row.map(|row| (row.by_seat, row.by_origin))
    };
    let name = |id| scenario.territories.get(id).map(String::as_str);
    // Exports are sold by somebody at home.
    assert_eq!(of(name(home)), Some((502.0, 32.0)));
    assert_eq!(of(name(abroad)), Some((48.0, 511.0)));
    assert_eq!(of(None), Some((0.0, 7.0)));
}
