//! Lines of a map made into a road network: where they meet, where they must be cut, how long and steep each piece is.
//!
//! * **Ends** of lines closer to each other than the tolerance are one node.
//! * A line is **cut** where another's end, or a named point, lies on it within the tolerance, and at a vertex that
//!   two lines share exactly. Lines that only cross stay apart: one may lead over the other.
//! * Where heights are known on both sides they count in every distance, so that ramps above one another stay apart.
//! * A piece is cut further where a straight line would leave the drawn one by more than `detail` m sideways or a
//!   tenth of it in height (Douglas and Peucker 1973), so that the map keeps its bends and the trucks their climbs.
//!   Lengths are measured along the drawn line, never along the straight one.
//!
//! Everything goes in the order of the file, so that one file always gives one network.

use std::collections::{BTreeMap, BTreeSet};

/// A point in the pit's grid, m.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) z: Option<f64>,
}

impl Point {
    /// To another point; in space where both heights are known.
    pub(super) fn distance(self, other: Point) -> f64 {
        let rise = self.z.zip(other.z).map_or(0.0, |(a, b)| a - b);
        libm::hypot(libm::hypot(self.x - other.x, self.y - other.y), rise)
    }

    /// In the plane.
    fn flat_distance(self, other: Point) -> f64 {
        libm::hypot(self.x - other.x, self.y - other.y)
    }

    pub(super) fn between(self, other: Point, share: f64) -> Point {
        let mix = |a: f64, b: f64| a + (b - a) * share;
        let z = self.z.zip(other.z).map(|(a, b)| mix(a, b));
        Point { x: mix(self.x, other.x), y: mix(self.y, other.y), z }
    }
}

/// How a map becomes a network.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Rules {
    /// What is closer than this is in one place, m.
    pub(super) tolerance: f64,
    /// A road keeps what is more than this off the straight, m.
    pub(super) detail: f64,
}

/// A node of the network.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Node {
    pub(super) at: Point,
    /// Which of the named points it is.
    pub(super) named: Option<usize>,
}

/// A piece of a line between two nodes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Piece {
    /// Which line.
    pub(super) line: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// Along the drawn line, m.
    pub(super) length: f64,
    /// Rise over horizontal run; none where heights are not known.
    pub(super) grade: Option<f64>,
}

/// The network, and what could not become part of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Network {
    pub(super) nodes: Vec<Node>,
    pub(super) pieces: Vec<Piece>,
    /// Named points with their distance to the nearest road, m.
    pub(super) astray: Vec<(usize, f64)>,
    /// Named points at a node that has a name already, with the point that has it.
    pub(super) doubled: Vec<(usize, usize)>,
    /// Lines that lie within the tolerance of one point.
    pub(super) dots: Vec<usize>,
    /// Lines without any way to the largest part of the network.
    pub(super) apart: Vec<usize>,
}

/// Makes a network of lines and named points.
pub(super) fn build(lines: &[Vec<Point>], named: &[Point], rules: Rules) -> Network {
    let mut network = Network::default();
    let mut ends = Ends::new(rules.tolerance);
    let mut line_ends = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let [first, .., last] = line.as_slice() else {
            network.dots.push(at);
            line_ends.push(None);
            continue;
        };
        if line.iter().all(|point| point.distance(*first) <= rules.tolerance) {
            network.dots.push(at);
            line_ends.push(None);
            continue;
        }
        let ends_of = (ends.node(*first, &mut network.nodes), ends.node(*last, &mut network.nodes));
        line_ends.push(Some(ends_of));
    }
    for point in shared_vertices(lines) {
        ends.node(point, &mut network.nodes);
    }
    name_nodes(lines, named, rules, &mut ends, &mut network);
    let n_meetings = network.nodes.len();
    for (at, (line, ends)) in lines.iter().zip(&line_ends).enumerate() {
        let Some(ends) = *ends else { continue };
        let on_it = nodes_on(line, ends, rules, &network.nodes[..n_meetings]);
        cut(at, line, ends, &on_it, rules, &mut network);
    }
    network.apart = apart(&network, lines.len());
    network
}

/// Nodes by place.
struct Ends {
    tolerance: f64,
    cells: BTreeMap<(i64, i64), Vec<usize>>,
}

impl Ends {
    fn new(tolerance: f64) -> Self {
        Self { tolerance, cells: BTreeMap::new() }
    }

    fn cell(&self, point: Point) -> (i64, i64) {
        ((point.x / self.tolerance).floor() as i64, (point.y / self.tolerance).floor() as i64)
    }

    /// The nearest node within the tolerance; the earlier of two at one distance.
    fn find(&self, point: Point, nodes: &[Node]) -> Option<usize> {
        let (column, row) = self.cell(point);
        let mut best: Option<(f64, usize)> = None;
        for x in column - 1..=column + 1 {
            for y in row - 1..=row + 1 {
                for &node in self.cells.get(&(x, y)).into_iter().flatten() {
                    let distance = nodes[node].at.distance(point);
                    if distance <= self.tolerance
                        && best.is_none_or(|(least, other)| (distance, node) < (least, other))
                    {
                        best = Some((distance, node));
                    }
                }
            }
        }
        best.map(|(_, node)| node)
    }

    /// The node at a point; a new one where there is none.
    fn node(&mut self, point: Point, nodes: &mut Vec<Node>) -> usize {
        if let Some(node) = self.find(point, nodes) {
            nodes[node].at.z = nodes[node].at.z.or(point.z);
            return node;
        }
        nodes.push(Node { at: point, named: None });
        self.cells.entry(self.cell(point)).or_default().push(nodes.len() - 1);
        nodes.len() - 1
    }
}

/// Vertices that lie in two lines to the last digit, ends left out.
fn shared_vertices(lines: &[Vec<Point>]) -> Vec<Point> {
    let mut seen: BTreeMap<(u64, u64, u64), usize> = BTreeMap::new();
    let mut shared = Vec::new();
    let mut told = BTreeSet::new();
    for (at, line) in lines.iter().enumerate() {
        let inner = line.len().saturating_sub(1);
        for point in line.iter().take(inner).skip(1) {
            let key = (point.x.to_bits(), point.y.to_bits(), point.z.map_or(0, f64::to_bits));
            let first = *seen.entry(key).or_insert(at);
            if first != at && told.insert(key) {
                shared.push(*point);
            }
        }
    }
    shared
}

/// Gives each named point its node: the nearest end of a line, else a new node on the nearest line.
fn name_nodes(lines: &[Vec<Point>], named: &[Point], rules: Rules, ends: &mut Ends, network: &mut Network) {
    for (at, &point) in named.iter().enumerate() {
        let node = ends.find(point, &network.nodes).or_else(|| {
            let (distance, place) = nearest_place(lines, point)?;
            (distance <= rules.tolerance).then(|| ends.node(place, &mut network.nodes))
        });
        let Some(node) = node else {
            let distance = nearest_place(lines, point).map_or(f64::INFINITY, |(distance, _)| distance);
            network.astray.push((at, distance));
            continue;
        };
        match network.nodes[node].named {
            Some(other) => network.doubled.push((at, other)),
            None => network.nodes[node].named = Some(at),
        }
    }
}

fn nearest_place(lines: &[Vec<Point>], point: Point) -> Option<(f64, Point)> {
    let mut best: Option<(f64, Point)> = None;
    for line in lines {
        for edge in line.windows(2) {
            let place = edge[0].between(edge[1], foot(edge[0], edge[1], point));
            let distance = place.distance(point);
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, place));
            }
        }
    }
    best
}

/// Where on an edge the point nearest to another lies, as a share of the edge.
fn foot(a: Point, b: Point, point: Point) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let square = dx * dx + dy * dy;
    if square == 0.0 {
        return 0.0;
    }
    (((point.x - a.x) * dx + (point.y - a.y) * dy) / square).clamp(0.0, 1.0)
}

/// A place along a line where it is cut: the edge, the share of it, the node.
type Cut = (usize, f64, usize);

/// Cuts a line at every node that lies on it and adds its pieces.
fn cut(
    at: usize,
    line: &[Point],
    (from, to): (usize, usize),
    on_it: &[Cut],
    rules: Rules,
    network: &mut Network,
) {
    let mut cuts: Vec<Cut> = vec![(0, 0.0, from)];
    cuts.extend_from_slice(on_it);
    cuts.push((line.len() - 2, 1.0, to));
    for &(edge, share, node) in &cuts {
        let level = line[edge].between(line[edge + 1], share).z;
        network.nodes[node].at.z = network.nodes[node].at.z.or(level);
    }
    cuts.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).unwrap_or(std::cmp::Ordering::Equal));
    for pair in cuts.windows(2) {
        let (begin, end) = (pair[0], pair[1]);
        let mut points = vec![line[begin.0].between(line[begin.0 + 1], begin.1)];
        points.extend_from_slice(&line[begin.0 + 1..=end.0]);
        points.push(line[end.0].between(line[end.0 + 1], end.1));
        add_pieces(at, &points, (begin.2, end.2), rules, network);
    }
}

/// Nodes other than its ends that lie on a line, each where it is nearest.
fn nodes_on(line: &[Point], (from, to): (usize, usize), rules: Rules, nodes: &[Node]) -> Vec<Cut> {
    let mut best: BTreeMap<usize, (f64, usize, f64)> = BTreeMap::new();
    let reach = rules.tolerance;
    let (west, east) = span(line.iter().map(|point| point.x));
    let (south, north) = span(line.iter().map(|point| point.y));
    let near: Vec<usize> = (0..nodes.len())
        .filter(|&node| node != from && node != to)
        .filter(|&node| {
            let Point { x, y, .. } = nodes[node].at;
            x >= west - reach && x <= east + reach && y >= south - reach && y <= north + reach
        })
        .collect();
    for (number, edge) in line.windows(2).enumerate() {
        for &node in &near {
            let share = foot(edge[0], edge[1], nodes[node].at);
            let distance = edge[0].between(edge[1], share).distance(nodes[node].at);
            if distance <= reach && best.get(&node).is_none_or(|known| distance < known.0) {
                best.insert(node, (distance, number, share));
            }
        }
    }
    best.into_iter().map(|(node, (_, edge, share))| (edge, share, node)).collect()
}

fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// Adds the pieces of a line between two nodes, cut where it bends.
fn add_pieces(
    line: usize,
    points: &[Point],
    (from, to): (usize, usize),
    rules: Rules,
    network: &mut Network,
) {
    let mut kept = vec![0];
    bends(points, 0, points.len() - 1, from == to, rules.detail, &mut kept);
    kept.push(points.len() - 1);
    let mut here = from;
    for pair in kept.windows(2) {
        let (begin, end) = (pair[0], pair[1]);
        let next = if end == points.len() - 1 {
            to
        } else {
            network.nodes.push(Node { at: points[end], named: None });
            network.nodes.len() - 1
        };
        let stretch = &points[begin..=end];
        let length: f64 = stretch.windows(2).map(|edge| edge[0].distance(edge[1])).sum();
        let run: f64 = stretch.windows(2).map(|edge| edge[0].flat_distance(edge[1])).sum();
        let rise = points[begin].z.zip(points[end].z).map(|(low, high)| high - low);
        let grade = rise.map(|rise| if run > 0.0 { rise / run } else { 0.0 });
        if length > 0.0 && here != next {
            network.pieces.push(Piece { line, from: here, to: next, length, grade });
        }
        here = next;
    }
}

/// The points between two that a straight line would miss by too much, in order.
fn bends(points: &[Point], first: usize, last: usize, ring: bool, detail: f64, kept: &mut Vec<usize>) {
    // A list of what is to do instead of recursion: a line of a million points is no deeper than one of ten.
    let mut found = BTreeSet::new();
    let mut open = vec![(first, last, ring)];
    while let Some((first, last, ring)) = open.pop() {
        let worst = (first + 1..last)
            .map(|at| (departure(points, first, last, at, detail), at))
            .fold((0.0, 0), |best, next| if next.0 > best.0 { next } else { best });
        if worst.1 == 0 || (worst.0 <= 1.0 && !ring) {
            continue;
        }
        found.insert(worst.1);
        open.push((first, worst.1, false));
        open.push((worst.1, last, false));
    }
    kept.extend(found);
}

/// How far a point lies off the straight between two others, in units of what is let go.
fn departure(points: &[Point], first: usize, last: usize, at: usize, detail: f64) -> f64 {
    let (a, b, point) = (points[first], points[last], points[at]);
    let share = foot(a, b, point);
    let straight = a.between(b, share);
    let sideways = straight.flat_distance(point) / detail;
    let height = straight.z.zip(point.z).map_or(0.0, |(is, was)| (is - was).abs()) / (detail / 10.0);
    sideways.max(height)
}

/// Lines that hang together with fewer others than the largest part does.
fn apart(network: &Network, n_lines: usize) -> Vec<usize> {
    let mut parts: Vec<usize> = (0..network.nodes.len()).collect();
    for piece in &network.pieces {
        let (a, b) = (root(&mut parts, piece.from), root(&mut parts, piece.to));
        parts[a.max(b)] = a.min(b);
    }
    let mut lengths: BTreeMap<usize, f64> = BTreeMap::new();
    let mut part_of = vec![None; n_lines];
    for piece in &network.pieces {
        let part = root(&mut parts, piece.from);
        *lengths.entry(part).or_default() += piece.length;
        part_of[piece.line] = Some(part);
    }
    let largest = lengths.iter().fold(
        (0.0, None),
        |best, (&part, &length)| {
            if length > best.0 { (length, Some(part)) } else { best }
        },
    );
    (0..n_lines).filter(|&line| part_of[line].is_some() && part_of[line] != largest.1).collect()
}

fn root(parts: &mut [usize], mut at: usize) -> usize {
    while parts[at] != at {
        parts[at] = parts[parts[at]];
        at = parts[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { tolerance: 5.0, detail: 10.0 };

    fn flat(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| Point { x, y, z: None }).collect()
    }

    fn high(points: &[(f64, f64, f64)]) -> Vec<Point> {
        points.iter().map(|&(x, y, z)| Point { x, y, z: Some(z) }).collect()
    }

    fn ends(network: &Network) -> Vec<(usize, usize, f64)> {
        network.pieces.iter().map(|piece| (piece.from, piece.to, piece.length.round())).collect()
    }

    #[test]
    fn ends_within_the_tolerance_meet_and_lengths_stay_those_drawn() {
        let lines = [flat(&[(0.0, 0.0), (100.0, 0.0)]), flat(&[(103.0, 4.0), (103.0, 204.0)])];
        let network = build(&lines, &[], RULES);
        assert_eq!(network.nodes.len(), 3);
        assert_eq!(ends(&network), [(0, 1, 100.0), (1, 2, 200.0)]);
        assert!(network.apart.is_empty());
        let far = build(&lines, &[], Rules { tolerance: 4.9, ..RULES });
        assert_eq!(
            (far.nodes.len(), far.apart.as_slice()),
            (4, [0].as_slice()),
            "the longer part is kept as whole"
        );
    }

    #[test]
    fn a_line_is_cut_where_another_ends_on_it_and_not_where_it_only_crosses() {
        let main = flat(&[(0.0, 0.0), (100.0, 0.0)]);
        let branch = flat(&[(40.0, 3.0), (40.0, 80.0)]);
        let network = build(&[main.clone(), branch], &[], RULES);
        assert_eq!(ends(&network), [(0, 2, 40.0), (2, 1, 60.0), (2, 3, 77.0)]);
        let bridge = flat(&[(40.0, -80.0), (40.0, 80.0)]);
        let network = build(&[main, bridge], &[], RULES);
        assert_eq!(ends(&network), [(0, 1, 100.0), (2, 3, 160.0)]);
        assert_eq!(network.apart, [0]);
        // The same crossing with one vertex that both have.
        let crossing = [
            flat(&[(0.0, 0.0), (40.0, 0.0), (100.0, 0.0)]),
            flat(&[(40.0, -80.0), (40.0, 0.0), (40.0, 80.0)]),
        ];
        let network = build(&crossing, &[], RULES);
        assert_eq!((network.pieces.len(), network.apart.len()), (4, 0));
    }

    #[test]
    fn ramps_above_one_another_stay_apart() {
        let lower = high(&[(0.0, 0.0, 0.0), (100.0, 0.0, 0.0)]);
        let upper = high(&[(50.0, 2.0, 12.0), (50.0, 100.0, 12.0)]);
        assert_eq!(build(&[lower, upper], &[], RULES).apart, [1]);
    }

    #[test]
    fn a_climb_keeps_its_steps_and_a_bend_its_shape() {
        let ramp = high(&[(0.0, 0.0, 0.0), (100.0, 0.0, 0.2), (200.0, 0.0, 10.2), (300.0, 0.0, 10.3)]);
        let network = build(&[ramp], &[], RULES);
        let grades: Vec<f64> =
            network.pieces.iter().map(|piece| (piece.grade.unwrap() * 1_000.0).round()).collect();
        assert_eq!(grades, [2.0, 100.0, 1.0]);
        let climb = network.pieces[1].length;
        assert!((climb - libm::hypot(100.0, 10.0)).abs() < 1e-9, "{climb}");
        // Five metres off are let go but stay in the length; fifty are kept.
        let wave = flat(&[(0.0, 0.0), (50.0, 5.0), (100.0, 0.0), (150.0, 50.0), (200.0, 0.0)]);
        let network = build(&[wave], &[], RULES);
        let kept: Vec<f64> = network.nodes.iter().map(|node| node.at.x).collect();
        assert_eq!(kept, [0.0, 200.0, 100.0, 150.0]);
        assert_eq!(ends(&network)[0].2, (2.0 * libm::hypot(50.0, 5.0)).round());
    }

    #[test]
    fn a_ring_is_cut_in_two_and_a_dot_is_none() {
        let ring = flat(&[(0.0, 0.0), (50.0, 4.0), (100.0, 0.0), (50.0, -4.0), (0.0, 0.0)]);
        let network = build(&[ring], &[], RULES);
        assert_eq!(network.pieces.len(), 2);
        assert!(network.pieces.iter().all(|piece| piece.from != piece.to));
        let dot = flat(&[(0.0, 0.0), (2.0, 0.0), (0.0, 1.0)]);
        assert_eq!(build(&[dot, vec![]], &[], RULES).dots, [0, 1]);
    }

    #[test]
    fn points_name_ends_or_cut_the_line_they_lie_on() {
        let line = flat(&[(0.0, 0.0), (100.0, 0.0)]);
        let named = flat(&[(1.0, 1.0), (60.0, -2.0), (30.0, 40.0), (61.0, 0.0)]);
        let network = build(&[line], &named, RULES);
        assert_eq!(ends(&network), [(0, 2, 60.0), (2, 1, 40.0)]);
        assert_eq!(network.nodes[0].named, Some(0));
        assert_eq!(network.nodes[2].named, Some(1));
        assert_eq!(network.astray, [(2, 40.0)]);
        assert_eq!(network.doubled, [(3, 1)]);
    }

    #[test]
    fn no_lines_make_no_network() {
        let network = build(&[], &flat(&[(0.0, 0.0)]), RULES);
        assert!(network.pieces.is_empty() && network.astray[0].1.is_infinite());
    }
}
