//! Numbers over replications of unequal size, worked out by hand.
//!
//! Each replication gives one value, and what is shown is the mean of these: not the ratio of the sums, in which a large
//! replication would weigh more. Every case is such that the two differ.
mod common;

use iceroad_base::{Id, Table};
use iceroad_measures::findings::{bindings, proposals};
use iceroad_measures::frame::Frame;
use iceroad_measures::promise::{self, Line};
use iceroad_measures::spread::Spread;
use iceroad_measures::{kpi, settlements, stock, stops, time_usage};
use iceroad_model::event::{DelayCause, MachineState};
use iceroad_model::fault::Code;
use iceroad_model::outlook::Outlook;
use iceroad_model::packed::Packed;
use iceroad_model::record::{LineRecord, MachineRecord, RunRecord, ShortCell, StockRecord, SubsystemRecord};
use iceroad_model::{Scenario, StockId};
use iceroad_worlds::example;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn assert_near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-12, "{value} in place of {expected}");
}

/// Rows up to one that counts; those before it are empty.
fn only<I: Id, T: Clone + Default, Rows: FromIterator<T>>(id: I, row: T) -> Rows {
    let mut rows = vec![T::default(); id.index()];
    rows.push(row);
    rows.into_iter().collect()
}

fn ms(hours: &[(MachineState, i64)]) -> [i64; MachineState::COUNT] {
    let mut ms = [0; MachineState::COUNT];
    hours.iter().for_each(|&(state, hours)| ms[state as usize] = hours * HOUR_MS);
    ms
}

fn machine(hours: &[(MachineState, i64)]) -> MachineRecord {
    MachineRecord { state_ms: vec![ms(hours)], ..MachineRecord::default() }
}

fn measured(scenario: &Scenario, records: &[RunRecord], key: &str) -> Spread {
    let all = kpi::measures(scenario, records);
    let measure = all.iter().find(|measure| measure.key == key).expect("the measure is there");
    measure.spread.expect("it has a value")
}

#[test]
fn shares_of_a_machine_are_means_of_the_replications_shares() {
    use MachineState::{OffShift, QueueLoad, Repair, TravelLoaded};
    let scenario = common::scenario();
    let record = |working, delay, standby, down| {
        let row =
            machine(&[(TravelLoaded, working), (QueueLoad, delay), (OffShift, standby), (Repair, down)]);
        RunRecord { machines: only(example::TRUCK_ALDER, row), ..RunRecord::default() }
    };
    // 100 h: 80 available, 50 of them operating, 40 of these working. 10 h: 4, 2 and 1.
    let records = [record(40, 10, 30, 20), record(1, 1, 2, 6)];
    let frame = Frame::new(&scenario, &records);
    let machines = time_usage::machines(&frame);
    let [truck] = machines.as_slice() else { unreachable!("one machine was in the fleet") };
    // Availability 80/100 and 4/10 (of the sums: 84/110), use 50/80 and 2/4, efficiency 40/50 and 1/2, working
    // 40/100 and 1/10.
    let expected =
        [("availability", 0.6), ("utilisation", 0.5625), ("operating_efficiency", 0.65), ("effective", 0.25)];
    let shown = [truck.availability, truck.utilisation, truck.efficiency, truck.effective];
    for (shown, (key, expected)) in shown.into_iter().zip(expected) {
        assert_near(shown, expected);
        // The group of this one machine says the same.
        assert_near(measured(&scenario, &records, &format!("{key}.trucks")).mean, expected);
    }
    assert_near(truck.hours.calendar(), 55.0);
}

#[test]
fn fill_rate_and_share_by_substitutes_are_of_the_replications_that_asked() {
    let scenario = common::scenario();
    let record = |demands, at_once, substituted| {
        let row = StockRecord { demands, at_once, substituted, ..StockRecord::default() };
        RunRecord { stock: only(StockId(0), row), ..RunRecord::default() }
    };
    // 9 and 1 of 10, 0 and 1 of 2; in the third nothing is asked for, which is neither 0 nor 1.
    let records = [record(10, 9, 1), record(2, 0, 1), record(0, 0, 0)];
    let lines = stock::lines(&Frame::new(&scenario, &records));
    let line = lines.first().expect("the line is there");
    // (9/10 + 0/2) / 2, of the sums 9/12; (1/10 + 1/2) / 2, of the sums 2/12.
    assert_near(line.fill_rate, 0.45);
    assert_near(line.substituted, 0.3);
    assert_near(line.demands, 4.0);
    let parts = measured(&scenario, &records, "fill_rate.parts");
    assert_eq!(parts.n, 2);
    assert_near(parts.mean, 0.45);
}

#[test]
fn hours_down_per_failure_are_of_the_replications_that_failed() {
    let scenario = common::scenario();
    let record = |failures, repair, waiting| {
        let down_ms = ms(&[(MachineState::Repair, repair), (MachineState::WaitPart, waiting)]);
        let row = SubsystemRecord { failures, planned: 0, down_ms };
        RunRecord {
            machines: only(example::LOADER_ORE, MachineRecord { failures, ..MachineRecord::default() }),
            subsystems: only(example::LOADER_HYDRAULICS, row),
            ..RunRecord::default()
        }
    };
    // 50 h after 10 failures, 20 h after one; 4 h after a failure before the horizon.
    let records = [record(10, 20, 30), record(1, 5, 15), record(0, 4, 0)];
    let all = stops::by_subsystem(&Frame::new(&scenario, &records));
    let [hydraulics] = all.as_slice() else { unreachable!("one subsystem failed") };
    // (50/10 + 20/1) / 2; of the sums it were 74/11.
    let mdt = hydraulics.mdt_h.expect("it failed");
    assert_eq!(mdt.n, 2);
    assert_near(mdt.mean, 12.5);
    // The loaders have no other subsystem.
    assert_eq!(measured(&scenario, &records, "mdt.loaders"), mdt);
}

#[test]
fn what_binds_and_what_to_try_tell_the_same_use_of_loaders() {
    let scenario = common::scenario();
    let record = |loading, waiting| {
        let truck = machine(&[(MachineState::QueueLoad, 100)]);
        let loader = machine(&[(MachineState::Loading, loading), (MachineState::WaitTruck, waiting)]);
        let mut machines = Table::filled(scenario.machines.len(), MachineRecord::default());
        machines[example::LOADER_ORE] = loader;
        machines[example::TRUCK_ALDER] = truck;
        RunRecord { machines: Packed::of(&machines), ..RunRecord::default() }
    };
    // 380 of 400 h at the face, and 10 of 40 h: (0.95 + 0.25) / 2. Of the sums it were 390/440.
    let records = [record(380, 20), record(10, 30)];
    let parts = (Outlook::default(), common::manifest(2));
    let results = common::results(&scenario, &records, &parts);
    let binding = bindings(&results).into_iter().find(|binding| binding.what == "Loaders");
    assert_near(binding.expect("loaders are used").used.mean, 0.6);
    let proposed = proposals(&scenario, &records);
    let other =
        proposed.iter().find(|one| one.title.starts_with("Send trucks")).expect("trucks stand in line");
    let why = "Trucks stand 100 hours in line at loaders, which load 60 % of their time at the face.";
    assert_eq!(other.why, why);
}

#[test]
fn the_main_delay_of_a_line_is_the_longest_in_most_late_replications() {
    let scenario = common::scenario();
    let line = Line::of(&scenario, example::LINE_FILTERS);
    let season = DelayCause::Season(example::ICE);
    let record = |late_days: i64, delays: &[(DelayCause, i64)]| {
        let row = LineRecord {
            complete_ms: Some(line.due.millis() - 1 + late_days * DAY_MS),
            delays: delays.iter().map(|&(cause, days)| (cause, days * DAY_MS)).collect(),
            ..LineRecord::default()
        };
        RunRecord { lines: only(example::LINE_FILTERS, row), ..RunRecord::default() }
    };
    // The longest of each of the late ones, wherever it stands: season, season, lead time. Lead time comes first in every
    // list and has most days in all, and transit is the longest where the line is on time.
    let records = [
        record(1, &[(DelayCause::Lead, 3), (season, 5), (DelayCause::Transit, 1)]),
        record(2, &[(DelayCause::Lead, 2), (DelayCause::Transit, 1), (season, 4)]),
        record(9, &[(DelayCause::Lead, 90)]),
        record(0, &[(DelayCause::Lead, 1), (DelayCause::Transit, 7)]),
        record(-1, &[(DelayCause::Transit, 7)]),
        record(-2, &[(DelayCause::Transit, 7)]),
    ];
    assert_eq!(line.longest_delay(&records[0]), Some((season, 5.0)));
    let (cause, share) = line.main_delay(&records).expect("there are delays");
    assert_eq!(cause, season);
    assert_near(share, 2.0 / 3.0);
    let all = promise::lines(&scenario, &records);
    let told = all[example::LINE_FILTERS.index()].cause.as_ref().expect("there is a cause");
    assert_eq!((told.cause, told.share), (cause, share));
    // Where it is never late, all replications count.
    assert_eq!(line.main_delay(&records[3..]), Some((DelayCause::Transit, 1.0)));
}

#[test]
fn what_a_settlement_lacks_of_an_item_is_told_once() {
    let scenario = common::scenario();
    let cell = |month, days| ShortCell {
        settlement: example::SETTLEMENT,
        item: example::FLOUR,
        month,
        days,
        quantity: 100,
    };
    let records = [
        RunRecord { shortages: vec![cell(9, 12), cell(10, 3)], ..RunRecord::default() },
        RunRecord::default(),
    ];
    // 12 + 3 days in one replication and none in the other.
    let all = settlements::shortages(&scenario, &records);
    let told: Vec<_> = all.iter().map(|one| (one.item, one.days.mean, one.with.met)).collect();
    assert_eq!(told, [(example::FLOUR, 7.5, 1), (example::DIESEL, 0.0, 0)]);
    // A second row of the same item would tell it twice; no scenario has one.
    let mut tables = example::small();
    let again = tables.consumption.iter().next().expect("the village eats").clone();
    tables.consumption.push(again);
    let faults = Scenario::new(tables).expect_err("the row is there twice");
    assert!(faults.iter().any(|fault| fault.code == Code::RowTwice), "{faults:?}");
}
