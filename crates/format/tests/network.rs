//! Haul roads from a map: what a sound one becomes, what is told of a faulty one, and that nothing makes the reader panic.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_base::quantity::Ranged;
use iceroad_format::import::{Coordinates, ImportedNetwork, NetworkOptions, network};
use iceroad_format::{Report, STARTER};
use iceroad_model::Code;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Two roads and a ramp in metres, with the places of the starter's mine.
const MAP: &str = include_str!("map.geojson");
/// Two sides of a square of 1,000 m on the ground, 80 m up on each, in a state plane's feet.
const MAP_IN_FEET: &str = include_str!("map-in-feet.geojson");

/// How a map of a mine's own grid is read.
fn own_grid() -> NetworkOptions {
    NetworkOptions { coordinates: Coordinates::Metres, ..NetworkOptions::of("pit") }
}

fn read(text: &str, options: &NetworkOptions) -> Result<ImportedNetwork, Report> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roads.geojson");
    fs::write(&file, text).unwrap();
    network(&file, options)
}

fn file<'a>(imported: &'a ImportedNetwork, name: &str) -> &'a str {
    &imported.files.iter().find(|(file, _)| file == name).unwrap().1
}

#[test]
fn a_map_becomes_the_two_tables() {
    let imported = read(MAP, &own_grid()).unwrap();
    assert_eq!(
        file(&imported, "haul_nodes.csv"),
        "name,mine,x_m,y_m,z_m,source\n\
         pit_1,pit,0,0,0,roads.geojson\n\
         crusher,pit,1000,0,20,roads.geojson\n\
         pit_2,pit,1002,400,20,roads.geojson\n\
         pit_3,pit,500,0,10,roads.geojson\n\
         pit_4,pit,500,-300,0,roads.geojson; level assumed\n"
    );
    assert_eq!(
        file(&imported, "haul_segments.csv"),
        "from,to,length_m,grade_pct,rolling_pct,limit_kmh,two_way,source\n\
         pit_1,pit_3,500.1,2,2.5,40,yes,\"roads.geojson, main\"\n\
         pit_3,crusher,500.1,2,2.5,40,yes,\"roads.geojson, main\"\n\
         pit_2,crusher,399,0,3,32.2,no,\"roads.geojson, feature 1; rolling resistance assumed\"\n\
         pit_4,pit_3,300,0,3,32.2,no,\"roads.geojson, feature 1; grade, rolling resistance assumed\"\n"
    );
    assert_eq!((imported.nodes, imported.segments), ((5, 1), 4));
    let assumed: Vec<String> =
        imported.assumed.iter().map(|row| format!("{} = {}", row.place, row.value)).collect();
    assert_eq!(
        assumed,
        [
            "haul_nodes.csv z_m, 1 of 5 rows = 0",
            "haul_segments.csv grade_pct, 1 of 4 rows = 0",
            "haul_segments.csv rolling_pct, 2 of 4 rows = 3",
        ]
    );
    assert_eq!(
        imported.left_out,
        ["1 features without geometry", "1 geometries of type Polygon", "property `surface` of 1 roads"]
    );
    assert!(imported.warnings.is_empty(), "{}", imported.warnings);
}

#[test]
fn degrees_and_a_far_projected_grid_become_metres_near_the_pit() {
    let degrees = r#"{"type":"Feature","properties":{"grade":8},"geometry":{"type":"LineString","coordinates":[[114.0,62.5],[114.01,62.5]]}}"#;
    let imported = read(degrees, &NetworkOptions::of("pit")).unwrap();
    // A degree of longitude at 62.5 N is 51.54 km on WGS 84: cos φ · a / √(1 − e² sin² φ) · π / 180.
    assert!((imported.length_m - 515.4).abs() < 0.2, "{}", imported.length_m);
    assert!(imported.grid.contains("longitude 114.005"), "{}", imported.grid);
    assert!(file(&imported, "haul_segments.csv").contains(",8,"), "the property's grade is taken");
    let far = r#"{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[551200,6931500],[551700,6931500]]}}"#;
    let options = NetworkOptions { coordinates: Coordinates::Metres, ..NetworkOptions::of("pit") };
    let imported = read(far, &options).unwrap();
    assert!((imported.length_m - 500.0).abs() < 1e-6);
    assert!(file(&imported, "haul_nodes.csv").contains("pit_1,pit,200,500,"), "{:?}", imported.files);
    assert!(imported.grid.contains("551000 east"), "{}", imported.grid);
}

/// Two sides of a square of 1,000 m at 62.5 N, 80 m up on each.
fn corner(crs: &str, positions: [[f64; 2]; 3], heights: bool) -> String {
    let place = |(at, [x, y]): (usize, [f64; 2])| {
        if heights { format!("[{x},{y},{}]", at * 80) } else { format!("[{x},{y}]") }
    };
    let places: Vec<String> = positions.into_iter().enumerate().map(place).collect();
    format!(
        r#"{{"type":"FeatureCollection",{crs}"features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"LineString","coordinates":[{}]}}}}]}}"#,
        places.join(",")
    )
}

fn crs(name: &str) -> String {
    format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#)
}

const MERCATOR: [[f64; 2]; 3] = [
    [12_690_421.950433187, 8_978_686.3193477],
    [12_692_581.92008953, 8_978_686.3193477],
    [12_692_581.92008953, 8_980_849.718172772],
];
const DEGREES: [[f64; 2]; 3] =
    [[-114.0, 62.5], [-113.98059666244473, 62.5], [-113.98059666244473, 62.508972338421756]];

#[test]
fn metres_of_web_mercator_are_no_metres_on_the_ground() {
    for coordinates in [Coordinates::AsTold, Coordinates::Metres] {
        let options = NetworkOptions { coordinates, ..NetworkOptions::of("pit") };
        let imported = read(&corner(&crs("urn:ogc:def:crs:EPSG::3857"), MERCATOR, true), &options).unwrap();
        let rows: Vec<&str> = file(&imported, "haul_segments.csv").lines().skip(1).collect();
        assert_eq!(rows.len(), 2);
        for row in rows {
            let cells: Vec<&str> = row.split(',').collect();
            let (length, grade): (f64, f64) = (cells[2].parse().unwrap(), cells[3].parse().unwrap());
            // 1,000 m along, 80 m up: 8 %, and the road itself 1,003.2 m.
            assert!((length - 1_003.2).abs() < 0.2 && (grade - 8.0).abs() < 0.01, "{row}");
        }
        assert!(imported.grid.contains("worked back from web Mercator (EPSG:3857)"), "{}", imported.grid);
    }
    // Where nobody names it, metres that no grid near the ground has are refused: never 2,160 m in silence.
    let unnamed = NetworkOptions { coordinates: Coordinates::Metres, ..NetworkOptions::of("pit") };
    let report = read(&corner("", MERCATOR, false), &unnamed).unwrap_err();
    let [told] = report.diagnostics.as_slice() else { panic!("{report}") };
    assert_eq!((told.code, told.value.as_str()), (Code::CrsUnknown, "12690422, 8978686"));
    assert!(told.advice.contains("EPSG:3857"), "{report}");
    // As a number, as programs of the first days wrote it.
    let coded = r#""crs":{"type":"EPSG","properties":{"code":3857}},"#;
    let imported = read(&corner(coded, MERCATOR, false), &NetworkOptions::of("pit")).unwrap();
    assert!((imported.length_m - 2_000.0).abs() < 0.2, "{}", imported.length_m);
}

#[test]
fn degrees_of_any_system_are_degrees_and_what_is_not_known_is_refused_by_name() {
    let options = NetworkOptions::of("pit");
    for name in
        ["urn:ogc:def:crs:EPSG::4617", "EPSG:4269", "urn:ogc:def:crs:OGC::CRS83", "a datum of our own"]
    {
        let imported = read(&corner(&crs(name), DEGREES, false), &options).unwrap();
        assert!((imported.length_m - 2_000.0).abs() < 0.2, "{name}: {}", imported.length_m);
    }
    let imported = read(&corner(&crs("a datum of our own"), DEGREES, false), &options).unwrap();
    assert!(imported.grid.contains("a datum of our own, taken for degrees"), "{}", imported.grid);
    // A mine's own grid with a name that says nothing.
    let own = [[60_000.0, 21_000.0], [61_000.0, 21_000.0], [61_000.0, 22_000.0]];
    let report = read(&corner(&crs("north pit 1974"), own, false), &options).unwrap_err();
    let [told] = report.diagnostics.as_slice() else { panic!("{report}") };
    assert_eq!((told.code, told.value.as_str()), (Code::CrsUnknown, "north pit 1974"));
    // Who knows the map may say so.
    let metres = NetworkOptions { coordinates: Coordinates::Metres, ..options.clone() };
    let imported = read(&corner(&crs("north pit 1974"), own, false), &metres).unwrap();
    assert!((imported.length_m - 2_000.0).abs() < 1e-6);
    // Latitude first is told where it can be seen.
    let turned = DEGREES.map(|[x, y]| [y, x]);
    let report = read(&corner("", turned, false), &options).unwrap_err();
    assert!(report.to_string().contains("write longitude first"), "{report}");
}

/// Two sides of a square of 1,000 m on the ground, east then north, in systems that maps of mines come in (PROJ 9.5: the geodesics on
/// each system's own ellipsoid, projected).
const SQUARES: [(&str, [[f64; 2]; 3]); 12] = [
    // Nevada east in US survey feet, Montana in feet, both NAD83.
    (
        "EPSG:3421",
        [[817_170.511, 28_522_939.954], [820_451.042, 28_522_961.867], [820_428.681, 28_526_242.397]],
    ),
    ("EPSG:2256", [[1_333_537.700, 648_185.539], [1_336_815.384, 648_080.892], [1_336_919.496, 651_358.589]]),
    // Gauss-Krüger, with the number of the zone and without.
    (
        "EPSG:28419",
        [[19_654_574.614, 6_936_367.370], [19_655_573.829, 6_936_413.820], [19_655_527.077, 6_937_413.023]],
    ),
    (
        "EPSG:20020",
        [[20_345_425.386, 6_936_367.370], [20_346_424.598, 6_936_320.920], [20_346_470.749, 6_937_320.144]],
    ),
    (
        "EPSG:28480",
        [[345_425.386, 6_936_367.370], [346_424.598, 6_936_320.920], [346_470.749, 6_937_320.144]],
    ),
    // UTM north on WGS 84, NAD83 and NAD27, and south.
    (
        "EPSG:32650",
        [[345_489.774, 6_933_471.862], [346_488.586, 6_933_425.431], [346_534.718, 6_934_424.255]],
    ),
    (
        "EPSG:26912",
        [[345_489.774, 6_933_471.862], [346_488.586, 6_933_425.431], [346_534.718, 6_934_424.255]],
    ),
    (
        "EPSG:26712",
        [[345_483.553, 6_933_271.618], [346_482.365, 6_933_225.187], [346_528.498, 6_934_224.011]],
    ),
    (
        "EPSG:28350",
        [[603_224.640, 7_566_835.571], [604_224.352, 7_566_829.035], [604_230.951, 7_567_828.747]],
    ),
    // Canada's Lambert, Alaska's Albers, Russia's polar stereographic.
    (
        "EPSG:3978",
        [[-935_677.322, 1_615_541.606], [-934_750.373, 1_615_256.175], [-934_465.223, 1_616_183.209]],
    ),
    ("EPSG:3338", [[0.0, 2_004_422.489], [1_007.992, 2_004_422.478], [1_007.635, 2_005_414.534]]),
    ("EPSG:5940", [[2_000_000.0, -14_364.616], [2_001_018.927, -14_364.603], [2_001_018.411, -13_345.689]]),
];

#[test]
fn roads_are_as_long_as_on_the_ground_in_any_system() {
    for (name, square) in SQUARES {
        let imported = read(&corner(&crs(name), square, false), &NetworkOptions::of("pit")).unwrap();
        // One part in ten thousand: another ellipsoid than that of WGS 84.
        assert!((imported.length_m - 2_000.0).abs() < 0.2, "{name}: {}", imported.length_m);
        assert!(imported.grid.contains(name), "{}", imported.grid);
        // The same where the file names no system and the caller does.
        let code = name.trim_start_matches("EPSG:").parse().unwrap();
        let options = NetworkOptions { coordinates: Coordinates::Epsg(code), ..NetworkOptions::of("pit") };
        let same = read(&corner("", square, false), &options).unwrap();
        assert_eq!(same.files, imported.files, "{name}");
    }
}

#[test]
fn heights_of_a_map_in_feet_are_feet() {
    let imported = read(MAP_IN_FEET, &NetworkOptions::of("pit")).unwrap();
    for row in file(&imported, "haul_segments.csv").lines().skip(1) {
        let grade: f64 = row.split(',').nth(3).unwrap().parse().unwrap();
        assert!((grade - 8.0).abs() < 0.01, "{row}");
    }
    assert!(imported.grid.contains("EPSG:3421 in US survey feet, as heights are too"), "{}", imported.grid);
}

#[test]
fn coordinates_that_are_not_of_the_system_named_are_faults() {
    let told = |text: &str, coordinates: Coordinates| {
        let options = NetworkOptions { coordinates, ..NetworkOptions::of("pit") };
        let report = read(text, &options).unwrap_err();
        (report.diagnostics[0].code, report.to_string())
    };
    let utm = SQUARES[5].1;
    // North before east, degrees under the name of metres, metres without a name, no such system.
    let (code, text) =
        told(&corner(&crs("EPSG:32650"), utm.map(|[x, y]| [y, x]), false), Coordinates::AsTold);
    assert_eq!(code, Code::OutOfRange);
    assert!(text.contains("a place of EPSG:32650") && text.contains("north before east"), "{text}");
    let (code, text) = told(&corner(&crs("EPSG:32650"), DEGREES, false), Coordinates::AsTold);
    assert!(code == Code::OutOfRange && text.contains("--crs EPSG:4326"), "{text}");
    let (code, text) = told(&corner("", utm, false), Coordinates::AsTold);
    assert!(code == Code::NotDegrees && text.contains("--crs EPSG:32652"), "{text}");
    let (code, text) = told(&corner("", utm, false), Coordinates::Epsg(1));
    assert!(code == Code::CrsUnknown && text.contains("EPSG:1"), "{text}");
}

#[test]
fn a_thousand_positions_in_metres_are_told_by_a_few() {
    let places: Vec<String> = (0..1_000).map(|k| format!("[{},6933471]", 345_000 + k)).collect();
    let report =
        read(&line("{}", &format!("[{}]", places.join(","))), &NetworkOptions::of("pit")).unwrap_err();
    assert_eq!(report.errors(), 1_000);
    let told = report.render(false);
    assert_eq!(told.matches("are not degrees").count(), 1, "{told}");
    assert!(told.contains("[345000,6933471]"), "{told}");
}

#[test]
fn a_mine_needs_a_name_that_its_tables_can_hold() {
    for mine in ["", " ", "north;south", "a\nb"] {
        let report = read(MAP, &NetworkOptions::of(mine)).unwrap_err();
        assert_eq!(report.diagnostics[0].code, Code::NameBad, "{mine:?}");
    }
}

#[test]
fn empty_geometries_are_left_out_and_told() {
    let map = |geometry: &str| {
        let road = r#"{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[114.0,62.5],[114.01,62.5]]}}"#;
        format!(
            r#"{{"type":"FeatureCollection","features":[{road},{{"type":"Feature","properties":{{"name":"x"}},"geometry":{geometry}}}]}}"#
        )
    };
    for (geometry, told) in [
        ("null", "1 features without geometry"),
        (r#"{"type":"LineString","coordinates":[]}"#, "1 features with an empty geometry"),
        (r#"{"type":"MultiLineString","coordinates":[]}"#, "1 features with an empty geometry"),
        (r#"{"type":"Point","coordinates":[]}"#, "1 features with an empty geometry"),
        (r#"{"type":"MultiLineString","coordinates":[[],[]]}"#, "2 parts of a line without positions"),
    ] {
        let imported = read(&map(geometry), &NetworkOptions::of("pit")).unwrap();
        assert_eq!(imported.segments, 1, "{geometry}");
        assert_eq!(imported.left_out, [told], "{geometry}");
    }
}

#[test]
fn a_track_that_stands_or_comes_back_is_warned_of() {
    let map = |places: &[(f64, f64)]| {
        let places: Vec<String> = places.iter().map(|(x, y)| format!("[{x},{y}]")).collect();
        format!(
            r#"{{"type":"Feature","properties":{{"name":"track"}},"geometry":{{"type":"LineString","coordinates":[{}]}}}}"#,
            places.join(",")
        )
    };
    let options = NetworkOptions { coordinates: Coordinates::Metres, ..NetworkOptions::of("pit") };
    // 500 m, then 160 steps of 2 m that stay within 2 m of one place, then 500 m more.
    let mut places = vec![(0.0, 0.0), (500.0, 0.0)];
    let corners = [(500.0, 2.0), (502.0, 2.0), (502.0, 0.0), (500.0, 0.0)];
    places.extend(corners.iter().cycle().take(160));
    places.push((1_000.0, 0.0));
    let imported = read(&map(&places), &options).unwrap();
    let [told] = imported.warnings.diagnostics.as_slice() else { panic!("{}", imported.warnings) };
    assert_eq!((told.code, told.value.as_str()), (Code::RoadDoublesBack, "track, 320 m of 1320 m"));
    // There and back on one track.
    let imported = read(&map(&[(0.0, 0.0), (600.0, 0.0), (0.0, 1.0)]), &options).unwrap();
    assert_eq!(imported.warnings.diagnostics[0].code, Code::RoadDoublesBack);
    // A winding road is none.
    let winding: Vec<(f64, f64)> =
        (0..200).map(|k| (f64::from(k) * 5.0, 8.0 * libm::sin(f64::from(k) / 4.0))).collect();
    assert!(read(&map(&winding), &options).unwrap().warnings.is_empty());
}

/// What is told of a text: codes with their lines and paths.
fn faults(text: &str) -> Vec<(Code, usize, String)> {
    let report = read(text, &NetworkOptions::of("pit")).unwrap_err();
    for diagnostic in &report.diagnostics {
        assert!(!diagnostic.expected.is_empty() && !diagnostic.advice.is_empty(), "{diagnostic}");
    }
    let told = report.diagnostics.into_iter();
    told.map(|told| (told.code, told.line.unwrap_or(0), told.column)).collect()
}

fn line(properties: &str, coordinates: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\n\"properties\":{properties},\n\"geometry\":{{\"type\":\"LineString\",\"coordinates\":{coordinates}}}}}"
    )
}

#[test]
fn every_fault_of_a_map_is_told_at_its_place() {
    let sound = "[[114,62],[114.01,62]]";
    let cases: Vec<(String, Code, usize, &str)> = vec![
        ("{\"type\": \"Feature\",}".into(), Code::JsonSyntax, 1, ""),
        ("[]".into(), Code::JsonWrongType, 1, ""),
        ("{\"type\":\"Topology\"}".into(), Code::UnknownChoice, 1, "type"),
        ("{\"type\":\"FeatureCollection\",\"features\":[]}".into(), Code::MapWithoutRoads, 0, ""),
        (
            "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[]}}"
                .into(),
            Code::MapWithoutRoads,
            0,
            "",
        ),
        ("{\"type\":\"FeatureCollection\"}".into(), Code::JsonKeyMissing, 1, "features"),
        (line("{}", "[[114,62]]"), Code::GeometryBad, 3, "geometry.coordinates"),
        (line("{}", "[[114],[114,62]]"), Code::GeometryBad, 3, "geometry.coordinates[0]"),
        (line("{}", "[[114,62],[\"x\",62]]"), Code::JsonWrongType, 3, "geometry.coordinates[1][0]"),
        (line("{}", "[[114,62],[114,95]]"), Code::NotDegrees, 3, "geometry.coordinates[1]"),
        (line("{}", "[[114,62],[130,62]]"), Code::MapTooWide, 0, ""),
        (line("{\"grade\":80}", sound), Code::OutOfRange, 2, "properties.grade"),
        (line("{\"Rolling_Pct\":\"soft\"}", sound), Code::NotANumber, 2, "properties.Rolling_Pct"),
        (line("{\"maxspeed\":\"walk\"}", sound), Code::NotANumber, 2, "properties.maxspeed"),
        (line("{\"oneway\":\"maybe\"}", sound), Code::NotYesNo, 2, "properties.oneway"),
        (line("{\"name\":7}", sound), Code::JsonWrongType, 2, "properties.name"),
    ];
    for (text, code, at, path) in cases {
        assert_eq!(faults(&text), [(code, at, path.to_owned())], "{text}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{}]}}",
        line("{\"grade\":80,\"oneway\":\"x\"}", "[[1]]"),
        line("{\"limit_kmh\":-4}", "[[114,62],[114.01,62]]")
    );
    let codes: Vec<Code> = faults(&text).into_iter().map(|fault| fault.0).collect();
    assert_eq!(codes, [Code::OutOfRange, Code::NotYesNo, Code::GeometryBad, Code::OutOfRange]);
}

#[test]
fn points_off_the_roads_and_roads_apart_are_named() {
    let collection = |features: &str| format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}");
    let point = |name: &str, x: f64| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{x},62]}}}}"
        )
    };
    let road = line("{\"name\":\"main\"}", "[[114,62],[114.01,62]]");
    let text =
        collection(&format!("{road},{},{},{}", point("face", 114.02), point("a", 114.0), point("b", 114.0)));
    let codes: Vec<Code> = faults(&text).into_iter().map(|fault| fault.0).collect();
    assert_eq!(codes, [Code::PlaceAstray, Code::PlacesMeet]);
    let apart = line("{\"name\":\"islet\"}", "[[114.02,62],[114.021,62]]");
    let dot = line("{\"name\":\"dot\"}", "[[114,62],[114.00001,62]]");
    let imported = read(&collection(&format!("{road},{apart},{dot}")), &NetworkOptions::of("pit")).unwrap();
    let told: Vec<(Code, String)> =
        imported.warnings.diagnostics.iter().map(|told| (told.code, told.value.clone())).collect();
    assert_eq!(told, [(Code::RoadApart, "islet".into()), (Code::RoadIsDot, "dot".into())]);
}

/// The starter in a folder, and a map of its mine's roads that has all its places.
fn starter_with_map(folder: &Path) -> String {
    for (file, text) in STARTER {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let scenario = iceroad_format::read(folder).unwrap();
    let mut features = Vec::new();
    for segment in &scenario.segments {
        let at = |node| {
            let node: &iceroad_model::mine::Node = &scenario.nodes[node];
            format!("[{},{},{}]", node.x.get(), node.y.get(), node.z.get())
        };
        let (from, to) = (at(segment.from), at(segment.to));
        features.push(format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"grade\":{}}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[{from},{to}]}}}}",
            segment.grade.get()
        ));
        for node in [segment.from, segment.to] {
            let point = format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{}\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":{}}}}}",
                scenario.nodes[node].name,
                at(node)
            );
            if !features.contains(&point) {
                features.push(point);
            }
        }
    }
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(",\n"))
}

#[test]
fn roads_are_put_in_place_of_a_mines_old_ones_only_when_all_is_sound() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("mine");
    let map = starter_with_map(&folder);
    let mine = iceroad_format::read(&folder).unwrap().mines.iter().next().unwrap().name.clone();
    let options =
        NetworkOptions { coordinates: Coordinates::Metres, tolerance_m: 1.0, ..NetworkOptions::of(&mine) };
    let imported = read(&map, &options).unwrap();
    imported.replace(&folder).unwrap();
    let after = iceroad_format::read(&folder).unwrap();
    assert_eq!(after.segments.len(), imported.segments);
    assert!(after.segments.iter().all(|segment| segment.two_way));
    let text = fs::read_to_string(folder.join("haul_segments.csv")).unwrap();
    assert!(text.contains("rolling resistance, limit assumed"), "{text}");
    // Without its places the scenario would not hold together: nothing is changed.
    let bare = read(&line("{}", "[[0,0],[900,0]]"), &options).unwrap();
    let before = fs::read_to_string(folder.join("haul_nodes.csv")).unwrap();
    let report = bare.replace(&folder).unwrap_err();
    assert!(report.diagnostics.iter().any(|told| told.code == Code::UnknownId), "{report}");
    assert_eq!(fs::read_to_string(folder.join("haul_nodes.csv")).unwrap(), before);
    let other = read(&map, &NetworkOptions { mine: "elsewhere".into(), ..options }).unwrap();
    assert_eq!(other.replace(&folder).unwrap_err().diagnostics[0].code, Code::UnknownId);
    assert!(
        fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .all(|entry| !entry.file_name().to_string_lossy().ends_with(".new"))
    );
}

#[test]
fn a_new_folder_gets_the_two_tables_and_a_full_one_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let imported = read(MAP, &own_grid()).unwrap();
    let folder = place.path().join("roads");
    imported.write(&folder).unwrap();
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    assert_eq!(imported.write(&folder).unwrap_err().diagnostics[0].code, Code::FolderTaken);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_map_with_any_text_anywhere_is_read_without_a_panic(
        place in any::<prop::sample::Index>(),
        length in 0_usize..12,
        put in "[\\[\\]{},:\"0-9a-z.eE+-]{0,9}",
        metres in any::<bool>(),
    ) {
        let (map, coordinates) =
            if metres { (MAP, Coordinates::Metres) } else { (MAP_IN_FEET, Coordinates::AsTold) };
        let at = place.index(map.len());
        let end = (at + length).min(map.len());
        let text = format!("{}{put}{}", &map[..at], &map[end..]);
        let options = NetworkOptions { coordinates, ..NetworkOptions::of("pit") };
        match read(&text, &options) {
            Ok(imported) => prop_assert!(imported.segments > 0 || !imported.warnings.is_empty()),
            Err(report) => prop_assert!(report.errors() > 0, "{}", report),
        }
    }

    #[test]
    fn any_lines_become_a_network_without_a_panic(
        points in prop::collection::vec((-2_000.0..2_000.0_f64, -2_000.0..2_000.0_f64, -50.0..50.0_f64), 2..40),
        cuts in prop::collection::vec(2_usize..6, 1..10),
        tolerance_m in 0.1..300.0_f64,
    ) {
        let mut lines = Vec::new();
        let mut rest = points.as_slice();
        for cut in cuts {
            if rest.len() < 2 { break; }
            let (line, after) = rest.split_at(cut.clamp(2, rest.len()));
            let written: Vec<String> = line.iter().map(|(x, y, z)| format!("[{x},{y},{z}]")).collect();
            lines.push(format!("[{}]", written.join(",")));
            rest = after;
        }
        let text = format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"grade\":1}},\"geometry\":{{\"type\":\"MultiLineString\",\"coordinates\":[{}]}}}}",
            lines.join(",")
        );
        let options = NetworkOptions {
            coordinates: Coordinates::Metres,
            tolerance_m,
            ..NetworkOptions::of("pit")
        };
        let imported = read(&text, &options).unwrap();
        // Every segment has two ends among the nodes and a length.
        let nodes: Vec<&str> =
            file(&imported, "haul_nodes.csv").lines().skip(1).filter_map(|row| row.split(',').next()).collect();
        for row in file(&imported, "haul_segments.csv").lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            prop_assert!(nodes.contains(&cells[0]) && nodes.contains(&cells[1]) && cells[0] != cells[1], "{}", row);
            prop_assert!(cells[2].parse::<f64>().unwrap() >= 0.0);
        }
    }
}
