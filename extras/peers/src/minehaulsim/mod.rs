//! A shift by the rules of minehaulsim 0.12.1 (Apache-2.0), without spread.
//!
//! Terms. A *face* is served by a loader with so many spots and one line. A *leg* is the drive of a truck from a face to
//! the primary dump, the first of `dumps.csv`, or back. In free flow a leg takes the time of its route, the crossings
//! passed included; in traffic it is driven segment by segment (`traffic`).
//!
//! ```text
//!  at face ─▶ (line) ─▶ load ─▶ haul ─▶ (line) ─▶ dump ─▶ return ─▶ at face …
//! ```
//!
//! All times are seconds. Every truck begins at the face written for it, at 0. A spot that goes free is given to the next
//! in line before the truck that left it drives off. An event at the very end of the shift still happens. Payloads are
//! the rated ones; a load takes whole passes, rounded up, and one spotting. What `rimpull.csv` says is not used: the peer
//! has curves of its own ([`road`]).
//!
//! Not done: the peer stops with an error where a truck waits for a single lane for half an hour and nothing moves; here
//! it waits on.

mod policy;
pub mod road;
mod traffic;

pub use policy::{NOT_FOLLOWED, Policy};
pub use road::{CATALOGUE, Route};

use crate::clock::Clock;
use crate::outcome::{Count, Outcome, Step, Unfit};
use crate::pit::Pit;
use iceroad_base::Id;
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_model::{FaceId, NodeId, Tables};
use road::{Kind, Network, Router};
use std::collections::VecDeque;
use traffic::Traffic;

/// Whether trucks hinder each other on the road.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// They do not; the peer calls it fast.
    FreeFlow,
    /// They do.
    Traffic,
}

/// A face with its loader, or the dump: so many servers and a line.
#[derive(Clone, Debug, Default)]
struct Queue {
    capacity: usize,
    busy: usize,
    line: VecDeque<usize>,
}

impl Queue {
    fn of(capacity: usize) -> Queue {
        Queue { capacity, ..Queue::default() }
    }

    /// Takes a server, or stands in line; true where it was served at once.
    fn request(&mut self, truck: usize) -> bool {
        if self.busy < self.capacity && self.line.is_empty() {
            self.busy += 1;
            return true;
        }
        self.line.push_back(truck);
        false
    }

    /// Gives a server back; the next in line has it at once.
    fn release(&mut self) -> Option<usize> {
        self.busy = self.busy.saturating_sub(1);
        let next = self.line.pop_front()?;
        self.busy += 1;
        Some(next)
    }
}

/// A face with its loader, its unchanging part.
#[derive(Clone, Debug)]
struct Face {
    node: NodeId,
    /// Row among the loaders of the pit: the first at the face; the others are further spots.
    loader: usize,
    spots: usize,
    pass_t: f64,
    pass_s: f64,
    spot_s: f64,
}

impl Face {
    fn load_s(&self, kind: &Kind) -> f64 {
        (kind.payload_t / self.pass_t).ceil() * self.pass_s + self.spot_s
    }
}

/// A truck, its unchanging part.
#[derive(Clone, Debug)]
struct Truck {
    kind: usize,
    home: usize,
    mass: Mass,
}

/// The mine worked out, to be run by any policy in either mode.
#[derive(Clone, Debug)]
pub struct World<'a> {
    pit: Pit<'a>,
    network: Network,
    kinds: Vec<Kind>,
    faces: Vec<Face>,
    trucks: Vec<Truck>,
    /// The node of the primary dump.
    dump: NodeId,
    dump_s: f64,
    seconds: f64,
}

impl<'a> World<'a> {
    /// Works the mine out.
    ///
    /// # Errors
    /// [`Unfit`] where the scenario is not what minehaulsim could describe.
    pub fn new(tables: &'a Tables) -> Result<World<'a>, Unfit> {
        let pit = Pit::of(tables)?;
        let faces = faces(&pit);
        let mut kinds: Vec<Kind> = Vec::new();
        let mut trucks = Vec::new();
        for truck in &pit.trucks {
            let kind = match kinds.iter().position(|kind| kind.name == truck.model_name) {
                Some(at) => at,
                None => {
                    kinds.push(Kind::of(truck.model_name, truck.model)?);
                    kinds.len() - 1
                }
            };
            let home = truck.face.and_then(|face| position(&pit, &faces, face));
            let Some(home) = home else {
                return Err(Unfit::Without {
                    what: format!("face with a loader for truck `{}`", truck.name),
                });
            };
            trucks.push(Truck { kind, home, mass: truck.model.payload });
        }
        let Some(dump) = tables.dumps.iter().next() else {
            return Err(Unfit::Without { what: "dump".to_owned() });
        };
        let world = World {
            network: Network::of(tables),
            kinds,
            faces,
            trucks,
            dump: dump.node,
            dump_s: dump.dump.get(),
            seconds: pit.shift_s()?,
            pit,
        };
        world.check_roads()?;
        Ok(world)
    }

    /// Every kind of truck must get from every face to the dump and back.
    fn check_roads(&self) -> Result<(), Unfit> {
        let mut router = Router::new(&self.network, &self.kinds);
        for face in &self.faces {
            for kind in 0..self.kinds.len() {
                for (from, to, loaded) in [(face.node, self.dump, true), (self.dump, face.node, false)] {
                    if router.route(from, to, kind, loaded).is_none() {
                        let name = |node: NodeId| self.pit.tables.nodes[node].name.clone();
                        return Err(Unfit::NoRoad { from: name(from), to: name(to) });
                    }
                }
            }
        }
        Ok(())
    }

    /// The route of a truck between two nodes, by their names; none where there is none.
    pub fn route(&self, truck: &str, from: &str, to: &str, loaded: bool) -> Option<Route> {
        let node = |name: &str| {
            let mut nodes = self.pit.tables.nodes.entries();
            nodes.find(|(_, node)| node.name == name).map(|(id, _)| id)
        };
        let at = self.pit.trucks.iter().position(|row| row.name == truck)?;
        let mut router = Router::new(&self.network, &self.kinds);
        router.route(node(from)?, node(to)?, self.trucks[at].kind, loaded).cloned()
    }

    /// The speed of a truck, by its name, on a road of this grade, resistance and limit, km/h; none where no truck is
    /// called so. 0: it stalls.
    pub fn speed_kmh(
        &self,
        truck: &str,
        loaded: bool,
        grade_pct: f64,
        rolling_pct: f64,
        limit_kmh: f64,
    ) -> Option<f64> {
        let at = self.pit.trucks.iter().position(|row| row.name == truck)?;
        Some(self.kinds[self.trucks[at].kind].speed_kmh(loaded, grade_pct, rolling_pct, limit_kmh))
    }

    /// Runs the shift; the trace is kept where asked.
    pub fn run(&self, policy: Policy, mode: Mode, keep_trace: bool) -> Outcome {
        let mut run = Run {
            world: self,
            policy,
            mode,
            keep_trace,
            clock: Clock::default(),
            router: Router::new(&self.network, &self.kinds),
            traffic: Traffic::new(&self.network, self.trucks.len()),
            faces: self.faces.iter().map(|face| Queue::of(face.spots)).collect(),
            dump: Queue::of(1),
            busy_until: vec![0.0; self.faces.len()],
            inbound: vec![0; self.faces.len()],
            place: self.trucks.iter().map(|truck| truck.home).collect(),
            by_loader: self.faces.iter().map(|face| Count::of(self.pit.loaders[face.loader].name)).collect(),
            by_dump: self.pit.tables.dumps.iter().map(|dump| Count::of(&dump.name)).collect(),
            trace: Vec::new(),
        };
        let events = run.run_out();
        // The peer sorts its log by time, then by truck, at the end.
        let rank = |name: &str| self.pit.trucks.iter().position(|truck| truck.name == name);
        run.trace.sort_by(|a, b| a.start.total_cmp(&b.start).then(rank(&a.truck).cmp(&rank(&b.truck))));
        Outcome {
            policy: policy.name(mode),
            length: self.seconds,
            unit: "s",
            dumps: run.by_dump,
            loaders: run.by_loader,
            trace: run.trace,
            events,
        }
    }
}

/// The faces that are dug, in order of their first loader.
fn faces(pit: &Pit<'_>) -> Vec<Face> {
    let mut faces: Vec<(FaceId, Face)> = Vec::new();
    for (at, loader) in pit.loaders.iter().enumerate() {
        if let Some((_, face)) = faces.iter_mut().find(|(id, _)| *id == loader.face) {
            face.spots += 1;
            continue;
        }
        let model = loader.model;
        let face = Face {
            node: pit.tables.faces[loader.face].node,
            loader: at,
            spots: 1,
            pass_t: model.bucket_mass.tonnes(),
            pass_s: model.pass.get(),
            spot_s: model.spot.get(),
        };
        faces.push((loader.face, face));
    }
    faces.into_iter().map(|(_, face)| face).collect()
}

fn position(pit: &Pit<'_>, faces: &[Face], face: FaceId) -> Option<usize> {
    faces.iter().position(|known| pit.loaders[known.loader].face == face)
}

#[derive(Clone, Copy, Debug)]
enum Event {
    /// The truck stands at its face.
    AtFace(usize),
    Loaded(usize),
    AtDump(usize),
    Dumped(usize),
    /// In traffic: it has crossed the crossing before its next segment.
    Crossed(usize),
    /// In traffic: it is at the end of its segment.
    SegmentEnds(usize),
}

/// One shift under way.
struct Run<'w, 'a> {
    world: &'w World<'a>,
    policy: Policy,
    mode: Mode,
    keep_trace: bool,
    clock: Clock<Event>,
    router: Router<'w>,
    traffic: Traffic<'w>,
    faces: Vec<Queue>,
    dump: Queue,
    busy_until: Vec<f64>,
    inbound: Vec<u32>,
    /// The face each truck is at, goes to or comes from.
    place: Vec<usize>,
    by_loader: Vec<Count>,
    by_dump: Vec<Count>,
    trace: Vec<Step>,
}

impl Run<'_, '_> {
    fn run_out(&mut self) -> u64 {
        for t in 0..self.world.trucks.len() {
            self.clock.at(0.0, Event::AtFace(t));
        }
        let mut events = 0;
        while self.clock.next_at().is_some_and(|at| at <= self.world.seconds) {
            let Some(event) = self.clock.pop() else { break };
            self.happen(event);
            events += 1;
        }
        events
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::AtFace(t) => self.at_face(t),
            Event::Loaded(t) => self.loaded(t),
            Event::AtDump(t) => self.at_dump(t),
            Event::Dumped(t) => self.dumped(t),
            Event::Crossed(t) => self.crossed(t),
            Event::SegmentEnds(t) => self.segment_ends(t),
        }
    }

    fn at_face(&mut self, t: usize) {
        let face = self.place[t];
        self.inbound[face] = self.inbound[face].saturating_sub(1);
        if self.faces[face].request(t) {
            self.begin_load(t);
        }
    }

    fn begin_load(&mut self, t: usize) {
        let face = self.place[t];
        let load_s = self.world.faces[face].load_s(&self.world.kinds[self.world.trucks[t].kind]);
        self.notes(t, "load", self.world.faces[face].node, Mass::ZERO);
        self.busy_until[face] = self.clock.now() + load_s;
        self.clock.after(load_s, Event::Loaded(t));
    }

    fn loaded(&mut self, t: usize) {
        let face = self.place[t];
        let node = self.world.faces[face].node;
        // The peer looks at every loader before it names the dump, which fills its table of routes.
        self.ways_to_faces(t, node);
        self.by_loader[face].add(self.world.trucks[t].mass);
        if let Some(next) = self.faces[face].release() {
            self.begin_load(next);
        }
        self.notes(t, "haul", node, self.world.trucks[t].mass);
        self.go(t, node, self.world.dump, true);
    }

    fn at_dump(&mut self, t: usize) {
        if self.dump.request(t) {
            self.begin_dump(t);
        }
    }

    fn begin_dump(&mut self, t: usize) {
        self.notes(t, "dump", self.world.dump, self.world.trucks[t].mass);
        self.clock.after(self.world.dump_s, Event::Dumped(t));
    }

    fn dumped(&mut self, t: usize) {
        if let Some(next) = self.dump.release() {
            self.begin_dump(next);
        }
        self.by_dump[0].add(self.world.trucks[t].mass);
        self.notes(t, "return", self.world.dump, Mass::ZERO);
        let eta = self.ways_to_faces(t, self.world.dump);
        let face = policy::choose(self, t, &eta);
        self.place[t] = face;
        self.inbound[face] += 1;
        self.go(t, self.world.dump, self.world.faces[face].node, false);
    }

    /// Free-flow times to all faces, s.
    fn ways_to_faces(&mut self, t: usize, from: NodeId) -> Vec<f64> {
        let kind = self.world.trucks[t].kind;
        let mut ways = Vec::with_capacity(self.world.faces.len());
        for face in &self.world.faces {
            ways.push(
                self.router.route(from, face.node, kind, false).map_or(f64::INFINITY, |route| route.seconds),
            );
        }
        ways
    }

    fn go(&mut self, t: usize, from: NodeId, to: NodeId, loaded: bool) {
        let kind = self.world.trucks[t].kind;
        // Whether there is a way was seen to when the world was made.
        let Some(at) = self.router.find(from, to, kind, loaded) else { return };
        match self.mode {
            Mode::FreeFlow => {
                let event = if loaded { Event::AtDump(t) } else { Event::AtFace(t) };
                self.clock.after(self.router.at(at).seconds, event);
            }
            Mode::Traffic => {
                self.traffic.set_off(t, at, loaded);
                self.next_segment(t);
            }
        }
    }

    fn notes(&mut self, t: usize, event: &'static str, node: NodeId, mass: Mass) {
        if !self.keep_trace {
            return;
        }
        self.trace.push(Step {
            truck: self.world.pit.trucks[t].name.to_owned(),
            event,
            start: self.clock.now(),
            end: None,
            place: self.world.pit.tables.nodes[node].name.clone(),
            to: String::new(),
            mass,
        });
    }
}

/// A node's place in plain vectors.
fn at(node: NodeId) -> usize {
    node.index()
}
