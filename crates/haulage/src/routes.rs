//! Driving times, fuel or energy, and lengths between the places of a mine that matter.
//!
//! A *place* is a node where a truck may start or stop: the park, the gate, the fuel point, the charge point, the
//! faces and the dumps. There is one [`Leg`] for every truck model, loaded or empty, surface and pair of places.
//!
//! Legs are worked out a *row* at a time (all goals of one start), the first time anybody asks for the row, and kept
//! for all replications: a mine of two hundred faces has a hundred thousand legs, most of which nobody ever drives. A
//! row is a pure function of the scenario, so it does not matter who asks first. What must be drivable is checked at
//! once, by [`Routes::compute`], with searches whose cost grows with the segments and not with the pairs.
//!
//! On roads with rules ([`iceroad_model::roads`]) a row also keeps the ways, edge by edge; the legs' times then hold the
//! time on crossings too, and there are routes of their own for every state of the roads (`Routes::under`).
//!
//! "Loaded" is with the rated payload; a part load is driven at the same pace. Loaded legs are known to dumps
//! only, for nobody drives a load elsewhere.

use crate::error::{Barrier, HaulageError, Why};
use crate::network::{CLOSED, Edge, Network};
use crate::traction::{Room, Stretch, Vehicle};
use iceroad_base::quantity::{Celsius, Mass, Ranged};
use iceroad_model::mine::Mine;
use iceroad_model::roads::TrafficRule;
use iceroad_model::{MineId, ModelId, NodeId, SegmentId, Tables};
use std::sync::OnceLock;

/// The state of the roads on a day, which sets rolling resistance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Surface {
    /// Frozen hard: daily mean below −10 °C.
    Frost = 0,
    /// As written in `haul_segments.csv`.
    #[default]
    Normal,
    /// Thawing: daily mean from 0 to 8 °C.
    Thaw,
}

impl Surface {
    /// Every surface, in order of its number.
    pub const ALL: [Surface; 3] = [Surface::Frost, Surface::Normal, Surface::Thaw];

    /// The surface on a day with this mean: the bounds are those of `mines.csv`.
    pub fn of(mean: Celsius) -> Surface {
        match mean.get() {
            cold if cold < -10.0 => Surface::Frost,
            mild if (0.0..=8.0).contains(&mild) => Surface::Thaw,
            _ => Surface::Normal,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Surface::Frost => "frozen",
            Surface::Normal => "normal",
            Surface::Thaw => "thawing",
        }
    }

    fn rolling_factor(self, mine: &Mine) -> f64 {
        match self {
            Surface::Frost => mine.frost_rolling.get(),
            Surface::Normal => 1.0,
            Surface::Thaw => mine.thaw_rolling.get(),
        }
    }
}

/// One way from place to place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Leg {
    /// Driving time from standstill to standstill, ms.
    pub ms: u32,
    /// What it takes out of the tank, mL; of a battery truck out of the battery, Wh, below zero where it gains.
    pub used: i32,
    /// Length, m.
    pub metres: u32,
}

impl Leg {
    /// No open road leads there.
    pub const NO_WAY: Leg = Leg { ms: u32::MAX, used: 0, metres: 0 };

    /// Whether an open road leads there.
    #[inline]
    pub fn is_open(self) -> bool {
        self.ms != u32::MAX
    }
}

/// An edge of a way, and how long it is driven on, ms, by a truck that nobody hinders.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Step {
    pub(crate) edge: u32,
    pub(crate) ms: u32,
}

/// The places of one mine and the legs between them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Routes {
    network: Network,
    /// Nodes of the places, each once, in order of id.
    places: Vec<NodeId>,
    /// Whether there is a dump at each place.
    is_dump: Vec<bool>,
    /// Whether any segment has a trolley line.
    has_lines: bool,
    /// Time on the crossing at each node of the network, ms; 0 where there is none.
    crossing_ms: Vec<u32>,
    /// Whether rows keep the ways.
    keeps_ways: bool,
    /// The cases that differ.
    cases: Vec<Case>,
    /// `[model][loaded][surface]`: which case it is; [`NO_CASE`] for models nobody drives here.
    case_of: Vec<u32>,
    /// `[case][from]`
    rows: Vec<OnceLock<Row>>,
    /// The row of cases that are none: no leg leads anywhere.
    blank: Row,
    /// The shortest way between two places, m: `[from][to]`.
    lengths: Vec<OnceLock<Box<[f64]>>>,
}

const NO_CASE: u32 = u32::MAX;

/// A truck model, loaded or empty, on one surface.
#[derive(Clone, PartialEq, Debug)]
struct Case {
    vehicle: Vehicle,
    loaded: bool,
    /// What rolling resistance is multiplied by.
    rolling: f64,
    /// What speed limits are multiplied by.
    limit: f64,
    /// Cost of every edge for the choice of ways.
    costs: Vec<u64>,
}

/// All legs from one place in one case, by goal.
#[derive(Clone, PartialEq, Debug, Default)]
struct Row {
    legs: Box<[Leg]>,
    /// Out of the trolley line, Wh; empty where no segment has one.
    line_wh: Box<[u32]>,
    /// The ways one after another; empty where they are not kept.
    steps: Box<[Step]>,
    /// Where each goal's way begins among them, and where the last ends.
    ways: Box<[u32]>,
}

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
            case_of: vec![NO_CASE; models.len() * 2 * 3],
            blank: Row { legs: vec![Leg::default(); n].into(), ..Row::default() },
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
            self.case_of[at] = case;
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
    fn costs(&self, case: &Case, closed: &[SegmentId]) -> Vec<u64> {
        self.network.costs(|edge| {
            let pace = case.vehicle.pace(&stretch(edge, case))?;
            let may = case.vehicle.mass_kg() <= edge.max_gross_kg
                && (closed.is_empty() || closed.binary_search(&edge.segment).is_err());
            let crossing = self.crossing_ms.get(edge.from).map_or(0.0, |&ms| f64::from(ms) / 1_000.0);
            may.then(|| edge.length_m / pace.max(1e-3) + crossing)
        })
    }

    /// Lets rows keep their ways.
    pub(crate) fn keep_ways(&mut self) {
        self.keeps_ways = true;
    }

    /// The routes of the same trucks where these segments (sorted) are closed, rolling resistance is greater and speed
    /// limits are lower by these factors. Where no way is left a leg is [`Leg::NO_WAY`].
    pub(crate) fn under(&self, closed: &[SegmentId], rolling: f64, limit: f64) -> Routes {
        let mut routes = self.clone();
        routes.rows = vec![OnceLock::new(); self.rows.len()];
        routes.blank.legs = vec![Leg::NO_WAY; self.places.len()].into();
        for at in 0..routes.cases.len() {
            let case = &self.cases[at];
            let mut other =
                Case { rolling: case.rolling * rolling, limit: case.limit * limit, ..case.clone() };
            other.costs = routes.costs(&other, closed);
            routes.cases[at] = other;
        }
        routes
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

    /// The place on `node`, if it is one.
    pub fn place(&self, node: NodeId) -> Option<u16> {
        self.places.binary_search(&node).ok().map(|place| place as u16)
    }

    /// The node of a place.
    pub fn node(&self, place: u16) -> NodeId {
        self.places[usize::from(place)]
    }

    /// The nodes of all places, in order.
    pub(crate) fn places(&self) -> &[NodeId] {
        &self.places
    }

    /// How many places there are.
    pub fn n_places(&self) -> usize {
        self.places.len()
    }

    /// The roads themselves.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The leg between two places.
    #[inline]
    pub fn leg(&self, model: u16, loaded: bool, surface: Surface, from: u16, to: u16) -> Leg {
        self.row(model, loaded, surface, from).legs[usize::from(to)]
    }

    /// Whether any segment has a trolley line.
    pub(crate) fn has_lines(&self) -> bool {
        self.has_lines
    }

    /// What a leg takes out of trolley lines, Wh.
    #[inline]
    pub fn line_wh(&self, model: u16, loaded: bool, surface: Surface, from: u16, to: u16) -> u32 {
        if !self.has_lines {
            return 0;
        }
        self.row(model, loaded, surface, from).line_wh.get(usize::from(to)).copied().unwrap_or(0)
    }

    /// The legs from one place to every other, by place: for who compares several goals.
    #[inline]
    pub(crate) fn legs_from(&self, model: u16, loaded: bool, surface: Surface, from: u16) -> &[Leg] {
        &self.row(model, loaded, surface, from).legs
    }

    /// The way from one place to another, edge by edge; empty where there is none, or none is kept.
    #[inline]
    pub(crate) fn steps(&self, model: u16, loaded: bool, surface: Surface, from: u16, to: u16) -> &[Step] {
        let row = self.row(model, loaded, surface, from);
        let to = usize::from(to);
        let ends = row.ways.get(to).zip(row.ways.get(to + 1));
        ends.map_or(&[], |(&first, &last)| &row.steps[first as usize..last as usize])
    }

    /// The quickest way from a node of the network to a place, with its leg and what that takes out of trolley lines,
    /// Wh; none where no open road leads there.
    pub(crate) fn way_from(
        &self,
        node: usize,
        model: u16,
        loaded: bool,
        surface: Surface,
        to: u16,
    ) -> Option<(Leg, u32, Vec<Step>)> {
        let case = self.case_of[case_at(usize::from(model), loaded, surface)];
        let case = self.cases.get(case as usize)?;
        let tree = self.network.quickest(node, &case.costs);
        let path = self.network.path_edges(&tree, self.network.place(self.node(to))?)?;
        let (mut room, mut road, mut steps) = (Room::default(), Vec::new(), Vec::new());
        let (leg, line_wh) = self.drive(case, &path, &mut room, &mut road)?;
        room.steps_of(&road, &path, &mut steps);
        Some((leg, line_wh, steps))
    }

    /// Empty legs from a node of the network to the places in `goals`, by place; to others there is none.
    pub(crate) fn legs_from_node(
        &self,
        node: usize,
        model: u16,
        surface: Surface,
        goals: impl Iterator<Item = u16>,
    ) -> Vec<Leg> {
        let mut legs = vec![Leg::NO_WAY; self.places.len()];
        let case = self.case_of[case_at(usize::from(model), false, surface)];
        let Some(case) = self.cases.get(case as usize) else {
            return legs;
        };
        let tree = self.network.quickest(node, &case.costs);
        let (mut room, mut road) = (Room::default(), Vec::new());
        for to in goals {
            let goal = self.network.place(self.node(to));
            let path = goal.and_then(|goal| self.network.path_edges(&tree, goal));
            if let Some((leg, _)) = path.and_then(|path| self.drive(case, &path, &mut room, &mut road)) {
                legs[usize::from(to)] = leg;
            }
        }
        legs
    }

    /// The edges driven from one place to another, in order; none where nobody drives there.
    pub fn way(&self, model: u16, loaded: bool, surface: Surface, from: u16, to: u16) -> Option<Vec<&Edge>> {
        let case = self.case_of[case_at(usize::from(model), loaded, surface)];
        let case = self.cases.get(case as usize)?;
        let source = self.network.place(self.node(from))?;
        let tree = self.network.quickest(source, &case.costs);
        self.network.path(&tree, self.network.place(self.node(to))?)
    }

    /// The shortest way between two places whatever the vehicle, m; 0 where there is none.
    pub fn metres(&self, from: u16, to: u16) -> f64 {
        let from = usize::from(from);
        self.lengths[from].get_or_init(|| self.lengths_from(from))[usize::from(to)]
    }

    fn lengths_from(&self, from: usize) -> Box<[f64]> {
        let costs = self.network.costs(|edge| Some(edge.length_m));
        let tree = self.network.place(self.places[from]).map(|source| self.network.quickest(source, &costs));
        let length = |&to: &NodeId| {
            let goal = tree.as_ref().zip(self.network.place(to));
            let path = goal.and_then(|(tree, to)| self.network.path(tree, to));
            path.iter().flatten().map(|edge| edge.length_m).sum()
        };
        self.places.iter().map(length).collect()
    }

    #[inline]
    fn row(&self, model: u16, loaded: bool, surface: Surface, from: u16) -> &Row {
        let case = self.case_of[case_at(usize::from(model), loaded, surface)] as usize;
        let from = usize::from(from);
        let Some(cell) = self.rows.get(case.wrapping_mul(self.places.len()).wrapping_add(from)) else {
            return &self.blank;
        };
        match cell.get() {
            Some(row) => row,
            None => self.work_out(cell, case, from),
        }
    }

    /// Works a row out; another thread may be quicker, with the same result.
    #[cold]
    fn work_out<'a>(&'a self, cell: &'a OnceLock<Row>, case: usize, from: usize) -> &'a Row {
        cell.get_or_init(|| {
            let mut row = self.blank.clone();
            if self.has_lines {
                row.line_wh = vec![0; self.places.len()].into();
            }
            self.fill(&mut row, &self.cases[case], from);
            row
        })
    }

    fn fill(&self, row: &mut Row, case: &Case, from: usize) {
        let Some(source) = self.network.place(self.places[from]) else {
            return;
        };
        let tree = self.network.quickest(source, &case.costs);
        let (mut room, mut road) = (Room::default(), Vec::new());
        let (mut steps, mut ways) = (Vec::new(), Vec::new());
        for to in 0..self.places.len() {
            ways.push(steps.len() as u32);
            if case.loaded && !self.is_dump[to] {
                continue;
            }
            let goal = self.network.place(self.places[to]);
            let Some(path) = goal.and_then(|to| self.network.path_edges(&tree, to)) else {
                continue;
            };
            let Some((leg, wh)) = self.drive(case, &path, &mut room, &mut road) else {
                continue;
            };
            row.legs[to] = leg;
            if let Some(line) = row.line_wh.get_mut(to) {
                *line = wh;
            }
            if self.keeps_ways {
                room.steps_of(&road, &path, &mut steps);
            }
        }
        if self.keeps_ways {
            ways.push(steps.len() as u32);
            (row.steps, row.ways) = (steps.into(), ways.into());
        }
    }

    /// The leg of a path, given by its edges, and what it takes out of trolley lines, Wh.
    fn drive(
        &self,
        case: &Case,
        path: &[usize],
        room: &mut Room,
        road: &mut Vec<Stretch>,
    ) -> Option<(Leg, u32)> {
        let edges = self.network.edges();
        road.clear();
        road.extend(path.iter().map(|&edge| stretch(&edges[edge], case)));
        let drive = case.vehicle.drive(road, room)?;
        let inner = path.iter().skip(1).map(|&edge| self.crossing_ms.get(edges[edge].from));
        let crossing_ms: u32 = inner.flatten().sum();
        let leg = Leg {
            ms: (drive.seconds * 1_000.0).round() as u32 + crossing_ms,
            used: (drive.litres * 1_000.0 + drive.battery_joules / JOULES_PER_WH).round() as i32,
            metres: drive.metres.round() as u32,
        };
        Some((leg, (drive.trolley_joules / JOULES_PER_WH).round() as u32))
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

impl Room {
    /// The last drive as steps: whole milliseconds whose sum is the drive's.
    fn steps_of(&self, road: &[Stretch], path: &[usize], steps: &mut Vec<Step>) {
        let mut path = path.iter();
        let mut before_ms = 0;
        self.ends(road, |seconds| {
            let at_ms = (seconds * 1_000.0).round() as u32;
            if let Some(&edge) = path.next() {
                steps.push(Step { edge: edge as u32, ms: at_ms - before_ms });
            }
            before_ms = at_ms;
        });
    }
}

const JOULES_PER_WH: f64 = 3_600.0;

#[inline]
fn case_at(model: usize, loaded: bool, surface: Surface) -> usize {
    (model * 2 + usize::from(loaded)) * 3 + surface as usize
}

/// An edge as a truck meets it.
fn stretch(edge: &Edge, case: &Case) -> Stretch {
    Stretch {
        length_m: edge.length_m,
        total: edge.grade + edge.rolling * case.rolling,
        limit_m_s: edge.limit_m_s * case.limit,
        trolley: edge.trolley,
    }
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
