//! How the haul roads of mines were used, over all replications: the record that the engine makes from what trucks
//! drove and the report draws.
//!
//! Terms: a road is used *along* where it is driven from its `from` to its `to`, and against it otherwise. Drives between
//! faces and dumps count; those to the fuel point, the park and the workshop do not.
//!
//! Pitfall: ways are those of open roads on a normal surface. Where roads closed, trucks may have driven elsewhere.
use crate::ids::SegmentId;

/// How haul roads were used.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PitOutlook {
    /// Replications behind it.
    pub replications: u32,
    /// In order of (segment, against before along); only roads that were driven.
    pub roads: Vec<RoadUse>,
}

/// One direction of a haul road.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RoadUse {
    /// The road.
    pub segment: SegmentId,
    /// The direction.
    pub along: bool,
    /// With a load.
    pub loaded: Drives,
    /// Without one.
    pub empty: Drives,
}

/// Drives over one direction of a road, mean of the replications.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Drives {
    /// How many in the horizon.
    pub trips: f64,
    /// What they carried, t.
    pub mass_t: f64,
    /// How long all of them were on the road, s: a drive's measured time goes to its roads as their speeds when
    /// rolling steadily would part it.
    pub seconds: f64,
}

impl Drives {
    /// Mean speed on a road of this length, km/h; none where nobody drove.
    pub fn speed_kmh(&self, length_m: f64) -> Option<f64> {
        (self.trips > 0.0 && self.seconds > 0.0).then(|| self.trips * length_m / self.seconds * 3.6)
    }
}
