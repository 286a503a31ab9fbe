//! Two-stage dispatch against policies that see one truck at a time.

use crate::{bound, layout, mean_and_error, tonnes};
use iceroad_base::quantity::Variation;
use iceroad_haulage::dispatch::{
    Dispatch, EarliestLoading, LeastSaturated, MinLoaderIdle, MinTruckWait, Nearest, ShortestQueue,
};
use iceroad_model::fleet::LoaderModel;
use iceroad_model::mine::DispatchPolicy;
use iceroad_worlds::pit::{Pit, PitDump, PitFace, loader_model};
use std::sync::Arc;

const HOURS: i64 = 240;
const REPLICATIONS: u32 = 8;

/// Faces at 1, 3, 5 and 7 km, too few trucks for all of them, loads and passes that spread.
fn pit(trucks: usize) -> Pit {
    let spread = Variation::clamped(0.6);
    Pit {
        trucks,
        faces: [1_000.0, 3_000.0, 5_000.0, 7_000.0]
            .map(|metres| PitFace { metres, loaders: 1, tonnes: None })
            .to_vec(),
        dumps: vec![PitDump { metres: 1_000.0, places: 3, seconds: 60.0, crusher: None }],
        dispatch: DispatchPolicy::TwoStage,
        days: 10,
        loader: LoaderModel { fill_variation: spread, pass_variation: spread, ..loader_model() },
        ..Pit::default()
    }
}

type Maker = fn() -> Box<dyn Dispatch>;

#[test]
fn two_stage_moves_no_less_than_any_greedy_policy_where_ways_differ() {
    let greedy: [(&str, Maker); 6] = [
        ("nearest", || Box::new(Nearest)),
        ("shortest queue", || Box::new(ShortestQueue)),
        ("earliest loading", || Box::new(EarliestLoading)),
        ("least saturated", || Box::new(LeastSaturated)),
        ("minimum truck wait", || Box::new(MinTruckWait)),
        ("minimum loader idle", || Box::new(MinLoaderIdle)),
    ];
    for trucks in [7, 12] {
        let layout = Arc::new(layout(&pit(trucks)).unwrap());
        let run = |policy: &dyn Fn() -> Option<Box<dyn Dispatch>>| -> Vec<f64> {
            (0..REPLICATIONS)
                .map(|replication| tonnes(&layout, replication, HOURS, policy()).unwrap())
                .collect()
        };
        let planned = run(&|| None);
        for (name, policy) in greedy {
            let other = run(&|| Some(policy()));
            let gains: Vec<f64> =
                planned.iter().zip(&other).map(|(planned, other)| planned - other).collect();
            let (gain, error) = mean_and_error(&gains);
            // 99.9 % one-sided with 7 degrees of freedom: 4.8 standard errors.
            assert!(gain > 4.8 * error, "{trucks} trucks, {name}: {gain} ± {error}");
        }
    }
}

#[test]
fn two_stage_reaches_most_of_the_bound_and_never_passes_it() {
    for trucks in [4, 10, 16, 40] {
        let pit = pit(trucks);
        let layout = Arc::new(layout(&pit).unwrap());
        let moved: Vec<f64> =
            (0..REPLICATIONS).map(|replication| tonnes(&layout, replication, HOURS, None).unwrap()).collect();
        let (mean, error) = mean_and_error(&moved);
        let share = mean / (bound(&pit).unwrap() * HOURS as f64);
        let slip = 4.8 * error / (bound(&pit).unwrap() * HOURS as f64);
        assert!(share > 0.85 && share < 1.0 + slip, "{trucks} trucks: {share}");
    }
}
