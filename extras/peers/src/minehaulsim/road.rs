//! minehaulsim's roads: speeds from its own curves, and the quickest ways.
//!
//! **Curves.** min(traction · m · g, efficiency · P / v) at twelve speeds, rounded to 0.1 kN and joined by straight lines,
//! which lie above the hyperbola between its points: a CAT 793F at 12 % runs 13.41 km/h for 13.11. The traction is that of
//! the rated gross mass, whatever is aboard.
//!
//! **Mass.** A speed is worked out for the middle of one of twelve equal classes of gross mass between empty and the
//! rated payload plus three of its standard deviations, and kept by grade and resistance to 0.01 % and limit to 0.1 km/h:
//! the first segment of a class decides for all that round alike.
//!
//! **Route.** Dijkstra over length / speed, without acceleration, plus the time of each crossing passed. A way replaces
//! another where it is shorter by more than 10⁻¹² s; of equal ways the one found first stays.

use super::at;
use crate::clock::Clock;
use crate::outcome::Unfit;
use iceroad_base::Id;
use iceroad_base::quantity::Ranged;
use iceroad_model::fleet::TruckModel;
use iceroad_model::roads::{Crossing, LaneZone};
use iceroad_model::{NodeId, Tables};
use std::collections::BTreeMap;

/// The trucks of the peer's catalogue with the standard deviation of their payload, t (minehaulsim 0.12.1).
pub const CATALOGUE: [(&str, f64); 3] = [("CAT_777G", 5.0), ("CAT_785D", 7.0), ("CAT_793F", 11.0)];

/// Standard gravity, m/s², as the peer has it.
const GRAVITY: f64 = 9.806_65;
/// The speeds at which curves are known, km/h.
const SPEEDS: [f64; 12] = [2.0, 3.0, 4.0, 6.0, 8.0, 11.0, 15.0, 20.0, 27.0, 35.0, 45.0, 55.0];
/// Classes of gross mass.
const CLASSES: f64 = 12.0;

/// A kind of truck.
#[derive(Clone, Debug)]
pub struct Kind {
    pub(super) name: String,
    pub(super) payload_t: f64,
    empty_t: f64,
    /// Standard deviation of the payload, t.
    spread_t: f64,
    top_kmh: f64,
    rimpull_kn: [f64; 12],
    retarder_kn: [f64; 12],
}

impl Kind {
    /// A truck model as the peer would have it.
    ///
    /// # Errors
    /// [`Unfit::UnknownModel`] where the peer has no spread of payload for a model of this name.
    pub(super) fn of(name: &str, model: &TruckModel) -> Result<Kind, Unfit> {
        let Some(&(_, spread_t)) = CATALOGUE.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = CATALOGUE.iter().map(|(known, _)| *known).collect();
            return Err(Unfit::UnknownModel { model: name.to_owned(), known: known.join(", ") });
        };
        let (payload_t, empty_t) = (model.payload.tonnes(), model.empty.tonnes());
        let most_kn = model.traction.get() * (empty_t + payload_t) * GRAVITY;
        let curve = |kw: f64| SPEEDS.map(|kmh| tenths(most_kn.min(kw / (kmh / 3.6))));
        Ok(Kind {
            name: name.to_owned(),
            payload_t,
            empty_t,
            spread_t,
            top_kmh: model.top_speed.get(),
            rimpull_kn: curve(model.drive_efficiency.get() * model.power.get()),
            retarder_kn: curve(model.retarder.get()),
        })
    }

    pub(super) fn gross_t(&self, loaded: bool) -> f64 {
        self.empty_t + if loaded { self.payload_t } else { 0.0 }
    }

    fn most_t(&self) -> f64 {
        self.empty_t + (self.payload_t + 3.0 * self.spread_t).max(1e-9)
    }

    /// The class of a gross mass.
    fn class(&self, gross_t: f64) -> usize {
        let (least, most) = (self.empty_t, self.most_t());
        let share = (gross_t.max(least).min(most) - least) / (most - least);
        ((share * CLASSES) as usize).min(CLASSES as usize - 1)
    }

    /// The speed at the middle of a class, m/s; 0 where it stalls.
    fn speed(&self, class: usize, grade_pct: f64, rolling_pct: f64, limit_kmh: f64) -> f64 {
        let (least, most) = (self.empty_t, self.most_t());
        let gross_t = least + (class as f64 + 0.5) / CLASSES * (most - least);
        let total = grade_pct + rolling_pct;
        let needed_kn = gross_t * GRAVITY * total.abs() / 100.0;
        let curve = if total >= 0.0 { &self.rimpull_kn } else { &self.retarder_kn };
        let kmh = fastest(curve, needed_kn).min(limit_kmh).min(self.top_kmh);
        kmh.max(0.0) / 3.6
    }

    /// The speed at the middle of the class of a gross mass, km/h.
    pub(super) fn speed_kmh(&self, loaded: bool, grade_pct: f64, rolling_pct: f64, limit_kmh: f64) -> f64 {
        self.speed(self.class(self.gross_t(loaded)), grade_pct, rolling_pct, limit_kmh) * 3.6
    }
}

fn tenths(kn: f64) -> f64 {
    // By way of decimals, which is how the peer's language rounds.
    format!("{kn:.1}").parse().unwrap_or(kn)
}

/// The greatest speed of the curve at which it still has the force, km/h.
fn fastest(curve: &[f64; 12], needed_kn: f64) -> f64 {
    if needed_kn <= 0.0 {
        return SPEEDS[11];
    }
    let mut faster: Option<(f64, f64)> = None;
    for (&kmh, &kn) in SPEEDS.iter().zip(curve).rev() {
        if kn >= needed_kn {
            let Some((fast_kmh, low_kn)) = faster else { return kmh };
            let span = kn - low_kn;
            let share = if span <= 0.0 { 0.0 } else { (needed_kn - low_kn) / span };
            return fast_kmh + (kmh - fast_kmh) * share;
        }
        faster = Some((kmh, kn));
    }
    0.0
}

/// Speeds worked out so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Speeds {
    known: BTreeMap<(usize, usize, String), f64>,
    /// By segment, direction, kind and class: what `known` says, found without its key.
    near: BTreeMap<(usize, bool, usize, usize), f64>,
}

impl Speeds {
    /// The speed of a kind with a gross mass on a segment, m/s.
    pub(super) fn of(&mut self, kinds: &[Kind], kind: usize, gross_t: f64, road: &Road, along: Along) -> f64 {
        let class = kinds[kind].class(gross_t);
        let near = (along.segment, along.forth, kind, class);
        if let Some(speed) = self.near.get(&near) {
            return *speed;
        }
        let grade = if along.forth { road.grade_pct } else { -road.grade_pct };
        let key = (
            kind,
            class,
            format!("{grade:.2} {:.2} {:.1}", road.rolling_pct, road.limit_kmh).replace("-0.00", "0.00"),
        );
        let make = || kinds[kind].speed(class, grade, road.rolling_pct, road.limit_kmh);
        let speed = *self.known.entry(key).or_insert_with(make);
        self.near.insert(near, speed);
        speed
    }
}

/// A segment.
#[derive(Clone, Debug)]
pub(super) struct Road {
    pub(super) from: NodeId,
    pub(super) to: NodeId,
    pub(super) length_m: f64,
    grade_pct: f64,
    rolling_pct: f64,
    limit_kmh: f64,
    /// Row of its zone.
    pub(super) zone: Option<usize>,
}

/// A segment in one direction; `forth` is from → to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Along {
    pub(super) segment: usize,
    pub(super) forth: bool,
}

/// The roads of the mine.
#[derive(Clone, Debug)]
pub(super) struct Network {
    pub(super) roads: Vec<Road>,
    /// By node, in order of the segments.
    leaving: Vec<Vec<Along>>,
    pub(super) crossings: Vec<Option<Crossing>>,
    pub(super) zones: Vec<LaneZone>,
    pub(super) headway_m: f64,
    pub(super) gap_s: f64,
}

impl Network {
    pub(super) fn of(tables: &Tables) -> Network {
        let mut leaving = vec![Vec::new(); tables.nodes.len()];
        let mut roads = Vec::new();
        for (segment, row) in tables.segments.iter().enumerate() {
            leaving[at(row.from)].push(Along { segment, forth: true });
            if row.two_way {
                leaving[at(row.to)].push(Along { segment, forth: false });
            }
            roads.push(Road {
                from: row.from,
                to: row.to,
                length_m: row.length.get(),
                grade_pct: row.grade.get(),
                rolling_pct: row.rolling.get(),
                limit_kmh: row.limit.get(),
                zone: row.rules.zone.map(Id::index),
            });
        }
        let traffic = tables.mines.iter().next().map(|mine| mine.traffic).unwrap_or_default();
        Network {
            roads,
            leaving,
            crossings: tables.nodes.iter().map(|node| node.rules.crossing).collect(),
            zones: tables.zones.iter().cloned().collect(),
            headway_m: traffic.headway.get(),
            gap_s: traffic.gap.get(),
        }
    }

    /// Where a segment begins and ends when driven this way.
    pub(super) fn ends(&self, along: Along) -> (NodeId, NodeId) {
        let road = &self.roads[along.segment];
        if along.forth { (road.from, road.to) } else { (road.to, road.from) }
    }
}

/// A way from node to node.
#[derive(Clone, PartialEq, Debug)]
pub struct Route {
    /// Free-flow time, the crossings passed included, s.
    pub seconds: f64,
    /// Length, m.
    pub metres: f64,
    pub(super) way: Vec<Along>,
}

/// The routes asked for so far.
#[derive(Clone, Debug)]
pub(super) struct Router<'w> {
    network: &'w Network,
    kinds: &'w [Kind],
    speeds: Speeds,
    routes: Vec<Route>,
    /// By from, to, kind and load: the row in `routes`, or that there is none.
    known: BTreeMap<(NodeId, NodeId, usize, bool), Option<usize>>,
}

impl<'w> Router<'w> {
    pub(super) fn new(network: &'w Network, kinds: &'w [Kind]) -> Router<'w> {
        Router { network, kinds, speeds: Speeds::default(), routes: Vec::new(), known: BTreeMap::new() }
    }

    pub(super) fn route(&mut self, from: NodeId, to: NodeId, kind: usize, loaded: bool) -> Option<&Route> {
        self.find(from, to, kind, loaded).map(|at| &self.routes[at])
    }

    /// The row of a route.
    pub(super) fn find(&mut self, from: NodeId, to: NodeId, kind: usize, loaded: bool) -> Option<usize> {
        let key = (from, to, kind, loaded);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let found = self.search(from, to, kind, loaded).map(|route| {
            self.routes.push(route);
            self.routes.len() - 1
        });
        self.known.insert(key, found);
        found
    }

    pub(super) fn at(&self, row: usize) -> &Route {
        &self.routes[row]
    }

    fn search(&mut self, from: NodeId, to: NodeId, kind: usize, loaded: bool) -> Option<Route> {
        let n = self.network.leaving.len();
        let gross_t = self.kinds[kind].gross_t(loaded);
        let mut best = vec![f64::INFINITY; n];
        let mut last: Vec<Option<Along>> = vec![None; n];
        let mut done = vec![false; n];
        best[at(from)] = 0.0;
        let mut open = Clock::default();
        open.at(0.0, from);
        while let Some(node) = open.pop() {
            let cost = open.now();
            if std::mem::replace(&mut done[at(node)], true) {
                continue;
            }
            if node == to {
                break;
            }
            let crossing = self.network.crossings[at(node)].filter(|_| node != from);
            let crossing_s = crossing.map_or(0.0, |crossing| crossing.time.get());
            for &along in &self.network.leaving[at(node)] {
                let road = &self.network.roads[along.segment];
                let speed = self.speeds.of(self.kinds, kind, gross_t, road, along);
                if speed <= 0.0 {
                    continue;
                }
                let (_, next) = self.network.ends(along);
                let there = cost + crossing_s + road.length_m / speed;
                if there < best[at(next)] - 1e-12 {
                    best[at(next)] = there;
                    last[at(next)] = Some(along);
                    open.at(there, next);
                }
            }
        }
        if best[at(to)].is_infinite() {
            return None;
        }
        let mut way = Vec::new();
        let mut node = to;
        let mut metres = 0.0;
        while node != from {
            let along = last[at(node)]?;
            metres += self.network.roads[along.segment].length_m;
            way.push(along);
            node = self.network.ends(along).0;
        }
        way.reverse();
        Some(Route { seconds: best[at(to)], metres, way })
    }
}
