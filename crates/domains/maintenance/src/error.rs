//! What can go wrong: bugs of the caller, told by name. Nothing here is the fault of a random draw.
use iceroad_kernel::{ScheduleError, WindowsError};
use iceroad_model::MachineId;
use iceroad_model::event::JobNo;
use std::fmt;

/// Why maintenance could not go on.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum MaintenanceError {
    /// The calendar refused an event.
    Schedule(ScheduleError),
    /// A calendar of shifts cannot be laid out.
    Shifts {
        /// Name of the calendar.
        calendar: String,
        /// Why.
        error: WindowsError,
    },
    /// More slots than the event calendar has.
    TooManySlots {
        /// The first slot given.
        first: u16,
        /// How many are needed from there.
        needed: usize,
    },
    /// A machine was said to have stopped that has not failed, or came in while it was down.
    NotExpected {
        /// Which machine.
        machine: MachineId,
        /// What was said of it.
        said: &'static str,
    },
    /// A part came for a job that waits for none.
    NoPartAwaited(JobNo),
    /// A slot that is not one of maintenance's fell due.
    UnknownSlot(u16),
}

impl fmt::Display for MaintenanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schedule(error) => error.fmt(f),
            Self::Shifts { calendar, error } => write!(f, "shifts of calendar {calendar}: {error}"),
            Self::TooManySlots { first, needed } => {
                write!(
                    f,
                    "{needed} clocks wanted from slot {first} on, a calendar has 65536; simulate fewer machines"
                )
            }
            Self::NotExpected { machine, said } => {
                write!(
                    f,
                    "{machine:?} said to have {said}, which its state does not allow; pass on each notice once"
                )
            }
            Self::NoPartAwaited(job) => {
                write!(
                    f,
                    "part said to have come for job {}, which waits for none; pass on each part once",
                    job.0
                )
            }
            Self::UnknownSlot(slot) => {
                write!(f, "slot {slot} of maintenance fell due, which it does not have")
            }
        }
    }
}

impl std::error::Error for MaintenanceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Schedule(error) => Some(error),
            Self::Shifts { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<ScheduleError> for MaintenanceError {
    fn from(error: ScheduleError) -> Self {
        Self::Schedule(error)
    }
}
