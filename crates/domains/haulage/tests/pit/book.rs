//! A pit printed in a book, event by event.
use crate::world::{World, at, states};
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Mass, Seconds, Speed, Volume};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::fleet::{Arrival, Work};
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::pit::Dozer;
use iceroad_model::{DumpId, MachineId, ModelId, SegmentId, Tables};
use iceroad_worlds::pit::{Pit, PitDump, PitFace};

/// Payload, t, and speed of the empty truck, km/h, of each of the six: a bucket of 10 t in 5 min, and 10 km back.
const TRUCKS: [(f64, f64); 6] =
    [(20.0, 10.0), (20.0, 15.0), (10.0, 6.0), (10.0, 600.0 / 44.0), (20.0, 7.5), (30.0, 10.0)];
const LOADERS: [u32; 2] = [6, 7];

/// The pit: two loaders, and a scale (a dump of one place, 12 min) a metre away, from which a road of one way leads back.
/// The fourth truck is weighed for 16 min: it leaves after 12, the place is closed for 4 more, and its way back is longer.
fn tables(pit: &Pit) -> Tables {
    let mut tables = pit.tables();
    for (at, (payload, kmh)) in TRUCKS.into_iter().enumerate() {
        let mut model = tables.models[ModelId(0)].clone();
        model.name = format!("DT{}", at + 1);
        if let Work::Truck(truck) = &mut model.work {
            (truck.payload, truck.top_speed) = (Mass::from_tonnes(payload), Speed::clamped(kmh));
        }
        let model = tables.models.push(model);
        let truck = &mut tables.machines[MachineId(at as u32)];
        truck.model = model;
        if at > 0 {
            truck.arrival = Arrival::On(Date::constant(2040, 1, 1));
        }
    }
    let (face, scale) = (SegmentId(3), SegmentId(4));
    tables.segments[scale].two_way = false;
    let mut back = tables.segments[scale].clone();
    (back.from, back.to) = (back.to, tables.segments[face].to);
    back.length = iceroad_base::quantity::Metres::clamped(10_000.0);
    tables.segments.push(back);
    tables.dumps[DumpId(0)].dozer = Some(Dozer { every: 4, takes: Seconds::clamped(240.0) });
    tables
}

/// Seconds that a machine was in a state from one second to another.
fn spent(world: &World, machine: u32, wanted: MachineState, (from, to): (i64, i64)) -> i64 {
    let mut told = states(world, machine);
    told.push((to, MachineState::Absent));
    let within = told.windows(2).filter(|pair| pair[0].1 == wanted);
    within.map(|pair| (pair[1].0.min(to) - pair[0].0.max(from)).max(0)).sum()
}

/// Banks, Carson, Nelson and Nicol, Discrete-Event System Simulation, example 3.5: six trucks, two loaders, one scale.
/// The book's trucks need no time from loader to scale, these a few seconds, so minutes are rounded.
#[test]
fn the_dump_trucks_of_banks_run_as_printed() {
    let mut pit = Pit {
        trucks: 6,
        faces: vec![PitFace { metres: 1.0, loaders: 2, tonnes: None }],
        dumps: vec![PitDump { metres: 1.0, places: 1, seconds: 720.0, crusher: None }],
        yard_metres: [1.0; 3],
        // All stand in the line of the first loader, from which the second takes its trucks too: the one line of the book.
        dispatch: DispatchPolicy::Nearest,
        ..Pit::default()
    };
    pit.loader.bucket = Volume::from_cubic_metres(60.0);
    pit.loader.bucket_mass = Mass::from_tonnes(10.0);
    pit.loader.pass = Seconds::clamped(300.0);
    pit.loader.spot = Seconds::clamped(0.0);
    let mut world = World::tables(&tables(&pit), &pit.horizon(), 1, Vec::new()).unwrap();
    let is_loaded = |entry: &Entry| matches!(entry.event, Event::Loaded { .. });
    // The book begins with the first truck on the scale and the five others at the loaders.
    let mut start = 0;
    while !world.log.iter().any(is_loaded) {
        start += 1;
        world.run_until(at(start)).unwrap();
    }
    for truck in 1..6 {
        world.tell(|haulage, ctx| haulage.commission(MachineId(truck), ctx)).unwrap();
    }
    let end = start + 76 * 60 + 30;
    world.run_until(at(end)).unwrap();
    let minute = |entry: &Entry| ((entry.at - at(start)).millis() as f64 / 60_000.0).round() as i64;
    let mut events: Vec<(i64, &str, u32)> = Vec::new();
    for entry in world.log.iter().filter(|entry| entry.at > at(start)) {
        match entry.event {
            Event::Loaded { truck, .. } => events.push((minute(entry), "EL", truck.0 + 1)),
            Event::Dumped { truck: MachineId(3), .. } => events.push((minute(entry) + 4, "EW", 4)),
            Event::Dumped { truck, .. } => events.push((minute(entry), "EW", truck.0 + 1)),
            // Both find an idle loader when they come back.
            Event::State { machine, state: MachineState::Loading } if machine.0 < 6 && minute(entry) > 30 => {
                events.push((minute(entry), "ALQ", machine.0 + 1));
            }
            _ => {}
        }
    }
    events.retain(|&(minute, kind, truck)| (minute, kind, truck) != (76, "EW", 6));
    events.sort_unstable();
    let printed = [
        (5, "EL", 3),
        (10, "EL", 2),
        (10, "EL", 4),
        (12, "EW", 1),
        (20, "EL", 5),
        (24, "EW", 3),
        (25, "EL", 6),
        (36, "EW", 2),
        (52, "EW", 4),
        (64, "EW", 5),
        (72, "ALQ", 1),
        (76, "ALQ", 2),
    ];
    assert_eq!(events, printed);
    let until = (start, start + 76 * 60);
    let loading: i64 = LOADERS.iter().map(|&l| spent(&world, l, MachineState::Loading, until)).sum();
    assert_eq!((loading as f64 / 2.0 / 45.6).round(), 32.0, "use of the loaders, %");
    // On the scale, and the four minutes more of the fourth truck.
    let weighed: i64 = (0..6).map(|t| spent(&world, t, MachineState::Dumping, until)).sum();
    assert_eq!(((weighed + 240) as f64 / 45.6).round(), 100.0, "use of the scale, %");
}
