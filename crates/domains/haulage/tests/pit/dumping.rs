//! Crushers that fail and dozers that level, every number worked out by hand.
use crate::world::{World, at, dumped, run, seconds, states};
use iceroad_base::law::Law;
use iceroad_base::quantity::Seconds;
use iceroad_model::Tables;
use iceroad_model::event::MachineState::*;
use iceroad_model::event::{Entry, Event};
use iceroad_model::pit::{Breaks, Dozer};
use iceroad_model::{DumpId, MachineId};
use iceroad_worlds::pit::{Pit, PitDump, PitFace};

fn crusher() -> Pit {
    let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((200.0, 150.0)) };
    Pit { dumps: vec![dump], ..Pit::default() }
}

fn fails(pit: &Pit, life: Law, repair: Law) -> Tables {
    let mut tables = pit.tables();
    tables.dumps[DumpId(0)].breaks = Some(Breaks { life, repair });
    tables
}

fn run_tables(pit: &Pit, tables: &Tables, end: i64) -> World {
    let mut world = World::tables(tables, &pit.horizon(), 1, Vec::new()).unwrap();
    world.run_until(at(end)).unwrap();
    assert_eq!(world.haulage.contradictions(at(end)), [""; 0]);
    world
}

/// Seconds at which the dump's crusher fails and works again.
fn turns(world: &World) -> Vec<(i64, bool)> {
    let turn = |entry: &Entry| match entry.event {
        Event::DumpStopped { .. } => Some((seconds(entry.at), false)),
        Event::DumpWorks { .. } => Some((seconds(entry.at), true)),
        _ => None,
    };
    world.log.iter().filter_map(turn).collect()
}

const fn hours(value: f64) -> Law {
    Law::Constant { value }
}

#[test]
fn a_crusher_ages_while_it_crushes_and_keeps_what_is_in_its_hopper_while_it_stands() {
    // 100 t come at 690 s. Crushing for 0.25 h, it fails at 1,590 s with 50 t left. The second load came at 1,510 s and
    // waits, for 54.4 t were left. While the crusher stands nothing leaves: at 1,590 s 100 t fit exactly, so that
    // truck dumps; the third comes at 2,470 s and finds 150 t. At 1,590 + 3,600 s the crusher works again and
    // 100 t fit after another 0.5 h, of which it works 0.25 h and then stands for an hour: 5,190 + 900 + 3,600 + 900.
    let pit = crusher();
    let world = run_tables(&pit, &fails(&pit, hours(0.25), hours(1.0)), 12_000);
    assert_eq!(turns(&world)[..4], [(1_590, false), (5_190, true), (6_090, false), (9_690, true)]);
    let dumping: Vec<i64> =
        states(&world, 0).into_iter().filter(|state| state.1 == Dumping).map(|state| state.0).collect();
    assert_eq!(dumping[..3], [630, 1_590, 10_590]);
}

#[test]
fn a_crusher_with_an_empty_hopper_does_not_age() {
    // 600 t/h crush a load of 100 t in 600 s of every 880.
    let mut pit = crusher();
    pit.dumps[0].crusher = Some((600.0, 150.0));
    let world = run_tables(&pit, &fails(&pit, hours(0.5), hours(0.1)), 12_000);
    // 1,800 s of crushing: 600 s from each of 690, 1,570 and 2,450 s on. It fails as the third load is through, at 3,050.
    assert_eq!(turns(&world)[..2], [(3_050, false), (3_410, true)]);
}

#[test]
fn crushing_hours_over_hours_come_to_the_formula_of_a_machine_that_ages_only_at_work() {
    // Never without ore, a crusher works life / (life + repair) of the time: 20 / (20 + 5). Four trucks bring more than
    // the crusher takes. Over 400 days with exponential laws: variance of the share, renewal-reward,
    // sigma^2 = (repair^2·var(life) + life^2·var(repair)) / (life + repair)^3 per hour
    // = (25·400 + 400·25) / 25^3 = 1.28 h; over 9,600 h a standard error of sqrt(1.28 / 9,600) = 1.15 %.
    let mut pit = crusher();
    (pit.trucks, pit.days) = (4, 400);
    let exponential = |mean| Law::Exponential { mean };
    let world = run_tables(&pit, &fails(&pit, exponential(20.0), exponential(5.0)), 400 * 86_400);
    let tonnes: f64 = dumped(&world).iter().map(|load| load.1).sum();
    let share = tonnes / (200.0 * 9_600.0);
    assert!((share - 0.8).abs() < 3.3 * 0.0115, "{share}");
}

#[test]
fn with_a_crusher_that_stands_trucks_go_to_another_dump() {
    // The other dump is farther, and is taken only while the crusher stands.
    let mut pit = crusher();
    pit.dumps.push(PitDump { metres: 5_000.0, places: 1, seconds: 60.0, crusher: None });
    let world = run_tables(&pit, &fails(&pit, hours(0.4), hours(3.0)), 14_000);
    let (stopped, works) = (turns(&world)[0].0, turns(&world)[1].0);
    let mut there = Vec::new();
    for entry in &world.log {
        if let Event::Dumped { dump, .. } = entry.event {
            there.push((seconds(entry.at), dump.0));
        }
    }
    // Who had set off before goes on to the crusher.
    let diverted: Vec<_> = there.iter().filter(|load| load.1 == 1).collect();
    assert!(diverted.len() >= 3, "{there:?}");
    assert!(diverted.iter().all(|load| load.0 > stopped && load.0 < works + 1_000), "{there:?}");
}

#[test]
fn failures_do_not_shift_anybody_elses_luck() {
    let mut pit = crusher();
    pit.loader.pass_variation = iceroad_base::quantity::Variation::clamped(0.3);
    let plain = run(&pit, 600);
    let failing = run_tables(&pit, &fails(&pit, hours(100.0), hours(1.0)), 600);
    assert_eq!(plain.log, failing.log);
}

#[test]
fn after_so_many_loads_a_place_is_closed_for_levelling() {
    // One place, a dozer after two loads for 1,000 s. Loads are dumped at 690 and 1,570 s; then closed to 2,570 s. The
    // third comes at 2,390 s and waits until then.
    let pit = Pit::default();
    let mut tables = pit.tables();
    tables.dumps[DumpId(0)].dozer = Some(Dozer { every: 2, takes: Seconds::clamped(1_000.0) });
    let world = run_tables(&pit, &tables, 4_000);
    assert_eq!(dumped(&world).iter().map(|load| load.0).collect::<Vec<_>>(), [690, 1_570, 2_630, 3_510]);
    let third: Vec<_> = states(&world, 0).into_iter().filter(|&(s, _)| (2_300..2_600).contains(&s)).collect();
    assert_eq!(third, [(2_390, QueueDump), (2_570, Dumping)]);
}

#[test]
fn a_dozer_closes_one_of_two_places() {
    // Two trucks come together at 630 s. After the first load, at 690 s, one place is closed for an hour; the two that
    // come together again dump one after the other, and so do the next.
    let face = PitFace { metres: 1_000.0, loaders: 2, tonnes: None };
    let dump = PitDump { metres: 2_000.0, places: 2, seconds: 60.0, crusher: None };
    let pit = Pit { trucks: 2, faces: vec![face], dumps: vec![dump], ..Pit::default() };
    let mut tables = pit.tables();
    tables.dumps[DumpId(0)].dozer = Some(Dozer { every: 1, takes: Seconds::clamped(3_600.0) });
    let world = run_tables(&pit, &tables, 2_500);
    assert_eq!(dumped(&world)[..4].iter().map(|load| load.0).collect::<Vec<_>>(), [690, 690, 1_570, 1_630]);
    assert_eq!(
        dumped(&run(&pit, 2_500))[..4].iter().map(|load| load.0).collect::<Vec<_>>(),
        [690, 690, 1_570, 1_570]
    );
}

#[test]
fn engines_are_off_in_line_at_a_crusher_that_stands() {
    // The crusher fails at 1,590 s with 50 t left, and 100 t more do not fit 149 t: the truck that came at 1,510 s
    // stands until 37,590 s. At 36 L/h the 20,000 s between the two ends would be 200 L.
    let mut pit = crusher();
    pit.dumps[0].crusher = Some((200.0, 149.0));
    let burnt = |end| {
        let mut world = run_tables(&pit, &fails(&pit, hours(0.25), hours(10.0)), end);
        let finish = world.tell(|haulage, ctx| {
            haulage.finish(ctx);
            Ok(())
        });
        finish.unwrap();
        let burnt = |entry: &Entry| match entry.event {
            Event::Burnt { machine: MachineId(0), fuel } => Some(fuel.get()),
            _ => None,
        };
        world.log.iter().filter_map(burnt).sum::<i64>()
    };
    assert!(burnt(1_600) > 0);
    assert_eq!(burnt(10_000), burnt(1_600));
    assert_eq!(burnt(30_000), burnt(10_000));
    assert!(burnt(45_000) > burnt(30_000));
}
