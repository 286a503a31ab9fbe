//! A mine of minehaulsim (`minehaulsim.minespec/v1`): a road graph with single lanes and crossings, equipment by name.
//!
//! Meanings, read in the source of minehaulsim 0.12.1 (Apache-2.0): grades are signed from `a` to `b`; `zone_id` puts a
//! segment into a single lane; a crossing is a node with `capacity` and `cross_s`; the first of `dumps` is the primary
//! crusher, where every policy of the peer sends every load; a truck begins at its `start_loader`. Machines are named, and
//! what they are stands in the program, not in the file: [`catalogue`].
//!
//! Open pits are imported. An underground mine (drawpoints, ore passes, a shaft) says what a scenario cannot.

mod catalogue;
mod write;

use catalogue::{LOADERS, LoaderClass, TRUCKS, TruckClass, WIDTH};
use iceroad_format::Report;
use iceroad_format::import::draft::{Draft, Heading, Imported};
use iceroad_format::import::json::{Faults, Object, Place, Value, load, parse};
use iceroad_format::nearest::{did_you_mean, nearest};
use iceroad_model::Code;
use std::collections::BTreeMap;
use std::path::Path;

/// The schema that is read.
const SCHEMA: &str = "minehaulsim.minespec/v1";
/// The mine's name in the scenario.
const MINE: &str = "pit";

/// Reads a specification of minehaulsim.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn import(file: &Path) -> Result<Imported, Report> {
    let faults = Faults::new(load(file)?);
    let mut draft = Draft::default();
    let heading = parse(&faults).and_then(|value| {
        let root = Value::root(&value, &faults).object()?;
        Reader { root, draft: &mut draft, nodes: BTreeMap::new() }.read()
    });
    match heading {
        Some(heading) => draft.finish(&heading, faults),
        None => Err(faults.into_report()),
    }
}

/// A node of the network.
struct Node {
    kind: String,
    position: [f64; 3],
    place: Place,
}

/// A truck of the roster.
struct Truck {
    id: i64,
    class: &'static TruckClass,
    home: i64,
    place: Place,
}

/// A loader of the roster.
struct Loader {
    node: i64,
    class: &'static LoaderClass,
    spots: i64,
    place: Place,
}

/// Reads a specification into a draft.
struct Reader<'a, 'd> {
    root: Object<'a>,
    draft: &'d mut Draft,
    nodes: BTreeMap<i64, Node>,
}

impl Reader<'_, '_> {
    fn read(&mut self) -> Option<Heading> {
        self.schema()?;
        let name = self.root.need("name").and_then(|name| name.name());
        self.open_pit_only();
        self.read_nodes()?;
        let crossings = self.crossings();
        let zones = self.zones();
        let segments = self.segments(&zones?);
        let loaders = self.loaders();
        let trucks = self.trucks();
        let dumps = self.dumps();
        let (name, crossings, loaders, trucks, dumps) = (name?, crossings?, loaders?, trucks?, dumps?);
        segments?;
        self.write_nodes(&crossings);
        self.write_places(&loaders, &dumps);
        self.write_models(&loaders, &trucks);
        self.write_machines(&loaders, &trucks);
        self.around(&name, &dumps);
        let title = format!("{name}, from minehaulsim");
        Some(Heading { name, title, days: 1, from: "minehaulsim".to_owned() })
    }

    fn schema(&self) -> Option<()> {
        let schema = self.root.need("schema")?;
        if schema.text()? == SCHEMA {
            return Some(());
        }
        schema.tell(Code::NotImportable, format!("`{SCHEMA}`"), "write the file with minehaulsim 0.12");
        None
    }

    /// Tells what belongs to a mine under ground.
    fn open_pit_only(&mut self) {
        if let Some(kind) = self.root.need("kind")
            && kind.text().is_some_and(|text| text != "openpit")
        {
            kind.tell(Code::NotImportable, "`openpit`", "only open pits can be imported");
        }
        if let Some(lhds) = self.root.may("lhds")
            && lhds.list().is_some_and(|list| !list.is_empty())
        {
            lhds.tell(Code::NotImportable, "no load-haul-dump machines", "only open pits can be imported");
        }
        let materials = self.root.may("materials").and_then(|it| it.object());
        if let Some(passes) = materials.and_then(|materials| materials.may("ore_passes"))
            && passes.list().is_some_and(|list| !list.is_empty())
        {
            passes.tell(Code::NotImportable, "no ore passes", "only open pits can be imported");
        }
        for unused in ["seed", "params", "topo", "est"] {
            if self.root.may(unused).is_some() {
                self.draft.leave_out(format!("`{unused}`: how the peer made the mine; not needed to run it"));
            }
        }
    }

    fn read_nodes(&mut self) -> Option<()> {
        let list = self.root.need("network")?.object()?.need("nodes")?.filled_list()?;
        let mut sound = Some(());
        for node in list {
            if self.read_node(&node).is_none() {
                sound = None;
            }
        }
        sound
    }

    fn read_node(&mut self, node: &Value<'_>) -> Option<()> {
        let object = node.object()?;
        let id = object.need("id").and_then(|id| Some((id.whole(0..=MOST_ID)?, id)));
        let kind = object.need("kind").and_then(|kind| kind.text());
        let position = object.need("pos").and_then(|pos| {
            let axes = pos.list_of(3, "east, north and up, m")?;
            Some([axes[0].number()?, axes[1].number()?, axes[2].number()?])
        });
        let ((id, told), kind, position) = (id?, kind?, position?);
        if self.nodes.contains_key(&id) {
            told.tell(Code::NameTwice, "a number that no other node has", "give it another number");
            return None;
        }
        self.nodes.insert(id, Node { kind, position, place: node.place() });
        Some(())
    }

    /// A node that a value names.
    fn node_of(&self, value: &Value<'_>) -> Option<i64> {
        let id = value.whole(0..=MOST_ID)?;
        if self.nodes.contains_key(&id) {
            return Some(id);
        }
        value.tell(
            Code::UnknownId,
            "the id of a node in `network.nodes`",
            "add the node, or name one that is there",
        );
        None
    }

    /// Crossings by node: trucks at once, seconds.
    fn crossings(&self) -> Option<BTreeMap<i64, (i64, f64)>> {
        let mut crossings = BTreeMap::new();
        let Some(list) = self.root.may("junctions") else { return Some(crossings) };
        let mut sound = true;
        for junction in list.list()? {
            let Some(junction) = junction.object() else {
                sound = false;
                continue;
            };
            let node = junction.need("id").and_then(|id| self.node_of(&id));
            let trucks = junction.may("capacity").map_or(Some(1), |it| it.whole(1..=1_000));
            let seconds = junction.may("cross_s").map_or(Some(12.0), |it| it.number());
            match (node, trucks, seconds) {
                (Some(node), Some(trucks), Some(seconds)) => {
                    crossings.insert(node, (trucks, seconds));
                }
                _ => sound = false,
            }
        }
        sound.then_some(crossings)
    }

    /// The single lanes' names by their numbers.
    fn zones(&mut self) -> Option<BTreeMap<i64, String>> {
        let mut zones = BTreeMap::new();
        let Some(list) = self.root.may("zones") else { return Some(zones) };
        let mut sound = true;
        for zone in list.list()? {
            match self.zone(&zone) {
                Some((id, name)) => {
                    zones.insert(id, name);
                }
                None => sound = false,
            }
        }
        sound.then_some(zones)
    }

    fn zone(&mut self, zone: &Value<'_>) -> Option<(i64, String)> {
        let object = zone.object()?;
        let id = object.need("id").and_then(|id| id.whole(0..=MOST_ID));
        let most = object.may("max_in_zone").map_or(Some(4), |it| it.whole(1..=1_000));
        let batch = object.may("batch_k").map_or(Some(4), |it| it.whole(1..=1_000));
        let hold = object.may("max_hold_s").map_or(Some(480.0), |it| it.number());
        let policy = match object.may("policy") {
            Some(value) => policy_of(&value),
            None => Some(("first_come", false)),
        };
        let (id, most, batch, hold, (policy, batches)) = (id?, most?, batch?, hold?, policy?);
        let name = format!("zone {id}");
        let row = self
            .draft
            .row("haul_zones.csv", Some(&zone.place()))
            .cell("name", &name)
            .cell("mine", MINE)
            .cell("policy", policy)
            .cell("max_trucks", most);
        if batches {
            row.cell("batch", batch).cell("max_hold_s", hold);
        }
        Some((id, name))
    }

    fn segments(&mut self, zones: &BTreeMap<i64, String>) -> Option<()> {
        let list = self.root.need("network")?.object()?.need("segments")?.filled_list()?;
        let mut sound = Some(());
        // In the order of their numbers, in which the peer looks at them.
        let mut rows = Vec::new();
        for segment in &list {
            match self.segment(segment, zones) {
                Some(row) => rows.push(row),
                None => sound = None,
            }
        }
        rows.sort_by_key(|row| row.id);
        let narrow = rows.iter().filter(|row| row.width < WIDTH).count();
        if narrow > 0 {
            self.draft.leave_out(format!(
                "{narrow} segments of width class 1, which no truck of the catalogue for open pits fits on"
            ));
        }
        for row in rows.iter().filter(|row| row.width >= WIDTH) {
            let mut cells = self
                .draft
                .row("haul_segments.csv", Some(&row.place))
                .cell("from", row.from)
                .cell("to", row.to)
                .from("length_m", row.length_m.0, &row.length_m.1)
                .from("grade_pct", row.grade_pct.0, &row.grade_pct.1)
                .from("rolling_pct", row.rolling_pct.0, &row.rolling_pct.1)
                .from("limit_kmh", row.limit_kmh.0, &row.limit_kmh.1)
                .cell("two_way", if row.one_way { "no" } else { "yes" });
            if let Some(zone) = &row.zone {
                cells = cells.cell("zone", zone);
            }
            cells.source("the file");
        }
        sound
    }

    fn segment(&self, segment: &Value<'_>, zones: &BTreeMap<i64, String>) -> Option<Segment> {
        let object = segment.object()?;
        let placed =
            |key: &'static str| object.need(key).and_then(|value| Some((value.number()?, value.place())));
        let id = object.need("id").and_then(|id| id.whole(0..=MOST_ID));
        let from = object.need("a").and_then(|a| self.node_of(&a));
        let to = object.need("b").and_then(|b| self.node_of(&b));
        let (length_m, grade_pct, limit_kmh) =
            (placed("length_m"), placed("grade_pct"), placed("speed_limit_kmh"));
        let rolling_pct = match object.may("rolling_resistance_pct") {
            Some(value) => value.number().map(|number| (number, value.place())),
            None => Some((2.0, segment.place())),
        };
        let width = object.need("width_class").and_then(|width| width.whole(1..=2));
        let one_way = object.need("one_way").and_then(|it| it.boolean());
        let zone = object.may("zone_id").map_or(Some(None), |zone| {
            let id = zone.whole(0..=MOST_ID)?;
            if let Some(name) = zones.get(&id) {
                return Some(Some(name.clone()));
            }
            zone.tell(Code::UnknownId, "the id of a zone in `zones`", "add the zone, or write null");
            None
        });
        Some(Segment {
            id: id?,
            from: from?,
            to: to?,
            length_m: length_m?,
            grade_pct: grade_pct?,
            rolling_pct: rolling_pct?,
            limit_kmh: limit_kmh?,
            width: width?,
            one_way: one_way?,
            zone: zone?,
            place: segment.place(),
        })
    }

    fn loaders(&self) -> Option<Vec<Loader>> {
        let mut loaders = Vec::new();
        let mut sound = true;
        for loader in self.root.need("loaders")?.filled_list()? {
            match self.loader(&loader) {
                Some(loader) => loaders.push(loader),
                None => sound = false,
            }
        }
        sound.then_some(loaders)
    }

    fn loader(&self, loader: &Value<'_>) -> Option<Loader> {
        let object = loader.object()?;
        let node = object.need("node_id").and_then(|node| self.node_of(&node));
        let class = object.need("loader_class").and_then(|class| named(&class, &LOADERS, |known| known.name));
        let spots = object.may("n_spots").map_or(Some(1), |it| it.whole(1..=100));
        Some(Loader { node: node?, class: class?, spots: spots?, place: loader.place() })
    }

    fn trucks(&self) -> Option<Vec<Truck>> {
        let mut trucks = Vec::new();
        let mut sound = true;
        for truck in self.root.need("trucks")?.filled_list()? {
            match self.truck(&truck) {
                Some(truck) => trucks.push(truck),
                None => sound = false,
            }
        }
        trucks.sort_by_key(|truck| truck.id);
        sound.then_some(trucks)
    }

    fn truck(&self, truck: &Value<'_>) -> Option<Truck> {
        let object = truck.object()?;
        let id = object.need("truck_id").and_then(|id| id.whole(0..=MOST_ID));
        let class = object.need("unit_name").and_then(|class| named(&class, &TRUCKS, |known| known.name));
        let home = object.need("start_loader").and_then(|node| self.node_of(&node));
        Some(Truck { id: id?, class: class?, home: home?, place: truck.place() })
    }

    fn dumps(&self) -> Option<Vec<(i64, Place)>> {
        let list = self.root.need("dumps")?.filled_list()?;
        let read: Vec<Option<(i64, Place)>> =
            list.iter().map(|dump| Some((self.node_of(dump)?, dump.place()))).collect();
        read.into_iter().collect()
    }
}

/// The greatest number of a node, a segment, a zone or a truck.
const MOST_ID: i64 = 1_000_000_000;

/// A segment as it is written.
struct Segment {
    id: i64,
    from: i64,
    to: i64,
    length_m: (f64, Place),
    grade_pct: (f64, Place),
    rolling_pct: (f64, Place),
    limit_kmh: (f64, Place),
    width: i64,
    one_way: bool,
    zone: Option<String>,
    place: Place,
}

/// Our word for a zone's policy, and whether it batches.
fn policy_of(value: &Value<'_>) -> Option<(&'static str, bool)> {
    match value.text()?.as_str() {
        "lockout" => Some(("first_come", false)),
        "loaded_priority" => Some(("loaded_first", false)),
        "group_batching" => Some(("first_come", true)),
        _ => {
            let expected = "`lockout`, `loaded_priority` or `group_batching`";
            value.tell(Code::UnknownChoice, expected, "write one of these");
            None
        }
    }
}

/// The class of this name in a catalogue.
fn named<T>(value: &Value<'_>, catalogue: &'static [T], name: fn(&T) -> &'static str) -> Option<&'static T> {
    let text = value.text()?;
    let found = catalogue.iter().find(|class| name(class) == text);
    if found.is_none() {
        let known: Vec<&str> = catalogue.iter().map(name).collect();
        let advice = did_you_mean(&text, nearest(&text, known.iter().copied()), "name one of these");
        value.tell(Code::EquipmentUnknown, format!("one of {}", known.join(", ")), advice);
    }
    found
}
