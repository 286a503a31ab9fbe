//! What a leg carries today: trips, their payload under the season's limit, and what part of a shipment fits.
//!
//! A day has so many trips. Goods fill the trip that is being loaded first, then new ones, so that small consignments
//! share a trip. A unit is never cut: where one unit exceeds the payload of today, it waits. Litres and kilograms are
//! units too. Masses on trips are whole kilograms, each part's rounded up, and never exceed the payload.
use iceroad_base::quantity::{Mass, Ranged, Volume};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{OrderNo, ShipmentNo};
use iceroad_model::goods::Item;
use iceroad_model::transport::Leg;
use std::collections::BTreeSet;

/// What one trip may carry today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trip {
    /// Mass.
    pub payload: Mass,
    /// Volume.
    pub volume: Volume,
}

/// What a trip over `leg` may carry under `limit`; nothing where the road is closed or bears no load above the
/// empty vehicle. Without a limit the leg's own payload holds; the draught's share cuts the payload, the allowed
/// gross mass what is left above the vehicle's own.
pub fn trip_today(leg: &Leg, limit: Option<DayLimit>) -> Option<Trip> {
    let mut payload = leg.payload;
    if let Some(limit) = limit {
        if limit.gross.get() <= 0 {
            return None;
        }
        // Downwards: a whole kilogram too many would be over the limit.
        payload = Mass((payload.get() as f64 * limit.payload.get()).floor() as i64);
        if limit.gross != DayLimit::UNLIMITED {
            payload = payload.min(limit.gross - leg.tare);
        }
    }
    (payload.get() > 0).then_some(Trip { payload, volume: leg.volume })
}

/// Waits for a leg: rank, order, shipment; in the order in which they are loaded.
pub(crate) type QueuePlace = (u8, OrderNo, ShipmentNo);

/// A leg on one day.
#[derive(Clone, Debug, Default)]
pub(crate) struct LegState {
    /// Who waits.
    pub(crate) queue: BTreeSet<QueuePlace>,
    /// What a trip carries today; none: closed.
    pub(crate) trip: Option<Trip>,
    /// The last day it was open.
    pub(crate) last_open: Option<i64>,
    trips_left: u32,
    /// What the trip that is being loaded still takes.
    open_kg: i64,
    open_litres: i64,
}

/// What sets off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Part {
    pub(crate) units: i64,
    /// Trips that it begins; none where it fits what was being loaded.
    pub(crate) trips: u32,
}

impl LegState {
    /// A day begins.
    pub(crate) fn begin_day(&mut self, day: i64, leg: &Leg, limit: Option<DayLimit>) {
        self.trip = trip_today(leg, limit);
        if self.trip.is_some() {
            self.last_open = Some(day);
        }
        self.trips_left = if self.trip.is_some() { leg.trips_per_day } else { 0 };
        (self.open_kg, self.open_litres) = (0, 0);
    }

    /// Whether nothing more can set off today.
    pub(crate) fn is_full(&self) -> bool {
        self.trips_left == 0 && (self.open_kg == 0 || self.open_litres == 0)
    }

    /// Loads as many of `units` as today allows.
    pub(crate) fn load(&mut self, item: &Item, units: i64) -> Part {
        let Some(trip) = self.trip else { return Part::default() };
        let shared = units.min(fits(item, self.open_kg, self.open_litres));
        self.open_kg -= item.mass_of(shared).get();
        self.open_litres -= item.volume_of(shared).get();
        let left = units - shared;
        let per_trip = fits(item, trip.payload.get(), trip.volume.get());
        if left == 0 || per_trip == 0 || self.trips_left == 0 {
            return Part { units: shared, trips: 0 };
        }
        let wanted = (left - 1) / per_trip + 1;
        let trips = wanted.min(i64::from(self.trips_left));
        let loaded = left.min(per_trip.saturating_mul(trips));
        let last = loaded - per_trip * (trips - 1);
        let open_kg = trip.payload.get() - item.mass_of(last).get();
        let open_litres = trip.volume.get() - item.volume_of(last).get();
        if open_kg > self.open_kg {
            (self.open_kg, self.open_litres) = (open_kg, open_litres);
        }
        self.trips_left -= trips as u32;
        Part { units: shared + loaded, trips: trips as u32 }
    }
}

/// How many units fit into so many kilograms and litres.
fn fits(item: &Item, kg: i64, litres: i64) -> i64 {
    let fit = |most: i64, one: i64| if one <= 0 { i64::MAX } else { most.saturating_mul(1_000) / one };
    fit(kg, item.unit_grams).min(fit(litres, item.unit_millilitres))
}
