//! Haul roads from a map: GeoJSON (RFC 7946) lines with properties become `haul_nodes.csv` and `haul_segments.csv` of one mine.
//!
//! A `LineString` or each part of a `MultiLineString` is a road; a `Point` with a name names the node it lies on. What else
//! a map holds is left out and said so. Properties are read by the names in [`PROPERTIES`], whatever their case; a text that
//! is a number counts as one, for maps are often exported that way. Where lines meet is worked out in [`graph`].
//!
//! Terms: *degrees* are longitude and latitude as RFC 7946 wants them; a *projected* map is of a system that the older `crs` member
//! or the caller names ([`crs`]); *metres* are those of a mine's own grid.
//!
//! Pitfall: a third coordinate is a height only where every position of a line has one; a line without heights is level unless
//! a property gives its grade.

mod crs;
mod geo;
mod graph;
mod judge;
mod reader;
mod retrace;
mod splice;

use super::draft::Assumption;
use super::{check_name, json};
use crate::out::Out;
use crate::report::Report;
use graph::{Network, Point, Rules};
use reader::{Map, Road};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Names of properties that are read, by what they say. The first is ours, the others are common in maps.
pub const PROPERTIES: [(&str, &[&str]); 7] = [
    ("name", &["name", "road"]),
    ("grade", &["grade_pct", "grade", "gradient_pct", "incline"]),
    ("rolling", &["rolling_pct", "rolling_resistance_pct", "rolling_resistance"]),
    ("limit", &["limit_kmh", "speed_limit_kmh", "speed_limit", "maxspeed"]),
    ("two_way", &["two_way"]),
    ("one_way", &["one_way", "oneway"]),
    ("lanes", &["lanes"]),
];

/// Rolling resistance where the map has none, %. Assumed: a maintained gravel haul road.
const ROLLING_PCT: f64 = 3.0;
/// Speed limit where the map has none, km/h. Assumed.
const LIMIT_KMH: f64 = 40.0;

/// What coordinates are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coordinates {
    /// As the file says: its `crs` member, else degrees.
    AsTold,
    /// Metres of a mine's own grid, whatever the file says; those of web Mercator are still worked back, as they are none on
    /// the ground.
    Metres,
    /// Those of the system with this number in the EPSG register, whatever the file says.
    Epsg(u32),
}

/// How a map is read.
#[derive(Clone, PartialEq, Debug)]
pub struct NetworkOptions {
    /// The mine the roads are of.
    pub mine: String,
    /// What coordinates are.
    pub coordinates: Coordinates,
    /// Ends of lines and points closer than this are in one place, m; above 0.
    pub tolerance_m: f64,
    /// A road keeps bends that are more than this off the straight, m, and humps of more than a tenth of it; above 0.
    pub detail_m: f64,
}

impl NetworkOptions {
    /// The usual: degrees unless the file says otherwise, 5 m, 10 m.
    pub fn of(mine: &str) -> Self {
        Self { mine: mine.to_owned(), coordinates: Coordinates::AsTold, tolerance_m: 5.0, detail_m: 10.0 }
    }
}

/// Haul roads made of a map.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportedNetwork {
    /// The mine.
    pub mine: String,
    /// `haul_nodes.csv` and `haul_segments.csv` with the mine's rows: name, text.
    pub files: Vec<(String, String)>,
    /// How many nodes there are, and how many of them have a name from the map.
    pub nodes: (usize, usize),
    /// How many segments there are.
    pub segments: usize,
    /// Their length together, m.
    pub length_m: f64,
    /// What `x_m` and `y_m` are, in words.
    pub grid: String,
    /// What was assumed, by column.
    pub assumed: Vec<Assumption>,
    /// What the map holds and the roads do not.
    pub left_out: Vec<String>,
    /// What may not be what was meant.
    pub warnings: Report,
}

impl ImportedNetwork {
    /// Writes the two tables into a new folder, which is made where it is missing and must be empty where it is not.
    ///
    /// # Errors
    /// As [`crate::init`].
    pub fn write(&self, folder: &Path) -> Result<(), Report> {
        crate::init::lay_down(folder, self.files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// Puts the roads in place of those the mine has in a scenario folder. The scenario is judged with its new roads
    /// before a byte is written; other rows of the two tables stay as they are.
    ///
    /// # Errors
    /// What is wrong with the scenario, or would be.
    pub fn replace(&self, folder: &Path) -> Result<(), Report> {
        splice::replace(self, folder)
    }
}

/// Reads the haul roads of a map.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn network(file: &Path, options: &NetworkOptions) -> Result<ImportedNetwork, Report> {
    check_name(&options.mine, "the name of a mine", "name the mine as mines.csv does")?;
    let source = json::load(file)?;
    let map = reader::read(source, options)?;
    let rules = Rules { tolerance: options.tolerance_m, detail: options.detail_m };
    let lines: Vec<Vec<Point>> = map.roads.iter().map(|road| road.points.clone()).collect();
    let points: Vec<Point> = map.places.iter().map(|place| place.at).collect();
    let network = graph::build(&lines, &points, rules);
    let warnings = map.judge(&network, options)?;
    Ok(made(&map, &network, options, warnings))
}

/// Writes the tables.
fn made(map: &Map, network: &Network, options: &NetworkOptions, warnings: Report) -> ImportedNetwork {
    let names = names(map, network, &options.mine);
    let file = &map.file;
    let mut nodes = Out::new("haul_nodes.csv");
    for (node, name) in network.nodes.iter().zip(&names) {
        let source = match node.at.z {
            None => format!("{file}; level assumed"),
            Some(_) => file.clone(),
        };
        nodes
            .row()
            .cell("name", name)
            .cell("mine", &options.mine)
            .cell("x_m", tenth(node.at.x))
            .cell("y_m", tenth(node.at.y))
            .cell("z_m", tenth(node.at.z.unwrap_or(0.0)))
            .source(&source);
    }
    let mut segments = Out::new("haul_segments.csv");
    let mut assumed = Assumed::default();
    for piece in &network.pieces {
        let road = &map.roads[piece.line];
        let (from, to) = if road.backward { (piece.to, piece.from) } else { (piece.from, piece.to) };
        let rise = road.grade_pct.or_else(|| piece.grade.map(|grade| grade * 100.0));
        let grade = rise.map(|rise| if road.backward { -rise } else { rise });
        let guessed = assumed.take(road, grade.is_some());
        segments
            .row()
            .cell("from", &names[from])
            .cell("to", &names[to])
            .cell("length_m", tenth(piece.length))
            .cell("grade_pct", hundredth(grade.unwrap_or(0.0)))
            .cell("rolling_pct", road.rolling_pct.unwrap_or(ROLLING_PCT))
            .cell("limit_kmh", road.limit_kmh.unwrap_or(LIMIT_KMH))
            .yes("two_way", !road.one_way)
            .source(&source_of(file, road, &guessed));
    }
    ImportedNetwork {
        mine: options.mine.clone(),
        nodes: (network.nodes.len(), network.nodes.iter().filter(|node| node.named.is_some()).count()),
        segments: network.pieces.len(),
        length_m: network.pieces.iter().map(|piece| piece.length).sum(),
        files: vec![("haul_nodes.csv".into(), nodes.text()), ("haul_segments.csv".into(), segments.text())],
        grid: map.grid.clone(),
        assumed: assumed.told(network),
        left_out: map.left_out(),
        warnings,
    }
}

/// How many segments had to do with an assumed figure.
#[derive(Default)]
struct Assumed {
    grade: usize,
    rolling: usize,
    limit: usize,
}

impl Assumed {
    /// Counts what a segment of this road lacks and names it.
    fn take(&mut self, road: &Road, has_grade: bool) -> Vec<&'static str> {
        let mut guessed = Vec::new();
        let all = [
            (!has_grade, "grade", &mut self.grade),
            (road.rolling_pct.is_none(), "rolling resistance", &mut self.rolling),
            (road.limit_kmh.is_none(), "limit", &mut self.limit),
        ];
        for (lacks, what, count) in all {
            if lacks {
                guessed.push(what);
                *count += 1;
            }
        }
        guessed
    }

    fn told(&self, network: &Network) -> Vec<Assumption> {
        let levels = network.nodes.iter().filter(|node| node.at.z.is_none()).count();
        let n = network.pieces.len();
        let rows = [
            ("haul_nodes.csv z_m", levels, network.nodes.len(), "0".to_owned(), "the line has no heights"),
            (
                "haul_segments.csv grade_pct",
                self.grade,
                n,
                "0".to_owned(),
                "neither the line's heights nor a property gives a grade",
            ),
            (
                "haul_segments.csv rolling_pct",
                self.rolling,
                n,
                ROLLING_PCT.to_string(),
                "no property gives it; a maintained gravel haul road",
            ),
            ("haul_segments.csv limit_kmh", self.limit, n, LIMIT_KMH.to_string(), "no property gives it"),
        ];
        rows.into_iter()
            .filter(|row| row.1 > 0)
            .map(|(place, count, of, value, why)| Assumption {
                place: format!("{place}, {count} of {of} rows"),
                value,
                why: why.to_owned(),
            })
            .collect()
    }
}

/// Where a segment comes from, for the column that nothing reads.
fn source_of(file: &str, road: &Road, guessed: &[&str]) -> String {
    let mut text = match &road.name {
        Some(name) => format!("{file}, {name}"),
        None => format!("{file}, feature {}", road.feature),
    };
    if !guessed.is_empty() {
        text.push_str("; ");
        text.push_str(&guessed.join(", "));
        text.push_str(" assumed");
    }
    text
}

/// The names of all nodes: those of the map, else the mine's name with a number, leaving out what the map has taken.
fn names(map: &Map, network: &Network, mine: &str) -> Vec<String> {
    let taken: BTreeSet<&str> = map.places.iter().map(|place| place.name.as_str()).collect();
    let mut next = 0;
    let mut name = |node: &graph::Node| match node.named {
        Some(place) => map.places[place].name.clone(),
        None => loop {
            next += 1;
            let name = format!("{mine}_{next}");
            if !taken.contains(name.as_str()) {
                break name;
            }
        },
    };
    network.nodes.iter().map(&mut name).collect()
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

fn hundredth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

/// Counts of what was left out, by kind.
type Counts = BTreeMap<String, usize>;
