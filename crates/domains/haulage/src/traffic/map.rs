//! The unchanging part of a mine's roads with rules: what each piece of road asks of who drives it.
//!
//! Terms. An *edge* is one direction of a segment ([`crate::network::Network::edges`]). A *stop* is an edge at whose
//! end something may be decided: another road joins, a place lies there, a zone or a closable road begins or ends, or
//! it is a crossing. From stop to stop nobody comes between, so who drives the edges in between is known on entry.
use crate::network::Network;
use crate::routes::Routes;
use iceroad_base::quantity::Ranged;
use iceroad_base::{Id, Table};
use iceroad_model::mine::Mine;
use iceroad_model::roads::{TrafficRule, ZonePolicy};
use iceroad_model::{MineId, NodeId, SegmentId, Tables, ZoneId};
use std::collections::BTreeMap;

iceroad_base::id!(
    /// A single-lane zone of one mine.
    ///
    ZoneIdx,
    "zone"
);
iceroad_base::id!(
    /// A passing bay of one mine.
    ///
    BayIdx,
    "bay"
);
iceroad_base::id!(
    /// A crossing of one mine.
    ///
    CrossingIdx,
    "crossing"
);

/// The rules of one mine's roads.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct RoadMap {
    /// Whether trucks hinder each other.
    pub(crate) obeyed: bool,
    /// Least time between two trucks at either end of an edge, ms.
    pub(crate) gap_ms: i64,
    pub(crate) edges: Vec<EdgeRow>,
    /// By node of the network.
    pub(crate) nodes: Vec<NodeRow>,
    pub(crate) zones: Table<ZoneIdx, ZoneRow>,
    /// Trucks at once, and how long each is on it, ms.
    pub(crate) crossings: Table<CrossingIdx, CrossingRow>,
    pub(crate) bays: Table<BayIdx, BayRow>,
    /// Places for trucks on all edges together.
    pub(crate) n_slots: usize,
}

/// One direction of a segment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct EdgeRow {
    pub(crate) segment: SegmentId,
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The crossing at its beginning.
    pub(crate) crossing: Option<CrossingIdx>,
    /// The zone it is in.
    pub(crate) zone: Option<ZoneIdx>,
    /// Which way the zone is driven here.
    pub(crate) direction: Direction,
    /// Something may be decided at its end.
    pub(crate) stop: bool,
    /// Whether those on it hinder each other.
    pub(crate) obeyed: bool,
    /// Its places among all: the first, and how many; none at all where the headway is 0.
    pub(crate) slots_at: u32,
    pub(crate) slots: u32,
}

/// Which way a zone is driven.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub(crate) enum Direction {
    /// As its first segment is written.
    Along = 0,
    Against,
}

impl Direction {
    pub(crate) const BOTH: [Direction; 2] = [Direction::Along, Direction::Against];

    pub(crate) fn opposite(self) -> Direction {
        match self {
            Direction::Along => Direction::Against,
            Direction::Against => Direction::Along,
        }
    }
}

/// A node.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct NodeRow {
    pub(crate) id: NodeId,
    pub(crate) crossing: Option<CrossingIdx>,
    pub(crate) bay: Option<BayIdx>,
}

/// A single-lane zone.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ZoneRow {
    pub(crate) id: ZoneId,
    pub(crate) name: String,
    pub(crate) policy: ZonePolicy,
    pub(crate) most: u32,
    pub(crate) batch: u32,
    pub(crate) max_hold_ms: i64,
}

/// A crossing; its places are counted through all crossings.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct CrossingRow {
    pub(crate) first: u32,
    pub(crate) trucks: u32,
    pub(crate) ms: i64,
}

/// A passing bay of bounded size.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct BayRow {
    pub(crate) name: String,
    pub(crate) trucks: u32,
}

impl RoadMap {
    /// The map of a mine; `closable` (sorted) are the segments that a calendar closes, `storms` whether weather closes all.
    pub(crate) fn new(
        tables: &Tables,
        mine_id: MineId,
        routes: &Routes,
        closable: &[SegmentId],
        storms: bool,
    ) -> RoadMap {
        let network = routes.network();
        let mine = &tables.mines[mine_id];
        let mut map = RoadMap {
            obeyed: mine.traffic.rule == TrafficRule::NoOvertaking,
            gap_ms: (mine.traffic.gap.get() * 1_000.0).round() as i64,
            ..RoadMap::default()
        };
        map.add_nodes(tables, network);
        map.add_edges(tables, mine, network);
        map.add_zones(tables, mine_id);
        map.mark_stops(routes.places(), closable, storms);
        map
    }

    fn add_nodes(&mut self, tables: &Tables, network: &Network) {
        let mut places = 0;
        for place in 0..network.n_nodes() {
            let id = network.node(place);
            let rules = tables.nodes[id].rules;
            let mut row = NodeRow { id, crossing: None, bay: None };
            if let Some(crossing) = rules.crossing.filter(|_| self.obeyed) {
                let trucks = u32::from(crossing.trucks.max(1));
                let ms = (crossing.time.get() * 1_000.0).round() as i64;
                row.crossing = Some(self.crossings.push(CrossingRow { first: places, trucks, ms }));
                places += trucks;
            }
            if let Some(trucks) = rules.bay_trucks.filter(|_| self.obeyed) {
                let name = tables.nodes[id].name.clone();
                row.bay = Some(self.bays.push(BayRow { name, trucks: trucks.into() }));
            }
            self.nodes.push(row);
        }
    }

    fn add_edges(&mut self, tables: &Tables, mine: &Mine, network: &Network) {
        let headway_m = mine.traffic.headway.get();
        for edge in network.edges() {
            let obeyed = self.obeyed && !tables.segments[edge.segment].rules.overtaking;
            let slots =
                if headway_m > 0.0 && obeyed { (edge.length_m / headway_m).floor().max(1.0) } else { 0.0 };
            self.edges.push(EdgeRow {
                segment: edge.segment,
                from: edge.from as u32,
                to: edge.to as u32,
                crossing: self.nodes[edge.from].crossing,
                zone: None,
                direction: Direction::Along,
                stop: false,
                obeyed,
                slots_at: self.n_slots as u32,
                slots: slots as u32,
            });
            self.n_slots += slots as usize;
        }
    }

    fn add_zones(&mut self, tables: &Tables, mine: MineId) {
        if !self.obeyed {
            return;
        }
        for (id, zone) in tables.zones.entries().filter(|(_, zone)| zone.mine == mine) {
            let ms = |seconds: iceroad_base::quantity::Seconds| (seconds.get() * 1_000.0).round() as i64;
            self.zones.push(ZoneRow {
                id,
                name: zone.name.clone(),
                policy: zone.policy,
                most: zone.max_trucks.map_or(u32::MAX, u32::from),
                batch: zone.batch.map_or(u32::MAX, u32::from),
                max_hold_ms: zone.max_hold.map_or(i64::MAX, ms),
            });
        }
        let row_of: BTreeMap<ZoneId, ZoneIdx> =
            self.zones.entries().map(|(zone_idx, zone)| (zone.id, zone_idx)).collect();
        let mut inside: Table<ZoneIdx, Vec<usize>> = Table::filled(self.zones.len(), Vec::new());
        for (edge, row) in self.edges.iter_mut().enumerate() {
            let zone = tables.segments[row.segment].rules.zone;
            row.zone = zone.and_then(|zone| row_of.get(&zone)).copied();
            if let Some(zone_idx) = row.zone {
                inside[zone_idx].push(edge);
            }
        }
        let mut known = vec![false; self.edges.len()];
        for edges in &inside {
            self.orient(tables, edges, &mut known);
        }
    }

    /// Says of each edge of a zone, all `inside` it, which way it goes, from the first segment on. `known` are those
    /// that have been gone through, of any zone.
    fn orient(&mut self, tables: &Tables, inside: &[usize], known: &mut [bool]) {
        let Some(&first) = inside.iter().find(|&&edge| {
            let row = &self.edges[edge];
            tables.segments[row.segment].from == self.nodes[row.from as usize].id
        }) else {
            return;
        };
        let mut open = vec![(first, Direction::Along)];
        while let Some((edge, direction)) = open.pop() {
            if std::mem::replace(&mut known[edge], true) {
                continue;
            }
            self.edges[edge].direction = direction;
            let here = self.edges[edge];
            for &other in inside.iter().filter(|&&other| !known[other]) {
                let there = self.edges[other];
                let turns_back = there.segment == here.segment;
                let follows = there.from == here.to || there.to == here.from;
                let meets = there.to == here.to || there.from == here.from;
                if turns_back || meets {
                    open.push((other, direction.opposite()));
                } else if follows {
                    open.push((other, direction));
                }
            }
        }
    }

    /// `places` and `closable` are sorted.
    fn mark_stops(&mut self, places: &[NodeId], closable: &[SegmentId], storms: bool) {
        let n = self.nodes.len();
        let mut stops = vec![false; n];
        // Neighbours of each node: who can come from more than two sides may meet somebody there.
        let mut sides: Vec<Vec<u32>> = vec![Vec::new(); n];
        let mut zones: Vec<Vec<Option<ZoneIdx>>> = vec![Vec::new(); n];
        for edge in &self.edges {
            for (end, other) in [(edge.from, edge.to), (edge.to, edge.from)] {
                let end = end as usize;
                if !sides[end].contains(&other) {
                    sides[end].push(other);
                }
                if !zones[end].contains(&edge.zone) {
                    zones[end].push(edge.zone);
                }
                stops[end] |= closable.binary_search(&edge.segment).is_ok();
            }
        }
        let parallel = parallel_ends(&self.edges, n);
        for node in 0..n {
            let row = &self.nodes[node];
            let is_place = places.binary_search(&row.id).is_ok();
            stops[node] |= (self.obeyed || storms || !closable.is_empty())
                && (is_place || sides[node].len() > 2 || parallel[node]);
            stops[node] |= row.crossing.is_some() || zones[node].len() > 1;
        }
        for edge in &mut self.edges {
            edge.stop = stops[edge.to as usize];
        }
    }
}

/// Nodes where two segments lead to the same neighbour.
fn parallel_ends(edges: &[EdgeRow], n: usize) -> Vec<bool> {
    let mut ends: Vec<(u32, u32, usize)> = edges
        .iter()
        .map(|edge| (edge.from.min(edge.to), edge.from.max(edge.to), edge.segment.index()))
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let mut parallel = vec![false; n];
    for pair in ends.windows(2) {
        if (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) {
            parallel[pair[0].0 as usize] = true;
            parallel[pair[0].1 as usize] = true;
        }
    }
    parallel
}
