//! The tables of a pit of minehaulsim, once its file is understood.

use super::catalogue::{DUMP_S, LOADERS, TRUCKS};
use super::{Loader, MINE, Reader, Truck};
use iceroad_format::import::draft::{ASSUMED, CALENDAR, SITE};
use iceroad_format::import::json::Place;
use std::collections::BTreeMap;

/// Minutes of the peer's shift.
const SHIFT: i64 = 480;
/// Loose density of the one material, t/m³. Assumed; only volumes follow from it, and they never bind.
const DENSITY: f64 = 1.8;

impl Reader<'_, '_> {
    pub(super) fn write_nodes(&mut self, crossings: &BTreeMap<i64, (i64, f64)>) {
        for (id, node) in &self.nodes {
            let [x, y, z] = node.position;
            let mut row = self
                .draft
                .row("haul_nodes.csv", Some(&node.place))
                .from("name", id, &node.place)
                .cell("mine", MINE)
                .cell("x_m", x)
                .cell("y_m", y)
                .cell("z_m", z);
            if let Some((trucks, seconds)) = crossings.get(id) {
                row = row.cell("capacity", trucks).cell("cross_s", seconds);
            }
            row.source("the file");
        }
    }

    pub(super) fn write_places(&mut self, loaders: &[Loader], dumps: &[(i64, Place)]) {
        for loader in loaders {
            self.draft
                .row("faces.csv", Some(&loader.place))
                .from("name", loader.node, &loader.place)
                .cell("node", loader.node)
                .cell("material", "ore")
                .source("material assumed");
        }
        for (nth, (dump, place)) in dumps.iter().enumerate() {
            self.draft
                .row("dumps.csv", Some(place))
                .from("name", dump, place)
                .cell("node", dump)
                .cell("materials", if nth == 0 { "ore" } else { "waste" })
                .cell("places", 1)
                .cell("dump_s", DUMP_S)
                .source("dump_s: the catalogue of minehaulsim 0.12.1; materials assumed");
        }
    }

    pub(super) fn write_models(&mut self, loaders: &[Loader], trucks: &[Truck]) {
        for class in TRUCKS.iter().filter(|class| trucks.iter().any(|truck| truck.class.name == class.name)) {
            self.draft
                .row("truck_models.csv", None)
                .cell("name", class.name)
                .cell("brand", "CAT")
                .cell("payload_t", class.payload_t)
                .cell("body_m3", (class.payload_t / DENSITY * 1.25).round())
                .cell("empty_t", class.empty_t)
                .cell("power_kw", class.power_kw)
                .cell("drive_efficiency_share", 0.85)
                .cell("retarder_kw", class.power_kw * 0.85 * 0.85)
                .cell("top_speed_kmh", class.top_kmh)
                .cell("traction_share", 0.33)
                .cell("drive", "mechanical")
                .cell("specific_fuel_g_kwh", 205)
                .cell("idle_fuel_l_h", 25)
                .cell("tank_l", 1_200)
                .cell("bay_class_t", class.payload_t)
                .source("masses, power, speeds: the catalogue of minehaulsim 0.12.1; body, drive, fuel, bay class assumed");
        }
        // The spread of a whole load, told of one pass of those that fill the first truck.
        let Some(first) = trucks.first().map(|truck| truck.class) else { return };
        for class in LOADERS.iter().filter(|class| loaders.iter().any(|row| row.class.name == class.name)) {
            let passes = (first.payload_t / class.pass_t).ceil();
            self.draft
                .row("loader_models.csv", None)
                .cell("name", class.name)
                .cell("brand", "unknown")
                .cell("bucket_m3", (class.pass_t / DENSITY * 1.25).ceil())
                .cell("bucket_t", class.pass_t)
                .cell("fill_factor", 1)
                .cell("fill_cv", thousandths(first.spread_t / first.payload_t * passes.sqrt()))
                .cell("pass_s", class.pass_s)
                .cell("pass_cv", thousandths(class.cv * passes.sqrt()))
                .cell("spot_s", class.spot_s)
                .cell("fuel_l_h", 150)
                .cell("idle_fuel_l_h", 40)
                .cell("tank_l", 5_000)
                .cell("bay_class_t", 100)
                .source("passes, times, spreads: the catalogue of minehaulsim 0.12.1; bucket_m3, fuel, bay class assumed");
        }
    }

    pub(super) fn write_machines(&mut self, loaders: &[Loader], trucks: &[Truck]) {
        for truck in trucks {
            // A start at a node without a loader is left to the rules to refuse: no such face is written.
            self.draft
                .row("machines.csv", Some(&truck.place))
                .from("name", format!("T{}", truck.id), &truck.place)
                .cell("model", truck.class.name)
                .cell("mine", MINE)
                .from("face", truck.home, &truck.place)
                .source("face: start_loader");
        }
        for loader in loaders {
            for spot in 1..=loader.spots {
                let name =
                    if spot == 1 { format!("L{}", loader.node) } else { format!("L{}-{spot}", loader.node) };
                self.draft
                    .row("machines.csv", Some(&loader.place))
                    .from("name", name, &loader.place)
                    .cell("model", loader.class.name)
                    .cell("mine", MINE)
                    .cell("face", loader.node)
                    .source(if spot == 1 {
                        "the file"
                    } else {
                        "n_spots: a further spot is a further loader"
                    });
            }
        }
    }

    pub(super) fn around(&mut self, name: &str, dumps: &[(i64, Place)]) {
        self.draft.site(name, SHIFT);
        for (material, kind) in [("ore", "ore"), ("waste", "waste")] {
            if material == "ore" || dumps.len() > 1 {
                self.draft
                    .row("materials.csv", None)
                    .cell("name", material)
                    .cell("kind", kind)
                    .cell("loose_density_t_m3", DENSITY)
                    .source(ASSUMED);
            }
        }
        let portal = self.nodes.iter().find(|(_, node)| node.kind == "portal").map(|(id, _)| *id);
        let park = portal.unwrap_or_else(|| dumps[0].0);
        self.draft
            .row("mines.csv", None)
            .cell("name", MINE)
            .cell("site", SITE)
            .cell("calendar", CALENDAR)
            .cell("dispatch", "shortest_queue")
            .cell("park", park)
            .cell("gate", park)
            .cell("traffic", "no_overtaking")
            .cell("headway_m", 80)
            .cell("headway_s", 8)
            .source("headways: minehaulsim 0.12.1; dispatch: its default, `minqueue`; park and gate assumed");
        let park_why = "the file has no park; trucks begin there, not at their start_loader";
        self.draft.assume("mines.csv: park, gate", format!("node {park}"), park_why);
        for (place, value, why) in ASSUMPTIONS {
            self.draft.assume(place, value, why);
        }
        for path in self.root.unread() {
            self.draft.leave_out(format!("`{path}`: not known"));
        }
    }
}

fn thousandths(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

const ASSUMPTIONS: &[(&str, &str, &str)] = &[
    ("calendars.csv: end", "08:00", "the peer's shift is 8 h unless told otherwise"),
    (
        "dumps.csv: materials",
        "all loads go to the first dump, the others take waste that no face gives",
        "so do all policies of the peer",
    ),
    ("truck_models.csv: retarder_kw", "0.85 · 0.85 of the engine's power", "the peer's retarder curve"),
    ("truck_models.csv: traction_share", "0.33", "the peer's friction 0.6 on 0.55 of the mass"),
    (
        "truck_models.csv: drive, specific_fuel_g_kwh, idle_fuel_l_h, tank_l",
        "mechanical, 205 g/kWh, 25 L/h, 1,200 L",
        "the peer has no fuel",
    ),
    (
        "truck_models.csv: body_m3; loader_models.csv: bucket_m3, fill_factor",
        "a quarter more than the mass fills, 1",
        "so that mass binds",
    ),
    (
        "loader_models.csv: fill_cv, pass_cv",
        "√passes times the peer's spread of a load",
        "so that a load of the first truck's model has the peer's spread",
    ),
    (
        "loader_models.csv: fuel_l_h, idle_fuel_l_h, tank_l, bay_class_t",
        "150 L/h, 40 L/h, 5,000 L, 100 t",
        "the peer has none",
    ),
    ("materials.csv: loose_density_t_m3", "1.8", "the file has no materials"),
];
