//! Closed networks: trucks round shovels and dumps, machines round a repair shop, jobs round processors.
//!
//! Customers own the calendar's slots; the class of an event is the place at which it arrives.

use crate::harness::{Case, Check, Luck, Reading, Trouble};
use crate::queues::{UNIT, ahead, units};
use crate::theory::{Place, closed_network, repairmen};
use iceroad_base::law::Law;
use iceroad_base::{Span, Time};
use iceroad_kernel::station::Usage;
use iceroad_kernel::{Calendar, Class, FifoStation, Slot};

const PART: &str = "Closed networks";
const REPAIR: &str = "Machine repair";

/// A place of a network.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Servers; none where everybody is served at once.
    pub servers: Option<u32>,
    /// Service, in units.
    pub law: Law,
    /// Where to go next, with what chance; the last takes what is left.
    pub next: Vec<(f64, usize)>,
}

/// A closed network whose customers all begin at stop 0.
#[derive(Clone, Debug)]
pub struct Network {
    /// Customers.
    pub customers: u16,
    /// Stops, at most 16.
    pub stops: Vec<Stop>,
}

/// What is seen of a network after its warm-up.
#[derive(Clone, Debug)]
pub struct Seen {
    customers: f64,
    period: Span,
    /// By stop: arrivals.
    arrivals: Vec<u64>,
    /// By stop: its use, empty for delays.
    usage: Vec<Usage>,
    servers: Vec<f64>,
}

impl Seen {
    /// Arrivals at a stop, per unit.
    pub fn rate(&self, stop: usize) -> f64 {
        self.arrivals[stop] as f64 / (self.period.seconds() / UNIT.seconds())
    }

    /// Mean number at a stop with servers.
    pub fn number(&self, stop: usize) -> f64 {
        self.queue(stop) + self.usage[stop].mean_busy(self.period)
    }

    /// Mean number in line at a stop.
    pub fn queue(&self, stop: usize) -> f64 {
        self.usage[stop].mean_queue(self.period)
    }

    /// Mean wait at a stop, units.
    pub fn wait(&self, stop: usize) -> f64 {
        self.usage[stop].mean_wait_seconds() / UNIT.seconds()
    }

    /// Busy servers over servers.
    pub fn busy(&self, stop: usize) -> f64 {
        self.usage[stop].mean_busy(self.period) / self.servers[stop]
    }

    /// The share of customers that are not at a stop.
    pub fn elsewhere(&self, stop: usize) -> f64 {
        1.0 - self.number(stop) / self.customers
    }
}

impl Network {
    /// Stops visited one after another, over and over.
    pub fn cycle(customers: u16, stops: &[(Option<u32>, Law)]) -> Network {
        let stop = |(index, &(servers, law)): (usize, &(Option<u32>, Law))| Stop {
            servers,
            law,
            next: vec![(1.0, (index + 1) % stops.len())],
        };
        Network { customers, stops: stops.iter().enumerate().map(stop).collect() }
    }

    /// Runs the network for `length` units and drops a tenth of it.
    ///
    /// # Errors
    /// Where the kernel refuses something.
    pub fn run(&self, luck: &Luck<'_>, length: f64) -> Result<Seen, Trouble> {
        let mut draws = Vec::new();
        let mut stations = Vec::new();
        for (index, stop) in self.stops.iter().enumerate() {
            draws.push(ahead(&stop.law, luck, &format!("service {index}"))?);
            stations.push(stop.servers.map(|servers| FifoStation::new(servers as usize)).transpose()?);
        }
        let mut routes = luck.stream("route");
        let mut calendar = Calendar::new(usize::from(self.customers))?;
        for customer in 0..self.customers {
            calendar.schedule(Slot(customer), Time::START, Class(0))?;
        }
        let (warm, end) = (Time::START + units(length / 10.0), Time::START + units(length));
        let usages = |stations: &[Option<FifoStation>], at: Time| -> Vec<Usage> {
            stations
                .iter()
                .map(|station| station.as_ref().map_or_else(Usage::default, |station| station.usage(at)))
                .collect()
        };
        let mut arrivals = vec![0; self.stops.len()];
        let mut at_warm: Option<Vec<Usage>> = None;
        while let Some(due) = calendar.pop_until(end) {
            if due.at >= warm && at_warm.is_none() {
                at_warm = Some(usages(&stations, warm));
            }
            let index = usize::from(due.class.0);
            let work = draws[index].take();
            let done = match &mut stations[index] {
                Some(station) => station.arrive(due.at, work).end,
                None => due.at + work,
            };
            arrivals[index] += u64::from(due.at >= warm);
            let next = next_stop(&self.stops[index].next, &mut routes);
            calendar.schedule(due.slot, done, Class(next as u8))?;
        }
        let at_warm = at_warm.unwrap_or_default();
        let usage = usages(&stations, end).iter().zip(&at_warm).map(|(end, warm)| end.since(warm)).collect();
        let servers = self.stops.iter().map(|stop| f64::from(stop.servers.unwrap_or(0))).collect();
        Ok(Seen { customers: f64::from(self.customers), period: end - warm, arrivals, usage, servers })
    }
}

fn next_stop(next: &[(f64, usize)], routes: &mut iceroad_base::random::Stream) -> usize {
    let Some((&(_, last), others)) = next.split_last() else { return 0 };
    if others.is_empty() {
        return last;
    }
    let mut left = routes.uniform();
    for &(chance, stop) in others {
        left -= chance;
        if left < 0.0 {
            return stop;
        }
    }
    last
}

const MVA: &str = "mean-value analysis, the same as convolution";
const PEERS: &str = "finite-source formula; printed in peers' manuals";
const BIRTH: &str = "birth and death process";

/// Shovel, haul, dump, return in minutes; servers of shovel and dump.
fn pit(
    trucks: u16,
    shovels: u32,
    load: f64,
    haul: Law,
    dumps: u32,
    dump: f64,
    back: Law,
) -> Result<Network, Trouble> {
    let stops = [
        (Some(shovels), Law::exponential(load)?),
        (None, haul),
        (Some(dumps), Law::exponential(dump)?),
        (None, back),
    ];
    Ok(Network::cycle(trucks, &stops))
}

fn network(
    name: impl Into<String>,
    source: &'static str,
    readings: &[Reading<Seen>],
    network: Network,
    length: f64,
) -> Case {
    Case::new(PART, name, source, readings, move |luck| network.run(luck, length))
}

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = bench_mine()?;
    cases.extend(small_pits()?);
    cases.extend(published()?);
    cases.extend(one_shovel()?);
    cases.extend(repair_shops()?);
    Ok(cases)
}

/// Forty trucks, four shovels of 3 min, three dumps of 1.5 min, 18 and 12 min on the road.
fn bench_mine() -> Result<Vec<Case>, Trouble> {
    let exponential = |mean| Law::exponential(mean);
    let mut cases = vec![network(
        "bench mine, 40 trucks",
        MVA,
        &[
            ("X per min", 1.0993028, |seen: &Seen| seen.rate(0)),
            ("L shovel", 5.070712, |seen| seen.number(0)),
            ("L dump", 1.950204, |seen| seen.number(2)),
            ("use of shovels", 0.824477, |seen| seen.busy(0)),
            ("use of dumps", 0.549651, |seen| seen.busy(2)),
        ],
        pit(40, 4, 3.0, exponential(18.0)?, 3, 1.5, exponential(12.0)?)?,
        20_000.0,
    )];
    let fleets = [
        (1, 0.028_985_51),
        (10, 0.289_791_61),
        (20, 0.577_543_26),
        (30, 0.854_649_80),
        (48, 1.241_851_18),
        (60, 1.326_030_58),
    ];
    for (trucks, theory) in fleets {
        let mine = pit(trucks, 4, 3.0, exponential(18.0)?, 3, 1.5, exponential(12.0)?)?;
        let name = format!("bench mine, {trucks} trucks");
        let readings: [Reading<Seen>; 1] = [("X per min", theory, |seen| seen.rate(0))];
        cases.push(network(name, MVA, &readings, mine, 400_000.0 / (9.0 + f64::from(trucks))));
    }
    for (name, haul, back) in [
        ("constant", Law::constant(18.0)?, Law::constant(12.0)?),
        ("Weibull, shape 3", weibull_of_mean(3.0, 18.0)?, weibull_of_mean(3.0, 12.0)?),
        ("log-normal, cv 1", Law::log_normal(18.0, 1.0)?, Law::log_normal(12.0, 1.0)?),
    ] {
        let mine = pit(40, 4, 3.0, haul, 3, 1.5, back)?;
        let name = format!("bench mine, 40 trucks, travel {name}");
        let readings: [Reading<Seen>; 2] =
            [("X per min", 1.0993028, |seen| seen.rate(0)), ("L shovel", 5.070712, |seen| seen.number(0))];
        cases.push(network(name, "insensitivity: only the mean delay matters", &readings, mine, 20_000.0));
    }
    Ok(cases)
}

fn weibull_of_mean(shape: f64, mean: f64) -> Result<Law, Trouble> {
    let one = Law::weibull(shape, 1.0)?;
    Ok(Law::weibull(shape, mean / one.mean())?)
}

fn small_pits() -> Result<Vec<Case>, Trouble> {
    let exponential = |mean| Law::exponential(mean);
    let readings: [Reading<Seen>; 3] = [
        ("X per min", 0.184427, |seen| seen.rate(0)),
        ("L shovel", 1.529708, |seen| seen.number(0)),
        ("L dump", 0.519463, |seen| seen.number(2)),
    ];
    let five = pit(5, 1, 4.0, exponential(10.0)?, 1, 2.0, exponential(6.0)?)?;
    let mut cases =
        vec![network("5 trucks, shovel 4, dump 2, travel 10 + 6", MVA, &readings, five, 40_000.0)];
    let readings: [Reading<Seen>; 1] = [("X per min", 0.385170, |seen| seen.rate(0))];
    let twelve = pit(12, 2, 3.5, exponential(15.0)?, 1, 1.2, exponential(9.0)?)?;
    let name = "12 trucks, 2 shovels 3.5, crusher 1.2, travel 15 + 9";
    cases.push(network(name, MVA, &readings, twelve, 20_000.0));
    let fleets = [(1, 2.44898), (4, 9.18030), (6, 12.94159), (8, 15.90274), (10, 17.94599), (12, 19.12846)];
    for (trucks, per_hour) in fleets {
        let mine = pit(trucks, 1, 3.0, exponential(12.0)?, 1, 1.5, exponential(8.0)?)?;
        let name = format!("shovel 3, haul 12, crusher 1.5, return 8, {trucks} trucks");
        let readings: [Reading<Seen>; 1] = [("X per h", per_hour, |seen| 60.0 * seen.rate(0))];
        cases.push(network(name, MVA, &readings, mine, 30_000.0));
    }
    Ok(cases)
}

fn published() -> Result<Vec<Case>, Trouble> {
    let stop = |servers, mean: f64, next: &[(f64, usize)]| -> Result<Stop, Trouble> {
        Ok(Stop { servers, law: Law::exponential(mean)?, next: next.to_vec() })
    };
    let one = Some(1);
    let jain = Network {
        customers: 20,
        stops: vec![
            stop(one, 0.125, &[(10.0 / 16.0, 1), (5.0 / 16.0, 2), (1.0 / 16.0, 3)])?,
            stop(one, 0.3, &[(1.0, 0)])?,
            stop(one, 0.2, &[(1.0, 0)])?,
            stop(None, 4.0, &[(1.0, 0)])?,
        ],
    };
    let bolch_83 = Network {
        customers: 6,
        stops: vec![
            stop(one, 0.02, &[(0.4, 1), (0.2, 2), (0.1, 3), (0.3, 0)])?,
            stop(one, 0.2, &[(1.0, 0)])?,
            stop(one, 0.4, &[(1.0, 0)])?,
            stop(one, 0.6, &[(1.0, 0)])?,
        ],
    };
    let bolch_81 = Network {
        customers: 3,
        stops: vec![
            stop(Some(2), 1.0 / 0.8, &[(0.667, 1), (0.2, 2), (0.133, 0)])?,
            stop(Some(3), 1.0 / 0.6, &[(1.0, 0)])?,
            stop(one, 1.0 / 0.4, &[(1.0, 0)])?,
        ],
    };
    Ok(vec![
        network(
            "Jain 3.42: processor, two discs, 20 terminals",
            "Jain 1991, p. 577, in Octave queueing's tests",
            &[
                ("Q1", 1.990623, |seen: &Seen| seen.number(0)),
                ("Q2", 16.176651, |seen| seen.number(1)),
                ("Q3", 0.499740, |seen| seen.number(2)),
                ("X", 0.333247, |seen| seen.rate(3)),
            ],
            jain,
            12_000.0,
        ),
        network(
            "Bolch 8.3: central server",
            "Bolch et al. 1998, p. 331, in Octave queueing's tests",
            &[
                ("Q1", 0.243615, |seen: &Seen| seen.number(0)),
                ("Q2", 2.261038, |seen| seen.number(1)),
                ("Q3", 2.261038, |seen| seen.number(2)),
                ("Q4", 1.234309, |seen| seen.number(3)),
                ("X1", 9.919836, |seen| seen.rate(0)),
            ],
            bolch_83,
            4_000.0,
        ),
        network(
            "Bolch 8.1: two, three and one servers",
            "Bolch et al. 1998, p. 318, in Octave queueing's tests",
            &bolch_81_readings(),
            bolch_81,
            30_000.0,
        ),
    ])
}

fn bolch_81_places() -> [Place; 3] {
    [
        Place { demand: 1.0 / 0.8, servers: Some(2) },
        Place { demand: 0.667 / 0.6, servers: Some(3) },
        Place { demand: 0.2 / 0.4, servers: Some(1) },
    ]
}

fn bolch_81_readings() -> [Reading<Seen>; 4] {
    let (throughput, numbers) = closed_network(3, &bolch_81_places());
    [
        ("Q1", numbers[0], |seen| seen.number(0)),
        ("Q2", numbers[1], |seen| seen.number(1)),
        ("Q3", numbers[2], |seen| seen.number(2)),
        ("X1", throughput, |seen| seen.rate(0)),
    ]
}

/// Trucks round one loading point: the figures printed by other programs.
fn one_shovel() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    for (crews, wait) in [(1, 1.279), (2, 0.0834)] {
        let exact = repairmen(6, 0, crews, 20.0, 2.0);
        let network =
            Network::cycle(6, &[(None, Law::exponential(20.0)?), (Some(crews), Law::exponential(2.0)?)]);
        let case = Case::new(
            PART,
            format!("Kolkmeyer: 6 sources of 0.05/h, {crews} servers of 0.5/h ({wait} h printed)"),
            PEERS,
            &[("Lq", exact.queue, |seen: &Seen| seen.queue(1)), ("Wq, h", exact.wait, |seen| seen.wait(1))],
            move |luck| network.run(luck, 60_000.0),
        );
        cases.push(case);
    }
    let eight = Network::cycle(8, &[(Some(1), Law::exponential(3.0)?), (None, Law::exponential(21.0)?)]);
    let readings: [Reading<Seen>; 2] =
        [("loads per h", 16.423563, |seen| 60.0 * seen.rate(0)), ("use", 0.8212, |seen| seen.busy(0))];
    cases.push(network("8 trucks, load 3, away 21", PEERS, &readings, eight, 20_000.0));
    for trucks in [1_u16, 3, 5, 6, 8] {
        let exact = repairmen(u32::from(trucks), 0, 1, 20.0, 4.0);
        for (law, away) in [("exponential", Law::exponential(20.0)?), ("constant", Law::constant(20.0)?)] {
            let network = Network::cycle(trucks, &[(Some(1), Law::exponential(4.0)?), (None, away)]);
            let case = Case::new(
                PART,
                format!("{trucks} trucks, load 4 exponential, away 20 {law}"),
                PEERS,
                &[("loads per h", 60.0 * exact.rate, |seen: &Seen| 60.0 * seen.rate(0))],
                move |luck| network.run(luck, 20_000.0),
            );
            cases.push(case);
        }
    }
    for (trucks, shovels) in [(5_u16, 1), (10, 1), (20, 1), (40, 2)] {
        let exact = repairmen(u32::from(trucks), 0, shovels, 60.0, 3.0);
        let network = Network::cycle(
            trucks,
            &[(Some(shovels), Law::exponential(3.0)?), (None, Law::exponential(60.0)?)],
        );
        let case = Case::new(
            PART,
            format!("finite source, {trucks} trucks, {shovels} shovels of 3 min, away 1 h"),
            PEERS,
            &[
                ("wait, min", exact.wait, |seen: &Seen| seen.wait(0)),
                ("trips per 20 h", 1_200.0 * exact.rate, |seen| 1_200.0 * seen.rate(0)),
            ],
            move |luck| network.run(luck, 30_000.0),
        );
        cases.push(case);
    }
    Ok(cases)
}

/// Machines, hours up, hours of repair, crews, and what is measured.
type Shop = (u16, f64, f64, u32, Vec<Reading<Seen>>);

/// Machines that fail and crews that mend them.
fn repair_shops() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    let shop = |machines: u16, crews: u32, life: Law, repair: Law| {
        Network::cycle(machines, &[(None, life), (Some(crews), repair)])
    };
    let exponential = |mean: f64| Law::exponential(mean);
    let rows: [Shop; 8] = [
        (
            40,
            50.0,
            8.0,
            5,
            vec![
                ("down", 10.0392, |seen| seen.number(1)),
                ("availability", 0.749019, |seen| seen.elsewhere(1)),
                ("Lq", 5.2455, |seen| seen.queue(1)),
                ("Wq, h", 8.75394, |seen| seen.wait(1)),
                ("use of bays", 0.958745, |seen| seen.busy(1)),
            ],
        ),
        (
            40,
            50.0,
            8.0,
            6,
            vec![
                ("down", 7.33247, |seen| seen.number(1)),
                ("availability", 0.816688, |seen| seen.elsewhere(1)),
                ("Wq, h", 3.22288, |seen| seen.wait(1)),
            ],
        ),
        (40, 50.0, 8.0, 40, vec![("availability", 0.862069, |seen| seen.elsewhere(1))]),
        (10, 10.0, 1.0, 1, vec![("down", 2.14582, |seen| seen.number(1))]),
        (10, 10.0, 1.0, 2, vec![("down", 1.03864, |seen| seen.number(1))]),
        (4, 80.0, 6.0, 4, vec![("availability", 0.930233, |seen| seen.elsewhere(1))]),
        (4, 80.0, 6.0, 1, vec![("availability", 0.915043, |seen| seen.elsewhere(1))]),
        (5, 100.0, 10.0, 1, vec![("wait", 4.666321779617175, |seen| seen.wait(1))]),
    ];
    for (machines, life, repair, crews, readings) in rows {
        let network = shop(machines, crews, exponential(life)?, exponential(repair)?);
        let name = format!("M/M/{crews}//{machines}, {life} h up, {repair} h of repair");
        let length = 40_000.0 * (life + repair) / f64::from(machines);
        cases.push(Case::new(REPAIR, name, BIRTH, &readings, move |luck| network.run(luck, length)));
    }
    let engset = shop(40, 40, weibull_of_mean(2.0, 50.0)?, Law::log_normal(8.0, 1.0)?);
    let readings: [Reading<Seen>; 1] = [("availability", 0.862069, |seen| seen.elsewhere(1))];
    cases.push(Case::new(
        REPAIR,
        "40 machines, a bay each, Weibull up, log-normal repair",
        "Engset insensitivity",
        &readings,
        move |luck| engset.run(luck, 40_000.0),
    ));
    cases.extend(with_spares()?);
    Ok(cases)
}

/// Cold spares: a machine back from repair waits for a free position. Positions are servers, so "at work" is a service.
fn with_spares() -> Result<Vec<Case>, Trouble> {
    let rows: [(u32, u32, u32, f64, f64); 7] = [
        (5, 0, 1, 100.0, 10.0),
        (10, 0, 1, 60.0, 8.0),
        (10, 0, 2, 60.0, 8.0),
        (20, 0, 3, 60.0, 8.0),
        (40, 0, 6, 45.0, 6.0),
        (10, 2, 2, 60.0, 8.0),
        (60, 3, 8, 50.0, 7.0),
    ];
    let mut cases = Vec::new();
    for (positions, spares, crews, life, repair) in rows {
        let exact = repairmen(positions, spares, crews, life, repair);
        let network = Network::cycle(
            (positions + spares) as u16,
            &[(Some(positions), Law::exponential(life)?), (Some(crews), Law::exponential(repair)?)],
        );
        let name = format!(
            "repairmen: {positions} positions, {spares} spares, {crews} crews, {life} h up, {repair} h"
        );
        let readings: [Reading<Seen>; 4] = [
            ("availability", exact.availability, |seen| seen.busy(0)),
            ("down", exact.down, |seen| seen.number(1)),
            ("wait, h", exact.wait, |seen| seen.wait(1)),
            ("use of crews", exact.busy, |seen| seen.busy(1)),
        ];
        let length = 40_000.0 * life / f64::from(positions);
        cases.push(Case::new(REPAIR, name, BIRTH, &readings, move |luck| network.run(luck, length)));
    }
    Ok(cases)
}

/// The formulas against printed figures, and deterministic cycles to the tick.
pub fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    formulas(&mut checks);
    for (trucks, shovels, load, away, rate) in [
        (3, 1, 4.0, 16.0, 0.15),
        (5, 1, 4.0, 16.0, 0.25),
        (8, 1, 4.0, 16.0, 0.25),
        (10, 2, 3.0, 24.0, 10.0 / 27.0),
        (1, 1, 4.0, 20.0, 2.5 / 60.0),
        (3, 1, 4.0, 20.0, 7.5 / 60.0),
        (5, 1, 4.0, 20.0, 12.5 / 60.0),
        (6, 1, 4.0, 20.0, 15.0 / 60.0),
        (8, 1, 4.0, 20.0, 15.0 / 60.0),
    ] {
        let name = format!("{trucks} trucks, {shovels} loaders of {load}, away {away}: loads in 27,000 min");
        let source = "X = min(N/(a + b), c/a)";
        let got = deterministic_loads(trucks, shovels, load, away);
        // Whole periods: 27,000 holds 20, 24, 27 and their parts without a rest, once the start has died out.
        let expected = (rate * 27_000.0_f64).round() as u64;
        checks.push(match got {
            Ok(got) => Check::exact("Deterministic cycles", name, source, expected, got),
            Err(trouble) => Check::broken("Deterministic cycles", name, source, trouble.to_string()),
        });
    }
    checks
}

/// Loads begun in 27,000 units after a warm-up of 3,000.
fn deterministic_loads(trucks: u16, shovels: u32, load: f64, away: f64) -> Result<u64, Trouble> {
    let network =
        Network::cycle(trucks, &[(Some(shovels), Law::constant(load)?), (None, Law::constant(away)?)]);
    let seen = network.run(&Luck { case: "deterministic", replication: 0 }, 30_000.0)?;
    Ok(seen.usage[0].starts)
}

fn formulas(checks: &mut Vec<Check>) {
    const FORMULAS: &str = "Formulas";
    let mut printed = |name: &str, source: &'static str, expected: f64, decimals: usize, got: f64| {
        checks.push(Check::printed(FORMULAS, name, source, expected, decimals, got));
    };
    let kolkmeyer = repairmen(6, 0, 1, 20.0, 2.0);
    printed("Kolkmeyer: Lq", "figure printed by a peer", 0.3297, 4, kolkmeyer.queue);
    printed("Kolkmeyer: L", "figure printed by a peer", 0.8451, 4, kolkmeyer.down);
    printed("Kolkmeyer: Wq, h", "figure printed by a peer", 1.279, 3, kolkmeyer.wait);
    printed(
        "Kolkmeyer, two servers: Wq, h",
        "figure printed by a peer",
        0.0834,
        4,
        repairmen(6, 0, 2, 20.0, 2.0).wait,
    );
    printed(
        "8 trucks: loads per h",
        "figure printed by a peer",
        16.423563,
        6,
        60.0 * repairmen(8, 0, 1, 21.0, 3.0).rate,
    );
    for (trucks, per_hour, decimals) in
        [(1, 2.50, 2), (3, 7.055, 3), (5, 10.727, 3), (6, 12.122, 3), (8, 13.949, 3)]
    {
        let rate = 60.0 * repairmen(trucks, 0, 1, 20.0, 4.0).rate;
        printed(
            &format!("load 4, away 20, {trucks} trucks: loads per h"),
            "figure printed by a peer",
            per_hour,
            decimals,
            rate,
        );
    }
    for (trucks, shovels, wait, trips, decimals) in
        [(5, 1, 0.7, 94.3, 1), (10, 1, 1.9, 184.8, 1), (20, 1, 8.3, 336.4, 1), (40, 2, 5.4, 701.0, 0)]
    {
        let exact = repairmen(trucks, 0, shovels, 60.0, 3.0);
        let name = format!("finite source, {trucks} trucks, {shovels} shovels");
        printed(&format!("{name}: wait, min"), "figure printed by a peer", wait, 1, exact.wait);
        printed(
            &format!("{name}: trips per 20 h"),
            "figure printed by a peer",
            trips,
            decimals,
            1_200.0 * exact.rate,
        );
    }
    let (down, wait) = (repairmen(40, 0, 5, 50.0, 8.0).down, repairmen(40, 0, 6, 50.0, 8.0).wait);
    printed("M/M/5//40: down", "recomputed independently", 10.0392, 4, down);
    printed("M/M/6//40: Wq, h", "recomputed independently", 3.22288, 5, wait);
    let spares = repairmen(60, 3, 8, 50.0, 7.0);
    printed(
        "repairmen, 60 + 3 spares: availability",
        "recomputed independently",
        0.8703194712589137,
        12,
        spares.availability,
    );
    printed(
        "repairmen, 60 + 3 spares: wait",
        "recomputed independently",
        3.3137806584226217,
        12,
        spares.wait,
    );

    let place = |demand, servers| Place { demand, servers };
    let mine = |trucks: usize| {
        closed_network(trucks, &[place(3.0, Some(4)), place(30.0, None), place(1.5, Some(3))])
    };
    for (trucks, rate) in [(1, 0.02898551), (20, 0.57754326), (40, 1.0993028), (60, 1.32603058)] {
        let decimals = if trucks == 40 { 7 } else { 8 };
        printed(
            &format!("bench mine, {trucks} trucks: X"),
            "recomputed independently",
            rate,
            decimals,
            mine(trucks).0,
        );
    }
    printed("bench mine, 40 trucks: L shovel", "recomputed independently", 5.070712, 6, mine(40).1[0]);
    for (trucks, per_hour) in [(1, 2.44898), (6, 12.94159), (12, 19.12846)] {
        let (rate, _) =
            closed_network(trucks, &[place(3.0, Some(1)), place(20.0, None), place(1.5, Some(1))]);
        printed(
            &format!("shovel and crusher, {trucks} trucks: X per h"),
            "figure printed by a peer",
            per_hour,
            5,
            60.0 * rate,
        );
    }
    let jain = closed_network(
        20,
        &[place(2.0, Some(1)), place(3.0, Some(1)), place(1.0, Some(1)), place(4.0, None)],
    );
    printed("Jain 3.42: Q2", "Jain 1991, p. 577", 16.177, 3, jain.1[1]);
    printed("Jain 3.42: X", "recomputed independently", 0.333247, 6, jain.0);
    let bolch = closed_network(
        6,
        &[place(0.02, Some(1)), place(0.08, Some(1)), place(0.08, Some(1)), place(0.06, Some(1))],
    );
    printed("Bolch 8.3: Q4", "Bolch et al. 1998, p. 331", 1.234, 3, bolch.1[3]);
    printed("Bolch 8.3: X", "Bolch et al. 1998, p. 331", 9.920, 3, bolch.0);
    let bolch = closed_network(3, &bolch_81_places());
    for (index, number) in [1.290, 1.050, 0.660].into_iter().enumerate() {
        printed(
            &format!("Bolch 8.1: Q{}", index + 1),
            "Bolch et al. 1998, p. 318",
            number,
            3,
            bolch.1[index],
        );
    }
}
