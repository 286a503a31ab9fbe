//! What the tests share.

use iceroad_base::quantity::Mass;
use iceroad_base::{Span, Time};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::{HaulageError, Layout};
use iceroad_model::MachineId;
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_worlds::pit::Pit;

pub(crate) type World = Alone<Vec<Entry>>;

/// What haulage works out of a pit.
pub(crate) fn layout(pit: &Pit) -> Result<Layout, HaulageError> {
    Layout::of_tables(&pit.tables(), &pit.horizon())
}

pub(crate) fn world(pit: &Pit) -> World {
    Alone::tables(&pit.tables(), &pit.horizon(), 1, Vec::new()).unwrap()
}

/// The pit run for so many seconds.
pub(crate) fn run(pit: &Pit, seconds: i64) -> World {
    let mut world = world(pit);
    world.run_until(at(seconds)).unwrap();
    world
}

pub(crate) fn at(seconds: i64) -> Time {
    Time::START + Span::SECOND * seconds
}

/// States of a machine with the second each begins.
pub(crate) fn states(world: &World, machine: u32) -> Vec<(i64, MachineState)> {
    let mine = |entry: &Entry| match entry.event {
        Event::State { machine: MachineId(id), state } if id == machine => Some((seconds(entry.at), state)),
        _ => None,
    };
    world.log.iter().filter_map(mine).collect()
}

pub(crate) fn state_at(world: &World, machine: u32, second: i64) -> Option<MachineState> {
    states(world, machine).into_iter().take_while(|&(begins, _)| begins <= second).last().map(|(_, s)| s)
}

pub(crate) fn seconds(time: Time) -> i64 {
    time.millis().div_euclid(1_000)
}

/// Seconds and masses (t) of the loads dumped.
pub(crate) fn dumped(world: &World) -> Vec<(i64, f64)> {
    let dumped = |entry: &Entry| match entry.event {
        Event::Dumped { mass, .. } => Some((seconds(entry.at), mass.tonnes())),
        _ => None,
    };
    world.log.iter().filter_map(dumped).collect()
}

pub(crate) fn dumped_between(world: &World, from: i64, to: i64) -> usize {
    dumped(world).iter().filter(|&&(second, _)| from <= second && second < to).count()
}

/// Total loaded and total dumped.
pub(crate) fn loaded_and_dumped(log: &[Entry]) -> (Mass, Mass) {
    let mut totals = (Mass::ZERO, Mass::ZERO);
    for entry in log {
        match entry.event {
            Event::Loaded { mass, .. } => totals.0 += mass,
            Event::Dumped { mass, .. } => totals.1 += mass,
            _ => {}
        }
    }
    totals
}
