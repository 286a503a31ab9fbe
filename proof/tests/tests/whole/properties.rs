//! Whatever a planner writes, if it may run it runs, and every rule of the audit holds.
use iceroad_engine::{Fidelity, Prepared};
use iceroad_model::event::{
    Claimant, CostCause, Event, EventField, EventKind, Field, FieldVisitor, Flow, MachineState, Purpose,
};
use iceroad_tests::recipe::recipes;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use std::sync::Arc;

/// `PROPTEST_CASES` asks for more than the 256 of proptest's own default. Most recipes make a scenario.
fn config() -> Config {
    Config { max_global_rejects: 1_000_000, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_run_of_every_scenario_keeps_every_rule(recipe in recipes()) {
        let scenario = recipe.scenario();
        prop_assume!(scenario.is_ok());
        let Ok(scenario) = scenario else { return Ok(()) };
        let run = iceroad_tests::run(&scenario, recipe.seed, 0).map_err(TestCaseError::fail)?;
        prop_assert!(run.violations.is_empty(), "{}", run.complaint());
    }
}

proptest! {
    #![proptest_config(Config { cases: config().cases.min(64), ..config() })]

    #[test]
    fn every_run_by_rates_keeps_every_rule(recipe in recipes()) {
        let scenario = recipe.scenario();
        prop_assume!(scenario.is_ok());
        let Ok(scenario) = scenario else { return Ok(()) };
        let prepared = Prepared::new(Arc::clone(&scenario)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assume!(prepared.not_followed_by_rates().is_empty());
        let run = iceroad_tests::run_at(Fidelity::Rates, &scenario, recipe.seed, 0).map_err(TestCaseError::fail)?;
        prop_assert!(run.violations.is_empty(), "{}", run.complaint());
    }
}

/// Notes which kinds of entries there were, and the kinds of what they hold.
#[derive(Default)]
struct Seen(BTreeSet<String>);

impl FieldVisitor for Seen {
    fn kind(&mut self, kind: &'static EventKind) {
        self.0.insert(kind.name.into());
    }

    fn field(&mut self, _field: &'static EventField, _value: Field) {}
}

impl Seen {
    fn take(&mut self, event: &Event) {
        event.visit(self);
        match *event {
            Event::State { state, .. } => drop(self.0.insert(state.name().into())),
            Event::Demanded { by, .. } => self.0.extend([match by {
                Claimant::Job(_) => "by a job".into(),
                Claimant::Fuel(_) => "by a machine".into(),
                Claimant::Settlement(_) => "by a settlement".into(),
                Claimant::Task(_) => "by a task".into(),
                Claimant::Store(_) => "by a store".into(),
                Claimant::Mine(_) => "by a mine".into(),
            }]),
            Event::Ordered { purpose, .. } | Event::Transferred { purpose, .. } => {
                self.0.extend([match purpose {
                    Purpose::Replenish => "to replenish".into(),
                    Purpose::Emergency(_) => "in need".into(),
                    Purpose::Line(_) => "for a line".into(),
                    Purpose::Inbound(_) => "on the way".into(),
                    Purpose::Repaired(_) => "repaired".into(),
                    Purpose::Core(_) => "to be repaired".into(),
                }])
            }
            Event::Paid { cause, .. } => drop(self.0.insert(cause.name().into())),
            Event::Traded { flow, .. } => drop(self.0.insert(flow.name().into())),
            _ => {}
        }
    }
}

#[test]
fn the_random_scenarios_bring_about_everything_there_is() {
    let mut runner = TestRunner::deterministic();
    let mut seen = Seen::default();
    let mut ran = 0;
    for _ in 0..600 {
        let recipe = recipes().new_tree(&mut runner).unwrap().current();
        let Ok(scenario) = recipe.scenario() else { continue };
        let run = iceroad_tests::run(&scenario, recipe.seed, 0).unwrap();
        run.log.iter().for_each(|entry| seen.take(&entry.event));
        ran += 1;
    }
    assert!(ran > 400, "only {ran} recipes made a scenario");
    let mut wanted: Vec<String> = MachineState::ALL.iter().map(|state| state.name().into()).collect();
    wanted.extend(CostCause::ALL.iter().map(|cause| cause.name().into()));
    // Goods are bought: exports are of works, which are told when they are done.
    wanted.extend([Flow::Domestic, Flow::Import].map(|flow| flow.name().into()));
    let by_cycles = Event::KINDS.iter().filter(|kind| !["hauled", "carried", "spent"].contains(&kind.name));
    wanted.extend(by_cycles.map(|kind| kind.name.into()));
    wanted.extend(
        ["by a job", "by a machine", "by a settlement", "by a task", "by a store", "by a mine"]
            .map(String::from),
    );
    wanted.extend(
        ["to replenish", "in need", "for a line", "on the way", "repaired", "to be repaired"]
            .map(String::from),
    );
    let never: Vec<&String> = wanted.iter().filter(|one| !seen.0.contains(*one)).collect();
    assert!(never.is_empty(), "never seen in {ran} runs: {never:?}");
}
