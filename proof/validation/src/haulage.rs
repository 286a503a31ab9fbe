//! Trucks: the dump-truck problem of Banks et al. on the kernel, traction, and the pit as a domain.

use crate::harness::{Check, Trouble};
use iceroad_base::quantity::{Mass, Power, Share, Speed};
use iceroad_base::{Span, Time};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::traction::{Room, Stretch, Vehicle};
use iceroad_kernel::station::{Arrival, Rules, ServerQueue, Start};
use iceroad_kernel::{Calendar, Class, Slot};
use iceroad_model::event::{Event, Recorder};
use iceroad_worlds::pit::{Pit, truck_model};

/// Every check of this part.
pub fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    dump_trucks(&mut checks);
    traction(&mut checks);
    pit(&mut checks);
    checks
}

const BANKS: &str = "Banks, Carson, Nelson and Nicol, Discrete-Event System Simulation, example 3.5";

/// The two stations with what each of their services takes, in the book's order.
struct Book {
    station: ServerQueue<u16>,
    times: std::iter::Copied<std::slice::Iter<'static, i64>>,
    done: Class,
}

/// Classes: end of loading, end of weighing, arrival at the loaders.
const LOADED: Class = Class(0);
const WEIGHED: Class = Class(1);
const ARRIVES: Class = Class(2);

fn minute(n: i64) -> Time {
    Time::START + Span::MINUTE * n
}

impl Book {
    fn of(servers: u16, times: &'static [i64], done: Class) -> Book {
        Book { station: ServerQueue::new(servers, Rules::default()), times: times.iter().copied(), done }
    }

    /// A truck comes. The book gives service times in the order in which services begin, so they are set as one begins;
    /// the stations take in a truck only once its turn has come, and the book's own queue is kept in `line`.
    fn come(
        &mut self,
        now: Time,
        truck: u16,
        line: &mut Vec<u16>,
        calendar: &mut Calendar,
    ) -> Result<(), Trouble> {
        line.push(truck);
        self.fill(now, line, calendar)
    }

    fn fill(&mut self, now: Time, line: &mut Vec<u16>, calendar: &mut Calendar) -> Result<(), Trouble> {
        while self.station.busy() < self.station.capacity() && !line.is_empty() {
            let Some(work) = self.times.next() else { return Ok(()) };
            let truck = line.remove(0);
            if let Arrival::Started(start) = self.station.arrive(now, truck, 0, Span::MINUTE * work)? {
                calendar.schedule(Slot(truck), start.end, self.done)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, now: Time, truck: u16) -> Result<(), Trouble> {
        let serving: Option<Start<u16>> = self.station.serving().find(|start| start.customer == truck);
        if let Some(start) = serving {
            self.station.finish(now, start.server)?;
        }
        Ok(())
    }
}

/// Events as (minute, kind, truck), and how busy loaders and scale were.
type DumpTrucks = (Vec<(i64, &'static str, u16)>, f64, f64);

/// Six trucks, two loaders, a scale: truck 1 at the scale, 2 and 3 being loaded, 4 to 6 in line.
fn run_dump_trucks() -> Result<DumpTrucks, Trouble> {
    let mut loaders = Book::of(2, &[10, 5, 5, 10, 15, 10, 10], LOADED);
    let mut scale = Book::of(1, &[12, 12, 12, 16, 12, 16], WEIGHED);
    let mut travel = [60, 100, 40, 40, 80].iter().copied();
    let (mut load_line, mut scale_line) = (Vec::new(), Vec::new());
    let mut calendar = Calendar::new(7)?;
    scale.come(Time::START, 1, &mut scale_line, &mut calendar)?;
    for truck in 2..=6 {
        loaders.come(Time::START, truck, &mut load_line, &mut calendar)?;
    }
    let mut events = Vec::new();
    let end = minute(76);
    while let Some(due) = calendar.pop_until(end + Span::from_millis(1)) {
        let (now, truck) = (due.at, due.slot.0);
        let name = match due.class {
            LOADED => {
                loaders.finish(now, truck)?;
                scale.come(now, truck, &mut scale_line, &mut calendar)?;
                loaders.fill(now, &mut load_line, &mut calendar)?;
                "EL"
            }
            WEIGHED => {
                scale.finish(now, truck)?;
                let Some(minutes) = travel.next() else { break };
                calendar.schedule(due.slot, now + Span::MINUTE * minutes, ARRIVES)?;
                scale.fill(now, &mut scale_line, &mut calendar)?;
                "EW"
            }
            _ => {
                loaders.come(now, truck, &mut load_line, &mut calendar)?;
                "ALQ"
            }
        };
        events.push(((now - Time::START).millis() / 60_000, name, truck));
    }
    let busy = |book: &Book| book.station.usage(end).utilisation();
    Ok((events, busy(&loaders), busy(&scale)))
}

fn dump_trucks(checks: &mut Vec<Check>) {
    const PART: &str = "Dump-truck problem";
    let expected = vec![
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
    match run_dump_trucks() {
        Ok((events, loaders, scale)) => {
            checks.push(Check::exact(PART, "events up to 76: minute, kind, truck", BANKS, expected, events));
            checks.push(Check::printed(PART, "use of the loaders at 76", BANKS, 0.32, 2, loaders));
            checks.push(Check::printed(PART, "use of the scale at 76", BANKS, 1.00, 2, scale));
        }
        Err(trouble) => checks.push(Check::broken(PART, "events up to 76", BANKS, trouble.to_string())),
    }
}

/// 400 t with load, 1.8 MW at the wheels, a retarder of 2.5 MW.
fn heavy_truck() -> Vehicle {
    let mut model = truck_model();
    model.empty = Mass::from_tonnes(170.0);
    model.power = Power::clamped(1_800.0);
    model.drive_efficiency = Share::clamped(1.0);
    model.retarder = Power::clamped(2_500.0);
    model.top_speed = Speed::clamped(60.0);
    model.traction = Share::clamped(0.5);
    Vehicle::new(&model, Mass::from_tonnes(230.0))
}

fn traction(checks: &mut Vec<Check>) {
    const PART: &str = "Traction";
    const SOURCE: &str = "worked example: force, power and speed in balance";
    let truck = heavy_truck();
    let mut printed = |name: &str, expected, decimals, got| {
        checks.push(Check::printed(PART, name, SOURCE, expected, decimals, got));
    };
    printed("400 t at 10 % + 2 %: resistance, kN", 470.9, 1, truck.resistance(0.12) / 1_000.0);
    for (percent, kmh) in [(4.0, 41.3), (8.0, 20.6), (12.0, 13.8), (16.0, 10.3)] {
        let got = truck.steady_speed(percent / 100.0).map_or(f64::NAN, |speed| speed * 3.6);
        printed(&format!("1.8 MW at the wheels, {percent} % in all: km/h"), kmh, 1, got);
    }
    let down = truck.steady_speed(-0.08).map_or(f64::NAN, |speed| speed * 3.6);
    printed("2.5 MW retarder, net 8 % down: km/h", 28.7, 1, down);
    let climb = 3_000.0 / truck.steady_speed(0.12).unwrap_or(f64::NAN);
    printed("3 km climb at steady speed: s", 785.0, 0, climb);
    printed("3 km climb: work at the wheels, kWh", 392.4, 1, truck.resistance(0.12) * 3_000.0 / 3.6e6);
    // Starting and stopping are the same in both, so their difference is 3 km of steady climb.
    let drive = |length_m| {
        let road = [Stretch { length_m, total: 0.12, limit_m_s: 60.0 / 3.6, trolley: false }];
        truck.drive(&road, &mut Room::default()).unwrap_or_default()
    };
    let (short, long) = (drive(3_000.0), drive(6_000.0));
    printed("3 km more of a driven climb: s", 785.0, 0, long.seconds - short.seconds);
    let joules = long.rim_joules - short.rim_joules;
    printed("3 km more of a driven climb: work, kWh", 392.4, 1, joules / 3.6e6);
}

/// When trucks were loaded.
#[derive(Default)]
struct Loads(Vec<Time>);

impl Recorder for Loads {
    fn record(&mut self, at: Time, event: Event) {
        if let Event::Loaded { .. } = event {
            self.0.push(at);
        }
    }
}

/// The pit as a domain: level road of 3 km at 10 m/s with 0.5 m/s² at both ends is 320 s each way; loading 180 s,
/// dumping 60 s: a cycle of 880 s.
fn pit(checks: &mut Vec<Check>) {
    const PART: &str = "Pit to the tick";
    const SOURCE: &str = "X = min(N/(a + b), c/a)";
    let loads = |trucks: usize| -> Result<Vec<Time>, Trouble> {
        let pit = Pit { trucks, days: 3, ..Pit::default() };
        let mut pit = Alone::tables(&pit.tables(), &pit.horizon(), 1, Loads::default())?;
        pit.run_until(Time::START + Span::DAY * 3)?;
        Ok(pit.log.0)
    };
    let within = |loads: &[Time], from: Span, length: Span| {
        let from = Time::START + from;
        loads.iter().filter(|&&at| at >= from && at < from + length).count()
    };
    let result = || -> Result<Vec<Check>, Trouble> {
        let mut checks = Vec::new();
        let one = loads(1)?;
        let cycles: Vec<i64> =
            one.windows(2).skip(2).take(3).map(|pair| (pair[1] - pair[0]).millis()).collect();
        checks.push(Check::exact(PART, "one truck: cycle, ms", SOURCE, vec![880_000; 3], cycles));
        for trucks in 1..=8_usize {
            let loads = loads(trucks)?;
            let (name, length, expected) = if trucks < 5 {
                (
                    format!("{trucks} trucks: loads in 100 cycles of 880 s"),
                    Span::SECOND * 88_000,
                    100 * trucks,
                )
            } else {
                (format!("{trucks} trucks: loads in 90,000 s at 180 s each"), Span::SECOND * 90_000, 500)
            };
            let got = within(&loads, Span::HOUR * 6, length);
            checks.push(Check::exact(PART, name, SOURCE, expected, got));
        }
        Ok(checks)
    };
    match result() {
        Ok(more) => checks.extend(more),
        Err(trouble) => checks.push(Check::broken(PART, "the pit alone", SOURCE, trouble.to_string())),
    }
}
