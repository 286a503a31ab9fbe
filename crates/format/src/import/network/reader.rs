//! Reads the features of a map: roads with what their properties say, and named places.

use super::super::json::{Faults, Object, Place as Origin, Value, parse};
use super::crs::{Crs, System, is_off_grids};
use super::geo::LocalGrid;
use super::graph::Point;
use super::{Coordinates, Counts, NetworkOptions, PROPERTIES};
use crate::format::Kind;
use crate::nearest::did_you_mean;
use crate::report::Report;
use crate::source::{Said, Source};
use iceroad_base::quantity::{Coordinate, Grade, Ranged, RollingResistance, Speed};
use iceroad_model::Code;

/// The greatest coordinate of a projected map, m: more than the earth's girth.
const FARTHEST_M: f64 = 50_000_000.0;
/// Kilometres in a mile.
const KM_PER_MILE: f64 = 1.609_344;

/// A road as the map has it.
#[derive(Clone, Debug)]
pub(super) struct Road {
    pub(super) points: Vec<Point>,
    /// Which feature it is, from 0.
    pub(super) feature: usize,
    pub(super) name: Option<String>,
    pub(super) grade_pct: Option<f64>,
    pub(super) rolling_pct: Option<f64>,
    pub(super) limit_kmh: Option<f64>,
    pub(super) one_way: bool,
    /// Driven against the order of its points.
    pub(super) backward: bool,
    pub(super) origin: Origin,
}

impl Road {
    /// Its name, else its number.
    pub(super) fn told(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("feature {}", self.feature))
    }
}

/// A named point.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) name: String,
    pub(super) at: Point,
    pub(super) origin: Origin,
}

/// A map that was read.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) file: String,
    pub(super) roads: Vec<Road>,
    pub(super) places: Vec<Spot>,
    /// What `x_m` and `y_m` are.
    pub(super) grid: String,
    pub(super) source: Source,
    /// Kinds of geometry, and properties, that were not read.
    pub(super) skipped: Counts,
    pub(super) unread: Counts,
    pub(super) single_lanes: usize,
}

/// A position before it is known what its numbers are.
type Raw = (f64, f64, Option<f64>);

/// A line or point as it is written.
struct Shape {
    positions: Vec<Raw>,
    origin: Origin,
}

/// What properties say.
#[derive(Default)]
struct Says {
    name: Option<String>,
    grade_pct: Option<f64>,
    rolling_pct: Option<f64>,
    limit_kmh: Option<f64>,
    one_way: bool,
    backward: bool,
}

/// Reads a map, or tells all that is wrong with it.
pub(super) fn read(source: Source, options: &NetworkOptions) -> Result<Map, Report> {
    let file = source.file.clone();
    let faults = Faults::new(source);
    let mut found = Found::default();
    if let Some(parsed) = parse(&faults) {
        let root = Value::root(&parsed, &faults);
        found.read(&root, &faults, options);
    }
    if faults.count() > 0 {
        return Err(faults.into_sink().into_report());
    }
    let grid = found.grid();
    let place = |&(x, y, z): &Raw| {
        let (x, y) = grid.metres(x, y);
        Point { x, y, z }
    };
    let mut map = Map {
        file,
        grid: grid.told(),
        roads: Vec::new(),
        places: Vec::new(),
        source: faults.source,
        skipped: found.skipped,
        unread: found.unread,
        single_lanes: found.single_lanes,
    };
    for (feature, shape, said) in found.lines {
        let mut points: Vec<Point> = shape.positions.iter().map(place).collect();
        // A height that some positions lack is none at all.
        if points.iter().any(|point| point.z.is_none()) {
            points.iter_mut().for_each(|point| point.z = None);
        }
        map.roads.push(Road {
            points,
            feature,
            name: said.name,
            grade_pct: said.grade_pct,
            rolling_pct: said.rolling_pct,
            limit_kmh: said.limit_kmh,
            one_way: said.one_way,
            backward: said.backward,
            origin: shape.origin,
        });
    }
    for (shape, name) in found.points {
        if let Some(at) = shape.positions.first().map(place) {
            map.places.push(Spot { name, at, origin: shape.origin });
        }
    }
    map.check_width()?;
    Ok(map)
}

/// What was found so far, with coordinates as they are written.
#[derive(Default)]
struct Found {
    crs: Option<Crs>,
    lines: Vec<(usize, Shape, Says)>,
    points: Vec<(Shape, String)>,
    skipped: Counts,
    unread: Counts,
    single_lanes: usize,
}

impl Found {
    fn read(&mut self, root: &Value<'_>, faults: &Faults, options: &NetworkOptions) {
        let before = faults.count();
        let Some(object) = root.object() else { return };
        self.crs = Some(match (options.coordinates, Crs::told(&object)) {
            (Coordinates::Epsg(code), _) => match Crs::of_code(code) {
                Some(crs) => crs,
                None => {
                    faults.push(unknown(&format!("EPSG:{code}")).of_file(&faults.source.file));
                    return;
                }
            },
            (Coordinates::Metres, crs) if !crs.is_web_mercator() => Crs::Metres,
            (_, crs) => crs,
        });
        let Some(kind) = object.need("type").and_then(|kind| kind.text()) else { return };
        let features = match kind.as_str() {
            "FeatureCollection" => object.need("features").and_then(|list| list.list()).unwrap_or_default(),
            "Feature" => vec![root.clone()],
            _ => {
                if let Some(value) = object.need("type") {
                    let expected = "`FeatureCollection` or `Feature`";
                    value.tell(Code::UnknownChoice, expected, "export the layer of roads as GeoJSON");
                }
                return;
            }
        };
        for (number, feature) in features.iter().enumerate() {
            self.feature(number, feature);
        }
        self.settle(&object);
        self.refuse_stretched(&object, options, faults);
        if self.lines.is_empty() && faults.count() == before {
            let there: Vec<String> = self.skipped.iter().map(|(what, n)| format!("{n} {what}")).collect();
            let said = Said::new(
                Code::MapWithoutRoads,
                &there.join(", "),
                "at least one LineString or MultiLineString",
                "export the layer that holds the centre lines of the haul roads",
            );
            faults.push(said.of_file(&faults.source.file));
        }
    }

    /// Takes coordinates of a system that is only named for degrees where their numbers fit, and refuses them where not.
    fn settle(&mut self, root: &Object<'_>) {
        let Some(Crs::Named(name)) = &self.crs else { return };
        let shapes = self.lines.iter().map(|(_, shape, _)| shape);
        let shapes = shapes.chain(self.points.iter().map(|(shape, _)| shape));
        let fits = |&(x, y, _): &Raw| fit_degrees(x, y);
        if shapes.flat_map(|shape| &shape.positions).all(fits) {
            return;
        }
        if let Some(crs) = root.may("crs") {
            crs.fault(unknown(name));
        }
    }

    /// Refuses metres that nobody named and that no grid near the ground has: most are web Mercator, which stretches.
    fn refuse_stretched(&self, root: &Object<'_>, options: &NetworkOptions, faults: &Faults) {
        if options.coordinates != Coordinates::Metres || root.may("crs").is_some() {
            return;
        }
        let shapes = self.lines.iter().map(|(_, shape, _)| shape);
        let mut positions = shapes.flat_map(|shape| &shape.positions);
        let Some((x, y, _)) = positions.find(|(x, y, _)| is_off_grids(*x, *y)) else { return };
        let said = Said::new(
            Code::CrsUnknown,
            &format!("{x:.0}, {y:.0}"),
            "metres of a local grid, of UTM or of a zone of Gauss-Krüger; these look like web Mercator, which stretches lengths",
            "name the system by --crs EPSG:3857 in place of --metres, or export the layer in WGS 84",
        );
        faults.push(said.of_file(&faults.source.file));
    }

    fn in_degrees(&self) -> bool {
        !matches!(self.crs, Some(Crs::Metres))
    }

    fn feature(&mut self, number: usize, feature: &Value<'_>) {
        let Some(object) = feature.object() else { return };
        let Some(geometry) = object.may("geometry") else {
            *self.skipped.entry("features without geometry".into()).or_default() += 1;
            return;
        };
        let properties = object.may("properties").and_then(|properties| properties.object());
        let Some(geometry) = geometry.object() else { return };
        let Some(kind) = geometry.need("type").and_then(|kind| kind.text()) else { return };
        let is_read = matches!(kind.as_str(), "LineString" | "MultiLineString" | "Point");
        if is_read && geometry.may("coordinates").is_some_and(|it| it.is_empty_list()) {
            *self.skipped.entry("features with an empty geometry".into()).or_default() += 1;
            return;
        }
        let coordinates = || geometry.need("coordinates");
        match kind.as_str() {
            "LineString" => {
                let shape = coordinates().and_then(|line| self.line(&line));
                let said = self.properties(properties.as_ref());
                self.lines.extend(shape.zip(said).map(|(shape, said)| (number, shape, said)));
            }
            "MultiLineString" => {
                let parts = coordinates().and_then(|parts| parts.list()).unwrap_or_default();
                let empty = parts.iter().filter(|part| part.is_empty_list()).count();
                if empty > 0 {
                    *self.skipped.entry("parts of a line without positions".into()).or_default() += empty;
                }
                let filled = parts.iter().filter(|part| !part.is_empty_list());
                let shapes: Vec<Option<Shape>> = filled.map(|part| self.line(part)).collect();
                let Some(said) = self.properties(properties.as_ref()) else { return };
                for shape in shapes.into_iter().flatten() {
                    self.lines.push((number, shape, said.clone_for_part()));
                }
            }
            "Point" => {
                let shape = coordinates().and_then(|point| {
                    Some(Shape { positions: vec![self.position(&point)?], origin: point.place() })
                });
                let name = properties.as_ref().and_then(|properties| named(properties, "name"));
                match name {
                    Some(name) => {
                        self.points.extend(shape.zip(name.name()));
                    }
                    None => *self.skipped.entry("points without a name".into()).or_default() += 1,
                }
            }
            other => *self.skipped.entry(format!("geometries of type {other}")).or_default() += 1,
        }
    }

    fn line(&self, line: &Value<'_>) -> Option<Shape> {
        let list = line.list()?;
        if list.len() < 2 {
            line.tell(
                Code::GeometryBad,
                "a line of at least two positions",
                "draw the road again, or remove it",
            );
            return None;
        }
        let positions: Vec<Option<Raw>> = list.iter().map(|position| self.position(position)).collect();
        Some(Shape { positions: positions.into_iter().collect::<Option<_>>()?, origin: line.place() })
    }

    fn position(&self, position: &Value<'_>) -> Option<Raw> {
        let list = position.list()?;
        let (x, y) = match list.as_slice() {
            [x, y, ..] => (x.number()?, y.number()?),
            _ => {
                let expected = "two numbers, or three with the height";
                position.tell(Code::GeometryBad, expected, "write east, north and, where known, height");
                return None;
            }
        };
        let z = match list.get(2) {
            Some(z) if !z.is_null() => Some(self.within::<Coordinate>(z)?),
            _ => None,
        };
        match &self.crs {
            Some(Crs::Degrees) | None => self.check_degrees(position, x, y)?,
            Some(Crs::Projected(system)) => {
                let (longitude, latitude) = worked_back(position, system, x, y)?;
                return Some((longitude, latitude, z.map(|height| height * system.unit_m)));
            }
            Some(Crs::Metres | Crs::Named(_)) if x.abs() > FARTHEST_M || y.abs() > FARTHEST_M => {
                let expected = format!("metres from -{FARTHEST_M} to {FARTHEST_M}");
                position.tell(Code::OutOfRange, expected, "check the unit of the map's coordinates");
                return None;
            }
            Some(Crs::Metres | Crs::Named(_)) => {}
        }
        Some((x, y, z))
    }

    fn check_degrees(&self, position: &Value<'_>, x: f64, y: f64) -> Option<()> {
        if fit_degrees(x, y) {
            return Some(());
        }
        let advice = if x.abs() <= 90.0 && y.abs() <= 180.0 {
            "write longitude first: these look like latitude and longitude"
        } else {
            "name the system of a projected map, such as --crs EPSG:32652; add --metres for a mine's own grid; or export the \
             layer in WGS 84"
        };
        position.tell(Code::NotDegrees, "longitude from -180 to 180 and latitude from -90 to 90", advice);
        None
    }

    /// A number within the range of a quantity.
    fn within<Q: Ranged>(&self, value: &Value<'_>) -> Option<f64> {
        let number = value.number()?;
        in_range::<Q>(value, number)
    }

    /// What the properties of a road say; nothing where a value is not understood.
    fn properties(&mut self, properties: Option<&Object<'_>>) -> Option<Says> {
        let mut said = Says::default();
        let Some(properties) = properties else { return Some(said) };
        let mut sound = true;
        let mut number = |what: &str, read: fn(&Value<'_>) -> Option<f64>| {
            let value = named(properties, what)?;
            let read = read(&value);
            sound &= read.is_some();
            read
        };
        said.grade_pct = number("grade", |value| in_range::<Grade>(value, plain(value, &["%"])?));
        said.rolling_pct =
            number("rolling", |value| in_range::<RollingResistance>(value, plain(value, &["%"])?));
        said.limit_kmh = number("limit", |value| in_range::<Speed>(value, speed(value)?));
        let lanes = number("lanes", |value| plain(value, &[]));
        if let Some(name) = named(properties, "name") {
            said.name = name.text();
            sound &= said.name.is_some();
        }
        let two_way = named(properties, "two_way").map(|value| yes(&value));
        let one_way = named(properties, "one_way").map(|value| direction(&value));
        sound &= two_way != Some(None) && one_way != Some(None);
        if let Some(Some((one, back))) = one_way {
            (said.one_way, said.backward) = (one, back);
        } else if let Some(Some(two)) = two_way {
            said.one_way = !two;
        }
        if lanes == Some(1.0) && !said.one_way {
            self.single_lanes += 1;
        }
        for path in properties.unread() {
            let key = path.rsplit('.').next().unwrap_or(&path).to_owned();
            *self.unread.entry(key).or_default() += 1;
        }
        sound.then_some(said)
    }

    /// The grid that coordinates are put into.
    fn grid(&self) -> Grid {
        let lines = || self.lines.iter().flat_map(|(_, shape, _)| &shape.positions);
        let first = lines().next().map_or(0.0, |position| position.0);
        // East of the first position by less than half a turn, so that the date line is no border.
        let turn = |x: f64| {
            if self.in_degrees() { x - 360.0 * ((x - first + 180.0) / 360.0).floor() } else { x }
        };
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        for &(x, y, _) in lines() {
            (west, east) = (west.min(turn(x)), east.max(turn(x)));
            (south, north) = (south.min(y), north.max(y));
        }
        if west > east {
            return Grid::Moved(0.0, 0.0);
        }
        if self.in_degrees() {
            let (longitude, latitude) = (f64::midpoint(west, east), f64::midpoint(south, north));
            let named = match &self.crs {
                Some(Crs::Named(name)) => format!("{name}, taken for degrees as its numbers fit"),
                Some(Crs::Projected(system)) => match system.unit() {
                    Some(unit) => format!("worked back from {} in {unit}, as heights are too", system.name()),
                    None => format!("worked back from {}", system.name()),
                },
                _ => "WGS 84".to_owned(),
            };
            return Grid::Around(LocalGrid::at(longitude, latitude), longitude, latitude, named);
        }
        let fits = [west, east, south, north].iter().all(|value| value.abs() <= Coordinate::MAX);
        let whole = |value: f64| (value / 1_000.0).floor() * 1_000.0;
        if fits { Grid::Moved(0.0, 0.0) } else { Grid::Moved(whole(west), whole(south)) }
    }
}

/// How coordinates become metres of the pit's grid.
enum Grid {
    /// From degrees around an origin: the grid, longitude, latitude, what the degrees are.
    Around(LocalGrid, f64, f64, String),
    /// From metres, less so many east and north.
    Moved(f64, f64),
}

impl Grid {
    fn metres(&self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Grid::Around(grid, ..) => grid.metres(x, y),
            Grid::Moved(east, north) => (x - east, y - north),
        }
    }

    /// In words.
    fn told(&self) -> String {
        match self {
            Grid::Around(_, longitude, latitude, named) => {
                format!("metres east and north of longitude {longitude:.6}, latitude {latitude:.6} ({named})")
            }
            Grid::Moved(0.0, 0.0) => "the metres of the map".to_owned(),
            Grid::Moved(east, north) => {
                format!("the metres of the map less {east:.0} east and {north:.0} north")
            }
        }
    }
}

/// Whether numbers can be longitude and latitude.
fn fit_degrees(x: f64, y: f64) -> bool {
    x.abs() <= 180.0 && y.abs() <= 90.0
}

/// Longitude and latitude of a position of a projected system.
fn worked_back(position: &Value<'_>, system: &System, x: f64, y: f64) -> Option<(f64, f64)> {
    let advice = if fit_degrees(x, y) {
        "these look like degrees, which --crs EPSG:4326 names, or like a mine's own grid: add --metres"
    } else {
        "the coordinates may be of another system or zone, or north before east: name the right one by --crs, or export the layer in \
         WGS 84"
    };
    let worked_back = system.degrees(x, y).filter(|_| !fit_degrees(x, y));
    if worked_back.is_none() {
        position.tell(Code::OutOfRange, format!("a place of {}", system.told()), advice);
    }
    worked_back
}

/// What to say of a system that is not known.
fn unknown(name: &str) -> Said {
    Said::new(
        Code::CrsUnknown,
        name,
        "a system of the EPSG register in degrees or projected from them, such as EPSG:4326 or EPSG:32652",
        "name it by --crs, or export the layer in WGS 84 (EPSG:4326); for metres that are true on the ground add --metres",
    )
}

impl Says {
    fn clone_for_part(&self) -> Says {
        Says { name: self.name.clone(), ..*self }
    }
}

/// The property that says this, by any of its names in any case.
fn named<'a>(properties: &Object<'a>, what: &str) -> Option<Value<'a>> {
    let (_, names) = PROPERTIES.iter().find(|(known, _)| *known == what)?;
    names.iter().find_map(|name| properties.may_fold(name))
}

/// A number, or a text that is one with or without one of these units.
fn plain(value: &Value<'_>, units: &[&str]) -> Option<f64> {
    let Some(text) = value.is_text() else { return value.number() };
    let mut bare = text.trim();
    for unit in units {
        bare = bare.strip_suffix(unit).unwrap_or(bare).trim_end();
    }
    match bare.parse::<f64>() {
        Ok(number) if number.is_finite() => Some(number),
        _ => {
            value.tell(Code::NotANumber, "a number", "write a number, or take the property away");
            None
        }
    }
}

/// km/h; a text may say `mph` or `km/h`.
fn speed(value: &Value<'_>) -> Option<f64> {
    let is_mph = value.is_text().is_some_and(|text| text.trim().to_lowercase().ends_with("mph"));
    let number = plain(value, &["km/h", "kmh", "kph", "mph"])?;
    Some(if is_mph { (number * KM_PER_MILE * 10.0).round() / 10.0 } else { number })
}

/// Yes or no, as maps write it.
fn yes(value: &Value<'_>) -> Option<bool> {
    let Some(text) = value.is_text() else {
        return match value.is_number() {
            Some(number) if number == 0.0 || number == 1.0 => Some(number == 1.0),
            _ => value.boolean(),
        };
    };
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Some(true),
        "no" | "false" | "0" | "n" => Some(false),
        other => {
            let near = crate::nearest::nearest(other, ["yes", "no", "true", "false"]);
            value.tell(Code::NotYesNo, "yes or no", did_you_mean(other, near, "write `yes` or `no`"));
            None
        }
    }
}

/// Whether it is one-way, and if so whether against the order of its points (`-1` or `reverse`, as OpenStreetMap has it).
fn direction(value: &Value<'_>) -> Option<(bool, bool)> {
    let backward = match value.is_text() {
        Some(text) => matches!(text.trim().to_lowercase().as_str(), "-1" | "reverse"),
        None => value.is_number() == Some(-1.0),
    };
    if backward {
        return Some((true, true));
    }
    yes(value).map(|one_way| (one_way, false))
}

fn in_range<Q: Ranged>(value: &Value<'_>, number: f64) -> Option<f64> {
    if (Q::MIN..=Q::MAX).contains(&number) {
        return Some(number);
    }
    let kind = Kind::Number { what: Q::WHAT, unit: Q::UNIT, min: Q::MIN, max: Q::MAX };
    value.tell(Code::OutOfRange, crate::cell::expected(kind), "write a number of this range");
    None
}
