//! Whatever a planner writes, if it may run it runs, and every rule of the audit holds.
use iceroad_tests::recipe::recipes;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// Fewer than proptest's own default: each case is a whole run. `PROPTEST_CASES` asks for more.
fn config() -> Config {
    let default = Config::default();
    let asked = default.cases != 256;
    Config { cases: if asked { default.cases } else { 64 }, max_global_rejects: 100_000, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_run_of_every_scenario_keeps_every_rule(recipe in recipes()) {
        let scenario = recipe.scenario();
        if let Err(faults) = &scenario {
            println!("refused: {:?} {}", faults[0].code, faults[0]);
        }
        prop_assume!(scenario.is_ok());
        let Ok(scenario) = scenario else { return Ok(()) };
        let run = iceroad_tests::run(&scenario, recipe.seed, 0).map_err(TestCaseError::fail)?;
        prop_assert!(run.violations.is_empty(), "{}", run.complaint());
    }
}
