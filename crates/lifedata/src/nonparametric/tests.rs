//! Curves against counting, against each other, and against published ones.
use proptest::prelude::*;

use super::*;
use crate::observation::Life;

fn exact_or_running() -> impl Strategy<Value = Sample> {
    proptest::collection::vec((1..40_u32, any::<bool>(), 1..3_u64), 1..25).prop_map(|rows| {
        let life = |(age, failed, count): (u32, bool, u64)| {
            let life = if failed { Life::failed(f64::from(age)) } else { Life::running(f64::from(age)) };
            life.times(count)
        };
        Sample::new(rows.into_iter().map(life)).unwrap()
    })
}

/// What of the shares lies beyond an age.
fn beyond(masses: &[Mass], age: f64) -> f64 {
    masses
        .iter()
        .filter(|mass| mass.low > age || (mass.low == age && mass.high > age))
        .map(|mass| mass.share)
        .sum()
}

proptest! {
    #[test]
    fn without_censoring_the_curve_is_the_share_left(ages in proptest::collection::vec(1..30_u32, 1..40)) {
        let sample = Sample::new(ages.iter().map(|age| Life::failed(f64::from(*age)))).unwrap();
        for step in kaplan_meier(&sample).unwrap() {
            let left = ages.iter().filter(|age| f64::from(**age) > step.age).count() as f64;
            let (n, share) = (ages.len() as f64, left / ages.len() as f64);
            prop_assert!((step.survival - share).abs() < 1e-12);
            prop_assert!((step.variance - share * (1.0 - share) / n).abs() < 1e-12);
        }
    }

    #[test]
    fn turnbull_is_kaplan_meier_where_ages_are_known(sample in exact_or_running()) {
        let masses = turnbull(&sample);
        prop_assert!((masses.iter().map(|mass| mass.share).sum::<f64>() - 1.0).abs() < 1e-9);
        for step in kaplan_meier(&sample).unwrap() {
            prop_assert!((beyond(&masses, step.age) - step.survival).abs() < 1e-6, "{step:?} {masses:?}");
        }
    }

    #[test]
    fn turnbull_is_the_product_limit_with_late_entry_too(
        rows in proptest::collection::vec((0..10_u32, 1..20_u32, any::<bool>()), 3..15),
    ) {
        let new = (1..6).map(|age| Life::running(f64::from(60 + age)));
        let late = rows.iter().map(|(entry, more, failed)| {
            let (entry, age) = (f64::from(*entry), f64::from(entry + more));
            if *failed { Life::failed(age).entered(entry) } else { Life::running(age).entered(entry) }
        });
        let sample = Sample::new(new.chain(late)).unwrap();
        let masses = turnbull(&sample);
        for step in kaplan_meier(&sample).unwrap() {
            prop_assert!((beyond(&masses, step.age) - step.survival).abs() < 1e-5, "{step:?} {masses:?}");
        }
    }

    #[test]
    fn a_row_of_many_is_many_rows(sample in exact_or_running()) {
        let each = sample.rows().iter().flat_map(|life| (0..life.count).map(move |_| life.times(1)));
        let apart = Sample::new(each.collect::<Vec<_>>()).unwrap();
        prop_assert_eq!(kaplan_meier(&sample), kaplan_meier(&apart));
    }
}

#[test]
fn the_drug_trial_of_freireich_gives_its_published_curve() {
    // 6-MP against leukaemia, weeks of remission (1963), as in Kalbfleisch and Prentice and most textbooks:
    // S = .8571, .8067, .7529, .6902, .6275, .5378, .4482.
    let failed = [6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0].map(Life::failed);
    let running = [6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0].map(Life::running);
    let steps = kaplan_meier(&Sample::new(failed.into_iter().chain(running)).unwrap()).unwrap();
    let survival: Vec<f64> = steps.iter().map(|step| (step.survival * 1e4).round() / 1e4).collect();
    assert_eq!(survival, [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]);
    // Standard errors .0764, .0869, .0963, .1068, .1141, .1282, .1346.
    let errors: Vec<f64> = steps.iter().map(|step| (step.variance.sqrt() * 1e4).round() / 1e4).collect();
    assert_eq!(errors, [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]);
}

#[test]
fn found_failures_give_their_shares_by_hand() {
    // Of four, one failed in (0, 2], two in (1, 3], one ran at 3: all of the first three can lie in (1, 2].
    let sample =
        Sample::new([Life::failed_before(2.0), Life::failed_between(1.0, 3.0).times(2), Life::running(3.0)]);
    let masses = turnbull(&sample.unwrap());
    assert_eq!(masses.len(), 2);
    assert_eq!((masses[0].low, masses[0].high), (1.0, 2.0));
    assert!((masses[0].share - 0.75).abs() < 1e-9 && (masses[1].share - 0.25).abs() < 1e-9);
}

#[test]
fn plot_points_stand_halfway_up_the_jumps() {
    let sample =
        Sample::new([Life::failed(1.0), Life::failed(2.0), Life::running(3.0), Life::running(3.0)]).unwrap();
    let points = plotting_positions(&sample);
    assert_eq!(points, [PlotPoint { age: 1.0, share: 0.125 }, PlotPoint { age: 2.0, share: 0.375 }]);
}
