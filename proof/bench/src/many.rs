//! Sections on much of one thing: thousands of replications kept and written down, thousands of items in many stores.

use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;

use iceroad::{Existing, Outcome, Replications, RunFolder, RunSpec, Session, Unwatched};
use iceroad_bench::measure::{Way, interleaved};
use iceroad_bench::year;
use iceroad_model::Scenario;
use iceroad_worlds::supply::wide;

use crate::sakha::{Text, prepare, status_kb, text, words};

/// What makes this program the child whose memory is measured; after it come replications that are run and that are kept.
pub(crate) const CHILD_FLAG: &str = "--many-child";

/// Replications that are run, and as how many they are kept and written.
const KEPT: [(u32, u32); 6] = [(20, 20), (100, 100), (200, 200), (20, 200), (20, 2_000), (20, 10_000)];
/// Items and stores.
const SIZES: [(usize, usize); 4] = [(500, 10), (2_000, 10), (10_000, 1), (10_000, 10)];
/// These take seconds: few rounds do.
const FEW: usize = 3;

pub(crate) fn memory(_rounds: usize) -> String {
    text(remembered())
}

fn remembered() -> Text {
    let mut page = String::from(
        "The most memory that a process of its own held (`VmHWM`): it runs replications of the example into a folder on two \
         threads, finished ones appended to the checkpoint, and leaves `run.json`, the page and every table. Where more are \
         kept than are run, those that were run are kept many times over under new numbers, which takes the same memory. Target: \
         10,000 in under 1 GB.\n\n\
         | replications run | kept and written | peak, MB | kB more for each more |\n|--:|--:|--:|--:|\n",
    );
    let mut before: Option<(u32, f64)> = None;
    for (run, kept) in KEPT {
        let peak_kb = child(run, kept)?;
        let slope = before
            .filter(|&(fewer, _)| fewer < kept)
            .map_or(String::new(), |(fewer, kb)| format!("{:.0}", (peak_kb - kb) / f64::from(kept - fewer)));
        let _ = writeln!(page, "| {run} | {kept} | {:.0} | {slope} |", peak_kb / 1e3);
        before = Some((kept, peak_kb));
    }
    Ok(page)
}

fn child(run: u32, kept: u32) -> Result<f64, String> {
    let program = std::env::current_exe().map_err(words)?;
    let told = [run.to_string(), kept.to_string()];
    let output = Command::new(program).arg(CHILD_FLAG).args(told).output().map_err(words)?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().map_err(|_| format!("the child said `{}`", said.trim()))
}

/// The child: prints the most memory it held, kB.
pub(crate) fn child_says(told: &[String]) -> Text {
    let numbers: Vec<u32> = told.iter().filter_map(|word| word.parse().ok()).collect();
    let &[run, kept] = &numbers[..] else { return Err("say how many to run and how many to keep".into()) };
    let place = tempfile::tempdir().map_err(words)?;
    let session = Session::open(year::sakha_folder()).map_err(words)?;
    let folder = RunFolder::claim(place.path().join("run"), Existing::Keep).map_err(words)?;
    let spec = RunSpec { replications: Replications::First(run), threads: 2, ..RunSpec::default() };
    let mut outcome = session.run_into(&folder, &spec, &Unwatched).map_err(words)?;
    repeat(&mut outcome, kept);
    let pit = session.road_use(&outcome.records).map_err(words)?;
    let left = folder.write(|files| {
        iceroad_report::leave(files, &outcome, &pit, None, 0.0, iceroad_report::Language::English)
    });
    left.map_err(words)?;
    Ok(format!("{}\n", status_kb("VmHWM:")?))
}

fn repeat(outcome: &mut Outcome, kept: u32) {
    let run = outcome.records.len().max(1);
    outcome.records.reserve_exact((kept as usize).saturating_sub(run));
    for number in outcome.records.len() as u32..kept {
        let mut record = outcome.records[number as usize % run].clone();
        record.replication = number;
        outcome.records.push(record);
    }
}

pub(crate) fn items(rounds: usize) -> String {
    text(by_size(rounds.min(FEW)))
}

fn by_size(rounds: usize) -> Text {
    let mut made = Vec::new();
    for (items, stores) in SIZES {
        let scenario =
            Scenario::new(wide(items, stores)).map_err(|faults| format!("{:?}", faults.first()))?;
        let prepared = prepare(&Arc::new(scenario))?;
        let entries = prepared.replicate(1, 0, false).map_err(words)?.record.entries;
        made.push((items, stores, prepared, entries));
    }
    let mut ways: Vec<Way<'_>> = Vec::new();
    for (_, _, prepared, _) in &made {
        ways.push(Way::new("", 1, || prepared.replicate(1, 0, false).map_or(0, |done| done.record.entries)));
    }
    let times = interleaved(rounds, &mut ways);
    let mut page = format!(
        "One replication of four hundred days in which every store orders every item in one day, and one winter road for each store \
         takes three weeks to bring them; medians of {rounds} rounds. Flat µs per stock line is linear growth.\n\n\
         | items | stores | entries of the log | ms | µs per stock line |\n|--:|--:|--:|--:|--:|\n"
    );
    for ((items, stores, _, entries), way) in made.iter().zip(&times) {
        let lines = (items * stores) as f64;
        let (ms, us) = (way.median_ns / 1e6, way.median_ns / 1e3 / lines);
        let _ = writeln!(page, "| {items} | {stores} | {entries} | {ms:.0} | {us:.1} |");
    }
    Ok(page)
}
