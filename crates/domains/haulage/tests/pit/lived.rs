//! The shift as it is lived: breaks and changes of shift, each derived by hand.
//!
//! Alone, the truck of the default pit has dumped at 690 s and every 880 s from then on. Park to face is 130 s, dump
//! to park is 2,100 m: 20 s and 100 m at either end and 190 s between, 230 s.
use crate::world::{World, at, dumped, run, seconds, state_at, states, world};
use iceroad_base::civil::TimeOfDay;
use iceroad_model::event::Event;
use iceroad_model::event::MachineState::{self, *};
use iceroad_model::roads::{Closure, ClosureReason};
use iceroad_model::shift::{Break, BreakFor, BreakPlace, ShiftChange, ShiftRules};
use iceroad_model::{FaceId, MachineId, MineId};
use iceroad_worlds::pit::{Pit, PitFace};

pub(crate) fn break_at(minute: i8, minutes: u16, groups: u16, who: BreakFor, place: BreakPlace) -> Break {
    let start = TimeOfDay::constant(minute / 60, minute % 60, 0, 0);
    Break { mine: MineId(0), start, minutes, groups, who, place }
}

fn with_break(trucks: usize, one: Break) -> Pit {
    Pit { trucks, breaks: vec![one], ..Pit::default() }
}

/// The states of a machine that begin in these seconds.
fn between(pit: &Pit, machine: u32, from: i64, to: i64) -> Vec<(i64, MachineState)> {
    let world = run(pit, to);
    states(&world, machine).into_iter().filter(|&(begins, _)| begins >= from).collect()
}

#[test]
fn a_truck_dumps_what_it_is_loaded_with_and_takes_its_break_there() {
    // Due at 00:20, 1,200 s, under way with a load; dumped at 1,570.
    let pit = with_break(1, break_at(20, 10, 1, BreakFor::Trucks, BreakPlace::InCab));
    let expected = [(1_510, Dumping), (1_570, Break), (2_170, TravelEmpty), (2_490, Loading)];
    assert_eq!(between(&pit, 0, 1_500, 2_500), expected);
}

#[test]
fn a_break_at_the_park_begins_there() {
    let pit = with_break(1, break_at(20, 10, 1, BreakFor::Trucks, BreakPlace::Park));
    let expected = [(1_570, TravelEmpty), (1_800, Break), (2_400, TravelEmpty), (2_530, Loading)];
    assert_eq!(between(&pit, 0, 1_570, 2_600), expected);
}

#[test]
fn a_loader_that_waits_breaks_at_once_and_its_trucks_are_out_of_work() {
    let pit = with_break(1, break_at(20, 10, 1, BreakFor::Loaders, BreakPlace::InCab));
    assert_eq!(between(&pit, 1, 1_200, 2_000), [(1_200, Break), (1_800, WaitTruck)]);
    assert_eq!(between(&pit, 0, 1_570, 2_000), [(1_570, NoWork), (1_800, TravelEmpty)]);
}

#[test]
fn a_loader_finishes_its_truck_and_sends_the_line_away() {
    // Three trucks come at 130; they are loaded until 310, 490, 670. The break falls due at 5 min, 300 s.
    let pit = with_break(3, break_at(5, 10, 1, BreakFor::Loaders, BreakPlace::InCab));
    assert_eq!(between(&pit, 3, 300, 1_000), [(310, Break), (910, WaitTruck), (910, Loading)]);
    assert_eq!(between(&pit, 1, 131, 1_000), [(310, NoWork), (910, Loading)]);
    // The third comes from no work too, and waits again.
    assert_eq!(between(&pit, 2, 131, 1_000), [(310, NoWork), (910, QueueLoad)]);
}

#[test]
fn groups_take_their_breaks_one_after_another() {
    let pit = with_break(2, break_at(20, 10, 2, BreakFor::Trucks, BreakPlace::InCab));
    let first: Vec<_> = between(&pit, 0, 1_200, 5_000).into_iter().filter(|one| one.1 == Break).collect();
    let second: Vec<_> = between(&pit, 1, 1_200, 5_000).into_iter().filter(|one| one.1 == Break).collect();
    // The second truck is 180 s behind at the loader and dumps at 870 and 1,750; its break falls due at 1,800.
    assert_eq!(first, [(1_570, Break)]);
    assert_eq!(second, [(2_630, Break)]);
}

#[test]
fn staggered_breaks_keep_the_loader_busy() {
    // Six trucks bring a load every 147 s, and loading takes 180 s: with twelve, half may rest and none is missed.
    let waited = |groups| {
        let pit = with_break(12, break_at(60, 30, groups, BreakFor::Trucks, BreakPlace::InCab));
        let world = run(&pit, 20_000);
        let waits = states(&world, 12);
        let ends = waits.iter().skip(1).map(|&(begins, _)| begins).chain([20_000]);
        let of_wait =
            waits.iter().zip(ends).filter(|((begins, state), _)| *begins > 200 && *state == WaitTruck);
        of_wait.map(|(&(begins, _), ends)| ends - begins).sum::<i64>()
    };
    assert_eq!(waited(6), 0);
    // All at once: a truck is back 320 + 60 + 1,800 + 320 s after it left, and the eleven others take 1,980 s.
    assert_eq!(waited(1), 520);
}

#[test]
fn a_break_that_falls_due_while_the_mine_stands_down_is_not_had() {
    let mut pit = with_break(1, break_at(20, 10, 1, BreakFor::All, BreakPlace::InCab));
    pit.stops_below = Some(-45.0);
    let mut world = world(&pit);
    let weather = |world: &mut World, c: f64| {
        let c = iceroad_base::quantity::Celsius::clamped(c);
        world.tell(|haulage, ctx| haulage.set_weather(MineId(0), c, ctx)).unwrap();
    };
    world.run_until(at(1_000)).unwrap();
    weather(&mut world, -50.0);
    world.run_until(at(3_000)).unwrap();
    weather(&mut world, -10.0);
    world.run_until(at(6_000)).unwrap();
    assert!(states(&world, 0).iter().chain(&states(&world, 1)).all(|&(_, state)| state != Break));
    assert_eq!(state_at(&world, 0, 3_000), Some(TravelEmpty));
}

fn changing(hour: i8, change: ShiftChange) -> Pit {
    let shift = ShiftRules { change, change_minutes: Some(10), ..ShiftRules::default() };
    Pit { shifts: vec![(0, hour), (hour, 0)], shift, ..Pit::default() }
}

fn third_dump_after(pit: &Pit, second: i64) -> Vec<i64> {
    let world = run(pit, 12_000);
    dumped(&world).into_iter().map(|(at, _)| at).filter(|&at| at > second).take(2).collect()
}

#[test]
fn a_hot_seat_change_costs_its_time_and_a_walk_out_the_way_to_the_park_too() {
    // The shift changes at 02:00, 7,200 s, while the truck is loaded (7,170 to 7,350); it has dumped at 7,730.
    // In a hot seat it stands there for 600 s, so the next load is dumped 600 s later than without.
    assert_eq!(third_dump_after(&changing(2, ShiftChange::None), 7_200), [7_730, 8_610]);
    assert_eq!(third_dump_after(&changing(2, ShiftChange::HotSeat), 7_200), [7_730, 9_210]);
    // Walking out it drives to the park, 230 s, and from there to the face, 130 s, in place of 320 s: 40 s more.
    assert_eq!(third_dump_after(&changing(2, ShiftChange::WalkOut), 7_200), [7_730, 9_250]);
    let stands = |change| between(&changing(2, change), 0, 7_700, 8_700);
    assert_eq!(stands(ShiftChange::HotSeat)[..2], [(7_730, ShiftChange), (8_330, TravelEmpty)]);
    assert_eq!(stands(ShiftChange::WalkOut)[..2], [(7_730, TravelEmpty), (7_960, ShiftChange)]);
    // The loader finishes the truck, and changes from 7,350 on.
    let loader = between(&changing(2, ShiftChange::HotSeat), 1, 7_200, 8_000);
    assert_eq!(loader, [(7_350, ShiftChange), (7_950, WaitTruck)]);
}

#[test]
fn who_comes_to_the_face_empty_when_the_crews_walk_out_turns_there() {
    // The change at 3,600 finds the truck on its way; it comes at 3,650 and is at the park 130 s later.
    let walk_out = between(&changing(1, ShiftChange::WalkOut), 0, 3_600, 4_600);
    assert_eq!(walk_out, [(3_780, ShiftChange), (4_380, TravelEmpty), (4_510, Loading)]);
    // In a hot seat it would be loaded first, but its loader changes too: they do so beside each other.
    let hot_seat = between(&changing(1, ShiftChange::HotSeat), 0, 3_600, 4_600);
    assert_eq!(hot_seat, [(3_650, ShiftChange), (4_250, Loading), (4_430, TravelLoaded)]);
}

#[test]
fn the_line_at_a_loader_walks_out_at_the_change() {
    let pit = Pit { trucks: 12, ..changing(1, ShiftChange::WalkOut) };
    let world = run(&pit, 3_601);
    assert!((0..12).filter(|&t| state_at(&world, t, 3_599) == Some(QueueLoad)).count() > 2);
    assert_eq!((0..12).filter(|&t| state_at(&world, t, 3_600) == Some(QueueLoad)).count(), 0);
}

#[test]
fn nothing_is_handed_over_across_a_pause() {
    let pit = Pit { shifts: vec![(0, 1), (2, 3)], ..changing(1, ShiftChange::HotSeat) };
    let world = run(&pit, 10_000);
    assert!(states(&world, 0).iter().all(|&(_, state)| state != ShiftChange));
}

#[test]
fn a_truck_that_fails_on_its_break_is_forgiven_the_rest_of_it() {
    let pit = with_break(1, break_at(20, 10, 1, BreakFor::Trucks, BreakPlace::InCab));
    let mut world = world(&pit);
    world.run_until(at(1_700)).unwrap();
    world.tell(|haulage, ctx| haulage.stop(MachineId(0), ctx)).unwrap();
    world.run_until(at(1_800)).unwrap();
    world.tell(|haulage, ctx| haulage.resume_in_place(MachineId(0), ctx)).unwrap();
    world.run_until(at(1_900)).unwrap();
    assert_eq!(state_at(&world, 0, 1_800), Some(TravelEmpty));
}

#[test]
fn a_truck_asked_in_on_its_break_ends_it_first() {
    let pit = with_break(1, break_at(20, 10, 1, BreakFor::Trucks, BreakPlace::InCab));
    let mut world = world(&pit);
    world.run_until(at(1_700)).unwrap();
    world.tell(|haulage, ctx| haulage.release(MachineId(0), ctx)).unwrap();
    world.run_until(at(4_000)).unwrap();
    assert_eq!(states(&world, 0).last(), Some(&(2_170, TravelEmpty)));
}

/// A blast every day from 00:20 to 00:50, 1,200 s to 3,000 s.
pub(crate) fn blast(face: Option<u32>) -> Closure {
    Closure {
        mine: MineId(0),
        segment: None,
        face: face.map(FaceId),
        reason: ClosureReason::Blast,
        first_day: None,
        last_day: None,
        weekdays: [true; 7],
        start: TimeOfDay::constant(0, 20, 0, 0),
        end: TimeOfDay::constant(0, 50, 0, 0),
    }
}

fn blasted(pit: &Pit, closure: Closure, seconds: i64) -> World {
    run(&Pit { closures: vec![closure], ..pit.clone() }, seconds)
}

/// The states of a machine that begin from this second on.
fn after(world: &World, machine: u32, from: i64) -> Vec<(i64, MachineState)> {
    states(world, machine).into_iter().filter(|&(begins, _)| begins >= from).collect()
}

#[test]
fn a_blast_at_a_face_stands_its_loader_down_and_sends_trucks_to_the_next() {
    let faces = [1_000.0, 1_500.0].map(|metres| PitFace { metres, loaders: 1, tonnes: None });
    let pit = Pit { trucks: 2, faces: faces.to_vec(), ..Pit::default() };
    let world = blasted(&pit, blast(Some(0)), 6_000);
    assert!(after(&world, 2, 1_200).contains(&(3_000, WaitTruck)));
    assert_eq!(state_at(&world, 2, 2_999), Some(BlastStandDown));
    // Nothing is loaded there while the blast is on but what was begun before, and trucks go on at the other face.
    let dug = |face: u32, from, to| {
        let loads = world.log.iter().filter(|entry| match entry.event {
            Event::Loaded { face: FaceId(of), .. } => of == face && (from..to).contains(&seconds(entry.at)),
            _ => false,
        });
        loads.count()
    };
    assert_eq!(dug(0, 1_381, 3_001), 0);
    assert!(dug(1, 1_201, 3_001) >= 3, "{}", dug(1, 1_201, 3_001));
    assert!(dug(0, 3_001, 6_000) >= 1);
}

#[test]
fn for_a_blast_of_the_whole_mine_trucks_dump_and_clear_to_the_park() {
    // Dumped at 1,570, at the park 230 s later; at 3,000 all go on.
    let world = blasted(&Pit::default(), blast(None), 4_000);
    let truck = [(1_570, TravelEmpty), (1_800, BlastStandDown), (3_000, TravelEmpty), (3_130, Loading)];
    assert_eq!(after(&world, 0, 1_570)[..4], truck);
    assert_eq!(after(&world, 1, 1_191)[..2], [(1_200, BlastStandDown), (3_000, WaitTruck)]);
}

#[test]
fn works_and_storms_are_told_from_blasts() {
    for (reason, state) in [(ClosureReason::Works, NoWork), (ClosureReason::Storm, WeatherStop)] {
        let world = blasted(&Pit::default(), Closure { reason, ..blast(None) }, 2_000);
        assert_eq!(state_at(&world, 0, 1_900), Some(state));
        assert_eq!(state_at(&world, 1, 1_900), Some(state));
    }
}

#[test]
fn a_shift_that_ends_during_a_blast_ends() {
    let pit = Pit { shifts: vec![(0, 1), (2, 3)], ..Pit::default() };
    let end = TimeOfDay::constant(1, 30, 0, 0);
    let world = blasted(&pit, Closure { end, ..blast(None) }, 10_000);
    assert_eq!(state_at(&world, 0, 3_599), Some(BlastStandDown));
    assert_eq!(state_at(&world, 0, 3_600), Some(OffShift));
    assert_eq!(state_at(&world, 0, 7_200), Some(TravelEmpty));
}
