//! Haul roads: what they join, and what can be reached on them.
use super::graph::Graph;
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::ids::*;
use crate::mine::{Mine, Node, Segment};
use crate::tables::Tables;
use iceroad_base::Id;
use iceroad_base::quantity::Ranged;

pub(super) const RULES: &[Rule] = &[
    places_are_of_the_mine,
    segment_stays_in_one_mine,
    segment_leads_elsewhere,
    segment_has_a_length,
    every_place_is_reached_and_left,
];

/// The nodes that a mine names, with their columns.
fn named(mine: &Mine) -> impl Iterator<Item = (NodeId, &'static str)> {
    let fuel = mine.fuel_point.map(|node| (node, "fuel_point"));
    let charge = mine.electricity.charge_point.map(|node| (node, "charge_point"));
    [(mine.park, "park"), (mine.gate, "gate")].into_iter().chain(fuel).chain(charge)
}

fn places_are_of_the_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, mine) in t.mines.entries() {
        for (node, column) in named(mine) {
            let other = t.nodes[node].mine;
            if other == id {
                continue;
            }
            faults.add(
                Code::PlaceOfOtherMine,
                ("mines", id.index(), column),
                format!("`{}`, a node of `{}`", t.nodes[node].name, t.mines[other].name),
                format!("a node of `{}`", mine.name),
                "name a node of this mine, or change the node's mine in haul_nodes.csv",
            );
        }
    }
}

fn segment_stays_in_one_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, segment) in t.segments.iter().enumerate() {
        let (from, to) = (&t.nodes[segment.from], &t.nodes[segment.to]);
        if from.mine == to.mine {
            continue;
        }
        faults.add(
            Code::SegmentBetweenMines,
            ("haul_segments", row, "to"),
            format!("`{}` of `{}`", to.name, t.mines[to.mine].name),
            format!("a node of `{}`, as `{}` is", t.mines[from.mine].name, from.name),
            "haul roads stay within a mine; make the two mines one, or join them by a leg",
        );
    }
}

fn segment_leads_elsewhere(world: &World<'_>, faults: &mut Faults) {
    for (row, segment) in world.tables.segments.iter().enumerate() {
        if segment.from == segment.to {
            let name = &world.tables.nodes[segment.from].name;
            faults.add(
                Code::SegmentToItself,
                ("haul_segments", row, "to"),
                format!("`{name}`"),
                format!("a node other than `{name}`"),
                "write the node at the other end, or take the segment out",
            );
        }
    }
}

fn segment_has_a_length(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, segment) in t.segments.iter().enumerate() {
        if segment.length.get() <= 0.0 {
            faults.add(
                Code::SegmentNoLength,
                ("haul_segments", row, "length_m"),
                segment.length.get(),
                "more than 0 m",
                format!(
                    "measure the road from `{}` to `{}`, or make the two nodes one",
                    t.nodes[segment.from].name, t.nodes[segment.to].name
                ),
            );
        }
    }
}

/// All arrows of the haul roads, in their driving direction or against it.
fn arrows(t: &Tables, backwards: bool) -> Vec<(usize, usize)> {
    let mut arrows = Vec::with_capacity(t.segments.len() * 2);
    for segment in t.segments.iter() {
        let (from, to) = (segment.from.index(), segment.to.index());
        if segment.two_way || !backwards {
            arrows.push((from, to));
        }
        if segment.two_way || backwards {
            arrows.push((to, from));
        }
    }
    arrows
}

/// A place that must be reached from a mine's park and left for it.
struct Wanted<'a> {
    mine: MineId,
    node: NodeId,
    place: Place,
    what: String,
    park: &'a str,
}

fn wanted(t: &Tables) -> Vec<Wanted<'_>> {
    let mut all = Vec::new();
    let mut want = |mine: MineId, node: NodeId, place, what: String| {
        let park = t.nodes[t.mines[mine].park].name.as_str();
        all.push(Wanted { mine, node, place, what, park });
    };
    for (id, mine) in t.mines.entries() {
        for (node, column) in named(mine).filter(|&(node, _)| t.nodes[node].mine == id) {
            want(
                id,
                node,
                ("mines", id.index(), column),
                format!("the {} of `{}`", column.replace('_', " "), mine.name),
            );
        }
    }
    for (row, face) in t.faces.iter().enumerate() {
        want(t.nodes[face.node].mine, face.node, ("faces", row, "node"), format!("face `{}`", face.name));
    }
    for (row, dump) in t.dumps.iter().enumerate() {
        want(t.nodes[dump.node].mine, dump.node, ("dumps", row, "node"), format!("dump `{}`", dump.name));
    }
    all
}

/// If every place can be reached from the park and left for it, every place can be reached from every other.
fn every_place_is_reached_and_left(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    // A park on another mine's roads is that rule's fault, and would make every place here unreachable.
    let sound = |id: MineId| t.nodes[t.mines[id].park].mine == id;
    let parks = || t.mines.entries().filter(|&(id, _)| sound(id)).map(|(_, mine)| mine.park.index());
    // Mines share no nodes, so one search from all parks finds what each reaches.
    let graph = |backwards| {
        let inside = arrows(t, backwards).into_iter().filter(|&(from, to)| {
            t.nodes[NodeId::from_index(from)].mine == t.nodes[NodeId::from_index(to)].mine
        });
        Graph::new(t.nodes.len(), inside)
    };
    let (there, back) = (graph(false), graph(true));
    let (reached, leaving) = (there.reach(parks()), back.reach(parks()));
    for Wanted { mine, node, place, what, park } in wanted(t) {
        if !sound(mine) {
            continue;
        }
        let name = &t.nodes[node].name;
        let alone = std::iter::once(node.index());
        if !reached[node.index()] {
            let beyond = back.reach(alone);
            faults.add(
                Code::NoRoadTo,
                place,
                format!("`{name}`"),
                format!("a road from the park `{park}` to {what}"),
                one_way_between(t, &beyond, &reached)
                    .or_else(|| shortest_gap(t, mine, &reached, &beyond))
                    .unwrap_or_else(|| {
                        format!("add the missing segment between `{park}` and `{name}` to haul_segments.csv")
                    }),
            );
        } else if !leaving[node.index()] {
            let beyond = there.reach(alone);
            faults.add(
                Code::NoRoadBack,
                place,
                format!("`{name}`"),
                format!("a road from {what} back to the park `{park}`"),
                one_way_between(t, &leaving, &beyond).unwrap_or_else(|| {
                    format!("make a segment on the way two-way, or add one from `{name}` towards `{park}`")
                }),
            );
        }
    }
}

/// What to do where a road leads from the one part to the other, but not back.
fn one_way_between(t: &Tables, from: &[bool], to: &[bool]) -> Option<String> {
    let leads = |segment: &&Segment| from[segment.from.index()] && to[segment.to.index()];
    let segment = t.segments.iter().filter(|segment| !segment.two_way).find(leads)?;
    let (from, to) = (&t.nodes[segment.from].name, &t.nodes[segment.to].name);
    Some(format!("make the segment from `{from}` to `{to}` two-way, or add a way back beside it"))
}

/// Above so many pairs of nodes nobody looks for the nearest.
const MOST_PAIRS: usize = 1_000_000;

/// What to do where no road joins two parts of a mine: the nodes on either side that lie nearest to each other by the map.
fn shortest_gap(t: &Tables, mine: MineId, one: &[bool], other: &[bool]) -> Option<String> {
    let side = |of: &[bool]| -> Vec<NodeId> {
        t.nodes.entries().filter(|(id, node)| node.mine == mine && of[id.index()]).map(|(id, _)| id).collect()
    };
    let (one, other) = (side(one), side(other));
    if one.len() * other.len() > MOST_PAIRS {
        return None;
    }
    let mut nearest: Option<(f64, NodeId, NodeId)> = None;
    for &a in &one {
        for &b in &other {
            let metres = apart(&t.nodes[a], &t.nodes[b]);
            if nearest.is_none_or(|(least, ..)| metres < least) {
                nearest = Some((metres, a, b));
            }
        }
    }
    // Nodes on one spot have no coordinates of their own.
    let (metres, a, b) = nearest.filter(|&(metres, ..)| metres > 0.0)?;
    let (a, b) = (&t.nodes[a].name, &t.nodes[b].name);
    Some(format!(
        "add the missing segment to haul_segments.csv; the nearest nodes are `{a}` and `{b}`, {metres:.0} m apart"
    ))
}

/// Straight distance of two nodes, m.
fn apart(a: &Node, b: &Node) -> f64 {
    let (x, y, z) = (a.x.get() - b.x.get(), a.y.get() - b.y.get(), a.z.get() - b.z.get());
    (x * x + y * y + z * z).sqrt()
}
