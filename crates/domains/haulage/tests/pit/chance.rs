//! Random pits with random trouble, judged by rules that hold in every world.

use crate::lived::{blast, break_at};
use crate::people::people;
use crate::world::{World, at, loaded_and_dumped};
use iceroad_base::Time;
use iceroad_base::civil::TimeOfDay;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Energy, Hours, Mass, Seconds, Speed, Variation, Volume};
use iceroad_haulage::{Haulage, Notice};
use iceroad_model::event::{Entry, Event, MachineState, StateClass};
use iceroad_model::fleet::LoaderModel;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::pit::{Blend, Breaks, DigStep, Dozer, LoadingRule};
use iceroad_model::roads::{Closure, ClosureReason};
use iceroad_model::shift::{
    Break, BreakFor, BreakPlace, Operators, RefuelRule, ShiftChange, ShiftRules, WarmUp,
};
use iceroad_model::{DumpId, FaceId, MachineId, MineId, ModelId, Tables};
use iceroad_worlds::pit::{Pit, PitDump, PitFace, battery_truck_model, electric_loader_model};
use proptest::prelude::*;

/// One thing done to the pit from outside.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    Stop(usize),
    Resume(usize),
    InPlace(usize),
    Release(usize),
    Fuel(usize),
    Weather(f64),
}

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        (0..12_usize).prop_map(Trouble::Stop),
        (0..12_usize).prop_map(Trouble::Resume),
        (0..12_usize).prop_map(Trouble::InPlace),
        (0..12_usize).prop_map(Trouble::Release),
        (0..12_usize).prop_map(Trouble::Fuel),
        (-60.0..20.0).prop_map(Trouble::Weather),
    ]
}

prop_compose! {
    fn face()(
        metres in 0.0..3_000.0,
        loaders in 0..3_usize,
        tonnes in prop::option::of(100.0..20_000.0),
    ) -> PitFace {
        PitFace { metres, loaders, tonnes }
    }
}

prop_compose! {
    fn dump()(
        metres in 0.0..3_000.0,
        places in 1..3_u16,
        seconds in 0.0..90.0,
        crusher in prop::option::of((0.0..3_000.0, 10.0..400.0)),
    ) -> PitDump {
        PitDump { metres, places, seconds, crusher }
    }
}

prop_compose! {
    fn rules()(
        change in prop_oneof![Just(ShiftChange::None), Just(ShiftChange::WalkOut), Just(ShiftChange::HotSeat)],
        minutes in 1..40_u16,
        ahead in any::<bool>(),
        fuel_places in prop::option::of(1..3_u16),
        idle_below in prop::option::of(-40.0..0.0),
    ) -> ShiftRules {
        ShiftRules {
            change,
            change_minutes: Some(minutes),
            refuel: if ahead { RefuelRule::BeforeChange } else { RefuelRule::WhenLow },
            fuel_places,
            idle_below: idle_below.map(Celsius::clamped),
        }
    }
}

prop_compose! {
    fn a_break()(
        minute in 0..120_i8,
        minutes in 1..60_u16,
        groups in 1..4_u16,
        who in prop_oneof![Just(BreakFor::Trucks), Just(BreakFor::Loaders), Just(BreakFor::All)],
        at_park in any::<bool>(),
    ) -> Break {
        let place = if at_park { BreakPlace::Park } else { BreakPlace::InCab };
        break_at(minute, minutes, groups, who, place)
    }
}

prop_compose! {
    fn crew()(
        both in any::<bool>(),
        loads in any::<bool>(),
        per_shift in 0..6_u16,
        absence in 0.0..1.0,
    ) -> Operators {
        let models: &[ModelId] =
            if both { &[ModelId(0), ModelId(1)] } else if loads { &[ModelId(1)] } else { &[ModelId(0)] };
        people(&format!("{both} {loads} {per_shift}"), models, per_shift, absence)
    }
}

prop_compose! {
    fn closure()(
        face in prop::option::of(0..3_u32),
        reason in prop_oneof![Just(ClosureReason::Works), Just(ClosureReason::Blast), Just(ClosureReason::Storm)],
        from in 0..24_i8,
        to in 0..24_i8,
    ) -> Closure {
        let hour = |hour| TimeOfDay::constant(hour, 0, 0, 0);
        Closure { reason, start: hour(from), end: hour(to), ..blast(face) }
    }
}

prop_compose! {
    /// A pit whose shifts are lived.
    fn lived()(
        mut pit in pits(),
        shift in rules(),
        breaks in prop::collection::vec(a_break(), 0..3),
        operators in prop::collection::vec(crew(), 0..3),
        closures in prop::collection::vec(closure(), 0..3),
        minutes in 0..30_u16,
        below in -40.0..20.0,
        after in 0.0..3.0,
    ) -> Pit {
        pit.shift = shift;
        pit.breaks = breaks;
        pit.operators = operators;
        let n_faces = pit.faces.len() as u32;
        pit.closures = closures
            .into_iter()
            .map(|one| Closure { face: one.face.map(|face| FaceId(face.0 % n_faces)), ..one })
            .collect();
        pit.warm_up = WarmUp { minutes, below: Some(Celsius::clamped(below)), after: Hours::clamped(after) };
        pit
    }
}

prop_compose! {
    fn pits()(
        trucks in 0..7_usize,
        faces in prop::collection::vec(face(), 1..4),
        dumps in prop::collection::vec(dump(), 1..4),
        dispatch in prop::sample::select(DispatchPolicy::ALL.to_vec()),
        shifts in prop_oneof![Just(vec![]), Just(vec![(0, 3), (4, 7)]), Just(vec![(2, 14), (14, 20)])],
        stops_below in prop::option::of(-50.0..-20.0),
        fuel in any::<bool>(),
        tank in prop_oneof![1..50_i64, 50..400_i64],
        spread in 0.0..0.6,
        battery in prop::option::of((450..900_i64, 1..3_u16)),
        on_cable in any::<bool>(),
    ) -> Pit {
        let mut pit = Pit { trucks, faces, dumps, dispatch, shifts, stops_below, fuel, ..Pit::default() };
        pit.truck.tank = Volume(tank);
        if let Some((kwh, chargers)) = battery {
            pit.truck = battery_truck_model();
            pit.truck.battery.as_mut().unwrap().capacity = Energy(kwh);
            pit.chargers = chargers;
        }
        pit.loader.tank = Volume(tank);
        if on_cable {
            pit.loader = electric_loader_model();
        }
        pit.loader.fill_variation = Variation::clamped(spread);
        pit.loader.pass_variation = Variation::clamped(spread);
        pit
    }
}

/// What goes beyond the plain pit.
#[derive(Clone, Copy, Debug)]
struct Beyond {
    /// Every loader goes on to all other faces in turn.
    moves: bool,
    loading_rule: LoadingRule,
    first_pass: Option<Seconds>,
    two_sided: bool,
    walk: Speed,
    /// Hours of crushing and of repair.
    breaks: Option<(f64, f64)>,
    dozer: Option<(u32, f64)>,
    /// Whether the last face digs the last dump, and the first dump has a blend.
    heap: bool,
    blend: bool,
}

prop_compose! {
    fn beyond()(
        moves in any::<bool>(),
        full_bucket in any::<bool>(),
        two_sided in any::<bool>(),
        first_pass in prop::option::of(0.0..60.0),
        walk in 0.5..60.0,
        breaks in prop::option::of((0.01..5.0, 0.0..3.0)),
        dozer in prop::option::of((1..8_u32, 0.0..3_000.0)),
        heap in any::<bool>(),
        blend in any::<bool>(),
    ) -> Beyond {
        let loading_rule = if full_bucket { LoadingRule::FullBucket } else { LoadingRule::FullTruck };
        let first_pass = first_pass.map(Seconds::clamped);
        let walk = Speed::clamped(walk);
        Beyond { moves, loading_rule, first_pass, two_sided, walk, breaks, dozer, heap, blend }
    }
}

impl Beyond {
    fn tables(self, pit: &Pit) -> Tables {
        let Beyond { loading_rule, first_pass, two_sided, walk, .. } = self;
        let loader = LoaderModel { loading_rule, first_pass, two_sided, walk, ..pit.loader.clone() };
        let pit = Pit { loader, ..pit.clone() };
        let mut tables = pit.tables();
        if self.moves {
            self.add_moves(&mut tables);
        }
        let law = |value| Law::Exponential { mean: value };
        for id in tables.dumps.ids() {
            let dump = &mut tables.dumps[id];
            dump.breaks = self.breaks.map(|(life, repair)| Breaks { life: law(life), repair: law(repair) });
            dump.dozer = self.dozer.map(|(every, takes)| Dozer { every, takes: Seconds::clamped(takes) });
        }
        if self.blend {
            for (nth, face) in tables.faces.iter_mut().enumerate() {
                face.grade = Some(nth as f64);
            }
            let over = Mass::from_tonnes(500.0);
            tables.dumps[DumpId(0)].blend = Some(Blend { least: Some(0.4), most: Some(0.8), over });
        }
        if self.heap && tables.dumps.len() > 1 {
            let heap = DumpId(tables.dumps.len() as u32 - 1);
            let last = FaceId(tables.faces.len() as u32 - 1);
            tables.faces[last].stockpile = Some(heap);
        }
        tables
    }

    fn add_moves(self, tables: &mut Tables) {
        for (loader, machine) in tables.machines.entries() {
            if tables.models[machine.model].loader().is_none() {
                continue;
            }
            for face in tables.faces.ids().filter(|&face| machine.face != Some(face)) {
                tables.dig_sequence.push(DigStep { loader, order: face.0 + 1, face });
            }
        }
    }
}

/// Runs a day of it; trouble comes at its second of the day.
fn day(pit: &Pit, fuel_at_once: bool, troubles: &[(i64, Trouble)]) -> (World, Vec<MachineId>) {
    day_of(pit, &pit.tables(), fuel_at_once, troubles)
}

fn day_of(
    pit: &Pit,
    tables: &Tables,
    fuel_at_once: bool,
    troubles: &[(i64, Trouble)],
) -> (World, Vec<MachineId>) {
    let machines: Vec<MachineId> = tables.machines.ids().collect();
    let mut world = World::tables(tables, &pit.horizon(), 7, Vec::new()).unwrap();
    world.fuel_at_once = fuel_at_once;
    let mut troubles = troubles.to_vec();
    troubles.sort_by_key(|&(second, _)| second);
    for (second, trouble) in troubles {
        world.run_until(at(second)).unwrap();
        let machine = |index: usize| machines.get(index % machines.len().max(1)).copied();
        let m = match trouble {
            Trouble::Weather(_) => Some(MachineId(0)),
            Trouble::Stop(i)
            | Trouble::Resume(i)
            | Trouble::InPlace(i)
            | Trouble::Release(i)
            | Trouble::Fuel(i) => machine(i),
        };
        let Some(m) = m else { continue };
        match trouble {
            Trouble::Stop(_) => drop(world.tell(|haulage, ctx| haulage.stop(m, ctx)).unwrap()),
            Trouble::Resume(_) => world.tell(|haulage, ctx| haulage.resume(m, ctx)).unwrap(),
            Trouble::InPlace(_) => world.tell(|haulage, ctx| haulage.resume_in_place(m, ctx)).unwrap(),
            Trouble::Release(_) => world.tell(|haulage, ctx| haulage.release(m, ctx)).unwrap(),
            Trouble::Fuel(_) => world.tell(|haulage, ctx| haulage.fuel_ready(m, ctx)).unwrap(),
            Trouble::Weather(c) => {
                world.tell(|haulage, ctx| haulage.set_weather(MineId(0), Celsius::clamped(c), ctx)).unwrap();
            }
        }
        conserved(&world);
    }
    world.run_until(at(86_400)).unwrap();
    conserved(&world);
    (world, machines)
}

fn conserved(world: &World) {
    let (loaded, dumped) = loaded_and_dumped(&world.log);
    assert_eq!(loaded, dumped + world.haulage.aboard());
    assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
}

/// Meters alternate, beginning with on; and run exactly in the states in which they should.
fn meters_alternate(world: &World, machines: &[MachineId]) {
    for &machine in machines {
        let mut runs = false;
        for (_, notice) in &world.notices {
            match *notice {
                Notice::MeterOn { machine: of } if of == machine => {
                    assert!(!std::mem::replace(&mut runs, true));
                }
                Notice::MeterOff { machine: of } if of == machine => {
                    assert!(std::mem::replace(&mut runs, false));
                }
                _ => {}
            }
        }
        let class = world.haulage.state(machine).map(MachineState::class);
        assert_eq!(runs, matches!(class, Some(StateClass::Working | StateClass::Delay)));
    }
}

/// Log in order of time, no state twice in a row unless the machine was away, no down state.
fn states_are_sound(world: &World, machines: &[MachineId]) {
    assert!(world.log.windows(2).all(|pair| pair[0].at <= pair[1].at));
    for entry in &world.log {
        if let Event::State { machine, state } = entry.event {
            assert!(machines.contains(&machine));
            assert!(state.class() != StateClass::Down);
        }
    }
}

/// No face gives more than it had, no dump serves more at once than it has places.
fn capacities_hold(pit: &Pit, log: &[Entry]) {
    for (face, row) in pit.faces.iter().enumerate() {
        let dug: Mass = log
            .iter()
            .filter_map(|entry| match entry.event {
                Event::Loaded { face: of, mass, .. } if of.0 as usize == face => Some(mass),
                _ => None,
            })
            .sum();
        assert!(row.tonnes.is_none_or(|tonnes| dug <= Mass::from_tonnes(tonnes)));
    }
}

/// A loader loads at the face written for it until it says that it has moved.
fn loads_are_of_the_face_a_loader_stands_at(pit: &Pit, log: &[Entry]) {
    let tables = pit.tables();
    let mut stands: Vec<_> = tables.machines.iter().map(|machine| machine.face).collect();
    for entry in log {
        match entry.event {
            Event::LoaderMoved { loader, face } => stands[loader.0 as usize] = Some(face),
            Event::Loaded { loader, face, .. } => assert_eq!(stands[loader.0 as usize], Some(face)),
            _ => {}
        }
    }
}

/// Where nobody waits for what cannot come, each truck is somewhere the rules allow at the end.
fn nobody_is_lost(world: &World) {
    let pending = world.calendar.iter().filter(|due| due.at < Time::NEVER).count();
    let driving = world
        .log
        .iter()
        .filter_map(|entry| match entry.event {
            Event::State { machine, .. } => Some(machine),
            _ => None,
        })
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .filter(|&machine| {
            use MachineState::{Dumping, TravelEmpty, TravelLoaded};
            matches!(world.haulage.state(machine), Some(TravelEmpty | TravelLoaded | Dumping))
        })
        .count();
    assert!(driving <= pending, "{driving} are under way with {pending} events pending");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_laws_of_the_pit_hold(
        pit in prop_oneof![pits(), lived()],
        fuel_at_once in any::<bool>(),
        troubles in prop::collection::vec((0..86_400_i64, trouble()), 0..40),
    ) {
        let (world, machines) = day(&pit, fuel_at_once, &troubles);
        meters_alternate(&world, &machines);
        states_are_sound(&world, &machines);
        capacities_hold(&pit, &world.log);
        nobody_is_lost(&world);
    }

    #[test]
    fn the_laws_of_the_pit_hold_beyond_the_plain_case(
        pit in prop_oneof![pits(), lived()],
        beyond in beyond(),
        fuel_at_once in any::<bool>(),
        troubles in prop::collection::vec((0..86_400_i64, trouble()), 0..40),
    ) {
        let (world, machines) = day_of(&pit, &beyond.tables(&pit), fuel_at_once, &troubles);
        meters_alternate(&world, &machines);
        states_are_sound(&world, &machines);
        if !beyond.heap {
            capacities_hold(&pit, &world.log);
        }
        loads_are_of_the_face_a_loader_stands_at(&pit, &world.log);
        nobody_is_lost(&world);
    }

    #[test]
    fn the_same_seed_gives_the_same_log(pit in lived()) {
        let (one, _) = day(&pit, true, &[]);
        let (two, _) = day(&pit, true, &[]);
        prop_assert_eq!(one.log, two.log);
    }
}

#[test]
fn another_seed_gives_another_day() {
    let mut pit = Pit { trucks: 4, ..Pit::default() };
    pit.loader.pass_variation = Variation::clamped(0.3);
    let log = |seed| {
        let mut world = World::tables(&pit.tables(), &pit.horizon(), seed, Vec::new()).unwrap();
        world.run_until(at(10_000)).unwrap();
        world.log
    };
    assert_eq!(log(1), log(1));
    assert_ne!(log(1), log(2));
    assert_eq!(Haulage::slots(&pit.tables()), 7);
}
