//! Sites: the places of the region that goods, machines and people belong to.
use crate::ids::{StationId, TerritoryId};
use iceroad_base::civil::Zone;
use iceroad_base::quantity::{Latitude, Longitude};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// What a site mainly is; used for maps and messages, never for rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum SiteKind {
    /// A mine with haul roads.
    Mine,
    /// A service centre with workshops.
    ServiceCentre,
    /// A place where goods change from one road to another and wait when a season is over.
    Transfer,
    /// A settlement that eats and burns.
    Settlement,
    /// Where a supplier hands goods over.
    Supplier,
}

/// One row of `sites.csv`.
#[derive(Clone, Debug)]
pub struct Site {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// What it mainly is.
    pub kind: SiteKind,
    /// Its IANA time zone: shifts, due dates and seasons here are in this zone's local time.
    pub zone: Zone,
    /// Degrees north, for the map and nothing else.
    pub latitude: Latitude,
    /// Degrees east, for the map and nothing else.
    pub longitude: Longitude,
    /// Whose temperatures are felt here; none where weather does not matter (a supplier abroad).
    pub station: Option<StationId>,
    /// The territory whose rules on transit and destination apply here.
    pub territory: TerritoryId,
}
