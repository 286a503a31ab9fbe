//! The examples of the project keep every rule.
use iceroad_engine::Fidelity;
use iceroad_model::Scenario;
use iceroad_model::event::Event;
use iceroad_worlds::example;
use std::path::Path;
use std::sync::Arc;

fn folder(name: &str) -> Arc<Scenario> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    match iceroad_format::read(&path) {
        Ok(scenario) => Arc::new(scenario),
        Err(report) => panic!("{}: {report:?}", path.display()),
    }
}

fn keeps_every_rule(scenario: &Arc<Scenario>, replications: u32) {
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
fn the_examples_keep_every_rule_by_rates() {
    let small = iceroad_tests::scenario(example::small()).unwrap();
    for scenario in [&small, &folder("sakha"), &folder("nwt")] {
        let run = iceroad_tests::run_at(Fidelity::Rates, scenario, scenario.heading.seed, 0).unwrap();
        assert!(run.violations.is_empty(), "{}:\n{}", scenario.heading.name, run.complaint());
        assert!(run.log.iter().any(|entry| matches!(entry.event, Event::Hauled { .. })));
    }
}

#[test]
fn sakha_keeps_every_rule() {
    keeps_every_rule(&folder("sakha"), 1);
}

#[test]
fn spiral_keeps_every_rule() {
    keeps_every_rule(&folder("spiral"), 2);
}

#[test]
fn nwt_keeps_every_rule() {
    keeps_every_rule(&folder("nwt"), 1);
}
