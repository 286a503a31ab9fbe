//! Open queues in front of stations that compute completions on arrival.
//!
//! The unit of time of every case is played as one minute, 60,000 ticks.

use crate::harness::{Case, Check, Luck, Trouble};
use crate::theory::{erlang_c, markov_mean, pollaczek_khinchine};
use iceroad_base::estimate::Moments;
use iceroad_base::law::Law;
use iceroad_base::{Span, Time};
use iceroad_kernel::station::{Arrival, Rules, ServerQueue, Usage};
use iceroad_kernel::{Ahead, Calendar, Class, FifoStation, Slot};

const PART: &str = "Queues";

/// One unit of a case's time.
pub const UNIT: Span = Span::MINUTE;

/// So many units of time.
pub fn units(n: f64) -> Span {
    Span::from_seconds(n * UNIT.seconds())
}

/// A duration in units.
pub fn in_units(span: Span) -> f64 {
    span.seconds() / UNIT.seconds()
}

/// A law in units as one in seconds, with its stream.
///
/// # Errors
/// Never for a legal law: a scaled one is legal too.
pub fn ahead(law: &Law, luck: &Luck<'_>, purpose: &str) -> Result<Ahead, Trouble> {
    Ok(Ahead::of_seconds(scaled(law, UNIT.seconds())?, luck.stream(purpose)))
}

fn scaled(law: &Law, by: f64) -> Result<Law, Trouble> {
    Ok(match *law {
        Law::Constant { value } => Law::constant(value * by)?,
        Law::Exponential { mean } => Law::exponential(mean * by)?,
        Law::Weibull { shape, scale } => Law::weibull(shape, scale * by)?,
        Law::LogNormal(law) => Law::log_normal(law.mean() * by, law.cv())?,
        Law::Uniform { low, high } => Law::uniform(low * by, high * by)?,
        Law::Triangular { low, mode, high } => Law::triangular(low * by, mode * by, high * by)?,
        Law::Erlang { k, mean } => Law::erlang(k, mean * by)?,
    })
}

/// What is seen of an open queue, in units, after its warm-up.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    waits: Moments,
    /// Waits above five units.
    long: Moments,
    /// Waits above none.
    waited: Moments,
    stays: Moments,
    usage: Usage,
    period: Span,
}

impl Open {
    /// Mean wait for service.
    pub fn wait(&self) -> f64 {
        self.waits.mean()
    }

    /// Variance of the wait.
    pub fn wait_variance(&self) -> f64 {
        self.waits.variance()
    }

    /// Share of waits above five units.
    pub fn long_waits(&self) -> f64 {
        self.long.mean()
    }

    /// Share that waits at all.
    pub fn waiting_share(&self) -> f64 {
        self.waited.mean()
    }

    /// Mean time in the system.
    pub fn stay(&self) -> f64 {
        self.stays.mean()
    }

    /// Mean number that waits, over time.
    pub fn queue(&self) -> f64 {
        self.usage.mean_queue(self.period)
    }

    /// Mean number in the system, over time.
    pub fn number(&self) -> f64 {
        self.queue() + self.usage.mean_busy(self.period)
    }
}

/// Runs arrivals of one law at servers of another.
fn open(luck: &Luck<'_>, between: &Law, service: &Law, servers: usize, length: f64) -> Result<Open, Trouble> {
    let mut between = ahead(between, luck, "arrival")?;
    let mut service = ahead(service, luck, "service")?;
    let mut calendar = Calendar::new(1)?;
    let mut station = FifoStation::new(servers)?;
    // A tenth is dropped. Every case lasts many of its relaxation times.
    let (warm, end) = (Time::START + units(length / 10.0), Time::START + units(length));
    let none = Moments::new();
    let mut seen = Open {
        waits: none,
        long: none,
        waited: none,
        stays: none,
        usage: Usage::default(),
        period: end - warm,
    };
    let mut at_warm = None;
    calendar.schedule(Slot(0), Time::START + between.take(), Class::default())?;
    while let Some(due) = calendar.pop_until(end) {
        if due.at >= warm && at_warm.is_none() {
            at_warm = Some(station.usage(warm));
        }
        let served = station.arrive(due.at, service.take());
        calendar.schedule(Slot(0), due.at + between.take(), Class::default())?;
        if due.at >= warm {
            let wait = in_units(served.start - due.at);
            seen.waits.push(wait);
            seen.long.push(f64::from(u8::from(wait > 5.0)));
            seen.waited.push(f64::from(u8::from(wait > 0.0)));
            seen.stays.push(in_units(served.end - due.at));
        }
    }
    seen.usage = station.usage(end).since(&at_warm.unwrap_or_default());
    Ok(seen)
}

/// The mean number in a petrol station: one pump, no room for cars, room for `places` motorcycles.
fn petrol_station(luck: &Luck<'_>, places: usize, length: f64) -> Result<f64, Trouble> {
    let mut between = ahead(&Law::exponential(20.0 / 3.0)?, luck, "arrival")?;
    let mut fills =
        [ahead(&Law::exponential(8.0)?, luck, "car")?, ahead(&Law::exponential(3.0)?, luck, "motorcycle")?];
    let mut kinds = luck.stream("kind");
    let (arrivals, pump) = (Slot(0), Slot(1));
    let mut calendar = Calendar::new(2)?;
    let mut station: ServerQueue<u32> = ServerQueue::new(1, Rules::default());
    let (warm, end) = (Time::START + units(length / 10.0), Time::START + units(length));
    let mut at_warm = None;
    calendar.schedule(arrivals, Time::START + between.take(), Class::default())?;
    let mut vehicle = 0;
    while let Some(due) = calendar.pop_until(end) {
        if due.at >= warm && at_warm.is_none() {
            at_warm = Some(station.usage(warm));
        }
        let start = if due.slot == pump {
            station.finish(due.at, 0)?.next
        } else {
            calendar.schedule(arrivals, due.at + between.take(), Class::default())?;
            let kind = usize::from(!kinds.chance(0.75));
            let room = if kind == 0 { 0 } else { places };
            if station.busy() == 1 && station.waiting() >= room {
                continue;
            }
            vehicle += 1;
            match station.arrive(due.at, vehicle, 0, fills[kind].take())? {
                Arrival::Started(start) => Some(start),
                Arrival::Queued | Arrival::Preempted { .. } => None,
            }
        };
        if let Some(start) = start {
            calendar.schedule(pump, start.end, Class::default())?;
        }
    }
    let usage = station.usage(end).since(&at_warm.unwrap_or_default());
    Ok(usage.mean_queue(end - warm) + usage.mean_busy(end - warm))
}

const TEXTBOOK: &str = "textbook formula";
const OCTAVE: &str = "Octave queueing, demo of qsmmm; Erlang C";
const PK: &str = "Pollaczek–Khinchine";
const SIMMER: &str = "simmer, vignette 07 (balance equations)";

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    let exponential = |rate: f64| Law::exponential(1.0 / rate);
    let (between, service) = (exponential(0.8)?, exponential(1.0)?);
    cases.push(Case::new(
        PART,
        "M/M/1, rate 0.8, service 1",
        TEXTBOOK,
        &[
            ("L", 4.0, Open::number),
            ("W", 5.0, Open::stay),
            ("Lq", 3.2, Open::queue),
            ("Wq", 4.0, Open::wait),
            ("Var(Wq)", 24.0, Open::wait_variance),
            ("P(Wq > 5)", 0.294304, Open::long_waits),
        ],
        move |luck| open(luck, &between, &service, 1, 120_000.0),
    ));

    for (rate, mu, servers, source, readings) in multi_server() {
        let (between, service) = (exponential(rate)?, exponential(mu)?);
        // Where few wait, the interval of the wait needs many arrivals.
        let length = 60_000.0 / rate;
        let name = format!("M/M/{servers}, rate {rate}, service rate {mu}");
        cases.push(Case::new(PART, name, source, &readings, move |luck| {
            open(luck, &between, &service, servers, length)
        }));
    }
    let hours: [(f64, f64, usize, f64, f64); 2] =
        [(0.4, 8.0, 5, 0.288555, 1.28247), (0.5, 6.0, 4, 0.509434, 3.05660)];
    for (rate, mean, bays, share, wait) in hours {
        let (between, service) = (exponential(rate)?, Law::exponential(mean)?);
        let name = format!("workshop M/M/{bays}, {rate} jobs/h of {mean} h");
        let readings: [crate::harness::Reading<Open>; 2] =
            [("P(wait)", share, Open::waiting_share), ("Wq, h", wait, Open::wait)];
        cases.push(Case::new(PART, name, "Erlang C", &readings, move |luck| {
            open(luck, &between, &service, bays, 60_000.0 / rate)
        }));
    }

    // Squared variation 4: log-normal with cv 2.
    for (name, law, wait) in [
        ("constant", Law::constant(1.0)?, 2.0),
        ("Erlang 4", Law::erlang(4, 1.0)?, 2.5),
        ("Erlang 2", Law::erlang(2, 1.0)?, 3.0),
        ("log-normal cv 0.3", Law::log_normal(1.0, 0.3)?, 2.18),
        ("uniform 0–2", Law::uniform(0.0, 2.0)?, 8.0 / 3.0),
        ("exponential", Law::exponential(1.0)?, 4.0),
        ("log-normal cv 2", Law::log_normal(1.0, 2.0)?, 10.0),
    ] {
        let case = Case::new(
            PART,
            format!("M/G/1, rate 0.8, service 1 {name}"),
            PK,
            &[("Wq", wait, Open::wait)],
            move |luck| open(luck, &between, &law, 1, 120_000.0),
        );
        // Two long tails multiply: some 10^7 arrivals are needed.
        cases.push(if wait == 10.0 { case.long() } else { case });
    }

    for (rate, servers, wait) in [(0.8, 1, 2.0), (1.6, 2, 0.903284), (3.2, 4, 0.386095)] {
        let (between, service) = (exponential(rate)?, Law::constant(1.0)?);
        let name = format!("M/D/{servers}, rate {rate}, service 1");
        cases.push(Case::new(
            PART,
            name,
            "Crommelin's formula",
            &[("Wq", wait, Open::wait), ("Lq", wait * rate, Open::queue)],
            move |luck| open(luck, &between, &service, servers, 60_000.0 / rate),
        ));
    }

    for (places, theory) in [(0, 0.503106), (1, 0.634961)] {
        let name = format!("petrol station, {places} places for motorcycles");
        cases.push(Case::new(PART, name, SIMMER, &[("N", theory, |n: &f64| *n)], move |luck| {
            petrol_station(luck, places, 50_000.0)
        }));
    }
    Ok(cases)
}

type MultiServer = (f64, f64, usize, &'static str, Vec<crate::harness::Reading<Open>>);

fn multi_server() -> [MultiServer; 3] {
    [
        (9.0, 5.0, 2, OCTAVE, vec![("Lq", 7.67368, Open::queue), ("W", 1.05263, Open::stay)]),
        (9.0, 5.0, 4, OCTAVE, vec![("Lq", 0.105164, Open::queue), ("W", 0.211685, Open::stay)]),
        (
            2.0,
            1.0,
            3,
            TEXTBOOK,
            vec![("P(wait)", 4.0 / 9.0, Open::waiting_share), ("Lq", 0.888889, Open::queue)],
        ),
    ]
}

/// The formulas against printed figures.
pub fn checks() -> Vec<Check> {
    const FORMULAS: &str = "Formulas";
    let printed = |name: &str, expected, decimals, got| {
        Check::printed(FORMULAS, name, "recomputed independently", expected, decimals, got)
    };
    let lq = |servers: u32, rate: f64, mu: f64| {
        let load = rate / mu;
        erlang_c(servers, load) * load / (f64::from(servers) - load)
    };
    let c5 = erlang_c(5, 3.2);
    let mut checks = vec![
        printed("M/M/2 (9, 5): Lq", 7.67368, 5, lq(2, 9.0, 5.0)),
        printed("M/M/4 (9, 5): Lq", 0.105164, 6, lq(4, 9.0, 5.0)),
        printed("M/M/3 (2, 1): P(wait)", 4.0 / 9.0, 9, erlang_c(3, 2.0)),
        printed("M/M/5 (0.4/h, 8 h): P(wait)", 0.288555, 6, c5),
        printed("M/M/5 (0.4/h, 8 h): Wq", 1.28247, 5, c5 * 8.0 / (5.0 - 3.2)),
        printed("M/M/4 (0.5/h, 6 h): P(wait)", 0.509434, 6, erlang_c(4, 3.0)),
        printed("M/M/1 (0.8, 1): P(Wq > 5)", 0.294304, 6, 0.8 * libm::exp(-1.0)),
    ];
    let laws = [
        ("Erlang 4", Law::erlang(4, 1.0), 2.5),
        ("log-normal cv 0.3", Law::log_normal(1.0, 0.3), 2.18),
        ("uniform 0–2", Law::uniform(0.0, 2.0), 2.666667),
        ("log-normal cv 2", Law::log_normal(1.0, 2.0), 10.0),
    ];
    for (name, law, wait) in laws {
        let name = format!("M/G/1 {name}: Wq");
        checks.push(match law {
            Ok(law) => printed(&name, wait, 6, pollaczek_khinchine(0.8, &law)),
            Err(bad) => Check::broken(FORMULAS, name, "recomputed independently", bad.to_string()),
        });
    }
    let (car, cycle) = (0.15 * 0.75, 0.15 * 0.25);
    let (fill_car, fill_cycle) = (1.0 / 8.0, 1.0 / 3.0);
    // States: none, car, motorcycle, car and a motorcycle behind, two motorcycles.
    let none_waits = [(0, 1, car), (0, 2, cycle), (1, 0, fill_car), (2, 0, fill_cycle)];
    let one_waits = [(1, 3, cycle), (2, 4, cycle), (3, 2, fill_car), (4, 2, fill_cycle)];
    let both: Vec<_> = none_waits.iter().chain(&one_waits).copied().collect();
    checks.push(printed("petrol station: N", 0.503106, 6, markov_mean(&none_waits, &[0.0, 1.0, 1.0])));
    let waiting = markov_mean(&both, &[0.0, 1.0, 1.0, 2.0, 2.0]);
    checks.push(printed("petrol station with a place: N", 0.634961, 6, waiting));
    checks
}
