//! Following long work, and stopping it.
use std::time::Duration;

/// Follows long work and may stop it: a progress bar, a job of a server, a cancel button.
///
/// Every method has a body, so that a watch says only what it cares for. They are called from many threads at once and
/// should return quickly.
///
/// ```
/// use iceroad::Watch;
/// use std::sync::atomic::{AtomicU32, Ordering};
///
/// /// Stops after so many replications.
/// struct Enough(AtomicU32);
///
/// impl Watch for Enough {
///     fn finished(&self) {
///         self.0.fetch_sub(1, Ordering::Relaxed);
///     }
///     fn cancelled(&self) -> bool {
///         self.0.load(Ordering::Relaxed) == 0
///     }
/// }
/// ```
pub trait Watch: Send + Sync {
    /// Replications begin: `total` of them, where that is known beforehand, of which `done` are there already.
    fn begin(&self, total: Option<u32>, done: u32) {
        let _ = (total, done);
    }

    /// One replication more is done.
    fn finished(&self) {}

    /// What was begun has ended, complete or not.
    fn end(&self) {}

    /// Whether to stop. Asked often: before each replication, and in those under way at the beginning of each simulated day, which
    /// are given up then.
    fn cancelled(&self) -> bool {
        false
    }

    /// Time since any fixed moment, by a clock that never goes back; the library has none of its own. Where there is a clock, the
    /// checkpoint is written at most every two seconds, and after every replication where there is none.
    fn clock(&self) -> Option<Duration> {
        None
    }

    /// Something went wrong that does not end the work.
    fn warn(&self, what: &str) {
        let _ = what;
    }
}

/// Watches nothing and never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}
