//! Pits of the domain `haulage`: traction, cycles to the tick, and what renewal and M/G/∞ say of loaders, crushers and storms.

use crate::harness::{Case, Check, Luck, Reading, Trouble};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Factor, Hours, Mass, Power, Share, Speed, Variation};
use iceroad_base::{Span, Time};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::traction::{Room, Stretch, Vehicle};
use iceroad_haulage::{Haulage, Layout};
use iceroad_model::event::{Event, Recorder};
use iceroad_model::pit::Breaks;
use iceroad_model::roads::{RoadWeather, RoadWeatherKind};
use iceroad_model::{DumpId, MineId, SegmentId, Tables};
use iceroad_worlds::pit::{Pit, PitDump, truck_model};
use std::sync::Arc;

/// Every check of this part.
pub fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    traction(&mut checks);
    pit(&mut checks);
    checks
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

/// A pit, how long it is watched, and what is left out.
struct Watched {
    layout: Arc<Layout>,
    warm: Time,
    end: Time,
}

/// What is seen of a pit after its warm-up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    hours: f64,
    loads: u64,
    dumped: Mass,
    /// Times and hours that the first road was closed.
    closures: u64,
    closed: Span,
}

impl Seen {
    fn loads(&self) -> f64 {
        self.loads as f64 / self.hours
    }

    fn tonnes(&self) -> f64 {
        self.dumped.tonnes() / self.hours
    }

    fn closed(&self) -> f64 {
        self.closed.hours() / self.hours
    }

    fn closures(&self) -> f64 {
        24.0 * self.closures as f64 / self.hours
    }
}

/// The log, which keeps only sums.
struct Sums {
    warm: Time,
    shut: Option<Time>,
    seen: Seen,
}

impl Recorder for Sums {
    fn record(&mut self, at: Time, event: Event) {
        let steady = at >= self.warm;
        match event {
            Event::Loaded { .. } => self.seen.loads += u64::from(steady),
            Event::Dumped { mass, .. } if steady => self.seen.dumped += mass,
            Event::RoadClosed { segment: SegmentId(0) } => {
                self.shut = Some(at);
                self.seen.closures += u64::from(steady);
            }
            Event::RoadOpened { segment: SegmentId(0) } => self.open(at),
            _ => {}
        }
    }
}

impl Sums {
    fn open(&mut self, at: Time) {
        if let Some(since) = self.shut.take() {
            self.seen.closed += (at - since.max(self.warm)).max(Span::ZERO);
        }
    }
}

impl Watched {
    /// A pit for its days without the first, with something changed in its tables.
    fn new(pit: &Pit, change: impl FnOnce(&mut Tables)) -> Result<Watched, Trouble> {
        let mut tables = pit.tables();
        change(&mut tables);
        let horizon = pit.horizon();
        let layout = Arc::new(Layout::of_tables(&tables, &horizon)?);
        Ok(Watched { layout, warm: Time::START + Span::DAY, end: horizon.end() })
    }

    fn run(&self, luck: &Luck<'_>) -> Result<Seen, Trouble> {
        let haulage = Haulage::on_layout(Arc::clone(&self.layout), luck.seed(), luck.replication, 0);
        let hours = (self.end - self.warm).hours();
        let sums = Sums { warm: self.warm, shut: None, seen: Seen { hours, ..Seen::default() } };
        let mut pit = Alone::start(haulage, sums)?;
        pit.keep_notices = false;
        pit.run_until(self.end)?;
        pit.log.open(self.end);
        Ok(pit.log.seen)
    }
}

/// The stochastic cases.
///
/// # Errors
/// Where a pit is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    const PART: &str = "Haulage";
    let case = |name: String, source, readings: &[Reading<Seen>], pit: Watched| {
        Case::new(PART, name, source, readings, move |luck| pit.run(luck)).on("haulage")
    };
    let mut cases = Vec::new();
    // The pit of the checks with passes that vary: the mean of a load stays 180 s, that of a cycle 880 s.
    for (trucks, seconds) in [(1, 880.0), (8, 180.0)] {
        let mut pit = Pit { trucks, days: 11, ..Pit::default() };
        pit.loader.pass_variation = Variation::clamped(0.5);
        let name = format!("{trucks} trucks at one loader, passes of cv 0.5");
        let readings: [Reading<Seen>; 1] = [("loads per h", 3_600.0 / seconds, Seen::loads)];
        cases.push(case(name, "renewal reward", &readings, Watched::new(&pit, |_| ())?));
    }
    // The hopper is never empty, so the crusher works by turns: 500 t/h for a life, nothing for a repair.
    for (name, life, repair) in [
        ("exponential", Law::exponential(20.0)?, Law::exponential(5.0)?),
        ("Weibull 2 and log-normal", Law::weibull(2.0, 22.567583)?, Law::log_normal(5.0, 1.0)?),
    ] {
        let dump = PitDump { metres: 2_000.0, places: 1, seconds: 60.0, crusher: Some((500.0, 400.0)) };
        let pit = Pit { trucks: 8, dumps: vec![dump], days: 101, ..Pit::default() };
        let watched = Watched::new(&pit, |tables| {
            tables.dumps[DumpId(0)].breaks = Some(Breaks { life, repair });
        })?;
        let readings: [Reading<Seen>; 1] = [("t/h", 400.0, Seen::tonnes)];
        let name = format!("a crusher of 500 t/h, 20 h up and 5 h down, {name}");
        cases.push(case(name, "alternating renewal", &readings, watched));
    }
    // A month of the Gregorian calendar on average.
    const DAYS_A_MONTH: f64 = 365.2425 / 12.0;
    // Storms of 6 h come as a Poisson process, some on top of each other: the busy times of M/G/∞.
    const PER_DAY: f64 = 4.0;
    for (name, duration_h) in [
        ("constant", Law::constant(6.0)?),
        ("exponential", Law::exponential(6.0)?),
        ("log-normal cv 1", Law::log_normal(6.0, 1.0)?),
    ] {
        let pit = Pit { trucks: 1, days: 361, ..Pit::default() };
        let watched = Watched::new(&pit, |tables| {
            tables.road_weather.push(RoadWeather {
                mine: MineId(0),
                kind: RoadWeatherKind::Storm,
                first_month: 1,
                last_month: 12,
                per_month: PER_DAY * DAYS_A_MONTH,
                duration_h,
                rolling: Factor::clamped(1.0),
                speed: 1.0,
                closes: true,
                only_below: None,
                plough: Hours::clamped(0.0),
            });
        })?;
        let open = libm::exp(-PER_DAY * 0.25);
        let readings: [Reading<Seen>; 2] =
            [("closed", 1.0 - open, Seen::closed), ("closures a day", PER_DAY * open, Seen::closures)];
        let name = format!("storms, 4 a day of 6 h, {name}");
        cases.push(case(name, "M/G/∞", &readings, watched));
    }
    Ok(cases)
}
