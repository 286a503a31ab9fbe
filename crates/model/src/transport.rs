//! Legs, the roads, rivers, rails and flights between sites, and the vehicles that run on them.
//!
//! A leg is the way: where from, where to, when it is open, how long it takes. What is carried is carried by vehicles, of
//! one class or several, perhaps of several carriers. The vehicle columns of `legs.csv` are a class called as its leg.
use crate::climate::DayLimit;
use crate::ids::{LegId, PartyId, SeasonId, SiteId, TerritoryId};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Days, Kilometres, Mass, Money, Volume};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// Mode of a leg; decides how it is drawn, never a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Mode {
    /// Railway.
    Rail,
    /// River.
    River,
    /// Road over ice and frozen ground.
    WinterRoad,
    /// Road open all year.
    Road,
    /// Air.
    Air,
}

/// A leg from one site to another, a row of `legs.csv`; a two-way row makes two legs.
#[derive(Clone, PartialEq, Debug)]
pub struct Leg {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// From …
    pub from: SiteId,
    /// … to.
    pub to: SiteId,
    /// Mode.
    pub mode: Mode,
    /// Distance.
    pub distance: Kilometres,
    /// Days under way, door to door of the leg.
    pub transit_days: Law,
    /// When it is open; none: all year.
    pub season: Option<SeasonId>,
    /// Who carries, where a vehicle does not say.
    pub carrier: Option<PartyId>,
    /// Territories it crosses besides its ends'.
    pub transits: Vec<TerritoryId>,
    /// Whether ordinary orders keep off it: used by emergency orders only.
    pub emergency: bool,
    /// How vehicles must follow each other; none: as they like.
    pub spacing: Option<Spacing>,
}

/// How vehicles follow each other on a leg: ice must rest between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spacing {
    /// Minutes from one departure to the next.
    pub every_min: u32,
    /// Vehicles that set off together.
    pub convoy: u32,
}

impl Spacing {
    /// Vehicles that may set off on one day: convoys that begin within 24 hours, times their vehicles.
    pub fn most_a_day(self) -> u32 {
        (24 * 60 / self.every_min.max(1)).max(1).saturating_mul(self.convoy)
    }
}

/// How often vehicles of a class set off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Runs {
    /// Trips that may start on one day; who runs them is the carrier's business.
    Trips(u32),
    /// So many vehicles, each away for its leg's mean time there and as long back.
    Vehicles(u32),
}

/// A class of vehicles on a leg, a row of `vehicles.csv`, or the vehicle columns of a row of `legs.csv`.
#[derive(Clone, PartialEq, Debug)]
pub struct Vehicle {
    /// Short name, unique; that of its leg where `legs.csv` says what runs there.
    pub name: String,
    /// Name for people: the class.
    pub title: String,
    /// Where they run.
    pub leg: LegId,
    /// Who carries; none: as the leg says.
    pub carrier: Option<PartyId>,
    /// How often they set off.
    pub runs: Runs,
    /// Mass of the empty vehicle, which the ice must carry too.
    pub tare: Mass,
    /// Payload of one trip at full load.
    pub payload: Mass,
    /// Volume of one trip.
    pub volume: Volume,
    /// Cost of one trip, also half empty.
    pub cost_per_trip: Money,
    /// Cost per tonne.
    pub cost_per_tonne: Money,
    /// Least load worth a trip; none: no load is waited for, and see [`Vehicle::least_room`].
    pub least_load: Option<Mass>,
    /// Goods that have stood so long go with what there is; none: [`LONGEST_WAIT_DAYS`].
    pub longest_wait: Option<Days>,
}

/// Where no least load is written, a vehicle keeps off ice that leaves it less than its payload divided by this (assumed:
/// carriers of the Tibbitt to Contwoyto road send 26–38 t a truck, no season with a mean below).
pub const LEAST_ROOM: i64 = 3;

/// Goods that have stood so many days beside an open leg go with what there is, where no other time is written (assumed).
pub const LONGEST_WAIT_DAYS: f64 = 7.0;

impl Vehicle {
    /// The load below which the day's ice is too thin for a trip to be worth it.
    pub fn least_room(&self) -> Mass {
        self.least_load.unwrap_or(Mass(self.payload.get() / LEAST_ROOM))
    }

    /// What the gross limit of a day leaves above the empty vehicle, at most the payload; zero where it is closed.
    pub fn room(&self, limit: DayLimit) -> Mass {
        if limit.gross == DayLimit::UNLIMITED {
            return self.payload;
        }
        self.payload.min(limit.gross - self.tare).max(Mass::ZERO)
    }

    /// Days for which goods are kept standing at most.
    pub fn longest_wait_days(&self) -> f64 {
        use iceroad_base::quantity::Ranged;
        self.longest_wait.map_or(LONGEST_WAIT_DAYS, Ranged::get)
    }

    /// Whole days from setting off until a vehicle may set off again: there and back on a leg with this transit.
    pub fn days_away(transit: &Law) -> i64 {
        (2.0 * transit.mean()).ceil().max(1.0) as i64
    }

    /// Trips that a day has on average.
    pub fn trips_a_day(&self, leg: &Leg) -> f64 {
        match self.runs {
            Runs::Trips(trips) => f64::from(trips),
            Runs::Vehicles(number) => f64::from(number) / Self::days_away(&leg.transit_days) as f64,
        }
    }
}
