//! Advice is tried before it is given: what is printed helps, by what is said, and is what `apply` writes.
use iceroad::{Existing, Outcome, Replications, RunFolder, RunSpec, Session, Unwatched, Watch, apply};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Mass, Quantity, Share, TonnesPerHour};
use iceroad_measures::advice::{Advice, CellChange, Change, Fate, Untried, Verdict};
use iceroad_measures::findings::proposals;
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Book;
use iceroad_model::goods::Item;
use iceroad_model::maintenance::PartUse;
use iceroad_model::mine::Crusher;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{Scenario, Tables};
use iceroad_worlds::example::{self, ALDER_ENGINE, BASE_STORE, CRUSHER, FILTER, MINE_STORE, SPOIL};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

fn spec(n: u32) -> RunSpec {
    let replications = Replications::First(n);
    RunSpec { replications, threads: 1, suggestions: true, ..RunSpec::default() }
}

fn advice(tables: Tables, n: u32) -> Advice {
    let session = Session::new(Scenario::new(tables).unwrap());
    session.run(&spec(n), &Unwatched).unwrap().advice
}

fn values(outcome: &Outcome, key: &str) -> Vec<f64> {
    let frame = Frame::new(&outcome.scenario, &outcome.records);
    let book = Book::of(&frame);
    let measure = book.find(key).unwrap();
    outcome.records.iter().map(|record| measure.of(record)).collect()
}

/// Leaves a run as the command line does.
fn leave(folder: RunFolder, outcome: &Outcome) {
    let document = iceroad_report::json::document(&outcome.results(), true);
    folder.write(|files| files.put("run.json", document.to_string().as_bytes())).unwrap();
}

#[test]
fn what_is_applied_brings_what_was_claimed() {
    let place = tempfile::tempdir().unwrap();
    let mine = place.path().join("mine");
    iceroad::init(&mine).unwrap();
    let session = Session::open(&mine).unwrap();
    let outcome = session.run(&spec(16), &Unwatched).unwrap();
    let suggestion = outcome.advice.suggestions.first().expect("the starter is short of trucks");
    // Filter kits run out for weeks before the road brings more: enough of them is proposed, whatever trying says of it.
    let kits = |cell: &&CellChange| {
        cell.column == "on_hand" && cell.row.iter().any(|(_, said)| said == "filter_kit")
    };
    let proposed = proposals(session.scenario(), &outcome.records);
    let kits = proposed.iter().flat_map(|one| &one.change.cells).find(kits).expect("more kits are proposed");
    let number = |cell: &str| cell.parse::<i64>().unwrap();
    assert!(number(&kits.to) >= number(&kits.from) + 10, "{kits:?}");
    let fates: Vec<&Fate> = outcome.advice.tried.iter().map(|one| &one.fate).collect();
    assert_eq!(
        fates.iter().filter(|fate| ***fate == Fate::Helps).count(),
        outcome.advice.suggestions.len(),
        "{fates:?}"
    );

    let folder = RunFolder::claim(place.path().join("run"), Existing::Keep).unwrap();
    leave(folder, &outcome);

    let to = place.path().join("changed");
    let applied = apply(&place.path().join("run"), 1, None, &to).unwrap();
    assert_eq!(applied.change, suggestion.change);
    // The trial was on the second half of the run, and the folder that was written is what was tried.
    let half = 8;
    let replications = Replications::Range(half..half + suggestion.pairs);
    let asked = RunSpec { replications, threads: 1, ..RunSpec::default() };
    let changed = Session::open(&to).unwrap().run(&asked, &Unwatched).unwrap();
    let effect = &suggestion.effects[0];
    let (now, then) = (values(&outcome, &effect.key), values(&changed, &effect.key));
    let differences: Vec<f64> =
        then.iter().zip(&now[half as usize..]).map(|(then, now)| then - now).collect();
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    assert!((mean - effect.difference).abs() <= 1e-9 * mean.abs(), "{mean} for {effect:?}");
    assert_eq!(effect.verdict, Verdict::Better);
    let in_memory = session.changed(&suggestion.change).unwrap().run(&asked, &Unwatched).unwrap();
    assert_eq!(in_memory.records, changed.records);

    // Only the cells of the suggestion are others.
    for file in ["stock.csv", "scenario.toml", "climate/yakutsk.csv"] {
        let read = |folder: &Path| std::fs::read(folder.join(file)).ok();
        assert_eq!(read(&mine), read(&to), "{file}");
    }
    // A scenario that was changed since is not the one that was run.
    std::fs::write(mine.join("bays.csv"), std::fs::read_to_string(mine.join("bays.csv")).unwrap() + "\n")
        .unwrap();
    let refused =
        apply(&place.path().join("run"), 1, None, &place.path().join("other")).unwrap_err().to_string();
    assert!(refused.contains("run it again"), "{refused}");
}

/// Stops after so many replications.
struct StopAfter(AtomicU32, u32);

impl Watch for StopAfter {
    fn finished(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= self.1
    }
}

#[test]
fn advice_is_the_same_at_any_number_of_threads_and_after_a_stop() {
    let mut tables = example::small();
    tables.heading.days = 40;
    let session = Session::new(Scenario::new(tables).unwrap());
    let whole = session.run(&spec(12), &Unwatched).unwrap();
    assert!(!whole.advice.tried.is_empty() && whole.advice.replications <= 24, "{:?}", whole.advice);
    let threads = session.run(&RunSpec { threads: 3, ..spec(12) }, &Unwatched).unwrap();
    assert_eq!(threads.advice, whole.advice);

    let place = tempfile::tempdir().unwrap();
    let folder = RunFolder::claim(place.path().join("run"), Existing::Keep).unwrap();
    // All replications are done, and some of the trying.
    let stopped = session.run_into(&folder, &spec(12), &StopAfter(AtomicU32::new(0), 14)).unwrap();
    assert!(!stopped.is_complete() && stopped.records.len() == 12);
    assert_eq!(stopped.advice, Advice::untried(Untried::Stopped));
    drop(folder);
    let folder = RunFolder::claim(place.path().join("run"), Existing::Resume).unwrap();
    let resumed = session.run_into(&folder, &spec(12), &Unwatched).unwrap();
    leave(folder, &resumed);
    let told = |outcome: &Outcome| iceroad_report::json::document(&outcome.results(), true).to_string();
    assert_eq!(told(&resumed), told(&whole));

    let few = session.run(&spec(11), &Unwatched).unwrap();
    assert_eq!(few.advice, Advice::untried(Untried::TooFewReplications));
}

/// Ore goes to a crusher too slow for its trucks, waste to a dump that takes far more loads and has no line.
#[test]
fn the_crusher_is_named_where_trucks_stand_in_line_and_not_the_dump_with_most_loads() {
    let mut tables = example::small();
    tables.heading.days = 60;
    tables.dumps[CRUSHER].crusher =
        Some(Crusher { rate: TonnesPerHour::clamped(60.0), hopper: Mass::from_tonnes(60.0) });
    tables.dumps[SPOIL].places = 1;
    let advice = advice(tables, 16);
    let first = advice.suggestions.first().unwrap_or_else(|| panic!("nothing helps: {advice:?}"));
    assert!(first.title.starts_with("A faster crusher at"), "{advice:#?}");
    assert_eq!(first.change.cells[0].column, "crusher_t_h");
    // A place more beside a crusher that is full brings nothing, and is not shown.
    assert!(advice.suggestions.iter().all(|one| one.change.cells.iter().all(|cell| cell.column != "places")));
}

/// The winter road is shut for half the year, and the shelf holds five of the kit that every repair needs.
#[test]
fn where_hose_kits_are_the_remedy_they_come_first_and_work() {
    let mut tables = example::small();
    tables.heading.days = 200;
    let kit = Item { title: "Hose kit".into(), ..tables.items[FILTER].clone() };
    tables.items[FILTER] = kit;
    let engine = &mut tables.subsystems[ALDER_ENGINE];
    engine.life = Law::Exponential { mean: 40.0 };
    engine.parts = vec![PartUse { item: FILTER, quantity: Quantity(1), chance: Share::clamped(1.0) }];
    for store in [MINE_STORE, BASE_STORE] {
        tables.stores[store].emergency_after = None;
    }
    for line in tables.stock.iter_mut().filter(|line| line.item == FILTER) {
        line.policy = ReviewPolicy::None;
        line.on_hand = Quantity(if line.store == MINE_STORE { 5 } else { 0 });
    }
    tables.inbound = Default::default();
    let advice = advice(tables, 16);
    let first = advice.suggestions.first().unwrap_or_else(|| panic!("nothing helps: {advice:?}"));
    assert!(first.title.starts_with("Have ") && first.title.contains("Hose kit"), "{advice:#?}");
    let ore = first.effects.iter().find(|effect| effect.key == "delivered.wanted").unwrap();
    assert!(ore.low > 0.0 && ore.verdict == Verdict::Better, "{ore:?}");
    // What is put on the shelf is not free.
    assert!(first.cost.is_some());
}

/// What was printed untried for this mine, whose dispatch did not keep the plan then, lost ore or did nothing: a loader at w1
/// (−5.7 Mt), half as much fuel again (−0.5 Mt), the call-off two weeks earlier (nothing).
#[test]
fn what_harmed_the_mine_on_the_winter_road_is_no_longer_printed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/nwt");
    let as_it_was = Change::of_cell("mines.csv", "pit", "keep_plan", "", "no");
    let session = Session::open(folder).unwrap().changed(&as_it_was).unwrap();
    let advice = session.run(&spec(16), &Unwatched).unwrap().advice;
    assert!(advice.tried.len() >= 3, "{advice:?}");
    for suggestion in &advice.suggestions {
        let words = suggestion.change.words().join("\n");
        assert!(!suggestion.title.contains("loader at w1"), "{suggestion:#?}");
        assert!(!words.contains("diesel: up_to") && !words.contains("order_on"), "{suggestion:#?}");
    }
}
