//! The haul roads of one mine as a directed graph, and quickest paths on it.
//!
//! A two-way segment is two edges. Which path is quickest depends on the truck, its load and the surface, so the
//! caller gives each edge its cost. Ties go to the lower node, then to the earlier row of `haul_segments.csv`.
//!
//! Pitfall: a path is chosen by the steady speeds of its segments; the time driven on it comes from
//! [`crate::traction`], which also knows of starting and braking.

use crate::traction::GRAVITY;
use iceroad_base::quantity::Ranged;
use iceroad_model::mine::Segment;
use iceroad_model::{MineId, NodeId, SegmentId, Tables};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One direction of a segment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Edge {
    /// From this node of the network …
    pub from: usize,
    /// … to this.
    pub to: usize,
    /// Length, m.
    pub length_m: f64,
    /// Grade in this direction, share; uphill is positive.
    pub grade: f64,
    /// Rolling resistance on a normal surface, share of weight.
    pub rolling: f64,
    /// Speed limit, m/s: the sign's, or the corner's where that is lower.
    pub limit_m_s: f64,
    /// Heaviest truck it bears, kg; without end where it bears all.
    pub max_gross_kg: f64,
    /// Whether a trolley line hangs over it.
    pub trolley: bool,
    /// The row of `haul_segments.csv`.
    pub segment: SegmentId,
}

/// The greatest speed, m/s, in a corner of this radius (m), superelevation and side friction (shares):
/// `v² = g·r·(e + f)`, the formula road design uses for level circular curves.
pub fn corner_m_s(radius_m: f64, superelevation: f64, side_friction: f64) -> f64 {
    (GRAVITY * radius_m * (superelevation + side_friction).max(0.0)).sqrt()
}

fn corner(segment: &Segment, side_friction: f64) -> f64 {
    let Some(radius) = segment.corner_radius else {
        return f64::INFINITY;
    };
    let superelevation = segment.superelevation.map_or(0.0, |grade| grade.get() / 100.0);
    // Even the tightest corner is driven, at a crawl.
    corner_m_s(radius.get(), superelevation, side_friction).max(SLOWEST)
}

/// The cost of an edge that cannot be driven.
pub const CLOSED: u64 = u64::MAX;

/// The slowest a corner is taken, m/s. Assumed.
const SLOWEST: f64 = 1.0;

/// The roads of one mine.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Network {
    /// The mine's nodes in order of id; a position here is a node of the network.
    nodes: Vec<NodeId>,
    edges: Vec<Edge>,
    /// Edges that leave each node.
    leaving: Vec<Vec<usize>>,
    /// Edges that come to each node.
    coming: Vec<Vec<usize>>,
}

/// Quickest ways from one node to all others.
#[derive(Clone, PartialEq, Debug)]
pub struct Tree {
    /// The last edge on the way to each node; none for the source and for what cannot be reached.
    last: Vec<Option<usize>>,
    reached: Vec<bool>,
}

impl Network {
    /// The roads of `mine`: its nodes, and the segments with both ends among them.
    pub fn of_mine(tables: &Tables, mine: MineId) -> Network {
        let nodes: Vec<NodeId> =
            tables.nodes.entries().filter(|(_, node)| node.mine == mine).map(|(id, _)| id).collect();
        let mut network = Network::of_nodes(nodes);
        // A road's edges in one direction lie together, as they are driven.
        let mut back = Vec::new();
        let side_friction = tables.mines[mine].side_friction.get();
        for (id, segment) in tables.segments.entries() {
            let (Some(from), Some(to)) = (network.place(segment.from), network.place(segment.to)) else {
                continue;
            };
            let there = Edge {
                from,
                to,
                length_m: segment.length.get(),
                grade: segment.grade.get() / 100.0,
                rolling: segment.rolling.get() / 100.0,
                limit_m_s: (segment.limit.get() / 3.6).min(corner(segment, side_friction)),
                max_gross_kg: segment.max_gross.map_or(f64::INFINITY, |mass| mass.get() as f64),
                trolley: segment.trolley,
                segment: id,
            };
            network.add(there);
            if segment.two_way {
                back.push(Edge { from: to, to: from, grade: -there.grade, ..there });
            }
        }
        for edge in back {
            network.add(edge);
        }
        network.sort_by_row();
        network
    }

    /// Puts the edges at each node in the order of the rows, which settles ties.
    fn sort_by_row(&mut self) {
        for list in self.leaving.iter_mut().chain(&mut self.coming) {
            list.sort_by_key(|&edge| (self.edges[edge].segment, edge));
        }
    }

    fn of_nodes(nodes: Vec<NodeId>) -> Network {
        let none = vec![Vec::new(); nodes.len()];
        Network { leaving: none.clone(), coming: none, nodes, edges: Vec::new() }
    }

    /// The node of the network that `node` is.
    pub fn place(&self, node: NodeId) -> Option<usize> {
        self.nodes.binary_search(&node).ok()
    }

    /// The node of the scenario that a node of the network is.
    pub fn node(&self, place: usize) -> NodeId {
        self.nodes[place]
    }

    /// How many nodes there are.
    pub fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Every edge; a position here is what costs are told by.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The nodes that edges which `may` be driven lead to from `source`, or from which they lead to it.
    pub fn reach(&self, source: usize, backwards: bool, may: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut open = vec![source];
        reached[source] = true;
        while let Some(node) = open.pop() {
            for &index in if backwards { &self.coming[node] } else { &self.leaving[node] } {
                let edge = &self.edges[index];
                let next = if backwards { edge.from } else { edge.to };
                if may(index) && !std::mem::replace(&mut reached[next], true) {
                    open.push(next);
                }
            }
        }
        reached
    }

    fn add(&mut self, edge: Edge) {
        self.coming[edge.to].push(self.edges.len());
        self.leaving[edge.from].push(self.edges.len());
        self.edges.push(edge);
    }

    /// Costs of every edge for [`Network::quickest`], µs; `seconds` gives none where it cannot be driven.
    ///
    /// Whole microseconds, so that equal ways are equal on every machine.
    pub fn costs(&self, seconds: impl Fn(&Edge) -> Option<f64>) -> Vec<u64> {
        let cost = |edge| seconds(edge).map_or(CLOSED, |seconds| (seconds * 1e6).round() as u64);
        self.edges.iter().map(cost).collect()
    }

    /// Dijkstra's algorithm from `source` with these costs of the edges; [`CLOSED`] edges are not driven.
    pub fn quickest(&self, source: usize, costs: &[u64]) -> Tree {
        let n = self.nodes.len();
        let mut tree = Tree { last: vec![None; n], reached: vec![false; n] };
        let mut best = vec![u64::MAX; n];
        let mut open = BinaryHeap::from([Reverse((0_u64, source))]);
        best[source] = 0;
        while let Some(Reverse((cost, node))) = open.pop() {
            if std::mem::replace(&mut tree.reached[node], true) {
                continue;
            }
            for &index in &self.leaving[node] {
                if costs[index] == CLOSED {
                    continue;
                }
                let edge = &self.edges[index];
                let there = cost.saturating_add(costs[index]);
                if there < best[edge.to] {
                    best[edge.to] = there;
                    tree.last[edge.to] = Some(index);
                    open.push(Reverse((there, edge.to)));
                }
            }
        }
        tree
    }

    /// The positions of the edges from the tree's source to `goal`, in order; none where it cannot be reached.
    pub fn path_edges(&self, tree: &Tree, goal: usize) -> Option<Vec<usize>> {
        if !tree.reached[goal] {
            return None;
        }
        let mut path = Vec::new();
        let mut node = goal;
        while let Some(index) = tree.last[node] {
            path.push(index);
            node = self.edges[index].from;
        }
        path.reverse();
        Some(path)
    }

    /// The edges from the tree's source to `goal`, in order; none where it cannot be reached.
    pub fn path<'a>(&'a self, tree: &Tree, goal: usize) -> Option<Vec<&'a Edge>> {
        Some(self.path_edges(tree, goal)?.into_iter().map(|edge| &self.edges[edge]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(n: u32, roads: &[(usize, usize, f64)]) -> Network {
        let nodes: Vec<NodeId> = (0..n).map(NodeId).collect();
        let mut network = Network::of_nodes(nodes);
        for (row, &(from, to, length_m)) in roads.iter().enumerate() {
            network.add(Edge {
                from,
                to,
                length_m,
                grade: 0.0,
                rolling: 0.0,
                limit_m_s: 1.0,
                max_gross_kg: f64::INFINITY,
                trolley: false,
                segment: SegmentId(row as u32),
            });
        }
        network
    }

    fn stops(network: &Network, goal: usize) -> Option<Vec<usize>> {
        let tree = network.quickest(0, &network.costs(|edge| Some(edge.length_m)));
        network.path(&tree, goal).map(|path| path.iter().map(|edge| edge.to).collect())
    }

    #[test]
    fn the_quickest_way_may_have_more_edges() {
        let roads = network(4, &[(0, 3, 10.0), (0, 1, 2.0), (1, 2, 3.0), (2, 3, 4.0)]);
        assert_eq!(stops(&roads, 3), Some(vec![1, 2, 3]));
        assert_eq!(stops(&roads, 0), Some(vec![]));
    }

    #[test]
    fn of_equal_ways_the_one_over_the_lower_node_is_taken() {
        let roads = network(4, &[(0, 2, 5.0), (0, 1, 5.0), (2, 3, 5.0), (1, 3, 5.0)]);
        assert_eq!(stops(&roads, 3), Some(vec![1, 3]));
    }

    #[test]
    fn what_only_a_forbidden_edge_leads_to_is_not_reached() {
        let roads = network(2, &[(0, 1, 5.0)]);
        let tree = roads.quickest(0, &roads.costs(|_| None));
        assert_eq!(roads.path(&tree, 1), None);
    }

    #[test]
    fn reach_follows_what_may_be_driven_either_way() {
        let roads = network(4, &[(0, 1, 5.0), (1, 2, 5.0), (2, 0, 5.0), (2, 3, 5.0)]);
        assert_eq!(roads.reach(0, false, |_| true), [true; 4]);
        assert_eq!(roads.reach(0, false, |edge| edge != 3), [true, true, true, false]);
        assert_eq!(roads.reach(0, true, |edge| edge != 1), [true, false, true, false]);
    }

    #[test]
    fn a_corner_is_taken_at_the_speed_its_friction_allows() {
        // v² = 9.81 · 50 · (0.2 + 0.04) = 117.7; v = 10.85 m/s, 39.1 km/h.
        assert!((corner_m_s(50.0, 0.04, 0.2) * 3.6 - 39.06).abs() < 0.01);
        assert_eq!(corner_m_s(50.0, -0.3, 0.2), 0.0);
    }
}
