//! The section on roads with rules: what they cost beside free flow, and how the cost grows.

use std::fmt::Write as _;
use std::sync::Arc;

use iceroad_base::{Span, Time};
use iceroad_bench::hold::{self, Steps};
use iceroad_bench::measure::{Way, interleaved};
use iceroad_bench::roads::{DEEP, Rules, STARTER, Spiral};
use iceroad_bench::year::{self, Work};
use iceroad_haulage::Layout;
use iceroad_model::mine::DispatchPolicy;

/// Holds of the reference workload in one run.
const HOLDS: u64 = 1_000_000;
/// Simulated days of one run.
const DAYS: i64 = 60;

pub(crate) fn roads(rounds: usize) -> String {
    measured(rounds).unwrap_or_else(|error| format!("Not measured: {error}\n"))
}

fn measured(rounds: usize) -> Result<String, String> {
    let queue = DispatchPolicy::ShortestQueue;
    let many = |copies| Spiral { pieces: 12, copies, trucks: 40, loaders: 4, ..DEEP };
    let named: [(&str, Spiral, Rules, DispatchPolicy); 9] = [
        ("shape of starter_pit, free flow", STARTER, Rules::Free, queue),
        ("shape of starter_pit, no overtaking", STARTER, Rules::TwoLanes, queue),
        ("shape of starter_pit, single-lane ramp", STARTER, Rules::OneLane, queue),
        ("shape of deep_spiral, free flow", DEEP, Rules::Free, queue),
        ("shape of deep_spiral, no overtaking", DEEP, Rules::TwoLanes, queue),
        ("shape of deep_spiral, single-lane ramp", DEEP, Rules::OneLane, queue),
        ("one spiral of 12 pieces a bench, single lanes", many(1), Rules::OneLane, DispatchPolicy::Fixed),
        ("seven of them", many(7), Rules::OneLane, DispatchPolicy::Fixed),
        ("fifty of them", many(50), Rules::OneLane, DispatchPolicy::Fixed),
    ];
    let mut made = Vec::new();
    for (_, spiral, rules, dispatch) in named {
        // The larger the pit the fewer days, so that each run is some tens of ms.
        let end = Time::START + Span::DAY * (DAYS / spiral.copies as i64).max(2);
        let layout =
            Arc::new(spiral.layout(rules, dispatch, DAYS as u32).map_err(|error| error.to_string())?);
        let work = year::haulage_alone(&layout, 1, end).map_err(|error| error.to_string())?;
        made.push((layout, end, work));
    }
    let steps = Steps::default();
    let mut ways = vec![Way::new("reference", HOLDS, || hold::std_heap_on_floats(40, HOLDS, &steps))];
    for (layout, end, _) in &made {
        let run = |layout: &Arc<Layout>| year::haulage_alone(layout, 1, *end).map_or(0, |work| work.cycles);
        ways.push(Way::new("", 1, move || run(layout)));
    }
    let times = interleaved(rounds, &mut ways);
    let mut page = format!(
        "Haulage by itself, nothing fails, no fuel, no spread; the log is counted, not kept. A *hold* is that of the standard \
         heap on (f64, seq) at 40 entities, {:.1} ns here. minehaulsim 0.12.1 makes 1,400 to 2,400 cycles a CPU second on its \
         presets with traffic on (PEERS.md figures, another machine); `make bench-peers` measures both in one run.\n\n\
         | what runs | trucks | segments | cycles | events a cycle | cycles/s | ns a cycle | ns an event |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|\n",
        times[0].median_ns
    );
    for ((name, spiral, ..), ((_, _, work), time)) in named.iter().zip(made.iter().zip(&times[1..])) {
        row(&mut page, name, spiral, work, time.median_ns);
    }
    let per_cycle = |at: usize| times[at + 1].median_ns / made[at].2.cycles.max(1) as f64;
    let _ = write!(
        page,
        "\nBeside free flow a cycle with no overtaking takes {:.1} and {:.1} times as long to simulate, one with single-lane zones \
         {:.1} and {:.1} times.\n",
        per_cycle(1) / per_cycle(0),
        per_cycle(4) / per_cycle(3),
        per_cycle(2) / per_cycle(0),
        per_cycle(5) / per_cycle(3),
    );
    Ok(page)
}

fn row(page: &mut String, name: &str, spiral: &Spiral, work: &Work, ns: f64) {
    let (cycles, events) = (work.cycles.max(1) as f64, work.events.max(1) as f64);
    let _ = writeln!(
        page,
        "| {name} | {} | {} | {} | {:.1} | {:.0} | {:.0} | {:.1} |",
        spiral.trucks * spiral.copies,
        spiral.segments(),
        work.cycles,
        events / cycles,
        cycles / ns * 1e9,
        ns / cycles,
        ns / events,
    );
}
