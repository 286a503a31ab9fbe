//! Whether time goes on: how often something happens at one instant.
//!
//! Events that take no time are ordinary; a chain of them without end is not, and no count of who waits would show it, for
//! everybody is busy. Whoever fires events counts them here, and gives up when time has stood for too many.

use iceroad_base::Time;
use std::fmt;

/// So much may happen at one instant: far more than any fleet, store or line of a sensible scenario asks for. Assumed.
pub const MOST_AT_ONCE: u32 = 2_000_000;

/// Counts what happens at the present instant.
#[derive(Clone, Copy, Debug)]
pub struct Instant {
    at: Time,
    happened: u32,
}

/// Time does not go on. Fatal for the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimeStands {
    /// When.
    pub at: Time,
    /// How often something had happened then.
    pub happened: u32,
}

impl Instant {
    /// Nothing has happened yet.
    pub fn new() -> Instant {
        Instant { at: Time::START, happened: 0 }
    }

    /// Something happens.
    ///
    /// # Errors
    /// [`TimeStands`] where that is beyond [`MOST_AT_ONCE`].
    #[inline]
    pub fn happens(&mut self, at: Time) -> Result<(), TimeStands> {
        if at != self.at {
            *self = Instant { at, happened: 0 };
        }
        self.happened += 1;
        if self.happened > MOST_AT_ONCE {
            return Err(TimeStands { at, happened: self.happened });
        }
        Ok(())
    }
}

impl Default for Instant {
    fn default() -> Instant {
        Instant::new()
    }
}

impl fmt::Display for TimeStands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, happened } = self;
        write!(f, "time does not go on: something has happened {happened} times at {at:?}")
    }
}

impl std::error::Error for TimeStands {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_happens_at_one_instant_is_counted_together() {
        let mut instant = Instant::new();
        for ms in 0..2 {
            for _ in 0..MOST_AT_ONCE {
                assert_eq!(instant.happens(Time::from_millis(ms)), Ok(()));
            }
        }
        let stands = TimeStands { at: Time::from_millis(1), happened: MOST_AT_ONCE + 1 };
        assert_eq!(instant.happens(Time::from_millis(1)), Err(stands));
    }
}
