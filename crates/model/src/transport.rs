//! Legs: the roads, rivers, rails and flights between sites.
use crate::ids::{PartyId, SeasonId, SiteId, TerritoryId};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Kilometres, Mass, Money, Volume};
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
    /// Trips that may start on one day.
    pub trips_per_day: u32,
    /// Mass of the empty vehicle, which the ice must carry too.
    pub tare: Mass,
    /// Payload of one trip at full load.
    pub payload: Mass,
    /// Volume of one trip.
    pub volume: Volume,
    /// Cost of one trip; a part load pays its share.
    pub cost_per_trip: Money,
    /// Cost per tonne.
    pub cost_per_tonne: Money,
    /// When it is open; none: all year.
    pub season: Option<SeasonId>,
    /// Who carries.
    pub carrier: Option<PartyId>,
    /// Territories it crosses besides its ends'.
    pub transits: Vec<TerritoryId>,
    /// Whether ordinary orders keep off it: used by emergency orders only.
    pub emergency: bool,
}
