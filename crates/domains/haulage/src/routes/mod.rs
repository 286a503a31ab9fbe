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
//!
//! | module | is about |
//! |---|---|
//! | `compute` | how the routes of a mine are made, and what must be drivable and is not |
//! | `legs` | how a row of legs is worked out |

mod compute;
mod legs;

pub use crate::rows::{Place, TruckKind};
pub use crate::surface::Surface;

use crate::network::{Edge, Network};
use crate::traction::{Room, Vehicle};
use iceroad_model::{NodeId, SegmentId};
use std::sync::OnceLock;

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
    /// `[model][loaded][surface]`: which case it is; none for models nobody drives here.
    case_of: Vec<Option<u32>>,
    /// `[case][from]`
    rows: Vec<OnceLock<LegRow>>,
    /// The row of cases that are none: no leg leads anywhere.
    blank: LegRow,
    /// The shortest way between two places, m: `[from][to]`.
    lengths: Vec<OnceLock<Box<[f64]>>>,
}

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
struct LegRow {
    legs: Box<[Leg]>,
    /// Out of the trolley line, Wh; empty where no segment has one.
    line_wh: Box<[u32]>,
    /// The ways one after another; empty where they are not kept.
    steps: Box<[Step]>,
    /// Where each goal's way begins among them, and where the last ends.
    ways: Box<[u32]>,
}

impl Routes {
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

    /// The place on `node`, if it is one.
    pub fn place(&self, node: NodeId) -> Option<Place> {
        self.places.binary_search(&node).ok().map(|place| Place(place as u16))
    }

    /// The node of a place.
    pub fn node(&self, place: Place) -> NodeId {
        self.places[place.index()]
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
    pub fn leg(&self, model: TruckKind, loaded: bool, surface: Surface, from: Place, to: Place) -> Leg {
        self.row(model, loaded, surface, from).legs[to.index()]
    }

    /// Whether any segment has a trolley line.
    pub(crate) fn has_lines(&self) -> bool {
        self.has_lines
    }

    /// What a leg takes out of trolley lines, Wh.
    #[inline]
    pub fn line_wh(&self, model: TruckKind, loaded: bool, surface: Surface, from: Place, to: Place) -> u32 {
        if !self.has_lines {
            return 0;
        }
        self.row(model, loaded, surface, from).line_wh.get(to.index()).copied().unwrap_or(0)
    }

    /// The legs from one place to every other, by place: for who compares several goals.
    #[inline]
    pub(crate) fn legs_from(&self, model: TruckKind, loaded: bool, surface: Surface, from: Place) -> &[Leg] {
        &self.row(model, loaded, surface, from).legs
    }

    /// The way from one place to another, edge by edge; empty where there is none, or none is kept.
    #[inline]
    pub(crate) fn steps(
        &self,
        model: TruckKind,
        loaded: bool,
        surface: Surface,
        from: Place,
        to: Place,
    ) -> &[Step] {
        let row = self.row(model, loaded, surface, from);
        let to = to.index();
        let ends = row.ways.get(to).zip(row.ways.get(to + 1));
        ends.map_or(&[], |(&first, &last)| &row.steps[first as usize..last as usize])
    }

    /// The quickest way from a node of the network to a place, with its leg and what that takes out of trolley lines,
    /// Wh; none where no open road leads there.
    pub(crate) fn way_from(
        &self,
        node: usize,
        model: TruckKind,
        loaded: bool,
        surface: Surface,
        to: Place,
    ) -> Option<(Leg, u32, Vec<Step>)> {
        let case = self.case(model, loaded, surface)?;
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
        model: TruckKind,
        surface: Surface,
        goals: impl Iterator<Item = Place>,
    ) -> Vec<Leg> {
        let mut legs = vec![Leg::NO_WAY; self.places.len()];
        let Some(case) = self.case(model, false, surface) else {
            return legs;
        };
        let tree = self.network.quickest(node, &case.costs);
        let (mut room, mut road) = (Room::default(), Vec::new());
        for to in goals {
            let goal = self.network.place(self.node(to));
            let path = goal.and_then(|goal| self.network.path_edges(&tree, goal));
            if let Some((leg, _)) = path.and_then(|path| self.drive(case, &path, &mut room, &mut road)) {
                legs[to.index()] = leg;
            }
        }
        legs
    }

    /// The edges driven from one place to another, in order; none where nobody drives there.
    pub fn way(
        &self,
        model: TruckKind,
        loaded: bool,
        surface: Surface,
        from: Place,
        to: Place,
    ) -> Option<Vec<&Edge>> {
        let case = self.case(model, loaded, surface)?;
        let source = self.network.place(self.node(from))?;
        let tree = self.network.quickest(source, &case.costs);
        self.network.path(&tree, self.network.place(self.node(to))?)
    }

    /// The shortest way between two places whatever the vehicle, m; 0 where there is none.
    pub fn metres(&self, from: Place, to: Place) -> f64 {
        let from = from.index();
        self.lengths[from].get_or_init(|| self.lengths_from(from))[to.index()]
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

    fn case(&self, model: TruckKind, loaded: bool, surface: Surface) -> Option<&Case> {
        let case = self.case_of[case_at(model.index(), loaded, surface)]?;
        self.cases.get(case as usize)
    }

    #[inline]
    fn row(&self, model: TruckKind, loaded: bool, surface: Surface, from: Place) -> &LegRow {
        let Some(case) = self.case_of[case_at(model.index(), loaded, surface)] else {
            return &self.blank;
        };
        let (case, from) = (case as usize, from.index());
        let cell = &self.rows[case * self.places.len() + from];
        match cell.get() {
            Some(row) => row,
            None => self.work_out(cell, case, from),
        }
    }
}

#[inline]
fn case_at(model: usize, loaded: bool, surface: Surface) -> usize {
    (model * 2 + usize::from(loaded)) * 3 + surface as usize
}
