//! Loading and dumping beyond the plain case: what a planner may say of loader models, faces and dumps.

use crate::ids::{FaceId, MachineId};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Mass, Seconds};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// When a loader stops filling a truck.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum LoadingRule {
    /// Whole passes while they fit, and one more, in part, where at least half of it fits.
    #[default]
    FullTruck,
    /// Whole passes only: no bucket is emptied in part, and the truck may leave with room to spare.
    FullBucket,
}

/// A face that a loader goes to when the one before is dug out, a row of `dig_sequence.csv`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DigStep {
    /// The loader; it begins at the face written for it in `machines.csv`.
    pub loader: MachineId,
    /// Steps of one loader are taken in rising order.
    pub order: u32,
    /// Where it goes.
    pub face: FaceId,
}

/// When a dump's crusher fails, and how long it then stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Breaks {
    /// Hours of crushing between failures. While the hopper is empty the crusher does not age.
    pub life: Law,
    /// Hours until it crushes again, by the calendar.
    pub repair: Law,
}

/// A dozer that levels a dump.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dozer {
    /// After so many loads …
    pub every: u32,
    /// … one place is closed for so long.
    pub takes: Seconds,
}

/// Limits of the running mean grade that a dump is fed; see [`crate::ore`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Blend {
    /// The least, in the planner's unit.
    pub least: Option<f64>,
    /// The greatest.
    pub most: Option<f64>,
    /// The mass that the mean is taken over.
    pub over: Mass,
}
