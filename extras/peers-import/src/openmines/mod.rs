//! A mine of OpenMines: a JSON of trucks, load sites with shovels, dump sites with dumpers, and distance matrices.
//!
//! Meanings, read in the source of OpenMines 0.2.0 (MIT):
//! * `charging_site.trucks[]`: `count` trucks of `capacity` t and `speed` km/h, named `type` + 1, 2, …, in this order;
//! * `load_sites[].shovels[]`: `tons` a bucket, `cycle_time` min a bucket; a load takes capacity / tons · cycle_time
//!   without rounding up, where a scenario's loader makes whole passes;
//! * `dump_sites[].dumpers[]`: `count` places of one truck each, `cycle_time` min a truck;
//! * `road.l2d_road_matrix` and `road.d2l_road_matrix`: km, both indexed `[load][dump]`; older files have one
//!   `road_matrix` for both; `road.charging_to_load_road_matrix`: km;
//! * `sim_time`: min; it becomes the one shift of a day.
//!
//! Pitfall: the matrices need not be a metric. A scenario's trucks drive the quickest way, which may lead past another
//! site; the importer says for how many pairs it does.

mod roads;

use iceroad_format::Report;
use iceroad_format::import::draft::{ASSUMED, CALENDAR, DAY, Draft, Heading, Imported, SITE, not_importable};
use iceroad_format::import::json::{Faults, Object, Place, Value, load, parse};
use std::path::Path;

/// Loose density of the one material, t/m³. Assumed; only volumes follow from it, and they never bind.
const DENSITY: f64 = 1.8;
/// Empty mass over payload of a rigid truck. Assumed: 0.73 to 0.75 in the catalogue of minehaulsim.
const EMPTY: f64 = 0.75;
/// Engine power over gross mass, kW/t. Assumed: 4.4 to 5.0 in the same catalogue.
const KW_PER_T: f64 = 5.0;

/// A truck of the list.
struct Truck {
    name: String,
    model: String,
    capacity: f64,
    place: Place,
}

/// A load site with its shovels' names and models.
struct LoadSite {
    name: String,
    /// Tonnes a minute of all its shovels.
    rate: f64,
}

/// Reads a configuration of OpenMines.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn import(file: &Path) -> Result<Imported, Report> {
    let faults = Faults::new(load(file)?);
    let mut draft = Draft::default();
    let heading = parse(&faults).and_then(|value| {
        let root = Value::root(&value, &faults).object()?;
        Reader { root, draft: &mut draft }.read()
    });
    match heading {
        Some(heading) => draft.finish(&heading, faults),
        None => Err(faults.into_report()),
    }
}

/// Reads a configuration into a draft.
struct Reader<'a, 'd> {
    root: Object<'a>,
    draft: &'d mut Draft,
}

impl Reader<'_, '_> {
    /// The heading of the scenario; nothing where a fault was found that leaves nothing to go on with.
    fn read(&mut self) -> Option<Heading> {
        let mine = self.root.need("mine").and_then(|mine| mine.object()?.need("name")?.name());
        let park = self.charging_site();
        let trucks = self.trucks();
        let loads = self.load_sites();
        let dumps = self.dump_sites();
        let minutes = self.minutes();
        let (park, trucks, loads, dumps) = (park?, trucks?, loads?, dumps?);
        let roads = self.roads(&park, &loads, &dumps);
        let (mine, minutes) = (mine?, minutes?);
        roads?;
        self.around(&mine, &park, minutes);
        self.machines(&trucks, &loads);
        self.hazards();
        let title = format!("{mine}, from OpenMines");
        let days = (minutes + DAY - 1) / DAY;
        Some(Heading { name: mine, title, days, from: "OpenMines".to_owned() })
    }

    fn charging_site(&mut self) -> Option<String> {
        let site = self.root.need("charging_site")?.object()?;
        let name = site.need("name")?;
        let text = name.name()?;
        self.node(&text, &name.place(), &site);
        Some(text)
    }

    /// A node of the haul roads at a site's position.
    fn node(&mut self, name: &str, place: &Place, site: &Object<'_>) {
        let position = site.may("position").and_then(|position| {
            let pair = position.list_of(2, "east and north, km")?;
            Some((pair[0].number()?, pair[1].number()?, position.place()))
        });
        let row = self.draft.row("haul_nodes.csv", Some(place)).from("name", name, place).cell("mine", MINE);
        match position {
            Some((x, y, at)) => row
                .from("x_m", metres(x), &at)
                .from("y_m", metres(y), &at)
                .cell("z_m", 0)
                .source("position taken for km, level assumed"),
            None => row.cell("x_m", 0).cell("y_m", 0).cell("z_m", 0).source(ASSUMED),
        };
    }

    fn trucks(&mut self) -> Option<Vec<Truck>> {
        let list = self.root.need("charging_site")?.object()?.need("trucks")?.filled_list()?;
        let mut trucks = Vec::new();
        let mut sound = true;
        for kind in list {
            match self.truck_kind(&kind) {
                Some(more) => trucks.extend(more),
                None => sound = false,
            }
        }
        sound.then_some(trucks)
    }

    fn truck_kind(&mut self, kind: &Value<'_>) -> Option<Vec<Truck>> {
        let kind = kind.object()?;
        let name = kind.need("type").and_then(|name| Some((name.name()?, name.place())));
        let count = kind.need("count").and_then(|count| count.whole(0..=10_000));
        let capacity = kind.need("capacity").and_then(|it| Some((it.positive()?, it.place())));
        let speed = kind.need("speed").and_then(|it| Some((it.positive()?, it.place())));
        let ((name, place), count, (capacity, at), (speed, speed_at)) = (name?, count?, capacity?, speed?);
        let power = (capacity * (1.0 + EMPTY) * KW_PER_T).round().max(1.0);
        self.draft
            .row("truck_models.csv", Some(&place))
            .from("name", &name, &place)
            .cell("brand", "unknown")
            .from("payload_t", tonnes(capacity), &at)
            .from("body_m3", thousandths(capacity / DENSITY * 1.25), &at)
            .from("empty_t", tonnes(capacity * EMPTY), &at)
            .from("power_kw", power, &at)
            .cell("drive_efficiency_share", 0.85)
            .from("retarder_kw", power, &at)
            .from("top_speed_kmh", speed, &speed_at)
            .cell("traction_share", 0.33)
            .cell("drive", "mechanical")
            .cell("specific_fuel_g_kwh", 205)
            .cell("idle_fuel_l_h", 20)
            .cell("tank_l", 1_000)
            .from("bay_class_t", tonnes(capacity), &at)
            .source("payload_t, top_speed_kmh: the file; the rest assumed");
        let one = |number| Truck {
            name: format!("{name}{number}"),
            model: name.clone(),
            capacity,
            place: place.clone(),
        };
        Some((1..=count).map(one).collect())
    }

    fn load_sites(&mut self) -> Option<Vec<LoadSite>> {
        let list = self.root.need("load_sites")?.filled_list()?;
        let mut sites = Vec::new();
        let mut models: Vec<String> = Vec::new();
        let mut sound = true;
        for site in list {
            match self.load_site(&site, &mut models) {
                Some(site) => sites.push(site),
                None => sound = false,
            }
        }
        sound.then_some(sites)
    }

    fn load_site(&mut self, site: &Value<'_>, models: &mut Vec<String>) -> Option<LoadSite> {
        let site = site.object()?;
        let name = site.need("name").and_then(|name| Some((name.name()?, name.place())));
        let shovels = site.need("shovels").and_then(|list| list.filled_list());
        let ((name, place), shovels) = (name?, shovels?);
        self.node(&name, &place, &site);
        self.draft
            .row("faces.csv", Some(&place))
            .from("name", &name, &place)
            .from("node", &name, &place)
            .cell("material", "ore")
            .source("material assumed");
        let mut rate = 0.0;
        let mut sound = true;
        for shovel in shovels {
            match self.shovel(&shovel, &name, models) {
                Some(more) => rate += more,
                None => sound = false,
            }
        }
        sound.then_some(LoadSite { name, rate })
    }

    /// A shovel's tonnes per minute.
    fn shovel(&mut self, shovel: &Value<'_>, face: &str, models: &mut Vec<String>) -> Option<f64> {
        let shovel = shovel.object()?;
        let name = shovel.need("name").and_then(|name| Some((name.name()?, name.place())));
        let tons = shovel.need("tons").and_then(|it| Some((it.positive()?, it.place())));
        let minutes = shovel.need("cycle_time").and_then(|it| Some((it.positive()?, it.place())));
        let ((name, place), (tons, at), (minutes, time_at)) = (name?, tons?, minutes?);
        let model = format!("shovel {tons} t in {minutes} min");
        if !models.contains(&model) {
            self.draft
                .row("loader_models.csv", Some(&at))
                .cell("name", &model)
                .cell("brand", "unknown")
                .from("bucket_m3", thousandths(tons / DENSITY * 1.25), &at)
                .from("bucket_t", tonnes(tons), &at)
                .cell("fill_factor", 1)
                .from("pass_s", minutes * 60.0, &time_at)
                .cell("spot_s", 0)
                .cell("fuel_l_h", 100)
                .cell("idle_fuel_l_h", 30)
                .cell("tank_l", 3_000)
                .cell("bay_class_t", 100)
                .source("bucket_t, pass_s: the file; no spotting and no spread in it; the rest assumed");
            models.push(model.clone());
        }
        self.draft
            .row("machines.csv", Some(&place))
            .from("name", &name, &place)
            .cell("model", model)
            .cell("mine", MINE)
            .cell("face", face);
        Some(tons / minutes)
    }

    fn dump_sites(&mut self) -> Option<Vec<String>> {
        let list = self.root.need("dump_sites")?.filled_list()?;
        let mut names = Vec::new();
        let mut sound = true;
        for site in list {
            match self.dump_site(&site) {
                Some(name) => names.push(name),
                None => sound = false,
            }
        }
        sound.then_some(names)
    }

    fn dump_site(&mut self, site: &Value<'_>) -> Option<String> {
        let site = site.object()?;
        let name = site.need("name").and_then(|name| Some((name.name()?, name.place())));
        let dumpers = site.need("dumpers").and_then(|list| list.filled_list());
        let ((name, place), dumpers) = (name?, dumpers?);
        self.node(&name, &place, &site);
        let mut sound = true;
        for (nth, dumpers) in dumpers.iter().enumerate() {
            // Dumpers of one kind are the places of one dump; another kind is another dump at the same node.
            let dump = if nth == 0 { name.clone() } else { format!("{name} {}", nth + 1) };
            sound &= self.dumpers(dumpers, &dump, &name).is_some();
        }
        sound.then_some(name)
    }

    fn dumpers(&mut self, dumpers: &Value<'_>, dump: &str, node: &str) -> Option<()> {
        let dumpers = dumpers.object()?;
        let place = dumpers.place();
        let count = dumpers.need("count").and_then(|it| Some((it.whole(1..=1_000)?, it.place())));
        let minutes = dumpers.need("cycle_time").and_then(|it| Some((it.positive()?, it.place())));
        let ((count, at), (minutes, time_at)) = (count?, minutes?);
        self.draft
            .row("dumps.csv", Some(&place))
            .from("name", dump, &place)
            .cell("node", node)
            .cell("materials", "ore")
            .from("places", count, &at)
            .from("dump_s", minutes * 60.0, &time_at)
            .source("material assumed");
        Some(())
    }

    fn minutes(&self) -> Option<i64> {
        let value = self.root.need("sim_time")?;
        let minutes = value.whole(1..=36_525 * DAY)?;
        if minutes <= DAY || minutes % DAY == 0 {
            return Some(minutes);
        }
        let said = not_importable(
            &format!("{minutes} min"),
            "at most a day of 1,440 min, or whole days",
            "round it up to whole days",
        );
        value.fault(said);
        None
    }

    /// What stands around the pit: site, shift, material, mine.
    fn around(&mut self, mine: &str, park: &str, minutes: i64) {
        self.draft.site(mine, minutes);
        self.draft
            .row("materials.csv", None)
            .cell("name", "ore")
            .cell("kind", "ore")
            .cell("loose_density_t_m3", DENSITY)
            .source(ASSUMED);
        let (policy, whence) = self.policy();
        self.draft
            .row("mines.csv", None)
            .cell("name", MINE)
            .cell("site", SITE)
            .cell("calendar", CALENDAR)
            .cell("dispatch", policy)
            .cell("park", park)
            .cell("gate", park)
            .source("dispatch: the file's first that a scenario has, naive and random ones passed over; the rest assumed");
        self.draft.assume("mines.csv: dispatch", policy, &whence);
        for (place, value, why) in ASSUMPTIONS {
            self.draft.assume(place, value, why);
        }
    }

    /// The first of the file's dispatchers that a scenario has under another name.
    fn policy(&self) -> (&'static str, String) {
        let named = self.root.may("dispatcher").and_then(|it| it.object()?.may("type")?.list());
        let names = named.unwrap_or_default();
        let names: Vec<String> = names.iter().filter_map(Value::text).collect();
        let known: Vec<&(&str, &str)> =
            names.iter().filter_map(|name| POLICIES.iter().find(|(theirs, _)| theirs == name)).collect();
        let Some(((theirs, ours), others)) = known.split_first().map(|(first, rest)| (**first, rest)) else {
            if names.iter().any(|name| name == RANDOM) {
                return ("random", format!("`{RANDOM}` by its nearest relative"));
            }
            return ("earliest_loading", "the file names no dispatcher that a scenario has".to_owned());
        };
        let others: Vec<String> =
            others.iter().map(|(theirs, ours)| format!("`{ours}` for `{theirs}`")).collect();
        let others = if others.is_empty() { String::new() } else { format!("; write {}", others.join(", ")) };
        (ours, format!("`{theirs}` by its nearest relative{others}"))
    }

    /// The file's dispatchers that a scenario has nothing like.
    fn policies_left_out(&self) -> Vec<String> {
        let named = self.root.may("dispatcher").and_then(|it| it.object()?.may("type")?.list());
        let is_known = |name: &str| name == RANDOM || POLICIES.iter().any(|(theirs, _)| *theirs == name);
        let names = named.unwrap_or_default();
        names
            .iter()
            .filter_map(Value::text)
            .filter(|name| !is_known(name))
            .map(|name| format!("`{name}`"))
            .collect()
    }

    /// Trucks, with the face that the peer's fixed groups would give them.
    fn machines(&mut self, trucks: &[Truck], loads: &[LoadSite]) {
        let faces = fixed_groups(trucks, loads);
        for (truck, face) in trucks.iter().zip(faces) {
            self.draft
                .row("machines.csv", Some(&truck.place))
                .from("name", &truck.name, &truck.place)
                .cell("model", &truck.model)
                .cell("mine", MINE)
                .cell("face", &loads[face].name)
                .source("face: the group that OpenMines' FixedGroupDispatcher forms; used by dispatch `fixed` only");
        }
    }

    fn hazards(&mut self) {
        self.draft.leave_out(
            "random events: breakdowns, jams, road repairs, shovel maintenance and the ±10 % of a load are built into \
             OpenMines and not in its file; write subsystems.csv and fill_cv to have your own",
        );
        let dispatchers = self.policies_left_out();
        if !dispatchers.is_empty() {
            self.draft.leave_out(format!(
                "dispatchers that a scenario has nothing like: {}",
                dispatchers.join(", ")
            ));
        }
        let road = self.root.may("road").and_then(|road| road.object()?.may("road_event_params"));
        if let Some(params) = road {
            let mut told = Vec::new();
            if let Some(params) = params.object() {
                for &(key, unit) in ROAD_EVENTS {
                    let number = params.may(key).and_then(|value| value.number());
                    told.extend(number.map(|number| format!("{key} {number}{unit}")));
                }
            }
            self.draft.leave_out(format!(
                "`{}` ({}): repairs of single roads, on which trucks drive farther for a while; a scenario closes roads \
                 (haul_closures.csv), or slows all of a mine's at once (haul_weather.csv)",
                params.path,
                told.join(", ")
            ));
        }
        for path in self.root.unread() {
            self.draft.leave_out(format!("`{path}`: not known"));
        }
    }
}

/// The mine's name in the scenario.
const MINE: &str = "pit";

const POLICIES: &[(&str, &str)] = &[
    ("NearestDispatcher", "nearest"),
    ("FixedGroupDispatcher", "fixed"),
    ("SPTFDispatcher", "earliest_loading"),
    ("ShortestTripDispatcher", "earliest_loading"),
    ("SQDispatcher", "shortest_queue"),
    ("LPDispatcher", "two_stage"),
    ("DualLPDispatcher", "two_stage"),
];

/// The dispatcher that is taken only where the file has no other: its lists begin with it, as with the naive one.
const RANDOM: &str = "RandomDispatcher";

/// What a file may say of repairs of its roads, with units; read in the source of OpenMines 0.2.0.
const ROAD_EVENTS: &[(&str, &str)] = &[
    ("lambda_repair", " per min"),
    ("mu_repair_duration", " min"),
    ("sigma_repair_duration", " min"),
    ("mu_punish_distance", " of the way"),
    ("sigma_punish_distance", " of the way"),
];

const ASSUMPTIONS: &[(&str, &str, &str)] = &[
    ("haul_segments.csv: grade_pct", "0 %", "the file has distances only"),
    ("haul_segments.csv: rolling_pct", "2 %", "a maintained road"),
    ("haul_segments.csv: limit_kmh", "60 km/h", "the trucks' own speed binds"),
    (
        "haul_segments.csv: two_way",
        "yes to and from the charging site",
        "trucks come back to it at a shift's end",
    ),
    ("truck_models.csv: empty_t", "0.75 of the payload", "0.73 to 0.75 in minehaulsim's catalogue"),
    (
        "truck_models.csv: power_kw, retarder_kw",
        "5 kW per tonne of gross mass",
        "4.4 to 5.0 in minehaulsim's catalogue",
    ),
    (
        "truck_models.csv: drive_efficiency_share, traction_share",
        "0.85, 0.33",
        "those of minehaulsim's catalogue",
    ),
    ("truck_models.csv: drive", "mechanical", "the file has none"),
    (
        "truck_models.csv: specific_fuel_g_kwh, idle_fuel_l_h, tank_l",
        "205 g/kWh, 20 L/h, 1,000 L",
        "the file has no fuel",
    ),
    ("truck_models.csv: body_m3", "a quarter more than the payload fills", "so that mass binds"),
    (
        "loader_models.csv: bucket_m3, fill_factor",
        "a quarter more than `tons` fills, 1",
        "so that mass binds",
    ),
    ("loader_models.csv: spot_s, fill_cv, pass_cv", "0", "the file has none"),
    (
        "loader_models.csv: fuel_l_h, idle_fuel_l_h, tank_l, bay_class_t",
        "100 L/h, 30 L/h, 3,000 L, 100 t",
        "the file has none",
    ),
    ("materials.csv", "one ore of 1.8 t/m³", "the file has no materials"),
];

/// km to m, and t as the format keeps them: to the last decimal that a double tells apart.
fn metres(km: f64) -> f64 {
    // Through decimals, so that 5.238 km is 5238 m and not its neighbour.
    let exact = km * 1_000.0;
    let rounded = (exact * 1e6).round() / 1e6;
    if (rounded - exact).abs() <= exact.abs() * 1e-15 { rounded } else { exact }
}

/// Whole kilograms as tonnes.
fn tonnes(tonnes: f64) -> f64 {
    thousandths(tonnes)
}

fn thousandths(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

/// The load site of each truck by OpenMines' fixed groups: in order, the first whose share of all capacity (by its
/// shovels' rate) is not filled; the first site for those that find none.
fn fixed_groups(trucks: &[Truck], loads: &[LoadSite]) -> Vec<usize> {
    let capacity: f64 = trucks.iter().map(|truck| truck.capacity).sum();
    let rate: f64 = loads.iter().map(|load| load.rate).sum();
    let mut taken = vec![0.0; loads.len()];
    let mut chosen = Vec::new();
    for truck in trucks {
        let free = (0..loads.len()).find(|&at| taken[at] < loads[at].rate / rate * capacity);
        if let Some(at) = free {
            taken[at] += truck.capacity;
        }
        chosen.push(free.unwrap_or(0));
    }
    chosen
}
