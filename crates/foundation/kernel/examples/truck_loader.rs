//! The plain truck-and-loader model: forty trucks, four loaders, three dumps, exponential times, first come first
//! served. It is written twice, once with completions computed on arrival and once with every start and end an
//! event, and both give the same year to the last tick.
//!
//! ```text
//! cargo run --release -p iceroad-kernel --example truck_loader
//! ```
//!
//! Mean-value analysis of this closed network gives 1.0993 loads a minute and loaders busy .8245 of the time.

use std::error::Error;

use iceroad_base::law::Law;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_kernel::station::{Arrival, Rules, ServerQueue, Usage};
use iceroad_kernel::{Ahead, Calendar, Class, FifoStation, Slot};

const TRUCKS: u16 = 40;
const LOADERS: u16 = 4;
const DUMPS: u16 = 3;

/// What a truck does next, which is also the class of its event.
const ARRIVES_AT_LOADER: Class = Class(0);
const ARRIVES_AT_DUMP: Class = Class(1);
const IS_LOADED: Class = Class(2);
const IS_EMPTY: Class = Class(3);

/// The purposes of draws, each with its mean in minutes.
const PURPOSES: [(&str, f64); 4] = [("load", 3.0), ("haul", 18.0), ("dump", 1.5), ("return", 12.0)];
const LOAD: usize = 0;
const HAUL: usize = 1;
const DUMP: usize = 2;
const RETURN: usize = 3;

/// Every truck has one stream for each purpose, so the luck of one does not hang on the order of another's events.
struct Draws(Vec<Ahead>);

impl Draws {
    fn new(seed: u64) -> Result<Draws, Box<dyn Error>> {
        let mut draws = Vec::new();
        for truck in 0..TRUCKS {
            for (purpose, minutes) in PURPOSES {
                let stream = Stream::named(seed, 0, &format!("truck {}", truck + 1), purpose);
                draws.push(Ahead::of_seconds(Law::exponential(minutes * 60.0)?, stream));
            }
        }
        Ok(Draws(draws))
    }

    fn next(&mut self, truck: Slot, purpose: usize) -> Span {
        self.0[usize::from(truck.0) * PURPOSES.len() + purpose].take()
    }
}

/// A calendar with every truck about to arrive at the loaders.
fn at_the_loaders() -> Result<Calendar, Box<dyn Error>> {
    let mut calendar = Calendar::new(usize::from(TRUCKS))?;
    for truck in 0..TRUCKS {
        calendar.schedule(Slot(truck), Time::START, ARRIVES_AT_LOADER)?;
    }
    Ok(calendar)
}

/// Two events a cycle: each arrival settles its own service and posts the next arrival.
fn with_computed_completions(seed: u64, end: Time) -> Result<[Usage; 2], Box<dyn Error>> {
    let mut draws = Draws::new(seed)?;
    let mut calendar = at_the_loaders()?;
    let mut loaders = FifoStation::new(usize::from(LOADERS))?;
    let mut dumps = FifoStation::new(usize::from(DUMPS))?;
    while let Some(due) = calendar.pop_until(end) {
        let truck = due.slot;
        if due.class == ARRIVES_AT_LOADER {
            let load = loaders.arrive(due.at, draws.next(truck, LOAD));
            calendar.schedule(truck, load.end + draws.next(truck, HAUL), ARRIVES_AT_DUMP)?;
        } else {
            let dump = dumps.arrive(due.at, draws.next(truck, DUMP));
            calendar.schedule(truck, dump.end + draws.next(truck, RETURN), ARRIVES_AT_LOADER)?;
        }
    }
    Ok([loaders.usage(end), dumps.usage(end)])
}

/// A station of explicit events, and what its trucks do before and after.
struct Place {
    station: ServerQueue<Slot>,
    done: Class,
    next: Class,
    service: usize,
    travel: usize,
}

/// Four events a cycle. Needed where trucks may overtake, break down under service or be sent elsewhere.
fn with_explicit_events(seed: u64, end: Time) -> Result<[Usage; 2], Box<dyn Error>> {
    let mut draws = Draws::new(seed)?;
    let mut calendar = at_the_loaders()?;
    let mut server_of = [0; TRUCKS as usize];
    let mut loaders = Place {
        station: ServerQueue::new(LOADERS, Rules::default()),
        done: IS_LOADED,
        next: ARRIVES_AT_DUMP,
        service: LOAD,
        travel: HAUL,
    };
    let mut dumps = Place {
        station: ServerQueue::new(DUMPS, Rules::default()),
        done: IS_EMPTY,
        next: ARRIVES_AT_LOADER,
        service: DUMP,
        travel: RETURN,
    };
    while let Some(due) = calendar.pop_until(end) {
        let truck = due.slot;
        let place = match due.class {
            ARRIVES_AT_LOADER | IS_LOADED => &mut loaders,
            _ => &mut dumps,
        };
        let started = if due.class == place.done {
            let finish = place.station.finish(due.at, server_of[usize::from(truck.0)])?;
            calendar.schedule(truck, due.at + draws.next(truck, place.travel), place.next)?;
            finish.next
        } else {
            match place.station.arrive(due.at, truck, 0, draws.next(truck, place.service))? {
                Arrival::Started(start) => Some(start),
                Arrival::Queued | Arrival::Preempted { .. } => None,
            }
        };
        if let Some(start) = started {
            server_of[usize::from(start.customer.0)] = start.server;
            calendar.schedule(start.customer, start.end, place.done)?;
        }
    }
    Ok([loaders.station.usage(end), dumps.station.usage(end)])
}

fn main() -> Result<(), Box<dyn Error>> {
    let year = Span::DAY * 365;
    let end = Time::START + year;
    let computed = with_computed_completions(42, end)?;
    let explicit = with_explicit_events(42, end)?;
    assert_eq!(computed, explicit, "both forms must give the same year");
    for (name, usage) in ["loaders", "dumps"].iter().zip(&computed) {
        println!(
            "{name}: {} served, busy {:.4}, mean wait {:.1} s, longest {:.0} s, mean queue {:.3}, longest {}",
            usage.starts,
            usage.utilisation(),
            usage.mean_wait_seconds(),
            usage.longest_wait.seconds(),
            usage.mean_queue(year),
            usage.longest_queue,
        );
    }
    let loads_per_minute = computed[1].starts as f64 / (year.hours() * 60.0);
    println!("{loads_per_minute:.4} loads a minute, mean-value analysis says 1.0993");
    Ok(())
}
