//! Closed cycles of trucks on the kernel's calendar: deterministic ones to the tick, exponential ones against the exact solution.
#![expect(clippy::unwrap_used, reason = "in tests a failed step is a failed test, in their helpers too")]

use iceroad_base::law::Law;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_bench::stations::{FifoStation, ServerQueue, Usage};
use iceroad_kernel::{Calendar, Class, Slot};

#[test]
fn a_deterministic_cycle_gives_the_lesser_of_fleet_and_loader() {
    // X = min(N / (a + b), c / a) for N trucks, c loaders, loading a, away b, in minutes.
    for (trucks, loaders, loading, away) in [(3, 1, 4, 16), (5, 1, 4, 16), (8, 1, 4, 16), (10, 2, 3, 24)] {
        let mut calendar = Calendar::new(trucks).unwrap();
        let mut station = FifoStation::new(loaders);
        for truck in 0..trucks as u16 {
            calendar.schedule(Slot(truck), Time::START, Class(0)).unwrap();
        }
        let [warm, end] = [10_800, 21_600].map(|minutes| Time::START + Span::MINUTE * minutes);
        let mut loads = 0;
        while let Some(due) = calendar.pop_until(end) {
            let load = station.arrive(due.at, Span::MINUTE * loading);
            loads += i64::from(load.end >= warm && load.end < end);
            calendar.schedule(due.slot, load.end + Span::MINUTE * away, Class(0)).unwrap();
        }
        let minutes = 10_800;
        let fleet = trucks as i64 * minutes / (loading + away);
        let expected = fleet.min(i64::from(loaders) * minutes / loading);
        assert_eq!(loads, expected, "{trucks} trucks, {loaders} loaders");
    }
}

/// Minutes: loading 3, haul 18, dumping 1.5, return 12; the network that peers of the kernel are measured on.
struct Draws {
    laws: [Law; 4],
    streams: Vec<[Stream; 4]>,
}

impl Draws {
    fn new(seed: u64, trucks: usize) -> Draws {
        let laws = [3.0, 18.0, 1.5, 12.0].map(|mean| Law::exponential(mean * 60.0).unwrap());
        let stream = |truck: usize| {
            ["load", "haul", "dump", "return"]
                .map(|purpose| Stream::named(seed, 0, &format!("truck {truck}"), purpose))
        };
        Draws { laws, streams: (0..trucks).map(stream).collect() }
    }

    fn next(&mut self, truck: Slot, purpose: usize) -> Span {
        Span::from_seconds(self.laws[purpose].draw(&mut self.streams[usize::from(truck.0)][purpose]))
    }
}

#[derive(PartialEq, Debug)]
struct Result {
    loads_per_minute: f64,
    loader_busy: f64,
    dump_busy: f64,
    /// Waiting or in service.
    at_loader: f64,
    at_dump: f64,
}

const LOADERS: u16 = 4;
const DUMPS: u16 = 3;
const AT_LOADER: Class = Class(0);
const AT_DUMP: Class = Class(1);

fn computed(trucks: usize, seed: u64, end: Time) -> Result {
    let mut draws = Draws::new(seed, trucks);
    let mut calendar = Calendar::new(trucks).unwrap();
    let (mut loaders, mut dumps) = (FifoStation::new(LOADERS), FifoStation::new(DUMPS));
    for truck in 0..trucks as u16 {
        calendar.schedule(Slot(truck), Time::START, AT_LOADER).unwrap();
    }
    while let Some(due) = calendar.pop_until(end) {
        let (station, work, away, next) = match due.class {
            AT_LOADER => (&mut loaders, 0, 1, AT_DUMP),
            _ => (&mut dumps, 2, 3, AT_LOADER),
        };
        let service = station.arrive(due.at, draws.next(due.slot, work));
        calendar.schedule(due.slot, service.end + draws.next(due.slot, away), next).unwrap();
    }
    result(loaders.usage(end), dumps.usage(end), end - Time::START)
}

fn explicit(trucks: usize, seed: u64, end: Time) -> Result {
    const LOADED: Class = Class(2);
    const EMPTIED: Class = Class(3);
    let mut draws = Draws::new(seed, trucks);
    let mut calendar = Calendar::new(trucks).unwrap();
    let mut stations = [ServerQueue::new(LOADERS), ServerQueue::new(DUMPS)];
    let mut server_of = vec![0_u16; trucks];
    for truck in 0..trucks as u16 {
        calendar.schedule(Slot(truck), Time::START, AT_LOADER).unwrap();
    }
    while let Some(due) = calendar.pop_until(end) {
        let truck = due.slot;
        let place = usize::from(due.class == AT_DUMP || due.class == EMPTIED);
        let done = [LOADED, EMPTIED][place];
        let started = if due.class == AT_LOADER || due.class == AT_DUMP {
            stations[place].arrive(due.at, truck.0, draws.next(truck, 2 * place))
        } else {
            let started = stations[place].finish(due.at, server_of[usize::from(truck.0)]);
            let next = due.at + draws.next(truck, 2 * place + 1);
            calendar.schedule(truck, next, [AT_DUMP, AT_LOADER][place]).unwrap();
            started
        };
        if let Some(start) = started {
            server_of[usize::from(start.customer)] = start.server;
            calendar.schedule(Slot(start.customer), start.end, done).unwrap();
        }
    }
    result(stations[0].usage(end), stations[1].usage(end), end - Time::START)
}

fn result(loaders: Usage, dumps: Usage, over: Span) -> Result {
    let mean = |integral: Span| integral.hours() / over.hours();
    Result {
        loads_per_minute: dumps.starts as f64 / (over.hours() * 60.0),
        loader_busy: mean(loaders.busy_time) / f64::from(LOADERS),
        dump_busy: mean(dumps.busy_time) / f64::from(DUMPS),
        at_loader: mean(loaders.queue_time) + mean(loaders.busy_time),
        at_dump: mean(dumps.queue_time) + mean(dumps.busy_time),
    }
}

#[test]
fn both_forms_of_the_truck_and_loader_model_agree_to_the_last_bit() {
    let end = Time::START + Span::DAY * 30;
    for (trucks, seed) in [(1, 1), (10, 2), (40, 3)] {
        assert_eq!(computed(trucks, seed, end), explicit(trucks, seed, end), "{trucks} trucks");
    }
}

#[test]
fn the_truck_and_loader_model_meets_mean_value_analysis() {
    // Exact solution of the closed network for 40 trucks; 20 replications of 60 days, whose interval of 99.9 %
    // (Student's t, 19 degrees of freedom: 3.883) must hold theory and be narrow.
    let end = Time::START + Span::DAY * 60;
    let runs: Vec<Result> = (0..20).map(|seed| computed(40, 1_000 + seed, end)).collect();
    type Pick = fn(&Result) -> f64;
    let cases: [(&str, f64, Pick); 5] = [
        ("loads per minute", 1.099_302_8, |run| run.loads_per_minute),
        ("loader busy", 0.824_477, |run| run.loader_busy),
        ("dump busy", 0.549_651, |run| run.dump_busy),
        ("at loader", 5.070_712, |run| run.at_loader),
        ("at dump", 1.950_204, |run| run.at_dump),
    ];
    for (what, theory, pick) in cases {
        let n = runs.len() as f64;
        let mean = runs.iter().map(pick).sum::<f64>() / n;
        let variance =
            runs.iter().map(|run| (pick(run) - mean) * (pick(run) - mean)).sum::<f64>() / (n - 1.0);
        let half_width = 3.883 * (variance / n).sqrt();
        assert!(half_width < 0.02 * theory, "{what}: half-width {half_width} of {theory}");
        assert!((mean - theory).abs() < half_width, "{what}: {mean} ± {half_width}, theory {theory}");
    }
}
