//! Loading and dumping beyond the plain case: what a planner may add to loader models, faces and dumps.
//!
//! Every struct here has a default that means "not told", under which a pit works as if the columns did not exist.

use iceroad_base::quantity::{Seconds, Speed};

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
