//! Interleaved rounds, CPU time, medians, and a Markdown table.
//!
//! Every way of doing the work is run once in each round, so that what else happens on the machine meets them all
//! alike. Time is the CPU time of this thread where the system tells it (Linux, `/proc/thread-self/schedstat`),
//! else the wall clock. A run should last some tens of ms or more.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

/// One way of doing a fixed work.
pub struct Way<'a> {
    /// What it is called in the table.
    pub name: &'a str,
    /// Does the work; what it gives is kept from being optimised away.
    pub run: Box<dyn FnMut() -> u64 + 'a>,
    /// How many items one run does.
    pub items: u64,
}

impl<'a> Way<'a> {
    /// A way that does `items` items in one run.
    pub fn new(name: &'a str, items: u64, run: impl FnMut() -> u64 + 'a) -> Way<'a> {
        Way { name, run: Box::new(run), items }
    }
}

/// What one way was measured at.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What it is called.
    pub name: String,
    /// Median over the rounds, ns an item.
    pub median_ns: f64,
    /// The fastest and the slowest round, ns an item.
    pub range_ns: (f64, f64),
}

/// Which time is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// CPU time of this thread, where the system tells it.
    Cpu,
    /// The clock on the wall, for work on several threads.
    Wall,
}

/// Seconds on the CPU, or on the wall.
struct Stopwatch {
    wall: Instant,
    cpu_ns: Option<u64>,
}

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock; no model does")]
    fn start(clock: Clock) -> Stopwatch {
        let cpu_ns = if clock == Clock::Cpu { cpu_ns() } else { None };
        Stopwatch { wall: Instant::now(), cpu_ns }
    }

    fn ns(&self) -> f64 {
        match self.cpu_ns.zip(cpu_ns()) {
            Some((start, end)) => (end - start) as f64,
            None => self.wall.elapsed().as_nanos() as f64,
        }
    }
}

/// CPU time of this thread in ns.
fn cpu_ns() -> Option<u64> {
    // The scheduler brings its account up to date when a thread yields; else it would lag by up to a tick.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

/// Runs every way once in each round, after one round that does not count; CPU time.
pub fn interleaved(rounds: usize, ways: &mut [Way<'_>]) -> Vec<Measured> {
    interleaved_on(Clock::Cpu, rounds, ways)
}

/// The same by the clock of choice.
pub fn interleaved_on(clock: Clock, rounds: usize, ways: &mut [Way<'_>]) -> Vec<Measured> {
    let mut per_item = vec![Vec::with_capacity(rounds); ways.len()];
    for round in 0..=rounds {
        for (way, samples) in ways.iter_mut().zip(&mut per_item) {
            let watch = Stopwatch::start(clock);
            black_box((way.run)());
            let ns = watch.ns() / way.items as f64;
            if round > 0 {
                samples.push(ns);
            }
        }
    }
    let measured = |(way, mut samples): (&Way<'_>, Vec<f64>)| {
        samples.sort_by(f64::total_cmp);
        let (fastest, slowest) = (samples[0], samples[samples.len() - 1]);
        let median_ns = samples[samples.len() / 2];
        Measured { name: way.name.to_string(), median_ns, range_ns: (fastest, slowest) }
    };
    ways.iter().zip(per_item).map(measured).collect()
}

/// A Markdown table of the ways, with rates and ratios to the way named `base` (the first if there is none so named).
pub fn table(item: &str, base: &str, measured: &[Measured]) -> String {
    let base = measured.iter().find(|way| way.name == base).or(measured.first());
    let base_ns = base.map_or(f64::NAN, |way| way.median_ns);
    let base_name = base.map_or("", |way| &way.name);
    let mut text = format!("| way | ns per {item} | range | million {item}s per CPU s | × {base_name} |\n");
    text.push_str("|---|---:|---:|---:|---:|\n");
    for Measured { name, median_ns, range_ns: (fastest, slowest) } in measured {
        let (rate, ratio) = (1_000.0 / median_ns, base_ns / median_ns);
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| {name} | {median_ns:.1} | {fastest:.1}–{slowest:.1} | {rate:.2} | {ratio:.2} |"
        );
    }
    text
}
