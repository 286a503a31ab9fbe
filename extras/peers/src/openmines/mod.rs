//! A shift by the rules of OpenMines 0.2.0 (MIT), without its random events.
//!
//! Terms. A *site* loads or dumps; its *units* (shovels, dumpers) serve one truck at a time and have each a line of their
//! own. A dispatcher names a site; there the truck takes the first idle unit in order of the list, or else the shortest
//! line. A truck that stands in a line stays in it.
//!
//! ```text
//!  Arrived ─▶ AtSite ─▶ (line) ─▶ Granted ─▶ Served ─▶ Leave ─▶ Arrived …
//!  (drive ends)  (asks for a unit)  (begins)   (ends)     (asks where to, drives off)
//!                                                └─▶ Released (the unit is granted to the next in line)
//! ```
//!
//! All times are minutes. Arrows without a time between them are later turns of one instant, as in SimPy: between
//! `Leave` and `Released` a unit is idle and still has a line. A drive takes distance / speed · 60 on the one segment that
//! leads straight there; grades, limits and resistance count for nothing. A load takes capacity / bucket · pass without
//! rounding. Who is at it when the shift ends has not been served.

mod policy;

pub use policy::{NOT_FOLLOWED, Policy};

use crate::clock::Clock;
use crate::outcome::{Count, Outcome, Step, Unfit};
use crate::pit::Pit;
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_model::{NodeId, Tables};
use std::collections::VecDeque;

/// A shovel or a dumper.
#[derive(Clone, Debug)]
struct Unit {
    /// Row in the counts of loaders, or of dumps.
    row: usize,
    /// Which of the places of its dump.
    place: u16,
    /// Bucket, t; for a dumper nothing.
    bucket_t: f64,
    /// Minutes a bucket, or a truck.
    minutes: f64,
    user: Option<usize>,
    line: VecDeque<usize>,
    served_from: f64,
    served_to: f64,
}

impl Unit {
    /// How long it takes with a truck.
    fn service(&self, load: bool, capacity_t: f64) -> f64 {
        if load { (capacity_t / self.bucket_t) * self.minutes } else { self.minutes }
    }
}

/// A place to load or to dump.
#[derive(Clone, Debug)]
struct Site {
    node: NodeId,
    units: Vec<Unit>,
}

/// Where a truck is or goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    Park,
    Load(usize),
    Dump(usize),
}

#[derive(Clone, Debug)]
struct Truck {
    capacity_t: f64,
    mass: Mass,
    kmh: f64,
    at: At,
    to: At,
    moving: bool,
    unit: usize,
    /// Its last entry in the trace.
    step: usize,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Arrived(usize),
    AtSite(usize),
    Granted(usize),
    Served(usize),
    Leave(usize),
    Released {
        load: bool,
        site: usize,
        unit: usize,
    },
    /// A whole minute: lines are counted for those who decide by them.
    Minute,
}

/// Trucks in line at each site at the last whole minute.
#[derive(Clone, Debug)]
struct Lines {
    loads: Vec<usize>,
    dumps: Vec<usize>,
}

/// The mine worked out, to be run by any dispatcher.
#[derive(Clone, Debug)]
pub struct World<'a> {
    pit: Pit<'a>,
    loads: Vec<Site>,
    dumps: Vec<Site>,
    trucks: Vec<Truck>,
    /// km, `[load][dump]`.
    haul: Vec<Vec<f64>>,
    /// km, `[load][dump]`.
    back: Vec<Vec<f64>>,
    /// km, `[load]`.
    first: Vec<f64>,
    /// The fixed group's site of each truck.
    groups: Vec<usize>,
    minutes: f64,
}

impl<'a> World<'a> {
    /// Works the mine out.
    ///
    /// # Errors
    /// [`Unfit`] where the scenario is not what OpenMines could describe.
    pub fn new(tables: &'a Tables) -> Result<World<'a>, Unfit> {
        let pit = Pit::of(tables)?;
        let loads = load_sites(&pit);
        let dumps = dump_sites(&pit);
        let park = tables.mines[pit.mine].park;
        let mut haul = Vec::new();
        let mut back = Vec::new();
        let mut first = Vec::new();
        for load in &loads {
            let there: Result<Vec<f64>, Unfit> =
                dumps.iter().map(|dump| straight(tables, load.node, dump.node)).collect();
            let home: Result<Vec<f64>, Unfit> =
                dumps.iter().map(|dump| straight(tables, dump.node, load.node)).collect();
            haul.push(there?);
            back.push(home?);
            first.push(straight(tables, park, load.node)?);
        }
        let trucks = trucks(&pit);
        let groups = policy::fixed_groups(&trucks, &loads);
        let minutes = pit.shift_s()? / 60.0;
        Ok(World { loads, dumps, trucks, haul, back, first, groups, minutes, pit })
    }

    /// Runs the shift; the trace is kept where asked.
    pub fn run(&self, policy: Policy, keep_trace: bool) -> Outcome {
        let names = |n| vec![Count::of(""); n];
        let mut run = Run {
            world: self,
            policy,
            keep_trace,
            clock: Clock::default(),
            loads: self.loads.clone(),
            dumps: self.dumps.clone(),
            lines: Lines { loads: vec![0; self.loads.len()], dumps: vec![0; self.dumps.len()] },
            trucks: self.trucks.clone(),
            by_loader: names(self.pit.loaders.len()),
            by_dump: names(self.pit.tables.dumps.len()),
            trace: Vec::new(),
        };
        for (count, loader) in run.by_loader.iter_mut().zip(&self.pit.loaders) {
            loader.name.clone_into(&mut count.name);
        }
        for (count, dump) in run.by_dump.iter_mut().zip(self.pit.tables.dumps.iter()) {
            dump.name.clone_into(&mut count.name);
        }
        let events = run.run_out();
        Outcome {
            policy: policy.name(),
            length: self.minutes,
            unit: "min",
            dumps: run.by_dump,
            loaders: run.by_loader,
            trace: run.trace,
            events,
        }
    }
}

/// Load sites in order of their faces, with the loaders of each in order.
fn load_sites(pit: &Pit<'_>) -> Vec<Site> {
    let mut sites = Vec::new();
    for (face, row) in pit.tables.faces.entries() {
        let mut units = Vec::new();
        for (at, loader) in pit.loaders.iter().enumerate().filter(|(_, loader)| loader.face == face) {
            let model = loader.model;
            units.push(unit(at, 0, model.bucket_mass.tonnes(), model.pass.get() / 60.0));
        }
        // A face that nobody digs is no site.
        if !units.is_empty() {
            sites.push(Site { node: row.node, units });
        }
    }
    sites
}

/// Dumps of one node are one site; the places of a dump are its dumpers.
fn dump_sites(pit: &Pit<'_>) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for (row, dump) in pit.tables.dumps.iter().enumerate() {
        let at = match sites.iter().position(|site| site.node == dump.node) {
            Some(at) => at,
            None => {
                sites.push(Site { node: dump.node, units: Vec::new() });
                sites.len() - 1
            }
        };
        for place in 0..dump.places.max(1) {
            sites[at].units.push(unit(row, place, 1.0, dump.dump.get() / 60.0));
        }
    }
    sites
}

fn unit(row: usize, place: u16, bucket_t: f64, minutes: f64) -> Unit {
    Unit {
        row,
        place,
        bucket_t,
        minutes,
        user: None,
        line: VecDeque::new(),
        served_from: 0.0,
        served_to: 0.0,
    }
}

fn trucks(pit: &Pit<'_>) -> Vec<Truck> {
    let one = |truck: &crate::pit::Truck<'_>| Truck {
        capacity_t: truck.model.payload.tonnes(),
        mass: truck.model.payload,
        kmh: truck.model.top_speed.get(),
        at: At::Park,
        to: At::Park,
        moving: false,
        unit: 0,
        step: usize::MAX,
    };
    pit.trucks.iter().map(one).collect()
}

/// The length of the segment that leads straight from one node to another, km.
fn straight(tables: &Tables, from: NodeId, to: NodeId) -> Result<f64, Unfit> {
    let leads = |segment: &&iceroad_model::mine::Segment| {
        (segment.from, segment.to) == (from, to)
            || segment.two_way && (segment.to, segment.from) == (from, to)
    };
    match tables.segments.iter().find(leads) {
        Some(segment) => Ok(segment.length.get() / 1_000.0),
        None => {
            let name = |node: NodeId| tables.nodes[node].name.clone();
            Err(Unfit::NoRoad { from: name(from), to: name(to) })
        }
    }
}

/// One shift under way.
struct Run<'w, 'a> {
    world: &'w World<'a>,
    policy: Policy,
    keep_trace: bool,
    clock: Clock<Event>,
    loads: Vec<Site>,
    dumps: Vec<Site>,
    lines: Lines,
    trucks: Vec<Truck>,
    by_loader: Vec<Count>,
    by_dump: Vec<Count>,
    trace: Vec<Step>,
}

impl Run<'_, '_> {
    /// Runs to the end of the shift, and gives the number of events.
    fn run_out(&mut self) -> u64 {
        if self.policy == Policy::Sq {
            // Before any truck sets off: this decides who comes first where both fall due at one time.
            self.clock.after(1.0, Event::Minute);
        }
        for t in 0..self.trucks.len() {
            let load = policy::first(self, t);
            self.drive(t, At::Load(load), self.world.first[load], "init");
        }
        let mut events = 0;
        // What falls due at the very end does not happen.
        while self.clock.next_at().is_some_and(|at| at < self.world.minutes) {
            let Some(event) = self.clock.pop() else { break };
            self.happen(event);
            events += 1;
        }
        events
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrived(t) => {
                self.ends(t);
                self.trucks[t].at = self.trucks[t].to;
                self.clock.in_turn(Event::AtSite(t));
            }
            Event::AtSite(t) => self.ask_for_unit(t),
            Event::Granted(t) => self.begin(t),
            Event::Served(t) => self.serve(t),
            Event::Leave(t) => self.leave(t),
            Event::Released { load, site, unit } => self.grant(load, site, unit),
            Event::Minute => self.count_lines(),
        }
    }

    fn count_lines(&mut self) {
        let line = |site: &Site| site.units.iter().map(|unit| unit.line.len()).sum();
        self.lines.loads = self.loads.iter().map(line).collect();
        self.lines.dumps = self.dumps.iter().map(line).collect();
        self.clock.after(1.0, Event::Minute);
    }

    fn drive(&mut self, t: usize, to: At, km: f64, event: &'static str) {
        self.notes(t, event, self.place(self.trucks[t].at), self.place(to));
        let truck = &mut self.trucks[t];
        truck.to = to;
        truck.moving = true;
        let minutes = (km / truck.kmh) * 60.0;
        self.clock.after(minutes, Event::Arrived(t));
    }

    fn site(&mut self, at: At) -> (bool, usize, &mut Site) {
        match at {
            At::Dump(site) => (false, site, &mut self.dumps[site]),
            At::Load(site) => (true, site, &mut self.loads[site]),
            // No truck asks for a unit at the park.
            At::Park => (true, 0, &mut self.loads[0]),
        }
    }

    /// Takes the first idle unit, else the shortest line.
    fn ask_for_unit(&mut self, t: usize) {
        let (load, at, site) = self.site(self.trucks[t].at);
        let idle = site.units.iter().position(|unit| unit.user.is_none());
        let shortest = || {
            let lines = site.units.iter().enumerate();
            lines.min_by_key(|(_, unit)| unit.line.len()).map_or(0, |(at, _)| at)
        };
        let unit = idle.unwrap_or_else(shortest);
        site.units[unit].line.push_back(t);
        self.trucks[t].moving = false;
        self.trucks[t].unit = unit;
        let (event, place) = if load { ("wait shovel", t) } else { ("wait dumper", t) };
        self.notes(t, event, self.unit_name(place), String::new());
        self.grant(load, at, unit);
    }

    /// Gives an idle unit to the first in its line, who begins in a later turn.
    fn grant(&mut self, load: bool, site: usize, unit: usize) {
        let unit = if load { &mut self.loads[site].units[unit] } else { &mut self.dumps[site].units[unit] };
        if unit.user.is_some() {
            return;
        }
        if let Some(first) = unit.line.pop_front() {
            unit.user = Some(first);
            self.clock.in_turn(Event::Granted(first));
        }
    }

    fn begin(&mut self, t: usize) {
        self.ends(t);
        let now = self.clock.now();
        let (truck_unit, capacity) = (self.trucks[t].unit, self.trucks[t].capacity_t);
        let (load, _, site) = self.site(self.trucks[t].at);
        let unit = &mut site.units[truck_unit];
        unit.served_from = now;
        let minutes = unit.service(load, capacity);
        self.notes(t, if load { "get shovel" } else { "get dumper" }, self.unit_name(t), String::new());
        self.clock.after(minutes, Event::Served(t));
    }

    fn serve(&mut self, t: usize) {
        let now = self.clock.now();
        let (truck_unit, mass) = (self.trucks[t].unit, self.trucks[t].mass);
        let (load, _, site) = self.site(self.trucks[t].at);
        let unit = &mut site.units[truck_unit];
        unit.served_to = now;
        let row = unit.row;
        let counts = if load { &mut self.by_loader } else { &mut self.by_dump };
        counts[row].add(mass);
        self.clock.in_turn(Event::Leave(t));
    }

    fn leave(&mut self, t: usize) {
        self.ends(t);
        let truck_unit = self.trucks[t].unit;
        let (load, at, site) = self.site(self.trucks[t].at);
        site.units[truck_unit].user = None;
        self.clock.in_turn(Event::Released { load, site: at, unit: truck_unit });
        if load {
            let dump = policy::haul(self, t, at);
            self.drive(t, At::Dump(dump), self.world.haul[at][dump], "haul");
        } else {
            let load = policy::back(self, t, at);
            self.drive(t, At::Load(load), self.world.back[load][at], "unhaul");
        }
    }

    // ---- The trace ----------------------------------------------------------------------------------------

    fn notes(&mut self, t: usize, event: &'static str, place: String, to: String) {
        if !self.keep_trace {
            return;
        }
        self.trucks[t].step = self.trace.len();
        let mass =
            if event == "haul" || event.ends_with("dumper") { self.trucks[t].mass } else { Mass::ZERO };
        let truck = self.world.pit.trucks[t].name.to_owned();
        self.trace.push(Step { truck, event, start: self.clock.now(), end: None, place, to, mass });
    }

    fn ends(&mut self, t: usize) {
        let now = self.clock.now();
        if let Some(step) = self.trace.get_mut(self.trucks[t].step) {
            step.end = Some(now);
        }
    }

    fn place(&self, at: At) -> String {
        if !self.keep_trace {
            return String::new();
        }
        let node = match at {
            At::Park => self.world.pit.tables.mines[self.world.pit.mine].park,
            At::Load(site) => self.loads[site].node,
            At::Dump(site) => self.dumps[site].node,
        };
        self.world.pit.tables.nodes[node].name.clone()
    }

    /// The loader's name, or the dump's with the number of the place, from 0.
    fn unit_name(&self, t: usize) -> String {
        if !self.keep_trace {
            return String::new();
        }
        let truck = &self.trucks[t];
        match truck.at {
            At::Dump(site) => {
                let unit = &self.dumps[site].units[truck.unit];
                format!("{} {}", self.by_dump[unit.row].name, unit.place)
            }
            At::Load(site) => self.by_loader[self.loads[site].units[truck.unit].row].name.clone(),
            At::Park => String::new(),
        }
    }
}
