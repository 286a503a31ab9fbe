//! The JSON result, comparison, tables and the console summary.
#[path = "../../../measures/tests/common/mod.rs"]
mod common;

use common::results;
use iceroad_base::Time;
use iceroad_measures::Results;
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::record::RunRecord;
use iceroad_report::{compare, html, json, log, summary, tables};
use iceroad_worlds::example;
use std::collections::BTreeSet;

#[test]
fn the_json_result_holds_every_measure_and_nothing_of_the_clock() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 4);
    let parts = (common::outlook(&scenario), common::manifest(4));
    let document = json::document(&results(&scenario, &records, &parts), true);
    let ore = &document["measures"]["tonnes.ore"];
    assert_eq!(ore["n"], 4);
    assert_eq!(ore["values"].as_array().unwrap().len(), 4);
    assert!(ore["low"].as_f64().unwrap() < ore["mean"].as_f64().unwrap());
    assert_eq!(document["digests"].as_array().unwrap().len(), 4);
    assert_eq!(document["digests"][0]["digest"], "123456789abcdef0");
    assert_eq!(document["agreements"].as_array().unwrap().len(), 4);
    assert!(document.get("timing").is_none());
    for values in [true, false] {
        let mut timed = json::document(&results(&scenario, &records, &parts), values);
        timed["timing"] = serde_json::json!({ "wall_seconds": 2.5, "replications_per_second": 1.6 });
        let mut written = Vec::new();
        json::write(&results(&scenario, &records, &parts), values, 2.5, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string_pretty(&timed).unwrap());
    }
    let without = json::document(&results(&scenario, &records, &parts), false);
    assert!(without["measures"]["tonnes.ore"].get("values").is_none());
    assert_eq!(without["digest"], document["digest"]);
}

#[test]
fn a_scenario_compared_with_itself_is_the_same_in_every_replication() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 5);
    let parts = (common::outlook(&scenario), common::manifest(5));
    let it = results(&scenario, &records, &parts);
    let document = compare::document(&it, &it, &[]);
    for (key, row) in document["measures"].as_object().unwrap() {
        let verdict = row["verdict"].as_str().unwrap();
        assert!(verdict == "same" || verdict == "too_few", "{key}: {verdict}");
    }
}

#[test]
fn a_difference_is_told_only_where_its_interval_leaves_zero_out() {
    let scenario = common::scenario();
    let a = common::records(&scenario, 12);
    let mut b = a.clone();
    for (at, record) in b.iter_mut().enumerate() {
        for cell in &mut record.tonnes {
            // Ore rises in every replication, waste goes up and down around nothing.
            let sign = if at % 2 == 0 { 1 } else { -1 };
            cell.mass_kg +=
                if cell.material == example::ORE { 500_000 + at as i64 * 1_000 } else { sign * 400_000 };
        }
    }
    let parts = (common::outlook(&scenario), common::manifest(12));
    let (ra, rb) = (results(&scenario, &a, &parts), results(&scenario, &b, &parts));
    let document = compare::document(&ra, &rb, &[]);
    let ore = &document["measures"]["tonnes.ore"];
    assert_eq!((ore["verdict"].as_str(), ore["better"].as_str()), (Some("b_higher"), Some("B")));
    let waste = &document["measures"]["tonnes.waste"];
    assert_eq!(waste["words"], "no difference can be told");
    assert!(waste["better"].is_null());
    let text = compare::console(&ra, &rb, &[], true);
    assert!(text.contains("no difference can be told"), "{text}");
    assert!(text.contains("higher, B better"), "{text}");
}

#[test]
fn replications_are_paired_by_their_number() {
    let scenario = common::scenario();
    let a = common::records(&scenario, 6);
    let b: Vec<RunRecord> = a.iter().skip(2).cloned().collect();
    let parts = (common::outlook(&scenario), common::manifest(6));
    let document = compare::document(&results(&scenario, &a, &parts), &results(&scenario, &b, &parts), &[]);
    let ore = &document["measures"]["tonnes.ore"];
    assert_eq!((ore["n"].as_u64(), ore["verdict"].as_str()), (Some(4), Some("same")));
}

#[test]
fn every_table_is_written_twice_with_the_columns_it_declares() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 3);
    let parts = (common::outlook(&scenario), common::manifest(3));
    let files = tables::write_all(&results(&scenario, &records, &parts)).unwrap();
    assert_eq!(files.len(), tables::TABLES.len() * 2 + 2);
    for spec in tables::TABLES {
        let file = |ending: &str| {
            let name = format!("{}.{ending}", spec.name);
            &files.iter().find(|(file, _)| *file == name).unwrap().1
        };
        let text = std::str::from_utf8(file("csv")).unwrap();
        let header: Vec<&str> = spec.columns.iter().map(|column| column.name).collect();
        assert_eq!(text.lines().next(), Some(header.join(",").as_str()));
        assert!(text.lines().count() > 1, "{} has rows", spec.name);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{}", spec.name);
        assert_eq!(&file("parquet")[..4], b"PAR1");
        let names: BTreeSet<&str> = header.iter().copied().collect();
        assert_eq!(names.len(), header.len(), "columns of {} are unique", spec.name);
    }
    let chapter = tables::chapter();
    assert!(chapter.contains("## turnover") && chapter.contains("| `primaryValue` |"));
}

#[test]
fn the_log_shows_every_field_with_the_name_behind_it() {
    let scenario = common::scenario();
    let at = Time::from_millis(3_600_000);
    let state = Event::State { machine: example::TRUCK_BIRCH, state: MachineState::WaitPart };
    let entries = [Entry { at, event: state }, Entry { at, event: Event::TaskDone { task: example::HALL } }];
    let files = log::table(&scenario, &entries).unwrap();
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    let local = "2026-07-01T01:00:00.000+09:00";
    let wanted = format!(
        "entry,at_ms,at_local,kind,field,value,name\n\
         0,3600000,{local},state,machine,1,truck-2\n\
         0,3600000,{local},state,state,17,wait_part\n\
         1,3600000,{local},task_done,task,1,hall\n"
    );
    assert_eq!(text, wanted);
    assert_eq!(&files[1].1[..4], b"PAR1");
}

/// The console summary, word for word. After a wanted change, write the new text with `UPDATE=1`.
#[test]
fn the_console_summary_reads_as_kept() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 20);
    let parts = (common::outlook(&scenario), common::manifest(20));
    let text = summary::console(&results(&scenario, &records, &parts), None, 100, true);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/console.txt");
    #[expect(clippy::disallowed_methods, reason = "a test may be told to write what it keeps")]
    if std::env::var("UPDATE").is_ok() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap());
}

#[test]
fn the_bound_is_told_with_its_share_and_what_binds() {
    use iceroad_model::bound::{Bound, MineBound, Priced, Reached, Resource};
    let scenario = common::scenario();
    let records = common::records(&scenario, 3);
    let parts = (common::outlook(&scenario), common::manifest(3));
    let truck = scenario.models.entries().find(|(_, model)| model.truck().is_some()).unwrap().0;
    let priced = |worth| Priced { resource: Resource::Trucks(truck), there: 4.0, used: 4.0, worth };
    let bound =
        |worth: f64| Bound { t_per_h: 4.0 * worth, resources: vec![priced(worth)], blends: Vec::new() };
    let reached = |dumped_t| Reached { dumped_t, all_t: 4_000.0, at_work_t: 2_000.0 };
    let bounds = [MineBound {
        mine: scenario.mines.ids().next().unwrap(),
        all: bound(200.0),
        at_work: bound(100.0),
        replications: [1_400.0, 1_500.0, 1_600.0].map(reached).to_vec(),
    }];
    let results = Results { bounds: &bounds, ..results(&scenario, &records, &parts) };
    let value = &json::document(&results, true)["bounds"][0];
    assert_eq!(value["at_work"]["share_reached"]["p50"], 0.75);
    assert_eq!(value["all"]["share_reached"]["p50"], 0.375);
    assert_eq!(value["at_work"]["binding"]["shadow_price"], 100.0);
    assert_eq!(value["at_work"]["binding"]["unit"], "t/h per truck");
    assert_eq!(value["dumped_t"][2], 1_600.0);
    let text = summary::console(&results, None, 100, true);
    let name = &scenario.models[truck].name;
    assert!(text.contains("75.0 %") && text.contains("37.5 %"), "{text}");
    assert!(text.contains(&format!("trucks {name}")) && text.contains("t/h per truck"), "{text}");
    assert!(text.contains("traffic"), "{text}");
    let page = html::page(&results);
    assert!(page.contains("What binds is trucks") && page.contains("one more is worth 100.0 t/h per truck"));
}

#[test]
fn a_tile_tells_the_median_of_its_road_and_means_round_like_quantiles() {
    let scenario = common::scenario();
    let mut records = common::records(&scenario, 2);
    // Mean and median of 196 and 199 are 197.5: the later of the two days in the middle, 198, is 15 January (31 + 31 + 30 +
    // 31 + 30 + 31 days to the new year, and 14). P10 is 196.3, the 13th; P90 198.7, the 16th.
    for (record, full_load) in records.iter_mut().zip([196, 199]) {
        let ice = record.windows.iter_mut().find(|window| window.season == example::ICE).unwrap();
        ice.full_load = Some(full_load);
    }
    let parts = (common::outlook(&scenario), common::manifest(2));
    let results = results(&scenario, &records, &parts);
    let page = html::page(&results);
    // The outlook draws more winters than were run. The run's own are told wherever the road is: on the tile, in its section, on
    // the console.
    let road = &scenario.seasons[example::ICE].name;
    let tile = page.split(&format!("{road} carries full loads")).nth(1).unwrap();
    let tile = tile.split("</div></div>").next().unwrap();
    let ice = results.outlook.seasons.iter().find(|season| season.season == example::ICE).unwrap();
    assert_ne!(ice.windows[0].full_load.unwrap().p50, 198);
    assert!(tile.contains(">15 Jan<") && tile.contains("P10–P90 13–16 Jan"), "{tile}");
    let section = page.split("Full loads from").nth(1).unwrap();
    assert!(section.contains("15 Jan (13–16 Jan)"), "{section}");
    let console = summary::console(&results, None, 100, true);
    let row = console.lines().find(|line| line.contains("carries full loads")).unwrap();
    let told: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| cell.ends_with("2027")).collect();
    assert_eq!(told, ["15 Jan 2027", "13 Jan 2027", "15 Jan 2027", "16 Jan 2027"], "{row}");
}
