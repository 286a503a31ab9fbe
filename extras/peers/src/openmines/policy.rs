//! OpenMines' dispatchers that draw nothing at random, as they are, flaws included.
//!
//! `ShortestTrip` reckons, for a drive back from a dump, with the trucks on the road from the charging site instead of
//! those from the dump, of whom there are none after the first minutes: so it sends a truck where others are already
//! bound. It is kept, for its answers are the ones to be had again.
//!
//! `SPTF` and `SQ` count a truck as bound for a site until it gets its next order, so also those in line there and under
//! its units; in `SQ` who stands in line counts twice. `SPTF` adds trucks bound for a dump to minutes of waiting there.
//! `SQ` goes by lines as they were at the last whole minute. An order on a whole minute that comes before OpenMines has
//! looked at the lines makes its `SQ` fail; here the minute before counts then.

use super::{At, Run, Site, Truck};
use strum::{IntoStaticStr, VariantArray};

/// A dispatcher of OpenMines, by the peer's own name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray)]
pub enum Policy {
    /// Always the first load site and the first dump site.
    #[strum(serialize = "NaiveDispatcher")]
    Naive,
    /// The nearest site by distance.
    #[strum(serialize = "NearestDispatcher")]
    Nearest,
    /// Each truck belongs to a load site; the nearest dump.
    #[strum(serialize = "FixedGroupDispatcher")]
    FixedGroup,
    /// Least time to serve those who are bound for a site, and its least wait at a unit.
    #[strum(serialize = "SPTFDispatcher")]
    Sptf,
    /// Fewest bound for a site or in line there.
    #[strum(serialize = "SQDispatcher")]
    Sq,
    /// Where the service is expected to end first.
    #[strum(serialize = "ShortestTripDispatcher")]
    ShortestTrip,
}

/// The other dispatchers of OpenMines 0.2.0, and why nobody can follow them to the last tie.
pub const NOT_FOLLOWED: &[(&str, &str)] = &[
    ("RandomDispatcher", "it draws each site at random, without a seed"),
    ("OptimizeDispatcher", "it asks the solver Gurobi and searches on at random"),
    ("MaxProductionDispatcher", "it asks the solver Gurobi and searches on at random"),
    ("TabuSearchDispatcher", "it is not finished and fails at its first haul"),
    ("RLDispatcher", "it asks a learner in another process"),
    ("PPODispatcher", "it asks a neural network that was trained elsewhere"),
    ("PureLLMDispatcher", "it asks a language model over the network"),
];

impl Policy {
    /// The peer's name.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The load site of a truck that stands at the charging site.
pub(super) fn first(run: &Run<'_, '_>, t: usize) -> usize {
    match run.policy {
        Policy::Naive => 0,
        Policy::Nearest => least(run.world.first.iter().copied()),
        Policy::FixedGroup => run.world.groups[t],
        Policy::Sptf => shortest_processing_at_load(run, t),
        Policy::Sq => shortest_queue(run, t, &run.lines.loads, At::Load),
        Policy::ShortestTrip => shortest_to_load(run, t, &run.world.first),
    }
}

/// The dump site of a truck loaded at a site.
pub(super) fn haul(run: &Run<'_, '_>, t: usize, load: usize) -> usize {
    match run.policy {
        Policy::Naive => 0,
        Policy::Nearest | Policy::FixedGroup => least(run.world.haul[load].iter().copied()),
        Policy::Sptf => shortest_processing_at_dump(run, t),
        Policy::Sq => shortest_queue(run, t, &run.lines.dumps, At::Dump),
        Policy::ShortestTrip => shortest_to_dump(run, t, load),
    }
}

/// The load site of a truck that has dumped at a site.
pub(super) fn back(run: &Run<'_, '_>, t: usize, dump: usize) -> usize {
    match run.policy {
        Policy::Naive => 0,
        Policy::Nearest => least(run.world.back.iter().map(|row| row[dump])),
        Policy::FixedGroup => run.world.groups[t],
        Policy::Sptf => shortest_processing_at_load(run, t),
        Policy::Sq => shortest_queue(run, t, &run.lines.loads, At::Load),
        Policy::ShortestTrip => {
            let km: Vec<f64> = run.world.back.iter().map(|row| row[dump]).collect();
            shortest_to_load(run, t, &km)
        }
    }
}

/// The place of the least value, the first of equals.
fn least(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::INFINITY);
    for (at, value) in values.enumerate() {
        if value < best.1 {
            best = (at, value);
        }
    }
    best.0
}

/// Tonnes a minute of a load site.
fn rate(site: &Site) -> f64 {
    site.units.iter().map(|unit| unit.bucket_t / unit.minutes).sum()
}

fn shortest_to_load(run: &Run<'_, '_>, t: usize, km: &[f64]) -> usize {
    let now = run.clock.now();
    let truck = &run.trucks[t];
    let ends = run.loads.iter().zip(km).enumerate().map(|(at, (site, km))| {
        let reached = now + 60.0 * km / truck.kmh;
        let coming = on_road(run, At::Park, At::Load(at)).map(|other| other.capacity_t).sum::<f64>();
        let free = now + load_wait(run, site) + coming / rate(site);
        let load = truck.capacity_t / (rate(site) / site.units.len() as f64);
        free.max(reached) + load - now
    });
    least(ends)
}

fn shortest_to_dump(run: &Run<'_, '_>, t: usize, load: usize) -> usize {
    let now = run.clock.now();
    let truck = &run.trucks[t];
    let ends = run.dumps.iter().zip(&run.world.haul[load]).enumerate().map(|(at, (site, km))| {
        let reached = now + 60.0 * km / truck.kmh;
        let each = site.units[0].minutes;
        let coming = on_road(run, At::Load(load), At::Dump(at)).count() as f64;
        let free = now + dump_wait(run, site) + (coming / site.units.len() as f64) * each;
        free.max(reached) + each - now
    });
    least(ends)
}

fn shortest_processing_at_load(run: &Run<'_, '_>, t: usize) -> usize {
    let times = run.loads.iter().enumerate().map(|(at, site)| {
        let rate = rate(site);
        let work: f64 = bound(run, t, At::Load(at)).map(|other| other.capacity_t / rate).sum();
        work + load_wait(run, site)
    });
    least(times)
}

fn shortest_processing_at_dump(run: &Run<'_, '_>, t: usize) -> usize {
    let times = run.dumps.iter().enumerate();
    least(times.map(|(at, site)| bound(run, t, At::Dump(at)).count() as f64 + dump_wait(run, site)))
}

fn shortest_queue(run: &Run<'_, '_>, t: usize, lines: &[usize], site: fn(usize) -> At) -> usize {
    least(lines.iter().enumerate().map(|(at, line)| (bound(run, t, site(at)).count() + line) as f64))
}

/// The other trucks whose last order is for a site, be they there or not.
fn bound<'r>(run: &'r Run<'_, '_>, t: usize, site: At) -> impl Iterator<Item = &'r Truck> {
    let all = run.trucks.iter().enumerate();
    all.filter(move |(other, truck)| *other != t && truck.to == site).map(|(_, truck)| truck)
}

fn on_road<'r>(run: &'r Run<'_, '_>, from: At, to: At) -> impl Iterator<Item = &'r Truck> {
    run.trucks.iter().filter(move |truck| truck.moving && truck.at == from && truck.to == to)
}

/// The least expected wait at a shovel of the site: all in its line and under it, from its last start or end.
fn load_wait(run: &Run<'_, '_>, site: &Site) -> f64 {
    let now = run.clock.now();
    let mut least = f64::INFINITY;
    for unit in &site.units {
        let mut work = 0.0;
        for &other in unit.line.iter().chain(&unit.user) {
            work += unit.service(true, run.trucks[other].capacity_t);
        }
        least = least.min((unit.served_from.max(unit.served_to) + work - now).max(0.0));
    }
    least
}

/// The least expected wait at a dumper of the site: those in its line only, less what was dumped since its last start.
fn dump_wait(run: &Run<'_, '_>, site: &Site) -> f64 {
    let now = run.clock.now();
    let mut least = f64::INFINITY;
    for unit in &site.units {
        let mut work = 0.0;
        for _ in &unit.line {
            work += unit.minutes;
        }
        let used = now - unit.served_from;
        least = least.min(if work > used { work - used } else { 0.0 });
    }
    least
}

/// The load site of each truck: in order, the first whose share of all capacity (by its shovels' rate) is not filled;
/// the first site for those that find none.
pub(super) fn fixed_groups(trucks: &[Truck], loads: &[Site]) -> Vec<usize> {
    let capacity: f64 = trucks.iter().map(|truck| truck.capacity_t).sum();
    let all: f64 = loads.iter().map(rate).sum();
    let mut taken = vec![0.0; loads.len()];
    let mut groups = Vec::new();
    for truck in trucks {
        let free = (0..loads.len()).find(|&at| taken[at] < rate(&loads[at]) / all * capacity);
        if let Some(at) = free {
            taken[at] += truck.capacity_t;
        }
        groups.push(free.unwrap_or(0));
    }
    groups
}
