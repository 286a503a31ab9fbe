//! How far production rates are off the cycle model: on scenario folders, and on random scenarios.
//!
//! ```text
//! cargo run --release -p iceroad-tests --example rate_bias -- --pairs 100 examples/nwt examples/sakha
//! cargo run --release -p iceroad-tests --example rate_bias -- --pairs 40 --random 100
//! ```
//!
//! Every figure is of pairs of runs with the same luck, rates less cycles, as a share of the mean by cycles, with the
//! 95 % interval of the mean difference. Random scenarios are those of the tests ([`iceroad_tests::recipe`]), always the
//! same ones, that rates follow and in which enough is hauled; of each the tonnes moved are compared.

use iceroad_base::estimate::{Interval, Moments};
use iceroad_engine::{Fidelity, Prepared};
use iceroad_model::MaterialId;
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;
use iceroad_tests::recipe::recipes;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// A random scenario counts if so many loads are hauled on average: with fewer nothing can be told from luck.
const LEAST_LOADS: f64 = 1_000.0;
/// Random scenarios drawn at most.
const MOST_DRAWN: u32 = 100_000;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let (mut pairs, mut random) = (20, 0);
    let mut folders = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number =
            || args.next().and_then(|n| n.parse::<u32>().ok()).ok_or(format!("`{arg}` wants a number"));
        match arg.as_str() {
            "--pairs" => pairs = number()?,
            "--random" => random = number()?,
            _ => folders.push(arg),
        }
    }
    for folder in folders {
        let scenario = iceroad_format::read(Path::new(&folder)).map_err(|report| report.render(false))?;
        println!("\n{folder}, {pairs} pairs of years\n");
        of_scenario(&Arc::new(scenario), pairs)?;
    }
    if random > 0 {
        of_random(random, pairs)?;
    }
    Ok(())
}

/// Totals that are compared, by name.
type Totals = Vec<(String, f64)>;

/// Both ways of following a scenario, replication by replication.
struct Both {
    cycles: Prepared,
    rates: Prepared,
}

impl Both {
    fn new(scenario: &Arc<Scenario>) -> Result<Self, String> {
        let words = |error: iceroad_engine::EngineError| error.to_string();
        let cycles = Prepared::new(Arc::clone(scenario)).map_err(words)?;
        let mut rates = Prepared::new(Arc::clone(scenario)).map_err(words)?;
        rates.set_fidelity(Fidelity::Rates).map_err(words)?;
        Ok(Both { cycles, rates })
    }

    /// The totals of a replication by cycles, then by rates.
    fn pair(&self, replication: u32) -> Result<[Totals; 2], String> {
        let scenario = self.cycles.scenario();
        let seed = scenario.heading.seed;
        let mut pair = [Totals::new(), Totals::new()];
        for (at, prepared) in [&self.cycles, &self.rates].into_iter().enumerate() {
            let done = prepared.replicate(seed, replication, false).map_err(|error| error.to_string())?;
            pair[at] = totals(scenario, &done.record);
        }
        Ok(pair)
    }
}

fn totals(scenario: &Scenario, record: &RunRecord) -> Totals {
    let tonnes = |of: Option<MaterialId>| -> f64 {
        let cells = record.tonnes.iter().filter(|cell| of.is_none_or(|material| cell.material == material));
        cells.map(|cell| cell.mass_kg as f64 / 1_000.0).sum()
    };
    let mut found = vec![("everything moved, t".to_string(), tonnes(None))];
    for (id, row) in scenario.materials.entries() {
        found.push((format!("{}, t", row.name), tonnes(Some(id))));
    }
    found.push(("truck loads".into(), record.tonnes.iter().map(|cell| f64::from(cell.loads)).sum()));
    let fuel = record.machines.iter().flat_map(|machine| machine.fuel_l).sum::<i64>();
    found.push(("fuel, L".into(), fuel as f64));
    found.push(("failures".into(), record.machines.iter().map(|machine| f64::from(machine.failures)).sum()));
    for (id, row) in scenario.machines.entries() {
        if row.face.is_some() {
            let kg: i64 = record.machines.get(id).unwrap_or_default().mass_kg.iter().sum();
            found.push((format!("from {}, t", row.name), kg as f64 / 1_000.0));
        }
    }
    found
}

/// Mean by cycles and the difference of each pair, by measure.
fn compare(both: &Both, pairs: u32) -> Result<Vec<(String, Moments, Moments)>, String> {
    let mut found: Vec<(String, Moments, Moments)> = Vec::new();
    for replication in 0..pairs {
        let [cycles, rates] = both.pair(replication)?;
        if found.is_empty() {
            found = cycles.iter().map(|(name, _)| (name.clone(), Moments::new(), Moments::new())).collect();
        }
        for (place, ((_, every), (_, rated))) in cycles.iter().zip(&rates).enumerate() {
            found[place].1.push(*every);
            found[place].2.push(rated - every);
        }
    }
    Ok(found)
}

/// A difference as a share of the mean by cycles, in percent.
fn percent(interval: &Interval, mean: f64) -> String {
    format!("{:+.3} % ± {:.3}", 100.0 * interval.mean / mean, 100.0 * interval.half_width / mean.abs())
}

fn of_scenario(scenario: &Arc<Scenario>, pairs: u32) -> Result<(), String> {
    let both = Both::new(scenario)?;
    println!("| | mean by cycles | rates less cycles |\n|---|---:|---:|");
    for (name, every, apart) in compare(&both, pairs)? {
        println!("| {name} | {:.0} | {} |", every.mean(), percent(&apart.interval(0.95), every.mean()));
    }
    let size = both.rates.rates().map(|table| table.size()).unwrap_or_default();
    println!("\n{} states simulated by {} loads.", size.exact, size.loads);
    Ok(())
}

fn of_random(wanted: u32, pairs: u32) -> Result<(), String> {
    let mut runner = TestRunner::deterministic();
    let (mut drawn, mut n) = (0, 0);
    let mut biases = Moments::new();
    let mut sizes = Vec::new();
    let (mut covered, mut worst) = (0, (0.0_f64, 0.0, 0));
    println!("\nRandom scenarios, {pairs} pairs of runs each\n");
    println!("| drawn as | loads by cycles | tonnes, rates less cycles |\n|---:|---:|---:|");
    while n < wanted && drawn < MOST_DRAWN {
        drawn += 1;
        let recipe = recipes().new_tree(&mut runner).map_err(|error| error.to_string())?.current();
        let Ok(scenario) = recipe.scenario() else { continue };
        let followed =
            Prepared::new(Arc::clone(&scenario)).is_ok_and(|it| it.not_followed_by_rates().is_empty());
        if !followed || !hauls_enough(&scenario)? {
            continue;
        }
        n += 1;
        let found = compare(&Both::new(&scenario)?, pairs)?;
        let (_, every, apart) = &found[0];
        let loads = found.iter().find(|(name, ..)| name == "truck loads").map_or(0.0, |of| of.1.mean());
        let interval = apart.interval(0.95);
        println!("| {drawn} | {loads:.0} | {} |", percent(&interval, every.mean()));
        let bias = interval.mean / every.mean();
        biases.push(bias);
        sizes.push(bias.abs());
        covered += u32::from(!interval.excludes_zero());
        if bias.abs() > worst.0.abs() {
            worst = (bias, interval.half_width / every.mean(), drawn);
        }
    }
    sizes.sort_unstable_by(f64::total_cmp);
    println!(
        "\n{n} of {drawn} random scenarios: mean bias {}; median size {:.3} %; {covered} with nothing in their 95 % interval; worst \
         {:+.3} % ± {:.3}, drawn as {}.",
        percent(&biases.interval(0.95), 1.0),
        100.0 * sizes.get(sizes.len() / 2).copied().unwrap_or(f64::NAN),
        100.0 * worst.0,
        100.0 * worst.1,
        worst.2
    );
    Ok(())
}

/// Whether a first run by cycles hauls enough to be compared.
fn hauls_enough(scenario: &Arc<Scenario>) -> Result<bool, String> {
    let prepared = Prepared::new(Arc::clone(scenario)).map_err(|error| error.to_string())?;
    let done = prepared.replicate(scenario.heading.seed, 0, false).map_err(|error| error.to_string())?;
    Ok(done.record.tonnes.iter().map(|cell| f64::from(cell.loads)).sum::<f64>() >= LEAST_LOADS)
}
