//! What can go wrong in supply, as values.
use iceroad_kernel::ScheduleError;
use iceroad_model::event::DemandNo;
use std::fmt;

/// Why supply cannot go on. Each is a bug of the program or of whoever calls it, never of random draws.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SupplyError {
    /// The calendar refused an event.
    Schedule(ScheduleError),
    /// A clock was called that supply does not have.
    UnknownClock {
        /// Its number within supply.
        local: u16,
    },
    /// A demand was named that was never made.
    UnknownDemand {
        /// Its number.
        demand: DemandNo,
        /// How many demands there have been.
        made: usize,
    },
}

impl fmt::Display for SupplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schedule(error) => write!(f, "goods could not be scheduled: {error}"),
            Self::UnknownClock { local } => {
                write!(f, "clock {local} of supply was called, which has 1 clock")
            }
            Self::UnknownDemand { demand, made } => {
                write!(f, "demand {} was named, but only {made} have been made", demand.0)
            }
        }
    }
}

impl std::error::Error for SupplyError {}

impl From<ScheduleError> for SupplyError {
    fn from(error: ScheduleError) -> Self {
        Self::Schedule(error)
    }
}
