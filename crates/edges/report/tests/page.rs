//! The page is well formed, holds nothing that is not a number, fetches nothing, and stands every shape of result.
#[path = "../../../measures/tests/common/mod.rs"]
mod common;

use common::results;
use iceroad_base::quantity::{Coordinate, Mass, Ranged};
use iceroad_base::{Table, Time};
use iceroad_measures::Results;
use iceroad_measures::advice::Advice;
use iceroad_model::Scenario;
use iceroad_model::SegmentId;
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::outlook::Outlook;
use iceroad_model::record::{LaneRecord, PlaceRecord, RunRecord, ZoneRecord};
use iceroad_model::road_use::{Drives, PitOutlook, RoadUse};
use iceroad_model::roads::{LaneZone, TrafficRule, ZonePolicy};
use iceroad_report::gantt::Ask;
use iceroad_report::{Language, compare, html, json, speaking, summary, tables};
use iceroad_worlds::example;
use std::collections::BTreeSet;

fn page(scenario: &Scenario, records: &[RunRecord], outlook: &Outlook) -> String {
    let manifest = common::manifest(records.len() as u32);
    html::page(&Results {
        scenario,
        records,
        outlook,
        bounds: &[],
        manifest: &manifest,
        advice: &Advice::default(),
    })
}

/// Tags that have no end.
const VOID: [&str; 2] = ["meta", "br"];

/// Walks the tags and says what is not closed, crossed, or named twice.
fn faults(page: &str) -> Vec<String> {
    let body = page.strip_prefix("<!DOCTYPE html>\n").expect("a page begins with its type");
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut faults = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').expect("every tag ends");
        let (tag, after) = rest.split_at(end);
        rest = &after[1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.last().map(String::as_str) == Some(name) {
                open.pop();
            } else {
                faults.push(format!("</{name}> closes {:?}", open.last()));
            }
            continue;
        }
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        let id = tag.split(" id=\"").nth(1).and_then(|id| id.split('"').next());
        faults.extend(id.filter(|id| !ids.insert((*id).to_string())).map(|id| format!("id {id} twice")));
        if tag.matches('"').count() % 2 != 0 {
            faults.push(format!("<{tag}> has an open quote"));
        }
        if name == "style" {
            let end = rest.find("</style>").expect("the style ends");
            rest = &rest[end + "</style>".len()..];
        } else if !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    faults.extend(open.into_iter().map(|tag| format!("<{tag}> is never closed")));
    let anchors = body.split("href=\"#").skip(1).filter_map(|text| text.split('"').next());
    faults.extend(anchors.filter(|id| !ids.contains(*id)).map(|id| format!("link to #{id} leads nowhere")));
    faults
}

fn assert_sound(page: &str) {
    assert_eq!(faults(page), Vec::<String>::new());
    for bad in [
        "NaN", "inf ", ">inf<", "Infinity", "http:", "https:", "<script", "url(", "@import", "Some(",
        ">None<",
    ] {
        assert!(!page.contains(bad), "{bad} is in the page");
    }
}

fn all_of(results: &Results<'_>) {
    assert_sound(&html::page(results));
    let console = summary::console(results, Some("out"), 80, true);
    assert!(!console.contains("NaN") && !console.contains("inf "), "{console}");
    let text = json::document(results, true).to_string();
    assert!(!text.contains("NaN"));
    tables::write_all(results).expect("tables are written");
}

#[test]
fn a_page_of_fifty_replications_is_sound() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 50);
    let page = page(&scenario, &records, &common::outlook(&scenario));
    assert_sound(&page);
    for section in
        ["tonnes", "hours", "stops", "workshop", "stock", "map", "roads", "agreements", "turnover", "costs"]
    {
        let body = page.split(&format!("<section id=\"{section}\">")).nth(1).unwrap();
        let body = body.split("</section>").next().unwrap();
        assert!(
            (body.contains("<svg") || body.contains("class=\"lane\"")) && body.contains("<details>"),
            "{section} has its drawing and its table"
        );
    }
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 3);
    let parts = (common::outlook(&scenario), common::manifest(3));
    assert_eq!(page(&scenario, &records, &parts.0), page(&scenario, &records, &parts.0));
    let results = results(&scenario, &records, &parts);
    assert_eq!(tables::write_all(&results).unwrap(), tables::write_all(&results).unwrap());
}

#[test]
fn no_replication_and_one_replication_are_shown_for_what_they_are() {
    let scenario = common::scenario();
    for n in [0, 1, 2] {
        let records = common::records(&scenario, n);
        let parts = (Outlook::default(), common::manifest(n));
        all_of(&results(&scenario, &records, &parts));
    }
    let none = page(&scenario, &[], &Outlook::default());
    assert!(none.contains("Nothing was simulated to its end"));
    let one = page(&scenario, &common::records(&scenario, 1), &Outlook::default());
    assert!(one.contains("one possible year, not a forecast"));
}

#[test]
fn records_with_nothing_in_them_are_shown() {
    let scenario = common::scenario();
    let records = vec![RunRecord::default(), RunRecord { replication: 1, ..RunRecord::default() }];
    let parts = (Outlook::default(), common::manifest(2));
    all_of(&results(&scenario, &records, &parts));
}

#[test]
fn a_scenario_without_machines_or_anything_is_shown() {
    let mut tables = iceroad_model::Tables::new(example::small().heading);
    tables.territories = example::small().territories;
    let scenario = Scenario::new(tables).unwrap();
    let records = vec![RunRecord::default()];
    let parts = (Outlook::default(), common::manifest(1));
    all_of(&results(&scenario, &records, &parts));
}

#[test]
fn a_long_horizon_is_shown() {
    let mut tables = example::small();
    tables.heading.days = 365 * 30;
    let scenario = Scenario::new(tables).unwrap();
    let records = common::records(&scenario, 2);
    let parts = (Outlook::default(), common::manifest(2));
    all_of(&results(&scenario, &records, &parts));
}

#[test]
fn names_that_look_like_markup_are_only_text() {
    let mut tables = example::small();
    tables.heading.title = "<b>\"Mine\" & 'co'</b>".into();
    let scenario = Scenario::new(tables).unwrap();
    let page = page(&scenario, &common::records(&scenario, 2), &Outlook::default());
    assert!(page.contains("&lt;b&gt;&quot;Mine&quot; &amp; 'co'&lt;/b&gt;"));
    assert_sound(&page);
}

/// A log in which every state comes, with a load at a loader and a failure.
fn shift_log() -> Vec<Entry> {
    let mut log = Vec::new();
    let mut add = |minute: i64, event| log.push(Entry { at: Time::from_millis(minute * 60_000), event });
    let (truck, loader) = (example::TRUCK_ALDER, example::LOADER_ORE);
    for (at, state) in MachineState::ALL.into_iter().enumerate() {
        for machine in [truck, loader] {
            add(at as i64 * 20, Event::State { machine, state });
        }
        let mass = Mass(28_000);
        add(at as i64 * 20 + 7, Event::Loaded { truck, loader, face: example::FACE_ORE, mass });
        add(at as i64 * 20 + 9, Event::Failed { machine: truck, subsystem: example::ALDER_ENGINE });
    }
    log
}

#[test]
fn a_shift_is_a_sound_page_and_a_sound_section() {
    let mut tables = example::small();
    tables.machines[example::TRUCK_ALDER].name = "<b>\"1\"</b>".into();
    let scenario = Scenario::new(tables).unwrap();
    let ask = Ask::parse("2026-07-01/00:00-12:00").unwrap();
    let page = html::gantt::page(&scenario, &shift_log(), &ask, 4, "iceroad gantt <mine>").unwrap();
    assert_sound(&page);
    assert!(page.contains("&lt;b&gt;&quot;1&quot;&lt;/b&gt;: driving empty 00:20–00:40 (20 min)"));
    assert!(page.contains("simulation number 4") && page.contains("engine failed 00:09"));
    for state in MachineState::ALL.into_iter().filter(|state| *state != MachineState::Absent) {
        assert!(page.contains(&format!("class=\"s-{}\"", look_of(state))), "{} is drawn", state.name());
    }
    let shift = html::gantt::section(&scenario, &shift_log(), &ask, 0).unwrap();
    let records = common::records(&scenario, 1);
    let parts = (Outlook::default(), common::manifest(1));
    let results = results(&scenario, &records, &parts);
    let whole = html::page_with(&results, vec![shift]);
    assert_sound(&whole);
    let at = |id: &str| whole.find(&format!("<section id=\"{id}\">")).unwrap();
    assert!(at("usage") < at("shift") && at("shift") < at("stops"));
}

/// The look of each state, said again: a state that changes its look must be meant to.
fn look_of(state: MachineState) -> &'static str {
    use MachineState::*;
    match state {
        Absent => "",
        Loading => "loading",
        TravelLoaded => "loaded",
        Dumping => "dumping",
        TravelEmpty => "empty",
        QueueLoad | QueueDump | WaitTruck => "line",
        HeldOnRoad => "held",
        Refuelling | WarmUp | ShiftChange => "pause",
        OffShift | Break => "off",
        WeatherStop | BlastStandDown => "stop",
        NoWork | NoFuel | NoOperator => "none",
        Service => "service",
        Repair => "repair",
        WaitTow | Tow | WaitBay | WaitTechnician | WaitPart | WaitWeather => "wait",
    }
}

#[test]
fn every_machine_has_its_time_usage_with_the_numbers_beside() {
    let scenario = common::scenario();
    let page = page(&scenario, &common::records(&scenario, 5), &Outlook::default());
    let body = page.split("<section id=\"usage\">").nth(1).unwrap().split("</section>").next().unwrap();
    for machine in &scenario.machines {
        assert!(body.contains(&format!("<td>{}</td>", machine.name)), "{} is in the table", machine.name);
        assert!(
            body.contains(&format!("<span class=\"name \">{}</span>", machine.name)),
            "{} is drawn",
            machine.name
        );
    }
    for step in ["calendar time", "available", "operating", "working", "delay", "standby", "down"] {
        assert!(body.contains(step), "{step} is in the ladder");
    }
}

#[test]
fn a_fleet_of_hundreds_shows_those_that_work_least() {
    let mut tables = example::small();
    let truck = tables.machines[example::TRUCK_ALDER].clone();
    for number in 0..300 {
        tables
            .machines
            .push(iceroad_model::fleet::Machine { name: format!("more-{number}"), ..truck.clone() });
    }
    let scenario = Scenario::new(tables).unwrap();
    let page = page(&scenario, &common::records(&scenario, 1), &Outlook::default());
    assert_sound(&page);
    assert!(page.contains("The 80 that work least of"));
}

/// Uses of every road of the example, and records with time in line.
fn used(scenario: &Scenario) -> (PitOutlook, Vec<RunRecord>) {
    let drives = |trips: f64, mass_t, seconds| Drives { trips, mass_t, seconds };
    let roads = scenario.segments.ids().flat_map(|segment| {
        [true, false].map(|along| RoadUse {
            segment,
            along,
            loaded: if along { drives(3_650.0, 109_500.0, 365_000.0) } else { Drives::default() },
            empty: if along { Drives::default() } else { drives(3_600.0, 0.0, 180_000.0) },
        })
    });
    let pit = PitOutlook { replications: 2, roads: roads.collect() };
    let mut records = common::records(scenario, 2);
    for record in &mut records {
        record.faces =
            Table::filled(scenario.faces.len(), PlaceRecord { trucks: 3_650, queued_ms: 365 * 7_200_000 });
        record.dumps = Table::filled(scenario.dumps.len(), PlaceRecord::default());
    }
    (pit, records)
}

#[test]
fn a_pit_is_drawn_with_its_numbers() {
    let scenario = common::scenario();
    let (pit, records) = used(&scenario);
    let parts = (Outlook::default(), common::manifest(2));
    let results = results(&scenario, &records, &parts);
    let section = html::pit::section(&results, &pit);
    assert_sound(&html::page_with(&results, vec![section.clone()]));
    let body = section.body;
    let length_m = scenario.segments[SegmentId(0)].length.get();
    let speed = 3_650.0 * length_m / 365_000.0 * 3.6;
    assert!(
        body.contains(&format!("; 10.0 loaded a day at {speed:.1} km/h; 300 t a day")),
        "{speed}: {body}"
    );
    assert!(body.contains("10 loaded trucks and 300 t a day"));
    assert!(
        body.contains("2 truck-hours a day, 12 min each")
            || body.contains("2.0 truck-hours a day, 12.0 min each")
    );
    for face in &scenario.faces {
        assert!(body.contains(&format!("{} · 12.0 min in line</text>", face.name)), "{}", face.name);
    }
}

#[test]
fn a_zone_shows_how_long_trucks_are_held_before_it() {
    let mut tables = example::small();
    let ends = (tables.segments[SegmentId(0)].from, tables.segments[SegmentId(0)].to);
    let mine = tables.nodes[ends.0].mine;
    tables.mines[mine].traffic.rule = TrafficRule::NoOvertaking;
    let zone = tables.zones.push(LaneZone {
        name: "the narrows".into(),
        mine,
        policy: ZonePolicy::FirstCome,
        max_trucks: None,
        batch: None,
        max_hold: None,
    });
    tables.segments[SegmentId(0)].rules.zone = Some(zone);
    let scenario = Scenario::new(tables).unwrap();
    let (pit, mut records) = used(&scenario);
    let days = scenario.heading.days;
    for record in &mut records {
        // Ten trucks a day each way; of those along half wait for six minutes.
        let along = LaneRecord { trucks: 10 * days, held: 5 * days, held_ms: i64::from(days) * 1_800_000 };
        let against = LaneRecord { held: 0, held_ms: 0, ..along };
        record.zones = Table::filled(1, ZoneRecord { along, against });
    }
    let parts = (Outlook::default(), common::manifest(2));
    let results = results(&scenario, &records, &parts);
    let section = html::pit::section(&results, &pit);
    assert_sound(&html::page_with(&results, vec![section.clone()]));
    let body = section.body;
    let words = "single lane the narrows: 0.5 truck-hours held a day; 5.0 of 10.0 trucks along for 0.5 h; 0.0 of 10.0 \
                 trucks against for 0.0 h";
    assert!(body.contains(words), "{body}");
    assert!(body.contains("class=\"zone z3\"") && body.contains("qzone"));
}

#[test]
fn a_pit_without_positions_or_without_hauls_is_said_to_be_so() {
    let mut tables = example::small();
    for node in tables.nodes.iter_mut() {
        (node.x, node.y) = (Coordinate::clamped(0.0), Coordinate::clamped(0.0));
    }
    let scenario = Scenario::new(tables).unwrap();
    let (pit, records) = used(&scenario);
    let parts = (Outlook::default(), common::manifest(2));
    let results = results(&scenario, &records, &parts);
    let body = html::pit::section(&results, &pit).body;
    assert!(body.contains("have no positions") && body.contains("<table>") && !body.contains("<svg"));
    let none = html::pit::section(&results, &PitOutlook::default()).body;
    assert!(none.contains("No truck cycle was simulated"));
}

/// What a reader sees or hears of a page.
fn texts(page: &str) -> Vec<String> {
    let (before, after) = page.split_once("<style>").expect("a page has its style");
    let body = format!("{before}{}", after.split_once("</style>").expect("the style ends").1);
    let mut texts: Vec<String> =
        body.split('>').filter_map(|part| Some(part.split('<').next()?.to_owned())).collect();
    for name in [" title=\"", " aria-label=\""] {
        texts.extend(body.split(name).skip(1).filter_map(|part| Some(part.split('"').next()?.to_owned())));
    }
    texts
}

#[test]
fn a_russian_page_says_nothing_in_english() {
    let scenario = common::scenario();
    let (pit, records) = used(&scenario);
    let parts = (common::outlook(&scenario), common::manifest(2));
    // What was tried in the example's results was said by hand.
    let advice = Advice::default();
    let results = Results { advice: &advice, ..results(&scenario, &records, &parts) };
    let page =
        speaking(Language::Russian, || html::page_with(&results, vec![html::pit::section(&results, &pit)]));
    assert_sound(&page);
    assert!(page.contains("<html lang=\"ru\">") && page.contains("1 июля 2026"));
    let english = english();
    let is_title = |text: &String| text.contains(&scenario.heading.title);
    let left: Vec<String> =
        texts(&page).into_iter().filter(|text| says(&english, text) && !is_title(text)).collect();
    assert_eq!(left, Vec::<String>::new());
}

/// Sentences of the English catalogue, between their placeholders.
fn english() -> BTreeSet<&'static str> {
    let mut english = BTreeSet::new();
    let rooms = Language::English.rooms();
    for line in rooms.iter().flat_map(|(_, words)| words.lines()).filter(|line| !line.starts_with('#')) {
        let said = line.split_once(" = ").map_or(line, |(_, said)| said);
        let parts = said.split(['{', '}', '[', ']']).map(str::trim);
        english.extend(parts.filter(|part| part.len() > 7 && part.contains(' ') && !part.starts_with('$')));
    }
    english
}

fn says(english: &BTreeSet<&str>, text: &str) -> bool {
    english.iter().any(|part| text.contains(part))
}

#[test]
fn a_russian_terminal_says_nothing_in_english() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 12);
    let more = common::records(&scenario, 13);
    let parts = (common::outlook(&scenario), common::manifest(12));
    // What was tried in the example's results was said by hand.
    let advice = Advice::default();
    let of = |records| Results { advice: &advice, ..results(&scenario, records, &parts) };
    let told = speaking(Language::Russian, || {
        [
            summary::console(&of(&records), Some("out"), 100, true),
            compare::console(&of(&records), &of(&more), &[], true),
            iceroad_report::scenario::summary(&scenario, &[], &[]),
        ]
    });
    assert!(told[0].contains("12 лет, зерно") && told[0].contains("Отчёт: out"), "{}", told[0]);
    assert!(told[1].contains("12 пар лет") && told[1].contains("всегда одинаково"), "{}", told[1]);
    assert!(told[2].contains("всё в порядке") && told[2].contains("365 суток"), "{}", told[2]);
    let english = english();
    let lines = told.iter().flat_map(|text| text.lines()).filter(|line| says(&english, line));
    let left: Vec<&str> = lines.filter(|line| !line.contains(&scenario.heading.title)).collect();
    assert_eq!(left, Vec::<&str>::new());
}

#[test]
fn a_period_that_is_no_year_is_not_called_one() {
    let mut tables = example::small();
    tables.heading.days = 75;
    let scenario = Scenario::new(tables).expect("the example runs for a shorter time too");
    let records = vec![RunRecord::default(); 20];
    let parts = (Outlook::default(), common::manifest(20));
    let advice = Advice::default();
    let results = Results { advice: &advice, ..results(&scenario, &records, &parts) };
    let said = [
        summary::console(&results, None, 100, true),
        texts(&page(&scenario, &records, &Outlook::default())).join("\n"),
    ];
    for told in said {
        assert!(told.contains("20 simulations"), "{told}");
        let years: Vec<&str> = told.lines().filter(|line| line.contains("years")).collect();
        // Records of the weather are of years.
        assert!(years.iter().all(|line| line.contains("weather") || line.contains("Weather")), "{years:?}");
    }
}
