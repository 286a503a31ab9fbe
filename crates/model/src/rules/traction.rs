//! Trucks against their roads: force curves, climbs, falls, corners, strength, batteries and tyres.
//!
//! Force and resistance are those of the simulation: resistance is weight times grade (as the tangent) plus rolling
//! resistance, weight is 9.81 N a kilogram. Rolling resistance is taken at its seasonal extremes: the greatest for
//! climbs, the least for falls.
use super::graph::Graph;
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::fleet::{ForcePoint, TruckModel};
use crate::ids::*;
use crate::mine::{Mine, Segment};
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_base::{Id, Table};
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    force_curves_are_curves,
    battery_holds_something,
    tyres_bear_something,
    batteries_can_be_charged,
    electricity_has_a_price,
    corners_can_be_taken,
    loaded_trucks_can_climb,
    retarders_hold_loaded_trucks,
    roads_bear_the_trucks,
    curves_that_end,
];

/// Acceleration of free fall, m/s², as the simulation has it.
const GRAVITY: f64 = 9.81;
/// A truck that cannot keep this speed does not climb, m/s (assumed; about 1 km/h).
const CRAWL: f64 = 0.3;
/// A corner that must be taken slower than this is a slip, m/s (assumed).
const SLOWEST: f64 = 1.0;

/// Speeds rise; forces are above zero and never rise with speed; one point is no curve.
fn force_curves_are_curves(world: &World<'_>, faults: &mut Faults) {
    let curve = |truck: &TruckModel, retarder| {
        if retarder { truck.retarder_curve.clone() } else { truck.rimpull.clone() }
    };
    for (table, retarder) in [("rimpull", false), ("retarder", true)] {
        let mut row = 0;
        for model in world.tables.models.iter() {
            let Some(truck) = model.truck() else { continue };
            let points = curve(truck, retarder);
            force_curve(&model.name, &points, (table, row), faults);
            row += points.len();
        }
    }
}

fn force_curve(model: &str, points: &[ForcePoint], (table, row): (&'static str, usize), faults: &mut Faults) {
    if points.len() == 1 {
        faults.add(
            Code::ForceCurveBad,
            (table, row, "speed_kmh"),
            format!("one point, at {} km/h", points[0].speed.get()),
            "at least two points",
            format!("add points of `{model}` up to its top speed, or remove this one and let power tell"),
        );
    }
    for (nth, point) in points.iter().enumerate() {
        let place = |column| (table, row + nth, column);
        if !(point.force_kn.is_finite() && point.force_kn > 0.0) {
            faults.add(
                Code::ForceCurveBad,
                place("force_kn"),
                format!("{} kN", point.force_kn),
                "more than 0 kN",
                format!("read the force of `{model}` at {} km/h anew", point.speed.get()),
            );
        }
        let Some(before) = nth.checked_sub(1).and_then(|before| points.get(before)) else { continue };
        if before.speed >= point.speed {
            faults.add(
                Code::ForceCurveBad,
                place("speed_kmh"),
                format!("{} km/h", point.speed.get()),
                "a speed above that of the row before",
                format!("sort the points of `{model}` by speed, each speed once"),
            );
        } else if point.force_kn > before.force_kn {
            faults.add(
                Code::ForceCurveBad,
                place("force_kn"),
                format!("{} kN at {} km/h", point.force_kn, point.speed.get()),
                format!("at most the {} kN of {} km/h", before.force_kn, before.speed.get()),
                format!("a curve never rises with speed: read both points of `{model}` anew"),
            );
        }
    }
}

fn battery_holds_something(world: &World<'_>, faults: &mut Faults) {
    for (id, model) in world.tables.models.entries() {
        let battery = model.truck().and_then(|truck| truck.battery);
        if battery.is_some_and(|battery| battery.capacity.get() <= 0) {
            faults.add(
                Code::TruckModelEmpty,
                world.model(id, "battery_kwh"),
                0,
                "more than 0 kWh",
                format!("write what the battery of `{}` may give when full", model.name),
            );
        }
    }
}

fn tyres_bear_something(world: &World<'_>, faults: &mut Faults) {
    for (id, model) in world.tables.models.entries() {
        let Some(tyres) = model.truck().and_then(|truck| truck.tyres) else { continue };
        let shares = [("tyre_empty_share", tyres.empty_share), ("tyre_loaded_share", tyres.loaded_share)];
        for (column, _) in shares.into_iter().filter(|(_, share)| share.get() <= 0.0) {
            faults.add(
                Code::TruckModelEmpty,
                world.model(id, column),
                0,
                "more than 0",
                "write the share of the mass on the tyre that bears most; a sixth where six bear alike",
            );
        }
    }
}

/// The models of trucks at each mine, each once, in order.
fn models_at<'a>(world: &World<'a>) -> Table<MineId, Vec<(ModelId, &'a TruckModel)>> {
    let t = world.tables;
    let mut all: Table<MineId, Vec<(ModelId, &'a TruckModel)>> = Table::filled(t.mines.len(), Vec::new());
    let mut seen = BTreeSet::new();
    for (mine, trucks) in world.trucks().entries() {
        for &(machine, truck) in trucks {
            let model = t.machines[machine].model;
            // These have their own faults.
            let is_sound = truck.traction.get() > 0.0 && truck.payload.get() > 0 && truck.empty.get() > 0;
            if is_sound && seen.insert((mine, model)) {
                all[mine].push((model, truck));
            }
        }
    }
    all
}

fn gross(truck: &TruckModel) -> Mass {
    truck.payload + truck.empty
}

fn batteries_can_be_charged(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (mine, models) in models_at(world).entries() {
        let battery = models.iter().find(|(_, truck)| truck.battery.is_some());
        let Some(&(model, _)) = battery.filter(|_| t.mines[mine].electricity.charge_point.is_none()) else {
            continue;
        };
        faults.add(
            Code::BatteryWithoutCharger,
            ("mines", mine.index(), "charge_point"),
            format!("`{}` without a charge point", t.mines[mine].name),
            format!("a node where `{}` can charge", t.models[model].name),
            "name the node in `charge_point`, or send battery trucks elsewhere",
        );
    }
}

/// A fleet that draws what is free looks cheaper than any that burns fuel.
fn electricity_has_a_price(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, mine) in t.mines.entries() {
        let mut machines = t.machines.iter().filter(|machine| machine.mine == id);
        let draws = machines.find(|machine| t.models[machine.model].draws());
        let Some(machine) = draws.filter(|_| mine.electricity.cost_per_kwh.get() == 0) else { continue };
        faults.add(
            Code::ElectricityFree,
            ("mines", id.index(), "electricity_cost_per_kwh"),
            format!("0 a kWh, and `{}` draws it", machine.name),
            "the price of a kWh at the charger, the trolley line or the cable",
            "write what the mine pays for a kWh; if nobody pays for it, costs leave it out",
        );
    }
}

fn corners_can_be_taken(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, segment) in t.segments.iter().enumerate() {
        let Some(radius) = segment.corner_radius else { continue };
        let friction = t.mines[t.nodes[segment.from].mine].side_friction.get();
        let share = friction + segment.superelevation.map_or(0.0, |grade| grade.get() / 100.0);
        if GRAVITY * radius.get() * share >= SLOWEST * SLOWEST {
            continue;
        }
        faults.add(
            Code::CornerTooTight,
            ("haul_segments", row, "corner_radius_m"),
            format!("{} m with {:.0} % of superelevation and side friction", radius.get(), share * 100.0),
            format!("a corner that can be taken at {:.1} km/h or more", SLOWEST * 3.6),
            "measure the radius in metres, and count superelevation inwards as positive",
        );
    }
}

/// The greatest total resistance, as a share of weight, at which a loaded truck keeps crawling, and what sets it.
fn climb(truck: &TruckModel, line: bool) -> (f64, &'static str) {
    let weight = (gross(truck).get() as f64).max(1.0) * GRAVITY;
    let grip = truck.traction.get();
    let lockup_m_s = truck.lockup.map_or(0.0, |speed| speed.get() / 3.6);
    let own = match truck.rimpull.first() {
        Some(point) => point.force_kn * 1_000.0,
        None => truck.power.get() * 1_000.0 * truck.drive_efficiency.get() / CRAWL.max(lockup_m_s),
    };
    let engine = match truck.trolley.filter(|_| line) {
        Some(power) => power.get() * 1_000.0 / CRAWL,
        None => own,
    } / weight;
    if engine < grip { (engine, "rimpull") } else { (grip, "traction") }
}

/// What rolling resistance is multiplied by in the worst season, and in the one with the least.
fn extremes(mine: &Mine) -> (f64, f64) {
    let (thaw, frost) = (mine.thaw_rolling.get(), mine.frost_rolling.get());
    (thaw.max(frost).max(1.0), thaw.min(frost).min(1.0))
}

fn may_drive(segment: &Segment, mass: Mass) -> bool {
    segment.max_gross.is_none_or(|most| mass <= most)
}

fn loaded_trucks_can_climb(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let models = models_at(world);
    for (row, segment) in t.segments.iter().enumerate() {
        let mine = t.nodes[segment.from].mine;
        let who = models[mine].iter().filter(|(_, truck)| may_drive(segment, gross(truck)));
        let climbers = who.map(|&(model, truck)| (climb(truck, segment.trolley), model));
        let Some(((limit, by), model)) = climbers.min_by(|(a, _), (b, _)| a.0.total_cmp(&b.0)) else {
            continue;
        };
        let truck = &t.models[model].name;
        let worst = extremes(&t.mines[mine]).0;
        let rolling = segment.rolling.get() / 100.0 * worst;
        let grade = segment.grade.get() / 100.0;
        let uphill = if segment.two_way { grade.abs() } else { grade };
        if rolling + uphill < limit {
            continue;
        }
        let (from, to) = (&t.nodes[segment.from].name, &t.nodes[segment.to].name);
        let steepest = ((limit - rolling) * 1_000.0).floor() / 10.0;
        let cure = if steepest > 0.0 {
            format!("a grade under {steepest} %, a harder surface, or a truck with more {by} cures it")
        } else {
            format!("a harder surface or a truck with more {by} cures it")
        };
        faults.add(
            Code::ClimbTooSteep,
            ("haul_segments", row, "grade_pct"),
            format!(
                "{:.1} % with rolling resistance, `{from}` to `{to}`",
                (rolling + uphill) * 100.0,
            ),
            format!(
                "less than the {:.1} % that the {by} of a loaded `{truck}` overcomes; {:.1} % are rolling resistance{}",
                limit * 100.0,
                rolling * 100.0,
                if worst > 1.0 { " in the worst season" } else { "" }
            ),
            cure,
        );
    }
}

/// By how much a segment falls in the direction where it falls most, as a share.
fn fall(segment: &Segment) -> f64 {
    let grade = segment.grade.get() / 100.0;
    if segment.two_way { grade.abs() } else { -grade }
}

fn retarders_hold_loaded_trucks(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let models = models_at(world);
    for (row, segment) in t.segments.iter().enumerate() {
        let mine = t.nodes[segment.from].mine;
        let net = fall(segment) - segment.rolling.get() / 100.0 * extremes(&t.mines[mine]).1;
        let pushed = |truck: &TruckModel| gross(truck).get() as f64 * GRAVITY * net / 1_000.0;
        let too_weak =
            models[mine].iter().filter(|(_, truck)| may_drive(segment, gross(truck))).find(|(_, truck)| {
                truck.retarder_curve.first().is_some_and(|point| pushed(truck) > point.force_kn)
            });
        let Some(&(model, truck)) = too_weak else { continue };
        let most = truck.retarder_curve.first().map_or(0.0, |point| point.force_kn);
        let (from, to) = (&t.nodes[segment.from].name, &t.nodes[segment.to].name);
        faults.add(
            Code::RetarderTooWeak,
            ("haul_segments", row, "grade_pct"),
            format!("{:.0} kN push between `{from}` and `{to}`", pushed(truck)),
            format!(
                "at most the {most} kN that the retarder curve of `{}`, loaded, can hold",
                t.models[model].name
            ),
            "a flatter road, a point of the curve at a lower speed, or a lighter truck cures it",
        );
    }
}

/// Every truck has a way empty between all places, and loaded to the dumps, over roads that bear it.
fn roads_bear_the_trucks(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (mine, models) in models_at(world).entries() {
        let inside = |segment: &&Segment| t.nodes[segment.from].mine == mine;
        let weakest = t.segments.iter().filter(inside).filter_map(|segment| segment.max_gross).min();
        let Some(weakest) = weakest else { continue };
        for &(model, truck) in models.iter().filter(|(_, truck)| gross(truck) > weakest) {
            // What bears the loaded truck bears the empty one.
            let mass = gross(truck);
            let found = cut_off(world, mine, mass, true).map(|barrier| (barrier, mass, "loaded"));
            let found = found.or_else(|| {
                cut_off(world, mine, truck.empty, false).map(|barrier| (barrier, truck.empty, "empty"))
            });
            if let Some(((row, from, to), mass, how)) = found {
                too_heavy(world, row, (&t.models[model].name, mass, how), (from, to), faults);
            }
        }
    }
}

fn too_heavy(
    world: &World<'_>,
    row: usize,
    (model, mass, how): (&str, Mass, &str),
    (from, to): (NodeId, NodeId),
    faults: &mut Faults,
) {
    let t = world.tables;
    let segment = &t.segments[SegmentId::from_index(row)];
    let most = segment.max_gross.unwrap_or_default();
    faults.add(
        Code::TruckTooHeavy,
        ("haul_segments", row, "max_gross_t"),
        format!(
            "{} t from `{}` to `{}`",
            most.tonnes(),
            t.nodes[segment.from].name,
            t.nodes[segment.to].name
        ),
        format!(
            "at least the {} t of `{model}` {how}, which has no other way from `{}` to `{}`",
            mass.tonnes(),
            t.nodes[from].name,
            t.nodes[to].name
        ),
        "strengthen the road, add one around, or send a lighter truck to this mine",
    );
}

/// The segment that keeps a mass from a place it must come from or go to, with both places.
fn cut_off(world: &World<'_>, mine: MineId, mass: Mass, loaded: bool) -> Option<(usize, NodeId, NodeId)> {
    let t = world.tables;
    let row = &t.mines[mine];
    let here = |node: &NodeId| t.nodes[*node].mine == mine;
    let dumps = || t.dumps.iter().filter(|dump| here(&dump.node));
    let mut pairs: Vec<(NodeId, Vec<NodeId>)> = Vec::new();
    if loaded {
        // To each dump from its faces, and from the gate, where a truck may come back with a load.
        for dump in dumps() {
            let faces =
                t.faces.iter().filter(|face| here(&face.node) && dump.materials.contains(&face.material));
            let starts = faces.map(|face| face.node).chain([row.gate]).chain(dumps().map(|dump| dump.node));
            pairs.push((dump.node, starts.collect()));
        }
    } else {
        let points = [Some(row.gate), row.fuel_point, row.electricity.charge_point].into_iter().flatten();
        let faces = t.faces.iter().map(|face| face.node).filter(here);
        let all: Vec<NodeId> = points.chain(faces).chain(dumps().map(|dump| dump.node)).collect();
        pairs.push((row.park, all.clone()));
        pairs.extend(all.into_iter().map(|node| (node, vec![row.park])));
    }
    let bearing = backwards(world, |segment| may_drive(segment, mass));
    let any = backwards(world, |_| true);
    for (goal, starts) in pairs {
        let reached = bearing.reach(std::iter::once(goal.index()));
        let Some(&from) = starts.iter().find(|start| !reached[start.index()]) else { continue };
        // Where no road leads at all, another rule says so.
        if any.reach(std::iter::once(goal.index()))[from.index()] {
            let enters = |segment: &Segment| {
                let there = !reached[segment.from.index()] && reached[segment.to.index()];
                let back = !reached[segment.to.index()] && reached[segment.from.index()];
                !may_drive(segment, mass) && (there || segment.two_way && back)
            };
            let barrier = t.segments.iter().position(enters)?;
            return Some((barrier, from, goal));
        }
    }
    None
}

/// The roads against their driving direction, those that `may` be driven.
fn backwards(world: &World<'_>, may: impl Fn(&Segment) -> bool) -> Graph {
    let t = world.tables;
    let mut arrows = Vec::with_capacity(t.segments.len() * 2);
    for segment in t.segments.iter().filter(|segment| may(segment)) {
        arrows.push((segment.to.index(), segment.from.index()));
        if segment.two_way {
            arrows.push((segment.from.index(), segment.to.index()));
        }
    }
    Graph::new(t.nodes.len(), arrows.into_iter())
}

/// A warning: a truck would go faster than its curve is known, so the curve's end is its greatest speed.
fn curves_that_end(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut told = BTreeSet::new();
    for (mine, models) in models_at(world).entries() {
        for &(model, truck) in models {
            for (points, retarder) in [(&truck.rimpull, false), (&truck.retarder_curve, true)] {
                // One that is no curve has faults of its own.
                let rises = points.is_sorted_by(|before, after| before.speed < after.speed);
                let last =
                    points.last().filter(|last| rises && points.len() > 1 && last.speed < truck.top_speed);
                let Some(last) = last else { continue };
                let ends = |segment: &&Segment| curve_ends(truck, last, &t.mines[mine], segment, retarder);
                let inside = t.segments.iter().filter(|segment| t.nodes[segment.from].mine == mine);
                let held: Vec<&Segment> = inside.filter(ends).collect();
                if let Some(first) = held.first().filter(|_| told.insert((model, retarder))) {
                    held_by_curve(world, (model, retarder), last, (first, held.len()), faults);
                }
            }
        }
    }
}

/// Whether an empty truck would go faster than the curve's last point on a segment.
fn curve_ends(truck: &TruckModel, last: &ForcePoint, mine: &Mine, segment: &Segment, retarder: bool) -> bool {
    if segment.limit <= last.speed || !may_drive(segment, truck.empty) {
        return false;
    }
    let rolling = segment.rolling.get() / 100.0 * extremes(mine).1;
    let net = rolling - fall(segment);
    let needed_kn = truck.empty.get() as f64 * GRAVITY * net.abs() / 1_000.0;
    (net < 0.0) == retarder && needed_kn <= last.force_kn
}

fn held_by_curve(
    world: &World<'_>,
    (model, retarder): (ModelId, bool),
    last: &ForcePoint,
    (segment, n): (&Segment, usize),
    faults: &mut Faults,
) {
    let t = world.tables;
    let table = if retarder { "retarder.csv" } else { "rimpull.csv" };
    let (from, to) = (&t.nodes[segment.from].name, &t.nodes[segment.to].name);
    let others = if n > 1 { format!(" and {} more", n - 1) } else { String::new() };
    faults.add(
        Code::CurveEnds,
        world.model(model, "top_speed_kmh"),
        format!("`{}` at {} km/h, `{from}` to `{to}`{others}", t.models[model].name, last.speed.get()),
        format!("a point of its curve at the limit of {} km/h or at its top speed", segment.limit.get()),
        format!("add the point to {table}; nothing is known beyond the last one, so no truck goes faster"),
    );
}
