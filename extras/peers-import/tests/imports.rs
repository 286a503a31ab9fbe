//! What is wrong with a file to import is told as it is of a scenario: code, file, line, place, value, what was expected,
//! what to do; all at once; and nothing is written.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_base::quantity::Ranged;
use iceroad_format::import::Imported;
use iceroad_format::{Report, check};
use iceroad_model::Code;
use iceroad_peers_import as import;
use std::fs;
use std::path::Path;

/// A small sound mine, one thing a line.
const OPENMINES: &str = r#"{
"mine": {"name": "small"},
"dispatcher": {"type": ["NaiveDispatcher", "NearestDispatcher"]},
"charging_site": {"name": "yard", "position": [0, 0], "trucks": [
 {"type": "T", "count": 2, "capacity": 40, "speed": 25},
 {"type": "U", "count": 1, "capacity": 60.5, "speed": 30}]},
"load_sites": [
 {"name": "north", "position": [0.1, 0.2], "shovels": [
  {"name": "S1", "tons": 10, "cycle_time": 0.5},
  {"name": "S2", "tons": 10, "cycle_time": 0.5}]},
 {"name": "south", "shovels": [{"name": "S3", "tons": 12, "cycle_time": 1}]}],
"dump_sites": [
 {"name": "mill", "position": [1, 1], "dumpers": [{"count": 2, "cycle_time": 1}, {"count": 1, "cycle_time": 2}]}],
"road": {
 "l2d_road_matrix": [[2.5], [9.0]],
 "d2l_road_matrix": [[2.5], [4.0]],
 "charging_to_load_road_matrix": [1.0, 1.5]},
"sim_time": 480
}"#;

/// A small sound pit of minehaulsim.
const MINEHAULSIM: &str = r#"{
"schema": "minehaulsim.minespec/v1", "kind": "openpit", "name": "small",
"network": {"nodes": [
 {"id": 1, "kind": "face", "pos": [0, 0, -12]},
 {"id": 7, "kind": "junction", "pos": [100, 0, 0]},
 {"id": 101, "kind": "crusher", "pos": [300, 0, 0]}],
"segments": [
 {"id": 2, "a": 7, "b": 101, "length_m": 200, "grade_pct": 0, "width_class": 2, "one_way": false, "speed_limit_kmh": 40},
 {"id": 1, "a": 1, "b": 7, "length_m": 150, "grade_pct": 8, "width_class": 2, "one_way": false, "speed_limit_kmh": 30, "zone_id": 3},
 {"id": 5, "a": 1, "b": 101, "length_m": 90, "grade_pct": 0, "width_class": 1, "one_way": false, "speed_limit_kmh": 30}]},
"zones": [{"id": 3, "segment_ids": [1], "policy": "group_batching", "max_in_zone": 2, "batch_k": 3, "max_hold_s": 90}],
"junctions": [{"id": 7, "capacity": 2, "cross_s": 10}],
"loaders": [{"node_id": 1, "loader_class": "SHOVEL_25", "n_spots": 2}],
"dumps": [101],
"trucks": [{"truck_id": 2, "unit_name": "CAT_777G", "start_loader": 1}, {"truck_id": 1, "unit_name": "CAT_777G", "start_loader": 1}],
"lhds": [], "materials": {}
}"#;

fn minehaulsim(text: &str) -> Result<Imported, Report> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.json");
    fs::write(&file, text).unwrap();
    import::minehaulsim(&file)
}

#[test]
fn a_slip_in_a_specification_is_told_at_its_place() {
    let cases = [
        ("minespec/v1", "minespec/v9", Code::NotImportable, 2, "schema"),
        ("\"openpit\"", "\"underground\"", Code::NotImportable, 2, "kind"),
        ("\"lhds\": []", "\"lhds\": [{}]", Code::NotImportable, 16, "lhds"),
        ("\"CAT_777G\"", "\"CAT_777\"", Code::EquipmentUnknown, 15, "trucks[0].unit_name"),
        ("\"SHOVEL_25\"", "\"SHOVEL\"", Code::EquipmentUnknown, 13, "loaders[0].loader_class"),
        ("\"dumps\": [101]", "\"dumps\": [102]", Code::UnknownId, 14, "dumps[0]"),
        ("\"zone_id\": 3", "\"zone_id\": 4", Code::UnknownId, 9, "network.segments[1].zone_id"),
        ("\"group_batching\"", "\"luck\"", Code::UnknownChoice, 11, "zones[0].policy"),
        ("\"id\": 7, \"kind\"", "\"id\": 1, \"kind\"", Code::NameTwice, 5, "network.nodes[1].id"),
        ("\"pos\": [0, 0, -12]", "\"pos\": [0, 0]", Code::ListLengthWrong, 4, "network.nodes[0].pos"),
        // By the rules of any scenario.
        ("\"length_m\": 150", "\"length_m\": 0", Code::SegmentNoLength, 9, "network.segments[1].length_m"),
        (
            "\"grade_pct\": 8",
            "\"grade_pct\": 29.9, \"rolling_resistance_pct\": 5",
            Code::ClimbTooSteep,
            9,
            "network.segments[1].grade_pct",
        ),
        ("\"truck_id\": 2", "\"truck_id\": 1", Code::NameTwice, 15, "trucks[1]"),
        ("\"start_loader\": 1}]", "\"start_loader\": 7}]", Code::UnknownId, 15, "trucks[1]"),
    ];
    for (old, new, code, line, place) in cases {
        assert!(MINEHAULSIM.contains(old), "{old}");
        let report = minehaulsim(&MINEHAULSIM.replacen(old, new, 1)).err().unwrap_or_else(|| panic!("{new}"));
        let right = report.diagnostics.iter().any(|told| {
            told.code == code && told.line == Some(line) && told.column == place && told.file == "mine.json"
        });
        assert!(right, "{new}:\n{report}");
    }
}

#[test]
fn a_road_of_next_to_no_length_is_a_road() {
    let text = MINEHAULSIM.replacen("\"length_m\": 200", "\"length_m\": 5e-324", 1);
    let imported = minehaulsim(&text).unwrap();
    let folder = tempfile::tempdir().unwrap();
    imported.write(&folder.path().join("short")).unwrap();
    let checked = check(&folder.path().join("short"));
    let scenario = checked.scenario.unwrap_or_else(|| panic!("{}", checked.report));
    let shortest = scenario.segments.iter().map(|segment| segment.length.get()).fold(f64::INFINITY, f64::min);
    assert_eq!(shortest, 5e-324);
}

#[test]
fn lanes_crossings_and_spots_are_carried_over() {
    let imported = minehaulsim(MINEHAULSIM).unwrap();
    let file = |name: &str| imported.files.iter().find(|(file, _)| file == name).unwrap().1.as_str();
    let has = |name: &str, row: &str| assert!(file(name).lines().any(|line| line == row), "{}", file(name));
    has("haul_zones.csv", "zone 3,pit,2,3,90");
    has("haul_nodes.csv", "7,pit,100,0,0,2,10,the file");
    // In the order of their numbers; the narrow one is left out, for no truck fits on it.
    assert_eq!(file("haul_segments.csv").lines().count(), 3);
    assert!(file("haul_segments.csv").lines().nth(1).unwrap().starts_with("1,7,150,8,2,30,zone 3"));
    assert!(imported.left_out.iter().any(|what| what.starts_with("1 segments of width class 1")));
    // Trucks in the order of their numbers, then a loader for each spot.
    let machines: Vec<&str> =
        file("machines.csv").lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(machines, ["T1", "T2", "L1", "L1-2"]);
    for end in (0..MINEHAULSIM.len()).step_by(11) {
        assert!(minehaulsim(&MINEHAULSIM[..end]).is_err(), "{end}");
    }
}

fn openmines(text: &str) -> Result<Imported, Report> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.json");
    fs::write(&file, text).unwrap();
    import::openmines(&file)
}

/// What a text with one change gives: code, line and place of each fault.
fn faults(old: &str, new: &str) -> Vec<(Code, Option<usize>, String)> {
    assert!(OPENMINES.contains(old), "{old}");
    let report = openmines(&OPENMINES.replacen(old, new, 1)).err().unwrap_or_else(|| panic!("{new}"));
    assert!(report.errors() > 0);
    for told in &report.diagnostics {
        assert_eq!(told.file, "mine.json", "{told}");
        assert!(!told.expected.is_empty() && !told.advice.is_empty(), "{told}");
    }
    report.diagnostics.into_iter().map(|told| (told.code, told.line, told.column)).collect()
}

#[test]
fn each_slip_is_told_at_its_place() {
    let cases = [
        ("\"sim_time\": 480", "\"sim_time\": 480,", Code::JsonSyntax, 18, ""),
        ("\"sim_time\": 480", "\"sim_tim\": 480", Code::JsonKeyMissing, 1, "sim_time"),
        ("\"sim_time\": 480", "\"sim_time\": \"480\"", Code::JsonWrongType, 18, "sim_time"),
        ("\"sim_time\": 480", "\"sim_time\": 480.5", Code::NotWhole, 18, "sim_time"),
        ("\"sim_time\": 480", "\"sim_time\": 0", Code::OutOfRange, 18, "sim_time"),
        ("\"sim_time\": 480", "\"sim_time\": 2000", Code::NotImportable, 18, "sim_time"),
        ("{\"name\": \"small\"}", "{\"name\": \"a\", \"name\": \"b\"}", Code::JsonKeyTwice, 2, "mine.name"),
        ("{\"name\": \"small\"}", "{\"name\": \" \"}", Code::NameBad, 2, "mine.name"),
        ("\"tons\": 12", "\"tons\": -12", Code::OutOfRange, 11, "load_sites[1].shovels[0].tons"),
        ("\"tons\": 12", "\"tons\": 1e999", Code::NumberTooLarge, 11, "load_sites[1].shovels[0].tons"),
        ("[[2.5], [9.0]]", "[[2.5]]", Code::ListLengthWrong, 15, "road.l2d_road_matrix"),
        ("[[2.5], [9.0]]", "[[2.5], []]", Code::ListLengthWrong, 15, "road.l2d_road_matrix[1]"),
        ("\"trucks\": [", "\"trucks\": [], \"other\": [", Code::ListLengthWrong, 4, "charging_site.trucks"),
        // These are found by the rules of any scenario and traced back.
        ("[[2.5], [9.0]]", "[[2.5], [900.0]]", Code::OutOfRange, 15, "road.l2d_road_matrix[1][0]"),
        ("\"speed\": 30", "\"speed\": 3000", Code::OutOfRange, 6, "charging_site.trucks[1].speed"),
        ("\"name\": \"S2\"", "\"name\": \"S1\"", Code::NameTwice, 10, "load_sites[0].shovels[1].name"),
        ("\"name\": \"S2\"", "\"name\": \"T1\"", Code::NameTwice, 5, "charging_site.trucks[0].type"),
        ("\"name\": \"south\"", "\"name\": \"north\"", Code::NameTwice, 11, "load_sites[1].name"),
        ("\"type\": \"U\"", "\"type\": \"T\"", Code::NameTwice, 6, "charging_site.trucks[1].type"),
        ("\"tons\": 12", "\"tons\": 90", Code::BucketTooLarge, 11, "load_sites[1].shovels[0].tons"),
    ];
    for (old, new, code, line, place) in cases {
        let found = faults(old, new);
        let right = found.iter().any(|(is, at, where_)| {
            *is == code && *at == Some(line) && (place.is_empty() || where_ == place)
        });
        assert!(right, "{new}: {found:?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = OPENMINES
        .replace("\"capacity\": 40", "\"capacity\": \"40\"")
        .replace("\"cycle_time\": 0.5}]", "\"cycle_time\": 0}]")
        .replace("\"sim_time\": 480", "\"sim_time\": null");
    let report = openmines(&text).unwrap_err();
    let codes: Vec<Code> = report.diagnostics.iter().map(|told| told.code).collect();
    assert_eq!(codes, [Code::JsonKeyMissing, Code::JsonWrongType, Code::OutOfRange]);
}

#[test]
fn a_file_that_is_not_there_or_not_text_is_a_fault_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let missing = import::openmines(&folder.path().join("none.json")).unwrap_err();
    assert_eq!(missing.diagnostics[0].code, Code::FileMissing);
    let file = folder.path().join("bytes.json");
    fs::write(&file, [0xFF, 0x00, 0x41]).unwrap();
    assert!(import::openmines(&file).is_err());
    for text in ["", "[]", "null", "{}", "{\"mine\": []}", "\"\u{1F600}"] {
        assert!(openmines(text).is_err(), "{text}");
    }
    // Every beginning of a sound file is refused, and none of them stops the program.
    for end in (0..OPENMINES.len()).step_by(7).filter(|end| OPENMINES.is_char_boundary(*end)) {
        assert!(openmines(&OPENMINES[..end]).is_err(), "{end}");
    }
}

#[test]
fn nothing_is_written_over_what_is_there() {
    let imported = openmines(OPENMINES).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    assert_eq!(imported.write(folder.path()).unwrap_err().diagnostics[0].code, Code::FolderTaken);
}

#[test]
fn what_was_written_is_a_scenario_and_says_what_was_assumed() {
    let imported = openmines(OPENMINES).unwrap();
    let folder = tempfile::tempdir().unwrap();
    imported.write(&folder.path().join("small")).unwrap();
    let checked = check(&folder.path().join("small"));
    let scenario = checked.scenario.unwrap_or_else(|| panic!("{}", checked.report));
    assert_eq!((scenario.machines.len(), scenario.segments.len(), scenario.dumps.len()), (6, 6, 2));
    // The second dump of the mill is its slower dumper.
    assert_eq!(scenario.dumps.iter().map(|dump| dump.places).collect::<Vec<_>>(), [2, 1]);
    let read = |file: &str| read(&folder.path().join("small"), file);
    for (file, row) in [
        ("haul_segments.csv", "north,mill,2500,0,2,60,no,length: the file; the rest assumed"),
        ("haul_nodes.csv", "south,pit,0,0,0,assumed"),
        ("materials.csv", "ore,ore,1.8,assumed"),
    ] {
        assert!(read(file).lines().any(|line| line == row), "{file}:\n{}", read(file));
    }
    let readme = read("README.md");
    for assumption in &imported.assumed {
        assert!(readme.contains(&assumption.place), "{}", assumption.place);
    }
    // From the south it is nearer by way of the yard and the north: 1.5 + 1 + 2.5 km instead of 9.
    assert!(readme.contains("for 1 of 4 drives"), "{readme}");
}

#[test]
fn dispatchers_find_their_relatives_and_events_are_named_as_left_out() {
    let dispatch = |names: &str| {
        let imported =
            openmines(&OPENMINES.replace("\"NaiveDispatcher\", \"NearestDispatcher\"", names)).unwrap();
        let mines = &imported.files.iter().find(|(file, _)| file == "mines.csv").unwrap().1;
        let row = mines.lines().nth(1).unwrap().to_owned();
        (row.split(',').nth(3).unwrap().to_owned(), imported.left_out.join("\n"), imported.assumed)
    };
    for (theirs, ours) in [
        ("SPTFDispatcher", "earliest_loading"),
        ("SQDispatcher", "shortest_queue"),
        ("ShortestTripDispatcher", "earliest_loading"),
        ("LPDispatcher", "two_stage"),
        ("DualLPDispatcher", "two_stage"),
        ("RandomDispatcher", "random"),
        ("NaiveDispatcher", "earliest_loading"),
    ] {
        assert_eq!(dispatch(&format!("\"{theirs}\"")).0, ours, "{theirs}");
    }
    let (ours, left_out, assumed) =
        dispatch("\"RandomDispatcher\", \"SQDispatcher\", \"PPODispatcher\", \"SPTFDispatcher\"");
    assert_eq!(ours, "shortest_queue");
    assert!(left_out.contains("nothing like: `PPODispatcher`"), "{left_out}");
    let why = &assumed.iter().find(|assumption| assumption.place == "mines.csv: dispatch").unwrap().why;
    assert!(why.contains("`earliest_loading` for `SPTFDispatcher`"), "{why}");
    let events =
        "\"road\": {\n \"road_event_params\": {\"lambda_repair\": 0.00833, \"mu_repair_duration\": 50},";
    let imported = openmines(&OPENMINES.replace("\"road\": {", events)).unwrap();
    let left_out = imported.left_out.join("\n");
    assert!(left_out.contains("(lambda_repair 0.00833 per min, mu_repair_duration 50 min)"), "{left_out}");
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn an_older_file_has_one_matrix_for_both_ways() {
    let text = OPENMINES.replace(
        " \"l2d_road_matrix\": [[2.5], [9.0]],\n \"d2l_road_matrix\": [[2.5], [4.0]],",
        " \"road_matrix\": [[2.5], [3.0]],",
    );
    let imported = openmines(&text).unwrap();
    let segments = &imported.files.iter().find(|(file, _)| file == "haul_segments.csv").unwrap().1;
    assert!(segments.contains("\nsouth,mill,3000,") && segments.contains("\nmill,south,3000,"), "{segments}");
}
