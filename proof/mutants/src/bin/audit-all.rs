//! `audit-all`: runs the examples and many random scenarios, audits every run, and leaves with 1 and the first rule broken.
//!
//! Random scenarios come first, as they are small; always the same ones.

use iceroad_tests::recipe::recipes;
use iceroad_worlds::example;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Random recipes, most of which make a scenario.
const RECIPES: u32 = 500;
/// Replications of each example.
const REPLICATIONS: u32 = 3;
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

fn main() -> ExitCode {
    match judge() {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(rule)) => {
            println!("{rule}");
            ExitCode::FAILURE
        }
        // A run that cannot go on has been found out too.
        Err(fault) => {
            println!("the run stops: {}", fault.lines().next().unwrap_or_default());
            ExitCode::FAILURE
        }
    }
}

/// The first rule that is broken.
fn judge() -> Result<Option<&'static str>, String> {
    let mut runner = TestRunner::deterministic();
    for number in 0..RECIPES {
        let tree = recipes().new_tree(&mut runner).map_err(|reason| reason.to_string())?;
        let recipe = tree.current();
        let Ok(scenario) = recipe.scenario() else { continue };
        let run = iceroad_tests::run(&scenario, recipe.seed, 0)?;
        if let Some(first) = run.violations.first() {
            eprintln!("random scenario {number}: {first}");
            return Ok(Some(first.rule));
        }
    }
    let mut scenarios = vec![iceroad_tests::scenario(example::small())?];
    for name in ["spiral", "nwt", "sakha"] {
        let folder = Path::new(EXAMPLES).join(name);
        scenarios.push(Arc::new(iceroad_format::read(&folder).map_err(|report| report.render(false))?));
    }
    for scenario in &scenarios {
        for replication in 0..REPLICATIONS {
            let run = iceroad_tests::run(scenario, scenario.heading.seed, replication)?;
            if let Some(first) = run.violations.first() {
                eprintln!("{}, replication {replication}: {first}", scenario.heading.name);
                return Ok(Some(first.rule));
            }
        }
    }
    Ok(None)
}
