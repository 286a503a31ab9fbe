//! What must hold whatever the numbers are.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_base::law::Law;
use iceroad_spares::SparesError;
use iceroad_spares::count::{Count, Table, compound};
use iceroad_spares::echelon::{Echelon, Method, Site};
use iceroad_spares::frontier::{Frontier, Ladder, Rung};
use iceroad_spares::kettelle::undominated;
use iceroad_spares::queue::{erlang_b, erlang_c, shop};
use iceroad_spares::replacement::{Costs, by_age, by_age_discounted, economic_life, in_blocks};
use iceroad_spares::single::{
    achieved, fill_with_emergency, least_for_backorders, least_for_fill, lumpy_fill,
};
use proptest::prelude::*;

#[track_caller]
fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} instead of {wanted}");
}

fn pipelines() -> impl Strategy<Value = Table> {
    (0.01..40.0_f64, 1.0..6.0_f64)
        .prop_map(|(mean, over)| Count::two_moments(mean, mean * over).unwrap().table())
}

fn site() -> impl Strategy<Value = Site> {
    (0.05..3.0_f64, 0.0..0.9_f64, 0.0..2.0_f64, 0.0..1.0_f64).prop_map(
        |(rate, repaired_here, repair_time, ship)| Site {
            rate,
            repaired_here,
            repair_time,
            order_and_ship: ship,
        },
    )
}

proptest! {
    #[test]
    fn a_piece_more_helps_and_each_less_than_the_last(pipeline in pipelines()) {
        let mut before = (f64::INFINITY, f64::INFINITY, 0.0);
        for stock in 0..pipeline.reach() {
            let found = achieved(&pipeline, stock);
            prop_assert!(found.backorders >= 0.0 && found.backorders <= before.0);
            let gain = before.0 - found.backorders;
            prop_assert!(gain <= before.1 * (1.0 + 1e-9) || gain.is_infinite());
            prop_assert!((0.0..=1.0).contains(&found.fill_rate) && found.fill_rate >= before.2);
            prop_assert!(found.ready_rate >= found.fill_rate && found.backorder_variance >= -1e-12);
            before = (found.backorders, gain, found.fill_rate);
        }
    }

    #[test]
    fn a_law_has_the_moments_it_was_asked_for(mean in 0.01..2_000.0_f64, over in 1.0..4.0_f64) {
        let table = Count::two_moments(mean, mean * over).unwrap().table();
        prop_assert!((table.mean() / mean - 1.0).abs() < 1e-9);
        prop_assert!((table.variance() / (mean * over) - 1.0).abs() < 1e-8);
    }

    #[test]
    fn targets_are_met_by_the_least_stock(pipeline in pipelines(), fill in 0.01..0.999_f64, owed in 1e-4..2.0_f64) {
        let stock = least_for_fill(&pipeline, fill).unwrap();
        prop_assert!(achieved(&pipeline, stock).fill_rate >= fill);
        prop_assert!(stock == 0 || achieved(&pipeline, stock - 1).fill_rate < fill);
        let stock = least_for_backorders(&pipeline, owed).unwrap();
        prop_assert!(pipeline.short(stock) <= owed && (stock == 0 || pipeline.short(stock - 1) > owed));
    }

    #[test]
    fn metric_never_states_more_than_there_is(sites in prop::collection::vec(site(), 1..5), time in 0.1..4.0_f64, depot in 0_usize..12) {
        let item = Echelon::new(sites.clone(), time).unwrap();
        for row in 0..sites.len() {
            let metric = item.pipeline(row, depot, Method::Metric).unwrap();
            let exact = item.pipeline(row, depot, Method::Exact).unwrap();
            for stock in 0..20 {
                prop_assert!(metric.short(stock) <= exact.short(stock) + 1e-12);
            }
        }
    }

    #[test]
    fn quick_chances_are_those_of_the_table(sites in prop::collection::vec(site(), 1..5), time in 0.1..4.0_f64) {
        let item = Echelon::new(sites.clone(), time).unwrap();
        let weights = vec![1.0; sites.len()];
        let splits = item.by_total(&weights, Method::VariMetric, 1e-6).unwrap();
        for split in splits.iter().step_by(3) {
            let stocks = item.stocks(split, &weights, Method::VariMetric, 1e-6).unwrap();
            prop_assert_eq!(stocks.iter().sum::<u32>(), split.at_sites);
            let mut value = 0.0;
            for (row, stock) in stocks.iter().enumerate() {
                let pipeline = item.pipeline(row, split.depot as usize, Method::VariMetric).unwrap();
                value += pipeline.short(*stock as usize);
            }
            prop_assert!((value - split.value).abs() < 1e-9, "{} and {}", value, split.value);
        }
    }

    #[test]
    fn no_split_of_a_total_is_better(sites in prop::collection::vec(site(), 2..4), time in 0.1..2.0_f64) {
        let item = Echelon::new(sites.clone(), time).unwrap();
        let weights = vec![1.0; sites.len()];
        let splits = item.by_total(&weights, Method::Exact, 1e-7).unwrap();
        for depot in 0..4_usize {
            let pipelines: Vec<Table> =
                (0..sites.len()).map(|row| item.pipeline(row, depot, Method::Exact).unwrap()).collect();
            for first in 0..4 {
                for second in 0..4 {
                    let others = pipelines[2..].iter().map(|pipeline| pipeline.short(1)).sum::<f64>();
                    let value = pipelines[0].short(first) + pipelines[1].short(second) + others;
                    let total = depot + first + second + sites.len() - 2;
                    if let Some(best) = splits.get(total) {
                        prop_assert!(best.value <= value + 1e-9);
                    }
                }
            }
        }
    }

    #[test]
    fn the_curve_falls_bends_one_way_and_is_never_beaten(
        items in prop::collection::vec((0.1..3.0_f64, 1..9_u32), 2..4),
        budget in 5.0..40.0_f64,
    ) {
        let tables: Vec<Table> = items.iter().map(|(mean, _)| Count::poisson(*mean).unwrap().table()).collect();
        let ladders = items.iter().zip(&tables).map(|((_, price), table)| {
            Ladder::of_item(table, f64::from(*price), 1.0, 0, 1e-12).unwrap()
        });
        let curve = Frontier::new(ladders.collect()).unwrap();
        let (mut at, mut slope) = (curve.start(), f64::INFINITY);
        for step in curve.steps() {
            let worth = (at.1 - step.value) / (step.cost - at.0);
            prop_assert!(worth > 0.0 && worth <= slope * (1.0 + 1e-6) + 1e-15);
            (at, slope) = ((step.cost, step.value), worth);
        }
        let stocks = |((_, price), table): (&(f64, u32), &Table)| -> Vec<Rung> {
            let rung = |s: u32| Rung { cost: f64::from(s * price), value: table.short(s as usize), stock: s };
            (0..40).map(rung).collect()
        };
        let all = undominated(&items.iter().zip(&tables).map(stocks).collect::<Vec<_>>(), budget).unwrap();
        let best = all.last().unwrap().value;
        if let Ok(mix) = curve.within(budget) {
            prop_assert!(mix.cost <= budget + 1e-9 && mix.value >= best - 1e-9 && mix.bound <= best + 1e-9);
        }
        for (nth, step) in curve.steps().iter().enumerate().filter(|(_, step)| step.cost <= budget) {
            let better = all.iter().find(|other| other.cost <= step.cost + 1e-9 && other.value < step.value - 1e-9);
            prop_assert!(better.is_none(), "step {} is beaten by {:?}", nth, better);
        }
    }

    #[test]
    fn erlangs_shares_lie_between_nothing_and_all(load in 0.0..30.0_f64, servers in 1_usize..40) {
        let lost = erlang_b(load, servers).unwrap();
        prop_assert!((0.0..=1.0).contains(&lost));
        if load < servers as f64 {
            let waits = erlang_c(load, servers).unwrap();
            prop_assert!(waits >= lost - 1e-12 && waits <= 1.0 + 1e-12);
        }
    }
}

#[test]
fn few_benches_queue_and_many_are_palms() {
    // Queueing theory: M/M/5 with 0.4 jobs an hour of 8 hours: 0.28856 wait, 1.28247 h in the mean.
    near(erlang_c(3.2, 5).unwrap(), 0.288555, 1e-6);
    let few = shop(0.4, 8.0, 5).unwrap();
    near((few.mean() - 3.2) / 0.4, 1.28247, 1e-5);
    let many = shop(0.4, 8.0, 100).unwrap();
    let palm = Count::poisson(3.2).unwrap().table();
    for stock in 0..10 {
        near(many.short(stock), palm.short(stock), 1e-12);
    }
    assert!(matches!(shop(0.4, 8.0, 3), Err(SparesError::Overloaded { .. })));
    near(fill_with_emergency(0.1, 10.0, 2).unwrap(), 1.0 - 0.2, 1e-12);
}

/// The number under way depends on the mean of the repair time alone: simulated with constant, exponential and very uneven times.
#[test]
fn the_law_of_repair_times_does_not_matter() {
    use iceroad_base::random::Stream;
    let laws = [Law::constant(3.0), Law::exponential(3.0), Law::log_normal(3.0, 2.0)];
    for (nth, law) in laws.into_iter().map(Result::unwrap).enumerate() {
        let mut stream = Stream::named(5, nth as u32, "pump", "repair");
        let (mut now, mut back, mut met, mut asked) = (0.0, Vec::<f64>::new(), 0, 0);
        let gap = Law::exponential(1.0).unwrap();
        while asked < 400_000 {
            now += gap.draw(&mut stream);
            back.retain(|at| *at > now);
            asked += 1;
            met += usize::from(back.len() < 5);
            back.push(now + law.draw(&mut stream));
        }
        near(met as f64 / f64::from(asked), 0.815263, 0.005);
    }
}

#[test]
fn lumpy_demand_has_the_moments_of_a_sum() {
    let orders = Count::two_moments(2.0, 5.0).unwrap();
    let sizes = [0.2, 0.5, 0.3];
    let table = compound(&orders, &sizes).unwrap();
    let (mean, square) = (0.2 + 1.0 + 0.9, 0.2 + 2.0 + 2.7);
    near(table.mean(), 2.0 * mean, 1e-10);
    near(table.variance(), 2.0 * (square - mean * mean) + 5.0 * mean * mean, 1e-9);
    let single = compound(&Count::poisson(3.0).unwrap(), &[1.0]).unwrap();
    near(single.short(3), Count::poisson(3.0).unwrap().table().short(3), 1e-14);
    near(lumpy_fill(&single, &[1.0], 3).unwrap(), achieved(&single, 3).fill_rate, 1e-14);
    assert!(lumpy_fill(&table, &sizes, 4).unwrap() < achieved(&table, 4).fill_rate);
    assert!(compound(&orders, &[0.5, 0.4]).is_err());
}

#[test]
fn blocks_cost_more_than_ages_and_less_than_failures() {
    let life = Law::weibull(3.0, 1_000.0).unwrap();
    let costs = Costs { planned: 1.0, failure: 10.0 };
    let (age, block) = (by_age(&life, costs).unwrap(), in_blocks(&life, costs).unwrap());
    assert!(age.cost_rate < block.cost_rate && block.cost_rate < block.to_failure);
    // No part of a kind that does not wear is changed before it fails.
    for life in [Law::exponential(800.0).unwrap(), Law::weibull(0.8, 800.0).unwrap()] {
        assert_eq!(by_age(&life, costs).unwrap().time, None);
        assert_eq!(in_blocks(&life, costs).unwrap().time, None);
    }
    // Exponential renewals are those of a Poisson process, so that a block costs its planned changes on top.
    let (slow, age) = (by_age_discounted(&life, costs, 1e-9).unwrap(), age.cost_rate);
    near(slow.cost_rate / age, 1.0, 1e-5);
    let impatient = by_age_discounted(&life, costs, 2e-3).unwrap();
    assert!(impatient.time.unwrap() > slow.time.unwrap());
    // Other laws by the same rule: an Erlang law of many stages wears too.
    let erlang = by_age(&Law::erlang(9, 1_000.0).unwrap(), costs).unwrap();
    assert!(erlang.time.is_some_and(|age| age < 900.0) && erlang.cost_rate < erlang.to_failure);
}

#[test]
fn a_machine_is_kept_while_a_year_more_costs_less_than_the_mean() {
    let (running, resale) = ([100.0, 150.0, 220.0, 400.0, 700.0], [700.0, 500.0, 350.0, 250.0, 200.0]);
    let found = economic_life(1_000.0, &running, &resale, 0.0).unwrap();
    // (1000 − 350 + 470)/3 = 373.33; (1000 − 250 + 870)/4 = 405; (1000 − 500 + 250)/2 = 375.
    assert_eq!(found.years, 3);
    near(found.yearly, 1_120.0 / 3.0, 1e-9);
    assert!(economic_life(1_000.0, &[], &[], 0.0).is_err());
}

#[test]
fn what_cannot_be_is_said_in_words() {
    assert_eq!(
        Count::poisson(-1.0).unwrap_err().to_string(),
        "mean number of pieces of -1 is not a finite number of 0 or more"
    );
    let ladder = Ladder::of_item(&Count::poisson(1.0).unwrap().table(), 500.0, 1.0, 0, 1e-6).unwrap();
    let curve = Frontier::new(vec![ladder]).unwrap();
    assert_eq!(
        curve.within(100.0).unwrap_err().to_string(),
        "a budget of 100 buys nothing: the cheapest useful piece costs 500; raise the budget to that at least"
    );
    assert!(matches!(curve.reaching(-1.0), Err(SparesError::OutOfReach { .. })));
    assert!(Frontier::new(Vec::new()).is_err());
    assert!(Echelon::new(Vec::new(), 1.0).is_err());
    let site = Site { rate: 1.0, repaired_here: 1.5, ..Site::default() };
    assert!(Echelon::new(vec![site], 1.0).unwrap_err().to_string().contains("between 0 and 1"));
}
