//! Sections on a whole mine's year: the Sakha example, in parts, made larger, on threads, and in memory.

use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;

use iceroad_base::{Span, Time};
use iceroad_bench::hold::{self, Steps};
use iceroad_bench::measure::{Clock, Measured, Way, interleaved, interleaved_on};
use iceroad_bench::year::{self, Work};
use iceroad_engine::{EnsembleSpec, Prepared, Quiet};
use iceroad_haulage::Layout;
use iceroad_model::Scenario;
use iceroad_model::fleet::LoaderModel;
use iceroad_model::mine::DispatchPolicy;
use iceroad_worlds::pit::{Pit, PitDump, PitFace, loader_model};

/// A section's text, or why there is none.
pub(crate) type Text = Result<String, String>;

/// Scenarios larger than the example take seconds: fewer rounds do.
const FEW: usize = 5;
/// Holds of the reference workload in one run.
const HOLDS: u64 = 1_000_000;
/// Milliseconds in a nanosecond.
const MS: f64 = 1e-6;

pub(crate) fn year(rounds: usize) -> String {
    text(parts(rounds))
}

fn parts(rounds: usize) -> Text {
    let scenario = year::sakha()?;
    let never_fails = year::without_failures(&scenario)?;
    let prepared = prepare(&scenario)?;
    let prepared_never_fails = prepare(&never_fails)?;
    let layout = Arc::new(Layout::new(&scenario).map_err(words)?);
    let (seed, end) = (scenario.heading.seed, scenario.horizon().end());
    let alone = || year::haulage_alone(&layout, seed, end).unwrap_or_default();
    let steps = Steps::default();
    let rows = [
        ("haulage alone, nothing fails, log only counted", alone()),
        ("all parts, nothing fails", year::whole(&prepared_never_fails, 0)),
        ("all parts", year::whole(&prepared, 0)),
    ];
    let mut ways = [
        Way::new("reference", HOLDS, || hold::std_heap_on_floats(40, HOLDS, &steps)),
        Way::new(rows[0].0, 1, || alone().cycles),
        Way::new(rows[1].0, 1, || year::whole(&prepared_never_fails, 0).digest),
        Way::new(rows[2].0, 1, || year::whole(&prepared, 0).digest),
    ];
    let measured = interleaved(rounds, &mut ways);
    let mut page = format!(
        "One replication of `examples/sakha` on one core: {} machines, {} items in {} stores, {} agreement lines, \
         {} days. A *hold* is that of the standard heap on (f64, seq) at 40 entities, {:.1} ns here, measured in the \
         same rounds: the last column travels between machines. Target: under 300 ms.\n\n",
        scenario.machines.len(),
        scenario.items.len(),
        scenario.stores.len(),
        scenario.lines.len(),
        scenario.heading.days,
        measured[0].median_ns,
    );
    page += &work_table("what runs", &rows, &measured[1..], &measured[0]);
    let [_, alone, steady, whole] = &measured[..] else { return Ok(page) };
    let per_cycle = |way: &Measured, work: &Work| way.median_ns / work.cycles.max(1) as f64;
    let (alone, steady, whole) =
        (per_cycle(alone, &rows[0].1), per_cycle(steady, &rows[1].1), per_cycle(whole, &rows[2].1));
    let share = |ns: f64| 100.0 * ns / whole;
    let _ = write!(
        page,
        "\nOf the {whole:.0} ns of a truck cycle with all parts on, haulage is {:.0} %; digest, tally, supply, \
         climate and the loop {:.0} %; failures, workshops and what they change in the pit {:.0} %. A core simulates \
         {:.1} such years in a second.\n",
        share(alone),
        share(steady - alone),
        share(whole - steady),
        1e9 / measured[3].median_ns,
    );
    Ok(page)
}

pub(crate) fn growth(rounds: usize) -> String {
    text(grown(rounds.min(FEW)))
}

fn grown(rounds: usize) -> Text {
    let scenario = year::sakha()?;
    let fuelled = year::fleet(&scenario, 1)?;
    let (double, four) = (year::fleet(&scenario, 2)?, year::fleet(&scenario, 4)?);
    let (two_years, four_years) = (year::years(&scenario, 2)?, year::years(&scenario, 4)?);
    let named = [
        ("fleet × 1, nobody refuels", &fuelled),
        ("fleet × 2", &double),
        ("fleet × 4", &four),
        ("one year, the example as it is", &scenario),
        ("two years", &two_years),
        ("four years", &four_years),
    ];
    let steps = Steps::default();
    let (mut prepared, mut rows) = (Vec::new(), Vec::new());
    for (name, scenario) in named {
        let made = prepare(scenario)?;
        rows.push((name, year::whole(&made, 0)));
        prepared.push(made);
    }
    let mut ways = vec![Way::new("reference", HOLDS, || hold::std_heap_on_floats(40, HOLDS, &steps))];
    for (prepared, (name, _)) in prepared.iter().zip(&rows) {
        ways.push(Way::new(name, 1, || year::whole(prepared, 0).digest));
    }
    let measured = interleaved(rounds, &mut ways);
    let mut page = format!(
        "All parts on, one core, medians of {rounds} rounds. With the fleet grow dump places, crushers, faces, bays \
         and technicians; nobody refuels, the rest of supply stays as it is. Flat ns per event is linear growth. A larger \
         fleet has more loaders to look at for each dispatch, a deeper calendar and more memory to touch.\n\n"
    );
    page += &work_table("what runs", &rows, &measured[1..], &measured[0]);
    Ok(page)
}

fn work_table(title: &str, rows: &[(&str, Work)], measured: &[Measured], reference: &Measured) -> String {
    let mut page = format!(
        "| {title} | CPU ms | range | cycles | events | entries | ns per event | M cycles per s | holds per event |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for ((name, work), way) in rows.iter().zip(measured) {
        let per_event = way.median_ns / work.events.max(1) as f64;
        let _ = writeln!(
            page,
            "| {name} | {:.0} | {:.0}–{:.0} | {} | {} | {} | {per_event:.0} | {:.2} | {:.2} |",
            way.median_ns * MS,
            way.range_ns.0 * MS,
            way.range_ns.1 * MS,
            work.cycles,
            work.events,
            work.entries,
            work.cycles as f64 * 1e3 / way.median_ns,
            per_event / reference.median_ns,
        );
    }
    page
}

pub(crate) fn threads(rounds: usize) -> String {
    text(threaded(rounds.min(FEW)))
}

fn threaded(rounds: usize) -> Text {
    const REPLICATIONS: u32 = 8;
    let scenario = year::sakha()?;
    let prepared = prepare(&scenario)?;
    let run = |threads| {
        let spec = EnsembleSpec { seed: scenario.heading.seed, replications: 0..REPLICATIONS, threads };
        let ensemble = prepared.ensemble(&spec, Vec::new(), &Quiet);
        ensemble.map_or(0, |done| done.records.iter().fold(0, |all, record| all ^ record.digest))
    };
    let (cpu_0, one) = (process_cpu_ms()?, run(1));
    let (cpu_1, two) = (process_cpu_ms()?, run(2));
    let per_replication = f64::from(REPLICATIONS);
    let cpu = [(cpu_1 - cpu_0) / per_replication, (process_cpu_ms()? - cpu_1) / per_replication];
    let same = one == two;
    let mut ways =
        [Way::new("1", REPLICATIONS.into(), || run(1)), Way::new("2", REPLICATIONS.into(), || run(2))];
    let measured = interleaved_on(Clock::Wall, rounds, &mut ways);
    let (least, same) = (measured[0].range_ns.0, if same { "the same" } else { "DIFFERENT" });
    let mut page = format!(
        "{REPLICATIONS} replications, wall clock, {rounds} rounds; this machine has {} cores, and whatever else runs on \
         it takes its part of them: the fastest round tells most. CPU time per replication does not \
         suffer from that: where it is the same, threads do not hinder each other. Digests at both counts: {same}.\n\n\
         | threads | wall ms per replication, fastest | median | speed-up, fastest rounds | CPU ms per replication |\n\
         |---:|---:|---:|---:|---:|\n",
        std::thread::available_parallelism().map_or(1, usize::from),
    );
    for (way, cpu) in measured.iter().zip(cpu) {
        let (fastest, median) = (way.range_ns.0, way.median_ns);
        let (wall, median, speedup) = (fastest * MS, median * MS, least / fastest);
        let _ = writeln!(page, "| {} | {wall:.0} | {median:.0} | {speedup:.2} | {cpu:.0} |", way.name);
    }
    Ok(page)
}

/// CPU time of all threads of this process, ms; Linux counts it in hundredths of a second here.
fn process_cpu_ms() -> Result<f64, String> {
    let stat = std::fs::read_to_string("/proc/self/stat").map_err(words)?;
    // The name in brackets may hold blanks; after it come the fields from the third on.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(ticks * 10.0)
}

pub(crate) fn memory(_rounds: usize) -> String {
    text(remembered())
}

/// What the memory section keeps.
const REPLICATIONS: u32 = 100;

fn remembered() -> Text {
    let program = std::env::current_exe().map_err(words)?;
    let output = Command::new(program).arg(MEMORY_FLAG).output().map_err(words)?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut numbers = said.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
    let mut next = || numbers.next().ok_or_else(|| format!("the child said `{}`", said.trim()));
    let (before, one, after, peak) = (next()?, next()?, next()?, next()?);
    let (in_memory, stored) = (next()?, next()?);
    Ok(format!(
        "A process of its own reads the example and keeps the records of {REPLICATIONS} replications, on two threads \
         (VmRSS and VmHWM of `/proc/self/status`). Target: under 200 MB.\n\n\
         | | |\n|---|---:|\n\
         | scenario read and prepared | {:.1} MB |\n\
         | after one replication | {:.1} MB |\n\
         | after {REPLICATIONS} | {:.1} MB |\n\
         | **peak** | **{:.1} MB** |\n\
         | one record in memory | {:.1} kB |\n\
         | one record as stored in a checkpoint | {:.1} kB |\n",
        before / 1e3,
        one / 1e3,
        after / 1e3,
        peak / 1e3,
        in_memory / 1e3,
        stored / 1e3,
    ))
}

/// What makes this program the child that [`memory`] measures.
pub(crate) const MEMORY_FLAG: &str = "--memory-child";

/// The child: prints kB resident before, after one, after all, at most; bytes of a record in memory and stored.
pub(crate) fn memory_child() -> Text {
    let scenario = year::sakha()?;
    let prepared = prepare(&scenario)?;
    let before = status_kb("VmRSS:")?;
    let run = |replications| {
        let spec = EnsembleSpec { seed: scenario.heading.seed, replications: 0..replications, threads: 2 };
        prepared.ensemble(&spec, Vec::new(), &Quiet).map_err(words)
    };
    let one = run(1)?;
    let after_one = status_kb("VmRSS:")?;
    let records = run(REPLICATIONS)?.records;
    let (after, peak) = (status_kb("VmRSS:")?, status_kb("VmHWM:")?);
    let record = one.records.first().ok_or("no replication was done")?;
    let stored = postcard::to_stdvec(record).map_err(words)?.len();
    let in_memory = records.iter().map(year::record_bytes).sum::<usize>() / records.len().max(1);
    Ok(format!("{before} {after_one} {after} {peak} {in_memory} {stored}\n"))
}

pub(crate) fn status_kb(field: &str) -> Result<u64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(words)?;
    let line =
        status.lines().find_map(|line| line.strip_prefix(field)).ok_or("no such line in the status")?;
    line.split_whitespace().next().and_then(|kb| kb.parse().ok()).ok_or_else(|| format!("odd line `{line}`"))
}

pub(crate) fn pit(rounds: usize) -> String {
    text(free_flow(rounds))
}

fn free_flow(rounds: usize) -> Text {
    let end = Time::START + Span::DAY * 365;
    let mut made = Vec::new();
    for dispatch in [DispatchPolicy::Fixed, DispatchPolicy::EarliestLoading, DispatchPolicy::MinLoaderIdle] {
        let pit = free_pit(dispatch);
        let layout = Arc::new(Layout::of_tables(&pit.tables(), &pit.horizon()).map_err(words)?);
        let work = year::haulage_alone(&layout, 1, end).map_err(words)?;
        made.push((dispatch, layout, work));
    }
    let steps = Steps::default();
    let mut ways = vec![Way::new("reference", HOLDS, || hold::std_heap_on_floats(40, HOLDS, &steps))];
    for (_, layout, _) in &made {
        let run = || year::haulage_alone(layout, 1, end).map_or(0, |work| work.cycles);
        ways.push(Way::new("", 1, run));
    }
    let measured = interleaved(rounds, &mut ways);
    let names: Vec<String> = made.iter().map(|(dispatch, ..)| format!("{dispatch:?}")).collect();
    let rows: Vec<(&str, Work)> =
        names.iter().zip(&made).map(|(name, (_, _, work))| (name.as_str(), *work)).collect();
    let mut page = String::from(
        "Haulage by itself in a made pit for a year: 40 trucks, 4 loaders, 3 dumps (one a crusher with a hopper), shifts, \
         fuel and spread on, nothing fails; the log is counted, not kept.\n\n",
    );
    page += &work_table("dispatch", &rows, &measured[1..], &measured[0]);
    Ok(page)
}

fn free_pit(dispatch: DispatchPolicy) -> Pit {
    use iceroad_base::quantity::Variation;
    let face = |metres| PitFace { metres, loaders: 1, tonnes: None };
    let dump = |metres, places, crusher| PitDump { metres, places, seconds: 60.0, crusher };
    let spread = Variation::clamped(0.2);
    Pit {
        trucks: 40,
        faces: [1_500.0, 2_000.0, 2_500.0, 3_000.0].map(face).to_vec(),
        dumps: vec![dump(3_000.0, 2, Some((3_000.0, 400.0))), dump(2_500.0, 4, None), dump(3_500.0, 4, None)],
        dispatch,
        shifts: vec![(8, 19), (20, 7)],
        days: 365,
        fuel: true,
        loader: LoaderModel { fill_variation: spread, pass_variation: spread, ..loader_model() },
        ..Pit::default()
    }
}

pub(crate) fn once(rounds: usize) -> String {
    text(before_the_run(rounds.min(FEW)))
}

fn before_the_run(rounds: usize) -> Text {
    const DRAWS: u32 = 200;
    let scenario = year::sakha()?;
    let prepared = prepare(&scenario)?;
    let seed = scenario.heading.seed;
    let mut ways = [
        Way::new("read and check the folder", 1, || {
            year::sakha().map_or(0, |read| read.machines.len() as u64)
        }),
        Way::new("prepare: climate record, seasons, haul roads", 1, || {
            prepare(&scenario).map_or(0, |made| made.scenario().machines.len() as u64)
        }),
        Way::new("outlook of the roads, 200 drawn years", 1, || {
            prepared.climate().outlook(seed, DRAWS).map_or(0, |outlook| outlook.seasons.len() as u64)
        }),
        Way::new("weather and seasons of one replication", 1, || {
            let weather = prepared.climate().draw(seed, 0);
            weather.map_or(0, |weather| prepared.climate().tracks(&weather, seed, 0).len() as u64)
        }),
    ];
    let measured = interleaved(rounds, &mut ways);
    let (files, lines, bytes) = folder_size()?;
    let mut page = format!(
        "`examples/sakha`, {files} files, {lines} lines, {:.2} MB, most of it daily temperatures; {rounds} rounds.\n\n\
         | what | CPU ms | range |\n|---|---:|---:|\n",
        bytes as f64 / 1e6
    );
    for Measured { name, median_ns, range_ns } in &measured {
        let (least, most) = (range_ns.0 * MS, range_ns.1 * MS);
        let _ = writeln!(page, "| {name} | {:.2} | {least:.2}–{most:.2} |", median_ns * MS);
    }
    Ok(page)
}

/// Files, lines and bytes of the example.
fn folder_size() -> Result<(usize, usize, usize), String> {
    let (mut files, mut lines, mut bytes) = (0, 0, 0);
    let mut folders = vec![year::sakha_folder()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).map_err(words)? {
            let path = entry.map_err(words)?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if !path.extension().is_some_and(|end| end == "csv" || end == "toml") {
                continue;
            }
            let content = std::fs::read(path).map_err(words)?;
            files += 1;
            lines += content.iter().filter(|&&byte| byte == b'\n').count();
            bytes += content.len();
        }
    }
    Ok((files, lines, bytes))
}

pub(crate) fn prepare(scenario: &Arc<Scenario>) -> Result<Prepared, String> {
    Prepared::new(Arc::clone(scenario)).map_err(words)
}

pub(crate) fn words(error: impl ToString) -> String {
    error.to_string()
}

pub(crate) fn text(section: Text) -> String {
    section.unwrap_or_else(|error| format!("Not measured: {error}\n"))
}
