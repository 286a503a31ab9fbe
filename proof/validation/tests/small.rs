//! Every case at small size, part by part so that they run beside each other.

use iceroad_validation::harness::{Case, Check, Outcome, Size, run_all};
use iceroad_validation::{
    advice, haulage, hazards, maintenance, priorities, queues, random, repair, roads, rotables, stocks,
};

fn pass(cases: &[Case]) {
    let outcomes = run_all(cases, Size::Small);
    let failed: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.passes()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

fn as_expected(checks: &[Check]) {
    let failed: Vec<&Check> = checks.iter().filter(|check| !check.passes).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn open_queues_meet_theory() {
    pass(&queues::cases().unwrap());
}

#[test]
fn priorities_meet_theory() {
    pass(&priorities::cases().unwrap());
}

#[test]
fn repair_shops_meet_theory() {
    pass(&repair::cases().unwrap());
}

#[test]
fn renewal_meets_theory() {
    pass(&maintenance::cases().unwrap());
}

#[test]
fn what_is_beside_the_plain_life_meets_theory() {
    pass(&hazards::cases().unwrap());
}

#[test]
fn pits_meet_theory() {
    pass(&haulage::cases().unwrap());
}

#[test]
fn stocks_meet_theory() {
    pass(&stocks::cases().unwrap());
}

#[test]
fn repairs_of_rotables_meet_theory() {
    pass(&rotables::cases().unwrap());
}

#[test]
fn what_has_no_luck_in_it_comes_out_exactly() {
    as_expected(&random::checks());
    as_expected(&haulage::checks());
    as_expected(&maintenance::checks());
}

#[test]
fn formulas_give_the_printed_figures() {
    as_expected(&repair::checks());
    as_expected(&queues::checks());
    as_expected(&stocks::checks());
}

#[test]
fn roads_are_back_tested_on_the_examples() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let checks = roads::checks(examples.as_ref()).unwrap();
    assert_eq!(checks.len(), 6);
    as_expected(&checks);
    let text = roads::section(examples.as_ref()).unwrap();
    for wanted in ["| 2006 |", "not reached", "| tcwr | opening |", "| lena_crossing |"] {
        assert!(text.contains(wanted), "{wanted} is missing");
    }
}

#[test]
fn suggestions_hold_under_fresh_seeds() {
    let (text, checks) = advice::section("".as_ref(), Size::Small).unwrap();
    as_expected(&checks);
    assert!(text.contains("| mine 0 |"), "{text}");
}
