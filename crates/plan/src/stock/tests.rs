//! Plans of stock on the small example, with its shelves nearly bare: what is foretold is proved, and no hand rule is better.
use super::*;
use iceroad_base::Time;
use iceroad_base::quantity::{Money, Quantity};
use iceroad_base::random::Stream;
use iceroad_engine::ensemble::Quiet;
use iceroad_model::ItemId;
use iceroad_model::stores::ReviewPolicy;
use iceroad_worlds::example::{FILTER, INJECTOR, INJECTOR_ALT, MINE_STORE, small};
use std::sync::OnceLock;
use trace::{Ask, Came};

/// The small mine whose parts run out, with a worth of its tonnes where `worth` says so.
fn starved(worth: bool) -> Arc<Scenario> {
    mine(&[(FILTER, 6), (INJECTOR_ALT, 1), (INJECTOR, 0)], worth.then_some(Money(200_000)))
}

/// The small mine with so much of some items on its shelf, and no more ordered before the road closes.
fn mine(levels: &[(ItemId, i64)], worth: Option<Money>) -> Arc<Scenario> {
    let mut tables = small();
    for id in tables.stock.ids().collect::<Vec<_>>() {
        let row = &mut tables.stock[id];
        if let Some((_, level)) = levels.iter().find(|(item, _)| (row.store, row.item) == (MINE_STORE, *item))
        {
            row.on_hand = Quantity(*level);
            if let ReviewPolicy::BeforeClosure { up_to, .. } = &mut row.policy {
                *up_to = Quantity(*level);
            }
        }
    }
    for id in tables.materials.ids().collect::<Vec<_>>() {
        tables.materials[id].worth_per_tonne = worth;
    }
    Arc::new(Scenario::new(tables).unwrap())
}

fn question(goal: Goal, worth: bool) -> Question {
    Question {
        scenario: starved(worth),
        goal,
        seed: 5,
        threads: 2,
        look: 4,
        trial: 8,
        confidence: 0.99,
        keeping: 0.2,
        from_start: true,
        late_days: 0.0,
    }
}

/// The answer for the margin, worked out once.
fn best() -> &'static Answer {
    static BEST: OnceLock<Answer> = OnceLock::new();
    BEST.get_or_init(|| asked(&question(Goal::Margin, true)))
}

fn asked(question: &Question) -> Answer {
    answer(question, &Quiet).unwrap()
}

#[test]
fn what_is_foretold_is_proved_on_fresh_years() {
    let answer = best();
    assert_eq!(answer.verdict, Verdict::Helps);
    let trial = answer.trial.as_ref().unwrap();
    assert!(trial.gain.unwrap().low() > 0.0);
    let (foretold, simulated) = (answer.foretold_fill_rate, &trial.fill_rate[1]);
    assert!(simulated.contains(foretold), "{foretold} {simulated:?}");
    for (at, simulated) in [answer.as_it_is, answer.chosen].into_iter().zip(&trial.hours) {
        let foretold = answer.tried[at].foretold;
        assert!(simulated.contains(foretold), "{foretold} {simulated:?}");
    }
    assert!(trial.hours[1].mean < 0.3 * trial.hours[0].mean, "{trial:?}");
    let filters = answer
        .lines
        .iter()
        .find(|line| question(Goal::Margin, true).scenario.stock[line.line].item == FILTER);
    assert!(filters.unwrap().more > 6 && filters.unwrap().saves > 0.0);
}

/// Scaled levels, and levels with so many units on top: for the money each binds, the best plan found is as good on fresh years.
#[test]
fn no_hand_rule_is_better_at_its_money() {
    no_hand_rule_beats(&question(Goal::Margin, true));
}

/// The same on twenty mines whose shelves, seeds and worths are drawn.
#[test]
#[ignore = "minutes: twenty mines"]
fn no_hand_rule_is_better_in_twenty_mines() {
    for number in 0..20 {
        let mut luck = Stream::named(11, number, "mine", "drawn");
        let mut drawn = |most: f64| (luck.uniform() * most) as i64;
        let levels = [(FILTER, drawn(60.0)), (INJECTOR_ALT, drawn(6.0)), (INJECTOR, drawn(4.0))];
        let worth = 20_000 + drawn(400_000.0);
        let scenario = mine(&levels, Some(Money(worth)));
        no_hand_rule_beats(&Question { scenario, seed: u64::from(number), ..question(Goal::Margin, true) });
    }
}

fn no_hand_rule_beats(question: &Question) {
    let lines = lines::lines(question);
    let mut search = Search::new(question, &lines, &Quiet);
    for _ in 0..ROUNDS {
        search.look_again().unwrap();
    }
    let nothing = vec![0; lines.len()];
    let (_, seen) = search.see(&nothing).unwrap();
    let curves = Curves::new(question, &lines, (&nothing, &seen), 0.0);
    let Search { plans, tried, mut runs, .. } = search;

    let scaled = (1..=25).map(|n| curves.by_hand(0.4 * f64::from(n)));
    let more = (1..=25).map(|n: i64| vec![2 * n; lines.len()]);
    let rules: Vec<Plan> = scaled.chain(more).collect();
    assert_eq!(rules.len(), 50);
    let best_within = |money: f64| {
        let affordable = (0..plans.len()).filter(|&at| tried[at].capital <= money.max(0.0) + 1.0);
        let score = |at: &usize| tried[*at].worth - tried[*at].keeping;
        affordable.max_by(|a, b| score(a).total_cmp(&score(b)).then(b.cmp(a))).unwrap()
    };
    let ours: Vec<Plan> = rules.iter().map(|rule| plans[best_within(curves.capital(rule))].clone()).collect();
    let fresh = 100..104;
    let by_rule = runs.run(&rules, fresh.clone(), 0.0).unwrap();
    let by_us = runs.run(&ours, fresh, 0.0).unwrap();
    for (at, (rule, plan)) in rules.iter().zip(&ours).enumerate() {
        let paid = curves.keeping(plan) - curves.keeping(rule);
        let better =
            paired(&all(&by_us[at], |year| year.margin), &all(&by_rule[at], |year| year.margin), 0.999);
        assert!(better.high() - paid >= 0.0, "rule {at}: {better:?}, {paid}, {rule:?} {plan:?}");
    }
}

#[test]
fn a_budget_is_kept_and_one_below_the_first_piece_is_refused() {
    let rich = asked(&question(Goal::Budget(40_000_000.0), false));
    assert!(rich.tried.iter().all(|one| one.capital <= 40_000_000.0));
    assert_eq!(rich.verdict, Verdict::Helps);
    let refused = answer(&question(Goal::Budget(1.0), false), &Quiet).unwrap_err().to_string();
    assert!(refused.starts_with("a budget of 0.01 XTS buys nothing: the cheapest piece"), "{refused}");
    let refused = answer(&question(Goal::Margin, false), &Quiet).unwrap_err().to_string();
    assert!(refused.contains("nothing says what a tonne is worth"), "{refused}");
}

#[test]
fn an_availability_is_reached_with_the_least_or_said_to_be_out_of_reach() {
    let wanted = best().tried[best().as_it_is].availability + 0.02;
    let answer = asked(&question(Goal::Availability(wanted), false));
    assert!(answer.tried[answer.chosen].availability >= wanted);
    let beyond = Question { look: 2, trial: 2, ..question(Goal::Availability(0.999), false) };
    assert_eq!(asked(&beyond).verdict, Verdict::OutOfReach);
}

#[test]
fn the_answer_is_the_same_at_any_number_of_threads() {
    let many = Question { look: 2, trial: 2, late_days: 14.0, ..question(Goal::Margin, true) };
    let one = Question { threads: 1, ..many.clone() };
    assert_eq!(format!("{:?}", asked(&many)), format!("{:?}", asked(&one)));
}

/// Replay with nothing changed tells nearly what happened: where every second part is flown in, what comes for one machine and is taken
/// by another stays untold.
#[test]
fn replay_of_things_as_they_are_gives_what_happened() {
    let question = question(Goal::Margin, true);
    let lines = lines::lines(&question);
    let prepared = Prepared::new(Arc::clone(&question.scenario)).unwrap();
    let spec = EnsembleSpec { seed: 9, replications: 0..6, threads: 2 };
    let read = |record: &RunRecord, log: &[_]| (trace::read(&question.scenario, &lines, log), record.clone());
    let all = prepared.read_logs(&spec, &Quiet, read).unwrap().unwrap();
    let (mut told, mut happened) = (0.0, 0.0);
    for (seen, record) in &all {
        let seen = std::slice::from_ref(seen);
        for line in 0..lines.len() {
            told += curve::as_seen(&question, &lines, seen, line).at_once;
        }
        let ids: Vec<StockId> = lines.iter().map(|line| line.id).collect();
        happened += Service::of_lines(record, &ids).at_once;
    }
    assert!(happened > 100.0 && (told - happened).abs() <= 0.08 * happened, "{told} {happened}");
}

const DAY_MS: i64 = 86_400_000;

fn day(day: i64) -> Time {
    Time::from_millis(day * DAY_MS)
}

fn line_story() -> replay::Story {
    let ask = |at, flown| Ask { at: day(at), units: 1, until: None, flown, weight: 1.0 };
    replay::Story {
        asks: vec![ask(1, false), ask(2, true), ask(3, false)],
        came: vec![Came { at: day(10), units: 2, leg: None }],
        taken: vec![(day(1), 1), (day(3), 1)],
    }
}

/// By hand. One on the shelf: the first is met at once, the others wait for day 10. Two: only the third waits. What was flown in
/// for the second is then ordered, so that the next that comes is one more.
#[test]
fn waits_are_those_worked_out_by_hand() {
    let kept = |start, flight: Option<i64>| replay::Kept {
        start,
        first_order: 0,
        flight_ms: flight.map(|days| days * DAY_MS),
        end: day(20),
    };
    let hours = |start, flight| replay::replay(&line_story(), &kept(start, flight)).hours;
    assert_eq!(hours(1, None), (8.0 + 7.0) * 24.0);
    assert_eq!(hours(2, None), 7.0 * 24.0);
    assert_eq!(hours(3, None), 0.0);
    // Flown in within three days, nobody waits for longer.
    assert_eq!(hours(1, Some(3)), (3.0 + 3.0) * 24.0);
    assert_eq!(hours(0, Some(3)), 9.0 * 24.0);
    // Two more with the first order help nobody before it.
    let ordered = replay::Kept { first_order: 2, ..kept(0, None) };
    assert_eq!(replay::replay(&line_story(), &ordered).hours, (9.0 + 8.0 + 7.0) * 24.0);
}
