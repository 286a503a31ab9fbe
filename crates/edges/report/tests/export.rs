//! Exports against the rules of the formats they claim to be.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#[path = "../../../measures/tests/common/mod.rs"]
mod common;

use iceroad_base::quantity::{Mass, Money, Quantity, Ranged};
use iceroad_base::{Span, Time};
use iceroad_model::Scenario;
use iceroad_model::event::*;
use iceroad_model::ids::*;
use iceroad_model::roads::{LaneZone, TrafficRule, ZonePolicy};
use iceroad_report::export::{cyclelog, ocel};
use iceroad_report::log;
use iceroad_worlds::build::Build;
use iceroad_worlds::example;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const ALWAYS: std::ops::Range<Time> = Time::from_millis(i64::MIN)..Time::from_millis(i64::MAX);

fn entry(ms: i64, event: Event) -> Entry {
    Entry { at: Time::from_millis(ms), event }
}

fn state(ms: i64, machine: MachineId, state: MachineState) -> Entry {
    entry(ms, Event::State { machine, state })
}

/// Two trucks, one of which is loaded on by another loader; the last load is still aboard at the end.
fn pit_log() -> Vec<Entry> {
    use MachineState::*;
    let (alder, birch) = (example::TRUCK_ALDER, example::TRUCK_BIRCH);
    let (ore, waste) = (example::LOADER_ORE, example::LOADER_WASTE);
    let loaded = |ms, truck, loader, mass| {
        entry(ms, Event::Loaded { truck, loader, face: example::FACE_ORE, mass: Mass(mass) })
    };
    let dumped = |ms, truck, mass| {
        let (dump, material) = (example::SPOIL, example::WASTE);
        entry(ms, Event::Dumped { truck, dump, material, mass: Mass(mass) })
    };
    vec![
        state(7_000, alder, Loading),
        state(7_000, ore, Loading),
        state(8_500, birch, Loading),
        // The loader under birch fails before the first pass: no mass, no entry; another goes on.
        state(9_000, waste, Loading),
        loaded(10_000, alder, ore, 28_450),
        state(10_000, alder, TravelLoaded),
        loaded(12_250, birch, waste, 36_000),
        state(12_250, birch, TravelLoaded),
        state(20_000, alder, Dumping),
        state(20_000, birch, QueueDump),
        dumped(21_500, alder, 28_450),
        // No way to go: the next load begins where it stands.
        state(21_500, alder, Loading),
        state(21_500, birch, Dumping),
        // Fails while dumping and dumps again after its repair.
        state(22_000, birch, Repair),
        state(900_000, birch, Dumping),
        dumped(901_000, birch, 36_000),
        loaded(30_000_000, alder, ore, 27_000),
    ]
}

#[test]
fn a_cycle_log_is_what_its_readers_expect() {
    let scenario = common::scenario();
    let mut bytes = Vec::new();
    let key = cyclelog::write(&scenario, &pit_log(), ALWAYS, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let wanted = "t,truck_id,shovel_id,event,payload_t\n\
                  0.0,1,1,load,0.0\n\
                  2.0,2,2,load,0.0\n\
                  3.0,1,1,haul,28.45\n\
                  5.25,2,2,haul,36.0\n\
                  13.0,1,102,dump,28.45\n\
                  14.5,1,102,return,0.0\n\
                  14.5,1,1,load,0.0\n\
                  893.0,2,102,dump,36.0\n\
                  894.0,2,102,return,0.0\n\
                  29993.0,1,1,haul,27.0\n";
    assert_eq!(text, wanted);
    assert_eq!(key.rows, 10);
    let mut bytes = Vec::new();
    key.write(&mut bytes).unwrap();
    let wanted = "column,number,name\n\
                  t,0,2026-07-01T00:00:07.000+09:00\n\
                  truck_id,1,truck-1\n\
                  truck_id,2,truck-2\n\
                  truck_id,3,truck-3\n\
                  shovel_id,1,loader-1\n\
                  shovel_id,2,loader-2\n\
                  shovel_id,101,crusher\n\
                  shovel_id,102,spoil\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
}

#[test]
fn a_window_of_a_cycle_log_begins_each_truck_with_a_load() {
    let scenario = common::scenario();
    let window = Time::from_millis(8_000)..Time::from_millis(900_500);
    let mut bytes = Vec::new();
    cyclelog::write(&scenario, &pit_log(), window, &mut bytes).unwrap();
    let wanted = "t,truck_id,shovel_id,event,payload_t\n\
                  0.0,2,2,load,0.0\n\
                  3.25,2,2,haul,36.0\n\
                  12.5,1,1,load,0.0\n\
                  891.0,2,102,dump,36.0\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
}

#[test]
fn a_window_of_an_event_log_is_sound_by_itself() {
    let scenario = common::scenario();
    let job = JobNo(3);
    let entries = [
        entry(0, Event::JobClosed { job }),
        entry(5, Event::BayTaken { job, bay: example::OLD_BAY }),
        entry(9, Event::JobClosed { job }),
    ];
    let mut bytes = Vec::new();
    let window = Time::from_millis(5)..Time::from_millis(9);
    let counts = ocel::write(&scenario, &entries, window, &mut bytes).unwrap();
    let log: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((assert_ocel(&log), counts.events), ((counts.objects, 1), 1));
    assert_eq!(log["events"][0]["id"], "e1");
}

#[test]
fn a_log_without_cycles_is_a_header() {
    let mut bytes = Vec::new();
    let key = cyclelog::write(&common::scenario(), &[], ALWAYS, &mut bytes).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "t,truck_id,shovel_id,event,payload_t\n");
    assert_eq!((key.start, key.rows), (None, 0));
}

/// The small example with a single-lane zone, whose filters are repaired.
fn scenario_with_zone() -> Scenario {
    let mut tables = example::small();
    let mine = example::MINE;
    tables.mines[mine].traffic.rule = TrafficRule::NoOvertaking;
    let policy = ZonePolicy::FirstCome;
    let (max_trucks, batch, max_hold) = (None, None, None);
    let zone = LaneZone { name: "the narrows".into(), mine, policy, max_trucks, batch, max_hold };
    tables.segments[SegmentId(0)].rules.zone = Some(tables.zones.push(zone));
    tables.rotable(example::FILTER, example::MINE_STORE, 3.0);
    Scenario::new(tables).unwrap()
}

/// At least one entry of every kind, with every kind of claimant and purpose.
fn every_kind() -> Vec<Event> {
    let (truck, loader, dump, material) =
        (example::TRUCK_ALDER, example::LOADER_ORE, example::SPOIL, example::WASTE);
    let (job, demand, order, shipment) = (JobNo(3), DemandNo(5), OrderNo(7), ShipmentNo(9));
    let (store, item, quantity) = (example::MINE_STORE, example::FILTER, Quantity(4));
    let machine = example::TRUCK_ALDER;
    let demanded = |by| Event::Demanded { demand, store, item, quantity, by };
    let ordered = |purpose| Event::Ordered { order, offer: example::OFFER_FILTER, store, quantity, purpose };
    let (core, rotable) = (CoreNo(2), RotableId(0));
    let line = example::LINE_FILTERS;
    let delayed = |cause| Event::Delayed { line, cause, span: Span::from_millis(5_400_000) };
    let mut all = vec![
        Event::Hauled { loader, dump, material, loads: 2, mass: Mass(72_000) },
        Event::Carried { truck, loads: 2, mass: Mass(72_000) },
        Event::Spent {
            machine,
            booked: MachineState::Loading,
            state: MachineState::Repair,
            span: Span::HOUR,
        },
        Event::LoaderMoved { loader: example::LOADER_ORE, face: example::FACE_WASTE },
        Event::DumpStopped { dump: example::CRUSHER },
        Event::DumpWorks { dump: example::CRUSHER },
        Event::RoadClosed { segment: SegmentId(1) },
        Event::RoadOpened { segment: SegmentId(1) },
        Event::ZoneEntered { truck: machine, zone: ZoneId(0), along: true },
        Event::ZoneLeft { truck: machine, zone: ZoneId(0) },
        Event::Drawn { machine, kwh: Quantity(40) },
        Event::Refuelled { machine, fuel: iceroad_base::quantity::Volume(400) },
        Event::RanDry { machine },
        Event::Damaged { machine, subsystem: example::ALDER_SUSPENSION },
        Event::Found { machine, subsystem: example::ALDER_SUSPENSION },
        Event::Burnt { machine: example::LOADER_ORE, fuel: iceroad_base::quantity::Volume(12) },
        Event::Failed { machine, subsystem: example::ALDER_ENGINE },
        Event::JobOpened {
            job,
            machine,
            workshop: example::WORKSHOP,
            kind: JobKind::Repair(example::ALDER_ENGINE),
        },
        Event::JobOpened {
            job: JobNo(4),
            machine,
            workshop: example::WORKSHOP,
            kind: JobKind::Service(example::ALDER_SERVICE),
        },
        Event::BayTaken { job, bay: example::OLD_BAY },
        Event::WorkStarted { job, group: example::MECHANICS, technicians: 2 },
        Event::WorkPaused { job },
        Event::JobClosed { job },
        demanded(Claimant::Job(job)),
        demanded(Claimant::Fuel(machine)),
        demanded(Claimant::Settlement(example::SETTLEMENT)),
        demanded(Claimant::Task(example::PILES)),
        demanded(Claimant::Store(example::BASE_STORE)),
        demanded(Claimant::Mine(example::MINE)),
        Event::Issued { demand, store, item: example::INJECTOR_ALT, quantity },
        Event::Filled { demand },
        Event::Dropped { demand },
        Event::Received { store, item, quantity, order },
        Event::Spoiled { store, item: example::FLOUR, quantity },
        ordered(Purpose::Replenish),
        ordered(Purpose::Emergency(demand)),
        ordered(Purpose::Line(line)),
        Event::Transferred { order, item, store, quantity, purpose: Purpose::Inbound(InboundId(0)) },
        Event::CoreOut { core, rotable, job },
        Event::CoreCame { core, rotable },
        Event::Transferred { order, item, store, quantity, purpose: Purpose::Core(rotable) },
        Event::RepairBegan { core, rotable },
        Event::Repaired { core, rotable },
        Event::Condemned { core, rotable },
        Event::Transferred { order, item, store, quantity, purpose: Purpose::Repaired(rotable) },
        Event::LicenceAwaited { order, rule: example::BAN, until: Time::from_millis(86_400_000) },
        Event::Refused { offer: example::OFFER_INJECTOR, rule: example::BAN, store },
        Event::Shipped { shipment, order, item, quantity, at: example::RAILHEAD },
        Event::Queued { shipment, leg: example::WINTER_ROAD },
        Event::Departed { shipment, leg: example::WINTER_ROAD, mass: Mass(20_000), trips: 2 },
        Event::TripsBegan { vehicle: VehicleId(example::WINTER_ROAD.0), trips: 2, mass: Mass(20_000) },
        Event::Arrived { shipment, site: example::PIT },
        Event::SeasonLimit { season: example::ICE, gross: Mass(0) },
        Event::SeasonLimit { season: example::ICE, gross: Mass(30_000) },
        Event::SeasonLimit { season: example::RIVER, gross: Mass(i64::MAX) },
        Event::Delivered { line, quantity },
        delayed(DelayCause::Lead),
        delayed(DelayCause::Licence(example::BAN)),
        delayed(DelayCause::Season(example::ICE)),
        delayed(DelayCause::Capacity(example::WINTER_ROAD)),
        delayed(DelayCause::TooThin(example::WINTER_ROAD)),
        delayed(DelayCause::Vehicle(example::WINTER_ROAD)),
        Event::Penalised { line, amount: Money(12_345) },
        Event::Short { settlement: example::SETTLEMENT, item: example::FLOUR, quantity },
        Event::Lacked { mine: example::MINE, store: example::MINE_STORE, item: example::FILTER, quantity },
        Event::TaskStarted { task: example::HALL },
        Event::TaskPaused { task: example::HALL },
        Event::TaskDone { task: example::HALL },
        Event::Commissioned { machine: example::TRUCK_NEW },
        Event::Paid { cause: CostCause::Labour, to: None, amount: Money(1) },
        Event::Paid { cause: CostCause::Freight, to: Some(example::CARRIER), amount: Money(-250) },
        Event::Traded {
            order,
            partner: example::TRADER,
            item,
            flow: Flow::Import,
            mass: Mass(80),
            amount: Money(99),
        },
    ];
    all.extend(MachineState::ALL.map(|state| Event::State { machine, state }));
    all.extend(pit_log().into_iter().map(|entry| entry.event));
    all
}

fn names(list: &Value) -> BTreeMap<&str, BTreeMap<&str, &str>> {
    let mut all = BTreeMap::new();
    for kind in list.as_array().unwrap() {
        let mut attributes = BTreeMap::new();
        for attribute in kind["attributes"].as_array().unwrap() {
            let value = attribute["type"].as_str().unwrap();
            assert!(["string", "time", "integer", "float", "boolean"].contains(&value), "{value}");
            let name = attribute["name"].as_str().unwrap();
            assert!(attributes.insert(name, value).is_none(), "{name} is declared once");
        }
        let name = kind["name"].as_str().unwrap();
        assert!(all.insert(name, attributes).is_none(), "{name} is declared once");
    }
    all
}

fn is_time(text: &str) -> bool {
    let like = "2026-07-01T00:00:00.000Z";
    let alike = |(a, b): (u8, u8)| if b.is_ascii_digit() { a.is_ascii_digit() } else { a == b };
    text.len() == like.len() && text.bytes().zip(like.bytes()).all(alike)
}

fn assert_attributes(of: &Value, declared: &BTreeMap<&str, &str>, timed: bool) {
    for attribute in of["attributes"].as_array().unwrap() {
        let value = &attribute["value"];
        let is_right = match declared.get(attribute["name"].as_str().unwrap()) {
            Some(&"string") => value.is_string(),
            Some(&"time") => is_time(value.as_str().unwrap()),
            Some(&"integer") => value.is_i64(),
            Some(&"float") => value.is_f64(),
            _ => false,
        };
        assert!(is_right, "{attribute} is declared, with this type: {of}");
        assert_eq!(attribute.get("time").is_some_and(|at| is_time(at.as_str().unwrap())), timed, "{of}");
    }
}

fn assert_relations(of: &Value, ids: &BTreeSet<&str>) {
    for relation in of["relationships"].as_array().unwrap() {
        let id = relation["objectId"].as_str().unwrap();
        assert!(ids.contains(id), "{id} is an object: {of}");
        assert!(!relation["qualifier"].as_str().unwrap().is_empty());
    }
}

/// Holds a log against the rules of OCEL 2.0 and gives (objects, events).
fn assert_ocel(log: &Value) -> (usize, usize) {
    let (object_types, event_types) = (names(&log["objectTypes"]), names(&log["eventTypes"]));
    let objects = log["objects"].as_array().unwrap();
    let ids: BTreeSet<&str> = objects.iter().map(|object| object["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), objects.len(), "ids of objects are unique");
    for object in objects {
        let declared = &object_types[object["type"].as_str().unwrap()];
        assert_attributes(object, declared, true);
        assert_relations(object, &ids);
    }
    let events = log["events"].as_array().unwrap();
    let event_ids: BTreeSet<&str> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(event_ids.len(), events.len(), "ids of events are unique");
    for event in events {
        assert_attributes(event, &event_types[event["type"].as_str().unwrap()], false);
        assert_relations(event, &ids);
        assert!(is_time(event["time"].as_str().unwrap()), "{event}");
    }
    (objects.len(), events.len())
}

fn exported(scenario: &Scenario, entries: &[Entry]) -> Value {
    let mut bytes = Vec::new();
    let counts = ocel::write(scenario, entries, ALWAYS, &mut bytes).unwrap();
    let log: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(assert_ocel(&log), (counts.objects, counts.events));
    log
}

#[test]
fn every_kind_of_entry_is_a_sound_event() {
    let scenario = scenario_with_zone();
    let entries: Vec<Entry> =
        every_kind().into_iter().enumerate().map(|(at, event)| entry(at as i64 * 1_500, event)).collect();
    struct Kinds(BTreeSet<u8>);
    impl FieldVisitor for Kinds {
        fn kind(&mut self, kind: &'static EventKind) {
            self.0.insert(kind.number);
        }
        fn field(&mut self, _field: &'static EventField, _value: Field) {}
    }
    let mut kinds = Kinds(BTreeSet::new());
    entries.iter().for_each(|entry| entry.event.visit(&mut kinds));
    let all: BTreeSet<u8> = Event::KINDS.iter().map(|kind| kind.number).collect();
    assert_eq!(all.len(), Event::KINDS.len(), "numbers are of one kind each");
    assert_eq!(kinds.0, all, "the test has one of each kind");
    let log = exported(&scenario, &entries);
    let events = log["events"].as_array().unwrap();
    let find = |kind: &str| events.iter().find(|event| event["type"] == kind).unwrap();
    assert_eq!(find("licence_awaited")["attributes"][0]["value"], "2026-07-01T15:00:00.000Z");
    assert_eq!(find("penalised")["attributes"][0]["value"], 123.45);
    let objects = log["objects"].as_array().unwrap();
    let shipment = objects.iter().find(|object| object["id"] == "shipment:9").unwrap();
    assert_eq!(shipment["relationships"][0]["objectId"], "order:7");
    let job = objects.iter().find(|object| object["id"] == "job:3").unwrap();
    assert_eq!(job["attributes"][0]["value"], "repair");
}

#[test]
fn the_event_table_names_every_row_it_points_at() {
    let scenario = scenario_with_zone();
    let entries: Vec<Entry> = every_kind().into_iter().map(|event| entry(0, event)).collect();
    let files = log::table(&scenario, &entries).unwrap();
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    let amounts = "mass_kg gross_kg fuel_l span_ms until_ms quantity kwh amount technicians loads trips";
    let serials = "job demand order shipment core";
    let unnamed: BTreeSet<&str> = amounts.split(' ').chain(serials.split(' ')).collect();
    let mut of_two = BTreeMap::new();
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let [entry, _, local, kind, field, value, name] = cells[..] else { panic!("{row}") };
        assert_eq!(local, "2026-07-01T00:00:00.000+09:00");
        match field {
            // Who asks may be a job, what is ordered may be for a demand: numbers of the run, or for nothing.
            "by" | "purpose_of" | "cause_row" => _ = of_two.insert((kind, field, entry), name),
            "to" => assert_eq!(name.is_empty(), value == "-1", "{row}"),
            _ => assert_eq!(name.is_empty(), unnamed.contains(field), "{row}"),
        }
    }
    let named: BTreeSet<&str> = of_two.into_values().filter(|name| !name.is_empty()).collect();
    // A machine, a settlement, a task, a store, a mine; a line, an order on the way and what is repaired; a rule; a season and its leg of one name.
    assert_eq!(named.len(), 10, "{named:?}");
    assert!(text.contains(",zone,0,the narrows\n") && text.contains(",direction,1,along\n"));
}

#[test]
fn the_books_list_of_entries_is_the_declared_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../book/src/events.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, log::chapter()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == log::chapter(),
        "UPDATE=1 cargo test -p iceroad-report writes {} anew",
        path.display()
    );
}

#[test]
fn a_log_without_events_still_names_its_objects() {
    let scenario = common::scenario();
    let log = exported(&scenario, &[]);
    assert!(log["objects"].as_array().unwrap().len() > 40);
    assert_eq!(log["events"].as_array().unwrap().len(), 0);
}

#[test]
fn names_with_quotes_and_the_same_name_twice_stay_apart() {
    let mut tables = example::small();
    tables.machines[example::TRUCK_ALDER].name = "the \"old\" \\ one".into();
    let mut twin = tables.segments[SegmentId(0)].clone();
    twin.length = iceroad_base::quantity::Metres::clamped(twin.length.get() + 50.0);
    let twin = tables.segments.push(twin);
    let scenario = Scenario::new(tables).unwrap();
    let closed = |segment| entry(0, Event::RoadClosed { segment });
    let told = [state(0, example::TRUCK_ALDER, MachineState::OffShift), closed(SegmentId(0)), closed(twin)];
    let log = exported(&scenario, &told);
    let about = |event: usize| &log["events"][event]["relationships"][0]["objectId"];
    assert_eq!(about(0), "truck:the \"old\" \\ one");
    assert_ne!(about(1), about(2));
}

#[test]
fn a_writer_that_fails_is_told_of() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("full"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert!(ocel::write(&common::scenario(), &pit_log(), ALWAYS, &mut Full).is_err());
    assert!(cyclelog::write(&common::scenario(), &pit_log(), ALWAYS, &mut Full).is_err());
}
