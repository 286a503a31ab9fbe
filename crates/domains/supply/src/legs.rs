//! What a vehicle may carry today, and what is left today of legs and vehicles.
//!
//! Ice leaves a vehicle the room between the day's gross limit and its own mass. Room below the least load worth a trip is
//! *thin*: ordinary goods wait for thicker ice or take a lighter class. Without a limit the payload holds; the draught's
//! share in low water cuts it.
use iceroad_base::quantity::{Mass, Ranged, Volume};
use iceroad_model::climate::DayLimit;
use iceroad_model::transport::{Leg, Runs, Vehicle};
use std::collections::VecDeque;

/// What one trip may carry today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trip {
    /// Mass.
    pub payload: Mass,
    /// Volume.
    pub volume: Volume,
    /// Whether it is less than is worth a trip: only goods that have stood long go.
    pub thin: bool,
}

/// What a trip of `vehicle` may carry under `limit`; nothing where the road is closed or bears no load above the empty
/// vehicle. Downwards to whole kilograms: one too many would be over the limit.
pub fn trip_today(vehicle: &Vehicle, limit: Option<DayLimit>) -> Option<Trip> {
    let limit = limit.unwrap_or(DayLimit::OPEN);
    if limit.gross.get() <= 0 {
        return None;
    }
    let room = vehicle.room(limit);
    let low_water = Mass((vehicle.payload.get() as f64 * limit.payload.get()).floor() as i64);
    let (payload, volume) = (room.min(low_water), vehicle.volume);
    (payload.get() > 0).then_some(Trip { payload, volume, thin: room < vehicle.least_room() })
}

/// A leg on one day.
#[derive(Clone, Debug, Default)]
pub(crate) struct LegState {
    /// Whether its season lets traffic on it today.
    pub(crate) open: bool,
    /// The last day it was open.
    pub(crate) last_open: Option<i64>,
    /// Departures that its spacing leaves today.
    pub(crate) departures: u32,
}

impl LegState {
    /// A day begins.
    pub(crate) fn begin_day(&mut self, day: i64, leg: &Leg, limit: Option<DayLimit>) {
        self.open = limit.is_none_or(|limit| limit.gross.get() > 0);
        if self.open {
            self.last_open = Some(day);
        }
        self.departures = leg.spacing.map_or(u32::MAX, |spacing| spacing.most_a_day());
    }
}

/// What a trip that has begun today still takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Room {
    pub(crate) kg: i64,
    pub(crate) litres: i64,
}

/// The most begun trips of a class that goods may still join; those with least room are forgotten.
const MOST_ROOMS: usize = 8;

/// A class of vehicles on one day.
#[derive(Clone, Debug, Default)]
pub(crate) struct VehicleState {
    /// What a trip carries today; none: nothing runs.
    pub(crate) trip: Option<Trip>,
    /// Trips that may still begin today.
    pub(crate) trips_left: u32,
    /// Begun trips that goods may join.
    pub(crate) rooms: Vec<Room>,
    /// Vehicles on the road and the day on which they are back, earliest first.
    away: VecDeque<(i64, u32)>,
}

impl VehicleState {
    /// A day begins.
    pub(crate) fn begin_day(&mut self, day: i64, vehicle: &Vehicle, limit: Option<DayLimit>) {
        self.rooms.clear();
        self.trip = trip_today(vehicle, limit);
        while self.away.front().is_some_and(|&(back, _)| back <= day) {
            self.away.pop_front();
        }
        self.trips_left = match vehicle.runs {
            Runs::Trips(trips) => trips,
            Runs::Vehicles(number) => number - self.away.iter().map(|&(_, number)| number).sum::<u32>(),
        };
    }

    /// So many trips have begun, whose vehicles are back on a day.
    pub(crate) fn begin_trips(&mut self, trips: u32, runs: Runs, back: i64) {
        self.trips_left -= trips;
        if trips > 0 && matches!(runs, Runs::Vehicles(_)) {
            self.away.push_back((back, trips));
        }
    }

    /// Keeps the trips with most room for whoever comes later today.
    pub(crate) fn keep_rooms(&mut self, mut rooms: Vec<Room>) {
        rooms.retain(|room| room.kg > 0 && room.litres > 0);
        rooms.sort_by_key(|room| (-room.kg, -room.litres));
        rooms.truncate(MOST_ROOMS);
        self.rooms = rooms;
    }
}
