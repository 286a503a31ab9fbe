//! The routes of a mine are made: its places, the cases that differ, and what must be drivable and is not.
//!
//! The checks are searches from one place (or to one dump) whose cost grows with the segments and not with the pairs; no
//! leg is worked out here.

use super::legs::stretch;
use super::{Case, Leg, LegRow, Routes, Surface, case_at};
use crate::error::{Barrier, HaulageError, Why};
use crate::network::{CLOSED, Edge, Network};
use crate::traction::Vehicle;
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_model::mine::Mine;
use iceroad_model::roads::TrafficRule;
use iceroad_model::{MineId, ModelId, NodeId, SegmentId, Tables};
use std::sync::OnceLock;

impl Routes {
    /// The routes of `mine` for the truck models in `models`; a position there is the routes' model.
    ///
    /// # Errors
    /// [`HaulageError::NoRoute`] where a model cannot get from some place to another where it must,
    /// [`HaulageError::NoNode`] where a place is not on the mine's roads.
    pub fn compute(tables: &Tables, mine_id: MineId, models: &[ModelId]) -> Result<Routes, HaulageError> {
        let mine = &tables.mines[mine_id];
        let network = Network::of_mine(tables, mine_id);
        let places = places(tables, mine_id, &network)?;
        let dumps: Vec<NodeId> = tables.dumps.iter().map(|dump| dump.node).collect();
        let n = places.len();
        let mut routes = Routes {
            is_dump: places.iter().map(|node| dumps.contains(node)).collect(),
            has_lines: network.edges().iter().any(|edge| edge.trolley),
            case_of: vec![None; models.len() * 2 * 3],
            blank: LegRow { legs: vec![Leg::default(); n].into(), ..LegRow::default() },
            crossing_ms: crossing_ms(tables, mine, &network),
            lengths: vec![OnceLock::new(); n],
            network,
            places,
            ..Routes::default()
        };
        for (model, &id) in models.iter().enumerate() {
            if !is_used(tables, mine_id, id) {
                continue;
            }
            for loaded in [false, true] {
                routes.add_cases(&Asked { tables, mine, model: id, loaded }, model)?;
            }
        }
        routes.rows = vec![OnceLock::new(); routes.cases.len() * n];
        Ok(routes)
    }

    /// The cases of one model and load: one a surface, but for surfaces that change nothing.
    fn add_cases(&mut self, asked: &Asked<'_>, model: usize) -> Result<(), HaulageError> {
        let Some(vehicle) = asked.vehicle() else {
            return Ok(());
        };
        let normal = self.add_case(asked, &vehicle, Surface::Normal)?;
        for surface in Surface::ALL {
            let same = surface.rolling_factor(asked.mine) == 1.0;
            let case = if same { normal } else { self.add_case(asked, &vehicle, surface)? };
            let at = case_at(model, asked.loaded, surface);
            self.case_of[at] = Some(case);
        }
        Ok(())
    }

    fn add_case(
        &mut self,
        asked: &Asked<'_>,
        vehicle: &Vehicle,
        surface: Surface,
    ) -> Result<u32, HaulageError> {
        let rolling = surface.rolling_factor(asked.mine);
        let mut case =
            Case { vehicle: vehicle.clone(), loaded: asked.loaded, rolling, limit: 1.0, costs: Vec::new() };
        case.costs = self.costs(&case, &[]);
        let cut_off = if asked.loaded { self.loaded_pair(asked, &case) } else { self.empty_pair(&case) };
        if let Some((from, to)) = cut_off {
            return Err(self.no_route(asked, &case, surface, (from, to)));
        }
        self.cases.push(case);
        Ok(self.cases.len() as u32 - 1)
    }

    /// What each edge costs, with the time on the crossing before it; `closed` ones, sorted, cannot be driven.
    pub(super) fn costs(&self, case: &Case, closed: &[SegmentId]) -> Vec<u64> {
        self.network.costs(|edge| {
            let pace = case.vehicle.pace(&stretch(edge, case))?;
            let may = case.vehicle.mass_kg() <= edge.max_gross_kg
                && (closed.is_empty() || closed.binary_search(&edge.segment).is_err());
            let crossing = self.crossing_ms.get(edge.from).map_or(0.0, |&ms| f64::from(ms) / 1_000.0);
            may.then(|| edge.length_m / pace.max(1e-3) + crossing)
        })
    }

    /// Two places of which an empty truck cannot get from the first to the second; every place must be reached from
    /// every other, so from the first of all and back.
    fn empty_pair(&self, case: &Case) -> Option<(NodeId, NodeId)> {
        let &hub = self.places.first()?;
        let source = self.network.place(hub)?;
        let reach = |backwards| self.network.reach(source, backwards, |edge| case.costs[edge] != CLOSED);
        let (there, back) = (reach(false), reach(true));
        let cut_off = |reached: &[bool]| {
            self.places.iter().copied().find(|&node| self.network.place(node).is_some_and(|at| !reached[at]))
        };
        if let Some(node) = cut_off(&there) {
            return Some((hub, node));
        }
        cut_off(&back).map(|node| (node, hub))
    }

    /// A place a load may have to be driven from and a dump it cannot be driven to: from the faces whose material
    /// the dump takes, from the gate, where a truck may come back with a load, and from dumps.
    fn loaded_pair(&self, asked: &Asked<'_>, case: &Case) -> Option<(NodeId, NodeId)> {
        let t = asked.tables;
        for dump in t.dumps.iter() {
            let Some(goal) = self.network.place(dump.node) else {
                continue;
            };
            let reached = self.network.reach(goal, true, |edge| case.costs[edge] != CLOSED);
            let faces = t.faces.iter().filter(|face| dump.materials.contains(&face.material));
            let starts = faces.map(|face| face.node).chain([asked.mine.gate]);
            let dumps = t.dumps.iter().map(|dump| dump.node);
            for from in starts.chain(dumps) {
                if self.network.place(from).is_some_and(|at| !reached[at]) {
                    return Some((from, dump.node));
                }
            }
        }
        None
    }

    /// Why there is no way: the first segment on the shortest way that the truck cannot drive.
    fn no_route(
        &self,
        asked: &Asked<'_>,
        case: &Case,
        surface: Surface,
        (from, to): (NodeId, NodeId),
    ) -> HaulageError {
        let barrier = self.network.place(from).zip(self.network.place(to)).and_then(|(source, goal)| {
            let tree = self.network.quickest(source, &self.network.costs(|edge| Some(edge.length_m)));
            let way = self.network.path(&tree, goal)?;
            let edge = way.into_iter().find(|edge| why_closed(edge, case).is_some())?;
            let name = |place| asked.tables.nodes[self.network.node(place)].name.clone();
            Some(Barrier { from: name(edge.from), to: name(edge.to), why: why_closed(edge, case)? })
        });
        HaulageError::NoRoute {
            mine: asked.mine.name.clone(),
            from: asked.tables.nodes[from].name.clone(),
            to: asked.tables.nodes[to].name.clone(),
            model: asked.tables.models[asked.model].name.clone(),
            loaded: asked.loaded,
            surface,
            barrier: barrier.map(Box::new),
        }
    }
}

/// Time on the crossing at each node, ms, where the mine's trucks obey it.
fn crossing_ms(tables: &Tables, mine: &Mine, network: &Network) -> Vec<u32> {
    let obeyed = mine.traffic.rule == TrafficRule::NoOvertaking;
    let ms = |place| {
        let crossing = tables.nodes[network.node(place)].rules.crossing.filter(|_| obeyed);
        crossing.map_or(0, |crossing| (crossing.time.get() * 1_000.0).round() as u32)
    };
    (0..network.n_nodes()).map(ms).collect()
}

fn why_closed(edge: &Edge, case: &Case) -> Option<Why> {
    let mass_kg = case.vehicle.mass_kg();
    if mass_kg > edge.max_gross_kg {
        return Some(Why::TooHeavy { gross: Mass(mass_kg as i64), most: Mass(edge.max_gross_kg as i64) });
    }
    let stretch = stretch(edge, case);
    if case.vehicle.pace(&stretch).is_some() {
        return None;
    }
    let total_pct = stretch.total * 100.0;
    Some(if total_pct > 0.0 { Why::TooSteep { total_pct } } else { Why::NotHeld { total_pct } })
}

/// Whose legs are worked out.
struct Asked<'a> {
    tables: &'a Tables,
    mine: &'a Mine,
    model: ModelId,
    loaded: bool,
}

impl Asked<'_> {
    fn vehicle(&self) -> Option<Vehicle> {
        let truck = self.tables.models[self.model].truck()?;
        Some(Vehicle::new(truck, if self.loaded { truck.payload } else { Mass::ZERO }))
    }
}

fn is_used(tables: &Tables, mine: MineId, model: ModelId) -> bool {
    tables.machines.iter().any(|machine| machine.mine == mine && machine.model == model)
}

/// The nodes of the mine's places, sorted, each once.
fn places(tables: &Tables, mine_id: MineId, network: &Network) -> Result<Vec<NodeId>, HaulageError> {
    let mine = &tables.mines[mine_id];
    let fixed = [
        ("park", Some(mine.park)),
        ("gate", Some(mine.gate)),
        ("fuel point", mine.fuel_point),
        ("charge point", mine.electricity.charge_point),
    ];
    let mut places = Vec::new();
    for (what, node) in fixed {
        let Some(node) = node else {
            continue;
        };
        if network.place(node).is_none() {
            return Err(HaulageError::NoNode { mine: mine_id, what });
        }
        places.push(node);
    }
    let faces = tables.faces.iter().map(|face| face.node);
    let dumps = tables.dumps.iter().map(|dump| dump.node);
    places.extend(faces.chain(dumps).filter(|&node| network.place(node).is_some()));
    places.sort_unstable();
    places.dedup();
    Ok(places)
}
