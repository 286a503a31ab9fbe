//! The audit audited: one clean story that keeps every rule, and for each rule the same story with that rule broken.
//!
//! Beside each other stand a test that the story is clean, tests that every broken story is found out by the very
//! rule it breaks, and one that no rule is without such a story: it reads the rules off the sources.
mod breaks_cold;
mod breaks_goods;
mod breaks_hazards;
mod breaks_machines;
mod breaks_rates;
mod breaks_roads;
mod breaks_rotables;
mod breaks_shift;
mod breaks_totals;
mod breaks_trade;
mod breaks_traffic;
mod breaks_works;
mod story;

use std::collections::BTreeSet;
use story::Story;

/// A rule, and what breaks it.
pub(crate) type Break = (&'static str, fn(&mut Story));

/// Every family's breaks but the totals', which break the record.
fn breaks() -> Vec<Break> {
    [
        breaks_machines::BREAKS,
        breaks_cold::BREAKS,
        breaks_hazards::BREAKS,
        breaks_rates::BREAKS,
        breaks_works::BREAKS,
        breaks_goods::BREAKS,
        breaks_roads::BREAKS,
        breaks_rotables::BREAKS,
        breaks_shift::BREAKS,
        breaks_trade::BREAKS,
        breaks_traffic::BREAKS,
    ]
    .concat()
}

#[test]
fn the_story_keeps_every_rule() {
    let story = Story::new();
    let found = story.judge();
    assert!(found.is_empty(), "{}", found.iter().map(|one| format!("{one}\n")).collect::<String>());
}

#[test]
fn the_record_of_the_story_adds_up() {
    let story = Story::new();
    let found = story.judge_record(&story.record());
    assert!(found.is_empty(), "{}", found.iter().map(|one| format!("{one}\n")).collect::<String>());
}

#[test]
fn each_rule_finds_out_the_story_that_breaks_it() {
    let mut missed = Vec::new();
    for (index, (rule, spoil)) in breaks().into_iter().enumerate() {
        let mut story = Story::new();
        spoil(&mut story);
        if let Some(fault) = story.fault() {
            missed.push(format!("{index}: {rule}: {fault}\n"));
            continue;
        }
        let found: BTreeSet<&str> = story.judge().iter().map(|one| one.rule).collect();
        if !found.contains(rule) {
            missed.push(format!("{index}: {rule}: found {found:?}\n"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.concat());
}

#[test]
fn each_total_finds_out_the_record_that_differs() {
    let mut missed = Vec::new();
    for (rule, spoil) in breaks_totals::OF_LOG {
        let mut story = Story::new();
        spoil(&mut story);
        let found: BTreeSet<&str> = story.judge_record(&story.record()).iter().map(|one| one.rule).collect();
        if !found.contains(rule) {
            missed.push(format!("{rule}: found {found:?}\n"));
        }
    }
    let story = Story::new();
    for (rule, spoil) in breaks_totals::BREAKS {
        let mut record = story.record();
        spoil(&mut record);
        let found: BTreeSet<&str> = story.judge_record(&record).iter().map(|one| one.rule).collect();
        if !found.contains(rule) || found.len() > 2 {
            missed.push(format!("{rule}: found {found:?}\n"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.concat());
}

#[test]
fn no_rule_is_without_a_story_that_breaks_it() {
    let mut told: BTreeSet<&str> = breaks().into_iter().map(|(rule, _)| rule).collect();
    told.extend(breaks_totals::OF_LOG.iter().map(|(rule, _)| *rule));
    told.extend(breaks_totals::BREAKS.iter().map(|(rule, _)| *rule));
    let known = rules();
    assert!(known.len() > 190, "only {} rules were read off the sources", known.len());
    let without: Vec<_> = known.iter().filter(|rule| !told.contains(rule.as_str())).collect();
    assert!(without.is_empty(), "{without:#?}");
    let unknown: Vec<_> = told.iter().filter(|rule| !known.contains(**rule)).collect();
    assert!(unknown.is_empty(), "not in the sources: {unknown:#?}");
}

/// Every rule named in the sources: texts of several small words without a brace.
fn rules() -> BTreeSet<String> {
    let sources = [
        include_str!("../cold.rs"),
        include_str!("../counter.rs"),
        include_str!("../energy.rs"),
        include_str!("../engines.rs"),
        include_str!("../fuel.rs"),
        include_str!("../goods.rs"),
        include_str!("../hazards.rs"),
        include_str!("../ice.rs"),
        include_str!("../levels.rs"),
        include_str!("../lib.rs"),
        include_str!("../lives.rs"),
        include_str!("../machines.rs"),
        include_str!("../meters.rs"),
        include_str!("../mine_uses.rs"),
        include_str!("../pit.rs"),
        include_str!("../cleared.rs"),
        include_str!("../people.rs"),
        include_str!("../promises.rs"),
        include_str!("../rates.rs"),
        include_str!("../pumps.rs"),
        include_str!("../rests.rs"),
        include_str!("../roads.rs"),
        include_str!("../rotables.rs"),
        include_str!("../tasks.rs"),
        include_str!("../tonnes.rs"),
        include_str!("../totals.rs"),
        include_str!("../trade.rs"),
        include_str!("../traffic.rs"),
        include_str!("../vehicles.rs"),
        include_str!("../workshop.rs"),
        include_str!("../workshop/line.rs"),
    ];
    let mut rules = BTreeSet::new();
    for source in sources {
        let code: String = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let texts = code.split('"').skip(1).step_by(2);
        let is_rule = |text: &&str| {
            let wordy = text.split(' ').count() >= 3 && !text.contains(['{', ':']);
            wordy && text.starts_with(|first: char| first.is_ascii_lowercase()) && !text.starts_with("after ")
        };
        rules.extend(texts.filter(is_rule).map(String::from));
    }
    rules
}
