//! Laws that hold in every pit free of traffic.

use crate::{bound, layout, mean_and_error, tonnes};
use iceroad_base::quantity::{Mass, Seconds, Speed, Variation, Volume};
use iceroad_base::{Span, Time};
use iceroad_haulage::Layout;
use iceroad_haulage::alone::Alone;
use iceroad_haulage::dispatch::{Candidate, Dispatch, DumpCandidate, DumpView, View};
use iceroad_model::event::{Entry, Event};
use iceroad_model::fleet::LoaderModel;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{MachineId, MineId};
use iceroad_worlds::pit::{Pit, PitDump, PitFace, loader_model};
use proptest::prelude::*;
use std::sync::Arc;

/// Every policy but the one that needs a face for each truck.
fn policies() -> impl Strategy<Value = DispatchPolicy> {
    let free = DispatchPolicy::ALL.iter().copied().filter(|policy| *policy != DispatchPolicy::Fixed);
    prop::sample::select(free.collect::<Vec<_>>())
}

prop_compose! {
    fn pit()(
        trucks in 1..14_usize,
        faces in prop::collection::vec((0.0..4_000.0, 1..3_usize), 1..4),
        dumps in prop::collection::vec((0.0..4_000.0, 1..4_u16, 20.0..120.0, prop::option::of((300.0..3_000.0, 150.0..500.0))), 1..3),
        dispatch in policies(),
        two_sided in any::<bool>(),
        shifts in prop_oneof![Just(vec![]), Just(vec![(8, 20)])],
    ) -> Pit {
        let mut loader = loader_model();
        loader.two_sided = two_sided;
        Pit {
            trucks,
            faces: faces.into_iter().map(|(metres, loaders)| PitFace { metres, loaders, tonnes: None }).collect(),
            dumps: dumps.into_iter().map(|(metres, places, seconds, crusher)| PitDump { metres, places, seconds, crusher }).collect(),
            dispatch,
            shifts,
            days: 3,
            loader,
            ..Pit::default()
        }
    }
}

/// With this spread and no overload a log-normal pass time is as long-tailed as an exponential one: its variation is 1.
fn memoryless(pit: &mut Pit) {
    // One pass a load, so that a loading time has the spread of a pass.
    pit.loader = LoaderModel {
        bucket: Volume::from_cubic_metres(80.0),
        bucket_mass: Mass::from_tonnes(200.0),
        pass: Seconds::clamped(150.0),
        pass_variation: Variation::clamped(1.0),
        ..loader_model()
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_dispatch_passes_the_bound(pit in pit()) {
        let hours = 72;
        let layout = Arc::new(layout(&pit).map_err(|error| TestCaseError::fail(error.to_string()))?);
        let moved = tonnes(&layout, 0, hours, None).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let scheduled = layout.scheduled(MineId(0));
        let t_per_h = layout.bound_t_per_h(MineId(0), |_| scheduled)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        // Each truck may finish one load after each of three shifts, and begins with its way from the park. A hopper
        // takes what its crusher has not yet crushed.
        let hoppers: f64 = pit.dumps.iter().filter_map(|dump| dump.crusher).map(|(_, hopper_t)| hopper_t).sum();
        let rounding = 100.0 * pit.trucks as f64 * if pit.shifts.is_empty() { 1.0 } else { 4.0 } + hoppers;
        prop_assert!(moved <= t_per_h * hours as f64 + rounding, "{moved} t of {} t", t_per_h * hours as f64);
    }

    #[test]
    fn one_more_truck_never_lowers_the_bound_and_one_more_dump_place_neither(pit in pit()) {
        let less = bound(&pit).unwrap_or(f64::NAN);
        let mut more = Pit { trucks: pit.trucks + 1, ..pit };
        let more_trucks = bound(&more).unwrap_or(f64::NAN);
        more.dumps[0].places += 1;
        let more_places = bound(&more).unwrap_or(f64::NAN);
        prop_assert!(more_trucks >= less * (1.0 - 1e-9) && more_places >= more_trucks * (1.0 - 1e-9));
    }

    #[test]
    fn relabelling_faces_changes_nothing(pit in pit(), turn in 1..3_usize) {
        // The bound knows no names at all. A run does only where two loaders are equal to a dispatcher, so the roads differ.
        let mut other = pit.clone();
        let n = other.faces.len();
        other.faces.rotate_left(turn % n);
        let (one, two) = (bound(&pit).unwrap_or(f64::NAN), bound(&other).unwrap_or(f64::NAN));
        prop_assert!((one - two).abs() <= 1e-6 * (1.0 + one));
    }

    #[test]
    fn a_loader_at_the_end_of_the_world_is_never_served(pit in pit()) {
        // Whoever looks at the way or at the time of loading does not go there, and all else is as it was. A flow plan
        // does send there the trucks that it has too many of, for it looks beyond any horizon.
        let hours = 20;
        let dispatch = match pit.dispatch {
            DispatchPolicy::Nearest => DispatchPolicy::Nearest,
            _ => DispatchPolicy::EarliestLoading,
        };
        let pit = Pit { dispatch, shifts: Vec::new(), ..pit };
        let mut wider = pit.clone();
        wider.faces.push(PitFace { metres: 9_000_000.0, loaders: 1, tonnes: None });
        let log = |pit: &Pit| -> Result<Vec<Entry>, TestCaseError> {
            let mut world = Alone::tables(&pit.tables(), &pit.horizon(), 1, Vec::new()).map_err(|error| TestCaseError::fail(error.to_string()))?;
            world.run_until(Time::START + Span::HOUR * hours).map_err(|error| TestCaseError::fail(error.to_string()))?;
            Ok(world.log)
        };
        let far = MachineId((pit.trucks + pit.faces.iter().map(|face| face.loaders).sum::<usize>()) as u32);
        let mut with = log(&wider)?;
        with.retain(|entry| !matches!(entry.event, Event::State { machine, .. } | Event::Burnt { machine, .. } if machine == far));
        prop_assert_eq!(log(&pit)?, with);
    }
}

#[test]
fn all_times_twice_as_long_move_half_as_much() {
    // Roads driven at half the pace from so far that starting and braking do not count, everything else twice as slow.
    let make = |slow: f64| Pit {
        trucks: 9,
        faces: [20_000.0, 30_000.0].map(|metres| PitFace { metres, loaders: 1, tonnes: None }).to_vec(),
        dumps: vec![PitDump {
            metres: 1_000.0,
            places: 1,
            seconds: 60.0 * slow,
            crusher: Some((900.0 / slow, 250.0)),
        }],
        days: 40,
        loader: LoaderModel {
            pass: Seconds::clamped(30.0 * slow),
            spot: Seconds::clamped(30.0 * slow),
            ..loader_model()
        },
        ..Pit::default()
    };
    let run = |slow: f64, hours: i64| {
        let pit = make(slow);
        let mut tables = pit.tables();
        for segment in tables.segments.iter_mut() {
            segment.limit = Speed::clamped(36.0 / slow);
        }
        let layout = Arc::new(Layout::of_tables(&tables, &pit.horizon()).unwrap());
        (tonnes(&layout, 0, hours, None).unwrap(), layout.bound_t_per_h(MineId(0), |_| 1.0).unwrap())
    };
    let ((fast, fast_bound), (slow, slow_bound)) = (run(1.0, 400), run(2.0, 800));
    // Starting and braking do not slow down with the limits: they are the hundredth by which the slow one does better.
    assert!((fast / slow - 1.0).abs() < 0.02, "{fast} {slow}");
    assert!((fast_bound / slow_bound / 2.0 - 1.0).abs() < 0.01, "{fast_bound} {slow_bound}");
}

#[test]
fn relabelling_faces_changes_no_expectation() {
    // Names decide whose luck a loader has, so the runs differ and their means do not.
    let face = |metres| PitFace { metres, loaders: 1, tonnes: None };
    let spread = Variation::clamped(0.4);
    for dispatch in [DispatchPolicy::EarliestLoading, DispatchPolicy::MinLoaderIdle, DispatchPolicy::TwoStage]
    {
        let run = |faces: [f64; 3]| {
            let loader = LoaderModel { pass_variation: spread, fill_variation: spread, ..loader_model() };
            let pit = Pit {
                trucks: 8,
                faces: faces.map(face).to_vec(),
                dispatch,
                loader,
                days: 5,
                ..Pit::default()
            };
            let layout = Arc::new(layout(&pit).unwrap());
            let values: Vec<f64> =
                (0..12).map(|replication| tonnes(&layout, replication, 120, None).unwrap()).collect();
            mean_and_error(&values)
        };
        let ((one, e1), (two, e2)) = (run([1_000.0, 2_030.0, 3_170.0]), run([3_170.0, 1_000.0, 2_030.0]));
        // 99.9 % two-sided with 22 degrees of freedom: 3.8 standard errors.
        assert!(
            (one - two).abs() <= 3.8 * (e1 * e1 + e2 * e2).sqrt(),
            "{dispatch:?}: {one} {two} ± {e1} {e2}"
        );
    }
}

#[test]
fn more_trucks_never_move_less_in_expectation() {
    let mut pit = Pit {
        faces: [1_000.0, 1_500.0].map(|metres| PitFace { metres, loaders: 1, tonnes: None }).to_vec(),
        dumps: vec![PitDump { metres: 1_000.0, places: 4, seconds: 60.0, crusher: None }],
        days: 12,
        ..Pit::default()
    };
    memoryless(&mut pit);
    let mut before: Vec<f64> = vec![0.0; 12];
    for trucks in [2, 4, 6, 8, 10, 12, 16, 20, 26] {
        pit.trucks = trucks;
        let layout = Arc::new(layout(&pit).unwrap());
        let now: Vec<f64> =
            (0..12).map(|replication| tonnes(&layout, replication, 288, None).unwrap()).collect();
        let gains: Vec<f64> = now.iter().zip(&before).map(|(now, before)| now - before).collect();
        let (gain, error) = mean_and_error(&gains);
        // 99.9 % one-sided with 11 degrees of freedom: 4.0 standard errors.
        assert!(gain >= -4.0 * error, "{trucks} trucks: {gain} ± {error}");
        before = now;
    }
}

#[test]
fn with_memoryless_loading_only_the_mean_way_matters() {
    // A closed network of one exponential server is blind to how the time away is
    // distributed: ways of 1 and 5 km in turn, or of 3 km always, move the same. Here the loading law is log-normal of
    // variation 1, near enough to the exponential; far from it (no spread) the two differ, which shows that the test can.
    let run = |dumps: [f64; 2], spread: bool| {
        let mut pit = Pit {
            trucks: 6,
            dumps: dumps.map(|metres| PitDump { metres, places: 6, seconds: 60.0, crusher: None }).to_vec(),
            days: 30,
            ..Pit::default()
        };
        if spread {
            memoryless(&mut pit);
        }
        let layout = Arc::new(layout(&pit).unwrap());
        let values: Vec<f64> = (0..12)
            .map(|replication| tonnes(&layout, replication, 720, Some(Box::new(InTurn(0)))).unwrap())
            .collect();
        mean_and_error(&values)
    };
    let ((mixed, one), (even, two)) = (run([1_000.0, 5_000.0], true), run([3_000.0, 3_000.0], true));
    let allowed = 4.0 * (one * one + two * two).sqrt() + 0.01 * even;
    assert!((mixed - even).abs() < allowed, "{mixed} {even} ± {allowed}");
    let ((mixed, _), (even, _)) = (run([1_000.0, 5_000.0], false), run([3_000.0, 3_000.0], false));
    assert!(even - mixed > 0.02 * even, "{mixed} {even}");
}

/// Dumps in turn, so that each takes half of all loads.
struct InTurn(usize);

impl Dispatch for InTurn {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        view.candidates().next()
    }

    fn choose_dump(&mut self, view: &DumpView<'_>) -> Option<DumpCandidate> {
        self.0 += 1;
        let n = view.candidates().count();
        view.candidates().nth(self.0 % n)
    }
}
