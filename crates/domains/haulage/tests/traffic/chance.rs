//! Random roads with random rules and random trouble, judged by what must hold in all of them.
use crate::world::*;
use crate::zones::follow;
use iceroad_base::civil::TimeOfDay;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Factor, Hours, Mass, Metres, Seconds, Volume};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::roads::*;
use iceroad_model::{MachineId, SegmentId, Tables};
use iceroad_worlds::pit::{Pit, PitDump, PitFace, truck_model};
use proptest::prelude::*;

/// Which segment, how many trucks, whether loaded ones first, batch, longest hold.
type RandomZone = (usize, Option<u16>, bool, Option<u16>, Option<u16>);

/// A random road network that holds the star of the pit: extra nodes cut its roads, extra roads join nodes.
#[derive(Clone, Debug)]
struct Rules {
    cuts: Vec<(usize, f64)>,
    roads: Vec<(usize, usize, f64)>,
    zones: Vec<RandomZone>,
    bays: Vec<(usize, u16)>,
    crossings: Vec<(usize, u16, f64)>,
    closures: Vec<(usize, i8, i8)>,
    storms: f64,
    headway: f64,
    gap: f64,
}

prop_compose! {
    fn rules()(
        cuts in prop::collection::vec((0..20_usize, 0.1..0.9), 0..8),
        roads in prop::collection::vec((0..20_usize, 0..20_usize, 100.0..3_000.0), 0..4),
        zones in prop::collection::vec(
            (0..20_usize, prop::option::of(1..4_u16), any::<bool>(), prop::option::of(1..4_u16), prop::option::of(10..300_u16)),
            0..6,
        ),
        bays in prop::collection::vec((0..20_usize, 1..3_u16), 0..4),
        crossings in prop::collection::vec((0..20_usize, 1..3_u16, 0.0..30.0), 0..3),
        closures in prop::collection::vec((0..20_usize, 0..120_i8, 0..120_i8), 0..3),
        storms in 0.0..20.0,
        headway in prop_oneof![Just(0.0), 20.0..400.0],
        gap in prop_oneof![Just(0.0), 1.0..30.0],
    ) -> Rules {
        Rules { cuts, roads, zones, bays, crossings, closures, storms, headway, gap }
    }
}

prop_compose! {
    fn pits()(
        trucks in 1..9_usize,
        faces in prop::collection::vec((10.0..2_000.0, 1..3_usize), 1..3),
        dumps in prop::collection::vec((10.0..2_000.0, 1..3_u16), 1..3),
        fuel in any::<bool>(),
        tank in prop_oneof![Just(1_500_i64), 1..100_i64],
    ) -> Pit {
        let mut truck = truck_model();
        truck.tank = Volume(tank);
        Pit {
            truck,
            trucks,
            faces: faces.into_iter().map(|(metres, loaders)| PitFace { metres, loaders, tonnes: None }).collect(),
            dumps: dumps
                .into_iter()
                .map(|(metres, places)| PitDump { metres, places, seconds: 60.0, crusher: None })
                .collect(),
            fuel,
            ..Pit::default()
        }
    }
}

fn lay(pit: &Pit, rules: &Rules) -> Tables {
    let mut tables = tables(pit);
    for (index, &(segment, share)) in rules.cuts.iter().enumerate() {
        let id = SegmentId((segment % tables.segments.len()) as u32);
        let between = node(&mut tables, &format!("cut {index}"));
        let whole = tables.segments[id].length;
        let to = std::mem::replace(&mut tables.segments[id].to, between);
        use iceroad_base::quantity::Ranged;
        tables.segments[id].length = Metres::clamped(whole.get() * share);
        road(&mut tables, between, to, whole.get() * (1.0 - share));
    }
    let ids: Vec<_> = tables.nodes.ids().collect();
    for &(from, to, metres) in &rules.roads {
        let (from, to) = (ids[from % ids.len()], ids[to % ids.len()]);
        if from != to {
            road(&mut tables, from, to, metres);
        }
    }
    for &(segment, most, loaded_first, batch, hold) in &rules.zones {
        let id = SegmentId((segment % tables.segments.len()) as u32);
        if tables.segments[id].rules.zone.is_none() {
            let zone = zone(&mut tables, &[id], most);
            if loaded_first {
                tables.zones[zone].policy = ZonePolicy::LoadedFirst;
            }
            tables.zones[zone].batch = batch;
            tables.zones[zone].max_hold = hold.map(|seconds| Seconds::clamped(seconds.into()));
        }
    }
    for &(node, trucks) in &rules.bays {
        tables.nodes[ids[node % ids.len()]].rules.bay_trucks = Some(trucks);
    }
    for &(node, trucks, time) in &rules.crossings {
        let time = Seconds::clamped(time);
        tables.nodes[ids[node % ids.len()]].rules.crossing = Some(Crossing { trucks, time });
    }
    for &(segment, start, end) in &rules.closures {
        let segment = &tables.segments[SegmentId((segment % tables.segments.len()) as u32)];
        let minute = |minute: i8| TimeOfDay::constant(minute / 60, minute % 60, 0, 0);
        if start == end {
            continue;
        }
        tables.closures.push(Closure {
            mine: MINE,
            segment: Some((segment.from, segment.to)),
            face: None,
            reason: ClosureReason::Works,
            first_day: None,
            last_day: None,
            weekdays: [true; 7],
            start: minute(start.min(end)),
            end: minute(start.max(end)),
        });
    }
    if rules.storms > 10.0 {
        tables.road_weather.push(RoadWeather {
            mine: MINE,
            kind: RoadWeatherKind::Storm,
            first_month: 1,
            last_month: 12,
            per_month: rules.storms * 5.0,
            duration_h: Law::Exponential { mean: 1.0 },
            rolling: Factor::clamped(1.0),
            speed: 1.0,
            closes: true,
            only_below: None,
            plough: Hours::clamped(0.2),
        });
    }
    let traffic = &mut tables.mines[MINE].traffic;
    traffic.headway = Metres::clamped(rules.headway);
    traffic.gap = Seconds::clamped(rules.gap);
    tables
}

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Stop(u32),
    Tow(u32),
    Resume(u32),
    InPlace(u32),
    Release(u32),
}

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        (0..9_u32).prop_map(Trouble::Stop),
        (0..9_u32).prop_map(Trouble::Stop),
        (0..9_u32).prop_map(Trouble::Tow),
        (0..9_u32).prop_map(Trouble::Resume),
        (0..9_u32).prop_map(Trouble::InPlace),
        (0..9_u32).prop_map(Trouble::InPlace),
        (0..9_u32).prop_map(Trouble::Release),
    ]
}

fn day(pit: &Pit, tables: &Tables, troubles: &[(i64, Trouble)]) -> World {
    let mut world = start(pit, tables);
    let mut troubles = troubles.to_vec();
    troubles.sort_by_key(|&(second, _)| second);
    let mut stopped = [false; 9];
    for (second, trouble) in troubles {
        world.run_until(at(second)).unwrap();
        let (Trouble::Stop(t)
        | Trouble::Tow(t)
        | Trouble::Resume(t)
        | Trouble::InPlace(t)
        | Trouble::Release(t)) = trouble;
        let t = t % pit.trucks as u32;
        let machine = MachineId(t);
        match trouble {
            Trouble::Stop(_) => {
                world.tell(|haulage, ctx| haulage.stop(machine, ctx)).unwrap();
                stopped[t as usize] = true;
            }
            // Who is in tow is not mended in place.
            Trouble::Tow(_) if stopped[t as usize] => {
                world.tell(|haulage, ctx| haulage.towed(machine, ctx)).unwrap();
                world.tell(|haulage, ctx| haulage.resume(machine, ctx)).unwrap();
            }
            Trouble::Resume(_) => world.tell(|haulage, ctx| haulage.resume(machine, ctx)).unwrap(),
            Trouble::InPlace(_) => world.tell(|haulage, ctx| haulage.resume_in_place(machine, ctx)).unwrap(),
            Trouble::Release(_) => world.tell(|haulage, ctx| haulage.release(machine, ctx)).unwrap(),
            Trouble::Tow(_) => {}
        }
        sound(&world);
    }
    world.run_until(at(86_400)).unwrap();
    sound(&world);
    world
}

fn sound(world: &World) {
    let mut balance = (Mass::ZERO, Mass::ZERO);
    for entry in &world.log {
        match entry.event {
            Event::Loaded { mass, .. } => balance.0 += mass,
            Event::Dumped { mass, .. } => balance.1 += mass,
            _ => {}
        }
    }
    assert_eq!(balance.0, balance.1 + world.haulage.aboard());
    assert_eq!(world.haulage.contradictions(world.calendar.now()), [""; 0]);
}

fn most_in_any_zone(log: &[Entry], tables: &Tables) {
    let mut inside = vec![0_u32; tables.zones.len()];
    for entry in log {
        match entry.event {
            Event::ZoneEntered { zone, .. } => {
                let here = &mut inside[zone.0 as usize];
                *here += 1;
                assert!(tables.zones[zone].max_trucks.is_none_or(|most| *here <= most.into()));
            }
            Event::ZoneLeft { zone, .. } => inside[zone.0 as usize] -= 1,
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_roads_are_driven_by_their_rules(
        pit in pits(),
        rules in rules(),
        troubles in prop::collection::vec((0..80_000_i64, trouble()), 0..16),
    ) {
        let tables = lay(&pit, &rules);
        let world = day(&pit, &tables, &troubles);
        follow(&world.log);
        most_in_any_zone(&world.log, &tables);
        prop_assert!(world.log.windows(2).all(|pair| pair[0].at <= pair[1].at));
    }

    /// Nobody stays held for ever: roads open, zones empty, bays are arbitrated.
    #[test]
    fn without_trouble_nobody_is_stuck(pit in pits(), rules in rules()) {
        // A truck that runs dry every few minutes is in the way for as long as anybody.
        let pit = Pit { truck: truck_model(), ..pit };
        let rules = Rules { storms: 0.0, ..rules };
        let tables = lay(&pit, &rules);
        let world = run(&pit, &tables, 86_400);
        // Closures end at 02:00; what is held at the end has not been held since.
        for truck in 0..pit.trucks as u32 {
            if let Some(&(since, MachineState::HeldOnRoad)) = states(&world, truck).last() {
                prop_assert!(since > 80_000, "truck {} is held since {}", truck, since);
            }
        }
        prop_assert!(dumped(&world).last().is_some_and(|&last| last > 80_000));
    }

    /// Rules that bind nobody change nothing: the log is that of free flow, also with trouble on the road.
    #[test]
    fn rules_that_bind_nobody_change_nothing(
        pit in pits(),
        rules in rules(),
        troubles in prop::collection::vec((0..80_000_i64, trouble()), 0..16),
    ) {
        // Where a tank runs dry is reckoned stretch by stretch on roads with rules, so to some milliseconds.
        let pit = Pit { truck: truck_model(), ..pit };
        let rules = Rules { zones: vec![], bays: vec![], crossings: vec![], closures: vec![], storms: 0.0, gap: 0.0, ..rules };
        let mut ruled = lay(&pit, &rules);
        let mut free = ruled.clone();
        free.mines[MINE].traffic = Traffic::default();
        let segments: Vec<_> = ruled.segments.ids().collect();
        for segment in segments {
            ruled.segments[segment].rules.overtaking = true;
        }
        let (free, ruled) = (day(&pit, &free, &troubles), day(&pit, &ruled, &troubles));
        prop_assert_eq!(free.log, ruled.log);
    }
}
