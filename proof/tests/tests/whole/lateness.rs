//! Lines that come late, at midnight, or not before the horizon ends: what is told of them, and what a longer look shows.
//!
//! One line of one piece: its seller's lead time is a law, and three days under way follow. Everything else is constant, so
//! that the right answer follows by hand.
use iceroad::{Replications, RunSpec, Session, Unwatched};
use iceroad_base::civil::Date;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Days, Money, Quantity, Share};
use iceroad_measures::advice::{Advice, Fate};
use iceroad_measures::compare::{Bound, Comparison, Pair, Verdict};
use iceroad_measures::promise::{LineForecast, lines};
use iceroad_measures::spread::Seen;
use iceroad_measures::{Manifest, Results};
use iceroad_model::Scenario;
use iceroad_model::obligations::{Agreement, AgreementLine, Incoterm, Promise};
use iceroad_model::outlook::Outlook;
use iceroad_model::record::RunRecord;
use iceroad_tests::{run, scenario};
use iceroad_worlds::build::{Build, START, constant};
use iceroad_worlds::supply::{HOME, SELLER, supply};
use std::sync::Arc;

fn january(day: i8) -> Date {
    START.with().day(day).build().unwrap()
}

/// A piece called off on 22 January that is 3 days under way, with lines due on these days, for 1,000.00 each.
fn world(days: u32, lead: Law, due: &[i8]) -> Arc<Scenario> {
    let mut tables = supply();
    tables.heading.days = days;
    let (from, to) = (tables.site("from", HOME), tables.site("to", HOME));
    let goods = tables.item("goods", 10);
    tables.leg("road", from, to, 3.0);
    let store = tables.store("store", to, None);
    let offer = tables.offer("offer", goods, from, 0.0);
    tables.offers[offer].lead_days = lead;
    let buyer = tables.party("buyer", HOME);
    let agreement = tables.agreements.push(Agreement {
        name: "agreement".into(),
        title: "An agreement".into(),
        seller: SELLER,
        buyer,
        signed: Date::constant(2025, 12, 1),
        incoterm: Incoterm::Dap,
        penalty_per_day: Share::clamped(0.01),
        grace: Days::clamped(0.0),
        penalty_cap: Share::clamped(1.0),
        freight_priority: None,
    });
    for &day in due {
        tables.lines.push(AgreementLine {
            name: format!("due-{day}"),
            agreement,
            promise: Promise::Goods { item: goods, offer, store },
            quantity: Quantity(1),
            delivered: Quantity(0),
            order_on: Some(january(22)),
            due: january(day),
            price: Money(100_000),
        });
    }
    scenario(tables).unwrap()
}

fn uniform(low: f64, high: f64) -> Law {
    Law::Uniform { low, high }
}

fn years(scenario: &Arc<Scenario>, n: u32) -> Vec<RunRecord> {
    let one = |replication| {
        let done = run(scenario, 1, replication).unwrap();
        assert_eq!(done.complaint(), "");
        done.record
    };
    (0..n).map(one).collect()
}

fn forecast(scenario: &Arc<Scenario>, n: u32) -> LineForecast {
    lines(scenario, &years(scenario, n)).remove(0)
}

/// One measure of two scenarios beside each other.
fn compared(a: &Arc<Scenario>, b: &Arc<Scenario>, key: &str) -> Pair {
    let (records_a, records_b) = (years(a, N), years(b, N));
    let (outlook, manifest, advice) = (Outlook::default(), Manifest::default(), Advice::default());
    let results = |scenario, records| Results {
        scenario,
        records,
        outlook: &outlook,
        bounds: &[],
        manifest: &manifest,
        advice: &advice,
    };
    let found = Comparison::of(&results(a, &records_a), &results(b, &records_b));
    found.pairs.into_iter().find(|pair| pair.key == key).unwrap()
}

const N: u32 = 200;

#[test]
fn a_line_due_on_the_last_day_is_as_likely_on_time_as_a_longer_look_says() {
    // On time where the lead is under six of its twelve days.
    let (short, long) = (world(30, uniform(0.0, 12.0), &[30]), world(60, uniform(0.0, 12.0), &[30]));
    let (told, truth) = (forecast(&short, N), forecast(&long, N));
    assert_eq!(told.on_time, truth.on_time);
    let chance = told.chance.unwrap();
    assert!((0.4..0.6).contains(&chance), "{chance}");
    assert!(told.on_time.low <= 0.5 && 0.5 <= told.on_time.high, "{:?}", told.on_time);
    // Those that did not come are late by at least a day; the longer look knows by how much.
    let (late, really) = (told.lateness.unwrap(), truth.lateness.unwrap());
    assert!(late.seen_mean().is_after() && late.mean < really.mean);
    assert_eq!(really.beyond, None);
    assert_eq!(told.complete.unwrap().seen_p90(), Seen::After(29.0));
}

#[test]
fn a_comparison_counts_what_did_not_come_as_late() {
    let (a, b) = (world(30, uniform(0.0, 12.0), &[30]), world(30, uniform(5.0, 14.0), &[30]));
    let pair = compared(&a, &b, "line.agreement.due-30.on_time");
    // Of twelve days six are early enough, of nine days one: 50 and 11 %.
    assert!((-0.50..-0.30).contains(&pair.difference), "{}", pair.difference);
    assert!(pair.low <= -7.0 / 18.0 && -7.0 / 18.0 <= pair.high, "{} to {}", pair.low, pair.high);
    assert_eq!((pair.verdict, pair.better(), pair.n), (Verdict::Lower, Some("A"), 200));
    // Both have goods that are still to come.
    let pair = compared(&a, &b, "line.agreement.due-30.lateness");
    assert_eq!((pair.after, pair.bound), ((true, true), Some(Bound::ToTheEnd)));
    // In one of them everything has come: the other may be later still, and never better.
    let early = world(30, constant(1.0), &[30]);
    let pair = compared(&early, &a, "line.agreement.due-30.lateness");
    assert_eq!((pair.bound, pair.verdict), (Some(Bound::AtLeast), Verdict::Higher));
    let pair = compared(&a, &early, "line.agreement.due-30.lateness");
    assert_eq!((pair.bound, pair.verdict), (Some(Bound::AtMost), Verdict::Lower));
}

#[test]
fn a_median_among_those_that_did_not_come_is_after_the_horizon() {
    // There between 25 January and 26 March: on 24 February in the median, after a horizon of 40 days.
    let told = forecast(&world(40, uniform(0.0, 60.0), &[28]), N);
    let complete = told.complete.unwrap();
    assert_eq!((complete.n, complete.seen_p50()), (200, Seen::After(39.0)));
    assert!(!complete.seen_p10().is_after(), "the early ones are known");
    assert!(told.completed.met > 0 && told.completed.met < 100);
    assert!(told.lateness.unwrap().seen_mean().is_after());
}

#[test]
fn a_line_due_after_the_horizon_has_no_chance_yet_even_where_many_have_come() {
    let told = forecast(&world(28, uniform(0.0, 6.0), &[31]), N);
    assert_eq!((told.chance, told.lateness), (None, None));
    assert!(told.on_time.met > 50 && told.on_time.unknown > 50, "{:?}", told.on_time);
    assert_eq!(told.on_time.high, 1.0);
    assert!(told.on_time.low < told.on_time.met as f64 / 200.0);
}

#[test]
fn the_midnight_after_the_due_day_is_one_day_late_in_table_chance_and_penalty() {
    // Five days of lead and three under way: there at 00:00 of 30 January.
    let scenario = world(40, constant(5.0), &[27, 28, 29, 30, 31]);
    let records = years(&scenario, 1);
    let told = lines(&scenario, &records);
    for (line, days) in told.iter().zip([3, 2, 1, 0, 0]) {
        assert_eq!(line.lateness.map(|late| late.mean), Some(f64::from(days)), "{}", line.name);
        assert_eq!(line.chance, Some(if days == 0 { 1.0 } else { 0.0 }), "{}", line.name);
        assert_eq!(line.penalty.map(|penalty| penalty.mean), Some(10.0 * f64::from(days)), "{}", line.name);
        assert_eq!(line.complete.map(|day| day.p50), Some(29.0), "30 January is the day it came");
    }
}

/// Three days late in every year: called off two weeks earlier it is on time, and on the first day no more so.
#[test]
fn of_two_numbers_for_one_cell_one_is_advice() {
    let asked = RunSpec {
        replications: Replications::First(16),
        threads: 1,
        suggestions: true,
        ..RunSpec::default()
    };
    let session = Session::new(world(40, constant(5.0), &[27]));
    let advice = session.run(&asked, &Unwatched).unwrap().advice;
    let fates: Vec<&Fate> = advice.tried.iter().map(|one| &one.fate).collect();
    assert_eq!(fates, [&Fate::Helps, &Fate::Lesser], "{advice:#?}");
    let words: Vec<_> = advice.suggestions.iter().flat_map(|one| one.change.words()).collect();
    assert_eq!(words, ["agreement_lines.csv, due-27: order_on from 2026-01-22 to 2026-01-08"]);
}
