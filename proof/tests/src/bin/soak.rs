//! Holds many replications of examples, and many random scenarios, to every rule of the audit.
//!
//! ```text
//! cargo run --release -p iceroad-tests --bin soak -- --replications 1000 examples/*
//! cargo run --release -p iceroad-tests --bin soak -- --seeds 10 --scenarios 2000
//! cargo run --release -p iceroad-tests --bin soak -- --seed 505 --only 229
//! cargo run --release -p iceroad-tests --bin soak -- --first --scenarios 500 --replications 3 examples/*
//! ```
//!
//! A random scenario is named by a seed and its number, so that each can be run by itself. Recipes that make no scenario
//! count as drawn and not as run. What fails is told with the words that repeat it, and each rule with how often it failed.
//! Random scenarios come first, as they are small; with `--first` nothing is run after the first failure. With `--seed` examples are run by that seed, otherwise by their own.

use iceroad_model::Scenario;
use iceroad_tests::Run;
use iceroad_tests::recipe::{Recipe, recipes};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// Failures told in full; of more only the rules are counted.
const TOLD: u32 = 10;

struct Asked {
    /// The first seed, and how many.
    seed: Option<u64>,
    seeds: u64,
    scenarios: u32,
    only: Option<u32>,
    replications: u32,
    /// Whether one failure is enough.
    first: bool,
    folders: Vec<String>,
}

/// What came of it so far.
#[derive(Default)]
struct Judged {
    run: u32,
    failed: u32,
    /// How many runs broke each rule.
    rules: BTreeMap<String, u32>,
}

impl Judged {
    /// `again` are the arguments that repeat the run.
    fn take(&mut self, again: &str, run: &Result<Run, String>) {
        self.run += 1;
        let (rules, complaint): (Vec<&str>, String) = match run {
            Ok(run) if run.violations.is_empty() => return,
            Ok(run) => (run.violations.iter().map(|one| one.rule).collect(), run.complaint()),
            Err(error) => (vec!["a run ends"], error.clone()),
        };
        self.failed += 1;
        if self.failed <= TOLD {
            println!("{again} fails:\n{complaint}");
        }
        let rules: std::collections::BTreeSet<&str> = rules.into_iter().collect();
        for rule in rules {
            *self.rules.entry(rule.to_owned()).or_default() += 1;
        }
    }

    fn tell(&self, what: &str) {
        println!("{what}: {} audited, {} fail", self.run, self.failed);
        for (rule, runs) in &self.rules {
            println!("  {runs:6}  {rule}");
        }
    }
}

fn main() -> ExitCode {
    let asked = match Asked::read(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let first = asked.seed.unwrap_or(1);
    let mut failed = 0;
    for seed in first..first + asked.seeds {
        failed += of_random(seed, &asked);
    }
    for folder in &asked.folders {
        if !(asked.first && failed > 0) {
            failed += of_folder(folder, &asked);
        }
    }
    if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

impl Asked {
    fn read(mut args: impl Iterator<Item = String>) -> Result<Asked, String> {
        let mut asked = Asked {
            seed: None,
            seeds: 1,
            scenarios: 0,
            only: None,
            replications: 1,
            first: false,
            folders: Vec::new(),
        };
        while let Some(arg) = args.next() {
            let mut number =
                || args.next().and_then(|n| n.parse::<u32>().ok()).ok_or(format!("`{arg}` wants a number"));
            match arg.as_str() {
                "--seed" => asked.seed = Some(number()?.into()),
                "--seeds" => asked.seeds = number()?.into(),
                "--scenarios" => asked.scenarios = number()?,
                "--only" => asked.only = Some(number()?),
                "--first" => asked.first = true,
                "--replications" => asked.replications = number()?,
                _ => asked.folders.push(arg),
            }
        }
        Ok(asked)
    }
}

/// Every replication of an example; how many fail.
fn of_folder(folder: &str, asked: &Asked) -> u32 {
    let scenario = match iceroad_format::read(Path::new(folder)) {
        Ok(scenario) => Arc::new(scenario),
        Err(report) => {
            println!("{}", report.render(false));
            return 1;
        }
    };
    let seed = asked.seed.unwrap_or(scenario.heading.seed);
    let judged = abreast(0..asked.replications, asked.first, |replication| {
        let again = format!("iceroad audit {folder} --seed {seed} --only {replication}");
        Some((again, audited(&scenario, seed, replication)))
    });
    judged.tell(&format!("{folder}, {} replications", asked.replications));
    judged.failed
}

/// The random scenarios of a seed; how many fail.
fn of_random(seed: u64, asked: &Asked) -> u32 {
    let cases = asked.only.map_or(0..asked.scenarios, |only| only..only + 1);
    if cases.is_empty() {
        return 0;
    }
    let drawn = cases.len();
    let judged = abreast(cases, asked.first, |case| {
        let recipe = drawn_by(seed, case)?;
        let scenario = recipe.scenario().ok()?;
        Some((format!("--seed {seed} --only {case}"), audited(&scenario, recipe.seed, 0)))
    });
    judged.tell(&format!("seed {seed}, {drawn} drawn"));
    judged.failed
}

/// The random scenario of a seed and a number.
fn drawn_by(seed: u64, case: u32) -> Option<Recipe> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..12].copy_from_slice(&case.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    Some(recipes().new_tree(&mut runner).ok()?.current())
}

/// One replication with its audit; a panic is an error like others.
fn audited(scenario: &Arc<Scenario>, seed: u64, replication: u32) -> Result<Run, String> {
    std::panic::catch_unwind(|| iceroad_tests::run(scenario, seed, replication))
        .unwrap_or_else(|_| Err("it panicked".into()))
}

/// Runs numbered cases on all processors, each judged as it is done; with `first` until one fails.
fn abreast<C>(cases: std::ops::Range<u32>, first: bool, run: C) -> Judged
where
    C: Fn(u32) -> Option<(String, Result<Run, String>)> + Sync,
{
    let (next, judged) = (AtomicU32::new(cases.start), Mutex::new(Judged::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let case = next.fetch_add(1, Ordering::Relaxed);
                    if case >= cases.end {
                        return;
                    }
                    if let Some((again, done)) = run(case)
                        && let Ok(mut judged) = judged.lock()
                    {
                        judged.take(&again, &done);
                        if first && judged.failed > 0 {
                            next.store(cases.end, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
    });
    judged.into_inner().unwrap_or_default()
}
