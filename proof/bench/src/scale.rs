//! The section on scale: one pit from 40 to 2,000 trucks, in free flow and on roads with rules.
//!
//! Loaders, segments and dumps grow with the trucks, up to 200 loaders and 10,000 segments. Memory is the most a process
//! of its own ever held (`VmHWM`), once for a short horizon and once for one ten times as long.

use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;

use iceroad_base::{Span, Time};
use iceroad_bench::measure::{Way, interleaved};
use iceroad_bench::roads::{DEEP, Rules, Spiral};
use iceroad_bench::year::{self, Work};
use iceroad_haulage::{HaulageError, Layout};
use iceroad_model::mine::DispatchPolicy;

use crate::sakha::{Text, status_kb, text, words};

/// What makes this program the child whose memory is measured; after it come way, copies and days.
pub(crate) const CHILD_FLAG: &str = "--scale-child";

/// Copies of a spiral of 40 trucks, 4 loaders and some 200 segments.
const COPIES: [usize; 4] = [1, 5, 25, 50];
/// Simulated days of the runs whose memory is measured: a short horizon and a long one.
const HORIZONS: [u32; 2] = [2, 20];
/// Large pits take seconds: fewer rounds do.
const FEW: usize = 5;

/// Rules of the road and dispatch.
const WAYS: [(&str, Rules, DispatchPolicy); 4] = [
    ("free flow, fixed dispatch", Rules::Free, DispatchPolicy::Fixed),
    ("free flow, shortest queue", Rules::Free, DispatchPolicy::ShortestQueue),
    ("no overtaking, fixed dispatch", Rules::TwoLanes, DispatchPolicy::Fixed),
    ("single-lane ramps, fixed dispatch", Rules::OneLane, DispatchPolicy::Fixed),
];

fn spiral(copies: usize) -> Spiral {
    Spiral { pieces: 12, copies, trucks: 40, loaders: 4, ..DEEP }
}

fn run(layout: &Arc<Layout>, days: u32) -> Result<Work, HaulageError> {
    year::haulage_alone(layout, 1, Time::START + Span::DAY * i64::from(days))
}

pub(crate) fn section(rounds: usize) -> String {
    text(measured(rounds.min(FEW)))
}

fn measured(rounds: usize) -> Text {
    let mut page = format!(
        "A pit of spirals side by side ([Roads with rules](#roads-with-rules) has their shape), each with 40 trucks, 4 loaders, \
         a dump and a ramp of 192 segments. Haulage by itself; the log is counted, not kept; medians of {rounds} rounds. \
         *Layout* is what is worked out before the first replication, *legs* what is worked out when they are first asked for \
         and kept for all later ones. Memory is the most that a process of its own held, `VmHWM`, for {} and for {} days. \
         Flat ns per event is linear growth.\n\n",
        HORIZONS[0], HORIZONS[1],
    );
    for (way, (name, ..)) in WAYS.iter().enumerate() {
        let _ = write!(page, "**{name}**\n\n{}\n", table(rounds, way)?);
    }
    let one = child(&["sakha", "1"])?;
    let ten = child(&["sakha", "10"])?;
    let _ = writeln!(
        page,
        "The Sakha example with all parts on, log digested and not kept: {:.1} MB for one year, {:.1} MB for ten; calendars, \
         the year's weather and the record's weekly stock grow with the years, nothing with the events.",
        one / 1e3,
        ten / 1e3,
    );
    Ok(page)
}

/// A pit of one size by one way.
struct Sized {
    copies: usize,
    days: u32,
    layout: Arc<Layout>,
    work: Work,
}

fn table(rounds: usize, way: usize) -> Text {
    let (_, rules, dispatch) = WAYS[way];
    let mut made = Vec::new();
    for copies in COPIES {
        // The larger the pit the fewer days, so that runs are about equally long.
        let days = (100 / copies as u32).max(2);
        let layout = Arc::new(spiral(copies).layout(rules, dispatch, days).map_err(words)?);
        let work = run(&layout, days).map_err(words)?;
        made.push(Sized { copies, days, layout, work });
    }
    let mut ways = Vec::new();
    for sized in &made {
        let layout = || spiral(sized.copies).layout(rules, dispatch, sized.days);
        ways.push(Way::new("layout", 1, move || layout().map_or(0, |layout| layout.slots() as u64)));
        // A moment's run asks for the legs from the park, a day's for those that are driven.
        ways.push(Way::new("first day", 1, move || {
            layout().and_then(|layout| run(&Arc::new(layout), 1)).map_or(0, |work| work.cycles)
        }));
        ways.push(Way::new("a day", 1, || run(&sized.layout, 1).map_or(0, |work| work.cycles)));
        ways.push(Way::new("all days", 1, || run(&sized.layout, sized.days).map_or(0, |work| work.cycles)));
    }
    let times = interleaved(rounds, &mut ways);
    let mut page = String::from(
        "| trucks | loaders | segments | layout, ms | legs, ms | cycles | events a cycle | ns an event | memory, short, MB | \
         ten times as long, MB |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for (sized, times) in made.iter().zip(times.chunks(4)) {
        let ms = |nth: usize| times[nth].median_ns / 1e6;
        let spiral = spiral(sized.copies);
        let memory = |days: u32| child(&[&way.to_string(), &sized.copies.to_string(), &days.to_string()]);
        let _ = writeln!(
            page,
            "| {} | {} | {} | {:.1} | {:.1} | {} | {:.1} | {:.0} | {:.1} | {:.1} |",
            spiral.trucks * spiral.copies,
            spiral.loaders * spiral.copies,
            spiral.segments(),
            ms(0),
            (ms(1) - ms(0) - ms(2)).max(0.0),
            sized.work.cycles,
            sized.work.events as f64 / sized.work.cycles.max(1) as f64,
            times[3].median_ns / sized.work.events.max(1) as f64,
            memory(HORIZONS[0])? / 1e3,
            memory(HORIZONS[1])? / 1e3,
        );
    }
    Ok(page)
}

/// The most memory that a process of its own held, kB.
fn child(told: &[&str]) -> Result<f64, String> {
    let program = std::env::current_exe().map_err(words)?;
    let output = Command::new(program).arg(CHILD_FLAG).args(told).output().map_err(words)?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().map_err(|_| format!("the child said `{}`", said.trim()))
}

/// The child: runs what it is told and prints the most memory it held, kB.
pub(crate) fn child_says(told: &[String]) -> Text {
    let numbers: Vec<u32> = told.iter().filter_map(|word| word.parse().ok()).collect();
    match (told.first().map(String::as_str), &numbers[..]) {
        (Some("sakha"), &[years]) => {
            let sakha = year::sakha()?;
            let scenario = year::years(&sakha, years)?;
            year::whole(&crate::sakha::prepare(&scenario)?, 0);
        }
        (_, &[way, copies, days]) => {
            let (_, rules, dispatch) = *WAYS.get(way as usize).ok_or("no such way")?;
            let layout = spiral(copies as usize).layout(rules, dispatch, days).map_err(words)?;
            run(&Arc::new(layout), days).map_err(words)?;
        }
        _ => return Err("say way, copies and days, or `sakha` and years".to_owned()),
    }
    Ok(format!("{}\n", status_kb("VmHWM:")?))
}
