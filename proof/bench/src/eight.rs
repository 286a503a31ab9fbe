//! Eight trucks and one shovel, exponential times: the loop that peers are measured with. One item is one load.
//!
//! Means in minutes: load 3, away 21. The closed network gives 16.423563 loads an hour, the shovel busy .8212 of the time.

use crate::ahead::Ahead;
use crate::stations::FifoStation;
use iceroad_base::law::Law;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_kernel::{Calendar, Class, Slot};

/// Trucks in the model.
pub const TRUCKS: u16 = 8;
/// The purposes of draws, each with its mean in minutes.
const PURPOSES: [(&str, f64); 2] = [("load", 3.0), ("away", 21.0)];

/// A fault would be a bug of the benchmark; it shows as a run of no time, which the test finds.
type Fault = Box<dyn std::error::Error>;

/// Simulates so many loads as a model is written: a calendar, a station, a named stream for each truck and purpose.
/// Gives the time they took.
pub fn run(loads: u64, seed: u64) -> Span {
    until(loads, seed).map_or(Span::ZERO, |end| end - Time::START)
}

fn until(loads: u64, seed: u64) -> Result<Time, Fault> {
    let mut calendar = Calendar::new(usize::from(TRUCKS))?;
    let mut draws = Vec::new();
    for truck in 0..TRUCKS {
        calendar.schedule(Slot(truck), Time::START, Class(0))?;
        for (purpose, minutes) in PURPOSES {
            let stream = Stream::named(seed, 0, &format!("truck {truck}"), purpose);
            draws.push(Ahead::of_seconds(Law::exponential(minutes * 60.0)?, stream));
        }
    }
    let mut shovel = FifoStation::new(1);
    for _ in 0..loads {
        let Some(due) = calendar.pop() else { break };
        let own = usize::from(due.slot.0) * PURPOSES.len();
        let service = shovel.arrive(due.at, draws[own].take());
        calendar.schedule(due.slot, service.end + draws[own + 1].take(), Class(0))?;
    }
    Ok(calendar.now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_is_the_closed_network() {
        let loads = 1_000_000;
        let hours = run(loads, 1).millis() as f64 / 3_600_000.0;
        let rate = loads as f64 / hours;
        assert!((rate / 16.423_563 - 1.0).abs() < 0.005, "{rate}");
    }
}
