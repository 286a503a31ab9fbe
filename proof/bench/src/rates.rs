//! A year by production rates beside the same year by every truck cycle.

use std::fmt::Write as _;
use std::sync::Arc;

use iceroad_base::Time;
use iceroad_base::estimate::Moments;
use iceroad_bench::measure::{Measured, Way, interleaved};
use iceroad_bench::year;
use iceroad_engine::{Fidelity, Prepared};
use iceroad_haulage::rates::{RateHaulage, RateTable};
use iceroad_haulage::{HaulageError, Layout, Notice};
use iceroad_kernel::calendar::Calendar;
use iceroad_kernel::context::Context;
use iceroad_model::Scenario;
use iceroad_model::event::{Event, Recorder};

use crate::sakha::{Text, prepare, text, words};

/// Years of which the paired difference is told.
const PAIRS: u32 = 40;
/// Milliseconds in a nanosecond.
const MS: f64 = 1e-6;

pub(crate) fn section(rounds: usize) -> String {
    text(both(rounds))
}

fn both(rounds: usize) -> Text {
    let mut page = format!(
        "Replication 0 on one core, every rate known beforehand. *Haulage alone*: nothing fails, the log is only counted. The last columns \
         are of {PAIRS} pairs of years with the same luck, tonnes by rates over tonnes by cycles, and of the rates learned for them. Targets: \
         haulage 50 times as fast, a bias under 1 %.\n\n\
         | example | what runs | cycles, CPU ms | rates, CPU ms | times as fast | bias, 95 % | states simulated | slopes between them |\n\
         |---|---|---:|---:|---:|---:|---:|---:|\n"
    );
    for name in ["sakha", "nwt"] {
        let folder = year::sakha_folder().with_file_name(name);
        let scenario = iceroad_format::read(&folder).map(Arc::new).map_err(|report| report.render(false))?;
        rows(name, &scenario, rounds, &mut page)?;
    }
    Ok(page)
}

fn rows(name: &str, scenario: &Arc<Scenario>, rounds: usize, page: &mut String) -> Result<(), String> {
    let cycles = prepare(scenario)?;
    let mut rates = prepare(scenario)?;
    rates.set_fidelity(Fidelity::Rates).map_err(words)?;
    let seed = scenario.heading.seed;
    let tonnes = |prepared: &Prepared, replication: u32| -> Result<f64, String> {
        let record = prepared.replicate(seed, replication, false).map_err(words)?.record;
        Ok(record.tonnes.iter().map(|cell| cell.mass_kg as f64).sum())
    };
    let mut apart = Moments::new();
    for replication in 0..PAIRS {
        apart.push(tonnes(&rates, replication)? / tonnes(&cycles, replication)? - 1.0);
    }
    let bias = apart.interval(0.95);
    let size = rates.rates().map(RateTable::size).unwrap_or_default();
    let layout = Arc::new(Layout::new(scenario).map_err(words)?);
    let end = scenario.horizon().end();
    let table = RateTable::new(Arc::clone(&layout), scenario.materials.len(), seed, end).map_err(words)?;
    let table = Arc::new(table);
    alone(&table, seed, end).map_err(words)?;
    let mut ways = [
        Way::new("haulage alone, cycles", 1, || {
            year::haulage_alone(&layout, seed, end).map_or(0, |work| work.cycles)
        }),
        Way::new("haulage alone, rates", 1, || alone(&table, seed, end).unwrap_or_default()),
        Way::new("all parts, cycles", 1, || year::whole(&cycles, 0).digest),
        Way::new("all parts, rates", 1, || year::whole(&rates, 0).digest),
    ];
    let measured = interleaved(rounds, &mut ways);
    let [alone_cycles, alone_rates, whole_cycles, whole_rates] = &measured[..] else { return Ok(()) };
    let mut row = |what: &str, cycles: &Measured, rates: &Measured, rest: &str| {
        let _ = writeln!(
            page,
            "| {name} | {what} | {:.1} | {:.2} | {:.0} | {rest} |",
            cycles.median_ns * MS,
            rates.median_ns * MS,
            cycles.median_ns / rates.median_ns
        );
    };
    row("haulage alone", alone_cycles, alone_rates, "| |");
    let rest = format!(
        "{:+.3} ± {:.3} % | {} | {}",
        bias.mean * 100.0,
        bias.half_width * 100.0,
        size.exact,
        size.slopes
    );
    row("all parts", whole_cycles, whole_rates, &rest);
    Ok(())
}

/// A year of haulage by rates, fuel always there: entries of its log.
fn alone(table: &Arc<RateTable>, seed: u64, end: Time) -> Result<u64, HaulageError> {
    let mut haulage = RateHaulage::new(Arc::clone(table), seed, 0, 0);
    let slots = haulage.n_slots();
    let mut calendar = Calendar::new(slots).map_err(|_| HaulageError::TooMany { slots })?;
    let (mut log, mut notices) = (Count(0), Vec::new());
    macro_rules! ctx {
        () => {
            &mut Context {
                now: calendar.now(),
                calendar: &mut calendar,
                log: &mut log,
                notices: &mut notices,
            }
        };
    }
    haulage.start(ctx!())?;
    while let Some(due) = calendar.pop_until(end) {
        haulage.on_due(due.slot.0, ctx!())?;
        while let Some(notice) = notices.pop() {
            if let Notice::FuelWanted { machine, .. } = notice {
                haulage.fuel_ready(machine, ctx!())?;
            }
        }
    }
    calendar.advance_to(end)?;
    haulage.finish(ctx!());
    Ok(log.0)
}

/// A log that is counted and not kept.
struct Count(u64);

impl Recorder for Count {
    #[inline]
    fn record(&mut self, _at: Time, _event: Event) {
        self.0 += 1;
    }
}
