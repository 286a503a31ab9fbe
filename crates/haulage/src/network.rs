//! The haul roads of one mine as a directed graph, and quickest paths on it.
//!
//! A two-way segment is two edges. Which path is quickest depends on the truck, its load and the surface, so the
//! caller gives each edge its cost. Ties go to the lower node, then to the earlier row of `haul_segments.csv`.
//!
//! Pitfall: a path is chosen by the steady speeds of its segments; the time driven on it comes from
//! [`crate::traction`], which also knows of starting and braking.

use iceroad_base::quantity::Ranged;
use iceroad_model::{MineId, NodeId, Tables};
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
    /// Speed limit, m/s.
    pub limit_m_s: f64,
}

/// The roads of one mine.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Network {
    /// The mine's nodes in order of id; a position here is a node of the network.
    nodes: Vec<NodeId>,
    edges: Vec<Edge>,
    /// Edges that leave each node.
    leaving: Vec<Vec<usize>>,
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
        let mut network = Network { leaving: vec![Vec::new(); nodes.len()], nodes, edges: Vec::new() };
        for segment in tables.segments.iter() {
            let (Some(from), Some(to)) = (network.place(segment.from), network.place(segment.to)) else {
                continue;
            };
            let there = Edge {
                from,
                to,
                length_m: segment.length.get(),
                grade: segment.grade.get() / 100.0,
                rolling: segment.rolling.get() / 100.0,
                limit_m_s: segment.limit.get() / 3.6,
            };
            network.add(there);
            if segment.two_way {
                network.add(Edge { from: to, to: from, grade: -there.grade, ..there });
            }
        }
        network
    }

    /// The node of the network that `node` is.
    pub fn place(&self, node: NodeId) -> Option<usize> {
        self.nodes.binary_search(&node).ok()
    }

    fn add(&mut self, edge: Edge) {
        self.leaving[edge.from].push(self.edges.len());
        self.edges.push(edge);
    }

    /// Dijkstra's algorithm from `source`. `seconds` gives an edge's cost; none: it cannot be driven.
    pub fn quickest(&self, source: usize, seconds: impl Fn(&Edge) -> Option<f64>) -> Tree {
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
                let edge = &self.edges[index];
                let Some(seconds) = seconds(edge) else {
                    continue;
                };
                // Whole microseconds, so that equal ways are equal on every machine.
                let there = cost.saturating_add((seconds * 1e6).round() as u64);
                if there < best[edge.to] {
                    best[edge.to] = there;
                    tree.last[edge.to] = Some(index);
                    open.push(Reverse((there, edge.to)));
                }
            }
        }
        tree
    }

    /// The edges from the tree's source to `goal`, in order; none where it cannot be reached.
    pub fn path<'a>(&'a self, tree: &Tree, goal: usize) -> Option<Vec<&'a Edge>> {
        if !tree.reached[goal] {
            return None;
        }
        let mut path = Vec::new();
        let mut node = goal;
        while let Some(index) = tree.last[node] {
            let edge = &self.edges[index];
            path.push(edge);
            node = edge.from;
        }
        path.reverse();
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(n: u32, roads: &[(usize, usize, f64)]) -> Network {
        let nodes: Vec<NodeId> = (0..n).map(NodeId).collect();
        let mut network = Network { leaving: vec![Vec::new(); nodes.len()], nodes, edges: Vec::new() };
        for &(from, to, length_m) in roads {
            network.add(Edge { from, to, length_m, grade: 0.0, rolling: 0.0, limit_m_s: 1.0 });
        }
        network
    }

    fn stops(network: &Network, goal: usize) -> Option<Vec<usize>> {
        let tree = network.quickest(0, |edge| Some(edge.length_m));
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
        let tree = roads.quickest(0, |_| None);
        assert_eq!(roads.path(&tree, 1), None);
    }
}
