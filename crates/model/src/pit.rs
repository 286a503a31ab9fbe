//! Loading and dumping beyond the plain case: what a planner may add to loader models, faces and dumps.
//!
//! Every struct here has a default that means "not told", under which a pit works as if the columns did not exist.

use crate::ids::{DumpId, FaceId, MachineId};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Mass, Seconds, Speed};

/// When a loader stops filling a truck.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LoadingRule {
    /// Whole passes while they fit, and one more, in part, where at least half of it fits.
    #[default]
    FullTruck,
    /// Whole passes only: no bucket is emptied in part, and the truck may leave with room to spare.
    FullBucket,
}

/// How a loader works, further columns of `loader_models.csv`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LoaderManner {
    /// When it stops filling.
    pub rule: LoadingRule,
    /// Time of the first pass, where it differs from the others: a bucket that hangs ready while the truck spots
    /// has only to be emptied.
    pub first_pass: Option<Seconds>,
    /// Whether trucks spot on both sides of it, so that the next one spots while one is loaded.
    pub two_sided: bool,
    /// How fast it walks between faces and to the gate.
    pub walk: Speed,
}

/// A mining excavator on its tracks, km/h. Assumed.
const WALK_KMH: f64 = 2.4;

impl Default for LoaderManner {
    fn default() -> Self {
        Self {
            rule: LoadingRule::FullTruck,
            first_pass: None,
            two_sided: false,
            walk: Speed::clamped(WALK_KMH),
        }
    }
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

/// A dump beyond the plain case, further columns of `dumps.csv`.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct DumpWays {
    /// Failures of its crusher.
    pub breaks: Option<Breaks>,
    /// Levelling.
    pub dozer: Option<Dozer>,
    /// The grades it is to be fed.
    pub blend: Option<Blend>,
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

/// A face beyond the plain case, further columns of `faces.csv`.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct FaceWays {
    /// Grade in a unit of the planner's choice. Of a stockpile: the grade of what lies there at the start.
    pub grade: Option<f64>,
    /// The dump whose heap is dug here; then `available` is what lies there at the start, none: nothing.
    pub stockpile: Option<DumpId>,
}
