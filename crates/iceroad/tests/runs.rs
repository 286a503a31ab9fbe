//! What a run comes to is the same however it is come by: threads, parts, interruption, folder or memory.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad::model::Scenario;
use iceroad::model::record::RunRecord;
use iceroad::{
    Comparison, Error, Existing, Fidelity, FleetAnswer, Kind, Outcome, Refusal, Replications, RoadsAnswer,
    RunFolder, RunSpec, Session, Unwatched, Watch,
};
use iceroad_worlds::example;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A small mine for some weeks: long enough to fail and to be repaired.
fn scenario() -> Scenario {
    let mut tables = example::small();
    tables.heading.days = 30;
    Scenario::new(tables).unwrap()
}

fn session() -> Session {
    Session::new(scenario())
}

fn asked(replications: Replications) -> RunSpec {
    RunSpec { replications, threads: 1, ..RunSpec::default() }
}

fn bytes(records: &[RunRecord]) -> Vec<u8> {
    postcard::to_stdvec(records).unwrap()
}

/// Asks to stop once so many replications are done.
struct StopAfter {
    done: AtomicU32,
    most: u32,
}

impl StopAfter {
    fn new(most: u32) -> Self {
        Self { done: AtomicU32::new(0), most }
    }
}

impl Watch for StopAfter {
    fn finished(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.done.load(Ordering::Relaxed) >= self.most
    }
}

#[test]
fn sessions_and_answers_can_be_sent_shared_and_kept() {
    fn free<T: Send + Sync + 'static>() {}
    free::<Session>();
    free::<Outcome>();
    free::<Comparison>();
    free::<FleetAnswer>();
    free::<RoadsAnswer>();
    free::<Error>();
    free::<Box<dyn Watch>>();
}

/// Asks to stop when it is asked for the twelfth time.
#[derive(Default)]
struct StopAtTwelve(AtomicU32);

impl Watch for StopAtTwelve {
    fn cancelled(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) >= 11
    }
}

#[test]
fn a_replication_under_way_is_given_up_at_its_next_day() {
    let watch = StopAtTwelve::default();
    let outcome = session().run(&asked(Replications::First(3)), &watch).unwrap();
    assert!(outcome.records.is_empty() && !outcome.is_complete());
    // Once before each of three, and on ten of the thirty days of the first.
    assert!(watch.0.load(Ordering::Relaxed) < 20, "asked {:?} times", watch.0);
}

#[test]
fn a_run_stopped_half_way_and_resumed_ends_with_the_same_bytes() {
    let whole = session().run(&asked(Replications::First(6)), &Unwatched).unwrap();
    for threads in [1, 2] {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("result");
        let spec = RunSpec { threads, ..asked(Replications::First(6)) };
        let folder = RunFolder::claim(&out, Existing::Keep).unwrap();
        let half = session().run_into(&folder, &spec, &StopAfter::new(2)).unwrap();
        assert!(!half.is_complete() && (2..6).contains(&half.records.len()), "{}", half.records.len());
        assert!(folder.checkpoint().exists() && !out.exists());
        drop(folder);

        let resumed = RunFolder::claim(&out, Existing::Resume).unwrap();
        let watch = StopAfter::new(u32::MAX);
        let outcome = session().run_into(&resumed, &spec, &watch).unwrap();
        let fresh = watch.done.load(Ordering::Relaxed) as usize;
        assert_eq!(fresh, 6 - half.records.len(), "what was kept is not run again");
        assert_eq!(bytes(&outcome.records), bytes(&whole.records), "at {threads} threads");
        assert_eq!((&outcome.manifest, &outcome.outlook), (&whole.manifest, &whole.outlook));
        assert_eq!(outcome.bounds, whole.bounds);
        let checkpoint = resumed.checkpoint();
        resumed.write(|files| files.put(RunFolder::MARK, b"{}")).unwrap();
        assert!(!checkpoint.exists() && out.join(RunFolder::MARK).exists());
    }
}

#[test]
fn an_interrupted_run_of_something_else_is_refused_with_its_path() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("result");
    let spec = asked(Replications::First(3));
    let folder = RunFolder::claim(&out, Existing::Keep).unwrap();
    session().run_into(&folder, &spec, &StopAfter::new(1)).unwrap();
    drop(folder);
    let mut tables = example::small();
    tables.heading.days = 31;
    let longer = Session::new(Scenario::new(tables).unwrap());
    let cases = [
        (longer, spec.clone(), Refusal::OtherScenario),
        (session(), RunSpec { seed: Some(8), ..spec.clone() }, Refusal::OtherSeed),
        (session(), RunSpec { fidelity: Fidelity::Rates { pairs: 0 }, ..spec }, Refusal::OtherFidelity),
    ];
    let resumed = RunFolder::claim(&out, Existing::Resume).unwrap();
    for (session, spec, expected) in cases {
        let error = session.run_into(&resumed, &spec, &Unwatched).unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
        let Error::Place { path, why } = &error else { panic!("{error}") };
        assert_eq!((path.as_path(), *why), (resumed.checkpoint().as_path(), expected));
        assert!(error.to_string().contains(".result.checkpoint") && error.to_string().contains("start over"));
    }
}

#[test]
fn a_finished_run_of_something_else_is_not_resumed_over() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("result");
    let spec = asked(Replications::First(2));
    let digest = session().digest().to_owned();
    let finished = |name: &str, digest: &str, seed: u64, replications: u32, used: &str| {
        let document = serde_json::json!({
            "scenario": { "name": name, "digest": digest }, "seed": seed,
            "replications": { "asked": replications }, "fidelity": { "used": used },
        });
        let folder = RunFolder::claim(&out, Existing::Replace).unwrap();
        folder.write(|files| files.put(RunFolder::MARK, document.to_string().as_bytes())).unwrap();
    };
    let resume = || {
        let folder = RunFolder::claim(&out, Existing::Resume).unwrap();
        session().run_into(&folder, &spec, &Unwatched).map(|outcome| outcome.records.len())
    };
    let (name, seed) = (scenario().heading.name.clone(), scenario().heading.seed);
    finished(&name, &digest, seed, 2, "cycles");
    assert_eq!(resume().unwrap(), 2, "the same run may be made again");
    finished(&name, &digest, seed, 1, "cycles");
    assert_eq!(resume().unwrap(), 2, "and made longer");
    for (there, told) in [
        (("north", "0123456789", seed, 2, "cycles"), "`north` (scenario 01234567"),
        ((name.as_str(), digest.as_str(), seed + 1, 2, "cycles"), &format!("seed {}", seed + 1)),
        ((name.as_str(), digest.as_str(), seed, 900, "cycles"), "900 replications"),
        ((name.as_str(), digest.as_str(), seed, 2, "rates"), "2 replications by rates"),
    ] {
        finished(there.0, there.1, there.2, there.3, there.4);
        let error = resume().unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
        let words = error.to_string();
        assert!(words.contains(told) && words.contains(&format!("asked for is `{name}`")), "{words}");
        assert!(out.join(RunFolder::MARK).exists());
    }
    // A shift by another program's rules is no run of ours.
    let folder = RunFolder::claim(&out, Existing::Replace).unwrap();
    folder.write(|files| files.put(RunFolder::MARK, b"{\"compat\": \"OpenMines 0.2.0\"}")).unwrap();
    assert!(resume().unwrap_err().to_string().contains("a finished run of another kind"));
}

#[test]
fn the_parts_of_a_run_are_the_run() {
    let session = session();
    let run = |replications| session.run(&asked(replications), &Unwatched).unwrap();
    let whole = run(Replications::First(4));
    let mut parts = run(Replications::Range(0..3)).records;
    let last = run(Replications::Range(3..4));
    assert_eq!(last.records, run(Replications::Only(3)).records);
    assert!(last.manifest.command.ends_with("(of which replications 3 to 3)"), "{}", last.manifest.command);
    parts.extend(last.records);
    assert_eq!(bytes(&parts), bytes(&whole.records));
}

#[test]
fn a_folder_and_its_scenario_in_memory_give_the_same() {
    let place = tempfile::tempdir().unwrap();
    let scenario = Arc::new(scenario());
    iceroad::save(&scenario, place.path()).unwrap();
    let (written, kept) = (Session::open(place.path()).unwrap(), Session::new(Arc::clone(&scenario)));
    assert_eq!(written.digest(), kept.digest());
    let spec = asked(Replications::First(2));
    let (one, other) = (written.run(&spec, &Unwatched).unwrap(), kept.run(&spec, &Unwatched).unwrap());
    assert_eq!(bytes(&one.records), bytes(&other.records));
}

#[test]
fn one_session_answers_many_at_once() {
    let session = Arc::new(session());
    let asking: Vec<_> = (0..3)
        .map(|_| {
            let session = Arc::clone(&session);
            std::thread::spawn(move || {
                session.run(&asked(Replications::First(2)), &Unwatched).unwrap().records
            })
        })
        .collect();
    let answers: Vec<Vec<RunRecord>> = asking.into_iter().map(|asking| asking.join().unwrap()).collect();
    assert!(answers.iter().all(|answer| bytes(answer) == bytes(&answers[0])));
}

#[test]
fn the_log_of_a_replication_is_that_of_the_run() {
    let session = session();
    let spec = asked(Replications::First(2));
    let outcome = session.run(&spec, &Unwatched).unwrap();
    let again = session.replay(&spec, 1).unwrap();
    assert_eq!(again.record, outcome.records[1]);
    assert_eq!(again.log.map(|log| log.len() as u64), Some(outcome.records[1].entries));
}

#[test]
fn everything_that_is_wrong_with_a_question_is_told_at_once() {
    let spec = RunSpec {
        replications: Replications::Range(9..9),
        fidelity: Fidelity::ControlVariate { more: 0 },
        ..RunSpec::default()
    };
    let Err(Error::Spec(faults)) = session().run(&spec, &Unwatched) else { panic!("it was taken") };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["replications", "fidelity", "fidelity"]);
    assert!(faults[1].what.contains("ask for 1 to 100000"), "{}", faults[1]);
}

#[test]
fn an_outcome_serialises_with_everything_that_is_worked_out_of_it() {
    let session = session();
    let told = |threads| {
        let spec = RunSpec { threads, ..asked(Replications::First(3)) };
        let outcome = session.run(&spec, &Unwatched).unwrap();
        (serde_json::to_value(&outcome).unwrap(), outcome)
    };
    let (document, outcome) = told(1);
    assert_eq!(document, told(2).0, "at any number of threads");
    assert_eq!(document["finished"], serde_json::json!([0, 1, 2]));
    assert_eq!(document["scenario_digest"], session.digest());
    let found = &document["assessment"];
    let measures = found["measures"].as_array().unwrap();
    assert_eq!(measures.len(), outcome.measures().len());
    let cost = measures.iter().find(|measure| measure["key"] == "cost.total").unwrap();
    assert_eq!(cost["values"].as_array().unwrap().len(), 3);
    assert!(cost["spread"]["mean"].as_f64().unwrap() > 0.0 && cost["definition"].is_string());
    let scenario = session.scenario();
    for (part, rows) in [
        ("bounds", outcome.bounds.len()),
        ("machines", scenario.machines.len() - 1), // One comes with an agreement, after these weeks.
        ("stock", scenario.stock.len()),
        ("seasons", scenario.seasons.len()),
        ("lines", scenario.lines.len()),
        ("tasks", scenario.tasks.len()),
        ("shortages", scenario.consumption.len()),
    ] {
        assert_eq!(found[part].as_array().map(Vec::len), Some(rows), "{part}");
    }
    assert!(!outcome.bounds.is_empty(), "the mine has a bound");
    assert_eq!(found["answer"]["parts"], serde_json::json!(outcome.assessment().answer.parts));
}

#[test]
fn a_question_can_be_written_as_json_and_unknown_words_are_refused() {
    let spec: RunSpec = serde_json::from_str(
        r#"{ "seed": 7, "replications": { "first": 10 }, "fidelity": { "rates": { "pairs": 3 } }, "suggestions": true }"#,
    )
    .unwrap();
    let expected = RunSpec {
        seed: Some(7),
        replications: Replications::First(10),
        threads: 0,
        fidelity: Fidelity::Rates { pairs: 3 },
        suggestions: true,
    };
    assert_eq!(spec, expected);
    assert_eq!(serde_json::from_str::<RunSpec>("{}").unwrap(), RunSpec::default());
    let wrong = serde_json::from_str::<RunSpec>(r#"{ "sead": 7 }"#).unwrap_err();
    assert!(wrong.to_string().contains("sead"), "{wrong}");
}

#[test]
fn a_comparison_takes_seed_and_number_from_the_first() {
    let mut tables = example::small();
    tables.heading.days = 30;
    (tables.heading.seed, tables.heading.replications) = (99, 3);
    let other = Session::new(Scenario::new(tables).unwrap());
    let mut tables = scenario().into_tables();
    tables.heading.replications = 2;
    let mine = Session::new(Scenario::new(tables).unwrap());
    let both = iceroad::compare(&mine, &other, &RunSpec::default(), &Unwatched).unwrap();
    assert_eq!((both.a.records.len(), both.b.records.len()), (2, 2));
    assert_eq!(both.b.manifest.seed, mine.scenario().heading.seed);
    assert_eq!(both.a.records[1].digest, both.b.records[1].digest, "the same mine, the same luck");
    let stopped = iceroad::compare(&mine, &other, &RunSpec::default(), &StopAfter::new(1)).unwrap_err();
    assert_eq!(stopped.kind(), Kind::Stopped);
}

#[test]
fn a_folder_that_is_not_there_is_the_users_affair() {
    let error = Session::open(Path::new("nowhere/at/all")).err().unwrap();
    assert_eq!(error.kind(), Kind::Input);
    assert!(error.to_string().contains("nowhere/at/all") && error.to_string().contains("check the path"));
}

#[test]
fn days_of_the_horizon_are_read_and_others_refused() {
    let session = session();
    let horizon = session.scenario().horizon();
    let whole = session.days(None, None).unwrap();
    assert!(
        whole.start == iceroad::Time::START && whole.end > horizon.end(),
        "its last instant is of its last day"
    );
    let first = horizon.start().to_string();
    assert!(session.days(Some(&first), Some(&first)).unwrap().end < whole.end);
    for (from, to) in
        [(Some("yesterday"), None), (Some("1999-01-01"), Some("1999-01-02")), (None, Some("1999-01-01"))]
    {
        assert_eq!(session.days(from, to).unwrap_err().kind(), Kind::Input);
    }
}
