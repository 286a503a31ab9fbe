//! The examples of the project keep every rule.
use iceroad_model::{Scenario, example};
use std::path::Path;

fn folder(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name);
    match iceroad_scenario::read(&path) {
        Ok(scenario) => scenario,
        Err(report) => panic!("{}: {report:?}", path.display()),
    }
}

fn keeps_every_rule(scenario: &Scenario, replications: u32) {
    for replication in 0..replications {
        let run = iceroad_tests::run(scenario, scenario.heading.seed, replication).unwrap();
        assert!(run.log.len() > 1_000, "{} entries", run.log.len());
        assert!(run.violations.is_empty(), "replication {replication}:\n{}", run.complaint());
    }
}

#[test]
fn the_small_example_keeps_every_rule() {
    keeps_every_rule(&iceroad_tests::scenario(example::small()).unwrap(), 8);
}

#[test]
fn sakha_keeps_every_rule() {
    keeps_every_rule(&folder("sakha"), 1);
}

#[test]
fn nwt_keeps_every_rule() {
    keeps_every_rule(&folder("nwt"), 1);
}
