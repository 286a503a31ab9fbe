//! Classes of customers with priority, with and without preemption, on stations of explicit events.

use crate::harness::{Case, Luck, Reading, Trouble};
use crate::queues::{ahead, in_units, units};
use iceroad_base::Time;
use iceroad_base::estimate::Moments;
use iceroad_base::law::Law;
use iceroad_kernel::station::{Arrival, Interruption, Rules, ServerQueue, Start};
use iceroad_kernel::{Calendar, Class, Slot};

const PART: &str = "Priorities";

/// A class of customers: arrival rate and service, in units. The first class is the most urgent.
type Kind = (f64, Law);

/// Waits for a first start and times in the system, by class.
#[derive(Clone, Debug)]
pub struct Seen {
    waits: Vec<Moments>,
    stays: Vec<Moments>,
}

impl Seen {
    fn wait(&self, class: usize) -> f64 {
        self.waits[class].mean()
    }

    fn stay(&self, class: usize) -> f64 {
        self.stays[class].mean()
    }
}

/// One customer: class and arrival.
#[derive(Clone, Copy)]
struct Guest {
    class: usize,
    came: Time,
}

/// The station with its clocks: a slot for each class's arrivals, then one for each server.
struct Bench {
    station: ServerQueue<u32>,
    calendar: Calendar,
    classes: u16,
    guests: Vec<Guest>,
    /// By customer: whether service has begun before.
    begun: Vec<bool>,
    warm: Time,
    seen: Seen,
}

impl Bench {
    fn begin(&mut self, now: Time, start: Start<u32>) -> Result<(), Trouble> {
        let slot = Slot(self.classes + start.server);
        self.calendar.schedule(slot, start.end, Class::default())?;
        let customer = start.customer as usize;
        if self.begun[customer] {
            return Ok(());
        }
        self.begun[customer] = true;
        let guest = self.guests[customer];
        if guest.came >= self.warm {
            self.seen.waits[guest.class].push(in_units(now - guest.came));
        }
        Ok(())
    }

    fn finish(&mut self, now: Time, server: u16) -> Result<(), Trouble> {
        let finish = self.station.finish(now, server)?;
        let guest = self.guests[finish.customer as usize];
        if guest.came >= self.warm {
            self.seen.stays[guest.class].push(in_units(now - guest.came));
        }
        finish.next.map_or(Ok(()), |start| self.begin(now, start))
    }
}

fn run(luck: &Luck<'_>, kinds: &[Kind], servers: u16, rules: Rules, length: f64) -> Result<Seen, Trouble> {
    let mut between = Vec::new();
    let mut services = Vec::new();
    for (class, (rate, law)) in kinds.iter().enumerate() {
        between.push(ahead(&Law::exponential(1.0 / rate)?, luck, &format!("arrival {class}"))?);
        services.push(ahead(law, luck, &format!("service {class}"))?);
    }
    let end = Time::START + units(length);
    let mut bench = Bench {
        station: ServerQueue::new(servers, rules),
        calendar: Calendar::new(kinds.len() + usize::from(servers))?,
        classes: kinds.len() as u16,
        guests: Vec::new(),
        begun: Vec::new(),
        warm: Time::START + units(length / 10.0),
        seen: Seen { waits: vec![Moments::new(); kinds.len()], stays: vec![Moments::new(); kinds.len()] },
    };
    for (class, between) in between.iter_mut().enumerate() {
        bench.calendar.schedule(Slot(class as u16), Time::START + between.take(), Class::default())?;
    }
    while let Some(due) = bench.calendar.pop_until(end) {
        if due.slot.0 >= bench.classes {
            bench.finish(due.at, due.slot.0 - bench.classes)?;
            continue;
        }
        let class = usize::from(due.slot.0);
        bench.calendar.schedule(due.slot, due.at + between[class].take(), Class::default())?;
        let customer = bench.guests.len() as u32;
        bench.guests.push(Guest { class, came: due.at });
        bench.begun.push(false);
        match bench.station.arrive(due.at, customer, class as u8, services[class].take())? {
            Arrival::Started(start) | Arrival::Preempted { start, .. } => bench.begin(due.at, start)?,
            Arrival::Queued => {}
        }
    }
    Ok(bench.seen)
}

const POLITE: Rules = Rules { on_urgent: None, on_closing: None };
const RESUME: Rules = Rules { on_urgent: Some(Interruption::Resume), on_closing: None };

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let unit = Law::exponential(1.0)?;
    let two: Vec<Kind> = vec![(0.2, unit), (0.6, unit)];
    let three: Vec<Kind> = vec![(0.1, Law::constant(1.0)?), (0.2, unit), (0.3, Law::erlang(2, 1.0)?)];
    let hours = Law::exponential(8.0)?;
    let bays: Vec<Kind> = vec![(0.2, hours), (0.3, hours)];
    let case = |name: &str, source, kinds: &[Kind], servers, rules, length, readings: &[Reading<Seen>]| {
        let kinds = kinds.to_vec();
        Case::new(PART, name, source, readings, move |luck| run(luck, &kinds, servers, rules, length))
    };
    Ok(vec![
        case(
            "M/M/1, two classes, who serves is not cut",
            "Ciw, compare_literature",
            &two,
            1,
            POLITE,
            100_000.0,
            &[("W urgent", 2.0, |seen| seen.stay(0)), ("W other", 6.0, |seen| seen.stay(1))],
        ),
        case(
            "M/M/1, two classes, preemptive resume",
            "Ciw, compare_literature",
            &two,
            1,
            RESUME,
            100_000.0,
            &[("W urgent", 1.25, |seen| seen.stay(0)), ("W other", 6.25, |seen| seen.stay(1))],
        ),
        case(
            "M/G/1, three classes, who serves is not cut",
            "Cobham",
            &three,
            1,
            POLITE,
            60_000.0,
            &[
                ("W constant", 1.527778, |seen| seen.stay(0)),
                ("W exponential", 1.753968, |seen| seen.stay(1)),
                ("W Erlang 2", 2.696429, |seen| seen.stay(2)),
            ],
        ),
        case(
            "M/G/1, three classes, preemptive resume",
            "Cobham",
            &three,
            1,
            RESUME,
            60_000.0,
            &[
                ("W constant", 1.055556, |seen| seen.stay(0)),
                ("W exponential", 1.507937, |seen| seen.stay(1)),
                ("W Erlang 2", 3.125, |seen| seen.stay(2)),
            ],
        ),
        case(
            "M/M/5 workshop, two classes of jobs, 8 h each",
            "Cobham",
            &bays,
            5,
            POLITE,
            200_000.0,
            &[
                ("Wq urgent, h", 1.303794, |seen| seen.wait(0)),
                ("Wq other, h", 6.518971, |seen| seen.wait(1)),
            ],
        ),
    ])
}
