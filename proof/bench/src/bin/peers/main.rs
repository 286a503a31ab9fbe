//! Our side of `make bench-peers`: truck cycles per CPU second on the mines of a peer. `scripts/bench-peers/run.py` runs
//! it in turn with the peer.
//!
//! ```text
//! cargo run --release -p iceroad-bench --bin peers -- openmines north_pit_mine.json
//! cargo run --release -p iceroad-bench --bin peers -- minehaulsim starter_pit.minespec.json
//! cargo run --release -p iceroad-bench --bin peers -- eight
//! cargo run --release -p iceroad-bench --bin peers -- stock
//! ```
//!
//! Each line printed is a way of doing the work and its cycles per CPU second, separated by a tab. A cycle is a load
//! dumped. Reading the file and working out routes is done once before, as it is on the peer's side. For `stock` a line is a
//! question of one item, answers per CPU second, and the answer.

mod stock;

use iceroad_base::Time;
use iceroad_bench::measure::{Way, interleaved};
use iceroad_bench::{eight, year};
use iceroad_format::import::Imported;
use iceroad_haulage::Layout;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::roads::TrafficRule;
use iceroad_model::{Scenario, Tables};
use iceroad_peers::{minehaulsim, openmines};
use iceroad_peers_import as import;
use iceroad_worlds::pit::{Pit, PitDump, PitFace};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Cycles in one measured run of the engine, at least: some tens of ms.
const CYCLES: u64 = 200_000;
/// Cycles in one measured run by a peer's rules, at least.
const REPLAYED: u64 = 30_000;
/// Loads in one measured run of the loop.
const LOADS: u64 = 1_000_000;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let told = match words[..] {
        ["openmines", file] => read(import::openmines(Path::new(file))).and_then(|pit| of_openmines(&pit)),
        ["minehaulsim", file] => {
            read(import::minehaulsim(Path::new(file))).and_then(|pit| of_minehaulsim(&pit))
        }
        ["eight"] => of_eight(),
        ["stock"] => stock::questions().map_err(|error| error.to_string()),
        _ => Err("say `openmines FILE`, `minehaulsim FILE`, `eight` or `stock`".to_owned()),
    };
    match told {
        Ok(lines) => {
            print!("{lines}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The scenario of an import, by way of a folder.
fn read(imported: Result<Imported, iceroad_format::Report>) -> Result<Scenario, String> {
    let imported = imported.map_err(|report| report.render(false))?;
    let folder = std::env::temp_dir().join(format!("iceroad-bench-peers-{}", std::process::id()));
    imported.write(&folder).map_err(|report| report.render(false))?;
    let scenario = iceroad_format::read(&folder).map_err(|report| report.render(false));
    std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    scenario
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn of_openmines(pit: &Scenario) -> Result<String, String> {
    let mut tables = pit.clone().into_tables();
    for mine in tables.mines.ids().collect::<Vec<_>>() {
        tables.mines[mine].dispatch = DispatchPolicy::EarliestLoading;
    }
    let engine = Engine::new(&tables, pit)?;
    let world = openmines::World::new(pit).map_err(words)?;
    let replay = |_: u64| world.run(openmines::Policy::ShortestTrip, false).trips();
    let mut ways =
        [engine.way("engine, earliest_loading"), repeated("its own rules, ShortestTrip", REPLAYED, replay)];
    Ok(lines(&mut ways))
}

fn of_minehaulsim(pit: &Scenario) -> Result<String, String> {
    let with = |rule: TrafficRule| {
        let mut tables = pit.clone().into_tables();
        for mine in tables.mines.ids().collect::<Vec<_>>() {
            tables.mines[mine].traffic.rule = rule;
        }
        tables
    };
    let free = Engine::new(&with(TrafficRule::FreeFlow), pit)?;
    let traffic = Engine::new(&with(TrafficRule::NoOvertaking), pit)?;
    let world = minehaulsim::World::new(pit).map_err(words)?;
    let replay = |mode| {
        move |world: &minehaulsim::World<'_>| world.run(minehaulsim::Policy::MinQueue, mode, false).trips()
    };
    let (replay_free, replay_traffic) =
        (replay(minehaulsim::Mode::FreeFlow), replay(minehaulsim::Mode::Traffic));
    let mut ways = [
        free.way("engine, free flow"),
        traffic.way("engine, traffic"),
        repeated("its own rules, free flow", REPLAYED, |_| replay_free(&world)),
        repeated("its own rules, traffic", REPLAYED, |_| replay_traffic(&world)),
    ];
    Ok(lines(&mut ways))
}

fn of_eight() -> Result<String, String> {
    // The same fleet in the pit: 3 min of loading, some 21 min away, a dump that nobody waits for.
    let pit = Pit {
        trucks: usize::from(eight::TRUCKS),
        faces: vec![PitFace { metres: 4_000.0, loaders: 1, tonnes: None }],
        dumps: vec![PitDump { metres: 2_000.0, places: 8, seconds: 60.0, crusher: None }],
        days: 30,
        ..Pit::default()
    };
    let layout = Arc::new(Layout::of_tables(&pit.tables(), &pit.horizon()).map_err(words)?);
    let engine = Engine { layout, end: pit.horizon().end() };
    let kernel = Way::new("kernel loop", LOADS, || eight::run(LOADS, 1).millis() as u64);
    let mut ways = [kernel, engine.way("engine, a pit of that fleet")];
    Ok(lines(&mut ways))
}

/// The haulage of a scenario by itself.
struct Engine {
    layout: Arc<Layout>,
    end: Time,
}

impl Engine {
    fn new(tables: &Tables, scenario: &Scenario) -> Result<Engine, String> {
        let layout = Layout::of_tables(tables, scenario.horizon()).map_err(words)?;
        Ok(Engine { layout: Arc::new(layout), end: scenario.horizon().end() })
    }

    /// One horizon with this seed.
    fn cycles(&self, seed: u64) -> u64 {
        year::haulage_alone(&self.layout, seed, self.end).map_or(0, |work| work.cycles)
    }

    fn way<'a>(&'a self, name: &'a str) -> Way<'a> {
        repeated(name, CYCLES, |seed| self.cycles(seed))
    }
}

/// A way that runs shift after shift, each with its own seed, until there are cycles enough.
fn repeated<'a>(name: &'a str, least: u64, shift: impl Fn(u64) -> u64 + 'a) -> Way<'a> {
    let (mut shifts, mut cycles) = (0, 0);
    while cycles < least && shifts < least {
        cycles += shift(shifts);
        shifts += 1;
    }
    Way::new(name, cycles.max(1), move || (0..shifts).map(&shift).sum())
}

fn lines(ways: &mut [Way<'_>]) -> String {
    let measured = interleaved(1, ways);
    measured.iter().map(|way| format!("{}\t{:.0}\n", way.name, 1e9 / way.median_ns)).collect()
}
