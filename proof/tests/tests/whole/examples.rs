//! The examples of the project keep every rule.
use iceroad_base::Span;
use iceroad_base::quantity::Power;
use iceroad_engine::Fidelity;
use iceroad_model::Scenario;
use iceroad_model::event::{Entry, Event, EventField, EventKind, Field, FieldVisitor};
use iceroad_model::fleet::{Cable, Work};
use iceroad_report::export::{cyclelog, ocel};
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
        if replication == 0 {
            exports_are_told_with_names_and_times(scenario, &run.log);
        }
    }
}

/// Holds the names behind every field of a log.
struct Named<'s>(&'s Scenario);

impl FieldVisitor for Named<'_> {
    fn kind(&mut self, _kind: &'static EventKind) {}

    fn field(&mut self, field: &'static EventField, value: Field) {
        use Field::*;
        let is_number = matches!(
            value,
            Job(_)
                | Demand(_)
                | Order(_)
                | Shipment(_)
                | Core(_)
                | Payee(None)
                | Mass(_)
                | Volume(_)
                | Quantity(_)
                | Money(_)
                | Span(_)
                | Time(_)
                | Count(_)
                | Heads(_)
        );
        assert_eq!(value.names(self.0)[0].is_none(), is_number, "{field:?} {value:?}");
    }
}

/// Every row that the log points at has a name, and every time in an export has the one format of the book.
fn exports_are_told_with_names_and_times(scenario: &Scenario, log: &[Entry]) {
    log.iter().for_each(|entry| entry.event.visit(&mut Named(scenario)));
    let is_local = |text: &str| text.len() == 29 && has_milliseconds(text) && "+-".contains(&text[23..24]);
    let files = iceroad_report::log::table(scenario, &log[..log.len().min(20_000)]).unwrap();
    let table = std::str::from_utf8(&files[0].1).unwrap();
    assert!(table.lines().skip(1).all(|row| row.split(',').nth(2).is_some_and(is_local)));
    let day = iceroad_base::Time::START + Span::DAY * 10..iceroad_base::Time::START + Span::DAY * 11;
    let key = cyclelog::write(scenario, log, day.clone(), &mut std::io::sink()).unwrap();
    assert!(key.start.as_deref().is_none_or(is_local), "{key:?}");
    let mut bytes = Vec::new();
    ocel::write(scenario, log, day, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let times: Vec<&str> =
        text.split("\"time\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!times.is_empty());
    assert!(times.iter().all(|time| time.len() == 24 && has_milliseconds(time) && time.ends_with('Z')));
}

/// Whether a text begins as `2026-07-01T00:00:00.000`.
fn has_milliseconds(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| text[range].bytes().all(|byte| byte.is_ascii_digit());
    [0..4, 5..7, 8..10, 11..13, 14..16, 17..19, 20..23].into_iter().all(digits)
        && [4, 7, 10, 13, 16, 19].map(|at| &text[at..=at]) == ["-", "-", "T", ":", ":", "."]
}

#[test]
fn the_small_example_keeps_every_rule() {
    keeps_every_rule(&iceroad_tests::scenario(example::small()).unwrap(), 8);
}

#[test]
fn the_small_example_keeps_every_rule_with_loaders_on_cables() {
    let mut tables = example::small();
    for model in tables.models.iter_mut() {
        let Work::Loader(loader) = &mut model.work else { continue };
        loader.electric = Some(Cable { work: Power::clamped(400.0), idle: Power::clamped(40.0) });
    }
    let scenario = iceroad_tests::scenario(tables).unwrap();
    assert!(iceroad_measures::use_of::draws(&scenario));
    keeps_every_rule(&scenario, 1);
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
    keeps_every_rule(&folder("sakha"), 8);
}

#[test]
fn first_mine_keeps_every_rule() {
    keeps_every_rule(&folder("first-mine"), 24);
}

#[test]
fn spiral_keeps_every_rule() {
    keeps_every_rule(&folder("spiral"), 24);
}

#[test]
fn nwt_keeps_every_rule() {
    keeps_every_rule(&folder("nwt"), 10);
}
